"""A tally by itself: kept whole in a file, parted, added; and counts that depend on people alone."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import outgrow
from outgrow.careers.careers import Careers, Counts
from outgrow.errors import InputError, SourceNotFound, UnknownName, UnreadableSource
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally, first_passage
from outgrow.titles.roles import parse_role

ROWS = [
    # toward, sex, team, month, entries, reached, exits, censored
    ("b", "f", 1, 0, 7, 0, 0, 0),
    ("b", "f", 1, 4, 0, 2, 0, 1),
    ("b", "f", 2, 0, 1, 0, 0, 0),
    ("b", "f", 2, 4, 0, 1, 0, 0),
    ("b", None, 1, 0, 2, 0, 0, 0),
    ("b", None, 1, 9, 0, 0, 2, 0),
    ("b", "f", 1, 11, 0, 0, 1, 3),
]


def make(rows=ROWS, groups=("sex", "team"), **others):
    names = ["toward", "sex", "team", "month", "entries", "reached", "exits", "censored"]
    kinds = [pa.string(), pa.string(), *[pa.int64()] * 6]
    schema = pa.schema(zip(names, kinds, strict=True))
    table = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema)
    kept = ["toward", *groups, *names[3:]]
    asked = {
        "kind": "first_passage",
        "role": "title:a",
        "toward": ("b", "a target before it in the alphabet"),
        "groups": groups,
        "table": table.select(kept),
        "flow": Flow(20, 1, 5, 3, 1, 10),
        "settings": Settings(years=10, entered="2010.."),
        "careers": CareersFacts("careers.csv", "real", 20, 55, 4, "2020-12", 2, ("one note",)),
        "notes": ("'sex' has no dates",),
        "queries": ("SELECT 1",),
    }
    return Tally(**{**asked, **others})


def alike(one, other):
    """Equal in everything that is said, and in every count."""
    return one == other and one.table.equals(other.table)


class TestFiles:
    def test_what_is_saved_is_loaded(self, tmp_path):
        tally = make()
        path = tally.save(tmp_path / "tally.parquet")
        loaded = Tally.load(path)
        assert alike(tally, loaded)
        assert loaded.sql == "SELECT 1"
        assert loaded.settings.entered_months == (2010 * 12, None)
        assert isinstance(loaded.careers.notes, tuple)

    def test_a_tally_of_nobody_too(self, tmp_path):
        tally = make([])
        assert alike(tally, Tally.load(str(tally.save(str(tmp_path / "empty.parquet")))))

    def test_no_such_file(self, tmp_path):
        with pytest.raises(SourceNotFound, match=r"no tally 'nothing\.parquet'"):
            Tally.load(tmp_path / "nothing.parquet")
        with pytest.raises(FileNotFoundError):
            Tally.load(tmp_path)

    @staticmethod
    def spoilt(path, **changes):
        table = pq.read_table(make().save(path))
        head = {**json.loads(table.schema.metadata[b"outgrow"]), **changes}
        pq.write_table(table.replace_schema_metadata({"outgrow": json.dumps(head)}), path)

    @pytest.mark.parametrize(
        "changes",
        [
            {"format": "outgrow tally 0"},
            {"flow": {"read": 3}},
            {"settings": {"unheard": 1}},
            {"settings": {"coverage": 95}},
            {"careers": {}},
            {"toward": None},
            {"groups": ["team"]},
        ],
    )
    def test_a_file_with_another_head_is_refused(self, tmp_path, changes):
        path = tmp_path / "tally.parquet"
        self.spoilt(path, **changes)
        with pytest.raises(UnreadableSource, match=r"'tally\.parquet' is no tally in the format 'outgrow tally 2'"):
            Tally.load(path)

    @pytest.mark.parametrize(
        "content", [b"", b"toward,month\n", b"PAR1" + b"\0" * 40 + b"PAR1"], ids=["empty", "text", "damaged"]
    )
    def test_a_file_that_is_no_parquet_is_refused(self, tmp_path, content):
        path = tmp_path / "tally.parquet"
        path.write_bytes(content)
        with pytest.raises(UnreadableSource):
            Tally.load(path)

    @pytest.mark.parametrize("metadata", [None, {"outgrow": "{"}, {"outgrow": "[1]"}, {"other": "{}"}])
    def test_parquet_of_something_else_is_refused(self, tmp_path, metadata):
        path = tmp_path / "tally.parquet"
        pq.write_table(make().table.replace_schema_metadata(metadata), path)
        with pytest.raises(UnreadableSource):
            Tally.load(path)

    def test_a_path_that_cannot_be_written_is_an_input_error(self, tmp_path):
        with pytest.raises(InputError, match=r"'tally\.parquet' cannot be written"):
            make().save(tmp_path / "no such folder" / "tally.parquet")

    def test_home_is_understood(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        assert make().save("~/tally.parquet") == Path(tmp_path / "tally.parquet")
        assert alike(Tally.load("~/tally.parquet"), make())


class TestGroups:
    def test_groups_are_added_by_hand(self):
        whole = make().regroup()
        assert whole.groups == ()
        assert [tuple(row.values()) for row in whole.table.to_pylist()] == [
            ("b", 0, 10, 0, 0, 0),
            ("b", 4, 0, 3, 0, 1),
            ("b", 9, 0, 0, 2, 0),
            ("b", 11, 0, 0, 1, 3),
        ]

    def test_some_groups_are_kept_in_the_order_of_the_tally(self):
        assert make().regroup(["team", "sex"]).groups == ("sex", "team")
        by_team = make().regroup(["team"])
        assert [tuple(row.values()) for row in by_team.table.to_pylist()] == [
            ("b", 1, 0, 9, 0, 0, 0),
            ("b", 1, 4, 0, 2, 0, 1),
            ("b", 1, 9, 0, 0, 2, 0),
            ("b", 1, 11, 0, 0, 1, 3),
            ("b", 2, 0, 1, 0, 0, 0),
            ("b", 2, 4, 0, 1, 0, 0),
        ]

    def test_step_by_step_is_the_same_as_at_once(self):
        assert alike(make().regroup(["sex"]).regroup(), make().regroup())

    def test_everything_else_stays(self):
        whole = make().regroup()
        assert alike(whole, make(groups=(), table=whole.table))

    def test_no_rows_stay_no_rows(self):
        assert make([]).regroup().table.num_rows == 0

    def test_a_column_that_is_no_group_is_refused(self):
        with pytest.raises(UnknownName, match=r"no groups by 'teem'; it has sex, team\. Did you mean 'team'"):
            make().regroup(["teem"])
        with pytest.raises(UnknownName, match="it has none"):
            make().regroup().regroup(["sex"])

    def test_a_table_of_other_columns_is_refused(self):
        with pytest.raises(InputError, match="has the columns toward, month, entries"):
            make(groups=(), table=make().table)


class TestSums:
    def test_disjoint_people_add(self):
        one, other = make(ROWS[:3]), make(ROWS[3:])
        both = one + other
        assert both.table.num_rows == len(ROWS)
        assert both.table.equals((make() + make([])).table)
        assert both.flow == Flow(40, 2, 10, 6, 2, 20)
        assert (both.careers.people, both.careers.spells) == (40, 110)
        assert (both.careers.quarantined, both.careers.imprecise) == (8, 4)
        assert both.careers.notes == ("one note",)
        assert both.careers.name == "careers.csv"
        assert both.notes == ("'sex' has no dates",)

    def test_counts_of_the_same_group_and_month_are_summed(self):
        both = (make() + make()).regroup()
        assert both.table["entries"].to_pylist() == [20, 0, 0, 0]
        assert both.table["reached"].to_pylist() == [0, 6, 0, 0]

    def test_the_order_of_adding_changes_no_count(self):
        parts = [make(ROWS[:2]), make(ROWS[2:5]), make(ROWS[5:])]
        first = parts[0] + parts[1] + parts[2]
        second = parts[2] + (parts[1] + parts[0])
        assert first.table.equals(second.table)
        assert first == second

    def test_targets_stay_in_the_order_asked(self):
        first = "a target before it in the alphabet"
        rows = [(first, "f", 1, 0, 1, 0, 0, 0), *ROWS]
        assert (make(rows) + make(rows)).table["toward"].to_pylist() == [*["b"] * len(ROWS), first]

    def test_a_group_without_any_value_adds_to_one_with_values(self):
        """A part in which nobody's value is known may come without a type."""
        part = make([row for row in ROWS if row[1] is None])
        untyped = part.table.set_column(1, "sex", pa.nulls(part.table.num_rows))
        both = make([row for row in ROWS if row[1]]) + dataclasses.replace(part, table=untyped)
        assert sorted(map(str, both.table.to_pylist())) == sorted(map(str, make().table.to_pylist()))

    def test_facts_of_two_sources_say_both(self):
        facts = make().careers
        other = dataclasses.replace(facts, name="demo", kind="simulated", last_month=None, notes=("two", "one note"))
        both = (make() + make(careers=other)).careers
        assert (both.name, both.kind, both.last_month) == ("careers.csv and demo", "simulated", "2020-12")
        assert both.notes == ("one note", "two")

    def test_the_queries_of_both_are_kept(self):
        assert (make() + make(queries=("SELECT 2",))).sql.splitlines() == ["SELECT 1", "--------", "SELECT 2"]

    @pytest.mark.parametrize(
        "change",
        [
            {"role": "title:c"},
            {"toward": ("b",)},
            {"settings": Settings(years=10)},
            {"settings": Settings(years=10, entered="2010..", owners=True)},
            {"groups": ("sex",)},
        ],
    )
    def test_different_questions_are_refused(self, change):
        (name,) = change
        with pytest.raises(InputError, match=f"two tallies differ in {name}"):
            make() + make(**change)

    def test_only_a_tally_adds(self):
        with pytest.raises(TypeError):
            make() + 1


