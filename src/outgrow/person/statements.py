"""Texts parted into statements: an item of a list is one, and so is a sentence of a paragraph.

In: text, or rows of a job's text. Out: statements in order. Start at `statements_of` (text), `statements_in` (rows). Job postings
are read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from outgrow.person.rows import Row

__all__ = ["description_of", "sentences", "statements_in", "statements_of"]

_BULLET: Final = re.compile(r"^\s*(?:[-–—*•▪▫■□●○◦‣⁃∙·»›>✓✔➢➤❖◆◇→]|\d{1,2}[.)])\s+")
#: A full stop that ends no sentence.
_NO_END: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|z\.\s?B|d\.\s?h|u\.\s?a|ca|approx|vs|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Inc|Ltd|Co|Corp|p\.\s?ex|p\.\s?ej|bzw|inkl|usw|"
    r"[A-Z])|\d)\.$"
)
_END: Final = re.compile(r"(?<=[.!?…])['”\")»]*\s+(?=[\"“'«(]?[A-ZÀ-ÞÄÖÜ0-9¿¡])")


def statements_of(text: str | None) -> list[str]:
    """Part a text into statements.

    Parameters
    ----------
    text : str or None
        As a description or a posting holds it: lines, with signs of lists or without.

    Returns
    -------
    list of str
        Never empty ones.
    """
    found: list[str] = []
    paragraph: list[str] = []
    for line in [*(text or "").splitlines(), ""]:
        match = _BULLET.match(line)
        if match or not line.strip():
            found += sentences(" ".join(paragraph))
            paragraph = []
        if match:
            found.append(" ".join(line[match.end() :].split()))
        elif line.strip():
            paragraph.append(line.strip())
            if line.rstrip()[-1] in ".!?;:":
                found += sentences(" ".join(paragraph))
                paragraph = []
    return [one for one in found if any(sign.isalpha() for sign in one) and not one.endswith(":")]


def statements_in(rows: Sequence[Row]) -> list[str]:
    """Part the text below a job's heading into statements; lines that head a part of it are none.

    Parameters
    ----------
    rows : sequence of Row
        In reading order.
    """
    return [statement for text, is_item in _blocks(rows) for statement in ([text] if is_item else sentences(text))]


def description_of(rows: Sequence[Row]) -> str | None:
    """Put the text below a job's heading together, a line for each item and paragraph."""
    return "\n".join(text for text, _ in _blocks(rows)) or None


def sentences(text: str) -> list[str]:
    """Part a paragraph into its sentences."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if not _NO_END.search(text[start : match.start()].rstrip("'”\")» ")):
            found.append(text[start : match.end()].strip())
            start = match.end()
    found.append(text[start:].strip())
    return [one for one in found if one]


def _blocks(rows: Iterable[Row]) -> Iterator[tuple[str, bool]]:
    """Join the lines of each item and paragraph."""
    words: list[str] = []
    is_item, last = False, None
    for row in rows:
        line = row.line
        begins = line.bullet or row.label or (last is not None and _begins(row, last, is_item=is_item))
        if begins and words:
            yield _joined(words), is_item
            words = []
        if row.label:
            last = None
            continue
        if not words:
            is_item = line.bullet
        words.append(line.text.strip())
        last = row
    if words:
        yield _joined(words), is_item


def _begins(row: Row, last: Row, *, is_item: bool) -> bool:
    line, before = row.line, last.line
    if row.apart:
        return True
    if is_item and line.indent < before.indent - 0.5 and not before.bullet:
        return True
    ended = before.text.rstrip().endswith((".", "!", "?"))
    # short lines without an end, each with a capital, are a list without signs
    listed = (
        not is_item
        and len(before.text) < 60
        and line.text[:1].isupper()
        and not before.text.rstrip().endswith((",", "-"))
    )
    return listed or (is_item and ended and line.indent <= before.indent - 0.5)


def _joined(words: Sequence[str]) -> str:
    text = words[0]
    for more in words[1:]:
        # a word parted at the end of a line: "communi-" "cation"; "long-" "Term" keeps its sign
        if (
            re.search(r"[^\W\d_]{2}-$", text)
            and more[:1].islower()
            and not re.match(r"(?:and|und|or|oder|et|y|e|en)\b", more)
        ):
            text = text[:-1] + more
        else:
            text = f"{text} {more}"
    return " ".join(text.split())
