"""How fast titles are read: one in a warm process, and a million distinct ones.

    python bench/titles.py --titles 1000000

Distinct titles are made of the development half of the labelled set, each with a team of its own behind it, so that every
word and rule of it is met. Beside them stands the time that Python takes to lower, split and look up the words of the same
titles in a dict, which no reading by words can be under. Results go to bench/results/titles.json and titles.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from pathlib import Path

from outgrow.titles.bulk import parse_titles
from outgrow.titles.parse import lexicon_version, parse_title
from outgrow.titles.score import read_labelled

HERE = Path(__file__).parent
LABELLED = HERE.parent / "tests" / "titles" / "labelled" / "development.tsv"


def one_by_one(titles: list[str]) -> float:
    """Return the median of the microseconds that a title takes."""
    times = []
    for title in titles:
        start = time.perf_counter()
        parse_title(title)
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times)


def looked_up(titles: list[str]) -> float:
    known = {word: 1 for title in titles[:1000] for word in title.lower().split()}
    start = time.perf_counter()
    for title in titles:
        for word in title.lower().split():
            known.get(word)
    return time.perf_counter() - start


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--titles", type=int, default=100_000)
    number = asked.parse_args().titles
    plain = [row["title"] for row in read_labelled(LABELLED)]
    parse_titles(plain)
    median = one_by_one(plain)
    titles = [f"{plain[place % len(plain)]} - Team {place}" for place in range(number)]
    least = looked_up(titles)
    start = time.perf_counter()
    parse_titles(titles)
    whole = time.perf_counter() - start
    lines = [
        "# How fast titles are read",
        "",
        f"Made by `python bench/titles.py --titles {number}` on {os.cpu_count()} cores, Python {platform.python_version()},",
        f"lexicon {lexicon_version()}, in one process.",
        "",
        "| what | measured | aim |",
        "|---|---:|---:|",
        f"| one title, warm, median | {median:.0f} microseconds | 100 |",
        f"| {number:,} distinct titles | {whole:.1f} s | {20 * number / 1e6:g} |",
        f"| splitting them into words and looking each up, alone | {least:.1f} s |  |",
        f"| reading over that | {whole / least:.0f} times |  |",
        "",
    ]
    results = {"titles": number, "median_microseconds": median, "seconds": whole, "least_seconds": least}
    (HERE / "results" / "titles.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "results" / "titles.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
