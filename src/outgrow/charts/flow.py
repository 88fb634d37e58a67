"""Chart of who was counted: bars from the people read to the people counted, each step taking from the one before.

In: Flow and the facts of the careers. Out: rows (`flow_rows`), words (`flow_description`) and a spec (`flow_spec`).
Start at `flow_spec`.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.frame import Spec, framed, notes_at, text_at, y_place
from outgrow.charts.labels import fitted
from outgrow.charts.layout import LAYOUTS, Size
from outgrow.charts.palette import Theme, palette
from outgrow.charts.wording import clean, count, cut, people, sentence
from outgrow.results import CareersFacts, Flow

__all__ = ["flow_description", "flow_rows", "flow_spec"]

TITLE: Final = "Who was counted"


def flow_rows(flow: Flow, *, targets: int = 1, entered: bool = False) -> list[dict[str, Any]]:
    """Return the steps from people read to people counted; steps that took nobody are left out.

    Parameters
    ----------
    flow : Flow
        As released.
    targets : int, default 1
        How many targets were asked about.
    entered : bool, default False
        Whether only those were asked about who entered in certain months.

    Returns
    -------
    list of dict
        ``step`` (the flow's own name), ``people``, ``start`` and ``end`` of the bar, ``text`` and ``sign`` ("start",
        "minus" or "end").
    """
    target = "the target" if targets == 1 else "one of the targets"
    was = "was" if flow.no_follow_up == 1 else "were"
    words = {
        "quarantined": "had no row that could be used",
        "not_in_role": f"never entered the role{', or not in the months asked' if entered else ''}",
        "already_there": f"had held {target} before, or took it in the same month",
        "no_follow_up": f"{was} not seen after the month of entry",
    }
    rows: list[dict[str, Any]] = [_row("read", flow.read, 0, flow.read, "in the data", "start")]
    left = flow.read
    for step, text in words.items():
        number = getattr(flow, step)
        if number:
            # of rounded counts the sum may be larger than what is left
            rows.append(_row(step, number, max(left - number, 0), left, text, "minus"))
            left = max(left - number, 0)
    return [*rows, _row("counted", flow.counted, 0, flow.counted, "counted: followed after entering the role", "end")]


def _row(step: str, number: int, start: int, end: int, text: str, sign: str) -> dict[str, Any]:
    return {"step": step, "people": number, "start": start, "end": end, "text": text, "sign": sign}


def flow_description(
    flow: Flow, careers: CareersFacts, *, limit: int = 1, targets: int = 1, entered: bool = False
) -> str:
    """Return what the figure shows, in words and numbers; parameters as of `flow_spec`."""
    kind = "Simulated careers. " if careers.kind == "simulated" else ""
    said = "; ".join(
        f"{people(row['people'], limit=limit)} {row['text']}"
        for row in flow_rows(flow, targets=targets, entered=entered)
    )
    return f"{kind}{TITLE}: {said}."


def flow_spec(
    flow: Flow,
    careers: CareersFacts,
    *,
    limit: int = 1,
    targets: int = 1,
    entered: bool = False,
    theme: Theme = "light",
    size: Size = "wide",
) -> Spec:
    """Build the Vega-Lite spec of who was counted.

    Parameters
    ----------
    flow : Flow
        As released.
    careers : CareersFacts
        Whose careers.
    limit : int, default 1
        Counts are rounded to multiples of it.
    targets, entered
        As of `flow_rows`.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = flow_rows(flow, targets=targets, entered=entered)
    shades = {"start": colours.quiet, "minus": colours.unknown, "end": colours.series[0]}
    left, right = (300, 596) if layout.beside else (0, layout.whole - 86)
    lines = [
        fitted(sentence(row["text"]), left - 12 if layout.beside else layout.whole - 4, layout.text, 3) for row in rows
    ]
    y = 0.0
    texts, line = [], layout.text + 3
    for row, text in zip(rows, lines, strict=True):
        tall = len(text) * line
        first = y + line / 2 if not layout.beside else y + max(0.0, (26 - tall) / 2) + line / 2
        row["y"] = y + (tall + 12 if not layout.beside else max(tall, 26) / 2)
        texts.append(text_at(text, 0, first, colours.ink, layout.text, bold=row["sign"] == "end"))
        y = y + max(tall, 26) + 8 if layout.beside else row["y"] + 22
        row["label"] = f"{'− ' if row['sign'] == 'minus' else ''}{count(row['people'], limit=limit)}"
        row["shade"] = shades[row["sign"]]
    whole = max(row["end"] for row in rows) or 1
    x = {
        "field": "start",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, whole], "range": [left, right], "nice": False, "zero": True, "padding": 0},
    }
    place = y_place("y", y)
    bar: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "size": 16},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": place,
            "color": {"field": "shade", "type": "nominal", "legend": None, "scale": None},
        },
    }
    numbers: Spec = {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 6,
            "color": colours.ink,
            "fontSize": layout.text,
        },
        "encoding": {"x": {**x, "field": "end"}, "y": place, "text": {"field": "label", "type": "nominal"}},
    }
    notes = [f"Counts are rounded to multiples of {limit}, so they need not add up."] if limit > 1 else []
    return framed(
        [bar, numbers, *texts, *notes_at(notes, y + 14, colours, layout)],
        title=TITLE,
        under=f"People, from those in the data to those counted ({cut(clean(careers.name))})",
        description=flow_description(flow, careers, limit=limit, targets=targets, entered=entered),
        careers=careers,
        width=layout.whole,
        height=y,
        colours=colours,
        layout=layout,
    )
