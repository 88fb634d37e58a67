"""Ceilings from tallies small enough to estimate by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pyarrow as pa
import pytest
from tests.estimates.test_reach import log_log, tally_of

from outgrow.errors import InputError, UnknownName
from outgrow.estimates import estimate_reach
from outgrow.estimates.ceiling import at_risk_at, estimate_ceiling, followed_at
from outgrow.results import Flow
from outgrow.schema import rungs_above
from outgrow.tallies import Tally


def reach_of(own="practitioner", *, counted=0, groups=(), notes=(), settings=None, **rungs):
    """A reach toward each rung above `own` from {month: (entries, reached, exits, censored)}."""
    names = rungs_above(own)
    rows = [(f"rung:{name}+", *("a",) * len(groups), month, *n) for name in names for month, n in rungs[name].items()]
    toward = tuple(f"rung:{name}+" for name in names)
    tally = tally_of(rows, toward=toward, groups=groups, notes=notes, **(settings or {}))
    return estimate_reach(replace(tally, flow=Flow(0, 0, 0, 0, 0, counted)))


def alone(months, **options):
    """A reach of a director's role: toward executive only."""
    return reach_of("director", executive=months, **options)


def ceiling_of(months, settings=None, **options):
    return estimate_ceiling(alone(months, settings=settings), own="director", **options)


def counts(people, *events, last=200):
    """People from month 0 of whom some reach the target: (month, how many); the rest are last seen in month `last`."""
    reached = {month: (0, n, 0, 0) for month, n in events}
    return {0: (people, 0, 0, 0), **reached, last: (0, 0, 0, people - sum(n for _, n in events))}


#: A hundred people: 30 become managers or higher, 12 directors or higher, 2 executives.
HUNDRED = {"manager": counts(100, (24, 30)), "director": counts(100, (100, 12)), "executive": counts(100, (150, 2))}


class TestStatus:
    def test_each_rung_by_the_bound_that_reaches_the_share(self):
        """Of 100, by the complementary log-log: 30% from 22% to 40%, 12% from 6.8% to 20%, 2% from 0.5% to 7.7%."""
        ceiling = estimate_ceiling(reach_of(counted=100, **HUNDRED), own="practitioner")
        assert [(rung.rung, rung.status) for rung in ceiling.reach] == [
            ("manager", "established"),
            ("director", "estimated"),
            ("executive", "ruled out"),
        ]
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("manager", "director", "director")
        assert (ceiling.own, ceiling.above) == ("practitioner", "director")
        assert (ceiling.horizon_asked, ceiling.horizon_months, ceiling.people) == (180, 180, 100)
        director = ceiling.rung("director")
        assert director.estimate == pytest.approx(0.12)
        assert director.std_error == pytest.approx(math.sqrt(0.12 * 0.88 / 100))
        assert (director.lower, director.upper) == pytest.approx(log_log(0.12, math.sqrt(0.12 * 0.88 / 100)))
        assert (director.events, director.at_risk) == (12, 88)

    def test_a_rung_whose_upper_bound_alone_reaches_the_share_is_not_ruled_out(self):
        """Of 100, 7: from 3.4% to 14%."""
        ceiling = ceiling_of(counts(100, (10, 7)))
        assert ceiling.rung("executive").status == "not ruled out"
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("director", "director", "executive")

    @pytest.mark.parametrize(
        ("bound", "at", "beyond"),
        [
            ("lower", "established", "estimated"),
            ("estimate", "estimated", "not ruled out"),
            ("upper", "not ruled out", "ruled out"),
        ],
    )
    def test_at_least_the_share_takes_in_the_share_itself(self, bound, at, beyond):
        months = counts(100, (10, 12))
        share = getattr(ceiling_of(months).rung("executive"), bound)
        assert ceiling_of(months, share=share).rung("executive").status == at
        assert ceiling_of(months, share=share + 1e-9).rung("executive").status == beyond
        assert ceiling_of(months, share=share - 1e-9).rung("executive").status == at

    def test_the_share_is_one_s_own_to_set(self):
        ceiling = estimate_ceiling(reach_of(**HUNDRED), own="practitioner", share=0.05)
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("director", "director", "executive")
        assert (ceiling.share, ceiling.above) == (0.05, "executive")

    def test_established_at_the_top_nothing_is_above(self):
        ceiling = ceiling_of(counts(100, (10, 50)))
        assert (ceiling.established, ceiling.above) == ("executive", None)

    def test_every_ceiling_is_at_least_the_role_s_own_rung(self):
        ceiling = estimate_ceiling(
            reach_of("manager", director=counts(200), executive=counts(200)), own="manager", share=0.5
        )
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("manager",) * 3
        assert [rung.rung for rung in ceiling.reach] == ["director", "executive"]

    def test_the_highest_rung_counts_even_where_a_lower_one_falls_short(self):
        """Where people are seen late each curve is conditional on its own start, so that the rungs need not be ordered."""
        ceiling = estimate_ceiling(
            reach_of("manager", director=counts(100, (10, 5)), executive=counts(100, (10, 50))), own="manager"
        )
        assert ceiling.established == "executive"

    def test_an_executive_s_role_has_none_above(self):
        tally = replace(tally_of([], toward=()), flow=Flow(70, 0, 0, 0, 0, 70))
        ceiling = estimate_ceiling(estimate_reach(tally), own="executive")
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("executive",) * 3
        assert (ceiling.reach, ceiling.above, ceiling.people, ceiling.horizon_months) == ((), None, 70, 180)


