"""The ladder in words: where a role tops out, and whether it is a path, for a terminal.

In: a released Ceiling or Verdict. Out: lines on a `Page`. Start at `ceiling_claim` and `verdict_claim`.
"""

from __future__ import annotations

import math
from typing import Final

from outgrow.charts.wording import clean, joined, people, percent, role_name, role_phrase, sentence
from outgrow.report.terminal import Page
from outgrow.results import Ceiling, Difference, RungReach, Verdict
from outgrow.schema import RUNGS

__all__ = ["ceiling_claim", "ceiling_table", "verdict_claim", "verdict_table"]

#: From this width on, a rung's name and numbers share a line.
_WIDE: Final = 72
_NAME_WIDTH: Final = 20
#: Beyond a rounding error, which no comparison with a threshold turns on.
_CLOSE: Final = 1e-9


def verdict_claim(page: Page, answer: Verdict) -> None:
    """Say the verdict, and the reason in a sentence."""
    page.say(f"{_named(answer.role)}: {answer.verdict}.", style="bold")
    page.blank()
    page.say(clean(answer.because))


def verdict_table(page: Page, answer: Verdict) -> None:
    """Draw the ladder, set the next rung against peers, say the thresholds and the rule."""
    if answer.ceiling is not None:
        _ladder(page, answer.ceiling)
    if answer.difference is not None:
        page.heading("Against peers")
        _peers(page, answer, answer.difference)
    if answer.verdict == "cannot tell":
        page.heading("What would be needed to tell")
        for text in _needed(answer):
            page.item(text)
    page.heading("How it was decided")
    page.say(f"Rule {answer.rule} of 5: {_rule(answer)}")
    page.say(_thresholds(answer))


def ceiling_claim(page: Page, answer: Ceiling) -> None:
    """Say where the role tops out, and how many reach the rung above."""
    page.say(_topped(answer), style="bold")
    limit = answer.min_cell or 1
    if answer.horizon_months is None or answer.above is None:
        return
    found = answer.rung(answer.above)
    page.blank()
    if found.estimate is None:
        page.say(f"What the ceiling is made of: {_at(found.rung)}, {_not_told(answer)}.")
        return
    page.say(
        f"What the ceiling is made of: an estimated {_chance(found, answer, first=True)} of "
        f"{people(answer.people, limit=limit)} reach {_at(found.rung)}{_within(answer)}."
    )


def ceiling_table(page: Page, answer: Ceiling) -> None:
    """Draw the ladder."""
    _ladder(page, answer)


def _named(role: str) -> str:
    """Return the role as the first word of a sentence: a title plain, another pattern in quotes."""
    name = role_name(role)
    return f"“{name}”" if ":" in name else sentence(name)


def _years(months: float) -> str:
    """Return a horizon as the reason has it: ``"15 years"``, ``"9.75 years"``."""
    text = f"{months / 12:.3g}"
    return f"{text} year{'' if text == '1' else 's'}"


def _at(rung: str) -> str:
    return rung if rung == RUNGS[-1] else f"{rung} or higher"


def _within(answer: Ceiling) -> str:
    return "" if answer.horizon_months is None else f" within {_years(answer.horizon_months)}"


def _not_told(answer: Ceiling) -> str:
    limit = answer.min_cell or 1
    return f"not shown: fewer than {limit} people" if limit > 1 else "not known: too few could be followed"


def _topped(answer: Ceiling) -> str:
    """The ceiling in one sentence."""
    q, entering = f"{100 * answer.share:g}%", f"those {role_phrase(answer.role)}"
    if not answer.reach:
        return f"{_named(answer.role)} is on the highest rung: there is none above it to reach."
    if answer.horizon_months is None:
        return f"Cannot tell where {role_name(answer.role)} tops out: too few could be followed."
    if answer.established != answer.own:
        found = answer.rung(answer.established)
        number = "" if found.estimate is None else f": {_chance(found, answer, first=True)}"
        lead = (
            f"Within {_years(answer.horizon_months)} at least {q} of {people(answer.people, limit=answer.min_cell or 1)} "
            f"{role_phrase(answer.role)} reach {_at(answer.established)} (established){number}"
        )
    elif answer.not_ruled_out == answer.own:
        lead = (
            f"{sentence(answer.own)}, where it starts, is the ceiling: within {_years(answer.horizon_months)} fewer than "
            f"{q} of {entering} reach a rung above it"
        )
        return f"{lead}, as far as {people(answer.people, limit=answer.min_cell or 1)} can tell."
    else:
        lead = (
            f"Within {_years(answer.horizon_months)} no rung above {answer.own} is established as reached by {q} of "
            f"{people(answer.people, limit=answer.min_cell or 1)} {role_phrase(answer.role)}"
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
        ("ruled out", f"ruled out: fewer than {q} reach it"),
        ("unknown", "unknown"),
    ):
        rungs = [found.rung for found in above if found.status == status]
        if rungs:
            said.append(f"{joined([_at(rung) for rung in rungs])} {'is' if len(rungs) == 1 else 'are'} {words}")
    return "; ".join(said)


