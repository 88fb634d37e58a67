"""State tallies: who moves from which state to which, in careers counted by hand, and month by month by another way."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies.by_month import PEOPLE, Drawn, people_of, state_moves
from tests.tallies.small import OTHER, adds_up, careers

from outgrow.engine import fold_of
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.estimates import estimate_occupancy
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import STATE_COLUMNS, Tally, state_steps, state_tally
from outgrow.titles.roles import parse_role

BETWEEN = "between jobs"
#: Somebody whose job goes on to the last month of the data, month 71 from 2015-01.
STAYS = (71, "b", None)


def ask(data, states="title", role="title:a", most_states=20, **asked):
    return adds_up(state_tally(data, parse_role(role), states, Settings(**asked), most_states=most_states), data)


def moves(tally, **where):
    """Moves (month, origin, destination), each once for everyone who made it, by month; of the rows that have `where`."""
    rows = [row for row in tally.table.to_pylist() if all(row[name] == value for name, value in where.items())]
    found = [(row["month"], row["origin"], row["destination"]) for row in rows for _ in range(row["moves"])]
    return sorted(found, key=lambda move: (move[0], move[2] is None, move[1] is not None, str(move)))


def path(*jobs, states="title", role="title:a", people=(), after_last=None, **asked):
    """The moves of one person who held `jobs` (start, end, title, others)."""
    data = careers(*(("p", *job) for job in jobs), OTHER, people=people, after_last=after_last)
    return moves(ask(data, states, role, **asked))


def paths(cases, *, states="title", role="title:a", **asked):
    """{name: moves} of people who held the jobs `cases` has under their names, asked about at once."""
    jobs = ((name, *job) for name, held in cases.items() for job in held)
    data = careers(*jobs, OTHER, people=[{"person": name, "case": f"case {name}"} for name in cases])
    tally = ask(data, states, role, by="case", **asked)
    return {name: moves(tally, case=f"case {name}") for name in cases}


#: Jobs, and the moves of those who held them.
BY_TITLE = {
    "the state is the main job of each month": (
        (("2015-01", "2015-12", "a"), ("2015-05", None, "b")),
        [(0, None, "a"), (4, "a", "b"), STAYS],
    ),
    "a job interrupted by another is taken up again": (
        (("2015-01", None, "a"), ("2015-03", "2015-05", "b")),
        [(0, None, "a"), (2, "a", "b"), (5, "b", "a"), (71, "a", None)],
    ),
    "side jobs are states only when alone": (
        (("2015-01", "2015-06", "a"), ("2015-03", None, "b", {"marks": "side"})),
        [(0, None, "a"), (6, "a", "b"), STAYS],
    ),
    # in March a side job starts the clock; the main job is b
    "the clock starts with the role even where it is not the main job": (
        (("2015-01", None, "b"), ("2015-03", "2015-06", "a", {"marks": "side"})),
        [(0, None, "b"), (69, "b", None)],
    ),
    "without a job the state is between jobs": (
        (("2015-01", "2015-03", "a"), ("2015-07", None, "b")),
        [(0, None, "a"), (3, "a", BETWEEN), (6, BETWEEN, "b"), STAYS],
    ),
    "a gap of one month is bridged unless asked otherwise": (
        (("2015-01", "2015-03", "a"), ("2015-05", None, "b")),
        [(0, None, "a"), (4, "a", "b"), STAYS],
    ),
    "a job that starts in the month another ends leaves no gap": (
        (("2015-01", "2015-03", "a"), ("2015-03", None, "b")),
        [(0, None, "a"), (2, "a", "b"), STAYS],
    ),
    "the same title again is no move": (
        (
            ("2015-01", "2015-06", "a", {"organisation": "Ant"}),
            ("2015-07", "2015-12", "a", {"organisation": "Ant"}),
            ("2016-01", None, "a", {"organisation": "Bee"}),
        ),
        [(0, None, "a"), (71, "a", None)],
    ),
}
#: The same of people seen from July 2015.
FROM_JULY = {
    "people start in the state they are in": (
        (("2015-01", "2015-05", "a"), ("2015-06", None, "b")),
        [(6, None, "b"), STAYS],
    ),
    "a move in the month in which follow-up begins is history": (
        (("2015-01", None, "a"), ("2015-07", None, "b")),
        [(6, None, "b"), STAYS],
    ),
    "and so is one before": ((("2015-01", None, "a"), ("2015-06", None, "b")), [(6, None, "b"), STAYS]),
    "but one after is not": (
        (("2015-01", None, "a"), ("2015-08", None, "b")),
        [(6, None, "a"), (7, "a", "b"), STAYS],
    ),
    "someone between jobs when follow-up begins starts there": (
        (("2015-01", "2015-03", "a"), ("2015-11", None, "b")),
        [(6, None, BETWEEN), (10, BETWEEN, "b"), STAYS],
    ),
}


@cache
def by_title():
    return paths({name: jobs for name, (jobs, _) in BY_TITLE.items()})


@cache
def from_july():
    return paths({name: jobs for name, (jobs, _) in FROM_JULY.items()}, observed_from="2015-07")


@pytest.mark.parametrize("name", BY_TITLE)
def test_the_moves_of_one_person(name):
    assert by_title()[name] == BY_TITLE[name][1]


@pytest.mark.parametrize("name", FROM_JULY)
def test_the_moves_of_one_person_seen_late(name):
    assert from_july()[name] == FROM_JULY[name][1]


class TestMainJob:
    def test_without_groups_the_moves_are_the_same(self):
        jobs, expected = BY_TITLE["a job interrupted by another is taken up again"]
        assert path(*jobs) == expected

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            # c started last in April; b is the highest; a lasts longest, 24 months
            ("latest", [(0, None, "a"), (2, "a", "b"), (3, "b", "c"), (12, "c", "a"), (24, "a", BETWEEN)]),
            ("level", [(0, None, "a"), (2, "a", "b"), (6, "b", "a"), (24, "a", BETWEEN)]),
            ("longest", [(0, None, "a"), (24, "a", BETWEEN)]),
        ],
    )
    def test_the_rule_for_the_main_job_can_be_another(self, rule, expected):
        jobs = (
            ("2015-01", "2016-12", "a", {"level": "lead"}),
            ("2015-03", "2015-06", "b", {"level": "chief"}),
            ("2015-04", "2015-12", "c", {"level": "trainee"}),
        )
        assert path(*jobs, main_job=rule)[:-1] == expected

    def test_the_same_title_at_the_same_employer_twice_in_a_row_is_one_job(self):
        """The two of a last 15 months together, more than the 12 of b; each alone is shorter."""
        jobs = (
            ("2014-12", "2015-11", "b"),
            ("2015-01", "2015-06", "a", {"organisation": "Ant"}),
            ("2015-07", "2016-03", "A ", {"organisation": "ant"}),
        )
        elsewhere = (*jobs[:2], ("2015-07", "2016-03", "a", {"organisation": "Bee"}))
        found = paths({"there": jobs, "elsewhere": elsewhere}, main_job="longest")
        assert found["there"] == [(0, None, "a"), (15, "a", BETWEEN), (15, BETWEEN, None)]
        assert found["elsewhere"][:2] == [(0, None, "b"), (11, "b", "a")]

    def test_another_employer_is_a_move_of_organisation(self):
        jobs, _ = BY_TITLE["the same title again is no move"]
        assert path(*jobs, states="organisation") == [(0, None, "Ant"), (12, "Ant", "Bee"), (71, "Bee", None)]

    def test_a_change_of_state_within_a_title_is_a_move(self):
        """Whether or not another job, years later, overlaps with the last one."""
        jobs = [(f"201{n}-01", f"201{n}-12", "a", {"level": level}) for n, level in ((5, "senior"), (6, "lead"))]
        beside = [("2016-06", "2016-07", "a", {"organisation": "Bee", "level": "lead"})]
        expected = [(0, None, "senior"), (12, "senior", "lead"), (24, "lead", BETWEEN), (24, BETWEEN, None)]
        found = paths({"alone": jobs, "beside": [*jobs, *beside]}, states="level")
        assert found == {"alone": expected, "beside": expected}


class TestGaps:
    @pytest.mark.parametrize("gap", [0, 1, 2, 3])
    def test_short_gaps_are_bridged_by_the_job_before(self, gap):
        """April and May 2015 are without a job."""
        jobs = ("2015-01", "2015-03", "a"), ("2015-06", None, "b")
        between = [(3, "a", BETWEEN), (5, BETWEEN, "b")] if gap < 2 else [(5, "a", "b")]
        assert path(*jobs, gap=gap) == [(0, None, "a"), *between, STAYS]


class TestLeaving:
    JOB = ("2015-01", "2015-06", "a")

    @pytest.mark.parametrize(
        ("after_last", "expected"),
        [
            ("exit", [(6, "a", "left")]),
            ("censor", [(6, "a", BETWEEN), (6, BETWEEN, None)]),
            ("between", [(6, "a", BETWEEN), (71, BETWEEN, None)]),
        ],
    )
    def test_after_last_says_what_the_end_of_the_last_job_means(self, after_last, expected):
        """Under censor, the month after the end is the last seen, and the job has ended in it."""
        assert path(self.JOB, after_last=after_last) == [(0, None, "a"), *expected]
        data = careers(("p", *self.JOB), OTHER)
        assert moves(ask(data, after_last=after_last)) == [(0, None, "a"), *expected]

    def test_exits_have_their_reason_and_nobody_leaves_them(self):
        people = [{"person": "p", "exited": "2015-04", "exit_reason": "retired"}, {"person": "q", "exited": "2015-09"}]
        data = careers(("p", *self.JOB), ("q", *self.JOB), OTHER, people=people)
        tally = ask(data)
        assert moves(tally) == [
            *[(0, None, "a")] * 2,
            (3, "a", "left: retired"),
            (6, "a", BETWEEN),
            (8, BETWEEN, "left"),
        ]
        assert tally.absorbing == ("left", "left: retired")

    def test_who_has_left_is_a_state_of_the_answer(self):
        people = [{"person": "p", "exited": "2015-04", "exit_reason": "retired"}, {"person": "q"}]
        data = careers(("p", *self.JOB), ("q", "2015-01", None, "a"), OTHER, people=people)
        (curve,) = estimate_occupancy(ask(data)).curves
        assert {name: point.estimate for name, point in curve.at(71).items()} == {"a": 0.5, "left: retired": 0.5}

    @pytest.mark.parametrize(("reasons", "states"), [(8, 8), (9, 1)])
    def test_more_than_eight_reasons_are_one_state(self, reasons, states):
        people = [
            {"person": f"p{n}", "exited": f"2015-0{n % 5 + 2}", "exit_reason": f"r{n}"} for n in range(1, reasons + 1)
        ]
        data = careers(*((one["person"], *self.JOB) for one in people), OTHER, people=people)
        tally = ask(data)
        assert len(tally.absorbing) == states
        left = Counter(move[2] for move in moves(tally) if move[2] != "a")
        assert sorted(left.values()) == ([9] if states == 1 else [1] * 8)
        assert states > 1 or tally.absorbing == ("left",)

    def test_whoever_leaves_in_a_month_does_nothing_else_in_it(self):
        """b starts in August 2015, the month of the exit; that July is a short gap is known."""
        jobs = self.JOB, ("2015-08", None, "b")
        people = [{"person": "p", "exited": "2015-08", "exit_reason": "died"}]
        assert path(*jobs, people=people) == [(0, None, "a"), (7, "a", "left: died")]
        earlier = [{"person": "p", "exited": "2015-09", "exit_reason": "died"}]
        assert path(*jobs, people=earlier) == [(0, None, "a"), (7, "a", "b"), (8, "b", "left: died")]

    def test_an_exit_that_was_not_observed_is_none(self):
        people = [{"person": "p", "exited": "2015-05", "observed_until": "2015-04"}]
        assert path(self.JOB, people=people) == [(0, None, "a"), (3, "a", None)]
        assert path(self.JOB, after_last="exit", observed_until="2015-06") == [(0, None, "a"), (5, "a", None)]

    def test_a_job_called_left_can_be_left(self):
        """q leaves for good and p does not, whatever the title of p's job."""
        jobs = [("p", "2015-01", "2015-06", "a"), ("p", "2015-07", "2015-12", "Left"), ("p", "2016-01", None, "b")]
        data = careers(*jobs, ("q", "2015-01", "2015-03", "a"), OTHER, people=[{"person": "q", "exited": "2015-04"}])
        tally = ask(data)
        assert tally.absorbing == ("left",)
        assert moves(tally) == [
            *[(0, None, "a")] * 2,
            (3, "a", "left"),
            (6, "a", "title: left"),
            (12, "title: left", "b"),
            STAYS,
        ]


