"""What every page of outgrow keeps to: HTML as the standard has it, whole in itself, with names for all that is not text.

Start at `assert_valid`; it needs no browser and no Java. `faults` lists what is wrong. What may stand in what, the Nu Html
Checker knows better: fixture `validator`.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

with warnings.catch_warnings():  # of 2020: a later Python may find more to say about it
    warnings.simplefilter("ignore", DeprecationWarning)
    import html5lib
    from html5lib.constants import E as PARSE_ERRORS

__all__ = ["assert_valid", "faults"]

SVG: Final = "{http://www.w3.org/2000/svg}"
#: Attributes that name other elements by id, several of them parted by spaces.
REFERENCES: Final = (
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "for",
    "form",
    "headers",
    "list",
    "popovertarget",
)
#: Attributes that hold an address.
ADDRESSES: Final = (
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
)
#: Elements that bring something in from elsewhere.
FOREIGN: Final = {"applet", "base", "embed", "frame", "iframe", "link", "object", "portal"}
NEED_NAMES: Final = {"a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "th", "caption", "option"}
FIELDS: Final = {"input", "select", "textarea", "meter", "progress", "output"}


def assert_valid(html: str) -> None:
    """Fail with a list of all that is wrong with a page, if anything is."""
    found = faults(html)
    assert not found, "\n".join(["the page is not valid:", *found])


def faults(html: str) -> list[str]:
    """List what is wrong with a page; nothing for one that is whole."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    found = [f"line {line}: {PARSE_ERRORS[code] % given}" for (line, _), code, given in parser.errors]
    for check in (_head, _ids, _references, _headings, _names, _fields, _outside, _tables, _landmarks):
        found += check(root)
    return found


def _elements(root: Element) -> Iterator[Element]:
    """Yield all elements: comments have no name."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Yield attributes without their namespaces, so that xlink:href is href; namespaces themselves are no addresses."""
    for name, value in element.attrib.items():
        if not name.startswith("xmlns") and "/xmlns/" not in name:
            yield re.split(r"[}:]", str(name))[-1].lower(), str(value)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _shown(element: Element) -> str:
    """Show the start of an element."""
    given = "".join(f' {name}="{value[:40]}"' for name, value in list(_attributes(element))[:3])
    return f"<{_tag(element)}{given}> {_text(element)[:30]!r}"


def _hidden(root: Element) -> set[Element]:
    """Return elements that are kept from those who listen to a page, with all inside them."""
    return {
        inside
        for element in _elements(root)
        if element.get("aria-hidden") == "true" or element.get("hidden") is not None
        for inside in _elements(element)
    }


def _head(root: Element) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", root.get("lang") or ""):
        yield "<html> does not say its language"
    titles = root.findall("head/title")
    if len(titles) != 1 or not _text(titles[0]):
        yield "not exactly one <title> with text"
    metas = list(root.iter("meta"))
    if [meta.get("charset", "").lower() for meta in metas if meta.get("charset")] != ["utf-8"]:
        yield "not exactly one <meta charset>, utf-8"
    viewport = next((meta.get("content") or "" for meta in metas if meta.get("name") == "viewport"), "")
    if "width=device-width" not in viewport or re.search(r"user-scalable\s*=\s*no|maximum-scale", viewport):
        yield f"the viewport is not the device's, or keeps from zooming: {viewport!r}"
    if any((meta.get("http-equiv") or "").lower() == "refresh" for meta in metas):
        yield "the page sends elsewhere by <meta http-equiv=refresh>"
    yield from _policy(root)


