"""Duration tallies: how long stays in a role last and how they end, in named steps that the engine runs as one query.

In: `Careers` and a role. Out: `Tally` of kind ``duration``. Ways out are by level, or by what the next job is. A stay joins
the spells in the role that overlap, touch or have a short gap between them; each has a clock of its own, from its first
month. A person may have several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from outgrow.careers.spells import stints
from outgrow.engine import fetched_together
from outgrow.errors import InputError
from outgrow.results.states import IN_ROLE, OTHER_WAYS, OUT, SIDEWAYS, UNKNOWN, UP
from outgrow.schema import ASIDE_MARKS, LEVELS
from outgrow.settings import Settings
from outgrow.tallies.following import NEVER, entrants, flow_of, followed, notes_of, states_notes, weight_column
from outgrow.tallies.groups import check_groups, group_column, with_entry_value
from outgrow.tallies.states import state_column, state_of
from outgrow.tallies.tally import FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.results import Flow
    from outgrow.titles.roles import Role

__all__ = ["duration_steps", "duration_tallies", "duration_tally"]

#: Ways out that are told last, where the others are next jobs.
_LAST: Final = (OUT, UNKNOWN)

#: In one number that orders jobs as the main-job rule does: unmarked, start, day, level; the level is read back from it.
_LEVEL, _DAY, _START, _UNMARKED = 1, 100, 10_000, 10**12


def duration_tally(
    careers: Careers, role: Role, settings: Settings | None = None, *, ways: str | None = None, most_ways: int = 12
) -> Tally:
    """Count stays in a role by their length and by how they end.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role.
    settings : Settings, optional
        Follow-up, groups and the rest; ``entered`` is about the start of each stay.
    ways : str, optional
        Columns of `STATE_COLUMNS`, parted by commas, whose values in the next job are the ways out; a job without a specialty
        is named by its function. Default: by level, up or sideways.
    most_ways : int, default 12
        How many of those values are ways of their own; the rest together are ``other ways``.

    Returns
    -------
    Tally
        Kind ``duration``. Parted by fold where somebody has several stays, or people have weights.

    Raises
    ------
    UnknownName
        `ways`, ``settings.by`` or ``settings.weight`` is no column.
    RefusedQuestion
        ``settings.by`` tells what happened after month 0.
    InputError
        The clock is another than the role's, there are more than 50 groups, or `most_ways` is below 1.
    """
    columns = () if ways is None else _columns(ways)
    counted = _count(careers, role, settings or Settings(), columns)
    return counted.tally("job" if columns else "way", columns, most_ways)


def duration_tallies(
    careers: Careers, role: Role, settings: Settings | None = None, *, ways: str, most_ways: int = 12
) -> tuple[Tally, Tally]:
    """Count the same stays twice, by level and by next job, in one query.

    Parameters
    ----------
    careers, role, settings, ways, most_ways
        As in `duration_tally`.

    Returns
    -------
    tuple of Tally
        As `duration_tally` without and with `ways`.
    """
    columns = _columns(ways)
    counted = _count(careers, role, settings or Settings(), columns)
    return counted.tally("way", (), most_ways), counted.tally("job", columns, most_ways)


@dataclass(frozen=True)
class _Counted:
    """Cells of stays as the engine counted them, each with the way out by level and, where asked, by next job."""

    careers: Careers
    role: Role
    settings: Settings
    cells: pyarrow.Table
    flow: Flow
    query: ibis.Table
    weighted: bool

    def tally(self, way: str, columns: Sequence[str], most_ways: int) -> Tally:
        """Make the tally by one of the ways out."""
        if most_ways < 1:
            raise InputError(f"most_ways is {most_ways}.", do="give 1 or more")
        settings, ways = self.settings, self.cells[way]
        cells = self.cells.drop_columns([name for name in ("way", "job") if name in self.cells.column_names])
        cells = cells.append_column("way", ways)
        groups = (settings.by,) if settings.by else ()
        levels = not columns or not {"level", "rung"}.isdisjoint(columns)
        tally = Tally(
            kind="duration",
            role=self.role.text,
            toward=(),
            groups=groups,
            table=_long(cells, groups, weighted=self.weighted),
            flow=self.flow,
            settings=settings,
            careers=self.careers.facts,
            notes=(
                *notes_of(self.careers, settings),
                *states_notes(self.careers, settings, levels=levels, moves=not columns),
            ),
            queries=(self.query,),
            absorbing=_ways_seen(cells, columns),
            states=",".join(columns) or None,
            folded=True,
            weighted=self.weighted,
        )
        if columns and len(tally.absorbing) > most_ways + len(_LAST):
            rare = [name for name in tally.absorbing if name not in _LAST][most_ways:]
            more = f"{len(rare)} more {'is' if len(rare) == 1 else 'are'}"
            note = f"The {most_ways} commonest ways out are told apart; {more} '{OTHER_WAYS}'."
            tally = replace(tally.lumped(rare, OTHER_WAYS), notes=(*tally.notes, note))
        stays, once = sum(tally.table["moves"].to_pylist()), sum(tally.table["people"].to_pylist())
        return tally if self.weighted or stays != once else tally.unfolded()


def _count(careers: Careers, role: Role, settings: Settings, columns: Sequence[str]) -> _Counted:
    if settings.clock != "role":
        raise InputError(
            f"tenure runs from entry into the role; the clock asked for is '{settings.clock}'.", do="leave --clock out"
        )
    by, _ = group_column(careers, settings.by)
    settings = replace(settings, by=by)  # as the careers spell it
    steps = duration_steps(careers, role, settings, ways=columns)
    people = steps["people"]
    cells, status = fetched_together(steps["cells"], people.group_by("status").agg(n=people.count()))
    if by:
        check_groups(cells["group_value"], by)
    flow = flow_of(status, careers)
    weighted = weight_column(careers, settings) is not None
    return _Counted(careers, role, settings, cells, flow, steps["cells"], weighted)


def duration_steps(
    careers: Careers, role: Role, settings: Settings, *, ways: Sequence[str] = ()
) -> dict[str, ibis.Table]:
    """Return the named steps of a duration tally, each an expression on the careers' engine.

    Parameters are those of `duration_tally`, `ways` a name each.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``followed`` (a row for each who entered, with the months at risk), ``stays`` (a row a stay:
        its months and the ``way`` out by level, with `ways` also by next ``job``; null where it was last seen), ``people``
        (person and ``status``), ``cells`` (counts).
    """
    import ibis

    by, at_entry = group_column(careers, settings.by)
    needs = role.needs | {"level"} | {"level" if column == "rung" else column for column in ways}
    needs = needs | ({"function"} if "specialty" in ways else set())
    spells = labelled(careers, needs | ({by} if at_entry and by else set()))
    people = entrants(spells, role, settings)
    people = followed(people, careers, replace(settings, entered=None), by=None if at_entry else by, folded=True)
    steps = {"spells": spells, "followed": people}
    held = role.condition(spells, owners=settings.owners)
    stays = stints(spells, held, gap=settings.gap)
    known = people.rename(known_person="person")
    stays = stays.inner_join(known, stays.person == known.known_person).drop("known_person", "last", "zero")
    if at_entry and by:
        stays = with_entry_value(stays.drop("group_value"), spells, role, settings, by, zero="start")
    last = stays.end.cast("int32").fill_null(NEVER)
    first, final = settings.entered_months
    inside = ibis.literal(True)
    if first is not None:
        inside = inside & (stays.start >= first)
    if final is not None:
        inside = inside & (stays.start <= final)
    # a stay under way when follow-up began has no clock of its own: how long it had lasted decides who is seen in it
    own_clock = stays.start_known & (stays.start >= stays.seen_from)
    has_weight = (stays.weight > 0).fill_null(False) if "weight" in stays.columns else ibis.literal(True)
    stays = stays.mutate(
        last=last,
        leaves=(last < NEVER).ifelse(last + 1, NEVER),
        status=ibis.cases(
            (~inside, "not_in_role"),
            (own_clock & (stays.stop > stays.start) & has_weight, "counted"),
            else_="no_follow_up",
        ),
    )
    stays = steps["stays"] = _with_ways(stays, spells, held, settings, ways)
    order = {"counted": 0, "no_follow_up": 1, "not_in_role": 2}
    best = stays.group_by("person").agg(
        place=ibis.cases(*((stays.status == name, place) for name, place in order.items())).min()
    )
    steps["people"] = best.select(
        "person", status=ibis.cases(*((best.place == place, name) for name, place in order.items()))
    )
    counted = stays.filter(stays.status == "counted")
    counted = counted.mutate(
        first=(counted.start == counted.start.min().over(ibis.window(group_by="person"))).ifelse(1, 0)
    )
    counts = {"moves": counted.count(), "people": counted["first"].sum()}
    if "weight" in counted.columns:
        counts |= {"weight_moves": counted.weight.sum(), "weight_people": (counted.weight * counted["first"]).sum()}
    keys = ["group_value", FOLD, "months", "way", *(["job"] if ways else [])]
    steps["cells"] = counted.group_by(keys).agg(**counts)
    return steps


def _with_ways(
    stays: ibis.Table, spells: ibis.Table, held: ir.BooleanValue, settings: Settings, ways: Sequence[str]
) -> ibis.Table:
    """Add how long each stay lasted and the way out of it; null where its end was not seen."""
    import ibis

    named = {"job_name": _named(spells, ways, owners=settings.owners)} if ways else {}
    ranked = spells.select(
        job_person=spells.person,
        job_start=spells.start,
        job_last=_last(spells),
        job_rank=_rank(spells),
        job_held=held,
        **named,
    )
    keyed = stays.select("person", "start", "last", "leaves")
    inside = keyed.inner_join(
        ranked.filter(ranked.job_held),
        [keyed.person == ranked.job_person, keyed.start <= ranked.job_start, keyed["last"] >= ranked.job_start],
    )
    own = inside.group_by("person", "start").agg(own_rank=inside.job_rank.max())
    own = own.rename(own_person="person", own_start="start")
    elsewhere = keyed.inner_join(
        ranked.filter(~ranked.job_held),
        [
            keyed.person == ranked.job_person,
            keyed.leaves + settings.gap >= ranked.job_start,
            keyed.leaves <= ranked.job_last,
            keyed.leaves < NEVER,
        ],
    )
    if ways:
        # of jobs that are alike in rank, the first by name, so that every engine takes the same
        best = elsewhere.mutate(best=elsewhere.job_rank.max().over(ibis.window(group_by=["person", "start"])))
        elsewhere = best.filter(best.job_rank == best.best)
        named = {"next_name": elsewhere.job_name.min()}
    after = elsewhere.group_by("person", "start").agg(next_rank=elsewhere.job_rank.max(), **named)
    after = after.rename(next_person="person", next_start="start")
    stays = stays.left_join(own, [stays.person == own.own_person, stays.start == own.own_start])
    stays = stays.drop("own_person", "own_start")
    stays = stays.left_join(after, [stays.person == after.next_person, stays.start == after.next_start])
    stays = stays.drop("next_person", "next_start")
    leaves_for_good = stays.exit_month <= stays.leaves
    ends = leaves_for_good.ifelse(stays.exit_month, stays.leaves)
    own_level, next_level = _level_of(stays.own_rank), _level_of(stays.next_rank)
    gone = leaves_for_good | stays.next_rank.isnull()
    seen, last_seen = ends <= stays.stop, ibis.null("string")
    named = {"job": seen.ifelse(ibis.cases((gone, OUT), else_=stays.next_name), last_seen)} if ways else {}
    return stays.mutate(
        months=(seen.ifelse(ends, stays.stop) - stays.start).cast("int32"),
        way=seen.ifelse(_by_level(gone, own_level, next_level), last_seen),
        **named,
    )


def _by_level(gone: ir.BooleanValue, own_level: ir.IntegerValue, next_level: ir.IntegerValue) -> ir.StringValue:
    import ibis

    return ibis.cases(
        (gone, OUT),
        ((own_level < 0) | (next_level < 0), UNKNOWN),
        (next_level > own_level, UP),
        else_=SIDEWAYS,
    )


def _columns(ways: str) -> tuple[str, ...]:
    """Return the columns whose values are ways out, each once."""
    return tuple(dict.fromkeys(state_column(part) for part in ways.split(",")))


def _named(spells: ibis.Table, ways: Sequence[str], *, owners: bool) -> ir.StringValue:
    """Name a job by its values in some columns; unknown where it has none of them."""
    import ibis

    values = [_value(spells, column, owners=owners) for column in ways]
    name, known = values[0], values[0] != UNKNOWN
    for column, value in zip(ways[1:], values[1:], strict=True):
        name = name + ibis.literal(", ") + (value == UNKNOWN).ifelse(f"{column} {UNKNOWN}", value)
        known = known | (value != UNKNOWN)
    # a job of that name can be taken
    own = name.isin([*_LAST, IN_ROLE, OTHER_WAYS]).ifelse(ibis.literal(f"{ways[0]}: ") + name, name)
    return known.ifelse(own, ibis.literal(UNKNOWN))


def _value(spells: ibis.Table, column: str, *, owners: bool) -> ir.StringValue:
    value = state_of(spells, column, owners=owners)
    # what has no specialty is named by its function, as in breadth
    return (
        (value == UNKNOWN).ifelse(state_of(spells, "function", owners=owners), value)
        if column == "specialty"
        else value
    )


def _ways_seen(cells: pyarrow.Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the ways out that anyone took: by level in their order; by the next job the commonest first, others last."""
    import pyarrow as pa

    counted = pa.table({"way": cells["way"], "moves": cells["moves"]}).group_by("way").aggregate([("moves", "sum")])
    size = {row["way"]: row["moves_sum"] for row in counted.to_pylist() if row["way"] is not None}
    if not columns:
        return tuple(way for way in (UP, SIDEWAYS, OUT, UNKNOWN) if way in size)
    named = sorted((way for way in size if way not in _LAST), key=lambda way: (-size[way], way))
    return (*named, *(way for way in _LAST if way in size))


