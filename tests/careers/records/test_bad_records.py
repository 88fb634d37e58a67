"""Records that are broken, hostile or something else: each has one answer, which shows nothing of anybody."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.careers.reading import read, write
from tests.careers.records.make_samples import BAMBOOHR, PANEL, PANEL_STATES, PANEL_STATES_MAP, WORKDAY
from tests.careers.records.seeing import jobs

import outgrow
from outgrow.careers.records import TableMapping
from outgrow.errors import InputError, OutgrowError, UnknownName, UnreadableSource

#: What bad files say of a person; none of it may be in a message.
PLANTED = ("wizard", "plantagon", "2011-07", "nobody")
CHANGES = {"rows": "changes", "changed": "day"}
HEAD = "person,day,title\n"
ROW = "Nobody,2011-07-01,Wizardess\n"


def file(content, name="hr.csv", **options):
    return lambda folder: (write(folder, content, name), options)


def parquet(table, cut=None, **options):
    def make(folder):
        pq.write_table(table, folder / "hr.parquet")
        content = (folder / "hr.parquet").read_bytes()
        (folder / "hr.parquet").write_bytes(content if cut is None else content[:cut])
        return folder / "hr.parquet", options

    return make


REFUSED = {
    "a scan where job information was expected": (
        file(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/XObject/Subtype/Image>>", reader="bamboohr"),
        UnreadableSource,
        "is a PDF",
    ),
    "a workbook": (file(b"PK\x03\x04\x14\0", reader="workday"), UnreadableSource, "Excel workbook"),
    "header only": (file(HEAD, mapping=CHANGES), UnreadableSource, "holds no row"),
    "header of a system only": (file(BAMBOOHR.splitlines()[0] + "\n"), UnreadableSource, "holds no row"),
    "empty": (file("", mapping=CHANGES), UnreadableSource, "is empty"),
    "no header": (file(ROW * 3, mapping=CHANGES), UnknownName, "no column 'day'"),
    "no header, asked as a system": (file(ROW * 3, reader="bamboohr"), UnreadableSource, "has no column"),
    "another system's table": (file(PANEL, reader="dynamics"), UnreadableSource, "has no column"),
    "no column of titles": (
        file(BAMBOOHR.replace("Job Title", "Rolle"), reader="bamboohr"),
        UnreadableSource,
        "has no column title",
    ),
    "two columns of one name": (
        file("Employee #,Effective Date,Job Title,job title\n1,2011-07-01,Wizardess,Wizard\n", reader="bamboohr"),
        UnreadableSource,
        "two columns of one name",
    ),
    "cut Parquet": (parquet(pa.table({"day": ["2011-07-01"] * 50}), 200, mapping=CHANGES), UnreadableSource, "Parquet"),
    "waves that are no years": (
        file(PANEL_STATES, mapping=TableMapping(columns={"person": "id", "wave": "sex"}, states={"occ2": "x"})),
        UnreadableSource,
        "no wave can be read",
    ),
    "states that are not there": (
        file(PANEL, mapping=TableMapping(columns={"wave": "year"}, states={"occ7": "x"})),
        UnknownName,
        "no column 'occ7'",
    ),
    "an attribute of our own name": (
        file(HEAD + ROW, mapping=TableMapping(columns={"changed": "day"}, attributes=("person",))),
        InputError,
        "is a column of careers, and no attribute",
    ),
    "an event that is none": (
        lambda folder: (
            write(folder, "[values.event]\nX = 'termination!'\n", "m.toml"),
            {"mapping": folder / "m.toml"},
        ),
        InputError,
        "an event of a mapping means 'termination!'",
    ),
    "no header, guessed from values": (
        file("Nobody,2011-07-01,Plantagon\n" * 3, guess=True),
        UnreadableSource,
        "holds a date, and is no header",
    ),
    "nobody in it": (file(HEAD + ",2011-07-01,Wizardess\n", mapping=CHANGES), UnreadableSource, "no row of"),
    "no day in it": (file(HEAD + "Nobody,soon,Wizardess\n", mapping=CHANGES), UnreadableSource, "no row of"),
    "all to come": (file(HEAD + "Nobody,2199-01-01,Wizardess\n", mapping=CHANGES), UnreadableSource, "no row of"),
    "nobody but leavers": (
        file("person,day,title,event\nNobody,2011-07-01,,Terminated\n", mapping={**CHANGES, "event": "event"}),
        UnreadableSource,
        "no row",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_records_that_cannot_be_read_are_refused(tmp_path, name):
    make, kind, says = REFUSED[name]
    path, options = make(tmp_path)
    with pytest.raises(OutgrowError) as caught:
        outgrow.read_careers(path, **options)
    assert isinstance(caught.value, kind)
    message = str(caught.value)
    assert says in message
    assert [word for word in PLANTED if word in message.lower()] == []


@pytest.mark.parametrize(
    "reasons",
    [
        {
            "0001-01-01": "not a date outgrow can read",
            "9999-12-31": "no start",
            "2011-13-01": "not a date outgrow can read",
            "31.02.2011": "not a date outgrow can read",
            "=TODAY()": "not a date outgrow can read",
            "": "no start",
        },
        # alone: the other dates of a table may tell which way round
        {"03/04/2011": "day and month could be either way round (give --day-first or --month-first)"},
    ],
)
def test_a_day_that_cannot_be_is_in_quarantine_and_the_others_are_used(tmp_path, reasons):
    rows = [f"{n},2011-07-01,Analyst\n{n},{day},Lead\nb{n},2012-01-01,Cook\n" for n, day in enumerate(reasons)]
    careers = read(write(tmp_path, HEAD + "".join(rows)), mapping=CHANGES)
    used = [(str(n), "2011-07", None, "Analyst") for n in range(len(reasons))]
    assert jobs(careers) == used + [(f"b{n}", "2012-01", None, "Cook") for n in range(len(reasons))]
    left_out = {row["row"]: row["reason"] for row in careers.quarantined().to_pylist()}
    assert left_out == {3 * n + 2: reason for n, reason in enumerate(reasons.values())}


def test_a_hostile_title_is_a_title():
    hostile = ["=cmd|'/c calc'!A1", "<script>alert(1)</script>", "a\0b", "\u202egnp.exe", "x" * 200_000, "%s{}"]
    titles = [*hostile, "Cook"]
    days = ["2011-07-01"] * len(titles)
    frame = pa.table({"person": list("abcdefg"), "day": days, "title": titles})
    assert [job[3] for job in jobs(read(frame, mapping=CHANGES))] == titles


def test_a_person_with_100_000_rows_is_read(tmp_path):
    days = [f"{1950 + n // 1200 % 70}-{n // 100 % 12 + 1:02d}-{n % 28 + 1:02d}" for n in range(100_000)]
    frame = pa.table({"person": ["a"] * 100_000, "day": days, "title": [f"Job {n % 7}" for n in range(100_000)]})
    careers = read(frame, mapping=CHANGES)
    counts = careers.counts
    assert counts.spells + counts.rows_quarantined + counts.rows_joined == 100_000
    assert counts.people == 1


def test_encodings_and_line_ends_of_other_machines(tmp_path):
    text = "person;day;title\r\na;01.03.2015;Geschäftsführer\r\na;17.04.2016;Bürokraft\r\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        careers = read(write(tmp_path, text.encode(encoding)), mapping=CHANGES)
        assert [job[3] for job in jobs(careers)] == ["Geschäftsführer", "Bürokraft"]


def test_columns_with_names_of_our_own_are_as_harmless_as_others(tmp_path):
    text = "person,start,end,title,outgrow_refused,row,kind,when\na,2011-07,,Analyst,because,9,exit,never\n"
    careers = read(write(tmp_path, text))
    assert jobs(careers) == [("a", "2011-07", None, "Analyst")]
    text = "person,day,title,kind,when,same_key,closes,outgrow_refused\na,2011-07-01,Analyst,exit,1,x,y,z\n"
    assert jobs(read(write(tmp_path, text), mapping=CHANGES)) == [("a", "2011-07", None, "Analyst")]
    mapping = TableMapping(columns={"changed": "day"}, attributes=("kind", "when"))
    assert read(write(tmp_path, text), mapping=mapping).attributes == ("kind", "when")


def test_persons_may_be_numbers_of_any_kind():
    for persons in (pa.array([1, 1, 2]), pa.array([1.0, 1.0, 2.0]), pa.array(["1", " 1", "2"])):
        frame = pa.table({"person": persons, "day": ["2011-01-01", "2012-01-01", "2013-01-01"], "title": list("ABC")})
        assert [job[1:] for job in jobs(read(frame, mapping=CHANGES))] == [
            ("2011-01", "2011-12", "A"),
            ("2012-01", None, "B"),
            ("2013-01", None, "C"),
        ]


def test_dates_of_typed_columns_are_dates(tmp_path):
    import datetime

    days = [datetime.date(2011, 7, 1), datetime.date(2012, 3, 15), None]
    frame = pa.table({"person": ["a", "a", "b"], "day": days, "title": list("ABC")})
    assert [job[1:] for job in jobs(read(frame, mapping=CHANGES))] == [
        ("2011-07", "2012-03", "A"),
        ("2012-03", None, "B"),
    ]
    moments = [
        datetime.datetime(2011, 7, 1, 9),
        datetime.datetime(2012, 3, 15, 23, 59),
        datetime.datetime(2012, 3, 15, 8),
    ]
    frame = pa.table({"person": ["a", "a", "b"], "day": moments, "title": list("ABC")})
    assert len(jobs(read(frame, mapping=CHANGES))) == 3


def test_mangled_samples_are_read_or_refused_in_words(tmp_path):
    """Every line cut at every few characters: a message of ours, or careers with nothing lost."""
    mapping = write(tmp_path, PANEL_STATES_MAP, "m.toml")
    for text, options in ((BAMBOOHR, {}), (WORKDAY, {}), (PANEL, {}), (PANEL_STATES, {"mapping": mapping})):
        for end in range(1, len(text), max(1, len(text) // 5)):
            path = write(tmp_path, text[:end])
            try:
                careers = read(path, **options)
            except OutgrowError as fault:
                assert "Nobody" not in str(fault)  # noqa: PT017
            else:
                assert careers.counts.spells >= 0
