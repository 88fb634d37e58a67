"""The page in a real browser: its slider, its keys, what fits, what is printed, what shows in a notebook."""

from __future__ import annotations

import re
from functools import cache

import pypdf
import pytest
from tests.report import whole
from tests.report.axe import assert_accessible
from tests.report.hostile import TEXTS, assert_harmless
from tests.report.test_answers import EVERY

from outgrow.charts.wording import clean
from outgrow.report import render_html
from outgrow.report.html import framed
from outgrow.report.pdf import to_pdf

pytestmark = pytest.mark.browser


@cache
def html_of(name="whole", voice="person"):
    return render_html(whole.MAKERS[name](voice))


def told(page, place=0):
    """What the slider says: the year, and each curve."""
    box = page.locator(".explore").nth(place)
    return box.locator(".at").inner_text(), box.locator("li").all_inner_texts()


def row_of(page, year):
    """The row of the table by years, with the names of its columns."""
    names = page.locator("table.years thead th").all_text_contents()[1:]
    rows = page.locator("table.years tbody tr").all()
    (row,) = [one for one in rows if one.locator("th").text_content() == year]
    cells = [
        cell.replace("–", "too few to say") if cell == "–" else cell for cell in row.locator("td").all_text_contents()
    ]
    return [f"{name}: {cell}" for name, cell in zip(names, cells, strict=True)]


@pytest.mark.parametrize("voice", whole.VOICES)
def test_the_slider_works_by_keyboard_and_says_the_numbers_of_the_table(voice, page):
    page.set_content(html_of(voice=voice))
    slider = page.get_by_role("slider", name="Years since entering the role", exact=True)
    slider.focus()
    said = set()
    for key, year in (("Home", "1"), ("ArrowRight", "2"), ("ArrowUp", "3"), ("ArrowLeft", "2"), ("End", "15")):
        page.keyboard.press(key)
        assert told(page) == (year, row_of(page, year))
        assert slider.get_attribute("aria-valuetext") == year
        said.add(tuple(told(page)[1]))
    assert len(said) == 4
    assert page.locator(".explore ul").get_attribute("aria-live") == "polite"


def test_the_slider_stands_at_ten_years_first(page):
    page.set_content(html_of())
    assert page.locator(".explore").is_visible()
    assert told(page) == ("10", row_of(page, "10"))


@pytest.mark.parametrize(
    ("name", "first", "last"), [("reach at age", "age 24", "age 38"), ("reach in calendar", "2009-11", None)]
)
def test_the_slider_follows_another_clock(name, first, last, page):
    page.set_content(render_html(whole.report_of(EVERY[name])))
    slider = page.get_by_role("slider")
    for key, row in (("Home", first), ("End", last)):
        slider.press(key)
        year, said = told(page)
        assert row is None or year == row
        assert said == row_of(page, year)


def test_without_a_script_there_is_no_slider_and_the_table_is_there(browser):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.set_content(html_of())
        assert not page.locator(".explore").is_visible()
        page.locator("summary", has_text="The figure as a table").nth(1).click()
        assert page.locator("table.years").is_visible()
    finally:
        context.close()


def test_a_protected_page_has_no_slider(page):
    page.set_content(html_of("protected"))
    assert page.get_by_role("slider").count() == 0
    assert page.locator(".explore").count() == 0


def test_nothing_but_the_one_script_runs(page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    html = html_of()
    page.set_content(html)
    assert complaints == []
    other = "<script>document.title = 'ran'</script><p onclick=\"document.title = 'ran'\" id='click'>x</p></main>"
    page.set_content(html.replace("</main>", other))
    page.locator("#click").click()
    assert page.title() != "ran"
    assert any("Content Security Policy" in text for text in complaints)
    changed = html.replace("box.hidden = false", "box.hidden = false, document.title = 'ran'")
    page.set_content(changed)
    assert page.title() != "ran"
    assert not page.locator(".explore").is_visible()


def test_keys_lead_through_the_page_in_its_order(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.set_content(html_of())
    page.keyboard.press("Tab")
    focused = "(e => e.textContent.trim() || e.getAttribute('aria-label') || e.type)(document.activeElement)"
    assert page.evaluate(focused) == "Skip to the answer"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    found, tops = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        found.append(page.evaluate("document.activeElement.tagName"))
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert tops == sorted(tops)
    assert found.count("INPUT") == 1
    assert found.count("SUMMARY") == page.locator("summary").count()
    assert found.count("A") == page.locator("a:not(.skip)").count()


def test_details_open_by_keyboard(page):
    page.set_content(html_of())
    for summary in page.locator("summary").all():
        summary.focus()
        page.keyboard.press("Enter")
        assert summary.evaluate("element => element.parentElement.open")
    assert all(table.is_visible() for table in page.locator("table").all())


@pytest.mark.parametrize("name", ["whole", "protected", "grouped", "empty", "compared"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_each_figure_shows_once(name, width, page):
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(html_of(name))
    page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('svg')]"
        ".filter(s => s.getBoundingClientRect().height > 0).map(s => s.getAttribute('class')))"
    )
    assert all(one == [f"chart {'narrow' if width < 700 else 'wide'}"] for one in shown)


def test_the_dark_page_is_dark_and_the_light_one_light(page):
    page.set_content(html_of())
    for scheme, dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('svg rect')).fill]"
        )
        for colour in colours:
            assert (sum(map(int, re.findall(r"\d+", colour)[:3])) < 200) is dark


@pytest.mark.parametrize(
    ("name", "voice"),
    [
        ("whole", "person"),
        ("whole", "coach"),
        ("whole", "analyst"),
        ("protected", "person"),
        ("grouped", "person"),
        ("empty", "person"),
    ],
)
def test_axe_finds_nothing(name, voice, page):
    assert_accessible(page, html_of(name, voice))


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_names_stay_text(name, page):
    text = TEXTS[name]
    assert_harmless(page, render_html(whole.named(text)), clean(text))


def test_a_notebook_shows_the_page_with_its_slider(page):
    page.set_content(f"<!DOCTYPE html><title>Notebook</title><body>{framed(html_of())}")
    frame = page.frame_locator("iframe")
    slider = frame.get_by_role("slider")
    slider.press("Home")
    assert frame.locator(".explore .at").inner_text() == "1"
    assert frame.locator(".explore li").count() == 3


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_on_paper_no_figure_is_cut_and_what_needs_a_screen_is_left_out(paper, tmp_path):
    file = tmp_path / "report.pdf"
    to_pdf(html_of(), file, paper=paper)
    with pypdf.PdfReader(file) as reader:
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert 4 <= len(pages) <= 10
    whole_text = " ".join(pages)
    for gone in ("The figure as a table", "Skip to the answer", "On this page"):
        assert gone not in whole_text
    for title, last in (
        ("The ladder above", "Under 10%: even the high end"),
        ("Estimated chance of reaching each rung", "Still followed and not yet there"),
        ("How long each rung takes", "11.8 years (10.7 to 14.2 years)"),
        ("On which rung people are", "People still followed"),
    ):
        (number,) = {place for place, text in enumerate(pages) if title in text}
        assert last in pages[number]
    assert all("nobody lived them" in text.lower() for text in pages)
    # a heading at the foot of a page would stand alone
    for text in pages[:-1]:
        assert not re.search(r"(Where it tops out|How long it takes|Where people are later|What comes next)$", text)
