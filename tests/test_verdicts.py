"""The verdict on simulated careers whose truth is known, and on few of them."""

from __future__ import annotations

import csv
import functools
from dataclasses import replace
from pathlib import Path

import pytest

import outgrow
from outgrow.titles.label import labelled

with (Path(__file__).parent / "golden" / "verdicts" / "truth.csv").open(encoding="utf-8", newline="") as file:
    TRUTH = {row["role"]: row for row in csv.DictReader(file)}


@functools.cache
def demo():
    return outgrow.read_careers("demo")


@functools.cache
def verdict(role):
    return outgrow.verdict(role, careers=demo())


def test_there_is_a_role_for_each_verdict_and_more_than_eight_in_all():
    assert {row["verdict"] for row in TRUTH.values()} == {"a path", "a path with a ceiling", "not a path"}
    assert len(TRUTH) >= 8


def test_the_verdict_on_demo_is_the_true_one():
    """On each of at least eight roles; and where demo is too small to tell, it says so and not something false."""
    found = {role: verdict(role).verdict for role in TRUTH}
    true = [role for role, row in TRUTH.items() if found[role] == row["verdict"]]
    assert len(true) >= 8, found
    assert {found[role] for role in TRUTH if role not in true} <= {"cannot tell"}


@pytest.mark.parametrize("role", ["specialty:social_media rung:practitioner", "specialty:strategy rung:manager"])
def test_what_decides_is_near_the_truth(role):
    """The difference and each rung's reach, within three standard errors of the truth's."""
    found, true = verdict(role), TRUTH[role]
    pairs = [(found.difference, "difference"), *((rung, rung.rung) for rung in found.ceiling.reach)]
    for number, name in pairs:
        assert abs(number.estimate - float(true[f"{name}_estimate"])) < 3 * number.std_error, name


@pytest.mark.parametrize("role", list(TRUTH)[::3])
def test_of_thirty_people_it_cannot_be_told(role):
    careers = demo()
    pattern = outgrow.parse_role(role)
    spells = labelled(careers, pattern.needs)
    held = spells.filter(pattern.condition(spells)).select("person").distinct().order_by("person")
    people = held.to_pyarrow()["person"].to_pylist()
    left_out = people[: len(people) - 30]
    few = replace(careers, spells=careers.spells.filter(~careers.spells.person.isin(left_out)))
    found = outgrow.verdict(role, careers=few)
    assert (found.verdict, found.rule, found.missing[0]) == ("cannot tell", 1, "entered")
    assert 0 < found.ceiling.people <= 30
    assert "and a verdict needs 50" in found.because
