"""From a role to its report: every question about it asked, released so that all may stand in one place, put into words.

In: a role and careers. Out: `Report`, or `Comparison` of several roles. Start at `make_report`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from outgrow import ask
from outgrow.careers import read_careers
from outgrow.charts.wording import sentence
from outgrow.disclosure import comparable, comparable_kinds, default_min_cell, release
from outgrow.engine import number, rarely_collected
from outgrow.errors import InputError, OutgrowError
from outgrow.estimates.ceiling import at_rung
from outgrow.estimates.structure import pay
from outgrow.report.document import Comparison, LeftOut, Report, build_report
from outgrow.report.findings import LEAST_SURE, Variant
from outgrow.report.past import ask_past
from outgrow.report.repeat import typed_command
from outgrow.report.voices import Voice, check_voice
from outgrow.results import Tenure, Verdict
from outgrow.results.states import OUT, UNKNOWN
from outgrow.schema import rungs_above
from outgrow.settings import LevelRule, Settings
from outgrow.titles.held import anyone_held, held_in_common, nobody_held, titles_of
from outgrow.titles.label import settle
from outgrow.titles.roles import parse_role
from outgrow.titles.rungs import own_rung

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Answer, Pay, Reach
    from outgrow.titles.roles import Role

__all__ = ["make_comparison", "make_report"]

#: Years after entry that a report is about, where none are asked for.
_HORIZON: Final = 15
#: What a report tells beside reach, what matters most first.
_BESIDE: Final = ("verdict", "occupancy", "next_jobs", "tenure", "drift", "skills")
#: What is left out where those who got past the ceiling cannot be compared.
_PAST: Final = "Who got past it"
#: What is left out where those who stayed focused cannot be counted beside the rest.
_MADE_IT: Final = "Who made it"
#: What is left out where official statistics cannot be asked.
_PAY: Final = "Pay and seats above"
#: Most ways out that a report tells apart.
_MOST_NEXT: Final = 8
#: Years under which a report gives no verdict: they say little of a career.
_LEAST_HORIZON: Final = 5
#: Most roles side by side.
MOST_ROLES: Final = 6


class _Question(NamedTuple):
    """A question that a report asks beside reach: the fields of the report it fills, what it tells, how it is asked."""

    fields: tuple[str, ...]
    tells: str
    ask: Callable[..., Any]
    #: Settings that it is not asked with.
    without: tuple[str, ...]
    more: dict[str, Any]
    #: Whether it is asked only where levels are known, or only where they are not.
    levels: bool | None = None


@rarely_collected()
def make_report(
    role: str | Role,
    *,
    toward: str | Role | None = None,
    voice: Voice = "person",
    careers: Any = None,
    people: Any = None,
    levels: LevelRule | None = None,
    min_cell: int | None = None,
    command: str | None = None,
    made: datetime.date | None = None,
    **settings: Any,
) -> Report:
    """Report on a role: whether it is a path, where it leads, who was counted, how it was made.

    Parameters
    ----------
    role : str or Role
        The role whose entry starts the clock.
    toward : str or Role, optional
        One target. Default: every rung above the role's own, for people who held none of them before.
    voice : {"person", "coach", "analyst"}, default "person"
        Whom it is worded for.
    careers : Careers or any source of `outgrow.read_careers`, optional
        The career histories. Default: the built-in simulated ones, and the report says that none were given.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    levels : {"given", "parsed"}, optional
        As in `outgrow.read_careers`.
    min_cell : int, optional
        The smallest count shown. Default: that of `outgrow.disclosure.default_min_cell`.
    command : str, optional
        The line to type to repeat it.
    made : date, optional
        The day it was made. Default: this day.
    **settings
        As `outgrow.Settings`, but for another ``clock``. With ``by`` the curves are of the groups.

    Returns
    -------
    Report
        With `to_html`, `to_pdf` and `to_markdown`, and text when printed.

    Raises
    ------
    InputError
        Without `toward`: the role's own level is unknown, or nothing lies above it.
    """
    voice = check_voice(voice)
    if settings.get("clock", "role") != "role":
        raise InputError(
            f"a report runs from entry into the role; the clock asked for is '{settings['clock']}'.",
            do="ask outgrow.reach or outgrow.occupancy for another clock",
        )
    source = read_careers("demo" if careers is None else careers, people, levels=levels)
    settle(source)
    limit = default_min_cell(source.facts) if min_cell is None else min_cell
    pattern = parse_role(role)
    targets = [parse_role(toward)] if toward is not None else [parse_role(rung) for rung in _above(source, pattern)]
    # one horizon for all: past that of the ceiling a curve rests on few, and beside it would show the few in between
    asked = {**settings, "careers": source, "years": settings.get("years") or _HORIZON}
    exact = ask.reach(pattern, toward=targets, **asked)
    exact = replace(exact, titles=titles_of(source, pattern))
    beside, left_out = _ask_beside(pattern, targets, exact, settings, source, limit)
    variants, unmoved = _variants(pattern, targets, exact, asked, source, limit)
    structure, untold = _structure(pattern)
    return build_report(
        pattern.text,
        release(exact, limit),
        command=command or _command([pattern.text], toward, voice, careers is None, source, min_cell, settings),
        made=made or datetime.date.today(),
        every_rung=toward is None,
        variants=variants,
        voice=voice,
        given=careers is not None,
        pay=structure,
        left_out=(*left_out, *unmoved, *untold),
        **beside,
    )


def make_comparison(
    roles: Sequence[str | Role],
    *,
    toward: str | Role | None = None,
    voice: Voice = "person",
    careers: Any = None,
    people: Any = None,
    levels: LevelRule | None = None,
    min_cell: int | None = None,
    command: str | None = None,
    made: datetime.date | None = None,
    **settings: Any,
) -> Comparison:
    """Report on several roles side by side.

    Parameters
    ----------
    roles : sequence of str or Role
        Two roles to six.
    toward, voice, careers, people, levels, min_cell, command, made, **settings
        As in `make_report`.

    Returns
    -------
    Comparison
        With the report of each role, in the order asked.

    Raises
    ------
    InputError
        There are fewer than two roles, or more than six, or one is given twice; or as `make_report`.
    """
    patterns = [parse_role(role) for role in roles]
    if not 2 <= len(patterns) <= MOST_ROLES or len({pattern.as_terms for pattern in patterns}) < len(patterns):
        raise InputError(
            f"{len(patterns)} roles were given to compare.",
            why="a comparison is of two to six different roles",
            do="give each role once",
        )
    source = read_careers("demo" if careers is None else careers, people, levels=levels)
    limit = default_min_cell(source.facts) if min_cell is None else min_cell
    made = made or datetime.date.today()
    shown: list[Role] = []
    left_out: list[LeftOut] = []
    for pattern in patterns:
        if _few_apart(source, pattern, shown, limit):
            why = f"Fewer than {limit} people part it from the others; side by side these would show by subtraction."
            left_out.append(LeftOut(pattern.text, why))
        else:
            shown.append(pattern)
    if len(shown) < 2:
        raise InputError(
            f"none of the other roles can be shown beside '{shown[0].text}'.",
            why=f"fewer than {limit} people are in the one and not in the other; side by side these would show",
            do="report on each role by itself",
        )
    asked = {"toward": toward, "voice": voice, "min_cell": min_cell, "made": made, **settings}
    reports = []
    for role in shown:
        one = _command([role.text], toward, voice, careers is None, source, min_cell, settings)
        report = make_report(role, careers=source, command=one, **asked)
        reports.append(replace(report, given=careers is not None))
    return Comparison(
        reports=tuple(reports),
        command=command
        or _command([role.text for role in patterns], toward, voice, careers is None, source, min_cell, settings),
        left_out=tuple(left_out),
    )


def _ask_beside(
    role: Role, targets: list[Role], reach: Reach, settings: dict[str, Any], source: Careers, limit: int
) -> tuple[dict[str, Any], tuple[LeftOut, ...]]:
    """Ask what a report tells beside reach; what cannot be asked, or not be shown beside the rest, is left out."""
    if settings.get("by") and limit > 1:
        why = "Of groups the report keeps to their curves: beside numbers of everyone these would show small groups."
        return {}, (LeftOut("All but the curves", why),)
    asked: dict[str, Answer] = {}
    left_out = []
    # where they are not known, places and next jobs are told by title
    levels = _stands_somewhere(source, role)
    for question in _questions(settings):
        if question.levels is not None and question.levels != levels:
            continue
        if question.more.get("horizon", _HORIZON) < _LEAST_HORIZON:
            why = f"Less than {_LEAST_HORIZON} years say little of a career; ask for more with --years."
            left_out.append(LeftOut(question.tells, why))
            continue
        if settings.get("entered") and "entered" in question.without:
            why = "It is told of everyone seen in the role, not of those alone who entered it in some years."
            left_out.append(LeftOut(question.tells, why))
            continue
        kept = {name: value for name, value in settings.items() if name not in question.without}
        try:
            found = question.ask(role, careers=source, **kept, **question.more)
        except OutgrowError as fault:
            left_out.append(LeftOut(question.tells, fault.found))
            continue
        found = found if isinstance(found, tuple) else (found,)
        asked |= zip(question.fields, found, strict=True)
        if isinstance(found[0], Verdict):
            levels = levels and not {"own level", "levels"} & set(found[0].missing)
    if levels and _mostly_unknown(asked.get("next_jobs")):
        kept = {name: value for name, value in settings.items() if name != "by"}
        asked["next_jobs"] = ask.tenure(role, careers=source, ways="title", most_ways=_MOST_NEXT, **kept)
    past = ask_past(role, _goal(targets, asked.get("verdict")), source, settings)
    asked = {name: asked[name] for name in _BESIDE if name in asked}
    asked |= {name: one for name, one in past.answers.items() if one is not None}
    exact = [reach, *asked.values()]
    released = [release(answer, limit) for answer in exact]
    allowed = dict(zip(asked, comparable_kinds(exact, released, limit)[1:], strict=True))
    shown: dict[str, Any] = {
        name: answer for name, answer in zip(asked, released[1:], strict=True) if allowed[name] and name in _BESIDE
    }
    tells = {name: question.tells for question in _questions(settings) for name in question.fields}
    tells |= {"compare": _PAST, "hazards": _PAST, "who": _MADE_IT}
    hidden = dict.fromkeys(tells[name] for name, may in allowed.items() if not may and name != "tenure")
    why = "Beside the curves it would show fewer people than the limit by subtraction."
    left_out += [LeftOut(what, why) for what in hidden]
    if past.reason:
        left_out.append(LeftOut(_PAST, past.reason))
    shown["past"] = past.released(limit, **{name: allowed.get(name, False) for name in past.answers})
    return shown, tuple(left_out)


def _goal(targets: list[Role], verdict: Answer | None) -> Role:
    """Return the rung that the ceiling is made of, if it is among the targets; else the first of them."""
    ceiling = verdict.ceiling if isinstance(verdict, Verdict) else None
    wanted = None if ceiling is None or ceiling.above is None else parse_role(at_rung(ceiling.above)).as_terms
    return next((target for target in targets if target.as_terms == wanted), targets[0])


def _questions(settings: dict[str, Any]) -> tuple[_Question, ...]:
    horizon = settings.get("years") or _HORIZON
    by = ("by",)
    places, stays = "Where people are", "Next jobs"
    jobs = {"ways": "specialty,level", "most_ways": _MOST_NEXT}
    titles = {"ways": "title", "most_ways": _MOST_NEXT}
    return (
        _Question(("verdict",), "Verdict and ceiling", ask.verdict, ("by", "years"), {"horizon": horizon}),
        _Question(("occupancy",), places, ask.occupancy, by, {"states": "rung"}, levels=True),
        _Question(("tenure", "next_jobs"), stays, ask.tenures, by, jobs, levels=True),
        _Question(("occupancy",), places, ask.occupancy, by, {"states": "title", "most_states": 8}, levels=False),
        _Question(("next_jobs",), stays, ask.tenure, by, titles, levels=False),
        _Question(("drift",), "What it turns into", ask.drift, ("by", "years", "entered"), {}),
        _Question(("skills",), "Skills that last", ask.skills, ("by", "years"), {}),
    )


def _mostly_unknown(next_jobs: Answer | None) -> bool:
    """Tell whether of most next jobs neither specialty nor function is known."""
    if not isinstance(next_jobs, Tenure):
        return False
    jobs, unknown = 0, 0
    for curves in next_jobs.curves:
        for state, moved in zip(curves.states[1:], curves.moved_in.sum(axis=0).tolist()[1:], strict=True):
            jobs += moved if state != OUT else 0
            unknown += moved if state.startswith(UNKNOWN) else 0
    return 2 * unknown > jobs


def _stands_somewhere(careers: Careers, role: Role) -> bool:
    """Tell whether the levels of a role's own jobs are known, on whatever rungs they are."""
    try:
        return own_rung(careers, role) is not None
    except InputError:
        return True


