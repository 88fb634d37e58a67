"""The table of occupations is made from either form of a release, and from nothing that is no release.

All figures but those of the shipped table are made up.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

import outgrow

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "make_oews.py"
SHIPPED = Path(outgrow.__file__).parent / "reference" / "data" / "oews_may2025_national.csv"

spec = importlib.util.spec_from_file_location("make_oews", SCRIPT)
make_oews = importlib.util.module_from_spec(spec)
sys.modules["make_oews"] = make_oews  # dataclasses look their module up
spec.loader.exec_module(make_oews)

[HEADER] = csv.reader(
    [
        "AREA,AREA_TITLE,AREA_TYPE,PRIM_STATE,NAICS,NAICS_TITLE,I_GROUP,OWN_CODE,OCC_CODE,OCC_TITLE,O_GROUP,"
        "TOT_EMP,EMP_PRSE,JOBS_1000,LOC_QUOTIENT,PCT_TOTAL,PCT_RPT,H_MEAN,A_MEAN,MEAN_PRSE,H_PCT10,H_PCT25,"
        "H_MEDIAN,H_PCT75,H_PCT90,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90,ANNUAL,HOURLY"
    ]
)
#: Figures in the order of data types 01 to 15 of the flat files, and their columns in the spreadsheet.
[IN_ORDER] = csv.reader(
    [
        "TOT_EMP,EMP_PRSE,H_MEAN,A_MEAN,MEAN_PRSE,H_PCT10,H_PCT25,H_MEDIAN,H_PCT75,H_PCT90,A_PCT10,A_PCT25,"
        "A_MEDIAN,A_PCT75,A_PCT90"
    ]
)
FOOTNOTES = {
    "4": "Wages for some occupations that do not generally work year-round, full time, are reported either as hourly "
    "wages or annual salaries depending on how they are typically paid.",
    "5": "This wage is equal to or greater than $115.00 per hour or $239,200 per year.",
    "8": "Estimate not released.",
}
ANNUAL = (3, *range(10, 15))


def figures(people, error, hourly, pay_error="1.0", *, annual=None):
    """15 figures from a mean by the hour and five percentiles; by the year they are 2,000 times as much."""
    annual = annual or [str(round(float(pay) * 2000)) for pay in hourly]
    return [people, error, hourly[0], annual[0], pay_error, *hourly[1:], *annual[1:]]


PLAIN = ["30.5", "15", "20", "28", "38", "55"]
#: Code, title, level of the flat files, figures. '*' and '**' are not available, '#' is above the limit.
RELEASE = [
    ("00-0000", "All Occupations", "0", figures("1000000", "0.0", PLAIN)),
    ("13-0000", "Business Occupations", "0", figures("90000", "0.4", PLAIN, "0.5")),
    ("13-1000", "Business Specialists", "1", figures("60000", "3.0", PLAIN, "2.0")),
    ("13-1020", "Buyers and Purchasing Agents", "3", figures("40000", "12.5", ["35", "20", "25", "33", "41", "60"])),
    ("13-1031", "Claims Adjusters, Examiners, and Investigators", "3", figures("20000", "1.1", PLAIN)),
    ("27-0000", "Arts Occupations", "0", figures("5000", "1.0", PLAIN)),
    ("27-2000", "Entertainers", "1", figures("4000", "1.5", PLAIN)),
    ("27-2010", "Actors, Producers, and Directors", "2", figures("2000", "1.6", PLAIN)),
    ("27-2011", "Actors", "3", figures("900", "17.7", PLAIN, "8.4", annual=6 * ["*"])),
    (
        "27-2012",
        "Producers and Directors",
        "3",
        figures("1100", "2", [*PLAIN[:4], "#", "#"], annual=["61000", "30000", "40000", "56000", "#", "#"]),
    ),
    (
        "27-2021",
        "Athletes",
        "3",
        figures("**", "*", PLAIN, "*", annual=["61000", "*", "40000", "56000", "76000", "110000"]),
    ),
    ("27-2090", "Miscellaneous Entertainers", "2", figures("1500", "6.0", PLAIN)),
    ("27-2099", "Entertainers, All Other", "3", figures("400", "9.0", 6 * ["*"], "*", annual=6 * ["*"])),
    ("35-0000", "Food Occupations", "0", figures("8000", "0.2", PLAIN)),
    ("35-1010", "First-Line Supervisors of Food Workers", "1", figures("8000", "0.2", PLAIN)),
    ("35-1011", "Chefs and Head Cooks", "3", figures("3000", "0.3", PLAIN)),
    ("35-1012", "Supervisors of Servers' Work", "3", figures("5000", "0.4", PLAIN)),
]
TABLE = """\
soc_code,title,display_level,employment,employment_rse_pct,annual_mean,wage_rse_pct,annual_p10,annual_p25,annual_median,annual_p75,annual_p90,footnotes
00-0000,All Occupations,0,1000000,0.0,61000,1.0,30000,40000,56000,76000,110000,
13-0000,Business Occupations,0,90000,0.4,61000,0.5,30000,40000,56000,76000,110000,
13-1000,Business Specialists,1,60000,3.0,61000,2.0,30000,40000,56000,76000,110000,
13-1020,Buyers and Purchasing Agents,3,40000,12.5,70000,1.0,40000,50000,66000,82000,120000,
13-1031,"Claims Adjusters, Examiners, and Investigators",3,20000,1.1,61000,1.0,30000,40000,56000,76000,110000,
27-0000,Arts Occupations,0,5000,1.0,61000,1.0,30000,40000,56000,76000,110000,
27-2000,Entertainers,1,4000,1.5,61000,1.0,30000,40000,56000,76000,110000,
27-2010,"Actors, Producers, and Directors",2,2000,1.6,61000,1.0,30000,40000,56000,76000,110000,
27-2011,Actors,3,900,17.7,,8.4,,,,,,4
27-2012,Producers and Directors,3,1100,2.0,61000,1.0,30000,40000,56000,,,5
27-2021,Athletes,3,,,61000,,,40000,56000,76000,110000,
27-2090,Miscellaneous Entertainers,2,1500,6.0,61000,1.0,30000,40000,56000,76000,110000,
27-2099,"Entertainers, All Other",3,400,9.0,,,,,,,,
35-0000,Food Occupations,0,8000,0.2,61000,1.0,30000,40000,56000,76000,110000,
35-1010,First-Line Supervisors of Food Workers,1,8000,0.2,61000,1.0,30000,40000,56000,76000,110000,
35-1011,Chefs and Head Cooks,3,3000,0.3,61000,1.0,30000,40000,56000,76000,110000,
35-1012,Supervisors of Servers' Work,3,5000,0.4,61000,1.0,30000,40000,56000,76000,110000,
"""


def flat_lines(release, *, area="N0000000", industry="000000", year=2025):
    """Data lines of the flat files, padded as they are."""
    for code, _, _, values in release:
        by_the_hour = all(values[place] == "*" for place in ANNUAL) and values[2] != "*"
        for place, value in enumerate(values):
            note = "5" if value == "#" else "4" if by_the_hour and place in ANNUAL else "8" if "*" in value else ""
            series = f"OEU{area}{industry}{code.replace('-', '')}{place + 1:02}"
            yield f"{series:<30}\t{year}\tA01\t{'-' if value in {'*', '**', '#'} else value:>12}\t{note}\n"


def write_flat(folder, release, *, before=(), after=(), data="oe.data.0.Current"):
    """A folder of flat files, with other data lines before and after those of the release."""
    folder.mkdir(exist_ok=True)
    head = f"{'series_id':<30}\tyear\tperiod\t{'value':>12}\tfootnote_codes\n"
    (folder / data).write_text("".join([head, *before, *flat_lines(release), *after]), encoding="ascii")
    names = [
        ("occupation_code", "occupation_name", "occupation_description", "display_level", "selectable", "sort_sequence")
    ]
    names += [
        (code.replace("-", ""), title, 'Do "this" and that.', level, "T", str(place))
        for place, (code, title, level, _) in enumerate(release)
    ]
    names.append(("999999", "An Occupation Without Figures", "None\u2019s.", "3", "T", "9999"))
    text = "".join("\t".join(f"{cell:<8}" for cell in row) + "\r\n" for row in names)
    (folder / "oe.occupation").write_text(text, encoding="cp1252", newline="")
    notes = "".join(f"{code}\t{text}\n" for code, text in FOOTNOTES.items())
    (folder / "oe.footnote").write_text(f"footnote_code\tfootnote_text\n{notes}", encoding="ascii")
    (folder / "oe.release").write_text("release_date\tdescription\n2025A01\tMay 2025\n", encoding="ascii")
    return folder


def as_in_the_spreadsheet(release):
    """Entries with their groups, and with the groups that hold one entry only, which flat files leave out."""
    codes = {code for code, _, _, _ in release}
    minors = {code[:4] for code, _, level, _ in release if level == "1"}
    detailed = [code[:6] for code, _, level, _ in release if level == "3"]
    for code, title, level, values in release:
        if level == "0":
            yield code, title, "total" if code == "00-0000" else "major", values
        elif level == "1":
            if code.endswith("00"):
                yield code, title, "minor", values
            else:
                yield f"{code[:5]}00", f"{title} as a Group", "minor", values
                yield code, title, "broad", values
        elif level == "2":
            yield code, title, "broad", values
        else:
            if code[:4] not in minors:
                yield f"{code[:4]}000", f"{title} as a Minor Group", "minor", values
            broad = f"{code[:6]}0"
            if (broad == code or broad not in codes) and detailed.count(code[:6]) == 1:
                yield broad, f"{title} as a Group", "broad", values
            yield code, title, "detailed", values


def cell(value):
    return float(value) if "." in value else int(value) if value.isdecimal() else value


def sheet_rows(release, *, area=(99, "U.S.", 1), naics="000000", text=False):
    """Rows of the spreadsheet; `text` has numbers as text with thousands marked, as some years have them."""
    for code, title, group, values in as_in_the_spreadsheet(release):
        row = dict.fromkeys(HEADER)
        row.update(zip(("AREA", "AREA_TITLE", "AREA_TYPE"), area, strict=True))
        row.update(
            NAICS=naics, I_GROUP="cross-industry", OWN_CODE="1235", OCC_CODE=code, OCC_TITLE=f"{title} ", O_GROUP=group
        )
        for column, value in zip(IN_ORDER, values, strict=True):
            row[column] = f"{int(value):,}" if text and value.isdecimal() else cell(value)
        if all(values[place] == "*" for place in ANNUAL) and values[2] != "*":
            row["HOURLY"] = "TRUE" if text else True
        yield row


def write_sheet(path, rows, *, header=HEADER):
    """A spreadsheet with a second sheet, as those of the bureau have."""
    book = Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append([row[column.upper()] for column in header])
    book.create_sheet("Field Descriptions").append(["Field", "Description"])
    book.save(path)
    return path


def made(source, tmp_path, *arguments):
    """What is written, read byte for byte."""
    out = tmp_path / "table.csv"
    assert make_oews.main([str(source), "--out", str(out), *arguments]) == 0
    return out.read_bytes().decode("utf-8")


def refused(source, tmp_path, capsys, *arguments):
    """What is said where nothing is written."""
    out = tmp_path / "table.csv"
    assert make_oews.main([str(source), "--out", str(out), *arguments]) == 2
    assert not out.exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "\n  Do: " in said.err
    return said.err


def altered(release, code, **changes):
    """The release with some figures of one occupation changed."""
    return [
        (one, title, level, [changes.get(name, value) for name, value in zip(IN_ORDER, values, strict=True)])
        if one == code
        else (one, title, level, values)
        for one, title, level, values in release
    ]


OTHERS = altered(RELEASE, "13-1020", TOT_EMP="7", A_MEDIAN="7")
#: Other areas, industries and years, which are no part of the table.
AROUND = [
    *flat_lines(OTHERS, area="S0600000"),
    *flat_lines(OTHERS, area="M0012345"),
    *flat_lines(OTHERS, industry="541100"),
    *flat_lines(OTHERS, industry="000001"),
    *flat_lines(OTHERS, year=2024),
]


@pytest.mark.parametrize("data", ["oe.data.0.Current", "oe.data.1.AllData"])
def test_flat_files_give_the_nation_in_the_newest_year(tmp_path, capsys, data):
    source = write_flat(tmp_path / "oe", RELEASE, before=AROUND[:700], after=AROUND[700:], data=data)
    assert made(source, tmp_path) == TABLE.replace("\n", "\r\n")
    assert capsys.readouterr().out == f"{tmp_path / 'table.csv'}: 17 occupations, May 2025\n"


def test_order_and_other_rows_of_flat_files_do_not_matter(tmp_path):
    shuffled = write_flat(tmp_path / "oe", RELEASE[::-1], before=sorted(AROUND, reverse=True))
    assert made(shuffled, tmp_path) == TABLE.replace("\n", "\r\n")


def test_another_year_of_the_flat_files_can_be_asked_for(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE, after=AROUND)
    older = TABLE.replace("3,40000,", "3,7,").replace("50000,66000", "50000,7")
    assert made(source, tmp_path, "--year", "2024") == older.replace("\n", "\r\n")
    assert capsys.readouterr().out.endswith("17 occupations, 2024\n")
    assert made(source, tmp_path, "--year", "2025") == TABLE.replace("\n", "\r\n")


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_spreadsheet_gives_the_same_table_as_flat_files(tmp_path, text, case):
    around = [
        *sheet_rows(OTHERS, area=(6, "California", 2)),
        *sheet_rows(OTHERS, naics="541100"),
        *sheet_rows(OTHERS, naics="000001"),
    ]
    rows = [*around, *sheet_rows(RELEASE, text=text), *around]
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows, header=[case(name) for name in HEADER])
    flat = write_flat(tmp_path / "oe", RELEASE)
    assert made(source, tmp_path) == made(flat, tmp_path) == TABLE.replace("\n", "\r\n")


def test_a_spreadsheet_that_repeats_an_occupation_as_its_group_has_it_once(tmp_path):
    rows = [*sheet_rows(RELEASE)]
    twice = {row["OCC_CODE"] for row in rows} - {code for code, *_ in RELEASE}
    assert twice == {"13-1030", "27-2020", "35-1000"}
    assert [row["O_GROUP"] for row in rows if row["OCC_CODE"] == "13-1020"] == ["broad", "detailed"]
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert made(source, tmp_path) == TABLE.replace("\n", "\r\n")


def shipped_release():
    """The shipped table as figures; pay by the hour, which it does not have, is made up."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            annual = [row[f"annual_{name}"] or "*" for name in ("mean", "p10", "p25", "median", "p75", "p90")]
            values = figures(row["employment"], row["employment_rse_pct"], PLAIN, row["wage_rse_pct"], annual=annual)
            yield row["soc_code"], row["title"], row["display_level"], values


