"""Exports on the command line: every SOURCE may be one, or a folder of them."""

import json
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "careers" / "exports" / "samples"


def test_commands_take_an_export(here, tmp_path):
    said = here("careers", "check", SAMPLES / "many").stdout
    assert "file: is not valid XML" in said
    said = here("careers", "check", SAMPLES / "many", "--reader", "europass", "--json").stdout
    assert json.loads(said)["careers"]["people"] == 7
    here("careers", "convert", SAMPLES / "many", "--out", tmp_path / "prepared")
    said = here("tenure", "any", "--careers", tmp_path / "prepared", "--json", "--min-cell", "1").stdout
    assert json.loads(said)["careers"]["people"] == 6
    assert here("tenure", "any", "--careers", SAMPLES / "many", "--json", "--min-cell", "1").stdout


def test_what_is_no_export_is_said(here, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no zip")
    assert "'a.zip' is cut short or damaged" in here("careers", "check", tmp_path / "a.zip", code=2).stderr
    assert "no reader 'linkdin'" in here("careers", "check", tmp_path / "a.zip", "--reader", "linkdin", code=2).stderr
