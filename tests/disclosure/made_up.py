"""Made-up people for the tests of disclosure, the tallies that are counted from them, and counts made again from people.

Nothing here uses the code that is tested: what a released answer shows is checked against the people it was counted from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally
from outgrow.tallies.tally import count_columns, summed

FACTS = CareersFacts("mine", "real", 1234, 4321, 7, "2020-12", 3)
#: Keys of numbers in JSON that count people, spells or stays.
COUNTS = {
    *("people", "spells", "quarantined", "imprecise", "events", "exits", "censored", "at_risk"),
    *("read", "not_in_role", "already_there", "no_follow_up", "counted"),
    *("role_people", "peers_people", "both_people", "role_events", "peers_events"),
    *("group_people", "reference_people", "group_events", "reference_events"),
}


def counts_in(found, limit):
    """Every count in an answer's JSON, by the path to it; a released one has only multiples of the limit."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in ("settings", "thresholds"):
                continue
            if key in COUNTS and not isinstance(value, dict):
                yield key, value
            else:
                yield from counts_in(value, limit)
    elif isinstance(found, list):
        for value in found:
            yield from counts_in(value, limit)


def assert_counts_are_rounded(answer, limit):
    found = list(counts_in(answer.as_json(), limit))
    assert len(found) > 8
    assert [(name, count) for name, count in found if count is not None and (count % limit or count < 0)] == []


def fine(count, limit):
    """Nobody, or enough."""
    return count == 0 or abs(count) >= limit


@dataclass(frozen=True)
class Career:
    """A path through states, each with the month in which it begins; the month of the last sighting, or None on leaving."""

    path: tuple[tuple[int, str], ...]
    last: int | None
    group: str | None = None
    weight: float = 1.0

    def one(self, names):
        """The same with some states made one: {state: name}."""
        path = [(month, names.get(state, state)) for month, state in self.path]
        kept = [path[0], *(now for before, now in pairwise(path) if now[1] != before[1])]
        return Career(tuple(kept), self.last, self.group, self.weight)

    @property
    def entry(self):
        return self.path[0][0]

    def moves(self):
        """(month, origin, destination) of each move between states."""
        return [(b[0], a[1], b[1]) for a, b in pairwise(self.path)]

    def state_after(self, month):
        """The state after a month; None before the first, and once last seen."""
        if month < self.entry or (self.last is not None and month >= self.last):
            return None
        return [state for begins, state in self.path if begins <= month][-1]


def careers_made_up(
    seed, *, n=200, living=("a", "b", "c"), ways=("left",), months=30, move=0.05, leave=0.02, late=False, groups=()
):
    """Careers by chance: the first states are the commonest, and so are the first groups."""
    chance = np.random.default_rng(seed)
    likely = np.array([4.0**-place for place in range(len(living))])
    ways_likely = np.array([3.0**-place for place in range(len(ways))])
    groups_likely = np.array([3.0**-place for place in range(len(groups))])
    found = []
    for _ in range(n):
        entry = int(chance.choice([0, 0, 1, 3, 8])) if late else 0
        last = entry + int(chance.integers(1, months))
        state = str(chance.choice(living, p=likely / likely.sum()))
        path, seen = [(entry, state)], last
        for month in range(entry + 1, last + 1):
            draw = chance.random()
            if draw < leave and ways:
                path.append((month, str(chance.choice(ways, p=ways_likely / ways_likely.sum()))))
                seen = None
                break
            if draw < leave + move and len(living) > 1:
                there = np.array([0.0 if name == state else share for name, share in zip(living, likely, strict=True)])
                state = str(chance.choice(living, p=there / there.sum()))
                path.append((month, state))
        group = str(chance.choice(groups, p=groups_likely / groups_likely.sum())) if groups else None
        found.append(Career(tuple(path), seen, group, float(chance.integers(1, 4))))
    return found


def state_tally_of(people, *, ways=("left",), by=(), weighted=False, first=0, **asked):
    """The state tally of careers; months count from `first` where the clock is the calendar."""
    rows = Counter()
    weights = Counter()
    for number, person in enumerate(people):
        told = [(person.entry, None, person.path[0][1]), *person.moves()]
        if person.last is not None:
            told.append((person.last, person.path[-1][1], None))
        for month, origin, destination in told:
            key = (
                *((person.group,) if by else ()),
                *((number % 50,) if weighted else ()),
                month + first,
                origin,
                destination,
            )
            rows[key] += 1
            weights[key] += person.weight
    names = [*by, *(["fold"] if weighted else []), "month", "origin", "destination"]
    counts = {"moves": rows, **({"weight_moves": weights} if weighted else {})}
    return Tally(
        kind="state",
        role="title:a",
        toward=(),
        groups=by,
        table=_table(rows, names, counts, count_columns("state", weighted=weighted)),
        flow=Flow(len(people) + 23, 1, 9, 8, 5, len(people)),
        settings=Settings(**{"by": by[0] if by else None, **asked}),
        careers=FACTS,
        absorbing=tuple(ways),
        states="specialty",
        folded=weighted,
        weighted=weighted,
    )


