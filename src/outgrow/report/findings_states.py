"""Findings on where people are over time: their places, how long a stay lasts, how it ends, what comes next.

In: a released Occupancy or Tenure. Out: Finding. Start at `occupancy_findings`, `tenure_findings` and `next_findings`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from outgrow.charts.wording import clean, group_name, joined, people, sentence, stayed_in, way_name
from outgrow.months import span
from outgrow.report.answers_time import nothing_shown
from outgrow.report.finding import Finding, Kind, led, make_finding, untold
from outgrow.report.frequencies import about, chance_said
from outgrow.report.reach_words import group_path
from outgrow.report.states_words import (
    STAYS,
    ReadStates,
    commonest,
    half_said,
    occupancy_reads,
    places_said,
    state_chance,
    state_names,
    tenure_reads,
)
from outgrow.results import Occupancy, StateCurves, StatePoint, Tenure
from outgrow.results.states import IN_ROLE, LEFT, OTHER_WAYS, OUT, SIDEWAYS, UNKNOWN, UP
from outgrow.tallies.states import OTHER

__all__ = ["next_findings", "occupancy_findings", "tenure_findings"]

#: Places and next jobs named in one finding; the tables have them all.
_MOST_PLACES: Final = 3
_MOST_NEXT: Final = 5
#: How stays end is told as of the time read that is nearest to this month.
_ENDING_MONTHS: Final = 60
#: A share that is left over is worth a word from here on.
_LEAST_REST: Final = 0.005
_ENDS: Final = {
    UP: "with a move up",
    SIDEWAYS: "with a move sideways or down",
    OUT: "with no job next",
    UNKNOWN: "with a move of unknown level",
    OTHER_WAYS: "in other ways",
}
_MAIN_JOB: Final = "By each person's main job. People lost from sight are taken to fare as those followed longer."
_SEVERAL: Final = (
    "A person may have several stays; one still going on when last seen counts for as long as it was seen."
)


def occupancy_findings(occupancy: Occupancy) -> tuple[Finding, ...]:
    """Return where people are at each time that can be read, the commonest states with their intervals.

    Parameters
    ----------
    occupancy : Occupancy
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"place/120"``, with the group where there is one; the time nearest to 10 years first.
    """
    clock, reads = occupancy_reads(occupancy)
    told = [read for read in reads if read.points]
    if not told:
        return (_nothing(occupancy, "place", "place", "where people are"),)
    first: list[Finding] = []
    rest: list[Finding] = []
    for read in told:
        head = clock.headline(read.asked, read.followed)
        for place, months in enumerate(read.asked):
            key = f"place/{months}{group_path(read.curves.group)}"
            said = places_said(occupancy, clock, read, place, most=_MOST_PLACES)
            group = f"{group_name(read.curves.group)}, " if read.curves.group else ""
            points = commonest(read, place, _MOST_PLACES)
            finding = make_finding(
                occupancy,
                "place",
                key,
                led(occupancy, f"{group}{said}."),
                **_number(points[0] if points else None),
                counted=read.curves.people,
                caveat=_MAIN_JOB,
                said={
                    "group": group_name(read.curves.group) if read.curves.group else "",
                    "when": clock.at(months),
                    "months": f"{months}",
                    "clock": occupancy.settings.clock,
                    "late": f"month {read.curves.starts_at}" if read.curves.starts_at else "",
                    "at_risk": people(read.followed[place], limit=occupancy.min_cell or 1),
                    **_listed(points, _plain_names(read.curves, occupancy)),
                },
            )
            (first if place == head else rest).append(finding)
    return (*first, *rest)


def _plain_names(curves: StateCurves, answer: Occupancy) -> dict[str, str]:
    """Return states by name, those that nobody leaves with their reason in brackets."""
    names = state_names(curves.states, answer.states)
    lumped = {OTHER: f"other {clean(answer.states)}s together"}
    return {
        state: f"{LEFT} ({name.removeprefix(f'{LEFT}: ')})" if name.startswith(f"{LEFT}: ") else lumped.get(state, name)
        for state, name in names.items()
    }


def tenure_findings(tenure: Tenure) -> tuple[Finding, ...]:
    """Return how long half of the stays last, and after 5 years how they ended.

    Parameters
    ----------
    tenure : Tenure
        Released. Where its ways out are next jobs, see also `next_findings`.

    Returns
    -------
    tuple of Finding
        Keys ``"stay"`` and ``"ending/60"``, with the group where there is one.
    """
    clock, reads = tenure_reads(tenure)
    if not any(read.points for read in reads):
        return (_nothing(tenure, "stay", "stay", "how long a stay lasts"),)
    found = []
    for read, median in zip(reads, tenure.medians, strict=True):
        if read.points:
            found.append(_stay(tenure, clock, read, median))
    if tenure.ways is None:
        found += [_ending(tenure, clock, read) for read in reads if read.points]
    return tuple(found)


def next_findings(tenure: Tenure) -> tuple[Finding, ...]:
    """Return the commonest next jobs after 5 years, for stays whose ways out are next jobs.

    Parameters
    ----------
    tenure : Tenure
        Released, with ``ways``.

    Returns
    -------
    tuple of Finding
        Keys ``"next/60"``, with the group where there is one; none where the ways out are up, sideways and out.
    """
    if tenure.ways is None:
        return ()
    clock, reads = tenure_reads(tenure)
    if not any(read.points for read in reads):
        return (_nothing(tenure, "next", "next", "what the next jobs are"),)
    return tuple(_next(tenure, clock, read) for read in reads if read.points)


def _nothing(answer: Occupancy | Tenure, kind: Kind, key: str, what: str) -> Finding:
    return untold(answer, kind, key, nothing_shown(answer).removeprefix("Cannot tell. "), what=what)


def _number(point: StatePoint | None) -> dict[str, Any]:
    """Return the number of a finding that rests on one state."""
    if point is None:
        return {}
    return {"number": point.estimate, "unit": "chance", "limits": (point.lower, point.upper)}


def _listed(points: Sequence[StatePoint], names: Mapping[str, str], *, whole: bool = True) -> dict[str, str]:
    """Return states as lists: a line each with natural frequencies, and in figures."""
    plain, exact, shares = [], [], []
    for point in points:
        said = chance_said(point.estimate, point.lower, point.upper, error=point.std_error)
        name = names[point.state]
        likely = f", {said['likely']}" if said["likely"] else ""
        plain.append(f"{sentence(name)}: {'none seen' if point.estimate == 0 else said['one_in']}{likely}.")
        error = f"SE {said['error']}; " if said["error"] else ""
        exact.append(f"{name} {said['value']} ({error}{said['bounds'] or 'no interval'})")
        span_said = f" ({said['interval']})" if said["interval"] else ""
        shares.append(f"{name} {said['estimate']}{span_said}")
    rest = 1 - sum(point.estimate for point in points)
    return {
        "plain": " ".join(plain),
        "exact": "; ".join(exact),
        "shares": joined(shares),
        "rest": about(rest) if whole and rest > _LEAST_REST else "",
        "first": names[points[0].state] if points else "",
    }


def _stays(tenure: Tenure, read: ReadStates) -> dict[str, str]:
    """Return the phrases every finding on stays has."""
    limit = tenure.min_cell or 1
    return {
        "people": people(read.curves.people, limit=limit, **STAYS),
        # beside the people of other answers these would show the few that only the one counts
        "persons": "" if read.curves.group or limit > 1 else people(tenure.flow.counted, limit=limit),
        "group": group_name(read.curves.group) if read.curves.group else "",
        "in_role": stayed_in(tenure.role),
    }


def _stay(
    tenure: Tenure, clock: Any, read: ReadStates, median: tuple[float | None, float | None, float | None]
) -> Finding:
    key, said = f"stay{group_path(read.curves.group)}", _stays(tenure, read)
    who = f"{said['group']}: " if said["group"] else ""
    middle, lower, upper = median
    if middle is None:
        place = len(read.points) - 1
        still = read.points[place][read.curves.states[0]]
        coverage = tenure.settings.coverage
        reason = (
            f"{sentence(clock.at(read.asked[place]))} an estimated {state_chance(still, coverage, first=True)} of "
            f"{said['people']} in {said['in_role']} were still going on."
        )
        said |= chance_said(still.estimate, still.lower, still.upper, error=still.std_error)
        said |= {"when": clock.at(read.asked[place])}
        what = "how long half of the stays last" + (f" ({said['group']})" if said["group"] else "")
        return untold(tenure, "stay", key, reason, what=what, counted=read.curves.people, caveat=_SEVERAL, said=said)
    early = "" if lower is None else span(lower)
    late = "" if upper is None else span(upper)
    return make_finding(
        tenure,
        "stay",
        key,
        led(tenure, f"{who}{half_said(tenure, clock, read, median)}."),
        number=middle,
        unit="months",
        limits=(lower, upper),
        counted=read.curves.people,
        caveat=_SEVERAL,
        said={
            **said,
            "time": span(middle),
            "months": f"{middle:g}",
            "interval": f"{early or 'unknown'} to {late or 'longer than was seen'}",
            "bounds": f"{'unknown' if lower is None else f'{lower:g}'} to {'not reached' if upper is None else f'{upper:g}'}",
            "likely": "likely very close to that"
            if early and early == late
            else f"likely between {early} and {late}"
            if early and late
            else f"likely {early} or more"
            if early
            else "",
        },
    )


def _near(read: ReadStates) -> int:
    """Return the place of the time read that is nearest to 5 years."""
    return min(range(len(read.asked)), key=lambda place: (abs(read.asked[place] - _ENDING_MONTHS), -read.asked[place]))


def _ending(tenure: Tenure, clock: Any, read: ReadStates) -> Finding:
    place, said = _near(read), _stays(tenure, read)
    points, coverage = read.points[place], tenure.settings.coverage
    still = points[read.curves.states[0]]
    key = f"ending/{read.asked[place]}{group_path(read.curves.group)}"
    if UNKNOWN in points and points[UNKNOWN].estimate > (1 - still.estimate) / 2:
        blind = state_chance(points[UNKNOWN], coverage, first=True)
        reason = (
            f"{sentence(clock.at(read.asked[place]))} an estimated {blind} of {said['people']} in {said['in_role']} had ended "
            "with a move of unknown level."
        )
        what = "how the stays end" + (f" ({said['group']})" if said["group"] else "")
        return untold(tenure, "ending", key, reason, what=what, counted=read.curves.people, caveat=_SEVERAL, said=said)
    ways = [way for way in _ENDS if way in points and (way == UP or points[way].estimate > 0)]
    words = [
        f"{state_chance(points[way], coverage, first=rank == 0)} had ended {_ENDS[way]}"
        if rank == 0
        else f"{state_chance(points[way], coverage)} {_ENDS[way]}"
        for rank, way in enumerate(ways)
    ]
    going = f"{state_chance(still, coverage, first=not ways)} were still going on"
    unseen = UP not in points and OTHER_WAYS not in points
    none = "; none was seen to end with a move up" if unseen else ""
    group = f"{said['group']}: " if said["group"] else ""
    ended = f"an estimated {joined(words)}; {going}" if words else f"an estimated {going}"
    claim = f"{group}{clock.at(read.asked[place])}, of {said['people']} in {said['in_role']} {ended}{none}."
    names = {way: f"ended {_ENDS[way]}" for way in ways} | {read.curves.states[0]: "still going on"}
    number = points[UP] if UP in points else max((points[way] for way in ways), key=lambda p: p.estimate, default=still)
    return make_finding(
        tenure,
        "ending",
        key,
        led(tenure, claim),
        **_number(number),
        counted=read.curves.people,
        caveat=_SEVERAL,
        said={
            **said,
            "when": clock.at(read.asked[place]),
            "months": f"{read.asked[place]}",
            "unseen": "None was seen to end with a move up." if unseen else "",
            "at_risk": people(read.followed[place], limit=tenure.min_cell or 1, **STAYS),
            **_listed([points[way] for way in ways] + [still], names, whole=False),
        },
    )


def _next(tenure: Tenure, clock: Any, read: ReadStates) -> Finding:
    place, said = _near(read), _stays(tenure, read)
    points, coverage = read.points[place], tenure.settings.coverage
    key = f"next/{read.asked[place]}{group_path(read.curves.group)}"
    jobs = [point for state, point in points.items() if state not in (IN_ROLE, OUT, UNKNOWN, OTHER_WAYS)]
    shown = sorted((point for point in jobs if point.estimate > 0), key=lambda point: -point.estimate)[:_MOST_NEXT]
    when = clock.at(read.asked[place])
    if not shown:
        reason = f"{sentence(when)}, no next job can be told apart among {said['people']} in {said['in_role']}."
        what = "what the next jobs are"
        return untold(tenure, "next", key, reason, what=what, counted=read.curves.people, said=said)
    names = {point.state: f"“{way_name(point.state)}”" for point in shown}
    rest = ", ".join(
        f"{state_chance(points[state], coverage)} {words}"
        for state, words in ((OUT, "had ended with no job next"), (IN_ROLE, "were still going on"))
        if state in points and points[state].estimate > 0
    )
    words = joined([f"{names[p.state]} {state_chance(p, coverage, first=rank == 0)}" for rank, p in enumerate(shown)])
    group = f"{said['group']}: " if said["group"] else ""
    claim = (
        f"{group}{when}, the commonest next jobs of {said['people']} in {said['in_role']} were, by estimated share, {words}"
        f"{f'; {rest}' if rest else ''}."
    )
    return make_finding(
        tenure,
        "next",
        key,
        led(tenure, claim),
        **_number(shown[0]),
        counted=read.curves.people,
        caveat=_SEVERAL,
        said={
            **said,
            "when": when,
            "months": f"{read.asked[place]}",
            "at_risk": people(read.followed[place], limit=tenure.min_cell or 1, **STAYS),
            "out": about(points[OUT].estimate) if OUT in points and points[OUT].estimate > 0 else "",
            "still": about(points[IN_ROLE].estimate) if IN_ROLE in points and points[IN_ROLE].estimate > 0 else "",
            **_listed(shown, names),
        },
    )
