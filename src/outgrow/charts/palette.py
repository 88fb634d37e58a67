"""Colours and type of every chart, for light and dark pages.

Series colours are a subset of Okabe and Ito's, which stay apart for colour-blind readers; names stand at the lines in
the colour of text, so that nothing rests on colour alone. Start at `palette`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["FONT", "MOST_SERIES", "Palette", "Theme", "palette"]

Theme = Literal["light", "dark"]

#: Fonts of the same widths under their names on different systems, so that measured text stays in its place.
FONT: Final = "Helvetica, Arial, Liberation Sans, Arimo, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme.

    Parameters
    ----------
    page, ink, quiet, line : str
        Background, text, quieter text, and rules.
    warning : str
        Text that says careers are simulated.
    series : tuple of str
        Colours of lines, in order.
    """

    page: str
    ink: str
    quiet: str
    line: str
    warning: str
    series: tuple[str, ...]


_PALETTES: Final[dict[str, Palette]] = {
    "light": Palette(
        page="#ffffff",
        ink="#1d2329",
        quiet="#5a646e",
        line="#dfe3e7",
        warning="#9a3d00",
        series=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"),
    ),
    "dark": Palette(
        page="#14181c",
        ink="#eceff2",
        quiet="#a3adb7",
        line="#333b43",
        warning="#f5b041",
        series=("#56B4E9", "#E69F00", "#00B583", "#CC79A7", "#F0E442", "#D55E00"),
    ),
}

#: A chart draws at most so many lines.
MOST_SERIES: Final = len(_PALETTES["light"].series)


def palette(theme: Theme) -> Palette:
    """Return the colours of a theme, ``"light"`` or ``"dark"``."""
    return _PALETTES[theme]
