"""``outgrow skills-in``: texts, files and standard input, on the terminal and as JSON; a labelled set; bad input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

LABELLED = Path(__file__).parents[1] / "reference" / "skills" / "development.txt"
TEXT = "Managed the budgets in Excel. Skills: negotiation."


@pytest.fixture
def typed(monkeypatch):
    """Give bytes on standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


def test_names_stand_by_kind_with_their_words_and_places(run):
    said = run("skills-in", TEXT, "nothing of the kind").stdout
    assert said == (
        "Text 1\n"
        "  skills\n"
        "    manage budgets                        “Managed the budgets”      0\n"
        "    Negotiation                           “negotiation”              38\n"
        "  tools\n"
        "    Microsoft Excel                       “Excel”                    23\n"
        "\n"
        "Text 2: no name of a skill or tool\n"
    )


def test_as_json_one_text_is_an_object_and_several_are_a_list(here, checked):
    answer = checked("skills-in", here("skills-in", TEXT, "--json").stdout)
    assert answer["text"] == 1
    assert answer["skills"][0] == {
        "label": "manage budgets",
        "kind": "skill",
        "vocabulary": "esco",
        "concept_id": "21c5790c-0930-4d74-b3b0-84caf5af12ea",
        "words": "Managed the budgets",
        "start": 0,
        "end": 19,
    }
    one, other = checked("skills-in", here("skills-in", TEXT, "Led a team", "--json").stdout)
    assert one == answer
    assert (other["text"], [found["label"] for found in other["skills"]]) == (2, ["lead a team"])


def test_a_word_that_is_a_file_is_read(here, checked, tmp_path):
    path = tmp_path / "resume.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    answer = checked("skills-in", here("skills-in", path, "--json").stdout)
    assert answer["text"] == "resume.txt"
    assert [found["start"] for found in answer["skills"]] == [0, 23, 38]
    assert here("skills-in", path).stdout.startswith("resume.txt\n")


def test_a_dash_is_standard_input(here, checked, typed):
    typed(TEXT.encode())
    answer = checked("skills-in", here("skills-in", "-", "--json").stdout)
    assert answer["text"] == "standard input"
    assert len(answer["skills"]) == 3


@pytest.mark.parametrize(
    "text", ["", "🎉", "\x1b[31mmanaged budgets", "إدارة", "\u202eLed a team", "x" * 5000, "a/b c/d"]
)
def test_strange_texts_are_read_and_drive_no_terminal(here, checked, text):
    answer = checked("skills-in", here("skills-in", "--json", "--", text).stdout)
    assert all(text[found["start"] : found["end"]] == found["words"] for found in answer["skills"])
    said = here("skills-in", "--", text).stdout
    assert not {"\x1b", "\u202e"} & set(said)
    assert max(map(len, said.splitlines())) <= 80


def test_long_names_and_words_fit_80_columns(here):
    text = "Followed environmentally sustainable work practices in the veterinary sector " * 3
    said = here("skills-in", text).stdout
    assert "follow environmentally sustainable w…" in said
    assert max(map(len, said.splitlines())) <= 80


def test_ten_megabytes_are_read(here, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("x " * 5_000_000 + TEXT, encoding="utf-8")
    assert "10000000" in here("skills-in", path).stdout


@pytest.mark.parametrize(
    "word", ["resume.txt", "./resume", "a/b", "my resume.md", "cv.PDF", "~nobody-of-that-name/cv.txt"]
)
def test_a_missing_file_is_not_read_as_text(here, word):
    fault = here("skills-in", word, code=2).stderr
    assert f"no file '{word}'" in fault
    assert "check the path" in fault


@pytest.mark.parametrize(
    "content", [b"\x7fELF\x02\x01\x00\x00", b"\xff\xfe\x00", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", b"a\x00b"]
)
def test_a_file_that_is_no_text_is_said(here, typed, tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert "'a.txt' is no plain text in UTF-8" in here("skills-in", path, code=2).stderr
    typed(content)
    assert "'standard input' is no plain text" in here("skills-in", "-", code=2).stderr


def test_an_empty_file_names_nothing(here, checked, tmp_path):
    path = tmp_path / "a.txt"
    path.touch()
    assert checked("skills-in", here("skills-in", path, "--json").stdout)["skills"] == []
    assert here("skills-in", path).stdout == "a.txt: no name of a skill or tool\n"


def test_a_folder_is_no_text(here, tmp_path):
    assert "is a folder" in here("skills-in", tmp_path, code=2).stderr


def test_a_labelled_set_is_scored_and_its_mistakes_shown_only_when_asked(here, checked, tmp_path):
    answer = checked("skills-in", here("skills-in", "--score", LABELLED, "--json").stdout)
    assert (answer["texts"], answer["marked"]) == (50, 359)
    said = here("skills-in", "--score", LABELLED).stdout
    assert "Read 50 labelled texts: 359 names marked" in said
    assert f"{answer['strict']['precision']:.1%}" in said
    path = tmp_path / "set.txt"
    path.write_text("### one\nUsed [[Word|manage budgets]] and Photoshop\n", encoding="utf-8")
    assert "Photoshop" not in here("skills-in", "--score", path).stdout
    said = here("skills-in", "--score", path, "--mistakes").stdout
    assert "one        Photoshop" in said
    assert "manage budgets" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "no text was given"),
        (("x", "--score", "set.txt"), "both texts and a labelled set were given"),
        (("--score", "nowhere.txt"), "no file 'nowhere.txt'"),
        (("x", "--mistakes"), "--mistakes was given without --score"),
    ],
)
def test_what_cannot_be_asked_is_refused(here, words, fault):
    assert fault in here("skills-in", *words, code=2).stderr
