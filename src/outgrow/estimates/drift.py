"""Drift of a role: shares by year, what its holders hold five years on, the half-life of its titles, from a tally.

In: DriftTally. Out: Drift. Runs no SQL, reads no files. Start at `estimate_drift`; next stage: outgrow.report. People come again
from June to June, so errors of what is pooled over years come from leaving folds out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outgrow.estimates.folds import distinct, fold_sums, jackknife_error, leave_out, t_quantile
from outgrow.estimates.intervals import cloglog_interval, wilson_interval
from outgrow.months import LAST_YEAR, month_text
from outgrow.results import Flags, Floats, Ints
from outgrow.results.drift import (
    ALL,
    BETWEEN,
    ELSE,
    LEFT,
    LOST,
    OTHER,
    REST,
    SAME_ROLE,
    SAME_TITLE,
    Drift,
    HalfLife,
    Period,
    Renamed,
    Successor,
    TitleLife,
    Within,
    YearShare,
)

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.drift_tally import DriftTally

__all__ = [
    "MOST_SUCCESSORS",
    "PERIOD_YEARS",
    "Later",
    "columns",
    "estimate_drift",
    "half_life",
    "named_successors",
    "title_lives",
    "year_shares",
]

#: Other roles that are told apart, and titles.
MOST_SUCCESSORS: Final = 10
_MOST_TITLES: Final = 12
#: Titles of the role that are kept: the commonest, and whatever came or went, up to so many.
_COMMONEST: Final = 100
_MOST_KEPT: Final = 300
#: Calendar years that are one period: 2010 to 2014.
PERIOD_YEARS: Final = 5
#: Months after which the chance of another title is told.
_WITHIN: Final = (12, 24, 36, 60, 120)
#: An estimate so near to one half is one half: rounding.
_ROUNDING: Final = 1e-12
_CHANGED: Final = ("moved", "renamed")
UNKNOWN: Final = "unknown"


def estimate_drift(tally: DriftTally, /) -> Drift:
    """Estimate what a role and its titles turn into.

    Parameters
    ----------
    tally : DriftTally
        The counts.

    Returns
    -------
    Drift
        Shares by year have Wilson's interval: in one June each person counts once. With weights, and of what is pooled over
        years or counts jobs, it is Wilson's on the effective number ``p (1 - p) / se**2``, with the error from leaving folds
        out and Student's t for as many folds. The chance of another title is Aalen and Johansen's with leaving for good
        competing, its interval on the complementary log-log scale; the half-life is the first month in which it is one half
        or more, and its interval holds the months at which the interval of the chance holds one half.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212. Effective number:
    Franco, Little, Louis & Slud (2019), J. Surv. Stat. Methodol. 7, 334-364. Folds: Shao & Tu (1995), The Jackknife and
    Bootstrap, section 2.3. Median: Brookmeyer & Crowley (1982), Biometrics 38, 29-41.
    """
    coverage = tally.settings.coverage
    later = Later(tally)
    every = np.ones(len(later.year), dtype=bool)
    successors = later.successors(every, coverage)
    changes = columns(tally.changes)
    titles = title_lives(tally, 1 - coverage)
    kept = tuple(one for n, one in enumerate(titles) if n < _COMMONEST or one.born or one.gone)[:_MOST_KEPT]
    lost = int(later.people[later.kind == LOST].sum())
    return Drift(
        role=tally.role,
        settings=tally.settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *_notes(tally, lost)),
        weighted=tally.weighted,
        share=year_shares(tally.held, "in_role", coverage, by_folds=tally.weighted),
        successors=successors,
        titles_then=later.titles_then(coverage),
        followed=int(later.people[later.kind != LOST].sum()),
        people=later.all_people,
        lost=lost,
        half_life=half_life(changes, np.ones(len(changes["year"]), dtype=bool), coverage),
        periods=_periods(later, changes, coverage),
        titles=kept,
        titles_in_all=len(titles),
        words=tally.words,
        skill=() if tally.mentions is None else year_shares(tally.mentions, "names_it", coverage, by_folds=True),
        renames=tuple(
            Renamed(month_text(one.month), one.people, one.before, one.after, counts) for one, counts in tally.renames
        ),
        tally=tally,
    )


def year_shares(table: pyarrow.Table, what: str, coverage: float, *, by_folds: bool) -> tuple[YearShare, ...]:
    """Return the share of a flag by year, from the first year in which it is true of anyone."""
    rows = columns(table)
    if not len(rows["year"]):
        return ()
    years, place = np.unique(rows["year"], return_inverse=True)
    true = rows[what] == 1
    people, of = (np.bincount(place, rows["people"] * kept, len(years)).astype(np.int64) for kept in (true, 1))
    parts = fold_sums(rows["fold"], place, rows["weight"] * true, len(years))
    wholes = fold_sums(rows["fold"], place, rows["weight"], len(years))
    estimate, lower, upper = _shares(parts, wholes, of, of, coverage, by_folds=by_folds)
    first = int(np.argmax(people > 0)) if people.any() else len(years)
    return tuple(
        YearShare(int(years[n]), int(people[n]), int(of[n]), float(estimate[n]), float(lower[n]), float(upper[n]))
        for n in range(first, len(years))
        if of[n]
    )


def _shares(
    parts: Floats, wholes: Floats, times: Ints, people: Ints, coverage: float, *, by_folds: bool
) -> tuple[Floats, Floats, Floats]:
    """Return shares with their bounds, from sums of each fold (K, R) and of R wholes.

    `times` are what the wholes count, the most that an effective number can be; `people` stand in for it where folds do not
    tell the error.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        estimates = np.nan_to_num(leave_out(parts) / leave_out(wholes))
    estimate = np.clip(estimates[0], 0.0, 1.0)
    if not by_folds:
        return (estimate, *wilson_interval(estimate, times, coverage))
    folds = len(estimates) - 1
    error = jackknife_error(estimates[1:])
    inside = (estimate > 0) & (estimate < 1) & (error > 0)
    told = np.asarray(people, dtype=np.float64).copy()
    if folds > 1:
        told[inside] = (estimate * (1 - estimate))[inside] / error[inside] ** 2
        told = np.minimum(told, times)
    quantile = t_quantile((1 + coverage) / 2, folds - 1) if folds > 1 else None
    return (estimate, *wilson_interval(estimate, told, coverage, quantile))


