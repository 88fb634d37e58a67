"""``outgrow pay ROLE``: what a role pays, where that tops out and how many seats lie above, from official statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outgrow.cli.options import Drawn, SourceIfNamed, shared

if TYPE_CHECKING:
    from outgrow.tallies.pay_held import PayHeld

__all__ = ["EXAMPLE", "pay"]

EXAMPLE = 'Example: outgrow pay "public relations specialist" --chart pay.svg'


@shared
def pay(
    role: Annotated[str, typer.Argument(help="The role: a job title, terms, or occupation:CODE.", metavar="ROLE")],
    *,
    source: SourceIfNamed,
    shown: Drawn,
) -> None:
    """What it pays and how many seats lie above: official statistics.

    With --careers also what those who held it there were paid.
    """
    from outgrow.charts.files import CHART_ENDINGS, write_chart
    from outgrow.charts.pay import can_draw_pay, pay_figure
    from outgrow.cli.output import as_json, check_ending, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.disclosure import check_min_cell
    from outgrow.errors import InputError
    from outgrow.estimates.structure import pay as ask
    from outgrow.report.answers_pay import pay_text

    check_ending(shown.out, (".json",))
    check_ending(shown.chart, CHART_ENDINGS)
    check_min_cell(shown.min_cell)
    if source.people is not None and not source.given:
        raise InputError("--people was given without --careers.", do="name the careers too")
    answer = ask(role)
    if shown.chart is not None and not can_draw_pay(answer):
        raise InputError(f"of {answer.own.title} nothing can be drawn: {answer.own.missing}.", do="leave --chart out")
    held = _held(role, source, shown) if source.given else None
    found = {**answer.as_json(), "in_careers": None if held is None else held.as_json()}
    if shown.out is not None:
        text = as_json(found) + "\n"
        write_file(shown.out, {".json": lambda path: path.write_text(text, encoding="utf-8")}, quiet=shown.json)
    if shown.json:
        print_json(found)
    elif shown.out is None:
        print_text(pay_text(answer, held, width=terminal_width(), color=use_color()))
    if shown.chart is not None:
        drawn = {ending: lambda path: write_chart(pay_figure(answer), path) for ending in CHART_ENDINGS}
        write_file(shown.chart, drawn, quiet=shown.json)


def _held(role: str, source: SourceIfNamed, shown: Drawn) -> PayHeld:
    """Ask the careers that were named what the role pays there."""
    from outgrow.cli.progress import working
    from outgrow.disclosure.pay import release_pay
    from outgrow.tallies.pay_held import pay_held
    from outgrow.titles.roles import parse_role

    careers = source.read()
    with working("Counting"):
        return release_pay(pay_held(careers, parse_role(role)), shown.min_cell)
