"""Documents of Word: layouts that people use, each in small, and what must not get in."""

from __future__ import annotations

import zipfile

import pytest
from tests.person.docx_files import box, control, p, run, table, write_docx
from tests.person.test_layouts import ALL, EDITOR, told

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.refused import Refused
from outgrow.person.docx import read_docx
from outgrow.person.read import LIMITS

HEADING = p(run("EXPERIENCE", bold=True))
EDUCATION = (p(run("EDUCATION", bold=True)), p("BA English, University of Elmsworth, 2009 - 2012"))


def bold(text):
    return run(text, bold=True)


LAYOUTS = {
    "heading styles, employer and dates below": [
        p("Experience", style="Heading1"),
        p("Senior Editor", style="Heading2"),
        p("Harrow & Finch Publishing\tMarch 2018 – present"),
        p("Planned the list.", style="ListBullet"),
        p("Copywriter", style="Heading2"),
        p("Tallow Street Agency\tSeptember 2014 – February 2018"),
        p("Wrote for banks.", style="ListBullet"),
        p("Junior Copywriter", style="Heading2"),
        p("Tallow Street Agency\tJanuary 2012 – August 2014"),
        p("Education", style="Heading1"),
        p("BA English", style="Heading2"),
        p("University of Elmsworth\t2009 – 2012"),
    ],
    "plain bold, dates at a tab": [
        HEADING,
        p(bold("Senior Editor"), run(", Harrow & Finch Publishing"), run("\t03/2018 – present")),
        p("Planned the list.", item=True),
        p(bold("Copywriter"), run(", Tallow Street Agency"), run("\t09/2014 – 02/2018")),
        p("Wrote for banks.", item=True),
        p(bold("Junior Copywriter"), run(", Tallow Street Agency"), run("\t01/2012 – 08/2014")),
        *EDUCATION,
    ],
    "a table of dates and jobs": [
        HEADING,
        table(
            ["03/2018 – now", [p(bold("Senior Editor")), p("Harrow & Finch Publishing, Elmsworth"), p("Planned the list.")]],
            ["09/2014 – 02/2018", [p(bold("Copywriter")), p("Tallow Street Agency, Brackley"), p("Wrote for banks.")]],
            ["01/2012 – 08/2014", [p(bold("Junior Copywriter")), p("Tallow Street Agency, Brackley")]],
        ),
        *EDUCATION,
    ],
    "a table of one job each, text below it": [
        HEADING,
        table([[p(bold("Senior Editor")), p("Harrow & Finch Publishing")], [p("Mar 2018 – now"), p("Elmsworth")]]),
        p("Planned the list.", item=True),
        table([[p(bold("Copywriter")), p("Tallow Street Agency")], [p("Sep 2014 – Feb 2018"), p("Brackley")]]),
        p("Wrote for banks.", item=True),
        table([[p(bold("Junior Copywriter")), p("Tallow Street Agency")], [p("Jan 2012 – Aug 2014"), p("Brackley")]]),
        *EDUCATION,
    ],
    "a page of two cells, the sidebar first": [
        table(
            [
                [
                    p(bold("CONTACT")), p("Elmsworth"), p("anna@example.org"),
                    p(bold("SKILLS")), p("Editing"), p("Layout"),
                    p(bold("LANGUAGES")), p("German"), p("French"),
                ],
                [
                    p(bold("Anna Beispiel")), HEADING,
                    p(bold("Senior Editor")), p("Harrow & Finch Publishing | March 2018 – present"),
                    p("Planned the list.", item=True),
                    p(bold("Copywriter")), p("Tallow Street Agency | September 2014 – February 2018"),
                    p("Wrote for banks.", item=True),
                    p(bold("Junior Copywriter")), p("Tallow Street Agency | January 2012 – August 2014"),
                    *EDUCATION,
                ],
            ]
        )
    ],
    "everything in text boxes": [
        p("Anna Beispiel"),
        box(p(bold("SKILLS")), p("Editing"), p("Layout")),
        box(
            HEADING,
            p("Senior Editor, Harrow & Finch Publishing (March 2018 – present)"),
            p("Planned the list.", item=True),
            p("Copywriter, Tallow Street Agency (September 2014 – February 2018)"),
            p("Junior Copywriter, Tallow Street Agency (January 2012 – August 2014)"),
        ),
        box(*EDUCATION),
    ],
    "content controls": [
        control(p("Experience", style="Heading1")),
        control(
            control(p("March 2018 – present")), control(p(bold("Senior Editor | Harrow & Finch Publishing"))),
            p("Planned the list."),
            control(p("September 2014 – February 2018")), control(p(bold("Copywriter | Tallow Street Agency"))),
            p("Wrote for banks."),
            control(p("January 2012 – August 2014")), control(p(bold("Junior Copywriter | Tallow Street Agency"))),
            p("Newsletters."),
        ),
        control(p("Education", style="Heading1")),
        p("2009 – 2012"), p(bold("BA English | University of Elmsworth")),
    ],
    "line ends within a paragraph": [
        HEADING,
        p("Senior Editor\nHarrow & Finch Publishing, Elmsworth\nMarch 2018 – present"),
        p("Planned the list and chose the authors of the year with sales."),
        p("Copywriter\nTallow Street Agency, Brackley\nSeptember 2014 – February 2018"),
        p("Wrote for banks, charities and rail, and tested subject lines."),
        p("Junior Copywriter\nTallow Street Agency, Brackley\nJanuary 2012 – August 2014"),
        *EDUCATION,
    ],
    "headings in the left cells of a table": [
        table(
            ["Profile", "Editor with fourteen years in publishing and advertising."],
            ["Experience", [
                p(bold("Senior Editor, Harrow & Finch Publishing")), p("March 2018 – present"),
                    p("Planned the list.", item=True),
                p(bold("Copywriter, Tallow Street Agency")), p("September 2014 – February 2018"),
                    p("Wrote for banks.", item=True),
                p(bold("Junior Copywriter, Tallow Street Agency")), p("January 2012 – August 2014"),
            ]],
            ["Education", "BA English, University of Elmsworth, 2009 – 2012"],
            ["Skills", "Editing, layout"],
        )
    ],
    "signs of lists and tabs by hand": [
        p("Work experience"),
        p("2018/03 – now\tSenior Editor\tHarrow & Finch Publishing"),
        p("•\tPlanned the list."),
        p("2014/09 – 2018/02\tCopywriter\tTallow Street Agency"),
        p("•\tWrote for banks."),
        p("2012/01 – 2014/08\tJunior Copywriter\tTallow Street Agency"),
        p("Education"),
        p("2009 – 2012\tBA English\tUniversity of Elmsworth"),
    ],
}  # fmt: skip


