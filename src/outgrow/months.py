"""Months: read in any shape people write, kept as one number, written as YYYY-MM.

A month number is ``year * 12 + month - 1``, so that differences are months. Nothing here reads a clock.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from typing import Final, Literal, NamedTuple

__all__ = [
    "ENDLESS_YEARS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "DayOrder",
    "ParsedMonth",
    "day_order",
    "month_number",
    "month_text",
    "parse_month",
    "span",
]

DayOrder = Literal["day-first", "month-first"]

#: Names of the months in English, German, French, Spanish, Italian, Portuguese and Dutch; any beginning of three
#: letters or more that fits one month alone is read too.
_NAMES: Final = {
    1: "january januar jänner janvier enero gennaio janeiro januari",
    2: "february februar février fevrier febrero febbraio fevereiro februari",
    3: "march märz maerz mrz mars marzo março marco maart mrt",
    4: "april avril abril aprile",
    5: "may mai mayo maggio maio mei",
    6: "june juni juin junio giugno junho",
    7: "july juli juillet julio luglio julho",
    8: "august août aout agosto augustus",
    9: "september septembre septiembre setiembre settembre setembro sept",
    10: "october oktober octobre octubre ottobre outubro",
    11: "november novembre noviembre novembro",
    12: "december dezember décembre decembre diciembre dicembre dezembro",
}
_ONGOING: Final = frozenset(
    [
        "present",
        "current",
        "currently",
        "now",
        "today",
        "ongoing",
        "to-date",
        "todate",
        "infinity",
        "till-date",
        "until-now",
        "to-present",
        "still",
        "null",
        "none",
        "nan",
        "nat",
        "n/a",
        "na",
        "-",
        "–",
        "—",
        "heute",
        "aktuell",
        "bis-heute",
        "aujourd'hui",
        "présent",
        "actuel",
        "actualidad",
        "actual",
        "presente",
        "oggi",
        "attuale",
        "heden",
        "nu",
        "atual",
        "hoje",
        "aujourd’hui",
        "vandaag",
        "tot-heden",
        "à-ce-jour",
        "hasta-la-fecha",
        "a-la-fecha",
        "até-o-momento",
        "até-hoje",
        "in-corso",
    ]
)
#: Years that dates of careers can have.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
#: Years that HR systems write for a job that has not ended: 9999-12-31, and the last days of Oracle, 4712-12-31, and of
#: Dynamics, 2154-12-31.
ENDLESS_YEARS: Final = frozenset({2154, 4712, 9999})

_TIME: Final = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
#: The first of the month is often an ordinal: 1st, 1er, 1º.
_ORDINAL: Final = r"(?:st|nd|rd|th|er|º|°|ª|\.)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})" + _TIME + r")?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:\.0+)?")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_THREE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_NAMED = re.compile(
    rf"(?:(\d{{1,2}}){_ORDINAL}[\s,/-]+(?:de\s+)?)?([^\W\d_]{{3,}})\.?[\s,/-]*(?:de\s+)?(?:(\d{{1,2}}){_ORDINAL}[\s,]+)?['’]?(\d{{4}})"
)
_YEAR_NAME = re.compile(r"(\d{4})[\s,/-]+([^\W\d_]{3,})\.?")


class ParsedMonth(NamedTuple):
    """A date as written, understood.

    Parameters
    ----------
    kind : {"month", "year", "ongoing", "missing", "unreadable", "ambiguous"}
        What the text was; ``"ambiguous"`` is day and month that could be either way round.
    number : int or None
        Month number; for a year, that of January.
    day : int
        Day of the month, 0 where unknown.
    """

    kind: Literal["month", "year", "ongoing", "missing", "unreadable", "ambiguous"]
    number: int | None = None
    day: int = 0


def month_text(number: int) -> str:
    """Write a month number as ``YYYY-MM``."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def span(months: float) -> str:
    """Return a time in years and months: ``"5 years 9 months"``, ``"8 months"``, ``"2 years"``."""
    full, rest = divmod(round(months), 12)
    parts = [f"{full} year{'' if full == 1 else 's'}"] if full else []
    parts += [f"{rest} month{'' if rest == 1 else 's'}"] if rest or not full else []
    return " ".join(parts)


