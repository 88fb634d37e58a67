"""The words of a job title in the lexicon's spelling, parted where the title is, the phrases among them, and what it says.

In: text. Out: `Part` and `Found`; `TitleLabels` is what comes of them. Start at `parts_of`; next: outgrow.titles.reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from outgrow.titles.lexicon_tables import Lexicon, Phrase, Table, plain_words

__all__ = ["NOTHING", "Found", "Part", "Shape", "TitleLabels", "job_parts", "parts_of", "scan", "shape_of"]

#: Characters of a title that are read; ranks further on belong to a description.
_READ: Final = 400

_FIRST = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
# "(m/w/d)", "(H/F/X)"
_SEXES = re.compile(r"[(\[]?(?<![^\W_])[mwfdhvxi](?:\s?[/|.]\s?[mwfdhvxi*]){1,3}(?!\w)[)\]]?", re.IGNORECASE)
# "Leiter/in", "Directeur/trice", "Técnico(a)", "Mitarbeiter*innen"
_ENDINGS = re.compile(
    r"(?<=[^\W\d_]{3})(?:[/*:·•_.]-?|\(-?)(?:innen|in|a|o|e|ne|es|as|os|ra|euse|rice|trice|iere|ère|ière|le|te|se|ve)\b\)?",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(r"(?<!\w)i/c(?!\w)")
_FOR_NOW = re.compile(r"(?<!\w)a\.\s?i\.?(?!\w)")
_PART_TIME = re.compile(r"(?<!\w)(?:[1-9]\d\s?(?:[-–]\s?\d{2,3}\s?)?%|0[.,]\d+\s?fte\b|p/t\b)")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_DOTTED = re.compile(r"(?<=[^\W\d_])\.(?=\s|$|[-/,|)])")
_PAIR = re.compile(r"\b([a-z]{1,2})\s?&\s?([a-z])\b")
_EMPLOYER = re.compile(r"(?:(?<=\w\s)(?:at|bei|chez|presso|bij)\s|@)[^,;|/()\[\]\n]*")
#: Texts of as many words are not looked for among those that are no job.
_NO_JOB: Final = 9
#: Words of a phrase before the "and" inside it.
_LONGEST_BEFORE: Final = 3
#: Words that stand before an employer.
_EMPLOYING: Final = frozenset(("at", "bei", "chez", "presso", "bij"))
_ENDING_SIGNS = re.compile("[/*:·•_.(]")
_ANDS = re.compile(r"[/&+]|and|und|et|y|ed|cum")
_BREAK = re.compile(r"\s*(?:[,;|:•·–—()\[\]{}\n\"“”«»]|\s-+|-+\s|\.\s)+\s*")
_AND = re.compile(r"\s*[/&+]\s*|\s(?:and|und|et|y|ed|cum)\s")
_SIGN = re.compile(r"[^\w ]|_|[^\x00-\x7f]")
_OWNED = re.compile(r"(\w)'s\b")


class TitleLabels(NamedTuple):
    """What a title says of a job.

    Parameters
    ----------
    function, specialty, level : str or None
        As in `outgrow.schema`; None where the words do not say.
    marks : tuple of str
        Marks of `outgrow.schema.MARKS` whose words are there, in that order.
    """

    function: str | None
    specialty: str | None
    level: str | None
    marks: tuple[str, ...]


#: What decides the labels of a title: its known words, and where others stand among them.
Shape = tuple[tuple[bool, tuple[str, ...]], ...]

NOTHING: Final = TitleLabels(None, None, None, ())


class Found(NamedTuple):
    """A phrase at a place among the words of a title."""

    start: int
    end: int
    phrase: Phrase


class Part(NamedTuple):
    """Words between two breaks, and whether an "and" or a slash stands before them rather than a break."""

    joined: bool
    words: list[str]
    written: list[str]


def job_parts(text: str, words: Lexicon) -> tuple[list[Part], str | None]:
    """Return the parts of a title, or why it names no job."""
    if not _LETTER.search(text):
        return [], "it holds no letter"
    parts = parts_of(text, words)
    if not parts:
        return [], "it holds no word"
    # texts that are no job are short
    if len(parts) < _NO_JOB and sum([len(part.words) for part in parts]) < _NO_JOB:
        everything = " ".join([word for part in parts for word in part.words])
        if everything in words.no_job or _is_no_job(text[:_READ], words):
            return [], "it names no job"
    return parts, None


def _is_no_job(text: str, words: Lexicon) -> bool:
    """Tell whether a text as written is one of those that are no job; its first word rules out nearly all."""
    first = _FIRST.search(text)
    if first is not None and first[0].isascii() and first[0].lower() not in words.no_job_begins:
        return False
    return " ".join(plain_words(text)) in words.no_job


def parts_of(text: str, words: Lexicon) -> list[Part]:
    """Return the words of a title in the lexicon's spelling, parted where the title is."""
    text = text[:_READ]
    # most titles are words and blanks alone, and need nothing of what follows; each rule is tried where its signs are
    text = text.lower() if _SIGN.search(text) is None else _plain_signs(text)
    if not _EMPLOYING.isdisjoint(text.split()) or "@" in text:
        text = _EMPLOYER.sub(" | ", text)
    seen = words.seen
    parts: list[Part] = []
    for piece in _BREAK.split(text):
        joined = False
        for job in _AND.split(piece) if _ANDS.search(piece) else (piece,):
            said: list[str] = []
            written: list[str] = []
            for word in job.split():
                plain = (word.isascii() and word.isalnum()) or word.endswith("_s")
                for token in (word,) if plain else plain_words(word):
                    meant = seen.get(token) or words.read(token)
                    said += meant
                    written += (token,) if len(meant) == 1 else (token,) * len(meant)
            if said and joined and _is_one_craft(parts[-1].words, said, words.crafts):
                # learning & development is one thing, and no two jobs
                before = parts.pop()
                parts.append(Part(before.joined, before.words + said, before.written + written))
            elif said:
                parts.append(Part(joined, said, written))
                joined = True
    return parts


