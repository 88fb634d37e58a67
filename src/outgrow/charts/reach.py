"""Chart of reach: step curves with their intervals, names at the lines, and the people at risk below.

Where steps were merged to protect small groups only the released points are known, so these are drawn as dots with their
intervals, joined by dashes.

In: a released Reach. Out: words (`reach_description`), a Vega-Lite spec
(`reach_spec`) and the same as an Altair chart (`reach_chart`). Start at `reach_spec`; next stage: `outgrow.charts.svg`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.charts.labels import spread, wrapped
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import FONT, Palette, Theme, palette
from outgrow.charts.readings import (
    LEAST_AT_RISK,
    at_each,
    is_rounded,
    limit_of,
    read_at,
    read_nearest,
)
from outgrow.charts.rows import at_risk_rows, drawn_curves, end_month, reach_rows
from outgrow.charts.wording import (
    clean,
    interval,
    joined,
    people,
    percent,
    role_phrase,
    sentence,
    target_name,
    years,
)
from outgrow.results import Curve, Reach

if TYPE_CHECKING:
    import altair as alt

__all__ = ["reach_chart", "reach_description", "reach_spec"]

Spec = dict[str, Any]

#: Version of Vega-Lite the specs are written for.
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"

_TOPS: Final = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)


def reach_description(reach: Reach, *, toward: str | None = None, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers, for those who do not see it.

    Parameters
    ----------
    reach : Reach
        A released result.
    toward : str, optional
        One target. Default: all.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    drawn = drawn_curves(reach, toward=toward)
    rounded = is_rounded(reach)
    kind = "Simulated careers. " if reach.careers.kind == "simulated" else ""
    if not drawn:
        why = "small groups are not released" if rounded else f"fewer than {LEAST_AT_RISK} people were followed"
        return f"{kind}No curve: {why}."
    said = []
    for name, curve in drawn:
        parts = [
            f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)}) by {years(reading.months)}"
            for reading in at_each(reach, curve)
        ]
        said.append(f"{name}, {people(curve.people, limit=limit_of(reach))}: {joined(parts) or 'too few to read'}.")
    coverage = percent(reach.settings.coverage)
    what = (
        f"Points with {coverage} intervals, joined by dashed lines; the steps between them were merged"
        if rounded
        else f"Rising step curves with {coverage} intervals"
    )
    return (
        f"{kind}{_title(reach, toward)}, by years since {role_phrase(reach.role if role is None else role)}. "
        f"{what}. {' '.join(said)}"
    )


def reach_chart(
    reach: Reach,
    *,
    toward: str | None = None,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
) -> alt.LayerChart:
    """Build the chart of reach, for a notebook or to change further.

    Parameters
    ----------
    reach : Reach
        A released result with at least one curve that can be drawn (see `can_draw`).
    toward : str, optional
        One target. Default: all.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.

    Returns
    -------
    altair.LayerChart
        The vertical axis starts at 0; the description is `reach_description`.
    """
    import altair as alt

    return alt.LayerChart.from_dict(reach_spec(reach, toward=toward, role=role, theme=theme, size=size))


def reach_spec(
    reach: Reach,
    *,
    toward: str | None = None,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
) -> Spec:
    """Build the Vega-Lite spec of the chart of reach, without loading Altair.

    Parameters and meaning are those of `reach_chart`.

    Returns
    -------
    dict
        Ready for `outgrow.charts.to_svg` and for JSON.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = reach_rows(reach, toward=toward)
    drawn = drawn_curves(reach, toward=toward)
    last = max(row["months"] for row in rows)
    top = _top(rows)
    ticks = _ticks(last, layout.ticks)
    shades = dict(zip([name for name, _ in drawn], colours.series, strict=False))
    axes = _Axes(
        x={
            "field": "years",
            "type": "quantitative",
            "title": "Years since entering the role",
            "scale": {"domain": [0, (last + _margin(last)) / 12], "nice": False, "zero": True},
            "axis": {"values": [months / 12 for months in ticks], "format": "d", "grid": False},
        },
        y={
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, top], "nice": False, "zero": True},
            "axis": {"format": ".1%" if top < 0.04 else ".0%", "tickCount": 5, "domain": False, "ticks": False},
        },
        colour={
            "field": "series",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": list(shades), "range": list(shades.values())},
        },
    )
    layers = [
        *(
            _points(reach, rows, axes, colours)
            if is_rounded(reach)
            else _lines(reach, toward, _past_the_edge(rows, last), axes, colours)
        ),
        *_end_labels(
            reach, drawn, rows if is_rounded(reach) else _past_the_edge(rows, last), top, axes, colours, layout
        ),
        *_risk_table(reach, toward, ticks, axes, shades, colours, layout),
    ]
    if reach.careers.kind == "simulated":
        layers.append(_text(["SIMULATED CAREERS"], 8, 10, colours.warning, layout.text - 1, bold=True))
    return {
        "$schema": SCHEMA,
        "description": reach_description(reach, toward=toward, role=role),
        "title": _title_spec(reach, toward, layout, colours),
        "width": layout.width,
        "height": layout.height,
        "padding": 4,
        "background": colours.page,
        "layer": layers,
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


@dataclass(frozen=True, slots=True)
class _Axes:
    """Encodings that every layer on the axes shares."""

    x: Spec
    y: Spec
    colour: Spec

    def on(self, y: str, y2: str | None = None, *, coloured: bool = True) -> Spec:
        """Return the encoding of a mark at a field of y, or from y to y2."""
        found: Spec = {"x": self.x, "y": {**self.y, "field": y}}
        if y2 is not None:
            found["y2"] = {"field": y2}
        if coloured:
            found["color"] = self.colour
        return found


def _title(reach: Reach, toward: str | None) -> str:
    targets = [toward] if toward is not None else list(reach.toward)
    what = target_name(targets[0]) if len(targets) == 1 else "each target"
    if len(targets) > 1 and all(target.startswith("rung:") for target in targets):
        what = "each rung"
    by = f", by {clean(reach.settings.by)}" if reach.settings.by else ""
    return f"Estimated chance of reaching {what}{by}"


def _title_spec(reach: Reach, toward: str | None, layout: Layout, colours: Palette) -> Spec:
    counted = people(reach.flow.counted, limit=limit_of(reach))
    marked = "steps merged; bars" if is_rounded(reach) else "shaded"
    under = f"{counted} counted; {marked}: {percent(reach.settings.coverage)} interval"
    return {
        "text": wrapped(_title(reach, toward), layout.title_chars, 3),
        "subtitle": wrapped(sentence(under), layout.title_chars + 6, 2),
        "anchor": "start",
        "frame": "group",
        "color": colours.ink,
        "subtitleColor": colours.quiet,
        "fontSize": layout.title,
        "subtitleFontSize": layout.text - 1,
        "fontWeight": "bold",
        "offset": 14,
        "subtitlePadding": 5,
    }


def _top(rows: Sequence[dict[str, Any]]) -> float:
    highest = max((row["upper"] if row["upper"] is not None else row["estimate"]) or 0.0 for row in rows)
    return next((top for top in _TOPS if highest * 1.04 <= top), 1.0)


def _ticks(last: int, steps: Sequence[tuple[int, int]]) -> list[int]:
    """Months of the ticks: the step in years of the first span, also in years, that is long enough."""
    step = next((step for span, step in steps if last <= 12 * span), 20)
    return list(range(0, last + 1, 12 * step))


def _margin(last: int) -> float:
    """Months by which the axis runs past the last one, so that a step there has a width."""
    return last / 60


def _past_the_edge(rows: Sequence[dict[str, Any]], last: int) -> list[dict[str, Any]]:
    """Rows with every line that reaches the last month held flat over the margin past it."""
    held: list[dict[str, Any]] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        held.append(row)
        if row["months"] == last and (after is None or after["series"] != row["series"]):
            held.append({**row, "years": round((last + _margin(last)) / 12, 4)})
    return held


def _points(reach: Reach, rows: Sequence[dict[str, Any]], axes: _Axes, colours: Palette) -> list[Spec]:
    """Released points with their intervals, joined from the origin by dashes: between them nothing is known."""
    drawn = ("series", "years", "estimate", "lower", "upper")
    told = [{name: row[name] for name in drawn} for row in rows if row["upper"] != 0]  # the origin is no point
    bars = [row for row in told if row["lower"] is not None and row["upper"] is not None]
    joins = [{name: row[name] for name in ("series", "years", "estimate")} for row in rows]
    dot = {"type": "point", "filled": True, "size": 60, "opacity": 1, "stroke": colours.page, "strokeWidth": 1}
    return [
        {
            "data": {"values": joins},
            "mark": {"type": "line", "interpolate": "linear", "strokeWidth": 1.2, "strokeDash": [4, 4]},
            "encoding": axes.on("estimate"),
        },
        {
            "data": {"values": bars},
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6},
            "encoding": axes.on("lower", "upper"),
        },
        {"data": {"values": told}, "mark": dot, "encoding": axes.on("estimate")},
    ]


