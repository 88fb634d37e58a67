"""Colours and type of every chart, for light and dark pages.

Series colours are a subset of Okabe and Ito's, which stay apart for colour-blind readers; steps of the ladder go from
pale to strong in one hue. Names stand at lines and areas in the colour of text, so that nothing rests on colour alone.
Start at `palette`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal

from outgrow.schema import LEVELS

__all__ = ["FONT", "MOST_SERIES", "Palette", "Theme", "css_variables", "palette", "step_colour"]

Theme = Literal["light", "dark"]

#: Fonts of the same widths under their names on different systems, so that measured text stays in its place.
FONT: Final = "Helvetica, Arial, Liberation Sans, Arimo, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, each of them once, so that a colour in a drawing tells what it stands for.

    Parameters
    ----------
    page, ink, quiet, line : str
        Background, text, quieter text, and rules.
    warning : str
        Text that says careers are simulated.
    series : tuple of str
        Colours of lines and of states without an order.
    steps : tuple of str
        Of the ten levels of the ladder, lowest first.
    between, unknown, rest, left : str
        Areas of people between jobs, of those whose state is not known, of several small states made one, and of those
        who left for good.
    """

    page: str
    ink: str
    quiet: str
    line: str
    warning: str
    series: tuple[str, ...]
    steps: tuple[str, ...]
    between: str
    unknown: str
    rest: str
    left: str


_PALETTES: Final[dict[str, Palette]] = {
    "light": Palette(
        page="#ffffff",
        ink="#1d2329",
        quiet="#5a646e",
        line="#dfe3e7",
        warning="#9a3d00",
        series=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"),
        steps=(
            "#c9e0f2",
            "#b3d3ea",
            "#9cc5e2",
            "#83b5d8",
            "#6aa4ce",
            "#4f91c1",
            "#357db3",
            "#1f659f",
            "#124b80",
            "#08305c",
        ),
        between="#ddb04a",
        unknown="#c4cad0",
        rest="#d9cfc2",
        left="#8b949c",
    ),
    "dark": Palette(
        page="#14181c",
        ink="#eceff2",
        quiet="#a3adb7",
        line="#333b43",
        warning="#f5b041",
        series=("#56B4E9", "#E69F00", "#00B583", "#CC79A7", "#F0E442", "#D55E00"),
        steps=(
            "#1d4666",
            "#22547a",
            "#28628e",
            "#3072a2",
            "#3d84b6",
            "#5097c7",
            "#6aabd5",
            "#8abfe1",
            "#aed4ec",
            "#d6eaf7",
        ),
        between="#c99a2e",
        unknown="#565f68",
        rest="#5f564b",
        left="#7d868f",
    ),
}

#: A chart draws at most so many lines.
MOST_SERIES: Final = len(_PALETTES["light"].series)
#: Where each rung of the ladder stands among its ten levels.
_RUNG_STEPS: Final = {"practitioner": 1, "manager": 4, "director": 7, "executive": 9}


def palette(theme: Theme) -> Palette:
    """Return the colours of a theme, ``"light"`` or ``"dark"``."""
    return _PALETTES[theme]


def step_colour(colours: Palette, step: str) -> str | None:
    """Return the colour of a rung or level of the ladder; None where `step` is neither."""
    if step in _RUNG_STEPS:
        return colours.steps[_RUNG_STEPS[step]]
    return colours.steps[LEVELS.index(step)] if step in LEVELS else None


def css_variables(theme: Theme) -> dict[str, str]:
    """Return the colours of a theme by the names of the CSS variables that `outgrow.charts.page_svg` draws with.

    Parameters
    ----------
    theme : {"light", "dark"}
        Whose colours.

    Returns
    -------
    dict of str to str
        ``{"--chart-page": "#ffffff", "--chart-ink": ..., "--chart-series-1": ...}``: set them on the page, or on any
        element around the figure.
    """
    found = {}
    for field in fields(Palette):
        value = getattr(palette(theme), field.name)
        if isinstance(value, str):
            found[f"--chart-{field.name}"] = value
        else:
            found.update({f"--chart-{field.name}-{place}": colour for place, colour in enumerate(value, 1)})
    return found
