"""Where people are over time in words: occupancy and tenure, for a terminal.

In: a released Occupancy or Tenure. Out: lines on a `Page`. Start at `occupancy_claim` and `tenure_claim`. States are rows,
times are columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from outgrow.charts.wording import group_name, joined, people, percent, sentence
from outgrow.report.answers_time import MERGED, Clock, nothing_shown, parts, short
from outgrow.report.page import Page
from outgrow.report.states_words import (
    STAYS,
    WAYS,
    ReadStates,
    ever_in,
    half_said,
    occupancy_reads,
    places_said,
    state_chance,
    state_names,
    tenure_reads,
    way_in_table,
)
from outgrow.results import Occupancy, Tenure
from outgrow.results.states import IN_ROLE, OUT, SIDEWAYS, UNKNOWN, UP

__all__ = [
    "occupancy_claim",
    "occupancy_table",
    "tenure_claim",
    "tenure_table",
]

_MOST_GROUPS: Final = 4
_INTERVAL: Final = 14


def _say_left_out(page: Page, read: ReadStates, clock: Clock, limit: int) -> None:
    """Say which times are left out, for want of people."""
    curves = read.curves
    if limit > 1 or curves.starts_at is None or curves.through is None:
        return
    left_out = [month for month in clock.times(curves.starts_at, curves.through) if month not in read.asked]
    if left_out:
        page.say(
            f"Not shown: {joined([clock.label(month) for month in left_out])}; too few were followed for that long."
        )


def _draw(
    page: Page, read: ReadStates, clock: Clock, names: dict[str, str], order: Sequence[str], last_row: str
) -> None:
    """Draw states by time, as many columns as fit, one table under another; the last time with its interval."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    curves = read.curves
    shown = [state for state in order if ever_in(read, state)]
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


def _by_size(reads: Sequence[ReadStates]) -> list[str]:
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


def occupancy_claim(page: Page, answer: Occupancy) -> None:
    """Say which states are the commonest."""
    clock, reads = occupancy_reads(answer)
    told = [(read, clock.headline(read.asked, read.followed)) for read in reads if read.points]
    if not told:
        page.say(nothing_shown(answer), style="bold")
        return
    for number, (read, place) in enumerate(told[:_MOST_GROUPS]):
        said = places_said(answer, clock, read, place, most=3 if len(told) == 1 else 2, first=number == 0)
        group = f"{sentence(group_name(read.curves.group))}, " if read.curves.group else ""
        page.say(f"{group}{said if group else sentence(said)}.", style="bold")
    if len(told) > _MOST_GROUPS:
        page.say(f"{len(told) - _MOST_GROUPS} more groups are below.")


def occupancy_table(page: Page, answer: Occupancy) -> None:
    """Draw where people are, a table for each group."""
    clock, reads = occupancy_reads(answer)
    order = _by_size([read for read in reads if read.points])
    for read in reads:
        if not read.points:
            continue
        _group_heading(page, read, f"Where they are, {clock.heading}", answer.min_cell or 1)
        names = state_names(read.curves.states, answer.states)
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


def _group_heading(page: Page, read: ReadStates, text: str, limit: int, nouns: dict[str, str] | None = None) -> None:
    counted = people(read.curves.people, limit=limit, **(nouns or {}))
    name = f"{sentence(group_name(read.curves.group))}: " if read.curves.group else ""
    page.heading(f"{name}{text[:1].lower() + text[1:] if name else text}, of {counted}")


def tenure_claim(page: Page, answer: Tenure) -> None:
    """Say how long half of the stays last, and how many end with a move up."""
    clock, reads = tenure_reads(answer)
    if not any(read.points for read in reads):
        page.say(nothing_shown(answer), style="bold")
        return
    for number, (read, median) in enumerate(list(zip(reads, answer.medians, strict=True))[:_MOST_GROUPS]):
        if not read.points:
            continue
        group = f"{sentence(group_name(read.curves.group))}: " if read.curves.group else ""
        said = half_said(answer, clock, read, median, first=number == 0)
        page.say(f"{group}{said if group else sentence(said)}.", style="bold")
    _moved_up(page, answer, clock, reads)


def _moved_up(page: Page, answer: Tenure, clock: Clock, reads: Sequence[ReadStates]) -> None:
    place = clock.headline(reads[0].asked) if len(reads) == 1 and reads[0].points else None
    up = None if place is None else reads[0].points[place].get(UP)
    if place is None or up is None or up.estimate == 0:
        return
    stays = people(reads[0].curves.people, limit=answer.min_cell or 1, **STAYS)
    page.blank()
    page.say(
        f"{sentence(clock.at(reads[0].asked[place]))} an estimated {state_chance(up, answer.settings.coverage, first=True)} of "
        f"{stays} had ended with a move up."
    )


def tenure_table(page: Page, answer: Tenure) -> None:
    """Draw how stays end, a table for each group."""
    clock, reads = tenure_reads(answer)
    order = [IN_ROLE, UP, SIDEWAYS, OUT] if answer.ways is None else [IN_ROLE]
    for read in reads:
        if not read.points:
            continue
        _group_heading(page, read, f"How a stay goes on, {clock.heading}", answer.min_cell or 1, STAYS)
        states = list(dict.fromkeys([*order, *read.curves.states]))
        names = {state: way_in_table(state, answer) for state in states}
        shown = [state for state in states if state in read.curves.states]
        _draw(page, read, clock, names, shown, "still followed")
        _say_left_out(page, read, clock, answer.min_cell or 1)
        never = [WAYS[state].partition(":")[0] for state in order[1:] if state not in shown or not ever_in(read, state)]
        if never and UNKNOWN not in shown:
            page.say(f"Never seen: {'; '.join(never)}.")
    if any(read.points for read in reads):
        page.say(_tenure_legend(answer))


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
