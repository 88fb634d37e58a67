"""Charts drawn by a process beside this one: the same drawings, and drawn here where that process is no more."""

from __future__ import annotations

import json

import pytest

from outgrow.charts import drawers


def spec(text):
    return json.dumps({"mark": "text", "encoding": {"text": {"value": text}}, "data": {"values": [{}]}})


@pytest.fixture(autouse=True)
def nothing_kept():
    drawers.draw.cache_clear()
    yield
    drawers.draw.cache_clear()


def test_what_is_ordered_is_drawn_beside_and_is_the_same(monkeypatch):
    here = [drawers.draw(spec(text)) for text in "ab"]
    drawers.draw.cache_clear()
    with drawers.drawing_beside():
        for text in "aba":
            drawers.order(spec(text))
        monkeypatch.setattr(drawers, "_drawn", lambda _: "drawn here")
        assert [drawers.draw(spec(text)) for text in "ba"] == here[::-1]
        assert drawers.draw(spec("not ordered")) == "drawn here"
    drawers.order(spec("after"))
    assert drawers.draw(spec("after")) == "drawn here"


@pytest.mark.parametrize("when", ["before", "between"])
def test_a_process_that_is_gone_is_done_without(when):
    with drawers.drawing_beside():
        [drawer] = drawers._drawers
        if when == "between":
            drawers.order(spec("first"))
            assert "first" in drawers.draw(spec("first"))
        drawer._process.kill()
        drawer._process.wait()
        drawers.order(spec("a"))
        assert ">a</text>" in drawers.draw(spec("a"))
    assert drawers._drawers == []


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
