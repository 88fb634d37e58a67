"""Reach from tallies small enough to estimate by hand, as fractions."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction as F

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import norm

from outgrow.errors import InputError
from outgrow.estimates import estimate_reach
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

COUNTS = ("entries", "reached", "exits", "censored")
Z = norm.ppf(0.975)


def tally_of(rows, *, toward=("b",), groups=(), kind="first_passage", notes=(), **settings):
    """A tally of rows (target, groups..., month, entries, reached, exits, censored)."""
    names = ["toward", *groups, "month", *COUNTS]
    kinds = [pa.string()] * (1 + len(groups)) + [pa.int64()] * 5
    schema = pa.schema(zip(names, kinds, strict=True))
    return Tally(
        kind=kind,
        role="a",
        toward=toward,
        groups=groups,
        table=pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema),
        flow=Flow(0, 0, 0, 0, 0, 0),
        settings=Settings(**settings),
        careers=CareersFacts("by hand", "real", 0, 0, 0, None),
        notes=notes,
    )


def curve_of(months, **settings):
    """The one curve of {month: (entries, reached, exits, censored)}."""
    (curve,) = estimate_reach(tally_of([("b", month, *counts) for month, counts in months.items()], **settings)).curves
    return curve


def exactly(values):
    return pytest.approx([float(value) for value in values], rel=1e-14, abs=1e-15)


def log_log(estimate, std_error, z=Z):
    """Bounds on the complementary log-log scale."""
    waiting = 1 - float(estimate)
    width = z * float(std_error) / (waiting * -math.log(waiting))
    return 1 - waiting ** math.exp(-width), 1 - waiting ** math.exp(width)


#: Ten people: in month 2 one reaches, two leave for good and one is last seen; in month 5 two reach and one leaves.
TEN = {0: (10, 0, 0, 0), 2: (0, 1, 2, 1), 5: (0, 2, 1, 0), 9: (0, 0, 0, 3)}
#: Late entry: four at first, seven more after month 3.
LATE = {0: (4, 0, 0, 0), 2: (0, 1, 0, 0), 3: (7, 0, 0, 0), 5: (0, 2, 0, 0), 8: (0, 0, 1, 0), 9: (0, 1, 0, 6)}


class TestEstimate:
    def test_events_of_a_month_share_one_risk_set_and_come_before_censoring(self):
        """1/10; still waiting 7/10 (who was censored is not gone); 1/10 + 7/10 * 2/6 = 1/3."""
        curve = curve_of(TEN)
        assert curve.months.tolist() == [2, 5, 9]
        assert curve.at_risk.tolist() == [10, 6, 3]
        assert curve.reached.tolist() == [1, 2, 0]
        assert curve.estimate.tolist() == exactly([F(1, 10), F(1, 3), F(1, 3)])
        assert (curve.people, curve.events, curve.exits, curve.censored) == (10, 3, 3, 4)
        assert (curve.toward, curve.group, curve.starts_at) == ("b", None, 0)

    def test_standard_errors_by_hand(self):
        """Month 2: 1/10 * 9/10 / 10. Month 5: 1/150 for what is left of month 2, and (7/10)**2 * 1/3 * 2/3 / 6.

        1/150 = (4/9 * 9/100 + 2 * 2/9 * 2/100 + 1/9 * 16/100) / 10, by the multinomial of month 2.
        """
        shares, at_risk = (F(1, 10), F(2, 10)), 10
        rest = (F(1, 3) - F(1, 10)) / (1 - sum(shares))
        slopes = (1 - rest, -rest)
        assert slopes == (F(2, 3), F(-1, 3))
        first = sum(
            one * other * ((a if place == where else 0) - a * b)
            for place, (one, a) in enumerate(zip(slopes, shares, strict=True))
            for where, (other, b) in enumerate(zip(slopes, shares, strict=True))
        )
        assert first / at_risk == F(1, 150)
        second = F(7, 10) ** 2 * F(1, 3) * F(2, 3) / 6
        variances = [F(1, 10) * F(9, 10) / 10, F(1, 150) + second, F(1, 150) + second]
        assert variances[1] == F(67, 2700)
        assert curve_of(TEN).std_error.tolist() == exactly([math.sqrt(variance) for variance in variances])

    @pytest.mark.parametrize(("coverage", "z"), [(0.95, 1.959963984540054), (0.8, 1.2815515655446004)])
    def test_bounds_are_on_the_complementary_log_log_scale(self, coverage, z):
        curve = curve_of(TEN, coverage=coverage)
        for lower, upper, estimate, error in zip(
            curve.lower, curve.upper, curve.estimate, curve.std_error, strict=True
        ):
            assert (lower, upper) == pytest.approx(log_log(estimate, error, z), rel=1e-12)

    def test_with_one_kind_of_event_it_is_one_minus_kaplan_meier_to_1(self):
        """Kaplan-Meier: 3/4, then 3/4 * 1/2 = 3/8, then 0."""
        curve = curve_of({0: (4, 0, 0, 0), 1: (0, 1, 0, 1), 3: (0, 1, 0, 0), 6: (0, 1, 0, 0)})
        assert curve.estimate.tolist() == exactly([F(1, 4), F(5, 8), 1])
        assert curve.std_error[-1] == 0
        greenwood = F(3, 8) ** 2 * (F(1, 4 * 3) + F(1, 2 * 1))
        assert curve.std_error[1] == pytest.approx(math.sqrt(greenwood), rel=1e-14)

    def test_exits_alone_leave_reach_at_0(self):
        curve = curve_of({0: (4, 0, 0, 0), 1: (0, 0, 2, 0), 3: (0, 0, 2, 0)})
        assert curve.estimate.tolist() == [0, 0]
        assert curve.std_error.tolist() == [0, 0]

    def test_after_everybody_left_or_reached_nothing_is_added(self):
        """2/4 left, then 1/2 * 1/2; all who were left are gone."""
        curve = curve_of({0: (4, 0, 0, 0), 1: (0, 0, 2, 0), 3: (0, 1, 1, 0)})
        assert curve.estimate.tolist() == exactly([0, F(1, 4)])
        assert curve.censored == 0


class TestBounds:
    def test_where_nobody_reached_it_the_upper_bound_is_that_of_clopper_and_pearson(self):
        """0 of n: 1 - 0.025 ** (1 / n), by those at risk in the month."""
        curve = curve_of({0: (20, 0, 0, 0), 4: (0, 0, 0, 8), 6: (0, 0, 2, 0), 12: (0, 0, 0, 10)})
        assert curve.estimate.tolist() == [0, 0, 0]
        assert curve.lower.tolist() == [0, 0, 0]
        assert curve.upper.tolist() == pytest.approx([1 - 0.025 ** (1 / n) for n in (20, 12, 10)], rel=1e-12)
        assert curve.upper[0] == pytest.approx(0.16843, abs=5e-6)

    def test_where_everybody_reached_it_the_lower_bound_is_that_of_clopper_and_pearson(self):
        curve = curve_of({0: (6, 0, 0, 0), 4: (0, 6, 0, 0)})
        assert (curve.estimate[0], curve.upper[0]) == (1, 1)
        assert curve.lower[0] == pytest.approx(0.025 ** (1 / 6), rel=1e-12)
        assert curve.lower[0] == pytest.approx(0.54074, abs=5e-6)

    def test_they_follow_the_coverage_asked_for(self):
        curve = curve_of({0: (20, 0, 0, 0), 4: (0, 0, 0, 20)}, coverage=0.9)
        assert curve.upper[0] == pytest.approx(1 - 0.05 ** (1 / 20), rel=1e-12)

    def test_bounds_are_those_above_once_someone_reached_it(self):
        curve = curve_of({0: (20, 0, 0, 0), 4: (0, 0, 0, 1), 6: (0, 1, 0, 18)})
        assert curve.upper[0] == pytest.approx(1 - 0.025 ** (1 / 20))
        assert (curve.lower[1], curve.upper[1]) == pytest.approx(log_log(1 / 19, math.sqrt(18 / 19**3)))


class TestLateEntry:
    def test_who_enters_after_a_month_is_not_at_risk_in_it(self):
        """Month 3: two of the first ten; month 4: one of the 8 left and the 10 who came."""
        curve = curve_of({0: (10, 0, 0, 0), 3: (10, 2, 0, 0), 4: (0, 1, 0, 17)})
        assert curve.at_risk.tolist() == [10, 18]
        assert curve.estimate.tolist() == exactly([F(1, 5), F(1, 5) + F(4, 5) * F(1, 18)])

    def test_the_curve_starts_once_ten_are_at_risk_and_is_conditional_on_that_month(self):
        """4 - 1 + 7 = 10 after month 3. Then 2/10, and 8/10 * 7/8 * 1/7 more."""
        curve = curve_of(LATE)
        assert curve.starts_at == 3
        assert curve.months.tolist() == [5, 8, 9]
        assert curve.at_risk.tolist() == [10, 8, 7]
        assert curve.estimate.tolist() == exactly([F(1, 5), F(1, 5), F(3, 10)])
        assert (curve.people, curve.events, curve.exits, curve.censored) == (10, 3, 1, 6)

    def test_start_at_risk_of_one_starts_with_the_first(self):
        """1/4, then 3/4 * 2/10, then 3/4 * 8/10 * 7/8 * 1/7."""
        curve = curve_of(LATE, start_at_risk=1)
        assert curve.starts_at == 0
        assert curve.estimate.tolist() == exactly([F(1, 4), F(2, 5), F(2, 5), F(19, 40)])
        assert (curve.people, curve.events, curve.exits, curve.censored) == (11, 4, 1, 6)

    def test_it_is_said_from_when_the_curve_starts_and_for_whom(self):
        result = estimate_reach(
            tally_of([("b", month, *counts) for month, counts in LATE.items()], notes=("of the tally",))
        )
        assert result.notes[0] == "of the tally"
        assert "starts after month 3, once 10 are at risk, and is for people still below the target" in result.notes[1]

    def test_a_curve_goes_on_when_fewer_are_at_risk_later(self):
        curve = curve_of({0: (0, 0, 0, 0), 1: (10, 0, 0, 0), 2: (0, 0, 0, 8), 5: (0, 1, 0, 1)})
        assert (curve.starts_at, curve.months.tolist(), curve.estimate.tolist()) == (1, [2, 5], [0, 0.5])

    def test_where_there_never_are_enough_there_is_no_curve_and_that_is_said(self):
        result = estimate_reach(tally_of([("b", 2, 9, 0, 0, 0), ("b", 5, 0, 3, 0, 6)]))
        (curve,) = result.curves
        assert (curve.starts_at, curve.people, curve.events, curve.points()) == (None, 0, 0, [])
        assert curve.at(5) is None
        assert "has no start" in result.notes[0]

    def test_where_nobody_is_seen_late_a_few_are_enough(self):
        curve = curve_of({0: (2, 0, 0, 0), 5: (0, 1, 0, 1)})
        assert (curve.starts_at, curve.estimate.tolist()) == (0, [0.5])


class TestHorizon:
    def test_the_curve_ends_at_the_horizon_and_counts_what_happened_by_then(self):
        curve = curve_of({0: (10, 0, 0, 0), 12: (0, 2, 1, 1), 13: (0, 3, 0, 3)}, years=1)
        assert curve.months.tolist() == [12]
        assert curve.estimate.tolist() == exactly([F(1, 5)])
        assert (curve.people, curve.events, curve.exits, curve.censored) == (10, 2, 1, 7)

    def test_it_speaks_through_the_horizon_where_people_are_still_followed(self):
        curve = curve_of({0: (10, 0, 0, 0), 9: (0, 2, 1, 1), 13: (0, 3, 0, 3)}, years=1)
        assert curve.through == 12
        assert curve.at(12) == curve.at(9)
        assert curve.at(13) is None

    def test_it_does_not_where_nobody_is(self):
        curve = curve_of({0: (10, 0, 0, 0), 9: (0, 2, 1, 7)}, years=1)
        assert curve.through == 9
        assert curve.at(12) is None

    def test_parts_of_a_year_are_whole_months(self):
        assert curve_of(TEN, years=0.25).months.tolist() == [2]
        assert curve_of(TEN, years=5 / 12).months.tolist() == [2, 5]

    def test_median_follow_up_does_not_depend_on_it(self):
        assert curve_of(TEN, years=0.25).median_follow_up == curve_of(TEN).median_follow_up == 9


class TestMedianFollowUp:
    def test_it_is_the_reverse_kaplan_meier_by_hand(self):
        """Followed past month 4: 8/10; past 6, where two who reached it came first: 8/10 * 4/6; past 9: 8/15 * 3/4."""
        months = {0: (10, 0, 0, 0), 4: (0, 0, 0, 2), 6: (0, 1, 1, 2), 9: (0, 0, 0, 1), 11: (0, 0, 0, 3)}
        assert curve_of(months).median_follow_up == 9

    def test_exactly_half_is_enough(self):
        assert curve_of({0: (4, 0, 0, 0), 4: (0, 0, 0, 2), 6: (0, 2, 0, 0)}).median_follow_up == 4

    def test_where_fewer_than_half_stopped_being_followed_there_is_none(self):
        assert curve_of({0: (4, 0, 0, 0), 4: (0, 0, 0, 1), 6: (0, 3, 0, 0)}).median_follow_up is None

    def test_events_do_not_shorten_it(self):
        """Nine of ten reach it in month 1; the last is followed to month 100."""
        assert curve_of({0: (10, 0, 0, 0), 1: (0, 9, 0, 0), 100: (0, 0, 0, 1)}).median_follow_up == 100


class TestAt:
    def test_it_is_the_last_point_not_after_the_month(self):
        curve = curve_of(TEN)
        assert [curve.at(months) for months in (2, 4, 5, 8, 9)] == [curve.points()[place] for place in (0, 0, 1, 1, 2)]
        point = curve.at(8)
        assert (point.months, point.at_risk, point.events) == (5, 6, 2)
        assert point.estimate == pytest.approx(1 / 3)

    def test_it_is_none_where_the_curve_says_nothing(self):
        curve = curve_of(TEN)
        assert curve.at(1) is None
        assert curve.at(10) is None

    def test_points_are_plain_numbers(self):
        for point in curve_of(TEN).points():
            assert {type(value) for value in point} == {int, float}

    def test_a_curve_cannot_be_changed(self):
        curve = curve_of(TEN)
        with pytest.raises(ValueError, match="read-only"):
            curve.estimate[0] = 0.5


class TestTally:
    def test_nobody_gives_a_curve_without_points_for_each_target(self):
        result = estimate_reach(tally_of([], toward=("b", "c")))
        assert [(curve.toward, curve.people, curve.points()) for curve in result.curves] == [("b", 0, []), ("c", 0, [])]
        for curve in result.curves:
            assert (curve.at(12), curve.through, curve.median_follow_up) == (None, None, None)
        assert result.notes == ()

    def test_nobody_in_groups_gives_no_curve(self):
        assert estimate_reach(tally_of([], groups=("sex",))).curves == ()

    def test_there_is_a_curve_for_each_target_and_group_in_the_order_of_the_tally(self):
        rows = [
            (target, sex, *counts)
            for target in ("c", "b")
            for sex in ("f", "m", None)
            for counts in [(0, 2, 0, 0, 0), (3, 0, 1, 0, 1)]
        ]
        result = estimate_reach(tally_of(rows, toward=("c", "b"), groups=("sex",), by="sex"))
        assert [(curve.toward, curve.group) for curve in result.curves] == [
            (target, {"sex": sex}) for target in ("c", "b") for sex in ("f", "m", None)
        ]
        assert all(curve.estimate.tolist() == [0.5] for curve in result.curves)

    def test_everything_that_was_asked_goes_with_the_answer(self):
        tally = tally_of([("b", 0, 1, 0, 0, 0), ("b", 3, 0, 1, 0, 0)], years=2)
        result = estimate_reach(tally)
        assert (result.role, result.toward, result.settings) == ("a", ("b",), Settings(years=2))
        assert (result.careers, result.flow, result.tally) == (tally.careers, tally.flow, tally)
        assert (result.min_cell, result.suppressed) == (None, ())

    def test_a_tally_of_another_kind_is_refused(self):
        moves = pa.table({"month": [0], "origin": pa.nulls(1, pa.string()), "destination": ["b"], "moves": [1]})
        with pytest.raises(InputError, match="this is 'state'"):
            estimate_reach(replace(tally_of([]), kind="state", toward=(), table=moves))

    def test_billions_of_people_stay_exact(self):
        """One in two thousand a month: 1 - (1999/2000)**n."""
        left, months = 2000**3, {0: (2000**3, 0, 0, 0)}
        for month in (1, 2, 3):
            months[month] = (0, left // 2000, 0, 0)
            left -= left // 2000
        months[600] = (0, 0, 0, left)
        curve = curve_of(months)
        assert curve.estimate.tolist() == exactly([1 - F(1999, 2000) ** n for n in (1, 2, 3, 3)])
        assert np.all((curve.std_error > 0) & (curve.std_error < 1e-6))
