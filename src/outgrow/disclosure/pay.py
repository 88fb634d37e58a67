"""Pay of a role in careers, made fit to be shown to others.

In: PayHeld. Out: the same, released. Start at `release_pay`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from outgrow.disclosure.totals import limit_asked, rounded, rounded_facts
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
    limit = limit_asked(found.careers, min_cell)
    if limit == 1:
        return replace(found, min_cell=1)
    shown = {
        name: _short(value)
        if value is not None and found.people * min(SHARES[name], 100 - SHARES[name]) >= 100 * limit
        else None
        for name, value in found.percentiles.items()
    }
    return replace(
        found,
        careers=rounded_facts(found.careers, limit),
        people=rounded(found.people, limit),
        percentiles=shown,
        without=rounded(found.without, limit),
        refused={why: rounded(left, limit) for why, left in found.refused.items() if left >= limit},
        min_cell=limit,
    )


def _short(amount: float) -> float:
    return float(f"{amount:.{_DIGITS}g}")
