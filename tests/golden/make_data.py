"""Made-up careers for the golden tests: writes NAME/spells.csv and, where needed, NAME/people.csv.

Run `python tests/golden/make_data.py`. The seeds are fixed and only `random.Random.random` is drawn from, whose
sequence Python promises to keep, so that the files come out the same on every version. Next stage: NAME/make.R.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent


class Draws:
    """Draws from one seed, built on `Random.random` alone."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one_of(self, *values: Any) -> Any:
        return values[int(self._random.random() * len(values))]


def month(year: int, month_of_year: int = 1) -> int:
    return year * 12 + month_of_year - 1


def text(number: int | None) -> str:
    return "" if number is None else f"{number // 12:04d}-{number % 12 + 1:02d}"


class Table:
    """Rows of one data set on their way to its two files."""

    def __init__(self, name: str) -> None:
        self.folder = HERE / name
        self.spells: list[dict[str, str]] = []
        self.people: list[dict[str, str]] = []

    def spell(self, person: str, start: int, end: int | None, title: str, **more: str) -> None:
        self.spells.append({"person": person, "start": text(start), "end": text(end), "title": title} | more)

    def person(self, person: str, **known: int | str | None) -> None:
        self.people.append(
            {"person": person}
            | {name: value if isinstance(value, str) else text(value) for name, value in known.items()}
        )

    def write(self) -> None:
        for rows, name in ((self.spells, "spells.csv"), (self.people, "people.csv")):
            if rows:
                with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)


def ties_exits() -> None:
    """300 people whose jobs last whole half-years, so that ends, exits and targets share few months."""
    draw, table = Draws(11), Table("ties_exits")
    last = month(2021, 12)
    for number in range(300):
        person = f"t{number:03d}"
        at = month(draw.one_of(2012, 2013, 2014, 2015, 2016, 2018, 2020), draw.one_of(1, 7))
        titles = [draw.one_of("assistant", "manager", "writer")] if draw.chance(0.2) else []
        titles += ["writer"] if draw.chance(0.06) else [draw.one_of("analyst", "Analyst", "ANALYST")]
        while len(titles) < 5 and draw.chance(0.7):
            titles.append(draw.one_of("analyst", "senior analyst", "manager", "manager", "Manager"))
        spells: list[tuple[int, int | None, str]] = []
        for title in titles:
            end = at + draw.one_of(6, 6, 12, 12, 18, 24) - 1
            if end >= last - 1:
                spells.append((at, None, title))
                break
            spells.append((at, end, title))
            at = end + 1 + (draw.one_of(0, 0, 0, 6))
            if at > last:
                break
        exited = None
        final = spells[-1]
        if final[1] is not None and draw.chance(0.6):
            exited = final[1] + draw.one_of(0, 1)
            if draw.chance(0.15) and spells[0][0] < exited <= last:
                # promoted in the very month of leaving: the target counts
                spells[-1] = (final[0], max(final[0], exited - 1), final[2])
                spells.append((exited, exited, "manager"))
        for start, end, title in spells:
            table.spell(person, start, end, title)
        table.person(person, exited=exited)
    # started in the last month of the data: never seen after month 0
    for number in range(300, 303):
        table.spell(f"t{number}", last, None, "analyst")
        table.person(f"t{number}", exited=None)
    # left in the month of starting
    for number in range(303, 305):
        table.spell(f"t{number}", month(2016), month(2016), "analyst")
        table.person(f"t{number}", exited=month(2016))
    # promoted in the month of starting
    table.spell("t305", month(2016), month(2016, 6), "analyst")
    table.spell("t305", month(2016), None, "manager")
    table.person("t305", exited=None)
    table.write()


def late_entry() -> None:
    """400 people, nearly all seen only from a year or more after they started, so that few are at risk early on.

    The seed is one by which targets are reached at 9 at risk in month 15 and at 10 in month 16, where the curve starts.
    """
    draw, table = Draws(797), Table("late_entry")
    last = month(2015, 12)
    for number in range(400):
        person = str(10_000 + number)
        zero = month(1990) + draw.whole(0, 150)
        seen_early = number < 7
        seen: int | None = None
        if not seen_early:
            seen = zero + draw.whole(8, 30) + draw.whole(0, 60)
        elif number % 2 == 0:
            seen = zero - draw.whole(0, 12)
        spells: list[tuple[int, int | None, str]] = []
        if draw.chance(0.3):
            spells.append((zero - draw.whole(8, 40), zero - draw.whole(1, 6), draw.one_of("assistant", "writer")))
        role = "writer" if draw.chance(0.08) else "analyst"
        waits = draw.whole(2, 8) if seen_early else draw.whole(4, 200)
        promoted = draw.chance(0.75 if seen_early else 0.6)
        leaves = None if draw.chance(0.5) else zero + waits + draw.whole(0, 60)
        if promoted:
            spells.append((zero, zero + waits - 1, role))
            top = zero + waits
            if draw.chance(0.2):
                spells.append((top, top + 11, "senior analyst"))
                top += 12
            spells.append((top, None if leaves is None else max(leaves, top), draw.one_of("manager", "Manager")))
        else:
            spells.append((zero, None if leaves is None else leaves, role))
        spells = [
            (start, None if end is None or end > last else end, title) for start, end, title in spells if start <= last
        ]
        until = None
        if draw.chance(0.6):
            until = min(max(seen or zero, zero) + draw.whole(0, 120), last)
        final = spells[-1][1]
        exited = None
        if final is not None and draw.chance(0.5) and (until is None or final + 1 <= until):
            exited = final + draw.one_of(0, 1)
            if seen is not None and exited < seen:
                exited = None
        for start, end, title in spells:
            table.spell(person, start, end, title)
        table.person(person, observed_from=seen, observed_until=until, exited=exited)
    # the target reached before, in and just after the month of first being seen
    for shift, person in ((-1, "10400"), (0, "10401"), (1, "10402")):
        table.spell(person, month(1995), month(1997, 12) + shift, "analyst")
        table.spell(person, month(1998) + shift, None, "manager")
        table.person(person, observed_from=month(1998), observed_until=month(2005, 12), exited=None)
    # the target reached in, and just after, the last month of being seen
    for shift, person in ((0, "10403"), (1, "10404")):
        table.spell(person, month(1995), month(1997, 12) + shift, "analyst")
        table.spell(person, month(1998) + shift, None, "manager")
        table.person(person, observed_from=month(1996), observed_until=month(1998), exited=None)
    # the last month of the data, whatever becomes of jobs that start after their person was last seen
    table.spell("10405", month(2010), month(2015, 11), "writer")
    table.person("10405", observed_from=None, observed_until=None, exited=None)
    table.write()


