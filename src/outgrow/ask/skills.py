"""The question which of the skills that jobs of a role list last.

In: a role and careers. Out: a frozen exact answer. Start at `skills`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outgrow.ask.asking import asked_of, check_held
from outgrow.errors import InputError
from outgrow.estimates import estimate_skills
from outgrow.tallies import skill_tally
from outgrow.titles.describe import with_roles
from outgrow.titles.held import anyone_held, nobody_held

if TYPE_CHECKING:
    from outgrow.results import Skills
    from outgrow.titles.roles import Role

__all__ = ["skills"]


def skills(
    role: str | Role,
    *,
    most: int = 50,
    false_discoveries: float = 0.05,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Skills:
    """Estimate which skills last: are listed again in the next job, listed more from year to year, and go with pay.

    Parameters
    ----------
    role : str or Role
        The role whose jobs are asked.
    most : int, default 50
        Skills told: those that most of its jobs list. Names that fewer than 10 jobs list are never told.
    false_discoveries : float, default 0.05
        Share of false ones that is allowed among those said to be told from chance.
    careers, people
        As in `reach`; skills are read from ``skills`` and ``description`` of spells.
    **settings
        As in `reach`, without ``by``, ``years`` and ``clock``.

    Returns
    -------
    Skills
        Exact: for each skill how much likelier it is to be listed in the next job by who lists it than by who does not, the
        change of its share of the role's jobs from year to year, and the change in log pay when it was first listed, minus
        that of like movers who did not list it.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `reach`; also where no job lists any skill.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.skills("social media manager")  # doctest: +SKIP
    >>> found.skill("Canva").kind  # doctest: +SKIP
    'tool'
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "years", "clock"))
    try:
        tally = skill_tally(asked.careers, asked.role, asked.settings, most=most)
    except InputError:
        # where nobody held the role, that is the nearer reason why nothing is listed in it
        if not anyone_held(asked.careers, asked.role):
            raise nobody_held(asked.careers, asked.role) from None
        raise
    check_held(asked, tally.flow)
    return with_roles(estimate_skills(tally, false_discoveries=false_discoveries), asked.role)
