"""Differences between a role and its peers, by hand and by published examples."""

from __future__ import annotations

import math
from fractions import Fraction as F

import numpy as np
import pytest
from tests.estimates.test_reach import LATE, TEN, Z, curve_of, exactly, log_log

from outgrow.errors import InputError
from outgrow.estimates.difference import (
    ReachBy,
    YearCounts,
    difference,
    fold_correlation,
    folds_interval,
    mover_interval,
    reach_at,
    standardised,
)


def wilson(hits, people):
    """A share with Wilson's limits."""
    share, square = hits / people, Z * Z
    middle = (2 * hits + square) / (2 * (people + square))
    half = Z * math.sqrt(square + 4 * hits * (1 - share)) / (2 * (people + square))
    return ReachBy(share, math.sqrt(share * (1 - share) / people), middle - half, middle + half, people, hits)


def year(of, months):
    """Counts of one year of entry from {month: (entries, reached, exits, censored)}."""
    columns = np.array([[month, *n] for month, n in months.items()], np.int64).reshape(-1, 5).T
    return YearCounts(of, *columns)


class TestMover:
    @pytest.mark.parametrize(
        ("first", "second", "bounds"),
        [
            ((56, 70), (48, 80), (0.0524, 0.3339)),
            ((9, 10), (3, 10), (0.1705, 0.8090)),
            ((10, 10), (0, 20), (0.6791, 1)),
        ],
    )
    def test_with_wilson_s_limits_it_is_newcombe_s_method_10(self, first, second, bounds):
        """Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, examples a, b and g."""
        assert mover_interval(wilson(*first), wilson(*second)) == pytest.approx(bounds, abs=5e-5)

    def test_bounds_come_from_the_sides_that_matter(self):
        """0.2 - sqrt(0.1**2 + 0.15**2) and 0.2 + sqrt(0.2**2 + 0.1**2)."""
        first, second = ReachBy(0.5, 0, 0.4, 0.7, 0, 0), ReachBy(0.3, 0, 0.2, 0.45, 0, 0)
        assert mover_interval(first, second) == pytest.approx((0.2 - math.sqrt(0.0325), 0.2 + math.sqrt(0.05)))

    def test_estimates_that_go_together_narrow_it(self):
        """0.2 - sqrt(0.1**2 + 0.15**2 - 2 * 0.5 * 0.1 * 0.15), and the same with 0.2 and 0.1."""
        first, second = ReachBy(0.5, 0, 0.4, 0.7, 0, 0), ReachBy(0.3, 0, 0.2, 0.45, 0, 0)
        assert mover_interval(first, second, 0.5) == pytest.approx((0.2 - math.sqrt(0.0175), 0.2 + math.sqrt(0.03)))
        assert mover_interval(first, second, -0.5) == pytest.approx((0.2 - math.sqrt(0.0475), 0.2 + math.sqrt(0.07)))

    def test_one_and_the_same_differs_by_nothing(self):
        first = ReachBy(0.5, 0.1, 0.3, 0.7, 10, 5)
        assert mover_interval(first, first, 1) == (0, 0)

    def test_bounds_stay_within_1(self):
        first, second = ReachBy(1, 0, 0.2, 1, 0, 0), ReachBy(0, 0, 0, 0.9, 0, 0)
        assert mover_interval(first, second, -1) == (pytest.approx(1 - 1.7), 1)
        assert mover_interval(second, first, -1)[0] == -1

    @pytest.mark.parametrize("correlation", [1.01, -1.01, math.nan])
    def test_a_correlation_is_from_minus_1_to_1(self, correlation):
        with pytest.raises(InputError, match="correlation"):
            mover_interval(wilson(1, 2), wilson(1, 2), correlation)


class TestDifference:
    def test_it_is_role_minus_peers_with_all_that_it_is_made_of(self):
        role, peers = ReachBy(0.3, 0.03, 0.25, 0.36, 412, 120), ReachBy(0.4, 0.04, 0.33, 0.48, 8310, 3000)
        found = difference(role, peers, rung="manager", months=180, both=31)
        assert found.estimate == pytest.approx(-0.1)
        assert found.std_error == pytest.approx(0.05)
        assert (found.lower, found.upper) == mover_interval(role, peers)
        assert (found.rung, found.months, found.role, found.peers) == ("manager", 180, 0.3, 0.4)
        assert (found.role_people, found.peers_people, found.both_people) == (412, 8310, 31)
        assert (found.role_events, found.peers_events) == (120, 3000)

    def test_its_error_knows_how_the_two_go_together(self):
        role, peers = ReachBy(0.3, 0.03, 0.25, 0.36, 412, 120), ReachBy(0.4, 0.04, 0.33, 0.48, 8310, 3000)
        found = difference(role, peers, rung="manager", months=180, correlation=0.5)
        assert found.std_error == pytest.approx(math.sqrt(0.0009 + 0.0016 - 0.0012))
        assert (found.lower, found.upper) == mover_interval(role, peers, 0.5)

    def test_with_folds_it_is_theirs(self):
        folds, role = np.array([0.1, 0.2, 0.3, 0.4]), ReachBy(0.5, 0.03, 0.4, 0.6, 10, 5)
        found = difference(role, ReachBy(0.25, 0, 0, 1, 9, 3), rung="manager", months=180, folds=folds, coverage=0.9)
        assert (found.std_error, found.lower, found.upper) == folds_interval(0.25, folds, 0.9)


