"""Chart of the time to each step: by when a tenth, a quarter and a half of those who started have reached each rung.

In: a released Reach. Out: rows (`steps_rows`), words (`steps_description`) and a Vega-Lite spec (`steps_spec`). Start at
`steps_spec`; the times themselves are `outgrow.charts.readings.time_to`.
"""

from __future__ import annotations

from typing import Any

from outgrow.charts.frame import Spec, framed, notes_at, text_at, y_place
from outgrow.charts.labels import fitted
from outgrow.charts.layout import LAYOUTS, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.readings import STEP_SHARES, TimeTo, is_rounded, limit_of, longest_months, time_to
from outgrow.charts.times import TimeAxis
from outgrow.charts.wording import (
    cut,
    group_name,
    joined,
    people,
    percent,
    role_quoted,
    sentence,
    target_name,
    years,
    years_range,
)
from outgrow.results import Curve, Reach
from outgrow.schema import LEVELS, RUNGS

__all__ = ["can_draw_steps", "steps_description", "steps_rows", "steps_spec", "steps_title"]


def can_draw_steps(reach: Reach, *, group: dict[str, Any] | None = None) -> bool:
    """Return whether there are several steps of which any is reached by the smallest of `STEP_SHARES`, from a start in time."""
    rows = steps_rows(reach, group=group)
    known = any(row["months"] is not None for row in rows)
    return reach.settings.clock in ("role", "career") and len({row["toward"] for row in rows}) > 1 and known


