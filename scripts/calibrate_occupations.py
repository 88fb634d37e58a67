"""How often titles are counted in the right occupation, by how near they were: the numbers behind the confidence of a match.

    python scripts/calibrate_occupations.py tests/titles/occupations/test.tsv

Prints the share of titles whose first match is right by any of the defensible codes, and the share that has one among the first
four; then the first share by the score of the match, of those titles that are no name of the tables as they stand. They stand in
`outgrow.titles.occupation` and docs/pay.md, and are looked at again when names, links or weights change.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from outgrow.titles.lexicon_tables import plain_words
from outgrow.titles.occupation import CONFIDENCE, known_names, scored_occupations, singular
from outgrow.titles.roles import Role, parse_role


def fold(name: str) -> str:
    """Return a name as it is compared with others: its words in the singular, without signs."""
    return " ".join(singular(word) for word in plain_words(name))


def main() -> None:
    """Read the labelled set and print."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = {fold(name) for _, name in known_names()}
    read = [0] * len(CONFIDENCE)
    right = [0] * len(CONFIDENCE)
    first = among = 0
    for row in rows:
        answers = {row["soc_code"], *filter(None, row["also"].split(";"))}
        role = parse_role(row["title"])
        assert isinstance(role, Role)
        found = scored_occupations(role)
        score, best = found[0]
        place = next(place for place, (least, _) in enumerate(CONFIDENCE) if score >= least)
        good = best.occupation.soc_code in answers
        if fold(row["title"]) not in names:
            read[place] += 1
            right[place] += good
        first += good
        among += any(match.occupation.soc_code in answers for _, match in found[:4])
    sys.stdout.write(
        f"{len(rows)} titles: first right {first / len(rows):.3f}, among the first four {among / len(rows):.3f}\n"
    )
    whole = sum(read)
    sys.stdout.write(f"{whole} of them no known name: first right {sum(right) / whole:.3f}\n")
    for (least, _), n, good in zip(CONFIDENCE, read, right, strict=True):
        sys.stdout.write(f"score {least:.2f} or more {n:>5}{good / max(n, 1):>8.3f}\n")


if __name__ == "__main__":
    main()
