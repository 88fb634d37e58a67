"""Simulated tables as careers, without the checks that tables of others need: what the simulation writes can all be used.

In: `Simulated`. Out: `Careers`, the same as `outgrow.read_careers` makes of the tables, in a third of the time; a test
holds the two together. Start at `careers_of`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outgrow.careers.careers import Careers, Counts
from outgrow.careers.check import QUARANTINE_COLUMNS
from outgrow.engine import embedded
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

    from outgrow.careers.simulate import Simulated

__all__ = ["careers_of"]


def careers_of(made: Simulated, *, name: str, notes: tuple[str, ...] = ()) -> Careers:
    """Make careers of simulated tables.

    Parameters
    ----------
    made : Simulated
        From `outgrow.careers.simulate.simulate`.
    name : str
        Their name.
    notes : tuple of str
        What must be said of them.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text, month = pa.string(), pa.int32()
    n = made.spells.num_rows
    columns: dict[str, Any] = {"row": pa.array(range(1, n + 1), pa.int64())}
    for column in SPELL_COLUMNS:
        if column in ("start", "end"):
            columns[column] = _months(made.spells[column])
        elif column == "title":  # some end in a blank, as in other sources
            columns[column] = pc.utf8_trim(made.spells[column], " ")
        else:
            columns[column] = made.spells[column] if column in made.spells.column_names else pa.nulls(n, text)
        if column == "end":
            columns["start_day"] = pc.day(made.spells["start"]).cast(month)
    spells = pa.table({**columns, "imprecise": pa.array([False] * n)})
    known: dict[str, Any] = {}
    for column in (*PEOPLE_COLUMNS, *(name for name in made.people.column_names if name not in PEOPLE_COLUMNS)):
        if column in ("observed_from", "observed_until", "exited"):
            known[column] = _months(made.people[column])
        elif column == "birth":  # a year alone is its January
            known[column] = pc.multiply(made.people[column], 12).cast(month)
        elif column in made.people.column_names:
            known[column] = made.people[column]
        else:
            known[column] = pa.nulls(made.people.num_rows, pa.float64())
    people = pa.table(known)
    nothing = pa.schema([(column, pa.int64() if column == "row" else text) for column in QUARANTINE_COLUMNS])
    backend: Any = embedded()
    last = [value for value in (pc.max(spells["start"]).as_py(), pc.max(spells["end"]).as_py()) if value is not None]
    return Careers(
        name=name,
        kind="simulated",
        spells=backend.create_table("spells", spells, temp=True),
        people=backend.create_table("people", people, temp=True),
        quarantine=backend.create_table("quarantine", nothing.empty_table(), temp=True),
        counts=Counts(
            people=people.num_rows,
            people_quarantined=0,
            spells=n,
            rows_quarantined=0,
            values_quarantined=0,
            first_month=pc.min(spells["start"]).as_py(),
            last_month=max(last),
            imprecise=0,
            ongoing=spells["end"].null_count,
        ),
        notes=notes,
    )


def _months(dates: pa.ChunkedArray) -> pa.ChunkedArray:
    """Number months as year * 12 + month - 1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    number = pc.add(pc.multiply(pc.year(dates), 12), pc.subtract(pc.month(dates), 1))
    return number.cast(pa.int32())
