"""A finding for the coach or manager of someone in the role: the claim, what to check with the person, a question to ask.

In: Finding. Out: text. Start at `for_coach` and `ask`. Questions are short, plain and open, and blame nobody.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import people
from outgrow.report.finding import THERE, Finding, Kind

__all__ = ["ask", "for_coach"]

_UNKNOWN: Final = "To check with the person: whom they know who has gone this way, since the data have no answer."
#: Where whoever enters the role holds the target already.
_CHECK_THERE: Final = "To check with the person: which step beyond {target} they have in mind, to ask about that."
#: What to check with the person beside each kind of finding.
_CHECK: Final[dict[Kind, str]] = {
    "answer": "To check with the person: when they entered the role, since time runs from there.",
    "groups": "A group's number says nothing about one member of it.",
    "others": "To check with the person: which of these steps they would want at all.",
    "variant": "It shows how far the answer rests on how people are counted.",
    "reach": "To check with the person: how long they have been in the role.",
    "step": "To check with the person: how long they have been in the role, and whether this step is one they want.",
    "peers": "To check with the person: which other roles on the same rung they could see themselves in.",
    "breadth": "To check with the person: which of their work so far was outside their specialty, and who saw it.",
    "goes_with": "To check with the person: what else sets those apart who got there, as far as they know them.",
    "ceiling": "To check with the person: whether they want the rung above, and what it asks for where they work.",
    "above": "To check with the person: what the step to {target} asks for where they work.",
    "rung": "To check with the person: whether {target} is what they want.",
    "place": "To check with the person: which of these places they would call a good outcome.",
    "stay": "To check with the person: how long they have been in the role, and what has changed in it since.",
    "ending": "To check with the person: whether a move up, a move across or staying fits them best.",
    "next": "To check with the person: which of these jobs they have seen from close by.",
    "counted": "To check with the person: whether their work is like that of those counted, whatever the title.",
    "follow_up": "Numbers for times beyond it rest on fewer people.",
    "turns_into": "To check with the person: which of these jobs their own work is turning into.",
    "title_lasts": "To check with the person: what their title was before, and what it would be in an advertisement now.",
    "share": "To check with the person: whether such jobs are becoming more or fewer where they work.",
    "elsewhere": "To check with the person: who else around them does some of this work now, under which title.",
    "made_it": "To check with the person: whether they would rather go deeper or wider, and which they have done so far.",
    "not_there": "To check with the person: what they broadened into, and whether it was nearer to what {target} decides.",
    "skills_last": "To check with the person: which of what they list is a tool, and which a skill that outlives it.",
    "lasting": "To check with the person: which of these they have shown in their work, whether or not they list them.",
    "trending": "To check with the person: which of these they use already.",
    "skill_pay": "To check with the person: what else changed when others first listed it.",
    "pay": "To check with the person: whether that is what their work is counted as, and how pay differs where they live.",
    "pay_ceiling": "To check with the person: whether more pay is what they want from the next step.",
    "seats": "To check with the person: which of these seats they know of, and who has taken one.",
}
_CHECK_VERDICT: Final = {
    "a path": "To check with the person: whether their own work is like that of those counted, whatever the title.",
    "a path with a ceiling": "To check with the person: how near to the ceiling they are, and whether they want to pass it.",
    "not a path": "To check with the person: what they want from the role, and which roles nearby would use what they do well.",
}
#: A question beside each kind of finding that calls for one.
_ASK: Final[dict[Kind, str]] = {
    "answer": "What would show, a year from now, that the way to {target} has begun?",
    "others": "Which of these steps would you want, and what draws you to it?",
    "step": "What would you like to have done {within}, whichever title you hold then?",
    "peers": "Which role beside yours has made you curious, and what do people in it do all day?",
    "breadth": "Which work outside your specialty could you take on this year, and what would you want to learn from it?",
    "ceiling": "What is decided one rung above you that you do not decide yet?",
    "above": "What would show that the next two years are more than more of the same work?",
    "place": "Which of these places would suit you, and which would you rather avoid?",
    "stay": "What would you want to have finished before you leave this role, whenever that is?",
    "ending": "If you left this role, would you rather move up or across, and what would each ask of you?",
    "next": "Which of these jobs has someone you know taken, and what could they tell you about it?",
    "turns_into": "What was your job called when you started, and what do you do now that nobody asked for then?",
    "made_it": "Whom do you know who got there without leaving the specialty, and what did they decide along the way?",
    "lasting": "Which of your skills would you still list in ten years, whatever the tools are called then?",
    "seats": "Where have you seen such a seat become free, and who was asked first?",
}
_ASK_VERDICT: Final = {
    "a path": "Which step on this path would you want next, and why that one?",
    "a path with a ceiling": "What would you want to be doing that this role does not ask of you yet?",
    "not a path": "What of your work here would count in a role next to this one?",
}
#: On the highest rung there is no rung above to ask about.
_CHECK_TOP: Final = "To check with the person: what growing means to them on the highest rung."
_ASK_TOP: Final = "What would you like to grow into that no title names?"
_ASK_UNKNOWN: Final[dict[Kind, str]] = {
    "answer": "Whom could you ask who has gone from this role to {target}?",
    "verdict": "Whom could you ask who was in your role five years ago?",
    "ceiling": "Whom do you know who went beyond this role, and what could they tell you?",
}


def for_coach(finding: Finding) -> str:
    """Say a finding to a coach or manager: the claim, and what to check with the person."""
    claim = finding.claim
    if finding.said["weight"] and finding.unit == "chance":
        claim = f"{claim} People count by their weight, “{finding.said['weight']}”."
    if finding.said.get(THERE):
        return f"{_untold(finding)} {_CHECK_THERE.format_map(_target(finding))}"
    if finding.cannot_tell is not None:
        return _untold(finding) if finding.kind == "pay" else f"{_untold(finding)} {_UNKNOWN}"
    check = _CHECK_VERDICT[finding.said["verdict"]] if finding.kind == "verdict" else _CHECK[finding.kind]
    if not finding.said["entering"].startswith("entering"):
        check = check.replace("entered the role", "started their first job").replace("in the role", "at work")
    if finding.kind == "ceiling" and finding.said["kind"] == "top":
        check = _CHECK_TOP
    return f"{claim} {check.format_map(_target(finding))}"


def ask(finding: Finding) -> str | None:
    """Return a question a coach can ask beside a finding; None where it calls for none."""
    if finding.said.get(THERE):
        words = None
    elif finding.cannot_tell is not None:
        words = _ASK_UNKNOWN.get(finding.kind)
    elif finding.kind == "verdict":
        words = _ASK_VERDICT[finding.said["verdict"]]
    elif finding.kind == "ceiling" and finding.said["kind"] == "top":
        words = _ASK_TOP
    else:
        words = _ASK.get(finding.kind)
    return None if words is None else words.format_map(_target(finding))


def _untold(finding: Finding) -> str:
    """Return the claim, with "cannot tell" in so many words."""
    return finding.claim if "cannot tell" in finding.claim.lower() else f"{finding.claim} So it cannot tell."


def _target(finding: Finding) -> dict[str, str]:
    said = finding.said
    if finding.kind != "step" or finding.number is None:
        return {"target": said.get("target", ""), "within": "by then"}
    return {
        "target": said["target"],
        "within": f"in about {people(max(1, round(finding.number / 12)), one='year', many='years')}",
    }
