"""Findings: everything outgrow says of its answers, in one form.

In: released answers. Out: tuples of `Finding`, each a claim with its number, unit, interval, people counted, careers, caveat
and the line that repeats it. Start at `reach_findings`; the same finding is worded for other readers by
`outgrow.report.voices`; next stage: `outgrow.report.document`.
"""

from __future__ import annotations

from outgrow.report.finding import KINDS, Finding, Kind, Unit
from outgrow.report.findings_drift import drift_findings
from outgrow.report.findings_flow import flow_findings
from outgrow.report.findings_ladder import ceiling_findings, verdict_findings
from outgrow.report.findings_past import past_findings
from outgrow.report.findings_pay import LEAST_SURE, pay_findings
from outgrow.report.findings_reach import Variant, cannot_tell, reach_findings
from outgrow.report.findings_skills import skills_findings
from outgrow.report.findings_states import next_findings, occupancy_findings, tenure_findings
from outgrow.report.findings_who import who_findings

__all__ = [
    "KINDS",
    "LEAST_SURE",
    "Finding",
    "Kind",
    "Unit",
    "Variant",
    "cannot_tell",
    "ceiling_findings",
    "drift_findings",
    "flow_findings",
    "next_findings",
    "occupancy_findings",
    "past_findings",
    "pay_findings",
    "reach_findings",
    "skills_findings",
    "tenure_findings",
    "verdict_findings",
    "who_findings",
]
