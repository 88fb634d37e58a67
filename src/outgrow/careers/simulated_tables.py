"""From simulated main jobs to the tables of spells and people: the untidy record of a tidy process.

In: a `Process`, the truth, the random generator. Out: two Arrow tables. Adds what the process leaves out and what
changes no hazard: overlapping handovers, side jobs, titles as people write them, organisations, skills, pay, resumes
collected early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator
from numpy.typing import NDArray

from outgrow.careers.calibration import occupation_codes, occupations
from outgrow.careers.labour_market import CRAFTS, FIRST_YEAR, LAST_YEAR, OWNER
from outgrow.careers.simulated_process import LAST, NEVER, Process
from outgrow.careers.simulated_titles import CONTRACT, INTERIM, ORDINARY_STYLES, STYLES, title_book
from outgrow.schema import FUNCTIONS, LEVEL_ORDER, LEVELS, START_UNKNOWN

__all__ = ["Tables", "tables"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MONTHS_BEFORE_2004: Final = (FIRST_YEAR - 1970) * 12
_SECTORS: Final = (
    "Agency", "University", "Retailer", "Hospital", "Charity", "Publisher", "Software firm", "Bank", "Factory", "Museum",
)  # fmt: skip
#: Jobs beside the main one: title, function, specialty, mark, share. All are plain practitioners', so none is a target.
_SIDE_JOBS: Final = (
    ("Freelance Copywriter", "marketing", "content", "side", 0.16),
    ("Freelance Graphic Designer", "design", "graphic_design", "side", 0.08),
    ("Freelance Social Media Consultant", "marketing", "social_media", "side", 0.1),
    ("Part-time Lecturer", "education", None, "part-time", 0.14),
    ("Part-time Customer Service Associate", "customer_service", None, "part-time", 0.1),
    ("Board Member", "general_management", None, "board", 0.12),
    ("Advisory Board Member", "general_management", None, "advisory", 0.08),
    ("Volunteer Event Coordinator", "marketing", "events", "volunteer", 0.12),
    ("Volunteer Social Media Editor", "marketing", "social_media", "volunteer", 0.1),
)
_SOCIAL_SINCE: Final = 2009
_MARKS: Final = (
    None, "contract", "interim", "owner", START_UNKNOWN, "side", "part-time", "board", "advisory", "volunteer",
)  # fmt: skip
#: Z-scores of the published percentiles 10, 25, 50, 75 and 90, with the lines drawn on beyond them.
_Z: Final = (-1.281552, -0.674490, 0.0, 0.674490, 1.281552)
_PERCENTILES: Final = ("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90")


@dataclass(frozen=True, slots=True)
class _Jobs:
    """Jobs as arrays; what belongs to a craft is looked up when the table is made."""

    person: Ints
    start: Ints
    end: Ints
    title: Ints
    organisation: Ints
    craft: Ints  # from len(CRAFTS) on: a side job
    level: Ints
    mark: Ints
    pay: Floats
    skills: Ints  # place among the lists of skills, -1 for none

    def take(self, places: Ints | Flags) -> _Jobs:
        return _Jobs(*(getattr(self, column.name)[places] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Tables:
    """What `tables` returns.

    Parameters
    ----------
    spells, people : pyarrow.Table
        Spells by person, start and end; people by person.
    pay_in_may_2025 : dict
        By occupation, pay at prices of 2025 of the main jobs held in May 2025, before any of it goes missing.
    """

    spells: pa.Table
    people: pa.Table
    pay_in_may_2025: dict[str, Floats]


def tables(rng: Generator, process: Process, truth: dict[str, Any]) -> Tables:
    """Return the tables of spells and of people.

    Parameters
    ----------
    rng : numpy.random.Generator
        Goes on from where the process left it.
    process : Process
        The main jobs and the people.
    truth : dict
        Shares and rates.

    Returns
    -------
    Tables
        Spells, people, and pay for the calibration.
    """
    people = len(process.entry)
    record = truth["record"]
    until = _collected(rng, process, record["collected_early"])
    jobs, texts = _main_jobs(rng, process, truth)
    lists = _skill_lists(rng, process, truth)
    side, side_texts = _side_jobs(rng, process, record["side_job"], len(texts))
    pay, pay_now = _pay(rng, process, truth, lists)
    jobs = replace(jobs, pay=pay, end=_handovers(rng, process, record))
    joined = _Jobs(*(np.concatenate([getattr(jobs, c.name), getattr(side, c.name)]) for c in fields(jobs)))
    joined = joined.take(joined.start <= until[joined.person])
    joined = replace(joined, end=np.where(joined.end > until[joined.person], NEVER, joined.end))
    joined = joined.take(np.lexsort((joined.end, joined.start, joined.person)))
    organisations = _organisation_names(process.organisations, people)
    return Tables(
        spells=_spells(joined, pa.array(texts + side_texts), organisations, _listed_text(lists, truth)),
        people=_people(rng, process, until, truth),
        pay_in_may_2025=pay_now,
    )


def _collected(rng: Generator, process: Process, share: float) -> Ints:
    """Last month of data of each person: early collection hangs on nothing but the month of entry."""
    draw = rng.random((2, len(process.entry)))
    first = np.maximum(process.entry + 12, 72)
    early = first + (draw[1] * (LAST - first)).astype(np.int64)
    return np.where((draw[0] < share) & (first < LAST), early, LAST)


def _main_jobs(rng: Generator, process: Process, truth: dict[str, Any]) -> tuple[_Jobs, list[str]]:
    record, book = truth["record"], title_book()
    draw = rng.random((3, len(process.person)))
    owner, manages = process.craft == OWNER, process.level >= LEVEL_ORDER["manager"]
    first = np.concatenate([[True], np.diff(process.person) > 0])
    contract = ~owner & ~manages & (draw[0] < record["contract"])
    interim = ~owner & manages & (draw[0] < record["interim"])
    unknown = first & process.start_unknown[process.person]
    mark = np.select([unknown, owner, contract, interim], [4, 3, 1, 2], 0)
    style = np.searchsorted(np.cumsum([share for _, share in STYLES[:ORDINARY_STYLES]]), draw[1], side="right")
    style = np.minimum(style, ORDINARY_STYLES - 1)
    style = np.select([owner, mark == 1, mark == 2], [0, CONTRACT, INTERIM], style)
    count = book.count[process.craft, process.level, process.successor]
    place = book.first[process.craft, process.level, process.successor] + (draw[2] * count).astype(np.int64)
    organisation = np.where(owner, process.organisations + process.person, process.organisation)
    rows = len(process.person)
    jobs = _Jobs(
        person=process.person,
        start=process.start,
        end=process.end,
        title=place * len(STYLES) + style,
        organisation=organisation,
        craft=process.craft,
        level=process.level,
        mark=mark,
        pay=np.full(rows, np.nan),
        skills=np.arange(rows),
    )
    return jobs, book.text


def _handovers(rng: Generator, process: Process, record: dict[str, float]) -> Ints:
    """Ends of main jobs, some in or after the first month of the next one, never past the end of that."""
    draw = rng.random(len(process.person))
    start, end, last = process.start[1:], process.end[:-1], process.end[1:]
    next_door = (process.person[1:] == process.person[:-1]) & (start == end + 1)
    elsewhere = next_door & (process.organisation[1:] != process.organisation[:-1])
    same, longer = record["same_month_handover"], record["same_month_handover"] + record["longer_handover"]
    by = np.where(draw[:-1] < same, 1, np.where(draw[:-1] < (same + longer) / 2, 2, 3))
    moved = np.where(elsewhere & (draw[:-1] < longer), np.minimum(end + by, last), end)
    return np.append(moved, process.end[-1])


def _side_jobs(rng: Generator, process: Process, share: float, first_title: int) -> tuple[_Jobs, list[str]]:
    """Jobs beside a main one, inside its months, so that they are never the main job."""
    draw = rng.random((6, len(process.person)))
    closed = np.minimum(process.end, LAST)
    length = closed - process.start + 1
    has = np.flatnonzero((length >= 8) & (draw[0] < share))
    start = process.start[has] + 1 + (draw[1][has] * 0.6 * length[has]).astype(np.int64)
    end = np.minimum(start + 2 + (draw[2][has] * 30).astype(np.int64), closed[has])
    end = np.where((process.end[has] == NEVER) & (draw[3][has] < 0.4), NEVER, end)
    kind = np.searchsorted(np.cumsum([share for *_, share in _SIDE_JOBS])[:-1], draw[4][has], side="right")
    # Before there was social media, what would have been a job in it is plain copywriting.
    social = np.array([specialty == "social_media" for _, _, specialty, _, _ in _SIDE_JOBS])
    kind = np.where(social[kind] & (start < (_SOCIAL_SINCE - FIRST_YEAR) * 12), 0, kind)
    marks = np.array([_MARKS.index(mark) for *_, mark, _ in _SIDE_JOBS])
    jobs = _Jobs(
        person=process.person[has],
        start=start,
        end=end,
        title=first_title + kind,
        organisation=(draw[5][has] * process.organisations).astype(np.int64),
        craft=len(CRAFTS) + kind,
        level=np.full(len(has), LEVEL_ORDER["specialist"]),
        mark=marks[kind],
        pay=np.full(len(has), np.nan),
        skills=np.full(len(has), -1),
    )
    return jobs, [title for title, *_ in _SIDE_JOBS]


def _skill_lists(rng: Generator, process: Process, truth: dict[str, Any]) -> Flags:
    """What each main job lists: one row a job, one column an item; people who list nothing have empty rows."""
    skills = truth["skills"]
    items = skills["items"]
    kept = np.array([skills["kept"][item["kind"]] for item in items])
    rates = np.zeros((len(FUNCTIONS), LAST_YEAR - FIRST_YEAR + 1, len(items)))
    for place, item in enumerate(items):
        for number, name in enumerate(FUNCTIONS):
            belongs = not item["functions"] or name in item["functions"]
            since = item["from_year"] - FIRST_YEAR
            rates[number, since:, place] = item["first_listed"] * (1 if belongs else skills["elsewhere"])
    function = np.array([FUNCTIONS.index(craft.function) for craft in CRAFTS])[process.craft]
    year = np.maximum(process.start, 0) // 12
    first = np.searchsorted(process.person, np.arange(len(process.entry)))
    job_number = np.arange(len(process.person)) - first[process.person]
    by_number = np.argsort(job_number, kind="stable")
    bounds = np.searchsorted(job_number[by_number], np.arange(job_number.max() + 2))
    listed = np.zeros((len(process.person), len(items)), dtype=bool)
    for job, (low, high) in enumerate(pairwise(bounds)):
        rows = by_number[low:high]
        rate = rates[function[rows], year[rows]]
        chance = np.where(listed[rows - 1], kept, rate) if job else np.minimum(rate * skills["first_job"], 0.95)
        listed[rows] = rng.random(chance.shape) < chance
    silent = rng.random(len(process.entry)) < skills["nobody_lists"]
    listed[silent[process.person]] = False
    return listed


def _listed_text(listed: Flags, truth: dict[str, Any]) -> pa.Array:
    names = pa.array([item["name"] for item in truth["skills"]["items"]])
    columns = np.nonzero(listed)[1]
    offsets = np.zeros(len(listed) + 1, dtype=np.int32)
    np.cumsum(listed.sum(axis=1), out=offsets[1:])
    lists = pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(columns)))
    empty = pa.array(~listed.any(axis=1))
    return pc.if_else(empty, pa.scalar(None, pa.string()), pc.binary_join(lists, ";"))


def _pay(rng: Generator, process: Process, truth: dict[str, Any], listed: Flags) -> tuple[Floats, dict[str, Floats]]:
    """Yearly pay when the job starts, off the percentiles of its occupation, missing for some; and pay in May 2025."""
    pay = truth["pay"]
    missing = rng.random(len(process.person)) < pay["missing"]
    person = rng.standard_normal(len(process.entry))
    job = rng.standard_normal(len(process.person))
    z = pay["person_share"] * person[process.person] + pay["job_share"] * job
    z += np.array([pay["level_z"][level] for level in LEVELS])[process.level]
    codes, above = occupation_codes(process.craft, process.level)
    plain = (process.level == LEVEL_ORDER["manager"]) & ~above
    z[plain] += pay["practitioner_manager_z"]
    log_pay = np.zeros(len(z))
    known = occupations()
    texts, places = np.unique(codes, return_inverse=True)
    for place, code in enumerate(texts):
        points = np.log([known[code][name] for name in _PERCENTILES])
        rows = places == place
        log_pay[rows] = _line(z[rows], np.array(_Z), points)
    names = [item["name"] for item in truth["skills"]["items"]]
    for name, effect in pay["listed_skill_log_pay"].items():
        log_pay += effect * listed[:, names.index(name)]
    may = (LAST_YEAR - FIRST_YEAR) * 12 + 4
    held = (process.start <= may) & (process.end >= may) & (process.craft != OWNER)
    now = {str(code): np.exp(log_pay[held & (places == place)]) for place, code in enumerate(texts)}
    log_pay += np.log(pay["growth_a_year"]) * (FIRST_YEAR + process.start / 12 - pay["at_prices_of"])
    value: Floats = np.maximum(np.round(np.exp(log_pay), -2), pay["least"])
    value[missing | (process.craft == OWNER)] = np.nan
    return value, now


def _line(x: Floats, at: Floats, values: Floats) -> Floats:
    """Read `values` off at `x`, going on in a straight line, three standard deviations at most, beyond the ends."""
    x = np.clip(x, -3, 3)
    inside: Floats = np.interp(x, at, values)
    low, high = (values[1] - values[0]) / (at[1] - at[0]), (values[-1] - values[-2]) / (at[-1] - at[-2])
    beyond: Floats = low * np.minimum(x - at[0], 0) + high * np.maximum(x - at[-1], 0)
    return inside + beyond


def _organisation_names(organisations: int, people: int) -> pa.Array:
    names = [f"{_SECTORS[number % len(_SECTORS)]} {number:04d}" for number in range(organisations)]
    return pa.array(names + [f"Own firm {person:06d}" for person in range(people)])


def _dates(months: Ints, missing: Flags | None = None) -> pa.Array:
    days = (months + _MONTHS_BEFORE_2004).astype("datetime64[M]").astype("datetime64[D]")
    return pa.array(days, type=pa.date32(), mask=missing)


def _words(words: Sequence[str | None], places: Ints) -> pa.Array:
    return pa.array(words, type=pa.string()).take(pa.array(places))


def _spells(jobs: _Jobs, titles: pa.Array, organisations: pa.Array, lists: pa.Array) -> pa.Table:
    functions = [*(craft.function for craft in CRAFTS), *(row[1] for row in _SIDE_JOBS)]
    specialties = [*(craft.specialty for craft in CRAFTS), *(row[2] for row in _SIDE_JOBS)]
    side = jobs.craft >= len(CRAFTS)
    codes, _ = occupation_codes(np.where(side, 0, jobs.craft), jobs.level)
    unpaid = np.isnan(jobs.pay)
    paid = pa.array((~unpaid).astype(np.int8))
    return pa.table(
        {
            "person": pa.array(jobs.person + 1),
            "start": _dates(jobs.start),
            "end": _dates(np.where(jobs.end == NEVER, 0, jobs.end), jobs.end == NEVER),
            "title": titles.take(pa.array(jobs.title)),
            "organisation": organisations.take(pa.array(jobs.organisation)),
            "occupation": pa.array(codes, type=pa.string(), mask=side),
            "function": _words(functions, jobs.craft),
            "specialty": _words(specialties, jobs.craft),
            "level": _words(LEVELS, jobs.level),
            "pay": pa.array(jobs.pay, mask=unpaid),
            "pay_period": pa.array([None, "year"]).take(paid),
            "currency": pa.array([None, "USD"]).take(paid),
            "skills": lists.take(pa.array(jobs.skills, mask=jobs.skills < 0)),
            "marks": _words(_MARKS, jobs.mark),
        }
    )


def _people(rng: Generator, process: Process, until: Ints, truth: dict[str, Any]) -> pa.Table:
    people = len(process.entry)
    draw = rng.random((2, people))
    sexes = truth["cohort"]["sex"]
    schools = truth["cohort"]["education"]
    sex = np.searchsorted(np.cumsum(list(sexes.values()))[:-1], draw[0], side="right")
    school = np.searchsorted(np.cumsum(list(schools.values()))[:-1], draw[1], side="right")
    stays = process.exited > until
    reasons = list(truth["hazards"]["by_age"]["exit"])
    return pa.table(
        {
            "person": pa.array(np.arange(1, people + 1)),
            "observed_from": _dates(np.zeros(people, dtype=np.int64), ~process.veteran),
            "observed_until": _dates(until),
            "exited": _dates(np.where(stays, 0, process.exited), stays),
            "exit_reason": pa.array(reasons).take(pa.array(process.reason, mask=stays)),
            "birth": pa.array(process.birth),
            "sex": _words(list(sexes), sex),
            "education": _words(list(schools), school),
            "entry_year": pa.array(process.entry_year),
        }
    )
