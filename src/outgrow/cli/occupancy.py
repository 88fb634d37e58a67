"""``outgrow occupancy ROLE --states COLUMN``: where those who entered a role are, over time."""

from __future__ import annotations

from typing import Annotated

import typer

from outgrow.cli.options import Clocked, Drawn, Source, Varied, shared

__all__ = ["EXAMPLE", "occupancy"]

EXAMPLE = "Example: outgrow occupancy any --states title --careers nlsy"


@shared
def occupancy(
    role: Annotated[str, typer.Argument(help="The role whose entry starts the clock.", metavar="ROLE")],
    states: Annotated[
        str,
        typer.Option(
            help="What tells states apart: rung, level, function, specialty, title, organisation or occupation.",
            metavar="COLUMN",
        ),
    ] = "rung",
    most_states: Annotated[int, typer.Option(help="Commonest values kept apart; the rest are other.")] = 20,
    *,
    source: Source,
    question: Clocked,
    vary: Varied,
    shown: Drawn,
) -> None:
    """Where people entering a role are later: by rung or function."""
    from outgrow.cli.answer import answer

    answer(
        "occupancy",
        role,
        source=source,
        question=question,
        vary=vary,
        shown=shown,
        states=states,
        most_states=most_states,
    )
