"""Markdown as lines: headings, lists and tables as it says them, and lines within a paragraph as they are written.

In: text, or the bytes of a file. Out: `Document`. Parsed by markdown-it-py (CommonMark and tables), without blocks of code by
indent, since people indent jobs. Start at `read_markdown`; next: outgrow.person.sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from outgrow.person.document import Document, Line, NotUnderstood
from outgrow.person.letters import cells_of, close_up, joined, tidy, without_sign
from outgrow.person.plain import LINES, decoded

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_FRONT: Final = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY: Final = re.compile(r"^[\w-]+:", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_BREAK: Final = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)\s*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
#: Blanks of one step of a list.
_STEP: Final = 2.0
_LONGEST: Final = 1_000_000


@dataclass(slots=True)
class _Run:
    """Text and whether it is bold."""

    text: str
    bold: bool


@dataclass(slots=True)
class _Reading:
    """Lines while they are read, and where in the document that is."""

    lines: list[Line] = field(default_factory=list)
    said: list[NotUnderstood] = field(default_factory=list)
    heading: int | None = None
    depth: int = 0
    #: The item's first line is not read yet; a number of four digits that began it is no number of a list.
    fresh: bool = False
    year: str = ""
    row: int | None = None
    rows: int = 0
    row_cells: list[list[list[_Run]]] = field(default_factory=list)
    end: int = 0
    ruled: bool = False

    def block(self, runs: list[list[_Run]], begins: int, ends: int) -> None:
        """Add the lines of a paragraph, heading or block."""
        for number, line in enumerate(runs):
            if number == 0 and self.year:
                line.insert(0, _Run(f"{self.year} ", False))
                self.year = ""
            gap = float(max(begins - self.end, 0 if self.fresh else 1) + self.ruled) if number == 0 else 0.0
            if self.add([line], gap, bullet=self.fresh):
                self.fresh, self.ruled = False, False
        self.end = ends

    def add(self, parts: list[list[_Run]], gap: float, *, bullet: bool) -> bool:
        """Add one line of one part, or of a row's cells; tell whether it said something."""
        cells: list[str] = []
        sign = False
        for number, part in enumerate(parts):
            text = tidy("".join(run.text for run in part)).strip()
            if number == 0 and self.heading is None:
                text, sign = without_sign(text)
            closed = close_up(text)
            found = (closed,) if closed != text else cells_of(text)
            cells.extend(found if self.row is None else (joined(found),) if found else ())
        if not cells:
            return False
        runs = [run for part in parts for run in part]
        letters = sum(sum(map(str.isalnum, run.text)) for run in runs)
        bold = sum(sum(map(str.isalnum, run.text)) for run in runs if run.bold)
        self.lines.append(
            Line(
                text=joined(tuple(cells)),
                cells=tuple(cells),
                bold=2 * bold > letters,
                heading=self.heading,
                bullet=bullet or sign,
                indent=max(0, self.depth - 1) * _STEP,
                gap=gap if self.lines else None,
                row=self.row,
            )
        )
        return True


def read_markdown(content: str | bytes) -> Document:
    """Read Markdown.

    Parameters
    ----------
    content : str or bytes
        The text, or the bytes of its file: `outgrow.person.plain.decoded`.

    Returns
    -------
    Document
        Links are their text. Front matter, comments and pictures are in `not_understood`: who looks at the page sees none of the
        first two, and outgrow none of the last.

    Raises
    ------
    Refused
        It is no text.
    """
    from markdown_it import MarkdownIt

    text, said = decoded(content) if isinstance(content, bytes) else (content, ())
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reading = _Reading(said=list(said))
    if len(text) > _LONGEST or text.count("\n") > LINES:
        text = "\n".join(text[:_LONGEST].split("\n")[:LINES])
        reading.said.append(NotUnderstood(file="", reason=f"only its first {LINES:,} lines are read"))
    front = _FRONT.match(text)
    if front and _KEY.search(front[1]):
        text = text[front.end() :]
        reading.said.append(
            NotUnderstood(file="", reason="front matter is not part of the text", text=front[1].strip())
        )
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    for token in parser.parse(_without_comments(text, reading)):
        _take(token, reading)
    return Document(lines=tuple(reading.lines), kind="markdown", not_understood=tuple(reading.said))


def _without_comments(text: str, reading: _Reading) -> str:
    for comment in _COMMENT.findall(text):
        if comment.strip():
            reading.said.append(
                NotUnderstood(file="", reason="a comment is not part of the text", text=comment.strip())
            )
    return _COMMENT.sub("", text)


def _take(token: Token, reading: _Reading) -> None:
    begins, ends = token.map or (reading.end, reading.end)
    kind = token.type
    if kind == "heading_open":
        reading.heading = int(token.tag[1:])
    elif kind == "heading_close":
        reading.heading = None
    elif kind in {"bullet_list_open", "ordered_list_open"}:
        reading.depth += 1
    elif kind in {"bullet_list_close", "ordered_list_close"}:
        reading.depth -= 1
    elif kind == "list_item_open":
        # "2019. Analyst" is a year, and "1. Analyst" the first of a list
        year = len(token.info) == 4
        reading.fresh, reading.year = not year, f"{token.info}{token.markup}" if year else ""
    elif kind == "hr":
        reading.ruled = True
    elif kind == "tr_open":
        reading.row, reading.row_cells = reading.rows, []
        reading.rows += 1
    elif kind == "tr_close":
        _row(reading)
        reading.end = ends
    elif kind == "inline":
        runs = _runs(token.children or (), reading)
        if reading.row is not None:
            reading.row_cells.append(runs)
        else:
            reading.block(runs, begins, ends)
    elif kind == "html_block":
        plain = _TAG.sub("", _BREAK.sub("\n", token.content))
        reading.block([[_Run(line, False)] for line in plain.split("\n") if line.strip()], begins, ends)
    elif kind in {"fence", "code_block"}:
        reading.block([[_Run(line, False)] for line in token.content.split("\n") if line.strip()], begins, ends)


def _row(reading: _Reading) -> None:
    """Add a table's row: its cells in one line, and what stands below in a cell in lines that share the row's number."""
    for number, parts in enumerate(zip_longest(*reading.row_cells, fillvalue=[])):
        gap = 0.0 if number else 1.0 if reading.row == 0 or reading.row is None else 0.6
        reading.add(list(parts), gap, bullet=False)
    reading.row = None


def _runs(children: Sequence[Token], reading: _Reading) -> list[list[_Run]]:
    """Return the lines of inline text as runs."""
    lines: list[list[_Run]] = [[]]
    bold = 0
    for child in children:
        if child.type == "strong_open":
            bold += 1
        elif child.type == "strong_close":
            bold -= 1
        elif child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and _BREAK.fullmatch(child.content)
        ):
            lines.append([])
        elif child.type == "image":
            reading.said.append(NotUnderstood(file="", reason="a picture", text=child.content or None))
        elif child.type in {"text", "code_inline", "text_special"}:
            lines[-1].append(_Run(child.content, bool(bold)))
    return lines
