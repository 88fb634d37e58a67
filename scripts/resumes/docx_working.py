"""Layouts of the working half's DOCX, each a function from a career to a document."""

from __future__ import annotations

from typing import Any

import docx
from docx.shared import Cm, Pt, RGBColor

from resumes import docx_parts as parts
from resumes.career import Career
from resumes.words import blocks, groups, heading, total


def styles(career: Career) -> Any:
    """Word's own heading styles, dates at a right tab stop."""
    document = docx.Document()
    parts.font(document, "Calibri", 11)
    document.add_heading(career["name"], 0)
    document.add_paragraph(career["headline"], style="Subtitle")
    document.add_paragraph(career["contact"])
    document.add_heading(heading(career, "summary"), 1)
    document.add_paragraph(career["summary"])
    document.add_heading(heading(career, "experience"), 1)
    for job in career.jobs:
        line = document.add_heading("", 2)
        line.add_run(f"{job.title}, {job.organisation}\t{job.dates}")
        parts.right_tab(line, 15)
        for _, words in blocks(job):
            document.add_paragraph(words, style="List Bullet")
    document.add_heading(heading(career, "education"), 1)
    for school in career.schools:
        line = document.add_heading(f"{school.degree}, {school.institution}\t{school.dates}", 2)
        parts.right_tab(line, 15)
    document.add_heading(heading(career, "skills"), 1)
    document.add_paragraph(", ".join(career.all_skills))
    _others(document, career)
    return document


def table(career: Career) -> Any:
    """A table without borders, dates in its left column."""
    document = docx.Document()
    parts.font(document, "Arial", 10)
    title = document.add_paragraph()
    title.add_run(f"Lebenslauf {career['name']}").font.size = Pt(18)
    document.add_paragraph(career["contact"])

    def section(name: str, rows: list[tuple[str, list[tuple[str, str]]]]) -> None:
        run = document.add_paragraph().add_run(name.upper())
        run.bold, run.font.color.rgb = True, RGBColor(0x1F, 0x49, 0x7D)
        grid = document.add_table(rows=0, cols=2)
        for dates, lines in rows:
            left, right = grid.add_row().cells
            left.text = dates
            for number, (sign, words) in enumerate(lines):
                paragraph = right.paragraphs[0] if number == 0 else right.add_paragraph()
                if sign == "-":
                    paragraph.style = document.styles["List Bullet"]
                paragraph.add_run(words).bold = sign == "b"
        parts.widths(grid, 4, 12)

    jobs = [(j.dates, [("b", j.title), ("", f"{j.organisation}, {j.place}"), *blocks(j)]) for j in career.jobs]
    section(heading(career, "experience"), jobs)
    section(heading(career, "education"), [(s.dates, [("b", s.degree), ("", s.institution)]) for s in career.schools])
    for name, lines in career.others.items():
        section(name, [(line.split(" ", 1)[0], [("", line.split(" ", 1)[1])]) for line in lines])
    section(heading(career, "skills"), [(name, [("", ", ".join(group))]) for name, group in career.skills.items()])
    return document


def plain(career: Career) -> Any:
    """No styles at all: bold titles, bullets typed by hand."""
    document = docx.Document()
    parts.font(document, "Times New Roman", 12)
    document.add_paragraph().add_run(career["name"]).bold = True
    document.add_paragraph(career["contact"])
    document.add_paragraph(career["summary"])
    document.add_paragraph()
    document.add_paragraph().add_run("WORK EXPERIENCE").bold = True
    for job in career.jobs:
        line = document.add_paragraph()
        line.add_run(f"{job.title} at {job.organisation}").bold = True
        document.add_paragraph().add_run(job.dates).italic = True
        for _, words in blocks(job):
            document.add_paragraph(f"- {words}")
        document.add_paragraph()
    document.add_paragraph().add_run("EDUCATION").bold = True
    for school in career.schools:
        document.add_paragraph(f"{school.degree}, {school.institution}, {school.dates}")
    document.add_paragraph().add_run("SKILLS").bold = True
    for skill in career.all_skills:
        document.add_paragraph(f"- {skill}")
    for name, lines in career.others.items():
        document.add_paragraph().add_run(name.upper()).bold = True
        for line in lines:
            document.add_paragraph(line)
    return document


def grouped(career: Career) -> Any:
    """Several titles under one employer, whose total time stands beside it."""
    document = docx.Document()
    parts.font(document, "Verdana", 9.5)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2)
    name = document.add_paragraph()
    name.add_run(career["name"]).font.size = Pt(24)
    document.add_paragraph(f"{career['headline']} | {career['contact']}")
    _ruled(document, heading(career, "experience"))
    for employer, jobs in groups(career):
        line = document.add_paragraph()
        line.add_run(employer or "").bold = True
        line.add_run(f" \u00b7 {total(jobs)}")
        for job in jobs:
            title = document.add_paragraph()
            title.paragraph_format.left_indent = Cm(0.5)
            title.add_run(job.title).bold = True
            dates = document.add_paragraph(job.dates)
            dates.paragraph_format.left_indent = Cm(0.5)
            for _, words in blocks(job):
                item = document.add_paragraph(words, style="List Bullet")
                item.paragraph_format.left_indent = Cm(1.2)
    _ruled(document, heading(career, "education"))
    for school in career.schools:
        document.add_paragraph(school.institution)
        document.add_paragraph(f"{school.degree}, {school.dates}")
    _ruled(document, heading(career, "skills"))
    document.add_paragraph(" \u00b7 ".join(career.all_skills))
    return document


