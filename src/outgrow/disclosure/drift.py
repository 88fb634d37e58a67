"""Drift, made fit to be shown to others: nothing rests on a few people, and nothing shows them by subtraction.

In: Drift. Out: Drift, released. Start at `release_drift`. People come again from June to June; where they are not counted once,
as many as in one June are taken for all.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outgrow.disclosure.totals import (
    DECIMALS,
    none_or_enough,
    rounded,
    rounded_facts,
    rounded_flow,
    small_groups,
)
from outgrow.errors import InputError
from outgrow.estimates.drift import Later, columns, named_successors
from outgrow.results import Drift, Flags, Suppressed
from outgrow.results.drift import (
    ALL,
    ELSE,
    OTHER,
    REST,
    SAME_ROLE,
    SAME_TITLE,
    HalfLife,
    Period,
    Successor,
    TitleLife,
    YearShare,
)

if TYPE_CHECKING:
    from outgrow.tallies import DriftTally

__all__ = ["release_drift"]

#: Months to which a half-life is rounded: its very month is one person's.
_HALF_YEAR: Final = 6
_MOST_DECIMALS: Final = 5


def release_drift(result: Drift, limit: int) -> Drift:
    """Make drift fit to be shown to others.

    Parameters
    ----------
    result : Drift
        Exact, with its tally.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Drift
        Years, successors and titles of fewer people are left out or made one with others; counts are rounded; half-lives are to
        half a year; the first and the last year of a title are those by which, and from which on, as many people had it.

    Raises
    ------
    InputError
        The result has no tally.
    """
    tally = result.tally
    if tally is None:
        raise InputError("this drift has no exact counts.", do="release the exact result")
    later = Later(tally)
    told = _told(later, result.settings.coverage, limit)
    every = np.ones(len(later.year), dtype=bool)
    successors = later.successors(every, result.settings.coverage, told) if told else ()
    share, skill = (_years(rows, limit) for rows in (result.share, result.skill))
    titles = _titles(result.titles, tally, limit)
    renames = tuple(one._replace(people=rounded(one.people, limit)) for one in result.renames if one.people >= limit)
    facts = rounded_facts(result.careers, limit)
    return replace(
        result,
        share=share,
        successors=tuple(_successor(one, limit) for one in successors),
        titles_then=_titles_then(result, limit) if told else (),
        followed=rounded(result.followed, limit),
        people=rounded(result.people, limit),
        lost=rounded(result.lost, limit),
        half_life=_half_life(result.half_life, tally, limit),
        periods=_periods(result, later, limit) if told else (),
        titles=titles,
        titles_in_all=rounded(result.titles_in_all, limit),
        skill=skill,
        renames=renames,
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(
            *(note for note in result.notes if note not in result.careers.imprecise_note),
            *facts.imprecise_note,
        ),
        tally=None,
        min_cell=limit,
        suppressed=tuple(
            Suppressed(what, f"fewer than {limit} people, or by subtraction")
            for what, hidden in (
                ("years of the share", len(share) < len(result.share)),
                ("years of the skill", len(skill) < len(result.skill)),
                ("what few hold five years on, by itself", len(successors) < len(result.successors)),
                ("titles that few held", len(titles) < len(result.titles)),
                ("renames of few people", len(renames) < len(result.renames)),
            )
            if hidden
        ),
    )


def _share(value: float, of: int, limit: int, side: int = 0) -> float:
    """Round a share to three decimals, or to more where a step of the last is still as many people as the limit.

    Bounds are rounded outwards: down for `side` -1, up for 1.
    """
    fine = math.floor(math.log10(of / limit)) if of > limit else 0
    scale: float = 10.0 ** min(max(DECIMALS, fine), _MOST_DECIMALS)
    steps = round(value * scale, 9)
    whole = math.floor(steps) if side < 0 else math.ceil(steps) if side > 0 else round(steps)
    return min(whole / scale, 1.0)


def _years(rows: tuple[YearShare, ...], limit: int) -> tuple[YearShare, ...]:
    return tuple(
        YearShare(
            one.year,
            rounded(one.people, limit),
            rounded(one.of, limit),
            *(_share(value, one.of, limit, side) for value, side in zip(one[3:], (0, -1, 1), strict=True)),
        )
        for one in rows
        if one.of >= limit and none_or_enough(np.array([one.people, one.of - one.people]), limit).all()
    )


def _told(later: Later, coverage: float, limit: int) -> dict[tuple[str, str], str]:
    """Say what each role held then is called, so that each name is enough people's; nothing where none can be.

    Roles of few go with the other roles, kinds of few with all else, and where these are few still, so does the next larger.
    """
    told = named_successors(later.people_by_role)
    every = np.ones(len(later.year), dtype=bool)
    while True:
        found = later.successors(every, coverage, told)
        few = [one for one in found if one.people < limit]
        if not few:
            return told if len(found) > 1 else {}
        if len(found) < 3:
            return {}
        roles = [one for one in found if one.kind == OTHER and one.role != REST]
        few_roles = [one for one in few if one in roles]
        if not few_roles and roles and any(one.role == REST for one in few):
            few_roles = [min(roles, key=lambda one: one.people)]
        if few_roles:
            names = {one.role for one in few_roles}
            told = {key: REST if key[0] == OTHER and name in names else name for key, name in told.items()}
            continue
        gone = {(one.kind, one.role) for one in few if one.role != ELSE}
        if not gone:
            smallest = min((one for one in found if one.role != ELSE), key=lambda one: one.people)
            gone = {(smallest.kind, smallest.role)}
        told = {key: ELSE if name in (REST, ELSE) or (key[0], name) in gone else name for key, name in told.items()}


def _successor(one: Successor, limit: int) -> Successor:
    return one._replace(
        times=rounded(one.times, limit),
        people=rounded(one.people, limit),
        estimate=round(one.estimate, DECIMALS),
        lower=round(one.lower, DECIMALS),
        upper=round(one.upper, DECIMALS),
    )


def _titles_then(result: Drift, limit: int) -> tuple[Successor, ...]:
    """Keep titles of enough people, and of each kind so that what is not named is nobody's or enough people's."""
    whole = {kind: sum(one.times for one in result.successors if one.kind == kind) for kind in {OTHER, *_kinds(result)}}
    shown = [one for one in result.titles_then if one.people >= limit]
    for kind in {one.kind for one in shown}:
        mine = [one for one in shown if one.kind == kind]
        while mine and not none_or_enough(whole[kind] - sum(one.times for one in mine), limit):
            shown.remove(mine.pop())
    return tuple(_successor(one, limit) for one in shown)


def _kinds(result: Drift) -> set[str]:
    return {one.kind for one in result.titles_then}


def _periods(result: Drift, later: Later, limit: int) -> tuple[Period, ...]:
    """Show periods by kind alone: by as many kinds as leave two periods or more in which each is enough people's."""
    tally = result.tally
    assert tally is not None
    followed = [one for one in result.periods if one.followed]
    rows = [(later.year >= one.first_year) & (later.year <= one.last_year) for one in followed]
    for told in _coarser(later):
        found = [later.successors(mine, result.settings.coverage, told) for mine in rows]
        hidden = _hidden([{one.role: one.people for one in successors} for successors in found], limit)
        if len(found) - len(hidden) > 1:
            return tuple(
                Period(
                    one.first_year,
                    one.last_year,
                    rounded(one.followed, limit),
                    rounded(one.lost, limit),
                    tuple(_successor(each, limit) for each in found[place]),
                    _half_life(one.half_life, tally, limit, (one.first_year, one.last_year)),
                )
                for place, one in enumerate(followed)
                if place not in hidden
            )
    return ()


