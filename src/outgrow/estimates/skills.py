"""Which skills last: excess retention, change of share, pay when first listed; with control of false discoveries.

In: SkillTally. Out: Skills. Runs no SQL, reads no files. Start at `estimate_skills`; next stage: outgrow.disclosure. A person can
move more than once, so all errors come from leaving folds of people out.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.discoveries import discoveries, fisher
from outgrow.estimates.folds import jackknife_error, t_p_value, t_quantile
from outgrow.results import Floats, Ints
from outgrow.results.skills import KindRetention, Measured, Share, Skill, Skills
from outgrow.tallies.skill_counts import ALIKE
from outgrow.tallies.tally import FOLD

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.skill_counts import SkillTally

__all__ = ["LEAST", "estimate_skills", "kinds_of"]

#: With fewer moves, jobs or first listings on either side, nothing is said of a skill.
LEAST: Final = 10
#: Where fewer than this are expected in any of the four cells of a table, its p-value is the exact one too.
_FEW: Final = 25.0


def estimate_skills(tally: SkillTally, /, *, false_discoveries: float = 0.05) -> Skills:
    """Estimate which skills last, are listed more from year to year, and go with pay.

    Parameters
    ----------
    tally : SkillTally
        Counts by fold.
    false_discoveries : float, default 0.05
        Share of false ones among discoveries that is allowed, strictly between 0 and 1; for each of the three measures
        across all skills.

    Returns
    -------
    Skills
        *Retention* is the share of moves after which a skill is listed, of those from a job that lists it minus those from
        one that does not. Its interval puts those of the two shares together with their correlation (MOVER); they are
        Wilson's, on as many moves as would be as sure were all independent. *Trend* is the least squares slope over jobs of
        listing it on the year in which they began. *Pay* is the least squares difference within moves alike in year, levels
        and function. Both with Student's t on one degree less than the folds that hold the skill.

    Raises
    ------
    InputError
        The share of false discoveries is none.

    References
    ----------
    Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289-300. Zou & Donner (2008), Statistics in Medicine 27,
    1693-1702. Wilson (1927), JASA 22, 209-212. Jackknife: `outgrow.estimates.folds`.
    """
    if not 0 < false_discoveries < 1:
        raise InputError(
            f"the share of false discoveries is {false_discoveries}.",
            why="it is a share, not a percentage",
            do="give a number between 0 and 1, for example 0.05",
        )
    coverage = tally.settings.coverage
    moves, years, changes = (_Parts(getattr(tally, name), tally) for name in ("moves", "years", "changes"))
    retained = [_retention(moves, place, coverage) for place in range(len(tally.skills))]
    columns = {
        "retention": [None if one is None else one.excess for one in retained],
        "trend": _trends(years, coverage),
        "pay": _pay(changes, coverage),
    }
    told = {name: discoveries(found, false_discoveries) for name, found in columns.items()}
    skills = []
    for place, (listed, own) in enumerate(zip(tally.skills, retained, strict=True)):
        skills.append(
            Skill(
                name=listed.name,
                kind=listed.kind,
                people=moves.number(place, "people"),
                share=_overall(years, place, coverage),
                kept=None if own is None else own.kept,
                taken_up=None if own is None else own.taken_up,
                **{name: found[place] for name, found in told.items()},
            )
        )
    whole = years.all_rows
    when = whole["year"].to_pylist()
    return Skills(
        role=tally.role,
        skills=tuple(sorted(skills, key=_order)),
        kinds=tuple(_kinds(tally, moves, retained, coverage)),
        jobs=int(sum(whole["jobs"].to_pylist())),
        moves=moves.number(None, "both"),
        people_moved=moves.number(None, "people_any"),
        years=(min(when), max(when)) if when else None,
        false_discoveries=false_discoveries,
        settings=tally.settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *_notes(tally, skills)),
        tally=tally,
        weighted=tally.weighted,
    )


def _order(skill: Skill) -> tuple[float, str]:
    return (math.inf if skill.retention is None else -skill.retention.estimate, skill.name)


class _Parts:
    """A table of the tally by skill and fold, as arrays."""

    def __init__(self, table: pyarrow.Table, tally: SkillTally) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        names = pa.array([skill.name for skill in tally.skills], pa.string())
        codes = pc.fill_null(pc.index_in(table["skill"], value_set=names), len(names))
        self.table = table
        self.skill: Ints = codes.to_numpy().astype(np.int64)
        folds, place = np.unique(table[FOLD].to_numpy(), return_inverse=True)
        self.folds, self.fold = len(folds), place.astype(np.int64)
        self.skills = len(names)
        self.all_rows = table.filter(pc.is_null(table["skill"]))

    def column(self, name: str) -> Floats:
        values: Floats = self.table[name].to_numpy().astype(np.float64)
        return values

    def number(self, place: int | None, name: str) -> int:
        """Return the count of a skill, or of everything."""
        at = self.skills if place is None else place
        return int(self.table[name].to_numpy()[self.skill == at].sum())

    def by_fold(self, values: Floats) -> Floats:
        """Add values by skill, everything last, and fold: shape (S + 1, K)."""
        size = (self.skills + 1) * self.folds
        added = np.bincount(self.skill * self.folds + self.fold, values, size).astype(np.float64, copy=False)
        return added.reshape(self.skills + 1, self.folds)


class _Retained(NamedTuple):
    """Retention of a skill; and of everyone and without each fold, its excess and the weight of moves that list it."""

    kept: Share
    taken_up: Share
    excess: Measured
    left_out: Floats
    listed: Floats


def _retention(moves: _Parts, place: int, coverage: float) -> _Retained | None:
    before, after, both = (moves.number(place, name) for name in ("before", "after", "both"))
    every = moves.number(None, "both")
    if before < LEAST or every - before < LEAST:
        return None
    listed, again, listed_after, all_moves = (
        moves.by_fold(moves.column(f"weight_{name}"))[at]
        for name, at in (("before", place), ("both", place), ("after", place), ("both", moves.skills))
    )
    kept = _ratio(again, listed)
    taken = _ratio(listed_after - again, all_moves - listed)
    people = {name: moves.number(place, f"people_{name}") for name in ("both", "dropped", "taken")}
    freedom = _freedom(listed, all_moves - listed)
    first = _share(kept, both, before, people["dropped"] if not both else people["both"], freedom, coverage)
    unlisted = moves.number(None, "people_any") - moves.number(place, "people_any")
    second = _share(taken, after - both, every - before, max(unlisted, 1), freedom, coverage)
    excess = kept - taken
    # without a fold that holds all moves of a kind there is no estimate
    usable = np.isfinite(excess[1:])
    error = float(jackknife_error(excess[1:][usable]))
    lower, upper = _mover(first, second, _correlation(kept[1:][usable], taken[1:][usable]))
    p_value = t_p_value(_in_errors(float(excess[0]), error), freedom)
    cells = both, before - both, after - both, every - before - after + both
    if _expected(*cells) < _FEW:
        p_value = max(p_value, fisher(*cells))
    found = Measured(
        float(excess[0]), error, lower, upper, p_value, 1.0, discovered=False, number=before, others=every - before
    )
    return _Retained(first, second, found, excess, _left_out(listed))


def _left_out(parts: Floats) -> Floats:
    """Return the sum of all folds, then without each: along the last axis."""
    whole = parts.sum(axis=-1, keepdims=True)
    return np.concatenate([whole, whole - parts], axis=-1)


def _ratio(parts: Floats, of: Floats) -> Floats:
    """Return a ratio of sums for everyone, then without each fold; NaN of nothing."""
    top, bottom = _left_out(parts), _left_out(of)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(bottom > 1e-9, top / bottom, np.nan)
    return found


def _freedom(*parts: Floats) -> int:
    """Return the degrees of freedom of a spread over folds: one less than hold anybody of the smaller side."""
    return max(min(int((part > 1e-9).sum()) for part in parts) - 1, 1)


def _share(ratio: Floats, number: int, of: int, people: int, freedom: int, coverage: float) -> Share:
    """Return a share with Wilson's interval, on as many independent ones as have its spread over folds."""
    estimate = float(ratio[0])
    spread = float(jackknife_error(ratio[1:][np.isfinite(ratio[1:])])) ** 2
    own = estimate * (1 - estimate)
    # where all or none do, folds say nothing of the spread, and a person's moves count as one
    size = min(float(of), own / spread) if spread > 1e-18 and own > 1e-12 else float(people)
    z = t_quantile(0.5 + coverage / 2, freedom)
    middle = (estimate + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(own / size + z * z / (4 * size * size))
    lower, upper = max(middle - half, 0.0), min(middle + half, 1.0)
    return Share(estimate, min(lower, estimate), max(upper, estimate), number, of)


def _correlation(first: Floats, second: Floats) -> float:
    if len(first) < 2 or not first.std() or not second.std():
        return 0.0
    return float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))


