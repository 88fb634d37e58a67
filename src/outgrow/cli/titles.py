"""``outgrow titles ROLE``: the titles in careers that a role takes in, and those near it; ``--edit`` writes them to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outgrow.cli.options import Edited, Shown, Source, shared

if TYPE_CHECKING:
    from outgrow.titles.taken_in import HeldTitle, TitlesTakenIn

__all__ = ["EXAMPLE", "titles"]

EXAMPLE = 'Example: outgrow titles "social media manager" --edit role.toml'


@shared
def titles(
    role: Annotated[str, typer.Argument(help="The role: a job title, or terms.", metavar="ROLE")],
    near: Annotated[int, typer.Option(help="Titles near the role to show besides.")] = 10,
    most: Annotated[int, typer.Option(help="Titles in the role to print; files and JSON have all.")] = 20,
    model: Annotated[
        str | None, typer.Option(help="Rank with an embedding model too: its folder or name.", metavar="MODEL")
    ] = None,
    edit: Annotated[
        Path | None, typer.Option(help="Write them to a .toml file to change by hand.", metavar="FILE")
    ] = None,
    *,
    source: Source,
    edited: Edited,
    shown: Shown,
) -> None:
    """Which titles a role takes in here, nearest first."""
    from outgrow.cli.output import as_json, check_ending, print_json, print_text, terminal_width, write_file
    from outgrow.cli.progress import working
    from outgrow.disclosure import default_min_cell
    from outgrow.disclosure.titles import release_titles
    from outgrow.errors import InputError
    from outgrow.titles.role_file import role_file_text
    from outgrow.titles.taken_in import role_titles

    [pattern] = edited.read([role])
    check_ending(edit, (".toml",))
    if edit is not None and edit.expanduser().exists():
        raise InputError(
            f"'{edit.name}' is there already, and may have been changed by hand.", do="give another name, or remove it"
        )
    check_ending(shown.out, (".json",))
    careers = source.read()
    limit = default_min_cell(careers.facts) if shown.min_cell is None else shown.min_cell
    with working("Looking"):
        found = release_titles(role_titles(pattern, careers=careers, near=near, least=limit, model=model), limit)
    if shown.out is not None:
        text = as_json(found.as_json()) + "\n"
        write_file(shown.out, {".json": lambda path: path.write_text(text, encoding="utf-8")}, quiet=shown.json)
    if shown.json:
        print_json(found.as_json())
    elif shown.out is None:
        print_text(_text(found, most=max(most, 0), width=terminal_width()))
    if edit is not None:
        lines = role_file_text(found)
        write_file(edit, {".toml": lambda path: path.write_text(lines, encoding="utf-8")}, quiet=shown.json)


def _text(found: TitlesTakenIn, *, most: int, width: int) -> str:
    import textwrap

    from outgrow.charts.wording import clean, count, people

    def wrapped(text: str) -> list[str]:
        return textwrap.wrap(text, width)

    def rows(titles: tuple[HeldTitle, ...]) -> list[str]:
        room = width - 20
        lines = [f"{'people':>9}  {'near':>4}  title"]
        for one in titles:
            name = clean(one.title)
            lines.append(
                f"{one.people:>9,}  {one.score:>4.2f}  {name if len(name) <= room else name[: room - 1] + '…'}"
            )
        return lines

    limit = found.min_cell or 1
    simulated = ["SIMULATED CAREERS: nobody lived them.", ""] if found.careers.kind == "simulated" else []
    lines = [
        *simulated,
        *wrapped(
            f"In “{clean(found.careers.name)}”, {people(found.people, limit=limit)} held “{clean(found.role)}”, read as "
            f"{clean(found.read_as)}, under {count(found.taken_in, limit=limit)} titles."
        ),
        "",
    ]
    if found.titles:
        lines += ["Titles in the role, nearest first", *rows(found.titles[:most])]
        if len(found.titles) > most:
            lines += wrapped(
                f"{len(found.titles) - most:,} more are not shown here; --most, --json and --edit have them."
            )
    else:
        lines += wrapped(f"None of its titles is held by {limit} people or more, so none is shown.")
    if found.near:
        lines += ["", "Near it, and not in the role", *rows(found.near)]
    if limit > 1:
        lines += ["", *wrapped(f"Titles that fewer than {limit} people held are left out, and counts rounded down.")]
    return "\n".join([*lines, "", f"Lexicon {found.lexicon}."])
