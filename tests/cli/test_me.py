"""``outgrow me``: reading, showing, standing and forgetting, as somebody does it with their own resume."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

RESUME = """# Anna Beispiel

Social media manager in charities

## Experience

### Social Media Manager, Harrow Trust
Jan 2021 - Present

- Posted five times a day on three channels.
- Found from 40 interviews that buyers wanted repair, moved the budget there, and returns fell 12%.

### Copywriter, Tallow Street Agency
March 2015 - December 2020

Wrote for banks. Tested subject lines.

## Education

BA English, University of Elmsworth, 2011 - 2014

## Skills

Canva, Excel
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv("OUTGROW_PROFILE", str(tmp_path / "profile"))
    path = tmp_path / "resume.md"
    path.write_text(RESUME, encoding="utf-8")
    return path


def test_it_prints_what_it_understood_keeps_it_and_says_where(here, mine, tmp_path):
    text = here("me", mine).stdout
    assert "2021-01 to now" in text
    assert "Social Media Manager" in text
    assert "manager; marketing, social media; 2 statements" in text
    assert "BA English, University of Elmsworth" in text
    assert "nothing was sent anywhere" in text
    assert max(map(len, text.replace(str(tmp_path), "").splitlines())) <= 80
    assert (tmp_path / "profile" / "profile.json").exists()


def test_json_is_of_its_schema_and_holds_each_statement(here, checked, mine):
    answer = checked("me", here("me", mine, "--json").stdout)
    assert [spell["title"] for spell in answer["spells"]] == ["Social Media Manager", "Copywriter"]
    assert answer["spells"][0]["level"] == "manager"
    assert answer["headline"] == "Social media manager in charities"
    assert answer["skills"] == ["Canva", "Excel"]
    assert [(one["spell"], one["text"]) for one in answer["statements"] if one["part"] == "spell"][2:] == [
        (1, "Wrote for banks."),
        (1, "Tested subject lines."),
    ]


def test_nothing_is_kept_where_that_is_asked(here, mine, tmp_path):
    assert "Nothing was kept" in here("me", mine, "--no-keep").stdout
    assert not (tmp_path / "profile").exists()
    assert "no profile is kept" in here("me", "show", code=2).stderr


def test_showing_standing_and_forgetting(here, checked, mine, tmp_path):
    here("me", mine)
    assert "Copywriter" in here("me", "show").stdout
    assert checked("me", here("me", "show", "--json").stdout)["files"] == [{"file": "resume.md", "format": "markdown"}]
    answer = checked("me", here("me", "stand", "--json").stdout)
    assert answer["careers"]["kind"] == "simulated"
    assert answer["toward"] == "rung:director+"
    assert {finding["key"] for finding in answer["findings"]} >= {"waited", "rung_at_age", "breadth_at_age", "verdict"}
    text = here("me", "stand").stdout
    assert text.startswith("SIMULATED CAREERS")
    assert "not your chances" in text
    assert max(map(len, text.splitlines())) <= 80
    assert checked("me", here("me", "forget", "--json").stdout)["removed"] == ["profile.json"]
    assert not (tmp_path / "profile").exists()
    assert "Nothing was kept" in here("me", "forget").stdout


def test_the_page_is_one_file_that_loads_nothing(here, mine, tmp_path):
    here("me", mine, "--out", tmp_path / "me.html")
    page = (tmp_path / "me.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    assert "SIMULATED CAREERS" in page
    assert "you, now" in page
    assert "Harrow Trust" in page
    assert len(page) < 600_000


def test_it_can_be_written_corrected_and_read_again(here, mine, tmp_path):
    edited = tmp_path / "resume.json"
    here("me", mine, "--edit", edited)
    resume = json.loads(edited.read_text(encoding="utf-8"))
    resume["work"][0]["position"] = "Head of Social Media"
    edited.write_text(json.dumps(resume), encoding="utf-8")
    answer = json.loads(here("me", edited, "--json").stdout)
    assert [spell["title"] for spell in answer["spells"]] == ["Head of Social Media", "Copywriter"]
    assert (answer["spells"][1]["start"], answer["spells"][1]["end"]) == ("2015-03", "2020-12")


def test_two_files_are_one_profile_and_differences_are_told(here, mine, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("EXPERIENCE\n\nCopywriter, Tallow Street Agency\nMay 2015 - December 2020\n", encoding="utf-8")
    text = here("me", mine, other).stdout
    assert "Jobs: 2" in text
    assert "start of Copywriter, Tallow Street Agency: resume.md: 2015-03; other.txt: 2015-05" in " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("gone.pdf",), "no file 'gone.pdf'"),
        (("show", "resume.md"), "'show' takes no files"),
        (("{resume}", "--out", "me.docx"), "does not write"),
        (("stand",), "no profile is kept"),
    ],
)
def test_what_is_wrong_is_said_with_exit_code_2(here, mine, words, says):
    done = here("me", *(word.format(resume=mine) for word in words), code=2)
    assert says in done.stderr
    assert "Do: " in done.stderr


def test_careers_of_ones_own_are_protected(here, checked, mine, spells):
    here("me", mine)
    answer = checked("me", here("me", "stand", "--careers", spells, "--json").stdout)
    assert answer["min_cell"] == 10
    assert all(row["count"] % 10 == 0 for row in (answer["same_age"] or {"states": []})["states"])


def test_one_short_document_needs_no_engine():
    code = (
        "import sys\nfrom outgrow.person.read import read_profile\n"
        "heavy = {'ibis', 'duckdb', 'pyarrow', 'pandas', 'altair'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
