"""The occupation of official statistics that a role is counted in, with how sure that is and the next best.

In: Role. Out: `Match`, nearest first. A job title is looked for among the names of all detailed occupations and among job
titles whose occupation was looked up by hand (`TitleIndex`); what its words say of function, specialty and level has a link
of its own (`outgrow.reference.links`). Start at `match_occupations`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

import numpy as np

from outgrow.errors import InputError, UnknownName
from outgrow.reference.links import FITS, Fit, Link, example_titles, linked, links
from outgrow.reference.occupations import (
    Occupation,
    codes_of_2018,
    detailed_occupations,
    occupation,
    occupations,
    standard_code,
)
from outgrow.schema import LEVELS, RUNG_LEVELS, rung_of
from outgrow.titles.lexicon_tables import lexicon, plain_words
from outgrow.titles.parse import parse_title
from outgrow.titles.quoting import shortened
from outgrow.titles.ranking import TitleIndex
from outgrow.titles.roles import Role, Term
from outgrow.titles.title_words import parts_of

__all__ = [
    "CONFIDENCE",
    "Craft",
    "Match",
    "craft_of",
    "known_names",
    "ladder_of",
    "match_occupations",
    "scored_occupations",
    "singular",
]

#: What a link counts beside the nearness of a text, by its fit; chosen on the development half of tests/titles/occupations.
_LINKED: Final[dict[Fit, float]] = {"exact": 0.85, "close": 0.75, "broad": 0.5}
#: Scores that are as good as one another.
_ALIKE: Final = 0.005
#: Share of titles matched with such a score or more, and less than the one above, whose occupation was right in the test half
#: of tests/titles/occupations, names of the tables as they stand left out but for the first, by Laplace's rule of succession:
#: see scripts/calibrate_occupations.py.
CONFIDENCE: Final = ((0.95, 0.99), (0.75, 0.85), (0.6, 0.7), (0.0, 0.45))
_ISCO: Final = re.compile(r"C?\d{1,4}(\.\d+)*")
#: Occupations named where a code means several.
_MOST_NAMED: Final = 4
#: Names of an occupation that are no job of their own.
_LEFT_OUT: Final = re.compile(r",? ?(?:All Other|Except .*|Including .*)$")
_PARTS: Final = re.compile(r",\s*(?:and\s+)?|\s+and\s+|/")


@dataclass(frozen=True, slots=True)
class Craft:
    """What a role says of itself, by the first of each where it says several.

    Parameters
    ----------
    function, specialty : str or None
        None where it says nothing of it.
    level : str
        ``"specialist"`` where it says none.
    """

    function: str | None
    specialty: str | None
    level: str


@dataclass(frozen=True, slots=True)
class Match:
    """An occupation a role may be counted in.

    Parameters
    ----------
    occupation : Occupation
        Which.
    confidence : float
        From 0 to 1: how often a match like this was right (see `CONFIDENCE`); 1 for a code.
    by : {"code", "name", "link"}
        A code that was given; a name that is near; or the link of function, specialty and level.
    words : str
        The code, the name, or an example of the link.
    fit : {"exact", "close", "broad"} or None
        How well the occupation fits, where what the role's words say is linked with it.
    """

    occupation: Occupation
    confidence: float
    by: Literal["code", "name", "link"]
    words: str
    fit: Fit | None = None


def match_occupations(role: Role, most: int = 4) -> tuple[Match, ...]:
    """Find the occupation a role is counted in, and the next best.

    Parameters
    ----------
    role : Role
        A job title, terms of function, specialty and level, or ``occupation:`` with a code of SOC 2018 or 2010.
    most : int, default 4
        How many to return at the most.

    Returns
    -------
    tuple of Match
        The nearest first; one at least.

    Raises
    ------
    InputError
        The role says nothing that an occupation could be told by, or its code is of another classification.
    UnknownName
        There is no such code.
    """
    given = next((term for term in role.terms if term.key == "occupation"), None)
    if given is not None:
        return _of_codes(role, given)
    return tuple(match for _, match in scored_occupations(role, most))


def scored_occupations(role: Role, most: int = 4) -> tuple[tuple[float, Match], ...]:
    """Return the matches of a role that is no code, with the score of each, the nearest first.

    Raises
    ------
    InputError
        The role says nothing that an occupation could be told by.
    """
    craft = _said_craft(role)
    link = None if craft.function is None else linked(craft.function, craft.specialty, craft.level)
    scored: dict[str, tuple[float, Match]] = {}
    title = _title(role)
    for code, name, score in _near(title, most + 2) if title else ():
        fit = link.fit if link is not None and link.soc_code == code else None
        scored[code] = score, Match(occupations()[code], _confidence(score), "name", name, fit)
    if link is not None:
        score = _LINKED[link.fit]
        if link.soc_code not in scored or scored[link.soc_code][0] < score:
            found = Match(occupations()[link.soc_code], _confidence(score), "link", link.example, link.fit)
            scored[link.soc_code] = score, found
    if not scored:
        raise InputError(
            f"'{shortened(role.text)}' says nothing that an occupation of official statistics could be told by.",
            do='name a job, as in "public relations specialist", or a code, as in occupation:27-3031',
        )
    best = sorted(scored.values(), key=lambda one: (-one[0], one[1].occupation.soc_code))
    alike = sum(score > best[0][0] - _ALIKE for score, _ in best)
    if alike > 1:  # as near as each other, and only one of them can be right
        best = [
            (score, replace(match, confidence=match.confidence / alike) if place < alike else match)
            for place, (score, match) in enumerate(best)
        ]
    return tuple(best[:most])


def craft_of(role: Role, match: Match) -> Craft:
    """Return the function, specialty and level of a role: as it says them, or else those its occupation is linked with.

    Parameters
    ----------
    role : Role
        The role.
    match : Match
        The occupation it is counted in.
    """
    said = _said_craft(role)
    if said.function is not None:
        return said
    own = _craft_of_occupation(match.occupation)
    levelled = match.by != "code" or any(term.column == "level" for term in role.terms)
    return Craft(own.function, own.specialty, said.level if levelled else own.level)


def _said_craft(role: Role) -> Craft:
    """Return the function, specialty and level that a role says, or its title does."""
    found: dict[str, str | None] = {"function": None, "specialty": None}
    level: str | None = None
    for term in role.terms:
        value = term.values[0]
        if term.column == "level":
            levels = term.levels(value)
            level = levels[0] if levels and term.key == "level" else _middle(levels)
        elif term.key in found and not value.missing:
            found[term.key] = value.text
    title = _title(role)
    if title:
        read = parse_title(title)
        level = level or read.level
        if found["function"] is None:
            found["function"] = read.function
            found["specialty"] = found["specialty"] or read.specialty
    if found["function"] is None and found["specialty"] is not None:
        found["function"] = next((link.function for link in links() if link.specialty == found["specialty"]), None)
    return Craft(found["function"], found["specialty"], level or "specialist")


def _middle(levels: tuple[str, ...]) -> str | None:
    """Return the level a rung is known by: its plainest."""
    if not levels:
        return None
    first = rung_of(levels[0])
    return "specialist" if first == "practitioner" else RUNG_LEVELS[first][0]


def _title(role: Role) -> str | None:
    """Return the job title that a role is, or names."""
    if role.source == "title":
        return role.text
    term = next((term for term in role.terms if term.key == "title" and not term.values[0].missing), None)
    return None if term is None else term.values[0].text


def _near(title: str, most: int) -> Iterator[tuple[str, str, float]]:
    """Yield the occupations whose names are nearest to a title: code, name, and nearness from 0 to 1."""
    by_word, names = _names()
    words = lexicon()
    said = {singular(word) for word in plain_words(title)}
    said |= {singular(word) for part in parts_of(title, words) for word in part.words}
    # names that share no word with it are no nearer than its link; to read them all would take half a second
    places = sorted({place for word in said for place in by_word.get(word, ())})
    if not places:
        return
    scores = TitleIndex([names[place][1] for place in places]).scores(title)
    seen: set[str] = set()
    for at in np.argsort(-scores, kind="stable"):
        code, name = names[places[at]]
        if code not in seen and scores[at] > 0:
            seen.add(code)
            yield code, name, float(scores[at])
        if len(seen) >= most:
            return


@cache
def _names() -> tuple[dict[str, list[int]], tuple[tuple[str, str], ...]]:
    """Return every name with its code, and their places by the words in them; once."""
    names = known_names()
    by_word: dict[str, list[int]] = {}
    for place, (_, name) in enumerate(names):
        for word in {singular(word) for word in plain_words(name)}:
            by_word.setdefault(word, []).append(place)
    return by_word, names


def known_names() -> tuple[tuple[str, str], ...]:
    """Return the names that a title is set beside, each behind the code of its occupation."""
    said = [(code, name) for code, one in detailed_occupations().items() for name in _said(one.title)]
    titles = [(code, title) for title, code in example_titles()]
    looked_up = {title.casefold() for _, title in titles}
    times = Counter(name for _, name in said)
    # what several occupations are called, and what somebody looked up, tells nothing of one of them
    own = [
        (code, name)
        for code, name in said
        if times[name] == 1 and not {name.casefold(), singular(name.casefold())} & looked_up
    ]
    return tuple(dict.fromkeys((*titles, *own)))


def singular(word: str) -> str:
    """Return a word without the ending of a plural."""
    return word[:-3] + "y" if word.endswith("ies") else word[:-1] if word.endswith("s") and len(word) > 3 else word


def _said(title: str) -> Iterator[str]:
    """Yield the jobs that the name of an occupation says: "Buyers and Purchasing Agents" is either."""
    short = _LEFT_OUT.sub("", _LEFT_OUT.sub("", title))
    yield short
    parts = [part for part in _PARTS.split(short) if part]
    if " of " in short:  # "Agents and Business Managers of Artists, Performers, and Athletes"
        return
    # "Nursing Instructors and Teachers, Postsecondary": what is said of all of them would be lost
    if len(parts) < 2 or not parts[-1].endswith(("s", "men")):
        return
    last, shared = parts[-1].split()[-1], " " in parts[0]
    for part in parts:
        if shared and " " not in part:
            continue  # "Credit Authorizers, Checkers, and Clerks" are no clerks in general
        if part.endswith(("s", "men")):
            yield part
        elif part.split()[-1] != last:
            yield f"{part} {last}"


def _confidence(score: float) -> float:
    return next(share for least, share in CONFIDENCE if score >= least)


def _of_codes(role: Role, term: Term) -> tuple[Match, ...]:
    """Return the occupation of a code.

    Raises
    ------
    InputError
        Several are meant, of which the statistics give no sum.
    UnknownName
        There is none.
    """
    found: dict[str, Occupation] = {}
    for value in term.values:
        if value.prefix:
            found |= {code: one for code, one in detailed_occupations().items() if code.startswith(value.text)}
            continue
        given = standard_code(value.text)
        codes = (given,) if given in occupations() else codes_of_2018(given)
        found |= {one.soc_code: one for code in codes if (one := occupation(code)) is not None}
    if not found:
        asked = [value.text for value in term.values if not value.missing]
        other = " It looks like a code of ISCO-08 or ESCO." if any(_ISCO.fullmatch(code) for code in asked) else ""
        raise UnknownName(
            f"the statistics have no occupation '{shortened('|'.join(asked) or 'none')}'.{other}",
            why="they are of the United States, by the classification SOC 2018 (codes of 2010 are translated)",
            do="give a code such as 27-3031, or the name of the job",
        )
    if len(found) > 1:
        some = ", ".join(f"{one.soc_code} {one.title}" for one in list(found.values())[:_MOST_NAMED])
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        raise InputError(f"'{shortened(role.text)}' means several occupations: {some}{more}.", do="give one of them")
    [one] = found.values()
    return (Match(one, 1.0, "code", term.values[0].text),)


def ladder_of(craft: Craft, own: Occupation) -> tuple[tuple[str, Link], ...]:
    """Return the rungs above a role whose occupation is another than those below, lowest first; one of each rung.

    Parameters
    ----------
    craft : Craft
        What the role says of itself.
    own : Occupation
        The one it is counted in.

    Returns
    -------
    tuple of (str, Link)
        The level it begins with, and its link.
    """
    if craft.function is None:
        return ()
    steps: list[tuple[str, Link]] = []
    seen, rungs = {own.soc_code}, {rung_of(craft.level)}
    for level in LEVELS[LEVELS.index(craft.level) + 1 :]:
        link = linked(craft.function, craft.specialty, level)
        if link is not None and rung_of(level) not in rungs and link.soc_code not in seen:
            seen.add(link.soc_code)
            rungs.add(rung_of(level))
            steps.append((level, link))
    return tuple(steps)


def _craft_of_occupation(own: Occupation) -> Craft:
    """Return the craft that an occupation is most plainly linked with, or else that its name says."""
    found = [link for link in links() if link.soc_code == own.soc_code]
    if not found:
        read = parse_title(next(iter(_said(own.title))))
        return Craft(read.function, read.specialty, read.level or "specialist")
    best = min(found, key=lambda link: (FITS.index(link.fit), link.specialty is not None))
    level = best.held if best.held in LEVELS else _middle(RUNG_LEVELS[best.held])
    return Craft(best.function, best.specialty, level or "specialist")