def month_number(text: str, *, last: bool = False) -> int | None:
    """Read one month; a year alone is its January, or its December if `last`.

    Parameters
    ----------
    text : str
        In any of the shapes `parse_month` reads.
    last : bool, default False
        Whether a year alone means its last month.

    Returns
    -------
    int or None
        Month number; None where the text is no month.
    """
    parsed = parse_month(str(text))
    if parsed.number is None:
        return None
    return parsed.number + (11 if last and parsed.kind == "year" else 0)


def parse_month(text: str | None, order: DayOrder | None = None) -> ParsedMonth:
    """Read a date to the month, in any shape people write.

    ``2019-03``, ``2019-03-17``, ``2019-03-17T09:00``, ``201903``, ``03/2019``, ``17.03.2019``, ``Mar 2019``,
    ``17 March 2019``, ``março de 2019``, ``2019``, ``Present``.

    Parameters
    ----------
    text : str or None
        As written.
    order : {"day-first", "month-first"}, optional
        How to read ``03/04/2019``; without it such a text is ambiguous. A text that fits the other order alone, such as
        ``03/17/2019`` for days first, is then unreadable.

    Returns
    -------
    ParsedMonth
        Never raises: what cannot be read says so in `kind`.
    """
    if text is None:
        return ParsedMonth("missing")
    plain = _plain(text)
    if not plain:
        return ParsedMonth("missing")
    if len(plain) > 60:
        return ParsedMonth("unreadable")
    if plain.lower().strip(" .()").replace(" ", "-") in _ONGOING or plain in {"-", "–", "—"}:
        return ParsedMonth("ongoing")
    if match := _YEAR.fullmatch(plain):
        year = int(match[1])
        return ParsedMonth("year", year * 12) if _plausible(year) else _sentinel(year)
    if match := _ISO.fullmatch(plain):
        return _month(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _COMPACT.fullmatch(plain):
        return _month(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _MONTH_YEAR.fullmatch(plain):
        return _month(int(match[2]), int(match[1]))
    if match := _THREE.fullmatch(plain):
        return _three(int(match[1]), int(match[2]), int(match[3]), order)
    if match := _NAMED.fullmatch(plain):
        month = _named(match[2])
        day = int(match[1] or match[3] or 0)
        return _month(int(match[4]), month, day) if month else ParsedMonth("unreadable")
    if match := _YEAR_NAME.fullmatch(plain):
        month = _named(match[2])
        return _month(int(match[1]), month) if month else ParsedMonth("unreadable")
    return ParsedMonth("unreadable")


def day_order(texts: list[str]) -> DayOrder | None:
    """Tell from a column of dates whether ``03/04/2019`` puts the day or the month first.

    Parameters
    ----------
    texts : list of str
        Distinct dates as written.

    Returns
    -------
    {"day-first", "month-first"} or None
        None where nothing tells, or where some dates say one and some the other.
    """
    seen: set[DayOrder] = set()
    for text in texts:
        match = _THREE.fullmatch(_plain(text))
        if match and int(match[1]) > 12 >= int(match[2]):
            seen.add("day-first")
        elif match and int(match[2]) > 12 >= int(match[1]):
            seen.add("month-first")
    return seen.pop() if len(seen) == 1 else None


def _plain(text: str) -> str:
    # an accent may be written as a sign of its own
    return " ".join(unicodedata.normalize("NFC", text).split())


def _three(first: int, second: int, year: int, order: DayOrder | None) -> ParsedMonth:
    if order is None and first != second and first <= 12 and second <= 12:
        return ParsedMonth("ambiguous")
    day_first = order == "day-first" if order else first > 12
    return _month(year, second, first) if day_first else _month(year, first, second)


def _named(word: str) -> int | None:
    word = word.lower()
    months = [month for month, names in _NAMES.items() if any(name.startswith(word) for name in names.split())]
    return months[0] if len(months) == 1 else None


def _month(year: int, month: int, day: int = 0) -> ParsedMonth:
    if not _plausible(year):
        return _sentinel(year)
    if not 1 <= month <= 12 or not 0 <= day <= calendar.monthrange(year, month)[1]:
        return ParsedMonth("unreadable")
    return ParsedMonth("month", year * 12 + month - 1, day)


def _plausible(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and year not in ENDLESS_YEARS


def _sentinel(year: int) -> ParsedMonth:
    return ParsedMonth("ongoing" if year in ENDLESS_YEARS else "unreadable")
