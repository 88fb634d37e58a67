"""The report: released answers about a role with the findings drawn from them, ready for any rendering.

In: answers. Out: Report, and Comparison of several roles. Start at `build_report`; next: `outgrow.report.html`,
`outgrow.report.terminal`, `outgrow.report.markdown`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from outgrow.charts.wording import clean
from outgrow.errors import InputError, OutgrowError
from outgrow.report.all_findings import all_findings
from outgrow.report.findings import Finding, Variant
from outgrow.report.part_json import part_json, past_json
from outgrow.report.past import Past
from outgrow.report.voices import Voice, worded
from outgrow.results import Answer, Ceiling, Drift, Flow, Occupancy, Reach, Skills, Tenure, Verdict

if TYPE_CHECKING:
    from outgrow.results import CareersFacts, Pay

__all__ = ["Comparison", "LeftOut", "Report", "build_report"]


#: Answers beside reach, by name, in the order in which they are told.
PARTS: Final = ("verdict", "occupancy", "next_jobs", "tenure", "drift", "skills")


class LeftOut(NamedTuple):
    """What a report does not tell, and why."""

    what: str
    why: str


class _Rendered:
    """What a report and a comparison can be rendered as."""

    __slots__ = ()

    def _whole(self) -> Report | Comparison:
        assert isinstance(self, Report | Comparison)
        return self

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the report as one HTML page, and write it where a path is given.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        from outgrow.report.html import render_html

        return _written(render_html(self._whole()), path)

    def to_markdown(self, path: str | Path | None = None) -> str:
        """Return the report as Markdown, for a document or a ticket, and write it where a path is given.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        from outgrow.report.markdown import render_markdown

        return _written(render_markdown(self._whole()), path)

    def to_pdf(self, path: str | Path, *, paper: Literal["a4", "letter"] = "a4") -> None:
        """Print the page to a PDF file with the Chromium of this machine.

        Raises
        ------
        InputError
            There is no such browser here, it could not print, or the file cannot be written.
        """
        from outgrow.report.html import render_html
        from outgrow.report.pdf import to_pdf

        to_pdf(render_html(self._whole()), path, paper=paper)

    def _repr_html_(self) -> str:
        """Show the whole page in a notebook, in a frame of its own."""
        from outgrow.report.html import framed, render_html

        return framed(render_html(self._whole()))

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


def _written(text: str, path: str | Path | None) -> str:
    if path is not None:
        try:
            Path(path).expanduser().write_text(text, encoding="utf-8")
        except OSError as fault:
            raise InputError(
                f"'{Path(path).name}' cannot be written ({fault.strerror or type(fault).__name__}).",
                do="give another path",
            ) from None
    return text


