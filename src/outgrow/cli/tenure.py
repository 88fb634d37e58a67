"""``outgrow tenure ROLE``: how long a stay in a role lasts, and how it ends."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Grouped, Source, Varied, shared

__all__ = ["EXAMPLE", "tenure"]

EXAMPLE = 'Example: outgrow tenure "social media manager"'


@shared
def tenure(
    role: Annotated[str, typer.Argument(help="The role.", metavar="ROLE")],
    ways: Annotated[
        str | None,
        typer.Option(help="Ways out by the next job's columns, as function,rung.", metavar="COLUMNS"),
    ] = None,
    *,
    source: Source,
    question: Grouped,
    vary: Varied,
    shown: Drawn,
) -> None:
    """How long a stay in a role lasts, and how it ends."""
    from outgrow.cli.answer import answer

    answer("tenure", role, source=source, question=question, vary=vary, shown=shown, ways=ways)
