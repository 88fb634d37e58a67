"""The line to type to repeat an answer, without folders or passwords; and that to ask another question instead."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import PurePath
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["mended_command", "typed_command"]

#: Options whose value is a path or a source.
_PLACES = ("--careers", "--people", "--out", "--role-file")
#: Settings whose option has another name.
_OPTIONS = {"known": "with"}


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


def mended_command(instead: Mapping[str, str | float | None], arguments: list[str] | None = None) -> str:
    """Return the command as typed but for some of its options, quoted for a shell.

    Parameters
    ----------
    instead : mapping of str to str or float or None
        As in `outgrow.errors.RefusedQuestion`.
    arguments : list of str, optional
        After the program's name. Default: those of this process.

    Returns
    -------
    str
        With folders, as it is for whoever typed them and has to find the files; without passwords.
    """
    words = sys.argv[1:] if arguments is None else arguments
    changes = {
        f"--{_OPTIONS.get(name, name).replace('_', '-')}": value for name, value in instead.items() if name != "command"
    }
    kept: list[str] = []
    skip = False
    for word in words:
        option, sign, _ = word.partition("=")
        if skip or option in changes:
            # the word after an option is its value
            skip = not skip and not sign
            continue
        kept.append(_named(word) if "://" in word and "@" in word else word)
    if kept and "command" in instead:
        kept[0] = str(instead["command"])
    for option, value in changes.items():
        if value is not None:
            kept += [option, f"{value:g}" if isinstance(value, float) else value]
    return shlex.join(["outgrow", *kept])


def _named(place: str) -> str:
    if "://" in place:
        parts = urlsplit(place)
        tables = {name: table for name, table in parse_qsl(parts.query) if name in ("spells", "people")}
        host = parts.netloc.rpartition("@")[2] if parts.scheme not in ("duckdb", "sqlite") else ""
        return f"{parts.scheme}://{host}/{PurePath(parts.path).name}?{urlencode(tables)}"
    path, mark, query = place.partition("?")
    return f"{PurePath(path).name or path}{mark}{query}"
