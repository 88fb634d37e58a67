"""Markdown as lines: headings, lists, tables and what is bold, as markdown-it reads it.

In: text. Out: `Document`. Start at `read_markdown`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from outgrow.person.document import Document, Line, NotUnderstood
from outgrow.person.letters import as_seen, close_up

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_FRONT: Final = re.compile(r"\A(?:---|\+\+\+)\n(.*?)\n(?:---|\+\+\+|\.\.\.)\s*\n", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
#: Space above what stands below a heading, above an item of a list, and above anything else, in heights of a line.
_BELOW_HEADING, _ITEM, _BLOCK = 0.3, 0.2, 1.0
_APART: Final = re.compile(r"\t+|(?:&emsp;|&nbsp;|\u00a0){2,}|\u2003+|\s{3,}")


class _Piece(NamedTuple):
    text: str
    letters: int
    bold: int


def read_markdown(text: str, notes: tuple[NotUnderstood, ...] = ()) -> Document:
    """Turn Markdown into lines.

    Parameters
    ----------
    text : str
        Any text; what is no Markdown is paragraphs.
    notes : tuple of NotUnderstood
        What must be said of how the bytes were read.
    """
    from markdown_it import MarkdownIt

    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    for what, pattern in (("front matter is", _FRONT), ("a comment is", _COMMENT)):
        hidden = [found[1].strip() for found in pattern.finditer(plain)]
        reason = f"{what} not shown to who reads the page, and is not read"
        notes = (*notes, *(NotUnderstood(file="", reason=reason, text=words) for words in hidden if words))
        plain = pattern.sub("", plain)
    # raw pictures within links and the like nest without an end in hostile files
    parser = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table")
    lines = tuple(line for line in _lines(parser.parse(plain)) if line.text)
    return Document(lines=lines, kind="markdown", not_understood=notes)


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
    depth, heading, new_item, row, gap = 0, None, False, 0, None
    cells: list[list[_Piece]] | None = None
    year = ""
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif kind in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif kind == "list_item_open":
            # "2014. Trainee" is a year, and "1. Trainee" the first of a list
            year = f"{token.info}{token.markup} " if len(token.info) == 4 else ""
            new_item = not year
        elif kind == "heading_open":
            heading = int(token.tag[1])
        elif kind == "tr_open":
            cells, row = [], row + 1
        elif kind == "tr_close" and cells is not None:
            # what stands below in a cell is a line of its own, of the same row
            for number, parts in enumerate(zip_longest(*cells)):
                told = [piece for piece in parts if piece is not None]
                yield _line(told, gap=0.0 if number else _ITEM, row=row)
            cells, gap = None, _BLOCK
        elif kind == "inline":
            pieces = _pieces(token)
            if cells is not None:
                cells.append(pieces)
                continue
            if year and pieces:
                pieces[0], year = pieces[0]._replace(text=year + pieces[0].text), ""
            for number, piece in enumerate(pieces):
                first = number == 0
                above = (_ITEM if depth and gap is not None else gap) if first else 0.0
                bullet = bool(depth) and new_item and first
                yield _line([piece], gap=above, heading=heading, bullet=bullet, indent=2.0 * depth)
                new_item = False
            gap = _BELOW_HEADING if heading is not None else _BLOCK
            heading = None
        elif kind in ("fence", "code_block", "html_block"):
            for raw in _BREAK.sub("\n", token.content).splitlines():
                words = html.unescape(_TAG.sub(" ", raw)).strip()
                if words:
                    yield _line([_Piece(words, 1, 0)], gap=gap)
                    gap = 0.0
            gap = _BLOCK


def _pieces(token: Token) -> list[_Piece]:
    """Part the words of a block at its line ends, and count letters that are bold."""
    found: list[_Piece] = []
    words, letters, strong, bold = "", 0, 0, 0
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak") or _BREAK.fullmatch(child.content):
            found.append(_Piece(words, letters, strong))
            words, letters, strong = "", 0, 0
        elif child.type == "strong_open":
            bold += 1
        elif child.type == "strong_close":
            bold -= 1
        elif child.type in ("text", "code_inline"):
            words += child.content
            n = sum(sign.isalpha() for sign in child.content)
            letters += n
            strong += n if bold else 0
    found.append(_Piece(words, letters, strong))
    return [piece for piece in found if piece.text.strip()]


def _line(
    pieces: Sequence[_Piece],
    *,
    gap: float | None,
    heading: int | None = None,
    bullet: bool = False,
    indent: float = 0.0,
    row: int | None = None,
) -> Line:
    texts = [piece.text for piece in pieces] if row is not None else _APART.split(pieces[0].text)
    cells = tuple(words for text in texts if (words := close_up(" ".join(as_seen(html.unescape(text)).split()))))
    letters, strong = sum(piece.letters for piece in pieces), sum(piece.bold for piece in pieces)
    return Line(
        text="  ".join(cells),
        cells=cells,
        bold=strong > letters / 2,
        heading=heading,
        bullet=bullet,
        indent=indent,
        gap=gap,
        row=row,
    )
