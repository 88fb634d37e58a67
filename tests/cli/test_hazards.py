"""``outgrow hazards``: text, JSON against the schema, files, faults."""

from __future__ import annotations

import csv

import pytest

ROLE = "social media manager"
DEMO = ("hazards", ROLE, "--toward", "rung:director+")
NLSY = ("hazards", "any", "--toward", "title:managers", "--careers", "nlsy", "--with", "ethnicity,education")


def test_ratios_on_simulated_careers(here, checked):
    answer = checked("hazards", here(*DEMO, "--with", "breadth, strategy,Education", "--json").stdout)
    assert (answer["toward"], answer["covariates"]) == ("rung:director+", ["breadth", "strategy", "education"])
    assert {term["covariate"] for term in answer["terms"]} == set(answer["covariates"])
    by_name = {term["name"]: term for term in answer["terms"]}
    broad = by_name["breadth: broadened"]
    assert broad["lower"] < broad["ratio"] < broad["upper"]
    assert broad["e_value"] >= broad["e_value_limit"] >= 1
    assert [one["value"] for one in answer["references"]] == ["focused", "under 1 year", "bachelor"]
    events = sum(term["events"] for term in answer["terms"] if term["covariate"] == "education")
    assert events + answer["references"][2]["events"] == answer["events"]


def test_words_on_simulated_careers(here):
    text = here(*DEMO, "--with", "breadth,education").stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "Breadth: broadened goes with " in said
    assert "because" not in said
    assert "caus" not in said.replace("Associations, not causes.", "")
    assert "Poisson regression" in said
    assert "'education' has no dates: it is assumed known at month 0." in said
    assert "breadth of main jobs so far" in said


def test_real_careers_and_pieces_of_a_month(here, checked):
    """All events are at the turn of a year, so that pieces of a month and of a year say the same."""
    answers = [checked("hazards", here(*NLSY, "--piece", str(piece), "--json").stdout) for piece in (1, 12)]
    assert [answer["piece_months"] for answer in answers] == [1, 12]
    ratios = [{term["name"]: term["ratio"] for term in answer["terms"]} for answer in answers]
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-9)
    assert answers[0]["careers"]["kind"] == "real"
    assert max(map(len, here(*NLSY).stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hazards", ROLE), "hazards needs a role to reach"),
        (DEMO, "hazards needs something known of people"),
        ((*DEMO, "--with", "bredth"), "Did you mean 'breadth'?"),
        ((*DEMO, "--with", "exited"), "immortal time"),
        ((*DEMO, "--with", "breadth", "--piece", "7"), "a piece of time has 7 months"),
    ],
)
def test_what_cannot_be_asked_is_said(here, words, said):
    assert said in here(*words, code=2).stderr


def test_without_an_event_it_cannot_be_told(here, checked):
    words = ("hazards", "rung:director", "--toward", "title:nobody", "--with", "breadth")
    assert checked("hazards", here(*words, "--json").stdout)["terms"] == []
    said = " ".join(here(*words).stdout.split())
    assert "Cannot tell." in said
    assert "Nobody at risk reached the target" in said


def test_a_table_and_another_rule(here, checked, tmp_path):
    here(*NLSY, "--out", tmp_path / "terms.csv")
    with (tmp_path / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:4] == ["name", "covariate", "value", "reference"]
    answer = checked("hazards", here(*NLSY, "--vary", "horizon", "--json").stdout)
    assert [row["value"] for row in answer["varied"]][:2] == ["as far as the data go", "5 years"]
    assert {line["unit"] for row in answer["varied"] for line in row["numbers"]} == {"ratio"}
    assert "How far the answer moves" in here(*NLSY, "--vary", "horizon").stdout


def test_ratios_against_another_reference_are_not_subtracted(here, checked):
    """Most become directors in the last period, until follow-up ends before it."""
    words = (*DEMO, "--with", "period", "--observed-until", "2024-12", "--vary", "last-month")
    answer = checked("hazards", here(*words, "--json").stdout)
    named = [{line["name"]: line["moved"] for line in row["numbers"]} for row in answer["varied"]]
    references = [{name.rpartition(" against ")[2] for name in lines} for lines in named]
    assert all(len(one) == 1 for one in references)
    assert len(set.union(*references)) > 1
    for lines, own in zip(named, references, strict=True):
        assert any(moved is not None for moved in lines.values()) is (own == references[0])
    assert max(map(len, here(*words).stdout.splitlines())) <= 80


