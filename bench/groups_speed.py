"""Time and memory of groups from a landmark and of hazard ratios, on made-up careers from Parquet.

    python bench/groups_speed.py --people 200000              # a minute
    python bench/groups_speed.py --people 200000 1000000      # the stored table

Each question is asked twice in one process of its own, the second time timed; beside it the reach of the same target. Results go
to bench/results/groups_speed.json and groups_speed.md.
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

HERE = Path(__file__).parent
ROLE, TOWARD = "level:manager", "level:director+"
QUESTIONS: dict[str, dict[str, Any]] = {
    "reach": {},
    "compare": {"by": "breadth", "landmark": 3},
    "hazards, one covariate": {"known": "breadth"},
    "hazards, four covariates": {"known": "breadth,employers,career,period"},
    "hazards, from any job": {"role": "any", "known": "breadth,employers,career,period"},
}


def ask(name: str, folder: Path) -> dict[str, Any]:
    """Ask one question twice, in this process."""
    import outgrow

    careers = outgrow.read_careers(folder)
    question = getattr(outgrow, name.partition(",")[0])
    for _ in range(2):
        began = time.perf_counter()
        answer = question(**{"role": ROLE, "toward": TOWARD, "careers": careers, **QUESTIONS[name]})
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": round(seconds, 3), "peak_mb": peak, "counted": answer.flow.counted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[200_000])
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument(
        "--ask", nargs=2, metavar=("QUESTION", "FOLDER"), help="one question, for the process of its own"
    )
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask[0], Path(given.ask[1]))))
        return
    lines = [
        "# Groups and hazards: time and memory",
        "",
        f"Made by `python bench/groups_speed.py` on {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start; "
        f"from `{ROLE}` toward `{TOWARD}`, from Parquet, warm.",
        "",
        "| careers | counted | question | seconds | peak memory, MB |",
        "|---:|---:|---|---:|---:|",
    ]
    found = []
    for people in given.people:
        folder = given.data / str(people)
        subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(folder)], check=True)
        for name in QUESTIONS:
            command = [sys.executable, __file__, "--ask", name, str(folder)]
            one = json.loads(
                subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
            )
            found.append({"people": people, "question": name, **one})
            lines.append(f"| {people:,} | {one['counted']:,} | {name} | {one['seconds']:.2f} | {one['peak_mb']:,} |")
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "groups_speed.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = "\n".join([*lines, ""])
    (given.results / "groups_speed.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
