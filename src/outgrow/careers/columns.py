"""Which column of a table is which: by name, by other common names of it, or as somebody says.

In: a `RawTable`. Out: canonical column to the table's own. Names in messages are those of a header, unless it may be a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from outgrow.careers.raw import REFUSED, ROW, RawTable
from outgrow.errors import UnknownName, UnreadableSource, did_you_mean
from outgrow.months import parse_month
from outgrow.schema import PEOPLE_COLUMNS, SPELL_COLUMNS

__all__ = ["REQUIRED", "has_columns", "read_as", "resolve", "unused"]

#: Other names of columns, as exports have them.
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("person_id", "employee_id", "worker_id", "candidate_id", "user_id", "individual_id", "emp_id", "pid"),
    "start": ("start_date", "started", "started_on", "begin", "begin_date", "from", "date_from", "start_month"),
    "end": ("end_date", "ended", "finished_on", "finish", "to", "until", "date_to", "end_month"),
    "title": ("job_title", "position", "position_title", "jobtitle"),
    "organisation": ("organization", "company", "employer", "company_name"),
    "occupation": ("occupation_code", "soc", "soc_code", "isco"),
    "observed_until": ("last_observed", "observed_to"),
    "birth": ("birth_date", "birth_year", "date_of_birth", "year_of_birth"),
    "changed": ("effective_date", "change_date", "valid_from"),
    "event": ("action", "change_reason", "business_process_type"),
    "left": ("termination_date", "leaving_date"),
    "hired": ("original_hire_date", "hire_date"),
    "wave": ("survey_year", "year", "round"),
    "department": ("division", "business_unit"),
    "primary": ("primary_job", "primary_position"),
}
#: Columns that a table has to have.
REQUIRED: Final = {"spells": ("person", "start", "end", "title"), "people": ("person",)}


def resolve(
    raw: RawTable, what: str, columns: Mapping[str, str], required: Sequence[str], known: Sequence[str]
) -> dict[str, str]:
    """Find the source's own name of each canonical column that it has.

    Parameters
    ----------
    raw : RawTable
        The table as written.
    what : str
        What it is of, for messages: ``"spells"``.
    columns : mapping
        Canonical name to the source's own, where outgrow would not find it.
    required, known : sequence of str
        Canonical names that it has to have, and may have.

    Raises
    ------
    UnreadableSource
        A required column is missing, or two columns read as one.
    UnknownName
        `columns` names a column that does not exist.
    """
    theirs: dict[str, str] = {}
    for column in raw.table.columns:
        twin = theirs.setdefault(_key(column), column)
        if twin != column and _key(column) in _RECOGNISED:
            raise UnreadableSource(
                f"'{raw.name}' has two columns that both read as '{_key(column)}'.", do="rename or drop one of them"
            )
    names: dict[str, str] = {}
    for canonical, named in columns.items():
        if canonical not in known:
            continue
        own = theirs.get(_key(named))
        if own is None:
            if what == "people" and canonical in SPELL_COLUMNS:
                continue  # the name is that of the spells; people may have it under its own
            raise UnknownName(
                f"'{raw.name}' has no column '{named}' to read as {canonical}; it has {_list(raw)}."
                f"{did_you_mean(named, _shown(raw))}",
                do=f"name one of them: --map {canonical}=NAME",
            )
        names[canonical] = own
    for canonical in known:
        if canonical in names:
            continue
        for candidate in (canonical, *_SYNONYMS.get(canonical, ())):
            if candidate in theirs and theirs[candidate] not in names.values():
                names[canonical] = theirs[candidate]
                break
    missing = [canonical for canonical in required if canonical not in names]
    if missing:
        raise UnreadableSource(
            f"'{raw.name}' has no column {' or '.join(missing)}; it has {_list(raw)}.",
            why=f"a table of {what} needs {', '.join(required)}"
            + (", named in its first row" if raw.first_line else ""),
            do=f"rename it, say which it is: --map {missing[0]}=NAME, or have it guessed: --guess",
        )
    return names


def has_columns(raw: RawTable) -> bool:
    """Tell whether a table has, under names that are known, every column that spells need."""
    theirs = {_key(column) for column in raw.table.columns}
    return all(theirs & {column, *_SYNONYMS.get(column, ())} for column in REQUIRED["spells"])


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


_RECOGNISED: Final = frozenset(
    {*SPELL_COLUMNS, *PEOPLE_COLUMNS, *(other for others in _SYNONYMS.values() for other in others)}
)


def read_as(names: Mapping[str, str], asked: Mapping[str, str]) -> list[str]:
    """Say which columns were taken for which, apart from those that were asked for by name."""
    found = [
        f"{theirs} as {canonical}"
        for canonical, theirs in names.items()
        if canonical not in asked and theirs.lower() != canonical
    ]
    return [f"Columns read: {', '.join(found)}."] if found else []


def unused(raw: RawTable, names: Mapping[str, str]) -> list[str]:
    """Say which columns of spells are taken for nothing."""
    left = [column for column in raw.table.columns if column not in {*names.values(), ROW, REFUSED}]
    return (
        [f"Columns of spells not used: {', '.join(left[:12])}{' and more' if len(left) > 12 else ''}."] if left else []
    )


def _shown(raw: RawTable) -> list[str]:
    """Return the columns whose names a message may show: none, where they may be a row about a person."""
    columns = [column for column in raw.table.columns if column != ROW]
    if raw.first_line and (
        not any(_key(column) in _RECOGNISED for column in columns)
        or any(parse_month(column).kind == "month" for column in columns)
    ):
        return []
    return columns


def _list(raw: RawTable) -> str:
    columns, count = _shown(raw), len(raw.table.columns) - 1
    if not columns:
        return f"{count} of other names" if count else "no column"
    shown = ", ".join(columns[:12])
    return shown + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