def _rank(spells: ibis.Table) -> ir.IntegerValue:
    """Order jobs at once as the main-job rule does, in one number that holds the level."""
    import ibis

    carried = ibis.literal(";") + spells["marks"].cast("string").lower().replace(" ", "") + ";"
    marked = ibis.literal(False)
    for mark in ASIDE_MARKS:
        marked = marked | carried.contains(f";{mark};").fill_null(False)
    level = ibis.cases(*((spells.level == name, place + 1) for place, name in enumerate(LEVELS)), else_=0)
    day = spells.start_day.fill_null(0) if "start_day" in spells.columns else ibis.literal(0)
    return (
        marked.ifelse(0, 1).cast("int64") * _UNMARKED
        + spells.start.cast("int64") * _START
        + day.cast("int64") * _DAY
        + level * _LEVEL
    )


def _level_of(rank: ir.IntegerValue) -> ir.IntegerValue:
    """Read the level's place back; -1 where it is unknown."""
    return rank % _DAY - 1


def _last(spells: ibis.Table) -> ir.IntegerValue:
    return spells.end.cast("int32").fill_null(NEVER)


def _long(cells: pyarrow.Table, groups: tuple[str, ...], *, weighted: bool) -> pyarrow.Table:
    """Turn cells into moves: into the role in month 0, out of it when a stay ends or is last seen."""
    import pyarrow as pa

    whole, text = pa.int64(), pa.string()
    n = cells.num_rows
    keys = {groups[0]: cells["group_value"]} if groups else {}
    keys[FOLD] = cells[FOLD].cast(whole)
    names = count_columns("duration", weighted=weighted)
    counts = {name: cells[name].cast(pa.float64() if name.startswith(WEIGHT) else whole) for name in names}
    role, nobody = pa.array([IN_ROLE] * n, text), pa.nulls(n, text)
    entries = pa.table({**keys, "month": pa.array([0] * n, whole), "origin": nobody, "destination": role, **counts})
    ends = {"month": cells["months"].cast(whole), "origin": role, "destination": cells["way"].cast(text)}
    both = pa.concat_tables([entries, pa.table({**keys, **ends, **counts})])
    return summed(both, [*keys, "month", "origin", "destination"], names)
