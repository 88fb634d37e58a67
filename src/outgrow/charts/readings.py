"""What a released curve says at a given time, by what time it comes to a share, and when too few are left for it to say anything.

In: Curve, Reach. Out: Reading. Start at `read_at`. Charts and reports take every number they show from here, so that a
figure and a sentence never differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from outgrow.errors import InputError
from outgrow.results import Curve, Floats, Reach

__all__ = [
    "LEAST_AT_RISK",
    "LEAST_ENTERED",
    "STEP_SHARES",
    "Reading",
    "TimeTo",
    "at_each",
    "at_risk_at",
    "headline_months",
    "headline_toward",
    "horizons",
    "is_rounded",
    "limit_of",
    "longest_drawn",
    "longest_months",
    "read_at",
    "read_headline",
    "read_nearest",
    "released_points",
    "time_to",
]

#: A curve is read only while at least so many people are still followed and below the target.
LEAST_AT_RISK: Final = 10
#: With fewer people than this the answer is "cannot tell".
LEAST_ENTERED: Final = 50
#: Months at which a curve is read where the data allow.
STANDARD_MONTHS: Final = (60, 120, 180)
#: A curve that ends this many months before the time asked is read at its end.
NEAR_MONTHS: Final = 2
#: Of a curve whose steps were merged at most so many points are told.
MOST_POINTS: Final = 6
#: Shares of those who started whose time to a target is told, and what each is called.
STEP_SHARES: Final = {0.10: "one in ten", 0.25: "one in four", 0.50: "half"}
#: Beyond a rounding error, which no comparison with a share turns on.
_CLOSE: Final = 1e-9
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
        Months the numbers belong to: `asked`, or on a coarser grid the month of the released point.
    estimate, lower, upper : float
        The chance and its interval; NaN where there is none.
    at_risk : int
        People still followed and below the target at `months`; on a coarser grid, when the step that ends then began.
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
    return limit_of(reach) > 1


def limit_of(reach: Reach) -> int:
    """Return the limit that counts are rounded to multiples of; 1 where they are exact."""
    return reach.min_cell or 1


def at_risk_at(curve: Curve, months: int, *, rounded: bool = False) -> int:
    """Return how many are still followed and below the target at `months`; 0 where the curve does not say.

    An exact curve has a point wherever anyone leaves, so it is the number at risk at the first point not earlier. On a
    coarser grid a point has those at risk when its step began, so it is that of the first later point, and exact only at
    the months of the grid.
    """
    place = int(np.searchsorted(curve.months, months, side="right" if rounded else "left"))
    return int(curve.at_risk[place]) if place < len(curve.months) else 0


def longest_months(curve: Curve, *, rounded: bool = False) -> int:
    """Return the last month at which a curve is read; 0 where there is none.

    An exact curve is read while at least `LEAST_AT_RISK` are at risk; one whose steps were merged to its last point.
    """
    if curve.starts_at is None:
        return 0
    if rounded:
        return int(curve.months[-1]) if len(curve.months) else 0
    enough = curve.months[curve.at_risk >= LEAST_AT_RISK]
    return int(enough[-1]) if len(enough) else 0


def read_at(curve: Curve, months: int) -> Reading | None:
    """Read an exact curve after `months`.

    Parameters
    ----------
    curve : Curve
        A released curve with every one of its steps.
    months : int
        Months since zero.

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
    at_risk = at_risk_at(curve, own)
    if at_risk < LEAST_AT_RISK:
        return None
    reached = int(curve.reached[curve.months <= own].sum())
    return Reading(months, own, point.estimate, point.lower, point.upper, at_risk, reached)


def released_points(curve: Curve, most: int | None = MOST_POINTS) -> tuple[Reading, ...]:
    """Return the points of a curve whose steps were merged, each at its own time.

    Parameters
    ----------
    curve : Curve
        A released curve.
    most : int, optional
        Of more points so many, evenly chosen, the first and the last among them. None: all.
    """
    points = curve.points()
    told = len(points) if most is None else min(len(points), most)
    places = np.linspace(0, len(points) - 1, told).round().astype(int).tolist()
    reached = np.cumsum(curve.reached).tolist()
    return tuple(
        Reading(point.months, point.months, point.estimate, point.lower, point.upper, point.at_risk, reached[place])
        for place, point in ((place, points[place]) for place in places)
    )


