"""Chances to reach each target for a terminal: a table by years, lists of released points, a block for each year.

In: Report. Out: lines on a `Page`. Start at `draw_chances`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outgrow.charts.readings import LEAST_AT_RISK, Reading, limit_of
from outgrow.charts.wording import count, interval, people, percent, years
from outgrow.report.answers_time import short
from outgrow.report.blocks import year_block
from outgrow.report.document import Report
from outgrow.report.page import Page
from outgrow.report.tables import NOT_RELEASED, TimeTable, point_lists, time_table, year_table

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["CHANCES", "chances_legend", "draw_chances"]

#: What the chances are.
CHANCES: Final = "Estimated chance by years since entering the role"


#: Columns of a chance with its interval under it, with words and in short; fewest years that are worth a block each.
_CELL: Final = 18
_SHORT_CELL: Final = 13
_LEAST_YEARS: Final = 5


def draw_chances(page: Page, report: Report, *, full: bool = True) -> None:
    """Draw how the chance of each target grows with time.

    Parameters
    ----------
    page : Page
        What it is drawn on.
    report : Report
        With curves, exact or released under a limit.
    full : bool, default True
        Whether people at risk stand under each chance.
    """
    table = time_table(report)
    if table.months and table.rows:
        page.heading(CHANCES)
        if not full and _with_years(page, report, table):
            page.say(chances_legend(report, full=full))
            return
        for part in _time_tables(report, table, page.width, full=full):
            page.draw(part)
        page.say(chances_legend(report, full=full))
        _sparklines(page, report)
    _point_lists(page, report, full=full)


def chances_legend(report: Report, *, full: bool = True) -> str:
    """Return what the chances are of, and what stands beside each."""
    limit = limit_of(report.reach)
    shared = {curve.people for curve in report.reach.curves}
    of = f"From {people(shared.pop(), limit=limit)}. " if len(shared) == 1 else "People counted beside each group. "
    coverage = percent(report.reach.settings.coverage)
    if limit > 1:
        merged = "Steps were merged to protect small groups, so each chance has a time of its own."
        risk = " At risk: still followed and not yet there when the step that ends then began." if full else ""
        return f"{of}In brackets: the {coverage} interval. {merged}{risk}"
    if not full:
        blank = any(reading is None for row in time_table(report).rows for reading in row.readings)
        return f"{of}Under each chance: its {coverage} interval.{' Blank: too few are left to say.' if blank else ''}"
    return (
        f"{of}Under each chance: its {coverage} interval, and people at risk, that is, still followed and not yet "
        f"there. Blank: under {LEAST_AT_RISK} at risk, too few to say."
    )


def _time_tables(report: Report, table: TimeTable, width: int, *, full: bool) -> list[RenderableType]:
    """Tables of as many columns as fit, one under another."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    limit, shared = limit_of(report.reach), len({row.people for row in table.rows}) == 1
    counted = [] if shared else [people(row.people, limit=limit) for row in table.rows]
    longest_word = max(len(word) for row in table.rows for word in row.name.split())
    most = max(width // 3, 12)
    name_width = max(
        min(max(len(row.name) for row in table.rows), most),
        min(longest_word, most),
        *(len(text) for text in counted),
        1,
    )
    each = _CELL if full else _SHORT_CELL + 1
    fit = max((width - name_width - 1) // each, 1)
    made: list[RenderableType] = []
    for first in range(0, len(table.months), fit):
        places = range(first, min(first + fit, len(table.months)))
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        drawn.add_column("", width=name_width, overflow="fold")
        for place in places:
            drawn.add_column(Text(years(table.months[place])), width=each - (2 if full else 1), overflow="fold")
        for number, row in enumerate(table.rows):
            name = Text(row.name, style="bold")
            if not shared:
                name.append(f"\n{counted[number]}", style="not bold")
            cells = [_cell(row.readings[place], full=full) for place in places]
            drawn.add_row(name, *cells, end_section=False)
            if full and number + 1 < len(table.rows):
                drawn.add_row()
        made.append(drawn)
    return made


def _cell(reading: Reading | None, *, full: bool) -> RenderableType:
    from rich.text import Text

    if reading is None:
        return Text("")
    text = Text(percent(reading.estimate) if full else short(reading.estimate), style="bold")
    if reading.months != reading.asked:
        text.append(f" by {years(reading.months)}", style="not bold dim")
    span = interval(reading.lower, reading.upper) if full else f"{short(reading.lower)} to {short(reading.upper)}"
    text.append(f"\n{span}", style="not bold")
    if full:
        text.append(f"\n{reading.at_risk:,} at risk", style="not bold dim")
    return text


def _point_lists(page: Page, report: Report, *, full: bool) -> None:
    """The released points of each curve whose steps were merged, each at its own time."""
    limit, lists = limit_of(report.reach), point_lists(report)
    if not any(points.readings for points in lists):
        return
    page.heading(CHANCES)
    shared = len({points.people for points in lists if points.people is not None}) == 1
    for points in lists:
        of = "" if shared or points.people is None else f", {people(points.people, limit=limit)}"
        page.say(f"{points.name}{of}{'' if points.readings else f': {NOT_RELEASED}'}", style="bold")
        for reading in points.readings:
            risk = f", {count(reading.at_risk, limit=limit)} at risk" if full else ""
            page.item(
                f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)}) by {years(reading.months)}{risk}"
            )
    page.say(chances_legend(report, full=full))


