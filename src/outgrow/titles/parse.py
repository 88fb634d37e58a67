"""What a job title says: function, specialty, level and marks, by the words of a small lexicon.

In: text. Out: TitleLabels. Reads the lexicon's two files on first use; never fails on any text. Start at `parse_title`;
the rules are written beside the words. What the words do not say is None.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from outgrow.schema import LEVEL_ORDER, LEVELS, MARKS, OWNER_MARKS

__all__ = ["TitleLabels", "lexicon_version", "parse_title", "parse_titles"]

#: Characters of a title that are read; ranks further on belong to a description.
READ: Final = 400


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


NOTHING: Final = TitleLabels(None, None, None, ())

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SEXES = re.compile(r"[(\[]?\b[mwfdhxi](?:\s?/\s?[mwfdhxi*]){1,3}(?!\w)[)\]]?")  # "(m/w/d)" in German advertisements
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_PAIR = re.compile(r"\b([a-z])&([a-z])\b")
_EMPLOYER = re.compile(r"(?:(?<=\w\s)(?:at|bei|chez)\s|@)[^,;|/()\[\]\n]*")
_BREAK = re.compile(r"\s*(?:[,;|:•·–—()\[\]{}\n]|\s-+|-+\s)+\s*")
_AND = re.compile(r"\s*[/&+]\s*|\s(?:and|und|et)\s")
_NOT_WORD = re.compile(r"[^\w|&]+")
_TAIL = re.compile(r"\b(?:of|for|to|in|with)\b")
_LETTER = re.compile(r"[^\W\d_]")
_PARTNER_BEFORE = frozenset(
    ("managing", "senior", "founding", "general", "equity", "co", "executive", "associate", "junior", "limited", "law")
)
_PARTNER_AFTER = frozenset(("at", "of", "in", "for"))
_RANKED: Final = LEVEL_ORDER["manager"]


class _Craft(NamedTuple):
    function: str | None
    specialty: str | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The two files, with their expressions compiled."""

    version: str
    expand: dict[str, str]
    words: frozenset[str]
    rank_of: dict[str, str]
    owners: frozenset[str]
    craft_of: dict[str, _Craft]
    marks: tuple[tuple[str, re.Pattern[str]], ...]
    modifiers: frozenset[str]
    hoped: frozenset[str]
    no_job: frozenset[str]
    rare: frozenset[str]
    ranks: re.Pattern[str]
    lower: re.Pattern[str]
    aide: re.Pattern[str]
    assistant: re.Pattern[str]
    trainee: re.Pattern[str]
    programme: re.Pattern[str]
    not_held: re.Pattern[str]
    job: re.Pattern[str]
    own_job: re.Pattern[str]
    phrases: re.Pattern[str]
    nouns: re.Pattern[str]


def _any_of(phrases: Iterable[str], *, unless: Iterable[str] = ()) -> re.Pattern[str]:
    # The longest first, so that "art director" is found before "director".
    longest = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    after = rf"(?! (?:{'|'.join(map(re.escape, sorted(unless)))})\b)" if unless else ""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b{after}")


@cache
def _lexicon() -> _Lexicon:
    folder = files("outgrow.titles") / "lexicon"
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("levels.toml", "crafts.toml")]
    levels, crafts = (tomllib.loads(text) for text in texts)

    ranks = {phrase: level for level, phrases in levels["ranks"].items() for phrase in phrases}
    owners = frozenset(levels["owners"]["words"])
    not_ranks = dict.fromkeys(levels["crafts"]["phrases"], "")
    craft_of = dict.fromkeys(crafts["ignore"]["phrases"], _Craft(None, None, ()))
    nouns: list[str] = []
    for entry in crafts["craft"]:
        craft = _Craft(entry["function"], entry.get("specialty"), tuple(entry.get("also", ())))
        craft_of.update(dict.fromkeys((*entry.get("phrases", ()), *entry.get("nouns", ())), craft))
        nouns += entry.get("nouns", ())

    assistant, trainee, lower = levels["assistant"], levels["trainee"], levels["lower"]["words"]
    board = [*levels["marks"]["board"], *levels["marks"]["advisory"]]
    own_words = [*ranks, *owners, "chief", *levels["practitioner"]["words"], *nouns, *board]
    jobs = [
        *own_words,
        *assistant["words"],
        *assistant["to"],
        *trainee["always"],
        *trainee["unless_another_job"],
        *lower,
    ]
    known = [*jobs, *not_ranks, *craft_of, *levels["modifiers"]["words"], *levels["not_held"]["words"]]
    known += [phrase for phrases in levels["marks"].values() for phrase in phrases]
    seldom = [*trainee["always"], *trainee["unless_another_job"], *assistant["to"], *levels["not_held"]["words"]]
    seldom += [phrase for phrases in levels["marks"].values() for phrase in phrases]
    return _Lexicon(
        version=hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12],
        expand=levels["abbreviations"],
        words=frozenset(word for phrase in known for word in phrase.split()),
        rank_of={**dict.fromkeys(owners, "chief"), **ranks, **not_ranks},
        owners=owners,
        craft_of=craft_of,
        marks=tuple(
            (mark, _any_of(phrases, unless=levels["marks_not"].get(mark, ())))
            for mark, phrases in levels["marks"].items()
        ),
        modifiers=frozenset(levels["modifiers"]["words"]),
        hoped=frozenset(levels["not_held"]["words"]) - frozenset(levels["marks"]["former"]),
        no_job=frozenset(levels["no_job"]["titles"]),
        rare=frozenset(phrase.split()[0] for phrase in seldom),
        ranks=_any_of([*ranks, *owners, *not_ranks, "chief"]),
        lower=_any_of(lower),
        aide=_any_of(assistant["to"]),
        assistant=_any_of(assistant["words"]),
        trainee=_any_of(trainee["always"]),
        programme=_any_of(trainee["unless_another_job"]),
        not_held=_any_of(levels["not_held"]["words"]),
        job=_any_of(jobs),
        own_job=_any_of(own_words),
        phrases=_any_of(phrase for phrase in craft_of if phrase not in set(nouns)),
        nouns=_any_of(nouns),
    )


