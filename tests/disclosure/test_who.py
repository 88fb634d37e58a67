"""Who made it, released: few people are in no count, by themselves or by what is left over."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.disclosure.made_up import assert_counts_are_rounded, fine
from tests.estimates.test_who import One, tally_of

from outgrow.disclosure import release
from outgrow.disclosure.side_by_side import comparable_answers
from outgrow.errors import InputError
from outgrow.estimates import estimate_who

FIRST = ("reached", "broadened first", "left", None)
ROLES = (("a", "b"), ("a", "c", "b"), ("a", "d", "b"), ("a", "c", "d", "b"))


def made_up(seed, n):
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        first = FIRST[chance.choice(4, p=[0.15, 0.35, 0.1, 0.4])]
        roles = ROLES[chance.choice(4, p=[0.6, 0.25, 0.1, 0.05])]
        found.append(One(first, int(chance.integers(1, 25)), bool(chance.random() < 0.6), roles))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_is_of_nobody_or_enough(seed):
    people = made_up(seed, 60 + 40 * seed)
    told = [one for one in people if one.complete and one.first == "broadened first"]
    exact = estimate_who(tally_of(people, opposite=(len(told), len(told))))
    shown = release(exact, 10)
    assert_counts_are_rounded(shown, 10)
    k, n = exact.of_followed.count, exact.of_followed.people
    assert (shown.of_followed.people is not None) == (n >= 10 and fine(k, 10) and fine(n - k, 10))
    if shown.of_followed.share is not None:
        # nothing finer than the counts shown
        assert shown.of_followed.share == shown.of_followed.count / shown.of_followed.people
    if shown.outcomes is not None:
        assert all(fine(number, 10) for _, number in exact.outcomes)
    for name in ("sequences", "first_jobs", "last_steps"):
        ranked, whole = getattr(shown, name), getattr(exact, name)
        by_roles = {row.roles: row.people for row in whole.rows}
        assert all(by_roles[row.roles] >= 10 for row in ranked.rows)
        assert fine(whole.people - sum(by_roles[row.roles] for row in ranked.rows), 10) or not ranked.rows
        assert ranked.kinds is None
    if shown.curves is not None:
        months = [0, *shown.curves.months.tolist()]
        for outcome in ("reached", "broadened first", "left"):
            happened = [one.month for one in people if one.first == outcome]
            steps = [sum(a < m <= b for m in happened) for a, b in pairwise(months)]
            assert all(fine(number, 10) for number in steps)
    assert shown.tally is None
    assert release(exact, 1).of_followed == exact.of_followed


def test_a_rare_sequence_is_other_and_takes_another_with_it():
    people = [One("reached", 5, roles=ROLES[0])] * 30 + [One("reached", 5, roles=ROLES[1])] * 14
    people += [One("reached", 5, roles=ROLES[2])] * 3 + [One(None, 24)] * 50
    shown = release(estimate_who(tally_of(people)), 10)
    assert [(row.roles, row.people) for row in shown.sequences.rows] == [(ROLES[0], 30)]
    assert shown.sequences.others == 20


def test_nobody_is_shown_as_nobody_and_few_are_not():
    nobody = release(estimate_who(tally_of([One(None, 24)] * 57)), 10)
    assert (nobody.of_followed.count, nobody.of_followed.people) == (0, 60)
    # of 50, so that what is not ruled out is not shown too small
    assert nobody.at_most == pytest.approx(1 - 0.05 ** (1 / 50))
    few = release(estimate_who(tally_of([One(None, 24)] * 57 + [One("reached", 3)] * 4)), 10)
    assert (few.of_followed.count, few.of_followed.share, few.at_most, few.already_there) == (None, None, None, None)
    assert few.median_months_already_there is None


def test_without_counts_nothing_is_released():
    exact = estimate_who(tally_of([One(None, 24)] * 57))
    with pytest.raises(InputError, match="no exact counts"):
        release(type(exact)(**{**vars(exact), "tally": None}), 10)


def test_curves_are_shown_at_whole_years_where_there_are_enough():
    people = [One(FIRST[n % 4], 24 if FIRST[n % 4] is None else 1 + n // 4 % 24) for n in range(960)]
    assert release(estimate_who(tally_of(people)), 10).curves.months.tolist() == [12, 24]
    # nobody is left at the only whole year, and months in between are shown instead
    early = [One(FIRST[n % 3], 1 + n // 3 % 11) for n in range(660)]
    assert release(estimate_who(tally_of(early)), 10).curves.months.tolist()[-1] == 11


def test_answers_that_a_few_people_part_are_not_shown_side_by_side():
    """Three who reached it more, forty more of every kind, the same again."""
    some = [One("reached", 5)] * 40 + [One("broadened first", 9)] * 60 + [One(None, 24)] * 100
    more = [One("reached", 5)] * 40 + [One("broadened first", 9)] * 40 + [One(None, 24)] * 40
    answers = [
        estimate_who(tally_of(people)) for people in (some, [*some, *[One("reached", 7)] * 3], [*some, *more], some)
    ]
    released = [release(one, 10) for one in answers]
    assert comparable_answers(answers, released, 10) == [True, False, True, True]
    # as many by the horizon, and three of them by another month
    later = [One("reached", 5)] * 37 + [One("reached", 20)] * 3 + some[40:]
    both = [estimate_who(tally_of(people)) for people in (some, later)]
    assert comparable_answers(both, [release(one, 10) for one in both], 10) == [True, False]
