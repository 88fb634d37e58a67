"""The chart of hazard ratios."""

import math
from dataclasses import replace

import pytest
from tests.charts import made

import outgrow
from outgrow.charts import figures
from outgrow.charts.forest import (
    can_draw_forest,
    forest_description,
    forest_rows,
    forest_spec,
    ratio_number,
    ratio_said,
)
from outgrow.disclosure import release
from outgrow.results.hazards import Category, Hazards, Term


def term(value, ratio, lower, upper, *, events=20, status="estimated", covariate="breadth", reference="focused"):
    return Term(covariate, value, reference, ratio, 0.2, lower, upper, 2.0, 1.0, events, 1_000, status)


FOCUSED = Category("breadth", "focused", 30, 2_000)


def hazards(*terms, references=(FOCUSED,), **changes):
    given = {
        **made.HEAD,
        "toward": "rung:director+",
        "covariates": tuple(one.covariate for one in references),
        "terms": terms,
        "references": references,
        "people": 100,
        "events": 50,
        "person_months": 3_000,
        "piece_months": 12,
        "rare": False,
    }
    return Hazards(**{**given, **changes})


def dots(spec):
    """The ratios that are drawn as dots, and the ends of the lines."""
    layers = [layer for layer in spec["layer"] if layer["data"]["values"] and "ratio" in layer["data"]["values"][0]]
    points = [layer for layer in layers if layer["mark"]["type"] == "point" and "shape" not in layer["mark"]]
    lines = [layer["data"]["values"] for layer in layers if layer["mark"]["type"] == "rule"]
    return [row["ratio"] for layer in points for row in layer["data"]["values"]], [
        (row["from"], row["to"]) for rows in lines for row in rows
    ]


def test_a_row_for_each_category_the_reference_first():
    rows = forest_rows(
        hazards(term("broadened", 1.5, 1.1, 2.0), term("unknown", 0.0, 0.0, 3.5, events=0, status="no events"))
    )
    assert [(row["value"], row["reference"], ratio_said(row)) for row in rows] == [
        ("focused", True, "1 (reference)"),
        ("broadened", False, "1.50 (1.10 to 2.00)"),
        ("unknown", False, "0 (0 to 3.50)"),
    ]


@pytest.mark.parametrize(
    ("events", "beside", "said"),
    [(5, 5, "1.50 (1.10 to 2.00)"), (4, 30, "too few to say"), (30, 4, "too few to say")],
)
def test_no_ratio_rests_on_a_few_people_of_either(events, beside, said):
    found = hazards(
        term("broadened", 1.5, 1.1, 2.0, events=events), references=(Category("breadth", "focused", beside, 2_000),)
    )
    assert ratio_said(forest_rows(found)[1]) == said
    assert can_draw_forest(found) == (said[0] == "1")


def test_what_cannot_be_told_says_so():
    found = hazards(term("broadened", None, None, None, status="separated"))
    assert ratio_said(forest_rows(found)[1]) == "cannot tell"
    assert not can_draw_forest(found)
    assert figures(found) == ()


def test_dots_stand_at_ratios_and_lines_end_at_bounds_or_at_the_axis():
    found = hazards(term("broadened", 1.5, 1.1, 2.0), term("other", 6.0, 0.01, 90.0))
    ratios, lines = dots(forest_spec(found))
    assert sorted(ratios) == [1.0, 1.5, 6.0]
    assert lines == [(1.1, 2.0), (0.0625, 16.0)]
    spec = forest_spec(found)
    arrows = [layer for layer in spec["layer"] if "shape" in layer.get("mark", {})]
    assert [len(layer["data"]["values"]) for layer in arrows] == [1, 1]


@pytest.mark.parametrize(
    ("bounds", "ends"), [((0.6, 1.9), [0.5, 2.0]), ((0.3, 1.9), [0.25, 4.0]), ((0.6, 7), [0.125, 8.0])]
)
def test_the_axis_is_as_narrow_as_holds_all_and_the_same_to_both_sides(bounds, ends):
    spec = forest_spec(hazards(term("broadened", 1.5, *bounds)))
    scales = [layer["encoding"]["x"]["scale"] for layer in spec["layer"] if "scale" in layer["encoding"].get("x", {})]
    assert {tuple(scale["domain"]) for scale in scales} == {tuple(ends)}
    assert math.prod(ends) == 1


def test_words_and_counts():
    found = hazards(term("broadened", 1.5, 1.1, 2.0))
    said = forest_description(found, role="social media manager")
    assert "breadth: broadened, 1.50 (1.10 to 2.00)" in said
    assert "95% intervals" in said
    assert "Of 50 people who reached it" in str(forest_spec(found)["title"]["subtitle"])
    assert [ratio_number(value) for value in (0, 0.031, 9.994, 10, 1234)] == ["0", "0.03", "9.99", "10", "1,234"]


def test_a_real_answer_draws_its_own_numbers():
    answer = release(outgrow.hazards("any", toward="title:managers", known="ethnicity", careers="nlsy"))
    [figure] = figures(answer)
    assert figure.name == "forest"
    drawn = {row["value"]: row["ratio"] for row in figure.rows if not row["reference"]}
    assert drawn == {term.value: pytest.approx(term.ratio, abs=1e-6) for term in answer.terms}
    assert "simulated" not in figure.description.lower()


def test_by_time_the_bands_of_a_category_stand_together_under_it():
    """What they are held against comes first in each; a band rests on who reached the target in it, and in its reference."""
    bands = ("up to 3 years", "over 3 years")
    terms = [
        replace(term(value, 1.5, 1.1, 2.0, events=events), band=band)
        for band, numbers in zip(bands, ((20, 20), (20, 4)), strict=True)
        for value, events in zip(("broadened", "unknown"), numbers, strict=True)
    ]
    terms.append(replace(term("none", None, None, None, events=0, status="nobody at risk"), band=bands[0]))
    references = tuple(Category("breadth", "focused", 15, 1_000, band) for band in bands)
    found = hazards(*terms, references=references, covariates=("breadth",), by_time=("breadth",))
    rows = forest_rows(found)
    assert [(row["group"], row["band"] or row["value"], ratio_said(row)) for row in rows] == [
        ("breadth: broadened", "focused", "1 (reference)"),
        ("breadth: broadened", "up to 3 years", "1.50 (1.10 to 2.00)"),
        ("breadth: broadened", "over 3 years", "1.50 (1.10 to 2.00)"),
        ("breadth: unknown", "focused", "1 (reference)"),
        ("breadth: unknown", "up to 3 years", "1.50 (1.10 to 2.00)"),
        ("breadth: unknown", "over 3 years", "too few to say"),
        ("breadth: none", "focused", "1 (reference)"),
        ("breadth: none", "up to 3 years", "nobody at risk"),
    ]
    assert {row["events"] for row in rows if row["reference"]} == {30}
    written = str(forest_spec(found))
    assert all(text in written for text in ("Breadth: broadened", *bands, "too few to say"))
    assert "breadth: broadened (over 3 years), 1.50 (1.10 to 2.00)" in forest_description(found)
    few = hazards(*terms, references=(references[0], references[1]._replace(events=4)), by_time=("breadth",))
    assert [ratio_said(row) for row in forest_rows(few) if row["band"] == bands[1]] == ["too few to say"] * 2
