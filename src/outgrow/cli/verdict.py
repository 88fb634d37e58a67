"""``outgrow verdict ROLE``: whether a role is a path, with the reason and the numbers it rests on."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "verdict"]

EXAMPLE = 'Example: outgrow verdict "social media manager"'


@shared
def verdict(
    role: Annotated[str, typer.Argument(help="The role.", metavar="ROLE")],
    horizon: Annotated[float, typer.Option(help="Years since entering the role.")] = 15,
    share: Annotated[float, typer.Option(help="Share that makes a rung count as reached.")] = 0.10,
    difference: Annotated[
        float, typer.Option(help="Share of people behind peers that counts: 0.05 is 5 points.")
    ] = 0.05,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Is a role a path, one that tops out, or no path: the reason."""
    from outgrow.cli.answer import answer

    answer(
        "verdict",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        horizon=horizon,
        share=share,
        difference=difference,
    )
