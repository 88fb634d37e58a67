"""Shares as people say them, "about 15 of 100", and as analysts write them, "0.152 (0.130 to 0.177)".

In: a share with its interval. Out: phrases by name. Start at `chance_said`.
"""

from __future__ import annotations

import math
from typing import Final

from outgrow.charts.wording import interval, percent

__all__ = ["about", "chance_said", "fewer_or_more", "likely", "likely_gap", "rest_of", "short_range"]

#: A share nearer to nothing or to everything than this is counted among a thousand, as `percent` gives it a decimal.
_RARE: Final = 0.0095
#: Beyond a rounding error, which no comparison with a threshold turns on.
_CLOSE: Final = 1e-9


def _base(share: float) -> int:
    return 1_000 if 0 < share < _RARE or 1 - _RARE < share < 1 else 100


def _number(share: float, base: int) -> int:
    return math.floor(base * share + 0.5)


def _of(base: int) -> str:
    return f"{base:,}"


def about(share: float, threshold: float | None = None) -> str:
    """Return a share as a natural frequency.

    Parameters
    ----------
    share : float
        Between 0 and 1.
    threshold : float, optional
        A share that the number must not seem to be equal to when it is above or below it.

    Returns
    -------
    str
        For example ``"about 15 of 100"``, ``"about 4 of 1,000"``, ``"fewer than 1 of 1,000"``, ``"none of 100"``.
    """
    base = _base(share)
    number = _number(share, base)
    if share <= 0:
        return "none of 100"
    if share >= 1:
        return "all of 100"
    if number in (0, base):
        return f"fewer than 1 of {_of(base)}" if number == 0 else f"nearly all of {_of(base)}"
    beside = _beside(share, base, threshold)
    return f"{beside if beside.startswith('just') else f'about {beside}'} of {_of(base)}"


def rest_of(share: float) -> str:
    """Return what a share shown by `about` leaves, so that both add up: ``"about 87 of 100"`` beside ``"about 13 of 100"``."""
    base = _base(share)
    if share <= 0 or share >= 1:
        return about(1 - share)
    left = base - _number(share, base)
    if left in (0, base):
        return f"fewer than 1 of {_of(base)}" if left == 0 else f"nearly all of {_of(base)}"
    return f"about {left} of {_of(base)}"


def likely(lower: float | None, upper: float | None, *, estimate: float, threshold: float | None = None) -> str:
    """Return an interval as natural frequencies.

    Parameters
    ----------
    lower, upper : float or None
        The ends; None or NaN where there are none.
    estimate : float
        What the interval is of.
    threshold : float, optional
        As `about` takes it.

    Returns
    -------
    str
        For example ``"likely between 13 and 18 of 100"``, ``"likely at most 6 of 1,000"``; empty where an end is missing.
    """
    if lower is None or upper is None or math.isnan(lower) or math.isnan(upper):
        return ""
    base = 1_000 if _base(estimate) == 1_000 or (0 < upper < _RARE) or (1 - _RARE < lower < 1) else 100
    low, high = _number(lower, base), _number(upper, base)
    if low == 0 and high == 0:
        # a share of 0.0004 is not none
        return f"likely fewer than 1 of {_of(base)}"
    if low <= 0 and high >= base:
        return f"which could be anything up to all of {_of(base)}"
    if low <= 0:
        return f"likely at most {_beside(upper, base, threshold)} of {_of(base)}"
    if high >= base:
        return f"likely at least {_beside(lower, base, threshold)} of {_of(base)}"
    if low == high:
        return f"likely very close to {low} of {_of(base)}"
    first, last = (_beside(end, base, threshold) for end in (lower, upper))
    return f"likely between {first} and {last} of {_of(base)}"


def _beside(share: float, base: int, threshold: float | None) -> str:
    """Return a number of so many, which is not that of a threshold where the share is beside it."""
    number = _number(share, base)
    if threshold is None or number != _number(threshold, base) or abs(share - threshold) <= _CLOSE:
        return f"{number}"
    return f"just {'under' if share < threshold else 'over'} {number}"


def short_range(lower: float | None, upper: float | None) -> str:
    """Return an interval as an analyst writes it: ``"0.130 to 0.177"``; empty where an end is missing."""
    if lower is None or upper is None or math.isnan(lower) or math.isnan(upper):
        return ""
    return f"{lower:.4f} to {upper:.4f}"


def chance_said(
    estimate: float,
    lower: float | None,
    upper: float | None,
    *,
    error: float | None = None,
    threshold: float | None = None,
) -> dict[str, str]:
    """Return a share with its interval in every form that a voice may need.

    Parameters
    ----------
    estimate : float
        The share.
    lower, upper : float or None
        Its interval.
    error : float, optional
        Its standard error.
    threshold : float, optional
        As `about` takes it.

    Returns
    -------
    dict of str to str
        ``estimate`` and ``interval`` in per cent; ``one_in``, ``likely`` and, for those it is not true of, ``rest`` as
        natural frequencies; ``value``, ``bounds`` and ``error`` to four decimals. What is not known is empty.
    """
    whole = lower is not None and upper is not None and not math.isnan(lower) and not math.isnan(upper)
    return {
        "estimate": percent(estimate),
        "interval": interval(lower, upper) if whole and lower is not None and upper is not None else "",
        "one_in": about(estimate, threshold),
        "likely": likely(lower, upper, estimate=estimate, threshold=threshold),
        "rest": rest_of(estimate),
        "value": f"{estimate:.4f}",
        "bounds": short_range(lower, upper),
        "error": "" if error is None or math.isnan(error) else f"{error:.4f}",
    }


def fewer_or_more(gap: float) -> str:
    """Return a difference of shares: ``"about 3 fewer of 100"``, ``"about 1 more of 100"``, ``"about as many"``."""
    number = _number(abs(gap), 100)
    return "about as many" if number == 0 else f"about {number} {'fewer' if gap < 0 else 'more'} of 100"


def likely_gap(lower: float, upper: float) -> str:
    """Return the interval of a difference: ``"likely between 8 fewer and 2 more of 100"``."""
    low, high = (math.copysign(_number(abs(end), 100), end) for end in (lower, upper))

    def side(end: float) -> str:
        return "as many" if end == 0 else f"{abs(end):.0f} {'fewer' if end < 0 else 'more'}"

    if low == high:
        return f"likely very close to {side(low)}{'' if low == 0 else ' of 100'}"
    if low * high > 0:
        near, far = sorted((abs(low), abs(high)))
        return f"likely between {near:.0f} and {far:.0f} {'fewer' if low < 0 else 'more'} of 100"
    return f"likely between {side(low)} and {side(high)} of 100"