def test_the_shipped_table_put_into_flat_files_comes_back_byte_for_byte(tmp_path):
    source = write_flat(tmp_path / "oe", [*shipped_release()])
    assert made(source, tmp_path).encode() == SHIPPED.read_bytes()


def test_the_shipped_table_put_into_a_spreadsheet_comes_back_byte_for_byte(tmp_path):
    rows = [*sheet_rows([*shipped_release()])]
    assert len(rows) > 1_350  # groups that hold one occupation are there again
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert made(source, tmp_path).encode() == SHIPPED.read_bytes()


def one_row(source, tmp_path, code):
    return next(row for row in csv.DictReader(made(source, tmp_path).splitlines()) if row["soc_code"] == code)


def test_a_limit_that_flat_files_give_as_a_number_is_not_written_as_pay(tmp_path):
    source = write_flat(tmp_path / "oe", RELEASE)
    data = source / "oe.data.0.Current"
    text = data.read_text(encoding="ascii")
    limit = re.sub(r"(OEUN0{13}13102015\s+2025\tA01\s+)120000\t", r"\g<1>239200\t5", text)
    assert limit != text
    data.write_text(limit, encoding="ascii")
    row = one_row(source, tmp_path, "13-1020")
    assert (row["annual_p75"], row["annual_p90"], row["footnotes"]) == ("82000", "", "5")


