"""Findings on the ladder: whether a role is a path, how it compares with its peers, and where it tops out.

In: a released Verdict or Ceiling. Out: Finding. Start at `verdict_findings` and `ceiling_findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from outgrow.charts.wording import exact_percent, is_any, people, role_phrase, sentence, the_role
from outgrow.months import span
from outgrow.report.finding import NO_PEERS, Finding, led, make_finding, untold
from outgrow.report.frequencies import chance_said, fewer_or_more, likely_gap
from outgrow.report.ladder_words import (
    at_rung,
    because_said,
    bounds,
    entering,
    named,
    needed,
    not_told,
    path_said,
    peers_note,
    peers_said,
    percent_near,
    points,
    rule_said,
    rung_chance,
    thresholds_said,
    topped,
    within,
)
from outgrow.results import Ceiling, Difference, RungReach, Verdict

__all__ = ["ceiling_findings", "verdict_findings"]

_FIRST_ON_RUNG: Final = (
    "Of people who had held nothing above the role's own rung before they entered it; an association."
)
_NOT_ALIKE: Final = "Peers differ in more than the role; the difference is an association, not an effect of the role."
_NO_PEERS: Final = "Every job is counted here, so there is no other role to compare with."
_OWN_WORDS: Final = {
    "established": "so a share of {q} is established",
    "estimated": "so a share of {q} is likely, not established",
    "not ruled out": "so a share of {q} is not ruled out",
    "ruled out": "so a share of {q} is ruled out",
    "unknown": "while whether {q} do within {asked} is unknown",
}


def verdict_findings(verdict: Verdict) -> tuple[Finding, ...]:
    """Return the verdict with its reason, and the difference from peers where one was asked.

    Parameters
    ----------
    verdict : Verdict
        Released. Its ceiling has findings of its own: `ceiling_findings`.

    Returns
    -------
    tuple of Finding
        Keys ``"verdict"`` and ``"peers"``. A verdict that cannot be told says what would be needed.
    """
    found = [_verdict(verdict)]
    if verdict.difference is not None or "peers" in verdict.missing:
        found.append(_peers(verdict))
    return tuple(found)


def _verdict(verdict: Verdict) -> Finding:
    counted = verdict.flow.counted if verdict.ceiling is None else verdict.ceiling.people
    limits = verdict.thresholds
    because = because_said(verdict)
    if "%" in because and "people" not in because and "person" not in because:
        because = f"Of {people(counted, limit=verdict.min_cell or 1)} counted: {because[:1].lower() + because[1:]}"
    said = {
        "verdict": verdict.verdict,
        "the_role": the_role(verdict.role),
        "because": because,
        "rule": rule_said(verdict),
        "number": f"{verdict.rule}",
        "thresholds": thresholds_said(verdict),
        "target": path_said(verdict),
        "horizon": span(limits["horizon_months"]),
        "q": exact_percent(limits["share"]),
        "own": "" if verdict.ceiling is None else verdict.ceiling.own,
        **_deciding(verdict),
    }
    caveat = f"Decided by thresholds that can be changed. {_FIRST_ON_RUNG}"
    if verdict.verdict == "cannot tell":
        wanted = needed(verdict)
        reason = f"{because} What would be needed: {' '.join(wanted)}"
        said |= {"needed": " ".join(wanted), "missing": ", ".join(verdict.missing)}
        if is_any(verdict.role) and "peers" in verdict.missing:
            said[NO_PEERS] = "yes"
        what = f"whether {the_role(verdict.role)} is a path"
        return untold(verdict, "verdict", "verdict", reason, what=what, counted=counted, said=said)
    claim = led(verdict, f"{the_role(verdict.role)} is {verdict.verdict}. {because}")
    return make_finding(verdict, "verdict", "verdict", claim, counted=counted, caveat=caveat, said=said)


def _deciding(verdict: Verdict) -> dict[str, str]:
    """Return the numbers that a verdict rests on, as natural frequencies: of the rung that makes a path, and of peers."""
    found: dict[str, str] = {}
    ceiling, gap = verdict.ceiling, verdict.difference
    if ceiling is not None:
        rung = next((one for one in ceiling.reach if at_rung(one.rung) == path_said(verdict)), None)
        if rung is not None and rung.estimate is not None:
            words = _rung_words(ceiling, rung)
            found |= {name: words[name] for name in ("one_in", "likely", "within", "value", "error", "bounds")}
    if gap is not None and gap.estimate is not None and gap.role is not None and gap.peers is not None:
        words = _peers_words(verdict, gap, gap.estimate, gap.role, gap.peers)
        found |= {f"peers_{name}": text for name, text in words.items()}
    return found


def _peers(verdict: Verdict) -> Finding:
    found, limit = verdict.difference, verdict.min_cell or 1
    if found is None or found.estimate is None or found.role is None or found.peers is None:
        what = f"how {the_role(verdict.role)} compares with others on the same rung"
        if is_any(verdict.role):
            kept = "Ask about one role to compare it with others."
            return untold(verdict, "peers", "peers", _NO_PEERS, what=what, caveat=kept, said={NO_PEERS: "yes"})
        reason = (
            "Too few peers entered in the same years and can be followed as long."
            if found is None
            else f"The reach of the next rung, {at_rung(found.rung)}, is not shown: fewer than {limit} people."
        )
        return untold(verdict, "peers", "peers", reason, what=what, caveat=_NOT_ALIKE)
    return make_finding(
        verdict,
        "peers",
        "peers",
        led(verdict, f"the {peers_said(verdict, found)} {peers_note(verdict, found)}"),
        number=found.estimate,
        unit="difference",
        limits=(found.lower, found.upper),
        counted=found.role_people,
        caveat=_NOT_ALIKE,
        said=_peers_words(verdict, found, found.estimate, found.role, found.peers),
    )


def _peers_words(verdict: Verdict, found: Difference, gap: float, here: float, there: float) -> dict[str, str]:
    """Return a difference from peers as phrases."""
    limit = verdict.min_cell or 1
    whole = found.lower is not None and found.upper is not None
    return {
        "target": at_rung(found.rung),
        "within": f"within {span(found.months)}",
        "months": f"{found.months}",
        "here": percent_near(here),
        "there": percent_near(there),
        "here_in": chance_said(here, None, None)["one_in"],
        "there_in": chance_said(there, None, None)["one_in"],
        "here_people": "" if found.role_people is None else people(found.role_people, limit=limit),
        "peers": "" if found.peers_people is None else people(found.peers_people, limit=limit),
        "both": "" if not found.both_people else people(found.both_people, limit=limit),
        "estimate": f"{points(gap)} points",
        "interval": f"{points(found.lower)} to {points(found.upper)} points"
        if found.lower is not None and found.upper is not None
        else "",
        "gap": fewer_or_more(gap),
        "likely": likely_gap(found.lower, found.upper) if found.lower is not None and found.upper is not None else "",
        "clear": "yes" if whole and ((found.lower or 0.0) > 0 or (found.upper or 0.0) < 0) else "",
        "own": "same" if verdict.ceiling is None else verdict.ceiling.own,
        "value": f"{gap:+.4f}",
        "error": "" if found.std_error is None else f"{found.std_error:.4f}",
        "bounds": f"{found.lower:+.4f} to {found.upper:+.4f}"
        if found.lower is not None and found.upper is not None
        else "",
    }


def ceiling_findings(ceiling: Ceiling) -> tuple[Finding, ...]:
    """Return where a role tops out, what that is made of, and each rung above its own.

    Parameters
    ----------
    ceiling : Ceiling
        Released.

    Returns
    -------
    tuple of Finding
        Keys ``"ceiling"``, ``"above"`` and ``"rung/director"`` and so on, lowest first.
    """
    found = [_ceiling(ceiling)]
    if ceiling.horizon_months is not None and ceiling.above is not None:
        found.append(_above(ceiling, ceiling.rung(ceiling.above)))
    if ceiling.horizon_months is not None:
        found += [_rung(ceiling, rung) for rung in ceiling.reach]
    return tuple(found)


def _ceiling(ceiling: Ceiling) -> Finding:
    q = exact_percent(ceiling.share)
    asked = span(ceiling.horizon_asked)
    said = {
        "own": ceiling.own,
        "top": ceiling.established,
        "q": q,
        "q_in": chance_said(ceiling.share, None, None)["one_in"].removeprefix("about "),
        "asked": asked,
        "within": within(ceiling).strip(),
        "months": "" if ceiling.horizon_months is None else f"{ceiling.horizon_months}",
        "above": "" if ceiling.above is None else at_rung(ceiling.above),
        "statuses": "; ".join(f"{at_rung(rung.rung)}: {rung.status}" for rung in ceiling.reach),
        "who": entering(ceiling.role),
    }
    if ceiling.reach and ceiling.horizon_months is None:
        reason = f"Too few of {people(ceiling.people, limit=ceiling.min_cell or 1)} could be followed."
        if (ceiling.min_cell or 1) > 1 and ceiling.people == 0:
            reason = f"{sentence(people(0, limit=ceiling.min_cell or 1))} are counted, too few to show anything."
        what = f"where {named(ceiling.role)} tops out"
        return untold(ceiling, "ceiling", "ceiling", reason, what=what, counted=ceiling.people, said=said)
    counted = people(ceiling.people, limit=ceiling.min_cell or 1)
    text = topped(ceiling)
    if not ceiling.reach:
        text = f"{text.removesuffix('.')}, for {counted} counted."
    kept = f"{_FIRST_ON_RUNG} A rung counts once {q} of them reach it."
    established = next((rung for rung in ceiling.reach if rung.rung == ceiling.established), None)
    number = None if established is None else established.estimate
    return make_finding(
        ceiling,
        "ceiling",
        "ceiling",
        led(ceiling, text),
        number=number,
        unit="none" if number is None else "chance",
        limits=None if established is None else (established.lower, established.upper),
        counted=ceiling.people,
        caveat=kept,
        said={
            **said,
            **(_rung_words(ceiling, established) if established is not None else {}),
            "text": text,
            "kind": "top" if not ceiling.reach else "at start" if ceiling.established == ceiling.own else "above start",
            "firm": "yes" if ceiling.not_ruled_out == ceiling.established else "",
            "open": _open(ceiling),
        },
    )


def _open(ceiling: Ceiling) -> str:
    """Return the lowest rung above the established one that is not decided; whoever reaches a higher one reaches it."""
    undecided = ("estimated", "not ruled out", "unknown")
    return next((at_rung(rung.rung) for rung in ceiling.reach if rung.status in undecided), "")


def _above(ceiling: Ceiling, rung: RungReach) -> Finding:
    at, counted = at_rung(rung.rung), people(ceiling.people, limit=ceiling.min_cell or 1)
    if rung.estimate is None:
        reason = f"The share that reaches {at} is {not_told(ceiling)}."
        what = "what the ceiling is made of"
        return untold(ceiling, "above", "above", reason, what=what, counted=ceiling.people, said={"target": at})
    claim = (
        f"what the ceiling is made of: an estimated {rung_chance(rung, ceiling, first=True)} of {counted} reach "
        f"{at}{within(ceiling)}."
    )
    return make_finding(
        ceiling,
        "above",
        "above",
        led(ceiling, claim),
        number=rung.estimate,
        unit="chance",
        limits=(rung.lower, rung.upper),
        counted=ceiling.people,
        caveat=_FIRST_ON_RUNG,
        said=_rung_words(ceiling, rung),
    )


def _rung(ceiling: Ceiling, rung: RungReach) -> Finding:
    at, counted = at_rung(rung.rung), people(ceiling.people, limit=ceiling.min_cell or 1)
    key = f"rung/{rung.rung}"
    if rung.estimate is None:
        status = "" if rung.status == "unknown" else f" A share of {exact_percent(ceiling.share)} is {rung.status}."
        reason = f"Of {counted} counted, the share that reaches it is {not_told(ceiling)}.{status}"
        what = f"how many reach {at}"
        return untold(ceiling, "rung", key, reason, what=what, counted=ceiling.people, said={"target": at})
    said = _rung_words(ceiling, rung)
    if rung.estimate == 0:
        lead = f"none of {counted} {entering(ceiling.role)} was seen to reach {at}{within(ceiling)}"
        claim = f"{lead}: an estimated {rung_chance(rung, ceiling, first=True)}, {said['means']}."
    else:
        lead = f"an estimated {rung_chance(rung, ceiling, first=True)} of {counted} {entering(ceiling.role)}"
        claim = f"{lead} reach {at}{within(ceiling)}, {said['means']}."
    return make_finding(
        ceiling,
        "rung",
        key,
        led(ceiling, claim),
        number=rung.estimate,
        unit="chance",
        limits=(rung.lower, rung.upper),
        counted=ceiling.people,
        caveat=_FIRST_ON_RUNG,
        said=said,
    )


def _rung_words(ceiling: Ceiling, rung: RungReach) -> Mapping[str, str]:
    limit, q = ceiling.min_cell or 1, exact_percent(ceiling.share)
    numbers: dict[str, str] = {}
    if rung.estimate is not None:
        numbers = chance_said(rung.estimate, rung.lower, rung.upper, error=rung.std_error, threshold=ceiling.share)
        numbers["estimate"] = percent_near(rung.estimate, ceiling.share)
        if numbers["interval"]:
            numbers["interval"] = bounds(rung, ceiling.share)
    return {
        **numbers,
        "target": at_rung(rung.rung),
        "who": entering(ceiling.role),
        "since": role_phrase(ceiling.role),
        "within": within(ceiling).strip(),
        "status": rung.status,
        "means": _OWN_WORDS[rung.status].format(q=q, asked=span(ceiling.horizon_asked)),
        "q": q,
        "asked": span(ceiling.horizon_asked),
        "months": "" if ceiling.horizon_months is None else f"{ceiling.horizon_months}",
        "at_risk": "" if rung.at_risk is None else people(rung.at_risk, limit=limit),
        "reached": "" if rung.events is None else people(rung.events, limit=limit),
    }
