"""Reading: whatever the source and however it is written, the same careers come out."""

import datetime
import gzip
import json
import random
import sqlite3

import duckdb
import pandas as pd
import polars as pl
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.careers.reading import HEADER, assert_nothing_lost, left_out, read, spells, write

COLUMNS = ("person", "start", "end", "title", "organisation", "skills")
ROWS = [
    ("7", "2011-03", "2013-11", "Café Manager", "Münster & Söhne", "coffee;tea"),
    ("7", "2013-12", None, 'Head of "Drinks", all', None, None),
    ("12", "2015-01", "2015-01", "Analyst", "Acme", "sql"),
    ("12", "2014-06", "2013-06", "Intern", "Acme", None),
    ("30", "2019-07", None, "Two\nlines", "Acme", None),
    (None, "2020-01", None, "Nobody", None, None),
]
PEOPLE_COLUMNS = ("person", "observed_until", "sex")
PEOPLE = [("7", "2022-12", "f"), ("12", "2016-03", "m"), ("30", "2024-01", None), ("99", "2020-01", "f")]


def delimited(columns, rows, delimiter=","):
    def value(text):
        text = text or ""
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in f'{delimiter}"\n') else text

    return "\n".join(delimiter.join(map(value, row)) for row in [columns, *rows]) + "\n"


def months(rows, *columns):
    """Rows with `columns` as typed dates, as engines and frames keep them."""
    for row in rows:
        yield tuple(
            datetime.date(int(value[:4]), int(value[5:]), 1) if place in columns and value else value
            for place, value in enumerate(row)
        )


def arrow(columns, rows):
    return pa.table({column: [row[place] for row in rows] for place, column in enumerate(columns)})


TEXTS = arrow(COLUMNS, ROWS), arrow(PEOPLE_COLUMNS, PEOPLE)
DATES = arrow(COLUMNS, list(months(ROWS, 1, 2))), arrow(PEOPLE_COLUMNS, list(months(PEOPLE, 1)))
TIMES = tuple(
    table.set_column(1, name, table[name].cast(pa.timestamp("us"))).cast(
        pa.schema([(field.name, pa.timestamp("us") if pa.types.is_date(field.type) else field.type) for field in table.schema])
    )
    for table, name in zip(DATES, ("start", "observed_until"), strict=True)
)  # fmt: skip


def as_text(encoding="utf-8", delimiter=",", name="csv", ends="\n", packed=False):
    def make(folder):
        made = []
        for what, columns, rows in (("spells", COLUMNS, ROWS), ("people", PEOPLE_COLUMNS, PEOPLE)):
            # a line break within a value stays as it is
            text = delimited(columns, rows, delimiter).replace("\n", ends).replace(f"Two{ends}lines", "Two\nlines")
            content = text.encode(encoding)
            made.append(write(folder, gzip.compress(content) if packed else content, f"{what}.{name}"))
        return made

    return make


def as_parquet(folder):
    for what, table in zip(("spells", "people"), DATES, strict=True):
        pq.write_table(table, folder / f"{what}.parquet", row_group_size=2)
    return folder / "spells.parquet", folder / "people.parquet"


def as_folders(folder):
    for what, table in zip(("spells", "people"), DATES, strict=True):
        (folder / what / "zz").mkdir(parents=True)
        pq.write_table(table.slice(0, 2), folder / what / "part-0.parquet")
        pq.write_table(table.slice(2), folder / what / "zz" / "part-1.pq")
        (folder / what / "_SUCCESS.parquet").touch()
        (folder / what / "_temporary").mkdir()
        pq.write_table(table, folder / what / "_temporary" / "part-0.parquet")
    return folder / "spells", str(folder / "people")


def as_globs(folder):
    for what, table in zip(("spells", "people"), DATES, strict=True):
        for place in range(table.num_rows):
            pq.write_table(table.slice(place, 1), folder / f"{what}-{place}.parquet")
    return str(folder / "spells-*.parquet"), folder / "people-?.parquet"


def as_arrow(folder):
    for what, table in zip(("spells", "people"), DATES, strict=True):
        writer = pa.ipc.new_file if what == "spells" else pa.ipc.new_stream
        with pa.OSFile(str(folder / f"{what}.arrow"), "wb") as file, writer(file, table.schema) as out:
            out.write_table(table)
    return folder / "spells.arrow", folder / "people.arrow"


