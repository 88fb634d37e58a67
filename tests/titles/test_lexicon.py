"""The lexicon: its files hold only labels that exist, and its tables are the same wherever and whenever they are made."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.resources import files

import pytest

from outgrow.schema import FUNCTIONS, LEVELS, MARKS
from outgrow.titles import lexicon_tables
from outgrow.titles.lexicon_tables import LANGUAGES, lexicon, plain_words
from outgrow.titles.parse import parse_title

FOLDER = files("outgrow.titles") / "lexicon"
#: What files of levels may hold, beside ranks.
SECTIONS = {
    *(
        "ranks",
        "not_ranks",
        "owner",
        "below",
        "assistant",
        "trainee",
        "programme",
        "beginner",
        "senior",
        "practitioner",
    ),
    *("headline", "prepositions", "marks", "marks_not", "not_held", "no_job", "abbreviations", "compound"),
}


def read(name, language):
    return tomllib.loads((FOLDER / f"{name}.{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_crafts_are_functions_with_words(language):
    file = read("crafts", language)
    assert set(file) - {"ignore"} == set(FUNCTIONS)
    for function in FUNCTIONS:
        assert set(file[function]) <= {"words", "people", "weak"}, function
        for table in file[function].values():
            for specialty, words in table.items():
                assert specialty.replace("_", "").isalpha()
                assert words
                assert all(plain_words(word) for word in words), (function, specialty)


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_and_marks_exist(language):
    file = read("levels", language)
    assert set(file) <= SECTIONS
    assert {*file["ranks"], *file["not_ranks"]} <= set(LEVELS)
    assert set(file["marks"]) <= set(MARKS)
    assert set(file["not_held"]) <= {"former", "hoped"}


def test_words_for_a_person_name_a_function():
    """A phrase that the reading of the text would change could never be found; "and" parts a title into two."""
    missed = [
        (word, function)
        for function in FUNCTIONS
        for words in read("crafts", "en")[function].get("people", {}).values()
        for word in words
        if function != "general_management" and " and " not in word and parse_title(word).function is None
    ]
    assert missed == []


def made(cache, seed):
    code = (
        "import json\n"
        "from outgrow.titles.lexicon_tables import lexicon\n"
        "from outgrow.titles.parse import parse_title\n"
        "titles = ['Marketingdirektor', 'Chef de projet', 'Jefa de ventas', 'Head Chef', 'Verkoopleider', 'Copy senior']\n"
        "print(lexicon().version, [(t.function, t.specialty, t.level, t.because) for t in map(parse_title, titles)])\n"
    )
    environment = {**os.environ, "OUTGROW_CACHE": str(cache), "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    [kept] = cache.glob("lexicon-*.json")
    return done.stdout, kept.read_bytes()


def test_the_tables_are_the_same_whatever_the_order_of_sets(tmp_path):
    assert made(tmp_path / "one", "1") == made(tmp_path / "other", "2")


@pytest.mark.parametrize("rest", [b"", b"{", b'{"crafts": []}', b"\xff"])
def test_tables_cut_short_are_made_again(tmp_path, rest):
    _, whole = made(tmp_path, "1")
    [kept] = tmp_path.glob("lexicon-*.json")
    kept.write_bytes(rest)
    assert made(tmp_path, "1")[1] == whole


def test_a_cache_that_cannot_be_written_is_no_reason_to_refuse(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OUTGROW_CACHE", str(tmp_path / "file" / "below"))
    lexicon.cache_clear()
    assert parse_title("Social Media Manager").specialty == "social_media"
    lexicon.cache_clear()


def test_only_what_is_found_is_made():
    table = lexicon_tables.Table(
        {"social media": [[["en", ["marketing", "social_media", "words"]]], ["en"]]}, {"social": [2]}
    )
    found = table.find("social media")
    assert found is table.find("social media")
    assert found.said == (("en", ("marketing", "social_media", "words")),)
    assert table.find("social") is None
