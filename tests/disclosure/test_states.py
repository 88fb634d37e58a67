"""Occupancy and tenure released: every count behind what is shown is nobody or enough, made again from the people."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.made_up import (
    Career,
    Stay,
    assert_counts_are_rounded,
    careers_made_up,
    duration_tally_of,
    fine,
    state_tally_of,
    stays_made_up,
)

from outgrow.disclosure import release
from outgrow.disclosure.lumping import lumpings
from outgrow.errors import InputError
from outgrow.estimates import estimate_occupancy, estimate_tenure
from outgrow.results import CareersFacts
from outgrow.results.states import IN_ROLE, OTHER_WAYS

fast = settings(max_examples=60, deadline=None, derandomize=True)
WAYS = ("left", "left: retired")
NUMBERS = ("estimate", "std_error", "lower", "upper")


def made_one(exact, shown, ways):
    """{state: name} of the states that are not shown by name; of those that nobody is in it does not matter."""
    names = {}
    for name, gone in (("other", False), ("left", True)):
        if name in shown.states:
            names |= {state: name for state in exact.states if (state in ways) == gone and state not in shown.states}
    return names


def assert_nothing_small_shows(people, exact, shown, ways, limit):
    """Count again, from the people, what happens in each step that is shown."""
    names = made_one(exact, shown, ways)
    people = [person.one(names) for person in people]
    start = exact.starts_at
    # those that the curves are for: not who left before they start
    people = [
        person
        for person in people
        if not (person.path[-1][1] in ways and person.path[-1][0] <= start)
        and not (person.last is not None and person.last <= start)
    ]
    everyone = {state: name for state in exact.states for name in [names.get(state, state)]}
    for state in {*everyone.values()}:
        last = start
        assert fine(sum(person.state_after(start) == state for person in people), limit)
        for month in shown.months.tolist():
            here = [move for person in people for move in person.moves() if last < move[0] <= month]
            into = sum(move[2] == state for move in here)
            seen = sum(
                person.last is not None and last < person.last <= month and person.path[-1][1] == state
                for person in people
            )
            out = sum(move[1] == state for move in here)
            entered = sum(last < person.entry <= month and person.path[0][1] == state for person in people)
            inside = sum(person.state_after(month) == state for person in people)
            # the estimate still has those in a state who were last seen in it
            counts = (into, entered, out, out + seen, inside, inside + seen)
            assert [fine(count, limit) for count in counts] == [True] * 6, (state, last, month)
            # as many different people at some time as the limit, or nobody
            if into or out or entered or seen:
                most = max(sum(p.state_after(m) == state for p in people) for m in range(last, month + 1))
                assert most >= limit
            if state in shown.states:
                column, row = shown.states.index(state), shown.months.tolist().index(month)
                begun = sum(person.state_after(last) == state for person in people)
                assert abs(shown.at_risk[row, column] - begun) <= limit / 2
                assert abs(shown.moved_in[row, column] - into) <= limit / 2
            else:
                assert inside == into == 0
            last = month
    for month in shown.months.tolist():
        # bounds of 0 and 1 tell how many are seen just before the month
        assert sum(person.state_after(month - 1) not in (None, *ways) for person in people) >= limit


def assert_shown_as_estimated(shown, exact):
    """What is shown in a month is the exact estimate there."""
    assert shown.through == shown.months[-1]
    for month in shown.months.tolist():
        there = exact.at(month)
        for state, point in shown.at(month).items():
            for name in NUMBERS:
                assert getattr(point, name) == pytest.approx(getattr(there[state], name), abs=0.00051)
                assert round(getattr(point, name), 3) == getattr(point, name)
    start = dict(zip(exact.states, exact.start.tolist(), strict=True))
    assert shown.start.tolist() == pytest.approx([start[state] for state in shown.states], abs=0.00051)


def lumped_as_shown(tally, exact, shown):
    names = made_one(exact, shown, tally.absorbing)
    for name in ("other", tally.exits):
        states = [state for state in exact.states if names.get(state) == name]
        if states:
            tally = tally.lumped([*states, *([name] if name in exact.states else [])], name)
    return tally


class TestOccupancy:
    @fast
    @given(
        seed=st.integers(0, 10_000),
        n=st.integers(5, 300),
        limit=st.integers(2, 10),
        late=st.booleans(),
        states=st.sampled_from([("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d"), ("a", "b", "other")]),
        ways=st.sampled_from([(), WAYS[:1], WAYS]),
        groups=st.sampled_from([(), ("x", "y"), ("x", "y", "z")]),
        weighted=st.booleans(),
        first=st.sampled_from([None, 24_100]),
    )
    def test_every_count_behind_what_is_shown_is_nobody_or_enough(
        self, seed, n, limit, late, states, ways, groups, weighted, first
    ):
        people = careers_made_up(seed, n=n, living=states, ways=ways, late=late, groups=groups)
        asked = {} if first is None else {"clock": "calendar"}
        # the calendar starts with the first who enters
        zero = min(person.entry for person in people) if first else 0
        tally = state_tally_of(
            people,
            ways=ways,
            by=("team",) if groups else (),
            weighted=weighted,
            first=(first or 0),
            start_at_risk=5,
            **asked,
        )
        people = [
            dataclasses.replace(
                p,
                path=tuple((month - zero, state) for month, state in p.path),
                last=None if p.last is None else p.last - zero,
            )
            for p in people
        ]
        exact = estimate_occupancy(tally)
        shown = release(exact, limit)
        assert_counts_are_rounded(shown, limit)
        assert shown.tally is None
        assert release(shown, limit) is shown
        with pytest.raises(InputError, match="release the exact"):
            release(shown, limit + 1)
        by_group = {str(curves.group): curves for curves in exact.curves}
        for curves in shown.curves:
            whole = by_group[str(curves.group)]
            mine = [p for p in people if curves.group is None or p.group == curves.group["team"]]
            assert_nothing_small_shows(mine, whole, curves, tally.absorbing, limit)
            again = estimate_occupancy(lumped_as_shown(tally, whole, curves)).curves
            assert_shown_as_estimated(curves, next(found for found in again if found.group == curves.group))
            assert curves.estimate.sum(axis=1) == pytest.approx(np.ones(len(curves.months)), abs=0.003)
        hidden = [whole.people for name, whole in by_group.items() if name not in {str(c.group) for c in shown.curves}]
        assert not shown.curves or not any(0 < size < limit for size in hidden) or sum(hidden) >= limit
        assert len(shown.suppressed) == bool(hidden)

    def test_releases_show_something(self):
        """The property above is not true for want of anything shown."""
        shown = [
            release(estimate_occupancy(state_tally_of(careers_made_up(seed, living=("a", "b", "c")))), 5)
            for seed in range(10)
        ]
        assert [len(found.curves) for found in shown] == [1] * 10
        assert min(len(found.curves[0].months) for found in shown) >= 3
        assert {found.curves[0].states for found in shown} == {("a", "b", "c", "left"), ("a", "other", "left")}

    def test_a_state_of_three_people_is_not_named(self):
        """Three of 203 are in 'juggler' throughout: they are one with the next smallest state, and never alone in it."""
        people = [Career(((0, "a"), (month, "b")), 40) for month in (5, 10, 15, 20) for _ in range(30)]
        people += [Career(((0, "b"), (month, "a")), 40) for month in (5, 10, 15, 20) for _ in range(20)]
        people += [Career(((0, "juggler"),), 40) for _ in range(3)]
        exact = estimate_occupancy(state_tally_of(people, ways=()))
        assert "juggler" in exact.curves[0].states
        shown = release(exact, 10)
        assert shown.curves[0].states == ("b", "other")
        assert "juggler" not in str(shown.as_json())
        people += [Career(((0, "c"), (month, "a")), 40) for month in (5, 10, 15, 20) for _ in range(15)]
        shown = release(estimate_occupancy(state_tally_of(people, ways=())), 10)
        [curves] = shown.curves
        assert curves.states == ("a", "b", "other")
        assert curves.months.tolist() == [5, 10, 15]  # by month 20 the three are alone in it
        assert "juggler" not in str(shown.as_json())
        assert any("2 states are shown as one, 'other'" in note for note in shown.notes)

    def test_steps_are_merged_until_as_many_move_as_the_limit(self):
        """Five a month move on; of those in b, one is last seen in month 13 and nine in month 18, so that it waits for them."""
        people = [Career(((0, "a"), (month, "b")), 90) for month in range(1, 21) for _ in range(5)]
        people += [Career(((0, "a"), (1, "b")), last) for last in (13, *[18] * 9)]
        people += [Career(((0, "a"),), 90) for _ in range(30)]
        [curves] = release(estimate_occupancy(state_tally_of(people, ways=())), 10).curves
        assert curves.states == ("a", "b")
        assert curves.months.tolist() == [1, 3, 5, 7, 9, 11, 18, 20, 90]
        assert curves.at_risk[:2].tolist() == [[140, 0], [130, 20]]  # of 140: 15 moved in month 1, to the nearest ten
        assert curves.moved_in[:, 1].tolist() == [20, 10, 10, 10, 10, 10, 40, 10, 0]

    def test_a_few_who_move_out_are_not_hidden_among_many_last_seen(self):
        """Two of 30 move from b to c in month 7, beside thirty who are last seen in it: the chance of b would tell two."""
        people = [Career(((0, "a"), (month, "b")), 40) for month in (2, 12, 22) for _ in range(20)]
        people += [Career(((0, "a"), (month, "c")), 40) for month in (2, 12, 22) for _ in range(20)]
        people += [Career(((0, "b"),), 6) for _ in range(30)]
        people += [Career(((0, "b"),), 40) for _ in range(30)]
        few = [Career(((0, "b"), (7, "c")), 40) for _ in range(2)]
        assert 12 in release(estimate_occupancy(state_tally_of(people, ways=())), 10).curves[0].months.tolist()
        [curves] = release(estimate_occupancy(state_tally_of([*people, *few], ways=())), 10).curves
        assert "b" not in curves.states or not {12, 22, 40} & {*curves.months.tolist()}

    def test_a_few_who_are_last_seen_in_a_state_are_not_told_by_its_chance(self):
        """All others have left a by month 15; of the three who are last seen in month 20 the chance of being in a tells."""
        people = [Career(((0, "a"), (month, "b")), 40) for month in (5, 10, 15) for _ in range(20)]
        few = [Career(((0, "a"),), 20) for _ in range(3)]
        assert release(estimate_occupancy(state_tally_of(people, ways=())), 10).curves[0].months.tolist() == [
            5,
            10,
            15,
            40,
        ]
        shown = release(estimate_occupancy(state_tally_of([*people, *few], ways=())), 10)
        assert shown.curves[0].months.tolist() == [5, 10]

    def test_one_who_comes_and_goes_is_not_many(self):
        """Twenty moves into c and out of it, all of one person: c holds nobody whenever it is told, and is not shown."""
        restless = Career(tuple((month, "ac"[month % 2]) for month in range(41)), 60)
        people = [Career(((0, "a"), (month, "b")), 60) for month in (45, 50, 55) for _ in range(20)]
        people += [Career(((0, "a"),), 60) for _ in range(20)]
        [curves] = release(estimate_occupancy(state_tally_of([restless, *people], ways=())), 10).curves
        assert "c" not in curves.states

    def test_who_was_in_a_few_states_at_first_is_not_told(self):
        """Four of 84 start in b: wherever the curves end, their start would tell."""
        people = [Career(((0, "a"), (month, "b")), 40) for month in (5, 10, 15) for _ in range(20)]
        people += [Career(((0, "a"),), 40) for _ in range(20)]
        whole = [*people, *(Career(((0, "b"),), 40) for _ in range(4))]
        assert release(estimate_occupancy(state_tally_of(whole, ways=())), 10).curves == ()
        assert release(estimate_occupancy(state_tally_of(people, ways=())), 10).curves[0].months.tolist() == [
            5,
            10,
            15,
            40,
        ]

    def test_a_small_group_takes_the_next_smallest_with_it(self):
        def team(name, n):
            moved = [Career(((0, "a"), (month, "b")), 40, name) for month in (5, 10, 15) for _ in range(n)]
            return [*moved, *(Career(((0, "a"),), 40, name) for _ in range(n))]

        people = [*team("big", 40), *team("middle", 20), *team("small", 2)]
        shown = release(estimate_occupancy(state_tally_of(people, ways=(), by=("team",))), 10)
        assert [curves.group for curves in shown.curves] == [{"team": "big"}]
        [left_out] = shown.suppressed
        assert left_out.group == "2 groups by team"
        assert "small" not in str(shown.as_json())

    def test_the_states_of_another_group_are_not_named(self):
        """Three in the small team are in 'juggler'; nobody in the big one is."""
        big = [Career(((0, "a"), (month, "b")), 40, "big") for month in (5, 10, 15, 20) for _ in range(20)]
        other = [Career(((0, "a"), (month, "b")), 40, "other") for month in (5, 10, 15, 20) for _ in range(20)]
        few = [Career(((0, "a"), (5, "juggler")), 40, "other") for _ in range(3)]
        shown = release(estimate_occupancy(state_tally_of([*big, *other, *few], ways=(), by=("team",))), 10)
        assert "juggler" not in str(shown.as_json())
        assert {str(c.group): c.states for c in shown.curves}["{'team': 'big'}"] == ("a", "b")

    def test_few_exits_of_one_kind_are_told_with_the_others(self):
        people = [Career(((0, "a"), (month, "left")), None) for month in (5, 10, 15, 20) for _ in range(20)]
        people += [Career(((0, "a"), (7, "left: dismissed")), None) for _ in range(3)]
        people += [Career(((0, "a"),), 40) for _ in range(50)]
        shown = release(estimate_occupancy(state_tally_of(people, ways=("left", "left: dismissed"))), 10)
        assert shown.curves[0].states == ("a", "left")
        assert shown.curves[0].months.tolist() == [5, 10, 15, 20, 40]
        assert "dismissed" not in str(shown.as_json())

    def test_the_calendar_starts_in_the_same_month_for_every_group(self):
        """The second team enters in month 3, and two of them are in a small state, so that states are made one."""
        people = [
            Career(((enters, "a"), (month, "b")), 40, team)
            for team, enters in (("first", 0), ("second", 3))
            for month in (5, 10, 15, 20)
            for _ in range(20)
        ]
        people += [
            Career(((enters, "a"),), 40, team) for team, enters in (("first", 0), ("second", 3)) for _ in range(20)
        ]
        people += [Career(((3, "c"),), 40, "second") for _ in range(12)]
        people += [Career(((3, "juggler"),), 40, "second") for _ in range(2)]
        plain, dated = (
            release(estimate_occupancy(state_tally_of(people, ways=(), by=("team",), **asked)), 10)
            for asked in ({}, {"first": 24_100, "clock": "calendar"})
        )
        assert dated.as_json()["curves"] == plain.as_json()["curves"]
        assert dated.origin == "2008-05"
        assert [curves.states for curves in dated.curves] == [("a", "b"), ("a", "b", "other")]
        assert [curves.months.tolist() for curves in dated.curves] == [[5, 10, 15, 20, 40]] * 2

    def test_notes_name_no_group_that_is_left_out_and_give_no_small_count(self):
        people = [Career(((0, "a"), (month, "b")), 40, "big") for month in (5, 10, 15) for _ in range(20)]
        people += [Career(((1, "a"),), 40, "solo")]
        exact = estimate_occupancy(state_tally_of(people, ways=(), by=("team",)))
        assert any("solo" in note for note in exact.notes)
        assert any("Under 1%" in note for note in exact.notes)  # 3 spells
        shown = release(exact, 10)
        assert not any("solo" in note or "Under 1%" in note for note in shown.notes)

    def test_a_limit_of_one_changes_no_number(self):
        exact = estimate_occupancy(state_tally_of(careers_made_up(1)))
        shown = release(exact, 1)
        assert shown.as_json()["curves"] == exact.as_json()["curves"]
        assert (shown.min_cell, shown.tally) == (1, None)

    def test_without_its_tally_it_is_not_released(self):
        exact = estimate_occupancy(state_tally_of(careers_made_up(1)))
        with pytest.raises(InputError, match="no tally"):
            release(dataclasses.replace(exact, tally=None), 10)
        assert release(dataclasses.replace(exact, tally=None), 1).min_cell == 1

    def test_nobody_at_all(self):
        shown = release(estimate_occupancy(state_tally_of([])), 10)
        assert shown.curves == ()
        assert shown.suppressed[0].group == "everyone"


class TestLumping:
    def test_the_smallest_first_and_never_one_alone(self):
        sizes = {"a": 500, "b": 40, "c": 12, "d": 3, "nobody": 0}
        assert list(lumpings(sizes, (), 10, exits="left")) == [
            (),
            (("other", ("d", "c")),),
            (("other", ("d", "c", "b")),),
        ]

    def test_few_people_in_several_states_take_the_next_with_them(self):
        sizes = {"a": 500, "b": 40, "c": 2, "d": 3}
        assert next(found for found in lumpings(sizes, (), 10, exits="left") if found) == (("other", ("c", "d", "b")),)

    def test_states_that_can_be_left_are_not_mixed_with_exits(self):
        sizes = {"a": 500, "b": 40, "left: dismissed": 3, "left: retired": 30, "left": 90}
        absorbing = ("left", "left: dismissed", "left: retired")
        found = list(lumpings(sizes, absorbing, 10, exits="left"))
        assert found[1] == (("left", ("left: dismissed", "left: retired", "left")),)
        assert all({*states} <= {*absorbing} or not {*states} & {*absorbing} for one in found for _, states in one)

    def test_a_state_called_other_is_a_part_of_it(self):
        sizes = {"a": 500, "b": 40, "c": 12, "d": 3, "other": 60}
        assert list(lumpings(sizes, (), 10, exits="left"))[1] == (("other", ("d", "c", "other")),)


class TestTenure:
    @fast
    @given(
        seed=st.integers(0, 10_000),
        n=st.integers(5, 300),
        limit=st.integers(2, 10),
        again=st.sampled_from([0.0, 0.3, 0.8]),
        ways=st.sampled_from([("out",), ("up", "sideways"), ("up", "sideways", "out", "unknown")]),
        groups=st.sampled_from([(), ("x", "y", "z")]),
    )
    def test_every_count_behind_what_is_shown_is_of_nobody_or_of_enough_people(
        self, seed, n, limit, again, ways, groups
    ):
        stays = stays_made_up(seed, n=n, again=again, ways=ways, groups=groups)
        tally = duration_tally_of(stays, by=("team",) if groups else ())
        exact = estimate_tenure(tally)
        shown = release(exact, limit)
        assert_counts_are_rounded(shown, limit)
        assert release(shown, limit) is shown
        assert len(shown.medians) == len(shown.curves)
        people_in = {}
        for stay in stays:
            people_in.setdefault(stay.group, set()).add(stay.person)
        for curves, medians in zip(shown.curves, shown.medians, strict=True):
            whole = next(found for found in exact.curves if found.group == curves.group)
            mine = [stay for stay in stays if curves.group is None or stay.group == curves.group["team"]]
            hidden = [] if OTHER_WAYS not in curves.states else [s for s in whole.states[1:] if s not in curves.states]
            names = dict.fromkeys(hidden, OTHER_WAYS)
            again = estimate_tenure(tally.lumped(hidden, OTHER_WAYS) if names else tally)
            assert_shown_as_estimated(curves, next(found for found in again.curves if found.group == curves.group))
            self.count_again(mine, curves, names, limit)
            for month in medians:
                assert month is None or (month % 3 == 0 and month <= curves.through + 1)
        hidden = [len(people_in.get(c.group and c.group["team"], ())) for c in exact.curves]
        hidden = [
            n for n, c in zip(hidden, exact.curves, strict=True) if c.group not in [s.group for s in shown.curves]
        ]
        assert not shown.curves or not any(0 < size < limit for size in hidden) or sum(hidden) >= limit

    def count_again(self, stays, curves, names, limit):
        """People, not stays, in each way out of each step, in those last seen, and in those going on."""

        def who(chosen):
            return len({stay.person for stay in chosen})

        last = 0
        for row, month in enumerate(curves.months.tolist()):
            here = [stay for stay in stays if last < stay.months <= month]
            going_on = [stay for stay in stays if stay.months > month]
            assert fine(who(going_on), limit)
            assert fine(who(here), limit)
            for state in curves.states[1:]:
                ended = [stay for stay in here if stay.way is not None and names.get(stay.way, stay.way) == state]
                so_far = [
                    s for s in stays if s.months <= month and s.way is not None and names.get(s.way, s.way) == state
                ]
                assert fine(who(ended), limit)
                assert fine(who(so_far), limit)
                assert abs(curves.moved_in[row, curves.states.index(state)] - len(ended)) <= limit / 2
            begun = sum(stay.months > last for stay in stays)
            assert abs(curves.at_risk[row, 0] - begun) <= limit / 2
            last = month

    def test_releases_show_something(self):
        shown = [release(estimate_tenure(duration_tally_of(stays_made_up(seed))), 5) for seed in range(10)]
        assert [len(found.curves) for found in shown] == [1] * 10
        assert min(len(found.curves[0].months) for found in shown) >= 3

    def test_one_person_with_twenty_stays_is_not_shown(self):
        stays = [Stay(1, month, "up", month == 5) for month in range(5, 25)]
        shown = release(estimate_tenure(duration_tally_of(stays)), 10)
        assert (shown.curves, shown.medians) == ((), ())
        assert shown.suppressed[0].group == "everyone"

    def test_one_person_with_twenty_stays_is_not_shown_among_others(self):
        """Twenty stays end up, all of one person; the stays of the others are last seen, or end in another way."""
        stays = [Stay(1, month, "up", month == 5) for month in range(5, 25)]
        others = [Stay(10 + number, 6 * (1 + number % 4), "out") for number in range(120)]
        shown = release(estimate_tenure(duration_tally_of([*stays, *others])), 10)
        assert [curves.states for curves in shown.curves] == [(IN_ROLE, "sideways", OTHER_WAYS)]
        assert shown.curves[0].moved_in[:, 1].tolist() == [0] * len(shown.curves[0].months)

    def test_a_group_of_one_person_takes_another_with_it(self):
        def team(name, first, n):
            return [Stay(first + number, 6 * (1 + number % 4), "out", True, name) for number in range(n)]

        stays = [*team("big", 0, 120), *team("middle", 200, 80)]
        stays += [Stay(999, month, "out", month == 5, "solo") for month in range(5, 25)]
        shown = release(estimate_tenure(duration_tally_of(stays, by=("team",))), 10)
        assert [curves.group["team"] for curves in shown.curves] == ["big"]
        assert shown.suppressed[0].group == "2 groups by team"

    def test_medians_are_told_to_quarters_and_as_far_as_the_curve_goes(self):
        """Of 100, 20 end in months 5, 10, 16 and 22; half have ended in month 16, and told are quarters."""
        stays = [
            Stay(number, (5, 10, 16, 22, 40)[number % 5], (*["out"] * 4, None)[number % 5]) for number in range(100)
        ]
        exact = estimate_tenure(duration_tally_of(stays))
        assert exact.medians[0][0] == 16
        shown = release(exact, 10)
        assert shown.medians[0][0] == 15
        assert any("quarters" in note for note in shown.notes)
        assert all(month is None or month % 3 == 0 for month in shown.medians[0])

    def test_a_median_past_the_last_month_that_is_shown_is_not_told(self):
        """Of 100, 45 end in month 5 and 46 are last seen in month 6; three of the nine that are left end in month 22."""
        stays = [
            Stay(n, 5 if n < 45 else 6 if n < 91 else 22 if n < 94 else 40, "out" if n < 45 or 91 <= n < 94 else None)
            for n in range(100)
        ]
        exact = estimate_tenure(duration_tally_of(stays))
        assert exact.medians[0][0] == 22
        shown = release(exact, 10)
        assert shown.curves[0].through == 5
        assert shown.medians[0][0] is None

    def test_a_limit_of_one_changes_no_number(self):
        exact = estimate_tenure(duration_tally_of(stays_made_up(1)))
        shown = release(exact, 1)
        assert (shown.curves, shown.medians, shown.min_cell, shown.tally) == (exact.curves, exact.medians, 1, None)
        simulated = dataclasses.replace(exact, careers=CareersFacts("demo", "simulated", 10, 10, 0, None))
        assert release(simulated).min_cell == 1
        assert release(exact).min_cell == 10