class Later:
    """What is held five years on, as arrays, a row for each cell.

    Parameters
    ----------
    tally : DriftTally
        The counts.
    """

    def __init__(self, tally: DriftTally) -> None:
        rows = columns(tally.later)
        self.year, self.fold, self.people, self.weight = (rows[name] for name in ("year", "fold", "people", "weight"))
        self.kind: Any = np.array(rows["kind"], dtype=object)
        self.title = rows["title"]
        self.name = _names(rows)
        persons = columns(tally.persons)
        named = _names(persons)
        self.all_people = sum(int(n) for kind, n in zip(persons["kind"], persons["people"], strict=True) if kind == ALL)
        self.people_by_role: dict[tuple[str, str], int] = {}
        self.people_by_title: dict[tuple[str, str], int] = {}
        cells = zip(persons["kind"], named, persons["title"], persons["people"], strict=True)
        for kind, name, title, people in cells:
            found, key = (self.people_by_role, name) if title is None else (self.people_by_title, title)
            found[kind, key] = found.get((kind, key), 0) + int(people)

    def successors(
        self, rows: Flags, coverage: float, told: dict[tuple[str, str], str] | None = None
    ) -> tuple[Successor, ...]:
        """Return the shares of what is held then, of some rows; `told` says what each is called."""
        told = named_successors(self.people_by_role) if told is None else told
        keep = rows & (self.kind != LOST)
        if not keep.any():
            return ()
        label = {key: (name, ELSE if name == ELSE else key[0]) for key, name in told.items()}
        names = list(dict.fromkeys(label.values()))
        place = {name: n for n, name in enumerate(names)}
        row = np.array(
            [place[label[pair]] for pair in zip(self.kind[keep], self.name[keep], strict=True)], dtype=np.int64
        )
        people = self.people[keep]
        parts = fold_sums(self.fold[keep], row, self.weight[keep], len(names))
        times = np.bincount(row, people, len(names)).astype(np.int64)
        followed = np.full(len(names), times.sum())
        persons = self._persons(rows, keep, row, label, names)
        base = np.full(len(names), self._base(keep))
        wholes = np.repeat(parts.sum(axis=1, keepdims=True), len(names), axis=1)
        estimate, lower, upper = _shares(parts, wholes, followed, base, coverage, by_folds=True)
        found = [
            Successor(name, kind, int(times[n]), persons[n], float(estimate[n]), float(lower[n]), float(upper[n]))
            for n, (name, kind) in enumerate(names)
            if times[n]
        ]
        order = (SAME_TITLE, SAME_ROLE, OTHER, BETWEEN, LEFT, ELSE)
        return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.role == REST, -one.estimate, one.role)))

    def _base(self, keep: Flags) -> int:
        """Return how many people are behind some rows: of all, or at least so many."""
        return self.all_people if keep.sum() == (self.kind != LOST).sum() else self._most_in_a_year(keep)

    def _most_in_a_year(self, keep: Flags) -> int:
        return int(np.bincount(self.year[keep] - self.year.min(), self.people[keep]).max(initial=0))

    def _persons(
        self,
        rows: Flags,
        keep: Flags,
        row: Ints,
        label: dict[tuple[str, str], tuple[str, str]],
        names: list[tuple[str, str]],
    ) -> list[int]:
        """Return how many people are behind each; of several roles made one, or of some years, at least so many."""
        year, people = self.year[keep] - self.year.min(), self.people[keep]
        by_year = np.zeros((len(names), int(year.max(initial=0)) + 1))
        np.add.at(by_year, (row, year), people)
        most = by_year.max(axis=1).astype(np.int64)
        if not rows.all():
            return [int(n) for n in most]
        found = []
        for n, name in enumerate(names):
            parts = [self.people_by_role.get(key, 0) for key, said in label.items() if said == name]
            found.append(parts[0] if len(parts) == 1 else max(int(most[n]), *parts))
        return found

    def titles_then(self, coverage: float) -> tuple[Successor, ...]:
        """Return the commonest titles that are held then and were not before."""
        by_count = sorted(self.people_by_title.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TITLES]
        if not by_count:
            return ()
        size, there = len(by_count), self.kind != LOST
        place = {key: n for n, (key, _) in enumerate(by_count)}
        pairs = zip(
            self.kind[there],
            (title for title, is_there in zip(self.title, there, strict=True) if is_there),
            strict=True,
        )
        # whatever is none of them has a column of its own, so that every fold has a row
        row = np.array([place.get(pair, size) for pair in pairs], dtype=np.int64)
        parts = fold_sums(self.fold[there], row, self.weight[there], size + 1)
        times = np.bincount(row, self.people[there], size + 1).astype(np.int64)
        whole, base = np.full(size, times.sum()), np.full(size, self.all_people)
        wholes = np.repeat(parts.sum(axis=1, keepdims=True), size, axis=1)
        estimate, lower, upper = _shares(parts[:, :size], wholes, whole, base, coverage, by_folds=True)
        return tuple(
            Successor(title, kind, int(times[n]), people, float(estimate[n]), float(lower[n]), float(upper[n]))
            for n, ((kind, title), people) in enumerate(by_count)
        )


