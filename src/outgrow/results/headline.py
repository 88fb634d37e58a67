"""The few numbers an answer is remembered by, to set answers to the same question side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from outgrow.settings import Settings

__all__ = ["Headline", "moments", "when"]

#: Months since zero at which a curve is quoted; on the age clock, ages 30 to 60.
_SINCE_ZERO: Final = (60, 120, 180)
_AGES: Final = (360, 480, 600, 720)


class Headline(NamedTuple):
    """One number of an answer, or one word, with the people behind it.

    Parameters
    ----------
    name : str
        What it is, such as ``rung:director+ by 10 years``.
    estimate, lower, upper : float or None
        With its interval; None where it cannot be told.
    unit : {"share", "difference", "months", "word"}
        What the number is.
    people, events : int
        People behind it, and those of them who have done what it is about; exact counts, for disclosure.
    said : str or None
        The word, where it is one.
    """

    name: str
    estimate: float | None
    lower: float | None
    upper: float | None
    unit: Literal["share", "difference", "months", "word"]
    people: int
    events: int
    said: str | None = None


def moments(settings: Settings, *, most: int = 3) -> list[int]:
    """Return the months at which curves are quoted, the first `most` of those within the horizon; never none."""
    usual = _AGES if settings.clock == "age" else _SINCE_ZERO
    horizon = settings.horizon_months
    return [month for month in usual if horizon is None or month <= horizon][:most] or [horizon or usual[0]]


def when(settings: Settings, months: int) -> str:
    """Say a moment on the clock asked for: ``10 years``, or ``age 40``."""
    return f"age {months / 12:.3g}" if settings.clock == "age" else f"{months / 12:.3g} years"
