"""Pay and seats above: hand-computed from the numbers as published, and the intervals of their errors."""

from __future__ import annotations

import math

import pytest

import outgrow
from outgrow.errors import InputError
from outgrow.estimates.structure import pay_ceiling, seats_above, share_of_rise
from outgrow.reference.occupations import Occupation


def made(
    people=1000, error=0.03, percentiles=(30_000, 40_000, 50_000, 60_000, 80_000), mean_error=0.01, code="11-0000"
):
    names = ("p10", "p25", "median", "p75", "p90")
    return Occupation(
        code, "Made", 3, people, error, 50_000, mean_error, dict(zip(names, percentiles, strict=True)), None
    )


def test_seats_are_people_over_people_with_the_error_of_both():
    found = seats_above(made(1000, 0.03), made(250, 0.04))
    assert found is not None
    assert (found.here, found.there, found.ratio) == (1000, 250, 4.0)
    # root of 0.03 squared and 0.04 squared is 0.05
    assert found.lower == pytest.approx(4 * math.exp(-1.959963984540054 * 0.05))
    assert found.upper == pytest.approx(4 * math.exp(1.959963984540054 * 0.05))


def test_the_pay_ceiling_is_the_90th_percentile_here_over_the_median_there():
    found = pay_ceiling(made(), made(percentiles=(60_000, 80_000, 100_000, 120_000, 150_000)))
    assert found is not None
    assert (found.here, found.there, found.ratio) == (80_000, 100_000, 0.8)


def test_without_a_published_error_there_is_no_interval_and_without_a_number_no_ratio():
    found = seats_above(made(error=None), made())
    assert found is not None
    assert (found.lower, found.upper) == (None, None)
    assert seats_above(made(people=None), made()) is None
    assert pay_ceiling(made(percentiles=(None,) * 5), made()) is None


def test_the_share_of_a_rise_lies_between_none_and_all():
    top = made(percentiles=(90_000, 110_000, 130_000, 160_000, 200_000))
    assert share_of_rise(made(), top) == pytest.approx((80_000 - 30_000) / (130_000 - 30_000))
    assert (
        share_of_rise(made(percentiles=(30_000, 40_000, 50_000, 60_000, 500_000)), top) is None
    )  # pay here ends above it
    assert share_of_rise(top, made()) is None  # no rise
    assert share_of_rise(made(percentiles=(None,) * 5), top) is None


def test_pay_of_public_relations_specialists_as_published():
    pay = outgrow.pay("public relations specialist")
    assert pay.own.soc_code == "27-3031"
    assert pay.above is not None
    assert (pay.above.rung, pay.above.counted.soc_code) == ("manager", "11-2032")
    assert pay.pay_ceiling is not None
    assert pay.seats_above is not None
    assert pay.pay_ceiling.ratio == pytest.approx(135_150 / 146_910)
    assert pay.seats_above.ratio == pytest.approx(283_380 / 74_850)
    assert pay.share_of_rise == pytest.approx((135_150 - 44_110) / (213_990 - 44_110))
    assert pay.source["licence"] == "public domain"
    assert repr(pay) == "Pay('public relations specialist': 27-3031, median 74,750)"


def test_the_top_has_nothing_above():
    pay = outgrow.pay("chief executive officer")
    assert (pay.above, pay.top, pay.pay_ceiling, pay.seats_above, pay.share_of_rise) == (None,) * 5
    assert any("top of the ladder" in note for note in pay.notes)


def test_pay_that_is_not_published_is_said():
    pay = outgrow.pay("dancer")
    assert pay.own.percentiles["median"] is None
    assert any("Dancers: no yearly pay is published" in note for note in pay.notes)


def test_managers_and_directors_in_one_occupation_are_said():
    pay = outgrow.pay("marketing manager")
    assert pay.above is not None
    assert pay.above.rung == "executive"
    assert any("none of its own for director" in note for note in pay.notes)


@pytest.mark.parametrize("role", ["social media manager", "public relations manager", "midwife"])
def test_seats_are_not_told_where_those_counted_are_of_no_one_ladder(role):
    pay = outgrow.pay(role)
    assert pay.above is not None
    assert pay.seats_above is None
    assert any("not of one ladder" in note for note in pay.notes)


def test_the_first_of_several_values_is_taken_and_said():
    pay = outgrow.pay("function:finance|marketing level:specialist")
    assert any("the first of each was taken: finance, specialist" in note for note in pay.notes)


def test_a_code_without_a_link_has_the_ladder_of_its_name():
    pay = outgrow.pay("occupation:13-2041")  # credit analysts
    assert pay.above is not None
    assert pay.above.counted.soc_code == "11-3031"


def test_a_median_above_that_is_no_higher_is_said():
    pay = outgrow.pay("anesthesiologist")
    assert any("no higher than that of the role" in note for note in pay.notes)


def test_a_role_without_an_occupation_is_refused():
    with pytest.raises(InputError, match="nothing that an occupation"):
        outgrow.pay("any")
