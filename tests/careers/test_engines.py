"""The same careers on DuckDB, PostgreSQL and Spark: the same checks, the same quarantine, the same counts."""

from __future__ import annotations

import datetime
import warnings
from dataclasses import replace

import ibis
import pyarrow as pa
import pytest

import outgrow
from outgrow.careers.records import TableMapping
from outgrow.settings import Settings
from outgrow.tallies import (
    counted_in_both,
    counting_process_states,
    duration_tally,
    exposure_tally,
    first_passage,
    landmark_tallies,
    levels_known,
    peers_of,
    skill_tally,
    state_tally,
    who_tally,
)
from outgrow.titles.roles import parse_role

TODAY = datetime.date(2021, 1, 15)
QUESTIONS = [
    ("title:analyst", "title:manager", {}),
    ("any", "level:manager+", {"by": "team"}),
    ("level:specialist", "rung:manager+", {"after_last": "exit", "owners": True}),
    ("analyst", "title:manager|director", {"by": "organisation", "entered": "2008..2014"}),
    ("function:marketing", "specialty:social_media", {"observed_until": "2016-06", "weight": "none"}),
    ("title:analyst", ["title:manager", "title:director"], {"clock": "age", "weight": "points", "by": "team"}),
]
#: Role, column of states and what is asked beside them; each of them is asked about stays in the role, too.
STATES = [
    ("title:analyst", "title", {"weight": "none"}),
    ("any", "rung", {"by": "team", "main_job": "level", "after_last": "exit"}),
    (
        "level:specialist",
        "organisation",
        {"gap": 0, "main_job": "longest", "observed_from": "2008-03", "by": "organisation", "weight": "points"},
    ),
]


def tables():
    """Untidy careers with every kind of missing value, made without random numbers."""
    titles = [
        "Analyst",
        "ANALYST ",
        "Marketing Analyst",
        "Manager",
        "Social  Media Manager",
        "Founder",
        "Director",
        "Sales",
    ]
    marks = [None, "part-time;owner", None, None, "start-unknown", None, None, "Side", None, None, None, None, None]
    listed = [None, "Budgeting; excel", "Budgeting", " ;", "Copywriting;Excel ", "Negotiation", "Budgeting;Copywriting"]
    spells, people = [], []
    for person in range(240):
        month = 12 * (2005 + person % 9) + person % 12
        for job in range(1 + person % 4):
            length = 8 + (person * 7 + job * 13) % 30
            last = month + length - 1
            ongoing = job == person % 4 and person % 5 == 0
            spells.append(
                {
                    "person": person,
                    "start": f"{month // 12}-{month % 12 + 1:02d}" if person % 11 else f"{month // 12}",
                    "end": None if ongoing else f"{last // 12}-{last % 12 + 1:02d}",
                    "title": titles[(person * 3 + job * 5) % len(titles)],
                    "organisation": None if person % 6 == 0 else f"firm {person % 3}",
                    "level": "manager" if person % 7 == 0 and job else None,
                    "pay": "n/k" if person % 50 == 0 else str(1000 + person),
                    "marks": marks[(person + job) % len(marks)],
                    "skills": listed[(person * 2 + job * 3) % len(listed)],
                    "description": "We plan, then use Excel every day" if person % 9 == 4 else None,
                }
            )
            # some overlap with the one before, or are inside it
            overlaps = person % 4 == 1 and job
            month = last - (person + job) % length if overlaps else last + 1 + (person + job) % 3
        people.append(
            {
                "person": person,
                "observed_from": f"{2005 + person % 9}-06" if person % 8 == 0 else None,
                "observed_until": "2019-12" if person % 3 else None,
                "exited": "2018-03" if person % 17 == 0 else None,
                "exit_reason": ("retired", "died", None)[person % 3],
                "birth": None if person % 9 == 0 else f"{1960 + person % 30}",
                "weight": None if person % 20 == 0 else f"{1 + person % 7 * 0.25}",
                "points": person % 5,
                "team": None if person % 10 == 0 else f"team {person % 3}",
                "trained": None if person % 5 == 0 else f"{1 + person % 12:02d}/{2006 + person % 9}",
                "joined": None if person % 4 == 0 else datetime.date(2006 + person % 9, 1 + person % 12, 1),
            }
        )
    spells += [
        {**spells[0]},
        {**spells[1], "start": "soon"},
        {**spells[2], "title": None},
        {**spells[3], "end": "1999-01"},
        {**spells[4], "level": "boss"},
    ]
    people.append(
        {**people[0], "person": 1000, "observed_from": "2012-01", "observed_until": "2011-01"},
    )
    return pa.Table.from_pylist(spells), pa.Table.from_pylist(people)


