"""How far answers move: careers counted by hand under each value of a rule, and nobody shown by subtraction."""

from __future__ import annotations

import datetime
import doctest
import functools
import json
import sys
from importlib import resources
from importlib.util import find_spec

import jsonschema
import pyarrow as pa
import pytest

import outgrow
from outgrow.disclosure import release
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.results import Headline
from outgrow.variation import QUESTIONS, RULES, Variant, Variation, released_together, vary
from tests.disclosure.made_up import FACTS
from tests.disclosure.test_side_by_side import occupancy_of, paths, reach_of, waiting

#: Somebody in another job to the last month of the data.
OTHER = (1, ("z", "2009-01", "2020-12"))
ASKED = {
    "reach": {"toward": "title:b"},
    "occupancy": {"states": "title"},
    "compare": {"toward": "title:b", "by": "title"},
    "hazards": {"toward": "title:b", "known": "breadth"},
    "who": {"toward": "title:b"},
}
NO_BEARING = {
    "reach": {"main-job", "gap", "horizon", "landmark"},
    "occupancy": {"horizon", "landmark"},
    "tenure": {"main-job", "horizon", "landmark"},
    "ceiling": {"main-job", "gap", "landmark"},
    "verdict": {"landmark"},
    "compare": set(),
    "hazards": {"landmark"},
    "drift": {"horizon", "landmark"},
    "skills": {"horizon", "after-last", "landmark"},
    "who": {"landmark"},
}
#: What jobs list, by title.
LISTED = {"a": "planning;writing", "b": "planning", "m": "planning;leading", "z": "cooking"}


@functools.cache
def careers(*groups, until=()):
    """Careers of groups of people: how many, and the jobs each of them holds (title, start, end, level, marks)."""
    names = ("person", "title", "start", "end", "level", "marks")
    spells = [
        {
            "skills": LISTED.get(job[0]),
            **dict(zip(names, (f"{place}-{n}", *job, *[None] * (5 - len(job))), strict=True)),
        }
        for place, (people, *jobs) in enumerate(groups)
        for n in range(people)
        for job in jobs
    ]
    people = [{"person": person, "observed_until": month} for person, month in until]
    found = outgrow.read_careers(
        pa.Table.from_pylist(spells),
        people=pa.Table.from_pylist(people) if people else None,
        today=datetime.date(2021, 1, 15),
        name="by hand",
    )
    assert not found.counts.rows_quarantined
    return found


def numbers(variation, name):
    """The number of that name under each value."""
    return {
        variant.value: next((line.estimate for line in variant.headlines if line.name == name), None)
        for variant in variation.variants
    }


def shown(variation):
    """The values whose numbers are shown."""
    return [variant.value for variant in variation.variants if not variant.suppressed]


