"""The report as one HTML file that opens offline: nothing from outside, light, dark, narrow and printed.

In: Report or Comparison. Out: HTML text. Start at `render_html`; the page is `templates/page.html.j2`, what it shows of a
role is prepared in `outgrow.report.view`. Figures are drawn once for both themes, in two widths that the page chooses
among. One small script reads the table of chances aloud by year; the page is complete without it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from outgrow import __version__
from outgrow.charts import css_variables
from outgrow.charts.palette import Theme, palette
from outgrow.charts.readings import LEAST_AT_RISK, Reading
from outgrow.charts.wording import count, interval, people, percent, years
from outgrow.report.caveats import CITATIONS, METHOD, NOTE, Titled, left_out_titled
from outgrow.report.document import Comparison, Report
from outgrow.report.of_all import DASH, comparison_title
from outgrow.report.side_by_side import side_by_side
from outgrow.report.tables import NOT_RELEASED
from outgrow.report.view import HEADINGS, View, title_of, view_of

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["framed", "page_colours", "page_part", "page_template", "render_html"]

#: Colours of the page that no figure has.
_MORE_COLOURS: Final[dict[Theme, dict[str, str]]] = {
    "light": {"soft": "#f5f7f8", "warning-soft": "#fdf1e7", "accent": "#00588c", "rest": "#cfd6dc"},
    "dark": {"soft": "#1c2127", "warning-soft": "#2d2414", "accent": "#7cc3f0", "rest": "#434d57"},
}
#: Height of a report in a notebook, in pixels.
_FRAME: Final = 720


def render_html(report: Report | Comparison) -> str:
    """Render a report, or several side by side, as one self-contained HTML file.

    Parameters
    ----------
    report : Report or Comparison
        What to say.

    Returns
    -------
    str
        An HTML document without a single address to load from.
    """
    from markupsafe import Markup

    views = [view_of(one) for one in report.reports]
    shared: tuple[Titled, ...] = ()
    shared_how: tuple[Titled, ...] = ()
    if isinstance(report, Comparison):
        shared, shared_how = _shared(views, "caveats"), _shared(views, "made_how")
        views = [_without(view, {"caveats": shared, "made_how": shared_how}) for view in views]
        shared = (*left_out_titled(report.left_out), *shared)
    explored = any(view.curves and view.tables["by_year"].months for view in views)
    script = page_part("explore.js") if explored else ""
    return page_template("page.html.j2").render(
        report=report,
        title=title_of(report) if isinstance(report, Report) else comparison_title(report),
        views=views,
        shared=shared,
        shared_how=shared_how,
        side=None if isinstance(report, Report) else side_by_side(report),
        script=Markup(script),
        script_hash=_hash(script),
        css=Markup(page_part("report.css")),
        light=Markup(page_colours("light")),
        dark=Markup(page_colours("dark")),
        method=METHOD,
        citations=CITATIONS,
        note=NOTE,
        headings=HEADINGS,
        dash=DASH,
        not_released=NOT_RELEASED,
        least_at_risk=LEAST_AT_RISK,
        version=__version__,
    )


def framed(page: str) -> str:
    """Return a page in a frame of its own, for a notebook: its styles touch nothing around it."""
    return (
        f'<iframe title="outgrow report" srcdoc="{escape(page)}" width="100%" height="{_FRAME}" '
        'style="border:1px solid #8884"></iframe>'
    )


@cache
def page_template(name: str) -> Template:
    """Return the template of a kind of page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("outgrow.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=count, people=people, percent=percent, years=years, span=_span)
    return environment.get_template(name)


@cache
def page_part(name: str) -> str:
    """Return a style sheet or a script that pages carry with them."""
    return (files("outgrow.report") / "templates" / name).read_text(encoding="utf-8").strip()


def _hash(script: str) -> str:
    """Return what the page's policy knows a script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def page_colours(theme: Theme) -> str:
    """Return the colours of a theme, for the page and its figures, as declarations of CSS variables."""
    colours = palette(theme)
    own = {name: getattr(colours, name) for name in ("page", "ink", "quiet", "line", "warning")}
    own |= {f"c{place}": colour for place, colour in enumerate(colours.series[:2], 1)}
    named = {f"--{name}": colour for name, colour in (own | _MORE_COLOURS[theme]).items()}
    return " ".join(f"{name}: {colour};" for name, colour in (named | css_variables(theme)).items())


def _span(reading: Reading) -> str:
    return interval(reading.lower, reading.upper)


def _shared(views: Sequence[View], name: str) -> tuple[Titled, ...]:
    """Return what is said alike of every role, to be said once."""
    return tuple(item for item in views[0].tables[name] if all(item in view.tables[name] for view in views))


def _without(view: View, said: dict[str, tuple[Titled, ...]]) -> View:
    own = {name: tuple(item for item in view.tables[name] if item not in items) for name, items in said.items()}
    return replace(view, tables={**view.tables, **own})
