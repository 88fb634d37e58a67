"""``outgrow report``: its readers, its forms, several roles, what is refused and how."""

from __future__ import annotations

import pytest

SALES = ("report", "title:sales", "--toward", "title:managers", "--careers", "nlsy")
TWO = ("report", "social media specialist", "marketing director")


@pytest.mark.parametrize("voice", ["person", "coach", "analyst"])
def test_each_reader_is_told_the_same_numbers_in_their_words(run, checked, voice):
    answer = checked("report", run(*SALES, "--voice", voice, "--json").stdout)
    assert answer["voice"] == voice
    first = answer["findings"][0]
    assert first["number"] == pytest.approx(0.593, abs=0.001)
    text = " ".join(run(*SALES, "--voice", voice).stdout.split())
    assert first["worded"] in text
    assert ("Questions to ask" in text) == (voice == "coach")


def test_every_form(run, checked, tmp_path):
    forms = {".html": "<!DOCTYPE html>", ".md": "# From sales to managers", ".txt": "managers", ".json": "{"}
    for ending, begins in forms.items():
        path = tmp_path / f"report{ending}"
        assert f"Wrote {path}" in run(*SALES, "--out", path).stdout
        assert begins in path.read_text(encoding="utf-8")
    checked("report", (tmp_path / "report.json").read_text(encoding="utf-8"))


@pytest.mark.browser
def test_a_pdf(run, tmp_path):
    from pypdf import PdfReader

    path = tmp_path / "report.pdf"
    run(*SALES, "--out", path, "--paper", "letter")
    pages = PdfReader(path).pages
    assert float(pages[0].mediabox.width) == pytest.approx(612, abs=1)
    assert "reach managers" in " ".join(page.extract_text() for page in pages)


def test_several_roles_side_by_side(run, checked):
    answer = checked("report", run(*TWO, "--json").stdout)
    assert answer["roles"] == ["social media specialist", "marketing director"]
    assert [report["role"] for report in answer["reports"]] == answer["roles"]
    assert answer["repeat"] == "outgrow report 'social media specialist' 'marketing director' --json"
    text = run(*TWO).stdout
    assert text.startswith("SIMULATED CAREERS")
    assert "a path with a ceiling" in " ".join(text.split())


def test_that_no_careers_were_given_is_said_in_the_first_line(run):
    first = run("report", "marketing director").stdout.split("\n\n")[0]
    assert first.startswith("SIMULATED CAREERS")
    assert "No careers were given" in " ".join(first.split())
    named = run("report", "marketing director", "--careers", "demo").stdout.split("\n\n")[0]
    assert named.startswith("SIMULATED CAREERS")
    assert "No careers were given" not in " ".join(named.split())


REFUSED = {
    "voice": ((*SALES, "--voice", "couch"), "there is no voice 'couch'. Did you mean 'coach'?"),
    "paper": ((*SALES, "--paper", "a3"), "there is no paper 'a3'"),
    "ending": ((*SALES, "--out", "report.docx"), "does not write"),
    "voice first": (("report", "any", "--voice", "x", "--careers", "no such file"), "there is no voice"),
    "same role twice": (("report", "title:sales", "title:sales", "--careers", "nlsy"), "two to six different roles"),
    "nobody": (("report", "title:astronaut"), "nobody in 'demo' ever held 'title:astronaut'"),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(run, words, says):
    done = run(*words, code=2)
    assert says in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_without_a_browser_a_pdf_is_refused_before_any_work(run, monkeypatch, tmp_path):
    monkeypatch.setenv("OUTGROW_BROWSER", str(tmp_path / "no-browser"))
    done = run("report", "any", "--careers", "no such file", "--out", tmp_path / "report.pdf", code=2)
    assert "OUTGROW_BROWSER" in done.stderr
    assert done.stdout == ""
