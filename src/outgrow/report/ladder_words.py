"""The ladder in words, once for terminals and findings: rungs, where a role tops out, what decided a verdict.

In: a released Ceiling or Verdict. Out: phrases and sentences. Start at `topped` and `needed`.
"""

from __future__ import annotations

import re
from typing import Final

from outgrow.charts.wording import (
    clean,
    exact_percent,
    is_any,
    joined,
    people,
    percent,
    role_name,
    role_phrase,
    sentence,
)
from outgrow.estimates.verdict import at_rung, path_rung
from outgrow.months import span
from outgrow.results import Ceiling, Difference, RungReach, Verdict
from outgrow.schema import RUNGS
from outgrow.titles.rungs import NOBODY_ON

__all__ = [
    "at_rung",
    "because_said",
    "bounds",
    "entering",
    "ladder_said",
    "named",
    "needed",
    "not_told",
    "path_said",
    "peers_note",
    "peers_said",
    "percent_near",
    "points",
    "rule_said",
    "rung_chance",
    "thresholds_said",
    "topped",
    "within",
]

#: Beyond a rounding error, which no comparison with a threshold turns on.
_CLOSE: Final = 1e-9
#: Counts of people in a verdict's reason; what a verdict needs is no count.
_COUNTED: Final = re.compile(r"(?<!fewer than )(?<!Fewer than )(?<![\d,.])([1-9][\d,]* (?:people|peers))\b")
_NOBODY: Final = re.compile(r"(?<![\d,.])0 people\b")


def named(role: str) -> str:
    """Return the role by its name: a title plain, another pattern in quotes."""
    name = role_name(role)
    return f"“{name}”" if ":" in name else name


def entering(role: str) -> str:
    """Return who is counted, after "people": ``"entering the role “x”"``, ``"starting their first job"``."""
    phrase = role_phrase(role)
    return phrase if phrase.startswith("entering") else f"starting {phrase}"


def because_said(answer: Verdict) -> str:
    """Return the reason of a verdict; counts of people that were rounded are "about" so many."""
    limit, said = answer.min_cell or 1, clean(answer.because)
    if limit == 1:
        return said
    said = _NOBODY.sub(lambda found: f"{people(0, limit=limit)}", said)
    return sentence(_COUNTED.sub(r"about \1", said))


def within(answer: Ceiling) -> str:
    """``" within 15 years"``, or nothing where the horizon is unknown."""
    return "" if answer.horizon_months is None else f" within {span(answer.horizon_months)}"


def not_told(answer: Ceiling) -> str:
    """Return why a number is not there."""
    limit = answer.min_cell or 1
    return f"not shown: fewer than {limit} people" if limit > 1 else "not known: too few could be followed"


def topped(answer: Ceiling) -> str:
    """Return the ceiling in one sentence, its first letter as it stands within one."""
    q, those = exact_percent(answer.share), f"those {entering(answer.role)}"
    if not answer.reach:
        return f"{named(answer.role)} is on the highest rung: there is none above it to reach."
    if answer.horizon_months is None:
        return f"cannot tell where {role_name(answer.role)} tops out: too few could be followed."
    if answer.established != answer.own:
        found = answer.rung(answer.established)
        number = "" if found.estimate is None else f": {rung_chance(found, answer, first=True)}"
        lead = (
            f"within {span(answer.horizon_months)} at least {q} of {people(answer.people, limit=answer.min_cell or 1)} "
            f"{entering(answer.role)} reach {at_rung(answer.established)} (established){number}"
        )
    elif answer.not_ruled_out == answer.own:
        lead = (
            f"{answer.own}, where it starts, is the ceiling: within {span(answer.horizon_months)} fewer than "
            f"{q} of {those} reach a rung above it"
        )
        return f"{lead}, as far as {people(answer.people, limit=answer.min_cell or 1)} can tell."
    else:
        lead = (
            f"within {span(answer.horizon_months)} no rung above {answer.own} is established as reached by {q} of "
            f"{people(answer.people, limit=answer.min_cell or 1)} {entering(answer.role)}"
        )
    return f"{lead}; {_beyond(answer, q)}."


