"""Who is followed, from when to when, and who counts: first-passage tallies of careers small enough to count by hand."""

from __future__ import annotations

import datetime
import functools

import pyarrow as pa
import pytest

import outgrow
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.settings import Settings
from outgrow.tallies import first_passage, first_passage_steps
from outgrow.titles.roles import parse_role

TODAY = datetime.date(2021, 1, 15)


@functools.cache
def _read(spells, people, after_last):
    def table(rows):
        names = {name: None for row in rows for name, _ in row}
        return pa.table({name: pa.array([dict(row).get(name) for row in rows], pa.string()) for name in names})

    return outgrow.read_careers(
        table(spells), people=table(people) if people else None, after_last=after_last, today=TODAY
    )


def careers(*spells, people=(), after_last=None):
    """Careers of spells (person, start, end, title) with others by name, and of people by name."""
    rows = []
    for spell in spells:
        more = spell[4] if len(spell) > 4 else {}
        rows.append(tuple(dict(zip(("person", "start", "end", "title"), spell[:4], strict=True), **more).items()))
    return _read(tuple(rows), tuple(tuple(person.items()) for person in people), after_last)


def ask(data, role="title:a", toward="title:b", **settings):
    """The tally; whatever was asked, the steps of the flow sum to the people read."""
    targets = [toward] if isinstance(toward, str) else toward
    tally = first_passage(data, parse_role(role), [parse_role(text) for text in targets], Settings(**settings))
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    assert min(flow.values()) >= 0
    rows = tally.table.to_pylist()
    assert tally.flow.counted * len(tally.toward) == sum(row["entries"] for row in rows)
    assert sum(row["entries"] for row in rows) == sum(row["reached"] + row["exits"] + row["censored"] for row in rows)
    return tally


def months(tally, **where):
    """{month: (entries, reached, exits, censored)} of the rows that have the values of `where`."""
    rows = [row for row in tally.table.to_pylist() if all(row[name] == value for name, value in where.items())]
    counts = {row["month"]: (row["entries"], row["reached"], row["exits"], row["censored"]) for row in rows}
    assert len(counts) == len(rows)
    return counts


ENTRY, REACHED, EXIT, CENSORED = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)
#: Somebody outside the role, whose job ends with the data in 2020-12: month 71 from 2015-01.
OTHER = ("other", "2010-01", "2020-12", "c")


