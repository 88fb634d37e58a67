"""What a document says, understood: jobs, schooling, skills, headline and statements, and what was not understood.

In: `Document`, or an `Export` of a reader of careers. Out: `Profile` of that one file. Start at `understood`, `from_export`.
Next: outgrow.person.merge puts several together. Nothing is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.months import DayOrder, parse_month
from outgrow.person.dates import order_of_days, periods_in
from outgrow.person.document import Document, NotUnderstood
from outgrow.person.headings import folded
from outgrow.person.jobs import Job, jobs_in
from outgrow.person.naming import is_place, likeness
from outgrow.person.profile import PersonSpell, Profile, Schooling, Statement
from outgrow.person.schooling import is_course, schooling_in
from outgrow.person.sections import Section, sections_of
from outgrow.person.statements import description_of, statements_in, statements_of
from outgrow.titles import parse_title

if TYPE_CHECKING:
    from outgrow.careers.exports.reader import Export

__all__ = ["from_export", "latest_first", "understood"]

#: Sections that hold jobs, sections that may where no other does, and sections that hold none.
_JOBS: Final = frozenset({"experience", "volunteer"})
_PERHAPS: Final = frozenset({"top", "aside", "unknown", "other", "summary"})
#: How much like a title a name must be where nothing says that there are jobs.
_TITLE: Final = 1.2
_CONTACT: Final = re.compile(
    r"@|https?:|www\.|linkedin|github|\+?\d[\d\s()./-]{6,}\d|^(?:tel|phone|mobile|e-?mail|address|adresse|fax)\b|\b\d{4,5}\s+[A-ZÀ-Þ]|"
    r"^(?:geboren|born|date of birth|né[e]? le|nacid[oa])\b|^page\b|^curriculum|^lebenslauf$|^cv$|^r[ée]sum[ée]$",
    re.IGNORECASE,
)
_SKILL_SIGNS: Final = re.compile(r"[★☆●○◉◯■□▪▫█░⬤•·]{2,}|\b\d{1,3}\s?%|\b\d\s?/\s?(?:5|10)\b")
_SKILL_LEVEL: Final = re.compile(
    r"\s*[(:–-]?\s*\b(?:expert|advanced|intermediate|basic|beginner|proficient|fluent|native|good|"
    r"very good|grundkenntnisse|sehr gut|gut|fortgeschritten|"
    r"avancé|intermédiaire|débutant|avanzado|intermedio|básico|gevorderd|basis|avançado|intermédio)\b\s*\)?$",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"\s*[,;|•·▪∙●]\s*|\s{2,}|\s+/\s+")
#: A skill of more words is a sentence.
_LONGEST_SKILL: Final = 7


def understood(document: Document, file: str, *, this_month: int) -> Profile:
    """Read what a document says of a person.

    Parameters
    ----------
    document : Document
        Lines in reading order.
    file : str
        Name of the file, without its folder.
    this_month : int
        Month number of today: what ends later goes on.

    Returns
    -------
    Profile
        Of this file; with no job where none was found.
    """
    order = order_of_days([line.text for line in document.lines])
    sections = sections_of(document)
    not_understood = [replace(part, file=file) for part in document.not_understood]
    jobs, left = _jobs(sections, order)
    spells, statements = [], []
    for job, is_volunteer in jobs:
        if job.title is None:
            words = "  ".join(job.heading)[:200] or None
            not_understood.append(NotUnderstood(file=file, reason="a time without a job title beside it", text=words))
            continue
        spells.append((_spell(job, file, volunteer=is_volunteer, this_month=this_month), statements_in(job.body)))
    not_understood += [
        NotUnderstood(file=file, reason="a line among jobs that belongs to none", text=text, page=page)
        for text, page in left
    ]
    not_understood += [
        NotUnderstood(
            file=file, reason="a section whose heading is not known", text=section.heading, page=section.lines[0].page
        )
        for section in sections
        if section.kind == "unknown" and section.lines and not _is_read(section, jobs)
    ]
    ordered = latest_first([spell for spell, _ in spells])
    of = {id(spell): said for spell, said in spells}
    headline, opening = _top(sections)
    summary = (
        " ".join(line.text for section in sections if section.kind == "summary" for line in section.lines) or opening
    )
    statements = _said(headline, summary)
    statements += [Statement(text=text, spell=place) for place, spell in enumerate(ordered) for text in of[id(spell)]]
    return Profile(
        spells=tuple(ordered),
        education=tuple(_schooling(sections, order)),
        skills=tuple(_skills(sections)),
        headline=headline,
        summary=summary,
        statements=tuple(statements),
        not_understood=tuple(not_understood),
        files=((file, document.kind),),
    )


def from_export(export: Export, file: str, kind: str, *, this_month: int) -> Profile:
    """Read what an export of a person's profile says: a JSON Resume, a CV of Europass, data of LinkedIn.

    Parameters
    ----------
    export : Export
        As its reader gives it, with what is for the person alone in `Export.personal`.
    file, kind : str
        Name of the file, and of its format.
    this_month : int
        Month number of today.
    """
    not_understood = [NotUnderstood(file=file, reason=f"{fault.file}: {fault.reason}") for fault in export.faults]
    found = []
    for row in export.spells.to_pylist():
        if not row.get("title"):
            not_understood.append(
                NotUnderstood(file=file, reason="a job without a title", text=row.get("organisation"))
            )
            continue
        found.append(_spell_of_row(row, file, this_month))
    ordered = latest_first(found)
    personal = export.personal
    headline, summary = personal.get("headline"), personal.get("summary")
    statements = _said(headline, summary)
    statements += [
        Statement(text=text, spell=place)
        for place, spell in enumerate(ordered)
        for text in statements_of(spell.description)
    ]
    people = export.people.to_pylist()[0] if export.people is not None and export.people.num_rows else {}
    education = [_schooling_of(entry) for entry in personal.get("education", ())]
    return Profile(
        spells=tuple(ordered),
        education=tuple(course for course in education if course.degree or course.institution),
        skills=tuple(skill for skill in (people.get("skills") or "").split(";") if skill),
        headline=headline,
        summary=summary,
        statements=tuple(statements),
        not_understood=tuple(not_understood),
        files=((file, kind),),
    )


def latest_first(spells: Iterable[PersonSpell]) -> list[PersonSpell]:
    """Order jobs by the latest start first, what goes on before what has ended; those without a start come last."""
    return sorted(
        spells,
        key=lambda spell: (
            spell.start is None,
            -(spell.start or 0),
            not spell.ongoing,
            -(spell.end or 0),
            spell.title.casefold(),
        ),
    )


def _jobs(sections: Sequence[Section], order: DayOrder | None) -> tuple[list[tuple[Job, bool]], list[tuple[str, int]]]:
    found: list[tuple[Job, bool]] = []
    left: list[tuple[str, int]] = []
    for section in sections:
        if section.kind in _JOBS:
            jobs, others = jobs_in(section.lines, order, least=None if section.kind == "experience" else 0.3)
            found += [(job, section.kind == "volunteer") for job in jobs]
            if jobs and section.kind == "experience":
                left += [(line.text, line.page) for line in others]
    known = any(not volunteer for _, volunteer in found)
    for section in sections:
        if section.kind in (_PERHAPS if not known else {"unknown"}):
            found += [(job, False) for job in _jobs_of_unknown(section, order, known=known)]
    found = [(job, helps) for job, helps in found if job.title is None or not is_course(job.title, job.organisation)]
    return _each_once(found), left


def _jobs_of_unknown(section: Section, order: DayOrder | None, *, known: bool) -> list[Job]:
    """Read the jobs of a section that is not known to hold any: it does if most of what has a time in it is named by a title."""
    jobs = [job for job in jobs_in(section.lines, order)[0] if job.title is not None and job.period.is_range]
    named = [job for job in jobs if likeness(job.title or "").title >= _TITLE]
    if len(named) < max(1, 0.5 * len(jobs)) or sum(
        is_course(job.title or "", job.organisation) for job in jobs
    ) * 2 >= len(jobs):
        return []
    return [job for job in named if job.organisation is not None] if known else jobs


def _each_once(jobs: Sequence[tuple[Job, bool]]) -> list[tuple[Job, bool]]:
    """Keep one of jobs that a document tells twice, as in a table at its top: the one that says more."""
    kept: dict[tuple[Any, ...], tuple[Job, bool]] = {}
    for number, (job, volunteer) in enumerate(jobs):
        key: tuple[Any, ...] = (
            folded(job.title or ""),
            folded(job.organisation or ""),
            job.period.start,
            job.period.end,
        )
        if job.title is None:
            key = (number,)
        if key not in kept or len(job.body) > len(kept[key][0].body):
            kept[key] = (job, volunteer)
    return list(kept.values())


def _is_read(section: Section, jobs: Sequence[tuple[Job, bool]]) -> bool:
    lines = {id(line) for line in section.lines}
    return any(id(row.line) in lines for job, _ in jobs for row in job.body)


def _spell(job: Job, file: str, *, volunteer: bool, this_month: int) -> PersonSpell:
    assert job.title is not None
    period = job.period
    end, ongoing = period.end, period.ongoing
    if end is not None and end > this_month:
        # the present year, and contracts that have not run out
        end, ongoing = (None, True) if period.end_to != "year" or end - 11 > this_month else (this_month, False)
    marks = ["volunteer"] if volunteer else []
    return _labelled(
        PersonSpell(
            title=job.title,
            organisation=job.organisation,
            start=period.start,
            end=end,
            ongoing=ongoing,
            start_to=period.start_to,
            end_to=None if ongoing else period.end_to,
            description=description_of(job.body),
            marks=tuple(marks),
            sources=(file,),
        ),
        " ".join(job.heading),
    )


def _labelled(spell: PersonSpell, heading: str = "") -> PersonSpell:
    read = parse_title(spell.title)
    marks = dict.fromkeys([*spell.marks, *read.marks])
    if re.search(r"\(?part[\s-]?time|teilzeit|temps partiel|media jornada|deeltijd|parttime", heading, re.IGNORECASE):
        marks["part-time"] = None
    return replace(spell, function=read.function, specialty=read.specialty, level=read.level, marks=tuple(marks))


def _spell_of_row(row: dict[str, Any], file: str, this_month: int) -> PersonSpell:
    start, end = parse_month(row.get("start")), parse_month(row.get("end"))
    last = None if end.number is None else end.number + (11 if end.kind == "year" else 0)
    ongoing = end.kind in {"missing", "ongoing"} or (last is not None and last > this_month and end.kind != "year")
    return _labelled(
        PersonSpell(
            title=row["title"],
            organisation=row.get("organisation"),
            start=start.number,
            end=None if ongoing or last is None else min(last, this_month) if end.kind == "year" else last,
            ongoing=ongoing,
            start_to=start.kind if start.number is not None else None,
            end_to=None if ongoing or last is None else end.kind,
            description=row.get("description"),
            marks=tuple(mark for mark in (row.get("marks") or "").split(";") if mark),
            sources=(file,),
        )
    )


def _said(headline: str | None, summary: str | None) -> list[Statement]:
    said = [Statement(text=headline, part="headline")] if headline else []
    return said + [Statement(text=text, part="summary") for text in statements_of(summary)]


def _top(sections: Sequence[Section]) -> tuple[str | None, str | None]:
    """Find the headline below the name, and sentences that stand before the first heading."""
    lines = [line for section in sections if section.kind == "top" for line in section.lines]
    headline: str | None = None
    opening: list[str] = []
    for place, line in enumerate(lines[:14]):
        text = line.text.strip()
        words = len(text.split())
        if _CONTACT.search(text) or is_place(text) or periods_in(text):
            continue
        if words > 12 or (opening and text[:1].islower()):
            opening.append(text)
        elif headline is None and place and likeness(text).title >= 1.2:
            headline = text
    return headline, " ".join(opening) or None


def _skills(sections: Sequence[Section]) -> list[str]:
    found: dict[str, str] = {}
    for section in sections:
        if section.kind != "skills":
            continue
        for line in section.lines:
            text = _SKILL_SIGNS.sub("", line.text)
            # "Tools: Canva, Excel" names its group first
            label, colon, rest = text.partition(":")
            text = rest if colon and len(label.split()) <= 4 else text
            for name in _LISTED.split(
                re.sub(r"\s+(?:and|und|et|y|e|en)\s+(?=[^,]*$)", ", ", text) if "," in text else text
            ):
                plain = _SKILL_LEVEL.sub("", name.strip(" .-–—")).strip(" .()-–—")
                if plain and len(plain.split()) <= _LONGEST_SKILL and any(sign.isalpha() for sign in plain):
                    found.setdefault(folded(plain), plain)
    return list(found.values())


def _schooling(sections: Sequence[Section], order: DayOrder | None) -> list[Schooling]:
    found = [
        course for section in sections if section.kind == "education" for course in schooling_in(section.lines, order)
    ]
    return sorted(found, key=lambda course: -(course.end or course.start or 0))


def _schooling_of(entry: dict[str, Any]) -> Schooling:
    start, end = parse_month(entry.get("start")), parse_month(entry.get("end"))
    return Schooling(
        degree=entry.get("degree") or None,
        institution=entry.get("institution") or None,
        start=start.number,
        end=None if end.number is None else end.number + (11 if end.kind == "year" else 0),
    )
