"""What every layout is turned into before it is understood: lines of text in reading order, with how they look.

In: nothing; the types that the readers of PDF, DOCX, Markdown and text give, and that `outgrow.person.sections` takes.

A line is what a person would call one line within its column. Columns of a page are parted before: a sidebar's lines come before
or after those of the main column, never between. What stands beside each other in one row of the same column (a title and, far
to the right, its dates; the cells of a table's row; dates in a narrow column to the left of what they are about) is one line with
several `cells`, in the order in which they stand.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Document", "Line", "NotUnderstood", "as_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a document, and how it looks; None where the format does not say.

    Parameters
    ----------
    text : str
        Its words, the cells joined by two blanks, without the sign of a list; never empty.
    cells : tuple of str
        Its parts that are set apart from each other, in order; one for most lines.
    page : int
        From 1; 1 where a format has no pages.
    column : int
        Number of the column of its page, in reading order from 0: a sidebar is another than the main text.
    size : float or None
        Height of most of its letters, in points.
    bold : bool
        Whether most of its letters are bold.
    heading : int or None
        Level of the heading that the format says it is, from 1.
    bullet : bool
        Whether it begins an item of a list.
    indent : float
        From the left edge of its column: points, or blanks where the format is text.
    gap : float or None
        Space above it in heights of a line: 0 to 0.5 where it goes on from the line before, more where something begins; None
        at the top of a column.
    row : int or None
        Number of the row of a table that it is of; several lines may share one.
    """

    text: str
    cells: tuple[str, ...] = ()
    page: int = 1
    column: int = 0
    size: float | None = None
    bold: bool = False
    heading: int | None = None
    bullet: bool = False
    indent: float = 0.0
    gap: float | None = None
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.cells:
            object.__setattr__(self, "cells", (self.text,))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A part of a document that was not understood; it is told to its owner alone.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    reason : str
        Why.
    text : str or None
        What it says; None where no text could be had.
    page : int or None
        Where.
    """

    file: str
    reason: str
    text: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as lines.

    Parameters
    ----------
    lines : tuple of Line
        In reading order.
    kind : {"pdf", "docx", "markdown", "text"}
        What it was.
    attachments : tuple of bytes
        XML that is packed in it, as Europass packs its CV in a PDF.
    not_understood : tuple of NotUnderstood
        Pages without text, pictures, what could not be read; `file` is empty here.
    pages : int
        How many it has; 1 where a format has no pages.
    """

    lines: tuple[Line, ...]
    kind: str
    attachments: tuple[bytes, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    pages: int = 1


def as_text(document: Document) -> str:
    """Return a document as text to look at: a line for each line, its marks before it, its cells parted by ``|``.

    Marks: ``#`` for each level of a heading, ``*`` for an item of a list, ``b`` for bold, ``rN`` for a row of a table. An empty
    line stands where something begins, ``---`` where a column or a page does.
    """
    written: list[str] = []
    place = None
    for line in document.lines:
        if place is not None and place != (line.page, line.column):
            written.append(f"--- page {line.page}, column {line.column}")
        elif line.gap is not None and line.gap > 0.5:
            written.append("")
        place = (line.page, line.column)
        marks = [
            "#" * (line.heading or 0),
            "*" * line.bullet,
            "b" * line.bold,
            "" if line.row is None else f"r{line.row}",
        ]
        written.append(" ".join(filter(None, [*marks, " | ".join(line.cells)])))
    written.extend(f"! {found.page or ''} {found.reason}: {found.text or ''}" for found in document.not_understood)
    return "\n".join(written)
