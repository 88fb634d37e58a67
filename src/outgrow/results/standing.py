"""Where one person stands: beside people of the same start, at the same time in the role and at the same career age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outgrow.results.answer import Answer
from outgrow.results.ceiling import Verdict
from outgrow.results.headline import Headline
from outgrow.results.reach import Reach
from outgrow.results.states import Tenure
from outgrow.results.who import ShareOf

if TYPE_CHECKING:
    import pyarrow

__all__ = ["SameAge", "Standing"]


@dataclass(frozen=True, kw_only=True, repr=False)
class SameAge(Answer):
    """People of one career age: on which rung they are then, and how broad their main jobs were until then.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    months : int
        The career age, in months since the first job began.
    first_function : str or None
        In which function everybody counted began; None where that does not matter.
    people : int
        Who is counted.
    states : tuple of (str, ShareOf)
        Rungs, owners, unknown and between jobs, each with its people and their share; ``other`` where some are too few.
    broadened : ShareOf
        Of those whose breadth is known, who is broadened.
    less_broad : ShareOf or None
        Of those whose breadth is known, whose is less than that which was asked about.
    """

    months: int
    first_function: str | None
    people: int
    states: tuple[tuple[str, ShareOf], ...]
    broadened: ShareOf
    less_broad: ShareOf | None = None

    def share(self, state: str) -> ShareOf | None:
        """Return the people in a state; None where they are not shown."""
        return dict(self.states).get(state)

    def headlines(self) -> list[Headline]:
        """Return the shares in each state."""
        return [
            Headline(state, of.share, of.lower, of.upper, "share", of.people or 0, of.count or 0)
            for state, of in self.states
        ]

    def to_arrow(self) -> pyarrow.Table:
        """Return the states, a row for each."""
        import pyarrow as pa

        rows = [{"state": state, **_share(of)} for state, of in self.states]
        return pa.Table.from_pylist(rows) if rows else pa.table({"state": pa.array([], pa.string())})

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {
            "months": self.months,
            "first_function": self.first_function,
            "people": self.people,
            "states": [{"state": state, **_share(of)} for state, of in self.states],
            "broadened": _share(self.broadened),
            "less_broad": None if self.less_broad is None else _share(self.less_broad),
            "suppressed": [item._asdict() for item in self.suppressed],
        }

    def summary(self) -> str:
        """Return it in a few lines."""
        lines = [f"SameAge: {self.people:,} people {self.months} months after their first job began"]
        lines += [f"  {state}: {of.count}" for state, of in self.states]
        return "\n".join([*lines, self._counted()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one person stands.

    Parameters
    ----------
    title : str
        Of the present job.
    role, terms : str
        The role whose people they are set beside: what it is called, and its terms.
    widened : bool
        Whether it is wider than the title says, since too few held that.
    toward : str or None
        The rung above; None where the present one is the top, or not known.
    rung : str or None
        The present one.
    months_in_role, career_months : int
        Since entry into the role, and since the first job began.
    breadth : float or None
        Of the person's main jobs so far.
    kind : {"focused", "broadened"} or None
        Told with it.
    ended, been_above : bool
        Whether the present job has ended, and whether a higher rung was held before.
    reach : Reach or None
        From entry into the role to the rung above.
    waiting : Reach or None
        The same of those still below it after `months_in_role`, in months from then.
    next_jobs : Tenure or None
        What comes next from the role.
    verdict : Verdict or None
        On the role.
    same_age : SameAge or None
        People of the same career age.
    left_out : tuple of (str, str)
        What is not told, and why.
    """

    title: str
    role: str
    terms: str
    widened: bool
    toward: str | None
    rung: str | None
    months_in_role: int
    career_months: int
    breadth: float | None
    kind: str | None
    ended: bool = False
    been_above: bool = False
    reach: Reach | None = None
    waiting: Reach | None = None
    next_jobs: Tenure | None = None
    verdict: Verdict | None = None
    same_age: SameAge | None = None
    left_out: tuple[tuple[str, str], ...] = ()


def _share(of: ShareOf) -> dict[str, Any]:
    return {"count": of.count, "people": of.people, "share": of.share, "lower": of.lower, "upper": of.upper}
