"""First-passage tallies, in named steps that the engine runs as one query.

In: `Careers` and roles. Out: `Tally`. Each step is an expression that can be looked at by itself
(``steps["people"].limit(5).to_pandas()``); nothing runs before the last. No ordering is needed: a person's first entry,
first later target and last month come from one grouping.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.engine import fetched
from outgrow.errors import InputError
from outgrow.settings import Settings
from outgrow.tallies.following import NEVER, entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.groups import check_groups, group_column, with_entry_value
from outgrow.tallies.tally import COUNTS, FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["ENTRY_YEAR", "first_passage", "first_passage_steps"]

#: Group of a tally by calendar year of entry.
ENTRY_YEAR: Final = "entry_year"
_LEFT: Final = ("reached", "exits", "censored")


def first_passage(
    careers: Careers,
    role: Role,
    toward: Sequence[Role],
    settings: Settings | None = None,
    *,
    ongoing: Literal["data", "own"] = "data",
    folded: bool = False,
    by_year: bool = False,
    zeros: ibis.Table | None = None,
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
    folded : bool, default False
        Whether to part the counts by fold of the person too; weights do so by themselves.
    by_year : bool, default False
        Whether the groups are the calendar years of entry, instead of ``settings.by``.
    zeros : ibis.Table, optional
        Columns ``person, zero``: who enters and when, instead of by the role.

    Returns
    -------
    Tally
        Kind ``first_passage``.

    Raises
    ------
    UnknownName
        ``settings.by`` or ``settings.weight`` is no column.
    RefusedQuestion
        ``settings.by`` tells what happened after month 0.
    InputError
        There are more than 50 groups, or the weights are none.
    """
    settings = settings or Settings()
    toward = list({target.text: target for target in toward}.values())
    by, _ = group_column(careers, settings.by)
    settings = replace(settings, by=by)  # as the careers spell it
    steps = first_passage_steps(
        careers, role, toward, settings, ongoing=ongoing, folded=folded, by_year=by_year, zeros=zeros
    )
    cells = fetched(steps["cells"])
    groups = (ENTRY_YEAR,) if by_year else (by,) if by else ()
    if by and not by_year:
        check_groups(cells["group_value"], by)
    weighted = weight_column(careers, settings) is not None
    return Tally(
        kind="first_passage",
        role=role.text,
        toward=tuple(target.text for target in toward),
        groups=groups,
        table=_long(cells, [target.text for target in toward], groups, folded=folded or weighted, weighted=weighted),
        flow=flow_of(cells.filter(_first_target(cells)), careers),
        settings=settings,
        careers=careers.facts,
        notes=notes_of(careers, settings),
        queries=(steps["cells"],),
        folded=folded or weighted,
        weighted=weighted,
    )


def first_passage_steps(
    careers: Careers,
    role: Role,
    toward: Sequence[Role],
    settings: Settings,
    *,
    ongoing: Literal["data", "own"] = "data",
    folded: bool = False,
    by_year: bool = False,
    zeros: ibis.Table | None = None,
) -> dict[str, ibis.Table]:
    """Return the named steps of a first-passage tally, each an expression on the careers' engine.

    Parameters are those of `first_passage`.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``people`` (one row for each who entered the role), ``followed`` (with the months at risk
        and how they end), ``passages`` (person, target, what happened, months since zero), ``cells`` (counts).
    """
    if not toward:
        raise InputError("no target was given.", do="name at least one role to reach")
    steps: dict[str, ibis.Table] = {}
    by, at_entry = group_column(careers, None if by_year else settings.by)
    needs = role.needs.union(*(target.needs for target in toward), {by} if at_entry and by else set())
    spells = steps["spells"] = labelled(careers, needs)
    people = entrants(spells, role, settings, toward=toward, zeros=zeros, ongoing=ongoing)
    if by_year:
        people = people.mutate(group_value=(people.zero // 12).cast("int32"))
    elif at_entry and by:
        people = with_entry_value(people, spells, role, settings, by)
    steps["people"] = people
    known_by = None if at_entry or by_year else by
    steps["followed"] = followed(people, careers, settings, by=known_by, folded=folded, ongoing=ongoing)
    passages = steps["passages"] = _passages(steps["followed"], len(toward))
    keys = ["status", "target", "group_value", "entry", "month", *((FOLD,) if FOLD in passages.columns else ())]
    counts = {"n": passages.count()}
    if "weight" in passages.columns:
        counts["weight"] = passages.weight.sum()
    steps["cells"] = passages.group_by(keys).agg(**counts)
    return steps


def _passages(people: ibis.Table, targets: int) -> ibis.Table:
    """Say for each person and target what happened, and how many months after zero."""
    import ibis

    there = functools.reduce(
        lambda a, b: a | b, (people[f"hit_{place}"] <= people.risk_from for place in range(targets))
    )
    # Spark explodes nothing inside a cast
    several = ibis.array(list(range(targets))).cast("array<int32>")
    place = ibis.literal(0).cast("int32") if targets == 1 else several.unnest()
    table = people.mutate(
        reason=ibis.cases(
            ((people.reason == "not_in_role").fill_null(False), "not_in_role"),
            (there, "already_there"),
            else_=ibis.coalesce(people.reason, ibis.literal("counted")),
        ),
        target=place,
    )
    hit = ibis.cases(*((table.target == place, table[f"hit_{place}"]) for place in range(targets)), else_=NEVER)
    reached = hit <= table.stop
    counted = table.reason == "counted"
    nothing = ibis.null("int32")
    more = [name for name in (FOLD, "weight") if name in table.columns]
    return table.select(
        "person",
        "target",
        "group_value",
        *more,
        status=ibis.cases(
            (~counted, table.reason),
            # a target reached in the month of an exit counts first
            (reached, "reached"),
            (table.exit_month <= table.stop, "exits"),
            else_="censored",
        ),
        entry=counted.ifelse(table.risk_from - table.origin, nothing).cast("int32"),
        month=counted.ifelse(reached.ifelse(hit, table.stop) - table.origin, nothing).cast("int32"),
    )


def _first_target(cells: pyarrow.Table) -> pyarrow.ChunkedArray:
    import pyarrow.compute as pc

    return pc.equal(cells["target"], 0)


def _long(
    cells: pyarrow.Table, toward: list[str], groups: tuple[str, ...], *, folded: bool, weighted: bool
) -> pyarrow.Table:
    """Turn cells into the tally's long form: people entering and leaving the risk set by month."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = cells.filter(pc.is_valid(cells["month"]))
    name = pc.take(pa.array(toward, pa.string()), counted["target"])
    amounts = {"": counted["n"].cast(pa.int64())}
    if weighted:
        amounts[WEIGHT] = counted["weight"].cast(pa.float64())
    keys: dict[str, Any] = {"toward": name}
    if groups:
        keys[groups[0]] = counted["group_value"]
    if folded:
        keys[FOLD] = counted[FOLD].cast(pa.int64())

    def part(month: str, counts: dict[str, Any]) -> pyarrow.Table:
        columns = {**keys, "month": counted[month].cast(pa.int64())}
        for count in COUNTS["first_passage"]:
            for kind, amount in amounts.items():
                zero = pa.scalar(0, amount.type)
                columns[kind + count] = pc.if_else(counts.get(count, False), amount, zero)
        return pa.table(columns)

    always = pa.array([True] * counted.num_rows, pa.bool_())
    left = {status: pc.equal(counted["status"], status) for status in _LEFT}
    both = pa.concat_tables([part("entry", {"entries": always}), part("month", left)])
    return summed(both, [*keys, "month"], count_columns("first_passage", weighted=weighted), toward)
