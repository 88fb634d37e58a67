"""Each check on careers made by hand, with the numbers worked out beside them."""

from __future__ import annotations

import pytest
from tests.quality.made import careers_of, numbers, people_of_untidy, quality_of, table, untidy

import outgrow
from outgrow.careers.records import TableMapping
from outgrow.errors import InputError
from outgrow.quality import CHECKS, thresholds
from outgrow.results import Check, Measure

NAMES = [
    "coverage",
    "late_entry",
    "ongoing",
    "overlaps",
    "gaps",
    "labels",
    "precision",
    "heaping",
    "duplicates",
    "implausible",
    "one_spell",
    "drift",
    "renames",
    "quarantine",
]


def month(number):
    return f"{number // 12}-{number % 12 + 1:02d}"


class TestMeasure:
    @pytest.mark.parametrize(
        ("value", "low", "serious"),
        [
            (0.0999, False, "none"),
            (0.1, False, "some"),
            (0.2, False, "some"),
            (0.3, False, "much"),
            (None, False, "none"),
            (15, True, "none"),
            (14, True, "some"),
            (4, True, "much"),
        ],
    )
    def test_a_number_on_a_line_matters_and_one_short_of_it_does_not(self, value, low, serious):
        some, much = (15, 5) if low else (0.1, 0.3)
        assert Measure("x", value, some, much, low=low).serious == serious

    def test_the_worst_measure_decides(self):
        measures = (Measure("x", 0.2, 0.1, 0.3), Measure("y", 0.4, 0.1, 0.3), Measure("z", None, 0, 0))
        assert Check("a", "A", "", "", "", "", measures, {}).serious == "much"
        assert Check("a", "A", "", "", "", "", (), {}).serious == "none"


def test_every_check_is_there_with_a_stable_name_and_says_what_it_does():
    quality = quality_of([("1", "2010-01", "2011-01", "Analyst")])
    assert [check.name for check in quality.checks] == NAMES
    assert len(CHECKS) == len(NAMES)
    for check in quality.checks:
        for text in (check.finding, check.pushes, check.effect, check.do):
            assert text.endswith("."), text
        assert "None" not in check.finding
    with pytest.raises(KeyError):
        quality.check("nosuch")


def test_all_lines_are_in_order():
    for name in thresholds.__all__:
        line = getattr(thresholds, name)
        if isinstance(line, tuple):
            some, much = line
            assert (some > much) == (name == "COVERED_YEARS"), name


class TestCoverage:
    def test_people_are_counted_in_the_years_they_are_followed_by_the_rules_of_the_estimates(self):
        # 1: to the month after the end, 2011-01; 2: ongoing, to the last month of the data, 2012-03 by the start of 3;
        # 3: 2012-03 to 2012-04, of which the data end with 2012-03
        quality = quality_of(
            [
                ("1", "2009-06", "2010-12", "Analyst"),
                ("2", "2010-02", None, "Analyst"),
                ("3", "2012-03", "2012-03", "Analyst"),
            ]
        )
        rows = table(quality, "coverage")
        assert {year: row[0] for year, row in rows.items()} == {"2009": 1, "2010": 2, "2011": 2, "2012": 2}
        assert {year: row[1] for year, row in rows.items()} == {"2009": 1, "2010": 2, "2011": 1, "2012": 2}
        assert {year: row[2] for year, row in rows.items()} == {"2009": 1, "2010": 1, "2011": 0, "2012": 1}
        found = numbers(quality, "coverage")
        assert (found["first_month"], found["last_month"]) == ("2009-06", "2012-03")
        assert (found["years_covered"], found["years_thin"], found["people"], found["spells"]) == (0, 4, 3, 3)
        assert quality.check("coverage").serious == "much"

    def test_years_with_fifty_people_are_covered(self):
        rows = [(str(n), "2000-01", f"{2004 + (n > 0)}-06", "Analyst") for n in range(51)]
        quality = quality_of(rows)
        assert numbers(quality, "coverage")["years_covered"] == 6
        assert quality.check("coverage").serious == "some"
        rows = [(str(n), "2000-01", "2014-06", "Analyst") for n in range(50)]
        assert quality_of(rows).check("coverage").serious == "none"
        assert quality_of(rows[1:]).check("coverage").serious == "much"

    def test_many_years_are_one_row_before_the_last_seventy(self):
        quality = quality_of([("1", "1900-01", "1901-01", "Analyst"), ("2", "2000-01", "2001-01", "Analyst")])
        rows = quality.check("coverage").tables[0].rows
        assert len(rows) == 71
        assert rows[0] == ("to 1931", 1, 1, 1)
        assert rows[-1] == ("2001", 1, 1, 0)