class TestAtTheHorizon:
    def test_what_happened_in_its_month_counts_and_what_happened_later_does_not(self):
        rung = ceiling_of(counts(100, (60, 3), (180, 4), (181, 50))).rung("executive")
        assert (rung.estimate, rung.events, rung.at_risk) == (pytest.approx(0.07), 7, 97)

    def test_years_set_it(self):
        ceiling = ceiling_of(counts(100, (60, 3), (61, 4)), years=5)
        assert (ceiling.horizon_asked, ceiling.rung("executive").events) == (60, 3)
        assert ceiling.settings.years == 5

    def test_before_anyone_left_nobody_has_reached_it_and_the_upper_bound_is_that_of_those_at_risk(self):
        """0 of 20: 1 - 0.025 ** (1 / 20) = 16.8%."""
        ceiling = ceiling_of(counts(20))
        rung = ceiling.rung("executive")
        assert (rung.estimate, rung.std_error, rung.lower, rung.events, rung.at_risk) == (0, 0, 0, 0, 20)
        assert rung.upper == pytest.approx(1 - 0.025 ** (1 / 20))
        assert rung.status == "not ruled out"
        assert ceiling_of(counts(29)).rung("executive").status == "not ruled out"  # 11.9%
        assert ceiling_of(counts(36)).rung("executive").status == "ruled out"  # 9.7%

    def test_those_at_risk_then_are_those_seen_by_then(self):
        """Twenty come after month 190: 15 are at risk in month 180, of whom five came after month 179."""
        late = {0: (10, 0, 0, 0), 179: (5, 0, 0, 0), 180: (3, 0, 0, 0), 190: (20, 0, 0, 0), 200: (0, 0, 0, 38)}
        reach = alone(late)
        assert [at_risk_at(reach, reach.curves[0], month) for month in (1, 179, 180, 181, 191)] == [10, 10, 15, 18, 38]
        rung = estimate_ceiling(reach, own="director").rung("executive")
        assert (rung.at_risk, rung.upper) == (15, pytest.approx(1 - 0.025 ** (1 / 15)))

    def test_where_all_are_through_before_it_the_horizon_is_where_they_were_and_what_is_established_stays(self):
        """All 60 are managers by month 48, and 12 of them directors by 60, when the other 48 leave for good."""
        months = {0: (60, 0, 0, 0), 60: (0, 12, 48, 0)}
        ceiling = estimate_ceiling(
            reach_of(manager=counts(60, (48, 60)), director=months, executive=months), own="practitioner"
        )
        assert ceiling.horizon_months == 60
        assert [(rung.estimate, rung.status) for rung in ceiling.reach] == [
            (1, "established"),
            (pytest.approx(0.2), "established"),
            (pytest.approx(0.2), "established"),
        ]
        assert [(rung.at_risk, rung.events) for rung in ceiling.reach] == [(0, 60), (60, 12), (60, 12)]


