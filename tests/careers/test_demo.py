"""The built-in careers `demo` come with outgrow: they are what the code that simulates them makes, and need no cache."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import outgrow
from outgrow.careers import builtin

from .test_prepared import assert_same


def test_what_comes_with_outgrow_is_what_the_code_makes():
    made, truth = builtin.simulated(builtin.DEMO_PEOPLE)
    demo = outgrow.read_careers("demo")
    assert_same(demo, replace(made, name="demo", public=True))
    kept = (builtin.demo_folder() / "truth.json").read_text(encoding="utf-8")
    assert json.loads(kept) == json.loads(truth)
    assert (demo.name, demo.kind) == ("demo", "simulated")


def test_they_need_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUTGROW_CACHE", str(tmp_path / "none"))
    assert outgrow.read_careers("demo").counts.people == builtin.DEMO_PEOPLE
    assert list(tmp_path.iterdir()) == []
