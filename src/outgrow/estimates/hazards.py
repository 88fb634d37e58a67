"""Hazard ratios from events and months at risk by cell: cause-specific, piecewise exponential, with E-values and checks.

In: Tally of kind ``exposure``. Out: Hazards. Runs no SQL, reads no files. Start at `estimate_hazards`; the fit itself is
`outgrow.estimates.poisson`. Leaving for good ends the time at risk, so that the hazard is that of those who are still there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from outgrow.errors import InputError, UnknownName
from outgrow.estimates.folds import jackknife_error, t_quantile
from outgrow.estimates.hazard_cells import Cells, cells_of, incidence
from outgrow.estimates.hazard_checks import by_halves, dispersion_of, second_half
from outgrow.estimates.poisson import Fit, fit_ratios
from outgrow.estimates.time_bands import Block, check_ends, design_of, interactions_of
from outgrow.results import Floats
from outgrow.results.hazards import (
    Category,
    Dispersion,
    Hazards,
    Interaction,
    Proportionality,
    Term,
    TermStatus,
    TimeBand,
)
from outgrow.tallies.covariates import DERIVED, UNKNOWN

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["RARE", "e_value", "estimate_hazards", "term_notes"]

#: Share of those who enter the role that reach the target up to which the formula for rare outcomes holds.
RARE: Final = 0.15
_NOTHING: Final = "Nobody at risk reached the target, so there is no hazard to tell."


def estimate_hazards(
    tally: Tally, /, *, by_time: Sequence[str] = (), band_ends: Sequence[int] | None = None
) -> Hazards:
    """Estimate by how much the monthly chance of a target is multiplied where something is known of people.

    Parameters
    ----------
    tally : Tally
        Of kind ``exposure``.
    by_time : sequence of str
        Covariates whose ratios are told for each band of time since entry; their interaction with time is tested.
    band_ends : sequence of int, optional
        Months since entry through which these bands go, ascending, each with the end of a piece of time; the last band is open.
        Default: the ends of the years by which a third, and two thirds, of the events have happened.

    Returns
    -------
    Hazards
        A ratio for each category of each covariate but one: the first of bands in order if anyone in it reached the target,
        else the one with the most events. Intervals are those of the logarithm of the ratio, from the likelihood; with
        weights by leaving folds out. Where nobody in a category reached the target, the upper limit is the ratio at which
        that would have half the chance that the interval leaves out: ``-log((1 - coverage) / 2)`` by the events expected.
        By time, each band has such ratios; where nobody in the category that others are held against reached the target in
        the band, there is none in it. Without terms where nobody at all reached it, and that is said.

    Raises
    ------
    InputError
        The tally is of another kind, or bands end in the midst of a piece of time.
    UnknownName
        A covariate by time is none of the tally's.

    References
    ----------
    Holford (1980), Biometrics 36, 299-305; Laird & Olivier (1981), JASA 76, 231-240. E-values: VanderWeele & Ding (2017),
    Annals of Internal Medicine 167, 268-274.
    """
    if tally.kind != "exposure" or tally.piece is None:
        raise InputError(
            f"hazards are estimated from an exposure tally; this is '{tally.kind}'.", do="make it with exposure_tally"
        )
    for name in by_time:
        if name not in tally.groups:
            raise UnknownName(f"this tally has no '{name}'.", do=f"name some of {', '.join(tally.groups)}")
    if band_ends is not None:
        check_ends(band_ends, tally.piece)
    cells = cells_of(tally)
    if not cells.events.any():
        return _answer(tally, cells, [], [], notes=[_NOTHING])
    events, exposure = (cells.events, cells.exposure) if cells.weights is None else cells.weights[:, 0]
    design = design_of(cells, by_time, band_ends)
    fit = fit_ratios(design.cells.factors, cells.piece, events, exposure)
    coverage = tally.settings.coverage
    errors, quantile = _errors(design.cells, fit, coverage)
    constant = [number for number, block in enumerate(design.blocks) if block.band is None]
    checks, halves = by_halves(design.cells, fit, second_half(cells), events, exposure, constant)
    rare = incidence(tally) <= RARE
    terms, references = [], []
    for number, block in enumerate(design.blocks):
        name, values, factor = cells.names[block.place], cells.values[block.place], cells.factors[block.place]
        of_all = np.bincount(factor.codes, cells.exposure, factor.size).astype(np.float64)
        counts = [
            np.bincount(factor.codes[block.here], column[block.here], factor.size)
            for column in (cells.events, cells.exposure)
        ]
        band = None if block.band is None else block.band.name
        for code in _order(name, values, of_all):
            category = Category(name, values[code], int(counts[0][code]), int(counts[1][code]), band)
            if code == factor.reference:
                references.append(category)
                continue
            at = (number, code)
            place = fit.places.index(at) if at in fit.places else None
            empty = _expected_at_one(design.cells, fit, *at) if block.told else 0.0
            early, later = (half[number][code] if half is not None else math.nan for half in halves)
            terms.append(
                _term(
                    category,
                    values[factor.reference],
                    fit.log_ratios[number][code],
                    _status(fit, block, at, category),
                    None if place is None else errors[place],
                    quantile,
                    rare=rare,
                    upper_if_none=-math.log((1 - coverage) / 2) / empty if empty > 0 else None,
                    halves=(early, later),
                )
            )
    told = [name for name in tally.groups if name in by_time] if design.bands else []
    return _answer(
        tally,
        cells,
        terms,
        references,
        notes=[*design.notes, *_alone_note(cells), *term_notes(terms)],
        proportionality=tuple(checks),
        interactions=tuple(interactions_of(cells, design, fit, told, events, exposure)),
        dispersion=None if tally.weighted else dispersion_of(design.cells, fit),
        by_time=tuple(told),
        bands=design.bands,
    )


def _status(fit: Fit, block: Block, at: tuple[int, int], category: Category) -> TermStatus:
    """Say what a ratio rests on, by its band of time."""
    if block.band is not None and not category.person_months:
        return "nobody at risk"
    status = fit.statuses[at[0]][at[1]]
    if not block.told or status == "reference":
        return "separated"
    return status


def _answer(
    tally: Tally,
    cells: Cells,
    terms: Sequence[Term],
    references: Sequence[Category],
    *,
    notes: Sequence[str],
    proportionality: tuple[Proportionality, ...] = (),
    interactions: tuple[Interaction, ...] = (),
    dispersion: Dispersion | None = None,
    by_time: tuple[str, ...] = (),
    bands: tuple[TimeBand, ...] = (),
) -> Hazards:
    assert tally.piece is not None
    return Hazards(
        role=tally.role,
        toward=tally.toward[0],
        covariates=tally.groups,
        terms=tuple(terms),
        references=tuple(references),
        people=tally.flow.counted - sum(people for _, people in tally.excluded),
        events=int(cells.events.sum()),
        person_months=int(cells.exposure.sum()),
        piece_months=tally.piece,
        rare=incidence(tally) <= RARE,
        proportionality=proportionality,
        interactions=interactions,
        dispersion=dispersion,
        by_time=by_time,
        bands=bands,
        settings=tally.settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *notes),
        tally=tally,
        weighted=tally.weighted,
    )


def e_value(ratio: float, *, rare: bool) -> float:
    """Return how strong something not known would have to be to make a hazard ratio.

    Parameters
    ----------
    ratio : float
        A hazard ratio, above 0.
    rare : bool
        Whether at most 15% reach the target, so that the ratio of hazards is about that of risks; else it is turned into one
        by ``(1 - 0.5**sqrt(HR)) / (1 - 0.5**sqrt(1 / HR))``.

    Returns
    -------
    float
        1 or more: the ratio of risks by which it would have to go with both.

    Raises
    ------
    InputError
        `ratio` is not above 0.

    References
    ----------
    VanderWeele & Ding (2017), Annals of Internal Medicine 167, 268-274, table 2.
    """
    if not ratio > 0:
        raise InputError(f"the ratio is {ratio}.", do="give one above 0")
    risks = ratio if rare else (1 - 0.5 ** math.sqrt(ratio)) / (1 - 0.5 ** math.sqrt(1 / ratio))
    risks = max(risks, 1 / risks)
    return risks + math.sqrt(risks * (risks - 1))


def _order(name: str, values: Sequence[str], exposure: Floats) -> list[int]:
    """Return categories in the order of bands, or of time, or the largest first; unknown last."""
    labels = DERIVED[name].labels if name in DERIVED else ()

    def rank(code: int) -> tuple[bool, float, str]:
        value = values[code]
        place = float(labels.index(value)) if value in labels else 0.0 if name == "period" else -float(exposure[code])
        return value == UNKNOWN, place, value

    return sorted(range(len(values)), key=rank)


def _errors(cells: Cells, fit: Fit, coverage: float) -> tuple[list[float | None], float]:
    """Return the standard error of each logarithm that is estimated, and how many of them an interval has to either side."""
    tail = (1 - coverage) / 2
    if cells.weights is None:
        return [math.sqrt(value) for value in np.diag(fit.covariance).tolist()], NormalDist().inv_cdf(1 - tail)
    folds = cells.weights.shape[1] - 1
    if folds < 2:
        return [None] * len(fit.places), 0.0
    without = []
    for events, exposure in zip(*cells.weights[:, 1:], strict=True):
        other = fit_ratios(
            cells.factors, cells.piece, np.maximum(events, 0.0), np.maximum(exposure, 0.0), start=fit.log_ratios
        )
        without.append([other.log_ratios[place][code] for place, code in fit.places])
    errors = jackknife_error(np.array(without))
    return [None if math.isnan(value) else float(value) for value in errors.tolist()], t_quantile(1 - tail, folds - 1)


def _term(
    category: Category,
    reference: str,
    log_ratio: float,
    status: TermStatus,
    error: float | None,
    quantile: float,
    *,
    rare: bool,
    upper_if_none: float | None,
    halves: tuple[float, float],
) -> Term:
    ratio = lower = upper = e_estimate = e_limit = None
    if status == "no events":
        ratio, lower, upper = 0.0, 0.0, upper_if_none
        e_limit = None if upper is None else _e_limit(lower, upper, rare=rare)
    elif status == "estimated":
        ratio = math.exp(log_ratio)
        e_estimate = e_value(ratio, rare=rare)
        if error is not None:
            lower, upper = math.exp(log_ratio - quantile * error), math.exp(log_ratio + quantile * error)
            e_limit = _e_limit(lower, upper, rare=rare)
    early, late = (None if math.isnan(value) else math.exp(value) for value in halves)
    return Term(
        covariate=category.covariate,
        value=category.value,
        reference=reference,
        ratio=ratio,
        std_error=error if status == "estimated" else None,
        lower=lower,
        upper=upper,
        e_value=e_estimate,
        e_value_limit=e_limit,
        events=category.events,
        person_months=category.person_months,
        status=status,
        early=early if early is not None and late is not None else None,
        late=late if early is not None and late is not None else None,
        band=category.band,
    )


def _e_limit(lower: float, upper: float, *, rare: bool) -> float:
    """Return the E-value of the limit nearer 1; 1 where the interval holds 1."""
    return 1.0 if lower <= 1 <= upper else e_value(lower if lower > 1 else upper, rare=rare)


def _expected_at_one(cells: Cells, fit: Fit, place: int, code: int) -> float:
    """Return the people to be expected to reach the target in a category at a ratio of 1, the other covariates as they are."""
    here = cells.factors[place].codes == code
    log_risk = np.zeros(int(here.sum()))
    for number, factor in enumerate(cells.factors):
        if number != place:
            known = fit.log_ratios[number][factor.codes[here]]
            # in what cannot be told either, as in the reference; where nobody had the event, nothing is expected
            none = np.array([status == "no events" for status in fit.statuses[number]])[factor.codes[here]]
            log_risk += np.where(none, -np.inf, np.where(np.isnan(known), 0.0, known))
    return float((fit.baseline[cells.piece[here]] * cells.exposure[here] * np.exp(log_risk)).sum())


def term_notes(terms: Sequence[Term]) -> list[str]:
    """Say which ratios cannot be told, and why."""
    notes = []
    for status, words in (
        (
            "no events",
            "nobody reached the target in {names}: the ratio is 0, and its upper limit is what that leaves open.",
        ),
        ("not told apart", "{names} cannot be told apart: time, or another covariate, says all that it says."),
        ("separated", "{names} cannot be held against the reference: no stretch of time has events beside both."),
        ("nobody at risk", "nobody was at risk in {names}."),
    ):
        names = [term.name for term in terms if term.status == status]
        if names:
            said = words.format(names=", ".join(names))
            notes.append(said[0].upper() + said[1:])
    without = [term.name for term in terms if term.status == "estimated" and term.lower is None]
    if without:
        said = ", ".join(without)
        notes.append(
            f"{said[0].upper()}{said[1:]} has no interval: one fold of people holds all that tells of it, and without it "
            "there is no ratio."
        )
    return notes


def _alone_note(cells: Cells) -> list[str]:
    """Say which covariates have one category, beside which there is none to hold it against."""
    names = [name for name, values in zip(cells.names, cells.values, strict=True) if len(values) == 1]
    return [f"Everyone at risk is in one category of {name}, so that it tells nobody apart." for name in names]
