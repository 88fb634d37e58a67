"""What careers say a role pays: yearly pay in the money of one year, or the reason why an amount cannot be put so.

In: careers and a role. Out: `PayHeld`, a few numbers. Start at `pay_held`; next stage: outgrow.disclosure. Amounts are counted
in the engine that holds the data; only percentiles and counts leave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched
from outgrow.errors import InputError
from outgrow.reference.occupations import PERCENTILES
from outgrow.reference.prices import CURRENCIES, last_price_year, price_factors
from outgrow.results import CareersFacts
from outgrow.titles.held import anyone_held, nobody_held
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["SHARES", "PayHeld", "pay_held", "with_yearly_pay"]

#: Amounts a year for each period, of somebody full-time: 40 hours and 5 days a week, as the statistics count them.
_A_YEAR: Final = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
#: The share of people below each percentile.
SHARES: Final = dict(zip(PERCENTILES, (0.1, 0.25, 0.5, 0.75, 0.9), strict=True))
#: Why an amount is left out, in the order they are looked for.
REASONS: Final = {
    "no currency": "no currency is given",
    "currency": f"the currency is not {' or '.join(CURRENCIES)}, whose prices alone are known",
    "year": "the job began in a year whose prices are not known",
}


@dataclass(frozen=True, kw_only=True)
class PayHeld:
    """Pay of a role in careers; exact, until it is released.

    Parameters
    ----------
    careers : CareersFacts
        What was asked of.
    people : int
        People who held the role with pay that could be used; each counts once, with the job of it that began last.
    percentiles : dict of str to float or None
        Yearly pay by the names in `outgrow.reference.PERCENTILES`; None where it is not shown, or nobody has any.
    money : int
        The year in whose money it is.
    currency : str
        Its currency.
    without : int
        Jobs in the role without pay.
    refused : dict of str to int
        Jobs whose pay could not be used, by the reason.
    min_cell : int or None
        Limit under which numbers were protected; None for an exact answer.
    """

    careers: CareersFacts
    people: int
    percentiles: dict[str, float | None]
    money: int
    currency: str
    without: int
    refused: dict[str, int] = field(default_factory=dict)
    min_cell: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {
            "careers": self.careers.as_json(),
            "people": self.people,
            "percentiles": dict(self.percentiles),
            "money": self.money,
            "currency": self.currency,
            "without_pay": self.without,
            "refused": [{"why": why, "jobs": jobs} for why, jobs in self.refused.items()],
            "min_cell": self.min_cell,
        }


def pay_held(careers: Careers, role: Role, money: int | None = None) -> PayHeld:
    """Find what those who held a role were paid, on one scale.

    Parameters
    ----------
    careers : Careers
        With ``pay``; ``pay_period`` (a year where none is given) and ``currency``.
    role : Role
        The role.
    money : int, optional
        The year in whose money. Default: the last whose prices are known.

    Returns
    -------
    PayHeld
        Exact. Pay is taken to be of the year in which the job began.

    Raises
    ------
    UnknownName
        Nobody ever held the role.
    InputError
        The prices of `money` are not known.
    """
    import ibis

    last = last_price_year() if money is None else money
    if last not in price_factors():
        raise InputError(
            f"the prices of {last} are not known.", do=f"give a year from {min(price_factors())} to {last_price_year()}"
        )
    spells = labelled(careers, role.needs)
    held = with_yearly_pay(spells.filter(role.condition(spells)), last)
    reason = held.pay_refused
    counts = held.agg(
        jobs=held.count(),
        without=held.pay.isnull().ifelse(1, 0).sum(),
        **{f"refused_{place}": (reason == name).ifelse(1, 0).sum() for place, name in enumerate(REASONS)},
    )
    [row] = fetched(counts).to_pylist()
    if not row["jobs"] and not anyone_held(careers, role):
        raise nobody_held(careers, role)
    usable = held.filter(held.yearly_pay.notnull())
    order = [usable.start.desc(), usable.row.desc()]
    latest = usable.mutate(place=ibis.row_number().over(ibis.window(group_by=usable.person, order_by=order)))
    latest = latest.filter(latest.place == 0)
    asked = latest.agg(
        people=latest.count(), **{name: latest.yearly_pay.quantile(share) for name, share in SHARES.items()}
    )
    [found] = fetched(asked).to_pylist()
    people = int(found["people"])
    return PayHeld(
        careers=careers.facts,
        people=people,
        percentiles={name: float(found[name]) if people else None for name in PERCENTILES},
        money=last,
        currency=CURRENCIES[0],
        without=int(row["without"] or 0),
        refused={
            why: int(row[f"refused_{place}"]) for place, why in enumerate(REASONS.values()) if row[f"refused_{place}"]
        },
    )


def with_yearly_pay(spells: ibis.Table, money: int) -> ibis.Table:
    """Add the columns ``yearly_pay`` and ``pay_refused`` to spells: pay on one scale, or the name of the reason why not.

    Parameters
    ----------
    spells : ibis.Table
        Columns ``start, pay, pay_period, currency``.
    money : int
        The year in whose money.

    Returns
    -------
    ibis.Table
        Both columns are null where there is no pay; one of them is where there is.
    """
    import ibis

    factors = price_factors(money)
    period = ibis.cases(*((spells.pay_period == name, float(n)) for name, n in _A_YEAR.items()), else_=1.0)
    year = spells.start // 12
    worth = ibis.cases(*((year == at, factor) for at, factor in factors.items()), else_=ibis.null("float64"))
    currency = spells.currency.upper()
    refused = ibis.cases(
        (spells.pay.isnull(), ibis.null("string")),
        (currency.isnull(), "no currency"),
        (currency.notin(CURRENCIES), "currency"),
        (worth.isnull(), "year"),
        else_=ibis.null("string"),
    )
    scaled = spells.pay * period * worth
    return spells.mutate(pay_refused=refused).mutate(yearly_pay=(refused.isnull()).ifelse(scaled, ibis.null("float64")))
