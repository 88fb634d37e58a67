"""One job after another: same title twice in a row, main job, tenure; by hand, and month by month by another way."""

from __future__ import annotations

import functools
import itertools
import warnings

import ibis
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import outgrow
from outgrow.careers.spells import join_same_title, main_jobs, stints
from outgrow.errors import InputError, UnknownName
from outgrow.months import month_number, month_text
from outgrow.schema import ASIDE_MARKS, LEVELS
from outgrow.settings import MAIN_JOB_RULES
from outgrow.titles.roles import parse_role

KINDS = {
    "row": pa.int64(),
    "person": pa.string(),
    "start": pa.int32(),
    "end": pa.int32(),
    "start_day": pa.int32(),
    "title": pa.string(),
    "organisation": pa.string(),
    "level": pa.string(),
    "marks": pa.string(),
    "imprecise": pa.bool_(),
}


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


@pytest.fixture(scope="module")
def ask(engine):
    """Ask one of the functions about rows of spells; each query is written once, for it takes longer than to run it."""
    spells = engine.create_table("asked", schema=ibis.schema(pa.schema(KINDS.items())), overwrite=True)

    @functools.cache
    def query(name, gap, role, rule):
        if name == "stints":
            return str(ibis.to_sql(stints(spells, parse_role(role).condition(spells), gap=gap)))
        if name == "joined":
            return str(ibis.to_sql(join_same_title(spells, gap=gap)))
        return str(ibis.to_sql(main_jobs(spells, gap=gap, rule=rule)))

    def rows(name, jobs, *, gap=1, role="title:analyst", rule="latest"):
        engine.con.execute("DELETE FROM asked")
        if jobs:
            engine.con.from_arrow(arrow(jobs)).insert_into("asked")
        found = engine.con.execute(query(name, gap, role, rule)).to_arrow_table().to_pylist()
        return sorted(found, key=lambda row: (row["person"], row["start"]))

    return rows


def arrow(jobs):
    rows = [{name: {"row": row, **spell}.get(name) for name in KINDS} for row, spell in enumerate(jobs, start=1)]
    return pa.Table.from_pylist(rows, pa.schema(KINDS.items()))


def job(start, end, title="analyst", **others):
    """One spell, with months as text; `end` None is ongoing."""
    months = {"start": month_number(start), "end": None if end is None else month_number(end)}
    return {"person": "p", "start_day": 0, "imprecise": False, **months, "title": title, **others}


@pytest.fixture
def table(engine):
    return lambda *jobs: engine.create_table("hand_made", arrow(jobs), overwrite=True)


def fetched(result):
    return sorted(result.to_pyarrow().to_pylist(), key=lambda row: (row["person"], row["start"]))


def shown(rows, *columns):
    """Rows as (start, end, then `columns`), with months as text."""
    return [
        (month_text(row["start"]), None if row["end"] is None else month_text(row["end"]), *(row[c] for c in columns))
        for row in rows
    ]


@pytest.fixture
def main(ask):
    return lambda *jobs, columns=("title",), **asked: shown(ask("main", jobs, **asked), *columns)


