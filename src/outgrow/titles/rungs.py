"""The rung a role stands on: what its pattern says, else where most of its spells are; and rungs that nobody is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched
from outgrow.errors import InputError
from outgrow.schema import RUNG_LEVELS, RUNGS, rung_of, rungs_above
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["NOBODY_ON", "own_rung", "unheld_note"]

#: How the note begins that nobody is on a rung.
NOBODY_ON: Final = "No job in these careers is on the rung of"


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


def unheld_note(careers: Careers, own: str) -> tuple[str, ...]:
    """Say which rungs above `own` nobody is on in these careers, so that none can be seen to reach them.

    Parameters
    ----------
    careers : Careers
        The careers.
    own : str
        A rung.

    Returns
    -------
    tuple of str
        One sentence, or none where somebody is on the highest rung.
    """
    spells = labelled(careers, {"level"})
    above = [level for rung in rungs_above(own) for level in RUNG_LEVELS[rung]]
    found = fetched(spells.filter(spells.level.isin(above)).select("level").distinct())["level"].to_pylist()
    held = {rung_of(level) for level in found}
    unheld = [rung for rung in rungs_above(own) if not held & {rung, *rungs_above(rung)}]
    if not unheld:
        return ()
    rung = unheld[0] if unheld[0] == RUNGS[-1] else f"{unheld[0]} or higher"
    return (f"{NOBODY_ON} {rung}: nobody could be seen to reach it, however long people are followed.",)
