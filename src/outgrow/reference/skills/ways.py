"""How the names of the vocabularies are written in texts: as they are, in other spellings, and tools by short names.

In: names. Out: `Way`. Start at `ways_of`. What no rule gives is in aliases.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from outgrow.reference.skills.names import SkillName
from outgrow.reference.skills.tool_names import short_names
from outgrow.reference.skills.word_forms import plain_word
from outgrow.reference.skills.written import (
    ANY,
    AS_WRITTEN,
    LISTED,
    Way,
    all_plain,
    key_of,
    needs_alone,
    plain_words,
    read_list,
    words_of,
)

__all__ = ["ways_of"]

_HYPHEN: Final = re.compile(r"(?<=[a-zA-Z]{2})[-.](?=[a-zA-Z]{2})")


def ways_of(names: Sequence[SkillName]) -> Iterator[Way]:
    """Return every way in which names are written; short ones that mean several names are left out.

    Parameters
    ----------
    names : sequence of SkillName
        All names; a `Way` names one by its place among them.
    """
    plain = plain_words(names)
    whole: set[tuple[str, ...]] = set()
    spellings = _spellings()
    for row, name in enumerate(names):
        words = words_of(name.label)
        whole.add(key_of(words))
        yield Way(words, row, False, _needs(words, plain, name))
        yield from (Way(other, row, False, ANY) for other in _respelt(name.label, words, spellings))
    by_label = {name.label: row for row, name in enumerate(names)}
    for text, label in read_list("aliases")["aliases"].items():
        words = words_of(text)
        whole.add(key_of(words))
        yield Way(words, by_label[label], True, AS_WRITTEN if len(words) > 1 else needs_alone(words[0], plain))
    short: dict[tuple[str, ...], dict[int, Way]] = defaultdict(dict)
    for way in short_names([(row, name.label) for row, name in enumerate(names) if name.kind == "tool"], plain):
        if key_of(way.words) not in whole:
            short[key_of(way.words)].setdefault(way.row, way)
    for same in short.values():
        if len(same) == 1:
            yield from same.values()


def _needs(words: Sequence[str], plain: frozenset[str], name: SkillName) -> int:
    """Say what a whole name needs: a single plain word is no name by itself, several with capitals are with them."""
    if len(words) == 1 and name.kind == "skill":
        alone = plain_word(words[0]) in read_list("plain_words")["not_plain"]["skills"]
        return LISTED if all_plain(words, plain) and not alone else ANY
    if len(words) == 1:
        return needs_alone(words[0], plain)
    capitals = sum(word[0].isupper() for word in words)
    branded = name.kind == "tool" and capitals > 1 and capitals * 2 >= len(words)
    return AS_WRITTEN if branded and all_plain(words, plain) else ANY


def _respelt(
    label: str, words: Sequence[str], spellings: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
) -> Iterator[tuple[str, ...]]:
    """Return a name with what a hyphen or a dot parts written together, and with other spellings of its words."""
    if "-" in label or "." in label:
        joined = words_of(_HYPHEN.sub("", label))
        if joined != tuple(words):
            yield joined
    for there, other in spellings:
        if there[0] in words:
            for place in range(len(words) - len(there) + 1):
                if tuple(words[place : place + len(there)]) == there:
                    yield (*words[:place], *other, *words[place + len(there) :])


def _spellings() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    pairs = [(words_of(one), words_of(two)) for one, two in read_list("aliases")["spellings"].items()]
    return pairs + [(two, one) for one, two in pairs]
