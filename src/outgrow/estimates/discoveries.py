"""Noise is not advice: which of many findings are told from chance, and exact p-values of small tables.

In: p-values, counts. Out: q-values. Start at `q_values`; used where many things are asked at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from outgrow.results import Floats
from outgrow.results.skills import Measured

__all__ = ["discoveries", "fisher", "q_values"]


def q_values(p_values: Sequence[float] | Floats) -> Floats:
    """Return the smallest share of false discoveries at which each finding is a discovery.

    Parameters
    ----------
    p_values : sequence of float
        One for each thing asked.

    Returns
    -------
    ndarray of float
        In the same order, none below its p-value.

    References
    ----------
    Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289-300; as R's ``p.adjust(method = "BH")``.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(len(p), 0, -1)
    found = np.empty_like(p)
    found[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / ranks), 1.0)
    return found


def discoveries(found: Sequence[Measured | None], level: float) -> list[Measured | None]:
    """Say of each finding whether it is a discovery among all of them; None stays None, and was not asked.

    Parameters
    ----------
    found : sequence of Measured or None
        With p-values.
    level : float
        Share of false ones that is allowed.
    """
    told = iter(q_values([one.p_value for one in found if one is not None]).tolist())
    return [None if one is None else _told(one, next(told), level) for one in found]


def _told(one: Measured, q_value: float, level: float) -> Measured:
    return replace(one, q_value=q_value, discovered=q_value <= level)


def fisher(both: int, first: int, second: int, neither: int) -> float:
    """Return the exact p-value of a table of four counts, by doubling the smaller tail.

    Parameters
    ----------
    both, first, second, neither : int
        Counts of a table of two by two.

    References
    ----------
    Fisher (1935), J. R. Statist. Soc. 98, 39-82; the smaller tail doubled: Agresti (2013), Categorical Data Analysis, 3.5.3.
    """
    row, column, whole = both + first, both + second, both + first + second + neither
    least, most = max(0, row + column - whole), min(row, column)

    def log_ways(n: int, k: int) -> float:
        return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)

    logs = [log_ways(row, k) + log_ways(whole - row, column - k) for k in range(least, most + 1)]
    top = max(logs)
    chances = [math.exp(one - top) for one in logs]
    place, total = both - least, math.fsum(chances)
    tails = math.fsum(chances[: place + 1]) / total, math.fsum(chances[place:]) / total
    return min(1.0, 2 * min(tails))
