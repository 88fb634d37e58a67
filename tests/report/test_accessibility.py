"""Reports are for everyone: axe-core finds nothing in them, on a phone or a screen, in light or dark."""

from __future__ import annotations

import pytest
from tests.report import reaches
from tests.report.axe import assert_accessible, violations
from tests.report.test_validity import GOOD

from outgrow.report import render_html

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("make", [reaches.three_rungs, reaches.by_group, reaches.rounded, reaches.empty])
def test_axe_finds_nothing_in_a_report(make, page, report_of):
    assert_accessible(page, render_html(report_of(make())))


def test_axe_finds_nothing_in_a_good_page(page):
    assert violations(page, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (' lang="en"', "", "html-has-lang"),
        ("color: #111", "color: #999", "color-contrast"),
        ("<h3>Three</h3>", "<h5>Three</h5>", "heading-order"),
        ("<main id", "<div id", "landmark-one-main"),
        ("<h3>", "<img src='data:image/png;base64,AA'><h3>", "image-alt"),
        ("<footer>", "<p>Astray</p><footer>", "region"),
        ("<h3>", 2 * "<button style='width:9px;height:9px;padding:0;border:0'>.</button>" + "<h3>", "target-size"),
        ('<path d="M0 0"/>', "<text y='1' fill='#999'>pale</text>", "drawing-contrast"),
        ('<path d="M0 0"/>', "<g opacity='.4'><text y='1' fill='#111'>faint</text></g>", "drawing-contrast"),
        ('<path d="M0 0"/>', "<rect width='1' height='1' fill='#222'/><text y='1'>dark</text>", "drawing-contrast"),
        ("<h3>", "<a href='#two' aria-label=''></a><h3>", "link-name"),
        ("<h3>", "<p role='buton'>x</p><h3>", "aria-roles"),
        ("<h3>", "<details><summary>More</summary><p style='color:#bbb'>Pale</p></details><h3>", "color-contrast"),
    ],
)
def test_axe_finds_what_is_wrong_though_the_page_forbids_scripts(old, new, rule, page):
    found = {violation.rule for violation in violations(page, GOOD.replace(old, new))}
    assert rule in found


def test_what_is_wrong_in_the_dark_or_on_a_phone_alone_is_found(page):
    dark = "@media (prefers-color-scheme: dark) { body { background: #000; } }</style>"
    narrow = "@media (max-width: 30rem) { body { color: #bbb; } }</style>"
    for style, where in ((dark, (1280, "dark")), (narrow, (360, "light"))):
        html = GOOD.replace("</style>", style)
        for width, scheme in ((1280, "light"), where):
            found = [violation.rule for violation in violations(page, html, width=width, scheme=scheme)]
            assert found == (["color-contrast"] if (width, scheme) == where else [])


def test_a_failure_says_where_and_what(page):
    with pytest.raises(AssertionError) as failed:
        assert_accessible(page, GOOD.replace(' lang="en"', ""), widths=[360])
    assert "360 px, light: html-has-lang (serious): <html> element must have a lang attribute" in str(failed.value)
    assert "360 px, dark: html-has-lang" in str(failed.value)
    assert_accessible(page, GOOD.replace(' lang="en"', ""), widths=[360], except_rules=["html-has-lang"])
