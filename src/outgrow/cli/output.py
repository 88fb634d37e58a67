"""Answers out: text on the terminal, JSON, or a file whose ending says its form."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from outgrow.errors import InputError, did_you_mean

__all__ = [
    "as_json",
    "check_ending",
    "print_aside",
    "print_json",
    "print_text",
    "terminal_width",
    "use_color",
    "write_file",
]


def print_text(text: str) -> None:
    """Print text, with replacement signs where the terminal cannot show a character."""
    _print(text, sys.stdout)


def print_aside(text: str) -> None:
    """Print what is to be seen, and is no part of the answer, on standard error."""
    _print(text, sys.stderr)


def _print(text: str, where: TextIO) -> None:
    encoding = where.encoding or "utf-8"
    where.write(text.rstrip("\n").encode(encoding, errors="replace").decode(encoding) + "\n")
    where.flush()


def print_json(answer: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON object; a number that is not finite is a fault of ours, never NaN."""
    print_text(as_json(answer))


def as_json(answer: Mapping[str, Any] | Sequence[Any]) -> str:
    """Write an answer as JSON text."""
    return json.dumps(answer, indent=1, ensure_ascii=False, allow_nan=False)


def use_color() -> bool:
    """Tell whether standard output is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def terminal_width() -> int:
    """Return the width to write for: the terminal's up to 100 columns, 80 in a pipe."""
    if not sys.stdout.isatty():
        return 80
    try:
        return max(40, min(100, os.get_terminal_size(sys.stdout.fileno()).columns))
    except OSError:
        return 80


def check_ending(path: Path | None, known: Collection[str]) -> None:
    """Refuse a file whose ending names no form, before any work is done.

    Raises
    ------
    InputError
        The ending is none of `known`.
    """
    if path is not None and path.suffix.lower() not in known:
        raise InputError(
            f"'{path.name}' ends in '{path.suffix}', which this command does not write.{did_you_mean(path.suffix, known)}",
            do=f"end it in one of {', '.join(sorted(known))}",
        )


def write_file(path: Path, forms: Mapping[str, Callable[[Path], object]], *, quiet: bool = False) -> None:
    """Write an answer in the form that the ending of `path` names, and say where it is.

    Parameters
    ----------
    path : Path
        Where to.
    forms : mapping of str to callable
        For each ending, what writes it.
    quiet : bool, default False
        Whether to say so on standard error, so that standard output stays one object.

    Raises
    ------
    InputError
        The ending is none of them, or the file cannot be written.
    """
    path = path.expanduser()
    check_ending(path, forms)
    write = forms[path.suffix.lower()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    except OSError as fault:
        raise InputError(
            f"'{path.name}' cannot be written ({fault.strerror or type(fault).__name__}).", do="give another --out"
        ) from None
    if quiet:
        sys.stderr.write(f"Wrote {path}\n")
    else:
        print_text(f"Wrote {path}")
