"""Findings on skills that last: skills beside tools, which are listed again and which not, what first listing one goes with.

In: Skills, released. Out: Finding. Start at `skills_findings`. Things *go with* being listed; nothing here says why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from outgrow.charts.wording import clean, is_any, joined, people, percent, role_quoted, sentence
from outgrow.report.finding import Finding, led, make_finding, untold
from outgrow.report.frequencies import about, fewer_or_more, likely_gap, short_range
from outgrow.report.ladder_words import points
from outgrow.results import KindRetention, Measured, Skill, Skills

__all__ = ["first_listed", "pay_range", "skills_findings", "slope", "whole_points"]

#: The name under which skills and tools are set beside each other.
BOTH: Final = "skill minus tool"
#: Most skills that are named at each end.
_MOST: Final = 3
#: So many have to last beyond chance for the least of them to be named beside the most.
_MANY: Final = 5
_ASSOCIATION: Final = "What is listed says what people name, not all that they can do."
_PAY_CAVEAT: Final = "Pay went with first listing it; who takes a skill up may differ in ways not known here."


def skills_findings(answer: Skills) -> tuple[Finding, ...]:
    """Say how skills last beside tools, which last most and least, and what pay goes with first listing one.

    Parameters
    ----------
    answer : Skills
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"skills_last"`` (or ``"skills_last/skill"`` and ``"skills_last/tool"`` where the two are not both told),
        ``"lasting"``, ``"trending"`` and ``"skill_pay"``, those of them that can be told.
    """
    told = [skill for skill in answer.skills if skill.retention is not None]
    if not told:
        moved = people(answer.people_moved, limit=answer.min_cell or 1)
        reason = f"Of {moved} with a next job that lists anything, too few list any one skill."
        return (untold(answer, "skills_last", "skills_last", reason, counted=answer.people_moved),)
    found = _kinds(answer)
    last = [
        one for one in told if one.retention is not None and one.retention.discovered and one.retention.estimate > 0
    ]
    if last:
        found.append(_lasting(answer, last, len(told)))
    found += _trending(answer)
    paid = [(skill, skill.pay) for skill in answer.skills if skill.pay is not None and skill.pay.discovered]
    if paid:
        found.append(_pay(answer, paid))
    return tuple(found)


def whole_points(value: float) -> str:
    """Return a difference of shares in whole points: ``"39"``, ``"-4"``."""
    return f"{100 * value:.0f}".replace("-0", "0")


def first_listed(change: float) -> str:
    """Return a change in log pay in percent: ``"+4%"``."""
    return f"{100 * math.expm1(change):+.0f}%"


def _moved(answer: Skills) -> str:
    limit = answer.min_cell or 1
    jobs = "any job" if answer.role == "any" else f"a job of {role_quoted(answer.role)}"
    moves = people(answer.moves, limit=limit, one="move", many="moves")
    return f"{people(answer.people_moved, limit=limit)} with {moves} from {jobs} to a next one"


def _kinds(answer: Skills) -> list[Finding]:
    kinds = {one.kind: one for one in answer.kinds}
    if BOTH in kinds:
        return [_beside(answer, kinds["skill"], kinds["tool"], kinds[BOTH])]
    return [_alone(answer, one) for one in answer.kinds]


def _beside(answer: Skills, skill: KindRetention, tool: KindRetention, both: KindRetention) -> Finding:
    claim = (
        f"of {_moved(answer)}, whoever listed a skill lists it again {whole_points(skill.estimate)} points more often than "
        f"whoever did not; of a tool it is {whole_points(tool.estimate)} points: a difference of {whole_points(both.estimate)} "
        f"points ({percent(answer.settings.coverage)} interval {whole_points(both.lower)} to {whole_points(both.upper)})."
    )
    plain = (
        f"skills last {_longer(both)} tools: of those who listed a skill, {fewer_or_more(skill.estimate)} list it again in the "
        f"next job than of the others; of a tool it is {fewer_or_more(tool.estimate)}. The difference is "
        f"{likely_gap(both.lower, both.upper)}, from {people(answer.people_moved, limit=answer.min_cell or 1)}."
    )
    return _finding(answer, "skills_last", both, claim, plain, (skill, tool, both))


def _alone(answer: Skills, one: KindRetention) -> Finding:
    claim = (
        f"of {_moved(answer)}, whoever listed a {one.kind} lists it again {whole_points(one.estimate)} points more often than "
        f"whoever did not ({percent(answer.settings.coverage)} interval {whole_points(one.lower)} to "
        f"{whole_points(one.upper)})."
    )
    plain = (
        f"of those who listed a {one.kind}, {fewer_or_more(one.estimate)} list it again in the next job than of the others, "
        f"{likely_gap(one.lower, one.upper)}. That is from {people(answer.people_moved, limit=answer.min_cell or 1)}."
    )
    return _finding(answer, f"skills_last/{one.kind}", one, claim, plain, (one,))


def _longer(both: KindRetention) -> str:
    return "longer than" if both.lower > 0 else "less long than" if both.upper < 0 else "about as long as"


def _finding(
    answer: Skills, key: str, one: KindRetention, claim: str, plain: str, kinds: Sequence[KindRetention]
) -> Finding:
    numbers = "; ".join(f"{kind.kind} {kind.estimate:.4f} ({short_range(kind.lower, kind.upper)})" for kind in kinds)
    limit = answer.min_cell or 1
    return make_finding(
        answer,
        "skills_last",
        key,
        led(answer, claim),
        number=one.estimate,
        unit="difference",
        limits=(one.lower, one.upper),
        counted=answer.people_moved,
        caveat=_ASSOCIATION,
        said={
            "plain": plain,
            "exact": f"excess retention, mean over names as often as listed, {percent(answer.settings.coverage)} CI: {numbers}; "
            f"n = {people(answer.people_moved, limit=limit)}, {people(answer.moves, limit=limit, one='move', many='moves')}.",
        },
    )


def _lasting(answer: Skills, last: list[Skill], told: int) -> Finding:
    """Name those that last most and least, of those told from chance, in the order of how long they last."""
    ordered = sorted(last, key=lambda skill: -_retention(skill).estimate)
    most, least = ordered[:_MOST], ordered[-_MOST:] if len(ordered) > _MANY else []
    limit = answer.min_cell or 1
    who = people(answer.people_moved, limit=limit)
    lasts = (
        f"Of {people(told, one='name', many='names')} {'all' if len(last) == told else len(last)} "
        f"{'lasts' if len(last) == 1 else 'last'} beyond chance"
        if told > 1
        else "It lasts beyond chance"
    )
    claim = (
        f"lasting most: {'; '.join(map(_again, most))}."
        + (f" Lasting least of what lasts at all: {'; '.join(map(_again, least))}." if least else "")
        + f" In brackets: listed again by who listed it, against by who did not. {lasts}, "
        f"from {who}."
    )
    plain = f"listed again most: {joined([_plainly(skill) for skill in most])}."
    if least:
        plain += f" Listed again least, of what lasts at all: {joined([_plainly(skill) for skill in least])}."
    plain += f" That is from {who} with a next job."
    exact = "; ".join(
        f"{clean(skill.name)} {_retention(skill).estimate:.4f} "
        f"({short_range(_retention(skill).lower, _retention(skill).upper)}; q {_retention(skill).q_value:.2g})"
        for skill in [*most, *least]
    )
    top = _retention(most[0])
    return make_finding(
        answer,
        "lasting",
        "lasting",
        led(answer, claim),
        number=top.estimate,
        unit="difference",
        limits=(top.lower, top.upper),
        counted=answer.people_moved,
        caveat=_ASSOCIATION,
        said={
            "plain": plain,
            "exact": f"excess retention, {percent(answer.settings.coverage)} CI, Benjamini and Hochberg at "
            f"{percent(answer.false_discoveries)}: {exact}; n = {who}.",
        },
    )


def _retention(skill: Skill) -> Measured:
    assert skill.retention is not None
    return skill.retention


def _again(skill: Skill) -> str:
    assert skill.kept is not None
    assert skill.taken_up is not None
    return f"{clean(skill.name)} ({percent(skill.kept.estimate)} against {percent(skill.taken_up.estimate)})"


def _plainly(skill: Skill) -> str:
    assert skill.kept is not None
    return f"{clean(skill.name)} ({about(skill.kept.estimate)})"


def _trending(answer: Skills) -> list[Finding]:
    """Name those that are listed more, and less, from year to year."""
    moving = [(skill, skill.trend) for skill in answer.skills if skill.trend is not None and skill.trend.discovered]
    more = sorted((pair for pair in moving if pair[1].estimate > 0), key=lambda pair: -pair[1].estimate)[:_MOST]
    less = sorted((pair for pair in moving if pair[1].estimate < 0), key=lambda pair: pair[1].estimate)[:_MOST]
    if not moving:
        return []
    coverage, who = percent(answer.settings.coverage), people(answer.flow.counted, limit=answer.min_cell or 1)
    parts = [
        f"listed {word} from year to year: {'; '.join(f'{clean(skill.name)} {slope(trend)}' for skill, trend in some)}"
        for word, some in (("more", more), ("less", less))
        if some
    ]
    plain = [
        f"listed {word} in {'jobs' if is_any(answer.role) else 'jobs of this role'} from year to year: "
        + joined([f"{clean(skill.name)} (by {_of_100(trend)} jobs a year)" for skill, trend in some])
        for word, some in (("more", more), ("less", less))
        if some
    ]
    exact = "; ".join(
        f"{clean(skill.name)} {trend.estimate:.5f} ({short_range(trend.lower, trend.upper)}; q {trend.q_value:.2g})"
        for skill, trend in [*more, *less]
    )
    first = (more or less)[0][1]
    return [
        make_finding(
            answer,
            "trending",
            "trending",
            led(answer, f"{'. '.join(map(sentence, parts))} (points, {coverage} intervals), from {who}."),
            number=first.estimate,
            unit="difference",
            limits=(first.lower, first.upper),
            caveat=_ASSOCIATION,
            said={
                "plain": f"{'. '.join(map(sentence, plain))}. That is from {who}.",
                "exact": f"slope of the share of the role's jobs that list it, a year, {coverage} CI: {exact}; n = {who}.",
            },
        )
    ]


def slope(trend: Measured) -> str:
    """Return a change of a share from year to year in points, with its interval: ``"+1.2 (+0.8 to +1.6)"``."""
    return f"{points(trend.estimate)} ({points(trend.lower)} to {points(trend.upper)})"


def _of_100(trend: Measured) -> str:
    return f"{100 * abs(trend.estimate):.1f} of 100"


def _pay(answer: Skills, paid: list[tuple[Skill, Measured]]) -> Finding:
    ordered = sorted(paid, key=lambda pair: -abs(pair[1].estimate))[:_MOST]
    coverage = percent(answer.settings.coverage)
    who = people(answer.people_moved, limit=answer.min_cell or 1)
    named = joined([f"{clean(skill.name)} {pay_range(pay)}" for skill, pay in ordered])
    claim = (
        f"where it is first listed, pay changes otherwise than that of like movers who did not list it: {named} "
        f"({coverage} intervals), from {who}."
    )
    exact = "; ".join(
        f"{clean(skill.name)} {pay.estimate:.4f} ({short_range(pay.lower, pay.upper)}; {pay.number:,} first listings)"
        for skill, pay in ordered
    )
    first = ordered[0][1]
    plain = (
        f"first listing it went with another change in pay than like movers had: "
        f"{joined([f'{clean(skill.name)} ({first_listed(pay.estimate)})' for skill, pay in ordered])}. That is from {who}."
    )
    return make_finding(
        answer,
        "skill_pay",
        "skill_pay",
        led(answer, claim),
        number=math.exp(first.estimate),
        unit="ratio",
        limits=(math.exp(first.lower), math.exp(first.upper)),
        counted=answer.people_moved,
        caveat=_PAY_CAVEAT,
        said={
            "plain": plain,
            "exact": f"change in log pay at first listing, less like movers, {coverage} CI: {exact}; n = {who}.",
        },
    )


def pay_range(pay: Measured) -> str:
    """Return a change in log pay in percent with its interval: ``"+4% (+1% to +7%)"``."""
    return f"{first_listed(pay.estimate)} ({first_listed(pay.lower)} to {first_listed(pay.upper)})"
