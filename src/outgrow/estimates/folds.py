"""Errors by leaving folds out: for estimates to which a person can add more than once, or with a weight.

In: counts by fold. Out: counts with each fold left out, and the spread of what they give. Start at `leave_out`, then
`jackknife_error`. People are hashed into folds, so that folds are alike and each person is in one.
"""

from __future__ import annotations

import math

import numpy as np

from outgrow.results import Floats, Ints

__all__ = ["UNKNOWN_ERROR", "distinct", "fold_sums", "jackknife_error", "leave_out", "t_p_value", "t_quantile"]

#: Standard error where folds cannot tell it, since fewer than two hold anybody: the largest that a share can have. The
#: interval is then 0 to 1.
UNKNOWN_ERROR = 0.5


def distinct(numbers: Ints) -> tuple[Ints, Ints]:
    """Return the distinct values of an array of numbers from 0, ascending, and the place of each number among them.

    As NumPy's ``unique``, without sorting: for long arrays of small numbers.
    """
    there = np.bincount(numbers) > 0
    places: Ints = np.cumsum(there)[numbers] - 1
    return np.flatnonzero(there), places


def fold_sums(fold: Ints, row: Ints, values: Ints | Floats, rows: int) -> Floats:
    """Add the values of a long table by fold and row.

    Parameters
    ----------
    fold, row : ndarray of int, shape (N,)
        Fold of each value; the row of counts it belongs to; both from 0.
    values : ndarray, shape (N,)
        Counts, or sums of weights.
    rows : int
        How many rows of counts there are, R.

    Returns
    -------
    ndarray of float, shape (K, R)
        For each of the K folds that occur, ascending, its sum in each row.
    """
    names, code = distinct(fold)
    added = np.bincount(code * rows + row, values, len(names) * rows)
    return added.astype(np.float64, copy=False).reshape(len(names), rows)


def leave_out(parts: Floats) -> Floats:
    """Return the counts of everyone, and those without each fold.

    Parameters
    ----------
    parts : ndarray of float, shape (K, ...)
        Counts, or sums of weights, of each fold.

    Returns
    -------
    ndarray of float, shape (1 + K, ...)
        The sum of all folds, then that sum less each fold. A cell that one fold alone fills is exactly 0 without it.
    """
    total = parts.sum(axis=0)
    return np.concatenate([total[None], total[None] - parts])


def jackknife_error(estimates: Floats) -> Floats:
    """Return the standard error of an estimate from those without each fold.

    Parameters
    ----------
    estimates : ndarray of float, shape (K, ...)
        The estimate without each of the K folds that hold anybody.

    Returns
    -------
    ndarray of float, shape (...)
        ``sqrt((K - 1) / K * sum((theta_k - mean)**2))``; `UNKNOWN_ERROR` where K is under 2.

    References
    ----------
    Shao & Tu (1995), The Jackknife and Bootstrap, section 2.3 (a group left out); Efron & Tibshirani (1993), An
    Introduction to the Bootstrap, equation 11.5 (one person a fold).
    """
    folds = len(estimates)
    if folds < 2:
        return np.full(estimates.shape[1:], UNKNOWN_ERROR)
    away = estimates - estimates.mean(axis=0)
    error: Floats = np.sqrt((folds - 1) / folds * (away * away).sum(axis=0))
    return error


def t_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t, which stands in for the normal one where few folds tell the error.

    Parameters
    ----------
    probability : float
        From 0.5 up to, and not including, 1.
    freedom : int
        Degrees of freedom, 1 or more: folds less one.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4: exact sums in an angle, which is
    then found by halving.
    """
    low, high = 0.0, math.pi / 2
    for _ in range(80):
        angle = (low + high) / 2
        if _within(angle, freedom) < 2 * probability - 1:
            low = angle
        else:
            high = angle
    return math.sqrt(freedom) * math.tan((low + high) / 2)


def t_p_value(statistic: float, freedom: int) -> float:
    """Return the two-sided p-value of Student's t.

    Parameters
    ----------
    statistic : float
        An estimate in its standard errors.
    freedom : int
        Degrees of freedom, 1 or more.
    """
    return max(1 - _within(math.atan(abs(statistic) / math.sqrt(freedom)), freedom), 0.0)


def _within(angle: float, freedom: int) -> float:
    """Chance that t is within sqrt(freedom) * tan(angle) of 0."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for power in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (power - 1) / power
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