def _mover(first: Share, second: Share, correlation: float) -> tuple[float, float]:
    """Return the bounds of a difference from those of its parts (Zou and Donner 2008, equation 10)."""

    def distance(one: float, other: float) -> float:
        return math.sqrt(max(one * one + other * other - 2 * correlation * one * other, 0.0))

    estimate = first.estimate - second.estimate
    below = distance(first.estimate - first.lower, second.upper - second.estimate)
    above = distance(first.upper - first.estimate, second.estimate - second.lower)
    return max(estimate - below, -1.0), min(estimate + above, 1.0)


def _in_errors(estimate: float, error: float) -> float:
    return estimate / error if error > 0 else math.copysign(math.inf, estimate) if estimate else 0.0


def _expected(both: int, dropped: int, taken: int, neither: int) -> float:
    """Return the smallest count expected in the four cells, were listing before and after unrelated."""
    rows, columns = (both + dropped, taken + neither), (both + taken, dropped + neither)
    return min(rows) * min(columns) / max(sum(rows), 1)


def _overall(years: _Parts, place: int, coverage: float) -> Share:
    """Return the share of the jobs of the role that list a skill."""
    weights = years.by_fold(years.column("weight_jobs"))
    number, of = years.number(place, "jobs"), years.number(None, "jobs")
    if not of:
        return Share(0.0, 0.0, 1.0, 0, 0)
    ratio = _ratio(weights[place], weights[years.skills])
    return _share(ratio, number, of, number or of, _freedom(weights[years.skills]), coverage)


