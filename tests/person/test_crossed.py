"""Every small layout with titles and employers of other crafts, known and unknown: most jobs come out, whoever tells them."""

from __future__ import annotations

import pytest
from tests.person.test_layouts import LAYOUTS, MARKDOWN, told

from outgrow.person.markdown import read_markdown
from outgrow.person.plain import read_plain

#: Title, employer, the title before, its employer, and the first title with the same employer.
CAREERS = (
    ("Choirmaster", "St Anne's Church", "Bell Ringer", "The Blue Door", "Verger"),
    ("Kitchen Porter", "Hotel Post", "Waiter", "Dimitri's", "Pot Washer"),
    ("Head of Data Stewardship", "Quillon", "Actuary", "Marsh Harbour Mutual", "Trainee Actuary"),
    ("Bid Writer", "Fernhollow", "Parish Clerk", "Great Wexcombe Parish Council", "Assistant Clerk"),
    ("Director, Quality and Safety", "Kestrel Air", "Loadmaster", "Royal Air Force", "Aircraftman"),
    ("Midwife", "Northgate NHS Trust", "Doula", "Gentle Start", "Nursery Assistant"),
    (
        "Lecturer in Marine Biology",
        "University of Elmsworth",
        "Research Fellow",
        "Institute of Coasts",
        "PhD Researcher",
    ),
    ("Scrum Master", "zeppo", "QA Engineer", "Lumen & Oak", "Support Analyst"),
    ("Welder", "Harland Fabrications", "Plater", "Harland Fabrications", "Apprentice Plater"),
    ("Chief of Staff to the Mayor", "City of Brackley", "Policy Adviser", "Ministry of Transport", "Intern"),
    ("Account Executive", "Nimbus", "Sales Associate", "Shoe Barn", "Stock Room Assistant"),
)
#: Layouts that name a department, which other titles do not have, or line their columns up by the length of their words.
LEFT_OUT = {"a table with a heading row", "employer and dates, title in the next line with its department"}


def rewritten(text, career):
    title, employer, before, earlier, first = career
    for old, new in (
        ("Junior Copywriter", "@3"),
        ("JUNIOR COPYWRITER", "@3"),
        ("Senior Editor", "@1"),
        ("SENIOR EDITOR", "@1"),
        ("Copywriter", "@2"),
        ("COPYWRITER", "@2"),
        ("Harrow & Finch Publishing", employer),
        ("Tallow Street Agency", earlier),
        ("@1", title),
        ("@2", before),
        ("@3", first),
    ):
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("career", CAREERS, ids=lambda career: career[0])
def test_most_jobs_of_a_craft_come_out_in_every_layout(career):
    title, employer, before, earlier, first = career
    expected = [
        (title, employer, "2018-03", None),
        (before, earlier, "2014-09", "2018-02"),
        (first, earlier, "2012-01", "2014-08"),
    ]
    right = asked = 0
    for layouts, read in ((LAYOUTS, read_plain), (MARKDOWN, read_markdown)):
        for name, text in layouts.items():
            if name not in LEFT_OUT:
                found = told(read(rewritten(text, career)))
                asked += len(expected)
                right += sum(one in found for one in expected)
    assert asked >= 60
    assert right >= 0.85 * asked
