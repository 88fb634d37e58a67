"""``outgrow who ROLE --toward ROLE [--stayed focused|broadened]``: who made it, and by which roles."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "who"]

EXAMPLE = 'Example: outgrow who "social media manager" --toward rung:executive --stayed focused'


@shared
def who(
    role: Annotated[str, typer.Argument(help="The role whose entry starts the clock.", metavar="ROLE")],
    toward: Annotated[str | None, typer.Option(help="The role to reach.", metavar="ROLE")] = None,
    stayed: Annotated[
        str | None,
        typer.Option(
            help="Only while they stayed so: focused (80% of months or more in one specialty) or broadened.",
            metavar="focused|broadened",
        ),
    ] = None,
    years: Annotated[float | None, typer.Option(help="Horizon in years since entry.  [default: 10]")] = None,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Who made it from one role to another, and by which roles."""
    from outgrow.cli.answer import answer
    from outgrow.errors import InputError
    from outgrow.tallies.who import read_stayed

    if not toward:
        raise InputError(
            "who made it needs a role to reach.",
            do=f"add --toward, for example: outgrow who '{role}' --toward rung:executive --stayed focused",
        )
    answer(
        "who",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        also=[toward],
        one_target=True,
        stayed=read_stayed(stayed),
        years=years,
    )
