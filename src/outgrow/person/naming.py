"""What a few words in the heading of a job are: its title, the organisation, or a place.

In: text. Out: how likely each is, as numbers to be added up. Start at `likeness`. Titles are read by `outgrow.titles`; the words
of organisations and places are in organisations.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from outgrow.person.headings import folded
from outgrow.titles import parse_title

__all__ = ["Likeness", "is_own", "is_place", "likeness"]

_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[.'’&-](?=[^\W_]))*")
_FOUNDED: Final = re.compile(
    r"(?:&|et)\s*(?:fils\b|frères\b|associés\b)|&\s*(?:co\b|sons?\b|partners?\b|cie\b|söhne\b|daughters?\b|company\b)|\b(?:e\.\s?v|s\.\s?a|s\.\s?l|a\.\s?g)\b",
    re.IGNORECASE,
)
_OF: Final = {"of", "de", "du", "der", "des", "van", "di", "do", "da", "for", "fur", "voor", "pour", "para"}
_OWN: Final = re.compile(
    r"\b(?:free-?lanc\w*|self-?employed|selbst(?:st)?andig\w*|freiberuf\w*|freie[rs]?|independan\w*|a mon compte|"
    r"autonom[oa]|por cuenta propia|zzp\w*|zelfstandig\w*|libero professionista|partita iva)\b"
)
#: How words for people end, in seven languages: what else decides of a title is a craft, as "safety" and "youth" are.
_SOMEBODY: Final = re.compile(
    r"(?:er|or|ar|ist|ian|ant|ent|man|woman|eur|euse|rice|iere?|aire|er[oa]|dora?|ista|tore|trice|ente|ante|ad[oa]|eir[oa]|in|mann|"
    r"frau|kraft|chef|cheffe|head|lead|chief|nurse|cook|clerk|aide|steward|coach|intern|apprentice|fellow|judge|pilot|associate|freelance|"
    r"mechanic|smith|wright|hand|boss|captain|sergeant|corporal|private|secretary|deputy|expert|guru|ninja|registrar|principal|dean|"
    r"host|hostess|guide|model|rep|representative|executive|aar|ster|hulp|azubi|becari[oa]|stagista|chargee?|responsa(?:ble|bile)|jef[ea]|"
    r"hoofd|matron|midwife|sister|tech|graduate|engineer|evp|svp|avp|vp|ceo|cto|cfo|cmo|coo|md|gm|mgr|dir|asst|coord|supt|ssgt|"
    r"head of|president|capo\w*|chefe|encarregad[oa]|technicien(?:ne)?|infirmier|directora?|gerente|analista|partner|member|"
    r"porter|courier|officer|specialist|leiter|volontar(?:in)?|referent(?:in)?|vice|counsel|owner|founder|student|tecnic[oa])s?$"
)
_SURELY_SOMEBODY: Final = re.compile(
    r"(?:master|mistress|man|woman|smith|wright|monger|keeper|maker|worker|driver|player|ringer|warden|ologist|ographer|rapist|"
    r"nik|meister|mann|frau|pfleger(?:in)?|helfer(?:in)?|leiter(?:in)?|isti?n?)$"
)
_PERHAPS_SOMEBODY: Final = re.compile(r"[^\W\d_]{3,}(?:er|or|ist|ian|ess|eur|euse|teur|trice|ista|dora?|erin|iere?)$")
_SEVERAL: Final = re.compile(r"(?:ers|ors|ists|ians|smiths|men)$")
#: Confidence of titles whose words are known, from `outgrow.titles.parse`.
_SURE: Final = 0.9
#: What names of churches and hospitals begin with, and words for houses, which end names of firms as they do of towns.
_SAINTS: Final = frozenset({"st", "saint", "sankt", "sint", "sainte"})
_HOUSES: Final = frozenset(
    {
        "church",
        "chapel",
        "cathedral",
        "inn",
        "pub",
        "garage",
        "nursery",
        "dairy",
        "records",
        "games",
        "housing",
        "surgery",
    }
)
_JOINS: Final = frozenset({"and", "und", "et", "y", "e", "en", "of", "for", "de"})
#: Titles that name no craft, yet are what people write.
_PLAIN_TITLES: Final = frozenset(
    [
        "freelance",
        "freelancer",
        "freiberuflich",
        "freiberufler",
        "independant",
        "independent",
        "autonomo",
        "consultant",
        "berater",
    ]
)


class Likeness(NamedTuple):
    """How much a text is like a title and like an organisation, from about 0 to 4; whether it is a place, or a craft alone."""

    title: float
    organisation: float
    place: bool
    craft: bool = False


class _Words(NamedTuple):
    forms: frozenset[str]
    nouns: frozenset[str]
    of: frozenset[str]
    places: frozenset[str]
    states: frozenset[str]


@lru_cache(maxsize=4096)
def likeness(text: str) -> Likeness:
    """Tell how much a text is like a job title, an organisation and a place.

    Parameters
    ----------
    text : str
        A few words, as ``"Senior Editor"``, ``"Example Ltd"``, ``"Leeds, UK"``.

    Returns
    -------
    Likeness
        Of no words: zero and no place.
    """
    words = _WORD.findall(folded(text))
    if not words:
        return Likeness(0.0, 0.0, False)
    if is_place(text):
        return Likeness(0.0, 0.3, True)
    title, names_somebody = _title(text, words)
    organisation = _organisation(text, words, names_somebody=names_somebody)
    craft = not names_somebody and organisation < 0.6 and _is_craft(text, words)
    if title > 0 and not names_somebody and not craft and len(words) > 1 and text[:1].isupper():
        organisation += 0.5  # a name beside a craft, and nobody: "Harland Fabrications"
    return Likeness(max(0.0, title - 0.6 * organisation), organisation, False, craft)


def is_own(text: str) -> bool:
    """Tell whether a title says that somebody works for themselves."""
    return _OWN.search(folded(text)) is not None


def is_place(text: str) -> bool:
    """Tell whether a text is a place alone: ``"Leeds"``, ``"Austin, TX"``, ``"Remote (Germany)"``, ``"75011 Paris"``."""
    known = _words()
    parts = [
        part for part in re.split(r"[,/()|·]|\s[-–]\s|\b(?:and|und|et|y|e|en)\b", folded(text)) if part.strip(" .")
    ]
    if not 0 < len(parts) <= 4:
        return False
    sure = False
    for place, part in enumerate(parts):
        name = "-".join(_WORD.findall(re.sub(r"\b\d{4,5}\b", "", part)))
        name = re.sub(
            r"^(?:greater|metropolitan|region|area-of|county)-|-(?:area|region|metropolitan-area|cedex|office)$",
            "",
            name,
        )
        if name in known.places:
            sure = True
        elif not (place and name in known.states) and not (
            place == 0 and len(parts) > 1 and 0 < len(name.split("-")) <= 3
        ):
            return False
    # an unknown town before a known country or a state: "Elmsford, NY"
    return sure or (
        len(parts) > 1 and "-".join(_WORD.findall(parts[-1])) in known.states and text.strip()[-2:].isupper()
    )


def _title(text: str, words: list[str]) -> tuple[float, bool]:
    """Return how much a text is like a title, and whether a word of it says who somebody is."""
    read = parse_title(text)
    if len(words) > 12:
        return 0.0, False
    if read.reason is not None:
        if set(words) & _PLAIN_TITLES:
            return 0.6, False
        # a craft that the lexicon does not have: "Choirmaster", "Bell Ringer"
        return (
            1.4 if _SURELY_SOMEBODY.search(words[-1]) else 0.7 if _PERHAPS_SOMEBODY.search(words[-1]) else 0.0
        ), False
    score = 0.6 * read.confidence + (0.5 if read.craft_named else 0.0)
    decided = folded(read.because.get("level", ""))
    apart = decided.split() != re.findall(r"\w+", " ".join(words)) and len(decided.split()) <= 3
    # a phrase that is known as a whole, as "rédactrice en chef", is read surely; one that is not names a craft at most
    apart = apart or len(words) == 1 or read.confidence > _SURE
    somebody = bool(decided) and apart and decided not in _words().nouns
    # who somebody is stands last in English, or before "of"; first in other languages
    ends = {words[0], words[-1], *([words[words.index("of") - 1]] if "of" in words[1:] else [])}
    people = {*decided.split(), *ends} - _words().nouns
    somebody = somebody and any(_SOMEBODY.search(word) for word in people)
    if somebody and _SEVERAL.search(words[-1]) and words[-1] in decided.split():
        somebody = False  # "Garrick Builders": several of them are a firm, or a regiment
        score -= 1.0
    if somebody:  # manager, editor, nurse
        score += 1.6
    if set(words) & _PLAIN_TITLES:
        score += 0.6
    if text[:1].islower():
        score -= 0.3
    return score, somebody and bool(ends & set(decided.split()))


def _is_craft(text: str, words: list[str]) -> bool:
    """Tell whether all words of a text name a craft, as a department does: "Patient Safety"."""
    named = {*folded(parse_title(text).because.get("function", "")).split(), *_JOINS}
    return bool(named - _JOINS) and all(word in named for word in words)


def _organisation(text: str, words: list[str], *, names_somebody: bool) -> float:
    known = _words()
    score = 0.0
    if any(word in known.forms for word in words[1:]):
        score += 3.0
    if _FOUNDED.search(text):
        score += 2.0
    if names_somebody:
        return score
    if len(words) > 1 and _SEVERAL.search(words[-1]):
        score += 1.2
    if len(words) > 1 and (words[0] in _SAINTS or words[-1] in _HOUSES):
        score += 0.9
    if words[-1] in known.nouns or (len(words) > 1 and words[-2] in known.nouns and len(words[-1]) <= 3):
        score += 1.8 if len(words) > 1 else 0.9
    elif any(word in known.nouns for word in words):
        score += 0.6
    start = (
        words[1:]
        if words[0] in {"the", "la", "le", "el", "il", "die", "der", "das", "het", "a", "o"} and len(words) > 1
        else words
    )
    if len(start) > 2 and start[0] in known.of and start[1] in _OF:
        score += 1.8
    elif start and (
        start[0] in known.of
        or any(start[0].endswith(ending) for ending in ("klinikum", "werke", "verlag", "agentur", "schule"))
    ):
        score += 0.8
    if any(
        word.endswith(
            ("verlag", "agentur", "klinikum", "werke", "stiftung", "schule", "haus", "media", "tech", "soft", "corp")
        )
        and len(word) > 6
        for word in words
    ):
        score += 0.8
    return score


@cache
def _words() -> _Words:
    content = tomllib.loads(files("outgrow.person").joinpath("organisations.toml").read_text(encoding="utf-8"))
    words, places = content["words"], content["places"]
    return _Words(
        frozenset(words["forms"].split()),
        frozenset(words["nouns"].split()),
        frozenset(words["of"].split()),
        frozenset(f"{places['countries']} {places['cities']} {places['work']}".split()),
        frozenset(places["states"].split()),
    )
