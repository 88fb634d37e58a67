"""Whether the surroundings of a plain word say that it is the name of a tool or a skill.

In: the words of a text, and the names found in it. Out: which of them stay. Start at `spoken_for`. "Excel", "R" or "Slack",
written so, count

1. where a version ("Excel 2016") or a word for software stands behind ("R scripts");
2. where a word for using, knowing or doing with stands before it ("using", "proficient in", "with"), or before the list that
   it is in; people also stand behind "with", places and seasons behind "in", which do not speak for their names;
3. in a list, which is names, capitals and commas alone: beside a tool that needs no such help, or beside two others;
4. in a list, of whatever words, whose head names tools ("Tools:", "Stack:").

Never as part of a longer name, nor at the beginning of a sentence with running words behind. Names of skills that are plain
words, such as "Writing", count by rule 4 alone. The words are in surroundings.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from outgrow.reference.skills.tokens import HARD, SEPARATORS, Tokens
from outgrow.reference.skills.written import LISTED, SPOKEN_FOR, read_list

__all__ = ["Hit", "spoken_for"]

#: How many words away the head of a list, or another item of it, may be.
_FAR: Final = 25
#: Items that need help and give it to each other.
_ENOUGH: Final = 3
#: Names of as many letters are as easily initials, grades or places: "aisles K to R".
_LETTERS: Final = 2
#: Lists of words that speak for names that are also those of people or places, and for them alone, not for a list.
_OTHERS: Final = ("with_people", "with_places")
_VERSION: Final = re.compile(r"[vV]?\d+")
_ITEM_ENDS: Final = SEPARATORS | HARD | {":"}


class Hit(NamedTuple):
    """A name at a place among the words of a text.

    Parameters
    ----------
    start, end : int
        Its first word, and the one behind its last.
    row : int
        Which name.
    needs : int
        As in `outgrow.reference.skills.ways`.
    tool : bool
        Whether it is the name of a tool.
    """

    start: int
    end: int
    row: int
    needs: int
    tool: bool


@cache
def _words(name: str) -> frozenset[str]:
    table: dict[str, Any] = read_list("surroundings") | read_list("plain_words")["plain"]
    return frozenset(word.lower() for word in table[name])


def spoken_for(tokens: Tokens, hits: Sequence[Hit]) -> list[Hit]:
    """Return the names that stay, in order.

    Parameters
    ----------
    tokens : Tokens
        The words of the text.
    hits : sequence of Hit
        The names found in it, in order.
    """
    stays = [hit.needs not in (SPOKEN_FOR, LISTED) for hit in hits]
    if not all(stays):
        text = _Text(tokens, hits)
        # what an item on the right is helped by helps those on its left
        for number in (*range(len(hits)), *range(len(hits) - 1, -1, -1)):
            stays[number] = stays[number] or text.speaks_for(number, stays)
    return [hit for hit, right in zip(hits, stays, strict=True) if right and not _is_employer(tokens, hit)]


def _is_employer(tokens: Tokens, hit: Hit) -> bool:
    """Tell whether a tool's one word is named as a place of work: "at Google"."""
    alone = hit.tool and hit.end - hit.start == 1 and hit.start > 0
    return alone and tokens.words[hit.start - 1].lower() in _words("employers")


def _with(name: str) -> str:
    """Return which list of words for doing something with a tool speaks for a name."""
    if len(name) <= _LETTERS:
        return "with_letters"
    return "with_people" if name in _words("people") else "with_places" if name in _words("places") else "with"


