"""Ways out of a role by what the next job is: by hand, and against those by level."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.tallies.small import OTHER, careers

import outgrow
from outgrow.disclosure import release
from outgrow.errors import InputError, UnknownName
from outgrow.results.states import OTHER_WAYS

#: A stay from January to June 2015.
STAY = ("2015-01", "2015-06", "a", {"level": "specialist", "specialty": "seo", "function": "marketing"})


def ended(*after, ways="title", people=1, **asked):
    """How stays of people who held `after` (start, end, title, others) afterwards ended: {way: people}."""
    rows = [(f"p{n}", *job) for n in range(people) for job in (STAY, *after)]
    found = outgrow.tenure("title:a", ways=ways, careers=careers(*rows, OTHER), **asked)
    [curves] = found.curves
    return {way: moved for way, moved in zip(curves.states, curves.moved_in.sum(axis=0), strict=True) if moved}


def next_job(title="b", start="2015-07", end="2016-12", **columns):
    return start, end, title, columns


class TestByHand:
    def test_the_value_of_the_next_job_is_the_way_out(self):
        assert ended(next_job("Head of B")) == {"head of b": 1}
        assert ended() == {"out": 1}
        assert ended(next_job(start="2015-09")) == {"out": 1}
        assert ended(next_job(start="2015-09"), gap=2) == {"b": 1}

    def test_several_columns_are_named_in_order(self):
        job = next_job(level="manager", specialty="brand", function="marketing")
        assert ended(job, ways="specialty,level") == {"brand, manager": 1}
        assert ended(job, ways="rung, function,rung") == {"manager, marketing": 1}

    def test_a_job_without_a_specialty_is_named_by_its_function(self):
        job = next_job("B Manager", level="manager", function="sales")
        assert ended(job, ways="specialty,level") == {"sales, manager": 1}

    def test_what_is_not_known_of_a_job_is_said(self):
        assert ended(next_job(organisation=None), ways="organisation") == {"unknown": 1}
        job = next_job("qq zz", occupation=None, organisation="Acme")
        assert ended(job, ways="organisation,occupation") == {"Acme, occupation unknown": 1}

    @pytest.mark.parametrize("title", ["out", "in the role", "other ways"])
    def test_a_job_named_like_an_end_is_told_from_it(self, title):
        assert ended(next_job(title)) == {f"title: {title}": 1}

    def test_of_jobs_at_once_the_next_is_the_one_that_started_last(self):
        assert ended(next_job("z", start="2015-03"), next_job("y", start="2015-05")) == {"y": 1}

    def test_of_jobs_alike_in_all_that_tells_them_apart_the_first_by_name(self):
        for titles in (("y", "z"), ("z", "y")):
            assert ended(*(next_job(title, level="lead") for title in titles)) == {"y": 1}

    def test_the_rest_is_one_way(self):
        rows = []
        for n, title in enumerate(["b"] * 3 + ["c"] * 2 + ["d", "e"]):
            rows += [(f"p{n}", *STAY), (f"p{n}", *next_job(title))]
        data = careers(*rows, ("q", *STAY), OTHER)
        found = outgrow.tenure("title:a", ways="title", most_ways=2, careers=data)
        [curves] = found.curves
        assert curves.states == ("in the role", "b", "c", OTHER_WAYS, "out")
        assert curves.moved_in.sum(axis=0).tolist()[1:] == [3, 2, 2, 1]
        assert any("2 commonest ways" in note for note in found.notes)
        assert found.ways == "title"

    def test_one_that_is_left_is_singular(self):
        rows = []
        for n, code in enumerate(["1"] * 3 + ["2"] * 2 + ["3", None]):
            rows += [(f"p{n}", *STAY), (f"p{n}", *next_job("x", occupation=code))]
        found = outgrow.tenure("title:a", ways="occupation", most_ways=2, careers=careers(*rows, ("q", *STAY), OTHER))
        assert any(note.endswith("; 1 more is 'other ways'.") for note in found.notes), found.notes


def test_by_whatever_columns_stays_last_as_long_and_as_many_end_without_a_job():
    plain, by_job = (outgrow.tenure("social media specialist", ways=ways) for ways in (None, "specialty,level"))
    [one], [other] = plain.curves, by_job.curves
    assert one.months.tolist() == other.months.tolist()
    np.testing.assert_allclose(one.estimate[:, 0], other.estimate[:, 0], atol=1e-12)
    outs = [curves.estimate[:, curves.states.index("out")] for curves in (one, other)]
    np.testing.assert_allclose(*outs, atol=1e-12)
    np.testing.assert_allclose(other.estimate.sum(axis=1), 1, atol=1e-12)
    assert plain.medians == by_job.medians


def test_few_who_go_the_same_way_are_shown_with_others():
    exact = outgrow.tenure("social media specialist", ways="title", most_ways=40)
    shown = release(exact, 10)
    assert shown.ways == "title"
    [curves] = shown.curves
    assert OTHER_WAYS in curves.states
    assert "left" not in curves.states
    hidden = set(exact.curves[0].states) - set(curves.states)
    assert hidden
    assert not any(state in note for state in hidden for note in shown.notes if "shown as one" in note)


def test_a_tally_by_next_job_says_so_and_adds_to_its_like_only(tmp_path):
    from outgrow.tallies import Tally

    tally = outgrow.tenure("title:a", ways="title", careers=careers(("p", *STAY), OTHER)).tally
    assert tally.states == "title"
    assert Tally.load(tally.save(tmp_path / "t.parquet")).states == "title"
    with pytest.raises(InputError, match="differ in states"):
        tally + dataclasses.replace(tally, states=None)


@pytest.mark.parametrize(("asked", "says"), [({"ways": "titel"}, "did you mean 'title'"), ({"ways": ""}, "no column")])
def test_no_such_column(asked, says):
    with pytest.raises(UnknownName, match=f"(?i){says}"):
        outgrow.tenure("title:sales", careers="nlsy", **asked)


def test_at_least_one_way():
    with pytest.raises(InputError, match="most_ways is 0"):
        outgrow.tenure("title:sales", careers="nlsy", ways="title", most_ways=0)


def test_both_kinds_of_ways_are_those_asked_for_one_by_one():
    from outgrow.ask import tenures

    for role, careers_, ways in (
        ("social media specialist", "demo", "specialty,level"),
        ("title:sales", "nlsy", "title"),
    ):
        both = tenures(role, ways=ways, careers=careers_, most_ways=5)
        alone = (outgrow.tenure(role, careers=careers_), outgrow.tenure(role, ways=ways, careers=careers_, most_ways=5))
        for one, other in zip(both, alone, strict=True):
            assert one.as_json() == other.as_json()
            assert one.tally.table.equals(other.tally.table)
