"""Hazard ratios from an exposure tally: terms, limits, E-values, checks, and the truth behind the simulated careers."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from tests.estimates.test_compare import FACTS, teams
from tests.tallies.small import FOLDS

import outgrow
from outgrow.careers.builtin import demo_folder
from outgrow.errors import InputError, UnknownName
from outgrow.estimates import estimate_hazards
from outgrow.estimates.hazard_cells import incidence
from outgrow.estimates.hazards import e_value
from outgrow.results import Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally, exposure_tally, first_passage
from outgrow.titles.roles import parse_role

A, C = parse_role("title:a"), parse_role("title:c")


def tally_of(rows, *, names=("team",), people=1000, **settings):
    """An exposure tally of {(values..., month): (person-months, reached)}."""
    columns = {name: [key[place] for key in rows] for place, name in enumerate(names)}
    columns |= {
        "month": [key[-1] for key in rows],
        "person_months": [counts[0] for counts in rows.values()],
        "reached": [counts[1] for counts in rows.values()],
        "exits": [0] * len(rows),
    }
    return Tally(
        kind="exposure",
        role="title:a",
        toward=("title:c",),
        groups=tuple(names),
        table=pa.table(columns),
        flow=Flow(people, 0, 0, 0, 0, people),
        settings=Settings(**settings),
        careers=FACTS,
        piece=12,
    )


ROWS = {("x", 0): (200, 2), ("y", 0): (100, 3), ("x", 12): (400, 10), ("y", 12): (100, 5)}


class TestTerms:
    def test_a_ratio_by_hand(self):
        """In one piece: 3 in 100 months against 2 in 200."""
        found = estimate_hazards(tally_of({key: value for key, value in ROWS.items() if not key[1]}))
        [term] = found.terms
        # y has the most events
        assert (term.name, term.reference, term.ratio) == ("team: x", "y", pytest.approx(1 / 3))
        error = math.sqrt(1 / 2 + 1 / 3)
        assert term.std_error == pytest.approx(error)
        assert (term.lower, term.upper) == pytest.approx(
            (math.exp(-1.959964 * error) / 3, math.exp(1.959964 * error) / 3)
        )
        assert (term.events, term.person_months, term.status) == (2, 200, "estimated")
        assert found.references[0]._asdict() == {
            "covariate": "team",
            "value": "y",
            "events": 3,
            "person_months": 100,
            "band": None,
        }

    def test_the_whole_is_added_up(self):
        found = estimate_hazards(tally_of(ROWS))
        assert (found.events, found.person_months, found.people, found.piece_months) == (20, 800, 1000, 12)
        assert found.term("team", "y").reference == "x"
        with pytest.raises(UnknownName, match="no term 'team: z'"):
            found.term("team", "z")

    def test_bands_are_held_against_the_first_of_them_and_stand_in_order(self):
        rows = {
            ("3", 0): (100, 5),
            ("unknown", 0): (10, 1),
            ("4 or more", 0): (50, 5),
            ("1", 0): (100, 2),
            ("2", 0): (300, 9),
        }
        found = estimate_hazards(tally_of(rows, names=("employers",)))
        assert [term.value for term in found.terms] == ["2", "3", "4 or more", "unknown"]
        assert {term.reference for term in found.terms} == {"1"}
        without = {**rows, ("1", 0): (100, 0)}
        found = estimate_hazards(tally_of(without, names=("employers",)))
        assert [term.value for term in found.terms] == ["1", "3", "4 or more", "unknown"]
        assert {term.reference for term in found.terms} == {"2"}

    def test_where_nobody_reached_the_target_the_upper_limit_is_what_that_leaves_open(self):
        """At the hazard of x, 10 in 500 months, 2 events are to be expected in 100 months: 3.69 / 2."""
        found = estimate_hazards(tally_of({("x", 0): (500, 10), ("y", 0): (100, 0)}))
        [term] = found.terms
        assert (term.status, term.ratio, term.lower, term.std_error, term.e_value) == ("no events", 0, 0, None, None)
        assert term.upper == pytest.approx(-math.log(0.025) / 2)
        assert term.e_value_limit == 1
        few = estimate_hazards(tally_of({("x", 0): (500, 10), ("y", 0): (400, 0)})).terms[0]
        assert few.upper == pytest.approx(-math.log(0.025) / 8)
        assert few.e_value_limit == pytest.approx(e_value(few.upper, rare=True))
        assert any(note.startswith("Nobody reached the target in team: y") for note in found.notes)

    def test_what_cannot_be_told_says_so(self):
        rows = {("x", "1", 0): (100, 5), ("y", "2", 0): (100, 7)}
        found = estimate_hazards(tally_of(rows, names=("team", "employers")))
        assert [(term.name, term.status) for term in found.terms] == [
            ("team: x", "estimated"),
            ("employers: 2", "not told apart"),
        ]
        assert found.terms[1].ratio is None
        assert "Employers: 2 cannot be told apart: time, or another covariate, says all that it says." in found.notes

    def test_what_is_no_exposure_is_refused(self):
        with pytest.raises(InputError, match="this is 'first_passage'"):
            estimate_hazards(first_passage(teams(lambda n: None), A, [C], Settings()))

    def test_without_an_event_there_is_nothing_to_tell(self):
        for rows in ({("x", 0): (500, 0), ("y", 12): (30, 0)}, {}):
            found = estimate_hazards(tally_of(rows))
            assert (found.terms, found.references, found.dispersion, found.events) == ((), (), None, 0)
            assert "Nobody at risk reached the target, so there is no hazard to tell." in found.notes


class TestEValues:
    def test_of_a_ratio_of_risks(self):
        """VanderWeele and Ding (2017): 3.9 with the limit 1.8 has 7.26 and 3.0."""
        assert e_value(3.9, rare=True) == pytest.approx(7.26, abs=5e-3)
        assert e_value(1.8, rare=True) == pytest.approx(3.0, abs=5e-3)

    def test_a_ratio_below_one_is_turned(self):
        """The same: 0.80 has 1.81."""
        assert e_value(0.8, rare=True) == pytest.approx(1.81, abs=5e-3)
        assert e_value(0.8, rare=True) == pytest.approx(e_value(1.25, rare=True))
        assert e_value(0.25, rare=False) == pytest.approx(e_value(4, rare=False))

    def test_of_a_common_outcome(self):
        """A ratio of hazards of 2 is one of risks of (1 - 0.5^1.414) / (1 - 0.5^0.707) = 1.612 or so."""
        risks = (1 - 0.5**1.4142135623730951) / (1 - 0.5**0.7071067811865476)
        assert e_value(2, rare=False) == pytest.approx(risks + math.sqrt(risks * (risks - 1)), abs=1e-12)
        assert e_value(1, rare=False) == e_value(1, rare=True) == 1
        with pytest.raises(InputError, match="the ratio is 0"):
            e_value(0, rare=True)

    @pytest.mark.parametrize(("months", "rare"), [(1477, True), (1476, False)])
    def test_up_to_fifteen_in_a_hundred_is_rare(self, months, rare):
        """Of 1 - exp(-12 * 20 / months): however many were counted, and reached it as long as they were seen."""
        rows = {("x", 0): (months - 600, 12), ("y", 0): (600, 8)}
        found = estimate_hazards(tally_of(rows, people=20_000))
        [term] = found.terms
        assert found.rare is rare
        assert term.e_value == pytest.approx(e_value(term.ratio, rare=rare))

    def test_the_share_that_reaches_it_is_that_of_aalen_and_johansen(self):
        """A year in which 2 of 100 months are events and 1 an exit, then half a year, as asked, and one of too few people."""
        rows = {("x", 0): (200, 4, 2), ("y", 0): (100, 2, 1), ("x", 12): (100, 1, 0), ("y", 12): (20, 1, 1)}
        tally = tally_of({key: counts[:2] for key, counts in rows.items()}, years=1.5)
        exits = tally.table.column_names.index("exits")
        table = tally.table.set_column(exits, "exits", pa.array([counts[2] for counts in rows.values()]))
        first = 1 - math.exp(-12 * 9 / 300)
        second = (1 - first) * (1 - math.exp(-6 * 3 / 120))
        assert incidence(replace(tally, table=table)) == pytest.approx(first * 6 / 9 + second * 2 / 3, abs=1e-12)
        few = pa.concat_tables([table, table.slice(0, 1).set_column(1, "month", pa.array([24])).cast(table.schema)])
        few = few.set_column(2, "person_months", pa.array([200, 100, 100, 20, 59]))
        years = replace(tally.settings, years=None)
        whole = incidence(replace(tally, table=few, settings=years))
        second = (1 - first) * (1 - math.exp(-12 * 3 / 120))
        assert whole == pytest.approx(first * 6 / 9 + second * 2 / 3, abs=1e-12)

    def test_it_is_the_reach_of_the_role(self, found):
        """By the same careers, followed for as long as 10 are at risk; in pieces of a year for steps of a month."""
        reach = outgrow.reach("level:manager function:marketing", toward="rung:director+", careers="demo").curves[0]
        last = int(reach.months[reach.at_risk >= 10].max())
        assert incidence(found.tally) == pytest.approx(reach.at(last).estimate, abs=0.01)
        assert incidence(found.tally) > found.events / found.people

    def test_the_limit_nearer_one(self):
        rows = {("x", 0): (10_000, 20), ("y", 0): (10_000, 60)}
        term = estimate_hazards(tally_of(rows)).terms[0]
        assert term.upper < 1
        assert term.e_value_limit == pytest.approx(e_value(term.upper, rare=True))
        assert term.e_value > term.e_value_limit > 1


class TestChecks:
    def test_ratios_that_change_with_time_are_found(self):
        """3 early and 1/3 late."""
        rows = {("x", 0): (1000, 20), ("y", 0): (1000, 60), ("x", 12): (1000, 60), ("y", 12): (1000, 20)}
        found = estimate_hazards(tally_of(rows))
        [check] = found.proportionality
        assert (check.covariate, check.split_months, check.freedom) == ("team", 12, 1)
        # 160 events with 1 to 1 against 3 to 1 in each half
        assert check.statistic == pytest.approx(2 * (2 * (60 * math.log(1.5) + 20 * math.log(0.5))), rel=1e-9)
        assert check.p_value < 1e-6
        [term] = found.terms
        assert sorted([term.early, term.late]) == pytest.approx([1 / 3, 3])

    @pytest.mark.parametrize(
        ("z", "freedom"),
        [
            (((100, 3), (100, 3)), 2),
            (((100, 6), (100, 0)), 2),  # none late: its ratio then is 0, which is a parameter all the same
            (((100, 0), (100, 6)), 2),
            (((100, 6), None), 1),  # nobody in it is there to tell
            (((100, 0), (100, 0)), 1),  # nor is there anything to tell in either half
        ],
    )
    def test_degrees_of_freedom_are_what_could_be_told(self, z, freedom):
        rows = {("x", 0): (1000, 20), ("y", 0): (1000, 40), ("x", 12): (1000, 20), ("y", 12): (1000, 40)}
        rows |= {("z", month): counts for month, counts in zip((0, 12), z, strict=True) if counts}
        [check] = estimate_hazards(tally_of(rows)).proportionality
        assert check.freedom == freedom
        if z[0] == (100, 6) and z[1] == (100, 0):
            # 6 against the 3 that the same ratio has, early; none against 3, late
            assert check.statistic > 6

    def test_where_ratios_stay_few_checks_say_otherwise_though_categories_are_small(self):
        """1,000 draws of six categories, of which four have two events or so in each half."""
        rng = np.random.default_rng(20)
        months = {"a": 2000, "b": 1500, "c": 100, "d": 100, "e": 80, "f": 60}
        under = 0
        for _ in range(1000):
            rows = {(team, month): (n, rng.poisson(n * 0.02)) for team, n in months.items() for month in (0, 12)}
            [check] = estimate_hazards(tally_of(rows)).proportionality
            under += check.p_value < 0.05
        assert 0.02 < under / 1000 < 0.075

    def test_ratios_that_stay_pass(self):
        rows = {("x", 0): (1000, 20), ("y", 0): (1000, 60), ("x", 12): (500, 20), ("y", 12): (500, 60)}
        [check] = estimate_hazards(tally_of(rows)).proportionality
        assert check.statistic == pytest.approx(0, abs=1e-9)
        assert check.p_value == pytest.approx(1)

    def test_in_one_piece_it_cannot_be_told(self):
        found = estimate_hazards(tally_of({("x", 0): (200, 2), ("y", 0): (100, 3)}))
        assert found.proportionality == ()
        assert found.terms[0].early is None

    def test_events_are_held_against_those_expected_by_risk(self):
        """Two covariates whose ratios do not multiply: only both together raise the hazard."""
        found = estimate_hazards(tally_of(by_two(20, 40, 40, 80), names=("team", "shift"))).dispersion
        assert found.statistic == pytest.approx(0, abs=1e-9)
        # three groups, of one time, of whom the two ratios, which are alike, leave one thing to tell
        assert found.freedom == 1
        found = estimate_hazards(tally_of(by_two(20, 20, 20, 120), names=("team", "shift"))).dispersion
        assert found.p_value < 0.01

    def test_the_check_by_risk_is_the_score_test_by_hand(self):
        """One ratio too few for four cells: (O - E)^2 / V of the one cell with both, V = 1 / sum(1 / E) of all four.

        The margins of 100, 140, 90 and 150 give 37.5, 62.5, 52.5 and 87.5.
        """
        found = estimate_hazards(tally_of(by_two(30, 70, 60, 80), names=("team", "shift"))).dispersion
        variance = 1 / sum(1 / n for n in (37.5, 62.5, 52.5, 87.5))
        assert found.freedom == 1
        assert found.statistic == pytest.approx(7.5**2 / variance, rel=1e-9)

    def test_where_the_fit_makes_events_those_expected_nothing_can_be_checked(self):
        """With one covariate the groups of like risk are its categories."""
        rows = {(name, month): (1000, n) for name, n in (("x", 20), ("y", 40), ("z", 90)) for month in (0, 12)}
        assert estimate_hazards(tally_of(rows)).dispersion is None
        assert estimate_hazards(tally_of({("x", 0): (50, 3), ("y", 0): (60, 4)})).dispersion is None

    @pytest.mark.parametrize(("both", "low", "high"), [(1.0, 0.03, 0.07), (2.5, 0.5, 1.0)])
    def test_ratios_that_multiply_pass_but_for_5_in_100_and_others_are_found(self, both, low, high):
        """1,000 draws of three bands by two shifts by two years; the two that raise the hazard multiply `both` times."""
        rng = np.random.default_rng(11)
        under = 0
        for _ in range(1000):
            rows = {
                (team, shift, month): (months, rng.poisson(months * 0.01 * 1.5**a * 1.8**b * (both if a * b else 1)))
                for a, team in enumerate("xyz")
                for b, shift in enumerate("dn")
                for month, months in ((0, 900 + 300 * b), (12, 700 - 100 * a))
            }
            under += estimate_hazards(tally_of(rows, names=("team", "shift"))).dispersion.p_value < 0.05
        assert low < under / 1000 < high


def by_two(*events):
    """Months and events of two teams by two shifts, each of 1,000 months."""
    cells = [(team, shift, 0) for team in "xy" for shift in "dn"]
    return {cell: (1000, n) for cell, n in zip(cells, events, strict=True)}


class TestWeights:
    def asked(self, data, **settings):
        return estimate_hazards(exposure_tally(data, A, C, ["team"], Settings(**settings)))

    def test_weights_of_one_change_no_ratio(self):
        data = teams(lambda n: 1)
        plain, weighted = self.asked(data, weight="none").terms[0], self.asked(data).terms[0]
        assert weighted.ratio == pytest.approx(plain.ratio, rel=1e-10)
        assert weighted.std_error != plain.std_error

    @pytest.mark.parametrize("times", [1000, 0.001])
    def test_the_unit_of_weights_changes_nothing(self, times):
        """Nobody of z reached it, so that its limit is by the people expected, however much they weigh."""
        table = {
            "team": ["x", "y", "z", "x", "y", "z"] * 3,
            "fold": [fold for fold in (0, 1, 2) for _ in range(6)],
            "month": [0, 0, 0, 12, 12, 12] * 3,
            "person_months": [100, 80, 60, 90, 70, 50, 110, 60, 50, 80, 50, 40, 90, 85, 70, 60, 55, 30],
            "reached": [3, 4, 0, 5, 2, 0, 4, 2, 0, 1, 3, 0, 2, 6, 0, 3, 2, 0],
            "exits": [1] * 18,
        }
        answers = []
        for unit in (1, times):
            weights = {
                f"weight_{name}": [unit * (1 + n % 4) * v for n, v in enumerate(table[name])]
                for name in list(table)[3:]
            }
            columns = {name: table[name] for name in ("team", "fold", "month")}
            for name in ("person_months", "reached", "exits"):
                columns |= {name: table[name], f"weight_{name}": weights[f"weight_{name}"]}
            plain = tally_of({("x", 0): (1, 1)})
            tally = replace(plain, table=pa.table(columns), folded=True, weighted=True)
            answers.append(estimate_hazards(tally))
        one, other = (answer.as_json() for answer in answers)
        assert [term["status"] for term in one["terms"]] == ["estimated", "no events"]
        for term, same in zip(one["terms"], other["terms"], strict=True):
            for name, value in term.items():
                assert same[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), name
        assert other["rare"] is one["rare"]

    def test_weighted_errors_are_those_of_leaving_folds_out(self):
        whole = self.asked(teams(lambda n: 1 + n % 4)).terms[0]
        without = [
            math.log(self.asked(teams(lambda n: 1 + n % 4, left_out=k)).term("team", whole.value).ratio) for k in FOLDS
        ]
        error = math.sqrt(8 / 9 * ((np.array(without) - np.mean(without)) ** 2).sum())
        assert whole.std_error == pytest.approx(error, abs=1e-9)
        assert whole.upper == pytest.approx(whole.ratio * math.exp(2.306004135 * error), rel=1e-7)


@pytest.fixture(scope="module")
def found():
    """What the step to director goes with among marketing's managers, in the built-in careers."""
    names = ("breadth", "strategy", "level", "specialty", "sex", "education")
    role, toward = parse_role("level:manager function:marketing"), parse_role("rung:director+")
    return estimate_hazards(exposure_tally(outgrow.read_careers("demo"), role, toward, names))


