"""The rung a role stands on: what its pattern says, else where most of its spells are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outgrow.engine import fetched
from outgrow.errors import InputError
from outgrow.schema import RUNG_LEVELS, rung_of
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["own_rung"]


def own_rung(careers: Careers, role: Role) -> str | None:
    """Return the rung a role stands on: what its pattern says, else that of most of its spells.

    Parameters
    ----------
    careers : Careers
        Where the role is held.
    role : Role
        The role.

    Returns
    -------
    str or None
        One of `outgrow.schema.RUNGS`; None where half of its spells or more have no level.

    Raises
    ------
    InputError
        No rung has more than half of its spells whose level is known.
    """
    if role.rung is not None:
        return role.rung
    spells = labelled(careers, {*role.needs, "level"})
    held = spells.filter(role.condition(spells))
    counts = fetched(held.group_by("level").agg(n=held.count())).to_pylist()
    rungs: dict[Any, int] = dict.fromkeys([*RUNG_LEVELS, None], 0)
    for row in counts:
        rungs[row["level"] and rung_of(row["level"])] += row["n"]
    unknown, known = rungs.pop(None), sum(rungs.values())
    if unknown >= known:
        return None
    most = max(rungs, key=rungs.__getitem__)
    if 2 * rungs[most] <= known:
        raise InputError(
            f"'{role.text}' is held on several rungs, and on none of them for the most part.",
            why="what lies above it depends on the rung",
            do=f"name the rung, for example: {role.as_terms} rung:{most}",
        )
    return str(most)
