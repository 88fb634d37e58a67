"""The questions of the command line as Python functions: careers in, frozen exact results out.

Each has the name and the settings of its command. Results are exact and for whoever holds the data; what is shown to
others passes `outgrow.disclosure.release` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal

from outgrow.careers import read_careers
from outgrow.errors import UnknownName, did_you_mean
from outgrow.estimates import estimate_reach
from outgrow.settings import Settings
from outgrow.tallies import first_passage
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.results import Reach
    from outgrow.titles.roles import Role

__all__ = ["reach"]


def reach(
    role: str | Role,
    *,
    toward: str | Role | Sequence[str | Role],
    careers: Any = "demo",
    people: Any = None,
    ongoing: Literal["data", "own"] = "data",
    **settings: Any,
) -> Reach:
    """Estimate how many of those who enter a role reach another, and when.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock, such as ``"social media manager"`` or ``"function:marketing level:head"``.
    toward : str, Role or a sequence of them
        The target. Several share one denominator: people who held none of them before.
    careers : Careers or any source of `read_careers`, default "demo"
        The career histories.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    ongoing : {"data", "own"}, default "data"
        How long a person with an ongoing job and no ``observed_until`` is followed: through the last month of the data,
        or through the last date of their own, as if each history had been collected just then.
    **settings
        As `outgrow.Settings`: ``by``, ``years``, ``entered``, ``observed_from``, ``observed_until``, ``after_last``,
        ``gap``, ``owners``, ``coverage``, ``start_at_risk``.

    Returns
    -------
    Reach
        Exact.

    Raises
    ------
    RoleError
        A role cannot be understood.
    InputError
        The careers or a setting cannot be used.
    RefusedQuestion
        The groups would be formed by what happened later.

    Examples
    --------
    >>> import outgrow
    >>> result = outgrow.reach("title:sales", toward="title:managers", careers="nlsy")
    >>> result.flow.counted
    79
    """
    unknown = sorted(settings.keys() - {field.name for field in fields(Settings)})
    if unknown:
        names = [field.name for field in fields(Settings)]
        raise UnknownName(
            f"there is no setting '{unknown[0]}'.{did_you_mean(unknown[0], names)}", do=f"use one of {', '.join(names)}"
        )
    targets = [toward] if isinstance(toward, str) or not isinstance(toward, Sequence) else list(toward)
    return estimate_reach(
        first_passage(
            read_careers(careers, people),
            parse_role(role),
            [parse_role(target) for target in targets],
            Settings(**settings),
            ongoing=ongoing,
        )
    )
