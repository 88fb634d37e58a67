"""The verdict from tallies: curves of the role, curves of its peers made comparable, their difference, and the rules.

In: two first-passage tallies by year of entry and fold. Out: Verdict. Start at `judge`; next stage: outgrow.report.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.ceiling import estimate_ceiling, followed_at
from outgrow.estimates.difference import YearCounts, difference, fold_correlation, reach_at, standardised
from outgrow.estimates.reach import estimate_reach, left_out_estimates
from outgrow.estimates.verdict import Thresholds, decide_verdict, reason
from outgrow.results import Difference, Floats, Ints, Reach, Verdict
from outgrow.tallies.first_passage import ENTRY_YEAR
from outgrow.tallies.tally import COUNTS, FOLD, WEIGHT

if TYPE_CHECKING:
    import pyarrow

    from outgrow.results import Curve
    from outgrow.tallies import Tally

__all__ = ["judge"]

#: People in the role, and peers, who must be followed to the horizon for a difference.
_LEAST_FOLLOWED: Final = 10
_UNSHARED: Final = (
    "Whoever entered in a year in which none of the peers did is left out of the difference, and of nothing else."
)
#: Folds that people are hashed into.
_FOLDS: Final = 50


def judge(
    role: Tally,
    peers: Tally | None,
    /,
    *,
    own: str | None,
    both: int = 0,
    levels_known: float = 1.0,
    thresholds: Thresholds | None = None,
) -> Verdict:
    """Judge whether a role is a path.

    Parameters
    ----------
    role, peers : Tally
        First passages toward every rung above `own`, lowest first, by year of entry and fold; of those who entered the
        role, and of its peers. Without `peers` there is no difference.
    own : str or None
        The role's rung; None where its level is unknown for most, which is then the verdict's reason.
    both : int, default 0
        People counted in both tallies.
    levels_known : float, default 1
        Share of the entrants' later spells whose level is known.
    thresholds : Thresholds, optional
        Default: the design's.

    Returns
    -------
    Verdict
        Exact.

    Raises
    ------
    InputError
        The tallies are not by year of entry and fold.
    """
    limits = Thresholds() if thresholds is None else thresholds
    for tally in (role, peers):
        if tally is not None and (tally.groups != (ENTRY_YEAR,) or not tally.folded):
            raise InputError(
                "a verdict is made from tallies by year of entry and fold.", do="count with by_year, folded"
            )
    whole = role.regroup()
    reach = estimate_reach(whole if whole.weighted else whole.unfolded())
    if own is None:
        return _level_unknown(reach, limits)
    ceiling = estimate_ceiling(
        reach, own=own, share=limits.share, years=limits.years, least_at_risk=limits.least_at_risk
    )
    found = None
    if peers is not None and ceiling.reach and ceiling.horizon_months is not None:
        months = ceiling.horizon_months
        found = _difference(role, peers, reach, ceiling.reach[0].rung, months, both=both)
        if found is not None and set(_years(role)) - set(_years(peers)):
            ceiling = replace(ceiling, notes=(*ceiling.notes, _UNSHARED))
    return decide_verdict(
        ceiling,
        found,
        at_risk=followed_at(reach, limits.at_risk_months),
        levels_known=levels_known,
        thresholds=limits,
    )


def _level_unknown(reach: Reach, limits: Thresholds) -> Verdict:
    missing, printed = ("own level",), limits.as_json()
    return Verdict(
        role=reach.role,
        settings=replace(reach.settings, years=limits.years),
        careers=reach.careers,
        flow=reach.flow,
        notes=reach.notes,
        read_as=reach.read_as,
        weighted=reach.weighted,
        verdict="cannot tell",
        rule=1,
        because=reason("cannot tell", 1, None, None, printed, missing=missing),
        difference=None,
        thresholds=printed,
        missing=missing,
    )


class _Counts(NamedTuple):
    """Counts toward a target; arrays of shape (4, K folds, Y years, M months), counts in their order, months ascending.

    `people` are counts of people, `amounts` sums of their weights, or the same where everyone counts as one.
    """

    years: list[int]
    months: Ints
    people: Floats
    amounts: Floats

    @property
    def by_year(self) -> tuple[YearCounts, ...]:
        """The people of each year."""
        counts = self.people.sum(axis=1)
        return tuple(YearCounts(year, self.months, *counts[:, row]) for row, year in enumerate(self.years))

    @property
    def filled(self) -> list[int]:
        """The folds that hold anybody."""
        return [int(fold) for fold in np.flatnonzero(self.people[0].sum(axis=(1, 2)))]


def _counts(tally: Tally, toward: str, years: Collection[int]) -> _Counts:
    """Spread the counts toward one target over folds, years and months, of those who entered in some years."""
    table = _rows(tally, toward, years)
    shared, year = np.unique(table[ENTRY_YEAR].to_numpy(), return_inverse=True)
    months, month = np.unique(table["month"].to_numpy(), return_inverse=True)
    shape = (_FOLDS, len(shared), len(months))
    place = np.ravel_multi_index((table[FOLD].to_numpy().astype(np.int64), year, month), shape)

    def spread(prefix: str) -> Floats:
        counts = [table[prefix + name].to_numpy().astype(np.float64) for name in COUNTS["first_passage"]]
        return np.stack([np.bincount(place, count, math.prod(shape)).reshape(shape) for count in counts])

    people = spread("")
    return _Counts(shared.tolist(), months.astype(np.int64), people, spread(WEIGHT) if tally.weighted else people)


def _rows(tally: Tally, toward: str, years: Collection[int]) -> pyarrow.Table:
    """Return the counts toward one target of those who entered in some years."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = tally.table.filter(pc.equal(tally.table["toward"], toward))
    return table.filter(pc.is_in(table[ENTRY_YEAR], pa.array(sorted(years), table[ENTRY_YEAR].type)))