class TestMainJob:
    def test_of_spells_that_overlap_the_one_started_last_is_main(self, main):
        assert main(job("2015-01", "2015-08", "first"), job("2015-05", "2015-12", "second")) == [
            ("2015-01", "2015-04", "first"),
            ("2015-05", "2015-12", "second"),
        ]

    def test_a_job_left_in_the_month_the_next_starts_gives_way_in_that_month(self, main):
        assert main(job("2015-01", "2015-05", "first"), job("2015-05", None, "second")) == [
            ("2015-01", "2015-04", "first"),
            ("2015-05", None, "second"),
        ]

    def test_days_tell_which_started_last_within_a_month(self, main):
        assert main(
            job("2015-01", "2015-12", "later day", start_day=20, level="assistant"),
            job("2015-01", "2015-12", "earlier day", start_day=3, level="chief"),
        ) == [("2015-01", "2015-12", "later day")]

    def test_of_those_started_together_the_higher_level_is_main(self, main):
        assert main(
            job("2015-01", "2015-06", "head", level="head"),
            job("2015-01", "2015-12", "manager", level="manager"),
        ) == [("2015-01", "2015-06", "head"), ("2015-07", "2015-12", "manager")]

    @pytest.mark.parametrize(("lower", "higher"), [*itertools.pairwise((None, *LEVELS))])
    def test_levels_are_ordered_and_unknown_is_the_lowest(self, main, lower, higher):
        assert main(job("2015-01", "2015-12", "a", level=lower), job("2015-01", "2015-12", "b", level=higher)) == [
            ("2015-01", "2015-12", "b")
        ]

    def test_of_the_same_level_the_one_of_the_later_end_is_main(self, main):
        assert main(job("2015-01", "2015-06", "a"), job("2015-01", "2015-12", "b")) == [("2015-01", "2015-12", "b")]

    def test_ongoing_is_the_latest_end(self, main):
        assert main(job("2015-01", "2020-12", "a"), job("2015-01", None, "b")) == [("2015-01", None, "b")]

    def test_of_the_same_end_the_title_first_in_the_alphabet_is_main(self, main):
        assert main(job("2015-01", None, "b"), job("2015-01", None, "a"), job("2015-01", None, "c")) == [
            ("2015-01", None, "a")
        ]

    def test_of_the_same_title_one_is_main_whatever_the_order_of_the_rows(self, main):
        jobs = [job("2015-01", None, organisation=name) for name in ("Bee", "Ant", "Cat")]
        for order in itertools.permutations(jobs):
            assert main(*order, columns=("organisation",)) == [("2015-01", None, "Ant")]

    def test_a_job_interrupted_by_another_has_a_segment_before_and_one_after(self, main):
        assert main(job("2015-01", None, "long"), job("2015-03", "2015-05", "short", level="trainee")) == [
            ("2015-01", "2015-02", "long"),
            ("2015-03", "2015-05", "short"),
            ("2015-06", None, "long"),
        ]

    def test_jobs_inside_jobs_are_taken_up_again_in_order(self, main):
        assert main(
            job("2015-01", "2015-12", "outer"), job("2015-02", "2015-09", "middle"), job("2015-04", "2015-06", "inner")
        ) == [
            ("2015-01", "2015-01", "outer"),
            ("2015-02", "2015-03", "middle"),
            ("2015-04", "2015-06", "inner"),
            ("2015-07", "2015-09", "middle"),
            ("2015-10", "2015-12", "outer"),
        ]

    @pytest.mark.parametrize("mark", ASIDE_MARKS)
    def test_marked_spells_are_main_only_when_alone(self, main, mark):
        assert main(job("2015-03", "2015-10", "job"), job("2015-05", "2015-12", "aside", marks=mark)) == [
            ("2015-03", "2015-10", "job"),
            ("2015-11", "2015-12", "aside"),
        ]
        assert main(job("2015-03", "2015-10", "job"), job("2015-01", "2015-12", "aside", marks=mark)) == [
            ("2015-01", "2015-02", "aside"),
            ("2015-03", "2015-10", "job"),
            ("2015-11", "2015-12", "aside"),
        ]

    def test_a_marked_spell_starting_changes_nothing_for_the_job_that_goes_on(self, main):
        assert main(job("2015-01", None, "job"), job("2015-05", "2015-06", "aside", marks="side")) == [
            ("2015-01", None, "job")
        ]

    def test_among_marked_spells_alone_the_same_order_holds(self, main):
        assert main(
            job("2015-01", "2015-12", "first", marks="board"), job("2015-05", "2015-12", "second", marks="volunteer")
        ) == [("2015-01", "2015-04", "first"), ("2015-05", "2015-12", "second")]

    @pytest.mark.parametrize("marks", ["owner;board", "board; owner", "contract;Board;interim"])
    def test_one_mark_of_several_is_enough(self, main, marks):
        assert main(job("2015-01", None, "job"), job("2015-05", None, "aside", marks=marks)) == [
            ("2015-01", None, "job")
        ]

    @pytest.mark.parametrize("marks", ["owner", "interim", "contract", "boardroom", "start-unknown", ""])
    def test_other_marks_change_nothing(self, main, marks):
        assert main(job("2015-01", None, "job"), job("2015-05", None, "other", marks=marks)) == [
            ("2015-01", "2015-04", "job"),
            ("2015-05", None, "other"),
        ]

    def test_gaps_of_up_to_one_month_are_bridged_by_the_job_before(self, main):
        assert main(job("2015-01", "2015-03", "a"), job("2015-05", "2015-06", "b")) == [
            ("2015-01", "2015-04", "a"),
            ("2015-05", "2015-06", "b"),
        ]

    def test_longer_gaps_stay(self, main):
        assert main(job("2015-01", "2015-03", "a"), job("2015-06", "2015-06", "b")) == [
            ("2015-01", "2015-03", "a"),
            ("2015-06", "2015-06", "b"),
        ]

    @pytest.mark.parametrize(("gap", "until"), [(0, "2015-03"), (1, "2015-03"), (2, "2015-05"), (24, "2015-05")])
    def test_gap_says_how_long_a_gap_is_bridged(self, main, gap, until):
        after = ("2015-06", "2015-06", "b")
        assert main(job("2015-01", "2015-03", "a"), job("2015-06", "2015-06", "b"), gap=gap) == [
            ("2015-01", until, "a"),
            after,
        ]

    def test_nothing_is_added_after_the_last_job_or_before_the_first(self, main):
        assert main(job("2015-03", "2015-03"), gap=12) == [("2015-03", "2015-03", "analyst")]

    def test_a_gap_after_a_job_inside_another_is_bridged_by_the_job_that_was_main(self, main):
        jobs = [job("2015-01", "2015-08", "outer"), job("2015-02", "2015-04", "inner"), job("2015-10", None, "next")]
        assert main(*jobs)[2:] == [("2015-05", "2015-09", "outer"), ("2015-10", None, "next")]
        assert main(*jobs, gap=0)[2:] == [("2015-05", "2015-08", "outer"), ("2015-10", None, "next")]

    def test_a_marked_spell_fills_a_gap_before_it_is_bridged(self, main):
        jobs = [job("2015-01", "2015-03", "a"), job("2015-05", None, "b")]
        assert main(*jobs, job("2015-02", "2015-12", "aside", marks="side")) == [
            ("2015-01", "2015-03", "a"),
            ("2015-04", "2015-04", "aside"),
            ("2015-05", None, "b"),
        ]

    def test_adjacent_segments_of_the_same_spell_are_one(self, main):
        """Two shorter jobs end inside the longest, which was main all along; a marked one comes and goes."""
        assert main(
            job("2015-01", "2015-12", "long", level="chief"),
            job("2015-01", "2015-04", "short", level="senior"),
            job("2015-01", "2015-08", "side", marks="side"),
        ) == [("2015-01", "2015-12", "long")]

    def test_a_job_of_a_single_month_is_a_segment(self, main):
        assert main(job("2015-01", "2015-12", "long"), job("2015-12", "2015-12", "one month")) == [
            ("2015-01", "2015-11", "long"),
            ("2015-12", "2015-12", "one month"),
        ]

    def test_people_do_not_touch_each_other(self, main):
        jobs = [job("2015-01", None, "a"), job("2015-05", "2015-06", "b")]
        one, two = jobs, [{**spell, "person": "q"} for spell in jobs]
        alone = main(*one)
        assert main(*one, *two, columns=("person", "title")) == [
            (start, end, person, title) for person in "pq" for start, end, title in alone
        ]

    def test_segments_have_the_columns_of_the_spells_and_months_of_the_same_type(self, table):
        spells = table(job("2015-01", None, organisation="Ant", level="head"), job("2015-05", "2015-06", "b"))
        result = main_jobs(spells, gap=1)
        assert result.schema() == spells.schema()
        first, _, last = fetched(result)
        assert {**first, "start": last["start"], "end": None} == last
        assert (first["row"], first["organisation"], first["level"]) == (1, "Ant", "head")

    def test_four_columns_are_enough(self, table):
        spells = table(job("2015-01", None, "long"), job("2015-05", "2015-06", "b"))
        lean = spells.select("person", "start", "end", "title")
        assert shown(fetched(main_jobs(lean, gap=1)), "title") == shown(fetched(main_jobs(spells, gap=1)), "title")

    def test_takes_careers_as_read(self):
        careers = outgrow.read_careers(
            pa.table({"person": [7, 7], "start": ["2015", "2016-03"], "end": ["2016", None], "title": ["a", "b"]})
        )
        assert shown(fetched(main_jobs(careers, gap=1)), "person", "title") == [
            ("2015-01", "2016-02", 7, "a"),
            ("2016-03", None, 7, "b"),
        ]

    def test_no_spell_gives_no_segment(self, main):
        assert main() == []

    def test_runs_of_spells_inside_others_are_told_apart_from_the_spells_around_them(self, main):
        assert main(
            job("2014-01", "2014-06", "before"),
            job("2015-01", "2015-12", "outer"),
            job("2015-03", "2015-04", "inner"),
            job("2015-09", "2016-06", "next"),
            job("2016-05", "2016-08", "after"),
            job("2016-10", "2017-12", "second outer"),
            job("2016-11", "2016-11", "second inner"),
            job("2019-01", None, "last"),
        ) == [
            ("2014-01", "2014-06", "before"),
            ("2015-01", "2015-02", "outer"),
            ("2015-03", "2015-04", "inner"),
            ("2015-05", "2015-08", "outer"),
            ("2015-09", "2016-04", "next"),
            ("2016-05", "2016-09", "after"),
            ("2016-10", "2016-10", "second outer"),
            ("2016-11", "2016-11", "second inner"),
            ("2016-12", "2017-12", "second outer"),
            ("2019-01", None, "last"),
        ]