class TestLateEntry:
    def test_follow_up_after_the_first_job_began_is_late(self):
        people = [
            {"person": "1", "observed_from": "2010-06"},
            {"person": "2", "observed_from": "2010-01"},
            {"person": "3", "observed_from": "2009-01"},
            {"person": "4", "observed_from": None},
        ]
        rows = [(name, "2010-01", "2012-01", "Analyst") for name in "1234"]
        found = numbers(quality_of(rows, people), "late_entry")
        assert (found["people"], found["late"], found["late_share"]) == (4, 1, 0.25)
        assert found["followed_before_first_job"] == 1
        # 4 alone says nothing of when it was first seen
        assert found["in_first_month"] == 1

    def test_a_heap_in_the_first_month_matters_unless_it_is_said_to_be_late(self):
        rows = [(str(n), "2010-01" if n < 6 else f"2011-0{n % 9 + 1}", "2012-01", "Analyst") for n in range(30)]
        check = quality_of(rows).check("late_entry")
        assert (check.numbers["in_first_month"], check.serious) == (6, "much")
        assert "20% start in 2010-01, the first month of all" in check.finding
        marked = [(*row, {"marks": "start-unknown"}) for row in rows]
        check = quality_of(marked).check("late_entry")
        assert (check.numbers["in_first_month"], check.numbers["spells_start_unknown"]) == (0, 30)
        assert check.serious == "none"
        # somebody is always first among few
        assert quality_of(rows[:7]).check("late_entry").serious == "none"


class TestOngoing:
    ROWS = (
        ("1", "1990-01", None, "Analyst"),
        ("2", "2018-12", None, "Analyst"),
        ("3", "2019-01", None, "Analyst"),
        ("3", "2019-02", None, "Editor"),
        ("4", "2000-01", "2024-01", "Analyst"),
    )

    def test_stale_old_and_several(self):
        # the data end in 2024-01: 1 and 2 have had no news for over 60 months, 3 for 59; 1's job is over 240 months old
        quality = quality_of(self.ROWS)
        found = numbers(quality, "ongoing")
        assert (found["with_ongoing"], found["stale"], found["with_several_ongoing"]) == (3, 2, 1)
        assert (found["ongoing_spells"], found["old_ongoing_spells"], found["followed_by_rule"]) == (4, 1, 3)
        assert found["stale_share"] == 0.5
        rows = table(quality, "ongoing")
        assert rows["1990"] == (1, 1)
        assert (rows["2018"], rows["2019"], rows["2017"]) == ((1, 1), (1, 1), (0, 0))
        assert quality.check("ongoing").serious == "much"

    def test_a_news_of_exactly_five_years_ago_is_not_stale(self):
        rows = [("1", "2019-01", None, "Analyst"), ("2", "2024-01", "2024-01", "Analyst")]
        assert numbers(quality_of(rows), "ongoing")["stale"] == 0
        rows[0] = ("1", "2018-12", None, "Analyst")
        assert numbers(quality_of(rows), "ongoing")["stale"] == 1

    def test_nobody_is_stale_who_is_known_to_have_been_seen(self):
        people = [{"person": name, "observed_until": "2024-01"} for name in "1234"]
        found = numbers(quality_of(self.ROWS, people), "ongoing")
        assert (found["with_ongoing"], found["stale"], found["followed_by_rule"]) == (3, 0, 0)


