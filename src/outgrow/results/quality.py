"""What is wrong with careers, and what it does to the estimates: a check for each kind of fault.

Counts are exact and for whoever holds the data; nothing here is about one person, and titles are named only where enough
people held them. Made by `outgrow.check_careers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from outgrow.results.facts import SCHEMA_VERSION, CareersFacts

__all__ = ["SERIOUS", "Check", "CheckTable", "Measure", "Quality", "Serious"]

Serious = Literal["none", "some", "much"]
#: How much a finding matters, least first.
SERIOUS: Final[tuple[Serious, ...]] = ("none", "some", "much")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that decides how much a finding matters.

    Parameters
    ----------
    name : str
        What it is, in words.
    value : float or None
        The number; None where there is nothing to count.
    some, much : float
        From where on it matters some, and much.
    low : bool
        Whether low numbers matter: below `some`, below `much`.
    """

    name: str
    value: float | None
    some: float
    much: float
    low: bool = False

    @property
    def serious(self) -> Serious:
        """How much it matters."""
        if self.value is None:
            return "none"
        value = self.value

        def past(line: float) -> bool:
            return value < line if self.low else value >= line

        return "much" if past(self.much) else "some" if past(self.some) else "none"

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {
            "measure": self.name,
            "value": self.value,
            "some": self.some,
            "much": self.much,
            "low": self.low,
            "serious": self.serious,
        }


@dataclass(frozen=True, slots=True)
class CheckTable:
    """Numbers behind a check, as they are drawn.

    Parameters
    ----------
    title : str
        What it shows.
    kind : {"columns", "bars", "pairs"}
        How it is drawn: columns over years or months, bars of named things, or two numbers of each thing, the first and
        the last, joined by a line.
    unit : {"count", "share"}
        What the numbers are.
    head : tuple of str
        What the rows are of, then a name for each number; the first number is the one that is drawn.
    rows : tuple of tuple
        The name of each row and its numbers; None where there is none.
    line : tuple of (float, str), optional
        A number to hold the drawn ones against, and its name.
    """

    title: str
    kind: Literal["columns", "bars", "pairs"]
    unit: Literal["count", "share"]
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    line: tuple[float, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {
            "title": self.title,
            "unit": self.unit,
            "columns": list(self.head),
            "rows": [list(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault: what was counted, what it does to the estimates, what to do about it.

    Parameters
    ----------
    name : str
        Stable name, as ``"heaping"``.
    title : str
        Name for people to read.
    finding : str
        What was found, a plain sentence.
    pushes : str
        What it does to the estimates and which way it pushes them, in one short sentence.
    effect : str
        The same exactly, by the way the estimates are made.
    do : str
        What helps: an option or a column.
    measures : tuple of Measure
        The numbers that decide how much it matters; the worst of them decides.
    numbers : dict
        All that was counted, by name: counts of people or spells, and shares.
    tables : tuple of CheckTable
        What is drawn.
    """

    name: str
    title: str
    finding: str
    pushes: str
    effect: str
    do: str
    measures: tuple[Measure, ...]
    numbers: dict[str, int | float | str | None]
    tables: tuple[CheckTable, ...] = ()

    @property
    def serious(self) -> Serious:
        """How much it matters: ``"none"``, ``"some"`` or ``"much"``."""
        return max((measure.serious for measure in self.measures), key=SERIOUS.index, default="none")

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "serious": self.serious,
            "finding": self.finding,
            "pushes": self.pushes,
            "effect": self.effect,
            "do": self.do,
            "decided_by": [measure.as_json() for measure in self.measures],
            "numbers": dict(self.numbers),
            "tables": [table.as_json() for table in self.tables],
        }


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong with a set of careers, one check for each kind of fault.

    Parameters
    ----------
    careers : CareersFacts
        Which careers; counts are exact.
    checks : tuple of Check
        All of them, whether or not anything was found, in the order they are documented.
    people_quarantined, values_quarantined : int
        People none of whose rows can be used; values left out of rows that are used.
    reasons : tuple of dict
        Rows of the quarantine by ``table``, ``column``, ``reason`` and ``left_out``, commonest first.
    min_cell : int
        Titles that fewer people held are not named.
    """

    careers: CareersFacts
    checks: tuple[Check, ...]
    people_quarantined: int
    values_quarantined: int
    reasons: tuple[dict[str, Any], ...]
    min_cell: int

    @property
    def worst_first(self) -> tuple[Check, ...]:
        """The checks by how much they matter, most first; those alike in their order."""
        return tuple(sorted(self.checks, key=lambda check: -SERIOUS.index(check.serious)))

    def check(self, name: str) -> Check:
        """Return the check of a name.

        Raises
        ------
        KeyError
            There is none.
        """
        found = next((check for check in self.checks if check.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return all of it by name, ready for JSON."""
        return {
            "schema_version": SCHEMA_VERSION,
            "command": "careers check",
            "careers": self.careers.as_json(),
            "people_quarantined": self.people_quarantined,
            "values_quarantined": self.values_quarantined,
            "reasons": list(self.reasons),
            "settings": {"min_cell": self.min_cell},
            "checks": [check.as_json() for check in self.worst_first],
        }

    def __repr__(self) -> str:
        said = [f"  {check.serious:4}  {check.title}: {check.finding}" for check in self.worst_first]
        return "\n".join([f"Quality of {self.careers.name} ({self.careers.kind})", *said])
