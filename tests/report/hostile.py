"""Texts that a title, a column or a file name may hold, and what no page may do with them.

Parametrize a test with `HOSTILE`, put the text wherever the page takes one, then `assert_harmless`. The page is opened with
its content security policy switched off: what keeps it safe has to be the escaping, and the policy comes on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Dialog, Page, Route

__all__ = ["HOSTILE", "TEXTS", "assert_harmless"]

RIGHT_TO_LEFT_OVERRIDE: Final = "\u202e"

TEXTS: Final = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "image in single quotes": "'><img src=x onerror=alert(1)>",
    "end of style, title and drawing": "</style></title></svg></text></script><svg onload=alert(1)>",
    "comment": "<!-- --><img src=x onerror=alert(1)><!--",
    "attribute": '" onmouseover="alert(1)" autofocus onfocus="alert(1)" tabindex="0" x="',
    "address": "javascript:alert(1)",
    "style": "red; background: url(//example.org/x); } h1 { display: none",
    "quotes": """"double" 'single' `back` “curly” «guillemets» \\ &amp; &lt; & <3""",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} <%= 7*7 %> {0.__class__} %(x)s %s",
    "turned round": f"manager {RIGHT_TO_LEFT_OVERRIDE}gpj.tnirp",
    "arabic": "مدير وسائل التواصل الاجتماعي",
    "hebrew and latin": "מנהל social media בכיר (2)",
    "emoji": "👩🏽‍💻🏳️‍🌈 e\u0301 ẞ ﷽",
    "ten thousand characters": "manager" * 1_428 + "long",
    "ten thousand words": " ".join(["director"] * 1_111),
    "formula": "=cmd|'/c calc'!A1",
    "controls": "one\x00two\x1b[31mthree\x07\r\nfour\u2028five\ufeff",
}

#: For pytest.mark.parametrize, each named.
HOSTILE: Final = [pytest.param(text, id=name) for name, text in TEXTS.items()]

_ADDRESS: Final = "http://page.invalid/"  # never looked up: the page is handed over before anything is sent

#: All text that can be seen, as it stands in the page and not as a style sheet has changed its case.
_SEEN: Final = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!['STYLE', 'SCRIPT', 'TEMPLATE', 'NOSCRIPT'].includes(parent.nodeName.toUpperCase())
        && parent.checkVisibility({visibilityProperty: true, opacityProperty: true})) found.push(node.data);
  }
  return found.join('');
}"""

#: What reaches beyond the right edge of the window, apart from what scrolls in a box of its own.
_TOO_WIDE: Final = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > wide + 1)
    .map(element => `${element.outerHTML.slice(0, 80)} reaches ${Math.round(element.getBoundingClientRect().right)} px`)
    .slice(0, 5).concat(`the page is ${document.documentElement.scrollWidth} px wide`);
}"""


def assert_harmless(page: Page, html: str, text: str, *, width: int = 360, everything: bool = True) -> None:
    """Fail if a page does anything with a text but show it: run it, ask for something, grow too wide, lose a part of it.

    Parameters
    ----------
    page : Page
        The fixture `page`; only its browser is used.
    html : str
        The page, which has the text in it.
    text : str
        What has to be seen, spaces apart. Where the page means to change the text, what it means to change it to: for
        names, `outgrow.charts.wording.clean` of it; empty to look for nothing.
    width : int
        Width of the window, in CSS pixels; nothing may scroll sideways in it.
    everything : bool
        Whether all that can be unfolded is.
    """
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        viewport={"width": width, "height": 800}, bypass_csp=True, service_workers="block", locale="en-GB"
    )
    faults: list[str] = []

    def answer(route: Route) -> None:
        if (
            route.request.url == _ADDRESS
            and route.request.is_navigation_request()
            and not context.pages[0].url.startswith("http")
        ):
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            faults.append(f"asked for {route.request.url[:100]}")
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        faults.append(f"opened a dialog: {dialog.message[:100]}")
        dialog.dismiss()

    def note(message: ConsoleMessage) -> None:
        faults.append(f"complained: {message.text[:100]}")

    try:
        context.route("**/*", answer)
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        opened.on("dialog", dismiss)
        opened.on("console", note)
        opened.on("pageerror", lambda error: faults.append(f"script failed: {error}"))
        opened.on("popup", lambda _: faults.append("opened a window"))
        opened.goto(_ADDRESS, wait_until="load")
        if everything:
            opened.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
        # what waits for a pointer or for the keyboard gets both
        opened.evaluate(
            "for (const one of document.body.querySelectorAll('*'))"
            " for (const name of ['mouseover', 'focus']) one.dispatchEvent(new Event(name))"
        )
        opened.wait_for_timeout(50)
        faults += opened.evaluate(_TOO_WIDE)
        if _spaced(text) not in (seen := _spaced(opened.evaluate(_SEEN))):
            faults.append(f"does not show {text[:60]!r} as text, only: {seen[:400]!r}")
    finally:
        context.close()
    assert not faults, "\n".join(["the page is not harmless:", *faults])


def _spaced(text: str) -> str:
    return " ".join(text.split())
