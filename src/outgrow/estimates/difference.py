"""The difference between the reach of a role's entrants and that of their peers, and peers made comparable by year of entry.

In: counts and curves. Out: Difference. Runs no SQL, reads no files. Start at `difference`; next stage: estimates.verdict.
Direct standardisation to the role's years of entry; MOVER (square-and-add) intervals; leave-one-fold-out where people overlap.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.folds import jackknife_error, t_quantile
from outgrow.estimates.intervals import cloglog_interval
from outgrow.estimates.reach import product_limit
from outgrow.results import Curve, Difference, Floats, Ints

__all__ = [
    "ReachBy",
    "Standardised",
    "YearCounts",
    "difference",
    "fold_correlation",
    "folds_interval",
    "mover_interval",
    "reach_at",
    "standardised",
]


class ReachBy(NamedTuple):
    """The reach of one group by the horizon: people counted, and those who had reached it by then."""

    estimate: float
    std_error: float
    lower: float
    upper: float
    people: int
    events: int


class YearCounts(NamedTuple):
    """Counts of first passage of those who entered in one year; arrays of shape (M,), months since entry ascending."""

    year: int
    months: Ints
    entries: Ints | Floats
    reached: Ints | Floats
    exits: Ints | Floats
    censored: Ints | Floats


class Standardised(NamedTuple):
    """Peers standardised to a role's years of entry.

    Parameters
    ----------
    curve : Curve
        Their reach; its counts are people, unweighted, of the years shared. It has no median follow-up.
    left_out : int
        The role's entrants of years that no peer shares.
    weights : dict of int to float
        What a peer of each shared year stands for: the role's entrants by the peers of that year.
    """

    curve: Curve
    left_out: int
    weights: dict[int, float]


def difference(
    role: ReachBy,
    peers: ReachBy,
    *,
    rung: str,
    months: int,
    both: int = 0,
    correlation: float = 0.0,
    folds: Floats | None = None,
    coverage: float = 0.95,
) -> Difference:
    """Compare the reach of a rung or higher by `months`: role minus peers.

    Parameters
    ----------
    role, peers : ReachBy
        The two, by the same month.
    rung : str
        The rung reached.
    months : int
        The horizon.
    both : int, default 0
        People counted in both.
    correlation : float, default 0
        Of the two estimates, as `fold_correlation` gives it.
    folds : ndarray of float, shape (K,), optional
        The difference with each fold of people left out; the interval is then that of `folds_interval`, as it must be
        where people have weights.
    coverage : float, default 0.95
        Coverage of the interval by folds; that by MOVER has the coverage of the two intervals it is made from.

    Raises
    ------
    InputError
        `correlation` is not between -1 and 1, or there are fewer than two folds.
    """
    estimate = role.estimate - peers.estimate
    if folds is not None:
        std_error, lower, upper = folds_interval(estimate, folds, coverage)
    else:
        lower, upper = mover_interval(role, peers, correlation)
        crossed = 2 * correlation * role.std_error * peers.std_error
        std_error = math.sqrt(max(role.std_error**2 + peers.std_error**2 - crossed, 0.0))
    return Difference(
        rung=rung,
        months=months,
        estimate=estimate,
        std_error=std_error,
        lower=lower,
        upper=upper,
        role=role.estimate,
        peers=peers.estimate,
        role_people=role.people,
        peers_people=peers.people,
        both_people=both,
        role_events=role.events,
        peers_events=peers.events,
    )


def mover_interval(first: ReachBy, second: ReachBy, correlation: float = 0.0) -> tuple[float, float]:
    """Return the bounds of ``first - second``, by adding the squares of the distances to each one's own bounds.

    Parameters
    ----------
    first, second : ReachBy
        Estimates with intervals of one coverage.
    correlation : float, default 0
        Of the two estimates.

    Raises
    ------
    InputError
        `correlation` is not between -1 and 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10 (with other limits than Wilson's); Zou & Donner (2008),
    Statistics in Medicine 27, 1693-1702, for correlated estimates.
    """
    if not -1 <= correlation <= 1:
        raise InputError(f"the correlation is {correlation}.", do="give a number from -1 to 1")

    def together(one: float, other: float) -> float:
        return math.sqrt(max(one * one + other * other - 2 * correlation * one * other, 0.0))

    estimate = first.estimate - second.estimate
    below = together(first.estimate - first.lower, second.upper - second.estimate)
    above = together(first.upper - first.estimate, second.estimate - second.lower)
    return max(estimate - below, -1.0), min(estimate + above, 1.0)


def fold_correlation(
    theta_role: Floats, theta_peers: Floats, *, both: int, role_people: int, peers_people: int
) -> float:
    """Estimate how two reaches go together where some people are in both, from leaving folds of people out.

    Parameters
    ----------
    theta_role, theta_peers : ndarray of float, shape (K,)
        Each reach with one fold left out, the same fold for both.
    both, role_people, peers_people : int
        People in both, and in each.

    Returns
    -------
    float
        0 where nobody is in both, or an estimate does not vary; never farther from 0 than ``both / sqrt(role_people *
        peers_people)``, which it would be if the two went together wholly in those who are in both.
    """
    if len(theta_role) != len(theta_peers) or len(theta_role) < 2:
        raise InputError(
            f"there are {len(theta_role)} and {len(theta_peers)} folds.", do="give the same two or more for both"
        )
    if not both:
        return 0.0
    role, peers = theta_role - theta_role.mean(), theta_peers - theta_peers.mean()
    spread = math.sqrt(float(role @ role) * float(peers @ peers))
    if spread < 1e-24:
        return 0.0
    most = min(both / math.sqrt(role_people * peers_people), 1.0)
    return min(max(float(role @ peers) / spread, -most), most)


def folds_interval(estimate: float, folds: Floats, coverage: float) -> tuple[float, float, float]:
    """Return standard error and bounds of a difference from its K values with one fold of people left out (jackknife).

    Parameters
    ----------
    estimate : float
        From everyone.
    folds : ndarray of float, shape (K,)
        With each fold left out.
    coverage : float
        Coverage of the interval, by Student's t with K - 1 degrees of freedom; bounds stay within -1 and 1.

    Raises
    ------
    InputError
        There are fewer than two folds.
    """
    number = len(folds)
    if number < 2:
        raise InputError(f"{number} folds give no interval.", do="make the tally with folds")
    std_error = float(jackknife_error(folds))
    width = t_quantile(1 - (1 - coverage) / 2, number - 1) * std_error
    return std_error, max(estimate - width, -1.0), min(estimate + width, 1.0)


def reach_at(curve: Curve, months: int, coverage: float = 0.95, at_risk: float | None = None) -> ReachBy | None:
    """Return a curve as it stands at the horizon, also before its first point and after its last.

    Parameters
    ----------
    curve : Curve
        Made without a horizon, or with a later one.
    months : int
        The horizon.
    coverage : float, default 0.95
        Coverage of the interval where nobody has reached it; elsewhere it is the curve's own.
    at_risk : float, optional
        People at risk in that very month, on whom the interval rests where nobody has reached it. Default: those at risk
        when someone last left before, or first leaves after.

    Returns
    -------
    ReachBy or None
        Before the first point nobody has reached it; after the last nobody is followed any more, and the curve stays. None
        where it has no points, or starts at `months` or later.
    """
    if curve.starts_at is None or months <= curve.starts_at or not len(curve.months):
        return None
    point = curve.at(min(months, int(curve.months[-1])))
    if point is not None and (point.estimate > 0 or not at_risk):
        events = int(curve.reached[curve.months <= months].sum())
        return ReachBy(point.estimate, point.std_error, point.lower, point.upper, curve.people, events)
    behind = np.array([float(at_risk or curve.at_risk[0])])
    _, upper = cloglog_interval(np.zeros(1), np.zeros(1), behind, coverage)
    return ReachBy(0.0, 0.0, 0.0, float(upper[0]), curve.people, 0)


def standardised(
    peers: Sequence[YearCounts],
    role_entrants: Mapping[int, float],
    *,
    toward: str = "",
    coverage: float = 0.95,
    start_at_risk: int = 10,
    starts_at: int | None = None,
) -> Standardised:
    """Estimate the reach of peers as if they had entered in the years in which the role's people did.

    Each peer counts as many times as the role has entrants of that year for each peer of it; the weighted counts of all years
    make one Aalen-Johansen curve. Its errors take the weights as given: in each month the effective number at risk is
    ``(sum of weights)**2 / (sum of squared weights)`` over those at risk.

    Parameters
    ----------
    peers : sequence of YearCounts
        One for each year of entry.
    role_entrants : mapping of int to number
        Year to the role's people who entered in it.
    toward : str, default ''
        The target, for the curve.
    coverage : float, default 0.95
        Coverage of the interval.
    start_at_risk : int, default 10
        Where peers are seen late, the curve starts once this many of them are at risk, as in `estimate_reach`.
    starts_at : int, optional
        Month after which the curve starts, whoever is at risk then: that of everyone's, where some are left out or counts
        are sums of weights.

    Returns
    -------
    Standardised
        With an empty curve where no year is shared.

    Raises
    ------
    InputError
        A year is given twice.

    References
    ----------
    Direct standardisation: Keiding & Clayton (2014), Statistical Science 29, 529-558. Weighted product limit: Xie & Liu
    (2005), Statistics in Medicine 24, 3089-3110. Effective number: Kish (1965), Survey Sampling.
    """
    sizes = {counts.year: float(counts.entries.sum()) for counts in peers}
    if len(sizes) < len(peers):
        raise InputError("a year of entry is given twice.", do="add its counts together")
    weights = {year: entrants / sizes[year] for year, entrants in role_entrants.items() if sizes.get(year) and entrants}
    left_out = sum(entrants for year, entrants in role_entrants.items() if year not in weights)
    shared = [counts for counts in peers if counts.year in weights]
    months = np.unique(np.concatenate([counts.months for counts in shared] or [np.zeros(0, np.int64)]))
    # a row for each year, on the months of all
    entries, reached, exits, censored = (np.zeros((len(shared), len(months)), np.float64) for _ in range(4))
    for row, counts in enumerate(shared):
        place = np.searchsorted(months, counts.months)
        for table, column in zip((entries, reached, exits, censored), counts[2:], strict=True):
            table[row, place] = column  # each month once
    change = entries - reached - exits - censored
    risk = np.cumsum(change, axis=1) - change
    left = (reached + exits + censored).sum(axis=0)
    weight = np.array([weights[counts.year] for counts in shared])
    if starts_at is None and not entries[:, months > 0].any():
        starts_at = 0
    elif starts_at is None:
        enough = np.flatnonzero(np.cumsum(change.sum(axis=0)) >= start_at_risk)
        starts_at = int(months[enough[0]]) if len(enough) else None
    within = (left > 0) & (months > (math.inf if starts_at is None else starts_at))
    weighted = weight @ risk[:, within]
    effective = weighted**2 / (weight**2 @ risk[:, within])
    estimate, std_error = product_limit(weighted, weight @ reached[:, within], weight @ exits[:, within], effective)
    lower, upper = cloglog_interval(estimate, std_error, effective, coverage)
    counted = 0 if starts_at is None else round(float(entries.sum() - left[months <= starts_at].sum()))
    hits = reached.sum(axis=0)[within].round().astype(np.int64)
    events, gone = int(hits.sum()), round(float(exits[:, within].sum()))
    curve = Curve(
        toward=toward,
        group=None,
        people=counted,
        events=events,
        exits=gone,
        censored=counted - events - gone,
        months=months[within],
        estimate=estimate,
        std_error=std_error,
        lower=lower,
        upper=upper,
        at_risk=risk[:, within].sum(axis=0).round().astype(np.int64),
        reached=hits,
        starts_at=starts_at,
    )
    return Standardised(curve, round(left_out), weights)
