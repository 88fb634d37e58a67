"""Each command: what it prints, its JSON against the schema, its files, its exit code."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pyarrow.parquet
import pytest
from tests.cli.conftest import SCHEMAS

COMMANDS = [
    ("report",),
    ("verdict",),
    ("ceiling",),
    ("who",),
    ("me",),
    ("reach",),
    ("occupancy",),
    ("tenure",),
    ("pay",),
    ("skills",),
    ("skills-in",),
    ("careers", "check"),
    ("careers", "describe"),
    ("careers", "convert"),
    ("careers", "export"),
    ("careers", "simulate"),
]
NLSY = ("title:sales", "--toward", "title:managers", "--careers", "nlsy")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example_and_fits_80_columns(run, command):
    text = run(*command, "--help").stdout
    assert "Example: outgrow " + " ".join(command) in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_help_lists_every_command(run):
    text = run("--help").stdout
    assert all(command[0] in text for command in COMMANDS)
    assert max(map(len, text.splitlines())) <= 80


def test_help_imports_no_engine():
    code = (
        "import sys; sys.argv = ['outgrow', '--help']\n"
        "from outgrow.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'ibis', 'duckdb', 'pyarrow', 'numpy', 'pandas', 'altair', 'scipy', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reach_on_nlsy_gives_every_point_at_full_precision(run, checked):
    answer = checked("reach", run("reach", *NLSY, "--min-cell", "1", "--json").stdout)
    assert answer["careers"]["kind"] == "real"
    assert answer["flow"] == {
        "read": 545,
        "quarantined": 0,
        "not_in_role": 441,
        "already_there": 25,
        "no_follow_up": 0,
        "counted": 79,
    }
    [curve] = answer["curves"]
    points = {point["months"]: point for point in curve["points"]}
    assert points[12]["estimate"] == pytest.approx(13 / 74, abs=1e-12)
    assert (points[12]["at_risk"], points[12]["events"]) == (74, 13)
    assert answer["settings"]["min_cell"] == 1


def test_reach_by_group_has_a_curve_for_each(run, checked):
    answer = checked("reach", run("reach", *NLSY, "--by", "ethnicity", "--json").stdout)
    assert {curve["group"]["ethnicity"] for curve in answer["curves"]} == {"black", "hispanic", "other"}
    assert sum(curve["people"] for curve in answer["curves"]) == answer["flow"]["counted"]


def test_reach_in_words_fits_80_columns_and_has_no_colour_in_a_pipe(run):
    text = run("reach", *NLSY).stdout
    assert "79 people" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_reach_stops_at_the_horizon(run, checked):
    [curve] = checked("reach", run("reach", *NLSY, "--years", "3", "--json").stdout)["curves"]
    assert curve["points"][-1]["months"] <= 36
    assert curve["through"] == 36


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
def test_reach_writes_files(run, checked, tmp_path, ending):
    path = tmp_path / f"reach.{ending}"
    assert f"Wrote {path}" in run("reach", *NLSY, "--out", path).stdout
    if ending == "json":
        assert checked("reach", path.read_text(encoding="utf-8"))["flow"]["counted"] == 79
    elif ending == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert float(next(row for row in rows if row["months"] == "12")["estimate"]) == pytest.approx(13 / 74)
    else:
        assert pyarrow.parquet.read_table(path).column_names[:3] == ["toward", "months", "estimate"]


def test_report_on_demo_says_simulated_first_everywhere(run, checked, tmp_path):
    text = run("report", "social media manager").stdout
    assert text.splitlines()[0].startswith("SIMULATED")
    answer = checked("report", run("report", "social media manager", "--json").stdout)
    assert answer["careers"]["kind"] == "simulated"
    assert answer["toward"] == ["rung:director+", "rung:executive+"]
    official = ("pay", "pay_ceiling", "seats")
    assert all(finding["simulated"] == (finding["kind"] not in official) for finding in answer["findings"])
    assert answer["pay"]["soc_code"] == "27-3031"
    page = tmp_path / "report.html"
    run("report", "social media manager", "--out", page)
    html = page.read_text(encoding="utf-8")
    assert "simulated" in html.lower()
    assert len(html) < 1_500_000


def test_report_toward_one_role_on_real_careers(run, checked):
    answer = checked("report", run("report", *NLSY, "--json").stdout)
    assert answer["toward"] == "title:managers"
    assert not any(finding["simulated"] for finding in answer["findings"])


def test_careers_of_ones_own_are_protected_unless_asked(run, checked, spells):
    asked = ("reach", "title:analyst", "--toward", "title:manager", "--careers", spells, "--json")
    answer = checked("reach", run(*asked).stdout)
    assert answer["settings"]["min_cell"] == 10
    counts = [answer["flow"][key] for key in answer["flow"]]
    counts += [point[key] for curve in answer["curves"] for point in curve["points"] for key in ("at_risk", "events")]
    assert counts
    assert all(count % 10 == 0 for count in counts)
    assert checked("reach", run(*asked, "--min-cell", "1").stdout)["flow"]["quarantined"] == 1


def test_check_counts_reasons_and_writes_the_quarantine(run, checked, spells, tmp_path):
    answer = checked("careers-check", run("careers", "check", spells, "--json").stdout)
    assert answer["careers"]["quarantined"] == 1
    assert [reason["reason"] for reason in answer["reasons"]] == ["ends before it starts"]
    path = tmp_path / "quarantine.csv"
    text = run("careers", "check", spells, "--out", path).stdout
    assert "ends before it starts" in text
    [row] = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (row["row"], row["column"], row["value"]) == ("91", "end", "2018-01")


def test_check_of_a_table_with_nothing_to_use_exits_with_2_and_still_says_why(run, tmp_path):
    path = tmp_path / "spells.csv"
    path.write_text("person,start,end,title\n1,soon,,Analyst\n", encoding="utf-8")
    assert "not a date outgrow can read" in run("careers", "check", path, code=2).stdout
    fault = run("reach", "any", "--toward", "title:x", "--careers", path, code=2).stderr
    assert "no row of 'spells.csv' can be used" in fault


def test_describe(run, checked):
    answer = checked("careers-describe", run("careers", "describe", "nlsy", "--json").stdout)
    assert (answer["careers"]["people"], answer["careers"]["spells"]) == (545, 4360)
    assert answer["attributes"] == ["education", "ethnicity"]
    text = run("careers", "describe", "demo").stdout
    assert text.startswith("demo: SIMULATED")
    assert "truth.json" in text


def test_convert_gives_the_same_answer(run, checked, spells, tmp_path):
    folder = tmp_path / "converted"
    run("careers", "convert", spells, "--out", folder)
    asked = ("title:analyst", "--toward", "title:manager", "--min-cell", "1", "--json")
    before = checked("reach", run("reach", *asked, "--careers", spells).stdout)
    after = checked("reach", run("reach", *asked, "--careers", folder).stdout)
    assert after["curves"] == before["curves"]
    assert after["flow"] == before["flow"]
    assert after["careers"] == before["careers"]


def test_simulate_writes_careers_with_their_truth(run, tmp_path):
    folder = tmp_path / "simulated"
    run("careers", "simulate", "--people", "300", "--seed", "7", "--out", folder)
    assert json.loads((folder / "truth.json").read_text(encoding="utf-8"))["seed"] == 7
    assert "SIMULATED" in run("careers", "describe", folder).stdout


def test_every_command_with_json_has_a_published_schema():
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {
        "head",
        "reach",
        "report",
        "verdict",
        "ceiling",
        "compare",
        "drift",
        "hazards",
        "me",
        "who",
        "occupancy",
        "tenure",
        "pay",
        "careers-check",
        "careers-describe",
        "title",
        "titles",
        "skills",
        "skills-in",
    }


class TestExport:
    def test_it_writes_rows_and_the_lines_of_r_beside_them(self, run, tmp_path):
        said = run("careers", "export", "nlsy", "--states", "title", "--counting-process", tmp_path / "nlsy.csv").stdout
        assert "2,158 rows about 545 people, exact and without their names" in " ".join(said.split())
        with (tmp_path / "nlsy.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0]) == ["id", "start", "stop", "from", "state"]
        assert len(rows) == 2158
        assert all(int(row["start"]) < int(row["stop"]) for row in rows)
        lines = (tmp_path / "nlsy.R").read_text(encoding="utf-8")
        assert 'read.csv("nlsy.csv"' in lines
        assert "survfit(Surv(start, stop, state) ~ 1" in lines
        assert "SIMULATED" not in lines

    def test_simulated_careers_say_so_and_a_target_makes_two_states(self, run, tmp_path):
        question = ("--role", "social media manager", "--toward", "rung:director+")
        run("careers", "export", *question, "--counting-process", tmp_path / "demo.csv")
        lines = (tmp_path / "demo.R").read_text(encoding="utf-8")
        assert lines.startswith("# SIMULATED careers: nobody lived them.")
        assert 'c("censored", "waiting", "reached", "left")' in lines

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((), "add --counting-process FILE.csv"),
            (("--counting-process", "rows.xlsx"), "end it in one of .csv"),
            (("--counting-process", "rows.csv", "--states", "colour"), "use one of title, organisation"),
            (("--counting-process", "rows.csv", "--states", "title", "--toward", "level:head"), "give one of toward"),
        ],
    )
    def test_what_cannot_be_written_is_said(self, run, words, said):
        done = run("careers", "export", "nlsy", *words, code=2)
        assert said in " ".join(done.stderr.split())


def test_a_reader_that_has_seen_enough_is_no_fault():
    done = subprocess.run(
        f"{sys.executable} -m outgrow careers describe nlsy | head -1", shell=True, capture_output=True, text=True
    )
    assert done.stdout == "nlsy: real careers\n"
    assert done.stderr == ""
