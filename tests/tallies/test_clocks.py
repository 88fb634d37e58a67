"""Clocks of a first passage and of states: what time is measured from, and when people join those at risk."""

from __future__ import annotations

import pytest
from tests.tallies.small import OTHER, adds_up, careers

from outgrow.errors import InputError
from outgrow.estimates import estimate_occupancy, estimate_reach
from outgrow.settings import CLOCKS, Settings
from outgrow.tallies import first_passage, state_tally
from outgrow.titles.roles import parse_role

JANUARY_2015 = 2015 * 12
ENTRY, REACHED, CENSORED = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1)
#: First job in 2014-01; in the role from 2015-01; the target in 2015-07.
CAREER = (("p", "2014-01", "2014-12", "c"), ("p", "2015-01", "2015-06", "a"), ("p", "2015-07", None, "b"))


def ask(data, clock, role="title:a", **asked):
    tally = first_passage(data, parse_role(role), [parse_role("title:b")], Settings(clock=clock, **asked))
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    rows = tally.table.to_pylist()
    assert sum(row["entries"] for row in rows) == tally.flow.counted
    return tally


def months(tally):
    """{month: (entries, reached, exits, censored)}."""
    rows = tally.table.to_pylist()
    return {row["month"]: (row["entries"], row["reached"], row["exits"], row["censored"]) for row in rows}


def moves(data, clock, **asked):
    tally = adds_up(state_tally(data, parse_role("title:a"), "title", Settings(clock=clock, **asked)), data)
    rows = sorted(tally.table.to_pylist(), key=lambda row: (row["month"], row["destination"] is None))
    return [(row["month"], row["origin"], row["destination"]) for row in rows for _ in range(row["moves"])]


class TestRole:
    def test_is_the_clock_unless_another_is_asked_for(self):
        data = careers(*CAREER, OTHER)
        assert months(ask(data, "role")) == {0: ENTRY, 6: REACHED}
        assert Settings().clock == "role"
        assert ask(data, "role").notes == ()


class TestCareer:
    def test_time_runs_from_the_first_job_and_risk_from_entry_into_the_role(self):
        """Twelve months before the role; the target half a year after."""
        data = careers(*CAREER, OTHER)
        assert months(ask(data, "career")) == {12: ENTRY, 18: REACHED}
        assert moves(data, "career") == [(12, None, "a"), (18, "a", "b"), (83, "b", None)]

    def test_the_first_job_may_be_the_role(self):
        data = careers(*CAREER[1:], OTHER)
        assert months(ask(data, "career")) == {0: ENTRY, 6: REACHED}

    def test_the_first_job_is_that_of_all_jobs_even_before_follow_up(self):
        data = careers(*CAREER, OTHER, people=[{"person": "p", "observed_from": "2015-04"}])
        assert months(ask(data, "career")) == {15: ENTRY, 18: REACHED}

    def test_whoever_held_the_target_before_entry_is_already_there(self):
        data = careers(("p", "2013-01", "2013-02", "b"), *CAREER, OTHER)
        assert ask(data, "career").flow.already_there == 1

    def test_entered_is_about_the_role(self):
        data = careers(*CAREER, OTHER)
        assert ask(data, "career", entered="2015").flow.counted == 1
        assert ask(data, "career", entered="2014").flow.counted == 0

    def test_the_note_says_it(self):
        (note,) = ask(careers(*CAREER, OTHER), "career").notes
        assert note == "Time is measured from the first job. People join those at risk when they enter the role."


