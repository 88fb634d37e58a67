"""Who made it: bias and coverage over simulated cohorts, and time and memory on made-up careers from Parquet.

    python bench/who.py --cohorts 200                                # seconds, no speed
    python bench/who.py --cohorts 10000 --people 200000 1000000      # the stored table

Each month a person may reach the target, broaden, or leave for good, by fixed chances; data of each end in a month of their own,
which does not hang on what became of them. The truth is found month by month from the same chances. The share of those followed
and the curve are held against it; and so is the naive share, of everyone of whom it is known what came first by the horizon: it
lets in whoever got there before they were lost, and not whoever was lost without. Tallies are made as the engine would count.
Each question of the second part is asked twice in one process of its own, the second time timed. Results go to
bench/results/who.json and who.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from outgrow.estimates import estimate_who
from outgrow.estimates.who import wilson
from outgrow.results import CareersFacts, Flow, Ranked
from outgrow.settings import Settings
from outgrow.tallies import Tally, WhoTally

HERE = Path(__file__).parent
FACTS = CareersFacts("simulated cohorts", "simulated", 0, 0, 0, None)
HORIZON, PEOPLE = 120, 400
#: Chances in a month: of the target, of broadening, of leaving for good; below, of the data ending.
KINDS = {"few reach it": (0.0005, 0.010, 0.002), "some do": (0.003, 0.010, 0.002), "many do": (0.010, 0.005, 0.002)}
ENDS = 0.006
OUTCOMES = ("reached", "broadened first", "left")
ROLE, TOWARD = "level:manager", "level:director+"
QUESTIONS: dict[str, dict[str, Any]] = {
    "reach": {},
    "who": {},
    "who, stayed focused": {"stayed": "focused"},
    "who, stayed broadened": {"stayed": "broadened"},
}


def truth(chances: tuple[float, ...]) -> float:
    """Chance of the target first by the horizon; in one month it comes before broadening, and that before leaving."""
    waiting, found = 1.0, 0.0
    for _ in range(HORIZON):
        found += waiting * chances[0]
        waiting *= float(np.prod([1 - chance for chance in chances]))
    return found


def measured(rng: np.random.Generator, chances: tuple[float, ...]) -> dict[str, tuple[float, float, float]]:
    """Estimate and bounds of one cohort, by what they are of."""
    months = np.stack([rng.geometric(chance, PEOPLE) for chance in chances])
    ends = rng.geometric(ENDS, PEOPLE)
    what, first = months.argmin(axis=0), months.min(axis=0)
    seen = np.minimum(ends, HORIZON)
    known = first <= seen
    rows: list[tuple[int, str | None, str | None, int]] = [(0, None, "waiting", PEOPLE)]
    for place, name in enumerate(OUTCOMES):
        counts = np.bincount(first[known & (what == place)])
        rows += [(month, "waiting", name, int(n)) for month, n in enumerate(counts.tolist()) if n]
    counts = np.bincount(seen[~known])
    rows += [(month, "waiting", None, int(n)) for month, n in enumerate(counts.tolist()) if n]
    whole = ends >= HORIZON
    followed = [int((whole & known & (what == place)).sum()) for place in range(len(OUTCOMES))]
    nothing = Ranked(0, 0, ())
    columns = list(zip(*rows, strict=True))
    outcomes = Tally(
        kind="state",
        role="any",
        toward=(),
        groups=(),
        table=pa.table(dict(zip(("month", "origin", "destination", "moves"), map(list, columns), strict=True))),
        flow=Flow(PEOPLE, 0, 0, 0, 0, PEOPLE),
        settings=Settings(years=HORIZON / 12),
        careers=FACTS,
        absorbing=OUTCOMES,
        states="outcome",
    )
    answer = estimate_who(
        WhoTally(
            outcomes=outcomes,
            toward="target",
            stayed="focused",
            horizon=HORIZON,
            followed=(*zip(OUTCOMES, followed, strict=True), ("waiting", int(whole.sum()) - sum(followed))),
            opposite=(0, 0),
            excluded=(),
            sequences=nothing,
            first_jobs=nothing,
            last_steps=nothing,
        )
    )
    of, point = answer.of_followed, answer.at_horizon
    naive = known | whole
    there, people = int((known & (what == 0)).sum()), int(naive.sum())
    assert of.share is not None
    assert of.lower is not None
    assert of.upper is not None
    assert point is not None
    return {
        "share of those followed": (of.share, of.lower, of.upper),
        "curve": (point.estimate, point.lower, point.upper),
        "naive share": (there / people, *wilson(there, people, 0.95)),
    }


def ask(name: str, folder: Path) -> dict[str, Any]:
    """Ask one question twice, in this process."""
    import outgrow

    careers = outgrow.read_careers(folder)
    question = getattr(outgrow, name.partition(",")[0])
    for _ in range(2):
        began = time.perf_counter()
        answer = question(ROLE, toward=TOWARD, careers=careers, **QUESTIONS[name])
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": round(seconds, 3), "peak_mb": peak, "counted": answer.flow.counted}


def simulated(cohorts: int) -> list[dict[str, Any]]:
    """Measure each kind of cohort."""
    found = []
    for kind, chances in KINDS.items():
        rng, true = np.random.default_rng(20_260_917), truth(chances)
        runs = [measured(rng, chances) for _ in range(cohorts)]
        for name in runs[0]:
            numbers = np.array([run[name] for run in runs])
            held = (numbers[:, 1] <= true) & (true <= numbers[:, 2])
            found.append(
                {
                    "cohorts": kind,
                    "estimate": name,
                    "truth": round(true, 6),
                    "bias": round(float(numbers[:, 0].mean() - true), 6),
                    "coverage": round(float(held.mean()), 4),
                    "width": round(float((numbers[:, 2] - numbers[:, 1]).mean()), 4),
                }
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cohorts", type=int, default=200)
    parser.add_argument("--people", type=int, nargs="*", default=[])
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--ask", nargs=2, metavar=("QUESTION", "FOLDER"), help="one question, in this process")
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask[0], Path(given.ask[1]))))
        return
    coverage = simulated(given.cohorts)
    lines = [
        "# Who made it: bias, coverage, time",
        "",
        f"Made by `python bench/who.py`. {given.cohorts:,} simulated cohorts of each kind, {PEOPLE} people each, by 10 years.",
        "",
        "| cohorts | estimate | truth | bias, points | coverage of 95% intervals | mean width, points |",
        "|---|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one['cohorts']} | {one['estimate']} | {one['truth']:.1%} | {100 * one['bias']:+.2f} | {one['coverage']:.1%} | "
        f"{100 * one['width']:.1f} |"
        for one in coverage
    ]
    speed = []
    if given.people:
        lines += [
            "",
            f"On {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start; from `{ROLE}` toward `{TOWARD}`, "
            "from Parquet, warm.",
            "",
            "| careers | counted | question | seconds | peak memory, MB |",
            "|---:|---:|---|---:|---:|",
        ]
    for people in given.people:
        folder = given.data / str(people)
        if not folder.is_dir():
            subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(folder)], check=True)
        for name in QUESTIONS:
            command = [sys.executable, __file__, "--ask", name, str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            one = json.loads(done.stdout.splitlines()[-1])
            speed.append({"people": people, "question": name, **one})
            lines.append(f"| {people:,} | {one['counted']:,} | {name} | {one['seconds']:.2f} | {one['peak_mb']:,} |")
    given.results.mkdir(parents=True, exist_ok=True)
    stored = json.dumps({"coverage": coverage, "speed": speed}, indent=1)
    (given.results / "who.json").write_text(stored + "\n", encoding="utf-8")
    text = "\n".join([*lines, ""])
    (given.results / "who.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
