"""What those who got past a rung have in common, asked for a report: groups by breadth, hazard ratios, and who stayed focused.

In: a role, the rung above its ceiling, careers. Out: `Past`, exact or released. Start at `ask_past`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.ask import compare_at, hazards, who
from outgrow.disclosure import comparable_answers, release
from outgrow.errors import OutgrowError
from outgrow.estimates import estimate_hazards
from outgrow.tallies.landmark import BREADTH
from outgrow.tallies.so_far import BROADENED, FOCUSED
from outgrow.titles.describe import with_roles

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Compare, Hazards, Who
    from outgrow.titles.roles import Role

__all__ = ["KNOWN", "LANDMARKS", "Past", "ask_past"]

#: Years since entry at which groups are told: the one asked about, then others that show how far the answer moves.
LANDMARKS: Final = (5.0, 3.0, 7.0)
#: What the hazard of getting past is set against: breadth first, and what may merely have come with it.
KNOWN: Final = (BREADTH, "strategy", "employers", "career")


@dataclass(frozen=True, slots=True)
class Past:
    """Answers on getting past one rung.

    Parameters
    ----------
    compare : Compare or None
        The broadened and the focused among those still below it 5 years after entry; None where there are not two groups.
    others : tuple of Compare
        The same at other landmarks.
    hazards : Hazards or None
        What the monthly chance of it goes with; None where no ratio can be told.
    alone : Hazards or None
        The same with breadth and nothing else.
    who : Who or None
        Who made it while they stayed focused; None where it cannot be asked.
    reason : str
        Why there is nothing to show of groups and ratios, where there is nothing; else empty.
    """

    compare: Compare | None = None
    others: tuple[Compare, ...] = ()
    hazards: Hazards | None = None
    alone: Hazards | None = None
    who: Who | None = None
    reason: str = ""

    @property
    def answers(self) -> dict[str, Compare | Hazards | Who | None]:
        """The answers, by the names of their commands."""
        return {"compare": self.compare, "hazards": self.hazards, "who": self.who}

    def named(self, role: str) -> Past:
        """Return it with the role as a person wrote it."""
        return replace(
            self,
            compare=None if self.compare is None else replace(self.compare, role=role),
            others=tuple(replace(one, role=role) for one in self.others),
            hazards=None if self.hazards is None else replace(self.hazards, role=role),
            alone=None if self.alone is None else replace(self.alone, role=role),
            who=None if self.who is None else replace(self.who, role=role),
        )

    def released(self, limit: int, *, compare: bool = True, hazards: bool = True, who: bool = True) -> Past:
        """Return it fit to be shown to others, each part by itself.

        Parameters
        ----------
        limit : int
            The smallest count that may be shown.
        compare, hazards, who : bool, default True
            Whether these may be shown beside what else is.
        """
        first = self.compare if compare else None
        fitted = self.hazards if hazards else None
        shown = None if fitted is None else release(fitted, limit)
        alone = None
        if shown is not None and self.alone is not None and any(term.covariate == BREADTH for term in shown.terms):
            # of the same people in the same categories, so that it has no count that the other has not
            alone = release(self.alone, limit)
        exact = [] if first is None else [first, *self.others]
        told = [release(one, limit) for one in exact]
        may = comparable_answers(exact, told, limit)
        groups = tuple(one for one, shows in zip(told, may, strict=True) if shows)
        made_it = None if self.who is None or not who else release(self.who, limit)
        return replace(
            self, compare=groups[0] if groups else None, others=groups[1:], hazards=shown, alone=alone, who=made_it
        )


def ask_past(role: Role, goal: Role, careers: Careers, settings: dict[str, Any]) -> Past:
    """Ask who gets past a rung: by breadth at a landmark, and by what is known in each month.

    Parameters
    ----------
    role : Role
        The role.
    goal : Role
        The rung.
    careers : Careers
        The careers.
    settings : dict
        As of the report, by name; ``years`` ends curves and hazards.

    Returns
    -------
    Past
        Exact.
    """
    asked = {name: value for name, value in settings.items() if name not in ("years", "by", "clock")}
    years = settings.get("years")
    landmarks = [one for one in LANDMARKS if years is None or one < years]
    compared: tuple[Compare, ...] = ()
    reason = ""
    if landmarks:
        try:
            compared = compare_at(landmarks, role, toward=goal, by=BREADTH, careers=careers, years=years, **asked)
        except OutgrowError as fault:
            reason = fault.found
    try:
        made_it = who(role, toward=goal, stayed=FOCUSED, careers=careers, years=years, **asked)
    except OutgrowError:
        made_it = None
    try:
        fitted = hazards(role, toward=goal, known=KNOWN, careers=careers, years=years, **asked)
    except OutgrowError as fault:
        return Past(*_parted(compared), who=made_it, reason=fault.found)
    told = any(
        term.covariate == BREADTH
        and {term.value, term.reference} == {FOCUSED, BROADENED}
        and term.status == "estimated"
        for term in fitted.terms
    )
    alone = None
    if told and fitted.tally is not None:
        alone = with_roles(estimate_hazards(fitted.tally.regroup([BREADTH])), role, goal)
    first, others = _parted(compared)
    reason = reason if first is not None or told else _nothing(compared)
    return Past(first, others, fitted if told else None, alone, made_it, reason)


def _parted(compared: tuple[Compare, ...]) -> tuple[Compare | None, tuple[Compare, ...]]:
    """Part the landmark asked about from the others; nothing where it has no two groups to compare."""
    if not compared or not compared[0].differences:
        return None, ()
    return compared[0], tuple(one for one in compared[1:] if one.differences)


def _nothing(compared: tuple[Compare, ...]) -> str:
    if compared and not any(curve.people for one in compared for curve in one.curves):
        return "Of nobody who could be compared it is known how broad their jobs were."
    return "Too few are focused or broadened, or reach it, to compare them."