class TestByHand:
    def test_gaps_that_are_bridged_leave_people_in_the_job_before(self):
        """Four of ten are between jobs for three months, and month 60 is one of them; one moved to c before."""
        data = careers(
            (5, ("a", "2010-01", None)),
            (1, ("a", "2010-01", "2010-12"), ("c", "2011-01", None)),
            (4, ("a", "2010-01", "2014-11"), ("b", "2015-03", None)),
            OTHER,
        )
        found = vary("occupancy", "title:a", rule="gap", careers=data, states="title")
        expected = {"1 month": 0.5, "0 months": 0.5, "3 months": 0.9, "6 months": 0.9, "12 months": 0.9}
        assert numbers(found, "a after 5 years") == pytest.approx(expected)
        assert numbers(found, "between jobs after 5 years")["0 months"] == pytest.approx(0.4)
        assert [variant.asked for variant in found.variants] == [True, False, False, False, False]
        assert found.moved(found.variants[2], "a after 5 years") == pytest.approx(0.4)
        assert found.moved(found.variants[0], "a after 5 years") == 0
        # with three months bridged nobody is ever between jobs
        assert found.moved(found.variants[2], "between jobs after 5 years") is None

    def test_whoever_leaves_competes_waits_on_or_counts_no_more(self):
        """Of ten, three leave in month 18, one is last seen in 21, four reach it in 24: 7/10 * 4/6, 4/9 or 4/6."""
        data = careers(
            (3, ("a", "2010-01", "2011-06")),
            (1, ("a", "2010-01", None)),
            (4, ("a", "2010-01", "2011-12"), ("b", "2012-01", None)),
            (2, ("a", "2010-01", None)),
            OTHER,
            until=(("1-0", "2011-10"),),
        )
        found = vary("reach", "title:a", toward="title:b", rule="after-last", careers=data)
        expected = {"as the careers say": 4 / 6, "exit": 7 / 10 * 4 / 6, "between": 4 / 9, "censor": 4 / 6}
        assert numbers(found, "title:b by 5 years") == pytest.approx(expected)
        assert found.moved(found.variants[1], "title:b by 5 years") == pytest.approx(-0.2)

    def test_follow_up_that_ends_earlier(self):
        """Six of twelve reach it in month 41, in 2016-06, and three of the other six in month 48, in 2014-01."""
        data = careers(
            (3, ("a", "2010-01", "2013-12"), ("b", "2014-01", None)),
            (3, ("a", "2010-01", None)),
            (6, ("a", "2013-01", "2016-05"), ("b", "2016-06", None)),
            (1, ("z", "2009-01", "2017-12")),
        )
        found = vary("reach", "title:a", toward="title:b", rule="last-month", careers=data)
        expected = {"2017-12": 3 / 4, "2016-12": 3 / 4, "2015-12": 1 / 2, "2014-12": None}
        assert numbers(found, "title:b by 5 years") == pytest.approx(expected)
        assert found.moved(found.variants[2], "title:b by 5 years") == pytest.approx(-1 / 4)
        # by the end of 2014 nobody has been followed for five years
        assert found.moved(found.variants[3], "title:b by 5 years") is None

    def test_another_rule_for_the_main_job(self):
        """Four of ten take a second, lower job two years in: it is main since it started last, and by no other rule."""
        first = ("a", "2010-01", None, "director")
        data = careers(
            (5, first),
            (1, ("a", "2010-01", "2010-12"), ("c", "2011-01", None)),
            (4, first, ("b", "2012-01", None, "specialist")),
            OTHER,
        )
        found = vary("occupancy", "title:a", rule="main-job", careers=data, states="title")
        assert numbers(found, "a after 5 years") == pytest.approx({"latest": 0.5, "level": 0.9, "longest": 0.9})

    def test_horizons(self):
        """Of a hundred, thirty are managers by month 30 and fifty by month 90; twenty are directors in month 100."""
        start = ("a", "2010-01", None, "specialist")
        m = ("m", "2012-07", None, "manager")
        data = careers(
            (10, start, m),
            (20, start, m, ("d", "2018-05", None, "director")),
            (20, start, ("m", "2017-07", None, "manager")),
            (50, start),
            OTHER,
        )
        found = vary("ceiling", "title:a", rule="horizon", horizon=7, careers=data)
        assert [variant.value for variant in found.variants] == [
            "7 years",
            "5 years",
            "10 years",
            "15 years",
            "20 years",
        ]
        by_horizon = {"7 years": 0.3, "5 years": 0.3, "10 years": 0.5, "15 years": 0.5, "20 years": 0.5}
        assert numbers(found, "manager or higher") == pytest.approx(by_horizon)
        # the answers to 15 and 20 years go as far as anyone is followed, 131 months, and say so
        assert [variant.headlines[-1].months for variant in found.variants] == [84, 60, 120, 131, 131]
        assert found.moved(found.variants[2], "director or higher") == pytest.approx(0.2)

    def test_a_median_stay(self):
        """Half of the stays go on to month 12, or to month 36 where a gap of a year is bridged."""
        data = careers(
            (10, ("a", "2010-01", "2010-12"), ("a", "2012-01", "2012-12"), ("c", "2013-01", None)),
            (9, ("a", "2010-01", None)),
            OTHER,
        )
        found = vary("tenure", "title:a", rule="gap", gap=1, careers=data)
        assert numbers(found, "median stay") == {
            "1 month": 12,
            "0 months": 12,
            "3 months": 12,
            "6 months": 12,
            "12 months": 36,
        }
        assert found.moved(found.variants[-1], "median stay") == 24

    def test_main_jobs_and_gaps_decide_who_is_a_peer(self):
        """Sixty are peers by any rule; twenty hold a longer job beside the role; twenty have a side job, once alone in a gap."""
        data = careers(
            (60, ("a", "2010-01", None, "manager")),
            (20, ("a", "2010-01", "2012-12", "head"), ("z", "2010-01", None, "manager")),
            (
                20,
                ("y", "2010-02-01", None, "manager", "side"),
                ("w", "2010-02-15", "2010-06-30", "specialist"),
                ("w", "2010-08-01", None, "specialist"),
            ),
            (60, ("x", "2010-01", "2012-12", "manager"), ("d", "2013-01", None, "director")),
            OTHER,
        )

        def peers(rule):
            found = vary("verdict", "title:a", rule=rule, horizon=5, careers=data)
            return {variant.value: variant.answer.difference.peers_people for variant in found.variants}

        assert peers("main-job") == {"latest": 60, "level": 60, "longest": 80}
        assert peers("gap") == {"1 month": 60, "0 months": 80, "3 months": 60, "6 months": 60, "12 months": 60}


