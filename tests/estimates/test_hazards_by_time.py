"""Hazard ratios by band of time: by hand, apart from each other, where bands are empty, and of a truth that is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.estimates.test_compare import teams
from tests.estimates.test_hazards import tally_of
from tests.tallies.small import FOLDS

from outgrow.errors import InputError, UnknownName
from outgrow.estimates import estimate_hazards
from outgrow.estimates.hazards import e_value
from outgrow.estimates.time_bands import band_ends
from outgrow.settings import Settings
from outgrow.tallies import exposure_tally
from outgrow.titles.roles import parse_role

#: 1/3 in the first year, 3 in the second.
ROWS = {("x", 0): (1000, 20), ("y", 0): (1000, 60), ("x", 12): (1000, 60), ("y", 12): (1000, 20), ("y", 24): (10, 1)}


def by_time(rows, *, ends=(12,), names=("team",), timed=None, **settings):
    found = estimate_hazards(tally_of(rows, names=names, **settings), by_time=timed or names[:1], band_ends=ends)
    assert all(term.band is not None for term in found.terms if term.covariate in found.by_time)
    return found


def log_likelihood(*cells):
    """Of events in months at the hazards that make them likeliest."""
    return sum(n * math.log(n / months) for months, n in cells if n)


class TestByHand:
    def test_each_band_has_the_ratio_of_its_own_events(self):
        found = by_time(ROWS)
        assert [(band.name, band.from_months, band.to_months) for band in found.bands] == [
            ("up to 1 year", 0, 12),
            ("over 1 year", 12, None),
        ]
        # y has the most events of all
        early, late = found.term("team", "x", "up to 1 year"), found.term("team", "x", "over 1 year")
        assert (early.ratio, late.ratio) == (pytest.approx(1 / 3), pytest.approx(3))
        for term, mine, other in ((early, 20, 60), (late, 60, 20)):
            error = math.sqrt(1 / mine + 1 / other)
            assert term.std_error == pytest.approx(error)
            assert term.lower == pytest.approx(term.ratio * math.exp(-1.959964 * error), rel=1e-6)
            assert term.e_value == pytest.approx(e_value(term.ratio, rare=found.rare))
            assert (term.events, term.person_months, term.reference, term.early) == (mine, 1000, "y", None)
        assert [(one.name, one.events, one.person_months) for one in found.references] == [
            ("team: y (up to 1 year)", 60, 1000),
            ("team: y (over 1 year)", 21, 1010),
        ]
        assert sum(term.events for term in found.terms) + 81 == found.events

    def test_the_interaction_is_tested_by_the_likelihood_ratio(self):
        """160 events with 1 to 1 in both years, against 3 to 1 in each; so is the check of a year early and a year late."""
        rows = {key: counts for key, counts in ROWS.items() if key[1] < 24}
        [test] = by_time(rows).interactions
        bands = log_likelihood(*rows.values())
        constant = log_likelihood((4000, 160))
        assert (test.covariate, test.freedom) == ("team", 1)
        assert test.statistic == pytest.approx(2 * (bands - constant), rel=1e-9)
        [check] = estimate_hazards(tally_of(rows)).proportionality
        assert (test.statistic, test.p_value) == (pytest.approx(check.statistic), pytest.approx(check.p_value))

    def test_what_is_by_time_has_no_check_of_halves_and_others_have(self):
        rows = {
            (team, shift, month): (
                1000 + 700 * (team + shift == "yd"),
                20 + 10 * (team == "y") + 5 * (shift == "d") * (month > 0) + month // 12,
            )
            for team in "xyz"
            for shift in "dn"
            for month in (0, 12, 24)
        }
        found = by_time(rows, names=("team", "shift"), ends=(12, 24))
        assert (found.by_time, [one.covariate for one in found.interactions]) == (("team",), ["team"])
        assert [one.covariate for one in found.proportionality] == ["shift"]
        assert found.interactions[0].freedom == 4
        assert [(term.value, term.band) for term in found.terms if term.covariate == "shift"] == [("n", None)]
        both = by_time(rows, names=("team", "shift"), timed=("shift", "team"), ends=(12, 24))
        assert both.by_time == ("team", "shift")
        assert [one.freedom for one in both.interactions] == [4, 2]
        assert both.proportionality == ()
        # each test leaves the other by time
        assert abs(both.interactions[0].statistic - found.interactions[0].statistic) > 1e-6

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(
        st.lists(st.tuples(st.integers(20, 500), st.integers(1, 30)), min_size=12, max_size=12),
        st.sampled_from([(12,), (24,), (12, 24), (12, 36)]),
    )
    def test_with_one_covariate_bands_are_as_if_each_were_asked_about_by_itself(self, counts, ends):
        rows = {(team, 12 * year): counts[3 * year + place] for year in range(4) for place, team in enumerate("xyz")}
        found = by_time(rows, ends=ends)
        assert [band.from_months for band in found.bands] == [0, *ends]
        for band in found.bands:
            until = band.to_months or 1000
            alone = tally_of({key: value for key, value in rows.items() if band.from_months <= key[1] < until})
            against = found.references[0].value
            for term in (term for term in found.terms if term.band == band.name):
                own = next(
                    (
                        one
                        for one in estimate_hazards(alone).terms
                        if (one.value, one.reference) == (term.value, against)
                    ),
                    None,
                )
                if own is not None:
                    assert (term.ratio, term.std_error) == (
                        pytest.approx(own.ratio, rel=1e-8),
                        pytest.approx(own.std_error, rel=1e-8),
                    )
        whole = estimate_hazards(tally_of(rows))
        assert {one.value for one in found.references} == {one.value for one in whole.references}


class TestEmptyBands:
    def test_a_band_without_an_event_of_a_category_has_a_limit_of_its_own(self):
        """At the hazard of x in the second year, 30 in 1,000 months, 3 events are to be expected in 100 months: 3.69 / 3."""
        rows = {("x", 0): (1000, 60), ("y", 0): (100, 4), ("x", 12): (1000, 30), ("y", 12): (100, 0)}
        found = by_time(rows)
        none = found.term("team", "y", "over 1 year")
        assert (none.status, none.ratio, none.lower, none.std_error) == ("no events", 0, 0, None)
        assert none.upper == pytest.approx(-math.log(0.025) / 3)
        assert found.term("team", "y", "up to 1 year").ratio == pytest.approx(4 / 6)
        # the ratio that runs to nought is a parameter all the same
        assert found.interactions[0].freedom == 1
        assert any("team: y (over 1 year): the ratio is 0" in note for note in found.notes)

    def test_without_an_event_of_the_reference_a_band_has_no_ratio_and_the_rest_is_told(self):
        rows = {
            ("x", "d", 0): (1000, 60),
            ("y", "d", 0): (500, 10),
            ("x", "n", 0): (500, 20),
            ("x", "d", 12): (100, 0),
            ("y", "d", 12): (500, 10),
            ("z", "d", 12): (500, 5),
            ("z", "n", 12): (500, 25),
            ("y", "n", 12): (500, 9),
        }
        found = by_time(rows, names=("team", "shift"))
        told = {(term.value, term.band): term.status for term in found.terms if term.covariate == "team"}
        assert told == {
            ("y", "up to 1 year"): "estimated",
            ("z", "up to 1 year"): "nobody at risk",
            ("y", "over 1 year"): "separated",
            ("z", "over 1 year"): "separated",
        }
        assert all(
            (term.ratio, term.upper, term.e_value_limit) == (None, None, None)
            for term in found.terms
            if term.status in ("separated", "nobody at risk")
        )
        # the shift is told as if the second year were of two teams alone
        two = {key: counts for key, counts in rows.items() if key[2] == 0 or key[0] != "x"}
        two = {("a" if key[2] == 0 and key[0] == "y" else key[0], *key[1:]): counts for key, counts in two.items()}
        other = estimate_hazards(tally_of(two, names=("team", "shift"))).term("shift", "n")
        shift = found.term("shift", "n")
        assert (shift.ratio, shift.std_error) == (pytest.approx(other.ratio), pytest.approx(other.std_error))
        assert "Nobody was at risk in team: z (up to 1 year)." in found.notes
        assert any(
            note.startswith("Team: y (over 1 year), team: z (over 1 year) cannot be held") for note in found.notes
        )

    def test_a_band_without_any_event_has_no_ratio(self):
        found = by_time({**ROWS, ("x", 24): (10, 0), ("y", 24): (10, 0)}, ends=(12, 24))
        assert found.term("team", "y", "over 2 years").status == "separated"
        assert found.interactions[0].freedom == 1

    def test_bands_in_which_nobody_is_at_risk_are_named_and_left_out(self):
        found = by_time(ROWS, ends=(12, 36, 60))
        assert [band.name for band in found.bands] == ["up to 1 year", "1 to 3 years"]
        assert "Nobody was at risk 3 to 5 years or over 5 years after entry." in found.notes

    def test_in_one_band_nothing_is_by_time(self):
        found = estimate_hazards(tally_of(ROWS), by_time=("team",), band_ends=(36,))
        whole = estimate_hazards(tally_of(ROWS))
        assert (found.terms, found.by_time, found.bands) == (whole.terms, (), ())
        assert any(note.startswith("Everyone at risk is in one band of time") for note in found.notes)

    def test_without_an_event_nothing_is_told(self):
        found = estimate_hazards(tally_of({("x", 0): (10, 0), ("y", 0): (10, 0)}), by_time=("team",))
        assert (found.terms, found.bands, found.by_time) == ((), (), ())


class TestBands:
    @pytest.mark.parametrize(
        ("events", "ends"),
        [
            ((50, 30, 20), [12, 24]),
            ((70, 20, 10), [12]),
            ((20, 20, 60), [24]),
            ((10, 10, 10, 10, 10, 10), [24, 48]),
            ((0, 0, 5, 0, 0, 5), [36]),
            ((1, 1, 0, 0), [12]),
            ((0, 7, 0), []),
        ],
    )
    def test_the_usual_bands_end_with_the_years_by_which_a_third_and_two_thirds_have_happened(self, events, ends):
        rows = {("x", 12 * year): (100, n - n // 2) for year, n in enumerate(events)}
        rows |= {("y", 12 * year): (100, n // 2) for year, n in enumerate(events)}
        found = estimate_hazards(tally_of(rows), by_time=("team",))
        assert [band.to_months for band in found.bands[:-1]] == ends
        assert any("about as many" in note for note in found.notes) == bool(ends)

    def test_months_of_an_end_belong_to_the_band_before_it(self):
        """A piece from month 12 is of the months 13 to 24."""
        tally = replace(tally_of({("x", 0): (9, 2), ("y", 6): (9, 2), ("x", 12): (9, 2), ("y", 12): (9, 2)}), piece=6)
        found = estimate_hazards(tally, by_time=("team",), band_ends=(6, 12))
        assert [band.name for band in found.bands] == ["up to 6 months", "6 months to 1 year", "over 1 year"]
        assert [one.person_months for one in found.references] == [9, 0, 9]

    def test_names(self):
        def names(*ends):
            rows = {(team, month): (10, 1) for month in range(0, 180, 6) for team in "xy"}
            tally = replace(tally_of(rows), piece=6)
            return [band.name for band in estimate_hazards(tally, by_time=("team",), band_ends=ends).bands]

        assert names(36, 84) == ["up to 3 years", "3 to 7 years", "over 7 years"]
        assert names(12, 30) == ["up to 1 year", "1 to 2.5 years", "over 2.5 years"]
        assert names(6, 12, 24) == ["up to 6 months", "6 months to 1 year", "1 to 2 years", "over 2 years"]

    @pytest.mark.parametrize("years", ["3,7", " 3, 7 ", (3, 7), [3.0, 7.0]])
    def test_what_can_be_given(self, years):
        assert band_ends(years, 12) == (36, 84)
        assert band_ends(1.5, 6) == (18,)
        assert band_ends("0.25", 1) == (3,)

    @pytest.mark.parametrize(
        ("years", "piece", "said", "do"),
        [
            ("a", 12, "are no bands", "3,7"),
            ("", 12, "are no bands", "3,7"),
            ((), 12, "bands of time", "ascending"),
            ("7,3", 12, "after 7, 3 years", "ascending"),
            ("3,3", 12, "after 3, 3 years", "ascending"),
            ("0,3", 12, "after 0, 3 years", "above 0"),
            ("nan", 12, "after nan years", "above 0"),
            ("100", 12, "after 100 years", "under 100"),
            ("0.01", 1, "after 0 years", "ascending"),
            ("1.5", 12, "in the midst of a piece of time", "--piece 6"),
            ("1,1.25", 12, "in the midst of a piece of time", "--piece 3"),
            ("1,2,3,4,5,6,7,8,9,10", 12, "10 ends", "9 at the most"),
        ],
    )
    def test_what_cannot(self, years, piece, said, do):
        with pytest.raises(InputError, match=said) as fault:
            band_ends(years, piece)
        assert do in fault.value.do

    def test_what_the_tally_has_not_is_refused(self):
        with pytest.raises(UnknownName, match="no 'shift'"):
            estimate_hazards(tally_of(ROWS), by_time=("shift",))
        with pytest.raises(InputError, match="in the midst"):
            estimate_hazards(tally_of(ROWS), by_time=("team",), band_ends=(6,))


class TestWeights:
    def asked(self, **more):
        tally = exposure_tally(
            teams(lambda n: 1 + n % 4, **more),
            parse_role("title:a"),
            parse_role("title:c"),
            ["team"],
            Settings(),
            piece=1,
        )
        return estimate_hazards(tally, by_time=("team",), band_ends=(11,))

    def test_errors_are_those_of_leaving_folds_out_and_nothing_is_tested(self):
        whole = self.asked()
        assert whole.interactions == ()
        early, late = whole.terms
        without = [math.log(self.asked(left_out=fold).term("team", "y", early.band).ratio) for fold in FOLDS]
        error = math.sqrt(8 / 9 * ((np.array(without) - np.mean(without)) ** 2).sum())
        assert early.std_error == pytest.approx(error, abs=1e-9)
        assert early.lower < early.ratio < early.upper
        # the one fold that tells of the other band is one of those left out
        assert (late.status, late.lower) == ("estimated", None)
        assert any(note.startswith("Team: y (over 11 months) has no interval") for note in whole.notes)


def test_the_table_has_a_row_for_each_band():
    table = by_time(ROWS).to_arrow()
    assert table.schema.field("band").type == pa.string()
    assert table["band"].to_pylist() == ["up to 1 year", "over 1 year"]
    assert table["name"].to_pylist() == ["team: x (up to 1 year)", "team: x (over 1 year)"]
    assert [line.name for line in by_time(ROWS).headlines()] == [
        "team: x (up to 1 year) against y",
        "team: x (over 1 year) against y",
    ]


def cohorts(rng, number, ratios, *, people=900, hazard=0.006, years=8):
    """Months and events of `number` cohorts by team and year; people of y have `ratios` times the hazard of x by year.

    Month by month: of those still at risk so many reach the target, and a tenth in a year is last seen.
    """
    rows = {}
    for team, times in (("x", [1.0] * years), ("y", ratios)):
        left = np.full(number, people // 2)
        for year in range(years):
            months = events = np.zeros(number, dtype=np.int64)
            for _ in range(12):
                months = months + left
                now = rng.binomial(left, hazard * times[year])
                events, left = events + now, left - now
                left = left - rng.binomial(left, 0.1 / 12)
            rows[team, 12 * year] = months, events
    return [{key: (int(m[one]), int(n[one])) for key, (m, n) in rows.items()} for one in range(number)]


def test_a_ratio_that_halves_after_some_years_is_found_in_each_band():
    """Of 400 cohorts, in each band 95% of intervals hold the truth, and next to all say that the two differ."""
    rng = np.random.default_rng(41)
    held, found_out = np.zeros(2), 0
    for rows in cohorts(rng, 400, [3.0] * 3 + [1.5] * 5):
        found = by_time(rows, ends=(36,))
        for place, truth in enumerate((3.0, 1.5)):
            [term] = [term for term in found.terms if term.band == found.bands[place].name]
            if term.reference == "y":
                truth = 1 / truth
            held[place] += term.lower < truth < term.upper
        found_out += found.interactions[0].p_value < 0.05
    # two and a half standard errors of a share of 400
    assert (np.abs(held / 400 - 0.95) < 0.028).all(), held
    assert found_out / 400 > 0.6


def test_where_a_ratio_stays_the_test_says_otherwise_5_times_in_100():
    rng = np.random.default_rng(42)
    under = sum(
        estimate_hazards(tally_of(rows), by_time=("team",)).interactions[0].p_value < 0.05
        for rows in cohorts(rng, 400, [2.0] * 8)
    )
    assert 0.023 < under / 400 < 0.078