class TestFolds:
    def test_by_hand(self):
        """Squares of 0.15, 0.05, 0.05, 0.15 sum to 0.05: sqrt(3/4 * 0.05). Student's t with 3 degrees: 3.18245."""
        error, lower, upper = folds_interval(0.2, np.array([0.1, 0.2, 0.3, 0.4]), 0.95)
        assert error == pytest.approx(math.sqrt(0.0375))
        assert (upper - lower) / 2 == pytest.approx(3.182446305284 * error)
        assert (upper + lower) / 2 == pytest.approx(0.2)

    def test_bounds_stay_within_1(self):
        assert folds_interval(0.0, np.array([-1.0, 1.0]), 0.95)[1:] == (-1, 1)

    def test_one_fold_gives_none(self):
        with pytest.raises(InputError, match="1 folds"):
            folds_interval(0.2, np.array([0.1]), 0.95)

    def test_where_nobody_is_in_both_the_two_do_not_go_together(self):
        theta = np.array([0.1, 0.2, 0.3])
        assert fold_correlation(theta, theta, both=0, role_people=9, peers_people=9) == 0

    def test_a_correlation_by_hand(self):
        """(-1, 0, 1) and (-1, 1, 0): 1 / sqrt(2 * 2)."""
        found = fold_correlation(
            np.array([0.1, 0.2, 0.3]), np.array([1.0, 3, 2]), both=9, role_people=9, peers_people=9
        )
        assert found == pytest.approx(0.5)

    @pytest.mark.parametrize(("sign", "bound"), [(1, 0.25), (-1, -0.25)])
    def test_it_is_no_farther_from_0_than_those_in_both_can_make_it(self, sign, bound):
        """Of 100 and 400 people 50 are in both: 50 / sqrt(100 * 400)."""
        theta = np.array([0.1, 0.2, 0.3])
        assert fold_correlation(theta, sign * theta, both=50, role_people=100, peers_people=400) == bound

    def test_two_folds_are_enough(self):
        theta = np.array([0.1, 0.2])
        assert fold_correlation(theta, theta, both=9, role_people=9, peers_people=9) == pytest.approx(1)
        assert folds_interval(0.1, theta, 0.5)[0] == pytest.approx(0.05)

    def test_estimates_that_do_not_vary_do_not_go_together(self):
        theta = np.array([0.1, 0.2, 0.3])
        assert fold_correlation(theta, np.zeros(3), both=5, role_people=9, peers_people=9) == 0

    @pytest.mark.parametrize("folds", [(2, 3), (1, 1)])
    def test_folds_are_the_same_two_or_more(self, folds):
        with pytest.raises(InputError, match="folds"):
            fold_correlation(np.zeros(folds[0]), np.zeros(folds[1]), both=5, role_people=9, peers_people=9)


