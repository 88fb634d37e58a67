"""``outgrow compare``: text, JSON against the schema, files, and refusals that say what to type instead."""

from __future__ import annotations

import csv
import shlex

import pytest

import outgrow
from outgrow.errors import RefusedQuestion
from outgrow.report.repeat import mended_command

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
    horizons = [row["numbers"] for row in answer["varied"] if row["rule"] == "horizon"]
    names = [f"title:managers, ethnicity: {group} less other" for group in ("black", "hispanic")]
    assert {line["name"] for line in horizons[0]} == set(names)
    # how far the answer moves where the horizon does
    assert [line["moved"] for line in horizons[0]] == [0, 0]
    moved = {line["name"]: (line["moved"], line["estimate"], line["asked_months"]) for line in horizons[1]}
    for line in horizons[0]:
        assert moved[line["name"]] == (
            pytest.approx(moved[line["name"]][1] - line["estimate"]),
            moved[line["name"]][1],
            60,
        )
    lines = here(*words[:-1]).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    # the careers end before 10 years, so that the differences are by an earlier month, and marked
    assert any(line.count("*") >= 3 for line in lines if "ethnicity" in line or "less" in line or "other" in line)
    assert "* From the last month shown before the one asked about" in " ".join(" ".join(lines).split())


@pytest.fixture
def own(tmp_path):
    """Careers of CSV files, of whom every third was trained at some time, and not all before it helped."""
    spells, people = ["person,start,end,title"], ["person,trained,entry_year"]
    for n in range(120):
        spells.append(f"p{n},2005-01,{'2010-06' if n % 2 else '2014-12'},Analyst")
        if n % 2:
            spells.append(f"p{n},2010-07,2014-12,Manager")
        people.append(f"p{n},{f'20{5 + n % 5:02d}-07' if n % 3 else ''},{2004 + n // 2 % 2}")
    for name, rows in (("spells", spells), ("people", people)):
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return (
        "title:analyst",
        "--toward",
        "title:manager",
        "--careers",
        tmp_path / "spells.csv",
        "--people",
        tmp_path / "people.csv",
    )


def test_dates_in_a_csv_file_are_dates(here, checked, own):
    """A column of months needs a landmark; one of years of entry is a column like any other."""
    for words in (
        ("compare", *own, "--by", "trained"),
        ("reach", *own, "--by", "trained"),
        ("hazards", *own, "--with", "trained"),
    ):
        assert "holds dates" in here(*words, code=2).stderr
    answer = checked(
        "compare", here("compare", *own, "--by", "trained", "--landmark", "3", "--min-cell", "1", "--json").stdout
    )
    assert {curve["group"]["trained"]: curve["people"] for curve in answer["groups"]} == {
        "by then": 48,
        "not by then": 72,
    }
    answer = checked("compare", here("compare", *own, "--by", "entry_year", "--json").stdout)
    assert {curve["group"]["entry_year"] for curve in answer["groups"]} == {"2004", "2005"}


def test_groups_have_their_size_though_no_year_lies_between_landmark_and_horizon(here):
    words = (
        "compare",
        "community manager",
        "--toward",
        "rung:director+",
        "--by",
        "sex",
        "--landmark",
        "3",
        "--years",
        "4",
    )
    text = here(*words).stdout
    lines = [line for line in text.splitlines() if line.startswith("- ") and " people, of whom " in line]
    assert [line.split(":")[0] for line in lines] == ["- Man", "- Woman"]
    assert max(map(len, text.splitlines())) <= 80
    assert " people, of whom " not in here(*words[:-1], "6").stdout


def test_the_line_to_type_keeps_what_was_typed_and_has_an_answer(here, own):
    """The files with their folders, the settings, and what else was asked."""
    typed = ("--by", "trained", "--years=4", "--gap", "2", "--after-last", "exit", "--min-cell", "1")
    said = here("compare", *own, *typed, code=2).stderr
    line = shlex.split(said.splitlines()[-1])
    rest = ["--gap", "2", "--after-last", "exit", "--min-cell", "1", "--by", "trained", "--landmark", "5"]
    assert line == ["outgrow", "compare", *map(str, own), *rest]
    assert "5 years" in here(*line[1:]).stdout
    said = here("hazards", *own, "--piece", "6", "--with", "trained", code=2).stderr
    line = shlex.split(said.splitlines()[-1])
    assert line == ["outgrow", "compare", *map(str, own), "--by", "trained", "--landmark", "5"]
    assert here(*line[1:], "--min-cell", "1").stdout
    said = here("hazards", *own, "--with", "exited", code=2).stderr
    assert shlex.split(said.splitlines()[-1]) == ["outgrow", "hazards", *map(str, own), "--with", "breadth"]


def test_what_is_known_at_no_entry_is_not_called_so(here):
    said = here(*DEMO, "--by", "exited", code=2).stderr
    assert "known at entry" not in said
    assert "group by what is known by a landmark" in said


def test_a_password_is_not_in_the_line_to_type():
    words = ["compare", "any", "--careers", "postgresql://me:secret@host/db?spells=s"]
    line = mended_command({"by": "breadth", "landmark": 0.25}, words)
    assert "secret" not in line
    assert line.endswith("--by breadth --landmark 0.25")


def test_in_python_what_to_change_is_named():
    with pytest.raises(RefusedQuestion, match=r"as in by='breadth', landmark=5$"):
        outgrow.compare("title:a", toward="title:b", by="breadth", careers="nlsy")
    with pytest.raises(RefusedQuestion, match=r"as in landmark=3, years=8$"):
        outgrow.compare("any", toward="title:managers", by="ethnicity", landmark=3, years=2, careers="nlsy")
