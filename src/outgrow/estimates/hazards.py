"""Hazard ratios from events and months at risk by cell: cause-specific, piecewise exponential, with E-values and checks.

In: Tally of kind ``exposure``. Out: Hazards. Runs no SQL, reads no files. Start at `estimate_hazards`; the fit itself is
`outgrow.estimates.poisson`. Leaving for good ends the time at risk, so that the hazard is that of those who are still there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.chi_square import chi_square_tail
from outgrow.estimates.folds import fold_sums, jackknife_error, leave_out, t_quantile
from outgrow.estimates.poisson import Factor, Fit, fit_ratios
from outgrow.results import Flags, Floats, Ints
from outgrow.results.hazards import Category, Dispersion, Hazards, Proportionality, Term
from outgrow.tallies.covariates import DERIVED, UNKNOWN
from outgrow.tallies.tally import FOLD, WEIGHT

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["RARE", "e_value", "estimate_hazards", "term_notes"]

#: Share of people who reach the target up to which the formula for rare outcomes holds.
RARE: Final = 0.15
_NOTHING: Final = "Nobody at risk reached the target, so there is no hazard to tell."
#: Groups of like risk in which events are held against those expected, and the fewest expected in each.
_RISK_GROUPS: Final = 10
_LEAST_EXPECTED: Final = 5.0


def estimate_hazards(tally: Tally, /) -> Hazards:
    """Estimate by how much the monthly chance of a target is multiplied where something is known of people.

    Parameters
    ----------
    tally : Tally
        Of kind ``exposure``.

    Returns
    -------
    Hazards
        A ratio for each category of each covariate but one: the first of bands in order if anyone in it reached the target,
        else the one with the most events. Intervals are those of the logarithm of the ratio, from the likelihood; with
        weights by leaving folds out. Where nobody in a category reached the target, the upper limit is the ratio at which
        that would have half the chance that the interval leaves out: ``-log((1 - coverage) / 2)`` by the events expected.
        Without terms where nobody at all reached it, and that is said.

    Raises
    ------
    InputError
        The tally is of another kind.

    References
    ----------
    Holford (1980), Biometrics 36, 299-305; Laird & Olivier (1981), JASA 76, 231-240. E-values: VanderWeele & Ding (2017),
    Annals of Internal Medicine 167, 268-274. Groups of like risk: Gronnesby & Borgan (1996), Lifetime Data Analysis 2, 315-328;
    May & Hosmer (1998), 4, 109-120.
    """
    if tally.kind != "exposure" or tally.piece is None:
        raise InputError(
            f"hazards are estimated from an exposure tally; this is '{tally.kind}'.", do="make it with exposure_tally"
        )
    cells = _cells(tally)
    if not cells.events.any():
        return _answer(tally, cells, [], [], notes=[_NOTHING])
    events, exposure = (cells.events, cells.exposure) if cells.weights is None else cells.weights[:, 0]
    fit = fit_ratios(cells.factors, cells.piece, events, exposure)
    coverage = tally.settings.coverage
    errors, quantile = _errors(cells, fit, coverage)
    late = _late(cells)
    checks, halves = _by_time(cells, fit, late, events, exposure)
    rare = _is_rare(tally, cells)
    terms, references = [], []
    for place, (name, values) in enumerate(zip(tally.groups, cells.values, strict=True)):
        factor = cells.factors[place]
        counts: list[Floats] = [
            np.bincount(factor.codes, column, factor.size).astype(np.float64)
            for column in (cells.events, cells.exposure)
        ]
        for code in _order(name, values, counts[1]):
            category = Category(name, values[code], int(counts[0][code]), int(counts[1][code]))
            if code == factor.reference:
                references.append(category)
                continue
            number = fit.places.index((place, code)) if (place, code) in fit.places else None
            error = None if number is None else errors[number]
            empty = _expected_at_one(cells, fit, place, code, exposure)
            early, later = (half[place][code] if half is not None else math.nan for half in halves)
            terms.append(
                _term(
                    category,
                    values[factor.reference],
                    fit,
                    (place, code),
                    error,
                    quantile,
                    rare=rare,
                    upper_if_none=-math.log((1 - coverage) / 2) / empty if empty > 0 else None,
                    halves=(early, later),
                )
            )
    dispersion = None if tally.weighted else _dispersion(cells, fit)
    return _answer(
        tally, cells, terms, references, notes=term_notes(terms), proportionality=tuple(checks), dispersion=dispersion
    )


def _answer(
    tally: Tally,
    cells: _Cells,
    terms: Sequence[Term],
    references: Sequence[Category],
    *,
    notes: Sequence[str],
    proportionality: tuple[Proportionality, ...] = (),
    dispersion: Dispersion | None = None,
) -> Hazards:
    assert tally.piece is not None
    return Hazards(
        role=tally.role,
        toward=tally.toward[0],
        covariates=tally.groups,
        terms=tuple(terms),
        references=tuple(references),
        people=tally.flow.counted,
        events=int(cells.events.sum()),
        person_months=int(cells.exposure.sum()),
        piece_months=tally.piece,
        rare=_is_rare(tally, cells),
        proportionality=proportionality,
        dispersion=dispersion,
        settings=tally.settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *notes),
        tally=tally,
        weighted=tally.weighted,
    )


def _is_rare(tally: Tally, cells: _Cells) -> bool:
    return float(cells.events.sum()) <= RARE * max(tally.flow.counted, 1)


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


class _Cells(NamedTuple):
    """Counts of C cells; `weights` are sums of weights of everyone and without each fold: events and months, (2, 1 + K, C)."""

    names: tuple[str, ...]
    factors: tuple[Factor, ...]
    values: tuple[tuple[str, ...], ...]
    piece: Ints
    months: Ints
    events: Floats
    exposure: Floats
    weights: Floats | None


def _cells(tally: Tally) -> _Cells:
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
    return _Cells(
        tally.groups, tuple(factors), tuple(values), piece.astype(np.int64), months, events, exposure, weights
    )


def _reference(name: str, values: Sequence[str], events: Floats) -> int:
    """Return the first of bands in order if anyone in it had the event, else the category with the most events."""
    labels = DERIVED[name].labels if name in DERIVED and DERIVED[name].source != "job" else ()
    for label in labels[:1]:
        if label in values and events[values.index(label)] > 0:
            return values.index(label)
    known = [code for code, value in enumerate(values) if value != UNKNOWN and events[code] > 0]
    return max(known or range(len(values)), key=lambda code: events[code], default=0)


def _order(name: str, values: Sequence[str], exposure: Floats) -> list[int]:
    """Return categories in the order of bands, or of time, or the largest first; unknown last."""
    labels = DERIVED[name].labels if name in DERIVED else ()

    def rank(code: int) -> tuple[bool, float, str]:
        value = values[code]
        place = float(labels.index(value)) if value in labels else 0.0 if name == "period" else -float(exposure[code])
        return value == UNKNOWN, place, value

    return sorted(range(len(values)), key=rank)


def _errors(cells: _Cells, fit: Fit, coverage: float) -> tuple[list[float | None], float]:
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
    fit: Fit,
    at: tuple[int, int],
    error: float | None,
    quantile: float,
    *,
    rare: bool,
    upper_if_none: float | None,
    halves: tuple[float, float],
) -> Term:
    place, code = at
    status = fit.statuses[place][code]
    assert status != "reference"
    ratio = lower = upper = e_estimate = e_limit = None
    if status == "no events":
        ratio, lower, upper = 0.0, 0.0, upper_if_none
        e_limit = None if upper is None else _e_limit(lower, upper, rare=rare)
    elif status == "estimated":
        log_ratio = float(fit.log_ratios[place][code])
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
    )


def _e_limit(lower: float, upper: float, *, rare: bool) -> float:
    """Return the E-value of the limit nearer 1; 1 where the interval holds 1."""
    return 1.0 if lower <= 1 <= upper else e_value(lower if lower > 1 else upper, rare=rare)


def _expected_at_one(cells: _Cells, fit: Fit, place: int, code: int, exposure: Floats) -> float:
    """Return the events to be expected in a category if its ratio were 1, the other covariates as they are."""
    here = cells.factors[place].codes == code
    log_risk = np.zeros(int(here.sum()))
    for number, factor in enumerate(cells.factors):
        if number != place:
            known = fit.log_ratios[number][factor.codes[here]]
            # in what cannot be told either, as in the reference; where nobody had the event, nothing is expected
            none = np.array([status == "no events" for status in fit.statuses[number]])[factor.codes[here]]
            log_risk += np.where(none, -np.inf, np.where(np.isnan(known), 0.0, known))
    return float((fit.baseline[cells.piece[here]] * exposure[here] * np.exp(log_risk)).sum())


def _late(cells: _Cells) -> Flags | None:
    """Tell the pieces of the second half of the events; None where all are in one."""
    by = np.bincount(cells.piece, cells.events, len(cells.months))
    before = np.cumsum(by) - by
    late: Flags = before >= by.sum() / 2
    return late if by[late].any() and by[~late].any() else None


def _by_time(
    cells: _Cells, fit: Fit, late: Flags | None, events: Floats, exposure: Floats
) -> tuple[list[Proportionality], tuple[list[Floats] | None, list[Floats] | None]]:
    """Test whether ratios stay, one covariate after another, and return the logarithms early and late."""
    if late is None:
        return [], (None, None)
    split = int(cells.months[np.flatnonzero(late)[0]])
    checks = []
    early: list[Floats] = [np.full(one.size, np.nan) for one in cells.factors]
    later: list[Floats] = [np.full(one.size, np.nan) for one in cells.factors]
    for place, one in enumerate(cells.factors):
        turned = one._replace(codes=np.where(late[cells.piece], one.codes, one.reference))
        whole = fit_ratios([*cells.factors, turned], cells.piece, events, exposure, start=fit.log_ratios)
        freedom = len(whole.places) - len(fit.places)
        both = np.array([status == "estimated" for status in whole.statuses[-1]])
        early[place][both] = whole.log_ratios[place][both]
        later[place][both] = (whole.log_ratios[place] + whole.log_ratios[-1])[both]
        if freedom > 0 and cells.weights is None:
            statistic = max(2 * (whole.log_likelihood - fit.log_likelihood), 0.0)
            checks.append(
                Proportionality(cells.names[place], split, statistic, chi_square_tail(statistic, freedom), freedom)
            )
    return checks, (early, later)


def _dispersion(cells: _Cells, fit: Fit) -> Dispersion | None:
    """Hold the events of people of like risk against those expected of them.

    Cells alone would not do: the months of a cell end with its events, so that few months go with an event.
    """
    risk = np.zeros(len(cells.events))
    for factor, known in zip(cells.factors, fit.log_ratios, strict=True):
        risk += np.nan_to_num(known)[factor.codes]
    some = fit.expected > 0
    order = np.argsort(risk[some], kind="stable")
    expected, events = fit.expected[some][order], cells.events[some][order]
    groups = min(_RISK_GROUPS, int(expected.sum() // _LEAST_EXPECTED))
    if groups < 2:
        return None
    # cells of one risk stay together
    levels, place = np.unique(risk[some][order].round(9), return_inverse=True)
    by_level = np.cumsum(np.bincount(place, expected, len(levels)))
    group = np.minimum((by_level - 1e-9) / by_level[-1] * groups, groups - 1).astype(np.int64)[place]
    by = [np.bincount(group, column, groups) for column in (expected, events)]
    there = by[0] > 0
    freedom = int(there.sum()) - 1
    if freedom < 1:
        return None
    statistic = float(((by[1][there] - by[0][there]) ** 2 / by[0][there]).sum())
    return Dispersion(statistic / freedom, statistic, chi_square_tail(statistic, freedom), freedom)


def term_notes(terms: Sequence[Term]) -> list[str]:
    """Say which ratios cannot be told, and why."""
    notes = []
    for status, words in (
        (
            "no events",
            "nobody reached the target in {names}: the ratio is 0, and its upper limit is what that leaves open.",
        ),
        ("not told apart", "{names} cannot be told apart from what the other covariates say."),
        ("separated", "{names} cannot be held against the reference: no stretch of time has events beside both."),
    ):
        names = [term.name for term in terms if term.status == status]
        if names:
            said = words.format(names=", ".join(names))
            notes.append(said[0].upper() + said[1:])
    return notes
