"""Europass CVs as XML: Candidate (ECV 3.0 and later, from 2020 on) and SkillsPassport with its forerunner learnerinfo.

Names of elements count, in any case, and not their namespaces.

- Candidate: CandidateProfile/EmploymentHistory/EmployerHistory with OrganizationName, and PositionHistory with PositionTitle,
  EmploymentPeriod (StartDate, EndDate, CurrentIndicator), Description and JobCategoryCode; to organisation, title, start, end,
  description and occupation: the code of ISCO-08 where there is one, else the URI of ESCO, which may stand at PositionTitle.
- SkillsPassport: WorkExperience with Period (From, To, Current), Position/Label and Code, Activities and Employer/Name.
- Degrees (DegreeName, Title) to the attribute ``education``, competencies other than languages to the attribute ``skills``,
  BirthDate to ``birth``, LastUpdateDate of SkillsPassport to `observed_until`. No name, address, photograph or nationality.
  Headlines, summaries and schools with their dates are for the person alone.

Traps: one profile for each language, of which the first with a job counts; a period at the employer instead of the position;
markup in descriptions; ``--08`` for August; dates in words; WorkExperience within WorkExperience; jobs that have ended on a
day that is not said; entities and document types, which no export has and which are refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.reader import Draft, Export, Reader, listed
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.xml import parsed_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["EUROPASS"]

_SIGN: Final = re.compile(rb"<(?:\w+:)?(?:Candidate|SkillsPassport|learnerinfo)[\s>]", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]{0,500}>")
_ISCO: Final = re.compile(r"(?:.*/isco/)?C?(\d{1,4})", re.IGNORECASE)
_TRUE: Final = frozenset({"true", "1"})


def _recognises(source: Source) -> bool:
    head = source.head
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", errors="ignore").encode(errors="ignore")
    return source.kind == "file" and b"<" in head[:64] and _SIGN.search(head) is not None


def _read(source: Source) -> Export:
    root = parsed_xml(source, source.whole())
    draft = Draft(source.limits)
    if _name(root) == "candidate":
        _candidate(root, draft)
    elif _name(root) in {"skillspassport", "learnerinfo"}:
        _passport(root, draft)
    else:
        raise Refused("is no CV of Europass", do="download it from Europass as XML")
    return draft.export()


def _candidate(root: Element, draft: Draft) -> None:
    profiles = list(_children(root, "candidateprofile"))
    filled = [profile for profile in profiles if next(_all(profile, "positionhistory"), None) is not None]
    if len(profiles) > 1:
        draft.note("A Europass CV in several languages is read in the first that lists a job.")
    for profile in (filled or profiles)[:1]:
        for number, (employer, position) in enumerate(_positions(profile), 1):
            _position(f"EmploymentHistory, entry {number}", employer, position, draft)
        draft.know("skills", listed(list(_competencies(profile))))
        draft.know("education", listed([_text(degree) for degree in _all(profile, "degreename")]))
        for course in _all(profile, "educationorganizationattendance"):
            period = _child(course, "attendanceperiod")
            draft.studied(
                degree=_text(next(_all(course, "degreename"), None)),
                institution=_text(_child(course, "organizationname")),
                start=_date(_child(period, "startdate")),
                end=_date(_child(period, "enddate")),
            )
        draft.tell("headline", _text(_child(_child(profile, "executivesummary"), "headline")))
        for name in ("executivesummary", "personalstatement", "objective"):
            draft.tell("summary", _plain(_text(_child(profile, name))))
    for person in _children(root, "candidateperson"):
        draft.know("birth", _text(_child(person, "birthdate"))[:7])


def _positions(profile: Element) -> Iterator[tuple[Element, Element | None]]:
    for employer in _all(profile, "employerhistory"):
        positions: list[Element | None] = list(_children(employer, "positionhistory"))
        # an employer without a position says when, but not as what: that row goes to quarantine, and is not lost
        yield from ((employer, position) for position in positions or [None])


def _position(where: str, employer: Element, position: Element | None, draft: Draft) -> None:
    title = _child(position, "positiontitle")
    period = _child(position, "employmentperiod")
    period = _child(employer, "employmentperiod") if period is None else period
    start, end, current = (_child(period, name) for name in ("startdate", "enddate", "currentindicator"))
    _spell(
        draft,
        where,
        current=None if current is None else _text(current).lower() in _TRUE,
        start=_date(start),
        end=_date(end),
        title=_text(title),
        organisation=_text(_child(employer, "organizationname")),
        occupation=_occupation(title, position),
        description=_plain(_text(_child(position, "description"))),
    )


def _occupation(title: Element | None, position: Element | None) -> str | None:
    codes = [_text(code) for code in _children(position, "jobcategorycode")]
    if title is not None:
        codes.append(title.get("languageID", ""))
    isco = [match[1] for code in codes if (match := _ISCO.fullmatch(code))]
    return next(iter(isco), None) or next((code for code in codes if "esco/occupation/" in code), None)


def _competencies(profile: Element) -> Iterator[str]:
    for competency in _all(profile, "personcompetency"):
        if _text(_child(competency, "taxonomyid")).lower() != "language":
            name = _text(_child(competency, "competencyname")) or _text(_child(competency, "competencyid"))
            if not name.startswith("http"):
                yield name


def _passport(root: Element, draft: Draft) -> None:
    jobs = [job for job in _all(root, "workexperience") if _child(job, "period") is not None or len(job) > 1]
    for number, job in enumerate(jobs, 1):
        period, position = _child(job, "period"), _child(job, "position")
        current = _child(period, "current")
        _spell(
            draft,
            f"WorkExperience, entry {number}",
            current=None if current is None else _text(current).lower() in _TRUE,
            start=_from_to(_child(period, "from")),
            end=_from_to(_child(period, "to")),
            title=_text(_child(position, "label")) or _text(position),
            organisation=_text(_child(_child(job, "employer"), "name")),
            occupation=_text(_child(position, "code")) or None,
            description=_plain(_text(_child(job, "activities"))),
        )
    draft.know("education", listed([_text(_child(entry, "title")) for entry in _all(root, "education")]))
    for entry in _all(root, "education"):
        period = _child(entry, "period")
        draft.studied(
            degree=_text(_child(entry, "title")),
            institution=_text(_child(_child(entry, "organisation"), "name")),
            start=_from_to(_child(period, "from")),
            end=_from_to(_child(period, "to")),
        )
    for headline in _all(root, "headline"):
        draft.tell("headline", _text(_child(_child(headline, "description"), "label")))
    for person in _all(root, "birthdate"):
        draft.know("birth", _from_to(person)[:7])
    draft.know("observed_until", _text(next(_all(root, "lastupdatedate"), None)))


def _spell(draft: Draft, where: str, *, current: bool | None, **values: Any) -> None:
    """Add a job whose end and whose word for "still there" agree."""
    if current and values["end"]:
        draft.fault(where, "is said to be both ended and ongoing")
    elif current is False and not values["end"]:
        draft.fault(where, "has ended, and it is not said when")
    else:
        draft.spell(where, **{column: value or None for column, value in values.items()})


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    written = _child(element, "formatteddatetime")
    return _text(_child(element, "datetext") if written is None else written) or _text(element)


def _from_to(element: Element | None) -> str:
    """Read a date of SkillsPassport: parts as attributes or elements, a month as ``--08``, a day as ``---01``."""
    if element is None:
        return ""
    parts = [element.get(part) or _text(_child(element, part)) for part in ("year", "month", "day")]
    year, month, day = (part.strip(" -") for part in parts)
    if not year:
        return _text(element)
    return "-".join([year, *([month.zfill(2)] if month else []), *([day.zfill(2)] if month and day else [])])


def _plain(text: str) -> str:
    """Take the markup out of a text that Europass keeps as HTML."""
    return html.unescape(_TAGS.sub(" ", text)).strip() if "<" in text else text


def _name(element: Element) -> str:
    # comments and instructions have no name
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return (child for child in element if _name(child) == name) if element is not None else iter(())


def _child(element: Element | None, name: str) -> Element | None:
    return next(_children(element, name), None)


def _all(element: Element, name: str) -> Iterator[Element]:
    return (found for found in element.iter() if _name(found) == name)


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


EUROPASS: Final = Reader("europass", "CVs of Europass: an .xml file", _recognises, _read)
