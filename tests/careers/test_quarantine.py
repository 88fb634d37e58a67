"""Quarantine: every row that cannot be used is there with its number, column, value and reason, and no row is lost."""

from dataclasses import dataclass

import pyarrow as pa
import pytest
from tests.careers.reading import HEADER, assert_nothing_lost, left_out, read, spells, write

COLUMNS = "person,start,end,title,organisation,level,function,pay,pay_period"
AMBIGUOUS = "day and month could be either way round (give --day-first or --month-first)"
NO_DATE = "not a date outgrow can read"
LEVELS = "trainee, assistant, specialist, senior, lead, manager, head, director, vice_president, chief"


@dataclass(frozen=True)
class Case:
    """A row, and what is said of it; the row is used where only a value is left out, or nothing."""

    id: str
    row: str
    column: str | None = None
    value: str | None = None
    reason: str | None = None
    left_out: str = "row"


SPELLS = [
    Case("no person", ",2019-01,,A,,,,,", "person", None, "no person"),
    Case("blank person", "  ,2019-01,,A,,,,,", "person", None, "no person"),
    Case("all blank", ",,,,,,,,", "person", None, "no person"),
    Case("no title", "a,2019-01,,,,,,,", "title", None, "no title"),
    Case("blank title", "a,2019-01,,  ,,,,,", "title", None, "no title"),
    Case("no start", "a,,,A,,,,,", "start", None, "no start"),
    Case("start is Present", "a,Present,,A,,,,,", "start", "Present", "no start"),
    Case("start in the year 9999", "a,9999-12-31,,A,,,,,", "start", "9999-12-31", "no start"),
    Case("start is a word", "a,soon,,A,,,,,", "start", "soon", NO_DATE),
    Case("end is a word", "a,2019-01,soon,A,,,,,", "end", "soon", NO_DATE),
    Case("31 February", "a,2019-02-31,,A,,,,,", "start", "2019-02-31", NO_DATE),
    Case("end on 30 February", "a,2019-01,2019-02-30,A,,,,,", "end", "2019-02-30", NO_DATE),
    Case("month 13", "a,2019-13,,A,,,,,", "start", "2019-13", NO_DATE),
    Case("month 0", "a,2019-00,,A,,,,,", "start", "2019-00", NO_DATE),
    Case("year of two digits", "a,01/02/19,,A,,,,,", "start", "01/02/19", NO_DATE),
    Case("year 1066", "a,1066,,A,,,,,", "start", "1066", NO_DATE),
    Case("year 0019", "a,0019-03-01,,A,,,,,", "start", "0019-03-01", NO_DATE),
    Case("day and month either way", "a,03/04/2019,,A,,,,,", "start", "03/04/2019", AMBIGUOUS),
    Case("end either way", "a,2018-01,03/04/2019,A,,,,,", "end", "03/04/2019", AMBIGUOUS),
    Case("end before start", "a,2019-03,2019-02,A,,,,,", "end", "2019-02", "ends before it starts"),
    Case("start in the future", "a,2024-07,,A,,,,,", "start", "2024-07", "starts in the future"),
    Case("end in the future", "a,2019-01,2024-07,A,,,,,", "end", "2024-07", "ends in the future"),
    Case("end in a future year", "a,2019-01,2025,A,,,,,", "end", "2025", "ends in the future"),
    Case("first of two alike", "b,2019-01,2019-05,A,,,,,"),
    Case("exact duplicate", "b,2019-01,2019-05,A,,,,,", "row", None, "exact duplicate of an earlier row"),
    Case("unknown level", "c,2019-01,,A,,boss,,,", "level", "boss", f"not a level outgrow knows ({LEVELS})", "value"),
    Case("unknown function", "c,2019-02,,A,,,magic,,", "function", "magic", "not a function outgrow knows", "value"),
    Case("negative pay", "c,2019-03,,A,,,,-5,", "pay", "-5", "not an amount of money", "value"),
    Case("pay in words", "c,2019-04,,A,,,,a lot,", "pay", "a lot", "not an amount of money", "value"),
    Case("pay is no number", "c,2019-05,,A,,,,NaN,", "pay", "NaN", "not an amount of money", "value"),
    Case("pay without bound", "c,2019-06,,A,,,,1e999,", "pay", "1e999", "not an amount of money", "value"),
    Case(
        "unknown pay period",
        "c,2019-07,,A,,,,5,fortnight",
        "pay_period",
        "fortnight",
        "not one of year, month, week, day, hour",
        "value",
    ),
    Case("end in the year 9999", "d,2019-01,9999-12-31,A,,,,,"),
    Case("end is Present", "d,2019-02,Present,A,,,,,"),
    Case("ends this month", "d,2024-06,2024-06,A,,,,,"),
    Case("names as people write them", "d,2019-03,,A,,Vice President,Public-Service,5,Year"),
]

