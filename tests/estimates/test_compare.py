"""Groups compared from a landmark on, by hand: who is held against whom, by when, with what interval."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from tests.tallies.small import FOLDS, NAMES, OTHER, careers, histories, known_of, many

from outgrow.engine import fold_of
from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates import estimate_compare, estimate_reach
from outgrow.estimates.chi_square import chi_square_tail
from outgrow.estimates.k_samples import compare_groups, gray, log_rank
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally, first_passage, landmark_tally
from outgrow.titles.roles import parse_role

FACTS = CareersFacts(name="by hand", kind="real", people=100, spells=100, quarantined=0, last_month="2020-12")
A, C = parse_role("title:a"), parse_role("title:c")


def tally_of(groups, *, landmark=24, by="sex", excluded=(), **settings):
    """A landmark tally of {group: {month: (reached, exits, censored)}}."""
    rows = []
    for value, months in groups.items():
        people = sum(map(sum, months.values()))
        rows.append((value, landmark, people, 0, 0, 0))
        rows += [(value, month, 0, *counts) for month, counts in months.items()]
    names = (by, "month", "entries", "reached", "exits", "censored")
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    counted = sum(row[2] for row in rows)
    return Tally(
        kind="landmark",
        role="title:a",
        toward=("title:c",),
        groups=(by,),
        table=table,
        flow=Flow(counted, 0, 0, 0, 0, counted),
        settings=Settings(by=by, **settings),
        careers=FACTS,
        landmark=landmark,
        excluded=excluded,
    )


#: 20 women, of whom 5 reach it in month 36 and 2 leave in 48; 40 men, of whom 4 reach it in month 48; all seen to 150.
TWO = {"f": {36: (5, 0, 0), 48: (0, 2, 0), 150: (0, 0, 13)}, "m": {48: (4, 0, 0), 150: (0, 0, 36)}}


def test_the_difference_is_of_those_below_the_target_at_the_landmark():
    found = estimate_compare(tally_of(TWO))
    one = found.difference
    assert (one.group, one.reference, one.months) == ("f", "m", 120)
    assert (one.group_estimate, one.reference_estimate) == pytest.approx((5 / 20, 4 / 40), abs=1e-12)
    assert one.estimate == pytest.approx(0.15, abs=1e-12)
    # nobody left before, so that the errors are those of shares
    assert one.std_error == pytest.approx(math.sqrt(0.25 * 0.75 / 20 + 0.1 * 0.9 / 40), abs=1e-12)
    assert (one.group_people, one.reference_people, one.group_events, one.reference_events) == (20, 40, 5, 4)
    curves = {curve.group["sex"]: curve for curve in found.curves}
    f, m = curves["f"].at(120), curves["m"].at(120)
    below = math.hypot(f.estimate - f.lower, m.upper - m.estimate)
    above = math.hypot(f.upper - f.estimate, m.estimate - m.lower)
    assert (one.lower, one.upper) == pytest.approx((0.15 - below, 0.15 + above), abs=1e-12)
    assert all(curve.starts_at == 24 for curve in found.curves)


@pytest.mark.parametrize(
    ("by", "groups", "reference"),
    [
        ("sex", ("m", "f"), "m"),
        ("breadth", ("focused", "broadened"), "focused"),
        ("breadth", ("broadened", "focused"), "focused"),
        ("degree", ("by then", "not by then"), "not by then"),
    ],
)
def test_groups_are_held_against_the_usual_or_the_largest(by, groups, reference):
    """The first named is the larger."""
    sizes = dict(zip(groups, (TWO["m"], TWO["f"]), strict=True))
    assert estimate_compare(tally_of(sizes, by=by)).difference.reference == reference


def test_with_three_groups_each_is_held_against_the_largest_and_there_is_no_one_difference():
    found = estimate_compare(tally_of({**TWO, "x": TWO["f"]}))
    assert [(one.group, one.reference) for one in found.differences] == [("f", "m"), ("x", "m")]
    assert found.difference is None
    assert found.test.freedom == 2


def test_small_groups_are_left_out_and_that_is_said():
    found = estimate_compare(tally_of({**TWO, "x": {40: (9, 0, 0)}}))
    assert [curve.group["sex"] for curve in found.curves] == ["f", "m"]
    assert found.test == estimate_compare(tally_of(TWO)).test
    assert any(note == "1 group of fewer than 10 people is left out." for note in found.notes)
    alone = estimate_compare(tally_of({"f": TWO["f"], "x": {40: (9, 0, 0)}}))
    assert (alone.differences, alone.test) == ((), None)
    assert "There are not two groups to compare." in alone.notes


def test_where_few_are_followed_to_the_horizon_it_is_shortened_and_that_is_said():
    short = {"f": {36: (5, 0, 0), 90: (0, 0, 6), 150: (0, 0, 9)}, "m": TWO["m"]}
    found = estimate_compare(tally_of(short))
    assert found.difference.months == 90
    assert "Too few of a group are at risk at 10 years; the difference is by 7.5 years instead." in found.notes
    assert estimate_compare(tally_of(short, years=7)).difference.months == 84


def test_the_horizon_ends_curves_and_test():
    whole, cut = estimate_compare(tally_of(TWO)), estimate_compare(tally_of(TWO, years=3.5))
    assert cut.difference.months == 42
    assert cut.difference.reference_estimate == 0
    assert cut.difference.lower < cut.difference.estimate < cut.difference.upper
    assert max(month for curve in cut.curves for month in curve.months) == 36
    assert cut.test.statistic != whole.test.statistic


def test_a_horizon_before_the_landmark_is_refused():
    with pytest.raises(RefusedQuestion, match=r"the horizon, 2 years, is not after the landmark, 2 years") as refused:
        estimate_compare(tally_of(TWO, years=2))
    assert "nothing to compare" in refused.value.why
    with pytest.raises(InputError, match="this is 'first_passage'"):
        estimate_compare(first_passage(many(), A, [C], Settings()))


def teams(weight, left_out=None):
    """Careers of people of nine folds and two teams, without those of one fold."""
    people = [{**one, "team": "xxyxyxx"[n % 7]} for n, one in enumerate(known_of(NAMES[:80], weight))]
    people = [one for one in people if fold_of(one["person"]) != left_out]
    kept = {one["person"] for one in people}
    return careers(*(job for job in histories(NAMES[:80]) if job[0] in kept), OTHER, people=people)


def compared(data, **asked):
    return estimate_compare(
        landmark_tally(data, A, C, Settings(by="team", start_at_risk=5, years=2, **asked), months=4)
    )


def test_weights_of_one_change_no_estimate():
    data = teams(lambda n: 1)
    plain, weighted = compared(data, weight="none").difference, compared(data).difference
    assert 0 < plain.group_events < plain.group_people
    for name in ("estimate", "group_estimate", "reference_estimate", "group_events", "months"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name), abs=1e-12)
    assert compared(data).test is None


def test_weighted_errors_are_those_of_leaving_folds_out():
    """Against the difference from careers without each fold of people."""
    whole = compared(teams(lambda n: 1 + n % 4)).difference
    without = np.array([compared(teams(lambda n: 1 + n % 4, left_out=k)).difference.estimate for k in FOLDS])
    assert len(set(without)) > 5
    error = math.sqrt(8 / 9 * ((without - without.mean()) ** 2).sum())
    assert whole.std_error == pytest.approx(error, abs=1e-12)
    t = 2.306004135  # Student's, 8 degrees of freedom
    assert (whole.lower, whole.upper) == pytest.approx(
        (whole.estimate - t * error, whole.estimate + t * error), abs=1e-8
    )


def weighted_of(groups, weight=lambda value, fold: 1.0, folds=10, **asked):
    """As `tally_of`, the people of each group and month in as many folds; a weight for each group and fold."""
    plain = tally_of(groups, **asked)
    names = ("entries", "reached", "exits", "censored")
    rows = []
    for row in plain.table.to_pylist():
        for fold in range(folds):
            counts = {name: row[name] // folds + (fold < row[name] % folds) for name in names}
            more = {f"weight_{name}": weight(row["sex"], fold) * count for name, count in counts.items()}
            both = {
                key: value
                for name in names
                for key, value in ((name, counts[name]), (f"weight_{name}", more[f"weight_{name}"]))
            }
            rows.append({"sex": row["sex"], "fold": fold, "month": row["month"], **both})
    ordered = ["sex", "fold", "month", *(kind + name for name in names for kind in ("", "weight_"))]
    return replace(plain, table=pa.Table.from_pylist(rows).select(ordered), folded=True, weighted=True)


NOBODY = {"f": {36: (30, 0, 0), 150: (0, 0, 70)}, "m": {36: (0, 20, 0), 150: (0, 0, 60)}}


def test_with_weights_a_group_that_nobody_reached_it_in_is_not_known_for_sure():
    """The men at risk at 10 years are 60, in folds of 6 that all weigh the same: Clopper and Pearson's bound on them."""
    whole = estimate_compare(weighted_of(NOBODY))
    found = whole.difference
    assert (found.group, found.group_estimate) == ("m", 0)
    women = next(curve for curve in whole.curves if curve.group["sex"] == "f").at(36)
    assert found.estimate == pytest.approx(-0.3, abs=1e-12)
    assert found.lower == pytest.approx(-women.upper, abs=1e-9)
    assert found.upper == pytest.approx(-0.3 + math.hypot(0.3 - women.lower, 1 - 0.025 ** (1 / 60)), abs=1e-9)