class TestValues:
    @pytest.mark.parametrize(
        ("rule", "asked", "values"),
        [
            ("gap", {"gap": 2}, ["2 months", "0 months", "1 month", "3 months", "6 months", "12 months"]),
            ("gap", {"gap": 6}, ["6 months", "0 months", "1 month", "3 months", "12 months"]),
            ("main-job", {"main_job": "level"}, ["level", "latest", "longest"]),
            ("after-last", {"after_last": "between"}, ["between", "exit", "censor"]),
            ("after_last", {}, ["as the careers say", "exit", "between", "censor"]),
            ("last-month", {"observed_until": "2015"}, ["2015-12", "2014-12", "2013-12", "2012-12"]),
            ("Last-Month ", {"observed_until": "2030-01"}, ["2020-12", "2019-12", "2018-12", "2017-12"]),
        ],
    )
    def test_the_value_asked_for_comes_first(self, rule, asked, values):
        data = careers((6, ("a", "2010-01", None)), OTHER)
        found = vary("occupancy", "title:a", rule=rule, careers=data, states="title", **asked)
        assert [variant.value for variant in found.variants] == values
        assert [variant.asked for variant in found.variants] == [True] + [False] * (len(values) - 1)

    @pytest.mark.parametrize(
        ("until", "last"),
        [
            ((), "2020-06"),
            ((("0-0", "2020-12"),), "2020-12"),
            ((("0-0", "2019-12"),), "2020-06"),
            ((("0-0", "2019-12"), ("0-1", "2018-12"), ("1-0", "2020-01")), "2020-01"),
        ],
    )
    def test_the_last_month_is_that_in_which_anyone_can_be_followed(self, until, last):
        """Not that of the data where people were observed for longer, or each until a month of their own."""
        data = careers((2, ("a", "2010-01", "2018-06")), (1, ("z", "2009-01", "2020-06")), until=until)
        found = vary("reach", "title:a", toward="title:b", rule="last-month", careers=data)
        assert found.variants[0].value == last

    def test_landmarks(self):
        """Sixty enter a together: half reach b 49 months later, the others are still waiting ten years on."""
        jobs = ("a", "2010-01", "2014-01"), ("b", "2014-02", None)
        data = careers((30, *jobs), (30, ("a", "2010-01", None)), OTHER)
        found = vary("compare", "title:a", toward="title:b", by="title", landmark=3, careers=data, rule="landmark")
        assert [variant.value for variant in found.variants] == ["3 years", "5 years", "7 years"]
        assert [variant.answer.landmark_months for variant in found.variants] == [36, 60, 84]
        assert [variant.answer.curves[0].people for variant in found.variants] == [60, 30, 30]
        found = vary("compare", "title:a", toward="title:b", by="title", careers=data, rule="landmark")
        assert [variant.value for variant in found.variants] == ["entry", "3 years", "5 years", "7 years"]

    def test_everyone_may_be_observed_until_a_month_of_their_own(self):
        data = careers((3, ("a", "2010-01", "2011-06")), OTHER, until=tuple((f"0-{n}", "2016-12") for n in range(3)))
        found = vary("occupancy", "title:a", rule="after-last", careers=data, states="title")
        expected = {"as the careers say": 1.0, "exit": None, "between": 1.0, "censor": None}
        assert numbers(found, "between jobs after 5 years") == expected
        assert numbers(found, "left after 5 years")["exit"] is None  # nobody is followed for five years then

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_last_months_before_anyone_enters_say_that_nobody_is_counted(self, question):
        data = careers((3, ("a", "2010-01", None, "specialist")), OTHER)
        asked = {**ASKED.get(question, {}), "observed_until": "2011-06"}
        found = vary(question, "title:a", rule="last-month", careers=data, **asked)
        assert [variant.reason for variant in found.variants] == [None, None, *["nobody is counted"] * 2]
        assert [variant.headlines for variant in found.variants[2:]] == [(), ()]
        assert not any(variant.suppressed for variant in found.variants)

    def test_nobody_may_be_counted_under_the_value_asked_for_either(self):
        data = careers((3, ("a", "2010-01", None)), OTHER)
        found = vary("reach", "title:a", toward="title:b", rule="last-month", careers=data, observed_until="2005-01")
        assert {variant.reason for variant in found.variants} == {"nobody is counted"}

    def test_one_value_without_an_answer_does_not_lose_the_others(self):
        data = careers((3, ("a", "2010-01", None)), OTHER)
        asked = {"toward": "title:b", "observed_from": "2009-01", "observed_until": "2011-06"}
        found = vary("reach", "title:a", rule="last-month", careers=data, **asked)
        last = found.variants[-1]
        assert last == Variant("2008-06", False, (), reason="observed_from 2009-01 is after observed_until 2008-06.")
        assert last.answer is None
        assert [variant.reason for variant in found.variants[:3]] == [None, None, "nobody is counted"]
        assert [variant.reason for variant in found.released(1).variants] == [
            variant.reason for variant in found.variants
        ]

    def test_what_is_wrong_with_the_question_is_said(self):
        data = careers((3, ("a", "2010-01", None)), OTHER)
        ask = functools.partial(vary, "reach", "title:a", rule="last-month", careers=data)
        with pytest.raises(InputError, match="observed_until is 'soon', which is no month"):
            ask(toward="title:b", observed_until="soon")
        with pytest.raises(InputError, match=r"observed_from 2012-01 is after observed_until 2011-12"):
            ask(toward="title:b", observed_from="2012-01", observed_until="2011")
        with pytest.raises(UnknownName, match="'yeers'"):
            ask(toward="title:b", yeers=3)


