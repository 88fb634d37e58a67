"""Profiles: several files put together, written and read again, kept for their owner alone and forgotten."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outgrow.errors import InputError, SourceNotFound
from outgrow.person.document import NotUnderstood
from outgrow.person.kept import forget, keep, kept, profile_folder
from outgrow.person.merge import merged
from outgrow.person.profile import PersonSpell, Profile, Schooling, Statement
from outgrow.person.shape import as_json, as_resume, from_json

MAY_2018 = 2018 * 12 + 4


def job(title="Editor", organisation="Example Ltd", start=MAY_2018, end=MAY_2018 + 20, **more):
    more = {
        "start_to": "month",
        "end_to": None if end is None else "month",
        "ongoing": end is None,
        "sources": ("a.pdf",),
        **more,
    }
    return PersonSpell(title=title, organisation=organisation, start=start, end=end, **more)


def profile(*spells, file="a.pdf", **more):
    spells = tuple(replace(spell, sources=(file,)) for spell in spells)
    return Profile(spells=spells, files=((file, "pdf"),), **more)


def test_the_same_job_of_two_files_is_one_and_the_finer_date_is_used():
    coarse = job(start=2018 * 12, end=2020 * 12 + 11, start_to="year", end_to="year", description="short")
    fine = job(organisation="Example Limited", description="a longer text of the same job", end=2020 * 12 + 2)
    both = merged([profile(coarse), profile(fine, file="b.docx")])
    [spell] = both.spells
    assert (spell.start, spell.end, spell.start_to, spell.end_to) == (MAY_2018, 2020 * 12 + 2, "month", "month")
    assert spell.description == "a longer text of the same job"
    assert spell.sources == ("a.pdf", "b.docx")
    assert spell.organisation == "Example Ltd"
    assert both.contradictions == ()


def test_what_files_say_differently_is_told_and_the_first_is_used():
    other = job(title="Senior Editor", start=MAY_2018 + 5, end=None)
    both = merged([profile(job()), profile(other, file="b.docx")])
    assert len(both.spells) == 1
    told = {one.about.split(" of ")[0]: one.said for one in both.contradictions}
    assert told["start"] == (("a.pdf", "2018-05"), ("b.docx", "2018-10"))
    assert told["end"] == (("a.pdf", "2020-01"), ("b.docx", "ongoing"))
    assert told["title"] == (("a.pdf", "Editor"), ("b.docx", "Senior Editor"))
    assert both.spells[0].start == MAY_2018


def test_different_jobs_stay_two_and_statements_follow_their_job():
    first = profile(job(), statements=(Statement(text="Edited books.", spell=0),))
    later = job(title="Press Officer", organisation="City Council", start=MAY_2018 + 30, end=None)
    second = profile(later, file="b.docx", statements=(Statement(text="Answered the press.", spell=0),))
    both = merged([first, second])
    assert [spell.title for spell in both.spells] == ["Press Officer", "Editor"]
    assert {one.text: both.spells[one.spell].title for one in both.statements} == {
        "Edited books.": "Editor",
        "Answered the press.": "Press Officer",
    }


def test_two_stays_with_one_employer_in_one_title_years_apart_are_two_jobs():
    again = job(start=MAY_2018 + 60, end=MAY_2018 + 70)
    assert len(merged([profile(job()), profile(again, file="b.docx")]).spells) == 2


texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
months = st.none() | st.integers(1950 * 12, 2100 * 12)
spells = st.builds(
    PersonSpell,
    title=texts,
    organisation=st.none() | texts,
    start=months,
    end=months,
    ongoing=st.booleans(),
    start_to=st.sampled_from([None, "month", "season", "year"]),
    end_to=st.sampled_from([None, "month", "year"]),
    description=st.none() | texts,
    marks=st.lists(texts, max_size=2).map(tuple),
    function=st.none() | st.just("marketing"),
    specialty=st.none() | texts,
    level=st.none() | st.sampled_from(["manager", "specialist"]),
    sources=st.lists(texts, min_size=1, max_size=2).map(tuple),
)
courses = st.builds(Schooling, degree=st.none() | texts, institution=st.none() | texts, start=months, end=months)
left = st.builds(NotUnderstood, file=texts, reason=texts, text=st.none() | texts, page=st.none() | st.integers(1, 9))
profiles = st.builds(
    Profile,
    spells=st.lists(spells, max_size=3).map(tuple),
    education=st.lists(courses, max_size=2).map(tuple),
    skills=st.lists(texts, max_size=3).map(tuple),
    headline=st.none() | texts,
    summary=st.none() | texts,
    statements=st.lists(st.builds(Statement, text=texts, spell=st.none() | st.integers(0, 2)), max_size=3).map(tuple),
    not_understood=st.lists(left, max_size=2).map(tuple),
    files=st.lists(st.tuples(texts, texts), min_size=1, max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(profiles)
def test_a_profile_is_the_same_after_json(found):
    assert from_json(json.loads(json.dumps(as_json(found)))) == found


@settings(max_examples=60)
@given(profiles, profiles)
def test_putting_together_keeps_every_source_and_never_more_jobs_than_there_were(one, other):
    both = merged([one, other])
    assert max(len(one.spells), len(other.spells)) <= len(both.spells) <= len(one.spells) + len(other.spells)
    assert all(statement.spell is None or statement.spell < len(both.spells) for statement in both.statements)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTGROW_PROFILE", str(tmp_path / "kept" / "profile"))
    return tmp_path / "kept" / "profile"


def test_what_is_kept_is_for_its_owner_alone_and_forgetting_removes_all(folder):
    assert keep(profile(job())) == folder == profile_folder()
    keep(profile(job(title="Publisher")))
    names = {path.name for path in folder.iterdir()}
    assert names == {"profile.json", "before.json"}
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert kept().spells[0].title == "Publisher"
    assert kept(before=True).spells[0].title == "Editor"
    assert forget() == (folder, ["before.json", "profile.json"])
    assert not folder.exists()
    assert forget() == (folder, [])
    with pytest.raises(SourceNotFound, match="no profile is kept"):
        kept()


def test_a_folder_that_others_could_read_is_closed(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    keep(profile(job()))
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_a_link_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.parent.mkdir(parents=True)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="is a link"):
        keep(profile(job()))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_forgetting_leaves_what_somebody_else_put_there(folder):
    keep(profile(job()))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert forget()[1] == ["profile.json"]
    assert (folder / "notes.txt").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99}', '{"format": 1, "profile": {}}'])
def test_a_kept_profile_that_cannot_be_read_says_what_to_do(folder, text):
    keep(profile(job()))
    (folder / "profile.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="read your documents again"):
        kept()


def test_what_is_written_to_be_corrected_is_read_again_the_same(tmp_path):
    from outgrow.person.read import read_profile

    found = profile(
        job(end=None),
        job(title="Intern", organisation=None, start=2015 * 12, end=2016 * 12 + 11, start_to="year", end_to="year"),
        headline="An editor",
        summary="Edits books.",
        skills=("Editing",),
        education=(Schooling(degree="BA", institution="College", start=2010 * 12, end=2012 * 12 + 11),),
        statements=(Statement(text="Edited books.", spell=0),),
    )
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(as_resume(found)), encoding="utf-8")
    again = read_profile(path, this_month=2026 * 12)
    kept_of = [(s.title, s.organisation, s.start, s.end, s.ongoing, s.start_to, s.end_to) for s in found.spells]
    assert [(s.title, s.organisation, s.start, s.end, s.ongoing, s.start_to, s.end_to) for s in again.spells] == kept_of
    assert (again.headline, again.summary, again.skills) == (found.headline, found.summary, found.skills)
    assert [one.text for one in again.statements] == ["An editor", "Edits books.", "Edited books."]
    assert again.education[0].institution == "College"
