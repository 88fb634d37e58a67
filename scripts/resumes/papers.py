"""Layouts of PDF that reportlab makes: LinkedIn's "Save to PDF", Europass's with its XML attached, and three that people type."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypdf
import reportlab.rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from resumes.career import Career
from resumes.exports import candidate, passport
from resumes.words import blocks, groups, heading, total

reportlab.rl_config.invariant = 1
FONTS = Path("/usr/share/fonts/truetype/dejavu")
LINKEDIN = {
    "en": ("Contact", "Top Skills", "Summary", "Experience", "Education", "Page {} of {}"),
    "de": ("Kontakt", "Top-Kenntnisse", "Zusammenfassung", "Berufserfahrung", "Ausbildung", "Seite {} von {}"),
    "es": ("Contactar", "Aptitudes principales", "Extracto", "Experiencia", "Educación", "Página {} de {}"),
}


def style(size: float, bold: bool = False, colour: str = "#222222", after: float = 2, **more: Any) -> ParagraphStyle:
    """Return a style of Helvetica, which every reader of PDF has."""
    name = more.pop("font", "Helvetica-Bold" if bold else "Helvetica")
    return ParagraphStyle(
        "",
        fontName=name,
        fontSize=size,
        leading=size * 1.25,
        textColor=colors.HexColor(colour),
        spaceAfter=after,
        **more,
    )


def _p(text: str, look: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text), look)


class Counted(Canvas):
    """A canvas that knows how many pages there are when it draws the foot of each."""

    def __init__(self, *given: Any, foot: Callable[[Canvas, int, int], None], **more: Any) -> None:
        super().__init__(*given, **more)
        self._foot, self._pages = foot, []  # type: ignore[var-annotated]

    def showPage(self) -> None:  # noqa: N802 the name that reportlab calls
        """Keep the page for later."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw the feet, then write."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._foot(self, number, len(self._pages))
            super().showPage()
        super().save()


def linkedin_pdf(career: Career, out: Path) -> None:
    """Write as LinkedIn's "Save to PDF" does: a dark sidebar on the first page, roles grouped by employer."""
    contact, top, summary, experience, education, page_of = LINKEDIN[career["language"]]
    wide, high = letter
    grey = "#b0b8bf"
    side: list[Flowable] = [_p(contact, style(13, colour="#ffffff", after=6))]
    side += [_p(part, style(9.5, colour=grey)) for part in career["contact"].split(" | ")]
    for name, lines in [(top, career.all_skills), *career.others.items()]:
        side += [Spacer(1, 12), _p(name, style(13, colour="#ffffff", after=6))]
        side += [_p(line, style(9.5, colour="#ffffff", after=5)) for line in lines]

    def first(canvas: Canvas, document: Any) -> None:
        canvas.setFillColor(colors.HexColor("#293e49"))
        canvas.rect(0, 0, 205, high, stroke=0, fill=1)
        Frame(14, 30, 180, high - 60).addFromList(list(side), canvas)

    def later(canvas: Canvas, document: Any) -> None:
        canvas.setFillColor(colors.HexColor("#293e49"))
        canvas.rect(0, 0, 205, high, stroke=0, fill=1)

    text: list[Flowable] = [_p(career["name"], style(25, after=6)), _p(career["headline"], style(12))]
    text += [_p(career["place"], style(12, colour="#8c8c8c", after=14))]
    if career["summary"]:
        text += [_p(summary, style(15.5, after=8)), _p(career["summary"], style(11.5, after=14))]
    text += [_p(experience, style(15.5, after=8))]
    for employer, jobs in groups(career):
        text.append(_p(employer or "", style(12.5)))
        if len(jobs) > 1:
            text.append(_p(total(jobs, career["language"]), style(10.5, after=5)))
        for job in jobs:
            text += [
                _p(job.title, style(11.5)),
                _p(f"{job.dates} ({total([job], career['language'])})", style(10.5, colour="#6b6b6b")),
            ]
            text += [_p(job.place, style(10.5, colour="#8c8c8c"))] if job.place else []
            text += [_p(f"- {words}" if sign == "-" else words, style(10.5)) for sign, words in blocks(job)]
            text.append(Spacer(1, 8))
    text.append(_p(education, style(15.5, after=8)))
    for s in career.schools:
        text += [_p(s.institution, style(12.5)), _p(f"{s.degree} \u00b7 ({s.dates})", style(10.5, after=8))]

    def foot(canvas: Canvas, number: int, pages: int) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.setFillColor(colors.HexColor("#8c8c8c"))
        canvas.drawCentredString(410, 22, page_of.format(number, pages))

    document = BaseDocTemplate(str(out), pagesize=letter, title="", creator="", author="LinkedIn", subject="Resume")
    main = Frame(223, 40, wide - 240, high - 75)
    document.addPageTemplates(
        [PageTemplate("first", [main], onPage=first), PageTemplate("later", [main], onPage=later)]
    )
    document.handle_nextPageTemplate("later")
    document.build(text, canvasmaker=lambda *a, **k: Counted(*a, foot=foot, **k))


