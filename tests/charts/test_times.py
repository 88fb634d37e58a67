"""Time on every clock: ticks, axes and words, and reach read on them."""

import numpy as np
import pytest
from tests.charts import made

from outgrow.charts.reach import reach_description, reach_spec
from outgrow.charts.readings import horizons
from outgrow.charts.rows import reach_rows
from outgrow.charts.times import TimeAxis
from outgrow.settings import Settings


def axis(clock, origin=None, role="seo"):
    return TimeAxis(Settings(clock=clock), role, origin)


def test_times_are_said_on_their_clock():
    said = {clock: (axis(clock, "2010-03").title, axis(clock, "2010-03").at(120)) for clock in ("role", "career", "age",
                                                                                             "calendar")}  # fmt: skip
    assert said == {
        "role": ("Years since entering the role", "10 years after entering the role “seo”"),
        "career": ("Years since the first job", "10 years after the first job"),
        "age": ("Age", "at age 10"),
        "calendar": ("Year", "in 2020-03"),
    }
    assert axis("role", role="any").title == "Years since their first job"
    assert axis("calendar", "2010-03").by(10) == "by 2011-01"


def test_ticks_are_round_on_their_own_clock():
    steps = ((8, 1), (12, 2), (40, 5))
    assert axis("role").ticks(0, 60, steps) == [0, 12, 24, 36, 48, 60]
    assert axis("age").ticks(220, 480, steps) == [240, 300, 360, 420, 480]
    assert axis("calendar", "2010-03").ticks(0, 36, steps) == [10, 22, 34]


def on_clock(clock, **changes):
    months = np.array([250, 300, 400, 470])
    return made.reach(made.curve(months=months, starts_at=220), settings=Settings(clock=clock), **changes)


def test_reach_by_age_is_read_at_ages_and_drawn_from_where_it_starts():
    reach = on_clock("age")
    assert horizons(reach) == (240, 360, 470)
    spec = reach_spec(reach)
    x = spec["layer"][1]["encoding"]["x"]
    assert x["title"] == "Age"
    assert x["scale"]["domain"][0] == pytest.approx(220 / 12)
    assert (reach_rows(reach)[0]["months"], reach_rows(reach)[-1]["months"]) == (220, 470)
    assert "20% (11% to 34%) by age 39.2" in reach_description(reach)
    assert "20% at age 39.2" in made.texts(spec)


def test_reach_on_the_calendar_has_calendar_months():
    reach = on_clock("calendar", origin="1990-01")
    assert horizons(reach) == (470,)
    assert "by year. " in reach_description(reach)
    assert "by 2029-03" in reach_description(reach)
    assert "20% in 2029-03" in made.texts(reach_spec(reach))
