"""Drift in words, for a terminal: what a role's holders hold five years on, how long a title lasts, how the role's share moves.

In: a released Drift. Out: lines on a `Page`. Start at `drift_claim`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import (
    clean,
    count,
    fine_percent,
    joined,
    people,
    percent,
    sentence,
    way_name,
)
from outgrow.months import span
from outgrow.report.answers_time import short
from outgrow.report.blocks import BARS, bar, year_block
from outgrow.report.finding import without_lead
from outgrow.report.findings_drift import drift_findings
from outgrow.report.page import Page
from outgrow.results import Drift
from outgrow.results.drift import SAME_ROLE, SAME_TITLE, Period, Successor

__all__ = ["DRIFT_IN_SHORT", "drift_claim", "drift_table"]

DRIFT_IN_SHORT: Final = (
    "People are looked at in June of each year; who is in one June counts once. Titles are compared by their words, without "
    "grades, places and marks such as interim. Intervals of years: Wilson; of what is pooled over years, by leaving out a "
    "fiftieth of the people at a time, since they come again from June to June."
)
_MOST: Final = 6
_NAME: Final = 34
_LINES: Final = 12
#: Columns under which a table leaves its counts out.
_WIDE: Final = 60
#: Periods with fewer Junes followed for five years are in JSON alone.
_LEAST_FOLLOWED: Final = 10


def drift_claim(page: Page, answer: Drift) -> None:
    """Say what holders of the role hold five years on, and the half-life of their titles."""
    for number, found in enumerate(
        found for found in drift_findings(answer) if found.kind in ("turns_into", "title_lasts")
    ):
        if number:
            page.blank()
        page.say(without_lead(found.claim), style="bold")


def drift_table(page: Page, answer: Drift) -> None:
    """Draw what is held five years on, the share by year, periods, titles, the skill, and renames."""
    _then(page, answer)
    _share(page, answer)
    _periods(page, answer)
    _titles(page, answer)
    _skill(page, answer)
    _renames(page, answer)


def _then(page: Page, answer: Drift) -> None:
    if not answer.successors:
        return
    page.heading("Five years after a June in the role")
    _bars(page, [(sentence(way_name(one.role)), one) for one in answer.successors])
    page.say(f"{BARS} Interval: {percent(answer.settings.coverage)}.")
    if answer.titles_then:
        page.heading("The commonest other titles held then")
        _bars(page, [(clean(one.role), one) for one in answer.titles_then[:_MOST]])


def _bars(page: Page, rows: list[tuple[str, Successor]]) -> None:
    from rich.table import Table
    from rich.text import Text

    wide = page.width >= 2 * _NAME
    top = max(one.upper for _, one in rows) or 1.0
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(max_width=_NAME if wide else 20, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    room = page.width - _NAME - 8
    if wide:
        grid.add_column(no_wrap=True)
    for name, one in rows:
        cells = [Text(name), Text(percent(one.estimate))]
        grid.add_row(*cells, *([Text(bar(one.lower, one.upper, top, room), style="blue")] if wide else []))
    page.draw(grid)


def _share(page: Page, answer: Drift) -> None:
    from rich import box
    from rich.table import Table

    if not answer.share:
        return
    limit, rows = answer.min_cell or 1, answer.share
    page.heading("Share of all main jobs in June")
    top = max(one.estimate for one in rows) or 1.0
    years = {one.year: one.estimate for one in rows}
    first, last = rows[0].year, rows[-1].year
    drawn = "".join(year_block(years.get(year), top) for year in range(first, last + 1))
    page.say(f"{first} {drawn} {last}")
    step = max(1, -(-len(rows) // _MOST))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    wide = page.width >= _WIDE
    for name in ("Year", "Share", "Interval", *(("In it", "Of") if wide else ())):
        table.add_column(name, justify="left" if name == "Interval" else "right", no_wrap=True)
    for one in rows[(len(rows) - 1) % step :: step]:
        counts = (_count(one.people, limit), _count(one.of, limit)) if wide else ()
        bounds = f"{fine_percent(one.lower)} to {fine_percent(one.upper)}"
        table.add_row(str(one.year), fine_percent(one.estimate), bounds, *counts)
    page.draw(table)


def _count(number: int, limit: int) -> str:
    return count(number, limit=limit).replace("about ", "").replace("fewer than ", "<")


def _periods(page: Page, answer: Drift) -> None:
    from rich import box
    from rich.table import Table

    told = [one for one in answer.periods if one.followed >= _LEAST_FOLLOWED]
    if len(told) < 2:
        return
    page.heading("By the years in which the role was held")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    for name in ("Junes of", "Followed", "Same title", "Same role", "Half-life"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in told:
        half = one.half_life
        table.add_row(
            f"{one.first_year} to {one.last_year}" if one.first_year != one.last_year else str(one.first_year),
            _count(one.followed, answer.min_cell or 1),
            _of(one, (SAME_TITLE,)),
            _of(one, (SAME_TITLE, SAME_ROLE)),
            "unknown" if half is None or half.months is None else span(half.months),
        )
    page.draw(table)
    page.say(
        "Same title, same role: five years on, in percent of those followed. Half-life: until half have another title, by all "
        "who held the role in those Junes; unknown where half is not reached in what was seen."
    )


def _of(one: Period, kinds: tuple[str, ...]) -> str:
    if not one.successors:
        return ""
    return short(sum(each.estimate for each in one.successors if each.kind in kinds))


def _titles(page: Page, answer: Drift) -> None:
    limit = answer.min_cell or 1
    changed = [one for one in answer.titles if one.born or one.gone]
    page.heading("Titles of the role that came or went")
    for one in changed[:_LINES]:
        # of protected years are those by which, and from which on, as many people as the limit had it
        held = "" if limit == 1 else f" by {limit} people or more"
        born = f"first held{held} in {one.first_year}" if one.first_year else "came late"
        gone = f"last held{held} in {one.last_year}" if one.last_year else "went"
        said = joined([text for text, is_so in ((born, one.born), (gone, one.gone)) if is_so])
        page.item(f"{clean(one.title)}: {said}; {people(one.people, limit=limit)} in all")
    if len(changed) > _LINES:
        page.say(f"{len(changed) - _LINES} more are in the JSON.")
    beyond = "beyond what chance makes of a title as rare"
    if answer.titles_in_all == 1:
        page.say("" if changed else f"Its one title neither came nor went {beyond}.")
    else:
        titles = people(answer.titles_in_all, limit=limit, one="title", many="titles")
        page.say(f"{'No other of' if changed else 'Not one of'} its {titles} came or went {beyond}.")


def _skill(page: Page, answer: Drift) -> None:
    found = [one for one in drift_findings(answer) if one.kind == "elsewhere"]
    for finding in found:
        page.heading("The skill, apart from the title")
        page.say(without_lead(finding.claim))


def _renames(page: Page, answer: Drift) -> None:
    limit = answer.min_cell or 1
    page.heading("Renames in place")
    for one in answer.renames[:_MOST]:
        counted = "counted as a change of title" if one.counts else "not counted: the jobs were joined"
        page.item(
            f"{one.month}: {clean(one.before)} became {clean(one.after)}, {people(one.people, limit=limit)}; {counted}"
        )
    if len(answer.renames) > _MOST:
        page.say(f"{len(answer.renames) - _MOST} more are in the JSON.")
    if not answer.renames and limit > 1:
        page.say("No rename, or of too few people to show.")
    elif not answer.renames:
        page.say("No employer gave many people of the role another title of the same level in one month.")