class TestLateFollowUp:
    def test_people_start_in_the_state_they_are_in(self):
        """Seen from July 2015: a until May, b from June."""
        jobs, expected = FROM_JULY["people start in the state they are in"]
        assert path(*jobs, people=[{"person": "p", "observed_from": "2015-07"}]) == expected

    def test_of_many_moves_before_only_the_last_counts(self):
        jobs = [
            (f"2015-{month:02d}", f"2015-{month:02d}", title)
            for month, title in zip(range(1, 10), "abcabcabc", strict=True)
        ]
        assert path(*jobs, observed_from="2015-08", after_last="censor") == [
            (7, None, "b"),
            (8, "b", "c"),
            (9, "c", BETWEEN),
            (9, BETWEEN, None),
        ]

    def test_observed_until_ends_it(self):
        jobs = ("2015-01", "2015-05", "a"), ("2015-06", None, "b")
        assert path(*jobs, observed_until="2015-06") == [(0, None, "a"), (5, "a", "b"), (5, "b", None)]
        assert path(*jobs, observed_until="2015-05") == [(0, None, "a"), (4, "a", None)]

    def test_entered_restricts_to_those_who_entered_then(self):
        data = careers(("p", "2015-01", None, "a"), ("q", "2016-01", None, "a"), OTHER)
        tally = ask(data, entered="2016")
        assert moves(tally) == [(0, None, "a"), (59, "a", None)]
        assert (tally.flow.counted, tally.flow.not_in_role) == (1, 2)

    def test_nobody_counted_is_an_empty_tally(self):
        data = careers(("p", "2020-12", None, "a"), OTHER)
        tally = ask(data)
        assert (tally.table.num_rows, tally.flow.no_follow_up, tally.absorbing) == (0, 1, ())
        assert ask(data, role="title:nothing").table.column_names == ["month", "origin", "destination", "moves"]
        assert len(estimate_occupancy(tally).curves) == 1


