"""Groups compared from a landmark on, released: no step, group or difference rests on a few people."""

from __future__ import annotations

import numpy as np
import pytest
from tests.disclosure.made_up import assert_counts_are_rounded, fine
from tests.estimates.test_compare import TWO, tally_of

from outgrow.disclosure import release
from outgrow.disclosure.compare import common_grid
from outgrow.disclosure.side_by_side import comparable_answers
from outgrow.errors import InputError
from outgrow.estimates import estimate_compare

LANDMARK = 24


def random_groups(seed):
    """Two to four groups of 5 to 400 people, each of whom reaches the target, leaves or is last seen in some month."""
    rng = np.random.default_rng(seed)
    groups = {}
    for name in "abcd"[: rng.integers(2, 5)]:
        people = int(rng.integers(5, 400))
        months = LANDMARK + 1 + (rng.random(people) ** 1.5 * 120).astype(int)
        leaving = 0.2 * rng.integers(0, 2)
        what = rng.choice(3, people, p=[0.4, leaving, 0.6 - leaving])
        rows = {}
        for month, kind in zip(months.tolist(), what.tolist(), strict=True):
            counts = list(rows.get(month, (0, 0, 0)))
            counts[kind] += 1
            rows[month] = tuple(counts)
        groups[name] = rows
    return groups


def between(rows, first, last, kinds):
    return sum(sum(counts[kind] for kind in kinds) for month, counts in rows.items() if first < month <= last)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("limit", [2, 10, 25])
def test_in_every_step_and_group_there_is_nobody_or_enough(seed, limit):
    groups = random_groups(seed)
    exact = estimate_compare(tally_of(groups, excluded=(("the group is unknown", 17),)))
    shown = release(exact, limit)
    assert (shown.min_cell, shown.tally) == (limit, None)
    assert_counts_are_rounded(shown, limit)
    months = {tuple(curve.months.tolist()) for curve in shown.curves}
    assert len(months) <= 1
    for curve in shown.curves:
        rows = groups[curve.group["sex"]]
        first, left = LANDMARK, sum(map(sum, rows.values()))
        assert left >= limit
        for month in curve.months.tolist():
            assert left >= limit
            assert between(rows, first, month, [0]) >= limit
            assert fine(between(rows, first, month, [1, 2]), limit)
            left -= between(rows, first, month, [0, 1, 2])
            assert fine(left, limit)
            first = month
    for one in shown.differences:
        ends = {curve.group["sex"]: curve for curve in shown.curves}
        assert one.months in ends[one.group].months
        shares = [ends[value].at(one.months).estimate for value in (one.group, one.reference)]
        assert shares == [one.group_estimate, one.reference_estimate]
        assert one.estimate == pytest.approx(shares[0] - shares[1], abs=1.1e-3)
    assert (shown.test is None) == (len(shown.curves) < len(groups) or exact.test is None)
    assert bool(shown.suppressed) == (len(shown.curves) < len(groups))
    # nobody shows by subtraction, whoever is in no curve
    unseen = sum(sum(map(sum, rows.values())) for rows in groups.values()) - sum(
        sum(map(sum, groups[curve.group["sex"]].values())) for curve in shown.curves
    )
    assert fine(unseen, limit)


def test_some_of_these_can_be_shown_and_some_cannot():
    shown = [release(estimate_compare(tally_of(random_groups(seed))), 10) for seed in range(40)]
    assert 5 < sum(bool(one.differences) for one in shown) < 40
    assert any(one.suppressed for one in shown)


def test_a_group_too_small_for_a_curve_does_not_show_by_subtraction():
    """Five of x are the people counted less those of the others, so that one of these has to go; the reference goes last."""
    large = {
        "f": {36: (60, 0, 0), 150: (0, 0, 120)},
        "m": {36: (40, 0, 0), 150: (0, 0, 60)},
        "d": {36: (50, 0, 0), 150: (0, 0, 30)},
    }
    whole = release(estimate_compare(tally_of(large)), 10)
    assert (len(whole.curves), bool(whole.test), whole.suppressed) == (3, True, ())
    shown = release(estimate_compare(tally_of({**large, "x": {36: (2, 0, 0), 150: (0, 0, 3)}})), 10)
    assert {curve.group["sex"] for curve in shown.curves} == {"f", "d"}
    assert shown.test is None
    assert [one.group for one in shown.suppressed] == ["2 groups by sex"]
    # two such are enough people together, as far as they reached the target
    two = {name: {36: (6, 0, 0), 150: (0, 0, 2)} for name in "xy"}
    shown = release(estimate_compare(tally_of({**large, **two})), 10)
    assert (len(shown.curves), shown.test) == (3, None)
    pair = {name: large[name] for name in "fm"}
    assert release(estimate_compare(tally_of({**pair, "x": {36: (2, 0, 0), 150: (0, 0, 3)}})), 10).differences == ()


def test_under_a_limit_of_one_everything_is_there_but_the_counts_behind_it():
    exact = estimate_compare(tally_of(TWO))
    shown = release(exact, 1)
    assert shown.tally is None
    assert shown.as_json()["groups"] == exact.as_json()["groups"]
    assert (shown.difference, shown.test) == (exact.difference, exact.test)


def test_what_was_released_is_not_released_again():
    shown = release(estimate_compare(tally_of(random_groups(1))), 10)
    assert release(shown, 10) is shown
    with pytest.raises(InputError, match="released with cells of 10"):
        release(shown, 20)


def test_the_difference_says_by_when_it_is():
    groups = random_groups(1)
    shown = release(estimate_compare(tally_of(groups)), 10)
    assert shown.differences
    if shown.differences[0].months != 120:
        assert any("the last month shown by then" in note for note in shown.notes)


def test_a_step_of_one_group_waits_for_the_others():
    reached = [np.array([10, 10, 10]), np.array([5, 5, 20])]
    gone = [np.zeros(3, int), np.zeros(3, int)]
    assert common_grid(reached, gone, [100, 100], 10) == [1, 2]
    assert common_grid(reached, gone, [100, 35], 10) == [1]  # 5 of the second would be left
    assert common_grid([], [], [], 10) == []


def test_answers_that_differ_by_a_few_people_are_not_shown_side_by_side():
    """One more of the women leaves."""
    base = {"f": {36: (30, 0, 0), 48: (0, 20, 0), 150: (0, 0, 80)}, "m": {36: (40, 0, 0), 150: (0, 0, 160)}}
    other = {**base, "f": {36: (31, 0, 0), 48: (0, 20, 0), 150: (0, 0, 79)}}
    far = {**base, "f": {36: (50, 0, 0), 48: (0, 20, 0), 150: (0, 0, 60)}}
    exact = [estimate_compare(tally_of(groups)) for groups in (base, other, far, base)]
    released = [release(one, 10) for one in exact]
    assert comparable_answers(exact, released, 10) == [True, False, True, True]
    assert comparable_answers(exact, released, 1) == [True] * 4
