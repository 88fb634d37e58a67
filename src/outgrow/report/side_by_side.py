"""Several roles side by side: the same few numbers of each, in a table.

In: Comparison. Out: `Side`. Start at `side_by_side`; every rendering shows the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from outgrow.charts.pay import dollars
from outgrow.charts.readings import is_rounded, limit_of, read_at, read_nearest
from outgrow.charts.wording import count, interval, percent, role_name, sentence, target_name, years
from outgrow.report.document import Comparison, LeftOut, Report
from outgrow.results import Ceiling, Curve

__all__ = ["Side", "side_by_side"]

#: Months since entry at which roles are set side by side.
_MONTHS: Final = 120
#: Where steps were merged, a number of so many months earlier or later still stands beside the others.
_NEAR: Final = 24
_UNKNOWN: Final = "–"
#: What is said of pay beside careers.
_PAY_NOTE: Final = " Pay and seats are of official statistics of the United States, and real."


class Side(NamedTuple):
    """Roles side by side: sentences, a table with a row for each role, and the roles left out."""

    claims: tuple[str, ...]
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[LeftOut, ...]


def side_by_side(comparison: Comparison) -> Side:
    """Set the reports of a comparison side by side.

    Parameters
    ----------
    comparison : Comparison
        Reports of the same careers.
    """
    reports = comparison.reports
    targets = list(dict.fromkeys(toward for report in reports for toward in report.reach.toward))
    first = reports[0].reach
    paid = any(report.pay is not None for report in reports)
    simulated = "Simulated careers. " if comparison.simulated else ""
    return Side(
        claims=tuple(report.words(report.answer) for report in reports),
        caption=(
            f"{simulated}Estimated chances within {years(_MONTHS)} of entering each role, of the people counted for it, "
            f"with the {percent(first.settings.coverage)} interval. The roles were asked about one by one; whether they differ "
            "by more than chance was not tested. A verdict compares a role with others on its own rung, not with those beside it."
            f"{_horizon(reports)}{_PAY_NOTE if paid else ''}"
        ),
        head=(
            "Role",
            "People counted",
            "Verdict",
            "Tops out at",
            *(sentence(target_name(target)) for target in targets),
            "Half of stays ended after",
            *(("Counted in the statistics as", "Median pay a year", "People for each seat above") if paid else ()),
        ),
        rows=tuple((*_row(report, targets), *(_pay(report) if paid else ())) for report in reports),
        left_out=comparison.left_out,
    )


def _horizon(reports: Sequence[Report]) -> str:
    """Say within how many years the roles top out, where those are the same for all."""
    horizons = {report.ceiling.horizon_months for report in reports if report.ceiling is not None}
    months = next(iter(horizons)) if len(horizons) == 1 else None
    return "" if months is None else f" Where a role tops out is told within {years(months)}."


def _row(report: Report, targets: list[str]) -> tuple[str, ...]:
    verdict, ceiling = report.verdict, report.ceiling
    by_target = {curve.toward: curve for curve in report.reach.curves if curve.group is None}
    return (
        sentence(role_name(report.role)),
        count(report.flow.counted, limit=limit_of(report.reach)),
        _UNKNOWN if verdict is None else verdict.verdict,
        _UNKNOWN if ceiling is None else _top(ceiling),
        *(_chance(report, by_target.get(target)) for target in targets),
        _stay(report),
    )


def _chance(report: Report, curve: Curve | None) -> str:
    if curve is None:
        return _UNKNOWN
    rounded = is_rounded(report.reach)
    reading = read_nearest(curve, _MONTHS) if rounded else read_at(curve, _MONTHS)
    if reading is None:
        return "too few to say"
    if abs(reading.months - _MONTHS) > _NEAR:
        return "not shown near it"
    when = "" if reading.months == _MONTHS else f" by {years(reading.months)}"
    return f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)}){when}"


def _top(ceiling: Ceiling) -> str:
    """Say where a role tops out, and what is still open."""
    if not ceiling.reach:
        return f"{ceiling.own}, the top"
    if ceiling.not_ruled_out == ceiling.established:
        return ceiling.established
    open_ended = "unknown" if ceiling.not_ruled_out is None else f"up to {ceiling.not_ruled_out} open"
    return "cannot tell" if ceiling.established == ceiling.own else f"{ceiling.established}; {open_ended}"


def _pay(report: Report) -> tuple[str, str, str]:
    """Return the occupation of official statistics, its median pay and the people for each seat above."""
    pay = report.pay
    if pay is None:
        return _UNKNOWN, _UNKNOWN, _UNKNOWN
    seats = _UNKNOWN if pay.seats_above is None else f"{pay.seats_above.ratio:,.1f}"
    return pay.own.title, dollars(pay.own.percentiles["median"]), seats


def _stay(report: Report) -> str:
    stays = report.next_jobs or report.tenure
    median = stays.medians[0] if stays is not None and stays.medians else (None, None, None)
    middle, early, late = median
    if middle is None:
        return _UNKNOWN
    first = "unknown" if early is None else f"{round(early / 12, 1):g}"
    last = "longer than was seen" if late is None else f"{round(late / 12, 1):g}"
    return f"{years(middle)} ({first} to {last})"
