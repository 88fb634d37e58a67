"""Plain sources of careers: one file a person, of which a document and its truth are made.

In: a file of `careers/`. Out: `Career`. A line begins with what it is:

    name: Marit Solbakk                   any other field is a line of text too
    job: TITLE | ORGANISATION | TIME | DATES AS WRITTEN | PLACE | MARKS
    - a bullet of the job above           . a sentence of its paragraph        = a heading within it
    edu: DEGREE | INSTITUTION | TIME | DATES AS WRITTEN
    skills: a; b; c                       skills Tools: d; e
    other: HEADING                        / a line of it

TIME is two of 2015, 2015-03, 2015-summer, now: from which first and last months follow. The rules are those of the labels: a year
begins in January and ends in December, winter goes on into February of the next year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}


@dataclass(frozen=True)
class Job:
    """One job; `text` has (sign, words) in order, sign one of ``-``, ``.`` and ``=``."""

    title: str
    organisation: str | None
    time: str
    dates: str
    place: str = ""
    marks: tuple[str, ...] = ()
    text: tuple[tuple[str, str], ...] = ()

    @property
    def statements(self) -> list[str]:
        """Bullets and sentences, without headings."""
        return [words for sign, words in self.text if sign != "="]


@dataclass(frozen=True)
class School:
    """One course of study."""

    degree: str
    institution: str
    time: str
    dates: str


@dataclass
class Career:
    """A person; `fields` has what is one line, `skills` their groups, `others` the sections that are not jobs."""

    stem: str
    fields: dict[str, str] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    skills: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def all_skills(self) -> list[str]:
        """Every skill, the groups one after the other."""
        return [skill for group in self.skills.values() for skill in group]


def months(time: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Return start, end, start_to and end_to of a TIME such as ``2014-03 2016-summer``."""
    if not time.strip():
        return None, None, None, None
    first, last = time.split()
    return month(first, 0)[0], month(last, 1)[0], month(first, 0)[1], month(last, 1)[1]


def month(word: str, side: int) -> tuple[str | None, str | None]:
    """Return the month that a word stands for, as a start (side 0) or an end (1), and how exact the word is."""
    if word in ("now", "?"):
        return None, None
    year, _, rest = word.partition("-")
    if not rest:
        return f"{year}-{(1, 12)[side]:02d}", "year"
    if rest in SEASONS:
        ahead, number = divmod(SEASONS[rest][side] - 1, 12)
        return f"{int(year) + ahead}-{number + 1:02d}", "season"
    return f"{year}-{int(rest):02d}", "month"


def read_career(path: Path) -> Career:
    """Read one source."""
    career = Career(path.stem)
    other = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if line[:2] in ("- ", ". ", "= "):
            job = career.jobs[-1]
            career.jobs[-1] = Job(**{**vars(job), "text": (*job.text, (line[0], line[2:].strip()))})
            continue
        if line[:2] == "/ ":
            career.others[other].append(line[2:].strip())
            continue
        what, found, rest = line.partition(": ")
        if not found and line.endswith(":"):
            what, found = line[:-1], ":"
        if not found:
            raise ValueError(f"{path}:{number}: a line that begins with none of the signs: {line!r}")
        parts = [part.strip() for part in rest.split("|")]
        if what == "job":
            title, organisation, time, dates, place, marks = (parts + [""] * 6)[:6]
            career.jobs.append(Job(title, organisation or None, time, dates, place, tuple(marks.split())))
        elif what == "edu":
            degree, institution, time, dates = (parts + [""] * 4)[:4]
            career.schools.append(School(degree, institution, time, dates))
        elif what == "other":
            other = rest.strip()
            career.others[other] = []
        elif what.startswith("skills"):
            career.skills[what.removeprefix("skills").strip()] = [skill.strip() for skill in rest.split(";")]
        else:
            career.fields[what] = rest.strip()
    return career


def truth(career: Career, file: str) -> dict[str, object]:
    """Return what is true of the document made of a career, as `truth.json` has it."""
    jobs = sorted(career.jobs, key=lambda job: months(job.time)[0] or "", reverse=True)
    spells, statements = [], []
    for index, job in enumerate(jobs):
        start, end, start_to, end_to = months(job.time)
        spell = {"title": job.title, "organisation": job.organisation, "start": start, "end": end}
        spell |= {"start_to": start_to, "end_to": end_to}
        spells.append(spell | ({"marks": list(job.marks)} if job.marks else {}))
        statements += [{"spell": index, "text": words} for words in job.statements]
    education = []
    for school in career.schools:
        start, end, _, _ = months(school.time)
        education.append({"degree": school.degree, "institution": school.institution, "start": start, "end": end})
    found = {"file": file, "format": career["format"], "layout": career["layout"], "half": career["half"]}
    found |= {"spells": spells, "headline": career["headline"] or None, "skills": career.all_skills}
    found |= {"education": education}
    # those written by hand have their statements in the document alone, unless the source says so
    if statements and career["statements"] != "no":
        found["statements"] = statements
    return found
