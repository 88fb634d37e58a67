"""Careers drawn at random, and what tallies of them must say: month by month, in plain Python.

Reads the design (section 4) once more, and shares no code with outgrow but the names of levels and the fold of a person.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from outgrow.careers.careers import Careers, Counts
from outgrow.engine import fold_of
from outgrow.schema import ASIDE_MARKS, LEVELS, RUNG_LEVELS
from outgrow.settings import AFTER_LAST
from outgrow.titles.label import labelled

#: First month in which a job starts; last month of the data.
FIRST, LAST = 24_180, 24_200
KINDS = {
    "row": pa.int64(),
    "person": pa.string(),
    "start": pa.int32(),
    "end": pa.int32(),
    "start_day": pa.int32(),
    "title": pa.string(),
    "organisation": pa.string(),
    "occupation": pa.string(),
    "function": pa.string(),
    "specialty": pa.string(),
    "level": pa.string(),
    "marks": pa.string(),
    "imprecise": pa.bool_(),
}
PEOPLE_KINDS = {
    "person": pa.string(),
    "observed_from": pa.int32(),
    "observed_until": pa.int32(),
    "exited": pa.int32(),
    "exit_reason": pa.string(),
    "birth": pa.int32(),
    "weight": pa.float64(),
    "team": pa.string(),
}
#: Whole titles say no level; this one does.
TOLD = {"analyst": "specialist"}
TITLES = ("1", "1 ", "2", "3", "analyst")
SPELL = st.fixed_dictionaries(
    {
        "start": st.integers(FIRST, FIRST + 12),
        "length": st.sampled_from([*range(8), *range(4), None]),
        "start_day": st.sampled_from([0, 0, 0, 7]),
        "title": st.sampled_from(["1", "1", *TITLES]),
        "organisation": st.none() | st.just("Ant"),
        "level": st.sampled_from([None, "senior", "manager", "head", "chief"]),
        "marks": st.sampled_from([None, None, None, "owner", "side", "volunteer;start-unknown", "start-unknown"]),
    }
)
MONTH = st.integers(FIRST, LAST + 3)
PERSON = st.fixed_dictionaries(
    {
        "spells": st.lists(SPELL, min_size=1, max_size=4),
        "observed_from": st.none() | st.integers(FIRST - 1, FIRST + 10),
        "observed_until": st.none() | MONTH,
        "exited": st.none() | st.none() | MONTH,
        "exit_reason": st.sampled_from([None, "", "retired", "died"]),
        "birth": st.sampled_from([None, FIRST - 400, FIRST - 300, FIRST + 3]),
        "weight": st.sampled_from([None, 0.0, 0.5, 1.0, 2.25]),
        "team": st.sampled_from([None, "x", "y"]),
    }
)
PEOPLE = st.lists(PERSON, min_size=30, max_size=40)


class Person(NamedTuple):
    """Someone as read: what is known of them by name, and their spells."""

    known: dict
    spells: tuple[dict, ...]

    @property
    def name(self):
        return self.known["person"]


class Followed(NamedTuple):
    """From when to when someone is seen: at risk after `risk_from`, through `stop`; whether they leave for good then."""

    zero: int
    origin: int | None
    seen_from: float
    risk_from: int
    stop: int
    leaves: bool
    reason: str | None


def people_of(drawn):
    """People as the checks leave them: no spell starts after somebody was last seen, or left."""
    found = []
    rows = itertools.count(1)
    for number, person in enumerate(drawn):
        known = {name: person[name] for name in PEOPLE_KINDS if name != "person"}
        after = max(known["observed_from"] or 0, 0)
        for name in ("observed_until", "exited"):
            if known[name] is not None and known[name] < after:
                known[name] = None
        gone = min(known[name] or LAST for name in ("observed_until", "exited"))
        spells = []
        for spell in person["spells"]:
            end = None if spell["length"] is None else min(spell["start"] + spell["length"], LAST)
            if spell["start"] <= gone:
                spells.append({**spell, "end": end, "row": next(rows), "person": f"p{number:02d}"})
        if spells:
            found.append(Person({"person": f"p{number:02d}", **known}, tuple(spells)))
    return found


class Drawn:
    """Careers on an engine, whose rows change with each draw."""

    def __init__(self):
        self.engine = ibis.duckdb.connect()
        tables = {
            name: self.engine.create_table(name, schema=ibis.schema(pa.schema(kinds.items())))
            for name, kinds in {"spells": KINDS, "people": PEOPLE_KINDS}.items()
        }
        careers = Careers(
            name="drawn",
            kind="real",
            quarantine=self.engine.create_table("nothing", schema=ibis.schema({"row": "int64"})),
            # the last month is that of the whole data, whoever is drawn
            counts=Counts(0, 0, 0, 0, 0, FIRST, LAST, 0, 0, weighted=1),
            **tables,
        )
        self._careers = {after_last: replace(careers, after_last=after_last) for after_last in AFTER_LAST}
        # what titles say is looked up once, so that all of them come first
        spells = [{"person": "p", "start": FIRST, "title": title} for title in TITLES]
        self.fill([Person({"person": "p"}, tuple(spells))])
        for careers in self._careers.values():
            labelled(careers, {"title", "level"}).limit(0).to_pyarrow()

    def fill(self, people):
        spells = [{name: spell.get(name) for name in KINDS} for person in people for spell in person.spells]
        known = [person.known for person in people]
        for name, rows, kinds in (("spells", spells, KINDS), ("people", known, PEOPLE_KINDS)):
            self.engine.con.execute(f"DELETE FROM {name}")
            if rows:
                self.engine.con.from_arrow(pa.Table.from_pylist(rows, pa.schema(kinds.items()))).insert_into(name)

    def ask(self, steps, people, *names, after_last="censor"):
        """Rows of the steps `names` of the careers of `people`."""
        self.fill(people)
        made = steps(self._careers[after_last])
        return [made[name].to_pyarrow().to_pylist() for name in names]


# --- one person, month by month ---------------------------------------------------------------------------------------


def last_of(spell):
    return 10**6 if spell["end"] is None else spell["end"]


def level_of(spell):
    return spell["level"] or TOLD.get(spell["title"])


def place_of(level):
    return LEVELS.index(level) if level else -1


def marked(spell, *marks):
    return spell["marks"] is not None and bool(set(marks) & set(spell["marks"].split(";")))


def aside(spell):
    return marked(spell, *ASIDE_MARKS)


def in_role(spell, role, settings):
    if role == "any":
        return True
    if role == "title:1":
        return spell["title"].strip() == "1"
    assert role == "level:manager+"
    return place_of(level_of(spell)) >= LEVELS.index("manager") and (settings.owners or not marked(spell, "owner"))


def follow(person, role, settings, after_last):
    """Follow someone from their entry into the role, month by month; None where they never enter it."""
    known, held = person.known, [spell for spell in person.spells if in_role(spell, role, settings)]
    if not held:
        return None
    zero = min(spell["start"] for spell in held)
    origin = {
        "role": zero,
        "career": min(spell["start"] for spell in person.spells),
        "calendar": 0,
        "age": known["birth"],
    }[settings.clock]
    first, last = settings.entered_months
    until = [known["observed_until"], _month(settings.observed_until)]
    seen_from = max(known["observed_from"] or -1, _month(settings.observed_from) or -1)
    risk_from = max(seen_from, zero)
    stop, leaves = _last_seen(
        person, zero, min((month for month in until if month is not None), default=10**6), settings, after_last
    )
    reason = None
    if (first is not None and zero < first) or (last is not None and zero > last):
        reason = "not_in_role"
    elif (
        stop <= risk_from
        or (settings.clock == "age" and (origin is None or origin > zero))
        or (settings.weight is None and not known["weight"])
    ):
        reason = "no_follow_up"
    return Followed(zero, origin, seen_from, risk_from, stop, leaves, reason)


def _month(text):
    return None if text is None else int(text[:4]) * 12 + int(text[5:]) - 1


def _last_seen(person, zero, until, settings, after_last):
    """The month in which someone is last seen, or leaves; whether they leave."""
    known = person.known
    after = settings.after_last or ("between" if known["observed_until"] is not None else after_last)
    ended = max(map(last_of, person.spells))
    for month in itertools.count(min(zero, until)):
        if known["exited"] is not None:
            over, leaves = month == known["exited"], True
        elif month > ended and after != "between":
            over, leaves = True, after == "exit"
        elif ended == 10**6 or after == "between":
            over, leaves = month >= LAST and known["observed_until"] is None, False
        else:
            over = leaves = False
        if over or month >= until:
            return month, over and leaves
    raise AssertionError


def states_by_month(person, column, settings):
    """{month: state} from the first job on: the value in the main job, or between jobs."""
    spells = _same_title_joined(person.spells, settings)

    def rank(spell):
        level, began = place_of(level_of(spell)), (spell["start"], spell["start_day"])
        order = {
            "latest": (began, level, last_of(spell)),
            "level": (level, began, last_of(spell)),
            "longest": (last_of(spell) - spell["start"], began, level),
        }
        return (not aside(spell), *order[settings.main_job])

    first = min(spell["start"] for spell in spells)
    months = {}
    for month in range(first, LAST + 10):
        held = [spell for spell in spells if spell["start"] <= month <= last_of(spell)]
        best = max(map(rank, held), default=None)
        main = sorted(
            (spell for spell in held if rank(spell) == best),
            key=lambda s: (s["title"], s["organisation"] or "", s["row"]),
        )
        months[month] = _state(main[0], column, settings.owners) if main else None
    covered = [month for month, state in months.items() if state]
    for before, after in itertools.pairwise(covered):
        if after - before <= settings.gap + 1:
            months.update(dict.fromkeys(range(before + 1, after), months[before]))
    return {month: state or "between jobs" for month, state in months.items()}


def _state(spell, column, owners):
    if column == "title":
        return spell["title"].strip()
    if marked(spell, "owner") and not owners:
        return "owner or founder"
    level = level_of(spell)
    if column == "rung":
        return next((rung for rung, levels in RUNG_LEVELS.items() if level in levels), "unknown")
    return level or "unknown"


def _same_title_joined(spells, settings):
    """The same title at the same employer and of the same labels twice in a row as one spell, else as the first is."""

    def job(spell):
        labels = "owner" if marked(spell, "owner") else "", spell["level"] or ""
        return spell["title"].strip(), spell["organisation"] or "", aside(spell), *labels

    joined, same = [], None
    for spell in sorted(spells, key=lambda s: (s["start"], s["start_day"], last_of(s), job(s), s["title"], s["row"])):
        if job(spell) == same and spell["start"] <= last_of(joined[-1]) + settings.gap + 1:
            last = max(last_of(joined[-1]), last_of(spell))
            joined[-1] = {**joined[-1], "end": None if last == 10**6 else last}
        else:
            joined.append(spell)
        same = job(spell)
    return joined


# --- what the tallies must say ------------------------------------------------------------------------------------------


def moves_of(person, followed, column, settings):
    """(month, origin, destination) of all that happens to someone followed."""
    states = states_by_month(person, column, settings)
    state = states[followed.risk_from]
    found = [(followed.risk_from, None, state)]
    for month in range(followed.risk_from + 1, followed.stop + 1):
        if followed.leaves and month == followed.stop:
            reason = person.known["exit_reason"]
            return [*found, (month, state, f"left: {reason}" if reason else "left")]
        now = states.get(month, state)
        if now != state:
            found.append((month, state, now))
        state = now
    return [*found, (followed.stop, state, None)]


def state_moves(people, role, column, settings, after_last):
    """{person: (group, fold, weight, moves)} of those counted, and how many stand under each reason."""
    found, reasons = {}, Counter()
    for person in people:
        one = follow(person, role, settings, after_last)
        if one is None:
            continue
        reasons[one.reason] += 1
        if one.reason is None:
            moves = [(month - one.origin, *move) for month, *move in moves_of(person, one, column, settings)]
            found[person.name] = (*_split(person, settings), moves)
    return found, reasons


def _split(person, settings):
    """What parts someone's counts: their group; with weights, their fold and weight."""
    group = None if settings.by is None else person.known[settings.by]
    return (group, fold_of(person.name), person.known["weight"]) if settings.weight is None else (group, None, None)


