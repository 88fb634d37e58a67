"""Findings: what a released Reach says, in sentences a person can quote.

In: Reach. Out: Finding. Start at `reach_findings`; next stage: `outgrow.report.document`. A percentage never stands
without the people counted, an estimate never without its interval, simulated careers are named first, and no sentence
says what causes what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

from outgrow.charts.readings import (
    LEAST_AT_RISK,
    LEAST_ENTERED,
    Reading,
    at_each,
    headline_months,
    headline_toward,
    is_rounded,
    limit_of,
    read_headline,
    read_nearest,
)
from outgrow.charts.wording import (
    clean,
    count,
    group_name,
    interval,
    joined,
    people,
    percent,
    role_phrase,
    sentence,
    target_name,
    years,
)
from outgrow.results import Curve, Reach

__all__ = ["Finding", "Variant", "cannot_tell", "reach_findings"]

Unit = Literal["chance", "people", "months", "none"]

#: An answer by group names at most so many groups; the table has them all.
MOST_GROUPS_SAID: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One claim with all that is needed to judge it.

    Parameters
    ----------
    key : str
        What the finding is, for programs: ``"answer"``, ``"others"``, ``"reach/rung:director+/120"``, ``"counted"``,
        ``"follow_up"``, ``"variant/owners"``.
    claim : str
        The sentence.
    number : float or None
        The number the claim rests on; None where it cannot be told.
    unit : {"chance", "people", "months", "none"}
        What the number is: a share between 0 and 1, people, or months.
    interval : tuple of float or None
        Lower and upper end, in the same unit.
    people : int
        People counted.
    source : str
        The careers it rests on.
    simulated : bool
        Whether those careers were simulated.
    caveat : str
        What must be kept in mind beside it.
    """

    key: str
    claim: str
    number: float | None
    unit: Unit
    interval: tuple[float, float] | None
    people: int
    source: str
    simulated: bool
    caveat: str

    def as_json(self) -> dict[str, Any]:
        """Return the finding by name, ready for JSON."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "interval": None if self.interval is None else list(self.interval)}


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
    """Return what a released result says: the answer first, then each target by time, then who was counted.

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
    found += _by_time(reach)
    found.append(_counted(reach))
    follow_up = _follow_up(reach)
    if follow_up is not None:
        found.append(follow_up)
    return tuple(found)


def cannot_tell(reach: Reach) -> str | None:
    """Return why the question cannot be answered, as a sentence; None where it can."""
    counted, limit = reach.flow.counted, limit_of(reach)
    start, followed = role_phrase(reach.role), people(counted, limit=limit)
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


def _headline_curves(reach: Reach) -> list[Curve]:
    toward = headline_toward(reach)
    return [curve for curve in reach.curves if curve.toward == toward]


def _source(reach: Reach) -> str:
    until = f", to {reach.careers.last_month}" if reach.careers.last_month else ""
    return f"{clean(reach.careers.name)}, {reach.careers.kind} careers{until}"


def _simulated(reach: Reach) -> bool:
    return reach.careers.kind == "simulated"


def _led(reach: Reach, claim: str) -> str:
    """Lead a claim with the careers it rests on when nobody lived them."""
    return f"In simulated careers, {claim}" if _simulated(reach) else sentence(claim)


def _chance(reading: Reading, coverage: float, *, first: bool = False) -> str:
    """``"15% (95% interval 13% to 18%)"`` the first time, ``"15% (13% to 18%)"`` after."""
    span = interval(reading.lower, reading.upper)
    return f"{percent(reading.estimate)} ({f'{percent(coverage)} interval ' if first else ''}{span})"


def _reaches(toward: str) -> str:
    return f"reach {target_name(toward)}"


def _finding(
    reach: Reach,
    key: str,
    claim: str,
    *,
    number: float | None = None,
    unit: Unit = "none",
    limits: tuple[float, float] | None = None,
    counted: int | None = None,
    caveat: str = "",
) -> Finding:
    if limits is not None and any(math.isnan(limit) for limit in limits):
        limits = None
    return Finding(
        key=key,
        claim=claim,
        number=number,
        unit=unit,
        interval=limits,
        people=reach.flow.counted if counted is None else counted,
        source=_source(reach),
        simulated=_simulated(reach),
        caveat=caveat,
    )


_UNADJUSTED: Final = (
    "An estimate for everyone who entered the role, not adjusted for who they are; whoever was still waiting when last "
    "seen counts for as long as they were seen."
)


