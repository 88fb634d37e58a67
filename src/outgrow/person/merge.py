"""Several documents of one person as one profile, with what they say differently.

In: `Profile`, one a file, in the order in which the files were given. Out: one `Profile`. A job of two files is one where title,
organisation and times agree well enough; what is told more exactly is used, else what the first file says. Start at `merged`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outgrow.months import month_text
from outgrow.person.headings import folded
from outgrow.person.profile import Contradiction, PersonSpell, Profile, Schooling, Statement
from outgrow.person.understand import latest_first

__all__ = ["merged"]

#: How exactly a date may be told, in months that it may be off.
_OFF: Final = {"month": 0, "season": 3, "year": 12, None: 0}
#: Months by which two files may be off and still mean one job.
_NEAR: Final = 15
_FORMS: Final = re.compile(r"\b(?:ltd|limited|gmbh|ag|inc|llc|llp|plc|co|kg|bv|sa|sas|srl|the|group)\b|[^\w\s]")


def merged(profiles: Sequence[Profile]) -> Profile:
    """Put profiles together.

    Parameters
    ----------
    profiles : sequence of Profile
        At least one, of one person.

    Returns
    -------
    Profile
        With `contradictions` of what the files say differently.
    """
    if len(profiles) == 1:
        return profiles[0]
    spells: list[PersonSpell] = []
    said: list[list[str]] = []
    contradictions: list[Contradiction] = []
    for profile in profiles:
        of = _statements(profile)
        free = set(range(len(spells)))
        added = []
        for place, spell in enumerate(profile.spells):
            same = max(free, key=lambda number: _agreement(spells[number], spell), default=None)
            if same is None or _agreement(spells[same], spell) < 3:
                added.append((spell, of.get(place, [])))
                continue
            free.discard(same)
            contradictions += _differences(spells[same], spell)
            spells[same] = _together(spells[same], spell)
            said[same] = _longer(said[same], of.get(place, []))
        spells += [spell for spell, _ in added]
        said += [statements for _, statements in added]
    ordered = latest_first(spells)
    number_of = {id(spell): number for number, spell in enumerate(spells)}
    headline = _first([profile.headline for profile in profiles])
    summary = _first([profile.summary for profile in profiles])
    told = [(profile.files[0][0], profile.headline) for profile in profiles if profile.headline]
    if len({folded(text) for _, text in told}) > 1:
        contradictions.append(Contradiction(about="headline", said=tuple(told)))
    # headline and summary of the first file that has them
    statements = [
        one
        for part, used in (("headline", headline), ("summary", summary))
        for profile in profiles
        if used is not None and getattr(profile, part) == used
        for one in profile.statements
        if one.part == part
    ]
    statements = list(dict.fromkeys(statements))
    for place, spell in enumerate(ordered):
        statements += [Statement(text=text, spell=place) for text in said[number_of[id(spell)]]]
    return Profile(
        spells=tuple(ordered),
        education=tuple(_courses(profiles)),
        skills=tuple({folded(skill): skill for profile in reversed(profiles) for skill in profile.skills}.values()),
        headline=headline,
        summary=summary,
        statements=tuple(statements),
        not_understood=tuple(one for profile in profiles for one in profile.not_understood),
        contradictions=tuple(contradictions),
        files=tuple(file for profile in profiles for file in profile.files),
    )


def _statements(profile: Profile) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in profile.statements:
        if one.spell is not None:
            found.setdefault(one.spell, []).append(one.text)
    return found


def _longer(one: list[str], two: list[str]) -> list[str]:
    """Keep the fuller text of a job, and of the other what it does not say."""
    first, second = (one, two) if sum(map(len, one)) >= sum(map(len, two)) else (two, one)
    known = {_plain(text) for text in first}
    return [*first, *(text for text in second if _plain(text) not in known)]


def _agreement(one: PersonSpell, two: PersonSpell) -> float:
    """Say how much two jobs agree: from 3 on they are one."""
    if _apart(one, two):
        return 0.0
    titles, organisations = _likeness(one.title, two.title), 0.5
    if one.organisation is not None and two.organisation is not None:
        organisations = _likeness(one.organisation, two.organisation)
    if organisations < 0.3 or titles < 0.3:
        return 0.0
    return (
        1.5 * titles + 1.5 * organisations + (1.0 if _same(one.start, one.start_to, two.start, two.start_to) else 0.4)
    )


def _apart(one: PersonSpell, two: PersonSpell) -> bool:
    """Tell whether the times of two jobs are too far from each other to be those of one."""
    starts_apart = one.start is not None and two.start is not None and abs(one.start - two.start) > _NEAR
    return starts_apart and not _same(one.start, one.start_to, two.start, two.start_to)


def _likeness(one: str, two: str) -> float:
    """Compare two names by their words, 1 where they are the same: without legal forms, case and accents."""
    first, second = set(_plain(one).split()), set(_plain(two).split())
    if not first or not second:
        return float(folded(one) == folded(two))
    return len(first & second) / min(len(first), len(second)) * (1.0 if first == second else 0.9)


def _plain(text: str) -> str:
    return " ".join(_FORMS.sub(" ", folded(text)).split())


def _same(one: int | None, one_to: str | None, two: int | None, two_to: str | None) -> bool:
    """Tell whether two dates can be one, each as exact as it is told."""
    if one is None or two is None:
        return one is two
    if "year" in (one_to, two_to):
        return one // 12 == two // 12
    return abs(one - two) <= max(_OFF[one_to], _OFF[two_to])


def _differences(one: PersonSpell, two: PersonSpell) -> list[Contradiction]:
    about = f"{one.title}{'' if one.organisation is None else ', ' + one.organisation}"
    files = (one.sources[0], two.sources[0])
    found = []
    if not _same(one.start, one.start_to, two.start, two.start_to):
        found.append(("start", _told(one.start, one.start_to), _told(two.start, two.start_to)))
    if one.ongoing != two.ongoing or not _same(one.end, one.end_to, two.end, two.end_to):
        found.append(
            (
                "end",
                "ongoing" if one.ongoing else _told(one.end, one.end_to),
                "ongoing" if two.ongoing else _told(two.end, two.end_to),
            )
        )
    if _plain(one.title) != _plain(two.title):
        found.append(("title", one.title, two.title))
    return [
        Contradiction(about=f"{what} of {about}", said=((files[0], first), (files[1], second)))
        for what, first, second in found
    ]


def _told(number: int | None, to: str | None) -> str:
    if number is None:
        return "not said"
    return str(number // 12) if to == "year" else month_text(number)


def _together(one: PersonSpell, two: PersonSpell) -> PersonSpell:
    """Keep what the first says, and of the second what it says more exactly or alone."""
    changes: dict[str, object] = {}
    for which in ("start", "end"):
        mine, its = getattr(one, f"{which}_to"), getattr(two, f"{which}_to")
        agree = _same(getattr(one, which), mine, getattr(two, which), its)
        if (
            its is not None
            and (mine is None or (agree and _OFF[its] < _OFF[mine]))
            and not (which == "end" and one.ongoing)
        ):
            changes |= {which: getattr(two, which), f"{which}_to": its}
    if one.organisation is None:
        changes["organisation"] = two.organisation
    if len(two.description or "") > len(one.description or ""):
        changes["description"] = two.description
    changes["marks"] = tuple(dict.fromkeys([*one.marks, *two.marks]))
    changes["sources"] = tuple(dict.fromkeys([*one.sources, *two.sources]))
    return replace(one, **changes)  # type: ignore[arg-type]


def _courses(profiles: Sequence[Profile]) -> list[Schooling]:
    kept: list[Schooling] = []
    for profile in profiles:
        for course in profile.education:
            words = _plain(f"{course.degree or ''} {course.institution or ''}")
            if all(_likeness(words, _plain(f"{one.degree or ''} {one.institution or ''}")) < 0.75 for one in kept):
                kept.append(course)
    return sorted(kept, key=lambda course: -(course.end or course.start or 0))


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value), None)
