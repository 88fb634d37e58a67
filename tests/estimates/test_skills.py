"""Which skills last: by hand, against the same numbers made another way, on skills that mean nothing, and on demo's truth."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import numpy as np
import pytest
import scipy.stats
from tests.tallies.skills_by_hand import Job, Person, tally_of

import outgrow
from outgrow.careers.labour_market import FIRST_YEAR
from outgrow.engine import fold_of
from outgrow.errors import InputError
from outgrow.estimates import estimate_skills
from outgrow.estimates.discoveries import fisher, q_values
from outgrow.estimates.folds import t_p_value
from outgrow.tallies import skill_tally
from outgrow.titles.roles import parse_role

NOTHING = frozenset({"else"})


def drawn(rng, people, skills, *, most=4, weights=False, effect=0.0):
    """People with one to `most` jobs; skills listed by chance alone, each with a chance of its own."""
    chance = dict(zip(skills, np.linspace(0.05, 0.5, len(skills)), strict=True))
    found = []
    for number in range(people):
        jobs, start, ever = [], 24_000 + int(rng.integers(0, 120)), set()
        for _ in range(int(rng.integers(1, most + 1))):
            listed = {skill for skill in skills if rng.random() < chance[skill]}
            ever |= listed
            pay = math.exp(10 + rng.normal(0, 0.3) + effect * (skills[-1] in listed))
            level = ("senior", "manager")[int(rng.integers(2))]
            jobs.append(Job(start, frozenset(listed | NOTHING), True, level, "", pay))
            start += int(rng.integers(6, 40))
        weight = 1.0 + number % 3 if weights else 1.0
        found.append(Person(f"person {number}", tuple(jobs), weight))
    return found


def moves_of(people):
    return [
        (one, before, after, place)
        for one in people
        for place, (before, after) in enumerate(zip(one.jobs, one.jobs[1:], strict=False))
    ]


def left_out(estimate, people):
    """The estimate of everyone, then without each fold that holds anybody; its jackknife error."""
    folds = sorted({fold_of(one.name) for one in people})
    each = [estimate([one for one in people if fold_of(one.name) != fold]) for fold in folds]
    each = np.array([value for value in each if not math.isnan(value)])
    k = len(each)
    return estimate(people), math.sqrt((k - 1) / k * ((each - each.mean()) ** 2).sum())


def excess(skill):
    def estimate(people):
        sums = np.zeros((2, 2))
        for one, before, after, _ in moves_of(people):
            sums[int(skill in before.listed), int(skill in after.listed)] += one.weight
        return sums[1, 1] / sums[1].sum() - sums[0, 1] / sums[0].sum() if sums.sum(axis=1).all() else math.nan

    return estimate


def slope(skill):
    def estimate(people):
        jobs = [(job.start // 12, skill in job.listed, one.weight) for one in people for job in one.jobs]
        year, listed, weight = np.array(jobs, dtype=float).T
        return np.polyfit(year - 2000, listed, 1, w=np.sqrt(weight))[0]

    return estimate


def pay_change(skill):
    def estimate(people):
        """Least squares with a dummy for each kind of moves."""
        rows = []
        for one, before, after, place in moves_of(people):
            if not any(skill in job.listed for job in one.jobs[: place + 1]):
                kind = (after.start // 12, before.level, after.level)
                rows.append((kind, skill in after.listed, math.log(after.pay / before.pay), one.weight))
        kinds = sorted({row[0] for row in rows})
        root = np.sqrt([row[3] for row in rows])
        design = np.zeros((len(rows), 1 + len(kinds)))
        for number, row in enumerate(rows):
            design[number, 0] = row[1]
            design[number, 1 + kinds.index(row[0])] = 1
        return np.linalg.lstsq(design * root[:, None], np.array([row[2] for row in rows]) * root, rcond=None)[0][0]

    return estimate


@pytest.mark.parametrize("weights", [False, True])
def test_every_estimate_and_error_is_what_another_way_gives(weights):
    skills = ("rare", "some", "many")
    people = drawn(np.random.default_rng(9), 300, skills, weights=weights, effect=0.2)
    answer = estimate_skills(tally_of(people, dict.fromkeys(skills, "skill")))
    assert answer.weighted is weights
    assert answer.moves == len(moves_of(people))
    for name in skills:
        found = answer.skill(name)
        for own, another in ((found.retention, excess), (found.trend, slope), (found.pay, pay_change)):
            asked = people if another is not pay_change else [one for one in people if len(one.jobs) > 1]
            estimate, error = left_out(another(name), asked)
            assert own.estimate == pytest.approx(estimate, abs=1e-12)
            assert own.std_error == pytest.approx(error, rel=1e-9)
            assert own.lower < own.estimate < own.upper


def test_shares_by_hand():
    """Of 20 people who list x 15 list it again; of 30 who do not 3 take it up: 0.75 less 0.1."""
    people = []
    for number in range(50):
        before, after = number < 20, number < 15 or 20 <= number < 23
        jobs = [
            Job(24_000 + 12 * at, frozenset({"x", "y"}) if has else frozenset({"y"}), at == 0)
            for at, has in enumerate((before, after))
        ]
        people.append(Person(f"person {number}", tuple(jobs)))
    found = estimate_skills(tally_of(people, {"x": "skill", "y": "tool"})).skill("X")
    assert (found.kept.number, found.kept.of, found.taken_up.number, found.taken_up.of) == (15, 20, 3, 30)
    assert (found.kept.estimate, found.taken_up.estimate) == (0.75, 0.1)
    assert found.retention.estimate == pytest.approx(0.65)
    assert (found.share.number, found.share.of, found.people) == (20, 50, 20)
    # near Newcombe's interval of independent shares, 0.381 to 0.803
    assert found.retention.lower == pytest.approx(0.381, abs=0.05)
    assert found.retention.upper == pytest.approx(0.803, abs=0.05)
    assert found.retention.discovered
    # all jobs of the role began in one year, so that there is no trend
    assert found.trend is None
    assert found.pay is None


def test_where_all_or_none_keep_a_skill_the_interval_is_wilson_s():
    people = [
        Person(f"person {n}", (Job(24_000, frozenset("xz" if n < 20 else "z")), Job(24_020, frozenset("z"), False)))
        for n in range(60)
    ]
    found = estimate_skills(tally_of(people, {"x": None})).skill("x")
    folds = len({fold_of(f"person {n}") for n in range(20)})
    z = scipy.stats.t.ppf(0.975, folds - 1)
    assert (found.kept.estimate, found.kept.lower) == (0, 0)
    assert found.kept.upper == pytest.approx(z * z / (20 + z * z))
    assert found.retention.estimate == 0
    assert found.retention.p_value == 1


def test_too_few_tell_nothing():
    people = [
        Person(f"person {n}", (Job(24_000 + n, frozenset("xz" if n < 9 else "z")), Job(24_100, frozenset("xz"))))
        for n in range(60)
    ]
    found = estimate_skills(tally_of(people, {"x": "skill", "z": "skill"}))
    assert found.skill("x").retention is None
    assert found.skill("z").retention is None  # nobody is without it
    assert found.skill("x").trend is not None
    assert found.kinds == ()
    assert "fewer than 10 moves" in " ".join(found.notes)
    assert found.to_arrow()["retention"].to_pylist() == [None, None]


def test_false_discoveries_are_a_share():
    with pytest.raises(InputError, match="not a percentage"):
        estimate_skills(tally_of([], {}), false_discoveries=5)


def test_q_values_are_those_of_benjamini_and_hochberg():
    """Their own example (1995, section 3.2): of 15 comparisons the first four are discoveries at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    q = q_values(p)
    assert (q <= 0.05).sum() == 4
    assert q.tolist() == pytest.approx(scipy.stats.false_discovery_control(p).tolist())
    shuffled = np.random.default_rng(1).permutation(15)
    assert q_values(np.array(p)[shuffled]).tolist() == pytest.approx(q[shuffled].tolist())
    assert q_values([]).tolist() == []


