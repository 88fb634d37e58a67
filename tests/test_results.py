"""Results as tables, text, HTML and charts: by name, frozen, simulated said."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars
import pytest

import outgrow
from outgrow.errors import UnknownName


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
