"""Chart of skills that last: a dot with its interval for each, the most lasting on top, tools under skills, trends beside.

In: a released Skills. Out: rows (`skills_rows`), words (`skills_description`) and a Vega-Lite spec (`skills_spec`). Start at
`skills_spec`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from outgrow.charts.frame import Spec, framed, mark_at, notes_at, text_at, y_place
from outgrow.charts.labels import fitted, text_width
from outgrow.charts.layout import LAYOUTS, Layout, Size
from outgrow.charts.palette import Palette, Theme, palette
from outgrow.charts.wording import clean, cut, is_any, people, percent, role_quoted, sentence
from outgrow.results import Skills

__all__ = ["can_draw_skills", "skills_description", "skills_rows", "skills_spec", "skills_title"]

#: Parts of the figure from the top: what each is called.
_PARTS: Final = {"skill": "Skills", "tool": "Tools", None: "Of unknown kind"}
#: Most skills drawn of a kind: those that most people list.
_MOST: Final = 16
#: Characters of a name.
_LONGEST: Final = 60
_HEADING: Final = 26
_A_YEAR: Final = "points a year"


def can_draw_skills(answer: Skills) -> bool:
    """Tell whether the retention of any skill is shown."""
    return any(skill.retention is not None for skill in answer.skills)


def skills_title(answer: Skills, *, role: str | None = None) -> str:
    """Return the title of the figure."""
    asked = answer.role if role is None else role
    return "Which skills last from job to job" if is_any(asked) else f"Which skills last after {role_quoted(asked)}"


def skills_rows(answer: Skills) -> list[dict[str, Any]]:
    """Return the skills as they are drawn: by kind, the most lasting first.

    Parameters
    ----------
    answer : Skills
        A released result.

    Returns
    -------
    list of dict
        ``name``, ``kind``, ``retention``, ``lower``, ``upper``, ``discovered``, ``people``, ``trend``, ``trend_lower``,
        ``trend_upper``, ``trend_discovered``; trends None where they cannot be told. At most 16 of a kind: those that most
        people list.
    """
    rows = []
    for kind in _PARTS:
        told = [skill for skill in answer.skills if skill.kind == kind and skill.retention is not None]
        kept = sorted(told, key=lambda skill: -skill.people)[:_MOST]
        for skill in told:
            if skill not in kept or skill.retention is None:
                continue
            own, trend = skill.retention, skill.trend
            rows.append(
                {
                    "name": cut(clean(skill.name), _LONGEST),
                    "kind": kind,
                    "retention": own.estimate,
                    "lower": own.lower,
                    "upper": own.upper,
                    "discovered": own.discovered,
                    "people": skill.people,
                    "trend": None if trend is None else trend.estimate,
                    "trend_lower": None if trend is None else trend.lower,
                    "trend_upper": None if trend is None else trend.upper,
                    "trend_discovered": trend is not None and trend.discovered,
                }
            )
    return rows


def skills_description(answer: Skills, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers."""
    simulated = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    said = [
        f"{simulated}{skills_title(answer, role=role)}: points by which whoever lists a skill lists it again more often."
    ]
    for kind, title in _PARTS.items():
        own = [row for row in skills_rows(answer) if row["kind"] == kind]
        if own:
            said.append(f"{title}: {'; '.join(_in_words(row) for row in own)}.")
    return " ".join(said)


def _in_words(row: dict[str, Any]) -> str:
    text = f"{row['name']} {_points(row['retention'])} ({_points(row['lower'])} to {_points(row['upper'])})"
    chance = "" if row["discovered"] else ", not told from chance"
    trend = f", {_a_year(row['trend'])} points a year" if row["trend_discovered"] else ""
    return f"{text}{chance}{trend}"


def _points(value: float) -> str:
    return f"{100 * value:.0f}".replace("-0", "0")


def _a_year(value: float) -> str:
    return f"{100 * value:+.1f}"


