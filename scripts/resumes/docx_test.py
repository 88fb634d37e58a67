"""Layouts of the test half's DOCX; none is one of the working half's."""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt, RGBColor

from resumes import docx_parts as parts
from resumes.career import Career
from resumes.words import blocks, heading


def tabbed(career: Career) -> Any:
    """Dates left of a tab stop with a hanging indent, the employer on the line after; everything in one style."""
    document = docx.Document()
    parts.font(document, "Garamond", 11.5)
    for text in (career["name"], career["headline"], career["contact"]):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def section(name: str) -> None:
        run = document.add_paragraph().add_run(name)
        run.bold = run.underline = True

    section(heading(career, "experience"))
    for job in career.jobs:
        line = document.add_paragraph()
        parts.hanging(line, 4.5)
        line.add_run(f"{job.dates}\t")
        line.add_run(job.title).bold = True
        line.add_run().add_break(WD_BREAK.LINE)
        line.add_run(f"{job.organisation}, {job.place}" if job.place else str(job.organisation))
        for sign, words in blocks(job):
            item = document.add_paragraph(f"\u2022\t{words}" if sign == "-" else words)
            item.paragraph_format.left_indent = Cm(5)
            item.paragraph_format.first_line_indent = Cm(-0.5 if sign == "-" else 0)
            item.paragraph_format.tab_stops.add_tab_stop(Cm(5))
    section(heading(career, "education"))
    for school in career.schools:
        line = document.add_paragraph(f"{school.dates}\t{school.degree}, {school.institution}")
        parts.hanging(line, 4.5)
    section(heading(career, "skills"))
    for name, group in career.skills.items():
        parts.hanging(document.add_paragraph(f"{name}\t{', '.join(group)}"), 4.5)
    for name, lines in career.others.items():
        section(name)
        for words in lines:
            document.add_paragraph(words)
    return document


def bands(career: Career) -> Any:
    """Headings are shaded cells across a table with borders; a footer counts pages and repeats the name."""
    document = docx.Document()
    parts.font(document, "Tahoma", 10)
    document.add_paragraph().add_run(career["name"]).font.size = Pt(20)
    document.add_paragraph(career["contact"])
    grid = document.add_table(rows=0, cols=3)
    grid.style = "Table Grid"

    def band(name: str) -> None:
        cells = grid.add_row().cells
        whole = cells[0].merge(cells[2])
        whole.paragraphs[0].add_run(name).bold = True
        parts.shade(whole, "D9E2F3")

    band(heading(career, "experience"))
    for job in career.jobs:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = job.dates, str(job.organisation)
        cells[2].paragraphs[0].add_run(job.title).bold = True
        for sign, words in blocks(job):
            cells[2].add_paragraph(words, style="List Bullet" if sign == "-" else None)
    band(heading(career, "education"))
    for school in career.schools:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = school.dates, school.institution, school.degree
    for name, lines in career.others.items():
        band(name)
        for words in lines:
            cells = grid.add_row().cells
            cells[0].merge(cells[2]).text = words
    band(heading(career, "skills"))
    cells = grid.add_row().cells
    cells[0].merge(cells[2]).text = ", ".join(career.all_skills)
    parts.widths(grid, 3.5, 4.5, 8)
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{career['name']}  |  Page ")
    parts.page_field(foot, "PAGE")
    foot.add_run(" of ")
    parts.page_field(foot, "NUMPAGES")
    return document


def two_columns(career: Career) -> Any:
    """A section in two newspaper columns below the name, titles in small capitals, dates in brackets after the employer."""
    document = docx.Document()
    parts.font(document, "Cambria", 10)
    document.add_paragraph().add_run(career["name"]).font.size = Pt(26)
    document.add_paragraph(career["headline"]).runs[0].italic = True
    parts.columns(document.add_section(0), 2)
    for name, lines in career.others.items():
        _small(document, name)
        for words in lines:
            document.add_paragraph(words)
    _small(document, heading(career, "skills"))
    for skill in career.all_skills:
        document.add_paragraph(f"\u25e6 {skill}")
    _small(document, heading(career, "education"))
    for school in career.schools:
        document.add_paragraph(f"{school.degree}\n{school.institution} ({school.dates})")
    document.paragraphs[-1].add_run().add_break(WD_BREAK.COLUMN)
    _small(document, heading(career, "experience"))
    for job in career.jobs:
        title = document.add_paragraph().add_run(job.title)
        title.bold, title.font.small_caps = True, True
        document.add_paragraph(f"{job.organisation} ({job.dates})")
        for sign, words in blocks(job):
            document.add_paragraph(words if sign == "." else f"\u25e6 {words}")
    return document


