"""Several roles side by side as Markdown: a row for each role, a paragraph for each, then what holds for all.

In: Comparison. Out: blocks on a `Sheet`. Start at `write_comparison`.
"""

from __future__ import annotations

from outgrow.charts.wording import role_name, sentence
from outgrow.report.caveats import how_read
from outgrow.report.document import Comparison
from outgrow.report.markdown import write_made
from outgrow.report.markdown_text import Sheet
from outgrow.report.of_all import (
    DASH,
    cannot_say_of_all,
    comparison_title,
    counted_each,
    made_said_of_all,
    questions_each,
)
from outgrow.report.side_by_side import side_by_side
from outgrow.report.tables import ledger_note

__all__ = ["write_comparison"]


def write_comparison(sheet: Sheet, comparison: Comparison) -> None:
    """Write roles side by side, and what holds for all of them once.

    Parameters
    ----------
    sheet : Sheet
        What it is written on.
    comparison : Comparison
        Reports of the same careers.
    """
    side = side_by_side(comparison)
    sheet.heading(comparison_title(comparison), 1)
    sheet.say(f"{side.caption} {DASH}")
    sheet.table(side.head, side.rows, words=(0, 2, 3))
    for report, claim in zip(comparison.reports, side.claims, strict=True):
        sheet.heading(sentence(role_name(report.role)))
        sheet.say(claim)
        read = how_read(report)
        if read:
            sheet.say(read)
    asked = questions_each(comparison)
    if asked:
        sheet.heading("Questions to ask")
        sheet.listed(asked)
    sheet.heading("Who was counted")
    sheet.listed(counted_each(comparison))
    note = ledger_note(comparison.reports[0])
    if note:
        sheet.say(note)
    told = cannot_say_of_all(comparison)
    if told:
        sheet.heading("What this cannot tell")
        sheet.listed(told)
    write_made(sheet, comparison, made_said_of_all(comparison))
