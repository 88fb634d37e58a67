"""The report: a released result with the findings drawn from it, ready for any rendering.

In: Reach. Out: Report. Start at `build_report`; next: `outgrow.report.html`, `outgrow.report.terminal`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outgrow.charts.wording import clean
from outgrow.errors import InputError, OutgrowError
from outgrow.report.findings import Finding, Variant, reach_findings
from outgrow.results import Reach

__all__ = ["Report", "build_report"]


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """All that a rendering needs.

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
        What the result says, the answer first.
    variants : tuple of Variant
        The same question under other assumptions, released likewise.

    Raises
    ------
    OutgrowError
        A result was not released.
    """

    role: str
    toward: str | None
    reach: Reach
    command: str
    made: datetime.date
    findings: tuple[Finding, ...]
    variants: tuple[Variant, ...] = ()

    def __post_init__(self) -> None:
        if not _all_released(self.reach, self.variants):
            raise OutgrowError(
                "this result was not released, so no report can be made of it.",
                why="exact results may show single people; a report is for others to read",
                do="outgrow.disclosure.release(result, min_cell=10), then report on what it returns",
            )

    @property
    def answer(self) -> Finding:
        """The finding that answers the question."""
        return self.findings[0]

    @property
    def simulated(self) -> bool:
        """Whether the careers were simulated."""
        return self.reach.careers.kind == "simulated"

    def finding(self, key: str) -> Finding | None:
        """Return the finding of this key, or None."""
        return next((finding for finding in self.findings if finding.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """Return the result and its findings as one object ready for JSON (design, section 10)."""
        return {
            **self.reach.as_json("report"),
            "findings": [finding.as_json() for finding in self.findings],
            "variants": [{"name": variant.name, **variant.reach.as_json("report")} for variant in self.variants],
            "repeat": self.command,
            "made": self.made.isoformat(),
        }

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the report as one HTML page, and write it where a path is given.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        from outgrow.report.html import render_html

        page = render_html(self)
        if path is not None:
            try:
                Path(path).expanduser().write_text(page, encoding="utf-8")
            except OSError as fault:
                raise InputError(
                    f"'{Path(path).name}' cannot be written ({fault.strerror or type(fault).__name__}).",
                    do="give another path",
                ) from None
        return page

    def __str__(self) -> str:
        from outgrow.report.terminal import render_terminal

        return render_terminal(self).rstrip("\n")

    def __repr__(self) -> str:
        return f"Report({self.role!r}: {self.answer.claim})"


def _all_released(reach: Reach, variants: Sequence[Variant]) -> bool:
    return all(result.min_cell is not None for result in (reach, *(variant.reach for variant in variants)))


def build_report(
    role_text: str,
    reach: Reach,
    *,
    command: str,
    made: datetime.date,
    variants: Sequence[Variant] = (),
) -> Report:
    """Draw the findings from a released result.

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
    variants : sequence of Variant
        The same question under other assumptions, released likewise, to show how far the answer moves.

    Returns
    -------
    Report

    Raises
    ------
    OutgrowError
        A result was not released.
    """
    released = _all_released(reach, variants)
    return Report(
        role=clean(role_text),
        toward=reach.toward[0] if len(reach.toward) == 1 else None,
        reach=reach,
        command=clean(command),
        made=made,
        findings=reach_findings(reach, role=clean(role_text), variants=variants) if released else (),
        variants=tuple(variants),
    )
