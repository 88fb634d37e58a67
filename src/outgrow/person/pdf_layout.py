"""Letters of pages put together: words, rows, running heads that are left out, and lines.

In: letters with their places. Out: `Line`, in reading order. Start at `laid_out`. Columns are parted in
`outgrow.person.pdf_columns`.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from outgrow.person.dates import periods_in
from outgrow.person.document import Line
from outgrow.person.pdf_columns import SAME_ROW, Row, Run, columns_of
from outgrow.person.plain import BULLETS, PAGE_NUMBER

__all__ = ["Letter", "PageLetters", "laid_out"]

#: Space between letters that parts words, and between words that parts cells, in heights of a letter.
_WORD: Final = 0.16
_BLANK: Final = 0.05
_CELL: Final = 1.7
#: The same where as many rows begin at what follows.
_CELL_AT_EDGE: Final = 0.7
_LEAST_EDGE: Final = 3
#: How much of a page's height headers and footers take.
_EDGE: Final = 0.09
_SIGNS: Final = frozenset(BULLETS) - {"-", "–", "—", "*"}
_DASHES: Final = frozenset("-–—*o")
_SPACED: Final = re.compile(r"(?:\w ){3,}\w")
_LIGATURES: Final = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "-", "\u2011": "-", "\u200b": ""}
)


class Letter(NamedTuple):
    """A letter: its text, left and right edge, base line (points from below), size and weight; whether it has no meaning, and
    whether a blank stands before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    garbled: bool = False
    spaced: bool = False


class PageLetters(NamedTuple):
    """The letters of a page."""

    number: int
    width: float
    height: float
    letters: Sequence[Letter]


def laid_out(pages: Sequence[PageLetters]) -> tuple[Line, ...]:
    """Put the letters of pages together.

    Parameters
    ----------
    pages : sequence of PageLetters
        In order.

    Returns
    -------
    tuple of Line
        Page by page and column by column; running heads and page numbers are left out.
    """
    rows_of = {page.number: _rows(page.letters) for page in pages}
    running = _running(pages, rows_of)
    leading = _leading([row for rows in rows_of.values() for row in rows])
    lines: list[Line] = []
    for page in pages:
        rows = [row for row in rows_of[page.number] if (page.number, row.base) not in running]
        for column, of_it in enumerate(columns_of(rows)):
            lines += _lines(of_it, page.number, column, leading)
    return tuple(lines)


def _rows(letters: Sequence[Letter]) -> list[Row]:
    """Put letters on one base line together, from the top of the page down."""
    found: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.base, one.left)):
        for row in reversed(found[-4:]):
            if abs(row[0].base - letter.base) <= SAME_ROW * min(row[0].size, letter.size):
                row.append(letter)
                break
        else:
            found.append([letter])
    once = [sorted(_once(row), key=lambda one: one.left) for row in found]
    lefts = Counter(round(piece[0].left) for row in once for piece in _pieces(row, frozenset()))
    edges = frozenset(left for left in lefts if lefts[left - 1] + lefts[left] + lefts[left + 1] >= _LEAST_EDGE)
    rows = [Row(tuple(run for piece in _pieces(row, edges) if (run := _run(piece)).text)) for row in once]
    return [row for row in rows if row.runs]


def _once(row: Sequence[Letter]) -> list[Letter]:
    """Drop letters that are drawn a second time to look bold."""
    found: list[Letter] = []
    for letter in sorted(row, key=lambda one: (one.left, one.text)):
        twin = next(
            (place for place in range(len(found) - 1, max(len(found) - 4, -1), -1) if _is_twin(found[place], letter)),
            None,
        )
        if twin is None:
            found.append(letter)
        else:
            found[twin] = found[twin]._replace(bold=True)
    return found


def _is_twin(one: Letter, other: Letter) -> bool:
    return one.text == other.text and abs(one.left - other.left) < 0.12 * one.size


def _pieces(row: Sequence[Letter], edges: frozenset[int]) -> list[list[Letter]]:
    """Part a row where wide space is, or where less of it is before an edge at which other rows begin."""
    gaps = [after.left - before.right for before, after in pairwise(row)]
    is_spaced = _usual(gaps) > _WORD * row[0].size
    found: list[list[Letter]] = [[row[0]]]
    for letter, gap in zip(row[1:], gaps, strict=True):
        at_edge = round(letter.left) in edges and not is_spaced
        if gap > (_CELL_AT_EDGE if at_edge else _CELL) * letter.size:
            found.append([letter])
        else:
            found[-1].append(letter)
    return found


