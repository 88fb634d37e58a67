"""Make the table of occupations again from an official release of the US Bureau of Labor Statistics.

    python scripts/make_oews.py SOURCE --out FILE.csv

SOURCE is a release of the Occupational Employment and Wage Statistics (OEWS) in either of its forms:

- a folder with the flat files of https://download.bls.gov/pub/time.series/oe/: oe.data.0.Current (or oe.data.1.AllData)
  and oe.occupation; oe.footnote and oe.release are looked at where they are there. What is not about the nation and all
  its industries is passed over, and so is every year but the newest, or --year;
- the spreadsheet national_MYYYY_dl.xlsx of https://www.bls.gov/oes/tables.htm, which holds one year.

What a release does not say as a number is an empty cell; no number is made for it. Its footnote, numbered as the flat
files number theirs, says why:

- no footnote: not available ('-' in the flat files; '*', '**' or an empty cell in the spreadsheet; a series that is not
  there), for employment, for errors, and for pay where no reason is known;
- 4: annual pay is not available since the occupation is paid by the hour. The release says so (footnote 4 of the flat
  files, HOURLY in the spreadsheet), or it has pay by the hour and none by the year;
- 5: pay is at or above the highest that is published ('#' in the spreadsheet, footnote 5 of the flat files). The limit
  is no pay of anybody, so it is not written where the flat files have it as a number.

Several footnotes are joined by semicolons. The spreadsheet says twice what is one thing: a broad occupation and the only
detailed one in it, a minor group and the only broad occupation in it. The flat files say it once, under the lower code,
and so does the table: as a detailed occupation, or as the minor group where the two were groups.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from outgrow.errors import MissingExtra, OutgrowError, SourceNotFound, UnreadableSource

#: Columns of the table that are figures: their data type in the flat files, their column in the spreadsheet.
FIGURES: Final = {
    "employment": ("01", "TOT_EMP"),
    "employment_rse_pct": ("02", "EMP_PRSE"),
    "annual_mean": ("04", "A_MEAN"),
    "wage_rse_pct": ("05", "MEAN_PRSE"),
    "annual_p10": ("11", "A_PCT10"),
    "annual_p25": ("12", "A_PCT25"),
    "annual_median": ("13", "A_MEDIAN"),
    "annual_p75": ("14", "A_PCT75"),
    "annual_p90": ("15", "A_PCT90"),
}
#: Pay by the hour, which the table does not have: it tells who is paid by the hour only.
HOURLY: Final = {
    "hourly_mean": ("03", "H_MEAN"),
    "hourly_p10": ("06", "H_PCT10"),
    "hourly_p25": ("07", "H_PCT25"),
    "hourly_median": ("08", "H_MEDIAN"),
    "hourly_p75": ("09", "H_PCT75"),
    "hourly_p90": ("10", "H_PCT90"),
}
COLUMNS: Final = ("soc_code", "title", "display_level", *FIGURES, "footnotes")

_READ: Final = FIGURES | HOURLY
_ANNUAL: Final = tuple(name for name in FIGURES if name.startswith("annual_"))
_ONE_DECIMAL: Final = ("employment_rse_pct", "wage_rse_pct")
_LEVELS: Final = {"total": 0, "major": 0, "minor": 1, "broad": 2, "detailed": 3}
_MINOR, _BROAD, _DETAILED = 1, 2, 3
_FLAT: Final = ("oe.data.0.Current", "oe.data.1.AllData")
#: Series of the nation (N, area 0000000) and all industries (000000): occupation and data type follow.
_NATIONAL: Final = "OEUN" + 13 * "0"
_SERIES: Final = re.compile(_NATIONAL + r"(\d\d)(\d{4})(\d\d)")
_NAICS_ALL: Final = "000000"
#: Footnotes that the table keeps, and words by which they are known in oe.footnote.
_BY_HOUR, _AT_LIMIT = "4", "5"
_FOOTNOTE_WORDS: Final = {_BY_HOUR: "hourly wages", _AT_LIMIT: "equal to or greater than"}
_RELEASES: Final = "https://download.bls.gov/pub/time.series/oe/"
_SPREADSHEETS: Final = "https://www.bls.gov/oes/tables.htm"


class Gap(Enum):
    """Why there is no number."""

    MISSING = "not available"
    BY_HOUR = "paid by the hour"
    LIMIT = "at or above the highest published"


@dataclass(frozen=True, slots=True)
class Entry:
    """One occupation, or group of them, as a release has it.

    Parameters
    ----------
    code : str
        ``"27-3031"``.
    title : str
        Its name.
    level : int
        0 for all occupations and the major groups, 1 minor, 2 broad, 3 detailed.
    figures : dict of str to Decimal or Gap
        By the names in `FIGURES` and `HOURLY`.
    """

    code: str
    title: str
    level: int
    figures: Mapping[str, Decimal | Gap]

    def row(self) -> list[str]:
        """Return its row of the table."""
        by_the_hour = not any(self._said(name) for name in _ANNUAL) and any(self._said(name) for name in HOURLY)
        notes = set()
        for name in _ANNUAL:
            gap = self.figures[name]
            if gap is Gap.LIMIT:
                notes.add(_AT_LIMIT)
            elif gap is Gap.BY_HOUR or (gap is Gap.MISSING and by_the_hour):
                notes.add(_BY_HOUR)
        figures = [_written(name, self.figures[name]) for name in FIGURES]
        return [self.code, self.title, str(self.level), *figures, ";".join(sorted(notes))]

    def _said(self, name: str) -> bool:
        """Whether pay is published, as a number or as above the highest."""
        figure = self.figures[name]
        return figure is Gap.LIMIT or isinstance(figure, Decimal)


def read_release(source: Path, *, year: int | None = None) -> tuple[list[list[str]], str]:
    """Return the rows of the table, in the order of their codes, and the name of the release they are from.

    Parameters
    ----------
    source : Path
        A folder of flat files, or a spreadsheet.
    year : int, optional
        Year of the flat files to read. Default: the newest.

    Raises
    ------
    SourceNotFound
        There is no such folder, spreadsheet or flat file.
    UnreadableSource
        It is no release of national figures, or not one as it is known here.
    MissingExtra
        A spreadsheet was given, and openpyxl is not installed.
    """
    if source.is_dir():
        entries, release = _flat_files(source, year)
    elif not source.exists():
        raise SourceNotFound(
            f"There is no '{source}'.",
            do=f"give a folder with the files of {_RELEASES}, or a spreadsheet of {_SPREADSHEETS}",
        )
    elif source.suffix.lower() == ".xlsx":
        if year is not None:
            raise UnreadableSource(
                f"--year {year} was asked of the spreadsheet '{source.name}'.",
                why="A spreadsheet holds one year.",
                do=f"leave --year out, or give the spreadsheet of May {year}",
            )
        entries = _folded(sorted(_spreadsheet(source), key=lambda entry: (entry.code, entry.level)))
        release = source.stem
    else:
        raise UnreadableSource(
            f"'{source.name}' is neither a folder nor a spreadsheet .xlsx.",
            do="unpack it if it is an archive; flat files are given by the folder they are in",
        )
    entries = sorted(entries, key=lambda entry: entry.code)
    for entry, following in pairwise(entries):
        if entry.code == following.code:
            raise _twice(f"'{source}'", entry.code)
    return [entry.row() for entry in entries], release


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as the text of the table, with its header, as it is shipped.

    Parameters
    ----------
    rows : iterable of sequence of str
        As `read_release` returns them.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()


def _flat_files(folder: Path, year: int | None) -> tuple[list[Entry], str]:
    data = next((folder / name for name in _FLAT if (folder / name).is_file()), None)
    if data is None or not (folder / "oe.occupation").is_file():
        lacks = "oe.occupation" if data else " or ".join(_FLAT)
        there = ", ".join(sorted(path.name for path in folder.iterdir())[:12]) or "nothing"
        raise SourceNotFound(
            f"The folder '{folder}' has no {lacks}; it has {there}.",
            why="Figures are in oe.data.*, names and levels of occupations in oe.occupation.",
            do=f"put both there from {_RELEASES}, or give the spreadsheet of a release by its file",
        )
    _know_the_footnotes(folder / "oe.footnote")
    found = _series(data)
    years = sorted(found)
    if year is not None and year not in found:
        raise UnreadableSource(
            f"--year {year} was asked, and '{data}' has national figures of {', '.join(map(str, years))} only.",
            do=f"--year {years[-1]}, or the files of that year",
        )
    chosen = year or years[-1]
    named: dict[str, tuple[str, int]] = {}
    names = folder / "oe.occupation"
    for number, row in _lines(names, ("occupation_code", "occupation_name", "display_level")):
        code, level = row["occupation_code"], row["display_level"]
        if not re.fullmatch(r"\d{6}", code) or level not in {"0", "1", "2", "3"}:
            raise UnreadableSource(
                f"'{names}', line {number}, has the code '{code}' and the level '{level}'.",
                why="A code is six digits, and a level 0, 1, 2 or 3.",
                do="download the file again",
            )
        code = f"{code[:2]}-{code[2:]}"
        if code in named:
            raise _twice(f"'{names}'", code)
        named[code] = row["occupation_name"], int(level)
    unnamed = sorted(set(found[chosen]) - set(named))
    if unnamed:
        raise UnreadableSource(
            f"'{data.name}' has figures of occupations that '{names}' does not name: {_some(unnamed)}.",
            why="The two files are of different releases, or one of them is cut off.",
            do="download both again, on the same day",
        )
    entries = [
        Entry(code, *named[code], {name: figures.get(name, Gap.MISSING) for name in _READ})
        for code, figures in found[chosen].items()
    ]
    return entries, _release_name(folder / "oe.release", chosen)


def _series(path: Path) -> dict[int, dict[str, dict[str, Decimal | Gap]]]:
    """Return national figures of all industries: by year, occupation and name."""
    names = {datatype: name for name, (datatype, _) in _READ.items()}
    found: dict[int, dict[str, dict[str, Decimal | Gap]]] = {}
    for number, row in _lines(path, ("series_id", "year", "value", "footnote_codes"), having=_NATIONAL):
        series = _SERIES.fullmatch(row["series_id"])
        if not series or not row["year"].isdecimal():
            raise UnreadableSource(
                f"'{path}', line {number}, has series '{row['series_id']}' of year '{row['year']}'.",
                why="A national series is as OEUN000000000000013116101, and a year four digits.",
                do="download the file again",
            )
        major, rest, datatype = series.groups()
        figures = found.setdefault(int(row["year"]), {}).setdefault(f"{major}-{rest}", {})
        name = names.get(datatype)
        if name is None:
            continue
        if name in figures:
            raise UnreadableSource(
                f"'{path}' has series {row['series_id']} of {row['year']} twice, again in line {number}.",
                why="Which of the two is meant cannot be told.",
                do="download the file again",
            )
        notes = set(re.findall(r"\w+", row["footnote_codes"]))
        figures[name] = _flat_figure(name, row["value"], notes, f"'{path}', line {number}")
    if not found:
        first = next((row["series_id"] for _, row in _lines(path, ("series_id",))), "no series")
        raise UnreadableSource(
            f"'{path}' was read for the figures of the nation and all its industries; it has none. Its first: {first}.",
            why=f"Their series begin with {_NATIONAL}.",
            do=f"take {_FLAT[0]} of {_RELEASES}, whole",
        )
    return found


def _flat_figure(name: str, value: str, notes: set[str], where: str) -> Decimal | Gap:
    if name not in FIGURES or name in _ANNUAL:
        if _AT_LIMIT in notes:
            return Gap.LIMIT
        if value in {"-", ""} and _BY_HOUR in notes and name in _ANNUAL:
            return Gap.BY_HOUR
    return Gap.MISSING if value in {"-", ""} else _number(name, value, where)


def _lines(path: Path, columns: Sequence[str], having: str = "") -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and wanted columns of the lines of a flat file; of those with a text in them, if one is given."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:  # some are in Windows-1252
        header = [cell.strip().lower() for cell in next(lines, "").split("\t")]
        _need_columns(header, columns, f"'{path}'")
        wanted = {name: header.index(name) for name in columns}
        for number, line in enumerate(lines, start=2):
            if having not in line or not line.strip():
                continue
            cells = line.split("\t")
            if len(cells) < len(header) - 1:
                raise UnreadableSource(
                    f"'{path}', line {number}, has {len(cells)} columns, and its header {len(header)}.",
                    why="The file is cut off, or it was changed.",
                    do="download it again",
                )
            cells.append("")  # the last column may be left out where it is empty
            yield number, {name: _decoded(cells[at]).strip() for name, at in wanted.items()}


def _decoded(text: str) -> str:
    """Return text that is no UTF-8 as what it is in Windows-1252."""
    if text.isascii():
        return text
    raw = text.encode("utf-8", errors="surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _know_the_footnotes(path: Path) -> None:
    """Make sure that footnotes still mean what the table takes them for."""
    if not path.is_file():
        return
    for _, row in _lines(path, ("footnote_code", "footnote_text")):
        words = _FOOTNOTE_WORDS.get(row["footnote_code"], "")
        if words not in row["footnote_text"].lower():
            raise UnreadableSource(
                f"Footnote {row['footnote_code']} of '{path}' says '{row['footnote_text']}', without '{words}'.",
                why="Footnotes 4 and 5 go into the table, for pay by the hour and for pay above the highest published.",
                do="see what the release calls these now, and change scripts/make_oews.py",
            )


def _release_name(path: Path, year: int) -> str:
    if path.is_file():
        for _, row in _lines(path, ("description",)):
            if str(year) in row["description"]:
                return row["description"]
    return str(year)


def _spreadsheet(path: Path) -> Iterator[Entry]:
    """Yield the rows of the nation and all its industries."""
    columns = ("AREA_TITLE", "AREA_TYPE", "NAICS", "OCC_CODE", "OCC_TITLE", "O_GROUP", "HOURLY")
    needed = (*columns, *(column for _, column in _READ.values()))
    rows = _cells(path)
    header = [str(cell or "").strip().upper() for cell in next(rows, ())]
    _need_columns(header, needed, f"The first sheet of '{path}'")
    at = {column: header.index(column) for column in needed}
    areas: set[str] = set()
    industries: set[str] = set()
    found = False
    for number, cells in enumerate(rows, start=2):
        row = {column: cells[place] if place < len(cells) else None for column, place in at.items()}
        if row["OCC_CODE"] is None:
            continue
        if str(row["AREA_TYPE"]).strip() != "1":
            areas.add(str(row["AREA_TITLE"]).strip())
            continue
        industry = str(row["NAICS"]).strip()
        if industry.zfill(len(_NAICS_ALL)) != _NAICS_ALL:  # a number where the cell lost its zeros
            industries.add(industry)
            continue
        found = True
        yield _spreadsheet_entry(row, f"'{path}', row {number}")
    if found:
        return
    if industries:
        what, why = f"industries ({_some(industries)}), and none of all industries", "The table is of all industries."
    elif areas:
        what, why = f"{_some(areas)}, and none of the nation", "The table is of the nation, AREA_TYPE 1."
    else:
        what, why = "none", "There is nothing below its header."
    raise UnreadableSource(
        f"'{path}' was read for the figures of the nation and all its industries; it has {what}.",
        why=why,
        do=f"take the spreadsheet under National, national_MYYYY_dl.xlsx, of {_SPREADSHEETS}",
    )


def _spreadsheet_entry(row: dict[str, Any], where: str) -> Entry:
    code, group = str(row["OCC_CODE"]).strip(), str(row["O_GROUP"]).strip().lower()
    if not re.fullmatch(r"\d\d-\d{4}", code) or group not in _LEVELS:
        raise UnreadableSource(
            f"{where}, has the code '{code}' and the group '{group}'.",
            why=f"A code is as 27-3031, and a group one of {', '.join(_LEVELS)}.",
            do=f"take the spreadsheet as it is at {_SPREADSHEETS}",
        )
    by_the_hour = str(row["HOURLY"]).strip().upper() == "TRUE"
    figures: dict[str, Decimal | Gap] = {}
    for name, (_, column) in _READ.items():
        text = "" if row[column] is None else str(row[column]).strip()
        if text in {"", "*", "**"}:
            figures[name] = Gap.BY_HOUR if by_the_hour and name in _ANNUAL else Gap.MISSING
        elif text == "#":
            figures[name] = Gap.LIMIT
        else:
            figures[name] = _number(name, text, f"{where}, column {column}")
    return Entry(code, str(row["OCC_TITLE"]).strip(), _LEVELS[group], figures)


def _cells(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the first sheet as they stand."""
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]
        from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]
    except ImportError as missing:
        raise MissingExtra(
            f"Reading '{path.name}' needs openpyxl, which is not installed.",
            do="pip install openpyxl, or give a folder with the flat files",
        ) from missing
    book = None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        yield from sheet.iter_rows(values_only=True)
    except (BadZipFile, InvalidFileException, LookupError, OSError, SyntaxError, ValueError) as fault:
        raise UnreadableSource(
            f"'{path}' is no spreadsheet, whatever its name says, or it is damaged.",
            why="A page that refuses a download is often saved under the name of the file.",
            do="open it; if it is no spreadsheet, download it again with a browser",
        ) from fault
    finally:
        if book is not None:
            book.close()


