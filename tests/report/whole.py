"""Whole reports made by hand: every part there, parts missing, small groups protected, groups, hostile names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from tests.charts import made as by_hand
from tests.charts.test_forest import FOCUSED, hazards, term
from tests.report import reaches
from tests.report.conftest import COMMAND, MADE
from tests.report.test_answers import cannot_tell, ceiling, low_ceiling, occupancy, states, tenure, verdict

from outgrow.disclosure import release
from outgrow.report import build_report
from outgrow.report.document import Comparison, LeftOut
from outgrow.report.findings import Variant
from outgrow.report.past import Past
from outgrow.results import CareersFacts, Compare, Flow, GroupDifference, GroupTest, Suppressed
from outgrow.results.hazards import Category

#: Names that nobody should be able to do anything with.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "table": "a | b || c \\| d",
    "code": "`rm` ```` ~~~ ~~x~~",
    "emphasis": "**bold** _em_ __x__ *y*",
    "link": "[a](http://b.example) ![i](//b.example/i.png) <http://c.example>",
    "heading": "# one",
    "list": "- one",
    "number": "1. one",
    "lines": "one\n\n## two\r\n| x |\n|---|",
    "entity": "&lt;b&gt; &copy; &#42;",
    "terminal": "\x1b[31mred\x07 [bold]x[/bold]",
    "turned": "a\u202eb\u200bc",
    "address": "www.b.example http://b.example a@b.example",
    "underline": "=====",
    "wide": "x" * 200,
    "endless": "word " * 2_000,
}
LEFT_OUT = (LeftOut("Where people are", "It would show fewer people than the limit"),)


def next_jobs(**changes):
    names = ("in the role", "social_media, senior", "marketing, manager", "content, lead", "other ways", "out")
    curves = (states(names, [0.3, 0.25, 0.15, 0.1, 0.1, 0.1], people=1_013),)
    return tenure(curves=curves, ways="specialty,level", **changes)


def answers(careers=reaches.DEMO, **changes):
    """Every answer beside the curves."""
    given = {"careers": careers, **changes}
    return {
        "verdict": verdict(ceiling=low_ceiling(**given), **given),
        "occupancy": occupancy(flow=Flow(4_000, 4, 2_700, 0, 32, 1_264), **given),
        "next_jobs": next_jobs(**given),
        "tenure": tenure(**given),
        "drift": by_hand.drift(**given),
        "skills": by_hand.skills(**given),
        "past": past(**given),
    }


def past(careers=reaches.DEMO, **changes):
    """Focused and broadened at three landmarks, ratios of every kind with and without other things alike, and who made it."""
    given = {"careers": careers, **changes}
    return Past(
        compare=compared(0.11, **given),
        others=(compared(0.08, landmark=36, **given), compared(0.13, landmark=84, **given)),
        hazards=hazards(
            term("broadened", 1.42, 1.08, 1.87),
            term("unknown", 0.0, 0.0, 3.5, events=0, status="no events"),
            term("1 year", 2.0, 0.9, 4.1, covariate="strategy", reference="under 1 year"),
            references=(FOCUSED, Category("strategy", "under 1 year", 40, 2_500)),
            **given,
        ),
        alone=hazards(term("broadened", 1.9, 1.5, 2.4), **given),
        who=by_hand.who(**given),
    )


def compared(estimate, landmark=60, careers=reaches.DEMO, **changes):
    curves = tuple(
        by_hand.curve(group={"breadth": name}, starts_at=landmark, months=np.array([90, 120, 130, 150]))
        for name in ("broadened", "focused")
    )
    given = {
        **by_hand.HEAD,
        "careers": careers,
        "toward": "rung:director+",
        "by": "breadth",
        "landmark_months": landmark,
        "horizon_asked": 120,
        "curves": curves,
        "differences": (
            GroupDifference(
                "broadened",
                "focused",
                120,
                estimate,
                0.03,
                estimate - 0.06,
                estimate + 0.06,
                0.2 + estimate,
                0.2,
                50,
                50,
                10,
                10,
            ),
        ),
        "test": GroupTest("Gray", 6.1, 0.0135, 1),
        "excluded": (("reached the target by the landmark", 20),),
    }
    return Compare(**{**given, **changes})


def report_of(reach, role="social media manager", **given):
    return build_report(role, reach, **{"command": COMMAND, "made": MADE, **given})


def whole(voice="person", **changes):
    reach = reaches.three_rungs()
    varied = (Variant("owners", replace(reach, flow=replace(reach.flow, counted=1_180))),)
    return report_of(reach, **{**answers(), "voice": voice, "variants": varied, **changes})


def protected(voice="person", **changes):
    return report_of(reaches.rounded(), voice=voice, **{**answers(reaches.OWN, min_cell=10), **changes})


def grouped(voice="person", **changes):
    return report_of(reaches.by_group(), voice=voice, **{**answers(), **changes})


def grouped_protected(voice="person"):
    reach = release(replace(reaches.by_group(), min_cell=None, careers=reaches.OWN), 10)
    return report_of(reach, voice=voice, left_out=LEFT_OUT)


def named(text, voice="person"):
    """A report in which all that can have a name of somebody else's has this one."""
    by = reaches.by_group()
    curves = tuple(replace(curve, group={text: f"{text}{n}"}) for n, curve in enumerate(by.curves))
    careers = CareersFacts(text, "real", 4_000, 17_800, 31, "2026-03", 640, (text,))
    hidden = (Suppressed(text, text),)
    reach = replace(
        by,
        role=text,
        careers=careers,
        curves=curves,
        read_as=((text, text),),
        titles=((text, 12),),
        notes=(text,),
        suppressed=hidden,
    )
    beside = answers(careers, role=text)
    return report_of(reach, role=text, command=text, voice=voice, left_out=(LeftOut(text, text),), **beside)


