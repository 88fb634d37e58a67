"""People counted by their jobs: how many, how many at once, the gaps between them, and how long each person is followed.

In: spells to count on their engine. Out: `PeopleCounts`. Start at `count_people`. Each person's months of change are put in
order once; the number of jobs held in every month, and every gap, are read off that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outgrow.engine import fetched_together, store
from outgrow.quality.spells import by_years
from outgrow.quality.thresholds import LONG_GAP, MOST_STARTS, SHORT_GAP
from outgrow.settings import NO_WEIGHT, Settings
from outgrow.tallies.following import EVER, NEVER, followed

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers

__all__ = ["PeopleCounts", "count_people"]

#: Jobs of a person, jobs at once and months of a gap are counted apart up to these.
_MOST_JOBS: Final = 61
_MOST_AT_ONCE: Final = 4
_MOST_GAP: Final = 600


@dataclass(frozen=True)
class PeopleCounts:
    """Counts of people who hold a spell.

    Parameters
    ----------
    summary : dict
        ``people``, and of them those ``ongoing`` (with a job that is), with ``several_ongoing``, seen ``late`` (followed
        only from after their first job began), ``in_first_month`` (the first job starts in the first month of the data, and
        nothing says that they are seen late), ``before_first`` (followed from before their first job), ``with_gap``,
        ``with_long_gap``, ``overlapping``, ``crowded`` (above three jobs at once) and ``rushed`` (above five jobs that
        start in one month); then ``gaps``, ``long_gaps``, and the months in which jobs are held: ``months``, of which one,
        two, three, or more at once, ``months_1`` to ``months_4``.
    jobs : dict of int to int
        People by how many spells they have, 61 and more together.
    longest_gaps : dict of int to int
        People by the months of their longest gap; 0 where there is none.
    years : list of dict
        By first and last year of follow-up, ``first`` and ``last``: ``n``.
    news : list of dict
        Of people with an ongoing job, by ``month`` of their latest start or end and ``by_rule`` (1 where nothing says until
        when they were seen): ``n``.
    """

    summary: dict[str, int] = field(default_factory=dict)
    jobs: dict[int, int] = field(default_factory=dict)
    longest_gaps: dict[int, int] = field(default_factory=dict)
    years: list[dict[str, Any]] = field(default_factory=list)
    news: list[dict[str, Any]] = field(default_factory=list)

    @property
    def all(self) -> int:
        """People who hold a spell that can be used."""
        return self.summary.get("people", 0)

    @property
    def followed_by_year(self) -> dict[int, int]:
        """People followed in each year, from the first year to the last."""
        return by_years(self.years)


def count_people(spells: ibis.Table, careers: Careers) -> PeopleCounts:
    """Count people.

    Parameters
    ----------
    spells : ibis.Table
        From `spells_to_count`, kept.
    careers : Careers
        For what is known of each person, and the first and last month.
    """
    people = store(_people(spells, careers))
    held = _jobs_at_once(spells, people)
    people = people.left_join(held, people.person == held.held_person).drop("held_person")
    people = store(people)
    seen = people.filter(people.stop >= people.since)
    ongoing = people.filter(people.ongoing > 0)
    by_start = spells.group_by("person", "start").agg(n=spells.count())
    rushed = by_start.filter(by_start.n > MOST_STARTS)
    by_jobs = people.group_by(jobs=(people.jobs > _MOST_JOBS).ifelse(_MOST_JOBS, people.jobs).cast("int64"))
    by_gap = people.group_by(months=(people.longest > _MOST_GAP).ifelse(_MOST_GAP, people.longest).cast("int64"))
    by_year = seen.group_by(first=(seen.since // 12).cast("int64"), last=(seen.stop // 12).cast("int64"))
    tables = fetched_together(
        _summary(people, careers),
        by_jobs.agg(n=people.count()),
        by_gap.agg(n=people.count()),
        by_year.agg(n=seen.count()),
        ongoing.group_by("by_rule", month=ongoing.news.cast("int64")).agg(n=ongoing.count()),
        rushed.agg(rushed=rushed.person.nunique()),
    )
    [row], jobs, gaps, years, news, [most] = (table.to_pylist() for table in tables)
    return PeopleCounts(
        summary={name: int(value or 0) for name, value in {**row, **most}.items()},
        jobs={int(found["jobs"]): int(found["n"]) for found in jobs},
        longest_gaps={int(found["months"]): int(found["n"]) for found in gaps},
        years=years,
        news=news,
    )


def _people(spells: ibis.Table, careers: Careers) -> ibis.Table:
    """Give each person's jobs and follow-up, by the rules that every estimate is made by."""
    import ibis

    never = ibis.literal(NEVER)
    later = ibis.coalesce(spells.end, spells.start)
    people = spells.group_by("person").agg(
        zero=spells.start.min(),
        last=ibis.coalesce(spells.end, never).max(),
        jobs=spells.count(),
        ongoing=spells.end.isnull().ifelse(1, 0).sum(),
        news=later.max(),
        unknown_start=spells.unknown_start.max(),
    )
    # in the types of the months beside it
    people = people.mutate(last=people["last"].cast("int32"), zero=people.zero.cast("int32"))
    people = followed(people, careers, Settings(weight=NO_WEIGHT))
    return people.select(
        "person",
        "zero",
        "jobs",
        "ongoing",
        "news",
        "stop",
        "unknown_start",
        since=(people.seen_from > people.zero).ifelse(people.seen_from, people.zero),
        late=(people.seen_from > people.zero).ifelse(1, 0),
        early=((people.seen_from < people.zero) & (people.seen_from > EVER)).ifelse(1, 0),
        declared=people.observed_from.notnull().ifelse(1, 0),
        by_rule=(people.observed_until.isnull() & people.exited.isnull()).ifelse(1, 0),
    )


