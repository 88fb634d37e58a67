"""Small groups never leave: what is rendered, served or saved for others passes `release` first.

Results in Python and tally files are exact and for whoever holds the data. `release` merges the steps of each curve until
the events and the departures in each reach the limit, gives estimates on that grid alone and to three decimals, rounds
counts to multiples of the limit, and leaves out groups that are too small or too close to all of those counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from outgrow.careers.describe import Description
from outgrow.errors import InputError
from outgrow.estimates.reach import start_notes
from outgrow.results import CareersFacts, Curve, Flow, Ints, Reach, Suppressed

__all__ = ["OWN_LIMIT", "comparable", "default_min_cell", "release", "release_description"]

#: Limit for careers of one's own. HR tools commonly use 5; ten also keeps differences of two outputs wide.
OWN_LIMIT: Final = 10
_DECIMALS: Final = 3


def default_min_cell(careers: CareersFacts) -> int:
    """Return the limit that fits careers: 1 where nobody can be harmed (simulated or public), else `OWN_LIMIT`."""
    return 1 if careers.harmless else OWN_LIMIT


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
        small = _small_groups(curves, limit)
        left_out = [curve for place, curve in enumerate(curves) if place in small]
        for place, curve in enumerate(curves):
            released = None if place in small else _coarsen(curve, _departures(result, curve), limit)
            if released is not None:
                kept.append(released)
            elif place not in small:
                left_out.append(curve)
        if left_out:
            suppressed.append(_left_out(left_out, limit, target if len(result.toward) > 1 else None))
    facts = _facts(result.careers, limit)
    own = {*result.careers.imprecise_note, *start_notes(result.curves, result.settings.start_at_risk)}
    return replace(
        result,
        curves=tuple(kept),
        flow=Flow(*(_rounded(value, limit) for value in result.flow.as_json().values())),
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


def release_description(description: Description, min_cell: int | None = None) -> Description:
    """Make a description of careers fit to be shown to others.

    Parameters
    ----------
    description : Description
        Exact, from `outgrow.careers.describe.describe`.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    Description
        Counts rounded to multiples of the limit, shares that few people make set to 0 or 1, rare titles left out.

    Raises
    ------
    InputError
        `min_cell` is below 1.
    """
    limit = default_min_cell(description.careers) if min_cell is None else min_cell
    if limit < 1:
        raise InputError(f"the smallest cell is {limit}.", do="give 1 or more people")
    if limit == 1:
        return replace(description, min_cell=1)

    def share(value: float, of: int) -> float:
        few = value * of < limit, (1 - value) * of < limit
        return 0.0 if few[0] else 1.0 if few[1] else round(value, 2)

    people, spells = description.careers.people, description.careers.spells
    return replace(
        description,
        careers=_facts(description.careers, limit),
        ongoing=_rounded(description.ongoing, limit),
        values_quarantined=_rounded(description.values_quarantined, limit),
        people_quarantined=_rounded(description.people_quarantined, limit),
        with_gap=None if description.with_gap is None else share(description.with_gap, people),
        filled={column: share(value, spells) for column, value in description.filled.items()},
        titles=tuple((title, held // limit * limit) for title, held in description.titles if held >= limit),
        min_cell=limit,
    )


def _facts(careers: CareersFacts, limit: int) -> CareersFacts:
    return replace(
        careers,
        people=_rounded(careers.people, limit),
        spells=_rounded(careers.spells, limit),
        quarantined=_rounded(careers.quarantined, limit),
        imprecise=_rounded(careers.imprecise, limit),
    )


def comparable(main: Reach, other: Reach, min_cell: int | None = None) -> bool:
    """Tell whether two exact results may be released side by side: no count under the limit shows by subtraction.

    Parameters
    ----------
    main, other : Reach
        Exact results of nearly the same question, for example with and without owners.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    bool
        False where they differ by some people but fewer than the limit, in all or between any two months that either shows.
    """
    limit = default_min_cell(main.careers) if min_cell is None else min_cell
    if limit == 1:
        return True
    curves = [{_key(curve): curve for curve in result.curves} for result in (main, other)]
    if curves[0].keys() != curves[1].keys():
        return False
    for key in curves[0]:
        pair = [
            (by_key[key], _departures(result, by_key[key]))
            for result, by_key in zip((main, other), curves, strict=True)
        ]
        shown = [_coarsen(curve, departed, limit) for curve, departed in pair]
        months = sorted({month for curve in shown if curve is not None for month in curve.months.tolist()})
        mine, others = (_so_far(curve, departed, months) for curve, departed in pair)
        differences = others - mine
        exits = curves[1][key].exits - curves[0][key].exits
        gaps = np.abs([*differences.ravel(), *np.diff(differences, axis=0).ravel(), exits])
        if ((gaps > 0) & (gaps < limit)).any():
            return False
    return True


def _key(curve: Curve) -> tuple[object, ...]:
    return curve.toward, *(curve.group or {}).items()


def _so_far(curve: Curve, departed: Ints, months: list[int]) -> Ints:
    """Count, by each month and in all: people at first, who reached the target, who left in another way; shape (M + 1, 3)."""
    counts = [
        (curve.people, int(curve.reached[curve.months <= month].sum()), int(departed[curve.months <= month].sum()))
        for month in months
    ]
    rows: Ints = np.array([*counts, (curve.people, curve.events, int(departed.sum()))], dtype=np.int64)
    return rows


def _left_out(curves: list[Curve], limit: int, target: str | None) -> Suppressed:
    """Say that groups are left out without naming them: a value that few people have may be one person's."""
    by = next(iter(curves[0].group or {}), None)
    what = "everyone" if by is None else f"{len(curves)} {'group' if len(curves) == 1 else 'groups'} by {by}"
    if target is not None:
        what += f" toward {target}"
    return Suppressed(what, f"fewer than {limit} people in all, in one kind of outcome, or by subtraction")