def answers(careers, questions=QUESTIONS):
    found = []
    for role, toward, asked in questions:
        tally = outgrow.reach(role, toward=toward, careers=careers, **asked).tally
        found.append((tally.table.to_pylist(), tally.flow))
    return found


def answers_by_state(careers, questions=STATES):
    found = {}
    for role, states, asked in questions:
        role, asked = parse_role(role), Settings(**asked)
        moves = state_tally(careers, role, states, asked, most_states=3)
        stays = duration_tally(careers, role, asked)
        for tally in (moves, stays):
            found[role.text, tally.kind] = tally.table.to_pylist(), tally.flow, tally.absorbing, tally.notes
    role, states, asked = STATES[-1]
    rows = counting_process_states(careers, parse_role(role), states, Settings(**asked), most_states=3)
    found["rows", "rows"] = sorted(map(str, rows.table.drop_columns("id").to_pylist())), rows.states
    return found


def answers_of_peers(careers):
    """What a verdict counts."""
    role, asked = parse_role("title:manager"), Settings()
    targets = [parse_role("rung:director+"), parse_role("rung:executive")]
    zeros = peers_of(careers, role, "manager", asked)
    tally = first_passage(careers, role, targets, asked, by_year=True, folded=True, zeros=zeros)
    both = counted_in_both(careers, role, targets, asked, zeros)
    return (
        tally.table.to_pylist(),
        tally.flow,
        both,
        levels_known(careers, parse_role('title:"marketing analyst"'), asked),
    )


#: Role, target, what forms groups, landmarks in months; role, target, what a hazard is set against, months of a piece.
GROUPS = [
    ("any", "rung:manager+", "breadth", (24, 48), {}),
    ("title:analyst", "title:manager", "team", (0,), {"weight": "points"}),
    ("any", "title:manager", "joined", (18,), {"weight": "none"}),
    ("any", "title:manager", "trained", (18, 30), {"weight": "none"}),
]
HAZARDS = [
    ("any", "rung:manager+", "breadth,strategy,employers,career,period,specialty", 12, {"weight": "none"}),
    ("title:analyst", "title:manager", "team,previous,rung", 4, {"weight": "points", "years": 6}),
]


def answers_by_group(careers, *, most=None):
    """What is counted for groups compared and for hazards."""
    found = []
    for role, toward, by, landmarks, asked in GROUPS[:most]:
        role, toward = parse_role(role), parse_role(toward)
        tallies = landmark_tallies(careers, role, toward, Settings(by=by, **asked), landmarks=landmarks)
        found += [(tally.table.to_pylist(), tally.flow, tally.excluded) for tally in tallies]
    for role, toward, names, piece, asked in HAZARDS[:most]:
        role, toward, names = parse_role(role), parse_role(toward), names.split(",")
        tally = exposure_tally(careers, role, toward, names, Settings(**asked), piece=piece)
        found.append((tally.table.to_pylist(), tally.flow, ()))
    return found


#: Role, target, what people stayed.
WHO = [
    ("any", "rung:manager+", "focused", {"weight": "none"}),
    ("rung:manager+", "title:analyst", None, {"weight": "points", "years": 6}),
]


def answers_of_who(careers, *, most=None):
    """What is counted of who made it."""
    found = []
    for role, toward, stayed, asked in WHO[:most]:
        tally = who_tally(careers, parse_role(role), parse_role(toward), Settings(**asked), stayed=stayed)
        ranked = (tally.sequences, tally.first_jobs, tally.last_steps)
        found.append((tally.outcomes.table.to_pylist(), tally.followed, tally.opposite, tally.excluded, ranked))
    return found


def answers_of_skills(careers, *, most=None):
    """What is counted of skills: none of it on engines that few questions are asked of."""
    found = []
    for role in ("title:analyst|manager", "any")[:most]:
        tally = skill_tally(careers, parse_role(role), Settings())
        assert len(tally.skills) >= 4
        found.append(
            (tally.skills, tally.flow, *(ordered(table) for table in (tally.moves, tally.years, tally.changes)))
        )
    return found