@dataclass(frozen=True, slots=True, repr=False)
class Report(_Rendered):
    """All that a rendering needs to tell of one role.

    Parameters
    ----------
    role : str
        The role as a person wrote it.
    toward : str or None
        The target, where one was asked; None for a report on several.
    reach : Reach
        Released through `outgrow.disclosure.release`; all its targets have one denominator.
    command : str
        The line to type to repeat it.
    made : datetime.date
        The day it was made.
    findings : tuple of Finding
        What the answers say, the one that answers the question first.
    variants : tuple of Variant
        The same question under other assumptions, released likewise.
    verdict, occupancy, next_jobs, tenure : Verdict, Occupancy, Tenure, Tenure or None
        What was asked beside, released likewise: whether it is a path and where it tops out, where people are, what comes
        next, how stays end.
    drift, skills : Drift, Skills or None
        What the role turns into, and which of its skills last, released likewise.
    past : Past
        Who got past the rung above the ceiling: the broadened beside the focused, what the monthly chance goes with, and who made
        it while they stayed focused; each part released likewise.
    pay : Pay, optional
        What the role pays and how many seats lie above it, from official statistics.
    left_out : tuple of LeftOut
        What could not be asked, or not be shown beside the rest.
    voice : {"person", "coach", "analyst"}
        Whom it is worded for.
    given : bool
        Whether careers were given; if not, those built in stand for them.

    Raises
    ------
    OutgrowError
        An answer was not released.
    """

    role: str
    toward: str | None
    reach: Reach
    command: str
    made: datetime.date
    findings: tuple[Finding, ...]
    variants: tuple[Variant, ...] = ()
    verdict: Verdict | None = None
    occupancy: Occupancy | None = None
    next_jobs: Tenure | None = None
    tenure: Tenure | None = None
    drift: Drift | None = None
    skills: Skills | None = None
    past: Past = field(default_factory=Past)
    pay: Pay | None = None
    left_out: tuple[LeftOut, ...] = ()
    voice: Voice = "person"
    given: bool = True

    def __post_init__(self) -> None:
        if not _all_released(self.reach, self.variants, self.beside):
            raise OutgrowError(
                "this result was not released, so no report can be made of it.",
                why="exact results may show single people; a report is for others to read",
                do="outgrow.disclosure.release(result, min_cell=10), then report on what it returns",
            )

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports it consists of: itself alone."""
        return (self,)

    @property
    def beside(self) -> dict[str, Answer]:
        """The answers beside reach, by the name of what was asked."""
        told = {name: getattr(self, name) for name in PARTS} | self.past.answers
        return {name: answer for name, answer in told.items() if answer is not None}

    @property
    def answer(self) -> Finding:
        """The finding that answers the question."""
        return self.findings[0]

    @property
    def ceiling(self) -> Ceiling | None:
        """Where the role tops out, where that was asked and can be shown."""
        return None if self.verdict is None else self.verdict.ceiling

    @property
    def pay_first(self) -> bool:
        """Whether official statistics come before careers: where those are simulated, or none were given."""
        return self.pay is not None and (self.simulated or not self.given)

    @property
    def careers(self) -> CareersFacts:
        """What was asked of."""
        return self.reach.careers

    @property
    def flow(self) -> Flow:
        """Who was counted, and who was not."""
        return self.reach.flow

    @property
    def simulated(self) -> bool:
        """Whether the careers were simulated."""
        return self.reach.careers.kind == "simulated"

    def finding(self, key: str) -> Finding | None:
        """Return the finding of this key, or None."""
        return next((finding for finding in self.findings if finding.key == key), None)

    def of(self, *kinds: str) -> tuple[Finding, ...]:
        """Return the findings of these kinds, in their order."""
        return tuple(finding for finding in self.findings if finding.kind in kinds)

    def words(self, finding: Finding) -> str:
        """Word a finding for whoever the report is for."""
        return worded(finding, self.voice)

    def as_json(self) -> dict[str, Any]:
        """Return the answers and their findings as one object ready for JSON (design, section 10)."""
        return {
            **self.reach.as_json("report"),
            "voice": self.voice,
            "careers_given": self.given,
            "findings": [{**finding.as_json(), "worded": self.words(finding)} for finding in self.findings],
            "variants": [{"name": variant.name, **variant.reach.as_json("report")} for variant in self.variants],
            **{name: part_json(getattr(self, name)) for name in PARTS},
            "past": past_json(self.past),
            "pay": None if self.pay is None else self.pay.as_json(),
            "left_out": [left._asdict() for left in self.left_out],
            "repeat": self.command,
            "made": self.made.isoformat(),
        }

    def __str__(self) -> str:
        from outgrow.report.terminal import render_terminal

        return render_terminal(self).rstrip("\n")

    def __repr__(self) -> str:
        return f"Report({self.role!r}: {self.answer.claim})"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(_Rendered):
    """Reports on several roles, side by side.

    Parameters
    ----------
    reports : tuple of Report
        One for each role, of the same careers.
    command : str
        The line to type to repeat it.
    left_out : tuple of LeftOut
        Roles that could not be shown beside the others.
    """

    reports: tuple[Report, ...]
    command: str
    left_out: tuple[LeftOut, ...] = ()

    @property
    def voice(self) -> Voice:
        """Whom it is worded for."""
        return self.reports[0].voice

    @property
    def simulated(self) -> bool:
        """Whether the careers were simulated."""
        return self.reports[0].simulated

    @property
    def given(self) -> bool:
        """Whether careers were given."""
        return self.reports[0].given

    @property
    def made(self) -> datetime.date:
        """The day it was made."""
        return self.reports[0].made

    def as_json(self) -> dict[str, Any]:
        """Return the reports as one object ready for JSON."""
        first = self.reports[0].as_json()
        return {
            "schema_version": first["schema_version"],
            "command": "report",
            "careers": first["careers"],
            "roles": [report.role for report in self.reports],
            "reports": [report.as_json() for report in self.reports],
            "left_out": [left._asdict() for left in self.left_out],
            "repeat": self.command,
            "made": first["made"],
        }

    def __str__(self) -> str:
        from outgrow.report.terminal import render_terminal

        return render_terminal(self).rstrip("\n")

    def __repr__(self) -> str:
        return f"Comparison({', '.join(repr(report.role) for report in self.reports)})"


def _all_released(reach: Reach, variants: Sequence[Variant], beside: dict[str, Answer]) -> bool:
    results = (reach, *(variant.reach for variant in variants), *beside.values())
    return all(result.min_cell is not None for result in results)


def build_report(
    role_text: str,
    reach: Reach,
    *,
    command: str,
    made: datetime.date,
    every_rung: bool = False,
    variants: Sequence[Variant] = (),
    verdict: Verdict | None = None,
    occupancy: Occupancy | None = None,
    next_jobs: Tenure | None = None,
    tenure: Tenure | None = None,
    drift: Drift | None = None,
    skills: Skills | None = None,
    past: Past | None = None,
    pay: Pay | None = None,
    left_out: Sequence[LeftOut] = (),
    voice: Voice = "person",
    given: bool = True,
) -> Report:
    """Draw the findings from released answers.

    Parameters
    ----------
    role_text : str
        The role as a person wrote it.
    reach : Reach
        Released: `min_cell` is set.
    command : str
        The line to type to repeat it.
    made : datetime.date
        The day of the report.
    every_rung : bool, default False
        Whether the targets are the rungs above the role, which nobody asked about by name, even where there is but one.
    variants : sequence of Variant
        The same question under other assumptions, released likewise, to show how far the answer moves.
    verdict, occupancy, next_jobs, tenure, drift, skills, past, pay, left_out, voice, given
        As in `Report`.

    Returns
    -------
    Report

    Raises
    ------
    OutgrowError
        An answer was not released.
    """
    role, command, past = clean(role_text), clean(command), past or Past()
    beside: dict[str, Any] = dict(zip(PARTS, (verdict, occupancy, next_jobs, tenure, drift, skills), strict=True))
    beside |= past.answers
    released = _all_released(reach, variants, {name: one for name, one in beside.items() if one is not None})
    toward = reach.toward[0] if len(reach.toward) == 1 and not every_rung else None
    past = past.named(role)
    pay = None if pay is None else replace(pay, role=role)
    findings = all_findings(role, toward, reach, variants, beside, past, pay) if released else ()
    return Report(
        role=role,
        toward=toward,
        reach=reach,
        command=command,
        made=made,
        findings=tuple(replace(finding, reproduce=command) for finding in findings),
        variants=tuple(variants),
        verdict=verdict,
        occupancy=occupancy,
        next_jobs=next_jobs,
        tenure=tenure,
        drift=drift,
        skills=skills,
        past=past,
        pay=pay,
        left_out=tuple(left_out),
        voice=voice,
        given=given,
    )
