"""Curves of reach, made fit to be shown to others: steps merged, small groups and targets too close to another left out.

In: Reach. Out: Reach, released. Start at `release_reach`; `outgrow.disclosure.side_by_side` uses the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from outgrow.disclosure.totals import (
    DECIMALS,
    Flags,
    left_out,
    none_or_enough,
    rounded,
    rounded_facts,
    rounded_flow,
    small_groups,
    whole_years,
)
from outgrow.estimates.reach import start_notes
from outgrow.months import month_number
from outgrow.results import Curve, Ints, Reach, Suppressed

__all__ = ["departures", "release_reach", "step_ends"]

#: Target and values of the group of a curve.
Key = tuple[Any, ...]


def release_reach(result: Reach, limit: int) -> Reach:
    """Make reach fit to be shown to others.

    Parameters
    ----------
    result : Reach
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Reach
        Events, departures and people left at every end of a step are nobody or reach the limit, and so do those who have
        reached one target and not yet another, wherever both curves, or their totals, tell.
    """
    gone = departures(result)
    shown: dict[int, list[int]] = {}
    small: dict[str, set[int]] = {}
    for target in result.toward:
        places = [place for place, curve in enumerate(result.curves) if curve.toward == target]
        hidden = small_groups([result.curves[place].people for place in places], limit) if places else set()
        small[target] = {places[number] for number in hidden}
        for place in places:
            curve = result.curves[place]
            ends = [] if place in small[target] else step_ends(curve, _departed(curve, gone), limit)
            if ends:
                shown[place] = ends
    if len(result.toward) > 1:
        for group in dict.fromkeys(_key(curve)[1:] for curve in result.curves):
            same = [place for place in shown if _key(result.curves[place])[1:] == group]
            apart = _apart([result.curves[place] for place in same], [shown[place] for place in same], limit)
            shown.update(zip(same, apart, strict=True))
    kept: list[Curve] = []
    suppressed: list[Suppressed] = []
    for target in result.toward:
        curves = [(place, curve) for place, curve in enumerate(result.curves) if curve.toward == target]
        kept += [_merged(curve, shown[place], limit) for place, curve in curves if shown.get(place)]
        missing = [curve.group for place, curve in curves if not shown.get(place)]
        if missing:
            suppressed.append(left_out(missing, limit, target if len(result.toward) > 1 else None))
    facts = rounded_facts(result.careers, limit)
    own = {*result.careers.imprecise_note, *start_notes(result.curves, result.settings.start_at_risk)}
    return replace(
        result,
        curves=tuple(kept),
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(
            *(note for note in result.notes if note not in own),
            *facts.imprecise_note,
            *start_notes(tuple(kept), result.settings.start_at_risk),
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(suppressed),
        titles=tuple((title, people // limit * limit) for title, people in result.titles if people >= limit),
    )


def departures(result: Reach) -> dict[Key, Ints]:
    """Count the people who left each month of each curve in another way than by reaching the target.

    From the tally; without one, from those at risk in one step and neither reaching the target nor at risk in the next.

    Parameters
    ----------
    result : Reach
        Exact.

    Returns
    -------
    dict
        By target and values of the group: people, for each of the curve's months.
    """
    if result.tally is None:
        return {_key(c): np.abs(c.at_risk - c.reached - np.append(c.at_risk[1:], 0)) for c in result.curves}
    # on the calendar clock a tally has month numbers, and a curve the months since its first
    first = (month_number(result.origin) or 0) if result.origin is not None else 0
    gone: dict[Key, dict[int, int]] = {}
    for row in result.tally.unfolded().table.to_pylist():
        key = (row["toward"], *(row[name] for name in result.tally.groups))
        gone.setdefault(key, {})[row["month"] - first] = row["exits"] + row["censored"]
    return {
        _key(curve): np.array([gone[_key(curve)][month] for month in curve.months.tolist()], dtype=np.int64)
        for curve in result.curves
    }


def _departed(curve: Curve, gone: dict[Key, Ints]) -> Ints:
    return gone[_key(curve)]


def _key(curve: Curve) -> Key:
    return curve.toward, *(curve.group or {}).values()


def step_ends(curve: Curve, departed: Ints, limit: int) -> list[int]:
    """Merge the steps of a curve until the events and the departures in each reach the limit.

    Parameters
    ----------
    curve : Curve
        Exact.
    departed : ndarray of int, shape (M,)
        People who left in another way, as `departures` gives them.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of int
        Places of the last month of each step, ascending; empty where the curve cannot be shown.
    """
    remain = curve.at_risk - curve.reached - departed
    fits = (curve.at_risk >= limit) & none_or_enough(remain, limit)
    enough = np.flatnonzero(fits)
    if not len(enough):
        return []
    # the curve ends where many are left, or nobody: of those places, where it has the most steps, and then the last
    ends = max(
        (_up_to(place, curve.reached, departed, fits, limit) for place in enough.tolist()),
        key=lambda found: (len(found), found[-1:]),
    )
    return ends if ends and int(curve.at_risk[_starts(ends)].min()) >= limit else []


def _up_to(last: int, events: Ints, departed: Ints, fits: Flags, limit: int) -> list[int]:
    """Places of the last month of each merged step up to `last`; what is left over at the end joins the last step."""
    ends: list[int] = []
    hits = gone = 0
    for place in range(last + 1):
        hits, gone = hits + int(events[place]), gone + int(departed[place])
        if hits >= limit and (gone >= limit or gone == 0) and fits[place]:
            ends.append(place)
            hits = gone = 0
    if not ends:
        return []
    ends[-1] = last
    # the left over may bring a few departures to a step that had none: it then joins the one before
    while ends:
        start = ends[-2] + 1 if len(ends) > 1 else 0
        if not 0 < int(departed[start : last + 1].sum()) < limit:
            return ends
        ends = [*ends[:-2], ends[-1]] if len(ends) > 1 else []
    return ends


def _starts(ends: Sequence[int]) -> list[int]:
    return [0, *(end + 1 for end in ends[:-1])]


def _apart(curves: Sequence[Curve], all_ends: Sequence[list[int]], limit: int) -> list[list[int]]:
    """Leave out the points, and the curves, of one group that show few people between two targets by subtraction.

    Where whoever reaches one target has reached another before, those who have reached the one by a month and not the other
    by that month or an earlier one are people: nobody, or enough. Two targets of which neither holds the other are held
    apart at the months that both tell. Points go from the curve with fewer events; without its last, or its total, it goes.
    """
    kept: list[list[int]] = [[] for _ in curves]
    for place in sorted(range(len(curves)), key=lambda number: -curves[number].events):
        inner, ends = curves[place], list(all_ends[place])
        for other, outer in enumerate(curves):
            if kept[other]:
                close = _close(outer, kept[other], inner, ends, limit)
                ends = [] if close & {ends[-1], len(inner.months)} else [end for end in ends if end not in close]
            if not ends:
                break
        kept[place] = ends
    return kept


def _close(outer: Curve, outer_ends: Sequence[int], inner: Curve, inner_ends: Sequence[int], limit: int) -> set[int]:
    """Places of those points of `inner` that are too close to one of `outer`; its number of months stands for its total."""
    months = np.unique(np.concatenate([outer.months, inner.months]))
    holds = bool((_by(outer, months) >= _by(inner, months)).all())
    theirs = _told(outer, outer_ends)
    return {
        place
        for place, month, reached in _told(inner, inner_ends)
        for _, other_month, other_reached in theirs
        if (month == other_month or (holds and other_month > month))
        and not none_or_enough(other_reached - reached, limit)
    }


def _told(curve: Curve, ends: Sequence[int]) -> list[tuple[int, float, int]]:
    """Places, months and events so far of what a curve tells: its points, and in the end its total."""
    so_far = np.cumsum(curve.reached)
    points = [(end, float(curve.months[end]), int(so_far[end])) for end in ends]
    return [*points, (len(curve.months), np.inf, curve.events)]


def _by(curve: Curve, months: Ints) -> Ints:
    """Events by each month."""
    so_far = np.concatenate([[0], np.cumsum(curve.reached)])
    by_then: Ints = so_far[np.searchsorted(curve.months, months, side="right")]
    return by_then


def _merged(curve: Curve, ends: Sequence[int], limit: int) -> Curve:
    """Give the curve at the ends of its steps alone, rounded."""
    starts, last = _starts(ends), np.array(ends)
    bounds = pairwise([0, *(end + 1 for end in ends)])
    return replace(
        curve,
        people=rounded(curve.people, limit),
        events=rounded(curve.events, limit),
        exits=rounded(curve.exits, limit),
        censored=rounded(curve.censored, limit),
        months=curve.months[last],
        estimate=np.round(curve.estimate[last], DECIMALS),
        std_error=np.round(curve.std_error[last], DECIMALS),
        lower=np.round(curve.lower[last], DECIMALS),
        upper=np.round(curve.upper[last], DECIMALS),
        at_risk=np.array([rounded(int(n), limit) for n in curve.at_risk[starts]], dtype=np.int64),
        reached=np.array([rounded(int(curve.reached[a:b].sum()), limit) for a, b in bounds], dtype=np.int64),
        median_follow_up=whole_years(curve.median_follow_up),
        through=int(curve.months[last[-1]]),
    )