def test_pay_by_the_hour_alone_is_seen_without_being_said(tmp_path):
    source = write_flat(tmp_path / "oe", RELEASE)
    data = source / "oe.data.0.Current"
    data.write_text(data.read_text(encoding="ascii").replace("-\t4\n", "-\t\n"), encoding="ascii")
    assert one_row(source, tmp_path, "27-2011")["footnotes"] == "4"
    rows = [{**row, "HOURLY": None} for row in sheet_rows(RELEASE)]
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert one_row(sheet, tmp_path, "27-2011")["footnotes"] == "4"


def test_pay_by_the_year_alone_is_no_gap(tmp_path):
    by_the_year = altered(
        RELEASE, "13-1020", **dict.fromkeys([name for name in IN_ORDER if name.startswith("H_")], "*")
    )
    flat = write_flat(tmp_path / "oe", by_the_year)
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", sheet_rows(by_the_year))
    assert made(flat, tmp_path) == made(sheet, tmp_path) == TABLE.replace("\n", "\r\n")


def test_a_limit_beside_pay_that_is_not_available_has_both_footnotes(tmp_path):
    both = altered(RELEASE, "27-2011", A_PCT90="#")
    rows = [{**row, "HOURLY": row["OCC_CODE"] == "27-2011" or None} for row in sheet_rows(both)]
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert one_row(sheet, tmp_path, "27-2011")["footnotes"] == "4;5"


