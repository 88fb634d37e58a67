"""The embedded engine: one DuckDB connection for each set of careers, behind Ibis.

It works in memory, spills to a folder of its own when that runs out, installs no extension and opens no network.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import operator
import shutil
import tempfile
import threading
import weakref
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outgrow.memory import MEMORY, spared, within_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import ibis
    import ibis.expr.types as ir
    import pyarrow
    from ibis.backends.duckdb import Backend

__all__ = [
    "RARELY",
    "discard",
    "embedded",
    "fetched",
    "fetched_together",
    "fold",
    "fold_of",
    "folded",
    "lookup",
    "number",
    "rarely_collected",
    "scratch_folder",
    "sql_literal",
    "store",
    "trimmed",
]

#: New objects after which the young, the older and all are searched for garbage cycles; Python's own are 700, 10, 10.
RARELY: Final = (100_000, 50, 100)
#: Hexadecimal digits of the hash that make the fold: over a million values, so that folds are even.
_FOLD_DIGITS: Final = 5
#: What Ibis trims.
_BLANKS: Final = " \t\n\r\v\f"


def scratch_folder(owner: Any = None) -> Path:
    """Make a temporary folder that is removed when the process ends.

    Parameters
    ----------
    owner : object, optional
        Whatever the folder is for: it is removed with that already, when nothing refers to it any more.

    Returns
    -------
    Path
        An empty folder.
    """
    folder = tempfile.mkdtemp(prefix="outgrow-")
    _goes_with(_owner if owner is None else owner, folder)
    return Path(folder)


def _goes_with(owner: Any, folder: str) -> None:
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)


class _Owner:
    """Outlives every connection, so that folders go when the interpreter does."""


_owner = _Owner()


def embedded(*, spare: bool = False) -> Backend:
    """Open an in-memory DuckDB through Ibis.

    Parameters
    ----------
    spare : bool, default False
        Whether it is to be sparing with memory from the start, until `outgrow.memory.unspared`.

    Returns
    -------
    ibis.backends.duckdb.Backend
        ``backend.con`` is DuckDB's own connection.
    """
    import ibis

    folder = tempfile.mkdtemp(prefix="outgrow-")
    settings: dict[str, Any] = {
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if MEMORY:
        settings["memory_limit"] = MEMORY
    backend = ibis.duckdb.connect(**settings)
    backend.con.execute("SET enable_progress_bar = false")  # it would be written into the answer
    _goes_with(backend, folder)
    if spare:
        spared(backend)
    return backend


def sql_literal(text: str) -> str:
    """Quote a text for DuckDB."""
    return "'" + text.replace("'", "''") + "'"


@dataclass
class _Asked:
    """How many threads have asked for one setting of the whole process, and what it was before."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    before: Any = None


_unjoined, _uncollected = _Asked(), _Asked()


