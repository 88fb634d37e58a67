"""The line to type to repeat an answer."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

__all__ = ["typed_command"]


def typed_command(arguments: list[str] | None = None) -> str:
    """Return the command as typed, quoted for a shell, with folders left out of its paths.

    Parameters
    ----------
    arguments : list of str, optional
        After the program's name. Default: those of this process.
    """
    words = sys.argv[1:] if arguments is None else arguments
    return shlex.join(["outgrow", *(_without_folder(word) for word in words)])


def _without_folder(word: str) -> str:
    """Leave out folders, which may name a person, and whatever a URL says before its host, which may hold a password."""
    option, sign, value = word.partition("=") if word.startswith("--") else ("", "", word)
    if "://" in value:
        scheme, _, rest = value.partition("://")
        value = f"{scheme}://{rest.rpartition('@')[2]}"
    elif Path(value).is_absolute() or value.startswith(("~", "../")):
        value = Path(value).name or value
    return f"{option}{sign}{value}"
