"""Parts of DOCX that the layouts share: tab stops, borders, text boxes, fields, and files that are the same each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

NEVER = (2024, 1, 2, 3, 4, 6)


def save(document: Any, out: Path) -> None:
    """Write a document without the time of its making, so that it is the same each time."""
    made = datetime.datetime(*NEVER, tzinfo=datetime.UTC)
    document.core_properties.created = document.core_properties.modified = made
    document.core_properties.author = ""
    whole = io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))


def font(document: Any, name: str, size: float) -> None:
    """Set the font of everything."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = name, Pt(size)
    style.paragraph_format.space_after = Pt(3)


def right_tab(paragraph: Any, at: float) -> None:
    """Set a tab stop to which text is flush right, in centimetres."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(at), WD_TAB_ALIGNMENT.RIGHT)


def hanging(paragraph: Any, at: float) -> None:
    """Let all lines but the first begin at `at` centimetres, and a tab go there."""
    paragraph.paragraph_format.left_indent = Cm(at)
    paragraph.paragraph_format.first_line_indent = Cm(-at)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(at))


def rule(paragraph: Any, colour: str = "808080") -> None:
    """Draw a line under a paragraph."""
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{colour}"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(border))


def shade(cell: Any, colour: str) -> None:
    """Colour the ground of a cell."""
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'))


def widths(table: Any, *wide: float) -> None:
    """Set the widths of a table's columns in centimetres."""
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, wide, strict=True):
            cell.width = Cm(width)


def page_field(paragraph: Any, code: str) -> None:
    """Add a field such as PAGE or NUMPAGES."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def columns(section: Any, number: int) -> None:
    """Set a section in columns."""
    part = section._sectPr.find(qn("w:cols"))
    if part is None:
        part = OxmlElement("w:cols")
        section._sectPr.append(part)
    part.set(qn("w:num"), str(number))
    part.set(qn("w:space"), "500")


def text_box(paragraph: Any, lines: list[tuple[str, bool]], left: int, top: int, width: int, height: int) -> None:
    """Put a text box beside the text, in points from the edges of the page, as Word wrote them up to 2007 (VML)."""
    inside = "".join(
        f"<w:p><w:r><w:rPr>{'<w:b/>' * bold}</w:rPr><w:t>{_escaped(text)}</w:t></w:r></w:p>" for text, bold in lines
    )
    style = (
        f"position:absolute;margin-left:{left}pt;margin-top:{top}pt;width:{width}pt;height:{height}pt;"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    xml = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape type="#_x0000_t202" style="{style}" '
        f'stroked="f"><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    )
    paragraph._p.append(parse_xml(xml))


def control(document: Any, text: str, style: str) -> None:
    """Add a paragraph within a content control, as the templates that come with Word have them."""
    paragraph = document.add_paragraph(text, style=style)
    xml = f"<w:sdt {nsdecls('w')}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>"
    held = parse_xml(xml)
    paragraph._p.addprevious(held)
    held.find(qn("w:sdtContent")).append(paragraph._p)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
