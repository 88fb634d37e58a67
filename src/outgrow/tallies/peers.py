"""Peers of a role: everyone whose first main job on its rung is in another role (design, section 5, "Verdict")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from outgrow.engine import fetched, number, store
from outgrow.schema import RUNG_LEVELS
from outgrow.tallies.first_passage import first_passage_steps
from outgrow.tallies.following import entrants
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers
    from outgrow.settings import Settings
    from outgrow.titles.roles import Role

__all__ = ["counted_in_both", "levels_known", "peers_of"]


def peers_of(careers: Careers, role: Role, rung: str, settings: Settings) -> ibis.Table:
    """Find who is a peer of those in a role, and since when.

    Parameters
    ----------
    careers : Careers
        The careers.
    role : Role
        The role.
    rung : str
        Its rung.
    settings : Settings
        For the main job, gaps and owners.

    Returns
    -------
    ibis.Table
        Columns ``person, zero``: the month in which a person's first main job on the rung began, if it was not in the
        role; computed once, on the engine.
    """
    main = labelled_main_jobs(careers, role.needs | {"level"}, settings)
    on_rung = main.filter(main.level.isin(RUNG_LEVELS[rung]))
    in_role = on_rung.start.min(where=role.condition(on_rung, owners=settings.owners))
    first = on_rung.group_by("person").agg(zero=on_rung.start.min(), in_role=in_role)
    peers = first.filter(first.in_role.isnull() | (first.in_role > first.zero))
    return store(peers.select("person", "zero"))


def counted_in_both(careers: Careers, role: Role, toward: Sequence[Role], settings: Settings, zeros: ibis.Table) -> int:
    """Return how many people are counted both in a role and among its peers.

    Parameters
    ----------
    careers, role, toward, settings
        As in `first_passage`.
    zeros : ibis.Table
        From `peers_of`.
    """
    counted = []
    for entered in (None, zeros):
        steps = first_passage_steps(careers, role, toward[:1], settings, zeros=entered)
        passages = steps["passages"]
        counted.append(passages.filter(passages.month.notnull()).select("person"))
    return number(counted[0].semi_join(counted[1], "person").count())


def levels_known(careers: Careers, role: Role, settings: Settings) -> float:
    """Return the share of entrants' later spells, those that began after their entry, whose level is known; 1 with none."""
    spells = labelled(careers, role.needs | {"level"})
    people = entrants(spells, role, settings)
    first, last = settings.entered_months
    if first is not None:
        people = people.filter(people.zero >= first)
    if last is not None:
        people = people.filter(people.zero <= last)
    people = people.select(known_person="person", zero="zero")
    later = spells.inner_join(people, (spells.person == people.known_person) & (spells.start > people.zero))
    [counts] = fetched(later.agg(all=later.count(), known=later.level.notnull().ifelse(1, 0).sum())).to_pylist()
    return counts["known"] / counts["all"] if counts["all"] else 1.0
