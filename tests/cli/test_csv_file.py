"""CSV that a spreadsheet may open: no text of a stranger starts a formula, and everything is written in one place."""

import ast
import csv
from pathlib import Path

import pyarrow as pa
import pytest

from outgrow.results.csv_file import safe_cell, write_csv

SRC = Path(__file__).parents[2] / "src" / "outgrow"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "-"])
def test_what_could_start_a_formula_gets_an_apostrophe(text, tmp_path):
    write_csv(pa.table({"title": [text, "plain"]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["title"], [f"'{text}"], ["plain"]]
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "a\n=1", " =1", "'=1", "R&D", "2019-01"])
def test_other_texts_stay_as_they_are(text, tmp_path):
    write_csv(pa.table({"title": [text]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == ([[text]] if text else [[""]])
    assert safe_cell(text) == text


def test_numbers_stay_numbers_and_names_of_columns_are_made_safe(tmp_path):
    table = pa.table({"=cmd": pa.array(["=x", None]).dictionary_encode(), "n": [-1, 2], "x": [-0.5, None]})
    write_csv(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines() == [
        '"\'=cmd","n","x"',
        '"\'=x",-1,-0.5',
        ",2,",
    ]


def test_no_other_module_writes_csv():
    """A second place would be one without the apostrophe."""
    writers = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"write_csv", "to_csv", "CSVWriter", "DictWriter", "writer"}
    }
    assert writers == {"results/csv_file.py"}


def test_a_formula_in_a_file_stays_text_in_every_csv_that_commands_write(here, tmp_path):
    rows = ["person,start,end,title,team", "=p,2019-13,,=HYPERLINK(),x"]
    for person in range(40):
        rows += [f"p{person},2010-01,2013-06,Analyst,=b", f"p{person},2013-07,2019-12,=Boss,=b"]
    (tmp_path / "spells.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    here("careers", "check", tmp_path / "spells.csv", "--out", tmp_path / "quarantine.csv")
    here("careers", "export", tmp_path / "spells.csv", "--states", "title", "--counting-process", tmp_path / "rows.csv")
    for name in ("quarantine.csv", "rows.csv"):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]
    assert "'=boss" in cells
    assert '"\'=boss"' in (tmp_path / "rows.R").read_text(encoding="utf-8"), "R reads what is in the file"
