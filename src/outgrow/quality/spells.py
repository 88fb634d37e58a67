"""Spells counted by their dates, by what is known of them, and by what cannot be.

In: labelled spells on their engine. Out: `SpellCounts`. Start at `spells_to_count`, then `count_spells`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from outgrow.engine import fetched, fetched_together, number
from outgrow.quality.thresholds import LEAST_AGE, MOST_AGE, MOST_PAY
from outgrow.schema import START_UNKNOWN
from outgrow.titles.label import labelled
from outgrow.titles.roles import FOLDED

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers

__all__ = ["SpellCounts", "count_spells", "spells_to_count"]


@dataclass(frozen=True)
class SpellCounts:
    """Counts of spells.

    Parameters
    ----------
    starts : list of dict
        By ``start`` (month), ``precision`` ("year", "month" or "day"), ``first`` (on the first of its month) and ``ongoing``:
        ``n``.
    ends : list of dict
        By ``end`` (month) and ``imprecise``, of those that ended: ``n``.
    lengths : list of dict
        By ``months`` and ``imprecise``, of those that ended: ``n``.
    held : list of dict
        By first and last year, ``first`` and ``last``: ``n``; ongoing ones to the last year of the data.
    summary : dict
        ``spells``, and of them those with ``no_level``, ``no_craft``, ``neither``, and with an ``unknown_start``.
    ages : dict
        ``known``: spells of people whose birth is known; ``young``, ``old``: that start too early, or last too long, in life.
    pay : dict
        ``paid``: spells with pay; ``nothing``: of 0; ``huge``: far above the median of its currency and period.
    """

    starts: list[dict[str, Any]] = field(default_factory=list)
    ends: list[dict[str, Any]] = field(default_factory=list)
    lengths: list[dict[str, Any]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, int] = field(default_factory=dict)
    ages: dict[str, int] = field(default_factory=dict)
    pay: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        """Spells that can be used."""
        return self.summary.get("spells", 0)

    @property
    def held_by_year(self) -> dict[int, int]:
        """Spells held in each year, from the first year to the last; 0 where there is none."""
        return by_years(self.held)


def by_years(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Add up rows of ``first`` and ``last`` year and ``n`` by each year from one to the other."""
    if not rows:
        return {}
    first, last = min(row["first"] for row in rows), max(row["last"] for row in rows)
    changes = dict.fromkeys(range(first, last + 2), 0)
    for row in rows:
        changes[row["first"]] += row["n"]
        changes[row["last"] + 1] -= row["n"]
    found, held = {}, 0
    for year in range(first, last + 1):
        held += changes[year]
        found[year] = held
    return found


def spells_to_count(careers: Careers) -> ibis.Table:
    """Return the few columns of labelled spells that are counted.

    Returns
    -------
    ibis.Table
        ``person, start, end, title`` (folded), ``organisation``, ``precision``, ``first``, flags as 0 and 1 ``imprecise,
        no_level, no_craft, unknown_start``, and ``pay, pay_period, currency``.
    """
    import ibis

    spells = labelled(careers, {"title", "level", "function"})
    imprecise = spells.imprecise.fill_null(False)
    # people whose row says the same are told apart by nothing else
    marks = ibis.literal(";") + spells.marks.fill_null("").replace(" ", "") + ";"
    return spells.select(
        "person",
        "start",
        "end",
        "organisation",
        "pay",
        "pay_period",
        "currency",
        title=spells[FOLDED],
        precision=ibis.cases((imprecise, "year"), ((spells.start_day > 0).fill_null(False), "day"), else_="month"),
        first=(spells.start_day == 1).fill_null(False).ifelse(1, 0),
        imprecise=imprecise.ifelse(1, 0),
        no_level=spells.level.isnull().ifelse(1, 0),
        no_craft=spells.function.isnull().ifelse(1, 0),
        unknown_start=marks.contains(f";{START_UNKNOWN};").ifelse(1, 0),
    )


def count_spells(spells: ibis.Table, careers: Careers) -> SpellCounts:
    """Count spells.

    Parameters
    ----------
    spells : ibis.Table
        From `spells_to_count`, kept.
    careers : Careers
        For births and the last month.
    """
    last = careers.counts.last_month or 0
    ended = spells.filter(spells.end.notnull())
    starts = spells.group_by("start", "precision", "first", ongoing=spells.end.isnull().ifelse(1, 0))
    lengths = ended.group_by("imprecise", months=(ended.end - ended.start + 1).cast("int64"))
    held = spells.group_by(
        first=(spells.start // 12).cast("int64"), last=(spells.end.fill_null(last) // 12).cast("int64")
    )
    summary = spells.agg(
        spells=spells.count(),
        no_level=spells.no_level.sum(),
        no_craft=spells.no_craft.sum(),
        neither=(spells.no_level * spells.no_craft).sum(),
        unknown_start=spells.unknown_start.sum(),
        paid=spells.pay.count(),
    )
    tables = fetched_together(
        starts.agg(n=spells.count()),
        ended.group_by("end", "imprecise").agg(n=ended.count()),
        lengths.agg(n=ended.count()),
        held.agg(n=spells.count()),
        summary,
    )
    by_start, by_end, by_length, by_held, [row] = (table.to_pylist() for table in tables)
    return SpellCounts(
        starts=by_start,
        ends=by_end,
        lengths=by_length,
        held=by_held,
        summary={name: int(value or 0) for name, value in row.items()},
        ages=_ages(spells, careers),
        pay=_pay(spells) if row["paid"] else {},
    )


def _ages(spells: ibis.Table, careers: Careers) -> dict[str, int]:
    """Count spells that start too early in life, or last too long; only where births are known."""
    import ibis

    if careers.people is None:
        return {}
    born = careers.people.filter(careers.people.birth.notnull()).select(born_person="person", birth="birth")
    if not number(born.limit(1).count()):
        return {}
    joined = spells.inner_join(born, spells.person == born.born_person)
    last = ibis.coalesce(joined.end, ibis.literal(careers.counts.last_month or 0))
    counted = joined.agg(
        known=joined.count(),
        young=(joined.start - joined.birth < 12 * LEAST_AGE).ifelse(1, 0).sum(),
        old=(last - joined.birth > 12 * MOST_AGE).ifelse(1, 0).sum(),
    )
    [row] = fetched(counted).to_pylist()
    return {name: int(value or 0) for name, value in row.items()}


def _pay(spells: ibis.Table) -> dict[str, int]:
    """Count pay that cannot be, held against the median of the same currency and period."""
    paid = spells.filter(spells.pay.notnull())
    paid = paid.select(
        "pay", period=paid.pay_period.fill_null("year"), money=paid.currency.fill_null("").upper().strip()
    )
    real = paid.filter(paid.pay > 0)
    middles = real.group_by("period", "money").agg(middle=real.pay.median())
    middles = middles.rename(middle_period="period", middle_money="money")
    joined = paid.left_join(middles, [paid.period == middles.middle_period, paid.money == middles.middle_money])
    counted = joined.agg(
        paid=joined.count(),
        nothing=(joined.pay <= 0).ifelse(1, 0).sum(),
        huge=(joined.pay > MOST_PAY * joined.middle).fill_null(False).ifelse(1, 0).sum(),
    )
    [row] = fetched(counted).to_pylist()
    return {name: int(value or 0) for name, value in row.items()}
