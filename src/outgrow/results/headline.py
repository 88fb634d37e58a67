"""The few numbers an answer is remembered by, to set answers to the same question side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from outgrow.results.facts import Ints
    from outgrow.settings import Settings

__all__ = ["Headline", "moments", "quoted", "when", "when_told"]

#: Months since zero at which a curve is quoted; on the age clock, ages 30 to 60.
_SINCE_ZERO: Final = (60, 120, 180)
_AGES: Final = (360, 480, 600, 720)


class Headline(NamedTuple):
    """One number of an answer, or one word, with the people behind it.

    Parameters
    ----------
    name : str
        What it is, such as ``rung:director+ by 10 years``: the moment asked for, so that answers are set side by side by it; of
        groups compared ``rung:director+, sex: f less m``, and of ratios ``sex: f against m``, with what they are held against.
    estimate, lower, upper : float or None
        With its interval; None where it cannot be told.
    unit : {"share", "difference", "months", "word", "ratio"}
        What the number is.
    people, events : int
        People behind it, and those of them who have done what it is about; exact counts, for disclosure.
    said : str or None
        The word, where it is one.
    months : int or None
        Months since zero that the number is from: as its name says where every step is known, and the last month shown before
        that where steps were merged for others. None where there is no number, or it is of no one month.
    asked_months : int or None
        Months since zero that were asked about; None where it is of no one month.
    """

    name: str
    estimate: float | None
    lower: float | None
    upper: float | None
    unit: Literal["share", "difference", "months", "word", "ratio"]
    people: int
    events: int
    said: str | None = None
    months: int | None = None
    asked_months: int | None = None


def moments(settings: Settings, *, most: int = 3) -> list[int]:
    """Return the months at which curves are quoted, the first `most` of those within the horizon; never none."""
    usual = _AGES if settings.clock == "age" else _SINCE_ZERO
    horizon = settings.horizon_months
    return [month for month in usual if horizon is None or month <= horizon][:most] or [horizon or usual[0]]


def quoted(
    months: Ints, through: int | None, settings: Settings, min_cell: int | None, *, most: int = 3
) -> list[tuple[int, int | None]]:
    """Return each moment at which a curve is quoted, with the month that its number is from.

    Parameters
    ----------
    months : ndarray of int
        Of the curve's points, ascending.
    through : int or None
        Last month it speaks of.
    settings : Settings
        For the moments.
    min_cell : int or None
        As in every answer. Where every step is known, a curve stays as it is from one point to the next; where steps were
        merged, nothing is known but its points.
    most : int, default 3
        Moments at the most.

    Returns
    -------
    list of tuple
        Pairs of a moment and the moment itself; or, where steps were merged, that of the last point since the moment
        before. None where the curve says nothing.
    """
    found: list[tuple[int, int | None]] = []
    before = -1
    for asked in moments(settings, most=most):
        by_then = [month for month in months.tolist() if month <= asked]
        own = None
        if by_then and min_cell in (None, 1):
            own = asked if through is not None and asked <= through else None
        elif by_then and by_then[-1] > before:
            own = by_then[-1]
        found.append((asked, own))
        before = asked
    return found


def when_told(settings: Settings, asked: int, months: int) -> str:
    """Say the moment that a number is from: ``10 years``, or ``7 years (last month shown before 10 years)``."""
    later = "" if months == asked else f" (last month shown before {when(settings, asked)})"
    return f"{when(settings, months)}{later}"


def when(settings: Settings, months: int) -> str:
    """Say a moment on the clock asked for: ``10 years``, or ``age 40``."""
    return f"age {months / 12:.3g}" if settings.clock == "age" else f"{months / 12:.3g} years"
