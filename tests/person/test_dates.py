"""Times as people write them in resumes, in seven languages: from when to when, how exactly, and what is left of the line."""

from __future__ import annotations

import pytest

from outgrow.months import month_text
from outgrow.person.dates import is_time, order_of_days, periods_in, without

NOW = "now"


def read(text, order=None):
    def said(number):
        return None if number is None else month_text(number)

    return [(said(one.start), NOW if one.ongoing else said(one.end), one.start_to) for one in periods_in(text, order)]


@pytest.mark.parametrize(
    ("text", "start", "end", "to"),
    [
        ("Jan 2018 - Present", "2018-01", NOW, "month"),
        ("July 2012–present", "2012-07", NOW, "month"),
        ("(2015-2018)", "2015-01", "2018-12", "year"),
        ("2014-16", "2014-01", "2016-12", "year"),
        ("1998-02", "1998-02", "1998-02", "month"),
        ("2010-12", "2010-01", "2012-12", "year"),
        ("2010-11 to 2011-03", "2010-11", "2011-03", "month"),
        ("’14 – ’16", "2014-01", "2016-12", "year"),
        ("Apr 05 - Jun 09", "2005-04", "2009-06", "month"),
        ("3/15 - 11/17", "2015-03", "2017-11", "month"),
        ("03 – 11/2018", "2018-03", "2018-11", "month"),
        ("Mar – Nov 2018", "2018-03", "2018-11", "month"),
        ("Summer 2016 - Spring 2018", "2016-06", "2018-05", "season"),
        ("Winter 2016/17", "2016-12", "2017-02", "season"),
        ("Autumn 2009 to Winter 2011", "2009-09", "2012-02", "season"),
        ("Q3 2015 – Q1 2017", "2015-07", "2017-03", "season"),
        ("since March 2020", "2020-03", NOW, "month"),
        ("seit 03/2020", "2020-03", NOW, "month"),
        ("Sept. 2012 to date", "2012-09", NOW, "month"),
        ("a year from May 2011", "2011-05", "2012-04", "month"),
        ("1 Jan 2010 to 31 Dec 2012", "2010-01", "2012-12", "month"),
        ("01.04.2015 – 31.12.2017", "2015-04", "2017-12", "month"),
        ("2011 to the present", "2011-01", NOW, "year"),
        ("2018 –", "2018-01", NOW, "year"),
        ("de janvier 2012 à mars 2014", "2012-01", "2014-03", "month"),
        ("Août 2014 – aujourd'hui", "2014-08", NOW, "month"),
        ("depuis mai 2020", "2020-05", NOW, "month"),
        ("enero de 2010 - actualidad", "2010-01", NOW, "month"),
        ("desde 2015 hasta 2018", "2015-01", "2018-12", "year"),
        ("maart 2011 tot heden", "2011-03", NOW, "month"),
        ("jan. 2015 t/m dec. 2018", "2015-01", "2018-12", "month"),
        ("maggio 2015 - ad oggi", "2015-05", NOW, "month"),
        ("set. 2017 – fev. 2018", "2017-09", "2018-02", "month"),
        ("März 2019 – heute", "2019-03", NOW, "month"),
        ("Frühjahr 2011 bis Herbst 2012", "2011-03", "2012-11", "season"),
    ],
)
def test_a_time_is_read_and_is_all_of_its_text(text, start, end, to):
    assert read(text) == [(start, end, to)]
    assert is_time(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Social Media Manager, Example Ltd (2015-2018)", "Social Media Manager, Example Ltd"),
        ("January 2018 - Present (3 years 4 months)", ""),
        ("2001 - 2003: Editor", "Editor"),
        ("Example Ltd · 6 years 2 months", "Example Ltd"),
        ("2016 to 2019, London", "London"),
        ("Freelance copywriter since 2011", "Freelance copywriter"),
    ],
)
def test_what_is_left_of_a_line(text, rest):
    assert without(text, periods_in(text)) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Led 24 people",
        "Managed a team of 12 to 15 people",
        "Marketing 2 a 3 veces",
        "Telephone 0161 496 0000",
        "Room 3/15b",
        "",
    ],
)
def test_numbers_that_are_no_times(text):
    assert read(text) == []
    assert not is_time(text)


def test_how_long_is_a_time_too_and_a_sentence_with_years_is_none():
    assert is_time("5 years 3 months")
    assert not is_time("Raised followers by 300 in 2018")


def test_several_times_in_one_line_are_told_apart():
    assert read("2012–2014; 2016–2018") == [("2012-01", "2014-12", "year"), ("2016-01", "2018-12", "year")]


def test_days_come_first_unless_the_document_says_otherwise():
    assert read("03/04/2015 - 05/06/2016") == [("2015-04", "2016-06", "month")]
    assert read("03/04/2015 - 05/06/2016", "month-first") == [("2015-03", "2016-05", "month")]
    assert order_of_days(["12/31/2015 - 01/02/2016"]) == "month-first"
    assert order_of_days(["03/04/2015"]) is None


def test_an_end_before_its_start_is_no_end():
    assert read("2018 - 2015")[0] == ("2018-01", "2018-12", "year")
