"""Raw tables into checked spells and people: what cannot be used goes to quarantine with its reason, the rest is typed.

In: `RawTable`. Out: `CheckedTable`, expressions on the same engine. Dates are read once for each distinct text, so any
shape people write costs the engine one join. Next: outgrow.careers.read puts both tables together.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.careers.files import ROW, RawTable
from outgrow.engine import number, store
from outgrow.errors import UnknownName, UnreadableSource, did_you_mean
from outgrow.months import DayOrder, ParsedMonth, day_order, parse_month
from outgrow.schema import FUNCTIONS, LEVELS, PEOPLE_COLUMNS, SPELL_COLUMNS

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = ["QUARANTINE_COLUMNS", "CheckedTable", "EndRule", "check_people", "check_spells"]

EndRule = Literal["inclusive", "exclusive"]
#: `left_out` is "row" where the whole row could not be used, "value" where the row is used without that value.
QUARANTINE_COLUMNS: Final = ("table", "row", "column", "value", "reason", "left_out")

#: Other names of columns, as exports have them.
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("person_id", "employee_id", "worker_id", "candidate_id", "user_id", "individual_id", "emp_id", "pid"),
    "start": ("start_date", "started", "started_on", "begin", "begin_date", "from", "date_from", "start_month"),
    "end": ("end_date", "ended", "finished_on", "finish", "to", "until", "date_to", "end_month"),
    "title": ("job_title", "position", "position_title", "jobtitle"),
    "organisation": ("organization", "company", "employer", "company_name"),
    "occupation": ("occupation_code", "soc", "soc_code", "isco"),
    "observed_until": ("last_observed", "observed_to"),
    "birth": ("birth_date", "birth_year", "date_of_birth", "year_of_birth"),
}
_REQUIRED: Final = {"spells": ("person", "start", "end", "title"), "people": ("person",)}
_DATES: Final = {"spells": ("start", "end"), "people": ("observed_from", "observed_until", "exited", "birth")}
_PERIODS: Final = ("year", "month", "week", "day", "hour")
#: More distinct texts than this in a date column means that it holds something else.
_MOST_DATES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A raw table with its values typed and each row's fault, if any.

    Parameters
    ----------
    table : ibis.Table
        Canonical columns, plus ``fault_column``, ``fault_value`` and ``fault`` (null where the row can be used).
    quarantine : ibis.Table or None
        Values left out of rows that are used; columns as `QUARANTINE_COLUMNS`.
    read_as : dict
        Canonical name to the source's own, where they differ.
    """

    table: ibis.Table
    quarantine: ibis.Table | None
    read_as: dict[str, str]


def check_spells(
    raw: RawTable,
    *,
    columns: Mapping[str, str],
    end: EndRule,
    order: DayOrder | None,
    this_month: int,
) -> CheckedTable:
    """Type the columns of a table of spells and find the rows that cannot be used.

    Parameters
    ----------
    raw : RawTable
        The table as written.
    columns : mapping
        Canonical name to the source's own, where outgrow would not find it.
    end : {"inclusive", "exclusive"}
        Whether `end` is the last day in the job, or the day after.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``; None finds out from the column.
    this_month : int
        Month number of today; later dates are faults.

    Raises
    ------
    UnreadableSource
        A required column is missing.
    UnknownName
        `columns` names a column that does not exist.
    """
    import ibis

    names = _resolve(raw, "spells", columns)
    table = _stored_names(raw.table, names, SPELL_COLUMNS)
    table = _read_dates(table, "spells", order)
    table = table.mutate(
        end_number=_last_month(table, end, this_month),
        start_number=table.start_number,
    )
    table = table.mutate(
        level_name=_token(table.level),
        function_name=_token(table.function),
        pay_number=table.pay.try_cast("float64"),
        period_name=_token(table.pay_period),
    )
    faults = [
        (table.person.isnull(), "person", None, "no person"),
        (table.title.isnull(), "title", None, "no title"),
        *_date_faults(table, "start", optional=False),
        *_date_faults(table, "end", optional=True),
        (table.end_number < table.start_number, "end", table.end, "ends before it starts"),
        (table.start_number > this_month, "start", table.start, "starts in the future"),
        (table.end_number > this_month, "end", table.end, "ends in the future"),
        (table[_TWIN], "row", None, "exact duplicate of an earlier row"),
    ]
    table = _with_fault(table, faults)
    bad_level = table.level_name.notnull() & ~table.level_name.isin(LEVELS)
    bad_function = table.function_name.notnull() & ~table.function_name.isin(FUNCTIONS)
    bad_pay = table.pay.notnull() & (table.pay_number.isnull() | (table.pay_number < 0) | table.pay_number.isinf())
    bad_period = table.pay_period.notnull() & ~table.period_name.isin(_PERIODS)
    values = [
        (bad_level, "level", table.level, f"not a level outgrow knows ({', '.join(LEVELS)})"),
        (bad_function, "function", table.function, "not a function outgrow knows"),
        (bad_pay, "pay", table.pay, "not an amount of money"),
        (bad_period, "pay_period", table.pay_period, f"not one of {', '.join(_PERIODS)}"),
    ]
    quarantine = _values_left_out(table, "spells", values)
    nothing = ibis.null("string")
    checked = table.select(
        ROW,
        "person",
        start=table.start_number,
        end=table.end_number,
        start_day=table.start_day,
        title=table.title,
        organisation=table.organisation,
        occupation=table.occupation,
        function=bad_function.ifelse(nothing, table.function_name),
        specialty=_token(table.specialty),
        level=bad_level.ifelse(nothing, table.level_name),
        pay=(bad_pay | bad_period).ifelse(ibis.null("float64"), table.pay_number),
        pay_period=ibis.coalesce(bad_period.ifelse(nothing, table.period_name), ibis.literal("year")),
        currency=table.currency,
        skills=table.skills,
        description=table.description,
        marks=table.marks.lower(),
        imprecise=(table.start_kind == "year") | (table.end_kind == "year").fill_null(False),
        fault_column=table.fault_column,
        fault_value=table.fault_value,
        fault=table.fault,
    )
    return CheckedTable(checked, quarantine, _renamed(names))


