"""The report for a terminal: the answer, the ladder, times, places, what comes next, who was counted, how it was made.

In: Report or Comparison. Out: text. Start at `render_terminal`. Plain text unless colour is asked for; no line is wider
than asked. Sections stand in the order in which a reader asks; an analyst gets whole tables, others what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from outgrow import __version__
from outgrow.charts.readings import limit_of
from outgrow.charts.wording import count, years
from outgrow.report.answers_compare import compare_table
from outgrow.report.answers_drift import drift_table
from outgrow.report.answers_hazards import hazards_table
from outgrow.report.answers_ladder import ceiling_table, decided
from outgrow.report.answers_pay import pay_table
from outgrow.report.answers_skills import skills_table
from outgrow.report.answers_states import occupancy_table, tenure_table
from outgrow.report.answers_who import who_table
from outgrow.report.blocks import BARS, bar_lines
from outgrow.report.caveats import METHOD, METHOD_IN_SHORT, how_read
from outgrow.report.document import Comparison, Report
from outgrow.report.finding import Finding, without_lead
from outgrow.report.page import Page, first_line
from outgrow.report.summaries import (
    ShareTable,
    cannot_say,
    counted_beside,
    lead,
    made_said,
    next_jobs,
    pay_notes,
    places,
    questions,
    steps,
)
from outgrow.report.tables import ledger, ledger_note, outcomes
from outgrow.report.terminal_curves import draw_chances
from outgrow.report.view import HEADINGS

__all__ = ["render_terminal"]

#: Most next jobs named for those who are no analysts.
_MOST_NEXT: Final = 5


def render_terminal(report: Report | Comparison, *, width: int = 80, color: bool = False) -> str:
    """Render the report as text.

    Parameters
    ----------
    report : Report or Comparison
        What to say.
    width : int, default 80
        Columns; at least 40.
    color : bool, default False
        Whether to mark up with ANSI colours. Without, the text is plain, as for a pipe.

    Returns
    -------
    str
        Lines of at most `width` columns, ending in a newline.
    """
    page = Page(width, color=color)
    first = first_line(simulated=report.simulated, given=report.given)
    if first:
        page.banner(first)
    if isinstance(report, Comparison):
        from outgrow.report.terminal_compared import draw_comparison

        draw_comparison(page, report)
    else:
        _draw(page, report)
    return page.text()


def _draw(page: Page, report: Report) -> None:
    # a reach by itself is shown whole, in the words of the finding, whoever reads it
    alone = not (report.beside or report.left_out)
    full = alone or report.voice == "analyst"
    words = _claim if alone else report.words
    if report.pay_first:
        _pay(page, report, full=full)
        page.heading("In these careers")
    _answer(page, report, words)
    if report.ceiling is not None:
        ceiling_table(page, report.ceiling)
    draw_chances(page, report, full=full)
    if not alone:
        _steps(page, report)
    _places(page, report, full=full)
    _next(page, report, full=full)
    _told(
        page, report, "turns", ("turns_into", "title_lasts", "share", "elsewhere"), report.drift, drift_table, full=full
    )
    _verdict(page, report, full=full)
    _past(page, report, full=full)
    _told(page, report, "made", ("made_it", "not_there"), report.past.who, who_table, full=full)
    _told(
        page,
        report,
        "skills",
        ("skills_last", "lasting", "trending", "skill_pay"),
        report.skills,
        skills_table,
        full=full,
    )
    if not report.pay_first:
        _pay(page, report, full=full)
    page.listed("Questions to ask", questions(report))
    page.listed("How far the answer moves", [without_lead(words(finding)) for finding in report.of("variant")])
    page.heading("Who was counted")
    _counted(page, report, full=full)
    page.listed("What this cannot tell", cannot_say(report, full=full))
    page.heading("How this was made")
    page.say(METHOD if full else METHOD_IN_SHORT)
    for text in made_said(report, full=full):
        page.item(text)
    source = f"{report.answer.source}. " if full else ""
    page.say(f"{source}outgrow {__version__}, {report.made.isoformat()}. To repeat it:")
    page.say(report.command, indent=2)


def _pay(page: Page, report: Report, *, full: bool) -> None:
    """What official statistics say of pay and of the seats above: real, whatever the careers are."""
    if report.pay is None:
        return
    page.heading(f"{HEADINGS['pay']}: official statistics")
    for finding in report.of("pay", "pay_ceiling", "seats"):
        page.item(without_lead(report.words(finding)))
    if full:
        pay_table(page, report.pay)
    for text in pay_notes(report):
        page.say(text, indent=2)


def _claim(finding: Finding) -> str:
    return finding.claim


def _answer(page: Page, report: Report, words: Callable[[Finding], str]) -> None:
    page.say(words(report.answer), style="bold")
    for finding in lead(report):
        page.blank()
        page.say(words(finding))
    read = how_read(report)
    if read:
        page.blank()
        page.say(read)


def _steps(page: Page, report: Report) -> None:
    """By when one in ten, one in four and half have reached each target."""
    rows = steps(report)
    if not any(time for row in rows for time in row.times):
        return
    shared = {row.counted for row in rows}
    of = f", of {shared.pop()}" if len(shared) == 1 else ""
    page.heading(f"Years until a share of them has reached it{of}")
    for row in rows:
        page.item(f"{row.name}{'' if of else f', of {row.counted}'}: {row.said}")


def _places(page: Page, report: Report, *, full: bool) -> None:
    if full and report.occupancy is not None:
        occupancy_table(page, report.occupancy)
    else:
        _shares(page, places(report), legend=report.ceiling is None)


def _next(page: Page, report: Report, *, full: bool) -> None:
    if full and report.next_jobs is not None:
        tenure_table(page, report.next_jobs)
    else:
        _shares(page, next_jobs(report, most=_MOST_NEXT), legend=report.ceiling is None and not places(report))
    for finding in report.of("stay", "ending") if full else report.of("stay"):
        page.say(without_lead(report.words(finding)))


def _shares(page: Page, tables: tuple[ShareTable, ...], *, legend: bool) -> None:
    for table in tables:
        page.heading(table.heading)
        for line in bar_lines(table.rows, page.width):
            page.say(line)
        if table.more:
            page.say(table.more)
    if tables and legend:
        page.say(BARS)


def _verdict(page: Page, report: Report, *, full: bool) -> None:
    """Set the role beside its peers; for an analyst with the rule and the thresholds of the verdict."""
    peers = report.of("peers")
    if peers:
        page.heading("Beside others on the same rung")
    for finding in peers:
        page.say(without_lead(report.words(finding)))
    if full and report.verdict is not None:
        decided(page, report.verdict)


def _past(page: Page, report: Report, *, full: bool) -> None:
    """Set the broadened beside the focused; for an analyst with every group, ratio and check."""
    found = report.of("breadth", "goes_with")
    if found:
        page.heading(HEADINGS["past"])
    for finding in found:
        page.item(without_lead(report.words(finding)))
    if full and found and report.past.compare is not None:
        compare_table(page, report.past.compare)
    if full and found and report.past.hazards is not None:
        hazards_table(page, report.past.hazards)


def _told(
    page: Page,
    report: Report,
    section: str,
    kinds: Sequence[str],
    answer: Any,
    table: Callable[[Page, Any], None],
    *,
    full: bool,
) -> None:
    """Say the findings of a section; for an analyst with the whole table of its answer."""
    found = report.of(*kinds)
    if found:
        page.heading(HEADINGS[section])
    for finding in found:
        page.item(without_lead(report.words(finding)))
    if full and found and answer is not None:
        table(page, answer)


def _counted(page: Page, report: Report, *, full: bool) -> None:
    limit = limit_of(report.reach)
    page.account(ledger(report), limit=limit)
    note = ledger_note(report)
    if note:
        page.say(note)
    for outcome in outcomes(report) if full else ():
        if outcome.people:
            page.say(
                f"{outcome.name}: {count(outcome.reached, limit=limit)} seen to reach it, "
                f"{count(outcome.left, limit=limit)} left for good first, "
                f"{count(outcome.waiting, limit=limit)} last seen still waiting.",
            )
    beside = counted_beside(report)
    if beside:
        page.say(beside)
    follow_up = report.finding("follow_up")
    if follow_up is not None and follow_up.number is not None:
        page.say(f"Median follow-up {years(follow_up.number)} (reverse Kaplan-Meier).")