class TestRefusals:
    @pytest.mark.parametrize(
        ("question", "rule"), [(q, rule) for q, rules in NO_BEARING.items() for rule in sorted(rules)]
    )
    def test_rules_without_a_bearing(self, question, rule):
        with pytest.raises(RefusedQuestion, match=f"{rule} has no bearing on {question}") as fault:
            vary(question, "title:a", rule=rule, careers="no such file")
        assert fault.value.why
        assert {name for name in RULES if name in fault.value.do} == set(RULES) - NO_BEARING[question]

    def test_every_question_says_of_every_rule_whether_it_bears(self):
        assert NO_BEARING.keys() == QUESTIONS.keys()

    def test_unknown_names(self):
        with pytest.raises(UnknownName, match=r"no rule 'horizn' to vary\. Did you mean 'horizon'\?") as fault:
            vary("ceiling", "any", rule="horizn", careers="no such file")
        assert "after-last, main-job, gap, horizon, last-month, landmark" in fault.value.do
        with pytest.raises(UnknownName, match=r"no question 'verdikt' to vary\. Did you mean 'verdict'\?"):
            vary("verdikt", "any", rule="gap", careers="no such file")


@functools.cache
def leaving(people):
    """Of two hundred, so many leave their last job after two years; forty reach b in month 36, thirty in month 72."""
    return careers(
        (people, ("a", "2010-01", "2011-12", "specialist")),
        (40, ("a", "2010-01", "2012-12", "specialist"), ("b", "2013-01", None, "manager")),
        (30, ("a", "2010-01", "2015-12", "specialist"), ("b", "2016-01", None, "manager")),
        (130 - people, ("a", "2010-01", None, "specialist")),
        (120, ("z", "2010-01", "2020-12", "specialist")),
    )


