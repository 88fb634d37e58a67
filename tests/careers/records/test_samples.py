"""Tables as systems export them: each sample, with the traps of its system, is read as its golden values say."""

import filecmp
import json
from functools import cache

import pyarrow as pa
import pytest
from tests.careers.reading import read, write
from tests.careers.records.make_samples import HERE, SAMPLES, make
from tests.careers.records.seeing import jobs, seen

import outgrow
from outgrow.careers.exports.registry import reader_of_table, table_readers
from outgrow.errors import InputError, UnknownName, UnreadableSource

EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
PRIVATE = ("nobody", "lehi", "north")


def mapping_of(name):
    path = (HERE / name).with_suffix(".toml")
    return path if path.exists() else None


@cache
def sample(name):
    """The careers of a sample, read once for all who look at them."""
    return read(HERE / name, mapping=mapping_of(name))


def test_every_sample_has_its_golden_values_and_is_what_the_script_writes(tmp_path):
    assert set(EXPECTED) | {name for name in SAMPLES if name.endswith(".toml")} == set(SAMPLES)
    make(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert filecmp.cmpfiles(tmp_path, HERE, names, shallow=False)[0] == names


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_as_its_golden_values_say(name):
    assert seen(sample(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_a_sample_is_lost_and_nothing_private_is_kept(name):
    careers = sample(name)
    quoted = '"' if name == "bamboohr.csv" else None
    rows = len((HERE / name).read_text(encoding="utf-8").strip().splitlines()) - 1
    assert quoted is None or rows == 7
    counts = careers.counts
    assert counts.spells + counts.rows_quarantined + counts.rows_joined == rows
    people = [] if careers.people is None else careers.people.to_pyarrow().to_pylist()
    text = repr(
        [careers.spells.to_pyarrow().to_pylist(), people, careers.quarantined().to_pylist(), careers.notes]
    ).lower()
    assert [word for word in PRIVATE if word in text] == []


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("bamboohr.csv", "bamboohr"),
        ("workday.csv", "workday"),
        ("workday_jobs.tsv", "workday-jobs"),
        ("dynamics.csv", "dynamics"),
        ("panel.csv", "panel"),
        ("panel_states.csv", None),
        ("own.csv", None),
    ],
)
def test_each_reader_knows_its_own_headers_and_no_other(name, reader):
    first = (HERE / name).read_text(encoding="utf-8").splitlines()[0]
    sign = next(sign for sign in "\t;," if sign in first)
    headers = [text.strip('"') for text in first.split(sign)]
    assert [one.name for one in table_readers(plug_ins=False) if one.recognises(headers)] == (
        [reader] if reader else []
    )


@pytest.mark.parametrize(
    "headers", [("person", "start", "end", "title"), ("employee_id", "job_title", "start_date", "end_date")]
)
def test_a_plain_table_of_jobs_is_none_of_theirs(headers):
    assert reader_of_table([*headers, "department", "year"], plug_ins=False) is None


def test_names_of_the_api_are_those_of_reports(tmp_path):
    text = "employeeNumber,date,location,department,division,jobTitle,reportsTo\n5,2019-01-01,x,y,z,Analyst,w\n"
    assert jobs(read(write(tmp_path, text))) == [("5", "2019-01", None, "Analyst")]
    text = text.replace("date,", "Job Information: Effective Date,").replace("jobTitle", "Job Information: Job Title")
    assert jobs(read(write(tmp_path, text))) == [("5", "2019-01", None, "Analyst")]


def test_a_reader_can_be_asked_for_and_takes_names_beside_its_own(tmp_path):
    text = (
        "Employee ID,Effective Date,Rolle,Business Process Type\n5,2019-01-01,Analyst,Hire\n5,2020-01-01,Lead,Promote\n"
    )
    path = write(tmp_path, text)
    with pytest.raises(UnreadableSource, match="has no column title"):
        read(path, reader="workday")
    expected = [("5", "2019-01", "2019-12", "Analyst"), ("5", "2020-01", None, "Lead")]
    assert jobs(read(path, reader="workday", mapping={"title": "Rolle"})) == expected
    with pytest.raises(UnknownName, match=r"no reader 'bamboo'"):
        read(path, reader="bamboo")
    frame = pa.table({"Employee ID": [5], "Effective Date": ["2019-01"], "Rolle": ["Analyst"], "Job Profile": ["x"]})
    assert jobs(read(frame, reader="workday", mapping={"title": "Rolle"})) == [(5, "2019-01", None, "Analyst")]
    with pytest.raises(InputError, match="reads files and folders"):
        read(frame, reader="linkedin")


def test_an_employers_records_end_in_an_exit_and_a_survey_in_nothing():
    assert sample("bamboohr.csv").after_last == "exit"
    assert sample("panel.csv").after_last == "censor"
    assert read(HERE / "bamboohr.csv", after_last="between").after_last == "between"


def test_people_given_beside_a_survey_keep_when_they_were_observed(tmp_path):
    people = write(tmp_path, "person,sex\n1,f\n2,m\n3,f\n", "people.csv")
    careers = read(HERE / "panel.csv", people)
    rows = {row["person"]: row for row in careers.people.to_pyarrow().to_pylist()}
    assert (rows["1"]["sex"], rows["1"]["observed_from"], rows["1"]["observed_until"]) == (
        "f",
        1990 * 12,
        1993 * 12 + 11,
    )
    own = write(tmp_path, "person,observed_until\n1,1991-06\n", "own.csv")
    rows = {row["person"]: row for row in read(HERE / "panel.csv", own).people.to_pyarrow().to_pylist()}
    assert (rows["1"]["observed_from"], rows["1"]["observed_until"]) == (1990 * 12, 1991 * 12 + 5)


def test_what_was_recognised_is_kept_with_prepared_careers(tmp_path):
    made = sample("workday.csv")
    outgrow.careers.prepared.write(made, tmp_path / "kept")
    kept = outgrow.read_careers(tmp_path / "kept")
    assert kept.recorded == made.recorded != ()
    assert kept.counts == made.counts
    assert kept.after_last == "exit"


def test_every_sample_answers_a_question():
    careers = sample("workday.csv")
    answer = outgrow.reach('title:"social media manager"', toward="rung:manager+", careers=careers)
    assert answer.flow.already_there == 6
    assert outgrow.reach("title:analyst", toward="level:senior+", careers=careers).flow.counted == 2


@pytest.mark.parametrize("reader", table_readers(plug_ins=False), ids=lambda one: one.name)
def test_the_fewest_headers_by_which_a_reader_knows_a_table_are_enough(reader, tmp_path):
    """And so is one of each column that it can read, whatever that holds."""
    fewest = list(dict.fromkeys(group[0] for group in reader.signs))
    every = list(dict.fromkeys([*fewest, *(names[0] for names in reader.columns.values())]))
    for headers in (fewest, every):
        values = {"start": "2019-01-01", "changed": "2019-01-01", "wave": "2019", "title": "Analyst", "person": "5"}
        mapping = reader.mapping(headers).columns
        of = {header: values.get(column, "") for column, header in mapping.items()}
        text = ",".join(headers) + "\n" + ",".join(of.get(header, "") for header in headers) + "\n"
        careers = read(write(tmp_path, text), reader=reader.name)
        assert [(job[0], job[1][:4], job[3]) for job in jobs(careers)] == [("5", "2019", "Analyst")]


def test_what_rows_say_of_people_goes_by_names_of_ours():
    frame = pa.table(
        {
            "Employee ID": ["5"], "Effective Date": ["2019-01-01"], "Business Title": ["Analyst"],
            "Business Process Type": ["Hire"], "Date of Birth": ["1990-05-01"],
        }
    )  # fmt: skip
    assert read(frame).people.to_pyarrow().to_pylist()[0]["birth"] == 1990 * 12 + 4


@pytest.mark.parametrize(
    "text",
    [
        "person,job_title,started,ended,year,employer\na,Analyst,2010-01,2012-06,1980,X\n",
        "pid,title,start_month,end_month,year\na,Analyst,2010-01,2012-06,1980\n",
        "Employee ID,Job Title,Department,Date,started,ended\na,Analyst,D,1999-01-01,2010-01,2012-06\n",
    ],
)
def test_a_row_with_a_start_and_an_end_is_a_job_whatever_else_it_says(tmp_path, text):
    careers = read(write(tmp_path, text))
    assert jobs(careers) == [("a", "2010-01", "2012-06", "Analyst")]
    assert careers.after_last == "censor"


def test_names_that_are_given_count_over_what_headers_look_like(tmp_path):
    path = write(tmp_path, "id,year,status,von,bis\na,1980,Analyst,2010-01,2012-06\n")
    names = {"person": "id", "title": "status", "start": "von", "end": "bis"}
    assert jobs(read(path, mapping=names)) == [("a", "2010-01", "2012-06", "Analyst")]


def test_a_guess_makes_nobody_an_employers_staff(tmp_path):
    text = "person,start,end,title,company,status\n"
    text += "a,2010-01,2012-06,Analyst,Google,active\na,2012-07,,Analyst,Meta,active\n"
    careers = read(write(tmp_path, text), guess=True)
    assert careers.after_last == "censor"
    assert [job[4] for job in jobs(careers, "organisation")] == ["Google", "Meta"]


def test_interviews_a_month_late_are_no_missing_wave():
    frame = pa.table({"pid": ["a"] * 4, "wave": ["2001-05", "2002-05", "2003-06", "2004-05"], "title": ["cook"] * 4})
    assert jobs(read(frame), "marks") == [
        ("a", "2001-05", "2002-04", "cook", "start-unknown"),
        ("a", "2002-05", "2003-05", "cook", None),
        ("a", "2003-06", "2004-04", "cook", None),
        ("a", "2004-05", "2005-04", "cook", None),
    ]
