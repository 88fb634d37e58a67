"""Who enters a role, and from when to when each is followed: the people behind every tally (design, section 4).

In: `Careers`, a role, settings. Out: tables with a row a person, on the careers' engine. Start at `entrants`, then
`followed`. Months are month numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from outgrow.engine import fold, number
from outgrow.errors import InputError, UnknownName, did_you_mean
from outgrow.months import month_number
from outgrow.results import Flow
from outgrow.settings import NO_WEIGHT, Settings
from outgrow.titles.label import levels_note

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = [
    "EVER",
    "NEVER",
    "OWNERS_APART",
    "entrants",
    "flow_of",
    "followed",
    "notes_of",
    "states_notes",
    "weight_column",
]

#: Stands for "did not happen" among month numbers, later than any month.
NEVER: Final = 1_000_000
#: What owners are where states or ways out go by level.
OWNERS_APART: Final = (
    "Owners, founders and partners are told apart from the rungs; becoming one does not count as reaching a rung."
)
#: Stands for "since ever", earlier than any month.
EVER: Final = -1_000_000


def entrants(
    spells: ibis.Table,
    role: Role,
    settings: Settings,
    *,
    toward: Sequence[Role] = (),
    zeros: ibis.Table | None = None,
    ongoing: Literal["data", "own"] = "data",
) -> ibis.Table:
    """Group spells by person: when the clock starts, when each target is first held, when the last job ends.

    Parameters
    ----------
    spells : ibis.Table
        Labelled, with what the roles need.
    role : Role
        The role whose first entry is month zero.
    settings : Settings
        For owners and the clock.
    toward : sequence of Role
        Targets.
    zeros : ibis.Table, optional
        Columns ``person, zero``: who enters and when, instead of by the role.
    ongoing : {"data", "own"}
        Whether to find each person's own last date.

    Returns
    -------
    ibis.Table
        ``person, zero, last`` (`NEVER` while a job is ongoing), ``hit_0`` and on (`NEVER` where a target is never held),
        ``began`` (first spell) on the career clock, ``own_last``; a row for each who enters.
    """
    import ibis

    first: dict[str, ir.IntegerScalar] = {"last": ibis.coalesce(spells.end, ibis.literal(NEVER)).max()}
    if zeros is None:
        first["zero"] = spells.start.min(where=None if role.any else role.condition(spells, owners=settings.owners))
    if settings.clock == "career":
        first["began"] = spells.start.min()
    for place, target in enumerate(toward):
        first[f"hit_{place}"] = spells.start.min(where=target.condition(spells, owners=settings.owners))
    if ongoing == "own":
        first["own_last"] = ibis.coalesce(spells.end, spells.start).max()
    people = spells.group_by("person").agg(**first)
    if zeros is not None:
        asked = zeros.select(asked_person=zeros.person, zero=zeros.zero)
        people = people.inner_join(asked, people.person == asked.asked_person).drop("asked_person")
    people = people.filter(people.zero.notnull())
    never = ibis.literal(NEVER)
    return people.mutate(
        **{f"hit_{place}": ibis.coalesce(people[f"hit_{place}"], never) for place in range(len(toward))}
    )


def followed(
    people: ibis.Table,
    careers: Careers,
    settings: Settings,
    *,
    by: str | None = None,
    folded: bool = False,
    reasons: bool = False,
    ongoing: Literal["data", "own"] = "data",
) -> ibis.Table:
    """Say from when to when each is at risk, on which clock, and who is not followed at all.

    Parameters
    ----------
    people : ibis.Table
        From `entrants`.
    careers : Careers
        For what is known of each person.
    settings : Settings
        Follow-up, clock, weight.
    by : str, optional
        Column of people that groups, unless `people` has a ``group_value`` already.
    folded : bool, default False
        Whether to add each person's fold; weights add it too.
    reasons : bool, default False
        Whether to add why somebody left.
    ongoing : {"data", "own"}
        How long whoever has an ongoing job and no ``observed_until`` is followed.

    Returns
    -------
    ibis.Table
        `people` with ``origin`` (month 0 of the clock; 0 on the calendar), ``risk_from`` (exclusive), ``stop``,
        ``exit_month`` (`NEVER` where nobody left), ``reason`` (``not_in_role``, ``no_follow_up`` or null), ``group_value``,
        and ``exit_reason``, ``fold`` and ``weight`` where wanted.
    """
    import ibis

    weight = weight_column(careers, settings)
    more = (["birth"] if settings.clock == "age" else []) + (["exit_reason"] if reasons else [])
    people = _with_known(people, careers, by, weight, more)
    people = _with_follow_up(people, careers, settings, ongoing)
    origin, unknown = people.zero, ibis.literal(False)
    if settings.clock == "career":
        origin = people.began
    elif settings.clock == "calendar":
        origin = ibis.literal(0)
    elif settings.clock == "age":
        unknown = people.birth.isnull() | (people.birth.fill_null(0) > people.zero)
        origin = people.birth
    if weight is not None:
        unknown = unknown | ~(people.weight > 0).fill_null(False)
    first, last = settings.entered_months
    outside = [people.zero < first] if first is not None else []
    outside += [people.zero > last] if last is not None else []
    people = people.mutate(
        origin=origin,
        reason=ibis.cases(
            *((test, "not_in_role") for test in outside),
            (unknown | (people.stop <= people.risk_from), "no_follow_up"),
            else_=ibis.null("string"),
        ),
    )
    return people.mutate(fold=fold(people.person)) if folded or weight is not None else people


def weight_column(careers: Careers, settings: Settings) -> str | None:
    """Return the column of people that holds the weights to use; None where everyone counts as one.

    Raises
    ------
    UnknownName
        There is no such column.
    InputError
        It does not hold numbers of 0 or more.
    """
    asked = settings.weight
    if asked is None:
        return "weight" if careers.counts.weighted else None
    if asked == NO_WEIGHT:
        return None
    if asked == "weight" and careers.counts.weighted:
        return asked
    if careers.people is None or asked not in careers.attributes:
        filled = ["weight"] if careers.counts.weighted else []
        known = [*filled, *careers.attributes]
        raise UnknownName(
            f"there is no column '{asked}' of people to take weights from; there are {', '.join(known) or 'none'}."
            f"{did_you_mean(asked, known)}",
            do=f"use one of them, or {NO_WEIGHT}",
        )
    kind = careers.people[asked].type()
    if not kind.is_numeric():
        raise InputError(f"'{asked}' holds {kind}, so it gives no weights.", do="name a column of numbers")
    value = careers.people[asked]
    unusable = (value < 0) | value.isnan() | value.isinf() if kind.is_floating() else value < 0
    if number(careers.people.filter(unusable.fill_null(False)).count()):
        raise InputError(
            f"'{asked}' holds values that are no weights.", why="a weight is 0 or more", do="mend that column"
        )
    return asked


def flow_of(counted: pyarrow.Table, careers: Careers) -> Flow:
    """Add up who was counted and who was not.

    Parameters
    ----------
    counted : pyarrow.Table
        Columns ``status`` and ``n``: people by what became of them, each once; any status but ``not_in_role``,
        ``already_there`` and ``no_follow_up`` is counted.
    careers : Careers
        For the people read.
    """
    people: dict[str, int] = {}
    for status, n in zip(counted["status"].to_pylist(), counted["n"].to_pylist(), strict=True):
        people[status] = people.get(status, 0) + n
    there, unseen = people.pop("already_there", 0), people.pop("no_follow_up", 0)
    people.pop("not_in_role", None)
    read, quarantined, in_all = careers.counts.people, careers.counts.people_quarantined, sum(people.values())
    return Flow(
        read=read,
        quarantined=quarantined,
        not_in_role=read - quarantined - there - unseen - in_all,
        already_there=there,
        no_follow_up=unseen,
        counted=in_all,
    )


def notes_of(careers: Careers, settings: Settings) -> tuple[str, ...]:
    """Say what a tally of these careers and settings rests on."""
    notes = list(levels_note(careers))
    if settings.by in careers.attributes:
        notes.append(f"'{settings.by}' has no dates: it is assumed known at month 0.")
    weight = weight_column(careers, settings)
    if weight is not None:
        notes.append(
            f"Estimates are weighted by '{weight}', with errors by leaving out a fiftieth of the people at a time; people "
            "and events are counted as they are. Whoever has no weight, or one of 0, stands under no follow-up."
        )
    elif careers.counts.weighted:
        notes.append("Weights of people are not used, as asked: everyone counts as one.")
    if settings.clock != "role":
        since = {
            "career": "the first job",
            "calendar": "the first month in which anyone is at risk",
            "age": "birth (a year alone is read as its January); whoever's is unknown stands under no follow-up",
        }[settings.clock]
        notes.append(f"Time is measured from {since}. People join those at risk when they enter the role.")
    return tuple(notes)


def states_notes(careers: Careers, settings: Settings, *, levels: bool, moves: bool = False) -> tuple[str, ...]:
    """Say what states, and ways out of a role, rest on besides: levels of owners, and time between jobs.

    `moves` are those up and sideways, for which an owner stands at the level of chief.
    """
    notes = []
    if levels and not settings.owners:
        notes.append("A move to one's own business counts as one to the level of chief." if moves else OWNERS_APART)
    if (settings.after_last or careers.after_last) == "censor":
        notes.append(
            "Whoever's last job has ended, and of whom no more is known, is followed to the month after it: time between jobs "
            "is seen only of people who took up another."
        )
    return tuple(notes)


def _with_known(
    people: ibis.Table, careers: Careers, by: str | None, weight: str | None, more: list[str]
) -> ibis.Table:
    """Join what is known of each person: follow-up, exit, `more`, the weight and the column that groups."""
    import ibis

    nothing = ibis.null("int32")
    columns = ["observed_from", "observed_until", "exited", *more]
    if "group_value" not in people.columns and (by is None or careers.people is None):
        people = people.mutate(group_value=ibis.null("string"))
    if careers.people is None:
        return people.mutate(**{name: ibis.null("string") if name == "exit_reason" else nothing for name in columns})
    values: dict[str, ir.Value] = {} if weight is None else {"weight": careers.people[weight].cast("float64")}
    if by:
        value = careers.people[by]
        # NaN is no group, and engines do not agree on whether it equals itself
        values["group_value"] = (
            value.isnan().ifelse(ibis.null(value.type()), value) if value.type().is_floating() else value
        )
    known = careers.people.select("person", *columns, **values)
    known = known.rename(known_person="person")
    return people.left_join(known, people.person == known.known_person).drop("known_person")


def _with_follow_up(
    people: ibis.Table, careers: Careers, settings: Settings, ongoing: Literal["data", "own"]
) -> ibis.Table:
    """Add the months at risk: from `risk_from` (exclusive) through `stop`, and whether an exit ends them.

    Design, section 4, "Following someone": a known exit first, then `observed_until`, then what the last job tells.
    """
    import ibis

    def least(*values: ir.IntegerValue) -> ir.IntegerValue:
        # engines differ in what LEAST makes of a missing value; none is missing here
        return functools.reduce(lambda a, b: (a <= b).ifelse(a, b), values)

    never, ever = ibis.literal(NEVER), ibis.literal(EVER)
    until, exited = ibis.coalesce(people.observed_until, never), ibis.coalesce(people.exited, never)
    asked_until = never if settings.observed_until is None else ibis.literal(month_number(settings.observed_until))
    asked_from = ever if settings.observed_from is None else ibis.literal(month_number(settings.observed_from))
    cap = least(until, asked_until)
    last_of_data = ibis.literal(careers.counts.last_month or 0)
    is_ongoing, knows_until = people["last"] == NEVER, people.observed_until.notnull()
    if ongoing == "own":
        last_of_data = is_ongoing.ifelse(people.own_last, last_of_data)
    if settings.after_last is not None:
        exits = ibis.literal(settings.after_last == "exit")
        between = ibis.literal(settings.after_last == "between")
    else:
        exits = ~knows_until & ibis.literal(careers.after_last == "exit")
        between = knows_until | ibis.literal(careers.after_last == "between")
    known_exit = people.exited.notnull()
    end_of_data = knows_until.ifelse(until, last_of_data)
    exit_month = ibis.cases((known_exit, exited), (~is_ongoing & exits & ~between, people["last"] + 1), else_=never)
    without_exit = ibis.cases(
        (known_exit, never),
        (is_ongoing | between, end_of_data),
        (exits, never),
        else_=people["last"] + 1,
    )
    stop = least(without_exit, exit_month, cap)
    seen_from = ibis.coalesce(people.observed_from, ever)
    seen_from = (seen_from >= asked_from).ifelse(seen_from, asked_from)
    return people.mutate(
        stop=stop,
        exit_month=exit_month,
        seen_from=seen_from,
        risk_from=(seen_from >= people.zero).ifelse(seen_from, people.zero),
    )