def _small_groups(curves: list[Curve], limit: int) -> set[int]:
    """Say which groups of one target cannot be shown: too small, or what is left over would be."""
    sizes = [curve.people for curve in curves]
    hidden = {place for place, size in enumerate(sizes) if size < limit}
    if len(curves) == 1:
        return hidden
    # all groups together may be known, so those left out have to be enough people that none shows by subtraction
    while 0 < sum(sizes[place] for place in hidden) < limit or len(hidden) == 1:
        left = [place for place in range(len(sizes)) if place not in hidden]
        if not left:
            break
        hidden.add(min(left, key=sizes.__getitem__))
    return hidden


def _coarsen(curve: Curve, departed: Ints, limit: int) -> Curve | None:
    """Merge steps until the events and the departures in each reach the limit; None where that leaves no step."""
    remain = curve.at_risk - curve.reached - departed
    enough = np.flatnonzero((curve.at_risk >= limit) & ((remain >= limit) | (remain == 0)))
    if not len(enough):
        return None
    # the curve ends where many are left, or nobody: of those places, where it has the most steps, and then the last
    ends = max(
        (_step_ends(curve.reached[: place + 1], departed[: place + 1], limit) for place in enough.tolist()),
        key=lambda found: (len(found), found[-1:]),
    )
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
        median_follow_up=None if curve.median_follow_up is None else 12 * round(curve.median_follow_up / 12),
        through=int(curve.months[last[-1]]),
    )


def _departures(result: Reach, curve: Curve) -> Ints:
    """People who left each month of a curve in another way than by reaching the target.

    From the tally; without one, from those at risk in one step and neither reaching the target nor at risk in the next.
    """
    if result.tally is None:
        left: Ints = np.abs(curve.at_risk - curve.reached - np.append(curve.at_risk[1:], 0))
        return left
    group = tuple((curve.group or {}).values())
    gone = dict.fromkeys(curve.months.tolist(), 0)
    for row in result.tally.table.to_pylist():
        if row["toward"] == curve.toward and tuple(row[name] for name in result.tally.groups) == group:
            gone[row["month"]] = row["exits"] + row["censored"]
    return np.array([gone[month] for month in curve.months.tolist()], dtype=np.int64)


def _step_ends(events: Ints, departed: Ints, limit: int) -> list[int]:
    """Places of the last month of each merged step; what is left over at the end joins the last step."""
    ends: list[int] = []
    hits = gone = 0
    for place, (hit, left) in enumerate(zip(events.tolist(), departed.tolist(), strict=True)):
        hits, gone = hits + hit, gone + left
        if hits >= limit and (gone >= limit or gone == 0):
            ends.append(place)
            hits = gone = 0
    if not ends:
        return []
    ends[-1] = len(events) - 1
    # the left over may bring a few departures to a step that had none: it then joins the one before
    while ends:
        start = ends[-2] + 1 if len(ends) > 1 else 0
        if not 0 < int(departed[start:].sum()) < limit:
            return ends
        ends = [*ends[:-2], ends[-1]] if len(ends) > 1 else []
    return ends


def _rounded(count: int, limit: int) -> int:
    """Round a count to the nearest multiple of the limit, halves up."""
    return (2 * count + limit) // (2 * limit) * limit
