"""Chart of reach: step curves with their intervals, names at the lines, and the people at risk below.

Where steps were merged to protect small groups only the released points are known, so these are drawn as dots with their
intervals, joined by dashes.

In: a released Reach. Out: words (`reach_description`), a Vega-Lite spec
(`reach_spec`) and the same as an Altair chart (`reach_chart`). Start at `reach_spec`; next stage: `outgrow.charts.svg`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outgrow.charts.frame import Spec, framed, share_axis, text_at, top_of
from outgrow.charts.labels import fitted, spread
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.readings import (
    LEAST_AT_RISK,
    at_each,
    is_rounded,
    limit_of,
    read_at,
    read_nearest,
)
from outgrow.charts.rows import at_risk_rows, drawn_curves, end_month, reach_rows
from outgrow.charts.times import TimeAxis
from outgrow.charts.wording import (
    clean,
    cut,
    interval,
    joined,
    people,
    percent,
    sentence,
    target_name,
)
from outgrow.results import Curve, Reach

if TYPE_CHECKING:
    import altair as alt

__all__ = ["reach_chart", "reach_description", "reach_spec", "reach_title"]


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
    clock = _clock(reach, role)
    said = []
    for name, curve in drawn:
        parts = [
            f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)}) {clock.by(reading.months)}"
            for reading in at_each(reach, curve)
        ]
        said.append(f"{name}, {people(curve.people, limit=limit_of(reach))}: {joined(parts) or 'too few to read'}.")
    coverage = percent(reach.settings.coverage)
    what = (
        f"Points with {coverage} intervals, joined by dashed lines; the steps between them were merged"
        if rounded
        else f"Rising step curves with {coverage} intervals"
    )
    return f"{kind}{reach_title(reach, toward)}, {clock.along}. {what}. {' '.join(said)}"


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
    you_at: int | None = None,
) -> Spec:
    """Build the Vega-Lite spec of the chart of reach, without loading Altair.

    Parameters and meaning are those of `reach_chart`; where `you_at` is given, that month is marked as where the reader is now.

    Returns
    -------
    dict
        Ready for `outgrow.charts.to_svg` and for JSON.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = reach_rows(reach, toward=toward)
    drawn = drawn_curves(reach, toward=toward)
    rounded, clock = is_rounded(reach), _clock(reach, role)
    first, last = clock.first([row["months"] for row in rows]), max(row["months"] for row in rows)
    top = top_of(max((row["upper"] if row["upper"] is not None else row["estimate"]) or 0.0 for row in rows))
    ticks = clock.ticks(first, last, layout.ticks)
    shades = dict(zip([name for name, _ in drawn], colours.series, strict=False))
    edge = last + (last - first) / 60  # so that a step in the last month has a width
    axes = _Axes(
        x={
            "field": "years",
            "type": "quantitative",
            "title": clock.title,
            "scale": {"domain": [first / 12, edge / 12], "nice": False, "zero": False},
            "axis": clock.axis(ticks),
        },
        y={
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, top], "nice": False, "zero": True},
            "axis": share_axis(top),
        },
        colour={
            "field": "series",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": list(shades), "range": list(shades.values())},
        },
    )
    drawn_rows = rows if rounded else _past_the_edge(rows, last, edge)
    layers = [
        *(_points(rows, axes, colours) if rounded else _lines(reach, toward, drawn_rows, axes, colours)),
        *_end_labels(reach, drawn, drawn_rows, top, axes, colours, layout, clock),
        *_risk_table(reach, toward, ticks, axes, shades, colours, layout),
        *([] if you_at is None or not first <= you_at <= last else _you(you_at, top, axes, colours, layout)),
    ]
    counted = people(reach.flow.counted, limit=limit_of(reach))
    marked = "steps merged; bars" if rounded else "shaded"
    return framed(
        layers,
        title=reach_title(reach, toward),
        under=sentence(
            f"{counted} counted after {clock.entering}; {marked}: {percent(reach.settings.coverage)} interval"
        ),
        description=reach_description(reach, toward=toward, role=role),
        careers=reach.careers,
        width=layout.width,
        height=layout.height,
        colours=colours,
        layout=layout,
    )


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


