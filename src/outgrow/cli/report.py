"""``outgrow report ROLE``: where a role leads, in one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outgrow.cli.options import Grouped, Shown, Source, shared

if TYPE_CHECKING:
    from pathlib import Path

    from outgrow.report import Report

__all__ = ["EXAMPLE", "report"]

EXAMPLE = 'Example: outgrow report "social media manager" --out report.html'


@shared
def report(
    role: Annotated[str, typer.Argument(help="The role to report on.", metavar="ROLE")],
    toward: Annotated[
        str | None, typer.Option(help="One role to reach; otherwise every rung above.", metavar="ROLE")
    ] = None,
    *,
    source: Source,
    question: Grouped,
    shown: Shown,
) -> None:
    """Where a role leads: the answer, its curves, how it was made."""
    from outgrow.cli.output import check_ending, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.cli.progress import working
    from outgrow.report import make_report, render_terminal
    from outgrow.report.repeat import typed_command
    from outgrow.titles.roles import parse_role

    parse_role(role)
    if toward is not None:
        parse_role(toward)
    check_ending(shown.out, (".html", ".json", ".txt"))
    careers = source.read()
    with working("Counting"):
        made = make_report(
            role,
            toward=toward,
            careers=careers,
            min_cell=shown.min_cell,
            command=typed_command(),
            **question.settings(),
        )
    if shown.out is not None:
        with working("Writing"):
            write_file(
                shown.out,
                {
                    ".html": lambda path: _write_html(made, path),
                    ".json": lambda path: _write_json(made, path),
                    ".txt": lambda path: _write_text(made, path),
                },
            )
    if shown.json:
        print_json(made.as_json())
    elif shown.out is None:
        print_text(render_terminal(made, width=terminal_width(), color=use_color()))


def _write_html(made: Report, path: Path) -> None:
    from outgrow.report import render_html

    path.write_text(render_html(made), encoding="utf-8")


def _write_json(made: Report, path: Path) -> None:
    from outgrow.cli.output import as_json

    path.write_text(as_json(made.as_json()) + "\n", encoding="utf-8")


def _write_text(made: Report, path: Path) -> None:
    from outgrow.report import render_terminal

    path.write_text(render_terminal(made, width=80, color=False) + "\n", encoding="utf-8")
