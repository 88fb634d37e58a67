"""Letters of a PDF with their places, and what else it holds: CVs that are attached, pages without text.

In: bytes. Out: `Document`. Start at `read_pdf`. PDFium, the reader of Chromium, opens the file; lines and columns are made of its
letters in `outgrow.person.pdf_layout`. It runs in a process of its own: `outgrow.person.apart`.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from outgrow.careers.exports.refused import Refused
from outgrow.person.document import Document, NotUnderstood
from outgrow.person.pdf_layout import Letter, PageLetters, laid_out

__all__ = ["read_pdf"]

#: Pages that are read; no resume has as many.
_MOST_PAGES: Final = 60
_MOST_LETTERS: Final = 400_000
#: Letters below this size are not meant to be read.
_SMALLEST: Final = 2.0
_BOLD_FROM: Final = 600
_BOLD_NAME: Final = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
#: An angle beyond this is no line of text across the page, in radians.
_TURNED: Final = 0.2
#: More than this share of letters without a meaning, and the text is not there.
_GARBLED: Final = 0.3
_SYMBOLS: Final = re.compile(r"[\ue000-\uf8ff]")


def read_pdf(content: bytes) -> Document:
    """Turn a PDF into lines.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    Document
        Columns apart and in reading order; XML that is attached; and what was left out.

    Raises
    ------
    Refused
        It is damaged or locked, or its letters have no meaning.
    """
    pdf = _opened(content)
    try:
        attachments = tuple(_attachments(pdf))
        pages, notes = _pages(pdf)
        count = len(pdf)
    finally:
        pdf.close()
    letters = [letter for page in pages for letter in page.letters]
    if letters and sum(letter.garbled for letter in letters) > _GARBLED * len(letters):
        raise Refused(
            "holds letters that cannot be read",
            why="its fonts do not say which letters they draw, so that copying from it gives rubbish too",
            do="save it again from the program that made it, as PDF with text, or as DOCX",
        )
    return Document(
        lines=laid_out(pages), kind="pdf", attachments=attachments, not_understood=tuple(notes), pages=count
    )


def _opened(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Refused(
                "is locked with a password",
                why="its text cannot be read without it",
                do="save a copy without a password",
            ) from None
        raise Refused(
            "is a damaged PDF", why="it is cut short, or no PDF at all", do="download or save it again"
        ) from None


def _attachments(pdf: Any) -> Iterator[bytes]:
    import pypdfium2

    try:
        for number in range(min(pdf.count_attachments(), 20)):
            data = bytes(pdf.get_attachment(number).get_data())
            if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                yield data
    except pypdfium2.PdfiumError:
        return


def _pages(pdf: Any) -> tuple[list[PageLetters], list[NotUnderstood]]:
    import pypdfium2
    from pypdfium2 import raw

    pages, notes, total = [], [], 0
    for number in range(min(len(pdf), _MOST_PAGES)):
        try:
            page = pdf[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            notes.append(NotUnderstood(file="", reason="a page that is damaged", page=number + 1))
            continue
        width, height = page.get_size()
        letters, hidden = _letters(text, width, height, raw)
        total += len(letters)
        if not letters:
            pictures = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
            reason = "a page without text: it is a picture, or scanned" if pictures else "a page without text"
            notes.append(NotUnderstood(file="", reason=reason, page=number + 1))
        if hidden:
            reason = f"{hidden} letters that are turned, or too small or too far out to be seen"
            notes.append(NotUnderstood(file="", reason=reason, page=number + 1))
        pages.append(PageLetters(number + 1, width, height, letters))
        text.close()
        page.close()
        if total > _MOST_LETTERS:
            notes.append(
                NotUnderstood(file="", reason=f"pages from {number + 2} on were not read: no resume is so long")
            )
            return pages, notes
    if len(pdf) > _MOST_PAGES:
        notes.append(
            NotUnderstood(file="", reason=f"{len(pdf) - _MOST_PAGES} more pages were not read: no resume is so long")
        )
    return pages, notes


def _letters(text: Any, width: float, height: float, raw: Any) -> tuple[list[Letter], int]:
    """Return the letters of a page that can be seen, and how many cannot."""
    found: list[Letter] = []
    hidden = 0
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(256)
    names: dict[bytes, bool] = {}
    spaced = False
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code <= 32 or code == 0xA0:
            spaced = True
            continue
        if not raw.FPDFText_GetLooseCharBox(text, place, box) or not raw.FPDFText_GetCharOrigin(text, place, x, y):
            continue
        size = raw.FPDFText_GetFontSize(text, place)
        tall = abs(box.top - box.bottom)
        # a font of size 1 on a page that is scaled: what counts is how tall the letter is
        size = tall / 1.2 if size < 3 <= tall else size
        angle = raw.FPDFText_GetCharAngle(text, place)
        turned = angle > _TURNED and abs(angle - 6.2832) > _TURNED
        outside = box.right < 0 or box.left > width or box.top < 0 or box.bottom > height
        if turned or outside or size < _SMALLEST:
            hidden += 1
            continue
        weight = raw.FPDFText_GetFontWeight(text, place)
        length = raw.FPDFText_GetFontInfo(text, place, buffer, 256, flags)
        name = buffer.raw[: max(min(length, 256) - 1, 0)]
        if name not in names:
            names[name] = _BOLD_NAME.search(name.decode("latin-1")) is not None
        letter = chr(code) if code < 0x110000 else "\ufffd"
        symbol = _SYMBOLS.match(letter) is not None
        garbled = raw.FPDFText_HasUnicodeMapError(text, place) == 1 and not symbol
        garbled = garbled or letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Cn")
        found.append(
            Letter(
                text="•" if symbol else letter,
                left=box.left,
                right=box.right,
                base=y.value,
                size=float(size),
                bold=weight >= _BOLD_FROM or names[name],
                garbled=garbled,
                spaced=spaced,
            )
        )
        spaced = False
    return found, hidden
