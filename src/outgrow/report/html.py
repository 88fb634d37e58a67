"""The report as one HTML file that opens offline: no script, nothing from outside, light, dark, narrow and printed.

In: Report. Out: HTML text. Start at `render_html`; the page is `templates/report.html.j2`. Figures are drawn here as
SVG, in both themes and two widths, and style sheets choose among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from outgrow import __version__
from outgrow.charts.layout import Size
from outgrow.charts.palette import Theme, palette
from outgrow.charts.reach import reach_spec
from outgrow.charts.readings import LEAST_AT_RISK, Reading, horizons, is_rounded, limit_of
from outgrow.charts.rows import can_draw, drawn_curves
from outgrow.charts.svg import to_svg
from outgrow.charts.wording import count, interval, joined, people, percent, role_name, sentence, target_name, years
from outgrow.report.caveats import CITATIONS, METHOD, NOTE, caveats, how_read, made_how
from outgrow.report.document import Report
from outgrow.report.findings import Finding, cannot_tell
from outgrow.report.tables import (
    NOT_RELEASED,
    Outcome,
    PointList,
    ledger,
    ledger_note,
    outcomes,
    point_lists,
    time_table,
    year_table,
)

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render_html"]

_THEMES: Final[tuple[Theme, ...]] = get_args(Theme)
_SIZES: Final[tuple[Size, ...]] = get_args(Size)


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure in every theme and width, with what stands under it."""

    drawings: tuple[str, ...]
    omitted: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim with the number that is set large."""

    before: str
    number: str
    after: str


def render_html(report: Report) -> str:
    """Render the report as one self-contained HTML file.

    Parameters
    ----------
    report : Report
        What to say.

    Returns
    -------
    str
        An HTML document without scripts and without a single address to load from.
    """
    from markupsafe import Markup

    reach, limit = report.reach, limit_of(report.reach)
    figures = [
        {"drawings": [Markup(drawing) for drawing in figure.drawings], "omitted": figure.omitted}
        for figure in _figures(report)
    ]
    shared = {curve.people for curve in reach.curves}
    points, every = point_lists(report), point_lists(report, every=True)
    return _template().render(
        report=report,
        title=_title(report),
        answer=_claim(report.answer),
        others=report.finding("others"),
        told=cannot_tell(reach) is None,
        how_read=how_read(report),
        points=points if any(row.readings for row in points) else (),
        every_point=every if _listed(every) > _listed(points) else (),
        not_released=NOT_RELEASED,
        facts=_facts(report),
        figures=figures,
        figure_title="The curve by rung" if _all_rungs(report) else "The curve",
        times=time_table(report),
        times_title=_times_title(report),
        by_year=year_table(report),
        one_denominator=people(next(iter(shared)), limit=limit) if len(shared) == 1 else "",
        ledger=ledger(report),
        ledger_note=ledger_note(report),
        outcomes=[(outcome, _shares(outcome)) for outcome in outcomes(report) if outcome.people],
        varied=[finding for finding in report.findings if finding.key.startswith("variant/")],
        caveats=caveats(report),
        note=NOTE,
        made_how=made_how(report),
        method=METHOD,
        citations=CITATIONS,
        version=__version__,
        limit=limit,
        rounded=is_rounded(reach),
        coverage=percent(reach.settings.coverage),
        least_at_risk=LEAST_AT_RISK,
        light=palette("light"),
        dark=palette("dark"),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("outgrow.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=count, people=people, percent=percent, years=years, span=_span)
    return environment.get_template("report.html.j2")


def _listed(points: tuple[PointList, ...]) -> int:
    return sum(len(row.readings) for row in points)


def _span(reading: Reading) -> str:
    return interval(reading.lower, reading.upper)


def _all_rungs(report: Report) -> bool:
    return len(report.reach.toward) > 1 and all(role.startswith("rung:") for role in report.reach.toward)


def _title(report: Report) -> str:
    name = role_name(report.role)
    role = "a first job" if name == "any" else name
    if report.toward is not None:
        return f"From {role} to {target_name(report.toward)}"
    return f"{sentence(role)}: where it leads"


def _times_title(report: Report) -> str:
    """``"At 5, 10 and 15 years"``."""
    said = [years(months) for months in horizons(report.reach)]
    return f"At {joined([*(text.removesuffix(' years').removesuffix(' year') for text in said[:-1]), *said[-1:]])}"


def _claim(finding: Finding) -> _Claim:
    """Part a claim at its estimate, which is set large; a claim without one stays whole."""
    if finding.unit != "chance" or finding.number is None:
        return _Claim(finding.claim, "", "")
    number = percent(finding.number)
    before, found, after = finding.claim.partition(f"stimated {number} (")
    if not found:
        return _Claim(finding.claim, "", "")
    return _Claim(f"{before}stimated ", number, f" ({after}")


def _facts(report: Report) -> list[tuple[str, str]]:
    """The line of facts under the answer."""
    reach = report.reach
    facts = [("People counted", count(reach.flow.counted, limit=limit_of(reach)))]
    follow_up = report.finding("follow_up")
    if follow_up is not None and follow_up.number is not None:
        facts.append(("Median follow-up", years(follow_up.number)))
    facts.append(("Careers", f"{reach.careers.name}, {reach.careers.kind}"))
    if reach.careers.last_month:
        facts.append(("Last month of data", reach.careers.last_month))
    return facts


def _figures(report: Report) -> list[_Figure]:
    """One figure of all targets, or with groups one for each target."""
    reach = report.reach
    grouped = any(curve.group for curve in reach.curves)
    targets: tuple[str | None, ...] = reach.toward if grouped else (None,)
    made = []
    for toward in targets:
        if not can_draw(reach, toward=toward):
            continue
        drawings = tuple(
            to_svg(
                reach_spec(reach, toward=toward, role=report.role, theme=theme, size=size),
                css_class=f"chart {theme} {size}",
            )
            for theme in _THEMES
            for size in _SIZES
        )
        made.append(_Figure(drawings, _omitted(report, toward)))
    return made


def _omitted(report: Report, toward: str | None) -> str:
    """Say which curves of the tables the figure leaves out."""
    curves = [curve for curve in report.reach.curves if toward is None or curve.toward == toward]
    left = len(curves) - len(drawn_curves(report.reach, toward=toward))
    if not left:
        return ""
    return f"{people(left, one='curve is', many='curves are')} not drawn; see the table."


def _shares(outcome: Outcome) -> dict[str, Any]:
    """Widths of a bar's parts, in hundredths."""
    whole = max(outcome.reached + outcome.left + outcome.waiting, 1)
    return {name: round(100 * getattr(outcome, name) / whole, 2) for name in ("reached", "left", "waiting")}
