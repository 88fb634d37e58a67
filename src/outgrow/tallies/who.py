"""Who made it: what came first of those who enter a role, while they stayed as asked, and the roles of those who got there.

In: `Careers`, a role, a target, which breadth they are to stay of. Out: `WhoTally`: a state tally of what came first, who
was followed to the horizon, and the commonest sequences of roles among those already there. Breadth is told when somebody
comes to be at risk, at the start of each job and on each anniversary of entry, by the months until then, so that nobody is put
with the focused or the broadened for what came later. Start at `who_tally`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched, fetched_together, store
from outgrow.errors import InputError, did_you_mean
from outgrow.months import month_number
from outgrow.results.states import LEFT
from outgrow.results.who import REACHED, WAITING, Ranked, Sequence, kind_turned
from outgrow.settings import Settings
from outgrow.tallies.following import entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.sequences import sequence_steps
from outgrow.tallies.so_far import BROADENED, FOCUSED, jobs_so_far, known_at
from outgrow.tallies.tally import FOLD, WEIGHT, Tally, count_columns, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["HORIZON_MONTHS", "STAYED", "WhoTally", "read_stayed", "who_steps", "who_tally"]

#: Months since entry by which people are to have got there, where no horizon is asked for.
HORIZON_MONTHS: Final = 120
#: What people can have stayed, and what then comes first instead.
STAYED: Final = {FOCUSED: BROADENED, BROADENED: FOCUSED}
#: Why somebody counted is not among those asked about, in this order, with the words for it.
_EXCLUDED: Final = {
    "seen_late": "first seen after the horizon",
    "other": "{other} already when they came to be at risk",
    "unknown": "of unknown breadth when they came to be at risk: under 12 months in jobs of a known craft",
}
#: Sequences that are fetched at the most; the others are counted.
_MOST: Final = 200


@dataclass(frozen=True)
class WhoTally:
    """Counts of who made it.

    Parameters
    ----------
    outcomes : Tally
        Of kind ``state``: from `outgrow.results.who.WAITING` to what came first; nothing after the horizon.
    toward : str
        The target, as written.
    stayed : {"focused", "broadened"} or None
        What people stayed; None where it does not matter.
    horizon : int
        Months since entry.
    followed : tuple of (str, int)
        People at risk from entry on and followed to the horizon whatever became of them, by what came first.
    opposite : tuple of (int, int) or None
        Of those followed to the horizon, how many were told to be the other kind before they had reached the target; and how
        many of these had not reached it by the horizon. None where `stayed` is.
    excluded : tuple of (str, int)
        People counted in the flow who are not asked about, by reason.
    sequences, first_jobs, last_steps : Ranked
        Of those already there: their roles since entry, the target last; their first main job; the one held last before.
    """

    outcomes: Tally
    toward: str
    stayed: str | None
    horizon: int
    followed: tuple[tuple[str, int], ...]
    opposite: tuple[int, int] | None
    excluded: tuple[tuple[str, int], ...]
    sequences: Ranked
    first_jobs: Ranked
    last_steps: Ranked


def read_stayed(stayed: str | None) -> str | None:
    """Return what people are to have stayed, as it is spelt here.

    Raises
    ------
    InputError
        It is none of `STAYED`.
    """
    if stayed is None:
        return None
    asked = stayed.strip().lower()
    if asked not in STAYED:
        raise InputError(
            f"nobody can be told to have stayed '{stayed}'.{did_you_mean(asked, STAYED)}",
            do=f"give {' or '.join(STAYED)}, or leave it out",
        )
    return asked


def who_tally(
    careers: Careers, role: Role, toward: Role, settings: Settings | None = None, *, stayed: str | None = None
) -> WhoTally:
    """Count who reached a target from a role while they stayed focused, or broadened, and by which roles.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role whose first entry starts the clock.
    toward : Role
        The target.
    settings : Settings, optional
        Follow-up and the rest; ``years`` is the horizon (default `HORIZON_MONTHS`), at which time at risk ends.
    stayed : {"focused", "broadened"}, optional
        Only whoever is so when they come to be at risk, for as long as they stay so. Whoever is of unknown breadth then counts
        with the focused until told otherwise, and not with the broadened.

    Returns
    -------
    WhoTally
        Counts alone, exact.

    Raises
    ------
    UnknownName, InputError
        As `outgrow.tallies.first_passage`; also where `stayed` is neither, groups are asked for, or the clock is another.
    """
    settings = settings or Settings()
    stayed = read_stayed(stayed)
    if settings.clock != "role":
        raise InputError(
            f"who made it is told by time since entry into the role; the clock asked for is '{settings.clock}'.",
            do="leave the clock out",
        )
    if settings.by is not None:
        raise InputError("this question has no groups.", do="ask reach, or compare, by that column")
    horizon = settings.horizon_months or HORIZON_MONTHS
    steps = who_steps(careers, role, toward, settings, stayed=stayed)
    cells = fetched(steps["cells"])
    parts = ("sequences", "first_jobs", "last_steps")
    tables = fetched_together(*(_commonest(steps[name]) for name in parts)) if _any_reached(cells) else None
    weighted = weight_column(careers, settings) is not None
    outcomes = Tally(
        kind="state",
        role=role.text,
        toward=(),
        groups=(),
        table=_long(cells, stayed, weighted=weighted),
        flow=flow_of(cells, careers),
        settings=settings,
        careers=careers.facts,
        notes=(*notes_of(careers, settings), *_notes(stayed)),
        queries=(steps["cells"],),
        absorbing=(REACHED, *([kind_turned(STAYED[stayed])] if stayed else []), LEFT),
        states="outcome",
        folded=weighted,
        weighted=weighted,
    )
    ranked = [_ranked(table) for table in tables] if tables else [Ranked(0, 0, ())] * len(parts)
    return WhoTally(
        outcomes=outcomes,
        toward=toward.text,
        stayed=stayed,
        horizon=horizon,
        followed=_followed_to(cells, stayed),
        opposite=None if stayed is None else _opposite(cells),
        excluded=_excluded(cells, stayed),
        sequences=ranked[0],
        first_jobs=ranked[1],
        last_steps=ranked[2],
    )


def who_steps(
    careers: Careers, role: Role, toward: Role, settings: Settings, *, stayed: str | None
) -> dict[str, ibis.Table]:
    """Return the named steps of who made it, each an expression on the careers' engine.

    Parameters are those of `who_tally`.

    Returns
    -------
    dict of str to ibis.Table
        ``spells`` (labelled), ``followed`` (a row for each who entered the role), ``told`` (when each was first told to be of
        the other kind, where that is asked), ``passages`` (person, what came first and in which month since zero, whether
        followed to the horizon), ``cells`` (counts), and of those who reached the target ``sequences``, ``first_jobs`` and
        ``last_steps`` (counts).
    """
    horizon = settings.horizon_months or HORIZON_MONTHS
    steps: dict[str, ibis.Table] = {}
    spells = steps["spells"] = labelled(
        careers, role.needs | toward.needs | {"title", "level", "function", "specialty"}
    )
    # what several steps read is computed once
    people = store(_ends(followed(entrants(spells, role, settings, toward=[toward]), careers, settings), horizon))
    steps["followed"] = people
    if stayed is not None:
        told = steps["told"] = _told(people, spells, careers, settings, other=STAYED[stayed])
        people = people.left_join(told, [people.person == told.told_person]).drop("told_person")
    passages = steps["passages"] = store(_passages(people, careers, settings, stayed, horizon))
    more = [FOLD] if FOLD in passages.columns else []
    counts = {"n": passages.count(), **({"weight": passages.weight.sum()} if "weight" in passages.columns else {})}
    steps["cells"] = passages.group_by(["status", "entry", "month", "complete", "opposite", *more]).agg(**counts)
    there = passages.filter(passages.status == REACHED).select("person", "zero", "hit")
    return steps | sequence_steps(there, spells, careers, toward, settings)


def _ends(people: ibis.Table, horizon: int) -> ibis.Table:
    """Add the horizon's month, and the last in which anything but reaching the target may happen to somebody."""
    import ibis

    over = people.zero + horizon
    exits = people.exit_month <= people.stop
    # whoever leaves in a month does nothing else in it
    through = exits.ifelse(people.exit_month - 1, people.stop)
    people = people.mutate(over=over.cast("int32"), through=(through <= over).ifelse(through, over).cast("int32"))
    status = ibis.cases(
        ((people.reason == "not_in_role").fill_null(False), "not_in_role"),
        (people.hit_0 <= people.risk_from, "already_there"),
        else_=ibis.coalesce(people.reason, ibis.literal("at_risk")),
    )
    more = [name for name in (FOLD, "weight") if name in people.columns]
    return people.select(
        "person",
        *more,
        status=status,
        zero=people.zero.cast("int32"),
        risk_from=people.risk_from.cast("int32"),
        stop=people.stop.cast("int32"),
        exit_month=people.exit_month.cast("int32"),
        hit=people.hit_0.cast("int32"),
        over=people.over,
        through=people.through,
    )


