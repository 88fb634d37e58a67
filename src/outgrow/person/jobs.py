"""Jobs from the lines of a section: each a title, an organisation and a time, with what is said of it.

In: lines. Out: `Job`, in the order of the document, and the lines that were not understood. A time anchors a job; the short
lines around it are its heading; what follows is its text. How a document lays out the jobs that are plain decides for the others.
Start at `jobs_in`. Next: outgrow.person.read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from outgrow.months import DayOrder
from outgrow.person.dates import Period
from outgrow.person.document import Line
from outgrow.person.naming import is_own, likeness
from outgrow.person.naming_job import NOTHING, Atom, Naming, Votes, best_naming, can_be_town, votes_of, without_town
from outgrow.person.rows import Row, rows_of

__all__ = ["Entry", "Job", "headings_of", "jobs_in"]

_UNFINISHED: Final = re.compile(r"\s(?:of|the|and|for|di|de|del|della|du|des|der|von|für|und|et|y|e|en|van|do|da|&)$")
_CONTACT: Final = re.compile(r"@|https?:|www\.|\+?\d[\d\s()./-]{6,}\d")
#: Rows that the heading of a job can have above and below its time.
_MOST_ABOVE: Final = 3
_MOST_BELOW: Final = 2
#: Space that tells which neighbour a line belongs to, in heights of a line.
_NEARER: Final = 0.12


@dataclass(slots=True)
class Job:
    """One job as a document tells it.

    Parameters
    ----------
    title, organisation : str or None
        As written.
    period : Period
        From when to when.
    body : list of Row
        The text below its heading.
    heading : tuple of str
        All words of its heading, without times.
    """

    title: str | None
    organisation: str | None
    period: Period
    body: list[Row] = field(default_factory=list)
    heading: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """A job or a course before its heading is read: numbers of the rows of its heading, of places in it, and of the text."""

    anchor: int
    above: list[int]
    below: list[int]
    body: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    naming: Naming = NOTHING

    @property
    def heading(self) -> list[int]:
        """Rows of the heading, in order."""
        return [*self.above, self.anchor, *self.below]


def jobs_in(
    lines: Sequence[Line], order: DayOrder | None, *, least: float | None = None
) -> tuple[list[Job], list[Line]]:
    """Read the jobs of a section.

    Parameters
    ----------
    lines : sequence of Line
        Of one section, in reading order.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``.
    least : float, optional
        Where the section may hold other things than jobs: how much like a title a name must be, and a time is from when to when.

    Returns
    -------
    tuple of list of Job and list of Line
        The jobs in order, and the lines that belong to none.
    """
    rows = rows_of(lines, order)
    anchors = [number for number, row in enumerate(rows) if row.period is not None]
    if not anchors:
        return [], list(lines)
    entries = _named(rows, headings_of(rows, anchors))
    if not any(entry.naming.organisation for entry in entries):
        # what stands below a bare time is a town in most documents, and in this one the employer
        entries = _named(rows, headings_of(rows, anchors, employers_below=True))
    _give_bodies(rows, entries)
    jobs = _grouped(rows, entries)
    if least is not None:
        jobs = [
            job for job in jobs if job.title is not None and job.period.is_range and likeness(job.title).title >= least
        ]
    used = {number for entry in entries for number in (*entry.heading, *entry.body)}
    return jobs, [row.line for number, row in enumerate(rows) if number not in used]


def _named(rows: Sequence[Row], entries: list[Entry]) -> list[Entry]:
    """Tell titles from organisations, first each by itself, then as most of the document does it."""
    votes: Votes = {}
    for _ in range(2):
        for entry in entries:
            entry.naming = best_naming(_atoms(rows, entry), votes)
        votes = votes_of(entry.naming for entry in entries)
    inside: Period | None = None
    for place, entry in enumerate(entries):
        if _heads_others(rows, entries, place):
            inside = rows[entry.anchor].period
        elif inside is not None and _within(rows[entry.anchor].period, inside):
            entry.naming = best_naming(_atoms(rows, entry), votes, grouped=True)
        else:
            inside = None
    return entries


def _within(inner: Period | None, outer: Period) -> bool:
    assert inner is not None
    begins = outer.start is None or inner.start is None or inner.start >= outer.start
    ends = outer.ongoing or (not inner.ongoing and (inner.end is None or outer.end is None or inner.end <= outer.end))
    return begins and ends


def _whole_title(title: str, atoms: Sequence[Atom], organisation: str | None) -> str:
    """Put a title together again that a dash parts from its department, or a slash from its other half."""
    for place, atom in enumerate(atoms[:-1]):
        after = atoms[place + 1]
        if atom.text != title or after.row != atom.row or (organisation or "") in after.text:
            continue
        like = likeness(after.text)
        if "/" in after.glue:
            fits = like.title >= 1.2
        else:
            fits = (
                after.glue.strip() in {"-", "–", "—"}
                and like.title >= 0.5
                and like.organisation < 0.6
                and not like.place
            )
        if fits:
            return f"{title}{after.glue}{after.text}"
    return title


def headings_of(rows: Sequence[Row], anchors: Sequence[int], *, employers_below: bool = False) -> list[Entry]:
    """Tell for each time which short lines around it are its heading.

    Parameters
    ----------
    rows : sequence of Row
        Of a section.
    anchors : sequence of int
        Rows with a time.
    employers_below : bool, default False
        Whether a line below a time that stands alone under a title may be the employer; else it is a place.
    """
    is_anchor = set(anchors)
    above = {anchor: _above(rows, anchor, is_anchor) for anchor in anchors}
    below = {anchor: _below(rows, anchor, is_anchor) for anchor in anchors}
    _share_out(rows, anchors, above, below)
    bare = [anchor for anchor in anchors if not rows[anchor].atoms]
    told = [anchor for anchor in anchors if rows[anchor].atoms]
    down = {True: _downwards(rows, bare, above, below), False: _downwards(rows, told, above, below)}
    entries = []
    taken: set[int] = set()
    for anchor in anchors:
        downwards = down[not rows[anchor].atoms]
        over = [] if downwards else [number for number in above[anchor] if number not in taken]
        # where a place or a second name stands below a heading that has its rows above, it is part of it
        under = (
            below[anchor] if downwards or not (over or rows[anchor].atoms) else _rest(rows, below[anchor], over, anchor)
        )
        claimed = (
            set()
            if downwards
            else {number for other in anchors if other > anchor for number in above[other][-_own(above) :]}
        )
        under = [number for number in under if number not in claimed or downwards or _is_place_row(rows[number])]
        taken |= {*over, anchor, *under}
        places = [] if downwards or employers_below or rows[anchor].atoms or not over else under
        entries.append(Entry(anchor, over, under, places=places))
    return entries


def _looks_alike(one: Row, other: Row) -> bool:
    return one.line.bold == other.line.bold and one.line.size == other.line.size


def _is_place_row(row: Row) -> bool:
    """Tell whether a row is a place: it belongs to the heading above it, as a name below might not."""
    return len(row.atoms) == 1 and not row.periods and can_be_town(row.atoms[0])


def _own(above: dict[int, list[int]]) -> int:
    """Return how many rows stand above the times of most jobs."""
    counted = Counter(len(rows) for rows in above.values() if rows)
    return counted.most_common(1)[0][0] if counted else 1


def _above(rows: Sequence[Row], anchor: int, anchors: set[int]) -> list[int]:
    found: list[int] = []
    number = anchor - 1
    while number >= 0 and len(found) < _MOST_ABOVE and not rows[number].body and number not in anchors:
        begins = rows[number + 1].apart and (found or rows[anchor].atoms)
        if begins and not _names_group(rows, number, found, anchor) and not _heads(rows, number, found, anchor):
            break
        found.insert(0, number)
        number -= 1
    return found


def _heads(rows: Sequence[Row], number: int, found: Sequence[int], anchor: int) -> bool:
    """Tell whether a row that stands apart is the title above its employer: it stands out, and no title is below it."""
    row, below = rows[number], rows[found[0] if found else anchor]
    larger = row.line.size is not None and below.line.size is not None and row.line.size > below.line.size + 0.4
    stands_out = larger or (row.line.bold and not below.line.bold) or row.line.heading is not None
    titled = any(likeness(atom).title >= 1.8 for one in (*found, anchor) for atom in rows[one].atoms)
    return stands_out and not titled and any(likeness(atom).title >= 1.8 for atom in row.atoms)


def _names_group(rows: Sequence[Row], number: int, found: Sequence[int], anchor: int) -> bool:
    """Tell whether a row that stands apart names the employer of what follows: no job above it could be its own."""
    below = [*found, anchor]
    inner = best_naming([Atom(atom, 0) for one in below for atom in rows[one].atoms], {})
    has_organisation = inner.title is not None and inner.organisation is not None
    like = [likeness(atom) for atom in rows[number].atoms]
    return (
        bool(like)
        and not has_organisation
        and all(one.title < 1.8 for one in like)
        and not _CONTACT.search(rows[number].line.text)
    )


def _below(rows: Sequence[Row], anchor: int, anchors: set[int]) -> list[int]:
    found: list[int] = []
    for number in range(anchor + 1, min(anchor + 1 + _MOST_BELOW, len(rows))):
        if rows[number].body or rows[number].apart or rows[number].lasting or number in anchors:
            break
        found.append(number)
    return found


def _share_out(
    rows: Sequence[Row], anchors: Sequence[int], above: dict[int, list[int]], below: dict[int, list[int]]
) -> None:
    """Keep the short lines below one job's text, where no space parts them, from becoming the next job's heading."""
    first = anchors[0]
    sure = [len(above[anchor]) for anchor in anchors if _is_bounded(rows, anchor, above[anchor])]
    most = max([len(above[first]), *sure], default=0)
    for anchor in anchors[1:]:
        if not _is_bounded(rows, anchor, above[anchor]) and most:
            above[anchor] = above[anchor][-most:]


def _is_bounded(rows: Sequence[Row], anchor: int, above: Sequence[int]) -> bool:
    """Tell whether it is plain where a heading begins: at the start, below space, or below text."""
    top = above[0] if above else anchor
    return top == 0 or rows[top].apart or rows[top - 1].body or rows[top].line.gap is None


def _downwards(
    rows: Sequence[Row], anchors: Sequence[int], above: dict[int, list[int]], below: dict[int, list[int]]
) -> bool:
    """Tell whether the headings of these jobs go on below their times rather than above."""
    up = sum(1 for anchor in anchors if above[anchor] and not rows[anchor].apart)
    only_down = sum(1 for anchor in anchors if below[anchor] and (not above[anchor] or rows[anchor].apart))
    for anchor in anchors:
        gaps = [rows[number].line.gap for number in (anchor, anchor + 1) if number < len(rows)]
        if above[anchor] and below[anchor] and len(gaps) == 2 and gaps[0] is not None and gaps[1] is not None:
            # the nearer of its neighbours is what a time belongs to
            only_down += 2 * (gaps[0] > gaps[1] + _NEARER)
            up += gaps[1] > gaps[0] + _NEARER
    return only_down > up


def _rest(rows: Sequence[Row], below: Sequence[int], over: Sequence[int], anchor: int) -> list[int]:
    """Return those rows below a time that still belong to a heading which has its title above or beside it."""
    atoms = [atom for number in (*over, anchor) for atom in rows[number].atoms]
    found: list[int] = []
    for number in below:
        like = [likeness(atom) for atom in rows[number].atoms]
        has_title = any(likeness(atom).title >= 1.8 for atom in atoms)
        is_place = bool(like) and all(one.place for one in like)
        is_missing = has_title and len(atoms) == 1 and all(one.title < 1.8 for one in like)
        # a line below a bare time that looks otherwise begins something else
        is_missing = is_missing and (bool(rows[anchor].atoms) or _looks_alike(rows[number], rows[anchor]))
        first = number == anchor + 1
        is_town = has_title and first and _looks_alike(rows[number], rows[anchor]) and _is_place_row(rows[number])
        if not (is_place or is_missing or is_town):
            break
        found.append(number)
        atoms += rows[number].atoms
    return found


def _atoms(rows: Sequence[Row], entry: Entry) -> list[Atom]:
    found: list[Atom] = []
    for number in entry.heading:
        if number in entry.places:
            continue
        row = rows[number]
        for atom, glue in zip(row.atoms, row.glue, strict=True):
            if found and found[-1].row == number - entry.anchor - 1 and _UNFINISHED.search(found[-1].text):
                found[-1] = found[-1]._replace(text=f"{found[-1].text} {atom}")  # a name that goes on in the next line
            else:
                found.append(Atom(atom, number - entry.anchor, row.line.bold, row.line.size, glue))
    return found


def _give_bodies(rows: Sequence[Row], entries: Sequence[Entry]) -> None:
    for place, entry in enumerate(entries):
        until = entries[place + 1].heading[0] if place + 1 < len(entries) else len(rows)
        entry.body = list(range(entry.heading[-1] + 1, until))


def _grouped(rows: Sequence[Row], entries: Sequence[Entry]) -> list[Job]:
    """Give each job its employer, where one stands above several."""
    jobs: list[Job] = []
    employer: str | None = None
    for place, entry in enumerate(entries):
        row, naming = rows[entry.anchor], entry.naming
        assert row.period is not None
        if _heads_others(rows, entries, place):
            names = [name for name in (naming.title, naming.organisation) if name is not None]
            employer = max(map(without_town, names), key=lambda name: likeness(name).organisation, default=None)
            continue
        organisation = naming.organisation
        if organisation is not None:
            employer = organisation
        elif (
            naming.title is not None
            and place
            and not is_own(" ".join(atom.text for atom in _atoms(rows, entry)))
            and _same_employer(rows, entries, place)
        ):
            organisation = employer
        atoms = _atoms(rows, entry)
        words = tuple(atom.text for atom in atoms)
        body = [rows[number] for number in entry.body]
        title = naming.title
        if title is None and organisation is not None:
            title, organisation = _only_one(organisation, employer if place else None)
        if title is not None:
            title = _whole_title(title, atoms, organisation)
        jobs.append(Job(title, organisation, row.period, body, words))
    return jobs


def _heads_others(rows: Sequence[Row], entries: Sequence[Entry], place: int) -> bool:
    """Tell whether a heading without a title is that of an employer with several jobs below it."""
    entry = entries[place]
    if place + 1 == len(entries):
        return False
    following, title = entries[place + 1], entry.naming.title
    if title is None:
        named = following.naming.organisation
        no_job = len(entry.body) <= 1 and (named is None or likeness(named).organisation < 0.6)
    else:
        like = likeness(without_town(title))
        # an employer taken for a title, with a line on what it is
        no_job = (
            like.title < 1.0
            and like.organisation >= 0.6
            and len(entry.body) <= 1
            and following.naming.title is not None
        )
    outer, inner = rows[entry.anchor].period, rows[following.anchor].period
    assert outer is not None
    assert inner is not None
    return no_job and _within(inner, outer)


def _same_employer(rows: Sequence[Row], entries: Sequence[Entry], place: int) -> bool:
    """Tell whether a job that names no employer is with that of the job before it: most of the document name one."""
    named = sum(1 for entry in entries if entry.naming.organisation is not None)
    return named >= 1 and (entries[place - 1].naming.title is not None or named < len(entries))


def _only_one(text: str, employer: str | None) -> tuple[str | None, str | None]:
    """Take what stands alone for the title where an employer is known, or where nothing says that it is one."""
    if likeness(text).organisation >= 1.5:
        return None, text
    return text, employer