def _names(rows: dict[str, Any]) -> Any:
    """Return what each row is called: craft and level of another role, else its kind."""
    names = [
        f"{craft or UNKNOWN}, {level or UNKNOWN}" if craft or level else UNKNOWN if kind == OTHER else kind
        for kind, craft, level in zip(rows["kind"], rows["craft"], rows["level"], strict=True)
    ]
    return np.array(names, dtype=object)


def named_successors(people: dict[tuple[str, str], int], most: int = MOST_SUCCESSORS) -> dict[tuple[str, str], str]:
    """Return what each role held then is called: the commonest by themselves, the rest together.

    Parameters
    ----------
    people : dict
        People by kind and role.
    most : int
        How many other roles are told apart.
    """
    others = sorted((key for key in people if key[0] == OTHER), key=lambda key: (-people[key], key[1]))
    rest = set(others[most:]) if len(others) > most + 1 else set()
    return {key: REST if key in rest else key[1] for key in people if key[0] not in (ALL, LOST)}


def _periods(later: Later, changes: dict[str, Any], coverage: float) -> tuple[Period, ...]:
    years = sorted({*changes["year"].tolist()})
    found = []
    for first in sorted({year - year % PERIOD_YEARS for year in years}):
        within = [year for year in years if first <= year < first + PERIOD_YEARS]
        rows = (later.year >= first) & (later.year < first + PERIOD_YEARS)
        mine = (changes["year"] >= first) & (changes["year"] < first + PERIOD_YEARS)
        lost = rows & (later.kind == LOST)
        found.append(
            Period(
                within[0],
                within[-1],
                int(later.people[rows].sum() - later.people[lost].sum()),
                int(later.people[lost].sum()),
                later.successors(rows, coverage),
                half_life(changes, mine, coverage),
            )
        )
    return tuple(found)