# --- counts depend on people alone -----------------------------------------------------------------------------------

MONTH = 2015 * 12
PERSON = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["f", "m", None]),
        "observed_from": st.none() | st.integers(MONTH, MONTH + 12),
        "exited": st.none() | st.integers(MONTH + 20, MONTH + 40),
        "spells": st.lists(
            st.tuples(st.integers(MONTH, MONTH + 20), st.none() | st.integers(0, 12), st.sampled_from("1123")),
            min_size=1,
            max_size=4,
        ),
    }
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=25)


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


@pytest.fixture(scope="module")
def count(engine):
    """Tally people given as drawn, with their names, in the order given."""

    def tally(people, by=None):
        spells = [
            {"person": name, "start": start, "end": None if length is None else start + length, "occupation": code}
            for name, person in people
            for start, length, code in person["spells"]
        ]
        months = [("observed_from", pa.int32()), ("observed_until", pa.int32()), ("exited", pa.int32())]
        known = [{"person": name, **person} for name, person in people]
        held = [("start", pa.int32()), ("end", pa.int32()), ("occupation", pa.string())]
        careers = Careers(
            name="drawn",
            kind="real",
            spells=engine.create_table(
                "drawn", pa.Table.from_pylist(spells, pa.schema([("person", pa.string()), *held])), overwrite=True
            ),
            people=engine.create_table(
                "known",
                pa.Table.from_pylist(known, pa.schema([("person", pa.string()), *months, ("sex", pa.string())])),
                overwrite=True,
            ),
            quarantine=engine.create_table("nothing", schema=ibis.schema({"row": "int64"}), overwrite=True),
            # the last month of the data is that of the whole, whoever is left out
            counts=Counts(len(people), 0, len(spells), 0, 0, MONTH, MONTH + 30, 0, 0),
            after_last="exit",
        )
        targets = [parse_role("occupation:2"), parse_role("occupation:3")]
        return first_passage(careers, parse_role("occupation:1"), targets, Settings(by=by))

    return tally


