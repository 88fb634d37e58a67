"""Checks of titles: those that say no level or function, and how titles change over the years.

In: `Counted`. Out: a `Check` each. A title is named only where enough people held it. What they count and from where on it
matters is in docs/careers.md.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.wording import clean, cut, percent
from outgrow.quality.counted import Counted
from outgrow.quality.parts import share, share_said
from outgrow.quality.thresholds import DRIFT, FEW_PEOPLE, UNKNOWN_CRAFT, UNKNOWN_LEVEL, WINDOW
from outgrow.quality.titles import Window
from outgrow.results import Check, CheckTable, Measure

__all__ = ["drift", "labels"]

#: Letters of a title that a sentence shows.
_SHOWN: Final = 30


def labels(counted: Counted) -> Check:
    """Spells without a level or a function."""
    summary, spells = counted.spells.summary, counted.spells.all
    no_level, no_craft = summary.get("no_level", 0), summary.get("no_craft", 0)
    titles = counted.titles
    tables = [
        CheckTable(
            "Spells by what is not known of them",
            "bars",
            "share",
            ("Not known", "Share of spells", "Spells"),
            (
                ("The level", share(no_level, spells), no_level),
                ("The function", share(no_craft, spells), no_craft),
                ("Neither", share(summary.get("neither", 0), spells), summary.get("neither", 0)),
            ),
        )
    ]
    for what, found in (("level", titles.no_level), ("function", titles.no_craft)):
        if found:
            tables.append(_titles_table(f"Commonest titles without a {what}", found, counted))
    return Check(
        "labels",
        "Levels and functions",
        f"{share_said(no_level, spells)} of spells have no level and {share_said(no_craft, spells)} no function, "
        "neither given nor read from the title.",
        "Roles and targets by level or function miss them: reach of the ladder too low.",
        "A spell without a level is on no rung: a target such as rung:manager+ is not reached with it, and a role by level is "
        "not entered, so reach and ceilings come out too low; where the levels of most of a role's jobs are unknown, a verdict "
        "cannot tell. A spell without a function is in no role by function. Tenure shows moves to and from an unknown level "
        "apart.",
        "Give the columns level and function, or titles that say them (outgrow title TEXT shows what is read).",
        (
            Measure("share of spells without a level", share(no_level, spells), *UNKNOWN_LEVEL),
            Measure("share of spells without a function", share(no_craft, spells), *UNKNOWN_CRAFT),
        ),
        {
            "spells": spells,
            "without_level": no_level,
            "without_level_share": share(no_level, spells),
            "without_function": no_craft,
            "without_function_share": share(no_craft, spells),
            "without_either": summary.get("neither", 0),
            "distinct_titles": titles.titles,
        },
        tuple(tables),
    )


def drift(counted: Counted) -> Check:
    """Titles that change over the years."""
    titles = counted.titles
    beyond = None
    finding = f"The years with {FEW_PEOPLE} jobs or more are under {2 * WINDOW}, too few to compare titles."
    if titles.distance is not None and titles.by_chance is not None:
        beyond = max(titles.distance - titles.by_chance, 0.0)
        finding = (
            f"Titles of {_window(titles.windows[0])} and {_window(titles.windows[-1])} differ for {percent(titles.distance)} of "
            f"jobs; chance alone makes {percent(titles.by_chance)}"
        )
        if titles.came:
            finding += f". New: {cut(clean(titles.came[0]['title']), _SHOWN)}"
        finding += "."
    tables = []
    if titles.shares:
        tables.append(
            CheckTable(
                "Share of all jobs held, for the commonest titles",
                "pairs",
                "share",
                ("Title", *(_window(window) for window in titles.windows)),
                tuple((clean(title), *shares) for title, shares in titles.shares.items()),
            )
        )
    if titles.came:
        tables.append(_titles_table(f"Titles that nobody held in {_window(titles.windows[0])}", titles.came, counted))
    if titles.went:
        tables.append(_titles_table(f"Titles that nobody held in {_window(titles.windows[-1])}", titles.went, counted))
    return Check(
        "drift",
        "Drift of titles",
        finding,
        "Work renamed looks left: reach of a title too low, stays too short.",
        "A role by title follows the words, not the work. Where the same work goes on under another name, the stay in the old "
        "title ends, people who did the work before count as new in the new one, and a target by its old name is reached by "
        "fewer in later years: reach of a title comes out too low, and stays in it too short. The shares also move with who is "
        "in the data. Roles by level and function feel it less, as far as titles are read.",
        "Take in all names of the work (outgrow titles ROLE --edit FILE, --role-file), or ask by function and level.",
        (
            Measure(
                "total variation distance between the titles of the first and the last five years, less that of chance",
                beyond,
                *DRIFT,
            ),
        ),
        {
            "distinct_titles": titles.titles,
            "first_window": _window(titles.windows[0]) if titles.windows else None,
            "last_window": _window(titles.windows[-1]) if titles.windows else None,
            "held_in_first": titles.held[0] if titles.held else None,
            "held_in_last": titles.held[-1] if titles.held else None,
            "distance": titles.distance,
            "distance_by_chance": titles.by_chance,
        },
        tuple(tables),
    )


def _titles_table(title: str, found: list[dict[str, Any]], counted: Counted) -> CheckTable:
    limit = f", held by {counted.min_cell} people or more" if counted.min_cell > 1 else ""
    return CheckTable(
        title + limit,
        "bars",
        "count",
        ("Title", "Spells", "People who held it"),
        tuple((clean(row["title"]), row["spells"], row["people"]) for row in found),
    )


def _window(window: Window) -> str:
    return f"{window[0]}–{window[1]}"
