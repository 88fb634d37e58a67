"""Findings of every kind in every voice: what is always said, what never is, and how it reads."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import reaches, test_answers
from tests.report.test_answers import (
    DEMO,
    DIFFERENCE,
    EVERY,
    OWN,
    ceiling,
    low_ceiling,
    occupancy,
    rung,
    states,
    tenure,
)
from tests.report.test_answers import cannot_tell as no_verdict
from tests.report.test_answers import verdict as made_verdict
from tests.report.whole import past

import outgrow
from outgrow.disclosure import release
from outgrow.errors import InputError
from outgrow.report.findings import (
    KINDS,
    Variant,
    ceiling_findings,
    drift_findings,
    flow_findings,
    next_findings,
    occupancy_findings,
    past_findings,
    pay_findings,
    reach_findings,
    skills_findings,
    tenure_findings,
    verdict_findings,
    who_findings,
)
from outgrow.report.frequencies import about, chance_said, fewer_or_more, likely, likely_gap, rest_of
from outgrow.report.voices import VOICES, check_voice, question, worded
from outgrow.results import Ceiling, Drift, Flow, Occupancy, Reach, RungReach, Skills, Tenure, Verdict, Who
from outgrow.settings import Settings

#: A person's sentence has at most about so many words.
LONGEST = 48
NEVER = re.compile(
    r"\b(because|causes?|caused|lead to|leads to|led to|due to|thanks to|results? in)\b"
    r"|\bnan\b|\bNone\b(?! of| was)|\binf\b|\u2014|  |\s\.|\.\.|, ,"
)
ONE = re.compile(r"(?<![\d,.])1 (people|years|months|stays|careers|jobs)\b")
SHARE = re.compile(r"\d%|of (100|1,000)\b")
COUNTED = re.compile(r"\b(people|person|careers?|stays?)\b|\b\d[\d,]* jobs?\b")
NEXT = ("in the role", "marketing, manager", "social_media, senior", "other ways", "out")
UNKNOWN_RUNGS = tuple(
    RungReach(name, None, None, None, None, None, None, "unknown") for name in ("director", "executive")
)


def findings_of(answer):
    """Every finding of an answer."""
    if isinstance(answer, Reach):
        return reach_findings(answer)
    if isinstance(answer, Verdict):
        own = () if answer.ceiling is None else ceiling_findings(answer.ceiling)
        return (*verdict_findings(answer), *own, *flow_findings(answer))
    if isinstance(answer, Ceiling):
        return (*ceiling_findings(answer), *flow_findings(answer))
    if isinstance(answer, Occupancy):
        return (*occupancy_findings(answer), *flow_findings(answer))
    for kind, found in ((Drift, drift_findings), (Skills, skills_findings), (Who, who_findings)):
        if isinstance(answer, kind):
            return found(answer)
    assert isinstance(answer, Tenure)
    return (*tenure_findings(answer), *next_findings(answer), *flow_findings(answer))


def check(answer, found=None):
    """Hold every finding of an answer to the rules of wording, in every voice."""
    found = findings_of(answer) if found is None else found
    assert found
    assert len({finding.key for finding in found}) == len(found)
    json.dumps([finding.as_json() for finding in found], allow_nan=False)
    for finding in found:
        assert finding.kind in KINDS
        texts = {"claim": finding.claim, **{voice: worded(finding, voice) for voice in VOICES}}
        for voice, text in texts.items():
            assert text.endswith("."), (voice, text)
            assert text == text.strip(), (voice, text)
            assert text[0].isupper() or not text[0].isalpha(), (voice, text)
            assert not NEVER.search(text), (voice, NEVER.search(text), text)
            assert not ONE.search(text), (voice, text)
            assert "()" not in text
            assert not SHARE.search(text) or COUNTED.search(text), (voice, text)
            assert ("simulated" in text.lower()) == finding.simulated, (voice, text)
            if finding.cannot_tell is not None and (voice != "claim" or finding.kind != "variant"):
                assert "cannot tell" in text.lower(), (voice, text)
        for sentence in re.split(r"(?<=[a-z”)\d]\.) ", texts["person"]):
            assert len(sentence.split()) <= LONGEST, (len(sentence.split()), sentence)
        if finding.cannot_tell is None:
            for voice in VOICES:
                assert "cannot tell" not in texts[voice].lower(), (voice, texts[voice])
        asked = question(finding)
        if asked is not None:
            assert asked.endswith("?")
            assert len(asked.split()) <= 24
            assert "{" not in asked
            assert not re.search(r"\b(why did|why have|fault|fail|should)\b", asked, re.IGNORECASE)
        assert (finding.number is None) or math.isfinite(finding.number)


def next_jobs(**changes):
    curves = (states(NEXT, [0.3, 0.3, 0.15, 0.05, 0.2], people=1_013),)
    return tenure(**{"curves": curves, "ways": "function,rung", **changes})


def nobody_reaches(n=640):
    reach = reaches.one_target(n=n)
    curve = reach.curves[0]
    none = np.zeros(len(curve.months))
    zero = none.astype(np.int64)
    return replace(
        reach,
        curves=(replace(curve, estimate=none, std_error=none, lower=none, upper=none + 0.006, events=0, reached=zero),),
    )


ON_ROLE_CLOCK = {name: answer for name, answer in EVERY.items() if not isinstance(answer, Reach)}
MADE = {
    **ON_ROLE_CLOCK,
    "three rungs": reaches.three_rungs(),
    "one target": reaches.one_target(),
    "title as target": reaches.one_target(toward='title:"head of social"'),
    "pattern as target": reaches.one_target(toward="function:marketing level:head"),
    "any role": reaches.one_target(role="any"),
    "by group": reaches.by_group(),
    "rounded": reaches.rounded(),
    "tiny": reaches.tiny(),
    "one person": replace(reaches.tiny(), flow=Flow(4_000, 0, 3_999, 0, 0, 1)),
    "empty": reaches.empty(),
    "nobody reaches": nobody_reaches(),
    "weighted": reaches.one_target(settings=Settings(weight="w")),
    "five years": reaches.one_target(settings=Settings(years=5)),
    "late": replace(reaches.one_target(), curves=(replace(reaches.one_target().curves[0], starts_at=24),)),
    "top rung": ceiling(own="executive", established="executive", above=None, reach=()),
    "top reached": ceiling(
        rung("executive", 0.4, 0.36, 0.44, "established"), own="director", established="executive", above=None
    ),
    "open at start": ceiling(
        rung("director", 0.12, 0.09996, 0.2, "estimated"),
        rung("executive", 0.01, 0.0, 0.1, "not ruled out"),
        established="manager",
        above="director",
    ),
    "ceiling of any": low_ceiling(role="any"),
    "ceiling without numbers": ceiling(*UNKNOWN_RUNGS, established="manager", above="director"),
    "nobody above": ceiling(
        rung("director", 0.0, 0.0, 0.004, "ruled out", 0),
        rung("executive", 0.0, 0.0, 0.004, "ruled out", 0),
        established="manager",
        not_ruled_out="manager",
        above="director",
    ),
    "next jobs": next_jobs(),
    "next jobs simulated": next_jobs(careers=DEMO),
    "next jobs rounded": next_jobs(min_cell=10),
    "no next job": tenure(
        curves=(states(("in the role", "other ways", "out"), [0.3, 0.4, 0.3]),), ways="function,rung"
    ),
    "levels unknown": tenure(curves=(states(("in the role", "up", "unknown"), [0.1, 0.0, 0.9]),)),
    "never up": tenure(curves=(states(("in the role", "sideways", "out"), [0.3, 0.4, 0.3]),)),
    "nothing read": tenure(curves=(states(test_answers.WAYS, [0.3, 0.15, 0.22, 0.33], followed=3, people=12),)),
}  # fmt: skip
MADE["top rung"] = replace(MADE["top rung"], reach=())


@pytest.mark.parametrize("name", MADE)
def test_every_finding_in_every_voice_keeps_the_rules(name):
    check(MADE[name])


def test_together_they_are_of_every_kind():
    reach = reaches.three_rungs()
    varied = reach_findings(reach, variants=[Variant("owners", reach), Variant("ongoing", reaches.tiny())])
    check(reach, varied)
    grouped = reaches.by_group()
    check(grouped, reach_findings(grouped, variants=[Variant("owners", grouped)]))
    found = {finding.kind for answer in MADE.values() for finding in findings_of(answer)}
    official = {finding.kind for finding in pay_findings(outgrow.pay("public relations specialist"))}
    for answers in (past(), past(careers=reaches.OWN), past(min_cell=10)):
        check(None, past_findings(answers))
        official |= {finding.kind for finding in past_findings(answers)}
    assert found | official | {finding.kind for finding in varied} == set(KINDS)


@pytest.mark.parametrize(
    "role",
    ["public relations specialist", "software engineer", "social media manager", "chief executive officer", "dancer"],
)
def test_findings_of_official_statistics_keep_the_rules(role):
    check(None, pay_findings(outgrow.pay(role)))


share = st.floats(0, 1, allow_subnormal=False)
three_shares = st.tuples(share, share, share).map(sorted)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(three_shares, st.integers(1, 3_000), st.sampled_from([1, 10]), st.booleans())
def test_any_numbers_of_a_curve_keep_the_rules(numbers, n, limit, simulated):
    lower, estimate, upper = numbers
    n = max(n // limit * limit, limit)
    months = np.array([6, 30, 61, 119, 130])
    curve = replace(
        reaches.one_target().curves[0],
        people=n,
        months=months,
        estimate=estimate * months / 130,
        std_error=np.full(5, 0.01),
        lower=lower * months / 130,
        upper=upper * months / 130,
        at_risk=np.array([n, n, max(n // 2, 10), 12, 11]),
        reached=np.array([0, 1, 1, 0, 0]),
        through=130,
    )
    careers = DEMO if simulated else OWN
    check(reaches.one_target(curves=(curve,), min_cell=limit, careers=careers, flow=Flow(n + 5, 0, 0, 5, 0, n)))


@settings(derandomize=True, deadline=None, max_examples=50)
@given(three_shares, three_shares, st.integers(0, 3_000), st.sampled_from(["established", "ruled out", "unknown"]))
def test_any_numbers_of_a_ladder_keep_the_rules(first, second, n, status):
    director = rung("director", first[1], first[0], first[2], status)
    executive = rung("executive", second[1], second[0], second[2], "not ruled out", 1)
    made = ceiling(
        director,
        executive,
        established="director" if status == "established" else "manager",
        above="executive" if status == "established" else "director",
        people=n,
    )
    gap = replace(
        DIFFERENCE,
        role=first[1],
        peers=second[1],
        estimate=first[1] - second[1],
        lower=first[0] - second[2],
        upper=first[2] - second[0],
        role_people=n,
        peers_people=max(n // 3, 1),
        both_people=1,
    )
    for word, rule in (("a path", 3), ("a path with a ceiling", 4), ("not a path", 2)):
        check(made_verdict(word, rule, ceiling=made, difference=gap))


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    st.lists(st.integers(0, 100), min_size=7, max_size=7).filter(any), st.integers(1, 3_000), st.sampled_from([1, 10])
)
def test_any_shares_of_states_keep_the_rules(parts, n, limit):
    shares = [part / sum(parts) for part in parts]
    n = max(n // limit * limit, limit)
    check(occupancy(curves=(states(test_answers.RUNGS, shares, people=n),), min_cell=limit))
    ways = [shares[0], shares[1], shares[2], 1 - sum(shares[:3])]
    ways = [max(way, 0.0) for way in ways]
    check(
        tenure(
            curves=(states(test_answers.WAYS, ways, people=n),),
            medians=((float(n % 99 + 1), 1.0, None),),
            min_cell=limit,
        )
    )


@pytest.mark.parametrize("name", test_answers.MISSING)
def test_what_cannot_be_told_stays_so_and_says_what_is_missing(name):
    (finding, *_) = verdict_findings(no_verdict(name, careers=DEMO))
    for voice in VOICES:
        assert worded(finding, voice).startswith(
            "In simulated careers, outgrow cannot tell whether the role “social media manager” is"
        )
    assert "What is missing: " in worded(finding, "person")
    assert ("not an answer" in worded(finding, "person")) == (name != "rung above")
    assert f"missing: {name}" in worded(finding, "analyst")
    assert finding.number is None


def test_the_answer_in_three_voices():
    (answer, *_) = reach_findings(reaches.one_target())
    assert worded(answer, "person") == (
        "About 13 of 100 people reach director or higher within 10 years of entering the role “specialty:social_media”, "
        "likely between 10 and 17 of 100, from 640 people followed. So about 87 of 100 had not by then. That is how it went "
        "for everyone counted together; your own odds may be higher or lower."
    )
    assert worded(answer, "coach").startswith(answer.claim)
    assert "To check with the person: " in worded(answer, "coach")
    assert question(answer) == "What would show, a year from now, that the way to director or higher has begun?"
    analyst = worded(answer, "analyst")
    point = reaches.one_target().curves[0].at(120)
    assert f"{point.estimate:.4f} (SE {point.std_error:.4f}; 95% CI {point.lower:.4f} to {point.upper:.4f})" in analyst
    assert "at month 120" in analyst
    assert "Aalen-Johansen; Greenwood-type variance; complementary log-log interval." in analyst


def test_the_analyst_is_told_the_method_once_and_the_numbers_with_each_claim():
    for made in (reaches.three_rungs(), reaches.by_group()):
        found = [*reach_findings(made), *ceiling_findings(ceiling()), *occupancy_findings(occupancy())]
        found += [*tenure_findings(tenure()), *next_findings(next_jobs())]
        said = [worded(finding, "analyst") for finding in found]
        assert ["Aalen-Johansen" in text for text in said] == [True] + [False] * (len(said) - 1)
        for finding, text in zip(found, said, strict=True):
            if finding.kind in ("reach", "step", "above", "rung", "place", "ending") and finding.cannot_tell is None:
                assert "95% CI" in text, text
                assert "n = " in text, text
            if finding.kind in ("reach", "place", "ending"):
                assert "SE 0." in text, text
                assert "at risk" in text, text
    said = [worded(finding, "analyst") for finding in verdict_findings(made_verdict())]
    assert "Reach: Aalen-Johansen; Greenwood-type variance; complementary log-log interval." in said[0]
    assert "Aalen-Johansen" not in said[1]
    (none, *_) = [one for one in reach_findings(nobody_reaches()) if one.kind == "reach"]
    assert worded(none, "analyst").endswith("Clopper and Pearson's interval on those at risk.")


def test_a_finding_has_all_that_is_needed_to_judge_it():
    (answer, *_) = reach_findings(reaches.one_target())
    found = replace(answer, reproduce="outgrow report x").as_json()
    assert found["kind"] == "answer"
    assert found["reproduce"] == "outgrow report x"
    assert found["interval"] == list(answer.interval)
    assert found["said"]["estimate"] == "13%"
    assert found["said"]["interval"] == "10% to 17%"
    assert found["said"]["one_in"] == "about 13 of 100"
    assert found["said"]["people"] == "640 people"
    assert {"number", "unit", "people", "source", "simulated", "caveat", "claim", "key"} <= set(found)


def test_weights_are_named_and_change_the_method():
    (answer, *_) = reach_findings(reaches.one_target(settings=Settings(weight="w")))
    assert "People count by their weight, “w”." in worded(answer, "person")
    assert "errors by leaving out folds, weights “w”" in worded(answer, "analyst")


def test_weights_that_nobody_asked_for_are_named_too():
    (answer, *_) = reach_findings(reaches.one_target(weighted=True))
    assert "People count by their weight, “weight”." in worded(answer, "person")
    assert "errors by leaving out folds, weights “weight”" in worded(answer, "analyst")
    assert "Greenwood" not in worded(answer, "analyst")
    (answer, *_) = reach_findings(release(reaches.three_rungs(careers=OWN, min_cell=None, weighted=True), 10))
    assert answer.said["weight"] == "weight"
    (answer, *_) = reach_findings(reaches.one_target(settings=Settings(weight="none")))
    assert "weight" not in worded(answer, "person")
    gap = replace(DIFFERENCE, both_people=0)
    found = {one.key: one for one in verdict_findings(made_verdict(difference=gap, weighted=True))}
    assert "interval by leaving out folds of people." in worded(found["peers"], "analyst")


def test_a_first_job_is_not_called_a_role():
    for finding in findings_of(MADE["any role"]):
        for voice in VOICES:
            assert "the role" not in worded(finding, voice), worded(finding, voice)


def test_stays_in_any_role_are_work_without_a_break():
    for finding in (*tenure_findings(tenure(role="any")), *next_findings(next_jobs(role="any"))):
        for voice in VOICES:
            assert "in work without a break" in worded(finding, voice), worded(finding, voice)
            assert "first job had ended" not in worded(finding, voice)


def test_beside_every_job_there_are_no_peers_and_that_is_no_gap():
    (verdict, peers) = verdict_findings(no_verdict("peers", role="any", difference=None))
    for finding in (verdict, peers):
        for voice in VOICES:
            text = worded(finding, voice)
            assert "gap in the data" not in text
            assert "people in other roles" not in text.lower()
            assert "cannot tell" in text.lower()
    assert "One role to ask about: every job is counted here, so there is no other role" in verdict.claim
    assert "Ask about one role to compare it with others." in worded(verdict, "person")
    (verdict, _) = verdict_findings(no_verdict("threshold", "peers", role="any", difference=None))
    assert "What is missing: more people, or people followed for longer. That is a gap in the data" in (
        worded(verdict, "person")
    )


def test_nobody_seen_to_reach_it_is_said_so_with_how_many_may():
    (answer, *_) = reach_findings(nobody_reaches())
    assert worded(answer, "person").startswith(
        "None of 640 people was seen to reach director or higher within 10 years of"
    )
    assert "the true share is likely at most 6 of 1,000." in worded(answer, "person")
    assert "Clopper and Pearson" in worded(answer, "analyst")
    assert "SE" not in worded(answer, "analyst")


def test_steps_are_read_from_the_curve_and_its_band_and_never_beyond():
    reach = reaches.three_rungs()
    found = {finding.key: finding for finding in reach_findings(reach)}
    curve = reach.curves[0]

    def first(values, least):
        return int(curve.months[np.argmax(values >= least)])

    step = found["step/rung:manager+/25"]
    assert step.number == first(curve.estimate, 0.25)
    assert step.interval == (first(curve.upper, 0.25), first(curve.lower, 0.25))
    assert step.unit == "months"
    late = found["step/rung:director+/25"]
    assert late.number is None or late.number <= curve.months[-1]
    unknown = found["step/rung:executive/10"]
    assert unknown.number is None
    assert "cannot tell when, if ever, one in ten reaches executive" in unknown.claim
    assert "step/rung:executive/25" not in found


def test_steps_of_merged_points_start_no_later_than_the_point_before():
    reach = reaches.rounded()
    found = {finding.key: finding for finding in reach_findings(reach)}
    step = found["step/rung:manager+/25"]
    months = reach.curves[0].months
    assert step.number in months
    assert step.interval[0] < step.number
    assert "First released month" in worded(step, "analyst")


def test_counts_in_a_reason_that_were_rounded_are_about():
    because = "1,200 people entered; 22.0% had, against 25.1% of 3,410 peers; fewer than 50 people stay."
    (finding, *_) = verdict_findings(
        made_verdict(min_cell=10, because=because, flow=Flow(4_000, 0, 2_700, 60, 30, 1_200))
    )
    assert (
        "About 1,200 people entered; 22.0% had, against 25.1% of about 3,410 peers; fewer than 50 people"
        in finding.claim
    )


def test_the_ceiling_for_the_person():
    words = {finding.key: worded(finding, "person") for finding in ceiling_findings(low_ceiling())}
    assert words["ceiling"] == (
        "Manager, where the role starts, is the ceiling: within 15 years fewer than 10 of 100 reach a rung above it, "
        "counting 1,204 people entering the role “social media manager”. That means few get further, not that nobody can."
    )
    assert words["above"] == (
        "Above the ceiling, about 4 of 100 people reach director or higher within 15 years, likely between 3 and 6 of 100, "
        "counting 1,204 people. So some pass it, and about 96 of 100 had not by then."
    )


def test_a_verdict_for_the_person_gives_both_numbers():
    (finding, *_) = verdict_findings(made_verdict("not a path", 2))
    assert worded(finding, "person") == (
        "The role “social media manager” is not a path, by the measure used here. Of 1,204 people who entered, about 22 of "
        "100 reach the next rung, director or higher, within 15 years, against 25 of 100 among 3,412 people who started on "
        "the same rung in other roles. That is about 3 fewer of 100, likely between 8 fewer and 2 more of 100. This compares "
        "roles; it does not judge your work."
    )
    (finding, *_) = verdict_findings(made_verdict())
    assert "Among 3,412 people who started on the same rung in other roles, about 25 of 100 do." in worded(
        finding, "person"
    )


def test_peers_for_the_person_say_when_the_numbers_leave_it_open():
    found = {finding.key: finding for finding in verdict_findings(made_verdict())}
    text = worded(found["peers"], "person")
    assert "about 22 of 100 people here" in text
    assert "That is about 3 fewer of 100, likely between 8 fewer and 2 more of 100." in text
    assert "the numbers leave open" in text
    assert found["peers"].unit == "difference"


def test_peers_of_whom_nobody_was_seen_to_reach_it_are_not_none_of_so_many():
    gap = replace(DIFFERENCE, role=0.0, peers=0.004, estimate=-0.004, role_people=416, peers_people=4_430)
    found = {one.key: worded(one, "person") for one in verdict_findings(made_verdict("not a path", 2, difference=gap))}
    assert found["peers"].startswith(
        "Within 15 years none of 416 people here was seen to reach director or higher, against 4 of 1,000 among 4,430 people "
        "in other roles."
    )
    # the people set against peers, not all who entered
    assert "Of 416 people who entered, none was seen to reach the next rung, director or higher," in found["verdict"]
    assert "against 4 of 1,000 among 4,430 people who started" in found["verdict"]
    (ceiled, _) = verdict_findings(made_verdict(difference=replace(gap, rung="manager", role=0.3)))
    assert (
        "Of 416 people among them, about 30 of 100 reach the next rung, manager or higher, within 15 years, against"
        in (worded(ceiled, "person"))
    )
    gap = replace(gap, role=0.01, peers=0.0, estimate=0.01)
    found = {one.key: worded(one, "person") for one in verdict_findings(made_verdict(difference=gap))}
    assert (
        "about 1 of 100 people here reach director or higher, from 416 people, against none seen among 4,430 people"
        in (found["peers"])
    )
    assert "Among 4,430 people who started on the same rung in other roles, none was seen to." in found["verdict"]


def test_next_jobs_are_told_by_name_and_only_where_they_are_known():
    (finding,) = next_findings(next_jobs())
    assert finding.key == "next/60"
    assert "“marketing, manager” 15%" in finding.claim
    assert "“social media, senior”" in finding.claim
    assert "other ways" not in finding.claim
    assert next_findings(tenure()) == ()
    assert [one.kind for one in tenure_findings(next_jobs())] == ["stay"]


def test_an_unknown_level_is_no_way_up():
    found = {finding.kind: finding for finding in tenure_findings(MADE["levels unknown"])}
    assert found["ending"].claim.startswith("Cannot tell how the stays end.")
    never = {finding.kind: finding for finding in tenure_findings(MADE["never up"])}
    assert "none was seen to end with a move up" in never["ending"].claim


def test_a_share_and_its_rest_add_up():
    assert (about(0.125), rest_of(0.125)) == ("about 13 of 100", "about 87 of 100")
    assert chance_said(0.125, None, None)["rest"] == "about 87 of 100"
    assert (about(0.004), rest_of(0.004)) == ("about 4 of 1,000", "about 996 of 1,000")
    assert rest_of(0.0001) == "nearly all of 1,000"
    assert rest_of(0.9999) == "fewer than 1 of 1,000"
    assert (rest_of(0), rest_of(1)) == ("all of 100", "none of 100")


def test_claims_of_a_curve_that_starts_late_say_of_whom():
    """As the person and the analyst are told: whoever was still below the target where the curve starts."""
    of = ", of those still below it at 2 years"
    late = [replace(curve, starts_at=24) for curve in reaches.three_rungs().curves]
    found = reach_findings(reaches.three_rungs(curves=tuple(late)))
    told = [one for one in found if one.kind in ("answer", "others", "reach", "step")]
    assert {one.kind for one in told} == {"answer", "others", "reach", "step"}
    for finding in told:
        assert of in finding.claim, finding.claim
        assert of in worded(finding, "person") or finding.cannot_tell, worded(finding, "person")
    grouped = reaches.by_group()
    by = replace(grouped, curves=tuple(replace(curve, starts_at=24) for curve in grouped.curves))
    (answer, *_) = reach_findings(by)
    assert answer.claim.count(of) == 3
    assert worded(answer, "person").count(of) == 3
    assert worded(answer, "analyst").count("conditional on being still below it at 2 years") == 3
    none = nobody_reaches()
    none = replace(none, curves=(replace(none.curves[0], starts_at=24),))
    assert f"{of}: an estimated 0%" in reach_findings(none)[0].claim


@pytest.mark.parametrize(
    ("share_", "words"),
    [
        (0.0, "none of 100"),
        (0.0004, "fewer than 1 of 1,000"),
        (0.004, "about 4 of 1,000"),
        (0.0096, "about 1 of 100"),
        (0.152, "about 15 of 100"),
        (0.996, "about 996 of 1,000"),
        (0.9999, "nearly all of 1,000"),
        (1.0, "all of 100"),
    ],
)
def test_natural_frequencies(share_, words):
    assert about(share_) == words


def test_a_share_beside_a_threshold_stays_on_its_side():
    assert about(0.0999, 0.1) == "just under 10 of 100"
    assert about(0.1001, 0.1) == "just over 10 of 100"
    assert about(0.1, 0.1) == "about 10 of 100"
    assert likely(0.0999, 0.2, estimate=0.12, threshold=0.1) == "likely between just under 10 and 20 of 100"
    assert likely(0.0, 0.1001, estimate=0.02, threshold=0.1) == "likely at most just over 10 of 100"


def test_intervals_as_natural_frequencies():
    assert likely(0.13, 0.18, estimate=0.15) == "likely between 13 and 18 of 100"
    assert likely(0.0, 0.006, estimate=0.0) == "likely at most 6 of 1,000"
    assert likely(0.9, 1.0, estimate=0.97) == "likely at least 90 of 100"
    assert likely(0.151, 0.152, estimate=0.15) == "likely very close to 15 of 100"
    assert likely(0.0, 0.0, estimate=0.0) == "likely fewer than 1 of 100"
    assert likely(float("nan"), 0.2, estimate=0.1) == ""
    assert likely(None, 0.2, estimate=0.1) == ""
    assert fewer_or_more(-0.031) == "about 3 fewer of 100"
    assert fewer_or_more(0.001) == "about as many"
    assert likely_gap(-0.08, 0.018) == "likely between 8 fewer and 2 more of 100"
    assert likely_gap(-0.22, -0.08) == "likely between 8 and 22 fewer of 100"
    assert likely_gap(0.0, 0.02) == "likely between as many and 2 more of 100"


def test_a_voice_is_one_of_three():
    assert check_voice("coach") == "coach"
    with pytest.raises(InputError, match="there is no voice 'coaches'"):
        check_voice("coaches")


def test_hostile_text_drives_no_terminal_in_any_voice():
    bad = "a\x1b[31mb\u202e c"
    careers = replace(OWN, name="\x1b]0;owned\x07x")
    curves = (states((bad, "left: \x1b[2Jgone"), [0.5, 0.5], group={bad: bad}),)
    jobs = (states(("in the role", bad, "out"), [0.3, 0.4, 0.3], group={bad: bad}),)
    answers = (
        made_verdict(role=bad, careers=careers, because=bad),
        occupancy(role=bad, states=bad, curves=curves, careers=careers),
        tenure(role=bad, careers=careers, curves=jobs, ways="title"),
        reaches.one_target(role=bad, toward=bad, careers=careers, settings=Settings(weight=bad, by=bad)),
    )
    for answer in answers:
        for finding in findings_of(answer):
            for text in (
                finding.claim,
                finding.source,
                *finding.said.values(),
                *(worded(finding, one) for one in VOICES),
            ):
                assert not any(unicodedata.category(char) in ("Cc", "Cf") and char != "\n" for char in text), repr(text)
