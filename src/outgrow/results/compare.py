"""Groups compared from a landmark on: their curves, the difference by a horizon, and a test of both."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline, when
from outgrow.results.reach import Curve, Point, Reach

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.tally import Tally

__all__ = ["Compare", "GroupDifference", "GroupTest"]


class GroupTest(NamedTuple):
    """A test that groups reach the target alike.

    Parameters
    ----------
    name : str
        ``"Gray"``, or ``"log-rank"`` where nobody leaves for good.
    statistic : float
        Chi-square under no difference.
    p_value : float
        Chance of as large a statistic if there were none.
    freedom : int
        Degrees of freedom: groups less one.
    """

    name: str
    statistic: float
    p_value: float
    freedom: int


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """The reach of one group less that of another, by one month since zero, of those still below the target at the landmark.

    Parameters
    ----------
    group, reference : Any
        Values of the two groups.
    months : int
        Months since zero.
    estimate, std_error, lower, upper : float
        `group` less `reference`, with its interval.
    group_estimate, reference_estimate : float
        The reach of each.
    group_people, reference_people : int
        People in each at the landmark.
    group_events, reference_events : int
        Those of them who reached the target by then.
    """

    group: Any
    reference: Any
    months: int
    estimate: float
    std_error: float
    lower: float
    upper: float
    group_estimate: float
    reference_estimate: float
    group_people: int
    reference_people: int
    group_events: int
    reference_events: int

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, kw_only=True, repr=False)
class Compare(Answer):
    """Groups of those still below a target at a landmark, followed from there.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    toward : str
        The target, as written.
    by : str
        What forms the groups.
    landmark_months : int
        Months since zero from which people are followed.
    horizon_asked : int
        Months since zero at which the difference was asked for.
    curves : tuple of Curve
        One for each group, from the landmark on: chances of reaching the target given that it was not reached by then.
    differences : tuple of GroupDifference
        Each group less the one they are held against; none where too few are followed.
    test : GroupTest or None
        Of all groups; None where it cannot be made, or is not shown.
    excluded : tuple of (str, int)
        People counted in the flow who are in no group, by reason.
    tally : Tally or None
        The exact counts; None once released for others.
    """

    toward: str
    by: str
    landmark_months: int
    horizon_asked: int
    curves: tuple[Curve, ...]
    differences: tuple[GroupDifference, ...]
    test: GroupTest | None
    excluded: tuple[tuple[str, int], ...]
    tally: Tally | None = None

    @property
    def difference(self) -> GroupDifference | None:
        """The one difference, where there are two groups; None where there are more, or it cannot be told."""
        return self.differences[0] if len(self.differences) == 1 else None

    def as_reach(self) -> Reach:
        """Return the curves alone as a reach by group, for whatever draws or lists one; counted are those in a group."""
        shared = {field.name: getattr(self, field.name) for field in fields(Answer)}
        shared["flow"] = replace(self.flow, counted=sum(curve.people for curve in self.curves))
        return Reach(**shared, toward=(self.toward,), curves=self.curves)

    def as_json(self, command: str = "compare") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        difference = self.difference
        return {
            **self.head(command),
            "toward": self.toward,
            "by": self.by,
            "landmark_months": self.landmark_months,
            "horizon_asked": self.horizon_asked,
            "groups": [curve.as_json() for curve in self.curves],
            "difference": None if difference is None else difference.as_json(),
            "differences": [one.as_json() for one in self.differences],
            "test": None if self.test is None else self.test._asdict(),
            "excluded": [{"reason": reason, "people": people} for reason, people in self.excluded],
        }

    def headlines(self) -> list[Headline]:
        """Return each difference; of which month it is, it says beside its name, so that horizons can be set side by side."""
        found = []
        for one in self.differences:
            name = f"{self.toward}, {self.by}: {one.group} less {one.reference}"
            people, events = (
                min(pair)
                for pair in (
                    (one.group_people, one.reference_people),
                    (one.group_events, one.reference_events),
                )
            )
            bounds = (one.estimate, one.lower, one.upper)
            found.append(
                Headline(
                    name, *bounds, "difference", people, events, months=one.months, asked_months=self.horizon_asked
                )
            )
        return found

    def to_arrow(self) -> pyarrow.Table:
        """Return every point of every group's curve as an Arrow table.

        Returns
        -------
        pyarrow.Table
            Columns: the one that forms the groups, ``months, estimate, std_error, lower, upper, at_risk, events``.
        """
        import pyarrow as pa

        columns: dict[str, list[Any]] = {name: [] for name in (self.by, *Point._fields)}
        for curve in self.curves:
            for point in curve.points():
                columns[self.by].append((curve.group or {}).get(self.by))
                for name, value in point._asdict().items():
                    columns[name].append(value)
        return pa.table(columns)

    def summary(self) -> str:
        """Return the answer in a few lines: each group, the difference, the test."""
        lines = [
            f"Reach from '{self.role}' toward '{self.toward}' by {self.by}, of those below it at "
            f"{when(self.settings, self.landmark_months)}",
            self._counted(),
        ]
        for curve in self.curves:
            value = (curve.group or {}).get(self.by)
            lines.append(f"  {value}: {curve.people:,} people, {curve.events:,} reached it")
        lines += [
            f"  {one.group} less {one.reference} by {when(self.settings, one.months)}: {100 * one.estimate:+.1f} points "
            f"({100 * one.lower:+.1f} to {100 * one.upper:+.1f})"
            for one in self.differences
        ]
        if self.test is not None:
            lines.append(f"  {self.test.name} test: chi-square {self.test.statistic:.2f}, p = {self.test.p_value:.3g}")
        return "\n".join(lines)
