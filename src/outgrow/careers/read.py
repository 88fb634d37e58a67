"""Read careers from any source: `read_careers` is the one way in.

In: a path, a connection URL, a frame or the name of a built-in. Out: `Careers`, checked, nothing lost.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from outgrow.careers import builtin, files, prepared, warehouse
from outgrow.careers.assemble import assemble
from outgrow.careers.careers import Careers, Recorded
from outgrow.careers.check import check_people, check_spells
from outgrow.careers.columns import has_columns
from outgrow.careers.dates import EndRule
from outgrow.careers.raw import ROW, RawTable
from outgrow.careers.records.guess import Guess, guess_records
from outgrow.careers.records.held import as_held
from outgrow.careers.records.load import people_beside, read_records, rows_of
from outgrow.careers.records.mapping import TableMapping, read_mapping
from outgrow.careers.records.reader import TableReader
from outgrow.engine import embedded
from outgrow.errors import InputError, SourceNotFound, UnreadableSource
from outgrow.memory import unspared
from outgrow.months import DayOrder
from outgrow.settings import AFTER_LAST, LEVEL_RULES, AfterLast, LevelRule

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

    from outgrow.careers.exports import Limits

__all__ = ["guess_mapping", "read_careers"]

_LONGEST_PATH: Final = 4096
#: How each kind of change that is no move is said.
_KINDS: Final = {
    "rename": "renames in place",
    "reorganisation": "reorganisations",
    "transfer": "transfers",
    "hire row written over": "first titles of later",
}


def read_careers(
    source: Any = "demo",
    people: Any = None,
    *,
    mapping: TableMapping | Mapping[str, str] | str | Path | None = None,
    guess: bool | Callable[[Guess], None] = False,
    end: EndRule | None = None,
    day_order: DayOrder | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    after_last: AfterLast | None = None,
    levels: LevelRule | None = None,
    as_recorded: bool = False,
    reader: str | None = None,
    limits: Limits | None = None,
    name: str | None = None,
    kind: Literal["real", "simulated"] = "real",
    today: datetime.date | None = None,
    allow_empty: bool = False,
) -> Careers:
    """Read career histories and check them.

    Parameters
    ----------
    source : str, Path, frame or Careers, default "demo"
        Spells: a file (CSV, TSV, JSON Lines, Parquet, Arrow; a folder or glob of Parquet), a folder written by
        ``outgrow careers convert``, an export (LinkedIn, JSON Resume, Europass) or a folder of one for each person, a table of an
        HR system (BambooHR, Workday, Dynamics) or of a panel survey,
        ``FILE.duckdb?spells=TABLE&people=TABLE``, a connection URL of an engine with
        ``?spells=...&people=...``, an Arrow, pandas or Polars table, or a built-in: ``"demo"`` (simulated) or
        ``"nlsy"`` (real).
    people : str, Path or frame, optional
        The table of people, where it is not part of `source`.
    mapping : TableMapping, mapping, str or Path, optional
        How a table is read where that cannot be found by itself: column of careers to the table's own name, and
        ``rows="changes"`` or ``"waves"`` where a row is no job; a `outgrow.careers.records.TableMapping`; or a TOML file of one.
    guess : bool or callable, default False
        Guess from headers and values what `mapping` does not say. A callable is shown the guess before it is used.
    end : {"inclusive", "exclusive"}, optional
        Whether `end` is in the job, or the day after. Default: as `mapping` says, else in the job.
    day_order : {"day-first", "month-first"}, optional
        How to read ``03/04/2019``. Default: what the column itself shows.
    encoding, delimiter : str, optional
        Of delimited text. Default: found from the file.
    after_last : {"exit", "between", "censor"}, optional
        What the end of somebody's last job means, unless a question says otherwise. Default: ``"exit"`` for tables of HR
        systems, else ``"censor"``.
    levels : {"given", "parsed"}, optional
        Whether the level of a job is the source's own where it has one, which is the default, or always what the title
        says. Where it is given here, every answer says how far the two differ.
    as_recorded : bool, default False
        Take an employer's records as they are: renames in place, transfers between legal entities and hire rows written over
        later are then moves.
    reader : str, optional
        Read the source by this reader: ``"linkedin"``, ``"json-resume"``, ``"europass"``, ``"bamboohr"``, ``"workday"``,
        ``"workday-jobs"``, ``"dynamics"``, ``"panel"``, or that of a plug-in. Default: what recognises it.
    limits : outgrow.careers.exports.Limits, optional
        How much of each export may be read.
    name : str, optional
        Name to show. Default: that of the file or table.
    kind : {"real", "simulated"}, default "real"
        Whether people lived these careers.
    today : date, optional
        Later dates are faults. Default: this day.
    allow_empty : bool, default False
        Whether careers without one usable spell are returned, to look at their quarantine, and not refused.

    Returns
    -------
    Careers
        What could be used, with the quarantine beside it.

    Raises
    ------
    SourceNotFound
        There is no such file, folder, table or built-in.
    UnreadableSource
        It is there but cannot be read as careers, or no row of it can be used.
    UnknownName
        `mapping` names a column that does not exist, or `reader` a reader.
    MissingExtra
        The engine of a connection URL is not installed.
    """
    if end is not None and end not in get_args(EndRule):
        raise InputError(f"end is '{end}'.", do="use inclusive or exclusive")
    if after_last is not None and after_last not in AFTER_LAST:
        raise InputError(f"after_last is '{after_last}'.", do=f"use one of {', '.join(AFTER_LAST)}")
    if levels is not None and levels not in LEVEL_RULES:
        raise InputError(f"levels is '{levels}'.", do=f"use {' or '.join(LEVEL_RULES)}")
    if day_order is not None and day_order not in get_args(DayOrder):
        raise InputError(f"day_order is '{day_order}'.", do="use day-first or month-first")
    if kind not in ("real", "simulated"):
        raise InputError(f"kind is '{kind}'.", do="use real or simulated")
    mapped = read_mapping(mapping)
    ready = _ready(source, people)
    if ready is not None:
        given = {
            "mapping": mapping,
            "guess": guess,
            "as_recorded": as_recorded,
            "day_order": day_order,
            "encoding": encoding,
            "delimiter": delimiter,
            "reader": reader,
        }
        useless = [option for option, value in given.items() if value] + (["end"] if end == "exclusive" else [])
        if useless:
            raise InputError(
                f"'{ready.name}' has been read and checked before.",
                why=f"{useless[0]} says how to read a source that has not",
                do=f"leave {useless[0]} out, or give the source as it was",
            )
        if name is None and after_last is None and levels in (None, ready.levels):
            return ready  # the same object, by which what is known of its titles is kept
        return replace(
            ready,
            name=name or ready.name,
            after_last=after_last or ready.after_last,
            levels=levels or ready.levels,
        )
    day = today or datetime.date.today()
    this_month = day.year * 12 + day.month - 1
    tables = None
    if reader is not None or not (mapping or guess or encoding or delimiter):  # exports have columns of their own
        tables = _export(source, people, reader, limits, this_month)
    spells_raw, people_raw = tables or _raw(source, people, encoding=encoding, delimiter=delimiter)
    recorded: tuple[Recorded, ...] = ()
    own = False
    end = end or mapped.end or "inclusive"
    with _faults_of_the_source(spells_raw.name):
        mapped, staff = (mapped, False) if tables else _how(spells_raw, mapped, reader, guess)
        day_order = day_order or mapped.dates
        columns = mapped.columns
        if not mapped.plain:
            spells_raw, said = read_records(
                spells_raw,
                mapped,
                end=end,
                order=day_order,
                this_month=this_month,
                levels=None if as_recorded else levels_of_titles,
            )
            own = people_raw is None
            people_raw = (
                people_beside(people_raw, said) if people_raw is not None and said is not None else people_raw or said
            )
            columns, end = {}, "inclusive"
        spells = check_spells(spells_raw, columns=columns, end=end, order=day_order, this_month=this_month)
        if staff and not as_recorded:
            spells, recorded = as_held(spells, levels_of_titles, events="event" in mapped.columns)
        persons = None
        if people_raw is not None:
            theirs = {} if own else mapped.columns  # what rows say of people goes by our names already
            persons = check_people(people_raw, columns=theirs, order=day_order, this_month=this_month)
        careers = assemble(
            spells_raw,
            spells,
            people_raw,
            persons,
            name=name or spells_raw.name,
            kind=kind,
            after_last=after_last or ("exit" if staff else "censor"),
            allow_empty=allow_empty,
        )
        unspared(careers.spells.get_backend())
        return replace(careers, levels=levels, recorded=recorded, notes=(*careers.notes, *_said(recorded)))


def guess_mapping(source: Any, *, encoding: str | None = None, delimiter: str | None = None) -> Guess:
    """Guess from headers and values how a table is to be read as careers; nothing is read as careers yet.

    Parameters
    ----------
    source : str, Path or frame
        A table, as `read_careers` takes it.
    encoding, delimiter : str, optional
        Of delimited text. Default: found from the file.

    Returns
    -------
    outgrow.careers.records.Guess
        A mapping with the reason for each column; `Guess.as_toml` writes it as a file to correct.

    Raises
    ------
    SourceNotFound, UnreadableSource
        As `read_careers`.
    """
    from outgrow.careers.exports.registry import table_readers

    raw, _ = _raw(source, None, encoding=encoding, delimiter=delimiter)
    with _faults_of_the_source(raw.name):
        return guess_records(raw, table_readers(plug_ins=True))


def _how(
    raw: RawTable, mapping: TableMapping, reader: str | None, guess: bool | Callable[[Guess], None]
) -> tuple[TableMapping, bool]:
    """Tell how a table is read, and whether it is an employer's: as was said, as a reader knows it, as it is guessed."""
    from outgrow.careers.exports.registry import named, reader_of_table, table_readers

    headers = [column for column in raw.table.columns if column != ROW]
    known = named(reader) if reader is not None else None
    spans = bool({"start", "end"} & set(mapping.columns)) and "changed" not in mapping.columns
    if known is None and not mapping.rows and not spans:
        known = reader_of_table(headers, plug_ins=False)
        if known is not None and known.rows != "jobs" and has_columns(raw):
            known = None  # a row with a start and an end of its own is a job, whatever else it says
    if known is None and not mapping.columns and not has_columns(raw):
        known = reader_of_table(headers, plug_ins=True)
    if spans and "end" in mapping.columns and mapping.rows is None:
        mapping = replace(mapping, rows="jobs")
    if known is not None and not isinstance(known, TableReader):
        raise InputError(f"the reader '{known.name}' reads {known.reads}, and no tables.", do="leave the reader out")
    if guess:
        guessed = guess_records(raw, (known,) if known is not None else table_readers(plug_ins=False))
        if callable(guess):
            guess(guessed)
        mapping = mapping.over(guessed.mapping)
    elif known is not None:
        mapping = mapping.over(known.mapping(headers))
    elif not mapping.plain and mapping.rows is None:
        mapping = replace(mapping, rows=rows_of(mapping))
    staff = known.staff if known is not None else mapping.rows == "changes" or "left" in mapping.columns
    return mapping, staff if mapping.staff is None else mapping.staff


