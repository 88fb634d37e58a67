"""How well titles are read: a labelled set against what the lexicon says, strict and lenient, by part.

In: a table of titles with their labels, a second defensible answer or more beside the first. Out: `Score`. Start at
`score_titles`. Strict counts the first answer alone, lenient any of them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outgrow.errors import InputError, SourceNotFound
from outgrow.schema import FUNCTIONS, LEVELS
from outgrow.titles.bulk import parse_titles

__all__ = ["PARTS", "PartScore", "Score", "read_labelled", "score_titles"]

#: Parts of a title that are scored.
PARTS: Final = ("function", "specialty", "level")
NONE: Final = "none"
_COLUMNS: Final = ("title", *PARTS, *(f"also_{part}" for part in PARTS))


@dataclass(frozen=True, slots=True)
class PartScore:
    """How well one part is read.

    Parameters
    ----------
    part : str
        One of `PARTS`.
    titles : int
        How many titles were read.
    strict, lenient : float
        Share of them whose first answer, or any answer, was given.
    macro_f1_strict, macro_f1_lenient : float
        Mean over the labels that occur of the harmonic mean of precision and recall; lenient takes an answer that is among
        the defensible ones as the first.
    recall_strict, recall_lenient : float or None
        The share among titles whose first answer is not none.
    confusion : dict of (str, str) to int
        First answer and what was read instead, where that is none of the answers, commonest first.
    """

    part: str
    titles: int
    strict: float
    lenient: float
    macro_f1_strict: float
    macro_f1_lenient: float
    recall_strict: float | None
    recall_lenient: float | None
    confusion: dict[tuple[str, str], int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Score:
    """How well a labelled set is read: a `PartScore` for each of `PARTS`, and the titles that were misread."""

    titles: int
    parts: tuple[PartScore, ...]
    wrong: tuple[tuple[str, str, str, str], ...] = field(repr=False)

    def part(self, name: str) -> PartScore:
        """Return the score of one part."""
        return next(part for part in self.parts if part.part == name)

    def as_json(self) -> dict[str, Any]:
        """Return the numbers as one object ready for JSON."""
        return {
            "titles": self.titles,
            "parts": {
                part.part: {
                    "strict": part.strict,
                    "lenient": part.lenient,
                    "macro_f1_strict": part.macro_f1_strict,
                    "macro_f1_lenient": part.macro_f1_lenient,
                    "recall_strict": part.recall_strict,
                    "recall_lenient": part.recall_lenient,
                    "confusion": [
                        {"label": label, "read": read, "titles": n} for (label, read), n in part.confusion.items()
                    ],
                }
                for part in self.parts
            },
        }


def read_labelled(path: str | Path) -> list[dict[str, str]]:
    """Read a labelled set: a tab-separated table.

    Parameters
    ----------
    path : str or Path
        With the columns ``title, function, specialty, level, also_function, also_specialty, also_level``; other columns are
        left alone. Empty is none; other defensible answers are parted by ``;``, with ``none`` for none.

    Raises
    ------
    SourceNotFound
        There is no such file.
    InputError
        A column is missing, a label is no label, or there is no row.
    """
    path = Path(path).expanduser()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as fault:
        if isinstance(fault, UnicodeDecodeError):
            raise InputError(f"'{path.name}' is no text in UTF-8.", do="save it as UTF-8") from None
        raise SourceNotFound(f"no labelled set '{path.name}'.", do="check the path") from None
    missing = [name for name in _COLUMNS if rows and name not in rows[0]]
    if missing or not rows:
        raise InputError(
            f"'{path.name}' has no {'row' if not rows else f'column {missing[0]}'}.",
            do=f"give a tab-separated table with the columns {', '.join(_COLUMNS)}",
        )
    known = {"function": {*FUNCTIONS, NONE}, "level": {*LEVELS, NONE}}
    for number, row in enumerate(rows, 2):
        for part, labels in known.items():
            strange = sorted(_answers(row, part) - labels)
            if strange:
                raise InputError(
                    f"line {number} of '{path.name}' has the {part} '{strange[0][:40]}', which is none.",
                    do=f"use one of {', '.join(sorted(labels))}",
                )
    return rows


def score_titles(rows: Sequence[dict[str, str]]) -> Score:
    """Read the titles of a labelled set and compare.

    Parameters
    ----------
    rows : sequence of dict
        From `read_labelled`.
    """
    read = parse_titles([row["title"] for row in rows])
    parts, wrong = [], []
    for part in PARTS:
        firsts = [row[part] or NONE for row in rows]
        found = [getattr(labels, part) or NONE for labels in read]
        right = [answer in _answers(row, part) for row, answer in zip(rows, found, strict=True)]
        # an answer that is as good counts as the first
        taken = [answer if good else first for first, answer, good in zip(firsts, found, right, strict=True)]
        confusion = Counter(
            (first, answer) for first, answer, good in zip(firsts, found, right, strict=True) if not good
        )
        there = [place for place, first in enumerate(firsts) if first != NONE]
        parts.append(
            PartScore(
                part=part,
                titles=len(rows),
                strict=sum(map(str.__eq__, firsts, found)) / len(rows),
                lenient=sum(right) / len(rows),
                macro_f1_strict=_macro_f1(firsts, found),
                macro_f1_lenient=_macro_f1(taken, found),
                recall_strict=sum(firsts[place] == found[place] for place in there) / len(there) if there else None,
                recall_lenient=sum(right[place] for place in there) / len(there) if there else None,
                confusion=dict(confusion.most_common()),
            )
        )
        wrong += [
            (row["title"], part, first, answer)
            for row, first, answer, good in zip(rows, firsts, found, right, strict=True)
            if not good
        ]
    return Score(titles=len(rows), parts=tuple(parts), wrong=tuple(wrong))


def _answers(row: dict[str, str], part: str) -> set[str]:
    return {row[part] or NONE, *(text for text in (row[f"also_{part}"] or "").split(";") if text)}


def _macro_f1(labels: Sequence[str], found: Sequence[str]) -> float:
    right = Counter(label for label, answer in zip(labels, found, strict=True) if label == answer)
    there, said = Counter(labels), Counter(found)
    return sum(2 * right[label] / (there[label] + said[label]) for label in there) / len(there)
