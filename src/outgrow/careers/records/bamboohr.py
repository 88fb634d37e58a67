"""BambooHR: the table "Job Information", as a report or through its API. One row a change; the next row ends it.

Columns (headers of reports; names of the API):

- Employee # (employeeNumber), or else Employee ID (employeeId): person.
- Date, Effective Date (date): the day from which the row counts.
- Job Title (jobTitle): title. Division, Department: only to recognise reorganisations. Location, Reports To: not read.
- Employment Status, where a report adds it: terminated, part-time, contractor, leave.
- Hire Date, Termination Date, Termination Reason, Pay Rate, Birth Date, where a report adds them.

Traps: no end; rows in no order, or the newest first; two rows of one day, of which the later replaces the other; rows that
change the manager or the department only; names of people, which are not read. A list of people (``--people``) is not needed.
"""

from __future__ import annotations

from typing import Final

from outgrow.careers.records.reader import TableReader

__all__ = ["BAMBOOHR"]

BAMBOOHR: Final = TableReader(
    name="bamboohr",
    reads="job information of BambooHR, one row a change",
    rows="changes",
    columns={
        "person": ("Employee #", "Employee Number", "Employee ID", "EEID", "EID"),
        "changed": ("Effective Date", "Date", "Job Information Date", "Change Date"),
        "title": ("Job Title",),
        "department": ("Department", "Division"),
        "event": ("Employment Status", "Status", "Change Reason"),
        "reason": ("Termination Reason", "Termination Type"),
        "left": ("Termination Date",),
        "hired": ("Original Hire Date", "Hire Date"),
        "level": ("Job Level", "Job Code Level"),
        "birth": ("Birth Date", "Date of Birth"),
        "pay": ("Pay Rate - Annualized", "Annual Salary"),
    },
    signs=(
        ("Employee #", "Employee Number", "Employee ID", "EEID", "EID"),
        ("Effective Date", "Date", "Job Information Date", "Change Date"),
        ("Job Title",),
        ("Reports To", "Reporting To", "Division", "Department", "Location", "Employment Status", "Hire Date"),
    ),
    never=("Start Date", "End Date", "Business Process Type", "Business Title", "Worker", "Valid From", "Start", "End"),
)
