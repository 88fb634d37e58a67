"""Plain text as lines: indents, blank lines, underlined headings, signs of lists, columns kept apart by blanks.

In: bytes or text. Out: `Document`. Start at `decoded`, `read_plain`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from outgrow.careers.exports.refused import Refused
from outgrow.person.document import Document, Line, NotUnderstood
from outgrow.person.letters import as_seen, close_up

__all__ = ["BULLETS", "PAGE_NUMBER", "decoded", "read_plain"]

#: Signs that begin an item of a list; those of symbol fonts are in the private use area.
BULLETS: Final = "•●○◦‣⁃∙·▪▫■□◼◾▸▹►▻▶➢➤➔→»›❖◆◇✓✔✦★☆*§¤\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8\uf0e0\u00ad–—-"
#: A line that counts pages.
PAGE_NUMBER: Final = re.compile(
    r"\W*(?:page|seite|página|pagina|pág\.?|blz\.?|s\.)?\s*\d{1,3}\s*(?:(?:of|von|de|sur|van|di|/)\s*\d{1,3})?\W*",
    re.IGNORECASE,
)
_PAGE_WORD: Final = re.compile(r"page|seite|página|pagina|pág|blz|\d\s*(?:/|of|von|sur|van)\s*\d", re.IGNORECASE)
_ITEM: Final = re.compile(
    rf"(\s*)(?:[{re.escape(BULLETS)}]|>{{1,2}}|o(?=\s{{1,4}}\S)|\d{{1,2}}[.)]|\(\d{{1,2}}\)|[a-z]\))\s+(?=\S)"
)
_HASHES: Final = re.compile(r"(#{1,4})\s+(?=\S)")
_NUMBERED: Final = re.compile(r"\s*\(?\d{1,2}[.)]")
_UNDERLINE: Final = re.compile(r"\s*([=\-_~*#+—–─━═])\1{2,}\s*")
_FRAME: Final = re.compile(r"^[\s|+=\-_*#~─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝║]+$")
_APART: Final = re.compile(r"\t+|\s{3,}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
#: Rows with text on both sides of a gutter before it is one: fewer are a few dates at the right.
_LEAST_ROWS: Final = 6
_SHORT: Final = 30


def decoded(content: bytes) -> tuple[str, tuple[NotUnderstood, ...]]:
    """Return a text from its bytes, and what must be said of how it was read.

    Parameters
    ----------
    content : bytes
        In UTF-8 or UTF-16, with a mark or without, or as Windows writes West European languages.

    Raises
    ------
    Refused
        It holds zero bytes, or other signs that no text has.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(name), ()
            except UnicodeError:
                raise Refused("is not the text that its first bytes say", do="save it as text in UTF-8") from None
    # every other byte of most texts in UTF-16 is zero
    halves = content[:4096:2].count(0), content[1:4096:2].count(0)
    if len(content) % 2 == 0 and min(halves) == 0 and 2 * max(halves) > len(content[:4096:2]):
        with suppress(UnicodeError):
            return content.decode("utf-16-be" if halves[0] else "utf-16-le"), ()
    if b"\0" in content or sum(byte < 9 or 13 < byte < 27 for byte in content[:4096]) > 2:
        raise Refused(
            "is no text", why="it holds bytes that no text has", do="give a PDF, a DOCX, or text saved as UTF-8"
        )
    try:
        return content.decode("utf-8"), ()
    except UnicodeError:
        note = "a text not in UTF-8, read as Western European (Windows-1252): accents may be wrong"
        return content.decode("cp1252", errors="replace"), (NotUnderstood(file="", reason=note),)


def read_plain(text: str, notes: tuple[NotUnderstood, ...] = ()) -> Document:
    """Turn a plain text into lines.

    Parameters
    ----------
    text : str
        Any; pages may be parted by form feeds.
    notes : tuple of NotUnderstood
        Of `decoded`.

    Returns
    -------
    Document
        Underlined lines are headings; what three blanks or a tab keep apart are cells; gaps are blank lines.
    """
    pages = as_seen(text).replace("\r\n", "\n").replace("\r", "\n").split("\f")
    edge = _edge(text)
    found: list[Line] = []
    for page, part in enumerate(pages, 1):
        columns = _columns(part.split("\n"))
        for column, rows in enumerate(columns):
            found += _lines(rows, page, column, edge if column == 0 else _edge("\n".join(rows)))
    return Document(
        lines=tuple(line for line in found if line.text), kind="text", not_understood=notes, pages=len(pages)
    )


