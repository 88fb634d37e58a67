"""How often intervals hold the truth: simulated cohorts of careers, with a truth that is computed and not simulated.

    python bench/coverage.py                          # the stored table; about 25 minutes on one core
    python bench/coverage.py --cohorts 500 --people 200 --only reach occupancy
    python bench/coverage.py --page                   # write the pages again from the stored result

Each cohort becomes a tally and goes through outgrow's own estimators. Results go to bench/results/coverage.json as they
come, the tables to bench/results/coverage.md (every number) and docs/coverage.md (what to read). Months are the grid; what
happens in a month comes before who is last seen in it, as in a tally.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import os
import platform
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pyarrow as pa

from outgrow.estimates import Thresholds, estimate_ceiling, estimate_occupancy, estimate_reach, judge
from outgrow.estimates.ceiling import at_rung
from outgrow.estimates.difference import YearCounts, difference, fold_correlation, reach_at, standardised
from outgrow.results import CareersFacts, Flow, Reach
from outgrow.results.states import BETWEEN, LEFT
from outgrow.schema import RUNGS
from outgrow.settings import Settings
from outgrow.tallies import Tally
from outgrow.tallies.first_passage import ENTRY_YEAR

HERE = Path(__file__).parent
STORED, FULL, PAGE = (
    HERE / "results/coverage.json",
    HERE / "results/coverage.md",
    HERE.parent / "docs/coverage.md",
)
AT = (36, 60, 120)
#: Whoever is followed longer is last seen here: nothing later changes what is said of month 120.
LAST = AT[-1] + 1
FOLDS = 50
SIZES = (30, 100, 200, 500, 2000)
BAND = (0.942, 0.958)
FACTS = CareersFacts("simulated for coverage", "simulated", 0, 0, 0, None)
FLOW = Flow(0, 0, 0, 0, 0, 0)


# ---------------------------------------------------------------------------------------------------------------------
# Careers: a chain of months with known chances.

STATES = (*RUNGS, BETWEEN, LEFT)
#: Chances of moving in a month, from each state (rows) to each other; what is left stays.
_MOVES = np.array(
    [
        # practitioner, manager, director, executive, between jobs, left
        [0.0, 0.0060, 0.0002, 0.0000, 0.0060, 0.0020],
        [0.0010, 0.0, 0.0022, 0.0002, 0.0050, 0.0015],
        [0.0000, 0.0010, 0.0, 0.0030, 0.0040, 0.0015],
        [0.0000, 0.0000, 0.0010, 0.0, 0.0040, 0.0030],
        [0.1000, 0.0120, 0.0020, 0.0003, 0.0, 0.0080],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    ]
)
#: Where people are when the clock starts, for occupancy.
_AT_FIRST = np.array([0.70, 0.20, 0.08, 0.02, 0.0, 0.0])


def career(month: int, pace: float = 1.0) -> np.ndarray:
    """Chances of each move in a month since zero: promotions are slow in the first year, then quick, then slower."""
    chances = _MOVES.copy()
    ramp = 0.5 if month <= 12 else 1.0 if month <= 60 else 0.8
    chances[:5, :4] = np.where(np.arange(4) > np.arange(5)[:, None], chances[:5, :4] * ramp * pace, chances[:5, :4])
    chances[np.diag_indices(6)] = 1 - chances.sum(axis=1)
    return chances


class Chain(NamedTuple):
    """A chain of K states: chances of moving in each month, shape (LAST + 1, K, K), and where people start, (K,)."""

    steps: np.ndarray
    start: np.ndarray

    def after(self, month: int, first: np.ndarray | None = None, since: int = 0) -> np.ndarray:
        """Where people are after a month, from `first` after month `since`."""
        chance = self.start if first is None else first
        for step in self.steps[since + 1 : month + 1]:
            chance = chance @ step
        return chance


def states_chain(paces: Sequence[float] = (1.0,)) -> Chain:
    """States as they are seen; with several paces, people differ in how fast they rise and nobody sees it."""
    size = len(STATES)
    steps = np.zeros((LAST + 1, size * len(paces), size * len(paces)))
    for kind, pace in enumerate(paces):
        block = slice(kind * size, (kind + 1) * size)
        for month in range(1, LAST + 1):
            steps[month, block, block] = career(month, pace)
    return Chain(steps, np.tile(_AT_FIRST / len(paces), len(paces)))


#: States of the ladder: where someone is (practitioner 0 to executive 3, between jobs 4), and the highest rung they were on.
#: Whoever became an executive is followed no further; the last one is having left for good.
_LADDER = [(0, 0), (4, 0), (0, 1), (1, 1), (4, 1), (0, 2), (1, 2), (2, 2), (4, 2), (3, 3), (5, -1)]
_TOP = np.array([top for _, top in _LADDER])


def ladder_chain(own: str) -> Chain:
    """Careers with the highest rung so far, starting on `own`."""
    place = {state: number for number, state in enumerate(_LADDER)}
    steps = np.zeros((LAST + 1, len(_LADDER), len(_LADDER)))
    for month in range(1, LAST + 1):
        chances = career(month)
        for (state, top), number in place.items():
            if top in (-1, 3):
                steps[month, number, number] = 1
                continue
            for after, chance in enumerate(chances[state]):
                reached = max(top, after) if after < 4 else top
                steps[
                    month, number, place[(3, 3) if reached == 3 else (5, -1) if after == 5 else (after, reached)]
                ] += chance
    start = np.zeros(len(_LADDER))
    start[place[RUNGS.index(own), RUNGS.index(own)]] = 1
    return Chain(steps, start)


def last_seen_chances(lost: float = 0.0025) -> np.ndarray:
    """Chance of being last seen in each month, of those seen until then.

    People enter in any month of ten years and all are seen until five years after the last entry, so for 60 to 179 months,
    but for those lost: 3 in 100 a year.
    """
    months = np.arange(LAST + 1)
    ends = np.where(months >= 60, 1 / np.maximum(180 - months, 1), 0.0)
    chances = 1 - (1 - lost) * (1 - ends)
    chances[0], chances[LAST] = 0.0, 1.0
    return chances


class Month(NamedTuple):
    """What happened in a month in each of C cohorts: moves (C, K, K), last seen (C, K), come under observation (C, K)."""

    moves: np.ndarray
    last_seen: np.ndarray
    joined: np.ndarray


def walk(
    chain: Chain, joins: np.ndarray, last_seen: np.ndarray, stays: Sequence[int], rng: np.random.Generator
) -> Iterator[Month]:
    """Walk C cohorts through the months, by counts: people in one state in one month are alike.

    `joins`, (C, months, K), are people who come under observation after a month; `stays` are states that nobody leaves.
    """
    people = joins[:, 0].copy()
    yield Month(np.zeros((*people.shape, people.shape[1]), np.int64), np.zeros_like(people), joins[:, 0])
    for month in range(1, LAST + 1):
        moves = np.zeros((*people.shape, people.shape[1]), np.int64)
        for state in np.flatnonzero(people.any(axis=0)):
            to = np.flatnonzero(chain.steps[month, state])
            moves[:, state, to] = rng.multinomial(people[:, state], chain.steps[month, state, to])
        people = moves.sum(axis=1)
        gone = rng.binomial(people, last_seen[month])
        gone[:, list(stays)] = 0
        people -= gone
        joined = joins[:, month] if month < joins.shape[1] else np.zeros_like(people)
        people += joined
        yield Month(moves, gone, joined)


def joining(
    chain: Chain, cohorts: int, people: int, late: np.ndarray, among: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw who comes under observation when, and where they are then, given that they are `among` those states, (C, months, K).

    `late`, (months,), is the chance that someone is seen from each month on.
    """
    when = rng.multinomial(people, late, size=cohorts)
    joins = np.zeros((cohorts, len(late), len(chain.start)), np.int64)
    for month in np.flatnonzero(late):
        there = chain.after(int(month)) * among
        joins[:, month] = rng.multinomial(when[:, month], there / there.sum())
    return joins


