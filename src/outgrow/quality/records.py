"""The check of changes that are no moves: renames in place, transfers and hire rows written over in an employer's records.

In: `Counted`. Out: a `Check`. How each is recognised is in outgrow.careers.records.held. Titles are named only where enough
people were renamed.
"""

from __future__ import annotations

from outgrow.charts.wording import clean, cut
from outgrow.quality.counted import Counted
from outgrow.quality.parts import several, share, share_said
from outgrow.quality.thresholds import RENAMED, WRITTEN_OVER
from outgrow.results import Check, CheckTable, Measure

__all__ = ["renames"]

_SHOWN = 34
_MOST = 8


def renames(counted: Counted) -> Check:
    """Jobs that got another title, employer or department though nobody moved."""
    known, spells = counted.careers.recorded, counted.spells.all
    joined = [one for one in known if one.kind == "rename"]
    moves = counted.renames
    jobs, apart = sum(one.people for one in joined), sum(one.people for one in moves)
    passed = sum(one.people for one in known if one.kind in ("transfer", "reorganisation"))
    over = sum(one.people for one in known if one.kind == "hire row written over")
    read = counted.careers.counts.people
    found = []
    if moves:
        found.append(
            f"{several(len(moves), 'change')} of title for many people of an employer at once, counted as moves: "
            f"{several(apart, 'job')}, {share_said(apart, spells)}."
        )
    if joined:
        found.append(f"{several(len(joined), 'rename')} of {several(jobs, 'job')} in place, not counted as moves.")
    if over:
        found.append(f"{several(over, 'first title')} of later, {share_said(over, read)} of people, left out.")
    finding = " ".join(found) or "No title was changed for many people of an employer at once."
    pushes = "The same work under another name looks like a move: stays too short, reach of the new title too high."
    if over and not moves:
        pushes = "Left out, such a first job is missing from what its holder is known to have held."
    named = [one for one in (*moves, *joined) if one.people >= counted.min_cell and one.before and one.after][:_MOST]
    rows = tuple(
        (f"{cut(clean(one.before or ''), _SHOWN)} \u2192 {cut(clean(one.after or ''), _SHOWN)}", one.people)
        for one in sorted(named, key=lambda one: -one.people)
    )
    return Check(
        "renames",
        "Renames in place",
        finding,
        pushes,
        "Where an employer gives many people another title of the same level in one month, nobody moved. Counted as a move, "
        "it ends a stay in the old title and reaches the new one in that month, so tenure comes out too short and reach of a "
        "title too high; reach of a rung does not move. Records read as an employer's keep the title, and the employer of a "
        "transfer, that a job began with; a first job with a title of later is left out, since it would make its holder already "
        "there.",
        "Say roles by function and level instead of titles, or let a role take in both titles (outgrow titles ROLE --edit).",
        (
            Measure("share of jobs that are renames counted as moves", share(apart, spells), *RENAMED),
            Measure("share of people whose first title is one of later", share(over, read), *WRITTEN_OVER),
        ),
        {
            "renames_counted_as_moves": len(moves),
            "jobs_counted_as_moves": apart,
            "jobs_counted_as_moves_share": share(apart, spells),
            "renames_joined": len(joined),
            "jobs_joined": jobs,
            "transfers_joined": passed,
            "first_titles_of_later": over,
            "rows_no_jobs_of_their_own": counted.careers.counts.rows_joined,
        },
        (CheckTable("Titles changed for many at once", "bars", "count", ("Change", "Jobs"), rows),) if rows else (),
    )
