"""What a role turns into: its share of jobs over the years, and where its holders are five years on.

In: a role and careers. Out: a frozen exact answer. Start at `drift`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.ask.asking import asked_of, check_held
from outgrow.errors import InputError
from outgrow.estimates import estimate_drift
from outgrow.tallies import drift_tally
from outgrow.tallies.mentions import pattern_of
from outgrow.titles.describe import with_roles

if TYPE_CHECKING:
    from outgrow.results import Drift
    from outgrow.titles.roles import Role

__all__ = ["drift"]

_INSTEAD: Final = {
    "clock": "leave it out: drift is told by calendar year",
    "entered": "give the first and the last month to look at, with observed_from and observed_until",
    "years": "leave it out: successors are told five years on",
}


def drift(
    role: str | Role,
    *,
    skill: str | Sequence[str] | None = None,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Drift:
    """Tell what a role and its titles turn into, by calendar year.

    Parameters
    ----------
    role : str or Role
        The role. Whose main job is in it is looked at in June of each year.
    skill : str or sequence of str, optional
        What the skill is called in lists of skills and descriptions, parted by commas, to count jobs outside the role that name
        it. Default: the role's specialties, or else its functions.
    careers, people
        As in `reach`.
    **settings
        As in `reach`, without ``by``, ``clock``, ``entered`` and ``years``.

    Returns
    -------
    Drift
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `reach`; also where `skill` has no word in it.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.drift("title:sales", careers="nlsy").share[0].year
    1980
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "clock", "entered", "years"), instead_of=_INSTEAD)
    words = None
    if skill is not None:
        given = skill.split(",") if isinstance(skill, str) else list(skill)
        words = tuple(dict.fromkeys(" ".join(one.split()) for one in given if pattern_of(one) is not None))
        if not words:
            raise InputError(
                f"'{skill}' has no word to look for.",
                do='give what the skill is called, as --skill "social media,community"',
            )
    tally = drift_tally(asked.careers, asked.role, asked.settings, words=words)
    check_held(asked, tally.flow)
    return with_roles(estimate_drift(tally), asked.role)
