"""Who gets past the rung above the ceiling, in a report: which rung, which answers, in which words, beside what."""

from __future__ import annotations

import dataclasses

import pytest
from tests.report.test_make import SPECIALIST, climbing, own

import outgrow
from outgrow.disclosure import comparable_kinds, release
from outgrow.report import make_report
from outgrow.report.findings import past_findings
from outgrow.report.past import KNOWN, Past
from outgrow.titles.label import settle

ROLE = 'title:"seo specialist"'


def broadening(people=400, board=0):
    """SEO specialists, of whom half go to brand after three years; after six a third of these become managers, of the others a
    tenth. `board` more of those at SEO all along are managers by the fourth year.
    """
    rows = []
    for n in range(people):
        year, month = 1998 + n % 4, n % 12 + 1
        start, middle, later = (f"{year + add}-{month:02d}" for add in (0, 3, 6 + n % 3))
        before = [f"{year + add}-{month - 1:02d}" if month > 1 else f"{year + add - 1}-12" for add in (3, 6 + n % 3)]
        if n < board:
            rows += [(f"p{n}", start, before[0], "SEO Specialist"), (f"p{n}", middle, None, "SEO Manager")]
            continue
        broad, rises = n % 2 == 0, n % 6 == 0 or n % 20 == 1
        end = before[1] if rises else None
        if broad:
            rows += [(f"p{n}", start, before[0], "SEO Specialist"), (f"p{n}", middle, end, "Brand Specialist")]
        else:
            rows.append((f"p{n}", start, end, "SEO Specialist"))
        if rises:
            rows.append((f"p{n}", later, None, "SEO Manager"))
    return own([*rows, ("last", "2025-12", None, "Cook")])


@pytest.fixture(scope="module")
def demo():
    return make_report(SPECIALIST)


class TestWhatIsAsked:
    def test_the_rung_is_the_one_that_the_ceiling_is_made_of(self, demo):
        rung = f"rung:{demo.ceiling.above}+"
        assert rung != demo.reach.toward[0]
        assert demo.past.compare.toward == demo.past.hazards.toward == rung

    def test_one_target_is_taken_as_it_is(self):
        report = make_report(SPECIALIST, toward="rung:manager+")
        assert report.past.compare.toward == "rung:manager+"

    def test_each_answer_is_the_one_asked_alone(self, demo):
        asked = {"toward": demo.past.compare.toward}
        for landmark, found in zip((5, 3, 7), (demo.past.compare, *demo.past.others), strict=True):
            alone = release(outgrow.compare(SPECIALIST, by="breadth", landmark=landmark, **asked), 1)
            assert found.as_json() == alone.as_json()
        assert demo.past.hazards.as_json() == release(outgrow.hazards(SPECIALIST, known=KNOWN, **asked), 1).as_json()
        by_itself = outgrow.hazards(SPECIALIST, known="breadth", **asked).term("breadth", "broadened").ratio
        assert demo.past.alone.term("breadth", "broadened").ratio == pytest.approx(by_itself, rel=1e-9)

    def test_landmarks_past_the_horizon_are_not_asked(self):
        past = make_report(SPECIALIST, years=6).past
        assert [one.landmark_months for one in (past.compare, *past.others)] == [60, 36]

    def test_where_nobody_broadens_it_is_left_out_with_the_reason(self):
        report = make_report('title:"data analyst"', careers=climbing())
        assert (report.past.compare, report.past.hazards) == (None, None)
        assert report.past.who.of_followed.count == 30
        [left] = [one for one in report.left_out if one.what == "Who got past it"]
        assert left.why == "Too few are focused or broadened, or reach it, to compare them."
        assert report.of("breadth", "goes_with") == ()


