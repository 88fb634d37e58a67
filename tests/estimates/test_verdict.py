"""Verdicts, one for each branch of the rules, and the sentences that give the reason."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.estimates.test_ceiling import counts, reach_of

from outgrow.errors import InputError
from outgrow.estimates.ceiling import estimate_ceiling, followed_at
from outgrow.estimates.verdict import Thresholds, decide_verdict, path_rung, reason
from outgrow.results import CareersFacts, Ceiling, Difference, Flow, RungReach
from outgrow.schema import rungs_above
from outgrow.settings import Settings

ESTABLISHED = ("established", 0.221, 0.179, 0.27)
ESTIMATED = ("estimated", 0.12, 0.08, 0.18)
OPEN = ("not ruled out", 0.09, 0.06, 0.142)
RULED_OUT = ("ruled out", 0.031, 0.017, 0.056)
UNKNOWN = ("unknown", 0.04, 0.021, 0.076)


def ceiling_of(own="practitioner", *, people=412, months=180, **rungs):
    """A ceiling with (status, estimate, lower, upper) for some rungs; the others are ruled out."""
    reach = tuple(
        RungReach(name, *(numbers[1], 0.01, *numbers[2:]), 50, round(people * (numbers[1] or 0)), numbers[0])
        for name in rungs_above(own)
        for numbers in [rungs.get(name, RULED_OUT)]
    )
    established = next((rung.rung for rung in reversed(reach) if rung.status == "established"), own)
    above = rungs_above(established)
    return Ceiling(
        role="a",
        settings=Settings(years=15),
        careers=CareersFacts("by hand", "real", 0, 0, 0, None),
        flow=Flow(0, 0, 0, 0, 0, people),
        notes=("of the ceiling",),
        read_as=(("player", "title:player"),),
        own=own,
        established=established,
        estimated=None,
        not_ruled_out=None,
        horizon_asked=180,
        horizon_months=months,
        share=0.1,
        reach=reach,
        people=people,
        above=above[0] if above else None,
    )


def difference_of(estimate, lower, upper, *, rung="manager", months=180, role=0.3, people=8310):
    peers = None if estimate is None else role - estimate
    return Difference(rung, months, estimate, 0.02, lower, upper, role, peers, 412, people, 0, 124, 2500)


#: No difference to speak of.
LIKE_PEERS = difference_of(0.012, -0.021, 0.045)


def decide(ceiling=None, difference=LIKE_PEERS, *, at_risk=200, levels_known=0.9, **thresholds):
    found = decide_verdict(
        ceiling_of() if ceiling is None else ceiling,
        difference,
        at_risk=at_risk,
        levels_known=levels_known,
        thresholds=Thresholds(**thresholds) if thresholds else None,
    )
    assert "because" not in found.because.lower()
    assert found.because[0].isupper() or found.because[0].isdigit()
    assert found.because.endswith(".")
    return found


def short(verdict):
    return verdict.verdict, verdict.rule, verdict.missing


class TestTooLittle:
    def test_fifty_must_have_entered(self):
        assert short(decide(ceiling_of(people=49))) == ("cannot tell", 1, ("entered",))
        assert short(decide(ceiling_of(people=50))) == ("a path with a ceiling", 4, ())
        assert decide(ceiling_of(people=49)).because == "49 people entered, and a verdict needs 50."
        assert decide(ceiling_of(people=1)).because == "1 person entered, and a verdict needs 50."

    def test_ten_must_be_followed_for_five_years(self):
        assert short(decide(at_risk=9)) == ("cannot tell", 1, ("at risk",))
        assert short(decide(at_risk=10)) == ("a path with a ceiling", 4, ())
        assert decide(at_risk=9).because == "9 people can be followed for 5 years, and a verdict needs 10."

    def test_levels_must_be_known_for_half(self):
        assert short(decide(levels_known=0.499)) == ("cannot tell", 1, ("levels",))
        assert short(decide(levels_known=0.5)) == ("a path with a ceiling", 4, ())
        assert decide(levels_known=0.38).because == (
            "The level is known for 38.0% of the later jobs of 412 people, and a verdict needs half."
        )
        assert "for 49.98% of" in decide(levels_known=0.4998).because

    def test_all_that_is_missing_is_said(self):
        found = decide(ceiling_of(people=12), at_risk=0, levels_known=0)
        assert found.missing == ("entered", "at risk", "levels")
        assert found.because == (
            "12 people entered, and a verdict needs 50; 0 people can be followed for 5 years, and a verdict needs 10; "
            "the level is known for 0.0% of the later jobs of 12 people, and a verdict needs half."
        )

    def test_it_comes_before_every_other_rule(self):
        path, below = ceiling_of(people=49, director=ESTABLISHED), difference_of(-0.2, -0.3, -0.1)
        assert decide(path, below).rule == decide(path).rule == decide(ceiling_of(people=49), below).rule == 1

    def test_how_much_is_enough_is_a_setting(self):
        limits = {"least_entered": 30, "least_at_risk": 5, "at_risk_years": 3}
        assert decide(ceiling_of(people=30), at_risk=5, **limits).rule == 4
        assert decide(ceiling_of(people=29), at_risk=4, **limits).because == (
            "29 people entered, and a verdict needs 30; 4 people can be followed for 3 years, and a verdict needs 5."
        )


class TestNotAPath:
    @pytest.mark.parametrize(
        ("numbers", "rule"),
        [
            ((-0.05, -0.09, -0.01), 2),
            ((-0.0501, -0.09, -0.01), 2),
            ((-0.0499, -0.09, -0.01), 5),
            ((-0.09, -0.19, -1e-9), 2),
            ((-0.09, -0.19, 0), 5),
            ((-0.09, -0.19, 0.01), 5),
            ((0.09, 0.01, 0.19), 4),
        ],
    )
    def test_five_points_or_more_below_peers_and_surely_below(self, numbers, rule):
        assert decide(difference=difference_of(*numbers)).rule == rule
        assert (
            decide(difference=difference_of(*numbers)).verdict
            == {
                2: "not a path",
                4: "a path with a ceiling",
                5: "cannot tell",
            }[rule]
        )

    def test_rounding_does_not_decide(self):
        """0.1 - 0.15 is -0.04999999999999999."""
        assert decide(difference=difference_of(0.1 - 0.15, -0.09, -0.01)).rule == 2

    def test_it_comes_before_a_path(self):
        assert decide(ceiling_of(director=ESTABLISHED), difference_of(-0.06, -0.09, -0.01)).rule == 2

    def test_by_a_shortened_horizon_too(self):
        ceiling = ceiling_of(months=99, manager=UNKNOWN, director=UNKNOWN, executive=UNKNOWN)
        assert decide(ceiling, difference_of(-0.06, -0.09, -0.01, months=99)).verdict == "not a path"

    def test_d_is_a_setting(self):
        found = decide_verdict(
            ceiling_of(),
            difference_of(-0.06, -0.069, -0.01),
            at_risk=50,
            levels_known=1,
            thresholds=Thresholds(difference=0.07),
        )
        assert found.rule == 4

    def test_the_reason(self):
        found = decide(difference=difference_of(-0.088, -0.121, -0.054, role=0.061))
        assert found.because == (
            "412 people entered; 6.1% had reached manager or higher within 15 years, against 14.9% of 8,310 peers who entered "
            "in the same years: -8.8 points (95% interval -12.1 to -5.4), 5 points or more below them, with an interval below 0."
        )


class TestAPath:
    @pytest.mark.parametrize(
        ("own", "rungs", "rule"),
        [
            ("practitioner", {"manager": ESTABLISHED}, 4),
            ("practitioner", {"director": ESTABLISHED}, 3),
            ("practitioner", {"executive": ESTABLISHED}, 3),
            ("practitioner", {"director": ESTIMATED}, 5),
            ("manager", {"director": ESTABLISHED}, 3),
            ("manager", {"executive": ESTABLISHED}, 3),
            ("director", {"executive": ESTABLISHED}, 3),
            ("director", {"executive": ESTIMATED}, 5),
            ("director", {"executive": RULED_OUT}, 4),
        ],
    )
    def test_director_or_higher_is_established_executive_for_a_director_s_role(self, own, rungs, rule):
        ceiling = ceiling_of(own, **rungs)
        found = decide(ceiling, replace(LIKE_PEERS, rung=rungs_above(own)[0]))
        assert found.rule == rule
        assert found.verdict == {3: "a path", 4: "a path with a ceiling", 5: "cannot tell"}[rule]

    def test_without_peers_too(self):
        assert short(decide(ceiling_of(director=ESTABLISHED), None)) == ("a path", 3, ())

    def test_by_a_shortened_horizon_too(self):
        ceiling = ceiling_of(months=99, manager=ESTABLISHED, director=ESTABLISHED, executive=UNKNOWN)
        assert decide(ceiling, None).because == (
            "412 people entered; 22.1% (95% interval 17.9% to 27.0%) had reached director or higher within 8 years 3 months, "
            "so a share of 10% is established."
        )

    def test_the_reason(self):
        assert decide(ceiling_of(director=ESTABLISHED)).because == (
            "412 people entered; 22.1% (95% interval 17.9% to 27.0%) had reached director or higher within 15 years, so a "
            "share of 10% is established."
        )

    def test_a_share_of_fewer_than_entered_says_of_how_many(self):
        below = difference_of(-0.2, -0.3, -0.1)
        assert "412 people entered; 30.0% had reached manager or higher" in decide(ceiling_of(), below).because
        fewer = replace(below, role_people=380)
        assert "412 people entered; 30.0% of 380 people had reached manager" in decide(ceiling_of(), fewer).because
        executive = replace(below, rung="executive")
        found = reason("not a path", 2, ceiling_of(), executive, decide().thresholds)
        assert "had reached executive within 15 years, against" in found

    def test_the_reason_names_the_rung_that_is_established(self):
        only_executive = decide(ceiling_of(director=OPEN, executive=ESTABLISHED)).because
        assert "22.1% (95% interval 17.9% to 27.0%) had reached executive within" in only_executive
        both = decide(ceiling_of(director=("established", 0.3, 0.2, 0.4), executive=ESTABLISHED)).because
        assert "30.0% (95% interval 20.0% to 40.0%) had reached director or higher" in both

    def test_the_reason_has_the_coverage_and_years_asked(self):
        ceiling = ceiling_of(director=ESTABLISHED)
        ceiling = replace(ceiling, settings=Settings(coverage=0.9, years=1), horizon_asked=12, horizon_months=12)
        found = decide(ceiling, None, years=1)
        assert "(90% interval 17.9% to 27.0%) had reached director or higher within 1 year," in found.because

    def test_a_bound_is_written_on_its_side_of_the_share(self):
        assert "10.04% to 14.0%" in decide(ceiling_of(director=("established", 0.12, 0.1004, 0.14))).because
        assert "10.0% to 14.0%" in decide(ceiling_of(director=("established", 0.12, 0.1, 0.14))).because
        assert "7.0% to 9.996%" in decide(ceiling_of(director=("ruled out", 0.08, 0.07, 0.09996))).because


class TestAPathWithACeiling:
    @pytest.mark.parametrize(("lower", "rule"), [(-0.0499, 4), (-0.05, 5), (0.1 - 0.15, 5), (-0.0501, 5)])
    def test_surely_less_than_five_points_below_peers(self, lower, rule):
        assert decide(difference=difference_of(0, lower, 0.05)).rule == rule

    @pytest.mark.parametrize(("director", "rule"), [(RULED_OUT, 4), (OPEN, 5), (ESTIMATED, 5), (UNKNOWN, 5)])
    def test_and_director_or_higher_is_ruled_out(self, director, rule):
        assert decide(ceiling_of(director=director)).rule == rule

    def test_executive_for_a_director_s_role(self):
        like = replace(LIKE_PEERS, rung="executive")
        assert decide(ceiling_of("director", executive=RULED_OUT), like).rule == 4
        assert decide(ceiling_of("director", executive=OPEN), like).rule == 5

    def test_not_without_peers(self):
        assert decide(ceiling_of(), None).rule == 5

    def test_the_reason(self):
        assert decide().because == (
            "412 people entered; 3.1% (95% interval 1.7% to 5.6%) had reached director or higher within 15 years, so a share of "
            "10% is ruled out; 30.0% had reached manager or higher within 15 years, against 28.8% of 8,310 peers who entered in "
            "the same years: +1.2 points (95% interval -2.1 to +4.5), so 5 points or more below them is ruled out too."
        )


class TestCannotTell:
    def test_the_interval_includes_the_share(self):
        found = decide(ceiling_of(director=OPEN))
        assert short(found) == ("cannot tell", 5, ("threshold",))
        assert found.because == (
            "412 people entered; the interval of director or higher within 15 years, 6.0% to 14.2%, includes the 10% threshold."
        )

    def test_the_horizon_was_shortened(self):
        ceiling = ceiling_of(months=99, manager=ESTABLISHED, director=UNKNOWN, executive=UNKNOWN)
        found = decide(ceiling, replace(LIKE_PEERS, months=99))
        assert short(found) == ("cannot tell", 5, ("horizon",))
        assert found.because == (
            "412 people entered; only 8 years 3 months can be followed, not 15 years, and director or higher is not established "
            "by then: 4.0% (95% interval 2.1% to 7.6%) had reached director or higher within 8 years 3 months."
        )

    def test_those_below_the_rung_were_lost(self):
        found = decide(ceiling_of(director=UNKNOWN))
        assert found.missing == ("horizon",)
        assert found.because == "412 people entered; too few of those below director can be followed for 15 years."

    def test_there_is_no_horizon(self):
        nothing = ("unknown", None, None, None)
        ceiling = ceiling_of(months=None, manager=nothing, director=nothing, executive=nothing)
        found = decide(ceiling, None)
        assert found.missing == ("horizon", "peers")
        assert found.because == (
            "412 people entered; too few can be followed to tell who reaches director or higher; there are too few "
            "peers who entered in the same years and can be followed as long."
        )

    def test_there_are_no_peers(self):
        found = decide(ceiling_of(), None)
        assert short(found) == ("cannot tell", 5, ("peers",))
        assert found.because == (
            "412 people entered; there are too few peers who entered in the same years and can be followed as long."
        )

    def test_beside_every_job_there_are_no_peers(self):
        assert decide(replace(ceiling_of(), role="any"), None).because.endswith(
            "every job is counted here, so there is no other role to compare with."
        )

    def test_a_difference_without_numbers_is_none(self):
        assert decide(difference=difference_of(None, None, None)).missing == ("peers",)

    def test_the_difference_may_be_five_points_below(self):
        found = decide(difference=difference_of(-0.025, -0.081, 0.032))
        assert short(found) == ("cannot tell", 5, ("difference",))
        assert found.because == (
            "412 people entered; the interval of the difference from 8,310 peers who entered in the same years in reaching "
            "manager or higher within 15 years, -8.1 to +3.2 points, includes 5 points below them."
        )

    def test_all_that_is_missing_is_said(self):
        found = decide(ceiling_of(director=OPEN), difference_of(-0.025, -0.081, 0.032, people=1))
        assert found.missing == ("threshold", "difference")
        assert "; the interval of director" in found.because
        assert "from 1 peer who entered in the same years" in found.because

    def test_above_executive_there_is_nothing(self):
        found = decide(ceiling_of("executive"), None)
        assert short(found) == ("cannot tell", 5, ("rung above",))
        assert (
            found.because == "412 people entered; executive is the highest rung, and there is none above it to reach."
        )

    def test_no_difference_is_0_without_a_sign(self):
        assert "(95% interval 0.0 to +3.2)" in decide(difference=difference_of(0.01, -0.0004, 0.032)).because


class TestReleasedNumbers:
    """The sentence is made again from numbers that were rounded or left out; the rule stays."""

    def test_it_is_the_same_from_the_same_numbers(self):
        for found in (decide(), decide(ceiling_of(director=OPEN)), decide(at_risk=9), decide(ceiling_of(), None)):
            again = reason(
                found.verdict,
                found.rule,
                found.ceiling,
                found.difference,
                found.thresholds,
                missing=found.missing,
                at_risk=found.at_risk,
                levels_known=found.levels_known,
            )
            assert again == found.because

    @pytest.mark.parametrize(
        ("missing", "text"),
        [
            ("entered", "Fewer than 50 people entered, and a verdict needs that many."),
            ("at risk", "Fewer than 10 people can be followed for 5 years, and a verdict needs that many."),
        ],
    )
    def test_a_number_rounded_up_to_the_limit_is_not_given(self, missing, text):
        limits = Thresholds().as_json()
        assert reason("cannot tell", 1, ceiling_of(people=50), None, limits, missing=[missing], at_risk=10) == text
        assert reason("cannot tell", 1, None, None, limits, missing=[missing]) == text

    @pytest.mark.parametrize(
        ("rule", "missing", "text"),
        [
            (1, ("levels",), "The level of most of their later jobs is not known, and a verdict needs half."),
            (2, (), "The difference from peers is not shown, 5 points or more below them, with an interval below 0."),
            (3, (), "Their reach is not shown, so a share of 10% is established."),
            (
                4,
                (),
                "Their reach is not shown, so a share of 10% is ruled out; the difference from peers is not shown, so 5 points "
                "or more below them is ruled out too.",
            ),
            (
                5,
                ("horizon", "threshold", "difference"),
                "Too few can be followed to tell who reaches the rung that makes a path; the interval of the rung that makes a "
                "path includes the 10% threshold; there are too few peers "
                "who entered in the same years and can be followed as long.",
            ),
        ],
    )
    def test_without_any_numbers(self, rule, missing, text):
        assert reason("cannot tell", rule, None, None, Thresholds().as_json(), missing=missing) == text

    @pytest.mark.parametrize(("ceiling", "known"), [(ceiling_of(), None), (None, 0.4)])
    def test_without_the_share_or_the_people_behind_it(self, ceiling, known):
        said = reason("cannot tell", 1, ceiling, None, Thresholds().as_json(), missing=["levels"], levels_known=known)
        assert said == "The level of most of their later jobs is not known, and a verdict needs half."

    @pytest.mark.parametrize("numbers", [(None, 0.1, 0.3), (0.2, None, 0.3), (0.2, 0.1, None)])
    def test_a_number_without_its_interval_is_not_given(self, numbers):
        ceiling, limits = ceiling_of(director=("established", *numbers)), Thresholds().as_json()
        assert "a share that is not shown had reached director" in reason("a path", 3, ceiling, None, limits)
        found = replace(LIKE_PEERS, estimate=numbers[0], lower=numbers[1], upper=numbers[2])
        assert "is set against that of 8,310 peers" in reason("not a path", 2, ceiling, found, limits)
        said = reason("cannot tell", 5, ceiling, found, limits, missing=["threshold", "difference"])
        assert "includes the 10% threshold" in said
        assert ("10.0% to 30.0%" in said) is ("+10.0 to +30.0" in said) is (None not in numbers[1:])

    def test_without_the_numbers_of_a_rung_or_of_the_difference(self):
        nothing = ("unknown", None, None, None)
        ceiling, limits = ceiling_of(months=99, director=nothing), Thresholds().as_json()
        bare = replace(difference_of(None, None, None), peers_people=None, months=99)
        said = reason("cannot tell", 5, ceiling, bare, limits, missing=("horizon", "threshold", "difference"))
        assert said == (
            "412 people entered; only 8 years 3 months can be followed, not 15 years, and director or higher is not established "
            "by then; the interval of director or higher within 8 years 3 months includes the 10% threshold; the interval of the "
            "difference from peers who entered in the same years in reaching manager or higher within 8 years 3 months includes "
            "5 points below them."
        )
        assert reason("a path", 3, ceiling, None, limits) == (
            "412 people entered; a share that is not shown had reached director or higher within 8 years 3 months, so a share of "
            "10% is established."
        )
        assert reason("not a path", 2, ceiling, bare, limits).startswith(
            "412 people entered; the share that had reached manager or higher within 8 years 3 months is set against that of "
            "peers"
        )


class TestResult:
    def test_it_has_the_ceiling_s_head_and_all_that_it_was_decided_by(self):
        ceiling = ceiling_of()
        found = decide(ceiling)
        for name in ("role", "settings", "careers", "flow", "notes", "read_as"):
            assert getattr(found, name) == getattr(ceiling, name)
        assert (found.ceiling, found.difference) == (ceiling, LIKE_PEERS)
        assert (found.at_risk, found.levels_known) == (200, 0.9)
        assert found.min_cell is None

    def test_thresholds_are_printed_with_it(self):
        assert decide().thresholds == {
            "share": 0.1,
            "difference": 0.05,
            "horizon_months": 180,
            "least_entered": 50,
            "least_at_risk": 10,
            "at_risk_months": 60,
        }

    def test_in_json(self):
        said = decide(at_risk=9).as_json()
        assert (said["missing"], said["at_risk"], said["levels_known"]) == (["at risk"], 9, 0.9)

    def test_from_curves_to_verdict(self):
        """Of 100, 30 become managers (22% to 40%) and nobody a director (0 of 100: up to 3.6%)."""
        reach = reach_of(manager=counts(100, (24, 30)), director=counts(100), executive=counts(100), counted=100)
        ceiling = estimate_ceiling(reach, own="practitioner")
        assert followed_at(reach, 60) == 100
        found = decide(ceiling, at_risk=followed_at(reach, Thresholds().at_risk_months))
        assert found.verdict == "a path with a ceiling"
        assert "0.0% (95% interval 0.0% to 3.6%) had reached director or higher within 15 years" in found.because

    @pytest.mark.parametrize(
        ("own", "rung"),
        [("practitioner", "director"), ("manager", "director"), ("director", "executive"), ("executive", None)],
    )
    def test_the_rung_that_makes_a_path(self, own, rung):
        assert path_rung(own) == rung


class TestRefused:
    @pytest.mark.parametrize("thresholds", [{"share": 0.2}, {"years": 10}])
    def test_ceiling_and_thresholds_are_of_one_question(self, thresholds):
        with pytest.raises(InputError, match="make both with the same"):
            decide(**thresholds)

    @pytest.mark.parametrize("other", [{"rung": "director"}, {"months": 120}])
    def test_the_difference_is_of_the_next_rung_by_the_same_horizon(self, other):
        with pytest.raises(InputError, match="make it from the ceiling's reach"):
            decide(difference=replace(LIKE_PEERS, **other))

    def test_above_executive_there_is_no_difference(self):
        with pytest.raises(InputError, match="make it from the ceiling's reach"):
            decide(ceiling_of("executive"), LIKE_PEERS)

    @pytest.mark.parametrize("share", [-0.1, 1.1, 90, math.nan])
    def test_known_levels_are_a_share(self, share):
        with pytest.raises(InputError, match="levels_known"):
            decide(levels_known=share)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("share", (0, 1, 10, math.nan)),
            ("difference", (0, 1, 5, -0.05)),
            ("years", (0, 0.01, 101, math.nan)),
            ("at_risk_years", (0, -1, 0.04)),
            ("least_entered", (0,)),
            ("least_at_risk", (0,)),
        ],
    )
    def test_thresholds_are_in_their_range(self, name, values):
        for value in values:
            with pytest.raises(InputError, match=f"{name} is"):
                Thresholds(**{name: value})

    def test_one_person_may_be_enough(self):
        assert Thresholds(least_entered=1, least_at_risk=1).least_entered == 1

    def test_a_month_is_long_enough(self):
        assert Thresholds(years=0.1).horizon_months == 1

    def test_a_horizon_nearer_than_five_years_is_followed_to_itself(self):
        assert Thresholds(years=3).at_risk_months == 36
        assert Thresholds(years=15).at_risk_months == 60
