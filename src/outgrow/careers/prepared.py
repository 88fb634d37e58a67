"""The prepared form of careers: a folder of Parquet that has been checked once, so that every question after is one scan.

``spells.parquet`` and ``people.parquet`` hold the canonical columns with dates any tool reads (and ``start_month`` and
``end_month``, year * 12 + month - 1, which questions are counted by), ``quarantine.parquet`` what could not be used,
``careers.json`` what the checks counted. Built-ins and ``outgrow careers convert`` write it.
"""

from __future__ import annotations

import json
import shutil
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.careers import Careers, Counts, Recorded
from outgrow.careers.check import QUARANTINE_COLUMNS
from outgrow.careers.delimited import glob_literal
from outgrow.engine import embedded
from outgrow.errors import InputError, UnreadableSource
from outgrow.memory import sparing, within_memory
from outgrow.settings import AFTER_LAST

if TYPE_CHECKING:
    import ibis

__all__ = ["FORMAT", "is_prepared", "read", "write"]

FORMAT: Final = "outgrow careers 1"
_FORMATS: Final = "outgrow careers "
_HEAD: Final = "careers.json"
_FILES: Final = ("spells.parquet", "people.parquet", "quarantine.parquet")
_KINDS: Final = ("real", "simulated")
_SPELL_MONTHS: Final = ("start", "end")
_PEOPLE_MONTHS: Final = ("observed_from", "observed_until", "exited", "birth")


def is_prepared(path: Path) -> bool:
    """Tell whether `path` is a folder of prepared careers."""
    try:
        return (path / _HEAD).is_file()
    except OSError:  # a name that no folder can have
        return False


def write(careers: Careers, folder: str | Path, *, beside: dict[str, str] | None = None) -> Path:
    """Write careers in the prepared form.

    Parameters
    ----------
    careers : Careers
        From any source and engine.
    folder : str or Path
        A new or empty folder, or one that holds prepared careers and nothing else, which are replaced whole.
    beside : dict of str to str, optional
        More text files to put in the folder, by name.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        The folder holds something else, or cannot be written.
    """
    import duckdb

    folder = Path(folder).expanduser()
    if folder.exists() and not folder.is_dir():
        raise InputError(f"'{folder.name}' is a file.", do="give a folder")
    try:
        strange = _strange(folder)
        if strange:
            raise InputError(
                f"the folder '{folder.name}' holds something else, such as '{strange}'.",
                do="give a new or an empty folder",
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        # written beside and moved into place, so that nobody ever reads half of it
        part = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
        part.mkdir()
    except (OSError, ValueError) as fault:
        if isinstance(fault, InputError):
            raise
        raise _unwritten(folder, getattr(fault, "strerror", None)) from None
    try:
        # the day stays beside the date, which has one even where none is known
        spells = careers.spells
        numbered = spells.mutate(start_month=spells.start, end_month=spells.end)
        with sparing(spells.get_backend()):
            _to_parquet(_with_dates(numbered, _SPELL_MONTHS, days="start_day"), part / "spells.parquet")
            if careers.people is not None:
                _to_parquet(_with_dates(careers.people, _PEOPLE_MONTHS), part / "people.parquet")
            _to_parquet(careers.quarantine, part / "quarantine.parquet")
        head = {
            "format": FORMAT,
            "name": careers.name,
            "kind": careers.kind,
            "after_last": careers.after_last,
            "notes": list(careers.notes),
            "counts": asdict(careers.counts),
            "recorded": [asdict(item) for item in careers.recorded],
            "beside": sorted(beside or {}),
        }
        (part / _HEAD).write_text(json.dumps(head, indent=2) + "\n", encoding="utf-8")
        for name, text in (beside or {}).items():
            (part / name).write_text(text, encoding="utf-8")
        _replace(part, folder)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        raise _unwritten(folder, getattr(fault, "strerror", None) or type(fault).__name__) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def read(folder: Path, *, people: Any = None) -> Careers:
    """Open prepared careers; nothing is checked again.

    Raises
    ------
    UnreadableSource
        The folder is of another format or a file of it is missing.
    """
    import duckdb

    if people is not None:
        raise InputError(
            f"'{folder.name}' is prepared and has people of its own.", do="leave --people out, or convert again with it"
        )
    try:
        head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
        form = head["format"]
        if isinstance(form, str) and form.startswith(_FORMATS) and form != FORMAT:
            raise UnreadableSource(
                f"'{folder.name}' is in the format '{form}'; this outgrow reads '{FORMAT}'.",
                do="convert the source again",
            )
        if form != FORMAT or head["kind"] not in _KINDS or head["after_last"] not in AFTER_LAST:
            raise ValueError  # of the same name as ours, but not ours
        backend = embedded()
        # the numbers beside the dates save the engine two conversions a spell in every question
        spells = backend.table(_view(backend, folder / "spells.parquet", "spells", _SPELL_MONTHS, numbered=True))
        persons = None
        if (folder / "people.parquet").is_file():
            persons = backend.table(_view(backend, folder / "people.parquet", "people", _PEOPLE_MONTHS))
        quarantine = backend.table(_view(backend, folder / "quarantine.parquet", "quarantine", ()))
        return Careers(
            name=str(head["name"]),
            kind=head["kind"],
            spells=spells,
            people=persons,
            quarantine=quarantine.select(*QUARANTINE_COLUMNS),
            counts=Counts(**head["counts"]),
            after_last=head["after_last"],
            notes=tuple(str(note) for note in head["notes"]),
            recorded=tuple(Recorded(**item) for item in head.get("recorded", ())),
        )
    except UnreadableSource:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OSError, duckdb.Error) as fault:
        raise UnreadableSource(
            f"'{folder.name}' is not a whole folder of prepared careers ({type(fault).__name__}).",
            do="write it again with `outgrow careers convert SOURCE --out FOLDER`",
        ) from None


