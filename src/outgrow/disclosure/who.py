"""Who made it, made fit to be shown to others: counts that show a few people go, and rare sequences of roles become other.

In: Who. Out: Who, released. Start at `release_who`. Shares of counts are those of the counts as they are shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from outgrow.disclosure.grid import find_grid
from outgrow.disclosure.states import merged
from outgrow.disclosure.totals import none_or_enough, rounded, rounded_facts, rounded_flow, whole_years
from outgrow.errors import InputError
from outgrow.estimates.multi_state import curve_notes, group_moves
from outgrow.estimates.who import at_most, outcome_states, share_of
from outgrow.results import Ranked, ShareOf, StateCurves, Suppressed, Who

__all__ = ["release_who", "share_shown"]

#: Whole years that are enough for curves to be shown at them alone.
_ENOUGH_YEARS: Final = 2


def release_who(result: Who, limit: int) -> Who:
    """Make who made it fit to be shown to others.

    Parameters
    ----------
    result : Who
        Exact, with its tally.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Who
        k, and n less k, are nobody or reach the limit, and so do the people of each outcome, or they are not shown. The curves
        are on one grid of months, as those of occupancy, with no outcomes made one: without such a grid there are none. A
        sequence, a first job or a last step is shown from as many people on, and those of all others together are nobody or as
        many.

    Raises
    ------
    InputError
        The result has no tally.
    """
    if result.tally is None:
        raise InputError("this answer has no exact counts.", do="release the exact result")
    suppressed = []
    coverage = result.settings.coverage
    followed = share_shown(result.of_followed, coverage, limit)
    if followed.people is None:
        suppressed.append(_few("the share of those followed", limit))
    opposite = None if result.opposite is None else share_shown(result.opposite, coverage, limit)
    if opposite is not None and opposite.people is None:
        suppressed.append(_few("those who did not stay", limit))
    outcomes = result.outcomes
    if outcomes is not None and (
        followed.people is None or not all(none_or_enough(people, limit) for _, people in outcomes)
    ):
        outcomes = None
        if followed.people is not None:
            suppressed.append(_few("what came first for each", limit))
    curves = _curves(result, limit)
    if curves is None:
        suppressed.append(_few("the curve", limit))
    there = result.already_there if none_or_enough(result.already_there or 0, limit) else None
    if there is None:
        suppressed.append(_few("those already there", limit))
    facts = rounded_facts(result.careers, limit)
    exact = () if result.curves is None else (result.curves,)
    start = result.settings.start_at_risk
    own = {*result.careers.imprecise_note, *curve_notes(exact, start)}
    return replace(
        result,
        of_followed=followed,
        outcomes=None if outcomes is None else tuple((name, rounded(people, limit)) for name, people in outcomes),
        at_most=at_most(_downward(result.of_followed, limit), result.settings.coverage)
        if followed.count == 0 and followed.people
        else None,
        curves=curves,
        opposite=opposite,
        excluded=tuple((reason, rounded(people, limit)) for reason, people in result.excluded),
        already_there=None if there is None else rounded(there, limit),
        median_months_already_there=whole_years(result.median_months_already_there) if there else None,
        sequences=_ranked(result.sequences, limit),
        first_jobs=_ranked(result.first_jobs, limit),
        last_steps=_ranked(result.last_steps, limit),
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(
            *(note for note in result.notes if note not in own),
            *facts.imprecise_note,
            *curve_notes(() if curves is None else (curves,), start),
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(suppressed),
    )


def _few(what: str, limit: int) -> Suppressed:
    return Suppressed(what, f"fewer than {limit} people in all, in one kind of outcome, or by subtraction")


def share_shown(of: ShareOf, coverage: float, limit: int) -> ShareOf:
    """Return so many of so many as rounded, with the share of those; nothing where few are counted, or few are not.

    Parameters
    ----------
    of : ShareOf
        Exact.
    coverage : float
        Of the interval.
    limit : int
        The smallest count that may be shown.
    """
    if of.count is None or of.people is None or of.people < limit:
        return ShareOf(None, None)
    if not (none_or_enough(of.count, limit) and none_or_enough(of.people - of.count, limit)):
        return ShareOf(None, None)
    people = rounded(of.people, limit)
    return share_of(min(rounded(of.count, limit), people), people, coverage)


def _downward(of: ShareOf, limit: int) -> ShareOf:
    """Return a count of nobody in people rounded down, so that what is not ruled out is not shown too small."""
    return ShareOf(of.count, (of.people or 0) // limit * limit)


def _curves(result: Who, limit: int) -> StateCurves | None:
    """Return the curves of all outcomes on one grid of months; None where there is none."""
    assert result.tally is not None
    outcomes = result.tally.outcomes.unfolded()
    if result.curves is None or not outcomes.table.num_rows:
        return None
    [moves] = group_moves(outcomes, outcome_states(outcomes))
    shown = list(range(len(result.curves.states)))
    # breadth is told again each year, so that months at whole years tell most, and stand evenly
    for curves in (_yearly(result.curves), result.curves):
        grid = find_grid(moves, moves, curves, limit)
        if grid is not None and (curves is result.curves or len(grid.ends) >= _ENOUGH_YEARS):
            return merged(curves, grid, shown, limit)
    return None


def _yearly(curves: StateCurves) -> StateCurves:
    """Return the points of curves at whole years alone."""
    kept = curves.months % 12 == 0
    names = ("months", "estimate", "std_error", "lower", "upper", "at_risk", "moved_in")
    some: dict[str, Any] = {name: getattr(curves, name)[kept] for name in names}
    return replace(curves, **some)


def _ranked(ranked: Ranked, limit: int) -> Ranked:
    """Show what as many people as the limit have in common; those of all else are nobody, or as many."""
    rows = [row for row in ranked.rows if row.people >= limit]
    left = ranked.people - sum(row.people for row in rows)
    while rows and 0 < left < limit:
        left += rows.pop().people
    shown = tuple(row._replace(people=rounded(row.people, limit)) for row in rows)
    others = rounded(left, limit) if left >= limit else 0
    return Ranked(sum(row.people for row in shown) + others, None, shown)
