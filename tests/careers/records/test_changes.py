"""Rows of changes into jobs: worked out by hand, and the same as a slow reading of one person after the other."""

import datetime

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


def table(*rows):
    """Rows as dicts, or as (day, title, event) of one person."""
    full = [
        row if isinstance(row, dict) else dict(zip(("changed", "title", "event"), row, strict=False)) for row in rows
    ]
    return pa.table(
        {
            name: pa.array(
                [{"person": "p"} | row for row in full] and [({"person": "p"} | row).get(name) for row in full],
                pa.string(),
            )
            for name in COLUMNS
        }
    )


def changes(*rows, **options):
    options.setdefault("mapping", {"rows": "changes", "changed": "changed"})
    return read(table(*rows), **options)


def held(*rows, **options):
    return [job[1:] for job in jobs(changes(*rows, **options))]


def test_the_next_row_ends_a_job_on_the_day_before():
    """A change on the first leaves the month before to the old job; one on the second shares the month."""
    assert held(("2019-01-15", "A"), ("2020-03-01", "B"), ("2021-03-02", "C")) == [
        ("2019-01", "2020-02", "A"),
        ("2020-03", "2021-03", "B"),
        ("2021-03", None, "C"),
    ]


def test_rows_may_come_in_any_order():
    rows = [("2021-03-02", "C"), ("2019-01-15", "A"), ("2020-03-01", "B")]
    assert held(*rows) == held(*sorted(rows))


def test_months_and_years_alone_end_what_was_before_in_the_month_before():
    assert held(("2019-01", "A"), ("2020-03", "B"), ("2021", "C")) == [
        ("2019-01", "2020-02", "A"),
        ("2020-03", "2020-12", "B"),
        ("2021-01", None, "C"),
    ]
    careers = changes(("2019-01", "A"), ("2021", "C"))
    assert careers.counts.imprecise == 1


def test_of_two_rows_of_one_day_the_later_counts_and_the_other_is_in_quarantine():
    careers = changes(("2019-01-15", "A"), ("2020-03-01", "B"), ("2020-03-01", "C"))
    assert [job[3] for job in jobs(careers)] == ["A", "C"]
    assert [row["row"] for row in careers.quarantined().to_pylist()] == [2]


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


def test_a_leave_its_return_and_a_row_without_a_title_continue_the_job():
    careers = changes(
        ("2019-01-01", "A", "Hire"), ("2019-06-01", "A", "Leave"), ("2020-01-01", None), ("2021-01-01", "B")
    )
    assert [job[1:] for job in jobs(careers)] == [("2019-01", "2020-12", "A"), ("2021-01", None, "B")]
    assert careers.counts.rows_joined == 2


def test_before_the_first_title_nothing_can_be_continued():
    careers = changes(("2018-01-01", None), ("2019-01-01", "A"), ("2018-06-01", None))
    assert [job[1:] for job in jobs(careers)] == [("2019-01", None, "A")]
    assert sorted((row["row"], row["reason"]) for row in careers.quarantined().to_pylist()) == [
        (1, "no title"),
        (3, "no title"),
    ]


def test_an_exit_ends_the_job_on_its_day_and_a_rehire_begins_another():
    rows = [("2019-01-01", "A", "Hire"), ("2020-02-29", "A", "Termination"), ("2021-05-01", "A", "Rehire")]
    assert held(*rows) == [("2019-01", "2020-02", "A"), ("2021-05", None, "A")]
    assert held(*rows, end="exclusive")[0] == ("2019-01", "2020-02", "A")
    rows[1] = ("2020-03-01", "A", "Termination")
    assert held(*rows)[0] == ("2019-01", "2020-03", "A")
    assert held(*rows, end="exclusive")[0] == ("2019-01", "2020-02", "A")


def test_whoever_leaves_and_begins_on_one_day_leaves_first():
    rows = [("2019-01-01", "A", "Hire"), ("2020-07-01", "B", "Rehire"), ("2020-07-01", None, "Termination")]
    assert held(*rows) == [("2019-01", "2020-07", "A"), ("2020-07", None, "B")]
    rows = [("2019-01-01", "A", "Hire"), ("2019-01-01", None, "Termination")]
    assert held(*rows) == [("2019-01", "2019-01", "A")]


