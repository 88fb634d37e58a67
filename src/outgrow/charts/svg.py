"""A chart spec made into an SVG that stands in a page: no script, no browser, no network.

In: a Vega-Lite spec. Out: SVG text, drawn and measured by vl-convert. Start at `to_svg`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

__all__ = ["to_svg"]

_SVG: Final = "http://www.w3.org/2000/svg"
_EMPTY_PATH: Final = "M0,0h0v0h0Z"
_KEPT_DECIMALS: Final = re.compile(r"(\d+\.\d)\d+")
#: Attributes of moving coordinates, which need no more than a tenth of a pixel.
_COORDINATES: Final = ("d", "transform", "x", "y", "x2", "y2")


def to_svg(spec: Mapping[str, Any], *, css_class: str = "") -> str:
    """Draw a chart as SVG that scales with its page and reads itself out by the chart's description.

    Parameters
    ----------
    spec : mapping
        Vega-Lite, with a ``description``, which becomes the label that is read out. Of an Altair chart: ``to_dict()``.
    css_class : str, optional
        Class of the outer element.

    Returns
    -------
    str
        One ``<svg>`` element.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)  # our own drawing, not a document from outside
    for parent in root.iter():
        for child in list(parent):
            if child.get("d") == _EMPTY_PATH:
                parent.remove(child)
        for name in list(parent.attrib):
            if name.startswith("aria-") or name in ("role", "class", "pointer-events"):
                del parent.attrib[name]
            elif name in _COORDINATES:
                parent.set(name, _KEPT_DECIMALS.sub(r"\1", parent.attrib[name]))
    _drop_empty_groups(root)
    width = float(root.attrib["width"])
    root.attrib.pop("height", None)
    root.set("width", "100%")
    root.set("style", f"max-width:{width:.0f}px")
    if css_class:
        root.set("class", css_class)
    root.set("role", "img")
    root.set("aria-label", str(spec.get("description", "")))
    return ElementTree.tostring(root, encoding="unicode")


def _drop_empty_groups(element: ElementTree.Element) -> None:
    for child in list(element):
        _drop_empty_groups(child)
        if child.tag == f"{{{_SVG}}}g" and not len(child) and not (child.text or "").strip():
            element.remove(child)
