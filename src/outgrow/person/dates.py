"""Times within a line of text: from when to when, in the ways people write resumes, in seven languages.

In: text. Out: `Period`, each with its place. Start at `periods_in`. Single dates are read by `outgrow.months`; here are ranges,
seasons, quarters, short years and words for now, since and until.

A season is told to three months: spring is March to May, summer June to August, autumn September to November, winter December to
February of the next year. A start is the first of these months and an end the last one, as January and December are of a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from outgrow.months import DayOrder, day_order, parse_month

__all__ = ["Period", "is_time", "order_of_days", "periods_in", "without"]

#: First month of each season, from 1.
_SEASONS: Final = {
    3: "spring printemps primavera frühling frühjahr fruehling fruehjahr lente voorjaar",
    6: "summer sommer été ete verano verão verao estate zomer",
    9: "autumn fall herbst automne otoño otono outono autunno herfst najaar",
    12: "winter hiver invierno inverno",
}
_SEASON_OF: Final = {word: month for month, words in _SEASONS.items() for word in words.split()}
_OF: Final = r"(?:(?:de|del|du|of|von|van|di|do)\s+)?"
_YEAR4: Final = r"(?:19|20)\d{2}"
_YEAR: Final = rf"(?:{_YEAR4}|['’‘`]\d{{2}})"
_DASH: Final = r"[-‐‑‒–—−~→]+|->|=>|>>|»"
_END: Final = r"(?![\w%€$£])"

_NOW: Final = re.compile(
    r"(?:(?:the|ad)\s+)?(?:present(?:\s+day)?|current(?:ly)?|now|today|ongoing|to\s*-?\s*date|date|till\s+date|still\s+there|"
    r"(?:bis\s+)?heute|jetzt|aktuell|laufend|andauernd|dato|"
    r"(?:à\s+)?(?:aujourd\s?['’]hui|ce\s+jour)|(?:à\s+)?présent|actuel(?:lement|le)?|maintenant|en\s+cours|"
    r"(?:la\s+)?actualidad|actual(?:mente)?|(?:la\s+)?fecha|hoy|presente|en\s+curso|"
    r"heden|nu|vandaag|(?:o\s+)?(?:momento|presente)|atual(?:mente)?|hoje|oggi|attual(?:e|mente)|(?:in|em)\s+corso|em\s+curso)"
    r"\.?(?!\w)",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    rf"\s*(?:(?:{_DASH})|(?:(?:up\s+)?to(?:\s+the)?|until|till?|through|thru|(?<=\s)/(?=\s)|bis(?:\s+zum)?|jusqu\s?['’]?(?:à|au|en)|à|au|al?|"
    r"hasta(?:\s+la)?|até(?:\s+ao?)?|tot(?:\s+en\s+met)?|t/m|fino\s+(?:a|ad|al)|ad|ao|as|y|and|et|e|en|und)(?![^\W\d_]))\s*",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(
    r"\b(?:since|seit|depuis|desde|sinds|dal(?:l['’])?|ab|as\s+of|starting|from|von|vom|de|du|da|vanaf|van)\s+(?:le\s+|el\s+|o\s+)?",
    re.IGNORECASE,
)
#: Of those, the ones that say "until now" where no end follows.
_OPEN: Final = re.compile(r"(?:since|seit|depuis|desde|sinds|dal|ab|as\s+of|starting|vanaf)", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"\b(?:until|till|bis|jusqu\s?['’]?(?:à|au|en)|hasta|até|tot|fino\s+(?:a|al))\s+(?:zum\s+)?", re.IGNORECASE
)
_COUNT: Final = (
    r"(?:\d{1,3}(?:[.,]\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eighteen|"
    r"ein(?:em?|er)?|une?|un|una|een)"
)
_UNIT: Final = (
    r"(?:years?|yrs?|months?|mos?|weeks?|jahre?n?|monate?n?|ans?|année?s?|mois|años?|mes(?:es)?|anos?|mês|jaar|jaren|maand(?:en)?|"
    r"ann[oi]|mes[ei])\.?"
)
_DURATION: Final = re.compile(
    rf"(?<!\w)(?:ca\.?\s*|approx\.?\s*|about\s+|less\s+than\s+)?{_COUNT}\s*(?:\+\s*)?{_UNIT}(?!\w)(?:(?:\s*,?\s*|\s+(?:and|und|et|y|e|en)\s+){_COUNT}\s*{_UNIT}(?!\w))*",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(
    rf"(?<!\w)(?:for\s+)?({_COUNT})\s*({_UNIT})(?:\s+(?:from|beginning|starting|ab|à\s+partir\s+de|desde|vanaf))\s+",
    re.IGNORECASE,
)
_COUNTS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eighteen": 18,
}  # fmt: skip

_WORD_YEAR: Final = re.compile(
    rf"(?:(?:(?:early|mid|late|anfang|mitte|ende|début|fin|inicios|finales|begin|eind)[\s-]+)?{_OF})?([^\W\d_]{{2,}})\.?[\s,/.-]*{_OF}({_YEAR}|\d{{2}}(?=\s*(?:{_DASH}|$|[)\],;|]|\s)))"
    rf"(?:/\d{{2,4}})?{_END}",
    re.IGNORECASE,
)
_DAY_WORD_YEAR: Final = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|°|\.)?[\s-]+{_OF}([^\W\d_]{{3,}})\.?[\s,-]*{_OF}({_YEAR}){_END}", re.IGNORECASE
)
_WORD_DAY_YEAR: Final = re.compile(
    rf"([^\W\d_]{{3,}})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+({_YEAR4}){_END}", re.IGNORECASE
)
_YEAR_WORD: Final = re.compile(rf"({_YEAR4})[\s,/.-]+([^\W\d_]{{3,}})\.?(?!\w)", re.IGNORECASE)
_QUARTER: Final = re.compile(rf"(?:Q([1-4])|([1-4])[.\s]?\s?Quartal|T([1-4]))[\s/-]*({_YEAR4}){_END}", re.IGNORECASE)
_DAY_FULL: Final = re.compile(rf"(\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR4}){_END}")
_ISO: Final = re.compile(rf"({_YEAR4}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?){_END}(?!\s?[-–/]\s?\d{{1,2}}{_END}(?!\d))")
_MONTH_YEAR: Final = re.compile(rf"(\d{{1,2}})\s?[-./]\s?({_YEAR4}){_END}")
_MONTH_SHORT: Final = re.compile(rf"(0?[1-9]|1[0-2])[/.]['’]?(\d{{2}}){_END}(?![./]\d)")
_YEARS_ONLY: Final = re.compile(rf"({_YEAR4})(?!\d){_END}|['’‘`](\d{{2}}){_END}")
_MONTH_ALONE: Final = re.compile(r"([^\W\d_]{3,})\.?(?!\w)")
_NUMBER_ALONE: Final = re.compile(r"(0?[1-9]|1[0-2])(?!\d)")
_SHORT_END: Final = re.compile(rf"(\d{{2}}){_END}(?![./-]\d)")
_TWO_YEARS: Final = re.compile(rf"({_YEAR4})-(1[0-2])")


class _Date(NamedTuple):
    """A date, from its first month to its last one, and how exactly it is told."""

    first: int
    last: int
    to: str


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when, and where in the text it stands.

    Parameters
    ----------
    start, end : int or None
        First and last month as month numbers (`outgrow.months`), inclusive; None where not said.
    start_to, end_to : {"month", "season", "year"} or None
        How exactly they are told.
    ongoing : bool
        Whether it goes on.
    place : tuple of (int, int)
        Where it begins in the text, and where it ends.
    is_range : bool
        Whether both ends are said, or one and now; False for a single date.
    """

    start: int | None
    end: int | None
    start_to: str | None
    end_to: str | None
    ongoing: bool
    place: tuple[int, int]
    is_range: bool