@functools.cache
def varied(question, rule, people=20, **asked):
    """Answers about `leaving`, asked once for all who look at them: nothing changes them afterwards."""
    return vary(question, "title:a", rule=rule, careers=leaving(people), **ASKED.get(question, {}), **asked)


class TestReleased:
    @pytest.mark.parametrize(
        ("question", "people", "values"),
        [
            # groups, hazards and skills: tests/disclosure/test_compare.py, test_hazards.py and test_skills.py
            *((question, 3, 1) for question in QUESTIONS if question not in ("compare", "hazards", "skills")),
            *((question, 15, 4) for question in ("reach", "occupancy", "tenure")),
            # that the fifteen are last seen in one month or another before moves the numbers at the horizon, and no count
            *((question, 15, 2) for question in ("ceiling", "verdict")),
            ("reach", 0, 4),
        ],
    )
    def test_answers_that_differ_by_three_people_are_not_shown_side_by_side(self, question, people, values):
        """So many become managers in the last year, within five years of their entry: not seen where follow-up ends before."""
        start = ("a", "2010-01", None, "specialist")
        data = careers(
            (20, ("a", "2010-01", "2011-12", "specialist")),
            (40, ("a", "2010-01", "2012-12", "specialist"), ("m", "2013-01", None, "manager")),
            (100, start),
            (people, ("a", "2016-01", "2020-05", "specialist"), ("m", "2020-06", None, "manager")),
            (60, ("z", "2010-01", "2020-12", "specialist")),
            (60, ("z", "2010-01", "2013-12", "specialist"), ("m", "2014-01", None, "manager")),
        )
        toward = {"toward": "title:m"}
        asked = {"reach": toward, "who": toward, "occupancy": {"states": "title"}}.get(question, {})
        asked = {"horizon": 5} if question in ("ceiling", "verdict") else asked
        exact = vary(question, "title:a", rule="last-month", careers=data, **asked)
        assert len(exact.variants[0].headlines) > 0
        found = exact.released(10)
        assert shown(found) == [variant.value for variant in found.variants][:values]
        assert any(line.estimate is not None for line in found.variants[0].headlines)
        hidden = [variant for variant in found.variants if variant.suppressed]
        assert all((variant.headlines, variant.reason) == ((), None) for variant in hidden)

    def test_the_attack_that_this_prevents(self):
        """Of 1,000 at risk 300 reach it; where three leave first, 300 of 997: three decimals tell the one from the other."""
        main, other = (
            reach_of(waiting((n, None, 6, False), (300, 12, 12, False), (700 - n, None, 30, False))) for n in (0, 3)
        )
        estimates = [release(one, 10).curves[0].estimate.tolist() for one in (main, other)]
        assert estimates == [[0.3], [0.301]]
        found = Variation(
            "reach", "gap", tuple(Variant(str(n), not n, (), answer=one) for n, one in enumerate((main, other))), FACTS
        )
        assert shown(found.released()) == ["0"]
        assert shown(found.released(1)) == ["0", "1"]

    def test_numbers_are_those_of_the_released_answer_and_say_their_month(self):
        exact = varied("reach", "after-last")
        found = exact.released(10)
        main = release(exact.variants[0].answer, 10)
        assert main.curves[0].months.tolist() == [36, 131]
        assert found.variants[0].headlines == tuple(main.headlines())
        lines = {line.name: (line.estimate, line.months) for line in found.variants[0].headlines}
        assert lines["title:b by 5 years"] == (0.222, 36)  # 40 of 180
        assert lines["title:b by 10 years"] == (None, None)  # nothing is shown between the two
        assert lines["title:b by 15 years"][1] == 131
        assert [line.months for line in exact.variants[0].headlines] == [60, 120, None]
        assert found.moved(found.variants[1], "title:b by 5 years") == pytest.approx(0.2 - 0.222)

    def test_a_limit_of_one_changes_no_number(self):
        exact = varied("occupancy", "after-last", people=3)
        found = exact.released(1)
        assert [variant.headlines for variant in found.variants] == [variant.headlines for variant in exact.variants]
        assert shown(found) == shown(exact)
        assert (found.min_cell, exact.min_cell) == (1, None)

    def test_exact_answers_stay_with_whoever_holds_the_data(self):
        exact = varied("occupancy", "gap")
        assert all(variant.answer.tally is not None for variant in exact.variants)
        assert "answer" not in repr(exact)
        for limit in (1, 10, None):
            found = exact.released(limit)
            assert all(variant.answer is None for variant in found.variants)
            assert found.min_cell == (limit or 10)
        odd = vary("occupancy", "title:a", rule="gap", careers=careers((24, ("a", "2010-01", None))), states="title")
        assert (odd.careers.people, odd.released().careers.people) == (24, 20)

    def test_released_once_it_stays_so(self):
        found = varied("occupancy", "gap").released(10)
        assert found.released(10) == found
        for limit in (1, 20):
            with pytest.raises(InputError, match="released already"):
                found.released(limit)
        with pytest.raises(InputError, match="the smallest cell is 0"):
            varied("occupancy", "gap").released(0)

    def test_an_answer_that_shows_nothing_by_itself_is_suppressed(self):
        data = careers((7, ("a", "2010-01", "2010-12"), ("b", "2011-01", None)), OTHER)
        exact = vary("occupancy", "title:a", rule="gap", careers=data, states="title")
        assert numbers(exact, "b after 5 years")["1 month"] == 1
        found = exact.released(10)
        assert shown(found) == []
        assert all(variant.headlines == () for variant in found.variants)

    def test_a_horizon_does_not_show_who_came_in_between(self):
        """Three of a hundred more are managers by year 10 than by year 5."""
        start = ("a", "2009-01", None, "specialist")
        data = careers(
            (30, start, ("m", "2012-07", None, "manager")),
            (3, start, ("m", "2017-07", None, "manager")),
            (67, start),
            OTHER,
        )
        found = vary("ceiling", "title:a", rule="horizon", horizon=5, careers=data)
        assert numbers(found, "manager or higher")["10 years"] == pytest.approx(0.33)
        assert shown(found.released(10)) == ["5 years"]

    def test_nobody_is_no_few(self):
        data = leaving(20)
        asked = {"toward": "title:b", "careers": data, "observed_until": "2011-06"}
        found = vary("reach", "title:a", rule="last-month", **asked).released(10)
        assert [variant.reason for variant in found.variants] == [None, None, *["nobody is counted"] * 2]
        # but that seven are not counted tells that there are seven
        few = careers((7, ("a", "2010-01", None)), OTHER)
        found = vary("reach", "title:a", rule="last-month", **{**asked, "careers": few}).released(10)
        assert [(one.reason, one.suppressed) for one in found.variants[2:]] == [(None, True)] * 2

    def test_several_rules_are_compared_with_each_other(self):
        """Each of two variants differs from the first by twenty or more, and from the other by three."""
        answers = [occupancy_of(paths((n, (0, "a"), (12, "b")), (300 - n, (0, "a")))) for n in (40, 60, 63)]
        first, second = (
            Variation(
                "occupancy",
                rule,
                (Variant("as asked", True, (), answer=answers[0]), Variant("x", False, (), answer=one)),
                FACTS,
            )
            for rule, one in (("gap", answers[1]), ("main-job", answers[2]))
        )
        assert [shown(one.released(10)) for one in (first, second)] == [["as asked", "x"]] * 2
        assert [shown(one) for one in released_together([first, second], 10)] == [["as asked", "x"], ["as asked"]]
        assert [shown(one) for one in released_together([first, second], 1)] == [["as asked", "x"]] * 2
        assert released_together([]) == ()
        with pytest.raises(InputError, match="released already"):
            released_together([first, second.released(10)], 10)


