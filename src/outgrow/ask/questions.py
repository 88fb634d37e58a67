"""Questions about everyone who enters a role: reach, places, stays, the ceiling and the verdict.

In: a role and careers. Out: frozen exact answers. Start at `reach`; groups are set against each other in
`outgrow.ask.groups`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from outgrow.ask.asking import Asked, asked_of, check_held
from outgrow.errors import InputError
from outgrow.estimates import (
    Thresholds,
    estimate_ceiling,
    estimate_occupancy,
    estimate_reach,
    estimate_tenure,
    judge,
)
from outgrow.schema import rungs_above
from outgrow.tallies import (
    counted_in_both,
    counting_process_passage,
    counting_process_states,
    duration_tallies,
    duration_tally,
    first_passage,
    levels_known,
    peers_of,
    state_tally,
)
from outgrow.titles.describe import with_roles
from outgrow.titles.held import anyone_held, nobody_held
from outgrow.titles.roles import parse_role
from outgrow.titles.rungs import own_rung, unheld_note

if TYPE_CHECKING:
    from outgrow.results import Ceiling, Occupancy, Reach, Tenure, Verdict
    from outgrow.tallies import CountingProcess
    from outgrow.titles.roles import Role

__all__ = ["ceiling", "counting_process", "occupancy", "reach", "tenure", "tenures", "verdict"]


def reach(
    role: str | Role,
    *,
    toward: str | Role | Sequence[str | Role],
    careers: Any = "demo",
    people: Any = None,
    ongoing: Literal["data", "own"] = "data",
    **settings: Any,
) -> Reach:
    """Estimate how many of those who enter a role reach another, and when.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock, such as ``"social media manager"`` or ``"function:marketing level:head"``.
    toward : str, Role or a sequence of them
        The target. Several share one denominator: people who held none of them before.
    careers : Careers or any source of `read_careers`, default "demo"
        The career histories.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    ongoing : {"data", "own"}, default "data"
        How long a person with an ongoing job and no ``observed_until`` is followed: through the last month of the data,
        or through the last date of their own, as if each history had been collected just then.
    **settings
        As `outgrow.Settings`: ``by``, ``years``, ``entered``, ``observed_from``, ``observed_until``, ``after_last``,
        ``gap``, ``owners``, ``coverage``, ``start_at_risk``, ``clock``, ``weight``, ``main_job``.

    Returns
    -------
    Reach
        Exact.

    Raises
    ------
    RoleError
        A role cannot be understood.
    InputError
        The careers or a setting cannot be used.
    UnknownName
        Nobody ever held the role, or there is no such setting or column.
    RefusedQuestion
        The groups would be formed by what happened later.

    Examples
    --------
    >>> import outgrow
    >>> result = outgrow.reach("title:sales", toward="title:managers", careers="nlsy")
    >>> result.flow.counted
    79
    """
    asked = asked_of(role, careers, people, settings)
    targets = [toward] if isinstance(toward, str) or not isinstance(toward, Sequence) else list(toward)
    goals = [parse_role(target) for target in targets]
    result = estimate_reach(first_passage(asked.careers, asked.role, goals, asked.settings, ongoing=ongoing))
    check_held(asked, result.flow)
    return with_roles(result, asked.role, *goals)


def occupancy(
    role: str | Role,
    *,
    states: str = "rung",
    careers: Any = "demo",
    people: Any = None,
    most_states: int = 20,
    **settings: Any,
) -> Occupancy:
    """Estimate where those who enter a role are, month by month: the chance of each state.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock; ``"any"`` starts it with the first job.
    states : str, default "rung"
        Column whose value in the main job is the state: ``title``, ``organisation``, ``occupation``, ``function``,
        ``specialty``, ``level`` or ``rung``. Months without a job are ``between jobs``; leaving for good is a state too.
    careers, people
        As in `reach`.
    most_states : int, default 20
        How many values of a column with any number of them are states of their own.
    **settings
        As in `reach`.

    Returns
    -------
    Occupancy
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName, RefusedQuestion
        As `reach`.

    Examples
    --------
    >>> import outgrow
    >>> result = outgrow.occupancy("any", states="title", careers="nlsy")
    >>> result.curves[0].people
    545
    """
    asked = asked_of(role, careers, people, settings)
    result = estimate_occupancy(state_tally(asked.careers, asked.role, states, asked.settings, most_states=most_states))
    check_held(asked, result.flow)
    return with_roles(result, asked.role)


def tenure(
    role: str | Role,
    *,
    ways: str | None = None,
    careers: Any = "demo",
    people: Any = None,
    most_ways: int = 12,
    **settings: Any,
) -> Tenure:
    """Estimate how long a stay in a role lasts, and how it ends: up, sideways or out, or by what the next job is.

    Parameters
    ----------
    role : str or Role
        The role. Its spells that overlap, touch or have a short gap between them are one stay; a person may have several.
    ways : str, optional
        Columns of `occupancy`'s states, parted by commas, such as ``"function,rung"``: their values in the next job are the
        ways out. Default: *up* is to a job of a higher level, *sideways* to one of the same or a lower level, *out* to none.
    careers, people
        As in `reach`.
    most_ways : int, default 12
        How many next jobs are ways out of their own.
    **settings
        As in `reach`; the clock is always the role's.

    Returns
    -------
    Tenure
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName, RefusedQuestion
        As `reach`.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.tenure("title:sales", careers="nlsy").curves[0].states[0]
    'in the role'
    """
    asked = asked_of(role, careers, people, settings)
    tally = duration_tally(asked.careers, asked.role, asked.settings, ways=ways, most_ways=most_ways)
    check_held(asked, tally.flow)
    return with_roles(estimate_tenure(tally), asked.role)


def tenures(
    role: str | Role, *, ways: str, careers: Any = "demo", people: Any = None, most_ways: int = 12, **settings: Any
) -> tuple[Tenure, Tenure]:
    """Estimate how stays in a role end twice, by level and by next job, from one query.

    Parameters
    ----------
    role, ways, careers, people, most_ways, **settings
        As in `tenure`.

    Returns
    -------
    tuple of Tenure
        As `tenure` without and with `ways`.
    """
    asked = asked_of(role, careers, people, settings)
    tallies = duration_tallies(asked.careers, asked.role, asked.settings, ways=ways, most_ways=most_ways)
    check_held(asked, tallies[0].flow)
    by_level, by_job = (with_roles(estimate_tenure(tally), asked.role) for tally in tallies)
    return by_level, by_job


def ceiling(
    role: str | Role,
    *,
    horizon: float = 15,
    share: float = 0.10,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Ceiling:
    """Tell where a role tops out: the highest rung that a share of its entrants reaches within a horizon.

    Parameters
    ----------
    role : str or Role
        The role. Who held anything above its rung before is counted apart.
    horizon : float, default 15
        Years since entry.
    share : float, default 0.10
        The share of entrants that makes a rung count as reached.
    careers, people
        As in `reach`.
    **settings
        As in `reach`, without ``by``, ``years`` and ``clock``.

    Returns
    -------
    Ceiling
        Exact.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `reach`; also where no level is known for most of the role's jobs, or nothing lies above it.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.ceiling("social media manager").established  # doctest: +SKIP
    'director'
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "years", "clock"))
    own = _own_rung(asked)
    targets = [parse_role(f"rung:{rung}+") for rung in rungs_above(own)]
    result = estimate_reach(first_passage(asked.careers, asked.role, targets, asked.settings))
    check_held(asked, result.flow)
    found = estimate_ceiling(result, own=own, share=share, years=horizon)
    return with_roles(replace(found, notes=(*found.notes, *unheld_note(asked.careers, own))), asked.role)