def half_life(changes: dict[str, Any], rows: Flags, coverage: float) -> HalfLife:
    """Estimate when half of those who held a title have another, leaving for good competing."""
    month, kind, people = changes["month"][rows], np.array(changes["kind"], dtype=object)[rows], changes["people"][rows]
    changed, renamed, left = (np.isin(kind, names) for names in (_CHANGED, ("renamed",), ("left",)))
    counts = [int(people[which].sum()) for which in (np.ones(len(people), dtype=bool), changed, renamed, left)]
    months = np.unique(month)
    if not changed.any():
        return HalfLife(None, None, None, counts[0], counts[1], counts[2], counts[3], ())
    place = np.searchsorted(months, month)
    codes, fold = distinct(changes["fold"][rows])
    weight = changes["weight"][rows]

    everyone, moved, in_place, gone = (
        leave_out(fold_sums(fold, place, weight * which, len(months)))
        for which in (np.ones(len(fold), dtype=bool), changed, renamed, left)
    )
    before = everyone.sum(axis=1, keepdims=True) - np.cumsum(everyone, axis=1) + everyone
    at_risk = np.where(before > _ROUNDING, before, 1.0)
    still = np.cumprod(1 - np.clip((moved + gone) / at_risk, 0, 1), axis=1)
    ahead = np.concatenate([np.ones((len(still), 1)), still[:, :-1]], axis=1)
    chance = np.cumsum(ahead * moved / at_risk, axis=1)
    by_rename = np.cumsum(ahead[0] * in_place[0] / at_risk[0])
    error = jackknife_error(chance[1:])
    numbers = np.bincount(place, people, len(months))
    waiting = numbers.sum() - np.cumsum(numbers) + numbers
    quantile = t_quantile((1 + coverage) / 2, len(codes) - 1) if len(codes) > 1 else None
    lower, upper = cloglog_interval(chance[0], error, np.maximum(waiting, 1), coverage, quantile)
    last = int(months[-1])
    within = []
    for asked in _WITHIN:
        n = int(np.searchsorted(months, asked, side="right")) - 1
        if asked <= last and n >= 0:
            within.append(Within(asked, float(chance[0, n]), float(lower[n]), float(upper[n]), float(by_rename[n])))
    half, early, late = (_first(months, bound) for bound in (chance[0], upper, lower))
    return HalfLife(half, early, late, counts[0], counts[1], counts[2], counts[3], tuple(within))


def _first(months: Ints, chance: Floats) -> int | None:
    reached = np.flatnonzero(chance >= 0.5 - _ROUNDING)
    return int(months[reached[0]]) if len(reached) else None


def title_lives(tally: DriftTally, alpha: float) -> tuple[TitleLife, ...]:
    """Tell which titles of the role came or went beyond chance.

    Were each title's share of the role always the same, the years in which its k holders took it up would be any k of all N
    in which somebody took up a title: the chance that none is in the n before its first year is C(N - n, k) / C(N, k). A title
    is born, or gone, where that chance is at most `alpha` by the number of titles (Bonferroni).
    """
    rows = columns(tally.titles)
    if not len(rows["title"]):
        return ()
    names, place = np.unique(np.array(rows["title"], dtype=str), return_inverse=True)
    first, taken_last = (np.full(len(names), edge, dtype=np.int64) for edge in (LAST_YEAR + 1, 0))
    last, people = taken_last.copy(), np.bincount(place, rows["people"], len(names)).astype(np.int64)
    np.minimum.at(first, place, rows["first_year"])
    np.maximum.at(taken_last, place, rows["first_year"])
    np.maximum.at(last, place, rows["last_year"])
    # how many took up any title in years up to each
    so_far = np.cumsum(np.bincount(rows["first_year"], rows["people"], LAST_YEAR + 1)).astype(np.int64)
    whole, final = int(so_far[-1]), tally.last_month // 12
    found = []
    for n, name in enumerate(names.tolist()):
        held = int(people[n])
        born = _chance_of_none(whole, int(so_far[first[n] - 1]), held)
        gone = _chance_of_none(whole, whole - int(so_far[taken_last[n]]), held) if last[n] < final else 1.0
        found.append((name, held, int(first[n]), int(last[n]), born, gone))
    line = alpha / len(names)
    found.sort(key=lambda one: (-one[1], one[0]))
    return tuple(TitleLife(*one[:4], one[4] <= line, one[5] <= line, *one[4:]) for one in found)


def _chance_of_none(whole: int, apart: int, drawn: int) -> float:
    """Return the chance that of `drawn` out of `whole` none is among the `apart`."""
    if whole - apart < drawn:
        return 0.0
    logs = (math.lgamma(n + 1) for n in (whole - apart, whole - drawn, whole - apart - drawn, whole))
    most, left, both, every = logs
    return math.exp(min(most + left - both - every, 0.0))


def columns(table: pyarrow.Table) -> dict[str, Any]:
    """Return the columns of a table: numbers as arrays, texts as lists."""
    import pyarrow as pa

    return {
        name: table[name].to_pylist() if pa.types.is_string(table[name].type) else table[name].to_numpy()
        for name in table.column_names
    }


def _notes(tally: DriftTally, lost: int) -> tuple[str, ...]:
    found = []
    if lost:
        found.append(
            "Whoever is no longer followed five years on is not counted among successors; if those who left the data fare "
            "otherwise, the shares are off."
        )
    if tally.words and tally.mentions is None:
        found.append("No job lists skills or has a description, so the skill cannot be told apart from the title.")
    if not tally.words:
        found.append(
            "The role names no specialty or function, so the skill cannot be looked for; say it with --skill WORDS."
        )
    return tuple(found)
