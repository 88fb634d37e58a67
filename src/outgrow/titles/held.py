"""Who holds a role, whenever: the titles it takes in, and what to say where nobody does."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, Final

from outgrow.engine import fetched, number
from outgrow.errors import UnknownName, did_you_mean
from outgrow.titles.label import labelled
from outgrow.titles.roles import FOLDED, parse_role

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["anyone_held", "held_in_common", "nobody_held", "titles_of"]

#: A title is named in a message only if so many people held it.
_NAMED: Final = 10


def titles_of(careers: Careers, role: Role, *, most: int = 5) -> tuple[tuple[str, int], ...]:
    """Return the commonest titles that a role takes in, with the people who ever held each; exact.

    Parameters
    ----------
    careers : Careers
        Where the role is held.
    role : Role
        The role.
    most : int, default 5
        How many.

    Returns
    -------
    tuple of (str, int)
        Titles in lower case with single blanks, commonest first.
    """
    spells = labelled(careers, {*role.needs, "title"})
    held = spells.filter(role.condition(spells))
    counted = held.group_by(FOLDED).agg(people=held.person.nunique())
    rows = fetched(counted.order_by([counted.people.desc(), FOLDED]).limit(most)).to_pylist()
    return tuple((row[FOLDED], int(row["people"])) for row in rows)


def anyone_held(careers: Careers, role: Role) -> bool:
    """Tell whether anyone ever held a role."""
    spells = labelled(careers, role.needs)
    return number(spells.filter(role.condition(spells)).limit(1).count()) > 0


def held_in_common(careers: Careers, one: Role, *others: Role) -> tuple[int, int, int]:
    """Count who ever held one role alone, any of the others alone, and both; exact.

    Parameters
    ----------
    careers : Careers
        Where the roles are held.
    one, *others : Role
        The roles; one of the others at least.

    Returns
    -------
    tuple of int
        People who held `one` and none of the others, any of the others and never `one`, and both.
    """
    spells = labelled(careers, one.needs.union(*(other.needs for other in others)))
    elsewhere = functools.reduce(operator.or_, (other.condition(spells).fill_null(False) for other in others))
    held = spells.mutate(
        in_one=one.condition(spells).fill_null(False).ifelse(1, 0),
        in_other=elsewhere.ifelse(1, 0),
    )
    people = held.group_by("person").agg(in_one=held.in_one.max(), in_other=held.in_other.max())
    first, second = people.in_one, people.in_other
    counted = people.agg(
        one=(first * (1 - second)).sum(), other=(second * (1 - first)).sum(), both=(first * second).sum()
    )
    [row] = fetched(counted).to_pylist()
    return int(row["one"]), int(row["other"]), int(row["both"])


def nobody_held(careers: Careers, role: Role) -> UnknownName:
    """Say that nobody ever held a role, with titles that many hold and that are near it."""
    common = [title for title, people in titles_of(careers, parse_role("any"), most=2000) if people >= _NAMED]
    said = next((value.text for term in role.terms if term.key == "title" for value in term.values), role.text)
    words = [title for title in common if set(title.split()) & set(said.lower().split())]
    near = did_you_mean(said, common, most=2) or (f" Nearest of its titles: '{words[0]}'." if words else "")
    read = f" (read as {role.as_terms})" if role.source == "title" else ""
    return UnknownName(
        f"nobody in '{careers.name}' ever held '{role.text}'{read}.{near}",
        do="see its commonest titles with `outgrow careers describe SOURCE`, or write the role as terms: docs/roles.md",
    )
