"""Workday: worker history (one row a business process) and job history (start and end). Headers are each firm's own.

Columns, by the names that reports have out of the box; others through ``--map``:

- Employee ID, Worker ID: person. Worker holds a name, and is read only where there is nothing else.
- Effective Date: the day from which the row counts; Start Date and End Date in a job history.
- Business Title, else Job Title, else Job Profile: title. Management Level, Job Level: level, through ``[values.level]``.
- Business Process Type, else Event, Action: hire, promotion, change, leave, return, termination, rehire.
- Company: organisation, the legal entity. Supervisory Organization, Department: only to recognise reorganisations.
- Primary Job: no marks a job held beside another. Termination Date, Termination Reason, Hire Date, Original Hire Date.

Traps: the title of the hire row is that of today, since the profile was renamed or filled in later; terminations and leaves
are rows of their own; a rehire after years; a transfer between legal entities on the same day as nothing else.
"""

from __future__ import annotations

from typing import Final

from outgrow.careers.records.reader import TableReader

__all__ = ["WORKDAY_HISTORY", "WORKDAY_JOBS"]

_PERSON: Final = ("Employee ID", "Worker ID", "Employee Number", "Worker")
_TITLE: Final = ("Business Title", "Job Title", "Position Title", "Job Profile", "Job Profile Name", "Position")
_LEVEL: Final = ("Management Level", "Job Level", "Compensation Grade")
_SHARED: Final = {
    "organisation": ("Company", "Legal Entity", "Company Name"),
    "department": ("Supervisory Organization", "Department", "Cost Center"),
    "occupation": ("Job Code", "Job Profile Code"),
    "primary": ("Primary Job", "Is Primary Job", "Primary Position"),
    "left": ("Termination Date", "Last Day of Work"),
    "reason": ("Termination Reason", "Primary Termination Reason", "Termination Category"),
    "hired": ("Original Hire Date", "Hire Date"),
    "pay": ("Total Base Pay Annualized", "Total Base Pay - Annualized", "Annual Salary"),
    "currency": ("Currency",),
    "birth": ("Date of Birth", "Birth Date"),
}
_OF_WORKDAY: Final = (
    "Business Process Type",
    "Business Process Reason",
    "Business Process Name",
    "Business Title",
    "Supervisory Organization",
    "Job Profile",
    "Management Level",
)

WORKDAY_HISTORY: Final = TableReader(
    name="workday",
    reads="worker history of Workday, one row a business process",
    rows="changes",
    columns={
        "person": _PERSON,
        "changed": ("Effective Date", "Effective Moment"),
        "title": _TITLE,
        "level": _LEVEL,
        "event": (
            "Business Process Type",
            "Business Process",
            "Business Process Name",
            "Event",
            "Action",
            "Business Process Reason",
            "Action Reason",
        ),
        "sequence": ("Effective Sequence", "Entry Moment", "Sequence"),
        **_SHARED,
    },
    signs=(_PERSON, ("Effective Date", "Effective Moment"), _TITLE, _OF_WORKDAY),
)

WORKDAY_JOBS: Final = TableReader(
    name="workday-jobs",
    reads="job history of Workday, with start and end",
    rows="jobs",
    columns={
        "person": _PERSON,
        "start": ("Start Date", "Position Start Date", "Job Start Date"),
        "end": ("End Date", "Position End Date", "Job End Date"),
        "title": _TITLE,
        "level": _LEVEL,
        **_SHARED,
    },
    signs=(
        _PERSON,
        ("Start Date", "Position Start Date", "Job Start Date"),
        ("End Date", "Position End Date", "Job End Date"),
        _TITLE,
        _OF_WORKDAY,
    ),
)
