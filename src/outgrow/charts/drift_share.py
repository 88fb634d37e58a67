"""Chart of a role's share of all main jobs, June by June.

In: a released Drift. Out: rows (`share_rows`), words (`share_description`) and a Vega-Lite spec (`share_spec`).
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.frame import Spec, framed, share_axis, text_at, top_of
from outgrow.charts.layout import LAYOUTS, Size
from outgrow.charts.palette import Theme, palette
from outgrow.charts.wording import fine_percent, people, percent, role_quoted
from outgrow.results import Drift

__all__ = ["can_draw_share", "share_description", "share_rows", "share_spec", "share_title"]

_HEIGHT: Final = 190


def can_draw_share(answer: Drift) -> bool:
    """Return whether there are years to draw a line through."""
    return len(answer.share) > 1


def share_title(answer: Drift, *, role: str | None = None) -> str:
    """Return the title of the figure."""
    return f"{role_quoted(answer.role if role is None else role)}: share of all main jobs, in June of each year"


def share_rows(answer: Drift) -> list[dict[str, Any]]:
    """Return a row for each year: ``year, estimate, lower, upper, people, of``."""
    return [
        {name: round(value, 6) if isinstance(value, float) else value for name, value in one._asdict().items()}
        for one in answer.share
    ]


def share_description(answer: Drift, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers; parameters as of `share_spec`."""
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    limit, highest = answer.min_cell or 1, max(answer.share, key=lambda one: one.estimate)
    said = "; ".join(
        f"{one.year}: {fine_percent(one.estimate)} ({fine_percent(one.lower)} to {fine_percent(one.upper)}), "
        f"{people(one.people, limit=limit)}"
        for one in dict.fromkeys((answer.share[0], highest, answer.share[-1]))
    )
    return f"{kind}{share_title(answer, role=role)}, with {percent(answer.settings.coverage)} intervals. {said}."


def share_spec(answer: Drift, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of the share by year.

    Parameters
    ----------
    answer : Drift
        A released result, which can be drawn (see `can_draw_share`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows, height = share_rows(answer), _HEIGHT
    first, last = rows[0]["year"], rows[-1]["year"]
    top = top_of(max(row["upper"] for row in rows))
    step = next((step for most, step in layout.ticks if last - first <= most), 20)
    x: Spec = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, last], "nice": False, "zero": False, "padding": 0},
        "axis": {"format": "d", "values": [year for year in range(first, last + 1) if year % step == 0], "grid": False},
    }
    scale = {"domain": [0, top], "nice": False, "zero": True, "padding": 0}
    y: Spec = {"type": "quantitative", "title": None, "scale": scale, "axis": share_axis(top)}
    shade = colours.series[0]
    end = rows[-1]
    words = [fine_percent(end["estimate"]), f"({fine_percent(end['lower'])} to", f"{fine_percent(end['upper'])})"]
    at = height * (1 - end["estimate"] / top)
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "area", "color": shade, "opacity": 0.22},
            "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": shade, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": {**y, "field": "estimate"}},
        },
        text_at(words, layout.width + 8, max(8.0, min(at, height - 40.0)), colours.ink, layout.text),
    ]
    return framed(
        layers,
        title=share_title(answer, role=role),
        under=f"Of everyone with a main job in June: {people(end['of'], limit=answer.min_cell or 1)} in {last}",
        description=share_description(answer, role=role),
        careers=answer.careers,
        width=layout.width,
        height=height,
        colours=colours,
        layout=layout,
    )
