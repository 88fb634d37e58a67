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


#: Jobs of the sets named `levels`: a title and the levels it is held at, as the source says, whatever the title says.
LADDER = {
    "analyst": ("specialist", "specialist", "specialist", "senior", "senior", "lead", "assistant"),
    "assistant": ("assistant", "assistant", "trainee"),
    "consultant": ("specialist", "senior", "lead"),
    "staff writer": ("assistant", "specialist", "senior"),
    "manager": ("manager", "manager", "head"),
    "director": ("director", "head"),
}
EMPLOYERS = ("Northwind", "Contoso", "Fabrikam")
#: Of jobs beside another, so that no two jobs that make one are of both kinds.
BESIDE = ("Evening School", "Town Council")


def _title(draw: Draws, title: str) -> str:
    """Write a title in one of the ways that fold to the same."""
    return draw.one_of(title, title, title, title.capitalize(), title.upper(), title.replace(" ", "  "))


def _weight(draw: Draws) -> str:
    return f"{draw.whole(30, 400) / 100:.2f}"


def _climb(draw: Draws, at: int, last: int, most: int, first: str | None = None) -> list[dict[str, Any]]:
    """Draw jobs from month `at` on: returns to analyst, moves up and down, gaps, overlaps, ties and side jobs."""
    jobs: list[dict[str, Any]] = []
    for _ in range(draw.whole(2, most)):
        if at > last:
            break
        title = "analyst" if draw.chance(0.45) else draw.one_of(*LADDER)
        title = title if jobs or first is None else first
        start, end = at, at + draw.whole(1, 14) + draw.whole(0, 36)
        ongoing = end >= last or (end > last - 30 and draw.chance(0.4))
        mark = "contract" if draw.chance(0.05) else ""
        jobs.append(
            {"start": start, "end": None if ongoing else end, "title": title, "level": draw.one_of(*LADDER[title])}
            | {"organisation": draw.one_of(*EMPLOYERS), "marks": mark}
        )
        if draw.chance(0.22):
            beside = draw.one_of("consultant", "analyst", "director", "staff writer")
            begun = start + draw.whole(0, 8)
            if begun <= last:
                done = begun + draw.whole(2, 40)
                jobs.append(
                    {"start": begun, "end": None if done > last else done, "title": beside}
                    | {"level": draw.one_of(*LADDER[beside]), "organisation": draw.one_of(*BESIDE)}
                    | {"marks": draw.one_of("side", "part-time", "board", "advisory", "volunteer", "contract;side")}
                )
        next_one = draw.whole(1, 100)
        if ongoing:
            if draw.chance(0.8):
                break
            at = start + draw.whole(1, 12)
        elif next_one <= 45:
            at = end + 1
        elif next_one <= 62:
            at = end + 2
        elif next_one <= 80:
            at = end + 2 + draw.whole(1, 9)
        elif next_one <= 94:
            at = max(start, end - draw.whole(0, 7))
        else:
            at = start
    # which of two jobs in the role, one of them beside the other, came last must not be a question
    main = {job["start"] for job in jobs if job["title"] == "analyst" and job["marks"] in ("", "contract")}
    return [
        job for job in jobs if job["title"] != "analyst" or job["marks"] in ("", "contract") or job["start"] not in main
    ]


def _keep(
    table: Table, draw: Draws, person: str, jobs: list[dict[str, Any]], until: int | None, exited: int | None
) -> None:
    """Add the jobs that start while their person is there to be seen."""
    for job in jobs:
        if job["start"] <= min(until or job["start"], exited or job["start"]):
            spell = {name: job[name] for name in ("level", "organisation", "marks")}
            table.spell(person, job["start"], job["end"], _title(draw, job["title"]), **spell)


def _leaves(draw: Draws, jobs: list[dict[str, Any]], seen: int | None, until: int | None, last: int) -> int | None:
    """Draw the month of leaving for good: at the end of the last job, or in the middle of one."""
    there = [job for job in jobs if job["start"] <= (until or last)]
    if not there or not draw.chance(0.35):
        return None
    ends = [job["end"] for job in there]
    if None in ends or draw.chance(0.3):
        final = there[-1]
        exited = final["start"] + draw.whole(0, (last if final["end"] is None else final["end"]) - final["start"])
    else:
        exited = max(ends) + draw.whole(0, 1 if until is None else 6)
    return None if exited > (until or last) or exited < (seen or exited) else exited


def levels() -> None:
    """403 people with a level for every job: several stays as analyst, ways up, sideways and out of them, side jobs."""
    draw, table = Draws(401), Table("levels")
    last = month(2022, 12)
    for number in range(400):
        person = f"l{number:03d}"
        at = month(2000) + draw.whole(0, 220)
        jobs = _climb(draw, at, last, 8)
        seen = at + draw.whole(-10, 40) if draw.chance(0.1) else None
        until = min(max(seen or at, at) + draw.whole(6, 180), last) if draw.chance(0.35) else None
        exited = _leaves(draw, jobs, seen, until, last)
        reason = draw.one_of("", "died", "retired") if exited else ""
        _keep(table, draw, person, jobs, until, exited)
        table.person(
            person,
            observed_from=seen,
            observed_until=until,
            exited=exited,
            exit_reason=reason,
            weight=_weight(draw),
            sex=draw.one_of("female", "male"),
        )
    # alike in start, level and end: the title that comes first is the main job
    for number, titles in enumerate(
        (("analyst", "consultant"), ("staff writer", "consultant"), ("consultant", "analyst"))
    ):
        person = f"l{400 + number}"
        table.spell(
            person, month(2010), month(2011, 12), "analyst", level="assistant", organisation="Contoso", marks=""
        )
        for title, organisation in zip(titles, EMPLOYERS, strict=False):
            first, ongoing = month(2012, 1 + number), number == 1
            spell = {"level": "specialist", "organisation": organisation, "marks": ""}
            table.spell(person, first, None if ongoing else first + 20, title, **spell)
        table.person(
            person, observed_from=None, observed_until=None, exited=None, exit_reason="", weight="1.50", sex="female"
        )
    table.write()