class TestStates:
    def test_a_missing_value_is_unknown(self):
        """Neither title tells a level."""
        jobs = ("2015-01", "2015-03", "a"), ("2015-04", None, "12")
        known = ("2015-01", "2015-03", "a", {"level": "senior"}), ("2015-04", None, "12")
        found = paths({"neither": jobs, "the first is known": known}, states="level")
        assert found["neither"] == [(0, None, "unknown"), (71, "unknown", None)]
        assert found["the first is known"][:2] == [(0, None, "senior"), (3, "senior", "unknown")]
        assert path(*jobs, states="organisation") == [(0, None, "unknown"), (71, "unknown", None)]

    def test_the_rung_is_that_of_the_level(self):
        levels = ("trainee", "lead", "manager", "head", "director", "vice_president", "chief")
        jobs = [
            (f"2015-{month:02d}", f"2015-{month:02d}", "a", {"level": level, "organisation": level})
            for month, level in enumerate(levels, 1)
        ]
        assert path(*jobs, states="rung", after_last="exit") == [
            (0, None, "practitioner"),
            (2, "practitioner", "manager"),
            (4, "manager", "director"),
            (5, "director", "executive"),
            (7, "executive", "left"),
        ]

    def test_titles_are_told_apart_without_case_and_blanks(self):
        jobs = ("2015-01", "2015-03", "a  b"), ("2015-04", "2015-06", "A B"), ("2015-07", None, "a\tb")
        assert path(*jobs, role='title:"a b"') == [(0, None, "a b"), (71, "a b", None)]

    @pytest.mark.parametrize(
        ("states", "value"),
        [
            ("occupation", "2432"),
            ("function", "marketing"),
            ("specialty", "email"),
            ("level", "head"),
            ("organisation", "Ant"),
        ],
    )
    def test_any_such_column_has_states(self, states, value):
        jobs = ("2015-01", "2015-03", "12"), ("2015-04", None, "13", {states: value})
        expected = [(0, None, "unknown"), (3, "unknown", value), (71, value, None)]
        assert path(*jobs, states=states, role="title:12") == expected

    def test_labels_that_titles_tell_are_states(self):
        jobs = ("2015-01", "2015-03", "Email Marketing Manager"), ("2015-04", None, "Social Media Director")
        expected = {
            "rung": ("manager", "director"),
            "specialty": ("email", "social_media"),
            "function": ("marketing", "marketing"),
        }
        for states, (first, second) in expected.items():
            change = [(3, first, second)] if first != second else []
            role = 'title:"email marketing manager"'
            assert path(*jobs, states=states, role=role) == [(0, None, first), *change, (71, second, None)]

    def test_the_commonest_values_are_states_and_the_rest_is_other(self):
        """Of those who were ever in the role: a 3 spells, b 2, c and d 1 each; z, which others hold, is none of theirs."""
        jobs = [("p", f"201{5 + place}-01", f"201{5 + place}-12", title) for place, title in enumerate("abcda")]
        jobs += [("q", "2015-01", "2015-12", "a"), ("q", "2016-01", "2016-12", "b")]
        data = careers(*jobs, *[(f"other {n}", "2010-01", "2020-12", "z") for n in range(9)])
        one = [move for move in moves(ask(data, most_states=2)) if move[0] > 12]
        assert one == [
            (24, "b", BETWEEN),
            (24, "b", "other"),
            (24, BETWEEN, None),
            (48, "other", "a"),
            (60, "a", BETWEEN),
            (60, BETWEEN, None),
        ]
        three = ask(data, most_states=3)
        assert {move[1] for move in moves(three)} == {None, "a", "b", "c", "other", BETWEEN}, (
            "of equals the first by name"
        )
        assert "The 3 commonest values of 'title' are states of their own; 'other' is all the rest." in three.notes
        assert not any("commonest" in note for note in ask(data, most_states=4).notes)

    def test_states_are_named_in_any_case_and_others_refused(self):
        data = careers(("p", "2015-01", None, "a"), OTHER)
        assert ask(data, " Rung").states == "rung"
        with pytest.raises(
            UnknownName, match=r"'rungs' is no column whose values can be states\. Did you mean 'rung'"
        ) as refused:
            ask(data, "rungs")
        assert refused.value.do == f"use one of {', '.join(STATE_COLUMNS)}"
        with pytest.raises(InputError, match="most_states is 0"):
            ask(data, most_states=0)


