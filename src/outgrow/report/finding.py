"""A finding: one claim with all that is needed to judge it, to word it for another reader and to repeat it.

In: an answer and what it says. Out: Finding. Start at `Finding`; made by `outgrow.report.findings`, worded by
`outgrow.report.voices`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, get_args

from outgrow.charts.wording import clean, people, percent, role_name, role_phrase, sentence
from outgrow.results import Answer

__all__ = [
    "CANNOT_TELL",
    "KINDS",
    "NO_PEERS",
    "SIMULATED_LEAD",
    "THERE",
    "Finding",
    "Kind",
    "Unit",
    "led",
    "led_by_simulated",
    "make_finding",
    "untold",
    "without_lead",
]

#: What a finding is about. The chance to reach a target: `answer` for everyone, `groups` side by side, `others` of the same
#: people, `variant` under another assumption, `reach` at one time; `step`: the time by which a share has reached it.
#: `verdict` and `peers`: whether the role is a path, and how it compares; `ceiling`, `above` and `rung`: where it tops out,
#: what that is made of, each rung. `place`: where people are; `stay`, `ending` and `next`: how long a stay lasts, how it
#: ends, what comes next. `counted` and `follow_up`: who was counted, and for how long. Of official statistics: `pay` of the
#: role, `pay_ceiling`, where that tops out, and `seats` above. `breadth`: the broadened beside the focused; `goes_with`: what
#: the monthly chance goes with, other things alike. `turns_into`, `title_lasts`, `share` and `elsewhere`: what holders hold
#: five years on, how long titles last, the role's share of all jobs, its skill named by other jobs. `made_it` and
#: `not_there`: who reached a target as asked, and of the others who did not. `skills_last`, `lasting`, `trending` and
#: `skill_pay`: skills beside tools, those listed again most, those listed more from year to year, the pay that first listing
#: goes with.
Kind = Literal[
    "answer",
    "groups",
    "others",
    "variant",
    "reach",
    "step",
    "verdict",
    "peers",
    "breadth",
    "goes_with",
    "ceiling",
    "above",
    "rung",
    "place",
    "stay",
    "ending",
    "next",
    "counted",
    "follow_up",
    "pay",
    "pay_ceiling",
    "seats",
    "turns_into",
    "title_lasts",
    "share",
    "elsewhere",
    "made_it",
    "not_there",
    "skills_last",
    "lasting",
    "trending",
    "skill_pay",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Unit = Literal["chance", "difference", "people", "months", "dollars", "ratio", "none"]

#: What a claim begins with where nobody lived the careers.
SIMULATED_LEAD: Final = "In simulated careers, "
#: Who cannot tell, where the words do not begin a sentence.
_WHO: Final = "outgrow "
#: Under this name `said` holds why a finding cannot be told, as a sentence.
CANNOT_TELL: Final = "cannot_tell"
#: Under this name `said` holds that whoever entered the role held the target already, which is no gap in the data.
THERE: Final = "there_already"
#: Under this name `said` holds that every job is counted, so that there are no peers: no gap in the data either.
NO_PEERS: Final = "no_peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One claim with all that is needed to judge it.

    Parameters
    ----------
    key : str
        What the finding is, for programs; no two in a report are the same: ``"answer"``, ``"others"``,
        ``"reach/rung:director+/120"``, ``"verdict"``, ``"rung/director"``, ``"counted"``.
    kind : Kind
        What it is about, one of `KINDS`.
    claim : str
        The sentence.
    number : float or None
        The number the claim rests on; None where it cannot be told.
    unit : {"chance", "difference", "people", "months", "dollars", "ratio", "none"}
        What the number is: a share between 0 and 1, one share minus another, people, months, yearly pay, or one number over
        another.
    interval : tuple of float or None
        Lower and upper end, in the same unit; of yearly pay the quartiles.
    people : int
        People counted; stays in the role, for how long one lasts and how it ends.
    source : str
        The careers it rests on.
    simulated : bool
        Whether those careers were simulated.
    caveat : str
        What must be kept in mind beside it.
    reproduce : str
        The line to type to repeat it; empty where it is not known.
    said : mapping of str to str
        The phrases of the claim, from which `outgrow.report.voices` composes it for other readers.
    """

    key: str
    kind: Kind
    claim: str
    number: float | None
    unit: Unit
    interval: tuple[float, float] | None
    people: int
    source: str
    simulated: bool
    caveat: str
    reproduce: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def cannot_tell(self) -> str | None:
        """Why it cannot be told, as a sentence; None where it can."""
        return self.said.get(CANNOT_TELL)

    def as_json(self) -> dict[str, Any]:
        """Return the finding by name, ready for JSON."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**found, "interval": None if self.interval is None else list(self.interval), "said": dict(self.said)}


def led(answer: Answer, claim: str) -> str:
    """Lead a claim with the careers it rests on when nobody lived them."""
    return led_by_simulated(claim) if answer.careers.kind == "simulated" else sentence(claim)


def led_by_simulated(text: str) -> str:
    """Lead a text with the words that nobody lived its careers."""
    who = _WHO if text.startswith("cannot tell") else ""
    return f"{SIMULATED_LEAD}{who}{text}"


def without_lead(text: str) -> str:
    """Return a wording without the words that its careers are simulated, for where they stand above already."""
    return sentence(text.removeprefix(SIMULATED_LEAD).removeprefix(_WHO))


def make_finding(
    answer: Answer,
    kind: Kind,
    key: str,
    claim: str,
    *,
    number: float | None = None,
    unit: Unit = "none",
    limits: tuple[float | None, float | None] | None = None,
    counted: int | None = None,
    caveat: str = "",
    said: Mapping[str, str] | None = None,
) -> Finding:
    """Return a finding of an answer, with the phrases that every finding has."""
    bounds: tuple[float, float] | None = None
    if limits is not None and limits[0] is not None and limits[1] is not None:
        bounds = (limits[0], limits[1])
    if bounds is not None and any(math.isnan(bound) for bound in bounds):
        bounds = None
    followed = answer.flow.counted if counted is None else counted
    careers = answer.careers
    until = f", to {careers.last_month}" if careers.last_month else ""
    weight = answer.weight_used
    common = {
        "role": role_name(answer.role),
        "entering": role_phrase(answer.role),
        "people": people(followed, limit=answer.min_cell or 1),
        "coverage": percent(answer.settings.coverage),
        "weight": "" if weight is None else clean(weight),
    }
    return Finding(
        key=key,
        kind=kind,
        claim=claim,
        number=None if number is None or math.isnan(number) else number,
        unit=unit,
        interval=bounds,
        people=followed,
        source=f"{clean(careers.name)}, {careers.kind} careers{until}",
        simulated=careers.kind == "simulated",
        caveat=caveat,
        said={**common, **(said or {})},
    )


def untold(answer: Answer, kind: Kind, key: str, reason: str, *, what: str = "", **given: Any) -> Finding:
    """Return the finding that something cannot be told.

    Parameters
    ----------
    answer, kind, key
        As in `make_finding`.
    reason : str
        Why, as a sentence.
    what : str, optional
        What cannot be told, after "cannot tell": ``"where it tops out"``. Default: the question itself.
    **given
        The rest of what `make_finding` takes.
    """
    said = {CANNOT_TELL: reason, "what": what, **(given.pop("said", None) or {})}
    given = {"caveat": "Too little was seen to answer either way.", **given}
    claim = led(answer, f"cannot tell{f' {what}' if what else ''}. {reason}")
    return make_finding(answer, kind, key, claim, said=said, **given)
