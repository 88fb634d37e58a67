"""Where people are over time in words, once for terminals and findings: times that can be read, states by name, sentences.

In: a released Occupancy or Tenure. Out: readings and sentences. Start at `occupancy_reads` and `tenure_reads`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outgrow.charts.readings import LEAST_AT_RISK
from outgrow.charts.wording import clean, group_name, interval, people, percent, sentence, stayed_in, way_name
from outgrow.months import span
from outgrow.report.answers_time import Clock, StayClock
from outgrow.results import Occupancy, StateCurves, StatePoint, Tenure
from outgrow.results.states import BETWEEN, IN_ROLE, LEFT, OTHER_WAYS, OUT, SIDEWAYS, UNKNOWN, UP

__all__ = [
    "STAYS",
    "WAYS",
    "ReadStates",
    "commonest",
    "ever_in",
    "exits",
    "half_said",
    "occupancy_reads",
    "places_said",
    "read_states",
    "state_chance",
    "state_names",
    "tenure_reads",
    "way_in_table",
]

#: Where few are left and an interval is wider than this, curves are not read.
_WIDEST: Final = 0.5
STAYS: Final = {"one": "stay", "many": "stays"}
#: Ways out of a role, as they are said in a table.
WAYS: Final = {
    IN_ROLE: "still in the role",
    UP: "up: a higher level",
    SIDEWAYS: "sideways or down",
    OUT: "out: no job next",
    UNKNOWN: "level unknown",
}


@dataclass(frozen=True)
class ReadStates:
    """State curves read at some times; `asked` and the month of each may differ a little."""

    curves: StateCurves
    asked: tuple[int, ...]
    points: tuple[dict[str, StatePoint], ...]
    followed: tuple[int, ...]
    settled: tuple[str, ...]


def read_states(curves: StateCurves, clock: Clock, settled: tuple[str, ...], limit: int) -> ReadStates:
    """Read curves at round times, or where steps were merged at the released ones; only while enough can be followed."""
    if not len(curves.months) or curves.starts_at is None or curves.through is None:
        return ReadStates(curves, (), (), (), settled)
    open_columns = [place for place, state in enumerate(curves.states) if state not in settled]
    at_risk = curves.at_risk[:, open_columns].sum(axis=1)
    if limit > 1:
        asked = clock.nearest(curves.starts_at, curves.months.tolist())
        own = asked
    else:
        asked = clock.times(curves.starts_at, curves.through)
        own = [min(month, curves.through) for month in asked]
    found: list[tuple[int, dict[str, StatePoint], int]] = []
    for month, read in zip(asked, own, strict=True):
        point = curves.at(read)
        if point is None:
            continue
        place = int(np.searchsorted(curves.months, read, side="left"))
        seen = int(at_risk[place]) if place < len(at_risk) else 0
        before = curves.estimate[place - 1] if place else curves.start
        still = float(before[open_columns].sum())
        if limit == 1 and _too_few(seen, still, point):
            continue
        found.append((month, point, seen))
    columns = zip(*found, strict=True) if found else ((), (), ())
    months, points, followed = (tuple(column) for column in columns)
    return ReadStates(curves, months, points, followed, settled)


def _too_few(seen: int, still: float, point: dict[str, StatePoint]) -> bool:
    """Tell whether too few are left to read curves, who may be few since nearly all left for good."""
    if seen >= LEAST_AT_RISK:
        return False
    # so many could have been followed so far, had nobody left for good
    could = seen / still if still > 0 else 0.0
    return could < LEAST_AT_RISK or any(one.upper - one.lower > _WIDEST for one in point.values() if one.estimate > 0)


def state_names(states: Sequence[str], column: str) -> dict[str, str]:
    """Return what each state is called."""
    return {state: _state_name(state, column, alone=len(exits(states)) == 1) for state in states}


def _state_name(state: str, column: str, *, alone: bool) -> str:
    if state == LEFT:
        return "left for good" if alone else "left otherwise"
    if state.startswith(f"{LEFT}: "):
        why = clean(state.removeprefix(f"{LEFT}: "))
        return why if why.startswith(LEFT) else f"{LEFT}: {why}"
    if state == UNKNOWN:
        return f"{clean(column)} unknown"
    return state if state == BETWEEN else group_name({"state": state})


def exits(states: Sequence[str]) -> tuple[str, ...]:
    """Return the states that nobody leaves."""
    return tuple(state for state in states if state == LEFT or state.startswith(f"{LEFT}: "))


def state_chance(point: StatePoint, coverage: float, *, first: bool = False) -> str:
    """``"50% (95% interval 48% to 52%)"`` the first time, ``"50% (48% to 52%)"`` after."""
    words = f"{percent(coverage)} interval " if first else ""
    return f"{percent(point.estimate)} ({words}{interval(point.lower, point.upper)})"


def occupancy_reads(answer: Occupancy) -> tuple[Clock, list[ReadStates]]:
    """Return the clock of an answer, and its curves as they are read."""
    clock = Clock(answer.settings, answer.role, answer.origin)
    return clock, [read_states(curves, clock, exits(curves.states), answer.min_cell or 1) for curves in answer.curves]


def tenure_reads(answer: Tenure) -> tuple[StayClock, list[ReadStates]]:
    """Return the clock of stays, and the curves as they are read."""
    clock = StayClock(answer.settings, answer.role)
    return clock, [
        read_states(curves, clock, tuple(curves.states[1:]), answer.min_cell or 1) for curves in answer.curves
    ]


def way_in_table(state: str, answer: Tenure) -> str:
    """Return what a way out of a role is called."""
    if answer.ways is None or state in (IN_ROLE, OUT):
        return WAYS.get(state, clean(state))
    return "next job unknown" if state == UNKNOWN else sentence(way_name(state)) if state != OTHER_WAYS else state


def ever_in(read: ReadStates, state: str) -> bool:
    """Tell whether anyone is ever in a state at the times read."""
    column = read.curves.states.index(state)
    return bool(read.curves.start[column] > 0 or any(point[state].estimate > 0 for point in read.points))


def commonest(read: ReadStates, place: int, most: int) -> list[StatePoint]:
    """Return so many of the states that most people are in at one of the times read."""
    points = sorted(read.points[place].values(), key=lambda point: -point.estimate)[:most]
    return [point for point in points if point.estimate > 0]


def places_said(answer: Occupancy, clock: Clock, read: ReadStates, place: int, *, most: int, first: bool = True) -> str:
    """Return where people are at one of the times read: ``"10 years after …: manager 50% (…); estimated from 9 people"``."""
    names, coverage = state_names(read.curves.states, answer.states), answer.settings.coverage
    said = ", ".join(
        f"{names[point.state]} {state_chance(point, coverage, first=first and rank == 0)}"
        for rank, point in enumerate(commonest(read, place, most))
    )
    counted = people(read.curves.people, limit=answer.min_cell or 1)
    return f"{clock.at(read.asked[place])}: {said}; estimated from {counted}"


def half_said(
    answer: Tenure,
    clock: StayClock,
    read: ReadStates,
    median: tuple[float | None, float | None, float | None],
    *,
    first: bool = True,
) -> str:
    """Return how long half of the stays last, or that it cannot be told and how many were still going on."""
    coverage, role = percent(answer.settings.coverage), stayed_in(answer.role)
    stays = people(read.curves.people, limit=answer.min_cell or 1, **STAYS)
    middle, lower, upper = median
    if middle is not None:
        until = "longer than was seen" if upper is None else span(upper)
        since = "unknown" if lower is None else span(lower)
        words = f"{coverage} interval " if first else ""
        bounds = "within that month" if since == until else f"{since} to {until}"
        return f"half of {stays} in {role} had ended after {span(middle)} ({words}{bounds})"
    place = len(read.points) - 1
    still = read.points[place][read.curves.states[0]]
    return (
        f"how long half of {stays} in {role} last cannot be told: {clock.at(read.asked[place])} an estimated "
        f"{state_chance(still, answer.settings.coverage, first=True)} were still going on"
    )