class TestGroups:
    PEOPLE = ({"person": "p", "sex": "f"}, {"person": "q", "sex": "m"}, {"person": "r"})
    SPELLS = (
        ("p", "2015-01", "2015-03", "a", {"organisation": "Ant"}),
        ("p", "2015-04", None, "b", {"organisation": "Bee"}),
        ("q", "2015-01", None, "a", {"organisation": "Bee"}),
        ("r", "2015-01", None, "a"),
        OTHER,
    )

    def test_by_a_column_of_people(self):
        tally = ask(careers(*self.SPELLS, people=self.PEOPLE), by="SEX")
        assert tally.groups == ("sex",)
        assert {sex: moves(tally, sex=sex) for sex in ("f", "m", None)} == {
            "f": [(0, None, "a"), (3, "a", "b"), STAYS],
            "m": [(0, None, "a"), (71, "a", None)],
            None: [(0, None, "a"), (71, "a", None)],
        }
        assert "'sex' has no dates: it is assumed known at month 0." in tally.notes

    def test_by_a_column_of_the_spell_that_starts_the_clock(self):
        tally = ask(careers(*self.SPELLS), by="organisation")
        assert moves(tally, organisation="Ant") == [(0, None, "a"), (3, "a", "b"), STAYS]
        assert {row["organisation"] for row in tally.table.to_pylist()} == {"Ant", "Bee", None}

    def test_by_the_column_of_states_itself(self):
        tally = ask(careers(*self.SPELLS), "organisation", by="organisation")
        assert moves(tally, organisation="Ant") == [(0, None, "Ant"), (3, "Ant", "Bee"), (71, "Bee", None)]

    def test_groups_are_parts_of_the_whole(self):
        data = careers(*self.SPELLS, people=self.PEOPLE)
        assert ask(data, by="sex").regroup().table.equals(ask(data).table)

    def test_by_what_happened_later_or_by_too_many_is_refused(self):
        with pytest.raises(RefusedQuestion, match="immortal time"):
            ask(careers(*self.SPELLS, people=self.PEOPLE), by="exited")
        many = [(f"p{n}", "2015-01", None, "a", {"organisation": f"firm {n}"}) for n in range(51)]
        with pytest.raises(InputError, match="more than 50 values"):
            ask(careers(*many, OTHER), by="organisation")


