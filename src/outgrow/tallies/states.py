"""State tallies: how many people move from each state to each other, by month, in named steps that the engine runs.

In: `Careers`, a role and a column of spells. Out: `Tally` of kind ``state``. The state of a month is the value of the
column in the main job of that month; without a job it is ``between jobs``; whoever leaves for good goes to a state that
nobody leaves. Costs the engine three orderings of each person's spells: of titles in a row, of main jobs, of changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outgrow.careers.spells import join_same_title, main_jobs
from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.results.states import BETWEEN, LEFT, UNKNOWN
from outgrow.schema import RUNG_LEVELS
from outgrow.settings import Settings
from outgrow.tallies.following import entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.groups import check_groups, group_column, with_entry_value
from outgrow.tallies.tally import FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled
from outgrow.titles.roles import FOLDED

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["MOST_REASONS", "OTHER", "STATE_COLUMNS", "is_exit", "state_steps", "state_tally"]

#: Columns whose values can be states.
STATE_COLUMNS: Final = ("title", "organisation", "occupation", "function", "specialty", "level", "rung")
#: Those with any number of values, of which only the commonest are states.
_OPEN: Final = frozenset({"title", "organisation", "occupation", "specialty"})
#: State of everyone whose value is not among the commonest.
OTHER: Final = "other"
#: Most reasons for leaving that are states of their own.
MOST_REASONS: Final = 8
#: What telling the main job reads, beside the column of states.
_READ: Final = ("person", "start", "end", "start_day", "row", "title", "organisation", "level", "marks")


def state_tally(
    careers: Careers, role: Role, states: str, settings: Settings | None = None, *, most_states: int = 20
) -> Tally:
    """Count the moves between states of those who enter a role.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role whose first entry makes a person count, and starts the clock.
    states : str
        One of `STATE_COLUMNS`.
    settings : Settings, optional
        Follow-up, groups and the rest.
    most_states : int, default 20
        How many values of a column with any number of them are states; the rest together are ``other``.

    Returns
    -------
    Tally
        Kind ``state``.

    Raises
    ------
    UnknownName
        `states`, ``settings.by`` or ``settings.weight`` is no column.
    RefusedQuestion
        ``settings.by`` tells what happened after month 0.
    InputError
        `most_states` is below 1, or there are more than 50 groups.
    """
    settings = settings or Settings()
    states = _state_column(states)
    if most_states < 1:
        raise InputError(f"most_states is {most_states}.", do="give 1 or more")
    by, _ = group_column(careers, settings.by)
    settings = replace(settings, by=by)  # as the careers spell it
    steps = state_steps(careers, role, states, settings, most_states=most_states)
    cells = steps["cells"].to_pyarrow()
    people = steps["followed"]
    status = people.reason.fill_null("counted")
    flow = flow_of(people.group_by(status=status).agg(n=people.count()).to_pyarrow(), careers)
    if by:
        check_groups(cells["group_value"], by)
    weighted = weight_column(careers, settings) is not None
    groups = (by,) if by else ()
    tally = Tally(
        kind="state",
        role=role.text,
        toward=(),
        groups=groups,
        table=_long(cells, groups, weighted=weighted),
        flow=flow,
        settings=settings,
        careers=careers.facts,
        notes=(*notes_of(careers, settings), *_rest_note(cells, states, most_states)),
        queries=(steps["cells"],),
        absorbing=_exits(cells),
        states=states,
        folded=weighted,
        weighted=weighted,
    )
    return tally if len(tally.absorbing) <= MOST_REASONS else tally.lumped(tally.absorbing, LEFT)


def state_steps(
    careers: Careers, role: Role, states: str, settings: Settings, *, most_states: int = 20
) -> dict[str, ibis.Table]:
    """Return the named steps of a state tally, each an expression on the careers' engine.

    Parameters are those of `state_tally`.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled, with ``state``), ``followed`` (a row for each who entered, with the months at risk),
        ``main`` (main jobs of those), ``changes`` (the months in which a state begins), ``moves`` (of each person, their coming
        under observation without an origin and their last sighting without a destination), ``cells`` (counts of them).
    """
    import ibis

    by, at_entry = group_column(careers, settings.by)
    column = "level" if states == "rung" else states
    spells = labelled(careers, role.needs | {column, "level"} | ({by} if at_entry and by else set()))
    people = entrants(spells, role, settings)
    if at_entry and by:
        people = with_entry_value(people, spells, role, settings, by)
    people = followed(people, careers, settings, by=None if at_entry else by, reasons=True)
    steps = {"followed": people}
    if not role.any:
        spells = spells.semi_join(people, "person")
    spells = spells.mutate(state=_state(spells, states))
    if states in _OPEN:
        spells = _commonest(spells, states, most_states)
    read = [name for name in _READ if name in spells.columns]
    steps["spells"] = spells.select(*read, "state")
    joined = join_same_title(steps["spells"], gap=settings.gap)
    steps["main"] = main_jobs(joined, gap=settings.gap, rule=settings.main_job).select(
        "person", "start", "end", "state"
    )
    changes = steps["changes"] = _changes(steps["main"], people)
    # a row may say two things: what it moves from, and that it is the last
    told = changes.mutate(what=ibis.array([0, 1]).unnest().cast("int32"))
    nothing, enters = ibis.null("string"), told.month <= told.risk_from
    exits = told.exit_month <= told.stop
    reason = told.exit_reason.cast("string")
    left = ibis.cases((reason.isnull() | (reason == ""), LEFT), else_=ibis.literal(f"{LEFT}: ") + reason)
    moved = (told.what == 0) & (enters | (told.state != told.state_before).fill_null(False))
    told = told.filter(moved | ((told.what == 1) & told.next_month.isnull()))
    first = told.what == 0
    more = [name for name in (FOLD, "weight") if name in told.columns]
    moves = steps["moves"] = told.select(
        "person",
        "group_value",
        *more,
        month=(
            first.ifelse(enters.ifelse(told.risk_from, told.month), exits.ifelse(told.exit_month, told.stop))
            - told.origin
        ).cast("int32"),
        origin=first.ifelse(enters.ifelse(nothing, told.state_before), told.state),
        destination=first.ifelse(told.state, exits.ifelse(left, nothing)),
        exits=(~first & exits).ifelse(1, 0),
    )
    keys = ["group_value", *((FOLD,) if FOLD in more else ()), "month", "origin", "destination", "exits"]
    counts = {"moves": moves.count(), **({"weight_moves": moves.weight.sum()} if "weight" in more else {})}
    steps["cells"] = moves.group_by(keys).agg(**counts)
    return steps


def is_exit(state: str) -> bool:
    """Tell whether a state of a state tally is one of those who have left for good."""
    return state == LEFT or state.startswith(f"{LEFT}: ")


def _state_column(states: str) -> str:
    asked = states.strip().lower()
    if asked not in STATE_COLUMNS:
        raise UnknownName(
            f"'{states}' is no column whose values can be states.{did_you_mean(asked, STATE_COLUMNS)}",
            do=f"use one of {', '.join(STATE_COLUMNS)}",
        )
    return asked


def _state(spells: ibis.Table, states: str) -> ir.StringValue:
    import ibis

    if states == "rung":
        value = ibis.cases(
            *((spells.level.isin(levels), rung) for rung, levels in RUNG_LEVELS.items()), else_=ibis.null("string")
        )
    else:
        value = spells[FOLDED if states == "title" else states].cast("string")
    return ibis.cases((value.isnull() | (value == ""), UNKNOWN), else_=value)


def _commonest(spells: ibis.Table, states: str, most: int) -> ibis.Table:
    """Keep the commonest states, by spells and then by name; the rest are one."""
    import ibis

    counted = spells.group_by("state").agg(n=spells.count())
    kept = counted.order_by([ibis.desc(counted.n), counted.state]).limit(most).to_pyarrow()["state"].to_pylist()
    state = spells.state.isin(kept).ifelse(spells.state, ibis.literal(OTHER))
    # a job of that name can be left
    for name in filter(is_exit, kept):
        state = (spells.state == name).ifelse(ibis.literal(f"{states}: {name}"), state)
    return spells.mutate(state=state)


def _changes(main: ibis.Table, people: ibis.Table) -> ibis.Table:
    """Find the months in which a followed person's state begins: the state when follow-up begins, and each one after."""
    import ibis

    in_time = ibis.window(group_by="person", order_by="start")
    main = main.mutate(next_start=main.start.lead().over(in_time))
    begins = main.select("person", "state", month=main.start.cast("int32"))
    ended = main.filter(main.end.notnull() & (main.next_start.isnull() | (main.next_start > main.end + 1)))
    ends = ended.select("person", state=ibis.literal(BETWEEN), month=(ended.end + 1).cast("int32"))
    changes = begins.union(ends)
    more = [name for name in (FOLD, "weight") if name in people.columns]
    at_risk = people.filter(people.reason.isnull()).select(
        "group_value", "origin", "risk_from", "stop", "exit_month", "exit_reason", *more, known_person="person"
    )
    joined = changes.inner_join(at_risk, changes.person == at_risk.known_person).drop("known_person")
    # whoever leaves in a month does nothing else in it
    joined = joined.filter((joined.month <= joined.stop) & (joined.month < joined.exit_month))
    in_time = ibis.window(group_by="person", order_by="month")
    joined = joined.mutate(next_month=joined.month.lead().over(in_time), state_before=joined.state.lag().over(in_time))
    # of what was before follow-up began, only the last state matters; the one after it has it as its state before
    return joined.filter(
        (joined.month > joined.risk_from) | (joined.next_month.isnull() | (joined.next_month > joined.risk_from))
    )


