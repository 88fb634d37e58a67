"""First-passage tallies, in named steps that the engine runs as one query.

In: `Careers` and roles. Out: `Tally`. Each step is an expression that can be looked at by itself
(``steps["people"].limit(5).to_pandas()``); nothing runs before the last. No ordering is needed: a person's first entry,
first later target and last month come from one grouping.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.errors import InputError, RefusedQuestion, UnknownName, did_you_mean
from outgrow.months import month_number
from outgrow.results import Flow, Point
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS
from outgrow.settings import Settings
from outgrow.tallies.tally import COUNTS, Tally, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["first_passage", "first_passage_steps"]

#: Stands for "did not happen" among month numbers, later than any month.
_NEVER: Final = 1_000_000
#: Stands for "since ever", earlier than any month.
_EVER: Final = -1_000_000
#: Columns of people that tell what happened after month 0.
_AFTER_ZERO: Final = ("exited", "exit_reason", "observed_until", "observed_from")
#: Columns of the spell that starts the clock, known at month 0.
_AT_ENTRY: Final = ("title", "organisation", "occupation", "function", "specialty", "level", "currency", "pay_period")
#: Names of columns that counts and points have.
_RESERVED: Final = ("toward", "month", *COUNTS, *Point._fields)
#: Columns of people that tell how somebody left, whatever they are called.
_LEAVING: Final = re.compile(r"leav|exit|terminat|resign|separat|departure|attrition|dismiss|retire", re.IGNORECASE)
_MOST_GROUPS: Final = 50


def first_passage(
    careers: Careers,
    role: Role,
    toward: Sequence[Role],
    settings: Settings | None = None,
    *,
    ongoing: Literal["data", "own"] = "data",
) -> Tally:
    """Count first passages from a role to one or more targets.

    The clock starts at the first entry into the role. Whoever held any of the targets in or before that month, or before
    follow-up began, is counted apart, so that several targets share one denominator.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role whose entry starts the clock.
    toward : sequence of Role
        The targets, at least one.
    settings : Settings, optional
        Follow-up, groups and the rest.
    ongoing : {"data", "own"}, default "data"
        How long a person with an ongoing job and no ``observed_until`` is followed: through the last month of the data,
        or through the last date of their own, as if each had been collected just then.

    Returns
    -------
    Tally
        Kind ``first_passage``.

    Raises
    ------
    UnknownName
        ``settings.by`` is no column.
    RefusedQuestion
        ``settings.by`` tells what happened after month 0.
    InputError
        There are more than 50 groups.
    """
    settings = settings or Settings()
    toward = list({target.text: target for target in toward}.values())
    by, _ = _group_column(careers, settings.by)
    settings = replace(settings, by=by)  # as the careers spell it
    cells = first_passage_steps(careers, role, toward, settings, ongoing=ongoing)["cells"]
    counted = cells.to_pyarrow()
    groups = (by,) if by else ()
    if groups and len(set(counted["group_value"].to_pylist())) > _MOST_GROUPS:
        raise InputError(
            f"'{settings.by}' has more than {_MOST_GROUPS} values among those who entered the role.",
            why="curves of so many groups cannot be read, and small groups are people",
            do="put its values into a few bands first",
        )
    table = _long(counted, [target.text for target in toward], groups)
    return Tally(
        kind="first_passage",
        role=role.text,
        toward=tuple(target.text for target in toward),
        groups=groups,
        table=table,
        flow=_flow(counted, careers),
        settings=settings,
        careers=careers.facts,
        notes=_notes(careers, settings),
        queries=(cells,),
    )


def first_passage_steps(
    careers: Careers,
    role: Role,
    toward: Sequence[Role],
    settings: Settings,
    *,
    ongoing: Literal["data", "own"] = "data",
) -> dict[str, ibis.Table]:
    """Return the named steps of a first-passage tally, each an expression on the careers' engine.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``people`` (one row for each who entered the role), ``followed`` (with the last month of
        follow-up and how it ends), ``passages`` (months since zero, outcome by target), ``cells`` (counts).
    """
    if not toward:
        raise InputError("no target was given.", do="name at least one role to reach")
    steps: dict[str, ibis.Table] = {}
    by, at_entry = _group_column(careers, settings.by)
    needs = role.needs.union(*(target.needs for target in toward), {by} if at_entry and by else set())
    steps["spells"] = labelled(careers, needs)
    steps["people"] = _people(steps["spells"], role, toward, settings, ongoing)
    if at_entry and by:
        steps["people"] = _with_entry_value(steps["people"], steps["spells"], role, settings, by)
    steps["people"] = _with_known(steps["people"], careers, None if at_entry else by)
    steps["followed"] = _followed(steps["people"], careers, settings, ongoing)
    steps["passages"] = _passages(steps["followed"], len(toward), settings)
    keys = ["status", "target", "group_value", "entry", "month"]
    steps["cells"] = steps["passages"].group_by(keys).agg(n=steps["passages"].count())
    return steps


def _people(
    spells: ibis.Table,
    role: Role,
    toward: Sequence[Role],
    settings: Settings,
    ongoing: Literal["data", "own"],
) -> ibis.Table:
    """Group by person: first entry, first of each target, last month (`_NEVER` while a job is ongoing)."""
    import ibis

    first: dict[str, ir.IntegerScalar] = {
        "zero": spells.start.min(where=None if role.any else role.condition(spells, owners=settings.owners)),
        "last": ibis.coalesce(spells.end, ibis.literal(_NEVER)).max(),
    }
    for place, target in enumerate(toward):
        first[f"hit_{place}"] = spells.start.min(where=target.condition(spells, owners=settings.owners))
    if ongoing == "own":
        first["own_last"] = ibis.coalesce(spells.end, spells.start).max()
    people = spells.group_by("person").agg(**first)
    people = people.filter(people.zero.notnull())
    never = ibis.literal(_NEVER)
    return people.mutate(
        **{f"hit_{place}": ibis.coalesce(people[f"hit_{place}"], never) for place in range(len(toward))}
    )


def _with_entry_value(people: ibis.Table, spells: ibis.Table, role: Role, settings: Settings, by: str) -> ibis.Table:
    """Add the value of a column of the spell that starts the clock; of several in that month, the first in order."""
    held = spells.filter(role.condition(spells, owners=settings.owners))
    held = held.select(entry_person=held.person, entry_start=held.start, entry_value=held[by])
    started = people.select("person", "zero").inner_join(
        held, [people.person == held.entry_person, people.zero == held.entry_start]
    )
    values = started.group_by("person").agg(group_value=started.entry_value.min())
    values = values.rename(value_person="person")
    return people.left_join(values, people.person == values.value_person).drop("value_person")


def _with_known(people: ibis.Table, careers: Careers, by: str | None) -> ibis.Table:
    """Join what is known of each person: follow-up, exit, and the column that groups."""
    import ibis

    nothing = ibis.null("int32")
    if "group_value" not in people.columns and (by is None or careers.people is None):
        people = people.mutate(group_value=ibis.null("string"))
    if careers.people is None:
        return people.mutate(observed_from=nothing, observed_until=nothing, exited=nothing)
    columns = ["person", "observed_from", "observed_until", "exited"]
    values: dict[str, ir.Value] = {}
    if by:
        value = careers.people[by]
        # NaN is no group, and engines do not agree on whether it equals itself
        values["group_value"] = (
            value.isnan().ifelse(ibis.null(value.type()), value) if value.type().is_floating() else value
        )
    known = careers.people.select(*columns, **values)
    known = known.rename(known_person="person")
    return people.left_join(known, people.person == known.known_person).drop("known_person")


def _followed(people: ibis.Table, careers: Careers, settings: Settings, ongoing: Literal["data", "own"]) -> ibis.Table:
    """Add the months at risk: from `seen_from` (exclusive) through `stop`, and whether an exit ends them.

    Design, section 4, "Following someone": a known exit first, then `observed_until`, then what the last job tells.
    """
    import ibis

    def least(*values: ir.IntegerValue) -> ir.IntegerValue:
        # engines differ in what LEAST makes of a missing value; none is missing here
        return functools.reduce(lambda a, b: (a <= b).ifelse(a, b), values)

    never, ever = ibis.literal(_NEVER), ibis.literal(_EVER)
    until, exited = ibis.coalesce(people.observed_until, never), ibis.coalesce(people.exited, never)
    asked_until = never if settings.observed_until is None else ibis.literal(month_number(settings.observed_until))
    asked_from = ever if settings.observed_from is None else ibis.literal(month_number(settings.observed_from))
    cap = least(until, asked_until)
    last_of_data = ibis.literal(careers.counts.last_month or 0)
    is_ongoing, knows_until = people["last"] == _NEVER, people.observed_until.notnull()
    if ongoing == "own":
        last_of_data = is_ongoing.ifelse(people.own_last, last_of_data)
    if settings.after_last is not None:
        exits = ibis.literal(settings.after_last == "exit")
        between = ibis.literal(settings.after_last == "between")
    else:
        exits = ~knows_until & ibis.literal(careers.after_last == "exit")
        between = knows_until | ibis.literal(careers.after_last == "between")
    known_exit = people.exited.notnull()
    end_of_data = knows_until.ifelse(until, last_of_data)
    exit_month = ibis.cases((known_exit, exited), (~is_ongoing & exits & ~between, people["last"] + 1), else_=never)
    without_exit = ibis.cases(
        (known_exit, never),
        (is_ongoing | between, end_of_data),
        (exits, never),
        else_=people["last"] + 1,
    )
    stop = least(without_exit, exit_month, cap)
    seen_from = ibis.coalesce(people.observed_from, ever)
    seen_from = (seen_from >= asked_from).ifelse(seen_from, asked_from)
    return people.mutate(
        stop=stop,
        exit_month=exit_month,
        risk_from=(seen_from >= people.zero).ifelse(seen_from, people.zero),
    )


def _passages(followed: ibis.Table, targets: int, settings: Settings) -> ibis.Table:
    """Say for each person and target what happened, and how many months after zero."""
    import ibis

    first, last = settings.entered_months
    not_entered = [followed.zero < first] if first is not None else []
    not_entered += [followed.zero > last] if last is not None else []
    there = functools.reduce(
        lambda a, b: a | b, (followed[f"hit_{place}"] <= followed.risk_from for place in range(targets))
    )
    place = ibis.literal(0) if targets == 1 else ibis.array(list(range(targets))).unnest()
    table = followed.mutate(
        reason=ibis.cases(
            *((test, "not_in_role") for test in not_entered),
            (there, "already_there"),
            (followed.stop <= followed.risk_from, "no_follow_up"),
            else_="counted",
        ),
        target=place.cast("int32"),
    )
    hit = ibis.cases(*((table.target == place, table[f"hit_{place}"]) for place in range(targets)), else_=_NEVER)
    reached = hit <= table.stop
    counted = table.reason == "counted"
    nothing = ibis.null("int32")
    return table.select(
        "target",
        "group_value",
        status=ibis.cases(
            (~counted, table.reason),
            # a target reached in the month of an exit counts first
            (reached, "reached"),
            (table.exit_month <= table.stop, "exits"),
            else_="censored",
        ),
        entry=counted.ifelse(table.risk_from - table.zero, nothing).cast("int32"),
        month=counted.ifelse(reached.ifelse(hit, table.stop) - table.zero, nothing).cast("int32"),
    )


def _group_column(careers: Careers, by: str | None) -> tuple[str | None, bool]:
    """Find the column that groups, and whether it belongs to the spell that starts the clock."""
    if by is None:
        return None, False
    known = (*careers.attributes, *_AT_ENTRY)
    if by not in known:
        by = next((name for name in known if name.lower() == by.strip().lower()), by)
    if by in _AFTER_ZERO or (by in careers.attributes and _LEAVING.search(by)):
        raise RefusedQuestion(
            f"groups by '{by}' are formed by what happened after month 0.",
            why="whoever had to wait for it could not reach the target meanwhile (immortal time)",
            do="group by what is known at entry",
        )
    if by in careers.attributes:
        _check_attribute(careers, by)
        return by, False
    if by in _AT_ENTRY:
        return by, True
    have = (
        f"'{by}' is a column outgrow makes no groups of"
        if by in (*SPELL_COLUMNS, *PEOPLE_COLUMNS)
        else f"there is no column '{by}'"
    )
    raise UnknownName(f"{have}; there are {', '.join(known)}.{did_you_mean(by, known)}", do="use one of them")


def _check_attribute(careers: Careers, by: str) -> None:
    assert careers.people is not None
    if by in _RESERVED:
        raise InputError(f"'{by}' is a name outgrow uses for its counts.", do="rename that column of people")
    kind = careers.people[by].type()
    if kind.is_temporal():
        raise RefusedQuestion(
            f"'{by}' holds dates, so its groups may be formed by what happened after month 0.",
            why="whoever had to wait for a later date could not reach the target meanwhile (immortal time)",
            do="make a column of what was known at entry, for example of the year of entry",
        )
    if not (kind.is_string() or kind.is_integer() or kind.is_floating() or kind.is_boolean()):
        raise InputError(f"'{by}' holds {kind}, which makes no groups.", do="turn it into text first")


def _long(cells: pyarrow.Table, toward: list[str], groups: tuple[str, ...]) -> pyarrow.Table:
    """Turn cells into the tally's long form: people entering and leaving the risk set by month."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = cells.filter(pc.is_valid(cells["month"]))
    name = pc.take(pa.array(toward, pa.string()), counted["target"])
    zero = pa.array([0] * counted.num_rows, pa.int64())

    def part(month: str, counts: dict[str, Any]) -> pyarrow.Table:
        columns = {"toward": name}
        if groups:
            columns[groups[0]] = counted["group_value"]
        columns["month"] = counted[month].cast(pa.int64())
        return pa.table({**columns, **{count: counts.get(count, zero) for count in COUNTS}})

    n = counted["n"].cast(pa.int64())
    left = {
        status: pc.if_else(pc.equal(counted["status"], status), n, 0) for status in ("reached", "exits", "censored")
    }
    return summed(pa.concat_tables([part("entry", {"entries": n}), part("month", left)]), groups, tuple(toward))


def _flow(cells: pyarrow.Table, careers: Careers) -> Flow:
    import pyarrow.compute as pc

    first = cells.filter(pc.equal(cells["target"], 0))
    people: dict[str, int] = {}
    for status, n in zip(first["status"].to_pylist(), first["n"].to_pylist(), strict=True):
        people[status] = people.get(status, 0) + n
    counted = sum(people.get(status, 0) for status in ("reached", "exits", "censored"))
    there, unseen = people.get("already_there", 0), people.get("no_follow_up", 0)
    read, quarantined = careers.counts.people, careers.counts.people_quarantined
    return Flow(
        read=read,
        quarantined=quarantined,
        not_in_role=read - quarantined - there - unseen - counted,
        already_there=there,
        no_follow_up=unseen,
        counted=counted,
    )


def _notes(careers: Careers, settings: Settings) -> tuple[str, ...]:
    notes = []
    if settings.by in careers.attributes:
        notes.append(f"'{settings.by}' has no dates: it is assumed known at month 0.")
    if careers.counts.weighted:
        notes.append("Weights of people are not used yet: everyone counts as one.")
    return tuple(notes)
