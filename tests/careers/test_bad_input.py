"""Sources that cannot be read: each is refused by an error of ours that says what to do and shows nothing of anybody."""

import datetime
import gzip
import os
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.careers.reading import HEADER, read, write

import outgrow
from outgrow.errors import InputError, MissingExtra, OutgrowError, SourceNotFound, UnknownName, UnreadableSource

#: Values of a row about a person; none of them may be in any message.
PERSON, START, END, TITLE, EMPLOYER = "Qx7741", "2011-07", "2013-11", "Wizardess", "Plantagon"
PLANTED = (PERSON, START, END, TITLE, EMPLOYER, "Wizard", "Plantagenet", "s3cr3t-pw")
ROW = f"{PERSON},{START},{END},{TITLE}\n"
TABLE = {"person": [PERSON], "start": [START], "end": [END], "title": [TITLE], "organisation": [EMPLOYER]}


def text(content, name="spells.csv", **options):
    return lambda folder: (write(folder, content, name), options)


def given(source, **options):
    return lambda folder: (source, options)


def inside(pattern, **options):
    """A source in the test's own folder, such as a pattern or a URL."""
    return lambda folder: (pattern.replace("FOLDER", str(folder)), options)


def packed():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("sheet.xml", ROW)
    return content.getvalue()


def sqlite_file(folder, name="spells.sqlite"):
    database = sqlite3.connect(folder / name)
    database.execute("CREATE TABLE jobs (person TEXT, start TEXT, end TEXT, title TEXT)")
    database.execute("INSERT INTO jobs VALUES (?, ?, ?, ?)", ROW.strip().split(","))
    database.commit()
    database.close()
    return folder / name


def duckdb_file(folder, view=False):
    path = folder / "spells.duckdb"
    with duckdb.connect(str(path)) as database:
        database.register("given", pa.table(TABLE))
        database.execute("CREATE TABLE jobs AS SELECT * FROM given")
        if view:
            database.execute("CREATE VIEW broken AS SELECT * FROM jobs")
            database.execute("ALTER TABLE jobs RENAME TO gone")
    return path


def parquet(folder, table=None, name="spells.parquet"):
    pq.write_table(table if table is not None else pa.table(TABLE), folder / name)
    return folder / name


def cut_parquet(folder):
    path = parquet(folder)
    path.write_bytes(path.read_bytes()[:-20])
    return path, {}


def damaged_parquet(folder):
    path = parquet(folder)
    content = bytearray(path.read_bytes())
    content[8:120] = b"\xff" * 112
    path.write_bytes(content)
    return path, {}


def cut_arrow(folder):
    path = folder / "spells.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, pa.table(TABLE).schema) as out:
        out.write_table(pa.table(TABLE))
    path.write_bytes(path.read_bytes()[:100])
    return path, {}


def empty_folder(folder):
    (folder / "empty").mkdir()
    return folder / "empty", {}


def folder_of_csv(folder):
    (folder / "jobs").mkdir()
    write(folder / "jobs", HEADER + ROW)
    return folder / "jobs", {}


def glob_of_csv(folder):
    write(folder, HEADER + ROW, "a.csv")
    write(folder, HEADER + ROW, "b.csv")
    return str(folder / "*.csv"), {}


def with_people(people, name="people.csv"):
    return lambda folder: (
        write(folder, HEADER + ROW),
        {"people": write(folder, people, name) if isinstance(people, str | bytes) else people},
    )


def both_in_a_frame(name, values):
    return lambda folder: (pa.table({**TABLE, name: values}), {})


GZIP = gzip.compress((HEADER + ROW * 500).encode())
MIXED = pd.DataFrame(
    {**{name: values * 2 for name, values in TABLE.items()}, "start": [START, datetime.date(2011, 7, 1)]}
)
TWO_TITLES = pd.DataFrame([[*ROW.strip().split(","), TITLE]], columns=["person", "start", "end", "title", "title"])

