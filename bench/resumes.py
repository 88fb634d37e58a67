"""How well a person's documents are read, by format, and how long one takes.

    python bench/resumes.py                 # a minute; the stored table

The set is tests/person/documents: resumes of invented people with known truth, half of them, `test`, not tuned on. A job is read
right if title, employer, first and last month all agree (tests/person/score.py). Each document is read twice in a process of its
own, as `outgrow me` does it, the second time timed; starting Python and loading the lexicon is in it. Results go to
bench/results/resumes.json and resumes.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
SET = HERE.parent / "tests" / "person" / "documents"
#: Month in which the documents are read: what they call ongoing goes on.
NOW = 2026 * 12 + 10
NAMES = {"pdf": "PDF", "docx": "DOCX", "markdown": "Markdown", "text": "plain text", "json-resume": "JSON Resume"}
NAMES |= {"europass": "Europass XML", "linkedin": "LinkedIn's data"}


def read(path: Path) -> tuple[dict[str, Any] | None, float]:
    from outgrow.errors import OutgrowError
    from outgrow.person.read import read_profile
    from outgrow.person.shape import as_json

    found = None
    for _ in range(2):
        began = time.perf_counter()
        try:
            found = as_json(read_profile(path, this_month=NOW))
        except OutgrowError:
            found = None
        seconds = time.perf_counter() - began
    return found, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    given = parser.parse_args()
    from tests.person.score import Score, score_document

    load = os.getloadavg()[0]
    truths = json.loads((SET / "truth.json").read_text(encoding="utf-8"))
    scores: dict[tuple[str, str], Score] = {}
    times: dict[str, list[float]] = {}
    for truth in truths:
        found, seconds = read(SET / truth["file"])
        for key in ((truth["half"], truth["format"]), (truth["half"], "all")):
            scores[key] = scores.get(key, Score()) + score_document(found, truth)
        times.setdefault(truth["format"], []).append(seconds)
    lines = [
        "# How well resumes are read",
        "",
        "Made by `python bench/resumes.py`. Jobs of which title, employer, first and last month are all right, of those that are "
        "there and of those that were read; documents that are right throughout.",
        "",
        "| format | half | documents | jobs | right | of those read, right | documents right throughout |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for half in ("test", "working"):
        for kind in (*NAMES, "all"):
            score = scores.get((half, kind))
            if score is not None:
                lines.append(
                    f"| {NAMES.get(kind, kind)} | {half} | {score.documents} | {score.true} | {score.recall:.0%} | "
                    f"{score.precision:.0%} | {score.whole} |"
                )
    lines += [
        "",
        f"Seconds for one document, in a process of its own, on {os.cpu_count()} cores, load average {load:.1f} at the start:",
        "",
        "| format | median | longest |",
        "|---|---:|---:|",
        *(f"| {NAMES[kind]} | {statistics.median(of):.2f} | {max(of):.2f} |" for kind, of in times.items()),
        "",
    ]
    given.results.mkdir(parents=True, exist_ok=True)
    stored = {
        "load": load,
        "scores": {f"{half}/{kind}": asdict(score) for (half, kind), score in scores.items()},
        "seconds": {kind: {"median": statistics.median(of), "longest": max(of)} for kind, of in times.items()},
    }
    (given.results / "resumes.json").write_text(json.dumps(stored, indent=1, default=dict) + "\n", encoding="utf-8")
    text = "\n".join(lines)
    (given.results / "resumes.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
