"""The chart of where people are over time."""

from itertools import groupby

import numpy as np
import pytest
from tests.charts import made

import outgrow
from outgrow.charts import figures
from outgrow.charts.layout import LAYOUTS
from outgrow.charts.occupancy import drawn_until, occupancy_description, occupancy_rows, occupancy_spec
from outgrow.charts.states import last_month
from outgrow.disclosure import release
from outgrow.settings import Settings


def rows_of(answer, place=0):
    return occupancy_rows(answer, answer.curves[place])


def test_areas_go_from_practitioner_up_to_executive_then_between_jobs_then_those_who_left():
    rows = [row for row in rows_of(made.occupancy()) if row["months"] == 60]
    assert [(row["name"], row["estimate"]) for row in rows] == [
        ("practitioner", 0.4),
        ("manager", 0.3),
        ("executive", 0.1),
        ("between jobs", 0.1),
        ("left for good", 0.1),
    ]
    assert [row["base"] for row in rows] == pytest.approx([0, 0.4, 0.7, 0.8, 0.9])
    assert [row["top"] for row in rows] == pytest.approx([0.4, 0.7, 0.8, 0.9, 1])
    assert [(row["lower"], row["upper"]) for row in rows][:2] == [(0.35, 0.45), (0.25, 0.35)]
    assert rows[-1]["lower"] is None  # of two ways of leaving together there is no interval


def test_rows_start_where_people_were_and_end_with_the_last_month_drawn():
    months = sorted({row["months"] for row in rows_of(made.occupancy())})
    assert months == [0, 12, 36, 60, 72]
    first = [row for row in rows_of(made.occupancy()) if row["months"] == 0]
    assert [row["estimate"] for row in first] == [1, 0, 0, 0, 0]
    late = made.states(("practitioner", "manager"), [[0.9, 0.1]] * 4, starts_at=6, start=[1, 0])
    assert rows_of(made.occupancy(late))[0]["months"] == 6


def test_real_rows_add_up_and_are_the_answer_s_own():
    answer = release(outgrow.occupancy("any", states="title", careers="nlsy"))
    curves = answer.curves[0]
    rows = rows_of(answer)
    for months, group in groupby(rows, key=lambda row: row["months"]):
        here = list(group)
        assert sum(row["estimate"] for row in here) == pytest.approx(1, abs=1e-5)
        point = curves.at(months) if months else None
        for row in here:
            if point and row["state"] is not None:
                assert row["estimate"] == pytest.approx(point[row["state"]].estimate, abs=1e-6)
                assert row["lower"] == pytest.approx(point[row["state"]].lower, abs=1e-6)
    assert len({row["name"] for row in rows}) == 6  # five titles, and the others as one
    assert rows[-1]["name"] == "4 others"


def test_time_is_drawn_while_enough_are_followed():
    few = np.full((4, 6), 25)
    few[2:] = 1
    answer = made.occupancy(made.states(made.RUNG_STATES, made.RUNG_SHARES, start=[0, 1, 0, 0, 0, 0], at_risk=few))
    assert drawn_until(answer, answer.curves[0]) == 36
    assert last_month(answer.curves[0], ("left", "left: retired"), rounded=False) == 36
    assert last_month(answer.curves[0], ("left", "left: retired"), rounded=True) == 72


def test_few_may_be_left_where_nearly_all_left_for_good():
    shares = [[0.5, 0.5], [0.1, 0.9], [0.05, 0.95], [0.04, 0.96]]
    gone = made.states(("practitioner", "left"), shares, at_risk=np.array([[100, 0], [50, 0], [5, 0], [4, 0]]))
    assert last_month(gone, ("left",), rounded=False) == 72
    narrow = np.array(shares)
    wide = made.states(
        ("practitioner", "left"),
        shares,
        at_risk=np.array([[100, 0], [50, 0], [5, 0], [4, 0]]),
        upper=np.clip(narrow + 0.6, 0, 1),
    )
    assert last_month(wide, ("left",), rounded=False) == 36


def marks(spec):
    return [layer["mark"]["type"] for layer in spec["layer"] if "field" in layer["encoding"].get("y", {})]


