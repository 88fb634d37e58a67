"""State tallies: how many people move from each state to each other, by month, in named steps that the engine runs.

In: `Careers`, a role and a column of spells. Out: `Tally` of kind ``state``. The state of a month is the value of the
column in the main job of that month; without a job it is ``between jobs``; whoever leaves for good goes to a state that
nobody leaves. Costs the engine two orderings of each person's spells: one to find who held several jobs at once, for whom
main jobs have to be told, and one of the main jobs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outgrow.engine import fetched, fetched_together
from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.results.states import BETWEEN, LEFT, OWNER, UNKNOWN
from outgrow.schema import FUNCTIONS, LEVELS, RUNG_LEVELS
from outgrow.settings import Settings
from outgrow.tallies.following import NEVER, entrants, flow_of, followed, notes_of, states_notes, weight_column
from outgrow.tallies.groups import check_groups, group_column, with_entry_value
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.tallies.tally import FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled
from outgrow.titles.roles import FOLDED, owned

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = [
    "MOST_REASONS",
    "OTHER",
    "STATE_COLUMNS",
    "is_exit",
    "state_column",
    "state_of",
    "state_steps",
    "state_tally",
]

#: Columns whose values can be states.
STATE_COLUMNS: Final = ("title", "organisation", "occupation", "function", "specialty", "level", "rung")
#: Those with any number of values, of which only the commonest are states.
_OPEN: Final = frozenset({"title", "organisation", "occupation", "specialty"})
#: State of everyone whose value is not among the commonest.
OTHER: Final = "other"
#: Most reasons for leaving that are states of their own.
MOST_REASONS: Final = 8


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
    states = state_column(states)
    if most_states < 1:
        raise InputError(f"most_states is {most_states}.", do="give 1 or more")
    by, _ = group_column(careers, settings.by)
    settings = replace(settings, by=by)  # as the careers spell it
    steps = state_steps(careers, role, states, settings, most_states=most_states)
    people = steps["followed"]
    status = people.group_by(status=people.reason.fill_null("counted")).agg(n=people.count())
    cells, counted = fetched_together(steps["cells"], status)
    flow = flow_of(counted, careers)
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
        notes=(
            *notes_of(careers, settings),
            *states_notes(careers, settings, levels=states in ("level", "rung")),
            *_rest_note(cells, states, most_states),
        ),
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
        ``followed`` (a row for each who entered, with the months at risk), ``main`` (main jobs, with ``state`` as a number),
        ``told`` (each beside the one before and after, and the person's follow-up), ``moves`` (of each
        person, their coming under observation without an origin and their last sighting without a destination), ``cells``
        (counts of them).
    """
    by, at_entry = group_column(careers, settings.by)
    column = "level" if states == "rung" else states
    needs = role.needs | {column, "level"} | ({by} if at_entry and by else set())
    spells = labelled(careers, needs)
    people = entrants(spells, role, settings)
    if at_entry and by:
        people = with_entry_value(people, spells, role, settings, by)
    people = followed(people, careers, settings, by=None if at_entry else by, reasons=True)
    steps = {"followed": people}
    values = _values(spells if role.any else spells.semi_join(people, "person"), states, most_states, settings)
    # a job of that name can be left
    names = [f"{states}: {value}" if is_exit(value) else value for value in values]
    main = labelled_main_jobs(careers, needs, settings, people=None if role.any else people)
    # states are numbers until there are few rows left to name them in: numbers are what is put in order
    state = _coded(state_of(main, states, owners=settings.owners), values)
    steps["main"] = main.select("person", "start", "end", state=state)
    steps["told"] = _told(steps["main"], people, settings.gap)
    moves = _moves(steps["told"])
    more = [name for name in (FOLD, "weight") if name in moves.columns]
    keys = ["group_value", *(name for name in more if name == FOLD), "month", "origin", "destination", "reason"]
    counts = {"moves": moves.count(), **({"weight_moves": moves.weight.sum()} if "weight" in more else {})}
    steps["moves"] = _named(moves, names)
    steps["cells"] = _named(moves.group_by(keys).agg(**counts), names)
    return steps


def is_exit(state: str) -> bool:
    """Tell whether a state of a state tally is one of those who have left for good."""
    return state == LEFT or state.startswith(f"{LEFT}: ")


def state_column(states: str) -> str:
    """Return the column of states, as the careers spell it.

    Raises
    ------
    UnknownName
        It is none of `STATE_COLUMNS`.
    """
    asked = states.strip().lower()
    if asked not in STATE_COLUMNS:
        raise UnknownName(
            f"'{states}' is no column whose values can be states.{did_you_mean(asked, STATE_COLUMNS)}",
            do=f"use one of {', '.join(STATE_COLUMNS)}",
        )
    return asked


def state_of(spells: ibis.Table, states: str, *, owners: bool) -> ir.StringValue:
    """Return the state that a job is, by a column of `STATE_COLUMNS`; unknown where it has no value.

    By rung or level an owner's job is a state of its own, unless `owners` count as their title says.
    """
    import ibis

    if states == "rung":
        value = ibis.cases(
            *((spells.level.isin(levels), rung) for rung, levels in RUNG_LEVELS.items()), else_=ibis.null("string")
        )
    else:
        value = spells[FOLDED if states == "title" else states].cast("string")
    if states in ("rung", "level") and not owners:
        value = owned(spells).ifelse(OWNER, value)
    return ibis.cases((value.isnull() | (value == ""), UNKNOWN), else_=value)


