"""Measures of charts in two sizes: a page about 720 pixels wide, and a telephone about 330 wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["LAYOUTS", "Layout", "Size"]

Size = Literal["wide", "narrow"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one size.

    Parameters
    ----------
    width, height : int
        Pixels inside the axes of a chart over time, whose lines are named to their right.
    whole : int
        Pixels of a whole figure; charts of rows fill it.
    text, title : int
        Sizes of type, in pixels.
    label_room, label_lines : int
        Pixels beside the axes for a name; most lines of such a name.
    beside : bool
        Whether names stand beside the bars or numbers they are about, or above them.
    ticks : tuple of (int, int)
        Steps of an axis of time: up to so many years, so many years.
    """

    width: int
    height: int
    whole: int
    text: int
    title: int
    label_room: int
    label_lines: int
    beside: bool
    ticks: tuple[tuple[int, int], ...]


LAYOUTS: Final[dict[str, Layout]] = {
    "wide": Layout(
        width=510,
        height=330,
        whole=690,
        text=13,
        title=15,
        label_room=150,
        label_lines=2,
        beside=True,
        ticks=((8, 1), (12, 2), (40, 5), (80, 10)),
    ),
    "narrow": Layout(
        width=204,
        height=250,
        whole=324,
        text=12,
        title=13,
        label_room=82,
        label_lines=3,
        beside=False,
        ticks=((4, 1), (8, 2), (20, 5), (40, 10)),
    ),
}
