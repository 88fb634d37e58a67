"""Small groups never leave: what is rendered, served or saved for others passes `release` first.

Results in Python and tally files are exact and for whoever holds the data. `release` merges the steps of each curve until
the events and the departures in each reach the limit, gives estimates on that grid alone and to three decimals, rounds
counts to multiples of the limit, and leaves out groups that are too small or too close to all of those counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from outgrow.errors import InputError
from outgrow.results import CareersFacts, Curve, Flow, Ints, Reach, Suppressed

__all__ = ["OWN_LIMIT", "default_min_cell", "release"]

#: Limit for careers of one's own. HR tools commonly use 5; ten also keeps differences of two outputs wide.
OWN_LIMIT: Final = 10
_DECIMALS: Final = 3


def default_min_cell(careers: CareersFacts) -> int:
    """Return the limit that fits careers: 1 where nobody can be harmed (simulated or public), else `OWN_LIMIT`."""
    return 1 if careers.kind == "simulated" or careers.public else OWN_LIMIT


def release(result: Reach, min_cell: int | None = None) -> Reach:
    """Make a result fit to be shown to others.

    Parameters
    ----------
    result : Reach
        An exact result.
    min_cell : int, optional
        The smallest count that may be shown. Default: that of `default_min_cell`.

    Returns
    -------
    Reach
        With `min_cell` set, `suppressed` filled and without its tally; as it was, apart from that, when `min_cell` is 1.

    Raises
    ------
    InputError
        `min_cell` is below 1, or the result was released under another limit already.
    """
    limit = default_min_cell(result.careers) if min_cell is None else min_cell
    if limit < 1:
        raise InputError(f"the smallest cell is {limit}.", do="give 1 or more people")
    if result.min_cell is not None:
        if result.min_cell == limit:
            return result
        raise InputError(
            f"this result was released with cells of {result.min_cell}, not {limit}.", do="release the exact result"
        )
    if limit == 1:
        return replace(result, min_cell=1, tally=None)
    kept: list[Curve] = []
    suppressed: list[Suppressed] = []
    for target in result.toward:
        curves = [curve for curve in result.curves if curve.toward == target]
        hidden = _small_groups(curves, limit)
        for place, curve in enumerate(curves):
            reason = hidden.get(place)
            released = None if reason else _coarsen(curve, limit)
            if released is None:
                reason = reason or f"fewer than {limit} people in one kind of outcome"
                suppressed.append(Suppressed(_name(curve, len(result.toward) > 1), reason))
            else:
                kept.append(released)
    return replace(
        result,
        curves=tuple(kept),
        flow=Flow(*(_rounded(value, limit) for value in result.flow.as_json().values())),
        careers=replace(
            result.careers,
            people=_rounded(result.careers.people, limit),
            spells=_rounded(result.careers.spells, limit),
            quarantined=_rounded(result.careers.quarantined, limit),
            imprecise=_rounded(result.careers.imprecise, limit),
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(suppressed),
    )


def _small_groups(curves: list[Curve], limit: int) -> dict[int, str]:
    """Say which groups of one target cannot be shown: too small, or what is left over would be."""
    sizes = [curve.people for curve in curves]
    hidden = {place: f"fewer than {limit} people" for place, size in enumerate(sizes) if size < limit}
    if len(curves) == 1:
        return hidden
    # all groups together may be known, so those left out have to be enough people that none shows by subtraction
    while 0 < sum(sizes[place] for place in hidden) < limit or len(hidden) == 1:
        left = [place for place in range(len(sizes)) if place not in hidden]
        if not left:
            break
        hidden[min(left, key=sizes.__getitem__)] = "the groups left out would show by subtraction"
    return hidden


def _coarsen(curve: Curve, limit: int) -> Curve | None:
    """Merge steps until the events and the departures in each reach the limit; None where that leaves no step."""
    departed = _departures(curve)
    ends = _step_ends(curve.reached, departed, limit)
    if not ends:
        return None
    starts = [0, *(end + 1 for end in ends[:-1])]
    steps = [slice(start, end + 1) for start, end in zip(starts, ends, strict=True)]
    at_risk = curve.at_risk[starts]
    if at_risk.min() < limit:
        return None
    last = np.array(ends)
    return replace(
        curve,
        people=_rounded(curve.people, limit),
        events=_rounded(curve.events, limit),
        exits=_rounded(curve.exits, limit),
        censored=_rounded(curve.censored, limit),
        months=curve.months[last],
        estimate=np.round(curve.estimate[last], _DECIMALS),
        std_error=np.round(curve.std_error[last], _DECIMALS),
        lower=np.round(curve.lower[last], _DECIMALS),
        upper=np.round(curve.upper[last], _DECIMALS),
        at_risk=np.array([_rounded(int(n), limit) for n in at_risk], dtype=np.int64),
        reached=np.array([_rounded(int(curve.reached[step].sum()), limit) for step in steps], dtype=np.int64),
    )


def _departures(curve: Curve) -> Ints:
    """People who left each step in another way than by reaching the target, from what the curve itself shows.

    Those at risk in one step and neither reaching the target nor at risk in the next have left, net of late entries; after
    the last step whoever remains has.
    """
    after = np.append(curve.at_risk[1:], 0)
    gone: Ints = np.abs(curve.at_risk - curve.reached - after)
    return gone


def _step_ends(events: Ints, departed: Ints, limit: int) -> list[int]:
    """Places of the last month of each merged step; what is left over at the end joins the last step."""
    ends: list[int] = []
    hits = gone = 0
    for place, (hit, left) in enumerate(zip(events.tolist(), departed.tolist(), strict=True)):
        hits, gone = hits + hit, gone + left
        if hits >= limit and (gone >= limit or gone == 0):
            ends.append(place)
            hits = gone = 0
    if ends and ends[-1] != len(events) - 1:
        ends[-1] = len(events) - 1
    if len(ends) == 1 and 0 < int(departed.sum()) < limit:
        return []
    return ends


def _rounded(count: int, limit: int) -> int:
    """Round to the nearest multiple of the limit, halves up."""
    return (2 * count + limit) // (2 * limit) * limit


def _name(curve: Curve, several: bool) -> str:
    group = "everyone" if curve.group is None else ", ".join(f"{key} {value}" for key, value in curve.group.items())
    return f"{group} toward {curve.toward}" if several else group
