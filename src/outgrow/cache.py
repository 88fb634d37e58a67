"""The folder in which outgrow keeps what takes long to make and can be made again at any time."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

__all__ = ["cache_folder", "kept_json"]


def cache_folder() -> Path:
    """Return the user's cache folder for outgrow, or what ``OUTGROW_CACHE`` names; it may not exist yet."""
    import platformdirs

    return Path(os.environ.get("OUTGROW_CACHE") or platformdirs.user_cache_dir("outgrow"))


def kept_json(path: Path, keys: Collection[str], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the tables that are kept in a file, making them first where it is not there or cut short.

    Parameters
    ----------
    path : Path
        Where they are kept; its name says what they were made from.
    keys : collection of str
        What they hold.
    make : callable
        Makes them, ready for JSON.
    """
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if read.keys() == set(keys):
            return read
    except (OSError, ValueError, AttributeError):
        pass
    made = make()
    with contextlib.suppress(OSError):  # a cache that cannot be written is no reason to refuse
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
        part.write_text(json.dumps(made), encoding="utf-8")
        part.replace(path)
    return made
