"""Time and memory of a reach curve with its interval, beside other programs on the same careers in the same run.

    python bench/reach.py --people 100000                   # a minute
    python bench/reach.py --people 100000 1000000 10000000  # the stored table; about half an hour

Each contender runs in a process of its own: once to warm up, then timed (median). `engine` is DuckDB grouping the same
columns of the same Parquet file by person: the practical limit. outgrow and the engine read Parquet each time; the survival
packages start from one row a person in memory. R runs where it is installed and up to a million people. Answers are compared
with outgrow's, month by month. Results go to bench/results/reach.json and reach.md.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MOST_R = 1_000_000
R_NAMES = ("survfit", "survfit_entry", "etm")
NEEDS = {"scikit_survival": "sksurv", "comprisk": "comprisk"}
NAMES = {
    "outgrow": "outgrow, from Parquet",
    "engine": "DuckDB group-by-person alone, from Parquet",
    "scikit_survival": "scikit-survival, from memory",
    "comprisk": "comprisk, from memory",
    "survfit": "R survival::survfit, time to outcome, from memory",
    "survfit_entry": "R survival::survfit, (start, stop] by person, from memory",
    "etm": "R etm::etm, from memory",
}


def run(name: str, folder: Path, repeats: int) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "contenders.py"), name, str(folder), str(repeats)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else "no output"}
    return json.loads(done.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]


def difference(ours: dict[str, list[float]], theirs: dict[str, list[float]], place: int) -> float | None:
    """Largest difference over the months that both give."""
    pairs = [
        abs(ours[month][place] - theirs[month][place])
        for month in ours.keys() & theirs.keys()
        if len(theirs[month]) > place
    ]
    return max(pairs) if pairs else None


def skipped(name: str, people: int) -> str | None:
    if name in R_NAMES:
        if shutil.which("Rscript") is None:
            return "R is not installed"
        if people > MOST_R:
            return f"not run above {MOST_R:,} people"
    if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
        return "not installed"
    return None


def measure(people: int, repeats: int, data: Path) -> dict[str, Any]:
    folder = data / str(people)
    # in a process of its own: a child's peak of memory counts that of the parent it was started from
    subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(folder)], check=True)
    results: dict[str, Any] = {}
    for name in ("engine", "outgrow"):
        results[name] = run(name, folder, repeats)
    if not (folder / "rows.csv").is_file():
        made = run("rows", folder, 1)
        if "failed" in made:
            raise SystemExit(f"the rows for the others could not be made: {made['failed']}")
    for name in ("scikit_survival", "comprisk", *R_NAMES):
        reason = skipped(name, people)
        results[name] = (
            {"skipped": reason} if reason else run(name, folder, 1 if name.startswith("survfit") else repeats)
        )
    reference = results["outgrow"].get("curve", {})
    for result in results.values():
        curve = result.pop("curve", None)
        if "seconds" not in result:
            continue
        result["median"] = statistics.median(result["seconds"])
        if curve is not None and curve is not reference:
            result["largest_difference"] = difference(reference, curve, 0)
            result["largest_error_difference"] = difference(reference, curve, 1)
    return {
        "people": people,
        "spells": json.loads((folder / "careers.json").read_text())["counts"]["spells"],
        **results,
    }


def table(runs: list[dict[str, Any]], machine: dict[str, Any]) -> str:
    lines = [
        "# Reach: time and memory",
        "",
        f"Made by `python bench/reach.py` on {machine['cores']} cores, {machine['memory_gb']} GB, Python {machine['python']}, "
        f"DuckDB {machine['duckdb']}, Ibis {machine['ibis']}; median of {machine['repeats']} warm runs (one of `survfit`). "
        "The ratio is to outgrow in the same run. The difference is the largest one to outgrow's estimate at any month.",
        "",
    ]
    for result in runs:
        lines += [
            f"## {result['people']:,} careers, {result['spells']:,} spells",
            "",
            "| contender | seconds | times outgrow | peak memory, MB | difference |",
            "|---|---:|---:|---:|---:|",
        ]
        base = result["outgrow"].get("median")
        for name, words in NAMES.items():
            one = result[name]
            if "median" not in one:
                lines.append(f"| {words} | {one.get('skipped') or 'failed: ' + one.get('failed', '')} | | | |")
                continue
            ratio = f"{one['median'] / base:.2f}" if base else ""
            gap = one.get("largest_difference")
            lines.append(
                f"| {words} | {one['median']:.3f} | {ratio} | {one['peak_mb']:,} | {'' if gap is None else f'{gap:.1e}'} |"
            )
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
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
    (given.results / "reach.json").write_text(stored, encoding="utf-8")
    text = table(runs, machine)
    (given.results / "reach.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