class TestRule:
    """Other rules than the one that the job started last is the main one."""

    def test_the_rule_is_latest_unless_another_is_given(self, main):
        jobs = [job("2015-01", None, "long", level="chief"), job("2015-03", "2015-05", "short", level="trainee")]
        assert main(*jobs) == main(*jobs, rule="latest") != main(*jobs, rule="level")

    def test_level_has_the_higher_level_first_whenever_it_started(self, main):
        assert main(
            job("2015-01", "2015-08", "head", level="head"),
            job("2015-05", "2015-12", "manager", level="manager"),
            job("2015-06", None, "unknown"),
            rule="level",
        ) == [
            ("2015-01", "2015-08", "head"),
            ("2015-09", "2015-12", "manager"),
            ("2016-01", None, "unknown"),
        ]

    def test_a_higher_level_held_for_a_while_interrupts_a_lower_one(self, main):
        assert main(
            job("2015-01", "2015-12", "senior", level="senior"),
            job("2015-03", "2015-05", "lead", level="lead"),
            rule="level",
        ) == [("2015-01", "2015-02", "senior"), ("2015-03", "2015-05", "lead"), ("2015-06", "2015-12", "senior")]

    @pytest.mark.parametrize(
        ("rule", "less", "more"),
        [
            ("level", {"start": "2015-01", "end": None}, {"start": "2015-02", "end": "2015-12"}),
            ("level", {"start_day": 3, "end": None}, {"start_day": 4, "end": "2015-12"}),
            ("level", {"end": "2015-11"}, {"end": "2015-12"}),
            ("level", {"end": "2015-12"}, {"end": None}),
            ("level", {"title": "b", "organisation": "Ant"}, {"title": "a", "organisation": "Bee"}),
            ("level", {"organisation": "Bee"}, {"organisation": "Ant"}),
            ("longest", {"end": "2015-11", "level": "chief"}, {"end": "2015-12"}),
            ("longest", {"start": "2015-02", "end": None}, {"start": "2015-01", "end": None}),
            ("longest", {"start": "2010-01", "end": "2020-12"}, {"start": "2015-01", "end": None}),
            ("longest", {"start": "2015-01", "end": "2015-12"}, {"start": "2015-02", "end": "2016-01"}),
            ("longest", {"start_day": 3, "level": "chief"}, {"start_day": 4}),
            ("longest", {"level": "head", "title": "a"}, {"level": "director", "title": "b"}),
            ("longest", {"title": "b", "organisation": "Ant"}, {"title": "a", "organisation": "Bee"}),
            ("longest", {"organisation": "Bee"}, {"organisation": "Ant"}),
        ],
    )
    def test_what_comes_next_where_the_first_is_alike(self, ask, rule, less, more):
        """In every month that both are held the second is main."""
        jobs = [job(**{"start": "2015-01", "end": "2015-12", **one}) for one in (less, more)]
        for order in (jobs, jobs[::-1]):
            segments = ask("main", order, rule=rule)
            first, second = order.index(jobs[0]) + 1, order.index(jobs[1]) + 1
            assert [(s["start"], s["end"]) for s in segments if s["row"] == second] == [
                (jobs[1]["start"], jobs[1]["end"])
            ]
            assert {s["row"] for s in segments} <= {first, second}

    def test_longest_is_of_the_whole_spell_not_of_what_is_left_of_it(self, main):
        assert main(job("2015-01", "2015-12", "a"), job("2015-12", "2016-10", "b"), rule="longest") == [
            ("2015-01", "2015-12", "a"),
            ("2016-01", "2016-10", "b"),
        ]

    @pytest.mark.parametrize("rule", MAIN_JOB_RULES)
    @pytest.mark.parametrize("mark", ASIDE_MARKS)
    def test_marked_spells_are_main_only_when_alone_under_each_rule(self, main, rule, mark):
        assert main(
            job("2015-01", None, "aside", marks=mark, level="chief"),
            job("2015-03", "2015-04", "first", level="trainee"),
            job("2015-09", "2015-12", "second"),
            rule=rule,
        ) == [
            ("2015-01", "2015-02", "aside"),
            ("2015-03", "2015-04", "first"),
            ("2015-05", "2015-08", "aside"),
            ("2015-09", "2015-12", "second"),
            ("2016-01", None, "aside"),
        ]

    @pytest.mark.parametrize("rule", MAIN_JOB_RULES)
    @pytest.mark.parametrize(("gap", "until"), [(0, "2015-09"), (1, "2015-09"), (2, "2015-11")])
    def test_gaps_are_bridged_by_the_job_before_under_each_rule(self, main, rule, gap, until):
        """Before a single job, and before jobs that overlap."""
        jobs = [
            job("2015-01", "2015-09", "outer"),
            job("2015-01", "2015-02", "inner"),
            job("2015-12", "2015-12", "next"),
        ]
        after = [job("2016-01", "2016-03", "lower"), job("2016-01", "2016-04", "main", level="lead")]
        found = main(*jobs, *after, gap=gap, rule=rule)
        assert found == [
            ("2015-01", until, "outer"),
            ("2015-12", "2015-12", "next"),
            ("2016-01", "2016-04", "main"),
        ]

    @pytest.mark.parametrize("rule", MAIN_JOB_RULES)
    def test_jobs_one_after_another_are_the_same_under_each_rule(self, main, rule):
        jobs = [job("2015-01", "2015-03", "a"), job("2015-05", "2015-06", "b"), job("2015-09", None, "c", marks="side")]
        assert main(*jobs, rule=rule) == [
            ("2015-01", "2015-04", "a"),
            ("2015-05", "2015-06", "b"),
            ("2015-09", None, "c"),
        ]

    @pytest.mark.parametrize("rule", MAIN_JOB_RULES)
    def test_four_columns_are_enough_under_each_rule(self, table, rule):
        spells = table(job("2015-01", None, "long"), job("2015-05", "2015-06", "b"))
        lean = spells.select("person", "start", "end", "title")
        assert main_jobs(lean, gap=1, rule=rule).schema() == lean.schema()
        found = [shown(fetched(main_jobs(asked, gap=1, rule=rule)), "title") for asked in (lean, spells)]
        assert found[0] == found[1]

    def test_a_rule_that_is_none_is_refused(self, table):
        with pytest.raises(
            UnknownName, match=r"no rule 'longer' for the main job\. Did you mean 'longest'\?"
        ) as refused:
            main_jobs(table(job("2015-01", None)), gap=1, rule="longer")
        assert refused.value.do == "use one of latest, level, longest"


