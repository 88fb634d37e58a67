"""The chart of reach: its rows, its words and its spec."""

import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.charts.made import curve as curve_of_fifty
from tests.report import reaches

from outgrow.charts import at_risk_rows, reach_chart, reach_description, reach_rows, reach_spec, to_svg
from outgrow.charts.labels import fitted, spread, text_width
from outgrow.charts.readings import (
    at_risk_at,
    headline_months,
    horizons,
    longest_months,
    read_at,
    read_nearest,
    released_points,
)
from outgrow.settings import Settings


def small_reach(**changes):
    return reaches.three_rungs(**{"toward": ("rung:director+",), "curves": (curve_of_fifty(),), **changes})


def test_rows_run_from_the_origin_to_the_last_time_the_report_reads():
    """Longest with 10 at risk: 130 months, so the report reads 5 and 10 years, and the line ends at 10."""
    rows = reach_rows(small_reach())
    assert [(row["months"], row["estimate"], row["at_risk"], row["events"]) for row in rows] == [
        (0, 0.0, 50, 0),
        (12, 0.1, 50, 5),
        (60, 0.2, 45, 5),
        (100, 0.2, 40, 0),
        (120, 0.2, 20, 0),
    ]
    assert {row["series"] for row in rows} == {"Director or higher"}
    assert rows[2] == {
        "series": "Director or higher",
        "toward": "rung:director+",
        "group": None,
        "months": 60,
        "years": 5.0,
        "estimate": 0.2,
        "lower": 0.11,
        "upper": 0.34,
        "at_risk": 45,
        "events": 5,
    }


def test_rows_stop_where_fewer_than_ten_are_at_risk():
    curve = curve_of_fifty(at_risk=np.array([50, 45, 40, 9]))
    rows = reach_rows(small_reach(curves=(curve,)))
    assert rows[-1]["months"] == 96  # eight whole years; at 100 months 40 are at risk, later 9
    assert read_at(curve, 100) is not None
    assert read_at(curve, 101) is None


def test_rows_have_none_and_never_nan():
    rows = reach_rows(small_reach(curves=(curve_of_fifty(lower=np.full(4, np.nan)),)))
    assert [row["lower"] for row in rows] == [0.0, None, None, None, None]


def test_a_curve_that_starts_late_starts_there():
    rows = reach_rows(small_reach(curves=(curve_of_fifty(starts_at=6),)))
    assert (rows[0]["months"], rows[0]["estimate"]) == (6, 0.0)
    assert read_at(curve_of_fifty(starts_at=60), 60) is None


def test_people_at_risk_at_ticks_are_those_before_the_next_departure():
    rows = at_risk_rows(small_reach(), [0, 60, 61, 120])
    assert [(row["months"], row["at_risk"]) for row in rows] == [(0, 50), (60, 45), (61, 40), (120, 20)]
    assert at_risk_at(curve_of_fifty(), 131) == 0


def test_released_curves_show_people_at_risk_on_their_own_grid():
    """A released point has those at risk when its step began, so after a point they are those of the next."""
    reach = reaches.rounded()
    curve = reach.curves[0]
    rows = [row for row in at_risk_rows(reach, [0, 60, 120]) if row["series"] == "Manager or higher"]
    assert rows[0]["months"] == 0
    assert rows[0]["at_risk"] == 1200
    for row in rows[1:]:
        place = int(np.flatnonzero(curve.months == row["months"])[0])
        assert row["at_risk"] == curve.at_risk[place + 1]
    assert longest_months(curve, rounded=True) == curve.months[-1]


def test_people_at_risk_on_a_grid_of_its_own_never_stand_on_one_another():
    curve = curve_of_fifty(months=np.array([60, 62, 76, 185]), through=185)
    rows = at_risk_rows(small_reach(min_cell=10, careers=reaches.OWN, curves=(curve,)), [0, 60, 120, 180])
    assert [row["months"] for row in rows] == [0, 60]  # 76 is nearest to 120, but too near to 60