def test_with_weights_the_bound_is_by_the_effective_number():
    """Half of the folds of 6 weigh three times as much: sums of 6 and 18, of variance 40, so (120)^2 / 400 = 36 people."""
    found = estimate_compare(weighted_of(NOBODY, lambda value, fold: 3 if value == "m" and fold % 2 else 1)).difference
    plain = estimate_compare(weighted_of(NOBODY)).difference
    women = math.sqrt((plain.upper + 0.3) ** 2 - (1 - 0.025 ** (1 / 60)) ** 2)
    assert found.upper == pytest.approx(-0.3 + math.hypot(women, 1 - 0.025 ** (1 / 36)), abs=1e-9)


def test_with_weights_everybody_is_not_known_for_sure_either():
    """All 20 of the men reach it in month 60."""
    groups = {"f": NOBODY["f"], "m": {60: (20, 0, 0), 150: (0, 0, 0)}}
    found = estimate_compare(weighted_of(groups, years=5))
    [one] = found.differences
    assert (one.group_estimate, one.reference_estimate) == pytest.approx((1, 0.3))
    women = next(curve for curve in found.curves if curve.group["sex"] == "f").at(36)
    assert one.lower == pytest.approx(0.7 - math.hypot(women.upper - 0.3, 1 - 0.025 ** (1 / 20)), abs=1e-9)


