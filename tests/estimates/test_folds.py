"""Leaving folds out, against plain ways to do it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from outgrow.estimates.folds import UNKNOWN_ERROR, distinct, fold_sums, jackknife_error, leave_out, t_quantile

fast = settings(max_examples=100, deadline=None, derandomize=True)


class TestSums:
    def test_values_are_added_by_fold_and_row(self):
        """Folds 3 and 40: the others hold nobody."""
        sums = fold_sums(np.array([40, 3, 3, 40, 3]), np.array([0, 2, 0, 1, 2]), np.array([1, 2, 4, 8, 16]), 4)
        assert sums.tolist() == [[4, 0, 18, 0], [1, 8, 0, 0]]

    @fast
    @given(st.lists(st.integers(0, 60)))
    def test_distinct_numbers_are_those_of_numpy(self, numbers):
        numbers = np.array(numbers, dtype=np.int64)
        for ours, theirs in zip(distinct(numbers), np.unique(numbers, return_inverse=True), strict=True):
            assert ours.tolist() == theirs.tolist()

    def test_no_rows_are_no_folds(self):
        nothing = np.zeros(0, dtype=np.int64)
        assert fold_sums(nothing, nothing, nothing, 0).shape == (0, 0)

    def test_everyone_comes_first_then_everyone_but_each_fold(self):
        assert leave_out(np.array([[4.0, 0, 18], [1, 8, 0]])).tolist() == [[5, 8, 18], [1, 8, 0], [4, 0, 18]]

    @fast
    @given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=50), st.integers(0, 49))
    def test_a_cell_of_one_fold_is_exactly_empty_without_it(self, weights, place):
        parts = np.zeros((50, 2))
        parts[: len(weights), 0] = weights
        parts[place, 1] = 0.1
        assert leave_out(parts)[1 + place, 1] == 0


class TestError:
    def test_by_hand(self):
        """Means without one of 1, 2, 6: 4, 3.5, 1.5; their mean 3; 2/3 * (1 + 1/4 + 9/4) = 7/3 = var(1, 2, 6) / 3."""
        without = np.array([[4.0], [3.5], [1.5]])
        assert jackknife_error(without)[0] == pytest.approx(math.sqrt(7 / 3), rel=1e-15)
        assert jackknife_error(without)[0] == pytest.approx(np.std([1, 2, 6], ddof=1) / math.sqrt(3), rel=1e-15)

    def test_it_works_for_each_number_of_an_array(self):
        without = np.random.default_rng(1).random((7, 3, 2))
        error = jackknife_error(without)
        assert error.shape == (3, 2)
        assert error[2, 1] == pytest.approx(jackknife_error(without[:, 2, 1]), rel=1e-14)

    @pytest.mark.parametrize("folds", [0, 1])
    def test_under_two_folds_it_is_the_largest_a_share_can_have(self, folds):
        assert jackknife_error(np.zeros((folds, 3))).tolist() == [UNKNOWN_ERROR] * 3 == [0.5] * 3


class TestQuantile:
    @pytest.mark.parametrize("freedom", [*range(1, 11), 24, 49, 99])
    @pytest.mark.parametrize("probability", [0.5, 0.6, 0.9, 0.975, 0.995, 0.9999])
    def test_it_is_that_of_student_s_t(self, probability, freedom):
        expected = student.ppf(probability, freedom)
        assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-12)

    def test_by_hand(self):
        """One degree: tan(pi * 0.475); two: 0.95 * sqrt(2 / (1 - 0.95**2)); 49: tables say 2.0096."""
        assert t_quantile(0.975, 1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-12)
        assert t_quantile(0.975, 2) == pytest.approx(0.95 * math.sqrt(2 / (1 - 0.95**2)), rel=1e-12)
        assert t_quantile(0.975, 49) == pytest.approx(2.0096, abs=5e-5)