def _trends(years: _Parts, coverage: float) -> list[Measured | None]:
    """Return the least squares slope of each skill's share on the year in which jobs began."""
    weight = years.column("weight_jobs")
    year = years.column("year")
    whole = years.skill == years.skills
    if not whole.any():
        return [None] * years.skills
    since = year - np.average(year[whole], weights=weight[whole])
    sums = {name: years.by_fold(weight * power) for name, power in (("one", 1.0), ("x", since), ("xx", since * since))}
    n, x, xx = (_left_out(sums[name][years.skills]) for name in ("one", "x", "xx"))
    every = years.number(None, "jobs")
    found: list[Measured | None] = []
    for place in range(years.skills):
        listing = years.number(place, "jobs")
        y, xy = (_left_out(sums[name][place]) for name in ("one", "x"))
        spread = n * xx - x * x
        if min(listing, every - listing) < LEAST or (spread <= 1e-9).any():
            found.append(None)
            continue
        slopes = (n * xy - x * y) / spread
        parts = sums["one"]
        freedom = _freedom(parts[place], parts[years.skills] - parts[place])
        found.append(_by_t(slopes, freedom, coverage, number=listing, others=every - listing))
    return found


def _by_t(left_out: Floats, freedom: int, coverage: float, *, number: int, others: int) -> Measured:
    estimate = float(left_out[0])
    error = float(jackknife_error(left_out[1:]))
    half = t_quantile(0.5 + coverage / 2, freedom) * error
    p_value = t_p_value(_in_errors(estimate, error), freedom)
    return Measured(
        estimate, error, estimate - half, estimate + half, p_value, 1.0, discovered=False, number=number, others=others
    )


