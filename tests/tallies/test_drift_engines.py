"""Drift from PostgreSQL: the same counts as from DuckDB."""

from __future__ import annotations

from dataclasses import replace

import ibis
import pyarrow as pa
import pytest
from tests.careers.test_engines import TODAY, tables

import outgrow
from outgrow.settings import Settings
from outgrow.tallies import drift_tally
from outgrow.titles.roles import parse_role

QUESTIONS = [
    ('title:analyst|"web analyst"|"marketing analyst"', {"weight": "none"}, {"words": ("excel", "social media")}),
    ("rung:manager+", {"weight": "points", "after_last": "exit", "gap": 3}, {"months": 24}),
]


def described():
    """The untidy careers, most jobs with a list of skills or a description, and eight people renamed together."""
    spells, people = tables()
    skills = [(None, "Excel;R", "Social-media plans", "")[n % 4] for n in range(spells.num_rows)]
    texts = [(None, None, "Excelled at EXCEL, daily.")[n % 3] for n in range(spells.num_rows)]
    for name, values in (("skills", skills), ("description", texts)):
        spells = spells.set_column(spells.schema.get_field_index(name), name, pa.array(values, pa.string()))
    rows = [{"person": str(90_000 + n), "organisation": "Firm", **job} for n in range(8) for job in _RENAMED]
    more = pa.Table.from_pylist(
        rows, pa.schema([(name, pa.string()) for name in ("person", "organisation", "title", "start", "end")])
    )
    return pa.concat_tables([spells, more.cast(_kinds(more, spells))], promote_options="default"), people


_RENAMED = (
    {"title": "Web Analyst", "start": "2010-03", "end": "2013-02"},
    {"title": "Data Analyst", "start": "2013-03", "end": "2019-01"},
)


def _kinds(table, like):
    return pa.schema([like.schema.field(name) for name in table.column_names])


@pytest.fixture(scope="module")
def here():
    return outgrow.read_careers(*described(), today=TODAY)


def counts(careers, questions):
    found = []
    for role, asked, more in questions:
        tally = drift_tally(careers, parse_role(role), Settings(**asked), **more)
        tables_of = [getattr(tally, name) for name in ("held", "later", "persons", "changes", "titles", "mentions")]
        rows = [None if table is None else sorted(map(str, rounded(table))) for table in tables_of]
        found.append((rows, tally.flow, [(one.people, one.month, counted) for one, counted in tally.renames]))
    return found


def rounded(table):
    """Rows, with sums of weights to what engines agree on."""
    return [{name: round(v, 6) if isinstance(v, float) else v for name, v in row.items()} for row in table.to_pylist()]


def test_the_careers_are_worth_comparing(here):
    (rows, flow, renames), (more, *_) = counts(here, QUESTIONS)
    assert flow.counted > 20
    assert all(len(table) > 3 for table in rows)
    kinds = {kind for kind in ("moved", "renamed", "censored") if any(f"'{kind}'" in row for row in rows[3])}
    assert kinds == {"moved", "renamed", "censored"}
    assert [people for people, *_ in renames] == [8]
    assert len(more[1]) > 5


@pytest.mark.postgres
def test_postgresql_gives_the_same(here, postgres_url):
    backend = ibis.connect(postgres_url)
    for name, table in zip(("drift_spells", "drift_people"), described(), strict=True):
        backend.create_table(name, table, overwrite=True)
    backend.disconnect()
    there = outgrow.read_careers(f"{postgres_url}?spells=drift_spells&people=drift_people", today=TODAY)
    assert counts(replace(there, name=here.name), QUESTIONS) == counts(here, QUESTIONS)
    there.spells.get_backend().disconnect()
