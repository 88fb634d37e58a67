"""Whatever a role, a source or a group is called, a report shows it as text and stays a report."""

from __future__ import annotations

import html as markup
from dataclasses import replace

import pytest
from tests.report import reaches
from tests.report.hostile import HOSTILE, TEXTS, assert_harmless
from tests.report.test_validity import GOOD

from outgrow.charts.wording import clean
from outgrow.report import render_html
from outgrow.results import CareersFacts, Suppressed

pytestmark = pytest.mark.browser


def named(text):
    """A reach in which all that can have a name of somebody else's has this one."""
    reach = reaches.by_group()
    curves = tuple(replace(curve, toward=text, group={text: text + str(n)}) for n, curve in enumerate(reach.curves))
    return replace(
        reach,
        role=text,
        toward=(text,),
        curves=curves,
        careers=CareersFacts(text, "real", 4_000, 17_800, 31, "2026-03", 640, (text,)),
        read_as=((text, text),),
        titles=((text, 12),),
        notes=(text,),
        suppressed=(Suppressed(text, text),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_report_shows_hostile_text_and_no_more(text, page, report_of):
    assert_harmless(page, render_html(report_of(named(text), role=text, command=text)), clean(text))


@pytest.mark.parametrize("name", ["image", "quotes", "template", "hebrew and latin", "ten thousand characters"])
def test_a_page_that_escapes_is_harmless(name, page):
    safe = TEXTS[name]
    assert_harmless(
        page, GOOD.replace("Made by", f"<span style='overflow-wrap:anywhere'>{markup.escape(safe)}</span>"), safe
    )


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("script", "opened a dialog: 1"),
        ("image", "asked for http://page.invalid/x"),
        ("image in single quotes", "opened a dialog: 1"),
        ("end of style, title and drawing", "opened a dialog: 1"),
        ("comment", "opened a dialog: 1"),
    ],
)
def test_a_page_that_does_not_escape_is_found(name, fault, page):
    with pytest.raises(AssertionError, match=fault):
        assert_harmless(page, GOOD.replace("Made by", TEXTS[name]), TEXTS[name])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h3>", f'<h3 title="{TEXTS["attribute"]}">', "opened a dialog: 1"),
        ("color: #111", f"color: {TEXTS['style']}", r"asked for http://example\.org/x"),
        ("<h3>", f"<h3>{'x' * 200}", "the page is .* px wide"),
        ("<h3>", "<h3>49 ", r"does not show '\{\{7\*7\}\}"),
        ("<h3>", f"<p style='visibility:hidden'>{markup.escape(TEXTS['template'])}</p><h3>", "does not show"),
        ("<h3>", "<script>console.log('x')</script><h3>", "complained: x"),
        ("<h3>", "<script>location = '/away'</script><h3>", "asked for http://page.invalid/away"),
    ],
)
def test_each_harm_is_found(old, new, fault, page):
    with pytest.raises(AssertionError, match=fault):
        assert_harmless(page, GOOD.replace(old, new), TEXTS["template"])
