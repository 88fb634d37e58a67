"""Charts of what is wrong with careers: columns over years and months, bars of named things, and then against now.

In: a table of a check. Out: a figure. Start at `quality_figures`. Counts are exact, and the page around the figures says for
whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from outgrow.charts.figure import Figure
from outgrow.charts.frame import Spec, framed, mark_at, notes_at, share_axis, text_at, top_of, y_place
from outgrow.charts.labels import fitted, text_width
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.wording import clean, count, cut, percent
from outgrow.results import CareersFacts, Check, CheckTable

__all__ = ["quality_figures"]

#: Rows that are listed one by one in the description of a figure.
_LISTED: Final = 13
#: Pixels of the scale beside columns.
_SCALE: Final = 56
_COLUMNS_HIGH: Final = 170
#: Pixels for names beside bars, at the most.
_MOST_BESIDE: Final = 270.0


def quality_figures(check: Check, careers: CareersFacts) -> tuple[Figure, ...]:
    """Return the figures of a check, none of a table in which there is nothing.

    Parameters
    ----------
    check : Check
        What was found.
    careers : CareersFacts
        Whose careers; simulated ones are marked inside the figure.
    """
    return tuple(
        Figure(
            "quality",
            table.title,
            _description(table, careers),
            tuple(dict(zip(table.head, row, strict=True)) for row in table.rows),
            partial(_SPECS[table.kind], table, careers),
        )
        for table in check.tables
        if any(_number(value) for row in table.rows for value in row[1:])
    )


def _number(value: str | float | None) -> float:
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _said(value: str | float | None, table: CheckTable) -> str:
    if value is None:
        return "not known"
    return percent(_number(value)) if table.unit == "share" else count(int(_number(value)))


def _description(table: CheckTable, careers: CareersFacts) -> str:
    """Return what a figure shows, in words and numbers."""
    kind = "Simulated careers. " if careers.kind == "simulated" else ""
    if table.kind == "pairs":
        first, last = table.head[1], table.head[-1]
        rows = [
            f"{_name(row)} {_said(row[1], table)} in {first}, {_said(row[-1], table)} in {last}" for row in table.rows
        ]
    elif len(table.rows) <= _LISTED:
        rows = [f"{_name(row)} {_said(row[1], table)}" for row in table.rows]
    else:
        least = min(table.rows, key=lambda row: _number(row[1]))
        most = max(table.rows, key=lambda row: _number(row[1]))
        rows = [
            f"{table.head[1]} from {_name(table.rows[0])} to {_name(table.rows[-1])}",
            f"fewest {_said(least[1], table)} ({_name(least)})",
            f"most {_said(most[1], table)} ({_name(most)})",
        ]
    line = f" A line at {table.line[1]}." if table.line else ""
    return f"{kind}{table.title}: {'; '.join(rows)}.{line}"


def _name(row: Sequence[Any]) -> str:
    return cut(clean(row[0]), 60)


def _columns(table: CheckTable, careers: CareersFacts, *, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build columns over years or months."""
    colours, layout = palette(theme), LAYOUTS[size]
    left, right, high = _SCALE, layout.whole - 12, _COLUMNS_HIGH
    step = (right - left) / len(table.rows)
    rows: list[dict[str, Any]] = [
        {"x": left + step * (place + 0.5), "value": _number(row[1]), "name": _name(row)}
        for place, row in enumerate(table.rows)
    ]
    most = max(row["value"] for row in rows)
    share = table.unit == "share"
    top = top_of(max(most, table.line[0] if table.line else 0.0)) if share else max(most * 1.05, 1.0)
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "range": [high, 0], "nice": False, "zero": True, "padding": 0},
        "axis": {
            **(share_axis(top) if share else {"format": ",d", "domain": False, "ticks": False}),
            "tickCount": 4 if top >= 4 or share else 1,
            "offset": -left,
            "grid": False,
        },
    }
    place = _place("x", layout.whole)
    wide = max(min(step * 0.78, 44), 1)
    layers: list[Spec] = [
        mark_at({"type": "rule", "color": colours.line, "strokeWidth": 1}, left, high, x2=right),
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "size": wide, "color": colours.series[0]},
            "encoding": {"x": place, "y": y, "y2": {"datum": 0}},
        },
        *_under(rows, step, high + 12, colours, layout),
    ]
    if table.line:
        dashed = {"type": "rule", "color": colours.ink, "strokeWidth": 1, "strokeDash": [4, 3]}
        layers.append(mark_at(dashed, left, high - high * table.line[0] / top, x2=right))
    under = f"{table.head[1]}, by {table.head[0].lower()}{f'; dashed: {table.line[1]}' if table.line else ''}"
    return _framed(layers, table, careers, under, high + 22, colours, layout)


def _under(rows: list[dict[str, Any]], step: float, y: float, colours: Palette, layout: Layout) -> list[Spec]:
    """Name as many columns as there is room for: all, or years that divide by 2, 5, 10 or 20."""
    room = 7.5 * max(len(row["name"]) for row in rows) + 8
    years = len(rows) > 1 and all(row["name"].isdigit() and len(row["name"]) == 4 for row in rows[1:])
    each = next((n for n in (1, 2, 5, 10, 20) if n * step >= room), 20)
    named = [row for place, row in enumerate(rows) if (int(row["name"][-4:]) if years else place) % each == 0]
    return [text_at([row["name"]], row["x"], y, colours.quiet, layout.text - 1, align="center") for row in named]


