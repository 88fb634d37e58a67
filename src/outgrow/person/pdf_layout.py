"""Letters of pages put together: words, lines, columns of a page, rows of dates beside what they are about.

In: letters with their places. Out: `Line`, in reading order. Start at `laid_out`.

A column is told by a strip of white from top to bottom that few lines cross. Where what stands on one side of it is mostly times,
places or headings beside the first lines of what they are about, it is no column of its own, and rows go across.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from outgrow.person.dates import is_time, periods_in
from outgrow.person.document import Line
from outgrow.person.headings import section_of
from outgrow.person.naming import is_place
from outgrow.person.plain import BULLETS, PAGE_NUMBER

__all__ = ["Letter", "PageLetters", "laid_out"]

#: Two letters whose bases differ by less than this share of their size stand in one row.
_SAME_ROW: Final = 0.35
#: Space between letters that parts words, and between words that parts cells, in heights of a letter.
_WORD: Final = 0.16
_BLANK: Final = 0.05
_CELL: Final = 1.7
#: Width of the white strip between columns, in points, and how many of the rows may cross it.
_GUTTER: Final = 9.0
_CROSSING: Final = 0.12
#: Fewer rows than this on one side are no column.
_LEAST_ROWS: Final = 4
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


class _Run(NamedTuple):
    """Words that stand together in one row."""

    text: str
    left: float
    right: float
    base: float
    size: float
    tall: float
    bold: float


class _Row(NamedTuple):
    """Runs on one base line, from left to right."""

    runs: tuple[_Run, ...]

    @property
    def base(self) -> float:
        return self.runs[0].base

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return self.runs[-1].right

    @property
    def text(self) -> str:
        return "  ".join(run.text for run in self.runs)

    @property
    def tall(self) -> float:
        return max(run.tall for run in self.runs)

    @property
    def size(self) -> float:
        return max(self.runs, key=lambda run: len(run.text)).size


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
        for column, of_it in enumerate(_columns(rows)):
            lines += _lines(of_it, page.number, column, leading)
    return tuple(lines)


def _rows(letters: Sequence[Letter]) -> list[_Row]:
    """Put letters on one base line together, from the top of the page down."""
    found: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.base, one.left)):
        for row in reversed(found[-4:]):
            if abs(row[0].base - letter.base) <= _SAME_ROW * min(row[0].size, letter.size):
                row.append(letter)
                break
        else:
            found.append([letter])
    rows = [_Row(tuple(_runs(sorted(_once(row), key=lambda one: one.left)))) for row in found]
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


def _runs(row: Sequence[Letter]) -> list[_Run]:
    """Part a row into runs of words where wide space is; letters that are set apart are one word."""
    gaps = [after.left - before.right for before, after in pairwise(row)]
    pieces: list[list[Letter]] = [[row[0]]]
    for letter, gap in zip(row[1:], gaps, strict=True):
        if gap > _CELL * letter.size:
            pieces.append([letter])
        else:
            pieces[-1].append(letter)
    return [run for piece in pieces if (run := _run(piece)).text]


def _run(piece: Sequence[Letter]) -> _Run:
    gaps = [after.left - before.right for before, after in pairwise(piece)]
    size = statistics.median(letter.size for letter in piece)
    # "E X P E R I E N C E": all letters stand apart, and words more so; within a word of usual text they do not
    usual = sorted(gaps)[len(gaps) // 8] if len(gaps) > 3 else 0.0
    word = _WORD * size if usual < 0.1 * size else usual + 0.35 * size
    text = piece[0].text
    for letter, gap in zip(piece[1:], gaps, strict=True):
        # italic letters lean over the blanks between them
        leaning = letter.spaced and gap > _BLANK * size and word == _WORD * size
        text += f" {letter.text}" if gap > word or leaning else letter.text
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    bold = sum(letter.bold for letter in piece) / len(piece)
    return _Run(
        _plain(text), piece[0].left, piece[-1].right, piece[0].base, size, max(letter.size for letter in piece), bold
    )


def _plain(text: str) -> str:
    return " ".join(text.translate(_LIGATURES).split())


def _running(pages: Sequence[PageLetters], rows_of: dict[int, list[_Row]]) -> set[tuple[int, float]]:
    """Find what stands at the edge of several pages, and page numbers; on the first page a name is kept."""
    places: dict[str, list[tuple[int, float]]] = {}
    left_out: set[tuple[int, float]] = set()
    for page in pages:
        for row in rows_of[page.number]:
            if not _EDGE * page.height < row.base < (1 - _EDGE) * page.height:
                text = re.sub(rf"(?<!\d){page.number}(?!\d)", "#", row.text.casefold())
                places.setdefault(text, []).append((page.number, row.base))
                if PAGE_NUMBER.fullmatch(row.text) and not periods_in(row.text):
                    left_out.add((page.number, row.base))
    first = pages[0].number if pages else 0
    for text, at in places.items():
        if len({page for page, _ in at}) > 1:
            left_out |= {place for place in at if place[0] != first or "#" in text}
    return left_out


def _leading(rows: Sequence[_Row]) -> float:
    """Return the distance of two lines of a paragraph, in heights of their letters."""
    found = [
        (before.base - after.base) / before.size
        for before, after in pairwise(rows)
        if abs(before.size - after.size) < 0.3 and 0.8 < (before.base - after.base) / before.size < 2.2
    ]
    return statistics.quantiles(found, n=4)[0] if len(found) > 3 else 1.3


def _columns(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Part the rows of a page into columns: what goes across the top, then each column from the left."""
    for gutter in _gutters(rows):
        across, left, right = _parted(rows, gutter)
        if min(len(left), len(right)) < _LEAST_ROWS or _go_together(left, right):
            continue
        inner = [column for side in (left, right) for column in (_columns(side) if _width(side) > 250 else [side])]
        return [column for column in (across, *inner) if column]
    return [list(rows)] if rows else []


