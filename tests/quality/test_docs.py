"""The documents list every check with its lines, and every number by its name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import SCHEMAS
from tests.quality.made import people_of_untidy, quality_of, untidy

DOCS = Path(__file__).parents[2] / "docs"
#: Lines that are counted from one in twelve, or from chance, are said in points.
POINTS = ("heaping", "drift")


@pytest.fixture(scope="module")
def checks():
    return quality_of(untidy(), people_of_untidy()).checks


def rows_of(name, columns, section=""):
    text = (DOCS / name).read_text(encoding="utf-8")
    # other answers have parts of the same name
    text = text.partition(section)[2].partition("\n## ")[0] if section else text
    found = re.findall(r"^\| `(\w+)` \| (.*) \|$", text, flags=re.MULTILINE)
    return {key: cells.split(" | ") for key, cells in found if len(cells.split(" | ")) == columns}


def said(check, line):
    if check.measures[0].low:
        return f"{line:g}"
    return f"{100 * line:g}" + ("" if check.name in POINTS else "%")


def test_every_check_stands_with_its_lines_in_the_document_of_careers(checks):
    rows = rows_of("careers.md", 3)
    assert [name for name in rows if name in {check.name for check in checks}] == [check.name for check in checks]
    for check in checks:
        lines = rows[check.name][1]
        wanted = list(dict.fromkeys(f"{said(check, one.some)}, {said(check, one.much)}" for one in check.measures))
        assert all(line in lines for line in wanted), (check.name, wanted, lines)


def test_every_number_stands_in_the_document_of_json(checks):
    rows = rows_of("json.md", 1, section="\n## Quality\n")
    for check in checks:
        assert re.findall(r"`(\w+)`", rows[check.name][0]) == list(check.numbers)


def test_the_schema_has_every_check_and_every_number(checks):
    schema = json.loads((SCHEMAS / "careers-check.json").read_text(encoding="utf-8"))
    listed = {
        one["if"]["properties"]["name"]["const"]: one["then"]["properties"]["numbers"]["required"]
        for one in schema["$defs"]["check"]["allOf"]
    }
    assert listed == {check.name: list(check.numbers) for check in checks}
