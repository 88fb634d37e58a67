"""A tally: the small table of counts that leaves the engine, with all that is needed to add, regroup and repeat it.

A *first passage* tally has a row for each group, target and month since zero with somebody in it: ``entries`` (people at
risk after that month), ``reached``, ``exits`` and ``censored`` in it. A *state* tally has a row for each group, month,
origin and destination: ``moves`` between the two; whoever comes under observation has no origin, whoever is last seen has no
destination. A *duration* tally is the same with a clock that restarts at each entry, and counts beside moves the ``people``
whose first stay it was. A *landmark* tally is one of first passage of those still at risk after a month, by group. An
*exposure* tally has the person-months at risk and the events by what is known of people then; its month begins a piece of
time since zero. Where people can appear more than once, or carry weights, rows are also parted by ``fold``; with weights,
each count has its sum of weights beside it. Who was not counted, and why, stands beside the table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.errors import InputError, SourceNotFound, UnknownName, UnreadableSource, did_you_mean
from outgrow.results import CareersFacts, Flow
from outgrow.results.states import LEFT, OTHER_WAYS
from outgrow.settings import Settings

if TYPE_CHECKING:
    import pyarrow

__all__ = ["COUNTS", "FOLD", "KEYS", "WEIGHT", "Kind", "Tally", "added_facts", "count_columns", "summed"]

_FORMAT: Final = "outgrow tally 2"
Kind = Literal["first_passage", "state", "duration", "landmark", "exposure"]
#: What parts the rows of each kind of tally, beside its groups and folds.
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "first_passage": ("toward", "month"),
    "state": ("month", "origin", "destination"),
    "duration": ("month", "origin", "destination"),
    "landmark": ("month",),
    "exposure": ("month",),
}
#: What is counted in the rows of each kind.
COUNTS: Final[dict[str, tuple[str, ...]]] = {
    "first_passage": ("entries", "reached", "exits", "censored"),
    "state": ("moves",),
    "duration": ("moves", "people"),
    "landmark": ("entries", "reached", "exits", "censored"),
    "exposure": ("person_months", "reached", "exits"),
}
#: Before the name of a count: the sum of its people's weights.
WEIGHT: Final = "weight_"
FOLD: Final = "fold"


@dataclass(frozen=True)
class Tally:
    """Counts that an estimate is made from.

    Parameters
    ----------
    kind : {"first_passage", "state", "duration", "landmark", "exposure"}
        Which estimate can read it.
    role : str
        The role whose entry makes a person count.
    toward : tuple of str
        The targets, in the order asked; empty for states and durations.
    groups : tuple of str
        Columns that part the people; empty for one group.
    table : pyarrow.Table
        Columns: the first of `KEYS` of the kind if that is ``toward``, those of `groups`, ``fold`` if `folded`, the rest of
        `KEYS`, then `COUNTS`, each followed by its sum of weights (``weight_moves``) if `weighted`. Sorted, one row for
        each combination. On the calendar clock ``month`` is a month number, on any other months since zero.
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
    absorbing : tuple of str
        States that nobody leaves, in order; empty for first passages.
    states : str or None
        Column whose values are the states of a state tally; columns of the next job, parted by commas, whose values are the
        ways out of a duration tally, or None where those are up, sideways and out.
    folded, weighted : bool
        Whether rows are parted by fold, and whether sums of weights stand beside the counts.
    landmark : int or None
        Months since zero from which a landmark tally follows people; None for the others.
    excluded : tuple of (str, int)
        People counted in the flow whom a landmark or exposure tally leaves out, by reason.
    piece : int or None
        Months in each piece of time of an exposure tally; None for the others.
    """

    kind: Kind
    role: str
    toward: tuple[str, ...]
    groups: tuple[str, ...]
    table: pyarrow.Table = field(repr=False, compare=False)
    flow: Flow
    settings: Settings
    careers: CareersFacts
    notes: tuple[str, ...] = ()
    queries: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    absorbing: tuple[str, ...] = ()
    states: str | None = None
    folded: bool = False
    weighted: bool = False
    landmark: int | None = None
    excluded: tuple[tuple[str, int], ...] = ()
    piece: int | None = None

    def __post_init__(self) -> None:
        wanted = [*self._keys(), *self._counts()]
        if self.table.column_names != wanted:
            raise InputError(
                f"a tally of this kind ({self.kind}) has the columns {', '.join(wanted)}; this has "
                f"{', '.join(self.table.column_names)}."
            )

    def _keys(self, groups: tuple[str, ...] | None = None, *, folded: bool | None = None) -> tuple[str, ...]:
        keys = KEYS[self.kind]
        first = tuple(key for key in keys if key == "toward")
        fold = (FOLD,) if (self.folded if folded is None else folded) else ()
        return (*first, *(self.groups if groups is None else groups), *fold, *keys[len(first) :])

    def _counts(self) -> tuple[str, ...]:
        return count_columns(self.kind, weighted=self.weighted)

    @property
    def exits(self) -> str:
        """What states that nobody leaves are called when they are made one."""
        return OTHER_WAYS if self.kind == "duration" else LEFT

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
        for name in (
            "kind",
            "role",
            "toward",
            "groups",
            "settings",
            "states",
            "folded",
            "weighted",
            "landmark",
            "piece",
        ):
            if getattr(self, name) != getattr(other, name):
                raise InputError(
                    f"two tallies differ in {name}.", why="only counts of the same question add", do="ask both the same"
                )
        import pyarrow as pa

        both = pa.concat_tables([self.table, other.table], promote_options="permissive")
        return replace(
            self,
            table=summed(both, self._keys(), self._counts(), self.toward),
            absorbing=tuple(dict.fromkeys(self.absorbing + other.absorbing)),
            excluded=_added(self.excluded, other.excluded),
            flow=self.flow + other.flow,
            careers=added_facts(self.careers, other.careers),
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
        return replace(self, groups=kept, table=self._summed(self._keys(kept)))

    def unfolded(self) -> Tally:
        """Add the folds together: the same counts without a means to leave folds out."""
        return replace(self, folded=False, table=self._summed(self._keys(folded=False)))

    def lumped(self, states: Sequence[str], name: str) -> Tally:
        """Make one state of several; moves among them are no moves any more.

        Parameters
        ----------
        states : sequence of str
            States that can be left, or competing exits, but not both.
        name : str
            What the one state is called.

        Returns
        -------
        Tally
            The same people in fewer states.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        gone = pa.array(list(states), pa.string())
        table = self.table
        for column in ("origin", "destination"):
            renamed = pc.if_else(pc.fill_null(pc.is_in(table[column], value_set=gone), False), name, table[column])
            table = table.set_column(table.schema.get_field_index(column), column, renamed)
        still = pc.fill_null(pc.not_equal(table["origin"], table["destination"]), True)
        absorbing = tuple(dict.fromkeys(name if state in states else state for state in self.absorbing))
        lumped = summed(table.filter(still), self._keys(), self._counts(), self.toward)
        return replace(self, table=lumped, absorbing=absorbing)

    def _summed(self, keys: tuple[str, ...]) -> pyarrow.Table:
        return summed(self.table.select([*keys, *self._counts()]), keys, self._counts(), self.toward)

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
            "absorbing": self.absorbing,
            "states": self.states,
            "folded": self.folded,
            "weighted": self.weighted,
            "landmark": self.landmark,
            "excluded": self.excluded,
            "piece": self.piece,
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
                absorbing=tuple(head["absorbing"]),
                states=head["states"],
                folded=head["folded"],
                weighted=head["weighted"],
                landmark=head.get("landmark"),
                excluded=tuple((reason, people) for reason, people in head.get("excluded", ())),
                piece=head.get("piece"),
            )
        except (KeyError, ValueError, TypeError, OSError, pa.ArrowException) as fault:
            raise UnreadableSource(
                f"'{path.name}' is no tally in the format '{_FORMAT}' ({type(fault).__name__}).",
                do="save it again with Tally.save",
            ) from None