class Stay(NamedTuple):
    """A stay in a role: its first month, whether it counts, how many months it was seen, and the way out."""

    start: int
    status: str
    months: int
    way: str | None


def stays_of(person, role, settings, after_last):
    """Every stay of someone in a role."""
    followed = follow(person, role, settings, after_last)
    if followed is None:
        return []
    held = [spell for spell in person.spells if in_role(spell, role, settings)]
    others = [spell for spell in person.spells if not in_role(spell, role, settings)]
    end_of_time = LAST + 50
    months = sorted({m for spell in held for m in range(spell["start"], min(last_of(spell), end_of_time) + 1)})
    runs = []
    for month in months:
        if runs and month <= runs[-1][1] + settings.gap + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    return [_stay(person, followed, run, held, others, settings, end_of_time) for run in runs]


def _stay(person, followed, run, held, others, settings, end_of_time):
    start, last = run
    first, final = settings.entered_months
    unknown = any(marked(spell, "start-unknown") for spell in held if spell["start"] == start)
    if (first is not None and start < first) or (final is not None and start > final):
        status = "not_in_role"
    elif (
        unknown
        or start < followed.seen_from
        or followed.stop <= start
        or (settings.weight is None and not person.known["weight"])
    ):
        status = "no_follow_up"
    else:
        status = "counted"
    for month in range(start + 1, followed.stop + 1):
        if followed.leaves and month == followed.stop:
            return Stay(start, status, month - start, "out")
        if month > last and last < end_of_time:
            return Stay(start, status, month - start, _way_out(month, run, held, others, settings))
    return Stay(start, status, followed.stop - start, None)


