"""Read careers from any source: `read_careers` is the one way in.

In: a path, a connection URL, a frame or the name of a built-in. Out: `Careers`, checked, nothing lost.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from outgrow.careers import builtin, files, prepared, warehouse
from outgrow.careers.careers import Careers, Counts
from outgrow.careers.check import (
    QUARANTINE_COLUMNS,
    CheckedTable,
    EndRule,
    check_people,
    check_spells,
)
from outgrow.careers.files import ROW, RawTable
from outgrow.engine import embedded, number, store
from outgrow.errors import InputError, UnreadableSource, did_you_mean
from outgrow.months import DayOrder
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS
from outgrow.settings import AFTER_LAST, AfterLast

if TYPE_CHECKING:
    import ibis

__all__ = ["read_careers"]


def read_careers(
    source: Any = "demo",
    people: Any = None,
    *,
    columns: Mapping[str, str] | None = None,
    end: EndRule = "inclusive",
    day_order: DayOrder | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    after_last: AfterLast | None = None,
    name: str | None = None,
    kind: Literal["real", "simulated"] = "real",
    today: datetime.date | None = None,
) -> Careers:
    """Read career histories and check them.

    Parameters
    ----------
    source : str, Path, frame or Careers, default "demo"
        Spells: a file (CSV, TSV, JSON Lines, Parquet, Arrow; a folder or glob of Parquet), a folder written by
        ``outgrow careers convert``, ``FILE.duckdb?spells=TABLE&people=TABLE``, a connection URL of an engine with
        ``?spells=...&people=...``, an Arrow, pandas or Polars table, or a built-in: ``"demo"`` (simulated) or
        ``"nlsy"`` (real).
    people : str, Path or frame, optional
        The table of people, where it is not part of `source`.
    columns : mapping, optional
        Canonical column to the source's own name, where it cannot be found by itself.
    end : {"inclusive", "exclusive"}, default "inclusive"
        Whether `end` is in the job, or the day after.
    day_order : {"day-first", "month-first"}, optional
        How to read ``03/04/2019``. Default: what the column itself shows.
    encoding, delimiter : str, optional
        Of delimited text. Default: found from the file.
    after_last : {"exit", "between", "censor"}, default "censor"
        What the end of somebody's last job means, unless a question says otherwise.
    name : str, optional
        Name to show. Default: that of the file or table.
    kind : {"real", "simulated"}, default "real"
        Whether people lived these careers.
    today : date, optional
        Later dates are faults. Default: this day.

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
        `columns` names a column that does not exist.
    MissingExtra
        The engine of a connection URL is not installed.
    """
    if isinstance(source, Careers):
        return source
    if end not in ("inclusive", "exclusive"):
        raise InputError(f"end is '{end}'.", do="use inclusive or exclusive")
    if after_last is not None and after_last not in AFTER_LAST:
        raise InputError(f"after_last is '{after_last}'.", do=f"use one of {', '.join(AFTER_LAST)}")
    columns = dict(columns or {})
    known = {*SPELL_COLUMNS, *PEOPLE_COLUMNS}
    for column in columns:
        if column not in known:
            raise InputError(
                f"'{column}' is no column of careers.{did_you_mean(column, known)}",
                do=f"use one of {', '.join(sorted(known))}",
            )
    if isinstance(source, str) and source in builtin.NAMES:
        if people is not None:
            raise InputError(f"the built-in careers '{source}' have people of their own.", do="leave --people out")
        return builtin.read(source, read=read_careers)
    if isinstance(source, str | Path) and prepared.is_prepared(Path(source).expanduser()):
        return prepared.read(Path(source).expanduser(), people=people)
    spells_raw, people_raw = _raw(source, people, encoding=encoding, delimiter=delimiter)
    day = today or datetime.date.today()
    this_month = day.year * 12 + day.month - 1
    spells = check_spells(spells_raw, columns=columns, end=end, order=day_order, this_month=this_month)
    persons = people_raw and check_people(people_raw, columns=columns, order=day_order, this_month=this_month)
    return _assemble(
        spells_raw,
        spells,
        people_raw,
        persons,
        name=name or spells_raw.name,
        kind=kind,
        after_last=after_last or "censor",
    )


def _raw(source: Any, people: Any, *, encoding: str | None, delimiter: str | None) -> tuple[RawTable, RawTable | None]:
    if isinstance(source, str) and warehouse.is_url(source):
        spells, persons = warehouse.read(source)
        if people is not None:
            raise InputError(
                "a connection URL names its table of people itself.",
                why="both tables have to be on one engine",
                do="write ?spells=TABLE&people=TABLE, and leave --people out",
            )
        return spells, persons
    backend = embedded()

    def one(given: Any, what: str) -> RawTable:
        if files.is_frame(given):
            return files.read_frame(given, backend, what)
        if isinstance(given, str | Path):
            return files.read_path(Path(given).expanduser(), backend, what, encoding=encoding, delimiter=delimiter)
        raise InputError(
            f"{what} were given as {type(given).__name__}.", do="give a path, a URL, a frame or the name of a built-in"
        )

    if isinstance(source, str) and "?" in source:
        path, tables = warehouse.split_query(source)
        raw = files.read_duckdb_file(Path(path).expanduser(), tables["spells"], backend, "spells")
        inside = tables.get("people")
        persons = files.read_duckdb_file(Path(path).expanduser(), inside, backend, "people") if inside else None
    else:
        raw, persons = one(source, "spells"), None
    if people is not None:
        persons = one(people, "people")
    return raw, persons


def _assemble(
    spells_raw: RawTable,
    spells: CheckedTable,
    people_raw: RawTable | None,
    people: CheckedTable | None,
    *,
    name: str,
    kind: Literal["real", "simulated"],
    after_last: AfterLast,
) -> Careers:
    """Put both tables together: one kind of person, faults that only both show, counts, quarantine."""
    checked = spells.table
    persons = people.table if people else None
    if persons is not None and persons.person.type() != checked.person.type():
        checked = checked.mutate(person=checked.person.cast("string"))
        persons = persons.mutate(person=persons.person.cast("string"))
    if persons is not None:
        persons = store(persons)
        checked = _faults_between(checked, persons)
    checked = store(checked)
    good = checked.filter(checked.fault.isnull()).drop("fault", "fault_column", "fault_value")
    good_people = (
        None
        if persons is None
        else persons.filter(persons.fault.isnull()).drop("fault", "fault_column", "fault_value", ROW)
    )
    quarantine = _quarantine(checked, spells, spells_raw, persons, people, people_raw)
    counts = _count(checked, good, persons, quarantine)
    if counts.spells == 0:
        raise UnreadableSource(
            f"no row of '{spells_raw.name}' can be used: {counts.rows_quarantined:,} of {counts.rows_quarantined:,} are in quarantine"
            if counts.rows_quarantined
            else f"'{spells_raw.name}' holds no row.",
            why=_commonest(quarantine) if counts.rows_quarantined else None,
            do="run `outgrow careers check SOURCE --out quarantine.csv` to see each row's reason"
            if counts.rows_quarantined
            else "give a table with at least one spell",
        )
    notes = tuple(
        f"'{theirs}' was read as {canonical}."
        for table in (spells, people)
        if table is not None
        for canonical, theirs in sorted(table.read_as.items())
        if theirs.lower() != canonical
    )
    return Careers(
        name=name,
        kind=kind,
        spells=good,
        people=good_people,
        quarantine=quarantine,
        counts=counts,
        after_last=after_last,
        notes=notes,
    )


def _faults_between(checked: ibis.Table, persons: ibis.Table) -> ibis.Table:
    """Find spells that contradict what is known of their person."""
    import ibis

    known = persons.filter(persons.person.notnull() & (persons.fault_column.isnull() | (persons.fault_column != "row")))
    known = known.group_by("person").agg(
        known_until=known.observed_until.max(), known_exit=known.exited.max(), unusable=known.fault.notnull().any()
    )
    known = known.rename(known_person="person")
    joined = checked.left_join(known, checked.person == known.known_person)
    clean = joined.fault.isnull()
    late = clean & (joined.start > joined.known_until)
    gone = clean & (joined.start > joined.known_exit)
    lost = clean & joined.unusable.fill_null(False)
    column = ibis.cases(
        (lost, "person"), (late.fill_null(False), "start"), (gone.fill_null(False), "start"), else_=joined.fault_column
    )
    reason = ibis.cases(
        (lost, "the row of this person among people is in quarantine"),
        (late.fill_null(False), "starts after observed_until of its person"),
        (gone.fill_null(False), "starts after its person exited"),
        else_=joined.fault,
    )
    month = joined.start
    text = (month // 12).cast("string") + "-" + (month % 12 + 1).cast("string").lpad(2, "0")
    value = ((late | gone).fill_null(False) & ~lost).ifelse(text, joined.fault_value)
    return joined.mutate(fault=reason, fault_column=column, fault_value=value).drop(
        "known_person", "known_until", "known_exit", "unusable"
    )


def _quarantine(
    checked: ibis.Table,
    spells: CheckedTable,
    spells_raw: RawTable,
    persons: ibis.Table | None,
    people: CheckedTable | None,
    people_raw: RawTable | None,
) -> ibis.Table:
    import ibis
    import pyarrow as pa

    def rows(table: ibis.Table, name: str) -> ibis.Table:
        return (
            table.filter(table.fault.notnull())
            .select(
                ROW,
                table=ibis.literal(name),
                column=table.fault_column,
                value=table.fault_value,
                reason=table.fault,
                left_out=ibis.literal("row"),
            )
            .select(*QUARANTINE_COLUMNS)
        )

    def unread(raw: RawTable, name: str) -> ibis.Table:
        texts = pa.string()
        return ibis.memtable(
            pa.table(
                {
                    "table": pa.array([name] * len(raw.faults), texts),
                    "row": pa.array([fault.row for fault in raw.faults], pa.int64()),
                    "column": pa.array(["row"] * len(raw.faults), texts),
                    "value": pa.array([None] * len(raw.faults), texts),
                    "reason": pa.array([fault.reason for fault in raw.faults], texts),
                    "left_out": pa.array(["row"] * len(raw.faults), texts),
                }
            )
        )

    parts = [rows(checked, "spells")]
    if spells.quarantine is not None:
        parts.append(spells.quarantine)
    if spells_raw.faults:
        parts.append(unread(spells_raw, "spells"))
    if persons is not None and people is not None and people_raw is not None:
        parts.append(rows(persons, "people"))
        if people.quarantine is not None:
            parts.append(people.quarantine)
        if people_raw.faults:
            parts.append(unread(people_raw, "people"))
    return store(functools.reduce(lambda left, right: left.union(right), parts))


def _count(checked: ibis.Table, good: ibis.Table, persons: ibis.Table | None, quarantine: ibis.Table) -> Counts:
    with_rows = checked.filter(checked.person.notnull()).select("person").distinct()
    usable = good.select("person").distinct()
    read, quarantined = with_rows, number(with_rows.count()) - number(usable.count())
    nothing = 0
    if persons is not None:
        listed = persons.filter(persons.person.notnull()).select("person").distinct()
        read = with_rows.union(listed, distinct=True)
        good_people = persons.filter(persons.fault.isnull()).select("person").distinct()
        # people without any spell whose own row is in quarantine have nothing left either
        lost = listed.anti_join(good_people, "person").anti_join(with_rows, "person")
        nothing = number(lost.count())
    summary = good.agg(
        spells=good.count(),
        first=good.start.min(),
        last_start=good.start.max(),
        last_end=good.end.max(),
        imprecise=good.imprecise.cast("int64").sum(),
        ongoing=good.end.isnull().cast("int64").sum(),
    )
    [row] = summary.to_pyarrow().to_pylist()
    left_out = quarantine.group_by("left_out").agg(n=quarantine.count()).to_pyarrow().to_pylist()
    by_kind = {item["left_out"]: int(item["n"]) for item in left_out}
    months = [month for month in (row["last_start"], row["last_end"]) if month is not None]
    return Counts(
        people=number(read.count()),
        people_quarantined=quarantined + nothing,
        spells=int(row["spells"]),
        rows_quarantined=by_kind.get("row", 0),
        values_quarantined=by_kind.get("value", 0),
        first_month=row["first"],
        last_month=max(months) if months else None,
        imprecise=int(row["imprecise"] or 0),
        ongoing=int(row["ongoing"] or 0),
    )


def _commonest(quarantine: ibis.Table) -> str:
    counted = quarantine.group_by(["column", "reason"]).agg(n=quarantine.count())
    [top] = counted.order_by([counted.n.desc(), "column", "reason"]).limit(1).to_pyarrow().to_pylist()
    return f"most often ({top['n']:,} times) {top['column']}: {top['reason']}"