def test_the_exact_p_value_of_a_small_table():
    """Of 8 cups 3 of 4 are told: 16 + 1 of 70 ways, doubled."""
    assert fisher(3, 1, 1, 3) == pytest.approx(34 / 70)
    assert fisher(0, 12, 14, 974) == 1
    low = 2 * scipy.stats.hypergeom.cdf(0, 1000, 100, 100)
    assert fisher(0, 100, 100, 800) == pytest.approx(low)


@pytest.mark.parametrize("freedom", [1, 2, 9, 49])
def test_p_values_of_t(freedom):
    for statistic in (0.0, 0.3, 2.1, 8.0):
        assert t_p_value(statistic, freedom) == pytest.approx(2 * scipy.stats.t.sf(statistic, freedom), abs=1e-12)
    assert t_p_value(math.inf, freedom) == 0


def test_skills_that_mean_nothing_are_seldom_discovered():
    """Skills listed by chance alone: in at most 5% of cohorts any is discovered, for each of the three measures."""
    rng, cohorts = np.random.default_rng(2026), 120
    skills = tuple(f"skill {number}" for number in range(12))
    any_found = dict.fromkeys(("retention", "trend", "pay"), 0)
    for _ in range(cohorts):
        answer = estimate_skills(tally_of(drawn(rng, 120, skills, most=3), dict.fromkeys(skills)))
        for name in any_found:
            told = [getattr(skill, name) for skill in answer.skills]
            assert any(one is not None for one in told)
            any_found[name] += any(one is not None and one.discovered for one in told)
    # 5% of 120 is 6; more than 11 come about in 2% of runs at exactly 5%
    assert max(any_found.values()) <= 11, any_found


