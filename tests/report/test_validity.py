"""Reports are valid HTML: by the checks of `tests.report.validity`, and by the Nu Html Checker where there is Java."""

from __future__ import annotations

import pytest
from tests.report import reaches
from tests.report.validity import assert_valid, faults

from outgrow.report import render_html

MAKERS = [reaches.three_rungs, reaches.one_target, reaches.by_group, reaches.rounded, reaches.tiny, reaches.empty]

#: A page with nothing wrong, and places to put something wrong.
GOOD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>A page</title>
<style>body { color: #111; background: #fff; }</style>
</head>
<body>
<a href="#main">Skip to the answer</a>
<header><h1>One</h1></header>
<main id="main">
<section aria-labelledby="two"><h2 id="two">Two</h2><h3>Three</h3>
<svg role="img" aria-label="A line" viewBox="0 0 1 1"><path d="M0 0"/></svg>
<table><caption>Numbers</caption><thead><tr><th scope="col">Year</th><th scope="col">Chance</th></tr></thead>
<tbody><tr><td>1</td><td>2%</td></tr></tbody></table>
</section>
</main>
<footer><p>Made by outgrow</p></footer>
</body>
</html>
"""


@pytest.mark.parametrize("make", MAKERS)
def test_a_report_is_valid_and_whole_in_itself(make, report_of):
    assert_valid(render_html(report_of(make())))


def test_the_nu_html_checker_finds_nothing_in_a_report(validator, report_of):
    assert validator({make.__name__: render_html(report_of(make())) for make in MAKERS}) == []


def test_the_nu_html_checker_finds_what_parsing_does_not(validator):
    wrong = GOOD.replace("<h3>Three</h3>", "<h3><div>Three</div></h3>")
    assert faults(wrong) == []
    odd = GOOD.replace("color: #111", "colour: #111").replace("<h3>", '<h3 wide="1">')
    found = validator({"good": GOOD, "wrong": wrong, "odd": odd})
    assert [fault for fault in found if fault.startswith("good")] == []
    assert any(fault.startswith("wrong, line 14: error: Element “div” not allowed") for fault in found)
    assert any(fault.startswith("odd") and "Attribute “wide” not allowed" in fault for fault in found)
    assert any(fault.startswith("odd") and "“colour” doesn't exist" in fault for fault in found)


def test_nothing_is_wrong_with_a_good_page():
    assert faults(GOOD) == []
    carried = '<img alt="A dot" src="data:image/png;base64,AA"><a download href="data:text/csv,a">Save</a><h3>'
    assert faults(GOOD.replace("<h3>", carried)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<!DOCTYPE html>\n", "", "DOCTYPE"),
        ("</h3>", "</h3></p>", "Unexpected end tag (p)"),
        ("<p>Made", "<p title=a title=b>Made", "attribute"),
        ("Made by", "Made & by &nosuch;", "entity"),
        ("<table><caption>", "<table><div>x</div><caption>", "table context"),
        (' lang="en"', "", "its language"),
        ("<title>A page</title>", "<title> </title>", "<title>"),
        ('<meta charset="utf-8">', "", "charset"),
        ("initial-scale=1", "maximum-scale=1", "zooming"),
        ("'none'; style-src", "*; style-src", "default-src 'none'"),
        ("style-src 'unsafe-inline'", "script-src 'unsafe-inline'", "any script run"),
        ("<h3>", '<h3 id="two">', "id 'two' is there 2 times"),
        ('aria-labelledby="two"', 'aria-labelledby="three"', "names 'three', which is not there"),
        ('href="#main"', 'href="#nowhere"', "names 'nowhere', which is not there"),
        ('d="M0 0"', 'd="M0 0" fill="url(#gone)"', "names 'gone', which is not there"),
        ("<h3>Three</h3>", "<h4>Three</h4>", "skips a level"),
        ("<h3>Three</h3>", "<h1>Three</h1>", "2 headings <h1>"),
        ("<h3>Three</h3>", "<h3></h3>", "nothing to read in it"),
        (' aria-label="A line"', "", "a drawing without a name"),
        (' role="img"', "", "role is not img"),
        ("<h3>", '<img src="data:image/png;base64,AA"><h3>', "an image without alt"),
        ("<h3>", '<img alt="x" src="https://example.org/x.png"><h3>', "src leads outside"),
        ("<h3>", '<a href="https://example.org">x</a><h3>', "href leads outside"),
        ("<h3>", '<a href="//example.org">x</a><h3>', "href leads outside"),
        ("<h3>", '<a href="javascript:alert(1)">x</a><h3>', "href leads outside"),
        ("<h3>", '<a href="data:text/html,x">x</a><h3>', "href leads outside"),
        ("<h3>", '<a href="data:text/csv,a">x</a><h3>', "href leads outside"),
        ("<h3>", '<img alt="x" src="data:text/html,x"><h3>', "src leads outside"),
        ('<path d="M0 0"/>', '<image xlink:href="x.png"/>', "href leads outside"),
        ("color: #111", "background: url(x.png)", "a style leads outside"),
        ("body {", "@import 'x.css'; body {", "brings in something"),
        ("<h3>", '<h3 style="background: URL( //example.org/x )">', "a style leads outside"),
        ("<h3>", '<h3 onclick="x()">', "a script in an attribute"),
        ("<title>", '<link rel="stylesheet" href="x.css"><title>', "<link> brings in"),
        ("<h3>", '<input type="text"><h3>', "a field without a label"),
        ("<caption>Numbers</caption>", "", "without a caption"),
        ('<th scope="col">Year', "<th>Year", "without a scope"),
        ("<td>1</td>", "", "rows of [1, 2] cells"),
        ("<main ", "<div ", "0 <main>"),
        ("<footer>", "<div>", "not one <footer>"),
        (' aria-labelledby="two"', "", "a part without a name"),
        ("Skip to", "Go to", "no link that skips"),
    ],
)
def test_each_fault_is_found(old, new, fault):
    assert GOOD.count(old) == 1
    found = faults(GOOD.replace(old, new))
    assert any(fault in one for one in found), found


def test_a_failure_lists_all_that_is_wrong():
    with pytest.raises(AssertionError, match=r"(?s)its language.*2 headings <h1>"):
        assert_valid(GOOD.replace(' lang="en"', "").replace("<h3>Three</h3>", "<h1>Three</h1>"))
