"""Verdict, ceiling, occupancy, tenure and reach on other clocks: text, JSON against the schema, files, faults."""

from __future__ import annotations

import csv
import json

import pyarrow.parquet
import pytest

from outgrow.cli.vary import RULES

NLSY = ("--careers", "nlsy")
ASKED = {
    "verdict": ("verdict", "title:sales", *NLSY),
    "occupancy": ("occupancy", "any", "--states", "title", *NLSY),
    "occupancy by": ("occupancy", "any", "--states", "title", "--by", "ethnicity", *NLSY),
    "occupancy career": ("occupancy", "title:sales", "--states", "title", "--clock", "career", *NLSY),
    "tenure": ("tenure", "title:sales", *NLSY),
    "tenure by": ("tenure", "title:sales", "--by", "ethnicity", *NLSY),
    "reach calendar": ("reach", "title:sales", "--toward", "title:managers", "--clock", "calendar", *NLSY),
}
ROLE = "social media manager"
ON_SIMULATED = ("verdict", "ceiling", "occupancy", "tenure")
COMMANDS = (*ON_SIMULATED, "reach")


@pytest.fixture(scope="session")
def simulated(run, tmp_path_factory):
    """A small labour market."""
    folder = tmp_path_factory.mktemp("market") / "careers"
    run("careers", "simulate", "--people", "4000", "--seed", "7", "--out", folder)
    return folder


@pytest.mark.parametrize("name", ASKED)
def test_on_real_careers(here, checked, name):
    command = ASKED[name][0]
    answer = checked(command, here(*ASKED[name], "--json").stdout)
    assert answer["careers"]["kind"] == "real"
    assert answer["settings"]["min_cell"] == 1
    text = here(*ASKED[name]).stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "SIMULATED" not in text
    assert "\x1b" not in text
    assert f"To repeat it:\n  outgrow {command} " in text


@pytest.mark.parametrize("command", ON_SIMULATED)
def test_on_simulated_careers(run, here, checked, simulated, command):
    answer = checked(command, here(command, ROLE, "--careers", simulated, "--json").stdout)
    assert answer["careers"]["kind"] == "simulated"
    assert answer["read_as"] == [{"text": ROLE, "terms": "specialty:social_media level:manager"}]
    text = run(command, ROLE, "--careers", simulated).stdout
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert max(map(len, text.splitlines())) <= 80
    assert f"{answer['flow']['counted']:,} people counted" in text
    assert str(simulated.parent) not in text


def test_occupancy_gives_every_state_in_every_month(here, checked):
    answer = checked("occupancy", here(*ASKED["occupancy"], "--json").stdout)
    [curve] = answer["curves"]
    assert (answer["states"], answer["origin"], curve["people"]) == ("title", None, 545)
    by_month = {}
    for point in curve["points"]:
        by_month.setdefault(point["months"], []).append(point)
    assert {len(points) for points in by_month.values()} == {len(curve["states"])}
    assert all(sum(p["estimate"] for p in points) == pytest.approx(1) for points in by_month.values())


def test_a_calendar_has_an_origin(here, checked):
    answer = checked("reach", here(*ASKED["reach calendar"], "--json").stdout)
    assert answer["origin"] == "1980-01"
    assert answer["settings"]["clock"] == "calendar"
    text = here(*ASKED["reach calendar"]).stdout
    assert "1982-01" in text
    assert "since entering the role" not in text


def test_a_verdict_carries_its_ceiling_and_thresholds(here, checked, simulated):
    asked = (ROLE, "--careers", simulated, "--horizon", "10", "--share", "0.2")
    verdict = checked("verdict", here("verdict", *asked, "--difference", "0.1", "--json").stdout)
    ceiling = checked("ceiling", here("ceiling", *asked, "--json").stdout)
    assert (ceiling["horizon_asked"], ceiling["share"], list(ceiling["reach"])) == (120, 0.2, ["director", "executive"])
    assert verdict["ceiling"] == {key: ceiling[key] for key in verdict["ceiling"]}
    limits = verdict["thresholds"]
    assert (limits["share"], limits["difference"], limits["horizon_months"]) == (0.2, 0.1, 120)
    text = " ".join(here("verdict", *asked).stdout.split())
    assert f"{ROLE.capitalize()}: {verdict['verdict']}." in text
    assert "20% must reach a rung (--share)" in text


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
@pytest.mark.parametrize("name", ["verdict", "occupancy by", "tenure"])
def test_files(here, checked, tmp_path, name, ending):
    path = tmp_path / f"answer.{ending}"
    done = here(*ASKED[name], "--out", path)
    assert done.stdout == f"Wrote {path}\n"
    command = ASKED[name][0]
    expected = {
        "verdict": ["verdict", "rule", "because", "rung"],
        "occupancy": ["ethnicity", "state", "months", "estimate"],
        "tenure": ["state", "months", "estimate", "std_error"],
    }[command]
    if ending == "json":
        assert checked(command, path.read_text(encoding="utf-8"))["role"] == ASKED[name][1]
    elif ending == "csv":
        assert next(csv.reader(path.read_text(encoding="utf-8").splitlines()))[:4] == expected
    else:
        assert pyarrow.parquet.read_table(path).column_names[:4] == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_careers_of_ones_own_are_protected(here, checked, spells, command):
    more = ("--toward", "title:manager", "--clock", "calendar") if command == "reach" else ()
    asked = (command, "title:analyst", *more, "--careers", spells)
    answer = checked(command, here(*asked, "--json").stdout)
    assert answer["settings"]["min_cell"] == 10
    counts = list(answer["flow"].values())
    for curve in answer.get("curves", ()):
        counts += [curve[key] for key in ("people", "events", "exits", "censored")]
        counts += [point[key] for point in curve["points"] for key in ("at_risk", "events")]
    for found in (answer.get("reach") or (answer.get("ceiling") or {}).get("reach") or {}).values():
        counts += [found[key] for key in ("at_risk", "events") if found[key] is not None]
    assert all(count % 10 == 0 for count in counts)
    text = here(*asked).stdout
    assert "about 60 people" in text
    assert "no number rests on fewer than 10 people" in text
    assert max(map(len, text.splitlines())) <= 80