def _told(people: ibis.Table, spells: ibis.Table, careers: Careers, settings: Settings, *, other: str) -> ibis.Table:
    """Tell the breadth of each when they come to be at risk, and the first month in which it was the other kind."""
    import ibis

    at_risk = people.filter((people.status == "at_risk") & (people.risk_from < people.over))
    whole = at_risk.select(
        "person", "zero", "risk_from", last=(at_risk.hit <= at_risk.through).ifelse(at_risk.hit - 1, at_risk.through)
    )
    begins = whole.select("person", cut=whole.risk_from)
    jobs = spells.select(held_person=spells.person, cut=spells.start.cast("int32"))
    started = whole.inner_join(jobs, [("person", "held_person")])
    started = started.filter((started.cut > started.risk_from) & (started.cut <= started["last"])).select(
        "person", "cut"
    )
    years = whole.filter(whole["last"] > whole.risk_from)
    years = years.mutate(year=ibis.range(1, ((years["last"] - years.zero) // 12 + 1).cast("int32")).unnest())
    years = years.mutate(cut=(years.zero + years.year * 12).cast("int32"))
    years = years.filter((years.cut > years.risk_from) & (years.cut <= years["last"])).select("person", "cut")
    cuts = store(begins.union(started).union(years).distinct())
    # what is told at a cut counts its own month too
    points = cuts.select("person", at=(cuts.cut + 1).cast("int32"))
    kinds = known_at(jobs_so_far(careers, settings, people=whole), points)
    kinds = kinds.select("person", "kind", cut=(kinds["at"] - 1).cast("int32"))
    starts = whole.select(start_person=whole.person, risk_from=whole.risk_from)
    both = kinds.inner_join(starts, [kinds.person == starts.start_person])
    told = both.group_by("person").agg(
        kind=both.kind.max(where=both.cut == both.risk_from),
        turned=both.cut.min(where=(both.kind == other).fill_null(False)),
    )
    return told.rename(told_person="person")


def _passages(people: ibis.Table, careers: Careers, settings: Settings, stayed: str | None, horizon: int) -> ibis.Table:
    """Say of each person why they do not count, or what came first and when, and whether they were followed to the horizon."""
    import ibis

    nothing = ibis.null("int32")
    at_risk = (people.status == "at_risk") & (people.risk_from < people.over)
    reached = (people.hit <= people.stop) & (people.hit <= people.over)
    exits = (people.exit_month <= people.stop) & (people.exit_month <= people.over)
    excluded: list[tuple[ir.BooleanValue, str]] = [
        (people.status != "at_risk", ""),
        (people.risk_from >= people.over, "seen_late"),
    ]
    turned: Any = ibis.literal(False)
    opposite: Any = ibis.null("string")
    if stayed is not None:
        other = STAYED[stayed]
        excluded.append(((people.kind == other).fill_null(False), "other"))
        if stayed == BROADENED:
            excluded.append((people.kind.isnull(), "unknown"))
        # it was only told before the target was reached, and while somebody was seen
        turned = people.turned.notnull()
        opposite = (turned & at_risk).ifelse(reached.ifelse(ibis.literal("there"), ibis.literal("not_there")), opposite)
    what = ibis.cases(
        (excluded[0][0], people.status),
        *excluded[1:],
        (turned, "turned"),
        (reached, REACHED),
        (exits, LEFT),
        else_="censored",
    )
    counts = what.isin([REACHED, "turned", LEFT, "censored"])
    month = ibis.cases(
        (what == REACHED, people.hit),
        *(((what == "turned", people.turned),) if stayed is not None else ()),
        (what == LEFT, people.exit_month),
        else_=(people.stop <= people.over).ifelse(people.stop, people.over),
    )
    # whoever left is known to the horizon if the data go so far after entry; whoever was lost is not, whatever came before
    until = careers.counts.last_month or 0
    asked = None if settings.observed_until is None else month_number(settings.observed_until)
    until = until if asked is None else min(until, asked)
    complete = (people.stop >= people.over) | (exits & (people.over <= until))
    complete = complete & (people.risk_from == people.zero) & at_risk
    return people.select(
        "person",
        *(name for name in (FOLD, "weight") if name in people.columns),
        "zero",
        "hit",
        status=what,
        entry=counts.ifelse(people.risk_from - people.zero, nothing).cast("int32"),
        month=counts.ifelse(month - people.zero, nothing).cast("int32"),
        complete=complete,
        opposite=opposite,
    )


def _any_reached(cells: pyarrow.Table) -> bool:
    return REACHED in cells["status"].to_pylist()


def _commonest(counted: ibis.Table) -> ibis.Table:
    """Return the commonest rows of a table of people by roles, with how many rows and people there are in all."""
    import ibis

    names = [name for name in counted.columns if name != "n"]
    everyone = ibis.window()
    table = counted.mutate(rows=counted.count().over(everyone), people=counted.n.sum().over(everyone))
    order = [ibis.desc(table.n), *(table[name] for name in names)]
    return table.order_by(order).limit(_MOST)


def _ranked(table: pyarrow.Table) -> Ranked:
    rows = table.to_pylist()
    steps = [name for name in table.column_names if name.startswith("step_")]
    found = [
        Sequence(tuple(row[name] for name in steps if row[name] is not None), bool(row.get("longer")), row["n"])
        for row in rows
    ]
    found.sort(key=lambda one: (-one.people, one.roles, one.longer))
    return Ranked(rows[0]["people"], rows[0]["rows"], tuple(found)) if rows else Ranked(0, 0, ())


def _rows(cells: pyarrow.Table) -> list[dict[str, Any]]:
    return [row for row in cells.to_pylist() if row["month"] is not None]


def _followed_to(cells: pyarrow.Table, stayed: str | None) -> tuple[tuple[str, int], ...]:
    names = {REACHED: REACHED, "turned": kind_turned(STAYED[stayed]) if stayed else "", LEFT: LEFT, "censored": WAITING}
    people = {name: 0 for name in (REACHED, names["turned"], LEFT, WAITING) if name}
    for row in _rows(cells):
        if row["complete"]:
            people[names[row["status"]]] += row["n"]
    return tuple(people.items())


def _opposite(cells: pyarrow.Table) -> tuple[int, int]:
    complete = [row for row in cells.to_pylist() if row["complete"] and row["opposite"]]
    not_there = sum(row["n"] for row in complete if row["opposite"] == "not_there")
    return sum(row["n"] for row in complete), not_there


def _excluded(cells: pyarrow.Table, stayed: str | None) -> tuple[tuple[str, int], ...]:
    people = dict.fromkeys(_EXCLUDED, 0)
    for row in cells.to_pylist():
        if row["status"] in people:
            people[row["status"]] += row["n"]
    asked = ["seen_late"] + (["other"] if stayed else []) + (["unknown"] if stayed == BROADENED else [])
    return tuple((_EXCLUDED[reason].format(other=STAYED.get(stayed or "")), people[reason]) for reason in asked)


def _notes(stayed: str | None) -> list[str]:
    if stayed is None:
        return []
    other = STAYED[stayed]
    unknown = (
        "Whoever's breadth is not known yet, under 12 months in jobs of a known craft, counts as focused until it is told."
        if stayed == FOCUSED
        else "Whoever's breadth is not known when they come to be at risk, and whoever broadens later, is not among them: "
        "compare by breadth from a landmark on counts those too."
    )
    return [
        "Breadth is told when people come to be at risk, when a job starts and on each anniversary of entry, by the months "
        f"until then. Whoever is {stayed} at first is followed for as long as they stay so; to be told {other} first is a "
        "competing event, and a target reached in that month counts first.",
        unknown,
    ]


def _long(cells: pyarrow.Table, stayed: str | None, *, weighted: bool) -> pyarrow.Table:
    """Turn cells into the long form of a state tally: people come to wait, and something comes first."""
    import pyarrow as pa

    names = {REACHED: REACHED, "turned": kind_turned(STAYED[stayed]) if stayed else "", LEFT: LEFT, "censored": None}
    counts = count_columns("state", weighted=weighted)
    keys = [*([FOLD] if weighted else []), "month", "origin", "destination"]
    kinds = {
        FOLD: pa.int64(),
        "month": pa.int64(),
        "origin": pa.string(),
        "destination": pa.string(),
        "moves": pa.int64(),
    }
    rows = []
    for cell in _rows(cells):
        amounts = {"moves": cell["n"], **({FOLD: cell[FOLD], f"{WEIGHT}moves": cell["weight"]} if weighted else {})}
        rows.append({"month": cell["entry"], "origin": None, "destination": WAITING, **amounts})
        rows.append({"month": cell["month"], "origin": WAITING, "destination": names[cell["status"]], **amounts})
    schema = pa.schema([(name, kinds.get(name, pa.float64())) for name in (*keys, *counts)])
    return summed(pa.Table.from_pylist(rows, schema), keys, counts)