def _beyond(answer: Ceiling, q: str) -> str:
    """What of the rungs above the established one."""
    if answer.above is None:
        return "there is no rung above"
    above = [found for found in answer.reach if RUNGS.index(found.rung) > RUNGS.index(answer.established)]
    said = []
    for status, words in (
        ("estimated", "likely, not established"),
        ("not ruled out", "not ruled out"),
        ("ruled out", f"reached by fewer than {q}"),
        ("unknown", "unknown"),
    ):
        rungs = [found.rung for found in above if found.status == status]
        if rungs:
            said.append(f"{joined([at_rung(rung) for rung in rungs])} {'is' if len(rungs) == 1 else 'are'} {words}")
    return "; ".join(said)


def rung_chance(found: RungReach, answer: Ceiling, *, first: bool = False) -> str:
    """``"16.8% (95% interval 11.2% to 24.9%)"`` the first time, ``"16.8% (11.2% to 24.9%)"`` after."""
    span = "" if found.lower is None or found.upper is None else bounds(found, answer.share)
    words = f"{percent(answer.settings.coverage)} interval " if first else ""
    return f"{percent_near(found.estimate, answer.share)}{f' ({words}{span})' if span else ''}"


def bounds(found: RungReach, share: float) -> str:
    """``"11.2% to 24.9%"``."""
    return f"{percent_near(found.lower, share)} to {percent_near(found.upper, share)}"


def ladder_said(answer: Ceiling) -> str:
    """``"reached within 15 years of entering, of 1,204 people"``, ``"reached so far, of 3 people"``."""
    counted = people(answer.people, limit=answer.min_cell or 1)
    when = " so far" if answer.horizon_months is None else f"{within(answer)} of entering"
    return f"reached{when}, of {counted}"


def percent_near(value: float | None, share: float | None = None) -> str:
    """Write a share with one decimal, or as many as keep it on its side of a threshold."""
    if value is None:
        return "not shown"
    if value < _CLOSE or value > 1 - _CLOSE:
        return "0%" if value < _CLOSE else "100%"
    text = ""
    for decimals in (1, 2, 3):
        text = f"{100 * value:.{decimals}f}%"
        if share is None or abs(value - share) < _CLOSE or text != f"{100 * share:.{decimals}f}%":
            break
    return "under 0.1%" if text == "0.0%" else text


def points(value: float) -> str:
    """``"-3.1"``: a difference in points, with its sign."""
    text = f"{100 * value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def path_said(answer: Verdict) -> str:
    """Return the rung that makes a path, as it is said; director or higher where the role's own is not known."""
    own = "" if answer.ceiling is None else answer.ceiling.own
    return at_rung(path_rung(own) or RUNGS[-1])


def rule_said(answer: Verdict) -> str:
    """Return which rule decided a verdict."""
    q, d, rung = _q(answer), _d(answer), path_said(answer)
    return {
        1: "too few people, too short a time, or too few levels known for any verdict.",
        2: f"the next rung is reached less often than by peers, by {d} or more, with an interval below 0.{_before(answer)}",
        3: f"at least {q} reach {rung}, even at the low end of the interval.",
        4: (
            f"fewer than {q} reach {rung}, even at the high end of the interval, while for the next rung it excludes {d} below "
            "peers."
        ),
        5: "none of the rules before it applies.",
    }[answer.rule]


def _before(answer: Verdict) -> str:
    """Say that the next rule would have found a path, where it would."""
    target, found = path_said(answer), answer.ceiling
    if found is None or all(rung.status != "established" or at_rung(rung.rung) != target for rung in found.reach):
        return ""
    return f" That comes before rule 3, under which {target} being established would make a path."


def _q(answer: Verdict) -> str:
    return exact_percent(answer.thresholds["share"])


def _d(answer: Verdict) -> str:
    points = 100 * answer.thresholds["difference"]
    return f"{points:g} point{'' if points == 1 else 's'}"


