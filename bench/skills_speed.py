"""Time and memory of skills that last, on made-up careers from Parquet to which skills and pay are added.

    python bench/skills_speed.py --people 200000              # a minute
    python bench/skills_speed.py --people 200000 1000000      # the stored table

Each job lists each of 40 ESCO and O*NET names with a chance of its own, and has pay; people in three of ten list nothing. Each
question is asked twice in a process of its own, the second time timed. Results go to bench/results/skills_speed.json and
skills_speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
#: Jobs of one title of ten or so; of one level of six; all jobs.
ROLES = ("title:analyst", "level:manager", "any")
ITEMS = 40
_ALL_UP_TO = 200_000


def with_skills(careers: Path, folder: Path) -> None:
    """Copy a folder of careers, and add skills and pay to its spells; the same each time."""
    import duckdb

    from outgrow.careers.labour_market import rules

    if folder.exists():
        return
    shutil.copytree(careers, folder)
    names = [item["name"] for item in rules()["skills"]["items"]][:ITEMS]
    # a hash of the row and the name stands for a draw, so that everyone has the same careers
    draws = ", ".join(
        f"CASE WHEN hash(row * 64 + {place}) % 1000 < {50 + 5 * place} THEN '{name}' END"
        for place, name in enumerate(names)
    )
    where = folder / "spells.parquet"
    duckdb.sql(
        f"""COPY (SELECT * REPLACE (
            CASE WHEN hash(person) % 10 >= 3 THEN nullif(concat_ws(';', {draws}), '') END AS skills,
            CAST(30000 + hash(row) % 60000 AS DOUBLE) AS pay, 'year' AS pay_period, 'USD' AS currency)
            FROM read_parquet('{careers / "spells.parquet"}') ORDER BY row) TO '{where}' (FORMAT parquet)"""
    )


def ask(role: str, folder: Path) -> dict[str, Any]:
    """Ask one question twice, in this process."""
    import outgrow

    careers = outgrow.read_careers(folder)
    for _ in range(2):
        began = time.perf_counter()
        answer = outgrow.skills(role, careers=careers)
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "seconds": round(seconds, 3),
        "peak_mb": peak,
        "counted": answer.flow.counted,
        "moves": answer.moves,
        "skills": len(answer.skills),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[200_000])
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--ask", nargs=2, metavar=("ROLE", "FOLDER"), help="one question, for the process of its own")
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask[0], Path(given.ask[1]))))
        return
    lines = [
        "# Skills that last: time and memory",
        "",
        f"Made by `python bench/skills_speed.py` on {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start; "
        f"{ITEMS} names, from Parquet, warm.",
        "",
        "| careers | role | people counted | moves | seconds | peak memory, MB |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    found = []
    for people in given.people:
        # every job of a million careers takes longer than a bench should
        roles = ROLES if people <= _ALL_UP_TO else ROLES[:-1]
        plain, folder = given.data / str(people), given.data / f"{people}-skills"
        subprocess.run([sys.executable, str(HERE / "careers.py"), str(people), str(plain)], check=True)
        with_skills(plain, folder)
        for role in roles:
            command = [sys.executable, __file__, "--ask", role, str(folder)]
            one = json.loads(
                subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
            )
            found.append({"people": people, "role": role, **one})
            lines.append(
                f"| {people:,} | `{role}` | {one['counted']:,} | {one['moves']:,} | {one['seconds']:.2f} | {one['peak_mb']:,} |"
            )
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "skills_speed.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = "\n".join([*lines, ""])
    (given.results / "skills_speed.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