def lexicon_version() -> str:
    """Return a short hash of the lexicon's text: the same words give the same labels."""
    return _lexicon().version


def parse_title(text: str) -> TitleLabels:
    """Read the function, specialty, level and marks that the words of a job title say.

    Parameters
    ----------
    text : str
        A job title as written. Any text is taken; only the first 400 characters are read.

    Returns
    -------
    TitleLabels
        None for what is not said: a title without letters says nothing, and one that names only a craft (``"social
        media"``) has no level.
    """
    return _parse(text, _lexicon())


def parse_titles(titles: Sequence[str]) -> list[TitleLabels]:
    """Read many titles; the same as `parse_title` on each, each distinct text once.

    Parameters
    ----------
    titles : sequence of str
        Job titles as written.
    """
    lexicon = _lexicon()
    seen = {title: _parse(title, lexicon) for title in dict.fromkeys(titles)}
    return [seen[title] for title in titles]


def _parse(text: str, lexicon: _Lexicon) -> TitleLabels:
    if not _LETTER.search(text):
        return NOTHING
    plain = _plain(text, lexicon)
    parts = [part for part in re.split(r"([|&])", plain) if part.strip()]
    if not _LETTER.search(plain) or " ".join(plain.replace("|", " ").replace("&", " ").split()) in lexicon.no_job:
        return NOTHING
    job, whole = _first_job(parts, lexicon)
    function, specialty = _craft(whole, lexicon)
    if lexicon.rare.isdisjoint(whole.split()):  # most titles: no mark, no trainee, nobody's aide
        level, owner = _rank(job, lexicon)
        return TitleLabels(function, specialty, level, OWNER_MARKS if owner else ())
    marks = {mark for mark, pattern in lexicon.marks if pattern.search(whole)} - {"former"}
    if "advisory" in marks:
        marks.discard("board")  # an advisory board member sits on no board of directors
    level, owner = _level(job, lexicon)
    if word := _not_held(job, whole, lexicon):
        level, owner = None, False
        marks.update(() if word in lexicon.hoped else ("former",))
    if owner:
        marks.update(OWNER_MARKS)
    return TitleLabels(function, specialty, level, tuple(mark for mark in MARKS if mark in marks))


def _plain(text: str, lexicon: _Lexicon) -> str:
    """Return lower-case words in the lexicon's spelling, with ``|`` between parts and ``&`` for "and"."""
    text = unicodedata.normalize("NFKC", text[:READ]).lower().replace("’", "'")
    text = _INVISIBLE.sub(" ", text)
    text = _SEXES.sub(" ", text)
    text = _INITIALS.sub(r"\1", text)
    text = _PAIR.sub(r"\1n\2", text)  # R&D, M&A
    text = re.sub(r"(\w)'s\b", r"\1_s", text)  # the owner's representative owns nothing
    text = _EMPLOYER.sub(" | ", text)
    text = re.sub(r"\bp/t\b", "part time", text)
    text = _AND.sub(" & ", _BREAK.sub(" | ", text))
    words: list[str] = []
    for word in _NOT_WORD.sub(" ", text).split():
        word = lexicon.expand.get(word, word)
        if word not in lexicon.words and word.endswith("s") and word[:-1] in lexicon.words:
            word = word[:-1]
        words.append(word)
    return " ".join(words)


def _first_job(parts: list[str], lexicon: _Lexicon) -> tuple[str, str]:
    """Return the words of the first of the jobs named, and the same with what is said around it."""
    job: list[str] = []
    place = 0
    for place, part in enumerate(parts, 1):
        if part in "|&":
            continue
        job.append(part.strip())
        if lexicon.job.search(part):
            pair = parts[place : place + 1] == ["&"] and lexicon.modifiers.issuperset(part.split())
            if not pair:  # "Assistant / Associate Director" goes on
                break
    around = list(job)
    for part in parts[place:]:
        if part in "|&":
            continue
        if lexicon.own_job.search(part):
            break
        around.append(part.strip())
    return " ".join(job), " | ".join([" ".join(job), *around[len(job) :]])


