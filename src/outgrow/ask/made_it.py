"""Who made it: how many of those who enter a role reach another while they stay as asked, and by which roles.

In: a role, a target and careers. Out: a frozen exact answer. Start at `who`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from outgrow.ask.asking import asked_of, check_held
from outgrow.estimates import estimate_who
from outgrow.tallies import who_tally
from outgrow.tallies.who import read_stayed
from outgrow.titles.describe import with_roles
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.results import Who
    from outgrow.titles.roles import Role

__all__ = ["who"]


def who(
    role: str | Role,
    *,
    toward: str | Role,
    stayed: Literal["focused", "broadened"] | None = None,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Who:
    """Ask who made it from a role to a target, and by which roles they came.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock.
    toward : str or Role
        The target.
    stayed : {"focused", "broadened"}, optional
        Only whoever is so when they come to be at risk, for as long as they stay so: to be told otherwise first is a competing
        event. Focused is 80% of months or more in one specialty, of main jobs so far. Default: it does not matter.
    careers, people
        As in `reach`.
    **settings
        As in `reach`, without ``by`` and ``clock``; ``years`` is the horizon, counted from entry (default 10).

    Returns
    -------
    Who
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `reach`.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.who("title:sales", toward="title:managers", careers="nlsy", years=5)
    >>> (found.of_followed.count, found.of_followed.people)
    (27, 47)
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "clock"))
    read_stayed(stayed)
    goal = parse_role(toward)
    tally = who_tally(asked.careers, asked.role, goal, asked.settings, stayed=stayed)
    check_held(asked, tally.outcomes.flow)
    return with_roles(estimate_who(tally), asked.role, goal)
