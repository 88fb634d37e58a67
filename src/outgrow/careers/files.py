"""Files, folders and frames into raw tables: every value as it was written, every row numbered, nothing judged yet.

In: a path, a glob or a table in memory. Out: `RawTable` on the embedded engine. Next: outgrow.careers.check.
"""

from __future__ import annotations

import codecs
import contextlib
import glob
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.columnar import local_times, read_arrow, read_parquet
from outgrow.careers.delimited import open_bytes, read_delimited, refuse_magic
from outgrow.careers.raw import (
    ROW,
    Fault,
    RawTable,
    numbered,
    quoted,
    refuse_twins,
    registered,
    some,
    with_rows,
)
from outgrow.engine import sql_literal
from outgrow.errors import OutgrowError, SourceNotFound, UnreadableSource, did_you_mean

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

__all__ = ["has_ending", "is_frame", "is_table", "read_duckdb_file", "read_frame", "read_path", "read_sqlite_file"]

_TEXT_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".psv"})
_JSON_ENDINGS: Final = frozenset({".jsonl", ".ndjson", ".json"})
_PARQUET_ENDINGS: Final = frozenset({".parquet", ".pq"})
_ARROW_ENDINGS: Final = frozenset({".arrow", ".feather", ".ipc"})
#: What to do instead with files that are databases.
_DATABASES: Final = {
    ".duckdb": "FILE.duckdb?spells=TABLE",
    ".ddb": "FILE.ddb?spells=TABLE",
    ".db": "FILE.db?spells=TABLE for DuckDB, sqlite:///FILE.db?spells=TABLE for SQLite",
    ".sqlite": "sqlite:///FILE.sqlite?spells=TABLE",
    ".sqlite3": "sqlite:///FILE.sqlite3?spells=TABLE",
}
_SQLITE_BATCH: Final = 100_000


def is_frame(source: object) -> bool:
    """Tell whether `source` is a table in memory: Arrow, pandas, Polars, or anything that exports Arrow."""
    return hasattr(source, "__arrow_c_stream__") or type(source).__module__.partition(".")[0] in {"pandas", "pyarrow"}


def has_ending(path: Path) -> bool:
    """Tell whether the name of a file ends as those of tables do."""
    ending = _ending(path)
    return ending in _TEXT_ENDINGS | _JSON_ENDINGS | _PARQUET_ENDINGS | _ARROW_ENDINGS or ending in _DATABASES


