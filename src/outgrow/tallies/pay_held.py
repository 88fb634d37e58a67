"""What careers say a role pays: yearly pay in the money of one year, or the reason why an amount cannot be put so.

In: careers and a role. Out: `PayHeld`, a few numbers. Start at `pay_held`; next stage: outgrow.disclosure. Amounts are counted
in the engine that holds the data; only percentiles and counts leave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched, number
from outgrow.errors import InputError
from outgrow.reference.occupations import PERCENTILES
from outgrow.reference.prices import CURRENCIES, last_price_year, price_factors
from outgrow.results import CareersFacts
from outgrow.titles.held import anyone_held, nobody_held
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["MONEY_COLUMNS", "SHARES", "PayHeld", "pay_held", "usual_yearly_pay", "with_yearly_pay"]

#: Amounts a year for each period, of somebody full-time: 40 hours and 5 days a week, as the statistics count them.
_A_YEAR: Final = {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
#: Of a hundred people, those below each percentile.
SHARES: Final = dict(zip(PERCENTILES, (10, 25, 50, 75, 90), strict=True))
#: What amounts are told from.
MONEY_COLUMNS: Final = ("pay", "pay_period", "currency")
#: More than anyone has a year.
_MOST: Final = 1e9
#: Why an amount is left out, in the order they are looked for.
REASONS: Final = {
    "no currency": "no currency is given",
    "currency": f"the currency is not {' or '.join(CURRENCIES)}, whose prices alone are known",
    "year": "it is of a year whose prices are not known",
    "amount": "it is no amount that anybody has a year",
}


@dataclass(frozen=True, kw_only=True)
class PayHeld:
    """Pay of a role in careers; exact, until it is released.

    Parameters
    ----------
    careers : CareersFacts
        What was asked of.
    people : int
        People who held the role with pay that could be used; each counts once, with the job of it with pay that
        began last.
    percentiles : dict of str to float or None
        Yearly pay by the names in `outgrow.reference.PERCENTILES`; None where it is not shown, or nobody has any.
    money : int
        The year in whose money it is.
    currency : str
        Its currency.
    without : int
        People who held it with no pay that can be read.
    refused : dict of str to int
        People whose pay could not be used, by the reason.
    weighted : bool
        Whether people have weights, which do not count here.
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
    weighted: bool = False
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
            "refused": [{"why": why, "people": left} for why, left in self.refused.items()],
            "weighted": self.weighted,
            "suppressed": [
                {"group": name, "reason": f"fewer than {self.min_cell} people on one side of it"}
                for name, value in self.percentiles.items()
                if value is None and self.people
            ],
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
        Exact. Pay is taken to be of the last year of the job: that of its end, or of the last month of the data.

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
    held = spells.filter(role.condition(spells))
    order = [held.pay.notnull().desc(), held.start.desc(), held.row.desc()]
    latest = held.mutate(place=ibis.row_number().over(ibis.window(group_by=held.person, order_by=order)))
    one = with_yearly_pay(latest.filter(latest.place == 0), last, through=_last_month(careers))
    asked = one.agg(
        everyone=one.count(),
        without=one.pay.isnull().ifelse(1, 0).sum(),
        people=one.yearly_pay.count(),
        **{f"refused_{place}": (one.pay_refused == name).ifelse(1, 0).sum() for place, name in enumerate(REASONS)},
        **{name: one.yearly_pay.quantile(share / 100) for name, share in SHARES.items()},
    )
    [found] = fetched(asked).to_pylist()
    if not found["everyone"] and not anyone_held(careers, role):
        raise nobody_held(careers, role)
    people = int(found["people"])
    refused = {why: int(found[f"refused_{place}"] or 0) for place, why in enumerate(REASONS.values())}
    return PayHeld(
        careers=careers.facts,
        people=people,
        percentiles={name: float(found[name]) if people else None for name in PERCENTILES},
        money=last,
        currency=CURRENCIES[0],
        without=int(found["without"] or 0),
        refused={why: left for why, left in refused.items() if left},
        weighted=_weighted(careers),
    )


def _weighted(careers: Careers) -> bool:
    if careers.people is None:
        return False
    return number(careers.people.filter(careers.people.weight.notnull()).limit(1).count()) > 0


def _last_month(careers: Careers) -> int:
    """Return the last month of the data."""
    year, month = (careers.facts.last_month or "0-1").split("-")
    return int(year) * 12 + int(month) - 1


def with_yearly_pay(spells: ibis.Table, money: int, *, through: int) -> ibis.Table:
    """Add the columns ``yearly_pay`` and ``pay_refused`` to spells: pay on one scale, or the name of the reason why not.

    Parameters
    ----------
    spells : ibis.Table
        Columns ``start, end, pay, pay_period, currency``.
    money : int
        The year in whose money.
    through : int
        The last month of the data, which ongoing jobs have reached.

    Returns
    -------
    ibis.Table
        Both columns are null where there is no pay; one of them is where there is.
    """
    import ibis

    factors = price_factors(money)
    after = max(factors)
    year = ibis.greatest(spells.end.fill_null(through), spells.start) // 12
    # prices of the newest years are not published yet: they are taken as those of the last that are
    worth = ibis.cases(
        (year > after, factors[after]),
        *((year == at, factor) for at, factor in factors.items()),
        else_=ibis.null("float64"),
    )
    scaled = _a_year(spells) * worth
    currency = spells.currency.upper()
    refused = ibis.cases(
        (spells.pay.isnull(), ibis.null("string")),
        (currency.isnull(), "no currency"),
        (currency.notin(CURRENCIES), "currency"),
        (worth.isnull(), "year"),
        ((scaled <= 0) | (scaled > _MOST), "amount"),
        else_=ibis.null("string"),
    )
    return spells.mutate(pay_refused=refused, yearly_pay=refused.isnull().ifelse(scaled, ibis.null("float64")))


def usual_yearly_pay(spells: ibis.Table) -> ir.FloatingValue:
    """Return pay for a year in the money of its own time and currency; null where there is none that anybody has.

    Parameters
    ----------
    spells : ibis.Table
        Columns ``pay, pay_period``.
    """
    import ibis

    amount = _a_year(spells)
    return ((amount > 0) & (amount <= _MOST)).ifelse(amount, ibis.null("float64"))


def _a_year(spells: ibis.Table) -> ir.FloatingValue:
    import ibis

    return spells.pay * ibis.cases(*((spells.pay_period == name, float(n)) for name, n in _A_YEAR.items()), else_=1.0)
