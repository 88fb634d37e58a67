"""Which titles a role takes in: exact counts, nearest first; files that let titles in and leave them out."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import outgrow
from outgrow.disclosure.titles import release_titles
from outgrow.errors import InputError, MissingExtra, RoleError, SourceNotFound, UnknownName
from outgrow.titles.ranking import TitleIndex
from outgrow.titles.role_file import read_role_file, role_file_text, with_files
from outgrow.titles.taken_in import MOST_RANKED, HeldTitle

SAME = Path(__file__).with_name("same")
SMM = "social media manager"


def careers(*held, **columns):
    """People by title: (title, people, ...) with a level of the source's own where there is a third."""
    rows = [(title, level) for title, people, level in held for _ in range(people)]
    spells = {
        "person": list(range(len(rows))),
        "start": ["2010-01"] * len(rows),
        "end": ["2014-12"] * len(rows),
        "title": [title for title, _ in rows],
        "level": [level for _, level in rows],
    }
    return outgrow.read_careers(pa.table({**spells, **columns}))


HELD = (
    ("Social Media Manager", 30, None),
    ("SOCIAL  MEDIA MGR", 12, None),
    ("Manager, Social Media", 4, None),
    ("Social Lead", 6, "manager"),
    ("Social Lead", 9, None),
    ("Community Manager", 20, None),
    ("Truck Driver", 40, None),
)


# --- what is taken in -------------------------------------------------------------------------------------------------


def test_titles_in_the_role_stand_with_their_people_nearest_first():
    found = outgrow.role_titles(SMM, careers=careers(*HELD), near=5)
    assert (found.people, found.taken_in, found.read_as) == (52, 4, "specialty:social_media level:manager")
    people = {one.title: (one.people, one.whole) for one in found.titles}
    assert people == {
        "social media manager": (30, True),
        "social media mgr": (12, True),
        "manager, social media": (4, True),
        "social lead": (6, False),
    }
    assert [one.title for one in found.titles][-1] == "social lead"
    assert found.titles[0].score == pytest.approx(1)
    assert [one.title for one in found.near] == ["community manager"]
    assert found.near[0].people == 20
    assert outgrow.role_titles(SMM, careers=careers(*HELD), near=0).near == ()


def test_a_role_written_as_terms_is_looked_for_by_its_words():
    found = outgrow.role_titles("specialty:social_media level:manager", careers=careers(*HELD))
    assert found.titles[0].title == "social media manager"
    assert outgrow.role_titles('title:"truck driver"', careers=careers(*HELD)).titles[0].people == 40


def test_what_cannot_be_looked_for_is_said():
    data = careers(*HELD)
    with pytest.raises(InputError, match="every title"):
        outgrow.role_titles("any", careers=data)
    with pytest.raises(InputError, match="-1 titles"):
        outgrow.role_titles(SMM, careers=data, near=-1)
    with pytest.raises(UnknownName, match="nobody"):
        outgrow.role_titles("head chef", careers=data)


def test_of_too_many_titles_the_rarest_are_not_looked_at(monkeypatch):
    monkeypatch.setattr("outgrow.titles.taken_in.MOST_RANKED", 1)
    found = outgrow.role_titles(SMM, careers=careers(*HELD))
    assert found.taken_in == 4
    assert found.near == ()
    assert MOST_RANKED > 1


def test_what_others_see_leaves_out_titles_that_few_hold():
    exact = outgrow.role_titles(SMM, careers=careers(*HELD), near=5)
    shown = release_titles(exact)
    assert shown.min_cell == 10
    assert [(one.title, one.people) for one in shown.titles] == [("social media manager", 30), ("social media mgr", 10)]
    assert [(one.title, one.people) for one in shown.near] == [("community manager", 20)]
    assert shown.people == 50
    assert release_titles(exact, 1) == replace(exact, min_cell=1)
    with pytest.raises(InputError, match="smallest cell"):
        release_titles(exact, 0)


def test_rare_titles_take_no_place_of_those_that_may_be_shown():
    data = careers(*HELD, *((f"social media manager, team {number}", 2, "lead") for number in range(11)))
    assert [one.people for one in outgrow.role_titles(SMM, careers=data, near=3).near] == [2, 2, 2]
    assert [one.title for one in outgrow.role_titles(SMM, careers=data, near=3, least=10).near] == ["community manager"]


