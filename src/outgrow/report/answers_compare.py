"""Groups compared from a landmark on in words, for a terminal: each group by time, the difference, who is in no group.

In: a released Compare. Out: lines on a `Page`. Start at `compare_claim`. Groups *go with* chances; nothing here says why.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import (
    clean,
    count,
    group_name,
    joined,
    people,
    percent,
    role_phrase,
    sentence,
    target_name,
)
from outgrow.months import span
from outgrow.report.answers_reach import lists_a_time, reach_table
from outgrow.report.answers_time import nothing_shown
from outgrow.report.ladder_words import points
from outgrow.report.page import Page
from outgrow.results import Compare, GroupDifference

__all__ = ["compare_claim", "compare_table"]

_MOST: Final = 4
#: p-values under this are given as under it.
_LEAST_P: Final = 0.001
#: Groups by a column of dates.
_DATED: Final = {"by then": "came by then", "not by then": "had not come by then"}
#: Why somebody is in no group, where groups are those at entry.
_AT_ENTRY: Final = {
    "first seen after the landmark": "first seen after entry",
    "reached the target by the landmark": "reached the target in the month of entry",
    "left for good by the landmark": "left for good in the month of entry",
    "not followed past the landmark": "not followed past the month of entry",
}


def compare_claim(page: Page, answer: Compare) -> None:
    """Say the difference at the horizon, of each group from the one it is held against."""
    if not answer.differences:
        page.say(_nobody(answer) or nothing_shown(answer), style="bold")
        return
    for one in answer.differences[:_MOST]:
        page.say(_claim(answer, one), style="bold")
    if len(answer.differences) > _MOST:
        page.say(f"{len(answer.differences) - _MOST} more groups are in the table.")


def compare_table(page: Page, answer: Compare) -> None:
    """List each group by time, the differences and the test, and who is in no group."""
    if lists_a_time(answer.as_reach()):
        reach_table(page, answer.as_reach())
    elif answer.curves:
        _sizes(page, answer)
    if answer.differences:
        page.heading("Difference between groups")
        for one in answer.differences:
            page.item(
                f"{sentence(_name(answer, one.group))} less {_name(answer, one.reference)}, by {span(one.months)}: "
                f"{points(one.estimate)} points ({percent(answer.settings.coverage)} interval {points(one.lower)} to "
                f"{points(one.upper)})"
            )
    if answer.test is not None:
        page.blank()
        page.say(_tested(answer))
    page.heading("Counted, and in no group")
    left_out = [(reason, number) for reason, number in answer.excluded if number]
    for reason, number in left_out:
        said = reason if answer.landmark_months else _AT_ENTRY.get(reason, reason)
        page.item(f"{people(number, limit=answer.min_cell or 1)}: {clean(said)}")
    if not left_out:
        page.say("Nobody." if (answer.min_cell or 1) == 1 else "Nobody, or too few to show.")


def _sizes(page: Page, answer: Compare) -> None:
    """List each group by its last month, where no year that would be listed lies between the landmark and the end."""
    page.heading("Groups")
    limit = answer.min_cell or 1
    for curve in answer.curves:
        last = curve.through or (int(curve.months[-1]) if len(curve.months) else answer.horizon_asked)
        name = sentence(_name(answer, (curve.group or {}).get(answer.by)))
        reached = count(curve.events, limit=limit)
        page.item(f"{name}: {people(curve.people, limit=limit)}, of whom {reached} had reached it by {span(last)}")


def _claim(answer: Compare, one: GroupDifference) -> str:
    whom = (
        f"Of those still below {target_name(answer.toward)} {span(answer.landmark_months)} after {role_phrase(answer.role)}, an"
        if answer.landmark_months
        else "An"
    )
    shares = joined(
        [
            f"{percent(share)} of {_name(answer, value)}"
            for value, share in ((one.group, one.group_estimate), (one.reference, one.reference_estimate))
        ]
    )
    since = "" if answer.landmark_months else f" {role_phrase(answer.role)}"
    when = f"{span(one.months)} after{since or ' it'}"
    return (
        f"{whom} estimated {shares} had reached {'it' if answer.landmark_months else target_name(answer.toward)} by {when}: "
        f"a difference of {points(one.estimate)} points ({percent(answer.settings.coverage)} interval {points(one.lower)} to "
        f"{points(one.upper)})."
    )


def _nobody(answer: Compare) -> str | None:
    """Say that whoever entered the role had the target already, where that is why nobody is compared."""
    flow, limit = answer.flow, answer.min_cell or 1
    if flow.counted or not flow.already_there:
        return None
    nobody = "nobody" if limit == 1 else "nobody, or too few to show,"
    return (
        f"Cannot tell. After {role_phrase(answer.role)}, {nobody} was followed below "
        f"{target_name(answer.toward)}: {people(flow.already_there, limit=limit)} held it already, or came to it in that month."
    )


def _name(answer: Compare, value: object) -> str:
    if value in _DATED:
        return f"those whose “{clean(answer.by)}” {_DATED[str(value)]}"
    return "the " + clean(str(value)) if answer.by == "breadth" else group_name({answer.by: value})


def _tested(answer: Compare) -> str:
    assert answer.test is not None
    name = {"Gray": "Gray's test", "log-rank": "The log-rank test"}[answer.test.name]
    chance = f"under {_LEAST_P:g}" if answer.test.p_value < _LEAST_P else f"{answer.test.p_value:.3f}"
    freedom = answer.test.freedom
    return (
        f"{name} that all groups reach it alike, over the whole time they are followed: chi-square "
        f"{answer.test.statistic:.1f} with {freedom} degree{'' if freedom == 1 else 's'} of freedom, p {chance}. It says whether "
        "groups differ, not by how much, nor why."
    )