def periods_in(text: str, order: DayOrder | None = None) -> list[Period]:
    """Find the times that a line of text tells.

    Parameters
    ----------
    text : str
        One line.
    order : {"day-first", "month-first"}, optional
        How to read ``03/04/2019``; days first without it, as most of the world writes.

    Returns
    -------
    list of Period
        In the order of the text; they do not overlap.
    """
    found: list[Period] = []
    position = 0
    while position < len(text):
        if position and text[position - 1].isalnum() and text[position].isalnum():
            position += 1
            continue
        period = _period_at(text, position, order)
        if period is None:
            position += 1
        else:
            found.append(period)
            position = period.place[1]
    return found


def order_of_days(texts: list[str]) -> DayOrder | None:
    """Tell from the dates of a whole document whether days or months come first in them; None where nothing tells."""
    return day_order([match[1] for text in texts for match in _DAY_FULL.finditer(text)])


def is_time(text: str) -> bool:
    """Tell whether a text is nothing but a time: a date, from when to when, or how long."""
    return bool(text.strip()) and not without(text, periods_in(text))


def without(text: str, periods: list[Period]) -> str:
    """Return a text without the times in it, and without how long they took, as ``(2 years 3 months)``."""
    for period in reversed(periods):
        text = text[: period.place[0]] + "\0" + text[period.place[1] :]
    text = _DURATION.sub(_if_apart, text)
    text = re.sub(r"\s*[(\[]\s*[\0\s,;·|–-]*\s*[)\]]", "\0", text)
    parts = [part.strip(" \t,;:|·•–—-/") for part in text.split("\0")]
    joined = "  ".join(part for part in parts if part.strip("() []"))
    # a bracket that held a time is left open by it
    if joined.count("(") != joined.count(")"):
        joined = joined.rstrip("( ").lstrip(") ") if joined.endswith("(") or joined.startswith(")") else joined
    return joined.strip()


