"""``outgrow compare``: text, JSON against the schema, files, and refusals that say what to type instead."""

from __future__ import annotations

import csv

import pytest

ROLE = "social media manager"
DEMO = ("compare", ROLE, "--toward", "rung:director+")
NLSY = ("compare", "any", "--toward", "title:managers", "--by", "ethnicity", "--careers", "nlsy")


def test_groups_by_breadth_on_simulated_careers(here, checked):
    answer = checked("compare", here(*DEMO, "--by", "breadth", "--landmark", "5", "--json").stdout)
    assert (answer["toward"], answer["by"], answer["landmark_months"]) == ("rung:director+", "breadth", 60)
    assert [curve["group"] for curve in answer["groups"]] == [{"breadth": "broadened"}, {"breadth": "focused"}]
    assert answer["difference"] == answer["differences"][0]
    assert answer["difference"]["reference"] == "focused"
    assert answer["test"]["name"] == "Gray"
    people = sum(curve["people"] for curve in answer["groups"]) + sum(one["people"] for one in answer["excluded"])
    assert people == answer["flow"]["counted"]
    text = here(*DEMO, "--by", "breadth", "--landmark", "5").stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "Of those still below director or higher 5 years after entering the role “social media manager”" in said
    assert "because" not in said.replace("Associations, not causes", "")


def test_groups_known_at_entry_on_real_careers(here, checked):
    answer = checked("compare", here(*NLSY, "--years", "7", "--json").stdout)
    assert answer["careers"]["kind"] == "real"
    assert (answer["difference"], len(answer["differences"])) == (None, 2)
    assert answer["test"]["name"] == "log-rank"
    assert answer["test"]["statistic"] == pytest.approx(3.09366335948255, rel=1e-9)
    assert "'ethnicity' has no dates: it is assumed known at month 0." in answer["notes"]
    assert "The log-rank test that all groups reach it alike" in " ".join(here(*NLSY, "--years", "7").stdout.split())


@pytest.mark.parametrize(
    ("words", "said", "line"),
    [
        (
            ("--by", "breadth"),
            "immortal time",
            f"outgrow compare '{ROLE}' --toward rung:director+ --by breadth --landmark 5",
        ),
        (
            ("--by", "exited", "--landmark", "3"),
            "immortal time",
            f"outgrow compare '{ROLE}' --toward rung:director+ --by breadth --landmark 3",
        ),
        (
            ("--by", "sex", "--landmark", "4", "--years", "3"),
            "nothing to compare",
            f"outgrow compare '{ROLE}' --toward rung:director+ --by sex --landmark 4 --years 9",
        ),
    ],
)
def test_a_question_that_would_mislead_is_refused_with_the_line_to_type(here, words, said, line):
    done = here(*DEMO, *words, code=2)
    assert said in " ".join(done.stderr.split())
    assert done.stderr.rstrip().endswith(line)
    assert here(*line.replace(f"'{ROLE}'", "ROLE").split()[1:2], ROLE, *line.split("' ")[1].split()).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", ROLE), "compare needs a role to reach"),
        (("compare", ROLE, "--toward", "rung:director+"), "compare needs groups"),
        ((*DEMO, "--by", "breadth", "--landmark", "-1"), "landmark is -1.0"),
        ((*DEMO, "--by", "bredth", "--landmark", "5"), "there is no column 'bredth'"),
    ],
)
def test_what_is_missing_is_said(here, words, said):
    assert said in here(*words, code=2).stderr


def test_files_and_a_chart(here, tmp_path):
    table, chart = tmp_path / "groups.csv", tmp_path / "groups.svg"
    here(*NLSY, "--out", table, "--chart", chart)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["ethnicity", "months", "estimate", "std_error", "lower", "upper", "at_risk", "events"]
    assert {row["ethnicity"] for row in rows} == {"black", "hispanic", "other"}
    assert any(path.suffix == ".svg" for path in tmp_path.iterdir())


def test_the_horizon_and_the_last_month_can_be_varied(here, checked):
    words = (*NLSY, "--years", "7", "--vary", "horizon", "--vary", "last-month", "--json")
    answer = checked("compare", here(*words).stdout)
    assert [row["value"] for row in answer["varied"]][:3] == ["7 years", "5 years", "10 years"]
    assert {row["rule"] for row in answer["varied"]} == {"horizon", "last-month"}