class TestMonths:
    def test_time_is_month_minus_month_of_zero(self):
        data = careers(("p", "2015-01", "2015-12", "a"), ("p", "2016-03", None, "b"), OTHER)
        assert months(ask(data)) == {0: ENTRY, 14: REACHED}

    @pytest.mark.parametrize(("after_last", "what"), [("exit", EXIT), ("censor", CENSORED)])
    def test_leaving_happens_in_the_month_after_the_end(self, after_last, what):
        data = careers(("p", "2015-01", "2015-06", "a"), OTHER)
        assert months(ask(data, after_last=after_last)) == {0: ENTRY, 6: what}

    def test_a_job_from_january_to_january_lasts_one_month(self):
        data = careers(("p", "2015-01", "2015-01", "a"), OTHER)
        assert months(ask(data, after_last="exit")) == {0: ENTRY, 1: EXIT}

    def test_observed_until_is_the_last_month_observed(self):
        """Reached in that month counts; the same job a month later could not have been seen."""
        spells = ("p", "2015-01", None, "a")
        data = careers(spells, ("p", "2015-08", None, "b"), people=[{"person": "p", "observed_until": "2015-08"}])
        assert months(ask(data)) == {0: ENTRY, 7: REACHED}
        data = careers(spells, people=[{"person": "p", "observed_until": "2015-08"}])
        assert months(ask(data)) == {0: ENTRY, 7: CENSORED}

    def test_in_the_same_month_events_and_censorings_are_both_counted_there(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            ("p", "2015-08", None, "b"),
            ("q", "2014-01", "2014-07", "a"),
            ("r", "2013-01", None, "a"),
            people=[{"person": "q"}, {"person": "r", "exited": "2013-08"}],
        )
        assert months(ask(data)) == {0: (3, 0, 0, 0), 7: (0, 1, 1, 1)}

    def test_a_target_reached_in_the_month_of_an_exit_counts_first(self):
        data = careers(
            ("p", "2015-01", "2015-07", "a"),
            ("p", "2015-08", None, "b"),
            people=[{"person": "p", "exited": "2015-08"}],
        )
        assert months(ask(data)) == {0: ENTRY, 7: REACHED}

    def test_someone_seen_only_from_a_month_on_is_at_risk_after_it(self):
        people = [{"person": "p", "observed_from": "2015-07"}]
        data = careers(("p", "2015-01", None, "a"), ("p", "2015-08", None, "b"), people=people)
        assert months(ask(data)) == {6: ENTRY, 7: REACHED}

    def test_days_order_only_what_happens_inside_a_month(self):
        data = careers(("p", "2015-01-31", None, "a"), ("p", "2015-02-01", None, "b"))
        assert months(ask(data)) == {0: ENTRY, 1: REACHED}

    def test_year_only_dates_are_read_as_january_and_december_and_reported(self):
        data = careers(("p", "2015", "2016", "a"), OTHER)
        tally = ask(data, after_last="exit")
        assert months(tally) == {0: ENTRY, 24: EXIT}
        assert tally.careers.imprecise == 1
        assert "have a date known to the year only" in tally.careers.imprecise_note[0]

    def test_a_year_of_follow_up_starts_in_january_and_ends_in_december(self):
        people = [{"person": "p", "observed_from": "2015", "observed_until": "2016"}]
        data = careers(("p", "2014-07", None, "a"), people=people)
        assert months(ask(data)) == {6: ENTRY, 29: CENSORED}


