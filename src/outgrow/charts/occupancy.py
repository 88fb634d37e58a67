"""Chart of where people are over time: areas on one another that make up everyone, named at their right edge.

Where steps were merged to protect small groups only the released months are known, so each is a bar of its own. In: a
released Occupancy and one of its curves. Out: rows (`occupancy_rows`), words (`occupancy_description`) and a Vega-Lite
spec (`occupancy_spec`). Start at `occupancy_spec`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np

from outgrow.charts.frame import Spec, framed, mark_at, text_at
from outgrow.charts.labels import fitted, spread
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette, step_colour
from outgrow.charts.states import exits_of, followed_at, last_month, named_group, points_at, state_name
from outgrow.charts.times import TimeAxis
from outgrow.charts.wording import clean, count, cut, joined, people, percent, sentence
from outgrow.results import Occupancy, StateCurves
from outgrow.results.states import BETWEEN, LEFT, UNKNOWN
from outgrow.schema import LEVELS, RUNGS

__all__ = [
    "ON_THE_WAY",
    "OUTCOME",
    "can_draw_occupancy",
    "drawn_until",
    "occupancy_description",
    "occupancy_rows",
    "occupancy_spec",
    "occupancy_title",
]

#: Of more states without an order, so many are drawn, and the others as one.
MOST_STATES: Final = 6
#: Column of states that are what came first, in the order drawn; and how the name of those still on the way begins.
OUTCOME: Final = "outcome"
ON_THE_WAY: Final = "still on the way"
#: Time since the role or the first job is drawn so far, unless a later horizon was asked.
_LONGEST: Final = {"role": 180, "career": 480}
#: Who left for good are drawn on top.
_LEFT: Final = 4
#: Pixels between numbers under the axis.
_APART: Final = 46
_READ: Final = {"role": (60, 120, 180), "career": (60, 120, 240), "age": (360, 480, 600)}


def can_draw_occupancy(answer: Occupancy, curves: StateCurves) -> bool:
    """Return whether enough people were followed for the curves of a group to be drawn."""
    return drawn_until(answer, curves) is not None


def drawn_until(answer: Occupancy, curves: StateCurves) -> int | None:
    """Return the last month that is drawn: while enough people are followed, as whole years; None where there is none."""
    last = last_month(curves, _settled(answer, curves), rounded=_rounded(answer))
    if last is None or last <= (curves.starts_at or 0):
        return None
    if _rounded(answer):
        return last
    longest = _LONGEST.get(answer.settings.clock)
    asked = answer.settings.horizon_months
    if longest is not None:
        last = min(last, max(longest, asked or 0))
        whole = last // 12 * 12
        return whole if whole > (curves.starts_at or 0) else None
    return last


def occupancy_rows(answer: Occupancy, curves: StateCurves) -> list[dict[str, Any]]:
    """Return the chance of each state, month by month, as it is drawn.

    Parameters
    ----------
    answer : Occupancy
        A released result.
    curves : StateCurves
        One of its groups.

    Returns
    -------
    list of dict
        ``state`` (None where several small ones are drawn as one), its ``name`` and its ``place`` from below; ``months`` and
        ``years`` since zero; ``estimate, lower, upper`` (shares; no interval for several states drawn as one, and none at
        the start); ``base`` and ``top``, between which the area lies. Several ways of leaving for good are one, ``left``.
        From the lowest state to the topmost of each month; months from the start of the curves to the last that is drawn.
    """
    end = drawn_until(answer, curves)
    if end is None:
        return []
    parts = _parts(answer, curves, end)
    start = curves.starts_at or 0
    shown = np.flatnonzero(curves.months <= end)
    times = [
        (start, None),
        *((int(curves.months[place]), int(place)) for place in shown if curves.months[place] > start),
    ]
    if times[-1][0] < end:
        times.append((end, times[-1][1]))
    rows = []
    for months, place in times:
        base = 0.0
        for number, (name, state, columns) in enumerate(parts):
            values = curves.start if place is None else curves.estimate[place]
            estimate = float(values[list(columns)].sum())
            alone = len(columns) == 1 and place is not None
            rows.append(
                {
                    "state": state,
                    "name": name,
                    "place": number,
                    "months": months,
                    "years": round(months / 12, 4),
                    "estimate": round(estimate, 6),
                    "lower": _bound(curves.lower, place, columns) if alone else None,
                    "upper": _bound(curves.upper, place, columns) if alone else None,
                    "base": round(base, 6),
                    "top": round(min(base + estimate, 1.0), 6),
                }
            )
            base += estimate
    return rows


def _bound(values: Any, place: int | None, columns: Sequence[int]) -> float | None:
    value = float(values[place, columns[0]])
    return None if np.isnan(value) else round(value, 6)


def occupancy_title(answer: Occupancy, curves: StateCurves) -> str:
    """Return the title of the figure."""
    what = {
        "rung": "On which rung people are",
        "level": "On which level people are",
        "title": "Which title people have",
    }
    other = f"In which {cut(clean(answer.states))} people are"
    return f"{what.get(answer.states, other)}, {_clock(answer, None).along}{named_group(curves)}"


def occupancy_description(answer: Occupancy, curves: StateCurves, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    answer : Occupancy
        A released result.
    curves : StateCurves
        One of its groups.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    end = drawn_until(answer, curves)
    if end is None:
        return f"{kind}No figure: too few people were followed."
    clock, limit, rounded = _clock(answer, role), answer.min_cell or 1, _rounded(answer)
    since = curves.starts_at or 0
    wanted = [month for month in _READ.get(answer.settings.clock, ()) if since < month <= end]
    told = {found[0]: found[1] for month in [*wanted, end] if (found := points_at(curves, month, rounded=rounded))}
    said = []
    for months, points in told.items():
        chances = [
            (sum(points[curves.states[column]].estimate for column in columns), name, columns)
            for name, _, columns in _parts(answer, curves, end)
        ]
        words = []
        for chance, name, columns in sorted(chances, key=lambda found: -found[0]):
            point = points[curves.states[columns[0]]]
            bounds = f" ({percent(point.lower)} to {percent(point.upper)})" if len(columns) == 1 else ""
            if chance > 0:
                words.append(f"{name} {percent(chance)}{bounds}")
        said.append(f"{sentence(clock.at(months))}: {joined(words)}.")
    how = "Stacked bars at the months that could be released" if rounded else "Stacked areas"
    return (
        f"{kind}{occupancy_title(answer, curves)}, estimated from {people(curves.people, limit=limit)}"
        f"{_entering(clock)}. {how}, which make "
        f"up everyone, with {percent(answer.settings.coverage)} intervals in brackets. {' '.join(said)}"
    )


def occupancy_spec(
    answer: Occupancy,
    curves: StateCurves,
    *,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
) -> Spec:
    """Build the Vega-Lite spec of occupancy of one group.

    Parameters
    ----------
    answer : Occupancy
        A released result.
    curves : StateCurves
        One of its groups, which can be drawn (see `can_draw_occupancy`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows, clock, rounded = occupancy_rows(answer, curves), _clock(answer, role), _rounded(answer)
    first, last = clock.first([rows[0]["months"]]), rows[-1]["months"]
    shades = _shades(rows, colours)
    labels = _labels(rows, layout)
    height = max(layout.height, round(sum(tall for _, _, _, tall in labels)))
    ticks = clock.ticks(first, last, layout.ticks)
    before, after = ((last - first) / 24,) * 2 if rounded else (0.0, (last - first) / 60)  # a bar, or the last step
    x: Spec = {
        "field": "years",
        "type": "quantitative",
        "title": clock.title,
        "scale": {"domain": [(first - before) / 12, (last + after) / 12], "nice": False, "zero": False, "padding": 0},
        "axis": clock.axis(ticks),
    }
    y: Spec = {
        "field": "base",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1], "nice": False, "zero": True, "padding": 0},
        "axis": {"format": ".0%", "tickCount": 5, "domain": False, "ticks": False},
    }
    colour = {"field": "shade", "type": "nominal", "legend": None, "scale": None}
    detail = {"field": "place", "type": "ordinal"}
    fields = ("state", "name", "place", "months", "years", "estimate", "lower", "upper", "base", "top")
    drawn = [{name: row[name] for name in fields} | {"shade": shades[row["place"]]} for row in rows]
    if not rounded:  # the last step is held for a little, or it would have no width
        held = [row for row in drawn if row["months"] == last]
        drawn += [{**row, "years": round((last + after) / 12, 4)} for row in held]
    data = {"values": drawn}
    mark: Spec = {"type": "area", "interpolate": "step-after", "opacity": 1}
    if rounded:
        mark = {"type": "bar", "size": _bar_size(rows, layout, last - first + before + after), "stroke": colours.page}
    areas: Spec = {
        "data": data,
        "mark": mark,
        "encoding": {"x": x, "y": y, "y2": {"field": "top"}, "color": colour, "detail": detail},
    }
    layers = [areas]
    if not rounded:  # a hairline of the page between areas, so that neighbours stay apart without colour
        edges = {**mark, "type": "line", "strokeWidth": 1, "color": colours.page}
        layers.append({"data": data, "mark": edges, "encoding": {"x": x, "y": {**y, "field": "top"}, "detail": detail}})
    layers += _edge_labels(labels, height, shades, colours, layout)
    layers += _followed(answer, curves, ticks, x, height, colours, layout, end=last)
    counted = people(curves.people, limit=answer.min_cell or 1)
    merged = "; only the months drawn could be released" if rounded else ""
    late = f"; from {clock.short(rows[0]['months'])} on" if rows[0]["months"] > first or curves.starts_at else ""
    return framed(
        layers,
        title=occupancy_title(answer, curves),
        under=f"Estimated from {counted}{_entering(clock)}{late}{merged}",
        description=occupancy_description(answer, curves, role=role),
        careers=answer.careers,
        width=layout.width,
        height=height,
        colours=colours,
        layout=layout,
    )


