"""Hazard ratios against R: glm of the Poisson family by year, and coxph with Breslow's ties by month."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.estimates.test_compare_golden import GOLDEN, careers, read

from outgrow.estimates import estimate_hazards
from outgrow.estimates.hazard_cells import cells_of
from outgrow.estimates.poisson import fit_ratios
from outgrow.settings import Settings
from outgrow.tallies import exposure_tally
from outgrow.titles.roles import parse_role

#: Data set: role and target.
SETS = {
    "groups": ("title:analyst", "title:manager"),
    "levels": ("title:analyst", "title:manager"),
    "levels_late": ("title:analyst", "title:manager"),
    "nlsy": ("any", "title:managers"),
}
#: Months in a piece of time by R's model: a Cox model's baseline may change every month.
PIECES = {"cox": 1, "poisson": 12}


def questions(name):
    return dict.fromkeys((row["model"], row["asked"], row["after_last"]) for row in read(name, "hazards.csv"))


CASES = [(name, *question) for name in SETS for question in questions(name)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def golden(request):
    """The rows of R, and the tally of the same question."""
    name, model, asked, after_last = request.param
    role, toward = map(parse_role, SETS[name])
    settings = Settings(after_last=after_last or None, weight="none")
    tally = exposure_tally(careers(name), role, toward, asked.split("+"), settings, piece=PIECES[model])
    keys = ("model", "asked", "after_last")
    rows = [row for row in read(name, "hazards.csv") if tuple(row[key] for key in keys) == request.param[1:]]
    assert rows
    return rows, tally


def test_there_is_a_test_for_every_golden_data_set():
    assert set(SETS) == {path.parent.name for path in GOLDEN.glob("*/hazards.csv")}
    assert len(CASES) == 10


def test_ratios_are_those_of_glm_and_coxph(golden):
    rows, tally = golden
    found = {(term.covariate, term.value): term for term in estimate_hazards(tally).terms}
    estimated = {key for key, term in found.items() if term.status == "estimated"}
    assert estimated == {(row["covariate"], row["value"]) for row in rows}
    for row in rows:
        term = found[row["covariate"], row["value"]]
        assert term.reference == row["reference"]
        assert math.log(term.ratio) == pytest.approx(float(row["coefficient"]), abs=1e-9)
        # glm's errors are those of the step before its last
        assert term.std_error == pytest.approx(float(row["std_error"]), abs=1e-7)


def test_events_are_rs_and_so_are_the_months_of_categories_with_events(golden):
    rows, tally = golden
    hazards = estimate_hazards(tally)
    assert hazards.events == int(rows[0]["events"])
    without = {term.covariate: term for term in hazards.terms if term.status == "no events"}
    if not without:
        assert hazards.person_months == int(rows[0]["person_months"])
    else:
        assert hazards.person_months > int(rows[0]["person_months"])


def test_the_likelihood_is_rs(golden):
    """Twice its logarithm above that without any ratio."""
    rows, tally = golden
    cells = cells_of(tally)
    fit = fit_ratios(cells.factors, cells.piece, cells.events, cells.exposure)
    kept = fit.expected > 0
    none = [factor._replace(codes=np.zeros(int(kept.sum()), np.int64), size=1, reference=0) for factor in cells.factors]
    _, piece = np.unique(cells.piece[kept], return_inverse=True)
    alone = fit_ratios(none, piece, cells.events[kept], cells.exposure[kept])
    statistic = 2 * (fit.log_likelihood - alone.log_likelihood)
    assert statistic == pytest.approx(float(rows[0]["likelihood_ratio"]), rel=1e-8)


#: Data set, what was asked, after_last.
CHECKED = [
    (name, *question)
    for name in SETS
    if (GOLDEN / name / "hazard_checks.csv").exists()
    for question in dict.fromkeys((row["asked"], row["after_last"]) for row in read(name, "hazard_checks.csv"))
]


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: "-".join(case))
def test_the_check_of_time_is_rs_anova(case):
    """A category without events in one half has a parameter without end, which counts in R's degrees of freedom and ours."""
    name, asked, after_last = case
    role, toward = map(parse_role, SETS[name])
    settings = Settings(after_last=after_last or None, weight="none")
    found = estimate_hazards(exposure_tally(careers(name), role, toward, asked.split("+"), settings))
    rows = {row["covariate"]: row for row in read(name, "hazard_checks.csv") if row["asked"] == asked}
    assert {one.covariate for one in found.proportionality} == set(rows)
    for check in found.proportionality:
        row = rows[check.covariate]
        assert check.freedom == int(row["freedom"])
        assert check.statistic == pytest.approx(float(row["statistic"]), abs=1e-6)
        assert check.p_value == pytest.approx(float(row["p_value"]), abs=1e-6)


def test_some_golden_categories_are_empty_in_one_half():
    assert sum(int(row["empty_halves"]) for name, *_ in CHECKED for row in read(name, "hazard_checks.csv")) > 1


#: Data set, what was asked (one by time, the others not), ends of bands in months, after_last.
BY_TIME = [
    (name, *question)
    for name in SETS
    if (GOLDEN / name / "hazards_by_time.csv").exists()
    for question in dict.fromkeys(
        (row["model"], row["asked"], row["ends"], row["after_last"]) for row in read(name, "hazards_by_time.csv")
    )
]


@pytest.mark.parametrize("case", BY_TIME, ids=lambda case: "-".join(case))
def test_ratios_by_time_and_the_test_of_them_are_those_of_glm_and_coxph(case):
    """With an indicator of each value in each band, of rows that survSplit cut there."""
    name, model, asked, ends, after_last = case
    role, toward = map(parse_role, SETS[name])
    names = [one.removesuffix(":time") for one in asked.split("+")]
    settings = Settings(after_last=after_last or None, weight="none")
    tally = exposure_tally(careers(name), role, toward, names, settings, piece=PIECES[model])
    found = estimate_hazards(tally, by_time=names[:1], band_ends=[int(end) for end in ends.split()])
    rows = [
        row
        for row in read(name, "hazards_by_time.csv")
        if (row["model"], row["asked"], row["ends"], row["after_last"]) == case[1:]
    ]
    begins = {band.name: str(band.from_months) for band in found.bands} | {None: ""}
    terms = {(term.covariate, term.value, begins[term.band]): term for term in found.terms}
    estimated = {key for key, term in terms.items() if term.status == "estimated"}
    assert estimated == {(row["covariate"], row["value"], row["from_months"]) for row in rows}
    for row in rows:
        term = terms[row["covariate"], row["value"], row["from_months"]]
        assert term.reference == row["reference"]
        assert math.log(term.ratio) == pytest.approx(float(row["coefficient"]), abs=1e-9)
        assert term.std_error == pytest.approx(float(row["std_error"]), abs=1e-7)
    [test] = found.interactions
    assert test.covariate == names[0]
    assert test.freedom == int(rows[0]["freedom"])
    assert test.statistic == pytest.approx(float(rows[0]["statistic"]), abs=1e-6)
    assert test.p_value == pytest.approx(float(rows[0]["p_value"]), abs=1e-6)
    assert found.events == int(rows[0]["events"])


def test_golden_ratios_by_time_are_of_several_data_sets_and_some_cells_are_empty():
    assert {name for name, *_ in BY_TIME} == {"groups", "levels", "nlsy"}
    assert sum(int(row["empty"]) > 0 for name, *_ in BY_TIME for row in read(name, "hazards_by_time.csv")) > 10
