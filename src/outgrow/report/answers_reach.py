"""Reach on a clock other than the role's in words, for a terminal: by age, by calendar month, since the first job.

In: a released Reach. Out: lines on a `Page`. Start at `reach_claim`; on the role's own clock see `outgrow.report.terminal`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.readings import Reading, read_at, released_points
from outgrow.charts.wording import count, group_name, interval, people, percent, role_phrase, sentence, target_name
from outgrow.report.answers_time import Clock, nothing_shown, short
from outgrow.report.page import Page
from outgrow.results import Curve, Reach

__all__ = ["lists_a_time", "reach_claim", "reach_table"]

_MOST_GROUPS: Final = 4
_MOST_ROWS: Final = 12


def _readings(answer: Reach, curve: Curve, clock: Clock) -> list[Reading]:
    if (answer.min_cell or 1) > 1:
        return list(released_points(curve))
    if curve.starts_at is None or curve.through is None:
        return []
    times = clock.times(curve.starts_at, curve.through, most=_MOST_ROWS)
    return [reading for month in times if (reading := read_at(curve, month)) is not None]


def lists_a_time(answer: Reach) -> bool:
    """Say whether any curve speaks of a time that the table lists."""
    clock = Clock(answer.settings, answer.role, answer.origin)
    return any(_readings(answer, curve, clock) for curve in answer.curves)


def _curve_name(answer: Reach, curve: Curve) -> str:
    if not curve.group:
        return sentence(target_name(curve.toward))
    if len(answer.toward) > 1:
        return sentence(f"{target_name(curve.toward)}, {group_name(curve.group)}")
    return sentence(group_name(curve.group))


def reach_claim(page: Page, answer: Reach) -> None:
    """Say how many reach the first target, by the clock's middle time."""
    clock, limit = Clock(answer.settings, answer.role, answer.origin), answer.min_cell or 1
    told = [(curve, readings) for curve in answer.curves if (readings := _readings(answer, curve, clock))]
    told = [pair for pair in told if pair[0].toward == told[0][0].toward]
    if not told:
        page.say(nothing_shown(answer), style="bold")
        return
    for number, (curve, readings) in enumerate(told[:_MOST_GROUPS]):
        reading = readings[clock.headline([reading.asked for reading in readings])]
        group = f"{sentence(group_name(curve.group))}: " if curve.group else ""
        words = f"{percent(answer.settings.coverage)} interval " if number == 0 else ""
        late = f", of those still below it {clock.at(curve.starts_at)}" if curve.starts_at else ""
        said = (
            f"an estimated {percent(reading.estimate)} ({words}{interval(reading.lower, reading.upper)}) had reached "
            f"{target_name(curve.toward)} {clock.by(reading.asked)}{late}, from {people(curve.people, limit=limit)} followed "
            f"after {role_phrase(answer.role)}"
        )
        page.say(f"{group}{said if group else sentence(said)}.", style="bold")


def reach_table(page: Page, answer: Reach) -> None:
    """List each curve by time."""
    from rich import box
    from rich.table import Table

    clock, limit = Clock(answer.settings, answer.role, answer.origin), answer.min_cell or 1
    drawn = False
    for curve in answer.curves:
        readings = _readings(answer, curve, clock)
        if not readings:
            continue
        drawn = True
        page.heading(f"{_curve_name(answer, curve)}, {clock.heading}, of {people(curve.people, limit=limit)}")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        first = {"age": "Age", "calendar": "Month"}.get(answer.settings.clock, "Years")
        table.add_column(first, justify="right", no_wrap=True)
        table.add_column("Chance", justify="right", no_wrap=True)
        table.add_column("Interval", no_wrap=True)
        table.add_column("At risk", justify="right", no_wrap=True)
        for reading in readings:
            table.add_row(
                clock.label(reading.asked),
                short(reading.estimate),
                interval(reading.lower, reading.upper).replace("under ", "<").replace("over ", ">"),
                count(reading.at_risk, limit=limit).replace("about ", ""),
            )
        page.draw(table)
    if drawn:
        merged = " Steps were merged to protect small groups, so each time is one that could be released." * (limit > 1)
        page.say(
            f"Interval: {percent(answer.settings.coverage)}. At risk: people in the count, still followed and not yet there."
            f"{merged}"
        )
