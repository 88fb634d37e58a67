"""Bad and hostile documents, made in a folder at test time: each must give a clear answer, or an honest reading, and soon.

In: a folder. Out: `Bad`, the file and what may be expected. Start at `all_bad`. PDFs are written here object by
object, or by pypdf, so that the tests need no reportlab.
"""

from __future__ import annotations

import io
import itertools
import random
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf

__all__ = ["BAD", "Bad", "all_bad", "pdf_of"]

JOB = ("Ada Tessmer", "Experience", "Press Officer", "Gullfield Council", "March 2015 - June 2018")


@dataclass(frozen=True, slots=True)
class Bad:
    """One document; `says` are the answers to it that are good.

    Parameters
    ----------
    path : Path
        The file.
    says : tuple of {"error", "nothing", "reads"}
        ``error``: it cannot be read, and the answer says why. ``nothing``: it can, and is no resume or has no text: no spells,
        with a word on what was not understood. ``reads``: it is a resume, if an odd one, with the job of `JOB`.
    """

    path: Path
    says: tuple[str, ...]


BAD: dict[str, Callable[[Path], Bad]] = {}


def _bad(make: Callable[[Path], Bad]) -> Callable[[Path], Bad]:
    BAD[make.__name__] = make
    return make


def all_bad(folder: Path) -> dict[str, Bad]:
    """Make all, by name."""
    return {name: make(folder) for name, make in BAD.items()}