def added_facts(one: CareersFacts, other: CareersFacts) -> CareersFacts:
    """Return the facts of two sets of careers as one, of disjoint people."""
    return replace(
        one,
        name=one.name if one.name == other.name else f"{one.name} and {other.name}",
        kind="simulated" if "simulated" in (one.kind, other.kind) else "real",
        people=one.people + other.people,
        spells=one.spells + other.spells,
        quarantined=one.quarantined + other.quarantined,
        last_month=max(filter(None, (one.last_month, other.last_month)), default=None),
        imprecise=one.imprecise + other.imprecise,
        notes=tuple(dict.fromkeys(one.notes + other.notes)),
        public=one.harmless and other.harmless,
        mixed=one.mixed or other.mixed or one.kind != other.kind,
    )


def count_columns(kind: str, *, weighted: bool) -> tuple[str, ...]:
    """Return the columns of counts of a kind of tally, each with its sum of weights if `weighted`."""
    weights = ("", WEIGHT) if weighted else ("",)
    return tuple(f"{weight}{count}" for count in COUNTS[kind] for weight in weights)


def _added(first: tuple[tuple[str, int], ...], second: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Add people by reason."""
    people = dict(first)
    for reason, more in second:
        people[reason] = people.get(reason, 0) + more
    return tuple(people.items())


def summed(
    table: pyarrow.Table, keys: Sequence[str], counts: Sequence[str], toward: Sequence[str] = ()
) -> pyarrow.Table:
    """Add the rows of a long table of counts that share their keys; sort them, targets in the order asked."""
    import pyarrow as pa
    import pyarrow.compute as pc

    added = table.group_by(list(keys)).aggregate([(count, "sum") for count in counts])
    added = added.rename_columns([name.removesuffix("_sum") for name in added.column_names]).select([*keys, *counts])
    order = list(keys)
    if "toward" in keys:
        place = pc.index_in(added["toward"], value_set=pa.array(list(toward), pa.string()))
        added = added.append_column("place", place)
        order[order.index("toward")] = "place"
    ordered = added.take(pc.sort_indices(added, sort_keys=[(key, "ascending") for key in order]))
    return ordered.select([*keys, *counts])
