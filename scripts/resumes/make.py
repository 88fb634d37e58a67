"""From a career to its document: which maker it takes, and Chromium's printing."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

import jinja2

from resumes import docx_parts, words
from resumes.career import Career, months

SUFFIXES = {
    "text": ".txt",
    "markdown": ".md",
    "docx": ".docx",
    "pdf": ".pdf",
    "json-resume": ".json",
    "europass": ".xml",
    "linkedin": ".zip",
}
HERE = Path(__file__).resolve().parent
FLAGS = """
--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync --no-pdf-header-footer
"""


def make(career: Career, out: Path) -> None:
    """Make the document of a career; one that is itself written by hand need only be there."""
    if career["by"] == "hand":
        page = HERE / "by_hand" / f"{career.stem}.html"
        if career["format"] == "pdf":
            print_page(page.read_text(encoding="utf-8"), out)
        elif not out.exists():
            raise SystemExit(f"{out} is written by hand, and is not there")
        return
    kind, _, name = career["template"].partition(" ")
    if kind == "html":
        print_page(page_of(career, name), out)
    elif kind == "docx":
        layouts = importlib.import_module(f"resumes.docx_{career['half']}")
        docx_parts.save(getattr(layouts, name)(career), out)
    else:
        getattr(importlib.import_module(f"resumes.{kind}"), name)(career, out)


def page_of(career: Career, name: str) -> str:
    """Fill a page of `pages` with a career."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.globals |= {"heading": lambda part: words.heading(career, part), "months": months}
    environment.globals |= {"blocks": words.blocks, "groups": words.groups, "total": words.total}
    return environment.get_template(f"{name}.html").render(c=career, language=career["language"] or "en")


def print_page(page: str, out: Path) -> None:
    """Print a page with Chromium, without the time of its printing."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        command = [
            browser,
            *FLAGS.split(),
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={out}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, timeout=120, capture_output=True)
    # of the same length, so the places of objects in the file stay true
    dates = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
    out.write_bytes(dates.sub(lambda match: b"/" + match[1] + b" (D:20240102030405", out.read_bytes()))
