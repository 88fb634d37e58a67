"""Columns of a page: which strips of white part them, and which part only times, places or labels from what they stand beside.

In: rows of a page. Out: columns as rows, in reading order. Start at `columns_of`. Next: outgrow.person.pdf_layout makes lines.

A column is told by a strip of white from top to bottom that few lines cross. Where what stands on one side of it is mostly times,
places or headings beside the first lines of what they are about, it is no column of its own, and rows go across.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final, NamedTuple

from outgrow.person.dates import is_time, periods_in
from outgrow.person.headings import section_of
from outgrow.person.naming import is_place

__all__ = ["SAME_ROW", "Row", "Run", "columns_of"]

#: Two letters whose bases differ by less than this share of their size stand in one row.
SAME_ROW: Final = 0.35
#: Width of the white strip between columns, in points, and how many of the rows may cross it.
_GUTTER: Final = 9.0
_CROSSING: Final = 0.12
#: Fewer rows than this on one side are no column.
_LEAST_ROWS: Final = 4
#: Letters of a label at most, on average.
_LABEL: Final = 24
#: ... and a cell of a table.
_CELL: Final = 34
#: A column that is wider, in points, may hold columns again.
_WIDE: Final = 250


class Run(NamedTuple):
    """Words that stand together in one row."""

    text: str
    left: float
    right: float
    base: float
    size: float
    tall: float
    bold: float


class Row(NamedTuple):
    """Runs on one base line, from left to right."""

    runs: tuple[Run, ...]

    @property
    def base(self) -> float:
        """Height of its base line above the foot of the page, in points."""
        return self.runs[0].base

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return self.runs[-1].right

    @property
    def text(self) -> str:
        """Its words, the runs joined by two blanks."""
        return "  ".join(run.text for run in self.runs)

    @property
    def tall(self) -> float:
        """Size of its tallest letters, in points."""
        return max(run.tall for run in self.runs)

    @property
    def size(self) -> float:
        """Size of the letters of its longest run, in points."""
        return max(self.runs, key=lambda run: len(run.text)).size


class _Gutter(NamedTuple):
    """A strip between columns: the part that the fewest rows cross, and from where to where few do."""

    left: float
    right: float
    start: float
    stop: float


def columns_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Part the rows of a page into columns.

    Parameters
    ----------
    rows : sequence of Row
        From the top of the page down.

    Returns
    -------
    list of list of Row
        What goes across the top, then each column from the left; one where the page is not parted.
    """
    for gutter in _gutters(rows):
        across, left, right = _parted(rows, gutter)
        if min(len(left), len(right)) < _LEAST_ROWS or _go_together(left, right):
            continue
        # times at the far edge lose their words: perhaps two sections stand beside each other, and the rest goes across
        edge = min(row.left for row in right) + _GUTTER
        if _torn(rows, gutter, beyond=edge) and (band := _of_band(rows)):
            return band
        inner = [column for side in (left, right) for column in (columns_of(side) if _width(side) > _WIDE else [side])]
        return [column for column in (across, *inner) if column]
    return _of_band(rows) or ([list(rows)] if rows else [])


def _of_band(rows: Sequence[Row]) -> list[list[Row]]:
    """Part a page in which two sections stand beside each other and the rest goes across; empty where none do."""
    for number, row in enumerate(rows):
        headings = [run for run in row.runs if section_of(run.text) is not None]
        if len(row.runs) != 2 or len(headings) != 2:
            continue
        gutter = _Gutter(headings[0].right, headings[1].left, headings[0].right, headings[1].left)
        # the strip is as wide as the columns leave it: what begins with the second heading is of its column
        gutter = gutter._replace(left=gutter.right - _GUTTER)
        end = _end_of_band(rows, number, gutter)
        _, left, right = _parted(rows[number:end], gutter)
        if min(len(left), len(right)) > 1:
            parts = (*columns_of(rows[:number]), left, right, *columns_of(rows[end:]))
            return [part for part in parts if part]
    return []


def _end_of_band(rows: Sequence[Row], start: int, gutter: _Gutter) -> int:
    """Return the first row below a band: one that crosses it or parts a time from its words, or the heading above that one."""
    for number in range(start + 1, len(rows)):
        if _sides(rows[number], gutter) is None or _torn(rows[number : number + 1], gutter):
            above = [place for place in range(start + 1, number) if section_of(rows[place].text) is not None]
            return above[-1] if above else number
    return len(rows)


