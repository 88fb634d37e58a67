"""The tables that come with outgrow, as rows.

Start at `rows_of`; what each is and where it is from stands in ``SOURCES.md`` beside them.
"""

from __future__ import annotations

import csv
from importlib.resources import files

__all__ = ["rows_of"]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of ``reference/data``, each as column and text.

    Parameters
    ----------
    name : str
        The file's name.
    """
    with (files("outgrow.reference") / "data" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