def test_with_weights_nobody_leaves_between_landmark_and_horizon():
    """Ended in an IndexError."""
    found = estimate_compare(weighted_of(NOBODY, years=2.5)).difference
    assert (found.estimate, found.months) == (0, 30)
    assert -0.1 < found.lower < 0 < found.upper < 0.1


def test_from_zero_curves_are_those_of_reach_by_group():
    data = teams(lambda n: None)
    settings = Settings(by="team")
    reach = estimate_reach(first_passage(data, A, [C], settings))
    found = estimate_compare(landmark_tally(data, A, C, settings, months=0))
    assert [curve.as_json() for curve in found.curves] == [curve.as_json() for curve in reach.curves]


class TestTests:
    #: One row a group: at risk, reached, exits in each of four months.
    RISK = np.array([[10, 7, 4, 2], [12, 11, 7, 3], [8, 8, 5, 5]])
    REACHED = np.array([[2, 0, 1, 1], [0, 3, 1, 0], [0, 2, 0, 5]])
    EXITS = np.array([[1, 1, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]])

    def test_log_rank_of_two_groups_by_hand(self):
        """Month 1: 2 of 22 events, variance 2 * 20 / 21 * (10 * 12) / 22^2; month 2: 3 of 18, and so on."""
        risk, reached = self.RISK[:2, :2], self.REACHED[:2, :2]
        score, variance = log_rank(risk, reached)
        assert score[0] == pytest.approx(2 - 2 * 10 / 22 + 0 - 3 * 7 / 18, abs=1e-12)
        by_hand = 2 * 20 / 21 * 120 / 22**2 + 3 * 15 / 17 * 77 / 18**2
        assert variance[0, 0] == pytest.approx(by_hand, abs=1e-12)
        assert variance[0, 1] == pytest.approx(-by_hand, abs=1e-12)

    @pytest.mark.parametrize("test", [gray, lambda risk, reached, exits: log_rank(risk, reached)])
    def test_the_order_of_groups_changes_nothing_and_scores_sum_to_zero(self, test):
        order = [2, 0, 1]
        score, variance = test(self.RISK, self.REACHED, self.EXITS)
        other, turned = test(self.RISK[order], self.REACHED[order], self.EXITS[order])
        assert score.sum() == pytest.approx(0, abs=1e-12)
        assert np.abs(variance.sum(axis=0)).max() == pytest.approx(0, abs=1e-12)
        assert other == pytest.approx(score[order], abs=1e-12)
        assert turned == pytest.approx(variance[np.ix_(order, order)], abs=1e-12)

    def test_alike_groups_do_not_differ(self):
        twice = [np.vstack([one[:1], one[:1]]) for one in (self.RISK, self.REACHED, self.EXITS)]
        test = compare_groups(*twice)
        assert (test.name, test.freedom) == ("Gray", 1)
        assert test.statistic == pytest.approx(0, abs=1e-20)
        assert test.p_value == pytest.approx(1)

    def test_there_is_none_without_events_or_a_second_group(self):
        nothing = np.zeros_like(self.REACHED)
        assert compare_groups(self.RISK, nothing, self.EXITS) is None
        assert compare_groups(self.RISK[:1], self.REACHED[:1], self.EXITS[:1]) is None
        empty = np.vstack([self.RISK[:1], np.zeros((1, 4), int)])
        assert compare_groups(empty, self.REACHED[:2] * [[1], [0]], nothing[:2]) is None

    def test_groups_never_at_risk_together_cannot_be_told_apart(self):
        risk = np.array([[4, 2, 0, 0], [0, 0, 4, 2]])
        assert compare_groups(risk, np.array([[2, 2, 0, 0], [0, 0, 2, 2]]), np.zeros((2, 4), int)) is None


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 10, 49])
@pytest.mark.parametrize("statistic", [0.0, 1e-3, 0.5, 3.84, 20.0, 150.0, 2_000.0])
def test_tails_of_chi_square_are_scipys(freedom, statistic):
    from scipy.stats import chi2

    assert chi_square_tail(statistic, freedom) == pytest.approx(chi2.sf(statistic, freedom), rel=1e-11, abs=1e-300)
