"""What a page shows of one role, section by section, ready for a template: claims, figures, tables.

In: Report. Out: `View`. Start at `view_of`; next stage: `outgrow.report.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from outgrow.charts import Figure, figures, flow_figure, page_svg
from outgrow.charts.readings import horizons, is_rounded, limit_of
from outgrow.charts.rows import drawn_curves
from outgrow.charts.wording import count, interval, joined, people, percent, role_name, sentence, target_name, years
from outgrow.report.caveats import caveats, how_read, made_how
from outgrow.report.document import Report
from outgrow.report.finding import SIMULATED_LEAD, Finding
from outgrow.report.findings import cannot_tell
from outgrow.report.tables import (
    Outcome,
    PointList,
    ledger,
    ledger_note,
    outcomes,
    point_lists,
    time_table,
    year_table,
)
from outgrow.report.voices import question

__all__ = ["Claim", "Drawing", "Table", "View", "title_of", "view_of"]

Rows = Sequence[Mapping[str, Any]]
#: Months at which the table of a figure of places has columns.
_YEARS_SHOWN: Final = (0, 12, 36, 60, 120, 180)
_MOST_MONTHS: Final = 6
#: Sizes of a drawing: the page chooses by its width.
_SIZES: Final = ("wide", "narrow")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, parted at the words that are set large."""

    before: str
    large: str
    after: str

    @property
    def long(self) -> bool:
        """Whether it is too long for the largest type."""
        return len(self.before) + len(self.large) + len(self.after) > 220


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's numbers in words: a head, and rows that begin with what they are of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure in every size, what stands under it, and its numbers as a table."""

    figure: Figure
    svgs: tuple[str, ...]
    caption: str
    table: Table | None


@dataclass(frozen=True, slots=True)
class View:
    """All that a page shows of one role; each part is empty where there is nothing to show."""

    report: Report
    title: str
    answer: Claim
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
    varied: tuple[str, ...]
    counted: Drawing
    tables: dict[str, Any]


def view_of(report: Report) -> View:
    """Prepare what a page shows of one role.

    Parameters
    ----------
    report : Report
        What to say.
    """
    reach, limit = report.reach, limit_of(report.reach)
    drawn = [figure for answer in (reach, *report.beside.values()) for figure in figures(answer, role=report.role)]
    # stays by level are told in words beside those by next job
    following = (
        figures(report.next_jobs or report.tenure, role=report.role) if report.next_jobs or report.tenure else ()
    )
    flow = flow_figure(
        report.flow, report.careers, limit=limit, targets=len(reach.toward), entered=bool(reach.settings.entered)
    )
    said = partial(_said, report)
    lead = [finding for finding in report.findings if finding.kind in ("answer", "groups", "verdict")][1:2]
    return View(
        report=report,
        title=title_of(report),
        answer=_claim(report.answer, report.words(report.answer)),
        more=said(*lead, *report.of("others")),
        questions=_questions(report),
        how_read=how_read(report),
        facts=_facts(report),
        ladder=_drawings(drawn, "ladder"),
        ceiling=said(*report.of("ceiling", "above")),
        curves=tuple(_reach_drawing(report, figure) for figure in drawn if figure.name == "reach"),
        steps=_drawings(drawn, "steps"),
        places=_drawings(drawn, "occupancy"),
        place_claims=said(*report.of("place")[:1]),
        following=_drawings(following, "next"),
        stay_claims=said(*report.of("stay"), *report.of("ending"), *report.of("next")),
        peers=said(*report.of("peers")),
        varied=said(*report.of("variant")),
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
    return tuple(sentence(report.words(finding).removeprefix(SIMULATED_LEAD)) for finding in findings)


def _tables(report: Report) -> dict[str, Any]:
    reach, limit = report.reach, limit_of(report.reach)
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
        "by_year": year_table(report),
        "one_denominator": people(next(iter(shared)), limit=limit) if len(shared) == 1 else "",
        "ledger": ledger(report),
        "ledger_note": ledger_note(report),
        "outcomes": [(outcome, _shares(outcome)) for outcome in outcomes(report) if outcome.people],
        "caveats": caveats(report),
        "made_how": made_how(report),
    }


def _questions(report: Report) -> tuple[str, ...]:
    """Return what a coach can ask, each once."""
    if report.voice != "coach":
        return ()
    asked = [question(finding) for finding in report.findings]
    return tuple(dict.fromkeys(text for text in asked if text))


def _drawings(made: Any, name: str) -> tuple[Drawing, ...]:
    return tuple(_drawing(figure) for figure in made if figure.name == name)


def _drawing(figure: Figure, caption: str = "") -> Drawing:
    svgs = tuple(page_svg(figure, size, css_class=f"chart {size}") for size in _SIZES)
    make = _TABLES.get(figure.name)
    return Drawing(figure, svgs, caption, None if make is None else make(figure.rows))


def _reach_drawing(report: Report, figure: Figure) -> Drawing:
    rounded, coverage = is_rounded(report.reach), percent(report.reach.settings.coverage)
    caption = (
        f"Steps were merged to protect small groups: each dot is a released point, its bar the {coverage} interval, and the "
        "dashes only join them. Counts are rounded."
        if rounded
        else "Lines rise when people first reach the target; dots are the times in the table below."
    )
    toward = {row["toward"] for row in figure.rows}
    only = next(iter(toward)) if len(toward) == 1 else None
    curves = [curve for curve in report.reach.curves if only is None or curve.toward == only]
    left = len(curves) - len(drawn_curves(report.reach, toward=only))
    if left:
        caption += f" {people(left, one='curve is', many='curves are')} not drawn; see the table."
    return _drawing(figure, caption)


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


_TABLES: Final[dict[str, Callable[[Rows], Table]]] = {
    "ladder": _ladder_table,
    "steps": _steps_table,
    "occupancy": _places_table,
    "next": _next_table,
}


def _listed(points: tuple[PointList, ...]) -> int:
    return sum(len(row.readings) for row in points)


def _times_title(report: Report) -> str:
    """``"At 5, 10 and 15 years"``."""
    said = [years(months) for months in horizons(report.reach)]
    return f"At {joined([*(text.removesuffix(' years').removesuffix(' year') for text in said[:-1]), *said[-1:]])}"


def _claim(finding: Finding, text: str) -> Claim:
    """Part a claim at its answer, which is set large; a claim without one stays whole."""
    wanted = [finding.said.get(name, "") for name in ("verdict", "one_in", "of_100", "estimate")]
    large = next((words for words in wanted if words and words in text), "")
    before, _, after = text.partition(large) if large else (text, "", "")
    return Claim(before, large, after)


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    """The line of facts under the answer."""
    facts = [("People counted", count(report.flow.counted, limit=limit_of(report.reach)))]
    follow_up = report.finding("follow_up")
    if follow_up is not None and follow_up.number is not None:
        facts.append(("Median follow-up", years(follow_up.number)))
    facts.append(("Careers", f"{report.careers.name}, {report.careers.kind}"))
    if report.careers.last_month:
        facts.append(("Last month of data", report.careers.last_month))
    return tuple(facts)


def _shares(outcome: Outcome) -> dict[str, Any]:
    """Widths of a bar's parts, in hundredths."""
    whole = max(outcome.reached + outcome.left + outcome.waiting, 1)
    return {name: round(100 * getattr(outcome, name) / whole, 2) for name in ("reached", "left", "waiting")}
