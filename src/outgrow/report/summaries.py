"""What short renderings show beside the curves, as rows: where people are, what comes next, the time of each step.

In: Report. Out: small frozen rows, each number the one that its finding tells. Start at `places` and `next_jobs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from outgrow.charts.pay import dollars
from outgrow.charts.readings import STEP_SHARES, limit_of
from outgrow.charts.wording import group_name, people, percent, sentence, years
from outgrow.reference.occupations import PERCENTILES
from outgrow.report.answers_time import Clock, short
from outgrow.report.caveats import NOTE, caveats, caveats_beside, made_how
from outgrow.report.document import Report
from outgrow.report.finding import Finding
from outgrow.report.states_words import (
    STAYS,
    ReadStates,
    occupancy_reads,
    state_names,
    tenure_reads,
    way_in_table,
)
from outgrow.results import StatePoint
from outgrow.results.states import IN_ROLE, OTHER_WAYS, OUT, UNKNOWN
from outgrow.tallies.following import OWNERS_APART

__all__ = [
    "PAY_HEAD",
    "ROLES_READ",
    "STEPS",
    "Share",
    "ShareTable",
    "StepRow",
    "counted_beside",
    "lead",
    "next_jobs",
    "pay_cells",
    "pay_notes",
    "places",
    "questions",
    "steps",
]

#: Ways out that are no next job, in the order in which they follow the jobs.
_NO_JOB: Final = (OTHER_WAYS, UNKNOWN, OUT, IN_ROLE)
#: Of how a report was made, what everyone is told.
_MADE: Final = ("Data", "Groups", "Entered the role", "Followed", "Small groups", "How the data were read")
#: What stands where a number would.
CANNOT_TELL: Final = "cannot tell"
#: How the line on roles written as job titles starts.
ROLES_READ: Final = "How roles were read: "
#: Head of a table of pay.
PAY_HEAD: Final = ("Occupation", "People", "10th percentile", "25th", "Median", "75th", "90th")
#: Most questions that a coach is given.
_MOST_QUESTIONS: Final = 6
#: Shares whose time to a target is told.
STEPS: Final = tuple(STEP_SHARES.values())


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval, under a name."""

    name: str
    estimate: float
    lower: float
    upper: float

    @property
    def parts(self) -> tuple[str, str]:
        """``("24%", "23% to 26%")``."""
        return short(self.estimate), f"{short(self.lower)} to {short(self.upper)}"

    @property
    def number(self) -> str:
        """``"24% (23% to 26%)"``."""
        return f"{self.parts[0]} ({self.parts[1]})"


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Shares at one time, the largest first.

    Parameters
    ----------
    title : str
        What they are shares of, and when: ``"Where they are 10 years on"``.
    counted : str
        People, or stays, counted.
    coverage : str
        Coverage of the intervals, in per cent.
    rows : tuple of Share
        Those above 0.
    more : str
        What of them is not shown here; else empty.
    """

    title: str
    counted: str
    coverage: str
    rows: tuple[Share, ...]
    more: str = ""

    @property
    def heading(self) -> str:
        """``"Where they are 10 years on, of 2,460 people (95% intervals)"``."""
        return f"{self.title}, of {self.counted} ({self.coverage} intervals)"


@dataclass(frozen=True, slots=True)
class StepRow:
    """By when each share of those who entered have reached one target.

    Parameters
    ----------
    name : str
        The target, with the group where there is one.
    counted : str
        People counted.
    times : tuple of (str, str) or None
        For one in ten, one in four and half: the time with its interval; None where it cannot be told.
    longest : str
        How long it can be told for, where a share is not reached by then; else empty.
    """

    name: str
    counted: str
    times: tuple[tuple[str, str] | None, ...]
    longest: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Each time with its interval; where it cannot be told, how long was not enough."""
        untold = f"not within {self.longest}" if self.longest else CANNOT_TELL
        return tuple(f"{time[0]} ({time[1]})" if time is not None else untold for time in self.times)

    @property
    def said(self) -> str:
        """``"one in ten within 4.1 years (3.8 to 4.6 years); one in four not within 15 years"``."""
        parts: list[str] = []
        for share, time, cell in zip(STEPS, self.times, self.cells, strict=True):
            if time is None:
                return "; ".join([*parts, f"{share} {cell}" if self.longest else f"{share}: {cell}"])
            parts.append(f"{share} within {cell}")
        return "; ".join(parts)