def _coarser(later: Later) -> list[dict[tuple[str, str], str]]:
    """Return ways to tell what is held then: five kinds, three, two."""
    keys = [key for key in later.people_by_role if key[0] != ALL]
    finest = {key: REST if key[0] == OTHER else key[0] for key in keys}
    three = {key: key[0] if key[0] in (SAME_TITLE, SAME_ROLE) else ELSE for key in keys}
    two = {key: SAME_TITLE if key[0] == SAME_TITLE else ELSE for key in keys}
    return [finest, three, two]


def _hidden(cells: Sequence[dict[str, int]], limit: int) -> set[int]:
    """Return the periods that cannot be shown; together they are enough people's in every kind."""
    names = sorted({name for cell in cells for name in cell})

    def enough(places: Collection[int]) -> bool:
        most = [max(cells[place].get(name, 0) for place in places) for name in names]
        return bool(none_or_enough(np.array(most), limit).all())

    hidden = {place for place in range(len(cells)) if not enough([place])}
    while hidden and len(hidden) < len(cells) and (len(hidden) == 1 or not enough(hidden)):
        hidden.add(min(set(range(len(cells))) - hidden, key=lambda place: (sum(cells[place].values()), place)))
    return hidden


def _half_life(
    found: HalfLife | None, tally: DriftTally, limit: int, years: tuple[int, int] | None = None
) -> HalfLife | None:
    """Show a half-life where enough people had another title, left, and were last seen with the same."""
    if found is None:
        return None
    rows = columns(tally.changes)
    mine = np.ones(len(rows["year"]), dtype=bool)
    if years is not None:
        mine = (rows["year"] >= years[0]) & (rows["year"] <= years[1])
    kind = np.array(rows["kind"], dtype=object)
    changed = np.isin(kind, ("moved", "renamed"))
    cells = [_most(rows, mine & which) for which in (changed, kind == "left", kind == "censored")]
    if cells[0] < limit or not none_or_enough(np.array(cells), limit).all():
        return None
    by_rename = none_or_enough(_most(rows, mine & (kind == "renamed")), limit).all()
    renamed = rounded(found.renamed, limit) if by_rename else 0
    months, lower, upper = (
        None if month is None else _HALF_YEAR * turned(month / _HALF_YEAR)
        for month, turned in ((found.months, round), (found.lower, math.floor), (found.upper, math.ceil))
    )
    times, changed_times, left = (rounded(number, limit) for number in (found.times, found.changed, found.left))
    within = tuple(
        point._replace(
            estimate=round(point.estimate, DECIMALS),
            lower=round(point.lower, DECIMALS),
            upper=round(point.upper, DECIMALS),
            renamed=round(point.renamed, DECIMALS) if by_rename and point.renamed is not None else None,
        )
        for point in found.within
        if _by(rows, mine & changed, point.months, limit)
    )
    return HalfLife(months, lower, upper, times, changed_times, renamed, left, within)


