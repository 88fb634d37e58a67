"""The test run itself: engines and browser are real, what is missing is named, the user's cache stays untouched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_postgres_answers(postgres_url):
    ibis = pytest.importorskip("ibis")
    backend = ibis.connect(postgres_url)
    try:
        assert backend.raw_sql("select 6 * 7").fetchone() == (42,)
        assert postgres_url.split("@")[1].startswith("127.0.0.1:")
    finally:
        backend.disconnect()


def test_spark_answers(spark):
    assert spark.sql("select 6 * 7 as answer").to_pyarrow().to_pylist() == [{"answer": 42}]


def test_a_page_opens(page, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<title>here</title><script>document.title += ' and run'</script>", encoding="utf-8")
    page.goto(file.as_uri())
    assert page.title() == "here and run"


def test_the_cache_is_the_test_run_s_own():
    folder = Path(os.environ["OUTGROW_CACHE"])
    assert folder.is_dir()
    assert folder.parent == Path(tempfile.gettempdir())


def run_elsewhere(folder, text, *options, path="/nowhere"):
    """Run a test file with this project's plugins, in a process that sees only what lies in `path`."""
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    plugins = ["-p", "no:cacheprovider", "-p", "tests.plugins.capabilities", "-p", "tests.plugins.pages"]
    where = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder / "test_it.py")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *where, *options],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, [line.strip("= ") for line in done.stdout.splitlines()]


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "in workers"])
def test_what_is_missing_is_named_last_but_for_the_closing_line(tmp_path, options):
    text = """
import pytest
@pytest.mark.browser
def test_one(): raise AssertionError
def test_two(page): raise AssertionError
@pytest.mark.spark
def test_three(): raise AssertionError
def test_four(): pass
"""
    code, lines = run_elsewhere(tmp_path, text, *options)
    assert code == 0, lines
    assert lines[-3:-1] == [
        "this machine",
        "not tested on this machine: browser (2 tests): no Chromium found; spark (1 test): no Java found",
    ]
    assert lines[-1].startswith("1 passed, 3 skipped")


def test_what_was_tested_with_is_named_with_its_version(tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    fake = programs / "chromium"
    fake.write_text("#!/bin/sh\necho Chromium 150.1.2 built on something\n", encoding="utf-8")
    fake.chmod(0o755)
    text = "import pytest\n@pytest.mark.browser\ndef test_one(): pass\n"
    code, lines = run_elsewhere(tmp_path, text, path=f"{programs}:/bin")
    assert code == 0, lines
    assert lines[-2] == "tested with: Chromium 150 (1 test)"
    assert lines[-1].startswith("1 passed")
