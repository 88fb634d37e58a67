"""Which skills last, made fit to be shown to others: what few people list, keep, drop or take up is left out.

In: Skills. Out: Skills, released. Start at `release_skills`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from outgrow.disclosure.totals import DECIMALS, none_or_enough, rounded, rounded_facts, rounded_flow
from outgrow.errors import InputError
from outgrow.estimates.skills import kinds_of
from outgrow.results import Measured, Skill, Skills, Suppressed
from outgrow.results.skills import Share
from outgrow.tallies import SkillTally
from outgrow.tallies.skill_counts import SUMS

__all__ = ["release_skills"]

_P_DIGITS: Final = 2


class _People:
    """Distinct people behind the numbers of each skill; of those without it at least so many."""

    def __init__(self, tally: SkillTally) -> None:
        self._sums: dict[tuple[str, str | None], int] = {}
        moved = [name for name in SUMS["moves"] if name.startswith("people")]
        for table, names in ((tally.moves, moved), (tally.changes, ["first"])):
            added = table.group_by("skill").aggregate([(name, "sum") for name in names])
            skills = added["skill"].to_pylist()
            for name in names:
                self._sums |= {
                    (name, skill): number
                    for skill, number in zip(skills, added[f"{name}_sum"].to_pylist(), strict=True)
                }

    def of(self, name: str, skill: str) -> int:
        return self._sums.get((name, skill), 0)

    def others(self, name: str, skill: str) -> int:
        """Return how many have nothing to do with a skill."""
        return self._sums.get((name, None), 0) - self.of(name, skill)


def release_skills(result: Skills, limit: int) -> Skills:
    """Make skills fit to be shown to others.

    Parameters
    ----------
    result : Skills
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Skills
        A skill stays where as many people as the limit list it and as many do not. Its retention stays where as many
        people kept it, dropped it and took it up, or nobody did, and as many had nothing to do with it; its pay where as many
        listed it for the first time, and as many never did. The means of kinds are of the retention that is shown.

    Raises
    ------
    InputError
        The answer has no exact counts to judge by.
    """
    tally = result.tally
    if tally is None:
        raise InputError(
            "this answer has no tally, so it cannot be released.", do="release what outgrow.skills returns"
        )
    people = _People(tally)
    shown: list[Skill] = []
    without = dict.fromkeys(("retention", "pay"), 0)
    for skill in result.skills:
        if people.of("people", skill.name) < limit or people.others("people", skill.name) < limit:
            continue
        cells = [people.of(f"people_{cell}", skill.name) for cell in ("both", "dropped", "taken")]
        may = {
            "retention": bool(none_or_enough(sum(cells, 0), limit))
            and all(bool(none_or_enough(cell, limit)) for cell in cells)
            and people.others("people_any", skill.name) >= limit,
            "pay": people.of("first", skill.name) >= limit and people.others("people_paid", skill.name) >= limit,
        }
        for name, enough in may.items():
            without[name] += getattr(skill, name) is not None and not enough
        shown.append(_skill(skill, limit, **may))
    retained = [skill.name for skill in shown if skill.retention is not None]
    facts = rounded_facts(result.careers, limit)
    own = set(result.careers.imprecise_note)
    return replace(
        result,
        skills=tuple(shown),
        kinds=tuple(
            one._replace(
                estimate=_short(one.estimate),
                std_error=_short(one.std_error),
                lower=_short(one.lower),
                upper=_short(one.upper),
            )
            for one in kinds_of(tally, retained)
        ),
        jobs=rounded(result.jobs, limit),
        moves=rounded(result.moves, limit),
        people_moved=rounded(result.people_moved, limit),
        flow=rounded_flow(result.flow, limit),
        careers=facts,
        notes=(*(note for note in result.notes if note not in own), *facts.imprecise_note),
        tally=None,
        min_cell=limit,
        suppressed=_suppressed(len(result.skills) - len(shown), without, limit),
    )


def _suppressed(skills: int, without: dict[str, int], limit: int) -> tuple[Suppressed, ...]:
    reasons = {
        "retention": f"fewer than {limit} people kept it, dropped it, took it up, or did neither",
        "pay": f"fewer than {limit} people with pay listed it for the first time, or never did",
    }
    found = []
    if skills:
        which = f"{skills} skill{'' if skills == 1 else 's'}"
        found.append(Suppressed(which, f"fewer than {limit} people list it, or do not"))
    found += [
        Suppressed(f"{name} of {number} skill{'' if number == 1 else 's'}", reasons[name])
        for name, number in without.items()
        if number
    ]
    return tuple(found)


def _skill(skill: Skill, limit: int, *, retention: bool, pay: bool) -> Skill:
    return replace(
        skill,
        people=rounded(skill.people, limit),
        share=_share(skill.share, limit),
        kept=_share(skill.kept, limit) if skill.kept is not None and retention else None,
        taken_up=_share(skill.taken_up, limit) if skill.taken_up is not None and retention else None,
        retention=_measured(skill.retention, limit) if retention else None,
        trend=_measured(skill.trend, limit),
        pay=_measured(skill.pay, limit) if pay else None,
    )


def _share(share: Share, limit: int) -> Share:
    return Share(
        _short(share.estimate),
        _short(share.lower),
        _short(share.upper),
        rounded(share.number, limit),
        rounded(share.of, limit),
    )


def _measured(found: Measured | None, limit: int) -> Measured | None:
    if found is None:
        return None
    return replace(
        found,
        estimate=_short(found.estimate),
        std_error=_short(found.std_error),
        lower=_short(found.lower),
        upper=_short(found.upper),
        p_value=float(f"{found.p_value:.{_P_DIGITS}g}"),
        q_value=float(f"{found.q_value:.{_P_DIGITS}g}"),
        number=rounded(found.number, limit),
        others=rounded(found.others, limit),
    )


def _short(value: float) -> float:
    return round(value, DECIMALS) + 0.0  # no -0.0
