"""Results as tables, text, HTML and charts: by name, frozen, simulated said."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars
import pytest

import outgrow
from outgrow.disclosure import release
from outgrow.errors import UnknownName
from outgrow.results.headline import moments, quoted, when_told
from outgrow.settings import Settings
from tests.disclosure.made_up import Stay
from tests.disclosure.test_ceiling import ceiling_of, difference_of, people, verdict_of
from tests.disclosure.test_side_by_side import occupancy_of, paths, reach_of, tenure_of, waiting


@pytest.fixture(scope="module")
def sales():
    return outgrow.reach("title:sales", toward="title:managers", careers="nlsy")


@pytest.fixture(scope="module")
def by_ethnicity():
    return outgrow.reach("title:sales", toward="title:managers", careers="nlsy", by="ethnicity")


def test_every_table_holds_the_same_points(by_ethnicity):
    arrow = by_ethnicity.to_arrow()
    names = ["toward", "ethnicity", "months", "estimate", "std_error", "lower", "upper", "at_risk", "events"]
    assert arrow.column_names == names
    assert arrow.to_pylist() == by_ethnicity.to_pandas().to_dict("records")
    assert isinstance(by_ethnicity.to_polars(), polars.DataFrame)
    assert by_ethnicity.to_polars().to_dicts() == arrow.to_pylist()


def test_points_come_by_name(sales):
    point = sales.curve().at(12)
    assert (point.months, point.at_risk, point.events) == (12, 74, 13)
    assert point.estimate == pytest.approx(13 / 74)
    assert sales.curve().at(5) is None
    assert sales.curve().at(1000) is None


def test_a_curve_that_does_not_exist_is_named_with_those_that_do(by_ethnicity):
    assert by_ethnicity.curve(ethnicity="black").people == 7
    with pytest.raises(UnknownName, match="hispanic"):
        by_ethnicity.curve(ethnicity="nobody")


def test_results_are_frozen(sales):
    with pytest.raises(dataclasses.FrozenInstanceError):
        sales.role = "other"
    with pytest.raises(ValueError, match="read-only"):
        sales.curves[0].estimate[0] = 1.0


def test_text_says_who_was_counted_and_whether_it_is_exact(sales):
    text = repr(sales)
    assert "79 of 545 people counted, exact" in text
    assert "nlsy (real)" in text


def test_html_in_a_notebook_is_released_and_escaped(sales):
    own = dataclasses.replace(sales, role="<script>", careers=dataclasses.replace(sales.careers, public=False))
    html = own._repr_html_()
    assert "cells of 10 or more" in html
    assert "<script>" not in html


def test_html_of_simulated_careers_says_so(sales):
    made_up = dataclasses.replace(sales, careers=dataclasses.replace(sales.careers, kind="simulated"))
    assert "Simulated" in made_up._repr_html_()


def test_the_chart_is_made_of_the_released_points(sales):
    spec = sales.chart().to_dict()
    assert "managers" in str(spec)


def test_several_targets_share_one_denominator():
    result = outgrow.reach("any", toward=["rung:manager+", "title:managers"], careers="nlsy")
    first, second = result.curves
    assert first.people == second.people == result.flow.counted
    assert np.array_equal(first.estimate, second.estimate)


def test_an_unknown_setting_is_named():
    with pytest.raises(UnknownName, match="'years'"):
        outgrow.reach("any", toward="title:x", careers="nlsy", yeers=3)


def told(answer):
    """What a reader is told: the number of each name, and the month it is from."""
    return {line.name: (line.estimate, line.months) for line in answer.headlines()}


class TestMoments:
    """170 people: forty are in b, or reach it, from month 36 on, thirty more from month 84; all are seen to month 130."""

    occupancy = occupancy_of(
        paths((40, (0, "a"), (36, "b")), (30, (0, "a"), (84, "b")), (100, (0, "a")), last=130), ways=()
    )
    reach = reach_of(waiting((40, 36, 36, False), (30, 84, 84, False), (100, None, 130, False)))

    def test_an_exact_curve_stays_as_it_is_between_two_points(self):
        for answer in (self.occupancy, release(self.occupancy, 1)):
            assert told(answer) == {
                "a after 5 years": (pytest.approx(130 / 170), 60),
                "b after 5 years": (pytest.approx(40 / 170), 60),
                "a after 10 years": (pytest.approx(100 / 170), 120),
                "b after 10 years": (pytest.approx(70 / 170), 120),
            }
            assert "  after 5 years: a 76.5%" in answer.summary()
        assert told(self.reach) == {
            "title:b by 5 years": (pytest.approx(40 / 170), 60),
            "title:b by 10 years": (pytest.approx(70 / 170), 120),
            "title:b by 15 years": (None, None),
        }
        assert "by 5 years; 41.2% (34.2% to 49.0%) by 10 years" in self.reach.summary()

    def test_numbers_of_a_released_curve_say_which_month_they_are_from(self):
        shown = release(self.occupancy, 10)
        assert shown.curves[0].months.tolist() == [36, 84, 130]
        assert told(shown) == {
            "a after 5 years": (0.765, 36),
            "b after 5 years": (0.235, 36),
            "a after 10 years": (0.588, 84),
            "b after 10 years": (0.412, 84),
        }
        text = shown.summary()
        assert "  after 3 years (last month shown before 5 years): a 76.5%" in text
        assert "  after 7 years (last month shown before 10 years): a 58.8%" in text
        assert "after 5 years" not in text

    def test_one_point_of_a_released_curve_is_one_number(self):
        """Of months 36 and 130 alone, the first is by 5 years, the second by 15, and by 10 years there is none."""
        shown = release(self.reach, 10)
        assert shown.curves[0].months.tolist() == [36, 130]
        assert told(shown) == {
            "title:b by 5 years": (0.235, 36),
            "title:b by 10 years": (None, None),
            "title:b by 15 years": (0.412, 130),
        }
        text = shown.summary()
        assert "by 3 years (last month shown before 5 years); " in text
        assert text.count("23.5%") == 1

    def test_names_and_their_order_are_those_of_the_exact_answer(self):
        assert list(told(release(self.reach, 10))) == list(told(self.reach))
        assert list(told(release(self.occupancy, 10))) == list(told(self.occupancy))

    def test_a_curve_that_ends_before_the_first_moment_is_told_at_its_end(self):
        short = reach_of(waiting((40, 12, 12, False), (60, None, 30, False)))
        for answer, number in ((short, "40.0%"), (release(short, 10), "40.0%")):
            assert f"{number} (31.2% to 50.3%) by 2.5 years" in answer.summary()
        assert told(short)["title:b by 5 years"] == (None, None)
        assert told(release(short, 10))["title:b by 5 years"] == (0.4, 30)
        states = occupancy_of(paths((40, (0, "a"), (12, "b")), (60, (0, "a")), last=30), ways=())
        assert "  after 2.5 years: a 60.0%" in states.summary()

    def test_stays(self):
        stays = tenure_of([Stay(n, 84, "up") for n in range(40)] + [Stay(40 + n, 36, "out") for n in range(60)])
        assert told(stays)["out after 5 years"] == (pytest.approx(0.6), 60)
        assert told(stays)["median stay"] == (36, None)
        shown = release(stays, 10)
        assert told(shown)["out after 5 years"] == (0.6, 36)
        assert "after 3 years (last month shown before 5 years)" in shown.summary()

    def test_ceilings_and_verdicts_are_of_their_horizon(self):
        waits = people((60, 30), (140,), stop=100)
        ceiling = ceiling_of(waits, years=10)
        assert (ceiling.horizon_asked, ceiling.horizon_months) == (120, 100)
        assert told(ceiling)["manager or higher"] == (pytest.approx(0.3), 100)
        assert told(ceiling)["established ceiling"] == (None, 100)
        verdict = verdict_of(waits, difference_of((200, 60), (900, 300)))
        assert told(verdict)["difference from peers"] == (pytest.approx(60 / 200 - 1 / 3), 60)
        assert told(verdict)["verdict"] == (None, None)
        few = verdict_of(waits, difference_of((200, 60), (900, 3)))
        assert told(release(few, 10))["difference from peers"] == (None, None)

    def test_moments(self):
        assert moments(Settings()) == [60, 120, 180]
        assert moments(Settings(years=12)) == [60, 120]
        assert moments(Settings(years=2)) == [24]
        assert moments(Settings(clock="age"), most=4) == [360, 480, 600, 720]
        points = np.array([370, 500])
        assert quoted(points, 500, Settings(clock="age"), 10) == [(360, None), (480, 370), (600, 500)]
        assert quoted(points, 500, Settings(clock="age"), None) == [(360, None), (480, 480), (600, None)]
        assert quoted(np.array([], dtype=np.int64), None, Settings(years=2), 10) == [(24, None)]
        assert when_told(Settings(clock="age"), 480, 370) == "age 30.8 (last month shown before age 40)"
        assert when_told(Settings(), 120, 120) == "10 years"
