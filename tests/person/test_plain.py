"""Plain text and Markdown become the lines that people see, and what is not taken as text is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outgrow.careers.exports.refused import Refused
from outgrow.person.document import as_text
from outgrow.person.letters import as_seen, close_up
from outgrow.person.markdown import read_markdown
from outgrow.person.plain import decoded, read_plain

PLAIN = """Ada Example

EXPERIENCE
==========

Senior Analyst\tMarch 2019 - present
Acme Ltd, London
  - Led a team of three that goes
    on over the line
  • Built a thing

Analyst          2016 - 2019
Beta Inc


E D U C A T I O N

BSc Physics
--------------------------------------------------
the end
"""


def texts(document):
    return [line.text for line in document.lines]


def test_plain_text_keeps_lines_cells_bullets_and_headings():
    document = read_plain(PLAIN)
    lines = {line.text: line for line in document.lines}
    assert lines["EXPERIENCE"].heading == 1
    assert lines["Ada Example"].heading is None
    assert lines["Ada Example"].gap is None
    assert lines["Senior Analyst  March 2019 - present"].cells == ("Senior Analyst", "March 2019 - present")
    assert lines["Analyst  2016 - 2019"].cells == ("Analyst", "2016 - 2019")
    assert lines["Analyst  2016 - 2019"].gap == 1
    assert lines["Acme Ltd, London"].gap == 0
    assert lines["Led a team of three that goes"].bullet
    assert lines["Led a team of three that goes"].indent == 2
    assert not lines["on over the line"].bullet
    assert (lines["on over the line"].gap, lines["on over the line"].indent) == (0, 4)
    assert lines["Built a thing"].bullet
    assert not any(set(text) <= set("=-") for text in lines)
    assert lines["EDUCATION"].gap == 2


COLUMNS = """Ada Example
London

SKILLS                  EXPERIENCE
Python                  Senior Analyst at Acme Ltd
SQL                     March 2019 to this day, and on
R                       Led a team of three people
Statistics              Built a thing that people use
                        and another that they do not
LANGUAGES               Analyst at Beta Incorporated
German                  January 2016 to February 2019
                        Made reports and read them out
"""


def test_two_columns_of_plain_text_are_read_one_after_the_other():
    found = read_plain(COLUMNS)
    assert texts(found) == [
        *("Ada Example", "London"),
        *("SKILLS", "Python", "SQL", "R", "Statistics", "LANGUAGES", "German"),
        "EXPERIENCE",
        "Senior Analyst at Acme Ltd",
        "March 2019 to this day, and on",
        "Led a team of three people",
        "Built a thing that people use",
        "and another that they do not",
        "Analyst at Beta Incorporated",
        "January 2016 to February 2019",
        "Made reports and read them out",
    ]
    assert [line.column for line in found.lines] == [0] * 2 + [1] * 7 + [2] * 9


def test_dates_at_the_right_are_cells_and_no_column():
    rows = [f"{title:<30}20{year} - 20{year + 1}\nAcme" for title, year in zip("ABCDEFGH", range(10, 18), strict=True)]
    found = read_plain("\n".join(rows))
    assert {line.column for line in found.lines} == {0}
    assert [line.cells for line in found.lines][::2] == [
        (title, f"20{year} - 20{year + 1}") for title, year in zip("ABCDEFGH", range(10, 18), strict=True)
    ]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("utf-16-le", 0), ("utf-16-be", 0), ("cp1252", 1)],
)
def test_encodings_are_found_and_a_guess_is_said(encoding, said):
    text = "Jürgen Müller\nGeschäftsführer – 2019\nVertrieb und Einkauf für alle"
    found = read_plain(*decoded(text.encode(encoding)))
    assert texts(found) == text.split("\n")
    assert len(found.not_understood) == said
    assert all("Windows-1252" in part.reason for part in found.not_understood)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Refused, match="is no text"):
        decoded(bytes(range(256)) * 50 + b"\0\0\0" * 500)


@pytest.mark.parametrize("sign", "•◦▪■●○➢➤►‣∙·✓→»\uf0b7\uf0a7\uf0d8-–*")
def test_signs_of_lists_are_known(sign):
    [line] = read_plain(f"{sign} Led a team").lines
    assert (line.text, line.bullet) == ("Led a team", True)


@pytest.mark.parametrize(
    "text", ["-5 %", "01. 2019 - 03. 2020", "Analyst", "o2 Germany", "+49 170 1234567", "C++ developer", "on top"]
)
def test_what_is_no_sign_stays(text):
    [line] = read_plain(text).lines
    assert (line.text, line.bullet) == (text, False)


def test_spaced_out_headings_are_one_word_and_other_text_is_not_closed_up():
    assert close_up("E X P E R I E N C E") == "EXPERIENCE"
    assert close_up("W O R K  H I S T O R Y") == "WORK HISTORY"
    assert close_up("A B test") == "A B test"
    assert close_up("2 0 1 9 2") == "2 0 1 9 2"


def test_letters_are_as_they_are_seen():
    assert as_seen("o\ufb03ce\u00a0of\u200b co\u00adop") == "office of coop"
    assert as_seen("experi\u00ad") == "experi\u00ad"
    assert as_seen("Mu\u0308ller") == "Müller"


MARKDOWN = """---
layout: cv
---
Ada Example
===========

