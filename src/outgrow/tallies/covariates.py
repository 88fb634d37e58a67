"""What is known of people as time goes on, in bands: what a hazard can go with.

In: names asked for. Out: `Covariate` for each, which says where it comes from and what its values are called. Start at
`read_covariates`. Values are whole numbers on the engine, where they come from main jobs and time; columns of people keep
their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from outgrow.errors import InputError, RefusedQuestion, UnknownName, did_you_mean
from outgrow.schema import FUNCTIONS, LEVELS, RUNGS
from outgrow.tallies.groups import check_one_meaning, group_column, is_dated
from outgrow.tallies.so_far import BROADENED, FOCUSED

if TYPE_CHECKING:
    from outgrow.careers import Careers

__all__ = [
    "BY_TIME",
    "CAREER_YEARS",
    "DERIVED",
    "MOST_EMPLOYERS",
    "MOST_STRATEGY",
    "PERIOD_YEARS",
    "UNKNOWN",
    "Covariate",
    "names_asked",
    "read_covariates",
]

#: After a name: its ratios may differ by time since zero. R's notation, in which the interaction brings the main effect.
BY_TIME: Final = ":time"
#: Value where something is not known; a category of its own.
UNKNOWN: Final = "unknown"
#: What a refused question is shown with.
_USUAL: Final = "breadth"
#: Years so far in strategy roles, and employers so far, from which on they are one band.
MOST_STRATEGY: Final = 4
MOST_EMPLOYERS: Final = 4
#: First years of the bands of career age.
CAREER_YEARS: Final = (0, 5, 10, 15)
#: Calendar years in a period.
PERIOD_YEARS: Final = 5

Source = Literal["breadth", "spent", "job", "before", "time", "people"]


@dataclass(frozen=True, slots=True)
class Covariate:
    """Something known of people that a hazard can go with.

    Parameters
    ----------
    name : str
        As it is asked for.
    source : {"breadth", "spent", "job", "before", "time", "people"}
        Where it comes from: breadth so far; months, employers and years so far; the main job held last; the one held last
        before the clock started; the calendar; a column of people.
    column : str
        Column of spells or people that it reads; empty where it reads none by itself.
    labels : tuple of str
        What its values 0, 1 and on are called, in order; empty where the column's own values are kept. Missing is
        `UNKNOWN`.
    says : str
        What it is, in words.
    """

    name: str
    source: Source
    column: str
    labels: tuple[str, ...]
    says: str


def _bands(starts: Sequence[int], unit: str) -> tuple[str, ...]:
    """Return the names of bands of whole numbers, of which the last is open."""
    ends = [*(start - 1 for start in starts[1:]), None]
    names = []
    for start, end in zip(starts, ends, strict=True):
        if end is None:
            names.append(f"{start} {unit} or more")
        elif start == 0:
            names.append(f"under {end + 1} {unit}")
        else:
            names.append(f"{start} to {end} {unit}")
    return tuple(names)


_STRATEGY: Final = (
    "under 1 year",
    "1 year",
    *(f"{years} years" for years in range(2, MOST_STRATEGY)),
    f"{MOST_STRATEGY} years or more",
)
_EMPLOYERS: Final = (*(str(number) for number in range(1, MOST_EMPLOYERS)), f"{MOST_EMPLOYERS} or more")

#: What is told from careers themselves, by name.
DERIVED: Final = {
    one.name: one
    for one in (
        Covariate("breadth", "breadth", "", (FOCUSED, BROADENED), "breadth of main jobs so far"),
        Covariate("strategy", "spent", "", _STRATEGY, "full years in main jobs of specialty strategy so far"),
        Covariate("employers", "spent", "organisation", _EMPLOYERS, "employers so far, the present one included"),
        Covariate("career", "spent", "", _bands(CAREER_YEARS, "years"), "years since the first main job"),
        Covariate("period", "time", "", (), "calendar period"),
        Covariate("previous", "before", "level", ("first job", *RUNGS), "rung of the main job before the role"),
        Covariate("level", "job", "level", LEVELS, "level of the last main job so far"),
        Covariate("rung", "job", "level", RUNGS, "rung of the last main job so far"),
        Covariate("function", "job", "function", FUNCTIONS, "function of the last main job so far"),
        Covariate("specialty", "job", "specialty", (), "specialty of the last main job so far, or else its function"),
    )
}


def names_asked(careers: Careers, asked: str | Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part what is asked for into names, and tell those of which ratios may differ by time since zero.

    Parameters
    ----------
    careers : Careers
        For the columns of people, whose names may hold anything.
    asked : str or sequence of str
        Names, each alone or parted by commas, with `BY_TIME` after those by time.

    Returns
    -------
    tuple of str, tuple of str
        All names, without what stood after them; those by time, spelt as `Covariate` has them.

    Raises
    ------
    InputError
        Something is set by anything else than time.
    UnknownName, RefusedQuestion
        As `read_covariates`, of what is by time.
    """
    own = {column.lower() for column in careers.attributes}
    names, timed = [], []
    for text in [asked] if isinstance(asked, str) else asked:
        for name in filter(None, map(str.strip, text.split(","))):
            first, sign, by = name.rpartition(":")
            if name.lower() in own or not any(mark in name for mark in ":*"):
                names.append(name)
                continue
            if not sign or by.strip().lower() != BY_TIME[1:] or not first.strip():
                raise InputError(
                    f"'{name}' is no name that a hazard can be set against.",
                    why="ratios can differ by time since entry, and by nothing else",
                    do=f"write {re.split('[:*]', name)[0].strip() or 'breadth'}{BY_TIME}, or the names parted by commas",
                )
            names.append(first.strip())
            timed.append(first.strip())
    if not timed:
        return tuple(names), ()
    try:
        found = read_covariates(careers, timed)
    except RefusedQuestion as fault:
        if (fault.instead or {}).get("known") != _USUAL:
            raise
        do = (fault.do or "").partition(",")[0]
        raise RefusedQuestion(fault.found, why=fault.why, do=do, instead={"known": f"{_USUAL}{BY_TIME}"}) from None
    return tuple(names), tuple(one.name for one in found)


