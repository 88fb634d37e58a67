"""Tenure from tallies small enough to estimate by hand: how long stays last, how they end, and the median."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction as F

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from outgrow.errors import InputError
from outgrow.estimates.tenure import estimate_tenure
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

Z = norm.ppf(0.975)
IN = "in the role"


def tally_of(people, *, folded=False, weights=None, notes=(), **asked):
    """The duration tally of people, or of {group: people}: each a list of stays (months, way out or None); a fold each."""
    groups = people if isinstance(people, dict) else {None: people}
    by = ("sex",) if isinstance(people, dict) else ()
    counts, firsts = Counter(), Counter()
    for group, members in groups.items():
        for number, stays in enumerate(members):
            for place, (months, way) in enumerate(stays):
                for row in ((0, None, IN), (months, IN, way)):
                    key = (group, number % 50, *row)
                    counts[key] += 1
                    firsts[key] += place == 0
    names = ["sex", "fold", "month", "origin", "destination"]
    columns = {name: [key[place] for key in counts] for place, name in enumerate(names)}
    columns |= {"moves": list(counts.values()), "people": [firsts[key] for key in counts]}
    if weights:
        share = [weights[number] for number in columns["fold"]]
        for name in ("moves", "people"):
            columns[f"weight_{name}"] = [n * w for n, w in zip(columns[name], share, strict=True)]
    types = {"sex": pa.string(), "origin": pa.string(), "destination": pa.string()}
    kinds = {f"weight_{name}": pa.float64() for name in ("moves", "people")}
    measures = [name for count in ("moves", "people") for name in (count, f"weight_{count}") if name in columns]
    kept = [*by, "fold", *names[2:], *measures]
    schema = pa.schema([(name, {**types, **kinds}.get(name, pa.int64())) for name in kept])
    ways = {way for members in groups.values() for stays in members for _, way in stays}
    tally = Tally(
        kind="duration",
        role="a",
        toward=(),
        groups=by,
        table=pa.table({name: columns[name] for name in kept}, schema=schema),
        flow=Flow(0, 0, 0, 0, 0, 0),
        settings=Settings(**{"by": by[0] if by else None, **asked}),
        careers=CareersFacts("by hand", "real", 0, 0, 0, None),
        notes=notes,
        absorbing=tuple(way for way in ("up", "sideways", "out", "unknown") if way in ways),
        folded=True,
        weighted=bool(weights),
    )
    return tally if folded or weights else tally.unfolded()


def tenure_of(people, **asked):
    return estimate_tenure(tally_of(people, **asked))


def curves_of(people, **asked):
    (curves,) = tenure_of(people, **asked).curves
    return curves


def once(*stays):
    """People with one stay each."""
    return [[one] for one in stays]


def exactly(values):
    return pytest.approx([float(value) for value in values], rel=1e-13, abs=1e-14)


def survival_bounds(share, std_error, z=Z):
    """Bounds of a share still waiting, on log(-log) of it: R's survfit with conf.type = "log-log"."""
    width = z * std_error / (share * -math.log(share))
    return share ** math.exp(width), share ** math.exp(-width)


#: Two leave in month 3, one up and one out; one is last seen in month 5; in 8 one goes sideways, one is last seen in 9.
FIVE = once((3, "up"), (3, "out"), (5, None), (8, "sideways"), (9, None))
#: Ten stays that end one a month.
TEN = once(*((month, "up" if month % 2 else "out") for month in range(1, 11)))
#: Four people, one of them with three stays.
SEVERAL = [[(2, "up")], [(3, "out"), (1, "out"), (2, None)], [(4, "up")], [(5, None)]]


