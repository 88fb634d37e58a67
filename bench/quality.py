"""How long it takes to check careers for what pushes the estimates, and with how much memory.

    python bench/quality.py --people 1000000

So many careers are simulated from the seed of `demo` into a temporary folder of Parquet; then new processes, one after another,
read the folder and call `check_careers` once each. Time is that of `check_careers` alone, on the clock and of the processors,
which other work on the machine does not stretch; memory is the most that a process ever
held. Beside it stands what the engine takes to put the same spells in order within each person, which every rule about one job
after another needs at the least. Results go to bench/results/quality.json and quality.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
RUNS = 3
CHECK = """
import json, resource, sys, time
import outgrow
from outgrow.engine import number
careers = outgrow.read_careers(sys.argv[1])
import ibis
spells = careers.spells
before = spells.end.max().over(ibis.window(group_by="person", order_by=["start", "end"], preceding=(None, 1)))
start = time.perf_counter()
number(spells.mutate(before=before).before.sum())
ordered = time.perf_counter() - start
start, used = time.perf_counter(), time.process_time()
found = outgrow.check_careers(careers)
seconds, used = time.perf_counter() - start, time.process_time() - used
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "processor_seconds": used, "ordered_seconds": ordered, "most_mib": most / 1024,
                  "people": careers.counts.people, "spells": careers.counts.spells}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "careers")
        simulate = ["careers", "simulate", "--people", str(asked.people), "--out", out]
        subprocess.run([sys.executable, "-m", "outgrow", *simulate], check=True, capture_output=True)
        done = [
            subprocess.run([sys.executable, "-c", CHECK, out], capture_output=True, text=True, check=True)
            for _ in range(RUNS)
        ]
    runs = [json.loads(one.stdout.splitlines()[-1]) for one in done]
    found = {
        "people": runs[0]["people"],
        "spells": runs[0]["spells"],
        "seconds": sorted(run["seconds"] for run in runs),
        "processor_seconds": sorted(run["processor_seconds"] for run in runs),
        "ordered_seconds": sorted(run["ordered_seconds"] for run in runs),
        "most_mib": max(run["most_mib"] for run in runs),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    asked.results.mkdir(parents=True, exist_ok=True)
    (asked.results / "quality.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    middle, used, ordered = (
        statistics.median(found[name]) for name in ("seconds", "processor_seconds", "ordered_seconds")
    )
    text = f"""# Checking careers

`python bench/quality.py --people {asked.people}`, Python {found["python"]}, {found["cores"]} cores, the middle of {RUNS} runs.

| | |
|---|---|
| people | {found["people"]:,} |
| jobs | {found["spells"]:,} |
| all checks | {middle:.1f} s |
| time of processors in them, all cores together | {used:.1f} s |
| ordering the same jobs within each person, alone | {ordered:.1f} s |
| most memory of a process | {found["most_mib"]:,.0f} MiB |
| load of the machine at the end | {found["load"]:.1f} |
"""
    (asked.results / "quality.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
