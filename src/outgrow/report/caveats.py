"""What a report cannot tell, and how it was made, in words.

In: Report. Out: titled sentences. Start at `caveats`, `made_how` and `how_read`. What is known of the direction in
which something pushes the number is said; where it is not known, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from outgrow.charts.readings import LEAST_AT_RISK, is_rounded, limit_of
from outgrow.charts.wording import clean, count, joined, people, percent, sentence, target_name, way_name, years
from outgrow.report.document import LeftOut, Report
from outgrow.report.tables import hidden_name

__all__ = [
    "CITATIONS",
    "METHOD",
    "METHOD_IN_SHORT",
    "NOTE",
    "Titled",
    "caveats",
    "caveats_beside",
    "how_read",
    "left_out_said",
    "left_out_titled",
    "made_how",
]

METHOD: Final = (
    "The chance of first holding a target by a given time since entering the role is estimated with the method of "
    "Aalen and Johansen: people still waiting when last seen count for as long as they were seen, and whoever left for good "
    "first counts as not having reached it. Intervals use the variance of Greenwood's type of Andersen, Borgan, Gill "
    "and Keiding, on the complementary log-log scale."
)
#: The same for whoever wants the answer more than the method.
METHOD_IN_SHORT: Final = (
    "Chances by the method of Aalen and Johansen, with people still waiting when last seen counted for as long as they "
    "were seen; intervals on the complementary log-log scale."
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
    "censor": "whoever's last job ended is censored in the month after",
    None: "censored in the month after, unless the person has an observed_until or the careers have another rule",
}
#: Notes on how a table was read, which belong to how the report was made.
_READ_NOTE: Final = re.compile(r"^Columns |\bwas read as\b|\b(?:are|is) read (?:as|day|month)", re.IGNORECASE)
#: Most titles named of those that a role takes in.
_MOST_TITLES: Final = 5
_TERM: Final = re.compile(r'([a-z_]+):("[^"]*"|\S+)')


class Titled(NamedTuple):
    """A sentence or two under a short title."""

    title: str
    text: str


def caveats(report: Report) -> tuple[Titled, ...]:
    """Return what the reader must know before leaning on the numbers, the weightiest first.

    Where no number is shown, only what was left out and what the data ask to be said.
    """
    reach = report.reach
    found: list[Titled] = []
    if any(len(curve.months) for curve in reach.curves):
        found += _on_estimates(report)
    found += [Titled(f"Not shown: {hidden_name(part.group)}", _ended(part.reason)) for part in reach.suppressed]
    notes = dict.fromkeys((*reach.careers.notes, *reach.notes))
    found += [Titled(NOTE, _ended(note)) for note in notes if not _READ_NOTE.search(note)]
    return tuple(found)


def caveats_beside(report: Report, names: Sequence[str] | None = None) -> tuple[Titled, ...]:
    """Return what the answers beside the curves ask to be said, and what was left out of the report, with the reason.

    Parameters
    ----------
    report : Report
        With answers beside the curves, or without.
    names : sequence of str, optional
        Those of them that are shown. Default: all.
    """
    answers = [answer for name, answer in report.beside.items() if names is None or name in names]
    answers += [] if report.ceiling is None else [report.ceiling]
    said = {*report.careers.notes, *report.reach.notes}
    notes = dict.fromkeys(note for answer in answers for note in answer.notes if note not in said)
    hidden = dict.fromkeys(part for answer in answers for part in answer.suppressed)
    return (
        *(Titled(f"Not shown: {hidden_name(part.group)}", _ended(part.reason)) for part in hidden),
        *(Titled(NOTE, _ended(note)) for note in notes if not _READ_NOTE.search(note)),
        *left_out_titled(report.left_out),
    )


def left_out_titled(left_out: Sequence[LeftOut]) -> tuple[Titled, ...]:
    """Return what is not told at all, with the reason."""
    return tuple(Titled(f"Left out: {clean(left.what)}", _ended(left.why)) for left in left_out)


def left_out_said(left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    """Return the same, each as one text."""
    return tuple(f"{one.title}. {one.text}" for one in left_out_titled(left_out))


def _on_estimates(report: Report) -> list[Titled]:
    """What bears on estimates, where there are any."""
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
    imprecise, spells, limit = reach.careers.imprecise, reach.careers.spells, limit_of(reach)
    if imprecise:
        found.append(
            Titled(
                "Dates known to the year only",
                f"{sentence(people(imprecise, limit=limit, one='job', many='jobs'))} of {count(spells, limit=limit)} "
                f"{'has' if imprecise == 1 else 'have'} such a date, taken as January for a start and December for an "
                "end; times can be off by up to a year.",
            )
        )
    if reach.careers.quarantined:
        rows = sentence(people(reach.careers.quarantined, limit=limit, one="row", many="rows"))
        found.append(Titled("Rows left out", f"{rows} could not be used and were set aside, with the reason for each."))
    if is_rounded(reach):
        found.append(
            Titled(
                "Small groups are protected",
                f"Steps of the curves are merged, so each number is given at the time of its own that could be released, and "
                f"counts are rounded to multiples of {reach.min_cell}.",
            )
        )
    return found


def _ended(text: str) -> str:
    """Return text from outside as one sentence."""
    said = sentence(clean(text))
    return said if said.endswith((".", "!", "?")) else f"{said}."


def how_read(report: Report) -> str:
    """Return how roles written as job titles were read, and the commonest titles taken in; nothing where none was."""
    reach, limit = report.reach, limit_of(report.reach)
    # a role that is its own target is read once
    read = dict.fromkeys(reach.read_as)
    said = [f"“{sentence(clean(text))}” was read as {_terms(terms)}." for text, terms in read]
    named = [f"{sentence(clean(title))} ({people(held, limit=limit)})" for title, held in reach.titles[:_MOST_TITLES]]
    if named:
        said.append(f"Commonest titles taken in: {', '.join(named)}.")
    return " ".join(said)


def _terms(terms: str) -> str:
    """Return ``"specialty social media, level specialist"`` for ``specialty:social_media level:specialist``."""
    text = clean(terms)
    found = _TERM.findall(text)
    if " ".join(f"{name}:{value}" for name, value in found) != text:
        return text
    return ", ".join(f"{name} {' or '.join(map(_value, value.split('|')))}" for name, value in found)


def _value(value: str) -> str:
    """Return the value of a term as it is said; ``"director or higher"`` for ``director+``."""
    name = target_name(f"level:{value}")
    return way_name(value) if name.startswith("level:") else name


def made_how(report: Report) -> tuple[Titled, ...]:
    """Return the data and the settings, enough to repeat the report."""
    reach, settings = report.reach, report.reach.settings
    careers, limit = reach.careers, limit_of(reach)
    until = f", to {careers.last_month}" if careers.last_month else ""
    found = [
        Titled(
            "Data",
            f"{clean(careers.name)}: {careers.kind} careers; {people(careers.people, limit=limit)}, "
            f"{people(careers.spells, limit=limit, one='job', many='jobs')}{until}",
        ),
        Titled("Role", clean(reach.role)),
        *([Titled("How roles were read", read)] if (read := how_read(report)) else []),
        Titled("Toward" if len(reach.toward) == 1 else "Targets", ", ".join(clean(role) for role in reach.toward)),
        Titled("Time runs", "from the month a person first entered the role, in months; shown in years"),
        Titled(
            "How far",
            "as far as the data go" if settings.years is None else f"for {years(round(settings.years * 12))}",
        ),
        Titled(
            "Intervals",
            f"{percent(settings.coverage)}, for each time by itself"
            + ("" if is_rounded(reach) else f"; told while at least {LEAST_AT_RISK} people are at risk"),
        ),
    ]
    if reach.weight_used is not None:
        found.append(
            Titled(
                "Weights",
                f"people count by “{clean(reach.weight_used)}”; the variance is that from leaving out a fiftieth of them at a "
                "time, in place of Greenwood's",
            )
        )
    if settings.by:
        found.append(Titled("Groups", f"by {clean(settings.by)}"))
    if settings.entered:
        found.append(Titled("Entered the role", _span_said(clean(settings.entered))))
    if settings.observed_from or settings.observed_until:
        found.append(
            Titled(
                "Followed",
                f"from {settings.observed_from or 'the start of the data'} "
                f"to {settings.observed_until or 'the end of the data'}",
            )
        )
    found += [
        Titled("After the last job", _AFTER_LAST[settings.after_last]),
        Titled(
            "Owners and founders", "count as their title says" if settings.owners else "do not count as reaching a rung"
        ),
        Titled(
            "Small groups",
            "not protected: every count is exact"
            if not is_rounded(reach)
            else f"no group or step of fewer than {reach.min_cell} people is shown",
        ),
    ]
    notes = dict.fromkeys((*careers.notes, *reach.notes))
    read = " ".join(_ended(note) for note in notes if _READ_NOTE.search(note))
    if read:
        found.append(Titled("How the data were read", read))
    return tuple(found)


def _span_said(entered: str) -> str:
    """Return ``"2010 to 2015"`` for ``2010..2015``."""
    first, dots, last = (part.strip() for part in entered.partition(".."))
    if not dots:
        return f"in {first}"
    return f"{first} to {last}" if first and last else f"from {first}" if first else f"until {last}"