class TestCalendar:
    def test_months_of_the_tally_are_those_of_the_calendar(self):
        data = careers(*CAREER, OTHER)
        assert months(ask(data, "calendar")) == {JANUARY_2015: ENTRY, JANUARY_2015 + 6: REACHED}
        assert moves(data, "calendar") == [
            (JANUARY_2015, None, "a"),
            (JANUARY_2015 + 6, "a", "b"),
            (JANUARY_2015 + 71, "b", None),
        ]

    def test_tallies_of_other_people_add_on_the_same_calendar(self):
        later = (("q", "2016-01", None, "a"), ("q", "2016-06", None, "b"))
        both = careers(*CAREER, *later, OTHER)
        parts = [ask(careers(*part, OTHER), "calendar") for part in (CAREER, later)]
        assert (parts[0] + parts[1]).table.equals(ask(both, "calendar").table)

    def test_curves_count_from_the_first_month_in_which_anyone_is_at_risk(self):
        """Enough at risk a year after the first entry: q and p since 2015-01 and 2016-01."""
        data = careers(
            *CAREER[1:2], ("p", "2016-08", None, "b"), ("q", "2016-01", None, "a"), ("q", "2016-06", None, "b"), OTHER
        )
        result = estimate_reach(ask(data, "calendar", start_at_risk=2))
        (curve,) = result.curves
        assert result.origin == "2015-01"
        assert curve.starts_at == 12
        assert curve.months.tolist() == [17, 19]
        assert curve.estimate.tolist() == [0.5, 1.0]
        assert result.as_json()["origin"] == "2015-01"

    def test_occupancy_too(self):
        data = careers(*CAREER, OTHER)
        tally = state_tally(data, parse_role("title:a"), "title", Settings(clock="calendar"))
        result = estimate_occupancy(tally)
        assert result.origin == "2015-01"
        assert result.curves[0].months.tolist() == [6, 71]

    def test_other_clocks_have_no_origin(self):
        for clock in set(CLOCKS) - {"calendar"}:
            assert estimate_reach(ask(careers(*CAREER, OTHER), clock)).origin is None

    def test_nobody_at_risk_is_no_origin(self):
        result = estimate_reach(ask(careers(OTHER), "calendar"))
        assert result.origin is None
        assert result.flow.counted == 0


class TestAge:
    @pytest.mark.parametrize(("birth", "age"), [("1990-01", 300), ("1989-11", 302), ("1990", 300)])
    def test_time_runs_from_birth_and_a_year_alone_is_its_january(self, birth, age):
        data = careers(*CAREER, OTHER, people=[{"person": "p", "birth": birth}])
        assert months(ask(data, "age")) == {age: ENTRY, age + 6: REACHED}
        assert moves(data, "age") == [(age, None, "a"), (age + 6, "a", "b"), (age + 71, "b", None)]

    @pytest.mark.parametrize("birth", [None, "2015-02"])
    def test_whoever_has_no_birth_before_entry_has_no_follow_up(self, birth):
        data = careers(*CAREER, OTHER, people=[{"person": "p", "birth": birth}])
        for found in (ask(data, "age"), state_tally(data, parse_role("title:a"), "title", Settings(clock="age"))):
            assert (found.flow.counted, found.flow.no_follow_up, found.flow.not_in_role) == (0, 1, 1)
        assert ask(data, "role").flow.counted == 1

    def test_careers_without_a_table_of_people_have_no_births(self):
        assert ask(careers(*CAREER, OTHER), "age").flow.no_follow_up == 1

    def test_whoever_held_the_target_is_already_there_whatever_their_age(self):
        data = careers(("p", "2013-01", "2013-02", "b"), *CAREER, OTHER)
        assert ask(data, "age").flow.already_there == 1


class TestStart:
    #: Ten enter the role at the same month, each with one more year of other work behind them.
    TEN = tuple(
        job
        for n in range(10)
        for job in ((f"p{n}", f"20{10 - n:02d}-01", "2010-12", "c"), (f"p{n}", "2011-01", None, "a"))
    )

    @pytest.mark.parametrize(("least", "starts"), [(1, 12), (2, 24), (10, 120)])
    def test_a_curve_starts_once_enough_are_at_risk(self, least, starts):
        """On the clock of careers they come to be at risk after 12, 24, ... 120 months."""
        (curve,) = estimate_reach(ask(careers(*self.TEN, OTHER), "career", start_at_risk=least)).curves
        assert (curve.starts_at, curve.people) == (starts, 10)

    def test_without_enough_there_is_none(self):
        (curve,) = estimate_reach(ask(careers(*self.TEN, OTHER), "career", start_at_risk=11)).curves
        assert (curve.starts_at, curve.people) == (None, 0)

    def test_on_the_clock_of_the_role_everyone_is_at_risk_from_the_start(self):
        (curve,) = estimate_reach(ask(careers(*self.TEN, OTHER), "role", start_at_risk=11)).curves
        assert (curve.starts_at, curve.people) == (0, 10)


def test_an_unknown_clock_is_refused():
    with pytest.raises(InputError, match=r"clock is 'carrer'\. Did you mean 'career'"):
        Settings(clock="carrer")
