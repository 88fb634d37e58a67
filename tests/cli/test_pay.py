"""``outgrow pay``: what it prints, its JSON, its chart, and careers beside it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from outgrow.reference.links import links


def test_it_answers_in_80_columns_from_official_statistics_alone(run):
    text = run("pay", "public relations specialist").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "$74,750" in text
    assert "US Bureau of Labor Statistics" in text
    assert "simulated" not in text.lower()


def test_its_json_is_as_published(here, checked):
    answer = checked("pay", here("pay", "public relations specialist", "--json").stdout)
    assert (answer["soc_code"], answer["percentiles"]["median"]) == ("27-3031", 74_750)
    assert answer["above"]["percentiles"]["median"] == 146_910
    assert answer["seats_above"]["ratio"] == pytest.approx(283_380 / 74_850)
    assert answer["in_careers"] is None


def test_the_docs_show_what_it_prints_and_count_what_is_there(here):
    docs = (Path(__file__).parents[2] / "docs" / "pay.md").read_text(encoding="utf-8")
    example = docs.split('$ outgrow pay "public relations specialist"\n')[1].split("```")[0]
    assert here("pay", "public relations specialist").stdout.startswith(example)
    fits = Counter(link.fit for link in links())
    assert f"{len(links())} links" in docs
    assert all(f"*{fit}* ({fits[fit]})" in docs for fit in fits)


@pytest.mark.parametrize("role", ["chief executive officer", "dancer", "occupation:31-1121", "any clerk at all"])
def test_odd_roles_have_an_answer_of_the_same_shape(here, checked, role):
    answer = checked("pay", here("pay", role, "--json").stdout)
    text = here("pay", role).stdout
    assert answer["occupation"].split()[0] in text
    assert max(map(len, text.splitlines())) <= 80


def test_careers_that_are_named_are_asked_too(here, checked):
    answer = checked("pay", here("pay", "social media manager", "--careers", "demo", "--json").stdout)
    found = answer["in_careers"]
    assert found["careers"]["kind"] == "simulated"
    assert found["people"] > 100
    assert found["percentiles"]["p10"] < found["percentiles"]["median"] < found["percentiles"]["p90"]
    text = here("pay", "social media manager", "--careers", "demo").stdout
    assert text.startswith("SIMULATED CAREERS")
    assert "in USD of 2024" in text


def test_small_groups_of_own_careers_are_not_shown(here, checked, tmp_path):
    rows = [f"{person},2015-01,2016-12,Actuary,{50_000 + person},USD" for person in range(30)]
    (tmp_path / "spells.csv").write_text("person,start,end,title,pay,currency\n" + "\n".join(rows), encoding="utf-8")
    answer = checked("pay", here("pay", "actuary", "--careers", tmp_path / "spells.csv", "--json").stdout)
    found = answer["in_careers"]
    assert found["people"] == 30
    # of 30 people, 15 are on either side of the median, and too few beyond the others; 2016's money in 2024's
    assert found["percentiles"] == {"p10": None, "p25": None, "median": 65_000.0, "p75": None, "p90": None}
    assert [one["group"] for one in found["suppressed"]] == ["p10", "p25", "p75", "p90"]


def test_it_draws_and_writes(here, tmp_path):
    chart, out = tmp_path / "pay.svg", tmp_path / "pay.json"
    here("pay", "registered nurse", "--chart", chart, "--out", out)
    assert "Registered Nurses" in chart.read_text(encoding="utf-8")
    assert json.loads(out.read_text(encoding="utf-8"))["soc_code"] == "29-1141"
    here("pay", "registered nurse", "--chart", tmp_path / "pay.png", "--json")
    assert (tmp_path / "pay.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("any",), "nothing that an occupation"),
        (("occupation:2432",), "ISCO-08"),
        (("occupation:99-9999",), "no occupation '99-9999'"),
        (("nurse", "--chart", "pay.pdf"), "no chart is written as|does not write"),
        (("nurse", "--careers", "such.csv"), "such.csv"),
        (("dancer", "--chart", "dancer.svg"), "of Dancers nothing can be drawn: no yearly pay is published"),
        (("nurse", "--min-cell", "0"), "smallest cell is 0"),
        (("nurse", "--people", "people.csv"), "--people was given without --careers"),
        (("occupation:11-2031",), "means several occupations"),
    ],
)
def test_bad_questions_are_answered_in_words(here, words, said, tmp_path, monkeypatch):
    import re

    monkeypatch.chdir(tmp_path)
    assert re.search(said, here("pay", *words, code=2).stderr)
