"""The line to repeat an answer gives no folder, user or password."""

from __future__ import annotations

import pytest

import outgrow
from outgrow.report.repeat import typed_command


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["reach", "any", "--careers", "/home/jane/hr.csv"], "outgrow reach any --careers hr.csv"),
        (["reach", "any", "--careers=clients/jane_doe/spells.csv"], "outgrow reach any --careers=spells.csv"),
        (
            ["reach", "any", "--careers", "postgres://me:pw@host:5432/hr?spells=a&user=me&password=hunter2"],
            "outgrow reach any --careers 'postgres://host:5432/hr?spells=a'",
        ),
        (
            ["reach", "any", "--careers", "sqlite:///tmp/x/hr.db?spells=j"],
            "outgrow reach any --careers 'sqlite:///hr.db?spells=j'",
        ),
        (["report", "title:a/b", "--out", "x/y.html"], "outgrow report title:a/b --out y.html"),
    ],
)
def test_places_are_cut_to_their_names(words, shown):
    assert typed_command(words) == shown


def test_a_report_from_python_gives_the_command_with_its_settings():
    made = outgrow.make_report(
        "title:sales", toward="title:managers", careers="nlsy", years=5, owners=True, min_cell=10
    )
    assert made.command == (
        "outgrow report title:sales --toward title:managers --careers nlsy --years 5 --owners --min-cell 10"
    )
