"""Courses of study from the lines of a section: each a degree, an institution and a time.

In: lines. Out: `Schooling`. Start at `schooling_in`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from outgrow.months import DayOrder
from outgrow.person.document import Line
from outgrow.person.headings import folded
from outgrow.person.jobs import headings_of
from outgrow.person.naming import is_place, likeness
from outgrow.person.profile import Schooling
from outgrow.person.rows import Row, rows_of

__all__ = ["is_course", "schooling_in"]

_DEGREE: Final = re.compile(
    r"\b(?:b\.?a|b\.?s|m\.?a|m\.?s|b\.?sc|m\.?sc|b\.?eng|m\.?eng|mba|ll\.?[bm]|ph\.?d|dr|pgce|pgdip|hnd|hnc|"
    r"btec|gcses?|a-levels?|nvq|bts|dut|cap|"
    r"bachelor\w*|master\w*|magister|mestrado|licen[ck]iatura|licenciad[oa]|licence|laurea|laureaat|"
    r"grado|diplom\w*|degree|doctor\w*|"
    r"certificate|abitur|fachabitur|matura|reifeprufung|mittlere reife|realschul\w*|hauptschul\w*|baccalaureat|bac|"
    r"bachillerato|maturita|"
    r"havo|vwo|mbo|hbo|ausbildung\w*|kaufmann\w*|kauffrau\w*|lehre|apprenticeship|apprenti\w*|tecnico|curso|high school|studium|"
    r"foundation|honours|hons|staatsexamen|propedeuse|formation|ensino|12o ano|secondary)\b"
)  # fmt: skip
_SCHOOL: Final = re.compile(
    r"\b(?:universit\w*|universida\w*|college|school|academy|akademie|academie|academia|institut\w*|hochschule\w*|fachhochschule|schule\w*|"
    r"\w*schule|\w*gymnasium|lycee|ecole|iut|escuela|escola|instituto|istituto|scuola|liceo|politecnico|polytechnic\w*|hogeschool|"
    r"conservat\w*|faculty|faculte|facultad|colegio|berufskolleg|\w*kolleg|tu|fh|uni|iae|colegiul|seminary|ihk|roc)\b"
)  # fmt: skip
#: How much like a title the name of a job is that begins as a degree does: "PhD Researcher".
_JOB: Final = 2.0
#: What a course of study begins with, and no title does.
_COURSE: Final = re.compile(
    r"(?:b\.?\s?a\.?|b\.?\s?s\.?(?:c\.?)?|m\.?\s?a\.?|m\.?\s?sc\.?|m\.?\s?s\.?|a\.?\s?a\.?(?:\s?s\.?)?|b\.?\s?m(?:us)?\.?|m\.?\s?mus\.?|b\.?\s?eng\.?|"
    r"m\.?\s?eng\.?|b\.?\s?tech\.?|m\.?\s?tech\.?|b\.?\s?com\.?|b\.?\s?ed\.?|m\.?\s?ed\.?|m\.?\s?pharm\.?|b\.?\s?pharm\.?|m\.?\s?phil\.?|ph\.?\s?d\.?|m\.?b\.?a\.?|"
    r"ll\.?[bm]\.?|pgce|hnd|hnc|btec|m\.?b\.?b\.?s\.?|m\.?d\.?|bts|dut|cap|bac|licence|laurea|abitur|fachabitur|gcses?|a-levels?)(?=[\s,(:]|$)|"
    r"(?:bachelor|master|associate|doctor|doctorate|diploma|certificate|diplom|bachillerato|licenciatura|grado|titre|formation|"
    r"licenciada?o?|mestrado|opleiding|studium|ausbildung)\s+(?:of|in|en|de|em|zum|zur|der|di|professionnel|\S+ing)\b"
)
_PARTS: Final = re.compile(
    r"\s*[,;:]\s+|\s+(?:at|bei|an der|der|à l['’]|à la|à|en la|en|na|aan de|presso)\s+(?=[A-ZÀ-Þ])"
)


def schooling_in(lines: Sequence[Line], order: DayOrder | None) -> list[Schooling]:
    """Read the courses of study of a section, in the order of the document.

    Parameters
    ----------
    lines : sequence of Line
        Of one section.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``.
    """
    rows = rows_of(lines, order)
    for row in rows:
        # here an item of a list is a course as often as not
        row.body = row.body and not (row.line.bullet and (row.periods or _DEGREE.search(folded(row.line.text))))
    anchors = [number for number, row in enumerate(rows) if row.period is not None]
    if anchors:
        groups = [
            ([rows[number] for number in entry.heading], rows[entry.anchor]) for entry in headings_of(rows, anchors)
        ]
    else:
        groups = [(group, group[0]) for group in _apart(rows)]
    found = [_course(group, timed) for group, timed in groups]
    return [course for course in found if course.degree or course.institution]


def is_course(title: str, organisation: str | None) -> bool:
    """Tell whether what looks like a job is a course of study: a degree, or a name that says no title at a school."""
    plain = folded(title)
    if _COURSE.match(plain) and likeness(title).title < _JOB:
        return True
    at_school = organisation is not None and _SCHOOL.search(folded(organisation)) is not None
    return at_school and likeness(title).title < 1.2 and _DEGREE.search(plain) is not None


def _apart(rows: Sequence[Row]) -> list[list[Row]]:
    """Part rows without a time where a degree or a school is named anew."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.body:
            continue
        text = folded(row.line.text)
        known = folded(" ".join(one.line.text for one in groups[-1])) if groups else ""
        again = (_DEGREE.search(text) and _DEGREE.search(known)) or (_SCHOOL.search(text) and _SCHOOL.search(known))
        if not groups or row.apart or again:
            groups.append([])
        groups[-1].append(row)
    return groups


def _course(rows: Sequence[Row], timed: Row) -> Schooling:
    whole = [atom for row in rows for atom in row.atoms]
    degree = institution = None
    for atom in whole:
        if is_place(atom):
            continue
        if _SCHOOL.search(folded(atom)) and _DEGREE.search(folded(atom)) and (parts := _two(atom)):
            degree, institution = degree or parts[0], institution or parts[1]
        elif _SCHOOL.search(folded(atom)) and institution is None:
            institution = _no_place(atom)
        elif degree is None:
            degree = atom
        elif institution is None and (likeness(atom).organisation >= 0.8 or not _DEGREE.search(folded(atom))):
            institution = _no_place(atom)
    period = timed.period
    return Schooling(
        degree=degree,
        institution=institution,
        start=None if period is None or not period.is_range else period.start,
        end=None if period is None else period.end,
    )


def _two(text: str) -> tuple[str, str] | None:
    """Part a line that names both."""
    for match in _PARTS.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if _SCHOOL.search(folded(right)) and not _SCHOOL.search(folded(left)):
            return left, _no_place(right)
        if _SCHOOL.search(folded(left)) and not _SCHOOL.search(folded(right)) and _DEGREE.search(folded(right)):
            return right, _no_place(left)
    return None


def _no_place(text: str) -> str:
    head, _, tail = text.rpartition(", ")
    return head if head and is_place(tail) else text
