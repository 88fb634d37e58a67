"""The names as tables: every way of writing one by the words it is looked for by.

In: the names, the hand-made lists. Out: `Tables`. Start at `tables`. They take seconds to make and are kept in the cache.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from outgrow.cache import cache_folder, kept_json
from outgrow.reference.skills.names import SkillName, skill_names
from outgrow.reference.skills.ways import ways_of
from outgrow.reference.skills.word_forms import plain_word, same_words
from outgrow.reference.skills.written import plain_words

__all__ = ["LEAF", "SKIPPED", "Tables", "tables"]

#: Words that may stand between a verb and what it is done to, and that no name is told by.
SKIPPED: Final = frozenset(("a", "an", "the", "our", "their", "his", "her", "its", "my", "your"))
#: Where a name may end, in the tree of names.
LEAF: Final = ""
_MADE_FROM: Final = (
    *(f"skills/{name}.py" for name in ("names", "tokens", "word_forms", "written", "tool_names", "ways", "tables")),
    *(f"skills/{name}.toml" for name in ("irregular", "plain_words", "makers", "aliases")),
    "data/skill_labels.csv",
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What names are looked for with.

    Parameters
    ----------
    names : tuple of SkillName
        All names.
    stands : dict of str to str
        For each known form the word that stands for it.
    tree : dict
        Names by their words, a level a word; under `LEAF`, lists of row, whether short, what it needs, and its words.
    """

    names: tuple[SkillName, ...]
    stands: dict[str, str]
    tree: dict[str, Any]


@cache
def tables() -> Tables:
    """Read the tables; once."""
    folder = files("outgrow.reference")
    made_from = hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in _MADE_FROM)).hexdigest()[:12]
    names = skill_names()
    read = kept_json(cache_folder() / f"skills-{made_from}.json", {"stands", "tree"}, lambda: _made(names))
    return Tables(names, read["stands"], read["tree"])


def _made(names: tuple[SkillName, ...]) -> dict[str, Any]:
    """Make the tables, ready for JSON."""
    ways = list(ways_of(names))
    plain = plain_words(names)
    # coined words have no forms: nobody "excelled" in Excel
    inflected: dict[str, None] = {}
    coined: dict[str, None] = {}
    for way in ways:
        for word in map(plain_word, way.words):
            (inflected if names[way.row].kind == "skill" or word in plain else coined)[word] = None
    stands = {**{word: word for word in coined}, **same_words(inflected)}
    tree: dict[str, Any] = {}
    for way in ways:
        keys = [stands[word] for word in map(plain_word, way.words)]
        keys = [key for place, key in enumerate(keys) if not place or key not in SKIPPED]
        node = tree
        for key in keys:
            node = node.setdefault(key, {})
        leaf = node.setdefault(LEAF, [])
        if not any(entry[0] == way.row and entry[2] <= way.needs for entry in leaf):
            leaf.append([way.row, way.short, way.needs, " ".join(way.words)])
    return {"stands": stands, "tree": tree}
