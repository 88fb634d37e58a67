"""Intervals hold the truth about as often as they say: bench/coverage.py in small, from a fixed seed.

Bounds are those that 400 cohorts stay within 999 times in 1,000 where intervals hold the truth 95 times in 100. Errors a
fifth too small hold it 88 times in 100, and 352 of 400 are under the lower one.
"""

from __future__ import annotations

import functools
from collections import Counter

import numpy as np
import pytest
from bench import coverage
from scipy.stats import binom

COHORTS, PEOPLE = 400, 200
LEAST, MOST = (binom.ppf(chance, COHORTS, 0.95) / COHORTS for chance in (0.0005, 0.9995))


@functools.cache
def found(scenario):
    """Every row of a scenario, by what was asked, of what, by when."""
    rows = coverage.run(scenario, PEOPLE, COHORTS)
    return {(row["estimand"], row["of"], row["month"]): row for row in rows}


class TestCoverage:
    @pytest.mark.parametrize("month", coverage.AT)
    @pytest.mark.parametrize(
        ("scenario", "estimand", "of"),
        [
            ("practitioners", "reach", "manager+"),
            ("practitioners", "ceiling", "manager+"),
            ("occupancy", "occupancy", "practitioner"),
            ("occupancy", "occupancy", "manager"),
            ("occupancy", "occupancy", "left"),
            ("difference", "difference", "any such role"),
            ("difference, people in both", "difference", "any such role"),
        ],
    )
    def test_intervals_hold_the_truth_95_times_in_100(self, scenario, estimand, of, month):
        row = found(scenario)[estimand, of, month]
        assert row["known"] == COHORTS
        assert LEAST <= row["coverage"] <= MOST, row
        assert abs(row["bias"]) < 4 * row["spread"] / COHORTS**0.5
        assert abs(row["std_error"] / row["spread"] - 1) < 4 / (2 * COHORTS) ** 0.5

    def test_where_nobody_arrives_clopper_and_pearson_take_over(self):
        """Of 200 practitioners one in eight cohorts has no executive after ten years, and most have none after three."""
        early, late = (found("practitioners")["reach", "executive+", month] for month in (36, 120))
        assert early["clopper_pearson"] > 0.5 > 0.3 > late["clopper_pearson"] > 0.05
        assert early["coverage"] >= LEAST
        assert late["coverage"] >= LEAST


class TestTruth:
    def test_of_a_ladder_is_where_a_million_people_get(self):
        """Nobody lost: shares of a million are within five errors of the truth."""
        chain, people = coverage.ladder_chain("practitioner"), 1_000_000
        joins = (people * chain.start).astype(np.int64).reshape(1, 1, -1)
        reached, waiting = coverage.ladder_truth("practitioner")
        got = np.zeros(3)
        never = np.zeros(coverage.LAST + 1)
        for month, now in enumerate(coverage.walk(chain, joins, never, (), np.random.default_rng(1))):
            for place, target in enumerate((1, 2, 3)):
                below, there = (np.isin(coverage._TOP, rungs) for rungs in (range(target), range(target, 4)))
                got[place] += now.moves[0, below][:, there].sum()
            if month in coverage.AT:
                true = reached[:, month]
                assert np.all(np.abs(got / people - true) < 5 * np.sqrt(true * (1 - true) / people))
        assert np.all(reached[:, -1] + waiting[:, -1] < 1)  # the rest left for good

    def test_of_states_sums_to_one(self):
        chain = coverage.states_chain((0.4, 1.6))
        for since in (0, 7):
            for chances in coverage.state_truth(chain, since).values():
                assert chances.sum() == pytest.approx(1)

    def test_of_a_role_and_its_peers_is_what_becomes_of_half_a_million(self):
        """By year of entry and month, of those followed to the end of it; changing into the role is part of both."""
        (pair,) = coverage.pair_cohorts(1, 150_000, np.random.default_rng(2), overlap=True)
        truth = coverage.pair_truth(overlap=True)
        entered = Counter(pair.role.year.tolist())
        shares = np.array([entered[year] for year in range(coverage.YEARS)]) / len(pair.role.year)
        assert shares == pytest.approx(truth.years, abs=0.005)
        parts = coverage.Parts.of(pair.role, None), coverage.Parts.of(pair.peers, None)
        for part, true in zip(parts, (truth.role, truth.peers), strict=True):
            everyone = coverage.Parts(*(counts.sum(axis=0, keepdims=True) for counts in part))
            for year in range(coverage.YEARS):
                only = np.zeros((1, coverage.YEARS))
                only[0, year] = 1
                assert coverage._reach_of(everyone, only)[0] == pytest.approx(true[year], abs=0.02)
