"""How fast a folder of personal exports is read, and with how much memory.

    python bench/exports.py --people 10000

So many LinkedIn zips are made in a temporary folder, each with five jobs, twenty skills and the files beside them, about 5 kB
as they are; then one new process reads the folder with `read_careers`, from the first look to checked careers. Time is that of
the reading without the imports; memory is the most that process ever held. Beside it stands what Python takes to open the same
zips and unpack the same files, which no reader can be under. Results go to bench/results/exports.json and exports.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
TITLES = (
    "Social Media Manager",
    "Content Editor",
    "Head of Brand",
    "Marketing Analyst",
    "Press Officer",
    "Director, PR",
)
READ = """
import json, resource, sys, time
import outgrow
from outgrow.engine import embedded
embedded()
start = time.perf_counter()
careers = outgrow.read_careers(sys.argv[1])
seconds = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "most_mib": most / 1024, "people": careers.counts.people, "spells": careers.counts.spells}))
"""


def make(folder: Path, people: int) -> None:
    draw = random.Random(11)
    words = [f"word{n}" for n in range(800)]
    for number in range(people):
        year, rows = 2000 + draw.randrange(8), []
        for job in range(5):
            end = "" if job == 4 else f"Jun {year + 3}"
            text = " ".join(draw.choices(words, k=60))
            rows.append(f'Firm {draw.randrange(5000)},"{draw.choice(TITLES)}","{text}",Town,Jul {year},{end}\n')
            year += 3
        files = {
            "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n" + "".join(rows),
            "Skills.csv": "Name\n" + "\n".join(draw.sample(words, 20)) + "\n",
            "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nSchool,1996,1999,,BA,\n",
            "Profile.csv": "First Name,Last Name,Industry\nA,B,Media\n",
            "Connections.csv": "Notes:\n\nFirst Name,Last Name\n" + "A,B\n" * 200,
        }
        with zipfile.ZipFile(folder / f"{number:07d}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)


def unpacked(folder: Path) -> float:
    start = time.perf_counter()
    for path in folder.iterdir():
        with zipfile.ZipFile(path) as archive:
            for name in ("Positions.csv", "Skills.csv", "Education.csv", "Profile.csv"):
                archive.read(name)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), asked.people)
        bare = unpacked(Path(folder))
        done = subprocess.run(
            [sys.executable, "-c", READ, folder], capture_output=True, text=True, check=True, env=os.environ
        )
    found = {
        "files": asked.people,
        "unpacking_alone_seconds": bare,
        **json.loads(done.stdout.splitlines()[-1]),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    asked.results.mkdir(parents=True, exist_ok=True)
    (asked.results / "exports.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = f"""# A folder of personal exports

`python bench/exports.py --people {asked.people}`, Python {found["python"]}, {found["cores"]} cores, one process.

| | |
|---|---|
| LinkedIn zips | {found["files"]:,} |
| jobs | {found["spells"]:,} |
| read and checked | {found["seconds"]:.1f} s |
| opening and unpacking the same files, alone | {bare:.1f} s |
| most memory of the process | {found["most_mib"]:,.0f} MiB |
"""
    (asked.results / "exports.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