class TestShortenedHorizon:
    def test_ten_at_risk_are_enough(self):
        months = {0: (100, 0, 0, 0), 100: (0, 0, 0, 90), 200: (0, 0, 0, 10)}
        ceiling = ceiling_of(months)
        assert (ceiling.horizon_months, ceiling.notes) == (180, ())

    def test_fewer_shorten_it_to_the_last_month_with_ten_and_what_is_above_is_unknown(self):
        months = {0: (100, 0, 0, 0), 30: (0, 2, 0, 0), 100: (0, 0, 0, 89), 200: (0, 0, 0, 9)}
        ceiling = ceiling_of(months)
        assert (ceiling.horizon_asked, ceiling.horizon_months) == (180, 100)
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("director", None, None)
        rung = ceiling.rung("executive")
        assert (rung.status, rung.at_risk, rung.events) == ("unknown", 98, 2)
        assert rung.estimate == pytest.approx(0.02)
        assert ceiling.settings.years == 15
        assert ceiling.notes == (
            "Fewer than 10 people are still at risk after 15 years: the horizon is 8.33 years, and whether executive or higher "
            "is reached by a share of them is not known.",
        )

    def test_how_many_are_enough_is_a_setting(self):
        months = {0: (100, 0, 0, 0), 100: (0, 0, 0, 91), 200: (0, 0, 0, 9)}
        assert ceiling_of(months).horizon_months == 100
        assert ceiling_of(months, least_at_risk=9).horizon_months == 180

    def test_one_may_be_enough(self):
        assert ceiling_of(counts(1), least_at_risk=1).horizon_months == 180

    def test_who_comes_in_its_month_is_not_at_risk_in_it(self):
        months = {0: (15, 0, 0, 0), 100: (0, 0, 0, 10), 180: (30, 0, 0, 0), 200: (0, 0, 0, 35)}
        assert ceiling_of(months).horizon_months == 100

    def test_what_happens_after_it_does_not_count(self):
        months = {0: (100, 0, 0, 0), 100: (0, 0, 0, 91), 120: (0, 5, 0, 0), 200: (0, 0, 0, 4)}
        assert ceiling_of(months).rung("executive").events == 0

    def test_what_is_established_by_then_stays_so_and_what_is_above_is_unknown(self):
        end = {100: (0, 0, 0, 95)}
        ceiling = estimate_ceiling(
            reach_of(
                manager={0: (100, 0, 0, 0), 24: (0, 40, 0, 0), 100: (0, 0, 0, 60)},
                director={0: (100, 0, 0, 0), 50: (0, 12, 0, 0), 100: (0, 0, 0, 88)},
                executive={0: (100, 0, 0, 0), 50: (0, 5, 0, 0), **end},
            ),
            own="practitioner",
        )
        assert [rung.status for rung in ceiling.reach] == ["established", "unknown", "unknown"]
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("manager", None, None)
        assert (ceiling.horizon_months, ceiling.above) == (100, "director")

    def test_where_the_top_is_established_by_then_nothing_is_unknown(self):
        """A role 95% of whose people are at the top by year 5, the rest last seen in year 8: 5 are at risk after month 50."""
        ceiling = ceiling_of({0: (100, 0, 0, 0), 50: (0, 95, 0, 0), 96: (0, 0, 0, 5)})
        assert ceiling.horizon_months == 50
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("executive",) * 3
        assert ceiling.rung("executive").estimate == pytest.approx(0.95)
        assert ceiling.notes == ("Fewer than 10 people are still at risk after 15 years: the horizon is 4.17 years.",)

    def test_those_at_the_top_or_gone_for_good_are_at_risk_no_more(self):
        ceiling = ceiling_of({0: (100, 0, 0, 0), 40: (0, 3, 0, 0), 50: (0, 0, 92, 0), 200: (0, 0, 0, 5)})
        assert ceiling.horizon_months == 50
        rung = ceiling.rung("executive")
        assert (rung.at_risk, rung.events, rung.status) == (97, 3, "unknown")

    def test_those_at_the_top_do_not_stand_for_those_who_were_lost(self):
        """12 are through in year 1 and 88 are lost in year 3: nothing is known of year 15."""
        ceiling = ceiling_of({0: (100, 0, 0, 0), 12: (0, 12, 0, 0), 36: (0, 0, 0, 88)})
        assert ceiling.horizon_months == 36
        assert ceiling.rung("executive").status == "unknown"

    def test_a_lower_rung_whose_own_people_were_lost_is_unknown(self):
        """Of 1,000, the 12 who were promoted are followed to the horizon and 988 are lost in year 2: 1.2% is no ceiling."""
        ceiling = estimate_ceiling(
            reach_of(
                "manager",
                director={0: (1000, 0, 0, 0), 12: (0, 12, 0, 0), 24: (0, 0, 0, 988)},
                executive={0: (1000, 0, 0, 0), 24: (0, 0, 0, 988), 200: (0, 0, 0, 12)},
            ),
            own="manager",
        )
        assert ceiling.horizon_months == 180
        assert [rung.status for rung in ceiling.reach] == ["unknown", "not ruled out"]
        assert (ceiling.estimated, ceiling.not_ruled_out) == (None, None)

    def test_where_there_never_are_ten_there_is_no_horizon(self):
        ceiling = estimate_ceiling(alone(counts(9, (5, 8)), counted=9), own="director")
        assert ceiling.horizon_months is None
        assert (ceiling.established, ceiling.estimated, ceiling.not_ruled_out) == ("director", None, None)
        assert ceiling.reach[0].as_json() == dict.fromkeys(
            ("estimate", "std_error", "lower", "upper", "at_risk", "events")
        ) | {"status": "unknown"}
        assert (ceiling.people, ceiling.horizon_asked) == (9, 180)
        assert ceiling.notes == (
            "There never are 10 people at risk at once: there is no horizon, and whether executive or higher is reached by a "
            "share of them is not known.",
        )


