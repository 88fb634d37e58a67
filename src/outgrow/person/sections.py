"""A document's lines parted into sections: what stands at the top, then experience, education, skills and the rest.

In: `Document`. Out: `Section`, in reading order. Start at `sections_of`. Next: outgrow.person.jobs, outgrow.person.schooling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from outgrow.person.dates import periods_in
from outgrow.person.document import Document, Line
from outgrow.person.headings import section_of
from outgrow.person.naming import likeness

__all__ = ["Section", "sections_of"]

#: Sections that nearly every resume has: what their headings look like is what its headings look like.
_SURE: Final = frozenset({"experience", "education", "volunteer", "interests", "references", "languages"})
#: Words that stand above sections, and as often within a job: "Key achievements", "Tools", "Projects".
_EITHER: Final = frozenset({"awards", "projects", "skills", "publications", "courses", "summary", "other", "contact"})
#: Words of the longest heading that is not known.
_SHORT: Final = 6
#: How much like a title a name must be.
_TITLE: Final = 1.8
#: A job's heading has its time within so many lines.
_NEAR: Final = 3


class _Look(NamedTuple):
    """How a line looks, as far as headings go."""

    heading: int | None
    size: float | None
    bold: bool
    caps: bool
    colon: bool

    @property
    def stands_out(self) -> bool:
        return self.heading is not None or self.bold or self.caps


@dataclass(slots=True)
class Section:
    """Lines below one heading.

    Parameters
    ----------
    kind : str
        A key of headings.toml; ``"top"`` before the first heading, ``"unknown"`` below a heading whose words are not known.
    heading : str or None
        As it was written.
    lines : list of Line
        In reading order, without the heading.
    """

    kind: str
    heading: str | None = None
    lines: list[Line] = field(default_factory=list)


def sections_of(document: Document) -> list[Section]:
    """Part a document into its sections.

    Parameters
    ----------
    document : Document
        Lines in reading order.

    Returns
    -------
    list of Section
        Those without a line are there too, so that a heading that was found is known.
    """
    streams = [list(_with_headings_apart(stream)) for stream in _streams(document.lines)]
    looks = _looks_of_headings([line for stream in streams for line in stream])
    found: list[Section] = []
    carried: str | None = None
    for number, stream in enumerate(streams):
        jobs = any(section.kind == "experience" for section in found)
        begins = _carried_on(stream, carried, jobs=jobs) if number else "top"
        if not found or begins != found[-1].kind:
            found.append(Section(begins))
        for place, line in enumerate(stream):
            kind = _kind(stream, place, looks, found[-1].kind)
            if kind is None:
                found[-1].lines.append(line)
            else:
                found.append(Section(kind, line.text))
        carried = found[-1].kind
    return [section for section in found if section.lines or section.heading is not None]


def _streams(lines: Sequence[Line]) -> list[list[Line]]:
    """Put the main columns of all pages after each other, so that a sidebar does not part a job from its next page."""
    pages: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        pages.setdefault(line.page, {}).setdefault(line.column, []).append(line)
    main: list[Line] = []
    before: list[list[Line]] = []
    after: list[list[Line]] = []
    for page, columns in sorted(pages.items()):
        widest = max(columns, key=lambda column: sum(len(line.text) for line in columns[column]))
        for column, of_it in columns.items():
            if column == widest:
                main += of_it
            else:
                (before if page == min(pages) and column < widest else after).append(of_it)
    return [stream for stream in (*before, main, *after) if stream]


def _with_headings_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Make a heading that stands in a table beside what it heads, or in a column to its left, a line of its own."""
    for line in lines:
        if len(line.cells) > 1 and not line.bullet and section_of(line.cells[0]) in _SURE | {"skills", "summary"}:
            if periods_in(line.cells[0]) or (line.cells[0].endswith(":") and section_of(line.cells[0]) not in _SURE):
                yield line
                continue
            rest = line.cells[1:]
            yield replace(line, text=line.cells[0], cells=(line.cells[0],))
            yield replace(line, text="  ".join(rest), cells=rest, heading=None, bold=False, gap=None)
        else:
            yield line


def _look(line: Line) -> _Look:
    size = None if line.size is None else round(line.size)
    letters = [sign for sign in line.text if sign.isalpha()]
    caps = len(letters) > 3 and all(sign.isupper() for sign in letters)
    return _Look(line.heading, size, line.bold, caps, line.text.rstrip().endswith(":"))


def _looks_of_headings(lines: Sequence[Line]) -> set[_Look]:
    """Return how headings of sections look in this document."""
    sure = [line for line in lines if not line.bullet and len(line.cells) == 1 and section_of(line.text) in _SURE]
    looks = Counter(_look(line) for line in sure)
    levels = [look.heading for look in looks if look.heading is not None]
    if levels:
        # where the format says what is a heading, bold words within the text are none
        looks = Counter(
            {look: n for look, n in looks.items() if look.heading is not None and look.heading <= min(levels) + 1}
        )
    return set(looks)


def _kind(stream: Sequence[Line], place: int, looks: set[_Look], now: str) -> str | None:
    """Tell what section a line begins; None where it begins none."""
    line = stream[place]
    if line.bullet or len(line.cells) > 1:
        return None
    look, kind = _look(line), section_of(line.text)
    if kind in _SURE:
        return kind if look in looks or not looks or look.stands_out else None
    if kind in _EITHER:
        within = now in {"experience", "volunteer", "projects"}
        if look in looks and (not within or look.stands_out or (line.gap or 0) > 0.5):
            return kind
        # a sidebar's headings may look otherwise than those beside it
        other_column = line.column not in {other.column for other in stream if section_of(other.text) in _SURE}
        return kind if not within and (look.stands_out or not looks or other_column or (line.gap or 0) > 0.5) else None
    if look in looks and look.stands_out and len(line.text.split()) <= _SHORT:
        if section_of(line.text, loosely=True) is not None and not periods_in(line.text):
            return "experience"
        if _alone(stream, place, looks):
            return "unknown"
    return None


def _alone(stream: Sequence[Line], place: int, looks: set[_Look]) -> bool:
    """Tell whether a line that looks like a heading is followed by no time of its own, as that of a job is."""
    if periods_in(stream[place].text):
        return False
    for line in stream[place + 1 : place + 1 + _NEAR]:
        if any(period.is_range for period in periods_in(line.text)) and not line.bullet:
            return False
        if line.bullet or len(line.text.split()) > 12:
            break
    # at the top it is the name
    return any(section_of(line.text) in _SURE and _look(line) in looks for line in stream[:place])


def _carried_on(stream: Sequence[Line], carried: str | None, *, jobs: bool) -> str:
    """Tell whether a column goes on with the section of the one before it: it begins with times instead of a heading."""
    if carried in {"experience", "education", "volunteer"}:
        for line in stream:
            if section_of(line.text) is not None and not periods_in(line.text):
                break
            if any(period.is_range for period in periods_in(line.text)):
                # what is named by a title is a job, whatever the other column ended with
                place = next(number for number, one in enumerate(stream) if one is line)
                near = stream[max(place - _NEAR, 0) : place + _NEAR]
                titled = any(likeness(cell).title >= _TITLE for one in near for cell in one.cells)
                return "experience" if jobs and titled else carried
    return "aside"
