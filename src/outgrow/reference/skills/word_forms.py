"""Forms of English words: those that stand for the same word in another number, tense or spelling.

In: the words of all names. Out: a table from each form to the word that stands for all of them. Start at `same_words`. Forms
are made, not cut off, so that words that are in no name are never mistaken for one that is.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["plain_word", "same_words"]

#: Shortest word whose forms are made by rule.
_SHORTEST: Final = 3
_OWNED: Final = re.compile(r"['’][sS]?$")
_VOWELS: Final = "aeiou"
#: A last consonant is doubled before -ed and -ing where a short vowel stands before it: plan, planned; not fix, fixed.
_DOUBLED: Final = re.compile(r"(?:^|[^aeiou]|qu)[aeiou][bdfgklmnprtvz]$")
#: British spellings and what stands for them elsewhere.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"is(e|ed|es|er|ers|ing|ation|ations)$", r"iz\1"),
        (r"iz(e|ed|es|er|ers|ing|ation|ations)$", r"is\1"),
        (r"ys(e|ed|es|er|ers|ing)$", r"yz\1"),
        (r"yz(e|ed|es|er|ers|ing)$", r"ys\1"),
        (r"(?<=[bdlmnvp])our", "or"),
        (r"moul(?=d)", "mol"),
        (r"(?<=[bht])re(s?)$", r"er\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"(?<=[fc]en)ce(s?)$", r"se\1"),
        (r"gramme(s?)$", r"gram\1"),
        (r"([aeiou])ll(ed|ing|er|ers)$", r"\1l\2"),
        (r"(?<=lfi)l$", "ll"),
        (r"dgement", "dgment"),
        (r"^grey", "gray"),
        (r"metre", "meter"),
        (r"ewellery$", "ewelry"),
        (r"eweller", "eweler"),
        (r"manoeuv(?:re|er)", "maneuver"),
    )
)


def plain_word(word: str) -> str:
    """Return a word in lower case, without accents and without the 's of an owner."""
    if not word.isascii():
        word = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return _OWNED.sub("", word.casefold())


def same_words(words: Iterable[str]) -> dict[str, str]:
    """Put words together that share a form, and return for each form the word that stands for all of them.

    Parameters
    ----------
    words : iterable of str
        Plain words; the order decides which of those that share a form stands for them.
    """
    stands: dict[str, str] = {}
    first: dict[str, str] = {}

    def find(word: str) -> str:
        while first[word] != word:
            first[word] = first[first[word]]
            word = first[word]
        return word

    known = list(dict.fromkeys(words))
    for word in known:
        first[word] = word
        for form in _forms(word):
            one, other = find(word), find(stands.setdefault(form, word))
            if one != other:
                first[one] = other
    return {form: find(word) for form, word in stands.items()}


@cache
def _irregular() -> dict[str, Any]:
    text = (files("outgrow.reference.skills") / "irregular.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {
        "verbs": table["verbs"],
        "plurals": table["plurals"],
        "singulars": {plural: one for one, plural in table["plurals"].items()},
        "no_plurals": frozenset(table["no_plurals"]["words"]),
    }


def _forms(word: str) -> Iterator[str]:
    """Return a word, its singular where it is a plural, and the forms of both, each in all spellings."""
    if len(word) < _SHORTEST or not word.isalpha():
        yield word
        return
    one = _singular(word)
    for form in dict.fromkeys((word, *_plurals(word), *_tenses(word), one, *_plurals(one))):
        yield form
        yield from _spellings(form)


def _singular(word: str) -> str:
    table = _irregular()
    if word in table["singulars"]:
        return str(table["singulars"][word])
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in table["no_plurals"]:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _plurals(word: str) -> Iterator[str]:
    """Return the plural of a noun, which is the third person of a verb."""
    table = _irregular()
    if word in table["plurals"]:
        yield str(table["plurals"][word])
    if word in table["no_plurals"]:
        return
    if _consonant_y(word):
        yield f"{word[:-1]}ies"
    elif word.endswith(("s", "sh", "ch", "x", "z")):
        yield f"{word}es"
    elif f"{word}s" not in table["no_plurals"]:
        yield f"{word}s"
        if word.endswith("o"):
            yield f"{word}es"


def _tenses(word: str) -> Iterator[str]:
    """Return the past, the participle and the -ing form of a verb."""
    known = _irregular()["verbs"].get(word, ())
    yield from known
    if word.endswith("ie"):
        yield from (f"{word}d", f"{word[:-2]}ying")
        return
    if word.endswith("ee"):
        yield from (f"{word}ing", *(() if known else (f"{word}d",)))
        return
    if word.endswith("e"):
        yield from (f"{word[:-1]}ing", *(() if known else (f"{word}d",)))
        return
    stems = [word]
    if _DOUBLED.search(word):
        # "planned" and "planed" are two words; "focused" and "focussed", "modeled" and "modelled" are one
        stems = [word + word[-1]] if len(word) < 5 else [word, word + word[-1]]
    elif word.endswith("c"):
        stems = [word, f"{word}k"]
    for stem in stems:
        yield f"{stem}ing"
        if not known:
            yield f"{stem[:-1]}ied" if _consonant_y(stem) else f"{stem}ed"


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS


def _spellings(word: str) -> Iterator[str]:
    for pattern, other in _SPELLINGS:
        changed = pattern.sub(other, word)
        if changed != word:
            yield changed
