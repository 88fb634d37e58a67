"""The time to each step: the estimator, and its chart."""

import numpy as np
import pytest
from tests.charts import made

import outgrow
from outgrow.charts.readings import TimeTo, time_to
from outgrow.charts.steps import can_draw_steps, steps_description, steps_rows, steps_spec
from outgrow.disclosure import release
from outgrow.errors import InputError
from outgrow.settings import Settings


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        # the estimate is 10% from 12 months on, the lower band 11% from 60 on, the upper band 22% from 12 on
        (0.1, TimeTo(0.1, 12, 12, 60, 130)),
        (0.2, TimeTo(0.2, 60, 12, None, 130)),
        (0.3, TimeTo(0.3, None, 60, None, 130)),
        (0.5, TimeTo(0.5, None, None, None, 130)),
    ],
)
def test_the_time_to_a_share_and_its_interval_by_hand(share, expected):
    assert time_to(made.curve(), share) == expected


def test_where_steps_were_merged_a_time_is_a_released_month_and_the_interval_starts_before_it():
    """The upper band passes 10% somewhere in the first step, so no sooner than at 0; and 30% after 12 months."""
    assert time_to(made.curve(), 0.1, rounded=True) == TimeTo(0.1, 12, 0, 60, 130)
    assert time_to(made.curve(), 0.3, rounded=True) == TimeTo(0.3, None, 12, None, 130)
    assert time_to(made.curve(starts_at=6), 0.1, rounded=True).lower == 6


def test_nothing_is_read_where_fewer_than_ten_are_followed():
    thin = made.curve(at_risk=np.array([50, 9, 8, 7]))
    assert time_to(thin, 0.1) == TimeTo(0.1, 12, 12, None, 12)
    assert time_to(thin, 0.2) == TimeTo(0.2, None, 12, None, 12)
    assert time_to(made.curve(starts_at=None), 0.1) == TimeTo(0.1, None, None, None, 0)


def test_a_share_reached_to_a_rounding_error_is_reached():
    exact = made.curve(estimate=np.array([0.1 - 1e-12, 0.2, 0.2, 0.2]))
    assert time_to(exact, 0.1).months == 12


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_is_a_share(share):
    with pytest.raises(InputError, match="a quarter"):
        time_to(made.curve(), share)


def test_on_real_careers_the_curve_has_the_share_then_and_not_before():
    curve = release(outgrow.reach("title:sales", toward="title:managers", careers="nlsy")).curves[0]
    found = time_to(curve, 0.5)
    assert curve.at(found.months).estimate >= 0.5 > curve.at(found.months - 1).estimate
    assert curve.at(found.lower).upper >= 0.5
    assert found.lower <= found.months


def test_rows_have_the_highest_step_first_and_three_shares_each():
    rows = steps_rows(made.reach())
    assert [(row["name"], row["share"], row["months"], row["lower"], row["upper"]) for row in rows] == [
        ("Director or higher", 0.1, 12, 12, 60),
        ("Director or higher", 0.25, None, 60, None),
        ("Director or higher", 0.5, None, None, None),
        ("Manager or higher", 0.1, 12, 12, 12),
        ("Manager or higher", 0.25, 12, 12, 60),
        ("Manager or higher", 0.5, 60, 60, None),
    ]
    assert [row["said"] for row in rows] == [
        "1 year (1 to 5 years)",
        "not within the 10.8 years seen",
        "not within the 10.8 years seen",
        "1 year (1 year, to the month)",
        "1 year (1 to 5 years)",
        "5 years (5 years or more)",
    ]
    assert [row["said"] for row in steps_rows(made.reach(min_cell=10))][4] == "by 1 year (0 to 5 years)"


def layer_of(spec, kind, **mark):
    return [
        layer["data"]["values"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind and all(layer["mark"].get(name) == value for name, value in mark.items())
    ]


def test_marks_are_the_rows_and_nothing_is_drawn_past_what_was_seen():
    spec = steps_spec(made.reach())
    [dots] = layer_of(spec, "point", size=85)
    assert [(row["toward"], row["share"], row["years"]) for row in dots] == [
        ("rung:director+", 0.1, 1),
        ("rung:manager+", 0.1, 1),
        ("rung:manager+", 0.25, 1),
        ("rung:manager+", 0.5, 5),
    ]
    [bounds] = layer_of(spec, "rule", strokeWidth=3)
    assert [(row["years"], row["end"]) for row in bounds] == [(1, 5), (5, 130 / 12), (1, 1), (1, 5), (5, 130 / 12)]
    [arrows] = layer_of(spec, "point", shape="triangle-right")
    assert len(arrows) == 2
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 130 / 12]
    assert "An arrow: the interval ends beyond what was seen." in made.texts(spec)


def test_it_is_drawn_only_towards_several_steps_from_a_start_in_time():
    assert can_draw_steps(made.reach())
    assert not can_draw_steps(made.reach(made.curve()))
    assert not can_draw_steps(made.reach(settings=Settings(clock="calendar"), origin="2009-01"))
    never = np.zeros(4)
    curves = [
        made.curve(toward, estimate=never, lower=never, upper=never) for toward in ("rung:manager+", "rung:director+")
    ]
    assert not can_draw_steps(made.reach(*curves))


def test_the_words_have_the_times_and_the_people():
    assert steps_description(made.reach()) == (
        "How long each rung takes from “social media manager”: years since entering the role “social media manager” by which "
        "an estimated 10%, 25% and 50% have reached it, with 95% intervals in brackets. Director or higher, of 50 people: 10%: "
        "1 year (1 to 5 years), 25%: not within the 10.8 years seen and 50%: not within the 10.8 years seen. Manager or "
        "higher, of 50 people: 10%: 1 year (1 year, to the month), 25%: 1 year (1 to 5 years) and 50%: 5 years (5 years or more)."
    )
