"""Questions that set groups of those who enter a role against each other: comparing them from a landmark on,
and what the hazard goes with.

In: a role, a target, what is known of people, and careers. Out: frozen exact answers. Start at `compare`. A question that
would put people in a group for having lasted long enough is refused, with the line to type instead.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.ask.asking import Asked, asked_of, check_held
from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates import estimate_compare, estimate_hazards
from outgrow.tallies import exposure_tally, landmark_tally
from outgrow.tallies.groups import is_dated
from outgrow.tallies.landmark import BREADTH
from outgrow.titles.describe import with_roles
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.results import Compare, Hazards
    from outgrow.titles.roles import Role

__all__ = ["compare", "hazards"]

#: The landmark, in years, that a refused question is shown with.
_USUAL_LANDMARK: Final = 5.0
#: Years from the landmark to the horizon, where a question was refused for a horizon before it.
_LATER: Final = 5.0
_LONGEST: Final = 100.0


def compare(
    role: str | Role,
    *,
    toward: str | Role,
    by: str,
    landmark: float | None = None,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Compare:
    """Compare how groups of those who enter a role reach another, without counting time they could not have reached it.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock.
    toward : str or Role
        The target.
    by : str
        What tells groups apart: ``"breadth"`` (of main jobs so far, at the landmark: focused is 80% of months or more in one
        specialty, broadened any less), a column of people or of the job that starts the clock, which is assumed known when
        the clock starts, or a column of people with dates.
    landmark : float, optional
        Years since entry. Whoever is still below the target then is grouped by what is known by then and followed from
        there. Needed where groups are formed by what happens after entry: breadth, and columns of dates. Default: 0.
    careers, people
        As in `reach`.
    **settings
        As in `reach`, without ``clock``. ``years`` is the horizon of the difference, counted from entry (default 10), and
        ends curves and test where it is given.

    Returns
    -------
    Compare
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `reach`; also where the landmark is out of its range.
    RefusedQuestion
        The groups would be formed by what happened after the landmark, or the horizon is before it. The message has the
        error this would make, and the line to type instead.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.compare("any", toward="title:managers", by="ethnicity", careers="nlsy", years=7)
    >>> sum(curve.people for curve in found.curves)
    513
    """
    asked = asked_of(role, careers, people, {**settings, "by": by}, refuse=("clock",))
    goal = parse_role(toward)
    if landmark is not None and not 0 <= landmark < _LONGEST:
        raise InputError(f"landmark is {landmark}.", do="give 0 or more years since entry, and under 100")
    since = landmark or 0.0
    try:
        tally = landmark_tally(asked.careers, asked.role, goal, asked.settings, months=round(since * 12))
    except RefusedQuestion as fault:
        # what a later landmark mends is asked again with one; what none can mend, by breadth
        mended = not since and (by.strip().lower() == BREADTH or is_dated(asked.careers, by))
        better, at = by if mended else BREADTH, since or _USUAL_LANDMARK
        years = asked.settings.years
        line = _line(asked, goal, by=better, landmark=at, years=None if years is None or years <= at else years)
        raise RefusedQuestion(fault.found, why=fault.why, do=f"{fault.do}, as in\n      {line}") from None
    check_held(asked, tally.flow)
    try:
        found = estimate_compare(tally)
    except RefusedQuestion as fault:
        line = _line(asked, goal, by=by, landmark=since, years=since + _LATER)
        raise RefusedQuestion(fault.found, why=fault.why, do=f"{fault.do}, as in\n      {line}") from None
    return with_roles(found, asked.role, goal)


def hazards(
    role: str | Role,
    *,
    toward: str | Role,
    known: str | Sequence[str],
    piece: int = 12,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Hazards:
    """Estimate what the monthly chance of reaching a role goes with, among those who entered another and are below it.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock.
    toward : str or Role
        The target.
    known : str or sequence of str
        What is known of people at the time, a name each or parted by commas: ``breadth``, ``strategy`` (full years in
        strategy roles), ``employers`` and ``career`` (years), all so far; ``period`` (of the calendar); ``previous`` (the rung
        before the role); ``level``, ``rung``, ``function`` and ``specialty`` of the last main job; and columns of people,
        which are assumed known when the clock starts. Each is told again when a job starts and on each anniversary of entry.
    piece : {1, 2, 3, 4, 6, 12}, default 12
        Months of time since entry that share a hazard; with 1 it is a Cox model with Breslow's ties.
    careers, people
        As in `reach`.
    **settings
        As in `reach`, without ``by`` and ``clock``; ``years`` ends the time at risk.

    Returns
    -------
    Hazards
        Exact: a ratio for each category against another of the same kind, with interval and E-value.

    Raises
    ------
    RoleError, InputError, UnknownName, RefusedQuestion
        As `reach`.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.hazards("any", toward="title:managers", known="ethnicity", careers="nlsy")
    >>> [term.name for term in found.terms]
    ['ethnicity: hispanic', 'ethnicity: black']
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "clock"))
    goal = parse_role(toward)
    names = [
        name for text in ([known] if isinstance(known, str) else known) for name in text.split(",") if name.strip()
    ]
    tally = exposure_tally(asked.careers, asked.role, goal, names, asked.settings, piece=piece)
    check_held(asked, tally.flow)
    return with_roles(estimate_hazards(tally), asked.role, goal)


def _line(asked: Asked, toward: Role, *, by: str, landmark: float, years: float | None) -> str:
    """Return the command that asks the question rightly."""
    words = ["outgrow", "compare", asked.role.text, "--toward", toward.text, "--by", by, "--landmark", f"{landmark:g}"]
    if years is not None:
        words += ["--years", f"{years:g}"]
    if asked.careers.name != "demo":
        words += ["--careers", asked.careers.name]
    return shlex.join(words)
