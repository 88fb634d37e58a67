"""Exports as people download them: each sample, with the traps of its format, is read as its golden values say."""

import filecmp
import json
import os

import pytest
from tests.careers.exports.make_samples import HERE, make
from tests.careers.exports.reading import HEADER, linkedin, seen
from tests.careers.reading import assert_nothing_lost, read, write

import outgrow
from outgrow.careers.exports import READERS, Limits, Reader, Source
from outgrow.errors import InputError, SourceNotFound, UnknownName, UnreadableSource

EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
#: What readers are never to keep: names, addresses, files.
PRIVATE = ("nobody", "street 1", "example.org", "secret", "b person", "notes.txt", "a.zip")


def test_every_sample_has_its_golden_values():
    assert set(EXPECTED) == {path.name for path in HERE.iterdir()} - {"expected.json"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_as_its_golden_values_say(name):
    assert seen(HERE / name) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_a_sample_is_lost_and_nothing_private_is_kept(name):
    careers = read(HERE / name)
    rows = len(EXPECTED[name]["spells"]) + len(EXPECTED[name]["quarantine"])
    assert_nothing_lost(careers, rows)
    people = [] if careers.people is None else careers.people.to_pyarrow().to_pylist()
    spells = [{**row, "organisation": None} for row in careers.spells.to_pyarrow().to_pylist()]
    text = repr([spells, people, careers.quarantined().to_pylist(), careers.notes]).lower()
    assert [word for word in PRIVATE if word in text] == []


def test_the_samples_are_what_the_script_writes(tmp_path):
    make(tmp_path / "samples")
    for folder, _, files in os.walk(tmp_path / "samples"):
        theirs = HERE / os.path.relpath(folder, tmp_path / "samples")
        assert filecmp.cmpfiles(folder, theirs, files, shallow=False)[0] == files


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("Complete_LinkedInDataExport_05-20-2024.zip.zip", "linkedin"),
        ("linkedin_folder", "linkedin"),
        ("positions_alone.csv", "linkedin"),
        ("resume.json", "json-resume"),
        ("resume_wide.json", "json-resume"),
        ("candidate.xml", "europass"),
        ("passport.xml", "europass"),
        ("learner.xml", "europass"),
    ],
)
def test_each_reader_recognises_its_own_and_no_other(name, reader):
    with Source(HERE / name, Limits()) as source:
        assert [one.name for one in READERS if isinstance(one, Reader) and one.recognises(source)] == [reader]


def test_a_reader_is_found_by_what_is_in_a_file_whatever_its_name(tmp_path):
    for name in ("resume.json", "candidate.xml", "linkedin_inner.zip"):
        (tmp_path / "export.bin").write_bytes((HERE / name).read_bytes())
        assert seen(tmp_path / "export.bin") == EXPECTED[name]


def test_a_reader_can_be_asked_for_by_name(tmp_path):
    assert seen(HERE / "resume.json", reader="json-resume") == EXPECTED["resume.json"]
    assert seen(HERE / "many", reader="europass")["spells"][0]["person"] == "6"
    with pytest.raises(UnknownName, match=r"no reader 'linkdin'. Did you mean 'linkedin'\?"):
        read(HERE / "resume.json", reader="linkdin")
    with pytest.raises(UnreadableSource, match=r"'resume\.json' is not valid XML"):
        read(HERE / "resume.json", reader="europass")
    with pytest.raises(SourceNotFound, match=r"no file or folder 'none\.zip'"):
        read(tmp_path / "none.zip", reader="linkedin")
    with pytest.raises(InputError, match="reads files and folders"):
        read("duckdb://x.duckdb?spells=a", reader="linkedin")
    with pytest.raises(InputError, match="reader says how to read"):
        outgrow.read_careers("nlsy", reader="linkedin")


def test_a_table_of_many_people_is_a_table_whatever_its_columns_are_called(tmp_path):
    text = "Person,Company Name,Title,Started On,Finished On\nx,A,Analyst,2019-01,\ny,B,Cook,2018-01,\n"
    assert [row["person"] for row in seen(write(tmp_path, text))["spells"]] == ["x", "y"]
    text = HEADER.replace("Company Name", "Company Name,ID") + "A,x,Analyst,,,2019-01,\n"
    path = write(tmp_path, text, "other.csv")
    assert [row["person"] for row in seen(path, mapping={"person": "ID"})["spells"]] == ["x"]
    lines = '{"person": 1, "work": "x", "start": "2019-01", "end": null, "title": "Analyst"}\n'
    assert len(seen(write(tmp_path, lines, "a.json"))["spells"]) == 1


def test_a_table_of_people_may_be_given_beside_a_folder_and_then_counts(tmp_path):
    people = write(tmp_path, "person,sex\n3,f\n5,m\n", "people.csv")
    careers = read(HERE / "many", people)
    assert careers.attributes == ("sex",)
    assert any("counts, and not what the exports say" in note for note in careers.notes)


def test_parquet_and_prepared_folders_go_before_exports(tmp_path):
    from outgrow.careers import prepared

    folder = prepared.write(read(HERE / "many"), tmp_path / "prepared")
    (folder / "x.json").write_bytes((HERE / "resume.json").read_bytes())
    assert read(folder).counts.spells == len(EXPECTED["many"]["spells"])
    (folder / "careers.json").unlink()
    assert read(folder).counts.spells == len(EXPECTED["many"]["spells"])


def test_people_are_followed_as_resumes_are(tmp_path):
    assert read(HERE / "resume.json").after_last == "censor"


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("Basic_LinkedInDataExport_05-20-2024.zip", "2024-05"),
        ("Complete_LinkedInDataExport_05-20-2024.zip (1).zip", "2024-05"),
        ("Basic_LinkedInDataExport_13-20-2024.zip", None),
        ("Basic_LinkedInDataExport_05-20-2034.zip", None),
        ("mine.zip", None),
    ],
)
def test_the_month_of_an_export_is_in_the_name_that_linkedin_gives(tmp_path, name, until):
    path = write(tmp_path, linkedin(HEADER + "A,Analyst,,,Jan 2019,\n", Skills="Name\nx\n"), name)
    [person] = seen(path)["people"]
    assert person.get("observed_until") == until


def test_many_rows_wait_on_disk_and_come_back_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("outgrow.careers.exports.load._BATCH", 3)
    for number in range(7):
        skills = {"Skills": f"Name\ns{number}\n"} if number % 2 else {}
        rows = "".join(f"A,T{number}-{job},,,201{job},\n" for job in range(2))
        write(tmp_path, linkedin(HEADER + rows, **skills), f"{number}.zip")
    found = seen(tmp_path)
    assert [row["title"] for row in found["spells"]] == [f"T{n}-{job}" for n in range(7) for job in range(2)]
    assert [row["skills"] for row in found["people"]] == ["s1", "s3", "s5"]
