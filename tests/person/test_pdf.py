"""PDF as lines: each layout and each trap, on small files that `files/make.py` makes, and on pages that Chromium prints."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outgrow.careers.exports.refused import Refused
from outgrow.person.pdf import read_pdf
from outgrow.person.pdf_layout import Letter, PageLetters, laid_out

FILES = Path(__file__).parent / "files"

DUTIES = {
    "Head of Logistics": ["Runs a depot of ninety people", "Cut late loads by a third"],
    "Transport Planner": ["Planned forty routes a day", "Trained six planners"],
    "Warehouse Clerk": ["Booked goods in and out", "Kept the stock list right"],
}
ALL_DUTIES = [duty for duties in DUTIES.values() for duty in duties]
TIMES = {
    "Head of Logistics": "Mar 2019 - Present",
    "Transport Planner": "Jan 2015 - Feb 2019",
    "Warehouse Clerk": "2011 - 2014",
}
EMPLOYERS = {
    "Head of Logistics": "Brightwater Ltd, Leeds",
    "Transport Planner": "Oakmere Haulage, York",
    "Warehouse Clerk": "Pinefield Stores, Hull",
}
SIDE = [
    "Skills",
    "Route planning",
    "Stock control",
    "Forklift licence",
    "Excel",
    "SAP",
    "Languages",
    "English",
    "Polish",
    "German",
]
TOP = ["Alex Example", "alex@example.org, Leeds, United Kingdom"]


def read(name):
    return read_pdf((FILES / name).read_bytes())


def texts(document, column=None):
    return [line.text for line in document.lines if column is None or line.column == column]


def cells(document):
    return [line.cells for line in document.lines]


def notes(document):
    return {(note.page, note.reason): note.text for note in document.not_understood}


def column_of(document, text):
    """Return the number of the column in which a line stands."""
    return next(line.column for line in document.lines if line.text.startswith(text))


def main_lines(*, dates):
    """Return the lines of the main column, dates in the row of the title or below the employer."""
    found = ["Experience"]
    for title, duties in DUTIES.items():
        found += [f"{title}  {TIMES[title]}" if dates == "right" else title, EMPLOYERS[title]]
        found += [TIMES[title]] if dates == "below" else []
        found += duties
    return found


def test_one_column_is_read_from_the_top_and_says_how_its_lines_look():
    document = read("one-column.pdf")
    assert texts(document) == [*TOP, *main_lines(dates="right"), *SIDE[:6]]
    lines = {line.text: line for line in document.lines}
    assert {line.column for line in document.lines} == {0}
    assert lines["Alex Example"].size == 22
    assert lines["Experience"].size == 13
    assert lines["SAP"].size == 10
    assert [text for text, line in lines.items() if line.bullet] == ALL_DUTIES
    assert lines["Experience"].bold
    assert not lines["SAP"].bold
    assert lines["Alex Example"].gap is None
    assert lines["SAP"].gap < 0.1 < 0.5 < lines["Skills"].gap
    assert lines["Head of Logistics  Mar 2019 - Present"].cells == ("Head of Logistics", "Mar 2019 - Present")
    assert document.not_understood == ()
    assert document.pages == 1


@pytest.mark.parametrize(
    ("file", "dates"),
    [("sidebar-left.pdf", "below"), ("sidebar-right.pdf", "below"), ("sidebar-left-dates-right.pdf", "right")],
)
def test_a_sidebar_is_a_column_of_its_own_below_the_name(file, dates):
    document = read(file)
    assert texts(document)[:2] == TOP
    side, main = column_of(document, "Route planning"), column_of(document, "Head of Logistics")
    assert side != main
    assert (side < main) == ("left" in file)
    assert texts(document, side)[-10:] == SIDE
    assert texts(document, main)[-len(main_lines(dates=dates)) :] == main_lines(dates=dates)
    # a column is read to its end before the next one
    columns = [line.column for line in document.lines]
    assert columns == sorted(columns)


def test_two_columns_of_one_width_are_read_one_after_the_other():
    document = read("two-columns.pdf")
    left, right = column_of(document, "Head of"), column_of(document, "BSc")
    assert left < right
    assert texts(document, left)[-16:] == main_lines(dates="below")
    school = [
        "Education",
        "BSc Geography",
        "Northvale University",
        "2008 - 2011",
        "A levels",
        "Eastby College",
        "2006 - 2008",
    ]
    assert texts(document, right) == [*school, *SIDE[:6]]


def test_dates_in_a_narrow_column_are_cells_of_the_rows_beside_them():
    document = read("dates-left.pdf")
    assert {line.column for line in document.lines} == {0}
    for title, when in TIMES.items():
        assert (when, title) in cells(document)
    assert cells(document)[-1] == ("2008 - 2011", "BSc Geography, Northvale University")


def test_places_and_dates_at_the_right_edge_are_cells():
    document = read("places-right.pdf")
    assert {line.column for line in document.lines} == {0}
    assert ("Brightwater Ltd", "Mar 2019 - Present") in cells(document)
    assert ("Head of Logistics", "Leeds") in cells(document)
    assert ("Warehouse Clerk", "Hull") in cells(document)


def test_rows_of_a_table_are_lines_with_a_cell_for_each_column():
    assert cells(read("table.pdf"))[3:] == [
        ("Title", "Employer", "Place", "When"),
        ("Head of Logistics", "Brightwater Ltd", "Leeds", "Mar 2019 - Present"),
        ("Transport Planner", "Oakmere Haulage", "York", "Jan 2015 - Feb 2019"),
        ("Warehouse Clerk", "Pinefield Stores", "Hull", "2011 - 2014"),
    ]


def test_a_job_goes_on_over_a_page_break_without_running_heads_and_page_numbers():
    document = read("over-pages.pdf")
    duties = [line.text for line in document.lines if line.bullet]
    assert duties == [
        text
        for number, given in enumerate(DUTIES.values(), 1)
        for text in [*given, *(f"Duty {n} of job {number}" for n in range(1, 36))]
    ]
    assert document.pages == 3
    assert {line.page for line in document.lines} == {1, 2, 3}
    assert not [text for text in texts(document) if "Page" in text or "Curriculum" in text]
    assert texts(document)[:2] == TOP
    assert [line.page for line in document.lines if line.gap is None] == [1, 2, 3]


def test_text_is_as_a_person_reads_it():
    document = read("looks.pdf")
    assert texts(document)[2:] == [
        "Drawn twice",
        "Drawn with an outline",
        "EXPERIENCE",
        "WORK HISTORY",
        "Set a little too tight",
        "Was responsible for the logis-",
        "tics of I & A in a B to B firm",
    ]
    assert {line.text for line in document.lines if line.bold} == {"Alex Example", "Drawn with an outline"}


def test_signs_of_symbol_fonts_are_bullets_and_ligatures_are_letters():
    document = read("signs.pdf")
    assert [line.text for line in document.lines if line.bullet] == [
        "First duty",
        "Second duty",
        "Third duty",
        "Fourth duty",
    ]
    assert texts(document)[-3:] == ["Profit", "market-", "ing"]


def test_text_that_nobody_sees_is_left_out_and_said():
    document = read("hidden.pdf")
    assert texts(document) == [*TOP, "White on blue", "Seen by all"]
    found = notes(document)
    said = found[1, "text that nobody can see: without colour, too small, or out of the page"]
    for text in ("White on white", "As small as dust", "Outside of the page", "Drawn without ink"):
        assert text in said
    assert found[1, "text that is turned"] == "Up the edge"


def test_a_page_that_is_a_picture_is_said_and_what_a_machine_read_from_it_is_taken():
    document = read("scanned.pdf")
    assert notes(document) == {
        (2, "a page without text: it is a picture, or scanned"): None,
        (3, "a scanned page: its text was read from the picture, perhaps with mistakes"): None,
    }
    assert texts(document) == [*TOP, "Read by a machine"]
    assert document.lines[-1].page == 3


def test_a_password_is_refused_and_an_empty_one_opens():
    with pytest.raises(Refused, match="locked with a password") as caught:
        read("locked.pdf")
    assert caught.value.why
    assert caught.value.do
    assert texts(read("locked-for-changes.pdf")) == TOP


def test_letters_without_a_meaning_are_left_out_and_refused_when_they_are_most():
    with pytest.raises(Refused, match="letters that cannot be read") as caught:
        read("no-map.pdf")
    assert caught.value.why
    assert caught.value.do
    document = read("no-map-in-part.pdf")
    assert set(texts(document)) == {"A line that can be read, of some length"}
    assert notes(document) == {(1, "letters whose font does not say what they are"): None}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(Refused, match="damaged PDF") as caught:
        read_pdf(content)
    assert caught.value.do


def test_a_pdf_that_is_cut_short_gives_what_it_has_or_is_refused():
    whole = (FILES / "one-column.pdf").read_bytes()
    for length in range(0, len(whole), 97):
        try:
            document = read_pdf(whole[:length])
        except Refused:
            continue
        assert set(texts(document)) <= set(texts(read("one-column.pdf")))


def test_xml_that_is_attached_is_given_and_nothing_else():
    writer = pypdf.PdfWriter(clone_from=FILES / "one-column.pdf")
    xml = b'<?xml version="1.0"?><Candidate/>'
    writer.add_attachment("cv.xml", xml)
    writer.add_attachment("photo.jpg", b"\xff\xd8\xff\xe0 no XML")
    assert read_pdf(written(writer)).attachments == (xml,)
    assert read("one-column.pdf").attachments == ()


def test_sixty_pages_are_read_and_the_rest_is_said():
    page = pypdf.PdfReader(FILES / "two-columns.pdf").pages[0]
    writer = pypdf.PdfWriter()
    for _ in range(62):
        writer.add_page(page)
    document = read_pdf(written(writer))
    assert document.pages == 62
    assert {line.page for line in document.lines} == set(range(1, 61))
    assert notes(document) == {(None, "2 more pages were not read: no resume is so long"): None}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_it_is_shown(turn):
    """The words run against the turn, as in a landscape page that was made on a portrait one."""
    writer = pypdf.PdfWriter(clone_from=FILES / "dates-left.pdf")
    page = writer.pages[0]
    page.add_transformation(
        pypdf.Transformation().rotate(turn).translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
    )
    width, height = (842, 595) if turn in (90, 270) else (595, 842)
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, width, height))
    page.rotate(turn)
    turned, straight = read_pdf(written(writer)), read("dates-left.pdf")
    assert cells(turned) == cells(straight)
    assert [line.bullet for line in turned.lines] == [line.bullet for line in straight.lines]


def test_a_page_whose_corner_is_elsewhere_reads_the_same():
    writer = pypdf.PdfWriter(clone_from=FILES / "sidebar-left.pdf")
    page = writer.pages[0]
    page.add_transformation(pypdf.Transformation().translate(1000, -2000))
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((1000, -2000, 1595, -1158))
    assert texts(read_pdf(written(writer))) == texts(read("sidebar-left.pdf"))


def test_a_page_that_is_scaled_says_the_size_that_is_seen():
    writer = pypdf.PdfWriter(clone_from=FILES / "one-column.pdf")
    writer.pages[0].scale_by(0.5)
    halved = read_pdf(written(writer))
    assert texts(halved) == texts(read("one-column.pdf"))
    assert [line.size for line in halved.lines] == pytest.approx(
        [line.size / 2 for line in read("one-column.pdf").lines]
    )


def test_three_pages_take_well_under_half_a_second():
    content = (FILES / "over-pages.pdf").read_bytes()
    read_pdf(content)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        read_pdf(content)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.5


def written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


WORDS = st.lists(st.text("abcdefghijkl", min_size=1, max_size=9), min_size=1, max_size=6)


@given(
    rows=st.lists(st.tuples(WORDS, st.integers(40, 300), st.sampled_from([8, 10, 18])), min_size=1, max_size=25),
    gap=st.floats(0.3, 8),
)
def test_no_letter_is_lost_and_none_is_said_twice(rows, gap):
    letters, base = [], 820.0
    for words, left, size in rows:
        base -= 1.3 * size
        x = float(left)
        for word in words:
            for text in word:
                letters.append(Letter(text=text, left=x, right=x + 0.5 * size, base=base, size=size, bold=False))
                x += 0.5 * size
            x += gap * size
    lines = laid_out([PageLetters(1, 595, 842, letters)])
    assert sorted("".join(line.text for line in lines).replace(" ", "")) == sorted(one.text for one in letters)
    assert all(line.text == "  ".join(line.cells) for line in lines)


STYLE = """<style>
body {font: 10.5pt sans-serif; margin: 0} .row {display: flex; justify-content: space-between}
.side {background: #1d3557; color: #fff; padding: 8mm; min-height: 250mm; box-sizing: border-box}
.grid {display: grid; grid-template-columns: 32% 68%} .main {padding: 8mm} h2 {letter-spacing: .25em; text-transform: uppercase}
.when {display: grid; grid-template-columns: 40mm 1fr} .two {columns: 2; column-gap: 12mm} .two section {break-inside: avoid}
</style>"""


def printed(page, body, **how):
    page.set_content(STYLE + body)
    return read_pdf(page.pdf(format="A4", print_background=True, **how))


def jobs_in_html(row):
    return "".join(
        row.format(title=title, when=TIMES[title], employer=EMPLOYERS[title])
        + "<ul>"
        + "".join(f"<li>{duty}" for duty in duties)
        + "</ul>"
        for title, duties in DUTIES.items()
    )


ROW = "<div class=row><b>{title}</b><span>{when}</span></div><div><i>{employer}</i></div>"
SIDE_HTML = "<h2>Skills</h2>" + "<br>".join(SIDE[1:6]) + "<h2>Languages</h2>" + "<br>".join(SIDE[7:])


@pytest.mark.browser
@pytest.mark.parametrize("side", ["left", "right"])
def test_browser_a_white_on_dark_sidebar_beside_jobs_with_dates_at_the_edge(page, side):
    aside, main = f"<div class=side>{SIDE_HTML}</div>", f"<div class=main><h2>Experience</h2>{jobs_in_html(ROW)}</div>"
    columns = "32% 68%" if side == "left" else "68% 32%"
    parts = aside + main if side == "left" else main + aside
    document = printed(page, f"<div class=grid style='grid-template-columns:{columns}'>{parts}</div>")
    upper = ["SKILLS", *SIDE[1:6], "LANGUAGES", *SIDE[7:]]
    assert texts(document, column_of(document, "SKILLS")) == upper
    jobs = ["EXPERIENCE", *main_lines(dates="right")[1:]]
    assert texts(document, column_of(document, "EXPERIENCE")) == jobs
    # browsers draw the signs of lists as shapes
    assert [line.text for line in document.lines if line.bullet] == ALL_DUTIES
    assert document.not_understood == ()
    sizes = {line.text: line.size for line in document.lines}
    assert sizes["SAP"] == pytest.approx(10.5, abs=0.1)
    bold = {line.text for line in document.lines if line.bold}
    assert not bold & set(EMPLOYERS.values()), "italics are not bold"


@pytest.mark.browser
def test_browser_dates_in_a_grid_to_the_left(page):
    row = "<div class=when><div>{when}</div><div><b>{title}</b><br>{employer}</div></div>"
    document = printed(page, f"<h1>Alex Example</h1><h2>Experience</h2>{jobs_in_html(row)}")
    assert {line.column for line in document.lines} == {0}
    for title, when in TIMES.items():
        assert (when, title) in cells(document)


@pytest.mark.browser
def test_browser_a_table_with_lines_around_its_cells(page):
    rows = "".join(f"<tr><td>{TIMES[t]}<td>{t}<td>{EMPLOYERS[t]}" for t in TIMES)
    document = printed(page, f"<h1>Alex Example</h1><table border=1 width=100%>{rows}</table>")
    assert cells(document)[1:] == [(TIMES[t], t, EMPLOYERS[t]) for t in TIMES]


@pytest.mark.browser
def test_browser_columns_of_a_newspaper_below_a_name_across(page):
    parts = [
        f"<section><h2>{title}</h2>" + "".join(f"<p>{duty}" for duty in [*duties, *duties]) + "</section>"
        for title, duties in DUTIES.items()
    ]
    name = "<h1>Alex Example, who has planned and run the transport of goods</h1>"
    document = printed(page, f"{name}<div class=two>{''.join(parts)}</div>")
    expected = [text for title, duties in DUTIES.items() for text in [title.upper(), *duties, *duties]]
    assert texts(document)[-15:] == expected
    assert document.lines[0].text.startswith("Alex Example, who")
    assert column_of(document, "HEAD") != column_of(document, "WAREHOUSE")


@pytest.mark.browser
def test_browser_heads_and_feet_that_repeat_are_left_out(page):
    lines = {part: "".join(f"<p>Line {part}{n}" for n in "abcdefgh") for part in "xyz"}
    pages = "".join(f"<div style='break-after:page'><h2>Part {part}</h2>{lines[part]}</div>" for part in "xyz")
    count = "page <span class=pageNumber></span> of <span class=totalPages></span>"
    foot = f"<div style='font-size:8px;margin:auto'>Alex Example, {count}</div>"
    document = printed(
        page,
        pages,
        display_header_footer=True,
        header_template="<div style='font-size:8px;margin:auto'>Curriculum vitae</div>",
        footer_template=foot,
        margin={"top": "20mm", "bottom": "20mm"},
    )
    expected = [text for part in "xyz" for text in [f"PART {part.upper()}", *(f"Line {part}{n}" for n in "abcdefgh")]]
    assert [text for text in texts(document) if text != "Curriculum vitae"] == expected
    assert texts(document).count("Curriculum vitae") <= 1
    assert document.pages == 3


@pytest.mark.browser
def test_browser_dots_that_grade_a_skill_are_no_bullets(page):
    dot = "<i style='display:inline-block;width:8px;height:8px;margin:2px;border-radius:50%;background:#333'></i>"
    rows = "".join(f"<p>{skill} {dot * 5}</p><p>{dot * 3} {skill} again</p>" for skill in SIDE[1:6])
    document = printed(page, f"<h1>Alex Example</h1>{rows}<ul><li>An item</ul>")
    assert [line.text for line in document.lines if line.bullet] == ["An item"]
