"""From a role to its report: what is asked, what is left out and why, what may stand in one place."""

from __future__ import annotations

import dataclasses
import datetime
from functools import cache

import pyarrow as pa
import pytest

import outgrow
from outgrow.disclosure import comparable_kinds, release
from outgrow.errors import InputError, UnknownName
from outgrow.report import make_comparison, make_report
from outgrow.report.document import PARTS
from outgrow.titles.held import held_in_common
from outgrow.titles.roles import parse_role

TODAY = datetime.date(2026, 1, 1)
SPECIALIST = "social media specialist"


def own(rows):
    """Careers of one's own: (person, start, end, title) each."""
    names = ("person", "start", "end", "title")
    spells = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    return outgrow.read_careers(spells, today=TODAY)


@cache
def climbing(people=400, already=0):
    """Analysts, of whom a third become managers and a tenth directors; `already` were managers before."""
    rows = []
    for n in range(people):
        person, year = f"p{n}", 2000 + n % 8
        rows.append((person, f"{year}-{n % 12 + 1:02d}", f"{year + 3}-{n % 12 + 1:02d}", "Data Analyst"))
        step = "Data Manager" if n % 3 == 0 else "Finance Director" if n % 10 == 1 else "Senior Data Analyst"
        rows.append((person, f"{year + 3}-{n % 12 + 1:02d}", None, step))
    for n in range(already):
        rows += [(f"q{n}", "1998-01", "2001-01", "Sales Manager"), (f"q{n}", "2002-01", None, "Data Analyst")]
    return own([*rows, ("last", "2025-12", None, "Cook")])


@cache
def reported(role, **asked):
    """A report, made once for all who ask for the same: nothing changes it afterwards."""
    return make_report(role, **asked)


@pytest.fixture(scope="module")
def demo():
    return reported(SPECIALIST)


class TestWhatIsAsked:
    def test_everything_about_a_role(self, demo):
        assert list(demo.beside) == [*PARTS, *demo.past.answers]
        assert demo.left_out == ()
        assert demo.occupancy.states == "rung"
        assert demo.next_jobs.ways == "specialty,level"
        assert demo.tenure.ways is None
        assert demo.reach.toward == ("rung:manager+", "rung:director+", "rung:executive+")
        assert demo.verdict.ceiling.horizon_asked == 180

    def test_each_answer_is_the_one_asked_alone(self, demo):
        for name, alone in {
            "verdict": outgrow.verdict(SPECIALIST),
            "occupancy": outgrow.occupancy(SPECIALIST),
            "next_jobs": outgrow.tenure(SPECIALIST, ways="specialty,level", most_ways=8),
            "tenure": outgrow.tenure(SPECIALIST),
        }.items():
            assert getattr(demo, name).as_json() == release(alone, 1).as_json()

    def test_the_verdict_answers_unless_one_target_is_asked_about(self, demo):
        assert demo.answer.kind == "verdict"
        toward = make_report(SPECIALIST, toward="rung:director+")
        assert toward.answer.kind == "answer"
        assert {finding.kind for finding in toward.findings} >= {"verdict", "ceiling", "place", "next", "stay"}

    def test_every_finding_has_a_key_of_its_own_and_the_line_that_repeats_it(self, demo):
        keys = [finding.key for finding in demo.findings]
        assert len(keys) == len(set(keys))
        assert {finding.reproduce for finding in demo.findings} == {demo.command}
        assert demo.command == "outgrow report 'social media specialist'"

    def test_years_are_the_horizon_of_the_verdict_too(self):
        report = make_report(SPECIALIST, years=8)
        assert report.verdict.ceiling.horizon_asked == 96
        assert report.occupancy.settings.years == 8

    def test_where_levels_are_not_known_places_and_next_jobs_are_told_by_title(self):
        report = make_report("title:sales", toward="title:managers", careers="nlsy")
        assert report.verdict.verdict == "cannot tell"
        assert report.occupancy.states == "title"
        assert report.next_jobs.ways == "title"
        assert report.tenure is None
        assert "managers" in report.next_jobs.curves[0].states
        assert {finding.key for finding in report.findings} >= {"stay"}

    def test_where_next_jobs_have_no_specialty_for_the_most_part_they_are_told_by_title(self):
        report = make_report("title:clerical", toward="title:managers", careers="nlsy")
        assert report.next_jobs.ways == "title"
        assert "managers" in report.next_jobs.curves[0].states

    def test_what_cannot_be_asked_is_left_out_with_the_reason(self):
        rows = [("p", "2000-01", "2005-01", "Chief Executive Officer"), ("p", "2005-02", None, "Data Analyst")]
        report = make_report('title:"chief executive officer"', toward="title:cook", careers=own(rows * 1), min_cell=1)
        assert [left.what for left in report.left_out] == ["Verdict and ceiling", "Skills that last", "Who got past it"]
        assert "rung" in report.left_out[0].why
        assert report.verdict is None
        assert report.occupancy.states == "rung"
        assert report.next_jobs.ways == "specialty,level"

    def test_another_clock_is_refused(self):
        with pytest.raises(InputError, match="runs from entry"):
            make_report(SPECIALIST, clock="age")

    def test_of_a_few_years_there_is_no_verdict(self):
        report = make_report(SPECIALIST, years=3)
        assert report.verdict is None
        assert "3" not in report.left_out[0].why
        assert report.answer.kind == "answer"


