"""Charts of who made it: what came first over time, as areas that make up everyone, and the roles of those already there.

In: a released Who. Out: figures' rows, words and Vega-Lite specs. Start at `outcomes_spec` or `sequences_spec`.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from outgrow.charts.frame import Spec, framed, mark_at, notes_at, text_at, y_place
from outgrow.charts.labels import fitted
from outgrow.charts.layout import LAYOUTS, Size
from outgrow.charts.occupancy import (
    ON_THE_WAY,
    OUTCOME,
    can_draw_occupancy,
    occupancy_description,
    occupancy_rows,
    occupancy_spec,
    occupancy_title,
)
from outgrow.charts.palette import Theme, palette
from outgrow.charts.wording import (
    clean,
    count,
    cut,
    interval,
    people,
    percent,
    role_quoted,
    sentence,
    target_name,
    way_name,
    years,
)
from outgrow.results import Answer, Occupancy, Sequence, StateCurves, Who
from outgrow.results.states import LEFT
from outgrow.results.who import REACHED, WAITING

__all__ = [
    "can_draw_outcomes",
    "outcomes_description",
    "outcomes_rows",
    "outcomes_spec",
    "outcomes_title",
    "sequence_name",
    "sequences_description",
    "sequences_rows",
    "sequences_spec",
    "sequences_title",
]

#: Sequences that are drawn.
_MOST: Final = 8
#: Pixels of the names beside bars.
_BESIDE: Final = 330


def sequence_name(row: Sequence) -> str:
    """Return roles as they are said, with an arrow between two."""
    names = [sentence(way_name(role)) for role in row.roles]
    if row.longer:
        names.insert(len(names) // 2, "…")
    return " → ".join(names)


def can_draw_outcomes(answer: Who) -> bool:
    """Return whether enough people were followed for the curves to be drawn."""
    return answer.curves is not None and can_draw_occupancy(*_as_occupancy(answer, answer.curves))


def outcomes_title(answer: Who, role: str | None = None) -> str:
    """Return the title of the figure of what came first."""
    still = f" while still {answer.stayed}" if answer.stayed else ""
    return f"Who reached {cut(target_name(answer.toward))} from {role_quoted(answer.role if role is None else role)}{still}"


def outcomes_rows(answer: Who) -> list[dict[str, Any]]:
    """Return the chance of each outcome, month by month, as `outgrow.charts.occupancy.occupancy_rows` does of states."""
    assert answer.curves is not None
    return occupancy_rows(*_as_occupancy(answer, answer.curves))


def outcomes_description(answer: Who, *, role: str | None = None) -> str:
    """Return what the figure of what came first shows, in words and numbers."""
    assert answer.curves is not None
    drawn, curves = _as_occupancy(answer, answer.curves)
    said = occupancy_description(drawn, curves, role=role)
    return said.replace(occupancy_title(drawn, curves), f"{outcomes_title(answer, role)}, and what came first else", 1)


def outcomes_spec(answer: Who, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of what came first over time.

    Parameters
    ----------
    answer : Who
        A released result with curves that can be drawn (see `can_draw_outcomes`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    assert answer.curves is not None
    layout = LAYOUTS[size]
    spec = occupancy_spec(*_as_occupancy(answer, answer.curves), role=role, theme=theme, size=size)
    spec["title"]["text"] = fitted(outcomes_title(answer, role), layout.whole - 8, layout.title, 3, bold=True)
    point, counted = answer.at_horizon, people(answer.curves.people, limit=answer.min_cell or 1)
    if point is not None:
        bounds = f"{percent(point.estimate)} ({interval(point.lower, point.upper)}) by {years(point.months)}"
        spec["title"]["subtitle"] = fitted(f"{bounds}, estimated from {counted}", layout.whole - 8, layout.text - 1, 4)
    spec["description"] = outcomes_description(answer, role=role)
    return spec


def _as_occupancy(answer: Who, curves: StateCurves) -> tuple[Occupancy, StateCurves]:
    """Return the outcomes as states with the names they are drawn by, in the order they are drawn."""
    still = f", {answer.stayed}" if answer.stayed else ""
    names = {REACHED: f"reached it{still}", WAITING: f"{ON_THE_WAY}{still}"}
    order = (REACHED, WAITING, *(state for state in curves.states if state not in (REACHED, WAITING, LEFT)), LEFT)
    places = [curves.states.index(state) for state in order]
    one = ("start", "start_error")
    two = ("estimate", "std_error", "lower", "upper", "at_risk", "moved_in")
    ordered = replace(
        curves,
        states=tuple(names.get(state, state) for state in order),
        **{name: getattr(curves, name)[places] for name in one},
        **{name: getattr(curves, name)[:, places] for name in two},
    )
    shared = {field.name: getattr(answer, field.name) for field in fields(Answer)}
    return Occupancy(**shared, states=OUTCOME, curves=(ordered,)), ordered


def sequences_title(answer: Who) -> str:
    """Return the title of the figure of the roles of those already there."""
    return f"The roles of those already there: from entry to {cut(target_name(answer.toward))}"


def sequences_rows(answer: Who) -> list[dict[str, Any]]:
    """Return the commonest sequences of roles: ``roles``, ``people`` and their ``share`` of those already there.

    The last row is all others, where there are any.
    """
    whole = answer.sequences.people or 1
    shown = answer.sequences.rows[:_MOST]
    rows = [
        {"roles": cut(sequence_name(row), 220), "people": row.people, "share": row.people / whole, "other": False}
        for row in shown
    ]
    others = answer.sequences.people - sum(row.people for row in shown)
    if others > 0:
        rows.append({"roles": "By other roles", "people": others, "share": others / whole, "other": True})
    return rows


def sequences_description(answer: Who) -> str:
    """Return what the figure of roles shows, in words and numbers."""
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    limit = answer.min_cell or 1
    said = "; ".join(f"{row['roles']}: {count(row['people'], limit=limit)}" for row in sequences_rows(answer))
    return f"{kind}{sequences_title(answer)}, {_under(answer)}: {said}."


def sequences_spec(answer: Who, *, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of the commonest sequences of roles, the longest bar first.

    Parameters
    ----------
    answer : Who
        A released result with sequences.
    theme, size
        As of `outcomes_spec`.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    limit, rows = answer.min_cell or 1, sequences_rows(answer)
    left, right = (float(_BESIDE), 590.0) if layout.beside else (0.0, layout.whole - 86.0)
    texts, y, line = [], 0.0, layout.text + 3
    for row in rows:
        name = fitted(row["roles"], left - 14 if layout.beside else layout.whole - 4, layout.text, 4)
        tall = len(name) * line
        first = y + line / 2 + (max(0.0, (26 - tall) / 2) if layout.beside else 0.0)
        texts.append(text_at(name, 0, first, colours.quiet if row["other"] else colours.ink, layout.text))
        row["y"] = y + (max(tall, 26) / 2 if layout.beside else tall + 12)
        row["said"] = f"{count(row['people'], limit=limit).replace('about ', '')} ({percent(row['share'])})"
        row["shade"] = colours.unknown if row["other"] else colours.series[0]
        y = y + max(tall, 26) + 10 if layout.beside else row["y"] + 24
    top = max(row["people"] for row in rows)
    x = {
        "field": "people",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, top], "range": [left, right], "nice": False, "zero": True, "padding": 0},
    }
    place = y_place("y", y)
    data = {"values": rows}
    text = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": 6,
        "color": colours.ink,
        "fontSize": layout.text,
    }
    layers: list[Spec] = [
        mark_at({"type": "rule", "color": colours.line, "strokeWidth": 1}, left, 0, y2=y - 6),
        {
            "data": data,
            "mark": {"type": "bar", "size": 16},
            "encoding": {
                "x": x,
                "x2": {"datum": 0},
                "y": place,
                "color": {"field": "shade", "type": "nominal", "legend": None, "scale": None},
            },
        },
        {"data": data, "mark": text, "encoding": {"x": x, "y": place, "text": {"field": "said", "type": "nominal"}}},
        *texts,
        *notes_at(["Whoever is still on the way is not among them."], y + 8, colours, layout),
    ]
    return framed(
        layers,
        title=sequences_title(answer),
        under=sentence(_under(answer)),
        description=sequences_description(answer),
        careers=answer.careers,
        width=layout.whole,
        height=y,
        colours=colours,
        layout=layout,
    )


def _under(answer: Who) -> str:
    limit = answer.min_cell or 1
    still = f" while still {answer.stayed}" if answer.stayed else ""
    rounded = "; counts rounded" if limit > 1 else ""
    return (
        f"{people(answer.sequences.people, limit=limit)} there within {years(answer.horizon_months)} of entry{still} "
        f"({cut(clean(answer.careers.name), 60)}){rounded}"
    )
