"""Delimited text into raw tables: the encoding, the delimiter and the header are found, rows that do not fit are numbered.

In: a CSV, TSV or the like, packed with gzip or not. Out: `RawTable`, every value as text. The engine reads the file itself
where it is UTF-8 with one kind of line end, and a tidy copy otherwise.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from outgrow.careers.cells import longest_cell
from outgrow.careers.raw import ROW, ROW_HASH, Fault, RawTable, quoted, refuse_twins, row_hash
from outgrow.engine import scratch_folder, sql_literal
from outgrow.errors import InputError, UnreadableSource
from outgrow.memory import within_memory

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

__all__ = ["glob_literal", "open_bytes", "read_delimited", "refuse_magic"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of files that are often given by mistake, and what to do about each.
_MAGIC: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "unpack it, or save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save the sheet as CSV (UTF-8)"),
    (b"%PDF", "a PDF", "give a table: CSV, Parquet or JSON Lines"),
    (b"PAR1", "a Parquet file", "rename it so that it ends in .parquet"),
    (b"ARROW1", "an Arrow file", "rename it so that it ends in .arrow"),
    (b"\x1f\x8b", "packed with gzip", "rename it so that it ends in .gz"),
    (b"SQLite format 3", "an SQLite database", "give it as sqlite:///FILE?spells=TABLE"),
)
_DELIMITERS: Final = (",", ";", "\t", "|")
_WRITTEN_OUT: Final = {"\\t": "\t", "tab": "\t"}
_MAX_LINE: Final = 16 * 2**20
_BLOCK: Final = 1 << 20
#: Bytes that the engine reads at a time, beside the longest line.
_BUFFER: Final = 16 * 2**20
_ROWS_OF_BLOCK: Final = 4096


def read_delimited(path: Path, backend: Backend, what: str, encoding: str | None, delimiter: str | None) -> RawTable:
    """Read a delimited text file.

    Parameters
    ----------
    path : Path
        The file.
    backend : ibis.backends.duckdb.Backend
        The embedded engine.
    what : {"spells", "people"}
        Which table this is.
    encoding, delimiter : str or None
        Found from the file when None.

    Raises
    ------
    InputError
        There is no such encoding, or the delimiter is none.
    UnreadableSource
        The file is not such text.
    """
    import duckdb

    delimiter = _checked_delimiter(delimiter)
    with open_bytes(path) as file:
        refuse_magic(file.read(16), path.name)
    utf8 = _as_utf8(path, encoding)
    sample = _sample(utf8)
    delimiter = delimiter or _find_delimiter(sample, path)
    header = _header(sample, delimiter, path)
    try:
        rejected = _load(utf8, backend, what, header, delimiter)
    except duckdb.InvalidInputException:
        # the engine does not read two kinds of line end in one file
        tidy = _tidy_copy(utf8, "utf-8", path.name)
        try:
            rejected, utf8 = _load(tidy, backend, what, header, delimiter), tidy
        except duckdb.Error as fault:
            raise UnreadableSource(
                f"'{path.name}' cannot be read as text parted by {_spell_out(delimiter)} ({type(fault).__name__}).",
                why="it is not such text, or its quotes are broken",
                do='check the quotes (a quote inside a quoted value is written twice: ""), or give --delimiter',
            ) from None
    faults = []
    for row, column, kind in _rows_of_lines(utf8, delimiter, len(header), rejected):
        if kind == "UNQUOTED VALUE":
            raise UnreadableSource(
                f"'{path.name}': a quote opened in row {row} never closes properly.",
                why="everything after it would be read as one value",
                do='close it, or write a quote inside a quoted value twice: ""',
            )
        faults.append(Fault(row, _reject_reason(kind, column, len(header))))
    if utf8 != path:
        utf8.unlink()
    _number(backend, what, header, [fault.row for fault in faults])
    return RawTable(
        backend.table(f"raw_{what}").drop(ROW_HASH),
        path.name,
        tuple(faults),
        first_line=True,
        steady=True,
        hashed=backend.table(f"raw_{what}"),
        kept=backend.table(f"raw_{what}_read"),
    )


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading, through gzip where its name ends in .gz."""
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


def refuse_magic(start: bytes, name: str) -> None:
    """Refuse a file whose first bytes say that it is of another kind.

    Raises
    ------
    UnreadableSource
        It is, with what to do.
    """
    for magic, found, do in _MAGIC:
        if start.startswith(magic):
            raise UnreadableSource(f"'{name}' is {found}.", do=do)


def glob_literal(path: Path) -> str:
    """Quote a path for DuckDB, which would take ``*``, ``?`` and ``[`` in it for a pattern."""
    return sql_literal("".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path)))


