"""Tests that groups differ in reaching a target: Gray's where people may leave for good first, else the log-rank test.

In: counts by group and month, with ties. Out: a statistic with its p-value. Runs no SQL, reads no files. Start at
`compare_groups`. R: cmprsk::cuminc (``$Tests``) and survival::survdiff.
"""

from __future__ import annotations

import numpy as np

from outgrow.estimates.chi_square import chi_square_tail
from outgrow.results import Floats, Ints
from outgrow.results.compare import GroupTest

__all__ = ["compare_groups", "gray", "log_rank"]

#: A variance matrix is singular where its smallest share of the largest is under this.
_SINGULAR = 1e-12


def compare_groups(at_risk: Ints, reached: Ints, exits: Ints) -> GroupTest | None:
    """Test whether groups differ in how they reach a target.

    Parameters
    ----------
    at_risk, reached, exits : ndarray of int, shape (G, M)
        For each of G groups and M months: people at risk just before the month, and those who reached the target or left
        for good in it.

    Returns
    -------
    GroupTest or None
        Gray's test (rho = 0) where anyone left for good, else the log-rank test; None where there are fewer than two groups
        with anybody, nobody reached the target, or the groups were never at risk of it together.
    """
    there = at_risk.max(axis=1, initial=0) > 0
    at_risk, reached, exits = at_risk[there], reached[there], exits[there]
    if len(at_risk) < 2 or not reached.any():
        return None
    name, (score, variance) = (
        ("Gray", gray(at_risk, reached, exits))
        if exits.any()
        else (
            "log-rank",
            log_rank(at_risk, reached),
        )
    )
    # the scores of all groups sum to 0, so that the last says nothing more
    score, variance = score[:-1], variance[:-1, :-1]
    spread = np.linalg.eigvalsh(variance)
    if spread[0] <= _SINGULAR * max(spread[-1], _SINGULAR):
        return None
    statistic = float(score @ np.linalg.solve(variance, score))
    return GroupTest(name, statistic, chi_square_tail(statistic, len(score)), len(score))


def log_rank(at_risk: Ints, reached: Ints) -> tuple[Floats, Floats]:
    """Return observed minus expected events of each group, and their covariance.

    Parameters
    ----------
    at_risk, reached : ndarray of int, shape (G, M)
        As in `compare_groups`.

    Returns
    -------
    score : ndarray of float, shape (G,)
    variance : ndarray of float, shape (G, G)
        Hypergeometric in each month, so that ties are exact.

    References
    ----------
    Mantel (1966), Cancer Chemother. Rep. 50, 163-170; Peto & Peto (1972), J. R. Stat. Soc. A 135, 185-207.
    """
    at_risk = at_risk.astype(np.float64)
    people, events = at_risk.sum(axis=0), reached.sum(axis=0).astype(np.float64)
    share = at_risk / np.maximum(people, 1)
    score: Floats = (reached - events * share).sum(axis=1)
    spread = np.where(people > 1, events * (people - events) / np.maximum(people - 1, 1), 0.0)
    variance: Floats = np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T
    return score, variance


def gray(at_risk: Ints, reached: Ints, exits: Ints) -> tuple[Floats, Floats]:
    """Return Gray's scores of each group, and their covariance; rho is 0.

    A group's score compares its events with those expected if all groups had one subdistribution hazard, where those at risk
    of it are the people at risk over the chance of having neither reached the target nor left, times the chance of not having
    reached it. The covariance is that of the integrals of each group's own martingales, of the target and of leaving; events
    of one month have the variance of a draw without replacement.

    Parameters
    ----------
    at_risk, reached, exits : ndarray of int, shape (G, M)
        As in `compare_groups`.

    Returns
    -------
    score : ndarray of float, shape (G,)
    variance : ndarray of float, shape (G, G)

    References
    ----------
    Gray (1988), Annals of Statistics 16, 1141-1154, sections 2 and 3.
    """
    moved = (reached + exits).sum(axis=0) > 0
    risk, hits, gone = (counts[:, moved].astype(np.float64) for counts in (at_risk, reached, exits))
    some = risk > 0
    safe = np.where(some, risk, 1.0)
    still_there: Floats = np.where(some, np.maximum(1 - (hits + gone) / safe, 0.0), 1.0)
    waiting: Floats = np.cumprod(still_there, axis=1, dtype=np.float64)
    before = _as_before(waiting, 1.0)
    own = _as_before(np.cumsum(before * hits / safe, axis=1, dtype=np.float64), 0.0)
    # people standing for those who would be at risk had nobody reached the target or left
    stand = np.where(some, risk / np.where(before > 0, before, 1.0), 0.0)
    all_stand, events = stand.sum(axis=0), hits.sum(axis=0)
    pooled = np.cumsum(events / all_stand, dtype=np.float64)
    pooled_before = _as_before(pooled[None], 0.0)[0]

    expected = stand * (1 - own)
    score: Floats = (hits - events * expected / np.maximum(expected.sum(axis=0), 1e-300)).sum(axis=1)

    weight = np.einsum("im,ij->mij", stand, np.eye(len(stand))) - np.einsum("im,jm->mij", stand, stand / all_stand)
    hazard = events / (all_stand * np.maximum(1 - pooled_before, 1e-300))
    so_far = np.cumsum(weight * hazard[:, None, None], axis=0)
    to_come = so_far[-1] - so_far
    still = np.where(waiting > 0, waiting, 1.0)
    left_over = np.where(waiting > 0, (1 - pooled) / still, 0.0)

    of_target = weight + (1 - left_over.T)[:, None, :] * to_come
    tied = 1 - np.maximum(events - 1, 0) / np.maximum(all_stand * before - 1, 1e-300)
    spread = np.where(some, np.where(events > 1, tied, 1.0) * before * events / (all_stand * safe), 0.0)
    variance = np.einsum("mik,mjk,km->ij", of_target, of_target, spread)
    of_leaving = left_over.T[:, None, :] * to_come
    tied = np.where(gone > 1, 1 - (gone - 1) / np.maximum(risk - 1, 1), 1.0)
    spread = np.where(some, tied * before * before * gone / (safe * safe), 0.0)
    variance = variance + np.einsum("mik,mjk,km->ij", of_leaving, of_leaving, spread)
    return score, variance


def _as_before(values: Floats, first: float) -> Floats:
    """Return what a step function was just before each month, from what it is after it; shape (G, M)."""
    return np.concatenate([np.full((len(values), 1), first), values[:, :-1]], axis=1)
