"""Placing names beside marks and breaking text into lines, in pixels.

In: text and wanted places. Out: lines of text that fit, and places that do not overlap. Start at `fitted` and `spread`.
Widths are those of Helvetica and its metric twins, rounded up, so that text drawn in them stays in its room.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

__all__ = ["fitted", "spread", "text_width"]

#: Widths of letters as shares of the size of type; what is not here is `_USUAL`, or one whole for East Asian and emoji.
_WIDTHS: Final = {
    **dict.fromkeys("ijl'|", 0.24),
    **dict.fromkeys('ft.,:;!/\\I ()[]{}-“”‘’"`·', 0.36),
    **dict.fromkeys("cksvxyzJr", 0.52),
    **dict.fromkeys("ABEFKPSTVXYZ&L", 0.69),
    **dict.fromkeys("CDGHNOQRUw", 0.8),
    **dict.fromkeys("mM%W@…—", 1.0),
}
_USUAL: Final = 0.58
_BOLD: Final = 1.06
#: Text longer than this is cut before it is measured; no room of a chart holds as much.
_MOST_CHARS: Final = 600


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """Return how wide text is at most, in pixels, at a size of type in pixels."""
    return size * (_BOLD if bold else 1.0) * sum(_width(char) for char in text)


def _width(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if ord(char) < 0x2E80:
        return 0.75 if char.isupper() else _USUAL if ord(char) < 0x250 else 0.9
    return 0.0 if unicodedata.combining(char) else 1.05


def fitted(text: str, room: float, size: int, most: int = 1, *, bold: bool = False) -> list[str]:
    """Break text into lines no wider than a room; what does not fit ends in an ellipsis.

    Parameters
    ----------
    text : str
        On one line.
    room : float
        Pixels a line may take.
    size : int
        Size of type, in pixels.
    most : int, default 1
        Lines at the most.
    bold : bool, default False
        Whether it is set in bold.

    Returns
    -------
    list of str
        At least one line, which may be empty.
    """
    words = text[:_MOST_CHARS].split()
    lines, line = [], ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= room:
            line = longer
        elif line:
            lines.append(line)
            line = ""
            words.insert(0, word)
        else:
            cut = _cut(word, room, size, bold)
            lines.append(cut)
            if word[len(cut) :]:
                words.insert(0, word[len(cut) :])
    if line or not lines:
        lines.append(line)
    if len(lines) > most or len(text) > _MOST_CHARS:
        lines = lines[:most]
        lines[-1] = f"{_cut(lines[-1], room - text_width('…', size, bold=bold), size, bold).rstrip()}…"
    return lines


def _cut(word: str, room: float, size: int, bold: bool) -> str:
    """Return as much of a word as fits, at least a letter."""
    end = len(word)
    while end > 1 and text_width(word[:end], size, bold=bold) > room:
        end -= 1
    return word[:end]


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Move middles of labels apart so that none overlap, keeping their order and staying within `room` pixels.

    Labels in one another's way share what they have to move (least squares, by pooling neighbours), so that none ends up
    far from its place. They may pass the room by 8 pixels at either end, and by more below where they do not fit.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    offsets: list[float] = []  # of each middle from the top of its pile, were all of them one
    used = 0.0
    for place in order:
        offsets.append(used + heights[place] / 2)
        used += heights[place]
    piles: list[tuple[float, int]] = []  # where the top of all would be, and how many labels agree on it
    for place, offset in zip(order, offsets, strict=True):
        top, count = wanted[place] - offset, 1
        while piles and piles[-1][0] >= top:
            before, many = piles.pop()
            top, count = (before * many + top * count) / (many + count), many + count
        piles.append((top, count))
    tops = [top for top, count in piles for _ in range(count)]
    placed = [0.0] * len(wanted)
    for place, offset, top in zip(order, offsets, tops, strict=True):
        placed[place] = max(-8.0, min(top, room + 8 - used)) + offset
    return placed