@settings(max_examples=12, deadline=None, derandomize=True)
@given(people=PEOPLE, data=st.data())
def test_counts_depend_on_people_alone(count, people, data):
    """Those of two halves add to those of all; groups to the whole; names and order change nothing."""
    named = [(f"p{place}", person) for place, person in enumerate(people)]
    whole = count(named, by="sex")
    first = data.draw(st.lists(st.booleans(), min_size=len(named), max_size=len(named)))
    parts = [[one for one, here in zip(named, first, strict=True) if here is side] for side in (True, False)]
    one, other = (count(part, by="sex") for part in parts)
    for left, right in ((one, other), (other, one)):
        both = left + right
        assert alike(both, whole)
    without = count(named)
    assert whole.regroup().table.equals(without.table)
    assert whole.flow == without.flow
    names = data.draw(st.permutations([f"someone {place}" for place in range(len(people))]))
    others = [
        (name, {**person, "spells": data.draw(st.permutations(person["spells"]))})
        for name, person in zip(names, people, strict=True)
    ]
    assert alike(whole, count(data.draw(st.permutations(others)), by="sex"))


@pytest.mark.parametrize("person", ["text", "number"])
def test_rows_chunks_and_names_of_a_source_change_nothing(person):
    """Through the reader: the same rows backwards, in pieces, and under other names of people."""
    rows = [
        {"person": place % 7, "start": f"201{place % 5}-0{1 + place % 9}", "end": end, "title": "abc"[place % 3]}
        for place, end in zip(range(40), [None, "2018-05", "2019", None, "2017-07"] * 8, strict=True)
    ]

    def tally(table):
        careers = outgrow.read_careers(table, today=datetime.date(2021, 1, 15), name="same")
        return first_passage(careers, parse_role("title:a"), [parse_role("title:b")])

    table = pa.Table.from_pylist(rows)
    first = tally(table)
    assert first.flow.counted + first.flow.already_there == 7
    if person == "text":
        names = pa.array([f"name {7 - row['person']}" for row in rows])
        assert alike(first, tally(table.set_column(0, "person", names)))
    else:
        pieces = pa.concat_tables(table.slice(start, 3) for start in range(0, 40, 3))
        assert alike(first, tally(pieces))
        assert alike(first, tally(table.take(list(reversed(range(40))))))


def test_the_query_that_made_it_is_kept_and_makes_it_again(engine, count):
    tally = count([("p", {"sex": "f", "spells": [(MONTH, None, "1"), (MONTH + 5, None, "2")]})])
    cells = engine.con.execute(tally.sql).to_arrow_table().to_pylist()
    assert {(cell["target"], cell["status"], cell["month"], cell["n"]) for cell in cells} == {
        (0, "reached", 5, 1),
        (1, "censored", 30, 1),
    }
