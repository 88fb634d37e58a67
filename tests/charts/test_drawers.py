"""Charts drawn by processes beside this one: the same drawings, and drawn here where those are no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from outgrow.charts import drawers


def spec(text):
    return json.dumps({"mark": "text", "encoding": {"text": {"value": text}}, "data": {"values": [{}]}})


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(drawers, "_kept", {})
    drawers._drawings.clear()
    yield
    drawers._drawings.clear()
    for kept in drawers._kept.values():
        kept.close()


def test_what_is_ordered_is_drawn_beside_and_is_the_same(monkeypatch):
    here = [drawers.draw(spec(text)) for text in "ab"]
    drawers._drawings.clear()
    with drawers.drawing_beside():
        for text in "aba":
            drawers.order(spec(text))
        monkeypatch.setattr(drawers, "_drawn", lambda _: "drawn here")
        assert [drawers.draw(spec(text)) for text in "ba"] == here[::-1]
        assert drawers.draw(spec("not ordered")) == "drawn here"
    assert drawers.draw(spec("after")) == "drawn here"


def test_the_first_order_starts_processes_that_are_kept(monkeypatch):
    here = [drawers.draw(spec(text)) for text in "ab"]
    drawers._drawings.clear()
    monkeypatch.setattr(drawers, "_drawn", lambda _: "drawn here")
    for text in "ab":
        drawers.order(spec(text))
        assert drawers.draw(spec(text)) == here["ab".index(text)]
        [kept] = drawers._kept.values()
    kept.close()
    assert all(drawer._process.poll() is not None for drawer in kept._drawers)
    assert drawers.draw(spec("c")) == "drawn here"


def test_a_drawing_that_is_kept_is_not_ordered_again_and_the_oldest_go(monkeypatch):
    monkeypatch.setattr(drawers, "_MOST_KEPT", 2)
    with drawers.drawing_beside():
        [beside] = drawers._drawers
        for text in "aabc":
            drawers.order(spec(text))
            assert f">{text}</text>" in drawers.draw(spec(text))
            assert beside._ordered == {}
    assert list(drawers._drawings) == [spec("b"), spec("c")]


def test_a_program_that_drew_ends_with_its_processes():
    code = (
        "import json, sys\n"
        "from outgrow.charts import drawers\n"
        f"spec = {spec('a')!r}\n"
        "drawers.order(spec)\n"
        "assert '>a</text>' in drawers.draw(spec)\n"
        "print(*(one._process.pid for kept in drawers._kept.values() for one in kept._drawers))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert not done.stderr
    for number in map(int, done.stdout.split()):
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


@pytest.mark.parametrize("gone", [1, 2])
@pytest.mark.parametrize("when", ["before", "between"])
def test_a_process_that_is_gone_is_done_without(when, gone, monkeypatch):
    monkeypatch.setattr(drawers.os, "cpu_count", lambda: 2)
    with drawers.drawing_beside():
        [beside] = drawers._drawers
        if when == "between":
            drawers.order(spec("first"))
            assert "first" in drawers.draw(spec("first"))
        assert len(beside._drawers) == 2
        for drawer in beside._drawers[:gone]:
            drawer._process.kill()
            drawer._process.wait()
        for text in "abcd":
            drawers.order(spec(text))
        assert all(f">{text}</text>" in drawers.draw(spec(text)) for text in "abcd")
    assert drawers._drawers == []
    assert all(drawer._process.poll() is not None for drawer in beside._drawers)


def test_a_process_that_cannot_be_started_is_done_without(monkeypatch):
    monkeypatch.setattr(drawers.sys, "executable", "/nowhere/python")
    with drawers.drawing_beside():
        drawers.order(spec("a"))
        assert ">a</text>" in drawers.draw(spec("a"))


def test_what_cannot_be_drawn_is_said_by_who_asked():
    with drawers.drawing_beside():
        drawers.order('{"mark": 3}')
        drawers.order(spec("a"))
        with pytest.raises(ValueError, match="conversion failed"):
            drawers.draw('{"mark": 3}')
        assert ">a</text>" in drawers.draw(spec("a"))
