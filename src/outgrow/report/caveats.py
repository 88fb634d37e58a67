"""What a report cannot tell, and how it was made, in words.

In: Report. Out: titled sentences. Start at `caveats` and `made_how`. What is known of the direction in which something
pushes the number is said; where it is not known, that is said.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from outgrow.charts.readings import LEAST_AT_RISK, is_rounded
from outgrow.charts.wording import clean, count, joined, people, percent, sentence, years
from outgrow.report.document import Report

__all__ = ["CITATIONS", "METHOD", "NOTE", "Titled", "caveats", "made_how"]

METHOD: Final = (
    "The chance of first holding a target by a given time since entering the role is estimated with the method of "
    "Aalen and Johansen: people still waiting when last seen count for as long as they were seen, and whoever left for good "
    "first counts as not having reached it. Intervals use the variance of Greenwood's type of Andersen, Borgan, Gill "
    "and Keiding, on the complementary log-log scale."
)
CITATIONS: Final = (
    "Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains based on "
    "censored observations. Scandinavian Journal of Statistics 5, 141-150.",
    "Andersen, P. K., Borgan, Ø., Gill, R. D. and Keiding, N. (1993). Statistical Models Based on Counting Processes. "
    "Springer. Section IV.4.",
)

#: Title of what the data or the estimate ask to be said.
NOTE: Final = "Note"

_AFTER_LAST: Final = {
    "exit": "whoever's last job ended has left for good",
    "between": "whoever's last job ended is followed on, between jobs",
    "censor": "whoever's last job ended is followed only until then",
}


class Titled(NamedTuple):
    """A sentence or two under a short title."""

    title: str
    text: str


def caveats(report: Report) -> tuple[Titled, ...]:
    """Return what the reader must know before leaning on the numbers, the weightiest first."""
    reach = report.reach
    found: list[Titled] = []
    if report.simulated:
        found.append(
            Titled(
                "Nobody lived these careers",
                "They were made by a program. They show what this report looks like and how the method works, not what "
                "happens to people.",
            )
        )
    else:
        found.append(
            Titled(
                "The people in the data are not all workers",
                "Whoever is not in them is missing from every number. Where people who advance keep their records more "
                "carefully than others, as may be with resumes and profiles, the chances shown are too high; the data "
                "cannot show by how much.",
            )
        )
    found += [
        Titled(
            "Many were still waiting when last seen",
            "The estimate takes those who were lost from sight to have the same chances as those followed longer. If "
            "people who stay put stop updating their records, the chances shown are too high.",
        ),
        Titled(
            "Associations, not causes",
            "The numbers describe everyone who entered the role, without adjusting for education, employer, place or "
            "year. They do not say what would happen to one person who chose differently.",
        ),
        Titled(
            "A title is not the work",
            "Roles and rungs are read from job titles and labels; a director in a firm of ten and in one of ten "
            "thousand count alike.",
        ),
    ]
    starts = sorted({curve.starts_at for curve in reach.curves if curve.starts_at})
    if starts:
        found.append(
            Titled(
                "Curves that start late",
                f"Too few were at risk earlier, so a curve starts at {joined([years(month) for month in starts])} and "
                "speaks of people still below the target then.",
            )
        )
    imprecise, spells, rounded = reach.careers.imprecise, reach.careers.spells, is_rounded(reach)
    if imprecise:
        found.append(
            Titled(
                "Dates known to the year only",
                f"{sentence(people(imprecise, rounded=rounded, one='job', many='jobs'))} of {count(spells, rounded=rounded)} "
                f"{'has' if imprecise == 1 else 'have'} such a date, taken as January for a start and December for an "
                "end; times can be off by up to a year.",
            )
        )
    if reach.careers.quarantined:
        rows = sentence(people(reach.careers.quarantined, rounded=rounded, one="row", many="rows"))
        found.append(Titled("Rows left out", f"{rows} could not be used and were set aside, with the reason for each."))
    if is_rounded(reach):
        found.append(
            Titled(
                "Small groups are protected",
                f"Steps of the curves are merged and counts rounded to multiples of {reach.min_cell}, so a number may "
                "stand for a somewhat earlier time; that time is then given.",
            )
        )
    found += [Titled(f"Not shown: {clean(part.group)}", _ended(part.reason)) for part in reach.suppressed]
    found += [Titled(NOTE, _ended(note)) for note in dict.fromkeys((*reach.careers.notes, *reach.notes))]
    return tuple(found)


def _ended(text: str) -> str:
    """Return text from outside as one sentence."""
    said = sentence(clean(text))
    return said if said.endswith((".", "!", "?")) else f"{said}."


def made_how(report: Report) -> tuple[Titled, ...]:
    """Return the data and the settings, enough to repeat the report."""
    reach, settings = report.reach, report.reach.settings
    careers, rounded = reach.careers, is_rounded(reach)
    until = f", to {careers.last_month}" if careers.last_month else ""
    found = [
        Titled(
            "Data",
            f"{clean(careers.name)}: {careers.kind} careers; {people(careers.people, rounded=rounded)}, "
            f"{people(careers.spells, rounded=rounded, one='job', many='jobs')}{until}",
        ),
        Titled("Role", clean(reach.role)),
        Titled("Toward" if len(reach.toward) == 1 else "Targets", ", ".join(clean(role) for role in reach.toward)),
        Titled("Clock", "months since first entering the role; shown in years"),
        Titled("Horizon", "as far as the data go" if settings.years is None else years(round(settings.years * 12))),
        Titled("Interval", f"{percent(settings.coverage)} pointwise; read while at least {LEAST_AT_RISK} are at risk"),
    ]
    if settings.by:
        found.append(Titled("By", clean(settings.by)))
    if settings.entered:
        found.append(Titled("Entered", clean(settings.entered)))
    if settings.observed_from or settings.observed_until:
        found.append(
            Titled("Observed", f"{settings.observed_from or 'the start'} to {settings.observed_until or 'the end'}")
        )
    after = _AFTER_LAST[settings.after_last] if settings.after_last else "as the data suggest"
    found += [
        Titled("After the last job", after),
        Titled("Gaps bridged", f"up to {people(settings.gap, one='month', many='months')}"),
        Titled(
            "Owners and founders", "count as their title says" if settings.owners else "do not count as reaching a rung"
        ),
        Titled(
            "Small groups",
            "limit of 1, every count is exact" if not is_rounded(reach) else f"protected under {reach.min_cell} people",
        ),
    ]
    return tuple(found)
