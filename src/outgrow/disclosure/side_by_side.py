"""Whether answers to nearly the same question may be shown side by side: none shows a few people by subtraction.

In: exact answers and what is released of them, or the exact counts behind it. Out: yes or no. Start at `comparable_answers`,
or at `comparable` for two reaches; the curves themselves are compared in `outgrow.disclosure.alike`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np

from outgrow.disclosure.alike import as_shown, reach_alike, states_alike
from outgrow.disclosure.totals import default_min_cell, none_or_enough
from outgrow.estimates.ceiling import at_rung
from outgrow.results import (
    Answer,
    Ceiling,
    Compare,
    Difference,
    Drift,
    Hazards,
    Occupancy,
    Reach,
    RungReach,
    Tenure,
    Verdict,
)
from outgrow.schema import LEVELS, RUNG_LEVELS, RUNGS

__all__ = ["comparable", "comparable_answers", "comparable_counts", "comparable_kinds"]

_LADDER: Final = re.compile(r"^(?P<kind>rung|level):(?P<step>[a-z_]+)(?P<higher>\+?)$")
_TITLE: Final = re.compile(r'^title:(?:"(?P<quoted>[^"]+)"|(?P<word>[^\s"|*]+))$')
#: Estimates times people are whole people to within so many.
_HALF: Final = 0.5


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
        False where they differ by some people but fewer than the limit, in all or between any two months that either
        shows; where a month of the one parts a step of the other in which the two are alike; where numbers differ and no
        count does; where their calendars, or their curves, start in different months; and where either has no tally.
    """
    limit = default_min_cell(main.careers) if min_cell is None else min_cell
    return limit == 1 or reach_alike(main, other, limit)


def comparable_answers(exact: Sequence[Answer], released: Sequence[Answer], limit: int) -> list[bool]:
    """Tell which of several answers to nearly the same question may be shown side by side.

    Parameters
    ----------
    exact : sequence of Answer
        Exact answers of one kind.
    released : sequence of Answer
        What is released of each under the limit.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of bool
        For each answer, whether it may be shown: the first may, and then each that shows no count under the limit beside any
        before it that may. Reach, occupancy and tenure are compared as `comparable` says, ceilings and verdicts at the
        horizons of both, in the rungs that both show or do not find alike, groups by who is in each and in none, hazards by
        who reached the target in each category, drift by who is in the role in each June and what becomes of whom.
    """
    return _may(exact, released, limit, _comparable)


