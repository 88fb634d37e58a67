"""Rows of changes into jobs: worked out by hand, and the same as a slow reading of one person after the other."""

import datetime
from functools import cache
from typing import NamedTuple

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.careers.reading import read
from tests.careers.records.seeing import jobs

import outgrow
from outgrow.careers.records.events import event_kind, event_mark
from outgrow.errors import UnreadableSource
from outgrow.months import month_text

COLUMNS = ("person", "changed", "title", "event", "left", "hired", "contract", "primary", "organisation", "reason")


def by_name(row):
    return row if isinstance(row, dict) else dict(zip(("changed", "title", "event"), row, strict=False))


def table(*rows):
    """Rows as dicts, or as (day, title, event) of one person."""
    full = [{"person": "p"} | by_name(row) for row in rows]
    return pa.table({name: pa.array([row.get(name) for row in full], pa.string()) for name in COLUMNS})


def changes(*rows, names=(), **options):
    """Read them; `names` are columns that the mapping names beside that of the day."""
    options.setdefault("mapping", {"rows": "changes"} | {name: name for name in ("changed", *names)})
    return read(table(*rows), **options)


def held(*rows, **options):
    return [job[1:] for job in jobs(changes(*rows, **options))]


def left_out(careers):
    return {row["row"]: row["reason"] for row in careers.quarantined().to_pylist()}


def people_of(careers):
    """What is known of each person, without what is missing."""
    rows = [] if careers.people is None else careers.people.to_pyarrow().to_pylist()
    return {row.pop("person"): {name: value for name, value in row.items() if value is not None} for row in rows}


class Case(NamedTuple):
    """Rows of somebody, in order, and what they come to.

    `jobs` are (start, end, title, and what else is looked at); `exclusive` those where the day of leaving is the day after;
    `left_out` has the places of rows in quarantine and the reasons; `joined` rows are no jobs of their own; of `imprecise`
    jobs the year of a start or an end is all that is known; `person` is what is known of them.
    """

    rows: list
    jobs: list
    left_out: dict | None = None
    joined: int = 0
    imprecise: int = 0
    exclusive: list | None = None
    person: dict | None = None


class Together(NamedTuple):
    """Cases in one table, since reading one takes as long as reading all; and columns that the mapping names for them."""

    cases: dict[str, Case]
    names: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()


