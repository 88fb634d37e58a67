"""Whether the curves of two answers to nearly the same question show a few people by subtraction.

In: two exact answers, and for states what is released of them. Out: yes or no. Start at `reach_alike` or `states_alike`;
`outgrow.disclosure.side_by_side` uses them. What an answer counts by a month that only the other shows is read off the other
where the two are alike by then; so are steps that neither shows by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from outgrow.disclosure.curves import departures, step_ends
from outgrow.disclosure.totals import DECIMALS, Flags, none_or_enough
from outgrow.months import month_number
from outgrow.results import Curve, Ints, Occupancy, Reach, StateCurves, Tenure
from outgrow.tallies.states import OTHER

__all__ = ["as_shown", "reach_alike", "states_alike"]

#: Column and value of a group, and before them the target of a curve of reach.
Name = tuple[object, ...]
#: The numbers of curves in one month, as they are shown; None where they say nothing.
Numbers = tuple[float, ...] | None
#: Month, origin, destination, moves, people.
Move = tuple[int, str | None, str | None, int, int]


class _Told(NamedTuple):
    """What is counted of one group of an answer by each of M months, the first of them that in which its curves start.

    Parameters
    ----------
    counts : ndarray of int, shape (M, K)
        So far, of every kind that is held against the other answer's.
    people : ndarray of int, shape (M, K)
        At least so many distinct people; the same, but for stays.
    whole : ndarray of int
        Which of the K never fall, and are nobody or enough in each step that is released.
    shown : ndarray of bool, shape (M,)
        Which of the months the answer shows.
    numbers : sequence of Numbers, length M
        What it says in each.
    """

    counts: Ints
    people: Ints
    whole: Ints
    shown: Flags
    numbers: Sequence[Numbers]


def _nothing_shows(main: _Told, other: _Told, limit: int) -> bool:
    """Tell whether neither the difference of two answers, nor a month of one among those of the other, shows a few people."""
    apart, people = other.counts - main.counts, other.people - main.people
    for gap, behind in ((apart, people), (np.diff(apart, axis=0), np.diff(people, axis=0))):
        if not (none_or_enough(gap, limit) & none_or_enough(behind, limit) & ((gap == 0) | (behind != 0))).all():
            return False
    same = (apart == 0) & (people == 0)
    for one in (main, other):
        # what it counts is known by its own months, and by those of the other by which the two are alike
        known = one.shown[:, None] | same
        for kind in one.whole.tolist():
            steps, behind = (np.diff(counts[known[:, kind], kind]) for counts in (one.counts, one.people))
            if not ((steps == 0) | (behind >= limit)).all():
                return False
    # numbers that differ where no count does are moved by people whom no count tells
    alike_so_far = np.logical_and.accumulate(same.all(axis=1)).tolist()
    return all(
        first == second or None in (first, second)
        for alike, first, second in zip(alike_so_far, main.numbers, other.numbers, strict=True)
        if alike
    )


def reach_alike(
    main: Reach,
    other: Reach,
    limit: int,
    *,
    toward: Collection[str] | None = None,
    horizons: tuple[int | None, int | None] | None = None,
) -> bool:
    """Tell whether two exact reaches show nobody by subtraction.

    Parameters
    ----------
    main, other : Reach
        Exact.
    limit : int
        The smallest count that may be shown.
    toward : collection of str, optional
        The targets to look at. Default: all.
    horizons : tuple of (int or None, int or None), optional
        The one month that is shown of each. Default: all months that are released, and totals.
    """
    curves = [
        {_name(curve): curve for curve in result.curves if toward is None or curve.toward in toward}
        for result in (main, other)
    ]
    if curves[0].keys() != curves[1].keys() or main.origin != other.origin or None in (main.tally, other.tally):
        return False
    passages, gone = zip(*((_passages(result), departures(result)) for result in (main, other)), strict=True)
    for name, mine in curves[0].items():
        pair = (mine, curves[1][name])
        if mine.starts_at != pair[1].starts_at:
            return False
        if mine.starts_at is None:
            continue
        left = [found[_key(curve)] for curve, found in zip(pair, gone, strict=True)]
        if horizons is None:
            shown = [
                [int(curve.months[end]) for end in step_ends(curve, departed, limit)]
                for curve, departed in zip(pair, left, strict=True)
            ]
        else:
            shown = [[month] if month is not None and month > mine.starts_at else [] for month in horizons]
        months = _months(mine.starts_at, shown)
        told = [
            _passages_told(curve, found.get(_key(curve), []), months, own)
            for curve, found, own in zip(pair, passages, shown, strict=True)
        ]
        if not _nothing_shows(told[0], told[1], limit):
            return False
        if horizons is None:
            totals = [
                np.array([curve.people, curve.events, curve.exits, departed.sum()], dtype=np.int64)
                for curve, departed in zip(pair, left, strict=True)
            ]
            in_all = totals[1] - totals[0]
            so_far = (told[1].counts - told[0].counts)[-1, _TOTALS]
            if not none_or_enough(np.array([*in_all, *(in_all[1:] - so_far)]), limit).all():
                return False
    return True


#: Month; who comes to be at risk, reaches the target, leaves for good and is last seen in it.
Passage = tuple[int, int, int, int, int]
#: Of the kinds of `_passages_told`: reached, gone for good, and departed, which a curve has in all; those that are whole.
_TOTALS = [1, 2, 4]
_WHOLE = [1, 4]


def _passages(result: Reach) -> dict[Name, list[Passage]]:
    """Read the tally of a reach, by target and group."""
    assert result.tally is not None
    first = _first_month(result.origin)
    found: dict[Name, list[Passage]] = {}
    for row in result.tally.unfolded().table.to_pylist():
        key = (row["toward"], *(row[name] for name in result.tally.groups))
        passage = (row["month"] - first, row["entries"], row["reached"], row["exits"], row["censored"])
        found.setdefault(key, []).append(passage)
    return found


def _passages_told(curve: Curve, passages: Sequence[Passage], months: Ints, shown: Sequence[int]) -> _Told:
    rows = np.array(passages, dtype=np.int64).reshape(-1, 5)
    so_far = np.stack([rows[rows[:, 0] <= month, 1:].sum(axis=0) for month in months])
    entries, reached, exits, censored = so_far.T
    departed = exits + censored
    counts = np.stack([entries, reached, exits, censored, departed, entries - reached - departed], axis=1)
    points = [curve.at(int(month)) for month in months]
    numbers = [
        None if point is None else as_shown((point.estimate, point.std_error, point.lower, point.upper))
        for point in points
    ]
    return _Told(counts, counts, np.array(_WHOLE), _among(months, shown), numbers)


def states_alike(
    exact: tuple[Occupancy, Occupancy] | tuple[Tenure, Tenure],
    released: tuple[Occupancy, Occupancy] | tuple[Tenure, Tenure],
    limit: int,
) -> bool:
    """Tell whether two answers about states show nobody by subtraction, states that either makes one made one in both.

    Parameters
    ----------
    exact : tuple of Occupancy or of Tenure
        Exact, with their tallies.
    released : tuple of Occupancy or of Tenure
        What is released of each.
    limit : int
        The smallest count that may be shown.
    """
    groups, shown = ([{_name(found): found for found in one.curves} for one in both] for both in (exact, released))
    if (
        groups[0].keys() != groups[1].keys()
        or None in (exact[0].tally, exact[1].tally)
        or _asked_of(exact[0]) != _asked_of(exact[1])
    ):
        return False
    moves = [_moves(one) for one in exact]
    tallies = [one.tally for one in exact if one.tally is not None]
    absorbing = {state: tally.exits for tally in tallies for state in tally.absorbing}
    for name, mine in groups[0].items():
        if mine.starts_at != groups[1][name].starts_at:
            return False
        if mine.starts_at is None:
            continue
        curves = [by_name.get(name) for by_name in shown]
        own = [[] if found is None else found.months.tolist() for found in curves]
        months = _months(mine.starts_at, own)
        rows = [found.get(name, []) for found in moves]
        names: dict[str, str] = {}
        for found, one in zip(rows, curves, strict=True):
            names |= _made_one(found, one, absorbing)
        states = sorted({names.get(state, state) for found in rows for state in _states_of(found)})
        told = [
            _moves_told(found, names, states, months)._replace(
                shown=_among(months, at), numbers=[_state_numbers(one, int(month)) for month in months]
            )
            for found, one, at in zip(rows, curves, own, strict=True)
        ]
        if not _nothing_shows(told[0], told[1], limit):
            return False
        if (told[0].counts == told[1].counts).all() and len({_median(one, name) for one in released}) > 1:
            return False
    return True


def _asked_of(result: Occupancy | Tenure) -> tuple[str, str | None]:
    return (f"stays by {result.ways}", None) if isinstance(result, Tenure) else (result.states, result.origin)


def _median(result: Occupancy | Tenure, name: Name) -> object:
    medians = result.medians if isinstance(result, Tenure) else ()
    return next((median for one, median in zip(result.curves, medians, strict=False) if _name(one) == name), None)


def _moves(result: Occupancy | Tenure) -> dict[Name, list[Move]]:
    """Read the tally of an answer about states, by group."""
    tally = result.tally
    assert tally is not None
    first = _first_month(_asked_of(result)[1])
    found: dict[Name, list[Move]] = {}
    for row in tally.unfolded().table.to_pylist():
        people = row.get("people", row["moves"])
        move = (row["month"] - first, row["origin"], row["destination"], row["moves"], people)
        found.setdefault(tuple((key, row[key]) for key in tally.groups), []).append(move)
    return found


def _states_of(rows: Iterable[Move]) -> set[str]:
    return {state for row in rows for state in row[1:3] if state is not None}


def _made_one(rows: Sequence[Move], released: StateCurves | None, absorbing: Mapping[str, str]) -> dict[str, str]:
    """Find the states that are made one in released curves, with the name of the one; `absorbing` has its name for those."""
    if released is None or not len(released.months):
        return {}
    there = _states_of(row for row in rows if row[0] <= released.months[-1])
    names = {state: absorbing.get(state, OTHER) for state in there.difference(released.states)}
    return {state: name for state, name in names.items() if name in released.states}


def _moves_told(rows: Iterable[Move], names: Mapping[str, str], states: Sequence[str], months: Ints) -> _Told:
    """Count moves from each state to each other, those into and out of each, and who is in it."""
    places: dict[str | None, int] = {state: place for place, state in enumerate([*states, None])}
    places |= {state: places[name] for state, name in names.items()}
    size = len(states)
    happened = np.zeros((2, len(months), size + 1, size + 1), dtype=np.int64)
    for month, origin, destination, moves, people in rows:
        place = int(np.searchsorted(months, month))
        if place < len(months) and (origin is None or places[origin] != places[destination]):
            happened[:, place, places[origin], places[destination]] += (moves, people)
    so_far = np.cumsum(happened, axis=1)
    among, entered = so_far[..., :-1, :-1], so_far[..., -1, :-1]
    into, out, gone = among.sum(axis=2), among.sum(axis=3), so_far[..., :-1, :].sum(axis=3)
    # released steps hold nobody or enough of: moves into a state, from outside, out of it, and those with the last seen
    whole = np.concatenate([into, entered, out, gone], axis=2)
    pairs = so_far.reshape(2, len(months), -1)
    counts, behind = np.concatenate([whole, entered + into - gone, pairs], axis=2)
    return _Told(counts, behind, np.arange(whole.shape[2]), np.zeros(len(months), dtype=np.bool_), ())


def _state_numbers(curves: StateCurves | None, month: int) -> Numbers:
    if curves is None or month not in curves.months:
        return None
    points = sorted((curves.at(month) or {}).values())
    return as_shown([number for p in points for number in (p.estimate, p.std_error, p.lower, p.upper)])


def as_shown(numbers: Iterable[float]) -> tuple[float, ...]:
    """Return numbers rounded as they are shown."""
    return tuple(round(float(number), DECIMALS) for number in numbers)


def _first_month(origin: str | None) -> int:
    # on the calendar clock a tally has month numbers, and curves the months since their first
    return 0 if origin is None else month_number(origin) or 0


def _months(start: int, shown: Sequence[Sequence[int]]) -> Ints:
    """Return the month in which curves start, and then every month that either answer shows."""
    months: Ints = np.array(sorted({start, *shown[0], *shown[1]}), dtype=np.int64)
    return months


def _among(months: Ints, shown: Sequence[int]) -> Flags:
    """Tell which months an answer shows; the first of them is the start, which it tells."""
    told: Flags = np.isin(months, np.array(shown, dtype=np.int64))
    told[0] = True
    return told


def _key(curve: Curve) -> Name:
    return curve.toward, *(curve.group or {}).values()


def _name(curves: Curve | StateCurves) -> Name:
    group = tuple((curves.group or {}).items())
    return (curves.toward, *group) if isinstance(curves, Curve) else group
