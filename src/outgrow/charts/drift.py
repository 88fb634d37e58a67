"""Chart of what a role turns into: ribbons from the years in which it was held to what its holders hold five years on.

In: a released Drift. Out: rows (`drift_rows`), words (`drift_description`) and a Vega-Lite spec (`drift_spec`). Start at
`drift_spec`. The share by year is in `outgrow.charts.drift_share`.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from outgrow.charts.frame import Spec, framed, notes_at, text_at, y_place
from outgrow.charts.labels import fitted, spread
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.wording import clean, interval, joined, people, percent, role_quoted, sentence, way_name, years
from outgrow.results import Drift
from outgrow.results.drift import BETWEEN, ELSE, LEFT, OTHER, REST, SAME_ROLE, SAME_TITLE, HalfLife, Successor

__all__ = ["can_draw_drift", "drift_description", "drift_rows", "drift_spec", "drift_title"]

#: Other roles that have a ribbon of their own.
_MOST: Final = {"wide": 5, "narrow": 4}
#: Points along a ribbon.
_POINTS: Final = 24
_GAP: Final = 7.0
_NODE: Final = 12.0
#: Periods of a smaller share have no name.
_NAMED: Final = 0.03
_TITLES: Final = 2


class _Node(NamedTuple):
    """What some hold five years on: its name, kind, share with its interval, and the Junes behind it."""

    name: str
    kind: str
    estimate: float
    bounds: tuple[float, float] | None
    times: int
    roles: tuple[str, ...]


def can_draw_drift(answer: Drift) -> bool:
    """Return whether enough people were followed for five years."""
    return len(answer.successors) > 1 and sum(one.times for one in answer.successors) > 0


def drift_title(answer: Drift, *, role: str | None = None) -> str:
    """Return the title of the figure."""
    return f"What {role_quoted(answer.role if role is None else role)} turns into, five years on"


def drift_rows(answer: Drift, *, most: int = 5) -> list[dict[str, Any]]:
    """Return the ribbons: who held the role in some years, by what they hold five years on.

    Parameters
    ----------
    answer : Drift
        A released result.
    most : int, default 5
        Other roles that have a ribbon of their own; the rest are one.

    Returns
    -------
    list of dict
        ``years`` (of a period, or of all), ``name``, ``kind``, ``times`` (Junes in the role), ``estimate, lower, upper``
        (over all years; no interval for several roles drawn as one).
    """
    nodes = _nodes(answer, most)
    return [
        {
            "years": label,
            "name": node.name,
            "kind": node.kind,
            "times": times[node.name],
            "estimate": round(node.estimate, 6),
            "lower": None if node.bounds is None else round(node.bounds[0], 6),
            "upper": None if node.bounds is None else round(node.bounds[1], 6),
        }
        for label, times in _blocks(answer, nodes)
        for node in nodes
        if times[node.name]
    ]


def _nodes(answer: Drift, most: int) -> list[_Node]:
    """Return what is drawn on the right, from the same title down to having left."""
    named = [one for one in answer.successors if one.kind == OTHER and one.role != REST]
    # to draw all but one by themselves hides nothing
    small = named[most:] if len(named) > most + 1 else []
    rest = [*small, *(one for one in answer.successors if one.role == REST)]
    alone = [one for one in answer.successors if one not in rest]

    def node(found: list[Successor], name: str, kind: str) -> _Node:
        bounds = (found[0].lower, found[0].upper) if len(found) == 1 else None
        share, times = sum(one.estimate for one in found), sum(one.times for one in found)
        return _Node(name, kind, share, bounds, times, tuple(one.role for one in found))

    nodes = [node([one], sentence(way_name(one.role)), one.kind) for one in alone]
    if rest:
        nodes.append(node(rest, sentence(REST), OTHER))
    order = {SAME_TITLE: 0, SAME_ROLE: 1, OTHER: 2, ELSE: 3, BETWEEN: 4, LEFT: 5}
    return sorted(nodes, key=lambda one: (order[one.kind], one.name == sentence(REST), -one.estimate))


def _blocks(answer: Drift, nodes: list[_Node]) -> list[tuple[str, dict[str, int]]]:
    """Return Junes in the role by period and node; one block for all where periods are told by other names, or are not."""
    of = {role: node.name for node in nodes for role in node.roles}
    periods = [one for one in answer.periods if one.successors]
    # where small groups are protected, periods are told by kind, which is coarser than the names on the right
    if len(periods) < 2 or (answer.min_cell or 1) > 1:
        years = [one.year for one in answer.share]
        label = f"{years[0]} to {max(years[0], years[-1] - 5)}" if years else "All years"
        return [(label, {node.name: node.times for node in nodes})]
    found = []
    for one in periods:
        times = dict.fromkeys((node.name for node in nodes), 0)
        for each in one.successors:
            times[of[each.role]] += each.times
        label = str(one.first_year) if one.first_year == one.last_year else f"{one.first_year} to {one.last_year}"
        found.append((label, times))
    return found


def drift_description(answer: Drift, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    answer : Drift
        A released result.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    said = "; ".join(f"{node.name} {_share(node)}" for node in _nodes(answer, _MOST["wide"]))
    half = f" {_half(answer.half_life)}" if answer.half_life and answer.half_life.months is not None else ""
    return (
        f"{kind}{drift_title(answer, role=role)}: ribbons from the years in which the role was held in June, {_counted(answer)}, "
        f"to what they hold five years on, with {percent(answer.settings.coverage)} intervals. {said}.{half}"
    )


def _counted(answer: Drift) -> str:
    limit = answer.min_cell or 1
    junes = people(answer.followed, limit=limit, one="June", many="Junes")
    return f"{junes} of {people(answer.people, limit=limit)}"


def _share(node: _Node) -> str:
    return percent(node.estimate) + ("" if node.bounds is None else f" ({interval(*node.bounds)})")


def _half(half: HalfLife) -> str:
    assert half.months is not None
    if half.lower is None:
        ends = ""
    elif half.upper is None:
        ends = f" ({years(half.lower)} or more)"
    else:
        ends = f" ({years(half.lower)} to {years(half.upper)})"
    return f"Half of the titles held have given way to another after {years(half.months)}{ends}."


def drift_spec(answer: Drift, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of what a role turns into.

    Parameters
    ----------
    answer : Drift
        A released result, which can be drawn (see `can_draw_drift`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    nodes = _nodes(answer, _MOST[size])
    blocks = _blocks(answer, nodes)
    shades = _shades(nodes, colours)
    left, right = (96.0, 368.0) if layout.beside else (30.0, 168.0)
    room = layout.height + (70 if layout.beside else 130)
    whole = sum(sum(times.values()) for _, times in blocks) or 1
    tall = (room - _GAP * (len(nodes) - 1)) / whole
    starts, from_left = _stacked([sum(times.values()) * tall for _, times in blocks], room), {}
    ends, from_right = _stacked([sum(times[node.name] for _, times in blocks) * tall for node in nodes], room), {}
    bars: list[Spec] = []
    for (label, times), top in zip(blocks, starts, strict=True):
        from_left[label] = top
        bars.append(_bar(left, top, sum(times.values()) * tall, colours.quiet))
    for node, top in zip(nodes, ends, strict=True):
        from_right[node.name] = top
        bars.append(_bar(right, top, sum(times[node.name] for _, times in blocks) * tall, shades[node.name]))
    ribbons: list[dict[str, Any]] = []
    for label, times in blocks:
        for node in nodes:
            height = times[node.name] * tall
            if height:
                ribbon = f"{label}: {node.name}"
                ends_at = from_left[label], from_right[node.name]
                ribbons += _ribbon(ribbon, left + _NODE, right, *ends_at, height, shades[node.name])
                from_left[label] += height
                from_right[node.name] += height
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, layout.whole], "range": [0, layout.whole], "nice": False, "zero": False, "padding": 0},
    }
    layers: list[Spec] = [
        {
            "data": {"values": ribbons},
            "mark": {"type": "area", "opacity": 0.55},
            "encoding": {
                "x": x,
                "y": y_place("top", room),
                "y2": {"field": "bottom"},
                "color": {"field": "shade", "type": "nominal", "legend": None, "scale": None},
                "detail": {"field": "ribbon", "type": "nominal"},
            },
        },
        {
            "data": {"values": bars},
            "mark": {"type": "rect", "opacity": 1},
            "encoding": {
                "x": x,
                "x2": {"field": "x2"},
                "y": y_place("top", room),
                "y2": {"field": "bottom"},
                "color": {"field": "shade", "type": "nominal", "legend": None, "scale": None},
            },
        },
    ]
    layers += _period_names(blocks, starts, tall, whole, left, colours, layout)
    layers += _node_names(answer, nodes, blocks, ends, tall, room, right, colours, layout)
    notes = []
    if answer.half_life is not None and answer.half_life.months is not None:
        notes.append(_half(answer.half_life))
    height = room + 30 + (layout.text + 5) * len(notes) * (1 if layout.beside else 2)
    layers += notes_at(notes, room + 26, colours, layout)
    return framed(
        layers,
        title=drift_title(answer, role=role),
        under=f"From the June in which the role was held, left, to what is held five years later: {_counted(answer)}",
        description=drift_description(answer, role=role),
        careers=answer.careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _shades(nodes: list[_Node], colours: Palette) -> dict[str, str]:
    """Give each node its colour: shades of one hue for the role itself, others for other roles."""
    fixed = {
        SAME_TITLE: colours.steps[7],
        SAME_ROLE: colours.steps[3],
        ELSE: colours.rest,
        BETWEEN: colours.between,
        LEFT: colours.left,
    }
    free = iter(colours.series[1:] * len(nodes))
    return {
        node.name: colours.rest if node.name == sentence(REST) else fixed.get(node.kind) or next(free) for node in nodes
    }


def _stacked(heights: list[float], room: float) -> list[float]:
    """Return the top of each of some blocks that fill a room with equal gaps."""
    gap = (room - sum(heights)) / max(len(heights) - 1, 1)
    tops, top = [], 0.0 if len(heights) > 1 else gap / 2
    for height in heights:
        tops.append(top)
        top += height + gap
    return tops


def _bar(x: float, top: float, height: float, shade: str) -> dict[str, Any]:
    return {"x": x, "x2": x + _NODE, "top": round(top, 2), "bottom": round(top + height, 2), "shade": shade}


def _ribbon(
    name: str, first: float, last: float, from_top: float, to_top: float, height: float, shade: str
) -> list[dict[str, Any]]:
    """Return the edge points of a ribbon, which leaves and arrives level."""
    found = []
    for place in range(_POINTS + 1):
        share = place / _POINTS
        eased = share * share * (3 - 2 * share)
        top = from_top + (to_top - from_top) * eased
        found.append(
            {
                "ribbon": name,
                "x": round(first + (last - first) * share, 2),
                "top": round(top, 2),
                "bottom": round(top + height, 2),
                "shade": shade,
            }
        )
    return found


def _period_names(
    blocks: list[tuple[str, dict[str, int]]],
    starts: list[float],
    tall: float,
    whole: int,
    left: float,
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """Return the names of the blocks on the left: to their left, or on narrow pages the years alone."""
    layers = []
    for (label, times), top in zip(blocks, starts, strict=True):
        number = sum(times.values())
        if number < _NAMED * whole:
            continue
        middle = top + number * tall / 2
        lines = [label] if layout.beside else [part for part in label.split(" ") if part != "to"]
        first = middle - (len(lines) - 1) * (layout.text + 3) / 2
        layers.append(
            text_at(lines, left - 6, first, colours.ink, layout.text - (0 if layout.beside else 2), align="right")
        )
    return layers


def _node_names(
    answer: Drift,
    nodes: list[_Node],
    blocks: list[tuple[str, dict[str, int]]],
    ends: list[float],
    tall: float,
    room: float,
    right: float,
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """Return the names of what is held then, with shares, and under the role's own the commonest of its titles."""
    start = right + _NODE + 8
    width, line = layout.whole - start, layout.text + 3
    texts = []
    for node in nodes:
        name = fitted(node.name, width, layout.text, 2, bold=node.kind in (SAME_TITLE, SAME_ROLE))
        share = _share(node)
        lines = [*name, share] if not layout.beside else fitted(f"{node.name}  {share}", width, layout.text, 2)
        more = _titles(answer) if node.kind == SAME_ROLE and layout.beside else ""
        texts.append((lines, fitted(more, width, layout.text - 1, 2) if more else []))
    heights = [float(line * (len(lines) + len(more)) + 2) for lines, more in texts]
    middles = [
        top + sum(times[node.name] for _, times in blocks) * tall / 2 for node, top in zip(nodes, ends, strict=True)
    ]
    layers = []
    for (said, below), height, middle in zip(texts, heights, spread(middles, heights, room), strict=True):
        first = middle - height / 2 + line / 2
        layers.append(text_at(said, start, first, colours.ink, layout.text))
        if below:
            layers.append(text_at(below, start, first + line * len(said), colours.quiet, layout.text - 1))
    return layers


def _titles(answer: Drift) -> str:
    """Return the commonest other titles of the role that are held then."""
    found = [one for one in answer.titles_then if one.kind == SAME_ROLE][:_TITLES]
    return joined([f"{clean(one.role)} {percent(one.estimate)}" for one in found], last="and")
