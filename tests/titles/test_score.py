"""How well titles are read: the sums by hand on a small set, and floors on the labelled one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outgrow.errors import InputError, SourceNotFound
from outgrow.titles.score import read_labelled, score_titles

LABELLED = Path(__file__).parent / "labelled"
HEAD = "title\tfunction\tspecialty\tlevel\talso_function\talso_specialty\talso_level\n"


def rows(tmp_path, *lines):
    path = tmp_path / "set.tsv"
    path.write_text(HEAD + "".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return read_labelled(path)


def test_the_sums_by_hand(tmp_path):
    score = score_titles(
        rows(
            tmp_path,
            ("Social Media Manager", "marketing", "social_media", "manager", "communications", "", ""),
            ("Nurse", "health", "nursing", "senior", "", "", "specialist"),
            ("Lawyer", "legal", "", "manager", "", "", ""),
            ("", "", "", "", "", "", ""),
        )
    )
    level = score.part("level")
    # read: manager, specialist, specialist, none
    assert (level.strict, level.lenient) == (0.5, 0.75)
    assert (level.recall_strict, level.recall_lenient) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    # strict: manager 2 of 3, senior 0, none 1; lenient takes the nurse's specialist as the first answer
    assert level.macro_f1_strict == pytest.approx((2 / 3 + 0 + 1) / 3)
    assert level.macro_f1_lenient == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert level.confusion == {("manager", "specialist"): 1}
    assert score.part("function").lenient == 1
    assert ("Lawyer", "level", "manager", "specialist") in score.wrong
    assert json.dumps(score.as_json())


@pytest.mark.parametrize(
    ("half", "part", "lenient", "strict"),
    [
        ("development", "level", 0.96, 0.90),
        ("development", "function", 0.95, 0.91),
        ("test", "level", 0.92, 0.86),
        ("test", "function", 0.895, 0.845),
    ],
)
def test_the_labelled_set_is_read_as_well_as_the_docs_say(half, part, lenient, strict):
    found = score_titles(read_labelled(LABELLED / f"{half}.tsv")).part(part)
    assert found.titles == 1040
    assert found.lenient >= lenient
    assert found.strict >= strict


def test_specialties_are_found_where_there_is_one():
    assert score_titles(read_labelled(LABELLED / "test.tsv")).part("specialty").recall_lenient >= 0.85


def test_the_halves_share_no_title_and_hold_every_level_function_and_language():
    halves = [read_labelled(LABELLED / f"{half}.tsv") for half in ("development", "test")]
    titles = [{row["title"].casefold() for row in half} for half in halves]
    assert not titles[0] & titles[1]
    for half in halves:
        assert len({row["level"] for row in half} - {""}) == 10
        assert len({row["function"] for row in half} - {""}) == 23
        assert {row["language"] for row in half} == {"en", "es", "fr", "de", "pt", "it", "nl"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title\tlevel\nNurse\tsenior\n", "has no column function"),
        (HEAD, "has no row"),
        (HEAD + "Nurse\thealth\t\tboss\t\t\t\n", "line 2 .* has the level 'boss'"),
        (HEAD + "Nurse\thealth\t\tsenior\tdoctors\t\t\n", "has the function 'doctors'"),
    ],
)
def test_what_is_no_labelled_set_is_refused(tmp_path, text, fault):
    path = tmp_path / "set.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_labelled(path)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(SourceNotFound, match="no labelled set"):
        read_labelled(tmp_path / "nowhere.tsv")
    (tmp_path / "set.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_labelled(tmp_path / "set.tsv")
