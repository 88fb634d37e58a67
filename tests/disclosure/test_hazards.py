"""Hazard ratios, released: no category rests on a few people, and none shows by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.made_up import fine
from tests.estimates.test_hazards import by_two, tally_of

from outgrow.disclosure import release
from outgrow.disclosure.side_by_side import comparable_answers
from outgrow.estimates import estimate_hazards

ROWS = {
    ("x", 0): (2000, 40),
    ("y", 0): (1000, 30),
    ("z", 0): (900, 4),
    ("v", 0): (800, 11),
    ("w", 0): (300, 0),
    ("x", 12): (1000, 23),
    ("y", 12): (700, 21),
    ("v", 12): (700, 2),
}


def counts(answer):
    return [
        *(number for term in answer.terms for number in (term.events, term.person_months)),
        *(number for one in answer.references for number in (one.events, one.person_months)),
        *(answer.people, answer.events, answer.person_months, *answer.flow.as_json().values()),
    ]


@pytest.mark.parametrize("limit", [2, 5, 10, 14, 50, 100])
def test_in_every_category_that_is_shown_enough_reached_the_target(limit):
    exact = estimate_hazards(tally_of(ROWS))
    shown = release(exact, limit)
    assert (shown.min_cell, shown.tally) == (limit, None)
    assert not [count for count in counts(shown) if count % limit]
    events = {term.value: term.events for term in exact.terms} | {one.value: one.events for one in exact.references}
    kept = {term.value for term in shown.terms} | {one.value for one in shown.references}
    assert all(events[value] >= limit for value in kept)
    left_out = sum(events[value] for value in events.keys() - kept)
    assert not kept or fine(left_out, limit)
    assert all(term.early is None and term.late is None for term in shown.terms)
    if kept < events.keys():
        assert shown.suppressed
        assert not any("w" in note.split(": ")[-1].split() for note in shown.notes)
        assert shown.proportionality == ()
    for term in shown.terms:
        assert term.ratio == round(exact.term("team", term.value).ratio, 3)


def test_a_covariate_held_against_few_is_left_out():
    rows = {("1", 0): (100, 3), ("2", 0): (1000, 40), ("3", 0): (1000, 50)}
    shown = release(estimate_hazards(tally_of(rows, names=("employers",))), 10)
    assert (shown.terms, shown.references) == ((), ())
    assert shown.suppressed[0].group == "2 categories of employers"


def test_nobody_in_a_category_hides_no_other():
    """Who reached the target in it shows by subtraction, and is nobody; its name does not."""
    rows = {("focused", 0): (2000, 100), ("broadened", 0): (2000, 120), ("unknown", 0): (30, 0)}
    exact = estimate_hazards(tally_of(rows, names=("breadth",)))
    shown = release(exact, 10)
    assert [(term.value, term.events) for term in shown.terms] == [("broadened", 120)]
    assert [(one.value, one.events) for one in shown.references] == [("focused", 100)]
    assert [one.group for one in shown.suppressed] == ["1 category of breadth"]
    assert "unknown" not in str(shown.as_json())


def test_what_keeps_a_few_from_showing_is_not_what_others_are_held_against():
    """Four or more employers have 4; the smallest beside them is the first band, which is the reference."""
    rows = {("1", 0): (2000, 30), ("2", 0): (2000, 50), ("3", 0): (2000, 60), ("4 or more", 0): (300, 4)}
    shown = release(estimate_hazards(tally_of(rows, names=("employers",))), 10)
    assert [term.value for term in shown.terms] == ["3"]
    assert [one.value for one in shown.references] == ["1"]


@pytest.mark.parametrize(
    ("events", "limit", "told"),
    [
        ((20, 30, 25, 60), 10, True),
        ((20, 30, 25, 60), 25, False),
        ((12, 11, 13, 12), 10, False),
        ((12, 11, 13, 12), 1, True),
    ],
    ids=["all shown", "a category left out", "few events", "for whoever holds the data"],
)
def test_people_of_like_risk_are_told_of_where_that_tells_of_no_few(events, limit, told):
    exact = estimate_hazards(tally_of(by_two(*events), names=("team", "shift")))
    assert exact.dispersion is not None
    if limit == 25:
        exact = estimate_hazards(tally_of({**by_two(*events), ("z", "d", 0): (500, 8)}, names=("team", "shift")))
        assert exact.dispersion is not None
    assert (release(exact, limit).dispersion is not None) is told


def test_under_a_limit_of_one_everything_is_there():
    exact = estimate_hazards(tally_of(ROWS))
    shown = release(exact, 1)
    assert (shown.terms, shown.proportionality, shown.tally) == (exact.terms, exact.proportionality, None)


def test_answers_that_differ_by_a_few_people_are_not_shown_side_by_side():
    other = {**ROWS, ("x", 0): (2000, 43)}
    same = {**ROWS, ("x", 0): (1900, 40)}
    exact = [estimate_hazards(tally_of(rows)) for rows in (ROWS, other, same, ROWS)]
    released = [release(one, 10) for one in exact]
    assert comparable_answers(exact, released, 10) == [True, False, False, True]


#: Months of a band at risk of each category, and who reached the target in them; the first is what others are held against.
BANDED = st.lists(
    st.tuples(*[st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 90)) for _ in range(4)]),
    min_size=2,
    max_size=4,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(BANDED, st.sampled_from([2, 5, 10, 20]))
def test_by_time_no_band_shows_a_few_by_itself_or_by_subtraction(bands, limit):
    rows = {("avwz"[place], 12 * year): (2000, n) for year, band in enumerate(bands) for place, n in enumerate(band)}
    ends = [12 * year for year in range(1, len(bands))]
    exact = estimate_hazards(tally_of(rows), by_time=("team",), band_ends=ends)
    shown = release(exact, limit)
    assert not [count for count in counts(shown) if count % limit]
    told = {(one.value, one.band): one.events for one in (*exact.terms, *exact.references)}
    kept = {(one.value, one.band) for one in (*shown.terms, *shown.references)}
    assert all(told[key] >= limit for key in kept)
    for place in (0, 1):
        for of in {key[place] for key in told}:
            one = {key: n for key, n in told.items() if key[place] == of}
            # what is left over of a band, or of a category, is nobody or enough; where nothing is shown, nothing is left over
            if kept & one.keys():
                assert fine(sum(n for key, n in one.items() if key not in kept), limit)
    # each ratio that is shown stands beside what it is held against
    against = {one.band for one in shown.references}
    assert {term.band for term in shown.terms} == against
    assert len(against) == len(shown.references)
    if len(kept) < len(told):
        assert (shown.interactions, shown.dispersion) == ((), None)
        [left_out] = shown.suppressed
        assert left_out.group.endswith("by time of team")
    else:
        assert [one.covariate for one in shown.interactions] == ["team"] * len(exact.interactions)
    if not shown.terms:
        # of few events where bands are cut tells when those were
        assert shown.bands == ()
        assert not any("years" in note for note in shown.notes if note.startswith("Ratios by time"))


def test_by_time_what_is_shown_is_rounded_and_tests_are_too():
    rows = {(team, month): (2000, 60 + 20 * (team == "y") * (month // 12)) for team in "xy" for month in (0, 12)}
    exact = estimate_hazards(tally_of(rows), by_time=("team",))
    shown = release(exact, 10)
    assert (shown.bands, shown.by_time, len(shown.terms)) == (exact.bands, ("team",), 2)
    [test] = shown.interactions
    assert test.statistic == round(exact.interactions[0].statistic, 1)
    for term in shown.terms:
        assert term.ratio == round(exact.term("team", term.value, term.band).ratio, 3)
        assert any(note.startswith("Ratios by time") for note in shown.notes)


def test_answers_by_time_that_differ_by_a_few_in_one_band_are_not_shown_side_by_side():
    """Three more in the second year, three fewer in the first: in all as many."""
    ones = [{**ROWS, ("x", 0): (2000, 40 - n), ("x", 12): (1000, 23 + n)} for n in (0, 3, 10)]
    exact = [estimate_hazards(tally_of(rows), by_time=("team",), band_ends=(12,)) for rows in ones]
    released = [release(one, 10) for one in exact]
    assert comparable_answers(exact, released, 10) == [True, False, True]
