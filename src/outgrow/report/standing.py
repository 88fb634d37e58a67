"""Where one person stands, in words: how far others had come by now, what became of those still waiting, people of the same age.

In: Standing, released. Out: findings, JSON, text. Start at `standing_findings`. It speaks to the person: "you" is whoever brought
the documents. No share is told that rests on few people.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.charts.wording import clean, joined, people, percent, target_name, the_role
from outgrow.months import span
from outgrow.report.finding import Finding, led, make_finding, without_lead
from outgrow.report.findings_ladder import verdict_findings
from outgrow.report.findings_states import next_findings
from outgrow.report.frequencies import about, likely
from outgrow.report.page import Page, first_line
from outgrow.report.voices import worded
from outgrow.results import Answer, Reach, SameAge, ShareOf, Standing
from outgrow.results.facts import SCHEMA_VERSION
from outgrow.results.reach import Curve, Point
from outgrow.schema import RUNGS

__all__ = ["CAVEATS", "HEADINGS", "facts_said", "rest_said", "standing_findings", "standing_json", "standing_text"]

HEADINGS: Final = {
    "waited": "Others who had been in the role as long",
    "age": "Others of your career age",
    "next": "What comes next from here",
    "verdict": "The role itself",
}
#: What must be kept in mind beside all of it.
CAVEATS: Final = (
    "These are shares of people who entered a role like yours, not your chances: what sets you apart is not known here.",
    "Who is still waiting is counted as well as who has got there, and who left for good.",
    "Titles differ between employers: one's manager is another's specialist.",
)
#: Years ahead that are told.
_AHEAD: Final = (12, 36, 60)
#: Fewer at risk than this say nothing.
_LEAST: Final = 50
_ALONE: Final = "Of people who entered a role like yours; what sets you apart from them is not known here."


def standing_findings(standing: Standing) -> dict[str, tuple[Finding, ...]]:
    """Return what is said of where a person stands, by part.

    Parameters
    ----------
    standing : Standing
        Released.

    Returns
    -------
    dict of str to tuple of Finding
        Keys of `HEADINGS`; a part that cannot be told has none.
    """
    verdict = () if standing.verdict is None else verdict_findings(standing.verdict)[:1]
    return {
        "waited": tuple(one for one in (_waited(standing), *_waiting(standing)) if one is not None),
        "age": tuple(one for one in (_rung(standing), _breadth(standing)) if one is not None),
        "next": () if standing.next_jobs is None else next_findings(standing.next_jobs),
        "verdict": verdict,
    }


def _waited(standing: Standing) -> Finding | None:
    """Say how many had reached the rung above after as long in the role."""
    if standing.reach is None or standing.toward is None:
        return None
    reach, months = standing.reach, standing.months_in_role
    [curve] = reach.curves
    point = curve.at(months)
    if point is None or not _enough(curve, point):
        return None
    limit = reach.min_cell or 1
    who = f"of {people(curve.people, limit=limit)} who entered {the_role(standing.role)}"
    likely_said = likely(point.lower, point.upper, estimate=point.estimate)
    claim = (
        f"{who}, {about(point.estimate)} had reached {target_name(standing.toward)} {span(months) if months else 'a month'} later"
        f"{f', {likely_said}' if likely_said else ''}. You entered it {span(months)} ago."
    )
    return _finding(reach, "reach", "waited", claim, point, curve.people)


def _waiting(standing: Standing) -> list[Finding]:
    """Say how many of those who had not by then did so in the years after."""
    if standing.waiting is None or standing.toward is None:
        return []
    reach = standing.waiting
    [curve] = reach.curves
    told = [(ahead, point) for ahead in _AHEAD if (point := curve.at(ahead)) is not None and _enough(curve, point)]
    if not told:
        return []
    limit, target = reach.min_cell or 1, target_name(standing.toward)
    parts = [f"{about(point.estimate)} did within {span(ahead)}" for ahead, point in told]
    last = told[-1][1]
    likely_said = likely(last.lower, last.upper, estimate=last.estimate)
    claim = (
        f"of {people(curve.people, limit=limit)} who had not reached {target} after as long in the role as you, and were still "
        f"followed, {joined(parts)}{f' ({likely_said})' if likely_said else ''}."
    )
    return [_finding(reach, "reach", "waiting", claim, last, curve.people)]


def _rung(standing: Standing) -> Finding | None:
    """Say on which rungs people of the same career age are."""
    same = standing.same_age
    if same is None or not same.states or standing.rung is None or standing.rung not in RUNGS:
        return None
    limit, place = same.min_cell or 1, RUNGS.index(standing.rung)
    mine = same.share(standing.rung)
    if mine is None or mine.share is None:
        return None
    higher = [same.share(rung) for rung in RUNGS[place + 1 :]]
    above = _together(higher)
    lower = _together([same.share(rung) for rung in RUNGS[:place]])
    words = [f"{about(mine.share)} were on your rung ({standing.rung})"]
    if RUNGS[place + 1 :] and above is not None:
        words.append(f"{about(above)} above it")
    if RUNGS[:place] and lower is not None:
        words.append(f"{about(lower)} below it")
    claim = (
        f"of {people(same.people, limit=limit)} {_began(same)} {span(same.months)} before, {joined(words)}; the others were "
        "between jobs, owners, or of unknown level."
    )
    return make_finding(
        same,
        "place",
        "rung_at_age",
        led(same, claim),
        number=mine.share,
        unit="chance",
        limits=(mine.lower, mine.upper),
        counted=same.people,
        caveat="Only people still followed at that age; where they were seen depends on who is in these careers.",
    )


def _breadth(standing: Standing) -> Finding | None:
    """Say how broad others' main jobs were by then."""
    same = standing.same_age
    if same is None or standing.kind is None or same.broadened.share is None or standing.breadth is None:
        return None
    known = same.broadened.people or 0
    if known < _LEAST:
        return None
    limit = same.min_cell or 1
    words = {
        "focused": "you are focused: 80% or more of your months were in one specialty",
        "broadened": "you have broadened: no specialty has 80% of your months",
    }[standing.kind]
    less = ""
    if same.less_broad is not None and same.less_broad.share is not None:
        less = f" {about(same.less_broad.share).capitalize()} had been less broad than you."
    claim = (
        f"of {people(known, limit=limit)} {_began(same)} as long ago as yours, {about(same.broadened.share)} had broadened; "
        f"{words}.{less}"
    )
    return make_finding(
        same,
        "breadth",
        "breadth_at_age",
        led(same, claim),
        number=same.broadened.share,
        unit="chance",
        limits=(same.broadened.lower, same.broadened.upper),
        counted=known,
        caveat="Breadth is the effective number of specialties by months in main jobs; in itself it is neither good nor bad.",
    )


