"""Reach: curves of first holding a target role, with all that is needed to read and repeat them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from outgrow.results.answer import Answer
from outgrow.results.facts import Floats, Ints
from outgrow.results.headline import Headline, quoted, when, when_told

if TYPE_CHECKING:
    import altair
    import pyarrow

    from outgrow.tallies.tally import Tally

__all__ = ["Curve", "Point", "Reach"]


class Point(NamedTuple):
    """A curve at one month."""

    months: int
    estimate: float
    std_error: float
    lower: float
    upper: float
    at_risk: int
    events: int


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence of first holding the target, for one group.

    Parameters
    ----------
    toward : str
        The target role, as written.
    group : dict or None
        Column and value of the group; None for everyone.
    people, events, exits, censored : int
        People counted; those who reached the target; those who left for good first; those last seen before either.
    months : ndarray of int, shape (M,)
        Months since zero at which anyone moved or left, or was last seen; ascending.
    estimate, std_error, lower, upper : ndarray of float, shape (M,)
        The curve, its standard error and its interval after each month.
    at_risk, reached : ndarray of int, shape (M,)
        People at risk just before the month; those who reached the target in it.
    starts_at : int or None
        Month after which the curve starts and on being still below the target at which it is conditional; 0 as a rule,
        later where too few were at risk earlier, None where there never were enough.
    median_follow_up : float or None
        Months, reverse Kaplan-Meier; None where fewer than half stopped being followed.
    through : int or None
        Last month the curve speaks of: the horizon while people are still at risk then, else its last point's (the
        default); None where it has no points.
    """

    toward: str
    group: dict[str, Any] | None
    people: int
    events: int
    exits: int
    censored: int
    months: Ints
    estimate: Floats
    std_error: Floats
    lower: Floats
    upper: Floats
    at_risk: Ints
    reached: Ints
    starts_at: int | None = 0
    median_follow_up: float | None = None
    through: int | None = None

    def __post_init__(self) -> None:
        for name in ("months", "estimate", "std_error", "lower", "upper", "at_risk", "reached"):
            getattr(self, name).setflags(write=False)
        if self.through is None and len(self.months):
            object.__setattr__(self, "through", int(self.months[-1]))

    def at(self, months: int) -> Point | None:
        """Return the curve as it stands after `months`; None where it says nothing.

        Parameters
        ----------
        months : int
            Months since zero.

        Returns
        -------
        Point or None
            The last point not after `months`, with its own month; None before the first point, and after `through`.
        """
        place = int(np.searchsorted(self.months, months, side="right")) - 1
        if place < 0 or self.through is None or months > self.through:
            return None
        return self._point(place)

    def points(self) -> list[Point]:
        """Return every point, in order."""
        return [self._point(place) for place in range(len(self.months))]

    def _point(self, place: int) -> Point:
        return Point(
            int(self.months[place]),
            float(self.estimate[place]),
            float(self.std_error[place]),
            float(self.lower[place]),
            float(self.upper[place]),
            int(self.at_risk[place]),
            int(self.reached[place]),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the curve ready for JSON (design: section 10)."""
        return {
            "toward": self.toward,
            "group": self.group,
            "people": self.people,
            "events": self.events,
            "exits": self.exits,
            "censored": self.censored,
            "starts_at": self.starts_at,
            "through": self.through,
            "median_follow_up": self.median_follow_up,
            "points": [point._asdict() for point in self.points()],
        }


@dataclass(frozen=True, kw_only=True, repr=False)
class Reach(Answer):
    """Reach of one or more targets from a role: curves with all that is needed to read and repeat them.

    What every answer has besides, such as ``role``, ``settings`` and ``flow``, is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    toward : tuple of str
        The targets, in the order asked.
    curves : tuple of Curve
        One for each target and group.
    tally : Tally or None
        The exact counts behind the curves; None once released for others.
    titles : tuple of (str, int)
        The commonest titles that the role takes in, with the people who ever held each.
    origin : str or None
        Calendar month that is month 0 of the calendar clock, ``YYYY-MM``; None on any other clock.
    """

    toward: tuple[str, ...]
    curves: tuple[Curve, ...]
    tally: Tally | None = None
    titles: tuple[tuple[str, int], ...] = ()
    origin: str | None = None

    def curve(self, toward: str | None = None, **group: Any) -> Curve:
        """Return one curve, by its target and group.

        Parameters
        ----------
        toward : str, optional
            The target, as written; needed where there are several.
        **group
            Column and value of the group; none for everyone.

        Raises
        ------
        UnknownName
            There is no such curve, or several fit.
        """
        from outgrow.errors import UnknownName

        fits = [
            curve
            for curve in self.curves
            if (toward is None or curve.toward == toward) and (curve.group or {}) == group
        ]
        if len(fits) != 1:
            raise UnknownName(
                f"{len(fits)} of {len(self.curves)} curves fit toward {toward!r} and group {group or None}.",
                do="give a target and a group among "
                + "; ".join(f"{c.toward} {c.group or ''}".strip() for c in self.curves),
            )
        return fits[0]

    def as_json(self, command: str = "reach") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "toward": self.toward[0] if len(self.toward) == 1 else list(self.toward),
            "titles": [{"title": title, "people": people} for title, people in self.titles],
            "origin": self.origin,
            "curves": [curve.as_json() for curve in self.curves],
        }

    def headlines(self) -> list[Headline]:
        """Return each curve's reach at 5, 10 and 15 years (at ages 30, 40 and 50), up to the horizon.

        Of a released answer: at the last month shown by then, which each says.
        """
        found = []
        for curve in self.curves:
            group = "" if curve.group is None else ", " + ", ".join(f"{k} {v}" for k, v in curve.group.items())
            for asked, own in quoted(curve.months, curve.through, self.settings, self.min_cell):
                point = None if own is None else curve.at(own)
                estimate, lower, upper = (None,) * 3 if point is None else (point.estimate, point.lower, point.upper)
                events = int(curve.reached[curve.months <= asked].sum())
                name = f"{curve.toward}{group} by {when(self.settings, asked)}"
                bounds = (estimate, lower, upper)
                found.append(Headline(name, *bounds, "share", curve.people, events, months=own, asked_months=asked))
        return found

    def to_arrow(self) -> pyarrow.Table:
        """Return every point of every curve as an Arrow table.

        Returns
        -------
        pyarrow.Table
            Columns ``toward``, the group's column if there is one, ``months, estimate, std_error, lower, upper, at_risk,
            events``.
        """
        import pyarrow as pa

        columns: dict[str, list[Any]] = {"toward": []}
        if self.settings.by is not None:
            columns[self.settings.by] = []
        columns.update({name: [] for name in Point._fields})
        for curve in self.curves:
            for point in curve.points():
                columns["toward"].append(curve.toward)
                if self.settings.by is not None:
                    columns[self.settings.by].append((curve.group or {}).get(self.settings.by))
                for name, value in point._asdict().items():
                    columns[name].append(value)
        return pa.table(columns)

    def chart(self, **options: Any) -> altair.LayerChart:
        """Draw the curves with their bands and the numbers at risk, after `outgrow.disclosure.release`.

        Parameters
        ----------
        **options
            As `outgrow.charts.reach_chart`.
        """
        from outgrow.charts import reach_chart
        from outgrow.disclosure import release

        return reach_chart(self if self.min_cell is not None else release(self), **options)

    def summary(self) -> str:
        """Return the answer in a few lines: each curve at 5, 10 and 15 years."""
        head = f"Reach from '{self.role}' toward {', '.join(repr(target) for target in self.toward)}\n{self._counted()}"
        lines = [head]
        for curve in self.curves:
            name = curve.toward if curve.group is None else ", ".join(f"{k} {v}" for k, v in curve.group.items())
            if not len(curve.months):
                lines.append(f"  {name}: {curve.people:,} people, no curve")
                continue
            lines.append(
                f"  {name}: {curve.people:,} people, {curve.events:,} reached it; {'; '.join(self._told(curve))}"
            )
        return "\n".join(lines)

    def _told(self, curve: Curve) -> list[str]:
        """Say a curve at each moment, or where there is none at its last point."""
        last = int(curve.months[-1])
        at = [
            (asked, own)
            for asked, own in quoted(curve.months, curve.through, self.settings, self.min_cell, most=4)
            if own is not None
        ]
        found = [(curve.at(own), when_told(self.settings, asked, own)) for asked, own in at or [(last, last)]]
        return [
            f"{point.estimate:.1%} ({point.lower:.1%} to {point.upper:.1%}) by {told}"
            for point, told in found
            if point is not None
        ]
