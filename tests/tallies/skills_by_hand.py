"""A tally of skills counted job by job in plain Python, from people whose main jobs are known."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa

from outgrow.engine import fold_of
from outgrow.reference.skills.listed import ListedName
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies.skill_counts import KEYS, SUMS, SkillTally, keys_of

FACTS = CareersFacts("by hand", "simulated", 0, 0, 0, None)


@dataclass(frozen=True)
class Job:
    """A main job: the month it began, what it lists (None: nothing), and whether it is one of the role."""

    start: int
    listed: frozenset[str] | None
    in_role: bool = True
    level: str = ""
    function: str = ""
    pay: float | None = None


@dataclass(frozen=True)
class Person:
    """Main jobs in order, the weight, and the months in which the person is followed."""

    name: str
    jobs: tuple[Job, ...]
    weight: float = 1.0
    seen: tuple[int, int] = (-1_000_000, 1_000_000)


@dataclass
class Sums:
    """Rows of the three tables, by their keys."""

    moves: Counter = field(default_factory=Counter)
    years: Counter = field(default_factory=Counter)
    changes: Counter = field(default_factory=Counter)

    def add(self, table, key, **numbers):
        for name, number in numbers.items():
            getattr(self, table)[key, name] += number


def sums_of(people, skills):
    found = Sums()
    for one in people:
        _add(found, one, skills)
    return found


def _add(found, one, skills):
    fold, weight = fold_of(one.name), one.weight
    moved, done = False, {skill: Counter() for skill in skills}
    paid_before, asked = set(), set()
    for place, job in enumerate(one.jobs):
        fresh = one.seen[0] <= job.start <= one.seen[1]
        if job.in_role and job.listed and fresh:
            found.add("years", (None, job.start // 12, fold), jobs=1, weight_jobs=weight)
            asked.add(None)
            for skill in job.listed & set(skills):
                found.add("years", (skill, job.start // 12, fold), jobs=1, weight_jobs=weight)
                asked.add(skill)
        after = one.jobs[place + 1] if place + 1 < len(one.jobs) else None
        if after is None or not (job.in_role and job.listed and after.listed):
            continue
        if not one.seen[0] <= after.start <= one.seen[1]:
            continue
        moved = True
        whole = dict.fromkeys(("before", "after", "both"), 1)
        found.add("moves", (None, fold), **whole, **{f"weight_{name}": weight for name in whole})
        for skill in skills:
            before, later = skill in job.listed, skill in after.listed
            numbers = {"before": before, "after": later, "both": before and later}
            found.add("moves", (skill, fold), **numbers)
            found.add("moves", (skill, fold), **{f"weight_{name}": weight * number for name, number in numbers.items()})
            done[skill].update(both=before and later, dropped=before and not later, taken=later and not before)
        if job.pay is None or after.pay is None:
            continue
        change = math.log(after.pay) - math.log(job.pay)
        alike = (after.start // 12, job.level, after.level, after.function)
        found.add("changes", (None, *alike, fold), known=1)
        found.add("changes", (None, *alike, fold), weight_known=weight, change_known=weight * change)
        paid_before.add(None)
        for skill in skills:
            ever = any(skill in (earlier.listed or ()) for earlier in one.jobs[: place + 1])
            if not ever and skill not in after.listed:
                continue
            kind = "known" if ever else "first"
            found.add("changes", (skill, *alike, fold), **{kind: 1, f"weight_{kind}": weight})
            found.add("changes", (skill, *alike, fold), **{f"change_{kind}": weight * change})
            paid_before.add(skill)
    for skill in paid_before:
        found.add("moves", (skill, fold), people_paid=1)
    for skill in asked:
        found.add("moves", (skill, fold), people=1)
    if moved:
        names = ("both", "dropped", "taken", "any")
        found.add("moves", (None, fold), **dict.fromkeys((f"people_{name}" for name in names), 1))
    for skill, times in done.items():
        if any(times.values()):
            people = {f"people_{name}": int(times[name] > 0) for name in ("both", "dropped", "taken")}
            found.add("moves", (skill, fold), people_any=1, **people)


def tally_of(people, skills, **settings):
    """The tally of people, of skills by their kinds: {name: "skill" or "tool" or None}."""
    found = sums_of(people, skills)
    tables = {}
    for name in KEYS:
        sums = getattr(found, name)
        keys = sorted({key for key, _ in sums if any(sums[key, one] for one in SUMS[name])}, key=str)
        columns = {
            column: pa.array([key[at] for key in keys], pa.int64() if column in ("year", "fold") else pa.string())
            for at, column in enumerate(keys_of(name))
        }
        for column in SUMS[name]:
            kind = pa.float64() if column.startswith(("weight_", "change_")) else pa.int64()
            columns[column] = pa.array([sums[key, column] for key in keys], pa.float64()).cast(kind)
        tables[name] = pa.table(columns)
    number = len(people)
    return SkillTally(
        role="any",
        skills=tuple(ListedName(name, kind) for name, kind in skills.items()),
        **tables,
        flow=Flow(number, 0, 0, 0, 0, number),
        settings=Settings(**settings),
        careers=FACTS,
        weighted=any(person.weight != 1 for person in people),
    )


def rows_of(table):
    """{key: {column: number}} of a table of the tally, without rows of nothing."""
    names = [name for columns in SUMS.values() for name in columns]
    found = {}
    for row in table.to_pylist():
        numbers = {name: value for name, value in row.items() if name in names}
        if any(numbers.values()):
            found[tuple(value for name, value in row.items() if name not in numbers)] = numbers
    return found
