"""Exposure tallies: events and person-months at risk by what is known of people at the time, and by time since zero.

In: `Careers`, a role, a target, what is known. Out: `Tally` of kind ``exposure``. A person's time at risk is cut at the
start of each spell and at each anniversary of the clock's zero; what is known at a cut holds until the next, and only months
before the first at risk after it count in it. Start at `exposure_tally`; of its
steps those that several others read are kept on the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched_together, number, store
from outgrow.errors import InputError
from outgrow.schema import RUNG_LEVELS
from outgrow.settings import Settings
from outgrow.tallies.covariates import (
    CAREER_YEARS,
    DERIVED,
    MOST_EMPLOYERS,
    MOST_STRATEGY,
    PERIOD_YEARS,
    UNKNOWN,
    Covariate,
    read_covariates,
)
from outgrow.tallies.following import entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.groups import check_groups
from outgrow.tallies.so_far import held_jobs, known_at, known_in, so_far
from outgrow.tallies.tally import FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["EXCLUDED", "PIECES", "exposure_steps", "exposure_tally"]

#: Months that a piece of time can have: a year holds a whole number of them.
PIECES: Final = (1, 2, 3, 4, 6, 12)
#: Most values of a specialty that are told apart; the rest together are ``other``.
_MOST_SPECIALTIES: Final = 20
_OTHER: Final = "other"
_SEEN_LATE: Final = "seen_late"
#: Who is counted in the flow and never at risk.
EXCLUDED: Final = "first seen after the years that count"


def exposure_tally(
    careers: Careers,
    role: Role,
    toward: Role,
    covariates: Sequence[str],
    settings: Settings | None = None,
    *,
    piece: int = 12,
) -> Tally:
    """Count events and person-months at risk of those who enter a role, by what is known of them at the time.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role whose first entry starts the clock.
    toward : Role
        The target.
    covariates : sequence of str
        Names as `outgrow.tallies.covariates.read_covariates` reads them.
    settings : Settings, optional
        Follow-up and the rest; ``years`` ends the time at risk.
    piece : {1, 2, 3, 4, 6, 12}, default 12
        Months in each piece of time since zero.

    Returns
    -------
    Tally
        Kind ``exposure``; its groups are the covariates, their values text. ``excluded`` counts who is seen only after the
        horizon.

    Raises
    ------
    UnknownName, RefusedQuestion, InputError
        As `read_covariates`; also where the clock is another, `piece` is none of `PIECES`, a column has more than 50 values,
        or the weights are none.
    """
    settings = settings or Settings()
    if piece not in PIECES:
        raise InputError(f"a piece of time has {piece} months.", do=f"give one of {', '.join(map(str, PIECES))}")
    if settings.clock != "role":
        raise InputError(
            f"hazards are told by time since entry into the role; the clock asked for is '{settings.clock}'.",
            do="leave the clock out",
        )
    if settings.by is not None:
        raise InputError("hazards have no groups.", do="name the column among what the hazard may go with")
    known = read_covariates(careers, covariates)
    steps = exposure_steps(careers, role, toward, known, settings, piece=piece)
    cells, flow = fetched_together(steps["cells"], steps["flow"])
    weighted = weight_column(careers, settings) is not None
    return Tally(
        kind="exposure",
        role=role.text,
        toward=(toward.text,),
        groups=tuple(one.name for one in known),
        table=_long(cells, known, piece, weighted=weighted),
        flow=flow_of(flow, careers),
        excluded=_excluded(flow),
        settings=settings,
        careers=careers.facts,
        notes=(*notes_of(careers, settings), *_notes(known)),
        queries=(steps["cells"],),
        folded=weighted,
        weighted=weighted,
        piece=piece,
    )


def exposure_steps(
    careers: Careers, role: Role, toward: Role, covariates: Sequence[Covariate], settings: Settings, *, piece: int
) -> dict[str, ibis.Table]:
    """Return the named steps of an exposure tally, each an expression on the careers' engine.

    Parameters are those of `exposure_tally`, with `covariates` read.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``followed`` (a row for each who entered the role), ``flow`` (people by what became of them),
        ``at_risk`` (person, months at risk, whether they reached the target in the last), ``held`` (months of main jobs),
        ``segments`` (person, months between the starts of two spells: at risk after ``begin``, through ``until``, with what
        does not change), ``known`` (these cut at anniversaries: after ``since``, through ``through``, in months since zero, with
        what is known), ``cells`` (counts).
    """
    steps: dict[str, ibis.Table] = {}
    spells = steps["spells"] = labelled(careers, role.needs | toward.needs)
    # what several steps read is computed once
    people = steps["followed"] = store(followed(entrants(spells, role, settings, toward=[toward]), careers, settings))
    at_risk = steps["at_risk"] = _at_risk(people, settings)
    steps["flow"] = _flow(people, settings)
    columns = {one.column for one in covariates if one.source in ("job", "before")} - {"specialty"}
    columns |= {"organisation"} if any(one.name == "employers" for one in covariates) else set()
    sources = {one.source for one in covariates}
    held = held_jobs(careers, settings, columns=tuple(sorted(columns)), people=at_risk)
    # what comes after the time at risk is asked of nobody
    until = at_risk.select(at_risk_person=at_risk.person, over=at_risk.end)
    held = held.inner_join(until, [held.person == until.at_risk_person, held.start < until.over])
    held = held.drop("at_risk_person", "over")
    held = steps["held"] = store(held) if sources & {"breadth", "spent", "job", "before"} else held
    segments = steps["segments"] = _with_own(_segments(at_risk, spells), at_risk, careers, held, covariates)
    known = steps["known"] = _with_known(segments, held, covariates)
    steps["cells"] = _cells(known, [one.name for one in covariates], piece)
    return steps


def _at_risk(people: ibis.Table, settings: Settings) -> ibis.Table:
    """Return from when to when each is at risk of the target; whoever is not at all is not among them."""
    horizon = settings.horizon_months
    table = people.filter(people.reason.isnull() & (people.hit_0 > people.risk_from))
    reached = table.hit_0 <= table.stop
    end = reached.ifelse(table.hit_0, table.stop)
    table = table.mutate(end=end, reached=reached.ifelse(1, 0), left=(~reached & (table.exit_month <= table.stop)))
    if horizon is not None:
        last = table.zero + horizon
        table = table.filter(table.risk_from < last)
        over = table.end > last
        table = table.mutate(
            end=over.ifelse(last, table.end), reached=over.ifelse(0, table.reached), left=table.left & ~over
        )
    return table.select(
        "person",
        *(name for name in (FOLD, "weight") if name in table.columns),
        zero=table.zero.cast("int32"),
        risk_from=table.risk_from.cast("int32"),
        end=table.end.cast("int32"),
        reached=table.reached.cast("int32"),
        exits=table.left.ifelse(1, 0).cast("int32"),
    )


def _flow(people: ibis.Table, settings: Settings) -> ibis.Table:
    import ibis

    horizon = settings.horizon_months
    late = (
        ibis.literal(False) if horizon is None else people.reason.isnull() & (people.risk_from >= people.zero + horizon)
    )
    status = ibis.cases(
        ((people.reason == "not_in_role").fill_null(False), "not_in_role"),
        (people.hit_0 <= people.risk_from, "already_there"),
        (late, _SEEN_LATE),
        else_=ibis.coalesce(people.reason, ibis.literal("counted")),
    )
    return people.group_by(status=status).agg(n=people.count())


def _excluded(flow: pyarrow.Table) -> tuple[tuple[str, int], ...]:
    """Count who is never at risk within the years asked for, being seen only later."""
    people = sum(
        n for status, n in zip(flow["status"].to_pylist(), flow["n"].to_pylist(), strict=True) if status == _SEEN_LATE
    )
    return ((EXCLUDED, people),)


def _segments(at_risk: ibis.Table, spells: ibis.Table) -> ibis.Table:
    """Part each person's time at risk where their spells start: from `begun`, or from when they are at risk."""
    import ibis

    jobs = spells.select(held_person=spells.person, begun=spells.start.cast("int32"))
    table = at_risk.inner_join(jobs, [("person", "held_person")]).drop("held_person")
    table = table.filter(table.begun < table.end)
    in_time = ibis.window(group_by="person", order_by="begun")
    table = table.mutate(until=table.begun.lead().over(in_time))
    last = table.until.isnull()
    table = table.mutate(
        begin=(table.begun > table.risk_from).ifelse(table.begun, table.risk_from),
        until=last.ifelse(table.end, table.until),
        reached=last.ifelse(table.reached, 0).cast("int32"),
        exits=last.ifelse(table.exits, 0).cast("int32"),
    )
    return table.filter(table.begin < table.until).drop("risk_from", "end")


