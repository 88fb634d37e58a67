"""Where people are over time: the chance of each state, month by month, for occupancy and for tenure in a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from outgrow.results.answer import Answer
from outgrow.results.facts import Floats, Ints
from outgrow.results.headline import Headline, quoted, when, when_told

if TYPE_CHECKING:
    import pyarrow

    from outgrow.settings import Settings
    from outgrow.tallies.tally import Tally

__all__ = [
    "BETWEEN",
    "IN_ROLE",
    "LEFT",
    "OTHER_WAYS",
    "OUT",
    "OWNER",
    "SIDEWAYS",
    "UNKNOWN",
    "UP",
    "Occupancy",
    "StateCurves",
    "StatePoint",
    "Tenure",
]

#: State of someone followed who has no job.
BETWEEN = "between jobs"
#: State of someone who left for good; with a reason, ``left: reason``.
LEFT = "left"
#: State, by rung or level, of someone whose job is marked as an owner's, which is no step of the ladder.
OWNER = "owner or founder"
#: State of someone whose job has no value in the column of states.
UNKNOWN = "unknown"
#: States of tenure: still in the role, or the way out of it.
IN_ROLE, UP, SIDEWAYS, OUT = "in the role", "up", "sideways", "out"
#: Ways out of a role that are not told apart.
OTHER_WAYS = "other ways"


class StatePoint(NamedTuple):
    """The chance of one state after one month."""

    state: str
    months: int
    estimate: float
    std_error: float
    lower: float
    upper: float
    at_risk: int
    events: int


@dataclass(frozen=True)
class StateCurves:
    """The chance of being in each of S states after each of M months, for one group.

    Parameters
    ----------
    group : dict or None
        Column and value of the group; None for everyone.
    states : tuple of str, length S
        The states; those that nobody leaves (competing exits) come last.
    people, events, exits, censored : int
        People counted (stays in the role, for tenure); moves between states, exits among them; moves into a state that
        nobody leaves; those last seen in a state that can be left.
    months : ndarray of int, shape (M,)
        Months since zero in which anyone moved or left, or was last seen; ascending.
    start, start_error : ndarray of float, shape (S,)
        Where people were when the curves start, and the standard error of that share; 0 where they have no start.
    estimate, std_error, lower, upper : ndarray of float, shape (M, S)
        The chance of each state after each month; rows of `estimate` sum to 1.
    at_risk, moved_in : ndarray of int, shape (M, S)
        People seen in the state just before the month; moves into the state in it.
    starts_at : int or None
        Month after which the curves start; 0 as a rule, later where people are seen late, None where too few ever are.
    median_follow_up : float or None
        Months, reverse Kaplan-Meier; None where fewer than half stopped being followed.
    through : int or None
        Last month the curves speak of: the horizon while people are still seen then, else the last month.
    """

    group: dict[str, Any] | None
    states: tuple[str, ...]
    people: int
    events: int
    exits: int
    censored: int
    months: Ints
    start: Floats
    start_error: Floats
    estimate: Floats
    std_error: Floats
    lower: Floats
    upper: Floats
    at_risk: Ints
    moved_in: Ints
    starts_at: int | None = 0
    median_follow_up: float | None = None
    through: int | None = None

    def __post_init__(self) -> None:
        for name in (
            "months",
            "start",
            "start_error",
            "estimate",
            "std_error",
            "lower",
            "upper",
            "at_risk",
            "moved_in",
        ):
            getattr(self, name).setflags(write=False)
        if self.through is None and len(self.months):
            object.__setattr__(self, "through", int(self.months[-1]))

    def at(self, months: int) -> dict[str, StatePoint] | None:
        """Return the chance of each state as it stands after `months`, by state; None where the curves say nothing.

        Parameters
        ----------
        months : int
            Months since zero.
        """
        place = int(np.searchsorted(self.months, months, side="right")) - 1
        if place < 0 or self.through is None or months > self.through:
            return None
        return {state: self._point(place, column) for column, state in enumerate(self.states)}

    def points(self, state: str | None = None) -> list[StatePoint]:
        """Return every point of one state, or of all, in order of month and then of `states`.

        Raises
        ------
        UnknownName
            There is no such state. Also a LookupError.
        """
        if state is not None and state not in self.states:
            from outgrow.errors import UnknownName, did_you_mean

            raise UnknownName(
                f"there is no state '{state}'; there are {', '.join(self.states)}.{did_you_mean(state, self.states)}",
                do="use one of them",
            )
        columns = [column for column, name in enumerate(self.states) if state in (None, name)]
        return [self._point(place, column) for place in range(len(self.months)) for column in columns]

    def _point(self, place: int, column: int) -> StatePoint:
        return StatePoint(
            self.states[column],
            int(self.months[place]),
            float(self.estimate[place, column]),
            float(self.std_error[place, column]),
            float(self.lower[place, column]),
            float(self.upper[place, column]),
            int(self.at_risk[place, column]),
            int(self.moved_in[place, column]),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the curves ready for JSON (design: section 10)."""
        return {
            "group": self.group,
            "states": list(self.states),
            "people": self.people,
            "events": self.events,
            "exits": self.exits,
            "censored": self.censored,
            "starts_at": self.starts_at,
            "through": self.through,
            "median_follow_up": self.median_follow_up,
            "start": [
                {"state": state, "estimate": float(self.start[column]), "std_error": float(self.start_error[column])}
                for column, state in enumerate(self.states)
                if self.starts_at is not None
            ],
            "points": [point._asdict() for point in self.points()],
        }


