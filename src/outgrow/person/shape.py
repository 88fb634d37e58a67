"""A profile as JSON and back: how it is printed, kept, and sent from the process that reads documents.

In: `Profile`. Out: dictionaries. Months are ``YYYY-MM``. Start at `as_json`, `from_json`; `as_resume` writes JSON
Resume, to be corrected by hand and read again.
"""

from __future__ import annotations

from typing import Any

from outgrow.months import month_number, month_text
from outgrow.person.document import NotUnderstood
from outgrow.person.profile import Contradiction, PersonSpell, Profile, Schooling, Statement
from outgrow.schema import rung_of

__all__ = ["as_json", "as_resume", "from_json"]


def as_json(profile: Profile) -> dict[str, Any]:
    """Return a profile as it is printed.

    Parameters
    ----------
    profile : Profile
        What was understood.

    Returns
    -------
    dict
        Ready for JSON; what is missing is None.
    """
    return {
        "files": [{"file": file, "format": kind} for file, kind in profile.files],
        "headline": profile.headline,
        "summary": profile.summary,
        "spells": [_spell(spell) for spell in profile.spells],
        "education": [
            {
                "degree": course.degree,
                "institution": course.institution,
                "start": _month(course.start),
                "end": _month(course.end),
            }
            for course in profile.education
        ],
        "skills": list(profile.skills),
        "statements": [{"text": one.text, "spell": one.spell, "part": one.part} for one in profile.statements],
        "not_understood": [
            {"file": one.file, "page": one.page, "reason": one.reason, "text": one.text}
            for one in profile.not_understood
        ],
        "contradictions": [
            {"about": one.about, "said": [{"file": file, "says": says} for file, says in one.said]}
            for one in profile.contradictions
        ],
    }


def _spell(spell: PersonSpell) -> dict[str, Any]:
    return {
        "title": spell.title,
        "organisation": spell.organisation,
        "start": _month(spell.start),
        "end": _month(spell.end),
        "ongoing": spell.ongoing,
        "start_to": spell.start_to,
        "end_to": spell.end_to,
        "months": None if spell.start is None or spell.end is None else spell.end - spell.start + 1,
        "level": spell.level,
        "rung": None if spell.level is None else rung_of(spell.level),
        "function": spell.function,
        "specialty": spell.specialty,
        "marks": list(spell.marks),
        "description": spell.description,
        "sources": list(spell.sources),
    }


def from_json(shape: dict[str, Any]) -> Profile:
    """Return the profile that `as_json` wrote.

    Parameters
    ----------
    shape : dict
        As `as_json` returns it.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is not of that shape.
    """
    return Profile(
        spells=tuple(
            PersonSpell(
                title=_text(one["title"]),
                organisation=_text_or_none(one["organisation"]),
                start=_number(one["start"]),
                end=_number(one["end"]),
                ongoing=bool(one["ongoing"]),
                start_to=_text_or_none(one["start_to"]),
                end_to=_text_or_none(one["end_to"]),
                description=_text_or_none(one["description"]),
                marks=tuple(map(_text, one["marks"])),
                function=_text_or_none(one["function"]),
                specialty=_text_or_none(one["specialty"]),
                level=_text_or_none(one["level"]),
                sources=tuple(map(_text, one["sources"])),
            )
            for one in shape["spells"]
        ),
        education=tuple(
            Schooling(
                degree=_text_or_none(one["degree"]),
                institution=_text_or_none(one["institution"]),
                start=_number(one["start"]),
                end=_number(one["end"]),
            )
            for one in shape["education"]
        ),
        skills=tuple(map(_text, shape["skills"])),
        headline=_text_or_none(shape["headline"]),
        summary=_text_or_none(shape["summary"]),
        statements=tuple(
            Statement(
                text=_text(one["text"]),
                spell=None if one["spell"] is None else int(one["spell"]),
                part=_text(one["part"]),
            )
            for one in shape["statements"]
        ),
        not_understood=tuple(
            NotUnderstood(
                file=_text(one["file"]),
                reason=_text(one["reason"]),
                text=_text_or_none(one["text"]),
                page=None if one["page"] is None else int(one["page"]),
            )
            for one in shape["not_understood"]
        ),
        contradictions=tuple(
            Contradiction(
                about=_text(one["about"]), said=tuple((_text(two["file"]), _text(two["says"])) for two in one["said"])
            )
            for one in shape["contradictions"]
        ),
        files=tuple((_text(one["file"]), _text(one["format"])) for one in shape["files"]),
    )


def as_resume(profile: Profile) -> dict[str, Any]:
    """Return a profile as JSON Resume, schema 1.0, which `outgrow me` reads again without loss of what it uses.

    Parameters
    ----------
    profile : Profile
        What was understood.

    Returns
    -------
    dict
        ``basics``, ``work``, ``volunteer``, ``education`` and ``skills``.
    """
    said: dict[int, list[str]] = {}
    for one in profile.statements:
        if one.spell is not None:
            said.setdefault(one.spell, []).append(one.text)
    work: list[dict[str, Any]] = []
    volunteer: list[dict[str, Any]] = []
    for place, spell in enumerate(profile.spells):
        helps = "volunteer" in spell.marks
        (volunteer if helps else work).append(
            {
                "organization" if helps else "name": spell.organisation or "",
                "position": spell.title,
                "startDate": _written(spell.start, spell.start_to),
                **({} if spell.ongoing else {"endDate": _written(spell.end, spell.end_to)}),
                "highlights": said.get(place, []),
            }
        )
    return {
        "basics": {"label": profile.headline or "", "summary": profile.summary or ""},
        "work": work,
        "volunteer": volunteer,
        "education": [
            {
                "institution": course.institution or "",
                "studyType": course.degree or "",
                "startDate": _month(course.start) or "",
                "endDate": _month(course.end) or "",
            }
            for course in profile.education
        ],
        "skills": [{"name": skill} for skill in profile.skills],
    }


def _written(number: int | None, to: str | None) -> str:
    """Write a date as exactly as it is known: a year alone stays one."""
    if number is None:
        return ""
    return str(number // 12) if to == "year" else month_text(number)


def _month(number: int | None) -> str | None:
    return None if number is None else month_text(number)


def _number(text: Any) -> int | None:
    if text is None:
        return None
    number = month_number(_text(text))
    if number is None:
        raise ValueError
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)
