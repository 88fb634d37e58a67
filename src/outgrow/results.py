"""What a question returns: frozen results with their table, settings, careers and flow.

A result in Python is exact and for whoever holds the data. Before anything is rendered, served or saved for others it
passes `outgrow.disclosure.release`, which returns the same kind of result with `min_cell` set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from outgrow.settings import Settings

if TYPE_CHECKING:
    import altair
    import pandas
    import polars
    import pyarrow

    from outgrow.tallies.tally import Tally

__all__ = ["CareersFacts", "Curve", "Flow", "Point", "Reach", "Suppressed"]

SCHEMA_VERSION = 1
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


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


class Suppressed(NamedTuple):
    """A group, or a part of an answer, that is not shown, and why."""

    group: str
    reason: str


@dataclass(frozen=True, repr=False)
class Reach:
    """Reach of one or more targets from a role: curves with all that is needed to read and repeat them.

    Parameters
    ----------
    role : str
        The role whose entry starts the clock.
    toward : tuple of str
        The targets, in the order asked.
    curves : tuple of Curve
        One for each target and group.
    settings : Settings
        What was asked.
    careers : CareersFacts
        What it was asked of.
    flow : Flow
        Who was counted.
    notes : tuple of str
        What must be said beside the numbers.
    tally : Tally or None
        The exact counts behind the curves; None once released for others.
    min_cell : int or None
        Limit under which counts were protected; None for an exact result not meant for others.
    suppressed : tuple of Suppressed
        What was not released, and why.
    read_as : tuple of (str, str)
        Roles that were written as job titles, with the terms they were read as.
    titles : tuple of (str, int)
        The commonest titles that the role takes in, with the people who ever held each.
    """

    role: str
    toward: tuple[str, ...]
    curves: tuple[Curve, ...]
    settings: Settings
    careers: CareersFacts
    flow: Flow
    notes: tuple[str, ...] = ()
    tally: Tally | None = field(default=None, repr=False)
    min_cell: int | None = None
    suppressed: tuple[Suppressed, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, int], ...] = ()

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
            "schema_version": SCHEMA_VERSION,
            "command": command,
            "role": self.role,
            "toward": self.toward[0] if len(self.toward) == 1 else list(self.toward),
            "read_as": [{"text": text, "terms": terms} for text, terms in self.read_as],
            "titles": [{"title": title, "people": people} for title, people in self.titles],
            "careers": self.careers.as_json(),
            "settings": {**self.settings.as_json(), "min_cell": self.min_cell},
            "flow": self.flow.as_json(),
            "curves": [curve.as_json() for curve in self.curves],
            "notes": list(self.notes),
            "suppressed": [item._asdict() for item in self.suppressed],
        }

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

    def to_pandas(self) -> pandas.DataFrame:
        """Return the table of `to_arrow` as a pandas frame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return the table of `to_arrow` as a Polars frame; needs Polars.

        Raises
        ------
        MissingExtra
            Polars is not installed.
        """
        try:
            import polars
        except ImportError:
            from outgrow.errors import MissingExtra

            raise MissingExtra("Polars is not installed.", do="pip install 'outgrow[polars]'") from None
        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

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

    def __repr__(self) -> str:
        return self._summary()

    def _summary(self) -> str:
        exact = "exact" if self.min_cell is None else f"cells of {self.min_cell} or more"
        head = (
            f"Reach from '{self.role}' toward {', '.join(repr(target) for target in self.toward)}\n"
            f"  careers: {self.careers.name} ({self.careers.kind}), {self.flow.counted:,} of {self.flow.read:,} people "
            f"counted, {exact}"
        )
        lines = [head]
        for curve in self.curves:
            name = curve.toward if curve.group is None else ", ".join(f"{k} {v}" for k, v in curve.group.items())
            if not len(curve.months):
                lines.append(f"  {name}: {curve.people:,} people, no curve")
                continue
            last = curve.points()[-1]
            parts = [
                f"{point.estimate:.1%} ({point.lower:.1%} to {point.upper:.1%}) by {point.months / 12:.3g} years"
                for point in dict.fromkeys(
                    point for point in (curve.at(60), curve.at(120), curve.at(180)) if point is not None
                )
            ] or [f"{last.estimate:.1%} ({last.lower:.1%} to {last.upper:.1%}) by {last.months / 12:.3g} years"]
            lines.append(f"  {name}: {curve.people:,} people, {curve.events:,} reached it; {'; '.join(parts)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape

        from outgrow.disclosure import release

        shown = self if self.min_cell is not None else release(self)
        words = "<p><strong>Simulated careers</strong></p>" if self.careers.kind == "simulated" else ""
        return f"{words}<pre>{escape(shown._summary())}</pre>"
