"""Findings on who got past a rung: the broadened beside the focused, and what the monthly chance goes with.

In: Past, released. Out: Finding. Start at `past_findings`. Things *go with* a chance; nothing here says why.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.forest import LEAST_EVENTS, ratio_number
from outgrow.charts.wording import joined, people, percent, role_phrase, target_name
from outgrow.months import span
from outgrow.report.answers_hazards import tells_apart
from outgrow.report.finding import Finding, led, make_finding
from outgrow.report.frequencies import about, fewer_or_more, likely_gap, short_range
from outgrow.report.ladder_words import points
from outgrow.report.past import Past
from outgrow.results import Compare, GroupDifference, Hazards, Term
from outgrow.tallies.landmark import BREADTH
from outgrow.tallies.so_far import BROADENED, FOCUS_SHARE

__all__ = ["past_findings"]

#: Who is focused.
_FOCUSED_IS: Final = (
    f"Focused: {percent(FOCUS_SHARE)} or more of the months in main jobs so far in one specialty; broadened: less."
)
#: What rounds to one of a hundred.
_HALF_OF_100: Final = 0.005
_ASSOCIATION: Final = "People chose, or were chosen, to broaden; what else sets them apart is not all known here."


def past_findings(past: Past) -> tuple[Finding, ...]:
    """Say whether the broadened get past a rung more often, and what is left of it with other things alike.

    Parameters
    ----------
    past : Past
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"breadth"`` and ``"goes_with"``, those of them that can be told.
    """
    found = []
    if past.compare is not None and past.compare.difference is not None:
        found.append(_breadth(past.compare, past.compare.difference, past.others))
    if past.hazards is not None:
        term = _broadened(past.hazards)
        if term is not None:
            found.append(_goes_with(past.hazards, term, past.alone))
    return tuple(found)


def _breadth(answer: Compare, one: GroupDifference, others: tuple[Compare, ...]) -> Finding:
    target, limit = target_name(answer.toward), answer.min_cell or 1
    landmark, month = span(answer.landmark_months), span(one.months)
    two = f"the {one.group} ({people(one.group_people, limit=limit)})"
    other = f"the {one.reference} ({people(one.reference_people, limit=limit)})"
    moves, exactly = _at_other_landmarks(answer, others)
    who = f"people still below {target} {landmark} after {role_phrase(answer.role)}"
    claim = (
        f"of {who}, an estimated {percent(one.group_estimate)} of {two} and {percent(one.reference_estimate)} of {other} "
        f"had reached it by {month} after it: a difference of {points(one.estimate)} points "
        f"({percent(answer.settings.coverage)} interval {points(one.lower)} to {points(one.upper)}).{moves} {_FOCUSED_IS}"
    )
    plain = (
        f"of {who}, {_of_100(one.group_estimate)} of {two} had reached it by {month}, and {_of_100(one.reference_estimate)} of "
        f"{other}. That is {fewer_or_more(one.estimate)} of the {one.group}, {likely_gap(one.lower, one.upper)}.{moves} "
        f"{_FOCUSED_IS} It goes with breadth; it does not say that broadening brings it about."
    )
    test = answer.test
    tested = (
        ""
        if test is None
        else f" {test.name}: chi-square {test.statistic:.2f}, df {test.freedom}, p {test.p_value:.3g}."
    )
    exact = (
        f"reach of {target} at month {one.months} given below it at month {answer.landmark_months}, {one.group} minus "
        f"{one.reference}: {one.estimate:.4f} (SE {one.std_error:.4f}; {percent(answer.settings.coverage)} CI "
        f"{short_range(one.lower, one.upper)}); {one.group} {one.group_estimate:.4f} (n = "
        f"{people(one.group_people, limit=limit)}), {one.reference} {one.reference_estimate:.4f} (n = "
        f"{people(one.reference_people, limit=limit)}).{tested}{exactly}"
    )
    return make_finding(
        answer,
        "breadth",
        "breadth",
        led(answer, claim),
        number=one.estimate,
        unit="difference",
        limits=(one.lower, one.upper),
        counted=one.group_people + one.reference_people,
        caveat=_ASSOCIATION,
        said={"target": target, "plain": plain, "exact": exact},
    )


def _of_100(share: float) -> str:
    """Say a share of 100, however small, so that two of them can be set beside each other."""
    return about(round(share, 2)) if share >= _HALF_OF_100 else about(share)


def _at_other_landmarks(answer: Compare, others: tuple[Compare, ...]) -> tuple[str, str]:
    """Say how far the difference moves with the landmark, in words and in numbers."""
    told = [(one.landmark_months, one.difference) for one in others if one.difference is not None]
    if not told:
        return "", ""
    when = joined([span(months) for months, _ in told])
    number = joined([points(found.estimate) for _, found in told])
    exact = "; ".join(
        f"landmark {months}: {found.estimate:.4f} ({short_range(found.lower, found.upper)}) at month {found.months}"
        for months, found in told
    )
    return f" With groups told at {when} instead, it is {number} points.", f" {exact[:1].upper()}{exact[1:]}."


def _broadened(answer: Hazards) -> Term | None:
    return next(
        (
            term
            for term in answer.terms
            if term.covariate == BREADTH and BROADENED in (term.value, term.reference) and _enough(answer, term)
        ),
        None,
    )


def _enough(answer: Hazards, term: Term) -> bool:
    reference = next((one.events for one in answer.references if one.covariate == term.covariate), 0)
    return term.status == "estimated" and min(term.events, reference) >= LEAST_EVENTS


def _goes_with(answer: Hazards, term: Term, alone: Hazards | None) -> Finding:
    assert term.ratio is not None
    target, coverage = target_name(answer.toward), percent(answer.settings.coverage)
    others = [name for name in answer.covariates if name in _ALIKE and tells_apart(answer, name)]
    alike = f"with {joined([_ALIKE[name] for name in others])} alike, " if others else ""
    by_itself = None if alone is None else _broadened(alone)
    moves = ""
    if others and by_itself is not None and by_itself.ratio is not None:
        moves = f" With nothing else alike it is {ratio_number(by_itself.ratio)} times."
    bounds = f"{ratio_number(term.lower)} to {ratio_number(term.upper)}" if term.lower and term.upper else "no interval"
    limit = "" if term.e_value_limit is None or term.e_value_limit <= 1 else f" {_unmeasured(term.e_value_limit)}"
    nothing = (
        " The interval holds 1: it may go with nothing at all."
        if term.lower and term.upper and term.lower <= 1 <= term.upper
        else ""
    )
    claim = (
        f"{alike}being {term.value} so far goes with {ratio_number(term.ratio)} times the monthly chance of reaching "
        f"{target} that being {term.reference} goes with ({coverage} interval {bounds}), of "
        f"{people(answer.people, limit=answer.min_cell or 1)}.{moves}{nothing}{limit}"
    )
    exact = (
        f"hazard ratio for {target}, {term.value} against {term.reference}, adjusted for "
        f"{', '.join(others) or 'nothing'}: {term.ratio:.3f} (SE of log {term.std_error or 0:.3f}; {coverage} CI {bounds}); "
        f"E-value {_maybe(term.e_value)}, of the limit {_maybe(term.e_value_limit)}; n = "
        f"{people(answer.people, limit=answer.min_cell or 1)}.{moves} Piecewise exponential, Poisson likelihood."
    )
    return make_finding(
        answer,
        "goes_with",
        "goes_with",
        led(answer, claim),
        number=term.ratio,
        unit="ratio",
        limits=(term.lower, term.upper),
        counted=answer.people,
        caveat=_ASSOCIATION,
        said={"target": target, "plain": claim, "exact": exact},
    )


#: What is alike, in words.
_ALIKE: Final = {
    "strategy": "years in strategy roles",
    "employers": "employers so far",
    "career": "years since the first job",
}


def _unmeasured(limit: float) -> str:
    times = ratio_number(limit)
    return f"Something not known here would have to go with both by {times} times or more for the interval to hold 1."


def _maybe(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
