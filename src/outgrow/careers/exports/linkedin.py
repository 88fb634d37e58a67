"""LinkedIn's "Get a copy of your data": a zip, the folder unpacked from it, or Positions.csv alone.

Columns, by name in any case and order:

- Positions.csv: Company Name, Title, Description, Location, Started On, Finished On; to organisation, title, description,
  start and end. Location is not read.
- Volunteering.csv: Company Name, Role, Cause, Started On, Finished On, Description; the same, with the mark ``volunteer``.
- Skills.csv: Name; to the attribute ``skills``, since nothing ties a skill to a job.
- Education.csv: School Name, Start Date, End Date, Notes, Degree Name, Activities; degrees to the attribute ``education``.
- Profile.csv: Industry to the attribute ``industry``, Birth Date to ``birth`` where it has a year. No name, no address. Headline
  and Summary, and schools with their dates, are kept for the person alone (`Export.personal`).
- Recommendations_Received.csv: their number to the attribute ``recommendations``; who wrote what is not kept.

Traps: a byte order mark; a block of notes before the header; line ends within quotes; a job written twice; years without a
month; several roles at one company; ``&amp;`` in titles; files left out where they would be empty. The name that LinkedIn
gives to the zip holds the day of the export, month first: that month is `observed_until`.
"""

from __future__ import annotations

import codecs
import csv
import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from outgrow.careers.cells import longest_cell
from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.reader import Draft, Export, Reader, listed
from outgrow.careers.exports.refused import Refused
from outgrow.months import parse_month

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LINKEDIN"]

_POSITIONS: Final = "Positions.csv"
_VOLUNTEERING: Final = "Volunteering.csv"
_NEEDED: Final = ("company name", "title", "started on")
_KNOWN: Final = frozenset({*_NEEDED, "description", "location", "finished on"})
#: An export without a position has no Positions.csv; these beside a profile say whose it is.
_BESIDE_PROFILE: Final = ("Skills.csv", "Education.csv", "Connections.csv", "Email Addresses.csv", "Registration.csv")
_DATE: Final = re.compile(r"LinkedInDataExport_(\d{2})-(\d{2})-(\d{4})", re.IGNORECASE)
#: Rows in which the header is looked for.
_PREAMBLE: Final = 30


def _recognises(source: Source) -> bool:
    if source.kind == "file":
        return _is_positions(source.head)
    return source.has(_POSITIONS) or (source.has("Profile.csv") and any(source.has(name) for name in _BESIDE_PROFILE))


def _is_positions(head: bytes) -> bool:
    """Tell whether a text is Positions.csv alone; a table with any other column may be careers of many."""
    try:
        text = codecs.getincrementaldecoder(_encoding(head))().decode(head)
    except UnicodeError:
        return False
    lines = (set(_names(line.split(","))) for line in text.splitlines()[:_PREAMBLE])
    return any(_KNOWN >= names >= {*_NEEDED, "finished on"} for names in lines)


def _read(source: Source) -> Export:
    draft = Draft(source.limits)
    if source.kind == "file":
        _positions(source, draft, source.whole())
    elif source.has(_POSITIONS):
        _positions(source, draft, source.read(_POSITIONS))
    else:
        draft.note("Exports of LinkedIn without Positions.csv are of people who list no position.")
    if source.kind != "file":
        for name, read in _OTHERS.items():
            if source.has(name):
                try:
                    read(source, draft, source.read(name))
                except Refused as fault:
                    draft.note(f"{name} of an export {fault.reason}; it is left out.")
    if match := _DATE.search(source.name):
        draft.know("observed_until", f"{match[3]}-{match[1]}")
    return draft.export()


def _positions(source: Source, draft: Draft, content: bytes) -> None:
    for where, row in _rows(source, draft, content, _POSITIONS, _NEEDED):
        draft.spell(
            where,
            start=row["started on"],
            end=row.get("finished on") or None,
            title=html.unescape(row["title"]),
            organisation=html.unescape(row["company name"]),
            description=row.get("description"),
        )


