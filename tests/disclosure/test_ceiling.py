"""Ceilings and verdicts released: the numbers that few people make are left out, and the reason is in those that are not."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.made_up import FACTS, Wait, assert_counts_are_rounded, fine, passage_tally_of, waits_made_up

from outgrow.disclosure import release
from outgrow.errors import InputError
from outgrow.estimates import Thresholds, estimate_ceiling, estimate_reach
from outgrow.estimates.verdict import decide_verdict, reason
from outgrow.results import Difference, Flow
from outgrow.results.answer import Answer

RUNGS = ("manager", "director", "executive")
TARGETS = tuple(f"rung:{rung}+" for rung in RUNGS)
NUMBERS = ("estimate", "std_error", "lower", "upper", "at_risk", "events")
fast = settings(max_examples=80, deadline=None, derandomize=True)


def ceiling_of(waits, *, years=5, least=10, folded=False):
    tally = passage_tally_of(waits, TARGETS, folded=folded)
    return estimate_ceiling(estimate_reach(tally), own="practitioner", years=years, least_at_risk=least)


def people(*rows, stop=200):
    """People by the months in which they reach the rungs, and how many of them; all are followed to month `stop`."""
    return [
        Wait(0, {f"rung:{rung}+": month for rung, month in zip(RUNGS, months, strict=False)}, stop, False)
        for n, *months in rows
        for _ in range(n)
    ]


def hidden(ceiling):
    return [rung.rung for rung in ceiling.reach if rung.estimate is None]


def difference_of(role, peers, *, both=0, rung="manager", months=60, interval=0.03):
    """A difference from (people, events) of each."""
    shares = [n and events / n for n, events in (role, peers)]
    estimate = shares[0] - shares[1]
    bounds = estimate - interval, estimate + interval
    return Difference(rung, months, estimate, 0.0123, *bounds, *shares, role[0], peers[0], both, role[1], peers[1])


def verdict_of(waits, difference=None, *, at_risk=80, levels_known=0.8, years=5, **thresholds):
    limits = Thresholds(years=years, **thresholds)
    return decide_verdict(
        ceiling_of(waits, years=years, least=limits.least_at_risk),
        difference,
        at_risk=at_risk,
        levels_known=levels_known,
        thresholds=limits,
    )


class TestCeiling:
    def test_a_rung_reached_by_two_people_more_than_the_next_is_not_shown_beside_it(self):
        """Of 200, 60 are managers by year 5, 22 directors, 20 executives: two people are directors and no more."""
        exact = ceiling_of(people((20, 5, 10, 20), (2, 5, 10), (38, 5), (140,)))
        assert [rung.events for rung in exact.reach] == [60, 22, 20]
        shown = release(exact, 10)
        assert hidden(shown) == ["executive"]
        assert [rung.events for rung in shown.reach] == [60, 20, None]
        assert [item.group for item in shown.suppressed] == ["numbers of executive or higher"]
        assert [rung.status for rung in shown.reach] == [rung.status for rung in exact.reach]
        assert (shown.established, shown.source, shown.people, shown.min_cell) == (exact.established, None, 200, 10)

    def test_a_rung_that_is_not_shown_hides_no_other(self):
        """Three executives are too few to be shown; twelve directors beside them are not, for three cannot be taken off."""
        exact = ceiling_of(people((3, 5, 10, 20), (9, 5, 10), (38, 5), (150,)))
        assert hidden(release(exact, 10)) == ["executive"]

    def test_the_rungs_to_either_side_of_one_that_is_not_shown_are_compared_too(self):
        """60 managers, 55 directors, 52 executives: neither is shown beside managers."""
        exact = ceiling_of(people((52, 5, 10, 20), (3, 5, 10), (5, 5), (140,)))
        assert hidden(release(exact, 10)) == ["director", "executive"]

    def test_few_who_do_not_reach_a_rung_are_not_shown(self):
        exact = ceiling_of(people((110, 5), (4,)))
        assert [rung.events for rung in exact.reach] == [110, 0, 0]
        assert hidden(release(exact, 10)) == ["manager"]
        assert hidden(release(ceiling_of(people((110, 5), (10,))), 10)) == []

    def test_few_who_leave_before_the_horizon_are_not_shown(self):
        """Three of 200 are last seen in month 30: the chances tell how many, where nothing else moves them."""
        gone = [Wait(0, {}, 30, False) for _ in range(3)]
        exact = ceiling_of([*people((40, 5), (20, 50), (137,)), *gone])
        assert exact.rung("manager").estimate > 60 / 200
        assert hidden(release(exact, 10)) == list(RUNGS)

    def test_bounds_of_a_chance_of_nobody_do_not_tell_a_few_at_risk(self):
        """Nobody becomes an executive; of 100, five are followed to year 5."""
        waits = [*people((40, 5, 60), (55,), stop=58), *people((5,))]
        exact = ceiling_of(waits, least=1)
        assert (exact.rung("executive").estimate, exact.rung("executive").at_risk) == (0, 5)
        assert "executive" in hidden(release(exact, 10))

    def test_of_fewer_people_than_the_limit_nothing_is_told(self):
        exact = ceiling_of(people((5, 5, 10), (4,)), least=2)
        assert exact.established == "director"
        shown = release(exact, 10)
        assert hidden(shown) == list(RUNGS)
        assert {rung.status for rung in shown.reach} == {"unknown"}
        assert (shown.established, shown.estimated, shown.not_ruled_out) == ("practitioner", None, None)
        assert (shown.above, shown.horizon_months, shown.median_follow_up) == ("manager", None, None)
        assert [item.group for item in shown.suppressed] == ["everything"]
        assert not any("followed" in note for note in shown.notes)

    def test_rounding_leaves_a_bound_on_its_side_of_the_share(self):
        """An upper bound of 9.97% rules a share of 10% out, and does not become 10.0%."""
        exact = ceiling_of(people((20, 5), (200,)))
        near = [dataclasses.replace(exact.reach[0], upper=0.0997, lower=0.0321), *exact.reach[1:]]
        [rung, *_] = release(dataclasses.replace(exact, reach=tuple(near), share=0.1), 10).reach
        assert (rung.lower, rung.upper) == (0.032, 0.099)
        near[0] = dataclasses.replace(near[0], upper=0.1002, lower=0.1)
        [rung, *_] = release(dataclasses.replace(exact, reach=tuple(near), share=0.1), 10).reach
        assert (rung.lower, rung.upper) == (0.1, 0.101)

    def test_a_limit_of_one_changes_no_number(self):
        exact = ceiling_of(people((60, 5), (137,)))
        shown = release(exact, 1)
        assert (shown.reach, shown.people, shown.source, shown.min_cell) == (exact.reach, exact.people, None, 1)

    @fast
    @given(
        seed=st.integers(0, 10_000),
        n=st.integers(2, 400),
        limit=st.integers(2, 10),
        hazard=st.sampled_from([0.005, 0.03, 0.1]),
        folded=st.booleans(),
        late=st.booleans(),
    )
    def test_every_count_behind_a_number_is_nobody_or_enough(self, seed, n, limit, hazard, folded, late):
        waits = waits_made_up(seed, targets=TARGETS, n=n, hazard=hazard, late=late)
        exact = ceiling_of(waits, years=2.5, folded=folded)
        shown = release(exact, limit)
        assert_counts_are_rounded(shown, limit)
        assert release(shown, limit) is shown
        with pytest.raises(InputError, match="release the exact"):
            release(shown, limit + 1)
        if exact.people < limit:
            assert hidden(shown) == list(RUNGS)
            return
        assert [rung.status for rung in shown.reach] == [rung.status for rung in exact.reach]
        starts = [curve.starts_at for curve in exact.source.curves]
        told = [place for place, rung in enumerate(shown.reach) if rung.estimate is not None]
        events = {}
        for place in told:
            target, rung = TARGETS[place], exact.reach[place]
            ends = [wait.end(target) for wait in waits if wait.end(target)[0] > starts[place]]
            events[place] = sum(what == "reached" and stop <= exact.horizon_months for stop, what in ends)
            gone = sum(what != "reached" and stop <= exact.horizon_months for stop, what in ends)
            counts = (
                events[place],
                len(ends) - events[place],
                gone,
                *(events[low] - events[place] for low in told if low < place),
            )
            assert [fine(count, limit) for count in counts] == [True] * len(counts)
            for name in ("estimate", "lower", "upper"):
                assert abs(getattr(shown.reach[place], name) - getattr(rung, name)) < 0.001
        assert len(shown.suppressed) == sum(
            rung.estimate is not None and place not in told for place, rung in enumerate(exact.reach)
        )


class TestVerdict:
    WAITS = people((30, 5, 10), (60, 5), (210,))
    LIKE = difference_of((300, 90), (2_000, 640))

    def test_the_reason_is_made_again_from_what_is_shown(self):
        exact = verdict_of(self.WAITS, self.LIKE)
        shown = release(exact, 10)
        assert (shown.verdict, shown.rule, shown.min_cell) == (exact.verdict, exact.rule, 10)
        assert shown.ceiling.min_cell == 10
        assert shown.ceiling.source is None
        assert shown.because == reason(
            shown.verdict,
            shown.rule,
            shown.ceiling,
            shown.difference,
            shown.thresholds,
            missing=shown.missing,
            at_risk=shown.at_risk,
            levels_known=shown.levels_known,
        )
        assert (shown.difference.estimate, shown.difference.std_error) == (-0.02, 0.012)
        assert release(shown, 10) is shown

    def test_no_number_that_is_not_shown_is_in_the_reason(self):
        """307 people, and 93 managers: both exact numbers would be in the sentence."""
        waits = people((33, 5, 10), (60, 5), (214,))
        exact = verdict_of(waits, difference_of((307, 93), (2_003, 903), interval=0.01))
        assert exact.rule == 2
        assert "307" in exact.because
        shown = release(exact, 10)
        assert "307" not in str(shown.as_json())
        assert "2,003" not in str(shown.as_json())
        assert shown.because.startswith("310 people entered; 30.3% had reached manager")

    @pytest.mark.parametrize(
        ("role", "peers"),
        [((300, 3), (2_000, 640)), ((300, 297), (2_000, 640)), ((300, 90), (2_000, 6)), ((300, 90), (400, 394))],
    )
    def test_a_difference_that_few_people_make_is_not_shown(self, role, peers):
        exact = verdict_of(self.WAITS, difference_of(role, peers))
        shown = release(exact, 10)
        assert shown.difference.rung == "manager"
        assert {getattr(shown.difference, name) for name in Difference.__slots__} == {"manager", 60, None}
        assert shown.verdict == exact.verdict
        assert [item.group for item in shown.suppressed] == ["numbers of the difference from peers"]

    def test_a_difference_says_nothing_of_a_rung_that_is_not_shown(self):
        """Four of 304 have left by year 5, so that what managers there are is not shown: nor is it in the difference."""
        gone = [Wait(0, {}, 30, False) for _ in range(4)]
        exact = verdict_of([*self.WAITS, *gone], difference_of((304, 90), (2_000, 640)))
        shown = release(exact, 10)
        assert shown.ceiling.rung("manager").estimate is None
        assert shown.difference.estimate is None
        assert "is set against that of" in release(dataclasses.replace(exact, rule=2), 10).because

    def test_few_in_both_are_not_shown_nor_are_few_in_the_role_alone(self):
        for both, told in ((0, 0), (4, None), (12, 10), (296, None), (300, 300)):
            difference = difference_of((300, 90), (2_000, 640), both=both)
            shown = release(verdict_of(self.WAITS, difference), 10)
            assert shown.difference.both_people == told
            assert shown.difference.estimate is not None

    def test_few_at_risk_are_not_shown(self):
        exact = verdict_of(self.WAITS, at_risk=7)
        assert (exact.rule, exact.missing) == (1, ("at risk",))
        assert "7 people can be followed" in exact.because
        shown = release(exact, 8)
        assert shown.at_risk is None
        assert "fewer than 10 people can be followed" in shown.because.lower()
        assert release(exact, 5).at_risk == 5

    def test_a_share_of_known_levels_stays_on_its_side_of_one_half(self):
        exact = verdict_of(self.WAITS, levels_known=0.4996)
        shown = release(exact, 10)
        assert (exact.missing, shown.levels_known) == (("levels",), 0.49)
        assert release(verdict_of(self.WAITS, levels_known=0.98), 10).levels_known == 1.0  # six of 300
        assert release(verdict_of(self.WAITS, levels_known=0.006), 10).levels_known == 0.0

    def test_of_fewer_people_than_the_limit_nothing_is_told(self):
        exact = verdict_of(
            people((5, 5, 10), (4,)), difference_of((9, 5), (2_000, 640)), least_entered=2, least_at_risk=2, at_risk=9
        )
        assert exact.verdict != "cannot tell" or exact.rule != 1
        shown = release(exact, 10)
        assert (shown.verdict, shown.rule, shown.missing) == ("cannot tell", 1, ("entered",))
        assert (shown.difference, shown.at_risk, shown.levels_known) == (None, None, None)
        assert {rung.status for rung in shown.ceiling.reach} == {"unknown"}
        assert "10 people" in shown.because
        assert not any(digit in shown.because.replace("10 people", "") for digit in "0123456789")

    def test_without_a_ceiling(self):
        """Levels are unknown for most: there is none."""
        exact = dataclasses.replace(verdict_of(self.WAITS, levels_known=0.0), ceiling=None)
        assert release(exact, 10).verdict == "cannot tell"
        few = dataclasses.replace(exact, flow=Flow(9, 0, 0, 0, 0, 9))
        assert [item.group for item in release(few, 10).suppressed] == ["everything"]

    def test_bounds_of_the_difference_stay_on_their_side_of_the_thresholds(self):
        exact = verdict_of(self.WAITS, dataclasses.replace(self.LIKE, lower=-0.0497, upper=-0.0002))
        shown = release(exact, 10)
        assert (shown.difference.lower, shown.difference.upper) == (-0.049, -0.001)
        assert (
            math.copysign(
                1, release(verdict_of(self.WAITS, dataclasses.replace(self.LIKE, upper=0.0)), 10).difference.upper
            )
            == 1
        )

    def test_a_limit_of_one_changes_no_number(self):
        exact = verdict_of(self.WAITS, self.LIKE)
        shown = release(exact, 1)
        assert shown.ceiling.source is None
        assert shown.ceiling.min_cell == 1
        assert {**shown.as_json(), "settings": 0} == {**exact.as_json(), "settings": 0}

    @fast
    @given(
        seed=st.integers(0, 10_000),
        n=st.integers(2, 400),
        limit=st.integers(2, 10),
        peers=st.tuples(st.integers(1, 60), st.integers(0, 60)).filter(lambda p: p[1] <= p[0]),
        both=st.integers(0, 60),
        levels=st.floats(0, 1),
        at_risk=st.integers(0, 40),
    )
    def test_every_count_behind_a_number_is_nobody_or_enough(self, seed, n, limit, peers, both, levels, at_risk):
        waits = waits_made_up(seed, targets=TARGETS, n=n)
        ceiling = ceiling_of(waits, years=2.5)
        found = None
        if ceiling.horizon_months is not None and ceiling.reach[0].events is not None:
            role = (ceiling.people, ceiling.reach[0].events)
            found = difference_of(role, peers, both=min(both, role[0], peers[0]), months=ceiling.horizon_months)
        exact = decide_verdict(ceiling, found, at_risk=at_risk, levels_known=levels, thresholds=Thresholds(years=2.5))
        shown = release(exact, limit)
        assert_counts_are_rounded(shown, limit)
        assert release(shown, limit) is shown
        assert shown.at_risk is None or shown.at_risk % limit == 0
        if ceiling.people < limit:
            assert (shown.verdict, shown.difference) == ("cannot tell", None)
            return
        assert (shown.verdict, shown.rule) == (exact.verdict, exact.rule)
        assert shown.ceiling.as_json()["reach"] == release(ceiling, limit).as_json()["reach"]
        if found is not None and shown.difference.estimate is not None:
            d = shown.difference
            counts = (*role, role[0] - role[1], *peers, peers[0] - peers[1])
            assert [fine(count, limit) for count in counts] == [True] * 6
            if d.both_people is not None:
                counts = (found.both_people, role[0] - found.both_people, peers[0] - found.both_people)
                assert [fine(count, limit) for count in counts] == [True] * 3
            assert abs(d.estimate - found.estimate) < 0.001


def test_an_answer_of_another_kind_is_not_shown_to_others():
    class Guess(Answer):
        def headlines(self):
            return []

        def to_arrow(self):
            return None

        def summary(self):
            return "a guess"

    guess = Guess(role="a", settings=passage_tally_of([], TARGETS).settings, careers=FACTS, flow=Flow(0, 0, 0, 0, 0, 0))
    for limit in (1, 10):
        with pytest.raises(InputError, match="no rule"):
            release(guess, limit)