class TestEstimate:
    def test_how_long_stays_last_and_how_they_end(self):
        """Month 3: 1/5 up, 1/5 out, 3/5 stay. Month 8, of two left: 3/5 * 1/2 sideways."""
        curves = curves_of(FIVE)
        assert curves.states == (IN, "up", "sideways", "out")
        assert curves.months.tolist() == [3, 5, 8, 9]
        assert curves.estimate[:, 0].tolist() == exactly([F(3, 5), F(3, 5), F(3, 10), F(3, 10)])
        assert curves.estimate[-1].tolist() == exactly([F(3, 10), F(1, 5), F(3, 10), F(1, 5)])
        assert curves.at_risk[:, 0].tolist() == [5, 3, 2, 1]
        assert (curves.people, curves.events, curves.exits, curves.censored) == (5, 3, 3, 2)
        assert (curves.start.tolist(), curves.start_error.tolist()) == ([1, 0, 0, 0], [0, 0, 0, 0])
        assert (curves.starts_at, curves.median_follow_up, curves.through) == (0, 9, 9)

    def test_being_in_the_role_still_is_kaplan_meier_with_greenwoods_errors_and_log_log_bounds(self):
        """(3/5)**2 * 2 / (5 * 3); (3/10)**2 * (2 / (5 * 3) + 1 / (2 * 1))."""
        curves = curves_of(FIVE)
        errors = [math.sqrt(F(9, 25) * F(2, 15)), math.sqrt(F(9, 100) * (F(2, 15) + F(1, 2)))]
        assert curves.std_error[[0, 2], 0].tolist() == exactly(errors)
        for place, share, error in ((0, 0.6, errors[0]), (2, 0.3, errors[1])):
            bounds = curves.lower[place, 0], curves.upper[place, 0]
            assert bounds == pytest.approx(survival_bounds(share, error), rel=1e-12)

    def test_with_one_way_out_its_bounds_mirror_those_of_staying(self):
        curves = curves_of(once((1, "up"), (2, "up"), (3, None), (4, "up"), (4, None)))
        assert (1 - curves.lower[:, 0]).tolist() == exactly(curves.upper[:, 1])
        assert (1 - curves.upper[:, 0]).tolist() == exactly(curves.lower[:, 1])

    def test_nobody_leaves_a_way_out_that_is_unknown(self):
        curves = curves_of(once((3, "up"), (4, "unknown"), (5, "out")))
        assert curves.states == (IN, "up", "sideways", "out", "unknown")
        assert (curves.exits, curves.censored) == (3, 0)
        assert curves.estimate[-1].tolist() == exactly([0, F(1, 3), 0, F(1, 3), F(1, 3)])

    def test_while_nothing_happened_bounds_are_those_of_clopper_and_pearson(self):
        curves = curves_of(once((2, None), (3, "up"), (3, "out"), (4, None)))
        assert (curves.lower[0, 0], curves.upper[0, 0]) == pytest.approx((0.025 ** (1 / 4), 1))
        assert (curves.lower[0, 1], curves.upper[0, 1]) == pytest.approx((0, 1 - 0.025 ** (1 / 4)))


class TestMedian:
    def test_it_is_the_first_month_after_which_at_most_half_stay(self):
        """5/10 after month 5. Bounds of 9/10 after month 1, 0.473 up; of 3/10 after 7, to 0.578; of 2/10 after 8, 0.475."""
        result = tenure_of(TEN)
        assert result.medians == ((5, 1, 8),)
        errors = {share: math.sqrt(share * (1 - share) / 10) for share in (0.9, 0.3, 0.2)}
        assert survival_bounds(0.9, errors[0.9])[0] == pytest.approx(0.473, abs=5e-4)
        assert survival_bounds(0.3, errors[0.3])[1] == pytest.approx(0.578, abs=5e-4)
        assert survival_bounds(0.2, errors[0.2])[1] == pytest.approx(0.475, abs=5e-4)

    def test_its_interval_follows_the_coverage(self):
        """80%, z = 1.2816: 0.8 after month 2 down to 0.575, 0.7 after 3 to 0.459; 0.4 after 6 up to 0.594, 0.3 to 0.490."""
        assert tenure_of(TEN, coverage=0.8).medians == ((5, 3, 7),)

    def test_rounding_does_not_move_it(self):
        """1 - 1/6 - 1/6 - 1/6 is a half, or 1e-16 more."""
        for people in range(2, 60, 2):
            stays = [[(month, "up")] for month in range(1, people + 1)]
            assert tenure_of(stays).medians[0][0] == people / 2

    def test_what_is_not_reached_is_none(self):
        """Of four, two leave: a half, though the upper bound is above it for ever; of ten, one leaves."""
        assert tenure_of(once((3, "up"), (4, "up"), (9, None), (9, None))).medians == ((4, 3, None),)
        assert tenure_of(once((3, "up"), *[(9, None)] * 9)).medians[0][0] is None

    def test_there_is_one_for_each_group(self):
        result = tenure_of({"f": TEN, "m": FIVE})
        assert [curves.group for curves in result.curves] == [{"sex": "f"}, {"sex": "m"}]
        assert [median[0] for median in result.medians] == [5, 8]


