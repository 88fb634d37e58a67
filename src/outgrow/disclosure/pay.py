"""Pay of a role in careers, made fit to be shown to others.

In: PayHeld. Out: the same, released. Start at `release_pay`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from outgrow.disclosure.totals import default_min_cell, rounded, rounded_facts
from outgrow.errors import InputError
from outgrow.tallies.pay_held import SHARES, PayHeld

__all__ = ["release_pay"]

#: Digits that an amount keeps, so that nobody's own pay is shown.
_DIGITS: Final = 2


def release_pay(found: PayHeld, min_cell: int | None = None) -> PayHeld:
    """Make the pay of a role fit to be shown to others.

    Parameters
    ----------
    found : PayHeld
        Exact, from `outgrow.tallies.pay_held`.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    PayHeld
        A percentile stays where as many people as the limit are on either side of it, in two digits; counts are rounded.

    Raises
    ------
    InputError
        `min_cell` is below 1.
    """
    limit = default_min_cell(found.careers) if min_cell is None else min_cell
    if limit < 1:
        raise InputError(f"the smallest cell is {limit}.", do="give 1 or more people")
    if limit == 1:
        return replace(found, min_cell=1)
    shown = {
        name: _short(value)
        if value is not None and found.people * min(SHARES[name], 1 - SHARES[name]) >= limit
        else None
        for name, value in found.percentiles.items()
    }
    return replace(
        found,
        careers=rounded_facts(found.careers, limit),
        people=rounded(found.people, limit),
        percentiles=shown,
        without=rounded(found.without, limit),
        refused={why: rounded(jobs, limit) for why, jobs in found.refused.items() if jobs >= limit},
        min_cell=limit,
    )


def _short(amount: float) -> float:
    return float(f"{amount:.{_DIGITS}g}")
