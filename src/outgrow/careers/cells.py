"""How long a cell of delimited text may be: one setting of Python's for all threads, so whoever needs another takes turns."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["longest_cell"]

_TURN: Final = threading.Lock()


@contextmanager
def longest_cell(characters: int) -> Iterator[None]:
    """Let cells have so many characters while text is parted with `csv`, and as many as before after.

    Parameters
    ----------
    characters : int
        At the most; `csv.Error` is raised for more. Nothing that waits for another thread may be done meanwhile.
    """
    with _TURN:
        before = csv.field_size_limit(characters)
        try:
            yield
        finally:
            csv.field_size_limit(before)
