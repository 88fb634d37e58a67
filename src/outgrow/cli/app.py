"""The list of commands."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperGroup

from outgrow.cli import (
    careers,
    ceiling,
    compare,
    drift,
    hazards,
    me,
    occupancy,
    pay,
    reach,
    report,
    skills,
    skills_in,
    tenure,
    title,
    titles,
    verdict,
    who,
)
from outgrow.cli.options import spread_map

__all__ = ["app"]


class _Commands(TyperGroup):
    """Commands of which one option, ``--map``, takes as many values as follow it in its form."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        return super().parse_args(ctx, spread_map(args))


app = typer.Typer(
    name="outgrow",
    cls=_Commands,
    help="Is this role a career path? Where it leads, where it tops out, and how sure one can be.",
    epilog='Start with: outgrow report "social media manager"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from outgrow import __version__
        from outgrow.cli.output import print_text

        print_text(f"outgrow {__version__}")
        raise typer.Exit


@app.callback()
def outgrow(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Is this role a career path? Where it leads, where it tops out, and how sure one can be."""


app.command(name="report", epilog=report.EXAMPLE)(report.report)
app.command(name="verdict", epilog=verdict.EXAMPLE)(verdict.verdict)
app.command(name="ceiling", epilog=ceiling.EXAMPLE)(ceiling.ceiling)
app.command(name="reach", epilog=reach.EXAMPLE)(reach.reach)
app.command(name="compare", epilog=compare.EXAMPLE)(compare.compare)
app.command(name="hazards", epilog=hazards.EXAMPLE)(hazards.hazards)
app.command(name="drift", epilog=drift.EXAMPLE)(drift.drift)
app.command(name="who", epilog=who.EXAMPLE)(who.who)
app.command(name="occupancy", epilog=occupancy.EXAMPLE)(occupancy.occupancy)
app.command(name="tenure", epilog=tenure.EXAMPLE)(tenure.tenure)
app.command(name="pay", epilog=pay.EXAMPLE)(pay.pay)
app.command(name="title", epilog=title.EXAMPLE)(title.title)
app.command(name="titles", epilog=titles.EXAMPLE)(titles.titles)
app.command(name="skills", epilog=skills.EXAMPLE)(skills.skills)
app.command(name="skills-in", epilog=skills_in.EXAMPLE)(skills_in.skills_in)
app.command(name="me", epilog=me.EXAMPLE)(me.me)
app.add_typer(careers.app, name="careers")