REFUSED = {
    # files
    "missing file": (inside("FOLDER/nothing.csv"), SourceNotFound, "no file, folder or built-in careers 'nothing.csv'"),
    "missing folder": (inside("FOLDER/no/where/"), SourceNotFound, "'where'"),
    "misspelt built-in": (given("demoo"), SourceNotFound, "'demoo'"),
    "home of nobody": (given("~nobody-at-all/spells.csv"), SourceNotFound, "no home folder '~nobody-at-all'"),
    "name too long": (inside("FOLDER/" + "a" * 300 + ".csv"), SourceNotFound, "cannot be opened (File name too long)"),
    "pattern that fits nothing": (inside("FOLDER/*.parquet"), SourceNotFound, "no file fits '*.parquet'"),
    "pattern that fits several texts": (glob_of_csv, UnreadableSource, "fits 2 files"),
    "empty file": (text(""), UnreadableSource, "is empty"),
    "empty folder": (empty_folder, UnreadableSource, "the folder 'empty' holds no Parquet file"),
    "folder of CSV": (folder_of_csv, UnreadableSource, "holds no Parquet file"),
    "wrong ending": (text(HEADER + ROW, "spells.docx"), UnreadableSource, "ends in '.docx'"),
    "spreadsheet": (text(packed(), "spells.xlsx"), UnreadableSource, "ends in '.xlsx'"),
    # texts
    "header only": (text(HEADER), UnreadableSource, "holds no row"),
    "only line ends": (text("\n\n\r\n"), UnreadableSource, "has no header"),
    "no header": (
        text(ROW * 2),
        UnreadableSource,
        "no column person or start or end or title; it has 4 of other names",
    ),
    "no header, values alike": (
        text(f"{PERSON},{START},{START},{TITLE}\n"),
        UnreadableSource,
        "two columns of one name, column 2 and column 3",
    ),
    "no header, a column named": (text(ROW * 2, mapping={"title": "job"}), UnknownName, "no column 'job'"),
    "no header, a value near the name": (text(ROW, mapping={"title": "Wyzardess"}), UnknownName, "4 of other names"),
    "no header, one value a name": (text(f"{PERSON},{START},to,{TITLE}\n"), UnreadableSource, "4 of other names"),
    "blank header": (text(",,,\n" + ROW), UnreadableSource, "empty header"),
    "no column person": (text(f"who,start,end,title\n{ROW}"), UnreadableSource, "no column person; it has who, start"),
    "no column start": (
        text(f"person,when,end,title\n{ROW}"),
        UnreadableSource,
        "no column start; it has person, when",
    ),
    "no column end": (text(f"person,start,left,title\n{ROW}"), UnreadableSource, "no column end"),
    "no column title": (text(f"person,start,end,job\n{ROW}"), UnreadableSource, "no column title"),
    "one column": (text(f"person\n{PERSON}\n"), UnreadableSource, "no column start or end or title; it has person"),
    "twin columns": (text(f"person,start,end,title,Title\n{ROW}"), UnreadableSource, "column 4 and column 5"),
    "twin columns but for blanks": (
        text(f"person,start date,start_date,end,title\n{ROW}"),
        UnreadableSource,
        "two columns that both read as 'start_date'",
    ),
    "other delimiter asked for": (text(HEADER + ROW, delimiter=";"), UnreadableSource, "1 of other names"),
    "delimiter of two signs": (text(HEADER + ROW, delimiter="::"), InputError, "the delimiter is '::'"),
    "quote as delimiter": (text(HEADER + ROW, delimiter='"'), InputError, "the delimiter is"),
    "quote never closed": (text(f'{HEADER}{ROW}"{ROW}'), UnreadableSource, "a quote opened in row 2 never closes"),
    "quote within quotes": (
        text(f'{HEADER}{PERSON},{START},,"a 5" {TITLE}"\n'),
        UnreadableSource,
        "row 1 never closes",
    ),
    "unknown encoding": (text(HEADER + ROW, encoding="utf-9"), InputError, "there is no encoding 'utf-9'"),
    "encoding that is none of text": (text(HEADER + ROW, encoding="hex"), InputError, "there is no encoding 'hex'"),
    "wrong encoding": (text(HEADER + ROW + "é", encoding="ascii"), UnreadableSource, "is not text in ascii"),
    "wrong wide encoding": (text(HEADER + ROW + "é", encoding="utf-16"), UnreadableSource, "is not text in utf-16"),
    "zero bytes": (text(f"{HEADER}{ROW}{PERSON}\0,{START},,{TITLE}\n"), UnreadableSource, "holds zero bytes"),
    "garbage": (text(bytes(range(256)) * 20), UnreadableSource, "holds zero bytes"),
    "garbage without zero bytes": (text(bytes(range(128, 256)) * 20), UnreadableSource, "spells.csv"),
    "broken gzip": (text(b"\x1f\x8b" + ROW.encode(), "spells.csv.gz"), UnreadableSource, "not a whole gzip file"),
    "no gzip": (text(HEADER + ROW, "spells.csv.gz"), UnreadableSource, "not a whole gzip file"),
    "cut gzip": (text(GZIP[:-20], "spells.csv.gz"), UnreadableSource, "not a whole gzip file"),
    "damaged gzip": (text(GZIP[:30] + b"AAAA" + GZIP[34:], "spells.csv.gz"), UnreadableSource, "not a whole gzip file"),
    "cut gzip of JSON": (text(GZIP[:-20], "spells.jsonl.gz"), UnreadableSource, "not a whole gzip file"),
    "gzip by another name": (text(GZIP), UnreadableSource, "is packed with gzip"),
    "ZIP by another name": (text(packed()), UnreadableSource, "a ZIP archive or an Excel workbook"),
    "old Excel by another name": (text(b"\xd0\xcf\x11\xe0" * 9), UnreadableSource, "an old Excel"),
    "PDF by another name": (text(b"%PDF-1.7 " + ROW.encode()), UnreadableSource, "is a PDF"),
    "Parquet by another name": (
        lambda folder: (parquet(folder, name="spells.csv"), {}),
        UnreadableSource,
        "is a Parquet file",
    ),
    "SQLite by another name": (lambda folder: (sqlite_file(folder, "spells.csv"), {}), UnreadableSource, "an SQLite"),
    # JSON
    "JSON of no use": (text("person\n" + ROW, "spells.jsonl"), UnreadableSource, "no JSON object that can be read (2"),
    "JSON values, no objects": (text(f'"{PERSON}"\n["{TITLE}"]\n', "spells.jsonl"), UnreadableSource, "no JSON object"),
    "JSON list without items": (text("[]", "spells.json"), UnreadableSource, "no JSON object that can be read (0"),
    "JSON list without an end": (text(f'[{{"person": "{PERSON}"', "spells.json"), UnreadableSource, "not valid JSON"),
    "JSON too deep": (text("[" * 99_999, "spells.json"), UnreadableSource, "not valid JSON"),
    "JSON over several lines": (
        text(f'{{\n"person":\n"{PERSON}"}}', "spells.json"),
        UnreadableSource,
        "no JSON object",
    ),
    "JSON in UTF-16": (text(f'{{"person": "{PERSON}"}}'.encode("utf-16"), "spells.jsonl"), UnreadableSource, "no JSON"),
    "JSON without a column": (text(f'{{"person": "{PERSON}"}}', "spells.jsonl"), UnreadableSource, "no column start"),
    "JSON with twin keys": (
        text(f'{{"person": "{PERSON}"}}\n{{"Person": "{PERSON}"}}', "spells.jsonl"),
        UnreadableSource,
        "two columns of one name",
    ),
    # Parquet and Arrow
    "cut Parquet": (cut_parquet, UnreadableSource, "cannot be read as Parquet"),
    "damaged Parquet": (damaged_parquet, UnreadableSource, "spells.parquet"),
    "no Parquet": (text(HEADER + ROW, "spells.parquet"), UnreadableSource, "cannot be read as Parquet"),
    "twin columns of Parquet": (
        lambda folder: (
            parquet(folder, pa.table([*pa.table(TABLE).columns, pa.array([1])], names=[*TABLE, "Person"])),
            {},
        ),
        UnreadableSource,
        "two columns of one name, column 1 and column 6",
    ),
    "cut Arrow": (cut_arrow, UnreadableSource, "cannot be read as Arrow"),
    # frames and other things in memory
    "frame of mixed types": (given(MIXED), UnreadableSource, "cannot be turned into an Arrow table"),
    "frame with twin columns": (given(TWO_TITLES), UnreadableSource, "two columns of one name"),
    "frame without a header": (given(pd.DataFrame([ROW.split(",")])), UnreadableSource, "it has 0, 1, 2, 3"),
    "frame without a column": (given(pa.table({})), UnreadableSource, "it has no column"),
    "frame without a row": (given(pa.table(TABLE).slice(0, 0)), UnreadableSource, "holds no row"),
    "frame of half floats": (
        both_in_a_frame("pay", pa.nulls(1, pa.float16())),
        UnreadableSource,
        "a type that the engine",
    ),
    "one column of pandas": (given(pd.Series([PERSON])), UnreadableSource, "a pandas Series"),
    "one column of Arrow": (given(pa.array([PERSON])), UnreadableSource, "cannot be turned into an Arrow table"),
    "a number": (given(42), InputError, "spells were given as int"),
    "None": (given(None), InputError, "spells were given as NoneType"),
    "bytes": (given(ROW.encode()), InputError, "spells were given as bytes"),
    "a dict": (given(TABLE), InputError, "spells were given as dict"),
    "an empty text": (given(""), InputError, "an empty text"),
    "a table as text": (given(HEADER + ROW), InputError, "characters that is no path"),
    "a path with a zero byte": (given("spells\0.csv"), InputError, "characters that is no path"),
    # databases
    "database without a table named": (lambda folder: (duckdb_file(folder), {}), UnreadableSource, "ends in '.duckdb'"),
    "no such database": (inside("FOLDER/no.duckdb?spells=jobs"), SourceNotFound, "no file 'no.duckdb'"),
    "no DuckDB file": (
        lambda folder: (f"{write(folder, HEADER + ROW)}?spells=jobs", {}),
        UnreadableSource,
        "is not a DuckDB file",
    ),
    "no such table": (
        lambda folder: (f"{duckdb_file(folder)}?spells=job", {}),
        SourceNotFound,
        "no table 'job' in 'spells.duckdb'; it has 'jobs'. Did you mean 'jobs'?",
    ),
    "no such table of people": (
        lambda folder: (f"{duckdb_file(folder)}?spells=jobs&people=folk", {}),
        SourceNotFound,
        "no table 'folk'",
    ),
    "view on what is gone": (
        lambda folder: (f"{duckdb_file(folder, view=True)}?spells=broken", {}),
        UnreadableSource,
        "the table 'broken' of 'spells.duckdb' cannot be read",
    ),
    "only people named": (lambda folder: (f"{duckdb_file(folder)}?people=jobs", {}), InputError, "no table of spells"),
    "something else asked of it": (
        lambda folder: (f"{duckdb_file(folder)}?spell=jobs", {}),
        InputError,
        "Did you mean",
    ),
    "URL of no database": (inside("duckdb://FOLDER/no.duckdb?spells=jobs"), SourceNotFound, "no file 'no.duckdb'"),
    "URL of no SQLite database": (inside("sqlite://FOLDER/no.db?spells=jobs"), SourceNotFound, "no file 'no.db'"),
    "no SQLite file": (
        lambda folder: (f"sqlite://{write(folder, HEADER + ROW)}?spells=jobs", {}),
        UnreadableSource,
        "cannot be read as an SQLite file",
    ),
    "no such table in SQLite": (
        lambda folder: (f"sqlite://{sqlite_file(folder)}?spells=folk", {}),
        SourceNotFound,
        "no table 'folk' in 'spells.sqlite'; it has 'jobs'",
    ),
    "SQLite without a URL": (lambda folder: (sqlite_file(folder), {}), UnreadableSource, "ends in '.sqlite'"),
    # engines elsewhere
    "engine that does not exist": (given("postgers://u:s3cr3t-pw@h/d?spells=a"), InputError, "no engine 'postgers'"),
    "page on the web": (given("https://example.org/spells.csv"), InputError, "no https:// address"),
    "URL without a table": (given("postgres://u:s3cr3t-pw@127.0.0.1:9/d"), InputError, "names no table of spells"),
    "URL with a broken host": (given("postgres://u:s3cr3t-pw@[h/d?spells=a"), InputError, "cannot be understood"),
    "URL with a broken port": (given("postgres://u:s3cr3t-pw@127.0.0.1:x/d?spells=a"), SourceNotFound, "127.0.0.1"),
    "nobody listens there": (
        given("postgres://u:s3cr3t-pw@127.0.0.1:9/d?spells=a&connect_timeout=2"),
        SourceNotFound,
        "no connection to postgres at 127.0.0.1",
    ),
    "people beside a URL": (
        given("postgres://u:s3cr3t-pw@127.0.0.1:9/d?spells=a", people="people.csv"),
        InputError,
        "names its table of people itself",
    ),
    "driver not installed": (given("snowflake://u:s3cr3t-pw@h/d?spells=a"), MissingExtra, "driver for snowflake"),
    # people
    "people beside a built-in": (given("nlsy", people="people.csv"), InputError, "people of their own"),
    "people missing": (with_people(Path("nothing.csv")), SourceNotFound, "no file or folder 'nothing.csv'"),
    "people empty": (with_people(""), UnreadableSource, "'people.csv' is empty"),
    "people without persons": (with_people(f"name,sex\n{PERSON},f\n"), UnreadableSource, "no column person"),
    "people without a header": (with_people(f"{PERSON},{EMPLOYER}\n"), UnreadableSource, "it has 2 of other names"),
    "people under other names": (with_people("person,sex\n007,f\n"), InputError, "nobody in the table of people"),
    "people as a number": (with_people(7), InputError, "people were given as int"),
    # options
    "column outgrow does not know": (
        text(HEADER + ROW, mapping={"titel": "title"}),
        InputError,
        "Did you mean 'title'?",
    ),
    "column the source does not have": (
        text(HEADER + ROW, mapping={"title": "titles"}),
        UnknownName,
        "no column 'titles' to read as title; it has person, start, end, title. Did you mean 'title'?",
    ),
    "columns that are no names": (text(HEADER + ROW, mapping={"title": 3}), InputError, "no mapping"),
    "columns that are no mapping": (text(HEADER + ROW, mapping=["title"]), InputError, "no mapping"),
    "unknown end": (text(HEADER + ROW, end="open"), InputError, "end is 'open'"),
    "unknown order of days": (text(HEADER + ROW, day_order="dmy"), InputError, "day_order is 'dmy'"),
    "unknown after_last": (text(HEADER + ROW, after_last="quit"), InputError, "after_last is 'quit'"),
    "unknown kind": (text(HEADER + ROW, kind="made up"), InputError, "kind is 'made up'"),
    # nothing that can be used
    "every row in quarantine": (
        text(f"{HEADER}{PERSON},{END},{START},{TITLE}\n"),
        UnreadableSource,
        "no row of 'spells.csv' can be used: 1 of 1",
    ),
}


