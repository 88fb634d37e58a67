"""The ladder in words: where a role tops out, and whether it is a path, for a terminal.

In: a released Ceiling or Verdict. Out: lines on a `Page`. Start at `ceiling_claim` and `verdict_claim`.
"""

from __future__ import annotations

import math
from typing import Final

from outgrow.charts.ladder import started, status_word, statuses_said
from outgrow.charts.wording import exact_percent, people, percent, sentence
from outgrow.report.blocks import bar
from outgrow.report.ladder_words import (
    at_rung,
    because_said,
    ladder_said,
    named,
    needed,
    not_told,
    peers_note,
    peers_said,
    rule_said,
    rung_chance,
    thresholds_said,
    topped,
    within,
)
from outgrow.report.page import Page
from outgrow.results import Ceiling, Difference, RungReach, Verdict

__all__ = ["ceiling_claim", "ceiling_table", "decided", "verdict_claim", "verdict_table"]

#: From this width on, a rung's name and numbers share a line.
_WIDE: Final = 72
_NAME_WIDTH: Final = 20


def verdict_claim(page: Page, answer: Verdict) -> None:
    """Say the verdict, and the reason in a sentence."""
    page.say(f"{sentence(named(answer.role))}: {answer.verdict}.", style="bold")
    page.blank()
    page.say(because_said(answer))


def verdict_table(page: Page, answer: Verdict) -> None:
    """Draw the ladder, set the next rung against peers, say the thresholds and the rule."""
    if answer.ceiling is not None:
        _ladder(page, answer.ceiling)
    if answer.difference is not None:
        page.heading("Against peers")
        _peers(page, answer, answer.difference)
    if answer.verdict == "cannot tell":
        page.heading("What would be needed to tell")
        for text in needed(answer):
            page.item(text)
    decided(page, answer)


def decided(page: Page, answer: Verdict) -> None:
    """Say the rule and the thresholds that decided."""
    page.heading("How it was decided")
    page.say(f"Rule {answer.rule} of 5: {rule_said(answer)}")
    page.say(thresholds_said(answer))


def ceiling_claim(page: Page, answer: Ceiling) -> None:
    """Say where the role tops out, and how many reach the rung above."""
    page.say(sentence(topped(answer)), style="bold")
    limit = answer.min_cell or 1
    if answer.horizon_months is None or answer.above is None:
        return
    found = answer.rung(answer.above)
    page.blank()
    if found.estimate is None:
        page.say(f"What the ceiling is made of: {at_rung(found.rung)}, {not_told(answer)}.")
        return
    page.say(
        f"What the ceiling is made of: an estimated {rung_chance(found, answer, first=True)} of "
        f"{people(answer.people, limit=limit)} reach {at_rung(found.rung)}{within(answer)}."
    )


def ceiling_table(page: Page, answer: Ceiling) -> None:
    """Draw the ladder."""
    _ladder(page, answer)


def _ladder(page: Page, answer: Ceiling) -> None:
    """Draw each rung above the role's own, the highest on top, with its bar, and the role's own below."""
    if not answer.reach:
        return
    page.heading(f"The ladder: {ladder_said(answer)}")
    wide = page.width >= _WIDE
    indent = _NAME_WIDTH if wide else 2
    room = min(page.width - indent - 8, 44)
    top = min(1.0, max([1.6 * answer.share, *(found.upper or 0.0 for found in answer.reach)]))
    for found in reversed(answer.reach):
        _line(page, sentence(at_rung(found.rung)), _numbers(found, answer), indent=indent, wide=wide)
        drawn = bar(found.lower, found.upper, top, room)
        if drawn:
            page.say(drawn, indent=indent, style="blue")
    if any(found.estimate is not None for found in answer.reach):
        page.say(
            f"{' ' * min(room - 1, math.floor(room * answer.share / top))}↑ {exact_percent(answer.share)}",
            indent=indent,
        )
    _line(page, sentence(answer.own), started(answer), indent=indent, wide=wide)
    page.blank()
    page.say(_legend(answer))


def _line(page: Page, name: str, text: str, *, indent: int, wide: bool) -> None:
    if wide:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid()
        grid.add_column(width=indent)
        grid.add_column(overflow="fold")
        grid.add_row(Text(name, style="bold"), Text(text))
        page.draw(grid)
    else:
        page.say(name, style="bold")
        page.say(text, indent=indent)


def _numbers(found: RungReach, answer: Ceiling) -> str:
    if found.estimate is None:
        return not_told(answer)
    seen = "" if found.events is None else f", {people(found.events, limit=answer.min_cell or 1)} seen"
    return f"{rung_chance(found, answer)}{seen}: {status_word(found.status, answer)}"


def _legend(answer: Ceiling) -> str:
    coverage, told = percent(answer.settings.coverage), statuses_said(answer)
    known = [found for found in answer.reach if found.estimate is not None]
    if not known:
        return " ".join(told)
    counted = people(answer.people, limit=answer.min_cell or 1)
    seen = (
        f"Seen: people seen to reach it. Others were lost from sight before they could, so those are a smaller share of "
        f"{counted} than the estimate."
    )
    bars = f"Bars: solid to the low end of the {coverage} interval, shaded to the high end."
    return " ".join([bars, *told, seen])


def _peers(page: Page, answer: Verdict, found: Difference) -> None:
    page.say(sentence(peers_said(answer, found)))
    if found.estimate is not None:
        page.say(peers_note(answer, found))