def lead(report: Report) -> tuple[Finding, ...]:
    """Return what is said at once after the answer: what it is beside, or the other targets.

    Nothing after a verdict that can be told: its years are not those at which chances are quoted, and the ladder follows.
    """
    if report.answer.kind == "verdict" and report.answer.cannot_tell is None:
        return ()
    first = [finding for finding in report.of("answer", "groups", "verdict") if finding is not report.answer]
    return (*first[:1], *(report.of("others") if not first else ()))


def pay_cells(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a figure of pay in words, under `PAY_HEAD`."""
    return tuple(
        (
            f"{row['occupation']} ({row['name']})",
            "not published" if row["people"] is None else f"{row['people']:,}",
            *(dollars(row[name]) for name in PERCENTILES),
        )
        for row in rows
    )


def pay_notes(report: Report) -> tuple[str, ...]:
    """Return what official statistics leave out and where they are from; nothing where they were not asked."""
    from outgrow.report.answers_pay import pay_notes as notes

    return () if report.pay is None else notes(report.pay)


def questions(report: Report) -> tuple[str, ...]:
    """Return what a coach can ask, the question beside each of the first kinds of finding; nothing for other readers."""
    if report.voice != "coach":
        return ()
    from outgrow.report.voices import question

    asked: dict[str, str] = {}
    for finding in report.findings:
        text = question(finding)
        if text:
            asked.setdefault(finding.kind, text)
    return tuple(dict.fromkeys(asked.values()))[:_MOST_QUESTIONS]


def counted_beside(report: Report) -> str:
    """Return how many are counted where places and next jobs are told, and why not as many as by the curves."""
    said, limit = [], limit_of(report.reach)
    if report.occupancy is not None and report.occupancy.flow.counted > report.flow.counted:
        targets = "the target" if len(report.reach.toward) == 1 else "one of the targets"
        counted = people(report.occupancy.flow.counted, limit=limit)
        said.append(f"Where they are: of {counted}, as those who had held {targets} before are counted there too.")
    stays = report.next_jobs or report.tenure
    if stays is not None and len(stays.curves) == 1:
        counted = people(stays.curves[0].people, limit=limit, **STAYS)
        said.append(
            f"What came next: of {counted} of {people(stays.flow.counted, limit=limit)}, those whose beginning was seen."
        )
    return " ".join(said)


def cannot_say(report: Report, *, full: bool = True, beside: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return what a report cannot tell; that nobody lived the careers is said twice only where all is told.

    Parameters
    ----------
    report : Report
        The report.
    full : bool, default True
        Whether all is told.
    beside : sequence of str, optional
        The answers shown beside the curves, by their names in the report. Default: all.
    """
    found, more = caveats(report), caveats_beside(report, beside)
    if not full:
        found = tuple(one for one in found if one.title != NOTE or "nobody lived" not in one.text.lower())
        # how ways out and differences are counted is for who reads the method
        more = tuple(one for one in more if one.title != NOTE or one.text == OWNERS_APART)
    found = (*found, *more)
    return tuple(one.text if one.title == NOTE else f"{one.title}. {one.text}" for one in found)


def made_said(report: Report, *, full: bool = True) -> tuple[str, ...]:
    """Return the data and the settings; in short, those that everyone is told."""
    return tuple(f"{item.title}: {item.text}" for item in made_how(report) if full or item.title in _MADE)


def places(report: Report) -> tuple[ShareTable, ...]:
    """Return where people are at the time that the answer on places is about; a table for each group."""
    answer = report.occupancy
    if answer is None:
        return ()
    clock, reads = occupancy_reads(answer)
    found = []
    for read in reads:
        if read.points:
            place = clock.headline(read.asked, read.followed)
            names = state_names(read.curves.states, answer.states)
            points = sorted(read.points[place].values(), key=lambda point: -point.estimate)
            title = f"{_group(read)}where they are {_on(clock, read.asked[place])}"
            counted = people(read.curves.people, limit=answer.min_cell or 1)
            rows = tuple(_share(sentence(names[point.state]), point) for point in points if point.estimate > 0)
            found.append(ShareTable(sentence(title), counted, percent(answer.settings.coverage), rows))
    return tuple(found)


def next_jobs(report: Report, *, most: int | None = None) -> tuple[ShareTable, ...]:
    """Return what came next by the time nearest to 5 years: the next jobs, then stays that had none or went on.

    Parameters
    ----------
    report : Report
        With or without the answer on next jobs.
    most : int, optional
        Most next jobs named. Default: all that are told apart.
    """
    answer = report.next_jobs
    if answer is None or answer.ways is None:
        return ()
    clock, reads = tenure_reads(answer)
    told = [int(finding.said["months"]) for finding in report.of("next") if "months" in finding.said]
    found = []
    for read in reads:
        place = next((read.asked.index(month) for month in told if month in read.asked), None)
        if not read.points or place is None:
            continue
        points = read.points[place]
        jobs = sorted((p for p in points.values() if p.state not in _NO_JOB), key=lambda point: -point.estimate)
        jobs = [point for point in jobs if point.estimate > 0]
        left_out = [] if most is None else jobs[most:]
        order = [*jobs[:most], *(points[state] for state in _NO_JOB if state in points)]
        counted = people(read.curves.people, limit=answer.min_cell or 1, **STAYS)
        rows = tuple(
            _share(sentence(way_in_table(point.state, answer)), point) for point in order if point.estimate > 0
        )
        title = f"{_group(read)}what came next, {clock.at(read.asked[place])}"
        more = (
            f"{len(left_out)} more next jobs, each {short(left_out[0].estimate)} or less, are not shown here."
            if left_out
            else ""
        )
        if len(left_out) == 1:
            more = f"1 more next job, {short(left_out[0].estimate)}, is not shown here."
        found.append(ShareTable(sentence(title), counted, percent(answer.settings.coverage), rows, more))
    return tuple(found)


def steps(report: Report) -> tuple[StepRow, ...]:
    """Return the time by which each share have reached each target, a row for each curve with any finding on it."""
    found: dict[tuple[str, str], list[tuple[str, str] | None]] = {}
    counted: dict[tuple[str, str], str] = {}
    longest: dict[tuple[str, str], str] = {}
    for finding in report.of("step"):
        said = finding.said
        row = (said["target"], said["group"])
        times = found.setdefault(row, [None] * len(STEPS))
        counted[row] = said["people"]
        if finding.number is not None:
            times[STEPS.index(said["share"])] = (years(finding.number), said["interval"])
        elif "months" in said:
            longest[row] = years(int(said["months"]))
    return tuple(
        StepRow(sentence(", ".join(filter(None, row))), counted[row], tuple(times), longest.get(row, ""))
        for row, times in found.items()
    )


def _share(name: str, point: StatePoint) -> Share:
    return Share(name, point.estimate, point.lower, point.upper)


def _group(read: ReadStates) -> str:
    return f"{sentence(group_name(read.curves.group))}: " if read.curves.group else ""


def _on(clock: Clock, months: int) -> str:
    """``"10 years on"``, ``"at age 40"``, ``"in 2015-01"``."""
    if clock.settings.clock in ("age", "calendar"):
        return clock.at(months)
    return f"{years(months)} on"
