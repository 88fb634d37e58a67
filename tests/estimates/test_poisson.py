"""Poisson regression by cell: ratios by hand, small samples, and what has no maximum."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outgrow.estimates.poisson import Factor, fit_ratios


def factor(codes, reference=0, size=None):
    codes = np.array(codes)
    return Factor(codes, size or int(codes.max()) + 1, reference)


def fit(factors, piece, events, exposure):
    return fit_ratios(factors, np.array(piece), np.array(events, float), np.array(exposure, float))


def test_two_groups_and_one_piece_by_hand():
    """3 events in 100 months and 1 in 200: the ratio is 6, and its logarithm has the variance 1/3 + 1/1."""
    found = fit([factor([1, 0])], [0, 0], [3, 1], [100, 200])
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(6, rel=1e-12)
    assert found.covariance[0, 0] == pytest.approx(1 / 3 + 1, rel=1e-12)
    assert found.baseline == pytest.approx([1 / 200], rel=1e-12)
    assert found.expected == pytest.approx([3, 1], rel=1e-12)


def test_one_event_each_is_enough():
    found = fit([factor([1, 0])], [0, 0], [1, 1], [7, 13])
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(13 / 7, rel=1e-12)
    assert found.covariance[0, 0] == pytest.approx(2, rel=1e-12)


def test_pieces_with_hazards_of_their_own():
    """The same ratio in both pieces, though one has ten times the hazard."""
    found = fit([factor([1, 0, 1, 0])], [0, 0, 1, 1], [4, 2, 40, 20], [100, 100, 100, 100])
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(2, rel=1e-12)
    # events of each piece are shared out 2 to 1
    assert found.covariance[0, 0] == pytest.approx(1 / (66 * 2 / 3 * 1 / 3), rel=1e-12)


def test_it_is_the_regression_with_an_intercept_for_each_piece():
    """Against Newton's steps on the whole design, intercepts and all."""
    rng = np.random.default_rng(8)
    piece, a, b = rng.integers(0, 4, 200), rng.integers(0, 3, 200), rng.integers(0, 2, 200)
    exposure = rng.integers(1, 50, 200).astype(float)
    events = rng.poisson(exposure * 0.02 * (1 + piece) * 1.5**a * 0.6**b).astype(float)
    found = fit([factor(a), factor(b)], piece, events, exposure)
    design = np.column_stack([piece == k for k in range(4)] + [a == 1, a == 2, b == 1]).astype(float)
    beta = np.r_[np.full(4, math.log(events.sum() / exposure.sum())), 0, 0, 0]
    for _ in range(50):
        expected = exposure * np.exp(design @ beta)
        information = design.T @ (design * expected[:, None])
        beta = beta + np.linalg.solve(information, design.T @ (events - expected))
    assert [*found.log_ratios[0][1:], found.log_ratios[1][1]] == pytest.approx(beta[4:], abs=1e-10)
    assert found.covariance == pytest.approx(np.linalg.inv(information)[4:, 4:], abs=1e-10)
    assert np.log(found.baseline) == pytest.approx(beta[:4], abs=1e-10)
    assert found.expected == pytest.approx(expected, abs=1e-9)


def test_rows_may_be_parted_and_put_in_any_order():
    rng = np.random.default_rng(3)
    a, piece = rng.integers(0, 3, 60), rng.integers(0, 3, 60)
    events, exposure = rng.integers(0, 3, 60), rng.integers(1, 9, 60)
    once = fit([factor(a)], piece, events, exposure)
    twice = np.r_[rng.permutation(60), rng.permutation(60)]
    half = fit([factor(a[twice], size=3)], piece[twice], events[twice] / 2, exposure[twice] / 2)
    assert half.log_ratios[0] == pytest.approx(once.log_ratios[0], abs=1e-12)
    assert half.covariance == pytest.approx(once.covariance, abs=1e-12)


def test_a_category_without_events_has_the_ratio_nought_and_changes_nothing():
    found = fit([factor([0, 1, 2])], [0, 0, 0], [2, 3, 0], [100, 100, 50])
    assert found.statuses == [["reference", "estimated", "no events"]]
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(1.5)
    assert math.isnan(found.log_ratios[0][2])


