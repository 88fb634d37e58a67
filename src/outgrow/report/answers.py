"""The answers beside the report as text: verdict, ceiling, occupancy, tenure, groups compared, hazards,
drift, skills that last, who made it, and reach on another clock.

In: a released answer. Out: text. Start at `answer_text`; each kind is said in a module of its own, such as
`outgrow.report.answers_ladder`. What they share is here: who was counted, what cannot be told, how it was made.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, NamedTuple, Protocol

from outgrow import __version__
from outgrow.charts.wording import clean, people, sentence
from outgrow.errors import OutgrowError
from outgrow.months import span
from outgrow.report.answers_compare import compare_claim, compare_table
from outgrow.report.answers_drift import DRIFT_IN_SHORT, drift_claim, drift_table
from outgrow.report.answers_hazards import hazards_claim, hazards_table
from outgrow.report.answers_ladder import ceiling_claim, ceiling_table, verdict_claim, verdict_table
from outgrow.report.answers_reach import reach_claim, reach_table
from outgrow.report.answers_skills import skills_claim, skills_table
from outgrow.report.answers_states import occupancy_claim, occupancy_table, tenure_claim, tenure_table
from outgrow.report.answers_varied import varied_table
from outgrow.report.answers_who import who_claim, who_table
from outgrow.report.caveats import METHOD_IN_SHORT
from outgrow.report.findings_flow import median_follow_up
from outgrow.report.page import Page
from outgrow.report.tables import LedgerLine
from outgrow.results import Answer, Ceiling, Compare, Drift, Hazards, Occupancy, Reach, Skills, Tenure, Verdict, Who
from outgrow.settings import Settings

__all__ = ["answer_text"]


class _Said(Protocol):
    def __call__(self, page: Page, answer: Any, /) -> None: ...


class _Kind(NamedTuple):
    """How one kind of answer is said: the claim, the table, who was not counted, who was."""

    claim: _Said
    table: _Said
    already_there: str
    no_follow_up: str
    counted: str


_FOLLOWED: Final = "followed after entering the role"
_UNSEEN: Final = "not seen after the month of entry"
_ABOVE: Final = "had held a job on a rung above before, or took one at once"
_KINDS: Final[dict[type[Answer], _Kind]] = {
    Verdict: _Kind(verdict_claim, verdict_table, _ABOVE, _UNSEEN, _FOLLOWED),
    Ceiling: _Kind(ceiling_claim, ceiling_table, _ABOVE, _UNSEEN, _FOLLOWED),
    Occupancy: _Kind(occupancy_claim, occupancy_table, "were there already", _UNSEEN, _FOLLOWED),
    Tenure: _Kind(
        tenure_claim,
        tenure_table,
        "were there already",
        "not seen to enter the role, or not after that month",
        "with a stay in the role whose length could be followed",
    ),
    Compare: _Kind(
        compare_claim,
        compare_table,
        "had held the target before, or took it in the same month",
        _UNSEEN,
        _FOLLOWED,
    ),
    Hazards: _Kind(
        hazards_claim,
        hazards_table,
        "had held the target before, or took it in the same month",
        _UNSEEN,
        _FOLLOWED,
    ),
    Drift: _Kind(
        drift_claim,
        drift_table,
        "were there already",
        "not seen in the role in a June",
        "seen in the role in June of a year",
    ),
    Skills: _Kind(
        skills_claim,
        skills_table,
        "were there already",
        "in the role in jobs that list no skill alone",
        "with a job of the role that lists any skill",
    ),
    Who: _Kind(who_claim, who_table, "had held the target before, or took it in the same month", _UNSEEN, _FOLLOWED),
    Reach: _Kind(
        reach_claim, reach_table, "had held the target before, or took it in the same month", _UNSEEN, _FOLLOWED
    ),
}

#: What is said of the estimates wherever they are shown.
_KEEP_IN_MIND: Final = (
    "Associations, not causes. The numbers describe everyone who entered the role, not what would happen to one person who "
    "chose differently.",
    "People lost from sight count for as long as they were seen, and are taken to fare as those followed longer. If people "
    "who stay put stop updating their records, the chances of moving up are shown too high.",
)
_DRIFT_ALSO: Final = (
    "Associations, not causes. The numbers describe everyone seen in the role in a June, not what would happen to one "
    "person who chose differently."
)
_HAZARDS_IN_SHORT: Final = (
    "Ratios of monthly chances by Poisson regression on events and months at risk, with a hazard of its own for each piece of "
    "time since entry; whoever leaves is at risk no more."
)
_SKILLS_IN_SHORT: Final = (
    "Shares of moves from one main job to the next, both listing anything; slopes of shares by least squares; changes in log pay "
    "within moves alike in year, levels and function; errors by leaving out a fiftieth of the people at a time."
)
_NOBODY: Final = (
    "Nobody lived these careers. They were made by a program, to show how the method works, not what happens to people."
)


def answer_text(
    answer: Answer,
    *,
    width: int = 80,
    color: bool = False,
    command: str,
    made: datetime.date,
    varied: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Say an answer for a terminal.

    Parameters
    ----------
    answer : Verdict, Ceiling, Occupancy, Tenure, Compare, Hazards, Drift, Skills, Who or Reach
        Released through `outgrow.disclosure.release`.
    width : int, default 80
        Columns; at least 40.
    color : bool, default False
        Whether to mark up with ANSI colours.
    command : str
        The line to type to repeat it.
    made : datetime.date
        The day it was made.
    varied : sequence of mapping
        The answer under other choices, as ``varied`` in JSON.

    Returns
    -------
    str
        Lines of at most `width` columns, ending in a newline.

    Raises
    ------
    OutgrowError
        The answer was not released.
    """
    if answer.min_cell is None:
        raise OutgrowError(
            "this answer was not released, so it is not shown.",
            why="exact answers may show single people",
            do="outgrow.disclosure.release(answer), then show what it returns",
        )
    kind = next(kind for type_, kind in _KINDS.items() if isinstance(answer, type_))
    page = Page(width, color=color)
    if answer.careers.kind == "simulated":
        page.banner()
    kind.claim(page, answer)
    for text, terms in answer.read_as:
        page.blank()
        page.say(f"“{sentence(clean(text))}” was read as {clean(terms)}.")
    kind.table(page, answer)
    varied_table(page, varied)
    page.heading("Who was counted")
    _counted(page, answer, kind)
    page.heading("What this cannot tell")
    _beside(page, answer)
    page.heading("How this was made")
    _made(page, answer, command, made)
    return page.text()