class TestTally:
    SPELLS = (("p", "2015-01", "2015-03", "a"), ("q", "2015-01", "2015-06", "a"), ("q", "2015-04", None, "b"))

    def test_counts_are_of_people(self):
        assert ask(careers(*self.SPELLS, OTHER)).table.to_pylist() == [
            {"month": 0, "origin": None, "destination": "a", "moves": 2},
            {"month": 3, "origin": "a", "destination": "b", "moves": 1},
            {"month": 3, "origin": "a", "destination": BETWEEN, "moves": 1},
            {"month": 3, "origin": BETWEEN, "destination": None, "moves": 1},
            {"month": 71, "origin": "b", "destination": None, "moves": 1},
        ]

    def test_with_weights_rows_are_parted_by_fold_with_sums_beside_the_counts(self):
        people = [{"person": "p", "weight": 0.5}, {"person": "q", "weight": 2.0}, {"person": "other"}]
        tally = ask(careers(*self.SPELLS, OTHER, people=people))
        assert tally.table.column_names == ["fold", "month", "origin", "destination", "moves", "weight_moves"]
        entered = {
            row["fold"]: (row["moves"], row["weight_moves"]) for row in tally.table.to_pylist() if not row["month"]
        }
        assert entered == {fold_of("p"): (1, 0.5), fold_of("q"): (1, 2.0)}
        whole = tally.unfolded()
        plain = ask(careers(*self.SPELLS, OTHER, people=people), weight="none")
        assert moves(whole) == moves(plain)
        assert sum(whole.table["weight_moves"].to_pylist()) == 3 * 0.5 + 3 * 2.0
        assert not plain.folded
        assert not plain.weighted

    def test_disjoint_people_add(self):
        data = careers(*self.SPELLS, OTHER)
        parts = [careers(*(spell for spell in self.SPELLS if spell[0] == one), OTHER) for one in "pq"]
        first, second = (ask(part) for part in parts)
        assert (first + second).table.equals(ask(data).table)

    def test_what_is_saved_is_loaded(self, tmp_path):
        tally = ask(careers(*self.SPELLS, OTHER), after_last="exit")
        loaded = Tally.load(tally.save(tmp_path / "tally.parquet"))
        assert loaded == tally
        assert loaded.table.equals(tally.table)
        assert (loaded.absorbing, loaded.states) == (("left",), "title")

    def test_each_step_can_be_looked_at_by_itself(self):
        steps = state_steps(careers(*self.SPELLS, OTHER), parse_role("title:a"), "title", Settings())
        assert list(steps) == ["followed", "main", "told", "moves", "cells"]
        counts = {name: step.count().to_pyarrow().as_py() for name, step in steps.items()}
        assert counts == {"followed": 2, "main": 3, "told": 3, "moves": 6, "cells": 5}