def _way_out(month, run, held, others, settings):
    next_jobs = [spell for spell in others if spell["start"] <= month + settings.gap and last_of(spell) >= month]
    if not next_jobs:
        return "out"
    left = _first_in_rank([spell for spell in held if run[0] <= spell["start"] <= run[1]])
    taken_up = _first_in_rank(next_jobs)
    if left < 0 or taken_up < 0:
        return "unknown"
    return "up" if taken_up > left else "sideways"


def _first_in_rank(spells):
    """The level of the job that comes first: not marked, then started last, then of the higher level."""
    ranks = [(not aside(s), s["start"], s["start_day"], place_of(level_of(s))) for s in spells]
    return max(ranks)[-1]


def durations(people, role, settings, after_last):
    """{person: (group, fold, weight, [(months, way) of each stay that counts])}, and how many stand under each status."""
    found, statuses = {}, Counter()
    order = ("counted", "no_follow_up", "not_in_role")
    for person in people:
        stays = stays_of(person, role, settings, after_last)
        if stays:
            statuses[min((stay.status for stay in stays), key=order.index)] += 1
        counted = [(stay.months, stay.way) for stay in stays if stay.status == "counted"]
        if counted:
            group, _, weight = _split(person, settings)
            found[person.name] = (group, fold_of(person.name), weight, counted)
    return found, statuses
