"""Answers side by side: two that differ by a few people are not shown together."""

from __future__ import annotations

import dataclasses

from tests.disclosure.made_up import passage_tally_of, waits_made_up
from tests.disclosure.test_reach import MONTHLY, tally

from outgrow.disclosure import comparable, comparable_counts
from outgrow.estimates import estimate_reach


def test_answers_that_differ_by_a_few_people_are_not_shown_together():
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


def test_answers_that_differ_in_a_few_departures_are_not_shown_together_either():
    """The same events; three people last seen in month 30 in one answer and in month 6 in the other."""
    main = {None: [(month, 6, 0, 20 if month in (6, 30) else 0) for month in range(1, 41)]}
    few = {None: [(month, 6, 0, {6: 23, 30: 17}.get(month, 0)) for month in range(1, 41)]}
    many = {None: [(month, 6, 0, {6: 40}.get(month, 0)) for month in range(1, 41)]}
    assert not comparable(estimate_reach(tally(main)), estimate_reach(tally(few)), 10)
    assert comparable(estimate_reach(tally(main)), estimate_reach(tally(many)), 10)


def test_answers_are_compared_by_name_and_not_by_position():
    groups = {"a": [(12, 100, 0, 100)], "b": [(12, 40, 0, 60)]}
    main = estimate_reach(tally(groups))
    turned = dataclasses.replace(main, curves=main.curves[::-1])
    assert comparable(main, turned, 10)
    assert not comparable(main, dataclasses.replace(main, curves=main.curves[:1]), 10)


def test_folds_change_nothing_in_whether_answers_are_shown_together():
    """A folded tally has many rows for a month; its departures are those of all folds."""
    waits = waits_made_up(5, targets=("title:b",), n=600)
    fewer = waits[:590]
    assert comparable(
        *(estimate_reach(passage_tally_of(waits, ("title:b",), folded=folded)) for folded in (True, False)), 10
    )
    for folded in (True, False):
        main, other = (
            estimate_reach(passage_tally_of(people, ("title:b",), folded=folded)) for people in (waits, fewer)
        )
        assert not comparable(main, other, 10)


def test_answers_whose_calendars_start_in_different_months_are_not_shown_together():
    waits = waits_made_up(5, targets=("title:b",), n=300)
    main, other = (
        estimate_reach(passage_tally_of(waits, ("title:b",), first=first, clock="calendar"))
        for first in (24_100, 24_101)
    )
    assert comparable(main, main, 10)
    assert not comparable(main, other, 10)


def test_counts_are_compared_with_those_of_every_answer_that_is_shown():
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


def test_whom_one_answer_does_not_name_is_nobody_there():
    assert comparable_counts([{"people": 200}, {"people": 200, "director": 4}], 10) == [True, False]
    assert comparable_counts([{"people": 200}, {"people": 200, "director": 14}], 10) == [True, True]