def test_careers_of_ones_own_are_protected(here, checked, spells):
    words = ("hazards", "title:analyst", "--toward", "title:manager", "--careers", spells)
    answer = checked("hazards", here(*words, "--with", "career,period", "--json").stdout)
    assert answer["settings"]["min_cell"] == 10
    assert all(term["events"] % 10 == 0 for term in answer["terms"])


def test_ratios_by_time(here, checked, tmp_path):
    words = (*DEMO, "--with", "breadth:time, Education", "--time-bands", "3,7")
    answer = checked("hazards", here(*words, "--json").stdout)
    assert (answer["covariates"], answer["by_time"]) == (["breadth", "education"], ["breadth"])
    names = [band["name"] for band in answer["bands"]]
    assert names == ["up to 3 years", "3 to 7 years", "over 7 years"]
    assert [(band["from_months"], band["to_months"]) for band in answer["bands"]] == [(0, 36), (36, 84), (84, None)]
    told = [term for term in answer["terms"] if term["covariate"] == "breadth"]
    assert {term["band"] for term in told} == set(names)
    assert {term["band"] for term in answer["terms"] if term["covariate"] == "education"} == {None}
    events = sum(one["events"] for one in (*told, *answer["references"]) if one["covariate"] == "breadth")
    assert events == answer["events"]
    assert [one["covariate"] for one in answer["interactions"]] == ["breadth"]
    assert [one["covariate"] for one in answer["proportionality"]] == ["education"]
    text = here(*words, "--chart", tmp_path / "forest.svg").stdout
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "that focused goes with up to 3 years after entry (95% interval" in said
    assert "Breadth, against focused, by time since entry" in said
    assert "Breadth: no sign that its ratios differ between bands of time (p " in said
    assert "with breadth by time, education" in said
    assert "nobody at risk" in said
    assert "3 to 7 years" in (tmp_path / "forest.svg").read_text(encoding="utf-8")
    here(*words, "--out", tmp_path / "terms.csv")
    with (tmp_path / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["band"] for row in rows if row["covariate"] == "breadth"] == [term["band"] for term in told]


def test_bands_that_events_chose_stay_when_a_rule_is_varied(here, checked):
    """Of those followed for fewer years, events would choose others."""
    words = (*DEMO, "--with", "breadth:time")
    answer = checked("hazards", here(*words, "--vary", "last-month", "--vary", "horizon", "--json").stdout)
    names = {band["name"] for band in answer["bands"]}
    assert len(names) == 3
    assert names != {
        band["name"] for band in checked("hazards", here(*words, "--years", "5", "--json").stdout)["bands"]
    }
    for row in answer["varied"]:
        told = {line["name"] for line in row["numbers"]}
        assert told
        assert {name.rpartition(" (")[2].partition(")")[0] for name in told} <= names
        moved = [line["moved"] for line in row["numbers"] if "broadened (up to" in line["name"]]
        assert len(moved) == 1
        assert moved[0] is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--with", "breadth:strategy"), "ratios can differ by time since entry, and by nothing else"),
        (("--with", "breadth*time"), "write breadth:time"),
        (("--with", "bredth:time"), "Did you mean 'breadth'?"),
        (("--with", "exited:time"), "immortal time"),
        (("--with", "breadth", "--time-bands", "3"), "nothing is asked by time"),
        (("--with", "breadth:time", "--time-bands", "soon"), "are no bands of time"),
        (("--with", "breadth:time", "--time-bands", "2.5"), "--piece 6"),
        (("--with", "breadth:time", "--piece", "7", "--time-bands", "2.5"), "a piece of time has 7 months"),
    ],
)
def test_what_cannot_be_asked_by_time_is_said(here, words, said):
    assert said in " ".join(here(*DEMO, *words, code=2).stderr.split())


def test_the_line_that_mends_a_refused_question_can_be_asked(here, spells, tmp_path):
    told = " ".join(here(*DEMO, "--with", "exited:time", "--time-bands", "3", code=2).stderr.split())
    assert "--time-bands 3 --with breadth:time" in told
    people = tmp_path / "people.csv"
    people.write_text("person,certified\np0,2015-03-01\n", encoding="utf-8")
    words = ("hazards", "title:analyst", "--toward", "title:manager", "--careers", spells, "--people", people)
    told = " ".join(here(*words, "--with", "certified:time", "--time-bands", "3", code=2).stderr.split())
    assert "outgrow compare title:analyst" in told
    assert "--by certified" in told
    assert "--time-bands" not in told
