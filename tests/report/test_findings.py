"""Findings: what is said, with its people, its interval and its careers, and what is never said."""

import datetime
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.report import reaches

from outgrow.errors import OutgrowError
from outgrow.report import Variant, build_report
from outgrow.report.caveats import METHOD, caveats, how_read, made_how
from outgrow.report.tables import ledger, point_lists, time_table, year_table
from outgrow.report.voices import worded
from outgrow.results import Curve, Flow, Suppressed
from outgrow.settings import Settings

EVERY = [
    reaches.three_rungs,
    reaches.one_target,
    reaches.by_group,
    reaches.rounded,
    reaches.tiny,
    reaches.empty,
]
CAUSAL = re.compile(r"\b(because|causes|caused|due to|thanks to|leads? to|results? in)\b", re.IGNORECASE)


@pytest.mark.parametrize("make", EVERY)
def test_every_claim_has_its_people_its_careers_and_no_cause(make, report_of):
    report = report_of(make())
    assert report.answer.key == "answer"
    for finding in report.findings:
        assert not CAUSAL.search(finding.claim), finding.claim
        assert finding.claim.endswith(".")
        assert finding.source
        if "%" in finding.claim:
            assert re.search(r"\b(people|person|careers?)\b", finding.claim), finding.claim
            assert "estimated" in finding.claim
            span = r"\d% \(.*% to .*%\)" if finding.kind != "step" else r"\(95% interval .*( to .*|or more)\)"
            assert re.search(span, finding.claim), finding.claim
        if report.simulated:
            assert finding.simulated
            assert "simulated careers" in finding.claim
    for said in (*caveats(report), *made_how(report)):
        assert "because" not in said.text.lower()
    assert len({finding.key for finding in report.findings}) == len(report.findings)
    json.dumps([finding.as_json() for finding in report.findings], allow_nan=False)


def test_the_answer_names_simulated_careers_first(report_of):
    assert report_of(reaches.three_rungs()).answer.claim.startswith("In simulated careers, ")
    assert "simulated" not in report_of(reaches.one_target()).answer.claim


def test_the_answer_is_the_estimated_chance_of_director_or_higher_in_ten_years(report_of):
    report = report_of(reaches.one_target())
    point = report.reach.curves[0].at(120)
    assert report.toward == "rung:director+"
    assert report.answer.number == pytest.approx(point.estimate, abs=1e-12)
    assert report.answer.interval == (point.lower, point.upper)
    assert report.answer.people == 640
    assert report.answer.claim == (
        "An estimated 13% (95% interval 10% to 17%) reach director or higher within 10 years of entering the role “social "
        "media manager”, from 640 people followed."
    )


def test_the_other_rungs_are_told_of_the_same_people(report_of):
    report = report_of(reaches.three_rungs())
    assert report.toward is None
    assert report.finding("others").claim == (
        "From the same 1,204 simulated careers and in the same 10 years, an estimated 43% (38% to 47%) reach manager or "
        "higher and 3% (2% to 4%) reach executive."
    )


def test_groups_are_told_side_by_side_and_not_compared(report_of):
    answer = report_of(reaches.by_group()).answer
    assert "by sex: women 16% (95% interval 12% to 20%) from 702 people, men 17%" in answer.claim
    assert "not tested" in answer.caveat


def test_counts_that_are_rounded_are_about(report_of):
    report = report_of(reaches.rounded())
    assert "from about 1,200 people" in report.answer.claim
    assert "about 1,200" in report.finding("others").claim
    assert any(caveat.title == "Small groups are protected" for caveat in caveats(report))


def released(points, *, group=None, n=300, toward="rung:director+"):
    """A curve as released at 10: (month, estimate, at risk when the step began)."""
    months, estimate, at_risk = (np.array(values) for values in zip(*points, strict=True))
    return Curve(
        toward=toward,
        group=group,
        people=n,
        events=70,
        exits=20,
        censored=n - 90,
        months=months,
        estimate=estimate,
        std_error=np.full(len(months), 0.03),
        lower=estimate - 0.05,
        upper=estimate + 0.06,
        at_risk=at_risk,
        reached=np.full(len(months), 10),
    )


