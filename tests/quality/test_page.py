"""The page of quality: every check with its picture, valid, for everyone, and hostile titles are text."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import cache

import pytest
from tests.quality.made import people_of_untidy, quality_of, untidy
from tests.report.axe import assert_accessible
from tests.report.hostile import HOSTILE, TEXTS, assert_harmless
from tests.report.pages import read
from tests.report.validity import assert_valid

import outgrow
from outgrow.charts.quality import quality_figures
from outgrow.charts.wording import clean
from outgrow.report.quality import render_quality
from outgrow.results import CareersFacts, Check, CheckTable, Measure, Quality

MADE = datetime.date(2026, 5, 4)


@cache
def quality(name):
    if name == "untidy":
        return quality_of(untidy(), people_of_untidy())
    if name == "simulated":
        return quality_of(untidy(), kind="simulated")
    if name == "one person":
        return quality_of([("1", "2010-01", None, "Analyst")], min_cell=10)
    if name == "nothing":
        return quality_of([("1", "soon", None, "Analyst")])
    return outgrow.check_careers(name)


@cache
def html_of(name):
    return render_quality(quality(name), made=MADE)


NAMES = ["untidy", "simulated", "one person", "nothing", "nlsy"]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_valid_and_has_a_section_for_every_check(name):
    html = html_of(name)
    assert_valid(html)
    assert "<script" not in html
    assert not re.search(r"https?://", html.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    page = read(html)
    titles = [check.title for check in quality(name).worst_first]
    assert list(page.sections) == ["The answer", "All checks, worst first", *titles, "To repeat it"]
    assert "None" not in page.text.replace("None, or 1 month", "")
    assert len(html.encode()) < 400_000
    for check in quality(name).checks:
        section = page.sections[check.title].text
        assert all(text in section for text in (check.finding, check.pushes, check.effect, check.do))


def test_the_numbers_on_the_page_are_those_of_the_checks():
    page = read(html_of("untidy"))
    assert "Of 14 checks" in page.sections["The answer"].text
    section = page.sections["Jobs at once"]
    months = quality("untidy").check("overlaps").tables[0].rows
    shown = section.table("Months by how many jobs are held in them").rows
    assert [int(cells[1].replace(",", "")) for cells in shown.values()] == [row[2] for row in months]
    assert len(section.drawings) == 2  # wide and narrow
    assert f"One {round(100 * months[0][1])}%" in section.figures[0]


def test_it_says_for_whom_it_is_and_from_how_many_people_on_titles_are_named():
    assert "Counts here are exact, for whoever holds the data" in read(html_of("untidy")).text
    assert "titles are named only where 10 people or more held them" in read(html_of("one person")).text
    assert "are named only where" not in read(html_of("nlsy")).text


def test_simulated_careers_say_so_in_every_figure_and_real_ones_nowhere():
    html = html_of("simulated")
    page = read(html)
    assert "SIMULATED CAREERS" in page.text
    assert page.title.startswith("Simulated careers: ")
    drawings = len(page.drawings)
    assert drawings > 20
    assert all(text.startswith("Simulated careers. ") for text in page.figures)
    assert html.count(">SIMULATED CAREERS</text>") == drawings
    assert "simulated" not in read(html_of("untidy")).text.lower()


def test_a_figure_without_anything_in_it_is_not_drawn():
    table = CheckTable("Nothing", "bars", "count", ("Kind", "Number"), (("a", 0), ("b", None)))
    check = Check("x", "X", "F.", "P.", "E.", "D.", (), {}, (table,))
    assert quality_figures(check, quality("untidy").careers) == ()


@pytest.mark.parametrize("kind", ["columns", "bars", "pairs"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_kind_of_figure_has_its_rows_and_says_its_line(kind, size):
    rows = tuple((f"{2000 + n}", n / 100, 0.2) for n in range(20))
    table = CheckTable("T", kind, "share", ("Year", "Early", "Late"), rows, line=(1 / 12, "one in twelve"))
    [figure] = quality_figures(Check("x", "X", "", "", "", "", (), {}, (table,)), quality("untidy").careers)
    assert figure.rows[3] == {"Year": "2003", "Early": 0.03, "Late": 0.2}
    said = [layer for layer in figure.spec("dark", size)["layer"] if len(layer["data"]["values"]) == 20]
    assert said
    assert figure.description.startswith("T: ")
    assert ("2003 3% in Early, 20% in Late" in figure.description) == (kind == "pairs")
    assert ("most 19% (2019)" in figure.description) == (kind != "pairs")


def test_the_nu_html_checker_finds_nothing(validator):
    assert validator({name: html_of(name) for name in NAMES}) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["untidy", "simulated", "nothing"])
def test_axe_finds_nothing(name, page):
    assert_accessible(page, html_of(name))


def named(text):
    """A report in which whatever can have a name of somebody else's has this one."""
    careers = CareersFacts(text, "real", 40, 80, 3, "2024-01", notes=(text,))
    bars = CheckTable("Titles", "bars", "count", ("Title", "Spells", "People"), ((clean(text), 12, 11), ("b", 3, 3)))
    pairs = CheckTable("Shares", "pairs", "share", ("Title", "2000–2004", "2005–2009"), ((clean(text), 0.1, 0.2),))
    check = Check(
        "labels", "Labels", f"New: {clean(text)}.", "P.", "E.", "D.", (Measure("m", 1, 0, 1),), {}, (bars, pairs)
    )
    reasons = ({"table": "spells", "column": clean(text), "reason": "r", "left_out": "row", "rows": 1},)
    return Quality(careers, (check,), 0, 0, reasons, 10)


@pytest.mark.browser
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_no_more(text, page):
    assert_harmless(page, render_quality(named(text), made=MADE), clean(text))


def test_a_title_of_the_data_reaches_the_page_as_text():
    html = html_of("untidy")
    assert TEXTS["script"] not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "=cmd()" in html


@pytest.mark.parametrize(("value", "said"), [(0.0196, "1.96%"), (0.02, "2.0%"), (0.0996, "9.96%"), (-0.03, "−3%")])
def test_a_number_is_said_on_its_side_of_the_lines(value, said):
    found = quality("one person")
    checks = (replace(found.checks[0], measures=(Measure("it", value, 0.02, 0.1),)), *found.checks[1:])
    page = read(render_quality(replace(found, checks=checks), made=MADE))
    assert f"It: {said}. Some from 2%, much from 10%." in page.text


def test_the_page_of_a_changed_answer_changes():
    found = quality("nlsy")
    calm = replace(found, checks=tuple(replace(check, measures=()) for check in found.checks))
    assert "Of 14 checks, none found anything" in read(render_quality(calm, made=MADE)).text
    some = replace(calm, checks=(replace(calm.checks[0], measures=(Measure("x", 0.2, 0.1, 0.3),)), *calm.checks[1:]))
    assert "1 found something that matters some, none anything" in read(render_quality(some, made=MADE)).text