@pytest.fixture(scope="module")
def truth():
    return json.loads((demo_folder() / "truth.json").read_text(encoding="utf-8"))


class TestTruth:
    """The hazards that the built-in careers were drawn from."""

    def test_breadth_and_specialty(self, found, truth):
        effects = truth["effects"]
        for covariate, value, factor in (
            ("breadth", "broadened", effects["broadened"]["factor"]),
            ("specialty", "social_media", effects["specialty"]["factor"]["social_media"]),
            ("specialty", "community", effects["specialty"]["factor"]["community"]),
        ):
            term = found.term(covariate, value)
            assert term.lower < factor < term.upper, (value, factor, term)
        broad = found.term("breadth", "broadened")
        assert broad.lower > 1.4
        assert broad.upper / broad.lower < 1.5

    def test_years_in_strategy(self, found, truth):
        factor = truth["effects"]["strategy"]["factor"]
        for years, value in enumerate(("1 year", "2 years", "3 years", "4 years or more"), 1):
            term = found.term("strategy", value)
            assert term.lower < factor**years < term.upper, (value, term)

    def test_level(self, found, truth):
        ladder = truth["hazards"]["promotion"]
        term = found.term("level", "head")
        assert term.lower < ladder["head"]["director"] / ladder["manager"]["director"] < term.upper

    def test_sex_and_education_change_nothing(self, found):
        for term in found.terms:
            if term.covariate in ("sex", "education"):
                assert term.lower < 1 < term.upper, term

    def test_the_checks_pass(self, found):
        assert found.dispersion.p_value > 0.05
        assert next(one for one in found.proportionality if one.covariate == "breadth").p_value > 0.05
