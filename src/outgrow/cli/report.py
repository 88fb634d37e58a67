"""``outgrow report ROLE...``: where a role leads, in one page; several roles side by side."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from outgrow.cli.options import Grouped, Shown, Source, shared

if TYPE_CHECKING:
    from pathlib import Path

    from outgrow.report import Comparison, Report

__all__ = ["EXAMPLE", "report"]

EXAMPLE = 'Example: outgrow report "social media manager" --out report.html'
#: What a report can be written as.
ENDINGS: Final = (".html", ".json", ".md", ".pdf", ".txt")
#: Those of them that hold drawings.
DRAWN: Final = (".html", ".pdf")


@shared
def report(
    roles: Annotated[
        list[str], typer.Argument(help="The role to report on, or several side by side.", metavar="ROLE...")
    ],
    toward: Annotated[
        str | None, typer.Option(help="One role to reach; otherwise every rung above.", metavar="ROLE")
    ] = None,
    voice: Annotated[str, typer.Option(help="Who reads it: person, coach or analyst.", metavar="READER")] = "person",
    paper: Annotated[str, typer.Option(help="Paper of a .pdf: a4 or letter.", metavar="SIZE")] = "a4",
    *,
    source: Source,
    question: Grouped,
    shown: Shown,
) -> None:
    """Where a role leads: the answer, its figures, how it was made."""
    from outgrow.charts.drawers import drawing_beside
    from outgrow.cli.output import check_ending, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.cli.progress import working
    from outgrow.report import make_comparison, make_report, render_terminal
    from outgrow.report.pdf import check_paper, find_browser
    from outgrow.report.repeat import typed_command
    from outgrow.report.voices import check_voice

    *patterns, target = question.read([*roles, "any" if toward is None else toward])
    reader, size = check_voice(voice), check_paper(paper)
    check_ending(shown.out, ENDINGS)
    ending = "" if shown.out is None else shown.out.suffix.lower()
    if ending == ".pdf":
        find_browser()  # that there is none is said before any work is done
    with drawing_beside() if ending in DRAWN else contextlib.nullcontext():
        careers = source.read() if source.given else None
        asked = {
            "toward": None if toward is None else target,
            "voice": reader,
            "careers": careers,
            "levels": source.levels,
            "min_cell": shown.min_cell,
            "command": typed_command(),
            **question.settings(),
        }
        made: Report | Comparison
        with working("Counting"):
            made = make_report(patterns[0], **asked) if len(roles) == 1 else make_comparison(patterns, **asked)
        if shown.out is not None:
            forms: dict[str, Callable[[Path], object]] = {
                ".html": made.to_html,
                ".json": lambda path: _write_json(made, path),
                ".md": made.to_markdown,
                ".pdf": lambda path: made.to_pdf(path, paper=size),
                ".txt": lambda path: path.write_text(render_terminal(made, width=80, color=False), encoding="utf-8"),
            }
            with working("Writing"):
                write_file(shown.out, forms)
    if shown.json:
        print_json(made.as_json())
    elif shown.out is None:
        print_text(render_terminal(made, width=terminal_width(), color=use_color()))


def _write_json(made: Report | Comparison, path: Path) -> None:
    from outgrow.cli.output import as_json

    path.write_text(as_json(made.as_json()) + "\n", encoding="utf-8")
