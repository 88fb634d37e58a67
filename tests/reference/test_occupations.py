"""Official statistics as shipped: every row, its codes, what is missing; the classification of 2010; the links made by hand."""

from __future__ import annotations

import pytest

from outgrow.reference.links import FITS, example_titles, linked, links
from outgrow.reference.occupations import (
    SOURCE,
    codes_of_2018,
    detailed_occupations,
    occupation,
    occupations,
)
from outgrow.reference.prices import last_price_year, price_factors
from outgrow.reference.tables import rows_of
from outgrow.schema import FUNCTIONS, LEVELS, RUNGS


def test_the_table_is_whole():
    assert len(occupations()) == 1104
    assert len(detailed_occupations()) == 830
    assert sum(not one.paid for one in occupations().values()) == 7
    everyone = occupation("00-0000")
    assert everyone is not None
    assert (everyone.people, everyone.percentiles["median"]) == (155_495_730, 50_980)
    assert SOURCE["release"] == "May 2025"


def test_an_occupation_has_its_numbers_by_name():
    chief = occupation("11-1011")
    assert chief is not None
    assert chief.title == "Chief Executives"
    assert (chief.people, chief.people_error, chief.mean_error) == (204_350, 0.031, 0.019)
    assert chief.percentiles == {"p10": 75_700, "p25": 129_540, "median": 213_990, "p75": 356_200, "p90": 507_730}
    assert chief.missing is None


def test_percentiles_rise_in_every_occupation():
    for one in occupations().values():
        there = [value for value in one.percentiles.values() if value is not None]
        assert there == sorted(there), one.title
        assert (one.missing is None) == (len(there) == 5), one.title


@pytest.mark.parametrize("code", ["27-3031", "273031", "27-3031.00"])
def test_a_code_is_found_however_it_is_written(code):
    found = occupation(code)
    assert found is not None
    assert found.title == "Public Relations Specialists"


@pytest.mark.parametrize("code", ["", "27", "2432", "27-303", "xx-yyyy", "99-9999", "27-3031.000"])
def test_what_is_no_code_finds_nothing(code):
    assert occupation(code) is None


def test_what_pay_is_not_published_says_why():
    dancers = occupation("27-2031")
    assert dancers is not None
    assert not dancers.paid
    assert dancers.missing is not None
    assert "by the hour" in dancers.missing
    assert dancers.as_json()["percentiles"]["median"] is None


def test_codes_of_2010_become_those_of_2018():
    assert codes_of_2018("11-2031") == ("11-2032", "11-2033")
    assert codes_of_2018("15-1111") == ("15-1221",)
    assert codes_of_2018("27-3031") == ("27-3031",)  # as it was
    assert codes_of_2018("no code") == ("no code",)


def test_the_changes_of_2018_are_codes_each_once():
    rows = rows_of("soc_2010_2018.csv")
    pairs = [(row["soc_2010"], row["soc_2018"]) for row in rows]
    assert len(pairs) == len(set(pairs)) == 166
    by_old = {old: [new for one, new in pairs if one == old] for old, _ in pairs}
    assert all(len(new) > 1 or new != [old] for old, new in by_old.items())
    # those that the statistics count together are found as the broad occupation they are
    assert {new for _, new in pairs if occupation(new) is None} == {"45-3031"}  # fishing and hunting are not surveyed


def test_every_link_is_of_known_words_and_an_occupation_of_the_table():
    assert len(links()) >= 250
    assert len({(link.function, link.specialty, link.held) for link in links()}) == len(links())
    for link in links():
        assert link.function in FUNCTIONS
        assert link.held in (*RUNGS, *LEVELS)
        assert link.fit in FITS
        assert link.soc_code in detailed_occupations(), link


def test_every_function_but_the_rest_is_linked_on_every_rung():
    for function in FUNCTIONS:
        if function != "other":
            assert {link.held for link in links() if link.function == function and not link.specialty} >= set(RUNGS), (
                function
            )


def test_a_link_is_of_the_level_before_the_rung_and_of_the_specialty_before_the_function():
    manager = linked("communications", "public_relations", "manager")
    assert manager is not None
    assert (manager.soc_code, manager.fit) == ("11-2032", "exact")
    assert linked("marketing", "no such", "manager") == linked("marketing", None, "manager")
    chief = linked("marketing", None, "chief")
    assert chief is not None
    assert chief.soc_code == "11-1011"
    assert linked("no such", None, "manager") is None


def test_common_titles_are_of_occupations_of_the_table():
    titles = dict(example_titles())
    assert len(titles) > 2500
    assert set(titles.values()) <= set(detailed_occupations())


def test_prices_are_those_of_every_year_and_one_in_its_own():
    factors = price_factors()
    assert sorted(factors) == list(range(1980, last_price_year() + 1))
    assert factors[last_price_year()] == 1
    assert price_factors(1984)[1984] == 1
    assert price_factors(2020)[1980] == pytest.approx(258.811 / 82.4)
    fell = [year for year in factors if year > 1980 and factors[year] > factors[year - 1]]
    assert fell == [2009]  # the one year in which prices fell
    with pytest.raises(KeyError):
        price_factors(1900)
