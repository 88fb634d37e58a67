"""What a role pays on a terminal: the words, a table of percentiles for each rung, what is left out, and the source.

In: Pay. Out: text, or lines on a `Page`. Start at `pay_text`.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.pay import dollars, pay_rows
from outgrow.charts.wording import clean, people, percent, role_quoted, sentence
from outgrow.report.findings import pay_findings
from outgrow.report.page import Page
from outgrow.report.voices import worded
from outgrow.results import Pay
from outgrow.tallies.pay_held import PayHeld

__all__ = ["pay_notes", "pay_table", "pay_text"]

#: Columns that a table of percentiles needs.
_WIDE: Final = 72


def pay_text(pay: Pay, held: PayHeld | None = None, *, width: int = 80, color: bool = False) -> str:
    """Return an answer as text for a terminal.

    Parameters
    ----------
    pay : Pay
        What the statistics say.
    held : PayHeld, optional
        What careers say, released.
    width : int, default 80
        Columns; at least 40.
    color : bool, default False
        Whether to mark up with ANSI colours.

    Returns
    -------
    str
        Lines of at most `width` columns, ending in a newline.
    """
    page = Page(width, color=color)
    if held is not None and held.careers.kind == "simulated":
        page.banner("SIMULATED CAREERS, in the part on careers alone: nobody lived them")
    first, *others = pay_findings(pay)
    page.say(worded(first, "person"), style="bold")
    for finding in others:
        page.blank()
        page.say(worded(finding, "person"))
    pay_table(page, pay)
    if held is not None:
        _held(page, held)
    page.listed("What to know of it", pay_notes(pay))
    return page.text()


def _held(page: Page, held: PayHeld) -> None:
    """Say what those who held the role in careers were paid, and what of it could not be used."""
    limit = held.min_cell or 1
    simulated = ", simulated" if held.careers.kind == "simulated" else ""
    page.heading(f"In the careers “{clean(held.careers.name)}”{simulated}")
    counted = people(held.people, limit=limit)
    shown = [f"{name} {dollars(value)}" for name, value in _named(held) if value is not None]
    if shown:
        page.say(
            f"Yearly pay of {counted} who held it, in {held.currency} of {held.money}: {', '.join(shown)}. Each counts with "
            "the job of it with pay that began last, and its pay is of that job's last year."
        )
        if held.weighted:
            page.item("Everyone counts alike here, whatever their weight.")
    else:
        page.say(f"Too few to show pay: {counted} with pay that can be used.")
    if held.without:
        page.item(f"{sentence(people(held.without, limit=limit))} held it with no pay that can be read.")
    for why, left in held.refused.items():
        page.item(f"Pay of {people(left, limit=limit)} is left out: {why}.")


def _named(held: PayHeld) -> list[tuple[str, float | None]]:
    names = {"p10": "10th percentile", "p25": "25th", "median": "median", "p75": "75th", "p90": "90th"}
    return [(names[name], value) for name, value in held.percentiles.items()]


def pay_table(page: Page, pay: Pay) -> None:
    """Draw the percentiles of pay and the people of each rung; on narrow pages a rung a line."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rows = pay_rows(pay)
    page.heading("Yearly pay in dollars")
    if page.width < _WIDE:
        for row in rows:
            middle = "not published" if row["median"] is None else f"median {dollars(row['median'])}"
            page.item(f"{row['occupation']}, {row['name']}: {middle}; {_people(row['people'])} people")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("", overflow="fold")
    for name in ("10th", "25th", "median", "75th", "90th", "people"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        cells = ["–" if row[name] is None else f"{row[name]:,}" for name in ("p10", "p25", "median", "p75", "p90")]
        named = Text(f"{row['occupation']}\n{row['name']}", style="bold" if row["own"] else "")
        table.add_row(named, *cells, _people(row["people"]))
    page.draw(table)


def _people(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def pay_notes(pay: Pay) -> tuple[str, ...]:
    """Return what the statistics leave out, and where the numbers are from."""
    source = pay.source
    return (
        *pay.notes,
        _how_sure(pay),
        f"Source: {source['publisher']}, {source['name']}, {source['release']}, {source['area']}, {source['classification']}.",
    )


def _how_sure(pay: Pay) -> str:
    """Say which occupation the role was taken for, by what, how often that is right, and the next best."""
    by = {
        "code": "the code given",
        "name": f"the name “{clean(pay.words)}”",
        "link": f"what its words say, as for “{clean(pay.words)}”",
    }[pay.by]
    sure = "" if pay.by == "code" else f"; matches like this are right {percent(pay.confidence)} of the time"
    others = "; ".join(f"{one.occupation} ({one.soc_code})" for one in pay.also[:2])
    after = f" Next best: {others}; take one with occupation:CODE." if others else ""
    return f"{sentence(role_quoted(pay.role))} is taken for {pay.own.soc_code}, {pay.own.title}, by {by}{sure}.{after}"