def _lines(
    reach: Reach, toward: str | None, rows: Sequence[dict[str, Any]], axes: _Axes, colours: Palette
) -> list[Spec]:
    """Bands, curves, and dots where the table reads them."""
    data = {"values": _drawn(rows)}
    return [
        {
            "data": data,
            "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.17},
            "encoding": axes.on("lower", "upper"),
        },
        {
            "data": data,
            "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.4},
            "encoding": axes.on("estimate"),
        },
        {
            "data": {"values": _dots(reach, toward)},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 42,
                "opacity": 1,
                "stroke": colours.page,
                "strokeWidth": 1.5,
            },
            "encoding": axes.on("estimate"),
        },
    ]


def _drawn(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that change the drawing: of a flat stretch the first and, at the end of a line, the last."""
    kept: list[dict[str, Any]] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        drawn = {name: row[name] for name in ("series", "years", "estimate", "lower", "upper")}
        last = after is None or after["series"] != row["series"]
        if last or not kept or any(drawn[name] != kept[-1][name] for name in drawn if name != "years"):
            kept.append(drawn)
    return kept


def _dots(reach: Reach, toward: str | None) -> list[dict[str, Any]]:
    """Points of the curves at the times the table reads them."""
    return [
        {"series": name, "years": reading.months / 12, "estimate": reading.estimate}
        for name, curve in drawn_curves(reach, toward=toward)
        for reading in at_each(reach, curve)
    ]


def _text(lines: Sequence[str], x: float, y: float, colour: str, size: int, *, bold: bool = False) -> Spec:
    """Text at a place in pixels from the upper left of the axes."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": list(lines),
            "align": "left",
            "baseline": "middle",
            "color": colour,
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
            "lineHeight": size + 3,
        },
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }


