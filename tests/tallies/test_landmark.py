"""Landmark tallies: who is compared and who is not, in careers counted by hand, and month by month by another way."""

from __future__ import annotations

import datetime
import weakref
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies.by_month import PEOPLE, Drawn, follow, in_role, people_of, states_by_month
from tests.tallies.small import OTHER, careers

from outgrow.engine import fold_of
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import Tally, dated, exposure_tally, landmark_steps, landmark_tally
from outgrow.tallies.covariates import DERIVED
from outgrow.tallies.groups import TOLD_FROM_JOBS
from outgrow.tallies.landmark import EXCLUDED
from outgrow.titles.roles import parse_role

NOBODY = dict.fromkeys(EXCLUDED.values(), 0)


def ask(data, by, months, role="title:a", toward="title:b", **asked):
    tally = landmark_tally(data, parse_role(role), parse_role(toward), Settings(by=by, **asked), months=months)
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    rows = tally.table.to_pylist()
    entered = sum(row["entries"] for row in rows)
    assert entered == sum(row["reached"] + row["exits"] + row["censored"] for row in rows)
    assert entered + sum(dict(tally.excluded).values()) == tally.flow.counted
    assert {row["month"] for row in rows if row["entries"]} <= {months}
    assert all(row["month"] > months for row in rows if not row["entries"])
    return tally


def ends(tally, **where):
    """(group, month, what) of everyone who is compared."""
    found = []
    for row in tally.table.to_pylist():
        for what in ("reached", "exits", "censored"):
            found += [(row[tally.groups[0]], row["month"], what)] * row[what]
    return sorted(found, key=str)


def excluded(tally):
    return {reason: people for reason, people in tally.excluded if people}


SEO, BRAND = ({"function": "marketing", "specialty": name} for name in ("seo", "brand"))


class TestWhoIsCompared:
    """The role is a, from 2015-01 on; the target b; the landmark 24 months, that is 2017-01; data end in 2020-12."""

    def one(self, *jobs, by="sex", months=24, after_last="censor", **known):
        people = [{"person": "p", "sex": "f", **known}]
        return ask(careers(*(("p", *job) for job in jobs), OTHER, people=people, after_last=after_last), by, months)

    def test_still_below_the_target_at_the_landmark(self):
        tally = self.one(("2015-01", "2017-06", "a"), ("2017-07", None, "b"))
        assert (ends(tally), excluded(tally)) == ([("f", 30, "reached")], {})

    @pytest.mark.parametrize(
        ("month", "expected"),
        [
            ("2016-12", {"reached the target by the landmark": 1}),
            ("2017-01", {"reached the target by the landmark": 1}),
            ("2017-02", {}),
        ],
    )
    def test_a_target_reached_by_the_landmark_leaves_one_out(self, month, expected):
        assert excluded(self.one(("2015-01", None, "a"), (month, None, "b"))) == expected

    @pytest.mark.parametrize(
        ("month", "expected"),
        [("2017-01", {"left for good by the landmark": 1}), ("2017-02", {})],
    )
    def test_who_left_by_the_landmark_is_left_out(self, month, expected):
        tally = self.one(("2015-01", "2016-10", "a"), exited=month)
        assert excluded(tally) == expected
        assert ends(tally) == ([] if expected else [("f", 25, "exits")])

    @pytest.mark.parametrize(
        ("month", "expected"),
        [("2017-01", {"not followed past the landmark": 1}), ("2017-02", {})],
    )
    def test_who_is_not_followed_past_it_is_left_out(self, month, expected):
        tally = self.one(("2015-01", None, "a"), observed_until=month)
        assert excluded(tally) == expected
        assert ends(tally) == ([] if expected else [("f", 25, "censored")])

    @pytest.mark.parametrize(
        ("month", "expected"),
        [("2017-01", {}), ("2017-02", {"first seen after the landmark": 1})],
    )
    def test_who_is_first_seen_after_it_is_left_out(self, month, expected):
        tally = self.one(("2015-01", None, "a"), observed_from=month)
        assert excluded(tally) == expected

    def test_whose_group_is_unknown_is_left_out(self):
        assert excluded(self.one(("2015-01", None, "a"), sex=None)) == {"the group is unknown": 1}

    def test_each_is_left_out_for_the_first_reason_that_fits(self):
        """Seen from 2018 on, without a group."""
        assert excluded(self.one(("2015-01", None, "a"), observed_from="2018-01", sex=None)) == {
            "first seen after the landmark": 1
        }

    def test_at_zero_everyone_at_risk_then_is_compared(self):
        tally = self.one(("2015-01", "2015-01", "a"), ("2015-02", None, "b"), months=0)
        assert ends(tally) == [("f", 1, "reached")]
        assert "'sex' has no dates: it is assumed known at month 0." in tally.notes