class TestOverlapsAndGaps:
    ROWS = (
        # 1: 2010-01 to 2010-12, of which 2010-04 to 2010-06 twice; then 13 months of nothing; then 2012-02
        ("1", "2010-01", "2010-12", "Analyst"),
        ("1", "2010-04", "2010-06", "Editor"),
        ("1", "2012-02", "2012-02", "Analyst"),
        # 2: one month between two jobs is no gap, two are
        ("2", "2010-01", "2010-02", "Analyst"),
        ("2", "2010-04", "2010-05", "Analyst"),
        ("2", "2010-08", "2010-08", "Analyst"),
        # 3: four at once in 2011-05
        ("3", "2011-05", "2011-05", "A"),
        ("3", "2011-05", "2011-05", "B"),
        ("3", "2011-05", "2011-05", "C"),
        ("3", "2011-05", "2011-05", "D"),
    )

    def test_months_by_jobs_at_once(self):
        quality = quality_of(self.ROWS)
        found = numbers(quality, "overlaps")
        assert (found["overlapping"], found["crowded"]) == (2, 1)
        # 1: 9 once and 3 twice, then 1; 2: 5; 3: 1 of four
        assert (found["months_held"], found["months_overlapping"]) == (19, 4)
        assert table(quality, "overlaps") == {
            "One": (15 / 19, 15),
            "Two": (3 / 19, 3),
            "Three": (0.0, 0),
            "Four or more": (1 / 19, 1),
        }
        assert quality.check("overlaps").serious == "much"

    def test_gaps_are_of_two_months_and_more(self):
        quality = quality_of(self.ROWS)
        found = numbers(quality, "gaps")
        assert (found["with_gap"], found["with_long_gap"], found["gaps"], found["long_gaps"]) == (2, 1, 2, 1)
        assert table(quality, "gaps") == {
            "None, or 1 month": (1,),
            "2 to 5 months": (1,),
            "6 to 11 months": (0,),
            "12 to 23 months": (1,),
            "24 to 59 months": (0,),
            "60 months or more": (0,),
        }

    def test_an_ongoing_job_lasts_as_long_as_its_person_is_followed(self):
        rows = [("1", "2020-01", None, "A"), ("1", "2020-03", None, "B"), ("2", "2020-12", "2020-12", "C")]
        assert numbers(quality_of(rows), "overlaps")["months_held"] == 13
        people = [{"person": "1", "observed_until": "2020-04"}, {"person": "2", "observed_until": None}]
        found = numbers(quality_of(rows, people), "overlaps")
        assert (found["months_held"], found["months_overlapping"]) == (5, 2)


class TestLabels:
    ROWS = (
        ("1", "2010-01", "2010-12", "Wizard"),
        ("2", "2010-01", "2010-12", "wizard "),
        ("3", "2010-01", "2010-12", "Wizard", {"level": "manager"}),
        ("4", "2010-01", "2010-12", "Marketing Manager"),
        ("5", "2010-01", "2010-12", "Assistant"),
        ("6", "2010-01", "2010-12", "Zzyzx"),
    )

    def test_a_level_is_known_where_it_is_given_or_read(self):
        quality = quality_of(self.ROWS)
        found = numbers(quality, "labels")
        # a wizard is a specialist of a craft called other; Zzyzx says nothing
        assert (found["without_level"], found["without_function"], found["without_either"]) == (1, 1, 1)
        assert (found["spells"], found["distinct_titles"]) == (6, 4)
        assert found["without_level_share"] == 1 / 6
        assert table(quality, "labels", 1) == {"zzyzx": (1, 1)}

    def test_titles_are_named_only_where_enough_people_held_them(self):
        rows = [(str(n), "2010-01", "2010-12", "Zzyzx" if n < 10 else "Qwrtz") for n in range(19)]
        careers = careers_of(rows)
        for min_cell, named in ((10, {"zzyzx": (10, 10)}), (9, {"zzyzx": (10, 10), "qwrtz": (9, 9)}), (11, None)):
            quality = outgrow.check_careers(careers, min_cell=min_cell)
            tables = quality.check("labels").tables
            assert numbers(quality, "labels")["without_function"] == 19
            shown = {row[0]: row[1:] for row in tables[-1].rows} if len(tables) > 1 else None
            assert shown == named

    def test_the_source_s_own_levels_can_be_left_aside(self):
        rows = [("1", "2010-01", "2010-12", "Zzyzx", {"level": "manager"})]
        assert numbers(quality_of(rows), "labels")["without_level"] == 0
        parsed = outgrow.check_careers(careers_of(rows, levels="parsed"))
        assert numbers(parsed, "labels")["without_level"] == int(outgrow.parse_title("Zzyzx").level is None)

    def test_own_careers_have_a_limit_of_ten_and_the_built_in_none(self):
        rows = [(str(n), "2010-01", "2010-12", "Zzyzx") for n in range(9)]
        own = careers_of(rows)
        quality = outgrow.check_careers(own)
        assert quality.min_cell == 10
        assert "zzyzx" not in str(quality.as_json())
        assert "zzyzx" in str(outgrow.check_careers(careers_of(rows, kind="simulated")).as_json())
        with pytest.raises(InputError):
            outgrow.check_careers(own, min_cell=0)