def _jobs_at_once(spells: ibis.Table, people: ibis.Table) -> ibis.Table:
    """Count, for each person, months by how many jobs are held in them, and the gaps without any."""
    import ibis

    ended = spells.filter(spells.end.notnull())
    ongoing = spells.filter(spells.end.isnull()).select("person", "start")
    until = people.filter(people.ongoing > 0).select(until_person="person", stop="stop")
    open_ended = ongoing.inner_join(until, ongoing.person == until.until_person)
    through = (open_ended.stop > open_ended.start).ifelse(open_ended.stop, open_ended.start)
    kind = spells.start.type()
    changes = ibis.union(
        spells.select("person", month=spells.start, change=ibis.literal(1)),
        ended.select("person", month=(ended.end + 1).cast(kind), change=ibis.literal(-1)),
        open_ended.select("person", month=(through + 1).cast(kind), change=ibis.literal(-1)),
    )
    months = changes.group_by("person", "month").agg(change=changes.change.sum())
    in_time = ibis.window(group_by="person", order_by="month")
    months = months.mutate(
        jobs=months.change.sum().over(in_time.rows(None, 0)),
        length=months.month.lead().over(in_time) - months.month,
    )
    months = months.filter(months.length.notnull())
    gap = months.jobs == 0
    return months.group_by(held_person="person").agg(
        months_1=months.length.sum(where=months.jobs == 1),
        months_2=months.length.sum(where=months.jobs == 2),
        months_3=months.length.sum(where=months.jobs == 3),
        months_4=months.length.sum(where=months.jobs >= _MOST_AT_ONCE),
        most=months.jobs.max(),
        gaps=(gap & (months.length >= SHORT_GAP)).ifelse(1, 0).sum(),
        long_gaps=(gap & (months.length >= LONG_GAP)).ifelse(1, 0).sum(),
        longest=gap.ifelse(months.length, 0).max(),
    )


def _summary(people: ibis.Table, careers: Careers) -> ibis.Table:
    first = careers.counts.first_month or 0
    undeclared = (people.declared == 0) & (people.unknown_start == 0)
    tests = {
        "ongoing": people.ongoing > 0,
        "several_ongoing": people.ongoing > 1,
        "late": people.late == 1,
        "in_first_month": (people.zero == first) & undeclared,
        "before_first": people.early == 1,
        "with_gap": people.gaps > 0,
        "with_long_gap": people.long_gaps > 0,
        "overlapping": people.most > 1,
        "crowded": people.most >= _MOST_AT_ONCE,
    }
    sums = ("gaps", "long_gaps", *(f"months_{jobs}" for jobs in range(1, _MOST_AT_ONCE + 1)))
    return people.agg(
        people=people.count(),
        **{name: test.ifelse(1, 0).sum() for name, test in tests.items()},
        **{name: people[name].sum() for name in sums},
    )
