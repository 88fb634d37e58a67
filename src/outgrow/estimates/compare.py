"""Groups compared from a landmark on: curves, their difference by a horizon with its interval, and a test.

In: Tally of kind ``landmark``. Out: Compare. Runs no SQL, reads no files. Start at `estimate_compare`; next stage:
outgrow.disclosure. R: survfit on those below the target at the landmark; cmprsk::cuminc and survdiff for the test.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates.difference import ReachBy, folds_interval, mover_interval, reach_at
from outgrow.estimates.folds import distinct, leave_out
from outgrow.estimates.intervals import cloglog_interval
from outgrow.estimates.k_samples import compare_groups
from outgrow.estimates.reach import estimate_reach, left_out_estimates
from outgrow.results import Curve, Floats, GroupDifference, GroupTest, Ints
from outgrow.results.compare import Compare
from outgrow.results.headline import when
from outgrow.tallies.tally import COUNTS, FOLD, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outgrow.settings import Settings
    from outgrow.tallies import Tally

__all__ = ["HORIZON_MONTHS", "estimate_compare", "shortened_note"]

#: Months since zero at which groups are compared, where no horizon is asked for.
HORIZON_MONTHS: Final = 120
#: Groups that others are held against, whatever their size.
_REFERENCES: Final = ("focused", "not by then")
_NAMES: Final = COUNTS["landmark"]


def estimate_compare(tally: Tally, /, *, least_at_risk: int = 10) -> Compare:
    """Compare how groups reach a target, of people still below it at a landmark.

    Everyone is followed from the landmark; time still counts from zero. Groups of fewer than ``start_at_risk`` people are
    left out, and that is said.

    Parameters
    ----------
    tally : Tally
        Of kind ``landmark``. ``settings.years`` is the horizon H of the difference and the end of curves and test; without
        it curves and test go as far as the data, and H is `HORIZON_MONTHS`.
    least_at_risk : int, default 10
        Where fewer of either group are at risk at H, the difference is by the last month in which there are as many.

    Returns
    -------
    Compare
        Curves as `estimate_reach` makes them. Differences of each group from the one they are held against: ``focused``
        for breadth, ``not by then`` for a column of dates, else the largest. Their intervals add the squares of the
        distances to each curve's own bounds, as no person is in two groups; with weights they come from leaving folds out
        (but where nobody or everybody of a group has reached it, then as without, by the effective number at risk), and
        there is no test.

    Raises
    ------
    InputError
        The tally is of another kind.
    RefusedQuestion
        The horizon is not after the landmark.

    References
    ----------
    Landmarks: Anderson, Cain & Gelber (1983), J. Clin. Oncol. 1, 710-719. Immortal time: Suissa (2008), Am. J. Epidemiol.
    167, 492-499. Intervals: Newcombe (1998), Statistics in Medicine 17, 873-890; Zou & Donner (2008), 27, 1693-1702.
    """
    if tally.kind != "landmark" or tally.landmark is None:
        raise InputError(
            f"groups are compared from a landmark tally; this is '{tally.kind}'.", do="make it with landmark_tally"
        )
    settings, landmark = tally.settings, tally.landmark
    asked = settings.horizon_months or HORIZON_MONTHS
    if asked <= landmark:
        raise RefusedQuestion(
            f"the horizon, {when(settings, asked)}, is not after the landmark, {when(settings, landmark)}.",
            why="nobody who is compared has reached the target by the landmark, so that there is nothing to compare",
            do="give more years, or an earlier landmark; both count from entry into the role",
        )
    by = tally.groups[0]
    groups = _groups(tally)
    enough = [one for one in groups if one.people >= settings.start_at_risk]
    curves, whole = (
        {curve.group[by]: curve for curve in _curves(tally, years) if curve.group is not None}
        for years in (settings.years, None)
    )
    reference = _reference(enough)
    differences, shortened = [], False
    for one in enough:
        if reference is None or one is reference:
            continue
        months = min(asked, one.last_with(least_at_risk), reference.last_with(least_at_risk))
        shortened |= months < asked
        if months > landmark:
            differences.append(
                _difference(one, reference, whole, months, coverage=settings.coverage, weighted=tally.weighted)
            )
    test = None if tally.weighted else _test(enough, settings.horizon_months)
    return Compare(
        role=tally.role,
        toward=tally.toward[0],
        by=by,
        landmark_months=landmark,
        horizon_asked=asked,
        curves=tuple(curves[one.value] for one in enough),
        differences=tuple(differences),
        test=test,
        excluded=tally.excluded,
        settings=settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(
            *tally.notes,
            *tally.careers.imprecise_note,
            *_notes(tally, groups, enough, differences, test, shortened=shortened, least=least_at_risk),
        ),
        tally=tally,
        weighted=tally.weighted,
    )


class _Group(NamedTuple):
    """Exact counts of one group by month, ascending; arrays of shape (M,), months shared by all groups."""

    value: Any
    landmark: int
    months: Ints
    entries: Ints
    reached: Ints
    exits: Ints
    censored: Ints
    #: Sums of weights of each fold, shape (4, K, M); None without weights.
    weights: Floats | None

    @property
    def people(self) -> int:
        return int(self.entries.sum())

    @property
    def at_risk(self) -> Ints:
        """People at risk just before each month; all come in the landmark's own month, after it."""
        left = self.reached + self.exits + self.censored
        risk: Ints = self.people - np.cumsum(left) + left
        return np.where(self.months > self.landmark, risk, 0)

    def effective(self, month: int) -> float:
        """Return how many people of like weight those at risk in a month are worth: ``(sum w)^2 / sum w^2``, by Kish.

        Squares of weights are told by folds: people fall into them as by lot, so that their sums vary by as much.
        """
        assert self.weights is not None
        before = self.months < month
        entries, *left = self.weights
        by_fold = entries.sum(axis=1) - sum(part[:, before].sum(axis=1) for part in left)
        spread = float(np.var(by_fold, ddof=1)) * len(by_fold) if len(by_fold) > 1 else 0.0
        people = float(self.people - (self.reached + self.exits + self.censored)[before].sum())
        return min(float(by_fold.sum()) ** 2 / spread, people) if spread > 0 else people

    def last_with(self, least: int) -> int:
        """Return the last month in which as many are at risk; the landmark where there is none."""
        left = np.cumsum(self.reached + self.exits + self.censored)
        fewer = np.flatnonzero(self.people - left < least)
        return self.landmark if self.people < least else int(self.months[fewer[0]])


