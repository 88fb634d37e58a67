"""A report's page as tests read it: its sections, figures and tables by name, and its words.

Start at `read`; it takes the page apart as a browser would, without one.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

with warnings.catch_warnings():  # as in tests.report.validity
    warnings.simplefilter("ignore", DeprecationWarning)
    import html5lib

__all__ = ["Read", "Table", "read"]

SVG: Final = "{http://www.w3.org/2000/svg}"
#: Words that a reader does not see.
UNSEEN: Final = {"style", "script", "title"}


def text_of(element: Element) -> str:
    """Return the words of an element, one space apart."""

    def parts(one: Element) -> str:
        inside = "" if one.tag in UNSEEN else (one.text or "") + "".join(map(parts, one))
        return f" {inside} {one.tail or ''}" if one.tag in BLOCKS else f"{inside}{one.tail or ''}"

    whole = parts(element)
    return " ".join(whole.removesuffix(element.tail or "").split())


BLOCKS: Final = {
    "p",
    "li",
    "td",
    "th",
    "caption",
    "small",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "summary",
    "svg",
    "text",
} | {f"{SVG}text"}


@dataclass(frozen=True)
class Table:
    """A table: its caption, its head, and its rows by their first cell."""

    caption: str
    head: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]

    def by_head(self, row: str) -> dict[str, str]:
        """Return the cells of a row by what stands over them."""
        return dict(zip(self.head[1:], self.rows[row], strict=True))


@dataclass(frozen=True)
class Read:
    """A page, or a part of one."""

    root: Element

    @cached_property
    def text(self) -> str:
        """All words that can be seen, and those that can be unfolded."""
        return text_of(self.root)

    @cached_property
    def title(self) -> str:
        return " ".join((self.root.findtext("head/title") or "").split())

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Levels and words, in order."""
        found = (one for one in self.root.iter() if one.tag in {"h1", "h2", "h3", "h4", "h5", "h6"})
        return [(int(str(one.tag)[1]), text_of(one)) for one in found]

    @cached_property
    def sections(self) -> dict[str, Read]:
        """Parts by the words that name them, in order."""
        named = {one.get("id"): text_of(one) for one in self.root.iter() if one.get("id")}
        return {
            one.get("aria-label")
            or ", ".join(named[name] for name in (one.get("aria-labelledby") or "").split()): Read(one)
            for one in self.root.iter("section")
        }

    @cached_property
    def figures(self) -> list[str]:
        """What is said of each drawing, in order; a drawing in two sizes is said once."""
        return list(dict.fromkeys(one.get("aria-label") or "" for one in self.drawings))

    @property
    def drawings(self) -> list[Element]:
        return list(self.root.iter(f"{SVG}svg"))

    @cached_property
    def tables(self) -> list[Table]:
        return [_table(one) for one in self.root.iter("table")]

    def table(self, words: str) -> Table:
        """Return the one table whose caption has these words."""
        (found,) = (table for table in self.tables if words in table.caption)
        return found

    def attributes(self, name: str) -> list[str]:
        """Return all values of an attribute, in order."""
        return [value for one in self.root.iter() if (value := one.get(name)) is not None]


def _table(element: Element) -> Table:
    (caption,) = element.iter("caption")
    head = next(element.iter("thead"), None)
    rows = [[text_of(cell) for cell in row] for body in element.iter("tbody") for row in body.iter("tr")]
    return Table(
        text_of(caption),
        () if head is None else tuple(text_of(cell) for cell in next(head.iter("tr"))),
        {row[0]: tuple(row[1:]) for row in rows},
    )


def read(html: str) -> Read:
    """Take a page apart."""
    return Read(html5lib.HTMLParser(namespaceHTMLElements=False).parse(html))
