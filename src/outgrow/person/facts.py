"""What a person's own jobs amount to: the present one, since when, and how broad all of them were.

In: `Profile`. Out: `Facts`. The rules are those of careers (docs/method.md): the main job of a month, months so far, breadth.
Start at `facts_of`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outgrow.person.profile import PersonSpell, Profile
from outgrow.schema import ASIDE_MARKS, LEVEL_ORDER, OWNER_MARKS, RUNGS, rung_of

__all__ = ["FOCUS_SHARE", "Facts", "facts_of"]

#: As in outgrow.tallies.so_far, of which a test makes sure.
FOCUS_SHARE: Final = 0.8
KNOWN_FROM: Final = 12
#: Marks of jobs that are main only when alone.
_BESIDE: Final = frozenset(ASIDE_MARKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Where a person stands by their own account.

    Parameters
    ----------
    present : PersonSpell
        The main job now, or the last one.
    ended : bool
        Whether it has ended.
    entered : int
        Month number of the first job of the same craft and level: entry into the role.
    months_in_role : int
        From then to now.
    began : int
        Month number of the start of the first job.
    career_months : int
        From then to now.
    first_function : str or None
        Function of the first job.
    rung : str or None
        That of the present job; None where its level is not known, or it is an owner's.
    been_above : bool
        Whether a higher rung was held before.
    breadth : float or None
        The exponential of the entropy of months by craft; None under a year of known crafts.
    kind : {"focused", "broadened"} or None
        Told with it.
    """

    present: PersonSpell
    ended: bool
    entered: int
    months_in_role: int
    began: int
    career_months: int
    first_function: str | None
    rung: str | None
    been_above: bool
    breadth: float | None
    kind: str | None


def facts_of(profile: Profile, *, this_month: int) -> Facts | None:
    """Work out where a person stands by their own account.

    Parameters
    ----------
    profile : Profile
        What was understood.
    this_month : int
        Month number of now.

    Returns
    -------
    Facts or None
        None where no job has both a title and a start.
    """
    dated = [spell for spell in profile.spells if spell.start is not None and spell.start <= this_month]
    paid = [spell for spell in dated if "volunteer" not in spell.marks] or dated
    if not paid:
        return None
    held = _main_by_month(paid, this_month)
    present = held.get(this_month) or _last(paid)
    ended = this_month not in held
    first = min(paid, key=lambda spell: (_start(spell), spell.title))
    same = [spell for spell in paid if _craft(spell) == _craft(present) and spell.level == present.level]
    entered, began = min(map(_start, same)), _start(first)
    rung = _rung(present)
    above = [_rung(spell) for spell in paid if _start(spell) <= this_month]
    breadth, kind = _breadth([spell for month, spell in held.items() if month < this_month])
    return Facts(
        present=present,
        ended=ended,
        entered=entered,
        months_in_role=this_month - entered,
        began=began,
        career_months=this_month - began,
        first_function=first.function,
        rung=rung,
        been_above=rung is not None
        and any(other is not None and RUNGS.index(other) > RUNGS.index(rung) for other in above),
        breadth=breadth,
        kind=kind,
    )


def _main_by_month(spells: Sequence[PersonSpell], this_month: int) -> dict[int, PersonSpell]:
    """Tell the main job of each month: the one started last, then the higher level, the later end, the title in order."""
    held: dict[int, PersonSpell] = {}
    for month in range(min(map(_start, spells)), this_month + 1):
        there = [spell for spell in spells if _start(spell) <= month <= _end(spell, this_month)]
        whole = [spell for spell in there if not _BESIDE & set(spell.marks)] or there
        if whole:
            held[month] = min(
                whole,
                key=lambda spell: (
                    -_start(spell),
                    -LEVEL_ORDER.get(spell.level or "", -1),
                    -_end(spell, this_month),
                    spell.title,
                ),
            )
    return held


def _breadth(months: Sequence[PersonSpell]) -> tuple[float | None, str | None]:
    counted = Counter(craft for spell in months if (craft := _craft(spell)) is not None)
    total = counted.total()
    if total < KNOWN_FROM:
        return None, None
    entropy = -sum(n / total * math.log(n / total) for n in counted.values())
    return math.exp(entropy), "focused" if max(counted.values()) >= FOCUS_SHARE * total else "broadened"


def _last(spells: Sequence[PersonSpell]) -> PersonSpell:
    return max(spells, key=lambda spell: (spell.end is None, spell.end or 0, _start(spell)))


def _craft(spell: PersonSpell) -> str | None:
    return spell.specialty or spell.function


def _rung(spell: PersonSpell) -> str | None:
    return None if spell.level is None or set(spell.marks) & set(OWNER_MARKS) else rung_of(spell.level)


def _start(spell: PersonSpell) -> int:
    assert spell.start is not None
    return spell.start


def _end(spell: PersonSpell, this_month: int) -> int:
    # of a job whose end is not told nothing is known after its first month
    return this_month if spell.ongoing else _start(spell) if spell.end is None else min(spell.end, this_month)
