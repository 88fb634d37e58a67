"""Several roles side by side for a terminal: a column for each role, then a paragraph for each, then what holds for all.

In: Comparison. Out: lines on a `Page`. Start at `draw_comparison`.
"""

from __future__ import annotations

from typing import Final

from outgrow import __version__
from outgrow.charts.wording import clean, role_name, sentence
from outgrow.report.answers_time import parts
from outgrow.report.caveats import METHOD, METHOD_IN_SHORT, how_read
from outgrow.report.document import Comparison
from outgrow.report.of_all import (
    DASH,
    cannot_say_of_all,
    comparison_title,
    counted_each,
    made_said_of_all,
    questions_each,
)
from outgrow.report.page import Page
from outgrow.report.side_by_side import Side, side_by_side
from outgrow.report.tables import ledger_note

__all__ = ["draw_comparison"]

#: Columns of the names, and fewest and most of a role.
_NAME: Final = 18
_LEAST: Final = 15
_MOST: Final = 26


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
    page.say(comparison_title(comparison), style="bold")
    _draw_side(page, side)
    page.blank()
    page.say(f"{side.caption} {DASH}")
    for report, claim in zip(reports, side.claims, strict=True):
        page.heading(sentence(role_name(report.role)))
        page.say(claim)
        read = how_read(report)
        if full and read:
            page.say(read)
    page.listed("Questions to ask", questions_each(comparison))
    page.heading("Who was counted")
    for text in counted_each(comparison):
        page.item(text)
    note = ledger_note(reports[0])
    if note:
        page.say(note)
    page.listed("What this cannot tell", cannot_say_of_all(comparison, full=full))
    page.heading("How this was made")
    page.say(METHOD if full else METHOD_IN_SHORT)
    for text in made_said_of_all(comparison, full=full):
        page.item(text)
    page.say(f"outgrow {__version__}, {comparison.made.isoformat()}. To repeat it:")
    page.say(clean(comparison.command), indent=2)


def _draw_side(page: Page, side: Side) -> None:
    """Draw a column for each role, as many side by side as fit."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    fit = max((page.width - _NAME) // _LEAST, 1)
    tables = -(-len(side.rows) // fit)
    together = -(-len(side.rows) // tables)
    each = min((page.width - _NAME) // together, _MOST)
    for places in parts([each - 1] * len(side.rows), together * each):
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
