"""Tables every rendering shows: each target by time, by year, who was counted, and what became of them.

In: Report. Out: small frozen rows of numbers; words are left to the rendering. Start at `time_table`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outgrow.charts.readings import Reading, horizons, is_rounded, longest_drawn, read_at_each
from outgrow.charts.wording import group_name, sentence, target_name
from outgrow.report.document import Report
from outgrow.results import Curve

__all__ = ["LedgerLine", "Outcome", "TableRow", "TimeTable", "ledger", "outcomes", "time_table", "year_table"]


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
    rounded = is_rounded(report.reach)
    return TimeTable(
        months,
        tuple(
            TableRow(
                row_name(report, curve),
                curve.people,
                read_at_each(curve, months, rounded=rounded),
            )
            for curve in report.reach.curves
        ),
    )


def time_table(report: Report) -> TimeTable:
    """Return every curve at 5, 10 and 15 years, or as far as the data go."""
    return _table(report, horizons(report.reach))


def year_table(report: Report) -> TimeTable:
    """Return every curve at each whole year that is drawn: the figure as a table."""
    read = horizons(report.reach)
    last = read[-1] if read else longest_drawn(report.reach)
    return _table(report, tuple(range(12, last + 1, 12)))


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


def outcomes(report: Report) -> tuple[Outcome, ...]:
    """Return for each curve how many reached the target, left for good first, or were last seen still waiting."""
    return tuple(
        Outcome(row_name(report, curve), curve.people, curve.events, curve.exits, curve.censored)
        for curve in report.reach.curves
    )
