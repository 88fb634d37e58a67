"""Skills that last in words, for a terminal: skills against tools, each skill in a line, and what is told from chance.

In: a released Skills. Out: lines on a `Page`. Start at `skills_claim`. Things *go with* being listed; nothing here says why.
"""

from __future__ import annotations

import math
from typing import Final

from outgrow.charts.wording import clean, cut, people, percent, role_quoted
from outgrow.report.ladder_words import points
from outgrow.report.page import Page
from outgrow.results import Measured, Skill, Skills

__all__ = ["skills_claim", "skills_table"]

#: What the parts of the table are called, by kind.
_PARTS: Final = {"skill": "Skills", "tool": "Tools", None: "Of unknown kind"}
#: Most skills that are named in a line.
_MOST: Final = 6
_LONGEST: Final = 31
#: What stands for a number that is not told from chance.
_CHANCE: Final = "~"


def skills_claim(page: Page, answer: Skills) -> None:
    """Say how much more often skills and tools are listed again by who listed them, and which last longest."""
    told = [skill for skill in answer.skills if skill.retention is not None]
    limit = answer.min_cell or 1
    if not told:
        page.say(
            f"Cannot tell. Of {people(answer.people_moved, limit=limit)} with a next job that lists anything, too few list any "
            "one skill.",
            style="bold",
        )
        return
    for text in _claims(answer):
        page.say(text, style="bold")
    last = [skill for skill in told if skill.retention is not None and skill.retention.discovered]
    if last:
        longest = "; ".join(f"{clean(skill.name)} {_again(skill)}" for skill in last[:3])
        page.say(f"Lasting most: {longest}.")
    if len(last) > 5:
        least = "; ".join(f"{clean(skill.name)} {_again(skill)}" for skill in last[-3:])
        page.say(f"Lasting least of what lasts at all: {least}.")


def _claims(answer: Skills) -> list[str]:
    limit, coverage = answer.min_cell or 1, percent(answer.settings.coverage)
    kinds = {one.kind: one for one in answer.kinds}
    moved = (
        f"{people(answer.people_moved, limit=limit)} with {people(answer.moves, limit=limit, one='move', many='moves')} from "
        f"{_jobs(answer)} to a next one"
    )
    both = kinds.get("skill minus tool")
    if both is None:
        return [
            f"Of {moved}, whoever listed a {kind} lists it again {_points(one.estimate)} points more often than whoever did "
            f"not ({coverage} interval {_points(one.lower)} to {_points(one.upper)})."
            for kind, one in kinds.items()
        ] or [f"Of {moved}, no name is known as one of a skill or a tool."]
    skill, tool = kinds["skill"], kinds["tool"]
    return [
        f"Of {moved}, whoever listed a skill lists it again {_points(skill.estimate)} points more often than whoever did "
        f"not; of a tool it is {_points(tool.estimate)} points: a difference of {_points(both.estimate)} points ({coverage} "
        f"interval {_points(both.lower)} to {_points(both.upper)})."
    ]


def _jobs(answer: Skills) -> str:
    return "any job" if answer.role == "any" else f"a job of {role_quoted(answer.role)}"


def _again(skill: Skill) -> str:
    assert skill.kept is not None
    assert skill.taken_up is not None
    return f"({percent(skill.kept.estimate)} against {percent(skill.taken_up.estimate)})"


def skills_table(page: Page, answer: Skills) -> None:
    """List every skill by kind, then what is told from chance of shares and pay."""
    from rich import box
    from rich.table import Table

    for kind, title in _PARTS.items():
        of_kind = [skill for skill in answer.skills if skill.kind == kind]
        if not of_kind:
            continue
        page.heading(title)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column("", overflow="fold", min_width=18)
        for column in ("People", "Again", "Else", "Lasts, points", "A year", "Pay"):
            table.add_column(column, justify="right", no_wrap=True)
        for skill in of_kind:
            table.add_row(cut(clean(skill.name), _LONGEST), *_cells(skill))
        page.draw(table)
    if not answer.skills:
        return
    page.blank()
    page.say(
        "People: who list it in a job of the role. Again: of moves from such a job, those to a job that lists it too. Else: of "
        f"moves from jobs that list others. Lasts: the difference, with its {percent(answer.settings.coverage)} interval. A "
        "year: points by which its share of the role's jobs changes from year to year. Pay: change when first listed, less that "
        f"of like movers who did not list it. {_CHANCE}: not told from chance, at {percent(answer.false_discoveries)} false "
        "discoveries among all skills. Empty: too few to tell."
    )
    page.heading("What is told from chance")
    for text in _told(answer):
        page.item(text)


def _cells(skill: Skill) -> tuple[str, ...]:
    own = skill.retention
    number = f"{skill.people:,}"
    if own is None or skill.kept is None or skill.taken_up is None:
        again = ("", "", "")
    else:
        mark = "" if own.discovered else f"{_CHANCE} "
        bounds = f"{_points(own.estimate)} ({_points(own.lower)} to {_points(own.upper)})"
        again = (percent(skill.kept.estimate), percent(skill.taken_up.estimate), f"{mark}{bounds}")
    year = "" if skill.trend is None else points(skill.trend.estimate) if skill.trend.discovered else _CHANCE
    pay = "" if skill.pay is None else _pay(skill.pay.estimate) if skill.pay.discovered else _CHANCE
    return (number, *again, year, pay)


def _points(value: float) -> str:
    return f"{100 * value:.0f}".replace("-0", "0")


def _pay(value: float) -> str:
    return f"{100 * math.expm1(value):+.0f}%"


def _told(answer: Skills) -> list[str]:
    coverage = percent(answer.settings.coverage)
    told, some = [], answer.skills
    for title, wanted in (("Listed more from year to year", 1), ("Listed less from year to year", -1)):
        found = [(one, one.trend) for one in some if one.trend and one.trend.discovered]
        found = [pair for pair in found if math.copysign(1, pair[1].estimate) == wanted]
        found.sort(key=lambda pair: -abs(pair[1].estimate))
        told.append(
            f"{title}: "
            + _named([f"{clean(one.name)} {_change(trend)}" for one, trend in found], f"points, {coverage} intervals")
        )
    paid = [(one, one.pay) for one in some if one.pay]
    found = sorted((pair for pair in paid if pair[1].discovered), key=lambda pair: -abs(pair[1].estimate))
    if paid:
        told.append(
            "Pay when first listed: "
            + _named(
                [
                    f"{clean(one.name)} {_pay(pay.estimate)} ({_pay(pay.lower)} to {_pay(pay.upper)})"
                    for one, pay in found
                ],
                f"{coverage} intervals",
            )
        )
    else:
        told.append("Pay when first listed: cannot be told, for want of moves with pay before and after")
    return told


def _change(trend: Measured) -> str:
    return f"{points(trend.estimate)} ({points(trend.lower)} to {points(trend.upper)})"


def _named(texts: list[str], unit: str) -> str:
    if not texts:
        return "none"
    more = f"; and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return f"{'; '.join(texts[:_MOST])}{more} ({unit})"
