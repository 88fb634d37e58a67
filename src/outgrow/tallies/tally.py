"""A tally: the small table of counts that leaves the engine, with all that is needed to add, regroup and repeat it.

A first-passage tally has a row for each group, target and month since zero with somebody in it: `entries` (people at risk
after that month), `reached`, `exits` and `censored` in it. Who was not counted, and why, stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.errors import InputError, SourceNotFound, UnknownName, UnreadableSource, did_you_mean
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings

if TYPE_CHECKING:
    import pyarrow

__all__ = ["COUNTS", "Tally", "summed"]

_FORMAT: Final = "outgrow tally 1"
#: Columns of counts of a first-passage tally.
COUNTS: Final = ("entries", "reached", "exits", "censored")


@dataclass(frozen=True)
class Tally:
    """Counts of first passage from a role to one or more targets.

    Parameters
    ----------
    kind : {"first_passage"}
        Which estimate can read it.
    role : str
        The role whose entry starts the clock.
    toward : tuple of str
        The targets, in the order asked.
    groups : tuple of str
        Columns that part the people; empty for one group.
    table : pyarrow.Table
        Columns ``toward``, the columns of `groups`, ``month`` (months since zero) and the counts ``entries, reached,
        exits, censored``; sorted, one row for each combination.
    flow : Flow
        Who was counted, and who was not.
    settings : Settings
        What was asked.
    careers : CareersFacts
        What it was asked of.
    notes : tuple of str
        What must be said beside numbers from it.
    queries : tuple of ibis.Table or str
        What made it, for `sql`.
    """

    kind: Literal["first_passage"]
    role: str
    toward: tuple[str, ...]
    groups: tuple[str, ...]
    table: pyarrow.Table = field(repr=False, compare=False)
    flow: Flow
    settings: Settings
    careers: CareersFacts
    notes: tuple[str, ...] = ()
    queries: tuple[Any, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        wanted = ["toward", *self.groups, "month", *COUNTS]
        if self.table.column_names != wanted:
            raise InputError(
                f"a first-passage tally has the columns {', '.join(wanted)}; this has {', '.join(self.table.column_names)}."
            )

    @property
    def sql(self) -> str:
        """The query that made it, in the dialect of its engine; several, parted by a line of dashes, for a sum."""
        import ibis

        texts = (query if isinstance(query, str) else str(ibis.to_sql(query)) for query in self.queries)
        return "\n--------\n".join(texts)

    def __add__(self, other: Tally) -> Tally:
        """Add the tally of other people: counts of the same question over disjoint people.

        Raises
        ------
        InputError
            The two answer different questions.
        """
        if not isinstance(other, Tally):
            return NotImplemented
        for name in ("kind", "role", "toward", "groups", "settings"):
            if getattr(self, name) != getattr(other, name):
                raise InputError(
                    f"two tallies differ in {name}.", why="only counts of the same question add", do="ask both the same"
                )
        import pyarrow as pa

        both = pa.concat_tables([self.table, other.table], promote_options="permissive")
        facts = replace(
            self.careers,
            name=self.careers.name
            if self.careers.name == other.careers.name
            else f"{self.careers.name} and {other.careers.name}",
            kind="simulated" if "simulated" in (self.careers.kind, other.careers.kind) else "real",
            people=self.careers.people + other.careers.people,
            spells=self.careers.spells + other.careers.spells,
            quarantined=self.careers.quarantined + other.careers.quarantined,
            last_month=max(filter(None, (self.careers.last_month, other.careers.last_month)), default=None),
            imprecise=self.careers.imprecise + other.careers.imprecise,
            notes=tuple(dict.fromkeys(self.careers.notes + other.careers.notes)),
            public=self.careers.harmless and other.careers.harmless,
            mixed=self.careers.mixed or other.careers.mixed or self.careers.kind != other.careers.kind,
        )
        return replace(
            self,
            table=summed(both, self.groups, self.toward),
            flow=self.flow + other.flow,
            careers=facts,
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
            queries=self.queries + other.queries,
        )

    def regroup(self, by: Sequence[str] = ()) -> Tally:
        """Add groups together, keeping those of the columns `by`.

        Parameters
        ----------
        by : sequence of str, default ()
            Columns to keep, among `groups`.

        Returns
        -------
        Tally
            The same people in fewer groups.

        Raises
        ------
        UnknownName
            A column is not among `groups`.
        """
        for column in by:
            if column not in self.groups:
                raise UnknownName(
                    f"this tally has no groups by '{column}'; it has {', '.join(self.groups) or 'none'}."
                    f"{did_you_mean(column, self.groups)}",
                    do="make the tally with that column in `by`",
                )
        kept = tuple(column for column in self.groups if column in by)
        table = self.table.select(["toward", *kept, "month", *COUNTS])
        return replace(self, groups=kept, table=summed(table, kept, self.toward))

    def save(self, path: str | Path) -> Path:
        """Write the tally as Parquet, with everything else in its metadata.

        Counts are exact: the file is for whoever holds the data.
        """
        import pyarrow.parquet as pq

        head = {
            "format": _FORMAT,
            "kind": self.kind,
            "role": self.role,
            "toward": self.toward,
            "groups": self.groups,
            "flow": self.flow.as_json(),
            "settings": self.settings.as_json(),
            "careers": asdict(self.careers),
            "notes": self.notes,
            "sql": self.sql,
        }
        path = Path(path).expanduser()
        try:
            pq.write_table(self.table.replace_schema_metadata({"outgrow": json.dumps(head)}), path)
        except OSError as fault:
            raise InputError(
                f"'{path.name}' cannot be written ({fault.strerror or 'refused'}).", do="give another path"
            ) from None
        return path

    @classmethod
    def load(cls, path: str | Path) -> Tally:
        """Read a tally that `save` wrote.

        Raises
        ------
        SourceNotFound
            There is no such file.
        UnreadableSource
            It is no tally of this format.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = Path(path).expanduser()
        if not path.is_file():
            raise SourceNotFound(f"no tally '{path.name}'.", do="check the path")
        try:
            table = pq.read_table(path)
            head: dict[str, Any] = json.loads((table.schema.metadata or {})[b"outgrow"])
            if head["format"] != _FORMAT:
                raise ValueError(head["format"])
            facts = head["careers"]
            return cls(
                kind=head["kind"],
                role=head["role"],
                toward=tuple(head["toward"]),
                groups=tuple(head["groups"]),
                table=table.replace_schema_metadata(None),
                flow=Flow(**head["flow"]),
                settings=Settings(**head["settings"]),
                careers=CareersFacts(**{**facts, "notes": tuple(facts["notes"])}),
                notes=tuple(head["notes"]),
                queries=(head["sql"],),
            )
        except (KeyError, ValueError, TypeError, OSError, pa.ArrowException) as fault:
            raise UnreadableSource(
                f"'{path.name}' is no tally in the format '{_FORMAT}' ({type(fault).__name__}).",
                do="save it again with Tally.save",
            ) from None


def summed(table: pyarrow.Table, groups: tuple[str, ...], toward: tuple[str, ...]) -> pyarrow.Table:
    """Add the rows of a long table of counts that share target, group and month; sort them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = ["toward", *groups, "month"]
    added = table.group_by(keys).aggregate([(count, "sum") for count in COUNTS])
    added = added.rename_columns([name.removesuffix("_sum") for name in added.column_names]).select([*keys, *COUNTS])
    place = pc.index_in(added["toward"], value_set=pa.array(toward, pa.string()))
    ordered = added.append_column("place", place)
    order = pc.sort_indices(
        ordered, sort_keys=[("place", "ascending"), *((key, "ascending") for key in (*groups, "month"))]
    )
    return ordered.take(order).drop_columns(["place"])