AT_ONCE = np.ones(1)


# ---------------------------------------------------------------------------------------------------------------------
# Cohorts to tallies.


def first_passage_of(toward: Sequence[str], counts: np.ndarray, **columns: Any) -> Tally:
    """Make a tally from counts toward each target, (R, 4, months): entries, reached, exits, censored."""
    target, month = np.nonzero(counts.any(axis=1))
    names = ("entries", "reached", "exits", "censored")
    table = {
        "toward": np.array(toward, dtype=object)[target],
        "month": month,
        **dict(zip(names, counts[target, :, month].T, strict=True)),
    }
    return _tally(pa.table(table), "first_passage", toward=tuple(toward), **columns)


def _tally(table: pa.Table, kind: Any, **more: Any) -> Tally:
    given = {"toward": (), "groups": (), "settings": Settings(), **more}
    return Tally(kind=kind, role="people", table=table, flow=FLOW, careers=FACTS, **given)


def ladder_cohorts(
    own: str, cohorts: int, people: int, rng: np.random.Generator, late: np.ndarray = AT_ONCE
) -> np.ndarray:
    """Simulate first passages from `own` to each rung above it: counts (C, R, 4, months).

    With late entry, whoever is above `own` when they would be seen first is not counted, for any target.
    """
    chain, rung = ladder_chain(own), RUNGS.index(own)
    joins = joining(chain, cohorts, people, late, rung == _TOP, rng)
    counts = np.zeros((cohorts, 3 - rung, 4, LAST + 1), np.int64)
    for month, now in enumerate(walk(chain, joins, last_seen_chances(), [_TOP.argmax(), len(_LADDER) - 1], rng)):
        for place, target in enumerate(range(rung + 1, 4)):
            below, there = np.isin(_TOP, range(target)), np.isin(_TOP, range(target, 4))
            counts[:, place, 0, month] = now.joined[:, below].sum(axis=1)
            counts[:, place, 1, month] = now.moves[:, below][:, :, there].sum(axis=(1, 2))
            counts[:, place, 2, month] = now.moves[:, below, -1].sum(axis=1)
            counts[:, place, 3, month] = now.last_seen[:, below].sum(axis=1)
    return counts


