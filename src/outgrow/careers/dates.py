"""Columns of dates into months: each distinct text is read once, so any shape people write costs the engine one join.

In: a table with dates as typed dates or text. Out: the same with month numbers. Next: outgrow.careers.check.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from outgrow.engine import fetched, lookup
from outgrow.errors import UnreadableSource
from outgrow.months import ENDLESS_YEARS, FIRST_YEAR, LAST_YEAR, DayOrder, ParsedMonth, day_order, parse_month

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = [
    "PEOPLE_DATES",
    "SPELL_DATES",
    "EndRule",
    "date_faults",
    "last_month",
    "order_of",
    "read_dates",
    "year_to_last",
]

EndRule = Literal["inclusive", "exclusive"]
#: Columns of dates.
SPELL_DATES: Final = ("start", "end")
PEOPLE_DATES: Final = ("observed_from", "observed_until", "exited", "birth")
#: More distinct texts than this in a date column means that it holds something else.
_MOST_DATES: Final = 2_000_000
_FAR: Final = re.compile("|".join(map(str, ENDLESS_YEARS)))


def read_dates(
    table: ibis.Table, columns: Sequence[str], order: DayOrder | None, *, absent: Collection[str] = ()
) -> tuple[ibis.Table, list[str]]:
    """Add ``X_number``, ``X_day`` and ``X_kind`` for each column of dates.

    Parameters
    ----------
    table : ibis.Table
        With the columns as dates or text.
    columns : sequence of str
        Their names.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``; None finds out from each column.
    absent : collection of str
        Columns that the source does not have, of which nothing is looked at.

    Returns
    -------
    tuple of ibis.Table and list of str
        The table, and what must be said of how dates were read.

    Raises
    ------
    UnreadableSource
        A column holds more different texts than there are days.
    """
    import ibis

    notes: list[str] = []
    # looked at before anything is joined, so that the engine reads nothing else
    there = [column for column in columns if column not in absent]
    parsed = {column: _parsed(table, column, order, notes) for column in there if not table[column].type().is_date()}
    nothing = {
        f"{column}_{part}": ibis.null(kind)
        for column in columns
        for part, kind in (("number", "int32"), ("day", "int32"))
        if column in absent
    }
    table = table.mutate(
        **nothing, **{f"{column}_kind": ibis.literal("missing") for column in columns if column in absent}
    )
    for column in there:
        value = table[column]
        if value.type().is_date():
            ordinary = value.between(ibis.date(FIRST_YEAR, 1, 1), ibis.date(LAST_YEAR, 12, 31))
            # no other day is taken apart: infinity has no year
            day = ordinary.ifelse(value, ibis.null("date"))
            endless = [value.between(ibis.date(year, 1, 1), ibis.date(year, 12, 31)) for year in ENDLESS_YEARS]
            table = table.mutate(
                **{
                    f"{column}_number": (day.year() * 12 + day.month() - 1).cast("int32"),
                    f"{column}_day": day.day().cast("int32"),
                    f"{column}_kind": ibis.cases(
                        (value.isnull(), "missing"),
                        (value > ibis.date(9999, 12, 31), "ongoing"),
                        *((test, "ongoing") for test in endless),
                        (ordinary, "month"),
                        else_="unreadable",
                    ),
                    column: value.cast("string"),
                }
            )
            continue
        renamed = parsed[column].rename(
            **{
                f"{column}_text": "text",
                f"{column}_number": "number",
                f"{column}_day": "day",
                f"{column}_kind": "kind",
            }
        )
        joined = table.left_join(renamed, table[column] == renamed[f"{column}_text"])
        table = joined.drop(f"{column}_text").mutate(
            **{
                f"{column}_kind": ibis.coalesce(
                    joined[f"{column}_kind"],
                    # a source that somebody writes to may hold a text that it did not when its texts were read
                    joined[column].isnull().ifelse("missing", "unreadable"),
                )
            }
        )
    return table, notes


def order_of(table: ibis.Table, columns: Sequence[str]) -> DayOrder | None:
    """Tell from several columns of one table, written by one hand, whether days or months come first in them."""
    texts: set[str] = set()
    for column in columns:
        if table[column].type().is_string():
            distinct = table.select(text=table[column]).distinct().limit(_MOST_DATES)
            texts |= {text for text in fetched(distinct)["text"].to_pylist() if text is not None}
    return day_order(sorted(texts))


def _parsed(table: ibis.Table, column: str, order: DayOrder | None, notes: list[str]) -> ibis.Table:
    """Parse each distinct text of a column once, and put the answers beside it."""
    import pyarrow as pa

    distinct = table.select(text=table[column]).distinct()
    texts = [text for text in fetched(distinct.limit(_MOST_DATES + 1))["text"].to_pylist() if text is not None]
    if len(texts) > _MOST_DATES:
        raise UnreadableSource(
            f"the column read as {column} holds more than {_MOST_DATES:,} different texts.",
            why="that is more than there are days",
            do=f"say which column it is: --map {column}=NAME",
        )
    order = order or day_order(texts)
    parsed: list[ParsedMonth] = [parse_month(text, order) for text in texts]
    if order is not None and any(parse_month(text) != date for text, date in zip(texts, parsed, strict=True)):
        notes.append(f"Dates such as 03/04/2019 are read {order} (column {column}).")
    if column == "end" and any(
        date.kind == "ongoing" and _FAR.search(text) for text, date in zip(texts, parsed, strict=True)
    ):
        notes.append("Ends such as 9999-12-31 are read as ongoing.")
    rows = pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "number": pa.array([date.number for date in parsed], pa.int32()),
            "day": pa.array([date.day for date in parsed], pa.int32()),
            "kind": pa.array([date.kind for date in parsed], pa.string()),
        }
    )
    return lookup(rows, table)


def last_month(table: ibis.Table, rule: EndRule, this_month: int) -> ir.IntegerValue:
    """Return the last month in the job from `end`, which may be the day after."""
    number = table.end_number
    if rule == "exclusive":
        # the day after the last day: only the first of a month, or a month alone, belongs to the month before
        number = ((table.end_kind == "month") & (table.end_day <= 1)).ifelse(number - 1, number)
    return year_to_last(number, table.end_kind, this_month)


def year_to_last(number: ir.IntegerValue, kind: ir.StringValue, this_month: int) -> ir.IntegerValue:
    """A year alone ends in December, or this month in the present year."""
    import ibis

    in_year = (kind == "year").fill_null(False)
    this_year = in_year & (number == this_month - this_month % 12)
    return this_year.ifelse(ibis.literal(this_month, "int32"), in_year.ifelse(number + 11, number)).cast("int32")


def date_faults(table: ibis.Table, column: str, *, optional: bool) -> list[tuple[Any, str, Any, str]]:
    """Return the faults a date can have, each as test, column, value and reason."""
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