def _with_own(
    table: ibis.Table, at_risk: ibis.Table, careers: Careers, held: ibis.Table, covariates: Sequence[Covariate]
) -> ibis.Table:
    """Add what is known of people when the clock starts, each under a name of its own."""
    for place, one in enumerate(covariates):
        if one.source == "people":
            assert careers.people is not None
            known = careers.people.select(own_person="person", **{_own(place): careers.people[one.column]})
            table = table.left_join(known, [("person", "own_person")]).drop("own_person")
        if one.source == "before":
            found = _previous(at_risk, held, _own(place))
            table = table.left_join(found, [("person", "own_person")]).drop("own_person")
    return table


def _own(place: int) -> str:
    """Name the value of a covariate by its place, whatever columns of people are called."""
    return f"own_{place}"


def _previous(at_risk: ibis.Table, held: ibis.Table, name: str) -> ibis.Table:
    """Tell the rung of the main job before the role; whoever had none comes straight into it."""
    before = at_risk.select("person", at=at_risk.zero)
    found = known_at(so_far(held, columns=["level"]), before, columns=["level"])
    found = found.select(found_person=found.person, place=_place(found.level, DERIVED["previous"]))
    both = before.left_join(found, [("person", "found_person")])
    none = both.found_person.isnull()
    return both.select(own_person=both.person, **{name: none.ifelse(0, both.place)})


