"""Drift tallies: who holds a role in each June and what becomes of them, by hand, and month by month by another way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies.by_month import FIRST, LAST, PEOPLE, Drawn, follow, people_of, states_by_month
from tests.tallies.small import OTHER, careers

from outgrow.careers.careers import Recorded
from outgrow.engine import fold_of
from outgrow.errors import InputError
from outgrow.estimates import estimate_drift
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import drift_steps, drift_tally
from outgrow.titles.roles import parse_role


def ask(*jobs, people=(), after_last="censor", role="title:a", words=None, **asked):
    data = careers(*jobs, OTHER, people=people, after_last=after_last)
    tally = drift_tally(data, parse_role(role), Settings(**asked), words=words)
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    return tally


def rows(table, *names):
    """{names: people}, folds and all else added together."""
    found = Counter()
    for row in table.to_pylist():
        found[tuple(row[name] for name in names)] += row["people"]
    return {key: n for key, n in found.items() if n}


class TestHeld:
    def test_june_decides(self):
        tally = ask(("p", "2015-06", "2016-05", "a"), ("q", "2015-07", "2016-06", "a"))
        assert rows(tally.held, "year", "in_role")[2015, 1] == 1
        assert rows(tally.held, "year", "in_role")[2016, 1] == 1
        assert {year for year, inside in rows(tally.held, "year", "in_role") if inside} == {2015, 2016}

    def test_everyone_with_a_main_job_is_in_the_whole(self):
        """The other holds z from 2010-01 to 2020-12."""
        tally = ask(("p", "2015-01", "2016-12", "a"), ("p", "2015-03", None, "b"))
        assert rows(tally.held, "year", "in_role") == {(year, 0): 1 + (year >= 2015) for year in range(2010, 2021)}
        assert tally.flow.counted == 0
        assert tally.flow.no_follow_up == 1

    def test_a_gap_of_a_month_is_bridged_and_a_longer_one_is_not(self):
        jobs = (("p", "2015-01", "2015-05", "a"), ("p", "2015-07", "2015-12", "b"))
        assert rows(ask(*jobs).held, "year", "in_role")[2015, 1] == 1
        assert (2015, 1) not in rows(ask(*jobs, gap=0).held, "year", "in_role")

    def test_only_months_in_which_somebody_is_seen_count(self):
        known = [{"person": "p", "observed_from": "2016-07", "observed_until": "2018-05"}]
        tally = ask(("p", "2015-01", None, "a"), people=known)
        assert {year for year, inside in rows(tally.held, "year", "in_role") if inside} == {2017}

    def test_in_the_month_of_leaving_nothing_is_held(self):
        known = [{"person": "p", "exited": "2016-06"}]
        tally = ask(("p", "2015-01", "2016-12", "a"), people=known)
        assert {year for year, inside in rows(tally.held, "year", "in_role") if inside} == {2015}


class TestLater:
    def test_each_kind(self):
        """In the role in June 2012, looked at again in June 2017."""
        jobs = [(name, "2012-01", "2012-12", "analyst") for name in ("other", "same", "gone", "away", "lost", "role")]
        jobs = [(f"p {name}", *job) for name, *job in jobs]
        jobs += [("p other", "2013-01", None, "sales manager"), ("p same", "2017-06", None, "Analyst (EMEA)")]
        jobs += [("p role", "2013-01", None, "data analyst"), ("p away", "2018-01", None, "sales manager")]
        known = [{"person": "p gone", "exited": "2017-06"}, {"person": "p other", "exited": "2017-07"}]
        tally = ask(*jobs, people=known, role='title:analyst|"data analyst"')
        found = {kind: n for (year, kind), n in rows(tally.later, "year", "kind").items() if year == 2012}
        assert found == {
            "another role": 1,
            "same title": 1,
            "left for good": 1,
            "between jobs": 1,
            "no longer followed": 1,
            "same role, another title": 1,
        }
        [other] = [row for row in tally.later.to_pylist() if row["kind"] == "another role"]
        assert (other["craft"], other["level"], other["title"]) == ("sales", "manager", "sales manager")

    def test_whoever_left_counts_only_where_they_would_have_been_followed(self):
        """Both leave in 2014; the one would have been followed to 2020, of the other nobody knows past 2016."""
        jobs = [(name, "2012-01", None, "a") for name in ("p", "q")]
        known = [
            {"person": "p", "exited": "2014-03", "observed_until": "2020-12"},
            {"person": "q", "exited": "2014-03", "observed_until": "2016-12"},
        ]
        found = rows(ask(*jobs, people=known).later, "year", "kind")
        assert found == {
            (2012, "left for good"): 1,
            (2013, "left for good"): 1,
            (2012, "no longer followed"): 1,
            (2013, "no longer followed"): 1,
        }

    def test_follow_up_that_the_exit_ended_says_nothing_of_how_long_it_would_have_been(self):
        known = [{"person": "p", "exited": "2014-03", "observed_until": "2014-03"}]
        assert rows(ask(("p", "2012-01", None, "a"), people=known).later, "year", "kind") == {
            (2012, "left for good"): 1,
            (2013, "left for good"): 1,
        }

    def test_each_person_once_in_the_count_of_people(self):
        tally = ask(("p", "2010-01", "2014-12", "a"), ("p", "2015-01", None, "b"))
        assert rows(tally.later, "kind") == {("another role",): 5}
        assert rows(tally.persons, "kind") == {("another role",): 2, ("all",): 1}


class TestChanges:
    def test_months_until_another_title_and_back_is_no_change_of_it(self):
        """In June 2015 and June 2016 in a; a break is no other title; b comes in 2017-01, months 19 and 7."""
        tally = ask(("p", "2015-01", "2015-08", "a"), ("p", "2016-01", "2016-12", "a"), ("p", "2017-01", None, "b"))
        assert rows(tally.changes, "year", "month", "kind") == {(2015, 19, "moved"): 1, (2016, 7, "moved"): 1}

    def test_leaving_competes_and_the_end_of_the_data_censors(self):
        jobs = (("p", "2019-01", None, "a"), ("q", "2019-01", None, "a"))
        tally = ask(*jobs, people=[{"person": "q", "exited": "2020-02"}])
        assert rows(tally.changes, "year", "month", "kind") == {
            (2019, 18, "censored"): 1,
            (2020, 6, "censored"): 1,
            (2019, 8, "left"): 1,
        }

    def test_renames_in_place_are_told_apart(self):
        """Six of one employer become content analysts in 2016-03; the seventh does so by changing employer."""
        before = [(f"p{n}", "2015-01", "2016-02", "web analyst", {"organisation": "Ant"}) for n in range(7)]
        after = [(f"p{n}", "2016-03", None, "data analyst", {"organisation": "Ant"}) for n in range(6)]
        after += [("p6", "2016-03", None, "data analyst", {"organisation": "Bee"})]
        tally = ask(*before, *after, role='title:"web analyst"')
        assert rows(tally.changes, "year", "month", "kind") == {(2015, 9, "renamed"): 6, (2015, 9, "moved"): 1}
        [(rename, counts)] = tally.renames
        assert (rename.people, rename.before, rename.after, counts) == (6, "web analyst", "data analyst", True)

    def test_renames_that_reading_has_joined_are_listed_and_count_for_nothing(self):
        joined = (Recorded("rename", 24_190, 9, "Analyst", "Insight Partner"), Recorded("rename", 24_190, 9, "x", "y"))
        data = replace(careers(("p", "2015-01", None, "analyst"), OTHER), recorded=joined)
        tally = drift_tally(data, parse_role("title:analyst"), Settings())
        assert tally.renames == ((joined[0], False),)
        assert rows(tally.changes, "kind") == {("censored",): 6}


class TestWeights:
    def test_shares_are_of_weights_and_people_stay_people(self):
        known = [{"person": "p", "weight": 3.0}, {"person": "q", "weight": 1.0}]
        tally = ask(("p", "2015-01", None, "a"), ("q", "2015-01", None, "b"), people=known)
        share = estimate_drift(tally).share[0]
        assert (share.people, share.of, share.estimate) == (1, 2, 0.75)
        assert share.lower < 0.5 < 0.99 < share.upper
        plain = estimate_drift(
            ask(("p", "2015-01", None, "a"), ("q", "2015-01", None, "b"), people=known, weight="none")
        )
        assert (plain.share[0].estimate, plain.share[0].of) == (pytest.approx(1 / 3), 3)


class TestTitlesAndSkill:
    def test_first_and_last_year_of_each_title(self):
        tally = ask(
            ("p", "2012-01", "2014-03", "analyst"),
            ("q", "2013-01", "2015-02", "ANALYST II"),
            ("q", "2015-03", None, "data analyst"),
            role='title:analyst|"data analyst"|"analyst ii"',
        )
        assert rows(tally.titles, "title", "first_year", "last_year") == {
            ("analyst", 2012, 2014): 1,
            ("analyst", 2013, 2015): 1,
            ("data analyst", 2015, 2020): 1,
        }

    def test_jobs_outside_the_role_that_name_the_skill(self):
        listed = {"skills": "Excel;Social-Media planning", "description": None}
        other = {"skills": "antisocial media", "description": None}
        told = {"skills": None, "description": "Ran SOCIAL  MEDIA for a shop."}
        jobs = [
            ("p", "2015-01", "2015-12", "a", listed),
            ("q", "2015-01", "2015-12", "b", listed),
            ("r", "2015-01", "2015-12", "b", other),
            ("s", "2015-01", "2016-12", "b", told),
            ("t", "2015-01", "2015-12", "b", {"skills": None, "description": None}),
        ]
        tally = ask(*jobs, words=("social media",))
        assert rows(tally.mentions, "year", "names_it") == {(2015, 1): 2, (2015, 0): 1, (2016, 1): 1}

    def test_without_lists_there_is_nothing_to_find(self):
        assert ask(("p", "2015-01", None, "a"), words=("x",)).mentions is None


def test_tallies_of_disjoint_people_add():
    jobs = [("p", "2012-01", "2014-12", "a"), ("p", "2015-01", None, "b")]
    more = [("q", "2012-01", None, "a"), ("q", "2014-01", None, "c")]
    both, first = ask(*jobs, *more), ask(*jobs)
    role, second = parse_role("title:a"), careers(*more, ("last", "2020-12", "2020-12", "z"))
    added = first + drift_tally(second, role, Settings())
    for name in ("later", "persons", "changes", "titles"):
        assert getattr(added, name).to_pylist() == getattr(both, name).to_pylist()
    with pytest.raises(InputError, match="differ in role"):
        first + drift_tally(second, parse_role("title:c"), Settings())


# --- month by month ---------------------------------------------------------------------------------------------------

MONTHS = 12
JUNES = [month for month in range(FIRST - 12, LAST + 1) if month % 12 == 5]
drawn = Drawn()


@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(
    drawn_people=PEOPLE,
    after_last=st.sampled_from(AFTER_LAST),
    gap=st.sampled_from([0, 1, 3]),
    main_job=st.sampled_from(["latest", "level", "longest"]),
)
def test_counts_are_those_of_reading_month_by_month(drawn_people, after_last, gap, main_job):
    people = people_of(drawn_people)
    asked = Settings(gap=gap, main_job=main_job)
    role = parse_role("title:1")
    held, later, changes = drawn.ask(
        lambda data: {**(made := drift_steps(data, role, asked, months=MONTHS)[0]), "held": made["held"]},
        people,
        *("held", "later", "changes"),
        after_last=after_last,
    )
    found = Counter()
    for row in held:
        for year in range(row["first_year"], row["last_year"] + 1):
            found[year, row["in_role"]] += row["people"]
    expected_held, expected_later, expected_changes = Counter(), Counter(), Counter()
    for person in people:
        one = follow(person, "any", asked, after_last)
        if one.reason is not None:
            continue
        titles = states_by_month(person, "title", asked)
        known = person.known
        until, exited = known["observed_until"], known["exited"]
        own = until is not None and (exited is None or until > exited + 1 or until < exited)
        could = min(until if own else LAST, LAST)
        for june in JUNES:
            title = titles.get(june, "between jobs")
            seen = one.seen_from <= june <= one.stop and not (one.leaves and june == one.stop)
            if title == "between jobs" or not seen:
                continue
            expected_held[june // 12, int(title == "1")] += 1
            if title != "1":
                continue
            change = next(
                (m for m in range(june, one.stop + 1) if titles.get(m, title) not in (title, "between jobs")), None
            )
            kind = "moved" if change else "left" if one.leaves else "censored"
            expected_changes[june // 12, fold_of(person.name), (change or one.stop) - june, kind] += 1
            then = june + MONTHS
            if then > LAST:
                continue
            if one.leaves and one.stop <= then and could >= then:
                kind = "left for good"
            elif then > one.stop - one.leaves:
                kind = "no longer followed"
            else:
                state = titles[then]
                kind = {"between jobs": "between jobs", "1": "same title"}.get(state, "another role")
            expected_later[june // 12, fold_of(person.name), kind] += 1
    assert found == expected_held
    told = Counter((row["year"], row["fold"], row["kind"]) for row in later)
    assert told == expected_later
    assert {(r["year"], r["fold"], r["month"], r["kind"]): r["people"] for r in changes} == expected_changes
