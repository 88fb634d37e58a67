"""Skills that last in words, for a terminal: skills against tools, each skill in a line, and what is told from chance.

In: a released Skills. Out: lines on a `Page`. Start at `skills_claim`. Things *go with* being listed; nothing here says why.
"""

from __future__ import annotations

import math
from typing import Final

from outgrow.charts.wording import clean, cut, percent
from outgrow.report.finding import without_lead
from outgrow.report.findings_skills import first_listed, pay_range, skills_findings, slope, whole_points
from outgrow.report.ladder_words import points
from outgrow.report.page import Page
from outgrow.results import Skill, Skills

__all__ = ["skills_claim", "skills_table"]

#: What the parts of the table are called, by kind.
_PARTS: Final = {"skill": "Skills", "tool": "Tools", None: "Of unknown kind"}
#: Most skills that are named in a line.
_MOST: Final = 6
_LONGEST: Final = 31
_COLUMNS: Final = ("People", "Again", "Else", "Lasts, points", "A year", "Pay")
#: Of these what is shown under so many columns of a terminal.
_NARROW: Final = ("Lasts, points",)
_WIDE: Final = 60
#: What stands for a number that is not told from chance.
_CHANCE: Final = "~"


def skills_claim(page: Page, answer: Skills) -> None:
    """Say how much more often skills and tools are listed again by who listed them, and which last longest."""
    found = skills_findings(answer)
    for finding in found:
        if finding.kind == "skills_last":
            page.say(without_lead(finding.claim), style="bold")
        elif finding.kind == "lasting":
            page.say(without_lead(finding.claim))
    if found and found[0].kind != "skills_last":
        page.say("No name is known as one of a skill or a tool.", style="bold")


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
        wide = page.width >= _WIDE
        shown = [place for place, name in enumerate(_COLUMNS) if wide or name in _NARROW]
        for place in shown:
            table.add_column(_COLUMNS[place], justify="right", no_wrap=True)
        for skill in of_kind:
            cells = _cells(skill)
            table.add_row(cut(clean(skill.name), _LONGEST), *(cells[place] for place in shown))
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
        bounds = f"{whole_points(own.estimate)} ({whole_points(own.lower)} to {whole_points(own.upper)})"
        again = (percent(skill.kept.estimate), percent(skill.taken_up.estimate), f"{mark}{bounds}")
    year = "" if skill.trend is None else points(skill.trend.estimate) if skill.trend.discovered else _CHANCE
    pay = "" if skill.pay is None else first_listed(skill.pay.estimate) if skill.pay.discovered else _CHANCE
    return (number, *again, year, pay)


def _told(answer: Skills) -> list[str]:
    coverage = percent(answer.settings.coverage)
    told, some = [], answer.skills
    for title, wanted in (("Listed more from year to year", 1), ("Listed less from year to year", -1)):
        found = [(one, one.trend) for one in some if one.trend and one.trend.discovered]
        found = [pair for pair in found if math.copysign(1, pair[1].estimate) == wanted]
        found.sort(key=lambda pair: -abs(pair[1].estimate))
        told.append(
            f"{title}: "
            + _named([f"{clean(one.name)} {slope(trend)}" for one, trend in found], f"points, {coverage} intervals")
        )
    paid = [(one, one.pay) for one in some if one.pay]
    found = sorted((pair for pair in paid if pair[1].discovered), key=lambda pair: -abs(pair[1].estimate))
    if paid:
        told.append(
            "Pay when first listed: "
            + _named(
                [f"{clean(one.name)} {pay_range(pay)}" for one, pay in found],
                f"{coverage} intervals",
            )
        )
    else:
        told.append("Pay when first listed: cannot be told, for want of moves with pay before and after")
    return told


def _named(texts: list[str], unit: str) -> str:
    if not texts:
        return "none"
    more = f"; and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return f"{'; '.join(texts[:_MOST])}{more} ({unit})"