@pytest.mark.parametrize(("make", "kind", "says"), REFUSED.values(), ids=REFUSED)
def test_a_source_that_cannot_be_read_is_refused(tmp_path, make, kind, says):
    source, options = make(tmp_path)
    with pytest.raises(OutgrowError) as caught:
        outgrow.read_careers(source, **options)
    message = str(caught.value)
    assert isinstance(caught.value, kind)
    assert says in message
    assert "\n  Do: " in message
    assert [value for value in PLANTED if value.lower() in message.lower()] == []
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_a_database_that_does_not_exist_is_not_made(tmp_path):
    for url in ("duckdb://FOLDER/no.duckdb?spells=a", "sqlite://FOLDER/no.sqlite?spells=a", "FOLDER/no.db?spells=a"):
        with pytest.raises(SourceNotFound):
            outgrow.read_careers(url.replace("FOLDER", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_source_is_not_changed_by_reading_it(tmp_path):
    sources = [duckdb_file(tmp_path), sqlite_file(tmp_path), write(tmp_path, HEADER + ROW)]
    before = [path.read_bytes() for path in sources]
    for source in (f"{sources[0]}?spells=jobs", f"sqlite://{sources[1]}?spells=jobs", sources[2]):
        assert read(source).counts.spells == 1
    assert [path.read_bytes() for path in sources] == before
    assert sorted(tmp_path.iterdir()) == sorted(sources)


def test_the_file_asked_for_is_read_and_not_what_its_name_fits_as_a_pattern(tmp_path):
    write(tmp_path, HEADER + "other,2019,,B\n", "jobs1.csv")
    asked = write(tmp_path, HEADER + f"{PERSON},2019,,A\n", "jobs[1].csv")
    assert read(asked).spells.person.to_pyarrow().to_pylist() == [PERSON]
    parquet(tmp_path, pa.table({**TABLE, "person": ["other"]}), "jobs1.parquet")
    asked = parquet(tmp_path, name="jobs[1].parquet")
    assert read(str(asked)).spells.person.to_pyarrow().to_pylist() == [PERSON]


def test_careers_read_before_take_nothing_that_says_how_to_read():
    careers = read(pa.table(TABLE), name="mine")
    assert read(careers).name == "mine"
    assert read(careers, after_last="exit").after_last == "exit"
    with pytest.raises(InputError, match="people of their own"):
        outgrow.read_careers(careers, "people.csv")
    for option in ({"end": "exclusive"}, {"mapping": {"title": "job"}}, {"encoding": "utf-8"}):
        with pytest.raises(InputError, match="has been read and checked before"):
            outgrow.read_careers(careers, **option)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    path = write(tmp_path, HEADER + ROW)
    path.chmod(0)
    with pytest.raises(UnreadableSource, match="may not be read"):
        outgrow.read_careers(path)


def test_a_file_that_may_not_be_read_says_so_whoever_reads(tmp_path, monkeypatch):
    def denied(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("outgrow.careers.delimited.open_bytes", denied)
    with pytest.raises(UnreadableSource, match=r"'spells\.csv' may not be read"):
        outgrow.read_careers(write(tmp_path, HEADER + ROW))
