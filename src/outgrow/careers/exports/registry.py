"""Every reader, of exports and of tables, in one tuple, and those that plug-ins bring.

A plug-in is an installed package with an entry point in the group ``outgrow.readers`` that names a `Reader`, of files and
folders, or a `outgrow.careers.records.TableReader`, of tables:

    [project.entry-points."outgrow.readers"]
    my-format = "my_package:READER"

Plug-ins are loaded only for a path or a table that nothing else reads, or when one is asked for by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Final

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.europass import EUROPASS
from outgrow.careers.exports.json_resume import JSON_RESUME
from outgrow.careers.exports.linkedin import LINKEDIN
from outgrow.careers.exports.reader import Reader
from outgrow.careers.exports.refused import Refused
from outgrow.careers.records.bamboohr import BAMBOOHR
from outgrow.careers.records.dynamics import DYNAMICS
from outgrow.careers.records.panel import PANEL
from outgrow.careers.records.reader import TableReader
from outgrow.careers.records.workday import WORKDAY_HISTORY, WORKDAY_JOBS
from outgrow.errors import InputError, UnknownName, did_you_mean

__all__ = ["GROUP", "READERS", "named", "plugged", "reader_of", "reader_of_table", "table_readers"]

#: Entry points of this group are readers.
GROUP: Final = "outgrow.readers"

#: Readers that come with outgrow; the first that recognises a source, or the headers of a table, reads it.
READERS: Final[tuple[Reader | TableReader, ...]] = (
    LINKEDIN,
    JSON_RESUME,
    EUROPASS,
    BAMBOOHR,
    WORKDAY_HISTORY,
    WORKDAY_JOBS,
    DYNAMICS,
    PANEL,
)


def reader_of(source: Source, *, plug_ins: bool) -> Reader | None:
    """Return the reader that recognises a source, or None.

    Parameters
    ----------
    source : Source
        What was given.
    plug_ins : bool
        Whether those of plug-ins are asked, once our own do not know it.

    Raises
    ------
    Refused
        It is an archive that must not be opened.
    """
    for reader in READERS:
        if isinstance(reader, Reader) and reader.recognises(source):
            return reader
    if not plug_ins:
        return None
    brought = (reader for reader in plugged() if isinstance(reader, Reader))
    return next((reader for reader in brought if _claims(reader, source)), None)


def table_readers(*, plug_ins: bool) -> tuple[TableReader, ...]:
    """Return the readers of tables, those of plug-ins last."""
    return tuple(reader for reader in (*READERS, *(plugged() if plug_ins else ())) if isinstance(reader, TableReader))


def reader_of_table(headers: Sequence[str], *, plug_ins: bool) -> TableReader | None:
    """Return the reader that knows the headers of a table, or None.

    Parameters
    ----------
    headers : sequence of str
        As they are written.
    plug_ins : bool
        Whether those of plug-ins are asked, once our own do not know it.
    """
    readers = table_readers(plug_ins=plug_ins)
    return next((reader for reader in readers if reader.recognises(headers)), None)


def _claims(reader: Reader, source: Source) -> bool:
    try:
        return bool(reader.recognises(source))
    except Refused:
        raise
    except Exception:  # a plug-in that fails at a look at somebody else's file does not read it
        return False


def named(name: str) -> Reader | TableReader:
    """Return the reader of a name.

    Raises
    ------
    UnknownName
        There is none of that name.
    InputError
        It is of a plug-in that cannot be loaded.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    for reader in plugged():
        if reader.name == name:
            return reader
    ours = [reader.name for reader in READERS]
    entries = entry_points(group=GROUP)
    if name in entries.names:
        raise InputError(
            f"the reader '{name}' of a plug-in cannot be loaded.",
            why="its package is not whole, or its entry point names no outgrow.careers.exports.Reader of that name",
            do="mend it, or remove the package",
        )
    known = [*ours, *entries.names]
    raise UnknownName(
        f"there is no reader '{name}'.{did_you_mean(name, known)}", do=f"use one of {', '.join(sorted(set(known)))}"
    )


@cache
def plugged() -> tuple[Reader | TableReader, ...]:
    """Return the readers of plug-ins, in the order of their names; one that cannot be loaded is left out."""
    found: dict[str, Reader | TableReader] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            reader = entry.load()
        except Exception:  # whatever somebody else's package does when it is imported
            continue
        if isinstance(reader, Reader | TableReader):
            found.setdefault(reader.name, reader)
    return tuple(found.values())
