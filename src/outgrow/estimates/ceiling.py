"""The ceiling of a role: the highest rung that a share of its entrants reaches by the horizon.

In: Reach, a curve for each rung above the role's own. Out: Ceiling. Runs no SQL, reads no files. Start at
`estimate_ceiling`; next stage: estimates.verdict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.estimates.difference import reach_at
from outgrow.results import Ceiling, Curve, Ints, Reach, RungReach
from outgrow.schema import RUNGS, rungs_above

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["at_risk_at", "at_rung", "estimate_ceiling", "followed_at"]

#: Rounding that no comparison with a threshold should turn on.
CLOSE = 1e-12


def estimate_ceiling(
    reach: Reach, /, *, own: str, share: float = 0.10, years: float = 15, least_at_risk: int = 10
) -> Ceiling:
    """Say which rungs a share of those who entered a role reach, and how surely.

    Established is the highest rung whose lower bound by the horizon is at least `share`, estimated the highest by its
    estimate, not ruled out the highest by its upper bound; each at least the role's own.

    The horizon is shortened to the last month in which at least `least_at_risk` are at risk of the highest rung: still
    followed, below it, and not gone for good. (Those of a low rung run dry by success.) What is not established by a
    shortened horizon is unknown, for it may be reached later; what is established stays so, since reach never falls.

    Parameters
    ----------
    reach : Reach
        Exact, without groups or horizon; toward ``rung:NAME+`` for each rung above `own`, lowest first, with one
        denominator.
    own : str
        The role's own rung, one of `outgrow.schema.RUNGS`.
    share : float, default 0.10
        The share q, strictly between 0 and 1; not a percentage.
    years : float, default 15
        Horizon H.
    least_at_risk : int, default 10
        How many must be followed to the horizon.

    Returns
    -------
    Ceiling
        With a note where the horizon was shortened.

    Raises
    ------
    UnknownName
        `own` is no rung. Also a LookupError.
    InputError
        A number is out of its range, or the curves are not those that a ceiling is made of.
    """
    if own not in RUNGS:
        raise UnknownName(f"'{own}' is no rung.{did_you_mean(own, RUNGS)}", do=f"use one of {', '.join(RUNGS)}")
    if not 0 < share < 1:
        raise InputError(
            f"share is {share}.",
            why="it is a share, not a percentage",
            do="give a number between 0 and 1, for example 0.1",
        )
    if least_at_risk < 1:
        raise InputError(f"least_at_risk is {least_at_risk}.", do="give 1 or more people")
    if years is None:
        raise InputError("a ceiling has no horizon.", do="give years, for example 15")
    settings = replace(reach.settings, years=years)
    asked = settings.horizon_months
    assert asked is not None
    rungs = rungs_above(own)
    _check(reach, rungs, asked)

    horizon: int | None = asked
    if rungs:
        horizon = _last_followed(reach, reach.curves[-1], asked, least_at_risk)
    found = tuple(
        _rung(reach, rung, curve, share=share, horizon=horizon, shortened=horizon != asked, least=least_at_risk)
        for rung, curve in zip(rungs, reach.curves, strict=True)
    )
    order: tuple[str, ...] = ("ruled out", "not ruled out", "estimated", "established")

    def highest(status: str) -> str:
        reached = [rung.rung for rung in found if rung.status in order[order.index(status) :]]
        return reached[-1] if reached else own

    established = highest("established")
    above = rungs_above(established)
    unknown = any(rung.status == "unknown" for rung in found if rung.rung in above)
    top = reach.curves[-1] if rungs else None
    return Ceiling(
        role=reach.role,
        settings=settings,
        careers=reach.careers,
        flow=reach.flow,
        notes=(*reach.notes, *_notes(asked, horizon, established, least_at_risk)),
        read_as=reach.read_as,
        weighted=reach.weighted,
        own=own,
        established=established,
        estimated=None if unknown else highest("estimated"),
        not_ruled_out=None if unknown else highest("not ruled out"),
        horizon_asked=asked,
        horizon_months=horizon,
        share=share,
        reach=found,
        people=reach.flow.counted if top is None or top.starts_at is None else top.people,
        above=above[0] if above else None,
        median_follow_up=None if top is None else top.median_follow_up,
        source=reach,
    )


def at_rung(rung: str) -> str:
    """Return the role pattern of a rung or higher: ``rung:director+``."""
    return f"rung:{rung}+"


def at_risk_at(reach: Reach, curve: Curve, month: int) -> int:
    """Return the people still followed and below the curve's target just before `month`.

    A curve has only the months in which someone leaves; who comes under observation between them stands in the tally.
    """
    counts = _counts(reach, curve.toward)
    before = counts.months < month
    return int((counts.entries - counts.left)[before].sum())


def followed_at(reach: Reach, month: int) -> int:
    """Return how many can be followed to `month`: those at risk of the highest rung in it, and those who reached it before.

    0 where the curve has no start, or starts later.
    """
    top = reach.curves[-1] if reach.curves else None
    if top is None or top.starts_at is None or month <= top.starts_at:
        return 0
    return at_risk_at(reach, top, month) + int(top.reached[top.months < month].sum())


class _Counts(NamedTuple):
    """Counts of people by month toward one target; arrays of shape (M,), months ascending."""

    months: Ints
    entries: Ints
    reached: Ints
    exits: Ints
    censored: Ints

    @property
    def left(self) -> Ints:
        return self.reached + self.exits + self.censored


def _check(reach: Reach, rungs: tuple[str, ...], asked: int) -> None:
    toward = [at_rung(rung) for rung in rungs]
    if [curve.toward for curve in reach.curves] != toward or any(curve.group for curve in reach.curves):
        raise InputError(
            "a ceiling is made of one curve for each rung above the role's own, lowest first, without groups.",
            do=f"make them toward {', '.join(toward) or 'nothing'}",
        )
    if reach.min_cell is not None or (rungs and reach.tally is None):
        raise InputError("these curves were released for others.", do="make the ceiling from the exact result")
    if reach.settings.clock == "calendar":
        raise InputError("these curves are on the calendar clock.", do="measure time from the entry into the role")
    before = reach.settings.horizon_months
    if before is not None and before < asked:
        raise InputError(f"these curves end at {before} months, before the ceiling's {asked}.", do="leave out years")


def _counts(reach: Reach, toward: str) -> _Counts:
    tally: Tally | None = reach.tally
    assert tally is not None
    here = np.array(tally.table["toward"].to_pylist(), dtype=object) == toward
    # a month has several rows where the tally is parted by fold
    months, place = np.unique(tally.table["month"].to_numpy().astype(np.int64)[here], return_inverse=True)
    columns = []
    for name in ("entries", "reached", "exits", "censored"):
        total = np.zeros(len(months), np.int64)
        np.add.at(total, place, tally.table[name].to_numpy().astype(np.int64)[here])
        columns.append(total)
    return _Counts(months, *columns)


def _last_followed(reach: Reach, curve: Curve, asked: int, least: int) -> int | None:
    """Return the last month, up to that asked for, in which enough are at risk; None where there is none."""
    if curve.starts_at is None or curve.starts_at >= asked:
        return None
    counts = _counts(reach, curve.toward)
    # those after one month with a change are at risk through the next
    after = np.cumsum(counts.entries - counts.left)
    enough = [
        until
        for month, until, people in zip(
            counts.months.tolist(), [*counts.months.tolist(), asked][1:], after.tolist(), strict=True
        )
        if people >= least and curve.starts_at <= month < asked
    ]
    return min(enough[-1], asked) if enough else None


def _rung(
    reach: Reach, rung: str, curve: Curve, *, share: float, horizon: int | None, shortened: bool, least: int
) -> RungReach:
    risk = None if horizon is None else at_risk_at(reach, curve, horizon)
    by_then = None if horizon is None else reach_at(curve, horizon, reach.settings.coverage, risk)
    if horizon is None or by_then is None:
        return RungReach(rung, None, None, None, None, None, None, "unknown")
    # people may be followed to the horizon only once they are past this rung
    known = not shortened and _last_followed(reach, curve, horizon, least) == horizon
    status: Literal["established", "estimated", "not ruled out", "ruled out", "unknown"]
    if by_then.lower >= share - CLOSE:
        status = "established"
    elif not known:
        status = "unknown"
    elif by_then.estimate >= share - CLOSE:
        status = "estimated"
    elif by_then.upper >= share - CLOSE:
        status = "not ruled out"
    else:
        status = "ruled out"
    return RungReach(
        rung, by_then.estimate, by_then.std_error, by_then.lower, by_then.upper, risk, by_then.events, status
    )


def _notes(asked: int, horizon: int | None, established: str, least: int) -> list[str]:
    if horizon == asked:
        return []
    above = rungs_above(established)
    unknown = f", and whether {above[0]} or higher is reached by a share of them is not known" if above else ""
    if horizon is None:
        return [f"There never are {least} people at risk at once: there is no horizon{unknown}."]
    return [
        f"Fewer than {least} people are still at risk after {asked / 12:.3g} years: the horizon is {horizon / 12:.3g} years"
        f"{unknown}."
    ]
