"""Findings on what a role turns into: what its holders hold five years on, how long its titles last, its share of jobs.

In: Drift, released. Out: Finding. Start at `drift_findings`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import (
    clean,
    count,
    fine_percent,
    interval,
    is_any,
    joined,
    people,
    percent,
    role_name,
    way_name,
)
from outgrow.months import span
from outgrow.report.finding import Finding, led, make_finding, untold
from outgrow.report.frequencies import about, short_range
from outgrow.results import Drift
from outgrow.results.drift import (
    BETWEEN,
    ELSE,
    LEFT,
    OTHER,
    REST,
    SAME_ROLE,
    SAME_TITLE,
    HalfLife,
    Successor,
    Within,
    YearShare,
)

__all__ = ["drift_findings"]

#: What became of a title, and how it is said.
_KINDS: Final = {
    SAME_TITLE: "the same title",
    SAME_ROLE: "another title in the same role",
    OTHER: "another role",
    ELSE: "all else",
    BETWEEN: "no job then",
    LEFT: "had left for good",
}
_ASSOCIATION: Final = "What others went on to hold, not what anyone has to."


def drift_findings(answer: Drift) -> tuple[Finding, ...]:
    """Say what holders of a role hold five years on, how long its titles last, how common it and its skill are.

    Parameters
    ----------
    answer : Drift
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"turns_into"``, ``"title_lasts"``, ``"share"`` and ``"elsewhere"``, all but the first where they can be told.
    """
    found = [_turns_into(answer)]
    if answer.half_life is not None:
        found += _title_lasts(answer, answer.half_life)
    if len(answer.share) > 1 and not is_any(answer.role):
        found.append(_share(answer, answer.share[0], answer.share[-1]))
    if answer.skill:
        found.append(_elsewhere(answer, answer.skill[0], answer.skill[-1]))
    return tuple(found)


def _role(answer: Drift) -> str:
    return "any job" if is_any(answer.role) else f"the role “{role_name(answer.role)}”"


def _turns_into(answer: Drift) -> Finding:
    limit = answer.min_cell or 1
    if not answer.successors:
        reason = f"Too few of those whose main job was {_role(answer)} are followed for five years."
        return untold(answer, "turns_into", "turns_into", reason)
    shares = {kind: sum(one.estimate for one in answer.successors if one.kind == kind) for kind in _KINDS}
    told = [f"an estimated {percent(shares[SAME_TITLE])} had the same title{_bounds(answer, SAME_TITLE)}"]
    told += [
        f"{percent(share)} {_kind_said(answer, kind)}{_bounds(answer, kind)}"
        for kind, share in shares.items()
        if share and kind != SAME_TITLE
    ]
    junes = people(answer.followed, limit=limit, one="June", many="Junes")
    who = people(answer.people, limit=limit)
    claim = f"five years after a June in {_role(answer)}, {joined(told)}, from {junes} of {who} followed so long."
    role = "any job" if is_any(answer.role) else "the role"
    plain = (
        f"of all times that somebody was seen in {role}, {about(shares[SAME_TITLE])} had the same title five years later"
        f"{_and(answer, shares, SAME_ROLE)}{_and(answer, shares, OTHER)}."
    )
    commonest = _commonest(answer)
    if commonest is not None:
        plain += f" The commonest of the other roles is {way_name(commonest.role)}: {about(commonest.estimate)}."
    plain += f" That is from {who}."
    exact = "; ".join(
        f"{one.role} {one.estimate:.4f} ({_range(one)}; {count(one.times, limit=limit)})" for one in answer.successors
    )
    same = next((one for one in answer.successors if one.kind == SAME_TITLE), None)
    return make_finding(
        answer,
        "turns_into",
        "turns_into",
        led(answer, claim),
        number=shares[SAME_TITLE],
        unit="chance",
        limits=None if same is None else (same.lower, same.upper),
        counted=answer.people,
        caveat=_ASSOCIATION,
        said={
            "plain": plain,
            "exact": f"held 60 months after a June in {_role(answer)}, {percent(answer.settings.coverage)} CI, of {junes}: "
            f"{exact}; n = {who}.",
        },
    )


def _and(answer: Drift, shares: dict[str, float], kind: str) -> str:
    return f", {about(shares[kind])} {_kind_said(answer, kind)}" if shares[kind] else ""


def _kind_said(answer: Drift, kind: str) -> str:
    return "another title" if kind == SAME_ROLE and is_any(answer.role) else _KINDS[kind]


def _title(answer: Drift) -> str:
    return "a title" if is_any(answer.role) else "a title of this role"


def _commonest(answer: Drift) -> Successor | None:
    others = [one for one in answer.successors if one.kind == OTHER and one.role != REST]
    return max(others, key=lambda one: one.estimate, default=None)


def _range(one: Successor) -> str:
    return short_range(one.lower, one.upper)


def _bounds(answer: Drift, kind: str) -> str:
    """Return the interval of a kind that is told by one share; of several none is known."""
    found = [one for one in answer.successors if one.kind == kind]
    if len(found) != 1:
        return ""
    words = f"{percent(answer.settings.coverage)} interval " if kind == SAME_TITLE else ""
    return f" ({words}{interval(found[0].lower, found[0].upper)})"


def _title_lasts(answer: Drift, half: HalfLife) -> list[Finding]:
    """Say the half-life, or where half is not reached the chance of another title at the last time that was seen."""
    limit, coverage = answer.min_cell or 1, percent(answer.settings.coverage)
    who = f"from {people(half.times, limit=limit, one='June', many='Junes')} in the role"
    if half.months is None:
        return [_by_then(answer, half.within[-1], who)] if half.within else []
    ends = ""
    if half.lower is not None:
        ends = f"{span(half.lower)} or more" if half.upper is None else f"{span(half.lower)} to {span(half.upper)}"
    claim = f"half of the titles held had given way to another after {span(half.months)}{f' ({ends})' if ends else ''}."
    exact = (
        f"half-life of the title held in June: {half.months} months ({coverage} CI {half.lower} to "
        f"{'beyond what was seen' if half.upper is None else half.upper}), leaving for good competing; {who}: "
        f"{count(half.changed, limit=limit)} followed by another title, {count(half.renamed, limit=limit)} of them by a rename "
        "in place."
    )
    likely = f", likely {ends}" if ends else ""
    plain = f"half of those with {_title(answer)} had another title after about {span(half.months)}{likely}."
    return [
        make_finding(
            answer,
            "title_lasts",
            "title_lasts",
            led(answer, claim),
            number=half.months,
            unit="months",
            limits=(half.lower, half.upper),
            counted=answer.flow.counted,
            caveat=_ASSOCIATION,
            said={"plain": plain, "exact": exact},
        )
    ]


def _by_then(answer: Drift, last: Within, who: str) -> Finding:
    counted, when = people(answer.flow.counted, limit=answer.min_cell or 1), span(last.months)
    claim = (
        f"{when} after a June in the role, an estimated {percent(last.estimate)} ({percent(answer.settings.coverage)} interval "
        f"{interval(last.lower, last.upper)}) had another title, of {counted}; half is not reached in what was seen."
    )
    exact = (
        f"chance of another title {last.months} months after a June in the role, leaving for good competing: "
        f"{last.estimate:.4f} ({short_range(last.lower, last.upper)}); {who}; half-life not reached; n = {counted}."
    )
    plain = f"{when} later, {about(last.estimate)} of those with {_title(answer)} had another. That is from {counted}."
    return make_finding(
        answer,
        "title_lasts",
        "title_lasts",
        led(answer, claim),
        number=last.estimate,
        unit="chance",
        limits=(last.lower, last.upper),
        counted=answer.flow.counted,
        caveat=_ASSOCIATION,
        said={"plain": plain, "exact": exact},
    )


def _share(answer: Drift, first: YearShare, last: YearShare) -> Finding:
    limit, coverage = answer.min_cell or 1, percent(answer.settings.coverage)

    def at(one: YearShare, words: str = "") -> str:
        return f"{fine_percent(one.estimate)} in June {one.year} ({words}{fine_percent(one.lower)} to {fine_percent(one.upper)})"

    counted = people(last.of, limit=limit)
    claim = (
        f"of all main jobs, {_role(answer)} had {at(first, f'{coverage} interval ')} and {at(last)}, the latter of {counted} "
        "with a job then."
    )
    moved = "more common" if last.lower > first.upper else "less common" if last.upper < first.lower else ""
    plain = (
        f"this job became {moved}: {about(first.estimate)} jobs in {first.year}, {about(last.estimate)} in {last.year}"
        if moved
        else f"this job was {about(last.estimate)} jobs in {last.year}, and in {first.year} {about(first.estimate)}"
    )
    exact = (
        f"share of main jobs in June, {coverage} CI: {first.year} {first.estimate:.5f} ({first.lower:.5f} to {first.upper:.5f}; "
        f"n = {people(first.of, limit=limit)}), {last.year} {last.estimate:.5f} ({last.lower:.5f} to {last.upper:.5f}; n = "
        f"{counted})."
    )
    return make_finding(
        answer,
        "share",
        "share",
        led(answer, claim),
        number=last.estimate,
        unit="chance",
        limits=(last.lower, last.upper),
        counted=last.of,
        caveat="How common a job is among the people in these careers, who are not all workers.",
        said={"plain": f"{plain}, of {counted} with a job then.", "exact": exact},
    )


def _elsewhere(answer: Drift, first: YearShare, last: YearShare) -> Finding:
    """Say how many jobs outside the role name its skill: a skill may spread while the title it was once a job by fades."""
    limit, coverage = answer.min_cell or 1, percent(answer.settings.coverage)
    words = joined([f"“{clean(one)}”" for one in answer.words], last="or")
    counted = people(last.of, limit=limit, one="job", many="jobs")
    years = (first, last) if first.year != last.year else (last,)
    said = [
        f"{fine_percent(one.estimate)} in June {one.year} ({fine_percent(one.lower)} to {fine_percent(one.upper)})"
        for one in years
    ]
    claim = (
        f"of jobs outside the role that list skills or are described, {words} is named by {joined(said)}, "
        f"{'the latter ' if len(years) > 1 else ''}of {counted} ({coverage} intervals)."
    )
    before = f", and in {first.year} {about(first.estimate)}" if len(years) > 1 else ""
    return make_finding(
        answer,
        "elsewhere",
        "elsewhere",
        led(answer, claim),
        number=last.estimate,
        unit="chance",
        limits=(last.lower, last.upper),
        counted=last.of,
        caveat="What jobs name in their lists and descriptions, not what is done in them.",
        said={
            "plain": f"outside this role, {about(last.estimate)} jobs named {words} in {last.year}{before}, of {counted}.",
            "exact": f"share of jobs outside the role that name {words}, of those that list skills or are described, {coverage} "
            f"CI: "
            + "; ".join(f"June {one.year} {one.estimate:.5f} ({one.lower:.5f} to {one.upper:.5f})" for one in years)
            + f"; n = {counted}.",
        },
    )
