"""What is wrong with careers as one HTML file that opens offline: a table of all checks, then a section each with its picture.

In: Quality. Out: HTML text. Start at `render_quality`; the page is `templates/quality.html.j2` and looks as reports do. There is
no script in it.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow import __version__
from outgrow.charts import ordered_svg
from outgrow.charts.quality import quality_figures
from outgrow.charts.wording import clean, count, percent, percent_beside
from outgrow.report.html import page_colours, page_part, page_template
from outgrow.report.view import Claim, Drawing, Table
from outgrow.results import Check, CheckTable, Measure, Quality

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["render_quality"]

_SIZES: Final = ("wide", "narrow")
_OPTION: Final = re.compile(r"(--[a-z]+(?:-[a-z]+)*)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A check as the page shows it."""

    check: Check
    drawings: tuple[Drawing, ...]
    measures: tuple[str, ...]


def render_quality(quality: Quality, *, made: datetime.date | None = None) -> str:
    """Render what is wrong with careers as one self-contained HTML file.

    Parameters
    ----------
    quality : Quality
        From `outgrow.check_careers`.
    made : date, optional
        The day on the page. Default: today.

    Returns
    -------
    str
        An HTML document without a script and without a single address to load from.
    """
    from markupsafe import Markup

    careers = quality.careers
    # figures are drawn beside this process while the rest is made
    parts = [_part(check, quality) for check in quality.worst_first]
    return page_template("quality.html.j2").render(
        quality=quality,
        simulated=careers.kind == "simulated",
        title=f"Quality of {clean(careers.name)}",
        answer=_answer(quality),
        facts=_facts(quality),
        all=parts,
        whole_options=_whole_options,
        css=Markup(page_part("report.css")),
        light=Markup(page_colours("light")),
        dark=Markup(page_colours("dark")),
        made=(made or datetime.date.today()).isoformat(),
        version=__version__,
    )


def _answer(quality: Quality) -> Claim:
    """Say in a sentence how many checks found something that matters."""
    much, some = (sum(check.serious == level for check in quality.checks) for level in ("much", "some"))
    of = f"Of {len(quality.checks)} checks, "
    if not much and not some:
        return Claim(of, "none", " found anything that pushes the estimates.", "")
    if not much:
        return Claim(of, f"{some} found something that matters some", ", none anything that matters much.", "")
    rest = f", and {some} something that matters some." if some else "."
    return Claim(of, f"{much} found something that matters much", rest, "")


def _whole_options(text: str) -> Markup:
    """Escape a text, and keep the options of commands in it on one line each."""
    from markupsafe import Markup, escape

    return Markup(_OPTION.sub(r"<code>\1</code>", str(escape(text))))


def _facts(quality: Quality) -> tuple[tuple[str, str], ...]:
    careers = quality.careers
    facts = [
        ("People", count(careers.people)),
        ("Jobs", count(careers.spells)),
        ("Careers", f"{clean(careers.name)}, {careers.kind}"),
    ]
    if careers.last_month:
        facts.append(("Last month of data", careers.last_month))
    return (*facts, ("Rows left out", count(careers.quarantined)))


def _part(check: Check, quality: Quality) -> _Part:
    figures = quality_figures(check, quality.careers)
    tables = {table.title: table for table in check.tables}
    drawings = tuple(
        Drawing(
            figure,
            tuple(ordered_svg(figure, size, css_class=f"chart {size}") for size in _SIZES),
            "",
            _table(tables[figure.title]),
        )
        for figure in figures
    )
    return _Part(check, drawings, tuple(map(_judged, check.measures)))


def _table(table: CheckTable) -> Table:
    """Say the numbers of a figure; a whole number beside shares is a count."""

    def said(value: Any) -> str:
        if value is None:
            return "not known"
        return percent(value) if isinstance(value, float) else count(value)

    rows = tuple((clean(row[0]), *(said(value) for value in row[1:])) for row in table.rows)
    return Table(table.head, rows)


def _judged(measure: Measure) -> str:
    """Say a number that decides, and the lines it is held against."""
    share = not measure.low
    lines = [percent(line) if share else f"{line:g}" for line in (measure.some, measure.much)]
    value = "not known" if measure.value is None else _beside(measure, measure.value) if share else f"{measure.value:g}"
    side = "below" if measure.low else "from"
    return f"{measure.name[:1].upper()}{measure.name[1:]}: {value}. Some {side} {lines[0]}, much {side} {lines[1]}."


def _beside(measure: Measure, value: float) -> str:
    """Say a share with as many decimals as keep it on its side of the lines."""
    if value < 0:
        return f"−{percent(-value)}"
    return percent_beside(value, min((measure.some, measure.much), key=lambda line: abs(line - value)))