def as_json_lines(folder):
    for what, table in zip(("spells", "people"), TEXTS, strict=True):
        lines = [json.dumps({key: value for key, value in row.items() if value}) for row in table.to_pylist()]
        lines[0] = json.dumps(table.to_pylist()[0] | ({"end": None} if what == "spells" and lines[0] is None else {}))
        write(folder, "\ufeff" + "\n\n".join(lines), f"{what}.jsonl")
    return folder / "spells.jsonl", folder / "people.jsonl"


def as_json_list(folder):
    rows = TEXTS[0].to_pylist()
    for row in rows:
        row["skills"] = row["skills"] and row["skills"].split(";")
    content = json.dumps(rows, indent=2).encode()
    return write(folder, gzip.compress(content), "spells.json.gz"), TEXTS[1]


def as_duckdb(folder, schema="main"):
    path = folder / "careers.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for name, table in zip(("jobs held", "folk"), DATES, strict=True):
            database.register("given", table)
            database.execute(f'CREATE TABLE {schema}."{name}" AS SELECT * FROM given')
    return path


def as_sqlite(folder):
    database = sqlite3.connect(folder / "careers.sqlite")
    for name, table in zip(("jobs", "folk"), TEXTS, strict=True):
        columns = ", ".join(f'"{column}" TEXT' for column in table.column_names)
        database.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * table.num_columns)
        database.executemany(f"INSERT INTO {name} VALUES ({marks})", [tuple(row.values()) for row in table.to_pylist()])
    database.commit()
    database.close()
    return f"sqlite://{folder}/careers.sqlite?spells=jobs&people=folk", None


SOURCES = {
    "CSV": as_text(),
    "CSV with BOM": as_text("utf-8-sig"),
    "CSV in UTF-16": as_text("utf-16"),
    "CSV in cp1252": as_text("cp1252"),
    "CSV packed": as_text(name="csv.gz", packed=True),
    "CSV as Windows ends lines": as_text(ends="\r\n"),
    "CSV after blank lines": lambda folder: (
        write(folder, "\n\r\n" + delimited(COLUMNS, ROWS)),
        write(folder, delimited(PEOPLE_COLUMNS, PEOPLE).replace("\n", "\r\n", 2), "people.csv"),
    ),
    "TSV": as_text(delimiter="\t", name="tsv"),
    "semicolons": as_text(delimiter=";", name="txt"),
    "bars": as_text(delimiter="|", name="psv"),
    "Parquet": as_parquet,
    "Parquet folder": as_folders,
    "Parquet by pattern": as_globs,
    "Arrow files": as_arrow,
    "JSON Lines": as_json_lines,
    "JSON list": as_json_list,
    "DuckDB": lambda folder: (f"{as_duckdb(folder)}?spells=jobs held&people=folk", None),
    "DuckDB schema": lambda folder: (f"{as_duckdb(folder, 'hr')}?spells=hr.jobs%20held&people=hr.folk", None),
    "DuckDB by URL": lambda folder: (f"duckdb://{as_duckdb(folder)}?spells=jobs+held&people=folk", None),
    "SQLite": as_sqlite,
    "Arrow, text dates": lambda _: TEXTS,
    "Arrow, typed dates": lambda _: DATES,
    "Arrow, times": lambda _: TIMES,
    "Arrow, batches": lambda _: (TEXTS[0].to_reader(max_chunksize=1), TEXTS[1].to_batches()[0]),
    "pandas, text dates": lambda _: tuple(table.to_pandas() for table in TEXTS),
    "pandas, typed dates": lambda _: tuple(table.to_pandas() for table in TIMES),
    "pandas, periods": lambda _: (
        TEXTS[0].to_pandas().assign(start=pd.PeriodIndex([row[1] for row in ROWS], freq="M")),
        TEXTS[1].to_pandas().assign(sex=lambda frame: frame.sex.astype("category")),
    ),
    "Polars": lambda _: tuple(pl.from_arrow(table) for table in DATES),
    "CSV beside a frame": lambda folder: (as_text()(folder)[0], DATES[1]),
}


def facts(careers):
    """All that reading makes, but for the name; persons as text."""
    rows = [row | {"person": str(row["person"]), "start_day": None} for row in spells(careers)]
    people = careers.people.order_by("person").to_pyarrow().to_pylist()
    people = [person | {"person": str(person["person"])} for person in people]
    return rows, people, careers.quarantined().to_pylist(), careers.counts


