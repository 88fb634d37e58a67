"""The process behind simulated careers: month by month, all people at once.

In: a random generator, a number of people, the truth. Out: `Process`, the main jobs in order of time and the state of
everyone at some months. Side jobs, titles, skills and pay come after: outgrow.careers.simulated_tables.

Months count from January 2004. In month t everyone is read as they were at the end of month t - 1; whoever moves starts
the new job in month t, and the old one ended in month t - 1. Chances come from `true_hazard`, put into tables first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from outgrow.careers.labour_market import CRAFTS, FIRST_YEAR, LAST_YEAR, OWNER
from outgrow.careers.true_hazard import MOVES, true_hazard
from outgrow.schema import LEVEL_ORDER, LEVELS

__all__ = ["LAST", "NEVER", "Process", "run"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

YEARS: Final = LAST_YEAR - FIRST_YEAR + 1
#: Number of the last month, December 2025.
LAST: Final = YEARS * 12 - 1
#: Stands for an end that is not there.
NEVER: Final = 32_767

_NOT_YET, _IN_JOB, _BETWEEN, _ON_LEAVE, _GONE = range(5)
_MANAGER, _SPECIALIST, _CHIEF = LEVEL_ORDER["manager"], LEVEL_ORDER["specialist"], LEVEL_ORDER["chief"]
_PROMOTIONS: Final = 2  # a level has at most two levels to be promoted to
_EVENT: Final = {move: _PROMOTIONS + place for place, move in enumerate(MOVES)}
_LABELS: Final = [(craft.function, craft.specialty) for craft in CRAFTS]
_GENERAL: Final = _LABELS.index(("general_management", None))
_OPERATIONS: Final = _LABELS.index(("operations", None))
# The craft of the whole function: the first of the function, which is the one without a specialty where there is one.
_WHOLE: Final = np.array(
    [next(i for i, other in enumerate(CRAFTS) if other.function == craft.function) for craft in CRAFTS]
)


@dataclass(frozen=True, slots=True)
class Process:
    """Main jobs and people, as arrays; months from January 2004.

    Parameters
    ----------
    person, start, end, craft, level, organisation, successor : ndarray of int
        One entry a job, by person and start; `end` is `NEVER` for jobs held at the end. `successor` is 1 where the
        title is one of the successor titles. Organisations from `organisations` on are firms of one's own.
    entry, exited, reason, birth, entry_year : ndarray of int
        One entry a person; `exited` is `NEVER` for whoever stays, `reason` the place among the reasons.
    veteran, start_unknown : ndarray of bool
        Whether someone was at work before January 2004, and whether the start of that job is not on record.
    snapshots : dict
        For each month asked for, of those who work for an employer: ``craft``, ``level``, ``age`` and ``tenure``
        (months with the employer, the present one included).
    organisations : int
        How many employers there are.
    """

    person: Ints
    start: Ints
    end: Ints
    craft: Ints
    level: Ints
    organisation: Ints
    successor: Ints
    entry: Ints
    exited: Ints
    reason: Ints
    birth: Ints
    entry_year: Ints
    veteran: NDArray[np.bool_]
    start_unknown: NDArray[np.bool_]
    snapshots: dict[int, dict[str, Ints]]
    organisations: int


def run(rng: Generator, people: int, truth: dict[str, Any], snapshots: tuple[int, ...]) -> Process:
    """Run the process for `people` people and return their main jobs.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance; plain uniform numbers are all that is drawn.
    people : int
        How many careers.
    truth : dict
        What `outgrow.careers.labour_market.rules` returns, with ``titles``.
    snapshots : tuple of int
        Months at whose end the state of everyone is kept.
    """
    state = _State(rng, people, truth)
    kept = {}
    for month in range(LAST + 1):
        state.step(month)
        if month in snapshots:
            kept[month] = state.snapshot(month)
    return state.finish(kept)


class _Tables:
    """Chances and weights of the truth, as arrays over crafts, levels and what else they hang on."""

    def __init__(self, truth: dict[str, Any]) -> None:
        crafts, levels = len(CRAFTS), len(LEVELS)
        effects = truth["effects"]
        self.most_strategy = int(effects["strategy"]["most"])
        self.known_from = int(effects["broadened"]["known_from_months"])
        self.share_percent = round(100 * effects["broadened"]["share"])
        ladder = truth["hazards"]["promotion"]
        self.promoted_to = np.zeros((levels, _PROMOTIONS), dtype=np.int64)
        shape = (crafts, levels, 2, 2, self.most_strategy + 1, _PROMOTIONS)
        promotion = np.zeros(shape)
        for level, steps in ladder.items():
            here = LEVEL_ORDER[level]
            for place, to in enumerate(steps):
                self.promoted_to[here, place] = LEVEL_ORDER[to]
                for craft, row in enumerate(CRAFTS):
                    for settled in (0, 1):
                        for broadened in (0, 1):
                            for years in range(self.most_strategy + 1):
                                promotion[craft, here, settled, broadened, years, place] = true_hazard(
                                    truth,
                                    level=level,
                                    function=row.function,
                                    specialty=row.specialty,
                                    move=to,
                                    broadened=bool(broadened),
                                    strategy_months=12 * years,
                                    level_months=12 * settled,
                                    owner=craft == OWNER,
                                )
        self.age_from = np.array(truth["hazards"]["by_age"]["from"])
        other = np.zeros((crafts, levels, len(self.age_from), len(MOVES)))
        for level, name in enumerate(LEVELS):
            for band, age in enumerate(self.age_from):
                for place, move in enumerate(MOVES):
                    for owner in (False, True):
                        # These moves do not hang on the craft, so one function stands for all.
                        hazard = true_hazard(
                            truth, level=name, function="marketing", move=move, age=float(age), owner=owner
                        )
                        where = slice(OWNER, crafts) if owner else slice(0, OWNER)
                        other[where, level, band, place] = hazard
        self.promotion = promotion.reshape(-1, _PROMOTIONS)
        self.other = other.reshape(-1, len(MOVES))
        self.promotion_any = self.promotion[:, 0] + self.promotion[:, 1]
        self.other_any = np.cumsum(self.other, axis=1)[:, -1]
        self._moves(truth)

    def _moves(self, truth: dict[str, Any]) -> None:
        crafts = len(CRAFTS)
        growth = np.ones((YEARS, crafts))
        for place, craft in enumerate(CRAFTS):
            sizes = truth["growth"]["by_specialty"].get(craft.specialty)
            if sizes is not None:
                growth[:, place] = sizes
        weights = np.array(truth["moves"]["weights"])[None, :, :] * growth[:, None, :]
        moves = np.cumsum(weights, axis=2)
        # Nobody moves on from the firm of one's own by craft: the row is never read, and must not divide by nothing.
        self.move_to = moves / np.maximum(moves[:, :, -1:], 1e-300)
        starts = np.cumsum(np.array([craft.weight for craft in CRAFTS]) * growth, axis=1)
        self.start_in = starts / starts[:, -1:]
        categories = sorted({craft.category for craft in CRAFTS})
        self.category = np.array([categories.index(craft.category) for craft in CRAFTS])
        self.categories = len(categories)
        self.strategy = categories.index(truth["effects"]["strategy"]["specialty"])
        rows = {(row["function"], row["specialty"]): row for row in truth["titles"]["morphs"]}
        self.hired_as_successor = np.zeros((YEARS, crafts))
        self.renamed = np.zeros((YEARS, crafts))
        self.stays_craft, self.becomes = np.ones(crafts), np.arange(crafts)
        for place, label in enumerate(_LABELS[:OWNER]):
            row = rows.get(label)
            if row is None:
                continue
            self.hired_as_successor[:, place] = row["hired_as_successor"]
            self.renamed[:, place] = row["renamed_a_year"]
            if row["becomes"]:
                last = row["becomes"][-1]
                self.stays_craft[place] = row["becomes"][0]["share"]
                self.becomes[place] = _LABELS.index((last["function"], last["specialty"]))
        self.renamable = np.flatnonzero(self.renamed.any(axis=0))
        self.place_among_renamable = np.full(crafts, len(self.renamable))
        self.place_among_renamable[self.renamable] = np.arange(len(self.renamable))


class _State:
    """Everyone, at the end of a month, and the jobs begun so far."""

    def __init__(self, rng: Generator, people: int, truth: dict[str, Any]) -> None:
        self.rng, self.truth, self.tables, self.people = rng, truth, _Tables(truth), people
        self.organisations = max(30, people // 12)
        cohort = truth["cohort"]
        draw = rng.random((9, people))
        self.veteran = draw[0] < cohort["veterans"]
        years = cohort["entry_years"]
        year = years[0] + (draw[1] * (years[1] - years[0] + 1)).astype(np.int64)
        month = (draw[2] * 12).astype(np.int64)
        self.entry = np.where(self.veteran, 0, (year - FIRST_YEAR) * 12 + month)
        self.start_unknown = self.veteran & (draw[3] < cohort["start_unknown"])
        elapsed = 1 + (draw[4] * draw[4] * cohort["veteran_months"]).astype(np.int64)
        self.tenure_at_entry = np.where(self.veteran, elapsed, 0)
        # Hazards hang on what is on record, so months before an unknown start do not count.
        self.elapsed = np.where(self.start_unknown, 0, self.tenure_at_entry)
        late = draw[5] < cohort["late_starters"]
        age = np.where(late, 27 + (draw[6] * 15).astype(np.int64), 21 + (draw[6] * 5).astype(np.int64))
        before = np.where(self.veteran, elapsed // 12 + (draw[7] * 14).astype(np.int64), 0)
        self.entry_year = np.where(self.veteran, FIRST_YEAR - before, year)
        self.birth = self.entry_year - age
        self.order = np.argsort(self.entry, kind="stable")
        self.entered = np.searchsorted(self.entry[self.order], np.arange(LAST + 2))
        zeros = np.zeros(people, dtype=np.int64)
        self.status, self.craft, self.organisation, self.successor = (
            zeros.copy(),
            zeros.copy(),
            zeros.copy(),
            zeros.copy(),
        )
        self.level = np.empty(people, dtype=np.int64)
        for is_veteran, name in ((False, "entrant_levels"), (True, "veteran_levels")):
            shares = np.cumsum([cohort[name].get(level, 0.0) for level in LEVELS])
            who = self.veteran == is_veteran
            self.level[who] = _pick(shares / shares[-1], draw[8][who])
        self.saved_level, self.saved_craft, self.organisation_since = zeros.copy(), zeros.copy(), zeros.copy()
        self.months, self.most, self.strategy, self.level_months = (
            zeros.copy(),
            zeros.copy(),
            zeros.copy(),
            zeros.copy(),
        )
        self.by_category = np.zeros((people, self.tables.categories), dtype=np.int16)
        self.band = zeros.copy()
        self.exited, self.reason = np.full(people, NEVER), np.full(people, -1)
        self.row = zeros.copy()
        self.rows, self.jobs, self.ends = 0, [], []  # type: tuple[int, list[Ints], list[tuple[Ints, int]]]

    def step(self, month: int) -> None:
        """Move everyone from the end of the month before to the end of `month`."""
        year = month // 12
        if month % 12 == 0:
            age = FIRST_YEAR + year - self.birth
            self.band = np.maximum(np.searchsorted(self.tables.age_from, age, side="right") - 1, 0)
        draw = self.rng.random(self.people)
        in_job, away = self.status == _IN_JOB, (self.status == _BETWEEN) | (self.status == _ON_LEAVE)
        moved = self._events(month, draw, in_job)
        self._returns(month, draw, np.flatnonzero(away))
        in_job[moved] = False
        self._renames(month, in_job)
        self._enter(month, self.order[self.entered[month] : self.entered[month + 1]])
        self._count(np.flatnonzero(self.status == _IN_JOB))

    def _events(self, month: int, draw: Floats, in_job: NDArray[np.bool_]) -> Ints:
        """Decide who in a job moves, and how; return them."""
        tables = self.tables
        rung = self.craft * len(LEVELS) + self.level
        settled = self.level_months >= 12
        broadened = (self.months >= tables.known_from) & (100 * self.most < tables.share_percent * self.months)
        years = np.minimum(self.strategy // 12, tables.most_strategy)
        promotion = ((rung * 2 + settled) * 2 + broadened) * (tables.most_strategy + 1) + years
        other = rung * len(tables.age_from) + self.band
        who = np.flatnonzero(in_job & (draw < tables.promotion_any[promotion] + tables.other_any[other]))
        chances = np.cumsum(np.hstack([tables.promotion[promotion[who]], tables.other[other[who]]]), axis=1)
        event = np.minimum((chances <= draw[who, None]).sum(axis=1), chances.shape[1] - 1)
        self._close(who, month)
        for name, status in (("break", _BETWEEN), ("parental leave", _ON_LEAVE)):
            self.status[who[event == _EVENT[name]]] = status
        self._leave(month, who[event == _EVENT["exit"]])
        goes_on = (event < _PROMOTIONS) | np.isin(
            event, [_EVENT[name] for name in ("employer", "inside", "demotion", "founder")]
        )
        self._next_job(month, who[goes_on], event[goes_on])
        return who

    def _next_job(self, month: int, who: Ints, event: Ints) -> None:
        moves, tables = self.truth["moves"], self.tables
        draw = self.rng.random((6, len(who)))
        level, craft, organisation = self.level[who], self.craft[who], self.organisation[who]
        up, founder = event < _PROMOTIONS, event == _EVENT["founder"]
        sideways, inside, down = (event == _EVENT[name] for name in ("employer", "inside", "demotion"))
        owned = craft == OWNER
        level = np.where(owned, self.saved_level[who], level)
        craft = np.where(owned, self.saved_craft[who], craft)
        self.saved_level[who], self.saved_craft[who] = level, craft
        level = np.where(up, tables.promoted_to[level, np.minimum(event, _PROMOTIONS - 1)], level - down)
        changes = moves["changes_craft"]
        chance = np.select([up, sideways, inside], [changes["promotion"], changes["employer"], changes["inside"]], 0.0)
        craft = self._another_craft(month, craft, draw[0] < chance, draw[1])
        whole = _by_level(moves["promotion_to_whole_function"])[level]
        craft = np.where(up & (draw[2] < whole), _WHOLE[craft], craft)
        general = _by_level(moves["promotion_to_general_management"])[level]
        craft = np.where(up & (draw[3] < general), _GENERAL, craft)
        level = np.where(founder, _CHIEF, level)
        craft = np.where(founder, OWNER, craft)
        leaves = sideways | down | (up & (draw[4] < moves["promotion_at_another_employer"]))
        organisation = np.where(leaves, self._another_organisation(organisation, draw[5]), organisation)
        self._begin(month, who, level, craft, np.where(founder, self.organisations, organisation))

    def _returns(self, month: int, draw: Floats, away: Ints) -> None:
        """Bring people between jobs back to work, or see them leave for good."""
        between = self.truth["between"]
        leave = self.status[away] == _ON_LEAVE
        back = np.where(leave, between["return"]["parental leave"], between["return"]["break"])
        gone = between["exit_factor"] * self._exit_chances()[:, self.band[away]].sum(axis=0)
        self._leave(month, away[(draw[away] >= back) & (draw[away] < back + gone)])
        returns = draw[away] < back
        who, leave = away[returns], leave[returns]
        draws = self.rng.random((5, len(who)))
        owned = self.craft[who] == OWNER
        level = np.where(owned, self.saved_level[who], self.level[who])
        craft = np.where(owned, self.saved_craft[who], self.craft[who])
        level -= (draws[0] < between["one_level_lower"]) & (level > _SPECIALIST)
        same = leave & ~owned & (draws[1] < between["same_organisation_after_parental_leave"])
        changes = ~same & (draws[2] < self.truth["moves"]["changes_craft"]["return"])
        craft = self._another_craft(month, craft, changes, draws[3])
        organisation = self.organisation[who]
        organisation = np.where(same, organisation, self._another_organisation(organisation, draws[4]))
        self._begin(month, who, level, craft, organisation)

    def _renames(self, month: int, in_job: NDArray[np.bool_]) -> None:
        """Rename jobs in place: an organisation renames all its jobs of a craft that still have classic titles."""
        tables, year = self.tables, month // 12
        draw = self.rng.random((2, len(tables.renamable), self.organisations))
        rates = tables.renamed[year, tables.renamable] / 12
        if not rates.any():
            return
        # One more row and column for crafts and firms that rename nothing.
        renames = np.zeros((len(tables.renamable) + 1, self.organisations + 1), dtype=bool)
        renames[:-1, :-1] = draw[0] < rates[:, None]
        place = tables.place_among_renamable[self.craft]
        who = np.flatnonzero(in_job & (self.successor == 0) & renames[place, self.organisation])
        craft = self.craft[who]
        leaves = draw[1][place[who], self.organisation[who]] >= tables.stays_craft[craft]
        self._close(who, month)
        self._begin(
            month, who, self.level[who], np.where(leaves, tables.becomes[craft], craft), self.organisation[who], 1
        )

    def _enter(self, month: int, who: Ints) -> None:
        draw = self.rng.random((2, len(who)))
        craft = (self.tables.start_in[month // 12] <= draw[0][:, None]).sum(axis=1)
        craft = np.where((craft == _GENERAL) & (self.level[who] < _MANAGER), _OPERATIONS, craft)
        organisation = _sized(draw[1], self.organisations)
        elapsed = self.elapsed[who]
        self.organisation[who] = -1
        self._begin(month, who, self.level[who], craft, organisation, start=month - elapsed)
        self.organisation_since[who] = month - self.tenure_at_entry[who]
        category = self.tables.category[craft]
        self.by_category[who, category] = elapsed
        self.months[who], self.most[who], self.level_months[who] = elapsed, elapsed, elapsed
        self.strategy[who] = np.where(category == self.tables.strategy, elapsed, 0)

    def _begin(
        self,
        month: int,
        who: Ints,
        level: Ints,
        craft: Ints,
        organisation: Ints,
        successor: int | None = None,
        start: Ints | None = None,
    ) -> None:
        draw = self.rng.random(len(who))
        craft = np.where((craft == _GENERAL) & (level < _MANAGER), _OPERATIONS, craft)
        self.level_months[who[level != self.level[who]]] = 0
        self.organisation_since[who[organisation != self.organisation[who]]] = month
        self.status[who], self.level[who], self.craft[who], self.organisation[who] = _IN_JOB, level, craft, organisation
        hired = (draw < self.tables.hired_as_successor[month // 12, craft]).astype(np.int64)
        self.successor[who] = hired if successor is None else successor
        self.row[who] = self.rows + np.arange(len(who))
        self.rows += len(who)
        starts = np.full(len(who), month) if start is None else start
        self.jobs.append(np.vstack([who, starts, craft, level, organisation, self.successor[who]]))

    def _close(self, who: Ints, month: int) -> None:
        self.ends.append((self.row[who], month - 1))

    def _leave(self, month: int, who: Ints) -> None:
        """Take people out for good, with a reason."""
        reasons = np.cumsum(self._exit_chances()[:, self.band[who]], axis=0)
        self.reason[who] = (reasons <= self.rng.random(len(who)) * reasons[-1]).sum(axis=0)
        self.status[who], self.exited[who] = _GONE, month

    def _exit_chances(self) -> Floats:
        return np.array(list(self.truth["hazards"]["by_age"]["exit"].values()))

    def _another_craft(self, month: int, craft: Ints, changes: NDArray[np.bool_], draw: Floats) -> Ints:
        found = (self.tables.move_to[month // 12][craft[changes]] <= draw[changes, None]).sum(axis=1)
        craft = craft.copy()
        craft[changes] = found
        return craft

    def _another_organisation(self, organisation: Ints, draw: Floats) -> Ints:
        found = _sized(draw, self.organisations)
        return np.where(found == organisation, (found + 1) % self.organisations, found)

    def _count(self, who: Ints) -> None:
        category = self.tables.category[self.craft[who]]
        self.by_category[who, category] += 1
        self.most[who] = np.maximum(self.most[who], self.by_category[who, category])
        self.months[who] += 1
        self.level_months[who] += 1
        self.strategy[who] += category == self.tables.strategy

    def snapshot(self, month: int) -> dict[str, Ints]:
        """Return the state of whoever works for an employer at the end of `month`."""
        who = np.flatnonzero((self.status == _IN_JOB) & (self.craft != OWNER))
        return {
            "craft": self.craft[who],
            "level": self.level[who],
            "tenure": month + 1 - self.organisation_since[who],
            "age": FIRST_YEAR + month // 12 - self.birth[who],
        }

    def finish(self, snapshots: dict[int, dict[str, Ints]]) -> Process:
        """Put the jobs in order of person and start."""
        jobs = np.hstack(self.jobs)
        end = np.full(self.rows, NEVER)
        for rows, month in self.ends:
            end[rows] = month
        order = np.argsort(jobs[0], kind="stable")
        person, start, craft, level, organisation, successor = jobs[:, order]
        return Process(
            person=person,
            start=start,
            end=end[order],
            craft=craft,
            level=level,
            organisation=organisation,
            successor=successor,
            entry=self.entry,
            exited=self.exited,
            reason=self.reason,
            birth=self.birth,
            entry_year=self.entry_year,
            veteran=self.veteran,
            start_unknown=self.start_unknown,
            snapshots=snapshots,
            organisations=self.organisations,
        )


def _pick(upto: Floats, draw: Floats) -> Ints:
    return np.minimum(np.searchsorted(upto, draw, side="right"), len(upto) - 1)


def _sized(draw: Floats, organisations: int) -> Ints:
    """Draw organisations of unequal size: the square makes the first ones the largest."""
    return (draw * draw * organisations).astype(np.int64)


def _by_level(chances: dict[str, float]) -> Floats:
    return np.array([chances.get(level, 0.0) for level in LEVELS])