class TestVoicesAndCareers:
    @pytest.mark.parametrize("voice", ["person", "coach", "analyst"])
    def test_a_voice(self, demo, voice):
        report = dataclasses.replace(demo, voice=voice)
        assert report.as_json()["findings"][0]["worded"] == report.words(report.answer)
        assert "social media specialist" in report.words(report.answer)

    def test_voices_differ_and_claims_do_not(self, demo):
        others = [dataclasses.replace(demo, voice=voice) for voice in ("person", "coach", "analyst")]
        assert len({report.words(report.answer) for report in others}) == 3
        assert len({report.answer.claim for report in others}) == 1

    def test_there_is_no_such_voice(self):
        with pytest.raises(InputError, match="Did you mean 'coach'"):
            make_report("title:sales", toward="title:managers", careers="nlsy", voice="couch")

    def test_the_command_of_another_voice_and_of_careers(self):
        report = make_report("title:sales", toward="title:managers", careers="nlsy", voice="coach", min_cell=3)
        words = "--toward title:managers --voice coach --careers nlsy --min-cell 3"
        assert report.command == f"outgrow report title:sales {words}"
        assert report.given

    def test_that_no_careers_were_given_is_known(self, demo):
        assert not demo.given
        assert demo.as_json()["careers_given"] is False


class TestProtected:
    def test_what_counts_nearly_the_same_people_is_left_out(self):
        """Four who were managers before are in the places, and in none of the curves."""
        report = make_report('title:"data analyst"', careers=climbing(already=4))
        assert report.occupancy is None
        assert "Where people are" in [left.what for left in report.left_out]
        assert make_report('title:"data analyst"', careers=climbing(already=4), min_cell=1).occupancy is not None
        assert make_report('title:"data analyst"', careers=climbing(already=12)).occupancy is not None

    def test_stays_are_told_by_next_job_alone_and_without_their_people(self):
        report = reported('title:"data analyst"', careers=climbing())
        assert report.tenure is None
        assert report.next_jobs is not None
        assert "flow" not in report.as_json()["next_jobs"]
        assert all(not finding.said.get("persons") for finding in report.findings)

    def test_curves_end_at_the_horizon_of_the_ceiling(self):
        report = reported('title:"data analyst"', careers=climbing())
        assert report.reach.settings.years == 15
        assert max(int(curve.months[-1]) for curve in report.reach.curves if len(curve.months)) <= 180
        assert report.verdict is not None

    def test_of_groups_it_keeps_to_their_curves(self):
        report = make_report(SPECIALIST, by="education", min_cell=10)
        assert report.beside == {}
        assert next(left.what for left in report.left_out) == "All but the curves"
        assert make_report(SPECIALIST, by="education", min_cell=1).verdict is not None

    def test_no_answer_in_it_is_exact(self):
        report = reported('title:"data analyst"', careers=climbing())
        assert {answer.min_cell for answer in (report.reach, *report.beside.values())} == {10}


