"""Charts made of block letters, for terminals and for fences in Markdown.

In: shares and their intervals. Out: text. Start at `bar` and `bar_lines`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from outgrow.report.summaries import Share

__all__ = ["BARS", "bar", "bar_lines", "year_block", "year_lines"]

#: How a bar is read.
BARS: Final = "Bars: solid to the low end of the interval, shaded to the high end."
_BLOCKS: Final = " ▁▂▃▄▅▆▇█"
#: Below these many columns a bar has a line of its own.
_LEAST_BAR: Final = 10
_GAP: Final = 2
_YEAR: Final = "Year"


def bar(lower: float | None, upper: float | None, top: float, room: int) -> str:
    """Return a bar, solid to the low end of an interval and shaded to its high end; empty where it is not known.

    Parameters
    ----------
    lower, upper : float or None
        The interval.
    top : float
        The share that is as long as `room`.
    room : int
        Columns.
    """
    if lower is None or upper is None or math.isnan(lower) or math.isnan(upper):
        return ""
    solid, shaded = (math.floor(room * value / top + 0.5) for value in (lower, upper))
    return "█" * solid + "▒" * max(shaded - solid, 0 if upper == 0 else int(solid == 0))


def year_block(share: float | None, top: float) -> str:
    """Return one block as high as a share is of `top`; a blank where it is not known."""
    if share is None:
        return " "
    return _BLOCKS[max(1 if share > 0 else 0, math.floor(8 * share / top + 0.5))]


def year_lines(named: Sequence[tuple[str, Sequence[float | None]]], *, each: int = 2) -> list[str]:
    """Return a line of blocks for each name, one block a year, all on one scale from 0; none where nothing is known."""
    values = [share for _, shares in named for share in shares if share is not None]
    if not values:
        return []
    top, name_width = max(max(values), 0.01), max(len(name) for name in (_YEAR, *(name for name, _ in named)))
    last = max(len(shares) for _, shares in named)
    header = f"{_YEAR.ljust(name_width)}  1{str(last).rjust(each * last - 1) if last > 1 else ''}"
    lines = [
        f"{name.ljust(name_width)}  {''.join(year_block(s, top) * each for s in shares)}" for name, shares in named
    ]
    return [line.rstrip() for line in (header, *lines)]


def bar_lines(rows: Sequence[Share], width: int) -> list[str]:
    """Return shares as lines of name, number and bar; bars on lines of their own where it is narrow.

    Parameters
    ----------
    rows : sequence of Share
        The shares, in their order.
    width : int
        Columns; a longer name goes on below.
    """
    import textwrap

    if not rows:
        return []
    numbers = [row.number for row in rows]
    number_width = max(map(len, numbers))
    name_width = min(max(len(row.name) for row in rows), max(2 * width // 5, 14))
    room = width - name_width - number_width - 2 * _GAP
    own_line = room < _LEAST_BAR
    if own_line:
        room, name_width = width - _GAP, width - number_width - _GAP
    top = max([row.upper for row in rows if not math.isnan(row.upper)], default=0.0) or 1.0
    lines = []
    for row, number in zip(rows, numbers, strict=True):
        first, *rest = textwrap.wrap(row.name, max(name_width, 8)) or [""]
        drawn = bar(row.lower, row.upper, top, min(room, 40))
        start = f"{first.ljust(name_width)}{' ' * _GAP}{number.ljust(number_width)}"
        lines.append(start if own_line else f"{start}{' ' * _GAP}{drawn}")
        lines += rest
        if own_line and drawn:
            lines.append(f"{' ' * _GAP}{drawn}")
    return [line.rstrip() for line in lines]
