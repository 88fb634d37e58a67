"""The report for a terminal: the answer, a table, a line for each curve, who was counted, what it cannot tell.

In: Report. Out: text. Start at `render_terminal`. Plain text unless colour is asked for; no line is wider than asked.
`Page` is the paper it is written on, for other answers too.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow import __version__
from outgrow.charts.readings import LEAST_AT_RISK, Reading, limit_of
from outgrow.charts.wording import count, interval, people, percent, years
from outgrow.report.caveats import METHOD, NOTE, caveats, how_read, made_how
from outgrow.report.document import Report
from outgrow.report.tables import (
    NOT_RELEASED,
    LedgerLine,
    TimeTable,
    ledger,
    ledger_note,
    outcomes,
    point_lists,
    time_table,
    year_table,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Page", "render_terminal"]

_BLOCKS: Final = " ▁▂▃▄▅▆▇█"
_LEAST_WIDTH: Final = 40


def render_terminal(report: Report, *, width: int = 80, color: bool = False) -> str:
    """Render the report as text.

    Parameters
    ----------
    report : Report
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
    if report.simulated:
        page.banner()
    page.say(report.answer.claim, style="bold")
    others = report.finding("others")
    if others is not None:
        page.blank()
        page.say(others.claim)
    read = how_read(report)
    if read:
        page.blank()
        page.say(read)
    table = time_table(report)
    if table.months and table.rows:
        page.heading("Estimated chance by years since entering the role")
        for part in _time_tables(report, table, page.width):
            page.draw(part)
        page.say(_legend(report))
        _sparklines(page, report)
    _point_lists(page, report)
    page.heading("Who was counted")
    _counted(page, report)
    varied = [finding for finding in report.findings if finding.key.startswith("variant/")]
    if varied:
        page.heading("How far the answer moves")
        for finding in varied:
            page.item(finding.claim)
    said = caveats(report)
    if said:
        page.heading("What this cannot tell")
    for caveat in said:
        page.item(f"{caveat.title}. {caveat.text}" if caveat.title != NOTE else caveat.text)
    page.heading("How this was made")
    page.say(METHOD)
    for item in made_how(report):
        page.item(f"{item.title}: {item.text}")
    page.say(f"{report.answer.source}. outgrow {__version__}, {report.made.isoformat()}. To repeat it:")
    page.say(report.command, indent=2)
    return page.text()


