"""Bounds of a chance, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from outgrow.estimates.intervals import cloglog_interval


def test_a_quantile_takes_the_place_of_the_normal_one():
    """log(-log(1 - 0.3)) plus or minus 2 * 0.05 / (0.7 * -log 0.7)."""
    width = 2 * 0.05 / (0.7 * -math.log(0.7))
    found = cloglog_interval(np.array([0.3]), np.array([0.05]), np.array([99]), 0.5, 2.0)
    assert [float(bound[0]) for bound in found] == pytest.approx(
        [1 - 0.7 ** math.exp(sign * width) for sign in (-1, 1)]
    )


def test_any_shape_has_bounds_of_the_same_shape():
    estimate = np.array([[0.0, 0.5], [1.0, 0.2]])
    lower, upper = cloglog_interval(estimate, np.full((2, 2), 0.1), np.full((2, 2), 3.2), 0.95)
    assert lower.shape == upper.shape == (2, 2)
    assert (lower[0, 0], upper[0, 0]) == (0, pytest.approx(1 - 0.025 ** (1 / 3.2)))
    assert (lower[1, 0], upper[1, 0]) == (pytest.approx(0.025 ** (1 / 3.2)), 1)
    assert np.all((lower <= estimate) & (estimate <= upper))


def test_of_nobody_nothing_is_known():
    lower, upper = cloglog_interval(np.array([0.0, 1.0]), np.zeros(2), np.zeros(2), 0.95)
    assert (lower.tolist(), upper.tolist()) == ([0, 0], [1, 1])
