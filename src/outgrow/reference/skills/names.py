"""Names of skills and tools: ESCO skills, O*NET skills and O*NET technology names.

Out: `SkillName`. Start at `skill_names`; where the names are from is in SOURCES.md.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

__all__ = ["KINDS", "VOCABULARIES", "SkillName", "skill_names"]

#: Vocabularies in the order in which they are preferred, and what their names are names of.
VOCABULARIES: Final = {"esco": "skill", "onet_skill": "skill", "onet_tech": "tool"}
KINDS: Final = ("skill", "tool")


class SkillName(NamedTuple):
    """A name of a vocabulary.

    Parameters
    ----------
    vocabulary : str
        One of `VOCABULARIES`.
    concept_id : str or None
        ESCO's identifier; O*NET's names have none of their own.
    label : str
        The name.
    """

    vocabulary: str
    concept_id: str | None
    label: str

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        return VOCABULARIES[self.vocabulary]


@cache
def skill_names() -> tuple[SkillName, ...]:
    """Read all names, in the order of their file."""
    text = (files("outgrow.reference") / "data" / "skill_labels.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(SkillName(row["vocabulary"], row["concept_id"] or None, row["label"]) for row in rows)
