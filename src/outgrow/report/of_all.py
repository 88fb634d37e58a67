"""What a comparison says once for all its roles, and in a line for each: counted, asked, not told, made.

In: Comparison. Out: sentences. Start at `cannot_say_of_all`; the numbers are in `outgrow.report.side_by_side`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import joined, role_name, sentence
from outgrow.report.caveats import left_out_said
from outgrow.report.document import Comparison
from outgrow.report.summaries import ROLES_READ, cannot_say, made_said, questions

__all__ = ["DASH", "cannot_say_of_all", "comparison_title", "counted_each", "made_said_of_all", "questions_each"]

#: What a dash in the table of roles stands for.
DASH: Final = "A dash: not asked, as the role starts there or higher, or not shown."
#: Most questions on one role.
_MOST_ASKED: Final = 3
#: Lines on how a report was made that are of one role, not of all.
_OF_ONE: Final = ("Role: ", ROLES_READ, "Toward: ", "Targets: ")


def comparison_title(comparison: Comparison) -> str:
    """Return ``"Social media manager and marketing director, side by side"``."""
    return sentence(f"{joined([role_name(report.role) for report in comparison.reports])}, side by side")


def counted_each(comparison: Comparison) -> tuple[str, ...]:
    """Return a line for each role: how many were counted, of how many."""
    found = []
    for report in comparison.reports:
        counted = report.finding("counted")
        if counted is not None:
            said = counted.said
            found.append(f"{sentence(role_name(report.role))}: {said['people']}, of {said['read']} in the data.")
    return tuple(found)


def questions_each(comparison: Comparison) -> tuple[str, ...]:
    """Return what a coach can ask first about each role."""
    return tuple(
        f"{sentence(role_name(report.role))}: {text}"
        for report in comparison.reports
        for text in questions(report)[:_MOST_ASKED]
    )


def cannot_say_of_all(comparison: Comparison, *, full: bool = True) -> tuple[str, ...]:
    """Return the roles left out, what holds for all roles once, and what holds for some with their names."""
    said = [cannot_say(report, full=full, beside=("verdict",)) for report in comparison.reports]
    shared = [text for text in said[0] if all(text in one for one in said)]
    own = [
        f"{sentence(role_name(report.role))}: {text}"
        for report, texts in zip(comparison.reports, said, strict=True)
        for text in texts
        if text not in shared
    ]
    return (*left_out_said(comparison.left_out), *shared, *own)


def made_said_of_all(comparison: Comparison, *, full: bool = True) -> tuple[str, ...]:
    """Return the data and the settings that all reports share."""
    said = dict.fromkeys(text for report in comparison.reports for text in made_said(report, full=full))
    return tuple(text for text in said if not text.startswith(_OF_ONE))
