"""Findings on when a target is reached: its chance at each time, and the time by which a share has reached it.

In: a released Reach. Out: Finding. Start at `time_findings` and `step_findings`.
"""

from __future__ import annotations

import math
from typing import Any

from outgrow.charts.readings import STEP_SHARES, at_each, is_rounded, limit_of, time_to
from outgrow.charts.wording import group_name, interval, people, percent, role_phrase, target_name, years, years_range
from outgrow.months import span
from outgrow.report.finding import Finding, led, make_finding, untold
from outgrow.report.frequencies import chance_said
from outgrow.report.reach_words import (
    UNADJUSTED,
    chance,
    group_path,
    late_said,
    of_those,
    reaches,
    reading_said,
    target_quoted,
    time_said,
)
from outgrow.results import Curve, Reach

__all__ = ["step_findings", "time_findings"]


def time_findings(reach: Reach) -> list[Finding]:
    """Return each target and group at each time the report reads."""
    rounded, limit = is_rounded(reach), limit_of(reach)
    found = []
    for curve in reach.curves:
        who = f" ({group_name(curve.group)})" if curve.group else ""
        for reading in at_each(reach, curve):
            then = "when the step that ends then began" if rounded else "then"
            claim = (
                f"{time_said(reach, reading.months)} an estimated "
                f"{chance(reading, reach.settings.coverage, first=True)} {reaches(curve.toward)}{who}"
                f"{of_those(curve) or ','} from {people(curve.people, limit=limit)} followed; "
                f"{people(reading.at_risk, limit=limit)} {'was' if reading.at_risk == 1 else 'were'} "
                f"still followed and not yet there {then}."
            )
            found.append(
                make_finding(
                    reach,
                    "reach",
                    f"reach/{curve.toward}/{reading.months}{group_path(curve.group)}",
                    led(reach, claim),
                    number=reading.estimate,
                    unit="chance",
                    limits=(reading.lower, reading.upper),
                    counted=curve.people,
                    caveat=UNADJUSTED,
                    said={**reading_said(reach, curve, reading), "then": then},
                )
            )
    return found


def step_findings(reach: Reach) -> list[Finding]:
    """Return the time by which each share has reached each target, and the first share whose time cannot be told."""
    found = []
    for curve in reach.curves:
        if not len(curve.months) or curve.starts_at is None:
            continue
        for share in STEP_SHARES:
            step = _step(reach, curve, share)
            if step is not None:
                found.append(step)
            if step is None or step.cannot_tell:
                break
    return found


def _step(reach: Reach, curve: Curve, share: float) -> Finding | None:
    """When a share has reached the target: by the estimate, and earliest and latest by the ends of its interval."""
    rounded, limit = is_rounded(reach), limit_of(reach)
    found = time_to(curve, share, rounded=rounded)
    followed, target = people(curve.people, limit=limit), target_name(curve.toward)
    who = f" ({group_name(curve.group)})" if curve.group else ""
    of, key = STEP_SHARES[share], f"step/{curve.toward}/{round(100 * share)}{group_path(curve.group)}"
    reaches_it = f"{of} {'reach' if share == 0.5 else 'reaches'} {target}{who}"
    said: dict[str, str] = {
        "share": of,
        "percent": percent(share),
        "target": target_quoted(curve.toward),
        "group": group_name(curve.group) if curve.group else "",
        "since": role_phrase(reach.role),
        "coarse": "yes" if rounded else "",
        "late": late_said(curve),
    }
    given: dict[str, Any] = {"counted": curve.people, "caveat": UNADJUSTED}
    coverage = percent(reach.settings.coverage)
    if found.months is None:
        point = curve.at(found.seen)
        if point is None or math.isnan(point.estimate):
            return None
        reason = (
            f"By {years(point.months)}, the longest that can be told, an estimated {percent(point.estimate)} ({coverage} "
            f"interval {interval(point.lower, point.upper)}) had{of_those(curve) or ','} from {followed} followed after "
            f"{role_phrase(reach.role)}."
        )
        longest = {
            **chance_said(point.estimate, point.lower, point.upper, error=point.std_error),
            "time": span(point.months),
            "months": f"{point.months}",
        }
        return untold(
            reach, "step", key, reason, what=f"when, if ever, {reaches_it}", said={**said, **longest}, **given
        )
    first = found.months if found.lower is None else min(found.lower, found.months)
    range_ = years_range(first, found.upper)
    claim = (
        f"an estimated {reaches_it} within {years(found.months)} of {role_phrase(reach.role)} ({coverage} interval {range_})"
        f"{of_those(curve) or ','} from {followed} followed."
    )
    return make_finding(
        reach,
        "step",
        key,
        led(reach, claim),
        number=float(found.months),
        unit="months",
        limits=(float(first), None if found.upper is None else float(found.upper)),
        said={
            **said,
            "time": span(found.months),
            "months": f"{found.months}",
            "interval": range_,
            "bounds": f"{first} to {found.upper if found.upper is not None else 'not reached'}",
            "likely": _likely(first, found.upper),
        },
        **given,
    )


def _likely(first: int, late: int | None) -> str:
    """``"likely between 3 years 9 months and 4 years 7 months"``, ``"likely 3 years or more"``, ``"likely at most 2 years"``."""
    if late is None:
        return f"likely {span(first)} or more"
    if first == late:
        return "likely very close to that"
    return f"likely at most {span(late)}" if first == 0 else f"likely between {span(first)} and {span(late)}"
