"""One figure of an answer: its rows, its words, and its spec in every theme and size.

Start at `Figure`; `outgrow.charts.figures` makes those of an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from outgrow.charts.frame import Spec
from outgrow.charts.layout import Size
from outgrow.charts.palette import Theme

__all__ = ["Figure", "FigureName"]

FigureName = Literal[
    "reach",
    "ladder",
    "occupancy",
    "steps",
    "next",
    "flow",
    "pay",
    "quality",
    "drift",
    "share",
    "forest",
    "skills",
    "outcomes",
    "sequences",
]


@dataclass(frozen=True)
class Figure:
    """One figure, ready to be drawn.

    Parameters
    ----------
    name : {"reach", "ladder", "occupancy", "steps", "next", "flow", "pay", "quality", "drift", "share", "forest",
        "skills", "outcomes", "sequences"}
        Which chart it is; an answer by group has several of the same name.
    title : str
        What it shows.
    description : str
        The same in words and numbers, for those who do not see it; begins with "Simulated careers." where they are.
    rows : tuple of dict
        The numbers that are drawn, each by name; missing is None.
    make : callable
        Makes the spec from `theme` and `size`.
    """

    name: FigureName
    title: str
    description: str
    rows: tuple[dict[str, Any], ...]
    make: Callable[..., Spec] = field(repr=False, compare=False)

    def spec(self, theme: Theme = "light", size: Size = "wide") -> Spec:
        """Return the Vega-Lite spec.

        Parameters
        ----------
        theme : {"light", "dark"}, default "light"
            Colours.
        size : {"wide", "narrow"}, default "wide"
            For a page about 720 pixels wide, or for a telephone about 330 wide.

        Returns
        -------
        dict
            Ready for `outgrow.charts.to_svg`, for Altair's ``from_dict`` and for JSON.
        """
        return self.make(theme=theme, size=size)