class TestGroups:
    def test_breadth_is_that_before_the_landmark(self):
        """Twelve months of seo, and from 2016 on of brand: in 2016-04 15 months are 80% seo, in 2016-05 16 are not."""
        jobs = [("2015-01", "2015-12", "a", SEO), ("2016-01", None, "c", BRAND)]
        data = careers(*(("p", *job) for job in jobs), OTHER)
        found = {months: ends(ask(data, "breadth", months)) for months in (15, 16)}
        assert {months: [group for group, _, _ in rows] for months, rows in found.items()} == {
            15: ["focused"],
            16: ["broadened"],
        }

    def test_what_came_before_the_role_counts_in_breadth(self):
        jobs = [("2013-01", "2014-12", "c", BRAND), ("2015-01", None, "a", SEO)]
        data = careers(*(("p", *job) for job in jobs), OTHER)
        assert [group for group, _, _ in ends(ask(data, "breadth", 24))] == ["broadened"]
        assert [group for group, _, _ in ends(ask(data, "Breadth", 1))] == ["focused"]

    def test_under_a_year_breadth_is_unknown(self):
        data = careers(("p", "2015-01", None, "a", SEO), OTHER)
        assert excluded(ask(data, "breadth", 11)) == {"the group is unknown": 1}
        assert excluded(ask(data, "breadth", 12)) == {}

    def test_by_a_column_of_the_job_that_starts_the_clock(self):
        data = careers(("p", "2015-01", None, "a", {"organisation": "Ant"}), OTHER)
        assert ends(ask(data, "organisation", 24)) == [("Ant", 71, "censored")]

    @pytest.mark.parametrize(
        ("date", "group"),
        [
            (datetime.date(2014, 3, 1), "by then"),
            (datetime.date(2017, 1, 31), "by then"),
            (datetime.date(2017, 2, 1), "not by then"),
            (None, "not by then"),
        ],
    )
    def test_a_column_of_dates_tells_what_had_happened_by_the_landmark(self, date, group):
        people = [{"person": "p", "degree": date}, {"person": "other", "degree": datetime.date(2000, 1, 1)}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        assert ends(ask(data, "degree", 24)) == [(group, 71, "censored")]

    @pytest.mark.parametrize(
        ("text", "group"),
        [
            ("2014-03", "by then"),
            ("31.01.2017", "by then"),
            ("Feb 2017", "not by then"),
            ("2016", "by then"),
            # in some month of it, which is by December for sure
            ("2017", "not by then"),
            ("n/a", "not by then"),
            ("", "not by then"),
            (None, "not by then"),
        ],
    )
    def test_dates_as_text_are_read_as_those_of_jobs_are(self, text, group):
        people = [{"person": "p", "degree": text}, {"person": "other", "degree": "2000-01"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        assert ends(ask(data, "degree", 24)) == [(group, 71, "censored")]

    def test_dates_whose_order_nothing_tells_are_refused(self):
        people = [{"person": "p", "degree": "03/04/2016"}, {"person": "other", "degree": "05/06/2016"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        with pytest.raises(InputError, match="could have the day first or the month"):
            ask(data, "degree", 24)
        told = [{**people[0]}, {**people[1], "degree": "17/06/2016"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=told)
        assert ends(ask(data, "degree", 24)) == [("by then", 71, "censored")]

    def test_a_column_is_looked_at_once_and_no_other(self, monkeypatch):
        people = [{"person": "p", "degree": "2016-01", "team": "x"}, {"person": "other", "degree": "2000-01"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        asked = []
        monkeypatch.setattr(
            dated, "_read", lambda careers, name, read=dated._read: asked.append(name) or read(careers, name)
        )
        monkeypatch.setattr(dated, "_known", weakref.WeakKeyDictionary())
        ask(data, "degree", 24)
        ask(data, "degree", 36)
        assert asked == ["degree"]

    @pytest.mark.parametrize("name", ["level", "Breadth", "rung", "title", "period"])
    def test_a_column_of_people_called_as_jobs_are_is_refused_alike(self, name):
        people = [{"person": "p", name: "x"}, {"person": "other", name: "y"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        role, toward = parse_role("title:a"), parse_role("title:b")
        for asked in (
            lambda: ask(data, name.lower(), 24),
            lambda: exposure_tally(data, role, toward, [name]),
        ):
            with pytest.raises(InputError, match=f"'{name}' is a column of people, and what jobs tell") as fault:
                asked()
            assert fault.value.do == f"rename that column of people, for example to own_{name.lower()}"

    def test_all_that_jobs_tell_is_known_to_be(self):
        assert set(TOLD_FROM_JOBS) == set(DERIVED)

    def test_what_happened_later_forms_no_groups(self):
        people = [{"person": "p", "degree": datetime.date(2016, 1, 1), "exited": "2018-01"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        for by, months in (("breadth", 0), ("degree", 0), ("exited", 0), ("exited", 24), ("observed_until", 24)):
            with pytest.raises(RefusedQuestion, match="month 0") as refused:
                ask(data, by, months)
            assert "immortal time" in refused.value.why

    def test_what_cannot_be_asked(self):
        data = careers(("p", "2015-01", None, "a"), OTHER)
        with pytest.raises(UnknownName, match="no column 'bredth'"):
            ask(data, "bredth", 24)
        with pytest.raises(InputError, match="nothing was given to form groups by"):
            ask(data, None, 24)
        with pytest.raises(InputError, match="the landmark is -1 months"):
            ask(data, "title", -1)
        with pytest.raises(InputError, match="the clock asked for is 'age'"):
            ask(data, "title", 24, clock="age")


class TestTally:
    SPELLS = (("p", "2015-01", None, "a"), ("q", "2015-01", "2017-06", "a"), ("q", "2017-07", None, "b"))
    PEOPLE = (
        {"person": "p", "sex": "f", "weight": 0.5},
        {"person": "q", "sex": "m", "weight": 2.0},
        {"person": "other"},
    )

    def test_with_weights_rows_are_parted_by_fold(self):
        tally = ask(careers(*self.SPELLS, OTHER, people=self.PEOPLE), "sex", 24)
        assert tally.table.column_names[:3] == ["sex", "fold", "month"]
        reached = [row for row in tally.table.to_pylist() if row["reached"]]
        assert [(row["fold"], row["reached"], row["weight_reached"]) for row in reached] == [(fold_of("q"), 1, 2.0)]

    def test_disjoint_people_add_and_what_is_saved_is_loaded(self, tmp_path):
        early = ("q", "2015-02", None, "b")
        whole = ask(careers(*self.SPELLS, early, OTHER, people=self.PEOPLE), "sex", 24)
        parts = [
            careers(*(job for job in (*self.SPELLS, early) if job[0] == one), OTHER, people=self.PEOPLE) for one in "pq"
        ]
        both = ask(parts[0], "sex", 24) + ask(parts[1], "sex", 24)
        assert both.table.equals(whole.table)
        assert both.excluded == whole.excluded == tuple({**NOBODY, "reached the target by the landmark": 1}.items())
        loaded = Tally.load(whole.save(tmp_path / "tally.parquet"))
        assert (loaded, loaded.landmark, loaded.excluded) == (whole, 24, whole.excluded)
        with pytest.raises(InputError, match="differ in landmark"):
            whole + ask(parts[0], "sex", 12)


# --- month by month, another way -------------------------------------------------------------------------------------

#: What a title says of function and specialty, in the careers that are drawn.
CRAFTS = {"1": ("marketing", "seo"), "2": ("marketing", "brand"), "3": (None, None), "analyst": ("data", None)}
#: A role, a target, what forms groups, the landmark in months, and what is asked beside it.
QUESTIONS = (
    ("title:1", "level:manager+", "team", 0, {}),
    ("any", "level:manager+", "team", 4, {"weight": "none", "owners": True}),
    ("any", "level:manager+", "breadth", 12, {"weight": "none", "gap": 0}),
    ("title:1", "level:manager+", "breadth", 10, {"main_job": "longest", "after_last": "between", "gap": 3}),
    ("any", "title:1", "breadth", 13, {"observed_until": "2016-08", "weight": "none", "after_last": "exit"}),
    ("title:1", "level:manager+", "breadth", 2, {"entered": "2015-04..", "observed_from": "2015-05"}),
)


@dataclass(frozen=True)
class Told:
    """What became of someone: in which group they are, what happened in which month, or why they are left out."""

    status: str
    group: str | None = None
    month: int | None = None


def told(person, role, toward, by, landmark, asked, after_last):
    followed = follow(person, role, asked, after_last)
    if followed is None:
        return None
    hit = min((s["start"] for s in person.spells if in_role(s, toward, asked)), default=10**6)
    if followed.reason == "not_in_role":
        return Told("not_in_role")
    if hit <= followed.risk_from:
        return Told("already_there")
    if followed.reason is not None:
        return Told("no_follow_up")
    at = followed.zero + landmark
    if followed.risk_from > at:
        return Told("seen_late")
    group = person.known["team"] if by == "team" else breadth(person, at, asked)
    for month in range(followed.risk_from + 1, followed.stop + 1):
        what = "reached" if hit == month else "exits" if followed.leaves and month == followed.stop else None
        if what or month == followed.stop:
            what = what or "censored"
            break
    if month <= at:
        return Told({"reached": "reached_before", "exits": "left_before", "censored": "not_followed"}[what])
    return Told(what, group, month - followed.zero) if group is not None else Told("unknown")


def breadth(person, at, asked):
    jobs = [title for month, title in states_by_month(person, "title", asked).items() if month < at]
    crafts = [specialty or function for function, specialty in (CRAFTS.get(job, (None, None)) for job in jobs)]
    months = Counter(craft for craft in crafts if craft)
    if months.total() < 12:
        return None
    return "focused" if max(months.values()) / months.total() >= 0.8 else "broadened"


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE, after_last=st.sampled_from(AFTER_LAST))
def test_everyone_is_told_as_from_month_to_month(drawn, people, question, after_last):
    role, toward, by, landmark, asked = question
    asked = Settings(by=by, **asked)
    people = [
        person._replace(
            spells=tuple(
                {**spell, **dict(zip(("function", "specialty"), CRAFTS[spell["title"].strip()], strict=True))}
                for spell in person.spells
            )
        )
        for person in people_of(people)
    ]

    def steps(data):
        return landmark_steps(data, parse_role(role), parse_role(toward), asked, landmarks=landmarks)

    # some later landmark besides, in the same query
    landmarks = [landmark, landmark + 5]
    passages, cells = drawn.ask(steps, people, "passages", "cells", after_last=after_last)
    found = {
        (row["person"], row["landmark"]): Told(row["status"], row["group_value"], row["month"]) for row in passages
    }
    expected = {
        (p.name, months): told(p, role, toward, by, months, asked, after_last) for p in people for months in landmarks
    }
    for person in people:
        for months in landmarks:
            assert found.get((person.name, months)) == expected[person.name, months], (person, months)
    known = {person.name: person.known for person in people}
    counted, weights = Counter(), Counter()
    for (name, months), one in expected.items():
        if one is not None:
            key = (months, one, fold_of(name)) if asked.weight is None else (months, one, None)
            counted[key] += 1
            weights[key] += known[name]["weight"] or 0.0
    for row in cells:
        key = row["landmark"], Told(row["status"], row["group_value"], row["month"]), row.get("fold")
        assert row["n"] == counted.pop(key)
        assert row.get("weight", weights[key]) in (None, weights[key])
    assert not counted
