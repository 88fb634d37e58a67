"""How well titles that mean the same are found, beside BM25 and tf-idf of words and of letters, and how long a search takes.

    python bench/titles_search.py

Every title of the test half of tests/titles/same is looked for among all titles of both halves; right are those of its group.
Mean average precision and recall at 10 over titles, milliseconds for each search once the titles are indexed, and seconds
to index 50,000 titles, the most that `outgrow titles` ranks. Results go to bench/results/titles_search.json and .md.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from outgrow.titles.parse import lexicon_version
from outgrow.titles.ranking import TitleIndex
from outgrow.titles.taken_in import MOST_RANKED

HERE = Path(__file__).parent
SAME = HERE.parent / "tests" / "titles" / "same"
Search = Callable[[int], np.ndarray]


def rows(half: str) -> list[tuple[str, str]]:
    with (SAME / f"{half}.tsv").open(encoding="utf-8") as file:
        return [(row["group"], row["title"]) for row in csv.DictReader(file, delimiter="\t")]


def measured(search: Search, groups: np.ndarray, looked_for: int) -> dict[str, float]:
    precisions, recalls, times = [], [], []
    for place in range(looked_for):
        start = time.perf_counter()
        scores = search(place)
        times.append(time.perf_counter() - start)
        order = np.argsort(-scores, kind="stable")
        hits = groups[order[order != place]] == groups[place]
        precisions.append(np.mean(np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)))
        recalls.append(hits[:10].sum() / hits.sum())
    return {
        "mean average precision": float(np.mean(precisions)),
        "recall at 10": float(np.mean(recalls)),
        "ms": 1e3 * float(np.median(times)),
    }


def cosines(vectorizer: TfidfVectorizer, titles: list[str]) -> Search:
    matrix = vectorizer.fit_transform(titles)
    return lambda place: (matrix @ matrix[place].T).toarray().ravel()


def main() -> None:
    both = [*rows("test"), *rows("development")]
    groups, titles = np.array([group for group, _ in both]), [title for _, title in both]
    words = [title.lower().split() for title in titles]
    index, bm25 = TitleIndex(titles), BM25Okapi(words)
    searches: dict[str, Search] = {
        "outgrow": lambda place: index.scores(titles[place]),
        "tf-idf of letters (3 and 4, in words)": cosines(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True), titles
        ),
        "tf-idf of words": cosines(TfidfVectorizer(), titles),
        "BM25 of words": lambda place: np.asarray(bm25.get_scores(words[place])),
    }
    found = {name: measured(search, groups, len(rows("test"))) for name, search in searches.items()}
    many = [f"{titles[place % len(titles)]} {place}" for place in range(MOST_RANKED)]
    start = time.perf_counter()
    large = TitleIndex(many)
    built = time.perf_counter() - start
    start = time.perf_counter()
    large.scores("social media manager")
    searched = 1e3 * (time.perf_counter() - start)
    lines = [
        "# How well titles that mean the same are found",
        "",
        f"Made by `python bench/titles_search.py` on {os.cpu_count()} cores, Python {platform.python_version()}; lexicon "
        f"{lexicon_version()}. {len(rows('test'))} titles of {len({group for group, _ in rows('test')})} groups, each looked for "
        f"among {len(titles):,}.",
        "",
        "| | mean average precision | recall at 10 | milliseconds |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {row['mean average precision']:.3f} | {row['recall at 10']:.3f} | {row['ms']:.2f} |"
            for name, row in found.items()
        ),
        "",
        f"{MOST_RANKED:,} titles are indexed in {built:.1f} seconds, and then searched in {searched:.1f} milliseconds.",
        "",
    ]
    results = {"found": found, "indexed_seconds": built, "searched_ms": searched, "lexicon": lexicon_version()}
    (HERE / "results" / "titles_search.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "results" / "titles_search.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