#: Days and titles alone.
DATES = {
    "the next row ends a job on the day before: one on the second of a month shares it": Case(
        [("2019-01-15", "A"), ("2020-03-01", "B"), ("2021-03-02", "C")],
        [("2019-01", "2020-02", "A"), ("2020-03", "2021-03", "B"), ("2021-03", None, "C")],
    ),
    "rows may come in any order": Case(
        [("2021-03-02", "C"), ("2019-01-15", "A"), ("2020-03-01", "B")],
        [("2019-01", "2020-02", "A"), ("2020-03", "2021-03", "B"), ("2021-03", None, "C")],
    ),
    "months and years alone end what was before in the month before": Case(
        [("2019-01", "A"), ("2020-03", "B"), ("2021", "C")],
        [("2019-01", "2020-02", "A"), ("2020-03", "2020-12", "B"), ("2021-01", None, "C")],
        imprecise=1,
    ),
    "of two rows of one day the later counts": Case(
        [("2019-01-15", "A"), ("2020-03-01", "B"), ("2020-03-01", "C")],
        [("2019-01", "2020-02", "A"), ("2020-03", None, "C")],
        left_out={2: "another row of the same day replaces it"},
    ),
    "before the first title nothing can be continued": Case(
        [("2018-01-01", None), ("2019-01-01", "A"), ("2018-06-01", None)],
        [("2019-01", None, "A")],
        left_out={1: "no title", 3: "no title"},
    ),
}
#: Days, titles and what has happened; some rows say who was hired.
EVENTS = {
    "a leave, its return and a row without a title continue the job": Case(
        [("2019-01-01", "A", "Hire"), ("2019-06-01", "A", "Leave"), ("2020-01-01", None), ("2021-01-01", "B")],
        [("2019-01", "2020-12", "A"), ("2021-01", None, "B")],
        joined=2,
    ),
    "an exit ends the job on its day and a rehire begins another": Case(
        [("2019-01-01", "A", "Hire"), ("2020-02-29", "A", "Termination"), ("2021-05-01", "A", "Rehire")],
        [("2019-01", "2020-02", "A"), ("2021-05", None, "A")],
        exclusive=[("2019-01", "2020-02", "A"), ("2021-05", None, "A")],
        joined=1,
    ),
    "an exit on the first of a month ends the job in it, or before it where that is the day after": Case(
        [("2019-01-01", "A", "Hire"), ("2020-03-01", "A", "Termination"), ("2021-05-01", "A", "Rehire")],
        [("2019-01", "2020-03", "A"), ("2021-05", None, "A")],
        exclusive=[("2019-01", "2020-02", "A"), ("2021-05", None, "A")],
        joined=1,
    ),
    "whoever leaves and begins on one day leaves first": Case(
        [("2019-01-01", "A", "Hire"), ("2020-07-01", "B", "Rehire"), ("2020-07-01", None, "Termination")],
        [("2019-01", "2020-07", "A"), ("2020-07", None, "B")],
        joined=1,
    ),
    "whoever leaves on their first day has had the job": Case(
        [("2019-01-01", "A", "Hire"), ("2019-01-01", None, "Termination")],
        [("2019-01", "2019-01", "A")],
        joined=1,
    ),
    "a job that begins in the month of leaving ends in it": Case(
        [("2017-01-01", "A", "Hire"), ("2018-03", "B", "Promotion"), ("2018-03", None, "Termination")],
        [("2017-01", "2018-02", "A"), ("2018-03", "2018-03", "B")],
        joined=1,
    ),
    "a job that begins on the day of leaving ends on it": Case(
        [("2017-01-01", "A", "Hire"), ("2018-03-15", "B", "Change"), ("2018-03-15", None, "Termination")],
        [("2017-01", "2018-03", "A"), ("2018-03", "2018-03", "B")],
        joined=1,
    ),
    "what comes after leaving and is no rehire is in quarantine": Case(
        [("2017-01-01", "A", "Hire"), ("2018-03-31", None, "Termination"), ("2018-04-15", "A", "Edit position")],
        [("2017-01", "2018-03", "A")],
        left_out={3: "comes after its person has left, and is no rehire"},
        joined=1,
    ),
    "a return to work begins a job": Case(
        [("2017-01-01", "A", "Hire"), ("2018-03-31", None, "Termination"), ("2020-04-15", "B", "Return to work")],
        [("2017-01", "2018-03", "A"), ("2020-04", None, "B")],
        joined=1,
    ),
    "rows of one day that say the same are one": Case(
        [("2019-01-15", "A", "Hire"), ("2019-01-15", "A", "Compensation"), ("2019-01-15", "A", "Organisation")],
        [("2019-01", None, "A")],
        joined=2,
    ),
    "an exit before the first job ends nothing": Case(
        [("2018-01-01", None, "Termination"), ("2019-01-01", "A", "Hire")],
        [("2019-01", None, "A")],
        joined=1,
    ),
    "what is to come is no job yet and ends none": Case(
        [("2023-02-01", "C", "Hire"), ("2025-01-01", "D", "Promotion"), ("2025-06-01", None, "Termination")],
        [("2023-02", None, "C")],
        left_out={2: "starts in the future"},
        joined=1,
    ),
}
LEAVER = {"left": "2022-08-15", "reason": "Voluntary"}
TWO_JOBS = [{"changed": "2019-01-01", "title": "A"} | LEAVER, {"changed": "2020-01-01", "title": "B"} | LEAVER]
#: A day of leaving beside each row.
LEFT = {
    **{
        f"a year or a month of leaving is over at its end: {left}": Case(
            [{"changed": "2018-06-15", "title": "A", "left": left}], [("2018-06", end, "A")], imprecise=len(left) == 4
        )
        for left, end in (("2018", "2018-12"), ("2018-06", "2018-06"), ("2018-06-20", "2018-06"))
    },
    "a day of leaving on every row ends the last job": Case(
        TWO_JOBS,
        [("2019-01", "2019-12", "A"), ("2020-01", "2022-08", "B")],
        person={"exited": "2022-09", "exit_reason": "Voluntary"},
    ),
    "whoever has come back since has not left": Case(
        [*TWO_JOBS, {"changed": "2023-02-01", "title": "C"} | LEAVER],
        [("2019-01", "2019-12", "A"), ("2020-01", "2022-08", "B"), ("2023-02", None, "C")],
        person={},
    ),
    "a day of leaving that is to come ends nothing": Case(
        [{"changed": "2023-02-01", "title": "C", "left": "2025-08-15"}], [("2023-02", None, "C")]
    ),
}
HIRED = {
    "whoever was there before their first row has a start that is not known": Case(
        [{"changed": "2019-01-01", "title": "A", "hired": "2012-05-01"}], [("2019-01", None, "A", "start-unknown")]
    ),
    "whoever was hired in the month of their first row was not": Case(
        [{"changed": "2019-01-01", "title": "A", "hired": "2019-01-15"}], [("2019-01", None, "A", None)]
    ),
}
PRIMARY = {
    "leaving a job on the side ends that alone": Case(
        [
            {"changed": "2019-01-01", "title": "A", "primary": "Yes"},
            {"changed": "2019-06-01", "title": "X", "primary": "No"},
            {"changed": "2021-01-01", "title": "X", "event": "exit", "primary": "No"},
        ],
        [("2019-01", None, "A", None), ("2019-06", "2021-01", "X", "side")],
        joined=1,
    ),
    "leaving the main job ends that on the side, which is marked": Case(
        [
            {"changed": "2019-01-01", "title": "A", "primary": "Yes"},
            {"changed": "2019-06-01", "title": "X", "primary": "No"},
            {"changed": "2020-01-01", "title": "B", "primary": "Yes"},
            {"changed": "2021-01-01", "title": "B", "event": "exit", "primary": "Yes"},
        ],
        [("2019-01", "2019-12", "A", None), ("2019-06", "2021-01", "X", "side"), ("2020-01", "2021-01", "B", None)],
        joined=1,
    ),
}
TABLES = {
    "dates": Together(DATES),
    "events": Together(EVENTS),
    "left": Together(LEFT, names=("left", "reason")),
    "hired": Together(HIRED, names=("hired",), looked_at=("marks",)),
    "primary": Together(PRIMARY, names=("primary", "event"), looked_at=("marks",)),
}


