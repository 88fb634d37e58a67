"""What every engine has to do alike, and what is kept on it."""

from __future__ import annotations

import gc
import hashlib
import warnings
from collections import Counter

import ibis
import pyarrow as pa
import pytest

import outgrow
from outgrow.engine import discard, embedded, fetched, fetched_together, fold, fold_of, store

#: Persons as text, of every kind of writing, some alike but for case, blanks or accents.
NAMES = [
    "1",
    "01",
    "a",
    "A",
    " a",
    "",
    "it's",
    'a "b" \\ c',
    "100%_",
    "Zoë",
    "Zoe\u0308",
    "Łukasz Żółć",
    "Страхиња",
    "عمر",
    "山田 太郎",
    "न्यायाधीश",
    "👩🏽\u200d💻",
    "line\nbreak\ttab",
    "x" * 5000,
    *(f"person {place}" for place in range(300)),
]
NUMBERS = [0, 1, -1, 7, 50, 2**31 - 1, -(2**31), 2**53 + 1, 2**63 - 1, -(2**63), *range(1000, 1300)]


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


def people():
    """Persons as text and as numbers, and one of each missing."""
    rows = [{"name": name, "number": None} for name in NAMES] + [{"name": None, "number": number} for number in NUMBERS]
    return pa.Table.from_pylist(rows, pa.schema({"name": pa.string(), "number": pa.int64()}))


def folds_on(table, folds):
    """Fold of each person on an engine, by name and by number."""
    found = []
    for column, people in (("name", NAMES), ("number", NUMBERS)):
        there = table.filter(table[column].notnull())
        rows = there.select(person=column, fold=fold(there[column], folds)).to_pyarrow().to_pylist()
        assert len(rows) == len(people)
        found.append({row["person"]: row["fold"] for row in rows})
    return found


def folds_here(folds):
    return [{person: fold_of(person, folds) for person in people} for people in (NAMES, NUMBERS)]


class TestFold:
    def test_is_by_hand_the_first_five_digits_of_the_hash(self):
        """printf %s ada | md5sum gives 8c8d357b...; 0x8c8d3 is 575699."""
        assert hashlib.md5(b"ada", usedforsecurity=False).hexdigest().startswith("8c8d357b")
        assert (fold_of("ada"), fold_of("ada", 7)) == (575699 % 50, 575699 % 7)

    def test_a_number_has_the_fold_of_its_digits(self):
        assert [fold_of(number) for number in NUMBERS] == [fold_of(str(number)) for number in NUMBERS]

    @pytest.mark.parametrize("folds", [1, 2, 50, 997])
    def test_is_the_same_in_the_engine_as_in_python(self, engine, folds):
        table = engine.create_table("people", people(), overwrite=True)
        assert folds_on(table, folds) == folds_here(folds)

    def test_nobody_has_no_fold(self, engine):
        table = engine.create_table("people", people(), overwrite=True)
        missing = table.filter(table.name.isnull())
        assert set(missing.select(fold=fold(missing.name)).to_pyarrow()["fold"].to_pylist()) == {None}

    @pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint64", "string"])
    def test_does_not_depend_on_how_wide_numbers_are(self, engine, kind):
        table = engine.create_table("narrow", pa.table({"person": pa.array([0, 7, 100])}), overwrite=True)
        folds = table.select(fold=fold(table.person.cast(kind))).to_pyarrow()["fold"]
        assert folds.type == pa.int32()
        assert folds.to_pylist() == [fold_of(0), fold_of(7), fold_of(100)]

    @pytest.mark.parametrize("written", ["{}", "P{:06d}", "person-{}@example.org"])
    @pytest.mark.parametrize("folds", [2, 10, 50])
    def test_people_are_parted_evenly(self, written, folds):
        """Chi-square on 10,000 people: under its mean plus four standard deviations."""
        counts = Counter(fold_of(written.format(number), folds) for number in range(10_000))
        even = 10_000 / folds
        chi_square = sum((counts[place] - even) ** 2 / even for place in range(folds))
        assert set(counts) == set(range(folds))
        assert chi_square < folds - 1 + 4 * (2 * (folds - 1)) ** 0.5


@pytest.mark.postgres
def test_postgresql_parts_people_alike(postgres_url):
    backend = ibis.connect(postgres_url)
    try:
        assert folds_on(backend.create_table("people_to_fold", people(), overwrite=True), 50) == folds_here(50)
    finally:
        backend.disconnect()


@pytest.mark.spark
def test_spark_parts_people_alike(spark):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spark._session.createDataFrame(people()).createOrReplaceTempView("people_to_fold")
        assert folds_on(spark.table("people_to_fold"), 50) == folds_here(50)


def test_selects_are_joined_again_after_queries_in_several_threads():
    import threading

    import ibis

    from outgrow.engine import embedded, fetched

    before = ibis.options.sql.fuse_selects
    tables = [embedded().create_table(f"numbers_{n}", ibis.memtable({"x": [1, 2, 3]})) for n in range(4)]
    found = []

    def ask(table):
        found.extend(fetched(table.mutate(y=table.x + 1).filter(table.x > 1))["y"].to_pylist() for _ in range(10))

    threads = [threading.Thread(target=ask, args=(table,)) for table in tables]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[3, 4]] * 40
    assert ibis.options.sql.fuse_selects is before


def test_tables_fetched_together_are_as_fetched_alone():
    rows = ibis.memtable(pa.table({"person": [1, 2, 2], "title": ["a", None, "b"], "n": [0.5, 1.5, None]}))
    first = rows.group_by("person").agg(n=rows.count())
    second = rows.filter(rows.person > 5)
    together = fetched_together(rows, first, second)
    assert [one.schema for one in together] == [fetched(one).schema for one in (rows, first, second)]
    by_n = together[0].sort_by("n").to_pylist()
    assert [row["title"] for row in by_n] == ["a", None, "b"]
    assert sorted(row["n"] for row in together[1].to_pylist()) == [1, 2]
    assert not len(together[2])


def tables_of(backend):
    return [name for (name,) in backend.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]


def test_a_stored_table_can_be_given_back():
    backend = embedded()
    kept = store(backend.create_table("rows", pa.table({"n": [1]}), temp=True))
    assert kept.op().name in tables_of(backend)
    discard(kept)
    assert tables_of(backend) == ["rows"]


def test_a_stored_table_goes_once_nothing_refers_to_it():
    backend = embedded()
    rows = backend.create_table("rows", pa.table({"n": [1, 2, 3]}), temp=True)
    kept = store(rows.filter(rows.n > 1))
    unused = store(rows.filter(rows.n > 2))
    derived = kept.mutate(twice=kept.n * 2)
    names = [kept.op().name, unused.op().name]
    del kept, unused
    gc.collect()
    store(rows)
    there = tables_of(backend)
    assert names[0] in there  # what was made of it still reads it
    assert names[1] not in there
    assert sorted(fetched(derived)["twice"].to_pylist()) == [4, 6]


def test_the_engine_writes_no_progress_into_answers(tmp_path):
    """DuckDB's own bar goes to standard output, terminal or not, whenever a query takes two seconds."""
    asked = "SELECT current_setting('enable_progress_bar')"
    assert embedded().con.execute(asked).fetchone() == (False,)
    ibis.duckdb.connect(tmp_path / "a.duckdb").con.execute(
        "CREATE TABLE s AS SELECT 1 AS person, '2019' AS start, NULL AS end, 'x' AS title"
    )
    careers = outgrow.read_careers(f"duckdb://{tmp_path}/a.duckdb?spells=s")
    assert careers.spells.get_backend().con.execute(asked).fetchone() == (False,)
