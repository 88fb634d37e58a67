"""Which occupation a role is counted in: by code, by name, by what its words say; how sure, and the next best."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outgrow.errors import InputError, UnknownName
from outgrow.schema import rung_of
from outgrow.titles.occupation import CONFIDENCE, craft_of, ladder_of, match_occupations, scored_occupations
from outgrow.titles.roles import parse_role

SET = Path(__file__).parent / "occupations"


def codes(text):
    return [match.occupation.soc_code for match in match_occupations(parse_role(text))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("public relations specialist", "27-3031"),
        ("PR Specialist, EMEA (contract)", "27-3031"),
        ("registered nurse", "29-1141"),
        ("LPN", "29-2061"),
        ("function:marketing level:manager", "11-2021"),
        ("specialty:fundraising rung:manager", "11-2033"),
        ('title:"truck driver"', "53-3032"),
        ("occupation:27-3031", "27-3031"),
        ("occupation:273031", "27-3031"),
        ("level:chief function:general_management", "11-1011"),
    ],
)
def test_a_role_is_counted_in_its_occupation(text, code):
    assert codes(text)[0] == code


def test_a_code_is_sure_and_one_of_2010_is_translated():
    [one] = match_occupations(parse_role("occupation:27-3031"))
    assert (one.confidence, one.by) == (1.0, "code")
    [new] = match_occupations(parse_role("occupation:15-1142"))
    assert new.occupation.soc_code == "15-1244"
    [broad] = match_occupations(parse_role("occupation:31-1121"))  # counted together with others
    assert broad.occupation.soc_code == "31-1120"


@pytest.mark.parametrize("code", ["11-2031", "112031", "11-2031.00", "11-203*", "27-3031|11-2032"])
def test_a_code_that_means_several_is_refused_with_their_names(code):
    with pytest.raises(InputError, match=r"means several occupations: .*11-2032 Public Relations Managers"):
        match_occupations(parse_role(f"occupation:{code}"))
    assert codes("occupation:27-303*") == ["27-3031"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("administrative assistant", "43-6014"),
        ("mechanic", "49-3023"),
        ("physician", "29-1229"),
        ("athlete", "27-2021"),
        ("midwife", "29-1161"),
        ("CFO", "11-1011"),
        ("Chief Financial Officer", "11-1011"),
        ("teacher", "25-2021"),
    ],
)
def test_the_commonest_titles_of_one_word_are_counted_where_they_belong(title, code):
    assert codes(title)[0] == code


def test_of_matches_as_near_as_each_other_none_is_sure():
    scored = scored_occupations(parse_role("operator"))
    best, second = scored[0], scored[1]
    assert second[0] < best[0] or second[1].confidence == best[1].confidence <= 0.5


@pytest.mark.parametrize("code", ["2432", "C2432", "2432.1"])
def test_codes_of_other_classifications_are_named(code):
    with pytest.raises(UnknownName, match="ISCO-08 or ESCO"):
        match_occupations(parse_role(f"occupation:{code}"))


def test_what_says_nothing_of_an_occupation_is_refused():
    for text in ("any", "zzyzx qwrtp", "occupation:none"):
        with pytest.raises(InputError, match="occupation"):
            match_occupations(parse_role(text))


def test_the_next_best_are_others_and_less_sure():
    first, *others = match_occupations(parse_role("medical assistant"))
    assert first.occupation.soc_code == "31-9092"
    assert first.occupation.soc_code not in {match.occupation.soc_code for match in others}
    assert all(match.confidence <= first.confidence for match in others)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_matched_or_refused_in_words(text):
    try:
        found = match_occupations(parse_role(text))
    except InputError:
        return
    assert found
    assert all(0 < match.confidence <= 1 for match in found)


def test_the_ladder_goes_up_through_other_occupations():
    role = parse_role("public relations specialist")
    best = match_occupations(role)[0]
    steps = ladder_of(craft_of(role, best), best.occupation)
    assert [(level, link.soc_code) for level, link in steps] == [("manager", "11-2032"), ("chief", "11-1011")]
    for text in ("anesthesiologist", "software engineer", "chef", "nurse"):  # one step a rung
        role = parse_role(text)
        best = match_occupations(role)[0]
        rungs = [rung_of(level) for level, _ in ladder_of(craft_of(role, best), best.occupation)]
        assert len(rungs) == len(set(rungs))
    top = parse_role("chief executive officer")
    best = match_occupations(top)[0]
    assert ladder_of(craft_of(top, best), best.occupation) == ()


def test_a_code_has_the_ladder_of_what_it_is_linked_with():
    role = parse_role("occupation:29-1141")
    best = match_occupations(role)[0]
    assert ladder_of(craft_of(role, best), best.occupation)[0][1].soc_code == "11-9111"


@pytest.mark.parametrize("half", ["development", "test"])
def test_the_labelled_titles_are_counted_right_as_often_as_is_said(half):
    with (SET / f"{half}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 220
    right = {least: [0, 0] for least, _ in CONFIDENCE}
    for row in rows:
        score, match = scored_occupations(parse_role(row["title"]))[0]
        least = next(least for least, _ in CONFIDENCE if score >= least)
        right[least][0] += match.occupation.soc_code in {row["soc_code"], *filter(None, row["also"].split(";"))}
        right[least][1] += 1
    assert sum(good for good, _ in right.values()) / 220 >= 0.88
    for least, share in CONFIDENCE[:2]:
        good, all_ = right[least]
        assert good / all_ >= share - 0.05
    assert [share for _, share in CONFIDENCE] == sorted((share for _, share in CONFIDENCE), reverse=True)