@dataclass(frozen=True, kw_only=True, repr=False)
class Occupancy(Answer):
    """Where those who entered a role are, month by month.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    states : str
        The column of spells whose values are the states.
    curves : tuple of StateCurves
        One for each group.
    tally : Tally or None
        The exact counts behind the curves; None once released for others.
    origin : str or None
        Calendar month that is month 0 of the calendar clock, ``YYYY-MM``; None on any other clock.
    """

    states: str
    curves: tuple[StateCurves, ...]
    tally: Tally | None = None
    origin: str | None = None

    def as_json(self, command: str = "occupancy") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "states": self.states,
            "origin": self.origin,
            "curves": [curves.as_json() for curves in self.curves],
        }

    def headlines(self) -> list[Headline]:
        """Return the chance of each state after 5 and 10 years, up to the horizon.

        Of a released answer: after the last month shown by then, which each says.
        """
        return [line for curves in self.curves for line in _headlines(curves, self.settings, self.min_cell, most=2)]

    def to_arrow(self) -> pyarrow.Table:
        """Return every point as an Arrow table.

        Returns
        -------
        pyarrow.Table
            The group's column if there is one, then ``state, months, estimate, std_error, lower, upper, at_risk, events``.
        """
        return _points_table(self.curves, self.settings.by)

    def summary(self) -> str:
        """Return the answer in a few lines: the likeliest states at 5 and 10 years."""
        return "\n".join(
            [
                f"Occupancy by {self.states} of those who entered '{self.role}'",
                self._counted(),
                *_lines(self.curves, self.settings, self.min_cell),
            ]
        )