def _answer(reach: Reach) -> Finding:
    reason = cannot_tell(reach)
    if reason is not None:
        lead = "In simulated careers, cannot tell. " if _simulated(reach) else "Cannot tell. "
        return _finding(reach, "answer", lead + reason, caveat="Too little was seen to answer either way.")
    if any(curve.group for curve in _headline_curves(reach)):
        return _answer_by_group(reach)
    curve, reading = _headline_readings(reach)[0]
    return _finding(
        reach,
        "answer",
        _led(reach, _chance_claim(reach, curve, reading)),
        number=reading.estimate,
        unit="chance",
        limits=(reading.lower, reading.upper),
        counted=curve.people,
        caveat=_UNADJUSTED,
    )


def _time(reach: Reach, reading: Reading) -> str:
    """``"within 10 years"``, or of a released point ``"by 7.9 years"``."""
    return f"{'by' if is_rounded(reach) else 'within'} {years(reading.months)}"


def _chance_claim(reach: Reach, curve: Curve, reading: Reading) -> str:
    """One curve at one time, without the lead."""
    followed = people(curve.people, limit=limit_of(reach))
    chance = _chance(reading, reach.settings.coverage, first=True)
    within = f"{_time(reach, reading)} {'after' if is_rounded(reach) else 'of'} {role_phrase(reach.role)}"
    if reading.estimate == 0:
        return f"none of {followed} was seen to {_reaches(curve.toward)} {within}: an estimated {chance}."
    return f"an estimated {chance} {_reaches(curve.toward)} {within}, from {followed} followed."


def _varied(reach: Reach, variant: Variant, role: str | None) -> Finding:
    """The answer's own question under one other assumption, beside the answer."""
    other = variant.reach if role is None else replace(variant.reach, role=role)
    assumption, key = _VARIED[variant.name], f"variant/{variant.name}"
    answered = _headline_readings(reach)
    before = {_group_key(curve): reading for curve, reading in answered}
    wanted = answered[0][1].months if answered else None
    found = [] if cannot_tell(other) is not None else _headline_readings(other, wanted)
    if not found:
        claim = f"{assumption}: the answer cannot be told from {people(other.flow.counted, limit=limit_of(other))}."
        return _finding(other, key, _led(other, claim), caveat=_UNADJUSTED)
    shown = found[:MOST_GROUPS_SAID]
    times = {reading.months for _, reading in shown} | {
        before[_group_key(curve)].months for curve, _ in shown if _group_key(curve) in before
    }
    one_time = len(times) == 1
    said = []
    for curve, reading in shown:
        name = f"{group_name(curve.group)} " if curve.group else ""
        was = before.get(_group_key(curve))
        instead = "" if was is None else f" instead of {_at_its_time(other, was, one_time)}"
        of = f" from {people(curve.people, limit=limit_of(other))}" if curve.group else ""
        said.append(f"{name}{_at_its_time(other, reading, one_time)}{instead}{of}")
    curve, reading = found[0]
    target = f"{target_name(curve.toward)}{f' {_time(other, reading)}' if one_time else ''}"
    counted = sum(curve.people for curve, _ in found)
    if curve.group:
        claim = f"{assumption}: {joined(said)}, {target}."
        return _finding(other, key, _led(other, claim), counted=counted, caveat=_UNADJUSTED)
    claim = f"{assumption}: {said[0]}, {target}, from {people(counted, limit=limit_of(other))}."
    return _finding(
        other,
        key,
        _led(other, claim),
        number=reading.estimate,
        unit="chance",
        limits=(reading.lower, reading.upper),
        counted=counted,
        caveat=_UNADJUSTED,
    )


def _group_key(curve: Curve) -> tuple[tuple[str, Any], ...]:
    return tuple((curve.group or {}).items())


def _at_its_time(reach: Reach, reading: Reading, one_time: bool) -> str:
    chance = _chance(reading, reach.settings.coverage)
    return chance if one_time else f"{chance} {_time(reach, reading)}"


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


def _answer_by_group(reach: Reach) -> Finding:
    found = _headline_readings(reach)
    return _finding(
        reach,
        "answer",
        _led(reach, _group_claim(reach, found)),
        counted=sum(curve.people for curve, _ in found),
        caveat=f"{_UNADJUSTED} Whether groups differ by more than chance was not tested here.",
    )


