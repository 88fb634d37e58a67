"""What the numbers of official statistics say of a role and the rungs above it: where pay tops out, people for each seat.

In: a role. Out: Pay. Asks no careers: the numbers are of the tables that come with outgrow. Start at `pay`.

The intervals are of sampling alone: the statistics publish a relative standard error of employment and of mean pay. That of a
ratio is the root of the sum of their squares (the delta method on the logarithm; Wolter 2007, *Introduction to Variance
Estimation*, 6.5), the two taken as independent; percentiles have no error of their own published, and take that of the mean.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from outgrow.reference.occupations import SOURCE, Occupation, occupations
from outgrow.results import NextBest, Pay, PayRatio, Step
from outgrow.schema import rung_of
from outgrow.titles.occupation import craft_of, ladder_of, match_occupations
from outgrow.titles.parse import lexicon_version
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outgrow.titles.roles import Role

__all__ = ["pay", "pay_ceiling", "seats_above", "share_of_rise"]

#: 97.5th percentile of the normal distribution: intervals are of 95%.
_Z: Final = 1.959963984540054


def pay(role: str | Role) -> Pay:
    """Say what a role pays and how many seats lie above it, from official statistics; no careers are needed.

    Parameters
    ----------
    role : str or Role
        A job title, terms of function, specialty and level, or ``occupation:`` with a code of SOC 2018 or 2010.

    Returns
    -------
    Pay
        Of the occupation the role is counted in, with how sure that is, and of those on the rungs above.

    Raises
    ------
    RoleError
        The role cannot be understood.
    InputError
        It says nothing that an occupation could be told by.
    UnknownName
        There is no such code.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.pay("public relations specialist").own.soc_code
    '27-3031'
    """
    pattern = parse_role(role)
    best, *others = match_occupations(pattern)
    craft, own = craft_of(pattern, best), best.occupation
    steps = tuple(
        Step(level, rung_of(level), link.fit, occupations()[link.soc_code]) for level, link in ladder_of(craft, own)
    )
    return Pay(
        role=pattern.text,
        read_as=pattern.as_terms,
        lexicon=lexicon_version(),
        own=own,
        confidence=best.confidence,
        by=best.by,
        words=best.words,
        fit=best.fit,
        also=tuple(NextBest(one.occupation.soc_code, one.occupation.title, one.confidence) for one in others),
        level=craft.level,
        steps=steps,
        pay_ceiling=pay_ceiling(own, steps[0].counted) if steps else None,
        seats_above=seats_above(own, steps[0].counted) if steps else None,
        share_of_rise=share_of_rise(own, steps[-1].counted) if steps else None,
        notes=_notes(own, steps, craft.level),
        source=SOURCE,
    )


def _notes(own: Occupation, steps: Sequence[Step], level: str) -> tuple[str, ...]:
    """Say what the statistics leave out, count together or do not publish."""
    notes = [
        f"Pay of {one.title} is not in the statistics: {one.missing}."
        for one in (own, *(step.counted for step in steps))
        if one.missing is not None
    ]
    if not steps and rung_of(level) == "executive":
        notes.append("Nothing lies above: this is the top of the ladder.")
    elif not steps:
        notes.append("The statistics have no other occupation for the rungs above.")
    elif rung_of(level) != "manager" and steps[0].rung not in ("manager", "executive"):
        notes.append("Managers are counted in the same occupation as this role.")
    elif rung_of(level) == "manager" and steps[0].rung == "executive":
        notes.append("Managers and directors are counted in one occupation, so the rung above is the executive's.")
    if any(step.fit == "broad" for step in steps):
        broad = ", ".join(dict.fromkeys(step.counted.title for step in steps if step.fit == "broad"))
        notes.append(
            f"Of the rungs above, {broad} is only the nearest there is: people of other crafts hold those seats too."
        )
    notes.append(
        "Employees of all industries in the United States; the self-employed are not counted. Seats above are those filled now, "
        "and people from other occupations take them too."
    )
    return tuple(notes)


def seats_above(own: Occupation, above: Occupation) -> PayRatio | None:
    """Return the people in an occupation for each seat in the one above; None where either is not published.

    Parameters
    ----------
    own, above : Occupation
        The two.
    """
    return _ratio(own.people, above.people, own.people_error, above.people_error)


def pay_ceiling(own: Occupation, above: Occupation) -> PayRatio | None:
    """Return the 90th percentile of pay in an occupation over the median in the one above; None where either is missing.

    Parameters
    ----------
    own, above : Occupation
        The two.
    """
    return _ratio(own.percentiles["p90"], above.percentiles["median"], own.mean_error, above.mean_error)


def share_of_rise(own: Occupation, top: Occupation) -> float | None:
    """Return how much of a whole rise in pay lies within an occupation.

    The rise is from its 10th percentile to the median at the top of its ladder; the part of it that ends at its 90th
    percentile lies within it.

    Parameters
    ----------
    own, top : Occupation
        The role's, and that at the top of its ladder.

    Returns
    -------
    float or None
        From 0 to 1; None where pay is missing, or the median at the top is no higher than the 10th percentile here.
    """
    low, high, median = own.percentiles["p10"], own.percentiles["p90"], top.percentiles["median"]
    if low is None or high is None or median is None or median <= low:
        return None
    return min((high - low) / (median - low), 1.0)


def _ratio(here: int | None, there: int | None, error: float | None, other: float | None) -> PayRatio | None:
    if not here or not there:
        return None
    ratio = here / there
    if error is None or other is None:
        return PayRatio(here, there, ratio, None, None)
    spread = math.exp(_Z * math.hypot(error, other))
    return PayRatio(here, there, ratio, ratio / spread, ratio * spread)
