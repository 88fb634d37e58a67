"""The family of a job title: its words as the lexicon spells them, without what says nothing of the work.

In: titles. Out: families. Start at `families_of`. "Social Media Mgr", "SOCIAL MEDIA MANAGER (EMEA)" and "Interim Social Media
Manager II" are one title; "Manager, Social Media" is another, since the order of words is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow.engine import rarely_collected
from outgrow.titles.lexicon_tables import lexicon
from outgrow.titles.title_words import parts_of, scan

if TYPE_CHECKING:
    from outgrow.titles.lexicon_tables import Lexicon

__all__ = ["families_of"]

#: The number of a grade: it tells steps of pay, not the work.
_GRADE: Final = re.compile(r"[ivx]{1,4}|[0-9]{1,2}")
#: Words that the lexicon has in the singular and titles in the plural.
_PLURAL: Final = {
    word: f"{word}s"
    for word in ("affair", "analytic", "communication", "operation", "relation", "resource", "sale", "system")
}


@rarely_collected()
def families_of(titles: Sequence[str]) -> list[str]:
    """Return the family of each title.

    Parameters
    ----------
    titles : sequence of str
        Job titles as written, or in lower case.

    Returns
    -------
    list of str
        Words in lower case with single blanks: those that the lexicon knows, without grades and without marks such as
        "interim" or "contract". Where nothing would be left, the whole title in lower case.
    """
    words = lexicon()
    return [_family(title, words) for title in titles]


def _family(title: str, words: Lexicon) -> str:
    kept: list[str] = []
    for part in parts_of(title, words):
        marks: set[int] = set()
        for found in scan(part.words, words.signs):
            if any("mark" in kinds for _, kinds in found.phrase.said):
                marks.update(range(found.start, found.end))
        kept += [
            _PLURAL.get(word, word)
            for place, word in enumerate(part.words)
            if place not in marks and word in words.telling and not _GRADE.fullmatch(word)
        ]
    return " ".join(kept) or " ".join(title.lower().split())