@pytest.fixture
def joined(ask):
    return lambda *jobs, gap=1, columns=("title",): shown(ask("joined", jobs, gap=gap), *columns)


class TestSameTitle:
    def test_the_same_title_at_the_same_employer_twice_in_a_row_is_one_spell(self, joined):
        assert joined(
            job("2015-01", "2015-12", organisation="Ant"),
            job("2016-01", "2016-12", organisation="Ant"),
            job("2017-01", None, organisation="Ant"),
        ) == [("2015-01", None, "analyst")]

    def test_case_and_blanks_do_not_part_titles_or_employers(self, joined):
        assert joined(
            job("2015-01", "2015-12", "Data  Analyst", organisation="Ant Ltd"),
            job("2016-01", "2016-12", " data\tanalyst ", organisation="ANT\u00a0 LTD"),
        ) == [("2015-01", "2016-12", "Data  Analyst")]

    def test_another_employer_or_title_is_another_spell(self, joined):
        jobs = [job("2015-01", "2015-12", organisation="Ant"), job("2016-01", "2016-12", organisation="Bee")]
        assert len(joined(*jobs)) == 2
        jobs = [job("2015-01", "2015-12", organisation="Ant"), job("2016-01", "2016-12", "a", organisation="Ant")]
        assert len(joined(*jobs)) == 2

    def test_a_missing_employer_is_the_same_as_a_missing_one_alone(self, joined):
        assert joined(job("2015-01", "2015-12"), job("2016-01", "2016-12")) == [("2015-01", "2016-12", "analyst")]
        assert len(joined(job("2015-01", "2015-12"), job("2016-01", "2016-12", organisation="Ant"))) == 2

    def test_a_job_on_the_side_is_not_made_one_with_the_main_job_it_became(self, joined):
        assert joined(
            job("2015-01", "2015-12", marks="side"),
            job("2016-01", "2016-12", marks="Side"),
            job("2017-01", None, marks="interim"),
            columns=("marks",),
        ) == [("2015-01", "2016-12", "side"), ("2017-01", None, "interim")]

    def test_title_and_employer_are_not_run_together(self, joined):
        assert len(joined(job("2015-01", "2015-12", "a b"), job("2016-01", None, "a", organisation="b"))) == 2

    def test_another_job_between_keeps_them_apart(self, joined):
        assert joined(job("2015-01", "2015-06"), job("2015-07", "2015-08", "b"), job("2015-09", None)) == [
            ("2015-01", "2015-06", "analyst"),
            ("2015-07", "2015-08", "b"),
            ("2015-09", None, "analyst"),
        ]

    def test_in_a_row_is_by_start_day_end_and_title(self, joined):
        late, early = {"start_day": 20}, {"start_day": 2}
        jobs = [job("2015-01", "2015-03"), job("2015-04", "2015-06", "b", **late), job("2015-04", None, **early)]
        assert len(joined(*jobs)) == 2
        jobs = [job("2015-01", "2015-03"), job("2015-04", "2015-05", "b"), job("2015-04", "2015-06")]
        assert len(joined(*jobs)) == 3
        jobs = [job("2015-01", "2015-03", "b"), job("2015-04", "2015-05", "b"), job("2015-04", "2015-05", "a")]
        assert len(joined(*jobs)) == 3
        jobs = [job("2015-01", "2015-03", "a"), job("2015-04", "2015-05", "b"), job("2015-04", "2015-05", "a")]
        assert len(joined(*jobs)) == 2

    @pytest.mark.parametrize(("gap", "spells"), [(0, 2), (1, 2), (2, 1), (3, 1)])
    def test_a_longer_gap_keeps_them_apart(self, joined, gap, spells):
        assert len(joined(job("2015-01", "2015-03"), job("2015-06", "2015-12"), gap=gap)) == spells

    def test_a_gap_is_from_the_latest_end_so_far(self, joined):
        assert joined(job("2015-01", "2015-12"), job("2015-02", "2015-03"), job("2016-02", "2016-05")) == [
            ("2015-01", "2016-05", "analyst")
        ]

    def test_after_a_gap_the_next_two_are_joined_by_themselves(self, joined):
        assert joined(
            job("2015-01", "2015-03"), job("2015-04", "2015-05"), job("2016-01", "2016-03"), job("2016-04", None)
        ) == [("2015-01", "2015-05", "analyst"), ("2016-01", None, "analyst")]

    def test_everything_else_is_that_of_the_first_and_imprecise_where_any_is(self, table):
        spells = table(
            job("2015-01", "2015-12", level="senior", marks="start-unknown"),
            job("2016-01", "2016-12", level="lead", imprecise=True),
        )
        result = join_same_title(spells, gap=1)
        assert result.schema() == spells.schema()
        assert shown(fetched(result), "row", "level", "marks", "imprecise") == [
            ("2015-01", "2016-12", 1, "senior", "start-unknown", True)
        ]

    def test_people_do_not_touch_each_other(self, joined):
        one = job("2015-01", "2015-12")
        assert joined(one, {**one, "person": "q"}, columns=("person",)) == [
            ("2015-01", "2015-12", "p"),
            ("2015-01", "2015-12", "q"),
        ]

    def test_joined_spells_have_one_main_job_through_a_longer_gap(self, table):
        spells = table(job("2015-01", "2015-06"), job("2015-10", "2015-12"), job("2016-01", None, "b"))
        assert len(fetched(main_jobs(spells, gap=1))) == 3
        assert shown(fetched(main_jobs(join_same_title(spells, gap=3), gap=1)), "title") == [
            ("2015-01", "2015-12", "analyst"),
            ("2016-01", None, "b"),
        ]


