"""What all answers share when they are released: the limit, rounding, whole counts, and which groups cannot be shown.

In: exact counts. Out: counts that may be shown. Used by every other module of the package; start at `rounded` and
`small_groups`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from outgrow.errors import InputError
from outgrow.results import CareersFacts, Flags, Floats, Flow, Ints, Suppressed

__all__ = [
    "DECIMALS",
    "OWN_LIMIT",
    "Flags",
    "check_min_cell",
    "default_min_cell",
    "left_out",
    "limit_asked",
    "none_or_enough",
    "on_its_side",
    "rounded",
    "rounded_facts",
    "rounded_flow",
    "small_groups",
    "whole_years",
]

#: Limit for careers of one's own. HR tools commonly use 5; ten also keeps differences of two outputs wide.
OWN_LIMIT: Final = 10
#: Decimals of the shares that are shown.
DECIMALS: Final = 3


def default_min_cell(careers: CareersFacts) -> int:
    """Return the limit that fits careers: 1 where nobody can be harmed (simulated or public), else `OWN_LIMIT`."""
    return 1 if careers.harmless else OWN_LIMIT


def limit_asked(careers: CareersFacts, min_cell: int | None) -> int:
    """Return the limit that was asked for, or that fits careers.

    Raises
    ------
    InputError
        It is below 1.
    """
    if min_cell is None:
        return default_min_cell(careers)
    check_min_cell(min_cell)
    return min_cell


def check_min_cell(min_cell: int | None) -> None:
    """Refuse a smallest cell below 1.

    Raises
    ------
    InputError
        It is.
    """
    if min_cell is not None and min_cell < 1:
        raise InputError(f"the smallest cell is {min_cell}.", do="give 1 or more people")


def none_or_enough(counts: Floats | Ints | int, limit: int) -> Flags:
    """Say of counts whether each may be known: nobody, or at least as many as the limit."""
    counted = np.abs(np.asarray(counts))
    may: Flags = (counted == 0) | (counted >= limit)
    return may


def rounded(count: int, limit: int) -> int:
    """Round a count to the nearest multiple of the limit, halves up."""
    return (2 * count + limit) // (2 * limit) * limit


def rounded_facts(careers: CareersFacts, limit: int) -> CareersFacts:
    """Return the facts of careers with their counts rounded."""
    return replace(
        careers,
        people=rounded(careers.people, limit),
        spells=rounded(careers.spells, limit),
        quarantined=rounded(careers.quarantined, limit),
        imprecise=rounded(careers.imprecise, limit),
    )


def rounded_flow(flow: Flow, limit: int) -> Flow:
    """Return the flow with its counts rounded."""
    return Flow(*(rounded(value, limit) for value in flow.as_json().values()))


def whole_years(months: float | None) -> float | None:
    """Round months to whole years: the month in which half are lost is one person's."""
    return None if months is None else 12.0 * round(months / 12)


def on_its_side(value: float | None, lines: Iterable[float] = ()) -> float | None:
    """Round a share to three decimals, yet leave it on the side of each line that it is on.

    Parameters
    ----------
    value : float or None
        The share.
    lines : iterable of float
        Thresholds that decided something by this share.
    """
    if value is None:
        return None
    shown, scale = round(value, DECIMALS), 10**DECIMALS
    for line in lines:
        if value < line - 1e-12 and shown >= line:
            shown = math.floor(value * scale) / scale
        elif value > line + 1e-12 and shown <= line:
            shown = math.ceil(value * scale) / scale
    return shown + 0.0  # no -0.0


def small_groups(
    sizes: Sequence[int], limit: int, *, gone: Iterable[int] = (), last: int | None = None, nobody: bool = False
) -> set[int]:
    """Say which groups of one whole cannot be shown: too small, or what is left over would be.

    Parameters
    ----------
    sizes : sequence of int
        People in each group.
    limit : int
        The smallest count that may be shown.
    gone : iterable of int
        Places of groups that are not shown anyway.
    last : int, optional
        Place of a group that goes to keep others from showing only where no other is left: the one they are held against.
    nobody : bool, default False
        Whether it may be known that groups are empty, so that nothing keeps them from showing by subtraction.
    """
    hidden = {place for place, size in enumerate(sizes) if size < limit} | set(gone)
    if len(sizes) == 1:
        return hidden

    def shows() -> bool:
        in_all = sum(sizes[place] for place in hidden)
        return 0 < in_all < limit or (len(hidden) == 1 and not (nobody and not in_all))

    # all groups together may be known, so those left out have to be enough people that none shows by subtraction
    while shows():
        left = [place for place in range(len(sizes)) if place not in hidden]
        if not left:
            break
        hidden.add(min(left, key=lambda place: (place == last, sizes[place])))
    return hidden


def left_out(groups: Sequence[dict[str, Any] | None], limit: int, target: str | None = None) -> Suppressed:
    """Say that groups are left out without naming them: a value that few people have may be one person's.

    Parameters
    ----------
    groups : sequence of dict or None
        Column and value of each; None for everyone.
    limit : int
        The smallest count that may be shown.
    target : str, optional
        Toward which they are left out, where there are several targets.
    """
    by = next(iter(groups[0] or {}), None)
    what = "everyone" if by is None else f"{len(groups)} {'group' if len(groups) == 1 else 'groups'} by {by}"
    if target is not None:
        what += f" toward {target}"
    return Suppressed(what, f"fewer than {limit} people in all, in one kind of outcome, or by subtraction")