def test_a_piece_without_events_says_nothing():
    found = fit([factor([0, 1, 0, 1])], [0, 0, 1, 1], [2, 3, 0, 0], [100, 100, 500, 1])
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(1.5)
    assert found.baseline[1] == 0


def test_what_another_covariate_says_already_cannot_be_told_apart():
    a = [0, 1, 2, 0, 1, 2]
    found = fit([factor(a), factor([0, 1, 1, 0, 1, 1])], [0, 0, 0, 1, 1, 1], [5, 4, 3, 6, 2, 1], [10] * 6)
    assert found.statuses == [["reference", "estimated", "estimated"], ["reference", "not told apart"]]
    alone = fit([factor(a)], [0, 0, 0, 1, 1, 1], [5, 4, 3, 6, 2, 1], [10] * 6)
    assert found.log_ratios[0] == pytest.approx(alone.log_ratios[0], abs=1e-12)


def test_a_category_that_has_a_piece_to_itself_cannot_be_told_from_time():
    found = fit([factor([0, 0, 1])], [0, 0, 1], [2, 1, 3], [10, 10, 10])
    assert found.statuses == [["reference", "not told apart"]]


def test_where_events_of_two_categories_never_stand_side_by_side_there_is_no_ratio():
    """In the first piece all events are of the reference, in the second all of the other; both at risk in the first alone.

    The likelihood grows without end as the ratio goes to nought. The other covariate is told as if the two were apart.
    """
    a, b = [0, 1, 0, 1, 1, 1], [0, 0, 1, 1, 0, 1]
    piece, events, exposure = [0, 0, 0, 0, 1, 1], [4, 0, 2, 0, 3, 6], [10, 10, 10, 10, 10, 10]
    found = fit([factor(a), factor(b)], piece, events, exposure)
    assert found.statuses == [["reference", "separated"], ["reference", "estimated"]]
    apart = fit([factor([0, 1, 0, 1])], [0, 0, 1, 1], [4, 2, 3, 6], [10, 10, 10, 10])
    assert found.log_ratios[1][1] == pytest.approx(apart.log_ratios[0][1], abs=1e-9)
    assert found.covariance == pytest.approx(apart.covariance, abs=1e-9)


def test_ratios_far_from_one_are_found():
    found = fit([factor([0, 1])], [0, 0], [10, 10], [1_000_000, 10])
    assert math.exp(found.log_ratios[0][1]) == pytest.approx(100_000, rel=1e-9)


def test_a_near_start_changes_nothing():
    rng = np.random.default_rng(5)
    a, piece = rng.integers(0, 3, 60), rng.integers(0, 3, 60)
    events, exposure = rng.integers(0, 3, 60).astype(float), rng.integers(1, 9, 60).astype(float)
    once = fit_ratios([factor(a)], piece, events, exposure)
    again = fit_ratios([factor(a)], piece, events, exposure, start=[np.array([0.0, 3.0, -3.0])])
    assert again.log_ratios[0] == pytest.approx(once.log_ratios[0], abs=1e-10)


@pytest.mark.parametrize(("late", "status"), [(((100, 0),), "separated"), ((), "not told apart")])
def test_what_stands_beside_each_other_and_not_beside_the_reference_has_no_ratio_to_it(late, status):
    """The reference's events are all in the first piece, those of two others in the second: 20 to 10 is no ratio to the first.

    The other covariate is told from both pieces: 30 in 1,000 months against 50 in 1,000 in the first, 10 against 20 or 10 in 500.
    """
    rows = [(0, 0, 0, 1000, 50), (0, 1, 0, 1000, 30), (1, 0, 1, 500, 20), (1, 1, 1, 500, 10), (2, 0, 1, 500, 10)]
    rows += [(0, 0, 1, *counts) for counts in late]
    a, b, piece, exposure, events = map(list, zip(*rows, strict=True))
    found = fit([factor(a), factor(b)], piece, events, exposure)
    assert found.statuses == [["reference", status, status], ["reference", "estimated"]]
    assert np.isnan(found.log_ratios[0][1:]).all()
    # as of three strata: those of the first, of one and of the other
    apart = fit([factor(b[:5])], [0, 0, 1, 1, 2], events[:5], exposure[:5])
    assert found.log_ratios[1] == pytest.approx(apart.log_ratios[0], abs=1e-9)
