"""What careers made of a table of records, in plain values."""

from __future__ import annotations

from outgrow.months import month_text

_KEPT = ("title", "organisation", "level", "marks", "pay")
_MONTHS = ("observed_from", "observed_until", "exited", "birth")


def _text(month):
    return None if month is None else month_text(month)


def jobs(careers, *more):
    """Rows as (person, start, end, title), and whatever else is asked for, in the order of people and time."""
    rows = careers.spells.order_by(["person", "start", "row"]).to_pyarrow().to_pylist()
    return [
        (row["person"], _text(row["start"]), _text(row["end"]), row["title"], *(row[column] for column in more))
        for row in rows
    ]


def seen(careers):
    """What was made of a table; rows without what is missing."""
    spells = []
    for row in careers.spells.order_by("row").to_pyarrow().to_pylist():
        spell = {name: row[name] for name in ("row", "person")} | {
            "start": _text(row["start"]),
            "end": _text(row["end"]),
        }
        spells.append(spell | {name: row[name] for name in _KEPT if row[name] is not None})
    people = [] if careers.people is None else careers.people.order_by("person").to_pyarrow().to_pylist()
    return {
        "after_last": careers.after_last,
        "joined": careers.counts.rows_joined,
        "spells": spells,
        "people": [
            {name: _text(value) if name in _MONTHS else value for name, value in row.items() if value is not None}
            for row in people
        ],
        "quarantine": [
            [row["row"], row["column"], row["value"], row["reason"]] for row in careers.quarantined().to_pylist()
        ],
        "recorded": [[one.kind, _text(one.month), one.people, one.before, one.after] for one in careers.recorded],
        "notes": list(careers.notes),
    }
