"""``outgrow ceiling ROLE``: the highest rung that a share of those who enter a role reach."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "ceiling"]

EXAMPLE = 'Example: outgrow ceiling "social media manager" --horizon 10'


@shared
def ceiling(
    role: Annotated[str, typer.Argument(help="The role.", metavar="ROLE")],
    horizon: Annotated[float, typer.Option(help="Years since entering the role.")] = 15,
    share: Annotated[float, typer.Option(help="Share that makes a rung count as reached.")] = 0.10,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Where a role tops out: the highest rung that many reach."""
    from outgrow.cli.answer import answer

    answer("ceiling", role, source=source, question=question, vary=vary, shown=shown, horizon=horizon, share=share)
