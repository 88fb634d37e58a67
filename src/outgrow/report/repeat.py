"""The line to type to repeat an answer, without folders or passwords."""

from __future__ import annotations

import shlex
import sys
from pathlib import PurePath
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["typed_command"]

#: Options whose value is a path or a source.
_PLACES = ("--careers", "--people", "--out", "--role-file")


def typed_command(arguments: list[str] | None = None) -> str:
    """Return the command as typed, quoted for a shell.

    Parameters
    ----------
    arguments : list of str, optional
        After the program's name. Default: those of this process.

    Returns
    -------
    str
        Of a file its name alone, since folders may name a person; of a URL its engine, host and tables.
    """
    words = sys.argv[1:] if arguments is None else arguments
    shown: list[str] = []
    for place, word in enumerate(words):
        option, sign, value = word.partition("=")
        if sign and option in _PLACES:
            shown.append(f"{option}={_named(value)}")
        else:
            shown.append(_named(word) if place and words[place - 1] in _PLACES else word)
    return shlex.join(["outgrow", *shown])


def _named(place: str) -> str:
    if "://" in place:
        parts = urlsplit(place)
        tables = {name: table for name, table in parse_qsl(parts.query) if name in ("spells", "people")}
        host = parts.netloc.rpartition("@")[2] if parts.scheme not in ("duckdb", "sqlite") else ""
        return f"{parts.scheme}://{host}/{PurePath(parts.path).name}?{urlencode(tables)}"
    path, mark, query = place.partition("?")
    return f"{PurePath(path).name or path}{mark}{query}"
