"""Lines of a section as rows: the times in each told apart, and which are headings of jobs and which the text below them.

In: lines. Out: `Row`. Start at `rows_of`. Next: outgrow.person.jobs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from outgrow.months import DayOrder
from outgrow.person.dates import Period, is_time, periods_in, without
from outgrow.person.document import Line
from outgrow.person.headings import begins_text, is_column_heads, labels, without_label
from outgrow.person.naming import likeness

__all__ = ["APART", "Row", "rows_of"]

#: More words than this are a sentence, and no heading of a job.
_LONGEST: Final = 14
#: More words than this are no name of an employer.
_SHORT: Final = 8
#: How much like a title a name must be, and how many lines below it its time may stand.
_TITLED: Final = 1.8
_NEAR: Final = 4
#: From this share on most of a list are jobs.
_MOST: Final = 0.7
#: Space above a line, in heights of a line, from which on something begins.
APART: Final = 0.6
_STRONG: Final = re.compile(r"\s+[|•·▪∙●■◆⋅–—―]\s+|\s*[|•·∙●■◆⋅]\s*|\s{2,}|\t|\s+//?\s+|\s+-\s+|\s+~\s+")
_ABBREVIATED: Final = re.compile(
    r"\b(?:Ltd|Inc|Co|Corp|Jr|Sr|St|e\.V|S\.A|S\.L|Mgr|Asst|Dept|Dir|etc|B\.V|N\.V|Lda|Ltda|Cie|Bros|Univ|Govt|"
    r"Pty|Bhd|Mt|Ste)\.$|(?:\b[^\W\d_]\.\s?){2,}$"
)
#: The end of a sentence; short words before a full stop may be shortened.
_SENTENCE: Final = re.compile(r"(?<=[a-zà-ÿ0-9]{3})\.\s+(?=[A-ZÀ-Þ0-9])")
#: How a job told in a sentence begins: "I was", "worked as a".
_FIRST_PERSON: Final = re.compile(
    r"^(?:(?:then|now|currently|before that|previously)\s+)?"
    r"(?:I\s?(?:['’]m|['’]ve been|am|was|have been|worked as|served as|work as)|"
    r"(?:worked|employed|served|working|serving|joined|hired) as|as)\s+(?:an?\s+|the\s+)?(?=\w)",
    re.IGNORECASE,
)
_LEADER: Final = re.compile(r"\s*(?:\.{2,}|…|_{2,})\s*$")
_HALF_TIME: Final = re.compile(r"\d\s*(?:[-–—]|to|until|bis|au|à|a|al|tot|até)$")
_FROM_LABEL: Final = re.compile(
    r"^(?:from|since|start(?:ed)?(?:\s+date)?|desde|inicio|von|beginn|du|début|da|dal|inizio|van|vanaf|início)\s*:\s*",
    re.IGNORECASE,
)
_TO_LABEL: Final = re.compile(
    r"(?:^|\s+)(?:to|until|end(?:ed)?(?:\s+date)?|hasta|fin(?:al)?|bis|ende|au|al|fine|tot|até)\s*:\s*", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[.!?;…]['”\")]?$")


@dataclass(slots=True)
class Row:
    """One line, with what it tells of times taken out.

    Parameters
    ----------
    line : Line
        As it stands in the document.
    periods : list of Period
        The times in it.
    atoms : list of str
        What else it says, parted where signs or space part it.
    glue : list of str
        The sign before each of them; empty where it begins a cell or stands behind a time.
    body : bool
        Whether it is text below a heading.
    label : bool
        Whether it heads a part of that text: ``"Key achievements:"``.
    lasting : bool
        Whether it says for how long, and not from when to when: the employer of several jobs.
    """

    line: Line
    periods: list[Period]
    atoms: list[str]
    glue: list[str]
    body: bool = False
    label: bool = False
    lasting: bool = False

    @property
    def period(self) -> Period | None:
        """The time of the job that the row heads: from when to when, before a single date."""
        if self.body or not self.periods:
            return None
        return next((period for period in self.periods if period.is_range), self.periods[0])

    @property
    def apart(self) -> bool:
        """Whether there is space above it."""
        return self.line.gap is not None and self.line.gap > APART


def rows_of(lines: Sequence[Line], order: DayOrder | None) -> list[Row]:
    """Turn the lines of a section into rows, and tell headings of jobs from the text below.

    Parameters
    ----------
    lines : sequence of Line
        Of one section.
    order : {"day-first", "month-first"} or None
        How to read ``03/04/2019``.
    """
    rows: list[Row] = []
    for line in map(_with_times_joined, _labelled_times(_parted(lines, order))):
        periods = periods_in(line.text, order)
        row = Row(line, periods, *_atoms(line, periods, order))
        before = rows[-1] if rows else None
        row.label = _is_label(row) or is_column_heads(line.cells)
        row.lasting = (
            not periods and not line.bullet and any(is_time(part) for part in _STRONG.split(line.text) if part.strip())
        )
        row.body = row.label or _is_body(row, before)
        rows.append(row)
    _free_lists_of_jobs(rows)
    return rows


def _free_lists_of_jobs(rows: Sequence[Row]) -> None:
    """Take items of a list for jobs, whatever their names, where most of them say from when to when at an edge."""
    items = [row for row in rows if row.line.bullet]
    told = [row for row in items if any(period.is_range for period in row.periods) and _at_an_edge(row)]
    if len(told) > 1 and len(told) >= _MOST * len(items):
        for row in told:
            row.body = sum(len(atom.split()) for atom in row.atoms) > _LONGEST
    for place, row in enumerate(rows):
        # items with a time of their own below: "1. Nurse", the ward, the hospital, from when to when
        short = len(row.line.text.split()) <= _SHORT and not _SENTENCE_END.search(row.line.text)
        titled = row.line.bullet and row.body and short
        if titled and any(likeness(atom).title >= _TITLED for atom in row.atoms) and _has_time_below(rows, place):
            row.body = False
    for before, row in pairwise(rows):
        # an employer as an item, and its jobs as items below it
        is_job = row.line.bullet and row.period is not None
        if is_job and before.line.bullet and before.line.indent < row.line.indent and not before.periods:
            before.body = len(before.line.text.split()) > _SHORT


def _has_time_below(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a time stands alone within a few lines, before another item."""
    for row in rows[place + 1 : place + 1 + _NEAR]:
        if row.line.bullet or row.apart:
            return False
        if row.periods and not row.atoms:
            return True
    return False