def _structure(role: Role) -> tuple[Pay | None, tuple[LeftOut, ...]]:
    """Ask official statistics for the role; where its occupation is not sure enough, say so instead."""
    try:
        found = pay(role)
    except InputError as fault:
        return None, (LeftOut(_PAY, sentence(fault.found)),)
    if found.confidence < LEAST_SURE:
        why = (
            f"Which occupation of the statistics it is counted in is not sure enough; the nearest is {found.own.title}."
        )
        return None, (LeftOut(_PAY, why),)
    return found, ()


def _variants(
    role: Role, targets: list[Role], exact: Reach, asked: dict[str, Any], source: Careers, limit: int
) -> tuple[tuple[Variant, ...], tuple[LeftOut, ...]]:
    """Ask under other assumptions, and keep what may be shown beside the answer."""
    others: dict[Literal["owners", "ongoing"], Reach] = {}
    if not asked.get("owners"):
        others["owners"] = ask.reach(role, toward=targets, **{**asked, "owners": True})
    if _has_open_ends(source):
        others["ongoing"] = ask.reach(role, toward=targets, ongoing="own", **asked)
    # two answers that differ by a few people would show those few
    differ = {name: other for name, other in others.items() if _differs(exact, other)}
    shown = tuple(
        Variant(name, release(other, limit)) for name, other in differ.items() if comparable(exact, other, limit)
    )
    why = "Under another assumption so few people differ that both beside each other would show them."
    return shown, (LeftOut("How far the answer moves", why),) if len(shown) < len(differ) else ()