def _if_apart(match: re.Match[str]) -> str:
    """Take out how long something took where it stands apart, and not within a sentence."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return (
        "\0"
        if re.search(r"(?:^|[\0(\[|·•,;–—-])\s*$", before) and re.match(r"\s*(?:$|[\0)\]|·•,;–—-])", after)
        else match[0]
    )


def _period_at(text: str, at: int, order: DayOrder | None) -> Period | None:
    begin = at
    if (lasting := _LASTING.match(text, at)) and (start := _date_at(text, lasting.end(), order)):
        months = _months(lasting[1], lasting[2])
        date, stop = start
        return (
            Period(date.first, date.first + months - 1, date.to, date.to, False, (begin, stop), True)
            if months
            else None
        )
    if elided := re.compile(r"d['’](?=[^\W\d_]{3})", re.IGNORECASE).match(text, at):
        at = elided.end()  # "d'oct. 2014 à déc. 2016"
    since = _SINCE.match(text, at)
    if since and (start := _date_at(text, since.end(), order) or _half_at(text, since.end(), order)):
        at = since.end()
    elif since:
        return None
    elif (until := _UNTIL.match(text, at)) and (last := _date_at(text, until.end(), order)):
        date, stop = last
        return Period(None, date.last, None, date.to, False, (begin, stop), True)
    else:
        start = _half_at(text, at, order) or _date_at(text, at, order)
    if start is None:
        return None
    date, stop = start
    to = _TO.match(text, stop)
    if to and (now := _NOW.match(text, to.end())):
        return Period(date.first, None, date.to, None, True, (begin, now.end()), True)
    if to and (end := _date_at(text, to.end(), order) or _short_end(text, to, date)):
        last_date, stop = end
        if last_date.last >= date.first:
            return Period(date.first, last_date.last, date.to, last_date.to, False, (begin, stop), True)
    if not to and (now := _NOW.match(text.lstrip("\0"), stop + 1)) and text[stop : stop + 1] in " ,(":
        return Period(date.first, None, date.to, None, True, (begin, now.end()), True)
    if since and (_OPEN.match(since[0]) or (since[0].lower().startswith("from") and not text[stop:].strip(" .,;)"))):
        return Period(date.first, None, date.to, None, True, (begin, stop), True)
    if to and re.fullmatch(rf"\s*(?:{_DASH})\s*", to[0]) and not text[to.end() :].strip(" )]|.…"):
        return Period(date.first, None, date.to, None, True, (begin, to.end()), True)
    if (years := _TWO_YEARS.fullmatch(text, at, stop)) and int(years[2]) > int(years[1]) % 100:
        # a month alone is hardly written so; two years are
        last_year = int(years[1]) // 100 * 100 + int(years[2])
        return Period(int(years[1]) * 12, last_year * 12 + 11, "year", "year", False, (begin, stop), True)
    return Period(date.first, date.last, date.to, date.to, False, (begin, stop), False)


def _half_at(text: str, at: int, order: DayOrder | None) -> tuple[_Date, int] | None:
    """Read a start whose year stands at the end alone: ``Mar - Nov 2018``, ``03 - 11/2018``, ``Summer to Winter 2018``."""
    for pattern in (_MONTH_ALONE, _NUMBER_ALONE):
        match = pattern.match(text, at)
        if match and (to := _TO.match(text, match.end())) and (end := _date_at(text, to.end(), order)):
            last = end[0]
            if last.to == "year" or (pattern is _NUMBER_ALONE and not re.match(r"\d{1,2}\s?[./]", text[to.end() :])):
                continue
            start = (
                _of_words(match[1], str(last.last // 12))
                if pattern is _MONTH_ALONE
                else _of_number(int(match[1]), last.last // 12)
            )
            if start is not None and start.first <= last.first:
                return start, match.end()
    return None


def _date_at(text: str, at: int, order: DayOrder | None) -> tuple[_Date, int] | None:
    if match := _DAY_WORD_YEAR.match(text, at) or _WORD_DAY_YEAR.match(text, at) or _WORD_YEAR.match(text, at):
        date = _of_words(match[1], match[2])
        if date is not None:
            return date, match.end()
        if re.match(
            r"(?:early|mid|late|anfang|mitte|ende|début|fin|inicios|finales|begin|eind)\b", match[1], re.IGNORECASE
        ):
            year = _year(match[2])
            return _Date(year * 12, year * 12 + 11, "year"), match.end()
    if match := _QUARTER.match(text, at):
        first = int(match[4]) * 12 + 3 * (int(match[1] or match[2] or match[3]) - 1)
        return _Date(first, first + 2, "season"), match.end()
    if match := _DAY_FULL.match(text, at):
        read = parse_month(match[1], order or "day-first")
        if read.number is None:
            read = parse_month(match[1])
        return (_Date(read.number, read.number, "month"), match.end()) if read.number is not None else None
    for pattern in (_ISO, _MONTH_YEAR):
        if match := pattern.match(text, at):
            read = parse_month(re.sub(r"\s", "", match[0]))
            if read.kind == "month" and read.number is not None:
                return _Date(read.number, read.number, "month"), match.end()
    if match := _MONTH_SHORT.match(text, at):
        date = _of_number(int(match[1]), _year(match[2]))
        return date, match.end()
    if (match := _YEAR_WORD.match(text, at)) and (date := _of_words(match[2], match[1])):
        return date, match.end()
    if match := _YEARS_ONLY.match(text, at):
        year = _year(match[1] or match[2])
        return _Date(year * 12, year * 12 + 11, "year"), match.end()
    return None


def _short_end(text: str, to: re.Match[str], start: _Date) -> tuple[_Date, int] | None:
    """Read an end of two figures behind a year: ``2014-16``."""
    match = _SHORT_END.match(text, to.end())
    if match is None or start.to != "year" or not re.fullmatch(rf"\s*(?:{_DASH}|to|bis|à|a)\s*", to[0]):
        return None
    year = start.first // 12 // 100 * 100 + int(match[1])
    year += 100 if year < start.first // 12 else 0
    return (_Date(year * 12, year * 12 + 11, "year"), match.end()) if year - start.first // 12 < 60 else None


def _of_words(word: str, year: str) -> _Date | None:
    number = _year(year)
    if (first := _SEASON_OF.get(word.lower())) is not None:
        month = number * 12 + first - 1
        return _Date(month, month + 2, "season")
    read = parse_month(f"{word} {number}")
    return _Date(read.number, read.number, "month") if read.kind == "month" and read.number is not None else None


def _of_number(month: int, year: int) -> _Date:
    number = year * 12 + month - 1
    return _Date(number, number, "month")


def _year(text: str) -> int:
    figures = re.sub(r"\D", "", text)
    if len(figures) == 4:
        return int(figures)
    # resumes tell of the past: 40 is 1940, 39 is 2039
    return int(figures) + (2000 if int(figures) < 40 else 1900)


def _months(count: str, unit: str) -> int:
    number = _COUNTS.get(count.lower()) or (int(count) if count.isdigit() else 1)
    yearly = re.match(r"(?:y|j|an|año)", unit.lower()) is not None
    if unit.lower().startswith("week"):
        return 0
    return number * 12 if yearly else number
