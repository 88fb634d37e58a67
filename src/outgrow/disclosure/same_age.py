"""People of one career age, made fit to be shown to others: states of few people become one, counts are rounded.

In: SameAge. Out: SameAge, released. Start at `release_same_age`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from outgrow.disclosure.totals import rounded, rounded_facts, rounded_flow, small_groups
from outgrow.disclosure.who import share_shown
from outgrow.estimates.who import share_of
from outgrow.results import SameAge, ShareOf, Suppressed

__all__ = ["release_same_age"]

_OTHER: Final = "other"


def release_same_age(result: SameAge, limit: int) -> SameAge:
    """Make shares of people of one career age fit to be shown to others.

    Parameters
    ----------
    result : SameAge
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    SameAge
        Each state has as many people as the limit, or is in ``other`` with as many more as keep it from showing by subtraction;
        under the limit in all there are none. Shares are those of the rounded counts.
    """
    coverage, suppressed = result.settings.coverage, []
    sizes = [of.count or 0 for _, of in result.states]
    hidden = small_groups(sizes, limit) if sizes else set()
    people = rounded(result.people, limit)
    states: list[tuple[str, ShareOf]] = []
    if result.people >= limit:
        for place, (state, _) in enumerate(result.states):
            if place not in hidden:
                states.append((state, share_of(min(rounded(sizes[place], limit), people), people, coverage)))
        rest = sum(sizes[place] for place in hidden)
        if rest:
            states.append((_OTHER, share_of(min(rounded(rest, limit), people), people, coverage)))
    if hidden:
        suppressed.append(Suppressed(f"{len(hidden)} states", f"fewer than {limit} people in all, or by subtraction"))
    return replace(
        result,
        people=people,
        states=tuple(states),
        broadened=share_shown(result.broadened, coverage, limit),
        less_broad=None if result.less_broad is None else share_shown(result.less_broad, coverage, limit),
        flow=rounded_flow(result.flow, limit),
        careers=rounded_facts(result.careers, limit),
        min_cell=limit,
        suppressed=tuple(suppressed),
    )
