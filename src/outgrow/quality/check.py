"""Every check of careers, in one list: `CHECKS`. Start at `check_careers`.

In: careers. Out: Quality. Counts are made once, in `outgrow.quality.counted`; a check reads them and says what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from outgrow.careers import read_careers
from outgrow.disclosure import check_min_cell
from outgrow.quality import dates, jobs, names, records
from outgrow.quality.counted import Counted, count
from outgrow.results import Check, Quality

__all__ = ["CHECKS", "check_careers"]

#: The checks, in the order they are documented; each is a function of what was counted. Add others here.
CHECKS: Final[tuple[Callable[[Counted], Check], ...]] = (
    dates.coverage,
    dates.late_entry,
    dates.ongoing,
    jobs.overlaps,
    jobs.gaps,
    names.labels,
    dates.precision,
    dates.heaping,
    jobs.duplicates,
    jobs.implausible,
    jobs.one_spell,
    names.drift,
    records.renames,
    jobs.quarantine,
)
#: What every other check says of careers without a spell.
_NOTHING: Final = "There is no spell to count."


def check_careers(careers: Any = "demo", *, min_cell: int | None = None) -> Quality:
    """Look for what is wrong with careers, and say which way it pushes the estimates.

    Parameters
    ----------
    careers : Careers, or anything that `read_careers` takes, default "demo"
        What to look at; there may be no spell that can be used.
    min_cell : int, optional
        Titles that fewer people held are not named. Default: 1 for simulated and public careers, 10 for others.

    Returns
    -------
    Quality
        A check for each kind of fault. Counts are exact, for whoever holds the data, and never about one person.

    Raises
    ------
    InputError
        `min_cell` is below 1.

    Notes
    -----
    Labelled spells are kept once on the engine that holds the data, with the columns that are counted; each person's months
    of change are put in order once. Only tables of counts leave it.
    """
    check_min_cell(min_cell)
    careers = read_careers(careers, allow_empty=True)
    counted = count(careers, min_cell)
    checks = tuple(make(counted) for make in CHECKS)
    if not careers.counts.spells:
        checks = tuple(
            check
            if check.name == "quarantine"
            else replace(check, finding=_NOTHING, measures=(), numbers=dict.fromkeys(check.numbers), tables=())
            for check in checks
        )
    return Quality(
        careers=careers.facts,
        checks=checks,
        people_quarantined=careers.counts.people_quarantined,
        values_quarantined=careers.counts.values_quarantined,
        reasons=tuple(counted.reasons),
        min_cell=counted.min_cell,
    )
