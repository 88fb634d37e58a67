"""Whether answers to different questions about one role may stand in one place: none shows a few people by subtraction.

In: exact answers and what is released of them. Out: yes or no for each. Start at `comparable_kinds`; nearly the same question is
compared in `outgrow.disclosure.side_by_side`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

import numpy as np

from outgrow.disclosure.side_by_side import enough, kept_of
from outgrow.disclosure.totals import none_or_enough
from outgrow.estimates.ceiling import at_rung
from outgrow.results import Answer, Ceiling, Compare, Hazards, Occupancy, Reach, Tenure, Verdict, Who
from outgrow.results.reach import Curve
from outgrow.results.who import REACHED
from outgrow.schema import LEVELS, RUNG_LEVELS, RUNGS

__all__ = ["comparable_kinds"]

_LADDER: Final = re.compile(r"^(?P<kind>rung|level):(?P<step>[a-z_]+)(?P<higher>\+?)$")
_TITLE: Final = re.compile(r'^title:(?:"(?P<quoted>[^"]+)"|(?P<word>[^\s"|*]+))$')
#: Estimates times people are whole people to within so many.
_HALF: Final = 0.5


def comparable_kinds(exact: Sequence[Answer], released: Sequence[Answer], limit: int) -> list[bool]:
    """Tell which answers to different questions about one role may be shown in one place.

    Parameters
    ----------
    exact : sequence of Answer
        Exact answers, the one that matters most first.
    released : sequence of Answer
        What is released of each under the limit.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of bool
        For each answer, whether it may be shown: the first may, and then each that counts as many people as every one before
        it that may, or differs by the limit or more (tenure counts stays, and is shown without its people). A ceiling stands
        beside a reach only if whoever reached a rung by the horizon of the one and by a month that the other shows are as
        many, or differ by the limit or more; places and next jobs beside either, only if those who have reached some levels
        (or one title) and those who are on them, or went on to them, in a month that both show do so; stays told by moves up,
        sideways and out stand beside nothing. Groups and hazards stand beside a reach of their target only if those of it who
        are in no group, and those who reach the target outside of them by a month that they show, are nobody or as many as the
        limit; so do those who made it as asked, whom hazards of the same breadth may not tell apart either.
    """
    return kept_of(exact, released, limit, _beside)


def _beside(one: tuple[Answer, Answer], other: tuple[Answer, Answer], limit: int) -> bool:
    """Compare two answers of different kinds, each exact and released."""
    (mine, shown), (theirs, told) = one, other
    stays = [answer for answer in (mine, theirs) if isinstance(answer, Tenure)]
    if len(stays) == 2 or any(answer.ways is None for answer in stays):
        return False  # a move up is to no level by name, so that it cannot be set against those who reached one
    people = [answer.flow.counted for answer in (mine, theirs) if not isinstance(answer, Tenure)]
    if not enough(limit, *({"counted": counted} for counted in people)):
        return False
    reached = [_reached(exact, released) for exact, released in (one, other)]
    for exact, released, at_rungs in ((mine, shown, reached[1]), (theirs, told, reached[0])):
        if isinstance(exact, Occupancy | Tenure) and not _places_alike(
            exact, cast("Occupancy", released), at_rungs, limit
        ):
            return False
    for part, told_part, whole in ((mine, shown, theirs), (theirs, told, mine)):
        if isinstance(part, Compare | Hazards | Who) and isinstance(whole, Reach):
            return _part_alike(part, told_part, whole, limit)
        if isinstance(part, Hazards) and isinstance(whole, Who):
            return _stayed_alike(part, whole, limit)
    ceilings = [_ceiling_of(answer) for answer in (mine, theirs)]
    for ceiling, answer, released in ((ceilings[0], theirs, told), (ceilings[1], mine, shown)):
        if ceiling is not None and isinstance(answer, Reach):
            return _reached_alike(answer, cast("Reach", released), ceiling, limit)
    return True


def _part_alike(exact: Compare | Hazards | Who, released: Answer, whole: Reach, limit: int) -> bool:
    """Compare those who are told by group, or by category, with everyone of a reach of the same target."""
    gaps = []
    for curve in whole.curves:
        if curve.toward != exact.toward or curve.group is not None:
            continue
        if isinstance(exact, Hazards):
            gaps.append(exact.events - curve.events)
            continue
        if isinstance(exact, Who):
            gaps += _made_it_gaps(exact, cast("Who", released), curve)
            continue
        gaps.append(curve.people - sum(group.people for group in exact.curves))
        for month in {month for group in cast("Compare", released).curves for month in group.months.tolist()}:
            reached = [int(one.reached[one.months <= month].sum()) for one in (curve, *exact.curves)]
            gaps.append(reached[0] - sum(reached[1:]))
    return bool(none_or_enough(np.array(gaps, dtype=np.int64), limit).all())


def _made_it_gaps(exact: Who, released: Who, whole: Curve) -> list[int]:
    """Return who is counted in a reach and not asked about, or reached its target otherwise, by each month shown."""
    if exact.curves is None:
        return []
    shown = [] if released.curves is None else released.curves.months.tolist()
    months = {exact.horizon_months, *shown}
    gaps = [whole.people - exact.curves.people]
    place = exact.curves.states.index(REACHED)
    for month in months:
        as_asked = int(exact.curves.moved_in[exact.curves.months <= month, place].sum())
        gaps.append(int(whole.reached[whole.months <= month].sum()) - as_asked)
    return gaps


def _stayed_alike(hazards: Hazards, who: Who, limit: int) -> bool:
    """Compare who reached the target while of one breadth with those who were never told to be of another."""
    if who.stayed is None or who.curves is None or hazards.toward != who.toward:
        return True
    events = {f"{known.covariate}: {known.value}": known.events for known in hazards.references}
    events |= {f"{term.covariate}: {term.value}": term.events for term in hazards.terms}
    reached = int(who.curves.moved_in[:, who.curves.states.index(REACHED)].sum())
    gap = events.get(f"breadth: {who.stayed}", reached) - reached
    return bool(none_or_enough(np.array([gap], dtype=np.int64), limit).all())


def _ceiling_of(answer: Answer) -> Ceiling | None:
    return answer.ceiling if isinstance(answer, Verdict) else answer if isinstance(answer, Ceiling) else None


def _reached_alike(exact: Reach, shown: Reach, ceiling: Ceiling, limit: int) -> bool:
    """Compare whoever reached a rung by the horizon of a ceiling with those by each month that a curve shows."""
    found = {_levels_at(at_rung(rung.rung)): rung.events for rung in ceiling.reach if rung.events is not None}
    for released in shown.curves:
        levels = _levels_at(released.toward)
        curve = next(one for one in exact.curves if (one.toward, one.group) == (released.toward, released.group))
        so_far = [int(curve.reached[curve.months <= month].sum()) for month in released.months.tolist()]
        if levels is None or not so_far:
            continue
        # of other levels than a rung's, the people between the two show where both are told of one time
        pairs = (
            [(found[levels], one) for one in so_far]
            if levels in found
            else [(one, so_far[-1]) for one in found.values()]
        )
        gaps = [ours - theirs for ours, theirs in pairs]
        if not none_or_enough(np.array(gaps, dtype=np.int64), limit).all():
            return False
    return True


def _levels_at(target: str) -> frozenset[str] | None:
    """Return the levels that a target on the ladder takes in, or its one title; None for any other target."""
    title = _TITLE.match(target.strip())
    if title is not None:
        return frozenset({f"title:{(title['quoted'] or title['word']).strip().lower()}"})
    ladder = _LADDER.match(target.strip())
    if ladder is None:
        return None
    steps: tuple[str, ...] = RUNGS if ladder["kind"] == "rung" else LEVELS
    if ladder["step"] not in steps:
        return None
    place = steps.index(ladder["step"])
    taken = steps[place:] if ladder["higher"] else steps[place : place + 1]
    return frozenset(taken if ladder["kind"] == "level" else (level for rung in taken for level in RUNG_LEVELS[rung]))


def _reached(exact: Answer, released: Answer) -> list[tuple[frozenset[str], int, float]]:
    """Return how many people a released answer shows to have reached levels by a month, by its exact estimate."""
    found = []
    if isinstance(exact, Reach):
        for shown in cast("Reach", released).curves:
            levels = _levels_at(shown.toward)
            curve = next(one for one in exact.curves if (one.toward, one.group) == (shown.toward, shown.group))
            for month in shown.months.tolist() if levels is not None and shown.group is None else ():
                point = curve.at(month)
                if levels is not None and point is not None:
                    found.append((levels, month, point.estimate * curve.people))
    ceiling, told = _ceiling_of(exact), _ceiling_of(released)
    if ceiling is not None and told is not None and ceiling.horizon_months is not None:
        shown_rungs = {rung.rung for rung in told.reach if rung.estimate is not None}
        for rung in ceiling.reach:
            levels = _levels_at(at_rung(rung.rung))
            if levels is not None and rung.rung in shown_rungs and rung.estimate is not None:
                found.append((levels, ceiling.horizon_months, rung.estimate * ceiling.people))
    return found


def _places_alike(
    exact: Occupancy | Tenure,
    shown: Occupancy | Tenure,
    reached: Sequence[tuple[frozenset[str], int, float]],
    limit: int,
) -> bool:
    """Compare who is on some levels, or went on to them, with who has reached them, wherever both are told of one month."""
    for curves in exact.curves:
        told = next((one for one in shown.curves if one.group == curves.group), None)
        months = set() if told is None else set(told.months.tolist())
        levels = {state: _levels_of(state, exact) for state in curves.states}
        if not any(levels.values()):
            continue
        for wanted, month, number in reached:
            points = curves.at(month) if month in months else None
            if points is None:
                continue
            there = [
                point.estimate for state, point in points.items() if levels[state] and wanted.issuperset(levels[state])
            ]
            gap = abs(number - sum(there) * curves.people)
            if _HALF <= gap < limit - _HALF:
                return False
    return True


def _levels_of(state: str, answer: Occupancy | Tenure) -> tuple[str, ...]:
    """Return the levels that a state of an answer stands for, or its title; none where it says nothing of either."""
    columns = (answer.states if isinstance(answer, Occupancy) else answer.ways or "").split(",")
    if columns == ["title"]:
        return (f"title:{state}",)
    for kind, named in (("level", {level: (level,) for level in LEVELS}), ("rung", RUNG_LEVELS)):
        if kind in columns:
            parts = state.split(", ")
            value = parts[columns.index(kind)] if len(parts) == len(columns) else ""
            return tuple(named.get(value, ()))
    return ()
