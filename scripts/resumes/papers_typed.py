"""Three more layouts of PDF that reportlab makes, as people type them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, PageTemplate, Paragraph, Spacer, Table

from resumes.career import Career
from resumes.papers import Counted, _font, style
from resumes.words import blocks, heading


def typed(career: Career, out: Path) -> None:
    """Draw line by line in Times: employer in bold with dates flush right, title in italics below; "continued" on each page."""
    wide, high = A4
    canvas = Canvas(str(out), pagesize=A4, invariant=1)
    left, right, y = 25 * mm, wide - 22 * mm, high - 25 * mm

    def line(text: str, font: str = "Times-Roman", size: float = 12.5, indent: float = 0, flush: str = "") -> None:
        nonlocal y
        parts = simpleSplit(text, font, size, right - left - indent - (40 * mm if flush else 0)) or [""]
        for number, part in enumerate(parts):
            if y < 25 * mm:
                canvas.setFont("Times-Roman", 9)
                canvas.drawCentredString(wide / 2, 12 * mm, f"- {canvas.getPageNumber()} -")
                canvas.showPage()
                y = high - 20 * mm
                canvas.setFont("Times-Italic", 9)
                canvas.drawString(left, y, f"{career['name']}, continued")
                y -= 22
            canvas.setFont(font, size)
            canvas.drawString(left + indent, y, part)
            if flush and number == 0:
                canvas.drawRightString(right, y, flush)
            y -= size * 1.3

    line(career["name"], "Times-Bold", 18)
    line(career["contact"])
    line(career["headline"], "Times-Italic")
    y -= 8
    line(heading(career, "experience").upper(), "Times-Bold")
    for job in career.jobs:
        y -= 12
        line(f"{job.organisation}{', ' + job.place if job.place else ''}", "Times-Bold", flush=job.dates)
        line(job.title, "Times-Italic")
        for sign, words in blocks(job):
            line(f"* {words}" if sign == "-" else words, indent=12 if sign == "-" else 0)
    y -= 8
    line(heading(career, "education").upper(), "Times-Bold")
    for school in career.schools:
        line(school.institution, "Times-Bold", flush=school.dates)
        line(school.degree, "Times-Italic")
    for name, lines in career.others.items():
        y -= 8
        line(name.upper(), "Times-Bold")
        for words in lines:
            line(words)
    y -= 8
    line(heading(career, "skills").upper(), "Times-Bold")
    line(", ".join(career.all_skills))
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(wide / 2, 12 * mm, f"- {canvas.getPageNumber()} -")
    canvas.save()


def ledger(career: Career, out: Path) -> None:
    """A table with rules for each section: title, employer, and dates in the last column; name and page in the foot."""
    _font()
    plain, bold = style(9, font="DejaVu"), style(9, font="DejaVuBold")
    rule = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def cell(text: str, look: Any = plain) -> Paragraph:
        return Paragraph(text.replace("&", "&amp;"), look)

    text: list[Flowable] = [
        cell(career["name"], style(16, font="DejaVuBold", after=6)),
        cell(career["contact"]),
        Spacer(1, 8),
    ]
    head = [cell(name, bold) for name in career["columns"].split("; ")]
    rows = [head]
    for job in career.jobs:
        told = [
            cell(job.title, bold),
            *(cell(f"\u25e6 {words}" if sign == "-" else words) for sign, words in blocks(job)),
        ]
        rows.append([told, cell(job.organisation or ""), cell(job.dates)])  # type: ignore[list-item]
    text += [cell(heading(career, "experience"), style(12, font="DejaVuBold", after=4))]
    text += [Table(rows, colWidths=[90 * mm, 48 * mm, 38 * mm], style=rule, repeatRows=1), Spacer(1, 10)]
    text += [cell(heading(career, "education"), style(12, font="DejaVuBold", after=4))]
    schools = [[cell(s.degree, bold), cell(s.institution), cell(s.dates)] for s in career.schools]
    text += [Table(schools, colWidths=[90 * mm, 48 * mm, 38 * mm], style=rule), Spacer(1, 10)]
    for name, lines in [(heading(career, "skills"), career.all_skills), *career.others.items()]:
        text += [
            cell(name, style(12, font="DejaVuBold", after=4)),
            *(cell(f"\u25e6 {words}") for words in lines),
            Spacer(1, 8),
        ]

    def foot(canvas: Canvas, number: int, pages: int) -> None:
        canvas.setFont("DejaVu", 8)
        canvas.drawString(17 * mm, 10 * mm, career["name"])
        canvas.drawRightString(193 * mm, 10 * mm, career["page of"].format(number, pages))

    document = BaseDocTemplate(str(out), pagesize=A4)
    document.addPageTemplates([PageTemplate("all", [Frame(15 * mm, 18 * mm, 180 * mm, 262 * mm)])])
    document.build(text, canvasmaker=lambda *a, **k: Counted(*a, foot=foot, **k))


def halves(career: Career, out: Path) -> None:
    """Two columns of equal width under the name: the left goes on in the right, jobs first, dates under the title."""
    text: list[Flowable] = []

    def add(words: str, look: Any) -> None:
        text.append(Paragraph(words.replace("&", "&amp;"), look))

    add(career["name"], style(24, bold=True, colour="#7a2e2e", after=4))
    add(career["headline"], style(11, after=2))
    add(career["contact"], style(11))
    text.append(FrameBreak())
    section = style(12, bold=True, colour="#7a2e2e", after=4, spaceBefore=8)
    add(heading(career, "experience"), section)
    for job in career.jobs:
        add(f"{job.title}, {job.organisation}", style(12, bold=True, after=0, keepWithNext=1))
        add(job.dates, style(10.5, colour="#777777", keepWithNext=1))
        for sign, words in blocks(job):
            look = style(11, leftIndent=12, bulletIndent=0) if sign == "-" else style(11)
            text.append(Paragraph(words.replace("&", "&amp;"), look, bulletText="\u2022" if sign == "-" else None))
        text.append(Spacer(1, 9))
    add(heading(career, "education"), section)
    for school in career.schools:
        add(f"{school.degree}, {school.institution}", style(12, bold=True, after=0))
        add(school.dates, style(10.5, colour="#777777", after=5))
    add(heading(career, "skills"), section)
    for name, group in career.skills.items():
        add(f"{name}: {', '.join(group)}" if name else ", ".join(group), style(11))
    for name, lines in career.others.items():
        add(name, section)
        for words in lines:
            add(words, style(11))
    top = Frame(18 * mm, 250 * mm, 174 * mm, 32 * mm, id="top")
    left, right = (Frame(x * mm, 15 * mm, 84 * mm, 232 * mm, id=str(x)) for x in (18, 108))
    document = BaseDocTemplate(str(out), pagesize=A4)
    document.addPageTemplates([PageTemplate("all", [top, left, right])])
    document.build(text)
