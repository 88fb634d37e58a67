"""How a reading of a person's document is scored against what is true of it.

In: readings (the JSON of ``outgrow me FILE --json``) and truths (`documents/truth.json`). Out: `Score`, by format and half.
Start at `score_document`. Pure functions: nothing is read here.

A spell is right if title, organisation, first and last month all agree. Spells of the reading that are not true count as wrong
too: `recall` is the share of true spells that were read right, `precision` that of the read spells that are right,
and `extra` counts those read that pair with no true one at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

PARTS = ("title", "organisation", "start", "end")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents; `parts` says of how many pairs each part agrees, `whole` how many documents are right throughout."""

    documents: int = 0
    whole: int = 0
    true: int = 0
    read: int = 0
    right: int = 0
    paired: int = 0
    parts: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))

    @property
    def recall(self) -> float:
        """Share of the true spells that were read right; 1 where there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Share of the read spells that are right; 1 where there are none."""
        return self.right / self.read if self.read else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two: twice the right ones over all spells, true and read."""
        return 2 * self.right / (self.true + self.read) if self.true + self.read else 1.0

    @property
    def missing(self) -> int:
        """True spells that pair with none that was read."""
        return self.true - self.paired

    @property
    def extra(self) -> int:
        """Read spells that pair with no true one."""
        return self.read - self.paired

    def __add__(self, other: Score) -> Score:
        parts = {part: self.parts[part] + other.parts[part] for part in PARTS}
        counts = ("documents", "whole", "true", "read", "right", "paired")
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in counts}, parts=parts)


def plain(text: object) -> str:
    """Return a text without case, blanks, the forms of dashes and quotes, and punctuation at its ends; None is empty."""
    if text is None:
        return ""
    words = unicodedata.normalize("NFKC", str(text)).casefold()
    words = re.sub("[\u2010-\u2015\u2212]", "-", words)
    words = re.sub("[\u2018\u2019\u02bc`]", "'", words)
    words = re.sub("[\u201c\u201d\u201e\u00ab\u00bb]", '"', words)
    words = re.sub(r"[\s\u00ad\u200b]+", "", words)
    return re.sub(r"^[\W_]+|[\W_]+$", "", words)


def agreement(read: Mapping[str, object], true: Mapping[str, object]) -> dict[str, bool]:
    """Say part by part whether a read spell agrees with a true one."""
    said = {part: plain(read.get(part)) == plain(true.get(part)) for part in ("title", "organisation")}
    # a month that is not there is one that is ongoing or unsaid: None, or no key at all
    return said | {part: (read.get(part) or None) == (true.get(part) or None) for part in ("start", "end")}


def pair_spells(read: Sequence[Mapping[str, object]], true: Sequence[Mapping[str, object]]) -> list[tuple[int, int]]:
    """Pair spells, each once, those that agree best first; without a word or a start in common there is no pair.

    Returns
    -------
    list of (int, int)
        Places in `read` and `true`, in the order of `true`.
    """
    ranked = []
    for r, one in enumerate(read):
        for t, other in enumerate(true):
            same = agreement(one, other)
            # an end alone is no ground: of two people's jobs, both may be ongoing
            if same["title"] or same["organisation"] or (same["start"] and other.get("start")):
                ranked.append((-sum(same.values()), not same["title"], not same["start"], abs(r - t), t, r))
    pairs: dict[int, int] = {}
    for *_, t, r in sorted(ranked):
        if t not in pairs and r not in pairs.values():
            pairs[t] = r
    return [(r, t) for t, r in sorted(pairs.items())]


def score_document(reading: Mapping[str, object] | None, truth: Mapping[str, object]) -> Score:
    """Score one document; None for a reading is one that failed, and read nothing."""
    read: list[Mapping[str, object]] = list((reading or {}).get("spells") or [])  # type: ignore[call-overload]
    true: list[Mapping[str, object]] = list(truth["spells"])  # type: ignore[call-overload]
    pairs = pair_spells(read, true)
    same = [agreement(read[r], true[t]) for r, t in pairs]
    right = sum(all(one.values()) for one in same)
    parts = {part: sum(one[part] for one in same) for part in PARTS}
    whole = int(reading is not None and right == len(true) == len(read))
    return Score(1, whole, len(true), len(read), right, len(pairs), parts)


def score_set(
    readings: Mapping[str, Mapping[str, object] | None], truths: Iterable[Mapping[str, object]]
) -> dict[tuple[str, str], Score]:
    """Score a set, by format and half.

    Parameters
    ----------
    readings : mapping
        By `file` of the truth; a file without one was not read.
    truths : iterable of mapping
        As in `truth.json`.

    Returns
    -------
    dict
        By (format, half), with "all" for all formats and for both halves.
    """
    scores: dict[tuple[str, str], Score] = {}
    for truth in truths:
        one = score_document(readings.get(str(truth["file"])), truth)
        form, half = str(truth["format"]), str(truth["half"])
        for key in ((form, half), (form, "all"), ("all", half), ("all", "all")):
            scores[key] = scores.get(key, Score()) + one
    return scores


def table(scores: Mapping[tuple[str, str], Score]) -> str:
    """Write scores as a Markdown table, a line for each format and half."""
    lines = ["| format | half | documents | whole | spells | recall | precision | F1 | missing | extra |"]
    lines.append("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for (form, half), one in sorted(scores.items()):
        shares = " | ".join(f"{share:.3f}" for share in (one.recall, one.precision, one.f1))
        counts = f"{one.documents} | {one.whole} | {one.true}"
        lines.append(f"| {form} | {half} | {counts} | {shares} | {one.missing} | {one.extra} |")
    return "\n".join(lines)
