"""Curves of states of one group, made fit to be shown to others: months merged, and states where a few people are.

In: an exact tally and its curves. Out: StateCurves, released, and which states were made one. Start at `release_states`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outgrow.disclosure.grid import Grid, find_grid
from outgrow.disclosure.lumping import Lumping, lumpings
from outgrow.disclosure.totals import DECIMALS, rounded, whole_years
from outgrow.estimates.multi_state import Moves, group_moves
from outgrow.results import Occupancy, StateCurves, Tenure

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies import Tally

__all__ = ["Source", "first_stays", "lumped_note", "merged", "release_states", "rows_of"]

#: Steps that are enough to leave the states as they are.
_ENOUGH_STEPS: Final = 3


@dataclass(frozen=True)
class Source:
    """An exact tally of months since zero, and the curves that are estimated from it, whatever states are made one.

    Parameters
    ----------
    tally : Tally
        Of kind ``state`` or ``duration``.
    estimate : callable
        `estimate_occupancy` or `estimate_tenure`.
    """

    tally: Tally
    estimate: Callable[[Tally], Occupancy | Tenure]
    _known: dict[Lumping, tuple[Tally, tuple[StateCurves, ...]]] = field(default_factory=dict)

    def lumped(self, lumping: Lumping) -> tuple[Tally, tuple[StateCurves, ...]]:
        """Return the tally and the curves of each group with some states made one."""
        if lumping not in self._known:
            tally = self.tally
            for name, states in lumping:
                tally = tally.lumped(states, name)
            self._known[lumping] = tally, self.estimate(tally).curves
        return self._known[lumping]


def release_states(
    curves: StateCurves, source: Source, limit: int, *, drop_empty: bool
) -> tuple[StateCurves, Lumping] | None:
    """Make the curves of one group fit to be shown to others.

    All states share one grid of months. Where that has fewer than three, the smallest states are made one, one more at a
    time, until it has three, or as many as it can.

    Parameters
    ----------
    curves : StateCurves
        Exact.
    source : Source
        The tally behind them.
    limit : int
        The smallest count that may be shown.
    drop_empty : bool
        Whether states that nobody is in, as far as is shown, are left out: their names may be one person's.

    Returns
    -------
    tuple or None
        The curves and the states made one; None where nothing of the group can be shown.
    """
    moves, people = _moves_and_people(source.tally, curves)
    came = np.bincount(people.destination, people.counts.sum(axis=0), len(people.states) + 1)
    sizes = {state: int(came[place]) for place, state in enumerate(people.states)}
    absorbing = [state for state, left in zip(people.states, people.left, strict=True) if not left]
    best: tuple[Grid, StateCurves, Lumping] | None = None
    for lumping in lumpings(sizes, absorbing, limit, exits=source.tally.exits):
        exact = curves
        if lumping:
            tally, estimated = source.lumped(lumping)
            exact = next(found for found in estimated if found.group == curves.group)
            moves, people = _moves_and_people(tally, exact)
        grid = find_grid(moves, people, exact, limit)
        if grid is not None and (best is None or len(grid.ends) > len(best[0].ends)):
            best = grid, exact, lumping
        if best is not None and len(best[0].ends) >= _ENOUGH_STEPS:
            break
    if best is None:
        return None
    grid, exact, lumping = best
    gone = {state for name, states in lumping for state in states if state != name}
    kept = [place for place, state in enumerate(exact.states) if state not in gone]
    if drop_empty:
        kept = [place for place in kept if grid.at_risk[:, place].any() or grid.moved_in[:, place].any()]
    # in the order of all groups; what is left of small states after those that can be left, or last
    living = len(curves.states) - len(absorbing)
    order = {state: float(place) for place, state in enumerate(curves.states)}
    order = {source.tally.exits: float(len(curves.states)), **order}
    kept.sort(key=lambda place: order.get(exact.states[place], living - 0.5))
    return merged(exact, grid, kept, limit), lumping


def lumped_note(group: dict[str, Any] | None, lumping: Lumping) -> list[str]:
    """Say how many states are made one, without naming those that few people are in."""
    of = "" if group is None else f" of {', '.join(f'{key} {value}' for key, value in group.items())}"
    return [
        f"{len(states)} states{of} are shown as one, '{name}', since few people are in some of them."
        for name, states in lumping
    ]


def first_stays(tally: Tally) -> Tally:
    """Return a duration tally that counts each person's first stay alone, as many people as there are at least."""
    place = tally.table.schema.get_field_index("moves")
    return replace(tally, table=tally.table.set_column(place, "moves", tally.table["people"]))


def rows_of(table: pyarrow.Table, group: dict[str, Any] | None) -> pyarrow.Table:
    """Return the rows of one group of a tally's table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, value in (group or {}).items():
        column = table[name]
        table = table.filter(column.is_null() if value is None else pc.equal(column, pa.scalar(value, column.type)))
    return table


def _moves_and_people(tally: Tally, curves: StateCurves) -> tuple[Moves, Moves]:
    """Return the moves of a group as counted, and the least people who made them: the same, but for stays."""
    tally = replace(tally.unfolded(), table=rows_of(tally.unfolded().table, curves.group))
    if tally.kind == "state":
        [moves] = group_moves(tally, curves.states)
        return moves, moves
    tally = replace(tally, absorbing=curves.states[1:])
    [stays], [people] = group_moves(tally, curves.states), group_moves(first_stays(tally), curves.states)
    return stays, people


def merged(curves: StateCurves, grid: Grid, kept: list[int], limit: int) -> StateCurves:
    """Give the curves in the months of the grid alone, rounded.

    Parameters
    ----------
    curves : StateCurves
        Exact.
    grid : Grid
        Of their months.
    kept : list of int
        Places of the states that are shown, in their order.
    limit : int
        Counts are rounded to multiples of it.
    """
    shown = np.ix_(grid.ends, kept)
    count = np.vectorize(lambda number: rounded(int(number), limit), otypes=[np.int64])
    return replace(
        curves,
        states=tuple(curves.states[place] for place in kept),
        people=rounded(curves.people, limit),
        events=rounded(curves.events, limit),
        exits=rounded(curves.exits, limit),
        censored=rounded(curves.censored, limit),
        months=curves.months[grid.ends],
        start=np.round(curves.start[kept], DECIMALS),
        start_error=np.round(curves.start_error[kept], DECIMALS),
        estimate=np.round(curves.estimate[shown], DECIMALS),
        std_error=np.round(curves.std_error[shown], DECIMALS),
        lower=np.round(curves.lower[shown], DECIMALS),
        upper=np.round(curves.upper[shown], DECIMALS),
        at_risk=count(grid.at_risk[:, kept]),
        moved_in=count(grid.moved_in[:, kept]),
        median_follow_up=whole_years(curves.median_follow_up),
        through=int(curves.months[grid.ends[-1]]),
    )