def _parted(rows: Sequence[Row], gutter: _Gutter) -> tuple[list[Row], list[Row], list[Row]]:
    """Return what goes across the top, and the rows to the left and to the right of a strip."""
    across: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        sides = _sides(row, gutter)
        # a name at the top that ends a little within the strip heads both columns
        if (
            not left
            and not right
            and any(run.left < gutter.stop - 1 and run.right > gutter.start + 1 for run in row.runs)
        ):
            sides = None
        if sides is None:
            # below the top, what crosses belongs to the wider side
            (across if not left and not right else right if _width(right) >= _width(left) else left).append(row)
            continue
        for part, side in zip(sides, (left, right), strict=True):
            if part:
                side.append(Row(part))
    return across, _regrouped(left), _regrouped(right)


def _regrouped(rows: Sequence[Row]) -> list[Row]:
    """Put runs of one column in rows anew: a row of the column beside it may have taken one that stands a little higher."""
    found: list[list[Run]] = []
    for run in sorted((run for row in rows for run in row.runs), key=lambda one: (-one.base, one.left)):
        last = found[-1] if found else None
        together = last is not None and last[0].base - run.base <= SAME_ROW * min(last[0].size, run.size)
        if last is not None and together and not any(run.left < one.right and one.left < run.right for one in last):
            last.append(run)
        else:
            found.append([run])
    return [Row(tuple(sorted(runs, key=lambda one: one.left))) for runs in found]


def _width(rows: Sequence[Row]) -> float:
    return max((row.right for row in rows), default=0.0) - min((row.left for row in rows), default=0.0)


def _sides(row: Row, gutter: _Gutter) -> tuple[tuple[Run, ...], tuple[Run, ...]] | None:
    """Return the runs of a row to the left and the right of a strip; None where one crosses it."""
    middle = (gutter.left + gutter.right) / 2
    if any(run.left < middle - 1 < middle + 1 < run.right for run in row.runs):
        return None
    return tuple(run for run in row.runs if run.right <= middle + 1), tuple(
        run for run in row.runs if run.left >= middle - 1
    )


def _gutters(rows: Sequence[Row]) -> list[_Gutter]:
    """Find strips of white from top to bottom that few rows cross, with rows on both of their sides.

    First comes what parts the fewest times from what stands before them, then the widest.
    """
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
    found: list[_Gutter] = []
    place = int(0.08 * span)
    while place < 0.92 * span:
        if covered[place] > most:
            place += 1
            continue
        stop = place
        while stop < span and covered[stop] <= most:
            stop += 1
        strip = _Gutter(*_whitest(covered, place, stop, start), start + place, start + stop)
        sides = [_sides(row, strip) for row in rows]
        lefts = sum(1 for side in sides if side and side[0])
        rights = sum(1 for side in sides if side and side[1])
        if stop - place >= _GUTTER and min(lefts, rights) >= _LEAST_ROWS:
            found.append(strip)
        place = stop + 1
    return sorted(found, key=lambda strip: (_torn(rows, strip), strip.left - strip.right))


def _torn(rows: Sequence[Row], gutter: _Gutter, *, beyond: float = 0.0) -> int:
    """Count the rows in which a strip parts words from a time behind them that begins beyond a place."""
    found = 0
    for row in rows:
        sides = _sides(row, gutter)
        found += bool(sides and sides[0] and sides[1] and sides[1][0].left > beyond and is_time(sides[1][0].text))
    return found


def _whitest(covered: Sequence[int], place: int, stop: int, start: float) -> tuple[float, float]:
    """Return the widest part of a strip that the fewest rows cross."""
    least = min(covered[place:stop])
    best, since = (place, place), place
    for at in range(place, stop + 1):
        if at == stop or covered[at] > least:
            best = max(best, (since, at), key=lambda part: part[1] - part[0])
            since = at + 1
    return start + best[0], start + best[1]


def _go_together(left: Sequence[Row], right: Sequence[Row]) -> bool:
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
        # labels beside what they name: few, short, and headings only on their side
        labels = [row for row in side if row not in headings]
        named = [row for row in beside if row not in headings]
        if (
            side is left
            and labels
            and not others
            and len(labels) <= len(other)
            and len(named) >= 0.6 * len(labels)
            and statistics.mean(len(row.text) for row in labels) < _LABEL
        ):
            return True
        # times and towns at the right edge, each beside what it is of
        beside_all = side is right and not headings and len(beside) >= 0.9 * len(side) and len(side) < len(other)
        if beside_all and times and statistics.mean(len(row.text) for row in side) < _LABEL:
            return True
        # employers at the right edge, each beside a time
        partners = [row for row in other if any(abs(row.base - one.base) < 0.5 * one.size for one in side)]
        timed = [row for row in partners if periods_in(row.text)]
        if beside_all and 2 * len(timed) >= len(partners) and statistics.mean(len(row.text) for row in side) < _CELL:
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
                and statistics.mean(len(row.text) for row in other) < 60
            )
            if short:
                return True
    return False


def _is_mark(text: str) -> bool:
    return (
        is_time(text) or is_place(text) or (bool(periods_in(text)) and len(text) < 40) or section_of(text) is not None
    )