def _is_one_craft(before: list[str], after: list[str], crafts: Table) -> bool:
    """Tell whether a phrase begins before an "and" and ends behind it."""
    size = len(before)
    for start in range(max(0, size - _LONGEST_BEFORE), size):
        for length in crafts.lengths.get(before[start], ()):
            end = start + length - size
            if 0 < end <= len(after) and crafts.find(" ".join((*before[start:], *after[:end]))) is not None:
                return True
    return False


def _plain_signs(text: str) -> str:
    """Make words of the signs in a title: endings of both sexes, shares of a full-time job, initials, whose it is."""
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub(" ", unicodedata.normalize("NFKC", text).replace("’", "'"))
    if "/" in text or "|" in text or "." in text:
        text = _SEXES.sub(" ", text)
    text = (_ENDINGS.sub("", text) if _ENDING_SIGNS.search(text) else text).lower()
    if "%" in text or "fte" in text or "p/t" in text:
        text = _PART_TIME.sub(" part time ", text)
    if "/c" in text:
        text = _IN_CHARGE.sub(" in charge ", text)
    if "." in text:
        text = _DOTTED.sub(" ", _INITIALS.sub(r"\1", _FOR_NOW.sub(" interim ", text)))
    if "&" in text:
        text = _PAIR.sub(r"\1 \2", text)  # R&D, M&A
    if "'" in text:
        text = _OWNED.sub(r"\1_s", text)  # the owner's representative owns nothing
    return text


def scan(words: list[str], table: Table) -> Iterator[Found]:
    """Find phrases from left to right, of those that begin at a word the longest."""
    place, last = 0, len(words)
    while place < last:
        word = words[place]
        for length in table.lengths.get(word, ()):
            end = place + length
            if end <= last:
                phrase = table.find(word if length == 1 else " ".join(words[place:end]))
                if phrase is not None:
                    yield Found(place, end, phrase)
                    place = end - 1
                    break
        place += 1


def shape_of(parts: list[Part], words: Lexicon) -> Shape:
    """Return the words of a title with a star for each that says nothing; single letters may be part of "R&D"."""
    known = words.telling
    return tuple(
        [
            (
                part.joined,
                tuple([word if word in known or len(word) < 2 or word.endswith("_s") else "*" for word in part.words]),
            )
            for part in parts
        ]
    )
