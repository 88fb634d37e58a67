"""One person's page: where they stand, and what was understood of their documents, in one HTML file that opens offline.

In: Profile, and Standing, released. Out: HTML text. Start at `render_me`; the page is `templates/me.html.j2` and looks as reports
do. There is no script in it. It is for the person alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from outgrow import __version__
from outgrow.charts import figures, ordered_svg
from outgrow.charts.drawers import drawing_beside
from outgrow.charts.figure import Figure
from outgrow.charts.wording import clean
from outgrow.months import span
from outgrow.person.profile import PersonSpell, Profile
from outgrow.person.read import month_now
from outgrow.report.finding import without_lead
from outgrow.report.html import page_colours, page_part, page_template
from outgrow.report.profile_text import FORMATS, job_time, labels_of
from outgrow.report.standing import (
    CAVEATS,
    HEADINGS,
    any_answer,
    facts_said,
    rest_said,
    said,
    shares_of,
    standing_findings,
)
from outgrow.report.view import Drawing
from outgrow.results import Standing
from outgrow.schema import RUNGS, rung_of

__all__ = ["render_me"]

_SIZES: Final = ("wide", "narrow")
_WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class _Job:
    """A job as the page shows it; its bar is from `left` over `wide` percent of the whole time."""

    time: str
    lasted: str
    title: str
    organisation: str
    labels: str
    rung: str
    left: float
    wide: float


def render_me(
    profile: Profile,
    standing: Standing,
    *,
    given: bool = True,
    this_month: int | None = None,
    made: datetime.date | None = None,
) -> str:
    """Render one person's page.

    Parameters
    ----------
    profile : Profile
        What was understood of their documents.
    standing : Standing
        Released.
    given : bool, default True
        Whether careers were named.
    this_month : int, optional
        Month number of today.
    made : date, optional
        The day on the page. Default: today.

    Returns
    -------
    str
        An HTML document without a script and without a single address to load from.
    """
    from markupsafe import Markup

    answer = any_answer(standing)
    month = month_now() if this_month is None else this_month
    with drawing_beside():
        told = standing_findings(standing)
        drawn = _drawings(standing)
        first, *rest = [text for finding in told["waited"] for text in [without_lead(said(finding))]] or [
            "How far others had come after as long cannot be told."
        ]
        parts = [
            {
                "name": name,
                "title": HEADINGS[name],
                "claims": [without_lead(said(finding)) for finding in findings],
                "drawings": drawn.get(name, []),
            }
            for name, findings in told.items()
            if findings and name != "waited"
        ]
        return page_template("me.html.j2").render(
            simulated=answer is not None and answer.careers.kind == "simulated",
            given=given,
            careers="" if answer is None else f"{clean(answer.careers.name)}, {answer.careers.kind} careers",
            title=f"Where you stand: {clean(standing.title)}",
            first=first,
            rest=rest,
            facts=facts_said(standing),
            drawings=drawn.get("waited", []),
            parts_told=parts,
            ages=[] if standing.same_age is None else shares_of(standing.same_age),
            left_out=rest_said(standing),
            caveats=CAVEATS,
            profile=profile,
            files=[f"{clean(file)} ({FORMATS.get(kind, kind)})" for file, kind in profile.files],
            jobs=_jobs(profile.spells, month),
            css=Markup(page_part("report.css")),
            more_css=Markup(page_part("me.css")),
            light=Markup(page_colours("light")),
            dark=Markup(page_colours("dark")),
            made=(made or datetime.date.today()).isoformat(),
            version=__version__,
        )


def _drawings(standing: Standing) -> dict[str, list[Drawing]]:
    """Order the figures: how many had reached the rung above, with the person's place marked, and the next jobs."""
    found: dict[str, list[Drawing]] = {}
    if standing.reach is not None:
        for figure in figures(standing.reach, role=standing.role):
            if figure.name == "reach":
                marked = replace(figure, make=partial(figure.make, you_at=standing.months_in_role))
                found.setdefault("waited", []).append(_drawing(marked))
    if standing.next_jobs is not None:
        found["next"] = [_drawing(one) for one in figures(standing.next_jobs, role=standing.role) if one.name == "next"]
    return found


def _drawing(figure: Figure) -> Drawing:
    orders: Any = tuple(ordered_svg(figure, size, css_class=f"chart {size}") for size in _SIZES)
    return Drawing(figure, orders, "", None)


def _jobs(spells: Sequence[PersonSpell], month: int) -> list[_Job]:
    starts = [spell.start for spell in spells if spell.start is not None]
    first = min(starts, default=month)
    whole = max(month - first + 1, 1)
    found = []
    for spell in spells:
        last = month if spell.ongoing else spell.end
        known = spell.start is not None and last is not None
        months = max(last - spell.start + 1, 1) if spell.start is not None and last is not None else 0
        left = _WHOLE * (spell.start - first) / whole if spell.start is not None else 0.0
        found.append(
            _Job(
                time=job_time(spell),
                lasted=span(months) if known else "",
                title=clean(spell.title),
                organisation=clean(spell.organisation or ""),
                labels=labels_of(spell),
                rung=RUNGS[0] if spell.level is None else rung_of(spell.level),
                left=round(min(left, _WHOLE), 2),
                wide=round(min(_WHOLE * months / whole, _WHOLE - left), 2),
            )
        )
    return found