def check_people(raw: RawTable, *, columns: Mapping[str, str], order: DayOrder | None, this_month: int) -> CheckedTable:
    """Type the columns of a table of people and find the rows that cannot be used.

    A person with two rows that differ has none that can be trusted: both go. Parameters and errors as `check_spells`.
    """
    import ibis

    names = _resolve(raw, "people", columns)
    taken = set(names.values()) | {ROW}
    attributes = [column for column in raw.table.columns if column not in taken]
    table = _stored_names(raw.table, names, PEOPLE_COLUMNS, attributes)
    table = _read_dates(table, "people", order)
    table = table.mutate(contradiction=_contradictions(table))
    # a year alone is its first month where follow-up starts and its last where it ends
    until = _year_to_last(table.observed_until_number, table.observed_until_kind, this_month)
    exited = _year_to_last(table.exited_number, table.exited_kind, this_month)
    table = table.mutate(
        observed_until_number=until,
        exited_number=exited,
        weight_number=table.weight.try_cast("float64"),
    )
    faults = [
        (table.person.isnull(), "person", None, "no person"),
        (table[_TWIN], "row", None, "exact duplicate of an earlier row"),
        (table.contradiction, "person", None, "rows of one person contradict each other"),
        *_date_faults(table, "observed_from", optional=True),
        *_date_faults(table, "observed_until", optional=True),
        *_date_faults(table, "exited", optional=True),
        (table.observed_from_number > this_month, "observed_from", table.observed_from, "in the future"),
        (table.observed_until_number > this_month, "observed_until", table.observed_until, "in the future"),
        (table.exited_number > this_month, "exited", table.exited, "in the future"),
        (
            table.observed_until_number < table.observed_from_number,
            "observed_until",
            table.observed_until,
            "before observed_from",
        ),
        (table.exited_number < table.observed_from_number, "exited", table.exited, "before observed_from"),
    ]
    table = _with_fault(table, faults)
    bad_birth = table.birth.notnull() & (table.birth_number.isnull() | (table.birth_number > this_month))
    bad_weight = table.weight.notnull() & (
        table.weight_number.isnull() | (table.weight_number < 0) | table.weight_number.isinf()
    )
    values = [
        (bad_birth, "birth", table.birth, "not a month or year of birth"),
        (bad_weight, "weight", table.weight, "not a weight of 0 or more"),
    ]
    quarantine = _values_left_out(table, "people", values)
    checked = table.select(
        ROW,
        "person",
        observed_from=table.observed_from_number,
        observed_until=table.observed_until_number,
        exited=table.exited_number,
        exit_reason=table.exit_reason,
        birth=bad_birth.ifelse(ibis.null("int32"), table.birth_number),
        weight=bad_weight.ifelse(ibis.null("float64"), table.weight_number),
        **{column: table[column] for column in attributes},
        fault_column=table.fault_column,
        fault_value=table.fault_value,
        fault=table.fault,
    )
    return CheckedTable(checked, quarantine, _renamed(names))


