"""Checks of time: the years that are covered, who is seen late, ongoing jobs, how precise dates are, and heaps of them.

In: `Counted`. Out: a `Check` each. What they count and from where on it matters is in docs/careers.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from outgrow.charts.wording import percent
from outgrow.months import month_text
from outgrow.quality.counted import Counted
from outgrow.quality.parts import several, share, share_said
from outgrow.quality.thresholds import (
    COVERED_YEARS,
    FEW_PEOPLE,
    FIRST_MONTH,
    HEAPED,
    HEAPED_LEAST,
    IMPRECISE,
    LATE_PEOPLE,
    LEAST_PEOPLE,
    LONG_ONGOING,
    OLD_ONGOING,
    SEVERAL_ONGOING,
    SHORTEST_HEAPED,
    STALE_AFTER,
    STALE_PEOPLE,
)
from outgrow.results import Check, CheckTable, Measure

__all__ = ["coverage", "heaping", "late_entry", "ongoing", "precision"]

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Years that a table has at the most; those before are one row.
_MOST_YEARS: Final = 70
_ONE_IN_TWELVE: Final = 1 / 12


def coverage(counted: Counted) -> Check:
    """Years with enough people who are followed."""
    followed, held = counted.people.followed_by_year, counted.spells.held_by_year
    started = _by_year((row["start"], row["n"]) for row in counted.spells.starts)
    covered = sum(1 for n in followed.values() if n >= FEW_PEOPLE)
    thin = len(followed) - covered
    years = sorted(held)
    rows = tuple((year, followed.get(year, 0), held[year], started.get(year, 0)) for year in years)
    span = f"{min(followed)} to {max(followed)}" if followed else "no year"
    fewer = f" and fewer in {thin}" if thin else ""
    return Check(
        "coverage",
        "Coverage by year",
        f"People are followed from {span}, with {FEW_PEOPLE} people or more in {several(covered, 'year')}{fewer}.",
        "Curves and horizons end with the years covered; who enters in thin years weighs little.",
        "A curve ends where fewer than 10 are at risk, and the horizon of a ceiling or a verdict (15 years) is shortened to "
        "there: what takes longer stays unknown, not absent. In histories that people wrote themselves, those of early "
        "years are the ones still about, so early entrants are a selected few.",
        "Ask for a horizon that the years bear (--years, --horizon), or for entrants of well covered years (--entered).",
        (Measure(f"years with {FEW_PEOPLE} people or more", covered, *COVERED_YEARS, low=True),),
        {
            "first_month": _month(counted.careers.counts.first_month),
            "last_month": _month(counted.careers.counts.last_month),
            "first_year_followed": min(followed, default=None),
            "last_year_followed": max(followed, default=None),
            "years_covered": covered,
            "years_thin": thin,
            "people": counted.people.all,
            "spells": counted.spells.all,
        },
        (
            CheckTable(
                "People followed by year",
                "columns",
                "count",
                ("Year", "People followed", "Jobs held", "Jobs started"),
                _last_years(rows),
            ),
        ),
    )


def late_entry(counted: Counted) -> Check:
    """Follow-up that starts after the first job, said or not."""
    summary, people = counted.people.summary, counted.people.all
    late, first = summary.get("late", 0), summary.get("in_first_month", 0)
    late_share, first_share = share(late, people), share(first, people) if people >= LEAST_PEOPLE else None
    measures = (
        Measure("share of people seen only from after their first job began", late_share, *LATE_PEOPLE),
        Measure(
            "share of people whose first job starts in the first month of the data, though nothing says they are seen late",
            first_share,
            *FIRST_MONTH,
        ),
    )
    finding = f"{share_said(late, people)} of people are seen only from after their first job began"
    pushes = "Curves start late; chances of higher rungs tend to come out too low."
    month = _month(counted.careers.counts.first_month)
    if measures[1].serious != "none":
        finding += f"; {share_said(first, people)} start in {month}, the first month of all"
        pushes = "Jobs under way then count as new: stays and times come out too short."
    return Check(
        "late_entry",
        "Seen late",
        f"{finding}.",
        pushes,
        "Time before observed_from is history, not time at risk. A job begun before it gets no clock of its own; curves start "
        "once 10 are at risk and are conditional on waiting until then; whoever was past a lower target when first seen "
        "is in none of them, so chances of higher targets come out too low where many are seen late. Where a source "
        "starts at one month and does not say so, jobs that were under way count as begun there: stays and times come out too "
        "short, and people who had reached a target before count as waiting for it.",
        "Give observed_from, and the mark start-unknown to jobs that were under way; look at starts_at of a curve.",
        measures,
        {
            "people": people,
            "late": late,
            "late_share": late_share,
            "in_first_month": first,
            "in_first_month_share": share(first, people),
            "followed_before_first_job": summary.get("before_first", 0),
            "spells_start_unknown": counted.spells.summary.get("unknown_start", 0),
        },
        (
            CheckTable(
                "How people come under observation",
                "bars",
                "count",
                ("People", "Number"),
                (
                    ("Seen only from after their first job began", late),
                    ("Followed from before their first job", summary.get("before_first", 0)),
                    (f"First job starts in {month}, the first month", first),
                    ("All others", max(people - late - first - summary.get("before_first", 0), 0)),
                ),
            ),
        ),
    )


def ongoing(counted: Counted) -> Check:
    """Ongoing jobs, and how old the last news of their holders is."""
    summary, people, last = counted.people.summary, counted.people.all, counted.last
    holders, many = summary.get("ongoing", 0), summary.get("several_ongoing", 0)
    by_rule = sum(row["n"] for row in counted.people.news if row["by_rule"])
    stale = sum(row["n"] for row in counted.people.news if row["by_rule"] and last - row["month"] > STALE_AFTER)
    jobs = [row for row in counted.spells.starts if row["ongoing"]]
    spells, old = sum(row["n"] for row in jobs), sum(row["n"] for row in jobs if last - row["start"] > LONG_ONGOING)
    by_year = _by_year((row["month"], row["n"]) for row in counted.people.news)
    ruled = _by_year((row["month"], row["n"]) for row in counted.people.news if row["by_rule"])
    measures: tuple[Measure, ...] = (
        Measure(
            f"share of people followed to the end by rule alone, without news for over {STALE_AFTER // 12} years",
            share(stale, people),
            *STALE_PEOPLE,
        ),
        Measure(
            f"share of ongoing jobs that began over {LONG_ONGOING // 12} years ago", share(old, spells), *OLD_ONGOING
        ),
        Measure("share of people with several ongoing jobs", share(many, people), *SEVERAL_ONGOING),
    )
    # whoever an employer still lists is still there, however long ago their last change was
    kept = counted.careers.after_last == "exit"
    measures = measures[2:] if kept else measures
    finding = f"{share_said(holders, people)} of people have an ongoing job"
    if stale and not kept:
        finding += f", {share_said(stale, people)} without news for {STALE_AFTER // 12} years"
    if measures[-1].serious != "none":
        finding += f", {share_said(many, people)} several"
    if not kept and measures[1].serious != "none":
        finding += f"; {share_said(old, spells)} of the jobs are over {LONG_ONGOING // 12} years old"
    return Check(
        "ongoing",
        "Ongoing jobs",
        f"{finding}.",
        "In careers whose people leave with their last job (--after-last exit), no news is no fault."
        if kept
        else "Who moved on unseen counts as waiting: reach too low, stays too long.",
        "Whoever holds an ongoing job, and has neither observed_until nor exited, is followed to the last month of the data "
        f"({_month(counted.careers.counts.last_month) or 'not known'}) as if nothing had happened since the last news. Moves "
        "that were never written down are missing, while the time still counts as at risk: reach and ceilings come out too "
        "low, stays and times too long. Several ongoing jobs at once leave it to a rule which is the main one.",
        "Give observed_until (when a history was last updated); --vary last-month shows how far an answer moves.",
        measures,
        {
            "people": people,
            "with_ongoing": holders,
            "with_ongoing_share": share(holders, people),
            "followed_by_rule": by_rule,
            "stale": stale,
            "stale_share": share(stale, people),
            "with_several_ongoing": many,
            "with_several_ongoing_share": share(many, people),
            "ongoing_spells": spells,
            "old_ongoing_spells": old,
            "old_ongoing_share": share(old, spells),
        },
        (
            CheckTable(
                "Last news of people with an ongoing job",
                "columns",
                "count",
                ("Year", "People", "Followed by rule alone"),
                _last_years(tuple((year, n, ruled.get(year, 0)) for year, n in _filled(by_year).items())),
            ),
        ),
    )


def precision(counted: Counted) -> Check:
    """Dates known to the year, the month or the day."""
    spells = counted.spells.all
    known = dict.fromkeys(("year", "month", "day"), 0)
    for row in counted.spells.starts:
        known[row["precision"]] += row["n"]
    if not _days_known(counted):
        known["month"], known["day"] = known["month"] + known["day"], 0
    said = [share_said(known[kind], spells) for kind in known]
    return Check(
        "precision",
        "Precision of dates",
        f"{said[0]} of spells have a date known to the year only, {said[1]} to the month; {said[2]} start on a known day.",
        "A job known by its years is up to 11 months too long at either end.",
        "A year alone is read as January where a job starts and as December where it ends, so that such a job is up to 11 months "
        "too long at either end, 5.5 on average. A role and a target that start in the same year then start in the same "
        "month, and the target counts as already there: who rises within a year is not counted, and early reach comes out "
        "too low. A job that ended in the year in which the next began overlaps it by a year. Where only the entry is a year, "
        "times to a target come out up to 11 months too long; where only the target is, up to 11 too short.",
        "Give months where they are known; read curves at whole years.",
        (Measure("share of spells with a date known to the year only", share(known["year"], spells), *IMPRECISE),),
        {
            "spells": spells,
            "year_only": known["year"],
            "year_only_share": share(known["year"], spells),
            "month": known["month"],
            "month_share": share(known["month"], spells),
            "day": known["day"],
            "day_share": share(known["day"], spells),
        },
        (
            CheckTable(
                "Spells by what is known of their dates",
                "bars",
                "share",
                ("Known", "Share of spells", "Spells"),
                tuple(
                    (name, share(known[kind], spells), known[kind])
                    for kind, name in (
                        ("year", "A date to the year only"),
                        ("month", "Months"),
                        ("day", "Months, and the day of the start"),
                    )
                ),
            ),
        ),
    )


def heaping(counted: Counted) -> Check:
    """Dates and lengths that fall on January, on December and on whole years more often than one in twelve."""
    starts = _by_month((row["start"], row["n"]) for row in counted.spells.starts if row["precision"] != "year")
    ends = _by_month((row["end"], row["n"]) for row in counted.spells.ends if not row["imprecise"])
    lengths = [row for row in counted.spells.lengths if not row["imprecise"] and row["months"] >= SHORTEST_HEAPED]
    long, whole = sum(row["n"] for row in lengths), sum(row["n"] for row in lengths if row["months"] % 12 == 0)
    january, december, whole_years = share(starts[0], sum(starts)), share(ends[11], sum(ends)), share(whole, long)
    first, days = _first_of_january(counted)
    said = []
    if sum(starts) >= HEAPED_LEAST and january is not None:
        said.append(f"{percent(january)} of starts are in January")
    if sum(ends) >= HEAPED_LEAST and december is not None:
        said.append(f"{percent(december)} of ends in December")
    if long >= HEAPED_LEAST and whole_years is not None:
        said.append(f"{percent(whole_years)} of lengths are whole years")
    finding = (
        f"{', '.join(said)}; chance would be 8%."
        if said
        else f"Fewer than {HEAPED_LEAST} dates are known to the month, too few to look for heaps."
    )
    return Check(
        "heaping",
        "Heaps of dates",
        finding,
        "Guessed months: entries early, ends late; curves step at whole years.",
        "Where January stands for a year remembered without its month, entries come up to 11 months early; where December does, "
        "ends come up to 11 months late. Times from entry to target then gather at multiples of 12 months: curves step there "
        "and stand still between, and a target that starts in the same January as the role counts as already there. Some of "
        "it is real, since many jobs do start in January and end with the year. Nothing is corrected.",
        "Read curves at whole years; where months were guessed, give the year alone, which is reported as imprecise.",
        (
            Measure("share of starts in January, less 1/12", _beyond(january, sum(starts)), *HEAPED),
            Measure("share of ends in December, less 1/12", _beyond(december, sum(ends)), *HEAPED),
            Measure(
                f"share of lengths of {SHORTEST_HEAPED} months or more that are whole years, less 1/12",
                _beyond(whole_years, long),
                *HEAPED,
            ),
        ),
        {
            "starts": sum(starts),
            "starts_in_january": starts[0],
            "starts_in_january_share": january,
            "starts_on_known_days": days,
            "starts_on_first_of_january": first,
            "starts_on_first_of_january_share": None if first is None else share(first, days or 0),
            "ends": sum(ends),
            "ends_in_december": ends[11],
            "ends_in_december_share": december,
            "lengths": long,
            "lengths_of_whole_years": whole,
            "lengths_of_whole_years_share": whole_years,
        },
        tuple(
            CheckTable(
                f"{what} by month of the year",
                "columns",
                "share",
                ("Month", f"Share of {what.lower()}", what),
                tuple((name, share(n, sum(found)), n) for name, n in zip(_MONTHS, found, strict=True)),
                line=(_ONE_IN_TWELVE, "one in twelve"),
            )
            for what, found in (("Starts", starts), ("Ends", ends))
            if sum(found)
        ),
    )


def _beyond(found: float | None, of: int) -> float | None:
    return None if found is None or of < HEAPED_LEAST else found - _ONE_IN_TWELVE


def _days_known(counted: Counted) -> bool:
    """Tell whether any day is known: where all are the first of a month, months were written as dates."""
    return any(row["precision"] == "day" and not row["first"] for row in counted.spells.starts)


def _first_of_january(counted: Counted) -> tuple[int | None, int | None]:
    """Return starts on the first of January, and starts on known days; None where no day is known."""
    if not _days_known(counted):
        return None, None
    days = [row for row in counted.spells.starts if row["precision"] == "day"]
    return sum(row["n"] for row in days if row["first"] and row["start"] % 12 == 0), sum(row["n"] for row in days)


def _by_month(dated: Iterable[tuple[int, int]]) -> list[int]:
    found = [0] * 12
    for month, n in dated:
        found[month % 12] += n
    return found


def _by_year(dated: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for month, n in dated:
        found[month // 12] = found.get(month // 12, 0) + n
    return found


def _filled(by_year: dict[int, int]) -> dict[int, int]:
    """Return every year from the first to the last."""
    if not by_year:
        return {}
    return {year: by_year.get(year, 0) for year in range(min(by_year), max(by_year) + 1)}


def _last_years(rows: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    """Name years as text; before the last 70, those that have anything are one row."""
    before, shown = rows[:-_MOST_YEARS], rows[-_MOST_YEARS:]
    named = tuple((str(row[0]), *row[1:]) for row in shown)
    if not before:
        return named
    return ((f"to {before[-1][0]}", *(max(column) for column in list(zip(*before, strict=True))[1:])), *named)


def _month(number: int | None) -> str | None:
    return None if number is None else month_text(number)