def test_a_job_that_begins_on_the_day_of_leaving_ends_on_it():
    rows = [("2017-01-01", "A", "Hire"), ("2018-03", "B", "Promotion"), ("2018-03", None, "Termination")]
    assert held(*rows) == [("2017-01", "2018-02", "A"), ("2018-03", "2018-03", "B")]
    rows = [("2017-01-01", "A", "Hire"), ("2018-03-15", "B", "Change"), ("2018-03-15", None, "Termination")]
    assert held(*rows)[1] == ("2018-03", "2018-03", "B")


def test_what_comes_after_leaving_and_is_no_rehire_is_in_quarantine():
    rows = [("2017-01-01", "A", "Hire"), ("2018-03-31", None, "Termination"), ("2018-04-15", "A", "Edit position")]
    careers = changes(*rows)
    assert [job[1:] for job in jobs(careers)] == [("2017-01", "2018-03", "A")]
    assert [row["reason"] for row in careers.quarantined().to_pylist()] == [
        "comes after its person has left, and is no rehire"
    ]
    rows[2] = ("2020-04-15", "B", "Return to work")
    assert held(*rows) == [("2017-01", "2018-03", "A"), ("2020-04", None, "B")]


def test_a_year_or_a_month_of_leaving_is_over_at_its_end():
    for left, end in (("2018", "2018-12"), ("2018-06", "2018-06"), ("2018-06-20", "2018-06")):
        names = {"rows": "changes", "changed": "changed", "left": "left"}
        row = {"changed": "2018-06-15", "title": "A", "left": left}
        assert held(row, mapping=names) == [("2018-06", end, "A")]


def test_whoever_leaves_on_a_day_that_is_written_twice_has_left_after_the_first():
    rows = [
        {"changed": "2017-01-01", "title": "A", "event": "Hire", "left": "2018-03-31", "reason": "x"},
        {"changed": "2018-04-01", "title": "A", "event": "Termination", "left": "2018-03-31", "reason": "x"},
    ]
    names = {"rows": "changes", "changed": "changed", "left": "left", "event": "event", "reason": "reason"}
    [person] = changes(*rows, mapping=names).people.to_pyarrow().to_pylist()
    assert month_text(person["exited"]) == "2018-04"


def test_nobody_vanishes_whose_only_row_says_that_they_have_left():
    names = {"rows": "changes", "changed": "changed", "left": "left", "event": "event"}
    other = [
        {"person": "q", "changed": "2015-01-01", "title": "A", "event": "Full-Time"},
        {"person": "q", "changed": "2016-01-01", "title": "B", "event": "Leave"},
    ]
    row = {"changed": "2018-03-01", "title": "A", "event": "Terminated", "left": "2019-05-31"}
    assert ("p", "2018-03", "2019-05", "A") in jobs(changes(row, *other, mapping=names))
    careers = changes({**row, "left": None}, *other, mapping=names)
    assert [row["reason"] for row in careers.quarantined().to_pylist()] == [
        "says that somebody has left, of whom no job is known"
    ]
    assert careers.counts.people == 2


def test_leaving_a_job_on_the_side_ends_that_alone():
    rows = [
        {"changed": "2019-01-01", "title": "A", "primary": "Yes"},
        {"changed": "2019-06-01", "title": "X", "primary": "No"},
        {"changed": "2021-01-01", "title": "X", "event": "exit", "primary": "No"},
    ]
    names = {"rows": "changes", "changed": "changed", "primary": "primary", "event": "event"}
    assert held(*rows, mapping=names) == [("2019-01", None, "A"), ("2019-06", "2021-01", "X")]


def test_rows_of_one_day_that_say_the_same_are_one():
    careers = changes(
        ("2019-01-15", "A", "Hire"), ("2019-01-15", "A", "Compensation"), ("2019-01-15", "A", "Organisation")
    )
    assert (careers.counts.spells, careers.counts.rows_joined, careers.counts.rows_quarantined) == (1, 2, 0)


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


def test_an_exit_before_the_first_job_ends_nothing():
    assert held(("2018-01-01", None, "Termination"), ("2019-01-01", "A", "Hire")) == [("2019-01", None, "A")]


def test_a_day_of_leaving_on_every_row_ends_the_last_job_and_one_to_come_does_not():
    rows = [
        {"changed": day, "title": title, "left": "2022-08-15", "reason": "Voluntary"}
        for day, title in (("2019-01-01", "A"), ("2020-01-01", "B"))
    ]
    careers = changes(*rows, mapping={"rows": "changes", "left": "left", "reason": "reason", "changed": "changed"})
    assert [job[1:] for job in jobs(careers)] == [("2019-01", "2019-12", "A"), ("2020-01", "2022-08", "B")]
    [person] = careers.people.to_pyarrow().to_pylist()
    assert (month_text(person["exited"]), person["exit_reason"]) == ("2022-09", "Voluntary")
    again = {"changed": "2023-02-01", "title": "C", "left": "2022-08-15"}
    careers = changes(*rows, again, mapping={"rows": "changes", "left": "left", "changed": "changed"})
    assert [job[1:] for job in jobs(careers)][1:] == [("2020-01", "2022-08", "B"), ("2023-02", None, "C")]


