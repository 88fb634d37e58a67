"""Short names of tools, made from their whole names: Photoshop, Salesforce, LMS, Looker.

In: the whole names. Out: `Way`. Start at `short_names`. A short name is the name without its maker ("Adobe Photoshop"), without
"software" behind a brand ("Salesforce software"), without the acronym inside it or that acronym by itself ("Cascading style
sheets CSS"), or the first or last word that is in no other name and no word of English ("Google Looker Analytics").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from outgrow.reference.skills.word_forms import plain_word
from outgrow.reference.skills.written import (
    ANY,
    AS_WRITTEN,
    SPOKEN_FOR,
    Way,
    all_plain,
    has_inner_capital,
    key_of,
    needs_alone,
    read_list,
    words_of,
)

__all__ = ["short_names"]

#: Acronyms of as many letters mean many things.
_INITIALS: Final = 3
#: Shortest word that is a short name by being in no other name.
_COINED: Final = 4
#: Most words of a maker's name.
_MAKER: Final = 3
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
_BRACKETED: Final = re.compile(r"\s*\(([^()]*)\)")
_LETTER: Final = re.compile(r"[^\W\d]")

Words = tuple[str, ...]


def short_names(tools: Sequence[tuple[int, str]], plain: frozenset[str]) -> Iterator[Way]:
    """Return the short names that rules give; several tools may share one.

    Parameters
    ----------
    tools : sequence of (int, str)
        Row and whole name of each tool.
    plain : frozenset of str
        Words that are plain English.
    """
    split = [(row, words_of(label), label) for row, label in tools]
    rules = _Rules([words for _, words, _ in split], plain)
    for row, words, label in split:
        for short, needs in (*rules.acronyms(label, words), *rules.without_maker(words), *rules.coined(words)):
            yield Way(short, row, True, needs)


class _Rules:
    """What is known of all names, and the rules."""

    def __init__(self, tools: Sequence[Words], plain: frozenset[str]) -> None:
        lists = read_list("makers")
        self.plain = plain
        self.makers = _makers(tools, plain)
        self.well_known = frozenset(words_of(maker) for maker in lists["well_known"])
        self.called = {words_of(maker): initials for maker, initials in lists["called"].items()}
        self.times = Counter(word for words in tools for word in set(key_of(words)))

    def maker(self, words: Words) -> int:
        """Return how many words are the maker's, who may be named twice: "GraphPad Software GraphPad Prism"."""
        size = next((size for size in range(_MAKER, 0, -1) if size < len(words) and words[:size] in self.makers), 0)
        return size + 1 if size and len(words) > size + 1 and words[size] in (words[0], "The") else size

    def without_maker(self, words: Words) -> Iterator[tuple[Words, int]]:
        """Return a name without its maker, without "software" behind a brand, and with the maker's initials."""
        size = self.maker(words)
        maker, rest = words[:size], words[size:]
        forms = [rest] if size else []
        if words[0] == "The":
            forms.append(words[1:])
        if words[-1] == "software" and self._is_brand(words[:-1]):
            forms += [words[:-1], *([rest[:-1]] if size else [])]
        if maker in self.called:
            forms += [(self.called[maker], *form[size:]) for form in [words, *forms] if form[:size] == maker]
        for form in forms:
            # what begins with a small letter is a description
            if not form or form[0].islower() or not _LETTER.search(form[0]):
                continue
            if all_plain(form, self.plain) and maker not in self.well_known:
                continue
            initials = form is rest and len(form) == 1 and form[0].isupper() and len(form[0]) <= _INITIALS
            if len(form) > 1:
                yield form, SPOKEN_FOR if all_plain(form, self.plain) else AS_WRITTEN
            elif not initials:
                yield form, needs_alone(form[0], self.plain)
            elif self.times[plain_word(form[0])] == 1:  # "CAD" is what many are
                yield form, SPOKEN_FOR

    def _is_brand(self, words: Words) -> bool:
        """Tell whether the words before "software" are a name and not what the software is for."""
        if len(words) < 2:
            return not all_plain(words, self.plain)
        known = not all_plain(words, self.plain) or self.maker(words) > 0
        return known and not any(word.islower() for word in words)

    def acronyms(self, label: str, words: Words) -> Iterator[tuple[Words, int]]:
        """Return a name without the acronym inside it, and the acronym with what follows."""
        outside = words_of(_BRACKETED.sub("", label))
        if outside != words and len(outside) > 1:
            yield outside, ANY
        for place, word in enumerate(words):
            initials = "".join(before[0] for before in words[:place]).upper()
            if place > 1 and _ACRONYM.fullmatch(word) and initials.endswith(word):
                rest = words[place + 1 :]
                yield (*words[:place], *rest), ANY
                if rest or (len(word) > _INITIALS and plain_word(word) not in self.plain):
                    yield (word, *rest), AS_WRITTEN
                elif len(word) >= _INITIALS:
                    yield (word,), SPOKEN_FOR

    def coined(self, words: Words) -> Iterator[tuple[Words, int]]:
        """Return the first word behind the maker, and the last one, where no other name has it and it is no English."""
        if len(words) < 2 or words[1].islower():
            return
        for word in dict.fromkeys((words[self.maker(words)], words[-1])):
            alone = self.times[plain_word(word)] == 1 and plain_word(word) not in self.plain
            if alone and len(word) >= _COINED and not word[0].islower():
                # the first word may be a maker's
                yield (word,), AS_WRITTEN if word is words[-1] and has_inner_capital(word) else SPOKEN_FOR


def _makers(tools: Sequence[Words], plain: frozenset[str]) -> frozenset[Words]:
    """Return the words that makers are called by: those that several names begin with, each followed by a capital."""
    lists = read_list("makers")
    company = frozenset(lists["company_words"])
    begins: Counter[Words] = Counter()
    for words in tools:
        if len(words) > 1 and not words[1].islower():
            begins[words[:1]] += 1
        for size in range(2, _MAKER + 1):
            if len(words) > size and words[size - 1] in company:
                begins[words[:size]] += 2
    found = {words for words, times in begins.items() if times > 1 and (len(words) > 1 or not all_plain(words, plain))}
    found |= {words_of(text) for text in lists["makers"]}
    return frozenset(found - {words_of(text) for text in lists["no_makers"]})
