"""Where one person stands on the curves of people with the same start.

In: a `Profile` and careers. Out: `Standing`, exact. Nothing of the profile reaches the careers' engine but the role of its
present job, months and the function of its first job. Start at `standing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.ask.asking import asked_of
from outgrow.ask.questions import reach, tenure, verdict
from outgrow.careers import read_careers
from outgrow.errors import InputError, OutgrowError
from outgrow.estimates import estimate_reach, estimate_same_age
from outgrow.person.facts import Facts, facts_of
from outgrow.person.read import month_now
from outgrow.results import Reach, SameAge, Standing
from outgrow.schema import rungs_above
from outgrow.tallies.following import notes_of
from outgrow.tallies.same_age import same_age_counts
from outgrow.tallies.waiting import still_waiting
from outgrow.titles.label import settle
from outgrow.titles.roles import parse_role

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.person.profile import Profile
    from outgrow.titles.roles import Role

__all__ = ["FEW", "standing"]

#: Fewer people than this say nothing of where one stands.
FEW: Final = 50
_MOST_NEXT: Final = 8


def standing(
    profile: Profile,
    *,
    careers: Any = "demo",
    people: Any = None,
    this_month: int | None = None,
    **settings: Any,
) -> Standing:
    """Tell where one person stands: how far others of the same start had come by now, and how they went on.

    Parameters
    ----------
    profile : Profile
        What was understood of the person's documents.
    careers : Careers or any source of `read_careers`, default "demo"
        The career histories.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    this_month : int, optional
        Month number of now. Default: this month.
    **settings
        As in `outgrow.reach`, without ``by`` and ``clock``.

    Returns
    -------
    Standing
        Exact. The role is that of the present job's function, specialty and level; where fewer than 50 people entered it, without
        the specialty, and then by its rung alone. What cannot be asked, or rests on fewer than 50 people, is in `left_out`.

    Raises
    ------
    InputError
        No job has a start, or of the present one neither function nor level is known.
    """
    now = month_now() if this_month is None else this_month
    facts = facts_of(profile, this_month=now)
    if facts is None:
        raise InputError(
            "no job of the profile has a start, so nobody can be set beside it.",
            do="write it to a file with --edit, add the months, and read it again",
        )
    source = read_careers(careers, people)
    asked_of("any", source, None, settings, refuse=("by", "clock"))  # what is wrong with them is said first
    settle(source)
    roles = _roles(facts)
    if not roles:
        raise InputError(
            "of the present job neither craft nor level is known, so nobody can be set beside it.",
            why="its title does not say",
            do="write the profile to a file with --edit, give the job a title that says so, and read it again",
        )
    left_out: list[tuple[str, str]] = []
    target = f"rung:{rungs_above(facts.rung)[0]}+" if facts.rung is not None and rungs_above(facts.rung) else None
    role, whole = _enough(roles, target, source, settings)
    found: dict[str, Any] = {}
    if whole is None:
        reason = "Its level is not known." if facts.rung is None else "Nothing lies above it."
        left_out.append(
            ("the rung above", reason if target is None else f"Fewer than {FEW} people entered a role like it.")
        )
    elif facts.been_above:
        left_out.append(("the rung above", "You have held a higher rung before; the curves are of people who had not."))
    else:
        found |= _waited(whole, facts, left_out)
    for name, what, ask in (
        (
            "next_jobs",
            "what comes next",
            lambda: tenure(role, ways="specialty,level", most_ways=_MOST_NEXT, careers=source, **settings),
        ),
        ("verdict", "the verdict", lambda: verdict(role, careers=source, **_without_years(settings))),
    ):
        try:
            found[name] = ask()
        except OutgrowError as fault:
            left_out.append((what, fault.found))
    found["same_age"] = _same_age(source, facts, settings, left_out)
    return Standing(
        title=facts.present.title,
        role=role.text,
        terms=role.as_terms,
        widened=role is not roles[0],
        toward=target,
        rung=facts.rung,
        months_in_role=facts.months_in_role,
        career_months=facts.career_months,
        breadth=facts.breadth,
        kind=facts.kind,
        ended=facts.ended,
        been_above=facts.been_above,
        left_out=tuple(left_out),
        **found,
    )


def _roles(facts: Facts) -> list[Role]:
    """Return the roles of people like this one, the nearest first, called as the person calls it or by what they are."""
    job = facts.present
    craft = [f"function:{job.function}"] if job.function and job.function != "other" else []
    specialty = [f"specialty:{job.specialty}"] if job.specialty else []
    level = [f"level:{job.level}"] if job.level else []
    rung = [f"rung:{facts.rung}"] if facts.rung else []
    wanted = [[*craft, *specialty, *level], [*craft, *level], [*craft, *rung], rung]
    found: list[Role] = []
    for terms in dict.fromkeys(tuple(terms) for terms in wanted if terms):
        named = ", ".join(term.partition(":")[2].replace("_", " ") for term in terms)
        found.append(replace(parse_role(" ".join(terms)), text=facts.present.title if not found else named))
    return found


def _enough(
    roles: list[Role], target: str | None, source: Careers, settings: dict[str, Any]
) -> tuple[Role, Reach | None]:
    """Return the nearest role that enough people entered, with their reach; the widest where none is."""
    last = roles[-1]
    for role in roles:
        last = role
        try:
            found = reach(role, toward=target or "rung:executive", careers=source, **settings)
        except OutgrowError:
            continue
        if found.flow.counted >= FEW:
            return role, found if target is not None else None
    return last, None


def _waited(whole: Reach, facts: Facts, left_out: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the reach from entry, and that of those who are still waiting after as long as this person is."""
    assert whole.tally is not None
    waiting = estimate_reach(still_waiting(whole.tally, facts.months_in_role))
    [curve] = waiting.curves
    if curve.people < FEW:
        why = f"Fewer than {FEW} people were still below it, and followed, after as long as you have been in the role."
        left_out.append(("those who waited as long as you", why))
        return {"reach": whole}
    return {"reach": whole, "waiting": replace(waiting, read_as=whole.read_as, lexicon=whole.lexicon)}


def _same_age(
    source: Careers, facts: Facts, settings: dict[str, Any], left_out: list[tuple[str, str]]
) -> SameAge | None:
    read = asked_of("any", source, None, settings).settings
    for function in dict.fromkeys([facts.first_function, None]):
        counts, flow = same_age_counts(source, read, months=facts.career_months, first_function=function)
        found = estimate_same_age(
            counts,
            months=facts.career_months,
            first_function=function,
            breadth=facts.breadth,
            settings=read,
            careers=source.facts,
            flow=flow,
            notes=notes_of(source, read),
        )
        if found.people >= FEW:
            return found
    left_out.append(("people of your career age", f"Fewer than {FEW} people are followed for so long."))
    return None


def _without_years(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "years"}
