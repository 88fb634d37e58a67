"""Sequences of roles of people who reached a target: from the job that started the clock to the target.

In: who reached it and when. Out: people by sequence, by first job and by the last job before, on the careers' engine. A role
is a craft and a level, or the title where either is not known. Start at `sequence_steps`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outgrow.engine import folded, store
from outgrow.tallies.so_far import craft_of, held_jobs

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.settings import Settings
    from outgrow.titles.roles import Role

__all__ = ["LONGEST", "sequence_steps"]

#: Roles of a sequence that are told; of a longer one as many from either end as half of them.
LONGEST: Final = 6
_HALF: Final = LONGEST // 2


def sequence_steps(
    there: ibis.Table, spells: ibis.Table, careers: Careers, toward: Role, settings: Settings
) -> dict[str, ibis.Table]:
    """Count people by the sequence of their roles, by their first main job, and by the last before the target.

    Parameters
    ----------
    there : ibis.Table
        Columns ``person``, ``zero`` (month of entry), ``hit`` (month in which the target was first held, after it).
    spells : ibis.Table
        Labelled, with title, level, function and specialty.
    careers : Careers
        For main jobs.
    toward : Role
        The target.
    settings : Settings
        For owners, gaps and the main job.

    Returns
    -------
    dict of str to ibis.Table
        ``jobs`` (of each person, main jobs held before the target with their role, and the target); ``sequences`` (columns
        ``step_1`` to ``step_6``, null past the end, ``longer``, ``n``); ``first_jobs`` and ``last_steps`` (``step_1``, ``n``).

    Notes
    -----
    Main jobs held in or after the month of entry and begun before the target's; a role twice in a row is one step.
    """
    import ibis

    main = held_jobs(careers, settings, columns=("title", "level"), people=there)
    main = main.select("person", "start", "last", role=_role(main.craft, main.level, main.title))
    who = there.select(who_person="person", zero="zero", hit="hit")
    before = main.inner_join(who, [main.person == who.who_person]).drop("who_person")
    before = store(before.filter(before.start < before.hit))
    held = spells.filter(toward.condition(spells, owners=settings.owners))
    held = held.select(held_person=held.person, start=held.start, role=_role(craft_of(held), held.level, held.title))
    got = who.inner_join(held, [who.who_person == held.held_person, who.hit == held.start])
    target = got.group_by(person=got.who_person).agg(start=got.hit.max(), role=got.role.min())
    since = before.filter(before["last"] >= before.zero).select("person", "start", "role")
    jobs = since.union(target.select("person", start=target.start.cast("int32"), role="role"))
    in_time = ibis.window(group_by="person", order_by="start")
    steps = jobs.mutate(again=(jobs.role == jobs.role.lag().over(in_time)).fill_null(False))
    steps = steps.filter(~steps.again)
    steps = steps.mutate(place=ibis.row_number().over(in_time) + 1)
    steps = steps.mutate(all_steps=steps.place.max().over(ibis.window(group_by="person")))
    long = steps.all_steps > LONGEST
    from_end = LONGEST - (steps.all_steps - steps.place)
    slot = ibis.cases((~long | (steps.place <= _HALF), steps.place), (from_end > _HALF, from_end), else_=0)
    steps = steps.mutate(slot=slot.cast("int32"), longer=long)
    wide = steps.group_by("person", "longer").agg(
        **{f"step_{place}": steps.role.max(where=steps.slot == place) for place in range(1, LONGEST + 1)}
    )
    names = [f"step_{place}" for place in range(1, LONGEST + 1)]
    sequences = wide.group_by([*names, "longer"]).agg(n=wide.count())
    edges = before.mutate(
        first=before.start.min().over(ibis.window(group_by="person")),
        final=before.start.max().over(ibis.window(group_by="person")),
    )
    first, final = edges.filter(edges.start == edges["first"]), edges.filter(edges.start == edges.final)
    return {
        "jobs": jobs,
        "sequences": sequences,
        "first_jobs": first.group_by(step_1=first.role).agg(n=first.count()),
        "last_steps": final.group_by(step_1=final.role).agg(n=final.count()),
    }


def _role(craft: ir.StringValue, level: ir.StringValue, title: ir.StringValue) -> ir.StringValue:
    """Return the role of a job: craft and level, or its title where one of them is not known."""
    import ibis

    level = level.cast("string").nullif("")
    known = craft.notnull() & level.notnull()
    return ibis.cases((known, craft + ibis.literal(", ") + level), else_=folded(title.cast("string")))
