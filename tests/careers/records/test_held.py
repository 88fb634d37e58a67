"""Renames in place, transfers and hire rows written over: recognised by rule, and nobody's move."""

from functools import cache

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.careers.reading import read
from tests.careers.records.seeing import jobs

import outgrow
from outgrow.careers.read import levels_of_titles
from outgrow.careers.records import TableMapping
from outgrow.careers.records.held import renames_in_place

NAMES = TableMapping(rows="jobs", columns={"primary": "primary"}, staff=True)


def staff(*rows, **options):
    """Jobs of an employer as (person, start, end, title), and further columns by name."""
    full = [
        dict(zip(("person", "start", "end", "title"), row[:4], strict=True)) | (row[4] if len(row) > 4 else {})
        for row in rows
    ]
    columns = ("person", "start", "end", "title", "organisation", "level", "primary", "pay")
    given_table = pa.table({name: pa.array([row.get(name) for row in full], pa.string()) for name in columns})
    return read(given_table, mapping=NAMES, **options)


def renamed(people, old="Community Manager", new="Engagement Manager", *, month="2019-03", before="2019-02", **more):
    rows = []
    for person in people:
        rows += [(person, "2015-01", before, old, more), (person, month, None, new, more)]
    return rows


def kinds(careers):
    return [(one.kind, one.people) for one in careers.recorded]


def test_five_of_five_with_a_new_title_of_the_same_level_in_one_month_are_renamed():
    careers = staff(*renamed("abcde", organisation="x"))
    assert {job[3] for job in jobs(careers)} == {"Community Manager"}
    [found] = careers.recorded
    assert (found.kind, found.people, found.before, found.after) == (
        "rename",
        5,
        "Community Manager",
        "Engagement Manager",
    )
    assert any("and do not count as such: renames in place." in note for note in careers.notes)
    assert {job[3] for job in jobs(staff(*renamed("abcde"), as_recorded=True))} == {
        "Community Manager",
        "Engagement Manager",
    }


#: Rows that only look like a rename, and one that is; each of an employer of its name, and of people of its own.
ALIKE = {
    "a rename": renamed("abcde", old="Social Media Manager", new="Community Lead Manager"),
    "too few": renamed("abcd"),
    "another level": renamed("abcde", new="Head of Engagement"),
    "a month between": renamed("abcde", before="2019-01"),
    "not one month": [*renamed("abc"), *renamed("de", month="2019-04", before="2019-03")],
    "not one employer": [*renamed("abc", organisation="one"), *renamed("de", organisation="two")],
    "most keep the title": [*renamed("abcde"), *((who, "2015-01", None, "Community Manager") for who in "fghijk")],
    "promoted, all of them in one month": renamed("abcde", old="Analyst", new="Senior Analyst"),
    "a grade": renamed("abcde", old="Engineer I", new="Engineer II"),
    "of levels nobody knows": renamed("abcde", old="Blorb", new="Quux"),
    "a step that cohorts take": [*renamed("abcde"), *renamed("fghij", month="2020-03", before="2020-02")],
}


def of_each(cases):
    """Read them in one table, since that takes as long as reading one."""
    rows = []
    for case, held in cases.items():
        for person, start, end, title, *more in held:
            others = {"organisation": case} | (more[0] if more else {})
            rows.append((f"{person}, {case}", start, end, title, others))
    return staff(*rows)


def titles_of(careers, case):
    return {job[3] for job in jobs(careers) if job[0].endswith(f", {case}")}


@cache
def alike():
    return of_each(ALIKE)


@pytest.mark.parametrize("case", [case for case in ALIKE if case != "a rename"])
def test_what_only_looks_like_a_rename_is_a_move(case):
    assert len(titles_of(alike(), case)) == 2


def test_of_all_these_one_is_a_rename():
    assert kinds(alike()) == [("rename", 5)]
    assert titles_of(alike(), "a rename") == {"Social Media Manager"}


def test_levels_of_the_table_decide_where_it_has_them():
    def levelled(old, new, level):
        return [
            row
            for who in "abcde"
            for row in (
                (who, "2015-01", "2019-02", old, {"level": level[0]}),
                (who, "2019-03", None, new, {"level": level[1]}),
            )
        ]

    careers = of_each(
        {
            "one level": levelled("Analyst", "Senior Analyst", ("senior", "senior")),
            "another": levelled("Writer", "Author", ("specialist", "senior")),
        }
    )
    assert kinds(careers) == [("rename", 5)]
    assert titles_of(careers, "one level") == {"Analyst"}
    assert titles_of(careers, "another") == {"Writer", "Author"}