def protected(*curves, **changes):
    """Three hundred people of a firm, few merged steps."""
    given = {"min_cell": 10, "curves": curves, "flow": Flow(320, 0, 10, 0, 0, 300)}
    return reaches.one_target(**{**given, **changes})


FIRM = [(36, 0.08, 300), (200, 0.326, 40)]


def test_every_number_that_is_released_is_told_at_its_own_time(report_of):
    """The points at 36 and 200 months are in the JSON, so text and page tell both and never "cannot tell"."""
    report = report_of(protected(released(FIRM)))
    assert report.answer.claim == (
        "An estimated 33% (95% interval 28% to 39%) reach director or higher by 16.7 years after entering the role "
        "“social media manager”, from about 300 people followed."
    )
    for rendered in (" ".join(str(report).split()), report.to_html()):
        assert "annot tell." not in rendered
        assert "too few to say" not in rendered
        assert "Blank: under" not in rendered
        assert "by 3 years" in rendered
        assert "by 16.7 years" in rendered
        assert "8%" in rendered
    assert "- 33% (28% to 39%) by 16.7 years, about 40 at risk" in str(report)
    assert [finding.key for finding in report.findings if finding.key.startswith("reach/")] == [
        "reach/rung:director+/36",
        "reach/rung:director+/200",
    ]


def test_the_answer_of_a_protected_curve_is_the_nearest_point_before_or_after(report_of):
    points = [(35, 0.349, 300), (95, 0.651, 150)]
    assert "65% (95% interval 60% to 71%) reach director or higher by 7.9 years after" in (
        report_of(protected(released(points))).answer.claim
    )
    two_years = report_of(protected(released(points), settings=Settings(years=2)))
    assert "by 2.9 years" in two_years.answer.claim
    assert two_years.answer.number == pytest.approx(0.349)


def test_groups_of_a_protected_answer_each_have_their_own_time(report_of):
    curves = (
        released([(48, 0.1, 170), (191, 0.3, 30)], group={"sex": "F"}, n=170),
        released([(61, 0.12, 130), (200, 0.34, 30)], group={"sex": "M"}, n=130),
    )
    report = report_of(protected(*curves, settings=Settings(by="sex")))
    claim = report.answer.claim
    assert "F 30% (95% interval 25% to 36%) by 15.9 years from about 170 people" in claim
    assert "M 34% (29% to 40%) by 16.7 years from about 130 people" in claim  # nearest to 191, not to 120
    lists = point_lists(report)
    assert [[reading.months for reading in points.readings] for points in lists] == [[48, 191], [61, 200]]
    assert time_table(report).months == ()
    assert year_table(report).months == ()
    assert "about 130 people" in str(report)


def test_what_was_not_released_says_so_and_not_that_too_few_were_at_risk(report_of):
    hidden = (Suppressed("everyone toward rung:executive", "small"), Suppressed("sex F toward rung:executive", "small"))
    reach = protected(released(FIRM), suppressed=hidden)
    report = report_of(reach)
    assert [points.name for points in point_lists(report)[-2:]] == ["Executive", "Sex F toward executive"]
    assert "Executive: not released: small groups" in " ".join(str(report).split())
    assert "not released: small groups" in report.to_html()


def test_a_protected_answer_cannot_be_told_only_without_points_people_or_fifty_entered(report_of):
    few = report_of(protected(released(FIRM, n=40), flow=Flow(50, 0, 10, 0, 0, 40))).answer.claim
    assert few.startswith("Cannot tell. Only about 40 people could be followed")
    nobody = report_of(protected(flow=Flow(300, 0, 300, 0, 0, 0))).answer.claim
    assert nobody.startswith("Cannot tell. Fewer than 10 people could be followed")
    hidden = report_of(protected()).answer.claim
    assert "small groups are not released" in hidden


