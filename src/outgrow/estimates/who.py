"""Who made it: k of n among those followed to the horizon, the chance of it from everybody, and how those there came.

In: WhoTally. Out: Who. Runs no SQL, reads no files. Start at `estimate_who`; next stage: outgrow.disclosure.
R: survival::survfit with several states for the curves; binom::binom.wilson for k of n.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

from outgrow.estimates.multi_state import curve_notes, group_moves, no_curves, state_curves
from outgrow.results import Occupancy, ShareOf, Who
from outgrow.results.headline import when
from outgrow.results.who import REACHED, WAITING
from outgrow.settings import Settings
from outgrow.tallies.tally import Tally
from outgrow.tallies.who import STAYED, WhoTally

__all__ = ["at_most", "estimate_outcomes", "estimate_who", "outcome_states", "share_of", "who_notes", "wilson"]


def estimate_who(tally: WhoTally, /) -> Who:
    """Estimate how many reach a target while they stay as asked, and say how those came who did.

    Parameters
    ----------
    tally : WhoTally
        Exact counts.

    Returns
    -------
    Who
        ``of_followed`` and ``opposite`` with Wilson's interval, each person counted as one; ``at_most`` where nobody did;
        ``curves`` as `outgrow.estimates.estimate_occupancy` makes them, from everybody, weighted where people have weights.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212. Rule of three: Hanley & Lippman-Hand (1983), JAMA 249, 1743-1745. Curves:
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150.
    """
    outcomes = tally.outcomes
    settings, coverage = outcomes.settings, outcomes.settings.coverage
    counted = dict(tally.followed)
    of_followed = share_of(counted[REACHED], sum(counted.values()), coverage)
    [curves] = estimate_outcomes(_to_horizon(tally)).curves
    opposite = None
    if tally.opposite is not None:
        told, not_there = tally.opposite
        opposite = share_of(not_there, told, coverage)
    there, median = _already_there(outcomes)
    return Who(
        role=outcomes.role,
        toward=tally.toward,
        stayed=tally.stayed,
        horizon_months=tally.horizon,
        of_followed=of_followed,
        outcomes=tally.followed,
        at_most=at_most(of_followed, coverage),
        curves=curves,
        opposite=opposite,
        excluded=tally.excluded,
        already_there=there,
        median_months_already_there=median,
        sequences=tally.sequences,
        first_jobs=tally.first_jobs,
        last_steps=tally.last_steps,
        settings=settings,
        careers=outcomes.careers,
        flow=outcomes.flow,
        notes=(
            *outcomes.notes,
            *outcomes.careers.imprecise_note,
            *curve_notes((curves,), settings.start_at_risk),
            *who_notes(tally),
        ),
        tally=tally,
        weighted=outcomes.weighted,
    )


def estimate_outcomes(tally: Tally) -> Occupancy:
    """Estimate the chance of each outcome by month, as occupancy of the states of a `WhoTally`."""
    states = outcome_states(tally)
    found = [state_curves(moves, tally.settings, by_folds=tally.weighted) for moves in group_moves(tally, states)]
    return Occupancy(
        role=tally.role,
        states="outcome",
        curves=tuple(found) or (no_curves(None, tuple(states)),),
        settings=tally.settings,
        careers=tally.careers,
        flow=tally.flow,
        tally=tally,
        weighted=tally.weighted,
    )


def outcome_states(tally: Tally) -> list[str]:
    """Return the states of a tally of outcomes in their order: waiting, then those that nobody leaves."""
    return [WAITING, *tally.absorbing]


def wilson(count: int, people: int, coverage: float) -> tuple[float, float]:
    """Return Wilson's interval of a share of `people`, one or more."""
    z = NormalDist().inv_cdf(0.5 + coverage / 2)
    share, square = count / people, z * z / people
    middle = (share + square / 2) / (1 + square)
    width = z * math.sqrt((share * (1 - share) + square / 4) / people) / (1 + square)
    # rounding may leave 1e-17 where nobody or everybody is counted
    return (0.0 if not count else max(middle - width, 0.0), 1.0 if count == people else min(middle + width, 1.0))


def share_of(count: int, people: int, coverage: float) -> ShareOf:
    """Return so many of so many with the interval; without one where there is nobody."""
    if not people:
        return ShareOf(count, people)
    return ShareOf(count, people, count / people, *wilson(count, people, coverage))


def at_most(of: ShareOf, coverage: float) -> float | None:
    """Return the chance under which seeing nobody is as rare as ``1 - coverage``; None where somebody did, or none is counted.

    The one-sided bound of Clopper and Pearson, ``1 - (1 - coverage)**(1 / n)``; at 95% it is close to 3 / n.
    """
    if of.count != 0 or not of.people:
        return None
    return -math.expm1(math.log1p(-coverage) / of.people)


def who_notes(tally: WhoTally) -> list[str]:
    """Say what the numbers are of."""
    settings, horizon = tally.outcomes.settings, when(tally.outcomes.settings, tally.horizon)
    first = sum(people for _, people in tally.followed)
    notes = [
        f"The share of those followed counts people at risk from entry on and followed for {horizon} whatever became of them, "
        "or known to have left before; whoever was lost sooner is left out of it even if they had reached the target, as those "
        "lost without it are. The curve uses everybody."
    ]
    if not first:
        notes.append(f"Nobody was followed for {horizon} after entry: there is no such share.")
    if tally.outcomes.weighted:
        notes.append("The share of those followed counts people as one each, without weights; the curve is weighted.")
    if tally.stayed is not None:
        notes.append(
            f"Of those {STAYED[tally.stayed]} before they reached it, some broadened early and some late, so that their share "
            "is not to be held against the one above: compare groups from a landmark on."
            if tally.stayed == "focused"
            else "Those who were focused before they reached it had different time left, so that their share is not to be held "
            "against the one above: compare groups from a landmark on."
        )
    if settings.years is None:
        notes.append(f"No horizon was asked for, so it is {horizon} after entry.")
    return notes


def _to_horizon(tally: WhoTally) -> Tally:
    return replace(tally.outcomes, settings=_until(tally.outcomes.settings, tally.horizon))


def _until(settings: Settings, months: int) -> Settings:
    return settings if settings.horizon_months == months else replace(settings, years=months / 12)


def _already_there(tally: Tally) -> tuple[int, float | None]:
    """Return how many reached it first, and the median of their months since entry (of two in the middle, their mean)."""
    table = tally.table
    by_month: dict[int, int] = {}
    columns = (table[name].to_pylist() for name in ("destination", "month", "moves"))
    for destination, month, moves in zip(*columns, strict=True):
        if destination == REACHED:
            by_month[month] = by_month.get(month, 0) + moves
    people = sum(by_month.values())
    if not people:
        return 0, None
    middle = [_nth(by_month, place) for place in ((people - 1) // 2, people // 2)]
    return people, sum(middle) / 2


def _nth(by_month: dict[int, int], place: int) -> int:
    """Return the month of the person at a place, from 0, in the order of months."""
    so_far = 0
    for month, people in sorted(by_month.items()):
        so_far += people
        if so_far > place:
            return month
    raise AssertionError
