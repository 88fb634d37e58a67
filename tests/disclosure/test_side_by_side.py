"""Answers side by side: two that differ by a few people are not shown together, whatever the question."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.made_up import (
    Career,
    Stay,
    Wait,
    careers_made_up,
    duration_tally_of,
    fine,
    passage_tally_of,
    state_tally_of,
    stays_made_up,
    waits_made_up,
)
from tests.disclosure.test_ceiling import RUNGS, ceiling_of, difference_of, people, verdict_of
from tests.disclosure.test_reach import MONTHLY, tally

from outgrow.disclosure import comparable, comparable_answers, comparable_counts, release
from outgrow.estimates import estimate_occupancy, estimate_reach, estimate_tenure

fast = settings(max_examples=60, deadline=None, derandomize=True)
MONTHS = st.integers(1, 36)
TO = ("title:b",)


def together(*answers, limit=10):
    """Whether all may be shown side by side."""
    return comparable_answers(answers, [release(answer, limit) for answer in answers], limit)


def both(main, other, limit=10):
    """Whether two may, whichever comes first."""
    first, second = together(main, other, limit=limit), together(other, main, limit=limit)
    assert first == second
    return first[1]


def reach_of(waits, **asked):
    return estimate_reach(passage_tally_of(waits, TO, **asked))


def waiting(*rows):
    """People (how many, month reached or None, last month, left for good) from the start."""
    return [
        Wait(0, {} if hit is None else {TO[0]: hit}, stop, leaves) for n, hit, stop, leaves in rows for _ in range(n)
    ]


class TestReach:
    def test_answers_that_differ_by_a_few_people_are_not_shown_together(self):
        """One more of 240 reaches it in month 4 when owners count: three decimals would show that one."""
        main = estimate_reach(tally({None: MONTHLY}))
        one_more = [(month, 4, 1, 1) if month == 4 else (month, 3, 1, 2) for month in range(1, 41)]
        many_more = [(month, 6, 0, 0) for month in range(1, 41)]
        assert comparable(main, main, 10)
        assert not comparable(main, estimate_reach(tally({None: one_more})), 10)
        assert comparable(main, estimate_reach(tally({None: one_more})), 1)
        assert not comparable(main, estimate_reach(tally({None: many_more})), 50)
        assert comparable(
            estimate_reach(tally({None: [(12, 100, 0, 0), (24, 100, 0, 100)]})),
            estimate_reach(tally({None: [(12, 150, 0, 0), (24, 100, 0, 50)]})),
            10,
        )

    def test_answers_that_differ_in_a_few_departures_are_not_shown_together_either(self):
        """The same events; three people last seen in month 30 in one answer and in month 6 in the other."""
        main = {None: [(month, 6, 0, 20 if month in (6, 30) else 0) for month in range(1, 41)]}
        few = {None: [(month, 6, 0, {6: 23, 30: 17}.get(month, 0)) for month in range(1, 41)]}
        many = {None: [(month, 6, 0, {6: 40}.get(month, 0)) for month in range(1, 41)]}
        assert not comparable(estimate_reach(tally(main)), estimate_reach(tally(few)), 10)
        assert comparable(estimate_reach(tally(main)), estimate_reach(tally(many)), 10)

    @pytest.mark.parametrize(("left_for_good", "may"), [(0, True), (3, False), (20, True)])
    def test_leaving_for_good_and_being_last_seen_are_told_apart_month_by_month(self, left_for_good, may):
        """Thirty people depart in month 6 and in 30 in both; of the first, some left for good in one, and as many fewer later."""
        main = waiting(
            (30, None, 6, False), (30, None, 30, True), (30, 12, 12, False), (30, 36, 36, False), (40, None, 48, False)
        )
        other = [*main]
        for place in range(left_for_good):
            other[place] = dataclasses.replace(main[place], leaves=True)
            other[30 + place] = dataclasses.replace(main[30 + place], leaves=False)
        assert both(reach_of(main), reach_of(other)) == may

    def test_answers_are_compared_by_name_and_not_by_position(self):
        groups = {"a": [(12, 100, 0, 100)], "b": [(12, 40, 0, 60)]}
        main = estimate_reach(tally(groups))
        turned = dataclasses.replace(main, curves=main.curves[::-1])
        assert comparable(main, turned, 10)
        assert not comparable(main, dataclasses.replace(main, curves=main.curves[:1]), 10)

    def test_folds_change_nothing_in_whether_answers_are_shown_together(self):
        """A folded tally has many rows for a month; its departures are those of all folds."""
        waits = waits_made_up(5, targets=TO, n=600)
        assert comparable(reach_of(waits, folded=True), reach_of(waits), 10)
        for folded in (True, False):
            assert not comparable(reach_of(waits, folded=folded), reach_of(waits[:590], folded=folded), 10)

    def test_answers_whose_calendars_start_in_different_months_are_not_shown_together(self):
        waits = waits_made_up(5, targets=TO, n=300)
        main, other = (reach_of(waits, first=first, clock="calendar") for first in (24_100, 24_101))
        assert comparable(main, main, 10)
        assert not comparable(main, other, 10)

    @pytest.mark.parametrize(("between", "may"), [(3, False), (0, True), (12, True)])
    def test_a_month_of_one_does_not_part_a_step_of_the_other(self, between, may):
        """Nothing differs by month 36. One tells those who reach it by 30, the other those by 36: three in between."""
        same = [(10, 12, 12, False), (10, 30, 30, False), (between, 36, 36, False)]
        main = reach_of(waiting(*same, (100, None, 36, False)))
        other = reach_of(waiting(*same, (30, 48, 48, False), (70, None, 60, False)))
        if not may:
            shown = [release(answer, 10).curves[0].months.tolist() for answer in (main, other)]
            assert shown == [[12, 36], [12, 30, 60]]
        assert both(main, other) == may

    def test_late_entries_that_only_a_few_make_show(self):
        """Three people are seen from month 3 on in one answer, from the start in the other."""
        main = waiting((60, 12, 12, False), (60, 24, 24, False), (60, None, 36, False))
        late = [dataclasses.replace(person, entry=3) for person in main[:3]]
        both_late = [dataclasses.replace(person, entry=3) for person in main[40:60]]
        assert not both(reach_of(main), reach_of([*late, *main[3:]]))
        assert not both(
            reach_of([*main[:40], *both_late, *main[60:]]), reach_of([*late, *main[3:40], *both_late, *main[60:]])
        )

    def test_numbers_that_differ_where_no_count_does_are_not_shown_together(self):
        """Of ten who reach it within a year, one does so in month 2 and not in month 12, after forty are last seen."""
        rest = [(40, None, 6, False), (20, 24, 24, False), (40, None, 36, False)]
        main = reach_of(waiting((10, 12, 12, False), *rest))
        other = reach_of(waiting((9, 12, 12, False), (1, 2, 2, False), *rest))
        assert [release(one, 10).curves[0].months.tolist() for one in (main, other)] == [[12, 36], [12, 36]]
        assert not both(main, other)

    def test_differences_and_their_changes_are_both_compared(self):
        """Of 400, forty reach it in each of three months; in the others twenty more or fewer, but for three by or in one."""
        answers = [
            reach_of(
                waiting(
                    *((n, month, month, False) for n, month in zip(hits, (12, 24, 30), strict=True)),
                    (rest, None, 36, False),
                )
            )
            for *hits, rest in ((40, 40, 40, 280), (60, 43, 40, 257), (60, 23, 60, 257), (60, 20, 60, 260))
        ]
        assert [both(answers[0], other) for other in answers] == [True, False, False, True]

    def test_totals_that_differ_by_a_few_people_show(self):
        """In month 40, after the last that is shown, three reach it or are last seen."""
        main, other = (estimate_reach(tally({None: [*MONTHLY[:-1], last]})) for last in ((40, 3, 1, 2), (40, 0, 1, 5)))
        assert [release(one, 10).curves[0].through for one in (main, other)] == [38, 38]
        assert not comparable(main, other, 10)

    def test_curves_that_start_in_different_months_are_not_shown_together(self):
        main = estimate_reach(tally({None: MONTHLY}))
        later = dataclasses.replace(main.curves[0], starts_at=1)
        assert not comparable(main, dataclasses.replace(main, curves=(later,)), 10)

    def test_without_a_tally_nothing_can_be_told(self):
        main = estimate_reach(tally({None: MONTHLY}))
        assert not comparable(main, dataclasses.replace(main, tally=None), 10)

    @fast
    @given(
        st.integers(0, 10_000),
        st.integers(0, 40),
        st.tuples(MONTHS, MONTHS),
        st.sampled_from([2, 5, 10]),
        st.booleans(),
    )
    def test_what_may_be_shown_together_differs_by_nobody_or_enough(self, seed, changed, months, limit, late):
        """Of forty with one story some have another; counted again, from the people, at every month that either shows."""
        rest = waits_made_up(seed, targets=TO, n=300, late=late)
        stories = [Wait(0, {TO[0]: month}, month, False) for month in months]
        pair = [rest + [stories[0]] * 40, rest + [stories[1]] * changed + [stories[0]] * (40 - changed)]
        answers = [reach_of(waits) for waits in pair]
        may = both(*answers, limit)
        assert may or (changed and months[0] != months[1])
        if may:
            shown = {
                month for one in answers for curve in release(one, limit).curves for month in curve.months.tolist()
            }
            ends = [[one.end(TO[0]) for one in waits] for waits in pair]
            for kinds in (("reached",), ("exits",), ("censored",), ("exits", "censored")):
                counts = [[sum(w in kinds and m <= month for m, w in end) for month in sorted(shown)] for end in ends]
                gaps = np.subtract(*counts)
                assert all(fine(gap, limit) for gap in (*gaps, *np.diff(gaps)))


def occupancy_of(careers, ways=("left",), **asked):
    return estimate_occupancy(state_tally_of(careers, ways=ways, **asked))


def paths(*rows, last=60):
    """How many people, and the states they begin in which months; all are seen to month `last`."""
    return [Career(tuple(path), last) for n, *path in rows for _ in range(n)]


class TestStates:
    @pytest.mark.parametrize(("other", "may"), [(40, True), (43, False), (50, True), (37, False)])
    def test_moves_that_differ_by_a_few_people_are_not_shown_together(self, other, may):
        """Of 200 in a, forty are in b from month 12 on; or a few more, or fewer."""
        main = occupancy_of(paths((40, (0, "a"), (12, "b")), (160, (0, "a"))))
        changed = occupancy_of(paths((other, (0, "a"), (12, "b")), (200 - other, (0, "a"))))
        assert both(main, changed) == may
        assert both(main, changed, limit=1)

    def test_a_few_who_move_later_show_between_two_months(self):
        """Three of forty move in month 24 instead of 12: in the end nothing differs."""
        rest = [(20, (0, "a"), (24, "b")), (140, (0, "a"))]
        main = occupancy_of(paths((40, (0, "a"), (12, "b")), *rest))
        few = occupancy_of(paths((37, (0, "a"), (12, "b")), (3, (0, "a"), (24, "b")), *rest))
        many = occupancy_of(paths((20, (0, "a"), (12, "b")), (20, (0, "a"), (24, "b")), *rest))
        assert not both(main, few)
        assert both(main, many)

    def test_people_who_change_places_do_not_cancel_out(self):
        """As many are in each state as before, but three came there another way."""
        start = [(60, (0, "a"), (12, "c")), (60, (0, "b"), (12, "d")), (100, (0, "a")), (100, (0, "b"))]
        crossed = [
            (3, (0, "a"), (12, "d")),
            (57, (0, "a"), (12, "c")),
            (3, (0, "b"), (12, "c")),
            (57, (0, "b"), (12, "d")),
        ]
        assert not both(occupancy_of(paths(*start)), occupancy_of(paths(*crossed, *start[2:])))

    def test_states_made_one_in_either_are_compared_as_one(self):
        """Six people are in each of c, d and e, made one: c and d may change places unseen; with b, or nobody, they may not."""

        def careers(b=40, c=6, d=6, e=6):
            moved = [(n, (0, "a"), (12, state)) for n, state in ((b, "b"), (c, "c"), (d, "d"), (e, "e")) if n]
            return occupancy_of(paths(*moved, (200 - b - c - d - e, (0, "a"))))

        assert release(careers(), 10).curves[0].states == ("a", "b", "other")
        assert both(careers(), careers(c=8, d=4))
        assert not both(careers(), careers(b=44, e=2))
        assert not both(careers(), careers(e=9))
        # one that the other answer shows by name is among them too
        assert release(careers(e=16), 10).curves[0].states == ("a", "b", "e", "other")
        assert both(careers(), careers(e=16))
        assert not both(careers(), careers(c=4, d=6, e=16))

    def test_few_more_in_a_state_show_though_many_more_come_and_go(self):
        """Twelve more come into b by month 12, and ten more have gone on to c by month 24: two more are in b."""
        on = (0, "a"), (12, "b")
        main, other, fine_too = (
            occupancy_of(paths((n, *on), (m, *on, (24, "c")), (300 - n - m, (0, "a"))))
            for n, m in ((40, 40), (42, 50), (50, 50))
        )
        assert not both(main, other)
        assert both(main, fine_too)

    def test_last_sightings_that_differ_by_a_few_people_show(self):
        main = [*paths((100, (0, "a"), (12, "b")), (100, (0, "a"))), *paths((50, (0, "a")), last=30)]
        few = [*main[:197], *(dataclasses.replace(one, last=30) for one in main[197:200]), *main[200:]]
        assert not both(occupancy_of(main), occupancy_of(few))

    def test_only_the_same_groups_and_states_from_the_same_start(self):
        main = occupancy_of(careers_made_up(4, n=300, groups=("x", "y")), by=("team",))
        later = dataclasses.replace(main.curves[0], starts_at=1)
        others = [
            dataclasses.replace(main, curves=main.curves[:1]),
            dataclasses.replace(main, curves=(later, *main.curves[1:])),
            dataclasses.replace(main, origin="2010-01"),
            dataclasses.replace(main, states="rung"),
            dataclasses.replace(main, tally=None),
        ]
        for other in others:
            assert comparable_answers([main, other], [release(main, 10)] * 2, 10) == [True, False]
        assert both(main, dataclasses.replace(main, curves=main.curves[::-1]))

    def test_weights_of_people_who_change_places_show(self):
        """The same counts in every month; two people with other weights have changed places."""
        careers = [
            dataclasses.replace(one, weight=1.0 + place % 3)
            for place, one in enumerate(paths((60, (0, "a"), (12, "b")), (140, (0, "a"))))
        ]
        swapped = [*careers]
        swapped[0], swapped[61] = (dataclasses.replace(careers[a], weight=w) for a, w in ((0, 9.0), (61, 1.0)))
        main, other = (occupancy_of(one, weighted=True) for one in (careers, swapped))
        assert both(main, main)
        assert not both(main, other)

    def test_kinds_are_not_mixed(self):
        waits, careers = waits_made_up(1, targets=TO), careers_made_up(1)
        assert together(reach_of(waits), occupancy_of(careers)) == [True, False]

    @fast
    @given(
        st.integers(0, 10_000),
        st.integers(0, 40),
        st.tuples(MONTHS, MONTHS),
        st.sampled_from([2, 5, 10]),
        st.booleans(),
    )
    def test_what_may_be_shown_together_differs_by_nobody_or_enough(self, seed, changed, months, limit, late):
        """Who is in each state that both show by name, and who came there; counted again, from the people."""
        ways = ("left", "left: retired")
        rest = careers_made_up(seed, n=300, move=0.02, ways=ways, late=late)
        stories = [Career(((0, "a"), (month, "b")), 40) for month in months]
        pair = [rest + [stories[0]] * 40, rest + [stories[1]] * changed + [stories[0]] * (40 - changed)]
        answers = [occupancy_of(careers, ways=ways) for careers in pair]
        may = both(*answers, limit)
        assert may or (changed and months[0] != months[1])
        if may:
            curves = [curve for one in answers for curve in release(one, limit).curves]
            shown = sorted({month for curve in curves for month in curve.months.tolist()})
            for state in {state for curve in curves for state in curve.states} - {"other", "left"}:
                inside = [
                    [sum(one.state_after(month) == state for one in careers) for month in shown] for careers in pair
                ]
                came = [
                    [sum(m <= month and to == state for one in careers for m, _, to in one.moves()) for month in shown]
                    for careers in pair
                ]
                for gaps in (np.subtract(*inside), np.subtract(*came)):
                    assert all(fine(gap, limit) for gap in (*gaps, *np.diff(gaps)))


def tenure_of(stays):
    return estimate_tenure(duration_tally_of(stays))


class TestStays:
    def test_people_count_and_not_stays(self):
        """Twelve more stays end in month 6; of twelve people, or of four who have three each."""
        rest = [Stay(person, 24, "up") for person in range(100)] + [
            Stay(person, 12, "out") for person in range(100, 200)
        ]
        many = [Stay(300 + n, 6, "out") for n in range(12)]
        few = [Stay(300 + n // 3, 6, "out", n % 3 == 0) for n in range(12)]
        assert both(tenure_of(rest), tenure_of([*rest, *many]))
        assert not both(tenure_of(rest), tenure_of([*rest, *few]))

    def test_stays_of_people_already_counted_show(self):
        """Three or twelve more stays end in month 6, of people who have another: it is not known of how many."""
        rest = [Stay(person, 24, "up") for person in range(100)] + [
            Stay(person, 12, "out") for person in range(100, 200)
        ]
        for more in (3, 12):
            again = [Stay(person, 6, "out", first=False) for person in range(more)]
            assert not both(tenure_of(rest), tenure_of([*rest, *again]))

    def test_many_stays_of_few_people_that_end_earlier_show(self):
        """Among many others in month 12, twelve stays of four people end up instead of out; or of twelve people."""
        rest = [Stay(person, 12, "up" if person % 2 else "out") for person in range(200)]
        for each, may in ((3, False), (1, True)):
            main, other = (
                tenure_of([*rest, *(Stay(300 + n // each, 12, way, n % each == 0) for n in range(12))])
                for way in ("out", "up")
            )
            assert both(main, other) == may

    def test_a_median_that_one_person_moves_is_not_shown_beside_the_other(self):
        """Half of the stays have ended by month 10, or by 11 where one that ends in 10 does then; both are in one step."""
        main, other = (
            tenure_of(
                [Stay(n, month, "out") for n, month in enumerate([3] * 15 + [6] * 15 + [9] * 15 + by + [20] * 45)]
            )
            for by in ([10] * 5 + [11] * 5, [10] * 4 + [11] * 6)
        )
        shown = [release(one, 10) for one in (main, other)]
        assert [one.curves[0].months.tolist() for one in shown] == [[3, 6, 9, 11, 20]] * 2
        assert [one.medians[0][0] for one in shown] == [9, 12]
        assert not both(main, other)

    def test_stays_that_end_a_little_later_show(self):
        rest = [Stay(person, 24, "up") for person in range(100)]
        main = [*rest, *(Stay(person, 12, "out") for person in range(100, 200))]
        few = [*rest, *(Stay(person, 12 if person < 197 else 18, "out") for person in range(100, 200))]
        many = [*rest, *(Stay(person, 12 if person < 150 else 18, "out") for person in range(100, 200))]
        assert not both(tenure_of(main), tenure_of(few))
        assert both(tenure_of(main), tenure_of(many))

    @fast
    @given(st.integers(0, 10_000), st.sampled_from([2, 5, 10]))
    def test_an_answer_may_stand_beside_itself(self, seed, limit):
        main = tenure_of(stays_made_up(seed, n=300))
        assert both(main, main, limit)


class TestCeilings:
    def test_two_horizons_do_not_show_those_in_between(self):
        """Three of 200 become managers between year 5 and year 10; or fifteen do."""
        for between, may in ((3, False), (15, True), (0, True)):
            waits = people((60, 30), (between, 90), (140 - between,))
            assert both(ceiling_of(waits, years=5), ceiling_of(waits, years=10)) == may

    def test_departures_in_between_show_too(self):
        for left, may in ((3, False), (15, True)):
            waits = [*people((60, 30), (120,)), *people((20,), stop=40), *people((left,), stop=90)]
            assert both(ceiling_of(waits, years=5), ceiling_of(waits, years=10)) == may

    def test_ceilings_that_differ_by_a_few_people_are_not_shown_together(self):
        main = ceiling_of(people((60, 30), (140,)))
        assert not both(main, ceiling_of(people((57, 30), (143,))))
        assert not both(main, ceiling_of(people((60, 30), (143,))))
        assert both(main, ceiling_of(people((80, 30), (120,))))
        assert both(main, main)

    def test_one_month_apart_nobody_shows(self):
        """The same sixty by five years; by ten years, the horizon of the other, they differ by three."""
        waits, others = people((60, 30), (20, 90), (120,)), people((60, 30), (23, 90), (117,))
        assert both(ceiling_of(waits, years=5), ceiling_of(others, years=5))
        assert not both(ceiling_of(waits, years=5), ceiling_of(others, years=10))

    def test_a_rung_that_neither_shows_is_not_compared_unless_they_decide_it_otherwise(self):
        """Three executives or five are too few to be shown in either; nobody learns that they differ."""
        main, other = (ceiling_of(people((n, 5, 10, 20), (40 - n, 5, 10), (60, 5), (100,))) for n in (3, 5))
        assert release(main, 10).rung("executive").estimate is None
        assert both(main, other)
        turned = [
            dataclasses.replace(one, status="established") if one.rung == RUNGS[2] else one for one in other.reach
        ]
        assert not both(main, dataclasses.replace(other, reach=tuple(turned)))

    def test_without_their_curves_nothing_can_be_told(self):
        main = ceiling_of(people((60, 30), (140,)))
        assert comparable_answers([main, dataclasses.replace(main, source=None)], [release(main, 10)] * 2, 10) == [
            True,
            False,
        ]


class TestVerdicts:
    def test_peers_that_differ_by_a_few_people_show(self):
        waits = people((60, 30), (140,))
        main = verdict_of(waits, difference_of((200, 60), (900, 300)))
        assert both(main, main)
        for peers, events, may in ((903, 300, False), (900, 297, False), (950, 320, True)):
            assert both(main, verdict_of(waits, difference_of((200, 60), (peers, events)))) == may

    def test_people_in_both_show(self):
        waits = people((60, 30), (140,))
        main, other = (verdict_of(waits, difference_of((200, 60), (900, 300), both=both)) for both in (50, 53))
        assert not both(main, other)

    def test_peers_of_the_same_number_and_another_share_show(self):
        """As many peers, as many of them managers, another share: a few changed places."""
        waits = people((60, 30), (140,))
        found = difference_of((200, 60), (900, 300))
        main = verdict_of(waits, found)
        other = verdict_of(
            waits, dataclasses.replace(found, peers=found.peers + 0.004, estimate=found.estimate - 0.004)
        )
        assert not both(main, other)

    def test_their_ceilings_are_compared(self):
        found = difference_of((200, 60), (900, 300))
        main, other = (verdict_of(people((n, 30), (200 - n,)), found) for n in (60, 57))
        assert not both(main, other)

    def test_a_difference_that_neither_shows_is_not_compared_unless_they_decide_otherwise(self):
        waits = people((60, 30), (140,))
        main, other = (verdict_of(waits, difference_of((200, 60), (n, n // 3))) for n in (6, 9))
        assert both(main, other)
        assert not both(
            main, dataclasses.replace(other, verdict="a path" if main.verdict != "a path" else "not a path")
        )


class TestSeveral:
    def test_one_that_is_not_shown_hides_no_other(self):
        answers = [reach_of(waiting((n, 12, 12, False), (200 - n, None, 36, False))) for n in (60, 63, 70, 64)]
        assert together(*answers) == [True, False, True, False]
        assert together(*answers, limit=1) == [True] * 4
        assert together() == []

    def test_the_people_counted_are_compared_whatever_the_question(self):
        for main in (tenure_of(stays_made_up(3)), verdict_of(people((60, 30), (140,)), None)):
            flow = dataclasses.replace(main.flow, counted=main.flow.counted + 3)
            assert not both(main, dataclasses.replace(main, flow=flow))

    def test_counts_are_compared_with_those_of_every_answer_that_is_shown(self):
        asked = {"people": 200, "director by 10 years": 40}
        far = {"people": 200, "director by 10 years": 60}
        near_far = {"people": 200, "director by 10 years": 63}
        assert comparable_counts([asked, far, near_far], 10) == [True, True, False]
        # one that is not shown hides no other
        near = {"people": 197, "director by 10 years": 40}
        assert comparable_counts([asked, near, {"people": 190, "director by 10 years": 40}], 10) == [True, False, True]
        assert comparable_counts([asked, asked], 10) == [True, True]
        assert comparable_counts([asked, near], 1) == [True, True]
        assert comparable_counts([], 10) == []

    def test_whom_one_answer_does_not_name_is_nobody_there(self):
        assert comparable_counts([{"people": 200}, {"people": 200, "director": 4}], 10) == [True, False]
        assert comparable_counts([{"people": 200}, {"people": 200, "director": 14}], 10) == [True, True]
