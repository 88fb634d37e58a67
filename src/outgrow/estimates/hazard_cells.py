"""An exposure tally as cells that a hazard is fitted to, and how many reach the target by what it tells.

In: Tally of kind ``exposure``. Out: `Cells`, a share. Runs no SQL, reads no files. Start at `cells_of`; next stage:
outgrow.estimates.hazards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from outgrow.estimates.folds import fold_sums, leave_out
from outgrow.estimates.poisson import Factor
from outgrow.results import Floats, Ints
from outgrow.tallies.covariates import DERIVED, UNKNOWN
from outgrow.tallies.tally import FOLD, WEIGHT

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["Cells", "cells_of", "incidence"]

#: People at risk, on the mean of its months, without whom a piece of time says nothing of how many reach the target.
_LEAST_AT_RISK: Final = 10


class Cells(NamedTuple):
    """Counts of C cells: what they are told apart by, and what happened in them.

    Parameters
    ----------
    names : tuple of str
        The covariates.
    factors : tuple of Factor
        The category of each cell in each.
    values : tuple of tuple of str
        What the categories of each are called.
    piece : ndarray of int, shape (C,)
        The piece of time of each cell, by its place in `months`.
    months : ndarray of int, shape (K,)
        The first month of each piece.
    events, exposure : ndarray of float, shape (C,)
        People who reached the target, and months at risk.
    weights : ndarray of float, shape (2, 1 + F, C), or None
        Sums of weights of events and months: of everyone, and without each of F folds. A month at risk weighs 1 on the mean, so
        that nothing depends on the unit of weights. None without weights.
    """

    names: tuple[str, ...]
    factors: tuple[Factor, ...]
    values: tuple[tuple[str, ...], ...]
    piece: Ints
    months: Ints
    events: Floats
    exposure: Floats
    weights: Floats | None


def cells_of(tally: Tally) -> Cells:
    """Add a tally up by covariates and time."""
    table = tally.table
    columns = {name: table[name].to_pylist() for name in tally.groups}
    keys = list(zip(*columns.values(), table["month"].to_pylist(), strict=True))
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    row = np.array([places[key] for key in keys], dtype=np.int64)
    cells = list(places)

    def added(name: str) -> Floats:
        return np.bincount(row, table[name].to_numpy(), len(cells)).astype(np.float64)

    events, exposure = added("reached"), added("person_months")
    weights = None
    if tally.weighted:
        fold = table[FOLD].to_numpy().astype(np.int64)
        weights = np.stack(
            [
                leave_out(fold_sums(fold, row, table[WEIGHT + name].to_numpy(), len(cells)))
                for name in ("reached", "person_months")
            ]
        )
        in_all = float(weights[1, 0].sum())
        weights *= float(exposure.sum()) / in_all if in_all > 0 else 1.0
    months, piece = np.unique(np.array([key[-1] for key in cells], dtype=np.int64), return_inverse=True)
    factors, values = [], []
    for place, name in enumerate(tally.groups):
        here = [key[place] for key in cells]
        names = tuple(sorted(set(here)))
        at = {value: code for code, value in enumerate(names)}
        codes = np.array([at[value] for value in here], dtype=np.int64)
        by: Floats = np.bincount(codes, events, len(names)).astype(np.float64)
        factors.append(Factor(codes, len(names), _reference(name, names, by)))
        values.append(names)
    return Cells(tally.groups, tuple(factors), tuple(values), piece.astype(np.int64), months, events, exposure, weights)


def _reference(name: str, values: Sequence[str], events: Floats) -> int:
    """Return the first of bands in order if anyone in it had the event, else the category with the most events."""
    labels = DERIVED[name].labels if name in DERIVED and DERIVED[name].source != "job" else ()
    for label in labels[:1]:
        if label in values and events[values.index(label)] > 0:
            return values.index(label)
    known = [code for code, value in enumerate(values) if value != UNKNOWN and events[code] > 0]
    return max(known or range(len(values)), key=lambda code: events[code], default=0)


def incidence(tally: Tally) -> float:
    """Return the share of those who enter the role that reach the target by the end of what is known, leaving for good competing.

    Parameters
    ----------
    tally : Tally
        Of kind ``exposure``.

    Returns
    -------
    float
        That of Aalen and Johansen, the hazards of a piece of time being the same in all its months, over the pieces in which
        10 people are at risk; over all where there is none.
    """
    assert tally.piece is not None
    months = tally.table["month"].to_numpy().astype(np.int64)
    starts, piece = np.unique(months, return_inverse=True)
    people = np.bincount(piece, tally.table["person_months"].to_numpy(), len(starts))
    prefix = WEIGHT if tally.weighted else ""
    exposure, reached, exits = (
        np.bincount(piece, tally.table[prefix + name].to_numpy(), len(starts))
        for name in ("person_months", "reached", "exits")
    )
    horizon = tally.settings.horizon_months or math.inf
    waiting, share = 1.0, 0.0
    lengths = np.minimum(tally.piece, horizon - starts)
    enough = people >= _LEAST_AT_RISK * lengths
    for place in np.flatnonzero(enough & (exposure > 0) if enough.any() else exposure > 0):
        toward, away = reached[place] / exposure[place], exits[place] / exposure[place]
        if toward + away > 0:
            gone = -math.expm1(-(toward + away) * lengths[place])
            share += waiting * gone * toward / (toward + away)
            waiting *= 1 - gone
    return float(share)
