"""The embedded engine: one DuckDB connection for each set of careers, behind Ibis.

It works in memory, spills to a folder of its own when that runs out, installs no extension and opens no network.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

__all__ = ["embedded", "number", "scratch_folder", "sql_literal", "store"]

#: Memory that queries may use before they spill to disk, as DuckDB writes it ("3GiB"); its own default otherwise.
_MEMORY = os.environ.get("OUTGROW_MEMORY")


def scratch_folder() -> Path:
    """Make a temporary folder that is removed when the process ends.

    Returns
    -------
    Path
        An empty folder.
    """
    folder = tempfile.mkdtemp(prefix="outgrow-")
    weakref.finalize(_owner, shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


class _Owner:
    """Outlives every connection, so that folders go when the interpreter does."""


_owner = _Owner()


def embedded() -> Backend:
    """Open an in-memory DuckDB through Ibis.

    Returns
    -------
    ibis.backends.duckdb.Backend
        ``backend.con`` is DuckDB's own connection.
    """
    import ibis

    settings: dict[str, Any] = {
        "temp_directory": str(scratch_folder()),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if _MEMORY:
        settings["memory_limit"] = _MEMORY
    return ibis.duckdb.connect(**settings)


def sql_literal(text: str) -> str:
    """Quote a text for DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def store(expression: ibis.Table) -> ibis.Table:
    """Compute a table once, on the engine that holds it, and return it.

    Parameters
    ----------
    expression : ibis.Table
        Anything on one engine.

    Returns
    -------
    ibis.Table
        A temporary table, or the engine's cache where it has no such thing.
    """
    from ibis.util import gen_name

    backend: Any = expression.get_backend()
    if backend.name == "duckdb":
        return backend.create_table(gen_name("outgrow"), expression, temp=True)
    return expression.cache()


def number(expression: ir.IntegerScalar) -> int:
    """Fetch one whole number from the engine; missing is 0."""
    return int(expression.to_pyarrow().as_py() or 0)