def comparison(voice="person", count=3, **changes):
    roles = ("social media manager", "brand manager", "editor", "community lead", "copywriter", "marketing director")
    reports = tuple(
        replace(whole(voice), role=role, reach=replace(reaches.three_rungs(), role=f'title:"{role}"'))
        for role in roles[:count]
    )
    left = (LeftOut("producer", "Nearly everyone who held it held 'editor' too"),)
    return Comparison(**{"reports": reports, "command": f"{COMMAND} editor", "left_out": left, **changes})


MAKERS = {
    "whole": whole,
    "not given": lambda voice: whole(voice, given=False),
    "one target": lambda voice: report_of(reaches.one_target(), voice=voice, **answers(reaches.OWN)),
    "protected": protected,
    "left out": lambda voice: protected(voice, occupancy=None, left_out=LEFT_OUT),
    "no verdict": lambda voice: whole(voice, verdict=None),
    "no ceiling": lambda voice: whole(
        voice, verdict=verdict("cannot tell", 1, missing=("levels",), ceiling=None, difference=None)
    ),
    "cannot tell": lambda voice: whole(voice, verdict=cannot_tell("horizon", "peers")),
    "high": lambda voice: whole(voice, verdict=verdict("a path", 3, ceiling=ceiling())),
    "only places": lambda voice: whole(voice, verdict=None, next_jobs=None, tenure=None),
    "grouped": grouped,
    "grouped protected": grouped_protected,
    "tiny": lambda voice: report_of(reaches.tiny(), voice=voice, **answers(reaches.OWN)),
    "empty": lambda voice: report_of(reaches.empty(), voice=voice, left_out=LEFT_OUT),
    "compared": comparison,
    "six compared": lambda voice: comparison(voice, count=6),
}
VOICES = ("person", "coach", "analyst")


@cache
def made(name, voice="person"):
    """Return the report of that name, made once."""
    return MAKERS[name](voice)


def shares_of(answer):
    """Every share and every bound in what a report holds, wherever it stands."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from shares_of(value)
    elif isinstance(answer, list | tuple):
        for value in answer:
            yield from shares_of(value)
    elif isinstance(answer, float) and -1 <= answer <= 1:
        yield answer
