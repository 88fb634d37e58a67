"""Names of skills and tools in free text, with their places.

In: text. Out: `Mention`, in the order of the text, none over another. Start at `skills_in`. Of names that begin at a word the
longest is taken, from left to right; those that are plain words only where `outgrow.reference.skills.surroundings` speaks for
them. Never fails on any text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Final

from outgrow.reference.skills.names import SkillName
from outgrow.reference.skills.surroundings import Hit, spoken_for
from outgrow.reference.skills.tables import LEAF, SKIPPED, tables
from outgrow.reference.skills.tokens import Tokens, tokens_of
from outgrow.reference.skills.word_forms import plain_word
from outgrow.reference.skills.written import ANY, LISTED

__all__ = ["Mention", "skills_in"]

#: Longest word that may be in a name, and most words whose form is kept.
_LONGEST: Final = 60
#: Signs of an address, and how far it is looked for around one.
_ADDRESS: Final = re.compile(r"://|@|www\.|\.(?:com|org|net|io|edu|gov)\b", re.IGNORECASE)
_LONGEST_ADDRESS: Final = 200
_BLANK: Final = re.compile(r"\s")
_MOST_SEEN: Final = 200_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a skill or tool in a text.

    Parameters
    ----------
    label : str
        The name, as it is in its vocabulary.
    kind : {"skill", "tool"}
        What it is a name of.
    vocabulary : {"esco", "onet_skill", "onet_tech"}
        ESCO skills, O*NET skills, O*NET technology names.
    concept_id : str or None
        ESCO's identifier; O*NET's names have none.
    words : str
        The words as they are written.
    start, end : int
        Where they are: ``text[start:end] == words``.
    """

    label: str
    kind: str
    vocabulary: str
    concept_id: str | None
    words: str
    start: int
    end: int


class _Keys(dict[str, str | None]):
    """For each word as written the word that stands for it; found once, since texts repeat their words."""

    def __init__(self, stands: dict[str, str]) -> None:
        super().__init__()
        self._stands = stands

    def __missing__(self, word: str) -> str | None:
        if word == "&":
            key: str | None = "and"
        else:
            key = self._stands.get(plain_word(word)) if len(word) <= _LONGEST else None
            if plain_word(word) in SKIPPED:
                key = _SKIP
        if len(self) < _MOST_SEEN:
            self[word] = key
        return key


_SKIP: Final = "*"


@cache
def _keys() -> _Keys:
    return _Keys(tables().stands)


def skills_in(text: str) -> list[Mention]:
    """Find the names of skills and tools in a text.

    Parameters
    ----------
    text : str
        Any text in English: a resume, a job posting, a letter.

    Returns
    -------
    list of Mention
        In the order of the text; none lies over another.

    Examples
    --------
    >>> [mention.label for mention in skills_in("Managed the budgets in Excel.")]
    ['manage budgets', 'Microsoft Excel']
    """
    tokens = tokens_of(text)
    names = tables().names
    addresses = _addresses(text)
    found = []
    for hit in _hits(tokens, names):
        start, end = tokens.start(hit.start), tokens.end(hit.end - 1)
        if addresses and hit.tool and _is_inside(start, end, addresses):
            continue
        name = names[hit.row]
        found.append(Mention(name.label, name.kind, name.vocabulary, name.concept_id, text[start:end], start, end))
    return found


def _addresses(text: str) -> list[tuple[int, int, int]]:
    """Return where the signs of e-mail and web addresses are, and the beginning and end of each address."""
    found = []
    for sign in _ADDRESS.finditer(text):
        before = _BLANK.split(text[max(0, sign.start() - _LONGEST_ADDRESS) : sign.start()])[-1]
        after = _BLANK.split(text[sign.end() : sign.end() + _LONGEST_ADDRESS], maxsplit=1)[0]
        found.append((sign.start(), sign.start() - len(before), sign.end() + len(after)))
    return found


def _is_inside(start: int, end: int, addresses: Sequence[tuple[int, int, int]]) -> bool:
    """Tell whether a name is part of an address, and not one with such a sign of its own: "Salesforce.com"."""
    place = max(0, bisect_left(addresses, start, key=itemgetter(2)))
    while place < len(addresses) and addresses[place][1] < end:
        sign, first, last = addresses[place]
        if first <= start and end <= last and not start <= sign < end:
            return True
        place += 1
    return False


def _hits(tokens: Tokens, names: Sequence[SkillName]) -> list[Hit]:
    words, tree = tokens.words, tables().tree
    keys = list(map(_keys().__getitem__, words))
    found: list[Hit] = []
    done = 0
    for place in [place for place, key in enumerate(keys) if key in tree]:
        if place >= done:
            entry, end = _longest(place, keys, words, tree)
            if entry is not None:
                found.append(Hit(place, end, entry[0], entry[2], names[entry[0]].kind == "tool"))
                done = end
    return spoken_for(tokens, found)


def _longest(place: int, keys: Sequence[str | None], words: Sequence[str], tree: dict[str, Any]) -> tuple[Any, int]:
    """Return the longest name that begins at a word, and the word behind it; None where there is none."""
    node = tree[keys[place]]  # type: ignore[index]
    found: list[tuple[int, list[Any]]] = []
    end, last = place + 1, len(keys)
    while True:
        if LEAF in node:
            found.append((end, node[LEAF]))
        while end < last and keys[end] == _SKIP:
            end += 1
        node = node.get(keys[end]) if end < last else None
        if node is None:
            break
        end += 1
    for end, leaf in reversed(found):
        entry = leaf[0] if len(leaf) == 1 and leaf[0][2] == ANY else _nearest(words[place:end], leaf)
        if entry is not None:
            return entry, end
    return None, place


def _nearest(words: Sequence[str], leaf: list[list[Any]]) -> list[Any] | None:
    """Return the name that is written most like the words, whole ones first; None where its capitals are asked for in vain."""
    written = " ".join(words)
    fits = [entry for entry in leaf if entry[2] in (ANY, LISTED) or entry[3] == written]
    if len(fits) < 2:
        return fits[0] if fits else None
    have = {word.casefold() for word in words}
    return min(fits, key=lambda entry: (entry[1], -len(have & set(entry[3].casefold().split())), entry[2], entry[0]))