def _bars(table: CheckTable, careers: CareersFacts, *, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build a bar for each named thing, with its number."""
    colours, layout = palette(theme), LAYOUTS[size]
    left, right = (_beside(table, layout), 590) if layout.beside else (0.0, layout.whole - 74)
    rows, texts, height = _named_rows(table, left, colours, layout)
    share = table.unit == "share"
    top = 1.0 if share else max(max(row["value"] for row in rows), 1.0)
    x = _across("value", top, left, right)
    y = y_place("y", height)
    layers: list[Spec] = [
        mark_at({"type": "rule", "color": colours.line, "strokeWidth": 1}, left, 0, y2=height - 6),
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "size": 16, "color": colours.series[0]},
            "encoding": {"x": x, "x2": {"datum": 0}, "y": y},
        },
        {
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "dx": 6,
                "color": colours.ink,
                "fontSize": layout.text,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "said", "type": "nominal"}},
        },
        *texts,
    ]
    return _framed(layers, table, careers, table.head[1], height, colours, layout)


def _pairs(table: CheckTable, careers: CareersFacts, *, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build two points for each named thing, its first number and its last, with a line between."""
    colours, layout = palette(theme), LAYOUTS[size]
    left, right = (_beside(table, layout), 570) if layout.beside else (8.0, layout.whole - 112)
    rows, texts, height = _named_rows(table, left, colours, layout)
    top = top_of(max(max(row["value"], row["then"]) for row in rows))
    now, then = (_across(field, top, left, right) for field in ("value", "then"))
    y = y_place("y", height)
    point = {
        "type": "point",
        "shape": "circle",
        "size": 90,
        "opacity": 1,
        "strokeWidth": 2,
        "stroke": colours.series[0],
    }
    layers: list[Spec] = [
        mark_at({"type": "rule", "color": colours.line, "strokeWidth": 1}, left, 0, y2=height - 6),
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": colours.quiet, "strokeWidth": 1.5},
            "encoding": {"x": then, "x2": {"field": "value"}, "y": y},
        },
        {
            "data": {"values": rows},
            "mark": {**point, "filled": True, "fill": colours.page},
            "encoding": {"x": then, "y": y},
        },
        {
            "data": {"values": rows},
            "mark": {**point, "filled": True, "fill": colours.series[0]},
            "encoding": {"x": now, "y": y},
        },
        *(text_at([row["said"]], right + 16, row["y"], colours.ink, layout.text - 1) for row in rows),
        *texts,
        *notes_at([f"Hollow: {table.head[1]}. Solid: {table.head[-1]}."], height + 10, colours, layout),
    ]
    return _framed(layers, table, careers, f"{table.head[1]} and {table.head[-1]}", height, colours, layout)


def _named_rows(
    table: CheckTable, left: float, colours: Palette, layout: Layout
) -> tuple[list[dict[str, Any]], list[Spec], float]:
    """Place rows with their names beside or above them; returns rows, names and the height of all."""
    rows, texts, y, line = [], [], 0.0, layout.text + 3
    for row in table.rows:
        name = fitted(clean(row[0]), left - 12 if layout.beside else layout.whole - 4, layout.text, 3)
        tall = len(name) * line
        first = y + line / 2 + (max(0.0, (26 - tall) / 2) if layout.beside else 0.0)
        at = y + (max(tall, 26) / 2 if layout.beside else tall + 12)
        texts.append(text_at(name, 0, first, colours.ink, layout.text))
        said = _said(row[1], table)
        if table.kind == "pairs":
            said = f"{said} → {_said(row[-1], table)}"
        numbers = {"value": _number(row[-1] if table.kind == "pairs" else row[1]), "then": _number(row[1])}
        rows.append({"y": at, "said": said, **numbers})
        y = y + max(tall, 26) + 8 if layout.beside else at + 22
    return rows, texts, y


def _beside(table: CheckTable, layout: Layout) -> float:
    """Return where bars start beside their names: right of the longest, up to a limit."""
    return min(_MOST_BESIDE, max(text_width(_name(row), layout.text) for row in table.rows) + 20)


def _place(field: str, whole: float) -> Spec:
    scale = {"domain": [0, whole], "range": [0, whole], "nice": False, "zero": False, "padding": 0}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _across(field: str, top: float, left: float, right: float) -> Spec:
    scale = {"domain": [0, top], "range": [left, right], "nice": False, "zero": True, "padding": 0}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _framed(
    layers: list[Spec],
    table: CheckTable,
    careers: CareersFacts,
    under: str,
    height: float,
    colours: Palette,
    layout: Layout,
) -> Spec:
    return framed(
        layers,
        title=table.title,
        under=f"{under} ({cut(clean(careers.name), 60)})",
        description=_description(table, careers),
        careers=careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


_SPECS: Final = {"columns": _columns, "bars": _bars, "pairs": _pairs}
