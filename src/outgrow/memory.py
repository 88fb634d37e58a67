"""How much memory the embedded engine may use: little while a source of any size passes through it, its own default after.

In: a connection of Ibis. ``OUTGROW_MEMORY`` ("3GiB", as DuckDB writes it) says how much always, and nothing here changes it.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MEMORY", "spared", "sparing", "unspared", "within_memory"]

#: Memory that queries may use before they spill to disk; DuckDB's own default otherwise.
MEMORY: Final = os.environ.get("OUTGROW_MEMORY")
#: The same while a source is read or written: the whole process then stays below 1 GiB.
_SPARING: Final = "448MiB"
#: Each thread needs room of its own, which the engine does not give up.
_THREADS: Final = 4

_Answer = TypeVar("_Answer")

#: What each connection that was spared could use before.
_usual: weakref.WeakKeyDictionary[Any, tuple[str, int]] = weakref.WeakKeyDictionary()


@contextmanager
def sparing(backend: Any) -> Iterator[None]:
    """Have the embedded engine spill to disk early while a table of any size passes through it, and not after.

    Parameters
    ----------
    backend : ibis backend
        Nothing is done to another engine than DuckDB.
    """
    spared(backend)
    try:
        yield
    finally:
        unspared(backend)


def spared(backend: Any) -> None:
    """Have the embedded engine spill to disk early from now on."""
    if backend.name != "duckdb" or MEMORY:
        return
    [now] = backend.con.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchall()
    _, threads = _usual.setdefault(backend, now)
    backend.con.execute(f"SET memory_limit = '{_SPARING}'; SET threads = {min(threads, _THREADS)}")


def unspared(backend: Any) -> None:
    """Let the embedded engine use what memory and threads it otherwise may."""
    if backend in _usual:
        memory, threads = _usual[backend]
        # set, not reset: that would change what is said of the limit, and not the limit
        backend.con.execute(f"SET memory_limit = '{memory}'; SET threads = {threads}")


def within_memory(backend: Any, ask: Callable[[], _Answer]) -> _Answer:
    """Ask the engine, and once more with all the memory it otherwise may use where little is not enough.

    Parameters
    ----------
    backend : ibis backend
        Any engine.
    ask : callable
        A query that can be run again.
    """
    if backend not in _usual:
        return ask()
    import duckdb

    try:
        return ask()
    except duckdb.OutOfMemoryException:
        unspared(backend)
        return ask()
