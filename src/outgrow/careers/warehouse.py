"""Tables on other engines, by connection URL: ``postgres://user@host/db?spells=TABLE&people=TABLE``.

The careers stay where they are: checks, tallies and everything else run there as SQL, and only counts come back. Files of
DuckDB and SQLite are read by the embedded engine and never written. No message shows the user or password of a URL.
"""

from __future__ import annotations

import weakref
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from outgrow.careers.files import read_duckdb_file, read_sqlite_file
from outgrow.careers.raw import ROW, RawTable
from outgrow.engine import embedded
from outgrow.errors import InputError, MissingExtra, SourceNotFound, did_you_mean

if TYPE_CHECKING:
    import ibis

__all__ = ["has_query", "is_url", "read", "split_query"]

_EXTRAS: Final = {"postgres": "postgres", "postgresql": "postgres", "pyspark": "spark"}
_TABLES: Final = ("spells", "people")
_FILES: Final = {"duckdb": read_duckdb_file, "sqlite": read_sqlite_file}
#: Other names of engines in URLs.
_ALSO: Final = {"postgresql": "postgres"}
#: Places of files, not engines.
_REMOTE: Final = frozenset({"http", "https", "ftp", "s3", "gs", "gcs", "az", "abfs", "abfss", "hdfs", "file"})


def is_url(source: str) -> bool:
    """Tell whether a source is a connection URL and not a path."""
    return "://" in source


def has_query(source: str) -> bool:
    """Tell whether a path names tables after a ``?``, and is not a pattern or a name with that sign in it."""
    return "=" in source.partition("?")[2]


def split_query(source: str) -> tuple[str, dict[str, str]]:
    """Part ``SOURCE?spells=A&people=B`` into the source and its tables.

    Raises
    ------
    InputError
        No table of spells is named, or something else is asked for.
    """
    base, _, query = source.partition("?")
    tables = dict(parse_qsl(query))
    unknown = sorted(tables.keys() - set(_TABLES))
    if unknown:
        raise InputError(
            f"'{unknown[0]}' is no part of a source.{did_you_mean(unknown[0], _TABLES)}",
            do="write ?spells=TABLE&people=TABLE after it",
        )
    if not tables.get("spells"):
        raise InputError("the source names no table of spells.", do="write ?spells=TABLE after it")
    return base, tables


def read(url: str) -> tuple[RawTable, RawTable | None]:
    """Open the tables that a connection URL names.

    Parameters
    ----------
    url : str
        As `ibis.connect` takes it, with ``spells=TABLE`` and, if there is one, ``people=TABLE`` in its query; a table may
        be written ``SCHEMA.TABLE``.

    Returns
    -------
    tuple of RawTable and RawTable or None
        Spells and people.

    Raises
    ------
    MissingExtra
        The engine's driver is not installed.
    SourceNotFound
        There is no such engine, database or table.
    """
    import ibis

    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise InputError(
            "the connection URL cannot be understood.",
            why="its host is in square brackets that do not match, or is no address",
            do="write it as postgres://USER@HOST:PORT/DATABASE?spells=TABLE",
        ) from None
    query = dict(parse_qsl(parts.query))
    tables = {name: query.pop(name) for name in _TABLES if query.get(name)}
    engine = _known_engine(parts.scheme)
    if "spells" not in tables:
        raise InputError(
            f"the {parts.scheme} URL names no table of spells.", do="write ?spells=TABLE&people=TABLE at its end"
        )
    if engine in _FILES:
        file, embedding = _file(parts), embedded(spare=True)
        opened = {what: _FILES[engine](file, table, embedding, what) for what, table in tables.items()}
        return opened["spells"], opened.get("people")
    try:
        backend = ibis.connect(urlunsplit(parts._replace(query=urlencode(query))))
    except ImportError as fault:
        extra = _EXTRAS.get(parts.scheme, parts.scheme)
        raise MissingExtra(
            f"the driver for {parts.scheme} is not installed ({fault.name or 'a package'} is missing).",
            do=f"pip install 'outgrow[{extra}]'"
            if extra in _EXTRAS.values()
            else f"pip install 'ibis-framework[{extra}]'",
        ) from None
    except Exception as fault:  # every engine has errors of its own
        raise SourceNotFound(
            f"no connection to {parts.scheme} at {host or 'its default place'} ({type(fault).__name__}).",
            do="check the host, port, database, user and password of the URL, and that the engine runs",
        ) from None
    if engine == "duckdb":
        backend.raw_sql("SET enable_progress_bar = false")  # it would be written into the answer
    if engine == "pyspark":
        # without it, in-memory tables lose their nulls on the way to Spark, in silence
        backend.raw_sql("SET spark.sql.execution.arrow.pyspark.enabled=true")
        backend.raw_sql("SET spark.sql.execution.arrow.pyspark.fallback.enabled=false")
    close = getattr(getattr(backend, "con", None), "close", None)
    if close is not None:
        weakref.finalize(backend, close)  # Ibis leaves its connections to the garbage collector, which complains
    raws = {what: RawTable(_table(backend, table), f"{parts.scheme}:{table}") for what, table in tables.items()}
    return raws["spells"], raws.get("people")


def _known_engine(scheme: str) -> str:
    engine = _ALSO.get(scheme, scheme)
    known = {entry.name for entry in entry_points(group="ibis.backends")}
    if engine in known:
        return engine
    if engine in _REMOTE:
        raise InputError(f"outgrow reads no {scheme}:// address.", do="fetch the file first, and give its path")
    raise InputError(
        f"there is no engine '{scheme}'.{did_you_mean(engine, known)}",
        do="use postgres, duckdb, sqlite, or another engine of Ibis: https://ibis-project.org/backends",
    )


def _file(parts: SplitResult) -> Path:
    # duckdb:///absolute, duckdb://relative and duckdb://./relative
    return Path(unquote(parts.netloc + parts.path)).expanduser()


def _table(backend: Any, name: str) -> ibis.Table:
    import ibis

    schema, _, table = name.rpartition(".")
    try:
        found = backend.table(table, database=schema) if schema else backend.table(table)
        found = found.drop(*(column for column in found.columns if column.lower() == ROW))
        return found.mutate(**{ROW: ibis.row_number() + 1})
    except Exception as fault:  # TableNotFound, or the engine's own word for it
        known: list[str] = []
        try:
            known = backend.list_tables(database=schema) if schema else backend.list_tables()
        except Exception:  # the listing only helps the message
            known = []
        shown = ", ".join(f"'{other}'" for other in sorted(known)[:8]) or "none that can be listed"
        raise SourceNotFound(
            f"no table '{name}' on {backend.name} ({type(fault).__name__}); there are {shown}."
            f"{did_you_mean(table, known)}",
            do="check spells=TABLE and people=TABLE in the URL",
        ) from None
