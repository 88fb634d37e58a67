"""What other programs export: JSON Resume, Europass's XML of both generations, and LinkedIn's archive of a member's data."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from html import escape
from pathlib import Path

from resumes.career import Career, Job, months
from resumes.docx_parts import NEVER
from resumes.words import blocks

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def json_resume(career: Career, out: Path) -> None:
    """Write JSON Resume 1.0.0 (https://jsonresume.org/schema); dates in the form that the source gives."""
    basics = {
        "name": career["name"],
        "label": career["headline"],
        "email": career["contact"],
        "summary": career["summary"],
    }
    work, volunteer = [], []
    for job in career.jobs:
        one: dict[str, object] = {"position": job.title, "startDate": job.dates.split(" ")[0]}
        if job.dates.count(" "):
            one["endDate"] = job.dates.split(" ")[1]
        sentences = [words for sign, words in blocks(job) if sign == "."]
        one |= {"summary": " ".join(sentences)} if sentences else {}
        one["highlights"] = [words for sign, words in job.text if sign == "-"]
        if "volunteer" in job.marks:
            volunteer.append({"organization": job.organisation} | one)
        else:
            work.append({"name": job.organisation} | one)
    education = [
        {"institution": school.institution, "studyType": school.degree, "area": ""}
        | dict(zip(("startDate", "endDate"), school.dates.split(" "), strict=False))
        for school in career.schools
    ]
    skills = [
        {"name": name, "level": "", "keywords": group} if name else {"name": skill}
        for name, group in career.skills.items()
        for skill in (group[:1] if name else group)
    ]
    whole = {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": basics,
    }
    whole |= {"work": work, "volunteer": volunteer, "education": education, "skills": skills}
    whole |= {"awards": [{"title": line, "date": "2018-11-01"} for line in career.others.get("Awards", [])]}
    whole |= {
        "references": [],
        "projects": [{"name": line, "startDate": "2019"} for line in career.others.get("Projects", [])],
    }
    out.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def linkedin(career: Career, out: Path) -> None:
    """Write the archive that LinkedIn gives a member who asks for their data: a CSV for each kind of thing."""
    first, last = career["name"].split(" ", 1)
    jobs = [job for job in career.jobs if not job.marks]
    given = [job for job in career.jobs if job.marks]
    tables = {
        "Profile.csv": [
            ("First Name", "Last Name", "Headline", "Summary", "Industry"),
            (first, last, career["headline"], career["summary"], ""),
        ],
        "Positions.csv": [
            ("Company Name", "Title", "Description", "Location", "Started On", "Finished On"),
            *((job.organisation, job.title, _told(job), job.place, *_ends(job.time)) for job in jobs),
        ],
        "Education.csv": [
            ("School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"),
            *((s.institution, *s.dates.split(" "), "", s.degree, "") for s in career.schools),
        ],
        "Skills.csv": [("Name",), *((skill,) for skill in career.all_skills)],
        "Volunteering.csv": [
            ("Company Name", "Role", "Cause", "Started On", "Finished On", "Description"),
            *((job.organisation, job.title, "", *_ends(job.time), _told(job)) for job in given),
        ],
        "Honors.csv": [
            ("Title", "Description", "Issued On"),
            *((line, "", "Nov 2018") for line in career.others.get("Awards", [])),
        ],
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            archive.writestr(zipfile.ZipInfo(name, NEVER), text.getvalue())


def _told(job: Job) -> str:
    return "\n".join(f"\u2022 {words}" if sign == "-" else words for sign, words in blocks(job))


def _ends(time: str) -> tuple[str, str]:
    start, end, *_ = months(time)
    return tuple(f"{MONTHS[int(month[5:]) - 1]} {month[:4]}" if month else "" for month in (start, end))  # type: ignore[return-value]


def europass_first(career: Career, out: Path) -> None:
    """Write the XML of the first Europass, version 3 (until 2020): a SkillsPassport."""
    out.write_text(passport(career), encoding="utf-8")


def passport(career: Career) -> str:
    """Return it; the PDF of that Europass carries the same."""
    first, last = career["name"].split(" ", 1)

    def period(time: str) -> str:
        start, end, *_ = months(time)
        parts = [
            f'<{side} year="{month[:4]}" month="--{month[5:]}"/>'
            for side, month in (("From", start), ("To", end))
            if month
        ]
        return f"<Period>{''.join(parts)}{'' if end else '<Current>true</Current>'}</Period>"

    jobs = "".join(
        f"<WorkExperience>{period(job.time)}<Position><Label>{escape(job.title)}</Label></Position>"
        f"<Activities>{escape(_html(job))}</Activities><Employer><Name>{escape(job.organisation or '')}</Name><ContactInfo>"
        f"<Address><Contact><Municipality>{escape(job.place)}</Municipality></Contact></Address></ContactInfo></Employer></WorkExperience>"
        for job in career.jobs
    )
    schools = "".join(
        f"<Education>{period(s.time)}<Title>{escape(s.degree)}</Title><Organisation><Name>{escape(s.institution)}</Name>"
        "</Organisation></Education>"
        for s in career.schools
    )
    skills = escape("<ul>" + "".join(f"<li>{escape(skill)}</li>" for skill in career.all_skills) + "</ul>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="{career["language"]}"><DocumentInfo>'
        "<DocumentType>ECV</DocumentType><CreationDate>2018-05-04T09:10:11.000Z</CreationDate><XSDVersion>V3.3</XSDVersion>"
        "</DocumentInfo><LearnerInfo><Identification><PersonName>"
        f"<FirstName>{escape(first)}</FirstName><Surname>{escape(last)}</Surname></PersonName></Identification>"
        "<Headline><Type><Code>preferred_job</Code><Label>PREFERRED JOB</Label></Type><Description>"
        f"<Label>{escape(career['headline'])}</Label></Description></Headline>"
        f"<WorkExperienceList>{jobs}</WorkExperienceList><EducationList>{schools}</EducationList>"
        f"<Skills><JobRelated><Description>{skills}</Description></JobRelated></Skills></LearnerInfo></SkillsPassport>\n"
    )


def europass_second(career: Career, out: Path) -> None:
    """Write the XML of the Europass since 2020."""
    out.write_text(candidate(career), encoding="utf-8")


def candidate(career: Career) -> str:
    """Return it, a Candidate in the manner of HR Open Standards; the PDF of that Europass carries the same."""
    first, last = career["name"].split(" ", 1)

    def date(name: str, month: str) -> str:
        return f"<eures:{name}><hr:FormattedDateTime>{month}</hr:FormattedDateTime></eures:{name}>"

    def period(time: str, name: str) -> str:
        start, end, start_to, end_to = months(time)
        dates = [("StartDate", start, start_to), ("EndDate", end, end_to)]
        inside = "".join(date(side, month[:4] if exact == "year" else month) for side, month, exact in dates if month)
        return f"<eures:{name}>{inside}<hr:CurrentIndicator>{str(not end).lower()}</hr:CurrentIndicator></eures:{name}>"

    jobs = "".join(
        f"<EmployerHistory><hr:OrganizationName>{escape(job.organisation or '')}</hr:OrganizationName><PositionHistory>"
        f'<PositionTitle typeCode="FREETEXT">{escape(job.title)}</PositionTitle>{period(job.time, "EmploymentPeriod")}'
        f"<oa:Description>{escape(_html(job))}</oa:Description><City>{escape(job.place)}</City></PositionHistory></EmployerHistory>"
        for job in career.jobs
    )
    schools = "".join(
        f"<EducationOrganizationAttendance><hr:OrganizationName>{escape(s.institution)}</hr:OrganizationName>"
        f"{period(s.time, 'AttendancePeriod')}<EducationDegree><hr:DegreeName>{escape(s.degree)}</hr:DegreeName>"
        "</EducationDegree></EducationOrganizationAttendance>"
        for s in career.schools
    )
    skills = "".join(
        '<PersonCompetency><CompetencyID schemeName="digital_skills"/>'
        f"<hr:CompetencyName>{escape(skill)}</hr:CompetencyName></PersonCompetency>"
        for skill in career.all_skills
    )
    spaces = (
        'xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9" '
        'xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Candidate {spaces}><CandidatePerson><PersonName>'
        f"<oa:GivenName>{escape(first)}</oa:GivenName><hr:FamilyName>{escape(last)}</hr:FamilyName></PersonName></CandidatePerson>"
        f'<CandidateProfile languageCode="{career["language"]}"><ExecutiveSummary>{escape(career["headline"])}</ExecutiveSummary>'
        f"<EmploymentHistory>{jobs}</EmploymentHistory><EducationHistory>{schools}</EducationHistory>"
        f"<PersonQualifications>{skills}</PersonQualifications></CandidateProfile></Candidate>\n"
    )


def _html(job: Job) -> str:
    parts = []
    for sign, words in blocks(job):
        parts.append(
            f"<ul><li>{escape(words, quote=False)}</li></ul>" if sign == "-" else f"<p>{escape(words, quote=False)}</p>"
        )
    return "".join(parts)
