"""The report as Markdown, for a document or a ticket: the answer, short sections with tables, how it was made.

In: Report or Comparison. Out: text in the Markdown of GitHub. Start at `render_markdown`. Whatever comes from outside is
escaped, so that it shows as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from outgrow import __version__
from outgrow.charts import figures
from outgrow.charts.forest import forest_rows, ratio_said
from outgrow.charts.pay import pay_rows
from outgrow.charts.readings import limit_of
from outgrow.charts.wording import (
    count,
    exact_percent,
    group_name,
    interval,
    people,
    percent,
    role_name,
    sentence,
    years,
)
from outgrow.report.blocks import year_lines
from outgrow.report.caveats import METHOD, how_read
from outgrow.report.document import Comparison, Report
from outgrow.report.figure_tables import TABLES
from outgrow.report.ladder_words import at_rung, bounds, ladder_said, not_told, percent_near
from outgrow.report.markdown_text import Sheet
from outgrow.report.page import first_line
from outgrow.report.summaries import (
    PAY_HEAD,
    ROLES_READ,
    STEPS,
    ShareTable,
    cannot_say,
    counted_beside,
    lead,
    made_said,
    next_jobs,
    pay_cells,
    pay_notes,
    places,
    questions,
    steps,
)
from outgrow.report.tables import NOT_RELEASED, ledger, ledger_note, outcomes, point_lists, time_table, year_table
from outgrow.results import Answer, Ceiling, Drift, Who

__all__ = ["render_markdown"]


def render_markdown(report: Report | Comparison) -> str:
    """Render the report as Markdown.

    Parameters
    ----------
    report : Report or Comparison
        What to say.

    Returns
    -------
    str
        Ending in a newline. Its first line says of careers that they are simulated, or that none were given.
    """
    sheet = Sheet(_names(report))
    first = first_line(simulated=report.simulated, given=report.given)
    if first:
        sheet.say(first, bold=True)
    if isinstance(report, Comparison):
        from outgrow.report.markdown_compared import write_comparison

        write_comparison(sheet, report)
    else:
        _write(sheet, report)
    return str(sheet)


def _names(report: Report | Comparison) -> Iterator[str]:
    """What roles, targets, groups and careers are called, by others."""
    for one in report.reports:
        reach = one.reach
        roles = (one.role, reach.role, *reach.toward, *(text for read in reach.read_as for text in read))
        yield from (name for role in roles for name in (role, role_name(role)))
        yield from (title for title, _ in reach.titles)
        yield from (one.careers.name, *(group_name(curve.group) for curve in reach.curves if curve.group))
        yield from (value for curve in reach.curves for name in (curve.group or {}).items() for value in map(str, name))


def _write(sheet: Sheet, report: Report) -> None:
    from outgrow.report.view import title_of

    sheet.heading(title_of(report), 1)
    if report.pay_first:
        _pay(sheet, report)
        sheet.heading("In these careers")
    sheet.say(report.words(report.answer), bold=True)
    _said(sheet, [report.words(finding) for finding in lead(report)])
    _said(sheet, [how_read(report)])
    if report.ceiling is not None and report.ceiling.reach:
        sheet.heading("Where it tops out")
        _said(sheet, [report.words(finding) for finding in report.of("ceiling", "above")])
        _ladder(sheet, report.ceiling)
    _times(sheet, report)
    _shares(sheet, "Where people are later", "State", places(report))
    following = next_jobs(report)
    _shares(sheet, "What comes next", "Next job", following)
    _stays(sheet, report, beside=bool(following))
    _told(sheet, report, "turns", ("turns_into", "title_lasts", "share", "elsewhere"), report.drift)
    peers = [report.words(finding) for finding in report.of("peers")]
    if peers:
        sheet.heading("Beside others on the same rung")
        _said(sheet, peers)
    _past(sheet, report)
    _told(sheet, report, "made", ("made_it", "not_there"), report.past.who)
    _told(sheet, report, "skills", ("skills_last", "lasting", "trending", "skill_pay"), report.skills)
    if not report.pay_first:
        _pay(sheet, report)
    _section(sheet, "Questions to ask", questions(report))
    _section(sheet, "How far the answer moves", [report.words(finding) for finding in report.of("variant")])
    _counted(sheet, report)
    _section(sheet, "What this cannot tell", cannot_say(report))
    # how roles were read stands beside the answer
    made = [text for text in made_said(report) if not text.startswith(ROLES_READ)]
    write_made(sheet, report, made)


def _pay(sheet: Sheet, report: Report) -> None:
    """Write what official statistics say of pay and of the seats above."""
    from outgrow.report.view import HEADINGS

    if report.pay is None:
        return
    sheet.heading(f"{HEADINGS['pay']}: official statistics")
    _said(sheet, [report.words(finding) for finding in report.of("pay", "pay_ceiling", "seats")])
    sheet.table(PAY_HEAD, pay_cells(pay_rows(report.pay)))
    sheet.listed(pay_notes(report))


def _past(sheet: Sheet, report: Report) -> None:
    """Write who gets past the rung above the ceiling, and every ratio."""
    from outgrow.report.view import HEADINGS

    found = [report.words(finding) for finding in report.of("breadth", "goes_with")]
    if not found:
        return
    sheet.heading(HEADINGS["past"])
    _said(sheet, found)
    hazards = report.past.hazards
    if hazards is not None:
        limit = hazards.min_cell or 1
        rows = [
            (f"{sentence(row['covariate'])}: {row['value']}", ratio_said(row), count(row["events"], limit=limit))
            for row in forest_rows(hazards)
        ]
        sheet.table(("Known of people", "Times the monthly chance", "Reached it"), rows)


def _told(sheet: Sheet, report: Report, section: str, kinds: Sequence[str], answer: Answer | None) -> None:
    """Write the findings of a section, and the numbers of each of its figures."""
    from outgrow.report.view import HEADINGS

    found = [report.words(finding) for finding in report.of(*kinds)]
    if not found:
        return
    sheet.heading(HEADINGS[section])
    _said(sheet, found)
    for figure in () if answer is None else figures(answer, role=report.role):
        table = TABLES[figure.name](figure.rows)
        sheet.say(f"{figure.title}{_counted_of(answer, figure.name)}.")
        sheet.table(table.head, table.rows)


def _counted_of(answer: Answer | None, figure: str) -> str:
    """Say who a figure is of, and how wide its intervals are; nothing where its rows say so."""
    if answer is None or figure in ("sequences", "skills"):
        return ""
    limit, intervals = answer.min_cell or 1, f"with {percent(answer.settings.coverage)} intervals"
    if isinstance(answer, Drift):
        counted = answer.share[-1].of if figure == "share" else answer.people
        with_a_job = f" with a job in June {answer.share[-1].year}" if figure == "share" else ""
        return f", of {people(counted, limit=limit)}{with_a_job}, {intervals}"
    curves = answer.curves if isinstance(answer, Who) else None
    return "" if curves is None else f", of {people(curves.people, limit=limit)}, {intervals}"


def write_made(sheet: Sheet, report: Report | Comparison, made: Iterable[str]) -> None:
    """Write how a report was made, and the command that repeats it.

    Parameters
    ----------
    sheet : Sheet
        What it is written on.
    report : Report or Comparison
        With the command and the day.
    made : iterable of str
        The data and the settings.
    """
    sheet.heading("How this was made")
    sheet.say(METHOD)
    sheet.listed(tuple(made))
    sheet.say(f"outgrow {__version__}, {report.made.isoformat()}. To repeat it:")
    sheet.fence([report.command], "sh")


def _said(sheet: Sheet, texts: Iterable[str]) -> None:
    for text in texts:
        if text:
            sheet.say(text)


def _section(sheet: Sheet, title: str, texts: Iterable[str]) -> None:
    listed = tuple(texts)
    if listed:
        sheet.heading(title)
        sheet.listed(listed)


def _ladder(sheet: Sheet, ceiling: Ceiling) -> None:
    limit, coverage = ceiling.min_cell or 1, percent(ceiling.settings.coverage)
    q = exact_percent(ceiling.share)
    sheet.say(f"{sentence(ladder_said(ceiling))}, with {coverage} intervals.")
    rows = []
    for rung in reversed(ceiling.reach):
        told = rung.estimate is not None
        span = bounds(rung, ceiling.share) if rung.lower is not None and rung.upper is not None else ""
        seen = "" if rung.events is None else count(rung.events, limit=limit)
        chance = percent_near(rung.estimate, ceiling.share) if told else not_told(ceiling)
        rows.append((sentence(at_rung(rung.rung)), chance, span, seen, rung.status))
    sheet.table(("Rung", "Chance", "Interval", "People seen", f"A share of {q} is"), rows, words=(0, 4))
    sheet.say(f"Who enters starts as {ceiling.own}.")


def _times(sheet: Sheet, report: Report) -> None:
    """Chances by years, a block for each year, released points, and by when each share have reached the target."""
    table, limit = time_table(report), limit_of(report.reach)
    told = bool(table.months and table.rows)
    lists = point_lists(report) if any(points.readings for points in point_lists(report)) else ()
    rows = steps(report)
    if not (told or lists or rows):
        return
    sheet.heading("How long it takes")
    coverage = percent(report.reach.settings.coverage)
    if told:
        sheet.say(f"Estimated chance by years since entering the role, with {coverage} intervals.")
        cells = [
            (
                row.name,
                count(row.people, limit=limit),
                *(
                    ""
                    if one is None
                    else f"{percent(one.estimate)} ({interval(one.lower, one.upper)})"
                    + (f" by {years(one.months)}" if one.months != one.asked else "")
                    for one in row.readings
                ),
            )
            for row in table.rows
        ]
        sheet.table(("Reached", "People counted", *(years(months) for months in table.months)), cells)
        yearly = [
            (sheet.short(row.name), [None if one is None else one.estimate for one in row.readings])
            for row in year_table(report).rows
        ]
        sheet.fence(year_lines(yearly))
    if lists:
        sheet.say(
            f"Estimated chance at the times that could be released, with {coverage} intervals; steps were merged to protect "
            "small groups."
        )
        points = [
            (
                one.name,
                "" if one.people is None else people(one.people, limit=limit),
                years(reading.months),
                f"{percent(reading.estimate)} ({interval(reading.lower, reading.upper)})",
                count(reading.at_risk, limit=limit),
            )
            for one in lists
            for reading in one.readings
        ]
        points += [(one.name, "", "", NOT_RELEASED, "") for one in lists if not one.readings]
        sheet.table(("Reached", "People counted", "By", "Chance", "At risk"), points)
    if rows:
        sheet.say(f"Years until a share of those counted has reached it, with {coverage} intervals.")
        cells = [
            (
                row.name,
                row.counted,
                *row.cells,
            )
            for row in rows
        ]
        sheet.table(("Reached", "Counted", *(sentence(share) for share in STEPS)), cells)


def _shares(sheet: Sheet, title: str, column: str, tables: tuple[ShareTable, ...]) -> None:
    if not tables:
        return
    sheet.heading(title)
    for table in tables:
        sheet.say(f"{table.heading}.")
        sheet.table((column, "Share", "Interval"), [(row.name, *row.parts) for row in table.rows])


def _stays(sheet: Sheet, report: Report, *, beside: bool) -> None:
    """Say how long a stay lasts and how it ends: beside the next jobs where those are shown, else by itself."""
    kinds = ("stay", "ending") if beside else ("stay", "ending", "next")
    said = [report.words(finding) for finding in report.of(*kinds)]
    if said and not beside:
        sheet.heading("How long a stay lasts")
    _said(sheet, said)


def _counted(sheet: Sheet, report: Report) -> None:
    limit = limit_of(report.reach)
    sheet.heading("Who was counted")
    signs = {"start": "", "minus": "less ", "end": "leaves "}
    sheet.listed([f"{signs[line.sign]}{people(line.people, limit=limit)} {line.text}" for line in ledger(report)])
    _said(sheet, [ledger_note(report), counted_beside(report)])
    rows = [
        (one.name, *(count(number, limit=limit) for number in (one.people, one.reached, one.left, one.waiting)))
        for one in outcomes(report)
        if one.people
    ]
    sheet.table(
        ("Target", "People counted", "Seen to reach it", "Left for good first", "Last seen still waiting"), rows
    )
    follow_up = report.finding("follow_up")
    if follow_up is not None:
        sheet.say(report.words(follow_up))