class TestWords:
    def test_numbers_are_those_of_the_answers(self, demo):
        breadth, goes_with = demo.of("breadth", "goes_with")
        one, term = demo.past.compare.difference, demo.past.hazards.term("breadth", "broadened")
        assert (breadth.number, breadth.interval, breadth.unit) == (one.estimate, (one.lower, one.upper), "difference")
        assert (goes_with.number, goes_with.interval) == (term.ratio, (term.lower, term.upper))
        assert breadth.people == one.group_people + one.reference_people
        assert f"{term.ratio:.2f} times" in goes_with.claim
        alone = demo.past.alone.term("breadth", "broadened").ratio
        assert f"With nothing else alike it is {alone:.2f} times." in goes_with.claim
        others = [f"{100 * other.difference.estimate:+.1f}" for other in demo.past.others]
        assert f"With groups told at 3 years and 7 years instead, it is {' and '.join(others)} points." in breadth.claim

    def test_ratios_that_rest_on_a_few_are_not_told(self, demo):
        few = [dataclasses.replace(term, events=4) for term in demo.past.hazards.terms]
        past = dataclasses.replace(demo.past, hazards=dataclasses.replace(demo.past.hazards, terms=tuple(few)))
        assert [finding.key for finding in past_findings(past)] == ["breadth"]

    def test_what_is_alike_is_said_though_it_is_not_shown(self):
        told = make_report(SPECIALIST, min_cell=10).finding("goes_with")
        assert told.claim.startswith(
            "In simulated careers, with years in strategy roles, employers so far and years since"
        )
        assert "With nothing else alike it is" in told.claim

    def test_nothing_is_said_of_nothing(self):
        assert past_findings(Past()) == ()

    def test_it_stands_in_every_rendering(self, demo):
        heading = "Who gets further: the broadened or the focused"
        page, text, sheet = demo.to_html(), str(demo), demo.to_markdown()
        for rendered in (page, text, sheet):
            assert heading in rendered
        assert "monthly chance" in " ".join(text.split())
        assert page.count("What goes with reaching director or higher") >= 2  # the drawing, and its table
        assert "| Breadth: broadened |" in sheet


class TestBesideTheRest:
    """Careers of one's own, under a limit of 10."""

    def test_groups_of_many_are_shown(self):
        report = make_report(ROLE, toward="level:manager+", careers=broadening())
        assert report.past.compare.min_cell == 10
        assert {curve.group["breadth"] for curve in report.past.compare.curves} == {"broadened", "focused"}
        assert report.past.hazards.min_cell == 10
        assert {finding.key for finding in report.of("breadth", "goes_with")} == {"breadth", "goes_with"}

    def test_few_who_are_in_no_group_hide_the_groups(self):
        """Four reached it before the landmark: everyone beside those in a group would show them."""
        report = make_report(ROLE, toward="level:manager+", careers=broadening(board=4))
        assert report.past.compare is None
        assert "Who got past it" in [left.what for left in report.left_out]

    @pytest.mark.parametrize(("board", "may"), [(0, True), (4, False), (12, True)])
    def test_groups_beside_a_reach(self, board, may):
        data = broadening(board=board)
        exact = [
            outgrow.reach(ROLE, toward="level:manager+", careers=data, years=15),
            outgrow.compare(ROLE, toward="level:manager+", by="breadth", landmark=5, careers=data),
        ]
        assert exact[1].flow.counted - sum(curve.people for curve in exact[1].curves) == board
        released = [release(answer, 10) for answer in exact]
        assert comparable_kinds(exact, released, 10) == [True, may]
        assert comparable_kinds(exact[::-1], released[::-1], 10) == [True, may]

    def test_hazards_beside_a_reach_of_a_few_more(self):
        data = broadening()
        reach = outgrow.reach(ROLE, toward="level:manager+", careers=data)
        found = outgrow.hazards(ROLE, toward="level:manager+", known="breadth", careers=data)
        fewer = dataclasses.replace(found, events=found.events - 3)
        for exact, may in ((found, True), (fewer, False)):
            pair = [reach, exact]
            assert comparable_kinds(pair, [release(reach, 10), release(found, 10)], 10) == [True, may]


def test_a_report_tells_of_the_same_main_jobs_as_the_command():
    """A seat on a board is no main job, also where levels are read from titles and nobody asked for them."""
    rows = []
    for n in range(12):
        rows += [
            (f"p{n}", "2008-01", "2016-12", "Social Media Manager"),
            (f"p{n}", "2010-06", "2016-01", "Board Member"),
            (f"p{n}", "2017-01", None, "Director of Social Media"),
        ]
    careers = own([*rows, ("last", "2025-12", None, "Cook")])
    asked = {"toward": "rung:director+", "stayed": "focused", "careers": careers, "years": 9}
    before = outgrow.who("social media manager", **asked)
    places = outgrow.occupancy("social media manager", careers=careers, states="title")
    settle(careers)
    after = outgrow.who("social media manager", **asked)
    assert outgrow.occupancy("social media manager", careers=careers, states="title").as_json() == places.as_json()
    assert (before.of_followed.count, before.of_followed.people) == (12, 12)
    assert before.as_json() == after.as_json()