def _carry(path: Path, name: str, xml: str) -> None:
    """Pack XML in a PDF, as Europass does."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    writer.add_attachment(name, xml.encode())
    writer.write(path)


def europass_old_pdf(career: Career, out: Path) -> None:
    """Write as Europass did until 2020: labels right-aligned in a left column, text in a right one, the XML attached."""
    _font()
    left, label = style(9, colour="#0e4194", alignment=2), style(9, colour="#404040", alignment=2)
    rows: list[list[Any]] = [[_p("PERSONAL INFORMATION", left), _p(career["name"], style(13, colour="#404040"))]]
    rows += [["", _p(part, style(9))] for part in career["contact"].split(" | ")]
    rows.append([_p("PREFERRED JOB", left), _p(career["headline"], style(12, bold=True))])
    rows.append([_p("WORK EXPERIENCE", left), ""])
    for job in career.jobs:
        told: list[Flowable] = [
            _p(job.title, style(10, colour="#0e4194")),
            _p(f"{job.organisation}, {job.place}", style(9)),
        ]
        for sign, words in blocks(job):
            told.append(_p(f"\u25aa {words}" if sign == "-" else words, style(9, font="DejaVu")))
        rows.append([_p(job.dates, label), told])
    rows.append([_p("EDUCATION AND TRAINING", left), ""])
    for s in career.schools:
        rows.append([_p(s.dates, label), [_p(s.degree, style(10, colour="#0e4194")), _p(s.institution, style(9))]])
    rows.append([_p("PERSONAL SKILLS", left), ""])
    rows.append([_p("Job-related skills", label), [_p(skill, style(9)) for skill in career.all_skills]])
    for name, lines in career.others.items():
        rows.append([_p(name, label), [_p(line, style(9)) for line in lines]])

    def foot(canvas: Canvas, number: int, pages: int) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(20 * mm, 10 * mm, "\u00a9 European Union, 2002-2018 | europass.cedefop.europa.eu")
        canvas.drawRightString(195 * mm, 10 * mm, f"Page {number} / {pages}")
        canvas.drawString(20 * mm, 286 * mm, "Curriculum Vitae")
        canvas.drawRightString(195 * mm, 286 * mm, career["name"])

    document = BaseDocTemplate(str(out), pagesize=A4, title="Europass CV")
    document.addPageTemplates([PageTemplate("all", [Frame(15 * mm, 16 * mm, 180 * mm, 266 * mm)])])
    table = Table(rows, colWidths=[52 * mm, 124 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    document.build([table], canvasmaker=lambda *a, **k: Counted(*a, foot=foot, **k))
    _carry(out, "Europass.xml", passport(career))


def europass_new_pdf(career: Career, out: Path) -> None:
    """Write as Europass does since 2020: dates in brackets above "TITLE - EMPLOYER", rules of violet, the XML attached."""
    violet = "#4b2a85"
    text: list[Flowable] = [
        _p(career["name"], style(22, bold=True, after=6)),
        _p(career["contact"], style(9, after=10)),
    ]

    def section(name: str) -> None:
        text.extend([Spacer(1, 8), _p(name.upper(), style(11, bold=True, colour=violet, after=1))])
        text.append(
            Table([[""]], colWidths=[175 * mm], rowHeights=[3], style=[("LINEABOVE", (0, 0), (-1, 0), 1.2, violet)])
        )

    section("About me")
    text.append(_p(career["headline"], style(10)))
    section(heading(career, "experience"))
    for job in career.jobs:
        text += [_p(f"[ {job.dates} ]", style(9, colour="#666666"))]
        line = f"<b>{escape(job.title)}</b> \u2013 {escape(job.organisation or '')}"
        text.append(Paragraph(line, style(10.5)))
        text += [_p(f"City: {job.place}", style(9))] if job.place else []
        text += [_p(words, style(9.5, leftIndent=8 if sign == "-" else 0)) for sign, words in blocks(job)]
        text.append(Spacer(1, 6))
    section(heading(career, "education"))
    for s in career.schools:
        text += [_p(f"[ {s.dates} ]", style(9, colour="#666666"))]
        text.append(Paragraph(f"<b>{escape(s.degree)}</b> \u2013 {escape(s.institution)}", style(10.5, after=6)))
    section(heading(career, "skills"))
    text.append(_p(" | ".join(career.all_skills), style(9.5)))
    for name, lines in career.others.items():
        section(name)
        text += [_p(line, style(9.5)) for line in lines]
    document = BaseDocTemplate(str(out), pagesize=A4, title="Europass")
    document.addPageTemplates([PageTemplate("all", [Frame(17 * mm, 16 * mm, 178 * mm, 266 * mm)])])
    document.build(text)
    _carry(out, "attachment.xml", candidate(career))


def _font() -> None:
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", FONTS / "DejaVuSans.ttf"))
        pdfmetrics.registerFont(TTFont("DejaVuBold", FONTS / "DejaVuSans-Bold.ttf"))