class TestFollowing:
    def test_whoever_holds_an_ongoing_job_is_followed_to_the_last_month_of_the_data(self):
        data = careers(("p", "2015-01", None, "a"), ("other", "2010-01", "2015-10", "c"))
        assert data.facts.last_month == "2015-10"
        assert months(ask(data)) == {0: ENTRY, 9: CENSORED}

    def test_the_last_month_can_be_a_start(self):
        data = careers(("p", "2015-01", None, "a"), ("other", "2015-12", None, "c"))
        assert months(ask(data)) == {0: ENTRY, 11: CENSORED}

    def test_a_future_date_is_a_fault_and_no_last_month(self):
        data = careers(("p", "2015-01", None, "a"), ("q", "2015-01", "2021-02", "a"), ("other", "2010", "2015-10", "c"))
        tally = ask(data)
        assert months(tally) == {0: ENTRY, 9: CENSORED}
        assert tally.flow.quarantined == 1

    def test_an_ongoing_job_beside_one_that_ended_is_ongoing(self):
        data = careers(("p", "2015-01", "2015-06", "a"), ("p", "2014-01", None, "c"), OTHER)
        assert months(ask(data, after_last="exit")) == {0: ENTRY, 71: CENSORED}

    @pytest.mark.parametrize(
        ("after_last", "expected"),
        [("exit", {0: ENTRY, 6: EXIT}), ("between", {0: ENTRY, 71: CENSORED}), ("censor", {0: ENTRY, 6: CENSORED})],
    )
    def test_after_last_says_what_the_end_of_the_last_job_means(self, after_last, expected):
        data = careers(("p", "2015-01", "2015-06", "a"), OTHER)
        assert months(ask(data, after_last=after_last)) == expected

    @pytest.mark.parametrize("after_last", ["exit", "between", "censor"])
    def test_without_a_setting_the_source_says_it(self, after_last):
        data = careers(("p", "2015-01", "2015-06", "a"), OTHER, after_last=after_last)
        tally = ask(data)
        assert months(tally) == months(ask(data, after_last=after_last))
        assert tally.settings.after_last is None

    def test_resumes_are_censored_after_their_last_job(self):
        data = careers(("p", "2015-01", "2015-06", "a"), OTHER)
        assert data.after_last == "censor"
        assert months(ask(data)) == {0: ENTRY, 6: CENSORED}

    @pytest.mark.parametrize("source", ["exit", "between", "censor"])
    def test_people_with_their_own_observed_until_are_followed_through_it_whatever_the_source(self, source):
        data = careers(
            ("p", "2015-01", "2015-06", "a"),
            ("q", "2015-01", None, "a"),
            people=[{"person": "p", "observed_until": "2016-03"}, {"person": "q", "observed_until": "2016-05"}],
            after_last=source,
        )
        assert months(ask(data)) == {0: (2, 0, 0, 0), 14: CENSORED, 16: CENSORED}

    def test_people_without_their_own_observed_until_are_followed_as_the_source_says(self):
        data = careers(
            ("p", "2015-01", "2015-06", "a"),
            ("q", "2015-01", "2015-06", "a"),
            people=[{"person": "p", "observed_until": "2016-03"}, {"person": "q"}],
            after_last="exit",
        )
        assert months(ask(data)) == {0: (2, 0, 0, 0), 6: EXIT, 14: CENSORED}

    def test_a_setting_holds_for_people_with_their_own_observed_until_too(self):
        people = [{"person": "p", "observed_until": "2016-03"}]
        data = careers(("p", "2015-01", "2015-06", "a"), people=people)
        assert months(ask(data, after_last="exit")) == {0: ENTRY, 6: EXIT}
        assert months(ask(data, after_last="censor")) == {0: ENTRY, 6: CENSORED}

    def test_an_exit_after_observed_until_was_not_observed(self):
        data = careers(
            ("p", "2015-01", "2015-06", "a"),
            ("q", "2015-01", None, "a"),
            people=[
                {"person": "p", "observed_until": "2015-06"},
                {"person": "q", "observed_until": "2015-06", "exited": "2015-07"},
            ],
        )
        assert months(ask(data, after_last="exit")) == {0: (2, 0, 0, 0), 5: (0, 0, 0, 2)}

    @pytest.mark.parametrize("after_last", ["exit", "between", "censor", None])
    def test_exited_is_the_month_of_the_exit_itself_whatever_else(self, after_last):
        data = careers(
            *((person, "2015-01", end, "a") for person, end in zip("pqr", ("2015-06", "2015-12", None), strict=True)),
            OTHER,
            people=[{"person": person, "exited": "2015-10"} for person in "pqr"],
        )
        assert months(ask(data, after_last=after_last)) == {0: (3, 0, 0, 0), 9: (0, 0, 3, 0)}

    def test_someone_between_jobs_is_still_at_risk(self):
        data = careers(("p", "2015-01", "2015-03", "a"), ("p", "2017-01", None, "b"), OTHER)
        for after_last in ("exit", "between", "censor"):
            assert months(ask(data, after_last=after_last)) == {0: ENTRY, 24: REACHED}

    def test_reach_uses_any_spell_side_jobs_too(self):
        data = careers(("p", "2015-01", None, "a"), ("p", "2015-03", "2015-04", "b", {"marks": "side"}))
        assert months(ask(data)) == {0: ENTRY, 2: REACHED}

    def test_the_clock_starts_at_the_first_entry(self):
        data = careers(("p", "2015-01", "2015-03", "a"), ("p", "2016-01", "2016-03", "a"), ("p", "2016-05", None, "b"))
        assert months(ask(data)) == {0: ENTRY, 16: REACHED}

    def test_any_starts_the_clock_with_the_first_spell(self):
        data = careers(("p", "2015-01", "2015-03", "c"), ("p", "2016-01", None, "b"), OTHER)
        assert months(ask(data, role="any")) == {0: (2, 0, 0, 0), 12: REACHED, 132: CENSORED}

    def test_observed_from_and_until_hold_for_everyone(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            ("q", "2015-03", None, "a"),
            ("r", "2015-05", None, "a"),
            ("r", "2015-07", None, "b"),
            OTHER,
        )
        tally = ask(data, observed_from="2015-04", observed_until="2015-06")
        assert months(tally) == {0: ENTRY, 1: (1, 0, 0, 1), 3: (1, 0, 0, 1), 5: CENSORED}
        assert ask(data, observed_from="2015-06", observed_until="2015-07").flow.counted == 3

    def test_observed_from_and_until_are_on_top_of_what_is_known_of_each_person(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            people=[{"person": "p", "observed_from": "2015-03", "observed_until": "2015-11"}],
        )
        assert months(ask(data, observed_from="2015-02", observed_until="2015-12")) == {2: ENTRY, 10: CENSORED}
        assert months(ask(data, observed_from="2015-04", observed_until="2015-10")) == {3: ENTRY, 9: CENSORED}

    def test_a_year_of_observed_until_is_its_december(self):
        data = careers(("p", "2015-01", None, "a"), OTHER)
        assert months(ask(data, observed_until="2016")) == {0: ENTRY, 23: CENSORED}

    def test_an_exit_after_the_months_asked_for_is_not_seen(self):
        data = careers(("p", "2015-01", "2015-06", "a"), OTHER)
        assert months(ask(data, after_last="exit", observed_until="2015-07")) == {0: ENTRY, 6: EXIT}
        assert months(ask(data, after_last="exit", observed_until="2015-06")) == {0: ENTRY, 5: CENSORED}

    def test_careers_collected_one_by_one_end_each_at_its_own_last_date(self):
        data = careers(("p", "2014-01", "2015-04", "c"), ("p", "2015-01", None, "a"), OTHER)
        role, target = parse_role("title:a"), parse_role("title:b")
        tally = first_passage(data, role, [target], Settings(), ongoing="own")
        assert months(tally) == {0: ENTRY, 3: CENSORED}
        assert months(ask(data)) == {0: ENTRY, 71: CENSORED}