def _level(job: str, lexicon: _Lexicon) -> tuple[str | None, bool]:
    """Return the level of one job's words once what is no rank is set aside, and whether it comes from owning."""
    if lexicon.trainee.search(job):
        return "trainee", False
    aide = lexicon.aide.search(job)
    if aide and not lexicon.ranks.search(job[: aide.start()]):
        return "assistant", False
    for _, pattern in lexicon.marks:
        job = pattern.sub(" ", job)
    job = " ".join(job.split())
    if not _LETTER.search(job):
        return None, False  # "Volunteer", "Board Member": no place on a ladder
    return _rank(job, lexicon)


def _rank(job: str, lexicon: _Lexicon) -> tuple[str | None, bool]:
    """Return the level by the highest rank noun and what stands before it, and whether it comes from owning."""
    noun = lexicon.own_job.search(job)
    tail = _TAIL.search(job, noun.end()) if noun else None
    said = job[: tail.start()] if tail and not _crosses(tail.start(), lexicon.ranks, job) else job

    best, owner, ranked_at = "", False, 0
    for match in lexicon.ranks.finditer(job):
        if match.start() >= len(said):
            break
        phrase = match.group()
        level = _chief(job, match) if phrase == "chief" else lexicon.rank_of[phrase]
        if phrase == "partner" and not _owns(job, match):
            continue
        if level and (not best or LEVEL_ORDER[level] > LEVEL_ORDER[best]):
            best, owner, ranked_at = level, phrase in lexicon.owners, match.start()
    programme = lexicon.programme.search(said)
    if programme and not best and not lexicon.own_job.search(said):
        return "trainee", False
    words = said.split()
    if "junior" in words and LEVEL_ORDER.get(best, 0) <= LEVEL_ORDER["manager"]:
        return "assistant", False
    if best and LEVEL_ORDER[best] >= _RANKED and lexicon.lower.search(job[:ranked_at]):
        best = LEVELS[LEVEL_ORDER[best] - 1]
    if best:
        return best, owner
    if lexicon.assistant.search(said):
        return "assistant", False
    if "graduate" in words:
        return "trainee", False
    if "senior" in words:
        return "senior", False
    return (None if _only_craft(job, lexicon) else "specialist"), False


def _crosses(place: int, pattern: re.Pattern[str], text: str) -> bool:
    # "of" inside "director of photography" ends nothing.
    return any(match.start() < place < match.end() for match in pattern.finditer(text))


def _chief(job: str, match: re.Match[str]) -> str:
    """Return the level of a "chief": of the C-suite, or first among a craft (Chief Accountant, Chief of Staff)."""
    rest = job[match.end() :].split()
    return "chief" if rest[:1] == ["executive"] or "officer" in rest or not rest else "head"


def _owns(job: str, match: re.Match[str]) -> bool:
    """Return whether this "partner" is one of the firm's: Managing Partner, not HR Partner or Partner Sales."""
    before, after = job[: match.start()].split(), job[match.end() :].split()
    return _PARTNER_BEFORE.issuperset(before) and (not after or after[0] in _PARTNER_AFTER)


def _not_held(job: str, whole: str, lexicon: _Lexicon) -> str | None:
    """Return the word that says the job is not held; None where it is, or where "ex" belongs to an employer."""
    alone = [part.strip() for part in whole.split("|")[1:] if lexicon.not_held.fullmatch(part.strip())]
    if alone:  # "Marketing Manager (former)"
        return alone[0]
    match = lexicon.not_held.search(job)
    if not match or lexicon.own_job.search(job[: match.start()]):
        return None
    after = job[match.end() :].split()
    if match.group() == "ex" and (not after or after[0] not in lexicon.words):
        return None  # "ex Google Marketing Manager"
    return match.group()


def _only_craft(job: str, lexicon: _Lexicon) -> bool:
    return not lexicon.job.search(job) and not _LETTER.search(lexicon.phrases.sub(" ", job))


def _craft(whole: str, lexicon: _Lexicon) -> tuple[str | None, str | None]:
    """Return function and specialty: the first noun, else the first phrase; a later phrase may add the specialty."""
    phrases = [lexicon.craft_of[match.group()] for match in lexicon.phrases.finditer(whole)]
    phrases = [craft for craft in phrases if craft.function]
    noun = lexicon.nouns.search(whole)
    first = lexicon.craft_of[noun.group()] if noun else phrases[0] if phrases else None
    if first is None or first.specialty:
        return (first.function, first.specialty) if first else (None, None)
    for craft in phrases:
        if craft.specialty and first.function in (craft.function, *craft.also):
            return craft.function, craft.specialty
    return first.function, None
