"""Large sources: little memory while they are read, the same careers whatever is spilled, and nothing left on disk."""

from __future__ import annotations

import csv
import gc
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.careers.reading import HEADER, assert_nothing_lost, left_out, read, spells, write

from outgrow import memory
from outgrow.careers import delimited, twins
from outgrow.careers.cells import longest_cell
from outgrow.engine import embedded, number, scratch_folder
from outgrow.memory import sparing, within_memory

TWIN = ("row", None, "exact duplicate of an earlier row")
NO_DATE = "not a date outgrow can read"
COLLIDING = "0::UBIGINT"


def setting(backend, name):
    [(value,)] = backend.con.execute(f"SELECT current_setting('{name}')").fetchall()
    return value


def gibibytes(backend):
    size, unit = setting(backend, "memory_limit").split()
    return float(size) * {"MiB": 1 / 1024, "GiB": 1, "TiB": 1024}[unit]


def folder_of(backend):
    return Path(setting(backend, "temp_directory"))


def collide(monkeypatch):
    """Give every row the same hash."""
    for module in (twins, delimited):
        monkeypatch.setattr(module, "row_hash", lambda columns: COLLIDING)


def in_parts(folder, table, parts, rows_of_group=2000):
    """Write a table as files of Parquet with small row groups, which threads share among themselves."""
    folder.mkdir()
    size = -(-table.num_rows // parts)
    for part in range(parts):
        path = folder / f"part-{part}.parquet"
        parquet.write_table(table.slice(part * size, size), path, row_group_size=rows_of_group)
    return folder


@pytest.mark.parametrize("kind", ["csv", "parquet", "frame", "database"])
def test_rows_whose_hashes_collide_are_no_duplicates(tmp_path, monkeypatch, kind):
    rows = [("a", "2019-01", "A"), ("a", "2019-01", "B"), ("a", "2019-01", "A"), ("b", "2019-01", "A")]
    table = pa.table(dict(zip(("person", "start", "title"), map(list, zip(*rows, strict=True)), strict=True)))
    table = table.append_column("end", pa.nulls(4, pa.string()))
    collide(monkeypatch)
    if kind == "csv":
        source = write(tmp_path, HEADER + "".join(f"{person},{start},,{title}\n" for person, start, title in rows))
    elif kind == "parquet":
        source = tmp_path / "spells.parquet"
        parquet.write_table(table, source)
    elif kind == "database":
        with duckdb.connect(str(tmp_path / "hr.duckdb")) as con:
            con.execute('CREATE TABLE jobs AS SELECT * FROM "table"')
        source = f"{tmp_path / 'hr.duckdb'}?spells=jobs"
    else:
        source = table
    careers = read(source)
    assert left_out(careers) == {3: TWIN}
    assert_nothing_lost(careers, 4)


@pytest.mark.parametrize(("kind", "limit"), [("csv", "90MB"), ("parquet", "75MB")])
def test_what_is_spilled_changes_nothing(tmp_path, monkeypatch, kind, limit):
    rows, source = 700_000, tmp_path / f"spells.{kind}"
    duckdb.execute(
        "COPY (SELECT 'p' || i // 3 AS person, CASE WHEN i % 4001 = 17 THEN 'soon' ELSE (2000 + i % 20) || '-01' END AS start, "
        "NULL::VARCHAR AS \"end\", 'title ' || i % 500 AS title, repeat(md5(i::VARCHAR), 3) AS description "
        f"FROM (SELECT CASE WHEN j % 5003 = 11 THEN j - 1 ELSE j END AS i FROM range({rows}) r(j)) ORDER BY i) "
        f"TO '{source}' ({'HEADER' if kind == 'csv' else 'ROW_GROUP_SIZE 10000'})"
    )
    monkeypatch.setattr(delimited, "_MAX_LINE", 1 << 16)
    monkeypatch.setattr(delimited, "_BUFFER", 1 << 20)
    at_once = read(source)
    monkeypatch.setattr(memory, "_SPARING", limit)
    spilled = read(source)
    [(files,)] = spilled.spells.get_backend().con.execute("SELECT count(*) FROM duckdb_temporary_files()").fetchall()
    assert files, "nothing was spilled, so nothing is tested"
    assert spilled.counts == at_once.counts
    columns = ("row", "person", "start", "end", "title", "description")
    in_order = [careers.spells.select(*columns).order_by("row").to_pyarrow() for careers in (spilled, at_once)]
    assert in_order[0].equals(in_order[1])
    assert spilled.quarantined().equals(at_once.quarantined())
    assert spilled.counts.spells + spilled.counts.rows_quarantined == rows
    twins_of = {row: TWIN for row in range(1, rows + 1) if row % 5003 == 12}
    faults = {row: ("start", "soon", NO_DATE) for row in range(1, rows + 1) if (row - (row in twins_of)) % 4001 == 18}
    assert left_out(spilled) == twins_of | faults


def test_rows_of_parquet_keep_their_numbers_over_files_and_threads(tmp_path):
    count = 30_000
    bad = {place for place in range(1, count + 1) if place % 997 == 0}
    table = pa.table(
        {
            "person": [f"p{place}" for place in range(1, count + 1)],
            "start": ["soon" if place in bad else "2019-01" for place in range(1, count + 1)],
            "end": pa.nulls(count, pa.string()),
            "title": ["A"] * count,
        }
    )
    for name, named in (
        ("plain", table),
        ("taken", table.append_column("file_row_number", pa.array([7] * count))),
        ("a row", table.append_column("row", pa.array([7] * count))),
    ):
        careers = read(in_parts(tmp_path / name, named, 7, rows_of_group=500))
        assert set(left_out(careers)) == bad
        assert all(person == f"p{row}" for row, person in spells(careers, "row", "person"))


def test_a_column_named_as_the_engine_names_its_own_is_a_column(tmp_path):
    text = "person,start,end,title,rowid,c0,outgrow_row_hash\na,2019-01,,A,9,x,1\n\nb\nb,2019-01,,B,8,y,1\n"
    careers = read(write(tmp_path, text))
    assert spells(careers, "row", "person", "title") == [(1, "a", "A"), (3, "b", "B")]
    assert set(left_out(careers)) == {2}


def test_a_line_longer_than_what_the_engine_reads_at_a_time_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "_BUFFER", 1 << 16)
    long = "x" * (delimited._MAX_LINE - 100)
    careers = read(write(tmp_path, HEADER + f"a,2019-01,,A\nb,2019-01,,{long}\nc,2019-01,,C\n"))
    assert [len(title) for (title,) in spells(careers, "title")] == [1, len(long), 1]