class TestDates:
    def test_precision_is_of_the_year_the_month_or_the_day(self):
        quality = quality_of(
            [
                ("1", "2010", "2011-03", "A"),
                ("2", "2010-02", "2012", "A"),
                ("3", "2010-02", "2012-01", "A"),
                ("4", "2010-02-05", None, "A"),
                ("5", "2010-02-01", None, "A"),
            ]
        )
        found = numbers(quality, "precision")
        assert (found["year_only"], found["month"], found["day"]) == (2, 1, 2)
        assert quality.check("precision").serious == "some"

    def test_months_written_as_the_first_day_are_no_days(self):
        quality = quality_of([("1", "2010-01-01", None, "A"), ("2", "2010-03-01", None, "A")])
        assert numbers(quality, "precision")["day"] == 0
        assert numbers(quality, "heaping")["starts_on_first_of_january"] is None

    def test_heaps_are_beyond_one_in_twelve_of_dates_known_to_the_month(self):
        # 60 known starts, 20 in January; 5 more know only the year; ends: half in December; lengths: 15 of 60 whole years
        rows = []
        for n in range(60):
            start = 12 * 2000 + (0 if n < 20 else 1 + n % 11)
            length = 12 if n % 4 == 0 else 18
            rows.append((str(n), month(start), month(start + length - 1), "A"))
        rows += [(f"y{n}", "2001", "2003", "A") for n in range(5)]
        quality = quality_of(rows)
        found = numbers(quality, "heaping")
        assert (found["starts"], found["starts_in_january"], found["ends"]) == (60, 20, 60)
        assert (found["lengths"], found["lengths_of_whole_years"]) == (60, 15)
        january, december, whole = quality.check("heaping").measures
        assert january.value == pytest.approx(20 / 60 - 1 / 12)
        assert december.value == pytest.approx(found["ends_in_december"] / 60 - 1 / 12)
        assert whole.value == pytest.approx(15 / 60 - 1 / 12)
        assert (january.serious, whole.serious) == ("much", "some")
        starts = {row[0]: row[2] for row in quality.check("heaping").tables[0].rows}
        assert sum(starts.values()) == 60
        assert starts["Jan"] == 20

    def test_few_dates_make_no_heap(self):
        rows = [(str(n), "2010-01", "2010-12", "A") for n in range(49)]
        assert quality_of(rows).check("heaping").serious == "none"
        assert quality_of([*rows, ("x", "2011-01", "2011-12", "A")]).check("heaping").serious == "much"

    def test_the_first_of_january_is_counted_among_known_days(self):
        rows = [("1", "2010-01-01", None, "A"), ("2", "2010-01-02", None, "A"), ("3", "2011-03-01", None, "A")]
        found = numbers(quality_of(rows), "heaping")
        assert (found["starts_on_first_of_january"], found["starts_on_known_days"]) == (1, 3)

    def test_lengths_under_seven_months_are_not_looked_at(self):
        rows = [("1", "2010-01", "2010-06", "A"), ("2", "2010-01", "2010-07", "A"), ("3", "2010-01", "2010-12", "A")]
        found = numbers(quality_of(rows), "heaping")
        assert (found["lengths"], found["lengths_of_whole_years"]) == (2, 1)


