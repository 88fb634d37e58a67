"""Guess from headers and values how a table is to be read: a proposal to look at, as a mapping that can be corrected.

In: a raw table. Out: `Guess`, with the reason for each column. Values are looked at in the first rows only, and none of them is
shown. Headers count most: a column is taken for something by its values alone only where they can hardly be anything else.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from outgrow.careers.raw import ROW, RawTable
from outgrow.careers.records.events import event_kind, is_no
from outgrow.careers.records.mapping import RowRule, TableMapping, quoted
from outgrow.careers.records.reader import TableReader, heading
from outgrow.engine import fetched
from outgrow.errors import UnreadableSource
from outgrow.months import parse_month
from outgrow.schema import LEVELS

__all__ = ["Guess", "guess_records"]

#: Rows whose values are looked at.
_ROWS: Final = 5_000
#: Of the values of a column, so many have to be what the column is taken for.
_MOST: Final = 0.9
#: Headers alike by at least so much are taken for the same.
_ALIKE: Final = 0.88


@cache
def _known_headers() -> dict[str, str]:
    """Return what each header stands for, the likeliest first."""
    text = resources.files("outgrow.careers.records").joinpath("headers.toml").read_text(encoding="utf-8")
    known: dict[str, str] = {}
    for column, names in tomllib.loads(text).items():
        for name in names:
            known.setdefault(name, column)
    return known


#: Columns that dates can be.
_DATES: Final = ("changed", "start", "end", "left", "hired", "birth")
#: Words that stand in titles of any craft.
_RANKS: Final = re.compile(
    r"manager|director|engineer|analyst|specialist|assistant|officer|coordinator|consultant|developer|clerk|nurse|teacher|lead\b"
    r"|head of|intern\b|technician|sales|accountant|leiter|referent|sachbearbeiter|directeur|responsable|charg[ée]|jefe|gerente|"
    r"tecnico|addetto|medewerker|executive|supervisor|president|chief|designer|editor|strategist",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guess:
    """How a table may be read.

    Parameters
    ----------
    mapping : TableMapping
        The proposal.
    reasons : dict of str to str
        Why: of ``"rows"`` and of each column of careers.
    unused : tuple of str
        Headers that are taken for nothing.
    missing : tuple of str
        Columns that careers need and that nothing was found for.
    """

    mapping: TableMapping
    reasons: dict[str, str]
    unused: tuple[str, ...]
    missing: tuple[str, ...]

    def as_toml(self) -> str:
        """Write it as a mapping in TOML, the reasons beside it."""
        lines = ["# Guessed from headers and values. Correct it and give it back: --map FILE", ""]
        if self.missing:
            lines[1:1] = [f"# Nothing was found for: {', '.join(self.missing)}"]
        text = "\n".join(lines) + self.mapping.as_toml(self.reasons)
        if self.unused:
            text += "\n# Not read: " + ", ".join(quoted(name) for name in self.unused) + "\n"
        return text


@dataclass(slots=True)
class _Column:
    """What the values of a column look like."""

    header: str
    texts: list[str]
    rows: int
    dates: float = 0.0
    ongoing: float = 0.0
    distinct: int = 0
    titles: float = 0.0
    events: int = 0
    levels: float = 0.0
    binary: bool = False
    years: bool = False
    taken: str | None = field(default=None)

    @property
    def filled(self) -> float:
        return len(self.texts) / self.rows if self.rows else 0.0


def guess_records(raw: RawTable, readers: Sequence[TableReader] = ()) -> Guess:
    """Guess how a table is read.

    Parameters
    ----------
    raw : RawTable
        The table as written.
    readers : sequence of TableReader, optional
        Systems whose headers are known; the first that recognises them says what each is.

    Returns
    -------
    Guess
        With everything that was found; `Guess.missing` says what was not.
    """
    headers = [column for column in raw.table.columns if column != ROW]
    if raw.first_line and any(parse_month(header[:80]).kind in ("month", "year") for header in headers):
        raise UnreadableSource(
            f"the first row of '{raw.name}' holds a date, and is no header.",
            do="add a first row that names the columns",
        )
    rows = fetched(raw.table.order_by(ROW).limit(_ROWS))
    columns = [_looked_at(header, rows[header].to_pylist()) for header in headers]
    known = next((reader for reader in readers if reader.recognises(headers)), None)
    found: dict[str, str] = {}
    reasons: dict[str, str] = {}
    states = _states(columns)
    if known is not None:
        for column, header in known.mapping(headers).columns.items():
            found[column], reasons[column] = header, f"as {known.name} names it"
    _by_headers(columns, found, reasons, states)
    _by_values(columns, found, reasons, states)
    rule, why = _rows(columns, found, states) if known is None else (known.rows, known.reads)
    reasons["rows"] = why
    if rule == "changes":
        _rename(found, reasons, "start", "changed")
    if rule != "changes":
        _rename(found, reasons, "changed", "start" if rule == "jobs" else "wave")
    if rule != "waves":
        states = {}
    used = {*found.values(), *states}
    mapping = TableMapping(columns=found, rows=rule, states=states, dates=_order(columns, found))
    needed = {"jobs": ("person", "start", "end", "title"), "changes": ("person", "changed", "title")}
    missing = [name for name in needed.get(rule, ("person", "wave", "title")) if name not in found]
    if states and "title" in missing:
        missing.remove("title")
    # a first row of which nothing is known may be about a person: what is not read of it is not shown
    known_header = not raw.first_line or any(heading(header) in _known_headers() for header in headers)
    unused = tuple(header for header in headers if header not in used) if known_header else ()
    return Guess(mapping, reasons, unused, tuple(missing))


def _looked_at(header: str, values: list[Any]) -> _Column:
    texts = [str(value).strip() for value in values if value is not None and str(value).strip()]
    counted = Counter(texts)
    column = _Column(header, texts, len(values), distinct=len(counted))
    if not texts:
        return column
    parsed = {text: parse_month(text[:80]).kind for text in counted}
    share = len(texts)
    column.dates = sum(n for text, n in counted.items() if parsed[text] in ("month", "year", "ambiguous")) / share
    column.ongoing = sum(n for text, n in counted.items() if parsed[text] == "ongoing") / share
    column.titles = sum(n for text, n in counted.items() if _RANKS.search(text)) / share
    column.events = len({event_kind(text) for text in counted} - {"change"}) if len(counted) <= 60 else 0
    column.levels = sum(n for text, n in counted.items() if text.lower().replace(" ", "_") in LEVELS) / share
    column.binary = set(counted) <= {"0", "1", "0.0", "1.0", "True", "False"} and len(counted) == 2
    column.years = all(re.fullmatch(r"(19|20)\d\d(\.0)?", text) for text in counted)
    return column


def _fits(column: _Column, name: str) -> bool:
    """Tell whether the values of a column can be what its header says."""
    if not column.texts:
        return name not in ("person", "title", "start", "changed", "wave")
    if name in _DATES:
        return column.dates + column.ongoing >= _MOST
    if name == "title":
        return column.dates < 0.5 and not column.binary and sum(map(str.isdigit, column.texts)) < len(column.texts) / 2
    if name == "person":
        return not column.binary and (column.dates < _MOST or column.distinct > 0.02 * column.rows)
    if name == "primary":
        return (column.distinct <= 3 and any(is_no(text) for text in set(column.texts))) or column.distinct == 1
    if name == "event":
        return column.distinct <= max(60, column.rows // 20) and column.dates < 0.5
    if name == "wave":
        return column.years or column.dates >= _MOST or all(text.isdigit() for text in column.texts)
    return True


def _by_headers(columns: list[_Column], found: dict[str, str], reasons: dict[str, str], states: dict[str, str]) -> None:
    """Take columns by their headers: those written as they are known first, then those that look like it."""
    import difflib

    known = _known_headers()
    free = [column for column in columns if column.header not in found.values() and column.header not in states]
    exact = [(column, known[heading(column.header)]) for column in free if heading(column.header) in known]
    order = {name: place for place, name in enumerate(known)}
    exact.sort(key=lambda pair: order[heading(pair[0].header)])
    for column, name in exact:
        if name not in found and _fits(column, name):
            found[name], reasons[name] = column.header, "by its header"
    for column in free:
        if column.header in found.values() or len(heading(column.header)) < 4:
            continue
        for near in difflib.get_close_matches(heading(column.header), known, n=1, cutoff=_ALIKE):
            name = known[near]
            if name not in found and _fits(column, name):
                found[name], reasons[name] = column.header, "its header is nearly one that is known"


def _by_values(columns: list[_Column], found: dict[str, str], reasons: dict[str, str], states: dict[str, str]) -> None:
    """Take columns by their values alone, for what careers cannot do without."""

    def free() -> list[_Column]:
        return [c for c in columns if c.header not in found.values() and c.header not in states and c.texts]

    if "title" not in found:
        titled = [c for c in free() if c.titles >= 0.3 and c.dates < 0.1]
        if titled:
            best = max(titled, key=lambda c: c.titles)
            found["title"], reasons["title"] = best.header, f"{best.titles:.0%} of its values hold words of titles"
    if "start" not in found and "changed" not in found and "wave" not in found:
        dated = [c for c in free() if c.dates >= _MOST and c.filled >= _MOST and not c.years]
        if len(dated) == 1 or (dated and "end" in found):
            found["start"], reasons["start"] = dated[0].header, "its values are dates"
        elif len(dated) >= 2:
            pass  # which of them is the start, its values do not say
    if "start" in found and "end" not in found:
        open_ends = [c for c in free() if c.dates + c.ongoing >= _MOST and (c.filled < 1 or c.ongoing > 0)]
        if len(open_ends) == 1:
            found["end"] = open_ends[0].header
            reasons["end"] = "its values are dates, and some are missing"
    if "person" not in found:
        repeated = [
            c
            for c in free()
            if c.filled == 1
            and c.dates < 0.5
            and c.titles < 0.1
            and c.distinct > 1
            and c.rows / c.distinct < 50
            and not any(" " in text for text in c.texts[:200])
        ]
        if len(repeated) == 1:
            found["person"] = repeated[0].header
            reasons["person"] = f"{repeated[0].distinct:,} values in {repeated[0].rows:,} rows, none with a blank"
    if "event" not in found:
        said = [c for c in free() if c.events >= 2]
        if len(said) == 1:
            found["event"], reasons["event"] = said[0].header, "its values say what has happened"
    if "level" not in found:
        ranked = [c for c in free() if c.levels >= _MOST]
        if len(ranked) == 1:
            found["level"], reasons["level"] = ranked[0].header, "its values are levels"


def _states(columns: list[_Column]) -> dict[str, str]:
    """Find columns of 0 and 1 of which one is 1 in every row: one for each state."""
    binary = [column for column in columns if column.binary and column.filled == 1]
    stems: dict[str, list[_Column]] = {}
    for column in binary:
        stems.setdefault(re.sub(r"[_\W]*[0-9]+$", "", column.header) or column.header, []).append(column)
    for stem, members in sorted(stems.items(), key=lambda item: -len(item[1])):
        if len(members) < 3:
            continue
        held = [
            sum(text in ("1", "1.0", "True") for text in row) for row in zip(*(c.texts for c in members), strict=True)
        ]
        if held.count(1) > len(held) / 2 and held.count(0) + held.count(1) >= _MOST * len(held):
            return {column.header: f"{stem} {place}".strip() for place, column in enumerate(members, 1)}
    return {}


def _rows(columns: list[_Column], found: dict[str, str], states: dict[str, str]) -> tuple[RowRule, str]:
    """Tell what a row is."""
    if "wave" in found and "start" not in found and "changed" not in found:
        return "waves", "a year or a wave, and no start"
    if states and "start" not in found and "changed" not in found:
        return "waves", "columns of 0 and 1, one for each state"
    if "end" in found and ("start" in found or "changed" in found):
        return "jobs", "a start and an end"
    person = next((column for column in columns if column.header == found.get("person")), None)
    each = person.rows / person.distinct if person is not None and person.distinct else 1.0
    return "changes", f"no column of ends; {each:.1f} rows a person"


def _rename(found: dict[str, str], reasons: dict[str, str], old: str, new: str) -> None:
    if old in found and new not in found:
        found[new], reasons[new] = found.pop(old), reasons.pop(old)


def _order(columns: list[_Column], found: dict[str, str]) -> Any:
    """Tell which of day and month comes first, from all dates together."""
    from outgrow.months import day_order

    dated = [column for column in columns if column.header in {found.get(name) for name in _DATES}]
    return day_order(sorted({text for column in dated for text in column.texts}))
