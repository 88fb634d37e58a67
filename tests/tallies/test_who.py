"""Tallies of who made it: careers counted by hand, and month by month by another way."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies import by_month
from tests.tallies.by_month import PEOPLE, Drawn, follow, in_role, level_of, people_of, states_by_month
from tests.tallies.small import OTHER, adds_up, careers
from tests.tallies.test_landmark import CRAFTS, breadth

from outgrow.engine import fold_of
from outgrow.errors import InputError
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import who_steps, who_tally
from outgrow.tallies.sequences import LONGEST
from outgrow.titles.roles import parse_role

SEO, BRAND = ({"function": "marketing", "specialty": name, "level": "manager"} for name in ("seo", "brand"))
HEAD = {"function": "marketing", "specialty": "seo", "level": "head"}


def ask(data, stayed=None, role="title:a", toward="title:b", **asked):
    tally = who_tally(data, parse_role(role), parse_role(toward), Settings(**asked), stayed=stayed)
    flow = tally.outcomes.flow
    assert flow.read == data.counts.people == sum(flow.as_json().values()) - flow.read
    entered = sum(row["moves"] for row in tally.outcomes.table.to_pylist() if row["origin"] is None)
    assert entered + sum(people for _, people in tally.excluded) == flow.counted
    assert sum(people for _, people in tally.followed) <= entered
    return tally


def one(*jobs, stayed="focused", years=4, after_last="censor", **known):
    data = careers(*(("p", *job) for job in jobs), OTHER, people=[{"person": "p", **known}], after_last=after_last)
    return ask(data, stayed, years=years)


def ends(tally):
    """(month, what came first; None where nothing did) of everyone asked about."""
    rows = tally.outcomes.table.to_pylist()
    return [(row["month"], row["destination"]) for row in rows if row["origin"] for _ in range(row["moves"])]


class Case(NamedTuple):
    """Jobs of somebody and what is known of them; what came first and when, or why they are not asked about.

    `complete`: followed to the horizon from entry on, whatever became of them, so that whether they are among k of n does not
    hang on it. `opposite`: whether somebody told to be of the other kind got there.
    """

    jobs: tuple
    ends: tuple | None = None
    complete: bool = True
    opposite: str | None = None
    excluded: str | None = None
    known: dict | None = None


#: Seo to 2016-03, then brand: 15 of 24 months in 2017-01, so broadened in month 24.
TURNS = (("2015-01", "2016-03", "a", SEO), ("2016-04", "2016-12", "c", BRAND))
TURNS_AND_STAYS = (TURNS[0], ("2016-04", None, "c", BRAND))
TURNS_AND_STOPS = (TURNS[0], ("2016-04", "2016-11", "c", BRAND))
SEO_THEN_THERE = (("2015-01", "2017-06", "a", SEO), ("2017-07", None, "b", HEAD))
#: 13 of 25 months in seo in 2015-01, 25 of 37 in 2016-01, 37 of 49 in 2017-01, under 80% each time; 49 of 61 in 2018-01.
MIXED = (("2013-01", "2013-12", "c", BRAND), ("2014-01", "2014-12", "c", SEO))
BROAD = "broadened first"
LATE, SOON = "first seen after the horizon", "broadened already when they came to be at risk"
UNKNOWN = "of unknown breadth when they came to be at risk: under 12 months in jobs of a known craft"
FOCUSED = {
    "reached while still focused": Case(SEO_THEN_THERE, (30, "reached")),
    "broadened first and there later": Case(
        (TURNS[0], ("2016-04", "2017-06", "c", BRAND), ("2017-07", None, "b", HEAD)), (24, BROAD), opposite="there"
    ),
    "broadened and never there": Case(TURNS_AND_STAYS, (24, BROAD), opposite="not there"),
    # told again when the job starts in 2016-12: 19 months of 23 are seo, 83%; a month later than 2017-01 it is not
    "a target reached in the month of being told counts first": Case(
        (*TURNS, ("2017-01", None, "b", HEAD)), (24, "reached")
    ),
    "and one reached a month later does not": Case(
        (*TURNS, ("2017-02", None, "b", HEAD)), (24, BROAD), opposite="there"
    ),
    # 24 of brand against 1 of seo in 2015-01: focused; 24 against 13 in 2016-01
    "focused on something else at first": Case(
        (("2013-01", "2014-12", "c", BRAND), *SEO_THEN_THERE), (12, BROAD), opposite="there"
    ),
    "who is broadened at first never was focused": Case((*MIXED, *SEO_THEN_THERE), excluded=SOON, opposite="there"),
    "unknown breadth counts with the focused until it is told": Case((("2015-01", None, "a", SEO),), (48, None)),
    # who leaves in a month does nothing else in it
    "left before being told": Case(TURNS_AND_STOPS, (23, "left"), known={"exited": "2016-12"}),
    "left in the month of being told": Case(TURNS_AND_STOPS, (24, "left"), known={"exited": "2017-01"}),
    "left a month later": Case(TURNS_AND_STOPS, (24, BROAD), known={"exited": "2017-02"}, opposite="not there"),
    "broadening comes before being last seen": Case(
        TURNS_AND_STAYS, (24, BROAD), complete=False, opposite="not there", known={"observed_until": "2017-01"}
    ),
    "last seen before it": Case(TURNS_AND_STAYS, (23, None), complete=False, known={"observed_until": "2016-12"}),
    "there at the horizon": Case((("2015-01", "2018-12", "a", SEO), ("2019-01", None, "b", HEAD)), (48, "reached")),
    "nothing counts after the horizon": Case(
        (("2015-01", None, "a", SEO),),
        excluded=LATE,
        complete=False,
        known={"observed_from": "2019-01"},
    ),
    # who was lost after reaching it is left out like who was lost before
    "lost after reaching it": Case(
        (("2015-01", "2016-06", "a", SEO), ("2016-07", "2018-10", "b", HEAD)), (18, "reached"), complete=False
    ),
    "lost before": Case((("2015-01", "2018-10", "a", SEO),), (46, None), complete=False),
    "there and seen in the month of the horizon": Case(
        (("2015-01", "2016-06", "a", SEO), ("2016-07", "2018-12", "b", HEAD)), (18, "reached")
    ),
    "waiting and seen in the month of the horizon": Case((("2015-01", "2018-12", "a", SEO),), (48, None)),
    "who left is known to the horizon": Case(
        (("2015-01", "2016-06", "a", SEO),), (19, "left"), known={"exited": "2016-08"}
    ),
    # entered in 2017-01: month 48 is after the data
    "where the data reach it": Case(
        (("2017-01", "2017-06", "a", SEO),), (7, "left"), complete=False, known={"exited": "2017-08"}
    ),
    "who is seen late is not at risk from entry on": Case(
        (("2015-01", None, "a", SEO),), (48, None), complete=False, known={"observed_from": "2015-02"}
    ),
}
BROADENED = {
    "reached while still broadened": Case((*MIXED, *SEO_THEN_THERE), (30, "reached")),
    "focused in the end": Case((*MIXED, ("2015-01", None, "a", SEO)), (36, "focused first"), opposite="not there"),
    "of unknown breadth": Case(
        (("2015-01", None, "a", SEO),),
        excluded=UNKNOWN,
        opposite="not there",
    ),
}
ANY = {"broadened and there": Case(FOCUSED["broadened first and there later"].jobs, (30, "reached"))}
STAYED = {"focused": FOCUSED, "broadened": BROADENED, None: ANY}


@cache
def careers_asked(stayed):
    """The cases as people of their names, and one more whom nobody asks about."""
    cases = STAYED[stayed]
    people = [{"person": name, **(case.known or {})} for name, case in cases.items()]
    jobs = ((name, *job) for name, case in cases.items() for job in case.jobs)
    return careers(*jobs, OTHER, people=people, after_last="censor")


@cache
def passages(stayed):
    """What is told of each person."""
    steps = who_steps(
        careers_asked(stayed), parse_role("title:a"), parse_role("title:b"), Settings(years=4), stayed=stayed
    )
    return {row["person"]: row for row in steps["passages"].to_pyarrow().to_pylist()}


class TestWhatCameFirst:
    """The role is a, from 2015-01 on; the target b; the horizon 48 months, that is 2019-01; data end in 2020-12."""

    @pytest.mark.parametrize(("stayed", "name"), [(stayed, name) for stayed in STAYED for name in STAYED[stayed]])
    def test_what_came_first_of_somebody(self, stayed, name):
        case, told = STAYED[stayed][name], passages(stayed)[name]
        assert (told["complete"], told["opposite"]) == (
            case.complete,
            case.opposite and case.opposite.replace(" ", "_"),
        )
        if case.excluded is None:
            first = {"focused": "broadened first", "broadened": "focused first", None: None}[stayed]
            words = {"reached": "reached", "left": "left", "censored": None, "turned": first}
            assert (told["month"], words[told["status"]]) == case.ends
        else:
            words = {"seen_late": LATE, "other": SOON, "unknown": UNKNOWN}
            assert (told["month"], words[told["status"]]) == (None, case.excluded)

    @pytest.mark.parametrize("stayed", STAYED)
    def test_the_tally_counts_them(self, stayed):
        cases = STAYED[stayed].values()
        tally = ask(careers_asked(stayed), stayed, years=4)
        assert Counter(ends(tally)) == Counter(case.ends for case in cases if case.ends)
        outcomes = Counter(case.ends[1] or "waiting" for case in cases if case.ends and case.complete)
        assert {outcome: people for outcome, people in tally.followed if people} == outcomes
        assert {reason: people for reason, people in tally.excluded if people} == Counter(
            case.excluded for case in cases if case.excluded
        )
        turned = Counter(case.opposite for case in cases if case.opposite and case.complete)
        assert tally.opposite == ((turned.total(), turned["not there"]) if stayed else None)
        assert tally.sequences.people == sum(case.ends is not None and case.ends[1] == "reached" for case in cases)

    def test_nothing_counts_after_the_horizon(self):
        assert ends(one(*FOCUSED["there at the horizon"].jobs, years=47 / 12)) == [(47, None)]


class TestSequences:
    def test_roles_from_entry_to_the_target(self):
        jobs = (
            ("2013-01", "2014-12", "x", BRAND),
            ("2015-01", "2015-12", "a", SEO),
            ("2016-01", "2016-06", "seo again", SEO),
            ("2016-07", "2017-06", "Odd Job "),
            ("2017-07", None, "b", HEAD),
        )
        tally = one(*jobs, stayed=None)
        [row] = tally.sequences.rows
        assert row == (("seo, manager", "odd job", "seo, head"), False, 1)
        assert tally.first_jobs.rows == ((("brand, manager",), False, 1),)
        assert tally.last_steps.rows == ((("odd job",), False, 1),)

    def test_of_many_roles_the_first_and_the_last_are_told(self):
        start = [("2015-01", "2015-01", "a")]
        middle = [(f"2015-{n:02d}", f"2015-{n:02d}", f"job {n}") for n in range(2, 9)]
        [row] = one(*start, *middle, ("2015-09", None, "b"), stayed=None).sequences.rows
        assert row == (("a", "job 2", "job 3", "job 7", "job 8", "b"), True, 1)
        [row] = one(*start, *middle[:4], ("2015-09", None, "b"), stayed=None).sequences.rows
        assert row == (("a", "job 2", "job 3", "job 4", "job 5", "b"), False, 1)

    def test_the_commonest_come_first(self):
        spells = [(f"p{n}", "2015-01", "2015-06", "a") for n in range(5)]
        spells += [(f"p{n}", "2015-07", "2015-08", "c") for n in range(2)]
        spells += [(f"p{n}", "2015-09", None, "b") for n in range(5)]
        tally = ask(careers(*spells, OTHER), years=2)
        assert [(row.roles, row.people) for row in tally.sequences.rows] == [(("a", "b"), 3), (("a", "c", "b"), 2)]
        assert (tally.sequences.people, tally.sequences.kinds, tally.sequences.others) == (5, 2, 0)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"stayed": "focussed"}, "Did you mean 'focused'"),
        ({"clock": "age"}, "the clock asked for is 'age'"),
        ({"by": "title"}, "has no groups"),
    ],
)
def test_what_cannot_be_asked(asked, said):
    with pytest.raises(InputError, match=said):
        ask(careers(("p", "2015-01", None, "a"), OTHER), **asked)


# --- month by month, another way -------------------------------------------------------------------------------------

#: A role, a target, what people stayed, and what is asked beside it.
QUESTIONS = (
    ("any", "level:manager+", None, {"years": 1, "weight": "none"}),
    ("any", "level:manager+", "focused", {"years": 1.25, "weight": "none", "owners": True, "after_last": "between"}),
    ("title:1", "level:manager+", "focused", {"years": 1, "gap": 3, "main_job": "longest"}),
    ("any", "title:1", "broadened", {"observed_from": "2016-02", "weight": "none", "years": 1.5, "after_last": "exit"}),
    ("any", "level:manager+", "broadened", {"entered": "2015-03..", "observed_until": "2016-08", "years": 1.5}),
)


@dataclass(frozen=True)
class Told:
    """What came first for someone and in which month, from which month on; whether followed, and of the other kind."""

    status: str
    entry: int | None = None
    month: int | None = None
    complete: bool = False
    opposite: str | None = None


def told(person, role, toward, stayed, asked, after_last):
    one = follow(person, role, asked, after_last)
    if one is None:
        return None
    hit = min((s["start"] for s in person.spells if in_role(s, toward, asked)), default=10**6)
    if one.reason == "not_in_role":
        return Told("not_in_role")
    if hit <= one.risk_from:
        return Told("already_there")
    if one.reason is not None:
        return Told("no_follow_up")
    over = one.zero + asked.horizon_months
    if one.risk_from >= over:
        return Told("seen_late")
    other = {"focused": "broadened", "broadened": "focused", None: None}[stayed]
    cuts = {one.risk_from, *(s["start"] for s in person.spells), *(one.zero + 12 * year for year in range(9))}
    first = breadth(person, one.risk_from + 1, asked) if stayed else None
    turned, what, month = first == other and stayed is not None, None, over
    what = "other" if turned else None
    for now in range(one.risk_from + 1, min(over, one.stop) + 1):
        left = one.leaves and now == one.stop
        if now == hit:
            what, month = what or "reached", month if what else now
            break
        if stayed and not left and now in cuts and breadth(person, now + 1, asked) == other:
            turned = True
            what, month = what or "turned", month if what else now
        if left or now == one.stop:
            what, month = what or ("left" if left else "censored"), month if what else now
    what = what or "censored"
    there = hit <= min(one.stop, over)
    last = (
        min(by_month.LAST, int(asked.observed_until[:4]) * 12 + int(asked.observed_until[5:]) - 1)
        if asked.observed_until
        else by_month.LAST
    )
    complete = one.risk_from == one.zero and (one.stop >= over or (one.leaves and over <= last))
    opposite = ("there" if there else "not_there") if turned else None
    if what == "other":
        return Told("other", complete=complete, opposite=opposite)
    if stayed == "broadened" and first is None:
        return Told("unknown", complete=complete, opposite=opposite)
    return Told(what, one.risk_from - one.zero, month - one.zero, complete, opposite)


def role_of(spell):
    function, specialty = CRAFTS[spell["title"].strip()]
    craft, level = specialty or function, level_of(spell)
    return f"{craft}, {level}" if craft and level else spell["title"].strip()


def roles_of(person, role, toward, asked, after_last):
    """The sequence since entry, the first job, the last before the target, of someone who reached it."""
    zero = follow(person, role, asked, after_last).zero
    got = [s for s in person.spells if in_role(s, toward, asked)]
    hit = min(s["start"] for s in got)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_month, "_state", lambda spell, column, owners: role_of(spell))
        months = {m: state for m, state in states_by_month(person, "title", asked).items() if state != "between jobs"}
    since = [months[m] for m in sorted(months) if zero <= m < hit] + [min(role_of(s) for s in got if s["start"] == hit)]
    steps = [step for step, _ in itertools.groupby(since)]
    longer = len(steps) > LONGEST
    steps = [*steps[:3], *steps[-3:]] if longer else steps
    return (tuple(steps), longer), months[min(months)], months[max(m for m in months if m < hit)]


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE, after_last=st.sampled_from(AFTER_LAST))
def test_everyone_is_told_as_from_month_to_month(drawn, people, question, after_last):
    role, toward, stayed, asked = question
    asked = Settings(**asked)
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
        return who_steps(data, parse_role(role), parse_role(toward), asked, stayed=stayed)

    names = ("passages", "cells", "sequences", "first_jobs", "last_steps")
    passages, cells, *ranked = drawn.ask(steps, people, *names, after_last=after_last)
    found = {
        row["person"]: Told(row["status"], row["entry"], row["month"], row["complete"], row["opposite"])
        for row in passages
    }
    expected = {p.name: told(p, role, toward, stayed, asked, after_last) for p in people}
    for person in people:
        assert found.get(person.name) == expected[person.name], person
    known = {person.name: person.known for person in people}
    counted, weights = Counter(), Counter()
    for name, one in expected.items():
        if one is not None:
            key = (one, fold_of(name) if asked.weight is None else None)
            counted[key] += 1
            weights[key] += known[name]["weight"] or 0.0
    for row in cells:
        key = Told(row["status"], row["entry"], row["month"], row["complete"], row["opposite"]), row.get("fold")
        assert row["n"] == counted.pop(key)
        assert row.get("weight", weights[key]) in (None, weights[key])
    assert not counted
    there = [p for p in people if expected[p.name] is not None and expected[p.name].status == "reached"]
    roles = [roles_of(p, role, toward, asked, after_last) for p in there]
    sequences, first_jobs, last_steps = ranked
    told_sequences = {
        (tuple(row[f"step_{n}"] for n in range(1, LONGEST + 1) if row[f"step_{n}"]), row["longer"]): row["n"]
        for row in sequences
    }
    assert told_sequences == Counter(sequence for sequence, _, _ in roles)
    assert {row["step_1"]: row["n"] for row in first_jobs} == Counter(first for _, first, _ in roles)
    assert {row["step_1"]: row["n"] for row in last_steps} == Counter(last for _, _, last in roles)


def test_outcomes_add_up_with_weights_too():
    people = [{"person": name, "weight": weight} for name, weight in (("p", 2.5), ("q", 0.0), ("r", 1.0))]
    spells = [(name, "2015-01", "2016-06", "a", SEO) for name in "pqr"] + [("p", "2016-07", None, "b", HEAD)]
    tally = who_tally(
        careers(*spells, OTHER, people=people), parse_role("title:a"), parse_role("title:b"), stayed="focused"
    )
    adds_up(tally.outcomes, careers(*spells, OTHER, people=people))
    assert sorted(row["weight_moves"] for row in tally.outcomes.table.to_pylist() if row["origin"]) == [1.0, 2.5]
