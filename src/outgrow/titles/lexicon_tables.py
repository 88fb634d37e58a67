"""The lexicon as tables: every phrase of every language with what it says, ready to be found in the words of a title.

In: ``lexicon/crafts.LANGUAGE.toml`` and ``lexicon/levels.LANGUAGE.toml``. Out: `Lexicon`. Start at `lexicon`. A phrase that
says different things in different languages keeps them apart; the title's other words decide.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeVar

from outgrow.cache import cache_folder, kept_json
from outgrow.schema import FUNCTIONS, LEVELS

__all__ = [
    "BESIDE_PARTNER",
    "LANGUAGES",
    "Craft",
    "Lexicon",
    "Phrase",
    "Sign",
    "lexicon",
    "plain_words",
    "version_of_lexicon",
]

#: Languages of the lexicon; of two that fit a title equally well, the first.
LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "it", "nl")
#: Shortest word that is looked for with a letter missing, added or changed.
_TYPED: Final = 7
_OWNED: Final = re.compile(r"(?<=\w)['_]s\b")
_NOT_WORD: Final = re.compile(r"[\W_]+")


class Craft(NamedTuple):
    """What a phrase says of the craft.

    Parameters
    ----------
    function : str or None
        One of `outgrow.schema.FUNCTIONS`; None for a phrase that only looks like a craft.
    specialty : str or None
        The specialty inside it.
    strength : {"people", "words", "weak"}
        Names a person by the craft; names the craft; names it only where nothing else does.
    """

    function: str | None
    specialty: str | None
    strength: str


class Sign(NamedTuple):
    """What a phrase says of the place on the ladder.

    Parameters
    ----------
    kind : str
        ``rank``, ``not_rank``, ``owner``, ``below``, ``assistant``, ``trainee``, ``programme``, ``beginner``, ``senior``,
        ``practitioner``, ``preposition``, ``headline``, ``mark``, ``former`` or ``hoped``.
    value : str
        The level of a rank or of what is none, the name of a mark; else empty.
    """

    kind: str
    value: str = ""


class Phrase(NamedTuple):
    """A phrase found in a title: its words, and what it says by language; one language stands for all that agree."""

    words: tuple[str, ...]
    said: tuple[tuple[str, Any], ...]
    #: Languages that have it.
    languages: frozenset[str]


class Table:
    """Phrases by their words, each made when it is first found; `lengths` says how many words they have, by the first one.

    Parameters
    ----------
    rows : dict of str to list
        For each phrase what it says, as pairs of a language and a craft or signs, and the languages that have it.
    lengths : dict of str to list of int
        For each first word how many words phrases have that begin with it, most first.
    """

    __slots__ = ("_found", "_rows", "lengths")

    def __init__(self, rows: dict[str, Any], lengths: dict[str, list[int]]) -> None:
        self.lengths, self._rows = lengths, rows
        self._found: dict[str, Phrase] = {}

    def find(self, text: str) -> Phrase | None:
        """Return the phrase of these words, or None."""
        found = self._found.get(text)
        if found is None and text in self._rows:
            pairs, languages = self._rows[text]
            said = tuple((language, Craft(*what) if isinstance(what, list) else what) for language, what in pairs)
            found = self._found[text] = Phrase(tuple(text.split()), said, frozenset(languages))
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, and what single words are before they are looked for."""

    version: str
    crafts: Table
    signs: Table
    no_job: frozenset[str]
    #: Their first words.
    no_job_begins: frozenset[str]
    not_marks: dict[str, frozenset[str]]
    expand: dict[str, tuple[str, ...]]
    known: frozenset[str]
    #: Those, and words that keep a mark from being one: all that can tell two titles apart.
    telling: frozenset[str]
    endings: tuple[str, ...]
    #: Words by themselves with one letter missing, made when a word is first not known.
    typed: dict[str, str] = field(default_factory=dict, repr=False)
    #: What a word became, kept since titles repeat their words.
    seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def read(self, word: str) -> tuple[str, ...]:
        """Return the word or words of the lexicon that a written word stands for; itself where it knows none."""
        found = self.seen.get(word)
        if found is None:
            found = self._read(word)
            if len(self.seen) < _MOST_SEEN:
                self.seen[word] = found
        return found

    def _read(self, word: str) -> tuple[str, ...]:
        if word in self.expand:
            return self.expand[word]
        if word.endswith("s") and word[:-1] in self.known:
            return (word[:-1],)
        if word in self.known:
            return (word,)
        if word.endswith("ies") and f"{word[:-3]}y" in self.known:
            return (f"{word[:-3]}y",)
        if not word.isalpha():
            return (word,)
        for ending in self.endings if word.endswith(self.endings) else ():
            if word.endswith(ending) and len(word) - len(ending) > 2:
                stems = list(_stems(word, ending))
                stem = next((one for one in stems if one in self.known or one in self.expand), stems[0])
                return (*self.expand.get(stem, (stem,)), *self.expand.get(ending, (ending,)))
        if len(word) >= _TYPED:
            if not self.typed:
                self.typed.update(_typed(self.known))
            for part in (word, *_without_one(word)):
                meant = self.typed.get(part)
                if meant is not None and abs(len(meant) - len(word)) < 2 and meant[0] == word[0]:
                    return (meant,)
        return (word,)