def _group_claim(reach: Reach, found: Sequence[tuple[Curve, Reading]]) -> str:
    """Groups side by side, without the lead."""
    limit, coverage = limit_of(reach), reach.settings.coverage
    own_time = len({reading.months for _, reading in found}) > 1
    said = []
    for place, (curve, reading) in enumerate(found[:MOST_GROUPS_SAID]):
        at = f" {_time(reach, reading)}" if own_time else ""
        chance = _chance(reading, coverage, first=place == 0)
        said.append(f"{group_name(curve.group)} {chance}{at} from {people(curve.people, limit=limit)}")
    rest = len(found) - len(said)
    more = f"; {people(rest, one='more group is', many='more groups are')} in the table" if rest else ""
    within = "" if own_time else f" {_time(reach, found[0][1])}"
    since = f"{'after' if is_rounded(reach) or own_time else 'of'} {role_phrase(reach.role)}"
    return (
        f"the estimated chance to {_reaches(found[0][0].toward)}{within} {since}, "
        f"by {clean(reach.settings.by or 'group')}: {joined(said)}{more}."
    )


def _same_time(reach: Reach, reading: Reading) -> int:
    """Month at which another curve is read to stand beside a reading."""
    return reading.months if is_rounded(reach) else reading.asked


def _others(reach: Reach) -> Finding | None:
    """The other targets at the time of the answer, of the same people."""
    if any(curve.group for curve in reach.curves):
        return None
    (answer, headline), rounded = _headline_readings(reach)[0], is_rounded(reach)
    parts = []
    for curve in reach.curves:
        reading = read_headline(curve, _same_time(reach, headline), rounded=rounded) if curve is not answer else None
        if reading is None:
            continue
        own = f" {_time(reach, reading)}" if rounded or reading.months != headline.months else ""
        parts.append(f"{_chance(reading, reach.settings.coverage)} {_reaches(curve.toward)}{own}")
    if not parts:
        return None
    if rounded:
        same = f"the same {'simulated careers' if _simulated(reach) else 'people'}, about {answer.people:,},"
    else:
        nouns = ("simulated career", "simulated careers") if _simulated(reach) else ("person", "people")
        same = f"the same {people(answer.people, one=nouns[0], many=nouns[1])}"
    when = "" if rounded else f" and in the same {years(headline.months)},"
    claim = f"From {same}{when} an estimated {joined(parts)}."
    return _finding(reach, "others", claim, counted=answer.people, caveat=_UNADJUSTED)


def _by_time(reach: Reach) -> list[Finding]:
    """Each target and group at each time the report reads."""
    rounded, limit = is_rounded(reach), limit_of(reach)
    found = []
    for curve in reach.curves:
        who = f" ({group_name(curve.group)})" if curve.group else ""
        group = "".join(f"/{clean(name)}={clean(value)}" for name, value in (curve.group or {}).items())
        for reading in at_each(reach, curve):
            when = "when the step that ends then began" if rounded else "then"
            claim = (
                f"{_time(reach, reading)} an estimated "
                f"{_chance(reading, reach.settings.coverage, first=True)} {_reaches(curve.toward)}{who}, "
                f"from {people(curve.people, limit=limit)} followed; "
                f"{people(reading.at_risk, limit=limit)} {'was' if reading.at_risk == 1 else 'were'} "
                f"still followed and not yet there {when}."
            )
            found.append(
                _finding(
                    reach,
                    f"reach/{curve.toward}/{reading.months}{group}",
                    _led(reach, claim),
                    number=reading.estimate,
                    unit="chance",
                    limits=(reading.lower, reading.upper),
                    counted=curve.people,
                    caveat=_UNADJUSTED,
                )
            )
    return found


def _counted(reach: Reach) -> Finding:
    flow, limit = reach.flow, limit_of(reach)
    were = "was" if flow.counted == 1 else "were"
    claim = (
        f"{people(flow.counted, limit=limit)} {were} followed after {role_phrase(reach.role)}, "
        f"of {count(flow.read, limit=limit)} read."
    )
    return _finding(
        reach,
        "counted",
        _led(reach, claim),
        number=float(flow.counted),
        unit="people",
        caveat="The rest never entered the role, were there before, were not seen after, or could not be read.",
    )


def _follow_up(reach: Reach) -> Finding | None:
    curves = [curve for curve in _headline_curves(reach) if curve.median_follow_up is not None]
    if not curves or any(curve.group for curve in curves):
        return None
    curve = curves[0]
    months = curve.median_follow_up or 0.0
    claim = (
        f"the median follow-up of {people(curve.people, limit=limit_of(reach))} is {years(months)} "
        "(reverse Kaplan-Meier)."
    )
    return _finding(
        reach,
        "follow_up",
        _led(reach, claim),
        number=months,
        unit="months",
        counted=curve.people,
        caveat="Estimates for times well beyond it rest on fewer people, and on those who entered earliest.",
    )
