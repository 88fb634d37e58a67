"""The main job of each month, with its labels: what places of people are told from, and who is a peer.

In: `Careers`, labelled. Out: their main jobs, the same whatever is asked of them. Start at `labelled_main_jobs`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from outgrow.careers.spells import join_same_title, main_jobs, same_job
from outgrow.engine import number, store
from outgrow.tallies.following import NEVER
from outgrow.titles.label import APART, is_settled, labelled, once, only_of
from outgrow.titles.roles import FOLDED

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.settings import Settings

__all__ = ["labelled_main_jobs", "main_spells"]

#: What is kept of a main job, where the spells have it.
_KEPT: Final = (
    *("person", "start", "end", "title", "organisation", "occupation", "function", "specialty", "level", "marks"),
    FOLDED,
)
#: What telling it reads besides.
_READ: Final = ("start_day", "row", APART)


def labelled_main_jobs(
    careers: Careers, needs: Collection[str], settings: Settings, *, people: ibis.Table | None = None
) -> ibis.Table:
    """Tell the main jobs of every month, where the same title with other labels of the source's own is another job.

    Only people with overlapping spells cost more than one ordering to find that there are none. Of settled careers they are
    told once and kept.

    Parameters
    ----------
    careers : Careers
        The careers.
    needs : collection of str
        Labels that will be read, as for `labelled`.
    settings : Settings
        For gaps and the rule of the main job.
    people : ibis.Table, optional
        Whose main jobs, by ``person``. Default: everyone's.

    Returns
    -------
    ibis.Table
        Columns ``person, start, end`` and the labels; segments that do not overlap.
    """
    # levels, and marks such as that of a seat on a board, tell which job is the main one, whatever is read of it
    spells = labelled(careers, {*needs, "level", APART})
    if not is_settled(careers):
        return _told_of(only_of(spells, people), settings)
    name = "main jobs", settings.gap, settings.main_job
    return only_of(once(careers, name, lambda: store(_told_of(spells, settings))), people)


def main_spells(careers: Careers, settings: Settings, *, people: ibis.Table | None = None) -> ibis.Table:
    """Tell the jobs that were ever the main one, each once: from the first month in which it was.

    The same title at the same employer twice in a row is one job, that of the first of its spells; a job taken up
    again after another that ran beside it is not told again. Of settled careers they are told once and kept.

    Parameters
    ----------
    careers : Careers
        The careers.
    settings : Settings
        For gaps and the rule of the main job.
    people : ibis.Table, optional
        Whose jobs, by ``person``. Default: everyone's.

    Returns
    -------
    ibis.Table
        Columns ``person, row, start``: that of the spell, and the month. Whatever else a spell says is in its row.
    """
    needs = {"title", "level", "function", APART}
    if not is_settled(careers):
        return _ever_main(labelled(careers, needs, people=people), settings)
    name = "ever the main job", settings.gap, settings.main_job
    return only_of(once(careers, name, lambda: store(_ever_main(labelled(careers, needs), settings))), people)


def _ever_main(spells: ibis.Table, settings: Settings) -> ibis.Table:
    import ibis

    kept = [name for name in _KEPT if name in spells.columns]
    spells = spells.select(*kept, *(name for name in _READ if name in spells.columns))
    told = store(_beside(spells, spells[FOLDED], settings.gap))
    tangled = store(told.filter(told.overlaps).select("person").distinct())
    repeated = store(told.filter(told.again).select("person").distinct())
    parts = [told]
    if number(repeated.count()):
        # titles alike may be at other employers: few people have any, and texts to tell cost most here
        own = only_of(spells, repeated)
        again = _beside(own, same_job(own, apart=APART, title=FOLDED), settings.gap)
        parts = [told.anti_join(repeated, "person"), again.filter(~again.again)]
    plain = [part.select("person", "row", "start") for part in parts]
    # everyone else held one job after the other, and costs one ordering
    if not number(tangled.count()):
        return plain[0] if len(plain) == 1 else plain[0].union(plain[1])
    plain = [part.anti_join(tangled, "person") for part in plain]
    main = main_jobs(only_of(spells, tangled), gap=settings.gap, rule=settings.main_job)
    # joined after that, so that no job on the side comes between two spells of one job
    joined = join_same_title(main.select(*spells.columns), gap=settings.gap, apart=APART)
    once = joined.group_by("person", "row").agg(start=joined.start.min())
    return ibis.union(*plain, once)


def _beside(spells: ibis.Table, said: ir.StringValue, gap: int) -> ibis.Table:
    """Tell of each spell whether the one before still runs when it starts, and whether it goes on with what that one said."""
    import ibis

    told = spells.select(
        *("person", "row", "start"), last=spells.end.cast("int32").fill_null(NEVER), said=said.fill_null("")
    )
    in_order = ibis.window(group_by="person", order_by="start")
    before, same = told["last"].lag().over(in_order), told.said == told.said.lag().over(in_order)
    return told.select(
        *("person", "row", "start"),
        overlaps=(told.start <= before).fill_null(False),
        again=(same & (told.start <= before + (gap + 1))).fill_null(False),
    )


def _tangled(spells: ibis.Table) -> ibis.Table:
    """Return the people of whom a spell starts before another has ended, by ``person``."""
    import ibis

    in_order = ibis.window(group_by="person", order_by="start")
    overlaps = spells.mutate(last_before=spells.end.cast("int32").fill_null(NEVER).lag().over(in_order))
    return store(overlaps.filter(overlaps.start <= overlaps.last_before).select("person").distinct())


def _told_of(spells: ibis.Table, settings: Settings) -> ibis.Table:
    columns = [name for name in _KEPT if name in spells.columns]
    spells = spells.select(*columns, *(name for name in _READ if name in spells.columns))
    tangled = _tangled(spells)
    if not number(tangled.count()):
        return spells.select(*columns)
    joined = join_same_title(spells.semi_join(tangled, "person"), gap=settings.gap, apart=APART)
    main = main_jobs(joined, gap=settings.gap, rule=settings.main_job)
    return spells.anti_join(tangled, "person").select(*columns).union(main.select(*columns))