def _entering(clock: TimeAxis) -> str:
    """Whom it is about, where the title has another clock."""
    return "" if clock.settings.clock == "role" else f", after {clock.entering}"


def _rounded(answer: Occupancy) -> bool:
    return (answer.min_cell or 1) > 1


def _clock(answer: Occupancy, role: str | None) -> TimeAxis:
    return TimeAxis(answer.settings, answer.role if role is None else role, answer.origin)


def _parts(answer: Occupancy, curves: StateCurves, end: int) -> list[tuple[str, str | None, tuple[int, ...]]]:
    """Name, key and columns of the areas, the lowest first: the ladder in its order, other states by size, then the rest."""
    shown = curves.months <= end
    size = curves.start + (curves.estimate[shown].mean(axis=0) if shown.any() else 0.0)
    there = [place for place in range(len(curves.states)) if size[place] > 0]
    ladder = (*RUNGS, *LEVELS)
    exits = exits_of(curves.states)

    def kind(place: int) -> int:
        state = curves.states[place]
        if state in exits:
            return _LEFT
        return {BETWEEN: 2, UNKNOWN: 3}.get(state, 0)

    def order(place: int) -> float:
        state = curves.states[place]
        if answer.states == OUTCOME:
            return place
        return ladder.index(state) if _on_ladder(answer) and state in ladder else 100 - float(size[place])

    free = sorted((place for place in there if kind(place) == 0), key=order)
    rest: tuple[int, ...] = ()
    if len(free) > MOST_STATES and not _on_ladder(answer):
        free, rest = free[: MOST_STATES - 1], tuple(free[MOST_STATES - 1 :])
    tail = sorted((place for place in there if kind(place) > 0), key=lambda place: (kind(place), -size[place]))
    parts: list[tuple[str, str | None, tuple[int, ...]]] = []
    gone = tuple(place for place in tail if kind(place) == _LEFT)
    if len(gone) > 1:
        tail = [place for place in tail if place not in gone]
    for place in (*free, *tail):
        state = curves.states[place]
        parts.append((state_name(state, answer.states, curves.states), state, (place,)))
    if len(gone) > 1:
        parts.append(("left for good", LEFT, gone))
    if rest:
        parts.insert(len(free), (f"{len(rest)} others", None, rest))
    return parts