class TestSeenLate:
    def test_without_a_curve_everything_is_unknown(self):
        reach = alone({2: (9, 0, 0, 0), 200: (0, 3, 0, 6)}, counted=9)
        ceiling = estimate_ceiling(reach, own="director")
        assert (ceiling.horizon_months, ceiling.established, ceiling.estimated) == (None, "director", None)
        assert (ceiling.reach[0].status, ceiling.people) == ("unknown", 9)

    def test_a_curve_that_starts_late_is_read_from_its_start(self):
        """Four at first, one through in month 2; 40 more after month 3, from when 43 are at risk, of whom 8 reach it."""
        months = {0: (4, 0, 0, 0), 2: (0, 1, 0, 0), 3: (40, 0, 0, 0), 60: (0, 8, 0, 0), 200: (0, 0, 0, 35)}
        ceiling = estimate_ceiling(alone(months, counted=44), own="director")
        rung = ceiling.rung("executive")
        assert (ceiling.people, rung.events, rung.at_risk) == (43, 8, 35)
        assert rung.estimate == pytest.approx(8 / 43)
        assert "starts after month 3" in ceiling.notes[0]

    def test_a_horizon_before_it_starts_is_none(self):
        months = {70: (40, 0, 0, 0), 200: (0, 0, 0, 40)}
        ceiling = ceiling_of(months, years=5)
        assert (ceiling.horizon_months, ceiling.reach[0].status) == (None, "unknown")
        assert ceiling_of(months, years=6).horizon_months == 72


class TestFollowed:
    def test_it_is_those_at_risk_in_the_month_and_those_who_are_there_already(self):
        """Of ten, in month 2 three are gone, one of them to the rung, and one is last seen; in month 5 two more reach it."""
        reach = alone({0: (10, 0, 0, 0), 2: (0, 1, 2, 1), 5: (0, 2, 1, 0), 9: (0, 0, 0, 3)})
        assert [followed_at(reach, month) for month in (1, 2, 3, 5, 6, 9, 10, 999)] == [10, 10, 7, 7, 6, 6, 3, 3]

    def test_who_is_seen_late_adds(self):
        reach = alone({0: (20, 0, 0, 0), 2: (10, 10, 0, 0), 90: (0, 0, 0, 20)})
        assert [followed_at(reach, month) for month in (2, 3)] == [20, 30]

    def test_before_the_curve_starts_there_are_none(self):
        reach = alone({3: (12, 0, 0, 0), 9: (0, 0, 0, 12)})
        assert [followed_at(reach, month) for month in (3, 4)] == [0, 12]

    def test_who_left_before_it_starts_or_as_it_does_is_not_followed(self):
        """Of nine at first one left in month 2, five in month 3, when 20 come: 23 are at risk after it."""
        reach = alone({0: (9, 0, 0, 0), 2: (0, 0, 0, 1), 3: (20, 3, 0, 2), 9: (0, 0, 0, 23)})
        assert [followed_at(reach, month) for month in (3, 4)] == [0, 23]

    def test_with_nobody_at_all_there_are_none(self):
        assert followed_at(alone({}), 60) == 0
        assert followed_at(estimate_reach(tally_of([], toward=())), 60) == 0

    def test_it_is_the_highest_rung_that_counts(self):
        reach = reach_of("manager", director=counts(40, last=30), executive=counts(50, last=90))
        assert followed_at(reach, 60) == 50

    def test_folds_are_added(self):
        reach = alone(counts(30, (20, 5)))
        table = reach.tally.table
        names = table.column_names
        parts = pa.concat_tables([table.append_column("fold", pa.array([fold] * table.num_rows)) for fold in (0, 1)])
        folded = Tally(
            **{
                **{name: getattr(reach.tally, name) for name in reach.tally.__dataclass_fields__},
                "table": parts.select([names[0], "fold", *names[1:]]),
                "folded": True,
            }
        )
        assert followed_at(replace(reach, tally=folded), 60) == 55


