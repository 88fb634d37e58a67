"""Files of strangers: what is refused and why, that a process of its own is stopped at its limits, that originals stay."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest
from tests.person.docx_files import p, write_docx

from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.refused import Refused
from outgrow.errors import InputError, SourceNotFound, UnreadableSource
from outgrow.person import apart
from outgrow.person.apart import run_apart
from outgrow.person.read import LIMITS, read_profile

RESUME = "# A Person\n\n## Experience\n\n### Editor, Example Ltd\nJan 2018 - Present\n\n- Edited books.\n"
NOVEL = "It was a wet morning when the carter came over the hill, and nobody in the house had slept.\n" * 400
INVOICE = """Invoice 2041
Harrow & Finch Ltd, 12 Mill Lane
Date: 12 March 2019
2 reams of paper            14.00
1 box of pencils             9.50
Total                       23.50
Please pay within 30 days.
"""


def refusal(path, content):
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableSource) as fault:
        read_profile(path, this_month=2026 * 12)
    return str(fault.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("novel.txt", NOVEL, "does not look like a resume"),
        ("invoice.txt", INVOICE, "does not look like a resume"),
        ("empty.pdf", b"", "is empty"),
        ("blank.txt", "\n \n", "is empty"),
        ("rubbish.pdf", bytes(range(256)) * 40, "is no text"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "is a damaged PDF"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old version of Word"),
        ("letter.rtf", b"{\\rtf1 hello}", "is an RTF file"),
        ("scan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture"),
        ("photo.pdf", b"\xff\xd8\xff\xe0" + b"\0" * 100, "is a picture"),
        ("page.html", "<!DOCTYPE html><html><body>Editor 2018 - 2019</body></html>", "is a web page"),
        ("other.xml", "<?xml version='1.0'?><order><item/></order>", "is XML, and no CV of Europass"),
        ("other.json", '{"orders": []}', "is JSON, and no JSON Resume"),
        ("broken.json", '{"basics": {"name": "x"}, "work": [', "is not valid JSON"),
        (
            "entities.xml",
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><SkillsPassport>&b;</SkillsPassport>',
            "declares a document type or entities",
        ),
    ],
)
def test_what_is_no_resume_is_refused_with_what_to_do(tmp_path, name, content, says):
    said = refusal(tmp_path / name, content)
    assert says in said
    assert "Do: " in said
    assert f"'{name}'" in said


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"word/document.xml": b"<a>" + b" " * 80_000_000 + b"</a>"}, "more than"),
        ({"../../evil.xml": "x", "word/document.xml": "<a/>"}, "leads out of the archive"),
        ({"content.xml": "<office/>"}, "OpenOffice"),
        ({"xl/workbook.xml": "<workbook/>"}, "spreadsheet"),
        ({"a.txt": "text"}, "no data export of LinkedIn"),
        ({"word/document.xml": "<w:document"}, "not valid XML"),
        ({"inner.zip": "x", "word/document.xml": "<a/>"}, "another archive"),
    ],
    ids=["bomb", "climbs out", "odt", "xlsx", "zip", "damaged", "nested"],
)
def test_archives_that_are_none_of_ours_or_do_harm(tmp_path, members, says):
    assert says in refusal(packed(tmp_path / "file.docx", members), None)


def test_a_zip_that_is_cut_short(tmp_path):
    whole = write_docx(tmp_path / "a.docx", p("Editor"))
    assert "damaged" in refusal(tmp_path / "b.docx", whole.read_bytes()[:-60])


def test_the_original_stays_as_it_is_and_nothing_is_written_beside_it(tmp_path):
    path = tmp_path / "resume.md"
    path.write_text(RESUME, encoding="utf-8")
    path.chmod(0o400)
    before = path.stat()
    assert read_profile(path).spells[0].title == "Editor"
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert [one.name for one in tmp_path.iterdir()] == ["resume.md"]


def test_no_file_and_no_files(tmp_path):
    with pytest.raises(SourceNotFound, match=r"no file 'gone.pdf'"):
        read_profile(tmp_path / "gone.pdf")
    with pytest.raises(InputError, match="0 files were given"):
        read_profile([])


def test_texts_in_other_encodings_are_read_and_a_guess_is_said(tmp_path):
    for name, encoding in (("wide.txt", "utf-16"), ("marked.txt", "utf-8-sig")):
        (tmp_path / name).write_text("Experience\n\nRédactrice, Maison Été\n2018 - 2020\n", encoding=encoding)
        assert read_profile(tmp_path / name).spells[0].title == "Rédactrice"
    (tmp_path / "old.txt").write_text("Experience\n\nRédactrice, Maison Été\n2018 - 2020\n", encoding="cp1252")
    found = read_profile(tmp_path / "old.txt")
    assert found.spells[0].organisation == "Maison Été"
    assert any("Windows-1252" in one.reason for one in found.not_understood)


# What runs in the process of its own when a test asks for it; the table of readings is the only way in.


def asked(monkeypatch, body, *, seconds=8.0, limits=LIMITS):
    """Run a reading that does `body` in the other process."""
    start = (
        "import sys; sys.path[:] = sys.argv[1:]; from outgrow.person import apart\n"
        f"def reading(limits):\n    {body}\n"
        "apart._readings = lambda: {'test': reading}\n"
        "sys.exit(apart.main())"
    )
    monkeypatch.setattr(apart, "_START", start)
    return run_apart("test", [], seconds=seconds, limits=limits)


def test_what_a_reading_gives_comes_back(monkeypatch):
    assert asked(monkeypatch, "return {'pid': __import__('os').getpid()}")["pid"] != os.getpid()


def test_a_refusal_comes_back_whole(monkeypatch):
    body = "from outgrow.careers.exports.refused import Refused; raise Refused('is odd', why='so', do='this')"
    with pytest.raises(Refused) as fault:
        asked(monkeypatch, body)
    assert (fault.value.reason, fault.value.why, fault.value.do) == ("is odd", "so", "this")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("__import__('time').sleep(60)", "takes more than 1 seconds"),
        ("__import__('os').abort()", "could not be read"),
        ("raise ValueError('a row about Anna')", "could not be read"),
        ("print('rubbish'); return {}", "could not be read"),
        ("return {'text': 'x' * (40 << 20)}", "says more than any resume"),
        ("f = lambda n: f(n + 1)\n    f(0)", "nested too deep"),
    ],
    ids=["time", "crash", "fault", "rubbish", "size", "depth"],
)
def test_whatever_goes_wrong_is_a_refusal(monkeypatch, body, says, capfd):
    with pytest.raises(Refused, match=says):
        asked(monkeypatch, body, seconds=1.0 if "sleep" in body else 8.0)
    shown = capfd.readouterr()
    assert "Anna" not in shown.out + shown.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory and file size are of Linux")
def test_memory_and_writing_are_bounded(monkeypatch, tmp_path):
    with pytest.raises(Refused, match=r"memory|could not be read"):
        asked(monkeypatch, "x = bytearray(3 << 30); return {'size': len(x)}")
    written = tmp_path / "out.txt"
    with pytest.raises(Refused):
        asked(monkeypatch, f"f = open({str(written)!r}, 'w'); f.write('x' * 100000); f.close(); return {{}}")
    assert not written.exists() or written.stat().st_size == 0


def test_only_readings_of_the_table_can_be_run():
    with pytest.raises(Refused, match="could not be read"):
        run_apart("os.system", ["true"], seconds=8, limits=Limits())
