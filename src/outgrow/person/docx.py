"""DOCX as lines: paragraphs with their styles, lists, tabs, tables, text boxes and content controls, in the order of the body.

In: a `Source` that is a zip. Out: `Document`. Start at `read_docx`. The XML is read as it is, since what resumes are laid out
with, text boxes and content controls among it, is where libraries for documents stop. Nothing that a file links to is followed.

A table of one row, or of few cells full of paragraphs, lays a page out: each of its cells is a column. Any other is read row by
row, its cells beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.xml import parsed_xml
from outgrow.person.document import Document, Line, NotUnderstood
from outgrow.person.letters import as_seen, close_up
from outgrow.person.plain import BULLETS, PAGE_NUMBER

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_docx"]

_ITEM: Final = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]|o(?=\s))\s+(?=\S)")
_HEADING: Final = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*(\d)", re.IGNORECASE)
_HEAD: Final = re.compile(r"word/header\d*\.xml", re.IGNORECASE)
_LIST: Final = re.compile(r"list|aufzähl|liste|lista|opsomming", re.IGNORECASE)
#: What is deleted, or stands for something else, or is drawn twice for older programs.
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "footnoteReference", "object"}
)
_USUAL_SIZE: Final = 11.0
#: Paragraphs in a cell from which on its table lays out the page.
_FULL_CELL: Final = 4


class _Style(NamedTuple):
    """What a style says of its paragraphs."""

    heading: int | None = None
    bold: bool | None = None
    size: float | None = None
    is_list: bool = False
    before: float = 0.0
    after: float = 0.0


@dataclass(slots=True)
class _State:
    """Where reading has come to."""

    styles: dict[str, _Style]
    default: _Style
    lines: list[Line] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    column: int = 0
    row: int = 0
    blank: bool = False
    after: float | None = None
    pictures: int = 0


def read_docx(source: Source) -> Document:
    """Turn a document of Word, or of a program that writes its format, into lines.

    Parameters
    ----------
    source : Source
        The file, opened; it is a zip.

    Returns
    -------
    Document
        Gaps are the spaces between paragraphs in heights of a line; text boxes come after the body, each a column of its own.

    Raises
    ------
    Refused
        It is damaged, holds no document, or meets a limit.
    """
    if not source.has("document.xml"):
        raise Refused("is a zip, and no document of Word", do="give a DOCX, a PDF, or the zip that LinkedIn sends")
    body = next(_children(parsed_xml(source, source.read("document.xml", within="word")), "body"), None)
    if body is None:
        raise Refused("holds no text", do="save it again as DOCX")
    state = _State(*_styles(source))
    said = {
        "".join(text for text in one.itertext() if text.strip()).strip() for one in body.iter() if _name(one) == "p"
    }
    _heads(source, state, said)
    _blocks(body, state)
    seen = 0
    while seen < len(state.boxes):
        box = state.boxes[seen]
        seen += 1
        _in_a_column(box, state)
    notes = []
    if not state.lines and state.pictures:
        notes.append(NotUnderstood(file="", reason="a document without text: it is a picture"))
    return Document(lines=tuple(state.lines), kind="docx", not_understood=tuple(notes))


def _heads(source: Source, state: _State, said: set[str]) -> None:
    """Read what stands at the head of pages as a column of its own; not what was said before or in the body, nor page numbers."""
    for name in source.names():
        if not _HEAD.fullmatch(name):
            continue
        try:
            root = parsed_xml(source, source.read(name.rpartition("/")[2], within="word"))
        except Refused:
            continue  # the body says what counts
        before = len(state.lines)
        _in_a_column(root, state)
        found, state.lines[before:] = state.lines[before:], []
        for line in found:
            if line.text not in said and not PAGE_NUMBER.fullmatch(line.text):
                state.lines.append(replace(line, column=0))
                said.add(line.text)
    state.column, state.after = (1 if state.lines else 0), None


def _blocks(parent: Element, state: _State) -> None:
    for child in parent:
        name = _name(child)
        if name == "p":
            _paragraph(child, state)
        elif name == "tbl":
            _table(child, state)
        elif name in {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"}:
            _blocks(child, state)


def _in_a_column(parent: Element, state: _State) -> None:
    """Read what stands beside the rest as a column of its own."""
    before, back = len(state.lines), state.column
    state.column = max((line.column for line in state.lines), default=-1) + 1
    state.after, state.blank = None, False
    _blocks(parent, state)
    state.column = state.column if len(state.lines) == before else back
    state.after, state.blank = None, False


def _table(table: Element, state: _State) -> None:
    rows = [list(_cells(row)) for row in _rows(table)]
    full = [cell for row in rows for cell in row if _size(cell) >= _FULL_CELL]
    wide = max((len(row) for row in rows), default=0)
    if wide == 1:
        for row in rows:
            for cell in row:
                _blocks(cell, state)
    elif (len(full) >= 2 and len(rows) <= 3) or (len(rows) == 1 and full):
        for row in rows:
            if len(row) == 1 or all(_size(cell) < _FULL_CELL for cell in row):
                _row(row, state)
            else:
                for cell in row:
                    _in_a_column(cell, state)
    else:
        for row in rows:
            _row(row, state)


def _row(cells: Sequence[Element], state: _State) -> None:
    """Read a row of a table: its first lines beside each other, what a cell says besides below them."""
    state.row += 1
    parts: list[list[Line]] = []
    for cell in cells:
        inner = _State(state.styles, state.default, boxes=state.boxes)
        _blocks(cell, inner)
        state.pictures += inner.pictures
        if inner.lines:
            parts.append(inner.lines)
    if not parts:
        return
    first = [lines[0] for lines in parts]
    if len(parts) == 1:
        merged = first[0]
    else:
        texts = tuple(text for line in first for text in line.cells)
        bold = max(first, key=lambda line: len(line.text))
        merged = replace(bold, text="  ".join(texts), cells=texts, bullet=False, heading=None)
    above = _above(state)
    gap = above if above is None else max(above, 0.3)
    state.lines.append(replace(merged, column=state.column, row=state.row, gap=gap))
    rest = [lines[1:] for lines in parts]
    narrow = [place for place, lines in enumerate(rest) if lines and all(len(line.text) < 40 for line in lines)]
    # a narrow cell's other lines, a place below the dates, belong to the heading; text stands in the wide one
    for place in sorted(range(len(rest)), key=lambda place: (place not in narrow or len(rest) == 1, place)):
        for line in rest[place]:
            state.lines.append(replace(line, column=state.column, row=state.row))
    state.after, state.blank = 0.3, False


def _paragraph(paragraph: Element, state: _State) -> None:
    properties = next(_children(paragraph, "pPr"), None)
    style = state.styles.get(_value(properties, "pStyle") or "", state.default)
    numbering = None if properties is None else next(_children(properties, "numPr"), None)
    numbered = numbering is not None and _value(numbering, "numId") != "0"
    pieces = list(_pieces(paragraph, state, style))
    before, after = _spacing(properties, style)
    texts = _broken(pieces)
    if not any(text.strip() for text, *_ in texts):
        state.blank = state.blank or bool(state.lines)
        return
    level = _value(properties, "outlineLvl")
    heading = style.heading if level is None or not level.isdigit() or int(level) > 8 else int(level) + 1
    first = True
    for text, letters, bold, size in texts:
        if not text.strip():
            continue
        match = _ITEM.match(text)
        is_item = first and heading is None and (numbered or style.is_list or match is not None)
        body = text[match.end() :] if match is not None and first else text
        parts = [close_up(body)] if close_up(body) != body else re.split(r"\t+|\s{4,}", body)
        cells = tuple(words for part in parts if (words := " ".join(as_seen(part).split())))
        if not cells:
            continue
        gap = (
            (_above(state) if state.after is None else max(before + state.after, 1.0 if state.blank else 0.0))
            if first
            else 0.0
        )
        state.lines.append(
            Line(
                text="  ".join(cells),
                cells=cells,
                column=state.column,
                size=size,
                bold=bold * 2 > letters,
                heading=heading,
                bullet=is_item,
                indent=_indent(properties) + (18.0 if numbered else 0.0),
                gap=gap,
            )
        )
        first, state.blank = False, False
    state.after = after


def _above(state: _State) -> float | None:
    """Return the space above what comes next, by what stands before it: none at the top of a column."""
    if not any(line.column == state.column for line in state.lines[-1:]):
        return None
    return max(state.after or 0.0, 1.0 if state.blank else 0.0)


def _pieces(parent: Element, state: _State, style: _Style) -> Iterator[tuple[str, bool, float]]:
    """Give the words of a paragraph with how they look; tabs and line ends are words too."""
    for child in parent:
        name = _name(child)
        if name in _SKIPPED:
            continue
        if name == "r":
            yield from _run(child, state, style)
        elif name == "txbxContent":
            state.boxes.append(child)
        else:
            yield from _pieces(child, state, style)


def _run(run: Element, state: _State, style: _Style) -> Iterator[tuple[str, bool, float]]:
    look = next(_children(run, "rPr"), None)
    if look is not None and _on(look, "vanish"):
        return
    bold = bool(style.bold) if look is None or next(_children(look, "b"), None) is None else _on(look, "b")
    named = state.styles.get(_value(look, "rStyle") or "")
    bold = bold or bool(named and named.bold)
    half_points = _value(look, "sz")
    size = float(half_points) / 2 if half_points and half_points.isdigit() else style.size or _USUAL_SIZE
    caps = look is not None and _on(look, "caps")
    for child in run:
        name = _name(child)
        if name == "t":
            yield (child.text or "").upper() if caps else (child.text or ""), bold, size
        elif name in {"tab", "ptab"}:
            yield "\t", bold, size
        elif name in {"br", "cr"}:
            yield "\n", bold, size
        elif name in {"noBreakHyphen", "softHyphen"}:
            yield "-" if name == "noBreakHyphen" else "", bold, size
        elif name == "sym":
            code = _attribute(child, "char") or ""
            yield "•" if code.upper().startswith("F0") else "", bold, size
        elif name not in _SKIPPED:
            state.pictures += name in {"drawing", "pict"}
            # a drawing may hold a text box
            yield from _pieces(child, state, style)


def _broken(pieces: Sequence[tuple[str, bool, float]]) -> list[tuple[str, int, int, float]]:
    """Part the words of a paragraph into lines: text, letters, letters that are bold, and the size of most."""
    found: list[tuple[str, int, int, float]] = []
    words, letters, bold, sizes = "", 0, 0, dict[float, int]()
    for text, is_bold, size in [*pieces, ("\n", False, 0.0)]:
        for place, part in enumerate(text.split("\n")):
            if place:
                found.append((words, letters, bold, max(sizes, key=sizes.__getitem__, default=_USUAL_SIZE)))
                words, letters, bold, sizes = "", 0, 0, {}
            n = sum(sign.isalpha() for sign in part)
            words, letters, bold = words + part, letters + n, bold + (n if is_bold else 0)
            if n:
                sizes[size] = sizes.get(size, 0) + n
    return found


def _styles(source: Source) -> tuple[dict[str, _Style], _Style]:
    """Read what styles say, each with what it takes from the one it is based on."""
    if not source.has("styles.xml"):
        return {}, _Style()
    try:
        root = parsed_xml(source, source.read("styles.xml", within="word"))
    except Refused:
        return {}, _Style()
    raw = {_attribute(style, "styleId") or "": style for style in _children(root, "style")}
    made: dict[str, _Style] = {}

    def style_of(key: str, depth: int = 0) -> _Style:
        if key in made or key not in raw or depth > 20:
            return made.get(key, _Style())
        style = raw[key]
        base = style_of(_value(style, "basedOn") or "", depth + 1)
        look, paragraph = next(_children(style, "rPr"), None), next(_children(style, "pPr"), None)
        name = _value(style, "name") or ""
        match = _HEADING.search(name) or _HEADING.search(key)
        level = _value(paragraph, "outlineLvl")
        heading = (
            int(match[1]) if match else int(level) + 1 if level and level.isdigit() and int(level) < 9 else base.heading
        )
        has_bold = look is not None and next(_children(look, "b"), None) is not None
        half_points = _value(look, "sz")
        before, after = _spacing(paragraph, base)
        made[key] = _Style(
            heading=heading,
            bold=_on(look, "b") if has_bold and look is not None else base.bold,
            size=float(half_points) / 2 if half_points and half_points.isdigit() else base.size,
            is_list=bool(_LIST.search(name)) or base.is_list,
            before=before,
            after=after,
        )
        return made[key]

    for key in raw:
        style_of(key)
    usual = (key for key, style in raw.items() if _attribute(style, "default") == "1")
    default = next((key for key in usual if _attribute(raw[key], "type") == "paragraph"), "")
    return made, made.get(default, _Style())


def _spacing(properties: Element | None, style: _Style) -> tuple[float, float]:
    """Return the space above and below a paragraph in heights of a line."""
    spacing = None if properties is None else next(_children(properties, "spacing"), None)
    if spacing is None:
        return style.before, style.after
    found = []
    for side, usual in (("before", style.before), ("after", style.after)):
        twentieths = _attribute(spacing, side)
        found.append(float(twentieths) / 20 / 12 if twentieths and twentieths.isdigit() else usual)
    return found[0], found[1]


def _indent(properties: Element | None) -> float:
    indent = None if properties is None else next(_children(properties, "ind"), None)
    twentieths = None if indent is None else _attribute(indent, "left") or _attribute(indent, "start")
    return float(twentieths) / 20 if twentieths and twentieths.lstrip("-").isdigit() else 0.0


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if _name(child) == "tr":
            yield child
        elif _name(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _cells(child)


def _size(cell: Element) -> int:
    """Return how many paragraphs with words a cell has."""
    paragraphs = (one for one in cell.iter() if _name(one) == "p")
    return sum(1 for one in paragraphs if any(_name(text) == "t" and (text.text or "").strip() for text in one.iter()))


def _on(properties: Element, name: str) -> bool:
    found = next(_children(properties, name), None)
    return found is not None and _attribute(found, "val") not in {"0", "false", "none", "off"}


def _value(parent: Element | None, name: str) -> str | None:
    found = None if parent is None else next(_children(parent, name), None)
    return None if found is None else _attribute(found, "val")


def _attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name alone: the strict form of the standard has other namespaces."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)
