"""How numbers, roles and groups are said."""

import math

import pytest

from outgrow.charts.wording import clean, count, group_name, interval, people, percent, role_phrase, target_name, years


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (0.0001, "under 0.1%"),
        (0.004, "0.4%"),
        (0.0094, "0.9%"),
        (0.0096, "1%"),
        (0.154, "15%"),
        (0.155, "16%"),
        (0.9899, "99%"),
        (0.9964, "99.6%"),
        (0.99999, "over 99.9%"),
        (1, "100%"),
        (math.nan, "unknown"),
    ],
)
def test_percentages_are_whole_but_never_rounded_to_nothing_or_everything(share, said):
    assert percent(share) == said


def test_counts_have_plurals_thousands_and_about_where_rounded():
    assert people(1) == "1 person"
    assert people(0) == "0 people"
    assert people(1204) == "1,204 people"
    assert people(120, limit=10) == "about 120 people"
    assert people(0, limit=10) == "fewer than 10 people"
    assert count(0, limit=5) == "fewer than 5"
    assert people(1, one="job", many="jobs") == "1 job"


def test_times_are_years():
    assert [years(months) for months in (12, 120, 99.6, 6, 51)] == [
        "1 year",
        "10 years",
        "8.3 years",
        "0.5 years",
        "4.2 years",
    ]


def test_an_interval_without_an_end_is_unknown():
    assert interval(0.13, 0.18) == "13% to 18%"
    assert interval(math.nan, 0.18) == "unknown"


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("rung:director+", "director or higher"),
        ("rung:executive", "executive"),
        ("rung:executive+", "executive"),
        ("level:vice_president+", "vice president or higher"),
        ('title:"head of social"', "head of social"),
        ("head of social", "head of social"),
        ("function:marketing level:director+", "function:marketing level:director+"),
        ("rung:nonsense+", "rung:nonsense+"),
    ],
)
def test_targets_are_said_in_words_where_they_have_some(role, said):
    assert target_name(role) == said


def test_roles_start_a_clock_in_words():
    assert role_phrase("social media manager") == "entering the role “social media manager”"
    assert role_phrase("sales") == "entering the role “sales”"
    assert role_phrase("any") == "their first job"
    assert role_phrase("specialty:seo") == "entering the role “specialty:seo”"


def test_groups_are_said_by_value_and_missing_values_by_column():
    assert group_name({"sex": "women"}) == "women"
    assert group_name({"specialty": "internal_communications"}) == "internal communications"
    assert group_name({"specialty": "seo"}) == "SEO"
    assert group_name({"team": "Team_A"}) == "Team_A"
    assert group_name({"sex": None}) == "sex unknown"
    assert group_name({"degree": True}) == "degree True"
    assert group_name(None) == "everyone"


def test_text_from_outside_cannot_drive_a_terminal_or_turn_direction():
    assert clean("a\x1b[31m\u202eb\n\tc\x00") == "a[31mb c"
