"""What is counted of careers before their quality is judged: small tables of counts, nothing about one person.

In: careers. Out: `Counted`. Start at `count`. Spells are labelled and kept once on the engine, with few columns; everything is
counted from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from outgrow.careers.read import levels_of_titles
from outgrow.careers.records.held import renames_in_place
from outgrow.disclosure import default_min_cell
from outgrow.engine import store
from outgrow.quality.people import PeopleCounts, count_people
from outgrow.quality.spells import SpellCounts, count_spells, spells_to_count
from outgrow.quality.titles import TitleCounts, count_titles

if TYPE_CHECKING:
    from outgrow.careers import Careers, Recorded

__all__ = ["Counted", "count"]


@dataclass(frozen=True)
class Counted:
    """Everything that checks are made of.

    Parameters
    ----------
    careers : Careers
        Whose counts.
    min_cell : int
        Titles that fewer people held are not named.
    reasons : list of dict
        The quarantine by reason, as `Careers.reasons` gives it.
    spells : SpellCounts
        Counts of spells by their dates, labels and pay.
    people : PeopleCounts
        Counts of people by their jobs and by how they are followed.
    titles : TitleCounts
        Counts by title, and of spells that repeat another.
    renames : tuple of Recorded
        Renames in place that count as moves.
    """

    careers: Careers
    min_cell: int
    reasons: list[dict[str, Any]]
    spells: SpellCounts = field(default_factory=SpellCounts)
    people: PeopleCounts = field(default_factory=PeopleCounts)
    titles: TitleCounts = field(default_factory=TitleCounts)
    renames: tuple[Recorded, ...] = ()

    @property
    def last(self) -> int:
        """Last month of the data, as a number; 0 where there is none."""
        return self.careers.counts.last_month or 0


def count(careers: Careers, min_cell: int | None = None) -> Counted:
    """Count everything that checks are made of.

    Parameters
    ----------
    careers : Careers
        The careers.
    min_cell : int, optional
        Titles that fewer people held are not named. Default: 1 for simulated and public careers, 10 for others.
    """
    limit = default_min_cell(careers.facts) if min_cell is None else min_cell
    reasons = careers.reasons()
    if not careers.counts.spells:
        return Counted(careers, limit, reasons)
    spells = store(spells_to_count(careers))
    counted = count_spells(spells, careers)
    return Counted(
        careers,
        limit,
        reasons,
        spells=counted,
        people=count_people(spells, careers),
        titles=count_titles(spells, counted, limit),
        renames=renames_in_place(careers.spells, levels_of_titles),
    )
