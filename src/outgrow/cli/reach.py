"""``outgrow reach ROLE --toward ROLE``: the curve, its interval and who was counted."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Clocked, Drawn, Source, Varied, shared

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
    question: Clocked,
    vary: Varied,
    shown: Drawn,
) -> None:
    """How many of the people entering a role reach another, and when."""
    from outgrow.cli.answer import answer
    from outgrow.errors import InputError

    if not toward:
        raise InputError(
            "reach needs a role to reach.",
            do=f"add --toward, for example: outgrow reach '{role}' --toward rung:director+",
        )
    answer("reach", role, source=source, question=question, vary=vary, shown=shown, also=toward)
