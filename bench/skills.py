"""Skills that last over many simulated cohorts: coverage of intervals, and how many discoveries are false.

    python bench/skills.py --cohorts 50       # a minute
    python bench/skills.py --cohorts 400      # the stored table

People have two to four jobs, each of which lists some of 24 skills. Of *nothing* each is listed by chance alone, from rare to
common, whatever was listed before, in any year and whatever is paid. Of *some* a third are; another third is listed again more
often by who listed it; of the last third the chance rises by a point a year, and who lists it has 5% more pay. Tallies are
made as the engine would count them. Results go to bench/results/skills.json and skills.md.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from outgrow.estimates import estimate_skills
from outgrow.reference.skills.listed import ListedName
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies.skill_counts import SUMS, SkillTally

HERE = Path(__file__).parent
FACTS = CareersFacts("simulated cohorts", "simulated", 0, 0, 0, None)
SKILLS, MOST_JOBS, FIRST, YEARS, FOLDS = 24, 4, 2008, 16, 50
#: Chance of listing again, rise of the chance a year, change in log pay, of skills that have it.
KEPT, RISE, PAID = 0.6, 0.01, 0.05
#: Spread of log pay from job to job.
SPREAD = 0.25
NAMES = tuple(f"skill {number}" for number in range(SKILLS))
MEASURES = ("retention", "trend", "pay")


def truths(some: bool) -> dict[str, np.ndarray]:
    """What is true of each skill; NaN where it has no simple truth."""
    place = np.arange(SKILLS) % 3
    chance = rates()
    lasting, rising = some & (place == 1), some & (place == 2)
    # what lasts is listed by ever more until it is as common as it gets, and what rises is taken up more by the year
    return {
        "retention": np.where(lasting, KEPT - chance, np.where(rising, math.nan, 0.0)),
        "trend": np.where(rising, RISE, np.where(lasting, math.nan, 0.0)),
        "pay": np.where(rising, PAID, 0.0),
    }


def rates() -> np.ndarray:
    """Chance of listing each skill where nothing else matters: from 3% to 40%."""
    return np.geomspace(0.03, 0.4, SKILLS)


def cohort(rng: np.random.Generator, people: int, some: bool) -> dict[str, np.ndarray]:
    """Jobs by person, place and skill; whether each job is there, when it began, its level, its log pay."""
    jobs = rng.integers(2, MOST_JOBS + 1, people)
    there = np.arange(MOST_JOBS) < jobs[:, None]
    year = rng.integers(0, YEARS - 11, people)[:, None] + np.cumsum(rng.integers(1, 4, (people, MOST_JOBS)), axis=1) - 1
    level = rng.integers(0, 2, (people, MOST_JOBS))
    place, chance = np.arange(SKILLS) % 3, rates()
    listed = np.zeros((people, MOST_JOBS, SKILLS), dtype=bool)
    rising = chance + RISE * float(some) * year[:, :, None] * (place == 2)
    for job in range(MOST_JOBS):
        own = rising[:, job]
        if some and job:
            own = np.where((place == 1) & listed[:, job - 1], KEPT, own)
        listed[:, job] = rng.random((people, SKILLS)) < own
    pay = 0.1 * level + rng.normal(0, SPREAD, (people, MOST_JOBS)) + rng.normal(0, 0.3, people)[:, None]
    if some:
        pay += PAID * listed[:, :, place == 2].sum(axis=2)
    return {"there": there, "year": year, "level": level, "listed": listed & there[:, :, None], "pay": pay}


def tally(found: dict[str, np.ndarray]) -> SkillTally:
    """Count a cohort; the rows without a skill come last."""
    there, listed = found["there"], found["listed"]
    people = len(there)
    fold = np.arange(people) % FOLDS
    move = there[:, :-1] & there[:, 1:]
    before, after = listed[:, :-1] & move[:, :, None], listed[:, 1:] & move[:, :, None]
    own = {"before": before.sum(axis=1), "after": after.sum(axis=1), "both": (before & after).sum(axis=1)}
    everyone = move.sum(axis=1)[:, None]
    own = {name: np.concatenate([counts, everyone], axis=1) for name, counts in own.items()}
    own["people"] = np.concatenate([listed.any(axis=1), np.ones((people, 1))], axis=1)
    own["people_both"] = own["both"] > 0
    own["people_dropped"] = own["before"] > own["both"]
    own["people_taken"] = own["after"] > own["both"]
    own["people_any"] = own["people_paid"] = (own["before"] + own["after"]) > 0
    moves = {
        "skill": [name for name in (*NAMES, None) for _ in range(FOLDS)],
        "fold": list(range(FOLDS)) * (SKILLS + 1),
    }
    for name in SUMS["moves"]:
        values = own[name.removeprefix("weight_")]
        sums = np.stack([np.bincount(fold, values[:, at], FOLDS) for at in range(SKILLS + 1)])
        moves[name] = sums.ravel().astype(float if name.startswith("weight_") else int)
    whole = np.concatenate([listed, there[:, :, None]], axis=2)
    years = _rows(found["year"], fold[:, None] + np.zeros_like(found["year"]), {"jobs": whole}, YEARS)
    ever = np.cumsum(listed, axis=1) > 0
    known, new = ever[:, :-1] & move[:, :, None], after & ~ever[:, :-1]
    known = np.concatenate([known, move[:, :, None]], axis=2)
    new = np.concatenate([new, np.zeros_like(move)[:, :, None]], axis=2)
    change = np.diff(found["pay"], axis=1)[:, :, None]
    kind = (found["year"][:, 1:] * 2 + found["level"][:, :-1]) * 2 + found["level"][:, 1:]
    parts = {"first": new, "known": known, "change_first": new * change, "change_known": known * change}
    changes = _rows(kind, fold[:, None] + np.zeros_like(kind), parts, YEARS * 4)
    kinds = np.array(changes.pop("kind"))
    text = pa.string()
    return SkillTally(
        role="any",
        skills=tuple(ListedName(name, "tool" if at % 2 else "skill") for at, name in enumerate(NAMES)),
        moves=pa.table(moves | {"skill": pa.array(moves["skill"], text)}),
        years=pa.table(
            {
                "skill": pa.array(years["skill"], text),
                "year": FIRST + np.array(years["kind"]),
                "fold": years["fold"],
                "jobs": years["jobs"].astype(int),
                "weight_jobs": years["jobs"],
            }
        ),
        changes=pa.table(
            {
                "skill": pa.array(changes["skill"], text),
                "year": FIRST + kinds // 4,
                "level": pa.array([str(one) for one in kinds // 2 % 2], text),
                "next_level": pa.array([str(one) for one in kinds % 2], text),
                "next_function": pa.array([""] * len(kinds), text),
                "fold": changes["fold"],
                "first": changes["first"].astype(int),
                "known": changes["known"].astype(int),
                "weight_first": changes["first"],
                "weight_known": changes["known"],
                "change_first": changes["change_first"],
                "change_known": changes["change_known"],
            }
        ),
        flow=Flow(people, 0, 0, 0, 0, people),
        settings=Settings(),
        careers=FACTS,
    )


def _rows(kind: np.ndarray, fold: np.ndarray, parts: dict[str, np.ndarray], kinds: int) -> dict[str, Any]:
    """Add arrays by skill, kind and fold; rows of nothing left out."""
    cell = (kind * FOLDS + fold).ravel()
    sums = {
        name: np.stack(
            [np.bincount(cell, values[:, :, at].ravel(), kinds * FOLDS) for at in range(values.shape[2])]
        ).ravel()
        for name, values in parts.items()
    }
    kept = np.flatnonzero(sum(np.abs(values) for values in sums.values()) > 0)
    skill, rest = np.divmod(kept, kinds * FOLDS)
    names = [*NAMES, None]
    return {
        "skill": [names[at] for at in skill],
        "kind": (rest // FOLDS).tolist(),
        "fold": rest % FOLDS,
        **{name: values[kept] for name, values in sums.items()},
    }


def run(people: int, some: bool, cohorts: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng([seed, people, int(some)])
    true = truths(some)
    held: dict[str, list[bool]] = {name: [] for name in MEASURES}
    false: dict[str, list[float]] = {name: [] for name in MEASURES}
    found: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(cohorts):
        answer = estimate_skills(tally(cohort(rng, people, some)))
        for name in MEASURES:
            wrong = right = real = 0
            for at, skill in enumerate(NAMES):
                own, truth = getattr(answer.skill(skill), name), true[name][at]
                if own is None or math.isnan(truth):
                    continue
                held[name].append(own.lower <= truth <= own.upper)
                wrong += own.discovered and truth == 0
                right += own.discovered and truth != 0
                real += truth != 0
            false[name].append(wrong / max(wrong + right, 1))
            if real:
                found[name].append(right / real)
    return {
        "people": people,
        "skills": "some" if some else "nothing",
        "cohorts": cohorts,
        "of": {
            name: {
                "coverage": float(np.mean(held[name])),
                "intervals": len(held[name]),
                "false": float(np.mean(false[name])),
                "false_error": float(np.std(false[name], ddof=1) / math.sqrt(cohorts)),
                "found": float(np.mean(found[name])) if found[name] else None,
            }
            for name in MEASURES
            if held[name]
        },
    }


def table(runs: list[dict[str, Any]]) -> str:
    cohorts = runs[0]["cohorts"]
    lines = [
        "# Skills that last over simulated cohorts",
        "",
        f"**All careers here are simulated.** Made by `python bench/skills.py --cohorts {cohorts}`: {SKILLS} skills, intervals "
        "of 95%, 5% false discoveries allowed. *False*: mean share of false ones among the discoveries of a cohort; where "
        "nothing is true, the share of cohorts with any. *Found*: of skills of which it is true.",
        "",
        "| skills | people | measure | intervals | coverage, % | false, % | its error | found, % |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    for one in runs:
        for name, of in one["of"].items():
            right = "" if of["found"] is None else f"{100 * of['found']:.0f}"
            lines.append(
                f"| {one['skills']} | {one['people']:,} | {name} | {of['intervals']:,} | {100 * of['coverage']:.1f} | "
                f"{100 * of['false']:.1f} | {100 * of['false_error']:.1f} | {right} |"
            )
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cohorts", type=int, default=50)
    parser.add_argument("--people", type=int, nargs="+", default=[150, 500, 2000])
    parser.add_argument("--seed", type=int, default=1995)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    runs = [run(people, some, given.cohorts, given.seed) for some in (False, True) for people in given.people]
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "skills.json").write_text(json.dumps({"seed": given.seed, "runs": runs}, indent=1) + "\n", "utf-8")
    text = table(runs)
    (given.results / "skills.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
