"""Time and memory of occupancy, tenure and a verdict, beside DuckDB ordering the same spells within person in the same run.

    python bench/states.py --people 100000                   # a minute
    python bench/states.py --people 1000000 10000000         # the stored table; half an hour

Everything is read from Parquet each time and ends with the estimates and their intervals. `engine` is DuckDB putting each
person's spells in order and looking at the next one: what any tally of moves between states needs once, and so its practical
limit. Each runs in a process of its own: once to warm up, then timed (median). Results go to bench/results/states.json and
states.md.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ORDERED = """
SELECT level, next, count(*) FROM (
  SELECT level, lead(level) OVER (PARTITION BY person ORDER BY start_month) AS next
  FROM read_parquet('{folder}/spells.parquet')
) GROUP BY ALL
"""
NAMES = {
    "engine": "DuckDB ordering within person alone",
    "rung": "occupancy by rung, of any",
    "title": "occupancy by title, of any",
    "tenure": "tenure of level:manager",
    "ceiling": "ceiling of level:specialist",
    "verdict": "verdict on level:specialist title:analyst",
}


def asked(name: str, folder: Path) -> Callable[[], Any]:
    """Return what is timed; imports and the connection come before."""
    if name == "engine":
        import duckdb

        con = duckdb.connect()
        return lambda: con.execute(ORDERED.format(folder=folder)).fetchall()
    import outgrow

    questions: dict[str, Callable[[Any], Any]] = {
        "rung": lambda careers: outgrow.occupancy("any", states="rung", careers=careers),
        "title": lambda careers: outgrow.occupancy("any", states="title", careers=careers),
        "tenure": lambda careers: outgrow.tenure("level:manager", careers=careers),
        "ceiling": lambda careers: outgrow.ceiling("level:specialist", careers=careers),
        "verdict": lambda careers: outgrow.verdict("level:specialist title:analyst", careers=careers),
    }
    return lambda: questions[name](outgrow.read_careers(folder))


def one(name: str, folder: Path, repeats: int) -> None:
    """Time one contender and print what it took."""
    call = asked(name, folder)
    call()
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"median": statistics.median(seconds), "seconds": seconds, "peak_mb": peak}) + "\n")


def measure(people: int, repeats: int, data: Path) -> dict[str, Any]:
    folder = data / str(people)
    subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(folder)], check=True)
    results: dict[str, Any] = {"people": people}
    results["spells"] = json.loads((folder / "careers.json").read_text())["counts"]["spells"]
    for name in NAMES:
        command = [sys.executable, __file__, "--one", name, str(folder), "--repeats", str(repeats)]
        done = subprocess.run(command, capture_output=True, text=True)
        last = (done.stderr.strip().splitlines() or ["no output"])[-1][:200]
        results[name] = {"failed": last} if done.returncode else json.loads(done.stdout.strip().splitlines()[-1])
    return results


def table(runs: list[dict[str, Any]], machine: dict[str, Any]) -> str:
    lines = [
        "# Occupancy, tenure, ceiling and verdict: time and memory",
        "",
        f"Made by `python bench/states.py` on {machine['cores']} cores, {machine['memory_gb']} GB, Python {machine['python']}, "
        f"DuckDB {machine['duckdb']}, Ibis {machine['ibis']}; median of {machine['repeats']} warm runs, each from Parquet. The "
        "ratio is to the engine's own ordering in the same run.",
        "",
    ]
    for run in runs:
        lines += [
            f"## {run['people']:,} careers, {run['spells']:,} spells",
            "",
            "| what | seconds | times the ordering | peak memory, MB |",
            "|---|---:|---:|---:|",
        ]
        base = run["engine"].get("median")
        for name, words in NAMES.items():
            if "median" not in run[name]:
                lines.append(f"| {words} | failed: {run[name].get('failed', '')} | | |")
                continue
            seconds = run[name]["median"]
            ratio = f"{seconds / base:.2f}" if base else ""
            lines.append(f"| {words} | {seconds:.2f} | {ratio} | {run[name]['peak_mb']:,} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]), given.repeats)
        return
    machine = {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "duckdb": importlib.metadata.version("duckdb"),
        "ibis": importlib.metadata.version("ibis-framework"),
        "repeats": given.repeats,
    }
    runs = [measure(people, given.repeats, given.data) for people in given.people]
    given.results.mkdir(parents=True, exist_ok=True)
    stored = json.dumps({"machine": machine, "runs": runs}, indent=1) + "\n"
    (given.results / "states.json").write_text(stored, encoding="utf-8")
    text = table(runs, machine)
    (given.results / "states.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