def _lines(rows: Sequence[str], page: int, column: int, edge: int) -> list[Line]:
    found: list[Line] = []
    blank = None
    for raw in rows:
        if not raw.strip():
            blank = None if blank is None else blank + 1
            continue
        if _UNDERLINE.fullmatch(raw):
            if found and not blank and not found[-1].bullet and len(found[-1].cells) == 1 and len(found[-1].text) < 60:
                found[-1] = _headed(found[-1], 1 if raw.strip()[0] in "=━═#" else 2)
            continue
        if _FRAME.match(raw) or _is_page_number(raw):
            continue
        hashes = _HASHES.match(raw)
        words = raw[hashes.end() :] if hashes else raw
        line = _line(words, page, column, edge, None if blank is None else float(blank))
        found.append(_headed(line, len(hashes[1])) if hashes else line)
        blank = 0
    return found


def _columns(rows: list[str]) -> list[list[str]]:
    """Part text of two columns: what is above them, then each from the left; text that is not plainly so stays whole.

    Plainly: in six rows and more blanks part text from text that begins at one place, no row from the first of them on has
    letters across that place, what is at the right is neither mostly dates nor short, and some rows have text on one side alone,
    unlike those of a table.
    """
    whole = [rows]
    places: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        gaps = list(_APART.finditer(row.rstrip()))
        gaps = [gap for gap in gaps if gap.start() > 0]
        if len(gaps) == 1 and "\t" not in row:
            places.setdefault(gaps[0].end(), []).append(number)
    if not places:
        return whole
    place, at = max(places.items(), key=lambda item: len(item[1]))
    body = [row for row in rows[at[0] :] if row.strip()]
    right = [row[place:].strip() for row in body if row[place:].strip()]
    crossed = any(len(row) > place and row[place - 2 : place].strip() for row in body)
    dates = sum(_YEAR.search(text) is not None and len(text) < _SHORT for text in right)
    one_sided = sum(not row[:place].strip() or not row[place:].strip() for row in body)
    if len(at) < _LEAST_ROWS or crossed or not one_sided or 2 * dates > len(right) or _length(right) < _SHORT / 2:
        return whole
    parts = rows[: at[0]], [row[:place] for row in rows[at[0] :]], [row[place:] for row in rows[at[0] :]]
    return [part for part in parts if any(row.strip() for row in part)]


def _length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / max(len(texts), 1)


def _edge(text: str) -> int:
    """Return how far the whole text is indented."""
    indents = [len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) for line in text.splitlines() if line.strip()]
    return min(indents, default=0)


def _line(raw: str, page: int, column: int, edge: int, gap: float | None) -> Line:
    whole = raw.expandtabs(4)
    match = _ITEM.match(raw)
    bullet = match is not None and not _is_year(raw)
    body = close_up(raw[match.end() :] if match is not None and bullet else raw.strip())
    if body.startswith("|") and body.endswith("|") and body.count("|") > 2:
        cells = [cell.strip() for cell in body.strip("|").split("|")]
    else:
        cells = [cell.strip() for cell in _APART.split(body.strip())]
    cells = [" ".join(cell.split()) for cell in cells if cell.strip()]
    return Line(
        text="  ".join(cells) or " ".join(body.split()),
        cells=tuple(cells),
        page=page,
        column=column,
        bullet=bullet,
        indent=float(len(whole) - len(whole.lstrip()) - edge),
        gap=gap,
    )


def _is_year(raw: str) -> bool:
    """Tell a date from the number of an item: ``03. 2015`` and ``- 2018``."""
    return _NUMBERED.match(raw) is not None and re.match(r"\s*\d{1,2}[.)]\s*\d{2,4}\b", raw) is not None


def _headed(line: Line, level: int) -> Line:
    from dataclasses import replace

    return replace(line, heading=level)


def _is_page_number(raw: str) -> bool:
    return PAGE_NUMBER.fullmatch(raw) is not None and _PAGE_WORD.search(raw) is not None