def _settled(answer: Occupancy, curves: StateCurves) -> tuple[str, ...]:
    """Return the states that nobody leaves: of outcomes, all but being on the way still."""
    if answer.states == OUTCOME:
        return tuple(state for state in curves.states if not state.startswith(ON_THE_WAY))
    return exits_of(curves.states)


def _on_ladder(answer: Occupancy) -> bool:
    return answer.states in ("rung", "level")


def _shades(rows: Sequence[dict[str, Any]], colours: Palette) -> list[str]:
    """The colour of each area, by its place."""
    series, found = iter(colours.series), []
    for state in {row["place"]: row["state"] for row in rows}.values():
        if state is None or state == "other":
            found.append(colours.rest)
        elif state.startswith(ON_THE_WAY):
            found.append(colours.unknown)
        elif state in (BETWEEN, UNKNOWN):
            found.append(colours.between if state == BETWEEN else colours.unknown)
        elif exits_of([state]):
            found.append(colours.left)
        else:
            found.append(step_colour(colours, state) or next(series, colours.rest))
    return found


def _labels(rows: Sequence[dict[str, Any]], layout: Layout) -> list[tuple[dict[str, Any], list[str], str, float]]:
    """The last row of each area, its name in lines, its share, and how tall both are together."""
    last = rows[-1]["months"]
    size, found = layout.text - 1, []
    for row in rows:
        if row["months"] == last:
            lines = fitted(sentence(row["name"]), layout.label_room, size, 2, bold=True)
            found.append((row, lines, percent(row["estimate"]), float((size + 3) * (len(lines) + 1) + 4)))
    return found


