"""What is rendered, served or saved for others passes here first, whatever question it answers.

In: an exact answer. Out: the same kind of answer, released. Start at `release`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, cast

from outgrow.disclosure.ceiling import release_ceiling, release_verdict
from outgrow.disclosure.compare import release_compare
from outgrow.disclosure.curves import release_reach
from outgrow.disclosure.drift import release_drift
from outgrow.disclosure.hazards import release_hazards
from outgrow.disclosure.occupancy import release_occupancy, release_tenure
from outgrow.disclosure.same_age import release_same_age
from outgrow.disclosure.skills import release_skills
from outgrow.disclosure.totals import limit_asked
from outgrow.disclosure.who import release_who
from outgrow.errors import InputError
from outgrow.results import (
    Answer,
    Ceiling,
    Compare,
    Drift,
    Hazards,
    Occupancy,
    Reach,
    SameAge,
    Skills,
    Tenure,
    Verdict,
    Who,
)

__all__ = ["Released", "release"]

Released = TypeVar("Released", bound=Answer)


def release(result: Released, min_cell: int | None = None) -> Released:
    """Make an answer fit to be shown to others.

    Parameters
    ----------
    result : Reach, Occupancy, Tenure, Ceiling, Verdict, Compare, Hazards, Drift, Skills, Who or SameAge
        An exact answer.
    min_cell : int, optional
        The smallest count that may be shown. Default: that of `default_min_cell`.

    Returns
    -------
    Reach, Occupancy, Tenure, Ceiling, Verdict, Compare, Hazards, Drift, Skills, Who or SameAge
        With `min_cell` set, `suppressed` filled and without its tally; as it was, apart from that, when `min_cell` is 1.

    Raises
    ------
    InputError
        `min_cell` is below 1, the answer was released under another limit already, or it is of no kind known here.
    """
    limit = limit_asked(result.careers, min_cell)
    if result.min_cell is not None:
        if result.min_cell == limit:
            return result
        raise InputError(
            f"this result was released with cells of {result.min_cell}, not {limit}.", do="release the exact result"
        )
    return cast("Released", _bare(result) if limit == 1 else _protected(result, limit))


def _bare(result: Answer) -> Answer:
    """Return the answer as it is, without the counts it is made from."""
    if isinstance(result, Reach | Occupancy | Tenure | Compare | Hazards | Drift | Skills | Who):
        return replace(result, min_cell=1, tally=None)
    if isinstance(result, Ceiling):
        return replace(result, min_cell=1, source=None)
    if isinstance(result, Verdict):
        ceiling = None if result.ceiling is None else replace(result.ceiling, min_cell=1, source=None)
        return replace(result, min_cell=1, ceiling=ceiling)
    if isinstance(result, SameAge):
        return replace(result, min_cell=1)
    raise _unknown_kind(result)


def _protected(result: Answer, limit: int) -> Answer:
    if isinstance(result, Reach):
        return release_reach(result, limit)
    if isinstance(result, Occupancy):
        return release_occupancy(result, limit)
    if isinstance(result, Tenure):
        return release_tenure(result, limit)
    if isinstance(result, Ceiling):
        return release_ceiling(result, limit)
    if isinstance(result, Verdict):
        return release_verdict(result, limit)
    if isinstance(result, Compare):
        return release_compare(result, limit)
    if isinstance(result, Hazards):
        return release_hazards(result, limit)
    if isinstance(result, Drift):
        return release_drift(result, limit)
    if isinstance(result, Skills):
        return release_skills(result, limit)
    if isinstance(result, Who):
        return release_who(result, limit)
    if isinstance(result, SameAge):
        return release_same_age(result, limit)
    raise _unknown_kind(result)


def _unknown_kind(result: Answer) -> InputError:
    return InputError(
        f"there is no rule by which an answer of this kind ({type(result).__name__}) is shown to others.",
        do="keep it to whoever holds the data",
    )
