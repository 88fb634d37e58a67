"""What holds of every set of careers: counts add up, and neither the order of rows nor the names of people matter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.quality.made import careers_of, numbers, quality_of

from outgrow import check_careers

FIRST = 12 * 1990


def month(number):
    return f"{number // 12}-{number % 12 + 1:02d}"


@st.composite
def histories(draw):
    """Up to 25 jobs of up to 6 people, anywhere in twenty years, some ongoing, some known by their years."""
    rows = []
    for _ in range(draw(st.integers(1, 25))):
        start = FIRST + draw(st.integers(0, 200))
        end = start + draw(st.integers(0, 60))
        yearly = draw(st.booleans())
        said = (f"{start // 12}", f"{end // 12}") if yearly else (month(start), month(end))
        title = draw(st.sampled_from(["Analyst", "Marketing Manager", "Zzyzx", "--"]))
        rows.append((f"p{draw(st.integers(1, 6))}", said[0], None if draw(st.booleans()) else said[1], title))
    return rows


@settings(max_examples=6, deadline=None, derandomize=True)
@given(histories())
def test_counts_add_up(rows):
    careers = careers_of(rows)
    quality = check_careers(careers, min_cell=1)
    spells, people = careers.counts.spells, len({row[0] for row in rows})
    coverage = quality.check("coverage").tables[0].rows
    assert sum(row[3] for row in coverage) == spells
    assert all(row[1] <= people for row in coverage)
    assert sum(row[1] for row in quality.check("one_spell").tables[0].rows) == people
    assert sum(row[1] for row in quality.check("gaps").tables[0].rows) == people
    precision = numbers(quality, "precision")
    assert precision["year_only"] + precision["month"] + precision["day"] == spells
    months = quality.check("overlaps").tables[0].rows
    assert sum(row[2] for row in months) == numbers(quality, "overlaps")["months_held"]
    assert abs(sum(row[1] for row in months) - 1) < 1e-9
    heaping = numbers(quality, "heaping")
    assert heaping["starts"] == spells - precision["year_only"]
    assert (
        heaping["starts"] == sum(row[2] for row in quality.check("heaping").tables[0].rows)
        if heaping["starts"]
        else True
    )
    assert numbers(quality, "labels")["without_either"] <= numbers(quality, "labels")["without_level"]
    for check in quality.checks:
        for name, value in check.numbers.items():
            if name.endswith("_share") and value is not None:
                assert 0 <= value <= 1, (check.name, name)


def months_by_hand(rows, last):
    """Months by how many jobs are held in them, month by month and person by person."""
    found = {}
    for person, start, end, _ in rows:
        first = read(start, last=False)
        for number in range(first, (last if end is None else read(end, last=True)) + 1):
            found[person, number] = found.get((person, number), 0) + 1
    return found


def read(text, *, last):
    year, _, rest = text.partition("-")
    return 12 * int(year) + (int(rest) - 1 if rest else 11 if last else 0)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(histories())
def test_months_at_once_are_those_counted_month_by_month(rows):
    rows = list(dict.fromkeys(rows))
    careers = careers_of(rows)
    held, found = months_by_hand(rows, careers.counts.last_month), check_careers(careers)
    overlaps = numbers(found, "overlaps")
    assert overlaps["months_held"] == len(held)
    assert overlaps["months_overlapping"] == sum(1 for jobs in held.values() if jobs > 1)
    assert overlaps["overlapping"] == len({person for (person, _), jobs in held.items() if jobs > 1})


@settings(max_examples=4, deadline=None, derandomize=True)
@given(histories(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_people_matter(rows, random):
    before = quality_of(rows).as_json()["checks"]
    shuffled = [(f"other {person}", *more) for person, *more in rows]
    random.shuffle(shuffled)
    assert quality_of(shuffled).as_json()["checks"] == before
