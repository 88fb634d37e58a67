"""Sources of the resumes: their rules by hand, truth is made of them, and dates agree with those that are written."""

import importlib
import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAREERS = sorted((ROOT / "scripts" / "resumes" / "careers").glob("*.txt"))
TRUTHS = json.loads((ROOT / "tests" / "person" / "documents" / "truth.json").read_text(encoding="utf-8"))
# the first letters of months in the languages of the set, accents aside
NAMES = (
    "jan ene gen",
    "feb fev fevr",
    "mar maa mrt",
    "apr abr avr",
    "mai may mei mag",
    "jun juin giu",
    "jul juil lug",
    "aug aou ago",
    "sep set",
    "oct okt out ott",
    "nov",
    "dec dez dic",
)
MONTHS = {name: number for number, names in enumerate(NAMES, 1) for name in names.split()}
SEASONS = {"spring", "summer", "autumn", "fall", "winter"}


@pytest.fixture
def career(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("resumes.career")


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2015 2018", ("2015-01", "2018-12", "year", "year")),
        ("2015-03 now", ("2015-03", None, "month", None)),
        ("2016-spring 2016-autumn", ("2016-03", "2016-11", "season", "season")),
        ("2016-summer 2017-fall", ("2016-06", "2017-11", "season", "season")),
        # a winter begins in December and ends in February of the next year
        ("2016-winter 2016-winter", ("2016-12", "2017-02", "season", "season")),
    ],
)
def test_times_become_months_by_the_rules_of_the_labels(career, time, expected):
    assert career.months(time) == expected


def test_the_time_in_a_job_counts_both_its_ends(career):
    """January 2019 to March 2019 is three months; with the job before, from July 2017, a year and nine months."""
    words = importlib.import_module("resumes.words")
    jobs = [career.Job("a", "b", "2019-01 2019-03", ""), career.Job("c", "b", "2017-07 2018-12", "")]
    assert words.total(jobs[:1]) == "3 months"
    assert words.total(jobs) == "1 year 9 months"
    assert words.total(jobs[:1], "de") == "3 Monate"
    assert words.total([career.Job("a", "b", "2023-07 now", "")], "es") == "1 año"


def test_truth_is_what_the_sources_say(career):
    """Nobody mends truth.json by hand, and nobody forgets to write it again."""
    made = {}
    for path in CAREERS:
        one = career.read_career(path)
        found = career.truth(one, "")
        made[one["half"], path.stem] = {key: value for key, value in found.items() if key != "file"}
    stored = {}
    for truth in TRUTHS:
        half, name = truth["file"].split("/")
        stored[half, name.rsplit(".", 1)[0]] = {key: value for key, value in truth.items() if key != "file"}
    assert made == stored


def written(dates):
    """Months that are written with a name or as MM/YYYY, in order; and whether there is any season in it."""
    bare = unicodedata.normalize("NFD", dates.casefold()).encode("ascii", "ignore").decode()
    found = []
    for name, number in re.findall(r"([a-z]{3,})|\b(\d{1,2})(?=/\d)", bare):
        # 01/09/2016 has its month second: the day before it is found too, and is dropped below
        if number:
            found.append(int(number))
        elif name[:4] in MONTHS or name[:3] in MONTHS:
            found.append(MONTHS.get(name[:4], MONTHS.get(name[:3])))
    return found


@pytest.mark.parametrize("path", CAREERS, ids=lambda path: path.stem)
def test_months_of_the_truth_are_those_written(career, path):
    """The two columns of a source are typed apart; here they meet."""
    one = career.read_career(path)
    for job in one.jobs:
        start, end, start_to, end_to = career.months(job.time)
        words = set(re.findall("[a-z]+", job.dates.casefold()))
        if not job.dates or words & SEASONS or "a year from" in job.dates or not re.search(r"\D\s|/", job.dates):
            continue
        expected = [int(month[5:]) for month, exact in ((start, start_to), (end, end_to)) if exact == "month"]
        days = re.findall(r"\b\d{1,2}/(\d{1,2})/\d{4}", job.dates)
        assert ([int(month) for month in days] if len(days) == len(expected) else written(job.dates)) == expected, (
            job.dates
        )
        years = re.findall(r"(?:19|20)(\d\d)\b|['/](\d\d)(?!\d|/)|-(\d\d)$", job.dates)
        said = {"".join(year) for year in years}
        assert {month[2:4] for month in (start, end) if month} <= said, job.dates


def test_no_template_of_the_test_half_is_one_of_the_working_half(career):
    """But for what a program lays out in one way only."""
    halves = {"working": set(), "test": set()}
    for path in CAREERS:
        one = career.read_career(path)
        halves[one["half"]] |= {one["template"]} - {""}
    assert halves["working"] & halves["test"] == {"papers linkedin_pdf", "exports json_resume", "exports linkedin"}


HAND = [path for path in CAREERS if "by: hand" in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", HAND, ids=lambda path: path.stem)
def test_months_of_those_written_by_hand_stand_in_the_document(career, path):
    one = career.read_career(path)
    page = ROOT / "scripts" / "resumes" / "by_hand" / f"{path.stem}.html"
    folder = ROOT / "tests" / "person" / "documents" / one["half"]
    # of a PDF the page that is printed: small capitals come out of it in two pieces
    (source,) = [page] if page.exists() else [found for found in folder.iterdir() if found.stem == path.stem]
    said = " ".join(re.sub("<[^>]*>", " ", source.read_text(encoding="utf-8")).split())
    bare = unicodedata.normalize("NFD", said.casefold()).encode("ascii", "ignore").decode()
    pairs = set()
    for name, year in re.findall(r"\b([a-z]{3,})\.?,? (?:de )?(\d{4}|\d\d)\b", bare):
        pairs.add((MONTHS.get(name[:4], MONTHS.get(name[:3])), year[-2:]))
    pairs |= {(int(month), year[-2:]) for month, year in re.findall(r"\b(\d{1,2})/(\d{4}|\d\d)\b", bare)}
    for spell in career.truth(one, "")["spells"]:
        for end in ("start", "end"):
            if spell[f"{end}_to"] == "month":
                assert (int(spell[end][5:]), spell[end][2:4]) in pairs, (spell["title"], spell[end])
