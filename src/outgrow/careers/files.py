"""Files, folders and frames into raw tables: every value as it was written, every row numbered, nothing judged yet.

In: a path, a glob or a table in memory. Out: `RawTable` on the embedded engine. Next: outgrow.careers.check.
"""

from __future__ import annotations

import codecs
import csv
import glob
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from outgrow.engine import scratch_folder, sql_literal
from outgrow.errors import InputError, SourceNotFound, UnreadableSource, did_you_mean

if TYPE_CHECKING:
    import ibis
    import pyarrow
    from ibis.backends.duckdb import Backend

__all__ = ["ROW", "Fault", "RawTable", "is_frame", "read_duckdb_file", "read_frame", "read_path"]

#: Name of the column that numbers the rows, from 1, the header not counted.
ROW: Final = "row"

_TEXT_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".psv"})
_JSON_ENDINGS: Final = frozenset({".jsonl", ".ndjson", ".json"})
_PARQUET_ENDINGS: Final = frozenset({".parquet", ".pq"})
_ARROW_ENDINGS: Final = frozenset({".arrow", ".feather", ".ipc"})
_DUCKDB_ENDINGS: Final = frozenset({".duckdb", ".ddb", ".db"})
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
    (b"SQLite format 3", "an SQLite database", "give it as sqlite:///FILE?spells=TABLE"),
)
_DELIMITERS: Final = (",", ";", "\t", "|")
_MAX_LINE: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not even be read: its number, and why."""

    row: int
    reason: str


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
    """

    table: ibis.Table
    name: str
    faults: tuple[Fault, ...] = field(default=())


def is_frame(source: object) -> bool:
    """Tell whether `source` is a table in memory: Arrow, pandas, Polars, or anything that exports Arrow."""
    return hasattr(source, "__arrow_c_stream__") or type(source).__module__.partition(".")[0] in {"pandas", "pyarrow"}


def read_frame(frame: Any, backend: Backend, what: str) -> RawTable:
    """Put a table in memory before the engine, without a copy where it can be helped.

    Parameters
    ----------
    frame : pyarrow.Table, pandas.DataFrame, polars.DataFrame or any Arrow stream
        The table.
    backend : ibis.backends.duckdb.Backend
        The embedded engine.
    what : {"spells", "people"}
        Which table this is.

    Raises
    ------
    UnreadableSource
        It has two columns of one name, or cannot be turned into Arrow.
    """
    import pyarrow as pa

    try:
        if isinstance(frame, pa.Table):
            table = frame
        elif type(frame).__module__.partition(".")[0] == "pandas":
            table = pa.Table.from_pandas(frame, preserve_index=False)
        else:
            table = pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError) as fault:
        raise UnreadableSource(
            f"the frame of {what} cannot be turned into an Arrow table ({type(fault).__name__}).",
            why="a column mixes types that have no common one",
            do="make each column one type, for example text, and try again",
        ) from None
    _refuse_twins(table.column_names, f"the frame of {what}")
    return _with_rows(backend, table, f"raw_{what}_frame", f"frame of {what}")


def read_path(
    source: str | Path, backend: Backend, what: str, *, encoding: str | None, delimiter: str | None
) -> RawTable:
    """Read a file, a folder or a glob of files.

    Parameters
    ----------
    source : str or Path
        CSV, TSV or other delimited text, JSON Lines, Parquet (file, folder or glob), Arrow.
    backend : ibis.backends.duckdb.Backend
        The embedded engine.
    what : {"spells", "people"}
        Which table this is.
    encoding, delimiter : str or None
        For delimited text; found from the file when None.

    Raises
    ------
    SourceNotFound
        There is no such file or folder.
    UnreadableSource
        It is there but is not a table.
    """
    paths = _paths(Path(source).expanduser() if not isinstance(source, Path) else source, what)
    ending = _ending(paths[0])
    try:
        if ending in _PARQUET_ENDINGS:
            return _read_parquet(paths, backend, what)
        if ending in _ARROW_ENDINGS:
            return _read_arrow(paths, backend, what)
        if ending in _JSON_ENDINGS:
            return _read_json_lines(paths[0], backend, what)
        if ending in _TEXT_ENDINGS or ending == "":
            return _read_delimited(paths[0], backend, what, encoding, delimiter)
    except PermissionError:
        raise UnreadableSource(f"'{paths[0].name}' may not be read.", do="check the file's permissions") from None
    raise UnreadableSource(
        f"'{paths[0].name}' ends in '{ending}', which is no table outgrow reads.",
        do="give .csv, .tsv, .txt, .jsonl, .parquet, .arrow, or a .duckdb file with ?spells=TABLE",
    )


