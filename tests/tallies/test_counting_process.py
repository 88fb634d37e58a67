"""Rows of (start, stop, state): by hand, and enough to make outgrow's own curves again by another way."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict

import numpy as np
import pytest
from tests.tallies.small import OTHER, careers, many

import outgrow
from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates import estimate_occupancy, estimate_reach
from outgrow.settings import Settings
from outgrow.tallies import counting_process_passage, counting_process_states, first_passage, state_tally
from outgrow.titles.roles import parse_role

ROLE, TARGET = parse_role("title:a"), parse_role("title:b")
#: p reaches the target and moves on, q leaves, r is last seen in the role, s after it.
SPELLS = (
    ("p", "2015-01", "2015-03", "a"),
    ("p", "2015-07", None, "b"),
    ("q", "2015-01", "2015-06", "a"),
    ("r", "2015-01", None, "a"),
    ("s", "2015-01", "2015-06", "a"),
    OTHER,
)
PEOPLE = (
    {"person": "p", "sex": "f"},
    {"person": "q", "sex": "m", "exited": "2015-07", "exit_reason": "retired"},
    {"person": "r", "sex": "f", "observed_from": "2015-04"},
    {"person": "s", "sex": "m"},
)
BETWEEN = "between jobs"


def passage(data, toward=TARGET, **asked):
    return counting_process_passage(data, ROLE, toward, Settings(**asked))


def states(data, column="title", role=ROLE, **asked):
    return counting_process_states(data, role, column, Settings(**asked))


def rows(process, *more):
    """(start, stop, from, state), then `more`, of every row in the order of the table."""
    return [tuple(row[name] for name in ("start", "stop", "from", "state", *more)) for row in process.table.to_pylist()]


class TestPassage:
    def test_a_row_for_each_person_says_how_they_stopped_waiting(self):
        process = passage(careers(*SPELLS, people=PEOPLE))
        assert sorted(rows(process)) == [
            (0, 6, "waiting", "censored"),
            (0, 6, "waiting", "left"),
            (0, 6, "waiting", "reached"),
            (3, 71, "waiting", "censored"),
        ]
        assert process.states == ("waiting", "reached", "left")
        assert process.table.column_names == ["id", "start", "stop", "from", "state"]

    def test_states_that_nobody_comes_to_are_left_out(self):
        assert passage(careers(*SPELLS), toward=parse_role("title:nothing")).states == ("waiting",)

    def test_whoever_is_not_counted_has_no_row(self):
        """p held the target before; r is not seen after entry."""
        data = careers(("p", "2014-01", "2014-02", "b"), *SPELLS, people=[{"person": "r", "observed_until": "2015-01"}])
        assert sorted(rows(passage(data))) == [(0, 6, "waiting", "censored")] * 2


class TestStates:
    def test_a_row_for_each_time_in_a_state(self):
        process = states(careers(*SPELLS, people=PEOPLE))
        assert sorted(rows(process)) == sorted(
            [
                (0, 3, "a", BETWEEN),
                (3, 6, BETWEEN, "b"),
                (6, 71, "b", "censored"),
                (0, 6, "a", "left: retired"),
                (3, 71, "a", "censored"),
                (0, 6, "a", BETWEEN),
            ]
        )
        assert process.states == ("a", "b", BETWEEN, "left: retired")

    def test_no_time_is_spent_in_a_state_first_held_when_last_seen(self):
        """s is between jobs in the month in which follow-up ends, and in no row after."""
        process = states(careers(*SPELLS, people=PEOPLE))
        by_id = defaultdict(list)
        for row in process.table.to_pylist():
            assert row["start"] < row["stop"]
            by_id[row["id"]].append(row)
        assert all(
            row["state"] != BETWEEN or row["stop"] == 3 or len(by_id[row["id"]]) == 1
            for row in process.table.to_pylist()
        )
        for one in by_id.values():
            for before, after in itertools.pairwise(one):
                assert (before["stop"], before["state"]) == (after["start"], after["from"])

    @pytest.mark.parametrize(("reasons", "ends"), [(8, 8), (9, 1)])
    def test_too_many_reasons_are_one_state_as_in_the_tally(self, reasons, ends):
        people = [{"person": f"p{n}", "exited": "2015-04", "exit_reason": f"r{n}"} for n in range(reasons)]
        data = careers(*((one["person"], "2015-01", None, "a") for one in people), OTHER, people=people)
        process, tally = states(data), state_tally(data, ROLE, "title")
        assert len(process.states) == 1 + ends
        assert process.states[1:] == tally.absorbing

    def test_the_commonest_values_are_those_of_the_tally(self):
        data = careers(*SPELLS)
        process = counting_process_states(data, ROLE, "title", most_states=1)
        assert set(process.states) == {"a", "other", BETWEEN}


class TestPeople:
    def test_no_name_of_a_person_is_in_the_table(self):
        """Nor can it be told from the number: people who are numbers, in order of their names, have others."""
        data = careers(*((n, "2015-01", f"{2020 - n}-12", "a") for n in range(1, 6)), (99, *OTHER[1:]))
        for process in (passage(data), states(data)):
            numbers = {row["stop"]: row["id"] for row in process.table.to_pylist()}
            assert sorted(numbers.values()) == [1, 2, 3, 4, 5]
            assert [numbers[(6 - n) * 12] for n in range(1, 6)] != [1, 2, 3, 4, 5]
        assert "person" not in passage(careers(*SPELLS)).table.column_names

    def test_each_person_has_one_number(self):
        process = states(careers(*SPELLS, people=PEOPLE))
        ids = process.table["id"].to_pylist()
        assert sorted(set(ids)) == [1, 2, 3, 4]
        assert sorted(ids.count(number) for number in set(ids)) == [1, 1, 1, 3]

    def test_groups_and_weights_stand_beside(self):
        people = [{**person, "weight": 0.5 + place} for place, person in enumerate(PEOPLE[:3])]
        data = careers(*SPELLS, people=[*people, {"person": "s", "sex": "m"}])
        process = passage(data, by="sex")
        assert sorted(rows(process, "group", "weight")) == [
            (0, 6, "waiting", "left", "m", 1.5),
            (0, 6, "waiting", "reached", "f", 0.5),
            (3, 71, "waiting", "censored", "f", 2.5),
        ]
        assert any("weighted" in note for note in process.notes)
        moved = states(data, by="sex")
        assert {row[-2:] for row in rows(moved, "group", "weight")} == {("m", 1.5), ("f", 0.5), ("f", 2.5)}

    def test_groups_are_refused_as_in_a_tally(self):
        with pytest.raises(RefusedQuestion, match="immortal time"):
            passage(careers(*SPELLS, people=PEOPLE), by="exit_reason")
        many_firms = [(f"p{n}", "2015-01", None, "a", {"organisation": f"firm {n}"}) for n in range(51)]
        for ask in (passage, states):
            with pytest.raises(InputError, match="more than 50 values"):
                ask(careers(*many_firms, OTHER), by="organisation")

    def test_nobody_is_no_row(self):
        data = careers(OTHER)
        for process in (passage(data), states(data)):
            assert process.table.num_rows == 0
            assert process.table.column_names == ["id", "start", "stop", "from", "state"]


# --- the same curves from the rows -------------------------------------------------------------------------------------


def aalen_johansen(table, starts_at=0):
    """{month: {state: chance}} from rows, by who is at risk in each month: start < month <= stop."""
    table = [
        {**row, "start": max(row["start"], starts_at), "weight": row.get("weight", 1.0)}
        for row in table
        if row["stop"] > starts_at
    ]
    first = [row for row in table if row["start"] == starts_at]
    chance = defaultdict(float)
    for row in first:
        chance[row["from"]] += row["weight"] / sum(row["weight"] for row in first)
    found = {}
    for month in sorted({row["stop"] for row in table}):
        at_risk = defaultdict(float)
        for row in table:
            if row["start"] < month <= row["stop"]:
                at_risk[row["from"]] += row["weight"]
        after = dict(chance)
        for row in table:
            if row["stop"] == month and row["state"] != "censored":
                moved = chance[row["from"]] * row["weight"] / at_risk[row["from"]]
                after[row["state"]] = after.get(row["state"], 0.0) + moved
                after[row["from"]] -= moved
        chance = defaultdict(float, after)
        found[month] = dict(chance)
    return found


def assert_curve(curve, table):
    """A curve of reach is what rows give."""
    found = aalen_johansen(table, curve.starts_at)
    assert curve.months.tolist() == sorted(found)
    expected = [found[month].get("reached", 0.0) for month in curve.months.tolist()]
    np.testing.assert_allclose(curve.estimate, expected, atol=1e-12)


def assert_curves(curves, table):
    """Curves of occupancy are what rows give; who is first in a state when last seen changes no chance."""
    found = aalen_johansen(table, curves.starts_at)
    assert set(found) <= set(curves.months.tolist())
    for place, month in enumerate(curves.months.tolist()):
        expected = found.get(month) or found[max(m for m in found if m <= month)]
        np.testing.assert_allclose(
            curves.estimate[place], [expected.get(state, 0.0) for state in curves.states], atol=1e-12
        )


@pytest.fixture(scope="module")
def nlsy():
    return outgrow.read_careers("nlsy")


@pytest.mark.parametrize(
    "asked", [{}, {"by": "ethnicity"}, {"clock": "calendar"}, {"after_last": "exit", "observed_from": "1982-06"}]
)
def test_rows_of_nlsy_give_its_reach(nlsy, asked):
    role, target = parse_role("title:sales"), parse_role("title:managers")
    asked = Settings(**asked)
    tally = first_passage(nlsy, role, [target], asked)
    process = counting_process_passage(nlsy, role, target, asked)
    table = process.table.to_pylist()
    assert len(table) == tally.flow.counted
    # months of the calendar in both
    result = estimate_reach(dataclasses.replace(tally, settings=dataclasses.replace(asked, clock="role")))
    for curve in result.curves:
        group = None if curve.group is None else curve.group["ethnicity"]
        assert_curve(curve, [row for row in table if row.get("group") == group])


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"by": "ethnicity", "gap": 0},
        {"clock": "calendar", "main_job": "longest"},
        {"observed_from": "1982-06", "after_last": "exit"},
    ],
)
@pytest.mark.parametrize("role", ["any", "title:sales"])
def test_rows_of_nlsy_give_its_occupancy(nlsy, role, asked):
    asked = Settings(**asked)
    tally = state_tally(nlsy, parse_role(role), "title", asked)
    table = counting_process_states(nlsy, parse_role(role), "title", asked).table.to_pylist()
    assert len({row["id"] for row in table}) == tally.flow.counted
    result = estimate_occupancy(dataclasses.replace(tally, settings=dataclasses.replace(asked, clock="role")))
    for curves in result.curves:
        group = None if curves.group is None else curves.group["ethnicity"]
        assert_curves(curves, [row for row in table if row.get("group") == group])


def test_rows_with_weights_give_weighted_curves():
    data = many()
    (curve,) = estimate_reach(first_passage(data, ROLE, [TARGET])).curves
    assert_curve(curve, passage(data).table.to_pylist())
    (curves,) = estimate_occupancy(state_tally(data, ROLE, "title")).curves
    assert_curves(curves, states(data).table.to_pylist())
    plain = estimate_occupancy(state_tally(data, ROLE, "title", Settings(weight="none"))).curves[0]
    assert np.abs(plain.estimate - curves.estimate).max() > 0.01
    assert_curves(plain, states(data, weight="none").table.to_pylist())
