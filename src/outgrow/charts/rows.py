"""The rows behind a chart of reach: which curves are drawn, their points, and the people at risk under the axis.

In: a released Reach. Out: rows for `outgrow.charts.reach`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from outgrow.charts.palette import MOST_SERIES
from outgrow.charts.readings import (
    at_risk_at,
    horizons,
    is_rounded,
    longest_months,
)
from outgrow.charts.wording import (
    cut,
    group_name,
    sentence,
    target_name,
)
from outgrow.results import Curve, Point, Reach

__all__ = ["at_risk_rows", "can_draw", "drawn_curves", "end_month", "reach_rows"]

#: Numbers at risk on a curve's own grid stand at least this share of its length apart, so that none overlap.
_RISK_APART: Final = 0.18


def drawn_curves(reach: Reach, *, toward: str | None = None) -> list[tuple[str, Curve]]:
    """Return the curves a figure draws with their names: one for each target, or for each group of one target.

    Parameters
    ----------
    reach : Reach
        A released result.
    toward : str, optional
        The target, needed where there are groups. Default: all targets.

    Returns
    -------
    list of (str, Curve)
        In the order asked; of more than six the six with the most people.
    """
    chosen = [curve for curve in reach.curves if toward is None or curve.toward == toward]
    chosen = [curve for curve in chosen if longest_months(curve, rounded=is_rounded(reach)) > 0]
    if len(chosen) > MOST_SERIES:
        largest = sorted(chosen, key=lambda curve: -curve.people)[:MOST_SERIES]
        chosen = [curve for curve in chosen if any(curve is kept for kept in largest)]
    by_group = any(curve.group for curve in chosen)
    several = len({curve.toward for curve in chosen}) > 1
    named: list[tuple[str, Curve]] = []
    for curve in chosen:
        name = group_name(curve.group) if by_group else target_name(curve.toward)
        if by_group and several:
            name = f"{target_name(curve.toward)}, {name}"
        name, known = sentence(cut(name)), {other for other, _ in named}
        number = 2
        while name in known:  # names that differ only past the cut
            name = f"{name.removesuffix(f' ({number - 1})')} ({number})"
            number += 1
        named.append((name, curve))
    return named


def can_draw(reach: Reach, *, toward: str | None = None) -> bool:
    """Return whether any curve has enough people to be drawn."""
    return bool(drawn_curves(reach, toward=toward))


def reach_rows(reach: Reach, *, toward: str | None = None) -> list[dict[str, Any]]:
    """Return the rows behind the curves, each from its origin to the last time the report reads or 10 are at risk.

    Where steps were merged they are the origin and the released points.

    Parameters
    ----------
    reach : Reach
        A released result.
    toward : str, optional
        One target. Default: all.

    Returns
    -------
    list of dict
        ``series``, ``toward``, ``group``, ``months``, ``years``, ``estimate``, ``lower``, ``upper`` (shares, None where
        there is none), ``at_risk``, ``events``.
    """
    rows: list[dict[str, Any]] = []
    for name, curve in drawn_curves(reach, toward=toward):
        start, end, rounded = curve.starts_at or 0, end_month(reach, curve), is_rounded(reach)
        points = [point for point in curve.points() if point.months <= end]
        if not points or points[0].months > start:
            rows.append(
                _row(name, curve, Point(start, 0.0, 0.0, 0.0, 0.0, at_risk_at(curve, start, rounded=rounded), 0))
            )
        rows += [_row(name, curve, point) for point in points]
        if points and points[-1].months < end:
            rows.append(
                _row(
                    name,
                    curve,
                    points[-1]._replace(months=end, at_risk=at_risk_at(curve, end, rounded=rounded), events=0),
                )
            )
    return rows


def _row(name: str, curve: Curve, point: Point) -> dict[str, Any]:
    return {
        "series": name,
        "toward": curve.toward,
        "group": curve.group,
        "months": point.months,
        "years": round(point.months / 12, 4),
        "estimate": _number(point.estimate),
        "lower": _number(point.lower),
        "upper": _number(point.upper),
        "at_risk": point.at_risk,
        "events": point.events,
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


def end_month(reach: Reach, curve: Curve) -> int:
    """Month at which a curve's line ends: the last time the report reads, or while 10 are at risk; its last point."""
    last = longest_months(curve, rounded=is_rounded(reach))
    read = horizons(reach)
    return min(last, read[-1]) if read else last


def at_risk_rows(reach: Reach, ticks: Sequence[int], *, toward: str | None = None) -> list[dict[str, Any]]:
    """Return the people still followed and below the target at each tick.

    Parameters
    ----------
    reach : Reach
        A released result.
    ticks : sequence of int
        Months. Where counts are rounded, the nearest months of the curve's own grid are used.
    toward : str, optional
        One target. Default: all.

    Returns
    -------
    list of dict
        ``series``, ``months``, ``years``, ``at_risk``.
    """
    rows = []
    for name, curve in drawn_curves(reach, toward=toward):
        for months in _risk_months(reach, curve, ticks):
            at_risk = at_risk_at(curve, months, rounded=is_rounded(reach))
            rows.append({"series": name, "months": months, "years": months / 12, "at_risk": at_risk})
    return rows


def _risk_months(reach: Reach, curve: Curve, ticks: Sequence[int]) -> list[int]:
    """Months at which people at risk are shown: the ticks, or on a coarser grid its own months nearest to them."""
    shown = [months for months in ticks if months >= (curve.starts_at or 0)]
    if not is_rounded(reach):
        return shown
    grid = [curve.starts_at or 0, *(int(months) for months in curve.months[:-1])]  # after the last it is not known
    apart = end_month(reach, curve) * _RISK_APART
    kept: list[int] = []
    for months in sorted({min(grid, key=lambda month: abs(month - months)) for months in shown}):
        if not kept or months - kept[-1] >= apart:
            kept.append(months)
    return kept