def _chance(found: RungReach, answer: Ceiling, *, first: bool = False) -> str:
    """``"16.8% (95% interval 11.2% to 24.9%; 59 people seen to)"``."""
    bounds = "" if found.lower is None or found.upper is None else _bounds(found, answer.share)
    words = f"{percent(answer.settings.coverage)} interval " if first else ""
    return f"{_percent(found.estimate, answer.share)}{f' ({words}{bounds})' if bounds else ''}"


def _bounds(found: RungReach, share: float) -> str:
    return f"{_percent(found.lower, share)} to {_percent(found.upper, share)}"


def _percent(value: float | None, share: float | None = None) -> str:
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


def _ladder(page: Page, answer: Ceiling) -> None:
    """Draw each rung above the role's own, the highest on top, with its bar, and the role's own below."""
    limit = answer.min_cell or 1
    if not answer.reach:
        return
    horizon = "reached so far" if answer.horizon_months is None else f"reached within {_years(answer.horizon_months)}"
    page.heading(f"The ladder: {horizon} of entering, of {people(answer.people, limit=limit)}")
    wide = page.width >= _WIDE
    indent = _NAME_WIDTH if wide else 2
    room = min(page.width - indent - 8, 44)
    top = min(1.0, max([1.6 * answer.share, *(found.upper or 0.0 for found in answer.reach)]))
    for found in reversed(answer.reach):
        _line(page, sentence(_at(found.rung)), _numbers(found, answer), indent=indent, wide=wide)
        bar = _bar(found, top, room)
        if bar:
            page.say(bar, indent=indent, style="blue")
    if any(found.estimate is not None for found in answer.reach):
        page.say(
            f"{' ' * min(room - 1, math.floor(room * answer.share / top))}↑ {100 * answer.share:g}%", indent=indent
        )
    _line(page, sentence(answer.own), "where they start", indent=indent, wide=wide)
    page.blank()
    page.say(_legend(answer))


def _line(page: Page, name: str, text: str, *, indent: int, wide: bool) -> None:
    if wide:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid()
        grid.add_column(width=indent)
        grid.add_column(overflow="fold")
        grid.add_row(Text(name, style="bold"), Text(text))
        page.draw(grid)
    else:
        page.say(name, style="bold")
        page.say(text, indent=indent)


def _numbers(found: RungReach, answer: Ceiling) -> str:
    if found.estimate is None:
        return _not_told(answer)
    seen = "" if found.events is None else f", {people(found.events, limit=answer.min_cell or 1)} seen"
    return f"{_chance(found, answer)}{seen}: {found.status}"


def _bar(found: RungReach, top: float, room: int) -> str:
    """Return a bar: solid to the low end of the interval, shaded to its high end."""
    if found.lower is None or found.upper is None:
        return ""
    solid, shaded = (math.floor(room * value / top + 0.5) for value in (found.lower, found.upper))
    return "█" * solid + "▒" * max(shaded - solid, 0 if found.upper == 0 else int(solid == 0))