PEOPLE_COLUMNS = "person,observed_from,observed_until,exited,exit_reason,birth,weight,sex"
LOST = ("person", None, "the row of this person among people is in quarantine")
CONTRADICT = "rows of one person contradict each other"
#: Each is a row about a person of its own, who holds a job from 2019-01; and what becomes of that job.
PEOPLE = [
    (Case("no person", ",,,,,,,f"), None),
    (Case("no date", "NAME,,,,,,,f"), None),
    (Case("all dates", "NAME,2018-01,2020-01,2020-01,moved,1980,1.5,f"), None),
    (Case("years", "NAME,2019,2019,2019,,,,"), None),
    (
        Case("until before from", "NAME,2020-01,2019-01,,,,,", "observed_until", "2019-01", "before observed_from"),
        LOST,
    ),
    (Case("exited before from", "NAME,2020-01,,2019-01,,,,", "exited", "2019-01", "before observed_from"), LOST),
    (Case("until in the future", "NAME,,2030-01,,,,,", "observed_until", "2030-01", "in the future"), LOST),
    (Case("from in the future", "NAME,2030-01,,,,,,", "observed_from", "2030-01", "in the future"), LOST),
    (Case("exited in the future", "NAME,,,2030,,,,", "exited", "2030", "in the future"), LOST),
    (Case("from is a word", "NAME,soon,,,,,,", "observed_from", "soon", NO_DATE), LOST),
    (Case("until is a word", "NAME,,soon,,,,,", "observed_until", "soon", NO_DATE), LOST),
    (Case("exited is a word", "NAME,,,soon,,,,", "exited", "soon", NO_DATE), LOST),
    (Case("exited either way", "NAME,,,03/04/2019,,,,", "exited", "03/04/2019", AMBIGUOUS), LOST),
    (Case("job after until", "NAME,,2018-01,,,,,"), ("start", "2019-01", "starts after observed_until of its person")),
    (Case("job after exit", "NAME,,,2018-01,,,,"), ("start", "2019-01", "starts after its person exited")),
    (
        Case("negative weight", "NAME,,,,,,-1,", "weight", "-1", "not a weight of 0 or more", "value"),
        None,
    ),
    (Case("weight in words", "NAME,,,,,,heavy,", "weight", "heavy", "not a weight of 0 or more", "value"), None),
    (Case("weight is no number", "NAME,,,,,,nan,", "weight", "nan", "not a weight of 0 or more", "value"), None),
    (Case("birth in words", "NAME,,,,,old,,", "birth", "old", "not a month or year of birth", "value"), None),
    (Case("birth in the future", "NAME,,,,,2050,,", "birth", "2050", "not a month or year of birth", "value"), None),
    (Case("until is Present", "NAME,,Present,,,,,"), None),
]
PEOPLE_SEVERAL = [
    (Case("contradicts the next", "twice,,,,,,1,f", "person", None, CONTRADICT), LOST),
    (Case("contradicts the one before", "twice,,,,,,1,m", "person", None, CONTRADICT), None),
    (Case("first of two alike", "same,,,,,,1,m"), None),
    (Case("exact duplicate", "same,,,,,,1,m", "row", None, "exact duplicate of an earlier row"), None),
]


def ids(cases):
    return [case.id for case in cases]


@pytest.fixture(scope="module")
def by_row(tmp_path_factory):
    text = "\n".join([COLUMNS, *(case.row for case in SPELLS)])
    return read(write(tmp_path_factory.mktemp("spells"), text))


@pytest.mark.parametrize("case", SPELLS, ids=ids(SPELLS))
def test_a_row_of_spells(by_row, case):
    row = SPELLS.index(case) + 1
    found = {kind: left_out(by_row, kind=kind).get(row) for kind in ("row", "value")}
    expected = {"row": None, "value": None}
    if case.column:
        expected[case.left_out] = (case.column, case.value, case.reason)
    assert found == expected


def test_no_row_of_spells_is_lost(by_row):
    assert_nothing_lost(by_row, len(SPELLS))
    assert by_row.counts.values_quarantined == sum(case.left_out == "value" for case in SPELLS)
    # b, c and d; a has no row that can be used
    assert (by_row.counts.people, by_row.counts.people_quarantined) == (4, 1)
    assert by_row.facts.quarantined == sum(case.column is not None and case.left_out == "row" for case in SPELLS)


def test_values_left_out_are_missing_in_the_rows_that_stay(by_row):
    found = {row["row"]: row for row in spells(by_row)}
    places = {case.id: place for place, case in enumerate(SPELLS, 1)}
    for case in SPELLS:
        if case.left_out == "value" and case.column != "pay_period":
            assert found[places[case.id]][case.column] is None
    period = found[places["unknown pay period"]]
    assert (period["pay"], period["pay_period"]) == (None, "year")
    named = found[places["names as people write them"]]
    assert (named["level"], named["function"], named["pay_period"]) == ("vice_president", "public_service", "year")