def checked(variation):
    """Its JSON, which fits the published schema."""
    head = json.loads(resources.files("outgrow.cli").joinpath("schemas", "head.json").read_text(encoding="utf-8"))
    rows = json.loads(json.dumps(variation.as_json(), allow_nan=False))
    jsonschema.validate(rows, head["$defs"]["varied"], cls=jsonschema.Draft202012Validator)
    return rows


class TestJson:
    @pytest.mark.parametrize(("question", "rule"), [(q, r) for q in QUESTIONS for r in RULES if r not in NO_BEARING[q]])
    def test_every_question_under_every_rule_that_bears_on_it(self, question, rule):
        found = varied(question, rule)
        for variation in (found, found.released(1), found.released(10)):
            rows = checked(variation)
            assert [row["asked"] for row in rows] == [True] + [False] * (len(rows) - 1)
            assert {row["rule"] for row in rows} == {rule}
            assert not rows[0]["suppressed"]
            assert all(number["moved"] in (0, None) for number in rows[0]["numbers"])

    def test_a_row(self):
        found = varied("reach", "after-last").released(10)
        row = checked(found)[1]
        number = row.pop("numbers")[0]
        assert row == {"rule": "after-last", "value": "exit", "asked": False, "suppressed": False, "reason": None}
        lower, upper = number.pop("lower"), number.pop("upper")
        assert lower < 0.2 < upper
        assert number == {
            "name": "title:b by 5 years",
            "unit": "share",
            "months": 36,
            "asked_months": 60,
            "estimate": 0.2,
            "said": None,
            "moved": pytest.approx(-0.022),
        }

    def test_words(self):
        found = varied("verdict", "last-month", observed_until="2011-01")
        rows = checked(found)
        assert [[(n["said"], n["estimate"]) for n in row["numbers"][:1]] for row in rows] == [
            [("cannot tell", None)],
            [],
            [],
            [],
        ]
        assert rows[1]["reason"] == "nobody is counted"


def test_numbers_of_different_months_are_not_subtracted_unless_that_is_the_rule():
    lines = [
        Headline("x", estimate, None, None, "share", 0, 0, months=months) for estimate, months in ((0.2, 84), (0.5, 96))
    ]
    variants = tuple(Variant(str(n), not n, (line,)) for n, line in enumerate(lines))
    for rule, moved in (("gap", None), ("horizon", pytest.approx(0.3))):
        assert Variation("ceiling", rule, variants, FACTS).moved(variants[1], "x") == moved


def test_the_example_runs():
    tests = [test for test in doctest.DocTestFinder().find(vary, "vary") if test.examples]
    assert len(tests) == 1
    assert doctest.DocTestRunner().run(tests[0]).failed == 0


def test_no_public_name_is_a_module():
    """A module of the package takes its name there once it is imported, whatever the name stood for."""
    assert outgrow.vary is vary
    assert [name for name in outgrow.__all__ if f"outgrow.{name}" in sys.modules] == []
    assert [name for name in outgrow.__all__ if find_spec(f"outgrow.{name}") is not None] == []
