"""The charts of what a role turns into, and of its share by year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tests.charts import made
from tests.disclosure.test_drift import drawn

from outgrow.charts import figures, to_svg
from outgrow.charts.drift import drift_description, drift_rows, drift_spec
from outgrow.charts.drift_share import share_rows, share_spec
from outgrow.charts.layout import LAYOUTS
from outgrow.disclosure import release


@pytest.fixture(scope="module")
def exact():
    return release(drawn(1), 1)


def test_ribbons_have_everyone_who_is_followed(exact):
    rows = drift_rows(exact)
    assert sum(row["times"] for row in rows) == exact.followed
    by_name = Counter()
    for row in rows:
        by_name[row["kind"]] += row["times"]
    for kind in by_name:
        assert by_name[kind] == sum(one.times for one in exact.successors if one.kind == kind)
    by_years = Counter()
    for row in rows:
        by_years[row["years"]] += row["times"]
    assert sorted(by_years.values()) == sorted(one.followed for one in exact.periods if one.followed)


def test_other_roles_beyond_some_are_one_without_an_interval(exact):
    rows = drift_rows(exact, most=3)
    names = {row["name"] for row in rows if row["kind"] == "another role"}
    assert len(names) == 4
    assert {row["lower"] for row in rows if row["name"] == "Other roles"} == {None}


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_ribbons_leave_and_arrive_at_their_blocks(exact, size):
    spec = drift_spec(exact, size=size)
    ribbons, bars = (spec["layer"][n]["data"]["values"] for n in (0, 1))
    first, last = min(bar["x"] for bar in bars), max(bar["x"] for bar in bars)
    assert 0 < first < last < LAYOUTS[size].whole
    ends = {x: Counter() for x in (first, last)}
    for at, place in ((first, first + 12.0), (last, last)):
        for point in ribbons:
            if point["x"] == place:
                ends[at]["ribbons"] += point["bottom"] - point["top"]
        ends[at]["bars"] = sum(bar["bottom"] - bar["top"] for bar in bars if bar["x"] == at)
        assert ends[at]["ribbons"] == pytest.approx(ends[at]["bars"], rel=0.01)
    for bar in bars:
        assert 0 <= bar["top"] <= bar["bottom"] <= spec["height"]
    assert to_svg(spec).startswith("<svg")


def test_names_stand_beside_with_shares(exact):
    text = " ".join(made.texts(drift_spec(exact)))
    same = exact.successor("same title")
    assert f"Same title {100 * same.estimate:.0f}%" in text
    assert "Half of the titles held have given way" in text


def test_where_periods_are_told_by_other_kinds_there_is_one_block():
    shown = release(drawn(1), 10)
    assert len({row["years"] for row in drift_rows(shown)}) == 1
    assert sum(row["times"] for row in drift_rows(shown)) == sum(one.times for one in shown.successors)


def test_the_share_is_drawn_with_its_interval(exact):
    spec = share_spec(exact)
    assert spec["layer"][0]["data"]["values"] == share_rows(exact)
    assert [row["year"] for row in share_rows(exact)] == [one.year for one in exact.share]
    top = spec["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert top[0] == 0
    assert top[1] >= max(one.upper for one in exact.share)


def test_figures_and_their_words(exact):
    found = figures(exact, role="analyst")
    assert [figure.name for figure in found] == ["drift", "share"]
    assert found[0].title == "What “analyst” turns into, five years on"
    assert "SIMULATED" not in " ".join(made.texts(found[0].spec()))
    simulated = replace(exact, careers=replace(exact.careers, kind="simulated"))
    assert drift_description(simulated).startswith("Simulated careers. ")
    assert "SIMULATED CAREERS" in made.texts(drift_spec(simulated))
    assert figures(replace(exact, successors=(), share=())) == ()
