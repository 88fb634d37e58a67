"""Findings on who made it: how many reached a target as asked, and how many of the others did not.

In: Who, released. Out: Finding. Start at `who_findings`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import count, interval, joined, people, percent, role_phrase, target_name
from outgrow.months import span
from outgrow.report.finding import Finding, led, make_finding, untold
from outgrow.report.frequencies import about, likely, short_range
from outgrow.results import ShareOf, Who

__all__ = ["everybody", "not_there", "other_kind", "who_findings"]

_ASSOCIATION: Final = "Who stayed so chose to, or had to; what else sets them apart is not all known here."


def who_findings(answer: Who) -> tuple[Finding, ...]:
    """Say how many of those followed to the horizon made it as asked, and how many of the other kind did not.

    Parameters
    ----------
    answer : Who
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"made_it"`` and ``"not_there"``, the latter where anyone was of the other kind and it is shown.
    """
    opposite = answer.opposite
    told = opposite is not None and opposite.share is not None
    return (_made_it(answer), *((_not_there(answer, opposite),) if told and opposite is not None else ()))


def _made_it(answer: Who) -> Finding:
    of, by, target = answer.of_followed, span(answer.horizon_months), target_name(answer.toward)
    what = f"how many made it to {target}{_while(answer)}"
    if of.count is None or of.people is None:
        return untold(answer, "made_it", "made_it", "Too few people are on one side to show it.", what=what)
    if not of.people:
        reason = f"Nobody was followed for {by} after {role_phrase(answer.role)}{_asked(answer)}."
        return untold(answer, "made_it", "made_it", reason, what=what)
    limit, coverage = answer.min_cell or 1, percent(answer.settings.coverage)
    number, followed = count(of.count, limit=limit), people(of.people, limit=limit)
    who = f"{followed} followed for {by} after {role_phrase(answer.role)}{_asked(answer)}"
    comma = "," if answer.stayed else ""  # closes what is said of whom
    if not of.count:
        # others may have made it who were not followed so long
        nobody = "nobody in these careers did: " if answer.already_there == 0 else ""
        claim = f"{nobody}of {who}, none reached {target}{_while(answer)}."
        plain = f"of {who}, none reached {target}{_while(answer)}."
        exact = f"0 of {followed} reached {target}{_while(answer)} by month {answer.horizon_months}"
        if answer.at_most is not None:
            claim += (
                f" With so many people a chance of more than {percent(answer.at_most)} is ruled out at {coverage} (the rule of "
                "three)."
            )
            plain += f" A chance of more than {about(answer.at_most).removeprefix('about ')} is ruled out."
            exact += f"; at most {answer.at_most:.4f} (rule of three, {coverage})"
        claim, exact = f"{claim}{everybody(answer)}", f"{exact}.{everybody(answer)}"
    else:
        assert of.share is not None
        claim = (
            f"{number} of {who}{comma} reached {target}{_while(answer)}: {percent(of.share)} ({coverage} interval "
            f"{_bounds(of)}).{everybody(answer)}"
        )
        said = likely(of.lower, of.upper, estimate=of.share)
        plain = f"of {who}, {number} reached {target}{_while(answer)}. That is {about(of.share)}{f', {said}' if said else ''}."
        exact = (
            f"{number} of {followed} reached {target}{_while(answer)} by month {answer.horizon_months}: {of.share:.4f} "
            f"({coverage} CI {short_range(of.lower, of.upper)}, Wilson).{everybody(answer)}"
        )
    return make_finding(
        answer,
        "made_it",
        "made_it",
        led(answer, claim),
        number=of.share or 0.0,
        unit="chance",
        limits=(of.lower, of.upper),
        counted=of.people,
        caveat=_ASSOCIATION if answer.stayed else "Of people followed to the horizon alone.",
        said={"target": target, "plain": plain, "exact": exact},
    )


def everybody(answer: Who) -> str:
    """Say the chance from everybody, followed to the horizon or not, as a sentence; empty where it is not told."""
    point = answer.at_horizon
    if point is None or answer.curves is None:
        return ""
    return (
        f" From everybody, {people(answer.curves.people, limit=answer.min_cell or 1)} followed for as long as they were seen, an "
        f"estimated {percent(point.estimate)} ({interval(point.lower, point.upper)}) by {span(point.months)}."
    )


def _not_there(answer: Who, of: ShareOf) -> Finding:
    assert of.people is not None
    assert of.share is not None
    said = not_there(answer, of)
    return make_finding(
        answer,
        "not_there",
        "not_there",
        led(answer, f"{said[:1].lower()}{said[1:]}"),
        number=of.share,
        unit="chance",
        limits=(of.lower, of.upper),
        counted=of.people,
        caveat=_ASSOCIATION,
        said={
            "target": target_name(answer.toward),
            "plain": f"of {_others(answer, of)}, {about(of.share)} had not reached it.",
            "exact": f"not at {target_name(answer.toward)} by month {answer.horizon_months}, of {_others(answer, of)}: "
            f"{of.share:.4f} ({percent(answer.settings.coverage)} CI {short_range(of.lower, of.upper)}, Wilson).",
        },
    )


def not_there(answer: Who, of: ShareOf) -> str:
    """Say how many of the other kind had not reached the target, as a sentence."""
    by, target = span(answer.horizon_months), target_name(answer.toward)
    if of.count is None or of.people is None:
        return "It cannot be shown: too few people are on one side."
    if not of.people or of.share is None:
        return f"Nobody followed for {by} was {other_kind(answer)} before reaching {target}."
    return (
        f"Of {_others(answer, of)}, {count(of.count, limit=answer.min_cell or 1)} had not reached it: {percent(of.share)} "
        f"({_bounds(of)})."
    )


def _others(answer: Who, of: ShareOf) -> str:
    assert of.people is not None
    return (
        f"{people(of.people, limit=answer.min_cell or 1)} followed for {span(answer.horizon_months)} who were "
        f"{other_kind(answer)} at some time before they reached {target_name(answer.toward)}, if they did"
    )


def other_kind(answer: Who) -> str:
    """Return what those are who did not stay as asked: ``"broadened"``, ``"focused"``."""
    return {"focused": "broadened", "broadened": "focused"}[answer.stayed or "focused"]


def _bounds(of: ShareOf) -> str:
    assert of.lower is not None
    assert of.upper is not None
    return interval(of.lower, of.upper)


def _asked(answer: Who) -> str:
    """Say who is asked about, where that is not everyone."""
    first = {None: [], "focused": ["not broadened when first followed"], "broadened": ["broadened when first followed"]}
    said = first[answer.stayed]
    return f", {joined(said)}" if said else ""


def _while(answer: Who) -> str:
    return f" while still {answer.stayed}" if answer.stayed else ""