def levels_late() -> None:
    """400 people, most seen only from years after they started; stays that began before, or at a start unknown, have no clock."""
    draw, table = Draws(402), Table("levels_late")
    last = month(2018, 6)
    for number in range(400):
        person = str(20_000 + number)
        at = month(1992) + draw.whole(0, 200)
        jobs = _climb(draw, at, last, 9, first="analyst")
        early = number < 7
        if early:
            # soon in another job, so that the curves start after moves, and from several states
            jobs[0]["end"] = at + number % 4
            other = draw.one_of("consultant", "manager", "staff writer")
            second = {"start": at + number % 4 + 1, "end": at + 20 + number, "title": other, "organisation": "Contoso"}
            jobs.insert(1, second | {"level": draw.one_of(*LADDER[other]), "marks": ""})
        seen: int | None = None if early else at + draw.whole(6, 30) + draw.whole(0, 60)
        # some are first seen in the very month in which a job of theirs starts, or is said to
        later = [job for job in jobs if job["start"] > at + 6]
        if not early and later and draw.chance(0.35):
            first = draw.one_of(*later)
            seen = first["start"]
            if draw.chance(0.6):
                first["marks"] = ";".join(filter(None, (first["marks"], "start-unknown")))
        if seen is not None and seen > last:
            seen = last
        until = min(max(seen or at, at) + draw.whole(3, 150), last) if draw.chance(0.6) else None
        exited = _leaves(draw, jobs, seen, until, last)
        _keep(table, draw, person, jobs, until, exited)
        table.person(person, observed_from=seen, observed_until=until, exited=exited, weight=_weight(draw))
    table.write()


def levels_exit() -> None:
    """350 people of an employer whose system keeps days; whoever has no job any more has left, some with a reason."""
    draw, table = Draws(403), Table("levels_exit")
    last = month(2021, 12)

    def dated(number: int | None, day: int) -> str:
        return "" if number is None else f"{text(number)}-{day:02d}"

    for number in range(350):
        person = f"x{number:03d}"
        at, day = month(2009) + draw.whole(0, 150), draw.one_of(1, 1, 1, 15)
        rows: list[tuple[int, int, int | None, int, str, str, str]] = []
        for _ in range(draw.whole(1, 7)):
            title = "analyst" if draw.chance(0.5) else draw.one_of(*LADDER)
            end = at + draw.whole(0, 20) + draw.whole(0, 20)
            ongoing = end >= last
            halfway = draw.chance(0.4) and end > at
            rows.append(
                (at, day, None if ongoing else end, 14 if halfway else 28, title, draw.one_of(*LADDER[title]), "")
            )
            if draw.chance(0.12):
                # another post from the same month on, on the same day or another
                other = draw.one_of(*LADDER)
                done = min(at + draw.whole(0, 24), last)
                marks = draw.one_of("", "", "" if other == "analyst" else "side")
                rows.append((at, draw.one_of(day, 1, 15), done, 28, other, draw.one_of(*LADDER[other]), marks))
            if ongoing:
                break
            if halfway:
                # the next post starts the day after, in the same month
                at, day = end, 15
            else:
                at, day = end + 1 + draw.one_of(0, 0, 0, 0, 1, 1, 2, 5), draw.one_of(1, 1, 1, 15)
            if at > last:
                break
        ends = [row[2] for row in rows]
        exited: int | None = None
        if None not in ends and draw.chance(0.6):
            exited = max(end for end in ends if end is not None) + draw.whole(0, 1)
            if exited > last:
                exited = None
        reason = draw.one_of("", "resigned", "retired") if exited else ""
        for start, first_day, end_month, last_day, title, level, marks in rows:
            if exited is None or start <= exited:
                spell = {"level": level, "organisation": BESIDE[0] if marks else EMPLOYERS[0], "marks": marks}
                table.spells.append(
                    {"person": person, "start": dated(start, first_day), "end": dated(end_month, last_day)}
                    | {"title": _title(draw, title)}
                    | spell
                )
        table.person(person, exited=dated(exited, draw.whole(1, 28)), exit_reason=reason, weight=_weight(draw))
    table.write()


def levels_waves() -> None:
    """120 people in yearly waves from 2005 on: many ties, first jobs of unknown start, some levels unknown."""
    draw, table = Draws(404), Table("levels_waves")
    first, waves = month(2005), 12
    for number in range(120):
        person = f"w{number:03d}"
        seen_waves = waves if draw.chance(0.7) else draw.whole(1, waves)
        wave = 0
        while wave < seen_waves:
            years = draw.whole(1, 3)
            if draw.chance(0.15):
                wave += 1
                continue
            title = draw.one_of("analyst", "analyst", "contractor", "assistant", "consultant", "manager", "sabbatical")
            level = draw.one_of(*LADDER[title]) if title in LADDER else ""
            if title == "contractor" and draw.chance(0.6):
                level = draw.one_of("specialist", "senior")
            start, end = first + 12 * wave, first + 12 * min(wave + years, seen_waves) - 1
            table.spell(
                person, start, end, title, level=level, organisation="", marks="start-unknown" if wave == 0 else ""
            )
            wave += years
        table.person(person, observed_from=first, observed_until=first + 12 * seen_waves - 1, weight=_weight(draw))
    table.write()


if __name__ == "__main__":
    for make in (ties_exits, late_entry, groups, resumes, single_event, levels, levels_late, levels_exit, levels_waves):
        make()