def _groups(tally: Tally) -> list[_Group]:
    by, table = tally.groups[0], tally.table
    values = table[by].to_pylist()
    months, place = np.unique(table["month"].to_numpy().astype(np.int64), return_inverse=True)
    counts = {name: table[name].to_numpy().astype(np.int64) for name in _NAMES}
    folds = distinct(table[FOLD].to_numpy().astype(np.int64)) if tally.weighted else None
    found = []
    for value in dict.fromkeys(values):
        here = np.array([one == value for one in values])
        columns = {name: np.bincount(place[here], counts[name][here], len(months)).astype(np.int64) for name in _NAMES}
        weights = None
        if folds is not None:
            weights = np.zeros((len(_NAMES), len(folds[0]), len(months)))
            for row, name in enumerate(_NAMES):
                np.add.at(weights[row], (folds[1][here], place[here]), table[WEIGHT + name].to_numpy()[here])
        found.append(_Group(value, tally.landmark or 0, months, **columns, weights=weights))
    return found


def _curves(tally: Tally, years: float | None) -> tuple[Curve, ...]:
    """Estimate the curve of each group: a first passage in which everyone comes to be at risk at the landmark."""
    import pyarrow as pa

    toward = pa.array([tally.toward[0]] * tally.table.num_rows, pa.string())
    passage = replace(
        tally,
        kind="first_passage",
        table=tally.table.add_column(0, "toward", toward),
        settings=replace(tally.settings, years=years),
        landmark=None,
        excluded=(),
    )
    return estimate_reach(passage).curves


def _reference(groups: list[_Group]) -> _Group | None:
    """Return the group that others are held against."""
    for one in groups:
        if one.value in _REFERENCES:
            return one
    return max(groups, key=lambda one: one.people, default=None)