def _counted(page: Page, answer: Answer, kind: _Kind) -> None:
    flow, limit = answer.flow, answer.min_cell or 1
    asked = ", or not in the months asked" if answer.settings.entered else ""
    were = "was" if flow.no_follow_up == 1 else "were"
    birth = ", or their birth is not known" if answer.settings.clock == "age" else ""
    steps = (
        (flow.quarantined, "had no row that could be used"),
        (flow.not_in_role, f"never entered the role{asked}"),
        (flow.already_there, kind.already_there),
        (flow.no_follow_up, f"{were} {kind.no_follow_up}{birth}"),
    )
    lines = [LedgerLine("minus", number, text) for number, text in steps if number]
    page.account(
        [
            LedgerLine("start", flow.read, "in the data"),
            *lines,
            LedgerLine("end", flow.counted, f"counted: {kind.counted}"),
        ],
        limit=limit,
    )
    if limit > 1:
        page.say(
            f"Counts are rounded to multiples of {limit}, so they need not add up; a step that took "
            f"{people(0, limit=limit)} may be left out."
        )
    followed = median_follow_up(answer)
    if followed is not None and answer.settings.clock == "role":
        who = "the stays" if isinstance(answer, Tenure) else "them"
        page.say(f"Half of {who} could be followed for {span(followed[0])} or longer (reverse Kaplan-Meier).")


def _beside(page: Page, answer: Answer) -> None:
    notes = [*answer.notes, *answer.careers.notes]
    if isinstance(answer, Verdict) and answer.ceiling is not None:
        notes += answer.ceiling.notes
    if answer.careers.kind == "simulated" and not any("nobody lived" in note.lower() for note in notes):
        page.item(_NOBODY)
    for part in answer.suppressed:
        page.item(f"Not shown: {clean(part.group)}. {_ended(part.reason)}")
    for note in dict.fromkeys(notes):
        page.item(_ended(note))
    # who is lost from sight bears on curves, not on moves that were seen
    shared = _KEEP_IN_MIND[: 1 if isinstance(answer, Skills) else None]
    for text in (_DRIFT_ALSO,) if isinstance(answer, Drift) else shared:
        page.item(text)


def _ended(text: str) -> str:
    said = sentence(clean(text))
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _made(page: Page, answer: Answer, command: str, made: datetime.date) -> None:
    careers, limit = answer.careers, answer.min_cell or 1
    until = f", to {careers.last_month}" if careers.last_month else ""
    jobs = people(careers.spells, limit=limit, one="job", many="jobs")
    in_short = {Drift: DRIFT_IN_SHORT, Hazards: _HAZARDS_IN_SHORT, Skills: _SKILLS_IN_SHORT}
    page.say(in_short.get(type(answer), METHOD_IN_SHORT))
    page.item(
        f"Data: {clean(careers.name)}: {careers.kind} careers; {people(careers.people, limit=limit)}, {jobs}{until}"
    )
    if careers.quarantined:
        rows = people(careers.quarantined, limit=limit, one="row", many="rows")
        page.item(f"Left out: {rows} that could not be used")
    page.item(f"Role: {clean(answer.role)}")
    if isinstance(answer, Reach):
        page.item(f"Toward: {', '.join(map(clean, answer.toward))}")
    if isinstance(answer, Compare):
        since = f"; landmark {span(answer.landmark_months)}" if answer.landmark_months else ""
        page.item(f"Toward: {clean(answer.toward)}{since}")
    if isinstance(answer, Hazards):
        known = [f"{clean(name)}{' by time' if name in answer.by_time else ''}" for name in answer.covariates]
        page.item(f"Toward: {clean(answer.toward)}; with {', '.join(known)}")
    if isinstance(answer, Who):
        stayed = f"; stayed {answer.stayed}" if answer.stayed else ""
        page.item(f"Toward: {clean(answer.toward)}{stayed}; horizon {span(answer.horizon_months)}")
    changed = [
        (field.name.replace("_", "-"), getattr(answer.settings, field.name))
        for field in fields(Settings)
        if getattr(answer.settings, field.name) != field.default
    ]
    if isinstance(answer, Verdict | Ceiling):
        changed = [pair for pair in changed if pair[0] != "years"]
    if changed:
        page.item(
            f"Settings: {', '.join(name if value is True else f'{name} {clean(value)}' for name, value in changed)}"
        )
    page.item(
        f"Small groups: no number rests on fewer than {limit} people"
        if limit > 1
        else "Small groups: not protected, every count is exact"
    )
    page.say(f"outgrow {__version__}, {made.isoformat()}. To repeat it:")
    page.say(clean(command), indent=2)
