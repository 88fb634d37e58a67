"""Panel surveys: one row a person and wave, what somebody did in it as a column of titles or as columns of 0 and 1.

Columns, by common names; others through ``--map wave=...``, and columns of 0 and 1 through ``[states]`` of a mapping:

- pid, person, id, caseid, nr: person. wave, year, survey_year, round: wave, a year or a date.
- title, occupation, state, activity: what somebody did. Nothing there is no job in that wave.
- weight: of people, that of their first wave.

A wave that is a year stands for January to December; other waves last for the middle time between two of them, or until the
next (``wave_months``). Whatever somebody did in their first wave, or in the first after a missing one, had begun at a time that
is not known: the mark ``start-unknown``. People are observed from their first wave to the end of their last.

Traps: two states at once, none, or something else than 0 and 1; a wave written twice; missing waves; waves that are mere numbers,
whose years ``[values.wave]`` has to give.
"""

from __future__ import annotations

from typing import Final

from outgrow.careers.records.reader import TableReader

__all__ = ["PANEL"]

_PERSON: Final = ("pid", "person", "person id", "caseid", "respondent", "respondent id", "id", "nr", "xwaveid", "pidp")
_WAVE: Final = ("wave", "survey year", "year", "round", "wave year", "interview date")
_STATE: Final = ("title", "job title", "occupation", "occupation title", "state", "activity", "status")

PANEL: Final = TableReader(
    name="panel",
    reads="a panel survey, one row a person and wave",
    rows="waves",
    columns={
        "person": _PERSON,
        "wave": _WAVE,
        "title": _STATE,
        "organisation": ("organisation", "employer"),
        "level": ("level",),
        "function": ("function",),
        "weight": ("weight", "longitudinal weight"),
        "birth": ("birth", "birth year", "year of birth"),
        "pay": ("pay",),
        "pay_period": ("pay_period",),
        "currency": ("currency",),
    },
    signs=(_PERSON, _WAVE, _STATE),
    never=("start", "end", "start date", "end date", "started on", "from", "to", "effective date", "date"),
    staff=False,
)
