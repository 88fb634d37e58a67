"""Chart of hazard ratios (a forest plot): a dot and its interval for each category, on an axis of ratios around 1.

In: a released Hazards. Out: rows (`forest_rows`), words (`forest_description`) and a Vega-Lite spec (`forest_spec`). Start at
`forest_spec`. The category that others are held against stands at 1; ratios that cannot be told keep their line and their words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from outgrow.charts.frame import Spec, framed, mark_at, text_at, y_place
from outgrow.charts.labels import fitted
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.wording import clean, cut, percent, role_phrase, sentence, target_name
from outgrow.charts.wording import people as people_said
from outgrow.results import Hazards, Term
from outgrow.results.hazards import Category

__all__ = [
    "can_draw_forest",
    "forest_description",
    "forest_rows",
    "forest_spec",
    "forest_title",
    "ratio_number",
    "ratio_said",
]

#: Ends of the axis, and what stands at its ticks; an interval that goes on past an end has an arrow there.
_ENDS: Final = ((0.5, 2.0), (0.25, 4.0), (0.125, 8.0), (0.0625, 16.0))
_TICKS: Final = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: Where fewer reached the target, here or in what is held against, no ratio is drawn: its interval would not hold what it
#: promises.
LEAST_EVENTS: Final = 5
#: More rows than this are not drawn; the table has them.
MOST_ROWS: Final = 24


def can_draw_forest(answer: Hazards) -> bool:
    """Return whether any ratio has an interval."""
    return any(row["upper"] is not None for row in forest_rows(answer))


def forest_rows(answer: Hazards) -> list[dict[str, Any]]:
    """Return a row for each category, those of one covariate together, the one that others are held against first.

    Of a covariate by time the bands of one category stand together, each group with what it is held against.

    Parameters
    ----------
    answer : Hazards
        A released result.

    Returns
    -------
    list of dict
        ``covariate``, ``value``, ``band`` (of time; None for all of it), ``group`` (what the row stands under), ``reference``
        (whether others are held against it), ``ratio``, ``lower``, ``upper`` (None where
        there is none), ``events`` and ``status``: of the term, ``reference``, or ``few`` where fewer than `LEAST_EVENTS`
        reached the target in it or in the reference.
    """
    rows: list[dict[str, Any]] = []
    for name in dict.fromkeys(one.covariate for one in answer.references):
        against = {one.band: one for one in answer.references if one.covariate == name}
        terms = [term for term in answer.terms if term.covariate == name]
        # of one ratio for all time the group is the covariate's, by time that of each category
        for value in dict.fromkeys(term.value for term in terms) if None not in against else (None,):
            own = [term for term in terms if value in (None, term.value)]
            group = name if value is None else f"{name}: {value}"
            rows.append(_reference(list(against.values()), group))
            rows += [_row(term, against[term.band].events, group) for term in own]
    return rows


def _reference(bands: list[Category], group: str) -> dict[str, Any]:
    one = bands[0]
    return {
        "covariate": one.covariate,
        "value": one.value,
        "band": None,
        "group": group,
        "reference": True,
        "ratio": 1.0,
        "lower": None,
        "upper": None,
        "events": sum(band.events for band in bands),
        "status": "reference",
    }


def _row(term: Term, beside: int, group: str) -> dict[str, Any]:
    rests_on = min(term.events, beside) if term.status == "estimated" else beside
    few = rests_on < LEAST_EVENTS and term.status != "nobody at risk"
    told = term.status in ("estimated", "no events") and not few
    return {
        "covariate": term.covariate,
        "value": term.value,
        "band": term.band,
        "group": group,
        "reference": False,
        "ratio": _number(term.ratio) if told else None,
        "lower": _number(term.lower) if told else None,
        "upper": _number(term.upper) if told else None,
        "events": term.events,
        "status": "few" if few else term.status,
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)


def ratio_said(row: Mapping[str, Any]) -> str:
    """Say the ratio of a row with its interval: ``"1.40 (0.79 to 2.48)"``."""
    if row["reference"]:
        return "1 (reference)"
    if row["status"] == "few":
        return "too few to say"
    if row["status"] == "nobody at risk":
        return "nobody at risk"
    if row["ratio"] is None:
        return "cannot tell"
    if row["lower"] is None or row["upper"] is None:
        return ratio_number(row["ratio"])
    return f"{ratio_number(row['ratio'])} ({ratio_number(row['lower'])} to {ratio_number(row['upper'])})"


def ratio_number(value: float) -> str:
    """Return a ratio as it is said: ``"1.40"``, ``"12"``."""
    return "0" if value == 0 else f"{value:.2f}" if value < 9.995 else f"{value:,.0f}"


def forest_title(answer: Hazards, *, role: str | None = None) -> str:
    """Return the title of the figure."""
    name = answer.role if role is None else role
    return f"What goes with reaching {target_name(answer.toward)} after {role_phrase(name)}"


def forest_description(answer: Hazards, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    answer : Hazards
        A released result.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    said = "; ".join(f"{_name(row)}, {ratio_said(row)}" for row in forest_rows(answer))
    return (
        f"{kind}{forest_title(answer, role=role)}: ratios of monthly chances, each covariate with the others alike, with "
        f"{percent(answer.settings.coverage)} intervals. {said}."
    )


def _name(row: dict[str, Any]) -> str:
    band = "" if row["band"] is None else f" ({row['band']})"
    return f"{clean(row['covariate'])}: {clean(cut(row['value']))}{band}"


def forest_spec(answer: Hazards, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of the ratios.

    Parameters
    ----------
    answer : Hazards
        A released result, of which something can be drawn (see `can_draw_forest`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = forest_rows(answer)[:MOST_ROWS]
    left, right = (190, 520) if layout.beside else (8, layout.whole - 8)
    texts, height = _placed(rows, colours, layout, left, right)
    low, high = _ends(rows)
    x = _ratio_x(low, high, left, right)
    return framed(
        [
            mark_at(
                {"type": "rule", "color": colours.quiet, "strokeDash": [3, 3]},
                _at(1, low, high, left, right),
                0,
                y2=height,
            ),
            *_intervals(rows, x, height, low, high, colours),
            *texts,
        ],
        title=forest_title(answer, role=role),
        under=(
            f"Of {people_said(answer.events, limit=answer.min_cell or 1)} who reached it; dots: times the monthly chance, the "
            f"others alike; lines: {percent(answer.settings.coverage)} interval; arrows: it goes on"
        ),
        description=forest_description(answer, role=role),
        careers=answer.careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _placed(
    rows: list[dict[str, Any]], colours: Palette, layout: Layout, left: float, right: float
) -> tuple[list[Spec], float]:
    """Give each row its place, under the name of its group; return what is written, and the height of it all."""
    texts: list[Spec] = []
    y, line, group = 0.0, layout.text + 3, None
    for row in rows:
        if row["group"] != group:
            y += 10 if group is not None else 0
            group = row["group"]
            texts.append(text_at([sentence(clean(cut(group)))], 0, y + line / 2, colours.ink, layout.text, bold=True))
            y += line + 4
        quiet = colours.quiet if row["reference"] else colours.ink
        name = fitted(
            clean(row["band"] or row["value"]), (left if layout.beside else layout.whole - 150) - 22, layout.text, 1
        )
        texts.append(text_at(name, 10, y + 10, quiet, layout.text))
        row["y"] = y + 10 if layout.beside else y + 26
        at, align = (right + 14, "left") if layout.beside else (layout.whole - 4, "right")
        texts.append(text_at([ratio_said(row)], at, y + 10, quiet, layout.text - 1, align=align))
        y += 22 if layout.beside else 40
    return texts, y


def _ends(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the narrowest ends that hold every ratio, and every bound as far as the widest go."""
    told = [value for row in rows for value in (row["ratio"], row["lower"], row["upper"]) if value]
    return next(((a, b) for a, b in _ENDS if all(a <= value <= b for value in told)), _ENDS[-1])


