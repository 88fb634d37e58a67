"""Drift tallies made by hand, and at random with a truth that is known."""

from __future__ import annotations

import pyarrow as pa

from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import DriftTally
from outgrow.tallies.drift_tally import TABLES, long_tables

FACTS = CareersFacts("mine", "real", 1234, 4321, 7, "2020-12", 3)
LAST = 2020 * 12 + 11
_TEXT = {"kind", "craft", "level", "title"}


def table_of(name, rows):
    """A table of a tally from rows by name; weights are people where none are given, folds 0, texts null."""
    keys, counts = TABLES[name]
    columns = {}
    for column in (*keys, *counts):
        text = column in _TEXT
        kind = pa.string() if text else pa.float64() if column == "weight" else pa.int64()
        given = [row.get(column, row.get("people", 1) if column == "weight" else None if text else 1) for row in rows]
        given = [0 if value is None and not text else value for value in given]
        columns[column] = pa.array(given, kind)
    return pa.table(columns)


def tally_of(*, held=(), later=(), persons=(), changes=(), titles=(), mentions=None, **more):
    tables = {"held": held, "later": later, "persons": persons, "changes": changes, "titles": titles}
    made = {name: table_of(name, [{"fold": 0, **row} for row in rows]) for name, rows in tables.items()}
    if mentions is not None:
        made["mentions"] = table_of("mentions", [{"fold": 0, **row} for row in mentions])
    flow = Flow(read=1234, quarantined=0, not_in_role=1000, already_there=0, no_follow_up=0, counted=234)
    return DriftTally(
        role="title:a",
        settings=Settings(),
        careers=FACTS,
        flow=flow,
        last_month=LAST,
        **{"words": ("a",), **more},
        **long_tables(made),
    )
