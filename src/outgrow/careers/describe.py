"""What is in a set of careers: sizes, dates, what is filled in, the commonest titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.spells import join_same_title, main_jobs
from outgrow.engine import fetched, number, store
from outgrow.months import month_text
from outgrow.results import CareersFacts
from outgrow.schema import SPELL_COLUMNS

if TYPE_CHECKING:
    import ibis

    from outgrow.careers.careers import Careers

__all__ = ["Description", "describe"]

_MOST_TITLES: Final = 12


@dataclass(frozen=True, slots=True)
class Description:
    """A summary of careers.

    Parameters
    ----------
    careers : CareersFacts
        The head of every answer.
    first_month : str or None
        First month of any spell, ``YYYY-MM``.
    ongoing, values_quarantined, people_quarantined : int
        Spells without an end; values left out of rows that are used; people none of whose rows can be used.
    jobs_a_person, job_months : float or None
        Medians: main jobs of a person, the same title at the same employer twice in a row being one; months of a main job
        that has ended.
    with_gap : float or None
        Share of people with two months or more between two main jobs.
    filled : dict of str to float
        Share of spells that have each optional column.
    attributes : tuple of str
        Columns of people that groups can be formed by.
    titles : tuple of (str, int)
        The commonest titles, with the people who ever held each.
    min_cell : int or None
        The smallest count shown; None for an exact description not meant for others.
    """

    careers: CareersFacts
    first_month: str | None
    ongoing: int
    values_quarantined: int
    people_quarantined: int
    jobs_a_person: float | None
    job_months: float | None
    with_gap: float | None
    filled: dict[str, float]
    attributes: tuple[str, ...]
    titles: tuple[tuple[str, int], ...]
    min_cell: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the description ready for JSON."""
        return {
            "schema_version": 1,
            "command": "careers describe",
            "careers": self.careers.as_json(),
            "first_month": self.first_month,
            "ongoing": self.ongoing,
            "values_quarantined": self.values_quarantined,
            "people_quarantined": self.people_quarantined,
            "jobs_a_person": self.jobs_a_person,
            "job_months": self.job_months,
            "with_gap": self.with_gap,
            "filled": self.filled,
            "attributes": list(self.attributes),
            "titles": [{"title": title, "people": people} for title, people in self.titles],
            "settings": {"min_cell": self.min_cell},
        }


def describe(careers: Careers) -> Description:
    """Summarise careers.

    Parameters
    ----------
    careers : Careers
        The careers.

    Returns
    -------
    Description
        Exact: `outgrow.disclosure.release_description` makes it fit for others.
    """
    spells = careers.spells
    optional = [column for column in SPELL_COLUMNS if column not in ("person", "start", "end", "title")]
    [shares] = fetched(spells.agg(**{column: spells[column].count() for column in optional})).to_pylist()
    total = careers.counts.spells
    jobs = _jobs(careers)
    ended = jobs.filter(jobs.end.notnull())
    lengths = fetched(ended.group_by(length=ended.end - ended.start + 1).agg(n=ended.count())).to_pylist()
    people = jobs.group_by("person").agg(n=jobs.count(), gap=jobs.gap.max())
    sizes = fetched(people.group_by("n").agg(people=people.count())).to_pylist()
    gaps = number(people.filter(people.gap > 1).count())
    held = sum(row["people"] for row in sizes)
    titles = spells.group_by("title").agg(people=spells.person.nunique())
    titles = titles.order_by([titles.people.desc(), "title"]).limit(_MOST_TITLES)
    first = careers.counts.first_month
    return Description(
        careers=careers.facts,
        first_month=None if first is None else month_text(first),
        ongoing=careers.counts.ongoing,
        values_quarantined=careers.counts.values_quarantined,
        people_quarantined=careers.counts.people_quarantined,
        jobs_a_person=_median((row["n"], row["people"]) for row in sizes),
        job_months=_median((row["length"], row["n"]) for row in lengths),
        with_gap=gaps / held if held else None,
        filled={column: shares[column] / total if total else 0.0 for column in optional},
        attributes=careers.attributes,
        titles=tuple((row["title"], row["people"]) for row in fetched(titles).to_pylist()),
    )


def _jobs(careers: Careers) -> ibis.Table:
    """Give main jobs, each with the months since the one before."""
    import ibis

    columns = ["person", "start", "end", "start_day", "title", "organisation", "level", "marks", "imprecise"]
    joined = join_same_title(careers.spells.select(*columns), gap=1)
    jobs = main_jobs(joined, gap=1)
    before = jobs.end.lag().over(ibis.window(group_by="person", order_by="start"))
    return store(jobs.select("person", "start", "end", gap=jobs.start - before - 1))


def _median(counted: Any) -> float | None:
    """Median of values given with how often each occurs."""
    pairs = sorted(counted)
    half, seen = sum(n for _, n in pairs) / 2, 0
    for place, (value, n) in enumerate(pairs):
        seen += n
        if seen > half:
            return float(value)
        if seen == half:
            return float(value + pairs[place + 1][0]) / 2
    return None