def _differs(exact: Reach, other: Reach) -> bool:
    assert exact.tally is not None
    assert other.tally is not None
    return bool(not exact.tally.table.equals(other.tally.table))


def _few_apart(careers: Careers, role: Role, others: Sequence[Role], limit: int) -> bool:
    """Tell whether a few people, but some, part a role from one of the others, or from all of them together."""
    if limit == 1 or not others:
        return False
    sets = [*((other,) for other in others), *([tuple(others)] if len(others) > 1 else [])]
    for those in sets:
        alone, elsewhere, both = held_in_common(careers, role, *those)
        if both and (0 < alone < limit or 0 < elsewhere < limit):
            return True
    return False


def _above(careers: Careers, role: Role) -> list[str]:
    rung = own_rung(careers, role)
    if rung is None and not anyone_held(careers, role):
        raise nobody_held(careers, role)
    if rung is None:
        raise InputError(
            f"no level is known for most of those in '{role.text}', so outgrow cannot tell what lies above it.",
            do="name a role to reach, for example --toward rung:director+",
        )
    above = rungs_above(rung)
    if not above:
        raise InputError(
            f"'{role.text}' is on the top rung already, so no rung lies above it.",
            do="name a role to reach, for example --toward level:chief",
        )
    return [f"rung:{name}+" for name in above]