def skills_spec(answer: Skills, *, role: str | None = None, theme: Theme = "light", size: Size = "wide") -> Spec:
    """Build the Vega-Lite spec: a dot and its interval for each skill, and how its share changes beside it.

    Parameters
    ----------
    answer : Skills
        A released result with retention to draw (see `can_draw_skills`).
    role : str, optional
        The role as a person wrote it. Default: as the answer has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = skills_rows(answer)
    coverage = percent(answer.settings.coverage)
    left, right = (258, layout.whole - 92) if layout.beside else (8, layout.whole - 66)
    step = 20 if layout.beside else 37
    headings: list[tuple[str, str | None, float, float]] = []
    y = 8.0
    for kind, title in _PARTS.items():
        own = [row for row in rows if row["kind"] == kind]
        if not own:
            continue
        top = y
        y += _HEADING
        for row in own:
            row["y"] = y + (0 if layout.beside else 16)
            y += step
        headings.append((title, kind, top, y - step / 2))
        y += 8
    height = y
    least = min(0.0, *(row["lower"] for row in rows))
    scale = {"domain": [least, 1], "range": [left, right], "nice": False, "zero": False, "padding": 0}
    x = {
        "field": "retention",
        "type": "quantitative",
        "title": "Listed again more often, points",
        "scale": scale,
        "axis": {"labelExpr": "round(datum.value * 100)", "grid": False, "tickCount": 5, "titleAnchor": "start"},
    }

    def at(value: float) -> float:
        return float(left + (right - left) * (value - least) / (1 - least))

    limit = answer.min_cell or 1
    chance = percent(answer.false_discoveries)
    notes = [
        "Dot: how much more often whoever lists it in such a job lists it in the next one than whoever lists others; line: "
        f"its {coverage} interval. Dashed: the mean of skills, of tools. Hollow: not told from chance.",
        f"Points a year: by which its share of the role's jobs changes, where that is told from chance ({chance} false "
        "discoveries among all skills).",
    ]
    drawn, told = len(rows), sum(skill.retention is not None for skill in answer.skills)
    if drawn < told:
        notes.append(f"Drawn are {drawn} of {told} skills: of each kind those that most people list.")
    moves = people(answer.moves, limit=limit, one="move", many="moves")
    return framed(
        [
            *(_zero(at(0), height, colours) if layout.beside else []),
            *(layer for part in headings for layer in _part(answer, part, at, layout, colours)),
            *_dots(rows, x, height, colours),
            *(layer for row in rows for layer in _words(row, layout, colours, left)),
            *notes_at(notes, height + 54, colours, layout),
        ],
        title=skills_title(answer, role=role),
        under=(
            f"{sentence(people(answer.people_moved, limit=limit))} with {moves} to a next job, of jobs that list any skill; "
            "what lasts most on top"
        ),
        description=skills_description(answer, role=role),
        careers=answer.careers,
        width=layout.whole,
        height=height,
        colours=colours,
        layout=layout,
    )


def _shade(kind: str | None, colours: Palette) -> str:
    return colours.series[list(_PARTS).index(kind)]


def _zero(place: float, height: float, colours: Palette) -> list[Spec]:
    return [mark_at({"type": "rule", "color": colours.line, "strokeWidth": 1}, place, 0, y2=height)]


def _part(
    answer: Skills,
    part: tuple[str, str | None, float, float],
    at: Callable[[float], float],
    layout: Layout,
    colours: Palette,
) -> list[Spec]:
    """The name of a part, and the mean of its kind as a dashed line."""
    title, kind, top, bottom = part
    size = layout.text
    layers = [text_at([title], 0, top + 4, colours.ink, size, bold=True)]
    layers.append(text_at([_A_YEAR], layout.whole - 4, top + 4, colours.quiet, size - 2, align="right"))
    mean = next((one for one in answer.kinds if one.kind == kind), None)
    if mean is None:
        return layers
    place = at(mean.estimate)
    said = f"mean {_points(mean.estimate)}"
    rule = {"type": "rule", "color": _shade(kind, colours), "strokeWidth": 1, "strokeDash": [4, 3], "opacity": 0.8}
    most = layout.whole - 12 - text_width(_A_YEAR, size - 2) - text_width(said, size - 2)
    start = max(min(place - text_width(said, size - 2) / 2, most), text_width(title, size, bold=True) + 8)
    return [
        *layers,
        # where names stand above the dots, the line would run through them
        mark_at(rule, place, top + 12, y2=bottom if layout.beside else top + 20),
        text_at([said], start, top + 4, colours.quiet, size - 2),
    ]


def _dots(rows: list[dict[str, Any]], x: Spec, height: float, colours: Palette) -> list[Spec]:
    y = y_place("y", height)
    values = [
        {
            **{name: row[name] for name in ("retention", "lower", "upper", "y")},
            "shade": _shade(row["kind"], colours),
            "fill": _shade(row["kind"], colours) if row["discovered"] else colours.page,
        }
        for row in rows
    ]

    def colour(field: str) -> Spec:
        return {"field": field, "type": "nominal", "legend": None, "scale": None}

    return [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": y, "color": colour("shade")},
        },
        {
            "data": {"values": values},
            "mark": {"type": "point", "shape": "circle", "size": 62, "strokeWidth": 2, "filled": False, "opacity": 1},
            "encoding": {"x": x, "y": y, "stroke": colour("shade"), "fill": colour("fill")},
        },
    ]


def _words(row: dict[str, Any], layout: Layout, colours: Palette, left: float) -> list[Spec]:
    """The name of a skill, and how its share changes from year to year."""
    size = layout.text - 1
    room = left - 14 if layout.beside else layout.whole - 70
    name_y = row["y"] if layout.beside else row["y"] - 17
    layers = [text_at(fitted(row["name"], room, size, 1), 0, name_y, colours.ink, size)]
    if row["trend_discovered"]:
        arrow = "▲" if row["trend"] > 0 else "▼"
        said = f"{arrow} {_a_year(row['trend'])}"
        layers.append(text_at([said], layout.whole - 4, row["y"], colours.ink, size, align="right"))
    return layers
