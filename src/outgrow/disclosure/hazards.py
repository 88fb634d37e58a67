"""Hazard ratios, made fit to be shown to others: categories in which few reached the target are left out.

In: Hazards. Out: Hazards, released. Start at `release_hazards`.
"""

from __future__ import annotations

from dataclasses import replace

from outgrow.disclosure.totals import DECIMALS, rounded, rounded_facts, rounded_flow, small_groups
from outgrow.estimates.hazard_checks import ENOUGH_EVENTS
from outgrow.estimates.hazards import term_notes
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
        those left out of a covariate are nobody or as many together. The checks are of covariates that are shown whole, that of
        people of like risk of all of them and with 50 events or more. A category in which nobody reached it is left out, too,
        since its name may be that of a few people. Ratios early and late are left out: each rests on half of the events.
    """
    shown: list[Term] = []
    references: list[Category] = []
    left_out: dict[str, int] = {}
    for reference in result.references:
        name = reference.covariate
        terms = [term for term in result.terms if term.covariate == name]
        hidden = small_groups([reference.events, *(term.events for term in terms)], limit, last=0, nobody=True)
        kept = [term for place, term in enumerate(terms, 1) if place not in hidden and 0 not in hidden]
        if len(kept) < len(terms):
            left_out[name] = len(terms) - len(kept)
        if kept:
            references.append(_category(reference, limit))
            shown += [_term(term, limit) for term in kept]
    whole = [name for name in result.covariates if name not in left_out]
    facts = rounded_facts(result.careers, limit)
    own = {*result.careers.imprecise_note, *term_notes(result.terms)}
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
            *(note for note in result.notes if note not in own),
            *facts.imprecise_note,
            *term_notes(shown),
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(
            Suppressed(
                f"{number} {'category' if number == 1 else 'categories'} of {name}",
                f"fewer than {limit} people in it or in the one it is held against reached the target, or by subtraction",
            )
            for name, number in left_out.items()
        ),
    )


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
