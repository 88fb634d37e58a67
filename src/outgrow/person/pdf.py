"""A PDF as lines, and what else it holds: CVs that are attached, pages without text, text that nobody sees.

In: bytes. Out: `Document`. Start at `read_pdf`. PDFium, the reader of Chromium, opens the file; its letters are taken
from it in `outgrow.person.pdf_letters`, and put together in `outgrow.person.pdf_layout`. It runs in a
process of its own: `outgrow.person.apart`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from outgrow.careers.exports.refused import Refused
from outgrow.person.document import Document, NotUnderstood
from outgrow.person.pdf_layout import PageLetters, laid_out
from outgrow.person.pdf_letters import PageText, letters_of

__all__ = ["read_pdf"]

#: Pages that are read; no resume has as many.
_MOST_PAGES: Final = 60
_MOST_LETTERS: Final = 400_000
#: More than this share of letters without a meaning, and the text is not there.
_GARBLED: Final = 0.3


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
    """Return the letters of the pages that are read, without those that have no meaning, and what was left out."""
    import pypdfium2

    pages: list[PageLetters] = []
    notes: list[NotUnderstood] = []
    total = garbled = 0
    for number in range(1, min(len(pdf), _MOST_PAGES) + 1):
        try:
            page = pdf[number - 1]
            try:
                found = letters_of(page, number)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            notes.append(NotUnderstood(file="", reason="a page that is damaged", page=number))
            continue
        total += len(found.page.letters)
        readable = [letter for letter in found.page.letters if not letter.garbled]
        garbled += len(found.page.letters) - len(readable)
        pages.append(found.page._replace(letters=readable))
        notes += _left_out(found, number)
        if total > _MOST_LETTERS:
            notes.append(NotUnderstood(file="", reason=_too_long(len(pdf) - number)))
            break
    else:
        if len(pdf) > _MOST_PAGES:
            notes.append(NotUnderstood(file="", reason=_too_long(len(pdf) - _MOST_PAGES)))
    if garbled > _GARBLED * total:
        raise Refused(
            "holds letters that cannot be read",
            why="its fonts do not say which letters they draw, so that copying from it gives rubbish too",
            do="save it again from the program that made it, as PDF with text, or as DOCX",
        )
    return pages, notes


def _too_long(pages: int) -> str:
    return f"{pages} more {'page was' if pages == 1 else 'pages were'} not read: no resume is so long"


def _left_out(found: PageText, number: int) -> Iterator[NotUnderstood]:
    """Say what of a page was left out."""
    letters = found.page.letters
    if not letters and not found.hidden and not found.turned:
        reason = "a page without text: it is a picture, or scanned" if found.picture else "a page without text"
        yield NotUnderstood(file="", reason=reason, page=number)
    if found.read_by_machine:
        reason = "a scanned page: its text was read from the picture, perhaps with mistakes"
        yield NotUnderstood(file="", reason=reason, page=number)
    if found.hidden:
        reason = "text that nobody can see: without colour, too small, or out of the page"
        yield NotUnderstood(file="", reason=reason, text=found.hidden, page=number)
    if found.turned:
        yield NotUnderstood(file="", reason="text that is turned", text=found.turned, page=number)
    if any(letter.garbled for letter in letters):
        reason = "letters whose font does not say what they are"
        yield NotUnderstood(file="", reason=reason, page=number)
