"""What was understood of a person's documents, for a terminal: jobs, schooling, skills, statements, and what was not.

In: Profile. Out: text. Start at `profile_text`. It is for its owner alone.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import clean, cut
from outgrow.months import month_text, span
from outgrow.person.profile import PersonSpell, Profile
from outgrow.report.page import Page
from outgrow.schema import rung_of

__all__ = ["FORMATS", "job_time", "labels_of", "profile_text"]

#: How formats are called.
FORMATS: Final = {
    "pdf": "PDF",
    "docx": "DOCX",
    "markdown": "Markdown",
    "text": "plain text",
    "linkedin": "data export of LinkedIn",
    "json-resume": "JSON Resume",
    "europass": "Europass",
    "pdf with europass": "PDF with a CV of Europass in it",
}
_MOST_LEFT: Final = 12
_MOST_STATEMENTS: Final = 3


def profile_text(profile: Profile, *, width: int = 80, color: bool = False, this_month: int) -> str:
    """Say what was understood of a person's documents, and what was not.

    Parameters
    ----------
    profile : Profile
        What was understood.
    width : int, default 80
        Columns.
    color : bool, default False
        Whether to mark up with ANSI colours.
    this_month : int
        Month number of today, to which ongoing jobs are counted.
    """
    page = Page(width, color=color)
    page.say("; ".join(f"{clean(file)} ({FORMATS.get(kind, kind)})" for file, kind in profile.files), style="bold")
    if profile.headline:
        page.blank()
        page.say(clean(profile.headline))
    page.heading(f"Jobs: {len(profile.spells)}")
    if not profile.spells:
        page.say("None was found.")
    counted = [0] * len(profile.spells)
    for statement in profile.statements:
        if statement.spell is not None:
            counted[statement.spell] += 1
    for spell, statements in zip(profile.spells, counted, strict=True):
        _job(page, spell, statements, this_month)
    if profile.education:
        page.heading("Education")
    for course in profile.education:
        words = ", ".join(clean(text) for text in (course.degree, course.institution) if text)
        time = " to ".join(str(month // 12) for month in (course.start, course.end) if month is not None)
        page.item(f"{words}{f' ({time})' if time else ''}")
    if profile.skills:
        page.heading(f"Skills: {len(profile.skills)}")
        page.say(", ".join(clean(skill) for skill in profile.skills))
    parts = [("headline", "headline"), ("summary", "summary"), ("spell", "jobs")]
    told = [f"{n} of the {name}" for part, name in parts if (n := sum(one.part == part for one in profile.statements))]
    if told:
        page.heading(f"Statements: {len(profile.statements)}")
        page.say(f"{', '.join(told)}. --json lists them.")
    if profile.contradictions:
        page.heading("Said differently by your files (the first is used)")
        for contradiction in profile.contradictions:
            said = "; ".join(f"{clean(file)}: {clean(says)}" for file, says in contradiction.said)
            page.item(f"{clean(contradiction.about)}: {said}")
    if profile.not_understood:
        page.heading(f"Not understood: {len(profile.not_understood)}")
        for one in profile.not_understood[:_MOST_LEFT]:
            where = "" if one.page is None else f" (page {one.page})"
            quoted = "" if one.text is None else f": “{cut(clean(one.text), most=60)}”"
            page.item(f"{clean(one.reason)}{where}{quoted}")
        if len(profile.not_understood) > _MOST_LEFT:
            page.item(f"and {len(profile.not_understood) - _MOST_LEFT} more; --json lists all")
    return page.text()


def _job(page: Page, spell: PersonSpell, statements: int, this_month: int) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=19, no_wrap=True)
    grid.add_column(overflow="fold")
    where = "" if spell.organisation is None else clean(spell.organisation)
    grid.add_row(Text(job_time(spell)), Text(clean(spell.title), style="bold"))
    last = this_month if spell.ongoing else spell.end
    lasted = "" if spell.start is None or last is None else span(max(last - spell.start + 1, 1))
    grid.add_row(Text(lasted, style="dim"), Text(where))
    said = f"{statements} statement{'' if statements == 1 else 's'}"
    grid.add_row(Text(""), Text(f"{labels_of(spell)}; {said}", style="dim"))
    page.draw(grid)


def job_time(spell: PersonSpell) -> str:
    """Return from when to when somebody held a job, each date as exactly as it is told."""
    start, end = (_date(month, to) for month, to in ((spell.start, spell.start_to), (spell.end, spell.end_to)))
    return f"{start} to {'now' if spell.ongoing else end}"


def labels_of(spell: PersonSpell) -> str:
    """Return what a job's title says, in a line: ``"manager; marketing, social media"``."""
    craft = ", ".join(name.replace("_", " ") for name in (spell.function, spell.specialty) if name)
    level = "level not said" if spell.level is None else spell.level.replace("_", " ")
    if spell.level is not None and rung_of(spell.level) != spell.level:
        level += f" (rung {rung_of(spell.level)})"
    return "; ".join([level, craft or "craft not said", *spell.marks])


def _date(month: int | None, to: str | None) -> str:
    if month is None:
        return "?"
    return str(month // 12) if to == "year" else month_text(month)
