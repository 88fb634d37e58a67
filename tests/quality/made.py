"""Careers made by hand for the checks, as rows of text."""

from __future__ import annotations

import datetime

import pyarrow as pa

import outgrow

TODAY = datetime.date(2024, 6, 15)
COLUMNS = ("person", "start", "end", "title", "organisation", "level", "marks", "pay")


def careers_of(rows, people=None, **given):
    """Careers of rows ``(person, start, end, title, more...)``, where more is a dictionary of other columns."""
    full = []
    for person, start, end, title, *more in rows:
        row = dict.fromkeys(COLUMNS) | {"person": person, "start": start, "end": end, "title": title}
        full.append(row | (more[0] if more else {}))
    table = pa.Table.from_pylist(full, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))
    known = None if people is None else pa.Table.from_pylist(people)
    return outgrow.read_careers(table, known, today=TODAY, allow_empty=True, **given)


def quality_of(rows, people=None, min_cell=1, **given):
    return outgrow.check_careers(careers_of(rows, people, **given), min_cell=min_cell)


def numbers(quality, name):
    return quality.check(name).numbers


def table(quality, name, place=0):
    """Rows of a table of a check: the first column, and the numbers beside it."""
    return {row[0]: row[1:] for row in quality.check(name).tables[place].rows}


#: Untidy careers in which every check finds something, made without random numbers.
def untidy():
    rows = []
    titles = ["Marketing Manager", "Wizard", "Head of Digital", "---", "<script>alert(1)</script>", "=cmd()|'x'!A0"]
    for person in range(120):
        year = 1985 + person % 35
        for job in range(1 + person % 4):
            start = (f"{year}", f"{year}-01", f"{year}-0{1 + person % 9}-1{job}")[person % 3]
            length = (person + 3 * job) % 6 + 1
            ongoing = job == person % 4 and person % 2
            end = None if ongoing else f"{min(year + length, 2023)}-12"
            more = {
                "organisation": ("Acme", "ACME  Inc", None)[person % 3],
                "level": ("manager", "boss", None)[job % 3],
                "pay": ("30000", "0", "9000000", None)[person % 4],
                "marks": "side" if person % 10 == 0 else None,
            }
            rows.append((str(person), start, end, titles[(person + job) % len(titles)], more))
            if person % 9 == 0:
                rows.append(rows[-1])
            if person % 11 == 0:
                rows.append((*rows[-1][:2], f"{min(year + length, 2023)}-11", *rows[-1][3:]))
            year = min(year + (person % 3) * length, 2022)
    rows += [("many", f"2010-0{1 + job % 2}", "2011-01", f"Analyst {job}") for job in range(64)]
    rows += [("old", "1900-01", None, "Analyst"), ("lost", "soon", None, "Analyst")]
    return rows


def people_of_untidy():
    people = [
        {"person": str(person), "observed_from": None, "observed_until": None, "birth": None} for person in range(120)
    ]
    for person in range(0, 120, 5):
        people[person] |= {"observed_from": "2015-01", "observed_until": "2024-01", "birth": f"{1970 + person % 30}"}
    return people
