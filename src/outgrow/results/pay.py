"""What a job pays and how many seats lie above it, from official statistics: no careers are needed.

In: `Occupation` of the role and of the rungs above. Out: `Pay`. Made by `outgrow.pay`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from outgrow.results.facts import SCHEMA_VERSION

if TYPE_CHECKING:
    from outgrow.reference.occupations import Occupation

__all__ = ["NextBest", "Pay", "PayRatio", "Step"]


class Step(NamedTuple):
    """A rung above the role whose occupation is another one.

    Parameters
    ----------
    level, rung : str
        The level it begins with, and the rung that is on.
    fit : str
        How well the occupation fits: ``"exact"``, ``"close"`` or ``"broad"``.
    counted : Occupation
        The occupation.
    """

    level: str
    rung: str
    fit: str
    counted: Occupation

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {"level": self.level, "rung": self.rung, "fit": self.fit, **self.counted.as_json()}


class NextBest(NamedTuple):
    """Another occupation the role may be counted in, and how sure that would be."""

    soc_code: str
    occupation: str
    confidence: float


class PayRatio(NamedTuple):
    """One number set against another, with the interval that the statistics' own sampling errors give.

    Parameters
    ----------
    here, there : int
        The two numbers.
    ratio : float
        `here` over `there`.
    lower, upper : float or None
        Ends of the 95% interval; None where an error is not published.
    """

    here: int
    there: int
    ratio: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Pay:
    """What a role pays, what lies above it, and how far that can be told.

    Parameters
    ----------
    role, read_as : str
        The role as written, and the terms it was read as.
    lexicon : str
        Version of the words that titles are read by.
    own : Occupation
        The occupation the role is counted in.
    confidence : float
        From 0 to 1: how sure it is that this is the occupation.
    by : {"code", "name", "link"}
        What it was found by.
    words : str
        The code, the name or the example it was found by.
    fit : str or None
        How well the occupation fits, where what the role's words say is linked with it.
    also : tuple of NextBest
        The next best.
    level : str
        The level the role was taken at.
    steps : tuple of Step
        Rungs above whose occupation is another than those below, lowest first; none at the top.
    pay_ceiling : PayRatio or None
        The 90th percentile here against the median on the rung above.
    seats_above : PayRatio or None
        People counted here for each seat on the rung above; None where those counted are of no one ladder.
    share_of_rise : float or None
        How much of the way from the 10th percentile here to the median at the top of the ladder lies below the 90th
        percentile here; None where pay is missing, or pay here ends above that median.
    notes : tuple of str
        What must be said beside the numbers.
    source : dict of str to str
        Where the numbers are from.
    """

    role: str
    read_as: str
    lexicon: str
    own: Occupation
    confidence: float
    by: str
    words: str
    fit: str | None
    also: tuple[NextBest, ...]
    level: str
    steps: tuple[Step, ...]
    pay_ceiling: PayRatio | None
    seats_above: PayRatio | None
    share_of_rise: float | None
    notes: tuple[str, ...]
    source: dict[str, str]

    @property
    def above(self) -> Step | None:
        """The rung above, or None at the top."""
        return self.steps[0] if self.steps else None

    @property
    def top(self) -> Step | None:
        """The top of the ladder, or None where that is the role itself."""
        return self.steps[-1] if self.steps else None

    def as_json(self) -> dict[str, Any]:
        """Return everything by name, ready for JSON."""
        return {
            "schema_version": SCHEMA_VERSION,
            "command": "pay",
            "role": self.role,
            "read_as": self.read_as,
            "lexicon": self.lexicon,
            **self.own.as_json(),
            "confidence": self.confidence,
            "found_by": {"by": self.by, "words": self.words, "fit": self.fit},
            "also": [one._asdict() for one in self.also],
            "level": self.level,
            "above": None if self.above is None else self.above.as_json(),
            "top": None if self.top is None else self.top.as_json(),
            "steps": [step.as_json() for step in self.steps],
            "pay_ceiling": None if self.pay_ceiling is None else self.pay_ceiling._asdict(),
            "seats_above": None if self.seats_above is None else self.seats_above._asdict(),
            "share_of_rise": self.share_of_rise,
            "notes": list(self.notes),
            "source": dict(self.source),
        }

    def __repr__(self) -> str:
        median = self.own.percentiles["median"]
        return f"Pay({self.role!r}: {self.own.soc_code}, median {'not published' if median is None else f'{median:,}'})"
