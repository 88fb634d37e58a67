"""The words of the data: columns of spells and people, functions, levels, rungs and marks.

Everything that reads, labels, counts or shows careers takes its names from here.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ASIDE_MARKS",
    "FUNCTIONS",
    "LEVELS",
    "LEVEL_ORDER",
    "MARKS",
    "OWNER_MARKS",
    "PEOPLE_COLUMNS",
    "RUNGS",
    "RUNG_LEVELS",
    "SPELL_COLUMNS",
    "START_UNKNOWN",
    "rung_of",
    "rungs_above",
]

#: Crafts inside an organisation.
FUNCTIONS: Final = (
    "communications",
    "marketing",
    "sales",
    "customer_service",
    "product",
    "design",
    "editorial",
    "data",
    "engineering",
    "it",
    "research",
    "operations",
    "supply_chain",
    "finance",
    "hr",
    "legal",
    "education",
    "health",
    "hospitality",
    "trades",
    "public_service",
    "general_management",
    "other",
)

#: Places on the ladder, lowest first.
LEVELS: Final = (
    "trainee",
    "assistant",
    "specialist",
    "senior",
    "lead",
    "manager",
    "head",
    "director",
    "vice_president",
    "chief",
)
LEVEL_ORDER: Final = {level: place for place, level in enumerate(LEVELS)}

#: The ladder in four, lowest first, and the levels of each.
RUNG_LEVELS: Final = {
    "practitioner": ("trainee", "assistant", "specialist", "senior", "lead"),
    "manager": ("manager", "head"),
    "director": ("director",),
    "executive": ("vice_president", "chief"),
}
RUNGS: Final = tuple(RUNG_LEVELS)

#: Marks of a spell that make it the main job only when it is the only one.
ASIDE_MARKS: Final = ("part-time", "side", "board", "advisory", "volunteer")
#: Marks of a spell whose level comes from owning the firm.
OWNER_MARKS: Final = ("owner",)
#: Mark of a spell whose start is only the first month it was seen.
START_UNKNOWN: Final = "start-unknown"
#: Every mark outgrow knows; others are kept and shown, and change nothing.
MARKS: Final = (*ASIDE_MARKS, *OWNER_MARKS, "interim", "contract", "former", "two-jobs", START_UNKNOWN)

#: Columns of a table of spells; the first four are required.
SPELL_COLUMNS: Final = (
    "person",
    "start",
    "end",
    "title",
    "organisation",
    "occupation",
    "function",
    "specialty",
    "level",
    "pay",
    "pay_period",
    "currency",
    "skills",
    "description",
    "marks",
)
#: Columns of a table of people that outgrow reads; any other column is an attribute. `person` is required.
PEOPLE_COLUMNS: Final = (
    "person",
    "observed_from",
    "observed_until",
    "exited",
    "exit_reason",
    "birth",
    "weight",
)


def rung_of(level: str) -> str:
    """Return the rung of a level.

    Parameters
    ----------
    level : str
        One of `LEVELS`.

    Raises
    ------
    KeyError
        `level` is none of them.
    """
    for rung, levels in RUNG_LEVELS.items():
        if level in levels:
            return rung
    raise KeyError(level)


def rungs_above(rung: str) -> tuple[str, ...]:
    """Return the rungs above `rung`, lowest first; empty for ``"executive"``."""
    return RUNGS[RUNGS.index(rung) + 1 :]
