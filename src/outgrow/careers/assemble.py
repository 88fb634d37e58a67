"""Checked tables into careers: faults that only both tables show, the quarantine of both, and what there is of each.

In: `CheckedTable` of spells and, where there is one, of people. Out: `Careers`. Nothing is read here that was not read before.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from outgrow.careers.careers import Careers, Counts
from outgrow.careers.check import (
    FAULT,
    FAULT_COLUMN,
    FAULT_VALUE,
    LEFT_OUT,
    QUARANTINE_COLUMNS,
    CheckedTable,
)
from outgrow.careers.raw import ROW, RawTable
from outgrow.engine import discard, fetched, lookup, number, store
from outgrow.errors import InputError, UnreadableSource
from outgrow.settings import AfterLast

if TYPE_CHECKING:
    import ibis

__all__ = ["assemble"]


def assemble(
    spells_raw: RawTable,
    spells: CheckedTable,
    people_raw: RawTable | None,
    people: CheckedTable | None,
    *,
    name: str,
    kind: Literal["real", "simulated"],
    after_last: AfterLast,
    allow_empty: bool,
) -> Careers:
    """Put both tables together: one kind of person, faults that only both show, counts, quarantine."""
    checked = spells.table
    persons = people.table if people else None
    if persons is not None and persons.person.type() != checked.person.type():
        checked = checked.mutate(person=checked.person.cast("string"))
        persons = persons.mutate(person=persons.person.cast("string"))
    if persons is not None and people is not None:
        persons = store(persons)
        _discard(people)
        checked = _faults_between(checked, persons)
    checked = store(checked)
    _discard(spells)
    if persons is not None:
        _refuse_strangers(checked, persons, spells_raw.name)
    good = _usable(checked, spells.columns)
    good_people = None if persons is None else _usable(persons).drop(ROW)
    quarantine = _quarantine(checked, spells, spells_raw, persons, people, people_raw)
    counts = _count(checked, good, persons, quarantine)
    lost = sum(fault.whole_person for fault in spells_raw.faults)
    counts = replace(
        counts,
        people=counts.people + lost,
        people_quarantined=counts.people_quarantined + lost,
        rows_joined=spells_raw.joined,
    )
    if counts.spells == 0 and not allow_empty:
        raise _nothing_left(spells_raw.name, counts, quarantine)
    tables = (spells_raw, spells, people)
    notes = tuple(dict.fromkeys(note for table in tables if table is not None for note in table.notes))
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


def _discard(table: CheckedTable) -> None:
    if table.kept is not None:
        discard(table.kept)


def _usable(checked: ibis.Table, columns: tuple[str, ...] = ()) -> ibis.Table:
    import ibis

    inner = [column for column in checked.columns if column in {FAULT, FAULT_COLUMN, FAULT_VALUE}]
    inner += [column for column in checked.columns if column.startswith(LEFT_OUT)]
    good = checked.filter(checked[FAULT].isnull()).drop(*inner)
    missing = {column: ibis.null("string") for column in columns if column not in good.columns}
    return good.mutate(**missing).select(*columns) if missing else good


def _refuse_strangers(checked: ibis.Table, persons: ibis.Table, name: str) -> None:
    """Refuse people of whom none holds a spell: what is known of them would be lost without a word."""
    listed, holders = persons.filter(persons.person.notnull()), checked.filter(checked.person.notnull())
    if number(holders.semi_join(listed, "person").limit(1).count()):
        return
    if number(listed.limit(1).count()) and number(holders.limit(1).count()):
        raise InputError(
            f"nobody in the table of people holds a spell in '{name}'.",
            why="the two tables name people in different ways",
            do="check the column of persons in both: leading zeros, 1 and 1.0, or another identifier",
        )


def _faults_between(checked: ibis.Table, persons: ibis.Table) -> ibis.Table:
    """Find spells that contradict what is known of their person."""
    import ibis

    twin = (persons[FAULT_COLUMN] == "row").fill_null(False)
    known = persons.filter(persons.person.notnull() & ~twin)
    known = known.group_by("person").agg(
        known_until=known.observed_until.max(), known_exit=known.exited.max(), faults=known[FAULT].count()
    )
    known = known.rename(known_person="person")
    joined = checked.left_join(known, checked.person == known.known_person)
    clean = joined[FAULT].isnull()
    late = (clean & (joined.start > joined.known_until)).fill_null(False)
    gone = (clean & (joined.start > joined.known_exit)).fill_null(False)
    lost = (clean & (joined.faults > 0)).fill_null(False)
    month = joined.start
    text = (month // 12).cast("string") + "-" + (month % 12 + 1).cast("string").lpad(2, "0")
    return joined.mutate(
        **{
            FAULT: ibis.cases(
                (lost, "the row of this person among people is in quarantine"),
                (late, "starts after observed_until of its person"),
                (gone, "starts after its person exited"),
                else_=joined[FAULT],
            ),
            FAULT_COLUMN: ibis.cases((lost, "person"), (late | gone, "start"), else_=joined[FAULT_COLUMN]),
            FAULT_VALUE: ((late | gone) & ~lost).ifelse(text, joined[FAULT_VALUE]),
        }
    ).drop("known_person", "known_until", "known_exit", "faults")


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
            table.filter(table[FAULT].notnull())
            .select(
                ROW,
                table=ibis.literal(name),
                column=table[FAULT_COLUMN],
                value=table[FAULT_VALUE],
                reason=table[FAULT],
                left_out=ibis.literal("row"),
            )
            .select(*QUARANTINE_COLUMNS)
        )

    def unread(raw: RawTable, name: str) -> ibis.Table:
        texts = pa.string()
        rows = pa.table(
            {
                "table": pa.array([name] * len(raw.faults), texts),
                "row": pa.array([fault.row for fault in raw.faults], pa.int64()),
                "column": pa.array([fault.column for fault in raw.faults], texts),
                "value": pa.array([fault.value for fault in raw.faults], texts),
                "reason": pa.array([fault.reason for fault in raw.faults], texts),
                "left_out": pa.array(["row"] * len(raw.faults), texts),
            }
        )
        return lookup(rows, checked)

    def values(table: ibis.Table, name: str, reasons: dict[str, str]) -> list[ibis.Table]:
        return [
            table.filter(table[FAULT].isnull() & table[f"{LEFT_OUT}{column}"].notnull())
            .select(
                ROW,
                table=ibis.literal(name),
                column=ibis.literal(column),
                value=table[f"{LEFT_OUT}{column}"],
                reason=ibis.literal(reason),
                left_out=ibis.literal("value"),
            )
            .select(*QUARANTINE_COLUMNS)
            for column, reason in reasons.items()
        ]

    parts = [rows(checked, "spells"), *values(checked, "spells", spells.values_left_out)]
    if spells_raw.faults:
        parts.append(unread(spells_raw, "spells"))
    if persons is not None and people is not None and people_raw is not None:
        parts += [rows(persons, "people"), *values(persons, "people", people.values_left_out)]
        if people_raw.faults:
            parts.append(unread(people_raw, "people"))
    return store(functools.reduce(lambda left, right: left.union(right), parts))


def _count(checked: ibis.Table, good: ibis.Table, persons: ibis.Table | None, quarantine: ibis.Table) -> Counts:
    named = checked.filter(checked.person.notnull())
    with_rows = named.group_by("person").agg(usable=named[FAULT].isnull().ifelse(1, 0).max())
    [held] = fetched(with_rows.agg(people=with_rows.count(), usable=with_rows.usable.sum())).to_pylist()
    people = int(held["people"])
    lost = people - int(held["usable"] or 0)
    if persons is not None:
        listed = persons.filter(persons.person.notnull()).select("person").distinct()
        without = store(listed.anti_join(with_rows, "person"))
        people += number(without.count())
        good_people = persons.filter(persons[FAULT].isnull()).select("person").distinct()
        # people without any spell whose own row is in quarantine have nothing left either
        lost += number(without.anti_join(good_people, "person").count())
    summary = good.agg(
        spells=good.count(),
        first=good.start.min(),
        last_start=good.start.max(),
        last_end=good.end.max(),
        imprecise=good.imprecise.ifelse(1, 0).sum(),
        ongoing=good.end.isnull().ifelse(1, 0).sum(),
    )
    [row] = fetched(summary).to_pylist()
    left_out = fetched(quarantine.group_by("left_out").agg(n=quarantine.count())).to_pylist()
    by_kind = {item["left_out"]: int(item["n"]) for item in left_out}
    months = [month for month in (row["last_start"], row["last_end"]) if month is not None]
    return Counts(
        people=people,
        people_quarantined=lost,
        spells=int(row["spells"]),
        rows_quarantined=by_kind.get("row", 0),
        values_quarantined=by_kind.get("value", 0),
        first_month=row["first"],
        last_month=max(months) if months else None,
        imprecise=int(row["imprecise"] or 0),
        ongoing=int(row["ongoing"] or 0),
        weighted=0 if persons is None else number(persons.weight.count()),
    )


def _nothing_left(name: str, counts: Counts, quarantine: ibis.Table) -> UnreadableSource:
    rows = counts.rows_quarantined
    if not rows:
        return UnreadableSource(f"'{name}' holds no row.", do="give a table with at least one spell")
    return UnreadableSource(
        f"no row of '{name}' can be used: {rows:,} of {rows:,} are in quarantine.",
        why=_commonest(quarantine),
        do="see each row's reason with `outgrow careers check SOURCE --out quarantine.csv`",
    )


def _commonest(quarantine: ibis.Table) -> str:
    counted = quarantine.group_by(["column", "reason"]).agg(n=quarantine.count())
    [top] = fetched(counted.order_by([counted.n.desc(), "column", "reason"]).limit(1)).to_pylist()
    return f"most often ({top['n']:,} times) {top['column']}: {top['reason']}"