def test_the_areas_are_the_rows_held_for_a_little_past_the_last_month():
    answer = made.occupancy()
    spec = occupancy_spec(answer, answer.curves[0])
    area = spec["layer"][0]
    assert marks(spec) == ["area", "line"]
    assert area["mark"]["interpolate"] == "step-after"
    drawn, rows = area["data"]["values"], rows_of(answer)
    for given, row in zip(drawn[: len(rows)], rows, strict=True):
        assert {name: given[name] for name in row} == row
    held = drawn[len(rows) :]
    assert [row["top"] for row in held] == [row["top"] for row in rows if row["months"] == 72]
    edge = area["encoding"]["x"]["scale"]["domain"][1]
    assert [row["years"] for row in held] == pytest.approx([edge] * len(held), abs=1e-3)
    assert area["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_between_released_months_nothing_is_drawn():
    answer = made.occupancy(min_cell=10)
    spec = occupancy_spec(answer, answer.curves[0])
    assert marks(spec) == ["bar"]
    assert {row["months"] for row in spec["layer"][0]["data"]["values"]} == {0, 12, 36, 60, 72}
    assert "Stacked bars at the months that could be released" in occupancy_description(answer, answer.curves[0])


def labels(spec):
    return [line for line in made.texts(spec) if not line.endswith("%")]


def test_areas_are_named_at_their_edge_in_their_order_with_their_share():
    answer = made.occupancy()
    spec = occupancy_spec(answer, answer.curves[0])
    place = {
        layer["mark"]["text"][0]: layer["encoding"]["y"]["value"]
        for layer in spec["layer"]
        if isinstance(layer["mark"].get("text"), list)
    }
    names = ["Left for good", "Between jobs", "Executive", "Manager", "Practitioner"]
    assert sorted(names, key=place.get) == names
    assert "30%" in place
    assert "Stacked areas" in occupancy_description(answer, answer.curves[0])


def numbers(spec):
    [layer] = [layer for layer in spec["layer"] if "text" in layer["encoding"]]
    return {row["months"]: row["text"] for row in layer["data"]["values"]}


def test_people_still_followed_stand_below():
    """At risk in a state that can be left: 4 of 6 states, 25 in each."""
    answer = made.occupancy()
    assert numbers(occupancy_spec(answer, answer.curves[0])) == {
        0: "100",
        **dict.fromkeys((12, 24, 36, 48, 60, 72), "100"),
    }
    rounded = made.occupancy(min_cell=10)
    found = numbers(occupancy_spec(rounded, rounded.curves[0]))
    assert 72 not in found  # not known after the last released month
    assert set(found) <= {0, 12, 36, 60}


def test_each_group_has_a_figure_of_its_own():
    groups = [made.states(made.RUNG_STATES, made.RUNG_SHARES, group={"sex": sex}, people=n) for sex, n in
              (("women", 60), ("men", 40))]  # fmt: skip
    found = figures(made.occupancy(*groups, settings=Settings(by="sex")))
    assert [figure.title.rpartition(": ")[2] for figure in found] == ["Women", "Men"]
    assert "estimated from 60 people" in found[0].description


def test_on_the_calendar_years_are_years():
    answer = made.occupancy(settings=Settings(clock="calendar"), origin="2009-07")
    spec = occupancy_spec(answer, answer.curves[0])
    axis = spec["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]  # each January
    assert axis["labelExpr"] == "format(round(datum.value + 2009.500000), 'd')"
    assert "In 2015-07: " in occupancy_description(answer, answer.curves[0])


def test_the_words_have_the_numbers_and_the_people():
    answer = made.occupancy()
    assert occupancy_description(answer, answer.curves[0]) == (
        "On which rung people are, by years since entering the role “social media manager”, estimated from 100 people. "
        "Stacked areas, which make up everyone, with 95% intervals in brackets. 5 years after entering the role “social "
        "media manager”: practitioner 40% (35% to 45%), manager 30% (25% to 35%), executive 10% (5% to 15%), between jobs "
        "10% (5% to 15%) and left for good 10%. 6 years after entering the role “social media manager”: practitioner 30% "
        "(25% to 35%), manager 30% (25% to 35%), left for good 20%, executive 10% (5% to 15%) and between jobs 10% (5% to 15%)."
    )


def test_by_age_the_words_are_of_ages():
    curves = made.states(("practitioner", "manager"), [[0.7, 0.3]] * 4, months=(300, 360, 480, 500), starts_at=240)
    answer = made.occupancy(curves, settings=Settings(clock="age"))
    said = occupancy_description(answer, curves)
    assert [said.count(f"At age {age}: ") for age in ("30", "40", "41.7")] == [1, 1, 1]
    spec = occupancy_spec(answer, curves)
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 20
    assert spec["layer"][0]["encoding"]["x"]["title"] == "Age"
    assert "estimated from 100 people, after entering the role “social media manager”." in said


def test_of_areas_without_any_height_the_higher_is_named_above():
    curves = made.states(("practitioner", "manager", "director"), [[1.0, 0, 0]] * 4, start=[0.8, 0.1, 0.1])
    answer = made.occupancy(curves)
    spec = occupancy_spec(answer, curves)
    place = {line: layer["encoding"]["y"]["value"] for layer in spec["layer"] for line in made.fixed_text(layer)}
    assert place["Director"] < place["Manager"] < place["Practitioner"]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_bars_stay_within_the_axes_and_off_one_another(size):
    answer = made.occupancy(min_cell=10)
    layer = occupancy_spec(answer, answer.curves[0], size=size)["layer"][0]
    left, right = layer["encoding"]["x"]["scale"]["domain"]
    wide = layer["mark"]["size"] / LAYOUTS[size].width * (right - left)
    years = sorted({row["years"] for row in layer["data"]["values"]})
    assert years[0] - wide / 2 >= left
    assert years[-1] + wide / 2 <= right
    assert min(np.diff(years)) > wide
