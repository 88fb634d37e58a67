"""A finding for the person it may concern: plain words, natural frequencies, no promise and no advice.

In: Finding. Out: text. Start at `for_person`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from outgrow.charts.wording import joined, sentence
from outgrow.report.finding import NO_PEERS, THERE, Finding, Kind, led_by_simulated

__all__ = ["for_person"]

Said = Mapping[str, str]

#: What a verdict that cannot be told lacks.
_MISSING: Final = {
    "entered": "more people who entered the role",
    "at risk": "people followed for longer",
    "own level": "a level for most jobs in the role, or clearer titles",
    "levels": "clearer levels or titles of later jobs",
    "rung above": "a rung above this one, and there is none",
    "horizon": "people followed for longer",
    "threshold": "more people, or people followed for longer",
    "peers": "people in other roles to compare with",
    "difference": "more people, here or in other roles",
}
#: Kinds whose unknown is a gap worth naming, since a reader may take it for an answer.
_GAPS: Final = ("answer", "verdict", "peers", "ceiling")


def for_person(finding: Finding) -> str:
    """Say a finding to the person who wonders about their own next years."""
    said = finding.said
    text = _unknown(finding) if finding.cannot_tell is not None else _SAID[finding.kind](said)
    if said["weight"] and finding.unit == "chance" and finding.cannot_tell is None:
        text = f"{text} People count by their weight, “{said['weight']}”."
    return led_to(finding, text)


def led_to(finding: Finding, text: str) -> str:
    """Start a text with the careers it rests on when nobody lived them, unless it names them itself."""
    if not finding.simulated or "simulated" in text:
        return sentence(text)
    return led_by_simulated(text)


def _unknown(finding: Finding) -> str:
    said = finding.said
    what = f" {said['what']}" if said.get("what") else ""
    gap = " That is a gap in the data, not an answer." if finding.kind in _GAPS else ""
    if said.get("missing") == "rung above" or said.get(THERE) or (said.get(NO_PEERS) and finding.kind == "peers"):
        gap = ""
    if finding.kind == "verdict":
        names = [name for name in said["missing"].split(", ") if name != "peers" or not said.get(NO_PEERS)]
        if not names:
            return f"cannot tell{what}. {_parted(said['because'])} Ask about one role to compare it with others."
        lacks = joined(list(dict.fromkeys(_MISSING[name] for name in names if name in _MISSING)))
        missing = f" What is missing: {lacks or 'more people followed for longer'}."
        return f"cannot tell{what}. {_parted(said['because'])}{missing}{gap}"
    if finding.kind == "step":
        likely = f", {said['likely']}" if said["likely"] else ""
        had = (
            f"{said['one_in']} had{likely}" if not said["one_in"].startswith("none") else f"nobody was seen to{likely}"
        )
        return (
            f"cannot tell{what}. By {said['time']} after {said['since']}, the longest that can be told, {had}, from "
            f"{said['people']} followed."
        )
    if finding.kind == "stay" and "one_in" in said:
        likely = f", {said['likely']}" if said["likely"] else ""
        going = f"{said['one_in']} of {said['people']} in {said['in_role']} were still going on{likely}"
        return f"cannot tell{what}. {sentence(said['when'])} {going}."
    return f"cannot tell{what}. {finding.cannot_tell}{gap}"


def _parted(text: str) -> str:
    """Return a long sentence as several."""
    return " ".join(f"{sentence(part.rstrip('.'))}." for part in text.split("; "))


def _group(said: Said) -> str:
    return f"{said['group']}: " if said.get("group") else ""


def _likely(said: Said, before: str = ", ") -> str:
    return f"{before}{said['likely']}" if said.get("likely") else ""


def _chance(said: Said, when: str, *, counting: str = "from {people} followed") -> str:
    """Say how many reach a target by a time, the people counted and how sure that is, without an end."""
    late = f", of those {said['late']}" if said.get("late") else ""
    if said["one_in"].startswith("none"):
        range_ = f"; the true share is {said['likely']}" if said["likely"] else ""
        return f"{_group(said)}none of {said['people']} was seen to reach {said['target']} {when}{late}{range_}"
    counted = counting.format(people=said["people"])
    return f"{_group(said)}{said['one_in']} people reach {said['target']} {when}{late}{_likely(said)}, {counted}"


def _answer(said: Said) -> str:
    rest = said["rest"]
    some = "" if said["one_in"].startswith(("none", "all")) else f" So {rest} had not by then."
    return (
        f"{_chance(said, said['when'])}.{some} That is how it went for everyone counted together; your own odds may be "
        "higher or lower."
    )


def _groups(said: Said) -> str:
    more = f" {sentence(said['more'])}." if said["more"] else ""
    groups = said["plain"].replace("\n", " ")
    return (
        f"by {said['column']}, so many {said['what']}. {groups}{more} A group's number says nothing about one member."
    )


def _others(said: Said) -> str:
    first, *more = said["plain"].split("\n")
    rest = "".join(f" {sentence(line)}." for line in more)
    return f"from {said['same']}{said['when']} {first}.{rest}"


def _variant(said: Said) -> str:
    lines = said["plain"].split("\n")
    if said["grouped"]:
        return f"{said['assumption']}, so many {said['what']}. {' '.join(f'{sentence(line)}.' for line in lines)}"
    return f"{said['assumption']}, {lines[0]} {said['what']}, from {said['people']}."


def _reach(said: Said) -> str:
    return f"{_chance(said, said['when'])}."


def _step(said: Said) -> str:
    late = f", of those {said['late']}" if said["late"] else ""
    return (
        f"{_group(said)}{said['share']} {'reaches' if said['share'] != 'half' else 'reach'} {said['target']} within "
        f"{said['time']} of {said['since']}{late}{_likely(said)}, from {said['people']} followed."
    )


def _verdict(said: Said) -> str:
    lead = f"{said['the_role']} is {said['verdict']}"
    here = ""
    if said.get("one_in"):
        none = said["one_in"].startswith("none")
        reach = "nobody was seen to reach" if none else f"{said['one_in']} reach"
        here = f"Of {said['people']} who entered, {reach} {said['target']} {said['within']}{_likely(said)}."
    against = there = ""
    if said.get("peers_gap") and said["peers_peers"]:
        there = f"{said['peers_peers']} who started on the same rung in other roles"
        here_in = said["peers_here_in"]
        reach = "none was seen to reach" if here_in.startswith("none") else f"{here_in} reach"
        against = (
            f"{reach} the next rung, {said['peers_target']}, {said['peers_within']}, against "
            f"{_beside(said['peers_there_in'], there)}."
        )
    if said["verdict"] == "a path" and here:
        return f"{lead}. {here} Whether and when one person gets there, the numbers do not say."
    if said["verdict"] == "a path with a ceiling" and here and against:
        if said["peers_target"] == said["target"]:
            there_in = said["peers_there_in"]
            do = "none was seen to" if there_in.startswith("none") else f"{there_in} do"
            against = f"among {there}, {do}."
        elif said["peers_here_people"] not in ("", said["people"]):
            against = f"of {said['peers_here_people']} among them, {against}"
        return f"{lead}. {here} {sentence(against)} A ceiling means that few get further, not that nobody can."
    if said["verdict"] == "not a path" and against:
        # of those set against peers, who may be fewer than all who entered
        people = f"Of {said['peers_here_people'] or 'the people'} who entered, {against}"
        gap = f"That is {said['peers_gap']}{_likely({'likely': said['peers_likely']})}."
        return f"{lead}, by the measure used here. {people} {gap} This compares roles; it does not judge your work."
    return f"{lead}. {_parted(said['because'])}"


def _beside(one_in: str, whom: str) -> str:
    """Say a share that stands after another: ``"4 of 1,000 among 4,430 people"``, ``"none seen among 416 people"``."""
    return f"{'none seen' if one_in.startswith('none') else one_in.removeprefix('about ')} among {whom}"


def _peers(said: Said) -> str:
    unclear = "" if said["clear"] else " Which of the two is ahead, the numbers leave open."
    there = _beside(said["there_in"], f"{said['peers'] or 'people'} in other roles")
    if said["here_in"].startswith("none"):
        here = f"none of {said['people']} here was seen to reach {said['target']}"
    else:
        here = f"{said['here_in']} people here reach {said['target']}, from {said['people']}"
    return (
        f"{said['within']} {here}, against {there}. That is {said['gap']}{_likely(said)}.{unclear} "
        f"The others are those whose first main job on the {said['own']} rung was in another role."
    )


def _ceiling(said: Said) -> str:
    entering = said["who"]
    if said["kind"] == "top":
        return f"the role “{said['role']}” is on the highest rung: none is above it to reach, for {said['people']} counted."
    open_ = f" Whether as many reach {said['open']} is still open." if said["open"] else ""
    if said["kind"] == "above start":
        number = f": {said['one_in']}{_likely(said)}" if said.get("one_in") else ""
        further = f" Fewer than {said['q_in']} reach {said['above']}." if said["above"] and not said["open"] else ""
        top = " There is no rung above it." if not said["above"] else ""
        return (
            f"{said['within']} at least {said['q_in']} people reach {said['target']}{number}, counting {said['people']} "
            f"{entering}.{further}{open_}{top}"
        )
    if not said["open"]:
        return (
            f"{said['own']}, where the role starts, is the ceiling: {said['within']} fewer than {said['q_in']} reach a rung "
            f"above it, counting {said['people']} {entering}. That means few get further, not that nobody can."
        )
    return (
        f"no rung above {said['own']} is sure to be reached by {said['q_in']} {said['within']}, counting {said['people']} "
        f"{entering}.{open_}"
    )


def _above(said: Said) -> str:
    past = ""
    if not said["one_in"].startswith(("none", "all")):
        past = f" So some pass it, and {said['rest']} had not by then."
    return f"above the ceiling, {_chance(said, said['within'], counting='counting {people}')}.{past}"


def _rung(said: Said) -> str:
    when = f"{said['within']} of {said['since']}" if said["within"] else ""
    return f"{_chance(said, when, counting='counting {people}')}."


def _place(said: Said) -> str:
    rest = f" The rest, {said['rest']}, are elsewhere." if said["rest"] else ""
    return f"{_group(said)}{said['when']}, this is where people are, estimated from {said['people']}. {said['plain']}{rest}"


def _stays(said: Said) -> str:
    of = f" of {said['persons']}" if said["persons"] else ""
    return f"{said['people']}{of} in {said['in_role']}"


def _stay(said: Said) -> str:
    return f"{_group(said)}half of {_stays(said)} had ended after {said['time']}{_likely(said)}. The other half lasted longer."


def _ending(said: Said) -> str:
    unseen = f" {said['unseen']}" if said["unseen"] else ""
    return f"{_group(said)}{said['when']}, this is how {_stays(said)} stand. {said['plain']}{unseen}"


def _next(said: Said) -> str:
    out = f" {sentence(said['out'])} had ended with no job next." if said["out"] else ""
    still = f" {sentence(said['still'])} were still going on." if said["still"] else ""
    return f"{_group(said)}{said['when']}, these are the commonest next jobs of {_stays(said)}. {said['plain']}{out}{still}"


def _counted(said: Said) -> str:
    return (
        f"{said['people']} {said['were']} followed after {said['entering']}, out of {said['read']} in the data. The more "
        "your work is like theirs, the more the numbers may say about you."
    )


def _follow_up(said: Said) -> str:
    return (
        f"half of {said['people']} could be followed for {said['time']} or longer. Numbers for later times rest on fewer "
        "people."
    )


def _plain(said: Said) -> str:
    return said["plain"]


_SAID: Final[dict[Kind, Callable[[Said], str]]] = {
    "answer": _answer,
    "groups": _groups,
    "others": _others,
    "variant": _variant,
    "reach": _reach,
    "step": _step,
    "verdict": _verdict,
    "peers": _peers,
    "ceiling": _ceiling,
    "above": _above,
    "rung": _rung,
    "place": _place,
    "stay": _stay,
    "ending": _ending,
    "next": _next,
    "counted": _counted,
    "follow_up": _follow_up,
    "breadth": _plain,
    "goes_with": _plain,
    "pay": _plain,
    "pay_ceiling": _plain,
    "seats": _plain,
    "turns_into": _plain,
    "title_lasts": _plain,
    "share": _plain,
    "elsewhere": _plain,
    "made_it": _plain,
    "not_there": _plain,
    "skills_last": _plain,
    "lasting": _plain,
    "trending": _plain,
    "skill_pay": _plain,
}