def _values(spells: ibis.Table, states: str, most: int, settings: Settings) -> list[str]:
    """Return the values that are states; a state's place is its number, and `OTHER` is whatever is not among them."""
    import ibis

    closed = {"rung": (*RUNG_LEVELS, OWNER), "level": (*LEVELS, OWNER), "function": FUNCTIONS}
    if states in closed:
        known = closed[states]
        return [BETWEEN, *([] if OTHER in known else [OTHER]), UNKNOWN, *known]
    spells = spells.select(state=state_of(spells, states, owners=settings.owners))
    counted = spells.group_by("state").agg(n=spells.count())
    commonest = fetched(counted.order_by([ibis.desc(counted.n), counted.state]).limit(most))["state"].to_pylist()
    return [BETWEEN, OTHER, *(value for value in commonest if value not in (BETWEEN, OTHER))]


def _coded(state: ir.StringValue, values: list[str]) -> ir.IntegerValue:
    """Number states: numbers are what is put in order, and texts are long."""
    import ibis

    places = ((state == value, place) for place, value in enumerate(values))
    return ibis.cases(*places, else_=values.index(OTHER)).cast("int16")


def _named(table: ibis.Table, names: list[str]) -> ibis.Table:
    import ibis

    def name(code: ir.IntegerValue) -> ir.StringValue:
        return ibis.cases(*((code == place, text) for place, text in enumerate(names)), else_=ibis.null("string"))

    return table.mutate(
        origin=name(table.origin),
        destination=ibis.coalesce(table.reason, name(table.destination)),
        exits=table.reason.notnull().ifelse(1, 0),
    ).drop("reason")


def _told(main: ibis.Table, people: ibis.Table, gap: int) -> ibis.Table:
    """Put each main job beside the one before and the one after, and what is known of the person's follow-up."""
    import ibis

    in_time = ibis.window(group_by="person", order_by="start")
    main = main.mutate(start=main.start.cast("int32"), last=main.end.cast("int32").fill_null(NEVER))
    main = main.mutate(
        state_before=main.state.lag().over(in_time),
        last_before=main["last"].lag().over(in_time),
        next_start=main.start.lead().over(in_time).fill_null(NEVER + 1),
    )
    # between jobs after this one, unless it goes on or the gap is bridged
    falls = (main["last"] < NEVER) & (main.next_start > main["last"] + gap + 1)
    main = main.select(
        "person",
        "start",
        "state",
        "state_before",
        "next_start",
        fell_before=(main.start > main.last_before + gap + 1).fill_null(False),
        held=falls.ifelse(main["last"], main.next_start - 1),
    )
    more = [name for name in (FOLD, "weight") if name in people.columns]
    exits = people.exit_month <= people.stop
    reason = people.exit_reason.cast("string")
    left = ibis.cases((reason.isnull() | (reason == ""), LEFT), else_=ibis.literal(f"{LEFT}: ") + reason)
    at_risk = people.filter(people.reason.isnull()).select(
        "group_value",
        "origin",
        "risk_from",
        *more,
        known_person="person",
        ends=exits.ifelse(people.exit_month, people.stop),
        # whoever leaves in a month does nothing else in it
        through=exits.ifelse(people.exit_month - 1, people.stop),
        left=exits.ifelse(left, ibis.null("string")),
    )
    return main.inner_join(at_risk, main.person == at_risk.known_person).drop("known_person")


def _moves(told: ibis.Table) -> ibis.Table:
    """Say what each job tells: that its holder moved to it, lost it, held it when first or when last seen."""
    import ibis

    nothing, between = ibis.null("int16"), ibis.literal(0).cast("int16")
    came_from = told.fell_before.ifelse(between, told.state_before)
    after, lost = told.held + 1, told.held < told.next_start - 1
    seen_first = (told.start <= told.risk_from) & (told.risk_from < told.next_start)
    seen_last = (told.start <= told.through) & (told.through < told.next_start)
    begins = (told.start > told.risk_from) & (told.start <= told.through) & (came_from != told.state).fill_null(False)
    ends = lost & (after > told.risk_from) & (after <= told.through) & (told.state != between)
    # Spark explodes nothing inside a cast
    table = told.mutate(what=ibis.array([0, 1, 2, 3]).cast("array<int8>").unnest())
    what = table.what
    happened = ibis.cases((what == 0, begins), (what == 1, ends), (what == 2, seen_first), else_=seen_last)
    table = table.filter(happened)
    what = table.what

    def held_at(month: ir.IntegerValue) -> ir.IntegerValue:
        return (month <= table.held).ifelse(table.state, between)

    came_from = table.fell_before.ifelse(between, table.state_before)
    month = ibis.cases(
        (what == 0, table.start), (what == 1, table.held + 1), (what == 2, table.risk_from), else_=table.ends
    )
    origin = ibis.cases(
        (what == 0, came_from), (what == 1, table.state), (what == 2, nothing), else_=held_at(table.through)
    )
    destination = ibis.cases(
        (what == 0, table.state), (what == 1, between), (what == 2, held_at(table.risk_from)), else_=nothing
    )
    return table.select(
        "person",
        "group_value",
        *(name for name in (FOLD, "weight") if name in table.columns),
        month=(month - table.origin).cast("int32"),
        origin=origin,
        destination=destination,
        reason=(what == 3).ifelse(table.left, ibis.null("string")),
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
