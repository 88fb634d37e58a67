"""Findings on who reaches a target: the answer, the other targets beside it, and how far it moves.

In: a released Reach. Out: Finding. Start at `reach_findings`. A percentage never stands without the people counted, an
estimate never without its interval, simulated careers are named first, and no sentence says what causes what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from outgrow.charts.readings import (
    LEAST_AT_RISK,
    LEAST_ENTERED,
    Reading,
    headline_months,
    headline_toward,
    is_rounded,
    limit_of,
    read_headline,
    read_nearest,
)
from outgrow.charts.wording import (
    clean,
    group_name,
    joined,
    people,
    role_name,
    role_phrase,
    sentence,
    target_name,
    years,
)
from outgrow.report.finding import THERE, Finding, led, make_finding, untold
from outgrow.report.findings_flow import flow_findings
from outgrow.report.findings_times import step_findings, time_findings
from outgrow.report.reach_words import (
    UNADJUSTED,
    chance,
    of_those,
    reaches,
    reading_said,
    target_quoted,
    time_said,
    when_said,
)
from outgrow.results import Curve, Reach

__all__ = ["Variant", "cannot_tell", "reach_findings"]

#: An answer by group names at most so many groups; the table has them all.
MOST_GROUPS_SAID: Final = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """The same question under one other assumption, to show how far the answer moves.

    Parameters
    ----------
    name : {"owners", "ongoing"}
        ``"owners"``: owners, founders and partners satisfy rungs too. ``"ongoing"``: whoever holds an ongoing job is
        followed only through the last date of their own, as if each history had been collected just then.
    reach : Reach
        A released result.
    """

    name: Literal["owners", "ongoing"]
    reach: Reach


_VARIED: Final = {
    "owners": "counting owners, founders and partners too",
    "ongoing": "following people with an ongoing job only through the last date of their own",
}


def reach_findings(reach: Reach, *, role: str | None = None, variants: Sequence[Variant] = ()) -> tuple[Finding, ...]:
    """Return what a released result says: the answer, each target by time, the time of each share, who was counted.

    Parameters
    ----------
    reach : Reach
        A released result.
    role : str, optional
        The role as a person wrote it. Default: as the result has it.
    variants : sequence of Variant
        The same question under other assumptions.

    Returns
    -------
    tuple of Finding
        The first has the key ``"answer"``; it says "cannot tell" where that is the answer.
    """
    if role is not None:
        reach = replace(reach, role=role)
    found = [_answer(reach)]
    if cannot_tell(reach) is None:
        others = _others(reach)
        if others is not None:
            found.append(others)
        found += [_varied(reach, variant, role) for variant in variants]
    found += time_findings(reach)
    if cannot_tell(reach) is None:
        found += step_findings(reach)
    found += flow_findings(reach)
    return tuple(found)


def cannot_tell(reach: Reach) -> str | None:
    """Return why the question cannot be answered, as a sentence; None where it can."""
    counted, limit = reach.flow.counted, limit_of(reach)
    start, followed = role_phrase(reach.role), people(counted, limit=limit)
    if counted == 0 and reach.flow.already_there:
        return _there_already(reach)
    if counted == 0 and limit == 1:
        return f"Nobody could be followed after {start}."
    if counted and not any(len(curve.months) for curve in reach.curves):
        small = ": small groups are not released" if limit > 1 else ""
        return f"No curve can be shown of {followed} followed after {start}{small}."
    if counted < LEAST_ENTERED:
        only = followed if counted == 0 else f"only {followed}"
        return f"{sentence(only)} could be followed after {start}; an answer needs at least {LEAST_ENTERED}."
    curves = _headline_curves(reach)
    if not curves:
        hidden = target_name(headline_toward(reach) or "the target")
        return f"Of {followed} followed after {start}, too few reached {hidden} to show a curve without showing small groups."
    if not _headline_readings(reach):
        return f"Of {followed} followed after {start}, fewer than {LEAST_AT_RISK} were followed for a year."
    return None


def there_already(reach: Reach) -> bool:
    """Tell whether whoever entered the role held the target by then, so that nobody was left to follow: no gap in the data."""
    flow = reach.flow
    return flow.counted == 0 and flow.already_there > 0 and flow.no_follow_up == 0


def _there_already(reach: Reach) -> str:
    """Say how many held the target as they entered the role, where nobody was left to follow; counts are those released."""
    flow, limit = reach.flow, limit_of(reach)
    start = role_phrase(reach.role)
    start = start.replace("entering", "entered", 1) if start.startswith("entering") else f"started {start}"
    if len(reach.toward) > 1:
        held = "one of the targets"
    else:
        # of the role itself, "it" cannot be misread
        held = "it" if role_name(reach.toward[0]) == role_name(reach.role) else target_quoted(reach.toward[0])
    there = f"had held {held} before, or took it in the same month"
    if flow.no_follow_up == 0 and limit == 1:
        who = "The only person" if flow.already_there == 1 else "Everyone"
        return f"{who} who {start} {there}."
    rest = people(flow.no_follow_up, limit=limit)
    unseen = (
        f", {rest} {'was' if flow.no_follow_up == 1 else 'were'} not seen after that month" if flow.no_follow_up else ""
    )
    nobody = "nobody" if limit == 1 else people(0, limit=limit)
    return f"Of those who {start}, {people(flow.already_there, limit=limit)} {there}{unseen}, and {nobody} could be followed."


def _headline_curves(reach: Reach) -> list[Curve]:
    toward = headline_toward(reach)
    return [curve for curve in reach.curves if curve.toward == toward]


def _headline_readings(reach: Reach, wanted: int | None = None) -> list[tuple[Curve, Reading]]:
    """The curves the answer is about, read at one time, or where steps were merged as near to one time as can be.

    Then the largest group is read at its point nearest to the horizon (or to `wanted`) and the others at theirs nearest to
    that, so that groups side by side differ in time as little as they can.
    """
    curves, rounded = _headline_curves(reach), is_rounded(reach)
    months = headline_months(curves, reach.settings.horizon_months, rounded=rounded)
    if months is None:
        return []
    if rounded:
        largest = max((curve for curve in curves if len(curve.months)), key=lambda curve: curve.people)
        first = read_nearest(largest, months if wanted is None else wanted)
        months = first.months if first is not None else months
    readings = [(curve, read_headline(curve, months, rounded=rounded)) for curve in curves]
    return [(curve, reading) for curve, reading in readings if reading is not None]


def _answer(reach: Reach) -> Finding:
    reason = cannot_tell(reach)
    if reason is not None:
        target = target_name(headline_toward(reach) or "the target")
        if there_already(reach):
            said = {"target": target, THERE: "yes"}
            what = f"how many reach {target} later"
            kept = "Nobody who entered the role was still to reach it, so there is no chance to tell."
            return untold(reach, "answer", "answer", reason, what=what, caveat=kept, said=said)
        return untold(reach, "answer", "answer", reason, said={"target": target})
    if any(curve.group for curve in _headline_curves(reach)):
        return _answer_by_group(reach)
    curve, reading = _headline_readings(reach)[0]
    return make_finding(
        reach,
        "answer",
        "answer",
        led(reach, _chance_claim(reach, curve, reading)),
        number=reading.estimate,
        unit="chance",
        limits=(reading.lower, reading.upper),
        counted=curve.people,
        caveat=UNADJUSTED,
        said=reading_said(reach, curve, reading),
    )


def _chance_claim(reach: Reach, curve: Curve, reading: Reading) -> str:
    """One curve at one time, without the lead."""
    followed = people(curve.people, limit=limit_of(reach))
    estimate = chance(reading, reach.settings.coverage, first=True)
    when, late = when_said(reach, reading.months), of_those(curve)
    if reading.estimate == 0:
        return (
            f"none of {followed} was seen to {reaches(curve.toward)} {when}{late.rstrip(',')}: an estimated {estimate}."
        )
    return f"an estimated {estimate} {reaches(curve.toward)} {when}{late or ','} from {followed} followed."


def _answer_by_group(reach: Reach) -> Finding:
    found = _headline_readings(reach)
    claim, said = _group_claim(reach, found)
    return make_finding(
        reach,
        "groups",
        "answer",
        led(reach, claim),
        counted=sum(curve.people for curve, _ in found),
        caveat=f"{UNADJUSTED} Whether groups differ by more than chance was not tested here.",
        said=said,
    )


def _group_claim(reach: Reach, found: Sequence[tuple[Curve, Reading]]) -> tuple[str, dict[str, str]]:
    """Groups side by side, without the lead, and the phrases of it."""
    limit, coverage = limit_of(reach), reach.settings.coverage
    own_time = len({reading.months for _, reading in found}) > 1
    said, plain, exact = [], [], []
    for place, (curve, reading) in enumerate(found[:MOST_GROUPS_SAID]):
        name, counted = group_name(curve.group), people(curve.people, limit=limit)
        at = f" {time_said(reach, reading.months)}" if own_time else ""
        late = of_those(curve)
        said.append(f"{name} {chance(reading, coverage, first=place == 0)}{at}{late} from {counted}")
        parts = reading_said(reach, curve, reading)
        within = f"{parts['likely']}, " if parts["likely"] else ""
        seen = "none seen" if reading.estimate == 0 else parts["one_in"]
        plain.append(f"{sentence(name)}: {seen}{at}{late or ','} {within}from {counted}.")
        error = f"SE {parts['error']}; " if parts["error"] else ""
        given = f", conditional on being {parts['late']}" if parts["late"] else ""
        exact.append(
            f"{name} {parts['value']} ({error}{parts['bounds'] or 'no interval'}; n = {counted}, month {parts['months']}, "
            f"{parts['at_risk']} at risk{given})"
        )
    rest = len(found) - len(said)
    more = f"{people(rest, one='more group is', many='more groups are')} in the table" if rest else ""
    within = "" if own_time else f" {time_said(reach, found[0][1].months)}"
    since = f"{'after' if is_rounded(reach) or own_time else 'of'} {role_phrase(reach.role)}"
    column = clean(reach.settings.by or "group")
    what = f"{reaches(found[0][0].toward)}{within} {since}"
    claim = f"the estimated chance to {what}, by {column}: {joined(said)}{f'; {more}' if more else ''}."
    return claim, {
        "what": what,
        "target": target_name(found[0][0].toward),
        "column": column,
        "plain": "\n".join(plain),
        "exact": "; ".join(exact),
        "more": more,
    }


def _same_time(reach: Reach, reading: Reading) -> int:
    """Month at which another curve is read to stand beside a reading."""
    return reading.months if is_rounded(reach) else reading.asked


def _others(reach: Reach) -> Finding | None:
    """The other targets at the time of the answer, of the same people."""
    if any(curve.group for curve in reach.curves):
        return None
    (answer, headline), rounded = _headline_readings(reach)[0], is_rounded(reach)
    simulated = reach.careers.kind == "simulated"
    parts, plain, exact = [], [], []
    for curve in reach.curves:
        reading = read_headline(curve, _same_time(reach, headline), rounded=rounded) if curve is not answer else None
        if reading is None:
            continue
        own = f" {time_said(reach, reading.months)}" if rounded or reading.months != headline.months else ""
        own += of_those(curve).rstrip(",")
        parts.append(f"{chance(reading, reach.settings.coverage)} {reaches(curve.toward)}{own}")
        said = reading_said(reach, curve, reading)
        likely = f", {said['likely']}" if said["likely"] else ""
        given = f", conditional on being {said['late']}" if said["late"] else ""
        seen = "none was seen to" if reading.estimate == 0 else said["one_in"]
        plain.append(f"{seen} {reaches(curve.toward)}{own}{likely}")
        exact.append(f"{target_name(curve.toward)} {said['value']} ({said['bounds']}; month {said['months']}{given})")
    if not parts:
        return None
    if rounded:
        same = f"the same {'simulated careers' if simulated else 'people'}, about {answer.people:,},"
    else:
        nouns = ("simulated career", "simulated careers") if simulated else ("person", "people")
        same = f"the same {people(answer.people, one=nouns[0], many=nouns[1])}"
    when = "" if rounded else f" and in the same {years(headline.months)},"
    return make_finding(
        reach,
        "others",
        "others",
        f"From {same}{when} an estimated {joined(parts)}.",
        counted=answer.people,
        caveat=UNADJUSTED,
        said={"same": same, "when": when, "plain": "\n".join(plain), "exact": "; ".join(exact)},
    )


def _varied(reach: Reach, variant: Variant, role: str | None) -> Finding:
    """The answer's own question under one other assumption, beside the answer."""
    other = variant.reach if role is None else replace(variant.reach, role=role)
    assumption, key = _VARIED[variant.name], f"variant/{variant.name}"
    answered = _headline_readings(reach)
    before = {_group_key(curve): reading for curve, reading in answered}
    wanted = answered[0][1].months if answered else None
    found = [] if cannot_tell(other) is not None else _headline_readings(other, wanted)
    if not found:
        reason = f"{assumption}: the answer cannot be told from {people(other.flow.counted, limit=limit_of(other))}."
        return replace(
            untold(other, "variant", key, sentence(reason), caveat=UNADJUSTED, said={"assumption": assumption}),
            claim=led(other, reason),
        )
    shown = found[:MOST_GROUPS_SAID]
    times = {reading.months for _, reading in shown} | {
        before[_group_key(curve)].months for curve, _ in shown if _group_key(curve) in before
    }
    one_time = len(times) == 1
    said, plain = [], []
    for curve, reading in shown:
        name = f"{group_name(curve.group)} " if curve.group else ""
        was = before.get(_group_key(curve))
        instead = "" if was is None else f" instead of {_at_its_time(other, was, one_time)}"
        of = f" from {people(curve.people, limit=limit_of(other))}" if curve.group else ""
        said.append(f"{name}{_at_its_time(other, reading, one_time)}{instead}{of}")
        plain.append(f"{name}{_plain_at(other, curve, reading, was, one_time)}{of}")
    curve, reading = found[0]
    target = f"{target_name(curve.toward)}{f' {time_said(other, reading.months)}' if one_time else ''}"
    counted = sum(curve.people for curve, _ in found)
    everyone = "" if curve.group else f"{of_those(curve) or ','} from {people(counted, limit=limit_of(other))}"
    return make_finding(
        other,
        "variant",
        key,
        led(other, f"{assumption}: {joined(said) if curve.group else said[0]}, {target}{everyone}."),
        number=None if curve.group else reading.estimate,
        unit="none" if curve.group else "chance",
        limits=None if curve.group else (reading.lower, reading.upper),
        counted=counted,
        caveat=UNADJUSTED,
        said={
            **({} if curve.group else reading_said(other, curve, reading)),
            "assumption": assumption,
            "plain": "\n".join(plain),
            "grouped": "yes" if curve.group else "",
            "target": target_name(curve.toward),
            "what": f"reached {target}",
        },
    )


def _plain_at(reach: Reach, curve: Curve, reading: Reading, was: Reading | None, one_time: bool) -> str:
    """``"about 18 of 100 instead of about 13 of 100"``, each with its time where they differ."""
    parts = []
    for one in (reading, was):
        if one is not None:
            at = "" if one_time else f" {time_said(reach, one.months)}"
            parts.append(f"{'none' if one.estimate == 0 else reading_said(reach, curve, one)['one_in']}{at}")
    return " instead of ".join(parts)


def _group_key(curve: Curve) -> tuple[tuple[str, Any], ...]:
    return tuple((curve.group or {}).items())


def _at_its_time(reach: Reach, reading: Reading, one_time: bool) -> str:
    estimate = chance(reading, reach.settings.coverage)
    return estimate if one_time else f"{estimate} {time_said(reach, reading.months)}"
