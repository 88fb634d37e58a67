"""A question as it was asked, read: the role, the careers and the settings; and that anyone held the role at all."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from outgrow.careers import read_careers
from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.settings import Settings
from outgrow.titles.held import anyone_held, nobody_held
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Flow
    from outgrow.titles.roles import Role

__all__ = ["Asked", "asked_of", "check_held"]


class Asked(NamedTuple):
    """A question, read."""

    careers: Careers
    role: Role
    settings: Settings


def asked_of(
    role: str | Role,
    careers: Any,
    people: Any,
    settings: dict[str, Any],
    *,
    refuse: tuple[str, ...] = (),
    instead_of: dict[str, str] | None = None,
) -> Asked:
    """Read a question, and the careers it is asked of.

    Parameters
    ----------
    role, careers, people
        As in `outgrow.reach`.
    settings : dict
        As `outgrow.Settings`, by name.
    refuse : tuple of str
        Settings that the question does not have.
    instead_of : dict of str to str, optional
        What to do instead of some of them.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `outgrow.reach`.
    """
    names = [field.name for field in fields(Settings)]
    unknown = sorted(settings.keys() - set(names))
    if unknown:
        raise UnknownName(
            f"there is no setting '{unknown[0]}'.{did_you_mean(unknown[0], names)}", do=f"use one of {', '.join(names)}"
        )
    read = Settings(**settings)
    for name in refuse:
        if getattr(read, name) != getattr(Settings(), name):
            instead = {
                "years": "use horizon",
                "clock": "leave it out: the clock is entry into the role",
                **(instead_of or {}),
            }
            raise InputError(
                f"this question has no setting '{name}'.",
                do=instead.get(name, "ask for each group in turn, or use reach"),
            )
    pattern = parse_role(role)
    return Asked(read_careers(careers, people), pattern, read)


def check_held(asked: Asked, flow: Flow) -> None:
    """Raise where nobody ever held the role, whenever they entered."""
    if flow.not_in_role + flow.quarantined == flow.read and not anyone_held(asked.careers, asked.role):
        raise nobody_held(asked.careers, asked.role)