class Page:
    """Lines of text for a terminal: headings, paragraphs, lists, the account of people, tables.

    Parameters
    ----------
    width : int, default 80
        Columns; at least 40.
    color : bool, default False
        Whether to mark up with ANSI colours. Without, the text is plain, as for a pipe.
    """

    def __init__(self, width: int = 80, *, color: bool = False) -> None:
        from rich.console import Console

        self.width = max(width, _LEAST_WIDTH)
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=self.width,
            force_terminal=color,
            no_color=not color,
            color_system="standard" if color else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def banner(self) -> None:
        """Say first of all that the careers are simulated."""
        self.say("SIMULATED CAREERS: nobody lived them", style="bold yellow")
        self.blank()

    def blank(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def draw(self, part: RenderableType) -> None:
        """Add a table or another thing that Rich draws."""
        self._console.print(part)

    def heading(self, text: str) -> None:
        """Start a part."""
        from rich.text import Text

        self.blank()
        self.draw(Text(text, style="bold cyan"))

    def say(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """Add a paragraph."""
        from rich.padding import Padding
        from rich.text import Text

        said = Text(text, style=style)
        self.draw(Padding(said, (0, 0, 0, indent)) if indent else said)

    def item(self, text: str, mark: str = "-") -> None:
        """Add an item of a list."""
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=len(mark))
        grid.add_column(overflow="fold")
        grid.add_row(Text(mark), Text(text))
        self.draw(grid)

    def account(self, lines: Sequence[LedgerLine], *, limit: int) -> None:
        """Add the account from the people read to the people counted, with counts rounded to `limit`."""
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(overflow="fold")
        marks = {"start": " ", "minus": "-", "end": "="}
        for line in lines:
            style = "bold" if line.sign == "end" else ""
            grid.add_row(
                Text(marks[line.sign], style=style),
                Text(count(line.people, limit=limit), style=style),
                Text(f"{'person' if line.people == 1 else 'people'} {line.text}", style=style),
            )
        self.draw(grid)

    def text(self) -> str:
        """Return what was written, ending in a newline."""
        return "\n".join(line.rstrip() for line in self._out.getvalue().splitlines()) + "\n"


def _legend(report: Report) -> str:
    limit = limit_of(report.reach)
    shared = {curve.people for curve in report.reach.curves}
    of = f"From {people(shared.pop(), limit=limit)}. " if len(shared) == 1 else "People counted beside each group. "
    coverage = percent(report.reach.settings.coverage)
    if limit > 1:
        return (
            f"{of}In brackets: the {coverage} interval. Steps were merged to protect small groups, so each chance has a "
            "time of its own. At risk: still followed and not yet there when the step that ends then began."
        )
    return (
        f"{of}Under each chance: its {coverage} interval, and people at risk, that is, still followed and not yet "
        f"there. Blank: under {LEAST_AT_RISK} at risk, too few to say."
    )


def _time_tables(report: Report, table: TimeTable, width: int) -> list[RenderableType]:
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
    each = 18
    fit = max((width - name_width - 1) // each, 1)
    made: list[RenderableType] = []
    for first in range(0, len(table.months), fit):
        places = range(first, min(first + fit, len(table.months)))
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        drawn.add_column("", width=name_width, overflow="fold")
        for place in places:
            drawn.add_column(Text(years(table.months[place])), width=each - 2, overflow="fold")
        for number, row in enumerate(table.rows):
            name = Text(row.name, style="bold")
            if not shared:
                name.append(f"\n{counted[number]}", style="not bold")
            cells = [_cell(row.readings[place]) for place in places]
            drawn.add_row(name, *cells, end_section=False)
            if number + 1 < len(table.rows):
                drawn.add_row()
        made.append(drawn)
    return made


def _cell(reading: Reading | None) -> RenderableType:
    from rich.text import Text

    if reading is None:
        return Text("")
    text = Text(percent(reading.estimate), style="bold")
    if reading.months != reading.asked:
        text.append(f" by {years(reading.months)}", style="not bold dim")
    text.append(f"\n{interval(reading.lower, reading.upper)}", style="not bold")
    text.append(f"\n{reading.at_risk:,} at risk", style="not bold dim")
    return text


def _point_lists(page: Page, report: Report) -> None:
    """The released points of each curve whose steps were merged, each at its own time."""
    limit, lists = limit_of(report.reach), point_lists(report)
    if not any(points.readings for points in lists):
        return
    page.heading("Estimated chance by years since entering the role")
    shared = len({points.people for points in lists if points.people is not None}) == 1
    for points in lists:
        of = "" if shared or points.people is None else f", {people(points.people, limit=limit)}"
        page.say(f"{points.name}{of}{'' if points.readings else f': {NOT_RELEASED}'}", style="bold")
        for reading in points.readings:
            page.item(
                f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)}) by {years(reading.months)}, "
                f"{count(reading.at_risk, limit=limit)} at risk",
            )
    page.say(_legend(report))


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
        blocks = "".join(_block(reading, top) * 2 for reading in row.readings)
        read = [reading for reading in row.readings if reading is not None]
        end = f"{percent(read[-1].estimate)} by {years(read[-1].months)}" if read else ""
        grid.add_row(Text(row.name), Text(blocks, style="blue"), Text(end))
    page.draw(grid)


def _block(reading: Reading | None, top: float) -> str:
    if reading is None:
        return " "
    return _BLOCKS[max(1 if reading.estimate > 0 else 0, math.floor(8 * reading.estimate / top + 0.5))]


def _counted(page: Page, report: Report) -> None:
    limit = limit_of(report.reach)
    page.account(ledger(report), limit=limit)
    note = ledger_note(report)
    if note:
        page.say(note)
    for outcome in outcomes(report):
        if outcome.people:
            page.say(
                f"{outcome.name}: {count(outcome.reached, limit=limit)} seen to reach it, "
                f"{count(outcome.left, limit=limit)} left for good first, "
                f"{count(outcome.waiting, limit=limit)} last seen still waiting.",
            )
    follow_up = report.finding("follow_up")
    if follow_up is not None and follow_up.number is not None:
        page.say(f"Median follow-up {years(follow_up.number)} (reverse Kaplan-Meier).")
