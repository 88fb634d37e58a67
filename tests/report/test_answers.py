"""The answers beside the report in words: plain, whole and never wider than asked, whatever is not known or not shown."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace

import numpy as np
import pytest
from tests.charts.made import drift, measured, skill, skills, who
from tests.report import reaches

from outgrow.errors import OutgrowError
from outgrow.months import span
from outgrow.report.answers import answer_text
from outgrow.report.answers_time import Clock, StayClock, parts
from outgrow.report.answers_varied import varied_text
from outgrow.results import (
    CareersFacts,
    Ceiling,
    Difference,
    Flow,
    Occupancy,
    RungReach,
    Sequence,
    ShareOf,
    StateCurves,
    Suppressed,
    Tenure,
    Verdict,
)
from outgrow.settings import Settings

COMMAND = "outgrow verdict 'social media manager'"
MADE = datetime.date(2026, 5, 4)
DEMO, OWN = reaches.DEMO, reaches.OWN
FLOW = Flow(4_000, 4, 2_700, 60, 32, 1_204)
HEAD = {"role": 'title:"social media manager"', "careers": OWN, "settings": Settings(), "flow": FLOW, "min_cell": 1}
WIDTHS = (40, 57, 80, 100)


def said(answer, width=80, **changes):
    return answer_text(answer, width=width, command=COMMAND, made=MADE, **changes)


def flat(answer, **changes):
    return " ".join(said(answer, **changes).split())


def rung(name, estimate, lower, upper, status, events=90):
    return RungReach(name, estimate, 0.01, lower, upper, 80, events, status)


def ceiling(*found, own="manager", established=None, estimated=None, not_ruled_out=None, above="executive", **changes):
    found = found or (
        rung("director", 0.168, 0.112, 0.249, "established", 59),
        rung("executive", 0.077, 0.036, 0.158, "not ruled out", 12),
    )
    given = {
        **HEAD,
        "own": own,
        "established": established or "director",
        "estimated": estimated or established or "director",
        "not_ruled_out": not_ruled_out or "executive",
        "horizon_asked": 180,
        "horizon_months": 180,
        "share": 0.1,
        "reach": found,
        "people": 1_204,
        "above": above,
        "median_follow_up": 69.0,
    }
    return Ceiling(**{**given, **changes})


def low_ceiling(**changes):
    return ceiling(
        rung("director", 0.041, 0.031, 0.055, "ruled out", 40),
        rung("executive", 0.004, 0.001, 0.02, "ruled out", 3),
        established="manager",
        not_ruled_out="manager",
        above="director",
        **changes,
    )


DIFFERENCE = Difference("director", 180, -0.031, 0.02, -0.08, 0.018, 0.22, 0.251, 1_204, 3_412, 210, 59, 784)
THRESHOLDS = {
    "share": 0.1,
    "difference": 0.05,
    "horizon_months": 180,
    "least_entered": 50,
    "least_at_risk": 10,
    "at_risk_months": 60,
}


def verdict(word="a path with a ceiling", rule=4, **changes):
    given = {
        **HEAD,
        "verdict": word,
        "rule": rule,
        "because": "1,204 people entered; 4.1% (95% interval 3.1% to 5.5%) had reached director or higher within 15 years.",
        "difference": DIFFERENCE,
        "thresholds": THRESHOLDS,
        "ceiling": low_ceiling(),
        "at_risk": 514,
        "levels_known": 0.97,
    }
    return Verdict(**{**given, **changes})


MISSING = ("entered", "at risk", "own level", "levels", "rung above", "horizon", "threshold", "peers", "difference")


def cannot_tell(*missing, **changes):
    return verdict("cannot tell", 1 if missing[0] in MISSING[:3] else 5, missing=missing, **changes)


def states(names, shares, *, last=200, people=1_204, settled=1, group=None, followed=None, **changes):
    """Curves that go from the first state to the rest, evenly, until `last`; `shares` are those at 10 years."""
    months = np.arange(1, last + 1)
    gone = np.minimum(months / 120, 1.0)
    estimate = np.outer(gone, shares)
    estimate[:, 0] += 1 - gone
    seen = np.linspace(people, 20, last) if followed is None else np.full(last, followed)
    return StateCurves(
        group=group,
        states=names,
        people=people,
        events=900,
        exits=300,
        censored=people - 300,
        months=months,
        start=np.eye(len(names))[0],
        start_error=np.zeros(len(names)),
        estimate=estimate,
        std_error=np.full_like(estimate, 0.01),
        lower=np.maximum(estimate - 0.02, 0),
        upper=np.minimum(estimate + 0.02, 1),
        at_risk=np.outer(seen, [1.0] + [0.0] * (len(names) - 1)).astype(np.int64),
        moved_in=np.ones((last, len(names)), dtype=np.int64),
        median_follow_up=69.0,
        **changes,
    )


SHARES = [0.5, 0.07, 0.13, 0.05, 0.05, 0.08, 0.12]
RUNGS = ("manager", "practitioner", "director", "between jobs", "unknown", "left", "left: retired")


def occupancy(**changes):
    curves = (states(RUNGS, SHARES),)
    return Occupancy(**{**HEAD, "states": "rung", "curves": curves, **changes})


def occupancy_by():
    curves = tuple(
        states(RUNGS, SHARES, group={"sex": name}, people=people)
        for name, people in (("women", 702), ("men", 455), (None, 47))
    )
    return occupancy(curves=curves, settings=Settings(by="sex"))


WAYS = ("in the role", "up", "sideways", "out")


def tenure(**changes):
    curves = (states(WAYS, [0.3, 0.15, 0.22, 0.33], people=1_013),)
    return Tenure(**{**HEAD, "curves": curves, "medians": ((69.0, 64.0, 75.0),), **changes})


def reach_at_age():
    made = reaches.one_target(settings=Settings(clock="age"))
    curve = made.curves[0]
    return replace(
        made, curves=(replace(curve, months=curve.months + 276, starts_at=276, through=int(curve.months[-1]) + 276),)
    )


def reach_in_calendar():
    return reaches.three_rungs(settings=Settings(clock="calendar"), origin="2008-11")


def number(name, unit="word", estimate=None, said=None, months=None):
    asked = {"months": months, "asked_months": None if months is None else 120}
    return {"name": name, "unit": unit, "estimate": estimate, "said": said, **asked}


def variant(place, value, word, **changes):
    numbers = [
        number("verdict", said=word),
        number("director or higher", "share", 0.1 + place / 50, months=114 if place == 1 else 120),
        number("difference from peers", "difference", -0.03),
    ]
    row = {"rule": "last-month", "value": value, "asked": not place, "suppressed": False, "reason": None}
    return row | {"numbers": numbers} | changes


VARIED = [
    variant(0, "2025-12", "a path"),
    variant(1, "2024-12", "cannot tell"),
    variant(2, "2023-12", "a path"),
    variant(3, "2022-12", "a path", suppressed=True, numbers=[]),
    variant(4, "2021-12", "a path", reason="nobody is counted", numbers=[]),
]

#: Roles of those already there, of which none is left out.
WAYS_THERE = (
    Sequence(("social_media, manager", "general_management, chief"), False, 16),
    Sequence(("head of things", "marketing, vice_president"), False, 1),
)

EVERY = {
    "ceiling": ceiling(),
    "low ceiling": low_ceiling(),
    "simulated": ceiling(careers=DEMO),
    "no horizon": ceiling(
        *(RungReach(name, None, None, None, None, None, None, "unknown") for name in ("director", "executive")),
        established="manager",
        above="director",
        horizon_months=None,
    ),
    "hidden": ceiling(
        *(RungReach(name, None, None, None, None, None, None, "unknown") for name in ("director", "executive")),
        established="manager",
        above="director",
        min_cell=10,
    ),
    "verdict": verdict(),
    "verdict simulated": verdict("not a path", 2, ceiling=ceiling(), careers=DEMO),
    "verdict path": verdict("a path", 3, ceiling=ceiling()),
    "verdict rounded": verdict(min_cell=10, flow=Flow(4_000, 0, 2_700, 60, 30, 1_200), ceiling=low_ceiling(min_cell=10)),
    "verdict hidden": verdict(min_cell=10, difference=Difference("director", 180, *[None] * 11)),
    "verdict without": verdict("cannot tell", 1, missing=("levels",), ceiling=None, difference=None, at_risk=None),
    **{f"missing {name}": cannot_tell(name) for name in MISSING},
    "occupancy": occupancy(),
    "occupancy by": occupancy_by(),
    "occupancy any": occupancy(role="any"),
    "occupancy rounded": occupancy(min_cell=10),
    "occupancy at age": occupancy(settings=Settings(clock="age"), curves=(states(RUNGS, SHARES, last=600, starts_at=270),)),
    "occupancy in calendar": occupancy(settings=Settings(clock="calendar"), origin="2008-11"),
    "occupancy in career": occupancy(settings=Settings(clock="career"), curves=(states(RUNGS, SHARES, last=500),)),
    "tenure": tenure(),
    "tenure open": tenure(medians=((None, None, None),)),
    "tenure rounded": tenure(min_cell=10, suppressed=(Suppressed("1 group by sex", "fewer than 10 people"),)),
    "tenure by": tenure(
        settings=Settings(by="team"),
        curves=tuple(states(WAYS, [0.3, 0.15, 0.22, 0.33], group={"team": n}) for n in "abcdef"),
        medians=((69.0, 64.0, None),) * 6,
    ),
    "who": who(*WAYS_THERE),
    "who broadened": who(*WAYS_THERE, stayed="broadened", outcomes=None, curves=None, opposite=ShareOf(None, None)),
    "who anyone": who(*WAYS_THERE, stayed=None, opposite=None, careers=DEMO),
    "who rounded": who(*WAYS_THERE, min_cell=10, excluded=(("first seen after the horizon", 60),)),
    "who hidden": who(*WAYS_THERE, of_followed=ShareOf(None, None), already_there=None, min_cell=10),
    "who nobody": who(*WAYS_THERE, of_followed=ShareOf(0, 1), at_most=0.95, already_there=0, opposite=ShareOf(0, 0)),
    "who unseen": who(*WAYS_THERE, of_followed=ShareOf(0, 0), already_there=1, median_months_already_there=1.0),
    "drift": drift(),
    "drift simulated": drift(careers=DEMO, min_cell=10),
    "drift not half": drift(half_life=replace(drift().half_life, months=None, lower=None, upper=None)),
    "drift of any": drift(role="any", share=drift().share[:1], half_life=None),
    "drift unseen": drift(successors=(), titles_then=(), followed=0, people=0, share=()),
    "drift rarer": drift(share=drift().share[::-1]),
    "skills": skills(),
    "skills simulated": skills(careers=DEMO),
    "skills of any": skills(role="any", min_cell=10),
    "skills alone": skills(skill("plan"), kinds=skills().kinds[:1]),
    "skills many": skills(
        *(skill(f"skill {n}", retention=0.2 + n / 20, trend=0.01 - n / 400, pay=measured(0.04, 0.02)) for n in range(9))
    ),
    "skills as long": skills(kinds=(*skills().kinds[:2], skills().kinds[2]._replace(estimate=0.0, lower=-0.1, upper=0.1))),
    "skills untold": skills(skill("plan", retention=None), kinds=()),
    "skills by chance": skills(skill("plan", retention=0.05)),
    "reach at age": reach_at_age(),
    "reach in calendar": reach_in_calendar(),
}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY)
def test_no_line_is_wider_than_asked_and_no_word_is_cut(name, width):
    text = said(EVERY[name], width, varied=VARIED)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", EVERY)
def test_words(name):
    """Associations, never causes; nothing that Python would print; every answer says who was counted and how to repeat it."""
    text = flat(EVERY[name], varied=VARIED)
    for word in ("because", "causes ", "caused", "leads to", "nan", "None", "inf "):
        assert word not in text.replace("Associations, not causes", "")
    for heading in ("Who was counted", "What this cannot tell", "How this was made", "To repeat it:", COMMAND):
        assert heading in text
    assert not re.search(r"\b1 (people|months|years|rows|stays|groups)\b", text)
    simulated = EVERY[name].careers.kind == "simulated"
    assert text.startswith("SIMULATED CAREERS: nobody lived them") == simulated


def test_only_a_released_answer_is_shown():
    with pytest.raises(OutgrowError, match="not released"):
        said(ceiling(min_cell=None))


def test_a_verdict_starts_with_itself_and_then_the_reason():
    lines = said(verdict()).splitlines()
    assert lines[0] == "Social media manager: a path with a ceiling."
    assert lines[2].startswith("1,204 people entered; 4.1%")
    assert said(verdict(role="function:marketing level:head")).startswith("“function:marketing level:head”: a path")


def test_a_verdict_has_the_ladder_the_peers_the_thresholds_and_the_rule():
    text = flat(verdict())
    for part in (
        "Executive 0.4% (0.1% to 2.0%), 3 people seen: under 10%",
        "Director or higher 4.1% (3.1% to 5.5%), 40 people seen: under 10%",
        "Manager where they start",
        "Next rung, director or higher within 15 years: 22.0% here (1,204 people), 25.1% among peers (3,412 people): "
        "-3.1 points (95% interval -8.0 to +1.8).",
        "210 people are in both",
        "Rule 4 of 5: fewer than 10% reach director or higher",
        "Thresholds: 10% must reach a rung (--share); 5 points below peers count (--difference); within 15 years (--horizon)",
    ):
        assert part in text
    assert "What would be needed" not in text


def test_a_rule_that_comes_before_another_says_so():
    assert "comes before rule 3" in flat(verdict("not a path", 2, ceiling=ceiling()))
    assert "comes before" not in flat(verdict("not a path", 2))


@pytest.mark.parametrize("name", MISSING)
def test_what_would_be_needed_is_said(name):
    text = said(cannot_tell(name))
    needed = text.partition("What would be needed to tell")[2].partition("How it was decided")[0]
    assert needed.count("\n- ") == 1
    if name == "at risk":
        assert "at least 10 people followed for 5 years; here 514 people" in " ".join(needed.lower().split())


def test_a_ceiling_in_one_sentence():
    assert flat(ceiling()).startswith(
        "Within 15 years at least 10% of 1,204 people entering the role “social media manager” reach director or higher "
        "(established): 16.8% (95% interval 11.2% to 24.9%); executive is not ruled out."
    )
    assert flat(low_ceiling()).startswith("Manager, where it starts, is the ceiling: within 15 years fewer than 10%")
    assert "4.1% (95% interval 3.1% to 5.5%) of 1,204 people reach director or higher" in flat(low_ceiling())


def test_a_number_near_the_threshold_stays_on_its_side():
    near = ceiling(
        rung("director", 0.12, 0.09996, 0.2, "estimated"), rung("executive", 0.01, 0.0, 0.1, "not ruled out")
    )
    text = flat(near)
    assert "12.0% (9.996% to 20.0%)" in text
    assert "1.0% (0% to 10.0%)" in text


def test_a_ladder_without_a_horizon_says_so_far():
    assert "The ladder: reached so far, of 1,204 people" in flat(EVERY["no horizon"])
    assert "The ladder: reached within 15 years of entering, of 1,204 people" in flat(ceiling())


def test_stays_in_any_role_are_work_without_a_break():
    assert "half of 1,013 stays in work without a break had ended" in flat(tenure(role="any")).lower()


def test_bars_are_solid_to_the_low_end_and_the_mark_stands_at_the_share():
    lines = said(ceiling()).splitlines()
    director = next(lines[n + 1] for n, line in enumerate(lines) if line.startswith("Director"))
    executive = next(lines[n + 1] for n, line in enumerate(lines) if line.startswith("Executive"))
    mark = next(line for line in lines if "↑" in line).index("↑")
    assert director[mark] == "█"
    assert executive[mark] == "▒"
    assert director.count("█") / len(director.strip()) == pytest.approx(0.112 / 0.249, abs=0.03)


def test_what_is_not_shown_is_said_with_the_limit():
    text = flat(EVERY["hidden"])
    assert text.count("not shown: fewer than 10 people") == 3
    assert "Next rung (director or higher): not shown: fewer than 10 people" in flat(EVERY["verdict hidden"])
    assert "too few could be followed" in flat(EVERY["no horizon"])


def test_occupancy_has_states_by_size_with_exits_last():
    lines = said(occupancy()).splitlines()
    start = next(n for n, line in enumerate(lines) if line.endswith("interval"))
    assert lines[start].split() == ["start", "1", "3", "5", "10", "15", "interval"]
    names = [re.split(r"\s{2,}|\s(?=\d)", line)[0] for line in lines[start + 2 : start + 9]]
    assert names == [
        "manager",
        "director",
        "practitioner",
        "between jobs",
        "rung unknown",
        "left: retired",
        "left otherwise",
    ]
    assert lines[start + 2].split() == ["manager", "100%", "95%", "85%", "75%", "50%", "50%", "48%", "to", "52%"]
    assert flat(occupancy()).startswith(
        "10 years after entering the role “social media manager”: manager 50% (95% interval 48% to 52%), director 13% "
        "(11% to 15%), left: retired 12% (10% to 14%); estimated from 1,204 people."
    )


def test_each_group_has_a_table():
    text = said(occupancy_by())
    assert text.count("interval\n") == 3
    assert "Women: where they are, by years since entering the role, of 702 people" in " ".join(text.split())
    assert "Sex unknown: where they are" in " ".join(text.split())
    assert "from 455 people" in " ".join(text.split())


def test_times_at_which_too_few_are_left_are_not_shown():
    few = states(RUNGS, SHARES, followed=5)
    assert "Cannot tell" in flat(occupancy(curves=(few,)))
    late = states(RUNGS, SHARES)
    at_risk = late.at_risk.copy()
    at_risk[150:] = at_risk[150:] * 0
    assert "Not shown: 15; too few were followed for that long." in flat(
        occupancy(curves=(replace(late, at_risk=at_risk),))
    )


def test_few_who_are_left_since_nearly_all_left_are_enough():
    stays = states(WAYS, [0.005, 0.3, 0.3, 0.395], people=1_013)
    at_risk = np.minimum(stays.at_risk, 5)
    lines = said(tenure(curves=(replace(stays, at_risk=at_risk),))).splitlines()
    assert any(line.split()[-2:] == ["10", "interval"] for line in lines)


def test_tenure_says_the_middle_stay_and_the_ways_out():
    text = flat(tenure())
    assert text.startswith(
        "Half of 1,013 stays in the role “social media manager” had ended after 5 years 9 months (95% interval 5 years 4 "
        "months to 6 years 3 months). After 10 years an estimated 15% (95% interval 13% to 17%) of 1,013 stays had ended "
        "with a move up."
    )
    assert "start 1 2 3 5 10 interval" in text
    assert "cannot be told: after" in flat(EVERY["tenure open"])
    assert "longer than was seen" in flat(EVERY["tenure by"])
    unknown = tenure(curves=(states((*WAYS, "unknown"), [0.1, 0, 0, 0, 0.9]),))
    assert "level unknown" in flat(unknown)
    assert "Never seen" not in flat(unknown)
    assert "Never seen: sideways or down; out." in flat(tenure(curves=(states(WAYS, [0.1, 0.9, 0, 0]),)))


def test_reach_on_another_clock_is_told_by_its_own_times():
    text = flat(EVERY["reach at age"])
    assert "had reached director or higher by age" in text
    assert "of those still below it at age 23" in text
    assert "since entering the role" not in text
    assert re.search(r"Age Chance Interval At risk ─+ 25 \d", text)
    text = flat(EVERY["reach in calendar"])
    assert re.search(r"Month Chance Interval At risk ─+ 2010-01", text)
    assert re.search(r"had reached manager or higher by 20\d\d-\d\d, from", text)


@pytest.mark.parametrize("name", ["occupancy at age", "occupancy in calendar", "occupancy in career"])
def test_other_clocks_do_not_speak_of_time_since_entry(name):
    claim = flat(EVERY[name]).partition("Who was counted")[0]
    assert "since entering" not in claim
    assert "could be followed for" not in flat(EVERY[name])


def test_how_far_an_answer_moves():
    text = " ".join(varied_text(VARIED).split())
    assert "Verdict: a path (2025-12, as asked); cannot tell (2024-12)." in text
    assert "director or higher 10% 12%* 14% hidden none" in text
    assert "* From the last month shown before the one asked about" in text
    assert "No answer under 2021-12: nobody is counted." in text
    assert "Hidden: it would show a few people by subtraction." in text
    assert varied_text([]) == ""
    assert "How far the answer moves" in flat(verdict(), varied=VARIED)


def test_who_made_it_says_k_of_n_the_chance_and_the_opposite():
    text = flat(who(*WAYS_THERE))
    assert (
        "5 of 80 people followed for 6 years after entering the role “social media manager”, not broadened when first followed, "
        "reached executive while still focused: 6% (95% interval 3% to 14%)." in text
    )
    assert (
        "From everybody, 100 people followed for as long as they were seen, an estimated 6% (1% to 11%) by 6 years."
        in text
    )
    assert "Half of those already there had been 2 years 6 months or less on the way." in text
    assert "16 Social media, manager → General management, chief" in text
    assert "8 by other roles" in text
    assert "at some time before they reached executive, if they did, 40 had not reached it: 89% (77% to 95%)." in text


def test_where_nobody_made_it_that_is_said_first():
    text = flat(who(of_followed=ShareOf(0, 400), at_most=0.00746, already_there=0))
    assert text.startswith("Nobody in these careers did: of 400 people followed for 6 years")
    assert text.count("From everybody, ") == 1
    some = flat(who(of_followed=ShareOf(0, 400), at_most=0.00746, already_there=3))
    assert some.startswith("Of 400 people followed for 6 years")
    assert "Nobody in these careers" not in some
    assert "With so many people a chance of more than 0.7% is ruled out at 95% (the rule of three)." in text
    assert flat(EVERY["who hidden"]).startswith(
        "Cannot tell how many made it to executive while still focused. Too few"
    )
    assert "executive while still focused. Nobody was followed for 6 years" in flat(EVERY["who unseen"])


def test_hostile_text_neither_marks_up_nor_drives_the_terminal():
    careers = CareersFacts("\x1b]0;owned\x07[red]x[/red]", "real", 10, 10, 0, None, 0, ("[bold]note\x1b[2J",))
    bad = "a\x1b[31mb [red]c"
    curves = (states((bad, "left: \x1b[2Jgone"), [0.5, 0.5], group={bad: bad}),)
    answers = (
        verdict(role=bad, careers=careers, because=bad, read_as=((bad, bad),)),
        occupancy(role=bad, states=bad, curves=curves, careers=careers, suppressed=(Suppressed(bad, bad),)),
        tenure(role=bad, careers=careers, notes=(bad,)),
    )
    for answer in answers:
        text = said(answer)
        assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
        assert "[red]x[/red]" in text
        assert "[bold]note" in text


def test_colour_is_only_there_when_asked():
    assert "\x1b[" in answer_text(verdict(), color=True, command=COMMAND, made=MADE)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "0 months"),
        (1, "1 month"),
        (12, "1 year"),
        (13, "1 year 1 month"),
        (69, "5 years 9 months"),
        (24, "2 years"),
    ],
)
def test_spans(months, words):
    assert span(months) == words


def test_times_at_which_curves_are_read():
    def times(clock, first, last, origin=None, **changes):
        return Clock(Settings(clock=clock, **changes), "any", origin).times(first, last)

    assert times("role", 0, 216) == [12, 36, 60, 120, 180]
    assert times("role", 0, 95) == [12, 36, 60, 96]
    assert times("role", 0, 7) == [7]
    assert times("role", 20, 200, years=7) == [36, 60, 84, 120, 180]
    assert times("career", 0, 500) == [60, 120, 180, 240, 360, 480]
    assert times("age", 270, 500) == [300, 360, 420, 480]
    assert times("age", 270, 330) == [276, 288, 300, 312, 324]
    # month 0 is November 2008, so that month 14 is January 2010
    assert times("calendar", 0, 90, "2008-11") == [14, 38, 62, 86]
    assert StayClock(Settings(), "any").times(0, 300) == [12, 24, 36, 60, 120]


def test_columns_are_parted_to_fit():
    assert parts([5, 5, 5], 12) == [[0, 1], [2]]
    assert parts([50], 12) == [[0]]


def test_a_claim_is_about_a_time_while_enough_people_are_followed():
    clock = Clock(Settings(), "x")
    assert clock.headline([60, 96, 120], [80, 40, 30]) == 2
    assert clock.headline([60, 96, 120], [80, 40, 29]) == 1
    assert clock.headline([60, 96], [20, 10]) == 1
    assert clock.headline([60, 96]) == 1
