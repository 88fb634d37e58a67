"""What a file is, is told by what is in it; what is not read is named, with what to do."""

from __future__ import annotations

import json
import zipfile

import pytest
from tests.person.writing import par, write_docx

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.refused import Refused
from outgrow.person.formats import format_of
from outgrow.person.read import LIMITS

CANDIDATE = '<?xml version="1.0"?><Candidate xmlns="urn:x"></Candidate>'


def kind(path):
    with Source(path, LIMITS) as source:
        return format_of(source)


def packed(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("resume.txt", b"%PDF-1.7\n", "pdf"),
        ("resume", b"\xef\xbb\xbf%PDF-1.4\n", "pdf"),
        ("resume.md", b"# Ada", "markdown"),
        ("resume.markdown", b"Ada", "markdown"),
        ("resume.txt", b"Ada Example", "text"),
        ("resume", "Jürgen".encode("cp1252"), "text"),
        ("resume.txt", "Ada".encode("utf-16"), "text"),
        ("resume.txt", b"# Ada Example\n\n## Experience\n\n**Analyst**\n", "markdown"),
        ("resume.txt", b"# of people led: 3\nAda Example", "text"),
        ("resume.pdf", json.dumps({"basics": {"name": "Ada"}, "work": []}).encode(), "json-resume"),
        ("cv.txt", CANDIDATE.encode(), "europass"),
        ("cv.xml", CANDIDATE.encode("utf-16"), "europass"),
    ],
)
def test_files_are_told_by_what_is_in_them(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    assert kind(path) == expected


def test_zips_are_told_by_what_is_in_them(tmp_path):
    assert kind(write_docx(tmp_path / "resume.zip", par("Ada"))) == "docx"
    linkedin = packed(tmp_path / "resume.docx", Positions_csv="Company Name,Title,Started On,Finished On\n")
    assert kind(linkedin) == "linkedin"


@pytest.mark.parametrize(
    ("content", "what", "do"),
    [
        (b"", "is empty", "give the file"),
        (b" \n\t\n", "is empty", "give the file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old version of Word", "save it as PDF or DOCX"),
        (b"{\\rtf1\\ansi Ada}", "an RTF file", "save it as PDF or DOCX"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "a picture", "holds no text"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, "a picture", "holds no text"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a picture", "holds no text"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a picture", "holds no text"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "a picture", "holds no text"),
        (b"MZ\x90\0" + b"\0" * 60, "a program", "give a document"),
        (b"\x7fELF" + b"\0" * 60, "a program", "give a document"),
        (b"#!/bin/sh\necho hi\n", "a program", "give a document"),
        (b"<!DOCTYPE html><p>Ada", "a web page", "print it to PDF, or save its text"),
        (b"  <html><body>Ada", "a web page", "print it to PDF, or save its text"),
        (b"<?xml version='1.0'?><resume/>", "is XML, and no CV of Europass", "give a PDF"),
    ],
)
def test_what_is_not_read_is_named_and_a_way_out_is_told(tmp_path, content, what, do):
    path = tmp_path / "resume.pdf"
    path.write_bytes(content)
    with pytest.raises(Refused, match=what) as refused:
        kind(path)
    assert do in (refused.value.do or "")


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content_xml": "<x/>"}, "OpenOffice or LibreOffice"),
        ({"xl__workbook_xml": "<x/>"}, "a spreadsheet"),
        ({"ppt__presentation_xml": "<x/>"}, "a presentation"),
        ({"Index__Document_iwa": "x"}, "a document of Pages"),
        ({"photo_jpg": "x"}, "is a zip, and no data export of LinkedIn"),
    ],
)
def test_other_zips_are_named(tmp_path, files, what):
    with pytest.raises(Refused, match=what):
        kind(packed(tmp_path / "resume.docx", **files))


def test_a_folder_that_is_no_export_is_refused(tmp_path):
    with pytest.raises(Refused, match="is a folder, and no data export of LinkedIn"):
        kind(tmp_path)
