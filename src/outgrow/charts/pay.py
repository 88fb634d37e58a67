"""Chart of what a role pays and of the seats above it: a box of pay for each rung, and a staircase as wide as its people.

In: Pay. Out: rows (`pay_rows`), words (`pay_description`) and a Vega-Lite spec (`pay_spec`). Start at `pay_figure`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from outgrow.charts.figure import Figure
from outgrow.charts.frame import Spec, framed, mark_at, notes_at, text_at, y_place
from outgrow.charts.labels import fitted, text_width
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette, step_colour
from outgrow.charts.wording import people, role_quoted, sentence
from outgrow.reference.occupations import PERCENTILES, Occupation
from outgrow.results import Pay, PayRatio, Step

__all__ = [
    "can_draw_pay",
    "dollars",
    "pay_description",
    "pay_figure",
    "pay_rows",
    "pay_spec",
    "pay_title",
    "rung_words",
    "seats_said",
]

_TOPS: Final = (
    60_000,
    80_000,
    100_000,
    120_000,
    160_000,
    200_000,
    250_000,
    300_000,
    400_000,
    500_000,
    550_000,
    650_000,
    800_000,
    1_000_000,
)
#: Most rungs above that are drawn: the next, and the top.
_MOST: Final = 2
#: Pixels of a box.
_BOX: Final = 16


def pay_figure(answer: Pay) -> tuple[Figure, ...]:
    """Return the figure of an answer, or none where pay of the role is not published.

    Parameters
    ----------
    answer : Pay
        What the statistics say.
    """
    if not can_draw_pay(answer):
        return ()
    make = partial(_made, answer)
    return (Figure("pay", pay_title(answer), pay_description(answer), tuple(pay_rows(answer)), make),)


def _made(answer: Pay, *, theme: Theme, size: Size) -> Spec:
    return pay_spec(answer, theme=theme, size=size)


def can_draw_pay(answer: Pay) -> bool:
    """Tell whether the pay of the role is published."""
    return answer.own.paid


def pay_title(answer: Pay) -> str:
    """Return the title of the figure."""
    return f"What {role_quoted(answer.role)} pays, and the seats above"


def pay_rows(answer: Pay) -> list[dict[str, Any]]:
    """Return the rungs as they are drawn, the highest first, the role's own last.

    Parameters
    ----------
    answer : Pay
        What the statistics say.

    Returns
    -------
    list of dict
        ``name``, what the rung is called; ``occupation``; ``people``; ``shared``, whether other crafts lead there too;
        ``p10``, ``p25``, ``median``, ``p75``, ``p90``, yearly pay in dollars, None where it is not published; ``rung``;
        ``own``, whether it is the role itself.
    """
    shown = list(answer.steps)
    shown = shown if len(shown) <= _MOST else [shown[0], shown[-1]]
    rows = [
        {**_row(rung_words(answer, step), step.rung, step.counted), "shared": step.fit == "broad"}
        for step in reversed(shown)
    ]
    return [*rows, {**_row("this role", None, answer.own), "own": True}]


def rung_words(answer: Pay, step: Step) -> str:
    """Return what a rung above is called: the next, or the top of the ladder."""
    if step is answer.above:
        return f"the rung above, {step.rung}"
    return f"the top of the ladder, {step.rung}"


def _row(name: str, rung: str | None, of: Occupation) -> dict[str, Any]:
    return {
        "name": name,
        "rung": rung,
        "occupation": of.title,
        "people": of.people,
        **{key: of.percentiles[key] for key in PERCENTILES},
        "own": False,
        "shared": False,
    }


def pay_description(answer: Pay) -> str:
    """Return what the figure shows, in words and numbers."""
    said = []
    for row in pay_rows(answer):
        counted = "an unpublished number of people" if row["people"] is None else people(row["people"])
        if row["median"] is None:
            said.append(f"{sentence(row['name'])}: {row['occupation']}, {counted}, pay not published.")
            continue
        span = (
            f"; the middle half from {dollars(row['p25'])} to {dollars(row['p75'])}"
            if row["p25"] and row["p75"]
            else ""
        )
        said.append(
            f"{sentence(row['name'])}: {row['occupation']}, {counted}, median pay {dollars(row['median'])}{span}."
        )
    return f"{pay_title(answer)}, from the top. {' '.join(said)}"


def dollars(amount: float | None) -> str:
    """Return yearly pay as it is written: ``"$74,750"``; ``"not published"`` where there is none."""
    return "not published" if amount is None else f"${amount:,.0f}"


def pay_spec(answer: Pay, *, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec: a rung a line, the highest on top, with its stair, its people and its box of pay.

    Parameters
    ----------
    answer : Pay
        With published pay of the role (see `can_draw_pay`).
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = pay_rows(answer)
    left, right = (220, layout.whole - 20) if layout.beside else (8, layout.whole - 20)
    step = 88 if layout.beside else 140
    for place, row in enumerate(rows):
        row["y"] = step * place + (36 if layout.beside else 74)
    height = rows[-1]["y"] + (34 if layout.beside else 44)
    highest = max(row["p90"] or row["p75"] or row["median"] or 0 for row in rows)
    top = next((one for one in _TOPS if highest <= one), highest)
    x = _pay_x(top, left, right)

    def at(pay: float) -> float:
        return left + (right - left) * pay / top

    notes = ["Boxes: the middle half of yearly pay; lines: from the 10th to the 90th percentile; the mark: the median."]
    return framed(
        [
            *_ceiling(answer, rows, at, colours, layout),
            *(layer for row in rows for layer in _stair(row, rows, layout, colours)),
            *_boxes([row for row in rows if row["median"] is not None], x, height, colours),
            *(layer for row in rows for layer in _words(row, layout, colours, left)),
            *(layer for row in rows for layer in _medians(row, at, layout, colours)),
            *_seats(answer, rows, layout, colours),
            *notes_at(notes, height + 52, colours, layout),
        ],
        title=pay_title(answer),
        under=(
            f"{answer.source['publisher']}, {answer.source['release']}, {answer.source['area']}; employees, yearly pay in "
            "dollars"
        ),
        description=pay_description(answer),
        careers=None,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _pay_x(top: float, left: float, right: float) -> Spec:
    return {
        "field": "median",
        "type": "quantitative",
        "title": "Yearly pay",
        "scale": {"domain": [0, top], "range": [left, right], "nice": False, "zero": True, "padding": 0},
        "axis": {
            "format": "$,.0f",
            "grid": False,
            "domain": True,
            "ticks": True,
            "tickCount": 4,
            "titleAnchor": "start",
        },
    }


def _boxes(rows: list[dict[str, Any]], x: Spec, height: float, colours: Palette) -> list[Spec]:
    """Lines from the 10th to the 90th percentile, boxes of the middle half, a mark at the median."""
    y = y_place("y", height)
    drawn = [{name: row[name] for name in (*PERCENTILES, "y")} | {"shade": _shade(row, colours)} for row in rows]
    whole = [row for row in drawn if row["p10"] is not None and row["p90"] is not None]
    half = [row for row in drawn if row["p25"] is not None and row["p75"] is not None]
    shade = {"field": "shade", "type": "nominal", "legend": None, "scale": None}
    mark = {"type": "tick", "orient": "vertical", "size": _BOX + 8, "thickness": 3, "color": colours.ink}
    return [
        {
            "data": {"values": whole},
            "mark": {"type": "rule", "color": colours.ink, "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "p10"}, "x2": {"field": "p90"}, "y": y},
        },
        {
            "data": {"values": half},
            "mark": {"type": "bar", "size": _BOX},
            "encoding": {"x": {**x, "field": "p25"}, "x2": {"field": "p75"}, "y": y, "color": shade},
        },
        {"data": {"values": drawn}, "mark": mark, "encoding": {"x": x, "y": y}},
    ]


def _shade(row: dict[str, Any], colours: Palette) -> str:
    return colours.series[0] if row["own"] else step_colour(colours, row["rung"]) or colours.rest


def _named(row: dict[str, Any]) -> str:
    return f"{sentence(row['name'])}: {row['occupation']}"


def _stair(row: dict[str, Any], rows: list[dict[str, Any]], layout: Layout, colours: Palette) -> list[Spec]:
    """A stair as wide as the people on it, and their number."""
    most = max((one["people"] or 0 for one in rows), default=0)
    if not most or row["people"] is None:
        return []
    room = 120 if layout.beside else 90
    width = max(room * row["people"] / most, 2)
    y = row["y"] if layout.beside else row["y"] - 26
    bar = {"type": "rule", "color": _shade(row, colours), "strokeWidth": 18 if layout.beside else 12}
    return [
        mark_at(bar, 0, y, x2=width),
        text_at(
            [f"{row['people']:,}{' of several crafts' if row['shared'] else ''}"],
            width + 6,
            y,
            colours.ink,
            layout.text - 1,
            bold=row["own"],
        ),
    ]


def _words(row: dict[str, Any], layout: Layout, colours: Palette, left: float) -> list[Spec]:
    """The name of the rung and of its occupation; where its pay is not published, that."""
    size = layout.text
    above = row["y"] - (26 if layout.beside else 60)
    said = _named(row)
    layers = [
        text_at(fitted(said, layout.whole - 8, size, 1, bold=row["own"]), 0, above, colours.ink, size, bold=row["own"])
    ]
    if not layout.beside:
        layers = [
            text_at([sentence(row["name"])], 0, above, colours.ink, size, bold=True),
            text_at(fitted(row["occupation"], layout.whole - 8, size, 1), 0, above + 16, colours.quiet, size),
        ]
    if row["median"] is None:
        return [*layers, text_at(["pay not published"], left, row["y"], colours.quiet, size)]
    return layers


def _medians(row: dict[str, Any], at: Callable[[float], float], layout: Layout, colours: Palette) -> list[Spec]:
    """The median in dollars; for the role itself also what its best paid tenth have."""
    if row["median"] is None:
        return []
    said, size = _median(row), layout.text - 1
    if _at_its_end(row, at, layout):
        return [text_at([said], _end(row, at), row["y"], colours.ink, size)]
    room = layout.whole - text_width(said, size) - 4
    return [text_at([said], max(min(at(row["median"]) - 20, room), 0), row["y"] + 22, colours.ink, size)]


def _median(row: dict[str, Any]) -> str:
    said = f"median {dollars(row['median'])}"
    if row["own"] and row["p90"] is not None:
        said += f"; one in ten has {dollars(row['p90'])} or more"
    return said


def _end(row: dict[str, Any], at: Callable[[float], float]) -> float:
    return at(row["p90"] or row["p75"] or row["median"]) + 8


def _at_its_end(row: dict[str, Any], at: Callable[[float], float], layout: Layout) -> bool:
    """Tell whether the median stands beside the box, and not below it."""
    if row["median"] is None:
        return True
    return layout.beside and _end(row, at) + text_width(_median(row), layout.text - 1) < layout.whole


def _seats(answer: Pay, rows: list[dict[str, Any]], layout: Layout, colours: Palette) -> list[Spec]:
    """How many people there are for each seat above, between the two stairs."""
    if answer.seats_above is None:
        return []
    own = rows[-1]
    y = own["y"] - (52 if layout.beside else 88)
    return [text_at([seats_said(answer.seats_above)], 0, y, colours.quiet, layout.text - 1)]


def seats_said(seats: PayRatio) -> str:
    """Say how many people there are for each seat above."""
    return f"{seats.ratio:,.1f} people below for each seat here"


def _ceiling(
    answer: Pay, rows: list[dict[str, Any]], at: Callable[[float], float], colours: Palette, layout: Layout
) -> list[Spec]:
    """A line from the best paid tenth of the role up to the rung above, where its median can be set beside it."""
    own = rows[-1]
    if answer.pay_ceiling is None or own["p90"] is None:
        return []
    x, above = at(own["p90"]), rows[-2]
    mark = {"type": "rule", "color": colours.ink, "strokeWidth": 1, "strokeDash": [4, 3]}
    free = layout.beside and text_width(_named(own), layout.text, bold=True) < x and _at_its_end(above, at, layout)
    # where words stand between the two, it is drawn at its ends alone
    parts = [(above["y"] - _BOX, own["y"])] if free else [(y - 12, y + 12) for y in (above["y"], own["y"])]
    return [mark_at(mark, x, start, y2=end) for start, end in parts]