def read_duckdb_file(path: Path, table: str, backend: Backend, what: str) -> RawTable:
    """Read a table of a DuckDB file, without changing the file.

    Raises
    ------
    SourceNotFound
        No such file, or no such table in it.
    UnreadableSource
        It is not a DuckDB file.
    """
    import duckdb

    if not path.is_file():
        raise SourceNotFound(f"no file '{path.name}'.", do="check the path before the '?'")
    alias = f"source_{what}"
    try:
        backend.con.execute(f'ATTACH {sql_literal(str(path))} AS "{alias}" (READ_ONLY)')
    except duckdb.Error:
        raise UnreadableSource(
            f"'{path.name}' is not a DuckDB file that DuckDB {duckdb.__version__} can open read-only.",
            do="check that it is one, that no other program writes to it, and its version",
        ) from None
    known = [
        name
        for (name,) in backend.con.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_catalog = ?", [alias]
        ).fetchall()
    ]
    if table not in known:
        raise SourceNotFound(
            f"no table '{table}' in '{path.name}'; it has {_some(known)}.{did_you_mean(table, known)}",
            do=f"write ?spells=TABLE&people=TABLE after '{path.name}'",
        )
    quoted = table.replace('"', '""')
    return _numbered(backend, f'SELECT * FROM "{alias}"."main"."{quoted}"', f"raw_{what}", f"{path.name}:{table}")


