"""Ceilings and verdicts, made fit to be shown to others: numbers that a few people make are left out, decisions stay.

In: Ceiling or Verdict. Out: the same, released. Start at `release_ceiling` or `release_verdict`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from outgrow.disclosure.curves import departures
from outgrow.disclosure.description import share_of
from outgrow.disclosure.totals import none_or_enough, on_its_side, rounded, rounded_facts, rounded_flow, whole_years
from outgrow.estimates.ceiling import at_rung
from outgrow.estimates.verdict import reason
from outgrow.results import CareersFacts, Ceiling, Difference, Ints, RungReach, Suppressed, Verdict
from outgrow.schema import rungs_above

__all__ = ["release_ceiling", "release_verdict"]

_NUMBERS: Final = ("estimate", "std_error", "lower", "upper", "at_risk", "events")


def release_ceiling(result: Ceiling, limit: int) -> Ceiling:
    """Make a ceiling fit to be shown to others.

    Parameters
    ----------
    result : Ceiling
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Ceiling
        Without the numbers of a rung that few people reach, or few do not, or few more than the next rung that is shown.
        What is decided stays, since it tells no more than on which side of a share a bound is; but where fewer people than
        the limit are counted in all, everything is unknown.
    """
    facts = rounded_facts(result.careers, limit)
    if result.people < limit:
        return _unknown(result, facts, limit)
    gone = None if result.source is None else departures(result.source)
    reach: list[RungReach] = []
    shown: list[int] = []
    suppressed: list[Suppressed] = []
    for found in result.reach:
        if found.events is None or found.estimate is None:
            reach.append(_without_numbers(found))
        elif _may_show(found, result, gone, shown, limit):
            shown.append(found.events)
            reach.append(_rounded(found, result.share, limit))
        else:
            reach.append(_without_numbers(found))
            suppressed.append(Suppressed(f"numbers of {found.rung} or higher", _why(limit)))
    return replace(
        result,
        **_head(result, facts, limit),
        reach=tuple(reach),
        people=rounded(result.people, limit),
        median_follow_up=whole_years(result.median_follow_up),
        source=None,
        suppressed=tuple(suppressed),
    )


def release_verdict(result: Verdict, limit: int) -> Verdict:
    """Make a verdict fit to be shown to others.

    Parameters
    ----------
    result : Verdict
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Verdict
        The same, with a released ceiling, without a difference that few people make, and with a reason in the numbers that
        are shown; *cannot tell*, where fewer people than the limit are counted in all.
    """
    facts = rounded_facts(result.careers, limit)
    ceiling = None if result.ceiling is None else release_ceiling(result.ceiling, limit)
    people = result.flow.counted if result.ceiling is None else result.ceiling.people
    if people < limit:
        return replace(
            result,
            **_head(result, facts, limit, notes=_notes_of_tally(result.ceiling)),
            verdict="cannot tell",
            rule=1,
            because=f"Fewer than {limit} people are counted, and nothing that rests on so few is shown.",
            difference=None,
            ceiling=ceiling,
            missing=("entered",),
            at_risk=None,
            levels_known=None,
            suppressed=(Suppressed("everything", _few(limit)),),
        )
    difference = None if result.difference is None else _released_difference(result, ceiling, limit)
    suppressed = () if ceiling is None else ceiling.suppressed
    if difference is not None and difference.estimate is None and result.difference != difference:
        suppressed = (*suppressed, Suppressed("numbers of the difference from peers", _why(limit)))
    at_risk = None if result.at_risk is None or 0 < result.at_risk < limit else rounded(result.at_risk, limit)
    # cut, not rounded: a share under one half stays so
    known = result.levels_known
    known = None if known is None else math.floor(share_of(known, people, limit) * 100) / 100
    return replace(
        result,
        **_head(result, facts, limit),
        because=reason(
            result.verdict,
            result.rule,
            ceiling,
            difference,
            result.thresholds,
            missing=result.missing,
            at_risk=at_risk,
            levels_known=known,
        ),
        difference=difference,
        ceiling=ceiling,
        at_risk=at_risk,
        levels_known=known,
        suppressed=suppressed,
    )


def _unknown(result: Ceiling, facts: CareersFacts, limit: int) -> Ceiling:
    """Return a ceiling that tells nothing but what was asked, and whom few are counted of."""
    above = rungs_above(result.own)
    return replace(
        result,
        **_head(result, facts, limit, notes=_notes_of_tally(result)),
        established=result.own,
        estimated=None,
        not_ruled_out=None,
        above=above[0] if above else None,
        horizon_months=None,
        reach=tuple(replace(_without_numbers(found), status="unknown") for found in result.reach),
        people=rounded(result.people, limit),
        median_follow_up=None,
        source=None,
        suppressed=(Suppressed("everything", _few(limit)),),
    )


def _may_show(
    found: RungReach, result: Ceiling, gone: dict[Any, Ints] | None, shown: Iterable[int], limit: int
) -> bool:
    """Tell whether nobody or enough reach a rung, do not, leave before, and reach each lower rung that is shown but not it."""
    assert found.events is not None
    counts = [found.events, result.people - found.events, *(events - found.events for events in shown)]
    if result.source is not None and gone is not None and result.horizon_months is not None:
        curve = result.source.curve(at_rung(found.rung))
        left = gone[(curve.toward,)][curve.months <= result.horizon_months]
        # where people are seen late, the curves of two rungs may start with different people
        counts += [int(left.sum()), curve.people - found.events]
    if found.estimate in (0.0, 1.0):
        # the bounds tell how many are at risk
        counts.append(found.at_risk or 0)
    return bool(none_or_enough(np.array(counts), limit).all())


def _released_difference(result: Verdict, ceiling: Ceiling | None, limit: int) -> Difference:
    """Round a difference; without numbers where few people make one of its counts, or the rung's own are not shown."""
    exact = result.difference
    assert exact is not None
    rung = None if ceiling is None else next((found for found in ceiling.reach if found.rung == exact.rung), None)
    counts = (exact.role_people, exact.peers_people, exact.role_events, exact.peers_events)
    nothing: dict[str, Any] = dict.fromkeys(name for name in Difference.__slots__ if name not in ("rung", "months"))
    if None in counts or (rung is not None and rung.estimate is None):
        return replace(exact, **nothing)
    role, peers, role_events, peers_events = (int(count or 0) for count in counts)
    people = np.array([role, peers, role_events, peers_events, role - role_events, peers - peers_events])
    if not none_or_enough(people, limit).all():
        return replace(exact, **nothing)
    both = exact.both_people
    if both is not None and not none_or_enough(np.array([both, role - both, peers - both]), limit).all():
        both = None
    q, d = result.thresholds["share"], result.thresholds["difference"]
    lines = {
        "role": (q,),
        "peers": (q,),
        "estimate": (-d, 0.0),
        "lower": (-d, 0.0),
        "upper": (-d, 0.0),
        "std_error": (),
    }
    numbers: dict[str, Any] = {name: on_its_side(getattr(exact, name), line) for name, line in lines.items()}
    return replace(
        exact,
        **numbers,
        role_people=rounded(role, limit),
        peers_people=rounded(peers, limit),
        both_people=None if both is None else rounded(both, limit),
        role_events=rounded(role_events, limit),
        peers_events=rounded(peers_events, limit),
    )