def test_rounded_counts_are_about_and_zero_is_fewer_than_the_limit(report_of):
    """4 people are 0 when rounded, and 300 - 240 = 70 is no sum."""
    report = report_of(protected(released(FIRM, n=70), flow=Flow(300, 0, 240, 0, 0, 70)))
    text = " ".join(str(report).split())
    for said in ("about 300 people in the data", "about 240 people never", "about 70 people counted"):
        assert said in text
        assert said.split(" people")[0] in report.to_html()
    for rendered in (text, report.to_html()):
        assert "need not add up" in rendered
    four = report_of(protected(flow=Flow(0, 0, 0, 0, 0, 0)))
    for rendered in (" ".join(str(four).split()), four.to_html()):
        assert "fewer than 10" in rendered
        assert not re.search(r"(?<!\d)0 people", rendered)
        assert ">0<" not in rendered


def test_how_a_job_title_was_read_stands_under_the_answer_and_in_how_it_was_made(report_of):
    titles = tuple((f"Title {number}", 100 - number) for number in range(7))
    reach = reaches.one_target(
        read_as=(("social media ninja", "specialty:social_media level:specialist"),),
        titles=(("Social Media Specialist", 812), *titles),
    )
    report = report_of(reach)
    read = how_read(report)
    assert read == (
        "“Social media ninja” was read as specialty social media, level specialist. Commonest titles taken in: Social "
        "Media Specialist (812 people), Title 0 (100 people), Title 1 (99 people), Title 2 (98 people), Title 3 (97 people)."
    )
    text = " ".join(str(report).split())
    assert text.count(read) == 2
    assert text.index(read) < text.index("Who was counted") < text.rindex(read)
    assert read in report.to_html()
    assert how_read(report_of(reaches.one_target())) == ""
    assert "about 800 people" in how_read(report_of(replace(protected(released(FIRM)), titles=(("Ninja", 800),))))


def test_a_role_that_is_its_own_target_is_read_once_and_without_underscores(report_of):
    read = ("social", "specialty:social_media|seo level:vice_president+")
    assert how_read(report_of(reaches.one_target(read_as=(read, read)))) == (
        "“Social” was read as specialty social media or SEO, level vice president or higher."
    )


def test_notes_on_how_the_data_were_read_belong_to_how_it_was_made(report_of):
    notes = ("'id' was read as person.", "Columns read: von as start.", "Ends such as 9999-12-31 are read as ongoing.")
    careers = replace(reaches.OWN, notes=(*notes, "A survey of young men."))
    report = report_of(reaches.one_target(careers=careers))
    cannot = " ".join(said.text for said in caveats(report))
    made = " ".join(said.text for said in made_how(report))
    for note in notes:
        assert note not in cannot
        assert note in made
    assert "A survey of young men." in cannot


def test_weights_are_named_in_how_it_was_made(report_of):
    made = {said.title: said.text for said in made_how(report_of(reaches.one_target(weighted=True)))}
    assert made["Weights"].startswith("people count by “weight”; the variance is that from leaving out")
    assert "Weights" not in {said.title for said in made_how(report_of(reaches.one_target()))}


def test_settings_are_said_in_plain_words(report_of):
    made = {said.title: said.text for said in made_how(report_of(reaches.one_target(settings=Settings(gap=0))))}
    assert made["After the last job"].startswith("censored in the month after, unless the person has an observed_until")
    assert "Gaps between jobs" not in made  # first entries do not depend on them
    asked = Settings(entered="2010..2015", by="sex", years=5, after_last="exit")
    made = {said.title: said.text for said in made_how(report_of(reaches.one_target(settings=asked)))}
    assert made["Entered the role"] == "2010 to 2015"
    assert made["Groups"] == "by sex"
    assert made["How far"] == "for 5 years"
    assert "has left for good" in made["After the last job"]


@pytest.mark.parametrize("make", [reaches.empty, lambda: protected(flow=Flow(300, 0, 300, 0, 0, 0))])
def test_without_any_number_the_long_caveats_are_left_out(make, report_of):
    report = report_of(make())
    assert not any("still waiting" in said.title for said in caveats(report))
    for rendered in (str(report), report.to_html()):
        assert "Associations, not causes" not in rendered
        assert "What this cannot tell" not in rendered
        assert "Who was counted" in rendered
        assert "How this was made" in rendered
    assert any("still waiting" in said.title for said in caveats(report_of(reaches.one_target())))


