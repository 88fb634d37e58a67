"""Drift tallies: who holds a role in each June, what they hold five years on, and when they first have another title.

In: `Careers` and a role. Out: `DriftTally`, a few small tables of counts. People are looked at in June of each year, so that in
one year each counts once. Start at `drift_tally`; the steps that several others read are kept on the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.read import levels_of_titles
from outgrow.careers.records.held import renames_and_jobs
from outgrow.engine import fetched, fold, folded, lookup, number, store
from outgrow.months import month_number
from outgrow.results.drift import ALL, BETWEEN, LEFT, LOST, OTHER, SAME_ROLE, SAME_TITLE
from outgrow.settings import Settings
from outgrow.tallies.drift_tally import DriftTally, long_tables
from outgrow.tallies.following import NEVER, entrants, flow_of, followed, notes_of, weight_column
from outgrow.tallies.main_states import labelled_main_jobs
from outgrow.tallies.mentions import mention_counts, words_of
from outgrow.tallies.tally import FOLD
from outgrow.titles.family import families_of
from outgrow.titles.label import is_settled, labelled, once
from outgrow.titles.roles import FOLDED, owned, parse_role

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers, Recorded
    from outgrow.titles.roles import Role

__all__ = ["LATER_MONTHS", "OWNER_LEVEL", "drift_steps", "drift_tally"]

#: June, as the place of a month in its year.
_JUNE: Final = 5
#: Months after which successors are told.
LATER_MONTHS: Final = 60
#: What stands for the level of an owner's, founder's or partner's job.
OWNER_LEVEL: Final = "owner"
#: Titles of later that are told apart; the rest are counted by role alone.
_MOST_TITLES: Final = 200
#: Months of the end of follow-up within which it may be the exit itself that ended it.
_SAME: Final = 1


def drift_tally(
    careers: Careers,
    role: Role,
    settings: Settings | None = None,
    *,
    words: Sequence[str] | None = None,
    months: int = LATER_MONTHS,
) -> DriftTally:
    """Count who holds a role in each June, and what becomes of them and of its titles.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine.
    role : Role
        The role; a job is in it by its own title and labels.
    settings : Settings, optional
        Follow-up, main job and weight.
    words : sequence of str, optional
        What the skill is called in lists and descriptions. Default: the role's specialties, or else its functions.
    months : int, default 60
        After how many months what people hold is looked at again.

    Returns
    -------
    DriftTally
        Exact.

    Raises
    ------
    UnknownName, InputError
        The weights are no column, or none.
    """
    settings = settings or Settings()
    said = words_of(role) if words is None else tuple(words)
    weighted = weight_column(careers, settings) is not None
    steps, renames = drift_steps(careers, role, settings, months=months)
    seen = steps["seen"]
    status = seen.group_by(status=(seen.junes > 0).ifelse("counted", "no_follow_up")).agg(n=seen.count())
    tables = {
        "held": steps["held"],
        "later": _later_cells(steps["later"]),
        "persons": _persons(steps["later"]),
        "changes": steps["changes"],
        "titles": steps["titles"],
    }
    # one by one: all are made of what is kept, so that one query would share nothing
    counted = {name: fetched(table) for name, table in tables.items()}
    mentions = mention_counts(careers, role, steps["people"], settings, said, june=_JUNE) if said else None
    if mentions is not None:
        tables["mentions"] = mentions
        counted["mentions"] = fetched(mentions)
    return DriftTally(
        role=role.text,
        settings=settings,
        careers=careers.facts,
        flow=flow_of(fetched(status), careers),
        notes=notes_of(careers, settings),
        weighted=weighted,
        words=said,
        last_month=_last_month(careers, settings),
        renames=_of_role(renames, careers.recorded, counted["titles"]["title"].to_pylist()),
        queries=tuple(tables.values()),
        **long_tables(counted),
    )


def drift_steps(
    careers: Careers, role: Role, settings: Settings, *, months: int = LATER_MONTHS
) -> tuple[dict[str, ibis.Table], tuple[Recorded, ...]]:
    """Return the named steps of a drift tally, each an expression on the careers' engine, and renames that count as moves.

    Parameters are those of `drift_tally`.

    Returns
    -------
    dict of str to ibis.Table
        ``people`` (from when to when each is seen), ``jobs`` (main jobs, each with the months in which it is seen), ``held``
        (counts of jobs by the Junes they are held in), ``own`` (jobs of whoever ever held the role, with the family of their
        title and the month of the next other title), ``seen`` (of each of these people, in how many Junes), ``points`` (a row
        for each person and June in the role), ``later`` (the same five years on), ``changes`` (counts of first other
        titles), ``titles`` (people by title of the role, first and last year).
    tuple of Recorded
        Renames in place.
    """
    steps: dict[str, ibis.Table] = {}
    weighted = weight_column(careers, settings) is not None
    steps["people"] = once(careers, ("people seen", *_how(settings)), lambda: store(_people(careers, settings)))
    renames, renamed = _renames_of(careers)
    jobs = _jobs(careers, role, settings, steps["people"], employers=renamed is not None)
    # of settled careers what costs is kept for every role
    jobs = steps["jobs"] = jobs if is_settled(careers) else store(jobs)
    steps["held"] = _held(jobs, weighted=weighted)
    steps["own"] = store(_own(jobs, renamed))
    points = steps["points"] = store(_points(steps["own"]))
    steps["seen"] = _seen(steps["own"])
    last = _last_month(careers, settings)
    steps["later"] = store(_later(points, steps["own"], last, months))
    steps["changes"] = _changes(points)
    steps["titles"] = _titles(steps["own"])
    return steps, renames


def _renames_of(careers: Careers) -> tuple[tuple[Recorded, ...], ibis.Table | None]:
    """Return renames in place, and the jobs that began with one."""

    def found() -> tuple[tuple[Recorded, ...], ibis.Table | None]:
        return renames_and_jobs(careers.spells, levels_of_titles) if _has_employers(careers) else ((), None)

    return once(careers, "renames in place", found)


def _how(settings: Settings) -> tuple[Hashable, ...]:
    """Return the settings by which people are followed and main jobs told."""
    followed_by = settings.observed_from, settings.observed_until, settings.after_last, settings.weight
    return (*followed_by, settings.entered, settings.clock, settings.gap, settings.main_job)


def _has_employers(careers: Careers) -> bool:
    return number(careers.spells.filter(careers.spells.organisation.notnull()).limit(1).count()) > 0


def _last_month(careers: Careers, settings: Settings) -> int:
    """Return the last month in which anyone can be seen."""
    last = careers.counts.last_month or 0
    asked = None if settings.observed_until is None else month_number(settings.observed_until)
    return last if asked is None else min(last, asked)


def _people(careers: Careers, settings: Settings) -> ibis.Table:
    """Say of each person from when to when they are seen, when they leave, and how long they could have been followed."""
    import ibis

    spells = labelled(careers, set())
    people = followed(entrants(spells, parse_role("any"), settings), careers, settings)
    people = people.filter(people.reason.isnull())
    until, exited = people.observed_until, people.exited
    # where the end of follow-up is the exit, nobody knows how long it would have been
    own = until.notnull() & (exited.isnull() | (until > exited + _SAME) | (until < exited)).fill_null(True)
    last = ibis.literal(_last_month(careers, settings))
    could = own.ifelse(until, last)
    leaves = people.exit_month <= people.stop
    return people.select(
        "person",
        *(("weight",) if "weight" in people.columns else ()),
        seen_from=people.seen_from.cast("int32"),
        through=leaves.ifelse(people.exit_month - 1, people.stop).cast("int32"),
        stop=people.stop.cast("int32"),
        leaves=leaves.ifelse(people.exit_month, ibis.literal(NEVER)).cast("int32"),
        could=(could < last).ifelse(could, last).cast("int32"),
    )


def _jobs(careers: Careers, role: Role, settings: Settings, people: ibis.Table, *, employers: bool) -> ibis.Table:
    """Return main jobs with the months in which they are held and seen, and whether they are in the role."""
    import ibis

    def seen() -> ibis.Table:
        needs = {"title", "function", "specialty", "level"} | role.needs
        table = _seen_jobs(labelled_main_jobs(careers, needs, settings), people, settings)
        return store(table) if is_settled(careers) else table

    main = once(careers, ("jobs seen", *_how(settings)), seen)
    level = main.level.cast("string").nullif("")
    return main.select(
        "person",
        *("start", "last", "seen_start", "seen_last", "first_year", "last_year", "through", "stop", "leaves", "could"),
        *(("weight",) if "weight" in main.columns else ()),
        title=main[FOLDED],
        craft=ibis.coalesce(main.specialty.cast("string").nullif(""), main.function.cast("string").nullif("")),
        level=level if settings.owners else owned(main).ifelse(OWNER_LEVEL, level),
        in_role=role.condition(main, owners=settings.owners).ifelse(1, 0).cast("int8"),
        **({"employer": folded(main.organisation.cast("string"))} if employers else {}),
    )


def _seen_jobs(main: ibis.Table, people: ibis.Table, settings: Settings) -> ibis.Table:
    """Add to main jobs the months in which they are held and seen, short gaps bridged by the job before."""
    import ibis

    main = main.mutate(start=main.start.cast("int32"), ended=main.end.cast("int32").fill_null(NEVER))
    in_time = ibis.window(group_by="person", order_by="start")
    main = main.mutate(next_start=main.start.lead().over(in_time).fill_null(NEVER + 1))
    bridged = (main.ended < NEVER) & (main.next_start <= main.ended + settings.gap + 1)
    main = main.mutate(last=bridged.ifelse(main.next_start - 1, main.ended)).drop("next_start", "ended")
    known = people.rename(known_person="person")
    table = main.inner_join(known, main.person == known.known_person).drop("known_person")
    table = table.mutate(
        seen_start=(table.start >= table.seen_from).ifelse(table.start, table.seen_from).cast("int32"),
        seen_last=(table["last"] <= table.through).ifelse(table["last"], table.through).cast("int32"),
    )
    return table.mutate(
        first_year=((table.seen_start + 11 - _JUNE) // 12).cast("int32"),
        last_year=((table.seen_last + 12 - _JUNE) // 12 - 1).cast("int32"),
    ).drop("seen_from")


def _held(jobs: ibis.Table, *, weighted: bool) -> ibis.Table:
    """Count main jobs by the Junes from which to which they are held; folds only where weights need them."""
    table = jobs.filter(jobs.first_year <= jobs.last_year)
    if weighted:
        table = table.mutate(**{FOLD: fold(table.person)})
    keys = ["first_year", "last_year", "in_role", *([FOLD] if weighted else [])]
    return table.group_by(keys).agg(
        people=table.count(), weight=table.weight.sum() if weighted else table.count().cast("float64")
    )


def _own(jobs: ibis.Table, renamed: ibis.Table | None) -> ibis.Table:
    """Return the jobs of whoever ever held the role, with the family of each title and when another title comes next."""
    import ibis
    import pyarrow as pa

    there = jobs.filter(jobs.in_role == 1).select("person").distinct()
    # the fold is a hash, which is taken once of each person
    there = store(there.select(own_person="person", **{FOLD: fold(there.person)}))
    table = jobs.inner_join(there, jobs.person == there.own_person).drop("own_person")
    titles: list[str] = fetched(table.select("title").distinct())["title"].to_pylist()
    texts = pa.string()
    known = lookup(
        pa.table({"known_title": pa.array(titles, texts), "family": pa.array(families_of(titles), texts)}), table
    )
    table = table.left_join(known, table.title == known.known_title).drop("known_title")
    in_time = ibis.window(group_by="person", order_by="start")
    more = {"title_before": table.title.lag().over(in_time)} if renamed is not None else {}
    if renamed is not None:
        more["employer_before"] = table.employer.lag().over(in_time)
    table = table.mutate(changed=(table.family != table.family.lag().over(in_time)).fill_null(False), **more)
    in_place: Any = ibis.literal(0)
    if renamed is not None:
        table = table.left_join(
            renamed,
            [
                table.employer == renamed.renamed_held_employer,
                table.employer_before == renamed.renamed_held_employer,
                table.start == renamed.renamed_start,
                table.title_before == renamed.renamed_held_title_before,
                table.title == renamed.renamed_held_title,
            ],
        )
        in_place = table.renamed_start.notnull().ifelse(1, 0)
    # twice the month, and one more for a rename: the least of those to come is the next, and says which kind it is
    table = table.mutate(event=table.changed.ifelse(2 * table.start + in_place, 2 * NEVER).cast("int32"))
    in_time = ibis.window(group_by="person", order_by="start")
    return table.mutate(
        next_event=table.event.min().over(in_time.rows(1, None)).fill_null(2 * NEVER).cast("int32"),
    ).select(
        *("person", FOLD, "start", "last", "family", "craft", "level", "in_role", "next_event", "through", "stop"),
        *("leaves", "could", "seen_start", "seen_last", "first_year", "last_year"),
        *(("weight",) if "weight" in table.columns else ()),
    )


def _points(own: ibis.Table) -> ibis.Table:
    """Return a row for each person and June in the role: the title held, and what comes next."""
    import ibis

    table = own.filter((own.in_role == 1) & (own.first_year <= own.last_year))
    table = table.mutate(year=ibis.range(table.first_year, table.last_year + 1).unnest())
    kept = ("person", FOLD, "year", "family", "next_event", "stop", "through", "leaves", "could")
    return table.select(*kept, *(("weight",) if "weight" in table.columns else ()))


def _seen(own: ibis.Table) -> ibis.Table:
    role = own.filter(own.in_role == 1)
    junes = (role.last_year - role.first_year + 1).cast("int32")
    return role.group_by("person").agg(junes=(junes > 0).ifelse(junes, 0).sum())


def _amounts(table: ibis.Table) -> dict[str, ir.Value]:
    """Return what is counted of each cell: people in one June, and the sum of their weights."""
    people = table.count()
    return {"people": people, "weight": table.weight.sum() if "weight" in table.columns else people.cast("float64")}


def _later(points: ibis.Table, own: ibis.Table, last_month: int, months: int) -> ibis.Table:
    """Count what people hold five years on, and whoever is no longer followed then."""
    import ibis

    points = points.mutate(then=(points.year * 12 + _JUNE + months).cast("int32"))
    points = points.filter(points.then <= last_month)
    jobs = own.select(
        job_person="person",
        job_start="start",
        job_last="last",
        now="family",
        craft="craft",
        level="level",
        is_in="in_role",
    )
    table = points.left_join(
        jobs,
        [points.person == jobs.job_person, points.then >= jobs.job_start, points.then <= jobs.job_last],
    )
    left = (table.leaves <= table.then) & (table.could >= table.then)
    kind = ibis.cases(
        (left, LEFT),
        (table.through < table.then, LOST),
        (table.job_person.isnull(), BETWEEN),
        (table.now == table.family, SAME_TITLE),
        (table.is_in == 1, SAME_ROLE),
        else_=OTHER,
    )
    table = table.mutate(kind=kind)
    works, other = table.kind.isin((SAME_ROLE, OTHER)), table.kind == OTHER
    nothing = ibis.null("string")
    table = table.select(
        *("person", FOLD, "year", "kind"),
        *(("weight",) if "weight" in table.columns else ()),
        craft=other.ifelse(table.craft, nothing),
        level=other.ifelse(table.level, nothing),
        title=works.ifelse(table.now, nothing),
    )
    table = store(table)
    told = table.filter(table.title.notnull())
    named = told.group_by(known_title="title").agg(n=told.person.nunique())
    named = named.order_by([ibis.desc("n"), "known_title"]).limit(_MOST_TITLES)
    table = table.left_join(named, table.title == named.known_title)
    return table.mutate(title=table.known_title).drop("known_title", "n")


def _later_cells(later: ibis.Table) -> ibis.Table:
    """Count people and Junes by what is held five years on."""
    return later.group_by(["year", FOLD, "kind", "craft", "level", "title"]).agg(**_amounts(later))


def _persons(later: ibis.Table) -> ibis.Table:
    """Count each person once over all years: in what they hold then by role, by title, and in all."""
    import ibis

    nothing = ibis.null("string")
    followed = later.filter(later.kind != LOST)
    titles = followed.filter(followed.title.notnull()).select("person", "kind", "title").distinct()
    roles = followed.select("person", "kind", "craft", "level").distinct()
    people = followed.select("person").distinct()
    parts = [
        roles.group_by("kind", "craft", "level").agg(people=roles.count()).mutate(title=nothing),
        titles.group_by("kind", "title").agg(people=titles.count()).mutate(craft=nothing, level=nothing),
        people.agg(people=people.count()).mutate(kind=ibis.literal(ALL), craft=nothing, level=nothing, title=nothing),
    ]
    return ibis.union(*(part.select("kind", "craft", "level", "title", "people") for part in parts))


def _changes(points: ibis.Table) -> ibis.Table:
    """Count the months until somebody first has another title, leaves for good, or is last seen."""
    import ibis

    now = points.year * 12 + _JUNE
    change = points.next_event // 2
    happened = change <= points.stop
    kind = ibis.cases(
        (happened & (points.next_event % 2 == 1), "renamed"),
        (happened, "moved"),
        (points.leaves <= points.stop, "left"),
        else_="censored",
    )
    month = happened.ifelse(change, points.stop) - now
    table = points.mutate(kind=kind, month=month.cast("int32"))
    return table.group_by(["year", FOLD, "month", "kind"]).agg(**_amounts(table))


def _titles(own: ibis.Table) -> ibis.Table:
    """Count people by title of the role, and the years in which they were first and last seen with it."""
    role = own.filter((own.in_role == 1) & (own.seen_start <= own.seen_last))
    each = role.group_by("person", title="family").agg(first=role.seen_start.min(), last=role.seen_last.max())
    return each.group_by("title", first_year=each["first"] // 12, last_year=each["last"] // 12).agg(people=each.count())


def _of_role(
    moved: Sequence[Recorded], recorded: Sequence[Recorded], titles: Sequence[str]
) -> tuple[tuple[Recorded, bool], ...]:
    """Return the renames from or to titles of the role, each with whether it counts as a move."""
    known = set(titles)
    found = [(one, True) for one in moved] + [(one, False) for one in recorded if one.kind == "rename"]
    said = families_of([text or "" for one, _ in found for text in (one.before, one.after)])
    pairs = zip(said[::2], said[1::2], strict=True)
    return tuple(pair for pair, families in zip(found, pairs, strict=True) if known.intersection(families))