def is_table(path: Path) -> bool:
    """Tell whether a path can be nothing but a table: Parquet, Arrow, a database, or a folder with a part of Parquet."""
    folder = False
    with contextlib.suppress(OSError):  # a name that no file can have
        folder = path.is_dir()
    if folder:
        return any(_is_part(part.relative_to(path)) for part in path.rglob("*"))
    ending = _ending(path)
    return ending in _PARQUET_ENDINGS | _ARROW_ENDINGS or ending in _DATABASES


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

    name = f"frame of {what}"
    pandas = type(frame).__module__.partition(".")[0] == "pandas"
    if pandas and not hasattr(frame, "columns"):
        raise UnreadableSource(f"{what} were given as a pandas {type(frame).__name__}.", do="give a DataFrame")
    if pandas:
        refuse_twins([str(column) for column in frame.columns], f"'{name}'")
        # pandas would hand its periods over as bare numbers
        periods = [column for column in frame.columns if type(frame[column].dtype).__name__ == "PeriodDtype"]
        frame = frame.astype(dict.fromkeys(periods, str)) if periods else frame
    try:
        if isinstance(frame, pa.Table):
            table = frame
        elif pandas:
            table = pa.Table.from_pandas(frame, preserve_index=False)
        else:
            table = pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as fault:
        raise UnreadableSource(
            f"the {name} cannot be turned into an Arrow table ({type(fault).__name__}).",
            why="it is no table, or a column mixes types that have no common one",
            do="make each column one type, for example text, and try again",
        ) from None
    return with_rows(backend, local_times(table), f"raw_{what}_frame", name)


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
    path = Path(source)
    try:
        paths = _paths(path.expanduser(), what)
        ending = _ending(paths[0])
        if ending in _PARQUET_ENDINGS:
            return read_parquet(paths, backend, what)
        if ending in _ARROW_ENDINGS:
            return read_arrow(paths, backend, what)
        if ending in _JSON_ENDINGS:
            return _read_json_lines(paths[0], backend, what)
        if ending in _TEXT_ENDINGS or ending == "":
            return read_delimited(paths[0], backend, what, encoding, delimiter)
    except OutgrowError:
        raise
    except PermissionError:
        raise UnreadableSource(f"'{path.name}' may not be read.", do="check its permissions") from None
    except (EOFError, zlib.error):
        raise UnreadableSource(f"'{path.name}' is not a whole gzip file.", do="pack it again") from None
    except (OSError, RuntimeError) as fault:  # RuntimeError: ~somebody who does not exist
        if path.suffix.lower() == ".gz" and not getattr(fault, "strerror", None):
            raise UnreadableSource(f"'{path.name}' is not a whole gzip file.", do="pack it again") from None
        raise SourceNotFound(
            f"'{path.name[:60]}' cannot be opened ({getattr(fault, 'strerror', None) or 'no such home folder'}).",
            do="check the path",
        ) from None
    instead = _DATABASES.get(ending)
    raise UnreadableSource(
        f"'{paths[0].name}' ends in '{ending}', which is no table outgrow reads.",
        do=f"write {instead}"
        if instead
        else "give .csv, .tsv, .txt, .jsonl, .parquet, .arrow, a .duckdb file with ?spells=TABLE, or an export of "
        "LinkedIn (.zip), JSON Resume (.json) or Europass (.xml)",
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
    known = {
        name if schema == "main" else f"{schema}.{name}": f"{quoted(alias)}.{quoted(schema)}.{quoted(name)}"
        for schema, name in backend.con.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = ?", [alias]
        ).fetchall()
    }
    if table not in known:
        raise _no_table(path, table, list(known))
    try:
        return numbered(backend, known[table], f"raw_{what}", f"{path.name}:{table}")
    except duckdb.Error as fault:  # a view on what is no longer there
        raise UnreadableSource(
            f"the table '{table}' of '{path.name}' cannot be read ({type(fault).__name__}).",
            do="check that the database still answers a query of it",
        ) from None


def read_sqlite_file(path: Path, table: str, backend: Backend, what: str) -> RawTable:
    """Read a table of an SQLite file, every value as text, without changing the file.

    Raises
    ------
    SourceNotFound
        No such file, or no such table in it.
    UnreadableSource
        It is not an SQLite file.
    """
    import sqlite3
    from contextlib import closing

    import pyarrow as pa

    if not path.is_file():
        raise SourceNotFound(f"no file '{path.name}'.", do="check the path before the '?'")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.text_factory = lambda value: value.decode("utf-8", errors="replace")
            listed = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
            known = [name for (name,) in listed]
            if table not in known:
                raise _no_table(path, table, known)
            rows = database.execute(f"SELECT * FROM {quoted(table)}")
            schema = pa.schema([(name, pa.string()) for name, *_ in rows.description])
            batches = []
            while values := rows.fetchmany(_SQLITE_BATCH):
                texts = [[None if value is None else _sqlite_text(value) for value in row] for row in values]
                columns = [pa.array(column, pa.string()) for column in zip(*texts, strict=True)]
                batches.append(pa.record_batch(columns, schema=schema))
    except sqlite3.Error as fault:
        raise UnreadableSource(
            f"'{path.name}' cannot be read as an SQLite file ({type(fault).__name__}).", do="check that it is one"
        ) from None
    return with_rows(backend, pa.Table.from_batches(batches, schema), f"raw_{what}", f"{path.name}:{table}")


def _sqlite_text(value: Any) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def _no_table(path: Path, table: str, known: list[str]) -> SourceNotFound:
    return SourceNotFound(
        f"no table '{table}' in '{path.name}'; it has {some(known)}.{did_you_mean(table, known)}",
        do=f"write ?spells=TABLE&people=TABLE after '{path.name}'",
    )


