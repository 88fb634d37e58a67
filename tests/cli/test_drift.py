"""``outgrow drift``: text, JSON against the schema, files, faults."""

from __future__ import annotations

import csv
import re

import pytest

ROLE = "social media manager"
NLSY = ("drift", "title:sales", "--careers", "nlsy")


def test_drift_of_simulated_careers(here, checked):
    answer = checked("drift", here("drift", ROLE, "--json").stdout)
    assert [one["year"] for one in answer["share"]] == list(range(2004, 2026))
    assert sum(one["estimate"] for one in answer["successors"]) == pytest.approx(1)
    assert sum(one["times"] for one in answer["successors"]) == answer["followed"]
    assert answer["half_life"]["months"] == answer["half_life_months"]
    assert answer["half_life"]["lower"] < answer["half_life_months"] < answer["half_life"]["upper"]
    assert answer["skill"]["words"] == ["social media"]
    assert {one["title"] for one in answer["titles"] if one["born"]} == {
        "social media strategy manager",
        "social content manager",
        "social influencer manager",
    }


def test_words_on_simulated_careers(here):
    text = here("drift", ROLE).stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "Five years after a June in the role “social media manager”, an estimated" in said
    assert "Half of the titles held had given way to another after" in said
    assert "came or went" in said
    assert "because" not in said
    assert "caus" not in said.replace("Associations, not causes.", "")


def test_real_careers(here, checked):
    answer = checked("drift", here(*NLSY, "--json").stdout)
    assert answer["careers"]["kind"] == "real"
    assert [one["year"] for one in answer["share"]] == list(range(1980, 1988))
    assert {one["of"] for one in answer["share"]} <= set(range(500, 546))
    assert answer["skill"] == {"words": [], "share": []}
    assert "SIMULATED" not in here(*NLSY).stdout


def test_a_table_a_rule_and_words_for_the_skill(here, checked, tmp_path):
    here("drift", ROLE, "--out", tmp_path / "drift.csv")
    with (tmp_path / "drift.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["part"] for row in rows} == {"share", "successor", "title then", "skill"}
    answer = checked("drift", here(*NLSY, "--vary", "gap", "--json").stdout)
    assert len({row["value"] for row in answer["varied"]}) == 5
    answer = checked("drift", here("drift", ROLE, "--skill", "Hootsuite, Twitter", "--json").stdout)
    assert answer["skill"]["words"] == ["Hootsuite", "Twitter"]
    assert answer["skill"]["share"][-1]["people"] > 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("drift", "title:nobody at all"), "quote words"),
        (("drift", "title:nobody"), "nobody"),
        (("drift", ROLE, "--entered", "2010..2015"), "give the first and the last month to look at"),
        (("drift", ROLE, "--skill", " , "), "has no word to look for"),
        (("drift", ROLE, "--vary", "horizon"), "what is held then is told five years on"),
        (("drift", ROLE, "--weight", "none such"), "there is no column"),
    ],
)
def test_what_cannot_be_asked_is_said(here, words, said):
    assert said in " ".join(here(*words, code=2).stderr.split())


def test_careers_of_ones_own_are_protected(here, checked, spells):
    words = ("drift", "title:analyst", "--careers", spells)
    answer = checked("drift", here(*words, "--json").stdout)
    assert answer["settings"]["min_cell"] == 10
    assert all(one["people"] % 10 == 0 for one in answer["share"])
    assert max(map(len, here(*words).stdout.splitlines())) <= 80
    assert not re.search(r"\bp[0-9]+\b", here(*words).stdout)
