"""Raw tables into checked spells and people: what cannot be used goes to quarantine with its reason, the rest is typed.

In: `RawTable`. Out: `CheckedTable`, expressions on the same engine. Dates are read once for each distinct text, so any
shape people write costs the engine one join. Next: outgrow.careers.read puts both tables together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.columns import REQUIRED, read_as, resolve, unused
from outgrow.careers.dates import (
    PEOPLE_DATES,
    SPELL_DATES,
    EndRule,
    date_faults,
    last_month,
    read_dates,
    year_to_last,
)
from outgrow.careers.raw import REFUSED, ROW, RawTable
from outgrow.careers.twins import TWIN, settled
from outgrow.careers.values import amount, no_amount, token
from outgrow.engine import number, trimmed
from outgrow.months import DayOrder
from outgrow.schema import FUNCTIONS, LEVELS, PEOPLE_COLUMNS, SPELL_COLUMNS

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = [
    "FAULT",
    "FAULT_COLUMN",
    "FAULT_VALUE",
    "LEFT_OUT",
    "QUARANTINE_COLUMNS",
    "CheckedTable",
    "check_people",
    "check_spells",
]

#: `left_out` is "row" where the whole row could not be used, "value" where the row is used without that value.
QUARANTINE_COLUMNS: Final = ("table", "row", "column", "value", "reason", "left_out")

#: Columns of a checked table: why its row cannot be used (null where it can), in which column, and the value there.
FAULT: Final = "outgrow_fault"
FAULT_COLUMN: Final = "outgrow_fault_column"
FAULT_VALUE: Final = "outgrow_fault_value"
#: Beginning of the names of columns with values that were left out of rows that are used.
LEFT_OUT: Final = "outgrow_left_out_"
#: Attributes go by these and their place while the table is checked, since they may have any name.
_ATTRIBUTE: Final = "outgrow_attribute_"
_TEXTS: Final = (
    "organisation",
    "occupation",
    "function",
    "specialty",
    "level",
    "currency",
    "skills",
    "description",
    "marks",
)
_BAD: Final = "outgrow_bad_"
_PERIODS: Final = ("year", "month", "week", "day", "hour")


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A raw table with its values typed and each row's fault, if any.

    Parameters
    ----------
    table : ibis.Table
        Canonical columns, attributes, and `FAULT`, `FAULT_COLUMN` and `FAULT_VALUE`.
    values_left_out : dict
        Columns whose value can be left out of a row that is used, and why; the value is in ``LEFT_OUT + column``.
    notes : tuple of str
        What must be said of how it was read.
    kept : ibis.Table or None
        What `table` reads, to be discarded once that is stored itself.
    columns : tuple of str
        Those of the rows that are used, in order, where there are others than in `table`: the source has no text for them.
    """

    table: ibis.Table
    values_left_out: dict[str, str]
    notes: tuple[str, ...]
    kept: ibis.Table | None
    columns: tuple[str, ...] = ()


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

    names = resolve(raw, "spells", columns, REQUIRED["spells"], SPELL_COLUMNS)
    rows = settled(raw)
    table = _named(rows.table, names, SPELL_COLUMNS, refusing=raw.refusing)
    table, notes = read_dates(table, SPELL_DATES, order)
    table = rows.marked(table)
    table = table.mutate(
        end_number=last_month(table, end, this_month),
        start_number=table.start_number,
    )
    table = table.mutate(
        level_name=token(table.level),
        function_name=token(table.function),
        pay_number=amount(table.pay),
        period_name=token(table.pay_period),
    )
    faults = [
        (table.person.isnull(), "person", None, "no person"),
        (table.title.isnull(), "title", None, "no title"),
        *date_faults(table, "start", optional=False),
        *date_faults(table, "end", optional=True),
        (table.end_number < table.start_number, "end", table.end, "ends before it starts"),
        (table.start_number > this_month, "start", table.start, "starts in the future"),
        (table.end_number > this_month, "end", table.end, "ends in the future"),
        (table[TWIN], "row", None, "exact duplicate of an earlier row"),
    ]
    if raw.refusing:
        faults.insert(0, (table[REFUSED].notnull(), "row", None, table[REFUSED]))
    table = _with_fault(table, faults)
    tests = {
        "level": table.level_name.notnull() & ~table.level_name.isin(LEVELS),
        "function": table.function_name.notnull() & ~table.function_name.isin(FUNCTIONS),
        "pay": table.pay.notnull() & no_amount(table.pay_number),
        "pay_period": table.pay_period.notnull() & ~table.period_name.isin(_PERIODS),
    }
    table = table.mutate(**{f"{_BAD}{column}": test for column, test in tests.items()})  # each asked once
    bad = {column: table[f"{_BAD}{column}"] for column in tests}
    nothing = ibis.null("string")
    values: dict[str, Any] = {
        ROW: table[ROW],
        "person": table.person,
        "start": table.start_number,
        "end": table.end_number,
        "start_day": table.start_day,
        "title": table.title,
        "organisation": table.organisation,
        "occupation": table.occupation,
        "function": bad["function"].ifelse(nothing, table.function_name),
        "specialty": token(table.specialty),
        "level": bad["level"].ifelse(nothing, table.level_name),
        "pay": (bad["pay"] | bad["pay_period"]).ifelse(ibis.null("float64"), table.pay_number),
        "pay_period": table.pay.isnull().ifelse(
            nothing, ibis.coalesce(bad["pay_period"].ifelse(nothing, table.period_name), ibis.literal("year"))
        ),
        "currency": table.currency,
        "skills": table.skills,
        "description": table.description,
        "marks": table.marks.lower(),
        "imprecise": (table.start_kind == "year") | (table.end_kind == "year").fill_null(False),
    }
    # the embedded engine stores nothing in no less room than something
    absent = {column for column in _TEXTS if column not in names} if table.get_backend().name == "duckdb" else set()
    checked = table.select(
        **{column: value for column, value in values.items() if column not in absent},
        **_left_out(table, {column: test for column, test in bad.items() if column in names}),
        **{column: table[column] for column in (FAULT_COLUMN, FAULT_VALUE, FAULT)},
    )
    reasons = {
        "level": f"not a level outgrow knows ({', '.join(LEVELS)})",
        "function": "not a function outgrow knows",
        "pay": "not an amount of money",
        "pay_period": f"not one of {', '.join(_PERIODS)}",
    }
    reasons = {column: reason for column, reason in reasons.items() if column in names}
    said = (*read_as(names, columns), *unused(raw, names), *notes)
    return CheckedTable(checked, reasons, said, rows.kept, tuple(values))


