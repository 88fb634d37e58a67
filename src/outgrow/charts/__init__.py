"""Results made into chart specs (Vega-Lite, Altair), and specs into SVG that needs no script.

Each chart is a function for its rows, one for its words, one for its spec, and one for the same as an Altair chart.
Nothing is loaded until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outgrow.charts.reach import reach_chart, reach_description, reach_spec
    from outgrow.charts.rows import at_risk_rows, reach_rows
    from outgrow.charts.svg import to_svg

__all__ = ["at_risk_rows", "reach_chart", "reach_description", "reach_rows", "reach_spec", "to_svg"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'outgrow.charts' has no attribute '{name}'")
    from importlib import import_module

    homes = {"to_svg": "svg", "at_risk_rows": "rows", "reach_rows": "rows"}
    return getattr(import_module(f"outgrow.charts.{homes.get(name, 'reach')}"), name)


def __dir__() -> list[str]:
    return list(__all__)
