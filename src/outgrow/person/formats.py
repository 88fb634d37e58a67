"""Which format a file is of, told from what is in it, and what to do about those that are not read.

In: a path. Out: the name of a format. Start at `format_of`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.registry import reader_of

__all__ = ["Format", "format_of"]

Format = Literal["pdf", "docx", "markdown", "text", "linkedin", "json-resume", "europass"]
_EXPORTS: Final[tuple[Format, ...]] = ("linkedin", "json-resume", "europass")
_MARKDOWN: Final = (".md", ".markdown", ".mdown")
_SAVE: Final = "save it as PDF or DOCX, and give that"
#: First bytes of formats that are not read, what they are, and what to do.
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "a document of an old version of Word, or another old Office file", _SAVE),
    (b"{\\rtf", "an RTF file", _SAVE),
    (b"\x89PNG", "a picture", "give the document itself: a picture holds no text"),
    (b"\xff\xd8\xff", "a picture", "give the document itself: a picture holds no text"),
    (b"GIF8", "a picture", "give the document itself: a picture holds no text"),
    (b"II*\0", "a picture", "give the document itself: a picture holds no text"),
    (b"MM\0*", "a picture", "give the document itself: a picture holds no text"),
    (b"MZ", "a program", "give a document"),
    (b"\x7fELF", "a program", "give a document"),
    (b"BM", "a picture", "give the document itself: a picture holds no text"),
    (b"#!", "a program", "give a document"),
    (b"%!PS", "a PostScript file", "convert it to PDF, and give that"),
)
_PHOTOGRAPHS: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"ftypheif")
_HEADINGS: Final = re.compile(rb"^#{1,4} \S.*$", re.MULTILINE)
_BOLD: Final = re.compile(rb"^(?:[-*] )?\*\*\S[^*\n]*\*\*", re.MULTILINE)
#: What zips hold that are no exports and no DOCX.
_ZIPS: Final = (
    ("content.xml", "a document of OpenOffice or LibreOffice", _SAVE),
    ("workbook.xml", "a spreadsheet", "give the resume; careers of many are read by outgrow reach --careers FILE"),
    ("presentation.xml", "a presentation", _SAVE),
    ("index.zip", "a document of Pages", _SAVE),
    ("document.iwa", "a document of Pages", _SAVE),
)
_DO: Final = "give a PDF, a DOCX, Markdown, text, JSON Resume, a CV of Europass, or the zip that LinkedIn sends"


def format_of(source: Source) -> Format:
    """Tell which format a file, a zip or a folder is of.

    Parameters
    ----------
    source : Source
        Opened.

    Raises
    ------
    Refused
        It is of none that is read; says what it is, where that can be told, and what to do.
    """
    # a PDF may carry the XML of another format where readers look for it
    is_pdf = source.kind == "file" and b"%PDF-" in source.head[:1024]
    reader = None if is_pdf else reader_of(source, plug_ins=False)
    if reader is not None:
        for name in _EXPORTS:
            if reader.name == name:
                return name
    if source.kind == "folder":
        raise Refused(
            "is a folder, and no data export of LinkedIn", do="give the files of one person, one after the other"
        )
    if source.kind == "zip":
        return _of_zip(source)
    head = source.head
    if not head.strip(b"\0 \t\r\n"):
        raise Refused("is empty", do="give the file that holds the resume")
    if is_pdf:
        return "pdf"
    for start, what, do in _OTHERS:
        # a text may begin with two letters of a picture or a program, and holds no zero bytes
        if head.startswith(start) and (len(start) > 2 or start == b"#!" or b"\0" in head[:64]):
            raise Refused(f"is {what}, which is not read", do=do)
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in _PHOTOGRAPHS:
        raise Refused("is a picture, which is not read", do="give the document itself: a picture holds no text")
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Refused("is a web page, which is not read", do="print it to PDF, or save its text, and give that")
    if start.startswith((b"<?xml", b"<")) and b">" in start:
        raise Refused("is XML, and no CV of Europass", do=_DO)
    if start.startswith((b"{", b"[")) and Path(source.name).suffix.lower() == ".json":
        raise Refused("is JSON, and no JSON Resume", do="see https://jsonresume.org/schema, or " + _DO)
    # Markdown by another name: several of its headings, or one and titles in bold
    headings = len(_HEADINGS.findall(head))
    told = headings > 2 or (headings > 0 and _BOLD.search(head) is not None)
    return "markdown" if told or Path(source.name).suffix.lower() in _MARKDOWN else "text"


def _of_zip(source: Source) -> Format:
    names = {name.lower() for name in source.names()}
    if "word/document.xml" in names:
        return "docx"
    for name, what, do in _ZIPS:
        if any(one.rpartition("/")[2] == name for one in names):
            raise Refused(f"is {what}, which is not read", do=do)
    raise Refused("is a zip, and no data export of LinkedIn", do="unpack it, and give the resume that is in it")