def _parted(lines: Sequence[Line], order: DayOrder | None) -> list[Line]:
    """Part a paragraph that tells a job and goes on: "Editor, Example Ltd. May 2018 to now. Planned the list."."""
    found: list[Line] = []
    for line in lines:
        periods = [period for period in periods_in(line.text, order) if period.is_range] if len(line.cells) == 1 else []
        if periods:
            start, stop = periods[0].place
            # a full stop may be taken for that of a shortened word: "to present."
            stop -= line.text[stop - 1] == "."
            before, after = line.text[:start].rstrip(), line.text[stop:]
            if before.endswith(".") and re.match(r"\.\s+\S", after) and len(before.split()) <= _LONGEST:
                head, rest = line.text[: stop + 1], after[1:].strip()
                found.append(replace(line, text=head, cells=(head,)))
                found.append(replace(line, text=rest, cells=(rest,), bullet=True, bold=False, heading=None, gap=0.0))
                continue
        found.append(line)
    return found


def _labelled_times(lines: Sequence[Line]) -> list[Line]:
    """Take the words before a start and an end away, and put both into one line: "From: May 2018", "To: now"."""
    found: list[Line] = []
    for line in lines:
        cells = line.cells
        if len(cells) > 1 and not is_column_heads(cells) and labels(cells[0].rstrip(" :")):
            # "Employer      : Example Ltd", and forms with a label in one cell and what it is in the next
            cells = (f"{cells[0].rstrip(' :')}: {cells[1].lstrip(' :')}", *cells[2:])
        cells = tuple(_TO_LABEL.sub(" – ", _FROM_LABEL.sub("", cell)).strip() for cell in cells)
        if found and cells and _goes_on_in_time(found[-1].cells[0], cells[0]):
            # a narrow column of times breaks them: "September 2014 –" above "February 2018"
            last = found[-1]
            whole = (f"{last.cells[0]} {cells[0]}", *last.cells[1:])
            found[-1] = replace(last, text="  ".join(whole), cells=whole)
            cells = cells[1:]
            if not cells:
                continue
            line = replace(line, text="  ".join(cells), cells=cells)
        ends = [place for place, cell in enumerate(cells) if cell.startswith("– ")]
        if ends and ends[0] == 0 and found and is_time(found[-1].cells[-1]):
            last = found[-1]
            joined = (*last.cells[:-1], f"{last.cells[-1]} {cells[0]}", *cells[1:])
            found[-1] = replace(last, text="  ".join(joined), cells=joined)
            continue
        if cells != line.cells and any(cells):
            kept = tuple(cell for cell in cells if cell)
            line = replace(line, text="  ".join(kept), cells=kept)
        found.append(line)
    return found


def _goes_on_in_time(text: str, after: str) -> bool:
    """Tell whether a time that is broken off goes on in another line."""
    if not re.match(r"[^\W\d_]{3,}\.?\s|\d", after) and not is_time(after):
        return False
    told = [period for period in periods_in(text) if period.is_range]
    half = _HALF_TIME.search(text) is not None or (not is_time(text) and re.search(r"[-–—]\s*[^\W\d_]{3,}\.?$", text))
    whole = f"{text} {after}"
    found = periods_in(whole)
    return bool(half) and is_time(whole) and len(found) == 1 and found[0].is_range and (not told or told[0].ongoing)


