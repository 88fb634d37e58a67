"""Rows that are written twice: found by a hash of each row, and compared column by column only where two hashes are one.

In: `RawTable`. Out: `Settled`, the same rows, kept on the engine where reading them again could give others. Next:
outgrow.careers.check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.raw import ROW, ROW_HASH, RawTable, quoted, row_hash
from outgrow.engine import number, store

if TYPE_CHECKING:
    import ibis

__all__ = ["TWIN", "Settled", "settled"]

#: Column that tells each exact duplicate but the first.
TWIN: Final = "outgrow_twin"


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows of a source, the same at each reading.

    Parameters
    ----------
    table : ibis.Table
        The source's own columns and `ROW`.
    kept : ibis.Table or None
        What `table` reads, to be discarded once the checked rows are kept themselves.
    twins : ibis.Table or None
        `ROW` of each exact duplicate but the first; None where there is none.
    """

    table: ibis.Table
    kept: ibis.Table | None
    twins: ibis.Table | None

    def marked(self, table: ibis.Table) -> ibis.Table:
        """Add `TWIN` to what was made of `table` and has its `ROW`."""
        import ibis

        if self.twins is None:
            return table.mutate(**{TWIN: ibis.literal(False)})
        twins = self.twins.rename(outgrow_twin_row=ROW)
        joined = table.left_join(twins, table[ROW] == twins.outgrow_twin_row)
        return joined.mutate(**{TWIN: joined.outgrow_twin_row.notnull()}).drop("outgrow_twin_row")


def settled(raw: RawTable) -> Settled:
    """Keep the rows of a source where they may come otherwise the next time, and find its twins.

    Parameters
    ----------
    raw : RawTable
        From any source and engine.
    """
    from ibis.util import gen_name

    source = [column for column in raw.table.columns if column != ROW]
    backend: Any = raw.table.get_backend()
    if backend.name != "duckdb":
        kept = store(raw.table)
        alike = kept.group_by(source).agg(outgrow_alike=kept.count())
        alike = alike.filter(alike.outgrow_alike > 1)
        # a plain group-by is several times cheaper than a window, and most sources have no twin
        return Settled(kept, kept, _but_the_first(kept, source) if number(alike.count()) else None)
    table, hashed, held = raw.table, raw.hashed, raw.kept
    if hashed is None:
        view = gen_name("outgrow_hashed")
        backend.con.execute(
            f"CREATE TEMP VIEW {view} AS SELECT *, {row_hash([quoted(column) for column in source])} AS {ROW_HASH} "
            f"FROM ({backend.compile(table)})"
        )
        hashed = backend.table(view)
        if not raw.steady:
            hashed = held = store(hashed)
            table = hashed.drop(ROW_HASH)
    alike = hashed.group_by(ROW_HASH).agg(outgrow_alike=hashed.count())
    alike = store(alike.filter(alike.outgrow_alike > 1).select(ROW_HASH))
    if not number(alike.count()):
        return Settled(table, held, None)
    twins = _but_the_first(hashed.semi_join(alike, ROW_HASH), [ROW_HASH, *source])
    return Settled(table, held, twins if number(twins.count()) else None)


def _but_the_first(table: ibis.Table, source: list[str]) -> ibis.Table:
    """Keep the number of each row that is alike in all columns to one before it."""
    import ibis

    place = ibis.row_number().over(ibis.window(group_by=source, order_by=ROW))
    placed = table.select(ROW, outgrow_place=place)
    return store(placed.filter(placed.outgrow_place > 0).select(ROW))