def test_varied_numbers_stand_beside_the_answer(here, checked):
    asked = (*ASKED["tenure"], "--vary", "gap", "--vary", "last-month")
    answer = checked("tenure", here(*asked, "--json").stdout)
    assert {row["rule"] for row in answer["varied"]} == {"gap", "last-month"}
    assert [row["value"] for row in answer["varied"] if row["asked"]] == ["1 month", "1987-12"]
    text = here("reach", "title:sales", "--toward", "title:managers", *NLSY, "--vary", "last-month").stdout
    assert "How far the answer moves\nLast month of follow-up" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "varied" not in json.loads(here(*ASKED["tenure"], "--json").stdout)


def test_the_rules_are_those_that_can_be_varied():
    from outgrow.variation import RULES as KNOWN

    assert set(RULES) == set(KNOWN)


FAULTS = {
    "states": (("occupancy", "any", "--states", "titel", *NLSY), "did you mean 'title'"),
    "states listed": (("occupancy", "any", "--states", "x", *NLSY), "function, specialty, level, rung"),
    "most states": (("occupancy", "any", "--states", "title", "--most-states", "0", *NLSY), "give 1 or more"),
    "clock": (("occupancy", "any", "--clock", "rol", *NLSY), "did you mean 'role'"),
    "main job": (("tenure", "any", "--main-job", "longst", *NLSY), "did you mean 'longest'"),
    "weight": (("tenure", "any", "--weight", "wight", *NLSY), "no column 'wight'"),
    "role": (("verdict", "level:directr", "--careers", "no such file"), "did you mean 'director'"),
    "nobody": (("verdict", "title:astronaut", *NLSY), "ever held"),
    "share": (("ceiling", "any", "--share", "10"), "not a percentage"),
    "difference": (("verdict", "title:sales", "--difference", "5", *NLSY), "not a percentage"),
    "no levels": (("ceiling", "title:sales", *NLSY), "no level is known"),
    "top rung": (("ceiling", "rung:executive"), "on the top rung already"),
    "vary": (("verdict", "any", "--vary", "horizn", "--careers", "no such file"), "did you mean 'horizon'"),
    "no bearing": (("reach", "any", "--toward", "title:x", "--vary", "gap", *NLSY), "no bearing on reach"),
    "ending": (("tenure", "any", "--out", "x.html", "--careers", "no such file"), "does not write"),
    "setting first": (("tenure", "any", "--coverage", "95", "--careers", "no such file"), "not a percentage"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(here, name):
    words, expected = FAULTS[name]
    fault = here(*words, code=2)
    assert expected in " ".join(fault.stderr.split()).lower()
    assert "Do:" in fault.stderr
    assert fault.stdout == ""


@pytest.mark.parametrize("command", ["verdict", "ceiling"])
@pytest.mark.parametrize("option", ["--by", "--years", "--clock"])
def test_what_a_question_cannot_be_asked_with_is_not_offered(here, command, option):
    assert "No such option" in here(command, "any", option, "x", code=2).stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help(here, command):
    text = here(command, "--help").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert f"Example: outgrow {command} " in " ".join(text.split())
    for option in ("--weight", "--main-job", "--vary", "--entered", "--json"):
        assert option in text


def test_the_list_of_commands_is_whole_and_names_no_command_that_is_not_there(run):
    """`contract.py` takes every word of the list for a command."""
    text = run("--help").stdout
    words = set(text.split())
    assert set(COMMANDS) <= words
    planned = {"title", "titles", "pay", "compare", "hazards", "drift", "skills", "who", "me", "posting"}
    listed = [line for line in text.partition("Commands:")[2].partition("Start with")[0].splitlines() if line.strip()]
    assert not words & planned - {line.split()[0] for line in listed}
    assert [line.split()[0] for line in listed if line.endswith("...")] == []