def steps_rows(reach: Reach, *, group: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the times to each step, the highest step first.

    Parameters
    ----------
    reach : Reach
        A released result.
    group : dict, optional
        Column and value of one group. Default: everyone.

    Returns
    -------
    list of dict
        ``toward`` and its ``name``, ``share``, ``months`` (None where it was not reached), ``lower``, ``upper`` (months;
        None for an end beyond what was seen), ``seen`` (months read) and ``said``, the time in words.
    """
    rows = []
    for curve in reversed(_curves(reach, group)):
        for share in STEP_SHARES:
            found = time_to(curve, share, rounded=is_rounded(reach))
            rows.append(
                {
                    "toward": curve.toward,
                    "name": sentence(cut(target_name(curve.toward))),
                    "share": share,
                    "months": found.months,
                    "lower": found.lower,
                    "upper": found.upper,
                    "seen": found.seen,
                    "said": _said(found, rounded=is_rounded(reach)),
                }
            )
    return rows


def _curves(reach: Reach, group: dict[str, Any] | None) -> list[Curve]:
    """The curves of a group that can be read, targets on the ladder in its order."""
    chosen = [curve for curve in reach.curves if (curve.group or None) == (group or None)]
    chosen = [curve for curve in chosen if longest_months(curve, rounded=is_rounded(reach))]
    ladder = [*RUNGS, *LEVELS]
    steps = [curve.toward.partition(":")[2].rstrip("+") for curve in chosen]
    if all(step in ladder for step in steps):
        return [curve for _, curve in sorted(zip(steps, chosen, strict=True), key=lambda pair: ladder.index(pair[0]))]
    return chosen


def _said(found: TimeTo, *, rounded: bool) -> str:
    if found.months is None:
        return f"not within the {years(found.seen)} seen"
    return f"{'by ' if rounded else ''}{years(found.months)} ({years_range(found.lower, found.upper)})"


def steps_title(reach: Reach, group: dict[str, Any] | None = None, *, role: str | None = None) -> str:
    """Return the title of the figure of one group, or of everyone."""
    what = "rung" if all(toward.startswith("rung:") for toward in reach.toward) else "step"
    since = role_quoted(reach.role if role is None else role)
    return f"How long each {what} takes from {since}{f': {sentence(cut(group_name(group)))}' if group else ''}"


def steps_description(reach: Reach, *, group: dict[str, Any] | None = None, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    reach : Reach
        A released result.
    group : dict, optional
        Column and value of one group. Default: everyone.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if reach.careers.kind == "simulated" else ""
    clock = TimeAxis(reach.settings, reach.role if role is None else role, reach.origin)
    said = []
    for curve in reversed(_curves(reach, group)):
        times = [
            f"{percent(row['share'])}: {row['said']}"
            for row in steps_rows(reach, group=group)
            if row["toward"] == curve.toward
        ]
        counted = people(curve.people, limit=limit_of(reach))
        said.append(f"{sentence(cut(target_name(curve.toward)))}, of {counted}: {joined(times)}.")
    return (
        f"{kind}{steps_title(reach, group, role=role)}: years since {clock.since} by which an estimated 10%, 25% and 50% have "
        f"reached it, with {percent(reach.settings.coverage)} intervals in brackets. {' '.join(said)}"
    )


def steps_spec(
    reach: Reach,
    *,
    group: dict[str, Any] | None = None,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
) -> Spec:
    """Build the Vega-Lite spec of the time to each step.

    Parameters
    ----------
    reach : Reach
        A released result towards several targets (see `can_draw_steps`).
    group : dict, optional
        Column and value of one group. Default: everyone.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = _joined(steps_rows(reach, group=group))
    left, right = (116, 450) if layout.beside else (2, layout.whole - 16)
    texts: list[Spec] = []
    y, before = 4.0, None
    for row in rows:
        if row["toward"] != before:
            y += 6 if before is not None else 0
            name = fitted(row["name"], layout.whole - 8, layout.text, 1, bold=True)
            texts.append(text_at(name, 0, y + 8, colours.ink, layout.text, bold=True))
            y, before = y + 26, row["toward"]
        if layout.beside:
            row["y"] = y + 8
            texts += [
                text_at([row["label"]], left - 12, row["y"], colours.quiet, layout.text, align="right"),
                text_at([row["said"]], right + 16, row["y"], colours.ink, layout.text),
            ]
            y += 24
        else:
            row["y"] = y + 18
            texts.append(text_at([f"{row['label']}: {row['said']}"], left, y + 2, colours.ink, layout.text))
            y += 36
    height, last = y, max(row["seen"] for row in rows)
    clock = TimeAxis(reach.settings, reach.role if role is None else role, reach.origin)
    x: Spec = {
        "field": "years",
        "type": "quantitative",
        "title": clock.title,
        "scale": {"domain": [0, last / 12], "range": [left, right], "nice": False, "zero": True, "padding": 0},
        "axis": {**clock.axis(clock.ticks(0, last, layout.ticks)), "titleAnchor": "start"},
    }
    curves = {curve.toward: curve for curve in _curves(reach, group)}
    counted = people(max(curve.people for curve in curves.values()), limit=limit_of(reach))
    notes = []
    if any(row["lower"] is not None and row["upper"] is None for row in rows):
        notes.append("An arrow: the interval ends beyond what was seen.")
    if is_rounded(reach):
        notes.append(
            "Steps were merged to protect small groups, so a time is the first released month by which it was so."
        )
    return framed(
        [*_marks(rows, x, height, colours), *texts, *notes_at(notes, height + 52, colours, layout)],
        title=steps_title(reach, group, role=role),
        under=(
            f"Years by which an estimated 10%, 25% and 50% of {counted} have reached it; lines: "
            f"{percent(reach.settings.coverage)} interval"
        ),
        description=steps_description(reach, group=group, role=role),
        careers=reach.careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they are drawn, with a label: shares that are alike not reached, not even at an interval's end, as one."""
    found: list[dict[str, Any]] = []
    for row in rows:
        empty = row["months"] is None and row["lower"] is None
        before = found[-1] if found else None
        if before is not None and empty and before["empty"] and before["toward"] == row["toward"]:
            before["label"] += f", {percent(row['share'])}"
        else:
            found.append({**row, "label": percent(row["share"]), "empty": empty})
    return found


def _marks(rows: list[dict[str, Any]], x: Spec, height: float, colours: Palette) -> list[Spec]:
    """A dot for each time, its interval, an arrow where that runs on; a faint line for as far as was seen."""
    y = y_place("y", height)
    tracks = [{"years": 0, "end": row["seen"] / 12, "y": row["y"]} for row in rows]
    bounds = [
        {"years": row["lower"] / 12, "end": (row["seen"] if row["upper"] is None else row["upper"]) / 12, "y": row["y"]}
        for row in rows
        if row["lower"] is not None
    ]
    arrows = [
        {"years": row["seen"] / 12, "y": row["y"]} for row in rows if row["lower"] is not None and row["upper"] is None
    ]
    dots = [
        {"toward": row["toward"], "share": row["share"], "years": row["months"] / 12, "y": row["y"]}
        for row in rows
        if row["months"] is not None
    ]
    span = {"x": x, "x2": {"field": "end"}, "y": y}
    shade = colours.series[0]
    return [
        {
            "data": {"values": tracks},
            "mark": {"type": "rule", "color": colours.line, "strokeWidth": 1},
            "encoding": span,
        },
        {
            "data": {"values": bounds},
            "mark": {"type": "rule", "color": shade, "strokeWidth": 3, "opacity": 0.45},
            "encoding": span,
        },
        {
            "data": {"values": arrows},
            "mark": {
                "type": "point",
                "shape": "triangle-right",
                "xOffset": 7,
                "filled": True,
                "size": 70,
                "color": shade,
                "opacity": 1,
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": dots},
            "mark": {"type": "point", "filled": True, "size": 85, "color": shade, "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
    ]
