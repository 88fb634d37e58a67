"""What every finding about reaching a target needs: the chance, the time and the people of a curve, in words.

In: Reach, Curve, Reading. Out: phrases. Start at `reading_said`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from outgrow.charts.readings import Reading, is_rounded, limit_of
from outgrow.charts.wording import clean, group_name, interval, people, percent, role_phrase, target_name, years
from outgrow.report.frequencies import chance_said
from outgrow.results import Curve, Reach

__all__ = [
    "UNADJUSTED",
    "chance",
    "group_path",
    "late_said",
    "of_those",
    "reaches",
    "reading_said",
    "target_quoted",
    "time_said",
    "when_said",
]

UNADJUSTED: Final = (
    "An estimate for everyone who entered the role, not adjusted for who they are; whoever was still waiting when last "
    "seen counts for as long as they were seen."
)


def chance(reading: Reading, coverage: float, *, first: bool = False) -> str:
    """``"15% (95% interval 13% to 18%)"`` the first time, ``"15% (13% to 18%)"`` after."""
    span = interval(reading.lower, reading.upper)
    return f"{percent(reading.estimate)} ({f'{percent(coverage)} interval ' if first else ''}{span})"


def reaches(toward: str) -> str:
    """``"reach director or higher"``."""
    return f"reach {target_name(toward)}"


def target_quoted(toward: str) -> str:
    """Return a target as it is said, a pattern in quotes: ``"director or higher"``, ``"“function:marketing”"``."""
    name = target_name(toward)
    return f"“{name}”" if ":" in name else name


def time_said(reach: Reach, months: float) -> str:
    """``"within 10 years"``, or of a released point ``"by 7.9 years"``."""
    return f"{'by' if is_rounded(reach) else 'within'} {years(months)}"


def when_said(reach: Reach, months: float) -> str:
    """``"within 10 years of entering the role “x”"``, ``"by 7.9 years after entering the role “x”"``."""
    return f"{time_said(reach, months)} {'after' if is_rounded(reach) else 'of'} {role_phrase(reach.role)}"


def late_said(curve: Curve) -> str:
    """Return whom a curve that starts late speaks of: ``"still below it at 4.8 years"``; nothing where it starts at 0."""
    return f"still below it at {years(curve.starts_at)}" if curve.starts_at else ""


def of_those(curve: Curve) -> str:
    """Return the same within a claim: ``", of those still below it at 4.8 years,"``."""
    late = late_said(curve)
    return f", of those {late}," if late else ""


def group_path(group: Mapping[str, Any] | None) -> str:
    """Return what a group adds to a key: ``"/sex=women"``; nothing for everyone."""
    return "".join(f"/{clean(name)}={clean(value)}" for name, value in (group or {}).items())


def reading_said(reach: Reach, curve: Curve, reading: Reading) -> dict[str, str]:
    """Return a curve at one time as phrases: those of `chance_said`, target, time, people at risk and seen to reach it."""
    point = curve.at(reading.months)
    limit = limit_of(reach)
    return {
        **chance_said(reading.estimate, reading.lower, reading.upper, error=None if point is None else point.std_error),
        "target": target_quoted(curve.toward),
        "group": group_name(curve.group) if curve.group else "",
        "within": time_said(reach, reading.months),
        "when": when_said(reach, reading.months),
        "months": f"{reading.months}",
        "at_risk": people(reading.at_risk, limit=limit),
        "reached": people(reading.reached, limit=limit),
        "late": late_said(curve),
    }