def check_people(raw: RawTable, *, columns: Mapping[str, str], order: DayOrder | None, this_month: int) -> CheckedTable:
    """Type the columns of a table of people and find the rows that cannot be used.

    A person with two rows that differ has none that can be trusted: both go. Parameters and errors as `check_spells`.
    """
    import ibis

    names = resolve(raw, "people", columns, REQUIRED["people"], PEOPLE_COLUMNS)
    # a column with a name of outgrow's own is none where another was named to be read as that
    taken = {*names.values(), ROW}
    attributes = [
        column for column in raw.table.columns if column not in taken and column.strip().lower() not in PEOPLE_COLUMNS
    ]
    rows = settled(raw)
    table = _named(rows.table, names, PEOPLE_COLUMNS, attributes)
    table, notes = read_dates(table, PEOPLE_DATES, order)
    table = rows.marked(table)
    table = table.mutate(contradiction=_contradictions(table))
    # a year alone is its first month where follow-up starts and its last where it ends
    until = year_to_last(table.observed_until_number, table.observed_until_kind, this_month)
    exited = year_to_last(table.exited_number, table.exited_kind, this_month)
    table = table.mutate(
        observed_until_number=until,
        exited_number=exited,
        weight_number=amount(table.weight),
    )
    faults = [
        (table.person.isnull(), "person", None, "no person"),
        (table[TWIN], "row", None, "exact duplicate of an earlier row"),
        (table.contradiction, "person", None, "rows of one person contradict each other"),
        *date_faults(table, "observed_from", optional=True),
        *date_faults(table, "observed_until", optional=True),
        *date_faults(table, "exited", optional=True),
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
    bad_weight = table.weight.notnull() & no_amount(table.weight_number)
    checked = table.select(
        ROW,
        "person",
        observed_from=table.observed_from_number,
        observed_until=table.observed_until_number,
        exited=table.exited_number,
        exit_reason=table.exit_reason,
        birth=bad_birth.ifelse(ibis.null("int32"), table.birth_number),
        weight=bad_weight.ifelse(ibis.null("float64"), table.weight_number),
        **{column: table[f"{_ATTRIBUTE}{place}"] for place, column in enumerate(attributes)},
        **_left_out(table, {"birth": bad_birth, "weight": bad_weight}),
        **{column: table[column] for column in (FAULT_COLUMN, FAULT_VALUE, FAULT)},
    )
    reasons = {"birth": "not a month or year of birth", "weight": "not a weight of 0 or more"}
    return CheckedTable(checked, reasons, (*read_as(names, columns), *notes), rows.kept)


def _named(
    table: ibis.Table,
    names: dict[str, str],
    known: tuple[str, ...],
    attributes: list[str] | None = None,
    *,
    refusing: bool = False,
) -> ibis.Table:
    """Select the canonical columns as text (dates and people's own types kept), empty text as missing."""
    import ibis

    dates = {*SPELL_DATES, *PEOPLE_DATES}
    picked: dict[str, ir.Value] = {}
    for canonical in known:
        if canonical not in names:
            picked[canonical] = ibis.null("date" if canonical in dates else "string")
            continue
        column = table[names[canonical]]
        kind = column.type()
        if canonical == "person" and kind.is_floating():
            picked[canonical] = _whole_or_text(table, column)
        elif canonical == "person" and kind.is_integer() and not kind.is_uint64():
            picked[canonical] = column.cast("int64")
        elif canonical in dates and (kind.is_date() or kind.is_timestamp()):
            picked[canonical] = column.cast("date")
        elif kind.is_array():
            picked[canonical] = column.cast("array<string>").join(";").nullif("")
        else:
            text = trimmed(column.cast("string"))
            picked[canonical] = text.nullif("")
    for place, name in enumerate(attributes or ()):
        column = table[name]
        picked[f"{_ATTRIBUTE}{place}"] = trimmed(column).nullif("") if column.type().is_string() else column
    if refusing:
        picked[REFUSED] = table[REFUSED]
    return table.select(ROW, **picked)


def _whole_or_text(table: ibis.Table, column: ir.FloatingColumn) -> ir.Value:
    """Read persons kept as fractional numbers: as whole ones, or as text where one is not whole, so that none are merged."""
    import ibis

    known = column.isnan().ifelse(ibis.null("float64"), column.cast("float64"))
    table = table.mutate(outgrow_person=known)
    person = table.outgrow_person
    odd = table.filter((person != person.floor()) | (person.abs() >= 2.0**53))
    return known.cast("string") if number(odd.count()) else known.cast("int64")


def _contradictions(table: ibis.Table) -> ir.BooleanValue:
    """Tell the rows of people who have several that differ."""
    import ibis

    rows = table.filter(table.person.notnull() & ~table[TWIN])
    if number(rows.count() - rows.person.nunique()) == 0:
        return ibis.literal(False)
    different = table[TWIN].ifelse(0, 1).sum().over(ibis.window(group_by=table.person))
    return different > 1


def _with_fault(table: ibis.Table, faults: list[tuple[Any, str, Any, Any]]) -> ibis.Table:
    """Add the first fault of each row; the likeliest cause is listed first, so that nothing hides it."""
    import ibis

    nothing = ibis.null("string")
    table = table.mutate(**{FAULT: ibis.cases(*((test, reason) for test, _, _, reason in faults), else_=nothing)})
    sound = (table[FAULT].isnull(), nothing)  # asked first, since most rows are
    columns = ((test, column) for test, column, _, _ in faults)
    values = ((test, nothing if value is None else value) for test, _, value, _ in faults)
    return table.mutate(
        **{
            FAULT_COLUMN: ibis.cases(sound, *columns, else_=nothing),
            FAULT_VALUE: ibis.cases(sound, *values, else_=nothing),
        }
    )


def _left_out(table: ibis.Table, bad: dict[str, ir.BooleanValue]) -> dict[str, ir.StringValue]:
    """Keep the values that cannot be used beside the row that can."""
    import ibis

    nothing = ibis.null("string")
    return {f"{LEFT_OUT}{column}": test.ifelse(table[column].cast("string"), nothing) for column, test in bad.items()}
