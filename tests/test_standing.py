"""Where one person stands: those still waiting, people of one career age, the words for it, and small groups."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest

import outgrow
from outgrow.ask import standing
from outgrow.disclosure import release, release_standing
from outgrow.errors import InputError
from outgrow.estimates import estimate_reach
from outgrow.person.facts import FOCUS_SHARE, facts_of
from outgrow.person.profile import PersonSpell, Profile
from outgrow.report.standing import standing_findings, standing_json, standing_text
from outgrow.settings import Settings
from outgrow.tallies import first_passage, so_far
from outgrow.tallies.same_age import same_age_counts
from outgrow.tallies.waiting import still_waiting
from outgrow.titles.parse import parse_title
from outgrow.titles.roles import parse_role

NOW = 2026 * 12 + 10


def spell(title, start, end=None, **more):
    read = parse_title(title)
    labels = {"function": read.function, "specialty": read.specialty, "level": read.level, "marks": read.marks}
    return PersonSpell(title=title, start=start, end=end, ongoing=end is None, start_to="month", **{**labels, **more})


PERSON = Profile(
    spells=(
        spell("Social Media Manager", 2021 * 12),
        spell("Social Media Specialist", 2017 * 12 + 3, 2020 * 12 + 11),
        spell("Copywriter", 2015 * 12 + 3, 2017 * 12 + 2),
    )
)


@pytest.fixture(scope="module")
def demo():
    return outgrow.read_careers("demo")


@pytest.fixture(scope="module")
def stood(demo):
    return standing(PERSON, careers=demo, this_month=NOW)


# Of a person's own jobs.


def test_facts_by_hand():
    """70 months as manager; breadth of 24 months of copywriting and 115 of social media: exp of their entropy."""
    facts = facts_of(PERSON, this_month=NOW)
    assert (facts.present.title, facts.months_in_role, facts.career_months) == ("Social Media Manager", 70, 139)
    shares = np.array([24, 115]) / 139
    assert facts.breadth == pytest.approx(math.exp(-(shares * np.log(shares)).sum()), abs=1e-12)
    assert facts.kind == "focused"
    assert facts.rung == "manager"
    assert not facts.been_above
    assert not facts.ended


def test_the_main_job_of_jobs_held_at_once_is_the_last_begun_and_never_one_on_the_side():
    jobs = (
        spell("Editor", 2020 * 12),
        spell("Press Officer", 2022 * 12),
        spell("Coach", 2024 * 12, marks=("volunteer",)),
    )
    assert facts_of(Profile(spells=jobs), this_month=NOW).present.title == "Press Officer"
    beside = (spell("Editor", 2020 * 12), spell("Trainer", 2023 * 12, marks=("part-time",)))
    assert facts_of(Profile(spells=beside), this_month=NOW).present.title == "Editor"


def test_whoever_was_higher_before_is_told_so():
    jobs = (spell("Editor", 2020 * 12), spell("Communications Director", 2015 * 12, 2019 * 12))
    assert facts_of(Profile(spells=jobs), this_month=NOW).been_above


def test_nobody_without_a_start_and_the_share_of_focus_is_that_of_careers():
    assert facts_of(Profile(spells=(spell("Editor", None),)), this_month=NOW) is None
    assert so_far.FOCUS_SHARE == FOCUS_SHARE


# Those still waiting.


def test_still_waiting_is_the_rest_of_the_curve_given_that_long(demo):
    """By hand from the curve of everyone: chance after m is (F(m + k) - F(m)) / S(m), S of all who are at risk."""
    whole = outgrow.reach("title:sales", toward="title:managers", careers="nlsy", after_last="between")
    months = 24
    rest = estimate_reach(still_waiting(whole.tally, months))
    curve, after = whole.curves[0], rest.curves[0]
    assert after.people == curve.at_risk[np.searchsorted(curve.months, months, side="right")]
    at, later = curve.at(months).estimate, curve.at(months + 36).estimate
    # nobody leaves for good here, so that who has not got there is still waiting
    assert whole.curves[0].exits == 0
    assert after.at(36).estimate == pytest.approx((later - at) / (1 - at), abs=1e-12)


def test_still_waiting_after_nothing_is_everyone_and_tallies_of_it_add():
    tally = outgrow.reach("title:sales", toward="title:managers", careers="nlsy").tally
    assert still_waiting(tally, 0).table.equals(tally.table)
    twice = tally + tally
    assert still_waiting(twice, 30).table.equals((still_waiting(tally, 30) + still_waiting(tally, 30)).table)


def test_still_waiting_with_weights_leaves_folds_out_alike(demo):
    careers = outgrow.read_careers(*weighted_tables())
    tally = first_passage(careers, parse_role("title:editor"), [parse_role("title:director")], Settings())
    assert tally.weighted
    rest = still_waiting(tally, 12)
    kept = estimate_reach(rest).curves[0]
    whole = estimate_reach(tally).curves[0]
    at, later = whole.at(12).estimate, whole.at(24).estimate
    assert kept.at(12).estimate == pytest.approx((later - at) / (1 - at), abs=1e-9)


def weighted_tables():
    rows = [(f"p{n}", "2000-01", None, "editor") for n in range(60)]
    rows += [(f"p{n}", f"200{n % 4}-06", None, "director") for n in range(0, 60, 3)]
    names = ("person", "start", "end", "title")
    spells = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    people = pa.table(
        {
            "person": [f"p{n}" for n in range(60)],
            "observed_until": ["2006-12"] * 60,
            "weight": [1.0 + n % 3 for n in range(60)],
        }
    )
    return spells, people


def test_still_waiting_of_another_tally_is_refused():
    tally = outgrow.occupancy("any", states="title", careers="nlsy").tally
    with pytest.raises(InputError, match="first-passage"):
        still_waiting(tally, 12)
    with pytest.raises(InputError, match="-1 months"):
        still_waiting(outgrow.reach("title:sales", toward="title:managers", careers="nlsy").tally, -1)


# People of one career age.


def test_people_of_one_age_by_hand():
    """Four people 24 months in: a manager, an editor, one between jobs, one no longer followed."""
    rows = [
        ("a", "2010-01", None, "Communications Manager"),
        ("b", "2010-01", "2011-06", "Editor"),
        ("b", "2011-07", None, "Press Officer"),
        ("c", "2010-01", "2011-01", "Editor"),
        ("c", "2014-01", None, "Editor"),
        ("d", "2013-06", None, "Editor"),
    ]
    names = ("person", "start", "end", "title")
    spells = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    people = pa.table({"person": ["a", "b", "c", "d"], "observed_until": ["2015-01"] * 4})
    careers = outgrow.read_careers(spells, people)
    counts, flow = same_age_counts(careers, Settings(), months=24)
    found = {(row["state"], row["kind"]): row["people"] for row in counts.to_pylist()}
    # d began 19 months before the end; c has 13 months in one craft; b's 18 of 24 are less than 80%
    assert found == {
        ("manager", "focused"): 1,
        ("practitioner", "broadened"): 1,
        ("between jobs", "focused"): 1,
    }
    assert (flow.counted, flow.no_follow_up) == (3, 1)
    only, _ = same_age_counts(careers, Settings(), months=24, first_function="editorial")
    assert sum(row["people"] for row in only.to_pylist()) == 2


def test_states_make_up_everyone_and_shares_are_of_them(stood):
    same = stood.same_age
    assert sum(of.count for _, of in same.states) == same.people
    assert sum(of.share for _, of in same.states) == pytest.approx(1)
    assert same.first_function == "marketing"
    assert 0 <= same.less_broad.share <= 1


# Who is set beside whom, and in which words.


def test_a_common_role_is_set_beside_its_own_people(stood):
    assert not stood.widened
    assert stood.terms == "function:marketing specialty:social_media level:manager"
    assert stood.toward == "rung:director+"
    assert stood.reach.flow.counted >= 50
    assert stood.waiting.curves[0].people < stood.reach.curves[0].people
    assert stood.verdict.verdict in ("a path", "a path with a ceiling", "not a path", "cannot tell")


def test_a_rare_role_is_widened_until_enough_people_entered_it(demo):
    rare = Profile(
        spells=(spell("Registrar", 2015 * 12, function="public_service", specialty="registry", level="lead"),)
    )
    found = standing(rare, careers=demo, this_month=NOW)
    assert found.widened
    assert found.reach.flow.counted >= 50
    assert "Too few people here held just that" in standing_text(found)


def test_of_few_people_nothing_is_told(demo):
    long = Profile(spells=(spell("Social Media Manager", 1990 * 12),))
    found = release_standing(standing(long, careers=demo, this_month=NOW))
    assert found.waiting is None
    assert "waiting" not in {one.key for one in standing_findings(found)["waited"]}
    assert any("Fewer than 50 people" in why for _, why in found.left_out)


def test_nothing_above_the_top_and_nothing_for_who_was_above(demo):
    chief = standing(Profile(spells=(spell("Chief Marketing Officer", 2020 * 12),)), careers=demo, this_month=NOW)
    assert chief.toward is None
    assert chief.reach is None
    was = (spell("Social Media Manager", 2021 * 12), spell("Marketing Director", 2015 * 12, 2019 * 12))
    found = standing(Profile(spells=was), careers=demo, this_month=NOW)
    assert found.reach is None
    assert any("higher rung before" in why for _, why in found.left_out)


def test_what_cannot_be_placed_says_what_to_do(demo):
    with pytest.raises(InputError, match="no job of the profile has a start"):
        standing(Profile(), careers=demo)
    with pytest.raises(InputError, match="neither craft nor level"):
        standing(
            Profile(spells=(spell("Zxq", 2020 * 12, function=None, specialty=None, level=None),)),
            careers=demo,
            this_month=NOW,
        )


def test_every_sentence_counts_people_and_names_no_cause(stood):
    found = release_standing(stood)
    for part in standing_findings(found).values():
        for finding in part:
            assert finding.simulated
            assert finding.claim.startswith("In simulated careers")
            assert finding.people >= 50
            assert finding.caveat
            assert "because" not in finding.claim
            assert "your chance" not in finding.claim
    text = standing_text(found, width=80)
    assert text.startswith("SIMULATED CAREERS")
    assert max(map(len, text.splitlines())) <= 80
    assert "not your chances" in text


def test_on_careers_of_ones_own_small_groups_do_not_show(demo):
    from dataclasses import replace

    own = replace(standing(PERSON, careers=demo, this_month=NOW))
    found = release_standing(own, 40)
    answer = standing_json(found)
    counts = [row["count"] for row in answer["same_age"]["states"]]
    assert all(count % 40 == 0 for count in counts)
    assert answer["min_cell"] == 40
    assert all(count >= 40 for count in counts)
    assert {row["state"] for row in answer["same_age"]["states"]} >= {"practitioner", "manager"}
    if found.reach is not None:
        assert all(point["at_risk"] % 40 == 0 for curve in answer["reach"] for point in curve["points"])


def test_few_of_a_state_are_told_as_others(stood):
    same = release(stood.same_age, 90)
    states = dict(same.states)
    small = [state for state, of in stood.same_age.states if of.count < 90]
    assert small
    assert not set(small) & set(states)
    assert states["other"].count >= 90
