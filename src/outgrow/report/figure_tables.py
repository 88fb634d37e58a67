"""The numbers of a figure as a table in words, which stands under it.

In: the rows of a figure. Out: `Table`. Start at `TABLES`, by the name of the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from outgrow.charts.forest import ratio_said
from outgrow.charts.wording import fine_percent, interval, percent, sentence, years
from outgrow.report.findings_skills import whole_points
from outgrow.report.ladder_words import points
from outgrow.report.summaries import PAY_HEAD, pay_cells

__all__ = ["TABLES", "Rows", "Table", "groups_table"]

Rows = Sequence[Mapping[str, Any]]
#: Months at which the table of a figure of places has columns.
_YEARS_SHOWN: Final = (0, 12, 36, 60, 120, 180)
_MOST_MONTHS: Final = 6
#: Months at which the table of groups from a landmark on has columns.
_GROUP_MONTHS: Final = (84, 120, 144)


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's numbers in words: a head, and rows that begin with what they are of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _ladder_table(rows: Rows) -> Table:
    return Table(
        ("Rung", "Chance, with its interval", "So it is"),
        tuple((row["name"], row["said"] or "", row["word"]) for row in rows),
    )


def _steps_table(rows: Rows) -> Table:
    shares = list(dict.fromkeys(row["share"] for row in rows))
    said = {(row["name"], row["share"]): row["said"] for row in rows}
    names = dict.fromkeys(row["name"] for row in rows)
    return Table(
        ("Rung", *(f"{percent(share)} have reached it" for share in shares)),
        tuple((name, *(said.get((name, share), "") for share in shares)) for name in names),
    )


def _places_table(rows: Rows) -> Table:
    """Places at a few whole years, or at the months that were released."""
    there = sorted({row["months"] for row in rows})
    whole = [month for month in there if month in _YEARS_SHOWN]
    months = whole if len(whole) > 1 else there[:_MOST_MONTHS]
    said = {(row["name"], row["months"]): _chance(row) for row in rows}
    names = dict.fromkeys(row["name"] for row in rows)
    return Table(
        ("Where", *("at the start" if month == 0 else years(month) for month in months)),
        tuple((sentence(name), *(said.get((name, month), "") for month in months)) for name in names),
    )


def _next_table(rows: Rows) -> Table:
    return Table(("Next", "Chance, with its interval"), tuple((row["name"], _chance(row)) for row in rows))


def _chance(row: Mapping[str, Any]) -> str:
    if row["estimate"] is None:
        return "not shown"
    if row["lower"] is None or row["upper"] is None:
        return percent(row["estimate"])
    return f"{percent(row['estimate'])} ({interval(row['lower'], row['upper'])})"


def groups_table(rows: Rows) -> Table:
    """Curves of groups from a landmark on, at a few whole years and at the last time that is drawn."""
    last = max(row["months"] for row in rows)
    first = min(row["months"] for row in rows)
    months = [*(month for month in _GROUP_MONTHS if first < month < last), last]
    cells = []
    for name in dict.fromkeys(row["series"] for row in rows):
        own = [row for row in rows if row["series"] == name]
        told = [[row for row in own if row["months"] <= month] for month in months]
        ended = [month > own[-1]["months"] for month in months]
        chances = [
            "too few to say" if gone or not so_far else _chance(so_far[-1])
            for gone, so_far in zip(ended, told, strict=True)
        ]
        cells.append((name, *chances))
    return Table(("Group", *(f"by {years(month)}" for month in months)), tuple(cells))


def _forest_table(rows: Rows) -> Table:
    return Table(
        ("Known of people", "Times the monthly chance", "Reached it"),
        tuple((f"{sentence(row['covariate'])}: {row['value']}", ratio_said(row), f"{row['events']:,}") for row in rows),
    )


def _pay_table(rows: Rows) -> Table:
    return Table(PAY_HEAD, pay_cells(rows))


def _turns_table(rows: Rows) -> Table:
    """What is held five years on: over all years, then how often in those who held the role in some."""
    periods = list(dict.fromkeys(row["years"] for row in rows))
    times = {(row["name"], row["years"]): row["times"] for row in rows}
    of_all = {row["name"]: row for row in rows}
    return Table(
        ("Five years on", "Share, with its interval", *(f"Junes of {period}" for period in periods)),
        tuple(
            (sentence(name), _chance(row), *(f"{times.get((name, period), 0):,}" for period in periods))
            for name, row in of_all.items()
        ),
    )


def _share_table(rows: Rows) -> Table:
    return Table(
        ("June of", "Share, with its interval", "In the role", "Of people with a job"),
        tuple(
            (
                str(row["year"]),
                f"{fine_percent(row['estimate'])} ({fine_percent(row['lower'])} to {fine_percent(row['upper'])})",
                f"{row['people']:,}",
                f"{row['of']:,}",
            )
            for row in rows
        ),
    )


def _sequences_table(rows: Rows) -> Table:
    return Table(
        ("Roles since entry", "People"),
        tuple((row["roles"], f"{row['people']:,}") for row in rows),
    )


def _skills_table(rows: Rows) -> Table:
    """Points by which each is listed again more often, and points by which its share moves a year; what may be chance is said."""
    return Table(
        ("Listed", "Listed again more often, in points", "Points a year", "People"),
        tuple(
            (
                row["name"],
                f"{whole_points(row['retention'])} ({whole_points(row['lower'])} to {whole_points(row['upper'])}"
                f"{'' if row['discovered'] else '; may be chance'})",
                "" if row["trend"] is None else points(row["trend"]) if row["trend_discovered"] else "may be chance",
                f"{row['people']:,}",
            )
            for row in rows
        ),
    )


TABLES: Final[dict[str, Callable[[Rows], Table]]] = {
    "ladder": _ladder_table,
    "steps": _steps_table,
    "occupancy": _places_table,
    "next": _next_table,
    "pay": _pay_table,
    "forest": _forest_table,
    "drift": _turns_table,
    "share": _share_table,
    "outcomes": _places_table,
    "sequences": _sequences_table,
    "skills": _skills_table,
}
