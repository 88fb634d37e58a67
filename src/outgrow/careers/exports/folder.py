"""A folder of exports: which files in it are whose, in the order of their names.

In: a folder. Out: paths, each one person's export. Folders within it are looked into; one that is itself an export, such as
an unpacked zip, is one person's. What operating systems leave behind is passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from outgrow.careers.exports.archive import Source, of_the_system
from outgrow.careers.exports.limits import Limits, too_much
from outgrow.careers.exports.reader import Reader
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.registry import reader_of

__all__ = ["exports_in", "holds_exports"]


def exports_in(folder: Path, limits: Limits, reader: Reader | None = None) -> Iterator[tuple[Path, Refused | None]]:
    """Give each path in a folder that is to be one person's, and why it cannot be, if that is plain from where it lies.

    Parameters
    ----------
    folder : Path
        That of all.
    limits : Limits
        `Limits.depth` is how deep folders may lie in folders.
    reader : Reader, optional
        The one that was asked for by name.
    """
    yield from _within(folder, limits, reader, 1)


def _within(folder: Path, limits: Limits, reader: Reader | None, depth: int) -> Iterator[tuple[Path, Refused | None]]:
    with os.scandir(folder) as entries:
        names = sorted((entry.name, _kind(entry)) for entry in entries if not of_the_system(entry.name))
    for name, kind in names:
        path = folder / name
        if kind == "other":
            yield (
                path,
                Refused(
                    "is a link, and no file", why="a link may lead out of the folder", do="put the file itself there"
                ),
            )
        elif kind == "file":
            yield path, None
        elif depth >= limits.depth:
            yield path, too_much(limits, "depth", "is nested")
        elif _is_export(path, limits, reader):
            yield path, None
        else:
            yield from _within(path, limits, reader, depth + 1)


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_file(follow_symlinks=False):
        return "file"
    return "folder" if entry.is_dir(follow_symlinks=False) else "other"


def _is_export(path: Path, limits: Limits, reader: Reader | None) -> bool:
    try:
        with Source(path, limits) as source:
            # what any reader knows is one person's, whichever was asked for, so that numbers of people stay the same
            return (reader is not None and reader.recognises(source)) or reader_of(source, plug_ins=False) is not None
    except Refused:
        return False


def holds_exports(folder: Path, limits: Limits, *, plug_ins: bool) -> bool:
    """Tell whether at least one file in a folder is an export that a reader recognises."""
    for path, fault in exports_in(folder, limits):
        if fault is None:
            try:
                with Source(path, limits) as source:
                    if reader_of(source, plug_ins=plug_ins) is not None:
                        return True
            except (Refused, OSError):
                continue
    return False
