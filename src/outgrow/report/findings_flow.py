"""Findings on who was counted and for how long they were followed.

In: a released answer. Out: Finding. Start at `flow_findings`; for a Reach see also `outgrow.report.findings_reach`.
"""

from __future__ import annotations

from outgrow.charts.readings import headline_toward
from outgrow.charts.wording import count, people, role_phrase, years
from outgrow.report.finding import Finding, led, make_finding
from outgrow.results import Answer, Ceiling, Occupancy, Reach, Tenure, Verdict

__all__ = ["flow_findings", "median_follow_up"]


def flow_findings(answer: Answer) -> tuple[Finding, ...]:
    """Return who was counted, and the median follow-up where there is one for everyone.

    Parameters
    ----------
    answer : Answer
        Released.
    """
    found = [_counted(answer)]
    followed = median_follow_up(answer)
    if followed is not None:
        found.append(_follow_up(answer, *followed))
    return tuple(found)


def median_follow_up(answer: Answer) -> tuple[float, int] | None:
    """Return the median follow-up in months and the people or stays it is of; None where there is none for everyone."""
    if isinstance(answer, Verdict):
        return None if answer.ceiling is None else median_follow_up(answer.ceiling)
    if isinstance(answer, Ceiling):
        return None if answer.median_follow_up is None else (answer.median_follow_up, answer.people)
    if isinstance(answer, Reach):
        toward = headline_toward(answer)
        followed = [
            (curve.median_follow_up, curve.people, curve.group)
            for curve in answer.curves
            if curve.toward == toward and curve.median_follow_up is not None
        ]
        grouped = any(group for _, _, group in followed)
    else:
        curves = answer.curves if isinstance(answer, Occupancy | Tenure) else ()
        followed = [
            (curve.median_follow_up, curve.people, curve.group)
            for curve in curves
            if curve.median_follow_up is not None
        ]
        grouped = len(curves) != 1
    if not followed or grouped:
        return None
    months, counted, _ = followed[0]
    return None if months is None else (months, counted)


def _counted(answer: Answer) -> Finding:
    flow, limit = answer.flow, answer.min_cell or 1
    were = "was" if flow.counted == 1 else "were"
    read = count(flow.read, limit=limit)
    after = role_phrase(answer.role)
    return make_finding(
        answer,
        "counted",
        "counted",
        led(answer, f"{people(flow.counted, limit=limit)} {were} followed after {after}, of {read} read."),
        number=float(flow.counted),
        unit="people",
        caveat="The rest never entered the role, were there before, were not seen after, or could not be read.",
        said={"read": read, "were": were},
    )


def _follow_up(answer: Answer, months: float, counted: int) -> Finding:
    stays = {"one": "stay", "many": "stays"} if isinstance(answer, Tenure) else {}
    who = people(counted, limit=answer.min_cell or 1, **stays)
    return make_finding(
        answer,
        "follow_up",
        "follow_up",
        led(answer, f"the median follow-up of {who} is {years(months)} (reverse Kaplan-Meier)."),
        number=months,
        unit="months",
        counted=counted,
        caveat="Estimates for times well beyond it rest on fewer people, and on those who entered earliest.",
        said={"people": who, "time": years(months), "months": f"{months:g}"},
    )