@cache
def together(name, end="inclusive"):
    """Read the cases of a table as people of their names; return the careers, and the number of the first row of each case."""
    one = TABLES[name]
    rows = [by_name(row) | {"person": case} for case, known in one.cases.items() for row in known.rows]
    first = {row["person"]: place for place, row in reversed([*enumerate(rows, 1)])}
    return changes(*rows, names=one.names, end=end), first


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, one in TABLES.items() for case in one.cases])
def test_what_rows_of_changes_come_to(name, case):
    careers, first = together(name)
    rows, expected, refused, joined, imprecise, exclusive, person = TABLES[name].cases[case]
    assert [job[1:] for job in jobs(careers, *TABLES[name].looked_at) if job[0] == case] == expected
    own = {place - first[case] + 1: reason for place, reason in left_out(careers).items()}
    assert {place: reason for place, reason in own.items() if 1 <= place <= len(rows)} == (refused or {})
    used = careers.spells.filter(careers.spells.person == case).select("row", "imprecise").to_pyarrow().to_pylist()
    assert len(rows) - len(used) - len(refused or {}) == joined
    assert sum(row["imprecise"] for row in used) == imprecise
    if exclusive is not None:
        assert [job[1:] for job in jobs(together(name, "exclusive")[0]) if job[0] == case] == exclusive
    if person is not None:
        known = people_of(careers).get(case, {})
        assert known | ({"exited": month_text(known["exited"])} if "exited" in known else {}) == person


@pytest.mark.parametrize("name", TABLES)
def test_no_row_of_changes_is_lost(name):
    counts, cases = together(name)[0].counts, TABLES[name].cases.values()
    assert counts.people == len(cases)
    assert counts.rows_quarantined == sum(len(case.left_out or {}) for case in cases)
    assert counts.rows_joined == sum(case.joined for case in cases)
    assert counts.imprecise == sum(case.imprecise for case in cases)
    assert counts.spells == sum(len(case.jobs) for case in cases)


def test_in_a_table_with_the_newest_first_the_upper_of_two_rows_of_one_day_counts():
    careers = changes(("2020-03-01", "C"), ("2020-03-01", "B"), ("2019-01-15", "A"))
    assert [job[3] for job in jobs(careers)] == ["A", "C"]


def test_a_sequence_tells_two_rows_of_one_day_apart():
    rows = pa.table(
        {
            "person": ["p"] * 3,
            "changed": ["2019-01-01", "2020-01-01", "2020-01-01"],
            "title": ["A", "C", "B"],
            "sequence": [1, 2, 1],
        }
    )
    names = {"rows": "changes", "changed": "changed", "sequence": "sequence"}
    assert [job[3] for job in jobs(read(rows, mapping=names))] == ["A", "C"]


