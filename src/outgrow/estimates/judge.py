"""The verdict from tallies: curves of the role, curves of its peers made comparable, their difference, and the rules.

In: two first-passage tallies by year of entry and fold. Out: Verdict. Start at `judge`; next stage: outgrow.report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    """Counts toward the next rung; arrays of shape (K folds, Y years, M months), months ascending.

    `people` are counts of people, `amounts` sums of their weights, or the same where everyone counts as one.
    """

    years: list[int]
    months: Ints
    people: dict[str, Floats]
    amounts: dict[str, Floats]

    @property
    def by_year(self) -> tuple[YearCounts, ...]:
        """The people of each year."""
        counts = {name: values.sum(axis=0) for name, values in self.people.items()}
        return tuple(
            YearCounts(year, self.months, *(counts[name][row] for name in COUNTS["first_passage"]))
            for row, year in enumerate(self.years)
        )

    def left_out(self, folds: list[int]) -> Floats:
        """Return the amounts of everyone and of all folds but one; shape (4, 1 + folds, Y, M), counts in their order."""
        amounts = np.stack([self.amounts[name] for name in COUNTS["first_passage"]])
        everyone = amounts.sum(axis=1, keepdims=True)
        return np.concatenate([everyone, everyone - amounts[:, folds]], axis=1)

    def of(self, years: set[int]) -> _Counts:
        """Return the counts of some of the years."""
        kept = [place for place, year in enumerate(self.years) if year in years]
        people, amounts = (
            {name: values[:, kept] for name, values in one.items()} for one in (self.people, self.amounts)
        )
        return _Counts([self.years[place] for place in kept], self.months, people, amounts)

    @property
    def filled(self) -> list[int]:
        """The folds that hold anybody."""
        return [int(fold) for fold in np.flatnonzero(self.people["entries"].sum(axis=(1, 2)))]


def _counts(tally: Tally, toward: str) -> _Counts:
    """Spread the counts toward one target over folds, years and months."""
    here = np.array(tally.table["toward"].to_pylist(), dtype=object) == toward
    columns = {name: tally.table[name].to_numpy()[here] for name in tally.table.column_names if name != "toward"}
    years, year = np.unique(columns[ENTRY_YEAR], return_inverse=True)
    months, month = np.unique(columns["month"], return_inverse=True)
    shape = (_FOLDS, len(years), len(months))
    place = np.ravel_multi_index((columns[FOLD].astype(np.int64), year, month), shape)

    def added(name: str) -> Floats:
        return np.bincount(place, columns[name].astype(np.float64), math.prod(shape)).reshape(shape).astype(np.float64)

    def spread(prefix: str) -> dict[str, Floats]:
        return {name: added(prefix + name) for name in COUNTS["first_passage"]}

    people = spread("")
    return _Counts(years.tolist(), months.astype(np.int64), people, spread(WEIGHT) if tally.weighted else people)


def _difference(role: Tally, peers: Tally, reach: Reach, rung: str, months: int, *, both: int) -> Difference | None:
    """Set the reach of the next rung against that of peers, by the horizon, for the years in which both entered.

    None where too few of either can be followed to it. Where people are seen late, both curves start with the later of the two.
    """
    first, top = reach.curves[0].toward, reach.curves[-1].toward
    ours, theirs = _counts(role, first), _counts(peers, first)
    years = set(ours.years) & set(theirs.years)
    ours, theirs = ours.of(years), theirs.of(years)
    followed = [_followed(_counts(tally, top).of(years), months) for tally in (role, peers)]
    if not years or min(followed) < _LEAST_FOLLOWED:
        return None
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


def _followed(counts: _Counts, months: int) -> int:
    """Return the people still at risk just before `months`."""
    by_month = {name: values.sum(axis=(0, 1)) for name, values in counts.people.items()}
    before = counts.months < months
    left = by_month["reached"] + by_month["exits"] + by_month["censored"]
    return round(float((by_month["entries"] - left)[before].sum()))


def _left_out(ours: _Counts, theirs: _Counts, folds: list[int], months: int, after: int) -> Floats:
    """Return the reach of the role and of its peers by `months`, of everyone and of all folds but one; shape (1 + K, 2)."""
    mine, other = ours.left_out(folds), theirs.left_out(folds)
    entrants, sizes = (counts[0].sum(axis=2) for counts in (mine, other))
    # the role's own years are no standardisation of itself: every weight is 1
    shared = np.divide(entrants, sizes, out=np.zeros_like(entrants), where=sizes > 0)
    reached = []
    for counts, weights, by in ((mine, np.ones_like(entrants), ours.months), (other, shared, theirs.months)):
        within = (by > after) & (by <= months)
        estimates = left_out_estimates(np.einsum("cfym,fy->cfm", counts, weights), within)
        reached.append(estimates[:, -1] if within.any() else np.zeros(len(estimates)))
    return np.stack(reached, axis=1)