def pdf_of(
    pages: list[str], *, font: str = "", resources: str = "", more: tuple[bytes, ...] = (), extra: str = ""
) -> bytes:
    """Return a PDF whose pages have these content streams.

    Parameters
    ----------
    pages : list of str
        Content streams, one a page; the font is /F.
    font : str
        Dictionary of the font; Helvetica by default.
    resources : str
        What a page's resources have beside it.
    more : tuple of bytes
        Objects after the font, numbered from 4.
    extra : str
        What each page's dictionary has beside it.
    """
    font = font or "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    first = 4 + len(more)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()]
    objects += [font.encode(), *more]
    for number, content in enumerate(pages):
        squeezed = zlib.compress(content.encode("latin-1"))
        held = f"/Resources << /Font << /F 3 0 R >> {resources} >> /Contents {first + 2 * number + 1} 0 R {extra}"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {held} >>".encode())
        head = f"<< /Length {len(squeezed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + squeezed + b"\nendstream")
    whole, places = bytearray(b"%PDF-1.5\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    at = len(whole)
    whole += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    whole += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    whole += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(whole)


def _lines(lines: tuple[str, ...], matrix: str = "1 0 0 1 60 780") -> str:
    shown = "".join(f"({line}) Tj 0 -18 Td " for line in lines)
    return f"q {matrix} cm BT /F 12 Tf {shown}ET Q"


def _docx(folder: Path, name: str, lines: tuple[str, ...] = JOB) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / name))
    return folder / name


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@_bad
def encrypted_pdf(folder: Path) -> Bad:
    """A PDF that wants a password (RC4, which needs no other package)."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([_lines(JOB)])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "encrypted.pdf")
    return Bad(folder / "encrypted.pdf", ("error",))


@_bad
def scanned_pdf(folder: Path) -> Bad:
    """A picture and no text, as a scanner makes it."""
    dots = zlib.compress(bytes(random.Random(7).choices((0, 255), k=200 * 280)))
    picture = "<< /Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    head = f"{picture}/Filter /FlateDecode /Length {len(dots)} >>\nstream\n"
    held = head.encode() + dots + b"\nendstream"
    page = pdf_of(["q 595 0 0 842 0 0 cm /I Do Q"], resources="/XObject << /I 4 0 R >>", more=(held,))
    return Bad(_write(folder / "scanned.pdf", page), ("nothing", "error"))


@_bad
def truncated_pdf(folder: Path) -> Bad:
    """The first third of a file: a download that broke off."""
    whole = pdf_of([_lines(JOB)] * 3)
    return Bad(_write(folder / "truncated.pdf", whole[: len(whole) // 3]), ("error", "nothing"))


@_bad
def truncated_docx(folder: Path) -> Bad:
    """The first half of one."""
    whole = _docx(folder, "whole.docx").read_bytes()
    (folder / "whole.docx").unlink()
    return Bad(_write(folder / "truncated.docx", whole[: len(whole) // 2]), ("error",))


@_bad
def bomb_docx(folder: Path) -> Bad:
    """200 kB that become 200 MB: one paragraph of blanks."""
    path = _docx(folder, "bomb.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts.pop("word/document.xml")
    before, _, after = body.partition(b"<w:body>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        with archive.open("word/document.xml", "w", force_zip64=True) as out:
            out.write(before + b'<w:body><w:p><w:r><w:t xml:space="preserve">')
            for _ in range(200):
                out.write(b" " * 1_000_000)
            out.write(b"</w:t></w:r></w:p>" + after)
    return Bad(path, ("error",))


@_bad
def tricky_docx(folder: Path) -> Bad:
    """A DOCX with members that climb out of the folder; who reads it writes nothing, so it reads."""
    path = _docx(folder, "tricky.docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../climbed.txt", "out")
        archive.writestr("/absolute/climbed.txt", "out")
        archive.writestr("word\\..\\..\\climbed.txt", "out")
    return Bad(path, ("reads", "error"))


@_bad
def entities_docx(folder: Path) -> Bad:
    """A DOCX whose XML declares entities: a billion laughs."""
    path = _docx(folder, "entities.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    declared = _laughs("w:document")
    start = parts["word/document.xml"].index(b"<w:document")
    text = parts["word/document.xml"][start:].replace(b"Ada Tessmer", b"&j;")
    parts["word/document.xml"] = declared.encode() + text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return Bad(path, ("error",))


def _laughs(root: str) -> str:
    names = "abcdefghij"
    lines = ['<!ENTITY a "ha">']
    lines += [f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(names)]
    return f'<?xml version="1.0"?>\n<!DOCTYPE {root} [{"".join(lines)}]>\n'


def _europass(folder: Path, name: str, head: str, title: str) -> Path:
    xml = (
        f'{head}<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><WorkExperienceList>'
        f'<WorkExperience><Period><From year="2015" month="--03"/><To year="2018" month="--06"/></Period><Position><Label>{title}'
        "</Label></Position><Employer><Name>Gullfield Council</Name></Employer></WorkExperience></WorkExperienceList>"
        "</LearnerInfo></SkillsPassport>"
    )
    return _write(folder / name, xml.encode())


@_bad
def laughing_europass(folder: Path) -> Bad:
    """XML of Europass whose title would unfold to two billion letters."""
    return Bad(_europass(folder, "laughs.xml", _laughs("SkillsPassport"), "&j;"), ("error",))


@_bad
def peeping_europass(folder: Path) -> Bad:
    """XML of Europass whose title is a file of this machine."""
    (folder / "private.txt").write_text("not for the eyes of a resume", encoding="utf-8")
    uri = (folder / "private.txt").as_uri()
    head = f'<?xml version="1.0"?>\n<!DOCTYPE SkillsPassport [<!ENTITY peep SYSTEM "{uri}">]>\n'
    return Bad(_europass(folder, "peeping.xml", head, "&peep;"), ("error",))


@_bad
def long_pdf(folder: Path) -> Bad:
    """500 pages, far more than a resume has, of which the first is one."""
    pages = [_lines(JOB)] + [_lines((f"Page {number} of the minutes",)) for number in range(2, 501)]
    return Bad(_write(folder / "long.pdf", pdf_of(pages)), ("reads", "error"))


@_bad
def unmapped_pdf(folder: Path) -> Bad:
    """A font whose letters are numbers of glyphs, without a map to text: it looks right, and says nothing."""
    width = b"<< /Type /FontDescriptor /FontName /AAAAAA+Secret /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 "
    width += b"/Descent -200 /CapHeight 700 /StemV 80 >>"
    child = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Secret /FontDescriptor 5 0 R /CIDToGIDMap /Identity "
    )
    child += b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>"
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Secret /Encoding /Identity-H /DescendantFonts [4 0 R] >>"
    # numbers of glyphs are in the order in which a program met the letters: no code of any alphabet
    letters = {letter: number for number, letter in enumerate(dict.fromkeys("".join(JOB)), 1)}
    shown = "".join(f"<{''.join(f'{letters[letter]:04x}' for letter in line)}> Tj 0 -18 Td " for line in JOB)
    page = f"q 1 0 0 1 60 780 cm BT /F 12 Tf {shown}ET Q"
    return Bad(_write(folder / "unmapped.pdf", pdf_of([page], font=font, more=(child, width))), ("nothing", "error"))


@_bad
def upside_down_pdf(folder: Path) -> Bad:
    """A page that was scanned with its head down and turned by its /Rotate: it shows upright."""
    content = _lines(JOB, "-1 0 0 -1 535 62")
    return Bad(_write(folder / "upside_down.pdf", pdf_of([content], extra="/Rotate 180")), ("reads",))


@_bad
def right_to_left(folder: Path) -> Bad:
    """A resume in Hebrew: read from right to left, in a language that outgrow has no headings of."""
    words = "דנה כרמלי\n\nניסיון תעסוקתי\n\nמנהלת תקשורת, עיריית גבעת האורן\nמרץ 2015 - יוני 2018\n"
    return Bad(_write(folder / "right_to_left.txt", words.encode()), ("nothing", "error"))


@_bad
def novel(folder: Path) -> Bad:
    """Two hundred pages of a novel, with years and offices in it."""
    picked = random.Random(11)
    who = ("The editor", "Old Marren", "The nurse", "Her manager")
    what = ("left", "came back to", "dreamt of", "sold")
    where = ("the council", "the mill", "Harrow Press", "the hospital")
    when = ("in March 1915", "that summer", "since 1898", "until June")
    lines = [
        f"{picked.choice(who)} {picked.choice(what)} {picked.choice(where)} {picked.choice(when)}, and it rained all week."
        for _ in range(6000)
    ]
    chapters = [f"Chapter {number}\n\n" + "\n".join(lines[number * 200 : number * 200 + 200]) for number in range(30)]
    return Bad(_write(folder / "novel.txt", "\n\n".join(chapters).encode()), ("nothing",))


@_bad
def invoice(folder: Path) -> Bad:
    """An invoice: dates, places and names of firms, and no job."""
    rows = ("INVOICE 2018-0614", "Gullfield Printing Ltd, 3 Dock Road", "Date: 14 June 2018   Due: 14 July 2018")
    rows += ("Leaflets, March 2018 - June 2018   4,000   310.00", "Banner   2   95.00", "Total   405.00", "Thank you")
    return Bad(_write(folder / "invoice.pdf", pdf_of([_lines(rows)])), ("nothing",))


@_bad
def empty_file(folder: Path) -> Bad:
    """Not one byte, called .pdf."""
    return Bad(_write(folder / "empty.pdf", b""), ("error",))


@_bad
def blank_text(folder: Path) -> Bad:
    """Blanks and ends of lines."""
    return Bad(_write(folder / "blank.txt", b" \n\n\t \n"), ("nothing", "error"))


@_bad
def rubbish_pdf(folder: Path) -> Bad:
    """Random bytes called .pdf."""
    return Bad(_write(folder / "rubbish.pdf", random.Random(3).randbytes(40_000)), ("error",))


@_bad
def rubbish_text(folder: Path) -> Bad:
    """Random bytes called .txt."""
    return Bad(_write(folder / "rubbish.txt", random.Random(5).randbytes(4_000)), ("error", "nothing"))


@_bad
def spreadsheet_as_docx(folder: Path) -> Bad:
    """A zip with nothing of Word's in it, called .docx."""
    with zipfile.ZipFile(folder / "sheet.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return Bad(folder / "sheet.docx", ("error",))


_TEXT = "Ada Teßmér\n\nEXPERIENCE\n\nPress Officer, Gullfield Council\nMarch 2015 - June 2018\n"


@_bad
def utf16_text(folder: Path) -> Bad:
    """As Notepad of Windows saves "Unicode"."""
    return Bad(_write(folder / "utf16.txt", _TEXT.encode("utf-16")), ("reads",))


@_bad
def latin1_text(folder: Path) -> Bad:
    """As editors of the nineties saved it."""
    return Bad(_write(folder / "latin1.txt", _TEXT.encode("latin-1")), ("reads", "error"))


@_bad
def marked_text(folder: Path) -> Bad:
    """UTF-8 with a mark of byte order, and ends of lines of Windows."""
    return Bad(_write(folder / "marked.txt", b"\xef\xbb\xbf" + _TEXT.replace("\n", "\r\n").encode()), ("reads",))


@_bad
def endless_line(folder: Path) -> Bad:
    """One line of two million letters, which slow patterns choke on."""
    return Bad(_write(folder / "endless.txt", b"March 2015 - " * 160_000), ("nothing", "error"))