def verdict(
    role: str | Role,
    *,
    horizon: float = 15,
    share: float = 0.10,
    difference: float = 0.05,
    careers: Any = "demo",
    people: Any = None,
    **settings: Any,
) -> Verdict:
    """Say whether a role is a career path: a path, one with a ceiling, not a path, or that it cannot be told.

    Parameters
    ----------
    role : str or Role
        The role.
    horizon, share
        As in `ceiling`.
    difference : float, default 0.05
        How far the reach of the next rung may stay behind that of peers: everyone whose first main job on the role's rung
        is in another role, standardised to the role's years of entry.
    careers, people
        As in `reach`.
    **settings
        As in `ceiling`.

    Returns
    -------
    Verdict
        Exact, with the rule that decided and the thresholds.

    Raises
    ------
    RoleError, InputError, UnknownName
        As `ceiling`; where no level is known for most of the role's jobs, the verdict is that it cannot be told.

    Examples
    --------
    >>> import outgrow
    >>> outgrow.verdict("social media manager").verdict  # doctest: +SKIP
    'a path'
    """
    asked = asked_of(role, careers, people, settings, refuse=("by", "years", "clock"))
    thresholds = Thresholds(share=share, difference=difference, years=horizon)
    own = own_rung(asked.careers, asked.role)
    known = 1.0
    if own is None:
        targets = [parse_role("rung:manager+")]
    else:
        known = levels_known(asked.careers, asked.role, asked.settings)
        targets = [parse_role(f"rung:{rung}+") for rung in rungs_above(_own_rung(asked))]
    tally = first_passage(asked.careers, asked.role, targets, asked.settings, by_year=True, folded=True)
    check_held(asked, tally.flow)
    peers, both = None, 0
    if own is not None:
        zeros = peers_of(asked.careers, asked.role, own, asked.settings)
        peers = first_passage(
            asked.careers, asked.role, targets, asked.settings, by_year=True, folded=True, zeros=zeros
        )
        both = counted_in_both(asked.careers, asked.role, targets, asked.settings, zeros)
    found = judge(tally, peers, own=own, both=both, levels_known=known, thresholds=thresholds)
    notes = (*found.notes, *(() if own is None else unheld_note(asked.careers, own)))
    return with_roles(replace(found, notes=notes), asked.role)


