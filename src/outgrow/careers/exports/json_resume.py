"""JSON Resume, schema 1.0 to 1.2: one resume in one file.

Keys: ``work[]`` has name (company in older files), position, startDate, endDate, summary and highlights, to organisation,
title, start, end and description; ``volunteer[]`` the same with organization and the mark ``volunteer``. ``skills[]`` has
name and keywords, to the attribute ``skills``, since nothing ties them to a job; where an entry of work has keywords of its
own, they are that job's. ``education[]`` has studyType and area, to the attribute ``education``; with institution and dates, as
label and summary of ``basics``, for the person alone. ``meta.lastModified`` is
`observed_until`, unless a job in the file is later. All other keys, and any that the schema does not know, are not read.

Traps: dates to the year; years as numbers; null and empty ends; "Present"; sections that are null or no list; entries that
are no object; a lastModified copied from the sample of the schema.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, Final

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.limits import Limits, too_much
from outgrow.careers.exports.reader import Draft, Export, Reader, listed
from outgrow.careers.exports.refused import Refused

__all__ = ["JSON_RESUME"]

_SIGN: Final = re.compile(rb'"basics"\s*:\s*\{|"work"\s*:\s*\[|jsonresume|resume-schema')
#: Texts whole, so that a bracket in one is none; possessive, so that no text is read twice.
_BRACKETS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _recognises(source: Source) -> bool:
    head = source.head
    if head.startswith(_WIDE):
        head = head.decode("utf-16", errors="ignore").encode(errors="ignore")
    head = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return source.kind == "file" and head.startswith(b"{") and _SIGN.search(head) is not None


def _read(source: Source) -> Export:
    resume = _parsed(source.whole(), source.limits)
    draft = Draft(source.limits)
    for number, entry in _entries(resume, "work", draft):
        source.tick()
        organisation = entry.get("name") or entry.get("company")
        _spell(draft, f"work, entry {number}", entry, organisation, keywords=entry.get("keywords"))
    for number, entry in _entries(resume, "volunteer", draft):
        source.tick()
        _spell(draft, f"volunteer, entry {number}", entry, entry.get("organization"), marks="volunteer")
    skills: list[str] = []
    for _, entry in _entries(resume, "skills", draft):
        keywords = _texts(entry.get("keywords"))
        # a name over keywords is a heading: "Web Development" over "HTML, CSS"
        skills += keywords or _texts([entry.get("name")])
    draft.know("skills", listed(skills))
    degrees = [
        " ".join(_texts([entry.get("studyType"), entry.get("area")]))
        for _, entry in _entries(resume, "education", draft)
    ]
    draft.know("education", listed(degrees))
    for (_, entry), degree in zip(_entries(resume, "education", Draft(source.limits)), degrees, strict=True):
        draft.studied(
            degree=degree,
            institution=entry.get("institution"),
            start=entry.get("startDate"),
            end=entry.get("endDate"),
        )
    basics = resume.get("basics")
    if isinstance(basics, dict):
        draft.tell("headline", basics.get("label"))
        draft.tell("summary", basics.get("summary"))
    meta = resume.get("meta")
    if isinstance(meta, dict):
        draft.know("observed_until", meta.get("lastModified"))
    return draft.export()


def _spell(
    draft: Draft,
    where: str,
    entry: dict[str, Any],
    organisation: Any,
    *,
    marks: str | None = None,
    keywords: Any = None,
) -> None:
    draft.spell(
        where,
        start=entry.get("startDate"),
        end=entry.get("endDate"),
        title=entry.get("position"),
        organisation=organisation,
        description="\n".join(_texts([entry.get("summary")]) + _texts(entry.get("highlights"))) or None,
        skills=listed(_texts(keywords)),
        marks=marks,
    )


def _entries(resume: dict[str, Any], section: str, draft: Draft) -> list[tuple[int, dict[str, Any]]]:
    """Return the objects of a section with their places; whatever else is in it is a fault."""
    found = resume.get(section)
    if found is None:
        return []
    if not isinstance(found, list):
        draft.fault(section, "is no list")
        return []
    for number, entry in enumerate(found, 1):
        if not isinstance(entry, dict):
            draft.fault(f"{section}, entry {number}", "is no object")
    return [(number, entry) for number, entry in enumerate(found, 1) if isinstance(entry, dict)]


def _texts(values: Any) -> list[str]:
    return [text for text in values if isinstance(text, str) and text] if isinstance(values, list) else []


def _parsed(content: bytes, limits: Limits) -> dict[str, Any]:
    try:
        text = content.decode("utf-16" if content.startswith(_WIDE) else "utf-8-sig")
    except UnicodeError:
        raise Refused("is not text in UTF-8", do="save it as UTF-8") from None
    depth = 0
    for match in _BRACKETS.finditer(text):
        sign = match[0]
        depth += 1 if sign in "[{" else -1 if sign in "]}" else 0
        if depth > limits.depth:
            raise too_much(limits, "depth", "is nested")
    try:
        resume = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("is not valid JSON", why="it is cut short, or was edited by hand", do="check its end") from None
    if not isinstance(resume, dict) or not resume.keys() & {"basics", "work"}:
        raise Refused("is no JSON Resume", why="it has neither basics nor work", do="see https://jsonresume.org/schema")
    return resume


JSON_RESUME: Final = Reader("json-resume", "JSON Resume, schema 1.0 to 1.2: a .json file", _recognises, _read)