def controls(career: Career) -> Any:
    """Everything in content controls, as Word's own templates have it; dates above the title, employer after a comma."""
    document = docx.Document()
    parts.font(document, "Gill Sans MT", 11)
    parts.control(document, career["name"], "Title")
    parts.control(document, career["contact"], "Normal")
    if career["summary"]:
        parts.control(document, career["summary"], "Normal")
    parts.control(document, heading(career, "experience"), "Heading 1")
    for job in career.jobs:
        parts.control(document, job.dates, "Heading 3")
        parts.control(document, f"{job.title}, {job.organisation}", "Heading 2")
        for sign, words in blocks(job):
            parts.control(document, words, "List Bullet" if sign == "-" else "Normal")
    parts.control(document, heading(career, "education"), "Heading 1")
    for school in career.schools:
        parts.control(document, school.dates, "Heading 3")
        parts.control(document, f"{school.degree}, {school.institution}", "Heading 2")
    parts.control(document, heading(career, "skills"), "Heading 1")
    for skill in career.all_skills:
        parts.control(document, skill, "List Bullet")
    return document


def _small(document: Any, name: str) -> None:
    run = document.add_paragraph().add_run(name)
    run.font.small_caps, run.font.size, run.font.color.rgb = True, Pt(14), RGBColor(0xA0, 0x40, 0x00)


def numbered(career: Career) -> Any:
    """Sections and jobs numbered by hand, on landscape paper: "2.1 Title - Employer - Dates"."""
    document = docx.Document()
    parts.font(document, "Courier New", 10)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    document.add_paragraph(career["name"].upper()).runs[0].bold = True
    document.add_paragraph(f"1. {heading(career, 'summary').upper()}").runs[0].bold = True
    document.add_paragraph(career["summary"])
    document.add_paragraph(f"2. {heading(career, 'experience').upper()}").runs[0].bold = True
    for number, job in enumerate(career.jobs, 1):
        document.add_paragraph(f"2.{number} {job.title} - {job.organisation} - {job.dates}")
        for place, (_, words) in enumerate(blocks(job)):
            document.add_paragraph(f"{chr(97 + place)}) {words}").paragraph_format.left_indent = Cm(1.5)
    document.add_paragraph(f"3. {heading(career, 'education').upper()}").runs[0].bold = True
    for number, school in enumerate(career.schools, 1):
        document.add_paragraph(f"3.{number} {school.degree} - {school.institution} - {school.dates}")
    document.add_paragraph(f"4. {heading(career, 'skills').upper()}").runs[0].bold = True
    document.add_paragraph("; ".join(career.all_skills))
    for number, (name, lines) in enumerate(career.others.items(), 5):
        document.add_paragraph(f"{number}. {name.upper()}").runs[0].bold = True
        for words in lines:
            document.add_paragraph(words)
    return document


def boxes(career: Career) -> Any:
    """Contact, skills and the rest in text boxes beside the jobs; dates right after the employer, in grey."""
    document = docx.Document()
    parts.font(document, "Candara", 10.5)
    page = document.sections[0]
    page.left_margin, page.right_margin = Cm(7.2), Cm(1.5)
    first = document.add_paragraph()
    first.add_run(career["name"]).font.size = Pt(22)
    beside = [(part, False) for part in career["contact"].split(" | ")]
    beside += [(heading(career, "skills"), True), *((skill, False) for skill in career.all_skills)]
    parts.text_box(first, beside, 30, 72, 150, 260)
    rest = [
        (line, bold)
        for name, group in career.others.items()
        for line, bold in [(name, True), *((w, False) for w in group)]
    ]
    parts.text_box(first, rest, 30, 350, 150, 250)
    document.add_paragraph(career["headline"])
    document.add_heading(heading(career, "experience"), 1)
    for job in career.jobs:
        document.add_paragraph().add_run(job.title).bold = True
        line = document.add_paragraph(f"{job.organisation}  ")
        line.add_run(job.dates).font.color.rgb = RGBColor(0x80, 0x80, 0x80)
        for sign, words in blocks(job):
            document.add_paragraph(words, style="List Bullet" if sign == "-" else None)
    document.add_heading(heading(career, "education"), 1)
    for school in career.schools:
        document.add_paragraph().add_run(school.degree).bold = True
        document.add_paragraph(f"{school.institution}  {school.dates}")
    return document


def letters(career: Career) -> Any:
    """Paragraphs only: a job is a sentence in bold and a text; employer in capitals first."""
    document = docx.Document()
    parts.font(document, "Georgia", 11)
    document.add_heading(career["name"], 0)
    document.add_paragraph(career["contact"])
    document.add_heading(heading(career, "experience"), 2)
    for job in career.jobs:
        line = document.add_paragraph()
        line.add_run(f"{job.organisation!s}, {job.place}").bold = True
        line.add_run(f"\n{job.dates}: ").italic = True
        line.add_run(job.title)
        for _, words in blocks(job):
            document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_heading(heading(career, "education"), 2)
    for school in career.schools:
        document.add_paragraph(f"{school.institution}\n{school.dates}: {school.degree}")
    for name, lines in career.others.items():
        document.add_heading(name, 2)
        for words in lines:
            document.add_paragraph(words)
    document.add_heading(heading(career, "skills"), 2)
    document.add_paragraph(", ".join(career.all_skills))
    return document
