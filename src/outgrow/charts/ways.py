"""Chart of where people go next: the chance of each way out of a role by a given time, the largest first.

In: a released Tenure and one of its curves. Out: rows (`next_rows`), words (`next_description`) and a Vega-Lite spec
(`next_spec`). Start at `next_spec`. Ways out are whatever the answer's states are after the first.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.bars import interval_bars, share_x
from outgrow.charts.frame import Spec, framed, text_at, top_of
from outgrow.charts.labels import fitted
from outgrow.charts.layout import LAYOUTS, Size
from outgrow.charts.palette import Theme, palette
from outgrow.charts.states import last_month, named_group, points_at, way_name
from outgrow.charts.wording import interval, is_any, people, percent, role_quoted, sentence, stayed_in, years
from outgrow.results import StateCurves, Tenure
from outgrow.results.states import OTHER_WAYS

__all__ = ["can_draw_next", "next_description", "next_rows", "next_spec", "next_title"]

#: The time that is told where the data allow.
_MONTHS: Final = 60
#: Of more ways out, so many are drawn, and the others as one.
MOST_WAYS: Final = 9


def can_draw_next(answer: Tenure, curves: StateCurves) -> bool:
    """Return whether enough stays were followed for the ways out to be told."""
    return bool(next_rows(answer, curves))


def next_rows(answer: Tenure, curves: StateCurves) -> list[dict[str, Any]]:
    """Return the chance of each way out by 5 years, or the last time at which it is read.

    Parameters
    ----------
    answer : Tenure
        A released result.
    curves : StateCurves
        One of its groups.

    Returns
    -------
    list of dict
        ``state``, ``name``, ``months``, ``estimate``, ``lower``, ``upper`` (shares; no interval for several ways drawn as
        one), the largest first, then the other ways, still in the role last. Ways that nobody took are left out.
    """
    rounded = (answer.min_cell or 1) > 1
    last = last_month(curves, curves.states[1:], rounded=rounded)
    found = None if last is None else points_at(curves, min(_MONTHS, last), rounded=rounded)
    if found is None:
        return []
    months, points = found

    def row(state: str, name: str, estimate: float, lower: float | None, upper: float | None) -> dict[str, Any]:
        bounds = (None if bound is None or bound != bound else round(bound, 6) for bound in (lower, upper))
        return {
            "state": state,
            "name": name,
            "months": months,
            "estimate": round(estimate, 6),
            **dict(zip(("lower", "upper"), bounds, strict=True)),
        }

    stay, *ways = curves.states
    taken = sorted((points[way] for way in ways if points[way].estimate > 0), key=lambda point: -point.estimate)
    shown = [way for way in taken if way.state != OTHER_WAYS]
    rest = [way for way in taken if way.state == OTHER_WAYS]
    if len(taken) > MOST_WAYS:
        shown, rest = shown[: MOST_WAYS - 1], [*shown[MOST_WAYS - 1 :], *rest]
    rows = [row(way.state, sentence(way_name(way.state)), way.estimate, way.lower, way.upper) for way in shown]
    if rest:
        alone = rest[0] if len(rest) == 1 else None
        bounds = (None, None) if alone is None else (alone.lower, alone.upper)
        rows.append(row(OTHER_WAYS, sentence(OTHER_WAYS), sum(way.estimate for way in rest), *bounds))
    still = points[stay]
    return [*rows, row(stay, sentence(way_name(stay)), still.estimate, still.lower, still.upper)]


def next_title(answer: Tenure, curves: StateCurves, *, role: str | None = None) -> str:
    """Return the title of the figure."""
    name = answer.role if role is None else role
    where = stayed_in(name) if is_any(name) else role_quoted(name)
    rows = next_rows(answer, curves)
    when = f" within {years(rows[0]['months'])}" if rows else ""
    return f"Where people go next from {where}{when}{named_group(curves)}"


def next_description(answer: Tenure, curves: StateCurves, *, role: str | None = None) -> str:
    """Return what the figure shows, in words and numbers.

    Parameters
    ----------
    answer : Tenure
        A released result.
    curves : StateCurves
        One of its groups.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    """
    kind = "Simulated careers. " if answer.careers.kind == "simulated" else ""
    said = "; ".join(f"{row['name']}, {_said(row)}" for row in next_rows(answer, curves))
    return (
        f"{kind}{next_title(answer, curves, role=role)}: estimated chance of each way a stay has ended by then, of "
        f"{_stays(answer, curves)}, with {percent(answer.settings.coverage)} intervals. {said or 'Too few were followed'}."
    )


def next_spec(
    answer: Tenure,
    curves: StateCurves,
    *,
    role: str | None = None,
    theme: Theme = "light",
    size: Size = "wide",
) -> Spec:
    """Build the Vega-Lite spec of the ways out of a role.

    Parameters
    ----------
    answer : Tenure
        A released result.
    curves : StateCurves
        One of its groups, which can be drawn (see `can_draw_next`).
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    theme : {"light", "dark"}, default "light"
        Colours.
    size : {"wide", "narrow"}, default "wide"
        For a page about 720 pixels wide, or for a telephone about 330 wide.
    """
    colours, layout = palette(theme), LAYOUTS[size]
    rows = next_rows(answer, curves)
    left, right = (190, 530) if layout.beside else (4, layout.whole - 16)
    texts: list[Spec] = []
    y, line = 0.0, layout.text + 3
    for place, row in enumerate(rows):
        y += 10 if place and place == len(rows) - 1 else 0  # a gap before those who stay
        name = fitted(row["name"], left - 12 if layout.beside else layout.whole - 118, layout.text, 2)
        tall = line * len(name)
        row["y"] = y + (max(tall, 26) / 2 if layout.beside else tall + 12)
        first = y + line / 2 + (max(0.0, (26 - tall) / 2) if layout.beside else 0)
        texts.append(text_at(name, 0, first, colours.ink, layout.text))
        at = right + 14 if layout.beside else layout.whole - 4
        value_y = row["y"] if layout.beside else first
        value = text_at([_said(row)], at, value_y, colours.ink, layout.text, align="left" if layout.beside else "right")
        texts.append(value)
        y = y + max(tall, 26) + 6 if layout.beside else row["y"] + 22
        row["shade"] = colours.unknown if place == len(rows) - 1 else colours.series[0]
    top = top_of(max(row["upper"] if row["upper"] is not None else row["estimate"] for row in rows))
    x = share_x(f"Chance within {years(rows[0]['months'])} of the start of a stay", top, left, right)
    layers = interval_bars(rows, x, y, colours)
    return framed(
        [*layers, *texts],
        title=next_title(answer, curves, role=role),
        under=(
            f"Of {_stays(answer, curves)} (a person may have several); bars: estimate, thin lines: "
            f"{percent(answer.settings.coverage)} interval"
        ),
        description=next_description(answer, curves, role=role),
        careers=answer.careers,
        width=layout.whole,
        height=y,
        colours=colours,
        layout=layout,
    )


def _said(row: dict[str, Any]) -> str:
    if row["lower"] is None or row["upper"] is None:
        return percent(row["estimate"])
    return f"{percent(row['estimate'])} ({interval(row['lower'], row['upper'])})"


def _stays(answer: Tenure, curves: StateCurves) -> str:
    return people(curves.people, limit=answer.min_cell or 1, one="stay", many="stays")
