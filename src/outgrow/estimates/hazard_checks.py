"""Whether hazard ratios say what they seem to: the same early and late, and people of like risk faring alike.

In: cells and the fit to them. Out: tests. Runs no SQL, reads no files. Start at `by_halves` and `dispersion_of`; next stage:
outgrow.estimates.hazards.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from outgrow.estimates.chi_square import chi_square_tail
from outgrow.estimates.hazard_cells import Cells
from outgrow.estimates.poisson import Fit, added_parameters, fit_ratios
from outgrow.results import Flags, Floats, Ints
from outgrow.results.hazards import Dispersion, Proportionality

__all__ = ["ENOUGH_EVENTS", "by_halves", "dispersion_of", "second_half"]

#: Groups of like risk in which events are held against those expected, and the fewest expected in each.
_RISK_GROUPS: Final = 10
_LEAST_EXPECTED: Final = 5.0
#: Events from which on there are as many groups however many events.
ENOUGH_EVENTS: Final = round(_RISK_GROUPS * _LEAST_EXPECTED)
#: Share of the events expected under which a variance is none but for rounding.
_NEXT_TO_NONE: Final = 1e-9


def second_half(cells: Cells) -> Flags | None:
    """Tell the pieces of the second half of the events, at least the last with any; None where all are in one."""
    by = np.bincount(cells.piece, cells.events, len(cells.months))
    before = np.cumsum(by) - by
    late: Flags = before >= min(by.sum() / 2, before[by > 0].max())
    return late if by[~late].any() else None


def by_halves(
    cells: Cells, fit: Fit, late: Flags | None, events: Floats, exposure: Floats, places: Collection[int]
) -> tuple[list[Proportionality], tuple[list[Floats] | None, list[Floats] | None]]:
    """Test whether ratios stay, those of one factor of `places` after another, and return the logarithms early and late."""
    if late is None:
        return [], (None, None)
    split = int(cells.months[np.flatnonzero(late)[0]])
    checks = []
    early: list[Floats] = [np.full(one.size, np.nan) for one in cells.factors]
    later: list[Floats] = [np.full(one.size, np.nan) for one in cells.factors]
    for place, one in enumerate(cells.factors):
        if place not in places:
            continue
        turned = one._replace(codes=np.where(late[cells.piece], one.codes, one.reference))
        whole = fit_ratios([*cells.factors, turned], cells.piece, events, exposure, start=fit.log_ratios)
        freedom = added_parameters(fit, cells.factors, turned, cells.piece, events, exposure)
        both = np.array([status == "estimated" for status in whole.statuses[-1]])
        early[place][both] = whole.log_ratios[place][both]
        later[place][both] = (whole.log_ratios[place] + whole.log_ratios[-1])[both]
        if freedom > 0 and cells.weights is None:
            statistic = max(2 * (whole.log_likelihood - fit.log_likelihood), 0.0)
            checks.append(
                Proportionality(cells.names[place], split, statistic, chi_square_tail(statistic, freedom), freedom)
            )
    return checks, (early, later)


def dispersion_of(cells: Cells, fit: Fit) -> Dispersion | None:
    """Hold the events of people of like risk against those expected of them, by the score test of indicators of their groups.

    Cells alone would not do: the months of a cell end with its events, so that few months go with an event.

    Parameters
    ----------
    cells : Cells
        Without weights.
    fit : Fit
        To them.

    Returns
    -------
    Dispersion or None
        The covariance of events less those expected is that after the fit, which makes some of them equal; its rank is the
        degrees of freedom. None where it makes all of them equal, as with one covariate whose categories are the groups.

    References
    ----------
    Gronnesby & Borgan (1996), Lifetime Data Analysis 2, 315-328; May & Hosmer (1998), 4, 109-120.
    """
    group = _risk_groups(cells, fit)
    if group is None:
        return None
    there = fit.expected > 0
    size, ratios = int(group.max()) + 1, len(fit.places)
    # a column for each ratio, then for each group; pieces of time are put in by their closed form
    design = np.zeros((int(there.sum()), ratios + size))
    for number, (place, code) in enumerate(fit.places):
        design[:, number] = cells.factors[place].codes[there] == code
    design[np.arange(len(design)), ratios + group] = 1
    expected, events = fit.expected[there], cells.events[there]
    names, piece = np.unique(cells.piece[there], return_inverse=True)
    sums = np.zeros((len(names), ratios + size))
    np.add.at(sums, piece, design * expected[:, None])
    information = design.T @ (design * expected[:, None]) - sums.T @ (sums / sums[:, ratios:].sum(axis=1)[:, None])
    crossed = information[ratios:, :ratios]
    covariance = information[ratios:, ratios:] - crossed @ fit.covariance @ crossed.T
    score = np.bincount(group, events - expected, size)
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    told = values > _NEXT_TO_NONE * float(np.bincount(group, expected, size).max())
    freedom = int(told.sum())
    if not freedom:
        return None
    statistic = float(((vectors[:, told].T @ score) ** 2 / values[told]).sum())
    return Dispersion(statistic / freedom, statistic, chi_square_tail(statistic, freedom), freedom)


def _risk_groups(cells: Cells, fit: Fit) -> Ints | None:
    """Part the cells that can hold an event into groups of like risk, from 0 on; None where there are not two."""
    risk = np.zeros(len(cells.events))
    for factor, known in zip(cells.factors, fit.log_ratios, strict=True):
        risk += np.nan_to_num(known)[factor.codes]
    there = fit.expected > 0
    # cells of one risk stay together
    levels, place = np.unique(risk[there].round(9), return_inverse=True)
    by_level = np.bincount(place, fit.expected[there], len(levels))
    least = max(float(by_level.sum()) / _RISK_GROUPS, _LEAST_EXPECTED) * (1 - 1e-9)
    group = np.zeros(len(levels), dtype=np.int64)
    number, so_far = 0, 0.0
    for level, amount in enumerate(by_level.tolist()):
        group[level] = number
        so_far += amount
        if so_far >= least:
            number, so_far = number + 1, 0.0
    if so_far > 0 and so_far < _LEAST_EXPECTED:
        # what is left over goes with the last that is whole
        group[group == number] = max(number - 1, 0)
    found: Ints = group[place]
    return found if found.max(initial=0) > 0 else None
