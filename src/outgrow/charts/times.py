"""Time on an axis and in words, whatever it is measured from: entry into the role, the first job, birth, the calendar.

In: settings, role and months since zero. Out: axes, ticks and words. Start at `TimeAxis`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from outgrow.charts.wording import cut, role_name, role_phrase, years
from outgrow.months import month_number, month_text
from outgrow.settings import Settings

__all__ = ["TimeAxis"]


@dataclass(frozen=True)
class TimeAxis:
    """What time is measured from.

    Parameters
    ----------
    settings : Settings
        With the clock.
    role : str
        Whose entry starts it.
    origin : str or None
        Calendar month that is month 0, ``YYYY-MM``; None on any other clock.
    """

    settings: Settings
    role: str
    origin: str | None = None

    @property
    def since(self) -> str:
        """``"entering the role “sales”"``, ``"their first job"``."""
        return "the first job" if self.settings.clock == "career" else self.entering

    @property
    def entering(self) -> str:
        """``"entering the role “sales”"``, ``"their first job"``, whatever time is measured from."""
        return role_phrase(cut(role_name(self.role)))

    @property
    def title(self) -> str:
        """What stands under the axis."""
        first = role_name(self.role) == "any"
        return {
            "role": "Years since their first job" if first else "Years since entering the role",
            "career": "Years since the first job",
            "age": "Age",
            "calendar": "Year",
        }[self.settings.clock]

    def by(self, months: int) -> str:
        """``"by 10 years"``, ``"by age 40"``, ``"by 2015-01"``."""
        return f"by {self.short(months)}"

    def read_at(self, months: int) -> str:
        """``"at 10 years"``, ``"at age 40"``, ``"in 2015-01"``."""
        return f"{'in' if self.settings.clock == 'calendar' else 'at'} {self.short(months)}"

    def at(self, months: int) -> str:
        """``"10 years after entering the role “sales”"``, ``"at age 40"``, ``"in 2015-01"``."""
        since_zero = self.settings.clock in ("role", "career")
        return f"{years(months)} after {self.since}" if since_zero else self.read_at(months)

    def short(self, months: int) -> str:
        """``"10 years"``, ``"age 40"``, ``"2015-01"``."""
        if self.settings.clock == "calendar":
            return month_text(self._zero + months)
        return f"age {round(months / 12, 1):g}" if self.settings.clock == "age" else years(months)

    @property
    def along(self) -> str:
        """``"by years since entering the role “sales”"``, ``"by age"``, ``"by year"``."""
        words = {"age": "by age", "calendar": "by year"}
        return words.get(self.settings.clock, f"by years since {self.since}")

    def first(self, starts: Sequence[int]) -> int:
        """Return the month at which the axis starts: the zero of the clock, or where the first curve starts."""
        return 0 if self.settings.clock in ("role", "career") or not starts else min(starts)

    def ticks(self, first: int, last: int, steps: Sequence[tuple[int, int]]) -> list[int]:
        """Return the months of the ticks: the step in years of the first span, also in years, that is long enough."""
        step = 12 * next((step for span, step in steps if last - first <= 12 * span), 20)
        return [month for month in range(first, last + 1) if (month + self._zero) % step == 0]

    def axis(self, ticks: Sequence[int]) -> dict[str, Any]:
        """Return the axis of a field of years since zero."""
        found: dict[str, Any] = {"values": [months / 12 for months in ticks], "format": "d", "grid": False}
        if self.settings.clock == "calendar":
            found["labelExpr"] = f"format(round(datum.value + {self._zero / 12:.6f}), 'd')"
        return found

    @property
    def _zero(self) -> int:
        return (month_number(self.origin) if self.origin else None) or 0