def _folded(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries without groups that hold one entry only, and are it.

    `entries` are in the order of their codes, with groups before what they hold.
    """
    holds: dict[int, list[int]] = {}
    above: list[int] = []
    for place, entry in enumerate(entries):
        while above and entries[above[-1]].level >= entry.level:
            above.pop()
        if above:
            holds.setdefault(above[-1], []).append(place)
        above.append(place)
    levels = [entry.level for entry in entries]
    kept = []
    for place, entry in enumerate(entries):
        inside = holds.get(place, [])
        if entry.level in {_MINOR, _BROAD} and len(inside) == 1 and entries[inside[0]].figures == entry.figures:
            if levels[inside[0]] != _DETAILED:
                levels[inside[0]] = levels[place]
            continue
        kept.append(replace(entry, level=levels[place]))
    return kept


def _number(name: str, text: str, where: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    whole = name in FIGURES and name not in _ONE_DECIMAL
    if not number.is_finite() or number < 0 or (whole and number != int(number)):
        raise UnreadableSource(
            f"{where}, has '{text}' for {name}.",
            why=f"It should be a {'whole ' if whole else ''}number, or a sign that there is none.",
            do="download the file again; if it is still there, see what the sign means in the release's own notes",
        )
    return number


def _written(name: str, figure: Decimal | Gap) -> str:
    if isinstance(figure, Gap):
        return ""
    return f"{figure:.1f}" if name in _ONE_DECIMAL else str(int(figure))


def _need_columns(header: Sequence[str], needed: Iterable[str], where: str) -> None:
    lacks = [column for column in needed if column not in header]
    if lacks:
        there = ", ".join(filter(None, header)) or "no columns"
        raise UnreadableSource(
            f"{where} has no column {', '.join(lacks)}; it has {there[:300]}.",
            why="The release is of another kind, or older than the columns.",
            do=f"take the files of {_RELEASES}, or a recent national spreadsheet of {_SPREADSHEETS}",
        )


def _twice(where: str, code: str) -> UnreadableSource:
    return UnreadableSource(
        f"{where} has the occupation '{code}' twice.",
        why="Which of the two is meant cannot be told.",
        do="download it again; take rows out that were put in by hand",
    )


def _some(names: Iterable[str]) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:3]) + (f" and {len(ordered) - 3} more" if len(ordered) > 3 else "")


def main(argv: Sequence[str] | None = None) -> int:
    """Read, write, and say what was written; return the exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments. Default: those of the command line.
    """
    parser = argparse.ArgumentParser(description="Make the table of occupations from a release of OEWS.")
    parser.add_argument("source", type=Path, help="folder of flat files, or national_MYYYY_dl.xlsx")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="where to write the table")
    parser.add_argument("--year", type=int, help="year of the flat files (default: the newest)")
    given = parser.parse_args(argv)
    try:
        rows, release = read_release(given.source, year=given.year)
        given.out.write_text(table(rows), encoding="utf-8", newline="")
    except OutgrowError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except OSError as fault:
        sys.stderr.write(f"'{fault.filename}' cannot be read or written: {fault.strerror}.\n")
        sys.stderr.write("  Do: see that it is there, that it is a file, and that you may.\n")
        return 2
    sys.stdout.write(f"{given.out}: {len(rows)} occupations, {release}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