@pytest.fixture
def tenure(ask):
    return lambda *jobs, **asked: shown(ask("stints", jobs, **asked), "start_known")


class TestTenure:
    def test_adjoining_spells_that_match_the_role_are_one_stint(self, tenure):
        assert tenure(
            job("2015-01", "2015-06", organisation="Ant"),
            job("2015-07", "2015-12", organisation="Bee"),
            job("2015-12", "2016-03"),
            job("2016-02", None),
        ) == [("2015-01", None, True)]

    def test_spells_outside_the_role_do_not_count_or_part(self, tenure):
        assert tenure(job("2015-01", "2015-06"), job("2015-05", "2015-12", "b"), job("2015-07", "2015-08")) == [
            ("2015-01", "2015-08", True)
        ]

    def test_a_role_of_several_titles_joins_them(self, tenure):
        assert tenure(
            job("2015-01", "2015-06", level="manager"),
            job("2015-07", "2015-12", level="head"),
            job("2016-01", None, level="director"),
            role="rung:manager",
        ) == [("2015-01", "2015-12", True)]

    @pytest.mark.parametrize(("gap", "stints_held"), [(0, 2), (1, 2), (2, 1)])
    def test_a_longer_gap_starts_another_stint(self, tenure, gap, stints_held):
        held = tenure(job("2015-01", "2015-03"), job("2015-06", "2015-12"), gap=gap)
        assert len(held) == stints_held
        assert (held[0][0], held[-1][1]) == ("2015-01", "2015-12")

    def test_a_gap_is_from_the_latest_end_so_far(self, tenure):
        assert tenure(job("2015-01", "2015-12"), job("2015-02", "2015-03"), job("2016-02", "2016-05")) == [
            ("2015-01", "2016-05", True)
        ]

    def test_a_start_marked_unknown_is_said_of_its_stint_alone(self, tenure):
        unknown = {"marks": "start-unknown"}
        assert tenure(job("2015-01", "2015-03", **unknown), job("2015-04", "2015-12"), job("2017-01", None)) == [
            ("2015-01", "2015-12", False),
            ("2017-01", None, True),
        ]

    def test_an_unknown_start_later_in_a_stint_changes_nothing(self, tenure):
        assert tenure(job("2015-01", "2015-03"), job("2015-04", None, marks="start-unknown")) == [
            ("2015-01", None, True)
        ]

    def test_of_two_spells_in_the_first_month_one_unknown_start_is_enough(self, tenure):
        assert tenure(job("2015-01", None), job("2015-01", "2015-02", marks="side;start-unknown")) == [
            ("2015-01", None, False)
        ]

    def test_people_do_not_touch_each_other(self, tenure):
        one = job("2015-01", "2015-12")
        assert len(tenure(one, {**one, "person": "q"})) == 2

    def test_nobody_in_the_role_gives_no_stint(self, tenure):
        assert tenure(job("2015-01", None, "b")) == []

    def test_spells_without_marks_have_known_starts(self, table):
        spells = table(job("2015-01", None)).select("person", "start", "end")
        assert shown(fetched(stints(spells, spells.start > 0, gap=1)), "start_known") == [("2015-01", None, True)]


