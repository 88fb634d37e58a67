"""The README's first steps run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    " ".join(line.split())
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("outgrow ")
]


def test_every_command_that_answers_has_an_example():
    answers = {
        "report",
        "verdict",
        "ceiling",
        "compare",
        "drift",
        "hazards",
        "who",
        "occupancy",
        "tenure",
        "reach",
        "pay",
        "title",
        "titles",
        "skills",
        "skills-in",
        "careers",
        "me",
    }
    assert {command.split()[1] for command in COMMANDS} == answers


@pytest.mark.parametrize("command", [command for command in COMMANDS if "postgres:" not in command])
def test_an_example_runs(command, tmp_path):
    """The reader's own spells.csv and people.csv are stood in for; the warehouse is tested in tests/careers."""
    rows = [f"{person},2012-{person % 12 + 1:02d},2014-06,Marketing Analyst" for person in range(40)]
    rows += [f"{person},2014-07,,Marketing Manager" for person in range(0, 40, 2)]
    (tmp_path / "spells.csv").write_text("person,start,end,title\n" + "\n".join(rows), encoding="utf-8")
    people = "\n".join(f"{person},{'MA' if person % 2 else 'BA'}" for person in range(40))
    (tmp_path / "people.csv").write_text("person,education\n" + people, encoding="utf-8")
    changes = [f"{person};01.{1 + person % 12:02d}.2015;Analyst" for person in range(40)]
    (tmp_path / "hr.csv").write_text("Personalnummer;Gültig ab;Stelle\n" + "\n".join(changes), encoding="utf-8")
    resume = Path(__file__).parent / "person" / "documents" / "working" / "adeyemi_rows.pdf"
    (tmp_path / "resume.pdf").write_bytes(resume.read_bytes())
    env = {**os.environ, "OUTGROW_PROFILE": str(tmp_path / "profile")}
    words = shlex.split(command.partition("#")[0])
    if words[1:3] == ["me", "stand"]:
        read = [sys.executable, "-m", "outgrow", "me", "resume.pdf"]
        subprocess.run(read, cwd=tmp_path, env=env, check=True, capture_output=True, timeout=120)
    asked = [sys.executable, "-m", *words]
    done = subprocess.run(asked, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_python_example_runs(tmp_path):
    [block] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.html").is_file()
