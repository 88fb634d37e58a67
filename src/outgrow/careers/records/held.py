"""What an employer's records say has changed, though nobody moved: renames in place, transfers, hire rows written over.

In: checked spells, typed. Out: the same with the labels that jobs had when they began, and what was recognised. Rules, each with
its numbers:

- *rename in place*: at one employer, in one month, `MANY` people or more go from one title to another of the same level, and
  they are at least `SHARE` of the jobs of the first one there; none of them is called a promotion, the titles differ in more
  than the number of a grade, and it happens once. Who was renamed keeps the title they had.
- *transfer*: the employer changes, the title and the level stay, with no month between. Of `MANY` people or more from one
  employer to another in one month it is a reorganisation. Who was transferred keeps the employer they had.
- *hire row written over*: the first title of a person is that of their latest job, of a higher level than the title after
  it. Nobody knows what they were hired as: the row goes to quarantine.

Levels are those of the table, or else what titles say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outgrow.careers.careers import Recorded
from outgrow.careers.check import FAULT, FAULT_COLUMN, FAULT_VALUE, CheckedTable
from outgrow.careers.raw import ROW
from outgrow.careers.records.changes import MANY, Levels
from outgrow.engine import fetched, folded, lookup, store
from outgrow.schema import ASIDE_MARKS, LEVEL_ORDER

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = ["SHARE", "as_held", "renames_and_jobs", "renames_in_place"]

#: Of those who held a title at an employer, so many have to get the same new one for it to be a rename.
SHARE: Final = 0.5
WRITTEN_OVER: Final = (
    "the title of the first job is that of today, above the one after it: a hire row written over later"
)
#: What a job keeps while nobody moves.
_LABELS: Final = ("title", "organisation", "occupation", "function", "specialty", "level")
_GRADE: Final = re.compile(r"[ivx]{1,4}|[0-9]{1,2}|[a-h]|l[0-9]|level|grade|band")
_ORDER: Final = ("start", "start_day", "end", "title", ROW)


def as_held(
    checked: CheckedTable, levels: Levels, *, events: bool = False
) -> tuple[CheckedTable, tuple[Recorded, ...]]:
    """Give jobs the labels that they began with, where nobody moved.

    Parameters
    ----------
    checked : CheckedTable
        Spells of one employer, or of one group of them.
    levels : callable
        Reads the levels of titles.
    events : bool, default False
        Whether rows say what has happened: then only a promotion can show that the row before it was written over.

    Returns
    -------
    tuple of CheckedTable and tuple of Recorded
        The spells, and what was recognised, the most people first.
    """
    import ibis

    absent = {name: ibis.null("string") for name in checked.columns if name not in checked.table.columns}
    table = store(checked.table.mutate(**absent))
    clean, rest = table.filter(table[FAULT].isnull()), table.filter(table[FAULT].notnull())
    line = store(_in_line(clean))
    line, over = _without_written_over(line, levels, events=events)
    renames, rename = _renames(line, levels)
    transfers, transfer = _transfers(line)
    found = sorted((*renames, *transfers, *over), key=lambda item: (-item.people, item.month, item.kind))
    if found:
        relabelled = _relabelled(line, rename, transfer) if renames or transfers else line
        whole = ibis.union(relabelled.select(*table.columns), rest)
        table = store(whole)
    return replace(checked, table=table), tuple(found)


def renames_in_place(spells: ibis.Table, levels: Levels) -> tuple[Recorded, ...]:
    """Recognise renames in place, and change nothing.

    Parameters
    ----------
    spells : ibis.Table
        As `outgrow.careers.Careers.spells`.
    levels : callable
        Reads the levels of titles.

    Returns
    -------
    tuple of Recorded
        The most people first.
    """
    found, _ = renames_and_jobs(spells, levels)
    return found


def renames_and_jobs(spells: ibis.Table, levels: Levels) -> tuple[tuple[Recorded, ...], ibis.Table | None]:
    """Recognise renames in place, and say which jobs began with one.

    Parameters
    ----------
    spells, levels
        As of `renames_in_place`.

    Returns
    -------
    tuple of Recorded
        The most people first.
    ibis.Table or None
        A row for each: ``renamed_held_employer, renamed_start, renamed_held_title_before, renamed_held_title``, texts as
        `outgrow.engine.folded` has them; None where there is no rename.
    """
    needed = ("person", "start", "end", "start_day", "title", "organisation", "level", "marks", ROW)
    # people who name no employer are not one employer's
    named = spells.filter(spells.organisation.notnull()).select(*needed)
    found, jobs = _renames(store(_in_line(named)), levels)
    return tuple(sorted(found, key=lambda item: (-item.people, item.month))), jobs


def _in_line(spells: ibis.Table) -> ibis.Table:
    """Put what came before beside each job of a person; jobs on the side are a line of their own."""
    import ibis

    aside = _marked(spells, *ASIDE_MARKS)
    table = spells.mutate(
        held_title=folded(spells.title),
        held_employer=folded(spells.organisation),
        held_aside=aside,
    )
    in_order = ibis.window(group_by=["person", "held_aside"], order_by=list(_ORDER))
    table = table.mutate(
        held_place=ibis.row_number().over(in_order),
        held_end_before=table.end.lag().over(in_order),
        held_title_before=table.held_title.lag().over(in_order),
        held_employer_before=table.held_employer.lag().over(in_order),
        held_level_before=table.level.lag().over(in_order),
        held_written_before=table.title.lag().over(in_order),
        held_from=table.organisation.lag().over(in_order),
        held_first=ibis.row_number().over(in_order) == 0,
    )
    before = table.held_end_before
    no_gap = (~table.held_first & (before >= table.start - 1) & (before <= table.start)).fill_null(False)
    same_level = table.level.fill_null("") == table.held_level_before.fill_null("")
    same_title = table.held_title == table.held_title_before
    same_employer = table.held_employer.fill_null("") == table.held_employer_before.fill_null("")
    known = table.held_employer.notnull() & table.held_employer_before.notnull()
    return table.mutate(
        held_no_gap=no_gap,
        held_renamed=(no_gap & same_employer & ~same_title & ~_marked(table, "promoted")).fill_null(False),
        held_moved=(no_gap & same_title & same_level & known & ~same_employer).fill_null(False),
        held_same=(no_gap & same_title & same_level & same_employer).fill_null(False),
    )


def _marked(spells: ibis.Table, *marks: str) -> ir.BooleanValue:
    import ibis

    carried = ibis.literal(";") + spells.marks.fill_null("").replace(" ", "") + ";"
    found = ibis.literal(False)
    for mark in marks:
        found = found | carried.contains(f";{mark};")
    return found


def _renames(line: ibis.Table, levels: Levels) -> tuple[list[Recorded], ibis.Table | None]:
    """Find renames in place, and the table by which their jobs are known."""
    import pyarrow as pa

    keys = ("held_employer", "start", "held_title_before", "held_title")
    pairs = line.filter(line.held_renamed)
    pairs = pairs.mutate(held_employer=pairs.held_employer.fill_null(""))
    given = (pairs.level == pairs.held_level_before).ifelse(1, 0)
    lacking = (pairs.level.isnull() | pairs.held_level_before.isnull()).ifelse(1, 0)
    groups = pairs.group_by(*keys).agg(
        people=pairs.person.nunique(),
        was=pairs.held_written_before.min(),
        now=pairs.title.min(),
        rows=pairs.count(),
        alike=given.sum(),
        unknown=lacking.sum(),
    )
    groups = store(groups.filter(groups.people >= MANY))
    together = _with_holders(groups, line)
    rows = fetched(together.filter(together.people >= together.holders * SHARE)).to_pylist()
    read = iter(levels([title for row in rows for title in (row["was"], row["now"])]))
    times = Counter((row["held_employer"], row["held_title_before"], row["held_title"]) for row in rows)
    accepted = []
    for row in rows:
        level, after = next(read), next(read)
        parsed = level is not None and level == after
        # what comes again in another year is a step that cohorts take, and so is a higher number of one grade
        again = times[row["held_employer"], row["held_title_before"], row["held_title"]] > 1
        if again or _ungraded(row["held_title_before"]) == _ungraded(row["held_title"]):
            continue
        # levels of the table decide where it has both, and what titles say where it has not
        if row["alike"] + row["unknown"] == row["rows"] and (row["alike"] == row["rows"] or parsed):
            accepted.append(row)
    if not accepted:
        return [], None
    kinds = {
        "held_employer": pa.string(),
        "start": pa.int64(),
        "held_title_before": pa.string(),
        "held_title": pa.string(),
    }
    known = pa.table({f"renamed_{key}": pa.array([row[key] for row in accepted], kind) for key, kind in kinds.items()})
    found = [Recorded("rename", row["start"], row["people"], row["was"], row["now"]) for row in accepted]
    return found, lookup(known, line)


def _ungraded(title: str) -> str:
    """Take the number of a grade out of a title: ``engineer ii`` and ``engineer 3`` are one."""
    return " ".join(word for word in title.split() if not _GRADE.fullmatch(word))


def _with_holders(groups: ibis.Table, line: ibis.Table) -> ibis.Table:
    """Add how many jobs of the old title were held at the employer just before: begun before, and not ended before that.

    Counted by month first, so that no job is held against each of the changes of its title.
    """
    import ibis

    jobs = line.select(at=line.held_employer.fill_null(""), what="held_title", begun="start", ended=line.end + 2)
    titles = groups.select(at="held_employer", what="held_title_before").distinct()
    jobs = jobs.semi_join(titles, ["at", "what"])
    over = jobs.filter(jobs.ended.notnull())
    months = ibis.union(
        jobs.group_by("at", "what", month=(jobs.begun + 1).cast("int64")).agg(change=jobs.count()),
        over.group_by("at", "what", month=over.ended.cast("int64")).agg(change=-over.count()),
    )
    months = store(months)
    same = [groups.held_employer == months["at"], groups.held_title_before == months.what, groups.start >= months.month]
    joined = groups.inner_join(months, same)
    counted = joined.group_by("held_employer", "held_title_before", "held_title", "start").agg(
        holders=joined.change.sum()
    )
    return groups.inner_join(counted, ["held_employer", "held_title_before", "held_title", "start"])


def _transfers(line: ibis.Table) -> tuple[list[Recorded], bool]:
    """Count moves from one employer to another in the same title: those of many together, and all others of a month as one."""
    moved = line.filter(line.held_moved)
    groups = moved.group_by("start", "held_employer_before", "held_employer").agg(
        people=moved.person.nunique(), was=moved.held_from.min(), now=moved.organisation.min()
    )
    groups = store(groups)
    many = fetched(groups.filter(groups.people >= MANY)).to_pylist()
    few = groups.filter(groups.people < MANY)
    few = fetched(few.group_by("start").agg(people=few.people.sum())).to_pylist()
    found = [Recorded("reorganisation", row["start"], row["people"], row["was"], row["now"]) for row in many]
    found += [Recorded("transfer", row["start"], row["people"]) for row in few]
    return found, bool(found)


def _without_written_over(line: ibis.Table, levels: Levels, *, events: bool) -> tuple[ibis.Table, list[Recorded]]:
    """Put first jobs with the title of today, above the one after them, in quarantine."""
    import ibis
    import pyarrow as pa

    in_order = ibis.window(group_by=["person", "held_aside"], order_by="held_place")
    line = line.mutate(
        held_next=line.held_title.lead().over(in_order),
        held_next_title=line.title.lead().over(in_order),
        held_next_level=line.level.lead().over(in_order),
        held_next_promoted=_marked(line, "promoted").lead().over(in_order),
        held_next_no_gap=line.held_no_gap.lead().over(in_order),
    )
    last = line.filter(line.held_next.isnull()).select(
        last_of="person", last_aside="held_aside", held_last="held_title"
    )
    line = line.left_join(last, [line.person == last.last_of, line.held_aside == last.last_aside])
    line = store(line.drop("last_of", "last_aside"))
    odd = line.held_first & (line.held_title == line.held_last) & (line.held_next != line.held_title)
    odd = (odd & line.held_next_no_gap & (line.held_next_promoted if events else True)).fill_null(False)
    first = line.filter(odd)
    pairs = fetched(first.select("title", "level", "held_next_title", "held_next_level").distinct()).to_pylist()
    read = iter(levels([title for row in pairs for title in (row["title"], row["held_next_title"])]))
    over = []
    for row in pairs:
        parsed, parsed_next = next(read), next(read)
        level, after = row["level"] or parsed, row["held_next_level"] or parsed_next
        if level and after and LEVEL_ORDER[level] > LEVEL_ORDER[after]:
            over.append((row["title"], row["held_next_title"]))
    if not over:
        return line, []
    texts = pa.string()
    known = lookup(
        pa.table(
            {
                "over_title": pa.array([was for was, _ in over], texts),
                "over_next": pa.array([now for _, now in over], texts),
            }
        )
        .group_by(["over_title", "over_next"])
        .aggregate([]),
        line,
    )
    joined = line.left_join(known, [line.title == known.over_title, line.held_next_title == known.over_next])
    bad = (joined.over_title.notnull() & joined.held_first & (joined.held_title == joined.held_last)).fill_null(False)
    bad = (bad & joined.held_next_no_gap & (joined.held_next_promoted if events else True)).fill_null(False)
    line = store(
        joined.mutate(
            **{
                FAULT: bad.ifelse(ibis.literal(WRITTEN_OVER), joined[FAULT]),
                FAULT_COLUMN: bad.ifelse(ibis.literal("title"), joined[FAULT_COLUMN]),
                FAULT_VALUE: bad.ifelse(joined.title, joined[FAULT_VALUE]),
            }
        ).drop("over_title", "over_next")
    )
    gone = line.filter(line[FAULT].notnull())
    counted = fetched(gone.group_by("start").agg(people=gone.person.nunique())).to_pylist()
    return line, [Recorded("hire row written over", row["start"], row["people"]) for row in counted]


def _relabelled(line: ibis.Table, renames: ibis.Table | None, transfers: bool) -> ibis.Table:
    """Carry the labels of a job through renames and transfers, until its holder moves."""
    import ibis

    renamed = ibis.literal(False)
    if renames is not None:
        line = line.left_join(
            renames,
            [
                line.held_employer.fill_null("") == renames.renamed_held_employer,
                line.start == renames.renamed_start,
                line.held_title_before == renames.renamed_held_title_before,
                line.held_title == renames.renamed_held_title,
            ],
        ).drop("renamed_held_employer", "renamed_held_title_before", "renamed_held_title")
        renamed = line.held_renamed & line.renamed_start.notnull()
    passed = renamed | (line.held_moved if transfers else ibis.literal(False))
    line = line.mutate(held_passed=passed.fill_null(False))
    begins = (line.held_passed | line.held_same).ifelse(0, 1)
    in_order = ibis.window(group_by=["person", "held_aside"], order_by="held_place", preceding=None, following=0)
    line = line.mutate(held_run=begins.sum().over(in_order))
    in_run = ibis.window(
        group_by=["person", "held_aside", "held_run"], order_by="held_place", preceding=None, following=0
    )
    line = store(line.mutate(held_since=line.held_passed.ifelse(1, 0).max().over(in_run) == 1, held_begins=begins == 1))
    first = line.filter(line.held_begins).select(
        first_of="person", first_aside="held_aside", first_run="held_run", **{f"first_{name}": name for name in _LABELS}
    )
    line = line.left_join(
        first,
        [line.person == first.first_of, line.held_aside == first.first_aside, line.held_run == first.first_run],
    )
    return line.mutate(**{name: line.held_since.ifelse(line[f"first_{name}"], line[name]) for name in _LABELS})