class _Text:
    """A text's words, the names among them, and what stands around one."""

    def __init__(self, tokens: Tokens, hits: Sequence[Hit]) -> None:
        self.words, self.gaps, self.hits = tokens.words, tokens.gaps, hits
        self.hit_at = {place: number for number, hit in enumerate(hits) for place in range(hit.start, hit.end)}

    def speaks_for(self, number: int, stays: Sequence[bool]) -> bool:
        """Tell whether anything speaks for a name, given which others stay."""
        hit = self.hits[number]
        after = self._after(hit.end)
        if hit.needs == LISTED:
            return self._bounded(hit) and self._is_headed(hit.start, "skill_heads")
        if after in _words("tails") or (after in _words("things") and not self._begins(hit.start)):
            return True
        if after[:1].isupper() and hit.end not in self.hit_at:
            return False
        name = " ".join(self.words[hit.start : hit.end]).lower()
        if len(name) > 1 and name not in _words("places") and _VERSION.fullmatch(after):
            return True
        if not self._bounded(hit):
            return False
        if self.words[hit.end : hit.end + 1] == [":"]:  # what stands before a colon is a head, or "Excel: advanced"
            return self._is_headed(hit.start, "tool_heads")
        governed, right_before = self._governed(hit.start)
        speaking = _with(name)
        if governed == "uses" or (governed in _words(speaking) and (right_before or speaking not in _OTHERS)):
            return True
        if self._is_initial(hit):
            return False
        return self._in_list(number, stays) or (
            self._begins_item(hit.start) and self._is_headed(hit.start, "tool_heads")
        )

    def _after(self, place: int) -> str:
        """Return the word right behind a name, with nothing but a blank or a hyphen between."""
        inside = place < len(self.words) and self.gaps[place].strip(" \t\xa0") in ("", "-") and self.gaps[place] != ""
        return self.words[place] if inside else ""

    def _bounded(self, hit: Hit) -> bool:
        """Tell whether a name ends where an item does, and is not the beginning of a sentence's running words."""
        after = self._after(hit.end)
        if after in _ITEM_ENDS or not after[:1].islower():
            return True
        return (after in _words("behind") or after.endswith("ly")) and not self._begins(hit.start)

    def _begins(self, place: int) -> bool:
        """Tell whether a word begins a sentence or a line."""
        return place == 0 or self.words[place - 1] in HARD or "\n" in self.gaps[place]

    def _begins_item(self, place: int) -> bool:
        place = self._past_degrees(place)
        return self._begins(place) or self.words[place - 1] in _ITEM_ENDS or "/" in self.gaps[place]

    def _past_degrees(self, place: int) -> int:
        """Return the first of the words before a name that say how much or which: "some basic R"."""
        while place > 0 and self.words[place - 1].lower() in _words("degrees"):
            place -= 1
        return place

    def _is_initial(self, hit: Hit) -> bool:
        """Tell whether a letter is that of a first name: "R. Haddad"."""
        words = self.words
        letter = hit.end - hit.start == 1 and len(words[hit.start]) == 1
        return letter and words[hit.end : hit.end + 1] == ["."] and hit.end + 1 < len(words)

    def _is_listed(self, place: int) -> bool:
        """Tell whether a word may stand in a list of names."""
        word = self.words[place]
        return place in self.hit_at or word in SEPARATORS or not word[:1].islower() or word in _words("degrees")

    def _governed(self, place: int) -> tuple[str, bool]:
        """Return the word for doing something with it before a name or its list ("uses" for using), and if right before."""
        first = self._past_degrees(place) - 1
        lowest = max(0, place - _FAR)
        while place > lowest:
            place -= 1
            word = self.words[place].lower()
            if word in HARD or "\n" in self.gaps[place + 1]:
                break
            known = word in _words("links") and place and self.words[place - 1].lower() in _words("knowing")
            if known or word in _words("uses"):
                return "uses", place == first
            if word in _words("with"):
                return word, place == first
            if not self._is_listed(place):
                break
        return "", False

    def _in_list(self, number: int, stays: Sequence[bool]) -> bool:
        """Tell whether other names of the list speak for one: any that stays by itself, or two that need help too."""
        hit = self.hits[number]
        found = {number}
        for step, place in ((-1, hit.start - 1), (1, hit.end)):
            far = place + step * _FAR
            while (
                0 <= place < len(self.words)
                and place != far
                and self.words[place] not in HARD
                and self._is_listed(place)
            ):
                found.add(self.hit_at.get(place, number))
                place += step
        near = [other for other in found if self.hits[other].tool and other != number]
        return any(stays[other] for other in near) or len(near) + 1 >= _ENOUGH

    def _is_headed(self, place: int, heads: str) -> bool:
        """Tell whether the sentence or list that a name is in begins with a word for what is in it."""
        words, lowest = self.words, max(0, place - _FAR)
        while place > lowest:
            place -= 1
            word = words[place].lower()
            ends = words[place + 1] == ":" or "\n" in self.gaps[place + 1] or words[place + 1] == "\n"
            if word in _words(heads) and ends:
                return True
            if words[place] in HARD and words[place] != "\n":
                return False
        return False
