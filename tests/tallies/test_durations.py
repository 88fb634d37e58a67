"""Duration tallies: how long stays in a role last and how they end; by hand, and month by month by another way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies.by_month import PEOPLE, Drawn, durations, people_of
from tests.tallies.small import OTHER, adds_up, careers

from outgrow.engine import fold_of
from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates import estimate_tenure
from outgrow.schema import ASIDE_MARKS
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import Tally, duration_steps, duration_tally
from outgrow.titles.roles import parse_role

SENIOR, MANAGER, HEAD = ({"level": level} for level in ("senior", "manager", "head"))
#: A stay from January to June 2015, and one that goes on to the last month of the data, month 71.
STAY, ONGOING = ("2015-01", "2015-06", "a", SENIOR), ("2015-01", None, "a", SENIOR)
FLOW = ("not_in_role", "no_follow_up", "counted")


def ask(data, role="title:a", **asked):
    return adds_up(duration_tally(data, parse_role(role), Settings(**asked)), data)


def stays(tally, **where):
    """(months, way out) of every stay, in order; the way is None where it was last seen going on."""
    rows = [row for row in tally.table.to_pylist() if all(row[name] == value for name, value in where.items())]
    ends = [(row["month"], row["destination"]) for row in rows if row["origin"] for _ in range(row["moves"])]
    assert {row["month"] for row in rows if row["origin"] is None} <= {0}
    return sorted(ends, key=str)


def held(*jobs, role="title:a", people=(), after_last=None, **asked):
    """The stays of one person who held `jobs` (start, end, title, others)."""
    return stays(
        ask(careers(*(("p", *job) for job in jobs), OTHER, people=people, after_last=after_last), role, **asked)
    )


def of_each(cases, *, people=(), **asked):
    """{name: stays} of people who held the jobs `cases` has under their names, asked about at once."""
    known = {person["person"]: person for person in people}
    data = careers(
        *((name, *job) for name, jobs in cases.items() for job in jobs),
        OTHER,
        people=[{"person": name, "case": f"case {name}", **known.get(name, {})} for name in cases],
    )
    tally = ask(data, by="case", **asked)
    return {name: stays(tally, case=f"case {name}") for name in cases}


def flow(tally):
    return {name: getattr(tally.flow, name) for name in FLOW if getattr(tally.flow, name)}


class TestStays:
    def test_a_stay_ends_in_the_month_after_its_last(self):
        assert held(STAY) == [(6, "out")]
        assert held(("2015-01", "2015-01", "a")) == [(1, "out")]

    def test_a_stay_that_goes_on_is_last_seen_with_its_person(self):
        assert held(ONGOING) == [(71, None)]
        assert held(ONGOING, observed_until="2015-04") == [(3, None)]

    @pytest.mark.parametrize("after_last", AFTER_LAST)
    def test_a_stay_that_ended_has_ended_whatever_comes_after(self, after_last):
        assert held(STAY, after_last=after_last) == [(6, "out")]
        assert held(STAY, ("2015-07", None, "b", MANAGER), after_last=after_last) == [(6, "up")]

    @pytest.mark.parametrize(("observed_until", "expected"), [("2015-06", (5, None)), ("2015-07", (6, "up"))])
    def test_an_end_is_seen_in_the_month_it_happens(self, observed_until, expected):
        jobs = STAY, ("2015-07", None, "b", MANAGER)
        assert held(*jobs, observed_until=observed_until) == [expected]

    def test_spells_in_the_role_that_touch_or_overlap_are_one_stay(self):
        jobs = STAY, ("2015-07", "2015-09", "a"), ("2015-08", "2015-12", "A ")
        assert held(*jobs) == [(12, "out")]

    @pytest.mark.parametrize(
        ("gap", "expected"),
        [(0, [(1, "out"), (3, "out")]), (1, [(1, "out"), (3, "out")]), (2, [(6, "out")]), (3, [(6, "out")])],
    )
    def test_short_gaps_are_bridged(self, gap, expected):
        """January to March, and June 2015."""
        assert held(("2015-01", "2015-03", "a"), ("2015-06", "2015-06", "a"), gap=gap) == expected

    def test_a_gap_of_one_month_is_bridged_unless_asked_otherwise(self):
        assert held(("2015-01", "2015-03", "a"), ("2015-05", "2015-06", "a")) == [(6, "out")]

    def test_a_job_outside_the_role_does_not_part_a_stay(self):
        assert held(ONGOING, ("2015-03", "2015-05", "b", MANAGER)) == [(71, None)]

    def test_owners_are_in_a_level_or_higher_only_if_asked(self):
        jobs = ("2015-01", "2015-06", "a", {**MANAGER, "marks": "owner"}), ("2015-07", "2015-12", "b", MANAGER)
        assert held(*jobs, role="level:manager+") == [(6, "out")]
        assert held(*jobs, role="level:manager+", owners=True) == [(12, "out")]


class TestSeveral:
    #: Three stays of p, one of q; `people` counts the first of each.
    SPELLS = (
        ("p", "2015-01", "2015-03", "a"),
        ("p", "2015-06", "2015-06", "a"),
        ("p", "2016-01", None, "a"),
        ("q", "2015-01", "2015-03", "a"),
        OTHER,
    )

    def test_every_stay_counts_and_people_are_counted_once(self):
        tally = ask(careers(*self.SPELLS))
        assert stays(tally) == [(1, "out"), (3, "out"), (3, "out"), (59, None)]
        assert tally.folded
        rows = [
            (row["fold"], row["month"], row["destination"], row["moves"], row["people"])
            for row in tally.table.to_pylist()
        ]
        p, q = fold_of("p"), fold_of("q")
        assert sorted(rows, key=str) == sorted(
            [
                (p, 0, "in the role", 3, 1),
                (p, 1, "out", 1, 0),
                (p, 3, "out", 1, 1),
                (p, 59, None, 1, 0),
                (q, 0, "in the role", 1, 1),
                (q, 3, "out", 1, 1),
            ],
            key=str,
        )
        assert flow(tally) == {"counted": 2, "not_in_role": 1}
        assert tally.unfolded().table["moves"].to_pylist() == [4, 1, 2, 1]

    def test_without_them_there_are_no_folds(self):
        tally = ask(careers(self.SPELLS[0], *self.SPELLS[3:]))
        assert not tally.folded
        assert tally.table.to_pylist() == [
            {"month": 0, "origin": None, "destination": "in the role", "moves": 2, "people": 2},
            {"month": 3, "origin": "in the role", "destination": "out", "moves": 2, "people": 2},
        ]

    def test_the_first_stay_that_counts_is_that_of_the_person(self):
        """The first of p began before follow-up; the other two count, and p once."""
        tally = ask(careers(*self.SPELLS), observed_from="2015-02")
        assert stays(tally) == [(1, "out"), (59, None)]
        assert flow(tally) == {"counted": 1, "no_follow_up": 1, "not_in_role": 1}
        assert sum(row["people"] for row in tally.table.to_pylist() if row["origin"] is None) == 1

    def test_disjoint_people_add(self):
        spells = [*self.SPELLS[:3], *[("q", *spell[1:]) for spell in self.SPELLS[:3]]]
        whole = ask(careers(*spells, OTHER))
        one, other = (ask(careers(*part, OTHER)) for part in (spells[:3], spells[3:]))
        assert (one + other).table.equals(whole.table)


class TestWayOut:
    def test_up_is_to_a_higher_level_and_sideways_to_any_other(self):
        levels = {"head": "up", "manager": "up", "senior": "sideways", "specialist": "sideways", "trainee": "sideways"}
        cases = {level: [STAY, ("2015-07", None, "b", {"level": level})] for level in levels}
        assert of_each(cases) == {level: [(6, way)] for level, way in levels.items()}

    def test_a_level_unknown_on_either_side_makes_the_way_unknown(self):
        before, after = ("2015-01", "2015-06", "12"), ("2015-07", None, "13")
        cases = {"p": [STAY, after], "q": [before, ("2015-07", None, "b", HEAD)], "r": [before, after]}
        unknown = [(6, "unknown")]
        assert of_each(cases, role="title:a|12") == dict.fromkeys(cases, unknown)

    def test_out_is_to_no_job(self):
        assert held(STAY, ("2017-01", None, "b", HEAD)) == [(6, "out")]

    @pytest.mark.parametrize("gap", [0, 1, 2])
    def test_the_next_job_may_start_within_the_gap(self, gap):
        """Months without a job before it: none, July, July and August 2015."""
        cases = {f"month {month}": [STAY, (f"2015-0{month}", None, "b", MANAGER)] for month in (7, 8, 9)}
        ways = ["up"] * (gap + 1) + ["out"] * (2 - gap)
        assert list(of_each(cases, gap=gap).values()) == [[(6, way)] for way in ways]

    def test_a_job_held_before_that_goes_on_is_the_next_one(self):
        ends = {"2015-06": "out", "2015-07": "up", None: "up"}
        cases = {f"until {end}": [STAY, ("2014-01", end, "b", MANAGER)] for end in ends}
        assert of_each(cases) == {f"until {end}": [(6, way)] for end, way in ends.items()}

    def test_of_several_next_jobs_the_one_started_last(self):
        cases = {
            "month": [STAY, ("2015-07", None, "b", MANAGER), ("2015-08", None, "c", SENIOR)],
            "day": [STAY, ("2015-07-02", None, "b", MANAGER), ("2015-07-20", None, "c", SENIOR)],
            "level": [STAY, ("2015-07", None, "b", MANAGER), ("2015-07", None, "c", SENIOR)],
        }
        assert of_each(cases) == {"month": [(6, "sideways")], "day": [(6, "sideways")], "level": [(6, "up")]}

    def test_side_jobs_are_next_jobs_only_when_alone(self):
        beside = ("2015-07", None, "c", SENIOR)
        sides = {mark: ("2015-08", None, "b", {"level": "chief", "marks": f"owner;{mark}"}) for mark in ASIDE_MARKS}
        assert of_each({mark: [STAY, side] for mark, side in sides.items()}) == {mark: [(6, "up")] for mark in sides}
        assert of_each({mark: [STAY, side, beside] for mark, side in sides.items()}) == {
            mark: [(6, "sideways")] for mark in sides
        }

    def test_the_level_left_is_that_of_the_last_spell_of_the_stay(self):
        senior, head = ("2014-01", "2014-12", "a", SENIOR), ("2015-01", "2015-06", "a", HEAD)
        demoted = ("2014-01", "2014-12", "a", HEAD), STAY
        after = ("2015-07", None, "b", MANAGER)
        assert of_each({"up": [senior, head, after], "down": [*demoted, after]}) == {
            "up": [(18, "sideways")],
            "down": [(18, "up")],
        }

    def test_the_level_may_be_told_by_the_title(self):
        jobs = ("2015-01", "2015-06", "Analyst"), ("2015-07", None, "Head of Data")
        assert held(*jobs, role="title:analyst") == [(6, "up")]

    def test_a_spell_in_the_role_is_no_next_job(self):
        """Two stays: the second starts after a gap that is too long."""
        assert held(STAY, ("2015-09", None, "a", HEAD)) == [(6, "out"), (63, None)]


class TestExits:
    def test_leaving_for_good_is_out(self):
        """In the stay, in the month after it, and after the next job began."""
        exits = {"2015-04": (3, "out"), "2015-07": (6, "out"), "2015-08": (6, "up")}
        cases = {month: [STAY, ("2015-07", None, "b", MANAGER)] for month in ("2015-07", "2015-08")}
        people = [{"person": month, "exited": month} for month in exits]
        found = of_each({"2015-04": [ONGOING], **cases}, people=people)
        assert found == {month: [stay] for month, stay in exits.items()}

    def test_an_exit_that_was_not_observed_is_none(self):
        people = [{"person": "p", "exited": "2015-04", "observed_until": "2015-03"}]
        assert held(ONGOING, people=people) == [(2, None)]


class TestLateFollowUp:
    def test_a_stay_under_way_when_follow_up_begins_has_no_clock(self):
        """How long it had lasted decides who is seen in it."""
        counts = {"2014-12": True, "2015-01": True, "2015-02": False}
        people = [{"person": month, "observed_from": month, "case": f"case {month}"} for month in counts]
        data = careers(*((month, *STAY) for month in counts), OTHER, people=people)
        tally = ask(data, by="case")
        assert {month: stays(tally, case=f"case {month}") for month in counts} == {
            month: [(6, "out")] if counted else [] for month, counted in counts.items()
        }
        assert flow(tally) == {"not_in_role": 1, "no_follow_up": 1, "counted": 2}

    def test_a_stay_whose_true_start_is_not_known_has_no_clock(self):
        """Decision 0002; the next stay of the same person has one."""
        unknown = ("2015-01", "2015-06", "a", {"marks": "start-unknown"})
        people = [{"person": f"{month}", "observed_from": month} for month in (None, "2014-12", "2015-01")]
        cases = {person["person"]: [unknown, ("2016-01", "2016-03", "a")] for person in people}
        assert of_each(cases, people=people) == {case: [(3, "out")] for case in cases}

    def test_an_unknown_start_later_in_a_stay_changes_nothing(self):
        assert held(STAY, ("2015-07", "2015-12", "a", {"marks": "start-unknown"})) == [(12, "out")]

    def test_whoever_is_not_seen_after_the_start_has_no_follow_up(self):
        data = careers(("p", *ONGOING), ("q", "2020-12", None, "a"), OTHER)
        assert flow(ask(data)) == {"not_in_role": 1, "no_follow_up": 1, "counted": 1}
        assert flow(ask(data, observed_until="2015-01")) == {"not_in_role": 1, "no_follow_up": 2}

    def test_nobody_counted_is_an_empty_tally(self):
        data = careers(("p", "2020-12", None, "a"), OTHER)
        for role in ("title:a", "title:nothing"):
            tally = ask(data, role)
            assert (tally.table.num_rows, tally.folded, tally.absorbing) == (0, False, ())
        assert estimate_tenure(tally).medians == ((None, None, None),)


class TestAsking:
    def test_entered_is_about_the_start_of_each_stay(self):
        data = careers(*TestSeveral.SPELLS)
        assert stays(ask(data, entered="2015-02..2016")) == [(1, "out"), (59, None)]
        assert stays(ask(data, entered="..2015-01")) == [(3, "out"), (3, "out")]
        assert stays(ask(data, entered="2016-01")) == [(59, None)]
        assert flow(ask(data, entered="2016-01")) == {"not_in_role": 2, "counted": 1}

    @pytest.mark.parametrize("clock", ["career", "calendar", "age"])
    def test_any_other_clock_is_refused(self, clock):
        with pytest.raises(InputError, match=f"the clock asked for is '{clock}'"):
            ask(careers(("p", *STAY), OTHER), clock=clock)

    def test_by_a_column_of_people(self):
        people = [{"person": "p", "sex": "f"}, {"person": "q", "sex": "m"}]
        tally = ask(careers(*TestSeveral.SPELLS, people=people), by="sex")
        assert stays(tally, sex="f") == [(1, "out"), (3, "out"), (59, None)]
        assert stays(tally, sex="m") == [(3, "out")]
        assert tally.regroup().table.equals(ask(careers(*TestSeveral.SPELLS, people=people)).table)

    def test_by_a_column_of_the_spell_that_starts_each_stay(self):
        """Each stay has a clock of its own: the second of p is with Bee; June, also with Bee, belongs to the first."""
        data = careers(
            ("p", "2015-01", "2015-05", "a", {"organisation": "Ant"}),
            ("p", "2015-06", "2015-06", "a", {"organisation": "Bee"}),
            ("p", "2016-01", "2016-03", "a", {"organisation": "Bee"}),
            ("q", "2015-01", "2015-02", "a"),
            OTHER,
        )
        tally = ask(data, by="organisation")
        groups = {name: stays(tally, organisation=name) for name in ("Ant", "Bee", None)}
        assert groups == {"Ant": [(6, "out")], "Bee": [(3, "out")], None: [(2, "out")]}
        assert tally.regroup().table.equals(ask(data).table)

    def test_of_several_spells_that_start_a_stay_the_first_value_in_order(self):
        jobs = [("p", "2015-01", "2015-05", "a", {"organisation": name}) for name in ("Cat", "Bee")]
        assert stays(ask(careers(*jobs, OTHER), by="organisation"), organisation="Bee") == [(5, "out")]

    def test_by_what_happened_later_or_by_too_many_is_refused(self):
        people = [{"person": "p", "exited": "2016-01"}]
        with pytest.raises(RefusedQuestion, match="immortal time"):
            ask(careers(("p", *STAY), OTHER, people=people), by="exited")
        many = [(f"p{n}", *STAY[:3], {"organisation": f"firm {n}"}) for n in range(51)]
        with pytest.raises(InputError, match="more than 50 values"):
            ask(careers(*many, OTHER), by="organisation")

    def test_weights_stand_beside_the_counts(self):
        people = [{"person": "p", "weight": 0.5}, {"person": "q", "weight": 2.0}, {"person": "r", "weight": None}]
        data = careers(*TestSeveral.SPELLS, ("r", *STAY), people=people)
        tally = ask(data)
        assert tally.table.column_names == [
            *("fold", "month", "origin", "destination"),
            *("moves", "weight_moves", "people", "weight_people"),
        ]
        entered = {row["fold"]: row for row in tally.table.to_pylist() if row["origin"] is None}
        sums = {
            fold: (row["moves"], row["weight_moves"], row["people"], row["weight_people"])
            for fold, row in entered.items()
        }
        assert sums == {fold_of("p"): (3, 1.5, 1, 0.5), fold_of("q"): (1, 2.0, 1, 2.0)}
        assert flow(tally) == {"not_in_role": 1, "no_follow_up": 1, "counted": 2}
        plain = ask(data, weight="none")
        assert flow(plain) == {"not_in_role": 1, "counted": 3}
        assert plain.table.column_names == ["fold", "month", "origin", "destination", "moves", "people"]

    def test_people_with_weights_are_parted_by_fold_even_with_one_stay_each(self):
        data = careers(("p", *STAY), OTHER, people=[{"person": "p", "weight": 1.0}])
        assert ask(data).folded
        assert not ask(data, weight="none").folded

    def test_what_is_saved_is_loaded(self, tmp_path):
        tally = ask(careers(*TestSeveral.SPELLS))
        loaded = Tally.load(tally.save(tmp_path / "tally.parquet"))
        assert loaded == tally
        assert loaded.table.equals(tally.table)

    def test_each_step_can_be_looked_at_by_itself(self):
        steps = duration_steps(careers(*TestSeveral.SPELLS), parse_role("title:a"), Settings())
        assert list(steps) == ["spells", "followed", "stays", "people", "cells"]
        counts = {name: step.count().to_pyarrow().as_py() for name, step in steps.items()}
        assert counts == {"spells": 5, "followed": 2, "stays": 4, "people": 2, "cells": 4}


# --- month by month, another way -------------------------------------------------------------------------------------

#: A role, and what is asked beside it.
QUESTIONS = (
    ("title:1", {}),
    ("any", {"weight": "none", "by": "team"}),
    ("level:manager+", {"owners": True, "gap": 0, "weight": "none"}),
    ("title:1", {"gap": 3, "after_last": "exit", "entered": "2015-03..2015-10"}),
    ("title:1", {"observed_from": "2015-05", "observed_until": "2016-02", "after_last": "censor", "weight": "none"}),
)


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


# people are small enough to look at as they are drawn; the first draw is of the simplest
@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE, after_last=st.sampled_from(AFTER_LAST))
def test_stays_are_those_from_month_to_month(drawn, people, question, after_last):
    role, asked = question[0], Settings(**question[1])
    people = people_of(people)

    def steps(data):
        return duration_steps(data, parse_role(role), asked)

    found, counted, cells = drawn.ask(steps, people, "stays", "people", "cells", after_last=after_last)
    expected, statuses = durations(people, role, asked, after_last)
    assert Counter(row["status"] for row in counted) == statuses
    held = {}
    for row in sorted(found, key=lambda row: row["start"]):
        if row["status"] == "counted":
            split = (row["group_value"], row["fold"], row.get("weight"))
            held.setdefault(row["person"], (*split, []))[3].append((row["months"], row["way"]))
    for person in people:
        assert held.get(person.name) == expected.get(person.name), person
    names = ("moves", "people", "weight_moves", "weight_people")
    sums = {}
    for group, fold, weight, all_stays in expected.values():
        for number, stay in enumerate(all_stays):
            cell = sums.setdefault((group, fold, *stay), dict.fromkeys(names, 0.0))
            for name, amount in zip(names, (1, not number, weight or 0, 0 if number else weight or 0), strict=True):
                cell[name] += amount
    keys = ("group_value", "fold", "months", "way")
    assert {tuple(row[key] for key in keys): {name: row.get(name, 0.0) for name in names} for row in cells} == sums
