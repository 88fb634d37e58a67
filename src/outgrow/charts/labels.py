"""Placing names beside lines and breaking text into lines, in pixels.

In: text and wanted places. Out: lines of text, and places that do not overlap. Start at `spread`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

__all__ = ["spread", "wrapped"]


def wrapped(text: str, chars: int, most: int) -> list[str]:
    """Break text into at most so many lines; what does not fit ends in an ellipsis."""
    return textwrap.wrap(text, chars, max_lines=most, placeholder="…") or [""]


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Move middles of labels apart so that none overlap, keeping their order and staying within `room` pixels."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [0.0] * len(wanted)
    edge = -math.inf
    for place in order:
        placed[place] = max(wanted[place], edge + heights[place] / 2, heights[place] / 2 - 8)
        edge = placed[place] + heights[place] / 2
    edge = max(room + 8, sum(heights) - 8)
    for place in reversed(order):
        placed[place] = min(placed[place], edge - heights[place] / 2)
        edge = placed[place] - heights[place] / 2
    return placed