# --- month by month, another way -------------------------------------------------------------------------------------

#: A role, a column of states, and what is asked beside it: everything that changes who is where.
QUESTIONS = (
    ("title:1", "rung", {}),
    ("any", "level", {"weight": "none", "by": "team"}),
    ("level:manager+", "title", {"owners": True, "gap": 0}),
    ("title:1", "level", {"main_job": "level", "gap": 3, "after_last": "exit"}),
    (
        "title:1",
        "title",
        {"main_job": "longest", "observed_from": "2015-05", "observed_until": "2016-02", "after_last": "censor"},
    ),
    ("title:1", "rung", {"clock": "career", "after_last": "between", "weight": "none"}),
    ("any", "rung", {"clock": "calendar", "entered": "2015-03..2015-10"}),
    ("level:manager+", "rung", {"clock": "age", "weight": "none"}),
)


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


# people are small enough to look at as they are drawn; the first draw is of the simplest
@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE, after_last=st.sampled_from(AFTER_LAST))
def test_moves_are_those_from_month_to_month(drawn, people, question, after_last):
    role, states, asked = question
    asked = Settings(**asked)
    people = people_of(people)

    def steps(data):
        return state_steps(data, parse_role(role), states, asked)

    found, followed, cells = drawn.ask(steps, people, "moves", "followed", "cells", after_last=after_last)
    expected, reasons = state_moves(people, role, states, asked, after_last)
    assert Counter(row["reason"] for row in followed) == reasons
    moved = {}
    for row in sorted(found, key=lambda row: (row["month"], row["destination"] is None, row["origin"] is not None)):
        split = (row["group_value"], row.get("fold"), row.get("weight"))
        one = moved.setdefault(row["person"], (*split, []))
        assert one[:3] == split
        one[3].append((row["month"], row["origin"], row["destination"]))
    for person in people:
        assert moved.get(person.name) == expected.get(person.name), person
    counted = Counter()
    for group, fold, weight, all_moves in expected.values():
        for move in all_moves:
            counted[(group, fold, *move)] += 1
            counted["weight", group, fold, *move] += weight or 0.0
    for row in cells:
        key = (row["group_value"], row.get("fold"), row["month"], row["origin"], row["destination"])
        assert row["moves"] == counted.pop(key)
        assert row.get("weight_moves", 0.0) == counted.pop(("weight", *key))
    assert not counted