def _with_known(segments: ibis.Table, held: ibis.Table, covariates: Sequence[Covariate]) -> ibis.Table:
    """Cut segments at anniversaries, and add the value of each covariate; null where it is not known."""
    kept = segments.columns
    told = [one for one in covariates if one.source in ("breadth", "spent", "job")]
    if not told:
        return _named(_by_year(segments), kept, covariates, {})
    columns = sorted({one.column for one in told if one.source == "job"} - {"specialty"})
    breadth = any(one.source == "breadth" for one in told)
    jobs = so_far(held, breadth=breadth, columns=columns)
    names = {one.name for one in told}
    spare = {"first": "career", "strategy_before": "strategy", "inner_before": "", "employers": "employers"}
    jobs = jobs.drop(*(name for name, of in spare.items() if name in jobs.columns and of not in names))
    # nearly every segment is the start of a main job that goes on being the last through all of it
    table = segments.left_join(
        jobs.rename(job_person="person"), [segments.person == jobs.person, segments.begun == jobs.start]
    ).drop("job_person")
    table = store(table.mutate(whole=(table.following >= table.until).fill_null(False)))
    here = _by_year(table.filter(table.whole).drop("whole"))
    found = known_in(here, [*_CUT, *(name for name in kept if name not in _SPENT), *columns, "craft"])
    known = _named(found, kept, covariates, _values(found, told))
    others = table.filter(~table.whole).select(*kept)
    if not number(others.count()):
        return known
    # of other people's time each stretch looks for its job
    others = _by_year(others)
    asked = others.select("person", "at")
    jobs = so_far(held.semi_join(asked, "person"), breadth=breadth, columns=columns)
    found = known_at(jobs, asked, columns=[*columns, "craft"])
    found = found.select(found_person="person", found_at="at", **_values(found, told))
    both = others.left_join(found, [others.person == found.found_person, others["at"] == found.found_at])
    return known.union(_named(both, kept, covariates, {one.name: both[one.name] for one in told}))


#: Columns of a segment that its stretches do without, and those that they have instead.
_SPENT: Final = ("begun", "begin", "until", "reached", "exits")
_CUT: Final = ("at", "since", "through", "reached", "exits")