class TestKinds:
    @staticmethod
    @cache
    def answers(data, limit=10, years=15):
        role = 'title:"data analyst"'
        exact = [
            outgrow.reach(
                role, toward=["rung:manager+", "rung:director+", "rung:executive+"], careers=data, years=years
            ),
            outgrow.verdict(role, careers=data),
            outgrow.occupancy(role, careers=data),
            outgrow.tenure(role, careers=data, ways="specialty,level"),
            outgrow.tenure(role, careers=data),
        ]
        return exact, [release(answer, limit) for answer in exact]

    def test_all_but_stays_by_moves(self):
        found = comparable_kinds(*self.answers(climbing()), 10)
        assert found[:2] == [True, True]
        assert found[4] is False
        assert comparable_kinds(*self.answers(climbing(), 1), 1) == [True] * 5

    def test_a_few_more_people(self):
        assert comparable_kinds(*self.answers(climbing(already=4)), 10)[:3] == [True, True, False]

    def test_a_curve_that_shows_a_few_more_than_the_ceiling(self):
        """By 15 years of entry three more have become managers than by the month that the curve shows last."""
        exact, released = self.answers(climbing())
        reach, verdict = exact[0], exact[1]
        more = [dataclasses.replace(one, events=(one.events or 0) + 3) for one in verdict.ceiling.reach]
        other = dataclasses.replace(verdict, ceiling=dataclasses.replace(verdict.ceiling, reach=tuple(more)))
        assert comparable_kinds([reach, verdict], released[:2], 10) == [True, True]
        assert comparable_kinds([reach, other], released[:2], 10) == [True, False]
        assert comparable_kinds([other, reach], released[1::-1], 10) == [True, False]

    def side_jobs(self):
        """Of 400 entrants 120 become directors in their main job, and three hold a seat on a board as well."""
        rows = []
        for n in range(400):
            start = n % 12 + 1
            rows.append((f"p{n}", f"2001-{start:02d}", "2005-06" if n < 120 else None, "Data Analyst", None))
            if n < 120:
                rows.append((f"p{n}", "2005-07", None, "Finance Director", None))
            elif n < 123:
                rows.append((f"p{n}", "2003-01", None, "Finance Director", "board"))
        rows.append(("last", "2025-12", None, "Cook", None))
        names = ("person", "start", "end", "title", "marks")
        table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
        return outgrow.read_careers(table, today=TODAY)

    def test_places_and_next_jobs_beside_those_who_reached_them_in_any_job(self):
        exact, released = self.answers(self.side_jobs())
        may = comparable_kinds(exact, released, 10)
        assert may[:2] == [True, True]
        reached = {*released[0].curves[1].months.tolist()}
        times = [len(reached & {*one.curves[0].months.tolist()}) for one in released[2:4]]
        assert any(times)
        assert not any(shown for shown, together in zip(may[2:4], times, strict=True) if together)

    @pytest.mark.parametrize("target", ["level:director+", "rung:director+"])
    def test_the_same_levels_in_other_words_are_the_same(self, target):
        exact, released = self.answers(climbing())
        reach = outgrow.reach('title:"data analyst"', toward=target, careers=climbing(), years=15)
        verdict = exact[1]
        more = [dataclasses.replace(one, events=(one.events or 0) + 3) for one in verdict.ceiling.reach]
        other = dataclasses.replace(verdict, ceiling=dataclasses.replace(verdict.ceiling, reach=tuple(more)))
        assert comparable_kinds([other, reach], [released[1], release(reach, 10)], 10) == [True, False]


