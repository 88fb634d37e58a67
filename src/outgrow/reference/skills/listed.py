"""What an item of a list of skills is a name of: the vocabularies' own label where they have it, else the item as it is.

In: items as people list them, or the texts they describe a job in. Out: `ListedName`. Start at `listed_name`; texts are read by
`outgrow.reference.skills.finder`.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from outgrow.reference.skills.finder import skills_in
from outgrow.reference.skills.names import VOCABULARIES, SkillName, skill_names

__all__ = ["ListedName", "listed_name", "names_in"]

#: What stands before an item where the finder reads it, since short names count in lists alone.
_HEAD: Final = "Skills and tools: "
#: No name is longer than this; a longer item is a sentence.
_LONGEST: Final = 120


class ListedName(NamedTuple):
    """The name of a listed item.

    Parameters
    ----------
    name : str
        The vocabulary's label, or the item with single blanks and in small letters.
    kind : {"skill", "tool"} or None
        What it is a name of; None where no vocabulary has it.
    """

    name: str
    kind: str | None


@cache
def _by_label() -> dict[str, SkillName]:
    """Return names by their labels in small letters; of several vocabularies the one that is preferred."""
    order = list(VOCABULARIES)
    ranked = sorted(skill_names(), key=lambda name: order.index(name.vocabulary), reverse=True)
    return {name.label.casefold(): name for name in ranked}


def listed_name(item: str) -> ListedName | None:
    """Say what a listed item is a name of.

    Parameters
    ----------
    item : str
        One item of a list of skills, however written.

    Returns
    -------
    ListedName or None
        None where it has no letter or digit. ESCO and O*NET know it by its label, or by a way of writing it that names
        nothing else ("Photoshop"); whatever they do not know keeps its own words.

    Examples
    --------
    >>> listed_name("Photoshop")
    ListedName(name='Adobe Photoshop', kind='tool')
    """
    words = " ".join(item.split())[:_LONGEST]
    if not any(letter.isalnum() for letter in words):
        return None
    known = _by_label().get(words.casefold())
    if known is not None:
        return ListedName(known.label, known.kind)
    mentions = skills_in(_HEAD + words)
    # a name that is only a part of the item is another thing: "excel at what you do"
    if len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (len(_HEAD), len(_HEAD) + len(words)):
        return ListedName(mentions[0].label, mentions[0].kind)
    return ListedName(words.lower(), None)


def names_in(text: str) -> list[ListedName]:
    """Return the names of skills and tools in the description of a job, each once, in its order.

    Parameters
    ----------
    text : str
        Any text in English.
    """
    return list(dict.fromkeys(ListedName(one.label, one.kind) for one in skills_in(text)))