def _load(
    utf8: Path, backend: Backend, what: str, header: list[str], delimiter: str
) -> list[tuple[int, int | None, str]]:
    """Read the file into the table ``raw_WHAT_read``; return the line, column and kind of each row that does not fit."""
    con, rejects = backend.con, f"rejected_{what}"
    for table in (rejects, f"{rejects}_scan"):
        con.execute(f"DROP TABLE IF EXISTS {table}")
    columns = "{" + ", ".join(f"{sql_literal(f'c{place}')}: 'VARCHAR'" for place in range(len(header))) + "}"
    names = _kept(header)
    # nothing but a scan, so that every thread reads a part of the file and the rows keep its order
    read = (
        f"CREATE OR REPLACE TEMP TABLE raw_{what}_read AS SELECT {', '.join(names)}, {row_hash(list(names))} AS {ROW_HASH} "
        f"FROM read_csv({glob_literal(utf8)}, delim = {sql_literal(delimiter)}, quote = '\"', escape = '\"', header = true, "
        f"all_varchar = true, auto_detect = false, columns = {columns}, store_rejects = true, "
        f"rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', rejects_limit = 0, "
        f"max_line_size = {_MAX_LINE}, buffer_size = {_MAX_LINE + _BUFFER})"
    )
    within_memory(backend, lambda: con.execute(read))
    found: list[tuple[int, int | None, str]] = con.execute(
        f"SELECT line, min(column_idx), any_value(error_type::VARCHAR) FROM {rejects} GROUP BY line ORDER BY line"
    ).fetchall()
    return found


def _kept(header: list[str]) -> dict[str, str]:
    """Give the engine's name of each column that is kept, and its own."""
    return {f"c{place}": name for place, name in enumerate(header) if name.lower() != ROW}


def _number(backend: Backend, what: str, header: list[str], rejected: list[int]) -> None:
    """Make the view ``raw_WHAT`` of ``raw_WHAT_read``: rows numbered as they are in the file, the rejected among them counted."""
    import numpy as np
    import pyarrow as pa

    names = ", ".join(f"{engine} AS {quoted(name)}" for engine, name in _kept(header).items())
    shift, join = "", ""
    [(rows,)] = backend.con.execute(f"SELECT count(*) FROM raw_{what}_read").fetchall()
    if rejected and rows:
        # rejected rows keep their place in the count: the k-th accepted row comes after every rejected row before it
        after = np.array(rejected) - np.arange(1, len(rejected) + 1)
        # stretches without a rejected row, each within a block, so that the engine finds the one of a row by an equality
        first = np.union1d(np.arange(0, rows, _ROWS_OF_BLOCK), after[after < rows])
        stretches = pa.table(
            {
                "block": first // _ROWS_OF_BLOCK,
                "first_row": first,
                "next_row": np.append(first[1:], rows),
                "shift": np.searchsorted(after, first, side="right"),
            }
        )
        backend.con.register("stretches_here", stretches)
        backend.con.execute(f"CREATE OR REPLACE TEMP TABLE stretches_{what} AS FROM stretches_here")
        backend.con.unregister("stretches_here")
        shift = " + s.shift"
        join = (
            f"JOIN stretches_{what} s ON r.rowid // {_ROWS_OF_BLOCK} = s.block "
            "AND r.rowid >= s.first_row AND r.rowid < s.next_row"
        )
    backend.con.execute(
        f"CREATE OR REPLACE TEMP VIEW raw_{what} AS "
        f"SELECT r.rowid + 1{shift} AS {ROW}, {names}, r.{ROW_HASH} FROM raw_{what}_read r {join}"
    )


def _rows_of_lines(
    utf8: Path, delimiter: str, columns: int, rejected: list[tuple[int, int | None, str]]
) -> Iterator[tuple[int, int | None, str]]:
    """Turn the engine's lines, which count the header and blank lines, into numbers of rows."""
    if not rejected:
        return
    blank: dict[int, int] = {}
    if columns > 1:  # in a text of one column a blank line is a row without a value
        lines, before = {line for line, _, _ in rejected}, 0
        with (
            longest_cell(_MAX_LINE),
            contextlib.suppress(csv.Error),
            utf8.open(encoding="utf-8-sig", newline="") as file,
        ):
            for line, row in enumerate(csv.reader(file, delimiter=delimiter, skipinitialspace=True), 1):
                if line in lines:
                    blank[line] = before
                before += not row
    for line, column, kind in rejected:
        yield line - 1 - blank.get(line, 0), column, kind


