"""The options that commands share, written once: how careers are read, what is asked, how the answer is shown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from outgrow.errors import InputError

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.careers.records import Guess, TableMapping
    from outgrow.titles.roles import Role

__all__ = [
    "Clocked",
    "Drawn",
    "Edited",
    "Grouped",
    "Named",
    "Output",
    "Question",
    "Reading",
    "Shown",
    "Source",
    "Varied",
    "shared",
    "spread_map",
]

#: A column that is named behind ``--map``; roles have colons, and no file begins so.
_NAMED = re.compile(r"[a-z_]+=.")
_CAREERS, _ASKED, _SHOWN = "Careers", "Question", "Answer"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How careers are read."""

    people: Annotated[
        str | None, typer.Option(help="People table, if in a second file.", rich_help_panel=_CAREERS, metavar="FILE")
    ] = None
    map: Annotated[
        list[str] | None,
        typer.Option(
            help="Which column is what, as title=Role, or a TOML file; rows=changes: each row lasts until the next.",
            rich_help_panel=_CAREERS,
            metavar="NAME=THEIRS|FILE",
        ),
    ] = None
    guess: Annotated[
        bool,
        typer.Option("--guess", help="Guess which column is what; shown before used.", rich_help_panel=_CAREERS),
    ] = False
    as_recorded: Annotated[
        bool,
        typer.Option(
            "--as-recorded",
            help="Count renames in place and transfers in HR records as moves.",
            rich_help_panel=_CAREERS,
        ),
    ] = False
    end_exclusive: Annotated[
        bool, typer.Option("--end-exclusive", help="The end is the day after the last.", rich_help_panel=_CAREERS)
    ] = False
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How to read 03/04/2019.", rich_help_panel=_CAREERS),
    ] = None
    encoding: Annotated[str | None, typer.Option(help="Text encoding, as cp1252.", rich_help_panel=_CAREERS)] = None
    delimiter: Annotated[str | None, typer.Option(help="Of columns in text, as ;", rich_help_panel=_CAREERS)] = None
    reader: Annotated[
        str | None,
        typer.Option(help="Read as linkedin, bamboohr, workday, panel, ...", rich_help_panel=_CAREERS, metavar="NAME"),
    ] = None

    def read_from(self, source: str, *, allow_empty: bool = False, levels: str | None = None) -> Careers:
        """Read careers from a source."""
        from outgrow.careers import read_careers
        from outgrow.cli.progress import working

        with working(f"Reading {Path(source.partition('?')[0]).name or 'careers'}"):
            return read_careers(
                source,
                self.people,
                mapping=self._mapping(),
                guess=_show_guess if self.guess else False,
                end="exclusive" if self.end_exclusive else None,
                day_order=None if self.day_first is None else "day-first" if self.day_first else "month-first",
                encoding=self.encoding,
                delimiter="\t" if self.delimiter in {"\\t", "tab"} else self.delimiter,
                levels=levels,  # type: ignore[arg-type]  # checked there
                as_recorded=self.as_recorded,
                reader=self.reader,
                allow_empty=allow_empty,
            )

    def _mapping(self) -> TableMapping | None:
        """Put together what was said of columns: files first, then names one by one."""
        from outgrow.careers.records import read_mapping

        if not self.map:
            return None
        names: dict[str, str] = {}
        mapping = read_mapping(None)
        for item in self.map:
            name, sign, theirs = (text.strip() for text in item.partition("="))
            if item.endswith(".toml") or (name and not sign):
                mapping = read_mapping(Path(item)).over(mapping)
            elif name and theirs:
                names[name] = theirs
            else:
                raise InputError(
                    "--map takes NAME=THEIRS or a TOML file.", do='write for example --map title="Job Title" start=Von'
                )
        return read_mapping(names).over(mapping)