def _legend(answer: Ceiling) -> str:
    q, coverage = f"{100 * answer.share:g}%", percent(answer.settings.coverage)
    words = {
        "established": f"Established: even the low end of the interval is {q} or more.",
        "estimated": f"Estimated: the estimate is {q} or more, the low end is not.",
        "not ruled out": f"Not ruled out: only the high end is {q} or more.",
        "ruled out": f"Ruled out: even the high end is under {q}.",
        "unknown": f"Unknown: not established, and too few could be followed for {_years(answer.horizon_asked)}.",
    }
    told = [text for status, text in words.items() if any(found.status == status for found in answer.reach)]
    known = [found for found in answer.reach if found.estimate is not None]
    if not known:
        return " ".join(told)
    counted = people(answer.people, limit=answer.min_cell or 1)
    seen = (
        f"Seen: people seen to reach it. Others were lost from sight before they could, so those are a smaller share of "
        f"{counted} than the estimate."
    )
    bars = f"Bars: solid to the low end of the {coverage} interval, shaded to the high end."
    return " ".join([bars, *told, seen])


def _peers(page: Page, answer: Verdict, found: Difference) -> None:
    limit = answer.min_cell or 1
    what = f"{_at(found.rung)} within {_years(found.months)}"
    if found.role is None or found.peers is None or found.estimate is None:
        page.say(f"Next rung ({_at(found.rung)}): not shown: fewer than {limit} people.")
        return
    here = "" if found.role_people is None else f" ({people(found.role_people, limit=limit)})"
    there = "" if found.peers_people is None else f" ({people(found.peers_people, limit=limit)})"
    bounds = "" if found.lower is None or found.upper is None else f"{_points(found.lower)} to {_points(found.upper)}"
    coverage = percent(answer.settings.coverage)
    page.say(
        f"Next rung, {what}: {_percent(found.role)} here{here}, {_percent(found.peers)} among peers{there}: "
        f"{_points(found.estimate)} points{f' ({coverage} interval {bounds})' if bounds else ''}."
    )
    own = "same" if answer.ceiling is None else answer.ceiling.own
    both = ""
    if found.both_people:
        are = "is" if found.both_people == 1 else "are"
        both = f" {sentence(people(found.both_people, limit=limit))} {are} in both."
    page.say(
        f"Peers: everyone whose first main job on the {own} rung was in another role, weighted to the same years of "
        f"entry.{both}"
    )


def _points(value: float) -> str:
    text = f"{100 * value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def _path_rung(answer: Verdict) -> str:
    own = None if answer.ceiling is None else answer.ceiling.own
    return RUNGS[-1] if own == "director" else _at("director")


def _rule(answer: Verdict) -> str:
    q, d, rung = _q(answer), _d(answer), _path_rung(answer)
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
    target, found = _path_rung(answer), answer.ceiling
    if found is None or all(rung.status != "established" or _at(rung.rung) != target for rung in found.reach):
        return ""
    return f" That comes before rule 3, under which {target} being established would make a path."


def _q(answer: Verdict) -> str:
    return f"{100 * answer.thresholds['share']:g}%"


def _d(answer: Verdict) -> str:
    points = 100 * answer.thresholds["difference"]
    return f"{points:g} point{'' if points == 1 else 's'}"


def _thresholds(answer: Verdict) -> str:
    limits = answer.thresholds
    return (
        f"Thresholds: {_q(answer)} must reach a rung (--share); {_d(answer)} below peers count (--difference); within "
        f"{_years(limits['horizon_months'])} (--horizon); at least {limits['least_entered']:g} people entering, and "
        f"{limits['least_at_risk']:g} followed for {_years(limits['at_risk_months'])} and to the horizon."
    )


def _needed(answer: Verdict) -> list[str]:
    """What a verdict that cannot be told lacks, each as something one could look for."""
    limits, limit, rung = answer.thresholds, answer.min_cell or 1, _path_rung(answer)
    counted = people(answer.flow.counted, limit=limit)
    horizon = _years(limits["horizon_months"])
    followed = "" if answer.at_risk is None else f"; here {people(answer.at_risk, limit=limit)}"
    known = "" if answer.levels_known is None else f"; here {percent(answer.levels_known)}"
    words = {
        "entered": f"At least {limits['least_entered']:g} people entering the role; here {counted}.",
        "at risk": (
            f"At least {limits['least_at_risk']:g} people followed for {_years(limits['at_risk_months'])}{followed}."
        ),
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
        "peers": "People on the same rung in other roles who entered in the same years: none could be compared.",
        "difference": (
            f"More people, here or among peers, until the interval of the difference no longer includes {_d(answer)} below "
            "them."
        ),
    }
    return [words[name] for name in answer.missing if name in words] or ["More people followed for longer."]