def _paths(path: Path, what: str) -> list[Path]:
    text = str(path)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if _is_part(p.relative_to(path)) and p.is_file())
        if not found:
            raise UnreadableSource(
                f"the folder '{path.resolve().name}' holds no Parquet file.",
                why="nor is any file in it an export of LinkedIn, JSON Resume or Europass",
                do="give a folder of .parquet files or of exports, one that `outgrow careers convert` wrote, or a single file",
            )
        return found
    if any(sign in text for sign in "*?[") and not path.exists():
        found = sorted(Path(p) for p in glob.glob(text, recursive=True))  # noqa: PTH207 - takes absolute patterns too
        found = [p for p in found if p.is_file()]
        if not found:
            raise SourceNotFound(f"no file fits '{path.name}'.", do="check the pattern, and quote it in the shell")
        endings = {_ending(p) for p in found}
        if len(found) > 1 and not (endings <= _PARQUET_ENDINGS or endings <= _ARROW_ENDINGS):
            raise UnreadableSource(
                f"'{path.name}' fits {len(found)} files that are not all Parquet.",
                why="rows of delimited text are numbered file by file",
                do="give one file, or convert each to Parquet first",
            )
        return found
    if not path.is_file():
        near = did_you_mean(path.name, (p.name for p in path.parent.iterdir()) if path.parent.is_dir() else ())
        if what == "people":
            raise SourceNotFound(f"no file or folder '{path.name}'.{near}", do="give a path to the table of people")
        raise SourceNotFound(
            f"no file, folder or built-in careers '{path.name}'.{near}",
            do="give a path to spells, a connection URL, or one of the built-ins: demo, nlsy",
        )
    if path.stat().st_size == 0:
        raise UnreadableSource(f"'{path.name}' is empty.", do="give a file with a header and rows")
    return [path]


def _is_part(path: Path) -> bool:
    """Tell whether a file in a folder is a part of the table; engines begin the names of their own notes with _ or a dot."""
    return path.suffix.lower() in _PARQUET_ENDINGS and not any(part.startswith(("_", ".")) for part in path.parts)


def _ending(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _read_json_lines(path: Path, backend: Backend, what: str) -> RawTable:
    import pyarrow as pa

    columns: dict[str, list[str | None]] = {}
    rows: list[int] = []
    faults: list[Fault] = []
    for number, item in _json_items(path):
        if not isinstance(item, dict):
            faults.append(Fault(number, item.reason if isinstance(item, _Unread) else "not a JSON object"))
            continue
        texts = {key: _json_text(value) for key, value in item.items()}
        if not all(_is_text(text) for pair in texts.items() for text in pair):
            faults.append(Fault(number, "holds half a character, which is no text"))
            continue
        for key in texts:
            if key not in columns:
                columns[key] = [None] * len(rows)
        rows.append(number)
        for key, values in columns.items():
            values.append(texts.get(key))
    if not rows:
        raise UnreadableSource(
            f"'{path.name}' holds no JSON object that can be read ({len(faults)} lines cannot).",
            do='write one object a line, for example {"person": 1, "start": "2019-03", "end": null, "title": "Analyst"}',
        )
    refuse_twins(list(columns), f"'{path.name}'")
    fields = {name: pa.array(values, pa.string()) for name, values in columns.items() if name.lower() != ROW}
    table = pa.table({**fields, ROW: pa.array(rows, pa.int64())})
    return RawTable(registered(backend, table, f"raw_{what}", path.name), path.name, tuple(faults), steady=True)


@dataclass(frozen=True, slots=True)
class _Unread:
    """In the place of an object that cannot be read: why."""

    reason: str


def _json_items(path: Path) -> Iterator[tuple[int, Any]]:
    """Give each object, or `_Unread` in its place, with its number."""
    with open_bytes(path) as file:
        start = file.read(4096)
    refuse_magic(start, path.name)
    if start.lstrip(codecs.BOM_UTF8).lstrip()[:1] == b"[":
        try:
            with open_bytes(path) as file:
                items = json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise UnreadableSource(
                f"'{path.name}' starts as a JSON list but is not valid JSON.", do="check its end, or write JSON Lines"
            ) from None
        yield from enumerate(items, 1)
        return
    with open_bytes(path) as file:
        number = 0
        for line in file:
            if not line.strip():
                continue
            number += 1
            try:
                yield number, json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError:
                yield number, _Unread("not UTF-8 text")
            except (ValueError, RecursionError):
                yield number, _Unread("not valid JSON")


def _is_text(text: str | None) -> bool:
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        return False
    return True


def _json_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(str(part) for part in value if part is not None)
    return json.dumps(value)
