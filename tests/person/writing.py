"""Documents of Word, written part by part, for tests: only what a test is about is in them."""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My section"/><w:basedOn w:val="berschrift1"/></w:style>
</w:styles>"""


def run(text, properties=""):
    parts = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{parts.replace(chr(10), '</w:t><w:br/><w:t>')}</w:r>"


def par(text, properties="", look=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, look)}</w:p>"


def row(*cells):
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def write_docx(path, body, *, packing=zipfile.ZIP_DEFLATED, **parts):
    """Write a document of Word; `parts` are other parts by the name of their file in word/, without .xml."""
    with zipfile.ZipFile(path, "w", packing) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in {"styles": STYLES, **parts}.items():
            packed.writestr(f"word/{name}.xml", content)
    return path