def test_a_few_who_hold_a_title_outside_the_role_do_not_show():
    data = careers(("Social Media Manager", 30, None), ("Social Lead", 20, "manager"), ("Social Lead", 9, None))
    found = outgrow.role_titles(SMM, careers=data)
    assert {one.title: one.outside for one in found.titles} == {"social media manager": 0, "social lead": 9}
    assert [one.title for one in release_titles(found, 10).titles] == ["social media manager"]
    assert [one.title for one in release_titles(found, 9).titles] == ["social media manager", "social lead"]


# --- files ------------------------------------------------------------------------------------------------------------


def written(tmp_path, text, name="role.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def entering(role, data):
    return outgrow.reach(role, toward="level:chief", careers=data).flow.counted


def test_a_file_as_it_was_written_changes_nothing(tmp_path):
    data = careers(*HELD)
    path = written(tmp_path, role_file_text(outgrow.role_titles(SMM, careers=data)))
    [role] = with_files([SMM], [read_role_file(path)])
    assert entering(role, data) == entering(SMM, data) == 52


def test_titles_are_let_in_and_left_out(tmp_path):
    data = careers(*HELD)
    text = role_file_text(outgrow.role_titles(SMM, careers=data))
    text = text.replace('"social media mgr" = true', '"social media mgr" = false')
    text = text.replace('# "community manager" = true', '"Community  MANAGER" = true')
    [role, other] = with_files([SMM, "driver"], [read_role_file(written(tmp_path, text))])
    assert entering(role, data) == 52 - 12 + 20
    assert other == outgrow.parse_role("driver")
    assert role != outgrow.parse_role(SMM)
    assert role.text == SMM
    answer = outgrow.reach(role, toward="level:chief", careers=data)
    assert answer.read_as == ((SMM, "specialty:social_media level:manager"),)
    assert any("By a file, 3 of the titles" in note and "1 others are not" in note for note in answer.notes)
    again = {one.title for one in outgrow.role_titles(role, careers=data).titles}
    assert again == {"social media manager", "manager, social media", "social lead", "community manager"}


def test_titles_left_out_of_any_job_leave_the_rest(tmp_path):
    [role] = with_files(["any"], [read_role_file(written(tmp_path, 'role = "any"\n[titles]\n"truck driver" = false'))])
    assert entering(role, careers(*HELD)) == 81


@settings(deadline=None)
@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_any_title_is_written_so_that_it_is_read_again(tmp_path_factory, titles):
    found = outgrow.role_titles("title:sales", careers="nlsy")
    names = sorted({" ".join(title.lower().split()) for title in titles} - {""})
    held = tuple(HeldTitle(name, 20, 0.5) for name in names)
    text = role_file_text(replace(found, titles=held, near=()))
    path = tmp_path_factory.mktemp("roles") / "role.toml"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_role_file(path).titles == {" ".join(name.lower().split()): True for name in names}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("role = ", "is no file of a role"),
        ("titles = 3\nrole='x'", "titles is no table"),
        ("[titles]\n", "no line: role"),
        ("role = 'x'\nextra = 1", "nothing of a role: 'extra'"),
        ("role = 'x'\n[titles]\n'a' = 'yes'", "nothing of a role: 'a'"),
    ],
)
def test_what_is_no_file_of_a_role_is_said(tmp_path, text, says):
    with pytest.raises(InputError) as fault:
        read_role_file(written(tmp_path, text))
    assert says in str(fault.value)
    assert "outgrow titles" in str(fault.value)


def test_a_title_that_is_named_twice_is_said(tmp_path):
    with pytest.raises(InputError, match="names a title twice"):
        read_role_file(written(tmp_path, "role = 'x'\n[titles]\n'a' = true\n'A ' = false"))


def test_files_that_cannot_be_read_are_said(tmp_path, monkeypatch):
    with pytest.raises(SourceNotFound, match="cannot be read"):
        read_role_file(tmp_path / "none.toml")
    with pytest.raises(SourceNotFound):
        read_role_file(tmp_path)
    (tmp_path / "latin.toml").write_bytes("role = 'café'".encode("latin-1"))
    with pytest.raises(InputError, match="no file of a role"):
        read_role_file(tmp_path / "latin.toml")
    with pytest.raises(RoleError):
        read_role_file(written(tmp_path, "role = 'level:none such'"))
    monkeypatch.setattr("outgrow.titles.role_file._LARGEST", 3)
    with pytest.raises(InputError, match="more than"):
        read_role_file(written(tmp_path, "role = 'x'"))


