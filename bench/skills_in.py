"""How fast names of skills and tools are found in free text, beside splitting the same text and looking up its words.

    python bench/skills_in.py --megabytes 10

The text is the development half of the labelled set again and again, its sentences in another order each time (from a fixed
seed), so that it is as full of names as resumes are. One process; the median of five runs of each, in turn. Beside it stands what
Python takes to split the text at blanks and look up every word in a dict of all words of the names, which no finding by words can
be under. The same run scores three finders on the halves of the labelled set: whole names as they stand, in any case; all ways of
writing them with every plain word taken for a name; and the finder itself. Making the tables, which happens once and is kept, and
reading them in a new process are timed apart. Results go to bench/results/skills_in.json and skills_in.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest import mock

from outgrow.reference.skills import finder
from outgrow.reference.skills.finder import Mention, skills_in
from outgrow.reference.skills.score import read_marked, score_skills
from outgrow.reference.skills.tables import tables
from outgrow.reference.skills.tokens import tokens_of
from outgrow.reference.skills.written import words_of

HERE = Path(__file__).parent
LABELLED = HERE.parent / "tests" / "reference" / "skills"
RUNS = 5
START = """
import time
start = time.perf_counter()
from outgrow.reference.skills.tables import tables
imported = time.perf_counter()
tables()
print(time.perf_counter() - imported)
"""


def text_of(size: int) -> str:
    """Return a text of so many bytes."""
    parts = [
        part
        for text in read_marked(LABELLED / "development.txt")
        for part in re.split(r"(?<=[.!?\n])(?=\s)", text.text)
    ]
    order, pieces, have = random.Random(7), [], 0
    while have < size:
        order.shuffle(parts)
        whole = "".join(parts) + "\n\n"
        pieces.append(whole)
        have += len(whole.encode())
    return "".join(pieces).encode()[:size].decode(errors="ignore")


def looked_up(text: str) -> int:
    known = tables().stands
    return sum(word in known for word in text.lower().split())


@cache
def whole_names() -> dict[tuple[str, ...], int]:
    return {tuple(map(str.casefold, words_of(name.label))): row for row, name in enumerate(tables().names)}


def as_they_stand(text: str) -> list[Mention]:
    """Find whole names as they stand, in any case, the longest first."""
    tokens, names = tokens_of(text), whole_names()
    words = [word.casefold() for word in tokens.words]
    found, place = [], 0
    while place < len(words):
        row, end = next(
            (
                (names[key], end)
                for end in range(min(len(words), place + 13), place, -1)
                if (key := tuple(words[place:end])) in names
            ),
            (None, place + 1),
        )
        if row is not None:
            name, start, last = tables().names[row], tokens.start(place), tokens.end(end - 1)
            found.append(
                Mention(name.label, name.kind, name.vocabulary, name.concept_id, text[start:last], start, last)
            )
        place = end
    return found


def every_plain_word(text: str) -> list[Mention]:
    """Find names with plain words taken for names whatever stands around them."""
    with mock.patch.object(finder, "spoken_for", lambda tokens, hits: list(hits)):
        return skills_in(text)


FINDERS = {
    "whole names as they stand, in any case": as_they_stand,
    "all ways of writing them, every plain word a name": every_plain_word,
    "`outgrow.skills_in`": skills_in,
}


def seconds(work: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def first_use(cache: str) -> float:
    """Return how long a new process takes to have the tables."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OUTGROW_CACHE": cache},
    )
    return float(done.stdout)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--megabytes", type=float, default=10)
    size = int(1e6 * options.parse_args().megabytes)
    text = text_of(size)
    found = skills_in(text)
    runs = [(seconds(skills_in, text), seconds(looked_up, text)) for _ in range(RUNS)]
    ours, least = (statistics.median(times) for times in zip(*runs, strict=True))
    with tempfile.TemporaryDirectory() as cache:
        made, kept = first_use(cache), first_use(cache)
    scores = {
        name: {
            half: ((score := score_skills(read_marked(LABELLED / f"{half}.txt"), find=find)).precision, score.recall)
            for half in ("development", "test")
        }
        for name, find in FINDERS.items()
    }
    lines = [
        "# How fast names of skills and tools are found in text",
        "",
        f"Made by `python bench/skills_in.py --megabytes {size / 1e6:g}` on {os.cpu_count()} cores, in one process, Python "
        f"{platform.python_version()}.",
        "",
        "| what | measured | aim |",
        "|---|---:|---:|",
        f"| {size / 1e6:g} MB of resumes and postings, {len(found):,} names in them | {ours:.1f} s |  |",
        f"| a second | {size / 1e6 / ours:.1f} MB | 1 MB |",
        f"| splitting it and looking up its words, alone | {least:.1f} s |  |",
        f"| finding over that | {ours / least:.1f} times |  |",
        f"| making the tables, once | {made:.1f} s |  |",
        f"| reading them in a new process | {kept:.2f} s |  |",
        "",
        "How well, strict, beside two that do without its rules (precision and recall):",
        "",
        "| what | development half | test half |",
        "|---|---:|---:|",
        *(
            f"| {name} | {' | '.join(f'{p:.1%}, {r:.1%}' for p, r in halves.values())} |"
            for name, halves in scores.items()
        ),
        "",
    ]
    results = {
        "bytes": size,
        "names": len(found),
        "seconds": ours,
        "least_seconds": least,
        "tables_seconds": made,
        "tables_kept_seconds": kept,
        "scores": {
            name: {half: {"precision": p, "recall": r} for half, (p, r) in halves.items()}
            for name, halves in scores.items()
        },
    }
    (HERE / "results" / "skills_in.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "results" / "skills_in.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