def _ruled(document: Any, name: str) -> None:
    line = document.add_paragraph()
    line.add_run(name).bold = True
    parts.rule(line)


def _others(document: Any, career: Career) -> None:
    for name, lines in career.others.items():
        document.add_heading(name, 1)
        for line in lines:
            document.add_paragraph(line)


def grid(career: Career) -> Any:
    """A table with borders and a heading row: from, to, employer, post and duties."""
    document = docx.Document()
    parts.font(document, "Arial", 10)
    document.add_paragraph().add_run(f"CURRICULUM VITAE: {career['name']}").bold = True
    document.add_paragraph(career["contact"])
    document.add_paragraph().add_run(heading(career, "experience")).bold = True
    cells = document.add_table(rows=1, cols=4)
    cells.style = "Table Grid"
    for cell, name in zip(cells.rows[0].cells, ("From", "To", "Employer", "Post and duties"), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for job in career.jobs:
        row = cells.add_row().cells
        row[0].text, row[1].text = job.dates.split(" to ")
        row[2].text, row[3].text = str(job.organisation), job.title
        for _, words in blocks(job):
            row[3].add_paragraph(words)
    parts.widths(cells, 2, 2, 5, 7)
    document.add_paragraph().add_run(heading(career, "education")).bold = True
    schools = document.add_table(rows=0, cols=3)
    schools.style = "Table Grid"
    for school in career.schools:
        row = schools.add_row().cells
        row[0].text, row[1].text, row[2].text = school.dates, school.institution, school.degree
    parts.widths(schools, 4, 5, 7)
    document.add_paragraph().add_run(heading(career, "skills")).bold = True
    document.add_paragraph(", ".join(career.all_skills))
    _others(document, career)
    return document


def beside(career: Career) -> Any:
    """A table of one row makes two columns: jobs left, a sidebar right."""
    document = docx.Document()
    parts.font(document, "Trebuchet MS", 10)
    document.add_heading(career["name"], 0)
    document.add_paragraph(career["headline"])
    frame = document.add_table(rows=1, cols=2)
    main, side = frame.rows[0].cells
    parts.shade(side, "EEEEEE")
    main.paragraphs[0].add_run(heading(career, "experience").upper()).bold = True
    for job in career.jobs:
        main.add_paragraph().add_run(f"{job.title} \u2013 {job.organisation}").bold = True
        main.add_paragraph(job.dates).runs[0].italic = True
        for sign, words in blocks(job):
            main.add_paragraph(words, style="List Bullet" if sign == "-" else None)
    side.paragraphs[0].add_run("CONTACT").bold = True
    for part in career["contact"].split(" | "):
        side.add_paragraph(part)
    side.add_paragraph().add_run(heading(career, "skills").upper()).bold = True
    for skill in career.all_skills:
        side.add_paragraph(f"{skill} \u25cf\u25cf\u25cf\u25cf\u25cb")
    side.add_paragraph().add_run(heading(career, "education").upper()).bold = True
    for school in career.schools:
        for words in (school.degree, school.institution, school.dates):
            side.add_paragraph(words)
    for name, lines in career.others.items():
        side.add_paragraph().add_run(name.upper()).bold = True
        for words in lines:
            side.add_paragraph(words)
    parts.widths(frame, 11, 5)
    return document


def boxed(career: Career) -> Any:
    """Name and contact in a text box at the top; "Employer | Title | Dates", bullets as "*" typed by hand."""
    document = docx.Document()
    parts.font(document, "Calibri", 11)
    first = document.add_paragraph()
    parts.text_box(first, [(career["name"], True), (career["contact"], False)], 70, 30, 450, 50)
    document.add_heading(heading(career, "summary"), 1)
    document.add_paragraph(career["summary"])
    document.add_heading(heading(career, "experience"), 1)
    for job in career.jobs:
        document.add_paragraph().add_run(f"{job.organisation} | {job.title} | {job.dates}").bold = True
        for sign, words in blocks(job):
            line = document.add_paragraph(words if sign == "=" else f"* {words}")
            line.paragraph_format.left_indent = Cm(0.6)
    document.add_heading(heading(career, "skills"), 1)
    for name, group in career.skills.items():
        document.add_paragraph(f"{name}: {', '.join(group)}")
    document.add_heading(heading(career, "education"), 1)
    for school in career.schools:
        document.add_paragraph(f"{school.institution} | {school.degree} | {school.dates}")
    _others(document, career)
    return document
