"""``outgrow drift ROLE``: what a role and its titles turn into, by calendar year."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "drift"]

EXAMPLE = 'Example: outgrow drift "social media manager" --chart drift.svg'


@shared
def drift(
    role: Annotated[str, typer.Argument(help="The role, looked at in June of each year.", metavar="ROLE")],
    skill: Annotated[
        str | None,
        typer.Option(
            help="What its skill is called in lists and descriptions; parted by commas. Default: its specialty.",
            metavar="WORDS",
        ),
    ] = None,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """What a role and its titles turn into over the years."""
    from outgrow.cli.answer import answer

    answer("drift", role, source=source, question=question, vary=vary, shown=shown, skill=skill)