def _some(names: list[str], most: int = 8) -> str:
    if not names:
        return "none"
    shown = ", ".join(f"'{name}'" for name in sorted(names)[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _paths(path: Path, what: str) -> list[Path]:
    text = str(path)
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.suffix.lower() in _PARQUET_ENDINGS and not p.name.startswith("_")
        )
        if not found:
            raise UnreadableSource(
                f"the folder '{path.name}' holds no Parquet file.",
                do="give a folder of .parquet files, one that `outgrow careers convert` wrote, or a single file",
            )
        return found
    if any(sign in text for sign in "*?[") and not path.exists():
        found = sorted(Path(p) for p in glob.glob(text, recursive=True))
        if not found:
            raise SourceNotFound(f"no file fits '{path.name}'.", do="check the pattern, and quote it in the shell")
        endings = {_ending(p) for p in found}
        if not endings <= _PARQUET_ENDINGS | _ARROW_ENDINGS:
            raise UnreadableSource(
                f"'{path.name}' fits {len(found)} files that are not all Parquet.",
                why="rows of delimited text are numbered file by file",
                do="give one file, or convert each to Parquet first",
            )
        return found
    if not path.is_file():
        near = did_you_mean(path.name, (p.name for p in path.parent.iterdir()) if path.parent.is_dir() else ())
        raise SourceNotFound(
            f"no file, folder or built-in careers '{path.name}'.{near}",
            do=f"give a path to {what}, a connection URL, or one of the built-ins: demo, nlsy",
        )
    if path.stat().st_size == 0:
        raise UnreadableSource(f"'{path.name}' is empty.", do="give a file with a header and rows")
    return [path]


def _ending(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _open(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


def _read_parquet(paths: list[Path], backend: Backend, what: str) -> RawTable:
    import duckdb

    files = "[" + ", ".join(sql_literal(str(path)) for path in paths) + "]"
    name = paths[0].name if len(paths) == 1 else f"{paths[0].parent.name} ({len(paths)} files)"
    try:
        return _numbered(backend, f"SELECT * FROM read_parquet({files}, union_by_name = true)", f"raw_{what}", name)
    except duckdb.Error as fault:
        raise UnreadableSource(
            f"'{name}' cannot be read as Parquet ({type(fault).__name__}).",
            why="the file is cut short, is not Parquet, or its parts have columns of different types",
            do="write it again, or give another file",
        ) from None


def _read_arrow(paths: list[Path], backend: Backend, what: str) -> RawTable:
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
    table = pa.concat_tables(tables, promote_options="default")
    _refuse_twins(table.column_names, f"'{paths[0].name}'")
    return _with_rows(backend, table, f"raw_{what}", paths[0].name)


def _read_json_lines(path: Path, backend: Backend, what: str) -> RawTable:
    import pyarrow as pa

    columns: dict[str, list[str | None]] = {}
    rows: list[int] = []
    faults: list[Fault] = []
    for number, item in _json_items(path):
        if not isinstance(item, dict):
            faults.append(Fault(number, item if isinstance(item, str) else "not a JSON object"))
            continue
        for key in item.keys() - columns.keys():
            columns[key] = [None] * len(rows)
        rows.append(number)
        for key, values in columns.items():
            values.append(_json_text(item.get(key)))
    if not rows:
        raise UnreadableSource(
            f"'{path.name}' holds no JSON object that can be read ({len(faults)} lines cannot).",
            do='write one object a line, for example {"person": 1, "start": "2019-03", "end": null, "title": "Analyst"}',
        )
    fields = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    fields.pop(ROW, None)
    table = pa.table({**fields, ROW: pa.array(rows, pa.int64())})
    return RawTable(_register(backend, table, f"raw_{what}"), path.name, tuple(faults))


def _json_items(path: Path) -> Iterator[tuple[int, Any]]:
    """Give each object with its number; a text in its place says what is wrong with it."""
    with _open(path) as file:
        start = file.read(4096)
    _refuse_magic(start, path.name)
    if start.lstrip(codecs.BOM_UTF8).lstrip()[:1] == b"[":
        try:
            with _open(path) as file:
                items = json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise UnreadableSource(
                f"'{path.name}' starts as a JSON list but is not valid JSON.", do="check its end, or write JSON Lines"
            ) from None
        yield from enumerate(items, 1)
        return
    with _open(path) as file:
        number = 0
        for line in file:
            if not line.strip():
                continue
            number += 1
            try:
                yield number, json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError:
                yield number, "not UTF-8 text"
            except (ValueError, RecursionError):
                yield number, "not valid JSON"


def _json_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(str(part) for part in value if part is not None)
    return json.dumps(value)


def _read_delimited(path: Path, backend: Backend, what: str, encoding: str | None, delimiter: str | None) -> RawTable:
    import duckdb

    with _open(path) as file:
        _refuse_magic(file.read(16), path.name)
    utf8 = _as_utf8(path, encoding)
    sample = _sample(utf8)
    delimiter = delimiter or _find_delimiter(sample, path)
    header = _header(sample, delimiter, path)
    columns = "{" + ", ".join(f"{sql_literal(f'c{place}')}: 'VARCHAR'" for place in range(len(header))) + "}"
    con, rejects = backend.con, f"rejected_{what}"
    names = ", ".join(
        f'"c{place}" AS {_quoted(name)}' for place, name in enumerate(header) if name.strip().lower() != ROW
    )
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE raw_{what}_read AS SELECT row_number() OVER () AS {ROW}, {names} FROM read_csv("
            f"{sql_literal(str(utf8))}, delim = {sql_literal(delimiter)}, quote = '\"', escape = '\"', header = true, "
            f"all_varchar = true, auto_detect = false, columns = {columns}, store_rejects = true, "
            f"rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', rejects_limit = 0, "
            f"max_line_size = {_MAX_LINE})"
        )
    except duckdb.Error as fault:
        raise UnreadableSource(
            f"'{path.name}' cannot be read as text parted by {_spell_out(delimiter)} ({type(fault).__name__}).",
            why="a row is longer than 16 MB, or quotes are broken",
            do='check the quotes (a quote inside a quoted value is written twice: ""), or give --delimiter',
        ) from None
    found = con.execute(
        f"SELECT line, min(column_idx), any_value(error_type::VARCHAR) FROM {rejects} GROUP BY line ORDER BY line"
    ).fetchall()
    faults = []
    for line, column, kind in found:
        if kind == "UNQUOTED VALUE":
            raise UnreadableSource(
                f"'{path.name}': a quote opened in line {line} never closes properly.",
                why="everything after it would be read as one value",
                do='close it, or write a quote inside a quoted value twice: ""',
            )
        faults.append(Fault(int(line) - 1, _reject_reason(kind, int(column), len(header))))
    # rejected rows keep their place in the count: the k-th accepted row comes after every rejected row before it
    shifts = [(fault.row - place, place) for place, fault in enumerate(faults, 1)]
    table = backend.table(f"raw_{what}_read")
    if shifts:
        values = ", ".join(f"({after}, {by})" for after, by in shifts)
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE raw_{what} AS SELECT r.* REPLACE (r.{ROW} + coalesce(s.shift, 0) AS {ROW}) "
            f"FROM raw_{what}_read r ASOF LEFT JOIN (VALUES {values}) s(after, shift) ON r.{ROW} > s.after"
        )
        table = backend.table(f"raw_{what}")
    return RawTable(table, path.name, tuple(faults))


def _reject_reason(kind: str, column: int, expected: int) -> str:
    if kind == "MISSING COLUMNS":
        return f"has {column} of {expected} columns"
    if kind == "TOO MANY COLUMNS":
        return f"has more than {expected} columns"
    return kind.lower().replace("_", " ")


def _refuse_magic(start: bytes, name: str) -> None:
    for magic, found, do in _MAGIC:
        if start.startswith(magic):
            raise UnreadableSource(f"'{name}' is {found}.", do=do)


def _as_utf8(path: Path, encoding: str | None) -> Path:
    """Return `path`, or a copy of it in UTF-8 without BOM where it is anything else."""
    with _open(path) as file:
        start = file.read(4)
    found = encoding or next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if found is None:
        found = "utf-8" if _decodes(path, "utf-8") else "cp1252" if _decodes(path, "cp1252") else "latin-1"
    if found == "utf-8" and path.suffix.lower() != ".gz" and not _has_nul(path):
        return path
    copy = scratch_folder() / "table.csv"
    try:
        with _open(path) as file, copy.open("w", encoding="utf-8", newline="") as out:
            for text in codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), found):
                if "\0" in text:
                    raise UnreadableSource(
                        f"'{path.name}' holds zero bytes, so it is not text in {found}.",
                        do="save it as CSV in UTF-8, or name its encoding with --encoding",
                    )
                out.write(text)
    except LookupError:
        raise InputError(f"there is no encoding '{found}'.", do="try utf-8, utf-16, cp1252 or latin-1") from None
    except UnicodeError:
        raise UnreadableSource(f"'{path.name}' is not text in {found}.", do="give its true --encoding") from None
    except (EOFError, gzip.BadGzipFile):
        raise UnreadableSource(f"'{path.name}' is not a whole gzip file.", do="pack it again") from None
    return copy


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with _open(path) as file:
            for _ in codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), encoding):
                pass
    except UnicodeDecodeError:
        return False
    except (EOFError, gzip.BadGzipFile):
        raise UnreadableSource(f"'{path.name}' is not a whole gzip file.", do="pack it again") from None
    return True


