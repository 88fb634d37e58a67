"""Columns of people that hold dates as text, as every column of a CSV file does: found, and read to the month.

In: careers and a column of people. Out: the month of each distinct text. One query a column, kept while the careers are. Start at
`months_of_texts`; typed dates need none of this.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from outgrow.engine import fetched
from outgrow.errors import InputError
from outgrow.months import ParsedMonth, day_order, parse_month

if TYPE_CHECKING:
    from outgrow.careers import Careers

__all__ = ["holds_dates", "months_of_texts"]

#: More distinct texts than there are days in the years that dates of careers can have hold something else.
_MOST_DATES: Final = 110_000
#: What each careers' columns of text hold, where they were looked at.
_known: weakref.WeakKeyDictionary[Careers, dict[str, Mapping[str, ParsedMonth] | None]] = weakref.WeakKeyDictionary()


def holds_dates(careers: Careers, column: str) -> bool:
    """Tell whether a column of people holds dates, typed or as text.

    Parameters
    ----------
    careers : Careers
        With a table of people.
    column : str
        One of its columns, as it is spelt.

    Returns
    -------
    bool
        Of text: whether each that is not empty is a date, and at least one to the month. Years alone are no dates here: a
        column of the year of entry tells groups apart that were known then.
    """
    assert careers.people is not None
    kind = careers.people[column].type()
    if kind.is_string():
        return _dates(careers, column) is not None
    return bool(kind.is_temporal()) and not kind.is_time()


def months_of_texts(careers: Careers, column: str) -> dict[str, int | None]:
    """Read the dates of a column of text.

    Parameters
    ----------
    careers, column
        As in `holds_dates`, which is true of them.

    Returns
    -------
    dict of str to int or None
        The month number of each distinct text; of a year alone its December, as the date had come for sure by then; None of
        what stands for no date, such as ``n/a``.

    Raises
    ------
    InputError
        Whether days or months come first cannot be told from the column.
    """
    dates = _dates(careers, column) or {}
    if any(date.kind == "ambiguous" for date in dates.values()):
        raise InputError(
            f"the dates in '{column}' could have the day first or the month.",
            why="no date in that column has a day after the 12th",
            do="write them as 2019-03-17",
        )
    return {
        text: None if date.number is None else date.number + (11 if date.kind == "year" else 0)
        for text, date in dates.items()
    }


def _dates(careers: Careers, column: str) -> Mapping[str, ParsedMonth] | None:
    """Return each distinct text of a column understood; None where some are no dates, or all are years alone."""
    columns = _known.setdefault(careers, {})
    if column not in columns:
        columns[column] = _read(careers, column)
    return columns[column]


def _read(careers: Careers, column: str) -> dict[str, ParsedMonth] | None:
    assert careers.people is not None
    distinct = careers.people.select(text=careers.people[column]).distinct().limit(_MOST_DATES + 1)
    texts: list[str] = [text for text in fetched(distinct)["text"].to_pylist() if text is not None]
    if len(texts) > _MOST_DATES:
        return None
    # the first text that is no date ends it
    if any(parse_month(text).kind == "unreadable" for text in texts):
        return None
    order = day_order(texts)
    found = {text: parse_month(text, order) for text in texts}
    return found if any(date.kind in ("month", "ambiguous") for date in found.values()) else None