def test_other_assumptions_of_groups_stand_beside_the_answer_of_each():
    reach = reaches.by_group()
    report = build_report(
        "sales", reach, command="outgrow", made=datetime.date(2026, 1, 1), variants=[Variant("owners", reach)]
    )
    claim = report.finding("variant/owners").claim
    assert claim.startswith(
        "In simulated careers, counting owners, founders and partners too: women 16% (12% to 20%) instead "
    )
    assert "instead of 16% (12% to 20%) from 702 people" in claim
    assert claim.endswith("director or higher within 10 years.")


def test_other_assumptions_of_protected_answers_have_times_of_their_own():
    reach = protected(released(FIRM))
    other = protected(released([(36, 0.09, 300), (180, 0.35, 40)]))
    report = build_report(
        "sales", reach, command="outgrow", made=datetime.date(2026, 1, 1), variants=[Variant("owners", other)]
    )
    assert report.finding("variant/owners").claim == (
        "Counting owners, founders and partners too: 35% (30% to 41%) by 15 years instead of 33% (28% to 39%) by 16.7 "
        "years, director or higher, from about 300 people."
    )


def test_the_horizon_asked_is_the_one_answered(report_of):
    reach = reaches.one_target(settings=Settings(years=5))
    assert "within 5 years" in report_of(reach).answer.claim


def test_nobody_seen_to_reach_it_is_said_with_the_interval(report_of):
    reach = reaches.one_target()
    curve = reach.curves[0]
    none = np.zeros(len(curve.months))
    curve = replace(curve, estimate=none, lower=none, upper=none + 0.006, events=0, reached=none.astype(np.int64))
    claim = report_of(replace(reach, curves=(curve,))).answer.claim
    assert claim == (
        "None of 640 people was seen to reach director or higher within 10 years of entering the role “social media "
        "manager”: an estimated 0% (95% interval 0% to 0.6%)."
    )


def test_cannot_tell_says_how_few(report_of):
    assert report_of(reaches.tiny()).answer.claim == (
        "Cannot tell. Only 12 people could be followed after entering the role “social media manager”; an answer needs at "
        "least 50."
    )
    one = replace(reaches.tiny(), flow=Flow(4_000, 0, 3_999, 0, 0, 1))
    assert "Only 1 person could be followed" in report_of(one).answer.claim


def test_cannot_tell_without_people_follow_up_or_a_curve_that_may_be_shown(report_of):
    assert report_of(reaches.empty()).answer.claim == (
        "Cannot tell. Nobody could be followed after entering the role “social media manager”."
    )
    short = reaches.one_target(settings=Settings(years=5))
    curve = short.curves[0]
    early = int(np.searchsorted(curve.months, 9))
    names = ("months", "estimate", "std_error", "lower", "upper", "at_risk", "reached")
    cut = replace(curve, **{name: getattr(curve, name)[:early] for name in names})
    assert "fewer than 10 were followed for a year" in report_of(replace(short, curves=(cut,))).answer.claim
    hidden = replace(
        reaches.rounded(),
        curves=(reaches.rounded().curves[0],),
        suppressed=(Suppressed("everyone toward rung:director+", "fewer than 10 people"),),
    )
    report = report_of(hidden)
    assert report.answer.claim.startswith("Cannot tell. Of about 1,200 people")
    assert report.answer.number is None
    assert any(caveat.title.startswith("Not shown") for caveat in caveats(report))


def test_those_who_hold_the_target_as_they_enter_are_no_gap_in_the_data(report_of):
    flow = Flow(300, 0, 240, 60, 0, 0)
    title = 'title:"social media manager"'
    for made, said in (
        (
            reaches.empty(flow=flow, toward=(title,), role=title),
            "Cannot tell how many reach social media manager later. Everyone who entered the role “social media manager” "
            "had held it before, or took it in the same month.",
        ),
        (
            reaches.empty(flow=flow, toward=("rung:director+",)),
            "Cannot tell how many reach director or higher later. Everyone who entered the role “social media manager” had "
            "held director or higher before, or took it in the same month.",
        ),
    ):
        answer = report_of(made).answer
        assert answer.claim == said
        assert "gap" not in worded(answer, "person")
        assert "no answer" not in worded(answer, "coach")
        assert "Too little was seen" not in answer.caveat
    part = report_of(reaches.empty(flow=Flow(300, 0, 240, 40, 20, 0))).answer
    assert (
        "40 people had held one of the targets before, or took it in the same month, 20 people were not seen"
        in part.claim
    )
    assert "gap in the data" in worded(part, "person")
    hidden = report_of(reaches.empty(flow=flow, min_cell=10)).answer.claim
    assert "about 60 people had held one of the targets before" in hidden
    assert hidden.endswith("and fewer than 10 people could be followed.")


