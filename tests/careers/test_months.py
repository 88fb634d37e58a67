"""Months: every shape people and systems write, what is no month, and what could be two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outgrow.months import ENDLESS_YEARS, ParsedMonth, day_order, month_number, month_text, parse_month

MARCH_2019 = 2019 * 12 + 2

MARCH = [
    "2019-03",
    "2019/03",
    "2019.03",
    "2019-3",
    "201903",
    "201903.0",
    "03/2019",
    "3/2019",
    "03.2019",
    "03-2019",
    "March 2019",
    "march, 2019",
    "Mar 2019",
    "Mar. 2019",
    "MAR-2019",
    "Mar/2019",
    "Mar '2019",
    "Mar2019",
    "2019 Mar",
    "2019-March",
    "  Mar \t 2019 ",
    "März 2019",
    "Maerz 2019",
    "Mrz 2019",
    "mars 2019",
    "marzo de 2019",
    "marzo 2019",
    "março de 2019",
    "marc\u0327o de 2019",
    "maart 2019",
    "mrt 2019",
    "２０１９-03",
]
MARCH_17 = [
    "2019-03-17",
    "2019/3/17",
    "20190317",
    "20190317.0",
    "2019-03-17T09:00",
    "2019-03-17T09:00:00Z",
    "2019-03-17 09:00:00.123",
    "2019-03-17 09:00:00,123",
    "2019-03-17 09:00:00+00",
    "2019-03-17T09:00:00+01:00",
    "2019-03-17T09:00:00-0500",
    "17.03.2019",
    "17/3/2019",
    "3/17/2019",
    "03-17-2019",
    "3/17/2019 12:00:00 AM",
    "17/03/2019 09:00",
    "17 March 2019",
    "17-Mar-2019",
    "17. März 2019",
    "17 de marzo de 2019",
    "March 17, 2019",
    "March 17th, 2019",
    "Mar 17 2019",
]
FIRST_OF_MARCH = ["1st March 2019", "1er mars 2019", "1º de março de 2019", "1. März 2019", "01/03/2019"]
NAMES = {
    1: "January Januar Jänner janvier enero gennaio janeiro januari Jan ene gen",
    2: "February Februar février febrero febbraio fevereiro februari Feb fév fev",
    3: "March März mars marzo março maart Mar",
    4: "April avril abril aprile Apr avr abr",
    5: "May Mai mayo maggio maio mei mag",
    6: "June Juni juin junio giugno junho Jun giu",
    7: "July Juli juillet julio luglio julho Jul lug",
    8: "August août agosto augustus Aug ago",
    9: "September septembre septiembre settembre setembro Sept Sep set",
    10: "October Oktober octobre octubre ottobre outubro oktober Oct Okt ott out",
    11: "November novembre noviembre novembro Nov",
    12: "December Dezember décembre diciembre dicembre dezembro Dec Dez dic déc",
}
ONGOING = [
    "Present",
    "present.",
    "(Present)",
    "current",
    "Now",
    "to date",
    "till date",
    "until now",
    "ongoing",
    "-",
    "–",
    "—",
    "N/A",
    "null",
    "NaT",
    "heute",
    "bis heute",
    "aujourd'hui",
    "à ce jour",
    "actualidad",
    "hasta la fecha",
    "presente",
    "oggi",
    "heden",
    "hoje",
    "9999",
    "9999-12-31",
    "9999-12",
    "99991231",
    "31.12.9999",
    "12/31/9999",
    "9999-12-31 00:00:00",
    "4712-12-31",
    "31-DEC-4712",
    "infinity",
]
UNREADABLE = [
    "soon",
    "0",
    "12",
    "1066",
    "1066-10-14",
    "0019-03-17",
    "0000-00-00",
    "1899-12-31",
    "2200-01-01",
    "2019-13",
    "2019-00",
    "2019-02-31",
    "2019-02-29",
    "31/02/2019",
    "31.04.2019",
    "13/13/2019",
    "13/2019",
    "01/02/19",
    "Mar 19",
    "'19",
    "032019",
    "17032019",
    "2019-W03",
    "2019-076",
    "Q1 2019",
    "Spring 2019",
    "ma 2019",
    "jui 2019",
    "Marchtober 2019",
    "32 March 2019",
    "2019-03-",
    "2019-03 to 2020-04",
    "-infinity",
    "43525",
    "1552780800000",
    "2019" * 20,
]


@pytest.mark.parametrize("text", MARCH)
def test_a_month_is_read(text):
    assert parse_month(text) == ParsedMonth("month", MARCH_2019, 0)


@pytest.mark.parametrize("text", MARCH_17)
def test_a_day_is_read_to_its_month_and_kept(text):
    assert parse_month(text) == ParsedMonth("month", MARCH_2019, 17)


@pytest.mark.parametrize("text", FIRST_OF_MARCH)
def test_the_first_of_a_month_may_be_an_ordinal(text):
    assert parse_month(text, "day-first") == ParsedMonth("month", MARCH_2019, 1)


@pytest.mark.parametrize(("month", "name"), [(month, name) for month, names in NAMES.items() for name in names.split()])
def test_months_have_names_in_seven_languages(month, name):
    for text in (f"{name} 2019", f"{name.upper()}. 2019", f"2019 {name.lower()}", f"5 {name} 2019"):
        assert parse_month(text)[:2] == ("month", 2019 * 12 + month - 1), text


@pytest.mark.parametrize("text", ["2019", " 2019 ", "2019.0", "2019.00"])
def test_a_year_alone_is_its_january_or_december(text):
    assert parse_month(text) == ParsedMonth("year", 2019 * 12)
    assert month_number(text) == 2019 * 12
    assert month_number(text, last=True) == 2019 * 12 + 11


@pytest.mark.parametrize("text", ONGOING)
def test_what_systems_and_people_write_for_a_job_that_goes_on(text):
    assert parse_month(text) == ParsedMonth("ongoing")
    assert month_number(text) is None


@pytest.mark.parametrize("text", [None, "", "  ", "\t\n", "\u00a0"])
def test_nothing_is_missing(text):
    assert parse_month(text) == ParsedMonth("missing")


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_month_says_so(text):
    assert parse_month(text) == ParsedMonth("unreadable")
    assert month_number(text) is None


def test_day_and_month_that_could_be_either_way_round_are_ambiguous_until_told():
    text = "03/04/2019"
    assert parse_month(text) == ParsedMonth("ambiguous")
    assert month_number(text) is None
    assert parse_month(text, "day-first") == ParsedMonth("month", 2019 * 12 + 3, 3)
    assert parse_month(text, "month-first") == ParsedMonth("month", 2019 * 12 + 2, 4)
    assert parse_month("05/05/2019") == ParsedMonth("month", 2019 * 12 + 4, 5)


def test_a_date_that_contradicts_the_order_given_is_not_turned_round():
    assert parse_month("03/17/2019", "day-first") == ParsedMonth("unreadable")
    assert parse_month("17/03/2019", "month-first") == ParsedMonth("unreadable")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2019", "17/03/2019"], "day-first"),
        (["03/04/2019", " 03/17/2019 10:00 "], "month-first"),
        (["17/03/2019", "03/17/2019"], None),
        (["03/04/2019", "05/05/2019"], None),
        (["2019-03-17", "17 March 2019", "soon", "40/40/2019", ""], None),
        ([], None),
    ],
    ids=["day over 12 first", "day over 12 second", "both", "neither", "other shapes", "nothing"],
)
def test_a_column_tells_its_order_or_does_not(texts, order):
    assert day_order(texts) == order


@given(st.integers(1900 * 12, 2199 * 12 + 11).filter(lambda number: number // 12 not in ENDLESS_YEARS))
def test_a_month_written_is_read_back(number):
    text = month_text(number)
    assert len(text) == len("2019-03")
    assert month_number(text) == number
    assert parse_month(text) == ParsedMonth("month", number, 0)


ORDERS = st.sampled_from([None, "day-first", "month-first"])
ALMOST = st.from_regex(r"\s*[0-3]?\d[ ./-]([01]?\d|[A-Za-zé]{2,9})[ ./-]\d{2,4}(T\d\d:\d\d)?\s*", fullmatch=True)


@given(st.one_of(st.text(), ALMOST, st.from_regex(r"\d{1,9}(\.\d*)?")), ORDERS)
@example("٢٠١٩-٠٣", None)
@example("\ud800", None)
@example("²⁰¹⁹", None)
def test_no_text_raises_and_only_months_have_a_number(text, order):
    parsed = parse_month(text, order)
    assert (parsed.number is not None) == (parsed.kind in {"month", "year"})
    if parsed.number is not None:
        assert 1900 * 12 <= parsed.number <= 2199 * 12 + 11
        assert 0 <= parsed.day <= 31
    day_order([text])
    month_number(text)
