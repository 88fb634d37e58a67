"""What money was worth by year: consumer prices, to put pay of different years on one scale.

In: the Consumer Price Index for All Urban Consumers (CPI-U, all items, US city average, 1982-84 = 100, yearly averages) of the
US Bureau of Labor Statistics. Out: factors. Start at `price_factors`.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from outgrow.reference.tables import rows_of

__all__ = ["CURRENCIES", "last_price_year", "price_factors"]

#: Currencies whose prices are known.
CURRENCIES: Final = ("USD",)


@cache
def _index() -> dict[int, float]:
    return {int(row["year"]): float(row["index"]) for row in rows_of("cpi_u.csv")}


def last_price_year() -> int:
    """Return the last year whose prices are known."""
    return max(_index())


def price_factors(money: int | None = None) -> dict[int, float]:
    """Return for each year what an amount of that year is worth in the money of one year.

    Parameters
    ----------
    money : int, optional
        The year in whose money. Default: the last whose prices are known.

    Raises
    ------
    KeyError
        The prices of that year are not known.
    """
    index = _index()
    last = index[last_price_year() if money is None else money]
    return {year: last / value for year, value in index.items()}
