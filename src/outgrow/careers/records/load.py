"""Records of employers and surveys into the two raw tables of careers, checked like any other afterwards.

In: a `RawTable` and how it is to be read. Out: `RawTable` of spells and of people. Everything is counted and put in order on the
engine that holds the table, so that its size does not matter. Every row becomes a job, or goes to quarantine with its reason, or
is counted among those that only end or continue a job.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.columns import resolve
from outgrow.careers.dates import EndRule, order_of, read_dates
from outgrow.careers.raw import REFUSED, ROW, RawTable
from outgrow.careers.records.changes import Levels, jobs_of_changes
from outgrow.careers.records.dates import after_last_day, date_text, when, when_over
from outgrow.careers.records.events import event_kind, event_mark, is_no
from outgrow.careers.records.mapping import RECORD_COLUMNS, RowRule, TableMapping
from outgrow.careers.records.waves import jobs_of_waves, title_of_states
from outgrow.engine import discard, fetched, lookup, number, store, trimmed
from outgrow.errors import InputError, UnknownName, UnreadableSource, did_you_mean
from outgrow.months import DayOrder
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS, START_UNKNOWN

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = ["people_beside", "read_records", "rows_of"]

#: What a job says beside its person, start and end.
_JOB: Final = tuple(column for column in SPELL_COLUMNS if column not in ("person", "start", "end"))
_DATES: Final = ("changed", "start", "end", "left", "hired", "wave")
_OF_PEOPLE: Final = tuple(column for column in PEOPLE_COLUMNS if column not in ("person", "exited", "exit_reason"))
#: Names that no attribute can have.
_RESERVED: Final = frozenset({*PEOPLE_COLUMNS, ROW})
#: Mark of a job that its row calls a promotion.
PROMOTED: Final = "promoted"
#: More distinct texts than this say something else than what has happened.
_MOST_EVENTS: Final = 5_000
_NEEDED: Final[dict[RowRule, tuple[str, ...]]] = {
    "jobs": ("person", "start", "title"),
    "changes": ("person", "changed", "title"),
    "waves": ("person", "wave"),
}


def rows_of(mapping: TableMapping) -> RowRule:
    """Return what a row is, as a mapping says or as its columns show."""
    named = mapping.columns
    found: RowRule = "waves" if "wave" in named or mapping.states else "changes" if "changed" in named else "jobs"
    return mapping.rows or found


def read_records(
    raw: RawTable,
    mapping: TableMapping,
    *,
    end: EndRule,
    order: DayOrder | None,
    this_month: int,
    levels: Levels | None = None,
) -> tuple[RawTable, RawTable | None]:
    """Read a table of jobs, changes or waves.

    Parameters
    ----------
    raw : RawTable
        The table as written.
    mapping : TableMapping
        How it is read.
    end : {"inclusive", "exclusive"}
        Whether the last day is in the job, or the day after.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``; None finds out from all its dates together.
    this_month : int
        Month number of today.
    levels : callable, optional
        Reads the levels of titles, by which hire rows written over later are known. Default: they are taken as they are.

    Returns
    -------
    tuple of RawTable and RawTable or None
        Spells, whose ends are in the job, and what the rows say of people.

    Raises
    ------
    UnreadableSource
        A column that is needed is missing.
    UnknownName
        The mapping names a column that the table does not have.
    """
    import ibis

    rows = rows_of(mapping)
    columns = dict(mapping.columns)
    if rows == "changes" and "start" in columns and "changed" not in columns:
        columns["changed"] = columns.pop("start")
    needed = tuple(name for name in _NEEDED[rows] if name not in mapping.constants)
    if rows == "waves" and not mapping.states:
        needed = (*needed, "title")
    names = resolve(raw, f"records of {rows}", columns, needed, (*SPELL_COLUMNS, *_OF_PEOPLE, *RECORD_COLUMNS))
    _check_own(raw, mapping)
    table, reason = _mapped(raw, names, mapping)
    order = order or mapping.dates or order_of(table, [name for name in _DATES if name in names])
    known = {*names, *mapping.constants}
    # looked at before dates are joined, so that the engine reads nothing else
    events = _events_of(table) if "event" in known else []
    table, notes = read_dates(table, _DATES, order, absent=[name for name in _DATES if name not in known])
    table = _with_events(table, events) if "event" in known else _without_events(table)
    table = _with_marks(table, aside=_is(table.primary, is_no) if "primary" in known else None)
    if rows == "waves":
        waves = jobs_of_waves(
            table.mutate(**{REFUSED: reason}), _JOB, months=mapping.wave_months, this_month=this_month
        )
        jobs, joined, more = waves.jobs, waves.joined, waves.notes
        people = waves.observed.mutate(exited=ibis.null("int32"), exit_reason=ibis.null("string"))
    elif rows == "changes":
        changes = jobs_of_changes(table, _JOB, end=end, levels=levels, this_month=this_month)
        jobs, joined, more, people = changes.jobs, changes.joined, changes.notes, changes.exits
    else:
        jobs, people, more = _jobs(table, end, this_month)
        joined = 0
    read = ", ".join(f"{theirs} as {name}" for name, theirs in names.items())
    said = [f"Columns read: {read}.", *notes, *more]
    spells = RawTable(jobs, raw.name, raw.faults, notes=(*raw.notes, *said), refusing=True, joined=joined)
    persons = _people(table, people, rows, raw, names, mapping, this_month)
    if raw.kept is not None:
        discard(raw.kept)  # all that was made of it is stored
    return spells, persons


def people_beside(given: RawTable, said: RawTable) -> RawTable:
    """Add what rows say of people to a table of people that was given, where that table does not say it itself.

    Parameters
    ----------
    given : RawTable
        A row a person, as written.
    said : RawTable
        As `read_records` returns it.
    """
    names = resolve(given, "people", {}, ("person",), PEOPLE_COLUMNS)
    taken = {name.strip().lower() for name in given.table.columns} | set(names)
    more = [name for name in said.table.columns if name not in taken]
    if not more:
        return given
    known = said.table.select(
        outgrow_person=said.table.person.cast("string"), **{name: said.table[name] for name in more}
    )
    own = given.table[names["person"]].cast("string")
    own = trimmed(own) if given.table[names["person"]].type().is_string() else own
    joined = given.table.left_join(known, own == known.outgrow_person).drop("outgrow_person")
    return replace(given, table=store(joined))


def _check_own(raw: RawTable, mapping: TableMapping) -> None:
    """Refuse columns of states and attributes that the table does not have."""
    there = [column for column in raw.table.columns if column != ROW]
    for what, columns in (("states", mapping.states), ("attributes", mapping.attributes)):
        for column in columns:
            if column not in there:
                near = "" if raw.first_line else did_you_mean(column, there)
                raise UnknownName(
                    f"'{raw.name}' has no column '{column}', which {what} of the mapping name.{near}",
                    do="name columns as the header writes them",
                )


def _mapped(raw: RawTable, names: dict[str, str], mapping: TableMapping) -> tuple[ibis.Table, ir.StringValue]:
    """Select columns by what they are, with the values that the mapping gives them."""
    import ibis

    table = raw.table
    picked: dict[str, ir.Value] = {}
    for name in (*SPELL_COLUMNS, *_OF_PEOPLE, *RECORD_COLUMNS):
        if name in mapping.constants:
            picked[name] = ibis.literal(mapping.constants[name])
        elif name not in names:
            picked[name] = ibis.null("string")
        elif name == "person":
            picked[name] = _person(table[names[name]])
        elif table[names[name]].type().is_date() or table[names[name]].type().is_timestamp():
            picked[name] = table[names[name]].cast("date") if name in _DATES else table[names[name]].cast("string")
        else:
            picked[name] = _text(table[names[name]], mapping.values.get(name))
    reason = ibis.null("string")
    if mapping.states:
        picked["title"], reason = title_of_states(table, mapping.states)
    own = {f"own_{place}": table[column] for place, column in enumerate(mapping.attributes)}
    table = table.select(ROW, **picked, **own, outgrow_reason=reason)
    return table, table.outgrow_reason


def _person(column: ir.Value) -> ir.Value:
    return trimmed(column).nullif("") if column.type().is_string() else column


def _text(column: ir.Value, meanings: dict[str, str] | None) -> ir.StringValue:
    import ibis

    text = (
        column.cast("array<string>").join(";") if column.type().is_array() else trimmed(column.cast("string"))
    ).nullif("")
    if not meanings:
        return text
    plain = text.lower()
    return ibis.cases(*((plain == theirs.strip().lower(), ours) for theirs, ours in meanings.items()), else_=text)


def _without_events(table: ibis.Table) -> ibis.Table:
    import ibis

    return table.mutate(kind=ibis.literal("change"), gone=ibis.literal(False), event_mark=ibis.null("string"))


def _events_of(table: ibis.Table) -> list[str]:
    """Return the different texts that say what has happened."""
    texts = fetched(table.select("event").distinct().limit(_MOST_EVENTS + 1))["event"].to_pylist()
    if len(texts) > _MOST_EVENTS:
        raise UnreadableSource(
            f"the column read as event holds more than {_MOST_EVENTS:,} different texts.",
            why="what happens to people has a few names",
            do="name another column: --map event=NAME",
        )
    return [text for text in texts if text is not None]


def _with_events(table: ibis.Table, known: list[str]) -> ibis.Table:
    """Say of each row what has happened; where the column says what people are now, of which of them have left."""
    import ibis
    import pyarrow as pa

    rows = pa.table(
        {
            "event_text": pa.array(known, pa.string()),
            "event_kind": pa.array([event_kind(text) for text in known], pa.string()),
            "event_mark": pa.array([event_mark(text) for text in known], pa.string()),
        }
    )
    found = lookup(rows, table)
    table = table.left_join(found, table.event == found.event_text).drop("event_text")
    table = store(table.mutate(kind=table.event_kind.fill_null("change")).drop("event_kind"))
    people = table.group_by("person").agg(
        rows=table.count(), kinds=table.kind.nunique(), exits=(table.kind == "exit").ifelse(1, 0).sum()
    )
    several = people.filter(people.rows > 1)
    [counted] = fetched(
        several.agg(
            people=several.count(),
            mixed=(several.kinds > 1).ifelse(1, 0).sum(),
        )
    ).to_pylist()
    now = table.filter(table.kind.isin(["exit", "leave"]))
    if counted["people"] and not counted["mixed"] and number(now.limit(1).count()):
        # what no person's rows differ in says what people are now, and not what has happened
        return table.mutate(gone=table.kind == "exit", kind=ibis.literal("change"))
    alone = people.filter(people.exits == people.rows).select(alone_of="person")
    table = table.left_join(alone, table.person == alone.alone_of)
    # whoever has left on a day of its own has a status beside their only job, and not a row about leaving
    status = table.alone_of.notnull() & table.left_number.notnull() & table.title.notnull()
    return table.mutate(
        gone=ibis.literal(False), kind=status.fill_null(False).ifelse(ibis.literal("change"), table.kind)
    ).drop("alone_of")


def _with_marks(table: ibis.Table, *, aside: ir.BooleanValue | None) -> ibis.Table:
    """Mark jobs beside the main one, kinds of employment, and first rows of people who were there before."""
    import ibis

    aside = ibis.literal(False) if aside is None else aside
    first = table.changed_number.fill_null(table.start_number).min().over(ibis.window(group_by="person"))
    begins = table.changed_number.fill_null(table.start_number) == first
    unknown = begins & (table.hired_number < first) & ~table.kind.isin(["hire", "rehire"])
    parts = [
        table.marks,
        aside.ifelse("side", ibis.null("string")),
        table.event_mark,
        (table.kind == "promotion").ifelse(PROMOTED, ibis.null("string")),
        unknown.fill_null(False).ifelse(START_UNKNOWN, ibis.null("string")),
    ]
    marks = ibis.literal("")
    for part in parts:
        marks = marks + (";" + part).fill_null("")
    key = ibis.coalesce(table.contract, aside.ifelse("\nside", ibis.literal("")))
    sequence = table.sequence.re_search(r"^[0-9]{1,15}$").ifelse(table.sequence, ibis.null("string")).cast("int64")
    return table.mutate(
        marks=marks.re_replace("^;", "").nullif(""),
        contract_key=key,
        sequence=sequence.fill_null(0),
    )


def _is(column: ir.StringValue, test: Any) -> ir.BooleanValue:
    """Tell values that fit a test of texts; of so few kinds that each is looked at once."""
    table = column.as_table()
    texts = fetched(table.distinct().limit(_MOST_EVENTS))[column.get_name()].to_pylist()
    fitting = [text for text in texts if text is not None and test(text)]
    return column.isin(fitting).fill_null(False) if fitting else column.isnull() & column.notnull()


def _jobs(table: ibis.Table, end: EndRule, this_month: int) -> tuple[ibis.Table, ibis.Table, tuple[str, ...]]:
    """Give rows of jobs their ends: one to come is none, and where there is none, that of leaving is."""
    import ibis

    table = store(
        table.mutate(
            to_come=(table.end_kind.isin(["month", "year"]) & (table.end_number > this_month)).fill_null(False),
            left_now=(table.left_kind.isin(["month", "year"]) & (table.left_number <= this_month)).fill_null(False),
        )
    )
    open_end = table.to_come | table.end_kind.isin(["missing", "ongoing"])
    started = when(table.start_number, table.start_day)
    gone = when_over(table.left_number, table.left_day, table.left_kind)
    ends = open_end & table.left_now & (gone >= started)
    text = ibis.cases(
        (ends, _inclusive(table, "left", end)),
        (open_end, ibis.null("string")),
        else_=_inclusive(table, "end", end),
    )
    jobs = table.select(
        ROW, "person", *_JOB, start=date_text(table, "start"), end=text, **{REFUSED: ibis.null("string")}
    )
    coming = number(table.filter(table.to_come).limit(1).count())
    notes = ("An end that is to come is none: such jobs are ongoing.",) if coming else ()
    left = table.filter(table.left_now)
    left = left.group_by("person").agg(
        exited=after_last_day(left.left_number, left.left_day, left.left_kind, end).max(),
        exit_reason=left.reason.argmax(left.left_number),
        observed_until=ibis.null("int32"),
    )
    goes_on = table.filter(open_end & ~ends).select("person").distinct()
    later = table.group_by("person").agg(latest=table.start_number.max())
    left = left.anti_join(goes_on, "person")
    left = left.inner_join(later, "person")
    return jobs, left.filter((left.latest < left.exited).fill_null(True)).drop("latest"), notes


def _inclusive(table: ibis.Table, name: str, end: EndRule) -> ir.StringValue:
    """Write the last day in the job, where what is stored may be the day after."""
    from outgrow.careers.records.dates import day_before

    text = date_text(table, name)
    if end == "inclusive":
        return text
    exact = table[f"{name}_kind"] == "month"
    return exact.ifelse(day_before(table[f"{name}_number"], table[f"{name}_day"]), text)


def _people(
    table: ibis.Table,
    known: ibis.Table,
    rows: RowRule,
    raw: RawTable,
    names: dict[str, str],
    mapping: TableMapping,
    this_month: int,
) -> RawTable | None:
    """Put together what the rows say of people; each column as the earliest of a person's rows has it."""
    import ibis

    theirs: dict[str, str] = {name: name for name in _OF_PEOPLE if name in names or name in mapping.constants}
    for place, column in enumerate(mapping.attributes):
        if column.strip().lower() in _RESERVED:
            raise InputError(
                f"'{column}' is a column of careers, and no attribute.",
                do=f"name it under columns: {column.strip().lower()} = '{column}'",
            )
        theirs[column] = f"own_{place}"
    waves = rows == "waves"
    more = known.exit_reason.notnull() | known.observed_until.notnull()
    if not theirs and not waves and number(known.filter(more).limit(1).count()) == 0:
        return None  # that somebody has left, the end of their last job says as well
    held = table.filter(table.person.notnull())
    at = ibis.coalesce(held.changed_number, held.start_number, held.wave_number, ibis.literal(this_month))
    held = held.mutate(at=at.cast("int64") * 2**31 + held[ROW])
    picked = {f"known_{place}": own for place, own in enumerate(theirs.values())}
    first = held.group_by("person").agg(
        **{name: held[own].argmin(held["at"], where=held[own].notnull()) for name, own in picked.items()},
        known_row=held[ROW].min(),
    )
    known = known.drop(*(name for name in known.columns if name in theirs))
    known = known.rename({f"more_{name}": name for name in known.columns})
    people = first.left_join(known, first.person == known.more_person)

    def month(value: ir.IntegerValue) -> ir.StringValue:
        text = (value // 12).cast("string").lpad(4, "0") + "-" + (value % 12 + 1).cast("string").lpad(2, "0")
        return (value <= this_month).ifelse(text, ibis.null("string"))

    names_of = dict(zip(theirs, picked, strict=True))
    columns = {name: people[own] for name, own in names_of.items()}
    for name in known.columns:
        own = name.removeprefix("more_")
        if own != "person":
            columns[own] = month(people[name]) if own.startswith(("exited", "observed")) else people[name]
    people = people.select(person=people.person, **{ROW: people.known_row}, **columns)
    return RawTable(store(people), f"people of {raw.name}")