class TestComparison:
    def test_a_report_for_each_role_in_order(self):
        found = make_comparison([SPECIALIST, "marketing director"])
        assert [report.role for report in found.reports] == [SPECIALIST, "marketing director"]
        assert found.command == "outgrow report 'social media specialist' 'marketing director'"
        assert not found.given
        assert found.simulated
        assert found.left_out == ()

    @pytest.mark.parametrize(
        "roles", [[SPECIALIST], [SPECIALIST, SPECIALIST], ["a b"] * 2, [f"title:x{n}" for n in range(7)]]
    )
    def test_two_to_six_different_roles(self, roles):
        with pytest.raises(InputError, match="to compare"):
            make_comparison(roles)

    def test_a_role_that_nobody_held_is_named(self):
        with pytest.raises(UnknownName, match="astronaut"):
            make_comparison([SPECIALIST, "title:astronaut"])

    @staticmethod
    @cache
    def within(few):
        """Analysts, and `few` junior analysts among the analysts of any kind."""
        rows = [
            (f"p{n}", "2000-01", "2004-01", "Data Analyst" if n < 60 else "Junior Data Analyst")
            for n in range(60 + few)
        ]
        rows += [(f"p{n}", "2004-02", None, "Data Manager") for n in range(0, 60 + few, 2)]
        rows += [(f"c{n}", "2000-01", None, "Cook") for n in range(40)]
        return own([*rows, ("last", "2025-12", None, "Waiter")])

    ROLES = ('title:"data analyst"', 'title:"data analyst"|"junior data analyst"')

    def test_a_role_within_another_is_left_out_where_a_few_part_them(self):
        hidden = make_comparison([*self.ROLES, "title:cook"], toward="rung:manager+", careers=self.within(4))
        assert [report.role for report in hidden.reports] == [self.ROLES[0], "title:cook"]
        assert [left.what for left in hidden.left_out] == [self.ROLES[1]]
        assert "Left out" in hidden.to_html()
        assert len(make_comparison(self.ROLES, careers=self.within(4), min_cell=1).reports) == 2
        assert len(make_comparison(self.ROLES, careers=self.within(30)).reports) == 2

    def test_where_but_one_role_would_be_left_it_is_refused(self):
        with pytest.raises(InputError, match="none of the other roles can be shown beside"):
            make_comparison(self.ROLES, careers=self.within(4))

    def test_roles_that_make_up_all_but_a_few_of_another(self):
        rows = [(f"a{n}", "2000-01", None, "Cook") for n in range(40)] + [
            (f"b{n}", "2000-01", None, "Waiter") for n in range(40)
        ]
        rows += [(f"x{n}", "2000-01", None, "Barista") for n in range(3)]
        found = make_comparison(
            ["title:cook", "title:waiter", "title:cook|waiter|barista"], toward="title:chef", careers=own(rows)
        )
        assert [left.what for left in found.left_out] == ["title:cook|waiter|barista"]

    def test_roles_that_few_have_in_common_may_stand_side_by_side(self):
        rows = [(f"p{n}", "2000-01", "2004-01", "Data Analyst" if n % 2 else "Cook") for n in range(80)]
        rows += [(f"p{n}", "2004-02", None, "Data Manager") for n in range(0, 80, 3)]
        found = make_comparison(['title:"data analyst"', "title:cook"], careers=own(rows))
        assert len(found.reports) == 2


def test_where_a_role_tops_out_is_open_while_rungs_above_are():
    from outgrow.report.side_by_side import side_by_side

    rows = []
    for role in ("Data Analyst", "Sales Analyst"):
        for n in range(60):
            rows.append((f"{role}{n}", f"20{10 + n % 5}-01", f"20{14 + n % 5}-01", role))
            rows.append((f"{role}{n}", f"20{14 + n % 5}-02", "2019-12", "Data Manager" if n % 2 else role))
    found = make_comparison(['title:"data analyst"', 'title:"sales analyst"'], careers=own(rows), min_cell=1)
    [place] = [place for place, text in enumerate(side_by_side(found).head) if text.startswith("Tops out at")]
    for report, row in zip(found.reports, side_by_side(found).rows, strict=True):
        assert report.ceiling.not_ruled_out != report.ceiling.established
        assert row[place] != report.ceiling.established


def test_held_in_common():
    rows = [("a", "2000-01", "2001-01", "Cook"), ("b", "2000-01", "2001-01", "Cook"), ("b", "2001-02", None, "Waiter")]
    rows += [("c", "2000-01", None, "Waiter"), ("d", "2000-01", None, "Clerk")]
    counted = held_in_common(own(rows), parse_role("title:cook"), parse_role("title:waiter"))
    assert counted == (1, 1, 1)


def test_a_role_with_one_rung_above_it_is_asked_about_like_any_other():
    report = make_report("marketing director")
    assert report.reach.toward == ("rung:executive+",)
    assert report.toward is None
    assert report.answer.kind == "verdict"
    assert make_report("marketing director", toward="rung:executive+").toward == "rung:executive+"


def test_a_coach_gets_one_question_beside_each_kind_of_finding(demo):
    from outgrow.report.summaries import questions
    from outgrow.report.voices import question

    asked = questions(dataclasses.replace(demo, voice="coach"))
    assert len(asked) == len(set(asked)) >= 5
    steps = [question(finding) for finding in demo.of("step")]
    assert len({*asked} & {*steps}) == 1
    assert questions(demo) == ()