def _end_labels(
    reach: Reach,
    drawn: Sequence[tuple[str, Curve]],
    rows: Sequence[dict[str, Any]],
    top: float,
    axes: _Axes,
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """Name each line at its end, with what it reads there."""
    texts, ends = [], []
    for name, curve in drawn:
        end = end_month(reach, curve)
        reading = read_nearest(curve, end) if is_rounded(reach) else read_at(curve, end)
        value = "" if reading is None else f"{percent(reading.estimate)} at {years(reading.months)}"
        texts.append((wrapped(name, layout.label_chars, layout.label_lines), value))
        ends.append([row for row in rows if row["series"] == name and row["estimate"] is not None][-1])
    line = layout.text + 2
    heights = [float(line * (len(lines) + bool(value)) + 6) for lines, value in texts]
    places = spread([layout.height * (1 - row["estimate"] / top) for row in ends], heights, layout.height)

    layers: list[Spec] = []
    for (lines, value), row, place, height in zip(texts, ends, places, heights, strict=True):
        leader = {"years": row["years"], "estimate": row["estimate"], "to": top * (1 - place / layout.height)}
        encoding = axes.on("estimate", "to", coloured=False)
        layers.append(
            {
                "data": {"values": [leader]},
                "mark": {"type": "rule", "color": colours.quiet, "strokeWidth": 1, "opacity": 0.7},
                "encoding": {**encoding, "x2": {"value": layout.width + 8}},
            }
        )
        x, first = layout.width + 11, place - height / 2 + 3 + line / 2
        layers.append(_text(lines, x, first, colours.ink, layout.text - 1, bold=True))
        if value:
            layers.append(_text([value], x, first + line * len(lines), colours.quiet, layout.text - 1))
    return layers


def _risk_table(
    reach: Reach,
    toward: str | None,
    ticks: Sequence[int],
    axes: _Axes,
    shades: Mapping[str, str],
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """Numbers at risk under the axis, on its ticks."""
    rows = at_risk_rows(reach, ticks, toward=toward)
    size = layout.text - 1
    place = layout.height + 62
    heading = f"Still followed and not yet there (people at risk{', rounded' if is_rounded(reach) else ''})"
    layers = [_text([heading], -12, place, colours.quiet, size)]
    for name, shade in shades.items():
        place += layout.text + 8
        if layout.risk_beside:
            swatch_x = layout.width + 23
            layers.append(_text(wrapped(name, layout.label_chars + 6, 1), swatch_x + 9, place, colours.ink, size))
        else:
            swatch_x = -7
            lines = wrapped(name, layout.title_chars - 4, 1)
            layers.append(_text(lines, swatch_x + 11, place, colours.ink, size, bold=True))
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "square", "size": 70, "color": shade, "opacity": 1},
                "encoding": {"x": {"value": swatch_x}, "y": {"value": place}},
            }
        )
        if not layout.risk_beside:
            place += layout.text + 3
        numbers = [{"years": row["years"], "text": f"{row['at_risk']:,}"} for row in rows if row["series"] == name]
        layers.append(
            {
                "data": {"values": numbers},
                "mark": {
                    "type": "text",
                    "align": "center",
                    "baseline": "middle",
                    "color": colours.ink,
                    "fontSize": size,
                },
                "encoding": {"x": axes.x, "y": {"value": place}, "text": {"field": "text", "type": "nominal"}},
            }
        )
    return layers
