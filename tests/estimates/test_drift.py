"""Drift from tallies: by hand, and coverage over careers drawn with a known truth."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from tests.estimates.drift_made import tally_of

from outgrow.estimates import estimate_drift
from outgrow.estimates.drift import Later, columns, half_life, named_successors, title_lives
from outgrow.estimates.intervals import wilson_interval

OTHER, SAME, ROLE, LEFT, LOST = (
    "another role",
    "same title",
    "same role, another title",
    "left for good",
    "no longer followed",
)


class TestWilson:
    def test_by_hand(self):
        """8 of 10 at z = 1.959964: (0.8 + 0.192073) / 1.384146 and 0.226557 to either side (Wilson 1927)."""
        lower, upper = wilson_interval(np.array([0.8]), np.array([10]), 0.95)
        assert (lower[0], upper[0]) == pytest.approx((0.4901625, 0.9433178), abs=1e-6)

    def test_nobody_and_everybody_and_of_nobody(self):
        lower, upper = wilson_interval(np.array([0.0, 1.0, 0.0]), np.array([20, 20, 0]), 0.95)
        z2 = 1.959963985**2
        assert lower == pytest.approx([0, 20 / (20 + z2), 0])
        assert upper == pytest.approx([z2 / (20 + z2), 1, 1])


class TestShare:
    def test_begins_with_the_first_holder_and_counts_each_june(self):
        rows = [(2010, 0, 90), (2011, 0, 80), (2011, 1, 20), (2012, 0, 100), (2013, 0, 75), (2013, 1, 25)]
        found = estimate_drift(
            tally_of(held=[dict(zip(("year", "in_role", "people"), row, strict=True)) for row in rows])
        )
        assert [(one.year, one.people, one.of, one.estimate) for one in found.share] == [
            (2011, 20, 100, 0.2),
            (2012, 0, 100, 0.0),
            (2013, 25, 100, 0.25),
        ]
        assert (found.share[0].lower, found.share[0].upper) == pytest.approx((0.133367, 0.288829), abs=1e-6)

    def test_jobs_of_one_person_are_no_more_than_that_person(self):
        """Ten folds, of which five are all yes and five all no, in ten jobs each: as sure as ten people, not as a hundred."""
        rows = [{"year": 2015, "fold": fold, "names_it": fold % 2, "people": 10} for fold in range(10)]
        [found] = estimate_drift(tally_of(mentions=rows)).skill
        assert (found.people, found.of, found.estimate) == (50, 100, 0.5)
        assert found.upper - found.lower > 0.6


def later(*rows):
    names = ("year", "kind", "craft", "level", "people")
    return [dict(zip(names, row, strict=True)) for row in rows]


class TestSuccessors:
    def test_shares_of_those_followed(self):
        rows = later(
            (2010, SAME, None, None, 50),
            (2010, ROLE, None, None, 20),
            (2010, OTHER, "content", "manager", 20),
            (2010, LEFT, None, None, 10),
            (2010, LOST, None, None, 900),
        )
        persons = [*rows[:4], {"kind": "all", "people": 100}]
        found = estimate_drift(tally_of(later=rows, persons=persons))
        assert [(one.role, one.times, one.estimate) for one in found.successors] == [
            (SAME, 50, 0.5),
            (ROLE, 20, 0.2),
            ("content, manager", 20, 0.2),
            (LEFT, 10, 0.1),
        ]
        assert (found.followed, found.people, found.lost) == (100, 100, 900)
        # one fold tells no error: the people behind it do
        assert found.successor(SAME).lower == pytest.approx(0.403832, abs=1e-6)

    def test_rare_roles_are_made_one(self):
        people = {(OTHER, f"craft {n}, lead"): 20 - n for n in range(14)} | {(SAME, SAME): 3}
        told = named_successors(people, most=10)
        assert told[OTHER, "craft 9, lead"] == "craft 9, lead"
        assert {told[OTHER, f"craft {n}, lead"] for n in range(10, 14)} == {"other roles"}
        assert told[SAME, SAME] == SAME
        # one alone is not hidden by another name
        assert "other roles" not in named_successors(dict(itertools.islice(people.items(), 11)), most=10).values()

    def test_half_is_not_reached(self):
        rows = [
            {"year": 2010, "month": 5, "kind": "moved", "people": 1},
            {"year": 2010, "month": 60, "kind": "censored", "people": 9},
        ]
        found = estimate_drift(tally_of(changes=rows))
        assert (found.half_life.months, found.half_life.upper) == (None, None)
        assert found.as_json()["half_life_months"] is None


class TestHalfLife:
    def changes(self, *rows):
        names = ("year", "fold", "month", "kind", "people")
        return columns(tally_of(changes=[dict(zip(names, row, strict=True)) for row in rows]).changes)

    def test_by_hand(self):
        """Of 4: 1/4 change by 10; one leaves at 20, so 1/2 are left; of the two, one is renamed at 30: 1/4 + 1/2 * 1/2 = 1/2."""
        rows = self.changes(
            (2010, 0, 10, "moved", 1),
            (2010, 1, 20, "left", 1),
            (2010, 2, 30, "renamed", 1),
            (2010, 3, 40, "censored", 1),
        )
        found = half_life(rows, np.ones(4, dtype=bool), 0.95)
        assert found.months == 30
        assert (found.times, found.changed, found.renamed, found.left) == (4, 2, 1, 1)
        assert [(one.months, one.estimate, one.renamed) for one in found.within] == [
            (12, 0.25, 0.0),
            (24, 0.25, 0.0),
            (36, 0.5, 0.25),
        ]

    def test_leaving_competes(self):
        """Half leave at once, so that never more than half change: 1/2 of them by month 12 is a quarter of all."""
        rows = self.changes((2010, 0, 1, "left", 50), (2010, 1, 12, "moved", 25), (2010, 2, 24, "moved", 25))
        found = half_life(rows, np.ones(3, dtype=bool), 0.95)
        assert found.months == 24
        assert found.within[0].estimate == pytest.approx(0.25)

    def test_events_come_before_censoring_in_the_same_month(self):
        rows = self.changes((2010, 0, 12, "moved", 50), (2010, 1, 12, "censored", 50))
        assert half_life(rows, np.ones(2, dtype=bool), 0.95).months == 12

    def test_years_are_chosen_by_rows(self):
        rows = self.changes((2010, 0, 5, "moved", 9), (2011, 0, 50, "moved", 9))
        assert half_life(rows, rows["year"] == 2011, 0.95).months == 50


class TestTitles:
    def test_chances_by_hand(self):
        """Of 10 who took up a title, 4 before 2012; x is taken up by 3, all from then on: C(6, 3) / C(10, 3) = 20 / 120."""
        rows = [("y", 2010, 2020, 4), ("y", 2012, 2020, 3), ("x", 2012, 2014, 2), ("x", 2013, 2014, 1)]
        tally = tally_of(
            titles=[dict(zip(("title", "first_year", "last_year", "people"), row, strict=True)) for row in rows]
        )
        y, x = title_lives(tally, 0.05)
        assert (x.title, x.people, x.first_year, x.last_year) == ("x", 3, 2012, 2014)
        assert x.chance_born == pytest.approx(20 / 120)
        assert (x.chance_gone, x.born, x.gone) == (pytest.approx(1.0), False, False)
        assert (y.chance_born, y.chance_gone) == (pytest.approx(1.0), 1.0)

    def test_a_title_that_came_and_one_that_went(self):
        rows = [("old", year, year + 1, 10) for year in range(2000, 2008)]
        rows += [("new", year, 2020, 10) for year in range(2010, 2018)] + [
            ("all", 2000 + n, 2020, 10) for n in range(18)
        ]
        tally = tally_of(
            titles=[dict(zip(("title", "first_year", "last_year", "people"), row, strict=True)) for row in rows]
        )
        found = {one.title: (one.born, one.gone) for one in title_lives(tally, 0.05)}
        assert found == {"old": (False, True), "new": (True, False), "all": (False, False)}

    def test_where_nothing_drifts_few_titles_come_or_go(self):
        """Eight titles of constant shares, 300 times: at most a twentieth of the answers name any as born."""
        rng = np.random.default_rng(5)
        named = 0
        for _ in range(300):
            titles, years = rng.integers(0, 8, 120) ** 2 // 8, rng.integers(2000, 2021, 120)
            rows = [
                {"title": f"t{t}", "first_year": int(y), "last_year": 2020, "people": 1}
                for t, y in zip(titles, years, strict=True)
            ]
            named += any(one.born for one in title_lives(tally_of(titles=rows), 0.05))
        assert named / 300 <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 300)


def test_intervals_of_what_is_pooled_hold_the_truth_though_people_come_again():
    """Each of 200 people is seen in 1 to 8 Junes, always with the same fate: 30% keep the title. 400 times."""
    rng, held, naive = np.random.default_rng(3), 0, 0
    for _ in range(400):
        fold, junes, keeps = rng.integers(0, 50, 200), rng.integers(1, 9, 200), rng.random(200) < 0.3
        cells = {}
        for place, times, keep in zip(fold, junes, keeps, strict=True):
            for year in range(times):
                key = (2000 + year, int(place), SAME if keep else OTHER)
                cells[key] = cells.get(key, 0) + 1
        rows = [{"year": y, "fold": f, "kind": k, "people": n} for (y, f, k), n in cells.items()]
        persons = [{"kind": SAME, "people": int(keeps.sum())}, {"kind": OTHER, "people": int((~keeps).sum())}]
        found = Later(tally_of(later=rows, persons=[*persons, {"kind": "all", "people": 200}]))
        one = next(one for one in found.successors(np.ones(len(found.year), dtype=bool), 0.95) if one.kind == SAME)
        held += one.lower <= 0.3 <= one.upper
        lower, upper = wilson_interval(np.array([one.estimate]), np.array([junes.sum()]), 0.95)
        naive += lower[0] <= 0.3 <= upper[0]
    assert 0.92 <= held / 400 <= 0.98
    assert naive / 400 < 0.75


def test_intervals_of_the_half_life_hold_the_truth():
    """Titles change at 1% a month, people leave at 0.4%: half have another after log(0.3) / log(0.986) = 85.4 months."""
    rng, held = np.random.default_rng(11), 0
    half = math.ceil(math.log(1 - 0.5 * 0.014 / 0.01) / math.log(1 - 0.014))
    for _ in range(300):
        size = 300
        happens, kind = rng.geometric(0.014, size), rng.random(size) < 0.01 / 0.014
        seen = rng.integers(60, 240, size)
        rows = [
            {
                "year": 2000,
                "fold": int(f),
                "month": int(min(h, s)),
                "kind": "censored" if s < h else "moved" if k else "left",
            }
            for f, h, k, s in zip(rng.integers(0, 50, size), happens, kind, seen, strict=True)
        ]
        table = columns(tally_of(changes=rows).changes)
        found = half_life(table, np.ones(len(table["year"]), dtype=bool), 0.95)
        held += found.lower <= half and (found.upper is None or half <= found.upper)
    assert 0.92 <= held / 300 <= 0.985
