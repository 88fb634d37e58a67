"""The heading of a job: which of its words are the title and which the organisation.

In: the parts of a heading. Out: `Naming`. Every way to part them is scored by what the words are like, and by how the same
document does it elsewhere. Start at `best_naming`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from outgrow.person.naming import is_own, is_place, likeness

__all__ = ["NOTHING", "Atom", "Naming", "Votes", "best_naming", "can_be_town", "votes_of", "without_town"]

_AT: Final = re.compile(
    r"\s+(?:at|with|@|bei(?:\s+der|\s+dem)?|beim|im|am|auf\s+de[rm]|chez|en|bij|presso|na|no|für|for)\s+|\s*@\s*",
    re.IGNORECASE,
)
_COMMA: Final = re.compile(r"\s*[,;]\s+|\s*:\s+")
#: What an organisation is, in brackets behind its name: "(independent publisher, 40 staff)".
_ASIDE: Final = re.compile(
    r"^[^\W\dA-Z]|,|\d{2,}\s+\w|\b(?:staff|employees|mitarbeiter|salariés|empleados|medewerkers)\b"
)
#: What an employer is, and not its name: "A 412-bed teaching hospital".
_DESCRIBES: Final = re.compile(r"(?:an?|eine?|une?|un|una|een)\s+[a-zà-ÿ\d]", re.IGNORECASE)
#: How much like a title a name must be.
_TITLED: Final = 1.2
_NO_TOWNS: Final = frozenset(["inc", "ltd", "llc", "co", "corp", "dept", "department", "jr", "sr", "iii"])
_LAST_PART: Final = re.compile(r"[,;]\s+([^,;]+)$|\s+(?:in|im|à|en|em|te)\s+([^,;]+)$")
_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_HOURS: Final = re.compile(
    r"part[\s-]?time|full[\s-]?time|teilzeit|vollzeit|temps\s+partiel|temps\s+plein|media\s+jornada|jornada\s+completa|deeltijd|"
    r"fulltime|parttime|permanent|contract|fixed[\s-]term|befristet|unbefristet|cdi|cdd|internship|freelance|self-employed|"
    r"\d+\s?%|\d+\s?h(?:ours?|\.)?(?:\s*/\s*(?:week|woche|semaine))?|maternity\s+cover|promoted.*|remote|hybrid",
    re.IGNORECASE,
)


#: What it counts that all others in a document are parted so.
_VOTE: Final = 1.0
#: What it counts for a title alone that the employer is known.
_GROUPED: Final = 1.6
#: A sentence behind the name of an employer.
_NEXT_SENTENCE: Final = re.compile(r"(?<=[a-zà-ÿ0-9]{2})(?<!\bSt)(?<!\bDr)(?<!\bMt)\.\s+(?=[A-ZÀ-Þ0-9])")


class Atom(NamedTuple):
    """A part of a heading: its words, its row (0 is that of the time), whether it is bold, how large, and the sign before it."""

    text: str
    row: int
    bold: bool = False
    size: float | None = None
    glue: str = ""


class Naming(NamedTuple):
    """One way to read a heading.

    Parameters
    ----------
    title, organisation : str or None
        As written.
    score : float
        How well the words fit.
    layout : tuple
        How it was parted, for `Votes`: which comes first, whether one part was split and by what, row and weight of the title.
    """

    title: str | None
    organisation: str | None
    score: float
    layout: tuple[str, ...]


#: A heading of which nothing was read.
NOTHING: Final = Naming(None, None, 0.0, ())

#: How often each way of parting was the best in the same document, as shares.
Votes = dict[str, float]


def best_naming(atoms: Sequence[Atom], votes: Votes, *, grouped: bool = False) -> Naming:
    """Return the way to read a heading that scores best.

    Parameters
    ----------
    atoms : sequence of Atom
        Parts of the heading, in order; times are not among them.
    votes : dict
        Of `votes_of`; empty at first.
    grouped : bool, default False
        Whether the employer is known from what stands above, so that the heading need not name one.
    """
    atoms = [atom for atom in atoms if not _HOURS.fullmatch(atom.text.strip(" ().,"))]
    best = Naming(None, None, -9.0, ())
    for found in _namings(atoms):
        score = found.score + (_GROUPED if grouped and found.organisation is None else 0.0)
        score += sum(_VOTE * votes.get(trait, 0.0) for trait in found.layout)
        if score > best.score:
            best = found._replace(score=score)
    if best.organisation is not None and is_own(best.organisation) and best.organisation[:1].islower():
        return best._replace(organisation=None)
    return best


def votes_of(namings: Iterable[Naming]) -> Votes:
    """Count how the headings of a document are parted, as shares of those that name both title and organisation."""
    whole = [naming for naming in namings if naming.title and naming.organisation]
    counted = Counter(trait for naming in whole for trait in naming.layout)
    return {trait: n / len(whole) for trait, n in counted.items()}


def _namings(atoms: Sequence[Atom]) -> Iterator[Naming]:
    for place, atom in enumerate(atoms):
        others = [other for number, other in enumerate(atoms) if number != place]
        for left, right, by in _splits(atom.text):
            for one, two, first in ((left, right, "title"), (right, left, "organisation")):
                # what stands in brackets, or behind "at", is the employer
                # ... and behind a comma and an employer its town
                if first == "title" or (by == "comma" and not (can_be_town(right) and likeness(right).title < 0.6)):
                    traits = (f"{by}, first:{first}", f"split:{by}", f"row:{atom.row}")
                    score = 0.9 if by == "at" else -0.2 if first == "title" else -0.4
                    # "Harland Fabrications, Elmsworth" is an employer and its town
                    score -= 1.5 if by == "comma" and likeness(one).title < 1.2 and can_be_town(two) else 0.0
                    yield _scored(_of_title(one), without_town(two), others, traits, score)
        title = _of_title(atom.text)
        alone = ("alone", f"row:{atom.row}")
        yield _scored(title, None, others, (*alone, f"title size:{atom.size}"), -0.8)
        yield _scored(None, without_town(atom.text), others, (*alone, f"employer size:{atom.size}"), -1.6)
        for number, other in enumerate(atoms):
            if number != place:
                rest = [one for index, one in enumerate(atoms) if index not in (place, number)]
                first = "title" if place < number else "organisation"
                layout = (
                    f"first:{first}",
                    "split:no",
                    f"row:{atom.row}",
                    *([f"bold:{first}"] if atom.bold != other.bold else []),
                    *([f"title size:{atom.size}", f"employer size:{other.size}"] if atom.size != other.size else []),
                )
                # where a town follows the employer, the employer comes first
                before = [one for one in atoms[:number] if one is not atom and one.row == other.row]
                is_town = bool(before) and can_be_town(other.text) and not can_be_town(before[-1].text)
                score = (0.3 if first == "title" else 0.0) - 0.12 * number - (0.6 if is_town else 0.0)
                yield _scored(title, without_town(other.text), rest, layout, score)


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    for by, pattern in (("at", _AT), ("comma", _COMMA)):
        for match in pattern.finditer(text):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            if left and right and left.count("(") == left.count(")"):
                yield left, right, by
    brackets = _BRACKETS.search(text)
    if brackets and not _ASIDE.search(brackets[1]):
        yield text[: brackets.start()].strip(), brackets[1].strip(), "brackets"


def _scored(
    title: str | None, organisation: str | None, left: Sequence[Atom], layout: tuple[str, ...], score: float
) -> Naming:
    if title is not None:
        like = likeness(title)
        score += min(like.title, 2.8) - like.organisation - (2.5 if like.place else 0.0)
        # a word or two that are not known may well be a craft's own
        unknown = like.organisation < 0.6 and len(title.split()) <= 2
        score -= 0.0 if like.title >= 0.6 else 0.4 if unknown else 0.8
        tail = _COMMA.split(title)[-1] if _COMMA.search(title) else ""
        score -= 0.6 if tail and likeness(tail).title < 0.6 else 0.0
        score -= 0.25 * max(0, len(title.split()) - 7)
    if organisation is not None:
        like = likeness(organisation)
        score += min(like.organisation, 3.0) + 0.9 - 0.7 * like.title - (2.5 if like.place else 0.0)
        # a craft alone is a department: "Director, Patient Safety"
        score -= 1.0 if like.craft else 0.0
        head = _COMMA.split(organisation)[0] if _COMMA.search(organisation) else ""
        score -= 0.5 if head and likeness(head).organisation < 0.6 else 0.0
        score -= 1.2 if _DESCRIBES.match(organisation) else 0.0
        score -= 0.25 * max(0, len(organisation.split()) - 7) + (0.5 if organisation[:1].islower() else 0.0)
    for atom in left:
        like = likeness(atom.text)
        score -= 0.0 if like.place else min(2.4, 0.2 + 0.9 * max(like.title, like.organisation))
    return Naming(title, organisation, score, layout)


def _of_title(text: str) -> str:
    """Take places from both ends of a title: "Elmsworth: Senior Editor"."""
    text = _without_place(text)
    before, colon, after = text.partition(": ")
    return after if colon and can_be_town(before) and likeness(after).title >= _TITLED else text


def without_town(text: str) -> str:
    """Take from the name of an organisation what follows it where that can be but a town, known or not."""
    text = _without_place(_NEXT_SENTENCE.split(text)[0])
    while True:
        match = _BRACKETS.search(text) or _LAST_PART.search(text)
        last = "" if match is None else next(part for part in match.groups() if part is not None)
        is_aside = can_be_town(last) or (text.endswith(")") and _ASIDE.search(last))
        if match is None or not text[: match.start()].strip() or not is_aside:
            return text
        text = text[: match.start()].strip(" ,;")


def can_be_town(text: str) -> bool:
    """Tell whether a text can be the name of a town: a few words with capitals, nothing like a title or an organisation."""
    words = text.replace("-", " ").split()
    like = likeness(text)
    capital = [word for word in words if word[:1].isupper()]
    plain = (
        bool(capital)
        and len(words) <= 4
        and not any(sign in text for sign in "&+0123456789:")
        and words[0][:1].isupper()
    )
    known = any(word.casefold().strip(".") in _NO_TOWNS for word in words)
    return like.place or (plain and not known and like.organisation < 0.6 and like.title < 1.2)


def _without_place(text: str) -> str:
    """Take a place, hours and the like from the end of a text: ``"Example Ltd, Leeds (part-time)"``."""
    while True:
        if (match := _BRACKETS.search(text)) and (is_place(match[1]) or _HOURS.fullmatch(match[1].strip())):
            text = text[: match.start()].strip(" ,;")
            continue
        parts = re.split(r"(\s*,\s+)", text)
        tails = {keep: "".join(parts[keep + 1 :]).strip() for keep in range(1, len(parts), 2)}
        shorter = next(
            ("".join(parts[:keep]) for keep, tail in tails.items() if is_place(tail) or _HOURS.fullmatch(tail)), text
        )
        if shorter == text or not shorter:
            return text
        text = shorter