def _began(same: SameAge) -> str:
    if same.first_function is None:
        return "whose first job began"
    return f"whose first job was in {same.first_function.replace('_', ' ')} and began"


def _together(shares: list[ShareOf | None]) -> float | None:
    known = [of.share for of in shares if of is not None and of.share is not None]
    return sum(known) if known else None


def _enough(curve: Curve, point: Point) -> bool:
    """Tell whether as many are at risk at a point that a share of them may be told."""
    return point.at_risk >= _LEAST


def _finding(reach: Reach, kind: Any, key: str, claim: str, point: Point, counted: int) -> Finding:
    return make_finding(
        reach,
        kind,
        key,
        led(reach, claim),
        number=point.estimate,
        unit="chance",
        limits=(point.lower, point.upper),
        counted=counted,
        caveat=_ALONE,
    )


def facts_said(standing: Standing) -> list[str]:
    """Say who is set beside whom."""
    began = standing.career_months - standing.months_in_role
    since = f", {span(began)} after your first job began." if began else ", with your first job."
    which = "last" if standing.ended else "present"
    said = [
        f"Your {which} job is “{clean(standing.title)}”. You entered that role {span(standing.months_in_role)} ago{since}"
    ]
    if standing.widened:
        said.append(f"Too few people here held just that, so you are set beside {clean(standing.role)}.")
    return said


def rest_said(standing: Standing) -> list[str]:
    """Say what is not told, and why."""
    return [f"{what[:1].upper()}{what[1:]}: {why}" for what, why in standing.left_out]


def standing_text(standing: Standing, *, width: int = 80, color: bool = False, given: bool = True) -> str:
    """Say where a person stands, for a terminal.

    Parameters
    ----------
    standing : Standing
        Released.
    width : int, default 80
        Columns.
    color : bool, default False
        Whether to mark up with ANSI colours.
    given : bool, default True
        Whether careers were named.
    """
    page = Page(width, color=color)
    answer = any_answer(standing)
    first = first_line(simulated=answer is not None and answer.careers.kind == "simulated", given=given)
    if first:
        page.banner(first)
    for text in facts_said(standing):
        page.say(text)
    for part, findings in standing_findings(standing).items():
        if findings:
            page.heading(HEADINGS[part])
            for place, finding in enumerate(findings):
                if place:
                    page.blank()
                page.say(without_lead(said(finding)))
    page.listed("Not told", rest_said(standing))
    page.listed("Keep in mind", CAVEATS)
    return page.text()


def said(finding: Finding) -> str:
    """Word a finding for the person: those made here are, others are worded as in a report."""
    return finding.claim if finding.key in _OWN else worded(finding, "person")


_OWN: Final = frozenset({"waited", "waiting", "rung_at_age", "breadth_at_age"})


def any_answer(standing: Standing) -> Answer | None:
    """Return one of the answers, for the careers they all rest on."""
    answers = (standing.reach, standing.verdict, standing.next_jobs, standing.same_age)
    return next((answer for answer in answers if answer is not None), None)


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return where a person stands, ready for JSON.

    Parameters
    ----------
    standing : Standing
        Released.
    """
    answer = any_answer(standing)
    parts = standing_findings(standing)
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "me stand",
        "careers": None if answer is None else answer.careers.as_json(),
        "title": standing.title,
        "role": standing.role,
        "terms": standing.terms,
        "widened": standing.widened,
        "toward": standing.toward,
        "rung": standing.rung,
        "months_in_role": standing.months_in_role,
        "career_months": standing.career_months,
        "breadth": standing.breadth,
        "kind": standing.kind,
        "ended": standing.ended,
        "reach": None if standing.reach is None else [curve.as_json() for curve in standing.reach.curves],
        "waiting": None if standing.waiting is None else [curve.as_json() for curve in standing.waiting.curves],
        "same_age": None if standing.same_age is None else standing.same_age.as_json(),
        "verdict": None if standing.verdict is None else standing.verdict.verdict,
        "findings": [finding.as_json() for part in parts.values() for finding in part],
        "left_out": [{"what": what, "why": why} for what, why in standing.left_out],
        "min_cell": None if answer is None else answer.min_cell,
    }


def shares_of(same: SameAge) -> list[tuple[str, str, str]]:
    """Return the states of people of the same career age as rows: state, share, interval."""
    return [
        (state, percent(of.share), f"{percent(of.lower)} to {percent(of.upper)}")
        for state, of in same.states
        if of.share is not None and of.lower is not None and of.upper is not None
    ]