def test_the_engine_spares_memory_only_while_it_reads(tmp_path):
    usual = embedded()
    careers = read(write(tmp_path, HEADER + "a,2019-01,,A\n"))
    backend = careers.spells.get_backend()
    assert gibibytes(backend) == pytest.approx(gibibytes(usual), abs=0.2)
    assert setting(backend, "threads") == setting(usual, "threads")
    with sparing(backend):
        assert setting(backend, "memory_limit") == "448.0 MiB"
        assert setting(backend, "threads") <= 4
    assert gibibytes(backend) == pytest.approx(gibibytes(usual), abs=0.2)
    assert setting(embedded(spare=True), "memory_limit") == "448.0 MiB"


def test_what_the_user_allows_is_what_is_used(monkeypatch):
    backend = embedded()
    monkeypatch.setattr(memory, "MEMORY", "3GiB")
    with sparing(backend):
        assert setting(backend, "memory_limit") == setting(embedded(), "memory_limit")


def test_a_query_that_needs_more_is_asked_again_with_all_there_is():
    backend = embedded(spare=True)
    backend.con.execute("SET memory_limit = '20MB'")
    asked = []

    def ask():
        asked.append(setting(backend, "memory_limit"))
        return backend.con.execute("SELECT len(list(range)) FROM range(5_000_000)").fetchall()

    assert within_memory(backend, ask) == [(5_000_000,)]
    assert len(asked) == 2
    assert asked[0] != asked[1]
    assert gibibytes(backend) == pytest.approx(gibibytes(embedded()), abs=0.2)


def test_what_the_engine_spills_goes_when_nothing_refers_to_the_careers(tmp_path):
    careers = read(write(tmp_path, HEADER + "a,2019-01,,A\n"))
    folder = folder_of(careers.spells.get_backend())
    assert folder.is_dir()
    assert number(careers.spells.count()) == 1
    del careers
    gc.collect()
    assert not folder.exists()


def test_a_copy_in_another_encoding_goes_once_it_is_read(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(delimited, "scratch_folder", lambda: made.append(scratch_folder()) or made[-1])
    careers = read(write(tmp_path, (HEADER + "a,2019-01,,Ä\nb\n").encode("utf-16")))
    assert spells(careers, "title") == [("Ä",)]
    assert made
    assert [list(folder.iterdir()) for folder in made] == [[] for _ in made]


def test_nothing_is_left_when_the_process_ends(tmp_path):
    write(tmp_path, HEADER + "a,2019-01,,A\n")
    script = "import outgrow, sys; careers = outgrow.read_careers(sys.argv[1]); print(careers.counts.spells)"
    (tmp_path / "scratch").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "spells.csv")],
        capture_output=True,
        text=True,
        check=True,
        env={**_environment(), "TMPDIR": str(tmp_path / "scratch")},
    )
    assert done.stdout.strip() == "1"
    assert list((tmp_path / "scratch").iterdir()) == []


def _environment():
    import os

    return dict(os.environ)


def test_a_setting_of_the_whole_process_is_one_threads_at_a_time():
    before, seen = csv.field_size_limit(), []

    def part(characters):
        for _ in range(200):
            with longest_cell(characters):
                seen.append(csv.field_size_limit() == characters)

    threads = [threading.Thread(target=part, args=(size,)) for size in (1000, 2000, 3000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 600
    assert all(seen)
    assert csv.field_size_limit() == before