def _difference(role: Tally, peers: Tally, reach: Reach, rung: str, months: int, *, both: int) -> Difference | None:
    """Set the reach of the next rung against that of peers, by the horizon, for the years in which both entered.

    None where too few of either can be followed to it. Where people are seen late, both curves start with the later of the two.
    """
    first, top = reach.curves[0].toward, reach.curves[-1].toward
    years = set(_years(role)) & set(_years(peers))
    if not years or min(_followed(tally, top, years, months) for tally in (role, peers)) < _LEAST_FOLLOWED:
        return None
    ours, theirs = _counts(role, first, years), _counts(peers, first, years)
    settings = role.settings

    def curve(counts: _Counts, starts_at: int | None = None) -> Curve:
        return standardised(
            counts.by_year,
            _entrants(ours.by_year),
            toward=first,
            coverage=settings.coverage,
            start_at_risk=settings.start_at_risk,
            starts_at=starts_at,
        ).curve

    pair = [curve(ours), curve(theirs)]
    starts = [one.starts_at for one in pair]
    if None in starts:
        return None
    after = max(start for start in starts if start is not None)
    if after:
        pair = [curve(ours, after), curve(theirs, after)]
    here, there = (reach_at(one, months, settings.coverage) for one in pair)
    if here is None or there is None:
        return None
    folds = sorted({*ours.filled, *theirs.filled})
    if len(folds) < 2 or not (both or role.weighted):
        return difference(here, there, rung=rung, months=months, both=both, coverage=settings.coverage)
    thetas = _left_out(ours, theirs, folds, months, after)
    if role.weighted:
        here, there = (one._replace(estimate=float(theta)) for one, theta in zip((here, there), thetas[0], strict=True))
        spread = thetas[1:, 0] - thetas[1:, 1]
        return difference(here, there, rung=rung, months=months, both=both, folds=spread, coverage=settings.coverage)
    correlation = fold_correlation(
        thetas[1:, 0], thetas[1:, 1], both=both, role_people=here.people, peers_people=there.people
    )
    return difference(
        here, there, rung=rung, months=months, both=both, correlation=correlation, coverage=settings.coverage
    )


def _years(tally: Tally) -> list[int]:
    years: list[int] = tally.table[ENTRY_YEAR].unique().to_pylist()
    return years


def _entrants(counts: Sequence[YearCounts]) -> dict[int, float]:
    return {year.year: float(year.entries.sum()) for year in counts}


def _followed(tally: Tally, toward: str, years: Collection[int], months: int) -> int:
    """Return the people who entered in some years and are still at risk just before `months`."""
    import pyarrow.compute as pc

    table = _rows(tally, toward, years)
    before = table.filter(pc.less(table["month"], months))
    entries, *left = (pc.sum(before[name]).as_py() or 0 for name in COUNTS["first_passage"])
    return round(entries - sum(left))


def _left_out(ours: _Counts, theirs: _Counts, folds: list[int], months: int, after: int) -> Floats:
    """Return the reach of the role and of its peers by `months`, of everyone and of all folds but one; shape (1 + K, 2)."""
    mine, other = ours.amounts[:, folds], theirs.amounts[:, folds]
    all_mine, all_other = mine.sum(axis=1), other.sum(axis=1)
    entrants, sizes = (
        np.concatenate([every[0].sum(axis=1)[np.newaxis], every[0].sum(axis=1) - folded[0].sum(axis=2)])
        for every, folded in ((all_mine, mine), (all_other, other))
    )
    # the role's own years are no standardisation of itself: every weight is 1
    shared = np.divide(entrants, sizes, out=np.zeros_like(entrants), where=sizes > 0)
    reached = []
    for folded, every, weights, by in (
        (mine, all_mine, np.ones_like(entrants), ours.months),
        (other, all_other, shared, theirs.months),
    ):
        counts = np.einsum("fy,cym->cfm", weights, every)
        counts[:, 1:] -= np.einsum("fy,cfym->cfm", weights[1:], folded)
        within = (by > after) & (by <= months)
        estimates = left_out_estimates(counts, within)
        reached.append(estimates[:, -1] if within.any() else np.zeros(len(estimates)))
    return np.stack(reached, axis=1)
