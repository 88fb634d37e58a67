"""Who made it in words, for a terminal: k of n, the chance from everybody, the roles of those already there, who did not.

In: a released Who. Out: lines on a `Page`. Start at `who_claim`. Numbers of those already there are called so, as whoever is
still on the way is not among them.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.who import sequence_name
from outgrow.charts.wording import (
    clean,
    count,
    people,
)
from outgrow.months import span
from outgrow.report.blocks import bar
from outgrow.report.finding import without_lead
from outgrow.report.findings_who import everybody, not_there, other_kind, who_findings
from outgrow.report.page import Page
from outgrow.results import Ranked, Sequence, Who
from outgrow.results.states import LEFT
from outgrow.results.who import REACHED, WAITING

__all__ = ["outcome_name", "who_claim", "who_table"]

_MOST_SEQUENCES: Final = 8
_MOST_JOBS: Final = 3
_BAR: Final = 30
_LEAST_BAR: Final = 8


def who_claim(page: Page, answer: Who) -> None:
    """Say how many of those followed to the horizon made it, or that nobody did and what that rules out."""
    found = who_findings(answer)[0]
    page.say(without_lead(found.claim), style="bold")
    if found.cannot_tell is not None:  # else it says so itself
        page.say(everybody(answer).strip())


def who_table(page: Page, answer: Who) -> None:
    """Say what came first for those followed, the roles of those already there, and who did not stay."""
    limit = answer.min_cell or 1
    if answer.outcomes is not None and answer.of_followed.people:
        page.heading(f"What came first, of those followed for {span(answer.horizon_months)}")
        whole = answer.of_followed.people
        names = [outcome_name(name, answer.stayed) for name, _ in answer.outcomes]
        wide = max(map(len, names)) + 2
        for name, (_, number) in zip(names, answer.outcomes, strict=True):
            share = number / whole
            told = count(number, limit=limit).rjust(7 if limit == 1 else 14)
            room = min(_BAR, page.width - wide - len(told) - 2)
            drawn = bar(share, share, 1.0, room) if room >= _LEAST_BAR else ""
            page.say(f"{name.ljust(wide)}{told}  {drawn}".rstrip())
    there = answer.already_there
    if there:
        page.heading(f"Those already there: {people(there, limit=limit)} by {span(answer.horizon_months)}")
        if answer.median_months_already_there is not None:
            page.say(
                f"Half of those already there had been {span(round(answer.median_months_already_there))} or less on the way. "
                "That is no time it takes: whoever is still on the way is not among them."
            )
        _sequences(page, answer.sequences, limit)
        for name, ranked in (("First jobs", answer.first_jobs), ("Last job before", answer.last_steps)):
            said = [f"{role} ({count(row.people, limit=limit)})" for row, role in _named(ranked)[:_MOST_JOBS]]
            if said:
                page.blank()
                page.say(f"{name}: {'; '.join(said)}.")
    if answer.opposite is not None:
        page.heading(f"The opposite: {other_kind(answer)}, and not there")
        page.say(not_there(answer, answer.opposite))
    left_out = [(reason, number) for reason, number in answer.excluded if number]
    if left_out:
        page.heading("Counted, and not asked about")
        for reason, number in left_out:
            page.item(f"{people(number, limit=limit)}: {clean(reason)}")


def outcome_name(outcome: str, stayed: str | None) -> str:
    """Return what an outcome is called."""
    still = f", still {stayed}" if stayed else ""
    return {
        REACHED: f"reached it{still}",
        WAITING: f"not there{still}",
        LEFT: "left for good first",
    }.get(outcome, outcome)


def _named(ranked: Ranked) -> list[tuple[Sequence, str]]:
    return [(row, sequence_name(row)) for row in ranked.rows]


def _sequences(page: Page, ranked: Ranked, limit: int) -> None:
    rows = _named(ranked)[:_MOST_SEQUENCES]
    if not rows:
        page.say(f"No sequence of roles is shared by {limit} of them.")
        return
    page.blank()
    page.say("Their roles since entry, the commonest first:")
    for row, name in rows:
        page.item(name, mark=count(row.people, limit=limit).replace("about ", "").rjust(6))
    others = ranked.people - sum(row.people for row, _ in rows)
    if others > 0:
        page.item("by other roles", mark=count(others, limit=limit).replace("about ", "").rjust(6))