class TestReachAt:
    def test_at_a_point_and_after_it(self):
        curve = curve_of(TEN)
        last = curve.points()[1]
        expected = (last.estimate, last.std_error, last.lower, last.upper, 10, 3)
        assert reach_at(curve, 5) == reach_at(curve, 8) == expected

    def test_before_the_first_nobody_has_reached_it(self):
        found = reach_at(curve_of(TEN), 1)
        assert found == (0, 0, 0, pytest.approx(1 - 0.025**0.1), 10, 0)
        assert reach_at(curve_of(TEN), 1, 0.8).upper == pytest.approx(1 - 0.1**0.1)
        assert reach_at(curve_of(TEN), 1, at_risk=20).upper == pytest.approx(1 - 0.025**0.05)

    def test_where_nobody_has_reached_it_the_interval_rests_on_those_at_risk_in_the_very_month(self):
        """Of 20, eight are last seen in month 4: by month 9 there are 12, of whom nobody has reached it."""
        curve = curve_of({0: (20, 0, 0, 0), 4: (0, 0, 0, 8), 12: (0, 0, 0, 12)})
        assert reach_at(curve, 9, at_risk=12).upper == pytest.approx(1 - 0.025 ** (1 / 12))
        assert reach_at(curve, 9).upper == pytest.approx(1 - 0.025 ** (1 / 20))
        assert reach_at(curve, 13, at_risk=0) == reach_at(curve, 12)

    def test_after_the_last_it_stays(self):
        assert reach_at(curve_of(TEN), 999) == reach_at(curve_of(TEN), 9)

    def test_before_its_start_a_curve_says_nothing(self):
        curve = curve_of(LATE)
        assert reach_at(curve, 3) is None
        assert reach_at(curve, 4).estimate == 0
        assert reach_at(curve, 5).estimate == pytest.approx(0.2)

    def test_without_a_curve_there_is_nothing(self):
        assert reach_at(curve_of({2: (9, 0, 0, 0), 5: (0, 3, 0, 6)}), 5) is None
        assert reach_at(curve_of({}), 5) is None


#: Of four who entered in 2000 one reaches it in month 1 and one in month 3; of two who entered in 2001, one in month 1.
YEARS = (
    year(2000, {0: (4, 0, 0, 0), 1: (0, 1, 0, 0), 2: (0, 0, 1, 0), 3: (0, 1, 0, 1)}),
    year(2001, {0: (2, 0, 0, 0), 1: (0, 1, 0, 0), 5: (0, 0, 0, 1)}),
)