def counting_process(
    role: str | Role = "any",
    *,
    toward: str | Role | None = None,
    states: str | None = None,
    careers: Any = "demo",
    people: Any = None,
    most_states: int = 20,
    **settings: Any,
) -> CountingProcess:
    """Return the (start, stop, state) rows behind a curve, as R's survival reads them, so that anyone can check it.

    Parameters
    ----------
    role : str or Role, default "any"
        The role whose entry starts the clock.
    toward : str or Role, optional
        A target, for the rows behind its reach.
    states : str, optional
        A column of states, for the rows behind its occupancy; ``"rung"`` where there is no target either.
    careers, people
        As in `reach`.
    most_states : int, default 20
        As in `occupancy`.
    **settings
        As in `reach`.

    Returns
    -------
    CountingProcess
        Exact, a row for each time a person spends in a state: for whoever holds the data. `r_lines` gives the R.

    Raises
    ------
    RoleError, InputError, UnknownName, RefusedQuestion
        As `reach`; also where both a target and a column of states are given.
    """
    if toward is not None and states is not None:
        raise InputError("both a target and a column of states were given.", do="give one of toward and states")
    asked = asked_of(role, careers, people, settings)
    if toward is not None:
        target = parse_role(toward)
        answer: Reach | Occupancy = estimate_reach(first_passage(asked.careers, asked.role, [target], asked.settings))
        rows = counting_process_passage(asked.careers, asked.role, target, asked.settings)
    else:
        column = states or "rung"
        answer = estimate_occupancy(
            state_tally(asked.careers, asked.role, column, asked.settings, most_states=most_states)
        )
        rows = counting_process_states(asked.careers, asked.role, column, asked.settings, most_states=most_states)
    check_held(asked, answer.flow)
    starts = [
        (None if curve.group is None else str(next(iter(curve.group.values()))), curve.starts_at)
        for curve in answer.curves
    ]
    return replace(rows, starts=tuple((group, month) for group, month in starts if month is not None))


def _own_rung(asked: Asked) -> str:
    own = own_rung(asked.careers, asked.role)
    if own is None:
        if not anyone_held(asked.careers, asked.role):
            raise nobody_held(asked.careers, asked.role)
        raise InputError(
            f"no level is known for most of those in '{asked.role.text}', so outgrow cannot tell what lies above it.",
            do="ask reach for a role of your own, for example --toward title:director",
        )
    if not rungs_above(own):
        raise InputError(
            f"'{asked.role.text}' is on the top rung already, so no rung lies above it.",
            do="ask reach for a role of your own, for example --toward level:chief",
        )
    return own
