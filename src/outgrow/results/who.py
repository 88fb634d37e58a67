"""Who made it: how many reached a target while they stayed as asked, and by which roles those who are there came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline, when
from outgrow.results.states import StateCurves, StatePoint

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.who import WhoTally

__all__ = ["REACHED", "WAITING", "Ranked", "Sequence", "ShareOf", "Who", "kind_turned"]

#: Below the target still, as asked, and followed.
WAITING: Final = "waiting"
#: Reached the target first.
REACHED: Final = "reached"


def kind_turned(kind: str) -> str:
    """Return the state of whoever was told to be of another breadth first: ``"broadened first"``."""
    return f"{kind} first"


class Sequence(NamedTuple):
    """Roles that people held one after the other.

    Parameters
    ----------
    roles : tuple of str
        Craft and level of each, or the title; a role twice in a row stands once.
    longer : bool
        Whether roles in the middle are left out.
    people : int
        How many held them in this order.
    """

    roles: tuple[str, ...]
    longer: bool
    people: int

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {"roles": list(self.roles), "longer": self.longer, "people": self.people}


class Ranked(NamedTuple):
    """The commonest of several sequences.

    Parameters
    ----------
    people : int
        In all of them.
    kinds : int or None
        How many different ones there are; None where that is not told.
    rows : tuple of Sequence
        The commonest first; not all where there are many.
    """

    people: int
    kinds: int | None
    rows: tuple[Sequence, ...]

    @property
    def others(self) -> int:
        """People in none of `rows`."""
        return max(self.people - sum(row.people for row in self.rows), 0)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """So many of so many, with Wilson's interval.

    Parameters
    ----------
    count, people : int or None
        k of n; None where they are not shown.
    share, lower, upper : float or None
        None where nobody is counted, or it is not shown.
    """

    count: int | None
    people: int | None
    share: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Who(Answer):
    """Who made it from a role to a target, and who did not.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    toward : str
        The target, as written.
    stayed : {"focused", "broadened"} or None
        What people stayed until they reached it; None where it does not matter.
    horizon_months : int
        Months since entry by which.
    of_followed : ShareOf
        Of people at risk from entry on and followed to the horizon whatever became of them: how many reached it first.
    outcomes : tuple of (str, int) or None
        What came first for each of those; None where it is not shown.
    at_most : float or None
        Where nobody of those did: the chance that is not ruled out, ``1 - (1 - coverage)**(1 / n)`` (the rule of three).
    curves : StateCurves or None
        The chance of each outcome by month, which uses everybody (Aalen-Johansen); None where it is not shown.
    opposite : ShareOf or None
        Of those followed to the horizon who were told to be of the other kind before they reached it: how many had not reached
        it by then. None where `stayed` is.
    excluded : tuple of (str, int)
        People counted in the flow who are not asked about, by reason.
    already_there : int or None
        People who reached it by the horizon as asked, whether or not followed to it: those the sequences are of.
    median_months_already_there : float or None
        Median months from entry among them; no estimate of how long it takes, as whoever is still on the way is not among them.
    sequences, first_jobs, last_steps : Ranked
        Of them: roles from entry to the target, the first job, the last before.
    tally : WhoTally or None
        The exact counts; None once released for others.
    """

    toward: str
    stayed: str | None
    horizon_months: int
    of_followed: ShareOf
    outcomes: tuple[tuple[str, int], ...] | None
    at_most: float | None
    curves: StateCurves | None
    opposite: ShareOf | None
    excluded: tuple[tuple[str, int], ...]
    already_there: int | None
    median_months_already_there: float | None
    sequences: Ranked
    first_jobs: Ranked
    last_steps: Ranked
    tally: WhoTally | None = None

    @property
    def at_horizon(self) -> StatePoint | None:
        """The chance of reaching it by the last month that the curve tells, up to the horizon; None where it tells none."""
        if self.curves is None or REACHED not in self.curves.states or not len(self.curves.months):
            return None
        months = [month for month in self.curves.months.tolist() if month <= self.horizon_months]
        return self.curves.at(months[-1])[REACHED] if months else None  # type: ignore[index]

    def as_json(self, command: str = "who") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        of, opposite = self.of_followed, self.opposite
        return {
            **self.head(command),
            "toward": self.toward,
            "stayed": self.stayed,
            "horizon_months": self.horizon_months,
            "reached": of.count,
            "followed": of.people,
            "share": of.share,
            "lower": of.lower,
            "upper": of.upper,
            "at_most": self.at_most,
            "outcomes": None
            if self.outcomes is None
            else [{"outcome": name, "people": people} for name, people in self.outcomes],
            "curves": [] if self.curves is None else [self.curves.as_json()],
            "opposite": None
            if opposite is None
            else {
                "people": opposite.people,
                "not_there": opposite.count,
                "share": opposite.share,
                "lower": opposite.lower,
                "upper": opposite.upper,
            },
            "excluded": [{"reason": reason, "people": people} for reason, people in self.excluded],
            "already_there": self.already_there,
            "median_months_already_there": self.median_months_already_there,
            "sequences": [row.as_json() for row in self.sequences.rows],
            "other_sequences": self.sequences.others,
            "first_jobs": [{"role": row.roles[0], "people": row.people} for row in self.first_jobs.rows],
            "last_steps": [{"role": row.roles[0], "people": row.people} for row in self.last_steps.rows],
        }

    def headlines(self) -> list[Headline]:
        """Return the chance by the horizon, from everybody, and the share of those followed to it."""
        point, of = self.at_horizon, self.of_followed
        # not the horizon, by which the same is told of another
        name = f"{self.toward}{f', stayed {self.stayed}' if self.stayed else ''}"
        chance = Headline(
            name,
            None if point is None else point.estimate,
            None if point is None else point.lower,
            None if point is None else point.upper,
            "share",
            0 if self.curves is None else self.curves.people,
            self.already_there or 0,
            months=None if point is None else point.months,
            asked_months=self.horizon_months,
        )
        followed = Headline(
            f"{name}, of those followed",
            of.share,
            of.lower,
            of.upper,
            "share",
            of.people or 0,
            of.count or 0,
            months=None if of.share is None else self.horizon_months,
            asked_months=self.horizon_months,
        )
        return [chance, followed]

    def to_arrow(self) -> pyarrow.Table:
        """Return the commonest sequences of roles of those already there as an Arrow table.

        Returns
        -------
        pyarrow.Table
            Columns ``kind`` (``sequence``, ``first job``, ``last step``), ``roles`` (parted by `` > ``), ``longer``, ``people``.
        """
        import pyarrow as pa

        kinds = (("sequence", self.sequences), ("first job", self.first_jobs), ("last step", self.last_steps))
        rows = [(kind, row) for kind, ranked in kinds for row in ranked.rows]
        return pa.table(
            {
                "kind": pa.array([kind for kind, _ in rows], pa.string()),
                "roles": pa.array([" > ".join(row.roles) for _, row in rows], pa.string()),
                "longer": pa.array([row.longer for _, row in rows], pa.bool_()),
                "people": pa.array([row.people for _, row in rows], pa.int64()),
            }
        )

    def summary(self) -> str:
        """Return the answer in a few lines: k of n, the curve at the horizon, the commonest sequence."""
        of, point = self.of_followed, self.at_horizon
        stayed = f", stayed {self.stayed}" if self.stayed else ""
        lines = [f"Who made it from '{self.role}' to '{self.toward}'{stayed}", self._counted()]
        if of.share is not None and of.lower is not None and of.upper is not None:
            lines.append(
                f"  {of.count:,} of {of.people:,} followed for {when(self.settings, self.horizon_months)}: {of.share:.1%} "
                f"({of.lower:.1%} to {of.upper:.1%})"
            )
        if self.at_most is not None:
            lines.append(f"  nobody in these careers did; at most {self.at_most:.2%} (rule of three)")
        if point is not None:
            lines.append(
                f"  of everybody, {point.estimate:.1%} ({point.lower:.1%} to {point.upper:.1%}) by "
                f"{when(self.settings, point.months)} (Aalen-Johansen)"
            )
        lines += [f"  {row.people:,}: {' > '.join(row.roles)}" for row in self.sequences.rows[:3]]
        return "\n".join(lines)
