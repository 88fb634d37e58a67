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
from outgrow.careers.records.dates import after_last_day, date_text, day_before, month_text_of, when, when_over
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
_LONE: Final = "says that somebody has left, of whom no job is known"
_AFTER: Final = "comes after its person has left, and is no rehire"
#: What begins a job anew on the day, or after the day, on which somebody left.
_BEGINNING: Final = ("hire", "rehire", "return")
_ORDER: Final = ("when", "rank", "sequence", "place")
#: Reads the levels of titles; a title without one is None.
Levels = Callable[[Sequence[str]], Sequence[str | None]]
_LINE: Final = ("person", "contract_key")


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
        `outgrow.careers.records.events.KINDS`; ``gone``, true for people who have left; ``contract_key``, never missing, empty
        for the main job; ``sequence``; ``department``; ``reason``; and `columns`.
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
    exits = rows.filter(rows.kind == "exit")
    jobs = _keyed(rows.filter(rows.kind != "exit"), columns)
    by_day = ["when", "sequence", "place"]
    jobs = jobs.mutate(next_when=_next(jobs, "when", by_day), next_key=_next(jobs, "same_key", by_day))
    again = (jobs.next_when == jobs.when).fill_null(False)
    jobs = store(jobs.mutate(again=again, alike=(again & (jobs.next_key == jobs.same_key)).fill_null(False)))
    replaced, twice = jobs.filter(jobs.again & ~jobs.alike), number(jobs.filter(jobs.alike).count())
    jobs = jobs.filter(~jobs.again).drop("again", "alike", "next_when", "next_key")
    lone = exits.anti_join(jobs.select("person").distinct(), "person")
    line = store(_line(jobs, _closers(exits, table, jobs, this_month), columns))
    line, after = _without_phantoms(line, labelled=number(jobs.filter(jobs.kind == "hire").limit(1).count()) > 0)
    line, unchanged, regrouped = _without_unchanged(line, levels)
    order = list(_ORDER)
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
        for part, reason in (
            (unread, ibis.null("string")),
            (replaced, ibis.literal(_REPLACED)),
            (lone, ibis.literal(_LONE)),
            (after, ibis.literal(_AFTER)),
        )
    ]
    order_of = made.columns
    joined = number(exits.count()) - number(lone.count()) + continuing + twice + unchanged
    gone = store(_left_for_good(line, end))
    return Changes(
        jobs=store(ibis.union(made, *(part.select(*order_of) for part in lost))),
        exits=gone,
        notes=_notes(joined, regrouped, number(gone.observed_until.count())),
        joined=joined,
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
    """Leave out rows without a title that come after the first job of a line: they change something else."""
    import ibis

    first = rows.when.min(where=rows.title.notnull() & (rows.kind != "exit")).over(ibis.window(group_by=list(_LINE)))
    continues = rows.title.isnull() & ~rows.kind.isin(["exit", "hire", "rehire"]) & (rows.when >= first)
    rows = store(rows.mutate(continues=continues.fill_null(False)))
    count = number(rows.filter(rows.continues).count())
    return rows.filter(~rows.continues).drop("continues"), count


def _keyed(jobs: ibis.Table, columns: Sequence[str]) -> ibis.Table:
    """Add what is the same in two rows that say the same of a job; a row without a title is like no other."""
    import ibis

    key = folded(jobs.title)
    for column in columns:
        if column != "title":
            # that a row calls itself a promotion is nothing that lasts
            key = key + "\n" + jobs[column].fill_null("").replace("promoted", "").strip()
    return jobs.mutate(same_key=jobs.title.isnull().ifelse(ibis.null("string"), key))


def _closers(exits: ibis.Table, table: ibis.Table, jobs: ibis.Table, this_month: int) -> ibis.Table:
    """Give each leaving of a person for each line that it ends; those before the first job, or to come, end nothing.

    A row of one contract, or of a job on the side, ends that; any other, and a day of leaving, ends all.
    """
    import ibis

    events = exits.select(
        "person",
        "changed_number",
        "changed_day",
        "changed_kind",
        "reason",
        own=(exits.contract_key == "").ifelse(ibis.null("string"), exits.contract_key),
    )
    dated = table.filter(table.left_kind.isin(["month", "year"]) & table.person.notnull())
    columns = dated.select(
        "person",
        changed_number=dated.left_number,
        changed_day=dated.left_day,
        changed_kind=dated.left_kind,
        reason=dated.reason,
        own=ibis.null("string"),
    )
    left = ibis.union(events, columns.distinct())
    left = left.filter(left.changed_number <= this_month)
    # a year or a month alone is over only at its end
    left = left.mutate(when=when_over(left.changed_number, left.changed_day, left.changed_kind))
    begun = jobs.group_by(*_LINE).agg(first_when=jobs.when.min())
    begun = begun.rename(begun_by="person")
    closed = left.inner_join(begun, [left.person == begun.begun_by, left.when >= begun.first_when])
    closed = closed.filter(closed.own.isnull() | (closed.own == closed.contract_key))
    return closed.group_by("person", "contract_key", "when", "changed_number", "changed_day", "changed_kind").agg(
        reason=closed.reason.max(), at_start=(closed.when == closed.first_when).max()
    )


def _line(jobs: ibis.Table, closers: ibis.Table, columns: Sequence[str]) -> ibis.Table:
    """Put jobs and leavings of each contract into one line; on one day somebody changes, leaves, and begins anew."""
    import ibis

    def nothing(column: str) -> ir.Value:
        return ibis.null(str(jobs[column].type()))

    shared = ("person", "contract_key", "when", "changed_number", "changed_day", "changed_kind")
    own = (ROW, *columns, "changed", "kind", "gone", "department", "sequence", "place", "same_key")
    begins = jobs.select(
        *shared,
        *own,
        reason=nothing("reason"),
        closes=ibis.literal(False),
        rank=jobs.kind.isin(_BEGINNING).ifelse(ibis.literal(2, "int8"), ibis.literal(0, "int8")),
        left_when=jobs.left_number,
    )
    ends = closers.select(
        *shared,
        reason="reason",
        closes=ibis.literal(True),
        rank=closers.at_start.ifelse(ibis.literal(3, "int8"), ibis.literal(1, "int8")),
        **{column: nothing(column) for column in own},
        left_when=nothing("left_number"),
    )
    return begins.union(ends.select(*begins.columns))


def _without_phantoms(line: ibis.Table, *, labelled: bool) -> tuple[ibis.Table, ibis.Table]:
    """Part from the line what comes after a leaving and is no rehire, where the table says which rows begin something."""
    import ibis

    in_order = ibis.window(group_by=list(_LINE), order_by=list(_ORDER), preceding=None, following=0)
    begins = (line.closes | line.kind.isin(_BEGINNING)).fill_null(False).ifelse(1, 0)
    line = line.mutate(part=begins.sum().over(in_order))
    ended = line.closes.ifelse(1, 0).max().over(ibis.window(group_by=[*_LINE, "part"]))
    line = store(line.mutate(phantom=((ended == 1) & ~line.closes) if labelled else ibis.literal(False)))
    return line.filter(~line.phantom).drop("part", "phantom"), line.filter(line.phantom)


def _without_unchanged(line: ibis.Table, levels: Levels | None) -> tuple[ibis.Table, int, bool]:
    """Leave out rows in which nothing differs that is read here; return how many, and whether many changed department at once.

    A promotion in which nothing differs says that the hire row before it was written over: where there is a level to rise to, and
    where so many first promotions are like that, that the system and not the employer makes them so.
    """
    import ibis

    in_order = ibis.window(group_by=list(_LINE), order_by=list(_ORDER))
    line = store(
        line.mutate(
            unchanged=(line.same_key == line.same_key.lag().over(in_order)).fill_null(False),
            second=ibis.row_number().over(in_order) == 1,
            department_before=line.department.lag().over(in_order),
        )
    )
    first = line.filter(line.second & (line.kind == "promotion"))
    promoted = (line.unchanged & line.second & (line.kind == "promotion")).fill_null(False)
    counted = number(first.count()), number(line.filter(promoted).count())
    titles: list[str] = []
    if levels is not None and counted[1] >= MANY and 2 * counted[1] >= counted[0]:
        titles = fetched(line.filter(promoted).select("title").distinct())["title"].to_pylist()
    above = LEVEL_ORDER["specialist"]
    read = levels(titles) if levels and titles else ()
    risen = [title for title, level in zip(titles, read, strict=True) if level and LEVEL_ORDER[level] > above]
    line = line.mutate(shown=promoted & line.title.isin(risen) if risen else ibis.literal(False))
    line = store(line.mutate(overwritten=line.shown.lead().over(in_order).fill_null(False)))
    dropped = line.filter(line.unchanged & ~line.shown)
    moved = dropped.filter(dropped.department != dropped.department_before)
    together = moved.group_by("changed_number", "department_before", "department").agg(people=moved.person.nunique())
    regrouped = number(together.filter(together.people >= MANY).limit(1).count()) > 0
    kept = line.filter(line.shown | ~line.unchanged).drop("unchanged", "second", "shown", "department_before")
    return kept, number(dropped.count()), regrouped


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

    last = line.filter(~line.closes).group_by("person").agg(last_when=line.when.max())
    last = last.rename(last_of="person")
    ended = line.filter(line.closes)
    ended = ended.mutate(exited=after_last_day(ended.changed_number, ended.changed_day, ended.changed_kind, end))
    ended = ended.inner_join(last, [ended.person == last.last_of, ended.when >= last.last_when])
    open_ended = line.filter(~line.closes & line.next_when.isnull())
    ended = ended.anti_join(open_ended.select("person").distinct(), "person")
    gone = open_ended.filter(open_ended.gone & open_ended.left_when.isnull())
    columns = {"exited": "int32", "exit_reason": "string", "observed_until": "int32"}
    parts = (
        ended.group_by("person").agg(exited=ended.exited.min(), exit_reason=ended.reason.argmin(ended.when)),
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


def _notes(joined: int, regrouped: bool, gone: int) -> tuple[str, ...]:
    """Say what was done, without numbers: notes go into answers for others."""
    notes = []
    if joined:
        notes.append("Rows that end a job, or change nothing that is read here, are no jobs of their own.")
    if regrouped:
        notes.append(f"Another department for {MANY} people or more in one month is a reorganisation, and no move.")
    if gone:
        notes.append("People who have left on a day that is not said are followed until their last job began.")
    return tuple(notes)
