"""The upper tail of the chi-square distribution with whole degrees of freedom, in closed form."""

from __future__ import annotations

import math

from outgrow.errors import InputError

__all__ = ["chi_square_tail"]


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return the chance that a chi-square variable is larger.

    Parameters
    ----------
    statistic : float
        0 or more.
    freedom : int
        Degrees of freedom, 1 or more.

    Raises
    ------
    InputError
        There are no degrees of freedom.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5: finite sums.
    """
    if freedom < 1:
        raise InputError(f"there are {freedom} degrees of freedom.", do="give 1 or more")
    if statistic <= 0:
        return 1.0
    half, odd = statistic / 2, freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    # the terms are taken on the scale of logarithms, since powers of a large statistic overflow
    log_half = math.log(half)
    powers = [place + 0.5 for place in range(freedom // 2)] if odd else [float(k) for k in range(1, freedom // 2)]
    return min(tail + math.fsum(math.exp(power * log_half - half - math.lgamma(power + 1)) for power in powers), 1.0)
