"""``outgrow title``: what titles say, on the terminal and as JSON, and how well a labelled set is read."""

from __future__ import annotations

from pathlib import Path

import pytest

LABELLED = Path(__file__).parents[1] / "titles" / "labelled" / "development.tsv"


def test_each_title_is_read_with_the_words_that_decided(run):
    said = run(
        "title", "Sr. Soc. Media Mgr – EMEA (contract)", "Executive Assistant", "Directora de Comunicación"
    ).stdout
    first, second, third, version = said.strip().split("\n\n")
    assert [line.split()[0] for line in first.splitlines()[1:]] == [
        "function",
        "specialty",
        "level",
        "marks",
        "confidence",
    ]
    assert "marketing" in first
    assert "by “soc media”" in first
    assert "contract" in first
    assert "level      assistant, rung practitioner" in second
    assert "level      director " in third
    assert version.startswith("Lexicon ")
    assert max(map(len, said.splitlines())) <= 80


def test_as_json_it_is_a_list_with_an_object_for_each(run, checked):
    text = run("title", "Sr. Soc. Media Mgr – EMEA (contract)", "Executive Assistant", "--json").stdout
    one, other = checked("title", text)
    assert (one["function"], one["specialty"], one["level"], one["rung"]) == (
        "marketing",
        "social_media",
        "manager",
        "manager",
    )
    assert one["marks"] == ["contract"]
    assert one["because"] == {"function": "soc media", "specialty": "soc media", "level": "mgr"}
    assert (other["function"], other["level"]) == ("operations", "assistant")


@pytest.mark.parametrize("text", ["", "🎉", "12345", "n/a", "-"])
def test_what_is_no_title_is_said_to_be_none_with_the_reason(run, checked, text):
    [found] = checked("title", run("title", "--json", "--", text).stdout)
    assert (found["function"], found["level"], found["confidence"]) == (None, None, 0)
    assert found["reason"]
    assert "nothing is said: " in run("title", "--", text).stdout


@pytest.mark.parametrize("text", ["x" * 10_000, "manager " * 1250, "مدير التسويق", "<script>alert(1)</script> Manager"])
def test_long_and_strange_titles_are_read(run, checked, text):
    [found] = checked("title", run("title", "--json", text).stdout)
    assert found["title"] == text
    assert max(map(len, run("title", text).stdout.splitlines())) <= 80


def test_a_labelled_set_is_scored(run, checked):
    found = checked("title", run("title", "--score", LABELLED, "--json").stdout)
    assert found["titles"] == 1040
    said = run("title", "--score", LABELLED).stdout
    assert "Read 1,040 labelled titles." in said
    assert f"{found['parts']['level']['lenient']:.1%}" in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "no title was given"),
        (("Nurse", "--score", "set.tsv"), "both titles and a labelled set were given"),
        (("--score", "nowhere.tsv"), "no labelled set 'nowhere.tsv'"),
    ],
)
def test_what_cannot_be_asked_is_refused(run, words, fault):
    assert fault in run("title", *words, code=2).stderr
