"""What a person's main jobs so far amount to at some month: breadth, months and employers, the job held last.

In: `Careers`, and months at which to look at whom. Out: tables with a row for each, on the careers' engine. Start at
`held_jobs`, then `so_far`, then `known_at`. Only months strictly before the one looked at count, so that nobody
is told by what happened in it or later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow.engine import folded, store
from outgrow.tallies.following import NEVER
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.titles.label import is_settled, once

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.settings import Settings

__all__ = [
    "BROADENED",
    "FOCUSED",
    "FOCUS_SHARE",
    "KNOWN_FROM",
    "STRATEGY",
    "craft_of",
    "held_jobs",
    "jobs_so_far",
    "known_at",
    "so_far",
]

#: The two kinds of breadth.
FOCUSED: Final = "focused"
BROADENED: Final = "broadened"
#: Share of months in one specialty from which somebody is focused.
FOCUS_SHARE: Final = 0.8
#: Months in main jobs of a known specialty or function from which breadth is known.
KNOWN_FROM: Final = 12
#: The specialty whose months are counted by themselves.
STRATEGY: Final = "strategy"
_PERCENT: Final = round(100 * FOCUS_SHARE)


def craft_of(spells: ibis.Table) -> ir.StringValue:
    """Return what a job adds to breadth: its specialty; of one that has none, the function; null without either."""
    import ibis

    return ibis.coalesce(spells.specialty.cast("string").nullif(""), spells.function.cast("string").nullif(""))


def held_jobs(
    careers: Careers, settings: Settings, *, columns: tuple[str, ...] = (), people: ibis.Table | None = None
) -> ibis.Table:
    """Return the months for which each main job was held, short gaps bridged by the job before.

    Parameters
    ----------
    careers : Careers
        The careers.
    settings : Settings
        For the main job and gaps.
    columns : tuple of str
        Columns of the job to keep besides.
    people : ibis.Table, optional
        Whose, by ``person``. Default: everyone's.

    Returns
    -------
    ibis.Table
        ``person, start, last`` (inclusive; `NEVER` where ongoing), ``craft`` (as `craft_of`), and `columns`; months do not
        overlap.
    """
    import ibis

    main = labelled_main_jobs(careers, {"function", "specialty", *columns}, settings, people=people)
    main = main.select(
        "person",
        *columns,
        start=main.start.cast("int32"),
        ended=main.end.cast("int32").fill_null(NEVER),
        craft=craft_of(main),
    )
    in_time = ibis.window(group_by="person", order_by="start")
    main = main.mutate(next_start=main.start.lead().over(in_time).fill_null(NEVER + 1))
    bridged = (main.ended < NEVER) & (main.next_start <= main.ended + settings.gap + 1)
    return main.mutate(last=bridged.ifelse(main.next_start - 1, main.ended)).drop("next_start", "ended")


def so_far(held: ibis.Table, *, breadth: bool = False, columns: Sequence[str] = ()) -> ibis.Table:
    """Tell of each main job what those before it come to, so that a month in it needs no more than a look at it.

    Parameters
    ----------
    held : ibis.Table
        From `held_jobs`; with ``organisation``, employers are counted.
    breadth : bool, default False
        Whether months by craft are told apart too, which costs a join of each job with those before it.
    columns : sequence of str
        Columns of the job to keep.

    Returns
    -------
    ibis.Table
        A row for each main job: ``person, start, last, craft, following`` (start of the next), ``first`` (start of the first),
        ``strategy_before`` (months), ``employers`` (with this one), and for breadth ``known_before``, ``own_before`` (months of
        the same craft), ``other_most`` and ``other_inner`` (of other crafts the most months, and the sum of m log m).
    """
    import ibis

    by_person = ibis.window(group_by="person")
    in_time = ibis.window(group_by="person", order_by="start")
    before = in_time.rows(None, -1)
    # nothing comes after a job that goes on
    length = (held["last"] < NEVER).ifelse(held["last"] - held.start + 1, 0).cast("int32")
    told = {
        "following": held.start.lead().over(in_time).fill_null(NEVER + 1),
        "first": held.start.min().over(by_person),
        "strategy_before": (held.craft == STRATEGY).fill_null(False).ifelse(length, 0).sum().over(before).fill_null(0),
    }
    kept = ["person", "start", "last", "craft", *(name for name in columns if name != "craft")]
    table = held
    if "organisation" in held.columns:
        table = table.mutate(employer=folded(table.organisation.cast("string")).nullif(""))
        same = ibis.window(group_by=["person", "employer"])
        new = (table.employer.notnull() & (table.start == table.start.min().over(same))).ifelse(1, 0)
        table = table.mutate(new_employer=new)
        told["employers"] = table.new_employer.sum().over(in_time.rows(None, 0))
    if not breadth:
        return table.select(*kept, **told)
    known = held.craft.notnull().ifelse(length, 0)
    same_craft = ibis.window(group_by=["person", "craft"], order_by="start").rows(None, -1)
    told["known_before"] = known.sum().over(before).fill_null(0)
    told["own_before"] = known.sum().over(same_craft).fill_null(0)
    table = table.select(*kept, **told)
    earlier = held.filter(held.craft.notnull() & (held["last"] < NEVER)).select(
        earlier_person="person", earlier_start="start", earlier_craft="craft", months=length
    )
    pairs = held.select("person", "start", "craft").inner_join(
        earlier, [held.person == earlier.earlier_person, held.start > earlier.earlier_start]
    )
    pairs = pairs.filter(pairs.craft.isnull() | (pairs.craft != pairs.earlier_craft))
    crafts = pairs.group_by("person", "start", "earlier_craft").agg(months=pairs.months.sum().cast("int32"))
    months = crafts.months.cast("float64")
    others = crafts.group_by(other_person="person", other_start="start").agg(
        other_most=crafts.months.max(), other_inner=(months * months.ln()).sum()
    )
    joined = table.left_join(others, [table.person == others.other_person, table.start == others.other_start])
    return joined.select(
        *table.columns, other_most=joined.other_most.fill_null(0), other_inner=joined.other_inner.fill_null(0.0)
    )


def jobs_so_far(careers: Careers, settings: Settings, *, people: ibis.Table) -> ibis.Table:
    """Tell of main jobs what those before them come to, breadth among it: of some people, or of settled careers once of all.

    Parameters
    ----------
    careers, settings
        As of `held_jobs`.
    people : ibis.Table
        Whose are needed, by ``person``.

    Returns
    -------
    ibis.Table
        As `so_far`.
    """
    if not is_settled(careers):
        return so_far(store(held_jobs(careers, settings, people=people)), breadth=True)
    name = "jobs so far", settings.gap, settings.main_job
    return once(careers, name, lambda: store(so_far(held_jobs(careers, settings), breadth=True)))


def known_at(told: ibis.Table, points: ibis.Table, *, columns: Sequence[str] = ()) -> ibis.Table:
    """Tell what is known of people from the months before one.

    Parameters
    ----------
    told : ibis.Table
        From `so_far`.
    points : ibis.Table
        Columns ``person`` and ``at``, a month; each pair once.
    columns : sequence of str
        Columns of the main job held last before, whether or not it had ended.

    Returns
    -------
    ibis.Table
        ``person, at, first`` (month in which the first main job began), ``strategy`` (months in the specialty `STRATEGY`),
        ``employers`` (how many organisations, as `folded` compares them; 0 where none is known), `columns`, and where `told`
        has breadth, ``known`` (months of a known craft), ``breadth`` (null under `KNOWN_FROM` of them) and ``kind`` (`FOCUSED`,
        `BROADENED`, or null with it). No row for whoever had no main job before.

    Notes
    -----
    Breadth is the exponential of the entropy of months by craft: 1 for one craft alone, 2 for two of equal length. Months of a
    job of which neither specialty nor function is known count in none. An effective number: Hill (1973), Ecology 54, 427-432.
    """
    import ibis

    asked = points.select(asked_person=points.person, at=points["at"].cast("int32"))
    table = asked.inner_join(
        told, [asked.asked_person == told.person, asked["at"] > told.start, asked["at"] <= told.following]
    ).drop("asked_person")
    through = (table["last"] < table["at"]).ifelse(table["last"], table["at"] - 1)
    table = table.mutate(months=(through - table.start + 1).cast("int32"))
    strategy = table.strategy_before + (table.craft == STRATEGY).fill_null(False).ifelse(table.months, 0)
    found = {
        name: value
        for name, value in (
            ("first", table["first"]),
            ("strategy", strategy.cast("int32")),
            ("employers", table.employers.cast("int32") if "employers" in table.columns else None),
        )
        if value is not None
    }
    if "own_before" not in table.columns:
        return table.select("person", "at", *columns, **found)
    mine = table.craft.notnull().ifelse(table.months, 0)
    table = table.select(
        "person",
        "at",
        *columns,
        **found,
        known=(table.known_before + mine).cast("int32"),
        own=table.craft.notnull().ifelse(table.own_before + mine, 0).cast("int32"),
        other_most="other_most",
        other_inner="other_inner",
    )
    enough = table.known >= KNOWN_FROM
    most = (table.own >= table.other_most).ifelse(table.own, table.other_most)
    own, total = table.own.cast("float64"), table.known.cast("float64")
    inner = table.other_inner + (table.own > 0).ifelse(own * own.nullif(0.0).ln(), 0.0)
    return table.select(
        "person",
        "at",
        *columns,
        *found,
        "known",
        breadth=enough.ifelse((total.nullif(0.0).ln() - inner / total.nullif(0.0)).exp(), ibis.null("float64")),
        kind=ibis.cases(
            (~enough, ibis.null("string")), (most * 100 >= table.known * _PERCENT, FOCUSED), else_=BROADENED
        ),
    )