def read(path):
    with Source(path, LIMITS) as source:
        return read_docx(source)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_of_word(layout, tmp_path):
    assert told(read(write_docx(tmp_path / "resume.docx", *LAYOUTS[layout]))) == ALL


def test_what_is_deleted_or_hidden_is_not_read_and_boxes_are_read_once(tmp_path):
    gone = "<w:p><w:del><w:r><w:delText>Deleted Manager, 2001 - 2002</w:delText></w:r></w:del><w:r><w:t>Kept</w:t></w:r></w:p>"
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden words</w:t></w:r></w:p>"
    lines = read(write_docx(tmp_path / "a.docx", gone, hidden, box(p("In a box")))).lines
    assert [line.text for line in lines] == ["Kept", "In a box"]
    assert lines[1].column != lines[0].column


def test_another_document_of_the_name_does_not_stand_in_the_way(tmp_path):
    path = write_docx(tmp_path / "a.docx", *LAYOUTS["plain bold, dates at a tab"])
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("word/glossary/document.xml", "<nothing/>")
    assert told(read(path))[0] == EDITOR


def test_a_document_that_is_damaged_or_none_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "broken.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w:document")
    with pytest.raises(Refused, match="not valid XML"):
        read(tmp_path / "broken.docx")
    with zipfile.ZipFile(tmp_path / "none.docx", "w") as packed:
        packed.writestr("other.txt", "text")
    with pytest.raises(Refused, match="no document of Word"):
        read(tmp_path / "none.docx")
