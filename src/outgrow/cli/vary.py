"""``--vary RULE``: the same question under other choices, asked from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from outgrow.titles.roles import Role

__all__ = ["RULES", "check_rules", "varied"]

#: Choices that can be made otherwise.
RULES: Final = ("after-last", "main-job", "gap", "horizon", "last-month", "landmark")


def check_rules(rules: Sequence[str] | None) -> tuple[str, ...]:
    """Return the rules asked for, each once, before any work is done.

    Raises
    ------
    InputError
        One of them is none of `RULES`.
    """
    asked = tuple(dict.fromkeys(rule.strip().lower() for rule in rules or ()))
    for rule in asked:
        if rule not in RULES:
            raise InputError(
                f"--vary is '{rule}'.{did_you_mean(rule, RULES)}",
                do=f"use one of {', '.join(RULES)}; repeat --vary for several",
            )
    return asked


def varied(
    question_name: str, role: Role, rules: Sequence[str], asked: dict[str, Any], min_cell: int | None
) -> list[dict[str, Any]]:
    """Ask a question again with each choice made otherwise, and say how far its numbers move.

    Parameters
    ----------
    question_name : str
        The question's name in `outgrow.ask`.
    role : Role
        The role.
    rules : sequence of str
        Of `RULES`.
    asked : dict
        What else the question was asked with, by name: ``careers``, ``toward``, the settings.
    min_cell : int or None
        The smallest count shown.

    Returns
    -------
    list of dict
        Ready for JSON, as ``varied`` in `schemas/head.json`: ``rule``, ``value``, ``asked``, ``numbers``, ``suppressed``.
    """
    from outgrow.variation import released_together, vary

    found = [vary(question_name, role, rule=rule, **asked) for rule in rules]
    return [row for variation in released_together(found, min_cell) for row in variation.as_json()]
