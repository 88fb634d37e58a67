"""What the numbers of official statistics say of a role and the rungs above it: where pay tops out, people for each seat.

In: a role. Out: Pay. Asks no careers: the numbers are of the tables that come with outgrow. Start at `pay`.

The intervals are of sampling alone: the statistics publish a relative standard error of employment and of mean pay. That of a
ratio is the root of the sum of their squares (the delta method on the logarithm; Wolter 2007, *Introduction to Variance
Estimation*, 6.5), the two taken as independent. No error of a percentile is published: that of the mean stands for it, which is
smaller, so the interval of a pay ceiling is the least it can be.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from outgrow.reference.occupations import SOURCE, Occupation, occupations
from outgrow.results import NextBest, Pay, PayRatio, Step
from outgrow.schema import RUNGS, rung_of
from outgrow.titles.occupation import craft_of, ladder_of, match_occupations
from outgrow.titles.parse import lexicon_version
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outgrow.titles.occupation import Craft
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
    seats = _seats(own, best.fit, steps)
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
        seats_above=seats,
        share_of_rise=share_of_rise(own, steps[-1].counted) if steps else None,
        notes=(*_taken(pattern, craft), *_notes(own, best.fit, steps, craft.level, seats=seats is not None)),
        source=SOURCE,
    )


def _seats(own: Occupation, fit: str | None, steps: Sequence[Step]) -> PayRatio | None:
    """Return the people for each seat above, where those counted are mostly of one ladder.

    They are not where either occupation is only the nearest there is, nor where there are more seats than people.
    """
    if not steps or fit == "broad" or steps[0].fit == "broad":
        return None
    found = seats_above(own, steps[0].counted)
    return None if found is None or found.ratio < 1 else found


def _taken(role: Role, craft: Craft) -> tuple[str, ...]:
    """Say which value was taken where a role has several."""
    if not any(len(term.values) > 1 for term in role.terms):
        return ()
    clean = ", ".join(word.replace("_", " ") for word in (craft.specialty or craft.function, craft.level) if word)
    return (f"The role has several values; the first of each was taken: {clean}.",)


def _notes(own: Occupation, fit: str | None, steps: Sequence[Step], level: str, *, seats: bool) -> tuple[str, ...]:
    """Say what the statistics leave out, count together or do not publish."""
    notes = [
        f"{one.title}: {one.missing}." for one in (own, *(step.counted for step in steps)) if one.missing is not None
    ]
    if fit == "broad":
        notes.append(f"{own.title} is only the nearest occupation there is: the role is a small part of it.")
    if not steps and rung_of(level) == "executive":
        notes.append("Nothing lies above: this is the top of the ladder.")
    elif not steps:
        notes.append("What lies above is not told: no occupation of its own is known for the rungs above.")
    else:
        first = RUNGS.index(steps[0].rung)
        skipped = RUNGS[RUNGS.index(rung_of(level)) + 1 : first]
        if skipped:
            notes.append(
                f"On the way to the next occupation there is none of its own for {' or '.join(skipped)}: the statistics do not "
                "tell them apart."
            )
        broad = list(dict.fromkeys(step.counted.title for step in steps if step.fit == "broad"))
        if broad:
            verb = "is" if len(broad) == 1 else "are"
            notes.append(
                f"Above, {' and '.join(broad)} {verb} only the nearest there is: people of other crafts are counted there too."
            )
        if not seats:
            notes.append("People for each seat above are not told: those counted are not of one ladder.")
        low, high = own.percentiles["median"], steps[0].counted.percentiles["median"]
        if low is not None and high is not None and high <= low:
            notes.append("The median on the rung above is no higher than that of the role.")
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
        From 0 to 1; None where pay is missing, or the 90th percentile here is above the median at the top, so that there is no
        such rise.
    """
    low, high, median = own.percentiles["p10"], own.percentiles["p90"], top.percentiles["median"]
    if low is None or high is None or median is None or median <= high:
        return None
    return (high - low) / (median - low)


def _ratio(here: int | None, there: int | None, error: float | None, other: float | None) -> PayRatio | None:
    if not here or not there:
        return None
    ratio = here / there
    if error is None or other is None:
        return PayRatio(here, there, ratio, None, None)
    spread = math.exp(_Z * math.hypot(error, other))
    return PayRatio(here, there, ratio, ratio / spread, ratio * spread)
