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
        Pixels inside the axes.
    text, title : int
        Sizes of type, in pixels.
    title_chars, label_chars, label_lines : int
        Characters on a line of the title and of a name beside a line; most lines of such a name.
    risk_beside : bool
        Whether names stand beside the people at risk, or above them.
    ticks : tuple of (int, int)
        Steps of the horizontal axis: up to so many years, so many years.
    """

    width: int
    height: int
    text: int
    title: int
    title_chars: int
    label_chars: int
    label_lines: int
    risk_beside: bool
    ticks: tuple[tuple[int, int], ...]


LAYOUTS: Final[dict[str, Layout]] = {
    "wide": Layout(
        width=510,
        height=330,
        text=13,
        title=15,
        title_chars=86,
        label_chars=22,
        label_lines=2,
        risk_beside=True,
        ticks=((8, 1), (12, 2), (40, 5), (80, 10)),
    ),
    "narrow": Layout(
        width=204,
        height=250,
        text=12,
        title=13,
        title_chars=42,
        label_chars=12,
        label_lines=3,
        risk_beside=False,
        ticks=((4, 1), (8, 2), (20, 5), (40, 10)),
    ),
}
