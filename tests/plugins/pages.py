"""A real browser for tests of reports and web pages: Chromium, driven by Playwright."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.plugins.capabilities import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

#: Chromium as root, in a container, with nothing to say to anybody outside.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window and with an empty profile.

    One for each module, since Playwright keeps an event loop running in this thread for as long as it lives.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        try:
            yield launched
        finally:
            launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; a script that fails in it, or a request to anywhere outside this machine, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    try:
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(f"script failed: {error}"))

        def note(request: Request) -> None:
            if urlsplit(request.url).hostname not in {None, "", "127.0.0.1", "localhost"}:
                faults.append(f"asked for {request.url}")

        context.on("request", note)
        yield opened
        assert faults == []
    finally:
        context.close()