@contextmanager
def _as_written(backend: Any) -> Iterator[None]:
    """Have Ibis compile each step as a select of its own for DuckDB, whose optimiser joins them.

    Ibis takes longer to join them itself than DuckDB takes to answer. The option is one for the whole process: whoever comes
    first in any thread sets it, whoever goes last sets it back, and selects that are not joined are as right.
    """
    if backend.name != "duckdb":
        yield
        return
    import ibis

    options: Any = ibis.options.sql
    with _unjoined.lock:
        if not _unjoined.users:
            _unjoined.before = options.fuse_selects
            options.fuse_selects = False
        _unjoined.users += 1
    try:
        yield
    finally:
        with _unjoined.lock:
            _unjoined.users -= 1
            if not _unjoined.users:
                options.fuse_selects = _unjoined.before


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for garbage cycles a hundred times less often while many queries are put together.

    A query is a great many small objects that all stay, and each search goes through all of them again: a fifth of the time.
    """
    with _uncollected.lock:
        if not _uncollected.users:
            _uncollected.before = gc.get_threshold()
            gc.set_threshold(*RARELY)
        _uncollected.users += 1
    try:
        yield
    finally:
        with _uncollected.lock:
            _uncollected.users -= 1
            if not _uncollected.users:
                gc.set_threshold(*_uncollected.before)


def fetched(expression: ibis.Table) -> pyarrow.Table:
    """Compute a small table on the engine that holds what it is made of, and fetch it."""
    backend = expression.get_backend()
    with _as_written(backend):
        return within_memory(backend, expression.to_pyarrow)


def fetched_together(*expressions: ibis.Table) -> tuple[pyarrow.Table, ...]:
    """Compute several small tables that are made of the same steps in one query, and fetch them.

    Parameters
    ----------
    *expressions : ibis.Table
        On one engine.

    Returns
    -------
    tuple of pyarrow.Table
        As `fetched` returns each.
    """
    import ibis
    import pyarrow.compute as pc

    named = [(place, name) for place, expression in enumerate(expressions) for name in expression.columns]
    parts = []
    for place, expression in enumerate(expressions):
        columns = {
            f"{at}_{name}": expression[name] if at == place else ibis.null(expressions[at][name].type())
            for at, name in named
        }
        parts.append(expression.select(part=ibis.literal(place).cast("int32"), **columns))
    rows = fetched(ibis.union(*parts))
    tables = []
    for place, expression in enumerate(expressions):
        own = rows.filter(pc.equal(rows["part"], place)).select([f"{place}_{name}" for name in expression.columns])
        tables.append(own.rename_columns(list(expression.columns)))
    return tuple(tables)


def store(expression: ibis.Table) -> ibis.Table:
    """Compute a table once, on the engine that holds it, and return it.

    Parameters
    ----------
    expression : ibis.Table
        Anything on one engine.

    Returns
    -------
    ibis.Table
        A temporary table, which goes when nothing refers to it any more and the next is stored; or the engine's cache
        where it has no such thing.
    """
    from ibis.util import gen_name

    backend: Any = expression.get_backend()
    if backend.name != "duckdb":
        return _keep(backend, expression.cache())
    unused = _unused.setdefault(backend, deque())
    while unused:
        backend.drop_table(unused.popleft(), force=True)

    def create() -> ibis.Table:
        name = gen_name("outgrow")
        try:
            table: ibis.Table = backend.create_table(name, expression, temp=True)
        except Exception:
            backend.drop_table(name, force=True)
            raise
        return table

    with _as_written(backend):
        table = within_memory(backend, create)
    # noted, and dropped by who stores next: memory may be cleared in the midst of a query, and by any thread
    weakref.finalize(table.op(), unused.append, table.op().name).atexit = False
    return table


#: Tables of each connection that `store` made and nothing refers to any more.
_unused: weakref.WeakKeyDictionary[Any, deque[str]] = weakref.WeakKeyDictionary()


def discard(table: ibis.Table) -> None:
    """Give back the room of a table that `store` made and nothing reads any more.

    On other engines than DuckDB, where tables kept later may be views that still read it, it stays with its connection.
    """
    backend: Any = table.get_backend()
    if backend.name == "duckdb":
        backend.drop_table(table.op().name, force=True)


def lookup(rows: pyarrow.Table, beside: ibis.Table) -> ibis.Table:
    """Put a small table in memory on the engine of another, to join with it.

    Parameters
    ----------
    rows : pyarrow.Table
        With plain types: whole numbers, numbers, text, booleans.
    beside : ibis.Table
        Any table on the engine.

    Returns
    -------
    ibis.Table
        Lasts as long as the engine's connection.
    """
    import ibis

    backend: Any = beside.get_backend()
    table = _keep(backend, ibis.memtable(rows))
    if backend.name == "pyspark":
        # a table in memory reaches Spark when a query is run, but not when one is kept
        backend.to_pyarrow(table.limit(0))
    return table


#: What each connection has been given to hold. Ibis drops a kept or in-memory table with its last reference, but on Spark
#: a later table is a view that still reads it.
_kept: weakref.WeakKeyDictionary[Any, list[ibis.Table]] = weakref.WeakKeyDictionary()


def _keep(backend: Any, table: ibis.Table) -> ibis.Table:
    if backend.name != "duckdb":
        _kept.setdefault(backend, []).append(table)
    return table


def number(expression: ir.IntegerScalar) -> int:
    """Fetch one whole number from the engine; missing is 0."""
    backend = expression.get_backend()
    with _as_written(backend):
        return int(within_memory(backend, expression.to_pyarrow).as_py() or 0)


def trimmed(text: ir.StringValue) -> ir.StringValue:
    """Take blanks off both ends of a text.

    Ibis has Spark trim the letters v and f too, which its list of blanks spells with a backslash. DuckDB takes ten times as
    long to trim a text as to see that there is nothing to trim: every blank is before "!" in the order of its texts.
    """
    import ibis
    from ibis.common.exceptions import IbisError

    try:
        engine = text.get_backend().name
    except IbisError:  # on no engine yet
        engine = ""
    if engine == "pyspark":
        return text.re_replace(r"^[ \t\n\r]+|[ \t\n\r]+$", "")
    if engine == "duckdb":
        blank = functools.reduce(operator.or_, (text.endswith(sign) for sign in _BLANKS), text < "!")
        return ibis.cases((blank, text.strip()), else_=text)
    return text.strip()


def fold(person: ir.Value, folds: int = 50) -> ir.IntegerValue:
    """Return the fold of each person: a hash of who they are, the same on every engine and in `fold_of`.

    Parameters
    ----------
    person : ibis value
        Whole numbers or text; a number has the fold of its digits as text.
    folds : int, default 50
        Into how many folds people are parted, about evenly.

    Returns
    -------
    ibis integer value
        From 0 to ``folds - 1``; null where `person` is.

    Notes
    -----
    MD5 of the text in UTF-8, of which the first hexadecimal digits are read as a number, modulo `folds`. Ibis's own hash
    is another on each engine.
    """
    import ibis

    digest = _md5()(person.cast("string"))
    digits = ibis.literal("0123456789abcdef")
    number = ibis.literal(0)
    for place in range(_FOLD_DIGITS):
        number = number * 16 + digits.find(digest.substr(place, 1)).cast("int32")
    return (number % folds).cast("int32")


def fold_of(person: object, folds: int = 50) -> int:
    """Return the fold of one person, as `fold` has it on an engine.

    Parameters
    ----------
    person : int or str
        Who.
    folds : int, default 50
        Into how many folds people are parted.
    """
    return int(_md5_here(str(person))[:_FOLD_DIGITS], 16) % folds


def _md5_here(text: str) -> str:
    """Hash a text in UTF-8, in hexadecimal digits."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@functools.cache
def _md5() -> Callable[[ir.StringValue], ir.StringValue]:
    """Return the engine's own MD5."""
    import ibis

    made: Callable[[ir.StringValue], ir.StringValue] = ibis.udf.scalar.builtin(
        _md5_here, name="md5", signature=(("string",), "string")
    )
    return made


def folded(text: ir.StringValue) -> ir.StringValue:
    """Return text in lower case with single blanks, for comparing; only text with other blanks pays for it."""
    import ibis

    untidy = text.contains("  ")
    for blank in ("\t", "\n", "\r", "\u00a0"):
        untidy = untidy | text.contains(blank)
    single = text.replace("\u00a0", " ").re_replace(r"\s+", " ")
    return trimmed(ibis.cases((untidy, single), else_=text)).lower()
