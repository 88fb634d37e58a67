"""Titles counted: how their shares change, which of them say no level, and spells that repeat another.

In: spells to count on their engine. Out: `TitleCounts`. Start at `count_titles`. Only titles that enough people held are
fetched by name; what concerns all of them is added up on the engine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched, fetched_together, folded, store
from outgrow.quality.spells import SpellCounts
from outgrow.quality.thresholds import FEW_PEOPLE, WINDOW

if TYPE_CHECKING:
    import ibis

__all__ = ["TitleCounts", "Window", "count_titles"]

Window = tuple[int, int]

#: Titles that are named, at the most.
_COMMONEST: Final = 8
_UNLABELLED: Final = 8
_CAME_OR_WENT: Final = 5
#: Spells in its window below which a title has not come, or was hardly there to go.
_LEAST_THERE: Final = 10
#: A text with a word in it has a letter of ASCII or a sign beyond it: read alike on every engine, without a backslash.
_WORD: Final = r"[A-Za-z]|[^ -~]"
#: Decimals of a sum over titles: engines add in other orders.
_DECIMALS: Final = 9


@dataclass(frozen=True)
class TitleCounts:
    """Counts by title.

    Parameters
    ----------
    titles : int
        Distinct titles, in lower case with single blanks.
    wordless : int
        Spells whose title has no word in it.
    no_level, no_craft : list of dict
        The commonest titles without a level, and without a function: ``title``, ``people`` who held it, and its ``spells``
        without.
    windows : tuple of (int, int)
        Windows of years, first and last inclusive, in order; fewer than two where the data are too short to compare.
    held : tuple of int
        Spells held in each window.
    shares : dict of str to tuple of float
        Share of the spells of each window that have a title, for the commonest.
    distance, by_chance : float or None
        Total variation distance between the titles of the first and the last window, and what of it chance alone brings.
    came, went : list of dict
        Titles held in the last window and not the first, and the other way round: ``title``, ``people``, ``spells``.
    same_month, overlapping : int
        Spells with the person, title and start of another; spells of the same person, title and employer that start within
        another.
    """

    titles: int = 0
    wordless: int = 0
    no_level: list[dict[str, Any]] = field(default_factory=list)
    no_craft: list[dict[str, Any]] = field(default_factory=list)
    windows: tuple[Window, ...] = ()
    held: tuple[int, ...] = ()
    shares: dict[str, tuple[float, ...]] = field(default_factory=dict)
    distance: float | None = None
    by_chance: float | None = None
    came: list[dict[str, Any]] = field(default_factory=list)
    went: list[dict[str, Any]] = field(default_factory=list)
    same_month: int = 0
    overlapping: int = 0


def count_titles(spells: ibis.Table, counted: SpellCounts, min_cell: int) -> TitleCounts:
    """Count by title.

    Parameters
    ----------
    spells : ibis.Table
        From `spells_to_count`, kept.
    counted : SpellCounts
        For the years.
    min_cell : int
        Titles that fewer people held are not named.
    """
    windows = windows_of(counted.held_by_year)
    held = tuple(_held_in(counted.held, window) for window in windows)
    last_year = max(row["last"] for row in counted.held)
    titles = store(_by_title(spells, windows, last_year))
    named = titles.filter(titles.people >= min_cell)
    wanted = [
        titles.agg(n=titles.count(), wordless=titles.title.re_search(_WORD).ifelse(0, titles.spells).sum()),
        _most(named, named.no_level, _UNLABELLED),
        _most(named, named.no_craft, _UNLABELLED),
        _most(named, named.spells, _COMMONEST),
        _most(named, (named.early == 0).ifelse(named.late, 0), _CAME_OR_WENT, least=_LEAST_THERE),
        _most(named, (named.late == 0).ifelse(named.early, 0), _CAME_OR_WENT, least=_LEAST_THERE),
        _repeats(spells),
    ]
    if len(windows) > 1:
        wanted.append(_distance(titles, held[0], held[-1]))
    tables = [table.to_pylist() for table in fetched_together(*wanted)]
    [all_titles], no_level, no_craft, common, came, went, [repeats], *apart = tables
    distance, by_chance = None, None
    if apart:
        [[row]] = apart
        distance = int(row["apart"]) / (2 * held[0] * held[-1])
        by_chance = round(min(row["by_chance"], 1.0), _DECIMALS)
    return TitleCounts(
        titles=int(all_titles["n"]),
        wordless=int(all_titles["wordless"] or 0),
        no_level=_in_order(no_level),
        no_craft=_in_order(no_craft),
        windows=windows,
        held=held,
        shares=_shares(spells, [row["title"] for row in _in_order(common)], windows, held, last_year),
        distance=distance,
        by_chance=by_chance,
        came=_in_order(came) if apart else [],
        went=_in_order(went) if apart else [],
        same_month=int(repeats["same_month"] or 0),
        overlapping=int(repeats["overlapping"] or 0),
    )


def windows_of(held: dict[int, int]) -> tuple[Window, ...]:
    """Return windows of five years back from the last with enough spells to the first; none where there is only one.

    Parameters
    ----------
    held : dict of int to int
        Spells held in each year.
    """
    years = [year for year, n in held.items() if n >= FEW_PEOPLE]
    if not years:
        return ()
    firsts = range(years[-1] - WINDOW + 1, years[0] - 1, -WINDOW)
    windows = tuple((first, first + WINDOW - 1) for first in reversed(firsts))
    return windows if len(windows) > 1 else ()


def _held_in(rows: list[dict[str, Any]], window: Window) -> int:
    """Count spells that are held in any month of a window."""
    return sum(row["n"] for row in rows if row["first"] <= window[1] and row["last"] >= window[0])


def _by_title(spells: ibis.Table, windows: tuple[Window, ...], last_year: int) -> ibis.Table:
    import ibis

    first, last = spells.start // 12, ibis.coalesce(spells.end // 12, ibis.literal(last_year))

    def within(window: Window) -> ibis.expr.types.IntegerValue:
        return ((first <= window[1]) & (last >= window[0])).ifelse(1, 0).sum()

    nothing = 0 * spells.no_level.sum()
    return spells.group_by("title").agg(
        spells=spells.count(),
        people=spells.person.nunique(),
        no_level=spells.no_level.sum(),
        no_craft=spells.no_craft.sum(),
        early=within(windows[0]) if windows else nothing,
        late=within(windows[-1]) if windows else nothing,
    )


def _most(named: ibis.Table, counted: ibis.expr.types.IntegerValue, most: int, *, least: int = 1) -> ibis.Table:
    """Return the titles with the highest counts, `least` or more."""
    import ibis

    found = named.select("title", "people", n=counted.cast("int64"))
    found = found.filter(found.n >= least)
    return found.order_by([ibis.desc("n"), "title"]).limit(most)


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: (-row["n"], row["title"]))
    return [{"title": row["title"], "people": int(row["people"]), "spells": int(row["n"])} for row in ordered]


def _distance(titles: ibis.Table, early: int, late: int) -> ibis.Table:
    """Add up how far the titles of two windows are apart, and how far chance alone would set them.

    The distance is half the sum over all titles of the differences of their shares (total variation). Where nothing drifts,
    each of the k times that a title is held in either window falls in the smaller one with its share of all, r; the mean
    distance of a binomial count from its mean is then 2 k r (1 - r)^k for k r < 1 (de Moivre), and else close to
    sqrt(2 k r (1 - r) / pi).
    """
    import ibis

    whole = early + late
    share = min(early, late) / whole
    # whole numbers, which every engine adds up alike; the caller divides
    apart = (titles.early.cast("int64") * late - titles.late.cast("int64") * early).abs().sum()
    both = (titles.early + titles.late).cast("float64")
    few = 2 * share * both * (both * math.log1p(-share)).exp()
    many = (both * (2 * share * (1 - share) / math.pi)).sqrt()
    chance = ibis.cases((both * share < 1, few), else_=many).sum() * (whole / early / late / 2)
    return titles.agg(apart=apart, by_chance=chance)


def _shares(
    spells: ibis.Table, titles: list[str], windows: tuple[Window, ...], held: tuple[int, ...], last_year: int
) -> dict[str, tuple[float, ...]]:
    """Return the share of the spells of each window that have each of some titles."""
    if not windows or not titles:
        return {}
    found = spells.filter(spells.title.isin(titles))
    by_year = found.group_by(
        "title",
        first=(found.start // 12).cast("int64"),
        last=(found.end // 12).fill_null(last_year).cast("int64"),
    ).agg(n=found.count())
    rows = fetched(by_year).to_pylist()
    shares = {}
    for title in titles:
        own = [row for row in rows if row["title"] == title]
        shares[title] = tuple(_held_in(own, window) / whole for window, whole in zip(windows, held, strict=True))
    return shares


def _repeats(spells: ibis.Table) -> ibis.Table:
    """Count spells that repeat another of the same person and title: only people who have one twice are put in order."""
    import ibis

    twice = spells.group_by("person", "title").agg(n=spells.count())
    twice = twice.filter(twice.n > 1).select(twice_person="person", twice_title="title")
    found = spells.inner_join(twice, [spells.person == twice.twice_person, spells.title == twice.twice_title])
    found = found.select(
        "person",
        "title",
        "start",
        employer=folded(found.organisation.cast("string")).fill_null(""),
        last=ibis.coalesce(found.end, ibis.literal(1_000_000)),
    )
    alike = ibis.window(group_by=["person", "title", "start"], order_by=["last", "employer"])
    in_order = ibis.window(group_by=["person", "title", "employer"], order_by=["start", "last"])
    found = found.mutate(
        again=ibis.row_number().over(alike) > 0,
        within=(found.start <= found["last"].max().over(in_order.rows(None, -1))).fill_null(False),
    )
    return found.agg(
        same_month=found.again.ifelse(1, 0).sum(),
        overlapping=(found.within & ~found.again).ifelse(1, 0).sum(),
    )
