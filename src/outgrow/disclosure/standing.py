"""Where one person stands, made fit to be shown: each answer is released; what would show few beside another is left out.

In: Standing. Out: Standing, released. Start at `release_standing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from outgrow.disclosure.answers import release
from outgrow.disclosure.beside import comparable_kinds
from outgrow.disclosure.side_by_side import comparable
from outgrow.disclosure.totals import limit_asked
from outgrow.results import Answer, Standing

__all__ = ["release_standing"]

_ANSWERS = ("reach", "next_jobs", "verdict")
_TELLS = {"reach": "the rung above", "next_jobs": "what comes next", "verdict": "the verdict"}
_BESIDE = "Beside the rest it would show fewer people than the limit by subtraction."


def release_standing(result: Standing, min_cell: int | None = None) -> Standing:
    """Make where one person stands fit to be shown.

    Parameters
    ----------
    result : Standing
        Exact.
    min_cell : int, optional
        The smallest count that may be shown. Default: that of `default_min_cell`.

    Returns
    -------
    Standing
        Its answers released, those that would show a few people beside the others left out and named in ``left_out``. Who is
        still waiting is shown beside everyone only where the two differ by nobody, or by as many people as the limit.

    Raises
    ------
    InputError
        `min_cell` is below 1.
    """
    there: dict[str, Answer] = {name: answer for name in _ANSWERS if (answer := getattr(result, name)) is not None}
    exact = list(there.values())
    if not exact and result.same_age is None:
        return result
    facts = exact[0].careers if exact else result.same_age.careers if result.same_age is not None else None
    assert facts is not None
    limit = limit_asked(facts, min_cell)
    released = [release(answer, limit) for answer in exact]
    may = dict(zip(there, comparable_kinds(exact, released, limit) if exact else [], strict=True))
    changes: dict[str, Any] = {
        name: answer if may[name] else None for name, answer in zip(there, released, strict=True)
    }
    left_out = [*result.left_out, *((_TELLS[name], _BESIDE) for name, allowed in may.items() if not allowed)]
    if result.waiting is not None:
        waiting = release(result.waiting, limit)
        fits = result.reach is None or limit == 1 or comparable(result.reach, result.waiting, limit)
        changes["waiting"] = waiting if fits else None
        if not fits:
            left_out.append(("those who waited as long as you", _BESIDE))
    if result.same_age is not None:
        changes["same_age"] = release(result.same_age, limit)
    return replace(result, **changes, left_out=tuple(left_out))
