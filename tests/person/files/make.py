"""Make the small PDF files beside this script: one for each layout and each trap, with people and employers that do not exist.

Run: ``pip install reportlab && python tests/person/files/make.py``. The files are the same, byte by byte, each time.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
WIDTH, HEIGHT = A4
JOBS = [
    (
        "Head of Logistics",
        "Brightwater Ltd",
        "Leeds",
        "Mar 2019 - Present",
        ["Runs a depot of ninety people", "Cut late loads by a third"],
    ),
    (
        "Transport Planner",
        "Oakmere Haulage",
        "York",
        "Jan 2015 - Feb 2019",
        ["Planned forty routes a day", "Trained six planners"],
    ),
    (
        "Warehouse Clerk",
        "Pinefield Stores",
        "Hull",
        "2011 - 2014",
        ["Booked goods in and out", "Kept the stock list right"],
    ),
]
SKILLS = ["Route planning", "Stock control", "Forklift licence", "Excel", "SAP"]
LANGUAGES = ["English", "Polish", "German"]


class Sheet:
    """A canvas that is written on from the top down."""

    def __init__(self, name: str, encrypt: StandardEncryption | None = None) -> None:
        self.canvas = Canvas(str(HERE / name), pagesize=A4, invariant=1, encrypt=encrypt)
        self.y = HEIGHT - 60

    def at(self, x: float, text: str, *, size: float = 10, bold: bool = False, y: float | None = None) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.y if y is None else y, text)

    def to(self, right: float, text: str, *, size: float = 10) -> None:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawRightString(right, self.y, text)

    def drawn(self, text: str, *, size: float = 10, mode: int = 0, apart: float = 0) -> None:
        """Draw a text in another mode (2: filled and outlined, 3: without ink), or with its letters apart."""
        self.canvas.saveState()
        block = self.canvas.beginText(50, self.y)
        block.setFont("Helvetica", size)
        block.setTextRenderMode(mode)
        block.setCharSpace(apart)
        block.textOut(text)
        self.canvas.drawText(block)
        self.canvas.restoreState()

    def down(self, points: float = 14) -> None:
        self.y -= points

    def name(self) -> None:
        self.at(50, "Alex Example", size=22, bold=True)
        self.down(18)
        self.at(50, "alex@example.org, Leeds, United Kingdom")
        self.down(30)

    def heading(self, x: float, text: str) -> None:
        self.down(8)
        self.at(x, text, size=13, bold=True)
        self.down(18)

    def job(self, x: float, job: tuple, *, dates: str = "right", right: float = 545) -> None:
        title, employer, place, when, duties = job
        self.at(x, title, bold=True)
        if dates == "right":
            self.to(right, when)
        self.down()
        self.at(x, f"{employer}, {place}")
        if dates == "below":
            self.down()
            self.at(x, when)
        self.down()
        for duty in duties:
            self.at(x, "•")
            self.at(x + 12, duty)
            self.down()
        self.down(8)

    def listed(self, x: float, heading: str, items: list[str]) -> None:
        self.heading(x, heading)
        for item in items:
            self.at(x, item)
            self.down()

    def page(self) -> None:
        self.canvas.showPage()
        self.y = HEIGHT - 60

    def save(self) -> None:
        self.canvas.save()


def one_column() -> None:
    sheet = Sheet("one-column.pdf")
    sheet.name()
    sheet.heading(50, "Experience")
    for job in JOBS:
        sheet.job(50, job)
    sheet.listed(50, "Skills", SKILLS)
    sheet.save()


def sidebar(name: str, side: float, main: float, *, dates: str = "below") -> None:
    sheet = Sheet(name)
    sheet.name()
    top = sheet.y
    sheet.listed(side, "Skills", SKILLS)
    sheet.listed(side, "Languages", LANGUAGES)
    sheet.y = top
    sheet.heading(main, "Experience")
    for job in JOBS:
        sheet.job(main, job, dates=dates, right=main + 330)
    sheet.save()


def two_columns() -> None:
    """Two columns of the same width, each with its own headings."""
    sheet = Sheet("two-columns.pdf")
    sheet.name()
    top = sheet.y
    sheet.heading(50, "Experience")
    for job in JOBS:
        sheet.job(50, job, dates="below")
    sheet.y = top
    sheet.heading(320, "Education")
    for line in (
        "BSc Geography",
        "Northvale University",
        "2008 - 2011",
        "",
        "A levels",
        "Eastby College",
        "2006 - 2008",
    ):
        sheet.at(320, line)
        sheet.down()
    sheet.listed(320, "Skills", SKILLS)
    sheet.save()


def dates_left() -> None:
    """Dates in a narrow column to the left of what they are about."""
    sheet = Sheet("dates-left.pdf")
    sheet.name()
    sheet.heading(50, "Experience")
    for job in JOBS:
        sheet.at(50, job[3])
        sheet.job(180, job, dates="none")
    sheet.heading(50, "Education")
    sheet.at(50, "2008 - 2011")
    sheet.at(180, "BSc Geography, Northvale University")
    sheet.save()


def dates_over_places_right() -> None:
    """Dates at the right edge, and the place below them."""
    sheet = Sheet("places-right.pdf")
    sheet.name()
    sheet.heading(50, "Experience")
    for title, employer, place, when, duties in JOBS:
        sheet.at(50, employer, bold=True)
        sheet.to(545, when)
        sheet.down()
        sheet.at(50, title)
        sheet.to(545, place)
        sheet.down()
        for duty in duties:
            sheet.at(50, "•")
            sheet.at(62, duty)
            sheet.down()
        sheet.down(8)
    sheet.save()


def table() -> None:
    sheet = Sheet("table.pdf")
    sheet.name()
    sheet.heading(50, "Experience")
    for cells in [("Title", "Employer", "Place", "When"), *(job[:4] for job in JOBS)]:
        for x, cell in zip((50, 190, 320, 420), cells, strict=True):
            sheet.at(x, cell)
        sheet.down(20)
    sheet.save()


def over_pages() -> None:
    """Three pages with a running head and a page number; the second job goes on over a page break."""
    sheet = Sheet("over-pages.pdf")
    sheet.name()
    sheet.heading(50, "Experience")
    for number, (title, employer, place, when, duties) in enumerate(JOBS, 1):
        sheet.job(50, (title, employer, place, when, []))
        for line in [*duties, *(f"Duty {n} of job {number}" for n in range(1, 36))]:
            sheet.at(50, "•")
            sheet.at(62, line)
            sheet.down()
            if sheet.y < 70:
                sheet.at(270, f"Page {sheet.canvas.getPageNumber()} of 3", size=8, y=30)
                sheet.page()
                sheet.at(50, "Alex Example - Curriculum vitae", size=8, y=HEIGHT - 30)
    sheet.at(270, f"Page {sheet.canvas.getPageNumber()} of 3", size=8, y=30)
    sheet.save()


def looks() -> None:
    """Fake bold, a heading that is spaced out, a sentence of short words, a hyphen at the end of a line."""
    sheet = Sheet("looks.pdf")
    sheet.name()
    for shift in (0, 0.3):
        sheet.at(50 + shift, "Drawn twice")
    sheet.down(20)
    sheet.drawn("Drawn with an outline", size=10, mode=2)
    sheet.down(20)
    sheet.at(50, "E X P E R I E N C E", size=13)
    sheet.down(20)
    sheet.drawn("WORK HISTORY", size=13, apart=6)
    sheet.down(20)
    sheet.drawn("Set a little too tight", size=10, apart=-0.4)
    sheet.down(20)
    sheet.at(50, "Was responsible for the logis-")
    sheet.down()
    sheet.at(50, "tics of I & A in a B to B firm")
    sheet.down()
    sheet.save()


def hidden() -> None:
    """Text that nobody sees, beside text on dark ground that everybody does."""
    sheet = Sheet("hidden.pdf")
    sheet.name()
    sheet.canvas.setFillColor(Color(0.1, 0.2, 0.4))
    sheet.canvas.rect(40, sheet.y - 10, 200, 30, stroke=0, fill=1)
    sheet.canvas.setFillColor(white)
    sheet.at(50, "White on blue")
    sheet.down(40)
    sheet.at(50, "White on white")
    sheet.canvas.setFillColor(black)
    sheet.down()
    sheet.at(50, "As small as dust", size=1)
    sheet.down()
    sheet.at(WIDTH + 40, "Outside of the page")
    sheet.drawn("Drawn without ink", size=10, mode=3)
    sheet.down()
    sheet.canvas.saveState()
    sheet.canvas.translate(20, 300)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(0, 0, "Up the edge")
    sheet.canvas.restoreState()
    sheet.at(50, "Seen by all")
    sheet.save()


def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("L", (40, 60), 200))


def scanned() -> None:
    """A page of text, a page that is a picture, and one that is a picture with the text that a machine read below it."""
    sheet = Sheet("scanned.pdf")
    sheet.name()
    sheet.page()
    sheet.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    sheet.page()
    sheet.drawn("Read by a machine", size=10, mode=3)
    sheet.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    sheet.save()


def locked() -> None:
    for name, password in (("locked.pdf", "secret"), ("locked-for-changes.pdf", "")):
        sheet = Sheet(name, StandardEncryption(password, ownerPassword="owner", strength=128))
        sheet.name()
        sheet.save()


def by_hand(name: str, font: bytes, content: bytes, more: tuple[bytes, ...] = ()) -> None:
    """Write a PDF of one page with a font of our own, as object 4 and those after 5."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R/F2 6 0 R>>>>>>",
        font,
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *more,
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    (HERE / name).write_bytes(out.getvalue())


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def to_unicode(letters: dict[int, str]) -> bytes:
    lines = b"\n".join(
        b"<%02X> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in letters.items()
    )
    return stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
        b"endcodespacerange %d beginbfchar\n%s\nendbfchar endcmap end end" % (len(letters), lines)
    )


