"""What a person's main jobs so far amount to at some month: breadth, as an expression on the careers' engine.

In: `Careers`, and months at which to look at whom. Out: a table with a row for each. Start at `held_jobs`, then
`breadth_at`. Only months strictly before the one looked at count, so that nobody is told by what happened in it or later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outgrow.tallies.following import NEVER
from outgrow.tallies.main_states import labelled_main_jobs

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.settings import Settings

__all__ = ["BROADENED", "FOCUSED", "FOCUS_SHARE", "KNOWN_FROM", "breadth_at", "craft_of", "held_jobs"]

#: The two kinds of breadth.
FOCUSED: Final = "focused"
BROADENED: Final = "broadened"
#: Share of months in one specialty from which somebody is focused.
FOCUS_SHARE: Final = 0.8
#: Months in main jobs of a known specialty or function from which breadth is known.
KNOWN_FROM: Final = 12
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


def breadth_at(held: ibis.Table, points: ibis.Table) -> ibis.Table:
    """Tell how broad each person's main jobs were before a month.

    Breadth is the exponential of the entropy of months by craft: 1 for one craft alone, 2 for two of equal length. Months
    of a job of which neither specialty nor function is known count in none.

    Parameters
    ----------
    held : ibis.Table
        From `held_jobs`.
    points : ibis.Table
        Columns ``person`` and ``at``, a month; each pair once.

    Returns
    -------
    ibis.Table
        ``person, at, known`` (months of a known craft strictly before `at`), ``breadth`` (null under `KNOWN_FROM` months)
        and ``kind`` (`FOCUSED`, `BROADENED`, or null with it). No row for whoever has no such month.

    References
    ----------
    Exponential of Shannon's entropy as an effective number: Hill (1973), Ecology 54, 427-432.
    """
    import ibis

    asked = points.select(asked_person=points.person, at=points["at"].cast("int32"))
    known = held.filter(held.craft.notnull())
    beside = asked.inner_join(known, [asked.asked_person == known.person, asked["at"] > known.start])
    through = (beside["last"] < beside["at"]).ifelse(beside["last"], beside["at"] - 1)
    beside = beside.select("person", "at", "craft", months=(through - beside.start + 1).cast("int32"))
    crafts = beside.group_by("person", "at", "craft").agg(months=beside.months.sum().cast("int32"))
    months = crafts.months.cast("float64")
    people = crafts.group_by("person", "at").agg(
        known=crafts.months.sum().cast("int32"), most=crafts.months.max(), inner=(months * months.ln()).sum()
    )
    enough = people.known >= KNOWN_FROM
    total = people.known.cast("float64")
    focused = people.most * 100 >= people.known * _PERCENT
    return people.select(
        "person",
        "at",
        "known",
        breadth=enough.ifelse((total.ln() - people.inner / total).exp(), ibis.null("float64")),
        kind=ibis.cases((~enough, ibis.null("string")), (focused, FOCUSED), else_=BROADENED),
    )