def comparable_counts(rows: Sequence[Mapping[str, int]], limit: int) -> list[bool]:
    """Tell which answers of several may be shown side by side, by the counts behind the numbers that are shown of them.

    Parameters
    ----------
    rows : sequence of mapping of str to int
        For each answer: exact counts of people or events by the name of what they are behind. Whatever one does not name
        is nobody there.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of bool
        For each answer, whether it may be shown: the first may, and then each that differs in every count by nobody or by
        as many as the limit from every one before it that may.
    """
    kept: list[Mapping[str, int]] = []
    may: list[bool] = []
    for row in rows:
        gaps = [row.get(name, 0) - other.get(name, 0) for other in kept for name in {*row, *other}]
        may.append(bool(none_or_enough(np.array(gaps, dtype=np.int64), limit).all()))
        if may[-1]:
            kept.append(row)
    return may


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
        limit.
    """
    return _may(exact, released, limit, _beside)


def _may(
    exact: Sequence[Answer],
    released: Sequence[Answer],
    limit: int,
    alike: Callable[[tuple[Answer, Answer], tuple[Answer, Answer], int], bool],
) -> list[bool]:
    """Keep each answer that is `alike` enough, exact and released, to every one kept before it; under a limit of 1 all."""
    kept: list[tuple[Answer, Answer]] = []
    may: list[bool] = []
    for pair in zip(exact, released, strict=True):
        may.append(limit == 1 or all(alike(before, pair, limit) for before in kept))
        if may[-1]:
            kept.append(pair)
    return may


def _beside(one: tuple[Answer, Answer], other: tuple[Answer, Answer], limit: int) -> bool:
    """Compare two answers of different kinds, each exact and released."""
    (mine, shown), (theirs, told) = one, other
    stays = [answer for answer in (mine, theirs) if isinstance(answer, Tenure)]
    if len(stays) == 2 or any(answer.ways is None for answer in stays):
        return False  # a move up is to no level by name, so that it cannot be set against those who reached one
    people = [answer.flow.counted for answer in (mine, theirs) if not isinstance(answer, Tenure)]
    if not _enough(limit, *({"counted": counted} for counted in people)):
        return False
    reached = [_reached(exact, released) for exact, released in (one, other)]
    for exact, released, at_rungs in ((mine, shown, reached[1]), (theirs, told, reached[0])):
        if isinstance(exact, Occupancy | Tenure) and not _places_alike(
            exact, cast("Occupancy", released), at_rungs, limit
        ):
            return False
    for part, told_part, whole in ((mine, shown, theirs), (theirs, told, mine)):
        if isinstance(part, Compare | Hazards) and isinstance(whole, Reach):
            return _part_alike(part, told_part, whole, limit)
    ceilings = [_ceiling_of(answer) for answer in (mine, theirs)]
    for ceiling, answer, released in ((ceilings[0], theirs, told), (ceilings[1], mine, shown)):
        if ceiling is not None and isinstance(answer, Reach):
            return _reached_alike(answer, cast("Reach", released), ceiling, limit)
    return True


def _part_alike(exact: Compare | Hazards, released: Answer, whole: Reach, limit: int) -> bool:
    """Compare those who are told by group, or by category, with everyone of a reach of the same target."""
    gaps = []
    for curve in whole.curves:
        if curve.toward != exact.toward or curve.group is not None:
            continue
        if isinstance(exact, Hazards):
            gaps.append(exact.events - curve.events)
            continue
        gaps.append(curve.people - sum(group.people for group in exact.curves))
        for month in {month for group in cast("Compare", released).curves for month in group.months.tolist()}:
            reached = [int(one.reached[one.months <= month].sum()) for one in (curve, *exact.curves)]
            gaps.append(reached[0] - sum(reached[1:]))
    return bool(none_or_enough(np.array(gaps, dtype=np.int64), limit).all())


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


def _comparable(main: tuple[Answer, Answer], other: tuple[Answer, Answer], limit: int) -> bool:
    """Compare two answers, each exact and released."""
    exact: Any
    released: Any
    exact, released = zip(main, other, strict=True)
    kind = type(exact[0])
    if kind is not type(exact[1]) or not _enough(limit, *({"counted": one.flow.counted} for one in exact)):
        return False
    if kind is Reach:
        return reach_alike(exact[0], exact[1], limit)
    if kind in (Occupancy, Tenure):
        return states_alike(exact, released, limit)
    if kind is Ceiling:
        return _ceilings_alike(exact, released, limit)
    if kind is Compare:
        return _groups_alike(exact, released, limit)
    if kind is Hazards:
        return _hazards_alike(exact, released, limit)
    if kind is Drift:
        return _drift_alike(exact, released, limit)
    return kind is Verdict and _verdicts_alike(exact, released, limit)


def _groups_alike(exact: tuple[Compare, Compare], released: tuple[Compare, Compare], limit: int) -> bool:
    """Compare the people behind the differences that both show, and who is in no group."""
    rows = []
    for one, shown in zip(exact, released, strict=True):
        by = max((difference.months for difference in shown.differences), default=0)
        row = {f"out: {reason}": people for reason, people in one.excluded}
        for curve in one.curves:
            name = str(curve.group)
            so_far = curve.months <= by
            gone = curve.people - (int(curve.at_risk[so_far][-1]) if so_far.any() else curve.people)
            row |= {name: curve.people, f"{name}: reached": int(curve.reached[so_far].sum()), f"{name}: gone": gone}
        rows.append(row)
    shown_numbers = [
        [as_shown((difference.estimate, difference.lower, difference.upper)) for difference in one.differences]
        for one in released
    ]
    # numbers that differ where no count does are moved by people whom no count tells
    return _enough(limit, *rows) and (rows[0] != rows[1] or shown_numbers[0] == shown_numbers[1])


def _hazards_alike(exact: tuple[Hazards, Hazards], released: tuple[Hazards, Hazards], limit: int) -> bool:
    """Compare who reached the target in each category that either has."""
    rows = []
    for one in exact:
        row = {"events": one.events, "people": one.people}
        row |= {term.name: term.events for term in one.terms}
        row |= {known.name: known.events for known in one.references}
        rows.append(row)
    numbers = [[(term.name, term.ratio, term.lower, term.upper) for term in one.terms] for one in released]
    # ratios that differ where no count does are moved by people whom no count tells
    return _enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


def _drift_alike(exact: tuple[Drift, Drift], released: tuple[Drift, Drift], limit: int) -> bool:
    """Compare who held the role and any job in each June, and what became of whom."""
    rows = []
    for one in exact:
        row = {"counted": one.flow.counted, "people": one.people}
        row |= {f"in it {year.year}": year.people for year in one.share}
        row |= {f"of {year.year}": year.of for year in one.share}
        row |= {f"then {found.role}": found.people for found in one.successors}
        if one.tally is not None:
            # by year, since in all years together one person is many Junes
            for table in (one.tally.later, one.tally.changes):
                for year, kind, people in zip(
                    *(table[name].to_pylist() for name in ("year", "kind", "people")), strict=True
                ):
                    row[f"{kind} {year}"] = row.get(f"{kind} {year}", 0) + people
        rows.append(row)
    numbers = [one.headlines() for one in released]
    # numbers that differ where no count does are moved by people whom no count tells
    return _enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


def _enough(limit: int, *rows: Mapping[str, int]) -> bool:
    return all(comparable_counts(rows, limit))


def _ceilings_alike(exact: tuple[Ceiling, Ceiling], released: tuple[Ceiling, Ceiling], limit: int) -> bool:
    """Compare the rungs that both ceilings show, or do not find alike: each at its own horizon, and both at either's."""
    found, shown = ([{one.rung: one for one in ceiling.reach} for ceiling in both] for both in (exact, released))
    if found[0].keys() != found[1].keys() or exact[0].source is None or exact[1].source is None:
        return False
    rungs = [
        rung
        for rung in found[0]
        if all(one[rung].estimate is not None for one in shown) or shown[0][rung].status != shown[1][rung].status
    ]
    rows = [
        _by_horizon(one.people, [by_rung[rung] for rung in rungs]) for one, by_rung in zip(exact, found, strict=True)
    ]
    if not _enough(limit, *rows):
        return False
    return reach_alike(
        exact[0].source,
        exact[1].source,
        limit,
        toward={at_rung(rung) for rung in rungs},
        horizons=(exact[0].horizon_months, exact[1].horizon_months),
    )


