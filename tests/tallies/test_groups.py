"""Groups by columns of every kind: refused, folded or counted, never a fault of ours."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pyarrow as pa
import pytest

import outgrow
from outgrow.errors import InputError, RefusedQuestion, UnknownName

TODAY = datetime.date(2021, 1, 15)


def careers(**columns):
    people = list(range(40))
    spells = pa.table(
        {
            "person": [person for person in people for _ in range(2)],
            "start": ["2010-01", "2012-01"] * 40,
            "end": ["2011-12", None] * 40,
            "title": ["Analyst", "Manager"] * 40,
        }
    )
    table = {name: pa.array([value[person % len(value)] for person in people]) for name, value in columns.items()}
    return outgrow.read_careers(spells, pa.table({"person": people, **table}), today=TODAY)


def ask(data, by, **settings):
    return outgrow.reach("title:analyst", toward="title:manager", careers=data, by=by, **settings)


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        (["a", "b"], {"a", "b"}),
        ([1, 2], {1, 2}),
        ([True, False], {True, False}),
        ([0.5, float("nan"), None], {0.5, None}),
    ],
    ids=["text", "whole", "boolean", "float with NaN"],
)
def test_plain_values_make_groups(values, groups):
    result = ask(careers(team=values), "team")
    assert {curve.group["team"] for curve in result.curves} == groups
    assert sum(curve.people for curve in result.curves) == 40
    json.dumps(result.as_json(), allow_nan=False)


def test_names_of_columns_are_found_in_any_case():
    assert ask(careers(Team=["a", "b"]), "team").curves[0].group == {"Team": "a"}


@pytest.mark.parametrize("name", ["Leaving Reason", "exit_type", "Termination", "resigned"])
def test_how_somebody_left_makes_no_groups(name):
    with pytest.raises(RefusedQuestion, match="immortal time"):
        ask(careers(**{name: ["voluntary", None]}), name)


def test_dates_make_no_groups():
    with pytest.raises(RefusedQuestion, match="holds dates"):
        ask(careers(promoted=[datetime.date(2014, 1, 1), None]), "promoted")


@pytest.mark.parametrize(
    "values",
    [["2014-03", ""], ["17.03.2014", None], ["Mar 2014", "n/a"], ["03/04/2014"], ["20140317"], ["2014-03", "2013"]],
    ids=["month", "day", "words", "either way round", "digits", "some years"],
)
def test_dates_as_text_make_no_groups(values):
    with pytest.raises(RefusedQuestion, match="holds dates"):
        ask(careers(promoted=values), "promoted")


@pytest.mark.parametrize(
    "values",
    [["2005", "2006"], ["2014-03", "later"], ["", None], ["present", "n/a"], ["1234-56"]],
    ids=["years alone", "not all", "nothing", "words for none", "no month"],
)
def test_text_that_is_no_date_makes_groups(values):
    assert sum(curve.people for curve in ask(careers(promoted=values), "promoted").curves) == 40


@pytest.mark.parametrize("value", [["a"], {"x": 1}, Decimal("1.5"), b"x"], ids=["list", "struct", "decimal", "binary"])
def test_other_types_make_no_groups(value):
    with pytest.raises(InputError, match="makes no groups"):
        ask(careers(team=[value]), "team")


@pytest.mark.parametrize("name", ["months", "events", "estimate", "at_risk", "toward"])
def test_names_of_counts_make_no_groups(name):
    with pytest.raises(InputError, match="rename that column"):
        ask(careers(**{name: ["a", "b"]}), name)


def test_a_column_that_exists_but_makes_no_groups_is_said_so():
    with pytest.raises(UnknownName, match="'birth' is a column outgrow makes no groups of"):
        ask(careers(birth=[1980]), "birth")


def test_weights_are_said_to_be_used_or_not():
    weighted = careers(weight=[2.0])
    assert any("weighted by 'weight'" in note for note in ask(weighted, None).notes)
    assert any("not used, as asked" in note for note in ask(weighted, None, weight="none").notes)
    assert not any("weight" in note for note in ask(careers(team=["a"]), None).notes)
