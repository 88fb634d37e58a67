"""Text for Markdown as GitHub reads it: escaped so that it shows as written, tables, fences, shortened names.

In: text. Out: Markdown. Start at `escaped` and `Sheet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from outgrow.charts.wording import clean

__all__ = ["LONGEST", "Sheet", "escaped", "fenced"]

#: Letters of a name from outside that are shown at most, and of any one text.
LONGEST: Final = 120
_LONGEST_TEXT: Final = 2_000
#: What has a meaning anywhere in a line.
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&$^])")
#: What has one at the start of a line: lists and underlines of headings.
_FIRST: Final = re.compile(r"^([-+=])")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
#: Addresses, which a reader would turn into links.
_LINKED: Final = re.compile(r"(?i)(:)(?=//)|(?<=\bwww)(\.)|(?<=mailto)(:)|(@)(?=\w)")


def escaped(text: str) -> str:
    """Return text so that Markdown shows it as it is.

    Parameters
    ----------
    text : str
        From anywhere. Line ends become blanks, since a blank line would end a table or a list.
    """
    marked = _MARKS.sub(r"\\\1", clean(text))
    linked = _LINKED.sub(lambda found: f"\\{found.group()}", marked)
    return _NUMBERED.sub(r"\1\\\2", _FIRST.sub(r"\\\1", linked))


def fenced(lines: Sequence[str], language: str = "text") -> str:
    """Return lines as a block of code, behind a fence longer than any within."""
    longest = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


class Sheet:
    """Blocks of Markdown, each parted from the next by an empty line.

    Parameters
    ----------
    long_names : iterable of str
        Names from outside; those longer than `LONGEST` are cut wherever they are said.
    """

    def __init__(self, long_names: Iterable[str] = ()) -> None:
        self._blocks: list[str] = []
        named = {clean(name) for name in long_names}
        # the longest first, since one may be part of another
        self._long = sorted((name for name in named if len(name) > LONGEST), key=len, reverse=True)

    def short(self, text: str) -> str:
        """Return text with long names cut, and cut itself where it is still endless."""
        said = clean(text)
        for name in self._long:
            said = said.replace(name, f"{name[:LONGEST].rstrip()}…")
        return said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT].rstrip()}…"

    def text(self, text: str) -> str:
        """Return text short and escaped."""
        return escaped(self.short(text))

    def heading(self, text: str, level: int = 2) -> None:
        """Start a part."""
        self._blocks.append(f"{'#' * level} {self.text(text)}")

    def say(self, text: str, *, bold: bool = False) -> None:
        """Add a paragraph."""
        said = self.text(text)
        self._blocks.append(f"**{said}**" if bold else said)

    def listed(self, texts: Sequence[str]) -> None:
        """Add a list."""
        if texts:
            self._blocks.append("\n".join(f"- {self.text(text)}" for text in texts))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: Sequence[int] = (0,)) -> None:
        """Add a table.

        Parameters
        ----------
        head : sequence of str
            Names of the columns.
        rows : sequence of sequence of str
            A text for each column.
        words : sequence of int, default (0,)
            Places of the columns that hold words; the others hold numbers, at the right.
        """
        if not rows:
            return
        marks = ["---" if place in words else "---:" for place in range(len(head))]
        lines = [head, *rows]
        told = [" | ".join(self.text(cell) for cell in line) for line in lines]
        told.insert(1, " | ".join(marks))
        self._blocks.append("\n".join(f"| {line} |" for line in told))

    def fence(self, lines: Sequence[str], language: str = "text") -> None:
        """Add a block of code, as it is."""
        if lines:
            self._blocks.append(fenced([clean(line) if language == "sh" else line for line in lines], language))

    def __str__(self) -> str:
        return "\n\n".join(self._blocks) + "\n"
