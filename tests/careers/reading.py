"""Reading tables in tests: on a fixed day, with a look at every reading that no row is lost."""

from __future__ import annotations

import datetime

import outgrow

TODAY = datetime.date(2024, 6, 15)
HEADER = "person,start,end,title\n"


def read(source, people=None, **options):
    """Read careers as on `TODAY`; those without one usable row are returned, too."""
    return outgrow.read_careers(source, people, today=TODAY, allow_empty=True, **options)


def write(folder, text, name="spells.csv"):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def spells(careers, *columns):
    """Rows of the usable spells, in the order of the source."""
    rows = careers.spells.order_by("row").to_pyarrow().to_pylist()
    return [tuple(row[column] for column in columns) for row in rows] if columns else rows


def left_out(careers, table="spells", kind="row"):
    """Quarantine of one table as row number to column, value and reason."""
    return {
        item["row"]: (item["column"], item["value"], item["reason"])
        for item in careers.quarantined().to_pylist()
        if item["table"] == table and item["left_out"] == kind
    }


def assert_nothing_lost(careers, rows, people_rows=None):
    """Every row of the source is used or in quarantine, once; every person is usable or counted in quarantine."""
    used = [row for (row,) in spells(careers, "row")]
    gone = [item["row"] for item in careers.quarantined().to_pylist() if _whole_row(item, "spells")]
    assert sorted(used + gone) == list(range(1, rows + 1))
    assert careers.counts.spells == len(used)
    people_gone = [item["row"] for item in careers.quarantined().to_pylist() if _whole_row(item, "people")]
    assert careers.counts.rows_quarantined == len(gone) + len(people_gone)
    assert len(set(people_gone)) == len(people_gone)
    holders = {person for (person,) in spells(careers, "person")}
    known = set() if careers.people is None else set(careers.people.person.to_pyarrow().to_pylist())
    if people_rows is not None:
        assert careers.people.count().to_pyarrow().as_py() + len(people_gone) == people_rows
        assert len(known) == people_rows - len(people_gone), "one row a person"
    # people of whom a row of people can be used, but none of their spells, have nothing left
    without = {item["row"] for item in careers.quarantined().to_pylist() if item["table"] == "spells"}
    assert careers.counts.people_quarantined <= len(without) + len(people_gone)
    assert careers.counts.people - careers.counts.people_quarantined >= len(holders)
    if careers.people is None:
        assert careers.counts.people - careers.counts.people_quarantined == len(holders)


def _whole_row(item, table):
    return item["table"] == table and item["left_out"] == "row"
