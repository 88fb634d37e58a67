"""All that the answers of a report say, in the order of their weight, each once.

In: released answers. Out: tuple of Finding. Start at `all_findings`; each kind of answer is said in a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outgrow.report.findings import (
    Finding,
    Variant,
    ceiling_findings,
    drift_findings,
    next_findings,
    occupancy_findings,
    past_findings,
    pay_findings,
    reach_findings,
    skills_findings,
    tenure_findings,
    verdict_findings,
    who_findings,
)
from outgrow.report.past import Past
from outgrow.results import Answer, Reach

if TYPE_CHECKING:
    from outgrow.results import Pay

__all__ = ["all_findings"]


def all_findings(
    role: str,
    toward: str | None,
    reach: Reach,
    variants: Sequence[Variant],
    beside: Mapping[str, Any],
    past: Past,
    pay: Pay | None,
) -> tuple[Finding, ...]:
    """Say what each answer says: first what answers the question, the verdict unless one target was asked about.

    Parameters
    ----------
    role : str
        As a person wrote it.
    toward : str or None
        The one target asked about.
    reach : Reach
        Released.
    variants : sequence of Variant
        The same under other assumptions.
    beside : mapping of str to Answer or None
        The answers beside it, by the names that a report gives them.
    past : Past
        Who got past the rung above the ceiling.
    pay : Pay or None
        Of official statistics.

    Returns
    -------
    tuple of Finding
        No two with the same key.
    """
    curves = reach_findings(reach, role=role, variants=variants)
    verdict, next_jobs = beside.get("verdict"), beside.get("next_jobs")
    parts: list[tuple[Answer | None, Callable[..., Sequence[Finding]]]] = [
        (verdict, verdict_findings),
        (None if verdict is None else verdict.ceiling, ceiling_findings),
        (beside.get("occupancy"), occupancy_findings),
        (next_jobs, next_findings),
        (next_jobs, tenure_findings),  # how long stays last
        (beside.get("tenure"), tenure_findings),
        (beside.get("drift"), drift_findings),
    ]
    told = [make(replace(answer, role=role)) for answer, make in parts if answer is not None]
    first = [*told[0], *curves] if verdict is not None and toward is None else [*curves, *(told[0] if told else ())]
    found: dict[str, Finding] = {}
    skills = beside.get("skills")
    more = (
        past_findings(past),
        () if past.who is None else who_findings(past.who),
        () if skills is None else skills_findings(replace(skills, role=role)),
        () if pay is None else pay_findings(pay),
    )
    for finding in (*first, *(finding for part in (*told[1:], *more) for finding in part)):
        found.setdefault(finding.key, finding)  # who was counted is said once
    return tuple(found.values())