def test_nothing_at_the_source_is_said(tmp_path, capsys):
    said = refused(tmp_path / "gone", tmp_path, capsys)
    assert said.startswith(f"There is no '{tmp_path / 'gone'}'.")
    archive = tmp_path / "oesm25nat.zip"
    archive.write_bytes(b"PK")
    assert "neither a folder nor a spreadsheet" in refused(archive, tmp_path, capsys)


@pytest.mark.parametrize(
    ("gone", "lacks"),
    [("oe.data.0.Current", "oe.data.0.Current or oe.data.1.AllData"), ("oe.occupation", "oe.occupation")],
)
def test_a_folder_without_a_file_that_is_needed_is_said(tmp_path, capsys, gone, lacks):
    source = write_flat(tmp_path / "oe", RELEASE)
    (source / gone).unlink()
    said = refused(source, tmp_path, capsys)
    assert f"has no {lacks}; it has oe." in said


def test_files_that_are_only_looked_at_may_be_missing(tmp_path):
    source = write_flat(tmp_path / "oe", RELEASE)
    (source / "oe.footnote").unlink()
    (source / "oe.release").unlink()
    assert made(source, tmp_path) == TABLE.replace("\n", "\r\n")


@pytest.mark.parametrize(("file", "column"), [("oe.data.0.Current", "value"), ("oe.occupation", "display_level")])
def test_a_flat_file_without_a_column_is_said(tmp_path, capsys, file, column):
    source = write_flat(tmp_path / "oe", RELEASE)
    path = source / file
    path.write_text(path.read_text(encoding="cp1252").replace(column, "other", 1), encoding="cp1252")
    assert f"has no column {column}; it has " in refused(source, tmp_path, capsys)