def _rounded(found: RungReach, share: float, limit: int) -> RungReach:
    assert found.events is not None
    return replace(
        found,
        estimate=on_its_side(found.estimate, (share,)),
        std_error=on_its_side(found.std_error),
        lower=on_its_side(found.lower, (share,)),
        upper=on_its_side(found.upper, (share,)),
        at_risk=None if found.at_risk is None else rounded(found.at_risk, limit),
        events=rounded(found.events, limit),
    )


def _without_numbers(found: RungReach) -> RungReach:
    nothing: dict[str, Any] = dict.fromkeys(_NUMBERS)
    return replace(found, **nothing)


def _head(
    result: Ceiling | Verdict, facts: CareersFacts, limit: int, notes: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """Return what a release changes in the head of an answer."""
    told = result.notes if notes is None else notes
    return {
        "flow": rounded_flow(result.flow, limit),
        "careers": facts,
        "notes": (*(note for note in told if note not in result.careers.imprecise_note), *facts.imprecise_note),
        "min_cell": limit,
    }


def _notes_of_tally(ceiling: Ceiling | None) -> tuple[str, ...]:
    """Return the notes that are about the question alone, and not about the few who answer it."""
    tally = None if ceiling is None or ceiling.source is None else ceiling.source.tally
    return () if tally is None else tally.notes


def _few(limit: int) -> str:
    return f"fewer than {limit} people in all"


def _why(limit: int) -> str:
    return f"fewer than {limit} people in one kind of outcome, or by subtraction"
