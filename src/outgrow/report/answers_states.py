"""Where people are over time in words: occupancy and tenure, for a terminal.

In: a released Occupancy or Tenure. Out: lines on a `Page`. Start at `occupancy_claim` and `tenure_claim`. States are rows,
times are columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outgrow.charts.readings import (
    LEAST_AT_RISK,
)
from outgrow.charts.wording import (
    clean,
    group_name,
    interval,
    joined,
    people,
    percent,
    role_name,
    sentence,
    way_name,
)
from outgrow.report.answers_time import MERGED, Clock, StayClock, nothing_shown, parts, short, span
from outgrow.report.terminal import Page
from outgrow.results import Occupancy, StateCurves, StatePoint, Tenure
from outgrow.results.states import BETWEEN, IN_ROLE, LEFT, OTHER_WAYS, OUT, SIDEWAYS, UNKNOWN, UP

__all__ = [
    "occupancy_claim",
    "occupancy_table",
    "tenure_claim",
    "tenure_table",
]

_MOST_GROUPS: Final = 4
_INTERVAL: Final = 14
#: Where few are left and an interval is wider than this, curves are not read.
_WIDEST: Final = 0.5
_STAYS: Final = {"one": "stay", "many": "stays"}
#: Ways out of a role, as they are said in a table.
_WAYS: Final = {
    IN_ROLE: "still in the role",
    UP: "up: a higher level",
    SIDEWAYS: "sideways or down",
    OUT: "out: no job next",
    UNKNOWN: "level unknown",
}


@dataclass(frozen=True)
class _Read:
    """State curves read at some times; `asked` and the month of each may differ a little."""

    curves: StateCurves
    asked: tuple[int, ...]
    points: tuple[dict[str, StatePoint], ...]
    followed: tuple[int, ...]
    settled: tuple[str, ...]


def _read(curves: StateCurves, clock: Clock, settled: tuple[str, ...], limit: int) -> _Read:
    """Read curves at round times, or where steps were merged at the released ones; only while enough can be followed."""
    if not len(curves.months) or curves.starts_at is None or curves.through is None:
        return _Read(curves, (), (), (), settled)
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
    return _Read(curves, months, points, followed, settled)


def _too_few(seen: int, still: float, point: dict[str, StatePoint]) -> bool:
    """Tell whether too few are left to read curves, who may be few since nearly all left for good."""
    if seen >= LEAST_AT_RISK:
        return False
    # so many could have been followed so far, had nobody left for good
    could = seen / still if still > 0 else 0.0
    return could < LEAST_AT_RISK or any(one.upper - one.lower > _WIDEST for one in point.values() if one.estimate > 0)


def _say_left_out(page: Page, read: _Read, clock: Clock, limit: int) -> None:
    """Say which times are left out, for want of people."""
    curves = read.curves
    if limit > 1 or curves.starts_at is None or curves.through is None:
        return
    left_out = [month for month in clock.times(curves.starts_at, curves.through) if month not in read.asked]
    if left_out:
        page.say(
            f"Not shown: {joined([clock.label(month) for month in left_out])}; too few were followed for that long."
        )


def _draw(page: Page, read: _Read, clock: Clock, names: dict[str, str], order: Sequence[str], last_row: str) -> None:
    """Draw states by time, as many columns as fit, one table under another; the last time with its interval."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    curves = read.curves
    shown = [state for state in order if _ever(read, state)]
    start = clock.label(curves.starts_at or 0) if curves.starts_at or clock.settings.clock != "role" else "start"
    labels = [start, *(clock.label(month) for month in read.asked)]
    cells: list[list[str]] = []
    for state in shown:
        column = curves.states.index(state)
        cells.append([short(float(curves.start[column])), *(short(point[state].estimate) for point in read.points)])
    widths = [max(5, *(len(text) for text in column)) for column in zip(labels, *cells, strict=True)]
    needed = [*widths[:-1], widths[-1] + _INTERVAL + 1]
    longest = max(len(name) for name in [last_row, *(names[state] for state in shown)])
    room = min(longest, max(page.width // 3, 13))
    if room + sum(needed) + len(needed) > page.width:
        room = max(min(longest, 16), min(room, page.width - sum(needed) - len(needed)))
    tables = parts(needed, page.width - room)
    for number, places in enumerate(tables):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
        table.add_column("", width=room, overflow="fold")
        for place in places:
            table.add_column(labels[place], justify="right", width=widths[place], no_wrap=True)
        final = number == len(tables) - 1
        if final:
            table.add_column(Text("interval", justify="right"), justify="right", width=_INTERVAL, no_wrap=True)
        for state, row in zip(shown, cells, strict=True):
            point = read.points[-1][state]
            bounds = [f"{short(point.lower)} to {short(point.upper)}"] if final else []
            table.add_row(Text(names[state]), *(row[place] for place in places), *bounds)
        first = "" if curves.starts_at or clock.settings.clock != "role" else f"{curves.people:,}"
        followed = [first, *(f"{seen:,}" for seen in read.followed)]
        table.add_row(Text(last_row, style="dim"), *(followed[place] for place in places), *([""] if final else []))
        if number:
            page.blank()
        page.draw(table)


def _ever(read: _Read, state: str) -> bool:
    column = read.curves.states.index(state)
    return bool(read.curves.start[column] > 0 or any(point[state].estimate > 0 for point in read.points))


def _by_size(reads: Sequence[_Read]) -> list[str]:
    """Order states by how many are in them at the last time, those that nobody leaves behind."""
    states = list(dict.fromkeys(state for read in reads for state in read.curves.states))
    size = {
        state: sum(
            read.curves.people * read.points[-1][state].estimate
            for read in reads
            if read.points and state in read.points[-1]
        )
        for state in states
    }
    return sorted(states, key=lambda state: (any(state in read.settled for read in reads), -size[state]))


def _names(states: Sequence[str], column: str) -> dict[str, str]:
    """Return what each state is called."""
    return {state: _state_name(state, column, alone=len(_exits(states)) == 1) for state in states}


def _state_name(state: str, column: str, *, alone: bool) -> str:
    if state == LEFT:
        return "left for good" if alone else "left otherwise"
    if state.startswith(f"{LEFT}: "):
        why = clean(state.removeprefix(f"{LEFT}: "))
        return why if why.startswith(LEFT) else f"{LEFT}: {why}"
    if state == UNKNOWN:
        return f"{clean(column)} unknown"
    return state if state == BETWEEN else group_name({"state": state})


def _exits(states: Sequence[str]) -> tuple[str, ...]:
    return tuple(state for state in states if state == LEFT or state.startswith(f"{LEFT}: "))


def _chance(point: StatePoint, coverage: float, *, first: bool = False) -> str:
    words = f"{percent(coverage)} interval " if first else ""
    return f"{percent(point.estimate)} ({words}{interval(point.lower, point.upper)})"


def _occupancy_reads(answer: Occupancy) -> tuple[Clock, list[_Read]]:
    clock = Clock(answer.settings, answer.role, answer.origin)
    return clock, [_read(curves, clock, _exits(curves.states), answer.min_cell or 1) for curves in answer.curves]


def occupancy_claim(page: Page, answer: Occupancy) -> None:
    """Say which states are the commonest."""
    clock, reads = _occupancy_reads(answer)
    told = [(read, clock.headline(read.asked)) for read in reads if read.points]
    if not told:
        page.say(nothing_shown(answer), style="bold")
        return
    limit, coverage = answer.min_cell or 1, answer.settings.coverage
    for number, (read, place) in enumerate(told[:_MOST_GROUPS]):
        points = sorted(read.points[place].values(), key=lambda point: -point.estimate)[: 3 if len(told) == 1 else 2]
        names = _names(read.curves.states, answer.states)
        said = ", ".join(
            f"{names[point.state]} {_chance(point, coverage, first=rank == 0 and number == 0)}"
            for rank, point in enumerate(points)
            if point.estimate > 0
        )
        group = f"{sentence(group_name(read.curves.group))}, " if read.curves.group else ""
        when = clock.at(read.asked[place])
        counted = people(read.curves.people, limit=limit)
        page.say(f"{group}{when if group else sentence(when)}: {said}; estimated from {counted}.", style="bold")
    if len(told) > _MOST_GROUPS:
        page.say(f"{len(told) - _MOST_GROUPS} more groups are below.")


def occupancy_table(page: Page, answer: Occupancy) -> None:
    """Draw where people are, a table for each group."""
    clock, reads = _occupancy_reads(answer)
    order = _by_size([read for read in reads if read.points])
    for read in reads:
        if not read.points:
            continue
        _group_heading(page, read, f"Where they are, {clock.heading}", answer.min_cell or 1)
        names = _names(read.curves.states, answer.states)
        _draw(page, read, clock, names, [state for state in order if state in read.curves.states], "still followed")
        _say_left_out(page, read, clock, answer.min_cell or 1)
    if order:
        page.say(_occupancy_legend(answer))


def _when(answer: Occupancy | Tenure) -> str:
    return "just before that time" if (answer.min_cell or 1) == 1 else "when the step that ends then began"


def _occupancy_legend(answer: Occupancy) -> str:
    said = [f"The interval ({percent(answer.settings.coverage)}) is that of the last time shown."]
    if (answer.min_cell or 1) > 1:
        said.append(MERGED)
    said.append(f"Still followed: people seen {_when(answer)} who had not left for good.")
    return " ".join(said)


def _group_heading(page: Page, read: _Read, text: str, limit: int, nouns: dict[str, str] | None = None) -> None:
    counted = people(read.curves.people, limit=limit, **(nouns or {}))
    name = f"{sentence(group_name(read.curves.group))}: " if read.curves.group else ""
    page.heading(f"{name}{text[:1].lower() + text[1:] if name else text}, of {counted}")


def _tenure_reads(answer: Tenure) -> tuple[StayClock, list[_Read]]:
    clock = StayClock(answer.settings, answer.role)
    return clock, [_read(curves, clock, tuple(curves.states[1:]), answer.min_cell or 1) for curves in answer.curves]


def tenure_claim(page: Page, answer: Tenure) -> None:
    """Say how long half of the stays last, and how many end with a move up."""
    clock, reads = _tenure_reads(answer)
    if not any(read.points for read in reads):
        page.say(nothing_shown(answer), style="bold")
        return
    limit, coverage, name = answer.min_cell or 1, percent(answer.settings.coverage), role_name(answer.role)
    role = "a first job" if name == "any" else f"the role “{name}”"
    for number, (read, median) in enumerate(list(zip(reads, answer.medians, strict=True))[:_MOST_GROUPS]):
        if not read.points:
            continue
        group = f"{sentence(group_name(read.curves.group))}: " if read.curves.group else ""
        stays = people(read.curves.people, limit=limit, **_STAYS)
        middle, lower, upper = median
        if middle is not None:
            until = "longer than was seen" if upper is None else span(upper)
            since = "unknown" if lower is None else span(lower)
            words = f"{coverage} interval " if number == 0 else ""
            said = f"half of {stays} in {role} had ended after {span(middle)} ({words}{since} to {until})"
        else:
            place = len(read.points) - 1
            still = read.points[place][read.curves.states[0]]
            said = (
                f"how long half of {stays} in {role} last cannot be told: {clock.at(read.asked[place])} an estimated "
                f"{_chance(still, answer.settings.coverage, first=True)} were still going on"
            )
        page.say(f"{group}{said if group else sentence(said)}.", style="bold")
    _moved_up(page, answer, clock, reads)


def _moved_up(page: Page, answer: Tenure, clock: Clock, reads: Sequence[_Read]) -> None:
    place = clock.headline(reads[0].asked) if len(reads) == 1 and reads[0].points else None
    up = None if place is None else reads[0].points[place].get(UP)
    if place is None or up is None or up.estimate == 0:
        return
    stays = people(reads[0].curves.people, limit=answer.min_cell or 1, **_STAYS)
    page.blank()
    page.say(
        f"{sentence(clock.at(reads[0].asked[place]))} an estimated {_chance(up, answer.settings.coverage, first=True)} of "
        f"{stays} had ended with a move up."
    )


def tenure_table(page: Page, answer: Tenure) -> None:
    """Draw how stays end, a table for each group."""
    clock, reads = _tenure_reads(answer)
    order = [IN_ROLE, UP, SIDEWAYS, OUT] if answer.ways is None else [IN_ROLE]
    for read in reads:
        if not read.points:
            continue
        _group_heading(page, read, f"How a stay goes on, {clock.heading}", answer.min_cell or 1, _STAYS)
        states = list(dict.fromkeys([*order, *read.curves.states]))
        names = {state: _way(state, answer) for state in states}
        shown = [state for state in states if state in read.curves.states]
        _draw(page, read, clock, names, shown, "still followed")
        _say_left_out(page, read, clock, answer.min_cell or 1)
        never = [_WAYS[state].partition(":")[0] for state in order[1:] if state not in shown or not _ever(read, state)]
        if never and UNKNOWN not in shown:
            page.say(f"Never seen: {'; '.join(never)}.")
    if any(read.points for read in reads):
        page.say(_tenure_legend(answer))


def _way(state: str, answer: Tenure) -> str:
    if answer.ways is None or state in (IN_ROLE, OUT):
        return _WAYS.get(state, clean(state))
    return "next job unknown" if state == UNKNOWN else sentence(way_name(state)) if state != OTHER_WAYS else state


def _tenure_legend(answer: Tenure) -> str:
    said = [f"The interval ({percent(answer.settings.coverage)}) is that of the last time shown."]
    if answer.ways is None:
        said.append(
            "Up: the next job is of a higher level; sideways or down: of the same or a lower one; out: none follows at once."
        )
    else:
        said.append(f"Ways out: the {joined(answer.ways.split(','))} of the next job; out: none follows at once.")
    if answer.ways is None and any(UNKNOWN in curves.states for curves in answer.curves):
        said.append("Level unknown: that of this job or the next one, so the move is neither up nor sideways.")
    if (answer.min_cell or 1) > 1:
        said.append(MERGED)
    said.append(f"A person may have several stays. Still followed: stays going on {_when(answer)}, and seen.")
    return " ".join(said)