def _pay(changes: _Parts, coverage: float) -> list[Measured | None]:
    """Return for each skill the difference in the change of log pay within moves that are alike.

    Least squares with a constant for each kind of moves, which is the mean of their differences, each counting
    ``n1 * n0 / (n1 + n0)`` for n1 first listings and n0 moves without the skill.
    """
    if not changes.table.num_rows:
        return [None] * changes.skills
    alike = _codes(changes.table)
    names = ("first", "known", "weight_first", "weight_known", "change_first", "change_known")
    values = {name: changes.column(name) for name in names}
    kinds, folds = int(alike.max()) + 1, changes.folds

    def table(rows: Ints, name: str, kept: Ints, size: int) -> Floats:
        """Add a column by kind of moves, of those kept, and fold."""
        place = kept[alike[rows]]
        there = place >= 0
        added = np.bincount(place[there] * folds + changes.fold[rows][there], values[name][rows][there], size * folds)
        return added.astype(np.float64, copy=False).reshape(size, folds)

    by_skill = [np.flatnonzero(changes.skill == place) for place in range(changes.skills + 1)]
    found: list[Measured | None] = []
    for rows in by_skill[:-1]:
        here = np.unique(alike[rows[values["first"][rows] > 0]])
        kept = np.full(kinds, -1)
        kept[here] = np.arange(len(here))
        whole = {name: table(by_skill[-1], name, kept, len(here)) for name in names}
        own = {name: table(rows, name, kept, len(here)) for name in names}
        first, others = own["first"].sum(axis=1), (whole["known"] - own["first"] - own["known"]).sum(axis=1)
        matched = others > 0
        number, against = int(first[matched].sum()), int(others[matched].sum())
        if number < LEAST or against < LEAST:
            found.append(None)
            continue
        n1, s1 = (_left_out(own[f"{what}_first"]) for what in ("weight", "change"))
        n0, s0 = (
            _left_out(whole[f"{what}_known"] - own[f"{what}_first"] - own[f"{what}_known"])
            for what in ("weight", "change")
        )
        both = (n1 > 1e-9) & (n0 > 1e-9)
        with np.errstate(invalid="ignore", divide="ignore"):
            top = np.where(both, (n0 * s1 - n1 * s0) / (n1 + n0), 0.0).sum(axis=0)
            bottom = np.where(both, n1 * n0 / (n1 + n0), 0.0).sum(axis=0)
            left_out = top / bottom
        usable = np.isfinite(left_out)
        holds = _freedom(own["weight_first"].sum(axis=0))
        found.append(_by_t(left_out[usable], holds, coverage, number=number, others=against))
    return found


def _codes(table: pyarrow.Table) -> Ints:
    """Return for each row the number of its kind of moves."""
    code = np.zeros(table.num_rows, dtype=np.int64)
    for name in ALIKE:
        values = table[name].combine_chunks().dictionary_encode()
        code = code * (len(values.dictionary) + 1) + values.indices.to_numpy(zero_copy_only=False)
    _, places = np.unique(code, return_inverse=True)
    return places.astype(np.int64)


def kinds_of(tally: SkillTally, names: Collection[str]) -> list[KindRetention]:
    """Return the mean excess retention of skills and of tools, of some of them alone.

    Parameters
    ----------
    tally : SkillTally
        Counts by fold.
    names : collection of str
        Of the skills that are meant.
    """
    moves, coverage = _Parts(tally.moves, tally), tally.settings.coverage
    retained = [
        _retention(moves, place, coverage) if skill.name in names else None for place, skill in enumerate(tally.skills)
    ]
    return _kinds(tally, moves, retained, coverage)


def _kinds(tally: SkillTally, moves: _Parts, retained: list[_Retained | None], coverage: float) -> list[KindRetention]:
    """Average the excess retention of skills and of tools, as often as each is listed; and the difference."""
    means: dict[str, tuple[int, Floats]] = {}
    for kind in ("skill", "tool"):
        own = [one for one, listed in zip(retained, tally.skills, strict=True) if one and listed.kind == kind]
        if own:
            weights = np.stack([np.where(np.isfinite(one.left_out), one.listed, 0.0) for one in own])
            values = np.stack([np.nan_to_num(one.left_out) for one in own])
            means[kind] = len(own), (weights * values).sum(axis=0) / weights.sum(axis=0)
    if len(means) == 2:
        (some, first), (more, second) = means["skill"], means["tool"]
        means["skill minus tool"] = some + more, first - second
    z = t_quantile(0.5 + coverage / 2, max(moves.folds - 1, 1))
    found = []
    for kind, (number, mean) in means.items():
        error = float(jackknife_error(mean[1:][np.isfinite(mean[1:])]))
        estimate = float(mean[0])
        found.append(KindRetention(kind, number, estimate, error, estimate - z * error, estimate + z * error))
    return found


def _notes(tally: SkillTally, skills: list[Skill]) -> list[str]:
    notes = [
        "Only jobs that list any skill are asked; what is not listed may be known all the same. Who lists much lists each "
        "skill more often, before and after, which adds to the retention of all: compare skills with each other."
    ]
    if tally.left_out:
        notes.append(
            f"The {len(skills):,} skills listed by most jobs of the role are told, and {tally.left_out:,} others are not."
        )
    few = sum(skill.retention is None for skill in skills)
    if few:
        notes.append(f"Of {few:,} of them fewer than {LEAST} moves on either side tell whether they last.")
    if any(skill.kind is None for skill in skills):
        notes.append("Names that neither ESCO nor O*NET knows are of no known kind.")
    return notes