def ordered(table):
    """Rows in an order of their own, sums of pay to what all engines agree on."""
    rows = [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()}
        for row in table.to_pylist()
    ]
    return sorted(rows, key=str)


def records():
    """Changes of an employer's staff and waves of a survey, with every kind of row, made without random numbers."""
    titles = ["Analyst", "Senior Analyst", "Manager", None, "Director", "Analyst"]
    events = ["Hire", "Change", "Promotion", "Leave", "Termination", "Return from leave", "Rehire", "Promotion"]
    changes, waves = [], []
    for person in range(60):
        for row in range(1 + person % 6):
            month = 12 * (2010 + row * 2) + (person * 5 + row) % 12
            changes.append(
                {
                    "person": f"p{person}",
                    "changed": f"{month // 12}-{month % 12 + 1:02d}-{1 + (person + row) % 27:02d}",
                    "title": titles[(person + row) % len(titles)],
                    "event": events[(person * 3 + row) % len(events)] if row else "Hire",
                    "organisation": f"firm {(person + row) // 40}",
                    "primary": "no" if person % 9 == 0 and row == 2 else "yes",
                    "team": f"team {person % 3}",
                }
            )
            waves.append({"id": person, "year": 2010 + row, "a": int(row % 3 == 0), "b": int(row % 3 == 1)})
    # seven are renamed together, and two rows fall on one day
    for person in range(100, 107):
        changes += [
            {
                "person": f"p{person}",
                "changed": "2015-01-01",
                "title": "Clerk",
                "event": "Hire",
                "organisation": "firm 0",
            },
            {
                "person": f"p{person}",
                "changed": "2018-01-01",
                "title": "Officer",
                "event": "Change",
                "organisation": "firm 0",
            },
        ]
    changes.append({**changes[3], "title": "Other"})
    return pa.Table.from_pylist(changes), pa.Table.from_pylist(waves)


RECORDS = (
    TableMapping(rows="changes", columns={"changed": "changed", "event": "event"}, attributes=("team",)),
    TableMapping(rows="waves", columns={"person": "id", "wave": "year"}, states={"a": "clerk", "b": "nurse"}),
)


def assert_same_records(there, here):
    assert there.counts == here.counts
    assert there.reasons() == here.reasons()
    assert there.recorded == here.recorded
    assert set(there.notes) == set(here.notes)
    for table in ("spells", "people"):
        rows = [sorted(map(str, getattr(careers, table).to_pyarrow().to_pylist())) for careers in (there, here)]
        assert rows[0] == rows[1]


@pytest.fixture(scope="module")
def here():
    return outgrow.read_careers(*tables(), today=TODAY)


def quality_of(careers):
    """All that is found wrong with careers, apart from their name and what reading them said."""
    found = outgrow.check_careers(careers, min_cell=1).as_json()
    return {name: found[name] for name in ("reasons", "checks", "people_quarantined", "values_quarantined")}


def assert_same(there, here, *, few=False):
    """Hold what is told there to what is told here; of each kind of question one or two where `few`, and none of the widest."""
    reaches, states, groups = (QUESTIONS[1:3], STATES[1:2], 0) if few else (QUESTIONS, STATES, None)
    assert there.counts == here.counts
    assert quality_of(there) == quality_of(here)
    assert there.reasons() == here.reasons()
    assert answers(there, reaches) == answers(here, reaches)
    assert answers_by_state(there, states) == answers_by_state(here, states)
    assert answers_of_peers(there) == answers_of_peers(here)
    assert answers_by_group(there, most=groups) == answers_by_group(here, most=groups)
    assert answers_of_who(there, most=groups) == answers_of_who(here, most=groups)
    assert answers_of_skills(there, most=groups) == answers_of_skills(here, most=groups)