def test_reasons_are_counted_without_values(by_row):
    reasons = by_row.reasons()
    assert sum(reason["rows"] for reason in reasons) == sum(case.column is not None for case in SPELLS)
    assert all(set(reason) == {"table", "column", "reason", "left_out", "rows"} for reason in reasons)
    assert [reason["rows"] for reason in reasons] == sorted((reason["rows"] for reason in reasons), reverse=True)


@pytest.fixture(scope="module")
def by_person(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    rows = [case.row.replace("NAME", f"p{place}") for place, (case, _) in enumerate(PEOPLE)]
    rows += [case.row for case, _ in PEOPLE_SEVERAL]
    holders = [f"p{place}" for place in range(len(PEOPLE))] + ["twice", "same", "unlisted"]
    people = write(folder, "\n".join([PEOPLE_COLUMNS, *rows, "jobless,,2030-01,,,,,", "idle,,,,,,,"]), "people.csv")
    careers = read(write(folder, HEADER + "\n".join(f"{person},2019-01,,A" for person in holders)), people)
    return careers, holders


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=ids(case for case, _ in PEOPLE))
def test_a_row_of_people_and_the_job_of_its_person(by_person, place):
    careers, holders = by_person
    case, of_spell = PEOPLE[place]
    kind = "row" if case.id == "no person" else case.left_out
    expected = (case.column, case.value, case.reason) if case.column else None
    if case.id == "no person":
        expected = ("person", None, "no person")
    assert left_out(careers, "people", kind).get(place + 1) == expected
    assert left_out(careers).get(holders.index(f"p{place}") + 1) == of_spell


@pytest.mark.parametrize("place", range(len(PEOPLE_SEVERAL)), ids=ids(case for case, _ in PEOPLE_SEVERAL))
def test_several_rows_of_one_person(by_person, place):
    careers, holders = by_person
    case, of_spell = PEOPLE_SEVERAL[place]
    expected = (case.column, case.value, case.reason) if case.column else None
    assert left_out(careers, "people").get(len(PEOPLE) + place + 1) == expected
    if of_spell:
        assert left_out(careers)[holders.index("twice") + 1] == of_spell
    assert holders.index("same") + 1 not in left_out(careers)


def test_no_row_of_people_and_no_person_is_lost(by_person):
    careers, holders = by_person
    assert_nothing_lost(careers, len(holders), len(PEOPLE) + len(PEOPLE_SEVERAL) + 2)
    counts = careers.counts
    usable = {person for (person,) in spells(careers, "person")}
    # `idle` is known and has no job; `jobless` has none either, and its row cannot be used
    assert counts.people == len(holders) + 2
    assert counts.people_quarantined == len(set(holders) - usable) + 1
    assert usable >= {"same", "unlisted"}


def test_a_value_of_a_row_that_goes_for_another_reason_is_counted_once(tmp_path):
    people = write(tmp_path, "person,observed_until\na,2018-01\n", "people.csv")
    careers = read(write(tmp_path, "person,start,end,title,level\na,2019-01,,A,boss\na,2017-01,,A,boss\n"), people)
    assert left_out(careers) == {1: ("start", "2019-01", "starts after observed_until of its person")}
    assert set(left_out(careers, kind="value")) == {2}


def test_where_a_column_shows_both_orders_only_clear_dates_are_read(tmp_path):
    careers = read(write(tmp_path, HEADER + "a,17/03/2019,,A\nb,03/17/2019,,B\nc,03/04/2019,,C\n"))
    assert spells(careers, "row", "start") == [(1, 2019 * 12 + 2), (2, 2019 * 12 + 2)]
    assert left_out(careers) == {3: ("start", "03/04/2019", AMBIGUOUS)}


def test_where_a_column_shows_one_order_all_of_it_is_read_so(tmp_path):
    careers = read(write(tmp_path, HEADER + "a,17/03/2019,,A\nc,03/04/2019,,C\n"))
    assert spells(careers, "start") == [(2019 * 12 + 2,), (2019 * 12 + 3,)]


def test_a_date_that_contradicts_the_order_asked_for_is_not_turned_round(tmp_path):
    careers = read(write(tmp_path, HEADER + "a,03/17/2019,,A\nc,03/04/2019,,C\n"), day_order="day-first")
    assert spells(careers, "start") == [(2019 * 12 + 3,)]
    assert left_out(careers) == {1: ("start", "03/17/2019", NO_DATE)}