class TestWhoCounts:
    def flow(self, data, **asked):
        flow = ask(data, **asked).flow.as_json()
        return {name: people for name, people in flow.items() if people and name != "read"}

    def test_whoever_held_the_target_in_or_before_month_0_is_already_there(self):
        held = {"p": "2014-06", "q": "2014-12", "r": "2015-01", "s": "2015-02"}
        data = careers(
            *((person, "2015-01", None, "a") for person in held),
            *((person, month, month, "b") for person, month in held.items()),
        )
        assert self.flow(data) == {"already_there": 3, "counted": 1}
        assert months(ask(data)) == {0: ENTRY, 1: REACHED}

    def test_however_they_returned(self):
        data = careers(("p", "2005-01", "2006-01", "b"), ("p", "2015-01", "2016-01", "a"), ("p", "2017-01", None, "b"))
        assert self.flow(data) == {"already_there": 1}

    def test_whoever_held_it_before_follow_up_began_was_never_at_risk(self):
        held = {"p": "2015-06", "q": "2015-07", "r": "2015-08"}
        spells = [
            *((person, "2015-01", None, "a") for person in held),
            *((person, month, None, "b") for person, month in held.items()),
        ]
        own = careers(*spells, people=[{"person": person, "observed_from": "2015-07"} for person in held])
        for data, asked in ((own, {}), (careers(*spells), {"observed_from": "2015-07"})):
            assert self.flow(data, **asked) == {"already_there": 2, "counted": 1}
            assert months(ask(data, **asked)) == {6: ENTRY, 7: REACHED}

    def test_spells_before_observed_from_count_as_history(self):
        """The role was entered before follow-up: time in it goes back to the entry, time at risk does not."""
        people = [{"person": "p", "observed_from": "2018-01"}]
        data = careers(("p", "2015-01", "2016-01", "a"), ("p", "2018-05", None, "b"), people=people)
        assert months(ask(data)) == {36: ENTRY, 40: REACHED}

    def test_whoever_never_entered_the_role_is_not_in_it(self):
        data = careers(("p", "2015-01", None, "b"), people=[{"person": "p"}, {"person": "without any spell"}])
        assert self.flow(data) == {"not_in_role": 2}

    @pytest.mark.parametrize(
        ("entered", "counted"),
        [
            ("2015", "qr"),
            ("2015..2016", "qrs"),
            ("2015-02..", "rs"),
            ("..2014", "p"),
            ("..2015-01", "pq"),
            ("2015-12", "r"),
            ("2015-02..2015-11", ""),
        ],
    )
    def test_entered_restricts_to_those_who_entered_then(self, entered, counted):
        starts = {"p": "2014-12", "q": "2015-01", "r": "2015-12", "s": "2016-01"}
        data = careers(
            *((person, start, None, "a") for person, start in starts.items()),
            *((person, "2019-01", None, "b") for person in starts),
        )
        tally = ask(data, entered=entered)
        first = {"p": 49, "q": 48, "r": 37, "s": 36}
        assert sorted(month for month, counts in months(tally).items() if counts[1]) == sorted(map(first.get, counted))
        assert (tally.flow.counted, tally.flow.not_in_role) == (len(counted), 4 - len(counted))

    def test_entered_is_the_first_entry_of_all(self):
        data = careers(("p", "2010-01", "2010-03", "a"), ("p", "2015-01", None, "a"))
        assert self.flow(data, entered="2015") == {"not_in_role": 1}

    @pytest.mark.parametrize("until", ["2015-01", "2014-12"])
    def test_whoever_is_not_seen_after_month_0_has_no_follow_up(self, until):
        data = careers(("p", "2015-01", None, "a"), OTHER)
        assert self.flow(data, observed_until=until) == {"no_follow_up": 1, "not_in_role": 1}

    def test_whoever_enters_in_the_last_month_of_the_data_has_no_follow_up(self):
        assert self.flow(careers(("p", "2015-01", None, "a"))) == {"no_follow_up": 1}

    def test_whoever_exits_in_month_0_or_before_being_seen_has_no_follow_up(self):
        data = careers(
            ("p", "2015-01", "2015-01", "a"),
            ("q", "2015-01", "2015-06", "a"),
            OTHER,
            people=[{"person": "p", "exited": "2015-01"}, {"person": "q", "observed_from": "2015-07"}],
        )
        assert self.flow(data) == {"no_follow_up": 2, "not_in_role": 1}

    def test_already_there_is_said_before_no_follow_up(self):
        data = careers(("p", "2015-01", None, "a"), ("p", "2014-01", "2015-01", "b"))
        assert self.flow(data) == {"already_there": 1}

    def test_people_of_whom_nothing_can_be_used_are_quarantined_and_read(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            ("q", "someday", None, "a"),
            ("r", "2015-01", None, "a"),
            ("r", "2016-01", "2015-01", "b"),
            OTHER,
        )
        tally = ask(data)
        assert self.flow(data) == {"quarantined": 1, "not_in_role": 1, "counted": 2}
        assert tally.careers.quarantined == 2
        assert months(tally) == {0: (2, 0, 0, 0), 71: (0, 0, 0, 2)}

    def test_a_spell_that_contradicts_its_person_is_left_out_alone(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            ("p", "2015-09", None, "b"),
            people=[{"person": "p", "observed_until": "2015-08"}],
        )
        assert months(ask(data)) == {0: ENTRY, 7: CENSORED}

    def test_people_with_contradicting_rows_are_quarantined_with_their_spells(self):
        data = careers(
            ("p", "2015-01", None, "a"),
            ("q", "2015-01", None, "a"),
            OTHER,
            people=[{"person": "p", "sex": "f"}, {"person": "p", "sex": "m"}, {"person": "q", "sex": "f"}],
        )
        assert self.flow(data) == {"quarantined": 1, "not_in_role": 1, "counted": 1}

    def test_owners_do_not_reach_a_level_or_higher_unless_asked(self):
        data = careers(
            ("p", "2015-01", None, "a", {"level": "senior"}),
            ("p", "2015-04", None, "founder", {"level": "chief", "marks": "owner"}),
            ("p", "2015-06", None, "head of sales", {"level": "director"}),
            OTHER,
        )
        assert months(ask(data, toward="level:director+")) == {0: ENTRY, 5: REACHED}
        assert months(ask(data, toward="level:director+", owners=True)) == {0: ENTRY, 3: REACHED}

    def test_owners_do_not_start_the_clock_of_a_level_or_higher_unless_asked(self):
        data = careers(
            ("p", "2015-01", "2015-03", "founder", {"level": "chief", "marks": "owner"}),
            ("p", "2015-04", None, "director", {"level": "director"}),
            ("p", "2015-06", None, "b", {"level": "senior"}),
        )
        assert months(ask(data, role="level:director+")) == {0: ENTRY, 2: REACHED}
        assert months(ask(data, role="level:director+", owners=True)) == {0: ENTRY, 5: REACHED}


