"""Dates of records that have been read, as numbers to order by and as text that reads the same everywhere.

In: columns made by `outgrow.careers.dates.read_dates`. Out: expressions on the same table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers.dates import EndRule

__all__ = ["after_last_day", "date_text", "day_before", "month_text_of", "when", "when_over"]

#: Days of a month number; a month alone comes before its first day.
_DAYS: Final = 32


def when(number: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """Return a number by which dates are ordered."""
    return number.cast("int64") * _DAYS + day.fill_null(0).cast("int64")


def when_over(number: ir.IntegerValue, day: ir.IntegerValue, kind: ir.StringValue) -> ir.IntegerValue:
    """Return the same of the end of a period: a month alone is over on its last day, a year alone in December."""
    import ibis

    month = (kind == "year").ifelse(number + 11, number).cast("int64")
    last = ((kind == "year") | (day.fill_null(0) == 0)).ifelse(ibis.literal(_DAYS - 1), day.fill_null(0).cast("int64"))
    return month * _DAYS + last


def month_text_of(number: ir.IntegerValue, day: ir.IntegerValue, kind: ir.StringValue) -> ir.StringValue:
    """Write a date: ``2019``, ``2019-03`` or ``2019-03-17``, as precise as it was."""
    import ibis

    year = (number // 12).cast("string").lpad(4, "0")
    month = year + "-" + (number % 12 + 1).cast("string").lpad(2, "0")
    known = day.fill_null(0) > 0
    return ibis.cases((kind == "year", year), (known, month + "-" + day.cast("string").lpad(2, "0")), else_=month)


def date_text(table: ibis.Table, name: str) -> ir.StringValue:
    """Write a column of dates; what could not be read stays as it is."""
    read = table[f"{name}_kind"].isin(["month", "year"])
    written = month_text_of(table[f"{name}_number"], table[f"{name}_day"], table[f"{name}_kind"])
    return read.ifelse(written, table[name].cast("string"))


def day_before(number: ir.IntegerValue, day: ir.IntegerValue) -> ir.StringValue:
    """Write the day before a date, or the month before where that is all that is known."""
    import ibis

    early = day.fill_null(0) <= 1
    month = early.ifelse(number - 1, number)
    before = early.ifelse(ibis.literal(0), day.fill_null(0).cast("int32") - 1)
    return month_text_of(month, before, ibis.literal("month"))


def after_last_day(
    number: ir.IntegerValue, day: ir.IntegerValue, kind: ir.StringValue, end: EndRule
) -> ir.IntegerValue:
    """Return the month after the last day in a job; a year alone ends in December."""
    last = number
    if end == "exclusive":
        last = ((kind == "month") & (day.fill_null(0) <= 1)).ifelse(number - 1, number)
    return ((kind == "year").ifelse(last + 11, last) + 1).cast("int32")