def _with_years(page: Page, report: Report, table: TimeTable) -> bool:
    """Draw the table with a block for each year beside the chances, where all of it fits in one."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    by_year = year_table(report)
    values = [reading.estimate for row in by_year.rows for reading in row.readings if reading is not None]
    name_width = min(max(len(row.name) for row in table.rows), page.width // 4)
    blocks = len(by_year.months)
    shared = len({row.people for row in table.rows}) == 1
    if not values or blocks < _LEAST_YEARS or not shared:
        return False
    if name_width + blocks + len(table.months) * _SHORT_CELL + len(table.months) + 4 > page.width:
        return False
    top = max(max(values), 0.01)
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    first = next((text for text in ("Year by year", "Years") if len(text) <= name_width), "")
    drawn.add_column(first, width=name_width, overflow="fold")
    drawn.add_column(f"1{str(blocks).rjust(blocks - 1)}", width=blocks + 1, no_wrap=True)
    for months in table.months:
        drawn.add_column(Text(years(months)), width=_SHORT_CELL, overflow="fold")
    for row, yearly in zip(table.rows, by_year.rows, strict=True):
        line = "".join(year_block(None if one is None else one.estimate, top) for one in yearly.readings)
        drawn.add_row(
            Text(row.name, style="bold"), Text(line, style="blue"), *(_cell(one, full=False) for one in row.readings)
        )
    page.draw(drawn)
    return True


def _sparklines(page: Page, report: Report) -> None:
    """One block for each year, all lines on one scale from 0."""
    from rich.table import Table
    from rich.text import Text

    table = year_table(report)
    values = [reading.estimate for row in table.rows for reading in row.readings if reading is not None]
    if not values or len(table.months) < 2 or len(table.months) > page.width // 2:
        return
    top = max(max(values), 0.01)
    page.blank()
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", max_width=page.width // 3)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    last = len(table.months)
    grid.add_row(Text("Year by year"), Text(f"1{str(last).rjust(2 * last - 2)}" if last > 1 else "1"), Text(""))
    for row in table.rows:
        blocks = "".join(year_block(None if reading is None else reading.estimate, top) * 2 for reading in row.readings)
        read = [reading for reading in row.readings if reading is not None]
        end = f"{percent(read[-1].estimate)} by {years(read[-1].months)}" if read else ""
        grid.add_row(Text(row.name), Text(blocks, style="blue"), Text(end))
    page.draw(grid)
