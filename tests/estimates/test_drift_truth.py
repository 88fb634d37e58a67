"""Drift on the built-in simulated careers against the truth behind them (tests/golden/drift)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import outgrow
from outgrow.careers.simulated_titles import morphs
from outgrow.results.drift import BETWEEN, LEFT, LOST, REST, SAME_ROLE, SAME_TITLE
from outgrow.titles.family import families_of

TRUTH = json.loads((Path(__file__).parents[1] / "golden/drift/truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found():
    return outgrow.drift("social media manager")


def test_the_share_by_year(found):
    held = [one.lower <= TRUTH["share"][str(one.year)] <= one.upper for one in found.share]
    assert len(held) == 22
    assert sum(held) >= 19


def true_share(found, name):
    """The true share of what is held five years on, of as many people of each year as are followed here."""
    followed = Counter()
    for row in found.tally.later.to_pylist():
        followed[str(row["year"])] += row["people"] * (row["kind"] != LOST)
    shares = {year: kinds.get(name, 0) / sum(kinds.values()) for year, kinds in TRUTH["then"].items()}
    return sum(n * shares.get(year, 0) for year, n in followed.items()) / followed.total()


def test_what_holders_hold_five_years_on(found):
    """Morphing within the role, into neighbours, and lasting."""
    told = [one for one in found.successors if one.role != REST]
    held = {one.role: one.lower <= true_share(found, one.role) <= one.upper for one in told}
    assert held[SAME_TITLE]
    assert held[SAME_ROLE]
    assert held["content, manager"]
    assert held[BETWEEN]
    assert held[LEFT]
    assert sum(held.values()) >= 0.85 * len(held)


def test_the_half_life_of_the_title(found):
    half = found.half_life
    assert half.lower <= TRUTH["half_life_months"] <= half.upper
    assert half.upper - half.lower < 24
    for one in half.within:
        assert one.lower <= TRUTH["within"][str(one.months)] <= one.upper


def test_titles_that_come_are_those_that_the_market_brings(found):
    """By `morphs`: of the role's titles its successors come, none before 2012, and no classic title comes or goes."""
    [titles] = [row["titles"]["manager"] for row in morphs() if row["specialty"] == "social_media"]
    since = next(row["hired_as_successor"] for row in morphs() if row["specialty"] == "social_media")
    first = 2004 + next(place for place, share in enumerate(since) if share > 0)
    born = {one.title: one.first_year for one in found.titles if one.born}
    assert set(born) == set(families_of(titles["successor"]))
    assert min(born.values()) >= first
    assert not any(one.gone for one in found.titles)


def test_the_skill_spreads_as_the_rules_of_the_market_say(found):
    """Nobody lists social media campaigns before the year in which they come; from then on more and more do."""
    [item] = [one for one in skill_items() if "social media" in one["name"]]
    assert found.skill[0].year == item["from_year"] or found.skill[0].year == item["from_year"] + 1
    assert found.skill[-1].lower > found.skill[0].upper


def skill_items():
    from outgrow.careers.labour_market import rules

    return rules()["skills"]["items"]