class TestSeveralStays:
    def test_every_stay_counts_from_its_own_start(self):
        """Six stays: month 1: 5/6; month 2: 4 of 5, one last seen; month 3: of 3, 2; month 4: of 2, 1."""
        curves = curves_of(SEVERAL, folded=True)
        assert curves.people == 6
        assert curves.estimate[:, 0].tolist() == exactly([F(5, 6), F(4, 6), F(4, 9), F(2, 9), F(2, 9)])

    def test_errors_are_those_of_leaving_people_out(self):
        curves = curves_of(SEVERAL, folded=True)
        without = []
        for out in range(4):
            rest = curves_of(SEVERAL[:out] + SEVERAL[out + 1 :], folded=True)
            start = [1.0, 0, 0, 0]
            without.append([list((rest.at(min(m, rest.through)) or {}).values()) or start for m in range(1, 6)])
            without[-1] = [[getattr(point, "estimate", point) for point in row] for row in without[-1]]
        without = np.array(without)
        error = np.sqrt(3 / 4 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
        assert curves.std_error.ravel().tolist() == exactly(error.ravel())
        bounds = survival_bounds(curves.estimate[3, 0], curves.std_error[3, 0], t.ppf(0.975, 3))
        assert (curves.lower[3, 0], curves.upper[3, 0]) == pytest.approx(bounds, rel=1e-9)

    def test_bounds_of_what_nobody_did_rest_on_people(self):
        """Six stays of four people go on at first."""
        curves = curves_of(SEVERAL, folded=True)
        assert curves.at(1)["sideways"].upper == pytest.approx(1 - 0.025 ** (1 / 4), rel=1e-12)
        assert curves.at(4)["sideways"].upper == pytest.approx(1 - 0.025 ** (1 / (2 * 4 / 6)), rel=1e-12)

    def test_without_folds_they_are_refused(self):
        with pytest.raises(InputError, match="no folds"):
            tenure_of(SEVERAL)

    def test_folds_of_people_with_one_stay_are_added_together(self):
        assert curves_of(FIVE, folded=True).as_json() == curves_of(FIVE).as_json()

    def test_weights_count_and_make_the_errors_those_of_folds(self):
        """Weights 1, 2, 3: month 1: 1/6 up; month 2: 2/6 out. Still there without each: 3/5, 3/4, nobody."""
        stays = once((1, "up"), (2, "out"), (3, None))
        curves = curves_of(stays, weights=(1.0, 2.0, 3.0))
        assert curves.estimate[-1].tolist() == exactly([F(1, 2), F(1, 6), 0, F(2, 6)])
        assert curves.at_risk[:, 0].tolist() == [3, 2, 1]
        shares = [F(3, 5), F(3, 4), F(0)]
        mean = sum(shares) / 3
        assert curves.std_error[-1, 0] == pytest.approx(math.sqrt(F(2, 3) * sum((s - mean) ** 2 for s in shares)))


class TestTally:
    def test_nobody_gives_curves_without_points_and_no_median(self):
        result = tenure_of([])
        assert [(curves.people, curves.states, curves.points()) for curves in result.curves] == [(0, (), [])]
        assert result.medians == ((None, None, None),)
        assert (tenure_of({}).curves, tenure_of({}).medians) == ((), ())

    def test_a_horizon_ends_the_curves_and_what_they_can_tell(self):
        result = tenure_of(TEN, years=4 / 12)
        assert result.curves[0].months.tolist() == [1, 2, 3, 4]
        assert result.medians == ((None, 1, None),)

    def test_everything_that_was_asked_goes_with_the_answer(self):
        tally = tally_of(FIVE, notes=("of the tally",), years=2)
        result = estimate_tenure(tally)
        assert (result.role, result.settings, result.notes) == ("a", Settings(years=2), ("of the tally",))
        assert (result.careers, result.flow, result.tally) == (tally.careers, tally.flow, tally)

    def test_a_tally_of_another_kind_is_refused(self):
        tally = tally_of(FIVE)
        table = tally.table.drop_columns(["people"])
        with pytest.raises(InputError, match="this is 'state'"):
            estimate_tenure(Tally(**{**vars(tally), "kind": "state", "table": table}))


WAYS = st.sampled_from(["up", "sideways", "out", None])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 9), WAYS), min_size=1, max_size=30), st.sampled_from([0.5, 0.95]))
def test_a_median_is_where_the_curve_and_its_bounds_cross_a_half(stays, coverage):
    result = tenure_of(once(*stays), coverage=coverage)
    (curves,), ((median, lower, upper),) = result.curves, result.medians
    assert lower is None or upper is None or lower <= upper
    assert median is None or lower is not None
    for months, share in ((median, curves.estimate), (lower, curves.lower), (upper, curves.upper)):
        crossed = [month for month, value in zip(curves.months, share[:, 0], strict=True) if value <= 0.5 + 1e-12]
        assert months == (crossed[0] if crossed else None)
    assert np.all(np.diff(curves.estimate[:, 0]) <= 1e-15)
    assert np.allclose(curves.estimate.sum(axis=1), 1, atol=1e-12)
