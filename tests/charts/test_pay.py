"""The figure of pay and seats: its rows, its words, and that it can be drawn in every theme and size."""

from __future__ import annotations

import json

import pytest

import outgrow
from outgrow.charts.pay import pay_description, pay_figure, pay_rows, seats_said
from outgrow.charts.svg import to_svg
from outgrow.results import PayRatio


def test_rows_are_the_rungs_from_the_top_and_the_role_last():
    rows = pay_rows(outgrow.pay("public relations specialist"))
    assert [row["occupation"] for row in rows] == [
        "Chief Executives",
        "Public Relations Managers",
        "Public Relations Specialists",
    ]
    assert [row["own"] for row in rows] == [False, False, True]
    assert (rows[-1]["p10"], rows[-1]["median"], rows[-1]["p90"]) == (44_110, 74_750, 135_150)
    assert rows[0]["shared"]
    assert not rows[1]["shared"]


def test_the_words_have_the_numbers_and_no_simulated_careers():
    text = pay_description(outgrow.pay("public relations specialist"))
    assert "$74,750" in text
    assert "283,380 people" in text
    assert "imulated" not in text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize(
    "role", ["public relations specialist", "software engineer", "chief executive officer", "nurse"]
)
def test_it_is_drawn_with_its_names_and_numbers(theme, size, role):
    pay = outgrow.pay(role)
    [figure] = pay_figure(pay)
    spec = figure.spec(theme, size)
    json.dumps(spec, allow_nan=False)
    svg = to_svg(spec)
    assert "SIMULATED" not in svg
    assert f"{pay.own.people:,}" in svg
    assert f"median ${pay.own.percentiles['median']:,}" in svg


def test_pay_that_is_not_published_has_no_figure():
    assert pay_figure(outgrow.pay("dancer")) == ()


def test_seats_are_said_the_way_a_person_counts_them():
    assert seats_said(PayRatio(40, 10, 4.0, None, None)) == "4.0 people below for each seat here"
