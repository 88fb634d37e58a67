"""Roles side by side on one page: a table first, each role after it, and what they share said once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.report import whole
from tests.report.axe import assert_accessible
from tests.report.hostile import TEXTS, assert_harmless
from tests.report.pages import read
from tests.report.validity import assert_valid

from outgrow.charts.wording import clean, interval, percent
from outgrow.report import render_html
from outgrow.report.document import Comparison, LeftOut

ROLES = ["Social media manager", "Brand manager", "Editor"]


@cache
def html_of(voice="person", count=3):
    return render_html(whole.comparison(voice, count=count))


@cache
def page_of(voice="person", count=3):
    return read(html_of(voice, count))


@pytest.mark.parametrize(("voice", "count"), [("person", 3), ("coach", 2), ("analyst", 6)])
def test_it_is_valid_with_ids_of_its_own_for_each_role(voice, count):
    html = html_of(voice, count)
    assert_valid(html)
    page = page_of(voice, count)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {f"r{number}-role" for number in range(1, count + 1)} <= set(ids)
    assert len(list(page.root.iter("article"))) == count
    assert html.count("<script") == 1


def test_the_nu_html_checker_finds_nothing(validator):
    assert validator({"three": html_of(), "coach": html_of("coach", 2)}) == []


def test_the_title_names_the_roles():
    assert page_of().title == ("Simulated careers: Social media manager, brand manager and editor, side by side")
    assert page_of().headings[0] == (1, "Social media manager, brand manager and editor, side by side")


def test_the_verdicts_come_first_then_the_table_then_each_role():
    text = page_of().text
    first = page_of().sections["The answer"]
    claims = [" ".join("".join(one.itertext()).split()) for one in first.root.findall("./ul/li")]
    assert claims == ["The role “social media manager” is a path with a ceiling."] * 3  # as made by hand, for each
    places = [text.index(words) for words in (claims[0], "Estimated chances within 10 years", "Where it tops out")]
    assert places == sorted(places)
    titles = [words for level, words in page_of().headings if level == 2]
    assert titles[:3] == [f"{role}: where it leads" for role in ROLES]
    assert titles[3:] == ["What this cannot tell", "How this was made", "To repeat and to check it"]


def test_the_table_has_a_column_for_each_role_and_the_numbers_of_its_answers():
    comparison = whole.comparison()
    table = page_of().tables[0]
    assert table.head == ("", *ROLES)
    assert "whether they differ by more than chance was not tested" in table.caption
    for report, role in zip(comparison.reports, ROLES, strict=True):
        said = {name: dict(zip(ROLES, cells, strict=True))[role] for name, cells in table.rows.items()}
        assert said["People counted"] == f"{report.flow.counted:,}"
        assert said["Verdict"] == report.verdict.verdict
        assert said["Tops out at"].split(";")[0] == report.ceiling.established
        for name, toward in (("Manager or higher", "rung:manager+"), ("Executive", "rung:executive")):
            (curve,) = (one for one in report.reach.curves if one.toward == toward)
            place = int(np.searchsorted(curve.months, 120, side="right")) - 1
            expected = f"{percent(curve.estimate[place])} ({interval(curve.lower[place], curve.upper[place])})"
            assert said[name] == expected


@cache
def page_of_one_that_lacks_something():
    """Of the first role there is no verdict, and its places are left out."""
    first, *others = whole.comparison().reports
    lacking = replace(first, verdict=None, left_out=(LeftOut("Places", "they are few"),))
    return read(render_html(replace(whole.comparison(), reports=(lacking, *others))))


def test_a_role_without_an_answer_has_a_dash_that_is_explained():
    table = page_of_one_that_lacks_something().tables[0]
    assert table.rows["Verdict"][0] == table.rows["Tops out at"][0] == "–"
    assert "A dash: not asked" in table.caption


def test_what_holds_for_all_roles_is_said_once_and_a_role_left_out_is_named():
    text = page_of().text
    for once in ("Associations, not causes.", "A title is not the work.", "Time runs", "Owners and founders"):
        assert text.count(once) == 1
    shared = page_of().sections["What this cannot tell"]
    assert "Left out: producer. Nearly everyone who held it held 'editor' too." in shared.text
    how = page_of().sections["How this was made"].text
    assert "20,000 people" in how


def test_what_holds_for_one_role_stays_with_it():
    first_article, *rest = page_of_one_that_lacks_something().root.iter("article")
    assert "Left out: Places" in "".join(first_article.itertext())
    assert not any("Left out: Places" in "".join(one.itertext()) for one in rest)


def test_simulated_is_said_once_above_all_and_in_every_figure():
    page = page_of()
    assert page.text.removeprefix("Skip to the answer ").startswith("SIMULATED CAREERS Nobody lived them")
    assert page.drawings
    for drawing in page.drawings:
        assert (drawing.get("aria-label") or "").startswith("Simulated careers. ")
    two = whole.comparison(count=2)
    given = replace(two, reports=tuple(replace(report, given=False) for report in two.reports))
    assert "No careers were given" in read(render_html(given)).text.partition("career path report")[0]


def test_each_role_is_a_page_of_its_own_under_the_table():
    for article, report in zip(page_of().root.iter("article"), whole.comparison().reports, strict=True):
        text = " ".join("".join(article.itertext()).split())
        for heading in ("Where it tops out", "How long it takes", "Where people are later", "What comes next"):
            assert heading in text
        assert report.verdict.verdict in text
        assert len(list(article.iter("h3"))) >= 6
        assert not list(article.iter("h2"))[1:]


def test_three_real_roles_keep_the_file_small():
    from outgrow.report.make import make_comparison

    found = make_comparison(["social media specialist", "social media manager", "marketing director"])
    one, three = found.reports[0].to_html(), found.to_html()
    assert len(one.encode()) < 1_500_000
    assert len(three.encode()) < 1_500_000
    for html in (one, three):
        assert_valid(html)


@pytest.mark.browser
@pytest.mark.parametrize(("voice", "count"), [("person", 3), ("coach", 2)])
def test_axe_finds_nothing(voice, count, page):
    assert_accessible(page, html_of(voice, count))


@pytest.mark.browser
@pytest.mark.parametrize(
    "name", ["script", "end of style, title and drawing", "turned round", "ten thousand characters"]
)
def test_hostile_names_stay_text(name, page):
    text = TEXTS[name]
    reports = (whole.named(text), replace(whole.named(text), role=f"{text} 2"))
    html = render_html(Comparison(reports, command=text, left_out=(LeftOut(text, text),)))
    assert_harmless(page, html, clean(text))


@pytest.mark.browser
@pytest.mark.parametrize(("voice", "count"), [("person", 3), ("analyst", 6)])
def test_the_table_of_roles_reads_at_360_px(voice, count, page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.set_content(html_of(voice, count))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = page.evaluate("(t => [t.scrollWidth, t.parentElement.clientWidth])(document.querySelector('table.side'))")
    assert wide[0] <= wide[1] if count == 3 else wide[0] > wide[1]
    # no word of its head or cells is broken: each fits its cell
    broken = page.evaluate(
        """() => [...document.querySelectorAll('table.side th, table.side td')].flatMap(cell => {
          const range = document.createRange(), found = [];
          const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());)
            for (const word of node.data.matchAll(/\\S+/g)) {
              range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
              if (range.getClientRects().length > 1) found.push(word[0]);
            }
          return found;
        })"""
    )
    assert broken == []


@pytest.mark.browser
def test_each_slider_tells_the_table_of_its_own_role(page):
    page.set_content(html_of())
    sliders = page.get_by_role("slider").all()
    assert len(sliders) == 3
    for number, slider in enumerate(sliders, 1):
        slider.press("Home")
        said = page.locator(".explore").nth(number - 1).locator("li").all_inner_texts()
        cells = page.locator(f"#r{number}-by-year tbody tr").first.locator("td").all_text_contents()
        assert [text.partition(": ")[2] for text in said] == cells
    assert re.search(r"r1-by-year", html_of())
