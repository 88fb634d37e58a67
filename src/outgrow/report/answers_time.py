"""Times in words: what an answer's clock is called, the times it is read at, and how each is said.

In: settings and months. Out: words and lists of months. Start at `Clock`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outgrow.charts.readings import NEAR_MONTHS, STANDARD_MONTHS
from outgrow.charts.wording import people, percent, role_name, role_phrase
from outgrow.months import month_number, month_text
from outgrow.results import Answer
from outgrow.settings import Settings

__all__ = ["MERGED", "MOST_COLUMNS", "Clock", "StayClock", "nothing_shown", "parts", "short"]

#: Of curves whose steps were merged at most so many times are shown.
MOST_COLUMNS: Final = 6
#: What is said where they were.
MERGED: Final = "Steps were merged to protect small groups, so times are those that could be released."
_STAY_MONTHS: Final = (12, 24, 36, 60, 120)
_CAREER_MONTHS: Final = (60, 120, 180, 240, 360, 480)
#: A claim is about a time while so many people are followed, if there is one.
_ENOUGH_FOLLOWED: Final = 30
#: A calendar's last month stands beside its last January if it is so many months later.
_HALF_YEAR: Final = 6


@dataclass(frozen=True)
class Clock:
    """What time is measured from, and how a time on it is said."""

    settings: Settings
    role: str
    origin: str | None = None

    @property
    def heading(self) -> str:
        """``"by years since entering the role"``."""
        return {
            "role": "by years since their first job"
            if role_name(self.role) == "any"
            else "by years since entering the role",
            "career": "by years since the first job",
            "age": "by age",
            "calendar": "by month",
        }[self.settings.clock]

    def label(self, months: int) -> str:
        """Return a time as it heads a column: years, an age or a calendar month."""
        if self.settings.clock == "calendar":
            return month_text(self._first + months)
        return f"{round(months / 12, 1):g}"

    def at(self, months: int) -> str:
        """``"10 years after entering the role “x”"``, ``"at age 40"``, ``"in 2015-01"``."""
        text = self.label(months)
        if self.settings.clock == "calendar":
            return f"in {text}"
        if self.settings.clock == "age":
            return f"at age {text}"
        since = "the first job" if self.settings.clock == "career" else role_phrase(self.role)
        return f"{text} year{'' if text == '1' else 's'} after {since}"

    def by(self, months: int) -> str:
        """``"by 10 years after the first job"``, ``"by age 40"``, ``"by 2015-01"``."""
        return f"by {self.at(months).removeprefix('at ').removeprefix('in ')}"

    def headline(self, asked: Sequence[int], followed: Sequence[int] = ()) -> int:
        """Return the place of the time that a claim is about: the nearest to 10 years or age 40, in the calendar the last.

        Of the times while at least 30 people are `followed`, where there are any: a claim should not rest on the last few.
        """
        enough = [place for place, number in enumerate(followed) if number >= _ENOUGH_FOLLOWED]
        places = enough or range(len(asked))
        wanted = {"role": 120, "career": 120, "age": 480}.get(self.settings.clock)
        if wanted is None:
            return places[-1]
        return min(places, key=lambda place: (abs(asked[place] - wanted), -place))

    def times(self, first: int, last: int, *, most: int = MOST_COLUMNS) -> list[int]:
        """Return the months at which curves that start at `first` and speak until `last` are read, at most about `most`."""
        until = last + NEAR_MONTHS
        if self.settings.clock == "calendar":
            found = _round_times(first, last, (12, 24, 60, 120), most - 1, zero=self._first)
            if last - max([first, *found]) >= _HALF_YEAR:
                found.append(last)
        elif self.settings.clock == "age":
            found = _round_times(first, until, (60, 120) if until - first >= 120 else (12, 24, 60), most)
        else:
            standard = _CAREER_MONTHS if self.settings.clock == "career" and until >= 240 else self._standard
            found = [months for months in standard if first < months <= until]
            whole = until // 12 * 12
            if whole > max([first, *found]) and whole < standard[-1]:
                found.append(whole)
        asked = self.settings.horizon_months
        if asked is not None and first < asked <= until and asked not in found:
            found = sorted([*found, asked])
        return found or ([last] if last > first else [])

    def nearest(self, first: int, months: Sequence[int]) -> list[int]:
        """Return those months of a coarser grid that are nearest to the times at which curves are read, and the last."""
        wanted = self.times(first, months[-1])
        found = {min(months, key=lambda month: (abs(month - time), -month)) for time in wanted}
        return sorted(found | {months[-1]})

    @property
    def _standard(self) -> tuple[int, ...]:
        return 12, 36, *STANDARD_MONTHS

    @property
    def _first(self) -> int:
        return (month_number(self.origin) if self.origin else None) or 0


def _round_times(first: int, until: int, steps: Sequence[int], most: int, *, zero: int = 0) -> list[int]:
    """Return round times between two months, by the smallest step that gives few of them; `zero` is the month of month 0."""
    found: list[int] = []
    for step in steps:
        found = [month for month in range(first + 1, until + 1) if (month + zero) % step == 0]
        if len(found) <= most:
            break
    return found


class StayClock(Clock):
    """Time since the stay began."""

    @property
    def heading(self) -> str:
        """``"by years since it began"``."""
        return "by years since it began"

    def at(self, months: int) -> str:
        """``"after 10 years"``."""
        return f"after {self.label(months)} year{'' if months == 12 else 's'}"

    @property
    def _standard(self) -> tuple[int, ...]:
        return _STAY_MONTHS


def short(share: float) -> str:
    """Return a share as it stands in a column: ``"<0.1%"`` for ``"under 0.1%"``."""
    return percent(share).replace("under ", "<").replace("over ", ">")


def parts(widths: Sequence[int], room: int) -> list[list[int]]:
    """Part columns into tables that fit, each with one blank between columns."""
    found: list[list[int]] = [[]]
    used = 0
    for place, width in enumerate(widths):
        if found[-1] and used + width + 1 > room:
            found.append([])
            used = 0
        found[-1].append(place)
        used += width + 1
    return found


def nothing_shown(answer: Answer) -> str:
    """Say that no curve can be shown, and why."""
    limit = answer.min_cell or 1
    counted = people(answer.flow.counted, limit=limit)
    why = "small groups are not shown" if limit > 1 and answer.suppressed else "too few were followed for long enough"
    return f"Cannot tell. Of {counted} followed after {role_phrase(answer.role)}, no curve can be shown: {why}."
