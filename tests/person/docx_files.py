"""Small documents of Word for tests, written as XML by hand, so that each holds just what a test is about."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
)
_STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style></w:styles>'
)


def run(text, *, bold=False, size=None):
    """Write a run; tabs and line ends within it are marked up."""
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{2 * size}"/>' if size else "")
    parts = []
    for place, line in enumerate(text.split("\n")):
        parts += ["<w:br/>"] if place else []
        for tab, words in enumerate(line.split("\t")):
            parts += ["<w:tab/>"] if tab else []
            parts.append(f'<w:t xml:space="preserve">{escape(words)}</w:t>')
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(parts)}</w:r>"


def p(*runs, style=None, item=False, before=None):
    """Write a paragraph of texts, or of runs that are written already."""
    inner = "".join(one if one.startswith("<w:") else run(one) for one in runs)
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    look += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if item else ""
    look += f'<w:spacing w:before="{before}"/>' if before is not None else ""
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inner}</w:p>"


def table(*rows):
    """Write a table; a cell is a text or a list of paragraphs."""

    def cell(content):
        return f"<w:tc>{p(content) if isinstance(content, str) else ''.join(content)}</w:tc>"

    return f"<w:tbl>{''.join(f'<w:tr>{chr(32).join(map(cell, row))}</w:tr>' for row in rows)}</w:tbl>"


def box(*paragraphs):
    """Write a text box as Word does: once for itself, and once more for older programs."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
    old = f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r></w:p>"


def control(*blocks):
    """Write a content control around blocks."""
    return f"<w:sdt><w:sdtContent>{''.join(blocks)}</w:sdtContent></w:sdt>"


def write_docx(path: Path, *blocks: str) -> Path:
    """Write a document of these blocks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", _HEAD + "".join(blocks) + "</w:body></w:document>")
        packed.writestr("word/styles.xml", _STYLES)
    return path
