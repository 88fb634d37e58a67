"""Parquet and Arrow files into raw tables, each row with the number it has in the files.

In: paths of files that are one table. Out: `RawTable` on the embedded engine. Next: outgrow.careers.check.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.delimited import glob_literal
from outgrow.careers.raw import RawTable, numbered, refuse_twins, with_rows
from outgrow.errors import UnreadableSource

if TYPE_CHECKING:
    import pyarrow
    from ibis.backends.duckdb import Backend

__all__ = ["local_times", "read_arrow", "read_parquet"]

#: What the engine itself knows of each row of Parquet, unless the file has columns of these names.
_OF_THE_ENGINE: Final = frozenset({"file_index", "file_row_number"})


def read_parquet(paths: list[Path], backend: Backend, what: str) -> RawTable:
    """Put files of Parquet before the engine as one table, which is read from them whenever it is asked for.

    Raises
    ------
    UnreadableSource
        They are not such files, or have columns of different types.
    """
    import duckdb
    import pyarrow as pa
    from pyarrow import parquet

    files = "[" + ", ".join(glob_literal(path) for path in paths) + "]"
    name = paths[0].name if len(paths) == 1 else f"{paths[0].parent.name} ({len(paths)} files)"
    try:
        # the engine would rename the second of two columns of one name
        refuse_twins(parquet.read_schema(paths[0]).names, f"'{name}'")
        table = f"read_parquet({files}, union_by_name = true)"
        return numbered(backend, table, f"raw_{what}", name, number=_rows_of_parts(backend, paths, table))
    except (duckdb.Error, pa.ArrowException) as fault:
        raise UnreadableSource(
            f"'{name}' cannot be read as Parquet ({type(fault).__name__}).",
            why="the file is cut short, is not Parquet, or its parts have columns of different types",
            do="write it again, or give another file",
        ) from None


def _rows_of_parts(backend: Backend, paths: list[Path], table: str) -> str | None:
    """Return what numbers the rows of files of Parquet, one file after another, whichever thread reads them."""
    from pyarrow import parquet

    columns = {column.lower() for column, *_ in backend.con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}
    if columns & _OF_THE_ENGINE:
        return None
    if len(paths) == 1:
        return "file_row_number + 1"
    before = [0, *itertools.accumulate(parquet.read_metadata(path).num_rows for path in paths)]
    return f"file_row_number + 1 + {before[:-1]}[file_index::BIGINT + 1]"


def read_arrow(paths: list[Path], backend: Backend, what: str) -> RawTable:
    """Put Arrow files before the engine as one table, without a copy of what is not packed.

    Raises
    ------
    UnreadableSource
        They are not such files, or have columns of different types.
    """
    import pyarrow as pa

    tables = []
    for path in paths:
        try:
            with pa.memory_map(str(path)) as file:
                try:
                    tables.append(pa.ipc.open_file(file).read_all())
                except pa.ArrowInvalid:
                    file.seek(0)
                    tables.append(pa.ipc.open_stream(file).read_all())
        except pa.ArrowException:
            raise UnreadableSource(f"'{path.name}' cannot be read as Arrow.", do="write it again") from None
    try:
        table = pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException:
        raise UnreadableSource(
            f"'{paths[0].parent.name}' holds Arrow files whose columns have different types.", do="write them alike"
        ) from None
    return with_rows(backend, local_times(table), f"raw_{what}", paths[0].name)


def local_times(table: pyarrow.Table) -> pyarrow.Table:
    """Turn times with a zone into the time on the wall there: midnight on the first must not fall into the month before."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type) and column.type.tz:
            local: Any = pc
            table = table.set_column(place, column.name, local.local_timestamp(table.column(place)))
    return table
