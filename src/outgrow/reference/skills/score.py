"""How well names are found in texts: a labelled set against what is found, strict and lenient.

In: texts with their mentions marked. Out: `SkillScore`. Start at `score_skills`. A mention that is found is right when it
overlaps a marked one and has its label; lenient also takes a label that is the same but for the forms of its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from outgrow.errors import InputError
from outgrow.reference.skills.finder import Mention, skills_in
from outgrow.reference.skills.names import KINDS
from outgrow.reference.skills.tables import SKIPPED, tables
from outgrow.reference.skills.texts import read_text
from outgrow.reference.skills.word_forms import plain_word
from outgrow.reference.skills.written import words_of

__all__ = ["LabelledText", "Mark", "SkillScore", "read_marked", "score_skills"]

_TEXT: Final = re.compile(r"^### +(\S+)[^\n]*\n", re.MULTILINE)
_MARK: Final = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


class Mark(NamedTuple):
    """A mention as a labeller marked it: where, and which name."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without its marks, and the marks."""

    name: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SkillScore:
    """How well a labelled set is read.

    Parameters
    ----------
    texts, marked, found : int
        Texts, mentions marked in them, mentions found.
    right, right_lenient : int
        Of those found, how many are right.
    met, met_lenient : int
        Of those marked, how many were found.
    kinds : dict of str to (int, int, int, int)
        For each kind: marked, found, right, met, strict.
    wrong : tuple of (str, str, str)
        What was found and is not right even leniently: text, words, label.
    missed : tuple of (str, str, str)
        What was marked and not found even leniently: text, words, label.
    """

    texts: int
    marked: int
    found: int
    right: int
    right_lenient: int
    met: int
    met_lenient: int
    kinds: dict[str, tuple[int, int, int, int]]
    wrong: tuple[tuple[str, str, str], ...] = field(repr=False)
    missed: tuple[tuple[str, str, str], ...] = field(repr=False)

    @property
    def precision(self) -> float | None:
        """Of the mentions found, the share that is right; None where none was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of the mentions marked, the share that was found; None where none is marked."""
        return self.met / self.marked if self.marked else None

    @property
    def precision_lenient(self) -> float | None:
        """As `precision`, lenient."""
        return self.right_lenient / self.found if self.found else None

    @property
    def recall_lenient(self) -> float | None:
        """As `recall`, lenient."""
        return self.met_lenient / self.marked if self.marked else None

    def as_json(self) -> dict[str, Any]:
        """Return the numbers as one object ready for JSON."""
        return {
            "texts": self.texts,
            "marked": self.marked,
            "found": self.found,
            "strict": {"precision": self.precision, "recall": self.recall},
            "lenient": {"precision": self.precision_lenient, "recall": self.recall_lenient},
            "kinds": {
                kind: {
                    "marked": marked,
                    "found": found,
                    "precision": right / found if found else None,
                    "recall": met / marked if marked else None,
                }
                for kind, (marked, found, right, met) in self.kinds.items()
            },
        }


def read_marked(path: str | Path) -> list[LabelledText]:
    """Read a labelled set.

    Parameters
    ----------
    path : str or Path
        Plain text. Each text begins with a line ``### NAME``; a mention is marked as ``[[words|label]]``.

    Returns
    -------
    list of LabelledText
        The texts without their marks, in the order of the file.

    Raises
    ------
    InputError
        The file cannot be read, holds no text, or a label is in no vocabulary.
    """
    path = Path(path)
    parts = _TEXT.split(read_text(path))
    known = {name.label.casefold() for name in tables().names}
    texts = []
    for name, marked in zip(parts[1::2], parts[2::2], strict=True):
        plain, marks = _unmarked(marked.strip())
        for mark in marks:
            if mark.label.casefold() not in known:
                raise InputError(
                    f"text {name} of '{path.name}' has the label '{mark.label[:60]}', which is in no vocabulary.",
                    do="write labels as they are in reference/data/skill_labels.csv",
                )
        texts.append(LabelledText(name, plain, tuple(marks)))
    if not texts:
        raise InputError(f"'{path.name}' holds no labelled text.", do="begin each text with a line '### NAME'")
    return texts


def _unmarked(marked: str) -> tuple[str, list[Mark]]:
    plain, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[last : match.start()]
        marks.append(Mark(len(plain), len(plain) + len(match[1]), match[2].strip()))
        plain += match[1]
        last = match.end()
    return plain + marked[last:], marks


def score_skills(
    texts: Sequence[LabelledText],
    *,
    find: Callable[[str], Sequence[Mention]] = skills_in,
) -> SkillScore:
    """Find the names in the texts of a labelled set and compare.

    Parameters
    ----------
    texts : sequence of LabelledText
        From `read_marked`.
    find : callable, optional
        What finds names in a text, where it is another finder that is measured.

    Returns
    -------
    SkillScore
        With what was wrong and what was missed.
    """
    kind_of = {name.label.casefold(): name.kind for name in tables().names}
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    total = [0, 0, 0, 0]
    wrong: list[tuple[str, str, str]] = []
    missed: list[tuple[str, str, str]] = []
    for text in texts:
        found = find(text.text)
        for mention in found:
            right = any(_same(mention, mark, strict=True) for mark in text.marks)
            lenient = any(_same(mention, mark, strict=False) for mark in text.marks)
            counts[mention.kind][1] += 1
            counts[mention.kind][2] += right
            total[0] += right
            total[1] += lenient
            if not lenient:
                wrong.append((text.name, mention.words, mention.label))
        for mark in text.marks:
            kind = kind_of[mark.label.casefold()]
            met = any(_same(mention, mark, strict=True) for mention in found)
            met_lenient = any(_same(mention, mark, strict=False) for mention in found)
            counts[kind][0] += 1
            counts[kind][3] += met
            total[2] += met
            total[3] += met_lenient
            if not met_lenient:
                missed.append((text.name, text.text[mark.start : mark.end], mark.label))
    kinds = {kind: (one[0], one[1], one[2], one[3]) for kind, one in counts.items()}
    return SkillScore(
        texts=len(texts),
        marked=sum(one[0] for one in kinds.values()),
        found=sum(one[1] for one in kinds.values()),
        right=total[0],
        right_lenient=total[1],
        met=total[2],
        met_lenient=total[3],
        kinds=kinds,
        wrong=tuple(wrong),
        missed=tuple(missed),
    )


def _same(mention: Mention, mark: Mark, *, strict: bool) -> bool:
    if mention.start >= mark.end or mark.start >= mention.end:
        return False
    if mention.label.casefold() == mark.label.casefold():
        return True
    return not strict and _folded(mention.label) == _folded(mark.label)


def _folded(label: str) -> tuple[str, ...]:
    """Return the words of a label without what their forms and articles add."""
    stands = tables().stands
    words = [plain_word(word) for word in words_of(label)]
    return tuple(stands.get(word, word) for word in words if word not in SKIPPED)