def spread_map(arguments: Sequence[str]) -> list[str]:
    """Put ``--map`` before each of several names that follow one: ``--map title="Job Title" start=From``.

    Parameters
    ----------
    arguments : sequence of str
        Of the command line.
    """
    spread: list[str] = []
    within = False
    for place, argument in enumerate(arguments):
        value = place > 0 and arguments[place - 1] == "--map"
        if within and not value and _NAMED.match(argument):
            spread.append("--map")
        elif not value:
            within = argument == "--map" or argument.startswith("--map=")
        spread.append(argument)
    return spread


def _show_guess(guess: Guess) -> None:
    from outgrow.cli.output import print_aside

    print_aside(guess.as_toml())


@dataclass(frozen=True, kw_only=True)
class Source(Reading):
    """Which careers, and how they are read."""

    careers: Annotated[
        str | None,
        typer.Option(
            help="File, folder, URL, or a built-in: demo (simulated), nlsy (real).  [default: demo]",
            rich_help_panel=_CAREERS,
            metavar="SOURCE",
        ),
    ] = None

    levels: Annotated[
        str | None,
        typer.Option(
            help="Levels given by the source, or parsed from titles; says how far they differ.",
            rich_help_panel=_CAREERS,
            metavar="given|parsed",
        ),
    ] = None

    @property
    def given(self) -> bool:
        """Whether careers were named, and not the built-in ones taken for want of any."""
        return self.careers is not None

    def read(self) -> Careers:
        """Read the careers."""
        return self.read_from("demo" if self.careers is None else self.careers, levels=self.levels)


