"""The chart of where people go next."""

import numpy as np
import pytest
from tests.charts import made

import outgrow
from outgrow.charts.ways import next_description, next_rows, next_spec
from outgrow.disclosure import release


def rows_of(answer):
    return next_rows(answer, answer.curves[0])


def test_ways_are_read_at_five_years_the_largest_first_and_those_who_stay_last():
    rows = rows_of(made.tenure())
    assert [(row["name"], row["estimate"], row["lower"], row["upper"]) for row in rows] == [
        ("Up: a higher level", 0.4, 0.35, 0.45),
        ("Marketing, manager", 0.2, 0.15, 0.25),
        ("Out: no job next", 0.1, 0.05, 0.15),
        ("Still in the role", 0.3, 0.25, 0.35),
    ]
    assert {row["months"] for row in rows} == {60}


def test_where_fewer_are_followed_they_are_read_at_the_last_time_that_can_be():
    few = np.full((4, 4), 25)
    few[2:] = 1
    upper = np.ones((4, 4))
    rows = rows_of(made.tenure(made.states(made.WAYS, made.WAY_SHARES, at_risk=few, upper=upper)))
    assert {row["months"] for row in rows} == {36}
    assert rows[0]["estimate"] == 0.25


def test_where_steps_were_merged_they_are_read_at_the_released_month_nearest():
    curves = made.states(made.WAYS, made.WAY_SHARES, months=(12, 36, 66, 90))
    rows = rows_of(made.tenure(curves, min_cell=10))
    assert {row["months"] for row in rows} == {66}
    assert rows[0]["estimate"] == 0.4


def test_ways_that_nobody_took_are_left_out_and_many_are_drawn_as_one():
    names = ("in the role", *(f"way {number}" for number in range(12)))
    shares = [0.4, 0.0, *[0.05 + number / 1000 for number in range(11)]]
    rows = rows_of(made.tenure(made.states(names, [shares] * 4)))
    assert len(rows) == 10
    assert rows[0]["name"] == "Way 11"
    assert (rows[8]["name"], rows[8]["lower"]) == ("Other ways", None)
    assert rows[8]["estimate"] == pytest.approx(0.05 + 0.051 + 0.052)
    assert "Way 0" not in {row["name"] for row in rows}


def test_real_ways_are_the_answer_s_own():
    answer = release(outgrow.tenure("title:sales", careers="nlsy"))
    rows = rows_of(answer)
    point = answer.curves[0].at(rows[0]["months"])
    for row in rows:
        assert row["estimate"] == pytest.approx(point[row["state"]].estimate, abs=1e-6)
    assert sum(row["estimate"] for row in rows) == pytest.approx(1, abs=1e-5)


def test_bars_are_the_rows_on_an_axis_from_zero_with_numbers_beside():
    answer = made.tenure()
    spec = next_spec(answer, answer.curves[0])
    bar = spec["layer"][0]
    assert [row["estimate"] for row in bar["data"]["values"]] == [0.4, 0.2, 0.1, 0.3]
    assert bar["encoding"]["x"]["scale"]["domain"][0] == 0
    assert bar["encoding"]["x2"] == {"datum": 0}
    tops = [row["y"] for row in bar["data"]["values"]]
    assert tops == sorted(tops)
    assert "40% (35% to 45%)" in made.texts(spec)


def test_the_words_have_the_numbers_and_the_stays():
    answer = made.tenure()
    assert next_description(answer, answer.curves[0], role="seo") == (
        "Where people go next from “seo” within 5 years: estimated chance of each way a stay has ended by then, of 100 stays, "
        "with 95% intervals. Up: a higher level, 40% (35% to 45%); Marketing, manager, 20% (15% to 25%); Out: no job next, "
        "10% (5% to 15%); Still in the role, 30% (25% to 35%)."
    )


def test_ways_that_the_answer_does_not_tell_apart_come_after_the_others():
    names = ("in the role", "customer_service, manager", "other ways", "out")
    rows = rows_of(made.tenure(made.states(names, [[0.4, 0.1, 0.3, 0.2]] * 4)))
    assert [(row["name"], row["estimate"]) for row in rows] == [
        ("Out: no job next", 0.2),
        ("Customer service, manager", 0.1),
        ("Other ways", 0.3),
        ("Still in the role", 0.4),
    ]
    assert rows[2]["lower"] == 0.25
