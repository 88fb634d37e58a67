"""What leaves the engine for drift: small tables of counts by year, with all that is needed to add and repeat them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outgrow.errors import InputError
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies.tally import FOLD, added_facts, summed

if TYPE_CHECKING:
    import pyarrow

    from outgrow.careers.careers import Recorded

__all__ = ["DriftTally", "long_tables"]

_AMOUNTS: Final = ("people", "weight")
#: Keys and counts of each table.
TABLES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "held": (("year", FOLD, "in_role"), _AMOUNTS),
    "later": (("year", FOLD, "kind", "craft", "level", "title"), _AMOUNTS),
    "persons": (("kind", "craft", "level", "title"), ("people",)),
    "changes": (("year", FOLD, "month", "kind"), _AMOUNTS),
    "titles": (("title", "first_year", "last_year"), ("people",)),
    "mentions": (("year", FOLD, "names_it"), _AMOUNTS),
}


@dataclass(frozen=True, kw_only=True)
class DriftTally:
    """Counts that drift is estimated from; exact, for whoever holds the data.

    Parameters
    ----------
    role : str
        The role, as written.
    settings : Settings
        What was asked.
    careers : CareersFacts
        What it was asked of.
    flow : Flow
        Counted is who held the role in a June in which they were seen.
    notes : tuple of str
        What must be said beside numbers from it.
    weighted : bool
        Whether `weight` in the tables is a sum of weights, and no count.
    words : tuple of str
        What the skill is called in lists and descriptions.
    last_month : int
        Last month in which anyone can be seen, as a number.
    held : pyarrow.Table
        ``year, fold, in_role, people, weight``: who holds a main job in June, in the role or not; one fold without weights.
    later : pyarrow.Table
        ``year, fold, kind, craft, level, title, people, weight``: who held the role in June of the year, by what they hold five
        years on.
    persons : pyarrow.Table
        ``kind, craft, level, title, people``: the same with each person once over all years: by role (without a title), by
        title (without craft and level), and all.
    changes : pyarrow.Table
        ``year, fold, month, kind, people, weight``: months from that June until another title (``moved``, or ``renamed`` in
        place), until leaving for good (``left``), or last seen (``censored``).
    titles : pyarrow.Table
        ``title, first_year, last_year, people``: who held a title of the role, first and last seen with it.
    mentions : pyarrow.Table or None
        ``year, fold, names_it, people, weight``: jobs outside the role that list skills or are described, and of them those that
        name the skill. None where there is none, or no word for it.
    renames : tuple of (Recorded, bool)
        Renames in place from or to titles of the role, each with whether it counts as a move.
    queries : tuple of ibis.Table or str
        What made it, for `sql`.
    """

    role: str
    settings: Settings
    careers: CareersFacts
    flow: Flow
    held: pyarrow.Table = field(repr=False, compare=False)
    later: pyarrow.Table = field(repr=False, compare=False)
    persons: pyarrow.Table = field(repr=False, compare=False)
    changes: pyarrow.Table = field(repr=False, compare=False)
    titles: pyarrow.Table = field(repr=False, compare=False)
    mentions: pyarrow.Table | None = field(default=None, repr=False, compare=False)
    notes: tuple[str, ...] = ()
    weighted: bool = False
    words: tuple[str, ...] = ()
    last_month: int = 0
    renames: tuple[tuple[Recorded, bool], ...] = ()
    queries: tuple[Any, ...] = field(default=(), repr=False, compare=False)

    @property
    def sql(self) -> str:
        """The queries that made it, in the dialect of their engine, parted by lines of dashes."""
        import ibis

        texts = (query if isinstance(query, str) else str(ibis.to_sql(query)) for query in self.queries)
        return "\n--------\n".join(texts)

    def __add__(self, other: DriftTally) -> DriftTally:
        """Add the tally of other people: counts of the same question over disjoint people.

        Raises
        ------
        InputError
            The two answer different questions.
        """
        if not isinstance(other, DriftTally):
            return NotImplemented
        for name in ("role", "settings", "weighted", "words", "last_month"):
            if getattr(self, name) != getattr(other, name):
                raise InputError(
                    f"two tallies differ in {name}.", why="only counts of the same question add", do="ask both the same"
                )
        import pyarrow as pa

        tables: dict[str, Any] = {}
        for name, (keys, counts) in TABLES.items():
            parts = [table for table in (getattr(self, name), getattr(other, name)) if table is not None]
            tables[name] = summed(pa.concat_tables(parts), keys, counts) if parts else None
        return replace(
            self,
            careers=added_facts(self.careers, other.careers),
            flow=self.flow + other.flow,
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
            renames=self.renames + other.renames,
            queries=self.queries + other.queries,
            **tables,
        )


def long_tables(counted: dict[str, pyarrow.Table]) -> dict[str, Any]:
    """Turn cells as they are fetched into the tables of a tally.

    Parameters
    ----------
    counted : dict of str to pyarrow.Table
        By the names of the tally's tables, in any order. ``held`` and ``mentions`` have ``first_year, last_year`` for ``year``:
        they count in each year from the one to the other.

    Returns
    -------
    dict of str to pyarrow.Table or None
        All of the tally's tables.
    """
    found: dict[str, Any] = {}
    for name, (keys, counts) in TABLES.items():
        table = counted.get(name)
        if table is not None and "year" in keys and "year" not in table.column_names:
            table = _by_year(table)
        found[name] = None if table is None else _plain(table, keys, counts)
    return found


def _by_year(table: pyarrow.Table) -> pyarrow.Table:
    """Repeat each row for every year from its first to its last."""
    import pyarrow as pa

    first, last = (np.asarray(table[name].to_numpy(), dtype=np.int64) for name in ("first_year", "last_year"))
    times = last - first + 1
    rows = np.repeat(np.arange(len(first)), times)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    repeated = table.drop_columns(["first_year", "last_year"]).take(pa.array(rows))
    repeated = repeated.append_column("year", pa.array(first[rows] + within))
    if FOLD not in repeated.column_names:
        repeated = repeated.append_column(FOLD, pa.array(np.zeros(len(rows), dtype=np.int64)))
    return repeated


def _plain(table: pyarrow.Table, keys: tuple[str, ...], counts: tuple[str, ...]) -> pyarrow.Table:
    """Give the columns their order and plain types, and add rows that share their keys."""
    import pyarrow as pa

    texts = {"kind", "craft", "level", "title"}
    columns = {
        name: table[name].cast(pa.string() if name in texts else pa.float64() if name == "weight" else pa.int64())
        for name in (*keys, *counts)
    }
    return summed(pa.table(columns), keys, counts)