def first_passages(chain: Chain, target: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chance of having reached a rung, of having left for good before, and of neither, by each month."""
    below, there = np.isin(_TOP, range(target)), np.isin(_TOP, range(target, 4))
    waiting = chain.start * below
    reached, exits, still = [0.0], [0.0], [1.0]
    for step in chain.steps[1:]:
        after = waiting @ step
        reached.append(reached[-1] + after[there].sum())
        exits.append(exits[-1] + after[-1])
        waiting = after * below
        still.append(waiting.sum())
    return np.array(reached), np.array(exits), np.array(still)


@functools.cache
def ladder_truth(own: str) -> tuple[np.ndarray, np.ndarray]:
    """Chance of having reached each rung above `own` by each month, (R, months), and of still waiting for it."""
    found = [first_passages(ladder_chain(own), target) for target in range(RUNGS.index(own) + 1, 4)]
    return np.stack([reached for reached, _, _ in found]), np.stack([still for _, _, still in found])


def state_cohorts(
    chain: Chain, cohorts: int, people: int, rng: np.random.Generator, late: np.ndarray = AT_ONCE
) -> Iterator[Tally]:
    """Simulate cohorts in the states that are seen, as state tallies."""
    size, kinds = len(STATES), len(chain.start) // len(STATES)
    stays = [kind * size + size - 1 for kind in range(kinds)]
    seen = np.ones(len(chain.start))
    seen[stays] = 0
    joins = joining(chain, cohorts, people, late, seen, rng)
    # by month, origin and destination; the last of either is not being under observation
    moves = np.zeros((cohorts, LAST + 1, size + 1, size + 1), np.int32)
    for month, now in enumerate(walk(chain, joins, last_seen_chances(), stays, rng)):
        parts = now.moves.reshape(cohorts, kinds, size, kinds, size)
        moves[:, month, :size, :size] = sum(parts[:, kind, :, kind] for kind in range(kinds))
        moves[:, month, :size, size] = now.last_seen.reshape(cohorts, kinds, size).sum(axis=1)
        moves[:, month, size, :size] = now.joined.reshape(cohorts, kinds, size).sum(axis=1)
    moves[:, :, range(size), range(size)] = 0
    names = np.array([*STATES, None], dtype=object)
    for cohort in moves:
        month, origin, destination = np.nonzero(cohort)
        table = pa.table(
            {
                "month": month,
                "origin": pa.array(names[origin], pa.string()),
                "destination": pa.array(names[destination], pa.string()),
                "moves": cohort[month, origin, destination].astype(np.int64),
            }
        )
        yield _tally(table, "state", absorbing=(LEFT,), states="rung")


# ---------------------------------------------------------------------------------------------------------------------
# What is asked of each cohort.


class Answer(NamedTuple):
    """An estimate with its interval, beside the truth; `ends` says that Clopper and Pearson's interval took over."""

    truth: float
    estimate: float
    std_error: float
    lower: float
    upper: float
    ends: bool


#: By what was asked (estimand, of, month, sample) every cohort's answer, None where there is none.
Answers = defaultdict[tuple[str, str, int], list[Answer | None]]


def ask_reach(answers: Answers, reach: Reach, at_risk: np.ndarray, truth: np.ndarray, waiting: np.ndarray) -> None:
    """Note each curve of reach at each month, if anyone is still at risk in it; `at_risk` is (R, months)."""
    for place, curve in enumerate(reach.curves):
        for month in AT:
            point = curve.at(month)
            answer = None
            if point is not None and curve.starts_at is not None and at_risk[place, month]:
                start = curve.starts_at
                true = (truth[place, month] - truth[place, start]) / waiting[place, start]
                answer = Answer(true, *point[1:5], point.estimate in (0, 1))
            answers["reach", curve.toward.removeprefix("rung:"), month].append(answer)


def ask_ceiling(answers: Answers, reach: Reach, own: str, truth: np.ndarray) -> None:
    """Note the reach of each rung at each horizon, if the horizon was not shortened."""
    for month in AT:
        found = estimate_ceiling(reach, own=own, years=month / 12)
        for place, rung in enumerate(found.reach):
            answer = None
            if found.horizon_months == month and rung.at_risk:
                numbers = (rung.estimate, rung.std_error, rung.lower, rung.upper)
                answer = Answer(truth[place, month], *numbers, rung.estimate in (0, 1))
            answers["ceiling", f"{rung.rung}+", month].append(answer)


def ask_occupancy(answers: Answers, tally: Tally, chain: Chain) -> None:
    """Note the chance of each state at each month, if anyone is still under observation in it."""
    (curve,) = estimate_occupancy(tally).curves
    for month in AT:
        points = curve.at(month)
        seen = curve.at_risk[np.searchsorted(curve.months, month, side="right") - 1] if points else np.zeros(1)
        known = points is not None and sum(seen[: len(curve.states)] * [s != LEFT for s in curve.states]) > 0
        for place, state in enumerate(STATES):
            point = points.get(state) if known else None
            answer = None
            if point is not None:
                true = state_truth(chain, curve.starts_at)[month][place]
                answer = Answer(true, *point[2:6], point.estimate in (0, 1))
            answers["occupancy", state, month].append(answer)


_TRUTHS: dict[tuple[int, int], dict[int, np.ndarray]] = {}


def state_truth(chain: Chain, since: int) -> dict[int, np.ndarray]:
    """Chance of each state that is seen at each month, of those who have not left by month `since`."""
    key = (id(chain.steps), since)
    if key not in _TRUTHS:
        size = len(STATES)
        first = chain.after(since).reshape(-1, size)
        if since:
            first[:, -1] = 0
        first /= first.sum()
        _TRUTHS[key] = {month: chain.after(month, first.ravel(), since).reshape(-1, size).sum(axis=0) for month in AT}
    return _TRUTHS[key]


# ---------------------------------------------------------------------------------------------------------------------
# A role and its peers: practitioners in one role and in others, promoted to manager. Years of entry differ, and so do chances.

TOWARD = at_rung("executive")  # the last rung, so that `judge` asks for nothing else
YEARS, EXIT, LOST = 10, 0.0025, 0.004
ROLE, PEERS, CHANGE = 0.0045, 0.0060, 0.0026
_PEERS_YEARS = np.arange(15, 5, -1) / np.arange(15, 5, -1).sum()
_ROLE_YEARS = np.arange(3, 13) / np.arange(3, 13).sum()


def year_pace(year: Any) -> Any:
    """Whoever enters a job a year later is promoted from it 5% sooner, in any month of it."""
    return np.exp(0.05 * (np.asarray(year) - 4.5))


class People(NamedTuple):
    """First passages of people, each array of shape (N,): what happened is 0 reached, 1 left for good, 2 last seen."""

    fold: np.ndarray
    year: np.ndarray
    month: np.ndarray
    what: np.ndarray
    weight: np.ndarray | None = None


class Pair(NamedTuple):
    """A cohort: those in the role, their peers, and how many are in both."""

    role: People
    peers: People
    both: int


def _passage(event: np.ndarray, exited: np.ndarray, until: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut times of an event at the last month seen, and say what happened."""
    until = np.minimum(until, LAST)
    return np.minimum(event, until), np.where(event > until, 2, np.where(exited, 1, 0))


def pair_cohorts(
    cohorts: int,
    people: int,
    rng: np.random.Generator,
    *,
    overlap: bool,
    end: int | None = None,
    weights: bool = False,
) -> Iterator[Pair]:
    """Simulate those in a role, about `people`, and three times as many peers.

    With `overlap`, four in ten of those in the role are peers who change into it; their months until they are managers are
    part of both curves. `end` is the last month observed, counted from the first of the first year of entry.
    """
    direct, others = (round(0.6 * people), 3 * people) if overlap else (people, 3 * people)
    zero = 12 * rng.choice(YEARS, (cohorts, others), p=_PEERS_YEARS) + rng.integers(0, 12, (cohorts, others))
    up = PEERS * year_pace(zero // 12)
    leaves = up + EXIT + (CHANGE if overlap else 0.0)
    first, which = rng.geometric(leaves), rng.random(zero.shape) * leaves
    exited, changed = (which >= up) & (which < up + EXIT), which >= up + EXIT
    until = rng.geometric(LOST, zero.shape)
    enters = np.concatenate(
        [
            12 * rng.choice(YEARS, (cohorts, direct), p=_ROLE_YEARS) + rng.integers(0, 12, (cohorts, direct)),
            zero + first,
        ],
        axis=1,
    )
    # nobody asks what becomes of those who change later than the months asked for
    up = ROLE * year_pace(np.minimum(enters // 12, 2 * YEARS + 1))
    then, fails = rng.geometric(up + EXIT), rng.random(enters.shape) * (up + EXIT) >= up
    seen = np.concatenate([rng.geometric(LOST, (cohorts, direct)), until - first], axis=1)
    if end is not None:
        until, seen = np.minimum(until, end - zero), np.minimum(seen, end - enters)
    counted = np.concatenate([np.ones((cohorts, direct), bool), changed], axis=1)
    counted &= (enters < 12 * YEARS) & (seen >= 1)
    role_month, role_what = _passage(then, fails, seen)
    later = np.where(changed, then[:, direct:], 0)
    peer_month, peer_what = _passage(first + later, np.where(changed, fails[:, direct:], exited), until)
    fold = rng.integers(0, FOLDS, enters.shape)
    weight = rng.gamma(4, 0.25, enters.shape) if weights else None
    for row in range(cohorts):
        mine = counted[row]
        role = People(
            *(values[row, mine] for values in (fold, enters // 12, role_month, role_what)),
            None if weight is None else weight[row, mine],
        )
        peers = People(
            fold[row, direct:],
            zero[row] // 12,
            peer_month[row],
            peer_what[row],
            None if weight is None else weight[row, direct:],
        )
        yield Pair(role, peers, int(mine[direct:].sum()))


class PairTruth(NamedTuple):
    """Reach by year of entry at each of `AT`, (YEARS, 3), of role and peers, and the role's expected shares of years."""

    role: np.ndarray
    peers: np.ndarray
    years: np.ndarray


@functools.cache
def pair_truth(*, overlap: bool, end: int | None = None) -> PairTruth:
    """Compute the truth of each year of entry month by month, and who of the peers changes into the role when."""
    change = CHANGE if overlap else 0.0
    calendar = year_pace(np.arange(2 * YEARS + 2))
    peers, changed = np.zeros((YEARS, LAST)), np.zeros(YEARS)
    for zero in range(12 * YEARS):
        waiting, in_role, reached = 1.0, np.zeros(len(calendar)), 0.0
        up = PEERS * year_pace(zero // 12)
        for month in range(1, LAST):
            reached += waiting * up + (in_role * ROLE * calendar).sum()
            in_role *= 1 - ROLE * calendar - EXIT
            now = waiting * change
            in_role[(zero + month) // 12] += now
            seen = (1 - LOST) ** month * (end is None or zero + month < end)
            if zero + month < 12 * YEARS:
                changed[(zero + month) // 12] += _PEERS_YEARS[zero // 12] / 12 * now * seen
            waiting *= 1 - up - EXIT - change
            peers[zero // 12, month] += reached / 12
    leaves = ROLE * calendar[:YEARS] + EXIT
    months = np.array(AT)
    role = (1 - (1 - leaves[:, None]) ** months) * (ROLE * calendar[:YEARS] / leaves)[:, None]
    years = 0.6 * _ROLE_YEARS + 3 * changed if overlap else _ROLE_YEARS
    return PairTruth(role, peers[:, months], years / years.sum())


def people_tally(people: People, *, by_year: bool = False, folded: bool = False, toward: str = TOWARD) -> Tally:
    """Count people toward the one target, as `outgrow.tallies.first_passage` does."""
    weighted = people.weight is not None
    shape = (YEARS if by_year else 1, FOLDS if folded else 1, LAST + 1)
    year = people.year if by_year else np.zeros_like(people.year)
    fold = people.fold if folded else np.zeros_like(people.fold)
    enters, leaves = (np.ravel_multi_index((year, fold, month), shape) for month in (0 * people.month, people.month))
    parts = [(enters, slice(None)), *((leaves, people.what == what) for what in range(3))]
    counts = [np.bincount(place[chosen], minlength=math.prod(shape)) for place, chosen in parts]
    filled = np.flatnonzero(np.any(counts, axis=0))
    year, fold, month = np.unravel_index(filled, shape)
    columns: dict[str, Any] = {"toward": np.full(len(filled), toward, dtype=object)}
    columns |= {ENTRY_YEAR: year} if by_year else {}
    columns |= {"fold": fold} if folded else {}
    columns["month"] = month
    for name, count, (place, chosen) in zip(("entries", "reached", "exits", "censored"), counts, parts, strict=True):
        columns[name] = count[filled]
        if people.weight is not None:
            columns[f"weight_{name}"] = np.bincount(place[chosen], people.weight[chosen], math.prod(shape))[filled]
    groups = (ENTRY_YEAR,) if by_year else ()
    return _tally(pa.table(columns), "first_passage", toward=(toward,), groups=groups, folded=folded, weighted=weighted)


class Parts(NamedTuple):
    """Counts by fold and year of entry: entries (K, Y), then reached, exits and all who leave, (K, Y, months)."""

    entries: np.ndarray
    reached: np.ndarray
    exits: np.ndarray
    left: np.ndarray

    @classmethod
    def of(cls, people: People, weight: np.ndarray | None) -> Parts:
        shape = (FOLDS, YEARS, LAST + 1)
        place = np.ravel_multi_index((people.fold, people.year, people.month), shape)
        weight = np.ones(len(place)) if weight is None else weight
        entries = np.bincount(people.fold * YEARS + people.year, weight, FOLDS * YEARS).reshape(FOLDS, YEARS)
        kinds = (people.what == 0, people.what == 1, slice(None))
        return cls(entries, *(np.bincount(place[k], weight[k], math.prod(shape)).reshape(shape) for k in kinds))

    def without_each(self, folds: np.ndarray) -> Parts:
        """Counts of everyone, then without each fold."""
        return Parts(*(np.concatenate([part.sum(axis=0)[None], part.sum(axis=0) - part[folds]]) for part in self))

    def years(self) -> list[YearCounts]:
        """Everyone's counts, for `standardised`."""
        entries, reached, exits, left = (part.sum(axis=0) for part in self)
        months = np.arange(LAST + 1)
        return [
            YearCounts(
                year,
                months,
                entries[year] * (months == 0),
                reached[year],
                exits[year],
                (left - reached - exits)[year],
            )
            for year in np.flatnonzero(entries)
        ]


def _reach_of(parts: Parts, weight: np.ndarray) -> np.ndarray:
    """Aalen-Johansen of weighted years for B sets of counts at once, at each of `AT`: (B, 3)."""
    reached, exits, left = (np.einsum("by,bym->bm", weight, part) for part in parts[1:])
    risk = (weight * parts.entries).sum(axis=1, keepdims=True) - np.cumsum(left, axis=1) + left
    some = risk > 1e-9
    safe = np.where(some, risk, 1.0)
    hits, gone = np.where(some, reached / safe, 0.0), np.where(some, exits / safe, 0.0)
    waiting = np.cumprod(np.clip(1 - hits - gone, 0.0, 1.0), axis=1)
    waiting = np.concatenate([np.ones((len(waiting), 1)), waiting[:, :-1]], axis=1)
    reach: np.ndarray = np.cumsum(waiting * hits, axis=1)[:, AT]
    return reach


def shared_years(pair: Pair) -> Pair:
    """Keep those who entered in a year in which others of both groups did, as `judge` does."""
    years = np.intersect1d(pair.role.year, pair.peers.year)

    def kept(people: People) -> People:
        chosen = np.isin(people.year, years)
        return People(*(None if column is None else column[chosen] for column in people))

    return Pair(kept(pair.role), kept(pair.peers), pair.both)


def differences(pair: Pair) -> dict[int, Any]:
    """Return D at each month where `judge` would give it, from the functions that it is made of.

    All that is done otherwise: curves without each fold are made at once, and shared by the three horizons. `check_judge`
    compares the two.
    """
    weighted = pair.role.weight is not None
    ours, theirs = Parts.of(pair.role, None), Parts.of(pair.peers, None)
    entrants = dict(enumerate(ours.entries.sum(axis=0).tolist()))
    curves = [standardised(parts.years(), entrants, toward=TOWARD).curve for parts in (ours, theirs)]
    thetas = None
    if pair.both or weighted:
        folds = np.flatnonzero(ours.entries.sum(axis=1) + theirs.entries.sum(axis=1))
        if weighted:
            ours, theirs = Parts.of(pair.role, pair.role.weight), Parts.of(pair.peers, pair.peers.weight)
        ours, theirs = ours.without_each(folds), theirs.without_each(folds)
        shared = theirs.entries > 1e-12
        stands_for = np.where(shared, ours.entries / np.where(shared, theirs.entries, 1.0), 0.0)
        thetas = _reach_of(ours, np.ones_like(ours.entries)), _reach_of(theirs, stands_for)
    found = {}
    for place, month in enumerate(AT):
        here, there = (reach_at(curve, month) for curve in curves)
        followed = min((people.month >= month).sum() for people in pair[:2])
        if here is None or there is None or followed < 10:
            continue
        more: dict[str, Any] = {"rung": "executive", "months": month, "both": pair.both}
        if thetas is not None:
            role, peers = thetas[0][:, place], thetas[1][:, place]
            if weighted:
                here, there = (one._replace(estimate=float(all_[0])) for one, all_ in ((here, role), (there, peers)))
                more["folds"] = role[1:] - peers[1:]
            else:
                sizes = {"both": pair.both, "role_people": here.people, "peers_people": there.people}
                more["correlation"] = fold_correlation(role[1:], peers[1:], **sizes)
        found[month] = difference(here, there, **more)
    return found


def check_judge(pair: Pair) -> None:
    """Raise unless `judge` gives the same differences."""
    ours = differences(shared_years(pair))
    role, peers = (people_tally(people, by_year=True, folded=True) for people in pair[:2])
    for month in AT:
        judged = judge(role, peers, own="director", both=pair.both, thresholds=Thresholds(years=month / 12)).difference
        mine = ours.get(month)
        if (judged is None or judged.months != month) != (mine is None):
            raise SystemExit(f"judge and this script disagree on whether there is a difference at month {month}")
        if mine is not None and judged is not None:
            for name in ("estimate", "std_error", "lower", "upper"):
                if abs(getattr(judged, name) - getattr(mine, name)) > 1e-9:
                    raise SystemExit(f"judge and this script disagree on {name} at month {month}")


def ask_difference(answers: Answers, pair: Pair, truth: PairTruth) -> None:
    """Note D at each month: against the truth of all who could have entered, and of the years in which these entered."""
    pair = shared_years(pair)
    found = differences(pair)
    apart = truth.role - truth.peers
    these = np.bincount(pair.role.year, pair.role.weight, YEARS)
    for place, month in enumerate(AT):
        one = found.get(month)
        for of, years in (("any such role", truth.years), ("these entry years", these / these.sum())):
            answer = None
            if one is not None:
                ends = not (0 < one.role < 1 and 0 < one.peers < 1)
                true = float(years @ apart[:, place])
                answer = Answer(true, one.estimate, one.std_error, one.lower, one.upper, ends)
            answers["difference", of, month].append(answer)


# ---------------------------------------------------------------------------------------------------------------------
# Weights.


def weighted_passages(cohorts: int, people: int, rng: np.random.Generator) -> Iterator[People]:
    """Simulate first passages of practitioners to manager or higher, people with weights that say nothing of careers."""
    reached, exits, _ = first_passages(ladder_chain("practitioner"), 1)
    ends = np.cumsum(np.concatenate([np.diff(reached), np.diff(exits)]))
    drawn = np.searchsorted(ends, rng.random((cohorts, people)), side="right")
    event = np.where(drawn < 2 * LAST, drawn % LAST + 1, LAST + 1)
    hazard = last_seen_chances()
    until = np.searchsorted(np.cumsum(hazard * np.cumprod([1, *(1 - hazard[:-1])])), rng.random((cohorts, people)))
    month, what = _passage(event, drawn >= LAST, until)
    fold, weight = rng.integers(0, FOLDS, month.shape), rng.gamma(4, 0.25, month.shape)
    for row in range(cohorts):
        yield People(fold[row], np.zeros_like(fold[row]), month[row], what[row], weight[row])


def weighted_states(cohorts: int, people: int, rng: np.random.Generator) -> Iterator[Tally]:
    """Simulate careers in the states that are seen, one person at a time, with weights and folds."""
    size, chain, hazard = len(STATES), states_chain(), last_seen_chances()
    shape = (FOLDS, LAST + 1, size + 1, size + 1)
    names = np.array([*STATES, None], dtype=object)
    state = rng.choice(size, (cohorts, people), p=_AT_FIRST)
    fold, weight = rng.integers(0, FOLDS, state.shape), rng.gamma(4, 0.25, state.shape)
    cohort = np.broadcast_to(np.arange(cohorts)[:, None], state.shape)
    rows = [(cohort, fold, np.zeros_like(state), np.full_like(state, size), state, weight)]
    for month in range(1, LAST + 1):
        ends = np.cumsum(np.vstack([chain.steps[month], np.ones(size)]), axis=1)
        after = np.minimum((rng.random(state.shape)[..., None] > ends[state]).sum(axis=-1), size - 1)
        after = np.where(state == size, size, after)  # no longer seen
        gone = (after < size - 1) & (rng.random(state.shape) < hazard[month])
        for origin, destination, happened in ((state, after, state != after), (after, np.full_like(after, size), gone)):
            told = (cohort, fold, np.full_like(state, month), origin, destination, weight)
            rows.append(tuple(column[happened] for column in told))
        state = np.where(gone, size, after)
    columns = [np.concatenate([np.ravel(row[place]) for row in rows]) for place in range(6)]
    order = np.argsort(columns[0], kind="stable")
    bounds = np.searchsorted(columns[0][order], np.arange(cohorts + 1))
    for number in range(cohorts):
        _, in_fold, month, origin, destination, weights = (
            column[order[bounds[number] : bounds[number + 1]]] for column in columns
        )
        keys, row = np.unique(np.ravel_multi_index((in_fold, month, origin, destination), shape), return_inverse=True)
        in_fold, month, origin, destination = np.unravel_index(keys, shape)
        table = pa.table(
            {
                "fold": in_fold,
                "month": month,
                "origin": pa.array(names[origin], pa.string()),
                "destination": pa.array(names[destination], pa.string()),
                "moves": np.bincount(row),
                "weight_moves": np.bincount(row, weights),
            }
        )
        yield _tally(table, "state", absorbing=(LEFT,), states="rung", folded=True, weighted=True)


# ---------------------------------------------------------------------------------------------------------------------
# Scenarios.

Ask = Callable[[Answers, int, int, np.random.Generator], None]


class Scenario(NamedTuple):
    """What is simulated: sizes of cohorts, how many of them, and the function that simulates and asks."""

    ask: Ask
    people: tuple[int, ...] = SIZES
    cohorts: int = 10_000


def _ladder(own: str, late: np.ndarray = AT_ONCE, ceiling: bool = True) -> Ask:
    def ask(answers: Answers, cohorts: int, people: int, rng: np.random.Generator) -> None:
        truth, waiting = ladder_truth(own)
        toward = [at_rung(rung) for rung in RUNGS[RUNGS.index(own) + 1 :]]
        for counts in ladder_cohorts(own, cohorts, people, rng, late):
            reach = estimate_reach(first_passage_of(toward, counts))
            change = counts[:, 0] - counts[:, 1:].sum(axis=1)
            ask_reach(answers, reach, np.cumsum(change, axis=1) - change, truth, waiting)
            if ceiling:
                ask_ceiling(answers, reach, own, truth)

    return ask


def _occupancy(paces: Sequence[float] = (1.0,), late: np.ndarray = AT_ONCE) -> Ask:
    chain = states_chain(paces)

    def ask(answers: Answers, cohorts: int, people: int, rng: np.random.Generator) -> None:
        for tally in state_cohorts(chain, cohorts, people, rng, late):
            ask_occupancy(answers, tally, chain)

    return ask


def _difference(*, overlap: bool, end: int | None = None, weights: bool = False) -> Ask:
    def ask(answers: Answers, cohorts: int, people: int, rng: np.random.Generator) -> None:
        truth = pair_truth(overlap=overlap, end=end)
        pairs = pair_cohorts(cohorts, people, rng, overlap=overlap, end=end, weights=weights)
        for number, pair in enumerate(pairs):
            if number < 5:
                check_judge(pair)
            ask_difference(answers, pair, truth)
            if end is not None:
                reach = estimate_reach(people_tally(pair.role, toward=at_rung("manager")))
                at_risk = len(pair.role.month) - np.searchsorted(np.sort(pair.role.month), np.arange(LAST + 1))
                true = np.zeros((1, LAST + 1))
                true[0, AT] = truth.years @ truth.role
                ask_reach(answers, reach, at_risk[None], true, np.ones_like(true))

    return ask


def _weights(answers: Answers, cohorts: int, people: int, rng: np.random.Generator) -> None:
    truth, waiting = ladder_truth("practitioner")
    chain = states_chain()
    for passages in weighted_passages(cohorts, people, rng):
        reach = estimate_reach(people_tally(passages, folded=True, toward=at_rung("manager")))
        at_risk = people - np.searchsorted(np.sort(passages.month), np.arange(LAST + 1))
        ask_reach(answers, reach, at_risk[None], truth, waiting)
    for tally in weighted_states(cohorts, people, rng):
        ask_occupancy(answers, tally, chain)


def seen_late(share: float, months: int) -> np.ndarray:
    """Chance that someone is seen from each month on: 0, or for a `share` any of `months`."""
    return np.array([1 - share, *[share / months] * months])


SCENARIOS = {
    "practitioners": Scenario(_ladder("practitioner")),
    "managers": Scenario(_ladder("manager")),
    "occupancy": Scenario(_occupancy()),
    "difference": Scenario(_difference(overlap=False)),
    "difference, people in both": Scenario(_difference(overlap=True)),
    "late": Scenario(_ladder("practitioner", seen_late(0.4, 36), ceiling=False)),
    "all late": Scenario(_ladder("practitioner", seen_late(1.0, 60), ceiling=False), (200, 500, 2000)),
    "occupancy, late": Scenario(_occupancy(late=seen_late(0.4, 36)), (200, 500)),
    "occupancy, hidden pace": Scenario(_occupancy(paces=(0.4, 1.6)), (200, 500)),
    "difference, cut": Scenario(_difference(overlap=False, end=179), (200, 500)),
    "weights": Scenario(_weights, (500,), 5_000),
    "difference, weights": Scenario(_difference(overlap=True, weights=True), (500,), 5_000),
}
_CHUNK = 1_000_000


def run(name: str, people: int, cohorts: int) -> list[dict[str, Any]]:
    """Simulate one size of one scenario; the seed is that of its name and size, so parts can be run again alone."""
    rng = np.random.default_rng([20250601, zlib.crc32(name.encode()), people])
    answers: Answers = defaultdict(list)
    size = max(1, min(500, _CHUNK // (4 * people)))
    for first in range(0, cohorts, size):
        SCENARIOS[name].ask(answers, min(size, cohorts - first), people, rng)
    return [
        {"scenario": name, "people": people, "estimand": estimand, "of": of, "month": month, **summary(found)}
        for (estimand, of, month), found in answers.items()
    ]


def summary(answers: Sequence[Answer | None]) -> dict[str, Any]:
    """Count how often intervals hold the truth, of the cohorts that have an estimate."""
    known = [answer for answer in answers if answer is not None]
    found: dict[str, Any] = {"cohorts": len(answers), "known": len(known)}
    if not known:
        return found
    truth, estimate, std_error, lower, upper, ends = np.array(known, np.float64).T
    below, above = (truth < lower - 1e-12), (truth > upper + 1e-12)
    coverage = 1 - float((below | above).mean())
    return {
        **found,
        "truth": float(truth.mean()),
        "coverage": coverage,
        "monte_carlo_error": math.sqrt(coverage * (1 - coverage) / len(known)),
        "truth_below": float(below.mean()),
        "truth_above": float(above.mean()),
        "width": float((upper - lower).mean()),
        "clopper_pearson": float(ends.mean()),
        "bias": float((estimate - truth).mean()),
        "spread": float((estimate - truth).std()),
        "std_error": float(np.sqrt((std_error**2).mean())),
    }


# ---------------------------------------------------------------------------------------------------------------------
# Pages.


class Section(NamedTuple):
    """A heading of the page: what to show of which scenario, and what to say first."""

    title: str
    scenario: str
    estimand: str
    words: str
    #: What of it is in the band's scope: common enough, and nothing broken on purpose.
    common: tuple[str, ...] = ()


SECTIONS = (
    Section(
        "Reach, from practitioner",
        "practitioners",
        "reach",
        "From practitioner to each rung or higher. Executives are the rare event: about 1 in 100 after ten years.",
        ("manager+",),
    ),
    Section("Reach, from manager", "managers", "reach", "From manager to each rung above.", ("director+",)),
    Section(
        "Reach by the ceiling's horizon, from practitioner",
        "practitioners",
        "ceiling",
        "The same curves as `ceiling` reads them at a horizon of 3, 5 and 10 years. Where fewer than 10 people can be followed "
        "to it, the horizon is shortened, and that cohort has no estimate.",
        ("manager+",),
    ),
    Section("Reach by the ceiling's horizon, from manager", "managers", "ceiling", "", ("director+",)),
    Section(
        "Occupancy",
        "occupancy",
        "occupancy",
        "People start as practitioners (70%), managers (20%), directors (8%) and executives (2%), drawn anew in each cohort.",
        ("practitioner", "manager", "director", "left"),
    ),
    Section(
        "D, role minus peers",
        "difference",
        "difference",
        "Nobody is in both. *Any such role*: the truth for everyone who could have entered. *These entry years*: for the years "
        "in which the people of that very cohort did.",
        ("any such role", "these entry years"),
    ),
    Section(
        "D, people in both",
        "difference, people in both",
        "difference",
        "Four in ten of those in the role were peers first.",
        ("any such role", "these entry years"),
    ),
    Section(
        "Reach, four in ten seen late",
        "late",
        "reach",
        "Four in ten are seen only from one of the months 1 to 36 on; who is a manager by then is not counted.",
        ("manager+",),
    ),
    Section(
        "Reach, everyone seen late",
        "all late",
        "reach",
        "Everyone is seen only from one of the months 1 to 60 on. The curve starts once 10 are at risk; the truth is that of "
        "those below the target then.",
        ("manager+",),
    ),
    Section(
        "Occupancy, four in ten seen late",
        "occupancy, late",
        "occupancy",
        "As reach; who had left for good by then is never seen.",
        ("practitioner", "manager", "director", "left"),
    ),
    Section(
        "Occupancy, careers that are no Markov chain",
        "occupancy, hidden pace",
        "occupancy",
        "Half of the people rise at 0.4 times the pace, half at 1.6 times, and nobody sees who. The estimate holds all the same; "
        "its error is made for careers that forget.",
        ("practitioner", "manager", "director", "left"),
    ),
    Section(
        "Weights: reach",
        "weights",
        "reach",
        "Each person has a weight, gamma with mean 1 and standard deviation 0.5, that says nothing of the career; errors by "
        "leaving 50 folds out.",
    ),
    Section("Weights: occupancy", "weights", "occupancy", "The same."),
    Section("Weights: D", "difference, weights", "difference", "The same, with people in both."),
    Section(
        "D, when later years are cut off",
        "difference, cut",
        "difference",
        "Data end five years after the last entry, so those who entered last, and rise fastest, are followed for 5 years and not "
        "10. Later months then rest on early entrants. The truth is of all years.",
    ),
    Section("Reach, when later years are cut off", "difference, cut", "reach", "The same: those in the role."),
)

_WORDS = """# How often intervals hold the truth

**All careers on this page are simulated.** It is written by `python bench/coverage.py`, from
[bench/results/coverage.json](../bench/results/coverage.json); every number, with its Monte Carlo error, is in
[bench/results/coverage.md](../bench/results/coverage.md).

NUMBERS

A 95% interval should hold the truth 95 times in 100. Here the truth is known, so that can be counted: many cohorts
are drawn from the same chances, each becomes a tally, each tally goes through `estimate_reach`, `estimate_ceiling`,
`estimate_occupancy` and what `judge` makes the difference D from; and it is counted how often the interval holds the
truth. outgrow's aim: 94.2% to 95.8%, for cohorts of 200 people or more and events that are not rare.

## In short

Lowest and highest coverage at 3, 5 and 10 years with 200, 500 and 2,000 people, in the rows that the aim is about.

SHORT

- **Rare events.** Where fewer than about three people in a cohort have had the event, no interval can hold the truth
  just 95 times in 100: the estimate can take too few values. Most rows lie above 95%. The lowest lie under 90%: where
  about one cohort in ten has a single event and the others none. Its interval, on the complementary log-log scale,
  begins at 14% of the estimate, and the truth may be lower; Clopper and Pearson's, which takes over where there is
  none, would begin at 2.5%.
- **Small cohorts.** With 30 people and 10 years, few are left at the end. Errors of occupancy are then up to a tenth
  too small, since a state with one person in it says nothing of how people differ. D is then given for one cohort in
  four or five: those in which ten people are still below the target, so in which few have risen (it is 6.5 points low).
- **People seen late.** Reach of the next rung holds, a little less often where everyone is seen late and the curve starts
  on few people. **Reach of rungs above the next is too low**, and its intervals miss the truth ever more often as cohorts
  grow: whoever is on a rung below the target, but above their own, when they are first seen is counted as "already
  there" for all targets. So late people join those at risk for director only if they are no managers yet.
- **Years cut off by the end of the data**, with chances that differ by year of entry: reach after ten years leans toward
  those who entered first, here by a point, and no interval tells. D hardly moves, since peers are cut off alike.

## What was simulated

Time is in months. In each month each person may move between practitioner, manager, director, executive and between
jobs, or leave for good; chances of promotion are half in the first year, full until the fifth, then 0.8 of that. Per
month and in 10,000, from practitioner: 60 to manager, 2 to director, 60 between jobs, 20 left; from manager: 10 back,
22 to director, 2 to executive, 50 between jobs, 15 left; from director: 10 back, 30 to executive, 40 between jobs, 15
left; from executive: 10 back, 40 between jobs, 30 left; from between jobs: 1,000 to practitioner, 120 to manager, 20
to director, 3 to executive, 80 left. They are made up, and were chosen for the reach they give, not for their
coverage: after ten years 44% of practitioners have been managers or higher, 7% directors and 1% executives, and 17%
of managers have been directors.

People enter in any month of ten years; the data end five years after the last entry; 3 in 100 a year are lost. So
after ten years 37 in 100 of those who did not leave for good are still followed.

D is simulated apart. People enter the role, or another job on its rung, in ten years; the role's entrants came later
(4% of them in the first year, 16% in the last; of peers 10% to 14% in each of the first five years and 6% in the
last), and whoever enters a year later is promoted at a rate 5% higher. There are three peers for each in the role.
Where people are in both, a peer changes into the role with a chance of 26 in 10,000 a month, has the role's chances
from then on, and is counted in both curves; the number in the role is then that of the table only on average. All are
followed for ten years, but for 5 in 100 a year who are lost.

## What the truth is

It is computed, not simulated. Reach: the target is made a state that nobody leaves, and the chances of being in it
are multiplied out month by month, with leaving for good as competing exit. Occupancy: the same products, from the
chances of where people start. Where people are seen late, the truth is given that they are below the target (or have
not left) at the month in which the curve of that cohort starts. D: the role's reach less the peers' for each year of
entry, averaged over the years as the role's entrants are spread over them; for peers who may change into the role,
summed over the months in which they may.

## How to read the tables

All in percent. **3 y**, **5 y**, **10 y**: the share of intervals that hold the truth, in bold where it should be
94.2 to 95.8 and is not. *Under / over*: the truth was under the lower bound, or over the upper one. *Width*: of the
interval, on average. *C&P*: cohorts in which nobody (or everybody) had the event, so that the interval is Clopper and
Pearson's; for D, in either curve. *None*: cohorts without an estimate, which are left out: nobody at risk in that
month any more; for a state, nobody was ever in it; for the ceiling and D, fewer than 10 people who can be followed so
far.

## Tables
"""

Rows = dict[tuple[str, str, str, int, int], dict[str, Any]]


def _numbers(stored: dict[str, Any]) -> str:
    counts = sorted({row["cohorts"] for row in stored["rows"]}, reverse=True)
    seconds = sum({(row["scenario"], row["people"]): row["seconds"] for row in stored["rows"]}.values())
    parts = [
        f"{count:,} cohorts (Monte Carlo error {100 * math.sqrt(0.95 * 0.05 / count):.2f} points)" for count in counts
    ]
    return f"Each row is from {' or '.join(parts)}. It took {seconds / 60:.0f} minutes of one core."


def _percent(share: float, decimals: int = 1) -> str:
    return f"{100 * share:.{decimals}f}"


def _cells(rows: Rows, section: Section, of: str, people: int) -> list[str]:
    found = [rows[section.scenario, section.estimand, of, people, month] for month in AT]
    last = next((row for row in reversed(found) if "coverage" in row), None)
    if last is None:
        return []
    cells = [of, f"{people:,}"]
    cells += [_percent(row["truth"]) if "truth" in row else "" for row in found]
    for row in found:
        inside = "coverage" in row and BAND[0] <= row["coverage"] <= BAND[1]
        text = _percent(row["coverage"]) if "coverage" in row else ""
        cells.append(text if inside or not in_scope(section, of, people) else f"**{text}**")
    cells += [f"{_percent(last['truth_below'])} / {_percent(last['truth_above'])}", _percent(last["width"])]
    for name in ("clopper_pearson", "known"):
        shares = [row.get(name, 0.0) / (row["cohorts"] if name == "known" else 1) for row in found]
        cells.append(" / ".join(_percent(1 - share if name == "known" else share, 0) for share in shares))
    return cells


def in_scope(section: Section, of: str, people: int) -> bool:
    """Say whether the band is asked of a row: 200 people or more, and a common event."""
    return people >= 200 and of in section.common


def _table(rows: Rows, section: Section) -> list[str]:
    heads = ["of", "people", *(f"truth, {month // 12} y" for month in AT), *(f"**{month // 12} y**" for month in AT)]
    heads += ["under / over, 10 y", "width, 10 y", "C&P, 3 / 5 / 10 y", "none, 3 / 5 / 10 y"]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    keys = dict.fromkeys(key[2:4] for key in rows if key[:2] == (section.scenario, section.estimand))
    names = list(dict.fromkeys(of for of, _ in keys))
    for of, people in sorted(keys, key=lambda key: (names.index(key[0]), key[1])):
        cells = _cells(rows, section, of, people)
        lines += ["| " + " | ".join(cells) + " |"] if cells else []
    return lines


def _short(rows: Rows) -> list[str]:
    """One line for each section in the band's scope: lowest and highest coverage, and what is outside."""
    lines = ["| what | of | lowest | highest | in the band |", "|---|---|---:|---:|---:|"]
    for section in SECTIONS:
        if not section.common:
            continue
        found = [
            row
            for (scenario, estimand, of, people, _), row in rows.items()
            if (scenario, estimand) == (section.scenario, section.estimand) and in_scope(section, of, people)
        ]
        shares = [row["coverage"] for row in found]
        inside = sum(BAND[0] <= share <= BAND[1] for share in shares)
        lines.append(
            f"| {section.title} | {', '.join(section.common)} | {_percent(min(shares))} | {_percent(max(shares))} "
            f"| {inside} of {len(shares)} |"
        )
    return lines


def page(stored: dict[str, Any]) -> str:
    """Write docs/coverage.md: what was simulated, what the truth is, and the tables."""
    rows: Rows = {
        tuple(row[name] for name in ("scenario", "estimand", "of", "people", "month")): row for row in stored["rows"]
    }  # type: ignore[misc]
    lines = [_WORDS.replace("SHORT", "\n".join(_short(rows))).replace("NUMBERS", _numbers(stored))]
    for section in SECTIONS:
        if any(key[:2] == (section.scenario, section.estimand) for key in rows):
            lines += [
                f"### {section.title}",
                "",
                *([section.words, ""] if section.words else []),
                *_table(rows, section),
                "",
            ]
    return "\n".join(lines)


def full(stored: dict[str, Any]) -> str:
    """Write bench/results/coverage.md: every number of every row."""
    names = ("scenario", "estimand", "of", "people", "month", "cohorts", "known")
    shares = ("coverage", "monte_carlo_error", "truth_below", "truth_above", "clopper_pearson")
    numbers = ("truth", "bias", "spread", "std_error", "width")
    heads = [*names, *(f"{name}, %" for name in shares), *numbers]
    lines = [
        "# Coverage: every number",
        "",
        "Made by `python bench/coverage.py`; see [docs/coverage.md](../../docs/coverage.md).",
        "",
    ]
    lines += [
        "| " + " | ".join(name.replace("_", " ") for name in heads) + " |",
        "|---|---|---|" + "---:|" * (len(heads) - 3),
    ]
    for row in stored["rows"]:
        cells = [str(row[name]) for name in names]
        cells += [_percent(row[name], 2) if name in row else "" for name in shares]
        cells += [f"{row[name]:.5f}" if name in row else "" for name in numbers]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cohorts", type=int, help="instead of each scenario's own number")
    parser.add_argument("--people", type=int, nargs="+", help="only these sizes")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, help="only these scenarios")
    parser.add_argument("--stored", type=Path, default=STORED)
    parser.add_argument("--page", action="store_true", help="write the pages from what is stored, and simulate nothing")
    given = parser.parse_args()
    pa.set_cpu_count(1)
    rows: list[dict[str, Any]] = json.loads(given.stored.read_text())["rows"] if given.stored.is_file() else []
    for name in given.only or SCENARIOS:
        for people in () if given.page else SCENARIOS[name].people:
            if given.people and people not in given.people:
                continue
            began = time.process_time()
            new = run(name, people, given.cohorts or SCENARIOS[name].cohorts)
            seconds = round(time.process_time() - began, 1)
            rows = [row for row in rows if (row["scenario"], row["people"]) != (name, people)]
            rows += [{**row, "seconds": seconds} for row in new]
            print(f"{name}, {people:,} people: {new[0]['cohorts']:,} cohorts in {seconds} s", flush=True)
            rows.sort(key=lambda row: list(SCENARIOS).index(row["scenario"]))
            machine = {"python": platform.python_version(), "numpy": np.__version__}
            given.stored.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    stored = json.loads(given.stored.read_text())
    if given.stored == STORED:
        PAGE.write_text(page(stored), encoding="utf-8")
        FULL.write_text(full(stored), encoding="utf-8")


if __name__ == "__main__":
    main()