def _reject_reason(kind: str, column: int | None, expected: int) -> str:
    if kind == "MISSING COLUMNS":
        return f"has {column} of {expected} columns"
    if kind == "TOO MANY COLUMNS":
        return f"has more than {expected} columns"
    if kind == "LINE SIZE OVER MAXIMUM":
        return f"longer than {_MAX_LINE >> 20} MiB"
    return kind.lower().replace("_", " ")


def _checked_delimiter(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    delimiter = _WRITTEN_OUT.get(delimiter, delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise InputError(f"the delimiter is {delimiter!r}.", do="give one sign, such as ';', or 'tab'")
    return delimiter


def _as_utf8(path: Path, encoding: str | None) -> Path:
    """Return `path`, or a copy of it in UTF-8 without BOM where it is anything else."""
    if encoding is not None:
        try:
            "a".encode(encoding)
        except (LookupError, ValueError, TypeError):
            raise InputError(f"there is no encoding {encoding!r}.", do="try utf-8, utf-16, cp1252 or latin-1") from None
    with open_bytes(path) as file:
        start = file.read(4)
    found = encoding or next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if found is None:
        found = "utf-8" if _decodes(path, "utf-8") else "cp1252" if _decodes(path, "cp1252") else "latin-1"
    blank_first = start[:1] in {b"\r", b"\n"}  # the engine would take a blank line for the header
    if codecs.lookup(found).name == "utf-8" and path.suffix.lower() != ".gz" and not blank_first and not _has_nul(path):
        return path
    return _tidy_copy(path, found, path.name)


def _tidy_copy(path: Path, encoding: str, name: str) -> Path:
    """Copy a text as UTF-8 without BOM, with one kind of line end and no blank line before the header."""
    copy = scratch_folder() / "table.csv"
    try:
        with open_bytes(path) as file, copy.open("w", encoding="utf-8", newline="") as out:
            held, begun, alone = "", False, None
            for text in codecs.iterdecode(_blocks(file), encoding):
                if "\0" in text:
                    raise UnreadableSource(
                        f"'{name}' holds zero bytes, so it is not text in {encoding}.",
                        do="save it as CSV in UTF-8, or name its encoding with --encoding",
                    )
                text = held + text
                kept = text.rstrip("\r")  # what follows tells what they are
                held = text[len(kept) :]
                if not begun:
                    kept = kept.lstrip("\ufeff\r\n")
                    begun = bool(kept)
                if alone is None and ("\n" in kept or "\r" in kept):
                    first = min(place for place in (kept.find("\n"), kept.find("\r")) if place >= 0)
                    alone = "\n" if kept[first] == "\r" and not kept[first:].lstrip("\r").startswith("\n") else " "
                out.write(_one_line_end(kept, alone or " "))
            out.write("\n" if held and begun else "")
    except UnicodeError:
        raise UnreadableSource(f"'{name}' is not text in {encoding}.", do="give its true --encoding") from None
    return copy


def _one_line_end(text: str, alone: str) -> str:
    """End every line with a line feed; a carriage return alone ends one where the header's line ends so."""
    if "\r" not in text:
        return text
    return re.sub(r"\r+\n", "\n", text).replace("\r", alone)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_BLOCK), b"")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with open_bytes(path) as file:
            for _ in codecs.iterdecode(_blocks(file), encoding):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _has_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in block for block in _blocks(file))


def _sample(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    return start.decode("utf-8-sig", errors="ignore")


def _find_delimiter(sample: str, path: Path) -> str:
    """Choose the delimiter that parts the first rows into the most columns, the same number in most of them."""
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        rows = _rows(sample, delimiter)[:50]
        if not rows or len(rows[0]) < 2:
            continue
        agree = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if (agree, len(rows[0])) > best_score:
            best, best_score = delimiter, (agree, len(rows[0]))
    if best_score == (0.0, 0) and {".tsv", ".tab"} & {suffix.lower() for suffix in path.suffixes}:
        return "\t"
    return best


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # what could be read before the fault is enough to find the delimiter
        reader: Any = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
        rows.extend(row for row in reader if row)
    return rows


def _header(sample: str, delimiter: str, path: Path) -> list[str]:
    rows = _rows(sample, delimiter)
    if not rows:
        raise UnreadableSource(f"'{path.name}' has no header.", do="give a first row that names the columns")
    header = [name.strip() for name in rows[0]]
    blank = [place for place, name in enumerate(header, 1) if not name]
    header = [name or f"column {place}" for place, name in enumerate(header, 1)]
    if len(blank) == len(header):
        raise UnreadableSource(f"'{path.name}' has an empty header.", do="name the columns in the first row")
    refuse_twins(header, f"'{path.name}'")
    return header


def _spell_out(delimiter: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(delimiter, f"'{delimiter}'")
