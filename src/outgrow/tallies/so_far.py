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
    "known_in",
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
        Whether months by craft are told apart too.
    columns : sequence of str
        Columns of the job to keep.

    Returns
    -------
    ibis.Table
        A row for each main job: ``person, start, last, craft, following`` (start of the next), ``first`` (start of the first),
        ``strategy_before`` (months), ``employers`` (with this one), and for breadth, of the months before it, ``known_before``
        (of a known craft), ``own_before`` (of the same craft), ``most_before`` (of the craft that has most) and ``inner_before``
        (the sum of m log m over crafts).
    """
    import ibis

    in_time = ibis.window(group_by="person", order_by="start")
    before = in_time.rows(None, -1)
    kept = ["person", "start", "last", "craft", *(name for name in columns if name != "craft")]
    # nothing comes after a job that goes on
    length = (held["last"] < NEVER).ifelse(held["last"] - held.start + 1, 0).cast("int32")
    table = held.mutate(length=length, known=held.craft.notnull().ifelse(length, 0).cast("int32"))
    if "organisation" in held.columns:
        table = table.mutate(employer=folded(table.organisation.cast("string")).nullif(""))
        same = ibis.window(group_by=["person", "employer"])
        new = (table.employer.notnull() & (table.start == table.start.min().over(same))).ifelse(1, 0)
        table = table.mutate(new_employer=new.cast("int32"))
    if breadth:
        same_craft = ibis.window(group_by=["person", "craft"], order_by="start").rows(None, -1)
        table = table.mutate(own_before=table.known.sum().over(same_craft).fill_null(0).cast("int32"))
    # all that goes by person in one ordering
    strategy = (table.craft == STRATEGY).fill_null(False).ifelse(table.length, 0)
    told = {
        "following": table.start.lead().over(in_time).fill_null(NEVER + 1),
        "first": table.start.min().over(in_time.rows(None, 0)),
        "strategy_before": strategy.sum().over(before).fill_null(0).cast("int32"),
    }
    if "organisation" in held.columns:
        told["employers"] = table.new_employer.sum().over(in_time.rows(None, 0)).cast("int32")
    if breadth:
        own, through = table.own_before, (table.own_before + table.known).cast("int32")
        told |= {
            "own_before": own,
            "known_before": table.known.sum().over(before).fill_null(0).cast("int32"),
            # months of a craft never fall, so that the most through any job before are the most of any craft before
            "most_before": through.max().over(before).fill_null(0),
            "inner_before": (_times_log(through) - _times_log(own)).sum().over(before).fill_null(0.0),
        }
    return table.select(*kept, **told)


def _times_log(months: ir.IntegerValue) -> ir.FloatingValue:
    """Return m log m, which is 0 of none."""
    number = months.cast("float64")
    return (number * number.nullif(0.0).ln()).fill_null(0.0)


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
    asked = points.select(asked_person=points.person, at=points["at"].cast("int32"))
    table = asked.inner_join(
        told, [asked.asked_person == told.person, asked["at"] > told.start, asked["at"] <= told.following]
    ).drop("asked_person")
    return known_in(table, ["person", "at", *columns])


def known_in(table: ibis.Table, keep: Sequence[str]) -> ibis.Table:
    """Tell what is known of people from the months before one, where the main job held last before it is known already.

    Parameters
    ----------
    table : ibis.Table
        The columns of `so_far`, and ``at``, a month after the job's ``start`` and not after its ``following``; a job in each row.
        Without ``first``, ``strategy_before``, ``employers`` or what is of breadth that is not told; without ``inner_before``
        breadth has its kind and no number.
    keep : sequence of str
        Columns to keep.

    Returns
    -------
    ibis.Table
        `keep`, and what `known_at` tells.
    """
    import ibis

    through = (table["last"] < table["at"]).ifelse(table["last"], table["at"] - 1)
    table = table.mutate(months=(through - table.start + 1).cast("int32"))
    found = {}
    if "first" in table.columns:
        found["first"] = table["first"]
    if "strategy_before" in table.columns:
        strategy = table.strategy_before + (table.craft == STRATEGY).fill_null(False).ifelse(table.months, 0)
        found["strategy"] = strategy.cast("int32")
    if "employers" in table.columns:
        found["employers"] = table.employers.cast("int32")
    if "own_before" not in table.columns:
        return table.select(*keep, **found)
    mine = table.craft.notnull().ifelse(table.months, 0)
    own = (table.own_before + mine).cast("int32")
    table = table.select(
        *keep,
        **found,
        known=(table.known_before + mine).cast("int32"),
        most=(own >= table.most_before).ifelse(own, table.most_before),
        **(
            {"inner": table.inner_before - _times_log(table.own_before) + _times_log(own)}
            if "inner_before" in table.columns
            else {}
        ),
    )
    enough = table.known >= KNOWN_FROM
    total = table.known.cast("float64").nullif(0.0)
    number = {}
    if "inner" in table.columns:
        number = {"breadth": enough.ifelse((total.ln() - table.inner / total).exp(), ibis.null("float64"))}
    return table.select(
        *keep,
        *found,
        "known",
        **number,
        kind=ibis.cases(
            (~enough, ibis.null("string")), (table.most * 100 >= table.known * _PERCENT, FOCUSED), else_=BROADENED
        ),
    )
