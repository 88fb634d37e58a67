"""Rows of changes into jobs: each lasts until the next of the same person and contract, or until they leave.

In: changes with dates read and events known, as outgrow.careers.records.load makes them. Out: a row for each job, with the
number of the row that began it, when people left, and how many rows were no jobs of their own. On the engine that holds the
table: a few orderings of each person's rows, and joins with those who left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outgrow.careers.raw import REFUSED, ROW
from outgrow.careers.records.dates import after_last_day, date_text, day_before, month_text_of, when
from outgrow.engine import fetched, folded, number, store
from outgrow.schema import LEVEL_ORDER

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers.dates import EndRule

__all__ = ["MANY", "Changes", "Levels", "jobs_of_changes"]

#: So many people with the same change in the same month are a decision about all of them, and not about each.
MANY: Final = 5
OVERWRITTEN: Final = "the title of this hire row is that of the promotion after it, and not the one held then"
_REPLACED: Final = "another row of the same day replaces it"
#: Reads the levels of titles; a title without one is None.
Levels = Callable[[Sequence[str]], Sequence[str | None]]
_LINE: Final = ("person", "contract_key")
_CONTINUING: Final = ("leave", "return")


@dataclass(frozen=True, slots=True)
class Changes:
    """Jobs made of changes.

    Parameters
    ----------
    jobs : ibis.Table
        `ROW`, ``person``, ``start`` and ``end`` as text, the columns that were asked for, and `REFUSED`.
    exits : ibis.Table
        ``person, exited, exit_reason`` of whoever has left and not come back: the month after the last day, as a number; and
        ``observed_until`` of whoever has left nobody says when: the month in which their last job began.
    notes : tuple of str
        What must be said of how rows were put together.
    joined : int
        Rows that are no jobs of their own.
    """

    jobs: ibis.Table
    exits: ibis.Table
    notes: tuple[str, ...]
    joined: int


def jobs_of_changes(
    table: ibis.Table,
    columns: Sequence[str],
    *,
    end: EndRule,
    levels: Levels | None,
    this_month: int,
    newest_first: bool | None = None,
) -> Changes:
    """Put rows of changes together to jobs.

    Parameters
    ----------
    table : ibis.Table
        `ROW`; ``person``; ``changed`` and ``left``, each with ``_number``, ``_day`` and ``_kind``; ``kind``, one of
        `outgrow.careers.records.events.KINDS`; ``gone``, true for people who have left; ``contract_key``, never missing, and
        ``contract_named``; ``sequence``; ``department``; ``reason``; and `columns`.
    columns : sequence of str
        Columns of careers that a job has, as text; ``title`` and ``level`` among them.
    end : {"inclusive", "exclusive"}
        Whether the day of leaving is the last one in the job, or the day after.
    levels : callable or None
        Reads the levels of titles, by which a hire row with the title of the promotion after it is known: nobody is promoted
        to the level that they already have, above that of a plain practitioner. None takes such rows as they are.
    this_month : int
        Month number of today; what is to come is no job yet, and ends none.
    newest_first : bool, optional
        Whether of two rows of one day the earlier in the table counts. Default: if rows mostly go back in time.

    Notes
    -----
    Of two rows of one day and contract the later counts, by ``sequence`` and then by place.
    """
    import ibis

    known = table.changed_kind.isin(["month", "year"]) & table.person.notnull()
    known = known & ((table.changed_number <= this_month) | (table.kind == "exit"))
    at = when(table.changed_number, table.changed_day)
    table = store(table.mutate(when=known.ifelse(at, ibis.null("int64"))))
    unread, rows = table.filter(table.when.isnull()), table.filter(table.when.notnull())
    if newest_first is None:
        newest_first = _newest_first(rows)
    rows = rows.mutate(place=-rows[ROW] if newest_first else rows[ROW])
    rows, continuing = _without_continuing(rows)
    jobs = rows.filter(rows.kind != "exit")
    jobs = jobs.mutate(replaced=_next(jobs, "when", ["when", "sequence", "place"]) == jobs.when)
    replaced = jobs.filter(jobs.replaced.fill_null(False))
    jobs = jobs.filter(~jobs.replaced.fill_null(False)).drop("replaced")
    line = store(_line(jobs, _closers(rows, table, jobs, this_month), columns))
    line, unchanged, regrouped = _without_unchanged(line, levels)
    order = ["when", "rank", "sequence", "place"]
    line = store(
        line.mutate(
            next_when=_next(line, "when", order),
            next_closes=_next(line, "closes", order),
            next_number=_next(line, "changed_number", order),
            next_day=_next(line, "changed_day", order),
            next_kind_of_date=_next(line, "changed_kind", order),
        )
    )
    held = line.filter(~line.closes)
    held = held.mutate(**{REFUSED: held.overwritten.ifelse(ibis.literal(OVERWRITTEN), ibis.null("string"))})
    made = held.select(ROW, "person", REFUSED, *columns, start=date_text(held, "changed"), end=_end(held, end))
    lost = [
        part.mutate(**{REFUSED: reason}).select(
            ROW, "person", REFUSED, *columns, start=part.changed.cast("string"), end=ibis.null("string")
        )
        for part, reason in ((unread, ibis.null("string")), (replaced, ibis.literal(_REPLACED)))
    ]
    order_of = made.columns
    exits = number(rows.filter(rows.kind == "exit").count())
    gone = store(_left_for_good(line, end))
    return Changes(
        jobs=store(ibis.union(made, *(part.select(*order_of) for part in lost))),
        exits=gone,
        notes=_notes(exits, continuing, unchanged, regrouped, number(gone.observed_until.count())),
        joined=exits + continuing + unchanged,
    )


def _newest_first(rows: ibis.Table) -> bool:
    """Tell whether the rows of a person mostly go back in time."""
    import ibis

    before = rows.when.lag().over(ibis.window(group_by="person", order_by=ROW))
    seen = rows.select("when", before=before)
    [counted] = fetched(
        seen.agg(up=(seen.when > seen.before).ifelse(1, 0).sum(), down=(seen.when < seen.before).ifelse(1, 0).sum())
    ).to_pylist()
    return int(counted["down"] or 0) > int(counted["up"] or 0)


def _next(table: ibis.Table, column: str, order: list[str]) -> ir.Value:
    import ibis

    return table[column].lead().over(ibis.window(group_by=list(_LINE), order_by=order))


def _without_continuing(rows: ibis.Table) -> tuple[ibis.Table, int]:
    """Leave out leaves, returns and rows without a title that come after the first job of a line: they continue what is held."""
    import ibis

    first = rows.when.min(where=rows.title.notnull() & (rows.kind != "exit")).over(ibis.window(group_by=list(_LINE)))
    untitled = rows.title.isnull() & (rows.kind != "exit") & (rows.when >= first)
    absent = rows.kind.isin(_CONTINUING) & (rows.when > first)
    rows = store(rows.mutate(continues=(untitled | absent).fill_null(False)))
    count = number(rows.filter(rows.continues).count())
    return rows.filter(~rows.continues).drop("continues"), count


def _closers(rows: ibis.Table, table: ibis.Table, jobs: ibis.Table, this_month: int) -> ibis.Table:
    """Give each leaving of a person for each contract that it ends; those before the first job, or to come, end nothing."""
    import ibis

    events = rows.filter(rows.kind == "exit")
    events = events.select(
        "person",
        "when",
        "changed_number",
        "changed_day",
        "changed_kind",
        "reason",
        own=events.contract_named.ifelse(events.contract_key, ibis.null("string")),
    )
    dated = table.filter(table.left_kind.isin(["month", "year"]) & table.person.notnull())
    columns = dated.select(
        "person",
        when=when(dated.left_number, dated.left_day),
        changed_number=dated.left_number,
        changed_day=dated.left_day,
        changed_kind=dated.left_kind,
        reason=dated.reason,
        own=ibis.null("string"),
    )
    left = ibis.union(events, columns.distinct())
    left = left.filter(left.changed_number <= this_month)
    begun = jobs.group_by(*_LINE).agg(first_when=jobs.when.min())
    begun = begun.rename(begun_by="person")
    closed = left.inner_join(begun, [left.person == begun.begun_by, left.when >= begun.first_when])
    closed = closed.filter(closed.own.isnull() | (closed.own == closed.contract_key))
    return closed.group_by("person", "contract_key", "when", "changed_number", "changed_day", "changed_kind").agg(
        reason=closed.reason.max(), at_start=(closed.when == closed.first_when).max()
    )


def _line(jobs: ibis.Table, closers: ibis.Table, columns: Sequence[str]) -> ibis.Table:
    """Put jobs and leavings of each contract into one line; on one day somebody leaves before they begin anew."""
    import ibis

    def nothing(column: str) -> ir.Value:
        return ibis.null(str(jobs[column].type()))

    title = folded(jobs.title).fill_null("")
    key = ibis.literal("")
    for column in columns:
        key = key + "\n" + (title if column == "title" else jobs[column].fill_null("").strip())
    shared = ("person", "contract_key", "when", "changed_number", "changed_day", "changed_kind")
    begins = jobs.select(
        ROW,
        *shared,
        *columns,
        "changed",
        "kind",
        "gone",
        "department",
        "sequence",
        "place",
        reason=nothing("reason"),
        closes=ibis.literal(False),
        rank=ibis.literal(1, "int8"),
        # a row without a title is like no other
        same_key=jobs.title.isnull().ifelse(ibis.null("string"), key),
        left_when=jobs.left_number,
    )
    ends = closers.select(
        *shared,
        reason="reason",
        closes=ibis.literal(True),
        rank=closers.at_start.ifelse(ibis.literal(2, "int8"), ibis.literal(0, "int8")),
        **{
            column: nothing(column)
            for column in (ROW, *columns, "changed", "kind", "gone", "department", "sequence", "place")
        },
        same_key=ibis.null("string"),
        left_when=nothing("left_number"),
    )
    return begins.union(ends.select(*begins.columns))


def _without_unchanged(line: ibis.Table, levels: Levels | None) -> tuple[ibis.Table, int, int]:
    """Leave out rows in which nothing differs that is read here; return how many, and how many of a regrouping of many.

    A promotion in which nothing differs says that the hire row before it was written over, where there is a level to rise to.
    """
    import ibis

    order = ["when", "rank", "sequence", "place"]
    in_order = ibis.window(group_by=list(_LINE), order_by=order)
    line = store(
        line.mutate(
            unchanged=(line.same_key == line.same_key.lag().over(in_order)).fill_null(False),
            department_before=line.department.lag().over(in_order),
            second=ibis.row_number().over(in_order) == 1,
        )
    )
    promoted = (line.unchanged & line.second & (line.kind == "promotion")).fill_null(False)
    titles = [] if levels is None else fetched(line.filter(promoted).select("title").distinct())["title"].to_pylist()
    risen = [
        title
        for title, level in zip(titles, levels(titles) if levels else (), strict=True)
        if level is not None and LEVEL_ORDER[level] > LEVEL_ORDER["specialist"]
    ]
    shown = promoted & line.title.isin(risen) if risen else ibis.literal(False)
    line = line.mutate(shown=shown)
    line = store(line.mutate(overwritten=line.shown.lead().over(in_order).fill_null(False)))
    dropped = line.filter(line.unchanged & ~line.shown)
    moved = dropped.filter(dropped.department != dropped.department_before)
    together = moved.group_by("changed_number", "department_before", "department").agg(people=moved.person.nunique())
    count = number(dropped.count())
    many = number(together.filter(together.people >= MANY).people.sum()) if count else 0
    kept = line.filter(line.shown | ~line.unchanged)
    return kept.drop("unchanged", "department_before", "second", "shown"), count, many


def _end(held: ibis.Table, end: EndRule) -> ir.StringValue:
    """Write the last day of each job: the day before the next, or that of leaving; never before the start."""
    import ibis

    before = day_before(held.next_number, held.next_day)
    on_exit = end == "inclusive"
    exit_text = month_text_of(held.next_number, held.next_day, held.next_kind_of_date)
    ended = before if not on_exit else held.next_closes.ifelse(exit_text, before)
    ended = ((held.next_kind_of_date == "year") & held.next_closes).ifelse(exit_text, ended)
    # a month alone after a day of the same month
    short = (held.next_number == held.changed_number) & (held.next_day.fill_null(0) <= 1)
    own = month_text_of(held.changed_number, ibis.literal(0), held.changed_kind)
    return held.next_when.isnull().ifelse(ibis.null("string"), short.ifelse(own, ended))


def _left_for_good(line: ibis.Table, end: EndRule) -> ibis.Table:
    """Give the last leaving of people none of whose contracts goes on, and how far those are known who left some time."""
    import ibis

    ended = line.filter(line.closes)
    ended = ended.mutate(exited=after_last_day(ended.changed_number, ended.changed_day, ended.changed_kind, end))
    open_ended = line.filter(~line.closes & line.next_when.isnull())
    ended = ended.anti_join(open_ended.select("person").distinct(), "person")
    gone = open_ended.filter(open_ended.gone & open_ended.left_when.isnull())
    columns = {"exited": "int32", "exit_reason": "string", "observed_until": "int32"}
    parts = (
        ended.group_by("person").agg(exited=ended.exited.max(), exit_reason=ended.reason.argmax(ended.when)),
        gone.group_by("person").agg(observed_until=gone.changed_number.max()),
    )
    return ibis.union(
        *(
            part.select(
                "person",
                **{
                    name: part[name].cast(kind) if name in part.columns else ibis.null(kind)
                    for name, kind in columns.items()
                },
            )
            for part in parts
        )
    )


def _notes(exits: int, continuing: int, unchanged: int, regrouped: int, gone: int) -> tuple[str, ...]:
    parts = (
        (exits, "for the end of a job"),
        (continuing, "for a leave, a return or something without a title, which continue the job before"),
        (unchanged, "in which nothing changes that is read here"),
    )
    said = [f"{count:,} {what}" for count, what in parts if count]
    notes = [f"Rows that are no jobs of their own: {'; '.join(said)}."] if said else []
    if regrouped:
        notes.append(
            f"People put into another department with {MANY - 1} or more others in the same month, which is a reorganisation "
            f"and no move: {regrouped:,}."
        )
    if gone:
        notes.append(
            f"People who have left on a day that is not said, followed until the month in which their last job began: {gone:,}."
        )
    return tuple(notes)