def test_a_role_stays_as_it_was_asked_for(tmp_path):
    file = read_role_file(written(tmp_path, 'role = "specialty:social_media level:manager"\n[titles]\n"x y" = true'))
    [role] = with_files([SMM], [file])
    assert (role.text, role.source, role.also) == (SMM, "title", ("x y",))
    [rest] = with_files(["any"], [read_role_file(written(tmp_path, 'role = "any"\n[titles]\n"x" = false'))])
    assert rest.describe() == "any job"


def test_each_file_is_about_one_role_that_was_asked_for(tmp_path):
    file = read_role_file(written(tmp_path, f"role = '{SMM}'"))
    with pytest.raises(InputError, match="not asked for"):
        with_files(["driver"], [file])
    with pytest.raises(InputError, match="the same role"):
        with_files([SMM], [file, replace(file, name="other.toml")])


# --- ranking ----------------------------------------------------------------------------------------------------------


def same(half):
    with (SAME / f"{half}.tsv").open(encoding="utf-8") as file:
        return [(row["group"], row["title"]) for row in csv.DictReader(file, delimiter="\t")]


def test_titles_of_the_same_job_come_first():
    """Mean average precision and recall at 10 on the half that nothing was chosen by, among the titles of both."""
    rows = [*same("test"), *same("development")]
    groups, index = np.array([group for group, _ in rows]), TitleIndex([title for _, title in rows])
    precisions, recalls = [], []
    for place, (group, title) in enumerate(rows[: len(same("test"))]):
        order = np.argsort(-index.scores(title), kind="stable")
        hits = groups[order[order != place]] == group
        precisions.append(np.mean(np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)))
        recalls.append(hits[:10].sum() / hits.sum())
    assert np.mean(precisions) > 0.8
    assert np.mean(recalls) > 0.78


def test_the_halves_share_no_group():
    halves = [same("development"), same("test")]
    assert [len({group for group, _ in half}) for half in halves] == [60, 60]
    assert not {group for group, _ in halves[0]} & {group for group, _ in halves[1]}
    titles = [" ".join(title.lower().split()) for half in halves for _, title in half]
    assert len(set(titles)) == len(titles) > 1_000


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8), st.text(max_size=30))
def test_scores_are_from_0_to_1_whatever_titles_hold(titles, title):
    scores = TitleIndex(titles).scores(title)
    assert scores.shape == (len(titles),)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_what_a_title_says_counts_beside_its_letters():
    index = TitleIndex(["Recruiter", "Talent Acquisition Specialist", "Recruitment Director", "Rectifier Technician"])
    scores = dict(zip(index.titles, index.scores("recruiter").tolist(), strict=True))
    assert scores["Recruiter"] == pytest.approx(1)
    ranked = sorted(scores, key=scores.get, reverse=True)
    assert ranked[:2] == ["Recruiter", "Talent Acquisition Specialist"]
    assert ranked[-1] == "Rectifier Technician"


# --- an embedding model -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of three words, two of which mean the same."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "shipwright": 1, "boatbuilder": 2, "florist": 3}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.array([[0.0, 0.01], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    folder = tmp_path_factory.mktemp("model")
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return str(folder)


def test_a_model_brings_together_what_shares_no_letters(model):
    titles = ["boatbuilder", "florist"]
    alone = TitleIndex(titles).scores("shipwright")
    helped = TitleIndex(titles, model).scores("shipwright")
    assert helped[0] - alone[0] > 0.1
    assert helped[1] <= alone[1]
    found = outgrow.role_titles(SMM, careers=careers(*HELD), model=model)
    assert found.titles[0].title == "social media manager"


def test_a_model_that_is_not_there_is_said(monkeypatch, tmp_path):
    with pytest.raises(InputError, match="cannot be loaded"):
        TitleIndex(["a"], str(tmp_path))
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(MissingExtra, match="outgrow\\[embeddings"):
        TitleIndex(["a"], "any")
