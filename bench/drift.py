"""Time and memory of drift on made-up careers from Parquet, and coverage of its intervals over simulated markets.

    python bench/drift.py --markets 10 --people 200000        # two minutes
    python bench/drift.py --markets 60 --people 1000000       # the stored table

Each role is asked twice in one process of its own, the second time timed. Coverage: in how many of some simulated markets of
4,000 careers each the interval holds what is true of 200,000 others (tests/golden/drift). Results go to bench/results/drift.json
and drift.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TRUTH = HERE.parent / "tests" / "golden" / "drift" / "truth.json"
ROLES = ("title:manager", "level:manager")
CAREERS = 4_000
SHARES = ("same title", "same role, another title", "between jobs", "left for good")
YEARS = (2012, 2016, 2020, 2024)
WITHIN = (12, 36, 60)


def ask(role: str, folder: Path) -> dict[str, Any]:
    """Ask one question twice, in this process."""
    import outgrow

    careers = outgrow.read_careers(folder)
    for _ in range(2):
        began = time.perf_counter()
        answer = outgrow.drift(role, careers=careers)
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": round(seconds, 3), "peak_mb": peak, "counted": answer.flow.counted}


def held(seed: int) -> dict[str, bool]:
    """Say of each number of one market whether its interval holds the truth."""
    import outgrow
    from outgrow.careers.simulate import simulate
    from outgrow.results.drift import LOST

    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    made = simulate(CAREERS, seed)
    answer = outgrow.drift("social media manager", careers=made.spells, people=made.people)
    found = {
        f"share in {one.year}": one.lower <= truth["share"][str(one.year)] <= one.upper
        for one in answer.share
        if one.year in YEARS
    }
    followed: Counter[str] = Counter()
    for row in answer.tally.later.to_pylist():
        followed[str(row["year"])] += row["people"] * (row["kind"] != LOST)
    for one in answer.successors:
        if one.kind in SHARES:
            shares = {year: kinds.get(one.kind, 0) / sum(kinds.values()) for year, kinds in truth["then"].items()}
            true = sum(n * shares.get(year, 0.0) for year, n in followed.items()) / followed.total()
            found[f"{one.kind}, five years on"] = one.lower <= true <= one.upper
    half = answer.half_life
    true_half = truth["half_life_months"]
    found["half-life"] = (half.lower or 0) <= true_half and (half.upper is None or true_half <= half.upper)
    for point in half.within:
        if point.months in WITHIN:
            found[f"another title within {point.months} months"] = (
                point.lower <= truth["within"][str(point.months)] <= point.upper
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[200_000])
    parser.add_argument("--markets", type=int, default=10)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--ask", nargs=2, metavar=("ROLE", "FOLDER"), help="one question, for the process of its own")
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask[0], Path(given.ask[1]))))
        return
    load = os.getloadavg()[0]
    lines = [
        "# Drift: time, memory and coverage",
        "",
        f"Made by `python bench/drift.py` on {os.cpu_count()} cores, load average {load:.1f} at the start; from Parquet, warm.",
        "",
        "| careers | role | in it | seconds | peak memory, MB |",
        "|---:|---|---:|---:|---:|",
    ]
    speed = []
    for people in given.people:
        folder = given.data / str(people)
        subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(folder)], check=True)
        for role in ROLES:
            command = [sys.executable, __file__, "--ask", role, str(folder)]
            one = json.loads(
                subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
            )
            speed.append({"people": people, "role": role, **one})
            lines.append(f"| {people:,} | `{role}` | {one['counted']:,} | {one['seconds']:.2f} | {one['peak_mb']:,} |")
    times, right = Counter(), Counter()
    for seed in range(1, given.markets + 1):
        for name, is_held in held(seed).items():
            times[name] += 1
            right[name] += is_held
    lines += [
        "",
        f"95% intervals that hold the truth, in {given.markets} simulated markets of {CAREERS:,} careers each:",
        "",
        "| number | markets | held |",
        "|---|---:|---:|",
        *(f"| {name} | {times[name]} | {100 * right[name] / times[name]:.0f}% |" for name in times),
        f"| all | {times.total()} | {100 * right.total() / max(times.total(), 1):.1f}% |",
        "",
    ]
    found = {"load": load, "speed": speed, "coverage": {name: [right[name], times[name]] for name in times}}
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "drift.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = "\n".join(lines)
    (given.results / "drift.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