@pytest.fixture(scope="module")
def expected():
    careers = read(*TEXTS)
    assert_nothing_lost(careers, len(ROWS), len(PEOPLE))
    assert spells(careers, "row", "person", "start", "end", "title", "organisation", "skills") == [
        (1, "7", 2011 * 12 + 2, 2013 * 12 + 10, "Café Manager", "Münster & Söhne", "coffee;tea"),
        (2, "7", 2013 * 12 + 11, None, 'Head of "Drinks", all', None, None),
        (3, "12", 2015 * 12, 2015 * 12, "Analyst", "Acme", "sql"),
        (5, "30", 2019 * 12 + 6, None, "Two\nlines", "Acme", None),
    ]
    assert left_out(careers) == {4: ("end", "2013-06", "ends before it starts"), 6: ("person", None, "no person")}
    return facts(careers)


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_every_kind_of_source_gives_the_same_careers(tmp_path, make, expected):
    rows, people, quarantine, counts = facts(read(*make(tmp_path)))
    assert rows == expected[0]
    assert people == expected[1]
    assert [{**item, "value": (item["value"] or "")[:7] or None} for item in quarantine] == expected[2]
    assert counts == expected[3]


def test_postgres_gives_the_same_careers(postgres_url, expected):
    with psycopg.connect(postgres_url, autocommit=True) as database:
        for name, table in zip(("jobs", "folk"), TEXTS, strict=True):
            dates = {"start", "observed_until"}
            kinds = ", ".join(f'"{column}" {"date" if column in dates else "text"}' for column in table.column_names)
            database.execute(f"CREATE TABLE {name} ({kinds})")
            for row in table.to_pylist():
                values = [f"{value}-01" if column in dates else value for column, value in row.items()]
                database.execute(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(values))})", values)
        database.execute("INSERT INTO jobs (person, start, title) VALUES ('12', 'infinity', 'Analyst')")
    careers = read(f"{postgres_url}?spells=jobs&people=folk")
    rows, people, quarantine, _ = facts(careers)
    by_row = {row["title"]: row | {"row": None} for row in rows}
    assert by_row == {row["title"]: row | {"row": None} for row in expected[0]}
    assert people == expected[1]
    assert sorted(item["reason"] for item in quarantine) == ["ends before it starts", "no person", "no start"]
    assert_nothing_lost(careers, len(ROWS) + 1, len(PEOPLE))


def simple(text, folder, **options):
    careers = read(write(folder, text), **options)
    return spells(careers, "start", "end", "imprecise"), careers


def test_columns_go_by_other_names_in_any_case(tmp_path):
    text = "Employee ID, Start-Date ,END_DATE,Job Title,Company\na,2019-01,,Analyst,Acme\n"
    careers = read(write(tmp_path, text))
    assert spells(careers, "person", "title", "organisation") == [("a", "Analyst", "Acme")]
    assert careers.notes == (
        "Columns read: Employee ID as person, Start-Date as start, END_DATE as end, Job Title as title, "
        "Company as organisation.",
    )
    assert read(write(tmp_path, "PERSON,Start,eNd,TITLE\na,2019,,A\n")).notes == ()


def test_how_it_was_read_is_said(tmp_path):
    text = "person,start,end,title,Division\na,17/03/2019,31/12/9999,Analyst,North\nb,02/03/2019,,Clerk,South\n"
    assert read(write(tmp_path, text)).notes == (
        "Columns of spells not used: Division.",
        "Dates such as 03/04/2019 are read day-first (column start).",
        "Ends such as 9999-12-31 are read as ongoing.",
    )


def test_a_folder_with_both_tables_is_read_as_both(tmp_path):
    spells_table = pa.table({"person": [1, 2], "start": ["2019-01"] * 2, "end": [None, "2019-05"], "title": ["A", "B"]})
    people_table = pa.table({"person": [1, 2], "team": ["x", "y"]})
    for name, table in (("spells", spells_table), ("people", people_table)):
        pq.write_table(table, tmp_path / f"{name}.parquet")
    careers = read(tmp_path)
    assert (careers.counts.spells, careers.counts.rows_quarantined, careers.attributes) == (2, 0, ("team",))


