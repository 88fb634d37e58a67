"""Ratios by time: bands of time since entry, and a factor of a hazard's model for each covariate in each of them.

In: cells, covariates by time, where bands end. Out: `Design`, which `outgrow.estimates.poisson` fits as any other; tests of the
interaction. Runs no SQL, reads no files. Start at `design_of`; next stage: outgrow.estimates.hazards. The baseline keeps its
pieces, which end bands too; in each band ratios are of their own, which is R's ``x + x:band`` in other words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.chi_square import chi_square_tail
from outgrow.estimates.hazard_cells import Cells
from outgrow.estimates.poisson import Factor, Fit, added_parameters, fit_ratios
from outgrow.months import span
from outgrow.results import Flags, Floats
from outgrow.results.hazards import Interaction, TimeBand

__all__ = ["BANDS_NOTE", "Block", "Design", "band_ends", "check_ends", "design_of", "interactions_of"]

#: How the note that names the bands begins; where they are cut tells when events happened.
BANDS_NOTE: Final = "Ratios by time are of bands of time since entry"
#: Bands of time where none are given: as many, by events.
_USUAL: Final = 3
#: Ends that may be given.
_MOST_ENDS: Final = 9
_YEAR: Final = 12
_LONGEST: Final = 100.0


class Block(NamedTuple):
    """What one factor of the model is of.

    Parameters
    ----------
    place : int
        The covariate's place.
    band : TimeBand or None
        The band in which its ratios hold; None for one ratio for all time.
    here : ndarray of bool, shape (C,)
        The cells in the band.
    told : bool
        Whether anyone in the category that others are held against reached the target in the band. Otherwise there is no ratio,
        and the factor is held against the category with the most events there, so that other covariates can be told.
    """

    place: int
    band: TimeBand | None
    here: Flags
    told: bool


class Design(NamedTuple):
    """Cells as they are modelled: a factor for each block, under the names and values of its covariate."""

    cells: Cells
    blocks: tuple[Block, ...]
    bands: tuple[TimeBand, ...]
    notes: tuple[str, ...]


def band_ends(years: str | Sequence[float] | float, piece: int) -> tuple[int, ...]:
    """Read where bands of time end, in years since entry; the last is open.

    Parameters
    ----------
    years : str, float or sequence of float
        Ascending, or a text of them parted by commas: ``"3,7"``.
    piece : int
        Months in each piece of time with a hazard of its own.

    Returns
    -------
    tuple of int
        Whole months.

    Raises
    ------
    InputError
        They are no numbers, do not ascend, or do not end with a piece of time.
    """
    given = years.split(",") if isinstance(years, str) else [years] if isinstance(years, int | float) else list(years)
    do = "give years since entry in ascending order, such as --time-bands 3,7"
    try:
        numbers = [float(one) for one in given]
    except (TypeError, ValueError):
        raise InputError(f"'{years}' are no bands of time.", do=do) from None
    if not numbers or not all(math.isfinite(one) and 0 < one < _LONGEST for one in numbers):
        raise InputError(f"bands of time are to end after {_said(numbers)} years.", do=f"{do}, above 0 and under 100")
    if len(numbers) > _MOST_ENDS:
        raise InputError(f"{len(numbers)} ends of bands were given.", do=f"give {_MOST_ENDS} at the most")
    ends = tuple(round(one * _YEAR) for one in numbers)
    check_ends(ends, piece)
    return ends


def check_ends(ends: Sequence[int], piece: int) -> None:
    """Refuse ends of bands, in months, that do not ascend or do not end with a piece of time.

    Raises
    ------
    InputError
        They do not.
    """
    said = _said([end / _YEAR for end in ends])
    if any(later <= end for end, later in zip((0, *ends), ends, strict=False)):
        raise InputError(
            f"bands of time are to end after {said} years.",
            why="each has to end a month or more after the one before",
            do="give years since entry in ascending order, such as --time-bands 3,7",
        )
    if any(end % piece for end in ends):
        whole = math.gcd(_YEAR, *ends)
        raise InputError(
            f"bands of time are to end after {said} years, in the midst of a piece of time ({span(piece)}).",
            why="each piece has a hazard of its own, and ratios of one band",
            do=f"give whole multiples of {span(piece)}"
            + (f", or add --piece {whole}" if whole in (1, 2, 3, 4, 6) else ""),
        )


def _said(years: Sequence[float]) -> str:
    return ", ".join(f"{one:g}" for one in years)


def design_of(cells: Cells, by_time: Sequence[str], ends: Sequence[int] | None) -> Design:
    """Give each covariate a factor, and each one by time a factor for each band.

    Parameters
    ----------
    cells : Cells
        With events.
    by_time : sequence of str
        Names of covariates.
    ends : sequence of int or None
        Months since entry through which bands go. None: of the years since entry, the first by whose end a third, and two
        thirds, of the events have happened.

    Returns
    -------
    Design
        Without bands where nothing is by time, or where everyone at risk is in one of them, which a note says.
    """
    blocks = [Block(place, None, np.ones(len(cells.events), np.bool_), True) for place in range(len(cells.names))]
    if not by_time:
        return Design(cells, tuple(blocks), (), ())
    chosen = _usual_ends(cells) if ends is None else tuple(ends)
    number = np.searchsorted(np.array(chosen, dtype=np.int64), cells.months, side="right")[cells.piece]
    at_risk = np.bincount(number, cells.exposure, len(chosen) + 1) > 0
    everyone = [_band((0, *chosen)[place], (*chosen, None)[place]) for place in range(len(chosen) + 1)]
    bands = tuple(band for place, band in enumerate(everyone) if at_risk[place])
    notes = []
    if len(bands) < 2:
        what = "Events are in one year" if ends is None else "Everyone at risk is in one band of time"
        notes = [f"{what}, so that no ratio is told by time: other bands can be given (--time-bands, with --piece)."]
        return Design(cells, tuple(blocks), (), tuple(notes))
    how = ", cut at whole years so that about as many reached the target in each" if ends is None else ""
    notes.append(f"{BANDS_NOTE}: {', '.join(band.name for band in bands)}{how}.")
    gone = [band.name for place, band in enumerate(everyone) if not at_risk[place]]
    if gone:
        notes.append(f"Nobody was at risk {' or '.join(gone)} after entry.")
    blocks, factors = [], []
    for place, (name, factor) in enumerate(zip(cells.names, cells.factors, strict=True)):
        if name not in by_time:
            blocks.append(Block(place, None, np.ones(len(cells.events), np.bool_), True))
            factors.append(factor)
            continue
        for at, band in enumerate(everyone):
            if band in bands:
                block, one = _in_band(factor, place, band, number == at, cells.events)
                blocks.append(block)
                factors.append(one)
    modelled = cells._replace(
        names=tuple(cells.names[block.place] for block in blocks),
        values=tuple(cells.values[block.place] for block in blocks),
        factors=tuple(factors),
    )
    return Design(modelled, tuple(blocks), bands, tuple(notes))


def _usual_ends(cells: Cells) -> tuple[int, ...]:
    by = np.bincount(cells.months[cells.piece] // _YEAR, cells.events)
    so_far = np.cumsum(by)
    ends = {int(np.argmax(so_far >= part * so_far[-1] / _USUAL)) + 1 for part in range(1, _USUAL)}
    # the last band has events too
    return tuple(_YEAR * end for end in sorted(ends) if so_far[end - 1] < so_far[-1])


def _band(begin: int, end: int | None) -> TimeBand:
    def said(months: int) -> str:
        return f"{months / _YEAR:g} years" if months % (_YEAR // 2) == 0 and months > _YEAR else span(months)

    if end is None:
        return TimeBand(f"over {said(begin)}" if begin else "all time", begin, None)
    if not begin:
        return TimeBand(f"up to {said(end)}", 0, end)
    first = said(begin)
    unit = " years"
    short = (
        first.removesuffix(unit).removesuffix(" year") if said(end).endswith(unit) and "month" not in first else first
    )
    return TimeBand(f"{short} to {said(end)}", begin, end)


def _in_band(factor: Factor, place: int, band: TimeBand, here: Flags, events: Floats) -> tuple[Block, Factor]:
    by = np.bincount(factor.codes[here], events[here], factor.size)
    told = bool(by[factor.reference] > 0)
    reference = factor.reference if told else int(np.argmax(by))
    # elsewhere it adds nothing, as for the category that others are held against
    codes = np.where(here, factor.codes, reference)
    return Block(place, band, here, told), Factor(codes, factor.size, reference)


def interactions_of(
    cells: Cells, design: Design, fit: Fit, by_time: Sequence[str], events: Floats, exposure: Floats
) -> list[Interaction]:
    """Test whether ratios differ between bands, those of one covariate after another, the others by time as they are.

    Parameters
    ----------
    cells : Cells
        Those of the design; none is tested where they have weights.
    design : Design
        With bands.
    fit : Fit
        To the design.
    by_time : sequence of str
        Names of covariates.
    events, exposure : ndarray of float, shape (C,)
        As they were fitted.

    Returns
    -------
    list of Interaction
        One for each covariate of which more than one ratio can be told of some category.
    """
    found: list[Interaction] = []
    if cells.weights is not None or not design.bands:
        return found
    band = np.searchsorted(np.array([one.from_months for one in design.bands[1:]]), cells.months, side="right")
    for name in by_time:
        place = cells.names.index(name)
        one = cells.factors[place]
        kept = [
            factor for factor, block in zip(design.cells.factors, design.blocks, strict=True) if block.place != place
        ]
        fewer = [*kept, one]
        alone = fit_ratios(fewer, cells.piece, events, exposure)
        later = band[cells.piece]
        codes = np.where((later > 0) & (one.codes != one.reference), later * one.size + one.codes, one.reference)
        crossed = Factor(codes, one.size * len(design.bands), one.reference)
        freedom = added_parameters(alone, fewer, crossed, cells.piece, events, exposure)
        if freedom > 0:
            statistic = max(2 * (fit.log_likelihood - alone.log_likelihood), 0.0)
            found.append(Interaction(name, statistic, chi_square_tail(statistic, freedom), freedom))
    return found
