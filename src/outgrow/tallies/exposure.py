"""Exposure tallies: events and person-months at risk by what is known of people at the time, and by time since zero.

In: `Careers`, a role, a target, what is known. Out: `Tally` of kind ``exposure``. A person's time at risk is cut at the
start of each spell and at each anniversary of the clock's zero; what is known at a cut holds until the next, and only months
before the first at risk after it count in it. Start at `exposure_tally`; of its
steps those that several others read are kept on the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched_together, store
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
from outgrow.tallies.so_far import held_jobs, known_at, so_far
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
        ``stretches`` (person, months between two cuts: at risk after ``start``, through ``end``), ``known`` (these with what
        is known), ``cells`` (counts).
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
    held = steps["held"] = store(held) if sources & {"breadth", "spent", "job", "before"} else held
    stretches = steps["stretches"] = store(_stretches(at_risk, spells))
    known = steps["known"] = _with_known(stretches, careers, held, covariates)
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


def _stretches(at_risk: ibis.Table, spells: ibis.Table) -> ibis.Table:
    """Cut each person's time at risk where what is known of them is told again."""
    import ibis

    whole = at_risk.select("person", "zero", "risk_from", "end")
    begins = whole.select("person", cut=whole.risk_from)
    jobs = spells.select(held_person=spells.person, cut=spells.start.cast("int32"))
    started = whole.inner_join(jobs, [("person", "held_person")])
    started = started.filter((started.cut > started.risk_from) & (started.cut < started.end)).select("person", "cut")
    years = whole.mutate(year=ibis.range(0, ((whole.end - whole.zero) // 12 + 1).cast("int32")).unnest())
    years = years.mutate(cut=(years.zero + years.year * 12).cast("int32"))
    years = years.filter((years.cut > years.risk_from) & (years.cut < years.end)).select("person", "cut")
    cuts = begins.union(started).union(years).distinct()
    in_time = ibis.window(group_by="person", order_by="cut")
    cuts = cuts.mutate(following=cuts.cut.lead().over(in_time))
    cuts = cuts.rename(cut_person="person")
    table = at_risk.inner_join(cuts, [("person", "cut_person")])
    last = table.following.isnull()
    table = table.select(
        "person",
        "zero",
        *(name for name in (FOLD, "weight") if name in table.columns),
        start=table.cut,
        end=last.ifelse(table.end, table.following),
        reached=last.ifelse(table.reached, 0).cast("int32"),
        exits=last.ifelse(table.exits, 0).cast("int32"),
    )
    # made after the select: ibis loses a condition on a column that the select of another join has made
    return table.mutate(at=(table.start + 1).cast("int32"))


def _with_known(
    stretches: ibis.Table, careers: Careers, held: ibis.Table, covariates: Sequence[Covariate]
) -> ibis.Table:
    """Add the value of each covariate, under its name; null where it is not known."""
    table = stretches
    told = [one for one in covariates if one.source in ("breadth", "spent", "job")]
    if told:
        found = _told(held, stretches.select("person", "at"), told)
        found = found.rename(found_person="person", found_at="at")
        table = table.left_join(found, [table.person == found.found_person, table["at"] == found.found_at])
        table = table.drop("found_person", "found_at")
    if any(one.source == "before" for one in covariates):
        table = _with_previous(table, held)
    if any(one.source == "time" for one in covariates):
        year = (table["at"] // 12).cast("int32")
        table = table.mutate(period=year - year % PERIOD_YEARS)
    own = [one for one in covariates if one.source == "people"]
    if own:
        assert careers.people is not None
        known = careers.people.select("person", **{one.name: careers.people[one.column] for one in own})
        known = known.rename(known_person="person")
        table = table.left_join(known, [("person", "known_person")]).drop("known_person")
    return table


def _told(held: ibis.Table, points: ibis.Table, covariates: Sequence[Covariate]) -> ibis.Table:
    """Return what main jobs tell of each person and month, by the names of the covariates."""
    import ibis

    jobs = [one for one in covariates if one.source == "job"]
    columns = sorted({"craft" if one.column == "specialty" else one.column for one in jobs})
    names = {one.name for one in covariates}
    found = known_at(so_far(held, breadth="breadth" in names, columns=columns), points, columns=columns)
    values: dict[str, Any] = {
        one.name: found.craft if one.column == "specialty" else _place(found[one.column], one) for one in jobs
    }
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
        number = (found.employers > MOST_EMPLOYERS).ifelse(MOST_EMPLOYERS, found.employers)
        values["employers"] = (number > 0).ifelse(number - 1, ibis.null("int32"))
    return found.select("person", "at", **values)


def _place(column: ir.StringValue, one: Covariate) -> ir.IntegerValue:
    import ibis

    rungs = RUNG_LEVELS if one.name in ("rung", "previous") else {}
    places = (
        (column.isin(rungs[label]) if label in rungs else column == label, place)
        for place, label in enumerate(one.labels)
    )
    return ibis.cases(*places, else_=ibis.null("int8"))


def _with_previous(table: ibis.Table, held: ibis.Table) -> ibis.Table:

    before = table.select("person", at=table.zero).distinct()
    found = known_at(so_far(held, columns=["level"]), before, columns=["level"])
    found = found.select(found_person=found.person, place=_place(found.level, DERIVED["previous"]))
    both = table.left_join(found, [("person", "found_person")])
    # whoever had no main job before the month of entry comes straight into the role
    none = both.found_person.isnull()
    return both.mutate(previous=none.ifelse(0, both.place)).drop("found_person", "place")


def _cells(known: ibis.Table, names: Sequence[str], piece: int) -> ibis.Table:
    import ibis

    table = known.mutate(since=(known.start - known.zero).cast("int32"), until=(known.end - known.zero).cast("int32"))
    first = (table.since // piece).cast("int32")
    if piece == 12:
        # no stretch goes past an anniversary
        table = table.mutate(month=first * piece, months=table.until - table.since)
    else:
        table = table.mutate(number=ibis.range(first, ((table.until - 1) // piece + 1).cast("int32")).unnest())
        begin, end = table.number * piece, (table.number + 1) * piece
        begin = (begin > table.since).ifelse(begin, table.since)
        is_last = end >= table.until
        table = table.mutate(
            month=table.number * piece,
            months=is_last.ifelse(table.until, end) - begin,
            reached=is_last.ifelse(table.reached, 0),
            exits=is_last.ifelse(table.exits, 0),
        )
    keys = [*names, *((FOLD,) if FOLD in table.columns else ()), "month"]
    counts = {"person_months": table.months.sum(), "reached": table.reached.sum(), "exits": table.exits.sum()}
    if "weight" in table.columns:
        counts |= {
            "weight_person_months": (table.months * table.weight).sum(),
            "weight_reached": (table.reached * table.weight).sum(),
            "weight_exits": (table.exits * table.weight).sum(),
        }
    return table.group_by(keys).agg(**counts)


def _long(cells: pyarrow.Table, covariates: Sequence[Covariate], piece: int, *, weighted: bool) -> pyarrow.Table:
    """Name the values, and add the cells that share a name."""
    import pyarrow as pa

    columns: dict[str, Any] = {one.name: _named(cells, one) for one in covariates}
    if weighted:
        columns[FOLD] = cells[FOLD].cast(pa.int64())
    columns["month"] = cells["month"].cast(pa.int64())
    keys = list(columns)
    for name in count_columns("exposure", weighted=weighted):
        columns[name] = cells[name].cast(pa.float64() if name.startswith(WEIGHT) else pa.int64())
    return summed(pa.table(columns), keys, count_columns("exposure", weighted=weighted))


def _named(cells: pyarrow.Table, one: Covariate) -> pyarrow.Array:
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
