"""Headings in six languages, and times as LinkedIn counts them."""

from __future__ import annotations

from resumes.career import Career, Job, months

HEADINGS = {
    "en": {"experience": "Experience", "education": "Education", "skills": "Skills", "summary": "Summary"},
    "de": {"experience": "Berufserfahrung", "education": "Ausbildung", "skills": "Kenntnisse", "summary": "Profil"},
    "fr": {
        "experience": "Expérience professionnelle",
        "education": "Formation",
        "skills": "Compétences",
        "summary": "Profil",
    },
    "es": {
        "experience": "Experiencia laboral",
        "education": "Formación académica",
        "skills": "Competencias",
        "summary": "Perfil",
    },
    "nl": {"experience": "Werkervaring", "education": "Opleiding", "skills": "Vaardigheden", "summary": "Profiel"},
    "pt": {
        "experience": "Experiência profissional",
        "education": "Formação",
        "skills": "Competências",
        "summary": "Resumo",
    },
    "it": {
        "experience": "Esperienze professionali",
        "education": "Istruzione",
        "skills": "Competenze",
        "summary": "Profilo",
    },
}


def heading(career: Career, part: str) -> str:
    """Return a heading in the language of the career, or the one that its source gives (``heading skills: ...``)."""
    return career[f"heading {part}"] or HEADINGS[career["language"] or "en"][part]


def groups(career: Career) -> list[tuple[str | None, list[Job]]]:
    """Return the jobs by employer, those that follow each other together."""
    found: list[tuple[str | None, list[Job]]] = []
    for job in career.jobs:
        if found and found[-1][0] == job.organisation:
            found[-1][1].append(job)
        else:
            found.append((job.organisation, [job]))
    return found


TIME_WORDS = {"en": ("year", "years", "month", "months"), "de": ("Jahr", "Jahre", "Monat", "Monate")}
TIME_WORDS["es"] = ("año", "años", "mes", "meses")


def total(jobs: list[Job], language: str = "en", now: str = "2024-06") -> str:
    """Return the time from the first start to the last end: ``4 years 3 months``; `now` is the month of the export."""
    starts = [months(job.time)[0] or now for job in jobs]
    ends = [months(job.time)[1] or now for job in jobs]
    first, last = (int(month[:4]) * 12 + int(month[5:]) for month in (min(starts), max(ends)))
    years, left = divmod(last - first + 1, 12)
    year, many_years, one_month, many_months = TIME_WORDS[language]
    parts = [f"{years} {many_years if years > 1 else year}"] * bool(years)
    return " ".join(parts + [f"{left} {many_months if left > 1 else one_month}"] * bool(left))


def blocks(job: Job) -> list[tuple[str, str]]:
    """Return the text of a job with its sentences joined to paragraphs."""
    found: list[tuple[str, str]] = []
    for sign, words in job.text:
        if sign == "." and found and found[-1][0] == ".":
            found[-1] = (".", f"{found[-1][1]} {words}")
        else:
            found.append((sign, words))
    return found