# demo -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo():
    careers = outgrow.read_careers("demo")
    truth = json.loads((files("outgrow.careers") / "demo" / "truth.json").read_text(encoding="utf-8"))
    return careers, truth, {}


def answered(demo, role):
    careers, _, kept = demo
    if role not in kept:
        kept[role] = estimate_skills(skill_tally(careers, parse_role(role)))
    return kept[role]


@pytest.mark.parametrize("role", ["any", "function:marketing", "social media manager"])
def test_what_is_kept_on_demo_is_recovered(demo, role):
    """Tools are listed again with a chance of 45%, skills of 85%, whoever lists them: 40 names at 95%."""
    _, truth, _ = demo
    answer = answered(demo, role)
    kept = truth["skills"]["kept"]
    assert len(answer.skills) == len(truth["skills"]["items"]) == 40
    held = [skill.kept.lower <= kept[skill.kind] <= skill.kept.upper for skill in answer.skills]
    # of 40 intervals fewer than 34 hold in one run of 300
    assert sum(held) >= 34
    by_kind = {one.kind: one for one in answer.kinds}
    assert by_kind["skill minus tool"].lower > 0
    assert all(skill.retention.discovered for skill in answer.skills)
    assert {skill.kind for skill in answer.skills[:22]} == {"skill"}


def test_what_is_taken_up_on_demo_is_recovered(demo):
    """In jobs of functions that all list it, each skill is taken up with the chance of the truth."""
    _, truth, _ = demo
    answer = answered(demo, "any")
    everywhere = [
        item for item in truth["skills"]["items"] if not item["functions"] and item["from_year"] <= FIRST_YEAR
    ]
    assert len(everywhere) == 7
    held = []
    for item in everywhere:
        found = answer.skill(item["name"])
        held.append(found.taken_up.lower <= item["first_listed"] <= found.taken_up.upper)
        wanted = truth["skills"]["kept"][item["kind"]] - item["first_listed"]
        held.append(found.retention.lower <= wanted <= found.retention.upper)
    assert sum(held) >= 12


def test_pay_on_demo_goes_with_the_one_skill_that_it_was_made_to_go_with(demo):
    _, truth, _ = demo
    answer = answered(demo, "any")
    [(name, effect)] = truth["pay"]["listed_skill_log_pay"].items()
    best = max(answer.skills, key=lambda skill: skill.pay.estimate)
    assert best.name == name
    assert best.pay.lower <= effect <= best.pay.upper
    others = [skill.pay for skill in answer.skills if skill.name != name]
    assert sum(one.lower <= 0 <= one.upper for one in others) >= 34
    assert not any(one.discovered for one in others)


def test_skills_that_came_up_later_rise_on_demo(demo):
    """What could not be listed before 2012 or later rises; what always could and is listed everywhere hardly moves."""
    _, truth, _ = demo
    answer = answered(demo, "function:marketing")
    for item in truth["skills"]["items"]:
        trend = answer.skill(item["name"]).trend
        if item["from_year"] >= 2012 and "marketing" in item["functions"]:
            assert trend.lower > 0
            assert trend.discovered
