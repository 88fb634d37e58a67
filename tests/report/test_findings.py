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
from outgrow.report.caveats import METHOD, caveats, made_how
from outgrow.report.tables import ledger, time_table, year_table
from outgrow.results import Flow, Suppressed
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
            assert re.search(r"\d% \(.*% to .*%\)", finding.claim), finding.claim
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
        "An estimated 13% (95% interval 10% to 17%) reach director or higher within 10 years of starting as social media "
        "manager, from 640 people followed."
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
        "None of 640 people was seen to reach director or higher within 10 years of starting as social media manager: "
        "an estimated 0% (95% interval 0% to 0.6%)."
    )


def test_cannot_tell_says_how_few(report_of):
    assert report_of(reaches.tiny()).answer.claim == (
        "Cannot tell. Only 12 people could be followed after starting as social media manager; an answer needs at least 50."
    )
    one = replace(reaches.tiny(), flow=Flow(4_000, 0, 3_999, 0, 0, 1))
    assert "Only 1 person could be followed" in report_of(one).answer.claim


def test_cannot_tell_without_people_follow_up_or_a_curve_that_may_be_shown(report_of):
    assert report_of(reaches.empty()).answer.claim == (
        "Cannot tell. Nobody could be followed after starting as social media manager."
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
    assert moved.claim.startswith("Counting owners, founders and partners too, an estimated ")
    assert moved.claim.endswith("from 620 people followed.")
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
