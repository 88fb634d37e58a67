"""Microsoft Dynamics 365 Human Resources: position history of workers, one row an assignment with its first and last day.

Columns (forms; names of the data entities):

- Personnel number (PERSONNELNUMBER): person.
- Assignment start, Valid from (VALIDFROM) and Assignment end, Valid to (VALIDTO): start and end.
- Title, Job title (TITLEID), else Job (JOBID), else Description: title. Position (POSITIONID) is a seat, and is not read.
- Legal entity, Company (LEGALENTITYID): organisation. Department: only to recognise reorganisations.
- Primary position (ISPRIMARYPOSITION): no marks a position held beside another.
- Employment end date and Reason code (TRANSITIONREASONCODEID): leaving.

Traps: 2154-12-31 stands for no end; times of day; several positions at once; the same position again after a break.
"""

from __future__ import annotations

from typing import Final

from outgrow.careers.records.reader import TableReader

__all__ = ["DYNAMICS"]

_START: Final = ("Assignment start", "Position assignment start", "Valid from", "Start date")
_END: Final = ("Assignment end", "Position assignment end", "Valid to", "End date")
_TITLE: Final = ("Title", "Job title", "Title ID", "Position title", "Job", "Job ID", "Description")

DYNAMICS: Final = TableReader(
    name="dynamics",
    reads="position history of Dynamics 365 Human Resources",
    rows="jobs",
    columns={
        "person": ("Personnel number", "Worker personnel number"),
        "start": _START,
        "end": _END,
        "title": _TITLE,
        "organisation": ("Legal entity", "Legal entity ID", "Company", "Employer"),
        "department": ("Department", "Department number", "Operating unit"),
        "primary": ("Primary position", "Is primary position", "Primary"),
        "left": ("Employment end date", "Worker end date", "Employment end"),
        "reason": ("Transition reason code", "Transition reason code ID", "Termination reason", "Reason code"),
        "hired": ("Original hire date", "Seniority date", "Employment start date"),
        "level": ("Job level", "Compensation level"),
        "birth": ("Birth date",),
    },
    signs=(("Personnel number", "Worker personnel number"), _START, _END, _TITLE),
)
