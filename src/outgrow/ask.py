"""The questions of the command line as Python functions: careers in, frozen exact results out.

Each has the name and the settings of its command. Results are exact and for whoever holds the data; what is shown to
others passes `outgrow.disclosure.release` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.careers import read_careers
from outgrow.engine import number
from outgrow.errors import UnknownName, did_you_mean
from outgrow.estimates import estimate_reach
from outgrow.settings import Settings
from outgrow.tallies import first_passage
from outgrow.titles.label import labelled
from outgrow.titles.roles import FOLDED, parse_role

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Reach
    from outgrow.titles.roles import Role

__all__ = ["reach", "titles_of"]

#: A title is named in a message only if so many people held it.
_NAMED: Final = 10


def reach(
    role: str | Role,
    *,
    toward: str | Role | Sequence[str | Role],
    careers: Any = "demo",
    people: Any = None,
    ongoing: Literal["data", "own"] = "data",
    **settings: Any,
) -> Reach:
    """Estimate how many of those who enter a role reach another, and when.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock, such as ``"social media manager"`` or ``"function:marketing level:head"``.
    toward : str, Role or a sequence of them
        The target. Several share one denominator: people who held none of them before.
    careers : Careers or any source of `read_careers`, default "demo"
        The career histories.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    ongoing : {"data", "own"}, default "data"
        How long a person with an ongoing job and no ``observed_until`` is followed: through the last month of the data,
        or through the last date of their own, as if each history had been collected just then.
    **settings
        As `outgrow.Settings`: ``by``, ``years``, ``entered``, ``observed_from``, ``observed_until``, ``after_last``,
        ``gap``, ``owners``, ``coverage``, ``start_at_risk``.

    Returns
    -------
    Reach
        Exact.

    Raises
    ------
    RoleError
        A role cannot be understood.
    InputError
        The careers or a setting cannot be used.
    UnknownName
        Nobody ever held the role, or there is no such setting or column.
    RefusedQuestion
        The groups would be formed by what happened later.

    Examples
    --------
    >>> import outgrow
    >>> result = outgrow.reach("title:sales", toward="title:managers", careers="nlsy")
    >>> result.flow.counted
    79
    """
    unknown = sorted(settings.keys() - {field.name for field in fields(Settings)})
    if unknown:
        names = [field.name for field in fields(Settings)]
        raise UnknownName(
            f"there is no setting '{unknown[0]}'.{did_you_mean(unknown[0], names)}", do=f"use one of {', '.join(names)}"
        )
    targets = [toward] if isinstance(toward, str) or not isinstance(toward, Sequence) else list(toward)
    source = read_careers(careers, people)
    start, goals = parse_role(role), [parse_role(target) for target in targets]
    result = estimate_reach(first_passage(source, start, goals, Settings(**settings), ongoing=ongoing))
    if result.flow.not_in_role + result.flow.quarantined == result.flow.read and not _anyone(source, start):
        raise _nobody(source, start)
    return replace(result, read_as=tuple((one.text, one.as_terms) for one in (start, *goals) if one.source == "title"))


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
    rows = counted.order_by([counted.people.desc(), FOLDED]).limit(most).to_pyarrow().to_pylist()
    return tuple((row[FOLDED], int(row["people"])) for row in rows)


def _anyone(careers: Careers, role: Role) -> bool:
    spells = labelled(careers, role.needs)
    return number(spells.filter(role.condition(spells)).limit(1).count()) > 0


def _nobody(careers: Careers, role: Role) -> UnknownName:
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
