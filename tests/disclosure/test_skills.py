"""Skills, released: no number rests on a few people, and none shows by subtraction."""

from __future__ import annotations

import numpy as np
import pytest
from tests.estimates.test_skills import drawn
from tests.tallies.skills_by_hand import rows_of, tally_of

from outgrow.disclosure import release
from outgrow.disclosure.side_by_side import comparable_answers
from outgrow.errors import InputError
from outgrow.estimates import estimate_skills

SKILLS = ("s0", "s1", "s2", "s3", "s4", "s5", "s6")
SKILLS_KINDS = {name: "skill" if place % 2 else "tool" for place, name in enumerate(SKILLS)}


@pytest.fixture(scope="module")
def exact():
    people = drawn(np.random.default_rng(3), 160, SKILLS, most=3)
    return estimate_skills(tally_of(people, SKILLS_KINDS))


def people_of(answer, table, *names):
    """{skill: {name: people}} summed over folds and years."""
    found = {}
    for key, row in rows_of(getattr(answer.tally, table)).items():
        sums = found.setdefault(key[0], dict.fromkeys(names, 0))
        for name in names:
            sums[name] += row[name]
    return found


def counts(answer):
    parts = [part for one in answer.skills for part in (one.share, one.kept, one.taken_up) if part is not None]
    measured = [part for one in answer.skills for part in (one.retention, one.trend, one.pay) if part is not None]
    return [
        *(number for part in parts for number in (part.number, part.of)),
        *(number for part in measured for number in (part.number, part.others)),
        *(one.people for one in answer.skills),
        *(answer.jobs, answer.moves, answer.people_moved, *answer.flow.as_json().values()),
    ]


@pytest.mark.parametrize("limit", [2, 5, 10, 20, 40, 80])
def test_whatever_is_shown_rests_on_enough_people(exact, limit):
    shown = release(exact, limit)
    assert (shown.min_cell, shown.tally) == (limit, None)
    assert not [count for count in counts(shown) if count % limit]
    moves = people_of(
        exact, "moves", "people", "people_both", "people_dropped", "people_taken", "people_any", "people_paid"
    )
    paid = people_of(exact, "changes", "first")
    for skill in shown.skills:
        own, everyone = moves[skill.name], moves[None]
        assert own["people"] >= limit
        assert everyone["people"] - own["people"] >= limit
        if skill.retention is not None:
            assert min(own[f"people_{cell}"] or limit for cell in ("both", "dropped", "taken")) >= limit
            assert everyone["people_any"] - own["people_any"] >= limit
            assert skill.retention.estimate == round(exact.skill(skill.name).retention.estimate, 3)
        else:
            assert (skill.kept, skill.taken_up) == (None, None)
        if skill.pay is not None:
            assert paid[skill.name]["first"] >= limit
            assert everyone["people_paid"] - own["people_paid"] >= limit
    hidden = len(exact.skills) - len(shown.skills)
    assert bool(hidden) == any(" skill" in part.group and "of" not in part.group for part in shown.suppressed)


def test_something_is_hidden_and_something_shown_at_ten(exact):
    shown = release(exact, 10)
    assert any(skill.retention is None for skill in shown.skills) or len(shown.skills) < len(exact.skills)
    assert any(skill.retention is not None for skill in shown.skills)
    assert shown.suppressed


def test_means_of_kinds_are_of_what_is_shown_alone(exact):
    """So that the retention that is left out cannot be told from a mean and the others."""
    shown = release(exact, 20)
    told = {skill.name for skill in shown.skills if skill.retention is not None}
    assert len(told) < len(exact.skills)
    kinds = {one.kind: one.skills for one in shown.kinds}
    assert kinds.get("skill", 0) + kinds.get("tool", 0) == len(told)
    whole = {one.kind: one.estimate for one in exact.kinds}
    assert any(one.estimate != round(whole[one.kind], 3) for one in shown.kinds)


def test_under_a_limit_of_one_everything_is_there(exact):
    shown = release(exact, 1)
    assert (shown.skills, shown.kinds, shown.tally) == (exact.skills, exact.kinds, None)


def test_what_has_no_tally_is_not_released_again(exact):
    with pytest.raises(InputError, match="was released"):
        release(release(exact, 10), 5)


def test_answers_that_a_few_people_part_are_not_shown_side_by_side():
    """Three people more, forty more, the same again: the three would show by subtraction."""
    people = drawn(np.random.default_rng(5), 400, SKILLS, most=3)
    answers = [estimate_skills(tally_of(people[:last], SKILLS_KINDS)) for last in (300, 303, 400, 300)]
    released = [release(one, 10) for one in answers]
    assert comparable_answers(answers, released, 10)[:2] == [True, False]
    assert comparable_answers(answers, released, 10)[3]
    assert comparable_answers(answers, released, 1) == [True] * 4
