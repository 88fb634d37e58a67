"""What a released curve says at a given time, and when too few are left for it to say anything.

In: Curve, Reach. Out: Reading. Start at `read_at`. Charts and reports take every number they show from here, so that a
figure and a sentence never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outgrow.results import Curve, Reach

__all__ = [
    "LEAST_AT_RISK",
    "LEAST_ENTERED",
    "Reading",
    "at_risk_at",
    "headline_months",
    "headline_toward",
    "horizons",
    "is_rounded",
    "longest_drawn",
    "longest_months",
    "read_at",
    "read_at_each",
]

#: A curve is read only while at least so many people are still followed and below the target.
LEAST_AT_RISK: Final = 10
#: With fewer people than this the answer is "cannot tell".
LEAST_ENTERED: Final = 50
#: Months at which a curve is read where the data allow.
STANDARD_MONTHS: Final = (60, 120, 180)
#: A point of a coarser grid this many months before the time asked is said with its own time.
NEAR_MONTHS: Final = 2
_HEADLINE_MONTHS: Final = 120
_HEADLINE_TOWARD: Final = "rung:director+"


@dataclass(frozen=True, slots=True)
class Reading:
    """A curve read at one time.

    Parameters
    ----------
    asked : int
        Months asked for.
    months : int
        Months the numbers belong to: `asked`, or less on a coarser grid.
    estimate, lower, upper : float
        The chance and its interval; NaN where there is none.
    at_risk : int
        People still followed and below the target at `months`.
    reached : int
        People seen to reach the target by then.
    """

    asked: int
    months: int
    estimate: float
    lower: float
    upper: float
    at_risk: int
    reached: int


def is_rounded(reach: Reach) -> bool:
    """Return whether counts are rounded to protect small groups."""
    return reach.min_cell is not None and reach.min_cell > 1


def at_risk_at(curve: Curve, months: int, *, rounded: bool = False) -> int:
    """Return how many are still followed and below the target at `months`; 0 where the curve does not say.

    An exact curve has a point wherever anyone leaves, so it is the number at risk at the first point not earlier. On a
    coarser grid a point has those at risk when its step began, so it is that of the first later point, and exact only at
    the months of the grid.
    """
    place = int(np.searchsorted(curve.months, months, side="right" if rounded else "left"))
    return int(curve.at_risk[place]) if place < len(curve.months) else 0


def longest_months(curve: Curve, *, rounded: bool = False) -> int:
    """Return the last month at which at least `LEAST_AT_RISK` are known to be at risk; 0 where there is none."""
    if curve.starts_at is None:
        return 0
    if rounded:  # the last step holds all that is left, so what is at risk when it ends is not known
        return int(curve.months[-2]) if len(curve.months) > 1 else 0
    enough = curve.months[curve.at_risk >= LEAST_AT_RISK]
    return int(enough[-1]) if len(enough) else 0


def read_at(curve: Curve, months: int, *, rounded: bool = False) -> Reading | None:
    """Read a curve after `months`.

    Parameters
    ----------
    curve : Curve
        A released curve.
    months : int
        Months since zero.
    rounded : bool, default False
        Whether the curve is on a coarser grid, so that a point may speak for an earlier time than asked.

    Returns
    -------
    Reading or None
        None where the curve has no point by then, or fewer than `LEAST_AT_RISK` are at risk. A curve that ends up to
        `NEAR_MONTHS` earlier is read at its end.
    """
    if curve.starts_at is None or months <= curve.starts_at or not len(curve.months):
        return None
    last = int(curve.months[-1])
    own = last if last < months <= last + NEAR_MONTHS else months
    point = curve.at(own)
    if point is None:
        return None
    if rounded and months - point.months > NEAR_MONTHS:
        own = point.months
    at_risk = at_risk_at(curve, point.months if rounded else own, rounded=rounded)
    if at_risk < LEAST_AT_RISK:
        return None
    reached = int(curve.reached[curve.months <= own].sum())
    return Reading(months, own, point.estimate, point.lower, point.upper, at_risk, reached)


def read_at_each(curve: Curve, months: Sequence[int], *, rounded: bool = False) -> tuple[Reading | None, ...]:
    """Read a curve at several times, ascending.

    On a coarser grid a reading that belongs to a time already passed by the column before is left out, so that no point
    is said twice.
    """
    readings = []
    before = 0
    for month in months:
        reading = read_at(curve, month, rounded=rounded)
        readings.append(None if reading is not None and reading.months <= before else reading)
        before = month
    return tuple(readings)


def headline_toward(reach: Reach) -> str | None:
    """Return the target the answer is about: director or higher where it was asked, else the first."""
    if _HEADLINE_TOWARD in reach.toward:
        return _HEADLINE_TOWARD
    return reach.toward[0] if reach.toward else None


def headline_months(curves: Iterable[Curve], horizon: int | None = None, *, rounded: bool = False) -> int | None:
    """Return the time the answer is about: the horizon asked or 10 years, or the longest the data allow.

    Parameters
    ----------
    curves : iterable of Curve
        The curves the answer is about; one that can be read is enough.
    horizon : int, optional
        Months asked for.
    rounded : bool, default False
        Whether the curves are on a coarser grid.

    Returns
    -------
    int or None
        Months; whole years where shorter than asked. None where not even 1 year (or the horizon asked) can be read.
    """
    wanted = _HEADLINE_MONTHS if horizon is None else horizon
    longest = max((longest_months(curve, rounded=rounded) for curve in curves), default=0)
    if longest + NEAR_MONTHS >= wanted:
        return wanted
    whole = longest // 12 * 12
    return whole or None


def longest_drawn(reach: Reach) -> int:
    """Return the last month at which any curve of a result can be read; 0 where there is none."""
    return max((longest_months(curve, rounded=is_rounded(reach)) for curve in reach.curves), default=0)


def horizons(reach: Reach) -> tuple[int, ...]:
    """Return the times the report reads every curve at: 5, 10 and 15 years, the horizon asked, or the longest there is.

    Returns
    -------
    tuple of int
        Months, ascending; empty where no curve can be read at 1 year.
    """
    longest = longest_drawn(reach) + NEAR_MONTHS
    asked = reach.settings.horizon_months
    found = {months for months in STANDARD_MONTHS if months <= longest}
    if asked is not None and asked <= longest:
        found.add(asked)
    whole = longest_drawn(reach) // 12 * 12 if found.isdisjoint({longest // 12 * 12}) else 0
    if whole and whole < STANDARD_MONTHS[-1]:
        found.add(whole)
    if whole and whole < STANDARD_MONTHS[0]:
        found.add(12)
    return tuple(sorted(found))
