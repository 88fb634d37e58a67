"""What a page shows of one role, section by section, ready for a template: claims, figures, tables.

In: Report. Out: `View`. Start at `view_of`; next stage: `outgrow.report.html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from outgrow.charts import Figure, figures, flow_figure, ordered_svg
from outgrow.charts.pay import pay_figure
from outgrow.charts.readings import horizons, is_rounded, limit_of
from outgrow.charts.rows import drawn_curves
from outgrow.charts.times import TimeAxis
from outgrow.charts.wording import (
    clean,
    count,
    joined,
    people,
    percent,
    role_name,
    sentence,
    target_name,
    years,
)
from outgrow.report.caveats import caveats, caveats_beside, how_read, made_how
from outgrow.report.document import Report
from outgrow.report.figure_tables import TABLES, Rows, Table, groups_table
from outgrow.report.finding import Finding, without_lead
from outgrow.report.findings import cannot_tell
from outgrow.report.summaries import ROLES_READ, counted_beside, lead, pay_notes, questions
from outgrow.report.tables import (
    Outcome,
    PointList,
    TimeTable,
    ledger,
    ledger_note,
    outcomes,
    point_lists,
    time_table,
    year_table,
)
from outgrow.results import Answer

__all__ = ["Claim", "Drawing", "Table", "View", "title_of", "view_of"]

#: Sizes of a drawing: the page chooses by its width.
_SIZES: Final = ("wide", "narrow")
#: Sections by the end of their ids, in the order a reader asks.
HEADINGS: Final = {
    "pay": "What it pays, and the seats above",
    "ladder": "Where it tops out",
    "curve": "How long it takes",
    "places": "Where people are later",
    "next": "What comes next",
    "turns": "What the job turns into",
    "peers": "Beside others on the same rung",
    "past": "Who gets further: the broadened or the focused",
    "made": "Who made it, and by which jobs",
    "skills": "Which skills last",
    "ask": "Questions to ask",
    "moves": "How far the answer moves",
    "counted": "The people behind it",
    "cannot": "What this cannot tell",
    "how": "How this was made",
}
#: The first sentence of a claim; a stop inside quotes belongs to a name.
_FIRST: Final = re.compile(r"(?:“[^”]*”|[^“.]|\.(?!\s))*\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: its first sentence, parted at the words that are set off, and the sentences after it."""

    before: str
    large: str
    after: str
    rest: str

    @property
    def long(self) -> bool:
        """Whether the first sentence is too long for the largest type."""
        return len(self.before) + len(self.large) + len(self.after) > 170


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure in every size, what stands under it, and its numbers as a table."""

    figure: Figure
    ordered: tuple[Callable[[], str], ...]
    caption: str
    table: Table | None

    @property
    def svgs(self) -> tuple[str, ...]:
        """The drawings, wide and narrow."""
        return tuple(drawn() for drawn in self.ordered)


@dataclass(frozen=True, slots=True)
class View:
    """All that a page shows of one role; each part is empty where there is nothing to show."""

    report: Report
    title: str
    answer: Claim
    verdict: Claim
    more: tuple[str, ...]
    questions: tuple[str, ...]
    how_read: str
    facts: tuple[tuple[str, str], ...]
    ladder: tuple[Drawing, ...]
    ceiling: tuple[str, ...]
    curves: tuple[Drawing, ...]
    steps: tuple[Drawing, ...]
    places: tuple[Drawing, ...]
    place_claims: tuple[str, ...]
    following: tuple[Drawing, ...]
    stay_claims: tuple[str, ...]
    peers: tuple[str, ...]
    past: tuple[Drawing, ...]
    past_claims: tuple[str, ...]
    turns: tuple[Drawing, ...]
    turns_claims: tuple[str, ...]
    made_it: tuple[Drawing, ...]
    made_claims: tuple[str, ...]
    skills: tuple[Drawing, ...]
    skills_claims: tuple[str, ...]
    varied: tuple[str, ...]
    pay: tuple[Drawing, ...]
    pay_claims: tuple[str, ...]
    pay_notes: tuple[str, ...]
    counted: Drawing
    tables: dict[str, Any]

    @property
    def sections(self) -> dict[str, str]:
        """Headings of the sections that have something to show, by the end of their ids."""
        shown = {
            "ladder": self.ladder or self.ceiling,
            "curve": self.curves,
            "places": self.places or self.place_claims,
            "next": self.following or self.stay_claims,
            "turns": self.turns_claims,
            "peers": self.peers,
            "past": self.past_claims,
            "made": self.made_claims,
            "skills": self.skills_claims,
            "ask": self.questions,
            "moves": self.varied,
            "pay": self.pay_claims,
            "counted": self.counted,
            "cannot": self.tables["caveats"],
            "how": self.tables["made_how"],
        }
        found = {name: HEADINGS[name] for name, part in shown.items() if part}
        return {"pay": HEADINGS["pay"], **found} if self.report.pay_first else found


def view_of(report: Report) -> View:
    """Prepare what a page shows of one role.

    Parameters
    ----------
    report : Report
        What to say.
    """
    reach, limit = report.reach, limit_of(report.reach)
    # stays by level are told in words beside those by next job
    answers = (reach, report.verdict, report.occupancy, report.next_jobs or report.tenure)
    drawn = [figure for answer in answers if answer is not None for figure in figures(answer, role=report.role)]
    # ratios are drawn where that of breadth can be told
    hazards = report.past.hazards if report.of("goes_with") else None
    past = [one for one in (report.past.compare, hazards) if one is not None]
    flow = flow_figure(
        report.flow, report.careers, limit=limit, targets=len(reach.toward), entered=bool(reach.settings.entered)
    )
    said = partial(_said, report)
    verdict = report.of("verdict")[0] if report.verdict is not None else report.answer
    ladder = _drawings(drawn, "ladder")
    curves = [figure for figure in drawn if figure.name == "reach"]
    return View(
        report=report,
        title=title_of(report),
        answer=_claim(report.answer, report.words(report.answer)),
        verdict=_claim(verdict, said(verdict)[0]),
        more=said(*lead(report)),
        questions=questions(report),
        how_read=how_read(report),
        facts=_facts(report),
        ladder=ladder,
        # how few pass the ceiling stands in the drawing, where there is one
        ceiling=said(*report.of("ceiling", *(() if ladder else ("above",)))),
        curves=tuple(_reach_drawing(report, figure, last=figure is curves[-1]) for figure in curves),
        steps=_drawings(drawn, "steps"),
        places=_drawings(drawn, "occupancy"),
        place_claims=said(*report.of("place")[:1]),
        following=_drawings(drawn, "next"),
        stay_claims=said(*report.of("stay"), *report.of("ending"), *(() if report.next_jobs else report.of("next"))),
        peers=said(*report.of("peers")),
        past=tuple(
            _drawing(figure, table=groups_table if figure.name == "reach" else None)
            for one in past
            for figure in figures(one, role=report.role)
        ),
        past_claims=said(*report.of("breadth", "goes_with")),
        turns=_all_drawn(report, report.drift),
        turns_claims=said(*report.of("turns_into", "title_lasts", "share", "elsewhere")),
        made_it=_all_drawn(report, report.past.who),
        made_claims=said(*report.of("made_it", "not_there")),
        skills=_all_drawn(report, report.skills),
        skills_claims=said(*report.of("skills_last", "lasting", "trending", "skill_pay")),
        varied=said(*report.of("variant")),
        pay=() if report.pay is None else tuple(_drawing(figure) for figure in pay_figure(report.pay)),
        pay_claims=said(*report.of("pay", "pay_ceiling", "seats")),
        pay_notes=pay_notes(report),
        counted=_drawing(flow),
        tables=_tables(report),
    )


def title_of(report: Report) -> str:
    """Return the title of a report on one role."""
    name = role_name(report.role)
    role = "a first job" if name == "any" else name
    if report.toward is not None:
        return f"From {role} to {target_name(report.toward)}"
    return f"{sentence(role)}: where it leads"


def _said(report: Report, *findings: Finding) -> tuple[str, ...]:
    """Word findings that stand below the answer, where the page has said already that careers are simulated."""
    return tuple(without_lead(report.words(finding)) for finding in findings)


def _tables(report: Report) -> dict[str, Any]:
    reach, limit = report.reach, limit_of(report.reach)
    axis = TimeAxis(reach.settings, report.role, reach.origin)
    shared = {curve.people for curve in reach.curves}
    points, every = point_lists(report), point_lists(report, every=True)
    return {
        "told": cannot_tell(reach) is None,
        "rounded": is_rounded(reach),
        "limit": limit,
        "coverage": percent(reach.settings.coverage),
        "points": points if any(row.readings for row in points) else (),
        "every_point": every if _listed(every) > _listed(points) else (),
        "times": time_table(report),
        "times_title": _times_title(report),
        "by_year": _seen(year_table(report)),
        "axis": axis,
        "row_names": axis.short if reach.settings.clock in ("age", "calendar") else _whole_years,
        "one_denominator": people(next(iter(shared)), limit=limit) if len(shared) == 1 else "",
        "ledger": ledger(report),
        "ledger_notes": [text for text in (counted_beside(report), ledger_note(report)) if text],
        "outcomes": [(outcome, _shares(outcome)) for outcome in outcomes(report) if outcome.people],
        "caveats": (*caveats(report), *caveats_beside(report)),
        # how roles were read stands beside the answer
        "made_how": tuple(item for item in made_how(report) if f"{item.title}: " != ROLES_READ),
    }


def _seen(table: TimeTable) -> TimeTable:
    """Leave out the years before and after which nothing is told, as those before a curve by age starts."""
    told = [place for place in range(len(table.months)) if any(row.readings[place] for row in table.rows)]
    kept = slice(told[0], told[-1] + 1) if told else slice(0)
    rows = tuple(replace(row, readings=row.readings[kept]) for row in table.rows)
    return TimeTable(table.months[kept], rows)


def _whole_years(months: int) -> str:
    return str(months // 12)


def _all_drawn(report: Report, answer: Answer | None) -> tuple[Drawing, ...]:
    """Draw every figure of an answer that has a section of its own."""
    return () if answer is None else tuple(_drawing(figure) for figure in figures(answer, role=report.role))


def _drawings(made: Any, name: str) -> tuple[Drawing, ...]:
    return tuple(_drawing(figure) for figure in made if figure.name == name)


def _drawing(figure: Figure, caption: str = "", *, table: Callable[[Rows], Table] | None = None) -> Drawing:
    ordered = tuple(ordered_svg(figure, size, css_class=f"chart {size}") for size in _SIZES)
    make = table or TABLES.get(figure.name)
    return Drawing(figure, ordered, caption, None if make is None else make(figure.rows))


def _reach_drawing(report: Report, figure: Figure, *, last: bool) -> Drawing:
    """Draw curves; how to read them is said under the last of several figures."""
    rounded, coverage = is_rounded(report.reach), percent(report.reach.settings.coverage)
    caption = (
        f"Steps were merged to protect small groups: each dot is a released point, its bar the {coverage} interval, and the "
        "dashes only join them. Counts are rounded."
        if rounded
        else "Lines rise when people first reach the target; dots are the times in the table below."
    )
    if not last:
        caption = ""
    toward = {row["toward"] for row in figure.rows}
    only = next(iter(toward)) if len(toward) == 1 else None
    curves = [curve for curve in report.reach.curves if only is None or curve.toward == only]
    left = len(curves) - len(drawn_curves(report.reach, toward=only))
    if left:
        caption += f" {people(left, one='curve is', many='curves are')} not drawn; see the table."
    return _drawing(figure, caption.strip())


def _listed(points: tuple[PointList, ...]) -> int:
    return sum(len(row.readings) for row in points)


def _times_title(report: Report) -> str:
    """``"At 5, 10 and 15 years"``."""
    said = [years(months) for months in horizons(report.reach)]
    return f"At {joined([*(text.removesuffix(' years').removesuffix(' year') for text in said[:-1]), *said[-1:]])}"


def _claim(finding: Finding, text: str) -> Claim:
    """Part a claim after its first sentence, and that at its answer; a sentence without one stays whole."""
    found = _FIRST.match(text)
    first, rest = (text[: found.end()], text[found.end() :].strip()) if found else (text, "")
    wanted = [finding.said.get(name, "") for name in ("verdict", "one_in", "estimate")]
    large = next((words for words in wanted if words and words in first), "")
    before, _, after = first.partition(large) if large else (first, "", "")
    return Claim(before, large, after, rest)


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    """The line of facts under the answer."""
    facts = [("People counted", count(report.flow.counted, limit=limit_of(report.reach)))]
    follow_up = report.finding("follow_up")
    if follow_up is not None and follow_up.number is not None:
        facts.append(("Median follow-up", years(follow_up.number)))
    facts.append(("Careers", f"{clean(report.careers.name)}, {report.careers.kind}"))
    if report.careers.last_month:
        facts.append(("Last month of data", report.careers.last_month))
    return tuple(facts)


def _shares(outcome: Outcome) -> dict[str, Any]:
    """Widths of a bar's parts, in hundredths."""
    whole = max(outcome.reached + outcome.left + outcome.waiting, 1)
    return {name: round(100 * getattr(outcome, name) / whole, 2) for name in ("reached", "left", "waiting")}