_TWIN: Final = "outgrow_twin"


def _resolve(raw: RawTable, what: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Find the source's own name of each canonical column that it has."""
    known = SPELL_COLUMNS if what == "spells" else PEOPLE_COLUMNS
    theirs = {column.strip().lower().replace(" ", "_").replace("-", "_"): column for column in raw.table.columns}
    names: dict[str, str] = {}
    for canonical, named in columns.items():
        if canonical not in known:
            continue
        column = theirs.get(named.strip().lower().replace(" ", "_").replace("-", "_"))
        if column is None:
            raise UnknownName(
                f"'{raw.name}' has no column '{named}' to read as {canonical}; it has {_list(raw)}."
                f"{did_you_mean(named, raw.table.columns)}",
                do=f"name one of them: --column {canonical}=NAME",
            )
        names[canonical] = column
    for canonical in known:
        if canonical in names:
            continue
        for candidate in (canonical, *_SYNONYMS.get(canonical, ())):
            if candidate in theirs and theirs[candidate] not in names.values():
                names[canonical] = theirs[candidate]
                break
    missing = [canonical for canonical in _REQUIRED[what] if canonical not in names]
    if missing:
        raise UnreadableSource(
            f"'{raw.name}' has no column {' or '.join(missing)}; it has {_list(raw)}.",
            why=f"a table of {what} needs {', '.join(_REQUIRED[what])}",
            do=f"rename it, or say which it is: --column {missing[0]}=NAME",
        )
    return names


def _renamed(names: Mapping[str, str]) -> dict[str, str]:
    return {canonical: theirs for canonical, theirs in names.items() if canonical != theirs}


def _list(raw: RawTable) -> str:
    columns = [column for column in raw.table.columns if column != ROW]
    shown = ", ".join(columns[:12])
    return shown + (f" and {len(columns) - 12} more" if len(columns) > 12 else "") if columns else "no column"


def _stored_names(
    table: ibis.Table, names: Mapping[str, str], known: tuple[str, ...], attributes: list[str] | None = None
) -> ibis.Table:
    """Select the canonical columns as text (dates and people's own types kept), empty text as missing, twins marked."""
    import ibis

    source = [column for column in table.columns if column != ROW]
    table = store(table.mutate(**{_TWIN: _twins(table, source)}))
    picked: dict[str, ir.Value] = {}
    for canonical in known:
        if canonical not in names:
            picked[canonical] = ibis.null("string")
            continue
        column = table[names[canonical]]
        kind = column.type()
        if canonical == "person" and (kind.is_integer() or kind.is_floating()):
            picked[canonical] = column.cast("int64")
        elif kind.is_date() or kind.is_timestamp():
            picked[canonical] = column.cast("date")
        elif kind.is_array():
            picked[canonical] = column.cast("array<string>").join(";")
        else:
            text = column.cast("string").strip()
            picked[canonical] = text.nullif("")
    for column in attributes or ():
        picked[column] = table[column].strip().nullif("") if table[column].type().is_string() else table[column]
    return table.select(ROW, _TWIN, **picked)


def _twins(table: ibis.Table, source: list[str]) -> ir.BooleanValue:
    import ibis

    grouped = table.group_by(source).agg(n=table.count())
    # a plain group-by is several times cheaper than a window, and most sources have no twin
    if number(grouped.filter(grouped.n > 1).count()) == 0:
        return ibis.literal(False)
    place = ibis.row_number().over(ibis.window(group_by=source, order_by=ROW))
    return place > 0


def _contradictions(table: ibis.Table) -> ir.BooleanValue:
    """Tell the rows of people who have several that differ."""
    import ibis

    rows = table.filter(table.person.notnull() & ~table[_TWIN])
    if number(rows.count() - rows.person.nunique()) == 0:
        return ibis.literal(False)
    different = (~table[_TWIN]).cast("int64").sum().over(ibis.window(group_by=table.person))
    return different > 1


def _read_dates(table: ibis.Table, what: str, order: DayOrder | None) -> ibis.Table:
    """Add ``X_number``, ``X_day`` and ``X_kind`` for each column of dates."""
    import ibis

    for column in _DATES[what]:
        value = table[column]
        if value.type().is_date():
            number = (value.year() * 12 + value.month() - 1).cast("int32")
            table = table.mutate(
                **{
                    f"{column}_number": (value.year() == 9999).ifelse(ibis.null("int32"), number),
                    f"{column}_day": value.day().cast("int32"),
                    f"{column}_kind": ibis.cases(
                        (value.isnull(), "missing"),
                        (value.year() == 9999, "ongoing"),
                        ((value.year() < 1900) | (value.year() > 2199), "unreadable"),
                        else_="month",
                    ),
                    column: value.cast("string"),
                }
            )
            continue
        lookup = _lookup(table, column, order)
        renamed = lookup.rename(
            **{
                f"{column}_text": "text",
                f"{column}_number": "number",
                f"{column}_day": "day",
                f"{column}_kind": "kind",
            }
        )
        joined = table.left_join(renamed, table[column] == renamed[f"{column}_text"])
        table = joined.drop(f"{column}_text").mutate(
            **{f"{column}_kind": ibis.coalesce(joined[f"{column}_kind"], ibis.literal("missing"))}
        )
    return table


def _lookup(table: ibis.Table, column: str, order: DayOrder | None) -> ibis.Table:
    import ibis
    import pyarrow as pa

    distinct = table.select(text=table[column]).distinct()
    texts = [text for text in distinct.limit(_MOST_DATES + 1).to_pyarrow()["text"].to_pylist() if text is not None]
    if len(texts) > _MOST_DATES:
        raise UnreadableSource(
            f"the column read as {column} holds more than {_MOST_DATES:,} different texts.",
            why="that is more than there are days",
            do=f"say which column it is: --column {column}=NAME",
        )
    order = order or day_order(texts)
    parsed: list[ParsedMonth] = [parse_month(text, order) for text in texts]
    rows = pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "number": pa.array([date.number for date in parsed], pa.int32()),
            "day": pa.array([date.day for date in parsed], pa.int32()),
            "kind": pa.array([date.kind for date in parsed], pa.string()),
        }
    )
    return ibis.memtable(rows)


