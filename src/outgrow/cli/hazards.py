"""``outgrow hazards ROLE --toward ROLE --with breadth,...``: what the monthly chance of a target goes with."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Drawn, Question, Source, Varied, shared

__all__ = ["EXAMPLE", "hazards"]

EXAMPLE = 'Example: outgrow hazards "social media manager" --toward rung:director+ --with breadth,strategy'


@shared
def hazards(
    role: Annotated[str, typer.Argument(help="The role whose entry starts the clock.", metavar="ROLE")],
    toward: Annotated[str | None, typer.Option(help="The role to reach.", metavar="ROLE")] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--with",
            help="Of breadth, strategy, employers, career, period, previous, level, rung, function, specialty and columns of "
            "people; parted by commas. With :time after it (breadth:time) its ratios are told for each band of time.",
            metavar="NAMES",
        ),
    ] = None,
    years: Annotated[float | None, typer.Option(help="Years since entry that count.")] = None,
    piece: Annotated[int, typer.Option(help="Months of time with one hazard: 1, 2, 3, 4, 6 or 12.")] = 12,
    time_bands: Annotated[
        str | None,
        typer.Option(
            help="Years since entry at which bands of time end, such as 3,7. By default whole years, so that about a third "
            "of those who reach it do so in each.",
            metavar="YEARS",
        ),
    ] = None,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
) -> None:
    """What the monthly chance of reaching another role goes with."""
    from outgrow.cli.answer import answer
    from outgrow.errors import InputError

    if not toward:
        raise InputError(
            "hazards needs a role to reach.",
            do=f"add --toward, for example: outgrow hazards '{role}' --toward rung:director+ --with breadth",
        )
    if not known:
        raise InputError(
            "hazards needs something known of people.",
            do=f"add --with, for example: outgrow hazards '{role}' --toward '{toward}' --with breadth",
        )
    answer(
        "hazards",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        also=[toward],
        one_target=True,
        known=known,
        years=years,
        piece=piece,
        time_bands=time_bands,
    )
