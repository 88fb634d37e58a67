"""``outgrow skills``: text, JSON against the schema, files, faults."""

from __future__ import annotations

import csv

import pytest

ROLE = "social media manager"
DEMO = ("skills", ROLE)


@pytest.fixture(scope="module")
def listing(tmp_path_factory):
    """Careers of one's own: 90 people move from one title to another; two of three keep what they list, 12 know a word."""
    rows = ["person;start;end;title;skills"]
    for person in range(90):
        skills = ["Excel" if person % 2 else "manage budgets", "writing about cats"] + ["hush"] * (person < 5)
        kept = skills if person % 3 else ["Excel"]
        rows.append(f'p{person};20{10 + person % 6}-01;2017-06;Analyst;"{",".join(skills)}"'.replace(",", ";"))
        rows.append(f'p{person};2017-07;;Planner;"{",".join(kept)}"'.replace(",", ";"))
    path = tmp_path_factory.mktemp("careers") / "listing.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_skills_on_simulated_careers(here, checked):
    answer = checked("skills", here(*DEMO, "--json").stdout)
    assert answer["careers"]["kind"] == "simulated"
    skills = answer["skills"]
    assert len(skills) == 40
    assert {skill["kind"] for skill in skills} == {"skill", "tool"}
    retained = [skill["retention"] for skill in skills]
    assert retained == sorted(retained, reverse=True)
    for skill in skills:
        assert skill["lower"] < skill["retention"] < skill["upper"]
        assert skill["retention"] == pytest.approx(skill["kept"]["estimate"] - skill["taken_up"]["estimate"])
        assert skill["q_value"] >= skill["p_value"]
        assert skill["trend"]["lower"] < skill["trend"]["estimate"] < skill["trend"]["upper"]
        assert skill["share"]["of"] == answer["jobs"]
        assert skill["kept"]["of"] + skill["taken_up"]["of"] == answer["moves"]
    assert [one["kind"] for one in answer["kinds"]] == ["skill", "tool", "skill minus tool"]
    assert sum(answer["flow"][name] for name in ("not_in_role", "no_follow_up", "counted")) == answer["flow"]["read"]


def test_words_on_simulated_careers(here):
    text = here(*DEMO).stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    said = " ".join(text.split())
    assert "whoever listed a skill lists it again" in said
    assert said.index("define brand identity") < said.index("TikTok")
    assert "because" not in said
    assert "caus" not in said.replace("Associations, not causes.", "")
    assert "lead to" not in said.replace("lead a team", "")


def test_fewer_skills_and_a_stricter_rule(here, checked):
    answer = checked("skills", here(*DEMO, "--most", "5", "--false-discoveries", "0.001", "--json").stdout)
    assert (len(answer["skills"]), answer["false_discoveries"]) == (5, 0.001)
    assert "35 others are not" in " ".join(answer["notes"])


def test_a_table_and_a_drawing(here, tmp_path):
    here(*DEMO, "--out", tmp_path / "skills.csv", "--chart", tmp_path / "skills.svg")
    with (tmp_path / "skills.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:4] == ["name", "kind", "people", "share"]
    assert float(rows[0]["retention"]) > float(rows[-1]["retention"])
    assert "SIMULATED CAREERS" in (tmp_path / "skills.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("skills", "any", "--careers", "nlsy"), "lists any skill"),
        (("skills", "title:nobody"), "ever held"),
        ((*DEMO, "--most", "0"), "give 1 or more"),
        ((*DEMO, "--false-discoveries", "5"), "not a percentage"),
        ((*DEMO, "--out", "skills.txt"), "end it in one of"),
    ],
)
def test_what_cannot_be_asked_is_said(here, words, said):
    assert said in " ".join(here(*words, code=2).stderr.split())


def test_careers_of_ones_own_are_protected(here, checked, listing):
    answer = checked("skills", here("skills", "title:analyst", "--careers", listing, "--json").stdout)
    assert answer["settings"]["min_cell"] == 10
    by_name = {skill["name"]: skill for skill in answer["skills"]}
    # what everybody lists is not shown, nor what five list
    assert set(by_name) == {"Microsoft Excel", "manage budgets"}
    excel, budgets = by_name["Microsoft Excel"], by_name["manage budgets"]
    assert (excel["kind"], budgets["kind"]) == ("tool", "skill")
    # all who list Excel keep it, 15 of those who do not take it up; 15 drop budgets, and nobody takes them up
    assert (excel["kept"]["estimate"], budgets["taken_up"]["estimate"]) == (1, 0)
    assert excel["taken_up"]["estimate"] == budgets["kept"]["estimate"] - 0.334 == pytest.approx(0.333)
    counts = [
        skill[part][name] for skill in answer["skills"] for part in ("share", "kept") for name in ("number", "of")
    ]
    assert not [count for count in counts if count % 10]
    text = " ".join(here("skills", "title:analyst", "--careers", listing).stdout.split())
    assert "hush" not in text
    assert "cats" not in text


def test_where_few_list_anything_it_cannot_be_told(here, checked, tmp_path):
    rows = [f"p{n},2010-01,2012-01,Analyst,Excel\np{n},2012-02,,Planner,Excel" for n in range(9)]
    rows += [f"q{n},2010-01,,Clerk," for n in range(30)]
    (tmp_path / "few.csv").write_text("\n".join(["person,start,end,title,skills", *rows]), encoding="utf-8")
    for words in (("--min-cell", "1"), ()):
        asked = ("skills", "title:analyst", "--careers", tmp_path / "few.csv", *words)
        assert checked("skills", here(*asked, "--json").stdout)["skills"] == []
        assert "Cannot tell." in here(*asked).stdout
