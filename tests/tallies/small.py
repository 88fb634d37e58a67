"""Careers small enough to count by hand, and some more whose every number can be made another way."""

from __future__ import annotations

import datetime
import functools

import pyarrow as pa

import outgrow
from outgrow.engine import fold_of

TODAY = datetime.date(2021, 1, 15)
#: Somebody outside the role, whose job ends with the data in 2020-12: month 71 from 2015-01.
OTHER = ("other", "2010-01", "2020-12", "z")


def careers(*spells, people=(), after_last=None):
    """Careers of spells (person, start, end, title) with others by name, and of people by name."""
    rows = []
    for spell in spells:
        more = spell[4] if len(spell) > 4 else {}
        rows.append(tuple(dict(zip(("person", "start", "end", "title"), spell[:4], strict=True), **more).items()))
    return _read(tuple(rows), tuple(tuple(person.items()) for person in people), after_last)


@functools.cache
def _read(spells, people, after_last):
    def table(rows):
        names = {name: None for row in rows for name, _ in row}
        return pa.table({name: pa.array([dict(row).get(name) for row in rows]) for name in names})

    return outgrow.read_careers(
        table(spells), people=table(people) if people else None, after_last=after_last, today=TODAY, name="by hand"
    )


def adds_up(tally, data):
    """Whatever was asked, the steps of the flow sum to the people read, and whoever comes under observation leaves it."""
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    assert min(flow.values()) >= 0
    rows = tally.table.to_pylist()
    for count in ("moves", "weight_moves") if tally.weighted else ("moves",):
        groups = {tuple(row[name] for name in tally.groups): {} for row in rows}
        for row in rows:
            assert row["origin"] != row["destination"]
            groups[tuple(row[name] for name in tally.groups)].setdefault(row["month"], []).append(row)
        for months in groups.values():
            there = {}
            for _, moved in sorted(months.items()):
                before = dict(there)
                for row in moved:
                    there[row["destination"]] = there.get(row["destination"], 0) + row[count]
                    there[row["origin"]] = there.get(row["origin"], 0) - row[count]
                    before.setdefault(row["origin"], 0)
                for state in there:
                    assert state is None or there[state] >= -1e-9, "more people leave a state than are in it"
            left = sum(people for state, people in there.items() if state in tally.absorbing)
            assert left == -there[None], "whoever does not leave for good is last seen"
            assert all(not people for state, people in there.items() if state not in (*tally.absorbing, None))
    entered = sum(row["people" if tally.kind == "duration" else "moves"] for row in rows if row["origin"] is None)
    assert entered == tally.flow.counted
    return tally


#: Names of people of nine folds alone, so that to leave each out is not much work.
FOLDS = range(0, 45, 5)
NAMES = [name for name in (f"person {n}" for n in range(400)) if fold_of(name) in FOLDS]


def histories(names):
    """People who enter the role in one of six months, stay some months, are in b, c or no job, and return or not."""
    found = []
    for n, name in enumerate(names):
        start = 24_120 + n % 6
        first, second = start + 3 + n * 7 % 10, start + 14 + n * 5 % 9
        found.append((name, start, first, "a"))
        if n % 4:
            found.append((name, first + 1 + n % 3, second, "bca"[n % 3]))
        if n % 5 == 0:
            found.append((name, second + 2, None, "ab"[n % 2]))
    return [(name, _text(start), None if end is None else _text(end), title) for name, start, end, title in found]


def _text(month):
    return f"{month // 12}-{month % 12 + 1:02d}"


def known_of(names, weight):
    return [
        {
            "person": name,
            "weight": weight(n),
            "observed_until": "2012-06" if n % 3 else "2011-06",
            "exited": "2012-01" if n % 7 == 0 and n % 3 else None,
        }
        for n, name in enumerate(names)
    ]


def many(names=NAMES[:48], weight=lambda n: 1 + n % 4, left_out=None):
    """Careers of people with weights, without those of the fold `left_out`."""
    people = [one for one in known_of(names, weight) if fold_of(one["person"]) != left_out]
    kept = {one["person"] for one in people}
    return careers(*(job for job in histories(names) if job[0] in kept), OTHER, people=people)
