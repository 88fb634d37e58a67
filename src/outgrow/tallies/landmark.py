"""Landmark tallies: first passages from some time after zero on, by groups that are told by what is known by then.

In: `Careers`, a role, a target and what forms the groups. Out: `Tally` of kind ``landmark``. Whoever reached the target,
left or was lost before the landmark is in no group, so that nobody is put in one for having lasted long enough: the error
called immortal time. Start at `landmark_tally`; several landmarks of `landmark_tallies` run as one query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched, lookup
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.settings import Settings
from outgrow.tallies.dated import months_of_texts
from outgrow.tallies.following import entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.groups import check_groups, check_one_meaning, group_column, is_dated, with_entry_value
from outgrow.tallies.so_far import jobs_so_far, known_at
from outgrow.tallies.tally import COUNTS, FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["BREADTH", "BY_THEN", "EXCLUDED", "NOT_BY_THEN", "landmark_steps", "landmark_tallies", "landmark_tally"]

#: What groups can be formed by that is no column: how broad somebody's main jobs were before the landmark.
BREADTH: Final = "breadth"
#: Groups by a column of dates.
BY_THEN: Final = "by then"
NOT_BY_THEN: Final = "not by then"
#: Why somebody counted is in no group, in this order, with the words for it.
EXCLUDED: Final = {
    "seen_late": "first seen after the landmark",
    "reached_before": "reached the target by the landmark",
    "left_before": "left for good by the landmark",
    "not_followed": "not followed past the landmark",
    "unknown": "the group is unknown",
}
_LEFT: Final = ("reached", "exits", "censored")


def landmark_tally(careers: Careers, role: Role, toward: Role, settings: Settings, *, months: int) -> Tally:
    """Count first passages of those still at risk `months` after they entered a role, by group.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role whose first entry starts the clock.
    toward : Role
        The target.
    settings : Settings
        Follow-up and the rest. ``by`` is ``"breadth"`` (of main jobs in months before the landmark's), or a column as in
        `first_passage`, which is assumed known at month 0; or a column of people with dates, whose groups are those whose
        date is in the landmark's month or earlier, and all others.
    months : int
        The landmark, in months since zero; 0 for groups that are known at zero.

    Returns
    -------
    Tally
        Kind ``landmark``: everyone in it enters in the month of the landmark. ``excluded`` counts who was at risk at some
        time after zero and is in no group, by the words of `EXCLUDED`.

    Raises
    ------
    UnknownName
        ``by`` or ``weight`` is no column.
    RefusedQuestion
        The groups would be formed by what happened later, or need a landmark after zero.
    InputError
        No groups were asked for, the landmark is negative, the clock is another one, there are more than 50 groups, or the
        weights are none.
    """
    [tally] = landmark_tallies(careers, role, toward, settings, landmarks=[months])
    return tally


def landmark_tallies(
    careers: Careers, role: Role, toward: Role, settings: Settings, *, landmarks: Sequence[int]
) -> tuple[Tally, ...]:
    """Make a landmark tally for each of several landmarks, in one query.

    Parameters
    ----------
    careers, role, toward, settings
        As in `landmark_tally`.
    landmarks : sequence of int
        In months since zero, at least one, each once.

    Returns
    -------
    tuple of Tally
        In the order of `landmarks`.

    Raises
    ------
    UnknownName, RefusedQuestion, InputError
        As `landmark_tally`.
    """
    if settings.by is None:
        raise InputError("nothing was given to form groups by.", do=f"give by, for example {BREADTH}")
    if min(landmarks) < 0:
        raise InputError(f"the landmark is {min(landmarks)} months.", do="give 0 or more")
    if settings.clock != "role":
        raise InputError(
            f"a landmark is a time since entry into the role; the clock asked for is '{settings.clock}'.",
            do="leave the clock out",
        )
    by, _, _ = _grouping(careers, settings.by, min(landmarks))
    settings = replace(settings, by=by)  # as the careers spell it
    steps = landmark_steps(careers, role, toward, settings, landmarks=landmarks)
    cells = fetched(steps["cells"])
    weighted = weight_column(careers, settings) is not None
    check_groups(cells["group_value"], by)
    return tuple(
        Tally(
            kind="landmark",
            role=role.text,
            toward=(toward.text,),
            groups=(by,),
            table=_long(own, by, months, weighted=weighted),
            flow=flow_of(own, careers),
            settings=settings,
            careers=careers.facts,
            notes=notes_of(careers, settings),
            queries=(steps["cells"],),
            folded=weighted,
            weighted=weighted,
            landmark=months,
            excluded=_excluded(own),
        )
        for months, own in ((months, _of_landmark(cells, months)) for months in landmarks)
    )


def landmark_steps(
    careers: Careers, role: Role, toward: Role, settings: Settings, *, landmarks: Sequence[int]
) -> dict[str, ibis.Table]:
    """Return the named steps of landmark tallies, each an expression on the careers' engine.

    Parameters are those of `landmark_tallies`.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``followed`` (a row for each who entered the role), ``told`` (main jobs with what those before
        come to, for breadth), ``passages`` (person, landmark, group, what happened, in which month since zero), ``cells``
        (counts).
    """
    assert settings.by is not None
    by, at_entry, dated = _grouping(careers, settings.by, min(landmarks))
    steps: dict[str, ibis.Table] = {}
    needs = role.needs | toward.needs | ({by} if at_entry else set())
    spells = steps["spells"] = labelled(careers, needs)
    people = entrants(spells, role, settings, toward=[toward])
    if at_entry:
        people = with_entry_value(people, spells, role, settings, by)
    known_by = None if at_entry or by == BREADTH else by
    people = steps["followed"] = followed(people, careers, settings, by=known_by)
    people = _at_each(people, landmarks)
    if dated:
        people = _by_then(people, careers, by)
    elif by == BREADTH:
        people, steps["told"] = _with_breadth(people, careers, settings)
    steps["passages"] = _passages(people)
    passages = steps["passages"]
    keys = ["landmark", "status", "group_value", *((FOLD,) if FOLD in passages.columns else ()), "month"]
    counts = {"n": passages.count()}
    if "weight" in passages.columns:
        counts["weight"] = passages.weight.sum()
    steps["cells"] = passages.group_by(keys).agg(**counts)
    return steps


def _grouping(careers: Careers, by: str, months: int) -> tuple[str, bool, bool]:
    """Return what forms groups as it is spelt, whether it is a column of the first job, and whether of dates."""
    check_one_meaning(careers, by)
    if by.strip().lower() == BREADTH:
        if not months:
            raise RefusedQuestion(
                "groups by breadth are formed by what happened after month 0.",
                why="whoever broadened had not reached the target before, and that time would count as if they had been broad "
                "all along: the groups would look apart even if breadth did nothing (immortal time)",
                do="give a landmark, such as 5 years: who is still below the target then is grouped by what is known by then",
            )
        return BREADTH, False, False
    if is_dated(careers, by):
        column = next(name for name in careers.attributes if name.lower() == by.strip().lower())
        if not months:
            raise RefusedQuestion(
                f"'{column}' holds dates, so its groups may be formed by what happened after month 0.",
                why="whoever had to wait for a later date could not reach the target meanwhile (immortal time)",
                do="give a landmark, such as 5 years: the groups are then those whose date had come by it, and the others",
            )
        return column, False, True
    column_or_none, at_entry = group_column(careers, by)
    if column_or_none is None:
        raise UnknownName("the column to group by has no name.", do=f"give its name, or {BREADTH}")
    return column_or_none, at_entry, False


def _at_each(people: ibis.Table, landmarks: Sequence[int]) -> ibis.Table:
    """Add ``landmark``, months since zero, and ``at``, its month; a row for each landmark."""
    import ibis

    if len(landmarks) == 1:
        people = people.mutate(landmark=ibis.literal(landmarks[0], "int32"))
    else:
        people = people.mutate(landmark=ibis.array([ibis.literal(months, "int32") for months in landmarks]).unnest())
    return people.mutate(at=(people.zero + people.landmark).cast("int32"))


def _of_landmark(cells: pyarrow.Table, months: int) -> pyarrow.Table:
    import pyarrow.compute as pc

    return cells.filter(pc.equal(cells["landmark"], months)).drop_columns(["landmark"])


def _by_then(people: ibis.Table, careers: Careers, by: str) -> ibis.Table:
    """Turn dates into whether they had come by the landmark's month."""
    import ibis
    import pyarrow as pa

    if people.group_value.type().is_string():
        months = months_of_texts(careers, by)
        rows = pa.table({"text": pa.array(months, pa.string()), "number": pa.array(months.values(), pa.int32())})
        dates = lookup(rows, people).rename(date_text="text", date_month="number")
        people = people.left_join(dates, people.group_value == dates.date_text).drop("date_text")
    else:
        date = people.group_value
        people = people.mutate(date_month=(date.year() * 12 + date.month() - 1).cast("int32"))
    come = (people.date_month <= people["at"]).fill_null(False)
    return people.mutate(group_value=come.ifelse(ibis.literal(BY_THEN), ibis.literal(NOT_BY_THEN))).drop("date_month")


def _with_breadth(people: ibis.Table, careers: Careers, settings: Settings) -> tuple[ibis.Table, ibis.Table]:
    """Add the kind of breadth of those at risk after the landmark, of whom alone main jobs are told; return these too."""
    at = people["at"]
    there = people.filter(people.reason.isnull() & (people.stop > at) & (people.hit_0 > at) & (people.risk_from <= at))
    points = there.select("person", "at")
    told = jobs_so_far(careers, settings, people=points)
    kinds = known_at(told, points).select(kind_person="person", kind_at="at", kind="kind")
    joined = people.left_join(kinds, [people.person == kinds.kind_person, at == kinds.kind_at])
    return joined.mutate(group_value=joined.kind).drop("kind_person", "kind_at", "kind"), told


def _passages(people: ibis.Table) -> ibis.Table:
    """Say of each person why they are in no group, or what happened to them after the landmark, and when."""
    import ibis

    hit, at = people.hit_0, people["at"]
    reached = hit <= people.stop
    exits = people.exit_month <= people.stop
    status = ibis.cases(
        ((people.reason == "not_in_role").fill_null(False), "not_in_role"),
        (hit <= people.risk_from, "already_there"),
        (people.reason.notnull(), "no_follow_up"),
        (people.risk_from > at, "seen_late"),
        (reached & (hit <= at), "reached_before"),
        (exits & (people.stop <= at), "left_before"),
        (people.stop <= at, "not_followed"),
        (people.group_value.isnull(), "unknown"),
        (reached, "reached"),
        (exits, "exits"),
        else_="censored",
    )
    more = [name for name in (FOLD, "weight") if name in people.columns]
    table = people.select("person", "landmark", "group_value", "zero", "stop", "hit_0", *more, status=status)
    counted = table.status.isin(_LEFT)
    ends = (table.status == "reached").ifelse(table.hit_0, table.stop) - table.zero
    return table.select(
        "person",
        "landmark",
        *more,
        "status",
        group_value=counted.ifelse(table.group_value, ibis.null(table.group_value.type())),
        month=counted.ifelse(ends, ibis.null("int32")).cast("int32"),
    )


def _excluded(cells: pyarrow.Table) -> tuple[tuple[str, int], ...]:
    people = dict.fromkeys(EXCLUDED, 0)
    for status, n in zip(cells["status"].to_pylist(), cells["n"].to_pylist(), strict=True):
        if status in people:
            people[status] += n
    return tuple((EXCLUDED[status], n) for status, n in people.items())


def _long(cells: pyarrow.Table, by: str, months: int, *, weighted: bool) -> pyarrow.Table:
    """Turn cells into the tally's long form: everyone comes to be at risk in the landmark's month, and leaves later."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = cells.filter(pc.is_valid(cells["month"]))
    amounts = {"": counted["n"].cast(pa.int64())}
    keys: dict[str, Any] = {by: counted["group_value"]}
    if weighted:
        amounts[WEIGHT] = counted["weight"].cast(pa.float64())
        keys[FOLD] = counted[FOLD].cast(pa.int64())

    def part(month: Any, counts: dict[str, Any]) -> pyarrow.Table:
        columns = {**keys, "month": month}
        for count in COUNTS["landmark"]:
            for kind, amount in amounts.items():
                columns[kind + count] = pc.if_else(counts.get(count, False), amount, pa.scalar(0, amount.type))
        return pa.table(columns)

    rows = counted.num_rows
    entries = part(pa.array([months] * rows, pa.int64()), {"entries": pa.array([True] * rows, pa.bool_())})
    left = {status: pc.equal(counted["status"], status) for status in _LEFT}
    both = pa.concat_tables([entries, part(counted["month"].cast(pa.int64()), left)])
    return summed(both, [*keys, "month"], count_columns("landmark", weighted=weighted))
