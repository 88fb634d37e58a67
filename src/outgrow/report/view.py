"""What a page shows of one role, section by section, ready for a template: claims, figures, tables.

In: Report. Out: `View`. Start at `view_of`; next stage: `outgrow.report.html`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from outgrow.charts import Figure, figures, flow_figure, ordered_svg
from outgrow.charts.forest import ratio_said
from outgrow.charts.pay import pay_figure
from outgrow.charts.readings import horizons, is_rounded, limit_of
from outgrow.charts.rows import drawn_curves
from outgrow.charts.times import TimeAxis
from outgrow.charts.wording import (
    clean,
    count,
    interval,
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
from outgrow.report.finding import Finding, without_lead
from outgrow.report.findings import cannot_tell
from outgrow.report.summaries import PAY_HEAD, ROLES_READ, counted_beside, lead, pay_cells, pay_notes, questions
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

__all__ = ["Claim", "Drawing", "Table", "View", "title_of", "view_of"]

Rows = Sequence[Mapping[str, Any]]
#: Months at which the table of a figure of places has columns.
_YEARS_SHOWN: Final = (0, 12, 36, 60, 120, 180)
_MOST_MONTHS: Final = 6
#: Months at which the table of groups from a landmark on has columns.
_GROUP_MONTHS: Final = (84, 120, 144)
#: Sizes of a drawing: the page chooses by its width.
_SIZES: Final = ("wide", "narrow")
#: Sections by the end of their ids, in the order a reader asks.
HEADINGS: Final = {
    "pay": "What it pays, and the seats above",
    "ladder": "Where it tops out",
    "curve": "How long it takes",
    "places": "Where people are later",
    "next": "What comes next",
    "peers": "Beside others on the same rung",
    "past": "Who gets further: the broadened or the focused",
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
class Table:
    """A figure's numbers in words: a head, and rows that begin with what they are of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
            "peers": self.peers,
            "past": self.past_claims,
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
            _drawing(figure, table=_groups_table if figure.name == "reach" else None)
            for one in past
            for figure in figures(one, role=report.role)
        ),
        past_claims=said(*report.of("breadth", "goes_with")),
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


def _drawings(made: Any, name: str) -> tuple[Drawing, ...]:
    return tuple(_drawing(figure) for figure in made if figure.name == name)


def _drawing(figure: Figure, caption: str = "", *, table: Callable[[Rows], Table] | None = None) -> Drawing:
    ordered = tuple(ordered_svg(figure, size, css_class=f"chart {size}") for size in _SIZES)
    make = table or _TABLES.get(figure.name)
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


def _ladder_table(rows: Rows) -> Table:
    return Table(
        ("Rung", "Chance, with its interval", "So it is"),
        tuple((row["name"], row["said"] or "", row["word"]) for row in rows),
    )


def _steps_table(rows: Rows) -> Table:
    shares = list(dict.fromkeys(row["share"] for row in rows))
    said = {(row["name"], row["share"]): row["said"] for row in rows}
    names = dict.fromkeys(row["name"] for row in rows)
    return Table(
        ("Rung", *(f"{percent(share)} have reached it" for share in shares)),
        tuple((name, *(said.get((name, share), "") for share in shares)) for name in names),
    )


def _places_table(rows: Rows) -> Table:
    """Places at a few whole years, or at the months that were released."""
    there = sorted({row["months"] for row in rows})
    whole = [month for month in there if month in _YEARS_SHOWN]
    months = whole if len(whole) > 1 else there[:_MOST_MONTHS]
    said = {(row["name"], row["months"]): _chance(row) for row in rows}
    names = dict.fromkeys(row["name"] for row in rows)
    return Table(
        ("Where", *("at the start" if month == 0 else years(month) for month in months)),
        tuple((sentence(name), *(said.get((name, month), "") for month in months)) for name in names),
    )


def _next_table(rows: Rows) -> Table:
    return Table(("Next", "Chance, with its interval"), tuple((row["name"], _chance(row)) for row in rows))


def _chance(row: Mapping[str, Any]) -> str:
    if row["estimate"] is None:
        return "not shown"
    if row["lower"] is None or row["upper"] is None:
        return percent(row["estimate"])
    return f"{percent(row['estimate'])} ({interval(row['lower'], row['upper'])})"


def _groups_table(rows: Rows) -> Table:
    """Curves of groups from a landmark on, at a few whole years and at the last time that is drawn."""
    last = max(row["months"] for row in rows)
    first = min(row["months"] for row in rows)
    months = [*(month for month in _GROUP_MONTHS if first < month < last), last]
    cells = []
    for name in dict.fromkeys(row["series"] for row in rows):
        own = [row for row in rows if row["series"] == name]
        told = [[row for row in own if row["months"] <= month] for month in months]
        ended = [month > own[-1]["months"] for month in months]
        chances = [
            "too few to say" if gone or not so_far else _chance(so_far[-1])
            for gone, so_far in zip(ended, told, strict=True)
        ]
        cells.append((name, *chances))
    return Table(("Group", *(f"by {years(month)}" for month in months)), tuple(cells))


def _forest_table(rows: Rows) -> Table:
    return Table(
        ("Known of people", "Times the monthly chance", "Reached it"),
        tuple((f"{sentence(row['covariate'])}: {row['value']}", ratio_said(row), f"{row['events']:,}") for row in rows),
    )


def _pay_table(rows: Rows) -> Table:
    return Table(PAY_HEAD, pay_cells(rows))


_TABLES: Final[dict[str, Callable[[Rows], Table]]] = {
    "ladder": _ladder_table,
    "steps": _steps_table,
    "occupancy": _places_table,
    "next": _next_table,
    "pay": _pay_table,
    "forest": _forest_table,
}


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
