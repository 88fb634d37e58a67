"""Checks of jobs: several at once, gaps, repeats, what cannot be, people with one job, and rows that were left out.

In: `Counted`. Out: a `Check` each. What they count and from where on it matters is in docs/careers.md.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.quality.counted import Counted
from outgrow.quality.parts import listed, several, share, share_said
from outgrow.quality.thresholds import (
    CROWDED_PEOPLE,
    DUPLICATES,
    GAP_PEOPLE,
    IMPLAUSIBLE,
    LEAST_AGE,
    LONG_GAP,
    LONGEST_JOB,
    MOST_AGE,
    MOST_AT_ONCE,
    MOST_JOBS,
    MOST_PAY,
    MOST_STARTS,
    OLDEST_START,
    OVERLAP_MONTHS,
    QUARANTINED,
    SHORT_GAP,
    SINGLE,
)
from outgrow.results import Check, CheckTable, Measure

__all__ = ["duplicates", "gaps", "implausible", "one_spell", "overlaps", "quarantine"]

#: Months of the longest gap of a person, by classes.
_GAPS: Final = ((2, 5), (6, 11), (12, 23), (24, 59), (60, None))
_JOBS: Final = (*((jobs, jobs) for jobs in range(1, 11)), (11, 20), (21, MOST_JOBS), (MOST_JOBS + 1, None))
_EXACT: Final = "exact duplicate of an earlier row"
_MOST_REASONS: Final = 12


def overlaps(counted: Counted) -> Check:
    """Several jobs at once."""
    summary, people = counted.people.summary, counted.people.all
    months = [summary.get(f"months_{jobs}", 0) for jobs in range(1, 5)]
    several_at_once, overlapping, crowded = sum(months[1:]), summary.get("overlapping", 0), summary.get("crowded", 0)
    finding = (
        f"{share_said(overlapping, people)} of people held several jobs at once, in {share_said(several_at_once, sum(months))} "
        "of the months in which jobs are held"
    )
    if crowded:
        finding += f"; {several(crowded, 'person', 'people')} held more than {MOST_AT_ONCE}"
    return Check(
        "overlaps",
        "Jobs at once",
        f"{finding}.",
        "Reach counts every job; occupancy and next jobs go by one main job.",
        "Reach and tenure use every job, so overlaps do not move them, unless an end was never written down: a stay then comes "
        "out too long. Occupancy, peers and the job after a stay take one of the jobs: the one started last, then the "
        "higher level; jobs marked part-time, side, board, advisory or volunteer are main only alone. Which way that "
        "pushes depends on the jobs: a side job begun later, and not marked, hides the job it is beside.",
        "Mark jobs on the side (column marks); --vary main-job shows how far an answer moves.",
        (
            Measure(
                "share of the months in which jobs are held that have two or more",
                share(several_at_once, sum(months)),
                *OVERLAP_MONTHS,
            ),
            Measure(
                f"share of people who held more than {MOST_AT_ONCE} at once", share(crowded, people), *CROWDED_PEOPLE
            ),
        ),
        {
            "people": people,
            "overlapping": overlapping,
            "overlapping_share": share(overlapping, people),
            "crowded": crowded,
            "crowded_share": share(crowded, people),
            "months_held": sum(months),
            "months_overlapping": several_at_once,
            "months_overlapping_share": share(several_at_once, sum(months)),
        },
        (
            CheckTable(
                "Months by how many jobs are held in them",
                "bars",
                "share",
                ("Jobs at once", "Share of months", "Months"),
                tuple(
                    (name, share(n, sum(months)), n)
                    for name, n in zip(("One", "Two", "Three", "Four or more"), months, strict=True)
                ),
            ),
        ),
    )


def gaps(counted: Counted) -> Check:
    """Time without a job between two."""
    summary, people = counted.people.summary, counted.people.all
    short, long = summary.get("with_gap", 0), summary.get("with_long_gap", 0)
    classes = [(_months(first, last), _between(counted.people.longest_gaps, first, last)) for first, last in _GAPS]
    none = _between(counted.people.longest_gaps, 0, SHORT_GAP - 1)
    return Check(
        "gaps",
        "Gaps between jobs",
        f"{share_said(short, people)} of people have a gap of {SHORT_GAP} months or more between two jobs, "
        f"{share_said(long, people)} one of {LONG_GAP} or more.",
        "A job missing from a gap hides a target held in it: reach too low, or too late.",
        "Someone between jobs is still at risk, so a true gap pushes nothing. A job that is missing from the history does: a "
        "target held in it is not seen, so reach comes out too low or too late, and the stay before it ends as a way out of "
        "work. Gaps of one month are bridged (--gap) in occupancy and tenure; reach does not depend on it.",
        "Find out whether gaps are breaks or missing rows; --vary gap shows how far an answer moves.",
        (Measure(f"share of people with a gap of {LONG_GAP} months or more", share(long, people), *GAP_PEOPLE),),
        {
            "people": people,
            "with_gap": short,
            "with_gap_share": share(short, people),
            "with_long_gap": long,
            "with_long_gap_share": share(long, people),
            "gaps": summary.get("gaps", 0),
            "long_gaps": summary.get("long_gaps", 0),
            "followed_before_first_job": summary.get("before_first", 0),
        },
        (
            CheckTable(
                "People by their longest gap between jobs",
                "bars",
                "count",
                ("Longest gap", "People"),
                (("None, or 1 month", none), *classes),
            ),
        ),
    )


def duplicates(counted: Counted) -> Check:
    """Spells that repeat another."""
    spells, same, within = counted.spells.all, counted.titles.same_month, counted.titles.overlapping
    exact = _exact(counted)
    finding = f"{several(same + within, 'spell repeats', 'spells repeat')} another of the same person and title"
    if exact:
        finding += f"; {several(exact, 'exact copy was', 'exact copies were')} left out"
    return Check(
        "duplicates",
        "Repeated spells",
        f"{finding}.",
        "Reach does not move; stays last as long as the longest copy.",
        "Reach takes first entries, which copies share. Tenure joins jobs in the role that overlap, so of two ends the later "
        "counts: stays come out too long where that is the wrong one. Overlaps, shares of titles and whatever else counts "
        "spells come out too high. Exact duplicates are left out and push nothing.",
        "Keep one row for each job, and write employers alike.",
        (
            Measure(
                "share of spells that repeat another of the same person and title",
                share(same + within, spells),
                *DUPLICATES,
            ),
        ),
        {
            "spells": spells,
            "exact_left_out": exact,
            "same_first_month": same,
            "inside_another": within,
            "repeated_share": share(same + within, spells),
        },
        (
            CheckTable(
                "Repeated spells by kind",
                "bars",
                "count",
                ("Kind", "Spells"),
                (
                    ("Exact duplicates, left out", exact),
                    ("Same person, title and first month", same),
                    ("Same person, title and employer, one inside another", within),
                ),
            ),
        ),
    )


def implausible(counted: Counted) -> Check:
    """Spells, people and pay that cannot be."""
    spells, people, last = counted.spells, counted.people.all, counted.last
    long = sum(row["n"] for row in spells.lengths if row["months"] > LONGEST_JOB)
    long += sum(row["n"] for row in spells.starts if row["ongoing"] and last - row["start"] + 1 > LONGEST_JOB)
    ages, pay = spells.ages, spells.pay
    found = [
        ("over_50_years", f"jobs of over {LONGEST_JOB // 12} years", long, spells.all),
        ("too_young", f"jobs begun before age {LEAST_AGE}", ages.get("young", 0), ages.get("known", 0)),
        ("too_old", f"jobs held after age {MOST_AGE}", ages.get("old", 0), ages.get("known", 0)),
        ("too_early", f"jobs begun before {OLDEST_START}", _before(counted), spells.all),
        ("no_word_in_title", "titles without a word", counted.titles.wordless, spells.all),
        ("pay_of_nothing", "jobs with a pay of 0", pay.get("nothing", 0), pay.get("paid", 0)),
        ("huge_pay", f"pay over {MOST_PAY} times the median", pay.get("huge", 0), pay.get("paid", 0)),
        (
            "too_many_jobs",
            f"people with over {MOST_JOBS} jobs",
            _between(counted.people.jobs, MOST_JOBS + 1, None),
            people,
        ),
        (
            "too_many_starts",
            f"people with over {MOST_STARTS} jobs begun in one month",
            counted.people.summary.get("rushed", 0),
            people,
        ),
    ]
    there = sorted((one for one in found if one[2]), key=lambda one: -one[2])
    said = [f"{name} ({n:,})" for _, name, n, _ in there]
    worst = max((share(n, of) or 0.0 for _, _, n, of in found), default=0.0)
    return Check(
        "implausible",
        "What cannot be",
        f"Found: {listed(said, 2)}." if said else "Nothing that cannot be was found.",
        "Placeholders: reach too low. People merged: reach too high.",
        f"A job of over {LONGEST_JOB // 12} years, or one begun before {OLDEST_START}, is mostly a placeholder: it keeps "
        "somebody at risk, or in a role, who was not, so reach comes out too low and stays too long. A person with over "
        f"{MOST_JOBS} jobs is mostly several people under one number: what any of them reached counts for all, so reach comes "
        "out too high. Births that cannot be put people at the wrong place on the clock of age, pay that cannot be moves what "
        "a role is said to pay, and a title without a word is read as nothing.",
        "Mend these rows or take them out, and give every person a number of their own.",
        (Measure("the largest of these shares of spells, people or pay", worst if spells.all else None, *IMPLAUSIBLE),),
        {"spells": spells.all, "people": people, **{name: n for name, _, n, _ in found}},
        (
            CheckTable(
                "What cannot be, by kind",
                "bars",
                "count",
                ("Kind", "Number"),
                tuple((name[:1].upper() + name[1:], n) for _, name, n, _ in found),
            ),
        ),
    )


#: What follows a last job that has ended, where observed_until is not given.
_AFTER_LAST: Final = {
    "censor": "Where observed_until is not given, nobody is followed after a last job that has ended (--after-last censor), "
    "which pushes nothing as long as those who leave the data are like those who stay.",
    "exit": "Where observed_until is not given, whoever's last job has ended has left for good (--after-last exit) and reaches "
    "nothing after it; reached elsewhere, it is not in these careers.",
    "between": "Where observed_until is not given, whoever's last job has ended is followed to the last month of the data, "
    "between jobs (--after-last between); a later job that is missing makes reach too low.",
}


def one_spell(counted: Counted) -> Check:
    """People who have one job."""
    people, jobs = counted.people.all, counted.people.jobs
    one = jobs.get(1, 0)
    rows = [(_range(first, last), _between(jobs, first, last)) for first, last in _JOBS]
    while rows and not rows[-1][1]:
        rows.pop()
    return Check(
        "one_spell",
        "People with one job",
        f"{share_said(one, people)} of people ({one:,}) have one job.",
        "They are never seen to move: if their other jobs are missing, reach is too low.",
        "Whoever has one job gives time at risk and no move. If that is all there was, it is as it should be. If a history was "
        "cut to its last job, the entries before it are missing, and people count as new who are not; if later jobs are "
        f"missing, reach comes out too low. {_AFTER_LAST[counted.careers.after_last]}",
        "Ask for whole histories; --vary after-last shows how far an answer moves.",
        (Measure("share of people with one job", share(one, people), *SINGLE),),
        {"people": people, "one_job": one, "one_job_share": share(one, people)},
        (CheckTable("People by how many jobs they have", "columns", "count", ("Jobs", "People"), tuple(rows)),),
    )


def quarantine(counted: Counted) -> Check:
    """Rows that were left out, by reason."""
    counts = counted.careers.counts
    exact = _exact(counted)
    left_out = sum(row["rows"] for row in counted.reasons if row["table"] == "spells" and row["left_out"] == "row")
    rows = counts.spells + left_out
    lost, people = counts.people_quarantined, counts.people
    faulty = left_out - exact
    finding = f"{share_said(faulty, rows)} of rows ({faulty:,}) cannot be used"
    finding += f", and {several(lost, 'person', 'people')} with all of theirs" if lost else ""
    finding += (
        f"; {several(counts.values_quarantined, 'value is', 'values are')} left out"
        if counts.values_quarantined
        else ""
    )
    reasons = counted.reasons
    return Check(
        "quarantine",
        "Rows left out",
        f"{finding}.",
        "A missing row hides the job in it: reach mostly too low.",
        "A row that is left out is missing from its person's history: a target held in it is not reached, and a role held in it "
        "is not entered. People with no row that can be used stand under quarantined in every flow. Rows lost at random "
        "cost precision; where one kind of job or time loses more rows than others, answers about it come out too low.",
        "--out quarantine.csv lists them with their reasons; --map, --day-first and --end-exclusive say how to read.",
        (
            Measure("share of rows that cannot be used, exact duplicates apart", share(faulty, rows), *QUARANTINED),
            Measure("share of people none of whose rows can be used", share(lost, people), *QUARANTINED),
        ),
        {
            "rows": rows,
            "rows_left_out": left_out,
            "exact_duplicates": exact,
            "rows_left_out_share": share(faulty, rows),
            "values_left_out": counts.values_quarantined,
            "people_lost": lost,
            "people_lost_share": share(lost, people),
        },
        (
            CheckTable(
                "What was left out, by reason",
                "bars",
                "count",
                ("Reason", "Rows or values"),
                tuple((_reason(row), row["rows"]) for row in reasons[:_MOST_REASONS]),
            ),
        )
        if reasons
        else (),
    )


def _exact(counted: Counted) -> int:
    return sum(row["rows"] for row in counted.reasons if row["table"] == "spells" and row["reason"] == _EXACT)


def _reason(row: dict[str, Any]) -> str:
    where = "" if row["column"] == "row" else f", {row['column']}"
    return f"{row['table'].capitalize()}{where}: {row['reason']} ({row['left_out']} left out)"


def _before(counted: Counted) -> int:
    return sum(row["n"] for row in counted.spells.starts if row["start"] < 12 * OLDEST_START)


def _between(found: dict[int, int], first: int, last: int | None) -> int:
    return sum(n for value, n in found.items() if value >= first and (last is None or value <= last))


def _months(first: int, last: int | None) -> str:
    return f"{first} months or more" if last is None else f"{first} to {last} months"


def _range(first: int, last: int | None) -> str:
    if last is None:
        return f"{first}+"
    return str(first) if first == last else f"{first}–{last}"