@pytest.mark.parametrize(
    "ask", [join_same_title, main_jobs, lambda spells, gap: stints(spells, ibis.literal(True), gap=gap)]
)
def test_a_negative_gap_or_a_missing_column_is_refused(table, ask):
    spells = table(job("2015-01", None))
    with pytest.raises(InputError, match="gap is -1 months"):
        ask(spells, gap=-1)
    with pytest.raises(UnknownName, match="no column end; they have person, start, title"):
        ask(spells.select("person", "start", "title"), gap=1)


# --- month by month, another way -------------------------------------------------------------------------------------

FIRST, LAST = 100, 110
NAMES = st.sampled_from(["a", "A ", "b"])
SPELL = st.fixed_dictionaries(
    {
        "start": st.integers(FIRST, LAST),
        "length": st.sampled_from([*range(7), *range(5), None]),
        "start_day": st.sampled_from([0, 0, 0, 7]),
        "title": NAMES,
        "organisation": st.none() | st.just("Ant"),
        "level": st.sampled_from([None, "senior", "manager"]),
        "marks": st.sampled_from([None, None, "owner", "side", "start-unknown;board"]),
        "imprecise": st.booleans(),
    }
)
HISTORIES = st.lists(st.lists(SPELL, min_size=1, max_size=5), min_size=12, max_size=16)
NESTED = [
    [{"start": 100, "length": 7, **o}, {"start": 102, "length": 1, **o}, {"start": 109, "length": 0, **o}]
    for o in [{"start_day": 0, "title": "a", "organisation": None, "level": None, "marks": None, "imprecise": False}]
]


