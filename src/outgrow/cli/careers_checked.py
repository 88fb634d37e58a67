"""What ``outgrow careers check`` says: what can be used, what cannot and why, and which faults push the estimates."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Check, Quality

__all__ = ["checked_text", "quality_text"]

_WIDTH: Final = 78
#: Lines of one check at the most, and the room before each.
_LINES: Final = 3
_ROOM: Final = 6


def checked_text(careers: Careers) -> str:
    """Return what can be used of careers, what cannot, and why."""
    from outgrow.charts.wording import people as counted

    counts = careers.counts
    lines = [
        f"{careers.name} ({careers.kind}): {counted(counts.people, one='person', many='people')}, "
        f"{counted(counts.spells, one='spell', many='spells')} that can be used."
    ]
    if counts.rows_quarantined:
        lost = counted(counts.people_quarantined, one="person", many="people")
        rows = counted(counts.rows_quarantined, one="row", many="rows")
        lines.append(f"{rows} left out; {lost if counts.people_quarantined else 'nobody'} lost altogether.")
    if counts.values_quarantined:
        lines.append(
            f"{counted(counts.values_quarantined, one='value', many='values')} left out of rows that are used."
        )
    if counts.rows_joined:
        lines.append(f"{counted(counts.rows_joined, one='row is', many='rows are')} no jobs of their own.")
    for kind, people in _recorded(careers).items():
        lines += _wrapped("", f"{kind[0].upper()}{kind[1:]}, not counted as a move: {people:,}.")
    if not counts.rows_quarantined and not counts.values_quarantined:
        lines.append("Nothing was left out.")
    if counts.imprecise:
        lines.append(f"{counted(counts.imprecise, one='spell has', many='spells have')} a date known to the year only.")
    reasons = careers.reasons()
    if reasons:
        lines.append("")
        width = max(len(f"{row['rows']:,}") for row in reasons)
        for row in reasons:
            where = "" if row["column"] == "row" else f"{row['column']}: "
            what = "row" if row["left_out"] == "row" else "value"
            lines += _wrapped(f"{row['rows']:>{width},}  ", f"{row['table']}, {where}{row['reason']} ({what} left out)")
    lines += ["", *(line for note in careers.notes for line in _wrapped("", note))] if careers.notes else []
    return "\n".join(lines)


def _recorded(careers: Careers) -> dict[str, int]:
    """Count the jobs of each kind of change that is no move."""
    found: dict[str, int] = {}
    for one in careers.recorded:
        found[one.kind] = found.get(one.kind, 0) + one.people
    return found


def quality_text(quality: Quality) -> str:
    """Return the faults that push the estimates, worst first, each in three lines at the most."""
    from outgrow.charts.wording import joined, sentence

    found = [check for check in quality.worst_first if check.serious != "none"]
    fine = [check.title.lower() for check in quality.worst_first if check.serious == "none"]
    simulated = quality.careers.kind == "simulated"
    lines = ["SIMULATED careers: nobody lived them.", ""] if simulated else []
    if found:
        lines += ["What pushes the estimates, worst first:", ""]
        for check in found:
            lines += _in_lines(check)
        lines.append("")
    if fine:
        named = f"Nothing that matters in: {joined(fine)}." if found else "Nothing was found that pushes the estimates."
        lines += _wrapped("", sentence(named))
    lines += _wrapped(
        "", "All numbers, exact effects and what to do: --json, or --out FILE.html for a page with pictures."
    )
    return "\n".join(lines)


def _in_lines(check: Check) -> list[str]:
    """Say one check; what to do is added where there is room for it."""
    said = f"{check.title}: {check.finding} {check.pushes}"
    start, room = f"{check.serious:<{_ROOM}}", " " * _ROOM
    lines: list[str] = []
    for text in (f"{said} {check.do}", said):
        lines = textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=room)
        if len(lines) <= _LINES:
            return lines
    return lines


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))
