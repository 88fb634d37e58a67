"""A table as it was written, before anything is judged: what every kind of source is read into.

In: a view or table of an engine. Out: `RawTable`, its rows numbered. Next: outgrow.careers.check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from outgrow.errors import UnreadableSource

if TYPE_CHECKING:
    import ibis
    import pyarrow
    from ibis.backends.duckdb import Backend

__all__ = [
    "REFUSED",
    "ROW",
    "ROW_HASH",
    "Fault",
    "RawTable",
    "numbered",
    "quoted",
    "refuse_twins",
    "registered",
    "row_hash",
    "some",
    "with_rows",
]

#: Name of the column that numbers the rows, from 1, the header not counted. A source's own column of this name is not read.
ROW: Final = "row"
#: Name of a column that says why a row cannot be used, where that is known before its values are checked.
REFUSED: Final = "outgrow_refused"
#: Name of a column that is the same in rows that are alike in every column of the source, and seldom in others.
ROW_HASH: Final = "outgrow_row_hash"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not even be read: its number, and why; where it is part of a file among others, which."""

    row: int
    reason: str
    column: str = "row"
    value: str | None = None
    #: Whether it is all that there is of a person, who is then read and lost, and not merely unheard of.
    whole_person: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it was written.

    Parameters
    ----------
    table : ibis.Table
        The source's own columns and `ROW`.
    name : str
        Name of the source, for messages; no folder in it.
    faults : tuple of Fault
        Rows that are not in `table`.
    first_line : bool, default False
        Whether the names of the columns are the first line of a text, which may be a row about a person if there is no
        header, so that no message may show them unseen.
    notes : tuple of str
        What must be said of how it was read.
    refusing : bool, default False
        Whether `table` has the column `REFUSED`; a source's own column of that name says nothing.
    joined : int, default 0
        Rows that are not in `table` since they only end or continue what another row says.
    steady : bool, default False
        Whether `table` gives the same rows under the same numbers however often it is read, so that it need not be kept.
    hashed : ibis.Table or None
        `table` with the column `ROW_HASH`, where that is kept already.
    kept : ibis.Table or None
        What `table` reads, to be discarded after.
    """

    table: ibis.Table
    name: str
    faults: tuple[Fault, ...] = field(default=())
    first_line: bool = False
    notes: tuple[str, ...] = ()
    refusing: bool = False
    joined: int = 0
    steady: bool = False
    hashed: ibis.Table | None = None
    kept: ibis.Table | None = None


def refuse_twins(names: Sequence[str], where: str) -> None:
    """Refuse two columns of one name; says which by their places, since a missing header makes names of values.

    Raises
    ------
    UnreadableSource
        Two are the same but for case and blanks around them.
    """
    seen: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        key = name.strip().lower()
        if key in seen:
            raise UnreadableSource(
                f"{where} has two columns of one name, column {seen[key]} and column {place}.",
                do="rename or drop one of them; if there is no header, add one as the first row",
            )
        seen[key] = place


def with_rows(backend: Backend, table: pyarrow.Table, view: str, name: str) -> RawTable:
    """Number the rows of an Arrow table and put it before the engine."""
    import numpy as np
    import pyarrow as pa

    refuse_twins(table.column_names, f"'{name}'")
    table = table.drop_columns([column for column in table.column_names if column.lower() == ROW])
    table = table.append_column(ROW, pa.array(np.arange(1, table.num_rows + 1, dtype=np.int64)))
    return RawTable(registered(backend, table, view, name), name, steady=True)


def registered(backend: Backend, table: pyarrow.Table, view: str, name: str) -> ibis.Table:
    """Put an Arrow table before the engine, without a copy."""
    import duckdb

    try:
        backend.con.register(view, table)
        return backend.table(view)
    except duckdb.NotImplementedException:
        raise UnreadableSource(
            f"'{name}' has a column of a type that the engine does not know.",
            do="turn such columns (half floats, decimals of more than 38 digits) into numbers or text, or leave them out",
        ) from None


def numbered(backend: Backend, table: str, view: str, name: str, *, number: str | None = None) -> RawTable:
    """Number the rows of a table of the embedded engine, in its order or by what it says itself.

    Parameters
    ----------
    backend : ibis.backends.duckdb.Backend
        The embedded engine.
    table : str
        The table, as DuckDB writes it after FROM.
    view : str
        Name for it.
    name : str
        Name of the source, for messages.
    number : str, optional
        What gives the number of each row, from 1, the same at each reading. Default: rows are numbered as they come, which
        one thread has to do.
    """
    columns = [column for column, *_ in backend.con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    refuse_twins(columns, f"'{name}'")
    drop = [column for column in columns if column.lower() == ROW]
    exclude = f" EXCLUDE ({', '.join(map(quoted, drop))})" if drop else ""
    backend.con.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT {number or 'row_number() OVER ()'} AS {ROW}, *{exclude} "
        f"FROM {table}"
    )
    return RawTable(backend.table(view), name, steady=number is not None)


def row_hash(columns: Sequence[str]) -> str:
    """Return DuckDB's expression for `ROW_HASH` over columns whose names are quoted."""
    return f"hash({', '.join(columns)})"


def quoted(name: str) -> str:
    """Quote the name of a column or table for DuckDB."""
    return '"' + name.replace('"', '""') + '"'


def some(names: Sequence[str], most: int = 8) -> str:
    """List names for a message."""
    if not names:
        return "none"
    shown = ", ".join(f"'{name}'" for name in sorted(names)[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
