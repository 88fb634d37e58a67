"""One job after another: the same title twice in a row, the main job of each month, and tenure in a role.

In: spells, in the columns of `Careers.spells`. Out: tables on the same engine, of the same columns or fewer. Every step
stays within a person: one ordering of each person's spells, and a join with their own months only for people who held one
job inside another. Textbooks say "episode" for a spell. Next: outgrow.tallies.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.careers import Careers
from outgrow.engine import folded
from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.schema import ASIDE_MARKS, LEVELS, START_UNKNOWN
from outgrow.settings import MAIN_JOB_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis
    import ibis.expr.types as ir

    from outgrow.settings import MainJobRule

__all__ = ["join_same_title", "main_jobs", "same_job", "stints"]

#: Last month of a job that is ongoing, later than any month.
_NEVER: Final = 1_000_000
#: Before the first spell of a person, earlier than any month.
_EVER: Final = -1_000_000
#: Added to the place of spells without a mark, so that it is above that of any marked one.
_UNMARKED: Final = 10**12
#: What settles which of two spells alike in month, day, level, end and title is the main job, so that one always is.
_LAST_RESORTS: Final = ("organisation", "occupation", "function", "specialty")


def join_same_title(spells: ibis.Table, *, gap: int, apart: str | None = None) -> ibis.Table:
    """Make one spell of the same title at the same employer twice in a row.

    Titles and organisations are compared without case and with blanks folded; a missing organisation is the same employer
    as a missing one. In a row means that no other spell of the person comes between, by start, day, end and title. A job marked
    part-time, side, board, advisory or volunteer and the same without that mark stay two.

    Parameters
    ----------
    spells : ibis.Table
        Columns ``person, start, end, title``, and any of the others of `Careers.spells`.
    gap : int
        Months between the two that are bridged; after more, they stay apart.
    apart : str, optional
        Column of text, never missing: spells in which it differs are not joined.

    Returns
    -------
    ibis.Table
        The columns of `spells`. A joined spell runs from the first start to the last end (null where one is ongoing), is
        ``imprecise`` where one of its spells is, and has everything else from the first of them.

    Notes
    -----
    Costs the engine one ordering of each person's spells, and three more of those alone that repeat a title; no join.
    """
    import ibis

    _check(spells, gap, ("person", "start", "end", "title"))
    table = spells.mutate(
        joined_key=same_job(spells, apart=apart),
        joined_last=_last(spells),
    )
    days = [table.start_day] if "start_day" in spells.columns else []
    row = [table.row] if "row" in spells.columns else []
    in_order = ibis.window(
        group_by="person", order_by=[table.start, *days, table.joined_last, table.joined_key, table.title, *row]
    )
    again = (table.joined_key == table.joined_key.lag().over(in_order)).fill_null(False)
    followed = (table.joined_key == table.joined_key.lead().over(in_order)).fill_null(False)
    table = table.mutate(joined_place=ibis.row_number().over(in_order), joined_again=again, joined_row=again | followed)
    once, rows = table.filter(~table.joined_row), table.filter(table.joined_row)
    return once.select(*spells.columns).union(_joined(rows, spells, gap))


def same_job(spells: ibis.Table, *, apart: str | None = None, title: str | None = None) -> ir.StringValue:
    """Return what spells of the same title at the same employer have in common, and no others.

    Parameters
    ----------
    spells, apart
        As for `join_same_title`.
    title : str, optional
        Column of titles folded already. Default: they are folded here.
    """
    import ibis

    employer = (
        folded(spells.organisation.cast("string")).fill_null("")
        if "organisation" in spells.columns
        else ibis.literal("")
    )
    # a job that was done on the side, and then alone, is two: only the second is main beside others
    aside = _marked(spells, ASIDE_MARKS).ifelse("\naside", "\n")
    # no folded text holds a line break
    said = folded(spells.title.cast("string")) if title is None else spells[title]
    key = said.fill_null("") + "\n" + employer + aside
    return key if apart is None else key + "\n" + spells[apart]


def main_jobs(careers: Careers | ibis.Table, *, gap: int, rule: MainJobRule = "latest") -> ibis.Table:
    """Tell each person's main job in every month, as segments that do not overlap.

    Of the spells that cover a month, the main job is the first by `rule`. Spells marked part-time, side, board, advisory
    or volunteer are main only in months that no other spell covers.

    Parameters
    ----------
    careers : Careers or ibis.Table
        Careers, or a table with the columns ``person, start, end, title`` and any of the others of `Careers.spells`. Levels
        and marks are read as they stand: for those that titles tell, give ``labelled(careers, {"level"})``; where the same
        title twice in a row is to be one spell, `join_same_title` of that. Columns that are not needed are best left out.
    gap : int
        Gaps of up to this many months are bridged: the job before lasts until the month before the next.
    rule : {"latest", "level", "longest"}, default "latest"
        What makes a spell the main job. ``"latest"``: that it started last (by month, then day), then the higher level
        (unknown is lowest), then the later end (ongoing is latest). ``"level"``: the higher level, then that it started
        last, then the later end. ``"longest"``: that it lasts longest from its start to its end (ongoing is longer than any
        that ended, the longer the earlier it started), then that it started last, then the higher level. Under each rule,
        of those still alike, the one with the title that comes first, as the engine orders text.

    Returns
    -------
    ibis.Table
        The columns of the spells: ``person``, ``start`` and ``end`` of the segment (inclusive; null where ongoing), and the
        others as in the spell that is main. A job interrupted by another has a segment before and one after.

    Raises
    ------
    UnknownName
        There is no such rule, or a column is missing. Also a LookupError.

    Notes
    -----
    Costs the engine one ordering of each person's spells. Only spells inside an earlier one (by other rules than "latest",
    all that overlap), marked ones beside another, and the spells around them also cost a join, with the months of change
    of the same person: for n such spells at most n times 2 n pairs, and never more than n times the months of the data.
    """
    import ibis

    spells = careers.spells if isinstance(careers, Careers) else careers
    _check(spells, gap, ("person", "start", "end", "title"))
    _check_rule(rule)
    table = spells.mutate(
        main_last=_last(spells),
        main_day=spells.start_day.fill_null(0) if "start_day" in spells.columns else ibis.literal(0),
        main_level=_level_place(spells),
        main_aside=_marked(spells, ASIDE_MARKS),
    )
    in_order = ibis.window(group_by="person", order_by=_priority(table, "latest"))
    table = table.mutate(
        main_next=table.start.lead().over(in_order),
        main_next_last=table.main_last.lead().over(in_order),
        main_next_aside=table.main_aside.lead().over(in_order),
        main_before=table.main_last.max().over(_before(in_order)),
        main_order=ibis.row_number().over(in_order),
    )
    table = table.mutate(
        main_next=table.main_next.fill_null(_NEVER + 1),
        main_next_last=table.main_next_last.fill_null(_NEVER + 1),
        main_next_aside=table.main_next_aside.fill_null(False),
        main_before=table.main_before.fill_null(_EVER),
    )
    through = ibis.greatest(table.main_before, table.main_last)
    ends_all = _ends_all(table.start, table.main_last, table.main_aside, table.main_before, rule)
    next_ends_all = _ends_all(table.main_next, table.main_next_last, table.main_next_aside, through, rule)
    table = table.mutate(main_plain=ends_all & next_ends_all, main_closed=next_ends_all & (table.main_next <= _NEVER))
    plain, tangled = table.filter(table.main_plain), table.filter(~table.main_plain)
    return _one_after_another(plain, spells, gap).union(_tangled(tangled, spells, gap, rule))


def stints(spells: ibis.Table, condition: ir.BooleanValue, *, gap: int) -> ibis.Table:
    """Join the spells in a role that overlap, touch or have a short gap between them: tenure in the role.

    Parameters
    ----------
    spells : ibis.Table
        Columns ``person, start, end``, and those that `condition` reads; ``marks``, where it is there.
    condition : ibis boolean expression
        True for spells in the role, as ``role.condition(spells)``.
    gap : int
        Months between two spells that are bridged.

    Returns
    -------
    ibis.Table
        A row for each stint: ``person``, ``start`` and ``end`` (inclusive; null where ongoing), and ``start_known``, false
        where a spell of its first month carries the mark ``start-unknown``.

    Notes
    -----
    Costs the engine one ordering of each person's spells in the role, and one grouping; no join.
    """
    import ibis

    _check(spells, gap, ("person", "start", "end"))
    held = spells.filter(condition)
    held = held.select("person", "start", stint_last=_last(held), stint_unknown=_marked(held, (START_UNKNOWN,)))
    in_order = ibis.window(group_by="person", order_by=[held.start, held.stint_last])
    before = held.stint_last.max().over(_before(in_order))
    held = held.mutate(
        stint_first=_flag((held.start > before + (gap + 1)).fill_null(True)),
        stint_place=ibis.row_number().over(in_order),
    )
    by_place = ibis.window(group_by="person", order_by="stint_place")
    held = held.mutate(stint=held.stint_first.sum().over(_so_far(by_place)))
    joined = held.group_by("person", "stint").agg(
        start=held.start.min(),
        stint_last=held.stint_last.max(),
        stint_unknown=held.start.min(where=held.stint_unknown),
    )
    return joined.select(
        "person",
        "start",
        end=_month(joined.stint_last, spells),
        start_known=(joined.stint_unknown > joined.start).fill_null(True),
    )


def _joined(table: ibis.Table, spells: ibis.Table, gap: int) -> ibis.Table:
    """Join runs of the same title, unless the gap from all before in the run is too long."""
    import ibis

    by_place = ibis.window(group_by="person", order_by="joined_place")
    table = table.mutate(joined_run=_flag(~table.joined_again).sum().over(_so_far(by_place)))
    in_run = ibis.window(group_by=["person", "joined_run"], order_by="joined_place")
    before = table.joined_last.max().over(_before(in_run))
    table = table.mutate(joined_first=_flag((table.start > before + (gap + 1)).fill_null(True)))
    table = table.mutate(joined_part=table.joined_first.sum().over(_so_far(in_run)))
    together = ibis.window(group_by=["person", "joined_run", "joined_part"])
    whole = {"end": _month(table.joined_last.max().over(together), spells)}
    if "imprecise" in spells.columns:
        whole["imprecise"] = _flag(table.imprecise.fill_null(False)).max().over(together) == 1
    table = table.mutate(**whole)
    return table.filter(table.joined_first == 1).select(*spells.columns)


def _ends_all(
    start: ir.IntegerValue, last: ir.IntegerValue, aside: ir.BooleanValue, before: ir.IntegerValue, rule: MainJobRule
) -> ir.BooleanValue:
    """Tell spells from whose start on no earlier one is ever main; the earlier ones last through `before`."""
    if rule != "latest":
        return start > before
    return (last >= before) & (~aside | (start > before))


def _one_after_another(table: ibis.Table, spells: ibis.Table, gap: int) -> ibis.Table:
    """Return the main jobs of spells that put an end to all before them and give way for good to the next."""
    shown = table.filter(table.start < table.main_next)
    bridged = shown.main_next <= shown.main_last + (gap + 1)
    until = (bridged & (shown.main_next < _NEVER)).ifelse(shown.main_next - 1, shown.main_last)
    return shown.mutate(end=_month(until, spells)).select(*spells.columns)


def _tangled(table: ibis.Table, spells: ibis.Table, gap: int, rule: MainJobRule) -> ibis.Table:
    """Return the main jobs of spells inside or beside others: who comes first in each of their months of change.

    The spell that puts an end to such a run of them takes part, for what it hides and the gap before it; it has no segment
    here unless it is in `table` too.
    """
    import ibis

    closed = table.filter(table.main_closed)
    if rule == "latest":
        table = table.mutate(main_place=_place(table.main_order, table.main_aside))
        place = _place(closed.main_order + 1, closed.main_next_aside)
    else:
        ordered = ibis.row_number().over(ibis.window(group_by="person", order_by=_priority(table, rule)))
        table = table.mutate(main_place=_place(ordered + 1, table.main_aside))
        # below that of any spell in the table: it overlaps none but itself
        place = ibis.literal(1, type="int64")
    spans = table.select(
        span_person="person", span_start="start", span_last="main_last", span_place="main_place"
    ).union(
        closed.select(
            span_person="person",
            span_start=closed.main_next.cast(table.start.type()),
            span_last=closed.main_next_last.cast(table.main_last.type()),
            span_place=place,
        )
    )
    starts = spans.select(person="span_person", month="span_start")
    ended = spans.filter(spans.span_last < _NEVER)
    ends = ended.select(person="span_person", month=(ended.span_last + 1).cast(starts.month.type()))
    changes = starts.union(ends, distinct=True)
    covered = changes.left_join(
        spans,
        [
            changes.person == spans.span_person,
            changes.month >= spans.span_start,
            changes.month <= spans.span_last,
        ],
    )
    months = covered.group_by("person", "month").agg(place=covered.span_place.max().fill_null(0))
    in_time = ibis.window(group_by="person", order_by="month")
    months = months.mutate(before=months.place.lag().over(in_time).fill_null(0))
    months = months.filter(months.place != months.before)
    in_time = ibis.window(group_by="person", order_by="month")
    months = months.mutate(
        next_place=months.place.lead().over(in_time),
        next_month=months.month.lead().over(in_time),
        later_month=months.month.lead(2).over(in_time),
    )
    # place 0 is nobody's: a gap, from the next change to the one after
    bridged = (months.next_place == 0) & (months.later_month - months.next_month <= gap)
    until = bridged.fill_null(False).ifelse(months.later_month, months.next_month) - 1
    segments = months.filter(months.place > 0).select(
        segment_person="person", segment_start="month", segment_until=until, segment_place="place"
    )
    joined = segments.inner_join(
        table, [segments.segment_person == table.person, segments.segment_place == table.main_place]
    )
    ends_in = joined.segment_until.cast(spells.end.type())
    return joined.mutate(start=joined.segment_start.cast(spells.start.type()), end=ends_in).select(*spells.columns)


def _place(order: ir.IntegerValue, aside: ir.BooleanValue) -> ir.IntegerValue:
    """Return a place that puts marked spells after all others, of which nobody has so many."""
    return order.cast("int64") + aside.ifelse(1, _UNMARKED)


def _priority(table: ibis.Table, rule: MainJobRule) -> list[Any]:
    """Order spells so that of two that cover a month the later is the main job, marks apart."""
    import ibis

    first = {
        "latest": [table.start, table.main_day, table.main_level, table.main_last],
        "level": [table.main_level, table.start, table.main_day, table.main_last],
        "longest": [table.main_last - table.start, table.start, table.main_day, table.main_level],
    }
    ties = [column for column in _LAST_RESORTS if column in table.columns]
    return [
        *first[rule],
        *(ibis.desc(table[column].cast("string").fill_null("")) for column in ("title", *ties)),
        *([ibis.desc(table.row)] if "row" in table.columns else []),
    ]


def _level_place(spells: ibis.Table) -> ir.IntegerValue:
    import ibis

    if "level" not in spells.columns:
        return ibis.literal(-1)
    return ibis.cases(*((spells.level == level, place) for place, level in enumerate(LEVELS)), else_=-1)


def _marked(spells: ibis.Table, marks: Iterable[str]) -> ir.BooleanValue:
    """Tell the spells that carry any of `marks`."""
    import ibis

    if "marks" not in spells.columns:
        return ibis.literal(False)
    carried = ibis.literal(";") + spells["marks"].cast("string").lower().replace(" ", "") + ";"
    tests = (carried.contains(f";{mark};") for mark in marks)
    return functools.reduce(lambda a, b: a | b, tests).fill_null(False)


def _last(spells: ibis.Table) -> ir.IntegerValue:
    """Return the last month of each spell, `_NEVER` where it is ongoing."""
    return spells.end.cast("int32").fill_null(_NEVER)


def _month(last: ir.IntegerValue, spells: ibis.Table) -> ir.IntegerValue:
    """Return a last month as an `end`: null where it is ongoing, in the type of the spells."""
    return last.nullif(_NEVER).cast(spells.end.type())


def _flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    return condition.cast("int32")


def _before(window: Any) -> Any:
    """Return the rows of a window before this one."""
    return window.rows(None, -1)


def _so_far(window: Any) -> Any:
    """Return the rows of a window through this one."""
    return window.rows(None, 0)


def _check_rule(rule: str) -> None:
    if rule not in MAIN_JOB_RULES:
        raise UnknownName(
            f"there is no rule '{rule}' for the main job.{did_you_mean(str(rule), MAIN_JOB_RULES)}",
            do=f"use one of {', '.join(MAIN_JOB_RULES)}",
        )


def _check(spells: ibis.Table, gap: int, needed: tuple[str, ...]) -> None:
    if gap < 0:
        raise InputError(f"gap is {gap} months.", do="give 0 or more months")
    missing = [column for column in needed if column not in spells.columns]
    if missing:
        raise UnknownName(
            f"these spells have no column {' or '.join(missing)}; they have {', '.join(spells.columns)}.",
            do="give the spells of read_careers, or a table with their columns",
        )
