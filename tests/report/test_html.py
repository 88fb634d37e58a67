"""The HTML report: whole, safe, offline, and readable by machines."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report import reaches

from outgrow.charts.wording import years
from outgrow.report import render_html
from outgrow.results import CareersFacts, Suppressed

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}"
VOID = {"meta", "img", "br", "hr", "input", "link"}


class Reader(HTMLParser):
    """Checks that tags balance, and keeps tags, headings and text."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.text, self.headings = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize(
    "make",
    [reaches.three_rungs, reaches.one_target, reaches.by_group, reaches.rounded, reaches.tiny, reaches.empty],
)
def test_the_page_is_whole_and_asks_for_nothing_outside(make, report_of):
    report = report_of(make())
    html = render_html(report)
    reader = read(html)
    assert len(html.encode()) < 300_000
    assert html.count("<!DOCTYPE html>") == 1
    assert not re.search(r"https?://", html.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    assert "@import" not in html
    assert "url(" not in html
    assert {"script", "img", "link", "iframe", "object"}.isdisjoint(reader.tags)
    assert not any(name in ("src", "srcset") or name.startswith("on") for name, _ in reader.attributes)
    assert ("lang", "en") in reader.attributes
    for landmark in ("header", "main", "footer", "title"):
        assert reader.tags.count(landmark) == 1
    assert ("href", "#answer") in reader.attributes
    assert ("id", "answer") in reader.attributes


@pytest.mark.parametrize("make", [reaches.three_rungs, reaches.rounded, reaches.empty])
def test_headings_are_in_order_and_ids_differ(make, report_of):
    reader = read(render_html(report_of(make())))
    assert reader.headings[0] == 1
    assert reader.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False))
    ids = [value for name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_the_answer_comes_before_every_other_number(report_of):
    report = report_of(reaches.one_target())
    text = " ".join(" ".join(read(render_html(report)).text).split())
    assert "An estimated 13% (95% interval 10% to 17%) reach director or higher" in text
    assert text.index("An estimated") < text.index("At 5, 10 and 15 years") < text.index("What this cannot tell")


def test_simulated_careers_are_said_first_in_the_title_and_in_each_figure(report_of):
    html = render_html(report_of(reaches.three_rungs()))
    text = " ".join(read(html).text)
    assert "<title>Simulated careers: " in html
    assert text.index("SIMULATED CAREERS") < text.index("an estimated")
    assert html.count(">SIMULATED CAREERS</text>") == html.count("<svg") == 4
    real = render_html(report_of(reaches.one_target()))
    assert "simulated" not in real.lower().replace(".simulated", "")


def test_each_figure_has_words_and_a_table(report_of):
    reader = read(render_html(report_of(reaches.three_rungs())))
    labels = [value for name, value in reader.attributes if name == "aria-label" and "Rising step curves" in value]
    assert len(labels) == 4
    assert reader.tags.count("details") == 1
    assert reader.tags.count("caption") == reader.tags.count("table") == 2


def test_hostile_text_stays_text(report_of):
    reach = reaches.by_group()
    curves = tuple(replace(curve, group={HOSTILE: HOSTILE + str(n)}) for n, curve in enumerate(reach.curves))
    careers = CareersFacts(HOSTILE, "real", 10, 10, 0, "2025-12", 0, (HOSTILE,))
    hostile = replace(
        reach,
        read_as=((HOSTILE, HOSTILE),),
        titles=((HOSTILE, 12),),
        role=HOSTILE,
        toward=(HOSTILE,),
        curves=tuple(replace(curve, toward=HOSTILE) for curve in curves),
        careers=careers,
        notes=(HOSTILE,),
        suppressed=(Suppressed(HOSTILE, HOSTILE),),
    )
    html = render_html(report_of(hostile, role=HOSTILE, command=HOSTILE))
    reader = read(html)
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert "49" not in [part.strip() for part in reader.text]
    assert "{{ 7 * 7 }}" in html


def test_what_cannot_be_told_is_drawn_with_a_warning_or_not_at_all(report_of):
    assert "Too little was seen for an answer" in render_html(report_of(reaches.tiny()))
    empty = render_html(report_of(reaches.empty()))
    assert "<svg" not in empty
    assert "Cannot tell. Nobody" in empty


def test_light_dark_narrow_and_print_are_all_there(report_of):
    html = render_html(report_of(reaches.one_target()))
    for theme in ("light", "dark"):
        for size in ("wide", "narrow"):
            assert f'class="chart {theme} {size}"' in html
    for query in ("prefers-color-scheme: dark", "@media print", "max-width: 44rem"):
        assert query in html
    assert "default-src 'none'" in html


def test_a_protected_report_lists_its_points_and_says_that_steps_were_merged(report_of):
    report = report_of(reaches.rounded())
    html = render_html(report)
    reader = read(html)
    assert "At the times that were released" in html
    assert "Steps were merged to protect small groups: each dot is a released point" in html
    assert "Every released point" in html  # more than six of the first curve
    assert reader.tags.count("caption") == reader.tags.count("table") == 2
    for curve in report.reach.curves:
        assert f"by {years(curve.months[0])}</th>" in html
        assert f"by {years(curve.months[-1])}</th>" in html
    assert "Lines rise when" not in html
    assert "At the times that were released" not in render_html(report_of(reaches.three_rungs()))


def test_print_has_margins_hides_closed_details_and_repeats_the_notice(report_of):
    html = render_html(report_of(reaches.three_rungs()))
    assert "@page { margin: 16mm; }" in html
    printed = html[html.index("@media print") :]
    assert "details:not([open]), summary { display: none; }" in printed
    assert re.search(r"\.printed-notice \{ display: block; position: fixed;", printed)
    assert ".with-notice { padding-right: 8mm; }" in printed  # room beside the text, so that nothing is covered
    assert '<body class="with-notice">' in html
    assert '<p class="printed-notice"' in html
    assert '<p class="printed-notice"' not in render_html(report_of(reaches.one_target()))


def test_how_to_repeat_it_is_there(report_of):
    html = render_html(report_of(reaches.one_target(), command="outgrow reach player --toward manager"))
    assert "outgrow reach player --toward manager" in html
    assert "2026-05-04" in html
    assert "Aalen, O. O. and Johansen, S. (1978)" in html


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_shows_one_drawing(width, scheme, report_of, tmp_path):
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    file.write_text(render_html(report_of(reaches.three_rungs())), encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shown = page.evaluate(
            "[...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().height > 0)"
            ".map(s => s.getAttribute('class'))"
        )
        browser.close()
    assert shown == [f"chart {scheme} {'narrow' if width < 700 else 'wide'}"]
    assert complaints == []