_T = TypeVar("_T")
#: Words that tell an owning partner from another, which no phrase need hold.
BESIDE_PARTNER: Final = frozenset(
    ("managing", "senior", "founding", "general", "equity", "co", "executive", "associate", "junior", "limited", "law")
)
#: Words that part a title in two, unless a phrase of a craft goes on behind them.
_AND: Final = frozenset(("and", "und", "et", "y", "ed", "cum"))
_MOST_SEEN: Final = 200_000


def _phrase(text: str) -> tuple[str, ...]:
    """Return the words of a phrase of the lexicon; what belongs to somebody is written without the 's, and "and" never."""
    words = plain_words(_OWNED.sub("", text))
    return tuple(words if len(words) < 3 else [word for word in words if word not in _AND])


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and signs."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", text.lower()).split()


def _texts() -> dict[str, str]:
    """Return the files of the lexicon."""
    folder = files("outgrow.titles") / "lexicon"
    return {
        f"{name}.{language}": (folder / f"{name}.{language}.toml").read_text(encoding="utf-8")
        for language in LANGUAGES
        for name in ("crafts", "levels")
    }


@cache
def version_of_lexicon() -> str:
    """Return a short hash of the lexicon's text, without making its tables: every answer has it, few read a title."""
    return hashlib.sha256("\n".join(_texts().values()).encode()).hexdigest()[:12]


@cache
def lexicon() -> Lexicon:
    """Read the lexicon; once. Its tables take half a second to make, and are kept in the cache."""
    folder = files("outgrow.titles")
    texts, version = _texts(), version_of_lexicon()
    made_by = hashlib.sha256((folder / "lexicon_tables.py").read_bytes()).hexdigest()[:6]
    tables = kept_json(
        cache_folder() / f"lexicon-{version}-{made_by}.json",
        _TABLES,
        lambda: _made({name: tomllib.loads(text) for name, text in texts.items()}),
    )
    return Lexicon(
        version=version,
        crafts=Table(*tables["crafts"]),
        signs=Table(*tables["signs"]),
        no_job=frozenset(tables["no_job"]),
        no_job_begins=frozenset(text.split(" ", 1)[0] for text in tables["no_job"]),
        not_marks={mark: frozenset(words) for mark, words in tables["not_marks"].items()},
        expand={short: tuple(words) for short, words in tables["expand"].items()},
        known=frozenset(tables["known"]),
        telling=frozenset(tables["known"]).union(*tables["not_marks"].values(), BESIDE_PARTNER),
        endings=tuple(tables["endings"]),
    )


#: What is kept.
_TABLES: Final = {"crafts", "signs", "no_job", "not_marks", "expand", "known", "endings"}


def _made(files_of: dict[str, Any]) -> dict[str, Any]:
    """Make the tables of the files, ready for JSON."""
    crafts: dict[tuple[str, ...], dict[str, Craft]] = {}
    signs: dict[tuple[str, ...], dict[str, tuple[Sign, ...]]] = {}
    no_job: set[str] = set()
    not_marks: dict[str, set[str]] = {}
    expand: dict[str, tuple[str, ...]] = {}
    shorts: dict[str, dict[str, tuple[str, ...]]] = {}
    endings: set[str] = set()
    for language in LANGUAGES:
        levels = files_of[f"levels.{language}"]
        for words, craft in _crafts(files_of[f"crafts.{language}"]):
            crafts.setdefault(words, {}).setdefault(language, craft)
        for words, sign in _signs(levels):
            said = signs.setdefault(words, {})
            said[language] = (*said.get(language, ()), sign)
        no_job |= {" ".join(plain_words(text)) for text in levels.get("no_job", {}).get("titles", ())}
        for mark, texts in levels.get("marks_not", {}).items():
            not_marks.setdefault(mark, set()).update(word for text in texts for word in plain_words(text))
        for short, long in levels.get("abbreviations", {}).items():
            if len(word := plain_words(short)) == 1:
                shorts.setdefault(word[0], {}).setdefault(language, tuple(plain_words(long)))
        endings |= {word for text in levels.get("compound", {}).get("words", ()) for word in plain_words(text)}
    for short, by_language in shorts.items():
        language, long = next(iter(by_language.items()))
        # what is a word of another language is no abbreviation, but for those of English, which are everywhere
        others = {*crafts.get((short,), ()), *signs.get((short,), ())} - {language}
        if language == "en" or not others:
            expand[short] = long
    known = {word for phrase in (*crafts, *signs) for word in phrase}
    known |= {word for words in expand.values() for word in words}
    longest_first = sorted(endings, key=lambda word: (-len(word), word))
    _name_compounds(crafts, signs, longest_first)
    crafts, signs = _singulars(crafts, known), _singulars(signs, known)
    expand = {short: _singular(words, known) for short, words in expand.items()}
    known = {word for phrase in (*crafts, *signs) for word in phrase} | {
        word for words in expand.values() for word in words
    }
    return {
        "crafts": _table(crafts),
        "signs": _table(signs),
        "no_job": sorted(no_job),
        "not_marks": {mark: sorted(words) for mark, words in not_marks.items()},
        "expand": expand,
        "known": sorted(known),
        "endings": longest_first,
    }


