"""Hostile documents, opened in a process of their own: each ends in a clear refusal, in time; see test_reading_apart.py too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
import zipfile

import pytest
from tests.person.writing import par, write_docx

from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.refused import Refused
from outgrow.person import apart
from outgrow.person.apart import run_apart

NOW = 2026 * 12 + 10
RESUME = "Ada Example\n\nEXPERIENCE\n\nSenior Analyst, Acme Ltd\nMarch 2019 - present\n"


def read(path, seconds=10.0, **limits):
    return run_apart("profile", [str(path), NOW], seconds=seconds, limits=Limits(**limits))


@pytest.fixture
def other_side(monkeypatch):
    """Return a function that puts something else in the place of the reading, on the other side."""

    def put(code):
        # how the other side starts stays as it is; only the table of readings is another
        swapped = (
            textwrap.dedent(code) + "\nimport outgrow.person.apart as a\na._readings = lambda: {'profile': reading}\n"
        )
        monkeypatch.setattr(
            apart, "_START", apart._START.replace("sys.exit(main())", f"exec({swapped!r}); sys.exit(main())")
        )

    return put


def test_a_resume_is_read(tmp_path):
    path = tmp_path / "resume.txt"
    path.write_text(RESUME)
    [spell] = read(path)["spells"]
    assert (spell["title"], spell["organisation"], spell["start"]) == ("Senior Analyst", "Acme Ltd", "2019-03")
    assert [entry.name for entry in tmp_path.iterdir()] == ["resume.txt"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("def reading(*_):\n while True: pass", "takes more than 2 seconds"),
        ("import os, signal\ndef reading(*_):\n os.kill(os.getpid(), signal.SIGSEGV)", "could not be read"),
        ("import os\ndef reading(*_):\n os._exit(0)", "could not be read"),
        ("import json, os\ndef reading(*_):\n os.write(1, b'[' * 100_000)\n os._exit(0)", "could not be read"),
        (
            "import os\ndef reading(*_):\n while True: os.write(1, b'x' * 65536)",
            "says more than any resume",
        ),
    ],
)
def test_whatever_happens_there_is_a_refusal(tmp_path, other_side, capfd, code, reason):
    other_side(code)
    began = time.monotonic()
    with pytest.raises(Refused, match=reason) as refused:
        read(tmp_path / "resume.txt", seconds=2.0 if "takes" in reason else 8.0)
    assert time.monotonic() - began < 10
    assert refused.value.do
    assert "Ada" not in str(refused.value)
    assert capfd.readouterr() == ("", "")


def test_what_it_prints_reaches_neither_terminal_nor_log(tmp_path, other_side, capfd):
    other_side("import sys\ndef reading(*_):\n sys.stderr.write('Ada Example')\n return {'a': 1}")
    assert read(tmp_path / "resume.txt") == {"a": 1}
    assert capfd.readouterr() == ("", "")


def test_reading_text_loads_no_engine():
    """Starting must be quick: what takes long to load is not loaded for a text."""
    code = """
        import sys
        from outgrow.person.apart import main, _readings
        _readings()
        import outgrow.person.plain, outgrow.person.markdown, outgrow.person.docx, outgrow.person.pdf
        print(sorted({name.partition('.')[0] for name in sys.modules} & {'ibis', 'duckdb', 'pandas', 'altair', 'scipy', 'rich'}))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def bomb(path):
    write_docx(path, par("Ada"), footnotes="<x>" + " " * (90 << 20) + "</x>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/header1.xml", b" " * (90 << 20))
    return path


def pdf(*objects, root=1):
    """Write a PDF by hand from its objects, numbered from 1."""
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        root,
        len(written),
    )


DRAWS = b"/A Do /A Do /A Do \n"
FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>"
    b"/Length %d>>stream\n%sendstream" % (len(DRAWS), DRAWS)
)
HOSTILE = {
    "pages that are their own children": pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"
    ),
    "a form that draws itself": pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>/Contents 4 0 R>>",
        FORM,
    ),
    "a root that is not there": pdf(b"<</Type/Catalog/Pages 7 0 R>>", root=9),
    "a length without an end": pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Length 99999999999>>stream\n"),
    "a beginning alone": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<",
    "arrays without an end": b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000,
    "dictionaries without an end": b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pdfs_are_refused_in_time(tmp_path, capfd, name):
    path = tmp_path / "resume.pdf"
    path.write_bytes(HOSTILE[name])
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        read(path)
    assert time.monotonic() - began < 10
    assert refused.value.do
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_bomb_in_a_docx_is_refused_or_never_unpacked(tmp_path, packing):
    path = tmp_path / "resume.docx"
    write_docx(path, " " * (200 << 20), packing=packing)
    with pytest.raises(Refused, match=r"unpacks|is packed in a way"):
        read(path)
    # what is not part of the text is not unpacked at all, or not further than to a limit
    began = time.monotonic()
    with pytest.raises(Refused, match="does not look like a resume"):
        read(bomb(tmp_path / "other.docx"))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "> " * 20_000 + "a",
        "* " * 20_000 + "a",
        "`" * 1000 + "a" * 100_000,
        "![](" * 30_000,
        "**a " * 30_000,
        "|" * 200_000 + "\n" + "|-" * 100_000,
        "<!--" * 50_000,
        "a   b\n" * 20_000,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("ending", ["md", "txt"])
def test_texts_that_make_parsers_slow_end_in_time(tmp_path, text, ending):
    path = tmp_path / f"resume.{ending}"
    path.write_text(text)
    began = time.monotonic()
    with pytest.raises(Refused):
        read(path)
    assert time.monotonic() - began < 11.5


def test_the_answer_is_json_alone(tmp_path):
    path = tmp_path / "resume.txt"
    path.write_text(RESUME)
    assert json.loads(json.dumps(read(path)))["files"] == [{"file": "resume.txt", "format": "text"}]