def _by_horizon(people: int, rungs: Sequence[RungReach]) -> dict[str, int]:
    """Count who has reached each rung by the horizon, who has not, and of those who is still followed."""
    counts = {"people": people}
    for found in rungs:
        reached, at_risk = found.events or 0, found.at_risk or 0
        counts |= {
            found.rung: reached,
            f"{found.rung}: not": people - reached,
            f"{found.rung}: at risk": at_risk,
            f"{found.rung}: left": people - reached - at_risk,
        }
    return counts


def _verdicts_alike(exact: tuple[Verdict, Verdict], released: tuple[Verdict, Verdict], limit: int) -> bool:
    """Compare two verdicts: their ceilings, and whoever is behind the difference from peers that both show, or decide by."""
    ceilings: Any
    shown: Any
    ceilings, shown = ([one.ceiling for one in both if one.ceiling is not None] for both in (exact, released))
    if len(ceilings) == 1 or (ceilings and not _ceilings_alike(ceilings, shown, limit)):
        return False
    told = [one.difference for one in released]
    if any(one is None or one.estimate is None for one in told) and released[0].verdict == released[1].verdict:
        return True
    rows = [_behind(one.difference) for one in exact]
    if not _enough(limit, *rows):
        return False
    peers = [{name: count for name, count in row.items() if name.startswith("peers")} for row in rows]
    shares = [None if one is None or one.peers is None else as_shown([one.peers]) for one in told]
    return peers[0] != peers[1] or None in shares or shares[0] == shares[1]


def _behind(difference: Difference | None) -> dict[str, int]:
    """Count whoever is behind a difference from peers; nobody where there is none."""
    if difference is None:
        return {}
    counts = {"both": difference.both_people or 0}
    for side in ("role", "peers"):
        people, reached = (getattr(difference, f"{side}_{what}") or 0 for what in ("people", "events"))
        counts |= {side: people, f"{side}: reached": reached, f"{side}: not": people - reached}
    return counts
