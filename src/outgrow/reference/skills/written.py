"""What a text must show for a name to count, and the hand-made lists that decide it.

Out: `Way`, one way of writing a name. Words that are plain English are in plain_words.toml, or written small inside the names
of the vocabularies themselves. Used by `outgrow.reference.skills.ways` and `outgrow.reference.skills.tool_names`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from outgrow.reference.skills.names import SkillName
from outgrow.reference.skills.tokens import BREAKS, tokens_of
from outgrow.reference.skills.word_forms import plain_word

__all__ = [
    "ANY",
    "AS_WRITTEN",
    "LISTED",
    "SPOKEN_FOR",
    "Way",
    "all_plain",
    "has_inner_capital",
    "key_of",
    "needs_alone",
    "plain_words",
    "read_list",
    "words_of",
]

#: What a text must show for a way of writing: its words alone; its capitals; its capitals and surroundings that speak for it.
ANY: Final = 0
AS_WRITTEN: Final = 1
SPOKEN_FOR: Final = 2
#: For names of skills that are plain words: that they are items of a list of skills, with capitals or not.
LISTED: Final = 3

#: Longest name of capitals alone that is found only in capitals.
_SHORT: Final = 3
#: A capital inside a word: LaTeX, PuTTY.
_INNER: Final = re.compile(r"[a-z]\w*[A-Z]|[A-Z]{2}\w*[a-z]")


class Way(NamedTuple):
    """One way of writing a name.

    Parameters
    ----------
    words : tuple of str
        Its words, with the capitals that it is written with.
    row : int
        Which name it stands for.
    short : bool
        Whether it is not the whole name.
    needs : int
        `ANY`, `AS_WRITTEN`, `SPOKEN_FOR` or `LISTED`.
    """

    words: tuple[str, ...]
    row: int
    short: bool
    needs: int


@cache
def read_list(name: str) -> dict[str, Any]:
    """Read one of the hand-made lists."""
    return tomllib.loads((files("outgrow.reference.skills") / f"{name}.toml").read_text(encoding="utf-8"))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name; of its signs only commas matter."""
    return tuple(word for word in tokens_of(text).words if word not in BREAKS or word == ",")


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as plain words, to compare names by."""
    return tuple(map(plain_word, words))


def plain_words(names: Iterable[SkillName]) -> frozenset[str]:
    """Return the words that are plain English: written small inside a name, or listed as such."""
    lists = read_list("plain_words")
    found = {
        word
        for name in names
        for place, word in enumerate(words_of(name.label))
        if word.islower() and (place or name.vocabulary == "esco")
    }
    found -= set(lists["not_plain"]["words"])
    for section in ("words", "people", "places", "no_tools"):
        found.update(word.lower() for word in lists["plain"][section])
    return frozenset(map(plain_word, found))


def all_plain(words: Iterable[str], plain: frozenset[str]) -> bool:
    """Tell whether all words are plain English, or numbers."""
    return all(plain_word(word) in plain or word.isdigit() for word in words)


def has_inner_capital(word: str) -> bool:
    """Tell whether a word has a capital inside it and is not all capitals, as no plain word has."""
    return _INNER.search(word) is not None


def needs_alone(word: str, plain: frozenset[str]) -> int:
    """Say what a tool's name of one word needs."""
    if plain_word(word) in plain:
        return AS_WRITTEN if has_inner_capital(word) else SPOKEN_FOR
    # few letters, all of them capitals, are easily a word or its slip: SAP and sap
    return AS_WRITTEN if word.isupper() and len(word) <= _SHORT else ANY
