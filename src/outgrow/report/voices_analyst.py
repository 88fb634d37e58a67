"""A finding for an analyst: estimate, error, interval, people, time in months, and the method.

In: Finding. Out: text. Start at `for_analyst`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from outgrow.report.finding import SIMULATED_LEAD, Finding, Kind
from outgrow.report.voices_person import led_to

__all__ = ["for_analyst"]

Said = Mapping[str, str]

_REACH: Final = "Aalen-Johansen; {variance}; complementary log-log interval."
#: What follows a claim. The method of all chances stands after the answer or the verdict, whichever a page starts with, and
#: again in how a report was made.
_METHOD: Final[dict[Kind, str]] = {
    "answer": _REACH,
    "groups": f"{_REACH} Not adjusted, no test between groups.",
    "verdict": f"Reach: {_REACH}",
    "peers": "Reach of peers standardised to the role's years of entry; interval by {gap}.",
    "breadth": "Aalen-Johansen from the landmark on; interval by {gap}.",
    "stay": "Where the curve comes down to one half; by stay, folds left out where a person has several.",
    "follow_up": "Reverse Kaplan-Meier.",
    "pay_ceiling": "Delta method on the logarithm, errors of means for those of percentiles: the least the interval can be.",
    "seats": "Delta method on the logarithm.",
    "turns_into": "Shares by leaving folds of people out.",
    "title_lasts": "Aalen-Johansen from each June on; interval by leaving folds of people out.",
    "share": "Wilson's intervals.",
    "elsewhere": "Wilson's intervals.",
    "skills_last": "Intervals by leaving folds of people out.",
    "lasting": "Intervals by leaving folds of people out.",
    "trending": "Least squares; intervals by leaving folds of people out.",
    "skill_pay": "Of the same level and year; intervals by leaving folds of people out.",
}
#: What the interval is where nobody or everybody was seen to reach a target.
_EXACT: Final = "Clopper and Pearson's interval on those at risk"


def for_analyst(finding: Finding) -> str:
    """Say a finding to an analyst."""
    said = finding.said
    weighted = f"errors by leaving out folds, weights “{said['weight']}”"
    method = _METHOD.get(finding.kind, "").format(
        variance=weighted if said["weight"] else "Greenwood-type variance",
        gap="leaving out folds of people" if said.get("both") or said["weight"] else "MOVER",
    )
    if finding.cannot_tell is not None:
        text = _untold(finding)
        return led_to(finding, text)
    if said.get("value") in ("0.0000", "1.0000") and finding.number in (0.0, 1.0):
        method = method.replace("complementary log-log interval", _EXACT) if method else f"{_EXACT}."
    if said.get("kind") == "top":
        method = ""
    text = _SAID[finding.kind](finding, said)
    return led_to(finding, f"{text} {method}".strip())


def _untold(finding: Finding) -> str:
    said = finding.said
    what = f" {said['what']}" if said.get("what") else ""
    rule = f" Rule {said['number']} of 5; missing: {said['missing']}." if finding.kind == "verdict" else ""
    return f"cannot tell{what}. {finding.cannot_tell}{rule} n = {said['people']}."


def _numbers(said: Said) -> str:
    """``"0.1520 (SE 0.0120; 95% CI 0.1300 to 0.1770)"``."""
    error = f"SE {said['error']}; " if said.get("error", "0.0000") != "0.0000" else ""
    bounds = f"{said['coverage']} CI {said['bounds']}" if said.get("bounds") else "no interval"
    return f"{said['value']} ({error}{bounds})"


def _counts(said: Said) -> str:
    parts = [f"n = {said['people']}"]
    if said.get("at_risk"):
        parts.append(f"{said['at_risk']} at risk")
    if said.get("reached"):
        parts.append(f"{said['reached']} seen to reach it")
    if said.get("late"):
        parts.append(f"conditional on being {said['late']}")
    return ", ".join(parts)


def _group(said: Said) -> str:
    return f"{said['group']}: " if said.get("group") else ""


def _chance(finding: Finding, said: Said) -> str:
    when = f"at month {said['months']}" if said["months"] else ""
    return (
        f"{_group(said)}cumulative incidence of {said['target']} {when} since {said['entering']}: {_numbers(said)}; "
        f"{_counts(said)}."
    )


def _groups(finding: Finding, said: Said) -> str:
    more = f" {said['more']}." if said["more"] else ""
    return (
        f"cumulative incidence of {said['target']} by {said['column']}, {said['coverage']} CI: {said['exact']}; n = "
        f"{said['people']} in all.{more}"
    )


def _others(finding: Finding, said: Said) -> str:
    return f"same denominator, cumulative incidence, {said['coverage']} CI: {said['exact']}; n = {said['people']}."


def _variant(finding: Finding, said: Said) -> str:
    if said["grouped"]:
        return finding.claim.removeprefix(SIMULATED_LEAD)
    return f"sensitivity, {said['assumption']}: {_chance(finding, said)}"


def _step(finding: Finding, said: Said) -> str:
    released = " released" if said["coarse"] else ""
    return (
        f"{_group(said)}first{released} month by which the cumulative incidence of {said['target']} reaches {said['percent']}: "
        f"{said['months']} ({said['coverage']} CI {said['bounds']}) since {said['since']}; {_counts(said)}."
    )


def _verdict(finding: Finding, said: Said) -> str:
    because = said["because"].rstrip(".")
    return (
        f"verdict on {said['role']}: {said['verdict']}, rule {said['number']} of 5 ({said['rule'].rstrip('.')}). {because}; "
        f"n = {said['people']}. {said['thresholds']}"
    )


def _peers(finding: Finding, said: Said) -> str:
    both = f", {said['both']} in both" if said["both"] else ""
    return (
        f"D, reach of {said['target']} at month {said['months']}, role minus peers: {_numbers(said)}; role {said['here']} (n = "
        f"{said['people']}), peers {said['there']} (n = {said['peers'] or 'not shown'}){both}."
    )


def _ceiling(finding: Finding, said: Said) -> str:
    if said["kind"] == "top":
        return f"ceiling of {said['role']}: {said['own']}, the highest rung; n = {said['people']}."
    number = f", reach {_numbers(said)}" if said.get("value") else ""
    return (
        f"ceiling of {said['role']} at month {said['months']}, share {said['q']}: {said['top']} established{number}. Status by "
        f"rung: {said['statuses']}; n = {said['people']}."
    )


def _place(finding: Finding, said: Said) -> str:
    late = f", curves from {said['late']} on" if said["late"] else ""
    return (
        f"{_group(said)}state occupation by main job, {said['when']} (month {said['months']}), {said['coverage']} CI: "
        f"{said['exact']}; n = {said['people']}, {said['at_risk']} at risk{late}."
    )


def _stays_counted(said: Said) -> str:
    return f"n = {said['people']}" + (f" of {said['persons']}" if said["persons"] else "")


def _stay(finding: Finding, said: Said) -> str:
    return (
        f"{_group(said)}median stay in {said['in_role']}: {said['months']} months ({said['coverage']} CI {said['bounds']}); "
        f"{_stays_counted(said)}."
    )


def _ending(finding: Finding, said: Said) -> str:
    return (
        f"{_group(said)}stays in {said['in_role']} at month {said['months']}, {said['coverage']} CI: {said['exact']}; "
        f"{_stays_counted(said)}, {said['at_risk']} at risk."
    )


def _counted(finding: Finding, said: Said) -> str:
    return f"counted: n = {said['people']} at risk at some time after {said['entering']}, of {said['read']} read."


def _follow_up(finding: Finding, said: Said) -> str:
    return f"median follow-up {said['months']} months, n = {said['people']}."


def _exact(finding: Finding, said: Said) -> str:
    return said["exact"]


_SAID: Final[dict[Kind, Callable[[Finding, Said], str]]] = {
    "answer": _chance,
    "groups": _groups,
    "others": _others,
    "variant": _variant,
    "reach": _chance,
    "step": _step,
    "verdict": _verdict,
    "peers": _peers,
    "ceiling": _ceiling,
    "above": _chance,
    "rung": _chance,
    "place": _place,
    "stay": _stay,
    "ending": _ending,
    "next": _ending,
    "counted": _counted,
    "follow_up": _follow_up,
    "breadth": _exact,
    "goes_with": _exact,
    "pay": _exact,
    "pay_ceiling": _exact,
    "seats": _exact,
    "turns_into": _exact,
    "title_lasts": _exact,
    "share": _exact,
    "elsewhere": _exact,
    "made_it": _exact,
    "not_there": _exact,
    "skills_last": _exact,
    "lasting": _exact,
    "trending": _exact,
    "skill_pay": _exact,
}
