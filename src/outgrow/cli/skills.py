"""``outgrow skills ROLE``: which of the skills that its jobs list last, and which are tools that go."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "skills"]

EXAMPLE = 'Example: outgrow skills "social media manager"'


@shared
def skills(
    role: Annotated[str, typer.Argument(help="The role whose jobs are asked.", metavar="ROLE")],
    most: Annotated[int, typer.Option(help="Skills told: those that most jobs of the role list.")] = 50,
    false_discoveries: Annotated[
        float, typer.Option(help="Share of false ones among those told from chance.", metavar="SHARE")
    ] = 0.05,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Which skills last to the next job and which go, tools apart."""
    from outgrow.cli.answer import answer

    answer(
        "skills",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        most=most,
        false_discoveries=false_discoveries,
    )
