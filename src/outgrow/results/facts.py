"""What every answer is about and whom it counts: facts of the careers, the flow of people, what is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np

__all__ = ["SCHEMA_VERSION", "CareersFacts", "Flags", "Floats", "Flow", "Ints", "Suppressed"]

SCHEMA_VERSION: Final = 1
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class CareersFacts:
    """What a set of careers is, for the head of every answer.

    Parameters
    ----------
    name : str
        Name of the source, never a path.
    kind : {"real", "simulated"}
        Whether people lived these careers.
    people, spells, quarantined : int
        People read; spells that can be used; rows that cannot.
    last_month : str or None
        Last month of the data, ``YYYY-MM``; None when there is no spell.
    imprecise : int
        Spells with a date known to the year only.
    notes : tuple of str
        What must be said of the source wherever it is used.
    public : bool
        Whether anyone can have the same careers, so that no small group needs protection.
    mixed : bool
        Whether simulated careers were added to real ones; ``"simulated"`` then says that some of them are.
    """

    name: str
    kind: Literal["real", "simulated"]
    people: int
    spells: int
    quarantined: int
    last_month: str | None
    imprecise: int = 0
    notes: tuple[str, ...] = ()
    public: bool = False
    mixed: bool = False

    @property
    def harmless(self) -> bool:
        """Whether no small group needs protection: all of these careers are simulated, or anyone can have them."""
        return self.public or (self.kind == "simulated" and not self.mixed)

    @property
    def imprecise_note(self) -> tuple[str, ...]:
        """What must be said of dates known to the year only; empty where there is none."""
        if not self.imprecise or not self.spells:
            return ()
        share = self.imprecise / self.spells
        return (
            f"{'Under 1%' if share < 0.01 else f'{share:.0%}'} of spells have a date known to the year only: read as January "
            "where they start, December where they end.",
        )

    def as_json(self) -> dict[str, Any]:
        """Return the facts by name, ready for JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "people": self.people,
            "spells": self.spells,
            "quarantined": self.quarantined,
            "last_month": self.last_month,
            "imprecise": self.imprecise,
            "public": self.public,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Flow:
    """Who was counted: people at each step; `read` is the sum of the others.

    Parameters
    ----------
    read : int
        People in the source.
    quarantined : int
        People none of whose rows can be used.
    not_in_role : int
        People who never entered the role (or not within `entered`).
    already_there : int
        People who held the target in or before month 0, or before follow-up began.
    no_follow_up : int
        People not seen after month 0.
    counted : int
        People at risk at some time.
    """

    read: int
    quarantined: int
    not_in_role: int
    already_there: int
    no_follow_up: int
    counted: int

    def as_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __add__(self, other: Flow) -> Flow:
        return Flow(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


class Suppressed(NamedTuple):
    """A group, or a part of an answer, that is not shown, and why."""

    group: str
    reason: str