class TestStandardised:
    @pytest.mark.parametrize(
        "months",
        [
            TEN,
            LATE,
            {2: (9, 0, 0, 0), 5: (0, 3, 0, 6)},
            {0: (12, 0, 0, 0), 4: (5, 0, 0, 0), 9: (0, 3, 0, 14)},
            {0: (9, 0, 0, 0), 2: (0, 0, 0, 1), 3: (20, 3, 1, 1), 9: (0, 4, 0, 19)},
        ],
    )
    def test_one_year_alone_is_plain_reach(self, months):
        found, plain = (
            standardised([year(2001, months)], {2001: sum(n[0] for n in months.values())}).curve,
            curve_of(months),
        )
        for name in ("people", "events", "exits", "censored", "starts_at", "through"):
            assert getattr(found, name) == getattr(plain, name)
        for name in ("months", "estimate", "std_error", "lower", "upper", "at_risk", "reached"):
            assert getattr(found, name).tolist() == getattr(plain, name).tolist()
        assert found.months.dtype == found.at_risk.dtype == found.reached.dtype == np.int64

    def test_with_weights_of_1_years_are_pooled(self):
        both = {0: (6, 0, 0, 0), 1: (0, 2, 0, 0), 2: (0, 0, 1, 0), 3: (0, 1, 0, 1), 5: (0, 0, 0, 1)}
        found, plain = standardised(YEARS, {2000: 4, 2001: 2}).curve, curve_of(both)
        for name in ("months", "estimate", "std_error", "lower", "upper", "at_risk", "reached"):
            assert getattr(found, name).tolist() == pytest.approx(getattr(plain, name).tolist())
        assert (found.people, found.events, found.exits, found.censored) == (6, 3, 1, 2)

    def test_two_years_by_hand(self):
        """Weights 1 and 3. Month 1: (1 + 3) / (4 + 6). Month 2: 1/6 leaves. Month 3: 1 of 2 + 3, of 6/10 * 5/6.

        Effective numbers at risk: 10**2 / (4 + 2 * 9), 6**2 / (3 + 9), 5**2 / (2 + 9), 3**2 / 9.
        """
        found = standardised(YEARS, {2000: 4, 2001: 6})
        assert found.weights == {2000: 1, 2001: 3}
        curve = found.curve
        assert curve.months.tolist() == [1, 2, 3, 5]
        assert curve.estimate.tolist() == exactly([F(2, 5), F(2, 5), F(1, 2), F(1, 2)])
        first, left, last = F(100, 22), F(36, 12), F(25, 11)
        # reach by month 3 is 1 - S1 - S1 * (1 - e) * (1 - a) - S1 * e, with S1 = 6/10, e = 1/6, a = 1/5
        slopes = {"hit 1": F(1) - F(1, 6), "exit 2": F(6, 10) * F(1, 5), "hit 3": F(6, 10) * F(5, 6)}
        assert slopes["hit 1"] == 1 - F(5, 6) * F(1, 5)
        variance = (
            slopes["hit 1"] ** 2 * F(2, 5) * F(3, 5) / first
            + slopes["exit 2"] ** 2 * F(1, 6) * F(5, 6) / left
            + slopes["hit 3"] ** 2 * F(1, 5) * F(4, 5) / last
        )
        assert curve.std_error.tolist() == exactly(
            [math.sqrt(part) for part in (F(6, 25) / first, F(6, 25) / first, variance, variance)]
        )
        assert (curve.lower[0], curve.upper[0]) == pytest.approx(log_log(0.4, math.sqrt(F(6, 25) / first)))
        # counts are of people, not of weights
        assert (curve.at_risk.tolist(), curve.reached.tolist()) == ([6, 4, 3, 1], [2, 0, 1, 0])
        assert (curve.people, curve.events, curve.exits, curve.censored) == (6, 3, 1, 2)

    def test_it_is_the_shares_of_the_years_that_count(self):
        """Ten times the entrants, the same years."""
        one, ten = (standardised(YEARS, {2000: 4 * k, 2001: 6 * k}).curve for k in (1, 10))
        assert one.estimate.tolist() == exactly(ten.estimate)
        assert one.std_error.tolist() == exactly(ten.std_error)

    def test_entrants_of_years_without_peers_are_left_out_and_counted(self):
        found = standardised([*YEARS, year(2005, {})], {1999: 5, 2000: 4, 2005: 2, 2001: 6})
        assert (found.left_out, set(found.weights)) == (7, {2000, 2001})
        assert found.curve.estimate.tolist() == exactly(standardised(YEARS, {2000: 4, 2001: 6}).curve.estimate)

    def test_peers_of_years_without_entrants_do_not_count(self):
        found = standardised(YEARS, {2000: 8, 2001: 0})
        assert (found.curve.people, found.left_out) == (4, 0)
        assert found.curve.estimate.tolist() == exactly([F(1, 4), F(1, 4), F(1, 2)])

    def test_no_shared_year_no_curve(self):
        found = standardised(YEARS, {1999: 5})
        assert (found.left_out, found.weights, found.curve.points()) == (5, {}, [])
        assert found.curve.people == 0
        assert reach_at(found.curve, 180) is None
        assert standardised([], {}).curve.points() == []

    def test_where_nobody_reached_it_the_upper_bound_is_by_the_effective_number(self):
        """Weights 1 and 3, two in each: (2 + 6)**2 / (2 + 18) = 3.2."""
        years = [year(of, {0: (2, 0, 0, 0), 9: (0, 0, 0, 2)}) for of in (2000, 2001)]
        assert standardised(years, {2000: 2, 2001: 6}).curve.upper.tolist() == exactly([1 - 0.025 ** (1 / 3.2)])

    def test_where_peers_are_seen_late_the_curve_starts_once_ten_of_all_years_are_at_risk(self):
        late = [year(2000, {0: (4, 0, 0, 0), 9: (0, 2, 0, 2)}), year(2001, {4: (6, 0, 0, 0), 9: (0, 0, 0, 6)})]
        assert standardised(late, {2000: 1, 2001: 1}).curve.starts_at == 4
        assert standardised(late, {2000: 1, 2001: 1}, start_at_risk=11).curve.starts_at is None
        assert standardised(late, {2000: 1, 2001: 1}, start_at_risk=1).curve.starts_at == 0

    def test_coverage_is_that_asked_for(self):
        found = standardised(YEARS, {2000: 4, 2001: 2}, coverage=0.8).curve
        assert (found.lower[0], found.upper[0]) == pytest.approx(
            log_log(1 / 3, math.sqrt(2 / 9 / 6), 1.2815515655446004)
        )

    def test_it_is_named_for_its_target(self):
        assert standardised(YEARS, {2000: 4}, toward="rung:manager+").curve.toward == "rung:manager+"

    def test_a_year_given_twice_is_refused(self):
        with pytest.raises(InputError, match="twice"):
            standardised([YEARS[0], YEARS[0]], {2000: 4})

    def test_everybody_there_in_thirds_is_everybody_there(self):
        """Weights of 1/3 and 1/7 leave no crumbs."""
        years = [
            year(2000, {0: (3, 0, 0, 0), 1: (0, 1, 0, 0), 2: (0, 1, 0, 0), 3: (0, 1, 0, 0)}),
            year(2001, {0: (7, 0, 0, 0), 1: (0, 3, 0, 0), 2: (0, 3, 0, 0), 3: (0, 1, 0, 0)}),
        ]
        curve = standardised(years, {2000: 1, 2001: 1}).curve
        assert curve.estimate[-1] == pytest.approx(1, abs=1e-13)
        assert curve.std_error[-1] == pytest.approx(0, abs=1e-12)
