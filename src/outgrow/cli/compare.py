"""``outgrow compare ROLE --toward ROLE --by WHAT --landmark YEARS``: groups told by what is known by then."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Grouped, Source, Varied, shared

__all__ = ["EXAMPLE", "compare"]

EXAMPLE = 'Example: outgrow compare "social media manager" --toward rung:director+ --by breadth --landmark 5'


@shared
def compare(
    role: Annotated[str, typer.Argument(help="The role whose entry starts the clock.", metavar="ROLE")],
    toward: Annotated[str | None, typer.Option(help="The role to reach.", metavar="ROLE")] = None,
    landmark: Annotated[
        float | None,
        typer.Option(
            help="Years since entry; who is below the target then is grouped by what is known by then.", metavar="YEARS"
        ),
    ] = None,
    *,
    source: Source,
    question: Grouped,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Do groups of entrants reach a role alike, from a landmark on?"""
    from outgrow.cli.answer import answer
    from outgrow.errors import InputError

    if not toward:
        raise InputError(
            "compare needs a role to reach.",
            do=f"add --toward, for example: outgrow compare '{role}' --toward rung:director+ --by breadth --landmark 5",
        )
    if not question.by:
        raise InputError(
            "compare needs groups.",
            do=f"add --by, for example: outgrow compare '{role}' --toward '{toward}' --by breadth --landmark 5",
        )
    answer(
        "compare",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        also=[toward],
        one_target=True,
        landmark=landmark,
    )
