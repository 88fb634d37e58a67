"""Documents of Word become lines in the order in which they are read, with what the format says of them."""

from __future__ import annotations

import zipfile

import pytest
from tests.person.writing import W, par, row, run, table, write_docx

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.refused import Refused
from outgrow.person.docx import read_docx
from outgrow.person.read import LIMITS

LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def reading(path):
    with Source(path, LIMITS) as source:
        return read_docx(source)


@pytest.fixture
def read(tmp_path):
    return lambda body, **parts: reading(write_docx(tmp_path / "resume.docx", body, **parts))


def texts(document):
    return [line.text for line in document.lines]


def test_styles_tabs_lists_and_line_ends(read):
    found = read(
        par("Ada Example", look="<w:b/><w:sz w:val='40'/>")
        + par("Experience", '<w:pStyle w:val="berschrift1"/>')
        + par("Senior Analyst\t03/2019 \u2013 present\nAcme Ltd")
        + par("Led a team", LIST)
        + par("\u2022 Built a thing")
        + par("Education", '<w:pStyle w:val="Own"/>')
    )
    lines = {line.text: line for line in found.lines}
    assert list(lines) == [
        "Ada Example",
        "Experience",
        "Senior Analyst  03/2019 \u2013 present",
        "Acme Ltd",
        "Led a team",
        "Built a thing",
        "Education",
    ]
    assert (lines["Ada Example"].bold, lines["Ada Example"].size) == (True, 20)
    # a style says by its name, or by the one that it is based on, that it is a heading
    assert [line.heading for line in found.lines] == [None, 1, None, None, None, None, 1]
    assert (lines["Experience"].bold, lines["Experience"].size, lines["Experience"].gap) == (True, 16, 1)
    assert lines["Senior Analyst  03/2019 \u2013 present"].cells == ("Senior Analyst", "03/2019 \u2013 present")
    assert lines["Acme Ltd"].gap == 0
    assert [line.text for line in found.lines if line.bullet] == ["Led a team", "Built a thing"]


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_inserted_is(read):
    found = read(
        "<w:p><w:del><w:r><w:delText>Junior</w:delText></w:r></w:del>"
        f"<w:ins>{run('Senior')}</w:ins>{run(' Analyst')}{run(' secret', '<w:vanish/>')}</w:p>"
    )
    assert texts(found) == ["Senior Analyst"]


def test_a_table_of_two_full_cells_is_a_sidebar_and_a_column(read):
    left = "".join(map(par, ["Skills", "Python", "SQL", "R", "German"]))
    right = "".join(map(par, ["Experience", "Analyst", "Acme", "2019 - 2021", "Led a team"]))
    found = read(par("Ada Example") + table(row(left, right)))
    assert texts(found)[1:6] == ["Skills", "Python", "SQL", "R", "German"]
    assert texts(found)[6:] == ["Experience", "Analyst", "Acme", "2019 - 2021", "Led a team"]
    assert len({line.column for line in found.lines[1:6]}) == len({line.column for line in found.lines[6:]}) == 1
    assert found.lines[1].column != found.lines[6].column


def test_a_table_of_dates_and_jobs_is_rows_of_cells(read):
    rows = [row(par(f"20{n} - 20{n + 1}"), par(f"Analyst {n}") + par("Acme")) for n in range(10, 15)]
    found = read(table(*rows))
    assert {line.column for line in found.lines} == {0}
    assert [line.cells for line in found.lines if len(line.cells) == 2] == [
        (f"20{n} - 20{n + 1}", f"Analyst {n}") for n in range(10, 15)
    ]
    assert [line.row for line in found.lines] == [n for n in range(1, 6) for _ in range(2)]


def test_content_controls_links_and_tables_in_tables_are_read_in_their_place(read):
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{par('In a control')}</w:sdtContent></w:sdt>"
    link = f"<w:p><w:hyperlink r:id='x' xmlns:r='urn:r'>{run('Acme Ltd')}</w:hyperlink>{run(', London')}</w:p>"
    inner = table(row(par("2019 - 2021"), par("Analyst")))
    found = read(par("First") + control + link + table(row(inner + par("below"))) + par("Last"))
    assert texts(found) == ["First", "In a control", "Acme Ltd, London", "2019 - 2021  Analyst", "below", "Last"]


def test_text_boxes_come_after_the_body_and_once(read):
    box = f"<w:txbxContent>{par('Contact')}{par('London')}</w:txbxContent>"
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    found = read(f"<w:p><w:r>{alternate}</w:r>{run('Ada Example')}</w:p>" + par("Analyst"))
    assert texts(found) == ["Ada Example", "Analyst", "Contact", "London"]
    assert [line.column for line in found.lines] == [0, 0, 1, 1]


def test_the_head_of_pages_is_read_once_before_the_body_and_page_numbers_are_not(read):
    head = f"<w:hdr {W}>{par('Ada Example')}{par('ada@example.org')}</w:hdr>"
    foot = f"<w:ftr {W}>{par('Page 2 of 3')}{par('Ada Example')}</w:ftr>"
    found = read(par("Analyst"), header1=head, header2=head, footer1=foot)
    assert texts(found) == ["Ada Example", "ada@example.org", "Analyst"]
    assert found.lines[0].column != found.lines[2].column


def test_letters_are_as_they_are_seen(read):
    found = read(par("E X P E R I E N C E") + par("o\ufb03ce\u00a0of\u200b the co\u00adop"))
    assert texts(found) == ["EXPERIENCE", "office of the coop"]


def test_a_document_that_is_a_picture_is_said_to_be_one(read):
    found = read("<w:p><w:r><w:drawing/></w:r></w:p>")
    assert found.lines == ()
    assert [part.reason for part in found.not_understood] == ["a document without text: it is a picture"]


def test_styles_that_are_based_on_each_other_end(read):
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("AB", "BA")
    )
    found = read(par("Analyst", '<w:pStyle w:val="A"/>'), styles=f"<w:styles {W}>{styles}</w:styles>")
    assert texts(found) == ["Analyst"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("word/document.xml", ENTITIES + "<x>&b;</x>", "declares a document type or entities"),
        ("word/document.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "declares a document type"),
        ("word/document.xml", "<x>" * 5000 + "</x>" * 5000, "is nested more than"),
        ("word/document.xml", "<x>", "is not valid XML"),
        ("word/document.xml", "<x/>", "holds no text"),
        ("word/document.xml", " " * (80 << 20), "unpacks"),
        ("../../document.xml", "<x/>", "leads out of the archive"),
        ("word/media/inner.zip", "x", "holds another archive"),
    ],
)
def test_hostile_documents_are_refused(tmp_path, name, content, reason):
    path = tmp_path / "hostile.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    with pytest.raises(Refused, match=reason):
        reading(path)


def test_a_document_that_is_cut_short_is_refused(tmp_path):
    path = write_docx(tmp_path / "cut.docx", par("Analyst"))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Refused, match="is cut short or damaged"):
        reading(path)