def read_covariates(careers: Careers, names: Sequence[str]) -> tuple[Covariate, ...]:
    """Find what is asked for, each once.

    Parameters
    ----------
    careers : Careers
        For the columns of people.
    names : sequence of str
        Of `DERIVED`, or columns of people.

    Raises
    ------
    InputError
        None is named, or a column of people is called as what jobs tell is.
    UnknownName
        There is no such thing.
    RefusedQuestion
        It tells what happened later, or holds dates.
    """
    found: dict[str, Covariate] = {}
    for name in names:
        one = _read(careers, name)
        found.setdefault(one.name, one)
    if not found:
        raise InputError("nothing was named that the hazard may go with.", do=f"name one of {', '.join(DERIVED)}")
    return tuple(found.values())


def _read(careers: Careers, name: str) -> Covariate:
    asked = name.strip().lower()
    check_one_meaning(careers, asked)
    if asked in DERIVED:
        return DERIVED[asked]
    if asked not in {column.lower() for column in careers.attributes}:
        known = (*DERIVED, *careers.attributes)
        if asked in ("exited", "exit_reason", "observed_from", "observed_until"):
            _column(careers, asked)  # says why it is refused
        raise UnknownName(
            f"there is no '{name}' to set a hazard against; there are {', '.join(known)}.{did_you_mean(asked, known)}",
            do="use some of them, parted by commas",
        )
    if is_dated(careers, asked):
        raise RefusedQuestion(
            f"'{name}' holds dates, so it may tell what happened later.",
            why="whoever had to wait for a later date could not reach the target meanwhile (immortal time)",
            do="compare groups by it from a landmark on",
            instead={
                "command": "compare",
                "by": name.strip(),
                "landmark": 5.0,
                "known": None,
                "piece": None,
                "time_bands": None,
            },
        )
    column = _column(careers, asked)
    return Covariate(column, "people", column, (), f"{column}, assumed known when the clock starts")


def _column(careers: Careers, asked: str) -> str:
    """Return a column of people as it is spelt, if it is one that is known at entry."""
    try:
        column, _ = group_column(careers, asked)
    except RefusedQuestion as fault:
        do = "set the hazard against what is known at the time"
        found = f"'{asked}' tells what happened after month 0."
        raise RefusedQuestion(found, why=fault.why, do=do, instead={"known": _USUAL}) from None
    assert column is not None
    return column
