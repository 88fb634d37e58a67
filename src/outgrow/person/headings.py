"""Headings of resumes: which lines are some, and what stands below them, in seven languages.

In: a line's text. Out: a kind of section, or None. The words are in headings.toml. Start at `section_of`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["begins_text", "folded", "is_column_heads", "labels", "section_of", "without_label"]

#: More words than this are a sentence.
_MOST_WORDS: Final = 7
_LOOSELY: Final = re.compile(
    r"\b(?:experiences?|employment|berufserfahrung(?:en)?|erfahrung(?:en)?|werdegang|experiencias?|trayectoria|esperienz[ae]|werkervaring|"
    r"ervaring)$|^(?:experiences?|experiencias?|esperienz[ae]|erfahrung(?:en)?|ervaring)\b"
)
_SIGNS: Final = re.compile(r"^[\W\d_]+|[\W_]+$")
_WORDS: Final = re.compile(r"[^\s,;|]+")


def section_of(text: str, *, loosely: bool = False) -> str | None:
    """Tell what a line is a heading of.

    Parameters
    ----------
    text : str
        A line, or the cell of one.
    loosely : bool, default False
        Whether any words beside that of experience will do, for a line that looks like a heading.

    Returns
    -------
    str or None
        A key of ``words`` in headings.toml, as ``"experience"``; None where the line is no heading that is known.
    """
    if not text or len(text) > 70:
        return None
    if loosely and _LOOSELY.search(folded(text)) and len(text.split()) <= _MOST_WORDS - 1:
        return "experience"
    plain = re.sub(r"\([^()]*\)", " ", folded(text))
    words = [word for found in _WORDS.findall(plain) if (word := _SIGNS.sub("", found)) or found in "&+/"]
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    kinds, accompany = _tables()
    found: list[str] = []
    place = 0
    while place < len(words):
        for size in (4, 3, 2, 1):
            phrase = "-".join(words[place : place + size])
            if place + size <= len(words) and phrase in kinds:
                found.append(phrase)
                place += size
                break
        else:
            if words[place] not in accompany and words[place] not in "&+/":
                parts = words[place].split("/")
                if len(parts) < 2 or not all(part in kinds or part in accompany for part in parts):
                    return None
                found += [part for part in parts if part in kinds]
            place += 1
    if not found:
        return None
    order = list(dict.fromkeys(kinds.values()))
    named = [kinds[phrase] for phrase in found]
    # "work" and "career" accompany what is named beside them: "career summary", "work and education" is rare
    weak = [kind for phrase, kind in zip(found, named, strict=True) if phrase not in accompany]
    return min(weak or named, key=order.index)


def is_column_heads(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a row say what the columns of a table of jobs are: "From", "To", "Employer", "Post"."""
    return len(cells) > 1 and all(_column(cell) is not None for cell in cells)


def labels(text: str) -> bool:
    """Tell whether a text says what stands beside it: "Employer", "Position held", "Duties"."""
    return _column(text) is not None


def begins_text(text: str) -> bool:
    """Tell whether a line begins the text of a job with a word for it: "Duties: ..."."""
    label, colon, _ = text.partition(":")
    return bool(colon) and _column(label) == "text"


def without_label(text: str) -> str:
    """Take from a text what says that it is a title, an employer, a place or a time: "Position: Editor"."""
    label, colon, rest = text.partition(":")
    return rest.strip() if colon and _column(label) in {"title", "organisation", "place", "time"} else text


def _column(text: str) -> str | None:
    words = [_SIGNS.sub("", word) for word in folded(text).replace("/", " ").split()]
    known = _columns()
    whole = known.get("-".join(word for word in words if word))
    if whole is not None or not 1 < len(words) <= 4:
        return whole
    kinds = {
        known.get(word) for word in words if word not in {"and", "und", "et", "y", "e", "en", "&", "of", "the", ""}
    }
    return kinds.pop() if len(kinds) == 1 else "title" if kinds and None not in kinds else None


def folded(text: str) -> str:
    """Return a text without case and accents, its blanks made one."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())


@cache
def _columns() -> dict[str, str]:
    content = tomllib.loads(files("outgrow.person").joinpath("headings.toml").read_text(encoding="utf-8"))
    return {word: kind for kind, words in content["columns"].items() for word in words.split()}


@cache
def _tables() -> tuple[dict[str, str], frozenset[str]]:
    content = tomllib.loads(files("outgrow.person").joinpath("headings.toml").read_text(encoding="utf-8"))
    kinds: dict[str, str] = {}
    for kind, words in content["words"].items():
        for word in words.split():
            kinds.setdefault(word, kind)
    return kinds, frozenset(content["accompany"]["words"].split())
