"""How long a person waits: help, the first report on `demo` with an empty cache, a later one, and one from a warm process.

    python bench/start.py

Each is a new process, run several times (the first report with an empty cache each time), but for the last: another role in
a process that has made a report. Medians go to bench/results/start.json and start.md, beside what tells how fast the machine
is at that moment: the time Python itself takes to start, and a first query of Ibis on a table of three numbers, which is the
least that any question can take. The aims are for a machine where that query takes 1.3 s.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
AIMS = {
    "outgrow --help": 0.3,
    "first report on demo, empty cache": 5.0,
    "report on another role, warm process": 2.0,
}
QUERY = """
import ibis
print(ibis.duckdb.connect().execute(ibis.memtable({"a": [1, 2, 3]}).a.sum()))
"""
WARM = """
import time, outgrow
outgrow.make_report("social media specialist").to_html()
start = time.perf_counter()
outgrow.make_report("social media manager").to_html()
print(time.perf_counter() - start)
"""


def environment(cache: str) -> dict[str, str]:
    # what is installed is compiled once, whatever this shell asks of what is being written
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "OUTGROW_CACHE": cache}


def timed(words: list[str], cache: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True, env=environment(cache))
    return time.perf_counter() - start


def warm(cache: str) -> float:
    command = [sys.executable, "-c", WARM]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(cache))
    return float(done.stdout)


def main() -> None:
    report = ["-m", "outgrow", "report", "social media manager", "--out"]
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "report.html")
        seconds: dict[str, list[float]] = {"python -c pass": [timed(["-c", "pass"], folder) for _ in range(5)]}
        seconds["a first query of Ibis"] = [timed(["-c", QUERY], folder) for _ in range(5)]
        timed(["-m", "outgrow", "--help"], folder)
        seconds["outgrow --help"] = [timed(["-m", "outgrow", "--help"], folder) for _ in range(5)]
        caches = [str(Path(folder) / f"cache-{place}") for place in range(5)]
        seconds["first report on demo, empty cache"] = [timed([*report, page], cache) for cache in caches]
        seconds["later report on demo"] = [timed([*report, page], caches[0]) for _ in range(5)]
        seconds["report on another role, warm process"] = [warm(caches[0]) for _ in range(5)]
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    lines = [
        "# How long a person waits",
        "",
        f"Made by `python bench/start.py` on {os.cpu_count()} cores, Python {platform.python_version()}; medians, new processes.",
        "",
        "| what | seconds | aim |",
        "|---|---:|---:|",
        *(f"| {name} | {value:.2f} | {AIMS.get(name, '')} |" for name, value in medians.items()),
        "",
    ]
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "start.json").write_text(
        json.dumps({"seconds": seconds, "median": medians}, indent=1) + "\n", encoding="utf-8"
    )
    (results / "start.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
