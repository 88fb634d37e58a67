"""Exports before the engine: one person's file, or a folder of many, as two raw tables, checked like any other afterwards.

In: a path. Out: `RawTable` of spells and of people. Persons are numbered in the order of the names of their files, and the
names are not kept. Whatever cannot be read is numbered among the rows, so that it shows in the quarantine. However many the
files, only a few thousand rows are held at a time; the rest waits as Parquet in a folder that goes with the process.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outgrow.careers.delimited import glob_literal
from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.folder import exports_in, holds_exports
from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.reader import Export, ExportFault, Reader
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.registry import READERS, named, reader_of
from outgrow.careers.raw import ROW, Fault, RawTable, registered
from outgrow.careers.records.reader import TableReader
from outgrow.engine import scratch_folder
from outgrow.errors import InputError, SourceNotFound, UnreadableSource
from outgrow.months import parse_month
from outgrow.schema import SPELL_COLUMNS

if TYPE_CHECKING:
    import pyarrow
    from ibis.backends.duckdb import Backend

__all__ = ["load_exports"]

#: Rows that are held before they are put aside.
_BATCH: Final = 20_000
_UNKNOWN: Final = "is no export that a reader knows"
_COPY: Final = "is the same as an earlier one"


def load_exports(
    path: Path,
    backend: Backend,
    *,
    this_month: int,
    reader: str | None = None,
    limits: Limits | None = None,
    plug_ins: bool = False,
) -> tuple[RawTable, RawTable | None] | None:
    """Read one person's export, or a folder of them; None where no reader recognises the path.

    Parameters
    ----------
    path : Path
        A file, a zip or a folder.
    backend : ibis.backends.duckdb.Backend
        The embedded engine.
    this_month : int
        Month number of today; no export is of a later one.
    reader : str, optional
        The reader to use. Default: the one that recognises the path.
    limits : Limits, optional
        How much of each export may be read.
    plug_ins : bool, default False
        Whether the readers of plug-ins are asked too.

    Raises
    ------
    SourceNotFound
        There is no such path.
    UnreadableSource
        It is an export, and cannot be read.
    UnknownName
        There is no such reader.
    """
    limits = limits or Limits()
    asked = None if reader is None else named(reader)
    if isinstance(asked, TableReader):
        return None
    there = False
    with contextlib.suppress(OSError):  # a name that no file can have
        there = path.exists()
    if not there:
        if asked is None:
            return None
        raise SourceNotFound(f"no file or folder '{path.name}'.", do="check the path")
    parts = _Parts(backend, path.name, this_month)
    try:
        with Source(path, limits) as source:
            # a folder may be an export, or one of many; a file is what it is said to be
            if asked is None:
                found = reader_of(source, plug_ins=plug_ins)
            else:
                found = asked if source.kind != "folder" or asked.recognises(source) else None
            if found is not None:
                parts.add(_checked(found, source))
                return parts.tables(f"Read as an export by the reader {found.name}.")
    except Refused as fault:
        raise UnreadableSource(f"'{path.name}' {fault.reason}.", why=fault.why, do=fault.do) from None
    except OSError as fault:
        raise UnreadableSource(
            f"'{path.name}' cannot be read ({fault.strerror or type(fault).__name__}).", do="check its permissions"
        ) from None
    if not path.is_dir() or (asked is None and not holds_exports(path, limits, plug_ins=plug_ins)):
        return None
    _add_folder(parts, path, limits, asked)
    return parts.tables()


def _add_folder(parts: _Parts, folder: Path, limits: Limits, asked: Reader | None) -> None:
    """Add each file of a folder as one person; one that cannot be read is a fault, and the others are read."""
    seen: set[bytes] = set()
    for path, refused in exports_in(folder, limits, asked):
        try:
            if refused is not None:
                raise refused
            with Source(path, limits) as source:
                reader = asked or reader_of(source, plug_ins=True)
                if reader is None:
                    parts.add_fault(_UNKNOWN, whole_person=False)
                    continue
                twin = _digest(source)
                if twin in seen:
                    parts.add_fault(_COPY, whole_person=False)
                    continue
                seen.add(twin)
                export = _checked(reader, source)
                if "person" in export.spells.column_names:
                    raise Refused("is a table of many people, and not one person's export")
            parts.add(export, reader.name)
        except Refused as fault:
            parts.add_fault(fault.reason)
        except OSError as fault:
            parts.add_fault(f"cannot be read ({fault.strerror or type(fault).__name__})")


def _digest(source: Source) -> bytes:
    """Return a short hash that only copies of a file share; that of a zip is of what it says of its parts."""
    if source.kind == "folder":
        text = str(source.path).encode(errors="surrogateescape")
    else:
        size = source.path.stat().st_size
        with source.path.open("rb") as file:
            start = file.read(1 << 16)
            # a zip has the list of its files, with their check sums, at its end
            file.seek(max(0, size - (1 << 16)))
            text = str(size).encode() + start + file.read(1 << 16)
    return hashlib.blake2b(text, digest_size=12).digest()


def _checked(reader: Reader, source: Source) -> Export:
    """Read with a reader; what a plug-in does wrong is said of the plug-in, without a word of what it was reading."""
    if reader in READERS:
        return reader.read(source)
    try:
        export = reader.read(source)
    except (Refused, InputError, OSError):
        raise
    except Exception as fault:
        raise Refused(
            f"makes the reader '{reader.name}' fail ({type(fault).__name__})", do="tell who makes it"
        ) from None
    import pyarrow as pa

    if not isinstance(export, Export) or not isinstance(export.spells, pa.Table):
        raise Refused(f"makes the reader '{reader.name}' give no Export", do="tell who makes it")
    spells, people = export.spells, export.people
    known = {*spells.column_names} <= {*SPELL_COLUMNS} and (people is None or ROW not in people.column_names)
    texts = all(pa.types.is_string(column.type) for table in (spells, people) if table for column in table.schema)
    alone = people is None or "person" in people.column_names or people.num_rows == 1
    if not (known and texts and alone):
        raise Refused(
            f"makes the reader '{reader.name}' give tables that careers do not have",
            why="spells have columns of careers alone, all are text, and people without persons are one row",
            do="tell who makes it",
        )
    return export


@dataclass(slots=True)
class _Parts:
    """Exports as they are added: rows numbered, those beyond a batch put aside."""

    backend: Backend
    name: str
    this_month: int
    _folder: Path | None = None
    _spells: list[pyarrow.Table] = field(default_factory=list)
    _people: list[pyarrow.Table] = field(default_factory=list)
    _kept: dict[str, list[Path]] = field(default_factory=lambda: {"spells": [], "people": []})
    _held: int = 0
    _rows: int = 0
    _files: int = 0
    _people_rows: int = 0
    _faults: list[Fault] = field(default_factory=list)
    _notes: Counter[str] = field(default_factory=Counter)
    _formats: Counter[str] = field(default_factory=Counter)

    def add(self, export: Export, reader: str | None = None) -> None:
        """Add an export; with the name of its reader, it is one file of a folder."""
        import numpy as np
        import pyarrow as pa

        self._files += 1
        count, person = export.spells.num_rows, pa.scalar(str(self._files))
        spells = export.spells
        if "person" not in spells.column_names:
            spells = spells.append_column("person", pa.repeat(person, count))
        numbers = np.arange(self._rows + 1, self._rows + count + 1, dtype=np.int64)
        self._spells.append(spells.append_column(ROW, pa.array(numbers)))
        self._rows += count
        people = export.people
        if people is not None and "person" not in people.column_names:
            people = self._dated(people).append_column("person", pa.repeat(person, people.num_rows))
        if people is not None:
            numbers = np.arange(self._people_rows + 1, self._people_rows + people.num_rows + 1, dtype=np.int64)
            self._people.append(people.append_column(ROW, pa.array(numbers)))
            self._people_rows += people.num_rows
        for fault in export.faults:
            self._fault(fault, reader is not None)
        self._notes.update(export.notes)
        if reader is not None:
            self._formats[reader] += 1
        self._held += count + 1
        if self._held >= _BATCH:
            self._put_aside()

    def add_fault(self, reason: str, *, whole_person: bool = True) -> None:
        """Add a file of a folder that cannot be read at all; of a person, unless it is a copy or no export."""
        self._files += 1
        self._rows += 1
        self._faults.append(Fault(self._rows, reason, "file", f"file {self._files:,} by name", whole_person))

    def tables(self, *more: str) -> tuple[RawTable, RawTable | None]:
        """Return everything that was added, with more notes."""
        if not self._formats and not self._kept["spells"] and not self._spells:
            self._spells.append(_no_spell())
        notes = [*more] + [
            note if self._files <= 1 else f"{note} ({count:,} files)" for note, count in sorted(self._notes.items())
        ]
        if self._formats:
            kinds = ", ".join(f"{count:,} {name}" for name, count in sorted(self._formats.items()))
            notes.insert(
                0,
                f"{self._files:,} files, one person each, numbered in the order of their names, which are not kept; read: "
                f"{kinds}.",
            )
        spells = RawTable(self._table("spells"), self.name, tuple(self._faults), notes=tuple(notes))
        people = RawTable(self._table("people"), self.name) if self._people_rows else None
        return spells, people

    def _fault(self, fault: ExportFault, among_many: bool) -> None:
        self._rows += 1
        where = f"file {self._files:,} by name, {fault.file}" if among_many else fault.file
        self._faults.append(Fault(self._rows, fault.reason, "entry", where))

    def _dated(self, people: pyarrow.Table) -> pyarrow.Table:
        """Take no date of an export that is still to come, which would make all it says doubtful."""
        if "observed_until" in people.column_names:
            [until] = people["observed_until"].to_pylist()
            number = parse_month(until).number
            if number is not None and number > self.this_month:
                self._notes["The date of an export is not used where it is in the future."] += 1
                return people.drop_columns(["observed_until"])
        return people

    def _put_aside(self) -> None:
        from pyarrow import parquet

        self._folder = self._folder or scratch_folder(self.backend)
        for what, tables in (("spells", self._spells), ("people", self._people)):
            if tables:
                path = self._folder / f"{what}-{len(self._kept[what])}.parquet"
                parquet.write_table(_together(tables), path)
                self._kept[what].append(path)
                tables.clear()
        self._held = 0

    def _table(self, what: str) -> object:
        if not self._kept[what]:
            tables = self._spells if what == "spells" else self._people
            return registered(self.backend, _together(tables), f"raw_{what}", self.name)
        self._put_aside()
        files = ", ".join(glob_literal(path) for path in self._kept[what])
        self.backend.con.execute(
            f"CREATE OR REPLACE TEMP VIEW raw_{what} AS SELECT * FROM read_parquet([{files}], union_by_name = true)"
        )
        return self.backend.table(f"raw_{what}")


def _together(tables: list[pyarrow.Table]) -> pyarrow.Table:
    import pyarrow as pa

    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def _no_spell() -> pyarrow.Table:
    import pyarrow as pa

    texts = pa.array([], pa.string())
    return pa.table({"person": texts, "start": texts, "end": texts, "title": texts, ROW: pa.array([], pa.int64())})
