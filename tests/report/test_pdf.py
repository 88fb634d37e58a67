"""The report on paper: a PDF printed by a browser, which fetches nothing and leaves nothing behind."""

from __future__ import annotations

import html as markup
import http.server
import re
import stat
import tempfile
import threading
import time
from pathlib import Path

import pypdf
import pytest
from tests.plugins.capabilities import chromium
from tests.report import reaches

from outgrow.errors import InputError
from outgrow.report import pdf, render_html
from outgrow.report.pdf import check_paper, find_browser, to_pdf

PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>A page</title></head><body><h1>Heading</h1><p>Words</p></body></html>"
)
MILLIMETRES = 72 / 25.4
SIZES = {"a4": (210 * MILLIMETRES, 297 * MILLIMETRES), "letter": (8.5 * 72, 11 * 72)}


@pytest.fixture(autouse=True)
def room(tmp_path, monkeypatch):
    """The folder for temporary files, found empty again after each test."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.delenv(pdf.VARIABLE, raising=False)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def stand_in(tmp_path):
    """A function that makes a program of a few lines of shell to stand where the browser stands."""

    def make(*lines):
        program = tmp_path / "browser"
        program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
        program.chmod(0o755)
        return program

    return make


def pages_of(path):
    with pypdf.PdfReader(path) as reader:
        return len(reader.pages), [tuple(map(float, page.mediabox[2:])) for page in reader.pages]


def text_of(path):
    with pypdf.PdfReader(path) as reader:
        return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_report_is_printed_whole_on_the_paper_asked_for(paper, report_of, tmp_path):
    report = report_of(reaches.three_rungs())
    file = tmp_path / "report.pdf"
    to_pdf(render_html(report), file, paper=paper)
    count, sizes = pages_of(file)
    assert 2 <= count <= 15
    assert all(size == pytest.approx(SIZES[paper], abs=1) for size in sizes)
    text = text_of(file)
    assert " ".join(report.words(report.answer).split()) in text
    assert report.command in text
    assert "page.html" not in text  # no line of the browser's own above or below
    assert file.stat().st_size < 1_000_000


@pytest.mark.browser
def test_what_is_printed_can_be_read_aloud_and_jumped_through(report_of, tmp_path):
    page = render_html(report_of(reaches.three_rungs()))
    (title,) = re.findall("<title>(.+)</title>", page)
    (heading,) = re.findall("<h1[^>]*>(.+)</h1>", page)
    file = tmp_path / "report.pdf"
    to_pdf(page, file)
    with pypdf.PdfReader(file) as reader:
        root = reader.trailer["/Root"]
        assert reader.metadata.title == markup.unescape(title)
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        first, below = reader.outline
        assert first.title == markup.unescape(re.sub("<[^>]+>", "", heading)).strip()
        assert len(below) >= page.count("<h2")


@pytest.mark.browser
def test_many_pages_stay_many(tmp_path):
    long = PAGE.replace("<p>Words</p>", "".join(f"<p style='break-after:page'>Sheet {n}</p>" for n in range(5)))
    file = tmp_path / "long.pdf"
    to_pdf(long, file)
    assert pages_of(file)[0] in {5, 6}  # what follows the last break may be empty
    assert "Sheet 4" in text_of(file)


@pytest.mark.browser
def test_a_page_with_a_size_of_its_own_gets_the_one_asked_for(tmp_path):
    own = PAGE.replace("</head>", "<style>@page { size: A5 landscape; margin: 16mm; }</style></head>")
    file = tmp_path / "own.pdf"
    to_pdf(own, file, paper="letter")
    assert pages_of(file)[1][0] == pytest.approx(SIZES["letter"], abs=1)


@pytest.mark.browser
def test_a_page_without_a_head_is_printed_too(tmp_path):
    file = tmp_path / "bare.pdf"
    to_pdf("<!DOCTYPE html>\n<p>Only this</p>", file, paper="letter")
    assert pages_of(file) == (1, [pytest.approx(SIZES["letter"], abs=1)])
    assert "Only this" in text_of(file)


@pytest.mark.browser
def test_nothing_is_fetched_whatever_the_page_asks_for(tmp_path):
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='50'><text y='20'>Of this machine</text></svg>",
        encoding="utf-8",
    )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        here = f"http://127.0.0.1:{server.server_port}"
        wanting = PAGE.replace("</title>", f"</title><link rel='stylesheet' href='{here}/style.css'>").replace(
            "<p>Words</p>",
            f"<img src='{here}/image.png'><iframe src='{here}/frame'></iframe><script src='{here}/script.js'></script>"
            f"<script>fetch('{here}/fetched', {{mode: 'no-cors'}})</script>"
            f"<iframe src='{secret.as_uri()}'></iframe>Words",
        )
        to_pdf(wanting, tmp_path / "wanting.pdf")
        server.shutdown()
        thread.join()
    assert asked == []
    text = text_of(tmp_path / "wanting.pdf")
    assert "Words" in text
    assert "Of this machine" not in text


@pytest.mark.browser
def test_the_environment_names_the_browser(monkeypatch, tmp_path):
    monkeypatch.setenv(pdf.VARIABLE, chromium())
    monkeypatch.setattr(pdf, "_NAMES", ())
    to_pdf(PAGE, tmp_path / "page.pdf")
    assert pages_of(tmp_path / "page.pdf")[0] == 1


@pytest.mark.browser
def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match=r"'page\.pdf' cannot be written \(No such file or directory\)"):
        to_pdf(PAGE, tmp_path / "nowhere" / "page.pdf")


def test_without_a_browser_the_way_round_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_MAC", ())
    with pytest.raises(InputError) as refused:
        to_pdf(PAGE, tmp_path / "page.pdf")
    message = str(refused.value)
    assert "none was found here" in message
    assert "looked for chromium, chromium-browser, google-chrome" in message
    assert "write the report as .html and print it from a browser" in message
    assert pdf.VARIABLE in message
    assert not (tmp_path / "page.pdf").exists()


def test_a_browser_that_is_named_is_used_or_none(monkeypatch, tmp_path):
    monkeypatch.setenv(pdf.VARIABLE, "chrome-of-another-machine")
    with pytest.raises(InputError, match="OUTGROW_BROWSER, 'chrome-of-another-machine', is no program here"):
        find_browser()
    with pytest.raises(InputError, match=r"the browser asked for, '.*nothing', is no program here"):
        find_browser(tmp_path / "nothing")


def test_the_usual_places_are_looked_at(stand_in, monkeypatch, tmp_path):
    program = stand_in("exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(pdf, "_MAC", (str(program),))
    assert find_browser() == program
    monkeypatch.setattr(pdf, "_MAC", ())
    edge = tmp_path / pdf._WINDOWS[1]
    edge.parent.mkdir(parents=True, exist_ok=True)
    program.rename(edge)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find_browser() == edge


def test_the_page_is_private_while_it_is_printed(stand_in, tmp_path):
    """The stand-in keeps a picture of what it was given."""
    seen = tmp_path / "seen"
    program = stand_in(
        f'for last; do case "$last" in --print-to-pdf=*) out="${{last#*=}}";; esac; echo "$last" >> {seen}; done',
        f'ls -ld "$(dirname "$out")" "$(dirname "$out")/page.html" >> {seen}',
        'printf "%%PDF-1.4 of a stand-in" > "$out"',
    )
    file = tmp_path / "page.pdf"
    to_pdf(PAGE, file, browser=program)
    assert file.read_bytes() == b"%PDF-1.4 of a stand-in"
    said = seen.read_text(encoding="utf-8")
    assert "drwx------" in said
    assert "\n-rw-------" in said
    for flag in ("--headless", "--disable-sync", "--disable-background-networking", "--user-data-dir="):
        assert flag in said


@pytest.mark.parametrize(("user", "sandboxed"), [(0, False), (1000, True)])
def test_only_root_goes_without_the_sandbox(user, sandboxed, stand_in, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf.os, "geteuid", lambda: user, raising=False)
    program = stand_in(f'echo "$@" > {tmp_path / "seen"}', "exit 1")
    with pytest.raises(InputError):
        to_pdf(PAGE, tmp_path / "page.pdf", browser=program)
    assert ("--no-sandbox" not in (tmp_path / "seen").read_text(encoding="utf-8")) is sandboxed


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["exit 3"], "Why: it ended with status 3\n"),
        (["exit 0"], "Why: it ended without a PDF\n"),
        (["echo '[1:1:FATAL:zygote.cc(1)] No usable sandbox!' >&2", "exit 1"], "status 1: No usable sandbox!\n"),
    ],
)
def test_a_browser_that_fails_is_said_to_have_failed(lines, why, stand_in, tmp_path):
    with pytest.raises(InputError) as refused:
        to_pdf(PAGE, tmp_path / "page.pdf", browser=stand_in(*lines))
    message = str(refused.value)
    assert "browser did not print the page." in message
    assert why in message
    assert "write the report as .html" in message
    assert str(tmp_path) not in message
    assert not (tmp_path / "page.pdf").exists()


def test_a_file_that_is_no_program_is_said_not_to_start(tmp_path):
    program = tmp_path / "browser"
    program.write_bytes(b"\x7fELF, not really")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(InputError, match="browser did not start"):
        to_pdf(PAGE, tmp_path / "page.pdf", browser=program)


def test_a_browser_that_hangs_is_ended_with_its_helpers(stand_in, tmp_path):
    """The helper would touch a file after a second."""
    late = tmp_path / "late"
    program = stand_in(f"(sleep 1; touch {late}) &", "sleep 30")
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"did not end within 0\.2 seconds"):
        to_pdf(PAGE, tmp_path / "page.pdf", browser=program, timeout=0.2)
    assert time.monotonic() - begun < 10
    time.sleep(1.5)
    assert not late.exists()


def test_an_unknown_paper_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no paper 'a5' to print on"):
        to_pdf(PAGE, tmp_path / "page.pdf", paper="a5")
    with pytest.raises(InputError, match=r"'leter' to print on\. Did you mean 'letter'\?"):
        check_paper("leter")
    assert check_paper("A4") == "a4"


def test_a_browser_in_a_snap_gets_a_folder_that_it_can_see(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / "snap" / "chromium" / "common").mkdir(parents=True)
    assert pdf._folder_for(Path("/snap/bin/chromium")) == tmp_path / "snap" / "chromium" / "common"
    assert pdf._folder_for(Path("/usr/bin/chromium")) is None
