"""How often titles read from words of each kind are read right: the numbers behind the confidence of a title.

    python scripts/calibrate_titles.py tests/titles/labelled/test.tsv

Prints, for each kind of words that decided a function or a level, how many titles were read by them and the share that was
right by any of the defensible answers. They stand in `outgrow.titles.reading` and are looked at again when the rules change.
"""

from __future__ import annotations

import sys
from collections import Counter

from outgrow.titles.lexicon_tables import lexicon
from outgrow.titles.reading import Reading
from outgrow.titles.score import NONE, read_labelled


def main() -> None:
    """Read the labelled set and print."""
    read, right = Counter[str](), Counter[str]()
    for row in read_labelled(sys.argv[1]):
        reading = Reading(row["title"], lexicon())
        for part, kind in reading.decided.items():
            answers = {row[part] or NONE, *filter(None, row[f"also_{part}"].split(";"))}
            read[f"{part}: {kind}"] += 1
            right[f"{part}: {kind}"] += (getattr(reading.labels, part) or NONE) in answers
    for kind, n in read.most_common():
        sys.stdout.write(f"{kind:<24}{n:>6}{right[kind] / n:>8.3f}\n")


if __name__ == "__main__":
    main()