def _with_times_joined(line: Line) -> Line:
    """Make one time of two cells beside each other that say from when and to when."""
    cells = list(line.cells)
    for place in range(len(cells) - 1):
        start, end = cells[place], cells[place + 1]
        both = f"{start} – {end.removeprefix('– ')}"
        found = periods_in(both)
        if len(found) == 1 and found[0].is_range and is_time(both) and not any(p.is_range for p in periods_in(start)):
            cells[place : place + 2] = [both]
            return replace(line, text="  ".join(cells), cells=tuple(cells))
    return line


def _atoms(line: Line, periods: list[Period], order: DayOrder | None) -> tuple[list[str], list[str]]:
    found: list[str] = []
    glue: list[str] = []
    opens = bool(periods) and periods[0].is_range and not periods[0].place[0]
    for cell in line.cells:
        rest = without(cell, periods_in(cell, order)) if periods else cell
        rest = without_label(rest)
        if opens and len(rest.split()) > _LONGEST:
            rest = _SENTENCE.split(rest)[0]
        # "Example Ltd, Leeds. Driver, nights": an employer, and what somebody was there
        parts = [part for atom in _STRONG.split(rest) for part in (_SENTENCE.split(atom) if periods else [atom])]
        signs = ["", *(match[0] for match in _STRONG.finditer(rest))]
        signs = signs if len(signs) == len(parts) else [""] * len(parts)
        for atom, sign in zip(parts, signs, strict=True):
            atom = _FIRST_PERSON.sub("", _LEADER.sub("", atom).strip()).strip(" ,;:|·•–—->*_")
            if atom and any(sign.isalnum() for sign in atom) and not is_time(atom):
                found.append(atom)
                glue.append(sign if sign.strip() and found[:-1] else "")
    return found, glue


def _is_label(row: Row) -> bool:
    text = row.line.text.strip()
    return text.endswith(":") and not row.periods and len(text.split()) <= 6 and row.line.heading is None


def _is_body(row: Row, before: Row | None) -> bool:
    line, text = row.line, row.line.text.strip()
    words = len(text.split())
    rest = sum(len(atom.split()) for atom in row.atoms)
    if line.heading is not None:
        return False
    if begins_text(text):
        return True
    if without_label(text) != text:
        return False
    if row.periods and row.periods[0].is_range and not row.periods[0].place[0] and rest <= _LONGEST:
        return False  # a paragraph that begins with a time is a job
    if line.bullet:
        return not _is_job_in_a_list(row)
    if before is not None and before.body and not before.label and _goes_on(row, before):
        return True
    told = any(period.is_range for period in row.periods) or not _SENTENCE_END.search(text) or rest <= 3
    if row.periods and _at_an_edge(row) and rest <= _LONGEST and told:
        return False
    if words > _LONGEST or (row.periods and not _at_an_edge(row) and words > 6):
        return True
    if _SENTENCE.search(text) and words > 6 and not row.periods:
        return True
    ends = _SENTENCE_END.search(text) is not None and not _ABBREVIATED.search(text)
    return (ends and words > 2) or (text[:1].islower() and words > 3 and likeness(text).title < 2.0)


def _goes_on(row: Row, before: Row) -> bool:
    """Tell whether a line goes on with the sentence of the line before it."""
    line, last = row.line, before.line
    if row.apart or (line.gap is None and last.gap is not None and line.page == last.page) or line.bold != last.bold:
        return False
    if line.size is not None and last.size is not None and abs(line.size - last.size) > 0.6:
        return False
    if row.periods and any(period.is_range for period in row.periods) and _at_an_edge(row) and line.indent <= 1:
        return False
    unfinished = not _SENTENCE_END.search(last.text.strip())
    if last.bullet and line.indent > last.indent + 0.5 and unfinished:
        return True
    if line.indent > 0.5 and abs(line.indent - last.indent) < 2 and not last.bullet:
        return True
    return unfinished and (line.text[:1].islower() or len(last.text) >= 60)


def _at_an_edge(row: Row) -> bool:
    """Tell whether a time stands at the beginning or the end of its line, in brackets, or in a cell of its own."""
    text = row.line.text
    for period in row.periods:
        before, after = text[: period.place[0]], text[period.place[1] :]
        if not before.strip(" (|·•-–—,;:") or not re.sub(r"\([^()]*\)", "", after).strip(" ).|·•-–—,;:"):
            return True
        if re.search(r"[(\[|·•]\s*$|\s{2,}$|[–—,]\s$", before) and re.match(
            r"\s*(?:[)\]|·•,;:]|\s{2,}|[–—-]\s)", after
        ):
            return True
        if any(is_time(cell) for cell in row.line.cells):
            return True
    return False


def _is_job_in_a_list(row: Row) -> bool:
    """Tell whether an item of a list is a job of its own: a title and a time, and no sentence."""
    if not row.periods or not _at_an_edge(row) or sum(len(atom.split()) for atom in row.atoms) > 10:
        return False
    parts = [part for atom in row.atoms for part in re.split(r",\s+|\s(?:at|bei|chez|@)\s", atom)]
    return any(likeness(part).title >= 1.8 and part[:1].isupper() for part in parts)
