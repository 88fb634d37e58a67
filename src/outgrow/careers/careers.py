"""Careers: checked spells and people on the engine that holds them, and what is known of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from outgrow.engine import fetched
from outgrow.months import month_text
from outgrow.results import CareersFacts
from outgrow.settings import AfterLast, LevelRule

if TYPE_CHECKING:
    import ibis
    import pyarrow

__all__ = ["Careers", "Counts", "Recorded"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the checks counted.

    Parameters
    ----------
    people : int
        People read, whether or not any of their rows can be used.
    people_quarantined : int
        People none of whose rows can be used.
    spells : int
        Spells that can be used.
    rows_quarantined, values_quarantined : int
        Rows left out; values left out of rows that are used.
    first_month, last_month : int or None
        Month numbers; None when there is no spell.
    imprecise : int
        Spells with a date known to the year only.
    ongoing : int
        Spells without an end.
    weighted : int
        People with a weight.
    rows_joined : int
        Rows that are no job of their own: they end or continue what another row says.
    """

    people: int
    people_quarantined: int
    spells: int
    rows_quarantined: int
    values_quarantined: int
    first_month: int | None
    last_month: int | None
    imprecise: int
    ongoing: int
    weighted: int = 0
    rows_joined: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change in an employer's records that is no move of those it names.

    Parameters
    ----------
    kind : {"rename", "transfer", "reorganisation", "hire row written over"}
        What it was recognised as.
    month : int
        Month number.
    people : int
        How many it names.
    before, after : str or None
        The titles of a rename, the employers of a reorganisation.
    """

    kind: Literal["rename", "transfer", "reorganisation", "hire row written over"]
    month: int
    people: int
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, eq=False)
class Careers:
    """A set of histories and what is known of each person.

    Made by `outgrow.read_careers`. The tables are Ibis expressions on the engine that holds the data; months in them
    are month numbers (year * 12 + month - 1).

    Parameters
    ----------
    name : str
        Name of the source, for people to read.
    kind : {"real", "simulated"}
        Whether people lived these careers.
    spells : ibis.Table
        Columns ``row, person, start, end, start_day, title, organisation, occupation, function, specialty, level, pay,
        pay_period, currency, skills, description, marks, imprecise``; every row can be used.
    people : ibis.Table or None
        Columns ``person, observed_from, observed_until, exited, exit_reason, birth, weight`` and attributes.
    quarantine : ibis.Table
        Columns ``table, row, column, value, reason, left_out``: everything that could not be used, with the reason.
    counts : Counts
        What the checks counted.
    after_last : {"exit", "between", "censor"}
        What the end of the last job means where nothing else is asked and a person has no ``observed_until``.
    notes : tuple of str
        What must be said of the source wherever it is used.
    public : bool, default False
        Whether anyone can have the same careers, so that no small group needs protection.
    recorded : tuple of Recorded
        What changed in an employer's records though nobody moved, and is not counted as a move.
    levels : {"given", "parsed"}, optional
        Whether levels are the source's own where it has them, or always what titles say. None is ``"given"`` that nobody
        asked for: how far the two differ is not looked into.
    """

    name: str
    kind: Literal["real", "simulated"]
    spells: ibis.Table = field(repr=False)
    people: ibis.Table | None = field(repr=False)
    quarantine: ibis.Table = field(repr=False)
    counts: Counts
    after_last: AfterLast = "censor"
    notes: tuple[str, ...] = ()
    public: bool = False
    levels: LevelRule | None = None
    recorded: tuple[Recorded, ...] = ()

    @property
    def attributes(self) -> tuple[str, ...]:
        """Columns of people that outgrow itself gives no meaning."""
        from outgrow.schema import PEOPLE_COLUMNS

        if self.people is None:
            return ()
        return tuple(column for column in self.people.columns if column not in (*PEOPLE_COLUMNS, "row"))

    @property
    def facts(self) -> CareersFacts:
        """The head of every answer about these careers."""
        last = self.counts.last_month
        return CareersFacts(
            name=self.name,
            kind=self.kind,
            people=self.counts.people,
            spells=self.counts.spells,
            quarantined=self.counts.rows_quarantined,
            last_month=None if last is None else month_text(last),
            imprecise=self.counts.imprecise,
            notes=self.notes,
            public=self.public,
        )

    def quarantined(self, *, most: int | None = None) -> pyarrow.Table:
        """Fetch the quarantine table, which shows values of people's rows: it is for whoever holds the data.

        Parameters
        ----------
        most : int, optional
            Rows at the most.

        Returns
        -------
        pyarrow.Table
            Columns as in `quarantine`, in the order of the source.
        """
        table = self.quarantine.order_by(["table", "row", "column"])
        return fetched(table if most is None else table.limit(most))

    def reasons(self) -> list[dict[str, Any]]:
        """Count the quarantine by table, column, reason and what was left out, commonest first; shows no value."""
        keys = ["table", "column", "reason", "left_out"]
        counted = self.quarantine.group_by(keys).agg(rows=self.quarantine.count())
        rows: list[dict[str, Any]] = fetched(counted).to_pylist()
        return sorted(rows, key=lambda row: (-row["rows"], row["table"], row["column"], row["reason"]))
