"""First passages of those who are still waiting some time after entry: the rest of a tally, with its clock set to then.

In: a first-passage `Tally`. Out: another of the same kind, of whoever is at risk after that month; months are counted from it.
Whoever reached the target, left or was lost before is not in it, so that its curves are conditional on still waiting. Start at
`still_waiting`.
"""

from __future__ import annotations

from dataclasses import replace

from outgrow.errors import InputError
from outgrow.tallies.tally import COUNTS, WEIGHT, Tally, count_columns, summed

__all__ = ["still_waiting"]


def still_waiting(tally: Tally, months: int) -> Tally:
    """Keep those of a tally who are at risk after a month, and count months from then.

    Parameters
    ----------
    tally : Tally
        Of kind ``first_passage``, on a clock that begins at 0.
    months : int
        Months since zero, 0 or more.

    Returns
    -------
    Tally
        Of the same kind. Whoever is at risk after `months` enters in its month 0; whoever is seen only later enters later.

    Raises
    ------
    InputError
        The tally is of another kind or on the calendar, or `months` is negative.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if tally.kind != "first_passage" or tally.settings.clock == "calendar":
        raise InputError(
            f"who is still waiting is told from a first-passage tally with months since zero; this is '{tally.kind}'.",
            do="make it with first_passage, and leave the calendar clock out",
        )
    if months < 0:
        raise InputError(f"{months} months were given.", do="give 0 or more")
    table, names = tally.table, count_columns(tally.kind, weighted=tally.weighted)
    keys = [name for name in table.column_names if name not in names]
    by_then = pc.less_equal(table["month"], months)
    later = table.filter(pc.invert(by_then))
    later = later.set_column(later.schema.get_field_index("month"), "month", pc.subtract(later["month"], months))
    before = table.filter(by_then)
    left = {}
    for kind in ("", WEIGHT) if tally.weighted else ("",):
        entries, *gone = (before[kind + name] for name in COUNTS[tally.kind])
        for one in gone:
            entries = pc.subtract(entries, one)
        left[kind + "entries"] = entries
    zero = pa.chunked_array([pa.array([0] * before.num_rows, table["month"].type)])
    columns = {name: zero if name == "month" else before[name] for name in keys}
    nothing = {name: pc.multiply(before[name], pa.scalar(0, before[name].type)) for name in names}
    at_risk = pa.table({**columns, **nothing, **left}).select(table.column_names)
    table = summed(pa.concat_tables([at_risk, later]), keys, names, tally.toward)
    # where nobody is left, nobody enters
    some = [pc.greater(table[name], 0) for name in COUNTS[tally.kind]]
    keep = some[0]
    for one in some[1:]:
        keep = pc.or_(keep, one)
    return replace(tally, table=table.filter(keep))
