"""Texts from files: plain text in UTF-8, or a clear reason why not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from outgrow.errors import InputError, SourceNotFound, UnreadableSource

__all__ = ["decoded", "read_text"]

#: Signs that no text has, but for NUL a few may have slipped in.
_NO_TEXT: Final = "\x00"


def read_text(path: Path) -> str:
    """Read a file of plain text.

    Parameters
    ----------
    path : Path
        Where it is.

    Raises
    ------
    SourceNotFound
        There is no such file.
    UnreadableSource
        It is a folder, may not be read, or is no plain text in UTF-8.
    """
    try:
        content = path.expanduser().read_bytes()
    except FileNotFoundError:
        raise SourceNotFound(f"no file '{path.name}'.", do="check the path") from None
    except (OSError, ValueError) as fault:
        if path.is_dir():
            raise UnreadableSource(f"'{path.name}' is a folder.", do="give a file of plain text") from None
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        raise InputError(f"'{path.name}' cannot be read ({reason}).", do="check that you may read it") from None
    return decoded(content, path.name)


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text.

    Parameters
    ----------
    content : bytes
        Text in UTF-8, with or without a byte order mark.
    name : str
        What it is called in a message.

    Raises
    ------
    UnreadableSource
        It is no plain text in UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _NO_TEXT
    if _NO_TEXT in text:
        raise UnreadableSource(
            f"'{name}' is no plain text in UTF-8.", do="save it as plain text; a PDF or a Word file is none"
        )
    return text