class TestDuplicates:
    def test_exact_and_near(self):
        quality = quality_of(
            [
                ("1", "2010-01", "2011-12", "Analyst", {"organisation": "Acme"}),
                ("1", "2010-01", "2011-12", "Analyst", {"organisation": "Acme"}),  # exact: left out
                ("1", "2010-01", "2011-12", "analyst", {"organisation": "Acme Inc"}),  # same first month
                ("1", "2010-01", "2011-11", "Analyst", {"organisation": "Acme"}),  # same first month
                ("1", "2011-12", "2012-12", "Analyst", {"organisation": "ACME"}),  # starts inside one
                ("1", "2013-01", "2013-12", "Analyst", {"organisation": "Acme"}),  # after all: none
                ("1", "2010-03", "2010-06", "Editor", {"organisation": "Acme"}),  # another title
                ("2", "2010-01", "2011-12", "Analyst", {"organisation": "Acme"}),  # another person
                ("2", "2011-01", "2011-12", "Analyst", {"organisation": "Foo"}),  # another employer, another month
            ]
        )
        found = numbers(quality, "duplicates")
        assert (found["exact_left_out"], found["same_first_month"], found["inside_another"]) == (1, 2, 1)
        assert found["repeated_share"] == 3 / 8
        # exact duplicates are no rows that cannot be used
        assert numbers(quality, "quarantine")["rows_left_out_share"] == 0
        assert numbers(quality, "quarantine")["exact_duplicates"] == 1


class TestImplausible:
    def test_each_kind(self):
        rows = [
            ("1", "1950-01", "2000-01", "A"),  # 601 months
            ("2", "1950-02", "2000-01", "A"),  # 600
            ("3", "1929-12", "1930-01", "A"),
            ("4", "2010-01", "2010-12", "12 -- 3"),
            ("5", "2010-01", "2010-12", "Ä"),
            *(("6", "2010-01", "2010-02", f"Analyst {n}") for n in range(6)),
            *(("7", month(12 * 1950 + n), month(12 * 1950 + n), "A") for n in range(61)),
            *(("8", month(12 * 1950 + n), month(12 * 1950 + n), "A") for n in range(60)),
            ("9", "2004-01", "2004-02", "A"),
            ("9", "2003-12", "2004-02", "B"),
            ("10", "1989-01", "1990-01", "A"),  # 90 years to the month
            ("10", "1989-02", "1990-02", "B"),
        ]
        people = [{"person": str(n), "birth": None} for n in range(1, 11)]
        people[8]["birth"] = "1990-01"
        people[9]["birth"] = "1900-01"
        found = numbers(quality_of(rows, people), "implausible")
        assert found["over_50_years"] == 1
        assert found["too_early"] == 1
        assert found["no_word_in_title"] == 1
        assert (found["too_many_starts"], found["too_many_jobs"]) == (1, 1)
        assert (found["too_young"], found["too_old"]) == (1, 1)

    def test_an_ongoing_job_can_be_too_long_too(self):
        rows = [("1", "1960-01", None, "A"), ("2", "2010-01", "2010-01", "A")]
        found = numbers(quality_of(rows), "implausible")
        assert found["over_50_years"] == 1

    def test_pay_is_held_against_the_median_of_its_currency_and_period(self):
        rows = [(str(n), "2010-01", "2010-12", "A", {"pay": "1000"}) for n in range(5)]
        rows += [
            ("a", "2010-01", "2010-12", "A", {"pay": "0"}),
            ("b", "2010-01", "2010-12", "A", {"pay": "100000"}),
            ("c", "2010-01", "2010-12", "A", {"pay": "100001"}),
            ("d", "2010-01", "2010-12", "A"),
        ]
        check = quality_of(rows).check("implausible")
        assert (check.numbers["pay_of_nothing"], check.numbers["huge_pay"]) == (1, 1)
        assert check.measures[0].value == 1 / 8

    def test_nothing_found_is_said(self):
        check = quality_of([("1", "2010-01", "2010-12", "Analyst")]).check("implausible")
        assert (check.serious, check.finding) == ("none", "Nothing that cannot be was found.")