def _has_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\0" in block for block in iter(lambda: file.read(1 << 20), b""))


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
    if best_score == (0.0, 0) and _ending(path) in {".tsv", ".tab"}:
        return "\t"
    return best


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if row:
                rows.append(row)
    except csv.Error:
        pass
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
    _refuse_twins(header, f"'{path.name}'")
    return header


def _refuse_twins(names: list[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        key = name.strip().lower()
        if key in seen:
            raise UnreadableSource(f"{where} has two columns '{name.strip()}'.", do="rename or drop one of them")
        seen.add(key)


def _spell_out(delimiter: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(delimiter, f"'{delimiter}'")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _with_rows(backend: Backend, table: pyarrow.Table, view: str, name: str) -> RawTable:
    import numpy as np
    import pyarrow as pa

    if ROW in table.column_names:
        table = table.drop_columns([ROW])
    table = table.append_column(ROW, pa.array(np.arange(1, table.num_rows + 1, dtype=np.int64)))
    return RawTable(_register(backend, table, view), name)


def _register(backend: Backend, table: pyarrow.Table, view: str) -> ibis.Table:
    backend.con.register(view, table)
    return backend.table(view)


def _numbered(backend: Backend, select: str, view: str, name: str) -> RawTable:
    columns = [column for column, *_ in backend.con.execute(f"DESCRIBE {select}").fetchall()]
    _refuse_twins(columns, f"'{name}'")
    drop = [column for column in columns if column.lower() == ROW]
    exclude = f" EXCLUDE ({', '.join(map(_quoted, drop))})" if drop else ""
    backend.con.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT row_number() OVER () AS {ROW}, *{exclude} FROM ({select})"
    )
    return RawTable(backend.table(view), name)
