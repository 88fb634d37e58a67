"""``--chart``: an answer drawn to a file, beside its text, its JSON or its table."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

NLSY = ("--careers", "nlsy")
REACH = ("reach", "title:sales", "--toward", "title:managers", *NLSY)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (REACH, "Estimated chance of reaching managers, by years since entering the role “sales”"),
        (("occupancy", "any", "--states", "title", *NLSY), "Which title people have, by years since their first job"),
        (("tenure", "title:sales", *NLSY), "Where people go next from “sales” within 5 years"),
    ],
)
def test_an_answer_is_printed_and_drawn(here, tmp_path, command, words):
    path = tmp_path / "chart.svg"
    done = here(*command, "--chart", path)
    assert done.stdout.rstrip().endswith(f"Wrote {path}")
    assert len(done.stdout.splitlines()) > 5
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.get("aria-label").startswith(words)


def test_simulated_careers_are_marked_in_the_file(here, tmp_path):
    folder, path = tmp_path / "market", tmp_path / "chart.svg"
    here("careers", "simulate", "--people", "2000", "--seed", "7", "--out", folder)
    for command in ("ceiling", "verdict"):
        here(command, "social media manager", "--careers", folder, "--chart", path)
        svg = path.read_text(encoding="utf-8")
        assert "The ladder above “social media manager”" in svg
        assert ">SIMULATED CAREERS<" in svg


def test_beside_json_standard_output_stays_one_object(here, tmp_path):
    path = tmp_path / "chart.png"
    done = here(*REACH, "--json", "--chart", path)
    assert json.loads(done.stdout)["command"] == "reach"
    assert f"Wrote {path}" in done.stderr
    assert path.read_bytes()[:4] == b"\x89PNG"


def test_each_group_is_a_file_and_a_table_is_written_too(here, tmp_path):
    table, path = tmp_path / "rows.csv", tmp_path / "chart.svg"
    done = here("tenure", "title:sales", "--by", "ethnicity", *NLSY, "--out", table, "--chart", path)
    assert done.stdout.splitlines()[:2] == [f"Wrote {table}", f"Wrote {path}"]
    assert table.exists()
    assert (tmp_path / "chart-2.svg").exists()


def test_small_groups_are_protected_in_the_figure_as_in_the_answer(here, tmp_path):
    path = tmp_path / "chart.svg"
    here(*REACH, "--min-cell", "10", "--chart", path)
    label = ElementTree.fromstring(path.read_text(encoding="utf-8")).get("aria-label")
    assert "about 80 people" in label
    assert "were merged" in label


def test_a_wrong_ending_is_refused_before_the_careers_are_read(here, tmp_path):
    done = here("reach", "title:x", "--toward", "title:y", "--careers", "no-such-file.csv", "--chart", "a.gif", code=2)
    assert "'a.gif' ends in '.gif'" in done.stderr
    assert ".png, .svg" in done.stderr
    assert "no-such-file" not in done.stderr


def test_a_place_that_cannot_be_written_is_said(here, tmp_path):
    (tmp_path / "file").write_text("")
    done = here(*REACH, "--chart", tmp_path / "file" / "chart.svg", code=2)
    assert "cannot be written" in done.stderr


def test_commands_that_draw_nothing_have_no_such_option(here):
    done = here("report", "title:sales", *NLSY, "--chart", "a.svg", code=2)
    assert "--chart" in done.stderr