def test_people_with_one_job():
    rows = [("1", "2010-01", "2010-12", "A"), ("2", "2010-01", "2010-12", "A"), ("2", "2011-01", "2011-12", "B")]
    quality = quality_of(rows)
    assert numbers(quality, "one_spell") == {"people": 2, "one_job": 1, "one_job_share": 0.5}
    assert table(quality, "one_spell") == {"1": (1,), "2": (1,)}
    assert quality.check("one_spell").serious == "some"


class TestDrift:
    def rows(self, early, late):
        """Fifty jobs a title, half of each in the first window and half in the last."""
        held = [("2004", title) for title in early] + [("2014", title) for title in late]
        return [
            (f"{place}-{n}", f"{year}-01", f"{year}-12", title)
            for place, (year, title) in enumerate(held)
            for n in range(100)
        ]

    def test_two_windows_by_hand(self):
        rows = self.rows(["A", "B"], ["B", "C"])
        rows = [
            (person, start.replace("2004", "2009"), end.replace("2004", "2009"), title)
            for person, start, end, title in rows
        ]
        rows += [(f"z{n}", "2005-01", "2005-12", "A") for n in range(50)]
        quality = quality_of(rows)
        found = numbers(quality, "drift")
        # first: A 150, B 100; last: B 100, C 100; (150/250 + |100/250 - 1/2| + 1/2) / 2
        assert (found["first_window"], found["last_window"]) == ("2005–2009", "2010–2014")
        assert (found["held_in_first"], found["held_in_last"]) == (250, 200)
        assert found["distance"] == pytest.approx((150 / 250 + 0.1 + 0.5) / 2, abs=1e-12)
        assert 0 < found["distance_by_chance"] < 0.1
        check = quality.check("drift")
        assert check.serious == "much"
        assert check.tables[0].head == ("Title", "2005–2009", "2010–2014")
        shares = table(quality, "drift")
        assert shares["b"] == (0.4, 0.5)
        assert shares["c"] == (0.0, 0.5)
        assert table(quality, "drift", 1) == {"c": (100, 100)}
        assert table(quality, "drift", 2) == {"a": (150, 150)}

    def test_the_same_titles_drift_by_nothing_and_rare_ones_by_chance(self):
        rows = [(f"{n}", f"{2005 + n % 10}-01", f"{2005 + n % 10}-12", f"Title {n}") for n in range(2_000)]
        check = quality_of(rows).check("drift")
        # no title is held twice, so all of them differ, and all of that is chance
        assert check.numbers["distance"] == 1
        assert check.numbers["distance_by_chance"] == pytest.approx(1, abs=0.01)
        assert check.serious == "none"
        rows = [(f"{n}", f"{2005 + n % 10}-01", f"{2005 + n % 10}-12", f"Title {n % 7}") for n in range(2_100)]
        assert quality_of(rows).check("drift").numbers["distance"] < 0.01

    def test_under_ten_years_nothing_is_compared(self):
        rows = [(f"{n}", f"{2005 + n % 9}-01", f"{2005 + n % 9}-12", f"Title {n % 7}") for n in range(2_000)]
        check = quality_of(rows).check("drift")
        assert (check.numbers["distance"], check.serious) == (None, "none")
        assert "too few to compare" in check.finding

    def test_titles_of_few_people_are_not_named(self):
        rows = [(f"{n}", f"{2005 + n % 10}-01", f"{2005 + n % 10}-12", f"Title {n % 300}") for n in range(2_000)]
        careers = careers_of(rows)
        assert outgrow.check_careers(careers, min_cell=10).check("drift").tables == ()
        assert outgrow.check_careers(careers, min_cell=6).check("drift").tables != ()


class TestQuarantine:
    def test_rows_people_and_values(self):
        quality = quality_of(
            [
                ("1", "2010-01", "2011-01", "A"),
                ("1", "soon", "2011-01", "A"),
                ("2", "2012-01", "2011-01", "A"),
                ("3", "2010-01", "2011-01", "A", {"level": "boss"}),
            ]
        )
        found = numbers(quality, "quarantine")
        assert (found["rows"], found["rows_left_out"], found["values_left_out"], found["people_lost"]) == (4, 2, 1, 1)
        assert (quality.people_quarantined, quality.values_quarantined) == (1, 1)
        assert sum(row[1] for row in quality.check("quarantine").tables[0].rows) == 3
        assert quality.check("quarantine").serious == "much"

    def test_careers_without_a_spell_say_so_and_only_so(self):
        quality = quality_of([("1", "soon", None, "A")])
        assert [check.name for check in quality.checks] == NAMES
        assert [check.name for check in quality.checks if check.serious != "none"] == ["quarantine"]
        assert {check.finding for check in quality.checks if check.name != "quarantine"} == {
            "There is no spell to count."
        }
        assert quality.as_json()["checks"][0]["name"] == "quarantine"