@dataclass(frozen=True)
class Stay:
    """A stay in the role: whose it is, how long it lasted, the way out (None: last seen), whether the person's first."""

    person: int
    months: int
    way: str | None
    first: bool = True
    group: str | None = None


def stays_made_up(seed, *, n=200, ways=("up", "sideways", "out"), months=30, again=0.3, groups=()):
    chance = np.random.default_rng(seed)
    likely = np.array([3.0**-place for place in range(len(ways))])
    groups_likely = np.array([3.0**-place for place in range(len(groups))])
    found = []
    for person in range(n):
        group = str(chance.choice(groups, p=groups_likely / groups_likely.sum())) if groups else None
        first = True
        while first or chance.random() < again:
            way = None if chance.random() < 0.3 else str(chance.choice(ways, p=likely / likely.sum()))
            found.append(Stay(person, int(chance.integers(1, months)), way, first, group))
            first = False
    return found


def duration_tally_of(stays, *, by=(), **asked):
    rows, people = Counter(), Counter()
    for stay in stays:
        group = (stay.group,) if by else ()
        for key in (
            (*group, stay.person % 50, 0, None, "in the role"),
            (*group, stay.person % 50, stay.months, "in the role", stay.way),
        ):
            rows[key] += 1
            people[key] += stay.first
    counts = {"moves": rows, "people": people}
    counted = len({stay.person for stay in stays})
    return Tally(
        kind="duration",
        role="title:a",
        toward=(),
        groups=by,
        table=_table(rows, [*by, "fold", "month", "origin", "destination"], counts, ("moves", "people")),
        flow=Flow(counted + 23, 1, 9, 8, 5, counted),
        settings=Settings(by=by[0] if by else None, **asked),
        careers=FACTS,
        absorbing=tuple(sorted({stay.way for stay in stays if stay.way is not None})),
        folded=True,
    )


@dataclass(frozen=True)
class Wait:
    """Someone on the way to targets: when they enter, what they reach and when, when they leave, and whether for good."""

    entry: int
    hits: dict[str, int]
    stop: int
    leaves: bool
    group: str | None = None

    def end(self, target):
        """(month, what) that ends the wait for one target."""
        hit = self.hits.get(target)
        if hit is not None and hit <= self.stop:
            return hit, "reached"
        return self.stop, "exits" if self.leaves else "censored"


def waits_made_up(seed, *, targets, n=300, months=60, hazard=0.04, late=False, groups=(), nested=True):
    """People who wait for each target in turn; each target is reached before the next one, or by itself."""
    chance = np.random.default_rng(seed)
    groups_likely = np.array([3.0**-place for place in range(len(groups))])
    found = []
    for _ in range(n):
        entry = int(chance.choice([0, 0, 0, 2, 6])) if late else 0
        stop = entry + int(chance.integers(1, months))
        hits, since = {}, entry
        for place, target in enumerate(targets):
            since = (since if nested else entry) + int(chance.geometric(hazard / (1 + place))) - (nested and place > 0)
            hits[target] = max(since, entry + 1)
        group = str(chance.choice(groups, p=groups_likely / groups_likely.sum())) if groups else None
        found.append(Wait(entry, hits, stop, bool(chance.random() < 0.3), group))
    return found


def passage_tally_of(waits, targets, *, by=(), folded=False, first=0, **asked):
    counts = {name: Counter() for name in ("entries", "reached", "exits", "censored")}
    for number, wait in enumerate(waits):
        more = (*((wait.group,) if by else ()), *((number % 50,) if folded else ()))
        for target in targets:
            month, what = wait.end(target)
            counts["entries"][(target, *more, wait.entry + first)] += 1
            counts[what][(target, *more, month + first)] += 1
    rows = {key: 0 for column in counts.values() for key in column}
    names = ["toward", *by, *(["fold"] if folded else []), "month"]
    return Tally(
        kind="first_passage",
        role="title:z",
        toward=tuple(targets),
        groups=by,
        table=_table(rows, names, counts, tuple(counts), targets),
        flow=Flow(len(waits) + 23, 1, 9, 8, 5, len(waits)),
        settings=Settings(**{"by": by[0] if by else None, **asked}),
        careers=FACTS,
        folded=folded,
    )


def _table(rows, names, counts, columns, toward=()):
    whole = {"month", "fold"}
    arrays = {
        name: pa.array([key[place] for key in rows], pa.int64() if name in whole else pa.string())
        for place, name in enumerate(names)
    }
    for column in columns:
        kind = pa.float64() if column.startswith("weight_") else pa.int64()
        arrays[column] = pa.array([counts[column][key] for key in rows], kind)
    return summed(pa.table(arrays), names, list(columns), toward)