def levels_of_titles(titles: Sequence[str]) -> list[str | None]:
    """Read the levels of titles: whether a new title is a new level is for titles to say."""
    from outgrow.titles.bulk import parse_titles

    return [label.level for label in parse_titles(titles)]


def _said(recorded: Sequence[Recorded]) -> tuple[str, ...]:
    """Say that records changed though nobody moved, without numbers: notes go into answers for others."""
    if not recorded:
        return ()
    kinds = [words for kind, words in _KINDS.items() if any(item.kind == kind for item in recorded)]
    return (
        f"Changes in an employer's records that are no moves of those they name, and do not count as such: "
        f"{', '.join(kinds)}. To count them: --as-recorded.",
    )


def _ready(source: Any, people: Any) -> Careers | None:
    """Return careers that need no check, or None."""
    if isinstance(source, Careers):
        if people is not None:
            raise InputError(f"'{source.name}' is careers with people of their own.", do="leave people out")
        return source
    if isinstance(source, str) and source in builtin.NAMES:
        if people is not None:
            raise InputError(f"the built-in careers '{source}' have people of their own.", do="leave --people out")
        return builtin.read(source)
    if isinstance(source, str | Path) and not (isinstance(source, str) and warehouse.is_url(source)):
        folder = _path(source, "spells")
        if prepared.is_prepared(folder):
            return prepared.read(folder, people=people)
    return None