def test_one_person_is_no_trouble():
    quality = quality_of([("1", "2010-01", None, "Analyst")])
    assert numbers(quality, "one_spell")["one_job_share"] == 1
    assert numbers(quality, "overlaps")["months_held"] == 1


def test_every_check_finds_something_in_untidy_careers():
    quality = quality_of(untidy(), people_of_untidy())
    assert {check.name for check in quality.checks if check.serious == "none"} <= {
        "coverage",
        "drift",
        "one_spell",
        "renames",
        "quarantine",
    }
    order = [check.serious for check in quality.worst_first]
    assert order == sorted(order, key=["much", "some", "none"].index)
    assert "untidy" not in repr(quality)
    assert repr(quality).startswith("Quality of frame of spells (real)")


def test_nothing_is_a_row_about_a_person():
    """No identifier of a person is anywhere in what is given out."""
    rows = [(f"secret{n}", "2010-01", "2011-01", f"Only job of secret{n}") for n in range(12)]
    assert "secret" not in str(quality_of(rows, min_cell=10).as_json())


def renamed(people):
    """Everybody of `people` is given another title of the same level in March 2019."""
    return [
        row
        for who in people
        for row in (
            (who, "2015-01", "2019-02", "Community Manager", {"organisation": "x"}),
            (who, "2019-03", None, "Engagement Manager", {"organisation": "x"}),
        )
    ]


def test_renames_in_place_count_as_moves_where_people_wrote_their_careers_themselves():
    """Five of ten jobs began as a rename: half of them."""
    careers = careers_of(renamed("abcde"))
    check = outgrow.check_careers(careers, min_cell=1).check("renames")
    assert check.numbers["renames_counted_as_moves"] == 1
    assert (check.numbers["jobs_counted_as_moves"], check.numbers["jobs_counted_as_moves_share"]) == (5, 0.5)
    assert check.serious == "much"
    assert check.tables[0].rows == (("Community Manager \u2192 Engagement Manager", 5),)
    assert outgrow.check_careers(careers, min_cell=6).check("renames").tables == ()
    assert quality_of(renamed("abcd")).check("renames").serious == "none"


def test_renames_in_place_are_joined_in_records_of_an_employer():
    careers = careers_of(renamed("abcde"), mapping=TableMapping(staff=True))
    check = outgrow.check_careers(careers).check("renames")
    assert (check.numbers["renames_joined"], check.numbers["jobs_joined"]) == (1, 5)
    assert (check.numbers["renames_counted_as_moves"], check.serious) == (0, "none")
    assert "1 rename of 5 jobs in place, not counted as moves." in check.finding


def test_no_news_of_an_employers_staff_is_no_fault():
    rows = [(str(who), "1995-01", None, "Analyst") for who in range(20)] + [("z", "2024-01", None, "Cook")]
    assert quality_of(rows).check("ongoing").serious == "much"
    of_staff = quality_of(rows, after_last="exit")
    staff = of_staff.check("ongoing")
    assert (staff.serious, staff.numbers["stale"]) == ("none", 20)
    assert "no news is no fault" in staff.pushes
    assert "--after-last exit" in of_staff.check("one_spell").effect


def test_people_written_twice_are_no_rows_that_cannot_be_used():
    rows = [(str(who), "2015-01", None, "Analyst") for who in range(20)]
    people = [{"person": str(who), "sex": "f"} for who in (*range(20), *range(5))]
    check = quality_of(rows, people).check("quarantine")
    assert (check.numbers["rows"], check.numbers["rows_left_out"], check.serious) == (20, 0, "none")
