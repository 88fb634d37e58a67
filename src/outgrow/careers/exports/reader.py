"""What a reader of exports is, and what it gives: the contract of our readers and of those that plug-ins bring.

In: a `Source` (a file, a zip or a folder). Out: `Export`, everything as it was written, nothing judged. A reader puts an
export together with a `Draft`. Next: outgrow.careers.exports.load puts exports before the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers.exports.limits import Limits
from outgrow.months import parse_month
from outgrow.schema import SPELL_COLUMNS

if TYPE_CHECKING:
    import pyarrow

    from outgrow.careers.exports.archive import Source

__all__ = ["Draft", "Export", "ExportFault", "Reader", "listed"]

#: What one person's export can say of a job; `person` is given where exports are put together.
_COLUMNS: Final = tuple(column for column in SPELL_COLUMNS if column != "person")


@dataclass(frozen=True, slots=True)
class ExportFault:
    """A part of an export that could not be read.

    Parameters
    ----------
    file : str
        Where: a file of the format and the number of the entry, as ``"Positions.csv, entry 3"``. Never the name that
        somebody gave to a file.
    reason : str
        Why; nothing that the file says of a person.
    """

    file: str
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class Export:
    """What an export says, as it was written.

    Parameters
    ----------
    spells : pyarrow.Table
        Jobs: text in columns of `outgrow.schema.SPELL_COLUMNS`. Without a column ``person`` they are all one person's.
    people : pyarrow.Table or None
        What is known of people: text in columns of `outgrow.schema.PEOPLE_COLUMNS`, and attributes. One row without a
        column ``person`` where the export is one person's.
    notes : tuple of str
        What must be said of how it was read; nothing of a person.
    faults : tuple of ExportFault
        What could not be read.
    personal : dict
        What is for the person alone, and in no careers: ``headline`` and ``summary``, text, and ``education``, a list of
        dictionaries with ``degree``, ``institution``, ``start`` and ``end`` as written.
    """

    spells: pyarrow.Table
    people: pyarrow.Table | None = None
    notes: tuple[str, ...] = ()
    faults: tuple[ExportFault, ...] = ()
    personal: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is found and read.

    Parameters
    ----------
    name : str
        As it is asked for: ``"linkedin"``.
    reads : str
        What it reads, in words that fit behind "reads": ``"data exports of LinkedIn: a zip or a folder"``.
    recognises : callable
        Tells from names and first bytes whether a source is of the format; raises nothing.
    read : callable
        Reads a source of the format; raises `Refused` where it cannot be read as a whole.
    """

    name: str
    reads: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Export]


@dataclass(slots=True)
class Draft:
    """An export of one person while it is being read.

    Parameters
    ----------
    limits : Limits
        How long one value may be.
    """

    limits: Limits
    _spells: dict[str, list[str | None]] = field(default_factory=lambda: {column: [] for column in _COLUMNS})
    _person: dict[str, str] = field(default_factory=dict)
    _personal: dict[str, Any] = field(default_factory=dict)
    _notes: dict[str, None] = field(default_factory=dict)
    _faults: list[ExportFault] = field(default_factory=list)

    def spell(self, where: str, **values: Any) -> None:
        """Add a job, or a fault where one of its values is no text.

        Parameters
        ----------
        where : str
            Place in the format, as ``"Positions.csv, entry 3"``.
        **values
            By column; None, text or a whole number, which is how some formats write a year.
        """
        texts = {}
        for column, value in values.items():
            reason = self._unusable(value)
            if reason:
                self.fault(where, f"{column} {reason}")
                return
            texts[column] = None if value is None else str(value).strip() or None
        for column, column_values in self._spells.items():
            column_values.append(texts.get(column))

    def know(self, column: str, value: Any) -> None:
        """Keep something that is known of the person; what is no text, or empty, is left out with a note."""
        if value is None or value == "":
            return
        if self._unusable(value):
            self.note(f"What exports say of {column} is left out where it is no text, or far too long.")
            return
        self._person[column] = str(value).strip()

    def tell(self, name: str, value: Any) -> None:
        """Keep a text that is for the person alone; what is no text is left out."""
        if isinstance(value, str) and not self._unusable(value) and value.strip():
            self._personal[name] = value.strip()

    def studied(self, **values: Any) -> None:
        """Keep a course of study for the person alone: ``degree``, ``institution``, ``start`` and ``end`` as written."""
        texts = {name: str(value).strip() for name, value in values.items() if value and not self._unusable(value)}
        if texts:
            self._personal.setdefault("education", []).append(texts)

    def fault(self, where: str, reason: str) -> None:
        """Add a part that could not be read."""
        self._faults.append(ExportFault(where, reason))

    def note(self, text: str) -> None:
        """Add what must be said, once."""
        self._notes[text] = None

    def export(self) -> Export:
        """Return what was read."""
        import pyarrow as pa

        self._check_date()
        texts = pa.string()
        used = {column: values for column, values in self._spells.items() if any(v is not None for v in values)}
        for column in ("start", "end", "title"):
            used.setdefault(column, self._spells[column])
        spells = pa.table({column: pa.array(values, texts) for column, values in used.items()})
        person = {column: value for column, value in self._person.items() if value}
        people = pa.table({column: pa.array([value], texts) for column, value in person.items()}) if person else None
        return Export(spells, people, tuple(self._notes), tuple(self._faults), self._personal)

    def _unusable(self, value: Any) -> str | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            # a number of thousands of digits is no year, and Python refuses to write it
            return "is no text" if value is not None and abs(value) > 10**9 else None
        if not isinstance(value, str):
            return "is no text"
        if len(value) > self.limits.cell_characters:
            return f"holds more than {self.limits.cell_characters:,} characters"
        if "\0" in value:
            return "holds zero bytes"
        try:
            value.encode()
        except UnicodeEncodeError:
            return "holds half a character, which is no text"
        return None

    def _check_date(self) -> None:
        """Take no date of the export that its own jobs are later than: nobody keeps such dates up by hand."""
        until = parse_month(self._person.get("observed_until")).number
        if until is None:
            self._person.pop("observed_until", None)
            return
        dates = (parse_month(text) for column in ("start", "end") for text in self._spells[column])
        if any(date.number is not None and date.number > until for date in dates):
            del self._person["observed_until"]
            self.note("The date of an export is not used where jobs in it are later than that.")


def listed(names: list[str]) -> str | None:
    """Put names together as careers keep lists: parted by ``;``, each once, in order."""
    plain = dict.fromkeys(" ".join(name.replace(";", ",").split()) for name in names)
    return ";".join(name for name in plain if name) or None
