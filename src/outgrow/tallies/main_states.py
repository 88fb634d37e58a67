"""The main job of each month, by a state of jobs: what places of people are told from, and who is a peer.

In: labelled spells with a state. Out: their main jobs. Start at `for_main_states`, then `main_states`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outgrow.careers.spells import join_same_title, main_jobs
from outgrow.engine import number, store
from outgrow.tallies.following import NEVER

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.settings import Settings

__all__ = ["for_main_states", "main_states"]

#: What telling the main job reads, beside the state.
_READ: Final = ("person", "start", "end", "start_day", "row", "title", "organisation", "level", "marks")


def for_main_states(spells: ibis.Table, state: ir.IntegerValue) -> ibis.Table:
    """Return what `main_states` reads of labelled spells, and their state as a number: numbers are what is put in order."""
    return spells.select(*(name for name in _READ if name in spells.columns), state=state)


def main_states(spells: ibis.Table, settings: Settings) -> ibis.Table:
    """Tell the main jobs of every month, where the same title in another state is another job.

    Only people with overlapping spells cost more than one ordering to find that there are none.

    Parameters
    ----------
    spells : ibis.Table
        From `for_main_states`.
    settings : Settings
        For gaps and the rule of the main job.

    Returns
    -------
    ibis.Table
        Columns ``person, start, end, state``; segments that do not overlap.
    """
    import ibis

    in_order = ibis.window(group_by="person", order_by="start")
    overlaps = spells.mutate(last_before=spells.end.cast("int32").fill_null(NEVER).lag().over(in_order))
    tangled = store(overlaps.filter(overlaps.start <= overlaps.last_before).select("person").distinct())
    columns = ("person", "start", "end", "state")
    if not number(tangled.count()):
        return spells.select(*columns)
    spells_of = spells.semi_join(tangled, "person")
    # the same title in another state is another job, here as where nothing overlaps
    apart = spells_of.mutate(title=spells_of.title + " " + spells_of.state.cast("string"))
    joined = join_same_title(apart, gap=settings.gap)
    main = main_jobs(joined, gap=settings.gap, rule=settings.main_job)
    return spells.anti_join(tangled, "person").select(*columns).union(main.select(*columns))
