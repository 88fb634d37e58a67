"""The paper that answers are written on for a terminal: headings, paragraphs, lists, bars, the account of people.

In: text and numbers. Out: lines no wider than asked, plain unless colour is asked for. Start at `Page`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow.charts.wording import count

if TYPE_CHECKING:
    from rich.console import RenderableType

    from outgrow.report.tables import LedgerLine

__all__ = ["NOT_GIVEN", "SIMULATED", "Page", "first_line"]

#: What is said first of careers that nobody lived.
SIMULATED: Final = "SIMULATED CAREERS: nobody lived them"
#: What is said first where no careers were given.
NOT_GIVEN: Final = "No careers were given, so these are the built-in ones; give yours with --careers."
_LEAST_WIDTH: Final = 40


def first_line(*, simulated: bool, given: bool) -> str:
    """Return what stands above everything else: that careers are simulated, that none were given, or nothing."""
    said = [SIMULATED] if simulated else []
    return ". ".join(said if given else [*said, NOT_GIVEN])


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

    def banner(self, text: str = SIMULATED) -> None:
        """Say first of all that the careers are simulated, or were not given."""
        self.say(text, style="bold yellow")
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

    def listed(self, title: str, texts: Sequence[str]) -> None:
        """Add a part that is a list; nothing where there is nothing to say."""
        if texts:
            self.heading(title)
        for text in texts:
            self.item(text)

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
