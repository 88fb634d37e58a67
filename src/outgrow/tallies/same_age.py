"""People of one career age: on which rung they are then, and how broad their main jobs were until then.

In: `Careers`. Out: a small table of counts. Career age is months since the start of the first job; only who is still followed
then counts. Start at `same_age_counts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outgrow.engine import fetched, store
from outgrow.results.states import BETWEEN
from outgrow.settings import Settings
from outgrow.tallies.following import entrants, flow_of, followed
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.tallies.so_far import jobs_so_far, known_at
from outgrow.tallies.states import state_of
from outgrow.titles.label import labelled, only_of
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.results import Flow

__all__ = ["BREADTH_STEP", "same_age_counts", "same_age_steps"]

#: Breadth is told in steps of this size: 1 to 1.1, 1.1 to 1.2.
BREADTH_STEP: Final = 0.1


def same_age_counts(
    careers: Careers, settings: Settings, *, months: int, first_function: str | None = None
) -> tuple[pyarrow.Table, Flow]:
    """Count people by their rung and the breadth of their main jobs at a career age.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    settings : Settings
        Follow-up, gaps, the rule of the main job, owners.
    months : int
        The career age.
    first_function : str, optional
        Only whoever began in this function.

    Returns
    -------
    tuple of pyarrow.Table and Flow
        ``state`` (rung, owner, unknown, or between jobs), ``kind`` (focused, broadened or null), ``step`` (number of
        `BREADTH_STEP` above 1, null with kind) and ``people``; and who was counted.
    """
    steps = same_age_steps(careers, settings, months=months, first_function=first_function)
    return fetched(steps["cells"]), flow_of(fetched(steps["flow"]), careers)


def same_age_steps(
    careers: Careers, settings: Settings, *, months: int, first_function: str | None = None
) -> dict[str, ibis.Table]:
    """Return the named steps of `same_age_counts`, each an expression on the careers' engine.

    Parameters are those of `same_age_counts`.

    Returns
    -------
    dict of str to ibis.Table
        ``followed`` (a row for each person with a job, with the months at risk), ``there`` (those followed past the career
        age, with the month ``at`` in which they are of it), ``told`` (of these, ``state``, ``kind`` and ``step``), ``cells``
        (counts of them) and ``flow`` (who is counted).
    """
    everyone = parse_role("any")
    needs = {"function", "specialty", "level"}
    people = followed(entrants(labelled(careers, needs), everyone, settings), careers, settings)
    steps = {"followed": people}
    main = labelled_main_jobs(careers, needs, settings)
    main = main.select("person", "start", "end", "function", state=state_of(main, "rung", owners=settings.owners))
    if first_function is not None:
        earliest = main.group_by("person").agg(first=main.start.min())
        first = main.inner_join(earliest, ["person", main.start == earliest.first])
        began = only_of(people, first.filter(first.function == first_function).select("person").distinct())
    else:
        began = people
    at = (began.zero + months).cast("int32")
    there = began.filter(began.reason.isnull() & (began.stop > at) & (began.risk_from <= at))
    there = steps["there"] = store(there.select("person", at=(there.zero + months).cast("int32")))
    held = main.rename(main_person="person")
    inside = (held.start <= there["at"]) & (held.end.isnull() | (held.end >= there["at"]))
    states = there.left_join(held, [there.person == held.main_person, inside])
    states = states.select("person", "at", state=states.state.fill_null(BETWEEN))
    known = known_at(jobs_so_far(careers, settings, people=there), there)
    known = known.select(known_person="person", kind="kind", breadth="breadth")
    told = states.left_join(known, states.person == known.known_person)
    step = ((told.breadth - 1) / BREADTH_STEP + 1e-9).floor().cast("int32")
    told = steps["told"] = told.select("person", "state", "kind", step=step)
    steps["cells"] = told.group_by("state", "kind", "step").agg(people=told.count())
    mine = there.select(there_person="person")
    joined = people.left_join(mine, people.person == mine.there_person)
    # of another start, or not followed to that age
    status = joined.there_person.notnull().ifelse("counted", "no_follow_up")
    steps["flow"] = joined.group_by(status=status).agg(n=joined.count())
    return steps