def test_a_released_curve_is_read_at_the_point_nearest_to_the_time_asked_before_or_after():
    curve = curve_of_fifty(months=np.array([12, 50, 100, 130]))
    reading = read_nearest(curve, 60)
    assert (reading.asked, reading.months, reading.estimate, reading.at_risk) == (60, 50, 0.2, 45)
    assert read_nearest(curve, 90).months == 100
    assert read_nearest(curve, 75).months == 100  # the later of two as near
    assert read_nearest(curve, 400).months == 130
    assert read_nearest(curve, 1).months == 12
    assert headline_months([curve], rounded=True) == 120
    assert headline_months([], rounded=True) is None


def test_of_many_released_points_six_are_told_the_first_and_last_among_them():
    months = np.arange(10, 160, 10)
    many = curve_of_fifty(**{name: np.linspace(0.1, 0.4, 15) for name in ("estimate", "std_error", "lower", "upper")})
    many = replace(many, months=months, at_risk=np.full(15, 40), reached=np.full(15, 10), through=150)
    told = [reading.months for reading in released_points(many)]
    assert len(told) == 6
    assert (told[0], told[-1]) == (10, 150)
    assert max(np.diff(told)) <= 30
    assert [reading.months for reading in released_points(many, None)] == months.tolist()
    assert [reading.months for reading in released_points(curve_of_fifty())] == [12, 60, 100, 130]


def test_a_released_curve_is_drawn_as_its_points_with_bars_joined_by_dashes():
    """A step curve would be a flat 0% with one jump: the points are all that is known."""
    reach = small_reach(min_cell=10, careers=reaches.OWN)
    line, bars, dots = reach_spec(reach)["layer"][:3]
    assert line["mark"]["strokeDash"]
    assert line["mark"]["interpolate"] == "linear"
    assert [row["years"] for row in line["data"]["values"]] == pytest.approx([0, 1, 5, 100 / 12, 130 / 12], abs=1e-3)
    assert line["data"]["values"][0]["estimate"] == 0
    assert bars["mark"]["type"] == "rule"
    assert [(row["lower"], row["upper"]) for row in bars["data"]["values"]] == [
        (0.04, 0.22),
        (0.11, 0.34),
        (0.11, 0.34),
        (0.11, 0.34),
    ]
    assert dots["mark"]["type"] == "point"
    assert [row["estimate"] for row in dots["data"]["values"]] == [0.1, 0.2, 0.2, 0.2]
    assert all(layer["mark"]["type"] != "area" for layer in reach_spec(reach)["layer"])
    assert "20% at 10.8 years" in texts(reach_spec(reach))
    assert "were merged" in reach_description(reach)
    assert "10% (4% to 22%) by 1 year" in reach_description(reach)


def test_one_released_point_is_enough_to_draw():
    one = {name: np.array([0.2]) for name in ("estimate", "std_error", "lower", "upper")}
    curve = curve_of_fifty(**one, months=np.array([35]), at_risk=np.array([50]), reached=np.array([10]))
    spec = reach_spec(small_reach(min_cell=10, careers=reaches.OWN, curves=(curve,)))
    assert [row["years"] for row in spec["layer"][2]["data"]["values"]] == pytest.approx([35 / 12], abs=1e-3)


def test_a_step_at_the_right_edge_is_held_flat_past_it():
    curve = curve_of_fifty(months=np.array([12, 60, 100, 120]), estimate=np.array([0.1, 0.2, 0.2, 0.3]))
    spec = reach_spec(small_reach(curves=(curve,)))
    right = spec["layer"][1]["encoding"]["x"]["scale"]["domain"][1]
    assert 10 < right < 10.5
    for layer in spec["layer"][:2]:
        last = layer["data"]["values"][-1]
        assert (last["years"], last["estimate"], last["upper"]) == (pytest.approx(right, abs=1e-3), 0.3, 0.34)
        assert layer["data"]["values"][-2]["years"] == 10


def test_a_curve_that_ends_a_month_before_the_horizon_is_read_at_its_end():
    curve = curve_of_fifty(months=np.array([12, 60, 100, 119]))
    assert headline_months([curve], 120) == 120
    assert read_at(curve, 120).months == 119
    assert read_at(curve, 123) is None