@dataclass(frozen=True, kw_only=True, repr=False)
class Tenure(Answer):
    """How long a stay in a role lasts, and how it ends: up, sideways or out, or by what the next job is.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    curves : tuple of StateCurves
        One for each group; states ``in the role``, then the ways out.
    medians : tuple of (float or None, float or None, float or None)
        For each of `curves`: months until half of the stays have ended, with the interval; None where it is not reached.
    ways : str or None
        Columns of the next job whose values are the ways out, parted by commas; None where they are up, sideways and out.
    tally : Tally or None
        The exact counts behind the curves; None once released for others.
    """

    curves: tuple[StateCurves, ...]
    medians: tuple[tuple[float | None, float | None, float | None], ...]
    ways: str | None = None
    tally: Tally | None = None

    def as_json(self, command: str = "tenure") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "ways": self.ways,
            "curves": [
                {**curves.as_json(), "median": dict(zip(("months", "lower", "upper"), median, strict=True))}
                for curves, median in zip(self.curves, self.medians, strict=True)
            ],
        }

    def headlines(self) -> list[Headline]:
        """Return the median stay, and the chance of each way out after 5 years, as `Occupancy.headlines` does."""
        found = []
        for curves, median in zip(self.curves, self.medians, strict=True):
            ended = 0 if median[0] is None else int(curves.moved_in[curves.months <= median[0], 1:].sum())
            found.append(Headline(f"{_name(curves)}median stay", *median, "months", curves.people, ended))
            found += _headlines(curves, self.settings, self.min_cell, most=1)
        return found

    def to_arrow(self) -> pyarrow.Table:
        """Return every point as an Arrow table.

        Returns
        -------
        pyarrow.Table
            The group's column if there is one, then ``state, months, estimate, std_error, lower, upper, at_risk, events``.
        """
        return _points_table(self.curves, self.settings.by)

    def summary(self) -> str:
        """Return the answer in a few lines: the median stay, and the ways out at 5 and 10 years."""
        lines = [f"Tenure in '{self.role}'", self._counted()]
        for curves, (median, lower, upper) in zip(self.curves, self.medians, strict=True):
            if median is not None:
                bounds = " to ".join(
                    "beyond what was seen" if bound is None else f"{bound:g}" for bound in (lower, upper)
                )
                lines.append(f"  {_name(curves)}median stay {median:g} months ({bounds})")
        return "\n".join([*lines, *_lines(self.curves, self.settings, self.min_cell)])


def _name(curves: StateCurves) -> str:
    return "" if curves.group is None else ", ".join(f"{k} {v}" for k, v in curves.group.items()) + ": "


def _headlines(curves: StateCurves, settings: Settings, min_cell: int | None, *, most: int) -> list[Headline]:
    found = []
    for asked, own in quoted(curves.months, curves.through, settings, min_cell, most=most):
        points = {} if own is None else curves.at(own) or {}
        for column, state in enumerate(curves.states):
            point = points.get(state)
            estimate, lower, upper = (None,) * 3 if point is None else (point.estimate, point.lower, point.upper)
            events = int(curves.moved_in[curves.months <= asked, column].sum())
            name = f"{_name(curves)}{state} after {when(settings, asked)}"
            bounds = (estimate, lower, upper)
            found.append(Headline(name, *bounds, "share", curves.people, events, months=own, asked_months=asked))
    return found


def _lines(all_curves: tuple[StateCurves, ...], settings: Settings, min_cell: int | None) -> list[str]:
    lines = []
    for curves in all_curves:
        at = quoted(curves.months, curves.through, settings, min_cell, most=2)
        said_at = [(asked, own) for asked, own in at if own is not None]
        if not said_at and curves.through:
            said_at = [(curves.through, curves.through)]
        for asked, own in said_at:
            points = sorted((curves.at(own) or {}).values(), key=lambda point: -point.estimate)[:6]
            said = "; ".join(f"{p.state} {p.estimate:.1%} ({p.lower:.1%} to {p.upper:.1%})" for p in points)
            lines.append(f"  {_name(curves)}after {when_told(settings, asked, own)}: {said}")
    return lines or ["  no curve"]


def _points_table(all_curves: tuple[StateCurves, ...], by: str | None) -> pyarrow.Table:
    import pyarrow as pa

    columns: dict[str, list[Any]] = {} if by is None else {by: []}
    columns.update({name: [] for name in StatePoint._fields})
    for curves in all_curves:
        for point in curves.points():
            if by is not None:
                columns[by].append((curves.group or {}).get(by))
            for name, value in point._asdict().items():
                columns[name].append(value)
    return pa.table(columns)