def _edge_labels(
    labels: Sequence[tuple[dict[str, Any], list[str], str, float]],
    height: float,
    shades: Sequence[str],
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """Name each area at its right edge, with a short line from its middle in its colour."""
    size = layout.text - 1
    labels = labels[::-1]  # from the top, so that of areas without any height the higher is named above
    wanted = [height * (1 - (row["base"] + row["top"]) / 2) for row, *_ in labels]
    places = spread(wanted, [tall for *_, tall in labels], height)
    layers = []
    for (row, lines, value, tall), middle, place in zip(labels, wanted, places, strict=True):
        x, first = layout.width + 27, place - tall / 2 + 2 + (size + 3) / 2
        line = {"type": "rule", "color": shades[row["place"]], "strokeWidth": 2.5}
        layers += [
            mark_at(line, layout.width + 1, middle, x2=layout.width + 21, y2=place),
            mark_at(line, layout.width + 22, place - tall / 2 + 3, y2=place + tall / 2 - 3),
            text_at(lines, x, first, colours.ink, size, bold=True),
            text_at([value], x, first + (size + 3) * len(lines), colours.quiet, size),
        ]
    return layers


def _followed(
    answer: Occupancy,
    curves: StateCurves,
    ticks: Sequence[int],
    x: Spec,
    height: float,
    colours: Palette,
    layout: Layout,
    *,
    end: int,
) -> list[Spec]:
    """People still followed, under the axis: at its ticks, or where steps were merged at the released months."""
    limit, rounded, start = answer.min_cell or 1, _rounded(answer), curves.starts_at or 0
    # of merged steps those at risk are known at the released months, but for the last
    wanted = [start, *curves.months[:-1].tolist()] if rounded else ticks
    numbers: list[dict[str, Any]] = []
    for month in wanted:
        followed = followed_at(curves, month, _settled(answer, curves), rounded=rounded)
        if not start and month == 0 and answer.settings.clock == "role":
            followed = curves.people
        near = bool(numbers) and (month - numbers[-1]["months"]) * layout.width < _APART * (end - start)
        if followed is not None and start <= month <= end and not near:
            text = count(followed, limit=limit).replace("about ", "").replace("fewer than ", "<")
            numbers.append({"months": month, "years": month / 12, "text": text})
    size = layout.text - 1
    heading = f"People still followed{', rounded' if rounded else ''}"
    marks = {"type": "text", "align": "center", "baseline": "middle", "color": colours.ink, "fontSize": size}
    encoding = {"x": x, "y": {"value": height + 80}, "text": {"field": "text", "type": "nominal"}}
    return [
        text_at([heading], 0, height + 60, colours.quiet, size),
        {"data": {"values": numbers}, "mark": marks, "encoding": encoding},
    ]


def _bar_size(rows: Sequence[dict[str, Any]], layout: Layout, span: float) -> float:
    """Pixels of a bar that leave room between neighbours."""
    months = sorted({row["months"] for row in rows})
    nearest = min((later - sooner for sooner, later in pairwise(months)), default=span)
    return max(2.0, min(24.0, layout.width / 14, 0.8 * layout.width * nearest / span))
