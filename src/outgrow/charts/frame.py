"""What every figure has: the schema, title and counts, the mark on simulated careers, axes and type.

In: layers of a chart. Out: a whole Vega-Lite spec. Start at `framed`. Inside a figure places are pixels from the upper
left of the axes, so that text and marks are set against each other exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from outgrow.charts.labels import fitted
from outgrow.charts.layout import Layout
from outgrow.charts.palette import FONT, Palette
from outgrow.results import CareersFacts

__all__ = ["SCHEMA", "SIMULATED", "Spec", "framed", "mark_at", "notes_at", "share_axis", "text_at", "top_of", "y_place"]

Spec = dict[str, Any]

#: Version of Vega-Lite the specs are written for.
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
#: What stands in every figure of careers that nobody lived.
SIMULATED: Final = "SIMULATED CAREERS"

_TOPS: Final = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
#: Room between the title, or the mark on simulated careers, and the axes.
_GAP: Final = 14


def framed(
    layers: Sequence[Spec],
    *,
    title: str,
    under: str,
    description: str,
    careers: CareersFacts | None,
    width: float,
    height: float,
    colours: Palette,
    layout: Layout,
) -> Spec:
    """Put layers into a figure.

    Parameters
    ----------
    layers : sequence of dict
        The chart itself.
    title, under : str
        What it shows, and the line of people counted under that.
    description : str
        What it shows in words and numbers.
    careers : CareersFacts or None
        Whose careers; simulated ones are marked inside the figure. None for numbers of official statistics.
    width, height : float
        Pixels inside the axes.
    colours, layout
        Of the theme and of the size.

    Returns
    -------
    dict
        A Vega-Lite spec.
    """
    simulated = careers is not None and careers.kind == "simulated"
    mark = [text_at([SIMULATED], 0, -_GAP, colours.warning, layout.text - 1, bold=True)] if simulated else []
    return {
        "$schema": SCHEMA,
        "description": description,
        "title": {
            "text": fitted(title, layout.whole - 8, layout.title, 3, bold=True),
            "subtitle": fitted(under, layout.whole - 8, layout.text - 1, 4),
            "anchor": "start",
            "frame": "group",
            "color": colours.ink,
            "subtitleColor": colours.quiet,
            "fontSize": layout.title,
            "subtitleFontSize": layout.text - 1,
            "fontWeight": "bold",
            "offset": _GAP,
            "subtitlePadding": 5,
        },
        "width": width,
        "height": height,
        "padding": 4,
        "background": colours.page,
        "layer": [*layers, *mark],
        "config": {
            "font": FONT,
            "aria": False,
            "view": {"stroke": None},
            "axis": {
                "labelColor": colours.quiet,
                "titleColor": colours.quiet,
                "labelFontSize": layout.text - 1,
                "titleFontSize": layout.text - 1,
                "titleFontWeight": "normal",
                "gridColor": colours.line,
                "domainColor": colours.quiet,
                "tickColor": colours.quiet,
                "labelFlush": False,
                "labelOverlap": False,
            },
        },
    }


def text_at(
    lines: Sequence[str], x: float, y: float, colour: str, size: int, *, bold: bool = False, align: str = "left"
) -> Spec:
    """Return text at a place in pixels from the upper left of the axes; `y` is the middle of its first line."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": list(lines),
            "align": align,
            "baseline": "middle",
            "color": colour,
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "lineHeight": size + 3,
        },
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }


def notes_at(notes: Sequence[str], y: float, colours: Palette, layout: Layout) -> list[Spec]:
    """Return notes under a chart, each on lines of its own, the first at `y` pixels from the top."""
    layers, size = [], layout.text - 1
    for note in notes:
        lines = fitted(note, layout.whole - 8, size, 4)
        layers.append(text_at(lines, 0, y, colours.quiet, size))
        y += (size + 3) * len(lines) + 2
    return layers


def mark_at(mark: Spec, x: float, y: float, *, x2: float | None = None, y2: float | None = None) -> Spec:
    """Return a mark at a place in pixels, or from one place to another."""
    encoding: Spec = {"x": {"value": x}, "y": {"value": y}}
    if x2 is not None:
        encoding["x2"] = {"value": x2}
    if y2 is not None:
        encoding["y2"] = {"value": y2}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": encoding}


def y_place(field: str, height: float) -> Spec:
    """Return the encoding of a field that holds pixels from the top."""
    scale = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False, "padding": 0}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def top_of(highest: float) -> float:
    """Return the round share at which an axis ends that shows shares up to `highest`."""
    return next((top for top in _TOPS if highest * 1.04 <= top), 1.0)


def share_axis(top: float) -> Spec:
    """Return the axis of a share from 0 to `top`."""
    return {
        "format": ".1%" if top < 0.04 else ".0%",
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }
