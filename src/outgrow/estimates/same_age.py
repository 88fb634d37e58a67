"""Shares of people of one career age: on each rung, and of each breadth.

In: counts of `outgrow.tallies.same_age`. Out: `SameAge`. Start at `estimate_same_age`.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from outgrow.estimates.who import share_of
from outgrow.results import CareersFacts, Flow, SameAge
from outgrow.results.states import BETWEEN, OWNER, UNKNOWN
from outgrow.schema import RUNGS
from outgrow.settings import Settings
from outgrow.tallies.same_age import BREADTH_STEP
from outgrow.tallies.so_far import BROADENED

if TYPE_CHECKING:
    import pyarrow

__all__ = ["estimate_same_age"]

_ORDER: Final = (*RUNGS, OWNER, BETWEEN, UNKNOWN)


def estimate_same_age(
    counts: pyarrow.Table,
    /,
    *,
    months: int,
    first_function: str | None,
    breadth: float | None,
    settings: Settings,
    careers: CareersFacts,
    flow: Flow,
    notes: tuple[str, ...] = (),
) -> SameAge:
    """Work out the shares of people of one career age.

    Parameters
    ----------
    counts : pyarrow.Table
        Of `outgrow.tallies.same_age.same_age_counts`.
    months, first_function
        As asked there.
    breadth : float or None
        A breadth to set the others beside; it is placed in its step of `BREADTH_STEP`, and who is in the same is not less.
    settings, careers, flow, notes
        As in every answer.

    Returns
    -------
    SameAge
        With Wilson's intervals: everyone is counted at one time and once.
    """
    states: Counter[str] = Counter()
    steps: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for row in counts.to_pylist():
        states[row["state"]] += row["people"]
        if row["kind"] is not None:
            kinds[row["kind"]] += row["people"]
            steps[row["step"]] += row["people"]
    total, known, coverage = states.total(), kinds.total(), settings.coverage
    less = None
    if breadth is not None:
        mine = math.floor((breadth - 1) / BREADTH_STEP + 1e-9)
        less = share_of(sum(n for step, n in steps.items() if step < mine), known, coverage)
    ordered = sorted(states, key=lambda state: (_ORDER.index(state) if state in _ORDER else len(_ORDER), state))
    return SameAge(
        role="any",
        settings=settings,
        careers=careers,
        flow=flow,
        notes=notes,
        months=months,
        first_function=first_function,
        people=total,
        states=tuple((state, share_of(states[state], total, coverage)) for state in ordered),
        broadened=share_of(kinds[BROADENED], known, coverage),
        less_broad=less,
    )
