"""Poisson regression on events and exposure by cell, with an intercept for each piece of time; equals Cox with Breslow's ties.

In: counts by cell. Out: `Fit`. Runs no SQL, reads no files. Start at `fit_ratios`. The intercepts of the pieces are put in by
their closed form, so that only the ratios are solved for, by Newton's steps (which are iteratively reweighted least squares);
cells that cannot hold an event, and ratios that cannot be told apart, are found and left out, and are said. R: glm(poisson)
with an offset; with pieces of a month survival::coxph(ties = "breslow").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from outgrow.results import Flags, Floats, Ints

__all__ = ["Factor", "Fit", "Status", "added_parameters", "fit_ratios"]

Status = Literal["estimated", "no events", "not told apart", "separated", "reference"]
#: Newton's steps at the most; ratios of which the likelihood has no maximum grow by a factor of e or so in each.
_MOST_STEPS = 40
_LONGEST_STEP = 4.0
#: A logarithm of a ratio beyond which its likelihood has no maximum, if cells expect next to no events.
_FAR = 12.0
_NEXT_TO_NONE = 1e-7
#: Shares of a variance under which a ratio is told by the others.
_ALIASED = 1e-9
#: Least part of one column in another that is no error of rounding.
_PART = 1e-6


class Factor(NamedTuple):
    """What cells are told apart by: the category of each, from 0, and the category that others are held against."""

    codes: Ints
    size: int
    reference: int


@dataclass(frozen=True)
class Fit:
    """Ratios that make the counts likeliest.

    Parameters
    ----------
    log_ratios : list of ndarray of float
        For each factor, of each category; 0 for the reference, NaN where it is not estimated.
    statuses : list of list of Status
        What each rests on. ``"no events"``: nobody in the category had the event, so that its ratio is 0. ``"not told
        apart"``: the others say all that it says. ``"separated"``: no stretch of time holds events of it and of the reference
        side by side, so that the likelihood has no maximum.
    covariance : ndarray of float, shape (P, P)
        Of the P logarithms of ratios that are solved for, in the order of `places`.
    places : list of (int, int)
        Factor and category of each: those estimated, and those that can be held against another category than the reference
        alone, which have no ratio.
    log_likelihood : float
        Apart from what does not depend on the ratios.
    expected : ndarray of float, shape (C,)
        Events expected in each cell given; 0 in cells that cannot hold one.
    baseline : ndarray of float, shape (K,)
        Events in a month at risk with every factor at its reference, by piece of time; 0 in pieces without events.
    """

    log_ratios: list[Floats]
    statuses: list[list[Status]]
    covariance: Floats
    places: list[tuple[int, int]]
    log_likelihood: float
    expected: Floats
    baseline: Floats


def fit_ratios(
    factors: Sequence[Factor], piece: Ints, events: Floats, exposure: Floats, *, start: Sequence[Floats] = ()
) -> Fit:
    """Estimate by how much each category multiplies the events in a month at risk.

    Parameters
    ----------
    factors : sequence of Factor
        Codes of shape (C,), one for each of C cells. Every reference has events.
    piece : ndarray of int, shape (C,)
        Piece of time of each cell, from 0 to K - 1; each has an intercept of its own.
    events, exposure : ndarray of float, shape (C,)
        Counts, or sums of weights; months at risk.
    start : sequence of ndarray of float
        Logarithms of ratios to start from, for the first of the factors: those of a fit that is near.

    Returns
    -------
    Fit
        With every category in a status.

    References
    ----------
    Holford (1980), Biometrics 36, 299-305; Laird & Olivier (1981), JASA 76, 231-240. No maximum: Correia, Guimaraes & Zylkin
    (2021), arXiv:1903.01633: cells without events that expect none in the limit are left out, then whatever is collinear.
    """
    statuses: list[list[Status]] = [
        ["reference" if code == one.reference else "estimated" for code in range(one.size)] for one in factors
    ]
    total = np.bincount(piece, events, int(piece.max(initial=-1)) + 1)
    kept = (exposure > 0) & (total[piece] > 0)
    for place, one in enumerate(factors):
        by = np.bincount(one.codes, events, one.size)
        for code in np.flatnonzero(by <= 0).tolist():
            if code != one.reference:
                statuses[place][code] = "no events"
                kept &= one.codes != code
    left_out: Status = "not told apart"
    beside: dict[tuple[int, int], Status] = {}
    while True:
        problem = _Problem(factors, statuses, piece, events, exposure, kept)
        aliased = problem.aliased()
        if aliased:
            beside |= dict.fromkeys(problem.held_against(aliased), left_out)
            for number in aliased:
                factor, code = problem.places[number]
                statuses[factor][code] = left_out
            problem = _Problem(factors, statuses, piece, events, exposure, kept)
        beta = problem.solve(start)
        empty = problem.cannot_hold(beta)
        if not empty.any():
            break
        kept = kept.copy()
        kept[np.flatnonzero(kept)[empty]] = False
        left_out = "separated"
    return problem.told(beta, beside)


def added_parameters(
    fit: Fit, factors: Sequence[Factor], added: Factor, piece: Ints, events: Floats, exposure: Floats
) -> int:
    """Return how many ratios of another factor could be told beside those of a fit, whatever the events are.

    Those that run to nought or without end count too, as the likelihood is the higher for them: of a category without events in
    some stretch of time, say.

    Parameters
    ----------
    fit : Fit
        Of `factors`, on these cells.
    factors, piece, events, exposure
        As in `fit_ratios`.
    added : Factor
        The other.
    """
    statuses = [*fit.statuses, ["reference" if code == added.reference else "estimated" for code in range(added.size)]]
    # cells that expect nothing as it is, expect nothing with more ratios
    problem = _Problem([*factors, added], statuses, piece, events, exposure, fit.expected > 0)
    return problem.size - len(fit.places) - len(problem.aliased())


class _Problem:
    """Cells that are kept, and the columns of the ratios to be estimated."""

    def __init__(
        self,
        factors: Sequence[Factor],
        statuses: list[list[Status]],
        piece: Ints,
        events: Floats,
        exposure: Floats,
        kept: Flags,
    ) -> None:
        self.factors, self.statuses, self.kept = factors, statuses, kept
        self.all = piece, events, exposure
        self.places = [
            (place, code)
            for place, one in enumerate(factors)
            for code in range(one.size)
            if statuses[place][code] == "estimated"
        ]
        self.size = len(self.places)
        columns = [np.full(one.size, self.size) for one in factors]
        for number, (place, code) in enumerate(self.places):
            columns[place][code] = number
        # the column after the last stands for nothing to be estimated
        self.of_codes = columns
        self.columns = [column[one.codes[kept]] for column, one in zip(columns, factors, strict=True)]
        names, self.piece = np.unique(piece[kept], return_inverse=True)
        self.pieces = len(names)
        self.piece_names = names
        self.events, self.exposure = events[kept].astype(np.float64), exposure[kept].astype(np.float64)
        self.by_piece = np.bincount(self.piece, self.events, self.pieces)
        self.observed = sum(
            (np.bincount(column, self.events, self.size + 1)[: self.size] for column in self.columns),
            np.zeros(self.size),
        )

    def log_risk(self, beta: Floats) -> Floats:
        padded = np.append(beta, 0.0)
        found: Floats = sum((padded[column] for column in self.columns), np.zeros(len(self.events)))
        return found

    def expected(self, beta: Floats) -> tuple[Floats, float]:
        """Return the events expected in each cell, and the log likelihood."""
        log_risk = self.log_risk(beta)
        risk = self.exposure * np.exp(log_risk)
        whole = np.bincount(self.piece, risk, self.pieces)
        likelihood = float(self.events @ log_risk - self.by_piece @ np.log(whole))
        return risk * (self.by_piece / whole)[self.piece], likelihood

    def information(self, expected: Floats) -> Floats:
        size = self.size
        crossed = np.zeros((size + 1) ** 2)
        sums = np.zeros(self.pieces * (size + 1))
        for number, column in enumerate(self.columns):
            sums += np.bincount(self.piece * (size + 1) + column, expected, len(sums))
            crossed += np.bincount(column * (size + 1) + column, expected, len(crossed))
            for other in self.columns[:number]:
                both = np.bincount(column * (size + 1) + other, expected, len(crossed)).reshape(size + 1, size + 1)
                crossed += (both + both.T).ravel()
        inner = crossed.reshape(size + 1, size + 1)[:size, :size]
        of_pieces = sums.reshape(self.pieces, size + 1)[:, :size]
        found: Floats = inner - of_pieces.T @ (of_pieces / self.by_piece[:, None])
        return found

    def aliased(self) -> list[int]:
        """Return the columns that those before them tell, with every ratio at 1."""
        if not self.size:
            return []
        expected = self.expected(np.zeros(self.size))[0]
        left = self.information(expected)
        scale = sum(
            (np.bincount(column, expected, self.size + 1)[: self.size] for column in self.columns), np.zeros(self.size)
        )
        found = []
        for number in range(self.size):
            if left[number, number] <= _ALIASED * max(scale[number], 1e-300):
                found.append(number)
                continue
            left = left - np.outer(left[:, number], left[number]) / left[number, number]
        return found

    def held_against(self, aliased: Sequence[int]) -> list[tuple[int, int]]:
        """Return the categories that would be held against an aliased one of their own factor in place of its reference."""
        information = self.information(self.expected(np.zeros(self.size))[0])
        others = [number for number in range(self.size) if number not in set(aliased)]
        if not others:
            return []
        by = np.linalg.lstsq(information[np.ix_(others, others)], information[np.ix_(others, aliased)], rcond=None)[0]
        return [
            self.places[other]
            for row, other in enumerate(others)
            if any(
                abs(by[row, column]) > _PART and self.places[other][0] == self.places[number][0]
                for column, number in enumerate(aliased)
            )
        ]

    def solve(self, start: Sequence[Floats]) -> Floats:
        beta = np.zeros(self.size)
        for number, (place, code) in enumerate(self.places):
            if place < len(start):
                beta[number] = np.nan_to_num(start[place][code])
        if not self.size:
            return beta
        expected, likelihood = self.expected(beta)
        for _ in range(_MOST_STEPS):
            made = np.zeros(self.size + 1)
            for column in self.columns:
                made += np.bincount(column, expected, self.size + 1)
            score = self.observed - made[: self.size]
            step = np.linalg.lstsq(self.information(expected), score, rcond=1e-14)[0]
            longest = float(np.abs(step).max())
            step *= min(1.0, _LONGEST_STEP / max(longest, 1e-300))
            for _ in range(30):
                expected, after = self.expected(beta + step)
                if after >= likelihood - 1e-13 * abs(likelihood):
                    break
                step = step / 2
            beta, likelihood = beta + step, after
            if longest < 1e-11:
                break
        return beta

    def cannot_hold(self, beta: Floats) -> Flags:
        """Tell the cells without events that expect none in the limit, where a ratio has run away."""
        if not self.size or np.abs(beta).max() < _FAR:
            return np.zeros(len(self.events), dtype=np.bool_)
        expected, _ = self.expected(beta)
        found: Flags = (self.events <= 0) & (expected < _NEXT_TO_NONE)
        return found

    def told(self, beta: Floats, beside: Mapping[tuple[int, int], Status]) -> Fit:
        expected, likelihood = self.expected(beta)
        covariance: Floats = np.zeros((0, 0))
        if self.size:
            covariance = np.linalg.inv(self.information(expected)).astype(np.float64)
        piece, _, exposure = self.all
        whole = np.bincount(self.piece, self.exposure * np.exp(self.log_risk(beta)), self.pieces)
        baseline = np.zeros(int(piece.max(initial=-1)) + 1)
        baseline[self.piece_names] = self.by_piece / whole
        everywhere = np.zeros(len(exposure))
        everywhere[self.kept] = expected
        ratios = []
        for place, one in enumerate(self.factors):
            known = np.array([0.0 if self.statuses[place][code] == "reference" else np.nan for code in range(one.size)])
            estimated = self.of_codes[place] < self.size
            known[estimated] = beta[self.of_codes[place][estimated]]
            ratios.append(known)
        # solved for, so that the others are right, but against another category than the one asked about
        for (place, code), status in beside.items():
            ratios[place][code] = np.nan
            self.statuses[place][code] = status
        return Fit(ratios, self.statuses, covariance, self.places, likelihood, everywhere, baseline)
