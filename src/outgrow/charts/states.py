"""What released state curves say, how far, and what their states are called: for occupancy and for ways out of a role.

In: StateCurves. Out: months, readings and names. Start at `last_month`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from outgrow.charts.readings import LEAST_AT_RISK
from outgrow.charts.wording import clean, cut, group_name, sentence
from outgrow.results import StateCurves, StatePoint
from outgrow.results.states import BETWEEN, IN_ROLE, LEFT, OUT, SIDEWAYS, UNKNOWN, UP

__all__ = ["exits_of", "followed_at", "last_month", "named_group", "points_at", "state_name", "way_name"]

#: Where few are left and an interval is wider than this, curves are not read.
_WIDEST: Final = 0.5
_WAYS: Final = {
    IN_ROLE: "still in the role",
    UP: "up: a higher level",
    SIDEWAYS: "sideways or down",
    OUT: "out: no job next",
    UNKNOWN: "level unknown",
}


def exits_of(states: Sequence[str]) -> tuple[str, ...]:
    """Return the states of those who left for good."""
    return tuple(state for state in states if state == LEFT or state.startswith(f"{LEFT}: "))


def last_month(curves: StateCurves, settled: Collection[str], *, rounded: bool) -> int | None:
    """Return the last month at which curves are read: while enough people can be followed, or their last point.

    Parameters
    ----------
    curves : StateCurves
        Released.
    settled : collection of str
        States that nobody leaves.
    rounded : bool
        Whether steps were merged; then every point was released, and is read.

    Returns
    -------
    int or None
        None where they are not read at all. Few may be followed since nearly all left for good: then the curves are read
        as long as so many would be followed had they not, and no interval is wide.
    """
    if not len(curves.months) or curves.starts_at is None or curves.through is None:
        return None
    if rounded:
        return int(curves.months[-1])
    going = [place for place, state in enumerate(curves.states) if state not in settled]
    at_risk = curves.at_risk[:, going].sum(axis=1)
    before = np.vstack([curves.start[None, :], curves.estimate[:-1]])[:, going].sum(axis=1)
    wide = ((curves.upper - curves.lower > _WIDEST) & (curves.estimate > 0)).any(axis=1)
    could = np.divide(at_risk, before, out=np.zeros(len(at_risk)), where=before > 0)
    fine = (at_risk >= LEAST_AT_RISK) | ((could >= LEAST_AT_RISK) & ~wide)
    if not fine.any():
        return None
    last = int(np.flatnonzero(fine)[-1])
    # with a point for every month in which anyone leaves, nothing changes until the next
    return int(curves.months[last]) if last + 1 < len(curves.months) else min(curves.through, int(curves.months[last]))


def points_at(curves: StateCurves, months: int, *, rounded: bool) -> tuple[int, dict[str, StatePoint]] | None:
    """Read curves at a month, or where steps were merged at the released point nearest to it; with the month read."""
    if not len(curves.months):
        return None
    own = months
    if rounded:
        own = min(curves.months.tolist(), key=lambda month: (abs(month - months), -month))
    found = curves.at(own)
    return None if found is None else (own, found)


def followed_at(curves: StateCurves, months: int, settled: Collection[str], *, rounded: bool) -> int | None:
    """Return how many are still followed after a month and have not left for good; None where the curves do not say.

    Where steps were merged, counts are those when a step begins, and so known at released months alone.
    """
    going = [place for place, state in enumerate(curves.states) if state not in settled]
    place = int(np.searchsorted(curves.months, months, side="right" if rounded else "left"))
    return int(curves.at_risk[place, going].sum()) if place < len(curves.months) else None


def state_name(state: str, column: str, states: Sequence[str]) -> str:
    """Return what a state of occupancy is called."""
    if state == LEFT:
        return "left for good" if len(exits_of(states)) == 1 else "left otherwise"
    if state.startswith(f"{LEFT}: "):
        why = cut(clean(state.removeprefix(f"{LEFT}: ")))
        return why if why.startswith(LEFT) else f"{LEFT}: {why}"
    if state == UNKNOWN:
        return f"{cut(clean(column))} unknown"
    return state if state == BETWEEN else cut(group_name({"state": state}))


def way_name(state: str) -> str:
    """Return what a way out of a role is called."""
    if state in _WAYS:
        return _WAYS[state]
    return cut(", ".join(group_name({"way": part}) for part in state.split(", ")))


def named_group(curves: StateCurves) -> str:
    """Return the name of a group as a title ends, or nothing for everyone."""
    return f": {sentence(cut(group_name(curves.group)))}" if curves.group else ""