<!-- not shown -->
## Experience

**Senior Analyst**, [Acme Ltd](https://acme.example)
*March 2019 - present*

* Led a team of three that goes
  on over the line
* Built a \\*thing\\* for R&amp;D
    * in parts

| When | What |
|------|------|
| 2016 - 2019 | **Analyst**<br>Beta Inc |

    Indented by hand

2014. Trainee

---
![photo](me.jpg)
"""


def test_markdown_says_headings_lists_tables_and_bold():
    document = read_markdown(MARKDOWN)
    lines = {line.text: line for line in document.lines}
    assert list(lines) == [
        "Ada Example",
        "Experience",
        "Senior Analyst, Acme Ltd",
        "March 2019 - present",
        "Led a team of three that goes",
        "on over the line",
        "Built a *thing* for R&D",
        "in parts",
        "When  What",
        "2016 - 2019  Analyst",
        "Beta Inc",
        "Indented by hand",
        "2014. Trainee",
    ]
    assert (lines["Ada Example"].heading, lines["Experience"].heading) == (1, 2)
    assert lines["Senior Analyst, Acme Ltd"].bold
    assert not lines["March 2019 - present"].bold
    assert lines["March 2019 - present"].gap == 0
    assert [line.text for line in document.lines if line.bullet] == [
        "Led a team of three that goes",
        "Built a *thing* for R&D",
        "in parts",
    ]
    assert lines["in parts"].indent > lines["on over the line"].indent
    assert lines["2016 - 2019  Analyst"].cells == ("2016 - 2019", "Analyst")
    assert lines["2016 - 2019  Analyst"].row == lines["Beta Inc"].row == 2
    assert lines["Indented by hand"].gap >= 1
    assert [part.text for part in document.not_understood] == ["layout: cv", "not shown"]


@given(st.text(max_size=300))
def test_no_text_makes_the_readers_fail_and_every_line_says_something(text):
    for document in (read_plain(text), read_markdown(text)):
        assert all(line.text.strip() == line.text != "" for line in document.lines)
        assert all(line.cells and "\n" not in line.text for line in document.lines)
        assert as_text(document).count("\n") < 3 * len(text) + 20


@given(st.lists(st.from_regex(r"[A-Za-z][a-z]{1,8}( [a-z]{2,8}){0,5}", fullmatch=True), max_size=12))
def test_ordinary_lines_come_out_as_they_went_in(lines):
    assert texts(read_plain("\n".join(lines))) == lines
