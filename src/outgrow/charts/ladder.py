"""Chart of a ceiling as a ladder: a rung on each line, the highest on top, with its chance, its interval and its status.

In: a released Ceiling. Out: rows (`ladder_rows`), words (`ladder_description`) and a Vega-Lite spec (`ladder_spec`).
Start at `ladder_spec`.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.bars import interval_bars, share_x
from outgrow.charts.frame import Spec, framed, mark_at, notes_at, text_at, top_of
from outgrow.charts.labels import fitted, text_width
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.wording import exact_percent, people, percent, percent_beside, role_quoted, sentence
from outgrow.months import span
from outgrow.results import Ceiling, RungReach
from outgrow.schema import RUNGS

__all__ = [
    "can_draw_ladder",
    "ladder_description",
    "ladder_rows",
    "ladder_spec",
    "ladder_title",
    "started",
    "status_word",
    "statuses_said",
]

_DRAWN: Final = ("rung", "estimate", "lower", "upper", "y")
#: What a status says of the share of entrants that makes a rung count as reached.
WORDS: Final = {
    "established": "{q} or more",
    "estimated": "likely {q} or more",
    "not ruled out": "perhaps {q}",
    "ruled out": "under {q}",
    "unknown": "cannot tell",
}


def can_draw_ladder(answer: Ceiling) -> bool:
    """Return whether anything is known of a rung above the role's own."""
    return any(found.estimate is not None or found.status != "unknown" for found in answer.reach)


def ladder_rows(answer: Ceiling) -> list[dict[str, Any]]:
    """Return the rungs as they are drawn, the highest first, the role's own last.

    Parameters
    ----------
    answer : Ceiling
        A released result.

    Returns
    -------
    list of dict
        ``rung``, ``name``, ``estimate``, ``lower``, ``upper`` (shares, None where they are not shown or not known),
        ``events``, ``status`` (None for the role's own rung), ``word``, ``said``, the chance in words.
    """
    rows = [
        {
            "rung": found.rung,
            "name": sentence(_at(found.rung)),
            "estimate": found.estimate,
            "lower": found.lower,
            "upper": found.upper,
            "events": found.events,
            "status": found.status,
            "word": status_word(found.status, answer),
            "said": _said(found, answer),
        }
        for found in reversed(answer.reach)
    ]
    own: dict[str, Any] = dict.fromkeys(rows[0] if rows else ("rung",))
    return [*rows, {**own, "rung": answer.own, "name": sentence(answer.own), "word": started(answer), "said": ""}]


def started(answer: Ceiling) -> str:
    """Return what is said of the role's own rung."""
    return "where they start, below manager" if answer.own == RUNGS[0] else "where they start"


def ladder_title(answer: Ceiling, role: str | None = None) -> str:
    """Return the title of the figure."""
    return f"The ladder above {role_quoted(answer.role if role is None else role)}"