def _exits(cells: pyarrow.Table) -> tuple[str, ...]:
    import pyarrow.compute as pc

    left = cells.filter(pc.equal(cells["exits"], 1))["destination"].unique().to_pylist()
    return tuple(sorted(left))


def _rest_note(cells: pyarrow.Table, states: str, most: int) -> tuple[str, ...]:
    import pyarrow.compute as pc

    if states not in _OPEN or not pc.any(pc.equal(cells["destination"], OTHER)).as_py():
        return ()
    return (f"The {most} commonest values of '{states}' are states of their own; '{OTHER}' is all the rest.",)


def _long(cells: pyarrow.Table, groups: tuple[str, ...], *, weighted: bool) -> pyarrow.Table:
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    columns = {groups[0]: cells["group_value"]} if groups else {}
    if weighted:
        columns[FOLD] = cells[FOLD].cast(whole)
    columns["month"] = cells["month"].cast(whole)
    columns |= {name: cells[name].cast(text) for name in ("origin", "destination")}
    keys = tuple(columns)
    columns["moves"] = cells["moves"].cast(whole)
    if weighted:
        columns[f"{WEIGHT}moves"] = cells["weight_moves"].cast(pa.float64())
    return summed(pa.table(columns), keys, count_columns("state", weighted=weighted))
