"""How the columns and values of somebody's own table are read as careers: `TableMapping`, and the TOML file it is kept in.

In: a mapping of names, or a TOML file. Out: `TableMapping`. Next: outgrow.careers.records.load.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

from outgrow.careers.dates import EndRule
from outgrow.careers.records.events import KINDS
from outgrow.errors import InputError, SourceNotFound, did_you_mean
from outgrow.months import DayOrder
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS

__all__ = ["RECORD_COLUMNS", "RowRule", "TableMapping", "quoted", "read_mapping"]

RowRule = Literal["jobs", "changes", "waves"]

#: What records of employers and surveys say besides the columns of careers.
RECORD_COLUMNS: Final = (
    "changed",  # day from which a row of changes counts; `start` says the same
    "event",  # what happened: hire, promotion, leave, termination, ...
    "reason",  # why somebody left
    "left",  # last day with the employer, on every row of a person
    "hired",  # first day with the employer, on every row of a person
    "department",
    "contract",  # what tells several jobs at once apart
    "primary",  # whether it is the main one of them
    "sequence",  # order of changes of one day
    "wave",  # year or date of a panel's wave
)
_COLUMNS: Final = frozenset({*SPELL_COLUMNS, *PEOPLE_COLUMNS, *RECORD_COLUMNS})
_WORDS: Final = {"rows": get_args(RowRule), "end": get_args(EndRule), "dates": get_args(DayOrder)}
#: Longest TOML file that can be a mapping.
_LONGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """How a table is read as careers.

    Parameters
    ----------
    columns : dict of str to str
        Column of careers, or one of `RECORD_COLUMNS`, to the table's own name.
    rows : {"jobs", "changes", "waves"}, optional
        What a row is: a job with its start and end; a change, which lasts until the next of the same person; or a wave
        of a panel survey. Default: changes where ``changed`` is named, waves where ``wave`` is, else jobs.
    states : dict of str to str
        For waves: columns of 0 and 1, one for each state, to the title that each stands for.
    values : dict of str to dict
        Column of careers to the table's own values, and what each means: ``{"level": {"M2": "manager"}}``. Those of
        ``event`` mean hire, rehire, promotion, change, leave, return or exit.
    constants : dict of str to str
        Column of careers to the value that it has in every row: ``{"organisation": "Example Ltd"}``.
    attributes : tuple of str
        Columns of the table that say something of people, to group by. Where it differs between rows of one person, the
        earliest counts.
    end : {"inclusive", "exclusive"}, optional
        Whether ends are in the job, or the day after.
    dates : {"day-first", "month-first"}, optional
        How to read ``03/04/2019``.
    staff : bool, optional
        Whether it is an employer's table of its staff: whoever's last job has ended has left, and renames in place are no
        moves. Default: of changes, and of tables that say when people left.
    wave_months : int, optional
        Months that a wave stands for. Default: the middle time between two waves of a person.

    Raises
    ------
    InputError
        One of them is not what it should be; names no value of the table.
    """

    columns: dict[str, str] = field(default_factory=dict)
    rows: RowRule | None = None
    states: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    end: EndRule | None = None
    dates: DayOrder | None = None
    wave_months: int | None = None
    staff: bool | None = None

    def __post_init__(self) -> None:
        for name in ("columns", "constants", "values"):
            given = getattr(self, name)
            texts = given.values() if name != "values" else [text for of in _tables(given) for text in of.values()]
            if not isinstance(given, Mapping) or not all(isinstance(text, str) for text in (*given, *texts)):
                raise InputError(f"{name} of a mapping is no mapping of names to texts.", do=_EXAMPLES[name])
            for column in given:
                if column not in _COLUMNS:
                    raise InputError(
                        f"'{column}' is no column of careers.{did_you_mean(column, _COLUMNS)}",
                        do=f"use one of {', '.join(sorted(_COLUMNS))}",
                    )
        if not isinstance(self.states, Mapping) or not all(isinstance(t, str) for t in self.states.values()):
            raise InputError("states of a mapping is no mapping of columns to titles.", do=_EXAMPLES["states"])
        if not isinstance(self.attributes, tuple) or not all(isinstance(name, str) for name in self.attributes):
            raise InputError("attributes of a mapping is no list of columns.", do=_EXAMPLES["attributes"])
        for name, words in _WORDS.items():
            if getattr(self, name) not in (None, *words):
                raise InputError(f"{name} of a mapping is '{getattr(self, name)}'.", do=f"use {' or '.join(words)}")
        for text in self.values.get("event", {}).values():
            if text not in KINDS:
                raise InputError(f"an event of a mapping means '{text}'.", do=f"use {', '.join(KINDS)}")
        if self.staff not in (None, True, False):
            raise InputError(f"staff of a mapping is {self.staff!r}.", do="use true or false")
        months = self.wave_months
        if months is not None and (isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= 120):
            raise InputError(f"wave_months of a mapping is {months!r}.", do="give 1 to 120 months")
        twice = {name for name in self.columns.values() if list(self.columns.values()).count(name) > 1}
        if twice:
            raise InputError(
                f"the column '{min(twice)}' is named for {' and '.join(n for n, c in self.columns.items() if c in twice)}.",
                do="name it for one of them",
            )

    @property
    def plain(self) -> bool:
        """Whether it does no more than name columns of jobs."""
        return not (
            self.rows in ("changes", "waves")
            or self.states
            or self.values
            or self.constants
            or self.attributes
            or self.staff
            or any(column in RECORD_COLUMNS for column in self.columns)
        )

    def over(self, other: TableMapping) -> TableMapping:
        """Return `other` with everything that this one says in its place."""
        return TableMapping(
            columns={**{c: n for c, n in other.columns.items() if n not in self.columns.values()}, **self.columns},
            rows=self.rows or other.rows,
            states=self.states or other.states,
            values={**other.values, **self.values},
            constants={**other.constants, **self.constants},
            attributes=tuple(dict.fromkeys((*other.attributes, *self.attributes))),
            end=self.end or other.end,
            dates=self.dates or other.dates,
            wave_months=self.wave_months or other.wave_months,
            staff=other.staff if self.staff is None else self.staff,
        )

    def as_toml(self, notes: Mapping[str, str] | None = None) -> str:
        """Write it as TOML, which `read_mapping` reads.

        Parameters
        ----------
        notes : mapping of str to str, optional
            A remark beside a name: of ``"rows"`` or of a column of careers.
        """
        notes = notes or {}
        lines = [
            _line(name, getattr(self, name), notes.get(name))
            for name in ("rows", "staff", "end", "dates", "wave_months", "attributes")
            if getattr(self, name) not in (None, ())
        ]
        for name in ("columns", "constants", "states"):
            if getattr(self, name):
                width = max(len(_key(key)) for key in getattr(self, name))
                lines += ["", f"[{name}]"]
                lines += [_line(key, text, notes.get(key), width) for key, text in getattr(self, name).items()]
        for name, meanings in self.values.items():
            lines += ["", f"[values.{name}]", *(_line(key, text) for key, text in meanings.items())]
        return "\n".join(lines).lstrip("\n") + "\n"


_EXAMPLES: Final = {
    "columns": "write columns = {title = 'Job Title', start = 'Effective Date'}",
    "constants": "write constants = {organisation = 'Example Ltd'}",
    "values": "write values = {level = {M2 = 'manager'}}",
    "states": "write states = {occ1 = 'professional', occ2 = 'managers'}",
    "attributes": "write attributes = ['Gender', 'Location']",
}


def read_mapping(given: TableMapping | Mapping[str, str] | str | Path | None) -> TableMapping:
    """Return a mapping, from a TOML file where a path is given.

    Parameters
    ----------
    given : TableMapping, mapping of str to str, str, Path or None
        A mapping; names of columns, and ``rows``; or the path of a TOML file with the keys of `TableMapping`.

    Raises
    ------
    SourceNotFound
        There is no such file.
    InputError
        It is none, or holds a key that mappings do not have.
    """
    if given is None:
        return TableMapping()
    if isinstance(given, TableMapping):
        return given
    if isinstance(given, Mapping):
        if not all(isinstance(text, str) for pair in given.items() for text in pair):
            raise InputError("mapping is no mapping of names to names.", do="write mapping={'title': 'job_title'}")
        known = {name: given[name] for name in _WORDS if name in given and name != "end"}
        columns = {name: text for name, text in given.items() if name not in known}
        return TableMapping(columns=columns, **known)  # type: ignore[arg-type]  # checked there
    if isinstance(given, str | Path):
        return _from_file(Path(given).expanduser())
    raise InputError(
        f"mapping was given as {type(given).__name__}, and is no mapping of names to names.",
        do="write mapping={'title': 'job_title'}, or give the path of a TOML file",
    )


def _from_file(path: Path) -> TableMapping:
    try:
        content = path.read_bytes() if path.stat().st_size <= _LONGEST else b"\0"
        found = tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise SourceNotFound(f"no mapping '{path.name}'.", do="give the path of a TOML file") from None
    except OSError as fault:
        raise InputError(f"the mapping '{path.name}' cannot be read ({fault.strerror}).", do="check its path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        place = str(fault).rpartition("(at ")[2].rstrip(")") if "(at " in str(fault) else ""
        raise InputError(
            f"the mapping '{path.name}' is no TOML{f', at {place}' if place else ''}.",
            do="write names in quotes where they hold a blank: title = 'Job Title'",
        ) from None
    known = {item.name for item in fields(TableMapping)}
    for key in found:
        if key not in known:
            raise InputError(
                f"the mapping '{path.name}' has the key '{key[:40]}'.{did_you_mean(key, known)}",
                do=f"use {', '.join(sorted(known))}",
            )
    for name in ("columns", "states", "values", "constants"):
        if not isinstance(found.get(name, {}), dict):
            raise InputError(f"{name} of the mapping '{path.name}' is no table.", do=_EXAMPLES[name])
    if "attributes" in found:
        listed = found["attributes"]
        found["attributes"] = tuple(listed) if isinstance(listed, list) else listed
    return TableMapping(**found)


def _tables(values: Any) -> list[Mapping[str, str]]:
    tables = list(values.values()) if isinstance(values, Mapping) else []
    if not isinstance(values, Mapping) or not all(isinstance(table, Mapping) for table in tables):
        raise InputError("values of a mapping is no mapping of columns to values.", do=_EXAMPLES["values"])
    return tables


def _line(name: str, value: Any, note: str | None = None, width: int = 0) -> str:
    written = (
        f"[{', '.join(quoted(text) for text in value)}]"
        if isinstance(value, tuple)
        else str(value).lower()
        if isinstance(value, int)
        else quoted(value)
    )
    return f"{_key(name):{width}} = {written}" + (f"  # {note}" if note else "")


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else quoted(name)


def quoted(text: str) -> str:
    """Write a text as TOML does, on one line."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return (
        '"'
        + "".join(signs.get(sign, sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04x}") for sign in text)
        + '"'
    )