def thresholds_said(answer: Verdict) -> str:
    """Return the settings a verdict rests on, with the options that change them."""
    limits = answer.thresholds
    return (
        f"Thresholds: {_q(answer)} must reach a rung (--share); {_d(answer)} below peers count (--difference); within "
        f"{span(limits['horizon_months'])} (--horizon); at least {limits['least_entered']:g} people entering, and "
        f"{limits['least_at_risk']:g} followed for {span(limits['at_risk_months'])} and to the horizon."
    )


def needed(answer: Verdict) -> list[str]:
    """Return what a verdict that cannot be told lacks, each as something one could look for."""
    limits, limit, rung = answer.thresholds, answer.min_cell or 1, path_said(answer)
    counted = people(answer.flow.counted, limit=limit)
    horizon = span(limits["horizon_months"])
    followed = "" if answer.at_risk is None else f"; here {people(answer.at_risk, limit=limit)}"
    known = "" if answer.levels_known is None else f"; here {percent(answer.levels_known)}"
    words = {
        "entered": f"At least {limits['least_entered']:g} people entering the role; here {counted}.",
        "at risk": (
            f"At least {limits['least_at_risk']:g} people followed for {span(limits['at_risk_months'])}{followed}."
        ),
        "own level": "A known level for more than half of the jobs in the role. A column 'level' helps, or clearer titles.",
        "levels": f"A known level for at least half of the later jobs{known}. A column 'level' helps, or clearer titles.",
        "rung above": "A rung above: there is none. Ask reach for a role of your own, as --toward level:chief.",
        "horizon": (
            f"At least {limits['least_at_risk']:g} people below {rung} followed for {horizon}; or ask within fewer years "
            "with --horizon."
        ),
        "threshold": (
            f"More people, or longer follow-up, until the interval of {rung} no longer includes {_q(answer)}: four times as "
            "many people make it about half as wide."
        ),
        "peers": (
            "One role to ask about: every job is counted here, so there is no other role to compare with."
            if is_any(answer.role)
            else "People on the same rung in other roles who entered in the same years: none could be compared."
        ),
        "difference": (
            f"More people, here or among peers, until the interval of the difference no longer includes {_d(answer)} below "
            "them."
        ),
    }
    if any(note.startswith(f"{NOBODY_ON} {rung}") for note in answer.notes):
        words["horizon"] = f"Careers in which somebody is {rung}: here nobody is, so nobody can be seen to get there."
    return [words[name] for name in answer.missing if name in words] or ["More people followed for longer."]


def peers_said(answer: Verdict, found: Difference) -> str:
    """Return the reach of the next rung here and among peers, and the difference; why not, where it is not shown."""
    limit = answer.min_cell or 1
    if found.role is None or found.peers is None or found.estimate is None:
        return f"next rung ({at_rung(found.rung)}): not shown: fewer than {limit} people."
    here = "" if found.role_people is None else f" ({people(found.role_people, limit=limit)})"
    there = "" if found.peers_people is None else f" ({people(found.peers_people, limit=limit)})"
    range_ = "" if found.lower is None or found.upper is None else f"{points(found.lower)} to {points(found.upper)}"
    coverage = percent(answer.settings.coverage)
    return (
        f"next rung, {at_rung(found.rung)} within {span(found.months)}: {percent_near(found.role)} here{here}, "
        f"{percent_near(found.peers)} among peers{there}: {points(found.estimate)} points"
        f"{f' ({coverage} interval {range_})' if range_ else ''}."
    )


def peers_note(answer: Verdict, found: Difference) -> str:
    """Return who the peers are, and how many are counted in both."""
    own = "same" if answer.ceiling is None else answer.ceiling.own
    both = ""
    if found.both_people:
        are = "is" if found.both_people == 1 else "are"
        both = f" {sentence(people(found.both_people, limit=answer.min_cell or 1))} {are} in both."
    return (
        f"Peers: everyone whose first main job on the {own} rung was in another role, weighted to the same years of "
        f"entry.{both}"
    )