class TestTargets:
    def test_several_targets_share_one_denominator(self):
        """q held one of them before, and is counted toward neither."""
        data = careers(
            ("p", "2015-01", None, "a"),
            ("p", "2015-03", None, "b"),
            ("p", "2015-06", None, "d"),
            ("q", "2014-01", "2014-02", "d"),
            ("q", "2015-01", None, "a"),
            ("q", "2015-05", None, "b"),
            ("r", "2015-01", None, "a"),
            ("r", "2015-02", None, "d"),
            OTHER,
        )
        tally = ask(data, toward=["title:b", "title:d"])
        assert tally.toward == ("title:b", "title:d")
        assert months(tally, toward="title:b") == {0: (2, 0, 0, 0), 2: REACHED, 71: CENSORED}
        assert months(tally, toward="title:d") == {0: (2, 0, 0, 0), 1: REACHED, 5: REACHED}
        assert (tally.flow.already_there, tally.flow.counted) == (1, 2)
        assert ask(data, toward="title:b").flow.counted == 3

    def test_targets_are_in_the_order_asked(self):
        data = careers(("p", "2015-01", None, "a"), ("p", "2015-03", None, "b"), OTHER)
        tally = ask(data, toward=["title:d", "title:b"])
        assert tally.table["toward"].to_pylist() == ["title:d", "title:d", "title:b", "title:b"]

    def test_the_same_target_twice_counts_nobody_twice(self):
        """Refused, or answered once: people must not be at risk twice on one curve."""
        data = careers(("p", "2015-01", None, "a"), ("p", "2015-03", None, "b"), OTHER)
        try:
            tally = ask(data, toward=["title:b", "title:b"])
        except InputError:
            return
        assert months(tally) == {0: ENTRY, 2: REACHED}

    def test_nobody_counted_is_an_empty_tally(self):
        tally = ask(careers(("p", "2015-01", None, "c")))
        assert tally.table.num_rows == 0
        assert tally.table.column_names == ["toward", "month", "entries", "reached", "exits", "censored"]

    def test_no_target_is_refused(self):
        with pytest.raises(InputError, match="no target was given"):
            ask(careers(OTHER), toward=[])


