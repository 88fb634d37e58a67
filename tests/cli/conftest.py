"""The command line as its users meet it: a process of its own, its exit code and what it prints."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

import outgrow.cli
from outgrow.cli import main

SCHEMAS = Path(outgrow.cli.__file__).with_name("schemas")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run ``outgrow`` with arguments, 80 columns wide, without a terminal."""

    def call(
        *words: str, code: int = 0, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "outgrow", *map(str, words)],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **(env or {})},
            timeout=120,
            **options,  # type: ignore[call-overload]
        )
        assert done.returncode == code, f"exit {done.returncode}, not {code}:\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    return call


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as `run` does, but in this process, which spares each call the imports."""

    def call(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr(sys, "argv", ["outgrow", *map(str, words)])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
            main()
        done = subprocess.CompletedProcess(words, left.value.code or 0, out.getvalue(), err.getvalue())
        assert done.returncode == code, f"exit {done.returncode}, not {code}:\n{done.stdout}\n{done.stderr}"
        return done

    return call


@pytest.fixture(scope="session")
def checked() -> Callable[[str, str], dict[str, object]]:
    """Parse a command's JSON and check it against its published schema."""
    stored = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    registry: Registry[object] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in stored.values()
    )

    def check(name: str, text: str) -> dict[str, object]:
        answer: dict[str, object] = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
        jsonschema.Draft202012Validator(stored[name], registry=registry).validate(answer)
        return answer

    return check


@pytest.fixture(scope="session")
def spells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty made-up analysts, half of whom become managers; one row cannot be used."""
    rows = ["person,start,end,title,team"]
    for person in range(60):
        rows.append(f"p{person},2010-{person % 12 + 1:02d},{2013 + person % 4}-06,Analyst,{'a' if person % 3 else 'b'}")
        if person % 2:
            rows.append(f"p{person},{2013 + person % 4}-07,2019-12,Manager,a")
    rows.append("p60,2019-01,2018-01,Analyst,a")
    path = tmp_path_factory.mktemp("careers") / "spells.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