def _you(months: int, top: float, axes: _Axes, colours: Palette, layout: Layout) -> list[Spec]:
    """Mark the month in which the reader is now."""
    at = {"years": months / 12, "low": 0.0, "high": top}
    rule = {"type": "rule", "color": colours.ink, "strokeWidth": 1.5, "strokeDash": [2, 3]}
    text = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dx": 5,
        "dy": 2,
        "fontSize": layout.text,
        "fontWeight": "bold",
        "color": colours.ink,
    }
    return [
        {"data": {"values": [at]}, "mark": rule, "encoding": axes.on("low", "high", coloured=False)},
        {
            "data": {"values": [{**at, "said": "you, now"}]},
            "mark": text,
            "encoding": {**axes.on("high", coloured=False), "text": {"field": "said", "type": "nominal"}},
        },
    ]


def reach_title(reach: Reach, toward: str | None = None) -> str:
    """Return the title of the figure of one target, or of all."""
    targets = [toward] if toward is not None else list(reach.toward)
    what = cut(target_name(targets[0])) if len(targets) == 1 else "each target"
    if len(targets) > 1 and all(target.startswith("rung:") for target in targets):
        what = "each rung"
    by = f", by {cut(clean(reach.settings.by))}" if reach.settings.by else ""
    return f"Estimated chance of reaching {what}{by}"


def _clock(reach: Reach, role: str | None) -> TimeAxis:
    return TimeAxis(reach.settings, reach.role if role is None else role, reach.origin)


def _past_the_edge(rows: Sequence[dict[str, Any]], last: int, edge: float) -> list[dict[str, Any]]:
    """Rows with every line that reaches the last month held flat to the edge of the axes past it."""
    held: list[dict[str, Any]] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        held.append(row)
        if row["months"] == last and (after is None or after["series"] != row["series"]):
            held.append({**row, "years": round(edge / 12, 4)})
    return held


def _points(rows: Sequence[dict[str, Any]], axes: _Axes, colours: Palette) -> list[Spec]:
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


def _end_labels(
    reach: Reach,
    drawn: Sequence[tuple[str, Curve]],
    rows: Sequence[dict[str, Any]],
    top: float,
    axes: _Axes,
    colours: Palette,
    layout: Layout,
    clock: TimeAxis,
) -> list[Spec]:
    """Name each line at its end, with what it reads there."""
    texts, ends = [], []
    for name, curve in drawn:
        end = end_month(reach, curve)
        reading = read_nearest(curve, end) if is_rounded(reach) else read_at(curve, end)
        value = "" if reading is None else f"{percent(reading.estimate)} {clock.read_at(reading.months)}"
        texts.append((fitted(name, layout.label_room, layout.text - 1, layout.label_lines, bold=True), value))
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
        layers.append(text_at(lines, x, first, colours.ink, layout.text - 1, bold=True))
        if value:
            layers.append(text_at([value], x, first + line * len(lines), colours.quiet, layout.text - 1))
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
    layers = [text_at([heading], -12, place, colours.quiet, size)]
    for name, shade in shades.items():
        place += layout.text + 8
        if layout.beside:
            swatch_x = layout.width + 23
            layers.append(text_at(fitted(name, layout.label_room - 12, size), swatch_x + 9, place, colours.ink, size))
        else:
            swatch_x = -7
            lines = fitted(name, layout.whole - 24, size, bold=True)
            layers.append(text_at(lines, swatch_x + 11, place, colours.ink, size, bold=True))
        layers.append(
            {
                "data": {"values": [{}]},
                "mark": {"type": "square", "size": 70, "color": shade, "opacity": 1},
                "encoding": {"x": {"value": swatch_x}, "y": {"value": place}},
            }
        )
        if not layout.beside:
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