RAGGED = [
    ("short", "a,2019-01,,A\nb,2019-01\nc,2019-01,,C\n", {2: "has 2 of 4 columns"}, 3),
    ("long", "a,2019-01,,A\nb,2019-01,,B,x,y\nc,2019-01,,C\n", {2: "has more than 4 columns"}, 3),
    ("blanks in a line", "a,2019-01,,A\n   \nc,2019-01,,C\n", {2: "has 1 of 4 columns"}, 3),
    ("after blank lines", "a,2019-01,,A\n\n\nb\nc,2019-01,,C\n\nd\n", {2: "has 1 of 4 columns", 4: "has 1 of 4 columns"}, 4),
    ("after a line break in quotes", 'a,2019-01,,"A\n\nB"\nb\nc,2019-01,,C\n', {2: "has 1 of 4 columns"}, 3),
    ("after a line break that Excel writes", 'a,2019-01,,"A\nB"\r\nb\r\nc,2019-01,,C\r\n', {2: "has 1 of 4 columns"}, 3),
    ("first and last", "a\nb,2019-01,,B\nc", {1: "has 1 of 4 columns", 3: "has 1 of 4 columns"}, 3),
    ("a row of 17 MiB", f"a,2019-01,,{'x' * (17 << 20)}\nc,2019-01,,C\n", {1: "longer than 16 MiB"}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "reasons", "count"), [case[1:] for case in RAGGED], ids=[case[0] for case in RAGGED])
def test_rows_that_do_not_fit_their_header_keep_their_numbers(tmp_path, rows, reasons, count):
    header = HEADER.replace("\n", "\r\n") if "\r\n" in rows else HEADER
    careers = read(write(tmp_path, header + rows))
    assert left_out(careers) == {row: ("row", None, reason) for row, reason in reasons.items()}
    assert_nothing_lost(careers, count)


def test_rows_keep_their_numbers_in_a_long_file(tmp_path):
    rows, bad = [], []
    for row in range(1, 40_001):
        if row % 997 == 0:
            rows.append(f"p{row}")
            bad.append(row)
        elif row % 101 == 0:
            rows.append(f'p{row},2019-01,,"title\n\n{row}"\n')
        else:
            rows.append(f"p{row},2019-01,,{'x' * 90}")
    careers = read(write(tmp_path, HEADER + "\n".join(rows)))
    assert sorted(left_out(careers)) == bad
    table = careers.spells.select("row", "person").to_pyarrow()
    assert all(
        f"p{row}" == person for row, person in zip(*(column.to_pylist() for column in table.columns), strict=True)
    )


def test_lines_of_json_that_are_no_row_are_numbered(tmp_path):
    text = (
        '{"person": "a", "start": 2019, "end": null, "title": "A", "skills": ["x", null, 3], "pay": NaN}\n'
        "\n"
        "no json\n"
        "[1]\n"
        '{"person": "b", "start": "2019-03", "title": "B"}\n'
        '{"person": "c", "start": "2019-03", "title": "\\ud800"}\n'
        "7\n"
    )
    careers = read(write(tmp_path, text, "spells.jsonl"))
    assert left_out(careers) == {
        2: ("row", None, "not valid JSON"),
        3: ("row", None, "not a JSON object"),
        5: ("row", None, "holds half a character, which is no text"),
        6: ("row", None, "not a JSON object"),
    }
    assert left_out(careers, kind="value") == {1: ("pay", "NaN", "not an amount of money")}
    assert spells(careers, "row", "skills") == [(1, "x;3"), (4, None)]
    assert_nothing_lost(careers, 6)


def test_typed_values_are_judged_as_texts_are():
    import datetime

    day = datetime.date
    table = pa.table(
        {
            "person": [1.0, 2.0, float("nan"), None, 5.0, 6.0],
            "start": [day(2019, 3, 5), day(9999, 12, 31), day(2019, 1, 1), day(2019, 1, 1), day(19, 3, 1), None],
            "end": [day(9999, 12, 31), None, None, None, None, None],
            "title": ["A"] * 6,
            "pay": [float("nan"), 1.0, 1.0, 1.0, 1.0, 1.0],
        }
    )
    careers = read(table)
    assert left_out(careers) == {
        2: ("start", "9999-12-31", "no start"),
        3: ("person", None, "no person"),
        4: ("person", None, "no person"),
        5: ("start", "0019-03-01", NO_DATE),
        6: ("start", None, "no start"),
    }
    assert left_out(careers, kind="value") == {1: ("pay", "nan", "not an amount of money")}
    assert spells(careers, "person", "start", "end", "start_day") == [(1, 2019 * 12 + 2, None, 5)]
    assert_nothing_lost(careers, 6)


@pytest.mark.parametrize("header_only", [HEADER, HEADER.strip()], ids=["ended", "not ended"])
def test_careers_without_a_row_can_be_looked_at(tmp_path, header_only):
    careers = read(write(tmp_path, header_only))
    assert (careers.counts.people, careers.counts.spells, careers.quarantined().num_rows) == (0, 0, 0)
