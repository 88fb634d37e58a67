"""What a reader of tables is: the headers by which a system's export is known, and what each of its columns is.

`TableReader` is the contract of our readers and of those that plug-ins bring. Next: outgrow.careers.records.load.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outgrow.careers.records.mapping import RowRule, TableMapping

__all__ = ["TableReader", "heading"]


@dataclass(frozen=True, slots=True)
class TableReader:
    """How the tables of one system are found and read.

    Parameters
    ----------
    name : str
        As it is asked for: ``"bamboohr"``.
    reads : str
        What it reads, in words that fit behind "reads": ``"job information of BambooHR"``.
    rows : {"jobs", "changes", "waves"}
        What a row is.
    columns : mapping of str to tuple of str
        Column of careers, or of `RECORD_COLUMNS`, to the headers that the system gives to it, the likeliest first. Headers
        are compared without case, blanks and signs, and without what stands before a colon.
    signs : sequence of sequence of str
        Headers by which a table is known: one of each group has to be there.
    never : sequence of str
        Headers of which none may be there.
    staff : bool, default True
        Whether it is an employer's: whoever's last job has ended has left, and renames in place are looked for.
    """

    name: str
    reads: str
    rows: RowRule
    columns: Mapping[str, tuple[str, ...]]
    signs: Sequence[Sequence[str]]
    never: Sequence[str] = field(default=())
    staff: bool = True

    def recognises(self, headers: Sequence[str]) -> bool:
        """Tell from its headers whether a table is of this system."""
        there = {heading(header) for header in headers}
        return all(there & {heading(sign) for sign in group} for group in self.signs) and not (
            there & {heading(sign) for sign in self.never}
        )

    def mapping(self, headers: Sequence[str]) -> TableMapping:
        """Return what each header is."""
        theirs: dict[str, str] = {}
        for header in headers:
            theirs.setdefault(heading(header), header)
        found: dict[str, str] = {}
        for column, names in self.columns.items():
            for name in names:
                own = theirs.get(heading(name))
                if own is not None and own not in found.values():
                    found[column] = own
                    break
        return TableMapping(columns=found, rows=self.rows)


def heading(text: str) -> str:
    """Fold a header to what tells it from others: ``Employee #`` and ``employeeNumber`` are one."""
    plain = unicodedata.normalize("NFKD", text.replace("#", " number").rpartition(":")[2]).casefold()
    return "".join(sign for sign in plain if sign.isalnum())  # no accent is
