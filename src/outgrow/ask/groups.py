"""Questions that set groups of those who enter a role against each other: comparing them from a landmark on,
and what the hazard goes with.

In: a role, a target, what is known of people, and careers. Out: frozen exact answers. Start at `compare`. A question that
would put people in a group for having lasted long enough is refused, with what to ask instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.ask.asking import asked_of, check_held
from outgrow.errors import InputError, RefusedQuestion
from outgrow.estimates import estimate_compare, estimate_hazards
from outgrow.estimates.time_bands import band_ends
from outgrow.tallies import exposure_tally, landmark_tallies
from outgrow.tallies.covariates import BY_TIME, names_asked
from outgrow.tallies.exposure import PIECES
from outgrow.tallies.groups import is_dated
from outgrow.tallies.landmark import BREADTH
from outgrow.titles.describe import with_roles
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.results import Compare, Hazards
    from outgrow.titles.roles import Role

__all__ = ["compare", "compare_at", "hazards"]

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
        error this would make, and what to ask instead.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.compare("any", toward="title:managers", by="ethnicity", careers="nlsy", years=7)
    >>> sum(curve.people for curve in found.curves)
    513
    """
    [found] = compare_at([landmark], role, toward=toward, by=by, careers=careers, people=people, **settings)
    return found


def compare_at(
    landmarks: Sequence[float | None],
    role: str | Role,
    *,
    toward: str | Role,
    by: str,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> tuple[Compare, ...]:
    """Ask `compare` of several landmarks in one query.

    Parameters
    ----------
    landmarks : sequence of float or None
        Years since entry, each once.
    role, toward, by, careers, people, **settings
        As in `compare`.

    Returns
    -------
    tuple of Compare
        Exact, in the order of `landmarks`.

    Raises
    ------
    RoleError, InputError, UnknownName, RefusedQuestion
        As `compare`.
    """
    asked = asked_of(role, careers, people, {**settings, "by": by}, refuse=("clock",))
    goal = parse_role(toward)
    for landmark in landmarks:
        if landmark is not None and not 0 <= landmark < _LONGEST:
            raise InputError(f"landmark is {landmark}.", do="give 0 or more years since entry, and under 100")
    months = [round((landmark or 0.0) * 12) for landmark in landmarks]
    since = min(months) / 12
    try:
        tallies = landmark_tallies(asked.careers, asked.role, goal, asked.settings, landmarks=months)
    except RefusedQuestion as fault:
        # what a later landmark mends is asked again with one; what none can mend, by breadth
        mended = not since and (by.strip().lower() == BREADTH or is_dated(asked.careers, by))
        do = fault.do if mended else "group by what is known by a landmark"
        at, years = since or _USUAL_LANDMARK, asked.settings.years
        instead: dict[str, str | float | None] = {"by": by if mended else BREADTH, "landmark": at}
        if years is not None and years <= at:
            instead["years"] = None
        raise RefusedQuestion(fault.found, why=fault.why, do=do, instead=instead) from None
    check_held(asked, tallies[0].flow)
    found = []
    for tally, at_month in zip(tallies, months, strict=True):
        try:
            found.append(with_roles(estimate_compare(tally), asked.role, goal))
        except RefusedQuestion as fault:
            at = at_month / 12
            raise RefusedQuestion(
                fault.found, why=fault.why, do=fault.do, instead={"landmark": at, "years": at + _LATER}
            ) from None
    return tuple(found)


def hazards(
    role: str | Role,
    *,
    toward: str | Role,
    known: str | Sequence[str],
    piece: int = 12,
    time_bands: str | float | Sequence[float] | None = None,
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
        With ``:time`` after it, as in ``breadth:time``, its ratios are told for each band of time since entry, and their
        interaction with time is tested.
    piece : {1, 2, 3, 4, 6, 12}, default 12
        Months of time since entry that share a hazard; with 1 it is a Cox model with Breslow's ties.
    time_bands : str, float or sequence of float, optional
        Years since entry at which bands of time end, ascending, such as ``(3, 7)`` or ``"3,7"``, each with the end of a piece;
        the last band is open. Default: the ends of the years by which a third, and two thirds, of those who reach the target
        have, so that there are up to three bands.
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
        As `reach`; also where bands of time end in the midst of a piece, or nothing is by time.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.hazards("any", toward="title:managers", known="ethnicity", careers="nlsy")
    >>> [term.name for term in found.terms]
    ['ethnicity: hispanic', 'ethnicity: black']
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "clock"))
    goal = parse_role(toward)
    names, timed = names_asked(asked.careers, known)
    if time_bands is not None and not timed:
        raise InputError(
            "bands of time were given, and nothing is asked by time.",
            do=f"write {BY_TIME} after a name, such as breadth{BY_TIME}, or leave the bands out",
        )
    ends = None if time_bands is None or piece not in PIECES else band_ends(time_bands, piece)
    tally = exposure_tally(asked.careers, asked.role, goal, names, asked.settings, piece=piece)
    check_held(asked, tally.flow)
    return with_roles(estimate_hazards(tally, by_time=timed, band_ends=ends), asked.role, goal)