def groups() -> None:
    """500 people of one employer in three teams of 300, 170 and 30; whoever has no job any more has left."""
    draw, table = Draws(37), Table("groups")
    last = month(2023, 12)
    for number in range(500):
        person = f"g{number:03d}"
        team = "a" if number < 300 else "b" if number < 470 else "c"
        chance = {"a": 0.012, "b": 0.025, "c": 0.018}[team]
        at = month(2010) + draw.whole(0, 163)
        if draw.chance(0.1):
            table.spell(person, at - 24, at - 1, draw.one_of("assistant", "manager"), organisation="Northwind")
        title = "writer" if draw.chance(0.07) else draw.one_of("analyst", "analyst", "Analyst")
        while True:
            end = at
            while end < last and not draw.chance(chance + 0.012):
                end += 1
            moves = draw.chance(chance / (chance + 0.012))
            # some of those still there on the last day are stored with that day as their end
            ongoing = end >= last and not draw.chance(0.1)
            table.spell(person, at, None if ongoing else end, title, organisation="Northwind")
            at = end + 1 + (draw.whole(1, 9) if draw.chance(0.1) else 0)
            if ongoing or not moves or at > last:
                break
            title = {"analyst": "senior analyst", "senior analyst": "manager"}.get(title.lower(), "director")
            if draw.chance(0.3):
                title = "manager"
        table.person(person, team=team)
    table.write()


def resumes() -> None:
    """350 resumes with side jobs, returns to the role, overlaps and managers who went back; no table of people."""
    draw, table = Draws(53), Table("resumes")
    last = month(2022, 8)
    role = ("social media manager", "Social Media Manager")
    for number in range(350):
        person = f"r{number:03d}"
        at = month(2005) + draw.whole(0, 200)
        spells: list[tuple[int, int | None, str]] = []
        for place in range(draw.whole(1, 6)):
            if at > last:
                break
            kind = draw.whole(1, 100)
            if kind <= 45:
                title = draw.one_of(*role)
            elif kind <= 60 + 4 * place:
                title = draw.one_of("Director", "head of social", "Head of Social")
            else:
                title = draw.one_of(
                    "copywriter", "social media coordinator", "director of photography", "head of social care"
                )
            end: int | None = at + draw.whole(0, 60)
            if end is not None and (end >= last or (end > last - 24 and draw.chance(0.5))):
                end = None
            spells.append((at, end, title))
            if draw.chance(0.25):
                # a second job beside it, often the longer one
                side = at + draw.whole(0, 6)
                if side <= last:
                    other = side + draw.whole(0, 80)
                    beside = draw.one_of("freelance writer", role[0], "director")
                    spells.append((side, None if other > last else other, beside))
            at = (last if end is None else end) + draw.whole(-6, 12)
            at = max(at, spells[0][0])
            if end is None and draw.chance(0.8):
                break
        # resumes are written newest first
        for start, end, title in sorted(spells, key=lambda spell: -spell[0]):
            table.spell(person, start, end, title)
    table.write()


def single_event() -> None:
    """200 people nobody of whom leaves; all who entered early are managers by month 96, so that the curve ends at 1."""
    draw, table = Draws(71), Table("single_event")
    last = month(2018, 12)
    for number in range(200):
        person = f"s{number:03d}"
        zero = month(2008) + draw.whole(0, 131)
        wait = 3 * draw.whole(2, 32)
        if number < 3:
            zero, wait = month(2009, 1 + number), 96
        if zero + wait > last:
            end = None if draw.chance(0.7) else zero + draw.whole(0, last - zero)
            table.spell(person, zero, end, "analyst")
            continue
        # a break before the promotion is still time at risk
        rest = draw.whole(0, min(5, wait - 1)) if draw.chance(0.3) else 0
        table.spell(person, zero, zero + wait - 1 - rest, "analyst")
        table.spell(
            person, zero + wait, None if draw.chance(0.6) else last - draw.whole(0, last - zero - wait), "manager"
        )
    table.write()


if __name__ == "__main__":
    for make in (ties_exits, late_entry, groups, resumes, single_event):
        make()