def _by_year(segments: ibis.Table) -> ibis.Table:
    """Cut segments at anniversaries of the clock's zero; `at` is the first month at risk after the cut."""
    import ibis

    table = segments.mutate(
        since=(segments.begin - segments.zero).cast("int32"), over=(segments.until - segments.zero).cast("int32")
    )
    years = ibis.range((table.since // 12).cast("int32"), ((table.over - 1) // 12 + 1).cast("int32"))
    table = table.mutate(year=years.unnest())
    begins, ends = (table.year * 12).cast("int32"), (table.year * 12 + 12).cast("int32")
    last = ends >= table.over
    table = table.mutate(
        since=(begins > table.since).ifelse(begins, table.since),
        through=last.ifelse(table.over, ends),
        reached=last.ifelse(table.reached, 0).cast("int32"),
        exits=last.ifelse(table.exits, 0).cast("int32"),
    ).drop("year", "over", "begin", "until", "begun")
    return table.mutate(at=(table.zero + table.since + 1).cast("int32"))


def _named(table: ibis.Table, kept: Sequence[str], covariates: Sequence[Covariate], told: dict[str, Any]) -> ibis.Table:
    """Give the values of covariates the names of `_own`, and keep what is counted."""
    values = {}
    for place, one in enumerate(covariates):
        if one.source == "time":
            year = (table["at"] // 12).cast("int32")
            values[_own(place)] = year - year % PERIOD_YEARS
        else:
            values[_own(place)] = told[one.name] if one.name in told else table[_own(place)]
    counted = [name for name in (FOLD, "weight") if name in kept]
    return table.select("since", "through", "reached", "exits", *counted, **values)


def _values(found: ibis.Table, covariates: Sequence[Covariate]) -> dict[str, Any]:
    """Return what main jobs tell, by the names of the covariates."""
    import ibis

    values: dict[str, Any] = {
        one.name: found.craft if one.column == "specialty" else _place(found[one.column], one)
        for one in covariates
        if one.source == "job"
    }
    names = {one.name for one in covariates}
    if "breadth" in names:
        places = ((found.kind == label, place) for place, label in enumerate(DERIVED["breadth"].labels))
        values["breadth"] = ibis.cases(*places, else_=ibis.null("int8"))
    if "strategy" in names:
        years = (found.strategy // 12).cast("int32")
        values["strategy"] = (years > MOST_STRATEGY).ifelse(MOST_STRATEGY, years)
    if "career" in names:
        since = ((found["at"] - found["first"]) // 12).cast("int32")
        bands = ((since >= start, place) for place, start in reversed(list(enumerate(CAREER_YEARS))))
        values["career"] = ibis.cases(*bands, else_=ibis.null("int8"))
    if "employers" in names:
        number_of = (found.employers > MOST_EMPLOYERS).ifelse(MOST_EMPLOYERS, found.employers)
        values["employers"] = (number_of > 0).ifelse(number_of - 1, ibis.null("int32"))
    return values


def _place(column: ir.StringValue, one: Covariate) -> ir.IntegerValue:
    import ibis

    rungs = RUNG_LEVELS if one.name in ("rung", "previous") else {}
    places = (
        (column.isin(rungs[label]) if label in rungs else column == label, place)
        for place, label in enumerate(one.labels)
    )
    return ibis.cases(*places, else_=ibis.null("int8"))


def _cells(known: ibis.Table, names: Sequence[str], piece: int) -> ibis.Table:
    import ibis

    table = known
    first = (table.since // piece).cast("int32")
    if piece == 12:
        # no stretch goes past an anniversary
        table = table.mutate(month=first * piece, months=table.through - table.since)
    else:
        table = table.mutate(number=ibis.range(first, ((table.through - 1) // piece + 1).cast("int32")).unnest())
        begin, end = table.number * piece, (table.number + 1) * piece
        begin = (begin > table.since).ifelse(begin, table.since)
        is_last = end >= table.through
        table = table.mutate(
            month=table.number * piece,
            months=is_last.ifelse(table.through, end) - begin,
            reached=is_last.ifelse(table.reached, 0),
            exits=is_last.ifelse(table.exits, 0),
        )
    keys = {name: _own(place) for place, name in enumerate(names)}
    counts = {"person_months": table.months.sum(), "reached": table.reached.sum(), "exits": table.exits.sum()}
    if "weight" in table.columns:
        counts |= {
            "weight_person_months": (table.months * table.weight).sum(),
            "weight_reached": (table.reached * table.weight).sum(),
            "weight_exits": (table.exits * table.weight).sum(),
        }
    beside = [*((FOLD,) if FOLD in table.columns else ()), "month"]
    return table.group_by([*keys.values(), *beside]).agg(**counts).rename(keys)


def _long(cells: pyarrow.Table, covariates: Sequence[Covariate], piece: int, *, weighted: bool) -> pyarrow.Table:
    """Name the values, and add the cells that share a name."""
    import pyarrow as pa

    columns: dict[str, Any] = {one.name: _texts(cells, one) for one in covariates}
    if weighted:
        columns[FOLD] = cells[FOLD].cast(pa.int64())
    columns["month"] = cells["month"].cast(pa.int64())
    keys = list(columns)
    for name in count_columns("exposure", weighted=weighted):
        columns[name] = cells[name].cast(pa.float64() if name.startswith(WEIGHT) else pa.int64())
    return summed(pa.table(columns), keys, count_columns("exposure", weighted=weighted))


def _texts(cells: pyarrow.Table, one: Covariate) -> pyarrow.Array:
    import pyarrow as pa

    values = cells[one.name].to_pylist()
    if one.labels:
        return pa.array([UNKNOWN if value is None else one.labels[value] for value in values], pa.string())
    if one.name == "period":
        return pa.array([f"{year} to {year + PERIOD_YEARS - 1}" for year in values], pa.string())
    texts = [UNKNOWN if value is None or value != value or value == "" else str(value) for value in values]
    if one.name == "specialty":
        months: dict[str, int] = {}
        for text, number in zip(texts, cells["person_months"].to_pylist(), strict=True):
            months[text] = months.get(text, 0) + number
        kept = set(sorted(months, key=lambda text: (-months[text], text))[:_MOST_SPECIALTIES]) | {UNKNOWN}
        texts = [text if text in kept else _OTHER for text in texts]
    column = pa.chunked_array([pa.array(texts, pa.string())])
    check_groups(column, one.name)
    return column


def _notes(covariates: Sequence[Covariate]) -> list[str]:
    told = "; ".join(f"{one.name}: {one.says}" for one in covariates if one.source != "people")
    again = f"Told again when a job starts and on each anniversary of entry, by the months before: {told}."
    own = [
        f"'{one.name}' has no dates: it is assumed known at month 0." for one in covariates if one.source == "people"
    ]
    return [*([again] if told else []), *own]
