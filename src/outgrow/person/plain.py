"""Plain text as lines: what people write with a keyboard alone, or save from a word processor.

In: text, or the bytes of a file. Out: `Document`. Start at `read_plain`; next: outgrow.person.sections.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import Final

from outgrow.careers.exports.refused import Refused
from outgrow.person.document import Document, Line, NotUnderstood
from outgrow.person.letters import cells_of, close_up, joined, tidy, without_sign

__all__ = ["LINES", "decoded", "read_plain"]

#: So many lines are read; a resume has some hundreds.
LINES: Final = 20_000
#: A line is read to here; nobody writes longer ones, and some programs write a file as one line.
_LONGEST: Final = 20_000
_RULE: Final = re.compile(r"\s*([=\-~_*#+.\u2014\u2013\u2500\u2501\u2550])\1{2,}\s*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d|\bpresent\b|\bheute\b", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\S(\s{3,})(?=\S)")
_TAB: Final = 4
#: Rows with text on both sides of a gutter before it is one: fewer are a few dates at the right.
_ROWS: Final = 6


def decoded(content: bytes) -> tuple[str, tuple[NotUnderstood, ...]]:
    """Return the text of a file, and what must be said of how it was read.

    Parameters
    ----------
    content : bytes
        UTF-8 or UTF-16, with a mark or without, or Windows-1252, which is a guess and is said.

    Raises
    ------
    Refused
        It is no text.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _checked(content.decode(encoding, errors="replace")), ()
    zeros = content[:4096].count(0)
    if zeros > len(content[:4096]) // 4:
        little = content[1:4096:2].count(0) > content[0:4096:2].count(0)
        return _checked(content.decode("utf-16-le" if little else "utf-16-be", errors="replace")), ()
    try:
        return _checked(content.decode()), ()
    except UnicodeDecodeError:
        said = "its letters are read as Windows-1252, since they are no UTF-8: look whether accents came out right"
        return _checked(content.decode("cp1252", errors="replace")), (NotUnderstood(file="", reason=said),)


def read_plain(content: str | bytes) -> Document:
    """Read plain text.

    A line that is underlined, or stands alone in capitals, is a heading; a tab or three blanks and more part cells; columns side
    by side are read one after the other where blanks part them all the way down.

    Parameters
    ----------
    content : str or bytes
        The text, or the bytes of its file: `decoded`.

    Raises
    ------
    Refused
        It is no text.
    """
    text, said = decoded(content) if isinstance(content, bytes) else (content, ())
    written = [_blanks(line[:_LONGEST]) for line in re.split(r"\r\n|[\n\r\f\v\u2028\u2029\x85]", text)]
    if len(written) > LINES:
        said = (*said, NotUnderstood(file="", reason=f"only its first {LINES:,} lines are read"))
        written = written[:LINES]
    lines: list[Line] = []
    for column, part in enumerate(_columns(written)):
        lines.extend(_lines(part, column))
    return Document(lines=tuple(lines), kind="text", not_understood=said)


def _checked(text: str) -> str:
    head = text[:4096]
    if sum(letter == "\ufffd" or (letter < " " and letter not in "\t\n\r\f\v") for letter in head) > len(head) // 20:
        raise Refused(
            "is no text", why="most of it is bytes that are no letters", do="save it as text in UTF-8, or as PDF"
        )
    return text


def _blanks(line: str) -> str:
    """Return a line with blanks for the tabs that it begins with; others part cells."""
    rest = line.lstrip()
    return tidy(line[: len(line) - len(rest)].expandtabs(_TAB) + rest)


def _lines(written: Sequence[str], column: int) -> Iterable[Line]:
    least = min((len(line) - len(line.lstrip()) for line in written if line.strip()), default=0)
    blank, first = 0, True
    for number, line in enumerate(written):
        if not line.strip():
            blank += 1
            continue
        if _RULE.fullmatch(line):
            # what is underlined has been read; a rule of its own parts what it stands between
            blank += 0 if _underlined(written, number - 1) else 1
            continue
        text, sign = without_sign(line.strip())
        cells = tuple(close_up(cell) for cell in (cells_of(text) if len(close_up(text)) == len(text) else (text,)))
        if not cells:
            continue
        gap = None if first else float(blank)
        heading = _underlined(written, number)
        if heading is None and not sign and gap != 0 and _capitals(cells):
            heading = 2
        yield Line(
            text=joined(cells),
            cells=cells,
            column=column,
            heading=heading,
            bullet=sign,
            indent=float(len(line) - len(line.lstrip()) - least),
            gap=gap,
        )
        blank, first = 0, False


def _underlined(written: Sequence[str], number: int) -> int | None:
    """Return the level of a heading that the next line underlines, or None."""
    if number < 0 or number + 1 >= len(written):
        return None
    line, under = written[number].strip(), _RULE.fullmatch(written[number + 1])
    if (
        not under
        or not line
        or _RULE.fullmatch(line)
        or len(line) > 60
        or len(cells_of(line)) > 1
        or without_sign(line)[1]
    ):
        return None
    # a rule across the page below the last line of a paragraph underlines nothing
    before = written[number - 1].strip() if number else ""
    if before and not _RULE.fullmatch(before) and len(under[0].strip()) > len(line) + 8:
        return None
    return 1 if under[1] in "=\u2550#" else 2


def _capitals(cells: tuple[str, ...]) -> bool:
    text = cells[0]
    return (
        len(cells) == 1
        and text.isupper()
        and len(text) <= 50
        and not any(map(str.isdigit, text))
        and sum(map(str.isalpha, text)) >= 4
        and not text.endswith((".", ","))
    )


def _columns(written: list[str]) -> list[list[str]]:
    """Part text of two columns; text that is not plainly so stays as it is.

    Plainly: in six rows and more there is text on both sides, what is at the right begins at one place, nothing below the first
    such row crosses it, and what is at the right is neither mostly dates nor a third cell of a table.
    """
    starts: dict[int, list[int]] = {}
    for number, line in enumerate(written):
        gaps = [found.end() for found in _BLANKS.finditer(line)]
        if len(gaps) == 1 and "\t" not in line.strip():
            starts.setdefault(gaps[0], []).append(number)
    if not starts:
        return [written]
    place, rows = max(starts.items(), key=lambda item: len(item[1]))
    if len(rows) < _ROWS:
        return [written]
    first = rows[0]
    body = [line for line in written[first:] if line.strip()]
    crossing = [line for line in body if line[max(0, place - 2) : place].strip() and len(line) > place]
    right = [line[place:].strip() for line in body if line[place:].strip()]
    lone = sum(not line[:place].strip() for line in body)
    if crossing or sum(bool(_YEAR.search(text)) and len(text) < 30 for text in right) > 0.4 * len(right):
        return [written]
    # a table has its cells in every row; columns run out at different rows, or begin new lines on their own
    if len(right) == len(body) and lone == 0:
        return [written]
    if sum(len(text) for text in right) < 12 * len(right):
        return [written]
    parts = [
        written[:first],
        [line[:place].rstrip() for line in written[first:]],
        [line[place:] for line in written[first:]],
    ]
    return [part for part in parts if any(line.strip() for line in part)]