@pytest.fixture(scope="module")
def question(ask):
    """Ask about many histories at once: answers by person."""

    def by_person(name, histories, gap, rule="latest"):
        answers = {history[0]["person"]: [] for history in histories}
        spells = [spell for history in histories for spell in history]
        for row in ask(name, spells, gap=gap, role="title:a", rule=rule):
            answers[row["person"]].append(row)
        return answers

    return by_person


def numbered(histories):
    """Give people, rows and ends to drawn histories."""
    rows = itertools.count(1)
    return [
        [
            {
                **spell,
                "row": next(rows),
                "person": f"p{place:02d}",
                "end": None if spell["length"] is None else spell["start"] + spell["length"],
            }
            for spell in history
        ]
        for place, history in enumerate(histories)
    ]


def last_of(spell):
    return 10_000 if spell["end"] is None else spell["end"]


def main_by_month(history, gap, rule):
    """For each month the row of the main job, or None; months run past every start and end."""

    def rank(spell):
        aside = spell["marks"] is not None and {"side", "board"} & set(spell["marks"].split(";"))
        level = LEVELS.index(spell["level"]) if spell["level"] else -1
        began = (spell["start"], spell["start_day"])
        order = {
            "latest": (began, level, last_of(spell)),
            "level": (level, began, last_of(spell)),
            "longest": (last_of(spell) - spell["start"], began, level),
        }
        return (not aside, *order[rule])

    def first_in_order(spell):
        return (spell["title"], spell["organisation"] or "", spell["row"])

    months = {}
    for month in range(FIRST - 1, LAST + 20):
        held = [spell for spell in history if spell["start"] <= month <= last_of(spell)]
        best = max(map(rank, held), default=None)
        rows = min((first_in_order(spell) for spell in held if rank(spell) == best), default=(None, None, None))
        months[month] = rows[-1]
    covered = [month for month, row in months.items() if row is not None]
    for before, after in itertools.pairwise(covered):
        if 1 < after - before <= gap + 1:
            months.update(dict.fromkeys(range(before + 1, after), months[before]))
    return months


@settings(max_examples=120, deadline=None, derandomize=True)
@example(histories=NESTED, gap=1, rule="latest")
@given(histories=HISTORIES, gap=st.sampled_from([0, 1, 3]), rule=st.sampled_from(MAIN_JOB_RULES))
def test_main_jobs_are_those_of_each_month(question, histories, gap, rule):
    histories = numbered(histories)
    found = question("main", histories, gap, rule)
    for history in histories:
        segments = found[history[0]["person"]]
        months = dict.fromkeys(range(FIRST - 1, LAST + 20))
        for segment in segments:
            until = LAST + 19 if segment["end"] is None else segment["end"]
            for month in range(segment["start"], until + 1):
                assert months[month] is None, "segments do not overlap"
                months[month] = segment["row"]
        assert months == main_by_month(history, gap, rule)
        for one, next_ in itertools.pairwise(segments):
            assert one["end"] is not None
            assert one["row"] != next_["row"] or next_["start"] > one["end"] + 1
        spells = {spell["row"]: spell for spell in history}
        for segment in segments:
            own = {name: value for name, value in segment.items() if name not in ("start", "end")}
            assert own == {name: spells[segment["row"]][name] for name in own}


