"""Labels: the source's own are kept, the title fills what is missing, and a job title always matches itself."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

import outgrow
from outgrow.errors import InputError, UnknownName
from outgrow.settings import Settings
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.titles.label import labelled, settle
from outgrow.titles.parse import lexicon_version

_ALWAYS = {"person", "start", "end", "title", "organisation"}


def careers(title, **columns):
    people = 12
    spells = {
        "person": [person for person in range(people) for _ in range(2)],
        "start": ["2010-01", "2012-01"] * people,
        "end": ["2011-12", None] * people,
        "title": [title, "Marketing Director"] * people,
    }
    for name, value in columns.items():
        spells[name] = [value, "director" if name == "level" else "marketing"] * people
    return outgrow.read_careers(pa.table(spells), today=datetime.date(2021, 1, 15))


@pytest.mark.parametrize(
    "columns", [{}, {"function": "marketing"}, {"level": "senior"}, {"function": "other", "level": "lead"}]
)
def test_a_job_title_matches_itself_whatever_labels_the_source_gives(columns):
    data = careers("Social Media  Specialist", **columns)
    assert outgrow.reach("social media specialist", toward="rung:director+", careers=data).flow.counted == 12


def test_a_level_of_the_source_is_kept():
    data = careers("Marketing Manager", level="assistant")
    assert outgrow.reach("level:assistant", toward="level:director", careers=data).flow.counted == 12


@pytest.mark.parametrize("columns", [{}, {"level": "chief"}])
def test_owners_are_marked_by_their_title_whoever_gave_the_level(columns):
    spells = pa.table(
        {
            "person": [0, 0],
            "start": ["2010-01", "2012-01"],
            "end": ["2011-12", "2013-12"],
            "title": ["Analyst", "Founder"],
            **{name: ["specialist", value] for name, value in columns.items()},
        }
    )
    data = outgrow.read_careers(spells, today=datetime.date(2021, 1, 15))
    assert outgrow.reach("title:analyst", toward="rung:director+", careers=data).curves[0].events == 0
    assert outgrow.reach("title:analyst", toward="rung:director+", careers=data, owners=True).curves[0].events == 1


def test_owners_of_every_language_are_found_where_the_source_gives_the_level():
    files = (Path(outgrow.__file__).parent / "titles" / "lexicon").glob("levels.*.toml")
    words = [word for file in files for word in tomllib.loads(file.read_text("utf-8"))["owner"]["words"]]
    owning = sorted({word for word in words if "owner" in outgrow.parse_title(word).marks})
    assert len(owning) > 200
    rows = {"person": range(len(owning)), "start": ["2010-01"] * len(owning), "end": [None] * len(owning)}
    spells = pa.table({**rows, "title": owning, "level": ["chief"] * len(owning)})
    found = labelled(outgrow.read_careers(spells), {"level"}).to_pyarrow().to_pylist()
    assert len(found) == len(owning)
    assert [row["title"] for row in found if row["marks"] != "owner"] == []


def test_a_seat_on_a_board_is_no_step_of_a_career():
    assert outgrow.parse_title("Board Member").level == "director"
    spells = pa.table(
        {
            "person": [0, 0],
            "start": ["2010-01", "2012-01"],
            "end": ["2011-12", "2013-12"],
            "title": ["Analyst", "Board Member"],
        }
    )
    data = outgrow.read_careers(spells, today=datetime.date(2021, 1, 15))
    assert outgrow.reach("title:analyst", toward="rung:director+", careers=data).curves[0].events == 0
    [row] = [row for row in labelled(data, {"level"}).to_pyarrow().to_pylist() if row["title"] == "Board Member"]
    assert (row["level"], row["marks"]) == (None, "board")


@pytest.mark.parametrize("title", ["CEO & Board Member", "Marketing Director, Board Member", "VP Sales - board member"])
def test_a_job_beside_a_seat_on_a_board_keeps_its_level(title):
    spells = pa.table(
        {"person": [0, 0], "start": ["2010-01", "2012-01"], "end": ["2011-12", "2013-12"], "title": ["Analyst", title]}
    )
    data = outgrow.read_careers(spells, today=datetime.date(2021, 1, 15))
    assert outgrow.reach("title:analyst", toward="rung:director+", careers=data).curves[0].events == 1


def leveled(**more):
    people = 1200
    rows = {"person": range(people), "start": ["2010-01"] * people, "end": ["2012-12"] * people}
    titles = ["Marketing Manager"] * 900 + ["Marketing Specialist"] * 240 + ["Xyzzy"] * 60
    levels = ["manager"] * 600 + ["senior"] * 300 + ["senior"] * 120 + [None] * 120 + ["lead"] * 60
    return outgrow.read_careers(pa.table({**rows, "title": titles, "level": levels}), **more)


@pytest.mark.parametrize("ahead", [False, True])
def test_levels_are_those_of_the_source_or_of_titles_as_asked(ahead):
    def counted(data, role):
        if ahead:
            settle(data)
        return outgrow.reach(role, toward="level:chief", careers=data).flow.counted

    for levels, manager, senior, lead in ((None, 600, 420, 60), ("given", 600, 420, 60)):
        data = leveled(levels=levels)
        assert [counted(data, f"level:{level}") for level in ("manager", "senior", "lead")] == [manager, senior, lead]
    data = leveled(levels="parsed")
    assert [counted(data, f"level:{level}") for level in ("manager", "specialist")] == [900, 240]
    with pytest.raises(UnknownName, match="nobody"):
        counted(data, "level:lead")


@pytest.mark.parametrize("levels", ["given", "parsed"])
def test_how_far_levels_of_the_source_and_of_titles_differ_is_said(levels):
    [note] = [
        note
        for note in outgrow.reach("any", toward="level:chief", careers=leveled(levels=levels)).notes
        if note.startswith("Levels are")
    ]
    # of 1,020 with both, 300 managers are called senior, which is another rung, and 120 specialists, which is not
    assert note.endswith("Of 1,000 jobs and more that have both, the two differ for 41%, and put 29% on another rung.")
    assert ("those of the source" in note) == (levels == "given")


def test_levels_that_nobody_asked_about_are_not_compared():
    assert not [
        note for note in outgrow.reach("any", toward="level:chief", careers=leveled()).notes if "Levels" in note
    ]
    with pytest.raises(InputError, match="levels is 'titles'"):
        outgrow.read_careers("demo", levels="titles")
    data = outgrow.read_careers(
        pa.table({"person": [1], "start": ["2010-01"], "end": ["2011-01"], "title": ["Xyzzy"]}), levels="given"
    )
    assert "cannot be compared" in outgrow.reach("any", toward="level:chief", careers=data).notes[0]
    assert outgrow.read_careers(data, levels="parsed").levels == "parsed"
    assert outgrow.read_careers(data, levels="given") is data


def test_the_words_that_titles_are_read_by_are_in_every_answer():
    data = careers("Social Media Specialist")
    asked = {"careers": data}
    answers = [
        outgrow.reach("any", toward="level:director", **asked),
        outgrow.occupancy("any", states="rung", **asked),
        outgrow.tenure("level:specialist", **asked),
        outgrow.ceiling("level:specialist", **asked),
        outgrow.verdict("level:specialist", **asked),
    ]
    assert {answer.as_json()["lexicon"] for answer in answers} == {lexicon_version()}


def test_how_a_title_was_read_is_in_the_answer():
    result = outgrow.reach(
        "social media specialist", toward="rung:director+", careers=careers("Social Media Specialist")
    )
    assert result.read_as == (("social media specialist", "specialty:social_media level:specialist"),)
    assert outgrow.reach("level:specialist", toward="level:director", careers=careers("Analyst")).read_as == ()


def test_nobody_in_a_role_is_said_with_the_nearest_title():
    with pytest.raises(outgrow.InputError, match="nobody in 'frame of spells' ever held 'title:analist'") as fault:
        outgrow.reach("title:analist", toward="level:director", careers=careers("Analyst"))
    assert "'analyst'" in str(fault.value)


def test_a_title_that_few_people_hold_is_not_offered():
    spells = pa.table({"person": [1], "start": ["2010-01"], "end": [None], "title": ["Secret Keeper"]})
    data = outgrow.read_careers(spells, today=datetime.date(2021, 1, 15))
    with pytest.raises(outgrow.InputError) as fault:
        outgrow.reach('title:"secret keepr"', toward="level:director", careers=data)
    assert "Secret Keeper".lower() not in str(fault.value).lower().replace("secret keepr", "")


def test_what_is_known_of_titles_is_kept_from_one_question_to_the_next():
    data = careers("Analyst")
    assert outgrow.read_careers(data) is data
    first = labelled(data, {"title"})
    assert labelled(data, {"title"}).equals(first)


@pytest.mark.parametrize("columns", [{}, {"level": "senior"}, {"function": "other"}])
def test_every_question_has_the_same_answer_once_all_spells_are_labelled(columns):
    title = 'title:"social media specialist and founder"'

    def asked(data):
        found = outgrow.reach(title, toward="rung:director+", careers=data)
        places = outgrow.occupancy(title, states="specialty", careers=data)
        return found.tally.table, places.tally.table, outgrow.tenure(title, careers=data).tally.table

    before, settled = (careers("Social Media Specialist and Founder", **columns) for _ in range(2))
    settle(settled)
    assert labelled(settled, {"level"}) is labelled(settled, {"title"}) is not settled.spells
    for one, other in zip(asked(before), asked(settled), strict=True):
        assert one.num_rows
        assert one.equals(other)


@pytest.mark.parametrize("columns", [(), ("level",), ("level", "function", "specialty", "occupation")])
def test_main_jobs_are_the_same_whatever_is_asked_of_them(columns):
    """One title twice in a row, on two levels, the second begun with another job: the source tells it apart, no question."""
    rows = {
        "person": [1, 1, 1],
        "start": ["2010-01", "2012-01", "2012-01"],
        "end": ["2011-12", "2014-12", "2015-06"],
        "title": ["Analyst", "analyst", "Marketing Assistant"],
        "organisation": ["Ant", "Ant", "Bee"],
        "level": ["specialist", "senior", "assistant"],
        "function": ["data", "data", "marketing"],
        "specialty": [None, None, "brand"],
        "occupation": ["1", "2", "3"],
    }
    kept = {name: values for name, values in rows.items() if name in columns or name not in rows.keys() - _ALWAYS}
    told = []
    for needs in ({"level"}, {"title", "function", "specialty", "level"}):
        for ahead in (False, True):
            data = outgrow.read_careers(pa.table(kept))
            if ahead:
                settle(data)
            main = labelled_main_jobs(data, needs, Settings()).to_pyarrow().to_pylist()
            told.append(sorted((row["start"], row["end"], row["organisation"]) for row in main))
    first = 2010 * 12
    jobs = [(first, first + 23, "Ant"), (first + 24, first + 65, "Bee")]
    if columns:
        # the second is a job of its own, begun as late and of the higher level
        jobs = [(first, first + 23, "Ant"), (first + 24, first + 59, "Ant"), (first + 60, first + 65, "Bee")]
    assert told == [jobs] * 4


def test_many_spells_are_not_labelled_ahead(monkeypatch):
    monkeypatch.setattr("outgrow.titles.label._MOST_SETTLED", 23)
    data = careers("Social Media Specialist")
    settle(data)
    assert labelled(data, {"occupation"}) is data.spells