#: A font of squares: what its letters mean is said by a map alone.
SQUARES = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 90"
    b"/Widths["
    + b"600 " * 26
    + b"]/Encoding<</Type/Encoding/Differences[65"
    + b"".join(b"/g%d" % n for n in range(26))
    + b"]>>/CharProcs<<"
    + b"".join(b"/g%d 7 0 R" % n for n in range(26))
    + b">>%s>>"
)
SQUARE = stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")


def signs() -> None:
    """Bullets from symbol fonts (a private use, an arrow), a ligature, a soft hyphen."""
    letters = {65: "\uf0b7", 66: "\uf0a7", 67: "➢", 68: "ﬁ", 69: "\u00ad", 70: "\uf0d8"}
    rows = [(65, "First duty"), (66, "Second duty"), (67, "Third duty"), (70, "Fourth duty")]
    content = b"BT /F2 10 Tf 50 780 Td (Alex Example) Tj ET\n"
    for number, (code, text) in enumerate(rows):
        y = 750 - 14 * number
        content += b"BT /F1 10 Tf 50 %d Td (%c) Tj /F2 10 Tf 14 0 Td (%s) Tj ET\n" % (y, code, text.encode())
    content += b"BT /F2 10 Tf 50 680 Td (Pro) Tj /F1 10 Tf (D) Tj /F2 10 Tf (t) Tj ET\n"
    content += b"BT /F2 10 Tf 50 660 Td (market) Tj /F1 10 Tf (E) Tj ET\n"
    content += b"BT /F2 10 Tf 50 646 Td (ing) Tj ET\n"
    by_hand("signs.pdf", SQUARES % b"/ToUnicode 8 0 R", content, (SQUARE, to_unicode(letters)))


def without_a_map() -> None:
    """A page in a font that does not say what its letters are, and one where only a line is."""
    line = b"BT /F1 10 Tf 50 %d Td (ABCDEFGHIJKLMNOPQRSTUVWXYZ) Tj ET\n"
    by_hand("no-map.pdf", SQUARES % b"", b"".join(line % y for y in (780, 760, 740)), (SQUARE,))
    readable = b"".join(
        b"BT /F2 10 Tf 50 %d Td (A line that can be read, of some length) Tj ET\n" % y for y in range(400, 760, 20)
    )
    by_hand("no-map-in-part.pdf", SQUARES % b"", line % 780 + readable, (SQUARE,))


def main() -> None:
    one_column()
    sidebar("sidebar-left.pdf", 50, 215)
    sidebar("sidebar-right.pdf", 430, 50)
    sidebar("sidebar-left-dates-right.pdf", 50, 215, dates="right")
    two_columns()
    dates_left()
    dates_over_places_right()
    table()
    over_pages()
    looks()
    hidden()
    scanned()
    locked()
    signs()
    without_a_map()


if __name__ == "__main__":
    main()