def test_a_job_keeps_its_first_title_until_its_holder_moves():
    """Renamed twice, paid better in between, then promoted: the promotion alone is a move."""
    rows = []
    for who in "abcde":
        rows += [
            (who, "2015-01", "2016-12", "Community Manager"),
            (who, "2017-01", "2018-06", "Engagement Manager", {"pay": "1"}),
            (who, "2018-07", "2018-12", "Engagement Manager", {"pay": "2"}),
            (who, "2019-01", "2020-12", "Audience Manager"),
        ]
    rows.append(("a", "2021-01", None, "Head of Audience"))
    careers = staff(*rows)
    assert [job[3] for job in jobs(careers) if job[0] == "a"] == ["Community Manager"] * 4 + ["Head of Audience"]
    answer = outgrow.tenure('title:"community manager"', careers=careers)
    assert answer.flow.counted == 5


def test_a_transfer_keeps_the_employer_and_many_at_once_are_a_reorganisation():
    def moves(people, month="2019-03"):
        return [
            row
            for who in people
            for row in (
                (who, "2015-01", "2019-02", "Analyst", {"organisation": "x"}),
                (who, month, None, "Analyst", {"organisation": "y"}),
            )
        ]

    careers = staff(*moves("ab"))
    assert kinds(careers) == [("transfer", 2)]
    assert {job[4] for job in jobs(careers, "organisation")} == {"x"}
    assert kinds(staff(*moves("abcde"))) == [("reorganisation", 5)]
    assert kinds(staff(*moves("abcde", "2019-05"))) == []
    assert {job[4] for job in jobs(staff(*moves("ab"), as_recorded=True), "organisation")} == {"x", "y"}


def test_a_first_title_of_today_above_the_next_one_is_in_quarantine():
    rows = [
        ("a", "2015-01", "2016-06", "Marketing Director"),
        ("a", "2016-07", "2018-06", "Marketing Specialist"),
        ("a", "2018-07", None, "Marketing Director"),
    ]
    careers = staff(*rows)
    assert [job[1] for job in jobs(careers)] == ["2016-07", "2018-07"]
    [row] = careers.quarantined().to_pylist()
    assert (row["row"], row["column"], row["value"]) == (1, "title", "Marketing Director")
    assert kinds(careers) == [("hire row written over", 1)]
    assert len(jobs(staff(*rows, as_recorded=True))) == 3


def test_other_ways_down_are_believed():
    ways = {
        "up, and down again": ("Marketing Specialist", "Marketing Director", "Marketing Specialist"),
        "not that of today": ("Marketing Director", "Marketing Specialist", "Head of Marketing"),
        "never another": ("Marketing Director", "Marketing Director", "Marketing Director"),
    }
    rows = [
        (way, f"201{place}-01", f"201{place}-12" if place < 7 else None, title)
        for way, titles in ways.items()
        for place, title in zip((5, 6, 7), titles, strict=True)
    ]
    careers = staff(*rows)
    assert {way: tuple(job[3] for job in jobs(careers) if job[0] == way) for way in ways} == ways
    assert kinds(careers) == []


def test_a_position_on_the_side_neither_renames_nor_hides_a_rename():
    rows = [*renamed("abcde"), *((who, "2018-01", None, "Works Council", {"primary": "no"}) for who in "abcde")]
    assert kinds(staff(*rows)) == [("rename", 5)]


def test_careers_of_anybody_are_only_looked_at():
    """Resumes are as their people wrote them: a rename is seen, and changes nothing."""
    rows = [dict(zip(("person", "start", "end", "title"), row[:4], strict=True)) for row in renamed("abcde")]
    assert renames_in_place(read(pa.Table.from_pylist(rows)).spells, levels_of_titles) == (), "nobody names an employer"
    careers = read(pa.Table.from_pylist([row | {"company": "x"} for row in rows]))
    assert careers.recorded == ()
    assert {job[3] for job in jobs(careers)} == {"Community Manager", "Engagement Manager"}
    assert [one.people for one in renames_in_place(careers.spells, levels_of_titles)] == [5]


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(5, 9))
def test_the_order_of_rows_changes_nothing(random, size):
    shuffled = renamed("abcdefghi"[:size], organisation="x")
    random.shuffle(shuffled)
    found, expected = staff(*shuffled), in_order(size)
    assert jobs(found) == jobs(expected)
    assert found.recorded == expected.recorded != ()


@cache
def in_order(size):
    return staff(*renamed("abcdefghi"[:size], organisation="x"))
