"""Intervals of a share, on the complementary log-log scale or by Wilson.

In: estimates with their standard errors. Out: bounds. Start at `cloglog_interval`. Used by every estimate of a chance.
Shares of people who wait for nothing have Wilson's: `wilson_interval`.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from outgrow.results import Floats, Ints

__all__ = ["cloglog_interval", "wilson_interval"]


def cloglog_interval(
    estimate: Floats, std_error: Floats, at_risk: Floats | Ints, coverage: float, quantile: float | None = None
) -> tuple[Floats, Floats]:
    """Return the bounds of chances of something that people wait for.

    Parameters
    ----------
    estimate, std_error, at_risk : ndarray of any shape, the same for all
        Chances, their standard errors, and the (effective) number of people behind them.
    coverage : float
        Coverage of the interval, strictly between 0 and 1.
    quantile : float, optional
        Standard errors to either side. Default: the normal distribution's for `coverage`.

    Returns
    -------
    lower, upper : ndarray of float
        Bounds with the estimate between them; where nobody or everybody has had the event, Clopper and Pearson's on
        `at_risk`, and 0 to 1 where that is nobody.

    References
    ----------
    Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data: on log(-log S), that is on
    log(-log(1 - F)), the error is that of F over (1 - F) * -log(1 - F). Clopper & Pearson (1934), Biometrika 26, 404-413.
    """
    tail = (1 - coverage) / 2
    z = NormalDist().inv_cdf(1 - tail) if quantile is None else quantile
    nobody, everybody = estimate <= 0, estimate >= 1 - 1e-12
    inside = ~(nobody | everybody)
    lower, upper = np.zeros_like(estimate), np.ones_like(estimate)
    reach = estimate[inside]
    log_waiting = np.log1p(-reach)
    width = z * std_error[inside] / ((1 - reach) * -log_waiting)
    with np.errstate(over="ignore"):
        lower[inside] = -np.expm1(log_waiting * np.exp(-width))
        upper[inside] = -np.expm1(log_waiting * np.exp(width))
    with np.errstate(divide="ignore"):
        upper[nobody] = -np.expm1(math.log(tail) / at_risk[nobody])
        lower[everybody] = np.exp(math.log(tail) / at_risk[everybody])
    return np.minimum(lower, estimate), np.maximum(upper, estimate)


def wilson_interval(
    share: Floats, people: Floats | Ints, coverage: float, quantile: float | None = None
) -> tuple[Floats, Floats]:
    """Return the bounds of shares of people.

    Parameters
    ----------
    share : ndarray of float
        Shares.
    people : ndarray, the same shape
        How many people each is of, or how many would make it as sure (its effective number); 0 where it is of nobody.
    coverage : float
        Coverage of the interval, strictly between 0 and 1.
    quantile : float, optional
        Standard errors to either side. Default: the normal distribution's for `coverage`.

    Returns
    -------
    lower, upper : ndarray of float
        Bounds with the share between them; 0 to 1 where it is of nobody.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212. With an effective number: Franco, Little, Louis & Slud (2019), J. Surv. Stat.
    Methodol. 7, 334-364.
    """
    z = NormalDist().inv_cdf((1 + coverage) / 2) if quantile is None else quantile
    size = np.asarray(people, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + z * z / (2 * size)) / (1 + z * z / size)
        half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    nobody = size <= 0
    lower = np.where(nobody, 0.0, np.clip(middle - half, 0.0, 1.0))
    upper = np.where(nobody, 1.0, np.clip(middle + half, 0.0, 1.0))
    return np.minimum(lower, share), np.maximum(upper, share)