def read_nearest(curve: Curve, months: int) -> Reading | None:
    """Read a curve whose steps were merged at its released point nearest to `months`; the later of two as near."""
    points = released_points(curve, None)
    if not points:
        return None
    return replace(min(points, key=lambda point: (abs(point.months - months), -point.months)), asked=months)


def read_headline(curve: Curve, months: int, *, rounded: bool) -> Reading | None:
    """Read a curve for the answer: at `months`, or at the released point nearest to it."""
    return read_nearest(curve, months) if rounded else read_at(curve, months)


def at_each(reach: Reach, curve: Curve) -> tuple[Reading, ...]:
    """Return what a report tells of a curve: at the times of `horizons`, or the released points at their own times."""
    if is_rounded(reach):
        return released_points(curve)
    readings = (read_at(curve, months) for months in horizons(reach))
    return tuple(reading for reading in readings if reading is not None)


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
        Months; whole years where shorter than asked, but what was asked on a coarser grid, which is read at its nearest
        point. None where not even 1 year (or the horizon asked) can be read.
    """
    wanted = _HEADLINE_MONTHS if horizon is None else horizon
    if rounded:
        return wanted if any(len(curve.months) for curve in curves) else None
    longest = max((longest_months(curve) for curve in curves), default=0)
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
        Months, ascending; empty where no curve can be read at 1 year, and where steps were merged, so that every point
        is read at its own time.
    """
    if is_rounded(reach):
        return ()
    if reach.settings.clock in ("age", "calendar"):
        return _spaced(reach)
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


def _spaced(reach: Reach) -> tuple[int, ...]:
    """Times at which curves are read whose zero is nobody's start: every tenth year of age, and the last month read."""
    last = longest_drawn(reach)
    first = min((curve.starts_at for curve in reach.curves if curve.starts_at is not None), default=0)
    tens = range(120, last + 1, 120) if reach.settings.clock == "age" else ()
    return tuple(sorted({month for month in (*tens, last) if month > first}))


@dataclass(frozen=True, slots=True)
class TimeTo:
    """The time by which a share of people have reached a target.

    Parameters
    ----------
    share : float
        The share.
    months : int or None
        First month by which the estimate is at least the share; None where it is not within `seen`.
    lower, upper : int or None
        The interval of that time; None for an end that is beyond what was seen.
    seen : int
        Last month at which the curve is read, months since zero; 0 where it is not read at all.
    """

    share: float
    months: int | None
    lower: int | None
    upper: int | None
    seen: int


def time_to(curve: Curve, share: float, *, rounded: bool = False) -> TimeTo:
    """Return the time by which a share of those who started have reached the target, with its interval.

    The interval is found by inverting the bands of the curve, as for a median: it starts when the upper band comes to the
    share and ends when the lower band does. Nothing is drawn out beyond the last month at which the curve is read.

    Parameters
    ----------
    curve : Curve
        A released curve.
    share : float
        Above 0, at most 1.
    rounded : bool, default False
        Whether its steps were merged. Then only its months are known: the share is reached *by* one of them, and the
        interval starts at the month before the one by which the upper band has come to the share.

    Returns
    -------
    TimeTo
        In months.

    Raises
    ------
    InputError
        The share is none.

    References
    ----------
    Brookmeyer & Crowley (1982), Biometrics 38, 29-41: intervals of a median from the bands of a curve.
    """
    if not 0 < share <= 1:
        raise InputError(f"the share is {share}.", do="give one above 0, up to 1: 0.25 is a quarter")
    seen = longest_months(curve, rounded=rounded)
    until = curve.months <= seen

    def place(values: Floats) -> int | None:
        found = np.flatnonzero(until & (values >= share - _CLOSE))
        return int(found[0]) if len(found) else None

    middle, early, late = (place(values) for values in (curve.estimate, curve.upper, curve.lower))
    months = curve.months.tolist()
    start = curve.starts_at or 0
    if early is None:
        first = None
    elif rounded:
        first = months[early - 1] if early else start
    else:
        first = months[early]
    return TimeTo(
        share, None if middle is None else months[middle], first, None if late is None else months[late], seen
    )
