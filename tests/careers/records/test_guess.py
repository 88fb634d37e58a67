"""What a table is, guessed from headers and values: right where they say it, silent where they do not."""

import pyarrow as pa
import pytest
from tests.careers.reading import read
from tests.careers.records.make_samples import HERE
from tests.careers.records.seeing import jobs

from outgrow.careers.read import guess_mapping
from outgrow.careers.records import Guess, read_mapping
from outgrow.errors import UnreadableSource


def table(**columns):
    return pa.table(columns)


DAYS = ["2015-03-01", "2016-04-01", "2017-05-01", "2018-06-01"]
ENDS = ["2016-03-31", "2017-04-30", None, None]
TITLES = ["Analyst", "Senior Analyst", "Sales Manager", "Director of Sales"]
WHO = ["a1", "a1", "b2", "b2"]


@pytest.mark.parametrize(
    "headers",
    [
        ("Employee ID", "Start Date", "End Date", "Job Title"),
        ("Mitarbeiter-Nummer", "Beginn", "Ende", "Stellenbezeichnung"),
        ("Matricule", "Date de d\u00e9but", "Date de fin", "Intitul\u00e9 du poste"),
        ("ID empleado", "Fecha de inicio", "Fecha de fin", "Puesto"),
        ("ID dipendente", "Data inizio", "Data fine", "Mansione"),
        ("Personeelsnummer", "Begindatum", "Einddatum", "Functie"),
        ("emp_id", "job_start", "job_end", "position_title"),
        ("c1", "c2", "c3", "c4"),  # by values alone
    ],
)
def test_columns_of_jobs_are_found_by_header_or_by_what_is_in_them(headers):
    frame = pa.table(dict(zip(headers, (WHO, DAYS, ENDS, TITLES), strict=True)))
    guess = guess_mapping(frame)
    assert guess.mapping.columns == dict(zip(("person", "start", "end", "title"), headers, strict=True)) | {}
    assert (guess.mapping.rows, guess.missing, guess.unused) == ("jobs", (), ())
    assert [job[3] for job in jobs(read(frame, guess=True))] == TITLES


def test_without_a_column_of_ends_rows_are_changes():
    guess = guess_mapping(table(who=WHO, Position=TITLES, Since=DAYS))
    assert guess.mapping.rows == "changes"
    assert guess.mapping.columns == {"title": "Position", "person": "who", "changed": "Since"}
    assert guess.reasons["rows"] == "no column of ends; 2.0 rows a person"


def test_years_and_columns_of_0_and_1_are_waves():
    frame = table(
        id=[1, 1, 2, 2], year=[1990, 1991] * 2, s1=[1, 0, 0, 1], s2=[0, 1, 0, 0], s3=[0, 0, 1, 0], union=[0, 1, 1, 0]
    )
    guess = guess_mapping(frame)
    assert guess.mapping.rows == "waves"
    assert guess.mapping.states == {"s1": "s 1", "s2": "s 2", "s3": "s 3"}
    assert guess.unused == ("union",)
    assert [job[3] for job in jobs(read(frame, guess=True))] == ["s 1", "s 2", "s 3", "s 1"]


def test_two_columns_of_dates_are_not_told_apart_without_a_sign():
    guess = guess_mapping(table(c1=WHO, c2=DAYS, c3=DAYS[::-1], c4=TITLES))
    assert "changed" in guess.missing
    with pytest.raises(UnreadableSource, match="has no column"):
        read(table(c1=WHO, c2=DAYS, c3=DAYS[::-1], c4=TITLES), guess=True)


def test_a_header_that_its_values_contradict_is_not_believed():
    guess = guess_mapping(table(start=TITLES, person=WHO, von=DAYS, end=ENDS, title=["1", "2", "3", "4"]))
    assert guess.mapping.columns["start"] == "von"
    assert guess.mapping.columns["title"] == "start"


def test_a_guess_is_shown_before_it_is_used_and_holds_no_value():
    shown = []
    read(HERE / "own.csv", guess=lambda guess: shown.append(guess.as_toml()))
    [text] = shown
    assert 'person     = "Mitarbeiternummer"  # by its header' in text
    assert 'dates = "day-first"' in text
    assert "Nobody" not in text
    assert "Referent" not in text


def test_a_guess_of_a_known_system_is_what_its_reader_says():
    guess = guess_mapping(HERE / "workday.csv")
    assert guess.mapping.columns["event"] == "Business Process Type"
    assert guess.reasons["event"] == "as workday names it"


def test_a_corrected_guess_is_given_back_as_a_file(tmp_path):
    guess = guess_mapping(HERE / "own.csv")
    assert isinstance(guess, Guess)
    path = tmp_path / "m.toml"
    path.write_text(guess.as_toml(), encoding="utf-8")
    assert read_mapping(path) == guess.mapping
    assert jobs(read(HERE / "own.csv", mapping=path)) == jobs(read(HERE / "own.csv", guess=True))


def test_what_was_said_counts_over_what_is_guessed():
    frame = table(who=WHO, a=DAYS, b=ENDS, Rolle=TITLES, Position=["x y", "x z", "x w", "x v"])
    assert [job[3] for job in jobs(read(frame, guess=True, mapping={"title": "Rolle"}))] == TITLES


def test_an_empty_table_and_one_of_nulls_are_guessed_without_a_fault():
    assert "person" in guess_mapping(table(a=pa.array([], pa.string()))).missing
    assert "title" in guess_mapping(table(a=pa.array([None, None], pa.string()), b=[1, 2])).missing