def aside(spell):
    return bool(set((spell["marks"] or "").lower().replace(" ", "").split(";")) & set(ASIDE_MARKS))


def folded(text):
    return " ".join((text or "").lower().split())


@settings(max_examples=50, deadline=None, derandomize=True)
@given(histories=HISTORIES, gap=st.sampled_from([0, 1, 3]))
def test_the_same_title_in_a_row_is_joined_as_one_would_read_it(question, histories, gap):
    histories = numbered(histories)
    found = question("joined", histories, gap)
    for history in histories:
        expected = []
        same = None
        for spell in sorted(
            history,
            key=lambda s: (
                s["start"],
                s["start_day"],
                last_of(s),
                folded(s["title"]),
                folded(s["organisation"]),
                aside(s),
                s["title"],
                s["row"],
            ),
        ):
            key = (folded(spell["title"]), folded(spell["organisation"]), aside(spell))
            if key == same and spell["start"] <= last_of(expected[-1]) + gap + 1:
                last = max(last_of(expected[-1]), last_of(spell))
                expected[-1]["end"] = None if last == 10_000 else last
                expected[-1]["imprecise"] |= spell["imprecise"]
            else:
                expected.append({name: spell[name] for name in KINDS})
            same = key
        assert sorted(found[history[0]["person"]], key=lambda s: s["row"]) == sorted(expected, key=lambda s: s["row"])


@settings(max_examples=50, deadline=None, derandomize=True)
@given(histories=HISTORIES, gap=st.sampled_from([0, 1, 3]))
def test_tenure_is_the_months_in_the_role_with_short_gaps_filled(question, histories, gap):
    histories = numbered(histories)
    found = question("stints", histories, gap)
    for history in histories:
        held = [spell for spell in history if folded(spell["title"]) == "a"]
        covered = sorted({m for s in held for m in range(s["start"], min(last_of(s), LAST + 20) + 1)})
        expected = []
        for month in covered:
            if expected and month <= expected[-1]["end"] + gap + 1:
                expected[-1]["end"] = month
            else:
                unknown = any(s["start"] == month and s["marks"] == "start-unknown;board" for s in held)
                expected.append({"start": month, "end": month, "start_known": not unknown})
        if any(s["end"] is None for s in held):
            expected[-1]["end"] = None
        person = history[0]["person"]
        assert found[person] == [{"person": person, **stint} for stint in expected]


# --- other engines ---------------------------------------------------------------------------------------------------


def many():
    """Untidy histories with ties and every kind of missing value, made without random numbers."""
    marks = [None, None, "side", "owner", None, "volunteer; start-unknown", "start-unknown"]
    rows = []
    for person in range(200):
        for place in range(1 + person % 5):
            turn = person * 7 + place * 11
            start = 24_180 + person % 12 + (0 if turn % 4 == 0 else place * (turn % 9))
            rows.append(
                {
                    "person": f"p{person:03d}",
                    "start": start,
                    "end": None if turn % 13 == 0 else start + turn % 17,
                    "start_day": turn % 3 * 5,
                    "title": ("analyst", "analyst", "data  analyst", "buyer")[turn % 4],
                    "organisation": None if turn % 5 == 0 else f"firm {turn % 2}",
                    "level": (None, "senior", "manager")[turn % 3],
                    "marks": marks[(person * 3 + place // 2) % 7],
                    "imprecise": turn % 6 == 0,
                }
            )
    return arrow(rows)


def everything(spells):
    """Rows of each function, months of any whole-number type."""
    role = parse_role("title:analyst")
    results = {
        **{rule: main_jobs(spells, gap=1, rule=rule) for rule in MAIN_JOB_RULES},
        "joined": join_same_title(spells, gap=1),
        "stints": stints(spells, role.condition(spells), gap=2),
    }
    return {name: [tuple(row.values()) for row in sorted(fetched(result), key=str)] for name, result in results.items()}


@pytest.fixture(scope="module")
def here(engine):
    return everything(engine.create_table("many", many(), overwrite=True))


def test_the_histories_are_worth_comparing(here):
    spells = many().num_rows
    for rule in MAIN_JOB_RULES:
        assert len(here[rule]) > spells / 3
        assert len({row[1] for row in here[rule]}) == 200
    assert len({str(here[rule]) for rule in MAIN_JOB_RULES}) == len(MAIN_JOB_RULES)
    assert 0 < spells - len(here["joined"]) < spells / 2
    assert {row[3] for row in here["stints"]} == {True, False}


@pytest.mark.postgres
def test_postgresql_gives_the_same(here, postgres_url):
    backend = ibis.connect(postgres_url)
    try:
        assert everything(backend.create_table("many_spells", many(), overwrite=True)) == here
    finally:
        backend.disconnect()


@pytest.mark.spark
def test_spark_gives_the_same(here, spark):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spark._session.createDataFrame(many()).createOrReplaceTempView("many_spells")
        assert everything(spark.table("many_spells")) == here
