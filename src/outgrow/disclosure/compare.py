"""Groups compared from a landmark on, made fit to be shown to others: one grid of months for all groups.

In: Compare. Out: Compare, released. Start at `release_compare`. Groups on grids of their own would show, in their difference,
what a step of one hides; so all have the same months, and the difference is by one of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from outgrow.disclosure.totals import (
    DECIMALS,
    left_out,
    none_or_enough,
    rounded,
    rounded_facts,
    rounded_flow,
    small_groups,
    whole_years,
)
from outgrow.errors import InputError
from outgrow.estimates.compare import estimate_compare, shortened_note
from outgrow.results import Compare, Curve, Flags, GroupDifference, Ints
from outgrow.results.headline import when

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["common_grid", "release_compare"]

#: Decimals of a chi-square, and significant digits of its p-value.
_TEST_DECIMALS = 2
_P_DIGITS = 2


def release_compare(result: Compare, limit: int) -> Compare:
    """Make groups that are compared fit to be shown to others.

    Parameters
    ----------
    result : Compare
        Exact, with its tally.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Compare
        In every step of the one grid, and in every group, events reach the limit, departures are nobody or reach it, and so do
        those who are left. Differences are by the last month of the grid up to the horizon; the test is shown only where every
        group is. Groups that are too small for a curve count among those that are not shown.

    Raises
    ------
    InputError
        The result has no tally.
    """
    if result.tally is None:
        raise InputError("these groups have no exact counts.", do="release the exact result")
    # groups too small for a curve are people too, whom the others would show by subtraction
    sizes = [min(curve.people, curve.events) for curve in result.curves]
    dropped = _dropped(result, result.tally)
    held = {difference.reference for difference in result.differences}
    hidden = small_groups(
        [*sizes, *dropped.values()],
        limit,
        gone=range(len(sizes), len(sizes) + len(dropped)),
        last=next((n for n, curve in enumerate(result.curves) if _value(curve) in held), None),
    )
    shown = [curve for place, curve in enumerate(result.curves) if place not in hidden]
    months = np.unique(np.concatenate([curve.months for curve in shown])) if shown else np.zeros(0, np.int64)
    counts = [_counts(result.tally, curve, months) for curve in shown]
    people = [curve.people for curve in shown]
    ends = common_grid([one[0] for one in counts], [one[1] + one[2] for one in counts], people, limit)
    if not ends:
        shown, counts = [], []
    curves = tuple(_merged(curve, months, found, ends, limit) for curve, found in zip(shown, counts, strict=True))
    values = {_value(curve) for curve in shown}
    grid = [int(months[end]) for end in ends if int(months[end]) <= result.horizon_asked]
    differences = _differences(result, grid[-1], limit, values) if grid else ()
    test = result.test
    if test is not None:
        whole = len(shown) == len(result.curves) and not dropped
        rounded_test = test._replace(
            statistic=round(test.statistic, _TEST_DECIMALS), p_value=float(f"{test.p_value:.{_P_DIGITS}g}")
        )
        test = rounded_test if whole else None
    missing = [curve.group for curve in result.curves if curve not in shown]
    missing += [{result.by: value} for value in dropped]
    facts = rounded_facts(result.careers, limit)
    own = {*result.careers.imprecise_note, shortened_note(result.settings, result.differences)}
    by = (
        f"The difference is by {when(result.settings, grid[-1])}, the last month shown by then."
        if differences
        else None
    )
    return replace(
        result,
        curves=curves,
        differences=differences,
        test=test,
        excluded=tuple((reason, rounded(people, limit)) for reason, people in result.excluded),
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(
            *(note for note in result.notes if note not in own),
            *facts.imprecise_note,
            *([by] if by is not None and grid[-1] != result.horizon_asked else []),
        ),
        tally=None,
        min_cell=limit,
        suppressed=(left_out(missing, limit),) if missing else (),
    )


def common_grid(reached: list[Ints], gone: list[Ints], people: list[int], limit: int) -> list[int]:
    """Choose months that may be shown of every group at once.

    Parameters
    ----------
    reached, gone : list of ndarray of int, shape (M,)
        For each group: who reached the target, and who left in another way, by month.
    people : list of int
        People in each group at the start.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of int
        Places of the months that end steps, ascending; empty where there is none.
    """
    if not reached:
        return []
    hits, left = np.stack(reached), np.stack(gone)
    remain = np.array(people)[:, None] - np.cumsum(hits + left, axis=1)
    before = remain + hits + left
    fits: Flags = np.all(none_or_enough(remain, limit) & (before >= limit), axis=0)
    ends: list[int] = []
    so_far = np.zeros((2, len(hits)), np.int64)
    for place in range(hits.shape[1]):
        so_far += hits[:, place], left[:, place]
        if (so_far[0] >= limit).all() and none_or_enough(so_far[1], limit).all() and fits[place]:
            ends.append(place)
            so_far[:] = 0
    return ends


def _value(curve: Curve) -> Any:
    return next(iter((curve.group or {}).values()))


def _dropped(result: Compare, tally: Tally) -> dict[Any, int]:
    """Return the groups that have no curve, with the fewer of their people and of those who reached the target."""
    values = tally.table[result.by].to_pylist()
    counts = {name: tally.table[name].to_pylist() for name in ("entries", "reached")}
    found: dict[Any, list[int]] = {}
    for place, value in enumerate(values):
        both = found.setdefault(value, [0, 0])
        both[0] += counts["entries"][place]
        both[1] += counts["reached"][place]
    shown = {_value(curve) for curve in result.curves}
    return {value: min(both) for value, both in found.items() if value not in shown}


def _counts(tally: Tally, curve: Curve, months: Ints) -> Ints:
    """Return who of a group reached the target, left for good or was last seen, by the months of all groups: (3, M)."""
    found = np.zeros((3, len(months)), np.int64)
    value = next(iter((curve.group or {}).values()))
    table = tally.unfolded().table
    places = {month: place for place, month in enumerate(months.tolist())}
    columns = (table[name].to_pylist() for name in (tally.groups[0], "month", "reached", "exits", "censored"))
    for group, month, *counts in zip(*columns, strict=True):
        if group == value and month in places:
            found[:, places[month]] += counts
    return found


def _merged(curve: Curve, months: Ints, counts: Ints, ends: list[int], limit: int) -> Curve:
    """Give a curve at the months of the grid alone, rounded; totals are those by its last."""
    reached, exits, censored = counts
    last = months[ends]
    at = np.searchsorted(curve.months, last, side="right") - 1
    starts = [0, *(end + 1 for end in ends[:-1])]
    left = np.cumsum(reached + exits + censored)
    at_risk = [curve.people - (int(left[start - 1]) if start else 0) for start in starts]
    gone = int(exits[: ends[-1] + 1].sum())
    events = int(reached[: ends[-1] + 1].sum())
    return replace(
        curve,
        people=rounded(curve.people, limit),
        events=rounded(events, limit),
        exits=rounded(gone, limit),
        censored=rounded(curve.people - events - gone, limit),
        months=last,
        estimate=np.round(curve.estimate[at], DECIMALS),
        std_error=np.round(curve.std_error[at], DECIMALS),
        lower=np.round(curve.lower[at], DECIMALS),
        upper=np.round(curve.upper[at], DECIMALS),
        at_risk=np.array([rounded(n, limit) for n in at_risk], dtype=np.int64),
        reached=np.array(
            [rounded(int(reached[a : b + 1].sum()), limit) for a, b in zip(starts, ends, strict=True)], dtype=np.int64
        ),
        median_follow_up=whole_years(curve.median_follow_up),
        through=int(last[-1]),
    )


def _differences(result: Compare, months: int, limit: int, values: set[object]) -> tuple[GroupDifference, ...]:
    """Take the differences by a month of the grid, of groups that are shown, rounded."""
    assert result.tally is not None
    settings = replace(result.tally.settings, years=months / 12)
    found = estimate_compare(replace(result.tally, settings=settings), least_at_risk=1).differences
    return tuple(
        replace(
            one,
            **{
                name: round(getattr(one, name), DECIMALS)
                for name in ("estimate", "std_error", "lower", "upper", "group_estimate", "reference_estimate")
            },
            **{
                name: rounded(getattr(one, name), limit)
                for name in ("group_people", "reference_people", "group_events", "reference_events")
            },
        )
        for one in found
        if one.months == months and {one.group, one.reference} <= values
    )