def test_the_careers_are_worth_comparing(here):
    reasons = {reason["reason"].partition(" (")[0] for reason in here.reasons()}
    assert {
        "exact duplicate of an earlier row",
        "not a date outgrow can read",
        "no title",
        "ends before it starts",
        "not a level outgrow knows",
        "not an amount of money",
        "before observed_from",
        "starts after its person exited",
    } <= reasons
    for rows, flow in answers(here):
        assert flow.counted > 20
        assert sum(row["reached"] for row in rows) > 0
    by_state = answers_by_state(here)
    assert len(by_state) == 2 * len(STATES) + 1
    for (_, kind), (rows, *about) in by_state.items():
        assert len(rows) > 40
        if kind != "rows":
            assert about[0].counted > 20
            assert {"between jobs", "other", "out", "up", "sideways"} & {row["destination"] for row in rows}
    assert by_state["any", "state"][2] == ("left", "left: died", "left: retired")
    checks = {check["name"]: check["numbers"] for check in quality_of(here)["checks"]}
    assert checks["overlaps"]["overlapping"] > 10
    assert checks["gaps"]["with_gap"] > 20
    assert checks["labels"]["without_level"] > 20
    assert checks["precision"]["year_only"] > 20
    assert checks["drift"]["distance"] > 0.1
    rows, flow, both, known = answers_of_peers(here)
    assert flow.counted > 20
    assert both >= 3
    assert 0.2 < known < 0.9
    assert len({row["entry_year"] for row in rows}) > 5
    for rows, flow, excluded in answers_by_group(here):
        assert flow.counted > 20
        assert len(rows) > 20
        assert sum(row["reached"] for row in rows) > 5
        assert not excluded or sum(people for _, people in excluded) > 5
    values = [{row["breadth"] for row in rows} for rows, _, _ in answers_by_group(here) if "breadth" in rows[0]]
    assert all({"focused", "broadened"} <= one for one in values)
    told = answers_of_who(here)
    for rows, followed, _, _, ranked in told:
        assert {row["destination"] for row in rows} >= {"waiting", "reached", None}
        assert sum(people for _, people in followed) > 5
        assert all(one.people == ranked[0].people > 3 for one in ranked)
    assert told[0][2] is not None
    assert told[0][2][0] > 3


@pytest.mark.postgres
def test_postgresql_gives_the_same(here, postgres_url):
    backend = ibis.connect(postgres_url)
    spells, people = tables()
    backend.create_table("all_spells", spells, overwrite=True)
    backend.create_table("all_people", people, overwrite=True)
    backend.disconnect()
    there = outgrow.read_careers(f"{postgres_url}?spells=all_spells&people=all_people", today=TODAY)
    assert there.name.endswith(":all_spells")
    assert_same(replace(there, name=here.name), here)
    there.spells.get_backend().disconnect()


@pytest.mark.postgres
def test_postgresql_reads_records_alike(postgres_url):
    backend = ibis.connect(postgres_url)
    for name, table in zip(("changes", "waves"), records(), strict=True):
        backend.create_table(name, table, overwrite=True)
    backend.disconnect()
    for name, table, mapping in zip(("changes", "waves"), records(), RECORDS, strict=True):
        there = outgrow.read_careers(f"{postgres_url}?spells={name}", mapping=mapping, today=TODAY)
        assert_same_records(there, outgrow.read_careers(table, mapping=mapping, today=TODAY))
        there.spells.get_backend().disconnect()


@pytest.mark.spark
def test_spark_gives_the_same(here, spark):
    spells, people = tables()
    for name, table in (("all_spells", spells), ("all_people", people)):
        spark._session.createDataFrame(table).createOrReplaceTempView(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = outgrow.read_careers("pyspark://?spells=all_spells&people=all_people", today=TODAY)
        # Spark takes minutes over what the others do in a second; groups, hazards and who made it were not done in fifteen
        assert_same(replace(there, name=here.name), here, few=True)


def test_the_records_are_worth_comparing():
    changes, waves = (
        outgrow.read_careers(table, mapping=mapping, today=TODAY)
        for table, mapping in zip(records(), RECORDS, strict=True)
    )
    assert {one.kind for one in changes.recorded} == {"rename"}
    assert changes.counts.rows_joined > 30
    assert {row["reason"] for row in changes.reasons()} >= {"another row of the same day replaces it"}
    assert waves.counts.rows_joined > 10


def test_a_duckdb_url_gives_the_same(here, tmp_path):
    backend = ibis.duckdb.connect(tmp_path / "careers.duckdb")
    spells, people = tables()
    backend.create_table("s", spells)
    backend.create_table("p", people)
    backend.disconnect()
    for source in (
        f"{tmp_path}/careers.duckdb?spells=s&people=p",
        f"duckdb://{tmp_path}/careers.duckdb?spells=s&people=p",
    ):
        there = outgrow.read_careers(source, today=TODAY)
        assert_same(there, here, few=True)
        there.spells.get_backend().disconnect()