def _at(ratio: float, low: float, high: float, left: float, right: float) -> float:
    return left + (right - left) * math.log(ratio / low) / math.log(high / low)


def _ratio_x(low: float, high: float, left: float, right: float) -> Spec:
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    # so that few stand on a telephone, every other one where there are many
    ticks = [tick for tick in ticks if len(ticks) <= 5 or tick in (low, high) or math.log2(tick) % 2 == 0]
    return {
        "field": "ratio",
        "type": "quantitative",
        "title": "Times the monthly chance",
        "scale": {"type": "log", "base": 2, "domain": [low, high], "range": [left, right], "nice": False, "padding": 0},
        "axis": {
            "values": ticks,
            "labelExpr": "datum.value < 1 ? '1/' + format(1 / datum.value, 'd') : format(datum.value, 'd')",
            "grid": False,
            "domain": True,
            "ticks": True,
            "titleAnchor": "start",
        },
    }


def _intervals(
    rows: list[dict[str, Any]], x: Spec, height: float, low: float, high: float, colours: Palette
) -> list[Spec]:
    y = y_place("y", height)
    drawn = [
        {
            "y": row["y"],
            "ratio": row["ratio"],
            "from": max(row["lower"], low) if row["lower"] else low,
            "to": min(row["upper"], high),
            "before": row["lower"] < low,
            "past": row["upper"] > high,
        }
        for row in rows
        if row["lower"] is not None and row["upper"] is not None
    ]
    dots = [row for row in drawn if row["ratio"] and low <= row["ratio"] <= high]
    references = [{"y": row["y"], "ratio": 1.0} for row in rows if row["reference"]]
    arrow = {"type": "point", "filled": True, "size": 46, "color": colours.ink, "opacity": 1}
    return [
        {
            "data": {"values": drawn},
            "mark": {"type": "rule", "color": colours.ink, "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y},
        },
        *(
            {
                "data": {"values": [row for row in drawn if row[side]]},
                "mark": {**arrow, "shape": shape},
                "encoding": {"x": {**x, "field": end}, "y": y},
            }
            for side, end, shape in (("before", "from", "triangle-left"), ("past", "to", "triangle-right"))
        ),
        {
            "data": {"values": dots},
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": colours.series[0]},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": references},
            "mark": {"type": "point", "size": 60, "opacity": 1, "color": colours.quiet, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y},
        },
    ]
