"""Whether answers to nearly the same question may be shown side by side: none shows a few people by subtraction.

In: exact answers and what is released of them, or the exact counts behind it. Out: yes or no. Start at `comparable_answers`,
or at `comparable` for two reaches; the curves themselves are compared in `outgrow.disclosure.alike`, answers to different
questions in `outgrow.disclosure.beside`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
    Skills,
    Tenure,
    Verdict,
    Who,
)
from outgrow.tallies.skill_counts import SUMS

__all__ = ["comparable", "comparable_answers", "comparable_counts", "enough", "kept_of"]


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
        who reached the target in each category, drift by who is in the role in each June and what becomes
        of whom, skills by every count behind one, who made it by what came first for whom and by when.
    """
    return kept_of(exact, released, limit, _comparable)


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


def kept_of(
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


def _comparable(main: tuple[Answer, Answer], other: tuple[Answer, Answer], limit: int) -> bool:
    """Compare two answers, each exact and released."""
    exact: Any
    released: Any
    exact, released = zip(main, other, strict=True)
    kind = type(exact[0])
    if kind is not type(exact[1]) or not enough(limit, *({"counted": one.flow.counted} for one in exact)):
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
    if kind is Skills:
        return _skills_alike(exact, released, limit)
    if kind is Who:
        return _who_alike(exact, released, limit)
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
    return enough(limit, *rows) and (rows[0] != rows[1] or shown_numbers[0] == shown_numbers[1])


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
    return enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


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
    return enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


def _skills_alike(exact: tuple[Skills, Skills], released: tuple[Skills, Skills], limit: int) -> bool:
    """Compare every count behind a skill: of moves, of jobs by year, of moves with pay."""
    rows = []
    for one in exact:
        row = {"counted": one.flow.counted, "jobs": one.jobs, "moves": one.moves, "people": one.people_moved}
        for table, keys in (("moves", ()), ("years", ("year",)), ("changes", ())):
            counts = None if one.tally is None else getattr(one.tally, table)
            for found in () if counts is None else counts.to_pylist():
                of = " ".join(str(found[key]) for key in ("skill", *keys))
                for name in _whole_counts(table):
                    row[f"{table} {of}: {name}"] = row.get(f"{table} {of}: {name}", 0) + found[name]
        rows.append(row)
    numbers = [one.headlines() for one in released]
    # numbers that differ where no count does are moved by people whom no count tells
    return enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


def _whole_counts(table: str) -> list[str]:
    return [name for name in SUMS[table] if not name.startswith(("weight_", "change_"))]


def _who_alike(exact: tuple[Who, Who], released: tuple[Who, Who], limit: int) -> bool:
    """Compare who was followed to the horizon and what came first for them, by month too, and by which roles they came."""
    months = {month for one in released if one.curves is not None for month in one.curves.months.tolist()}
    rows = []
    for one in exact:
        row = {"counted": one.flow.counted, "there": one.already_there or 0} | dict(one.excluded)
        row |= {f"followed: {name}": people for name, people in one.outcomes or ()}
        if one.opposite is not None:
            people, there = one.opposite.people or 0, one.opposite.count or 0
            row |= {"opposite: not there": there, "opposite: there": people - there}
        row |= {f"by {way.roles}": way.people for way in one.sequences.rows}
        if one.curves is not None:
            row["at risk"] = one.curves.people
            for place, state in enumerate(one.curves.states):
                row |= {
                    f"{state} by {month}": int(one.curves.moved_in[one.curves.months <= month, place].sum())
                    for month in months
                }
        rows.append(row)
    numbers = [one.headlines() for one in released]
    return enough(limit, *rows) and (rows[0] != rows[1] or numbers[0] == numbers[1])


def enough(limit: int, *rows: Mapping[str, int]) -> bool:
    """Tell whether every count of each row differs from the same of the others by nobody, or by as many as the limit."""
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
    if not enough(limit, *rows):
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
    if not enough(limit, *rows):
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
