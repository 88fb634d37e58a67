"""``outgrow titles``: what a role takes in, on the terminal, as JSON and as a file that other commands read."""

from __future__ import annotations

import json

ROLE = "social media manager"


def test_titles_stand_nearest_first_with_their_people(here):
    said = here("titles", ROLE, "--most", "3", "--near", "2").stdout
    assert said.startswith("SIMULATED CAREERS")
    assert "read as\nspecialty:social_media level:manager" in said
    lines = said.splitlines()
    at = lines.index("Titles in the role, nearest first")
    assert lines[at + 2].split() == ["333", "1.00", "social", "media", "manager"]
    assert "more are not shown here" in said
    assert "Near it, and not in the role" in said
    assert max(map(len, lines)) <= 80


def test_json_is_in_its_published_form(here, checked):
    answer = checked("titles", here("titles", ROLE, "--careers", "demo", "--json").stdout)
    assert answer["taken_in"] == len(answer["titles"])
    assert answer["titles"][0] == {"title": ROLE, "people": 333, "score": 1.0, "whole": True}
    assert len(answer["near"]) == 10


def test_a_file_is_written_edited_and_read(here, tmp_path):
    file, out = tmp_path / "role.toml", tmp_path / "titles.json"
    done = here("titles", ROLE, "--edit", file, "--json", "--out", out)
    assert json.loads(done.stdout) == json.loads(out.read_text(encoding="utf-8"))
    assert done.stderr.count("Wrote ") == 2
    asked = ("reach", ROLE, "--toward", "rung:director+", "--json")
    before = json.loads(here(*asked).stdout)
    same = json.loads(here(*asked, "--role-file", file).stdout)
    assert same["flow"] == before["flow"]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f'"{ROLE}" = true', f'"{ROLE}" = false'), encoding="utf-8")
    after = json.loads(here(*asked, "--role-file", file).stdout)
    assert after["flow"]["counted"] < before["flow"]["counted"]
    assert any("By a file" in note for note in after["notes"])
    for words in (("verdict", ROLE), ("report", ROLE), ("report", ROLE, "pr manager"), ("titles", ROLE)):
        assert here(*words, "--role-file", file).stdout
    assert "By a file" in here("report", ROLE, "--role-file", file).stdout


def test_what_cannot_be_asked_is_said(here, tmp_path):
    file = tmp_path / "role.toml"
    here("titles", ROLE, "--edit", file)
    assert (
        "not asked for"
        in here("reach", "pr manager", "--toward", "community manager", "--role-file", file, code=2).stderr
    )
    assert "cannot be read" in here("verdict", ROLE, "--role-file", tmp_path / "none.toml", code=2).stderr
    assert ".toml" in here("titles", ROLE, "--edit", tmp_path / "role.txt", code=2).stderr
    assert "there already" in here("titles", ROLE, "--edit", file, code=2).stderr
    assert "every title" in here("titles", "any", code=2).stderr
    assert "nobody" in here("titles", "zookeeper", code=2).stderr


def test_a_report_names_the_file_of_a_role_without_its_folder(here, tmp_path):
    file = tmp_path / "role.toml"
    here("titles", ROLE, "--edit", file)
    answer = json.loads(here("report", ROLE, "--role-file", file, "--levels", "parsed", "--json").stdout)
    assert "--role-file role.toml" in answer["repeat"]
    assert str(tmp_path) not in json.dumps(answer)
    assert any("Levels are those that titles say" in note for note in answer["notes"])
    assert answer["careers_given"] is False


def test_levels_given_or_parsed_are_asked_for_by_name(here):
    said = here("reach", ROLE, "--toward", "rung:director+", "--levels", "parsed").stdout
    assert "Levels are those that titles say, as asked." in " ".join(said.split())
    assert "given or parsed" in here("verdict", ROLE, "--levels", "both", code=2).stderr