def test_columns_can_be_named(tmp_path):
    spells_file = write(tmp_path, "who,start,from,end,title,row\na,1999,2019-01,,A,9\n")
    people = write(tmp_path, "person,birth,dob,start\na,1950,1980-05,x\n", "people.csv")
    careers = read(spells_file, people, mapping={"person": "who", "start": "FROM", "birth": "dob"})
    assert spells(careers, "row", "person", "start") == [(1, "a", 2019 * 12)]
    [person] = careers.people.to_pyarrow().to_pylist()
    assert person["birth"] == 1980 * 12 + 4
    assert careers.attributes == ("start",)


def test_attributes_may_have_any_name_and_are_kept(tmp_path):
    names = ("sex", "fault", "fault_value", "contradiction", "weight_number", "exited_kind", "known_until", "n")
    people = write(tmp_path, f"person,{','.join(names)}\na{',x' * len(names)}\n", "people.csv")
    careers = read(write(tmp_path, HEADER + "a,2019,,A\n"), people)
    assert careers.attributes == names
    [person] = careers.people.to_pyarrow().to_pylist()
    assert {person[name] for name in names} == {"x"}


def test_an_end_may_be_the_day_after(tmp_path):
    jobs = "2019-01-01,2019-03-01 2019-01-01,2019-03-02 2019-01,2019-03 2019-03,2019-03 2018,2018"
    text = HEADER + "".join(f"a,{job},A\n" for job in jobs.split())
    found, careers = simple(text, tmp_path, end="exclusive")
    january = 2019 * 12
    assert [end for _, end, _ in found] == [january + 1, january + 2, january + 1, january - 1]
    assert left_out(careers) == {4: ("end", "2019-03", "ends before it starts")}


def test_a_year_alone_runs_from_january_to_december_or_to_this_month(tmp_path):
    found, careers = simple(HEADER + "a,2019,2020,A\na,2024,2024,A\na,2019-02,2021,A\na,2022-01,2022-02,A\n", tmp_path)
    assert found == [
        (2019 * 12, 2020 * 12 + 11, True),
        (2024 * 12, 2024 * 12 + 5, True),
        (2019 * 12 + 1, 2021 * 12 + 11, True),
        (2022 * 12, 2022 * 12 + 1, False),
    ]
    assert (careers.counts.imprecise, careers.facts.imprecise) == (3, 3)


@pytest.mark.parametrize("years", [[2019, 2020], [2019.0, 2020.0], [201901, 202001], [20190101, 20200101.0]], ids=repr)
def test_dates_may_be_numbers(years):
    careers = read(pa.table({"person": [1, 2], "start": years, "end": pa.nulls(2), "title": ["A", "B"]}))
    assert spells(careers, "person", "start") == [(1, 2019 * 12), (2, 2020 * 12)]


def test_a_time_with_a_zone_is_the_time_on_the_wall_there():
    midnight = pa.array([datetime.datetime(2019, 2, 28, 23)], pa.timestamp("us", "Europe/Berlin"))
    careers = read(pa.table({"person": [1], "start": midnight, "end": pa.nulls(1), "title": ["A"]}))
    assert spells(careers, "start", "start_day") == [(2019 * 12 + 2, 1)]


def test_a_date_without_bound_is_a_job_that_goes_on(tmp_path):
    path = tmp_path / "hr.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(
            "CREATE TABLE jobs AS SELECT * FROM (VALUES (1, DATE '2019-01-01', DATE 'infinity', 'A'), "
            "(2, DATE '-infinity', NULL, 'B'), (3, DATE '2019-01-01', DATE '4712-12-31', 'C')) t(person, start, \"end\", title)"
        )
    careers = read(f"{path}?spells=jobs")
    assert spells(careers, "person", "start", "end") == [(1, 2019 * 12, None), (3, 2019 * 12, None)]
    assert left_out(careers) == {2: ("start", "-infinity", "not a date outgrow can read")}


