"""Drift, released: nothing rests on a few people, and nothing shows them by subtraction."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from tests.disclosure.made_up import fine
from tests.estimates.drift_made import tally_of

from outgrow.careers.careers import Recorded
from outgrow.disclosure import release
from outgrow.disclosure.side_by_side import comparable_answers
from outgrow.errors import InputError
from outgrow.estimates import estimate_drift

SAME, ROLE, OTHER, BETWEEN, LEFT, LOST = (
    "same title",
    "same role, another title",
    "another role",
    "between jobs",
    "left for good",
    "no longer followed",
)


@functools.cache
def drawn(seed, people=900, **more):
    """Careers of people who hold the role in up to nine Junes; what they hold later is their own, as are titles."""
    rng = np.random.default_rng(seed)
    kinds = [(SAME, None, None), (ROLE, None, None), (BETWEEN, None, None), (LEFT, None, None), (LOST, None, None)]
    kinds += [
        (OTHER, craft, level)
        for craft in ("seo", "brand", "content", "sales")
        for level in ("manager", "head", "chief")
    ]
    weights = np.array([8, 5, 0.2, 2, 2, *rng.exponential(0.6, len(kinds) - 5)])
    later, persons, changes, titles, held = {}, {}, {}, {}, {}

    def add(cells, key, n=1):
        cells[key] = cells.get(key, 0) + n

    for _ in range(people):
        fold, kind = int(rng.integers(0, 50)), kinds[rng.choice(len(kinds), p=weights / weights.sum())]
        first = int(rng.integers(2000, 2016))
        junes = int(rng.integers(1, min(9, 2021 - first) + 1))
        title = f"t{int(rng.integers(0, 12)) ** 2 // 12}"
        month = int(rng.geometric(0.02))
        what = rng.choice(["moved", "left", "censored", "renamed"], p=[0.6, 0.2, 0.18, 0.02])
        for year in range(first, first + junes):
            add(held, (year, 0, 1))
            if year <= 2015:
                add(later, (year, fold, *kind, title if kind[0] in (ROLE, OTHER) else None))
            add(changes, (year, fold, month, what))
        if kind[0] != LOST and first <= 2015:
            add(persons, (*kind, None))
            if kind[0] in (ROLE, OTHER):
                add(persons, (kind[0], None, None, title))
            add(persons, ("all", None, None, None))
        add(titles, (title, first, first + junes))
    for year in range(2000, 2021):
        add(held, (year, 0, 0), int(rng.integers(50, 5000)))
    names = {
        "held": (held, ("year", "fold", "in_role")),
        "later": (later, ("year", "fold", "kind", "craft", "level", "title")),
        "persons": (persons, ("kind", "craft", "level", "title")),
        "changes": (changes, ("year", "fold", "month", "kind")),
        "titles": (titles, ("title", "first_year", "last_year")),
    }
    made = {
        name: [{**dict(zip(keys, key, strict=True)), "people": n} for key, n in cells.items()]
        for name, (cells, keys) in names.items()
    }
    mentions = [
        {"year": year, "names_it": n, "people": 3 + 20 * n + year % 7} for year in range(2010, 2021) for n in (0, 1)
    ]
    return estimate_drift(tally_of(**made, mentions=mentions, **more))


def counts(answer):
    found = [n for one in (*answer.share, *answer.skill) for n in (one.people, one.of)]
    found += [n for one in (*answer.successors, *answer.titles_then) for n in (one.times, one.people)]
    found += [n for one in answer.periods for n in (one.followed, one.lost)]
    halves = [answer.half_life, *(one.half_life for one in answer.periods)]
    found += [n for one in halves if one for n in (one.times, one.changed, one.renamed, one.left)]
    found += [one.people for one in (*answer.titles, *answer.renames)]
    return [*found, answer.followed, answer.people, answer.lost, *answer.flow.as_json().values()]


@pytest.mark.parametrize("limit", [2, 5, 10, 30])
@pytest.mark.parametrize("seed", range(6))
def test_counts_are_rounded_and_every_cell_is_enough(seed, limit):
    exact = drawn(seed)
    shown = release(exact, limit)
    assert (shown.min_cell, shown.tally) == (limit, None)
    assert len(counts(shown)) > 30
    assert not [count for count in counts(shown) if count % limit]
    by_year = {one.year: one for one in exact.share}
    assert all(fine(by_year[one.year].people, limit) for one in shown.share)
    assert all(fine(by_year[one.year].of - by_year[one.year].people, limit) for one in shown.share)
    by_title = {one.title: one for one in exact.titles}
    assert all(by_title[one.title].people >= limit for one in shown.titles)
    hidden = sum(one.people for one in exact.titles) - sum(by_title[one.title].people for one in shown.titles)
    assert fine(hidden, limit)
    assert all(one.chance_born is None for one in shown.titles)
    half = shown.half_life
    assert half is None or all(month is None or month % 6 == 0 for month in (half.months, half.lower, half.upper))
    assert half is None or half.lower <= exact.half_life.lower


@pytest.mark.parametrize("limit", [5, 10, 30])
@pytest.mark.parametrize("seed", range(6))
def test_what_is_held_then_is_told_of_enough_people(seed, limit):
    exact = drawn(seed)
    shown = release(exact, limit)
    people = {}
    for row in exact.tally.persons.to_pylist():
        if row["title"] is None and row["kind"] != "all":
            name = f"{row['craft']}, {row['level']}" if row["craft"] else row["kind"]
            people[name] = people.get(name, 0) + row["people"]
    named = [one.role for one in shown.successors if one.role not in ("other roles", "all else")]
    assert all(people[name] >= limit for name in named)
    rest = sum(n for name, n in people.items() if name not in named)
    assert fine(rest, limit)
    assert sum(one.estimate for one in shown.successors) == pytest.approx(1 if named else 0, abs=0.02)


@pytest.mark.parametrize("limit", [5, 10])
@pytest.mark.parametrize("seed", range(6))
def test_periods_that_are_hidden_are_enough_together(seed, limit):
    exact = drawn(seed)
    shown = release(exact, limit)
    if not shown.periods:
        return
    kinds = {one.role for period in shown.periods for one in period.successors}
    hidden = [
        one for one in exact.periods if one.followed and one.first_year not in {p.first_year for p in shown.periods}
    ]
    assert len(hidden) != 1

    def name(kind):
        coarse = {SAME, ROLE} & kinds
        if kind in coarse:
            return kind
        return "all else" if "all else" in kinds else "other roles" if kind == OTHER else kind

    for group in ([one] for one in exact.periods if one not in hidden and one.followed):
        cells = {}
        for row in exact.tally.later.to_pylist():
            if group[0].first_year <= row["year"] <= group[0].last_year and row["kind"] != LOST:
                cells.setdefault(name(row["kind"]), {}).setdefault(row["year"], 0)
                cells[name(row["kind"])][row["year"]] += row["people"]
        assert all(max(years.values()) >= limit for years in cells.values())


def test_renames_of_few_people_are_left_out_with_their_titles():
    month = 2015 * 12
    renames = tuple((Recorded("rename", month, n, f"was {n}", f"is {n}"), True) for n in (7, 12))
    shown = release(drawn(1, renames=renames), 10)
    assert [(one.people, one.before) for one in shown.renames] == [(10, "was 12")]
    assert any(one.group == "renames of few people" for one in shown.suppressed)


def test_under_a_limit_of_one_everything_is_there():
    exact = drawn(2)
    shown = release(exact, 1)
    assert replace(shown, tally=exact.tally, min_cell=None) == exact


def test_without_exact_counts_nothing_is_released():
    with pytest.raises(InputError, match="no exact counts"):
        release(replace(drawn(3), tally=None), 10)


def test_answers_that_differ_by_a_few_people_are_not_shown_side_by_side():
    exact = drawn(4)
    few = replace(exact, flow=replace(exact.flow, counted=exact.flow.counted - 3))
    many = replace(exact, flow=replace(exact.flow, counted=exact.flow.counted - 30))
    answers = [exact, few, many, exact]
    released = [release(one, 10) for one in answers]
    assert comparable_answers(answers, released, 10) == [True, False, True, True]