SEXES = ({"person": "p", "sex": "f"}, {"person": "q", "sex": "m"}, {"person": "r"})
TRIO = (
    ("p", "2015-01", None, "a", {"organisation": "Ant"}),
    ("p", "2015-04", None, "b", {"organisation": "Bee"}),
    ("q", "2015-01", None, "a", {"organisation": "Bee"}),
    ("r", "2015-01", None, "a"),
    OTHER,
)


class TestGroups:
    def test_by_a_column_of_people_and_the_missing_are_a_group(self):
        tally = ask(careers(*TRIO, people=SEXES), by="sex")
        assert tally.groups == ("sex",)
        assert {sex: months(tally, sex=sex) for sex in ("f", "m", None)} == {
            "f": {0: ENTRY, 3: REACHED},
            "m": {0: ENTRY, 71: CENSORED},
            None: {0: ENTRY, 71: CENSORED},
        }
        assert tally.notes == ("'sex' has no dates: it is assumed known at month 0.",)

    def test_by_a_column_of_the_spell_that_starts_the_clock(self):
        tally = ask(careers(*TRIO), by="organisation")
        assert {name: months(tally, organisation=name) for name in ("Ant", "Bee", None)} == {
            "Ant": {0: ENTRY, 3: REACHED},
            "Bee": {0: ENTRY, 71: CENSORED},
            None: {0: ENTRY, 71: CENSORED},
        }
        assert tally.notes == ()

    def test_of_several_spells_that_start_it_the_first_value_in_order(self):
        data = careers(
            ("p", "2015-01", None, "a", {"organisation": "Bee"}),
            ("p", "2015-01", None, "a", {"organisation": "Ant"}),
            ("p", "2015-01", None, "c", {"organisation": "Aardvark"}),
            ("p", "2015-03", None, "a", {"organisation": "Aa"}),
        )
        assert set(ask(data, by="organisation").table["organisation"].to_pylist()) == {"Ant"}

    def test_by_a_label_that_the_title_tells(self):
        data = careers(("p", "2015-01", None, "Senior Social Media Manager"), OTHER)
        tally = ask(data, role='title:"senior social media manager"', by="level")
        assert set(tally.table["level"].to_pylist()) == {"manager"}

    def test_groups_are_parts_of_the_whole(self):
        data = careers(*TRIO, people=SEXES)
        assert ask(data, by="sex").regroup().table.equals(ask(data).table)

    @pytest.mark.parametrize("by", ["exited", "exit_reason", "observed_until", "observed_from"])
    def test_by_what_happened_later_is_refused_with_the_reason(self, by):
        with pytest.raises(RefusedQuestion, match="immortal time"):
            ask(careers(*TRIO, people=SEXES), by=by)

    def test_an_unknown_column_is_refused_with_the_nearest(self):
        with pytest.raises(UnknownName, match="Did you mean 'organisation'"):
            ask(careers(*TRIO), by="organization")
        with pytest.raises(UnknownName, match="there are sex, title, organisation"):
            ask(careers(*TRIO, people=SEXES), by="person")

    def test_a_column_named_like_a_count_is_refused(self):
        with pytest.raises(InputError, match="'month' is a name outgrow uses"):
            ask(careers(*TRIO, people=[{"person": "p", "month": "x"}]), by="month")

    def test_more_than_fifty_groups_are_refused(self):
        spells = [(f"p{n}", "2015-01", None, "a", {"organisation": f"firm {n}"}) for n in range(51)]
        assert ask(careers(*spells[:50], OTHER), by="organisation").flow.counted == 50
        with pytest.raises(InputError, match="more than 50 values"):
            ask(careers(*spells, OTHER), by="organisation")


class TestSteps:
    def test_each_step_can_be_looked_at_by_itself(self):
        data = careers(*TRIO, people=SEXES)
        steps = first_passage_steps(data, parse_role("title:a"), [parse_role("title:b")], Settings(by="sex"))
        assert list(steps) == ["spells", "people", "followed", "passages", "cells"]
        assert steps["spells"].count().to_pyarrow().as_py() == 5
        people = {row["person"]: row for row in steps["people"].to_pyarrow().to_pylist()}
        assert set(people) == {"p", "q", "r"}
        assert {row["zero"] for row in people.values()} == {2015 * 12}
        assert people["p"]["hit_0"] == 2015 * 12 + 3
        followed = {row["person"]: row for row in steps["followed"].to_pyarrow().to_pylist()}
        assert {row["stop"] for row in followed.values()} == {2020 * 12 + 11}
        passages = steps["passages"].to_pyarrow().to_pylist()
        assert sorted((row["group_value"] or "", row["status"], row["month"]) for row in passages) == [
            ("", "censored", 71),
            ("f", "reached", 3),
            ("m", "censored", 71),
        ]
        assert sum(row["n"] for row in steps["cells"].to_pyarrow().to_pylist()) == 3
