"""One grid of months for all the states of a group: between any two of its months, nobody moves or enough people do.

In: exact moves of a group, and its curves. Out: the places of the months that may be shown, and the counts of their steps.
Start at `find_grid`. Runs on counts alone; estimates are not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outgrow.disclosure.totals import Flags
from outgrow.estimates.multi_state import Moves, held
from outgrow.results import Floats, Ints, StateCurves

__all__ = ["Grid", "find_grid"]


@dataclass(frozen=True)
class Grid:
    """The months that may be shown of S states, with the exact counts of the K steps that end in them.

    Parameters
    ----------
    ends : list of int, length K
        Places of the months among those of the curves, ascending.
    at_risk, moved_in : ndarray of int, shape (K, S)
        In the state when the step begins, that is, just after the one before; moves into the state in the step.
    """

    ends: list[int]
    at_risk: Ints
    moved_in: Ints


@dataclass(frozen=True)
class _Counts:
    """Exact counts of S states after each of T months, and before the first: rows 0 to T.

    Parameters
    ----------
    flows : ndarray of float, shape (T + 1, 4, S)
        So far: moves into each state; entries into it from outside; moves out of it; those and last sightings in it.
    inside : ndarray of float, shape (T + 1, S)
        In the state after the month.
    before : ndarray of float, shape (T + 1,)
        In states that can be left just before the month.
    """

    flows: Floats
    inside: Floats
    before: Floats


def find_grid(moves: Moves, people: Moves, curves: StateCurves, limit: int) -> Grid | None:
    """Choose the months of a group that may be shown: as many as can be, then the latest.

    In every step and of every state, the moves into it, the late entries into it, the moves out of it, and those with the
    last sightings in it are each nobody or as many people as the limit. So are those in it when the curves start, after each
    month that is shown, and then with those last seen in it during the step: the estimate still has them in it. A state
    that is moved through holds as many at some time in the step, lest one person's coming and going pass for many. In each
    month that is shown as many as the limit are under observation just before: bounds of 0 and 1 tell how many.

    Parameters
    ----------
    moves : Moves
        What is counted: moves, or stays.
    people : Moves
        The same rows with at least so many distinct people in each.
    curves : StateCurves
        Exact, of the same states.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    Grid or None
        None where no month may be shown.
    """
    if curves.starts_at is None or not len(curves.months):
        return None
    first = int(np.searchsorted(moves.months, curves.starts_at, side="right"))
    counted = _counts(moves, first)
    known = counted if people is moves else _counts(people, first)

    def enough(exact: Floats, behind: Floats) -> Flags:
        may: Flags = ((exact == 0) | (behind >= limit)).all(axis=-1)
        return may

    rows = np.searchsorted(moves.months, curves.months) - first + 1
    may_end = enough(counted.inside[rows], known.inside[rows]) & (known.before[rows] >= limit)
    if not enough(counted.inside[0], known.inside[0]):
        return None
    # the longest chain of steps from the start, by the number of steps that can end in each month
    steps = np.zeros(len(rows), dtype=np.int64)
    previous = np.full(len(rows), -1, dtype=np.int64)
    places = np.concatenate([[-1], np.flatnonzero(may_end)])
    nodes = np.concatenate([[0], rows[may_end]])
    most_inside = np.empty_like(known.inside)
    for number in range(1, len(nodes)):
        row = int(nodes[number])
        from_rows = nodes[:number]
        moved, movers = counted.flows[row] - counted.flows[from_rows], known.flows[row] - known.flows[from_rows]
        ok = enough(moved.reshape(number, -1), movers.reshape(number, -1))
        ok &= enough(counted.inside[row] + moved[:, 3] - moved[:, 2], known.inside[row] + movers[:, 3] - movers[:, 2])
        # the most who were in each state at any time from each month on
        most_inside[: row + 1] = np.maximum.accumulate(known.inside[row::-1], axis=0)[::-1]
        ok &= enough(moved.sum(axis=1), most_inside[from_rows])
        ok[1:] &= steps[places[1:number]] > 0
        found = np.flatnonzero(ok)
        if len(found):
            so_far = np.where(found == 0, 0, steps[places[found]])
            best = int(found[int(np.argmax(so_far))])
            steps[places[number]] = int(so_far.max()) + 1
            previous[places[number]] = places[best]
    if not steps.any():
        return None
    ends = [int(np.flatnonzero(steps == steps.max())[-1])]
    while previous[ends[0]] >= 0:
        ends.insert(0, int(previous[ends[0]]))
    last = rows[ends]
    begin = np.concatenate([[0], last[:-1]])
    moved_in = counted.flows[last, 0] - counted.flows[begin, 0]
    return Grid(ends, counted.inside[begin].astype(np.int64), moved_in.astype(np.int64))


def _counts(moves: Moves, first: int) -> _Counts:
    size, times = len(moves.states), len(moves.months)
    people = moves.counts.sum(axis=0)
    there = held(moves, people[None])[0]
    among, leaves = moves.destination < size, moves.origin < size

    def by_month(rows: Flags, state: Ints) -> Floats:
        added = np.bincount(moves.place[rows] * size + state[rows], people[rows], times * size)
        return added.astype(np.float64).reshape(times, size)

    flows = np.stack(
        [
            by_month(among & ~moves.entered, moves.destination),
            by_month(among & moves.entered, moves.destination),
            by_month(among & leaves, moves.origin),
            by_month(leaves, moves.origin),
        ],
        axis=1,
    )[first:]
    # who had left for good before the curves start is not among those they are for
    inside = there[first:] - np.where(moves.left, 0.0, there[first])
    return _Counts(
        flows=np.concatenate([np.zeros((1, 4, size)), np.cumsum(flows, axis=0)]),
        inside=inside,
        before=np.concatenate([[0.0], there[first:-1][:, moves.left].sum(axis=1)]),
    )
