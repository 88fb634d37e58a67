"""The settings of a question: name, default and meaning, once for Python, the command line and every answer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args

from outgrow.errors import InputError, did_you_mean
from outgrow.months import month_number, month_text

__all__ = [
    "AFTER_LAST",
    "CLOCKS",
    "LEVEL_RULES",
    "MAIN_JOB_RULES",
    "NO_WEIGHT",
    "AfterLast",
    "Clock",
    "LevelRule",
    "MainJobRule",
    "Settings",
]

AfterLast = Literal["exit", "between", "censor"]
AFTER_LAST: Final[tuple[str, ...]] = get_args(AfterLast)
LevelRule = Literal["given", "parsed"]
#: Whose word counts for the level of a job: the source's, where it has one, or the title's.
LEVEL_RULES: Final[tuple[str, ...]] = get_args(LevelRule)
Clock = Literal["role", "career", "calendar", "age"]
CLOCKS: Final[tuple[str, ...]] = get_args(Clock)
MainJobRule = Literal["latest", "level", "longest"]
MAIN_JOB_RULES: Final[tuple[str, ...]] = get_args(MainJobRule)
#: What `Settings.weight` says where people's weights are not to be used.
NO_WEIGHT: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was asked, apart from the roles.

    Parameters
    ----------
    by : str, optional
        Column of people, or of the spell that starts the clock, whose values make the groups.
    years : float, optional
        Horizon H in years; curves end there. Default: as far as the data go.
    entered : str, optional
        Months or years in which people entered the role, as ``"2010..2015"``, ``"2010.."`` or ``"2012-06"``.
    observed_from, observed_until : str, optional
        First and last calendar month of follow-up, for everyone, on top of what is known of each person.
    after_last : {"exit", "between", "censor"}, optional
        What it means that the last job has ended. Default: ``"between"`` for people with their own
        ``observed_until``, else what the source suggests (``"censor"`` unless it says otherwise).
    gap : int, default 1
        Gaps between jobs of up to this many months are bridged; first entries, and so reach, do not depend on it.
    owners : bool, default False
        Whether owners, founders and partners satisfy ``level:X+`` and ``rung:X+``.
    coverage : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.
    start_at_risk : int, default 10
        Where people are seen late, a curve starts once this many are at risk.
    clock : {"role", "career", "calendar", "age"}, default "role"
        What time is measured from: entry into the role, the first spell, the calendar, or birth. On any but the first,
        people join the risk set when they enter the role.
    weight : str, optional
        Column of people with their weights. Default: ``weight``, where it is filled; ``"none"``: everyone counts as one.
    main_job : {"latest", "level", "longest"}, default "latest"
        Which of several jobs at once is the main one: started last, of the highest level, or the longest; ties go on to
        the next of these. Reach and tenure use every job.

    Raises
    ------
    InputError
        A value is out of its range.
    """

    by: str | None = None
    years: float | None = None
    entered: str | None = None
    observed_from: str | None = None
    observed_until: str | None = None
    after_last: AfterLast | None = None
    gap: int = 1
    owners: bool = False
    coverage: float = 0.95
    start_at_risk: int = 10
    clock: Clock = "role"
    weight: str | None = None
    main_job: MainJobRule = "latest"

    def __post_init__(self) -> None:
        for name, known in (("after_last", AFTER_LAST), ("clock", CLOCKS), ("main_job", MAIN_JOB_RULES)):
            value = getattr(self, name)
            if value not in known and not (name == "after_last" and value is None):
                raise InputError(
                    f"{name} is '{value}'.{did_you_mean(str(value), known)}", do=f"use one of {', '.join(known)}"
                )
        if self.years is not None and not 0 < self.years <= 100:
            raise InputError(f"years is {self.years}.", do="give a horizon above 0 and up to 100 years")
        if self.years is not None and round(self.years * 12) < 1:
            raise InputError(f"years is {self.years}, which is less than a month.", do="give at least 0.1")
        if self.entered is not None:
            object.__setattr__(self, "entered", str(self.entered))
        if self.gap < 0:
            raise InputError(f"gap is {self.gap} months.", do="give 0 or more months")
        if not 0 < self.coverage < 1:
            raise InputError(
                f"coverage is {self.coverage}.",
                why="it is a share, not a percentage",
                do="give a number between 0 and 1, for example 0.95",
            )
        if self.start_at_risk < 1:
            raise InputError(f"start_at_risk is {self.start_at_risk}.", do="give 1 or more people")
        for name in ("observed_from", "observed_until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, month_text(_month(name, value, last=name == "observed_until")))
        if self.observed_from and self.observed_until and self.observed_from > self.observed_until:
            raise InputError(
                f"observed_from {self.observed_from} is after observed_until {self.observed_until}.",
                do="swap them",
            )
        if self.entered is not None:
            first, last = self.entered_months
            if first is not None and last is not None and first > last:
                raise InputError(f"entered '{self.entered}' ends before it starts.", do="write the earlier one first")

    @property
    def horizon_months(self) -> int | None:
        """The horizon in whole months, or None."""
        return None if self.years is None else round(self.years * 12)

    @property
    def entered_months(self) -> tuple[int | None, int | None]:
        """First and last month number of `entered`, inclusive; None where open."""
        if self.entered is None:
            return None, None
        first, dots, last = self.entered.partition("..")
        if not dots:
            last = first
        return (
            _month("entered", first, last=False) if first.strip() else None,
            _month("entered", last, last=True) if last.strip() else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the settings by name, ready for JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _month(name: str, text: str, *, last: bool) -> int:
    number = month_number(text, last=last)
    if number is None:
        raise InputError(f"{name} is '{text}', which is no month.", do="write it as 2015-06, or a year as 2015")
    return number
