"""Bars from 0 to a share with its interval over it, for charts of rows.

In: rows with ``estimate``, ``lower``, ``upper`` and ``y``, a place in pixels. Out: layers. Start at `interval_bars`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outgrow.charts.frame import Spec, share_axis, y_place
from outgrow.charts.palette import Palette

__all__ = ["interval_bars", "share_x"]


def share_x(title: str, top: float, left: float, right: float) -> Spec:
    """Return the encoding of a share from 0 to `top`, between two places in pixels."""
    return {
        "field": "estimate",
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, top], "range": [left, right], "nice": False, "zero": True, "padding": 0},
        "axis": {
            **share_axis(top),
            "grid": False,
            "domain": True,
            "ticks": True,
            "tickCount": 4,
            "titleAnchor": "start",
        },
    }


def interval_bars(rows: Sequence[dict[str, Any]], x: Spec, height: float, colours: Palette) -> list[Spec]:
    """Return bars to the estimates, in the colour that the field ``shade`` gives, with their intervals.

    Parameters
    ----------
    rows : sequence of dict
        With ``estimate``; ``lower`` and ``upper``, None where there is no interval; ``y`` and ``shade``.
    x : dict
        Of `share_x`.
    height : float
        Pixels of the chart.
    colours : Palette
        Of the theme.
    """
    if not rows:
        return []
    y = y_place("y", height)
    bounded = [row for row in rows if row["lower"] is not None and row["upper"] is not None]
    ends = {"type": "tick", "orient": "vertical", "size": 9, "thickness": 1.5, "color": colours.ink}
    shade = {"field": "shade", "type": "nominal", "legend": None, "scale": None}
    return [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "bar", "size": 16},
            "encoding": {"x": x, "x2": {"datum": 0}, "y": y, "color": shade},
        },
        {
            "data": {"values": bounded},
            "mark": {"type": "rule", "color": colours.ink, "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": y},
        },
        *(
            {"data": {"values": bounded}, "mark": ends, "encoding": {"x": {**x, "field": end}, "y": y}}
            for end in ("lower", "upper")
        ),
    ]