class TestHead:
    def test_it_is_that_of_the_reach_with_the_years_asked(self):
        reach = replace(
            reach_of(counted=100, notes=("of the tally",), **HUNDRED), read_as=(("player", "title:player"),)
        )
        ceiling = estimate_ceiling(reach, own="practitioner", years=10)
        assert ceiling.notes == ("of the tally",)
        assert (ceiling.role, ceiling.careers, ceiling.flow) == (reach.role, reach.careers, reach.flow)
        assert ceiling.settings == replace(reach.settings, years=10)
        assert (ceiling.read_as, ceiling.source) == (reach.read_as, reach)

    def test_follow_up_is_that_toward_the_highest_rung(self):
        reach = reach_of("manager", director=counts(40, last=30), executive=counts(50, last=90))
        assert estimate_ceiling(reach, own="manager").median_follow_up == 90

    def test_bounds_have_the_coverage_of_the_reach(self):
        reach = alone(counts(20), settings={"coverage": 0.8})
        assert estimate_ceiling(reach, own="director").rung("executive").upper == pytest.approx(1 - 0.1 ** (1 / 20))


class TestRefused:
    @pytest.mark.parametrize("share", [0, 1, 10, -0.1, math.nan])
    def test_a_share_is_between_0_and_1(self, share):
        with pytest.raises(InputError, match="not a percentage"):
            ceiling_of(counts(20), share=share)

    @pytest.mark.parametrize("years", [0, -1, 101, 0.01, math.nan, None])
    def test_a_horizon_is_a_month_or_more(self, years):
        with pytest.raises(InputError, match=r"years|horizon"):
            ceiling_of(counts(20), years=years)

    def test_someone_must_be_followed(self):
        with pytest.raises(InputError, match="least_at_risk is 0"):
            ceiling_of(counts(20), least_at_risk=0)

    def test_the_role_s_own_rung_is_one_of_the_four(self):
        with pytest.raises(UnknownName, match="Did you mean 'director'"):
            estimate_ceiling(alone(counts(20)), own="directr")

    def test_the_curves_are_those_of_the_rungs_above(self):
        with pytest.raises(InputError, match=r"toward rung:director\+, rung:executive\+"):
            estimate_ceiling(alone(counts(20)), own="manager")

    def test_groups_have_no_ceiling_together(self):
        with pytest.raises(InputError, match="without groups"):
            estimate_ceiling(alone(counts(20), groups=("sex",)), own="director")

    def test_what_was_released_is_not_exact(self):
        for released in ({"min_cell": 1}, {"tally": None}):
            with pytest.raises(InputError, match="released"):
                estimate_ceiling(replace(alone(counts(100)), **released), own="director")

    def test_the_calendar_has_no_horizon(self):
        with pytest.raises(InputError, match="calendar clock"):
            ceiling_of(counts(20), settings={"clock": "calendar"})

    def test_curves_that_end_before_the_horizon_do_not_reach_it(self):
        reach = alone(counts(20), settings={"years": 10})
        with pytest.raises(InputError, match="end at 120 months"):
            estimate_ceiling(reach, own="director")
        assert estimate_ceiling(reach, own="director", years=10).horizon_months == 120