def _strange(folder: Path) -> str | None:
    """Name something in a folder that is no part of prepared careers, or None."""
    if not folder.is_dir():
        return None
    names = {entry.name for entry in folder.iterdir()}
    ours = set(_FILES)
    if _HEAD in names:
        try:
            head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
            known = str(head["format"]).startswith(_FORMATS)
            ours |= {_HEAD, *head.get("beside", ())} if known else set()
        except (KeyError, TypeError, ValueError, AttributeError):
            pass
    else:
        ours = set()
    return min(names - ours, default=None)


def _unwritten(folder: Path, why: str | None) -> InputError:
    return InputError(
        f"the folder '{folder.name}' cannot be written ({why or 'no such name'}).", do="give another folder"
    )


def _view(backend: Any, path: Path, name: str, months: tuple[str, ...], *, numbered: bool = False) -> str:
    if not path.is_file():
        raise FileNotFoundError(path.name)
    exclude = f" EXCLUDE ({', '.join(f'{column}_month' for column in months)})" if numbered else ""
    numbers = ", ".join(
        f'"{column}_month" AS "{column}"'
        if numbered
        else f'(CAST(year("{column}") AS INTEGER) * 12 + CAST(month("{column}") AS INTEGER) - 1) AS "{column}"'
        for column in months
    )
    replace = f" REPLACE ({numbers})" if numbers else ""
    backend.con.execute(
        f"CREATE TEMP VIEW {name} AS SELECT *{exclude}{replace} FROM read_parquet({glob_literal(path)})"
    )
    return name


def _with_dates(table: ibis.Table, months: tuple[str, ...], *, days: str | None = None) -> ibis.Table:
    import ibis

    dates = {}
    for column in months:
        number = table[column]
        day = ibis.literal(1)
        if days is not None and column == "start":
            day = (table[days] > 0).ifelse(table[days], 1)
        dates[column] = ibis.date((number // 12).cast("int32"), (number % 12 + 1).cast("int32"), day.cast("int32"))
    return table.mutate(**dates)


def _to_parquet(table: ibis.Table, path: Path) -> None:
    order = [column for column in ("person", "row") if column in table.columns and "left_out" not in table.columns]
    ordered = table.order_by(order or ["table", "row", "column"])
    within_memory(table.get_backend(), lambda: ordered.to_parquet(path, compression="zstd"))


def _replace(part: Path, folder: Path) -> None:
    if folder.exists():
        old = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
        folder.replace(old)
        part.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        part.replace(folder)
