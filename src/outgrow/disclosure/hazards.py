"""Hazard ratios, made fit to be shown to others: categories in which few reached the target are left out.

In: Hazards. Out: Hazards, released. Start at `release_hazards`.
"""

from __future__ import annotations

from dataclasses import replace

from outgrow.disclosure.totals import DECIMALS, rounded, rounded_facts, rounded_flow, small_groups
from outgrow.estimates.hazard_checks import ENOUGH_EVENTS
from outgrow.estimates.hazards import term_notes
from outgrow.estimates.time_bands import BANDS_NOTE
from outgrow.results import Hazards, Suppressed, Term
from outgrow.results.hazards import Category

__all__ = ["release_hazards"]

_P_DIGITS = 2


def release_hazards(result: Hazards, limit: int) -> Hazards:
    """Make hazard ratios fit to be shown to others.

    Parameters
    ----------
    result : Hazards
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Hazards
        In every category that is shown, and in the one it is held against, as many people as the limit reached the target;
        those left out of a covariate are nobody or as many together; by time that holds in each band, and of each category in all
        bands. The checks are of covariates that are shown whole, that of
        people of like risk of all of them and with 50 events or more. A category in which nobody reached it is left out, too,
        since its name may be that of a few people. Ratios early and late are left out: each rests on half of the events.
    """
    shown: list[Term] = []
    references: list[Category] = []
    left_out: dict[str, int] = {}
    for name in dict.fromkeys(one.covariate for one in result.references):
        blocks = [
            (one, [term for term in result.terms if (term.covariate, term.band) == (name, one.band)])
            for one in result.references
            if one.covariate == name
        ]
        hidden = _hidden([[one.events, *(term.events for term in terms)] for one, terms in blocks], limit)
        for row, (reference, terms) in enumerate(blocks):
            kept = [term for place, term in enumerate(terms, 1) if (row, place) not in hidden]
            if len(kept) < len(terms):
                left_out[name] = left_out.get(name, 0) + len(terms) - len(kept)
            if kept:
                references.append(_category(reference, limit))
                shown += [_term(term, limit) for term in kept]
    whole = [name for name in result.covariates if name not in left_out]
    facts = rounded_facts(result.careers, limit)
    own = {*result.careers.imprecise_note, *term_notes(result.terms)}
    # of few events, where bands are cut tells when those happened
    by_time = any(term.band is not None for term in shown)
    dispersion = result.dispersion
    # groups of like risk are made of all events, and with few of them their number tells how many
    if left_out or result.events < max(limit, ENOUGH_EVENTS):
        dispersion = None
    return replace(
        result,
        terms=tuple(shown),
        references=tuple(references),
        people=rounded(result.people, limit),
        events=rounded(result.events, limit),
        person_months=rounded(result.person_months, limit),
        proportionality=tuple(
            check._replace(statistic=round(check.statistic, 1), p_value=_short(check.p_value))
            for check in result.proportionality
            if check.covariate in whole
        ),
        bands=result.bands if by_time else (),
        interactions=tuple(
            check._replace(statistic=round(check.statistic, 1), p_value=_short(check.p_value))
            for check in result.interactions
            if check.covariate in whole
        ),
        dispersion=None
        if dispersion is None
        else dispersion._replace(
            ratio=round(dispersion.ratio, 1),
            statistic=round(dispersion.statistic, 1),
            p_value=_short(dispersion.p_value),
        ),
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(
            *(note for note in result.notes if note not in own and (by_time or not note.startswith(BANDS_NOTE))),
            *facts.imprecise_note,
            *term_notes(shown),
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(
            Suppressed(
                f"{_counted(number, by_time=name in result.by_time)} of {name}",
                f"fewer than {limit} people in it or in the one it is held against reached the target, or by subtraction",
            )
            for name, number in left_out.items()
        ),
    )


def _hidden(rows: list[list[int]], limit: int) -> set[tuple[int, int]]:
    """Say which counts cannot be shown of a covariate: each row is a band of time, the first of it what others are held against.

    With several bands, what is left out of a category over all of them is nobody or as many as the limit, too.
    """
    hidden: set[tuple[int, int]] = set()
    while True:
        before = len(hidden)
        for row, sizes in enumerate(rows):
            gone = {column for of, column in hidden if of == row}
            found = small_groups(sizes, limit, gone=gone, last=0, nobody=True)
            hidden |= {(row, column) for column in (range(len(sizes)) if 0 in found else found)}
        if len(rows) > 1:
            for column in range(len(rows[0])):
                gone = {row for row, of in hidden if of == column}
                found = small_groups([sizes[column] for sizes in rows], limit, gone=gone, nobody=True)
                hidden |= {(row, column) for row in found}
        if len(hidden) == before:
            return hidden


def _counted(number: int, *, by_time: bool) -> str:
    if by_time:
        return f"{number} {'ratio' if number == 1 else 'ratios'} by time"
    return f"{number} {'category' if number == 1 else 'categories'}"


def _category(one: Category, limit: int) -> Category:
    return one._replace(events=rounded(one.events, limit), person_months=rounded(one.person_months, limit))


def _term(term: Term, limit: int) -> Term:
    return replace(
        term,
        ratio=_rounded(term.ratio),
        std_error=_rounded(term.std_error),
        lower=_rounded(term.lower),
        upper=_rounded(term.upper),
        e_value=_rounded(term.e_value),
        e_value_limit=_rounded(term.e_value_limit),
        events=rounded(term.events, limit),
        person_months=rounded(term.person_months, limit),
        early=None,
        late=None,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _short(p_value: float) -> float:
    return float(f"{p_value:.{_P_DIGITS}g}")