def test_whoever_leaves_on_a_day_that_is_written_twice_has_left_after_the_first():
    rows = [
        {"changed": "2017-01-01", "title": "A", "event": "Hire", "left": "2018-03-31", "reason": "x"},
        {"changed": "2018-04-01", "title": "A", "event": "Termination", "left": "2018-03-31", "reason": "x"},
    ]
    [person] = people_of(changes(*rows, names=("left", "event", "reason"))).values()
    assert month_text(person["exited"]) == "2018-04"


def test_nobody_vanishes_whose_only_row_says_that_they_have_left():
    row = {"changed": "2018-03-01", "title": "A", "event": "Terminated"}
    careers = changes(
        {"person": "p", "left": "2019-05-31"} | row,
        {"person": "r"} | row,
        {"person": "q", "changed": "2015-01-01", "title": "A", "event": "Full-Time"},
        {"person": "q", "changed": "2016-01-01", "title": "B", "event": "Leave"},
        names=("left", "event"),
    )
    assert [job for job in jobs(careers) if job[0] != "q"] == [("p", "2018-03", "2019-05", "A")]
    assert left_out(careers) == {2: "says that somebody has left, of whom no job is known"}
    assert careers.counts.people == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Leaver", "exit"), ("Leaves company", "exit"), ("Resigned after parental leave", "exit"), ("Departure", "exit"),
        ("End Contingent Worker Contract", "exit"), ("Laid-off", "exit"), ("Fired", "exit"), ("Entlassung", "exit"),
        ("Retirement", "exit"), ("Baja", "exit"), ("Kündigung", "exit"), ("Démission", "exit"), ("Uit dienst", "exit"),
        ("Leave of Absence", "leave"), ("Baja médica", "leave"), ("Baja por maternidad", "leave"), ("Elternzeit", "leave"),
        ("Return from Leave", "return"), ("Alta médica", "return"), ("Rehire", "rehire"), ("Wiedereinstellung", "rehire"),
        ("Hire", "hire"), ("Einstellung", "hire"), ("Promote Employee", "promotion"), ("Beförderung", "promotion"),
        ("Change Retirement Savings Elections", "change"), ("Data Change", "change"), ("Transfer", "change"),
    ],
)  # fmt: skip
def test_what_has_happened_is_read_in_seven_languages(text, kind):
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Part-Time", "part-time"),
        ("Contractor", "contract"),
        ("Contract change", None),
        ("Part-time to full-time", None),
    ],
)
def test_kinds_of_employment_are_marks(text, mark):
    assert event_mark(text) == mark


def test_a_status_that_every_row_of_a_leaver_has_says_what_people_are_now():
    """Nobody knows when they left: they are followed until their last job began."""
    rows = [
        {"person": who, "changed": day, "title": title, "event": event}
        for who, day, title, event in (
            ("1", "2019-01-01", "A", "Active"),
            ("2", "2019-01-01", "A", "Terminated"),
            ("2", "2020-01-01", "B", "Terminated"),
        )
    ]
    careers = changes(*rows)
    assert jobs(careers) == [("1", "2019-01", None, "A"), ("2", "2019-01", "2019-12", "A"), ("2", "2020-01", None, "B")]
    people = {row["person"]: row["observed_until"] for row in careers.people.to_pyarrow().to_pylist()}
    assert people == {"1": None, "2": 2020 * 12}


def test_contracts_are_lines_of_their_own():
    rows = [
        {"changed": "2019-01-01", "title": "A", "contract": "1"},
        {"changed": "2019-06-01", "title": "X", "contract": "2"},
        {"changed": "2020-01-01", "title": "B", "contract": "1"},
        {"changed": "2021-01-01", "title": None, "event": "exit", "contract": "2"},
    ]
    assert held(*rows, names=("contract", "event")) == [
        ("2019-01", "2019-12", "A"),
        ("2019-06", "2021-01", "X"),
        ("2020-01", None, "B"),
    ]


def promoted(people, hired, now):
    return [
        row
        for who in people
        for row in (
            {"person": who, "changed": "2019-01-01", "title": hired, "event": "Hire"},
            {"person": who, "changed": "2020-01-01", "title": now, "event": "Promotion"},
        )
    ]


#: Rows of hiring and promotion, and of how many people the former are believed.
PROMOTED = [
    (promoted("abcde", "Senior Editor", "Senior Editor"), 0),  # the system writes hire rows over
    (promoted("abcd", "Senior Editor", "Senior Editor"), 4),  # too few to say so
    (promoted("abcde", "Editor", "Editor"), 5),  # a plain title may well be kept in a promotion
    (promoted("abcdefghijk", "Editor", "Senior Editor") + promoted("lmnop", "Senior Editor", "Senior Editor"), 16),
]