def _policy(root: Element) -> Iterator[str]:
    head = root.find("head")
    inside = list(head) if head is not None else []
    places = [n for n, one in enumerate(inside) if (one.get("http-equiv") or "").lower() == "content-security-policy"]
    if not places:
        yield "no content security policy in <head>"
        return
    policy = inside[places[0]].get("content") or ""
    if not re.match(r"\s*default-src\s+'none'\s*(;|$)", policy):
        yield f"the content security policy does not begin with default-src 'none': {policy!r}"
    if "'unsafe-eval'" in policy or re.search(r"script-src[^;]*('unsafe-inline'|\*|https?:)", policy):
        yield f"the content security policy lets any script run: {policy!r}"
    if any(_tag(one) in {"style", "script"} for one in inside[: places[0]]):
        yield "a style sheet or a script comes before the content security policy"


def _ids(root: Element) -> Iterator[str]:
    counts = Counter(element.get("id") for element in _elements(root) if element.get("id") is not None)
    for name, times in counts.items():
        if times > 1:
            yield f"id {name!r} is there {times} times"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is empty or has a space"


def _references(root: Element) -> Iterator[str]:
    ids = {element.get("id") for element in _elements(root)}
    for element in _elements(root):
        for name, value in _attributes(element):
            wanted = value.split() if name in REFERENCES else re.findall(r"url\(\s*['\"]?#([^'\")]+)", value)
            if name == "href" and value.startswith("#"):
                wanted = [value[1:]]
            for one in wanted:
                if one not in ids:
                    yield f"{name} names {one!r}, which is not there: {_shown(element)}"
        if any(not value.split() for name, value in _attributes(element) if name in REFERENCES):
            yield f"a reference to nothing: {_shown(element)}"


def _headings(root: Element) -> Iterator[str]:
    found = [element for element in _elements(root) if re.fullmatch("h[1-6]", str(element.tag))]
    levels = [int(_tag(heading)[1]) for heading in found]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings <h1>, and not one"
    if levels and levels[0] != 1:
        yield f"the first heading is {_shown(found[0])}"
    for before, after in pairwise(found):
        if int(_tag(after)[1]) - int(_tag(before)[1]) > 1:
            yield f"{_shown(after)} skips a level after {_shown(before)}"


def _name(root: Element, element: Element) -> str:
    """Return the name of an element that is said aloud: from other elements, its own, or its title."""
    named = (element.get("aria-labelledby") or "").split()
    by_id = {one.get("id"): one for one in _elements(root)} if named else {}
    texts = [_text(by_id[one]) for one in named if one in by_id] or [element.get("aria-label") or ""]
    if not "".join(texts).strip() and element.tag == f"{SVG}svg":
        texts = [_text(one) for one in element.findall(f"{SVG}title")]
    return " ".join(texts).strip()


def _names(root: Element) -> Iterator[str]:
    hidden = _hidden(root)
    for element in _elements(root):
        tag = _tag(element)
        if element.get("aria-label") is not None and not (element.get("aria-label") or "").strip():
            yield f"an empty aria-label: {_shown(element)}"
        if tag == "img" and element.get("alt") is None:
            yield f"an image without alt: {_shown(element)}"
        if element in hidden:
            continue
        if element.tag == f"{SVG}svg":
            if not _name(root, element):
                yield f"a drawing without a name: {_shown(element)}"
            if element.get("role") not in {"img", "graphics-document", "graphics-symbol"}:
                yield f"a drawing whose role is not img: {_shown(element)}"
        images = "".join(image.get("alt") or "" for image in element.iter("img"))
        if element.tag in NEED_NAMES and not (_text(element) or images or _name(root, element)):
            yield f"nothing to read in it: {_shown(element)}"


