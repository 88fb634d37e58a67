"""``outgrow careers check``: its text, its JSON against the schema, its files."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace

import pyarrow.parquet
import pytest
from tests.cli.conftest import checked, here, run  # noqa: F401  fixtures
from tests.quality.made import COLUMNS, people_of_untidy, quality_of, untidy
from tests.report.validity import assert_valid

from outgrow.cli.careers_checked import quality_text
from outgrow.results import Measure, Quality

KEYS = [
    "schema_version",
    "command",
    "careers",
    "people_quarantined",
    "values_quarantined",
    "reasons",
    "settings",
    "checks",
]


@pytest.fixture(scope="module")
def messy(tmp_path_factory):
    path = tmp_path_factory.mktemp("careers") / "messy.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in untidy():
            more = row[4] if len(row) > 4 else {}
            writer.writerow([*(text or "" for text in row[:4]), *(more.get(name) or "" for name in COLUMNS[4:])])
    return path


def test_the_text_says_first_what_can_be_used_and_then_what_pushes_the_estimates(here, messy):  # noqa: F811
    text = here("careers", "check", messy).stdout
    assert text.startswith("messy.csv (real): 123 people")
    assert max(map(len, text.splitlines())) <= 78
    assert "exact duplicate of an earlier row" in text
    _, found = text.split("What pushes the estimates, worst first:\n\n")
    lines = found.split("\n\n")[0].splitlines()
    starts = [line[:6].strip() for line in lines]
    said = [word for word in starts if word]
    assert said == sorted(said, key=["much", "some"].index)
    assert len(said) > 7
    assert "   " not in "".join(word[:1] or " " for word in starts), "a check takes more than three lines"
    assert "--out FILE.html" in found


def test_no_check_takes_more_than_three_lines_of_its_own_however_many_there_are_of_everything():
    """Every count of the findings is written with seven digits, and every share with as many signs as it can have."""
    quality = quality_of(untidy(), people_of_untidy())
    for check in quality.checks:
        counts = r"\b\d+(?= (?:person|people(?! or more)|spell|exact|value))|(?<=\()\d+(?=\))"
        finding = re.sub(r"[\d.]+%", "99.5%", re.sub(counts, "1,234,567", check.finding))
        measures = (Measure("x", 1, 0, 1),)
        one = Quality(quality.careers, (replace(check, finding=finding, measures=measures),), 0, 0, (), 1)
        lines = quality_text(one).split("\n\n")[1].splitlines()
        assert len(lines) <= 3, lines


def test_json_keeps_its_keys_and_has_every_check(here, checked, messy, tmp_path):  # noqa: F811
    path = tmp_path / "quality.json"
    done = here("careers", "check", messy, "--json", "--out", path)
    answer = checked("careers-check", done.stdout)
    assert list(answer) == KEYS
    assert answer == json.loads(path.read_text(encoding="utf-8"))
    assert [check["name"] for check in answer["checks"]].count("heaping") == 1
    assert len(answer["checks"]) == 14
    assert answer["settings"] == {"min_cell": 10}
    named = checked("careers-check", here("careers", "check", messy, "--json", "--min-cell", "1000").stdout)
    assert "wizard" in str(answer["checks"])
    assert "wizard" not in str(named["checks"])


@pytest.mark.parametrize(("source", "serious"), [("nlsy", "heaping"), ("demo", "late_entry")])
def test_the_built_in_careers(here, checked, source, serious):  # noqa: F811
    answer = checked("careers-check", here("careers", "check", source, "--json").stdout)
    assert answer["checks"][0]["name"] == serious
    assert answer["settings"]["min_cell"] == 1
    for check in answer["checks"]:
        assert check["name"] != "quarantine" or check["serious"] == "none"


def test_simulated_careers_say_so_above_what_is_found():
    quality = quality_of(untidy(), kind="simulated")
    assert quality_text(quality).startswith("SIMULATED careers: nobody lived them.\n\nWhat pushes")
    assert "SIMULATED" not in quality_text(quality_of(untidy()))


def test_a_page_is_written_and_is_whole_in_itself(here, messy, tmp_path):  # noqa: F811
    path = tmp_path / "quality.html"
    text = here("careers", "check", messy, "--out", path).stdout
    assert f"Wrote {path}" in text
    assert_valid(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_quarantine_alone_waits_for_no_check(here, messy, tmp_path, ending, monkeypatch):  # noqa: F811
    monkeypatch.setattr("outgrow.quality.check_careers", lambda *_, **__: pytest.fail("nobody asked for it"))
    path = tmp_path / f"quarantine.{ending}"
    text = here("careers", "check", messy, "--out", path).stdout
    assert "What pushes the estimates" not in text
    rows = (
        list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        if ending == "csv"
        else pyarrow.parquet.read_table(path).to_pylist()
    )
    assert {row["reason"] for row in rows} >= {"exact duplicate of an earlier row"}


def test_convert_says_only_what_can_be_used(here, messy, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr("outgrow.quality.check_careers", lambda *_, **__: pytest.fail("nobody asked for it"))
    text = here("careers", "convert", messy, "--out", tmp_path / "converted").stdout
    assert "What pushes the estimates" not in text


def test_a_table_with_nothing_to_use_exits_with_2_and_says_why_in_every_form(here, checked, tmp_path):  # noqa: F811
    source, page = tmp_path / "spells.csv", tmp_path / "quality.html"
    source.write_text("person,start,end,title\n1,soon,,Analyst\n", encoding="utf-8")
    text = here("careers", "check", source, "--out", page, code=2).stdout
    assert "not a date outgrow can read" in text
    assert "much  Rows left out: 100% of rows (1) cannot be used" in text
    assert_valid(page.read_text(encoding="utf-8"))
    answer = checked("careers-check", here("careers", "check", source, "--json", code=2).stdout)
    assert [check["serious"] for check in answer["checks"]] == ["much", *["none"] * 13]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "quality.xlsx"), "end it in one of .csv, .html, .json, .parquet"),
        (("--min-cell", "0"), "give 1 or more"),
    ],
)
def test_what_cannot_be_asked_is_said_at_once(here, words, said):  # noqa: F811
    assert said in " ".join(here("careers", "check", "nlsy", *words, code=2).stderr.split())