def _volunteering(source: Source, draft: Draft, content: bytes) -> None:
    for where, row in _rows(source, draft, content, _VOLUNTEERING, ("role", "started on")):
        draft.spell(
            where,
            start=row["started on"],
            end=row.get("finished on") or None,
            title=html.unescape(row["role"]),
            organisation=html.unescape(row.get("company name", "")),
            description=row.get("description"),
            marks="volunteer",
        )


def _skills(source: Source, draft: Draft, content: bytes) -> None:
    rows = _rows(source, draft, content, "Skills.csv", ("name",))
    draft.know("skills", listed([html.unescape(row["name"]) for _, row in rows]))


def _education(source: Source, draft: Draft, content: bytes) -> None:
    degrees = []
    for _, row in _rows(source, draft, content, "Education.csv", ("school name",)):
        degrees.append(html.unescape(row.get("degree name", "")))
        draft.studied(
            degree=degrees[-1],
            institution=html.unescape(row["school name"]),
            start=row.get("start date"),
            end=row.get("end date"),
        )
    draft.know("education", listed(degrees))


def _profile(source: Source, draft: Draft, content: bytes) -> None:
    for _, row in _rows(source, draft, content, "Profile.csv", ("first name",)):
        draft.know("industry", row.get("industry"))
        for name in ("headline", "summary"):
            draft.tell(name, html.unescape(row.get(name) or ""))
        birth = parse_month(row.get("birth date"))
        if birth.kind == "month" and birth.number is not None:
            draft.know("birth", f"{birth.number // 12:04d}-{birth.number % 12 + 1:02d}")


def _recommendations(source: Source, draft: Draft, content: bytes) -> None:
    rows = list(_rows(source, draft, content, "Recommendations_Received.csv", ("text",)))
    draft.know("recommendations", str(len(rows)) if rows else None)


_OTHERS: Final[dict[str, Callable[[Source, Draft, bytes], None]]] = {
    _VOLUNTEERING: _volunteering,
    "Skills.csv": _skills,
    "Education.csv": _education,
    "Profile.csv": _profile,
    "Recommendations_Received.csv": _recommendations,
}


def _rows(
    source: Source, draft: Draft, content: bytes, name: str, needed: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each row by the names of its columns, with its place; rows that do not fit the header are faults."""
    header: list[str] | None = None
    number = 0
    for place, row in enumerate(_parsed(_text(content, name), name, source.limits.file_bytes)):
        source.tick()
        if header is None:
            if place > _PREAMBLE:
                break
            names = _names(row)
            if set(names) >= set(needed):
                if len(set(names)) < len(names):
                    raise Refused(f"has two columns of one name in {name}", do="download the export again")
                header = names
            continue
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        where = f"{name}, entry {number}"
        if len(row) != len(header):
            draft.fault(where, f"has {len(row)} of {len(header)} columns")
            continue
        yield where, dict(zip(header, row, strict=True))
    if header is None:
        raise Refused(
            f"has no row in {name} that names {', '.join(needed)}",
            why="LinkedIn writes these columns, in English, whatever the language of the profile",
            do="give the export as LinkedIn sent it",
        )


def _parsed(text: str, name: str, longest: int) -> list[list[str]]:
    with longest_cell(longest):
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            raise Refused(
                f"holds a quote in {name} that does not close properly",
                why="everything after it would be read as one value",
                do="give the export as LinkedIn sent it",
            ) from None


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode(_encoding(content))
    except UnicodeError:
        raise Refused(
            f"holds a {name} that is not text in UTF-8",
            why="LinkedIn writes UTF-8; a program that opened the file may have written it again",
            do="give the export as LinkedIn sent it",
        ) from None
    if "\0" in text:
        raise Refused(f"holds zero bytes in {name}, so it is no text", do="give the export as LinkedIn sent it")
    return text


def _encoding(content: bytes) -> str:
    return "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _names(row: list[str]) -> list[str]:
    return [" ".join(cell.strip(' "\ufeff').lower().replace("_", " ").split()) for cell in row]


LINKEDIN: Final = Reader(
    "linkedin", "data exports of LinkedIn: the zip, its folder, or Positions.csv", _recognises, _read
)
