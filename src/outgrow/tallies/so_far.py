"""What a person's main jobs so far amount to at some month: breadth, months and employers, the job held last.

In: `Careers`, and months at which to look at whom. Out: tables with a row for each, on the careers' engine. Start at
`held_jobs`, then `breadth_at`, `spent_at` or `job_at`. Only months strictly before the one looked at count, so that nobody
is told by what happened in it or later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow.engine import folded
from outgrow.tallies.following import NEVER
from outgrow.tallies.main_states import labelled_main_jobs

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
    "breadth_at",
    "craft_of",
    "held_jobs",
    "job_at",
    "spent_at",
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

    beside = _beside(held.filter(held.craft.notnull()), points).select("person", "at", "craft", "months")
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


def spent_at(held: ibis.Table, points: ibis.Table) -> ibis.Table:
    """Tell what each person's main jobs before a month add up to.

    Parameters
    ----------
    held : ibis.Table
        From `held_jobs`, with ``organisation``.
    points : ibis.Table
        As for `breadth_at`.

    Returns
    -------
    ibis.Table
        ``person, at, first`` (month in which the first main job began), ``strategy`` (months in the specialty `STRATEGY`),
        ``employers`` (how many organisations, as `folded` compares them; 0 where none is known). No row for whoever had no
        job before.
    """
    import ibis

    beside = _beside(held, points)
    strategy = (beside.craft == STRATEGY).fill_null(False).ifelse(beside.months, 0)
    employer = folded(beside.organisation.cast("string")).nullif("")
    beside = beside.select("person", "at", "start", strategy=strategy, employer=employer)
    return beside.group_by("person", "at").agg(
        first=beside.start.min(),
        strategy=beside.strategy.sum().cast("int32"),
        employers=ibis.coalesce(beside.employer.nunique(), 0).cast("int32"),
    )


def job_at(held: ibis.Table, points: ibis.Table, columns: Sequence[str]) -> ibis.Table:
    """Tell the main job that each person held last before a month, whether or not it had ended.

    Parameters
    ----------
    held : ibis.Table
        From `held_jobs`, with `columns`.
    points : ibis.Table
        As for `breadth_at`.
    columns : sequence of str
        Columns of the job.

    Returns
    -------
    ibis.Table
        ``person, at`` and `columns`. No row for whoever had no job before.
    """
    import ibis

    in_time = ibis.window(group_by="person", order_by="start")
    held = held.select("person", "start", *columns, following=held.start.lead().over(in_time).fill_null(NEVER + 1))
    asked = points.select(asked_person=points.person, at=points["at"].cast("int32"))
    joined = asked.inner_join(
        held, [asked.asked_person == held.person, asked["at"] > held.start, asked["at"] <= held.following]
    )
    return joined.select("person", "at", *columns)


def _beside(held: ibis.Table, points: ibis.Table) -> ibis.Table:
    """Put each month looked at beside the main jobs that began before it, with how many of their months came before."""
    asked = points.select(asked_person=points.person, at=points["at"].cast("int32"))
    beside = asked.inner_join(held, [asked.asked_person == held.person, asked["at"] > held.start]).drop("asked_person")
    through = (beside["last"] < beside["at"]).ifelse(beside["last"], beside["at"] - 1)
    return beside.mutate(months=(through - beside.start + 1).cast("int32"))
