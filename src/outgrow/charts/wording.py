"""How numbers, people, times and roles are said, once for charts and reports.

In: numbers and role patterns. Out: words. Start at `percent`, `people` and `target_name`. Percentages are whole unless
they would round to nothing or to everything; times are years where a person reads; counts rounded to protect small
groups are "about" so many, and "fewer than" the limit where they round to 0.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from outgrow.schema import LEVELS, RUNGS

__all__ = [
    "clean",
    "count",
    "cut",
    "exact_percent",
    "fine_percent",
    "group_name",
    "interval",
    "is_any",
    "joined",
    "people",
    "percent",
    "percent_beside",
    "role_name",
    "role_phrase",
    "role_quoted",
    "sentence",
    "stayed_in",
    "target_name",
    "the_role",
    "way_name",
    "years",
    "years_range",
]

#: Categories of characters that may change a terminal or the direction of text: control, format, surrogate, private.
_UNSAFE: Final = ("Cc", "Cf", "Cs", "Co")
_LADDER_TERM: Final = re.compile(r"^(?:rung|level):(?P<step>[a-z_]+)(?P<higher>\+?)$")
#: Labels of outgrow's own: small letters with underscores between words.
_LABEL: Final = re.compile(r"^[a-z]+(?:_[a-z]+)*$")
#: Labels that are said letter by letter.
_INITIALS: Final = ("seo", "it", "hr", "ux", "crm", "pr")
#: What entering every job is.
FIRST_JOB: Final = "a first job"
#: Names are no longer than this in a figure and its description.
_MOST: Final = 100
#: Beyond a rounding error, which no comparison with a threshold turns on.
_CLOSE: Final = 1e-9
_TITLE_TERM: Final = re.compile(r'^title:(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s"|*]+))$')


#: A share of all jobs under this has two decimals.
_FINE: Final = 0.1


def clean(text: object) -> str:
    """Return `text` on one line, without the characters that could drive a terminal or turn the direction of text."""
    spaced = "".join(" " if char in "\t\r\n" else char for char in str(text))
    return " ".join("".join(char for char in spaced if unicodedata.category(char) not in _UNSAFE).split())


def cut(text: str, most: int = _MOST) -> str:
    """Return `text` with an ellipsis for what is past its first `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def count(number: int, *, limit: int = 1) -> str:
    """Return a count with thousands parted.

    Parameters
    ----------
    number : int
        The count, as released.
    limit : int, default 1
        Counts are rounded to multiples of it, so that 0 may be anything below it.

    Returns
    -------
    str
        ``"1,204"``; with a limit of 10 ``"about 1,200"``, and ``"fewer than 10"`` for 0.
    """
    if limit > 1:
        return f"about {number:,}" if number else f"fewer than {limit}"
    return f"{number:,}"


def people(number: int, *, limit: int = 1, one: str = "person", many: str = "people") -> str:
    """Return a count with its noun: ``"1 person"``, ``"1,204 people"``, ``"about 120 people"``."""
    return f"{count(number, limit=limit)} {one if number == 1 else many}"


def percent(share: float) -> str:
    """Return a share as a percentage, whole, with one decimal under 1% and over 99%.

    Parameters
    ----------
    share : float
        Between 0 and 1.

    Returns
    -------
    str
        For example ``"15%"``, ``"0.4%"``, ``"under 0.1%"``, ``"99.6%"``; ``"unknown"`` for NaN.
    """
    if math.isnan(share):
        return "unknown"
    value = 100 * share
    if value <= 0:
        return "0%"
    if value < 0.05:
        return "under 0.1%"
    if value >= 100:
        return "100%"
    if value > 99.95:
        return "over 99.9%"
    if value < 0.95 or value > 99.05:
        return f"{value:.1f}%"
    return f"{math.floor(value + 0.5)}%"


def fine_percent(share: float) -> str:
    """Return a share of all jobs, of which few roles have many: ``"0.51%"``, ``"12.3%"``."""
    return f"{100 * share:.2f}%" if share < _FINE else f"{100 * share:.1f}%"


def percent_beside(share: float, threshold: float) -> str:
    """Return a share with one decimal, or as many as keep it on its side of a threshold: ``"16.8%"``, ``"9.98%"``.

    Parameters
    ----------
    share, threshold : float
        Between 0 and 1.
    """
    if share < _CLOSE or share > 1 - _CLOSE:
        return "0%" if share < _CLOSE else "100%"
    text = ""
    for decimals in (1, 2, 3):
        text = f"{100 * share:.{decimals}f}%"
        if abs(share - threshold) < _CLOSE or text != f"{100 * threshold:.{decimals}f}%":
            break
    return "under 0.1%" if text == "0.0%" else text


def interval(lower: float, upper: float) -> str:
    """Return an interval as ``"13% to 18%"``, or ``"unknown"`` where either end is NaN."""
    if math.isnan(lower) or math.isnan(upper):
        return "unknown"
    return f"{percent(lower)} to {percent(upper)}"


def years(months: float) -> str:
    """Return a time for a person: ``"10 years"``, ``"1 year"``, ``"8.3 years"``."""
    value = round(months / 12, 1)
    return "1 year" if value == 1 else f"{value:g} years"


def years_range(first: float | None, last: float | None) -> str:
    """Return an interval of months: ``"3.8 to 4.6 years"``, ``"3 years or more"`` where its end is beyond what was seen."""
    early = "unknown" if first is None else years(first)
    if last is None:
        return f"{early} or more"
    if first == last:
        return f"{early}, to the month"
    return f"{early.removesuffix(' years').removesuffix(' year')} to {years(last)}"


def joined(parts: Sequence[str], *, last: str = "and") -> str:
    """Return ``"a, b and c"``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def sentence(text: str) -> str:
    """Return `text` with its first letter capital, the rest left alone."""
    return text[:1].upper() + text[1:]


def target_name(role: str) -> str:
    """Return a target as it is said: ``"director or higher"`` for ``rung:director+``; other patterns as written.

    Parameters
    ----------
    role : str
        A role pattern or a job title.
    """
    text = clean(role)
    ladder = _LADDER_TERM.match(text)
    if ladder and ladder["step"] in (*RUNGS, *LEVELS):
        step = ladder["step"].replace("_", " ")
        top = ladder["step"] in (RUNGS[-1], LEVELS[-1])
        return f"{step} or higher" if ladder["higher"] and not top else step
    return role_name(text)


def role_name(role: str) -> str:
    """Return a role as it is said: a plain title without quotes and prefix, any other pattern as written."""
    text = clean(role)
    title = _TITLE_TERM.match(text)
    if title:
        return title["quoted"] if title["quoted"] is not None else title["word"]
    if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1]
    return text


def role_phrase(role: str) -> str:
    """Return how a clock started, after "of": ``"entering the role “social media manager”"``, ``"their first job"``."""
    return "their first job" if is_any(role) else f"entering the role “{role_name(role)}”"


def is_any(role: str) -> bool:
    """Return whether a role is every job, which no other role is beside."""
    return role_name(role) == "any"


def role_quoted(role: str) -> str:
    """Return a role within a title: ``"“social media manager”"``, ``"a first job"`` for every job."""
    return FIRST_JOB if is_any(role) else f"“{cut(role_name(role))}”"


def the_role(role: str) -> str:
    """Return a role within a sentence: ``"the role “social media manager”"``, ``"a first job"`` for every job."""
    return FIRST_JOB if is_any(role) else f"the role “{role_name(role)}”"


def stayed_in(role: str) -> str:
    """Return what a stay is in: ``"the role “social media manager”"``; of every job a stay is work with no break in it."""
    return "work without a break" if is_any(role) else the_role(role)


def exact_percent(share: float) -> str:
    """Return a share that somebody chose as a percentage, with the decimals it has: ``"10%"``, ``"12.5%"``."""
    return f"{100 * share:g}%"


def _value_name(value: str) -> str:
    """Return a value as it is said: ``"internal communications"`` for ``internal_communications``, ``"SEO"``."""
    if value in _INITIALS:
        return value.upper()
    return value.replace("_", " ") if _LABEL.match(value) else value


def way_name(way: str) -> str:
    """Return a way out of a role as it is said: ``"social media, senior"`` for ``social_media, senior``."""
    return ", ".join(_value_name(part) for part in clean(way).split(", "))


def group_name(group: Mapping[str, Any] | None) -> str:
    """Return a group's short name: the value itself where it is text, else column and value."""
    if not group:
        return "everyone"
    parts = []
    for column, value in group.items():
        if value is None:
            parts.append(f"{clean(column)} unknown")
        elif isinstance(value, str):
            parts.append(_value_name(clean(value)) or f"{clean(column)} empty")
        else:
            parts.append(f"{clean(column)} {clean(value)}")
    return ", ".join(parts)
