"""``outgrow reach ROLE --toward ROLE``: the curve, its interval and who was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outgrow.cli.options import Question, Shown, Source, shared

if TYPE_CHECKING:
    from pathlib import Path

    from outgrow.results import Reach

__all__ = ["EXAMPLE", "reach"]

EXAMPLE = "Example: outgrow reach title:sales --toward title:managers --careers nlsy --json"


@shared
def reach(
    role: Annotated[str, typer.Argument(help="The role whose entry starts the clock.", metavar="ROLE")],
    toward: Annotated[
        list[str] | None,
        typer.Option(help="The role to reach; several share one denominator.", metavar="ROLE"),
    ] = None,
    *,
    source: Source,
    question: Question,
    shown: Shown,
) -> None:
    """How many of the people entering a role reach another, and when."""
    import datetime

    from outgrow.ask import reach as ask
    from outgrow.cli.output import check_ending, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.cli.progress import working
    from outgrow.disclosure import release
    from outgrow.errors import InputError
    from outgrow.titles.roles import parse_role

    if not toward:
        raise InputError(
            "reach needs a role to reach.",
            do=f"add --toward, for example: outgrow reach '{role}' --toward rung:director+",
        )
    parse_role(role)
    for target in toward:
        parse_role(target)
    check_ending(shown.out, (".json", ".csv", ".parquet"))
    careers = source.read()
    with working("Counting"):
        exact = ask(role, toward=toward, careers=careers, **question.settings())
    result = release(exact, shown.min_cell)
    if shown.out is not None:
        write_file(
            shown.out,
            {
                ".json": lambda path: _write_json(result, path),
                ".csv": lambda path: _write_csv(result, path),
                ".parquet": lambda path: _write_parquet(result, path),
            },
        )
    if shown.json:
        print_json(result.as_json())
    elif shown.out is None:
        from outgrow.report import build_report, render_terminal
        from outgrow.report.repeat import typed_command

        report = build_report(role, result, command=typed_command(), made=datetime.date.today())
        print_text(render_terminal(report, width=terminal_width(), color=use_color()))


def _write_json(result: Reach, path: Path) -> None:
    from outgrow.cli.output import as_json

    path.write_text(as_json(result.as_json()) + "\n", encoding="utf-8")


def _write_csv(result: Reach, path: Path) -> None:
    import pyarrow.csv

    pyarrow.csv.write_csv(result.to_arrow(), path)


def _write_parquet(result: Reach, path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(result.to_arrow(), path)