def _parted(rows: Sequence[_Row], gutter: tuple[float, float]) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """Return what goes across the top, and the rows to the left and to the right of a strip."""
    across: list[_Row] = []
    left: list[_Row] = []
    right: list[_Row] = []
    for row in rows:
        sides = _sides(row, gutter)
        if sides is None:
            # below the top, what crosses belongs to the wider side
            (across if not left and not right else right if _width(right) >= _width(left) else left).append(row)
            continue
        for part, side in zip(sides, (left, right), strict=True):
            if part:
                side.append(_Row(part))
    return across, left, right


def _width(rows: Sequence[_Row]) -> float:
    return max((row.right for row in rows), default=0.0) - min((row.left for row in rows), default=0.0)


def _sides(row: _Row, gutter: tuple[float, float]) -> tuple[tuple[_Run, ...], tuple[_Run, ...]] | None:
    """Return the runs of a row to the left and the right of a strip; None where one crosses it."""
    middle = (gutter[0] + gutter[1]) / 2
    if any(run.left < middle - 1 < middle + 1 < run.right for run in row.runs):
        return None
    return tuple(run for run in row.runs if run.right <= middle + 1), tuple(
        run for run in row.runs if run.left >= middle - 1
    )


def _gutters(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Find strips of white from top to bottom that few rows cross, with rows on both of their sides; the widest first."""
    if len(rows) < 2 * _LEAST_ROWS:
        return []
    start, end = min(row.left for row in rows), max(row.right for row in rows)
    span = int(end - start)
    if span < 100:
        return []
    covered = [0] * (span + 2)
    for row in rows:
        for run in row.runs:
            for place in range(max(0, int(run.left - start)), min(span, int(run.right - start)) + 1):
                covered[place] += 1
    # rows at the very top may go across: a name, a headline
    most = _CROSSING * len(rows)
    found: list[tuple[float, float]] = []
    place = int(0.08 * span)
    while place < 0.92 * span:
        if covered[place] > most:
            place += 1
            continue
        stop = place
        while stop < span and covered[stop] <= most:
            stop += 1
        strip = (start + place, start + stop)
        sides = [_sides(row, strip) for row in rows]
        lefts = sum(1 for side in sides if side and side[0])
        rights = sum(1 for side in sides if side and side[1])
        if strip[1] - strip[0] >= _GUTTER and min(lefts, rights) >= _LEAST_ROWS:
            found.append(strip)
        place = stop + 1
    return sorted(found, key=lambda strip: strip[0] - strip[1])


def _go_together(left: Sequence[_Row], right: Sequence[_Row]) -> bool:
    """Tell whether two sides are one column: one of them says when or where, or heads, what stands beside it."""
    for side, other in ((left, right), (right, left)):
        bases = [row.base for row in other]
        beside = [row for row in side if any(abs(row.base - base) < 0.5 * row.size for base in bases)]
        marks = [row for row in side if _is_mark(row.text)]
        headings = [row for row in side if section_of(row.text) is not None]
        others = [row for row in other if section_of(row.text) is not None]
        times = [row for row in side if is_time(row.text) or periods_in(row.text)]
        if len(marks) >= 0.6 * len(side) and len(times) >= 1 and len(headings) <= 0.5 * len(side):
            return True
        # headings in the margin beside what they head
        if len(headings) >= 0.7 * len(side) and not others and len(beside) >= 0.6 * len(side):
            return True
        # a table: short cells in the same rows
        if (
            side is right
            and len(beside) >= 0.9 * len(side)
            and not headings
            and not others
            and len(side) >= 0.5 * len(other)
        ):
            short = (
                statistics.mean(len(row.text) for row in side) < 34
                and statistics.mean(len(row.text) for row in other) < 44
            )
            if short:
                return True
    return False


def _is_mark(text: str) -> bool:
    return (
        is_time(text) or is_place(text) or (bool(periods_in(text)) and len(text) < 40) or section_of(text) is not None
    )


def _lines(rows: Sequence[_Row], page: int, column: int, leading: float) -> list[Line]:
    if not rows:
        return []
    edge = _left_edge(rows)
    found: list[Line] = []
    before: _Row | None = None
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


def _left_edge(rows: Sequence[_Row]) -> float:
    """Return where most lines of a column begin."""
    counted = Counter(round(row.left) for row in rows)
    usual = [left for left, n in counted.items() if n >= 0.08 * len(rows)]
    return float(min(usual or counted))


def _without_sign(row: _Row) -> tuple[tuple[_Run, ...], bool, float]:
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
