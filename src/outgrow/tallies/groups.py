"""What may form groups: columns known when the clock starts, and nothing that tells what happened later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outgrow.errors import InputError, RefusedQuestion, UnknownName, did_you_mean
from outgrow.results import Point, StatePoint
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS
from outgrow.tallies.dated import holds_dates
from outgrow.tallies.tally import COUNTS, FOLD, KEYS, WEIGHT

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.settings import Settings
    from outgrow.titles.roles import Role

__all__ = [
    "MOST_GROUPS",
    "TOLD_FROM_JOBS",
    "check_groups",
    "check_one_meaning",
    "group_column",
    "is_dated",
    "with_entry_value",
]

#: Columns of people that tell what happened after month 0.
_AFTER_ZERO: Final = ("exited", "exit_reason", "observed_until", "observed_from")
#: Columns of the spell that starts the clock, known at month 0.
_AT_ENTRY: Final = ("title", "organisation", "occupation", "function", "specialty", "level", "currency", "pay_period")
#: What is told of people from their jobs and the time, whatever columns there are.
TOLD_FROM_JOBS: Final = (
    *("breadth", "strategy", "employers", "career", "period", "previous"),
    *("level", "rung", "function", "specialty"),
)
#: Names of columns that counts and points have.
_RESERVED: Final = {
    FOLD,
    *(name for keys in KEYS.values() for name in keys),
    *(weight + name for counts in COUNTS.values() for name in counts for weight in ("", WEIGHT)),
    *Point._fields,
    *StatePoint._fields,
}
#: Columns of people that tell how somebody left, whatever they are called.
_LEAVING: Final = re.compile(r"leav|exit|terminat|resign|separat|departure|attrition|dismiss|retire", re.IGNORECASE)
MOST_GROUPS: Final = 50


def group_column(careers: Careers, by: str | None) -> tuple[str | None, bool]:
    """Find the column that groups, and whether it belongs to the spell that starts the clock."""
    if by is None:
        return None, False
    known = (*careers.attributes, *_AT_ENTRY)
    if by not in known:
        by = next((name for name in known if name.lower() == by.strip().lower()), by)
    if by in _AFTER_ZERO or (by in careers.attributes and _LEAVING.search(by)):
        raise RefusedQuestion(
            f"groups by '{by}' are formed by what happened after month 0.",
            why="whoever had to wait for it could not reach the target meanwhile (immortal time)",
            do="group by what is known at entry",
        )
    if by in careers.attributes:
        _check_attribute(careers, by)
        return by, False
    if by in _AT_ENTRY:
        return by, True
    have = (
        f"'{by}' is a column outgrow makes no groups of"
        if by in (*SPELL_COLUMNS, *PEOPLE_COLUMNS)
        else f"there is no column '{by}'"
    )
    raise UnknownName(f"{have}; there are {', '.join(known)}.{did_you_mean(by, known)}", do="use one of them")


def check_one_meaning(careers: Careers, name: str) -> None:
    """Refuse a name that a column of people shares with something told from jobs.

    Raises
    ------
    InputError
        It does: which of the two was meant cannot be known.
    """
    asked = name.strip().lower()
    column = next((own for own in careers.attributes if own.lower() == asked), None)
    if column is not None and asked in (*_AT_ENTRY, *TOLD_FROM_JOBS):
        raise InputError(
            f"'{column}' is a column of people, and what jobs tell is called so too.",
            why="an answer by one of them would be taken for one by the other",
            do=f"rename that column of people, for example to own_{asked}",
        )


def is_dated(careers: Careers, by: str) -> bool:
    """Tell whether a column of people, however its case, holds dates, typed or as text, and none of how somebody left."""
    column = next((name for name in careers.attributes if name.lower() == by.strip().lower()), None)
    if column is None or column in _AFTER_ZERO or _LEAVING.search(column):
        return False
    return holds_dates(careers, column)


def _check_attribute(careers: Careers, by: str) -> None:
    assert careers.people is not None
    if by in _RESERVED:
        raise InputError(f"'{by}' is a name outgrow uses for its counts.", do="rename that column of people")
    kind = careers.people[by].type()
    if kind.is_temporal() or holds_dates(careers, by):
        raise RefusedQuestion(
            f"'{by}' holds dates, so its groups may be formed by what happened after month 0.",
            why="whoever had to wait for a later date could not reach the target meanwhile (immortal time)",
            do="make a column of what was known at entry, for example of the year of entry",
        )
    if not (kind.is_string() or kind.is_integer() or kind.is_floating() or kind.is_boolean()):
        raise InputError(f"'{by}' holds {kind}, which makes no groups.", do="turn it into text first")


def with_entry_value(
    entries: ibis.Table, spells: ibis.Table, role: Role, settings: Settings, by: str, *, zero: str = "zero"
) -> ibis.Table:
    """Add the value of a column of the spell that starts the clock; of several in that month, the first in order.

    Parameters
    ----------
    entries : ibis.Table
        A row for each clock: columns ``person`` and `zero`, the month in which it starts.
    spells : ibis.Table
        Labelled, with the column `by`.
    role, settings
        Which of them start a clock.
    by : str
        The column.
    zero : str, default "zero"
        The column of `entries` that holds the month.
    """
    held = spells.filter(role.condition(spells, owners=settings.owners))
    held = held.select(entry_person=held.person, entry_start=held.start, entry_value=held[by])
    asked = entries.select("person", value_zero=entries[zero])
    started = asked.inner_join(held, [asked.person == held.entry_person, asked.value_zero == held.entry_start])
    values = started.group_by("person", "value_zero").agg(group_value=started.entry_value.min())
    values = values.rename(value_person="person")
    joined = entries.left_join(values, [entries.person == values.value_person, entries[zero] == values.value_zero])
    return joined.drop("value_person", "value_zero")


def check_groups(values: pyarrow.ChunkedArray, by: str | None) -> None:
    """Refuse more groups than can be read.

    Raises
    ------
    InputError
        There are more than `MOST_GROUPS`.
    """
    if len(values.unique()) > MOST_GROUPS:
        raise InputError(
            f"'{by}' has more than {MOST_GROUPS} values among those who entered the role.",
            why="curves of so many groups cannot be read, and small groups are people",
            do="put its values into a few bands first",
        )
