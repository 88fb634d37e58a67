"""Records of employers on the command line: readers, mappings and guesses, in every command that reads careers."""

import json
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "careers" / "records" / "samples"


def test_a_sample_of_each_system_is_checked_and_converted(here, tmp_path):
    for sample in sorted(SAMPLES.iterdir()):
        if sample.suffix in {".csv", ".tsv"}:
            mapping = sample.with_suffix(".toml")
            options = ["--map", mapping] if mapping.exists() else []
            checked = json.loads(here("careers", "check", sample, *options, "--json").stdout)
            assert checked["careers"]["spells"] > 0
            here("careers", "convert", sample, *options, "--out", tmp_path / sample.stem)
            kept = json.loads(here("careers", "check", tmp_path / sample.stem, "--json").stdout)
            assert kept["careers"]["spells"] == checked["careers"]["spells"]
            numbers = [
                {check["name"]: check["numbers"] for check in one["checks"]}["renames"] for one in (kept, checked)
            ]
            assert numbers[0] == numbers[1]


def test_names_behind_map_are_columns_and_rows(here):
    said = here(
        "careers", "check", SAMPLES / "own.csv", "--map", "rows=changes", "person=Mitarbeiternummer", "start=Gültig ab",
        "title=Stellenbezeichnung", "--json",
    ).stdout  # fmt: skip
    assert json.loads(said)["careers"]["spells"] == 4


def test_a_guess_is_shown_aside_before_it_is_used(here):
    done = here("careers", "check", SAMPLES / "own.csv", "--guess", "--json")
    assert json.loads(done.stdout)["careers"]["spells"] == 4
    assert 'title      = "Stellenbezeichnung"' in done.stderr
    assert "Nobody" not in done.stderr


def test_a_guess_is_written_corrected_and_given_back(here, tmp_path):
    path = tmp_path / "hr.toml"
    here("careers", "guess", SAMPLES / "own.csv", "--out", path)
    path.write_text(path.read_text(encoding="utf-8").replace("Abteilung", "Name"), encoding="utf-8")
    said = here("careers", "check", SAMPLES / "own.csv", "--map", path).stdout
    assert "Name as department" in " ".join(said.split())
    assert "--out writes .toml" not in here("careers", "guess", SAMPLES / "own.csv").stdout
    assert "ends in '.csv'" in here("careers", "guess", SAMPLES / "own.csv", "--out", tmp_path / "a.csv", code=2).stderr


def test_records_as_they_are_count_renames_as_moves(here):
    asked = (
        "reach",
        'title:"social media manager"',
        "--toward",
        'title:"community manager"',
        "--min-cell",
        "1",
        "--json",
    )
    said = here("careers", "check", SAMPLES / "workday.csv").stdout
    assert "do not count as such: renames in place, transfers" in " ".join(said.split())
    moved = json.loads(here(*asked, "--careers", SAMPLES / "workday.csv", "--as-recorded").stdout)
    assert sum(point["events"] for point in moved["curves"][0]["points"]) == 5


def test_what_is_wrong_with_a_mapping_is_said(here, tmp_path):
    (tmp_path / "m.toml").write_text("rows = 'row'", encoding="utf-8")
    assert (
        "rows of a mapping is 'row'"
        in here("careers", "check", SAMPLES / "own.csv", "--map", tmp_path / "m.toml", code=2).stderr
    )
    assert "NAME=THEIRS" in here("careers", "check", SAMPLES / "own.csv", "--map", "title=", code=2).stderr
    assert "no column 'Rolle'" in here("careers", "check", SAMPLES / "own.csv", "--map", "title=Rolle", code=2).stderr
    assert "--guess" in here("careers", "check", SAMPLES / "own.csv", code=2).stderr
