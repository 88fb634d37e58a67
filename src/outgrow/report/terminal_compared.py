"""Several roles side by side for a terminal: a column for each role, then a paragraph for each, then what holds for all.

In: Comparison. Out: lines on a `Page`. Start at `draw_comparison`.
"""

from __future__ import annotations

from typing import Final

from outgrow import __version__
from outgrow.charts.wording import clean, joined, role_name, sentence
from outgrow.report.answers_time import parts
from outgrow.report.caveats import METHOD, METHOD_IN_SHORT, how_read
from outgrow.report.document import Comparison
from outgrow.report.page import Page
from outgrow.report.side_by_side import Side, side_by_side
from outgrow.report.summaries import cannot_say, made_said, questions
from outgrow.report.tables import ledger_note

__all__ = ["draw_comparison"]

#: Columns of one role, where there is room for several.
_EACH: Final = 19
_NAME: Final = 18
#: Most questions on one role.
_MOST_ASKED: Final = 3
#: Made of one role, not of all.
_OF_ONE: Final = ("Role: ", "How roles were read: ", "Toward: ", "Targets: ")


def draw_comparison(page: Page, comparison: Comparison) -> None:
    """Draw roles side by side, and what holds for all of them once.

    Parameters
    ----------
    page : Page
        What it is drawn on.
    comparison : Comparison
        Reports of the same careers.
    """
    reports, side = comparison.reports, side_by_side(comparison)
    full = comparison.voice == "analyst"
    page.say(f"{joined([role_name(report.role) for report in reports])}, side by side", style="bold")
    _draw_side(page, side)
    page.blank()
    page.say(side.caption)
    for report, claim in zip(reports, side.claims, strict=True):
        page.heading(sentence(role_name(report.role)))
        page.say(claim)
        read = how_read(report)
        if full and read:
            page.say(read)
    asked = [f"{role_name(report.role)}: {text}" for report in reports for text in questions(report)[:_MOST_ASKED]]
    page.listed("Questions to ask", asked)
    page.heading("Who was counted")
    for report in reports:
        counted = report.finding("counted")
        if counted is not None:
            page.item(report.words(counted))
    note = ledger_note(reports[0])
    if note:
        page.say(note)
    said = dict.fromkeys(text for report in reports for text in cannot_say(report, full=full))
    left = [f"Left out: {clean(one.what)}. {clean(one.why)}" for one in side.left_out]
    page.listed("What this cannot tell", [*left, *said])
    page.heading("How this was made")
    page.say(METHOD if full else METHOD_IN_SHORT)
    for text in dict.fromkeys(text for report in reports for text in made_said(report, full=full)):
        if not text.startswith(_OF_ONE):
            page.item(text)
    page.say(f"outgrow {__version__}, {comparison.made.isoformat()}. To repeat it:")
    page.say(clean(comparison.command), indent=2)


def _draw_side(page: Page, side: Side) -> None:
    """Draw a column for each role, as many side by side as fit."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    each = min(_EACH, page.width - _NAME - 1)
    for places in parts([each] * len(side.rows), page.width - _NAME):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column("", width=_NAME, overflow="fold")
        for place in places:
            table.add_column(Text(side.rows[place][0]), width=each - 1, overflow="fold")
        for row, name in enumerate(side.head[1:], 1):
            table.add_row(Text(name), *(Text(_broken(side.rows[place][row])) for place in places))
        page.blank()
        page.draw(table)


def _broken(cell: str) -> str:
    """Return a chance with its interval on a line of its own."""
    return cell.replace(" (", "\n(", 1)