def ladder_description(answer: Ceiling, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    answer : Ceiling
        A released result.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    *rungs, own = ladder_rows(answer)
    said = " ".join(f"{row['name']}: {row['said']}, {row['word']}." for row in rungs)
    return (
        f"{kind}{ladder_title(answer, role)}: estimated chance of reaching each rung or higher{_within(answer)}, of "
        f"{_counted(answer)}. From the top: {said} {own['name']} is where they start. The threshold is {_q(answer)}."
    )


def ladder_spec(answer: Ceiling, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec of a ceiling as a ladder.

    Parameters
    ----------
    answer : Ceiling
        A released result with a rung above the role's own (see `can_draw_ladder`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = ladder_rows(answer)
    step, head = (56, 40) if layout.beside else (78, 36)
    left, right = (186, 452) if layout.beside else (30, layout.whole - 12)
    for place, row in enumerate(rows):
        row["y"] = head + step * place + (0 if layout.beside else 34 if row["status"] else 0)
        row["rail"] = row["y"] if layout.beside or not row["status"] else row["y"] - 34
    height = head + step * (len(rows) - 1) + 22
    known = [row for row in rows if row["estimate"] is not None]
    top = top_of(max([1.6 * answer.share, *(row["upper"] or row["estimate"] for row in known)]))
    x = share_x(f"Chance of reaching it{_within(answer)}", top, left, right)
    bars = [{name: row[name] for name in _DRAWN} | {"shade": colours.series[0]} for row in known]
    layers = [
        *_rails(answer, rows, colours),
        *interval_bars(bars, x, height, colours),
        *_threshold(answer, rows, left + (right - left) * answer.share / top, colours, layout),
        *(layer for row in rows for layer in _words(row, layout, colours, right)),
        *notes_at(statuses_said(answer), height + (52 if known else 12), colours, layout),
    ]
    return framed(
        layers,
        title=ladder_title(answer, role),
        under=f"Of {_counted(answer)}; bars: estimate, thin lines: {percent(answer.settings.coverage)} interval",
        description=ladder_description(answer, role=role),
        careers=answer.careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _threshold(
    answer: Ceiling,
    rows: list[dict[str, Any]],
    place: float,
    colours: Palette,
    layout: Layout,
) -> list[Spec]:
    """The line that a rung has to pass, with its name above."""
    if not any(row["estimate"] is not None for row in rows):
        return []
    mark = {"type": "rule", "color": colours.ink, "strokeWidth": 1, "strokeDash": [4, 3]}
    rungs = [row["y"] for row in rows if row["status"]]
    parts = [(20.0, rungs[-1] + 18)] if layout.beside else [(y - 9, y + 13) for y in rungs]
    words = f"{_q(answer)} of those entering"
    return [
        *(mark_at(mark, place, start, y2=end) for start, end in parts),
        text_at([words], place - 4, 8, colours.quiet, layout.text - 1),
    ]


def _rails(answer: Ceiling, rows: list[dict[str, Any]], colours: Palette) -> list[Spec]:
    """The ladder at the left: solid up to the established rung, dashed above, a sign on each rung."""
    layers = []
    top = next((row["rail"] for row in rows if row["rung"] == answer.established), rows[-1]["rail"])
    solid = {"type": "rule", "color": colours.series[0], "strokeWidth": 4}
    dashed = {"type": "rule", "color": colours.quiet, "strokeWidth": 1.5, "strokeDash": [2, 4]}
    if rows[0]["rail"] < top:
        layers.append(mark_at(dashed, 10, rows[0]["rail"], y2=top))
    if top < rows[-1]["rail"]:
        layers.append(mark_at(solid, 10, top, y2=rows[-1]["rail"]))
    for row in rows:
        reached = row["status"] in (None, "established")
        fill = colours.series[0] if reached else colours.page
        layers.append(
            mark_at(
                {
                    "type": "point",
                    "shape": "circle",
                    "size": 190,
                    "opacity": 1,
                    "filled": True,
                    "fill": fill,
                    "stroke": colours.series[0] if reached else colours.quiet,
                    "strokeWidth": 2,
                },
                10,
                row["rail"],
            )
        )
        sign = {"estimated": "●", "ruled out": "×", "unknown": "?"}.get(row["status"] or "", "")
        if sign == "●":
            dot = {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": colours.series[0]}
            layers.append(mark_at(dot, 10, row["rail"]))
        elif sign:
            layers.append(text_at([sign], 10, row["rail"], colours.ink, 12, bold=True, align="center"))
    return layers


def _words(row: dict[str, Any], layout: Layout, colours: Palette, right: float) -> list[Spec]:
    """The rung's name, its chance and its status."""
    size, y = layout.text, row["y"]
    strong = row["status"] == "established"
    if not row["status"]:
        start = 28 if layout.beside else 30
        name = text_at([row["name"]], start, y, colours.ink, size, bold=True)
        return [
            name,
            text_at([row["word"]], start + text_width(row["name"], size, bold=True) + 10, y, colours.quiet, size),
        ]
    if layout.beside:
        room, x = layout.whole - right - 16, right + 16
        return [
            text_at([row["name"]], 28, y, colours.ink, size, bold=True),
            text_at(fitted(row["said"], room, size, 1), x, y - 8, colours.ink, size),
            text_at([row["word"]], x, y + 9, colours.ink if strong else colours.quiet, size, bold=strong),
        ]
    word = text_at([row["word"]], layout.whole - 4, y - 34, colours.ink, size, bold=strong, align="right")
    return [
        text_at([row["name"]], 30, y - 34, colours.ink, size, bold=True),
        word,
        text_at(fitted(row["said"], layout.whole - 34, size, 1), 30, y - 18, colours.quiet, size),
    ]


def _at(rung: str) -> str:
    return rung if rung == RUNGS[-1] else f"{rung} or higher"


def _q(answer: Ceiling) -> str:
    return exact_percent(answer.share)


def _within(answer: Ceiling) -> str:
    return "" if answer.horizon_months is None else f" within {span(answer.horizon_months)} of entering"


def _counted(answer: Ceiling) -> str:
    return people(answer.people, limit=answer.min_cell or 1)


def _said(found: RungReach, answer: Ceiling) -> str:
    limit = answer.min_cell or 1
    if found.estimate is None:
        return f"not shown: fewer than {limit} people" if limit > 1 else "not known: too few followed"
    text = percent_beside(found.estimate, answer.share)
    if found.lower is None or found.upper is None:
        return text
    return f"{text} ({percent_beside(found.lower, answer.share)} to {percent_beside(found.upper, answer.share)})"


def statuses_said(answer: Ceiling) -> list[str]:
    """Return what the words for the statuses of its rungs mean, a sentence each; then why that share."""
    q, asked = _q(answer), span(answer.horizon_asked)
    means = {
        "established": "even the low end of the interval is",
        "estimated": "the estimate is, the low end of the interval is not",
        "not ruled out": f"only the high end of the interval is {q} or more",
        "ruled out": "even the high end of the interval is",
        "unknown": f"not {q} or more for sure, and too few could be followed for {asked}",
    }
    there = {found.status for found in answer.reach}
    said = [f"{sentence(status_word(status, answer))}: {words}." for status, words in means.items() if status in there]
    return [*said, f"A rung counts as reached once {q} of those entering get there."]


def status_word(status: str, answer: Ceiling) -> str:
    """Return the status of a rung as it is shown beside its chance."""
    return WORDS[status].format(q=_q(answer))