@pytest.mark.parametrize(
    ("holders", "people"),
    [
        (pa.array([1, 2]), pa.array(["1", "2"])),
        (pa.array(["1", "2"]), pa.array([1.0, 2.0])),
        (pa.array([1, 2], pa.int8()), pa.array([1, 2], pa.uint64())),
        (pa.array([1.5, 2.0]), pa.array([1.5, 2.0])),
        (pa.array([2**63 + 1, 2**63 + 2], pa.uint64()), pa.array([str(2**63 + 1), str(2**63 + 2)])),
        (pa.array(["a", "b"]).dictionary_encode(), pa.array(["a", "b"], pa.large_string())),
        (pa.array([datetime.date(2000, 1, 1), datetime.date(2000, 1, 2)]), pa.array(["2000-01-01", "2000-01-02"])),
    ],
    ids=["whole and text", "text and fractional", "widths", "fractions", "too large", "dictionary", "dates"],
)
def test_both_tables_may_keep_persons_as_different_types(holders, people):
    table = pa.table({"person": holders, "start": ["2019", "2020"], "end": [None, None], "title": ["A", "B"]})
    known = pa.table({"person": people, "observed_until": ["2021-01", "2019-06"]})
    careers = read(table, known)
    assert left_out(careers) == {2: ("start", "2020-01", "starts after observed_until of its person")}
    assert careers.people.count().to_pyarrow().as_py() == 2
    assert careers.counts.people == 2
    assert len({person for (person,) in spells(careers, "person")}) == 1


def drawn(seed, people=60):
    """Rows with every kind of fault, and some exactly alike."""
    dice = random.Random(seed)
    rows = []
    for person in range(people):
        start = 2000 * 12 + dice.randrange(200)
        for _ in range(dice.randrange(1, 5)):
            last = start + dice.randrange(-2, 40)
            rows.append(
                (
                    f"p{person}" if dice.random() > 0.03 else None,
                    f"{start // 12}-{start % 12 + 1:02d}"
                    if dice.random() > 0.05
                    else dice.choice(["soon", "2030-01", "2011"]),
                    f"{last // 12}-{last % 12 + 1:02d}" if dice.random() > 0.2 else None,
                    dice.choice(["Analyst", "Manager", "Director", " "]),
                    dice.choice(["lead", "boss", None]),
                )
            )
            start = last + 1
    return rows + dice.sample(rows, 10)


NAMES = ("person", "start", "end", "title", "level")


def outcome(careers, rename=None):
    """What became of each row, but for its number and (where persons are renamed) with its person as before."""
    rename = rename or {}
    used = [
        tuple({**row, "row": 0, "person": rename.get(row["person"], row["person"])}.items()) for row in spells(careers)
    ]
    gone = [
        (item["column"], item["value"], item["reason"], item["left_out"]) for item in careers.quarantined().to_pylist()
    ]
    return sorted(used, key=repr), sorted(gone, key=repr), careers.counts


@pytest.mark.parametrize("seed", [1, 2])
def test_order_parts_and_names_of_people_change_nothing(tmp_path, seed):
    rows = drawn(seed)
    plain = read(arrow(NAMES, rows))
    assert_nothing_lost(plain, len(rows))
    expected = outcome(plain)

    shuffled = random.Random(seed).sample(rows, len(rows))
    assert outcome(read(arrow(NAMES, shuffled))) == expected

    pq.write_table(arrow(NAMES, rows), tmp_path / "groups.parquet", row_group_size=7)
    in_groups = read(tmp_path / "groups.parquet")
    assert outcome(in_groups) == expected
    assert spells(in_groups) == spells(plain)
    assert in_groups.quarantined() == plain.quarantined()

    (tmp_path / "parts").mkdir()
    for place in range(0, len(rows), 20):
        pq.write_table(arrow(NAMES, rows).slice(place, 20), tmp_path / "parts" / f"{place:04d}.parquet")
    in_parts = read(tmp_path / "parts")
    assert spells(in_parts) == spells(plain)
    assert in_parts.quarantined() == plain.quarantined()

    labels = {f"p{person}": f"{random.Random(person).random():.9f}" for person in range(60)}
    renamed = [(labels.get(row[0]), *row[1:]) for row in rows]
    assert outcome(read(arrow(NAMES, renamed)), {new: old for old, new in labels.items()}) == expected


def test_each_exact_duplicate_but_the_first_is_in_quarantine(tmp_path):
    careers = read(write(tmp_path, HEADER + "a,2019,,A\nb,2019,,A\na,2019,,A\na,2019,,A\na,2019,, A\n"))
    twin = ("row", None, "exact duplicate of an earlier row")
    assert left_out(careers) == {3: twin, 4: twin}
    assert careers.counts.people_quarantined == 0
