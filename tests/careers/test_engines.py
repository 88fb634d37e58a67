"""The same careers on DuckDB, PostgreSQL and Spark: the same checks, the same quarantine, the same counts."""

from __future__ import annotations

import datetime
import warnings
from dataclasses import replace

import ibis
import pyarrow as pa
import pytest

import outgrow

TODAY = datetime.date(2021, 1, 15)
QUESTIONS = [
    ("title:analyst", "title:manager", {}),
    ("any", "level:manager+", {"by": "team"}),
    ("level:specialist", "rung:manager+", {"after_last": "exit", "owners": True}),
    ("analyst", "title:manager|director", {"by": "organisation", "entered": "2008..2014"}),
    ("function:marketing", "specialty:social_media", {"observed_until": "2016-06"}),
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
        "Clerk",
    ]
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
                    "marks": "part-time;owner" if person % 13 == 0 else None,
                }
            )
            month = last + 1 + (person + job) % 3
        people.append(
            {
                "person": person,
                "observed_from": f"{2005 + person % 9}-06" if person % 8 == 0 else None,
                "observed_until": "2019-12" if person % 3 else None,
                "exited": "2018-03" if person % 17 == 0 else None,
                "team": None if person % 10 == 0 else f"team {person % 3}",
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
        {"person": 1000, "observed_from": "2012-01", "observed_until": "2011-01", "exited": None, "team": "a"}
    )
    return pa.Table.from_pylist(spells), pa.Table.from_pylist(people)


def answers(careers):
    found = []
    for role, toward, asked in QUESTIONS:
        tally = outgrow.reach(role, toward=toward, careers=careers, **asked).tally
        found.append((tally.table.to_pylist(), tally.flow))
    return found


@pytest.fixture(scope="module")
def here():
    return outgrow.read_careers(*tables(), today=TODAY)


def assert_same(there, here):
    assert there.counts == here.counts
    assert there.reasons() == here.reasons()
    assert answers(there) == answers(here)


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


@pytest.mark.spark
def test_spark_gives_the_same(here, spark):
    spells, people = tables()
    for name, table in (("all_spells", spells), ("all_people", people)):
        spark._session.createDataFrame(table).createOrReplaceTempView(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = outgrow.read_careers("pyspark://?spells=all_spells&people=all_people", today=TODAY)
        assert_same(replace(there, name=here.name), here)


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
        assert_same(there, here)
        there.spells.get_backend().disconnect()