def _difference(
    one: _Group, other: _Group, curves: dict[Any, Curve], months: int, *, coverage: float, weighted: bool
) -> GroupDifference:
    first, second = (_by(group, curves[group.value], months, coverage) for group in (one, other))
    estimate = first.estimate - second.estimate
    # without each fold a share of nobody or everybody is the same, as if it were known
    if weighted and 0 < first.estimate < 1 and 0 < second.estimate < 1:
        std_error, lower, upper = folds_interval(estimate, _without_each_fold(one, other, months), coverage)
    else:
        std_error = math.hypot(first.std_error, second.std_error)
        lower, upper = mover_interval(first, second)
    return GroupDifference(
        group=one.value,
        reference=other.value,
        months=months,
        estimate=estimate,
        std_error=std_error,
        lower=lower,
        upper=upper,
        group_estimate=first.estimate,
        reference_estimate=second.estimate,
        group_people=first.people,
        reference_people=second.people,
        group_events=first.events,
        reference_events=second.events,
    )


def _by(group: _Group, curve: Curve, months: int, coverage: float) -> ReachBy:
    gone = (group.reached + group.exits + group.censored)[group.months < months].sum()
    found = reach_at(curve, months, coverage, float(group.people - gone))
    assert found is not None, "a group with people at risk has a curve"
    if group.weights is None or 0 < found.estimate < 1:
        return found
    by_then = curve.months[curve.months <= months]
    number = group.effective(months if found.estimate <= 0 else int(by_then[-1]))
    estimate = np.array([found.estimate])
    lower, upper = cloglog_interval(estimate, np.zeros(1), np.array([number]), coverage)
    return found._replace(lower=float(lower[0]), upper=float(upper[0]))


def _without_each_fold(one: _Group, other: _Group, months: int) -> Floats:
    """Return the difference by `months` with each fold of people left out."""
    reach = []
    for group in (one, other):
        assert group.weights is not None
        counts = np.stack([leave_out(parts) for parts in group.weights])
        within = (group.months > group.landmark) & (group.months <= months)
        found = left_out_estimates(counts, within)[1:]
        reach.append(found[:, -1] if within.any() else np.zeros(len(found)))
    apart: Floats = reach[0] - reach[1]
    return apart


def _test(groups: list[_Group], horizon: int | None) -> GroupTest | None:
    if len(groups) < 2:
        return None
    within = groups[0].months > groups[0].landmark
    if horizon is not None:
        within &= groups[0].months <= horizon
    return compare_groups(
        *(np.stack([getattr(one, name)[within] for one in groups]) for name in ("at_risk", "reached", "exits"))
    )


def shortened_note(settings: Settings, differences: Sequence[GroupDifference]) -> str:
    """Say by when differences are where fewer are at risk at the horizon than it takes."""
    told = sorted({one.months for one in differences})
    asked = settings.horizon_months or HORIZON_MONTHS
    return (
        f"Too few of a group are at risk at {when(settings, asked)}; the difference is by "
        f"{' and '.join(when(settings, months) for months in told)} instead."
    )


def _notes(
    tally: Tally,
    groups: list[_Group],
    enough: list[_Group],
    differences: list[GroupDifference],
    test: GroupTest | None,
    *,
    shortened: bool,
    least: int,
) -> list[str]:
    settings, landmark = tally.settings, tally.landmark or 0
    notes = [
        f"Groups are told by what is known {when(settings, landmark)} after entry, of people still below the target then, and "
        "followed from there; chances are those of reaching it later, and years count from entry."
        if landmark
        else "Groups are told by what is known at entry, and only people seen from entry on are compared."
    ]
    small = [one for one in groups if one not in enough]
    if small:
        notes.append(
            f"{len(small)} group{'' if len(small) == 1 else 's'} of fewer than {settings.start_at_risk} people "
            f"{'is' if len(small) == 1 else 'are'} left out."
        )
    if len(enough) < 2:
        notes.append("There are not two groups to compare.")
    elif not differences:
        notes.append(
            f"There is no difference to show: fewer than {least} of each group are followed past the landmark."
        )
    elif shortened:
        notes.append(shortened_note(settings, differences))
    if tally.weighted:
        notes.append(
            "With weights there is no test; the intervals of differences come from leaving folds of people out."
        )
    elif test is None and len(enough) > 1:
        notes.append("There is no test: nobody reached the target, or the groups were not at risk together.")
    return notes