@dataclass(frozen=True, kw_only=True)
class SourceIfNamed(Source):
    """Which careers, if any: none are taken where none are named."""

    careers: Annotated[
        str | None,
        typer.Option(
            help="Careers to ask too: a file, folder, URL, demo (simulated) or nlsy (real).",
            rich_help_panel=_CAREERS,
            metavar="SOURCE",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Edited:
    """Which titles are in a role, said by hand."""

    role_file: Annotated[
        list[Path] | None,
        typer.Option(
            help="Which titles a role takes in, as `titles --edit` writes it.", rich_help_panel=_ASKED, metavar="FILE"
        ),
    ] = None

    def read(self, roles: Sequence[str]) -> list[Role]:
        """Read roles, with the titles that files let in and leave out."""
        from outgrow.titles.role_file import read_role_file, with_files

        return with_files(roles, [read_role_file(path) for path in self.role_file or ()])


@dataclass(frozen=True, kw_only=True)
class Question(Edited):
    """What any question can be asked with, apart from the roles: `outgrow.Settings`."""

    entered: Annotated[
        str | None,
        typer.Option(help="Only who entered the role then, as 2010..2015.", rich_help_panel=_ASKED, metavar="FROM..TO"),
    ] = None
    observed_from: Annotated[
        str | None, typer.Option(help="First month of follow-up.", rich_help_panel=_ASKED, metavar="MONTH")
    ] = None
    observed_until: Annotated[
        str | None, typer.Option(help="Last month of follow-up.", rich_help_panel=_ASKED, metavar="MONTH")
    ] = None
    after_last: Annotated[
        str | None,
        typer.Option(help="After the last job: exit, between or censor.", rich_help_panel=_ASKED, metavar="RULE"),
    ] = None
    gap: Annotated[int, typer.Option(help="Bridge gaps between jobs (reach: no effect).", rich_help_panel=_ASKED)] = 1
    main_job: Annotated[
        str,
        typer.Option(
            help="Of jobs held at once: latest, level or longest (reach, tenure: no effect).",
            rich_help_panel=_ASKED,
            metavar="RULE",
        ),
    ] = "latest"
    owners: Annotated[
        bool, typer.Option("--owners", help="Let owners and founders count as chiefs.", rich_help_panel=_ASKED)
    ] = False
    weight: Annotated[
        str | None,
        typer.Option(
            help="Column of people with their weights, or none.  [default: weight, if filled]",
            rich_help_panel=_ASKED,
            metavar="COLUMN",
        ),
    ] = None
    coverage: Annotated[float, typer.Option(help="Confidence level of intervals.", rich_help_panel=_ASKED)] = 0.95
    start_at_risk: Annotated[int, typer.Option(help="At risk before a late curve starts.", rich_help_panel=_ASKED)] = 10

    def settings(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {
            name: getattr(self, name) for name in self.__dataclass_fields__.keys() - Edited.__dataclass_fields__.keys()
        }


@dataclass(frozen=True, kw_only=True)
class Grouped(Question):
    """What a question answered with curves can be asked with besides: groups and a horizon."""

    by: Annotated[
        str | None,
        typer.Option(help="A curve for each value of this column.", rich_help_panel=_ASKED, metavar="COLUMN"),
    ] = None
    years: Annotated[float | None, typer.Option(help="Horizon in years.", rich_help_panel=_ASKED)] = None


@dataclass(frozen=True, kw_only=True)
class Clocked(Grouped):
    """The same, where time may be measured from something else than entry into the role."""

    clock: Annotated[
        str,
        typer.Option(help="Time since: role, career, calendar or age.", rich_help_panel=_ASKED, metavar="CLOCK"),
    ] = "role"


@dataclass(frozen=True, kw_only=True)
class Varied:
    """Which choices are made otherwise too, to show how far the answer moves."""

    vary: Annotated[
        list[str] | None,
        typer.Option(
            help="Ask again with another choice: after-last, main-job, gap, horizon, last-month or landmark; may be repeated.",
            rich_help_panel=_ASKED,
            metavar="RULE",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Output:
    """Where the answer goes."""

    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.", rich_help_panel=_SHOWN)] = False
    out: Annotated[Path | None, typer.Option(help="Write the answer to a file.", rich_help_panel=_SHOWN)] = None


@dataclass(frozen=True, kw_only=True)
class Named(Output):
    """The same, of an answer for whoever holds the data, in which only titles have names."""

    min_cell: Annotated[
        int | None,
        typer.Option(help="Name titles from so many people on (own careers: 10).", rich_help_panel=_SHOWN),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Shown(Output):
    """How the answer is shown, and to whom."""

    min_cell: Annotated[
        int | None,
        typer.Option(help="Smallest count shown (own careers: 10).", rich_help_panel=_SHOWN),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Drawn(Shown):
    """The same, of an answer that can be drawn."""

    chart: Annotated[
        Path | None,
        typer.Option(help="Draw the answer to a .svg or .png file.", rich_help_panel=_SHOWN, metavar="FILE"),
    ] = None


_PACKED = (Reading, Source, SourceIfNamed, Edited, Question, Grouped, Clocked, Varied, Output, Named, Shown, Drawn)
_FIRST = ("careers", "by", "years", "clock")


def shared(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every parameter annotated with a class of this module.

    Parameters
    ----------
    command : callable
        Its parameters annotated `Source`, `Question`, `Shown` or another class here are filled from the command line. A
        command offers only the options of the class it names: `Question` has no groups, `Grouped` no clock.

    Returns
    -------
    callable
        With each option as a parameter of its own, as Typer wants it.
    """
    hints = get_type_hints(command, include_extras=True)
    packed = {name: hint for name, hint in hints.items() if hint in _PACKED}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in packed:
            parameters.append(parameter.replace(annotation=hints[name]))
            continue
        # what is asked of which careers comes first in the help
        fields = dict(sorted(packed[name].__dataclass_fields__.items(), key=lambda field: field[0] not in _FIRST))
        options = get_type_hints(packed[name], include_extras=True)
        parameters += [
            inspect.Parameter(
                field, inspect.Parameter.KEYWORD_ONLY, default=fields[field].default, annotation=options[field]
            )
            for field in fields
        ]

    def run(**given: Any) -> None:
        full = {
            name: kind(**{field: given.pop(field) for field in kind.__dataclass_fields__})
            for name, kind in packed.items()
        }
        command(**given, **full)

    plain = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    run.__signature__ = inspect.Signature(plain)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in plain}
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    return run
