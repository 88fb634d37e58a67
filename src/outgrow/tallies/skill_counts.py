"""A tally of skills: counts of moves, of jobs by year and of changes in pay, by skill and fold; added over disjoint people.

In: tables of `outgrow.tallies.skills`. Out: `SkillTally`, for `outgrow.estimates.skills`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.errors import InputError
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies.listed import Listed
from outgrow.tallies.tally import FOLD, summed

if TYPE_CHECKING:
    import pyarrow

__all__ = ["ALIKE", "KEYS", "SUMS", "SkillTally", "keys_of"]

#: What moves are alike in: the year in which the next job began, the level left, the level and function taken up.
ALIKE: Final = ("year", "level", "next_level", "next_function")
#: What parts the rows of each table, beside the fold.
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "moves": ("skill",),
    "years": ("skill", "year"),
    "changes": ("skill", *ALIKE),
}
#: What is added up in each, whole numbers first.
SUMS: Final[dict[str, tuple[str, ...]]] = {
    "moves": (
        *("before", "after", "both"),
        *("people", "people_both", "people_dropped", "people_taken", "people_any", "people_paid"),
        *("weight_before", "weight_after", "weight_both"),
    ),
    "years": ("jobs", "weight_jobs"),
    "changes": (
        *("first", "known"),
        *("weight_first", "weight_known", "change_first", "change_known"),
    ),
}


@dataclass(frozen=True)
class SkillTally:
    """Counts that say what became of each skill; in every table the rows without a skill count all jobs or moves.

    A move is from a job in the role to the next main job, where both list any skill. Everyone weighs 1 where there are no
    weights.

    Parameters
    ----------
    role : str
        The role.
    skills : tuple of Listed
        Those that are counted.
    moves : pyarrow.Table
        By ``skill`` and ``fold``: moves with it listed ``before``, ``after`` and in ``both``, all moves in each where the
        skill is null; ``people`` who list it in a job of the role that began while they were followed; people with a move in
        which it was kept (``people_both``), dropped, taken up, or any of these; those with pay before and after a move who list
        it by then (``people_paid``).
    years : pyarrow.Table
        By ``skill``, ``year`` and ``fold``: ``jobs`` of the role that began then and list it.
    changes : pyarrow.Table
        Of moves with pay before and after, by ``skill``, what `ALIKE` names and ``fold``: moves in which it was listed for the
        ``first`` time, those after which it was ``known`` already; sums of changes in log pay. Where the skill is null, all
        moves are in ``known``.
    flow : Flow
        Who was counted, and who was not.
    settings : Settings
        What was asked.
    careers : CareersFacts
        What it was asked of.
    notes : tuple of str
        What must be said beside numbers from it.
    weighted : bool
        Whether people have weights.
    left_out : int
        Names of skills that too many others were listed more often than.
    queries : tuple of ibis.Table or str
        What made it.
    """

    role: str
    skills: tuple[Listed, ...]
    moves: pyarrow.Table = field(repr=False, compare=False)
    years: pyarrow.Table = field(repr=False, compare=False)
    changes: pyarrow.Table = field(repr=False, compare=False)
    flow: Flow
    settings: Settings
    careers: CareersFacts
    notes: tuple[str, ...] = ()
    weighted: bool = False
    left_out: int = 0
    queries: tuple[Any, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in KEYS:
            wanted, there = [*keys_of(name), *SUMS[name]], getattr(self, name).column_names
            if there != wanted:
                raise InputError(f"'{name}' has the columns {', '.join(wanted)}; this has {', '.join(there)}.")

    @property
    def sql(self) -> str:
        """The queries that made it, parted by lines of dashes."""
        import ibis

        texts = (query if isinstance(query, str) else str(ibis.to_sql(query)) for query in self.queries)
        return "\n--------\n".join(texts)

    def __add__(self, other: SkillTally) -> SkillTally:
        """Add the tally of other people, for the skills that both count.

        Raises
        ------
        InputError
            The two answer different questions.
        """
        if not isinstance(other, SkillTally):
            return NotImplemented
        for name in ("role", "settings", "weighted"):
            if getattr(self, name) != getattr(other, name):
                raise InputError(
                    f"two tallies differ in {name}.", why="only counts of the same question add", do="ask both the same"
                )
        import pyarrow as pa
        import pyarrow.compute as pc

        shared = tuple(skill for skill in self.skills if skill in other.skills)
        names = pa.array([skill.name for skill in shared], pa.string())
        tables = {}
        for name in KEYS:
            both = pa.concat_tables([getattr(self, name), getattr(other, name)])
            kept = pc.or_(pc.is_null(both["skill"]), pc.is_in(both["skill"], value_set=names))
            tables[name] = summed(both.filter(kept), keys_of(name), SUMS[name])
        facts = self.careers
        return replace(
            self,
            skills=shared,
            **tables,
            flow=self.flow + other.flow,
            careers=replace(
                facts,
                name=facts.name if facts.name == other.careers.name else f"{facts.name} and {other.careers.name}",
                kind="simulated" if "simulated" in (facts.kind, other.careers.kind) else "real",
                people=facts.people + other.careers.people,
                spells=facts.spells + other.careers.spells,
                quarantined=facts.quarantined + other.careers.quarantined,
                last_month=max(filter(None, (facts.last_month, other.careers.last_month)), default=None),
                imprecise=facts.imprecise + other.careers.imprecise,
                notes=tuple(dict.fromkeys(facts.notes + other.careers.notes)),
                public=facts.harmless and other.careers.harmless,
                mixed=facts.mixed or other.careers.mixed or facts.kind != other.careers.kind,
            ),
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
            left_out=max(self.left_out, other.left_out),
            queries=self.queries + other.queries,
        )


def keys_of(name: str) -> tuple[str, ...]:
    """Return what parts the rows of a table of the tally: its `KEYS`, and the fold."""
    return (*KEYS[name], FOLD)
