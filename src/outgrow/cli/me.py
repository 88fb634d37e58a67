"""``outgrow me FILE...``: one person's own documents, read on their own machine; ``me show``, ``me stand``, ``me forget``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from outgrow.cli.options import Shown, Source, shared

if TYPE_CHECKING:
    from outgrow.person.profile import Profile
    from outgrow.results import Standing

__all__ = ["EXAMPLE", "me"]

EXAMPLE = "Example: outgrow me resume.pdf, then outgrow me stand"
#: What is done with the profile that is kept, instead of reading files; a file of such a name is given as ./show.
_ACTIONS: Final = ("show", "stand", "forget")
_PAGES: Final = (".html", ".json", ".txt")


@shared
def me(
    files: Annotated[
        list[str],
        typer.Argument(help="Your documents (PDF, DOCX, text, exports); or show, stand, forget.", metavar="FILE..."),
    ],
    edit: Annotated[
        Path | None, typer.Option(help="Write it as JSON Resume, to correct and read again.", metavar="FILE.json")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep it, for you alone.")] = True,
    *,
    source: Source,
    shown: Shown,
) -> None:
    """Your own resume: what it says, and where you stand. Stays here."""
    from outgrow.cli.output import check_ending
    from outgrow.errors import InputError

    check_ending(shown.out, _PAGES)
    check_ending(edit, (".json",))
    action = files[0] if files[0] in _ACTIONS else None
    if action is not None and len(files) > 1:
        raise InputError(
            f"'{action}' takes no files.", do=f"outgrow me {action}; for a file of that name: outgrow me ./{action}"
        )
    if action == "forget":
        _forget(json=shown.json)
        return
    profile = _profile(files, keep=keep) if action is None else _kept()
    if edit is not None:
        _edit(profile, edit, quiet=shown.json)
    if action == "stand" or (shown.out is not None and shown.out.suffix.lower() == ".html"):
        _stand(profile, source, shown)
    else:
        _show(profile, shown)
    if action is None and not shown.json:
        _say_kept(keep=keep)


def _profile(files: list[str], *, keep: bool) -> Profile:
    from outgrow.cli.progress import working
    from outgrow.person.kept import keep as keep_it
    from outgrow.person.read import read_profile

    with working("Reading"):
        profile = read_profile(files)
    if keep:
        keep_it(profile)
    return profile


def _kept() -> Profile:
    from outgrow.person.kept import kept

    return kept()


def _say_kept(*, keep: bool) -> None:
    from outgrow.cli.output import print_text
    from outgrow.person.kept import profile_folder

    if keep:
        print_text(
            f"\nKept in {profile_folder()}, which only you can read; nothing was sent anywhere.\n"
            "Where you stand: outgrow me stand. To remove it: outgrow me forget."
        )
    else:
        print_text("\nNothing was kept, and nothing was sent anywhere.")


def _forget(*, json: bool) -> None:
    from outgrow.cli.output import print_json, print_text
    from outgrow.person.kept import forget

    folder, removed = forget()
    if json:
        print_json({"folder": str(folder), "removed": removed})
    elif removed:
        print_text(f"Removed from {folder}: {', '.join(removed)}. Nothing of you is left there.")
    else:
        print_text(f"Nothing was kept in {folder}.")


def _edit(profile: Profile, path: Path, *, quiet: bool) -> None:
    from outgrow.cli.output import as_json, write_file
    from outgrow.person.shape import as_resume

    def write(file: Path) -> None:
        file.write_text(as_json(as_resume(profile)) + "\n", encoding="utf-8")

    write_file(path, {".json": write}, quiet=quiet)


def _show(profile: Profile, shown: Any) -> None:
    from outgrow.cli.output import as_json, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.person.read import month_now
    from outgrow.person.shape import as_json as shape_of
    from outgrow.report.profile_text import profile_text

    shape = shape_of(profile)
    if shown.out is not None:
        text = profile_text(profile, this_month=month_now())
        forms = {
            ".json": lambda path: path.write_text(as_json(shape) + "\n", encoding="utf-8"),
            ".txt": lambda path: path.write_text(text, encoding="utf-8"),
        }
        write_file(shown.out, forms, quiet=shown.json)
    if shown.json:
        print_json(shape)
    elif shown.out is None:
        print_text(profile_text(profile, width=terminal_width(), color=use_color(), this_month=month_now()))


def _stand(profile: Profile, source: Source, shown: Any) -> None:
    from outgrow.ask import standing
    from outgrow.cli.output import as_json, print_json, print_text, terminal_width, use_color, write_file
    from outgrow.cli.progress import working
    from outgrow.disclosure import release_standing
    from outgrow.report.standing import standing_json, standing_text

    careers = source.read()
    with working("Counting"):
        exact: Standing = standing(profile, careers=careers)
    found = release_standing(exact, shown.min_cell)
    answer = standing_json(found)
    if shown.out is not None:
        from outgrow.report.me_page import render_me

        forms = {
            ".html": lambda path: path.write_text(render_me(profile, found, given=source.given), encoding="utf-8"),
            ".json": lambda path: path.write_text(as_json(answer) + "\n", encoding="utf-8"),
            ".txt": lambda path: path.write_text(standing_text(found, given=source.given), encoding="utf-8"),
        }
        write_file(shown.out, forms, quiet=shown.json)
    if shown.json:
        print_json(answer)
    elif shown.out is None:
        print_text(standing_text(found, width=terminal_width(), color=use_color(), given=source.given))
