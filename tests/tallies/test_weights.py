"""Weights of people in every kind of tally and in what is estimated from them, with intervals by leaving folds out."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import t
from tests.tallies.small import FOLDS, NAMES, OTHER, TODAY, careers, histories, known_of, many

import outgrow
from outgrow.engine import fold_of
from outgrow.errors import InputError, UnknownName
from outgrow.estimates import estimate_occupancy, estimate_reach, estimate_tenure
from outgrow.settings import Settings
from outgrow.tallies import duration_tally, first_passage, state_tally
from outgrow.titles.roles import parse_role

ROLE, TARGET = parse_role("title:a"), parse_role("title:b")
SPELLS = (
    ("p", "2015-01", "2015-06", "a"),
    ("p", "2015-07", None, "b"),
    ("q", "2015-01", None, "a"),
    ("r", "2015-01", "2015-03", "a"),
    OTHER,
)
PEOPLE = (
    {"person": "p", "weight": 0.5, "design": 2, "sex": "f"},
    {"person": "q", "weight": 2.25, "design": 3, "sex": "m"},
    {"person": "r", "design": 0, "sex": "m"},
)


def passages(data, **asked):
    return first_passage(data, ROLE, [TARGET], Settings(**asked))


def states(data, **asked):
    return state_tally(data, ROLE, "title", Settings(**asked))


def stays(data, **asked):
    return duration_tally(data, ROLE, Settings(**asked))


KINDS = {
    "first passage": (passages, estimate_reach),
    "state": (states, estimate_occupancy),
    "duration": (stays, estimate_tenure),
}
kinds = pytest.mark.parametrize("kind", KINDS)


def entered(tally):
    """{fold: (people, sum of weights)} of those who come to be at risk."""
    count = "entries" if tally.kind == "first_passage" else "moves"
    found = {}
    for row in tally.table.to_pylist():
        if row[count] and (tally.kind == "first_passage" or row["origin"] is None):
            people, weight = found.get(row["fold"], (0, 0.0))
            found[row["fold"]] = (people + row[count], weight + row[f"weight_{count}"])
    return found


class TestColumn:
    @kinds
    def test_weight_is_used_where_it_is_filled_and_whoever_has_none_has_no_follow_up(self, kind):
        tally = KINDS[kind][0](careers(*SPELLS, people=PEOPLE))
        assert (tally.weighted, tally.folded) == (True, True)
        assert entered(tally) == {fold_of("p"): (1, 0.5), fold_of("q"): (1, 2.25)}
        assert (tally.flow.counted, tally.flow.no_follow_up, tally.flow.not_in_role) == (2, 1, 1)
        assert any("weighted by 'weight'" in note for note in tally.notes)

    @kinds
    def test_none_counts_everyone_as_one(self, kind):
        tally = KINDS[kind][0](careers(*SPELLS, people=PEOPLE), weight="none")
        assert (tally.weighted, tally.folded) == (False, False)
        assert tally.flow.counted == 3
        assert any("not used, as asked" in note for note in tally.notes)
        without = KINDS[kind][0](careers(*SPELLS))
        assert without.table.equals(tally.table)
        assert not any("eight" in note for note in without.notes)

    @kinds
    def test_another_column_can_be_named_and_a_weight_of_0_is_none(self, kind):
        tally = KINDS[kind][0](careers(*SPELLS, people=PEOPLE), weight="design")
        assert entered(tally) == {fold_of("p"): (1, 2.0), fold_of("q"): (1, 3.0)}
        assert (tally.flow.counted, tally.flow.no_follow_up) == (2, 1)
        assert tally.settings.weight == "design"

    def test_weight_can_be_named_itself(self):
        data = careers(*SPELLS, people=PEOPLE)
        assert entered(passages(data, weight="weight")) == entered(passages(data))

    def test_one_filled_weight_is_enough(self):
        data = careers(*SPELLS, people=({"person": "p", "weight": 1.0}, {"person": "q"}))
        assert entered(passages(data)) == {fold_of("p"): (1, 1.0)}
        empty = careers(*SPELLS, people=({"person": "p", "weight": None, "sex": "f"}, {"person": "q"}))
        assert not passages(empty).weighted

    def test_a_weight_below_0_is_quarantined_by_the_reader(self):
        data = careers(*SPELLS, people=({"person": "p", "weight": -1.0}, {"person": "q", "weight": 1.0}))
        assert entered(passages(data)) == {fold_of("q"): (1, 1.0)}
        assert data.counts.values_quarantined == 1

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ([1, -1, 2], "holds values that are no weights"),
            ([1.0, -0.5, None], "holds values that are no weights"),
            ([1.0, math.nan, 2.0], "holds values that are no weights"),
            ([1.0, math.inf, 2.0], "holds values that are no weights"),
            (["1", "2", "3"], "holds string, so it gives no weights"),
            ([True, False, True], "holds boolean, so it gives no weights"),
        ],
    )
    def test_values_that_are_no_weights_are_refused(self, values, message):
        data = outgrow.read_careers(
            pa.table(dict(zip(("person", "start", "end", "title"), zip(*SPELLS, strict=True), strict=True))),
            pa.table({"person": ["p", "q", "r"], "design": pa.array(values, from_pandas=False)}),
            today=TODAY,
        )
        for kind in (passages, states, stays):
            with pytest.raises(InputError, match=f"'design' {message}"):
                kind(data, weight="design")

    def test_decimals_are_weights(self):
        data = careers(*SPELLS, people=[{"person": name, "design": Decimal("1.25")} for name in "pqr"])
        assert {weight for _, weight in entered(passages(data, weight="design")).values()} == {1.25}

    @kinds
    def test_an_unknown_column_is_refused_with_the_nearest(self, kind):
        data = careers(*SPELLS, people=PEOPLE)
        with pytest.raises(UnknownName, match=r"there are weight, design, sex\. Did you mean 'design'") as refused:
            KINDS[kind][0](data, weight="desing")
        assert refused.value.do == "use one of them, or none"
        with pytest.raises(UnknownName, match="no column 'weight' of people to take weights from; there are none"):
            KINDS[kind][0](careers(*SPELLS), weight="weight")
        for unfit in ("birth", "exited", "title"):
            with pytest.raises(UnknownName, match=f"no column '{unfit}'"):
                KINDS[kind][0](data, weight=unfit)

    @kinds
    def test_groups_have_their_own_sums(self, kind):
        tally = KINDS[kind][0](careers(*SPELLS, people=PEOPLE), by="sex")
        whole = KINDS[kind][0](careers(*SPELLS, people=PEOPLE))
        assert tally.regroup().table.equals(whole.table)
        rows = [row for row in tally.table.to_pylist() if row["sex"] == "f"]
        assert {row["fold"] for row in rows} == {fold_of("p")}

    @kinds
    def test_tallies_of_disjoint_people_add(self, kind):
        make = KINDS[kind][0]
        parts = [careers(*(job for job in SPELLS if job[0] in names), OTHER, people=PEOPLE) for names in ("p", "qr")]
        both = make(parts[0]) + make(parts[1])
        assert both.table.equals(make(careers(*SPELLS, people=PEOPLE)).table)


# --- what is estimated ---------------------------------------------------------------------------------------------------


def curves(kind, data, **asked):
    """Months, estimates (a column a state) and the rest of the only curve."""
    make, estimate = KINDS[kind]
    (curve,) = estimate(make(data, **asked)).curves
    return curve


def stepped(curve, months, states):
    """The estimates of a curve after each of `months`, a column for each of `states`."""
    values = curve.estimate[:, None] if curve.estimate.ndim == 1 else curve.estimate
    own = getattr(curve, "states", ("reached",))
    before = curve.start if hasattr(curve, "start") else np.zeros(1)
    values = np.vstack([before, values])[np.searchsorted(curve.months, months, side="right")]
    return np.stack(
        [values[:, own.index(state)] if state in own else np.zeros(len(months)) for state in states], axis=1
    )


@kinds
def test_whole_weights_count_people_so_many_times(kind):
    """Three people with the weight 3 are nine people."""
    names = NAMES[:30]
    known = known_of(names, lambda n: 1 + n % 4)
    copies = [(one, f"{one['person']} {copy}") for one in known for copy in range(int(one["weight"]))]
    repeated = careers(
        *((name, *job[1:]) for one, name in copies for job in histories(names) if job[0] == one["person"]),
        OTHER,
        people=[{**one, "person": name} for one, name in copies],
    )
    heavy, plain = curves(kind, many(names)), curves(kind, repeated, weight="none")
    assert heavy.months.tolist() == plain.months.tolist()
    assert heavy.people < plain.people
    np.testing.assert_allclose(
        heavy.estimate,
        stepped(plain, heavy.months, getattr(heavy, "states", ("reached",))).reshape(heavy.estimate.shape),
        atol=1e-12,
    )


@kinds
def test_weights_of_one_change_no_estimate(kind):
    ones, none = curves(kind, many(weight=lambda n: 1.0)), curves(kind, many(), weight="none")
    np.testing.assert_allclose(ones.estimate, none.estimate, atol=1e-12)
    assert ones.months.tolist() == none.months.tolist()
    assert ones.at_risk.tolist() == none.at_risk.tolist()
    assert ones.people == none.people


@kinds
def test_an_answer_says_whether_it_is_weighted(kind):
    make, estimate = KINDS[kind]
    assert estimate(make(many(weight=lambda n: 1.0))).weight_used == "weight"
    assert estimate(make(many(weight=lambda n: 1.0), weight="none")).weight_used is None


@kinds
@pytest.mark.parametrize("weight", ["weight", "none"])
def test_errors_are_those_of_leaving_out_the_careers_of_each_fold(kind, weight):
    """From the careers themselves: nine times without the people of one fold. Unweighted, only stays need it."""
    whole = curves(kind, many(), weight=weight)
    if weight == "none" and kind != "duration":
        assert KINDS[kind][0](many(), weight=weight).folded is False
        return
    named = getattr(whole, "states", ("reached",))
    without = [stepped(curves(kind, many(left_out=fold), weight=weight), whole.months, named) for fold in FOLDS]
    away = np.stack(without) - np.mean(without, axis=0)
    std_error = np.sqrt((len(FOLDS) - 1) / len(FOLDS) * (away**2).sum(axis=0)).reshape(whole.estimate.shape)
    np.testing.assert_allclose(whole.std_error, std_error, atol=1e-12)
    assert std_error.max() > 0.02
    inside = (whole.estimate > 1e-9) & (whole.estimate < 1 - 1e-9)
    if kind == "duration":
        inside[:, 0] = False  # its bounds are those of having left
    waiting = 1 - whole.estimate[inside]
    width = t.ppf(0.975, len(FOLDS) - 1) * std_error[inside] / (waiting * -np.log(waiting))
    np.testing.assert_allclose(whole.lower[inside], 1 - waiting ** np.exp(-width), atol=1e-9)
    np.testing.assert_allclose(whole.upper[inside], 1 - waiting ** np.exp(width), atol=1e-9)
