"""Tables every rendering shows: each target by time, by year or by released point, who was counted, what became of them.

In: Report. Out: small frozen rows of numbers; words are left to the rendering. Start at `time_table`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from outgrow.charts.readings import (
    Reading,
    horizons,
    is_rounded,
    limit_of,
    longest_drawn,
    read_at,
    released_points,
)
from outgrow.charts.wording import clean, group_name, people, sentence, target_name
from outgrow.report.document import Report
from outgrow.results import Curve

__all__ = [
    "NOT_RELEASED",
    "LedgerLine",
    "Outcome",
    "PointList",
    "TableRow",
    "TimeTable",
    "ledger",
    "ledger_note",
    "outcomes",
    "point_lists",
    "time_table",
    "year_table",
]

#: Why a protected curve, or a part of it, is not there.
NOT_RELEASED: Final = "not released: small groups"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One curve read at the times of the table; None where too few were at risk."""

    name: str
    people: int
    readings: tuple[Reading | None, ...]


@dataclass(frozen=True, slots=True)
class TimeTable:
    """Curves by time: months of the columns, and a row for each curve."""

    months: tuple[int, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class PointList:
    """The released points of one curve whose steps were merged; none where the curve was not released.

    Parameters
    ----------
    name : str
        What the curve is about.
    people : int or None
        People followed, rounded; None where the curve was not released.
    readings : tuple of Reading
        Each at its own time.
    """

    name: str
    people: int | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One step from the people read to the people counted.

    Parameters
    ----------
    sign : {"start", "minus", "end"}
        Whether the line opens the account, takes from it or closes it.
    people : int
        How many.
    text : str
        Who they are, after the number and its noun.
    """

    sign: Literal["start", "minus", "end"]
    people: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the people counted, for one curve, over the whole follow-up."""

    name: str
    people: int
    reached: int
    left: int
    waiting: int


def row_name(report: Report, curve: Curve) -> str:
    """Return what a row about a curve is called: its target, its group, or both."""
    if not curve.group:
        return sentence(target_name(curve.toward))
    if len(report.reach.toward) > 1:
        return sentence(f"{target_name(curve.toward)}, {group_name(curve.group)}")
    return sentence(group_name(curve.group))


def _table(report: Report, months: tuple[int, ...]) -> TimeTable:
    return TimeTable(
        months,
        tuple(
            TableRow(row_name(report, curve), curve.people, tuple(read_at(curve, month) for month in months))
            for curve in report.reach.curves
        ),
    )


def time_table(report: Report) -> TimeTable:
    """Return every curve at 5, 10 and 15 years, or as far as the data go; no column where steps were merged."""
    return _table(report, horizons(report.reach))


def year_table(report: Report) -> TimeTable:
    """Return every curve at each whole year that is drawn, the figure as a table; no row where steps were merged."""
    if is_rounded(report.reach):
        return _table(report, ())
    read = horizons(report.reach)
    last = read[-1] if read else longest_drawn(report.reach)
    return _table(report, tuple(range(12, last + 1, 12)))


def point_lists(report: Report, *, every: bool = False) -> tuple[PointList, ...]:
    """Return the released points of every curve whose steps were merged, and the curves that were not released.

    Parameters
    ----------
    report : Report
        On a result released under a limit above 1; else there is nothing to list.
    every : bool, default False
        Whether all points are listed, or at most six of a curve.
    """
    reach = report.reach
    if not is_rounded(reach):
        return ()
    shown = [
        PointList(
            row_name(report, curve), curve.people, released_points(curve, None) if every else released_points(curve)
        )
        for curve in reach.curves
    ]
    hidden = [PointList(hidden_name(part.group), None, ()) for part in reach.suppressed]
    return (*shown, *hidden)


def hidden_name(group: str) -> str:
    """Return what a part that was not released is called: ``"Director or higher"``, ``"Women toward executive"``."""
    who, toward, target = clean(group).rpartition(" toward ")
    if not toward:
        return sentence(target)
    return sentence(target_name(target) if who == "everyone" else f"{who}{toward}{target_name(target)}")


def ledger(report: Report) -> tuple[LedgerLine, ...]:
    """Return the account from people read to people counted; steps that took nobody are left out."""
    flow = report.reach.flow
    targets = "the target" if len(report.reach.toward) == 1 else "one of the targets"
    asked = ", or not in the months asked" if report.reach.settings.entered else ""
    steps = (
        (flow.quarantined, "had no row that could be used"),
        (flow.not_in_role, f"never entered the role{asked}"),
        (flow.already_there, f"had held {targets} before, or took it in the same month"),
        (flow.no_follow_up, f"{'was' if flow.no_follow_up == 1 else 'were'} not seen after the month of entry"),
    )
    taken = [LedgerLine("minus", number, text) for number, text in steps if number]
    return (
        LedgerLine("start", flow.read, "in the data"),
        *taken,
        LedgerLine("end", flow.counted, "counted: followed after entering the role"),
    )


def ledger_note(report: Report) -> str:
    """Return what must be said of rounded counts, or nothing where they are exact."""
    limit = limit_of(report.reach)
    if limit == 1:
        return ""
    return (
        f"Counts are rounded to multiples of {limit}, so they need not add up; a step that took "
        f"{people(0, limit=limit)} may be left out."
    )


def outcomes(report: Report) -> tuple[Outcome, ...]:
    """Return for each curve how many reached the target, left for good first, or were last seen still waiting."""
    return tuple(
        Outcome(row_name(report, curve), curve.people, curve.events, curve.exits, curve.censored)
        for curve in report.reach.curves
    )
