"""Breadth so far, in careers counted by hand."""

from __future__ import annotations

import math

import ibis
import pytest
from tests.tallies.small import OTHER, careers

from outgrow.engine import lookup
from outgrow.months import month_number
from outgrow.settings import Settings
from outgrow.tallies.so_far import held_jobs, known_at, so_far


def looked_at(jobs, *months, **asked):
    """What `known_at` says of one person who held `jobs` (start, end, title, others), by month asked."""
    data = careers(*(("p", *job) for job in jobs), OTHER)
    points = lookup(
        ibis.memtable({"person": ["p"] * len(months), "at": [month_number(m) for m in months]}).to_pyarrow(),
        data.spells,
    )
    held = held_jobs(data, Settings(**asked))
    rows = known_at(so_far(held, breadth=True), points).to_pyarrow().to_pylist()
    assert {row["person"] for row in rows} <= {"p"}
    by_month = {row["at"]: (row["known"], row["breadth"], row["kind"]) for row in rows}
    assert len(by_month) == len(rows)
    return [by_month.get(month_number(month)) for month in months]


SOCIAL, SEO, BRAND = ({"function": "marketing", "specialty": name} for name in ("social_media", "seo", "brand"))
WHOLE = {"function": "marketing"}
OPEN = {"function": "communications"}


def test_one_craft_alone_has_breadth_one():
    [found] = looked_at([("2015-01", None, "a", SOCIAL)], "2017-01")
    assert found == (24, pytest.approx(1, abs=1e-12), "focused")


def test_only_months_before_the_one_asked_count():
    jobs = [("2015-01", "2015-12", "a", SOCIAL), ("2016-01", None, "b", SEO)]
    assert looked_at(jobs, "2015-01", "2015-02", "2015-12") == [None, (1, None, None), (11, None, None)]
    twelve, thirteen = looked_at(jobs, "2016-01", "2016-02")
    assert twelve == (12, pytest.approx(1), "focused")
    entropy = -(12 / 13 * math.log(12 / 13) + 1 / 13 * math.log(1 / 13))
    assert thirteen == (13, pytest.approx(math.exp(entropy), abs=1e-12), "focused")


def test_two_crafts_of_equal_length_have_breadth_two():
    jobs = [("2015-01", "2015-12", "a", SOCIAL), ("2016-01", "2016-12", "b", SEO)]
    assert looked_at(jobs, "2019-01") == [(24, pytest.approx(2, abs=1e-12), "broadened")]


@pytest.mark.parametrize(("other", "kind"), [(3, "focused"), (4, "broadened")])
def test_four_fifths_in_one_specialty_is_focused(other, kind):
    """12 months in one: of 15 they are 80%, of 16 they are 75%."""
    jobs = [("2015-01", "2015-12", "a", SOCIAL), ("2016-01", f"2016-{other:02d}", "b", SEO)]
    [(known, _, found)] = looked_at(jobs, "2019-01")
    assert (known, found) == (12 + other, kind)


def test_a_specialty_taken_up_again_is_the_same():
    jobs = [
        ("2015-01", "2015-12", "a", SOCIAL),
        ("2016-01", "2016-03", "b", SEO),
        ("2016-04", "2016-12", "c", SOCIAL),
    ]
    [(known, _, kind)] = looked_at(jobs, "2017-01")
    assert (known, kind) == (24, "focused")


def test_a_job_without_a_specialty_counts_by_its_function():
    jobs = [("2015-01", "2015-12", "12", WHOLE), ("2016-01", "2016-12", "13", OPEN)]
    assert looked_at(jobs, "2017-01") == [(24, pytest.approx(2), "broadened")]


def test_months_of_an_unknown_craft_count_in_none():
    """A title that says nothing: its ten months are not among the 13 known ones."""
    jobs = [("2015-01", "2016-01", "a", SOCIAL), ("2016-02", "2016-11", "12")]
    assert looked_at(jobs, "2017-01") == [(13, pytest.approx(1), "focused")]


def test_only_the_main_job_of_a_month_counts():
    """From 2015-07 the newer job is the main one: 6 months of one craft and 12 of the other."""
    jobs = [("2015-01", "2016-06", "a", SOCIAL), ("2015-07", "2016-06", "b", SEO)]
    aside = [("2015-01", "2016-06", "a", SOCIAL), ("2015-07", "2016-06", "b", {**SEO, "marks": "side"})]
    [(known, breadth, kind)] = looked_at(jobs, "2017-01")
    assert (known, kind) == (18, "broadened")
    assert breadth == pytest.approx(math.exp(-(1 / 3 * math.log(1 / 3) + 2 / 3 * math.log(2 / 3))), abs=1e-12)
    assert looked_at(aside, "2017-01") == [(18, pytest.approx(1), "focused")]


@pytest.mark.parametrize(("gap", "known"), [(0, 22), (1, 22), (2, 24)])
def test_a_short_gap_belongs_to_the_job_before(gap, known):
    """November and December 2015 are without a job."""
    jobs = [("2015-01", "2015-10", "a", SOCIAL), ("2016-01", "2016-12", "b", SOCIAL)]
    assert looked_at(jobs, "2017-01", gap=gap) == [(known, pytest.approx(1), "focused")]


def test_three_crafts_by_hand():
    jobs = [
        ("2015-01", "2015-06", "a", SOCIAL),
        ("2015-07", "2015-12", "b", SEO),
        ("2016-01", "2016-12", "c", BRAND),
    ]
    [(known, breadth, kind)] = looked_at(jobs, "2018-01")
    assert (known, kind) == (24, "broadened")
    # shares 1/4, 1/4, 1/2: entropy 1.5 log 2
    assert breadth == pytest.approx(2**1.5, abs=1e-12)