def _fields(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label") if label.get("for")}
    within = {inside for label in root.iter("label") for inside in _elements(label)}
    for element in _elements(root):
        if element.tag not in FIELDS or element.get("type") in {"hidden", "submit", "reset", "button"}:
            continue
        if not (element in within or element.get("id") in labelled or _name(root, element)):
            yield f"a field without a label: {_shown(element)}"


def _outside(root: Element) -> Iterator[str]:
    for element in _elements(root):
        tag = _tag(element)
        if tag in FOREIGN and not str(element.tag).startswith(SVG):
            yield f"<{tag}> brings in something from elsewhere: {_shown(element)}"
        for name, value in _attributes(element):
            address = value.strip()
            if name.startswith("on"):
                yield f"a script in an attribute: {_shown(element)}"
            if name in ADDRESSES and not address.startswith("#") and not _carried(element, name, address):
                yield f"{name} leads outside: {address[:60]!r}"
            if name not in ADDRESSES:
                yield from _style_outside(value)
        if tag == "style":
            yield from _style_outside("".join(element.itertext()))


def _carried(element: Element, name: str, address: str) -> bool:
    """Tell whether an address holds what it leads to: a picture to show, or a file to save."""
    if name == "href" and element.tag == "a":
        return element.get("download") is not None and bool(re.match(r"data:(text/csv|application/json)[;,]", address))
    shows = (name, _tag(element)) in {("src", "img"), ("href", "image")}
    return shows and bool(re.match(r"data:image/(png|jpeg|webp|svg\+xml)[;,]", address))


def _style_outside(text: str) -> Iterator[str]:
    """Yield addresses in a style sheet; escapes would hide them, and ours need none there."""
    for address in re.findall(r"""(?i)(?:url|src)\(\s*['"]?\s*([^'")]*)""", text):
        if not address.startswith("#") and not re.match(r"data:(image|font)/", address):
            yield f"a style leads outside: {address[:60]!r}"
    if re.search(r"(?i)@import|image-set\(|\\75|\\000075", text):
        yield f"a style brings in something from elsewhere: {text.strip()[:60]!r}"


def _tables(root: Element) -> Iterator[str]:
    for table in root.iter("table"):
        if table.get("role") in {"presentation", "none"}:
            continue
        captions = table.findall("caption")
        if len(captions) != 1 or not _text(captions[0]):
            yield f"a table without a caption: {_shown(table)}"
        if table.find("thead") is None or not list(table.iter("th")):
            yield f"a table without headers: {_shown(table)}"
        for header in table.iter("th"):
            if header.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"a header without a scope: {_shown(header)}"
        widths = _widths(table)
        if len(set(widths)) > 1:
            yield f"rows of {sorted(set(widths))} cells: {_shown(table)}"


def _widths(table: Element) -> list[int]:
    """Return how many columns each row fills, cells that reach down from above among them."""
    widths = []
    for part in [*table.findall("thead"), *table.findall("tbody"), *table.findall("tfoot")]:
        reaching: list[tuple[int, int]] = []  # rows still to fill, columns
        for row in part.findall("tr"):
            from_above = sum(columns for _, columns in reaching)
            reaching = [(rows - 1, columns) for rows, columns in reaching if rows > 1]
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            spans = [(int(cell.get("rowspan") or 1), int(cell.get("colspan") or 1)) for cell in cells]
            reaching += [(rows - 1, columns) for rows, columns in spans if rows > 1]
            widths.append(from_above + sum(columns for _, columns in spans))
    return widths


def _landmarks(root: Element) -> Iterator[str]:
    mains = [element for element in _elements(root) if element.tag == "main" or element.get("role") == "main"]
    if len(mains) != 1:
        yield f"{len(mains)} <main>, and not one"
    inside = {child for main in mains for child in _elements(main)}
    for tag in ("header", "footer"):
        if sum(element not in inside for element in root.iter(tag)) != 1:
            yield f"not one <{tag}> beside <main>"
    for tag in ("nav", "aside", "section"):
        for element in root.iter(tag):
            if not _name(root, element):
                yield f"a part without a name: {_shown(element)}"
    names = Counter((tag, _name(root, element)) for tag in ("nav", "aside", "section") for element in root.iter(tag))
    for (tag, name), times in names.items():
        if name and times > 1:
            yield f"{times} <{tag}> of one name: {name!r}"
    skips = [element for element in root.iter("a") if (element.get("href") or "").startswith("#")]
    if not skips or _text(skips[0])[:4].lower() != "skip":
        yield "no link that skips to the content comes first"
