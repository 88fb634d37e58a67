"""Files that a person brings, read into one profile; each file is opened in a process of its own, within limits.

In: paths. Out: `Profile`. Start at `read_profile`. Originals are opened for reading alone. What runs in the other process is
`file_as_json`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.refused import Refused
from outgrow.errors import InputError, SourceNotFound, UnreadableSource
from outgrow.person.apart import run_apart
from outgrow.person.formats import Format, format_of
from outgrow.person.merge import merged
from outgrow.person.profile import Profile
from outgrow.person.shape import as_json, from_json

if TYPE_CHECKING:
    from outgrow.person.document import Document

__all__ = ["LIMITS", "file_as_json", "month_now", "read_profile"]

#: How much of a document is read: far more than any resume.
LIMITS: Final = Limits(file_bytes=32 * 2**20, unpacked_bytes=64 * 2**20, seconds=9.0)
#: Files that one profile is put together from.
_MOST_FILES: Final = 12


def read_profile(
    files: Sequence[str | Path] | str | Path, *, this_month: int | None = None, limits: Limits = LIMITS
) -> Profile:
    """Read a person's documents into one profile.

    Parameters
    ----------
    files : str, Path or a sequence of them
        A LinkedIn data export (zip or folder), JSON Resume, a CV of Europass (XML, or a PDF that carries it), PDF, DOCX,
        Markdown or plain text; several are put together, and what they say differently is in `Profile.contradictions`.
    this_month : int, optional
        Month number of today. Default: this month.
    limits : Limits, optional
        How much of each file is read.

    Returns
    -------
    Profile
        What was understood, and what was not. Nothing of it is kept.

    Raises
    ------
    SourceNotFound
        There is no such file.
    UnreadableSource
        A file cannot be read, or holds no resume; says which and what to do.
    InputError
        No file was given, or more than twelve.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.read_profile("resume.pdf").spells[0].title  # doctest: +SKIP
    'Social Media Manager'
    """
    paths = [Path(file).expanduser() for file in ([files] if isinstance(files, str | Path) else files)]
    if not 0 < len(paths) <= _MOST_FILES:
        raise InputError(f"{len(paths)} files were given.", do=f"give one to {_MOST_FILES} documents of one person")
    month = month_now() if this_month is None else this_month
    return merged([_read(path, month, limits) for path in paths])


def _read(path: Path, this_month: int, limits: Limits) -> Profile:
    if not path.exists():
        raise SourceNotFound(f"no file '{path.name}'.", do="check the path")
    try:
        shape = run_apart("profile", [str(path), this_month], seconds=limits.seconds + 1, limits=limits)
        return from_json(shape)
    except Refused as fault:
        raise UnreadableSource(f"'{path.name}' {fault.reason}.", why=fault.why, do=fault.do) from None
    except (KeyError, TypeError, ValueError):
        raise UnreadableSource(
            f"'{path.name}' could not be read.",
            why="reading it gave no profile",
            do="save it again, or give another format",
        ) from None


def file_as_json(path: str, this_month: int, limits: Limits) -> dict[str, Any]:
    """Read one file into a profile, in this process.

    Parameters
    ----------
    path : str
        The file.
    this_month : int
        Month number of today.
    limits : Limits
        How much of it is read.

    Returns
    -------
    dict
        As `outgrow.person.shape.as_json`.

    Raises
    ------
    Refused
        It cannot be read, or holds no resume.
    """
    try:
        with Source(Path(path), limits) as source:
            kind = format_of(source)
            return as_json(_profile(source, kind, this_month))
    except OSError as fault:
        raise Refused(
            f"cannot be opened ({fault.strerror or type(fault).__name__})", do="check who may read it"
        ) from None


def _profile(source: Source, kind: Format, this_month: int) -> Profile:
    from outgrow.person.understand import from_export, understood

    if kind in ("linkedin", "json-resume", "europass"):
        from outgrow.careers.exports.registry import reader_of

        reader = reader_of(source, plug_ins=False)
        assert reader is not None
        return from_export(reader.read(source), source.name, kind, this_month=this_month)
    document = _document(source, kind)
    for attached in document.attachments:
        packed = Source.of_bytes(attached, "attached.xml", source.limits)
        reader = reader_of_attached(packed)
        if reader is not None:
            return from_export(reader.read(packed), source.name, f"{kind} with europass", this_month=this_month)
    found = understood(document, source.name, this_month=this_month)
    if not found.spells and not found.education:
        _refuse(document)
    return found


def reader_of_attached(source: Source) -> Any:
    """Return the reader of a CV that is packed in another file, or None."""
    from outgrow.careers.exports.europass import EUROPASS

    return EUROPASS if EUROPASS.recognises(source) else None


def _document(source: Source, kind: Format) -> Document:
    if kind == "pdf":
        from outgrow.person.pdf import read_pdf

        return read_pdf(source.whole())
    if kind == "docx":
        from outgrow.person.docx import read_docx

        return read_docx(source)
    from outgrow.person.plain import decoded, read_plain

    text, notes = decoded(source.whole())
    if kind == "markdown":
        from outgrow.person.markdown import read_markdown

        return read_markdown(text, notes)
    return read_plain(text, notes)


def _refuse(document: Document) -> None:
    """Refuse a document in which no job and no schooling was found, and say what it seems to be."""
    if not document.lines:
        raise Refused(
            "holds no text",
            why="it is a scan or a picture, and words in pictures are not read",
            do="give the file that it was printed from, or have the scan turned into text first",
        )
    raise Refused(
        "does not look like a resume",
        why=f"no job with a title and a time was found in {len(document.lines):,} lines",
        do="give a resume; if it is one, write each job as: title, organisation, from when to when",
    )


def month_now() -> int:
    """Return the month number of today."""
    today = datetime.date.today()
    return today.year * 12 + today.month - 1