@pytest.mark.parametrize(("rows", "believed"), PROMOTED)
def test_hire_rows_with_the_title_of_the_promotion_after_them_are_not_believed(rows, believed):
    assert sum(start == "2019-01" for start, *_ in held(*rows)) == believed


def test_as_recorded_every_hire_row_is_believed():
    rows = [row | {"person": f"{row['person']} of {n}"} for n, (case, _) in enumerate(PROMOTED) for row in case]
    believed = [person for person, start, *_ in jobs(changes(*rows, as_recorded=True)) if start == "2019-01"]
    assert sorted(believed) == sorted({row["person"] for row in rows})


def test_a_department_that_many_change_together_is_a_reorganisation():
    def rows(people):
        return [
            {"person": person, "changed": day, "title": "A", "reason": department}
            for person in people
            for day, department in (("2019-01-01", "old"), ("2020-01-01", "new"))
        ]

    names = {"rows": "changes", "changed": "changed", "department": "reason"}
    careers = changes(*rows("abcdef"), mapping=names)
    assert (careers.counts.spells, careers.counts.rows_joined) == (6, 6)
    assert any("is a reorganisation, and no move" in note for note in careers.notes)
    assert not any("reorganisation" in note for note in changes(*rows("abcd"), mapping=names).notes)


def test_rows_without_a_person_or_a_day_are_in_quarantine():
    careers = changes(
        {"person": None, "changed": "2019-01-01", "title": "A"}, ("", "B"), ("2019-13-01", "C"), ("2019-01", "D")
    )
    assert [(row["row"], row["reason"]) for row in careers.quarantined().to_pylist()] == [
        (1, "no person"),
        (2, "no start"),
        (3, "not a date outgrow can read"),
    ]


def test_a_column_of_events_that_says_something_else_is_refused():
    rows = [("2019-01-01", "A", f"note {number}") for number in range(5_100)]
    with pytest.raises(UnreadableSource, match="more than 5,000 different texts"):
        changes(*rows)


def test_only_the_header_is_no_table():
    empty = table(("2019-01-01", "A")).slice(0, 0)
    with pytest.raises(UnreadableSource, match="holds no row"):
        outgrow.read_careers(empty, mapping={"rows": "changes", "changed": "changed"})


DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2016, 6, 30)).map(lambda day: day.isoformat())
#: Many people at a time, since reading takes as long for one.
ROWS = st.lists(
    st.tuples(
        st.integers(1, 40).map(str),
        DAYS,
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from(["change", "change", "exit", "leave", "return"]),
    ),
    min_size=120,
    max_size=200,
    unique_by=lambda row: row[:2],
)


def slowly(rows):
    """One person after the other, one day after the other."""
    found, used = [], 0
    for person in sorted({row[0] for row in rows}):
        own = sorted((row for row in rows if row[0] == person), key=lambda row: row[1])
        if all(row[3] == "exit" for row in own):
            continue  # of whom no job is known: in quarantine
        job = None
        ever = False
        for _, day, title, event in own:
            date = datetime.date.fromisoformat(day)
            before = date - datetime.timedelta(days=1)
            if event == "exit":
                used += 1
                if job is not None:
                    found.append((person, job[1], day[:7], job[0]))
                    job = None
                continue
            if ever and title is None:
                used += 1
                continue
            if title is None:
                continue  # before any job there is nothing that it could continue: it is in quarantine
            ever = True
            if job is not None and job[0] == title:
                used += 1
                continue
            if job is not None:
                found.append((person, job[1], before.isoformat()[:7], job[0]))
            job = (title, day[:7])
        if job is not None:
            found.append((person, job[1], None, job[0]))
    return sorted(found, key=str), used


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS)
def test_the_same_as_one_person_after_the_other(rows):
    # one who left and was there before, so that the column says what has happened and not what people are now
    rows = [*rows, ("0", "2015-01-01", "A", "change"), ("0", "2015-02-01", None, "exit")]
    expected, used = slowly(rows)
    careers = read(
        pa.table(
            {
                name: pa.array([row[place] for row in rows], pa.string())
                for place, name in enumerate(("person", "changed", "title", "event"))
            }
        ),
        mapping={"rows": "changes", "changed": "changed", "event": "event"},
        as_recorded=True,
    )
    assert sorted(jobs(careers), key=str) == expected
    counts = careers.counts
    assert counts.rows_joined == used
    assert counts.spells + counts.rows_quarantined + counts.rows_joined == len(rows)