def _usual(gaps: Sequence[float]) -> float:
    """Return the space between letters of one word; 0 where there are too few to tell."""
    return sorted(gaps)[len(gaps) // 8] if len(gaps) > 3 else 0.0


def _run(piece: Sequence[Letter]) -> Run:
    gaps = [after.left - before.right for before, after in pairwise(piece)]
    size = statistics.median(letter.size for letter in piece)
    # "E X P E R I E N C E": all letters stand apart, and words more so; within a word of usual text they do not
    usual = _usual(gaps)
    word = _WORD * size if usual < 0.1 * size else usual + 0.35 * size
    text = piece[0].text
    for letter, gap in zip(piece[1:], gaps, strict=True):
        # italic letters lean over the blanks between them
        leaning = letter.spaced and gap > _BLANK * size and word == _WORD * size
        text += f" {letter.text}" if gap > word or leaning else letter.text
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    bold = sum(letter.bold for letter in piece) / len(piece)
    return Run(
        _plain(text), piece[0].left, piece[-1].right, piece[0].base, size, max(letter.size for letter in piece), bold
    )


def _plain(text: str) -> str:
    return " ".join(text.translate(_LIGATURES).split())


def _running(pages: Sequence[PageLetters], rows_of: dict[int, list[Row]]) -> set[tuple[int, float]]:
    """Find what stands at the edge of several pages, and page numbers; on the first page a name is kept."""
    places: dict[str, list[tuple[int, float]]] = {}
    left_out: set[tuple[int, float]] = set()
    for page in pages:
        for row in rows_of[page.number]:
            if not _EDGE * page.height < row.base < (1 - _EDGE) * page.height:
                text = re.sub(rf"(?<!\d){page.number}(?!\d)", "#", row.text.casefold(), count=1)
                places.setdefault(text, []).append((page.number, row.base))
                if PAGE_NUMBER.fullmatch(row.text) and not periods_in(row.text):
                    left_out.add((page.number, row.base))
    first = pages[0].number if pages else 0
    for text, at in places.items():
        if len({page for page, _ in at}) > 1:
            left_out |= {place for place in at if place[0] != first or "#" in text}
    return left_out


def _leading(rows: Sequence[Row]) -> float:
    """Return the distance of two lines of a paragraph, in heights of their letters."""
    found = [
        (before.base - after.base) / before.size
        for before, after in pairwise(rows)
        if abs(before.size - after.size) < 0.3 and 0.8 < (before.base - after.base) / before.size < 2.2
    ]
    return statistics.quantiles(found, n=4)[0] if len(found) > 3 else 1.3


def _lines(rows: Sequence[Row], page: int, column: int, leading: float) -> list[Line]:
    if not rows:
        return []
    edge = _left_edge(rows)
    found: list[Line] = []
    before: Row | None = None
    for row in rows:
        runs, bullet, start = _without_sign(row)
        if not runs:
            continue
        longest = max(runs, key=lambda run: len(run.text))
        weight = sum(run.bold * len(run.text) for run in runs) / max(sum(len(run.text) for run in runs), 1)
        gap = None
        if before is not None:
            gap = max((before.base - row.base) / (leading * max(before.tall, row.tall, 1.0)) - 1, 0.0)
        found.append(
            Line(
                text="  ".join(run.text for run in runs),
                cells=tuple(run.text for run in runs),
                page=page,
                column=column,
                size=round(longest.size, 1),
                bold=weight > 0.5,
                bullet=bullet,
                indent=round(max(start - edge, 0.0), 1),
                gap=None if gap is None else round(gap, 2),
            )
        )
        before = row
    return found


def _left_edge(rows: Sequence[Row]) -> float:
    """Return where most lines of a column begin."""
    counted = Counter(round(row.left) for row in rows)
    usual = [left for left, n in counted.items() if n >= 0.08 * len(rows)]
    return float(min(usual or counted))


def _without_sign(row: Row) -> tuple[tuple[Run, ...], bool, float]:
    """Take the sign of a list from the beginning of a row; return where it began too."""
    first, start = row.runs[0], row.left
    if first.text in _SIGNS | _DASHES and len(row.runs) > 1:
        return row.runs[1:], True, start
    if first.text in _SIGNS:
        return (), True, start
    head, _, rest = first.text.partition(" ")
    if rest and (head in _SIGNS | _DASHES):
        return (first._replace(text=rest), *row.runs[1:]), True, start
    if first.text[0] in _SIGNS and len(first.text) > 1:
        return (first._replace(text=first.text[1:].strip()), *row.runs[1:]), True, start
    return row.runs, False, start