def _path(given: str | Path, what: str) -> Path:
    """Return the path that was given; a table given as text is none, and is not shown."""
    text = str(given)
    if not text.strip():
        raise InputError(f"{what} were given as an empty text.", do="give a path, a URL or the name of a built-in")
    if len(text) > _LONGEST_PATH or any(sign in text for sign in "\r\n\0"):
        raise InputError(
            f"{what} were given as a text of {len(text):,} characters that is no path.",
            do="save the table as a file and give its path, or give a frame",
        )
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise SourceNotFound(f"there is no home folder '{Path(given).parts[0]}'.", do="check the path") from None


@contextmanager
def _faults_of_the_source(name: str) -> Iterator[None]:
    """Say what an engine finds wrong with a source only when it reads all of it; our own faults stay as they are."""
    import duckdb
    import pyarrow as pa

    ours = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InternalException)
    try:
        yield
    except (duckdb.OperationalError, MemoryError) as fault:
        raise InputError(
            f"the engine could not finish reading '{name}' ({type(fault).__name__}).",
            do="check the source, the free memory and the free space of the temporary folder",
        ) from None
    except (duckdb.Error, pa.ArrowException) as fault:
        if isinstance(fault, ours):
            raise
        raise UnreadableSource(
            f"'{name}' cannot be read to its end ({type(fault).__name__}).",
            why="a part of it is damaged, or holds values that are not what their column says",
            do="write it again, or give another file",
        ) from None


