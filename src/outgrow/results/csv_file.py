"""Tables as CSV that a spreadsheet may open: no cell of text can start a formula.

Titles and names come from strangers. A spreadsheet that opens ``=HYPERLINK(...)`` in a CSV runs it; a leading apostrophe makes
it text. Everything that outgrow writes as CSV goes through `write_csv`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow

__all__ = ["safe_cell", "write_csv"]

#: What a formula begins with, in one spreadsheet or another; a tab or a carriage return may stand before it.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a text as it stands in a CSV: with an apostrophe before it where a spreadsheet would take it for a formula.

    Parameters
    ----------
    text : str
        Any text; numbers that are kept as numbers need none of this.
    """
    return f"'{text}" if text.startswith(_STARTS) else text


def write_csv(table: pyarrow.Table, path: Path) -> None:
    """Write a table as CSV, with the names of its columns in the first row.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of plain types; those of text and the names of columns are made safe.
    path : Path
        The file.
    """
    import pyarrow as pa
    import pyarrow.csv

    columns = [_safe(column) for column in table.columns]
    names = [safe_cell(name) for name in table.column_names]
    pyarrow.csv.write_csv(pa.table(columns, names=names), path)


def _safe(column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    functions: Any = pc
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    return functions.replace_substring_regex(column, pattern=r"\A([=+\-@\t\r])", replacement=r"'\1")
