"""``outgrow who``: text, JSON against the schema, files, charts, and what is said where nobody made it."""

from __future__ import annotations

import csv

import pytest

ROLE = "social media manager"
DEMO = ("who", ROLE, "--toward", "rung:executive")


@pytest.fixture
def spells(tmp_path):
    """40 analysts who enter in 2005, of whom none becomes a director; 30 of 40 writers do, in one of two ways."""
    path = tmp_path / "spells.csv"
    rows = [f"a{n},2005-01,,Marketing Analyst" for n in range(40)]
    rows += [f"w{n},2005-01,2006-06,Copywriter" for n in range(40)]
    rows += [f"w{n},2006-07,2007-12,Content Manager" for n in range(14)]
    rows += [f"w{n},2008-01,,Director of Content" for n in range(30)]
    rows += [f"w{n},2006-07,,Copywriter at large" for n in range(30, 40)]
    rows += ["z,2019-01,2020-12,Clerk"]
    path.write_text("person,start,end,title\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_stayed_focused_on_simulated_careers(here, checked):
    answer = checked("who", here(*DEMO, "--stayed", "focused", "--json").stdout)
    assert (answer["toward"], answer["stayed"], answer["horizon_months"]) == ("rung:executive", "focused", 120)
    assert answer["share"] == pytest.approx(answer["reached"] / answer["followed"])
    assert answer["lower"] < answer["share"] < answer["upper"]
    assert sum(one["people"] for one in answer["outcomes"]) == answer["followed"]
    [curves] = answer["curves"]
    assert curves["states"] == ["waiting", "reached", "broadened first", "left"]
    assert curves["people"] + sum(one["people"] for one in answer["excluded"]) == answer["flow"]["counted"]
    told = sum(one["people"] for one in answer["sequences"]) + answer["other_sequences"]
    assert told == answer["already_there"] == sum(one["people"] for one in answer["last_steps"])
    text = here(*DEMO, "--stayed", "focused").stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "followed for 10 years after entering the role “social media manager”" in said
    assert "whoever is still on the way is not among them" in said
    assert "The opposite: broadened, and not there" in said
    assert "because" not in said


def test_the_other_way_round_and_without(here, checked):
    broad = checked("who", here(*DEMO, "--stayed", "Broadened", "--years", "8", "--json").stdout)
    assert (broad["stayed"], broad["horizon_months"]) == ("broadened", 96)
    assert len(broad["excluded"]) == 3
    both = checked("who", here(*DEMO, "--json").stdout)
    assert (both["stayed"], both["opposite"]) == (None, None)
    assert both["already_there"] > broad["already_there"]


def test_where_nobody_did_it_says_what_is_ruled_out(here, checked, spells):
    words = ("who", 'title:"marketing analyst"', "--toward", "rung:director+", "--careers", spells)
    answer = checked("who", here(*words, "--json").stdout)
    assert (answer["reached"], answer["followed"], answer["sequences"]) == (0, 40, [])
    assert answer["at_most"] == pytest.approx(1 - 0.05 ** (1 / 40))
    said = " ".join(here(*words).stdout.split())
    assert "Nobody in these careers did: of about 40 people followed for 10 years" in said
    assert "more than 7% is ruled out at 95% (the rule of three)" in said


def test_small_groups_are_protected(here, checked, spells):
    words = ("who", "copywriter", "--toward", "rung:director+", "--careers", spells, "--json")
    exact = checked("who", here(*words, "--min-cell", "1").stdout)
    assert (exact["reached"], exact["followed"], exact["already_there"]) == (30, 40, 30)
    assert [one["people"] for one in exact["sequences"]] == [16, 14]
    assert exact["median_months_already_there"] == 36
    shown = checked("who", here(*words).stdout)
    assert (shown["reached"], shown["followed"]) == (30, 40)
    assert [one["people"] for one in shown["sequences"]] == [20, 10]
    hidden = checked("who", here(*words, "--min-cell", "15").stdout)
    assert (hidden["reached"], hidden["share"], hidden["outcomes"]) == (None, None, None)
    assert hidden["sequences"] == []
    assert any("the share of those followed" in one["group"] for one in hidden["suppressed"])
    text = " ".join(here(*words[:-1], "--min-cell", "15").stdout.split())
    assert "Cannot tell how many made it to director or higher. Too few people are on one side to show it." in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("who", ROLE), "who made it needs a role to reach"),
        ((*DEMO, "--stayed", "focussed"), "Did you mean 'focused'"),
        ((*DEMO, "--years", "0"), "years"),
    ],
)
def test_what_is_missing_is_said(here, words, said):
    assert said in here(*words, code=2).stderr


def test_files_and_charts(here, tmp_path):
    table, chart = tmp_path / "who.csv", tmp_path / "who.svg"
    here(*DEMO, "--stayed", "focused", "--out", table, "--chart", chart)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["kind", "roles", "longer", "people"]
    assert {row["kind"] for row in rows} == {"sequence", "first job", "last step"}
    drawn = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.svg"))]
    assert len(drawn) == 2
    assert all("SIMULATED CAREERS" in svg for svg in drawn)
