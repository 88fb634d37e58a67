"""The main job of each month, with its labels: what places of people are told from, and who is a peer.

In: `Careers`, labelled. Out: their main jobs, the same whatever is asked of them. Start at `labelled_main_jobs`.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from outgrow.careers.spells import join_same_title, main_jobs
from outgrow.engine import number, store
from outgrow.tallies.following import NEVER
from outgrow.titles.label import APART, is_settled, labelled
from outgrow.titles.roles import FOLDED

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers
    from outgrow.settings import MainJobRule, Settings

__all__ = ["labelled_main_jobs"]

#: What is kept of a main job, where the spells have it.
_KEPT: Final = (
    *("person", "start", "end", "title", "organisation", "occupation", "function", "specialty", "level", "marks"),
    FOLDED,
)
#: What telling it reads besides.
_READ: Final = ("start_day", "row", APART)

#: Main jobs of careers that are settled, by gap and rule.
_told: weakref.WeakKeyDictionary[Careers, dict[tuple[int, MainJobRule], ibis.Table]] = weakref.WeakKeyDictionary()


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
    spells = labelled(careers, {*needs, APART})
    if not is_settled(careers):
        return _told_of(spells if people is None else spells.semi_join(people, "person"), settings)
    kept = _told.setdefault(careers, {})
    how = settings.gap, settings.main_job
    if how not in kept:
        kept[how] = store(_told_of(spells, settings))
    return kept[how] if people is None else kept[how].semi_join(people, "person")


def _told_of(spells: ibis.Table, settings: Settings) -> ibis.Table:
    import ibis

    columns = [name for name in _KEPT if name in spells.columns]
    spells = spells.select(*columns, *(name for name in _READ if name in spells.columns))
    in_order = ibis.window(group_by="person", order_by="start")
    overlaps = spells.mutate(last_before=spells.end.cast("int32").fill_null(NEVER).lag().over(in_order))
    tangled = store(overlaps.filter(overlaps.start <= overlaps.last_before).select("person").distinct())
    if not number(tangled.count()):
        return spells.select(*columns)
    joined = join_same_title(spells.semi_join(tangled, "person"), gap=settings.gap, apart=APART)
    main = main_jobs(joined, gap=settings.gap, rule=settings.main_job)
    return spells.anti_join(tangled, "person").select(*columns).union(main.select(*columns))
