"""Results made into chart specs (Vega-Lite, Altair), and specs into SVG and PNG that need no script.

`figures` gives the figures of a released answer, each with its rows, its words and its spec; `chart` the same as an
Altair chart; `page_svg`, `to_svg`, `to_png` and `write_chart` draw. Nothing is loaded until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outgrow.charts.figure import Figure
    from outgrow.charts.files import write_chart
    from outgrow.charts.make import chart, figures, flow_figure
    from outgrow.charts.palette import css_variables
    from outgrow.charts.reach import reach_chart, reach_description, reach_spec
    from outgrow.charts.rows import at_risk_rows, reach_rows
    from outgrow.charts.svg import ordered_svg, page_svg, to_png, to_svg

__all__ = [
    "Figure",
    "at_risk_rows",
    "chart",
    "css_variables",
    "figures",
    "flow_figure",
    "ordered_svg",
    "page_svg",
    "reach_chart",
    "reach_description",
    "reach_rows",
    "reach_spec",
    "to_png",
    "to_svg",
    "write_chart",
]

_HOMES = {
    "Figure": "figure",
    "at_risk_rows": "rows",
    "chart": "make",
    "css_variables": "palette",
    "figures": "make",
    "flow_figure": "make",
    "ordered_svg": "svg",
    "page_svg": "svg",
    "reach_rows": "rows",
    "to_png": "svg",
    "to_svg": "svg",
    "write_chart": "files",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'outgrow.charts' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"outgrow.charts.{_HOMES.get(name, 'reach')}"), name)


def __dir__() -> list[str]:
    return list(__all__)