def test_the_report_reads_five_ten_and_fifteen_years_or_as_far_as_there_is():
    assert horizons(reaches.three_rungs()) == (60, 120, 180)
    assert horizons(small_reach()) == (60, 120)
    assert horizons(reaches.tiny()) == (12,)
    assert horizons(reaches.empty()) == ()
    assert horizons(small_reach(settings=Settings(years=7))) == (60, 84, 120)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("make", [reaches.three_rungs, reaches.by_group, reaches.rounded, reaches.tiny])
def test_the_spec_is_valid_and_its_axis_starts_at_zero(make, size, theme):
    spec = reach_chart(make(), theme=theme, size=size).to_dict()
    shares = [layer["encoding"]["y"] for layer in spec["layer"] if "field" in layer["encoding"].get("y", {})]
    assert shares
    for share in shares:
        assert share["scale"]["domain"][0] == 0
        assert share["scale"]["domain"][1] <= 1
    if make is not reaches.rounded:
        assert all(layer["mark"].get("interpolate") == "step-after" for layer in spec["layer"][:2])


def texts(spec):
    return [line for layer in spec["layer"] for line in layer["mark"].get("text", [])]


def test_lines_are_named_at_their_ends_without_a_legend():
    spec = reach_spec(reaches.three_rungs())
    assert "Director or higher" in texts(spec)
    assert spec["layer"][0]["encoding"]["color"]["legend"] is None


def test_simulated_careers_are_named_inside_the_figure_and_real_ones_are_not():
    assert "SIMULATED CAREERS" in texts(reach_spec(reaches.three_rungs()))
    assert "SIMULATED CAREERS" not in texts(reach_spec(reaches.one_target()))


def test_the_description_has_the_numbers_and_the_people():
    said = reach_description(small_reach(), role="social media manager")
    assert said == (
        "Simulated careers. Estimated chance of reaching director or higher, by years since entering the role “social "
        "media manager”. Rising step curves with 95% intervals. Director or higher, 50 people: 20% (11% to 34%) by 5 years and "
        "20% (11% to 34%) by 10 years."
    )
    assert reach_spec(small_reach(), role="social media manager")["description"] == said


def test_of_many_groups_the_largest_are_drawn():
    curves = tuple(curve_of_fifty(group={"region": f"r{number}"}, people=50 + number) for number in range(9))
    rows = reach_rows(small_reach(curves=curves, settings=Settings(by="region")))
    assert {row["series"] for row in rows} == {f"R{number}" for number in range(3, 9)}


def test_labels_do_not_overlap_and_keep_their_order():
    places = spread([100.0, 104.0, 102.0], [30.0, 30.0, 30.0], 300.0)
    assert sorted(places) == pytest.approx([72, 102, 132])  # each gives way as little as can be
    assert places[0] < places[2] < places[1]
    squeezed = spread([295.0, 299.0], [30.0, 30.0], 300.0)
    assert squeezed == pytest.approx([263, 293])


def test_long_names_are_broken_and_cut_to_their_room():
    assert fitted("Manager or higher", 75, 12, 3) == ["Manager or", "higher"]
    assert fitted("", 75, 12, 2) == [""]
    for text in ("x" * 10_000, "W" * 50, "a " * 5_000, "\u8abf\u67fb" * 40, "\U0001f600" * 300):
        lines = fitted(text, 75, 12, 2)
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert all(text_width(line, 12) <= 75 for line in lines)


def test_svg_reads_itself_out_scales_and_names_nothing_outside():
    svg = to_svg(reach_spec(small_reach(), role="<script>alert(1)</script>"), css_class="chart light wide")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label").startswith("Simulated careers.")
    assert root.get("viewBox")
    assert "height" not in root.attrib
    assert "<script" not in svg
    assert svg.replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0


def test_rows_words_and_specs_load_neither_altair_nor_the_renderer():
    code = (
        "import sys; import outgrow.charts.reach, outgrow.charts.svg, outgrow.report; "
        "print([name for name in ('altair', 'vl_convert', 'jinja2', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
