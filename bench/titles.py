"""How fast titles are read: one in a warm process, a million distinct ones, and those of large careers.

    python bench/titles.py --titles 1000000 --people 10000000

Distinct titles are made of the development half of the labelled set, each with a team of its own behind it, so that every
word and rule of it is met. Beside them stands the time that Python takes to lower, split and look up the words of the same
titles in a dict, in one process, which no reading by words can be under. Careers are two jobs a person under 200,000 titles,
in memory: the same question is asked of them with levels of their own, and with none, so that titles have to be read and
joined. Results go to bench/results/titles.json and titles.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import time
from pathlib import Path

import pyarrow as pa

import outgrow
from outgrow.careers.careers import Careers, Counts
from outgrow.engine import embedded
from outgrow.schema import SPELL_COLUMNS
from outgrow.titles.bulk import parse_titles
from outgrow.titles.parse import lexicon_version, parse_title
from outgrow.titles.score import read_labelled

HERE = Path(__file__).parent
LABELLED = HERE.parent / "tests" / "titles" / "labelled" / "development.tsv"
DISTINCT = 200_000


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


def careers_of(people: int, titles: list[str], *, levels: bool) -> Careers:
    """Make careers of two jobs a person, the second five years after the first."""
    backend = embedded()
    backend.con.register("titles", pa.table({"place": pa.array(range(len(titles)), pa.int64()), "title": titles}))
    own = "CASE WHEN job = 0 THEN 'specialist' ELSE 'manager' END" if levels else "NULL::VARCHAR"
    missing = [name for name in SPELL_COLUMNS if name not in ("person", "start", "end", "title", "level", "pay")]
    backend.con.execute(
        f"""CREATE TABLE spells AS
        WITH jobs AS (SELECT person, job, (hash(2 * person + job) % {len(titles)})::BIGINT AS held
            FROM range({people}) AS people(person), range(2) AS jobs(job))
        SELECT 2 * person + job + 1 AS row, person, 24000 + (person % 100) + 60 * job AS start,
            CASE WHEN job = 0 THEN 24059 + (person % 100) END AS "end", NULL::INTEGER AS start_day, title, {own} AS level,
            NULL::DOUBLE AS pay, FALSE AS imprecise, {", ".join(f"NULL::VARCHAR AS {name}" for name in missing)}
        FROM jobs JOIN titles ON titles.place = jobs.held"""
    )
    backend.con.execute("CREATE TABLE quarantine AS SELECT 0 AS row WHERE FALSE")
    counts = Counts(people, 0, 2 * people, 0, 0, 24000, 24200, 0, people)
    return Careers("made", "simulated", backend.table("spells"), None, backend.table("quarantine"), counts)


def asked(careers: Careers) -> float:
    start = time.perf_counter()
    outgrow.reach("level:specialist", toward="rung:manager+", careers=careers)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--titles", type=int, default=100_000)
    options.add_argument("--people", type=int, default=1_000_000)
    given = options.parse_args()
    number = given.titles
    plain = [row["title"] for row in read_labelled(LABELLED)]
    parse_titles(plain)
    median = one_by_one(plain)
    titles = [f"{plain[place % len(plain)]} - Team {place}" for place in range(max(number, DISTINCT))]
    least = looked_up(titles[:number])
    start = time.perf_counter()
    parse_titles(titles[:number])
    whole = time.perf_counter() - start
    scan = asked(careers_of(given.people, titles[:DISTINCT], levels=True))
    labelled = asked(careers_of(given.people, titles[:DISTINCT], levels=False))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    lines = [
        "# How fast titles are read",
        "",
        f"Made by `python bench/titles.py --titles {number} --people {given.people}` on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, lexicon {lexicon_version()}.",
        "",
        "| what | measured | aim |",
        "|---|---:|---:|",
        f"| one title, warm, median | {median:.0f} microseconds | 100 |",
        f"| {number:,} distinct titles | {whole:.1f} s | {20 * number / 1e6:g} |",
        f"| splitting them into words and looking each up, alone, in one process | {least:.1f} s |  |",
        f"| reading over that | {whole / least:.1f} times |  |",
        f"| a question of {given.people:,} careers with levels of their own | {scan:.1f} s |  |",
        f"| the same, with {DISTINCT:,} distinct titles to be read for them | {labelled:.1f} s |  |",
        f"| what reading them adds | {labelled - scan:.1f} s | 30 for 10,000,000 |",
        f"| most memory | {peak:.1f} GB |  |",
        "",
    ]
    results = {
        "titles": number,
        "median_microseconds": median,
        "seconds": whole,
        "least_seconds": least,
        "people": given.people,
        "scan_seconds": scan,
        "labelled_seconds": labelled,
    }
    (HERE / "results" / "titles.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "results" / "titles.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