def test_what_is_to_come_is_no_job_yet_and_ends_none():
    coming = {"changed": "2023-02-01", "title": "C", "left": "2025-08-15"}
    careers = changes(coming, mapping={"rows": "changes", "left": "left", "changed": "changed"})
    assert jobs(careers) == [("p", "2023-02", None, "C")]
    careers = changes(
        ("2023-02-01", "C", "Hire"), ("2025-01-01", "D", "Promotion"), ("2025-06-01", None, "Termination")
    )
    assert jobs(careers) == [("p", "2023-02", None, "C")]
    assert [(row["row"], row["reason"]) for row in careers.quarantined().to_pylist()] == [(2, "starts in the future")]
    assert careers.counts.rows_joined == 1


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


def test_contracts_are_lines_of_their_own_and_the_second_is_marked():
    rows = [
        {"changed": "2019-01-01", "title": "A", "contract": "1"},
        {"changed": "2019-06-01", "title": "X", "contract": "2"},
        {"changed": "2020-01-01", "title": "B", "contract": "1"},
        {"changed": "2021-01-01", "title": None, "event": "exit", "contract": "2"},
    ]
    names = {"rows": "changes", "changed": "changed", "contract": "contract", "event": "event"}
    assert held(*rows, mapping=names) == [
        ("2019-01", "2019-12", "A"),
        ("2019-06", "2021-01", "X"),
        ("2020-01", None, "B"),
    ]
    rows = [
        {"changed": "2019-01-01", "title": "A", "primary": "Yes"},
        {"changed": "2019-06-01", "title": "X", "primary": "No"},
        {"changed": "2020-01-01", "title": "B", "primary": "Yes"},
        {"changed": "2021-01-01", "title": "B", "event": "exit", "primary": "Yes"},
    ]
    careers = changes(*rows, mapping={"rows": "changes", "changed": "changed", "primary": "primary", "event": "event"})
    assert jobs(careers, "marks") == [
        ("p", "2019-01", "2019-12", "A", None),
        ("p", "2019-06", "2021-01", "X", "side"),
        ("p", "2020-01", "2021-01", "B", None),
    ]


def test_whoever_was_there_before_their_first_row_has_a_start_that_is_not_known():
    row = {"changed": "2019-01-01", "title": "A", "hired": "2012-05-01"}
    names = {"rows": "changes", "changed": "changed", "hired": "hired"}
    assert jobs(changes(row, mapping=names), "marks") == [("p", "2019-01", None, "A", "start-unknown")]
    same = row | {"hired": "2019-01-15"}
    assert jobs(changes(same, mapping=names), "marks") == [("p", "2019-01", None, "A", None)]


def promoted(people, hired, now):
    return [
        row
        for who in people
        for row in (
            {"person": who, "changed": "2019-01-01", "title": hired, "event": "Hire"},
            {"person": who, "changed": "2020-01-01", "title": now, "event": "Promotion"},
        )
    ]


@pytest.mark.parametrize(
    ("rows", "believed"),
    [
        (promoted("abcde", "Senior Editor", "Senior Editor"), 0),  # the system writes hire rows over
        (promoted("abcd", "Senior Editor", "Senior Editor"), 4),  # too few to say so
        (promoted("abcde", "Editor", "Editor"), 5),  # a plain title may well be kept in a promotion
        (promoted("abcdefghijk", "Editor", "Senior Editor") + promoted("lmnop", "Senior Editor", "Senior Editor"), 16),
    ],
)
def test_hire_rows_with_the_title_of_the_promotion_after_them_are_not_believed(rows, believed):
    assert sum(start == "2019-01" for start, *_ in held(*rows)) == believed
    assert sum(start == "2019-01" for start, *_ in held(*rows, as_recorded=True)) == len(rows) // 2


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
        st.integers(1, 25).map(str),
        DAYS,
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from(["change", "change", "exit", "leave", "return"]),
    ),
    min_size=60,
    max_size=120,
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


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
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