def _has_open_ends(careers: Careers) -> bool:
    """Tell whether anyone with an ongoing job is followed only by the rule, to the last month of the data."""
    if not careers.counts.ongoing:
        return False
    if careers.people is None:
        return True
    ongoing = careers.spells.filter(careers.spells.end.isnull()).select("person").distinct()
    known = careers.people.filter(careers.people.observed_until.notnull() | careers.people.exited.notnull())
    return number(ongoing.anti_join(known, "person").limit(1).count()) > 0


def _command(
    roles: Sequence[str],
    toward: str | Role | None,
    voice: Voice,
    none_given: bool,
    careers: Careers,
    min_cell: int | None,
    settings: dict[str, Any],
) -> str:
    """Write the command that asks the same of careers of that name."""
    words = [
        "report",
        *roles,
        *([] if toward is None else ["--toward", str(toward)]),
        *(["--voice", voice] if voice != "person" else []),
    ]
    words += [] if none_given else ["--careers", careers.name]
    words += [] if careers.levels is None else ["--levels", careers.levels]
    for field in fields(Settings):
        value = settings.get(field.name, field.default)
        if value != field.default:
            option = f"--{field.name.replace('_', '-')}"
            words += [option] if value is True else [option, str(value)]
    words += [] if min_cell is None else ["--min-cell", str(min_cell)]
    return typed_command(words)
