"""A chart spec made into an SVG that stands in a page or alone, or into a PNG: no script, no browser, no network.

In: a Vega-Lite spec, or a Figure. Out: SVG text or PNG bytes, drawn and measured by vl-convert. Start at `to_svg`, and at
`page_svg` for one drawing that serves light and dark pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from outgrow.charts.drawers import draw, order
from outgrow.charts.layout import Size
from outgrow.charts.palette import css_variables

if TYPE_CHECKING:
    from outgrow.charts.figure import Figure

__all__ = ["ordered_svg", "page_svg", "to_png", "to_svg"]

_SVG: Final = "http://www.w3.org/2000/svg"
_EMPTY_PATH: Final = "M0,0h0v0h0Z"
_KEPT_DECIMALS: Final = re.compile(r"(\d+\.\d)\d+")
#: A path of straight lines alone, and its points.
_STRAIGHT: Final = re.compile(r"(?:M-?[\d.]+,-?[\d.]+(?:L-?[\d.]+,-?[\d.]+)*Z?)+")
_POINT: Final = re.compile(r"([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?")
#: Attributes of moving coordinates, which need no more than a tenth of a pixel.
_COORDINATES: Final = ("d", "transform", "x", "y", "x2", "y2")


#: Attributes that hold a colour.
_PAINTS: Final = ("fill", "stroke")


def to_svg(spec: Mapping[str, Any], *, css_class: str = "", fixed: bool = False) -> str:
    """Draw a chart as SVG that scales with its page and reads itself out by the chart's description.

    Parameters
    ----------
    spec : mapping
        Vega-Lite, with a ``description``, which becomes the label that is read out. Of an Altair chart: ``to_dict()``.
    css_class : str, optional
        Class of the outer element.
    fixed : bool, default False
        Whether it keeps a size of its own, as a file that stands alone does.

    Returns
    -------
    str
        One ``<svg>`` element.
    """
    return _text(_drawn(json.dumps(spec), str(spec.get("description", "")), css_class=css_class, fixed=fixed))


def page_svg(figure: Figure, size: Size = "wide", *, css_class: str = "") -> str:
    """Draw a figure once for light and dark pages: its colours are CSS variables, those of the light theme without any.

    Parameters
    ----------
    figure : Figure
        What to draw.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    css_class : str, optional
        Class of the outer element.

    Returns
    -------
    str
        One ``<svg>`` element; the page sets the variables of `outgrow.charts.css_variables`.
    """
    return ordered_svg(figure, size, css_class=css_class)()


def ordered_svg(figure: Figure, size: Size = "wide", *, css_class: str = "") -> Callable[[], str]:
    """Order a drawing of `page_svg`, from another process where one draws beside this one.

    Parameters
    ----------
    figure, size, css_class
        As in `page_svg`.

    Returns
    -------
    callable
        Returns the drawing, once there is one.
    """
    spec = figure.spec("light", size)
    text, description = json.dumps(spec), str(spec["description"])
    order(text)
    return lambda: _for_page(text, description, css_class)


def _for_page(spec: str, description: str, css_class: str) -> str:
    root = _drawn(spec, description, css_class=css_class, fixed=False)
    names = {colour.lower(): name for name, colour in css_variables("light").items()}
    for element in root.iter():
        for paint in _PAINTS:
            colour = element.get(paint)
            if colour is not None and colour.lower() in names:
                element.set(paint, f"var({names[colour.lower()]}, {colour})")
    return _text(root)


def to_png(spec: Mapping[str, Any], scale: float = 2) -> bytes:
    """Draw a chart as PNG.

    Parameters
    ----------
    spec : mapping
        Vega-Lite. Of an Altair chart: ``to_dict()``.
    scale : float, default 2
        Pixels of the picture for each pixel of the chart.
    """
    import vl_convert

    return vl_convert.vegalite_to_png(dict(spec), scale=scale, allowed_base_urls=[])


def _text(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode")


def _drawn(spec: str, description: str, *, css_class: str, fixed: bool) -> ElementTree.Element:
    """Draw, and leave out what a page does not need."""
    drawn = draw(spec)
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)  # our own drawing, not a document from outside
    for parent in root.iter():
        for child in list(parent):
            if child.get("d") in (_EMPTY_PATH, ""):
                parent.remove(child)
        for name in list(parent.attrib):
            if name.startswith("aria-") or name in ("role", "class", "pointer-events"):
                del parent.attrib[name]
            elif name in _COORDINATES:
                parent.set(name, _KEPT_DECIMALS.sub(r"\1", parent.attrib[name]))
                if name == "d":
                    parent.set(name, _shortened(parent.attrib[name]))
    _drop_empty_groups(root)
    width = float(root.attrib["width"])
    if not fixed:
        root.attrib.pop("height", None)
        root.set("width", "100%")
        root.set("style", f"max-width:{width:.0f}px")
    if css_class:
        root.set("class", css_class)
    root.set("role", "img")
    root.set("aria-label", description)
    return root


def _shortened(path: str) -> str:
    """Write a path of straight lines in fewer letters: along an axis by one number, once for each stretch in one direction.

    A curve of steps is half as long so, and stays the same to the tenth of a pixel.
    """
    if not _STRAIGHT.fullmatch(path):
        return path
    written: list[str] = []
    at = last = ("", "")
    for command, x, y in _POINT.findall(path.replace(".0,", ",").replace(".0L", "L").replace(".0Z", "Z")):
        to = (x, y)
        if command != "L":
            written.append(f"{command}{x},{y}" if command == "M" else command)
        elif to == at:
            continue
        elif x == at[0] or y == at[1]:
            along = 1 if x == at[0] else 0
            letter = "HV"[along]
            if (
                written[-1][0] == letter
                and (float(at[along]) - float(last[along])) * (float(to[along]) - float(at[along])) > 0
            ):
                written.pop()
                at = last
            written.append(f"{letter}{to[along]}")
        else:
            written.append(f"L{x},{y}")
        last, at = at, to
    return "".join(written)


def _drop_empty_groups(element: ElementTree.Element) -> None:
    for child in list(element):
        _drop_empty_groups(child)
        if child.tag == f"{{{_SVG}}}g" and not len(child) and not (child.text or "").strip():
            element.remove(child)