def _by(rows: dict[str, Any], changed: Flags, months: int, limit: int) -> bool:
    """Tell whether enough people have changed by some month."""
    return _most(rows, changed & (rows["month"] <= months)) >= limit


def _most(rows: dict[str, Any], which: Flags) -> int:
    """Return the people of the June with the most of them: at least so many are behind all."""
    years = rows["year"][which]
    return int(np.bincount(years - years.min(), rows["people"][which]).max()) if len(years) else 0


def _titles(titles: tuple[TitleLife, ...], tally: DriftTally, limit: int) -> tuple[TitleLife, ...]:
    hidden = small_groups([one.people for one in titles], limit)
    rows = columns(tally.titles)
    name = np.array(rows["title"], dtype=object)
    found = []
    for place, one in enumerate(titles):
        if place in hidden:
            continue
        mine = name == one.title
        people = rows["people"][mine]
        first = _reached(rows["first_year"][mine], people, limit)
        last = -_reached(-rows["last_year"][mine], people, limit)
        years = first if first <= last else None, last if first <= last else None
        found.append(
            TitleLife(one.title, rounded(one.people, limit), years[0], years[1], one.born, one.gone, None, None)
        )
    return tuple(found)


def _reached(years: Any, people: Any, limit: int) -> int:
    """Return the year by which as many people as the limit are counted."""
    order = np.argsort(years, kind="stable")
    return int(years[order][np.searchsorted(np.cumsum(people[order]), limit)])