def _name_compounds(
    crafts: dict[tuple[str, ...], dict[str, Craft]],
    signs: dict[tuple[str, ...], dict[str, tuple[Sign, ...]]],
    endings: Sequence[str],
) -> None:
    """Name the craft of ranks that are written together with it: a Marketingdirektor directs marketing."""
    suffixes = tuple(endings)
    for words, by_language in signs.items():
        if len(words) > 1 or words in crafts or not words[0].endswith(suffixes):
            continue
        for language in by_language:
            stems = (stem for ending in endings if words[0].endswith(ending) for stem in _stems(words[0], ending))
            craft = next((crafts[stem,][language] for stem in stems if language in crafts.get((stem,), ())), None)
            if craft is not None:
                crafts[words] = {language: craft._replace(strength="words")}


def _stems(word: str, ending: str) -> Iterator[str]:
    """Return what may stand before the ending of a compound, with and without the letters that link the two."""
    before = word.removesuffix(ending)
    if before != word and len(before) > 2:
        yield before
        yield from (before.removesuffix(link) for link in ("s", "es", "n", "en") if before.endswith(link))


def _singular(words: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    """Take the plural -s off words that are there without it, as it is taken off those of a title."""
    return tuple(word[:-1] if word.endswith("s") and word[:-1] in known else word for word in words)


def _singulars(
    table: dict[tuple[str, ...], dict[str, _T]], known: Collection[str]
) -> dict[tuple[str, ...], dict[str, _T]]:
    """Take the plural off every phrase; of two that come to be the same, each language keeps the first."""
    found: dict[tuple[str, ...], dict[str, _T]] = {}
    for words, said in table.items():
        both = {**said, **found.get(_singular(words, known), {})}
        found[_singular(words, known)] = {language: both[language] for language in LANGUAGES if language in both}
    return found


def _crafts(file: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Craft]]:
    for text in file.get("ignore", {}).get("phrases", ()):
        yield _phrase(text), Craft(None, None, "words")
    for function in FUNCTIONS:
        for strength in ("people", "words", "weak"):
            for specialty, phrases in file.get(function, {}).get(strength, {}).items():
                craft = Craft(function, None if specialty == "itself" else specialty, strength)
                for text in phrases:
                    if words := _phrase(text):
                        yield words, craft


#: Sections of a file of levels whose words are signs of one kind.
_KINDS: Final = {
    "owner": "owner",
    "below": "below",
    "assistant": "assistant",
    "trainee": "trainee",
    "programme": "programme",
    "beginner": "beginner",
    "senior": "senior",
    "practitioner": "practitioner",
    "prepositions": "preposition",
    "headline": "headline",
}


def _signs(file: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Sign]]:
    def each(texts: Iterable[str], sign: Sign) -> Iterator[tuple[tuple[str, ...], Sign]]:
        for text in texts:
            if words := _phrase(text):
                yield words, sign

    for level in LEVELS:
        yield from each(file.get("ranks", {}).get(level, ()), Sign("rank", level))
        yield from each(file.get("not_ranks", {}).get(level, ()), Sign("not_rank", level))
    for section, kind in _KINDS.items():
        yield from each(file.get(section, {}).get("words", ()), Sign(kind))
    for mark, texts in file.get("marks", {}).items():
        yield from each(texts, Sign("mark", mark))
    for kind in ("former", "hoped"):
        yield from each(file.get("not_held", {}).get(kind, ()), Sign(kind))


def _kinds_of(what: Any) -> Any:
    """Return the signs of a phrase by their kind; a craft as it is."""
    return what if isinstance(what, Craft) else {sign.kind: sign.value for sign in what}


def _table(entries: dict[tuple[str, ...], dict[str, Any]]) -> list[dict[str, Any]]:
    rows: dict[str, Any] = {}
    lengths: dict[str, set[int]] = {}
    for words, by_language in entries.items():
        first: dict[Any, str] = {}
        for language, what in by_language.items():  # in the order of LANGUAGES
            first.setdefault(what, language)
        said = [[language, _kinds_of(what)] for what, language in first.items()]
        rows[" ".join(words)] = [said, list(by_language)]
        lengths.setdefault(words[0], set()).add(len(words))
    return [rows, {word: sorted(found, reverse=True) for word, found in lengths.items()}]


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))


def _typed(known: Iterable[str]) -> dict[str, str]:
    """Return long words by themselves with one letter missing, the first letter apart; of two, the shorter in the alphabet."""
    found: dict[str, str] = {}
    for word in sorted(known):
        if len(word) >= _TYPED and word.isalpha():
            for part in (word, *_without_one(word)):
                found.setdefault(part, word)
    return found