def _last_month(table: ibis.Table, rule: EndRule, this_month: int) -> ir.IntegerValue:
    number = table.end_number
    if rule == "exclusive":
        # the day after the last day: only the first of a month, or a month alone, belongs to the month before
        number = ((table.end_kind == "month") & (table.end_day <= 1)).ifelse(number - 1, number)
    return _year_to_last(number, table.end_kind, this_month)


def _year_to_last(number: ir.IntegerValue, kind: ir.StringValue, this_month: int) -> ir.IntegerValue:
    """A year alone ends in December, or this month in the present year."""
    import ibis

    in_year = (kind == "year").fill_null(False)
    this_year = in_year & (number == this_month - this_month % 12)
    return this_year.ifelse(ibis.literal(this_month, "int32"), in_year.ifelse(number + 11, number)).cast("int32")


def _date_faults(table: ibis.Table, column: str, *, optional: bool) -> list[tuple[Any, str, Any, str]]:
    kind, value = table[f"{column}_kind"], table[column]
    faults: list[tuple[Any, str, Any, str]] = [
        (kind == "unreadable", column, value, "not a date outgrow can read"),
        (
            kind == "ambiguous",
            column,
            value,
            "day and month could be either way round (give --day-first or --month-first)",
        ),
    ]
    if not optional:
        faults += [
            (kind == "missing", column, None, f"no {column}"),
            (kind == "ongoing", column, value, f"no {column}"),
        ]
    return faults


def _with_fault(table: ibis.Table, faults: list[tuple[Any, str, Any, str]]) -> ibis.Table:
    """Add the first fault of each row; the likeliest cause is listed first, so that nothing hides it."""
    import ibis

    nothing = ibis.null("string")
    return table.mutate(
        fault=ibis.cases(*((test, reason) for test, _, _, reason in faults), else_=nothing),
        fault_column=ibis.cases(*((test, column) for test, column, _, _ in faults), else_=nothing),
        fault_value=ibis.cases(
            *((test, nothing if value is None else value) for test, _, value, _ in faults), else_=nothing
        ),
    )


def _values_left_out(table: ibis.Table, name: str, values: list[tuple[Any, str, Any, str]]) -> ibis.Table:
    import ibis

    parts = [
        table.filter(test & table.fault.isnull()).select(
            ROW,
            table=ibis.literal(name),
            column=ibis.literal(column),
            value=value.cast("string"),
            reason=ibis.literal(reason),
            left_out=ibis.literal("value"),
        )
        for test, column, value, reason in values
    ]
    return functools.reduce(lambda left, right: left.union(right), parts).select(*QUARANTINE_COLUMNS)


def _token(column: ir.StringValue) -> ir.StringValue:
    """Fold a name as people write it (``Vice President``) to the one outgrow uses (``vice_president``)."""
    return column.lower().re_replace(r"[\s\-]+", "_")
