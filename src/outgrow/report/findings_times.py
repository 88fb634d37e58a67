"""Findings on when a target is reached: its chance at each time, and the time by which a share has reached it.

In: a released Reach. Out: Finding. Start at `time_findings` and `step_findings`.
"""

from __future__ import annotations

import math
from typing import Any, Final

from outgrow.charts.readings import at_each, is_rounded, limit_of, longest_months
from outgrow.charts.wording import group_name, interval, people, percent, role_phrase, target_name, years
from outgrow.report.answers_time import span
from outgrow.report.finding import Finding, led, make_finding, untold
from outgrow.report.frequencies import chance_said
from outgrow.report.reach_words import UNADJUSTED, chance, group_path, reaches, reading_said, target_quoted, time_said
from outgrow.results import Curve, Reach

__all__ = ["STEP_SHARES", "step_findings", "time_findings"]

#: Shares of those who entered the role whose time to a target is told, and what each is called.
STEP_SHARES: Final = {0.10: "one in ten", 0.25: "one in four", 0.50: "half"}


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
                f"{chance(reading, reach.settings.coverage, first=True)} {reaches(curve.toward)}{who}, "
                f"from {people(curve.people, limit=limit)} followed; "
                f"{people(reading.at_risk, limit=limit)} {'was' if reading.at_risk == 1 else 'were'} "
                f"still followed and not yet there {then}."
            )
            found.append(
                make_finding(
                    reach,
                    "reach",
                    f"reach/{curve.toward}/{reading.months}{group_path(curve)}",
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
    last = longest_months(curve, rounded=rounded)
    followed, target = people(curve.people, limit=limit), target_name(curve.toward)
    who = f" ({group_name(curve.group)})" if curve.group else ""
    of, key = STEP_SHARES[share], f"step/{curve.toward}/{round(100 * share)}{group_path(curve)}"
    said: dict[str, str] = {
        "share": of,
        "percent": percent(share),
        "target": target_quoted(curve.toward),
        "group": group_name(curve.group) if curve.group else "",
        "since": role_phrase(reach.role),
        "coarse": "yes" if rounded else "",
        "late": f"still below it at {years(curve.starts_at)}" if curve.starts_at else "",
    }
    given: dict[str, Any] = {"counted": curve.people, "caveat": UNADJUSTED}
    coverage = percent(reach.settings.coverage)
    when = _first(curve, curve.estimate, share, last)
    if when is None:
        point = curve.at(last)
        if point is None or math.isnan(point.estimate):
            return None
        reason = (
            f"By {years(point.months)}, the longest that can be told, an estimated {percent(point.estimate)} ({coverage} "
            f"interval {interval(point.lower, point.upper)}) had, from {followed} followed after {role_phrase(reach.role)}."
        )
        longest = {
            **chance_said(point.estimate, point.lower, point.upper, error=point.std_error),
            "time": span(point.months),
            "months": f"{point.months}",
        }
        what = f"when {of} will have reached {target}{who}"
        return untold(reach, "step", key, reason, what=what, said={**said, **longest}, **given)
    early, late = _first(curve, curve.upper, share, last), _first(curve, curve.lower, share, last)
    if rounded and early is not None:
        # where steps were merged the share may have been reached at any time since the point before
        before = curve.months[curve.months < early]
        early = int(before[-1]) if len(before) else int(curve.starts_at or 0)
    first = when if early is None else min(early, when)
    reaches_it = "reach" if share == 0.5 else "reaches"
    claim = (
        f"an estimated {of} {reaches_it} {target}{who} within {years(when)} of {role_phrase(reach.role)} ({coverage} interval "
        f"{_range(first, late)}), from {followed} followed."
    )
    return make_finding(
        reach,
        "step",
        key,
        led(reach, claim),
        number=float(when),
        unit="months",
        limits=(float(first), None if late is None else float(late)),
        said={
            **said,
            "time": span(when),
            "months": f"{when}",
            "interval": _range(first, late),
            "bounds": f"{first} to {late if late is not None else 'not reached'}",
            "likely": _likely(first, late),
        },
        **given,
    )


def _range(first: int, late: int | None) -> str:
    """``"3.8 to 4.6 years"``, ``"1 year to 2 years"``, ``"3 years to longer than can be told"``."""
    if late is None:
        return f"{years(first)} to longer than can be told"
    early = years(first)
    return f"{early if 'years' not in early else early.removesuffix(' years')} to {years(late)}"


def _likely(first: int, late: int | None) -> str:
    """``"likely between 3 years 9 months and 4 years 7 months"``, ``"likely 3 years or more"``, ``"likely at most 2 years"``."""
    if late is None:
        return f"likely {span(first)} or more"
    if first == late:
        return "likely very close to that"
    return f"likely at most {span(late)}" if first == 0 else f"likely between {span(first)} and {span(late)}"


def _first(curve: Curve, values: Any, share: float, last: int) -> int | None:
    """Return the first month by which a curve or a bound of it has come up to a share; never beyond what can be read."""
    for month, value in zip(curve.months.tolist(), values.tolist(), strict=True):
        if month > last:
            return None
        if value >= share:
            return int(month)
    return None