def test_what_was_not_released_is_refused():
    with pytest.raises(OutgrowError, match="was not released"):
        build_report("player", reaches.three_rungs(min_cell=None), command="outgrow", made=datetime.date(2026, 1, 1))


def test_tables_agree_with_the_curves(report_of):
    report = report_of(reaches.three_rungs())
    table = time_table(report)
    assert table.months == (60, 120, 180)
    assert [row.name for row in table.rows] == ["Manager or higher", "Director or higher", "Executive"]
    for row, curve in zip(table.rows, report.reach.curves, strict=True):
        for reading, months in zip(row.readings, table.months, strict=True):
            assert reading.estimate == curve.at(months).estimate
            assert reading.reached == curve.reached[curve.months <= months].sum()
    assert year_table(report).months == tuple(range(12, 181, 12))


def test_the_ledger_adds_up_and_leaves_out_steps_that_took_nobody(report_of):
    lines = ledger(report_of(reaches.three_rungs()))
    assert [line.sign for line in lines] == ["start", "minus", "minus", "minus", "end"]
    one = replace(reaches.three_rungs(), flow=Flow(20_000, 0, 18_795, 0, 1, 1_204))
    assert ledger(report_of(one))[-2].text == "was not seen after the month of entry"
    assert lines[0].people - sum(line.people for line in lines[1:-1]) == lines[-1].people


def test_notes_year_only_dates_and_quarantine_are_said(report_of):
    said = " ".join(
        caveat.text for caveat in caveats(report_of(replace(reaches.one_target(), notes=("clocks differ",))))
    )
    assert "640 jobs of 17,800" in said
    assert "31 rows could not be used" in said
    assert "Clocks differ." in said
    assert "Aalen" in METHOD


def test_other_assumptions_show_how_far_the_answer_moves():
    reach = reaches.one_target()
    owners = replace(reach, curves=(reaches.make_curve("rung:director+", n=620, monthly=0.0019, last=190, seed=8),))
    report = build_report(
        "social media manager",
        reach,
        command="outgrow",
        made=datetime.date(2026, 1, 1),
        variants=[Variant("owners", owners), Variant("ongoing", reaches.tiny())],
    )
    moved = report.finding("variant/owners")
    assert moved.claim == (
        "Counting owners, founders and partners too: 18% (14% to 22%) instead of 13% (10% to 17%), director or higher "
        "within 10 years, from 620 people."
    )
    assert moved.number == owners.curves[0].at(120).estimate
    assert "the answer cannot be told from 12 people" in report.finding("variant/ongoing").claim
    for rendered in (str(report), report.to_html()):
        assert "How far the answer moves" in rendered
    assert [variant["name"] for variant in report.as_json()["variants"]] == ["owners", "ongoing"]
    with pytest.raises(OutgrowError, match="was not released"):
        replace(report, variants=(Variant("owners", replace(owners, min_cell=None)),))


def test_a_report_is_json_html_and_text(report_of, tmp_path):
    report = report_of(reaches.three_rungs())
    found = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert found["schema_version"] == 1
    assert found["command"] == "report"
    assert found["careers"]["kind"] == "simulated"
    assert found["findings"][0]["key"] == "answer"
    assert found["findings"][0]["simulated"] is True
    assert found["repeat"] == report.command
    assert report.to_html(tmp_path / "report.html") == (tmp_path / "report.html").read_text(encoding="utf-8")
    assert str(report).startswith("SIMULATED CAREERS")
    assert "In simulated careers" in repr(report)