def test_an_empty_flat_file_is_said(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    (source / "oe.data.0.Current").write_text("")
    assert "it has no columns." in refused(source, tmp_path, capsys)


def test_a_spreadsheet_without_columns_is_said(tmp_path, capsys):
    kept = [name for name in HEADER if name not in {"A_MEDIAN", "HOURLY"}]
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", sheet_rows(RELEASE), header=kept)
    assert "has no column HOURLY, A_MEDIAN; it has AREA, AREA_TITLE" in refused(source, tmp_path, capsys)


def test_a_spreadsheet_of_states_is_said(tmp_path, capsys):
    rows = [
        row
        for number, name in enumerate(["Ohio", "Alabama", "Alaska", "Guam", "Utah"])
        for row in sheet_rows(RELEASE, area=(number, name, 2))
    ]
    said = refused(write_sheet(tmp_path / "state_M2025_dl.xlsx", rows), tmp_path, capsys)
    assert "it has Alabama, Alaska, Guam and 2 more, and none of the nation." in said
    assert "national_MYYYY_dl.xlsx" in said


def test_a_spreadsheet_of_industries_is_said(tmp_path, capsys):
    rows = [*sheet_rows(RELEASE, naics=541100), *sheet_rows(RELEASE, naics="31-33")]
    said = refused(write_sheet(tmp_path / "nat4d_M2025_dl.xlsx", rows), tmp_path, capsys)
    assert "it has industries (31-33, 541100), and none of all industries." in said


def test_a_spreadsheet_without_rows_is_said(tmp_path, capsys):
    said = refused(write_sheet(tmp_path / "national_M2025_dl.xlsx", []), tmp_path, capsys)
    assert "it has none.\n  Why: There is nothing below its header." in said


def test_flat_files_without_the_nation_are_said(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    data = source / "oe.data.0.Current"
    data.write_text(data.read_text(encoding="ascii").replace("OEUN0000000", "OEUS0600000"), encoding="ascii")
    assert "it has none. Its first: OEUS060000000000000000001." in refused(source, tmp_path, capsys)
    data.write_text("series_id\tyear\tperiod\tvalue\tfootnote_codes\n", encoding="ascii")
    assert "it has none. Its first: no series." in refused(source, tmp_path, capsys)


def test_a_year_that_is_not_there_is_said(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE, before=AROUND)
    said = refused(source, tmp_path, capsys, "--year", "2019")
    assert "--year 2019 was asked, and" in said
    assert "has national figures of 2024, 2025 only" in said


def test_a_year_of_a_spreadsheet_is_refused(tmp_path, capsys):
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", sheet_rows(RELEASE))
    assert "A spreadsheet holds one year." in refused(source, tmp_path, capsys, "--year", "2025")


def test_an_occupation_that_stands_twice_is_refused(tmp_path, capsys):
    rows = [*sheet_rows(RELEASE)]
    again = {**rows[-1], "TOT_EMP": 1}
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", [*rows, again])
    assert "has the occupation '35-1012' twice" in refused(sheet, tmp_path, capsys)
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", [*rows, rows[-1]])
    assert "has the occupation '35-1012' twice" in refused(sheet, tmp_path, capsys)
    source = write_flat(tmp_path / "oe", RELEASE, after=[*flat_lines(RELEASE[3:4])][:1])
    said = refused(source, tmp_path, capsys)
    assert "has series OEUN000000000000013102001 of 2025 twice, again in line " in said
    source = write_flat(tmp_path / "oe", RELEASE)
    with (source / "oe.occupation").open("a", encoding="cp1252") as names:
        names.write("351012\tAgain\t\t3\tT\t10000\n")
    assert "has the occupation '35-1012' twice" in refused(source, tmp_path, capsys)


def test_a_group_with_the_code_of_its_occupation_and_other_figures_is_refused(tmp_path, capsys):
    rows = [
        {**row, "TOT_EMP": 1} if (row["OCC_CODE"], row["O_GROUP"]) == ("13-1020", "broad") else row
        for row in sheet_rows(RELEASE)
    ]
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert "has the occupation '13-1020' twice" in refused(sheet, tmp_path, capsys)


def test_figures_of_an_occupation_without_a_name_are_refused(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    names = source / "oe.occupation"
    names.write_text(re.sub(r"(?m)^272011.*\n", "", names.read_text(encoding="cp1252")), encoding="cp1252")
    assert "does not name: 27-2011." in refused(source, tmp_path, capsys)


@pytest.mark.parametrize("value", ["n/a", "12.5", "-3", "inf"])
def test_what_is_no_number_is_refused_with_its_place(tmp_path, capsys, value):
    wrong = altered(RELEASE, "13-1020", TOT_EMP=value)
    source = write_flat(tmp_path / "oe", wrong)
    assert re.search(rf"Current', line \d+, has '{value}' for employment\.", refused(source, tmp_path, capsys))
    rows = [
        {**row, "TOT_EMP": value if row["OCC_CODE"] == "13-1020" else row["TOT_EMP"]} for row in sheet_rows(RELEASE)
    ]
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    said = refused(sheet, tmp_path, capsys)
    assert f"row 5, column TOT_EMP, has '{value}' for employment." in said


def test_codes_and_groups_of_another_kind_are_refused(tmp_path, capsys):
    rows = [
        {**row, "O_GROUP": "line item" if row["O_GROUP"] == "broad" else row["O_GROUP"]} for row in sheet_rows(RELEASE)
    ]
    sheet = write_sheet(tmp_path / "national_M2025_dl.xlsx", rows)
    assert "has the code '13-1020' and the group 'line item'" in refused(sheet, tmp_path, capsys)
    source = write_flat(tmp_path / "oe", [(code, title, "7", values) for code, title, _, values in RELEASE])
    assert "line 2, has the code '000000' and the level '7'" in refused(source, tmp_path, capsys)


def test_a_national_series_that_is_cut_off_is_refused(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    data = source / "oe.data.0.Current"
    whole = data.read_text(encoding="ascii")
    data.write_text(whole[: whole.rindex("A01")], encoding="ascii")
    assert "has 3 columns, and its header 5." in refused(source, tmp_path, capsys)
    data.write_text(whole.replace("13102001", "1310201 "), encoding="ascii")
    assert "has series 'OEUN00000000000001310201' of year '2025'" in refused(source, tmp_path, capsys)


def test_footnotes_that_mean_something_else_are_refused(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    (source / "oe.footnote").write_text("footnote_code\tfootnote_text\n5\tEstimate not released.\n")
    said = refused(source, tmp_path, capsys)
    assert "Footnote 5 of " in said
    assert "says 'Estimate not released.', without 'equal to or greater than'" in said


@pytest.mark.parametrize("content", [b"<html>Access Denied</html>", b""])
def test_a_page_saved_as_a_spreadsheet_is_said(tmp_path, capsys, content):
    source = tmp_path / "national_M2025_dl.xlsx"
    source.write_bytes(content)
    assert "is no spreadsheet, whatever its name says" in refused(source, tmp_path, capsys)


def test_a_damaged_spreadsheet_is_said(tmp_path, capsys):
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", sheet_rows(RELEASE))
    source.write_bytes(source.read_bytes()[:2000])
    assert "or it is damaged" in refused(source, tmp_path, capsys)


def test_a_spreadsheet_without_the_package_that_reads_it_is_said(tmp_path, capsys, monkeypatch):
    source = write_sheet(tmp_path / "national_M2025_dl.xlsx", sheet_rows(RELEASE))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "needs openpyxl, which is not installed" in refused(source, tmp_path, capsys)


def test_a_place_that_cannot_be_written_to_is_said(tmp_path, capsys):
    source = write_flat(tmp_path / "oe", RELEASE)
    assert make_oews.main([str(source), "--out", str(tmp_path / "gone" / "table.csv")]) == 2
    assert "cannot be read or written: No such file or directory." in capsys.readouterr().err


def test_it_runs_as_a_script_and_fails_without_a_traceback(tmp_path):
    source, out = write_flat(tmp_path / "oe", RELEASE), tmp_path / "table.csv"
    command = [sys.executable, str(SCRIPT), str(source), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"{out}: 17 occupations, May 2025\n"
    assert out.read_bytes().decode() == TABLE.replace("\n", "\r\n")
    failed = subprocess.run([*command, "--year", "1999"], capture_output=True, text=True, timeout=60)
    assert failed.returncode == 2
    assert failed.stderr.startswith("--year 1999 was asked")
    assert "Traceback" not in failed.stderr
