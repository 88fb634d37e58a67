"""The report in a terminal: the same answer, plain when piped, never wider than asked."""

import unicodedata
from dataclasses import replace

import pytest
from tests.report import reaches

from outgrow.report import render_terminal
from outgrow.results import CareersFacts

EVERY = [reaches.three_rungs, reaches.one_target, reaches.by_group, reaches.rounded, reaches.tiny, reaches.empty]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("make", EVERY)
def test_no_line_is_wider_than_asked(make, width, report_of):
    text = render_terminal(report_of(make()), width=width, color=False)
    assert max(map(len, text.splitlines())) <= width
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\x1b" not in text


def test_simulated_careers_are_the_first_line(report_of):
    text = render_terminal(report_of(reaches.three_rungs()), width=80, color=False)
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert "SIMULATED" not in render_terminal(report_of(reaches.one_target()), width=80, color=False)


def test_the_answer_the_table_and_the_command_are_there(report_of):
    report = report_of(reaches.one_target())
    text = render_terminal(report, width=80, color=False)
    flat = " ".join(text.split())
    assert report.answer.claim in flat
    for said in ("10 years", "10% to 17%", "177 at risk", "What this cannot tell", "From 640 people", report.command):
        assert said in flat
    assert "because" not in flat


@pytest.mark.parametrize("width", [40, 80])
def test_short_group_names_do_not_break_the_counts_beside_them(width, report_of):
    """At F and M the column was one letter wide and "455 people" ran down the page."""
    reach = reaches.by_group()
    curves = tuple(
        replace(curve, group={"sex": name}) for curve, name in zip(reach.curves, ("F", "M", "X"), strict=True)
    )
    lines = render_terminal(report_of(replace(reach, curves=curves)), width=width, color=False).splitlines()
    assert any(line.startswith("702 people") for line in lines)
    assert any(line.startswith("455 people") for line in lines)


def test_hostile_titles_neither_mark_up_nor_drive_the_terminal(report_of):
    reach = replace(reaches.one_target(), read_as=(("\x1b[2Jninja", "level:\x1b[2Jx"),), titles=(("[red]\x07t", 12),))
    text = render_terminal(report_of(reach), width=80, color=False)
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    assert "[red]t" in text


def test_colour_is_only_there_when_asked(report_of):
    assert "\x1b[" in render_terminal(report_of(reaches.one_target()), width=80, color=True)


def test_hostile_text_neither_marks_up_nor_drives_the_terminal(report_of):
    careers = CareersFacts("\x1b]0;owned\x07[red]x[/red]", "real", 10, 10, 0, None, 0, ("[bold]note\x1b[2J",))
    report = report_of(replace(reaches.one_target(), careers=careers), role="a\x1b[31mb [red]c", command="x\x1b[2Jy")
    text = render_terminal(report, width=80, color=False)
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    assert "[red]x[/red]" in text
    assert "[bold]note" in text


def test_a_long_role_is_broken_not_cut(report_of):
    report = report_of(reaches.one_target(), role="x" * 200)
    text = render_terminal(report, width=80, color=False)
    assert max(map(len, text.splitlines())) <= 80
    assert "".join(text.split()).count("x" * 200) == 1
