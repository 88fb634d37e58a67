"""What the checks share: shares, and how counts are said in their sentences."""

from __future__ import annotations

from outgrow.charts.wording import people, percent

__all__ = ["listed", "several", "share", "share_said"]


def share(part: int, whole: int) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


def share_said(part: int, whole: int) -> str:
    """Return a share as a percentage, ``"none"`` where there is nothing to take it of."""
    found = share(part, whole)
    return "none" if found is None else percent(found)


def several(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: ``"1 year"``, ``"1,204 years"``."""
    return people(number, one=one, many=many or f"{one}s")


def listed(parts: list[str], most: int) -> str:
    """Return ``"a, b, c and 2 more"``."""
    if len(parts) > most:
        return f"{', '.join(parts[:most])} and {len(parts) - most} more"
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