def _export(
    source: Any, people: Any, reader: str | None, limits: Limits | None, this_month: int
) -> tuple[RawTable, RawTable | None] | None:
    """Read a file or folder of exports, which Parquet goes before; None where it is none."""
    if reader is not None:
        from outgrow.careers.exports.registry import named

        if isinstance(named(reader), TableReader):
            return None
    local = isinstance(source, Path) or (
        isinstance(source, str) and not warehouse.is_url(source) and not warehouse.has_query(source)
    )
    if not local:
        if reader is not None:
            raise InputError("a reader reads files and folders.", do="give the path of one, or leave the reader out")
        return None
    path = _path(source, "spells")
    if reader is None and files.is_table(path):
        return None
    from outgrow.careers.exports import load_exports

    backend = embedded(spare=True)
    plug_ins = reader is None and not files.has_ending(path)
    found = load_exports(path, backend, this_month=this_month, reader=reader, limits=limits, plug_ins=plug_ins)
    if found is None or people is None:
        return found
    given = _table(people, "people", backend, None, None)
    note = "The people table that was given counts, and not what the exports say of people."
    return replace(found[0], notes=(*found[0].notes, note)), given


def _raw(source: Any, people: Any, *, encoding: str | None, delimiter: str | None) -> tuple[RawTable, RawTable | None]:
    if isinstance(source, str) and warehouse.is_url(source):
        if people is not None:
            raise InputError(
                "a connection URL names its table of people itself.",
                why="both tables have to be on one engine",
                do="write ?spells=TABLE&people=TABLE, and leave --people out",
            )
        return warehouse.read(source)
    backend = embedded(spare=True)

    if isinstance(source, str) and warehouse.has_query(source):
        base, tables = warehouse.split_query(source)
        path, inside = _path(base, "spells"), tables.get("people")
        raw = files.read_duckdb_file(path, tables["spells"], backend, "spells")
        persons = files.read_duckdb_file(path, inside, backend, "people") if inside else None
    else:
        source, people = _both_tables(source, people)
        raw, persons = _table(source, "spells", backend, encoding, delimiter), None
    if people is not None:
        persons = _table(people, "people", backend, encoding, delimiter)
    return raw, persons


def _table(given: Any, what: str, backend: Backend, encoding: str | None, delimiter: str | None) -> RawTable:
    if files.is_frame(given):
        return files.read_frame(given, backend, what)
    if isinstance(given, str | Path):
        return files.read_path(_path(given, what), backend, what, encoding=encoding, delimiter=delimiter)
    raise InputError(
        f"{what} were given as {type(given).__name__}.", do="give a path, a URL, a frame or the name of a built-in"
    )


def _both_tables(source: Any, people: Any) -> tuple[Any, Any]:
    """Tell apart the two tables of a folder that holds both; each is one of them, not a part of one."""
    if isinstance(source, str | Path):
        with contextlib.suppress(OSError, RuntimeError):  # no such place, which is said when it is read
            spells, persons = (Path(source).expanduser() / f"{name}.parquet" for name in ("spells", "people"))
            if spells.is_file():
                return spells, persons if people is None and persons.is_file() else people
    return source, people
